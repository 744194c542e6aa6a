//! The journal: what was done and how it felt, the newest first.

use egui::{Key, Ui};

use super::Wish;
use super::parts::{KeyHint, page_ui, takes};
use super::text::words_ui;
use super::theme::{Palette, Role};
use crate::journal::Record;
use crate::timeline::listing;

/// Shows the records that are there so far.
pub fn journal_ui(ui: &mut Ui, palette: &Palette, records: &Result<Vec<Record>, String>) -> Option<Wish> {
    let keys = [KeyHint { key: "Esc", does: "back", wish: Wish::Leave }];
    let pressed = (takes(ui, Key::Escape) || takes(ui, Key::J)).then_some(Wish::Leave);
    let clicked = page_ui(ui, palette, "journal", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Journal", Role::Heading, palette.text);
        ui.add_space(16.0);
        match records {
            Err(sentence) => {
                words_ui(ui, sentence, Role::Body, palette.text);
            }
            Ok(records) if records.is_empty() => {
                words_ui(
                    ui,
                    "Nothing yet. Every session is kept here, whole or in part.",
                    Role::Body,
                    palette.quiet,
                );
            }
            Ok(records) => records.iter().for_each(|record| record_ui(ui, palette, record)),
        }
        None
    });
    pressed.or(clicked)
}

fn record_ui(ui: &mut Ui, palette: &Palette, record: &Record) {
    let when = record.started.format("%A %-d %B, %H:%M").to_string();
    words_ui(ui, &when, Role::Note, palette.quiet);
    words_ui(ui, &record.title, Role::Body, palette.text);
    let felt = record.felt().map(|felt| format!(" · {felt}")).unwrap_or_default();
    let done = format!(
        "{} of {}, {}{felt}",
        listing::minutes(record.done),
        listing::minutes(record.planned),
        record.outcome.plain()
    );
    words_ui(ui, &done, Role::Note, palette.text);
    if !record.note.is_empty() {
        words_ui(ui, &format!("“{}”", record.note), Role::Note, palette.quiet);
    }
    ui.add_space(20.0);
}
