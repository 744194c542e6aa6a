//! The session page: the words of the step, where and how, the time left, what comes next, and nothing else.

use egui::{Rect, Stroke, Ui, UiBuilder};

use self::keys::Press;
use super::actions::{Action, Destination, SessionAction};
use super::figure::{FigureColours, Subject, figure_ui};
use super::keys::{Binding, pressed};
use super::pacer::{self, pacer_ui};
use super::text::{galley_ui, laid_out};
use super::theme::{Palette, Role};
use super::widgets::{KEY_LINE, key_line_height, key_line_ui, margin};
use crate::player::{Snapshot, State};
use crate::timeline::SegmentKind;

pub mod keys;
mod troubles;
mod words;

/// From this width on, the picture is beside the words.
const WIDE: f32 = 900.0;
/// Below this height, there is only room for words.
const ROOM_FOR_A_PICTURE: f32 = 560.0;
/// The narrowest pages on which a breathing circle, and a figure, still fit beside the words.
const ROOM_FOR_A_SMALL_PACER: f32 = 420.0;
const ROOM_FOR_A_SMALL_FIGURE: f32 = 640.0;
/// Below this height, there is only one line of keys, because the words need the room.
const LOW: f32 = 400.0;
/// Below this height, neither keys nor notices are shown.
const TINY: f32 = 200.0;

/// How far a plate extends beyond its picture.
const PLATE_AROUND: f32 = 16.0;

/// What the page shows besides the snapshot.
#[derive(Clone, Debug, Default)]
pub struct SessionRemarks {
    /// Notices, such as a lost sound device or muted sound.
    pub troubles: Vec<String>,
    /// The step's own picture.
    pub picture: Option<StepPicture>,
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
    let pressed = pressed(ui, &bindings).map(action);
    if remarks.is_blank {
        return pressed.or_else(|| blank_ui(ui));
    }
    let margin = margin(ui);
    let inside = ui.max_rect().shrink(margin);
    let shown = with_room(ui, bindings, inside);
    let keys_height = if shown.is_empty() { 0.0 } else { key_line_height(ui, &shown, inside.width()) };
    let keys_rect = Rect::from_min_max(egui::pos2(inside.left(), inside.bottom() - keys_height), inside.max);
    let bar_rect = Rect::from_min_max(
        egui::pos2(inside.left(), keys_rect.top() - 44.0),
        egui::pos2(inside.right(), keys_rect.top() - 12.0),
    );
    let above = inside.with_max_y(bar_rect.top());
    let troubles = if inside.height() < TINY { &[][..] } else { &remarks.troubles };
    let trouble_height = troubles::height(ui, palette, troubles, above, |left| {
        let (_, words) = zones(left.with_max_y(left.bottom() - 8.0), now, remarks);
        words::has_room(ui, palette, words, now)
    });
    troubles::troubles_ui(ui, palette, troubles, above.with_min_y(above.bottom() - trouble_height));
    let (picture, words) = zones(above.with_max_y(above.bottom() - trouble_height - 8.0), now, remarks);
    if let Some(picture) = picture {
        picture_ui(ui, palette, picture, now, remarks);
    }
    words::step_ui(ui, palette, words, now);
    progress_ui(ui, palette, bar_rect, now);
    let clicked = ui
        .scope_builder(UiBuilder::new().max_rect(keys_rect), |ui| {
            let colour = if remarks.is_hushed { palette.quiet } else { palette.text };
            key_line_ui(ui, palette, &shown, colour)
        })
        .inner;
    pressed.or(clicked.map(action))
}

/// The keys that fit on the page.
fn with_room(ui: &Ui, mut bindings: Vec<Binding<Press>>, page: Rect) -> Vec<Binding<Press>> {
    if page.height() < TINY {
        return Vec::new();
    }
    if page.height() < LOW && key_line_height(ui, &bindings, page.width()) > KEY_LINE {
        bindings.retain(|binding| keys::ESSENTIAL.contains(&binding.key()));
    }
    bindings
}

/// Draws nothing. A click, or the key that blanked the screen, brings everything back.
fn blank_ui(ui: &Ui) -> Option<Action> {
    ui.ctx().set_cursor_icon(egui::CursorIcon::None);
    ui.input(|input| input.pointer.any_click()).then_some(Action::Session(SessionAction::ToggleBlank))
}

/// The areas for the picture, if there is room for one, and for the words.
fn zones(rest: Rect, now: &Snapshot, remarks: &SessionRemarks) -> (Option<Rect>, Rect) {
    let Some(picture) = picture(now, remarks) else { return (None, rest) };
    let is_low = rest.width() < WIDE && rest.height() < ROOM_FOR_A_PICTURE - 120.0;
    if is_low {
        let room = match picture {
            Picture::Pacer => ROOM_FOR_A_SMALL_PACER,
            Picture::Figure(_) | Picture::Supplied(_) => ROOM_FOR_A_SMALL_FIGURE,
        };
        let (left, right) = rest.split_left_right_at_fraction(0.32);
        let beside = (Some(left.shrink(4.0)), right.with_min_x(right.left() + 24.0));
        return if rest.width() >= room { beside } else { (None, rest) };
    }
    if rest.width() >= WIDE {
        let (left, right) = rest.split_left_right_at_fraction(0.46);
        (Some(left.shrink(16.0)), right.shrink2(egui::vec2(24.0, 0.0)))
    } else {
        let (above, below) = rest.split_top_bottom_at_fraction(0.45);
        (Some(above.shrink(8.0)), below)
    }
}

/// The picture beside the words.
enum Picture {
    Supplied(StepPicture),
    Pacer,
    Figure(Subject),
}

/// The picture of a step. While changing sides or laying a pack on, it is that of the next step.
fn picture(now: &Snapshot, remarks: &SessionRemarks) -> Option<Picture> {
    if let Some(supplied) = remarks.picture {
        return Some(Picture::Supplied(supplied));
    }
    let here = now.segment();
    let shown = match here.kind {
        SegmentKind::Switch | SegmentKind::Wait => now.timeline.next_step(now.index)?,
        SegmentKind::GetReady
        | SegmentKind::Guide { .. }
        | SegmentKind::Compress { .. }
        | SegmentKind::Breathe(_)
        | SegmentKind::Rest
        | SegmentKind::Gap
        | SegmentKind::End => here,
    };
    match shown.kind {
        // If nothing may move, the words and the seconds have to do.
        SegmentKind::Breathe(_) => (here.kind == shown.kind && !remarks.is_still).then_some(Picture::Pacer),
        SegmentKind::Guide { site, motion, .. } => {
            Some(Picture::Figure(Subject::Site { site, side: shown.side, motion: Some(motion) }))
        }
        SegmentKind::Compress { pack, site } => Some(Picture::Figure(Subject::Compress { pack, site })),
        SegmentKind::GetReady
        | SegmentKind::Rest
        | SegmentKind::Switch
        | SegmentKind::Gap
        | SegmentKind::Wait
        | SegmentKind::End => None,
    }
}

fn picture_ui(ui: &mut Ui, palette: &Palette, rect: Rect, now: &Snapshot, remarks: &SessionRemarks) {
    match picture(now, remarks) {
        Some(Picture::Supplied(supplied)) => {
            let around =
                if supplied.is_on_plate { PLATE_AROUND.min(rect.size().min_elem() / 4.0) } else { 0.0 };
            let room = rect.shrink(around);
            let scale = (room.size() / supplied.size).min_elem();
            let place = Rect::from_center_size(room.center(), supplied.size * scale);
            if supplied.is_on_plate {
                ui.painter().rect_filled(place.expand(around), 12.0, palette.plate());
            }
            let whole = Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
            ui.painter().image(supplied.texture, place, whole, egui::Color32::WHITE);
        }
        Some(Picture::Pacer) => {
            pacer_ui(ui, palette, rect, now.breath().as_ref());
            if let Some(breath) = now.breath()
                && now.state == State::Running
                && let Some(next) = pacer::next_frame(&breath, rect)
            {
                ui.ctx().request_repaint_after(next);
            }
        }
        Some(Picture::Figure(subject)) => {
            let colours = FigureColours { line: palette.quiet, accent: palette.text, ground: palette.ground };
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
                figure_ui(ui, subject, rect.size(), &colours)
            });
        }
        None => {}
    }
}

/// A progress bar, and the time left in total.
fn progress_ui(ui: &mut Ui, palette: &Palette, rect: Rect, now: &Snapshot) {
    let left = format!("{} left", now.left_in_all().clock());
    let galley = laid_out(ui, &left, Role::Note, Role::Note.size(), palette.quiet, f32::INFINITY);
    let label = Rect::from_min_size(
        egui::pos2(rect.right() - galley.size().x, rect.center().y - galley.size().y / 2.0),
        galley.size(),
    );
    ui.scope_builder(UiBuilder::new().max_rect(label), |ui| galley_ui(ui, galley, &left));
    let (from, to) = (rect.left(), label.left() - 24.0);
    let reached = from + (to - from) * now.progress();
    let y = rect.center().y;
    ui.painter().hline(from..=to, y, Stroke::new(4.0, palette.line));
    // A line without length would still be drawn as a dot.
    if reached > from + 1.0 {
        ui.painter().hline(from..=reached, y, Stroke::new(4.0, palette.quiet));
    }
}
