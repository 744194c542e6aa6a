//! The words and the time of a step, as large as there is room for.

use std::sync::Arc;

use egui::accesskit::Live;
use egui::{Galley, Rect, Ui, UiBuilder};

use super::super::text::{digits_ui, galley_ui, laid_out, laid_out_in_rows};
use super::super::theme::{Palette, Role};
use crate::player::{Snapshot, State};
use crate::safety::rules;
use crate::timeline::{SegmentKind, phrases};

/// The font sizes for the words of a step; the first that fits is used.
const STEP_SIZES: [f32; 7] = [40.0, 36.0, 32.0, 28.0, 24.0, 20.0, SMALLEST_STEP];
const SMALLEST_STEP: f32 = 16.0;

/// What is shown besides the words and the time, depending on the room.
#[derive(Clone, Copy)]
struct Besides {
    headline: bool,
    next: bool,
    feels: bool,
}

/// From everything to nothing; the first that fits is used.
const BESIDES: [Besides; 4] = [
    Besides { headline: true, next: true, feels: true },
    Besides { headline: true, next: true, feels: false },
    Besides { headline: true, next: false, feels: false },
    Besides { headline: false, next: false, feels: false },
];

/// The words of a step, laid out.
struct StepWords {
    lines: Vec<(Arc<Galley>, String)>,
    next: Option<(Arc<Galley>, String)>,
    timer_size: f32,
    small_size: f32,
    gap: f32,
    height: f32,
}

/// A way to lay out the words of a step.
#[derive(Clone, Copy)]
struct Way {
    /// The font size of the words; everything else is in proportion.
    size: f32,
    besides: Besides,
    /// The most rows of each text.
    rows: usize,
}

impl Way {
    /// From everything in large letters to only the first rows of the words.
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
        let texts = [
            (besides.headline.then(|| headline(now)), Role::Strong, small_size, palette.quiet),
            (Some(step_words(now)), Role::Step, size, palette.text),
            (beside(now).filter(|_| besides.feels), Role::Body, small_size, palette.quiet),
        ];
        let lines: Vec<(Arc<Galley>, String)> = texts
            .into_iter()
            .map(|(text, role, size, colour)| (text.unwrap_or_default(), role, size, colour))
            .filter(|(text, ..)| !text.is_empty())
            .map(|(text, role, size, colour)| {
                (laid_out_in_rows(ui, &text, role, size, colour, width, rows), text)
            })
            .collect();
        // During a paced breath, its own lines are enough.
        let next = now.next().filter(|_| besides.next && now.breath().is_none());
        let next = next.map(|next| format!("Next: {next}"));
        let next = next.map(|next| (laid_out(ui, &next, Role::Body, small_size, palette.quiet, width), next));
        let of_lines: f32 = lines.iter().chain(&next).map(|(galley, _)| galley.size().y + gap).sum();
        let mut words = Self { lines, next, timer_size, small_size, gap, height: 0.0 };
        words.height = of_lines + time_height(ui, palette, now, &words, width);
        words
    }
}

/// Whether the words and the time fit, at least in small letters.
pub(super) fn has_room(ui: &Ui, palette: &Palette, rect: Rect, now: &Snapshot) -> bool {
    let way = Way { size: SMALLEST_STEP, besides: BESIDES[3], rows: usize::MAX };
    StepWords::laid_out(ui, palette, now, rect.width(), way).height <= rect.height()
}

/// Draws the words and the time in the middle of `rect`, as large as they fit. The least important parts are
/// dropped first.
pub(super) fn step_ui(ui: &mut Ui, palette: &Palette, rect: Rect, now: &Snapshot) {
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
            let response = galley_ui(ui, galley, &text);
            // Screen readers announce a change of step by themselves.
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
        }
        time_ui(ui, palette, now, words.timer_size, words.small_size);
        if let Some((galley, text)) = words.next {
            galley_ui(ui, galley, &text);
        }
    });
}

/// What to do now.
fn step_words(now: &Snapshot) -> String {
    if now.calls {
        "Take the pack off. Then press Space.".into()
    } else if now.asked.is_some() {
        "Still awake? Press Space.".into()
    } else {
        now.segment().words.clone()
    }
}

/// What it should feel like. For a compress also the barrier below it, how long it has been on, and when to
/// check the skin.
fn beside(now: &Snapshot) -> Option<String> {
    let segment = now.segment();
    let SegmentKind::Compress { pack, .. } = segment.kind else { return segment.feels.clone() };
    let on = now.at.since(segment.start).floor_to_secs().clock();
    let check = now.next_skin_check().map(|left| format!(" Check your skin in {}.", left.clock()));
    let parts =
        [segment.feels.clone().unwrap_or_default(), phrases::of(segment.language).barrier(pack).to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let rest = rules()
        .guard
        .packs
        .iter()
        .find(|guard| guard.pack == pack)
        .map(|guard| format!(" Leave {} before the next pack.", guard.rest.spoken()));
    let (check, rest) = (check.unwrap_or_default(), rest.unwrap_or_default());
    Some(format!("{} On for {on}.{check}{rest}", parts.join(" ")))
}

fn headline(now: &Snapshot) -> String {
    let segment = now.segment();
    let round = segment.round.map(|(round, rounds)| format!(", {round} of {rounds}")).unwrap_or_default();
    if now.state == State::Paused && !now.calls {
        return "Paused. Press Space to resume.".into();
    }
    format!("{}{round}", segment.full_name())
}

/// How a wait ends.
fn wait_words(now: &Snapshot) -> String {
    if now.waits_for_the_key_alone() {
        return "Press Space when you're ready. The time starts then.".into();
    }
    format!("Press Space. Continues in {}.", now.left_in_step().clock())
}

/// The height of [`time_ui`].
fn time_height(ui: &Ui, palette: &Palette, now: &Snapshot, words: &StepWords, width: f32) -> f32 {
    let small = words.small_size;
    if now.calls {
        return 0.0;
    }
    if now.is_waiting() {
        return laid_out(ui, &wait_words(now), Role::Body, small, palette.quiet, width).size().y;
    }
    if now.breath().is_some() {
        let breath = (words.timer_size * 0.7 * Role::Step.leading()).round();
        return breath + words.gap + (small * Role::Body.leading()).round();
    }
    words.timer_size * Role::Timer.leading()
}

/// The time left in the step. During a paced breath, its phase and seconds.
fn time_ui(ui: &mut Ui, palette: &Palette, now: &Snapshot, size: f32, small: f32) {
    if now.calls {
        return;
    }
    let left = now.asked.unwrap_or(now.left_in_step()).clock();
    let quiet = |ui: &mut Ui, words: &str| {
        let galley = laid_out(ui, words, Role::Body, small, palette.quiet, ui.available_width());
        galley_ui(ui, galley, words);
    };
    if now.is_waiting() {
        quiet(ui, &wait_words(now));
    } else if let Some(breath) = now.breath() {
        ui.horizontal(|ui| {
            let phase = phrases::of(now.segment().language).breath(breath.phase);
            let galley = laid_out(ui, phase, Role::Step, size * 0.7, palette.accent, f32::INFINITY);
            galley_ui(ui, galley, phase);
            let secs = breath.lasts.minus(breath.elapsed).secs_left();
            digits_ui(ui, &secs.to_string(), size * 0.7, palette.accent);
        });
        quiet(ui, &format!("{left} left in this step"));
    } else {
        digits_ui(ui, &left, size, palette.text);
    }
}
