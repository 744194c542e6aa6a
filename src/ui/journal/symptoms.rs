//! Rating symptoms besides pain, each from none to severe.

use egui::Ui;

use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::choices_ui;
use crate::journal::record::SEVERITIES;
use crate::journal::{Symptom, Symptoms};

/// Draws a row of severities for each symptom.
pub fn symptoms_ui(ui: &mut Ui, palette: &Palette, symptoms: &mut Symptoms) {
    for symptom in Symptom::ALL {
        let (name, value) = match symptom {
            Symptom::Nausea => ("Nausea", &mut symptoms.nausea),
            Symptom::Light => ("Light sensitivity", &mut symptoms.light),
            Symptom::Sound => ("Sound sensitivity", &mut symptoms.sound),
            Symptom::Touch => ("Touch sensitivity", &mut symptoms.touch),
        };
        words_ui(ui, name, Role::Note, palette.quiet);
        ui.add_space(4.0);
        let choices: Vec<(u8, String)> = (0..).zip(SEVERITIES.map(str::to_owned)).collect();
        if let Some(severity) = choices_ui(ui, palette, name, &choices, *value) {
            *value = (*value != Some(severity)).then_some(severity);
        }
        ui.add_space(12.0);
    }
}
