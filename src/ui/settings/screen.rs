//! The settings for the screen, for the questions after a session, and for the reminder in the evening.

use egui::Ui;

use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{choices_ui, section_ui};
use super::Setting;
use crate::ron_reader::Vocabulary as _;
use crate::settings::{Motion, Settings, Theme};

/// The brightness levels on offer, in percent.
const BRIGHTNESS: [u32; 6] = [10, 20, 30, 50, 70, 100];
/// The zoom levels on offer, in percent.
const SIZES: [u32; 5] = [100, 125, 150, 175, 200];

/// Colours, brightness, zoom and motion.
pub(super) fn screen_ui(ui: &mut Ui, palette: &Palette, settings: &Settings) -> Option<Setting> {
    section_ui(ui, palette, "Screen");
    ui.add_space(8.0);
    let themes: Vec<(Theme, String)> =
        Theme::ALL.iter().map(|theme| (*theme, theme.plain().to_owned())).collect();
    let theme = choices_ui(ui, palette, "Colours", &themes, Some(settings.theme)).map(Setting::Theme);
    let bright = levels_ui(ui, palette, "Brightness", &BRIGHTNESS, settings.brightness);
    let size = levels_ui(ui, palette, "Size of everything (%)", &SIZES, settings.size);
    note_ui(ui, palette, "Movement");
    let motions: Vec<(Motion, String)> =
        Motion::ALL.iter().map(|motion| (*motion, motion.plain().to_owned())).collect();
    let motion = choices_ui(ui, palette, "Movement", &motions, Some(settings.motion)).map(Setting::Motion);
    let shut = yes_no_ui(ui, palette, "In an attack, start with a black screen", settings.eyes_shut);
    let shut = shut.map(Setting::EyesShut);
    let motion = motion.or(shut);
    theme.or(bright.map(Setting::Brightness)).or(size.map(Setting::Size)).or(motion)
}

/// The questions after a session.
pub(super) fn after_ui(ui: &mut Ui, palette: &Palette, settings: &Settings) -> Option<Setting> {
    section_ui(ui, palette, "After a session");
    let spoken_rating = yes_no_ui(ui, palette, "The voice asks how you are", settings.spoken_rating)
        .map(Setting::SpokenRating);
    let later = yes_no_ui(ui, palette, "A notification asks again two hours later", settings.ask_later);
    spoken_rating.or(later.map(Setting::AskLater))
}

/// The reminder of weekly goals.
pub(super) fn goals_ui(ui: &mut Ui, palette: &Palette, settings: &Settings) -> Option<Setting> {
    section_ui(ui, palette, "Weekly goals");
    let label = "A notification at seven in the evening when a routine is due";
    yes_no_ui(ui, palette, label, settings.daily_reminder).map(Setting::DailyReminder)
}

fn note_ui(ui: &mut Ui, palette: &Palette, text: &str) {
    ui.add_space(12.0);
    words_ui(ui, text, Role::Note, palette.quiet);
    ui.add_space(8.0);
}

fn levels_ui(ui: &mut Ui, palette: &Palette, label: &str, levels: &[u32], chosen: u32) -> Option<u32> {
    note_ui(ui, palette, label);
    let levels: Vec<(u32, String)> = levels.iter().map(|level| (*level, level.to_string())).collect();
    choices_ui(ui, palette, label, &levels, Some(chosen))
}

pub(super) fn yes_no_ui(ui: &mut Ui, palette: &Palette, label: &str, chosen: bool) -> Option<bool> {
    note_ui(ui, palette, label);
    choices_ui(ui, palette, label, &[(true, "yes".to_owned()), (false, "no".to_owned())], Some(chosen))
}
