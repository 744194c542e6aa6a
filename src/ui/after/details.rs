//! The optional details after a session: symptoms, unwanted effects, medicine. Folded away at first.

use egui::{Id, Ui};

use super::super::journal::medicine::{MedicineDraft, medicine_ui};
use super::super::journal::symptoms::symptoms_ui;
use super::super::theme::Palette;
use super::super::widgets::field_ui;
use crate::journal::{KnownMedicine, Medicine, Record, Symptoms};

/// How much of it scrolls into view when it is unfolded: the first question.
const FIRST: f32 = 88.0;

/// The state of the details.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// Whether it is unfolded.
    pub is_open: bool,
    /// The symptoms rated so far.
    pub symptoms: Symptoms,
    /// Unwanted effects, in the person's words.
    pub unwanted: String,
    /// Medicine that was taken.
    pub medicine: MedicineDraft,
    /// Medicines that were noted before.
    pub known: Vec<KnownMedicine>,
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

    /// The medicine for the record; unless another time was chosen, it was taken at the end of the session.
    #[must_use]
    pub fn taken(&self, record: &Record) -> Vec<Medicine> {
        self.medicine.dose(record.over_at()).into_iter().collect()
    }
}

fn ids() -> [Id; 2] {
    [Id::unique("unwanted effects"), Id::unique("medicine after a session")]
}

pub(super) fn details_ui(ui: &mut Ui, palette: &Palette, record: &Record, details: &mut Details) {
    // Nobody has a clock here: the session has just ended, and nothing is noted in its future.
    let times = (record.over_at(), record.over_at());
    if std::mem::take(&mut details.is_just_open) {
        let first = egui::Rect::from_min_size(ui.cursor().min, egui::vec2(1.0, FIRST));
        ui.scroll_to_rect_animation(first, None, egui::style::ScrollAnimation::none());
    }
    symptoms_ui(ui, palette, &mut details.symptoms);
    let [unwanted, medicine] = ids();
    field_ui(ui, palette, unwanted, "Unwanted effects (optional)", &mut details.unwanted);
    ui.add_space(12.0);
    medicine_ui(ui, palette, medicine, &details.known, &mut details.medicine, times);
    ui.add_space(16.0);
}
