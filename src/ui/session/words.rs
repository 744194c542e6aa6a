//! The words and the time of a step, as large as there is room for.

use std::sync::Arc;

use egui::accesskit::Live;
use egui::{Color32, Galley, Id, Rect, Ui, UiBuilder};

use super::super::text::{digits_ui, galley_ui, laid_out_in_line, laid_out_in_rows, unslashed_times};
use super::super::theme::{Palette, Role};
use super::places::Places;
use crate::player::{Snapshot, State};
use crate::safety::rules;
use crate::time::ExactDuration;
use crate::timeline::{Segment, SegmentKind, Timeline, phrases};

/// The font sizes for the words of a step; the first that fits is used.
const STEP_SIZES: [f32; 8] = [40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0, SMALLEST_STEP];
const SMALLEST_STEP: f32 = 16.0;
const SMALLEST: f32 = 14.0;
/// The font sizes for how a wait ends, which stands in the place of the time.
const WAIT_SIZES: [f32; 5] = [20.0, 18.0, 16.0, 14.0, 12.0];

/// A way to lay out the words of a step.
#[derive(Clone, Copy)]
struct Way {
    /// The font size of the words.
    size: f32,
    /// Whether the name of the step is shown above.
    heading: bool,
    /// Whether what it should feel like is shown.
    feels: bool,
    /// The most rows of each text.
    rows: usize,
}

impl Way {
    /// Everything, with words of this size.
    const fn in_full(size: f32) -> Self {
        Self { size, heading: true, feels: true, rows: usize::MAX }
    }

    /// From everything in letters as large as `largest` to only the first rows of the words.
    fn all(largest: f32) -> impl Iterator<Item = Self> {
        let in_full = STEP_SIZES.into_iter().filter(move |size| *size <= largest).map(Self::in_full);
        let in_part = [20.0, 18.0, SMALLEST_STEP];
        let in_part = in_part.map(|size| Self { size, heading: true, feels: false, rows: usize::MAX });
        let cut = [usize::MAX, 4, 3, 2, 1].map(|rows| Self { rows, ..Self::least() });
        in_full.chain(in_part).chain(cut)
    }

    /// The words alone, in small letters.
    const fn least() -> Self {
        Self { size: SMALLEST_STEP, heading: false, feels: false, rows: usize::MAX }
    }
}

/// Texts laid out below one another.
struct Column {
    /// Each text, and whether a screen reader is to tell that it has changed.
    lines: Vec<(Arc<Galley>, String, Live)>,
    gap: f32,
}

impl Column {
    fn laid_out(ui: &Ui, palette: &Palette, now: &Snapshot, places: &Places, way: Way) -> Self {
        let Way { size, heading: is_headed, feels, rows } = way;
        let small = (Role::Body.size() * places.scale).max(SMALLEST).min(size);
        let is_paused = now.state == State::Paused && !now.calls;
        let words = if is_paused { palette.quiet } else { palette.text };
        let heading = (Role::Strong, small, if is_paused { palette.text } else { palette.quiet });
        let texts = [
            (is_headed.then(|| headline(now)), heading.0, heading.1, heading.2),
            (Some(step_words(now)), Role::Step, size, words),
            // What keeps the skin safe is left out last.
            (beside(now).filter(|_| feels || (is_pack(now) && rows > 1)), Role::Body, small, palette.quiet),
        ];
        Self::of(ui, texts, places.words.width(), size, rows)
    }

    /// A step of the session as it is when it begins, in full.
    fn of_segment(ui: &Ui, palette: &Palette, segment: &Segment, places: &Places, size: f32) -> Self {
        let small = (Role::Body.size() * places.scale).max(SMALLEST).min(size);
        let beside = beside_of(segment, ExactDuration::ZERO, None);
        let texts = [
            (Some(segment.full_name()), Role::Strong, small, palette.quiet),
            (Some(segment.words.clone()), Role::Step, size, palette.text),
            (beside, Role::Body, small, palette.quiet),
        ];
        Self::of(ui, texts, places.words.width(), size, usize::MAX)
    }

    fn of(
        ui: &Ui,
        texts: [(Option<String>, Role, f32, Color32); 3],
        width: f32,
        size: f32,
        rows: usize,
    ) -> Self {
        // The text beside the words counts seconds: told each time, it would never be quiet.
        let live = [Live::Polite, Live::Polite, Live::Off];
        let lines = texts
            .into_iter()
            .zip(live)
            .map(|((text, role, size, colour), live)| (text.unwrap_or_default(), role, size, colour, live))
            .filter(|(text, ..)| !text.is_empty())
            .map(|(text, role, size, colour, live)| {
                (laid_out_in_rows(ui, &unslashed_times(&text), role, size, colour, width, rows), text, live)
            })
            .collect();
        Self { lines, gap: (size * 0.3).round() }
    }

    fn height(&self) -> f32 {
        self.lines.iter().map(|(galley, ..)| galley.size().y + self.gap).sum()
    }
}

/// The share of a session's steps that have room in the letters that it usually has. The others have smaller ones.
const USUAL_SHARE: f32 = 0.75;

/// The usual size of a session's words: from step to step the same, for an eye that comes back to them. It is asked
/// for once, and again when the place changes.
fn usual_size(ui: &Ui, palette: &Palette, places: &Places, timeline: &Arc<Timeline>) -> f32 {
    /// The session and the place for which it was found.
    type Found = (Arc<Timeline>, Rect, f32);
    let id = Id::unique("the size of the words of a session");
    // The timeline is held on to: another one could come to lie at the same address.
    if let Some((of, place, size)) = ui.data(|data| data.get_temp::<Found>(id))
        && Arc::ptr_eq(&of, timeline)
        && place == places.words
    {
        return size;
    }
    let room = places.words.height();
    let fits = |segment: &Segment, size: f32| {
        Column::of_segment(ui, palette, segment, places, size).height() <= room
    };
    let shown: Vec<&Segment> = timeline.segments().iter().filter(|one| !one.words.is_empty()).collect();
    #[allow(clippy::cast_precision_loss)] // Some dozens, at most a few thousands.
    let is_usual = |size: &f32| {
        let fitting = shown.iter().filter(|segment| fits(segment, *size)).count();
        fitting as f32 >= shown.len() as f32 * USUAL_SHARE
    };
    let size = STEP_SIZES.into_iter().find(is_usual).unwrap_or(SMALLEST_STEP);
    ui.data_mut(|data| data.insert_temp::<Found>(id, (Arc::clone(timeline), places.words, size)));
    size
}

fn is_pack(now: &Snapshot) -> bool {
    matches!(now.segment().kind, SegmentKind::Compress { .. })
}

/// Whether the words fit, at least in small letters.
pub(super) fn has_room(ui: &Ui, palette: &Palette, places: &Places, now: &Snapshot) -> bool {
    Column::laid_out(ui, palette, now, places, Way::least()).height() <= places.words.height()
}

/// Draws the words at the top of their zone, as large as they fit, and the time and what comes next where they always
/// are. The least important parts are dropped first.
pub(super) fn step_ui(ui: &mut Ui, palette: &Palette, places: &Places, now: &Snapshot, is_spoken: bool) {
    let mut words = None;
    for way in Way::all(usual_size(ui, palette, places, &now.timeline)) {
        let tried = words.insert(Column::laid_out(ui, palette, now, places, way));
        if tried.height() <= places.words.height() {
            break;
        }
    }
    if let Some(words) = words {
        ui.scope_builder(UiBuilder::new().max_rect(places.words), |ui| {
            ui.spacing_mut().item_spacing.y = words.gap;
            let is_paused = now.state == State::Paused;
            for (galley, text, live) in words.lines {
                let response = galley_ui(ui, galley, &text);
                // Screen readers announce a change of step by themselves, unless the voice says it. It doesn't say that
                // the session is paused.
                let live = if is_spoken && !is_paused { Live::Off } else { live };
                ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(live));
            }
        });
    }
    time_ui(ui, palette, places, now);
    if let Some((place, next)) = places.next.zip(now.next()) {
        let small = (Role::Body.size() * places.scale).max(SMALLEST);
        let next = format!("Next: {next}");
        let galley = if small < Role::Body.size() {
            laid_out_in_rows(ui, &next, Role::Body, small, palette.quiet, place.width(), 1)
        } else {
            laid_out_in_line(ui, &next, Role::Body, palette.quiet, place.width())
        };
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| galley_ui(ui, galley, &next));
    }
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
    beside_of(segment, now.at.since(segment.start), now.next_skin_check())
}

/// The same for a compress that has been on for a time, with the time until the next look at the skin.
fn beside_of(segment: &Segment, on: ExactDuration, next_check: Option<ExactDuration>) -> Option<String> {
    let SegmentKind::Compress { pack, .. } = segment.kind else { return segment.feels.clone() };
    let on = on.floor_to_secs().clock();
    let check = next_check.map(|left| format!(" Check your skin in {}.", left.clock()));
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

/// Two bars beside the time, to be recognised from the other end of a room.
fn pause_sign_ui(ui: &mut Ui, palette: &Palette, size: f32) {
    let (high, wide) = (size * 0.85, size * 0.26);
    let space = egui::vec2(wide * 2.7, size * Role::Timer.leading());
    let (rect, _) = ui.allocate_exact_size(space, egui::Sense::empty());
    for left in [rect.left(), rect.right() - wide] {
        let bar =
            egui::Rect::from_min_size(egui::pos2(left, rect.center().y - high / 2.0), egui::vec2(wide, high));
        ui.painter().rect_filled(bar, wide * 0.2, palette.text);
    }
}

/// How a wait ends.
fn wait_words(now: &Snapshot) -> String {
    if now.waits_for_the_key_alone() {
        return "The time starts when you press Space.".into();
    }
    let left = now.left_in_step().clock();
    if now.is_question() {
        format!("Space for yes, S for the softer way. Without an answer, the softer way begins in {left}.")
    } else {
        format!("Press Space. Continues in {left}.")
    }
}

/// The time left in the step. The last words have none: the time left in all is over by then.
fn time_ui(ui: &mut Ui, palette: &Palette, places: &Places, now: &Snapshot) {
    let place = places.time;
    let is_over = now.segment().kind == SegmentKind::End;
    if now.calls || (is_over && now.asked.is_none()) {
        return;
    }
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        if now.is_waiting() {
            let words = wait_words(now);
            let lay = |size, rows| {
                laid_out_in_rows(
                    ui,
                    &unslashed_times(&words),
                    Role::Body,
                    size,
                    palette.text,
                    place.width(),
                    rows,
                )
            };
            let whole = WAIT_SIZES.map(|size| lay(size, usize::MAX));
            let cut = [3, 2, 1].map(|rows| lay(WAIT_SIZES[4], rows));
            let mut ways = whole.into_iter().chain(cut);
            if let Some(galley) = ways.find(|galley| galley.size().y <= place.height()) {
                galley_ui(ui, galley, &words);
            }
        } else {
            let left = now.asked.unwrap_or(now.left_in_step()).clock();
            let size = Role::Timer.size() * places.scale;
            if now.state == State::Paused {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = size * 0.35;
                    pause_sign_ui(ui, palette, size);
                    digits_ui(ui, &left, size, palette.quiet);
                });
            } else {
                digits_ui(ui, &left, size, palette.text);
            }
        }
    });
}
