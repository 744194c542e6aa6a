//! The page of one session: what was done step by step, what was changed, and how it felt.

use egui::{Id, Ui};

use super::super::Action;
use super::super::keys::{Binding, Key, begin_typing, pressed};
use super::super::routines::capitalised;
use super::super::text::{laid_out, words_ui};
use super::super::theme::{Palette, Role};
use super::super::widgets::{bring_into_sight, page_ui, section_ui};
use super::attack::corrections_ui;
use super::medicine::dose_in_words;
use super::{JournalAction, done};
use crate::characters::take_out;
use crate::customs::written;
use crate::journal::export::LONGEST_TEXT;
use crate::journal::{Attack, FollowUpAnswer, Record, StepRecord};
use crate::ron_reader::Vocabulary as _;
use crate::routine::{Phase, Site};
use crate::timeline::listing;

/// The width of the times, and the gap between names and times.
const TIME: f32 = 120.0;
const APART: f32 = 32.0;

/// The data and the state of the page.
#[derive(Clone, Debug, Default)]
pub struct SessionState {
    /// The session.
    pub record: Record,
    /// The attack during which it took place.
    pub attack: Option<Attack>,
    /// The note as it is being written.
    pub note: String,
    /// The session as it stood when the page was opened.
    pub opened: Record,
    /// What stood before its corrections, a line each.
    pub corrections: Vec<String>,
}

impl SessionState {
    /// The page of a session.
    #[must_use]
    pub fn of(record: Record, attack: Option<Attack>) -> Self {
        Self { note: record.note.clone(), opened: record.clone(), record, attack, corrections: Vec::new() }
    }
}

fn note_id() -> Id {
    Id::unique("the note of an earlier session")
}

/// What a key of this page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Returns an action of the journal.
    Ask(JournalAction),
    /// Focuses the note.
    WriteNote,
}

/// The keys of this page. They are off while the note is being written.
#[must_use]
pub fn bindings(state: &SessionState) -> Vec<Binding<Press>> {
    let mut bindings = vec![
        Binding::new(Key::Char('n'), "write a note", Press::WriteNote),
        Binding::new(Key::Char('c'), "correct", Press::Ask(JournalAction::Correct)),
        Binding::new(Key::Char('r'), "only this routine", Press::Ask(JournalAction::SameRoutine)),
        Binding::new(Key::Delete, "delete", Press::Ask(JournalAction::Delete)),
        Binding::new(Key::Escape, "back", Press::Ask(JournalAction::Back)),
    ];
    if !state.corrections.is_empty() {
        let undo = Press::Ask(JournalAction::UndoCorrection);
        bindings.push(Binding::new(Key::Char('z'), "undo the correction", undo));
    }
    bindings
}

fn take(ui: &Ui, press: Press) -> Option<Action> {
    match press {
        Press::Ask(action) => return Some(Action::Journal(action)),
        Press::WriteNote => begin_typing(ui, note_id()),
    }
    None
}

/// Draws the session.
pub fn session_ui(ui: &mut Ui, palette: &Palette, state: &mut SessionState) -> Option<Action> {
    let bindings = bindings(state);
    let pressed = pressed(ui, &bindings).and_then(|press| take(ui, press));
    let clicked = page_ui(ui, palette, "journal session", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let record = &state.record;
        words_ui(ui, &record.title, Role::Heading, palette.text);
        let when = written(record.started, "%A %-d %B %Y, %H:%M");
        words_ui(ui, &when, Role::Body, palette.quiet);
        let phase = record.phase.as_deref().and_then(Phase::named);
        let phase = phase.map(|phase| format!(" · {}", phase.plain())).unwrap_or_default();
        words_ui(ui, &format!("{}{phase}", capitalised(&done(record))), Role::Body, palette.text);
        if let Some(attack) = &state.attack {
            let began = written(attack.started, "%A %-d %B, %H:%M");
            words_ui(ui, &format!("In the attack that began {began}"), Role::Body, palette.text);
        }
        felt_ui(ui, palette, record);
        words_of_list(ui, palette, "Changed for you", &record.changes);
        steps_ui(ui, palette, record);
        let packs: Vec<String> = record.applied.iter().map(pack).collect();
        words_of_list(ui, palette, "Packs", &packs);
        let medicine: Vec<String> = record.medicine.iter().map(dose_in_words).collect();
        words_of_list(ui, palette, "Medicine", &medicine);
        let felt_wrong = record.felt_wrong.then(|| "You stopped because it felt wrong.".to_owned());
        let unwanted = Some(record.unwanted.clone()).filter(|text| !text.is_empty());
        let unwanted: Vec<String> = felt_wrong.into_iter().chain(unwanted).collect();
        words_of_list(ui, palette, "Unwanted effects", &unwanted);
        section_ui(ui, palette, "Note");
        ui.add_space(8.0);
        let label = words_ui(ui, "Saved as you type", Role::Note, palette.quiet);
        ui.add_space(4.0);
        let edit = egui::TextEdit::multiline(&mut state.note).id(note_id()).desired_rows(2);
        let edit = edit.desired_width(f32::INFINITY).margin(egui::vec2(12.0, 10.0));
        let field = ui.add(edit.char_limit(LONGEST_TEXT)).labelled_by(label.id);
        ui.ctx().accesskit_node_builder(field.id, |node| node.set_label("Note"));
        bring_into_sight(&field);
        take_out(&mut state.note);
        corrections_ui(ui, palette, &state.corrections);
        ui.add_space(24.0);
        None
    });
    pressed.or_else(|| clicked.and_then(|press| take(ui, press)))
}

fn felt_ui(ui: &mut Ui, palette: &Palette, record: &Record) {
    let pain = |pain: Option<u8>| pain.map(|pain| format!("pain {pain}"));
    let line =
        |when: &str, parts: Vec<String>| (!parts.is_empty()).then(|| format!("{when}: {}", parts.join(", ")));
    let before = pain(record.pain_before).into_iter().chain(record.symptoms_before.plain()).collect();
    let feeling = record.feeling.map(|feeling| feeling.plain().to_owned());
    let after = pain(record.pain_after).into_iter().chain(feeling).chain(record.symptoms_after.plain());
    let answers = record.follow_ups.iter().filter_map(|answer: &FollowUpAnswer| {
        let feeling = answer.feeling.map(|feeling| feeling.plain().to_owned());
        line(&capitalised(answer.point.plain()), pain(answer.pain).into_iter().chain(feeling).collect())
    });
    let lines = [line("Before", before), line("After", after.collect())];
    let lines: Vec<String> = lines.into_iter().flatten().chain(answers).collect();
    words_of_list(ui, palette, "How it was", &lines);
}

fn steps_ui(ui: &mut Ui, palette: &Palette, record: &Record) {
    if record.steps.is_empty() || record.done.is_zero() {
        return;
    }
    section_ui(ui, palette, "Step by step");
    ui.add_space(4.0);
    let whole = ui.available_width();
    let name = |ui: &Ui, step: &StepRecord| {
        let colour = if step.done.is_zero() { palette.quiet } else { palette.text };
        laid_out(ui, &step.name, Role::Body, Role::Body.size(), colour, (whole - TIME - APART).max(TIME))
    };
    // The times form a column of their own, close to the names.
    let names = record.steps.iter().map(|step| name(ui, step).size().x).fold(0.0, f32::max);
    for step in &record.steps {
        let time = if step.done.is_zero() {
            "left out".to_owned()
        } else if step.done >= step.planned {
            step.done.clock()
        } else {
            format!("{} of {}", step.done.clock(), step.planned.clock())
        };
        let time = step.comfort.map_or(time.clone(), |comfort| format!("{time}, {}", comfort.plain()));
        let name = name(ui, step);
        let size = egui::vec2(whole, name.size().y);
        let (rect, response) = ui.allocate_exact_size(size, egui::Sense::empty());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{}, {time}", step.name))
        });
        let time = laid_out(ui, &time, Role::Body, Role::Body.size(), palette.quiet, f32::INFINITY);
        ui.painter().galley(rect.min, name, palette.text);
        ui.painter().galley(rect.min + egui::vec2(names + APART, 0.0), time, palette.quiet);
    }
}

fn words_of_list(ui: &mut Ui, palette: &Palette, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    section_ui(ui, palette, title);
    ui.add_space(4.0);
    for line in lines {
        words_ui(ui, line, Role::Body, palette.text);
    }
}

/// `Cold on the forehead, 10 min`.
fn pack(applied: &crate::journal::Applied) -> String {
    let site = Site::named(&applied.site).map_or(applied.site.as_str(), |site| site.plain());
    format!("{}, {site}, {}", applied.pack, listing::minutes(applied.lasted))
}
