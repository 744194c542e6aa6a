//! The session's thread: commands go to the player, and sound, voice and journal handle its outputs. The record
//! is owned here; what is shown is derived from it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use parking_lot::Mutex;

use super::record::RecordKeeping;
use super::spoken_rating::SpokenRating;
use super::{SessionCommand, SessionMessage, SessionSetup, SessionView};
use crate::app::clock::Clock;
use crate::app::start::{Approved, Purpose};
use crate::journal::service::JournalWriter;
use crate::journal::{Comfort, Record};
use crate::player::{self, Player, PlayerCommand, StopReason};
use crate::routine::Phase;
use crate::settings::Settings;
use crate::sound::clock::SessionClock;
use crate::sound::{SoundOutput, SoundState, Waker};
use crate::time::{ExactDuration, Position};
use crate::timeline::{Cue, Phrases, Segment, SegmentKind, Timeline, compile_for};
use crate::voice::{Speaker, VoiceState};

mod asking;
mod outputs;
#[cfg(test)]
mod tests;

/// The volume factor in an attack: −12 dB. In an attack, people find sounds too loud some 15 dB earlier than
/// between attacks (Ashkenazi 2009).
const WHISPER: f32 = 0.25;
/// How often it is noted how far a running session has got: the most that a crash can lose.
const CHECKPOINT_EVERY: ExactDuration = ExactDuration::from_secs(1);
/// How long at least lies between two steps at which it is saved for certain. Steps can last a second.
const SAVED_EVERY: ExactDuration = ExactDuration::from_secs(10);
/// The longest sleep of a running session: the record has to be saved, and a clock that is not read for long
/// looks as if the machine had slept.
const AWAKE_EVERY: Duration = Duration::from_secs(1);
/// After the end only a command wakes the thread.
const UNTIL_ASKED: Duration = Duration::from_hours(1);
/// How long a start waits for the sound device, which answers within a tenth of a second as a rule. Words that were due
/// before it came are not heard, so it is worth a wait; a device that wakes up takes a second.
const DEVICE_WITHIN: Duration = Duration::from_millis(1_500);
/// How long the device stays open after the end, in case the session is continued.
const CLOSE_AFTER: ExactDuration = ExactDuration::from_secs(5);
/// The remark after the machine slept or the program was stopped during a session.
const SLEPT: &str = "The computer slept, so the session was paused. Press Space to resume.";

pub(super) struct Driver {
    clock: Clock,
    player: Player,
    sound: SoundOutput,
    speaker: Option<Speaker>,
    /// The cache of synthesised sentences, and the folder with the routine's recordings.
    folders: (Option<PathBuf>, Option<PathBuf>),
    settings: Settings,
    /// In an attack everything is quieter.
    whispers: bool,
    keeping: RecordKeeping,
    shown: Shown,
    writer: Option<JournalWriter>,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// The timeline as planned, before any step was lengthened.
    planned: Arc<Timeline>,
    /// When the record was last handed over, and when it was last saved for certain; in uptime, like all times here.
    written: Option<ExactDuration>,
    saved: Option<ExactDuration>,
    /// Whether a step was entered since.
    is_at_a_step: bool,
    ended: Option<ExactDuration>,
    call: Option<Call>,
    /// Where to start, if not at the beginning.
    from: Option<Position>,
    /// Lets the device and the voice wake this thread.
    /// Whether it has been told what a tap on the blank screen does.
    told_gestures: bool,
    waker: Waker,
}

/// The call to take a pack off, while it is being repeated.
#[derive(Clone, Copy)]
struct Call {
    since: ExactDuration,
    last: ExactDuration,
}

/// What is shown besides the record and the player, and where it is published.
struct Shown {
    muted: bool,
    volume: u8,
    sound_trouble: Option<String>,
    voice_trouble: Option<String>,
    /// Whether no words at all are heard.
    voice_is_silent: bool,
    remark: Option<String>,
    spoken_rating: Option<SpokenRating>,
    /// Whether it, or the record, has changed since it was last published.
    is_stale: bool,
    published: Arc<Mutex<Arc<SessionView>>>,
}

impl Driver {
    /// A session that has not started yet. The device and the voice wake its thread through `waker`.
    pub(super) fn new(setup: SessionSetup, waker: Waker) -> Self {
        let uptime = setup.clock.as_uptime().clone();
        // A test's clock is moved by hand; that of a device, where there is one, moves by itself, and would be heard.
        let sound = if setup.sound && !cfg!(test) {
            SoundOutput::open(setup.settings.device.clone(), uptime, waker.clone())
        } else {
            SoundOutput::silent(uptime)
        };
        Self::with_sound(setup, sound, waker)
    }

    fn with_sound(setup: SessionSetup, sound: SoundOutput, waker: Waker) -> Self {
        let SessionSetup { approved, sound: _, settings, cache, writer, wake, clock } = setup;
        let timeline = Arc::new(compile_for(approved.plan(), settings.speech));
        let player = Player::new(Arc::clone(&timeline), ExactDuration::ZERO);
        let keeping = RecordKeeping::begin(approved.plan(), &timeline, &clock);
        let view = SessionView {
            progress: player.progress(),
            record: keeping.record(),
            muted: false,
            volume: 100,
            sound_trouble: None,
            voice_trouble: None,
            remark: None,
            spoken_rating: None,
        };
        let mut driver = Self {
            clock,
            from: begins_at(approved.purpose(), &timeline),
            whispers: approved.plan().request().moment.phase == Some(Phase::Attack),
            folders: (cache, approved.folder().cloned()),
            player,
            speaker: None,
            settings: Settings::default(),
            sound,
            keeping,
            shown: Shown {
                muted: false,
                volume: 100,
                sound_trouble: None,
                voice_trouble: None,
                voice_is_silent: false,
                remark: None,
                spoken_rating: None,
                is_stale: false,
                published: Arc::new(Mutex::new(Arc::new(view))),
            },
            writer,
            wake,
            planned: timeline,
            written: None,
            saved: None,
            is_at_a_step: false,
            ended: None,
            call: None,
            told_gestures: settings.speech.tells_gestures,
            waker,
        };
        driver.apply_settings(settings);
        driver
    }

    pub(super) const fn shared_view(&self) -> &Arc<Mutex<Arc<SessionView>>> {
        &self.shown.published
    }

    pub(super) const fn session_clock(&self) -> &Arc<Mutex<SessionClock>> {
        self.sound.clock()
    }

    /// Runs until the handle is dropped.
    pub(super) fn run(mut self, messages: &Receiver<SessionMessage>) {
        tracing::info!("a session begins");
        self.begin();
        loop {
            self.catch_up();
            match messages.recv_timeout(self.time_to_wait()) {
                Ok(SessionMessage::Command(command)) => self.handle(command),
                Ok(SessionMessage::Wake) | Err(RecvTimeoutError::Timeout) => {}
                #[cfg(test)]
                Ok(SessionMessage::Barrier(done)) => {
                    self.catch_up();
                    let _ = done.send(());
                }
                Ok(SessionMessage::End) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.close();
        tracing::info!("the session is let go");
    }

    fn begin(&mut self) {
        let timeline = Arc::clone(self.player.timeline());
        self.sound.set_timeline(timeline);
        if let Some(state) = self.sound.wait_for_device(DEVICE_WITHIN) {
            self.note_sound(state);
        }
        self.handle(SessionCommand::Player(PlayerCommand::Start));
        if let Some(from) = self.from {
            self.handle(SessionCommand::Player(PlayerCommand::Seek(from)));
        }
    }

    fn close(&mut self) {
        let now = self.sound.now();
        self.player.handle(PlayerCommand::Stop(StopReason::Closed), now);
        self.sync();
        self.write();
    }

    /// Handles everything that time, the device and the voice have brought.
    fn catch_up(&mut self) {
        self.poll_outputs();
        self.sound.keep_words_near();
        self.sync();
        self.sound.rest_while_silent();
        self.publish();
    }

    fn handle(&mut self, command: SessionCommand) {
        // Earlier events come first: after a sleep, the session is paused before anything else happens to it.
        self.sync();
        self.shown.remark = None;
        self.end_call();
        if ends_spoken_rating(&command) {
            self.shown.spoken_rating = None;
        }
        match command {
            SessionCommand::Player(command) => self.play(command),
            SessionCommand::ToggleMute => {
                self.shown.muted = !self.shown.muted;
                self.sound.set_muted(self.shown.muted);
            }
            SessionCommand::Volume(percent) => {
                self.shown.muted = percent == 0;
                if percent > 0 {
                    self.shown.volume = percent.min(100);
                }
                self.sound.set_muted(self.shown.muted);
                self.sound.set_volume(f32::from(self.shown.volume) / 100.0);
            }
            SessionCommand::RatePain(pain) => {
                self.keeping.change(|record| record.pain_after = pain.map(|pain| pain.min(10)));
                self.write();
            }
            SessionCommand::RateFeeling(feeling) => {
                self.keeping.change(|record| record.feeling = feeling);
                self.write();
            }
            SessionCommand::SpokenRating => self.pick_spoken_rating(),
            SessionCommand::TellGestures => self.tell_gestures(),
            SessionCommand::Comfort(comfort) => self.note_comfort(comfort),
            SessionCommand::FeelsWrong => {
                self.keeping.change(|record| record.felt_wrong = true);
                let now = self.sound.now();
                self.player.handle(PlayerCommand::Stop(StopReason::Asked), now);
            }
            SessionCommand::Note(note) => {
                self.keeping.change(|record| record.note = note);
                self.write();
            }
            SessionCommand::Details { symptoms, unwanted, medicine } => {
                self.keeping.change(|record| {
                    (record.symptoms_after, record.unwanted, record.medicine) =
                        (symptoms, unwanted, medicine);
                });
                self.write();
            }
            SessionCommand::Settings(settings) => self.apply_settings(*settings),
            SessionCommand::Reload(approved) => self.reload(&approved),
            SessionCommand::Continue(_) => self.continue_ended(),
        }
        self.sync();
        self.shown.is_stale = true;
        self.publish();
        (self.wake)();
    }

    fn play(&mut self, command: PlayerCommand) {
        // A session that has ended stays over until it passes the gate again.
        if self.ended.is_some() {
            return;
        }
        self.player.set_lead(self.sound.lead());
        let now = self.sound.now();
        self.player.handle(command, now);
    }

    /// Continues a session that was ended, unless it felt wrong.
    fn continue_ended(&mut self) {
        if self.keeping.felt_wrong() || self.ended.take().is_none() {
            return;
        }
        self.sound.reopen();
        self.play(PlayerCommand::Resume);
    }

    /// Applies changed settings. Levels, ambience, device and amount of speech change at once.
    fn apply_settings(&mut self, settings: Settings) {
        let mut levels = settings.levels;
        if self.whispers {
            levels.main *= WHISPER;
        }
        self.sound.set_levels(levels);
        self.sound.set_ambience(settings.ambience);
        self.sound.set_device(settings.device.clone());
        self.player.set_speech(settings.speech);
        let is_other_voice = settings.voice != self.settings.voice;
        self.settings = settings;
        if self.speaker.is_none() || is_other_voice {
            self.start_voice();
        }
    }

    /// Plays the changed routine from here on; it is also the new plan.
    fn reload(&mut self, approved: &Approved) {
        let timeline = Arc::new(compile_for(approved.plan(), self.settings.speech));
        let old = Arc::clone(self.player.timeline());
        let now = self.sound.now();
        self.player.swap_timeline(Arc::clone(&timeline), now);
        self.keeping.reload(approved.plan(), &old, &timeline);
        self.planned = timeline;
        if self.folders.1.as_ref() != approved.folder() {
            self.folders.1 = approved.folder().cloned();
            self.start_voice();
        }
    }

    /// Starts the voice, or restarts it with another engine or folder.
    fn start_voice(&mut self) {
        let (cache, folder) = self.folders.clone();
        self.speaker = Some(Speaker::start(self.settings.voice.clone(), cache, folder, self.waker.clone()));
        self.sound.forget_words();
    }

    /// Takes the changes of the device and the voice.
    fn poll_outputs(&mut self) {
        if let Some(state) = self.sound.poll_device() {
            self.note_sound(state);
        }
        let voice_state = self.speaker.as_ref().and_then(|speaker| speaker.states.try_iter().last());
        if let Some(state) = voice_state {
            match &state {
                VoiceState::Speaks(voice) => tracing::info!(voice, "a voice speaks"),
                VoiceState::Partly(_) => tracing::warn!("some words are shown and not spoken"),
                VoiceState::Silent(_) => tracing::warn!("words are shown and not spoken"),
            }
            (self.shown.voice_is_silent, self.shown.voice_trouble) = match state {
                VoiceState::Speaks(_) => (false, None),
                VoiceState::Partly(sentence) => (false, Some(sentence)),
                VoiceState::Silent(sentence) => (true, Some(sentence)),
            };
            self.shown.is_stale = true;
        }
        self.advance_spoken_rating();
        self.advance_call();
        let is_done_with = self.ended.is_some_and(|ended| self.since(ended) >= CLOSE_AFTER);
        if is_done_with && self.sound.is_open() && self.shown.spoken_rating.is_none() {
            self.sound.close();
        }
    }

    fn note_sound(&mut self, state: SoundState) {
        match &state {
            SoundState::Playing => tracing::info!("a sound device plays"),
            SoundState::Silent(why) => tracing::warn!(why, "there is no sound"),
        }
        self.shown.sound_trouble = match state {
            SoundState::Playing => None,
            SoundState::Silent(sentence) => Some(format!(
                "{sentence} The session continues without sound, which comes back when a device is connected."
            )),
        };
        self.shown.is_stale = true;
    }

    /// Speaks one of the program's own phrases.
    fn say_phrase(&mut self, words: impl FnOnce(&Phrases) -> String) {
        let phrases = self.planned.phrases();
        self.sound.say(&words(phrases), phrases.language);
    }

    /// Whether spoken words reach the person now.
    fn is_heard(&self) -> bool {
        let speaks = self.settings.speech.amount.has_words() && !self.shown.voice_is_silent;
        speaks && !self.shown.muted && self.shown.sound_trouble.is_none() && self.sound.plays()
    }

    /// Notes how the step feels that is being done, or the one before a change of sides. A sound says that it is noted.
    fn note_comfort(&mut self, comfort: Comfort) {
        if self.ended.is_some() {
            return;
        }
        let now = self.player.snapshot(self.sound.now());
        let segments = self.player.timeline().segments();
        // A wait and a question have no feeling of their own.
        let is_felt = |segment: &Segment| segment.is_step() && segment.kind != SegmentKind::Wait;
        let Some(index) = segments[..=now.index].iter().rposition(is_felt) else { return };
        let name = segments[index].full_name();
        let noted = self.keeping.note_comfort(index, comfort);
        self.shown.remark = Some(match noted {
            Some(comfort) => format!("Noted: “{name}” {}.", comfort.plain()),
            None => format!("Taken back: “{name}”."),
        });
        self.sound.play_cue(Cue::Spot);
        self.write();
    }

    /// Saves the record as it is now, for certain.
    fn write(&mut self) {
        self.hand_over(JournalWriter::save);
        self.saved = self.written;
        self.is_at_a_step = false;
    }

    /// Notes how far the session has got; at a step, it is saved for certain.
    fn checkpoint(&mut self) {
        let is_due = self.saved.is_none_or(|saved| self.since(saved) >= SAVED_EVERY);
        if self.is_at_a_step && is_due {
            self.write();
        } else {
            self.hand_over(JournalWriter::progress);
        }
    }

    fn hand_over(&mut self, by: impl FnOnce(&JournalWriter, Record)) {
        self.keeping.bring_up_to_date(&self.planned, &self.player);
        if let Some(writer) = &self.writer {
            by(writer, (*self.keeping.record()).clone());
        }
        self.written = Some(self.clock.uptime());
    }

    /// Publishes what has changed since the last time.
    fn publish(&mut self) {
        if !std::mem::take(&mut self.shown.is_stale) {
            return;
        }
        let Shown { muted, volume, sound_trouble, voice_trouble, remark, spoken_rating, published, .. } =
            &self.shown;
        let view = Arc::new(SessionView {
            progress: self.player.progress(),
            record: self.keeping.record(),
            muted: *muted,
            volume: *volume,
            sound_trouble: sound_trouble.clone(),
            voice_trouble: voice_trouble.clone(),
            remark: remark.clone(),
            spoken_rating: *spoken_rating,
        });
        *published.lock() = view;
        (self.wake)();
    }

    fn since(&self, then: ExactDuration) -> ExactDuration {
        self.clock.uptime().minus(then)
    }

    fn time_to_wait(&mut self) -> Duration {
        if self.ended.is_some() && !self.sound.is_open() {
            return UNTIL_ASKED;
        }
        let running = self.player.state() == player::State::Running;
        let deadline = if running { self.player.next_deadline() } else { None };
        let deadline = deadline.map(|at| at.since(self.sound.now()).into());
        let goes_on = self.sound.rests_for().map(Duration::from);
        // Looked at a moment too early, it would be a second late.
        let written = self.written.filter(|_| running);
        let checkpoint = written.map(|written| CHECKPOINT_EVERY.minus(self.since(written)).into());
        let due = deadline
            .into_iter()
            .chain(goes_on)
            .chain(checkpoint)
            .chain(self.speaks_in())
            .min()
            .unwrap_or(AWAKE_EVERY);
        // Never zero: a clock that waits for a stalled device would otherwise be read without a pause.
        due.clamp(Duration::from_millis(2), AWAKE_EVERY)
    }
}

/// Where a session starts, if not at the beginning.
fn begins_at(purpose: &Purpose, timeline: &Timeline) -> Option<Position> {
    match purpose {
        // At the beginning of the step: somebody who comes back has to find into it again.
        Purpose::Resume(record) => {
            let place = Position::ZERO + record.position;
            Some(timeline.segments()[timeline.index_at(place)].start)
        }
        Purpose::Listen(from) => Some(*from),
        Purpose::Session | Purpose::Continue { .. } | Purpose::Reload { .. } => None,
    }
}

/// Whether a command replaces the answer to the spoken question.
const fn ends_spoken_rating(command: &SessionCommand) -> bool {
    match command {
        SessionCommand::SpokenRating
        // Turned up to hear the question.
        | SessionCommand::Volume(_)
        | SessionCommand::TellGestures
        | SessionCommand::Note(_)
        | SessionCommand::Details { .. }
        | SessionCommand::Comfort(_)
        | SessionCommand::Reload(_) => false,
        SessionCommand::Player(_)
        | SessionCommand::ToggleMute
        | SessionCommand::RatePain(_)
        | SessionCommand::RateFeeling(_)
        | SessionCommand::FeelsWrong
        | SessionCommand::Settings(_)
        | SessionCommand::Continue(_) => true,
    }
}
