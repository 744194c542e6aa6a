//! A session: the words of the step, where and how, the time left, what comes next, and nothing else.

use std::sync::Arc;

use egui::{Galley, Key, Rect, Stroke, Ui, UiBuilder};

use super::Wish;
use super::figure::{Look, Subject, figure_ui};
use super::pacer::{self, pacer_ui};
use super::parts::{KeyHint, key_line_height, key_line_ui, margin, takes};
use super::text::{digits_ui, galley_ui, laid_out, laid_out_in_rows};
use super::theme::{Palette, Role};
use crate::player::{PlayerCommand, Snapshot, State, StopReason};
use crate::timeline::What;

/// Above this width, the picture stands beside the words.
const WIDE: f32 = 900.0;
/// A page that is lower than this has room for words alone.
const ROOM_FOR_A_PICTURE: f32 = 560.0;
/// The least widths at which a breathing circle, and a figure, still stand beside the words.
const ROOM_FOR_A_SMALL_PACER: f32 = 420.0;
const ROOM_FOR_A_SMALL_FIGURE: f32 = 640.0;
/// A page that is lower than this has one line of keys and one of troubles: the words need the room.
const LOW: f32 = 400.0;
/// A page that is lower than this has no room for keys and troubles at all.
const TINY: f32 = 200.0;
const ONE_LINE_OF_KEYS: f32 = 32.0;
/// The keys that are shown where there is no room for all of them; the others work all the same.
const ESSENTIAL_KEYS: [&str; 3] = ["Space", ">", "Esc"];
/// The sizes that the words of a step can have, the first that fits.
const STEP_SIZES: [f32; 7] = [40.0, 36.0, 32.0, 28.0, 24.0, 20.0, SMALLEST_STEP];
const SMALLEST_STEP: f32 = 16.0;

/// What the screen is told besides the snapshot.
#[derive(Clone, Debug, Default)]
pub struct SessionRemarks {
    /// Sentences on what is not as it should be, such as a lost sound device.
    pub troubles: Vec<String>,
    /// Whether it was made silent.
    pub muted: bool,
}

/// Shows the session and takes its keys.
pub fn session_ui(ui: &mut Ui, palette: &Palette, now: &Snapshot, remarks: &SessionRemarks) -> Option<Wish> {
    // Before any widget is made, so that Space is the one big key wherever the keyboard is. The page is drawn all the
    // same: a frame without it would flicker.
    let pressed = key(ui);
    let margin = margin(ui);
    let inside = ui.max_rect().shrink(margin);
    let mut keys = keys(now);
    let is_low = inside.height() < LOW;
    if is_low && key_line_height(ui, &keys, inside.width()) > ONE_LINE_OF_KEYS {
        keys.retain(|hint| ESSENTIAL_KEYS.contains(&hint.key));
    }
    if inside.height() < TINY {
        keys.clear();
    }
    let keys_height = if keys.is_empty() { 0.0 } else { key_line_height(ui, &keys, inside.width()) };
    let keys_rect = Rect::from_min_max(egui::pos2(inside.left(), inside.bottom() - keys_height), inside.max);
    let bar_rect = Rect::from_min_max(
        egui::pos2(inside.left(), keys_rect.top() - 44.0),
        egui::pos2(inside.right(), keys_rect.top() - 12.0),
    );
    let trouble_height = troubles_ui(ui, palette, remarks, inside, bar_rect.top());
    let rest =
        Rect::from_min_max(inside.min, egui::pos2(inside.right(), bar_rect.top() - 8.0 - trouble_height));
    let (picture, words) = zones(rest, now);
    if let Some(picture) = picture {
        picture_ui(ui, palette, picture, now);
    }
    step_ui(ui, palette, words, now);
    progress_ui(ui, palette, bar_rect, now);
    let clicked = ui
        .scope_builder(UiBuilder::new().max_rect(keys_rect), |ui| {
            key_line_ui(ui, palette, &keys, palette.quiet)
        })
        .inner;
    pressed.or(clicked)
}

fn key(ui: &Ui) -> Option<Wish> {
    for (key, wish) in [
        (Key::Space, Wish::Player(PlayerCommand::BigKey)),
        (Key::Enter, Wish::Player(PlayerCommand::BigKey)),
        (Key::ArrowLeft, Wish::Player(PlayerCommand::Back)),
        (Key::ArrowRight, Wish::Player(PlayerCommand::Skip)),
        (Key::Plus, Wish::Player(PlayerCommand::MoreTime)),
        (Key::Equals, Wish::Player(PlayerCommand::MoreTime)),
        (Key::R, Wish::Player(PlayerCommand::Again)),
        (Key::M, Wish::ToggleMute),
        (Key::Comma, Wish::ShowSettings),
        (Key::Escape, Wish::Player(PlayerCommand::Stop(StopReason::Asked))),
    ] {
        if takes(ui, key) {
            return Some(wish);
        }
    }
    None
}

fn keys(now: &Snapshot) -> Vec<KeyHint<Wish>> {
    let big = match now.state {
        State::Paused => "go on",
        _ if now.is_waiting() => "I am ready",
        _ => "pause",
    };
    [
        ("Space", big, PlayerCommand::BigKey),
        ("<", "back", PlayerCommand::Back),
        (">", "skip", PlayerCommand::Skip),
        ("+", "longer", PlayerCommand::MoreTime),
        ("R", "again", PlayerCommand::Again),
    ]
    .into_iter()
    .map(|(key, does, command)| KeyHint { key, does, wish: Wish::Player(command) })
    .chain([
        KeyHint { key: "M", does: "mute", wish: Wish::ToggleMute },
        KeyHint { key: ",", does: "settings", wish: Wish::ShowSettings },
        KeyHint { key: "Esc", does: "end", wish: Wish::Player(PlayerCommand::Stop(StopReason::Asked)) },
    ])
    .collect()
}

/// Where the picture goes, if there is room for one, and where the words go.
fn zones(rest: Rect, now: &Snapshot) -> (Option<Rect>, Rect) {
    let Some(picture) = picture(now) else { return (None, rest) };
    let is_low = rest.width() < WIDE && rest.height() < ROOM_FOR_A_PICTURE - 120.0;
    if is_low {
        let room = match picture {
            Picture::Pacer => ROOM_FOR_A_SMALL_PACER,
            Picture::Figure(_) => ROOM_FOR_A_SMALL_FIGURE,
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

/// What is drawn beside the words.
enum Picture {
    Pacer,
    Figure(Subject),
}

/// What a step shows; while one changes sides or lays a pack on, it is what comes next.
fn picture(now: &Snapshot) -> Option<Picture> {
    let here = now.segment();
    let shown = match here.what {
        What::Switch | What::Wait => now.timeline.next_step(now.index)?,
        _ => here,
    };
    match shown.what {
        What::Breathe(_) if here.what == shown.what => Some(Picture::Pacer),
        What::Guide { site, motion, .. } => {
            Some(Picture::Figure(Subject::Site { site, side: shown.side, motion: Some(motion) }))
        }
        What::Pack { pack, site } => Some(Picture::Figure(Subject::Pack { pack, site })),
        _ => None,
    }
}

fn picture_ui(ui: &mut Ui, palette: &Palette, rect: Rect, now: &Snapshot) {
    match picture(now) {
        Some(Picture::Pacer) => {
            pacer_ui(ui, palette, rect, now.breath().as_ref());
            let moves = now.breath().is_some_and(|breath| pacer::moves(breath.phase));
            if moves && now.state == State::Running {
                ui.ctx().request_repaint_after(pacer::FRAME);
            }
        }
        Some(Picture::Figure(subject)) => {
            let look = Look { line: palette.quiet, accent: palette.text, ground: palette.ground };
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
                figure_ui(ui, &subject, rect.size(), &look)
            });
        }
        None => {}
    }
}

/// What of a step is shown besides its words and its time, where there is little room.
#[derive(Clone, Copy)]
struct Besides {
    headline: bool,
    next: bool,
    feels: bool,
}

/// From everything to nothing, the first that fits.
const BESIDES: [Besides; 4] = [
    Besides { headline: true, next: true, feels: true },
    Besides { headline: true, next: true, feels: false },
    Besides { headline: true, next: false, feels: false },
    Besides { headline: false, next: false, feels: false },
];

/// The words of a step as they fit into their place.
struct StepWords {
    lines: Vec<(Arc<Galley>, String)>,
    next: Option<(Arc<Galley>, String)>,
    timer_size: f32,
    small_size: f32,
    gap: f32,
    height: f32,
}

/// How the words of a step are laid out.
#[derive(Clone, Copy)]
struct Way {
    /// The size of the step itself; everything else is in proportion.
    size: f32,
    besides: Besides,
    /// The most rows of each text.
    rows: usize,
}

impl Way {
    /// From everything, large, to the first rows of the words alone.
    fn all() -> impl Iterator<Item = Self> {
        let in_full = STEP_SIZES.map(|size| Self { size, besides: BESIDES[0], rows: usize::MAX });
        let in_part = BESIDES.map(|besides| Self { size: SMALLEST_STEP, besides, rows: usize::MAX });
        let cut = [4, 3, 2, 1].map(|rows| Self { size: SMALLEST_STEP, besides: BESIDES[3], rows });
        in_full.into_iter().chain(in_part).chain(cut)
    }
}

impl StepWords {
    fn laid_out(ui: &Ui, palette: &Palette, now: &Snapshot, width: f32, way: Way) -> Self {
        let Way { size, besides, rows } = way;
        let share = size / Role::Step.size();
        let small_size = (share * Role::Body.size()).max(14.0);
        let timer_size = share * Role::Timer.size();
        let gap = (size * 0.3).round();
        let segment = now.segment();
        let texts = [
            (besides.headline.then(|| headline(now)), Role::Strong, small_size, palette.quiet),
            (Some(segment.words.clone()), Role::Step, size, palette.text),
            (segment.feels.clone().filter(|_| besides.feels), Role::Body, small_size, palette.quiet),
        ];
        let lines: Vec<(Arc<Galley>, String)> = texts
            .into_iter()
            .map(|(text, role, size, colour)| (text.unwrap_or_default(), role, size, colour))
            .filter(|(text, ..)| !text.is_empty())
            .map(|(text, role, size, colour)| {
                (laid_out_in_rows(ui, &text, role, size, colour, width, rows), text)
            })
            .collect();
        // While a breath is paced, its own lines are enough.
        let next = now.next().filter(|_| besides.next && now.breath().is_none());
        let next = next.map(|next| format!("Next: {next}"));
        let next = next.map(|next| (laid_out(ui, &next, Role::Body, small_size, palette.quiet, width), next));
        let of_lines: f32 = lines.iter().chain(&next).map(|(galley, _)| galley.size().y + gap).sum();
        let mut words = Self { lines, next, timer_size, small_size, gap, height: 0.0 };
        words.height = of_lines + time_height(ui, palette, now, &words, width);
        words
    }
}

/// The words and the time, in the middle of their place, as large as fits; what matters least goes first.
fn step_ui(ui: &mut Ui, palette: &Palette, rect: Rect, now: &Snapshot) {
    let mut words = None;
    for way in Way::all() {
        let tried = words.insert(StepWords::laid_out(ui, palette, now, rect.width(), way));
        if tried.height <= rect.height() {
            break;
        }
    }
    let Some(words) = words else { return };
    let top = rect.top() + ((rect.height() - words.height) / 2.0).max(0.0);
    let place = Rect::from_min_max(egui::pos2(rect.left(), top), rect.max);
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        ui.spacing_mut().item_spacing.y = words.gap;
        for (galley, text) in words.lines {
            galley_ui(ui, galley, &text);
        }
        time_ui(ui, palette, now, words.timer_size, words.small_size);
        if let Some((galley, text)) = words.next {
            galley_ui(ui, galley, &text);
        }
    });
}

fn headline(now: &Snapshot) -> String {
    let segment = now.segment();
    let round = segment.round.map(|(round, of)| format!(", {round} of {of}")).unwrap_or_default();
    match now.state {
        State::Paused => "Paused. Space goes on.".into(),
        _ => format!("{}{round}", segment.full_name()),
    }
}

/// How a wait ends, in words.
fn wait_words(now: &Snapshot) -> String {
    format!("Press Space. It goes on by itself in {}.", now.left_in_step().clock())
}

/// How high [`time_ui`] becomes.
fn time_height(ui: &Ui, palette: &Palette, now: &Snapshot, words: &StepWords, width: f32) -> f32 {
    let small = words.small_size;
    match (now.segment().what, now.breath()) {
        (What::Wait, _) => laid_out(ui, &wait_words(now), Role::Body, small, palette.quiet, width).size().y,
        (What::Breathe(_), Some(_)) => {
            let breath = (words.timer_size * 0.7 * Role::Step.leading()).round();
            breath + words.gap + (small * Role::Body.leading()).round()
        }
        _ => words.timer_size * Role::Timer.leading(),
    }
}

/// The time left in the step; while a breath is paced, its phase and its seconds.
fn time_ui(ui: &mut Ui, palette: &Palette, now: &Snapshot, size: f32, small: f32) {
    let left = now.left_in_step().clock();
    let quiet = |ui: &mut Ui, words: &str| {
        let galley = laid_out(ui, words, Role::Body, small, palette.quiet, ui.available_width());
        galley_ui(ui, galley, words);
    };
    match (now.segment().what, now.breath()) {
        (What::Wait, _) => quiet(ui, &wait_words(now)),
        (What::Breathe(_), Some(breath)) => {
            ui.horizontal(|ui| {
                let phase = breath.phase.plain();
                let galley = laid_out(ui, phase, Role::Step, size * 0.7, palette.accent, f32::INFINITY);
                galley_ui(ui, galley, phase);
                let secs = breath.lasts.minus(breath.elapsed).secs_left();
                digits_ui(ui, &secs.to_string(), size * 0.7, palette.accent);
            });
            quiet(ui, &format!("{left} left in this step"));
        }
        _ => {
            digits_ui(ui, &left, size, palette.text);
        }
    }
}

/// A solid bar, and the time left in all.
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
    // A line of no length would still be drawn as a dot.
    if reached > from + 1.0 {
        ui.painter().hline(from..=reached, y, Stroke::new(4.0, palette.quiet));
    }
}

/// Sentences on what is wrong, above the bar; gives the height that they took.
fn troubles_ui(ui: &mut Ui, palette: &Palette, remarks: &SessionRemarks, inside: Rect, bottom: f32) -> f32 {
    let muted = remarks.muted.then(|| "Muted. M brings the sound back.".to_owned());
    let mut height = 0.0;
    let (rows, most) = match inside.height() {
        height if height < TINY => return 0.0,
        height if height < LOW => (1, 1),
        _ => (usize::MAX, usize::MAX),
    };
    for text in remarks.troubles.iter().cloned().chain(muted).take(most) {
        let size = Role::Note.size();
        let galley = laid_out_in_rows(ui, &text, Role::Note, size, palette.quiet, inside.width(), rows);
        height += galley.size().y;
        let place = Rect::from_min_size(egui::pos2(inside.left(), bottom - height), galley.size());
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| galley_ui(ui, galley, &text));
    }
    height
}
