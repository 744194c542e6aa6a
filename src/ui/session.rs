//! A session: the words of the step, where and how, the time left, what comes next, and nothing else.

use std::sync::Arc;

use egui::{Galley, Key, Rect, Stroke, Ui, UiBuilder};

use super::Wish;
use super::pacer::{self, pacer_ui};
use super::parts::{KeyHint, key_line_height, key_line_ui, margin, takes};
use super::text::{digits_ui, galley_ui, laid_out, words_ui};
use super::theme::{Palette, Role};
use crate::player::{PlayerCommand, Snapshot, State, StopReason};
use crate::timeline::What;

/// Above this width, the picture stands beside the words.
const WIDE: f32 = 1000.0;
/// A page that is lower than this has room for words alone.
const ROOM_FOR_A_PICTURE: f32 = 560.0;
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
    // Before any widget is made, so that Space is the one big key wherever the keyboard is.
    if let Some(wish) = key(ui) {
        return Some(wish);
    }
    let margin = margin(ui);
    let inside = ui.max_rect().shrink(margin);
    let keys = keys(now);
    let keys_height = key_line_height(ui, &keys, inside.width());
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
    ui.scope_builder(UiBuilder::new().max_rect(keys_rect), |ui| {
        key_line_ui(ui, palette, &keys, palette.quiet)
    })
    .inner
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
        KeyHint { key: "Esc", does: "end", wish: Wish::Player(PlayerCommand::Stop(StopReason::Asked)) },
    ])
    .collect()
}

/// Where the picture goes, if there is room for one, and where the words go.
fn zones(rest: Rect, now: &Snapshot) -> (Option<Rect>, Rect) {
    let has_picture = matches!(now.segment().what, What::Breathe(_));
    if !has_picture || (rest.width() < WIDE && rest.height() < ROOM_FOR_A_PICTURE - 120.0) {
        return (None, rest);
    }
    if rest.width() >= WIDE {
        let (left, right) = rest.split_left_right_at_fraction(0.46);
        (Some(left.shrink(16.0)), right.shrink2(egui::vec2(24.0, 0.0)))
    } else {
        let (above, below) = rest.split_top_bottom_at_fraction(0.45);
        (Some(above.shrink(8.0)), below)
    }
}

fn picture_ui(ui: &Ui, palette: &Palette, rect: Rect, now: &Snapshot) {
    if matches!(now.segment().what, What::Breathe(_)) {
        pacer_ui(ui, palette, rect, now.breath().as_ref());
        let moves = now.breath().is_some_and(|breath| pacer::moves(breath.phase));
        if moves && now.state == State::Running {
            ui.ctx().request_repaint_after(pacer::FRAME);
        }
    }
}

/// The words of a step as they fit into their place.
struct StepWords {
    lines: Vec<(Arc<Galley>, String)>,
    timer_size: f32,
    small_size: f32,
    height: f32,
}

impl StepWords {
    const GAP: f32 = 12.0;

    /// The words with the step itself at a size, and everything else in proportion.
    fn at_size(ui: &Ui, palette: &Palette, now: &Snapshot, size: f32, width: f32) -> Self {
        let share = size / Role::Step.size();
        let small_size = (share * Role::Body.size()).max(14.0);
        let timer_size = share * Role::Timer.size();
        let segment = now.segment();
        let texts = [
            (headline(now), Role::Strong, small_size, palette.quiet),
            (segment.words.clone(), Role::Step, size, palette.text),
            (segment.feels.clone().unwrap_or_default(), Role::Body, small_size, palette.quiet),
        ];
        let lines: Vec<(Arc<Galley>, String)> = texts
            .into_iter()
            .filter(|(text, ..)| !text.is_empty())
            .map(|(text, role, size, colour)| (laid_out(ui, &text, role, size, colour, width), text))
            .collect();
        let of_lines: f32 = lines.iter().map(|(galley, _)| galley.size().y + Self::GAP).sum();
        // Under the time there is one line more: what is next, or what is left.
        let height = of_lines + timer_size * Role::Timer.leading() + Self::GAP + small_size * 1.5;
        Self { lines, timer_size, small_size, height }
    }
}

/// The words and the time, in the middle of their place, as large as fits.
fn step_ui(ui: &mut Ui, palette: &Palette, rect: Rect, now: &Snapshot) {
    let at_size = |size| StepWords::at_size(ui, palette, now, size, rect.width());
    let fitting = STEP_SIZES.into_iter().map(at_size).find(|words| words.height <= rect.height());
    let words = fitting.unwrap_or_else(|| at_size(SMALLEST_STEP));
    let top = rect.top() + ((rect.height() - words.height) / 2.0).max(0.0);
    let place = Rect::from_min_max(egui::pos2(rect.left(), top), rect.max);
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        ui.spacing_mut().item_spacing.y = StepWords::GAP;
        for (galley, text) in words.lines {
            galley_ui(ui, galley, &text);
        }
        time_ui(ui, palette, now, words.timer_size);
        if let Some(next) = now.next().filter(|_| now.breath().is_none()) {
            let next = format!("Next: {next}");
            let galley = laid_out(ui, &next, Role::Body, words.small_size, palette.quiet, rect.width());
            galley_ui(ui, galley, &next);
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

/// The time left in the step; while a breath is paced, its phase and its seconds.
fn time_ui(ui: &mut Ui, palette: &Palette, now: &Snapshot, size: f32) {
    let left = now.left_in_step().clock();
    match (now.segment().what, now.breath()) {
        (What::Wait, _) => {
            words_ui(ui, &format!("Press Space. It goes on by itself in {left}."), Role::Body, palette.quiet);
        }
        (What::Breathe(_), Some(breath)) => {
            ui.horizontal(|ui| {
                let phase = breath.phase.plain();
                let galley = laid_out(ui, phase, Role::Step, size * 0.7, palette.accent, f32::INFINITY);
                galley_ui(ui, galley, phase);
                let secs = breath.lasts.minus(breath.elapsed).secs_left();
                digits_ui(ui, &secs.to_string(), size * 0.7, palette.accent);
            });
            words_ui(ui, &format!("{left} left in this step"), Role::Note, palette.quiet);
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
    ui.painter().hline(from..=reached.max(from), y, Stroke::new(4.0, palette.quiet));
}

/// Sentences on what is wrong, above the bar; gives the height that they took.
fn troubles_ui(ui: &mut Ui, palette: &Palette, remarks: &SessionRemarks, inside: Rect, bottom: f32) -> f32 {
    let muted = remarks.muted.then(|| "Muted. M brings the sound back.".to_owned());
    let mut height = 0.0;
    for text in remarks.troubles.iter().cloned().chain(muted) {
        let galley = laid_out(ui, &text, Role::Note, Role::Note.size(), palette.quiet, inside.width());
        height += galley.size().y;
        let place = Rect::from_min_size(egui::pos2(inside.left(), bottom - height), galley.size());
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| galley_ui(ui, galley, &text));
    }
    height
}
