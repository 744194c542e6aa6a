//! A session for real: the player, its sound, its voice and its journal, on a thread of their own.
//!
//! The thread sleeps until something is due. A window or a terminal sends commands and looks at a [`SessionView`]
//! whenever it likes; hidden, stalled or gone, it changes nothing in what is heard or written.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local};
use parking_lot::Mutex;

use crate::journal::keeper::Saver;
use crate::journal::{Feeling, Medicine, Outcome, Record, Symptoms};
use crate::player::{self, Output, Player, PlayerCommand, Progress, Snapshot, StopReason};
use crate::routine::Phase;
use crate::safety;
use crate::settings::Settings;
use crate::sound::clock::SessionClock;
use crate::sound::{SoundOutput, SoundState, Wake};
use crate::time::{Position, Span};
use crate::timeline::{Cue, Phrases, Plan, Timeline, What, compile_for};
use crate::voice::{Speaker, VoiceState};

pub mod ear;
mod record;

use ear::{ByEar, Picked, Said};
use record::{applied, new_record, steps};

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
const SLEPT: &str = "The computer slept; the session waited for you. Space goes on.";

/// How often it is said that the pack has to come off, once nobody answered.
const CALL_EVERY: Duration = Duration::from_secs(7);
/// For how long; then the session ends, and what was done is kept.
const CALL_FOR: Duration = Duration::from_mins(3);
/// What the record says then.
const NOBODY_ANSWERED: &str = "Nobody answered whether they were awake, so the pack's time ended.";

/// What the record says of a session that was ended because it felt wrong.
const FELT_WRONG: &str = "It felt wrong.";

/// What somebody wants of a session.
#[derive(Clone, Debug)]
pub enum SessionCommand {
    /// Something for the player.
    Player(PlayerCommand),
    /// Silence, or sound again; time goes on.
    ToggleMute,
    /// Pain after, 0–10, or not said.
    RatePain(Option<u8>),
    /// How it is compared with before, or not said.
    RateFeeling(Option<Feeling>),
    /// Begins to ask by voice how it is; once it asks, picks the answer that was said last.
    ByEar,
    /// It feels wrong: end, and write that down.
    FeelsWrong,
    /// In the person's words.
    Note(String),
    /// What else was said after it.
    Details {
        /// How it is otherwise.
        symptoms: Symptoms,
        /// Unwanted effects, in the person's words.
        unwanted: String,
        /// Medicine that was taken.
        medicine: Vec<Medicine>,
    },
    /// Other choices, from now on.
    Settings(Box<Settings>),
    /// The routine was changed while it is played: it goes on in the new one, at the nearest place.
    Changed(Box<Changed>),
}

/// A routine as it is after its file was saved.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What is played from now on.
    pub plan: Plan,
    /// The folder of its own recordings.
    pub folder: Option<PathBuf>,
}

/// Everything that a session is begun with.
pub struct SessionSetup {
    /// What is played.
    pub plan: Plan,
    /// Pain before, 0–10.
    pub pain_before: Option<u8>,
    /// The phase that the person named.
    pub phase: Option<Phase>,
    /// States of the moment that the person named.
    pub states: Vec<safety::State>,
    /// The length that was asked for, if one was.
    pub wished: Option<Span>,
    /// The place on the timeline at which an earlier session was interrupted, to go on from there.
    pub from: Option<Span>,
    /// Whether anything is heard.
    pub sound: bool,
    /// How it sounds.
    pub settings: Settings,
    /// Where synthesised sentences are kept.
    pub cache: Option<PathBuf>,
    /// The folder of the routine's own recordings.
    pub folder: Option<PathBuf>,
    /// Where the record goes; nowhere when an author listens.
    pub saver: Option<Saver>,
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
    /// What is being asked by voice after the end.
    pub by_ear: Option<ByEar>,
}

/// What a session's thread is told.
enum Told {
    /// Somebody wants something.
    Command(SessionCommand),
    /// The device or the voice has something to say.
    News,
    /// Nobody holds the session any more.
    End,
}

/// A handle on a session; dropping it ends the session and keeps the partial record.
#[derive(Debug)]
pub struct Session {
    told: Sender<Told>,
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
        let (told, taken) = channel();
        let news = Wake::by({
            let told = told.clone();
            move || {
                let _ = told.send(Told::News);
            }
        });
        let sound = if setup.sound {
            SoundOutput::open(setup.settings.device.clone(), news.clone())
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
            by_ear: None,
        }));
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
            started: Instant::now(),
            call: None,
            from: setup.from,
            laid_on: BTreeMap::new(),
            news,
        };
        driver.choose(settings);
        let thread = std::thread::Builder::new().name("session".into()).spawn(move || driver.run(&taken))?;
        Ok(Self { told, view, clock, thread: Some(thread) })
    }

    /// Asks something of it.
    pub fn send(&self, command: SessionCommand) {
        let _ = self.told.send(Told::Command(command));
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
        let _ = self.told.send(Told::End);
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
    saver: Option<Saver>,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// The timeline before anything was lengthened: what was planned.
    planned: Arc<Timeline>,
    written: Option<Instant>,
    ended: Option<Instant>,
    started: Instant,
    /// Since when nobody answers, and when that was last said.
    call: Option<(Instant, Instant)>,
    /// Where to begin, if not at the start.
    from: Option<Span>,
    /// When each pack was laid on, by its segment.
    laid_on: BTreeMap<usize, DateTime<FixedOffset>>,
    /// How the device and the voice wake this thread.
    news: Wake,
}

impl Driver {
    fn run(mut self, told: &Receiver<Told>) {
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
                Ok(Told::Command(command)) => self.command(command),
                Ok(Told::News) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Told::End) | Err(RecvTimeoutError::Disconnected) => break,
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
            SessionCommand::ByEar
                | SessionCommand::Note(_)
                | SessionCommand::Details { .. }
                | SessionCommand::Changed(_)
        );
        if !keeps_asking {
            self.view.lock().by_ear = None;
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
            SessionCommand::ByEar => self.pick_by_ear(),
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
        let asks = self.view.lock().by_ear.is_some();
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
                if self.is_heard() && self.settings.by_ear {
                    self.begin_by_ear();
                }
            }
            Output::SegmentEntered(index) => {
                if matches!(self.player.timeline().segments()[index].what, What::Pack { .. }) {
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

    fn begin_by_ear(&mut self) {
        self.sound.reopen();
        let (ear, words) = ByEar::begin(self.started.elapsed(), self.planned.phrases());
        self.say_own(|_| words);
        self.view.lock().by_ear = Some(ear);
    }

    /// The big key, once the session is over.
    fn pick_by_ear(&mut self) {
        if self.ended.is_none() {
            return;
        }
        let Some(ear) = self.view.lock().by_ear else { return self.begin_by_ear() };
        let Some((picked, next)) = ear.pick(self.started.elapsed()) else { return };
        match picked {
            Picked::Pain(pain) => self.rate(|record| record.pain_after = Some(pain)),
            Picked::Feeling(feeling) => {
                self.rate(|record| record.feeling = Some(feeling));
                self.say_own(|own| own.thanks.into());
                // Until these words are said.
                self.ended = Some(Instant::now());
            }
        }
        let next = next.map(|(ear, words)| {
            self.say_own(|_| words);
            ear
        });
        self.view.lock().by_ear = next;
    }

    /// Says the next answer when it is due.
    fn ask_by_ear(&mut self) {
        let Some(mut ear) = self.view.lock().by_ear else { return };
        let said = ear.advance(self.started.elapsed());
        match &said {
            Said::Nothing => return,
            Said::Words(words) => self.say_own(|_| words.clone()),
            Said::Over => {}
        }
        self.view.lock().by_ear = (said != Said::Over).then_some(ear);
        (self.wake)();
    }

    /// Nobody answered: it is said aloud that the pack has to come off, muted or not, until somebody is there.
    fn begin_call(&mut self) {
        let now = Instant::now();
        self.sound.set_loud(true);
        self.sound.play_cue(Cue::PackOff);
        self.say_own(|own| own.pack_off.into());
        self.call = Some((now, now));
        let record = &mut self.view.lock().record;
        if !record.changes.iter().any(|change| change == NOBODY_ANSWERED) {
            record.changes.push(NOBODY_ANSWERED.to_owned());
        }
    }

    fn go_on_calling(&mut self) {
        let Some((since, last)) = self.call else { return };
        if since.elapsed() >= CALL_FOR {
            self.end_call();
            let now = self.sound.now();
            self.player.handle(PlayerCommand::Stop(StopReason::Closed), now);
        } else if last.elapsed() >= CALL_EVERY {
            self.sound.play_cue(Cue::PackOff);
            self.say_own(|own| own.pack_off.into());
            self.call = Some((since, Instant::now()));
        }
    }

    fn end_call(&mut self) {
        if self.call.take().is_some() {
            self.sound.set_loud(false);
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
            record.position = self.player.progress().reached().from_start();
            record.applied = applied(self.player.timeline(), self.player.done(), &self.laid_on);
            record.clone()
        };
        if let Some(saver) = &self.saver {
            saver.save(record);
        }
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
        let answer = self.view.lock().by_ear.map(|ear| ear.next().saturating_sub(self.started.elapsed()));
        let running = self.player.state() == player::State::Running;
        let deadline = if running { self.player.next_deadline() } else { None };
        let deadline = deadline.map(|at| at.since(self.sound.now()).into());
        let call = self.call.map(|(_, last)| CALL_EVERY.saturating_sub(last.elapsed()));
        let due = [answer, deadline, call].into_iter().flatten().min().unwrap_or(AWAKE_EVERY);
        // Never none at all: a clock that waits for a stalled device must not be asked without a pause.
        due.clamp(Duration::from_millis(2), AWAKE_EVERY)
    }
}

#[cfg(test)]
mod tests;
