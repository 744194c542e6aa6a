//! The optional details after a session: symptoms, unwanted effects, medicine. Folded away at first.

use egui::{Id, Ui};

use super::super::journal::attack::class_ui;
use super::super::routines::capitalised;
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{choices_ui, field_ui};
use crate::journal::{Medicine, MedicineClass, Record, Symptom, Symptoms};

/// How much of it scrolls into view when it is unfolded: the first question.
const FIRST: f32 = 88.0;

/// The severity of a symptom, 0–3.
const HOW_MUCH: [&str; 4] = ["none", "mild", "moderate", "severe"];

/// The state of the details.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// Whether it is unfolded.
    pub is_open: bool,
    /// The symptoms rated so far.
    pub symptoms: Symptoms,
    /// Unwanted effects, in the person's words.
    pub unwanted: String,
    /// Medicine that was taken, in the person's words.
    pub medicine: String,
    /// The kind of medicine, if the person has said so.
    pub class: Option<MedicineClass>,
    /// Whether it still has to scroll into view.
    is_just_open: bool,
}

impl Details {
    /// Unfolds the details, filled in with what is known, or folds them.
    pub(super) fn toggle(&mut self, record: &Record) {
        self.is_open = !self.is_open;
        self.is_just_open = self.is_open;
        if self.is_open && self.unwanted.is_empty() {
            self.unwanted.clone_from(&record.unwanted);
        }
    }

    /// The medicine for the record, taken at the end of the session.
    #[must_use]
    pub fn taken(&self, record: &Record) -> Vec<Medicine> {
        let name = self.medicine.trim().to_owned();
        let taken = Medicine { name, taken: record.over_at(), class: self.class };
        Some(taken).filter(|taken| !taken.name.is_empty()).into_iter().collect()
    }
}

fn ids() -> [Id; 2] {
    [Id::unique("unwanted effects"), Id::unique("medicine after a session")]
}

pub(super) fn details_ui(ui: &mut Ui, palette: &Palette, details: &mut Details) {
    if std::mem::take(&mut details.is_just_open) {
        let first = egui::Rect::from_min_size(ui.cursor().min, egui::vec2(1.0, FIRST));
        ui.scroll_to_rect_animation(first, None, egui::style::ScrollAnimation::none());
    }
    for symptom in Symptom::ALL {
        let value = match symptom {
            Symptom::Nausea => &mut details.symptoms.nausea,
            Symptom::Light => &mut details.symptoms.light,
            Symptom::Sound => &mut details.symptoms.sound,
            Symptom::Touch => &mut details.symptoms.touch,
        };
        let name = match symptom {
            Symptom::Nausea => "Nausea".to_owned(),
            Symptom::Light | Symptom::Sound | Symptom::Touch => {
                format!("{} hurts", capitalised(symptom.plain()))
            }
        };
        words_ui(ui, &name, Role::Note, palette.quiet);
        ui.add_space(4.0);
        let choices: Vec<(u8, String)> = (0..).zip(HOW_MUCH.map(str::to_owned)).collect();
        if let Some(severity) = choices_ui(ui, palette, &name, &choices, *value) {
            *value = (*value != Some(severity)).then_some(severity);
        }
        ui.add_space(12.0);
    }
    let [unwanted, medicine] = ids();
    field_ui(ui, palette, unwanted, "Unwanted effects, if any", &mut details.unwanted);
    ui.add_space(12.0);
    field_ui(ui, palette, medicine, "Medicine taken, if any", &mut details.medicine);
    if !details.medicine.trim().is_empty() {
        ui.add_space(8.0);
        class_ui(ui, palette, &mut details.class);
    }
    ui.add_space(16.0);
}
