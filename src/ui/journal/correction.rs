//! Correcting a session: ratings, times, words and medicine. What stood before is kept and can be restored.

use chrono::{DateTime, FixedOffset, TimeDelta};
use egui::{Id, Ui};

use super::super::Action;
use super::super::keys::{self, Binding, Key, begin_typing, key_of, pressed};
use super::super::routines::capitalised;
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{
    choices_ui, field_ui, next_thing_ui, page_ui, pain_choices, section_ui, steps_ui,
};
use super::medicine::{MedicineDraft, doses_ui, medicine_ui, time_steps};
use super::symptoms::symptoms_ui;
use super::{JournalAction, time_ago};
use crate::characters::take_out;
use crate::journal::export::LONGEST_TEXT;
use crate::journal::{Feeling, KnownMedicine, Record};

/// A session while it is being corrected.
#[derive(Clone, Debug, Default)]
pub struct CorrectionState {
    /// The session as it will be.
    pub record: Record,
    /// The present, which no time exceeds.
    pub now: DateTime<FixedOffset>,
    /// Medicines that were noted before.
    pub known: Vec<KnownMedicine>,
    /// A dose that is being added.
    pub medicine: MedicineDraft,
}

impl CorrectionState {
    /// The session to save.
    #[must_use]
    pub fn corrected(&self) -> Record {
        let mut record = self.record.clone();
        record.medicine.extend(self.medicine.dose(record.over_at()));
        record.note = record.note.trim().to_owned();
        record.unwanted = record.unwanted.trim().to_owned();
        record
    }

    /// Moves the session in time; its length stays.
    fn shift(&mut self, by: TimeDelta) {
        let latest = self.now - self.record.over_at();
        let by = by.min(latest);
        self.record.started += by;
        if let Some(ended) = &mut self.record.ended {
            *ended += by;
        }
    }

    fn take(&mut self, ui: &Ui, press: Press) -> Option<Action> {
        match press {
            Press::Ask(action) => return Some(Action::Journal(action)),
            Press::PainAfter(pain) => {
                self.record.pain_after = (self.record.pain_after != Some(pain)).then_some(pain);
            }
            Press::Medicine => {
                if !self.medicine.pick_next(&self.known) {
                    begin_typing(ui, medicine_id());
                }
            }
        }
        None
    }
}

/// What a key of this page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Returns an action of the journal.
    Ask(JournalAction),
    /// Sets the pain after, 0–10; the same again takes it back.
    PainAfter(u8),
    /// Picks a medicine that was noted before, or types another.
    Medicine,
}

const SAVE: Press = Press::Ask(JournalAction::SaveCorrection);

fn medicine_id() -> Id {
    Id::unique("medicine of a corrected session")
}

/// The keys of this page. They are off while something is being typed.
#[must_use]
pub fn bindings() -> Vec<Binding<Press>> {
    let mut bindings = keys::pain(Some("pain after"), Press::PainAfter);
    bindings.extend([
        Binding::new(Key::Char('m'), "medicine", Press::Medicine),
        Binding::new(Key::Escape, "cancel", Press::Ask(JournalAction::CancelCorrection)),
        Binding::new(Key::Enter, "save", SAVE),
    ]);
    bindings
}

/// Draws the form.
pub fn correction_ui(ui: &mut Ui, palette: &Palette, state: &mut CorrectionState) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings).and_then(|press| state.take(ui, press));
    let clicked = page_ui(ui, palette, "journal correction", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, &format!("Correct: {}", state.record.title), Role::Heading, palette.text);
        ui.add_space(8.0);
        let began = format!("Began {}", time_ago(state.record.started, state.now));
        words_ui(ui, &began, Role::Body, palette.text);
        ui.add_space(8.0);
        if let Some(by) = steps_ui(ui, palette, "Began", &time_steps()) {
            state.shift(by);
        }
        ui.add_space(16.0);
        pain_ui(ui, palette, "Pain before", &mut state.record.pain_before);
        pain_ui(ui, palette, "Pain after", &mut state.record.pain_after);
        words_ui(ui, "Compared with before", Role::Note, palette.quiet);
        ui.add_space(8.0);
        let feelings = Feeling::ALL.map(|feeling| (feeling, capitalised(feeling.plain())));
        if let Some(feeling) =
            choices_ui(ui, palette, "Compared with before", &feelings, state.record.feeling)
        {
            state.record.feeling = (state.record.feeling != Some(feeling)).then_some(feeling);
        }
        section_ui(ui, palette, "Medicine");
        ui.add_space(8.0);
        doses_ui(ui, palette, &mut state.record.medicine);
        let times = (state.record.over_at(), state.now);
        medicine_ui(ui, palette, medicine_id(), &state.known, &mut state.medicine, times);
        section_ui(ui, palette, "In your words");
        ui.add_space(8.0);
        let unwanted = Id::unique("unwanted effects of a corrected session");
        field_ui(ui, palette, unwanted, "Unwanted effects", &mut state.record.unwanted);
        ui.add_space(8.0);
        note_ui(ui, palette, Id::unique("note of a corrected session"), &mut state.record.note);
        section_ui(ui, palette, "Symptoms after the session");
        ui.add_space(8.0);
        symptoms_ui(ui, palette, &mut state.record.symptoms_after);
        let save = next_thing_ui(ui, palette, "Save", key_of(&bindings, &SAVE)).clicked();
        ui.add_space(8.0);
        words_ui(ui, "The earlier version is kept; Undo restores it.", Role::Note, palette.quiet);
        ui.add_space(24.0);
        save.then_some(SAVE)
    });
    pressed.or_else(|| clicked.and_then(|press| state.take(ui, press)))
}

fn pain_ui(ui: &mut Ui, palette: &Palette, title: &str, pain: &mut Option<u8>) {
    words_ui(ui, title, Role::Note, palette.quiet);
    ui.add_space(8.0);
    if let Some(chosen) = choices_ui(ui, palette, title, &pain_choices(), *pain) {
        *pain = (*pain != Some(chosen)).then_some(chosen);
    }
    ui.add_space(16.0);
}

/// A note of several lines.
pub(super) fn note_ui(ui: &mut Ui, palette: &Palette, id: Id, note: &mut String) {
    let label = words_ui(ui, "Note", Role::Note, palette.quiet);
    ui.add_space(4.0);
    let edit = egui::TextEdit::multiline(note).id(id).desired_rows(2).desired_width(f32::INFINITY);
    let edit = edit.char_limit(LONGEST_TEXT).margin(egui::vec2(12.0, 10.0));
    super::super::widgets::bring_into_sight(&ui.add(edit).labelled_by(label.id));
    take_out(note);
}
