//! What was noticed: how pain changed with each routine, as a dot with its interval, the greatest fall first.
//! The page describes, and says that it does not explain.

use chrono::TimeDelta;
use egui::{Align2, Role as Access, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::super::Action;
use super::super::keys::{Binding, pressed};
use super::super::routines::capitalised;
use super::super::text::{laid_out, words_ui};
use super::super::theme::{Palette, Role};
use super::super::widgets::page_ui;
use super::back_to_list;
use super::course::words::lasting;
use crate::journal::summary::answers::{ABOUT_ANSWERS, AnsweredAttacks, AnsweredQuestion, by_chance_percent};
use crate::journal::summary::interval::Interval;
use crate::journal::summary::{ABOUT_MEDICINE_AROUND, BY_ITSELF, CANNOT_SHOW, FEWEST, Noticed, StepComfort};
use crate::plural::counted;

/// A routine in one phase.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticedRoutine {
    /// Its title.
    pub title: String,
    /// The phase, in plain words.
    pub phase: String,
    /// The statistics.
    pub noticed: Noticed,
}

/// The data of the page.
#[derive(Clone, Debug, Default)]
pub struct NoticedState {
    /// The routines, the greatest fall of pain first.
    pub routines: Vec<NoticedRoutine>,
    /// What attacks were like with each answer to the yes-or-no questions.
    pub answers: Vec<AnsweredQuestion>,
    /// How steps felt.
    pub steps: Vec<StepComfort>,
    /// Whether the journal has answered.
    pub is_there: bool,
    /// Why they cannot be shown.
    pub trouble: Option<String>,
}

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![back_to_list()]
}

/// Draws the page.
pub fn noticed_ui(ui: &mut Ui, palette: &Palette, state: &NoticedState) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "what you noticed", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "What you noticed", Role::Heading, palette.text);
        ui.add_space(8.0);
        if let Some(trouble) = &state.trouble {
            words_ui(ui, trouble, Role::Body, palette.text);
        }
        words_ui(ui, CANNOT_SHOW, Role::Body, palette.text);
        words_ui(ui, BY_ITSELF, Role::Note, palette.quiet);
        ui.add_space(16.0);
        let (shown, few): (Vec<_>, Vec<_>) =
            state.routines.iter().partition(|routine| routine.noticed.change.is_some());
        if shown.is_empty() && state.is_there {
            let nothing = format!(
                "You'll see a routine here once {FEWEST} of its sessions in the same phase have pain noted before and \
                 after."
            );
            words_ui(ui, &nothing, Role::Body, palette.quiet);
        }
        if !shown.is_empty() {
            directions_ui(ui, palette, ["10 points less", "no change", "10 points more"]);
        }
        for routine in &shown {
            routine_ui(ui, palette, routine);
        }
        if !few.is_empty() && !shown.is_empty() {
            ui.add_space(8.0);
            let few = counted(few.len(), "routine isn't shown", "routines aren't shown");
            let few = format!("{few}: fewer than {FEWEST} answers in the same phase.");
            words_ui(ui, &few, Role::Note, palette.quiet);
        }
        if !shown.is_empty() {
            how_ui(ui, palette);
        }
        if !state.answers.is_empty() {
            answers_ui(ui, palette, &state.answers);
        }
        if !state.steps.is_empty() {
            steps_ui(ui, palette, &state.steps);
        }
        ui.add_space(24.0);
        None
    });
    pressed.or(clicked)
}

/// What attacks were like in which the yes-or-no questions were answered with yes, and with no.
fn answers_ui(ui: &mut Ui, palette: &Palette, answers: &[AnsweredQuestion]) {
    ui.add_space(24.0);
    words_ui(ui, "What came with attacks", Role::Heading, palette.text);
    ui.add_space(8.0);
    words_ui(ui, ABOUT_ANSWERS, Role::Body, palette.text);
    let compared = answers.iter().filter(|answer| answer.difference.is_some()).count();
    if compared > 1 {
        let chance = format!(
            "With {compared} comparisons, the chance is about {}% that one of them shows a difference where there is none.",
            by_chance_percent(compared)
        );
        words_ui(ui, &chance, Role::Note, palette.quiet);
    }
    ui.add_space(16.0);
    if compared > 0 {
        directions_ui(ui, palette, ["lower with it", "no difference", "higher with it"]);
    }
    for answer in answers {
        let (yes, no) = (&answer.yes, &answer.no);
        titled_ui(
            ui,
            palette,
            &capitalised(&answer.question),
            &format!("yes {}, no {}", yes.attacks, no.attacks),
        );
        let told: Vec<String> = [("with it", yes), ("without", no)]
            .into_iter()
            .filter_map(|(which, attacks)| median_words(attacks).map(|words| format!("{which}: {words}")))
            .chain(answer.difference.map(|_| answer.plain().to_owned()))
            .collect();
        words_ui(ui, &capitalised(&told.join("; ")), Role::Note, palette.quiet);
        if let Some(difference) = &answer.difference {
            interval_ui(ui, palette, difference, "Difference in the worst pain");
        } else {
            let few = format!(
                "To compare, note the worst pain of at least {FEWEST} attacks with yes and {FEWEST} with no."
            );
            words_ui(ui, &few, Role::Note, palette.quiet);
        }
        ui.add_space(16.0);
    }
    if compared > 0 {
        let how = "The dot is the typical difference in the worst pain, in points out of 10 (the median of all pairs; exact \
                   interval, Mann-Whitney): lines like this contain the true difference in at least 95 of 100 cases.";
        words_ui(ui, how, Role::Note, palette.quiet);
    }
}

/// `median worst pain 7, lasted 12 h`.
fn median_words(attacks: &AnsweredAttacks) -> Option<String> {
    let peak = attacks.peak.map(|peak| format!("median worst pain {peak}"));
    #[allow(clippy::cast_possible_truncation)] // Minutes of some days.
    let minutes = attacks.minutes.map(|minutes| TimeDelta::minutes(minutes as i64));
    let lasted = minutes.map(|length| format!("median length {}", lasting(length)));
    let parts: Vec<String> = peak.into_iter().chain(lasted).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What was noted of steps while they were done.
fn steps_ui(ui: &mut Ui, palette: &Palette, steps: &[StepComfort]) {
    ui.add_space(24.0);
    words_ui(ui, "How steps felt", Role::Heading, palette.text);
    ui.add_space(8.0);
    for StepComfort { name, good, bad } in steps {
        let times = |count: u32, felt: &str| {
            (count > 0).then(|| format!("{felt} {}", counted(count as usize, "time", "times")))
        };
        let felt: Vec<String> = [times(*good, "good"), times(*bad, "bad")].into_iter().flatten().collect();
        titled_ui(ui, palette, name, &felt.join(", "));
        ui.add_space(8.0);
    }
}

/// How to read the chart.
fn how_ui(ui: &mut Ui, palette: &Palette) {
    ui.add_space(16.0);
    let how = "The dot is the median change in pain, in points out of 10. The line shows how certain it is: lines like \
               this contain the true median in at least 95 of 100 cases (93.75 with five answers; exact, from the \
               binomial distribution). Noticeable means at least 2 points and 30% less pain, a threshold from studies \
               of chronic pain, with the whole line on the “less pain” side. Unclear means that the line includes no \
               change.";
    words_ui(ui, how, Role::Note, palette.quiet);
    words_ui(ui, ABOUT_MEDICINE_AROUND, Role::Note, palette.quiet);
}

fn routine_ui(ui: &mut Ui, palette: &Palette, routine: &NoticedRoutine) {
    let Some(change) = routine.noticed.change else { return };
    let Noticed { answered, sessions, with_medicine, .. } = routine.noticed;
    titled_ui(ui, palette, &routine.title, &format!("{answered} of {sessions} answered"));
    let below =
        format!("{}: {}; with medicine: {with_medicine} of {answered}", routine.phase, change.plain());
    words_ui(ui, &below, Role::Note, palette.quiet);
    interval_ui(ui, palette, &change.median, "Median change");
    ui.add_space(16.0);
}

/// A title, with a few quiet words at the right end of its first line.
fn titled_ui(ui: &mut Ui, palette: &Palette, title: &str, right: &str) {
    let width = ui.available_width();
    let words = laid_out(ui, right, Role::Note, Role::Note.size(), palette.quiet, f32::INFINITY);
    let room = width - words.size().x - 16.0;
    let galley = laid_out(ui, title, Role::Body, Role::Body.size(), palette.text, room);
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, format!("{title}, {right}")));
    let right_at = vec2(width - words.size().x, (Role::Body.size() - Role::Note.size()) * 0.75);
    ui.painter().galley(rect.min, galley, palette.text);
    ui.painter().galley(rect.min + right_at, words, palette.quiet);
}

/// The directions of the axis, above all intervals.
fn directions_ui(ui: &mut Ui, palette: &Palette, [less, none, more]: [&str; 3]) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::empty());
    for (words, anchor) in
        [(less, Align2::LEFT_CENTER), (none, Align2::CENTER_CENTER), (more, Align2::RIGHT_CENTER)]
    {
        let galley = laid_out(ui, words, Role::Note, Role::Note.size(), palette.quiet, f32::INFINITY);
        let place = anchor.anchor_size(anchor.pos_in_rect(&rect), galley.size());
        ui.painter().galley(place.min, galley, palette.quiet);
    }
}

/// Points with their sign; no change has none.
#[must_use]
pub fn signed(points: f64) -> String {
    if points == 0.0 { "0".into() } else { format!("{points:+}").replace('-', "−") }
}

/// A dot with its interval and numbers, on an axis from ten points less to ten points more.
pub fn interval_ui(ui: &mut Ui, palette: &Palette, interval: &Interval, what: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::empty());
    let shown =
        format!("{} ({} to {})", signed(interval.middle), signed(interval.low), signed(interval.high));
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, format!("{what} {shown}")));
    let (left, right) = (rect.left() + 8.0, rect.right() - 8.0);
    #[allow(clippy::cast_possible_truncation)] // Between -10 and 10, for drawing.
    let x = |points: f64| left + (right - left) * ((points as f32 + 10.0) / 20.0).clamp(0.0, 1.0);
    let middle = rect.top() + 12.0;
    let thin = Stroke::new(1.5, palette.line);
    ui.painter().hline(left..=right, middle, thin);
    ui.painter().vline(x(0.0), middle - 10.0..=middle + 10.0, Stroke::new(1.5, palette.quiet));
    ui.painter().hline(x(interval.low)..=x(interval.high), middle, Stroke::new(3.0, palette.text));
    ui.painter().circle_filled(egui::pos2(x(interval.middle), middle), 6.0, palette.text);
    let galley = laid_out(ui, &shown, Role::Note, Role::Note.size(), palette.text, f32::INFINITY);
    let half = galley.size().x / 2.0;
    let at = x(interval.middle).clamp(rect.left() + half, rect.right() - half);
    ui.painter().galley(egui::pos2(at - half, middle + 9.0), galley, palette.text);
}
