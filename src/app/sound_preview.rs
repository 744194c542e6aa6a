//! Sound outside a session, for trying a cue or the voice.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui;

use super::clock::Clock;
use crate::settings::Settings;
use crate::sound::{SoundOutput, SoundState, Waker};
use crate::timeline::{Cue, Phrases};
use crate::voice::{Speaker, VoiceState};

/// Opening a device and synthesising a sentence take no longer than this.
const ANSWERED_WITHIN: Duration = Duration::from_secs(9);

/// How often both are checked meanwhile.
const AGAIN_IN: Duration = Duration::from_millis(50);

/// A device and a voice that stay open as long as the page does.
#[derive(Debug)]
pub struct SoundPreview {
    sound: SoundOutput,
    speaker: Speaker,
    settings: Settings,
    cache: Option<PathBuf>,
    /// What to play as soon as the device is ready.
    waiting: Option<Wanted>,
    is_playing: bool,
    requested_at: Instant,
    /// Why nothing is heard, if so.
    pub trouble: Option<String>,
}

/// Something to play.
#[derive(Clone, Debug)]
enum Wanted {
    Cue(Cue),
    Words(&'static Phrases),
}

impl SoundPreview {
    /// Opens the chosen device in the background.
    #[must_use]
    pub fn new(settings: &Settings, cache: Option<PathBuf>, clock: &Clock) -> Self {
        let uptime = clock.as_uptime().clone();
        let mut sound = SoundOutput::open(settings.device.clone(), uptime, Waker::nobody());
        sound.set_levels(settings.levels);
        Self {
            sound,
            speaker: Speaker::start(settings.voice.clone(), cache.clone(), None, Waker::nobody()),
            settings: settings.clone(),
            cache,
            waiting: None,
            is_playing: false,
            requested_at: Instant::now(),
            trouble: None,
        }
    }

    /// Applies changed settings.
    pub fn choose(&mut self, settings: &Settings) {
        self.sound.set_levels(settings.levels);
        self.sound.set_device(settings.device.clone());
        if self.settings.voice != settings.voice {
            self.speaker = Speaker::start(settings.voice.clone(), self.cache.clone(), None, Waker::nobody());
        }
        self.settings = settings.clone();
    }

    /// Plays a cue as soon as the device is ready.
    pub fn cue(&mut self, cue: Cue) {
        self.waiting = Some(Wanted::Cue(cue));
        self.requested_at = Instant::now();
        self.sync();
    }

    /// Speaks a trial sentence as soon as the device is ready and the sentence is synthesised.
    pub fn try_voice(&mut self, phrases: &'static Phrases) {
        self.waiting = Some(Wanted::Words(phrases));
        self.requested_at = Instant::now();
        self.sync();
    }

    /// Checks device and voice, and plays what is waiting. Requests a redraw for as long as an answer may come.
    pub fn poll(&mut self, ctx: &egui::Context) {
        self.sync();
        if self.requested_at.elapsed() < ANSWERED_WITHIN {
            ctx.request_repaint_after(AGAIN_IN);
        }
    }

    fn sync(&mut self) {
        match self.sound.poll_device() {
            Some(SoundState::Playing) => (self.is_playing, self.trouble) = (true, None),
            Some(SoundState::Silent(sentence)) => (self.is_playing, self.trouble) = (false, Some(sentence)),
            None => {}
        }
        if let Some(VoiceState::Partly(sentence) | VoiceState::Silent(sentence)) =
            self.speaker.states.try_iter().last()
        {
            self.trouble = Some(sentence);
        }
        if self.is_playing {
            match self.waiting.take() {
                Some(Wanted::Cue(cue)) => self.sound.play_cue(cue),
                Some(Wanted::Words(phrases)) => self.sound.say(phrases.trial, phrases.language),
                None => {}
            }
        }
        if let Some(wanted) = self.sound.take_wanted() {
            self.speaker.request(wanted);
        }
    }
}
