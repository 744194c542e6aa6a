//! The one place where wishes of pages are granted.

use std::sync::mpsc::channel;
use std::time::Duration;

use eframe::egui;

use super::super::sound_preview::SoundPreview;
use super::super::{SessionCommand, preferences};
use super::start_gate::sources;
use super::{Page, Window};
use crate::player::PlayerCommand;
use crate::settings::share;
use crate::sound::device;
use crate::timeline::phrases;
use crate::ui::Action;
use crate::ui::routines::RoutinesState;
use crate::ui::settings::{Choices, Part, Setting};
use crate::ui::theme;
use crate::voice::{Engine, VoiceChoice};

impl Window {
    pub(super) fn grant(&mut self, action: Action, ctx: &egui::Context) {
        match action {
            Action::ShowDetails(index) => self.show_details(index),
            Action::ShowJournal => self.show_journal(),
            Action::Journal(action) => self.update_journal(action),
            Action::ShowHelp => self.help = Some((self.topic(), self.page_bindings())),
            Action::HideHelp => self.help = None,
            Action::AddBundle(replaces) => self.add_pack(replaces),
            Action::Writing(action) => self.grant_writing(action, ctx),
            Action::Goal(times) => self.wish_for(times),
            Action::ShowProgrammes => self.page = Page::Programmes(false),
            Action::BeginProgramme(index) => self.begin_programme(index),
            Action::LeaveProgramme => self.leave_programme(),
            Action::ShowSettings => self.show_settings(),
            Action::Leave => self.leave(),
            Action::ShowHome => self.show_home(),
            Action::ShowDanger => self.show_danger(),
            Action::LikeUsual(is_usual) => self.say_like_usual(is_usual),
            Action::ShowAboutMe => self.page = Page::AboutMe,
            Action::Answer(condition, answer) => self.answer(condition, answer),
            Action::ShowAbout => self.page = Page::About(sources(&self.library)),
            Action::ShowSigns => {
                self.ask(SessionCommand::Player(PlayerCommand::Pause));
                self.page = Page::Signs;
            }
            Action::HideSigns => {
                self.ask(SessionCommand::Player(PlayerCommand::Resume));
                self.page = Page::Session;
            }
            Action::FeelsWrong => {
                self.ask(SessionCommand::FeelsWrong);
                self.page = Page::Session;
                ctx.request_repaint_after(Duration::from_millis(10));
            }
            Action::ShowRoutines => self.show_routines(),
            Action::SayPhase(phase) => {
                self.home_focused = false;
                self.say(|moment| moment.phase = phase);
            }
            Action::SayPain(pain) => self.say(|moment| moment.pain = pain),
            Action::SayState(state, is_so) => self.say(|moment| moment.set(state, is_so)),
            Action::StartOffer(index) => self.start_offer(index, ctx),
            Action::GoOn => self.go_on(ctx),
            Action::DismissInterrupted => {
                if let Some(record) = self.recent.interrupted.take() {
                    self.dismissed(record);
                }
                self.show_home();
            }
            Action::AnswerLater => self.ask_later(),
            Action::KeepLater => self.keep_later(false),
            Action::DeclineLater => self.keep_later(true),
            Action::ToggleFavourite => self.toggle_favourite(),
            Action::SpokenRating => self.ask(SessionCommand::SpokenRating),
            Action::ToggleBlank => {
                if let Some(open) = &mut self.open {
                    open.is_blank = !open.is_blank;
                }
            }
            Action::Set(setting) => self.set(setting, ctx),
            Action::ShowCues => {
                let preview = SoundPreview::new(&self.preferences.settings, self.cache());
                self.page = Page::Cues { focused: false, preview };
            }
            Action::Listen(cue) => {
                if let Page::Cues { preview, .. } = &mut self.page {
                    preview.cue(cue);
                }
            }
            Action::TryVoice => self.try_voice(),
            Action::Start | Action::StartAllTheSame | Action::MinutesBy(_) | Action::SaveSound => {
                self.grant_before(action, ctx);
            }
            Action::Player(command) => {
                self.ask(SessionCommand::Player(command));
                if matches!(command, PlayerCommand::Stop(_)) {
                    self.page = Page::Session;
                }
                // Asked again at once, so that what is shown is what the session made of it.
                ctx.request_repaint_after(Duration::from_millis(10));
            }
            Action::ToggleMute => self.ask(SessionCommand::ToggleMute),
            Action::PainAfter(pain) => self.ask(SessionCommand::RatePain(pain)),
            Action::Feeling(feeling) => self.ask(SessionCommand::RateFeeling(feeling)),
            Action::Done => {
                if let Some(open) = self.open.take() {
                    open.session.send(SessionCommand::Note(open.after.note.trim().to_owned()));
                    self.remind(ctx);
                }
                self.show_home_anew();
            }
        }
        ctx.request_repaint();
    }

    /// Back to where one came from.
    pub(super) fn leave(&mut self) {
        self.keep_number();
        if self.open.is_some() {
            self.page = Page::Session;
        } else if self.from_routines {
            self.show_routines();
        } else {
            self.show_home();
        }
    }

    fn ask(&self, command: SessionCommand) {
        if let Some(open) = &self.open {
            open.session.send(command);
        }
    }

    pub(super) fn show_routines(&mut self) {
        let return_to = match &self.page {
            Page::Details(details) => Some(details.index),
            Page::Writing(writing) => writing.listed_at,
            _ => None,
        };
        self.from_routines = true;
        self.page = Page::Routines(RoutinesState::returning_to(return_to));
    }

    fn show_settings(&mut self) {
        // Asking the system for its devices takes a while, so it is asked aside.
        let (tell, devices) = channel();
        let _ = std::thread::Builder::new().name("devices".into()).spawn(move || tell.send(device::names()));
        let mut choices = Choices::default();
        list_voices(&mut choices, &self.preferences.settings.voice);
        self.page = Page::Settings { choices, devices: Some(devices), preview: None };
    }

    /// Takes a choice: it is heard at once, and kept.
    fn set(&mut self, setting: Setting, ctx: &egui::Context) {
        let Page::Settings { choices, preview, .. } = &mut self.page else { return };
        let settings = &mut self.preferences.settings;
        match setting {
            Setting::Language(language) => settings.language = language,
            Setting::Voice(index) => settings.voice.engine = choices.voices.get(index).cloned(),
            Setting::FasterBy(more) => {
                let speed = settings.voice.words_per_minute.saturating_add_signed(more);
                settings.voice.words_per_minute = speed.clamp(VoiceChoice::SLOWEST, VoiceChoice::FASTEST);
            }
            Setting::Speech(amount) => settings.speech.amount = amount,
            Setting::TimeLeft(every) => settings.speech.time_left_every = every,
            Setting::Level(part, percent) => {
                let level = match part {
                    Part::All => &mut settings.levels.main,
                    Part::Voice => &mut settings.levels.voice,
                    Part::Cues => &mut settings.levels.cues,
                    Part::Breath => &mut settings.levels.breath,
                    Part::Ambience => &mut settings.levels.ambience,
                };
                *level = share(percent);
            }
            Setting::Ambience(ambience) => settings.ambience = ambience,
            Setting::Device(index) => {
                settings.device = index.and_then(|index| choices.devices.get(index).cloned());
            }
            Setting::Theme(theme) => settings.theme = theme,
            Setting::Brightness(brightness) => settings.brightness = brightness,
            Setting::Size(size) => settings.size = size,
            Setting::Motion(motion) => settings.motion = motion,
            Setting::SpokenRating(asks) => settings.spoken_rating = asks,
            Setting::AskLater(asks) => settings.ask_later = asks,
            Setting::TellOfWishes(tells) => settings.tell_of_wishes = tells,
        }
        list_voices(choices, &settings.voice);
        if let Some(preview) = preview {
            preview.choose(settings);
        }
        let settings = settings.clone();
        if matches!(setting, Setting::Language(_)) {
            self.library_handle.read_again(&self.preferences.settings);
        }
        self.palette = super::palette_of(&self.preferences);
        theme::restyle(ctx, &self.palette);
        self.apply_size(ctx);
        self.keep_settings();
        self.ask(SessionCommand::Settings(Box::new(settings)));
    }

    /// Writes the settings; what is in the way is told on the next page that tells such things.
    pub(super) fn keep_settings(&mut self) {
        let path = self.paths.as_ref().map(|paths| paths.settings.as_path());
        self.remark = path.and_then(|path| preferences::store(path, &self.preferences.settings).err());
    }

    fn try_voice(&mut self) {
        let cache = self.cache();
        let own = phrases::of(preferences::language(&self.preferences.settings));
        if let Page::Settings { preview, .. } = &mut self.page {
            let settings = &self.preferences.settings;
            preview.get_or_insert_with(|| SoundPreview::new(settings, cache)).try_voice(own);
        }
    }
}

/// The voices on this machine, and the one that speaks.
fn list_voices(choices: &mut Choices, choice: &VoiceChoice) {
    choices.voices = Engine::found(choice).iter().map(|engine| engine.name().to_owned()).collect();
    let chosen = Engine::chosen(choice);
    choices.speaks = chosen.and_then(|chosen| choices.voices.iter().position(|name| name == chosen.name()));
}
