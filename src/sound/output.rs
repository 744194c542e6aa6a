//! What a session needs of sound: it follows a timeline and a transport, whatever becomes of the device.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::ambience::Ambience;
use super::clock::{SessionClock, Uptime};
use super::device::{self, Device, DeviceEvent};
use super::renderer::{Bus, Control, FrameTransport, Message};
use super::score::{CueBank, Score, Words};
use super::waker::Waker;
use crate::player::Transport;
use crate::routine::Language;
use crate::time::{ExactDuration, Position};
use crate::timeline::{Cue, Timeline};

mod rest;

/// Between a command and the first frame that it can reach, besides what the device has taken already.
const LEAD_TO_SPARE: ExactDuration = ExactDuration::from_millis(120);

/// How far back from what is played, and how far ahead, words have a sound: enough to hear something again, and for a slow
/// engine to be ready.
const WORDS_NEAR: [ExactDuration; 2] = [ExactDuration::from_secs(15), ExactDuration::from_secs(60)];
/// How far it plays before that is renewed.
const RENEWED_AFTER: ExactDuration = ExactDuration::from_secs(20);

/// How much louder a cue is that has to be heard: 12 dB, so that it is still no fright.
const LOUD: f32 = 4.0;

/// How loud each part is, 0–1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    /// Spoken words, synthesised or recorded.
    pub voice: f32,
    /// Cues.
    pub cues: f32,
    /// Breath tones.
    pub breath: f32,
    /// What is heard under everything.
    pub ambience: f32,
    /// What every other level is multiplied by.
    pub main: f32,
}

impl Default for Levels {
    fn default() -> Self {
        Self { voice: 1.0, cues: 1.0, breath: 1.0, ambience: 1.0, main: 1.0 }
    }
}

/// What changed with the device, as one sentence for the person; nothing while all is well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundState {
    /// A device plays what is sent.
    Playing,
    /// It does not: why.
    Silent(String),
}

/// Words that need a sound at a rate, in the order in which they are needed.
#[derive(Clone, Debug)]
pub struct WordsWanted {
    /// The one that is due first comes first.
    pub words: Vec<Arc<Words>>,
    /// All that will be said, to choose who says it.
    pub all: Vec<Arc<Words>>,
    /// Frames a second.
    pub rate: u32,
}

/// The sound of one session.
#[derive(Debug)]
pub struct SoundOutput {
    /// Whether no device is wanted at all.
    is_silent: bool,
    device: Option<Device>,
    clock: Arc<Mutex<SessionClock>>,
    playing: Option<Playing>,
    timeline: Option<Arc<Timeline>>,
    transport: Transport,
    levels: Levels,
    muted: bool,
    /// A factor on what is heard, from 0 to 1.
    volume: f32,
    /// Whether it has to be heard: then neither muting nor chosen levels count, and cues are louder.
    is_loud: bool,
    ambience: Ambience,
    device_name: Option<String>,
    wanted: Option<WordsWanted>,
    wake: Waker,
}

#[derive(Debug)]
struct Playing {
    control: Control,
    rate: u32,
    /// What the clock reads at the device's first frame.
    base: Position,
    /// How far ahead of what is heard the device takes frames.
    ahead: ExactDuration,
    bank: CueBank,
    words: Vec<Arc<Words>>,
    /// What it plays, to know when the next of it is heard.
    score: Arc<Score>,
    /// Around which place of the timeline its words have a sound.
    words_around: Position,
    /// Since when the device rests, because nothing is heard, on the session's clock.
    rests_since: Option<Position>,
    /// The frames that were rendered when something was last sent that may be heard.
    sent_at: u64,
    /// When its first frame was heard, as it was known before its first rest. Every rest is measured from there, so that
    /// no error of one is added to that of another.
    origin: Option<i64>,
    /// When it is known how long that rest really was, on the session's clock.
    settles: Option<Position>,
}

impl Playing {
    /// What the clock reads at the device's first frame, as if it had never rested.
    fn base(&self) -> Position {
        self.base + self.control.shared().rest()
    }
}

impl SoundOutput {
    /// Opens a device by its name, or the system's own choice, in the background; wakes when there is something to
    /// [follow](Self::follow_device).
    #[must_use]
    pub fn open(device_name: Option<String>, uptime: Uptime, wake: Waker) -> Self {
        let device = Device::open(device_name.clone(), wake.clone());
        Self { device_name, wake, ..Self::with_device(Some(device), uptime) }
    }

    /// No sound at all, and nothing said of it.
    #[must_use]
    pub fn silent(uptime: Uptime) -> Self {
        Self::with_device(None, uptime)
    }

    /// With a device that never says a word: for tests of what becomes of it.
    #[cfg(test)]
    pub(crate) fn with_mute_device(uptime: Uptime) -> Self {
        Self::with_device(Some(Device::mute()), uptime)
    }

    /// How loud everything is meant to be.
    #[cfg(test)]
    pub(crate) const fn levels(&self) -> Levels {
        self.levels
    }

    /// Whether it has to be heard whatever was chosen.
    #[cfg(test)]
    pub(crate) const fn is_loud(&self) -> bool {
        self.is_loud
    }

    fn with_device(device: Option<Device>, uptime: Uptime) -> Self {
        Self {
            is_silent: device.is_none(),
            device,
            clock: Arc::new(Mutex::new(SessionClock::started_now(uptime))),
            playing: None,
            timeline: None,
            transport: Transport::default(),
            levels: Levels::default(),
            muted: false,
            volume: 1.0,
            is_loud: false,
            ambience: Ambience::Silence,
            device_name: None,
            wanted: None,
            wake: Waker::nobody(),
        }
    }

    /// What the session's clock reads.
    #[must_use]
    pub fn now(&self) -> Position {
        self.clock.lock().now()
    }

    /// Whether the clock stood still since this was asked last, because the machine slept.
    #[must_use]
    pub(crate) fn take_slept(&self) -> bool {
        self.clock.lock().take_slept()
    }

    /// The session's clock, for a screen to read.
    #[must_use]
    pub const fn clock(&self) -> &Arc<Mutex<SessionClock>> {
        &self.clock
    }

    /// Whether a device is open, or looked for.
    #[must_use]
    pub(crate) const fn is_open(&self) -> bool {
        self.device.is_some()
    }

    /// Lets the device go, so that nothing runs while nothing is heard.
    pub(crate) fn close(&mut self) {
        self.device = None;
        self.playing = None;
        self.clock.lock().release();
    }

    /// Opens the device again after [`Self::close`].
    pub(crate) fn reopen(&mut self) {
        if self.device.is_none() && !self.is_silent {
            self.device = Some(Device::open(self.device_name.clone(), self.wake.clone()));
        }
    }

    /// Waits a little for the first word of the device, so that a session can begin with its sound.
    pub(crate) fn wait_for_device(&mut self, at_most: Duration) -> Option<SoundState> {
        let event = self.device.as_ref()?.events.recv_timeout(at_most).ok()?;
        Some(self.take(event))
    }

    /// Takes what became of the device since; the newest state, if there is one.
    pub(crate) fn poll_device(&mut self) -> Option<SoundState> {
        if let Some(playing) = &mut self.playing {
            playing.control.collect();
        }
        let mut state = None;
        while let Some(event) = self.device.as_ref().and_then(|device| device.events.try_recv().ok()) {
            state = Some(self.take(event));
        }
        state
    }

    fn take(&mut self, event: DeviceEvent) -> SoundState {
        match event {
            DeviceEvent::Connected(device::Playing { control, bank, since, ahead }) => {
                let rate = bank.rate();
                let heard_for = since.elapsed().into();
                let base = self.clock.lock().follow(Arc::clone(control.shared()), rate, heard_for);
                // What has its sound at this rate keeps it.
                let old = self.playing.take().filter(|old| old.rate == rate);
                let (score, words) = old.map(|old| (old.score, old.words)).unwrap_or_default();
                self.playing = Some(Playing {
                    control,
                    rate,
                    base,
                    ahead,
                    bank,
                    words,
                    score,
                    words_around: Position::ZERO,
                    rests_since: None,
                    sent_at: 0,
                    origin: None,
                    settles: None,
                });
                self.send_levels();
                self.send_ambience();
                self.send_score();
                self.send_transport();
                SoundState::Playing
            }
            DeviceEvent::Missing(error) => {
                self.clock.lock().release();
                self.playing = None;
                SoundState::Silent(error.to_string())
            }
        }
    }

    /// Plays this timeline from now on.
    pub(crate) fn set_timeline(&mut self, timeline: Arc<Timeline>) {
        self.timeline = Some(timeline);
        self.send_score();
    }

    /// Moves like this from now on.
    pub(crate) fn set_transport(&mut self, transport: Transport) {
        self.transport = transport;
        self.send_transport();
    }

    /// How loud each part is.
    pub(crate) fn set_levels(&mut self, levels: Levels) {
        self.levels = levels;
        self.send_levels();
    }

    /// Makes everything silent, or audible again; time goes on.
    pub(crate) fn set_muted(&mut self, muted: bool) {
        self.muted = muted;
        self.send_levels();
    }

    /// Makes everything quieter by a factor from 0 to 1.
    pub(crate) fn set_volume(&mut self, volume: f32) {
        self.volume = volume;
        self.send_levels();
    }

    /// Makes what is played at once loud enough to be heard by somebody who dozes, muted or not; or ends that.
    pub(crate) fn set_loud(&mut self, is_loud: bool) {
        self.is_loud = is_loud;
        self.send_levels();
    }

    /// Whether a device plays.
    #[must_use]
    pub const fn plays(&self) -> bool {
        self.playing.is_some()
    }

    /// Gives every word a new sound from now on: another voice speaks.
    pub(crate) fn forget_words(&mut self) {
        if let Some(playing) = &mut self.playing {
            playing.words.clear();
            playing.score = Arc::default();
            self.send_score();
        }
    }

    /// What is heard under everything.
    pub(crate) fn set_ambience(&mut self, ambience: Ambience) {
        if self.ambience != ambience {
            self.ambience = ambience;
            self.send_ambience();
        }
    }

    /// Goes over to another device; where the old one was, the new one goes on.
    pub(crate) fn set_device(&mut self, name: Option<String>) {
        if self.device_name != name {
            self.device_name = name;
            if self.device.is_some() {
                self.close();
                self.reopen();
            }
        }
    }

    /// Plays a cue at once.
    pub(crate) fn play_cue(&mut self, cue: Cue) {
        self.go_on();
        if let Some(playing) = &mut self.playing
            && let Some(clip) = playing.bank.get(cue)
        {
            let clip = if self.is_loud { Arc::new(clip.louder(LOUD)) } else { clip };
            playing.control.send(Message::Cue(clip));
        }
    }

    /// Says words at once, as soon as they have their sound.
    pub fn say(&mut self, text: &str, language: Language) {
        self.go_on();
        let Some(playing) = &mut self.playing else { return };
        let known =
            playing.words.iter().find(|words| words.text == text && words.language == language).cloned();
        let words = known.unwrap_or_else(|| Arc::new(Words::new(text, language, None)));
        if words.spoken().is_none() {
            let (rate, words) = (playing.rate, vec![Arc::clone(&words)]);
            self.want(WordsWanted { all: words.clone(), words, rate });
        }
        let Some(playing) = &mut self.playing else { return };
        playing.control.send(Message::Say(words));
    }

    /// The words that need a sound, once after each change.
    pub(crate) fn take_wanted(&mut self) -> Option<WordsWanted> {
        self.wanted.take()
    }

    /// How long a jump has to wait for the sound: as far ahead as the device takes frames, and some to spare.
    #[must_use]
    pub(crate) fn lead(&self) -> ExactDuration {
        self.playing.as_ref().map_or(ExactDuration::ZERO, |playing| playing.ahead + LEAD_TO_SPARE)
    }

    /// Hands the score over. Words that are far from what is played have no sound in it: a long session says more than needs
    /// to be kept.
    fn send_score(&mut self) {
        let place = self.place();
        let (Some(playing), Some(timeline)) = (&mut self.playing, &self.timeline) else { return };
        let near = WORDS_NEAR.map(|far| far.frames_at(playing.rate));
        let center = place.frame_at(playing.rate);
        let (from, to) = (center.saturating_sub(near[0]), center.saturating_add(near[1]));
        let kept = playing.score.words_between(from, to);
        let (score, all) = Score::of(timeline, &playing.bank, &kept);
        let words = score.words_between(from, to);
        playing.score = Arc::new(score);
        playing.control.send(Message::Score(Arc::clone(&playing.score)));
        playing.words_around = place;
        playing.words.clone_from(&all);
        let rate = playing.rate;
        self.want(WordsWanted { words, all, rate });
    }

    /// Asks for words before those that are still to be asked for.
    fn want(&mut self, mut new: WordsWanted) {
        if let Some(old) = self.wanted.take().filter(|old| old.rate == new.rate) {
            new.words.extend(old.words);
            if old.all.len() > new.all.len() {
                new.all = old.all;
            }
        }
        self.wanted = Some(new);
    }

    /// Gives the words a sound that have come near, and takes it from those that are far behind.
    pub(crate) fn keep_words_near(&mut self) {
        let place = self.place();
        let Some(playing) = &self.playing else { return };
        let around = playing.words_around;
        if place.since(around.min(place)) >= RENEWED_AFTER || around.since(place.min(around)) >= WORDS_NEAR[0]
        {
            self.send_score();
        }
    }

    /// Where on the timeline it is.
    fn place(&self) -> Position {
        let (transport, now) = (self.transport, self.now());
        let moved = if transport.running { now.since(transport.since.min(now)) } else { ExactDuration::ZERO };
        transport.from + moved
    }

    fn send_transport(&mut self) {
        self.go_on();
        self.place_score();
    }

    /// Tells the renderer where on its frames the score lies.
    fn place_score(&mut self) {
        if let Some(transport) = self.frame_transport()
            && let Some(playing) = self.playing.as_mut()
        {
            playing.control.send(Message::Transport(transport));
        }
    }

    /// Where on the device's frames the score lies.
    fn frame_transport(&self) -> Option<FrameTransport> {
        let (playing, transport) = (self.playing.as_ref()?, self.transport);
        // A device that came after the start joins where the timeline is by then.
        let base = playing.base();
        let since = transport.since.max(base);
        let from = transport.from + since.since(transport.since);
        Some(FrameTransport {
            running: transport.running,
            since: Position::from_nanos(since.since(base).nanos()).frame_at(playing.rate),
            from: if transport.running { from } else { transport.from }.frame_at(playing.rate),
        })
    }

    fn send_ambience(&mut self) {
        self.go_on();
        let Some(playing) = &mut self.playing else { return };
        let ambience_layer = self.ambience.ambience_layer(playing.rate).map(Arc::new);
        playing.control.send(Message::Ambience(ambience_layer));
    }

    fn send_levels(&self) {
        let Some(playing) = &self.playing else { return };
        let levels = if self.is_loud { Levels::default() } else { self.levels };
        let main = match (self.is_loud, self.muted) {
            (true, _) => levels.main,
            (false, true) => 0.0,
            (false, false) => levels.main * self.volume,
        };
        for (bus, level) in [
            (Bus::Voice, levels.voice),
            (Bus::Cues, levels.cues),
            (Bus::Breath, levels.breath),
            (Bus::Ambience, levels.ambience),
            (Bus::Main, main),
        ] {
            playing.control.set_level(bus, level);
        }
    }
}
