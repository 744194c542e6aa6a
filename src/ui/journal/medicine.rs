//! Noting a dose of medicine: what, of which class, and when it was taken. What was noted before is one key away.

use chrono::{DateTime, FixedOffset, TimeDelta};
use egui::{Id, Ui};

use super::super::routines::capitalised;
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{choices_ui, field_ui, steps_ui};
use super::time_ago;
use crate::customs::written;
use crate::journal::{KnownMedicine, Medicine, MedicineClass};

/// How far the time of a dose is moved, with its label.
pub(super) fn time_steps() -> Vec<(TimeDelta, String)> {
    vec![
        (-TimeDelta::days(1), "− 1 day".to_owned()),
        (-TimeDelta::hours(1), "− 1 h".to_owned()),
        (-TimeDelta::minutes(15), "− 15 min".to_owned()),
        (TimeDelta::minutes(15), "+ 15 min".to_owned()),
        (TimeDelta::hours(1), "+ 1 h".to_owned()),
        (TimeDelta::days(1), "+ 1 day".to_owned()),
    ]
}

/// A dose while it is being noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MedicineDraft {
    /// The medicine in the person's words.
    pub name: String,
    /// The class, if the person has said so.
    pub class: Option<MedicineClass>,
    /// When it was taken; unchanged, what it belongs to says when.
    pub taken: Option<DateTime<FixedOffset>>,
}

impl MedicineDraft {
    /// The dose, if a medicine was entered; `usual` is when it was taken unless another time was chosen.
    #[must_use]
    pub fn dose(&self, usual: DateTime<FixedOffset>) -> Option<Medicine> {
        let name = self.name.trim().to_owned();
        let dose = Medicine { name, taken: self.taken.unwrap_or(usual), class: self.class };
        Some(dose).filter(|dose| !dose.name.is_empty())
    }

    /// Picks the next of the medicines that were noted before. Returns whether there was another one; after the last,
    /// nothing is picked, and the person types.
    pub fn pick_next(&mut self, known: &[KnownMedicine]) -> bool {
        let next = known.iter().position(|one| one.name == self.name).map_or(0, |place| place + 1);
        if let Some(one) = known.get(next) {
            self.pick(one);
        } else {
            (self.name, self.class) = (String::new(), None);
        }
        next < known.len()
    }

    fn pick(&mut self, known: &KnownMedicine) {
        (self.name, self.class) = (known.name.clone(), known.class);
    }
}

/// Draws the medicines that were noted before, the field for another one, and once there is a name, its class and time.
pub fn medicine_ui(
    ui: &mut Ui,
    palette: &Palette,
    id: Id,
    known: &[KnownMedicine],
    draft: &mut MedicineDraft,
    (usual, now): (DateTime<FixedOffset>, DateTime<FixedOffset>),
) {
    if !known.is_empty() {
        words_ui(ui, "Medicine", Role::Note, palette.quiet);
        ui.add_space(8.0);
        let choices: Vec<(usize, String)> =
            known.iter().enumerate().map(|(place, one)| (place, one.name.clone())).collect();
        let chosen = known.iter().position(|one| one.name == draft.name);
        if let Some(place) = choices_ui(ui, palette, "Medicine", &choices, chosen) {
            match known.get(place).filter(|_| chosen != Some(place)) {
                Some(one) => draft.pick(one),
                None => *draft = MedicineDraft::default(),
            }
        }
        ui.add_space(8.0);
    }
    let label = if known.is_empty() { "Medicine (optional)" } else { "Another medicine" };
    field_ui(ui, palette, id, label, &mut draft.name);
    if draft.name.trim().is_empty() {
        return;
    }
    ui.add_space(8.0);
    class_ui(ui, palette, &mut draft.class);
    ui.add_space(8.0);
    let taken = draft.taken.unwrap_or(usual);
    words_ui(ui, &format!("Taken {}", time_ago(taken, now)), Role::Body, palette.text);
    ui.add_space(8.0);
    if let Some(by) = steps_ui(ui, palette, "Taken", &time_steps()) {
        draft.taken = Some((taken + by).min(now));
    }
}

/// The class of medicine. Optional.
fn class_ui(ui: &mut Ui, palette: &Palette, class: &mut Option<MedicineClass>) {
    let classes = MedicineClass::ALL.map(|class| (class, capitalised(class.plain())));
    if let Some(chosen) = choices_ui(ui, palette, "Kind of medicine", &classes, *class) {
        *class = (*class != Some(chosen)).then_some(chosen);
    }
}

/// Draws the doses noted so far; a click removes one.
pub(super) fn doses_ui(ui: &mut Ui, palette: &Palette, doses: &mut Vec<Medicine>) {
    if doses.is_empty() {
        return;
    }
    words_ui(ui, "Noted so far", Role::Note, palette.quiet);
    ui.add_space(4.0);
    let choices: Vec<(usize, String)> = doses
        .iter()
        .enumerate()
        .map(|(place, dose)| (place, format!("{}  Remove", dose_in_words(dose))))
        .collect();
    if let Some(place) = steps_ui(ui, palette, "Medicine noted so far", &choices)
        && place < doses.len()
    {
        doses.remove(place);
    }
    ui.add_space(8.0);
}

/// `Sumatriptan, triptan, 3 March, 14:05`.
#[must_use]
pub fn dose_in_words(dose: &Medicine) -> String {
    format!("{}, {}", dose_without_time(dose), written(dose.taken, "%-d %B, %H:%M"))
}

/// `Sumatriptan, triptan`.
pub(super) fn dose_without_time(dose: &Medicine) -> String {
    let class = dose.class.map(|class| format!(", {}", class.plain())).unwrap_or_default();
    format!("{}{class}", dose.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<KnownMedicine> {
        let one = |name: &str, class| KnownMedicine { name: name.into(), class };
        vec![one("Sumatriptan", Some(MedicineClass::Triptan)), one("Tea", None)]
    }

    #[test]
    fn one_key_goes_through_what_was_noted_before_and_then_to_typing() {
        let mut draft = MedicineDraft::default();
        assert!(draft.pick_next(&known()));
        assert_eq!((draft.name.as_str(), draft.class), ("Sumatriptan", Some(MedicineClass::Triptan)));
        assert!(draft.pick_next(&known()));
        assert_eq!((draft.name.as_str(), draft.class), ("Tea", None));
        assert!(!draft.pick_next(&known()));
        assert_eq!(draft, MedicineDraft::default());
        assert!(!draft.pick_next(&[]));
    }

    #[test]
    fn a_dose_has_its_own_time_or_that_of_what_it_belongs_to() {
        let at = |text| DateTime::parse_from_rfc3339(text).unwrap();
        let (usual, own) = (at("2026-03-01T08:00:00+01:00"), at("2026-03-01T09:30:00+01:00"));
        let mut draft = MedicineDraft { name: " Tea ".into(), ..MedicineDraft::default() };
        assert_eq!(draft.dose(usual).map(|dose| (dose.name, dose.taken)), Some(("Tea".into(), usual)));
        draft.taken = Some(own);
        assert_eq!(draft.dose(usual).map(|dose| dose.taken), Some(own));
        draft.name = "  ".into();
        assert_eq!(draft.dose(usual), None);
    }
}
