//! The one place where wishes of pages are granted.

use std::sync::mpsc::channel;
use std::time::Duration;

use eframe::egui;

use super::super::listening::Listening;
use super::super::{SessionCommand, preferences};
use super::care::sources;
use super::{Page, Window};
use crate::player::PlayerCommand;
use crate::settings::share;
use crate::sound::device;
use crate::timeline::phrases;
use crate::ui::Wish;
use crate::ui::routines::RoutinesState;
use crate::ui::settings::{Choices, Part, Setting};
use crate::ui::theme;
use crate::voice::{Engine, VoiceChoice};

impl Window {
    pub(super) fn grant(&mut self, wish: Wish, ctx: &egui::Context) {
        match wish {
            Wish::ShowDetails(index) => self.show_details(index),
            Wish::ShowJournal => self.show_diary(),
            Wish::Diary(wish) => self.grant_diary(wish),
            Wish::AddPack(replaces) => self.add_pack(replaces),
            Wish::Writing(wish) => self.grant_writing(wish, ctx),
            Wish::Rhythm(times) => self.wish_for(times),
            Wish::ShowProgrammes => self.page = Page::Programmes(false),
            Wish::BeginProgramme(index) => self.begin_programme(index),
            Wish::LeaveProgramme => self.leave_programme(),
            Wish::ShowSettings => self.show_settings(),
            Wish::Leave => self.leave(),
            Wish::ShowHome => self.show_home(),
            Wish::ShowDanger => self.show_danger(),
            Wish::LikeUsual(is_usual) => self.say_like_usual(is_usual),
            Wish::ShowAboutMe => self.page = Page::AboutMe,
            Wish::Answer(condition, answer) => self.answer(condition, answer),
            Wish::ShowAbout => self.page = Page::About(sources(&self.library)),
            Wish::ShowSigns => {
                self.ask(SessionCommand::Player(PlayerCommand::Pause));
                self.page = Page::Signs;
            }
            Wish::HideSigns => {
                self.ask(SessionCommand::Player(PlayerCommand::Resume));
                self.page = Page::Session;
            }
            Wish::FeelsWrong => {
                self.ask(SessionCommand::FeelsWrong);
                self.page = Page::Session;
                ctx.request_repaint_after(Duration::from_millis(10));
            }
            Wish::ShowRoutines => self.show_routines(),
            Wish::SayPhase(phase) => {
                self.home_focused = false;
                self.say(|moment| moment.phase = phase);
            }
            Wish::SayPain(pain) => self.say(|moment| moment.pain = pain),
            Wish::SayState(state, is_so) => self.say(|moment| moment.set(state, is_so)),
            Wish::StartOffer(index) => self.start_offer(index, ctx),
            Wish::GoOn => self.go_on(ctx),
            Wish::LetGo => {
                if let Some(record) = self.lately.interrupted.take() {
                    self.let_go(record);
                }
                self.show_home();
            }
            Wish::AnswerLater => self.ask_later(),
            Wish::KeepLater => self.keep_later(false),
            Wish::DeclineLater => self.keep_later(true),
            Wish::ToggleFavourite => self.toggle_favourite(),
            Wish::ByEar => self.ask(SessionCommand::ByEar),
            Wish::ToggleBlank => {
                if let Some(open) = &mut self.open {
                    open.is_blank = !open.is_blank;
                }
            }
            Wish::Set(setting) => self.set(setting, ctx),
            Wish::ShowCues => {
                let listening = Listening::new(&self.preferences.settings, self.cache());
                self.page = Page::Cues { focused: false, listening };
            }
            Wish::Listen(cue) => {
                if let Page::Cues { listening, .. } = &mut self.page {
                    listening.cue(cue);
                }
            }
            Wish::TryVoice => self.try_voice(),
            Wish::Start | Wish::StartAllTheSame | Wish::MinutesBy(_) | Wish::SaveSound => {
                self.grant_before(wish, ctx);
            }
            Wish::Player(command) => {
                self.ask(SessionCommand::Player(command));
                if matches!(command, PlayerCommand::Stop(_)) {
                    self.page = Page::Session;
                }
                // Asked again at once, so that what is shown is what the session made of it.
                ctx.request_repaint_after(Duration::from_millis(10));
            }
            Wish::ToggleMute => self.ask(SessionCommand::ToggleMute),
            Wish::PainAfter(pain) => self.ask(SessionCommand::RatePain(pain)),
            Wish::Feeling(feeling) => self.ask(SessionCommand::RateFeeling(feeling)),
            Wish::Done => {
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
        self.page = Page::Settings { choices, devices: Some(devices), listening: None };
    }

    /// Takes a choice: it is heard at once, and kept.
    fn set(&mut self, setting: Setting, ctx: &egui::Context) {
        let Page::Settings { choices, listening, .. } = &mut self.page else { return };
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
            Setting::ByEar(asks) => settings.by_ear = asks,
            Setting::AskLater(asks) => settings.ask_later = asks,
            Setting::TellOfWishes(tells) => settings.tell_of_wishes = tells,
        }
        list_voices(choices, &settings.voice);
        if let Some(listening) = listening {
            listening.choose(settings);
        }
        let settings = settings.clone();
        if matches!(setting, Setting::Language(_)) {
            self.shelf.read_again(&self.preferences.settings);
        }
        self.palette = super::palette_of(&self.preferences);
        theme::restyle(ctx, &self.palette);
        self.apply_size(ctx);
        self.keep_settings();
        self.ask(SessionCommand::Settings(Box::new(settings)));
    }

    /// Writes the settings; what is in the way is told on the next page that tells such things.
    pub(super) fn keep_settings(&mut self) {
        let path = self.places.as_ref().map(|places| places.settings.as_path());
        self.remark = path.and_then(|path| preferences::store(path, &self.preferences.settings).err());
    }

    fn try_voice(&mut self) {
        let cache = self.cache();
        let own = phrases::of(preferences::language(&self.preferences.settings));
        if let Page::Settings { listening, .. } = &mut self.page {
            let settings = &self.preferences.settings;
            listening.get_or_insert_with(|| Listening::new(settings, cache)).try_voice(own);
        }
    }
}

/// The voices on this machine, and the one that speaks.
fn list_voices(choices: &mut Choices, choice: &VoiceChoice) {
    choices.voices = Engine::found(choice).iter().map(|engine| engine.name().to_owned()).collect();
    let chosen = Engine::chosen(choice);
    choices.speaks = chosen.and_then(|chosen| choices.voices.iter().position(|name| name == chosen.name()));
}
