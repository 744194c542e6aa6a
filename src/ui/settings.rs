//! The settings: voice, speech, levels and ambience. Every change takes effect at once.

use egui::Ui;

use super::actions::{Action, Destination, SettingsAction};
use super::keys::{Binding, Key, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{choices_ui, page_ui, section_ui, steps_ui};
use crate::ron_reader::Vocabulary as _;
use crate::routine::Language;
use crate::settings::{Ambience, Motion, Settings, Theme, percent};
use crate::time::ExactDuration;
use crate::timeline::SpeechAmount;

mod screen;

/// A setting that can be changed on this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The language of routines; `None` for the system's.
    Language(Option<Language>),
    /// The voice at this index of the list.
    Voice(usize),
    /// Whether one voice speaks all of a session.
    OneVoice(bool),
    /// Changes the speed by this many words a minute.
    FasterBy(i32),
    /// How much is spoken.
    Speech(SpeechAmount),
    /// How often the time left is announced.
    TimeLeft(Option<ExactDuration>),
    /// The level of a channel, 0–100.
    Level(Channel, u32),
    /// The background sound.
    Ambience(Ambience),
    /// The device at this index of the list; `None` for the system's default.
    Device(Option<usize>),
    /// The colours.
    Theme(Theme),
    /// Whether sessions in an attack begin with the eyes shut.
    EyesShut(bool),
    /// The brightness of the colours, in percent.
    Brightness(u32),
    /// The zoom, in percent.
    Size(u32),
    /// Whether anything may move.
    Motion(Motion),
    /// Whether the voice asks how it was after a session.
    SpokenRating(bool),
    /// Whether a notification asks again two hours later.
    AskLater(bool),
    /// Whether a notification in the evening reminds of a weekly goal.
    DailyReminder(bool),
}

/// A channel of the sound with a level of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// All channels together.
    All,
    /// Spoken words.
    Voice,
    /// Cues.
    Cues,
    /// Breath tones.
    Breath,
    /// The background sound.
    Ambience,
}

/// The choices on this machine.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The names of the voices.
    pub voices: Vec<String>,
    /// The index of the voice in use.
    pub speaks: Option<usize>,
    /// What speaks the words that have no recording.
    pub engine: Option<String>,
    /// The names of the sound devices.
    pub devices: Vec<String>,
    /// Notices to show.
    pub remarks: Vec<String>,
}

/// The levels on offer, in percent. Others can be written into the settings file.
const LEVELS: [u32; 6] = [0, 10, 25, 50, 75, 100];
/// How often the time left can be announced, in minutes.
const TIME_LEFT: [u64; 3] = [1, 2, 5];

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::new(Key::Char('v'), "try the voice", Action::Settings(SettingsAction::TryVoice)),
        Binding::new(Key::Char('l'), "sound cues", Action::Go(Destination::Cues)),
        Binding::new(Key::Char('a'), "about me", Action::Go(Destination::AboutMe)),
        Binding::new(Key::Char('i'), "about Stillpoint", Action::Go(Destination::About)),
        Binding::new(Key::Escape, "back", Action::Back),
    ]
}

/// Draws all settings.
pub fn settings_ui(ui: &mut Ui, palette: &Palette, settings: &Settings, choices: &Choices) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "settings", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Settings", Role::Heading, palette.text);
        for remark in &choices.remarks {
            words_ui(ui, remark, Role::Note, palette.quiet);
        }
        let language = language_ui(ui, palette, settings);
        let voice = voice_ui(ui, palette, settings, choices);
        let speech = speech_ui(ui, palette, settings);
        let levels = levels_ui(ui, palette, settings);
        let device = device_ui(ui, palette, settings, choices);
        let screen = screen::screen_ui(ui, palette, settings);
        let after = screen::after_ui(ui, palette, settings);
        let goals = screen::goals_ui(ui, palette, settings);
        ui.add_space(24.0);
        language
            .or(voice)
            .or(speech)
            .or(levels)
            .or(device)
            .or(screen)
            .or(after)
            .or(goals)
            .map(|given| Action::Settings(SettingsAction::Set(given)))
    });
    pressed.or(clicked)
}

/// Only languages in which the program has phrases of its own. In others, a session would mix two languages.
fn language_ui(ui: &mut Ui, palette: &Palette, settings: &Settings) -> Option<Setting> {
    section_ui(ui, palette, "Language of routines");
    ui.add_space(8.0);
    let languages = Language::ALL.iter().filter(|language| language.terms().is_some());
    let choices: Vec<(Option<Language>, String)> = std::iter::once((None, "same as the system".to_owned()))
        .chain(languages.map(|language| (Some(*language), language.plain().to_owned())))
        .collect();
    choices_ui(ui, palette, "Language of routines", &choices, Some(settings.language)).map(Setting::Language)
}

fn voice_ui(ui: &mut Ui, palette: &Palette, settings: &Settings, choices: &Choices) -> Option<Setting> {
    section_ui(ui, palette, "Voice");
    ui.add_space(8.0);
    let voices: Vec<(usize, String)> = choices.voices.iter().cloned().enumerate().collect();
    let voice = choices_ui(ui, palette, "Voice", &voices, choices.speaks).map(Setting::Voice);
    let is_narrated = settings.voice.narrator().is_some();
    let others = match (&choices.engine, is_narrated) {
        (Some(engine), true) => {
            format!(
                "Words without a recording, such as those of your own routines and all German ones, are spoken by another voice: {engine}."
            )
        }
        (None, true) => NO_ENGINE.to_owned(),
        (_, false) => String::new(),
    };
    if is_narrated {
        ui.add_space(8.0);
        words_ui(ui, &others, Role::Note, palette.quiet);
    }
    let one_voice = (is_narrated && choices.engine.is_some()).then(|| {
        let name = "One voice throughout, if the narrator hasn't recorded every word";
        screen::yes_no_ui(ui, palette, name, settings.voice.one_voice).map(Setting::OneVoice)
    });
    // Recordings have one speed.
    if choices.engine.is_none() {
        return voice;
    }
    ui.add_space(12.0);
    let whose = if is_narrated { "Speed of other voices" } else { "Speed" };
    words_ui(
        ui,
        &format!("{whose}: {} words a minute", settings.voice.words_per_minute),
        Role::Note,
        palette.quiet,
    );
    ui.add_space(8.0);
    let steps = [(-10, "Slower".to_owned()), (10, "Faster".to_owned())];
    let faster = steps_ui(ui, palette, "Speed", &steps).map(Setting::FasterBy);
    voice.or(one_voice.flatten()).or(faster)
}

/// What is said where nothing but the narrator speaks.
const NO_ENGINE: &str = "Words without a recording, such as those of your own routines and all German ones, are shown but not heard. \
                         To hear them, install espeak-ng, or set a command of your own, for example for Piper, as voice_command in the \
                         settings file.";

fn speech_ui(ui: &mut Ui, palette: &Palette, settings: &Settings) -> Option<Setting> {
    section_ui(ui, palette, "How much is spoken");
    ui.add_space(8.0);
    let amounts =
        SpeechAmount::ALL.iter().map(|amount| (*amount, amount.plain().to_owned())).collect::<Vec<_>>();
    let amount = choices_ui(ui, palette, "How much is spoken", &amounts, Some(settings.speech.amount));
    ui.add_space(12.0);
    words_ui(ui, "Announce the time left", Role::Note, palette.quiet);
    ui.add_space(8.0);
    let every = |minutes: u64| {
        let text = if minutes == 1 { "every minute".into() } else { format!("every {minutes} minutes") };
        (Some(ExactDuration::from_mins(minutes)), text)
    };
    let times: Vec<(Option<ExactDuration>, String)> =
        std::iter::once((None, "never".to_owned())).chain(TIME_LEFT.map(every)).collect();
    let time =
        choices_ui(ui, palette, "Announce the time left", &times, Some(settings.speech.time_left_every));
    amount.map(Setting::Speech).or(time.map(Setting::TimeLeft))
}

fn levels_ui(ui: &mut Ui, palette: &Palette, settings: &Settings) -> Option<Setting> {
    section_ui(ui, palette, "Volume");
    let levels = &settings.levels;
    let mut changed = None;
    for (channel, name, level) in [
        (Channel::All, "Everything", levels.main),
        (Channel::Voice, "Voice", levels.voice),
        (Channel::Cues, "Cues", levels.cues),
        (Channel::Breath, "Breath tones", levels.breath),
    ] {
        changed = level_ui(ui, palette, channel, name, level).or(changed);
    }
    section_ui(ui, palette, "Background sound");
    ui.add_space(8.0);
    let ambiences =
        Ambience::ALL.iter().map(|ambience| (*ambience, ambience.plain().to_owned())).collect::<Vec<_>>();
    let ambience = choices_ui(ui, palette, "Background sound", &ambiences, Some(settings.ambience))
        .map(Setting::Ambience);
    if settings.ambience != Ambience::Silence {
        changed = level_ui(ui, palette, Channel::Ambience, "Volume", levels.ambience).or(changed);
    }
    changed.or(ambience)
}

fn level_ui(ui: &mut Ui, palette: &Palette, channel: Channel, name: &str, level: f32) -> Option<Setting> {
    ui.add_space(8.0);
    words_ui(ui, name, Role::Note, palette.quiet);
    ui.add_space(4.0);
    let label = |percent: u32| if percent == 0 { "off".to_owned() } else { percent.to_string() };
    let levels = LEVELS.map(|percent| (percent, label(percent)));
    let chosen = choices_ui(ui, palette, name, &levels, Some(percent(level)));
    chosen.map(|percent| Setting::Level(channel, percent))
}

fn device_ui(ui: &mut Ui, palette: &Palette, settings: &Settings, choices: &Choices) -> Option<Setting> {
    section_ui(ui, palette, "Sound device");
    ui.add_space(8.0);
    let place = |name: &String| choices.devices.iter().position(|device| device == name);
    let chosen = settings.device.as_ref().and_then(place);
    let devices: Vec<(Option<usize>, String)> = std::iter::once((None, "same as the system".to_owned()))
        .chain(choices.devices.iter().enumerate().map(|(index, name)| (Some(index), name.clone())))
        .collect();
    choices_ui(ui, palette, "Sound device", &devices, Some(chosen)).map(Setting::Device)
}
