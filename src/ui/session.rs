//! The session page: the words of the step, where and how, the time left, what comes next, and nothing else.

use egui::{Rect, Role as Access, Stroke, Ui, UiBuilder, WidgetInfo};

use self::gesture::{Gesture, Gestures};
use self::keys::Press;
use self::picture::picture_ui;
use self::places::Places;
use super::actions::{Action, Destination, SessionAction};
use super::keys::{Binding, Key, pressed};
use super::text::{galley_ui, laid_out, unslashed};
use super::theme::{Palette, Role};
use super::widgets::{key_line_height, key_line_ui, key_row, margin};
use crate::player::Snapshot;

mod beat;
pub mod gesture;
pub mod keys;
pub mod picture;
mod places;
mod troubles;
mod words;

/// Below this height there is hardly room for words.
const TINY: f32 = 150.0;
/// The height of a row of keys in such a window.
const LOWEST_ROW: f32 = 24.0;
/// The height of a row of keys where there is room: as large as a target should be in a session.
const ROW: f32 = 64.0;

/// What the page shows besides the snapshot.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own.
pub struct SessionRemarks {
    /// Notices, such as a lost sound device or muted sound.
    pub troubles: Vec<String>,
    /// The step's own picture.
    pub picture: Option<StepPicture>,
    /// Whether the voice says the words of a step, so that a screen reader need not.
    pub is_spoken: bool,
    /// Whether nothing may move.
    pub is_still: bool,
    /// Whether the screen is blank.
    pub is_blank: bool,
    /// Whether the keys have been shown long enough and become quieter.
    pub is_hushed: bool,
}

/// A picture that an author supplied with their routine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepPicture {
    /// The texture that is drawn.
    pub texture: egui::TextureId,
    /// Its size in points.
    pub size: egui::Vec2,
    /// Whether it needs a plate, because much of it would be invisible on the background.
    pub is_on_plate: bool,
}

fn action(press: Press) -> Action {
    match press {
        Press::Player(command) => Action::Session(SessionAction::Player(command)),
        Press::Mute => Action::Session(SessionAction::ToggleMute),
        Press::Blank => Action::Session(SessionAction::ToggleBlank),
        Press::Signs => Action::Session(SessionAction::ShowSigns),
        Press::Settings => Action::Go(Destination::Settings),
        Press::Comfort(comfort) => Action::Session(SessionAction::Comfort(comfort)),
        Press::FeelsWrong => Action::Session(SessionAction::FeelsWrong),
    }
}

/// Draws the session and handles its keys.
pub fn session_ui(
    ui: &mut Ui,
    palette: &Palette,
    now: &Snapshot,
    remarks: &SessionRemarks,
) -> Option<Action> {
    // Handled before any widget exists, so that Space is always the one big key, wherever the focus is. The
    // page is drawn in any case: a frame without it would flicker.
    let bindings = keys::bindings(now);
    if remarks.is_blank {
        return blank_ui(ui, &bindings);
    }
    let pressed = pressed(ui, &bindings).map(action);
    let inside = ui.max_rect().shrink(margin(ui));
    let (shown, row) = with_room(ui, bindings, inside);
    let keys_height = if shown.is_empty() { 0.0 } else { key_line_height(ui, &shown, inside.width(), row) };
    let troubles = if inside.height() < TINY { &[][..] } else { &remarks.troubles };
    let has_pictures = remarks.picture.is_some()
        || (0..now.timeline.segments().len()).any(|index| picture::of_step(&now.timeline, index).is_some());
    let with = |has_pictures| move |troubles: f32| Places::of(inside, keys_height, troubles, has_pictures);
    // Where it has no room beside the words, the picture goes.
    let has_room = words::has_room(ui, palette, &with(has_pictures)(0.0), now);
    let places = with(has_pictures && has_room);
    let trouble_height = troubles::height(ui, palette, troubles, places(0.0).troubles_room(), |height| {
        words::has_room(ui, palette, &places(height), now)
    });
    let places = places(trouble_height);
    troubles::troubles_ui(ui, palette, troubles, places.troubles);
    if let Some(place) = places.picture {
        picture_ui(ui, palette, place, now, remarks);
    }
    words::step_ui(ui, palette, &places, now, remarks.is_spoken);
    progress_ui(ui, palette, places.bar, now);
    let clicked = ui
        .scope_builder(UiBuilder::new().max_rect(places.keys), |ui| {
            let colour = if remarks.is_hushed { palette.quiet } else { palette.text };
            key_line_ui(ui, palette, &shown, colour, row)
        })
        .inner;
    pressed.or(clicked.map(action))
}

/// So many rows of keys leave enough room for words.
const MOST_ROWS: f32 = 2.0;

/// The keys that fit on the page, and the height of their rows: all of them in every window that can be read.
fn with_room(ui: &Ui, mut bindings: Vec<Binding<Press>>, page: Rect) -> (Vec<Binding<Press>>, f32) {
    if page.height() < TINY {
        // A line of them, so that nobody is without a way to pause or to end.
        bindings.retain(|binding| keys::ESSENTIAL.contains(&binding.key()));
        return (bindings, LOWEST_ROW);
    }
    // What is not needed to get through a session gives way to the words first.
    if key_line_height(ui, &bindings, page.width(), 1.0) > MOST_ROWS {
        bindings.retain(|binding| !keys::OF_COMFORT.contains(&binding.key()));
    }
    let row = key_row(ui, &bindings, page.size(), Some(ROW));
    if key_line_height(ui, &bindings, page.width(), row) > page.height() * 0.5 {
        bindings.retain(|binding| keys::ESSENTIAL.contains(&binding.key()));
    }
    (bindings, row)
}

/// Black to the edge, and the whole window one button. The other keys do what they always do; the one that blanked the
/// screen brings it back.
fn blank_ui(ui: &mut Ui, bindings: &[Binding<Press>]) -> Option<Action> {
    blacken(ui);
    let others: Vec<Binding<Press>> =
        bindings.iter().copied().filter(|binding| binding.key() != Key::Space).collect();
    let gesture = follow(ui).map(|gesture| Action::Session(SessionAction::Gesture(gesture)));
    let response = ui.interact(ui.max_rect(), ui.scope_id().with("button"), egui::Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, BLANK));
    pressed(ui, &others).map(action).or(gesture)
}

/// The name of the one button, for a screen reader.
const BLANK: &str = "Black screen. Tap to pause, tap twice to repeat, hold to end.";

/// Paints everything black and hides the mouse.
pub fn blacken(ui: &Ui) {
    ui.ctx().set_cursor_icon(egui::CursorIcon::None);
    let everything = ui.ctx().content_rect();
    ui.ctx().layer_painter(ui.layer_id()).rect_filled(everything, 0.0, egui::Color32::BLACK);
}

/// The gesture that was made on the blank screen since the last frame, if any.
#[must_use]
pub fn follow(ui: &Ui) -> Option<Gesture> {
    let id = egui::Id::unique("gestures on the blank screen");
    let mut gestures = ui.data(|data| data.get_temp::<Gestures>(id)).unwrap_or_default();
    let gesture = gestures.follow(ui);
    ui.data_mut(|data| data.insert_temp(id, gestures));
    gesture
}

/// A progress bar, and the time left in total.
fn progress_ui(ui: &mut Ui, palette: &Palette, rect: Rect, now: &Snapshot) {
    let left = format!("{} left", now.left_in_all().clock());
    let galley = laid_out(ui, &unslashed(&left), Role::Note, Role::Note.size(), palette.quiet, f32::INFINITY);
    // As wide at any time, so that the bar is as long.
    let widest = laid_out(ui, "88:88 left", Role::Note, Role::Note.size(), palette.quiet, f32::INFINITY);
    let (from, to) = (rect.left(), rect.right() - widest.size().x.max(galley.size().x) - 24.0);
    let label = Rect::from_min_size(
        egui::pos2(rect.right() - galley.size().x, rect.center().y - galley.size().y / 2.0),
        galley.size(),
    );
    ui.scope_builder(UiBuilder::new().max_rect(label), |ui| galley_ui(ui, galley, &left));
    let reached = from + (to - from) * now.progress();
    let y = rect.center().y;
    ui.painter().hline(from..=to, y, Stroke::new(4.0, palette.line));
    // A line without length would still be drawn as a dot.
    if reached > from + 1.0 {
        ui.painter().hline(from..=reached, y, Stroke::new(4.0, palette.quiet));
    }
}
