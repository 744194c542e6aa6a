//! The one place where wishes of pages are granted.

use std::sync::mpsc::channel;
use std::time::Duration;

use eframe::egui;

use super::super::listening::Listening;
use super::super::saving::{self, Saving};
use super::super::{SessionCommand, preferences};
use super::{Page, SHOWN_RECORDS, Window};
use crate::player::PlayerCommand;
use crate::routine::length::of_steps;
use crate::safety::Profile;
use crate::settings::share;
use crate::sound::device;
use crate::time::Span;
use crate::timeline::{Moment, Plan, plan};
use crate::ui::Wish;
use crate::ui::details::DetailsState;
use crate::ui::routines::RoutinesState;
use crate::ui::settings::{Choices, Part, Setting};
use crate::voice::{Engine, VoiceChoice};

/// What a voice says when it is tried.
const TRIAL: &str = "Let your shoulders sink, and your breath come and go.";

impl Window {
    pub(super) fn grant(&mut self, wish: Wish, ctx: &egui::Context) {
        match wish {
            Wish::ShowDetails(index) => self.show_details(index),
            Wish::ShowJournal => {
                let answer = Some(self.keeper.newest(SHOWN_RECORDS));
                self.page = Page::Journal { answer, records: Ok(Vec::new()) };
            }
            Wish::ShowSettings => self.show_settings(),
            Wish::Leave if self.open.is_some() => self.page = Page::Session,
            Wish::Leave | Wish::ShowRoutines => self.show_routines(),
            Wish::Set(setting) => self.set(setting),
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
            Wish::Start | Wish::MinutesBy(_) | Wish::PainBefore(_) | Wish::PhaseNow(_) | Wish::SaveSound => {
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
                }
                self.page = Page::Routines(RoutinesState::default());
            }
        }
        ctx.request_repaint();
    }

    /// What is wished before a start.
    fn grant_before(&mut self, wish: Wish, ctx: &egui::Context) {
        let Page::Details { plan, state, .. } = &mut self.page else { return };
        match wish {
            Wish::MinutesBy(more) => change_length(plan, state, more),
            Wish::PainBefore(pain) => state.pain = pain,
            Wish::PhaseNow(phase) => {
                let wished = of_steps(plan.steps()).written;
                state.phase = phase;
                let moment = moment(state);
                let changed =
                    crate::timeline::plan(plan.routine(), &Profile::default(), &moment, Some(wished));
                // What is done instead may not last as long: then it lasts as it is written.
                if let Ok(changed) = changed
                    .or_else(|_| crate::timeline::plan(plan.routine(), &Profile::default(), &moment, None))
                {
                    *plan = changed;
                }
            }
            Wish::SaveSound => {
                let plan = plan.clone();
                self.save_sound(plan);
            }
            _ => {
                let (plan, pain, phase) = (plan.clone(), state.pain, state.phase);
                self.begin(plan, pain, phase, ctx);
            }
        }
    }

    fn ask(&self, command: SessionCommand) {
        if let Some(open) = &self.open {
            open.session.send(command);
        }
    }

    fn show_routines(&mut self) {
        let return_to = match &self.page {
            Page::Details { index, .. } | Page::Problems { index, .. } => Some(*index),
            _ => None,
        };
        self.page = Page::Routines(RoutinesState::returning_to(return_to));
    }

    fn show_details(&mut self, index: usize) {
        let Some(entry) = self.library.entries().get(index) else { return };
        let planned = entry
            .routine
            .as_ref()
            .and_then(|routine| plan(routine, &Profile::default(), &Moment::default(), None).ok());
        self.page = match planned {
            Some(plan) => Page::Details { index, plan, state: DetailsState::default(), saving: None },
            None => Page::Problems { index, id: entry.id.clone(), shown: entry.problems.snippets(false) },
        };
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
    fn set(&mut self, setting: Setting) {
        let Page::Settings { choices, listening, .. } = &mut self.page else { return };
        let settings = &mut self.preferences.settings;
        match setting {
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
        }
        list_voices(choices, &settings.voice);
        if let Some(listening) = listening {
            listening.choose(settings);
        }
        let settings = settings.clone();
        let path = self.places.as_ref().map(|places| places.settings.as_path());
        self.remark = path.and_then(|path| preferences::store(path, &settings).err());
        self.ask(SessionCommand::Settings(Box::new(settings)));
    }

    fn try_voice(&mut self) {
        let cache = self.cache();
        if let Page::Settings { listening, .. } = &mut self.page {
            let settings = &self.preferences.settings;
            listening.get_or_insert_with(|| Listening::new(settings, cache)).say(TRIAL);
        }
    }

    fn save_sound(&mut self, plan: Plan) {
        let folder = self.folder_of(&plan);
        let music = self.places.as_ref().map(|places| places.music.join("Stillpoint"));
        let cache = self.cache();
        let Page::Details { state, saving, .. } = &mut self.page else { return };
        if saving.is_some() {
            return;
        }
        let Some(music) = music else {
            state.remark = Some("There is no folder to save it in.".into());
            return;
        };
        let path = music.join(format!("{}.flac", plan.routine().id()));
        let settings = self.preferences.settings.clone();
        *saving = Some(saving::save_aside(Saving { plan, settings, folder, cache, path }));
    }
}

/// The voices on this machine, and the one that speaks.
fn list_voices(choices: &mut Choices, choice: &VoiceChoice) {
    choices.voices = Engine::found(choice).iter().map(|engine| engine.name().to_owned()).collect();
    let chosen = Engine::chosen(choice);
    choices.speaks = chosen.and_then(|chosen| choices.voices.iter().position(|name| name == chosen.name()));
}

/// How it is now, as far as it was said.
fn moment(state: &DetailsState) -> Moment {
    Moment { phase: state.phase, ..Moment::default() }
}

/// A minute more or less, to the next whole minute; where the steps do not allow it, what they do allow.
fn change_length(planned: &mut Plan, state: &mut DetailsState, more: i64) {
    let secs = of_steps(planned.steps()).written.whole_secs();
    let minutes = if more > 0 { secs / 60 + 1 } else { secs.div_ceil(60).saturating_sub(1) };
    match plan(planned.routine(), &Profile::default(), &moment(state), Some(Span::from_mins(minutes))) {
        Ok(changed) => {
            *planned = changed;
            state.remark = None;
        }
        Err(_) if more > 0 => state.remark = Some("It cannot be made longer.".into()),
        Err(_) => state.remark = Some("It cannot be made shorter.".into()),
    }
}
