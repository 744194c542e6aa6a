//! The settings page: every change takes effect and is saved at once.

use eframe::egui;

use super::Effect;
use crate::app::model::{Model, NoticeKind};
use crate::app::sound_preview::SoundPreview;
use crate::app::{SOON, SessionCommand, preferences, spawn};
use crate::pending::{Pending, Unanswered};
use crate::ron_reader::Vocabulary as _;
use crate::routine::Language;
use crate::settings::{Settings, share};
use crate::sound::device;
use crate::timeline::phrases;
use crate::ui::actions::{Action, SettingsAction};
use crate::ui::settings::{Channel, Choices, Setting, settings_ui};
use crate::voice::{Engine, Narrator, VoiceChoice, VoiceName};

/// The state of the settings page.
pub(in crate::app) struct SettingsPage {
    choices: Choices,
    /// What the settings file calls the voices of `choices`, in the same order.
    voice_names: Vec<String>,
    devices: Option<Pending<Vec<String>, Unanswered>>,
    voices: VoiceSearch,
    preview: Option<SoundPreview>,
}

impl SettingsPage {
    pub fn new(model: &Model) -> Self {
        Self {
            choices: Choices::default(),
            voice_names: Vec::new(),
            // Asking the system for its devices and voices takes a while.
            devices: Some(spawn("devices", || Ok(device::names()))),
            voices: VoiceSearch::begin(&model.preferences.settings.voice),
            preview: None,
        }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, model: &Model) -> Option<Action> {
        let trouble = self.preview.as_ref().and_then(|preview| preview.trouble.clone());
        let remark = model.notices.on(NoticeKind::Settings).map(str::to_owned);
        self.choices.remarks = remark.into_iter().chain(trouble).collect();
        settings_ui(ui, &model.palette, &model.preferences.settings, &self.choices)
    }

    pub fn poll(&mut self, ctx: &egui::Context) {
        if let Some(devices) = Pending::poll_in(&mut self.devices) {
            // Without an answer there is only the system's default device.
            self.choices.devices = devices.unwrap_or_default();
        } else if self.devices.is_some() {
            ctx.request_repaint_after(SOON);
        }
        self.voices.poll(ctx);
        if let Some(Found { names, titles, speaks, engine }) = &self.voices.found {
            self.choices.engine.clone_from(engine);
            self.voice_names.clone_from(names);
            (self.choices.voices, self.choices.speaks) = (titles.clone(), *speaks);
        }
        if let Some(preview) = &mut self.preview {
            preview.poll(ctx);
        }
    }

    pub fn update(&mut self, action: SettingsAction, model: &mut Model) -> Effect {
        match action {
            SettingsAction::Set(setting) => self.set(setting, model),
            SettingsAction::TryVoice => {
                let (settings, cache) = (&model.preferences.settings, model.cache());
                let phrases = phrases::of(preferences::language(settings));
                let preview =
                    self.preview.get_or_insert_with(|| SoundPreview::new(settings, cache, &model.clock));
                preview.try_voice(phrases);
            }
        }
        Effect::Nothing
    }

    /// Applies a change, on the screen and in the sound, and saves it.
    fn set(&mut self, setting: Setting, model: &mut Model) {
        apply(setting, &mut model.preferences.settings, &self.voice_names, &self.choices.devices);
        let settings = model.preferences.settings.clone();
        self.voices = VoiceSearch::begin(&settings.voice);
        if let Some(preview) = &mut self.preview {
            preview.choose(&settings);
        }
        if matches!(setting, Setting::Language(_)) {
            model.library_handle.restart(&settings);
        }
        if matches!(setting, Setting::DailyReminder(true)) {
            model.start_daily_reminder();
        }
        model.apply_appearance();
        model.save_settings();
        model.send(SessionCommand::Settings(Box::new(settings)));
    }
}

fn apply(setting: Setting, settings: &mut Settings, voices: &[String], devices: &[String]) {
    match setting {
        Setting::Language(language) => settings.language = language,
        Setting::Voice(index) => {
            if let Some(name) = voices.get(index) {
                settings.voice.voice = VoiceName::named(name);
            }
        }
        Setting::OneVoice(one_voice) => settings.voice.one_voice = one_voice,
        Setting::FasterBy(more) => {
            let speed = settings.voice.words_per_minute.saturating_add_signed(more);
            settings.voice.words_per_minute = speed.clamp(VoiceChoice::SLOWEST, VoiceChoice::FASTEST);
        }
        Setting::Speech(amount) => settings.speech.amount = amount,
        Setting::TimeLeft(every) => settings.speech.time_left_every = every,
        Setting::Level(channel, percent) => {
            let level = match channel {
                Channel::All => &mut settings.levels.main,
                Channel::Voice => &mut settings.levels.voice,
                Channel::Cues => &mut settings.levels.cues,
                Channel::Breath => &mut settings.levels.breath,
                Channel::Ambience => &mut settings.levels.ambience,
            };
            *level = share(percent);
        }
        Setting::Ambience(ambience) => settings.ambience = ambience,
        Setting::Device(index) => {
            settings.device = index.and_then(|index| devices.get(index).cloned());
        }
        Setting::EyesShut(shut) => settings.eyes_shut = shut,
        Setting::Theme(theme) => settings.theme = theme,
        Setting::Brightness(brightness) => settings.brightness = brightness,
        Setting::Size(size) => settings.size = size,
        Setting::Motion(motion) => settings.motion = motion,
        Setting::SpokenRating(asks) => settings.spoken_rating = asks,
        Setting::AskLater(asks) => settings.ask_later = asks,
        Setting::DailyReminder(reminds) => settings.daily_reminder = reminds,
    }
}

/// The voices on this machine, searched for in the background because all folders of programs have to be read.
pub(in crate::app) struct VoiceSearch {
    answer: Option<Pending<Found, Unanswered>>,
    found: Option<Found>,
}

/// The voices, as the settings file and as people call them, and the index of the one in use.
struct Found {
    names: Vec<String>,
    titles: Vec<String>,
    speaks: Option<usize>,
    /// What people call the engine that speaks words without a recording.
    engine: Option<String>,
}

impl VoiceSearch {
    pub fn begin(choice: &VoiceChoice) -> Self {
        let choice = choice.clone();
        let search = move || {
            let engines = Engine::found(&choice);
            let narrators = Narrator::ALL.iter().map(|narrator| (narrator.code(), narrator.plain()));
            let engine = |engine: &Engine| (engine.name(), engine.title());
            let (names, titles): (Vec<String>, Vec<String>) = narrators
                .chain(engines.iter().map(engine))
                .map(|(name, title)| (name.to_owned(), title.to_owned()))
                .unzip();
            let best = Engine::best(&engines, &choice, Language::En);
            let speaks = match &choice.voice {
                VoiceName::Narrator(narrator) => Some(narrator.code()),
                VoiceName::Engine(_) => best.map(Engine::name),
            };
            let engine = best.map(|engine| engine.title().to_owned());
            let speaks = speaks.and_then(|speaks| names.iter().position(|name| name == speaks));
            Ok(Found { names, titles, speaks, engine })
        };
        Self { answer: Some(spawn("voices", search)), found: None }
    }

    pub fn poll(&mut self, ctx: &egui::Context) {
        if let Some(found) = Pending::poll_in(&mut self.answer) {
            self.found = found.ok();
        } else if self.answer.is_some() {
            ctx.request_repaint_after(SOON);
        }
    }

    /// What people call the voice in use, once one has been found.
    pub fn speaks(&self) -> Option<&str> {
        let Found { titles, speaks, .. } = self.found.as_ref()?;
        titles.get((*speaks)?).map(String::as_str)
    }
}
