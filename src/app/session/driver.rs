//! What runs on the session's thread: every wish reaches the player, and sound, voice and journal follow what comes of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local};
use parking_lot::Mutex;

use super::record::{self, applied, new_record, steps};
use super::{Changed, SessionCommand, SessionMessage, SessionSetup, SessionView};
use crate::journal::service::JournalWriter;
use crate::journal::{Outcome, Record};
use crate::player::{self, Output, Player, PlayerCommand, StopReason};
use crate::routine::Phase;
use crate::settings::Settings;
use crate::sound::{SoundOutput, SoundState, Waker};
use crate::time::{ExactDuration, Position};
use crate::timeline::{Cue, Phrases, SegmentKind, Timeline, compile_for};
use crate::voice::{Speaker, VoiceState};

mod asking;

/// How loud everything is in an attack, compared with what is chosen: −12 dB. People with an attack find sounds too
/// loud some 15 dB earlier than between attacks (Ashkenazi 2009).
const WHISPER: f32 = 0.25;
/// How often a running session is written down: what a crash can cost at most.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(1);
/// How long it sleeps at most while the session goes on: the record is written down, and a clock that nobody reads
/// would be taken for one of a machine that slept.
const AWAKE_EVERY: Duration = CHECKPOINT_EVERY;
/// Once all is over there is no news: only a command ends the wait.
const UNTIL_ASKED: Duration = Duration::from_hours(1);
/// How long a start waits for the sound device.
const DEVICE_WITHIN: Duration = Duration::from_millis(300);
/// How long the device stays open after the end, for a resume.
const CLOSE_AFTER: Duration = Duration::from_secs(5);
/// What is said when the machine slept or the program was stopped in the middle of a session.
pub(super) const SLEPT: &str = "The computer slept; the session waited for you. Space goes on.";

/// What the record says of a session that was ended because it felt wrong.
const FELT_WRONG: &str = "It felt wrong.";

pub(super) struct Driver {
    player: Player,
    pub(super) sound: SoundOutput,
    speaker: Option<Speaker>,
    /// Where sentences are kept, and where the routine's recordings lie.
    folders: (Option<PathBuf>, Option<PathBuf>),
    settings: Settings,
    /// In an attack everything is quieter.
    whispers: bool,
    pub(super) view: Arc<Mutex<SessionView>>,
    writer: Option<JournalWriter>,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// The timeline before anything was lengthened: what was planned.
    planned: Arc<Timeline>,
    written: Option<Instant>,
    ended: Option<Instant>,
    started: Instant,
    /// Since when nobody answers, and when that was last said.
    call: Option<(Instant, Instant)>,
    /// Where to begin, if not at the start.
    from: Option<ExactDuration>,
    /// When each pack was laid on, by its segment.
    laid_on: BTreeMap<usize, DateTime<FixedOffset>>,
    /// How the device and the voice wake this thread.
    news: Waker,
}

impl Driver {
    /// A session that has not begun; the device and the voice wake its thread by `news`.
    pub(super) fn new(setup: SessionSetup, news: Waker) -> Self {
        let timeline = Arc::new(compile_for(&setup.plan, setup.settings.speech));
        let sound = if setup.sound {
            SoundOutput::open(setup.settings.device.clone(), news.clone())
        } else {
            SoundOutput::silent()
        };
        let player = Player::new(Arc::clone(&timeline), ExactDuration::ZERO);
        let record = new_record(&setup, &timeline, Local::now().fixed_offset());
        let view = Arc::new(Mutex::new(SessionView {
            progress: player.progress(),
            record,
            muted: false,
            sound_trouble: None,
            voice_trouble: None,
            remark: None,
            spoken_rating: None,
        }));
        let settings = setup.settings.clone();
        let mut driver = Self {
            player,
            speaker: None,
            folders: (setup.cache, setup.folder),
            whispers: setup.phase == Some(Phase::Attack),
            settings: Settings::default(),
            sound,
            view,
            writer: setup.writer,
            wake: setup.wake,
            planned: timeline,
            written: None,
            ended: None,
            started: Instant::now(),
            call: None,
            from: setup.from,
            laid_on: BTreeMap::new(),
            news,
        };
        driver.choose(settings);
        driver
    }

    /// Goes on until nobody holds the session any more.
    pub(super) fn run(mut self, told: &Receiver<SessionMessage>) {
        tracing::info!("a session begins");
        let timeline = Arc::clone(self.player.timeline());
        self.sound.set_timeline(timeline);
        if let Some(state) = self.sound.wait_for_device(DEVICE_WITHIN) {
            self.note_sound(state);
        }
        self.command(SessionCommand::Player(PlayerCommand::Start));
        if let Some(from) = self.from {
            self.command(SessionCommand::Player(PlayerCommand::Seek(Position::ZERO + from)));
        }
        loop {
            self.news();
            self.follow();
            match told.recv_timeout(self.time_to_wait()) {
                Ok(SessionMessage::Command(command)) => self.command(command),
                Ok(SessionMessage::News) | Err(RecvTimeoutError::Timeout) => {}
                Ok(SessionMessage::End) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let now = self.sound.now();
        self.player.handle(PlayerCommand::Stop(StopReason::Closed), now);
        self.follow();
        self.write();
        tracing::info!("the session is let go");
    }

    fn command(&mut self, command: SessionCommand) {
        // What went before comes first: after a sleep the session stands still before anything else is done to it.
        self.follow();
        self.view.lock().remark = None;
        self.end_call();
        let keeps_asking = matches!(
            command,
            SessionCommand::SpokenRating
                | SessionCommand::Note(_)
                | SessionCommand::Details { .. }
                | SessionCommand::Changed(_)
        );
        if !keeps_asking {
            self.view.lock().spoken_rating = None;
        }
        match command {
            SessionCommand::Player(command) => {
                if command == PlayerCommand::Resume && self.ended.take().is_some() {
                    self.sound.reopen();
                }
                self.player.set_lead(self.sound.lead());
                let now = self.sound.now();
                self.player.handle(command, now);
            }
            SessionCommand::ToggleMute => {
                let mut view = self.view.lock();
                view.muted = !view.muted;
                self.sound.set_muted(view.muted);
            }
            SessionCommand::RatePain(pain) => {
                self.rate(|record| record.pain_after = pain.map(|pain| pain.min(10)));
            }
            SessionCommand::RateFeeling(feeling) => self.rate(|record| record.feeling = feeling),
            SessionCommand::SpokenRating => self.pick_by_ear(),
            SessionCommand::FeelsWrong => {
                self.rate(|record| FELT_WRONG.clone_into(&mut record.unwanted));
                let now = self.sound.now();
                self.player.handle(PlayerCommand::Stop(StopReason::Asked), now);
            }
            SessionCommand::Note(note) => self.rate(|record| record.note = note),
            SessionCommand::Details { symptoms, unwanted, medicine } => self.rate(|record| {
                (record.symptoms_after, record.unwanted, record.medicine) = (symptoms, unwanted, medicine);
            }),
            SessionCommand::Settings(settings) => self.choose(*settings),
            SessionCommand::Changed(changed) => self.follow_changed(*changed),
        }
        self.follow();
        (self.wake)();
    }

    /// Takes other choices; levels, ambience, device and how much is said change at once.
    fn choose(&mut self, settings: Settings) {
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

    /// Plays the changed routine from here on; what was planned is what is planned now.
    fn follow_changed(&mut self, Changed { plan, folder }: Changed) {
        let timeline = Arc::new(compile_for(&plan, self.settings.speech));
        let old = Arc::clone(self.player.timeline());
        let now = self.sound.now();
        self.player.follow_changed(Arc::clone(&timeline), now);
        let laid_on = std::mem::take(&mut self.laid_on).into_iter();
        self.laid_on = laid_on.map(|(index, from)| (timeline.same_step(&old, index), from)).collect();
        record::follow_changed(&mut self.view.lock().record, &plan, &timeline);
        self.planned = timeline;
        if self.folders.1 != folder {
            self.folders.1 = folder;
            self.start_voice();
        }
    }

    /// Begins to speak, or to speak with another voice or from another folder.
    fn start_voice(&mut self) {
        let (cache, folder) = self.folders.clone();
        self.speaker = Some(Speaker::start(self.settings.voice.clone(), cache, folder, self.news.clone()));
        self.sound.forget_words();
    }

    fn rate(&mut self, change: impl FnOnce(&mut Record)) {
        change(&mut self.view.lock().record);
        self.write();
    }

    /// What the device and the voice have to say.
    fn news(&mut self) {
        if let Some(state) = self.sound.follow_device() {
            self.note_sound(state);
        }
        let said = self.speaker.as_ref().and_then(|speaker| speaker.states.try_iter().last());
        if let Some(state) = said {
            match &state {
                VoiceState::Speaks(engine) => tracing::info!(engine, "a voice speaks"),
                VoiceState::Silent(_) => tracing::warn!("words are shown and not spoken"),
            }
            self.view.lock().voice_trouble = match state {
                VoiceState::Speaks(_) => None,
                VoiceState::Silent(sentence) => Some(sentence),
            };
            (self.wake)();
        }
        self.ask_by_ear();
        self.go_on_calling();
        let asks = self.view.lock().spoken_rating.is_some();
        if self.ended.is_some_and(|ended| ended.elapsed() >= CLOSE_AFTER) && self.sound.is_open() && !asks {
            self.sound.close();
        }
    }

    fn note_sound(&mut self, state: SoundState) {
        match &state {
            SoundState::Playing => tracing::info!("a sound device plays"),
            SoundState::Silent(why) => tracing::warn!(why, "there is no sound"),
        }
        self.view.lock().sound_trouble = match state {
            SoundState::Playing => None,
            SoundState::Silent(sentence) => {
                Some(format!("{sentence} The session goes on in silence; sound returns with a device."))
            }
        };
        (self.wake)();
    }

    /// Lets the player catch up, and everything else follow it.
    fn follow(&mut self) {
        let now = self.sound.now();
        self.player.advance_to(now);
        let was_running = self.player.state() == player::State::Running;
        if self.sound.take_slept() && was_running {
            tracing::info!("the machine slept, or the program was stopped");
            self.player.handle(PlayerCommand::Pause, now);
            self.view.lock().remark = Some(SLEPT.into());
        }
        let mut changed = false;
        while let Some(output) = self.player.poll() {
            changed = true;
            self.obey(output);
        }
        if let Some(wanted) = self.sound.take_wanted()
            && let Some(speaker) = &self.speaker
        {
            speaker.request(wanted);
        }
        if changed {
            self.view.lock().progress = self.player.progress();
            (self.wake)();
        }
        let running = self.player.state() == player::State::Running;
        let due = self.written.is_none_or(|written| written.elapsed() >= CHECKPOINT_EVERY);
        if running && due {
            self.write();
        }
    }

    fn obey(&mut self, output: Output) {
        match output {
            Output::TransportChanged(transport) => self.sound.set_transport(transport),
            Output::TimelineChanged(timeline) => self.sound.set_timeline(timeline),
            Output::WordsWanted(words, language) => self.sound.say(&words, language),
            Output::Paused => self.pause(),
            Output::Resumed => {
                self.sound.play_cue(Cue::Resumed);
                self.end_is_off();
            }
            Output::NoMoreTime => {
                self.view.lock().remark = Some("This step is as long as it may be.".into());
            }
            Output::Answered => self.sound.play_cue(Cue::Resumed),
            Output::AskedAgain => {
                self.sound.play_cue(Cue::Waiting);
                self.say_own(|own| own.still_awake.into());
            }
            Output::NobodyAnswered => self.begin_call(),
            Output::Stopped(reason) => self.end(match reason {
                _ if self.player.is_complete() => Outcome::Completed,
                StopReason::Asked => Outcome::Stopped,
                StopReason::Closed => Outcome::Closed,
            }),
            Output::Finished => {
                self.end(Outcome::Completed);
                if self.is_heard() && self.settings.spoken_rating {
                    self.begin_by_ear();
                }
            }
            Output::SegmentEntered(index) => {
                if matches!(self.player.timeline().segments()[index].kind, SegmentKind::Compress { .. }) {
                    self.laid_on.entry(index).or_insert_with(|| Local::now().fixed_offset());
                }
            }
            Output::Happened(_) => {}
        }
    }

    /// Whether words reach the person now.
    fn is_heard(&self) -> bool {
        let view = self.view.lock();
        let speaks = self.settings.speech.amount.has_words() && view.voice_trouble.is_none();
        speaks && !view.muted && view.sound_trouble.is_none() && self.sound.plays()
    }

    /// Says a sentence of the program's own.
    fn say_own(&mut self, words: impl FnOnce(&Phrases) -> String) {
        let own = self.planned.phrases();
        self.sound.say(&words(own), own.language);
    }

    fn pause(&mut self) {
        self.sound.play_cue(Cue::Paused);
        self.write();
    }

    fn end(&mut self, outcome: Outcome) {
        {
            let record = &mut self.view.lock().record;
            record.outcome = outcome;
            record.ended = Some(Local::now().fixed_offset());
        }
        self.ended = Some(Instant::now());
        self.write();
    }

    fn end_is_off(&mut self) {
        let record = &mut self.view.lock().record;
        record.outcome = Outcome::Running;
        record.ended = None;
    }

    /// Hands the record to the journal as it is by now.
    fn write(&mut self) {
        let record = {
            let record = &mut self.view.lock().record;
            record.steps = steps(&self.planned, self.player.done());
            record.done = self.done();
            record.position = self.player.progress().reached().from_start();
            record.applied = applied(self.player.timeline(), self.player.done(), &self.laid_on);
            record.clone()
        };
        if let Some(writer) = &self.writer {
            writer.save(record);
        }
        self.written = Some(Instant::now());
    }

    /// How long was done, without pauses and waits.
    fn done(&self) -> ExactDuration {
        let segments = self.player.timeline().segments().iter();
        segments.zip(self.player.done()).filter(|(segment, _)| segment.counts()).map(|(_, done)| *done).sum()
    }

    fn time_to_wait(&mut self) -> Duration {
        if self.ended.is_some() && !self.sound.is_open() {
            return UNTIL_ASKED;
        }
        let running = self.player.state() == player::State::Running;
        let deadline = if running { self.player.next_deadline() } else { None };
        let deadline = deadline.map(|at| at.since(self.sound.now()).into());
        let due = deadline.into_iter().chain(self.speaks_in()).min().unwrap_or(AWAKE_EVERY);
        // Never none at all: a clock that waits for a stalled device must not be asked without a pause.
        due.clamp(Duration::from_millis(2), AWAKE_EVERY)
    }
}
