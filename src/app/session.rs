//! A session for real: the player, its sound, its voice and its journal, on a thread of their own.
//!
//! The thread sleeps until something is due. A window or a terminal sends commands and looks at a [`SessionView`]
//! whenever it likes; hidden, stalled or gone, it changes nothing in what is heard or written.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local, Utc};
use parking_lot::Mutex;

use crate::journal::keeper::Saver;
use crate::journal::{Feeling, Outcome, Record, StepRecord};
use crate::player::{Output, Player, PlayerCommand, Progress, Snapshot, State, StopReason};
use crate::routine::Phase;
use crate::settings::Settings;
use crate::sound::clock::SessionClock;
use crate::sound::{SoundOutput, SoundState};
use crate::time::Span;
use crate::timeline::{Cue, Plan, Timeline, compile_for};
use crate::voice::{Speaker, VoiceState};

/// How loud everything is in an attack, compared with what is chosen: −12 dB. People with an attack find sounds too
/// loud some 15 dB earlier than between attacks (Ashkenazi 2009).
const WHISPER: f32 = 0.25;
/// How often a running session is written down: what a crash can cost at most.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(1);
/// How often the device and the voice are asked for news.
const NEWS_EVERY: Duration = Duration::from_millis(250);
/// Once all is over there is no news: only a command ends the wait.
const UNTIL_ASKED: Duration = Duration::from_hours(1);
/// How long a start waits for the sound device.
const DEVICE_WITHIN: Duration = Duration::from_millis(300);
/// How long the device stays open after the end, for a resume.
const CLOSE_AFTER: Duration = Duration::from_secs(5);

/// What somebody wants of a session.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionCommand {
    /// Something for the player.
    Player(PlayerCommand),
    /// Silence, or sound again; time goes on.
    ToggleMute,
    /// Pain after, 0–10, or not said.
    RatePain(Option<u8>),
    /// How it is compared with before, or not said.
    RateFeeling(Option<Feeling>),
    /// In the person's words.
    Note(String),
    /// Other choices, from now on.
    Settings(Box<Settings>),
}

/// Everything that a session is begun with.
pub struct SessionSetup {
    /// What is played.
    pub plan: Plan,
    /// Pain before, 0–10.
    pub pain_before: Option<u8>,
    /// The phase that the person named.
    pub phase: Option<Phase>,
    /// Whether anything is heard.
    pub sound: bool,
    /// How it sounds.
    pub settings: Settings,
    /// Where synthesised sentences are kept.
    pub cache: Option<PathBuf>,
    /// The folder of the routine's own recordings.
    pub folder: Option<PathBuf>,
    /// Where the record goes.
    pub saver: Saver,
    /// Called whenever something has changed that is shown.
    pub wake: Arc<dyn Fn() + Send + Sync>,
}

/// A session as others see it.
#[derive(Clone, Debug)]
pub struct SessionView {
    progress: Progress,
    /// The record as it is by now.
    pub record: Record,
    /// Whether it was made silent.
    pub muted: bool,
    /// Why nothing is heard, if that is so.
    pub sound_trouble: Option<String>,
    /// Why nothing is spoken, if that is so.
    pub voice_trouble: Option<String>,
    /// An answer to the last command, such as that a step may not become longer.
    pub remark: Option<String>,
}

/// A handle on a session; dropping it ends the session and keeps the partial record.
#[derive(Debug)]
pub struct Session {
    commands: Option<Sender<SessionCommand>>,
    view: Arc<Mutex<SessionView>>,
    clock: Arc<Mutex<SessionClock>>,
    thread: Option<JoinHandle<()>>,
}

impl Session {
    /// Begins a session.
    ///
    /// # Errors
    /// If the system has no thread left.
    pub fn start(setup: SessionSetup) -> std::io::Result<Self> {
        let timeline = Arc::new(compile_for(&setup.plan, setup.settings.speech));
        let sound = if setup.sound {
            SoundOutput::open(setup.settings.device.clone())
        } else {
            SoundOutput::silent()
        };
        let player = Player::new(Arc::clone(&timeline), Span::ZERO);
        let record = new_record(&setup, &timeline, Local::now().fixed_offset());
        let view = Arc::new(Mutex::new(SessionView {
            progress: player.progress(),
            record,
            muted: false,
            sound_trouble: None,
            voice_trouble: None,
            remark: None,
        }));
        let (commands, taken) = channel();
        let clock = Arc::clone(sound.clock());
        let settings = setup.settings.clone();
        let mut driver = Driver {
            player,
            speaker: None,
            folders: (setup.cache, setup.folder),
            whispers: setup.phase == Some(Phase::Attack),
            settings: Settings::default(),
            sound,
            view: Arc::clone(&view),
            saver: setup.saver,
            wake: setup.wake,
            planned: timeline,
            written: None,
            ended: None,
        };
        driver.choose(settings);
        let thread = std::thread::Builder::new().name("session".into()).spawn(move || driver.run(&taken))?;
        Ok(Self { commands: Some(commands), view, clock, thread: Some(thread) })
    }

    /// Asks something of it.
    pub fn send(&self, command: SessionCommand) {
        if let Some(commands) = &self.commands {
            let _ = commands.send(command);
        }
    }

    /// Asks something of the player.
    pub fn play(&self, command: PlayerCommand) {
        self.send(SessionCommand::Player(command));
    }

    /// What there is to show now.
    #[must_use]
    pub fn look(&self) -> (Snapshot, SessionView) {
        let view = self.view.lock().clone();
        let now = self.clock.lock().now();
        (view.progress.snapshot(now), view)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.commands = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Driver {
    player: Player,
    sound: SoundOutput,
    speaker: Option<Speaker>,
    /// Where sentences are kept, and where the routine's recordings lie.
    folders: (Option<PathBuf>, Option<PathBuf>),
    settings: Settings,
    /// In an attack everything is quieter.
    whispers: bool,
    view: Arc<Mutex<SessionView>>,
    saver: Saver,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// The timeline before anything was lengthened: what was planned.
    planned: Arc<Timeline>,
    written: Option<Instant>,
    ended: Option<Instant>,
}

impl Driver {
    fn run(mut self, commands: &Receiver<SessionCommand>) {
        let timeline = Arc::clone(self.player.timeline());
        self.sound.set_timeline(timeline);
        if let Some(state) = self.sound.wait_for_device(DEVICE_WITHIN) {
            self.note_sound(state);
        }
        self.command(SessionCommand::Player(PlayerCommand::Start));
        loop {
            self.news();
            self.follow();
            match commands.recv_timeout(self.time_to_wait()) {
                Ok(command) => self.command(command),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let now = self.sound.now();
        self.player.handle(PlayerCommand::Stop(StopReason::Closed), now);
        self.follow();
        self.write();
    }

    fn command(&mut self, command: SessionCommand) {
        self.view.lock().remark = None;
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
            SessionCommand::Note(note) => self.rate(|record| record.note = note),
            SessionCommand::Settings(settings) => self.choose(*settings),
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
        if self.speaker.is_none() || settings.voice != self.settings.voice {
            let (cache, folder) = self.folders.clone();
            self.speaker = Some(Speaker::start(settings.voice.clone(), cache, folder));
            self.sound.forget_words();
        }
        self.player.set_speech(settings.speech);
        self.settings = settings;
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
            self.view.lock().voice_trouble = match state {
                VoiceState::Speaks(_) => None,
                VoiceState::Silent(sentence) => Some(sentence),
            };
            (self.wake)();
        }
        if self.ended.is_some_and(|ended| ended.elapsed() >= CLOSE_AFTER) && self.sound.is_open() {
            self.sound.close();
        }
    }

    fn note_sound(&mut self, state: SoundState) {
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
        let running = self.player.state() == State::Running;
        let due = self.written.is_none_or(|written| written.elapsed() >= CHECKPOINT_EVERY);
        if running && due {
            self.write();
        }
    }

    fn obey(&mut self, output: Output) {
        match output {
            Output::TransportChanged(transport) => self.sound.set_transport(transport),
            Output::TimelineChanged(timeline) => self.sound.set_timeline(timeline),
            Output::WordsWanted(words) => self.sound.say(&words),
            Output::Paused => self.pause(),
            Output::Resumed => {
                self.sound.play_cue(Cue::Resumed);
                self.end_is_off();
            }
            Output::NoMoreTime => {
                self.view.lock().remark = Some("This step is as long as it may be.".into());
            }
            Output::Stopped(reason) => self.end(match reason {
                _ if self.player.is_complete() => Outcome::Completed,
                StopReason::Asked => Outcome::Stopped,
                StopReason::Closed => Outcome::Closed,
            }),
            Output::Finished => self.end(Outcome::Completed),
            Output::SegmentEntered(_) | Output::Happened(_) => {}
        }
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
            record.clone()
        };
        self.saver.save(record);
        self.written = Some(Instant::now());
    }

    /// How long was done, without pauses and waits.
    fn done(&self) -> Span {
        let segments = self.player.timeline().segments().iter();
        segments.zip(self.player.done()).filter(|(segment, _)| segment.counts()).map(|(_, done)| *done).sum()
    }

    fn time_to_wait(&mut self) -> Duration {
        if self.ended.is_some() && !self.sound.is_open() {
            return UNTIL_ASKED;
        }
        if self.player.state() != State::Running {
            return NEWS_EVERY;
        }
        let now = self.sound.now();
        let due: Duration = self.player.next_deadline().map_or(NEWS_EVERY, |at| at.since(now).into());
        // Never none at all: a clock that waits for a stalled device must not be asked without a pause.
        due.clamp(Duration::from_millis(2), NEWS_EVERY)
    }
}

fn new_record(setup: &SessionSetup, timeline: &Timeline, started: DateTime<FixedOffset>) -> Record {
    let routine = setup.plan.routine();
    let stamp = Utc::now().format("%Y%m%dT%H%M%S%6f");
    Record {
        id: format!("{stamp}-{:x}", std::process::id()),
        routine: routine.id().to_owned(),
        title: routine.title(),
        kind: routine.kind().name().to_owned(),
        phase: setup.phase.map(|phase| phase.name().to_owned()),
        started,
        pain_before: setup.pain_before,
        planned: timeline.length(),
        steps: steps(timeline, &vec![Span::ZERO; timeline.segments().len()]),
        changes: setup.plan.changes().to_vec(),
        ..Record::default()
    }
}

/// What was planned and done of each step.
fn steps(planned: &Timeline, done: &[Span]) -> Vec<StepRecord> {
    let segments = planned.segments().iter().zip(done);
    let steps = segments.filter(|(segment, _)| segment.is_step());
    steps
        .map(|(segment, done)| StepRecord { name: segment.full_name(), planned: segment.lasts, done: *done })
        .collect()
}
