//! The one place where sound is made: a score and a transport in, frames out, in blocks of any size.
//!
//! It runs on the audio thread. It takes no lock and allocates nothing: commands come through a ring, and what it no
//! longer needs goes back through another one to be freed elsewhere. What is heard at a frame depends on the frames
//! alone, never on how many are asked for at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::time::Instant;

use rtrb::{Consumer, Producer, RingBuffer};

use super::breath::Sine;
use super::clip::Clip;
use super::score::{Score, Sound, Words};
use crate::time::ExactDuration;

mod ambience_layer;
mod voice;

use ambience_layer::AmbienceLayer;
use voice::{Fade, Playing, Voice};

/// What is rendered in one go. Gains change within a block smoothly, and commands are taken between blocks.
pub const BLOCK: usize = 128;
const VOICES: usize = 16;
const BUSES: usize = 5;
/// A sound that is cut off by a pause or a jump fades for this long.
const RELEASE_SECS: f32 = 0.04;
/// A sound that is joined in its middle fades in for this long.
const JOIN_SECS: f32 = 0.15;
/// Words that are not there in time begin late by at most this; later they are left out. Words that find others still
/// being said wait as long, and then the others give way: what comes next matters more than the rest of what was said.
const LATEST_WORDS_SECS: f32 = 2.0;
/// How quiet breath tones and ambience become under words, and how fast.
const DUCKED: f32 = 0.3;
const DUCK_SECS: f32 = 0.25;
/// Nothing is ever louder than this: −6 dBFS.
pub const CEILING: f32 = 0.5;

/// That nothing is known of when the first frame was heard.
const UNKNOWN: i64 = i64::MIN;

/// What a level applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bus {
    /// Spoken words, synthesised or recorded.
    Voice,
    /// Cues.
    Cues,
    /// Breath tones.
    Breath,
    /// The loop under everything.
    Ambience,
    /// What all others go through.
    Main,
}

/// How device frames map to frames of the score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrameTransport {
    /// Whether the score moves.
    pub running: bool,
    /// The device frame at which it begins to move.
    pub since: u64,
    /// The frame of the score at that device frame.
    pub from: u64,
}

/// A command to the audio thread.
#[derive(Debug)]
pub enum Message {
    /// Play this score from now on.
    Score(Arc<Score>),
    /// Move like this from now on.
    Transport(FrameTransport),
    /// The score lies elsewhere on the frames by a little: what sounds goes on, what comes is moved.
    Shift(FrameTransport),
    /// Play a cue now.
    Cue(Arc<Clip>),
    /// Say these words now.
    Say(Arc<Words>),
    /// Play this loop under everything while the score moves; nothing ends it.
    Ambience(Option<Arc<Clip>>),
}

/// What the audio thread and the rest both see.
#[derive(Debug)]
pub struct Shared {
    frames: AtomicU64,
    /// How many of the last of them are silence, with nothing that waits to be heard.
    silent: AtomicU64,
    /// For how long the device has rested, in nanoseconds.
    rested: AtomicU64,
    /// How often it has gone on after a rest.
    rests: AtomicU64,
    /// When the first frame would have been heard, judged by those of now, in nanoseconds since `born`.
    origin: AtomicI64,
    /// When all this was made.
    born: Instant,
    levels: [AtomicU32; BUSES],
}

/// The other side of a [`Renderer`].
#[derive(Debug)]
pub struct Control {
    messages: Producer<Message>,
    retired: Consumer<Retired>,
    shared: Arc<Shared>,
}

/// What was let go on the audio thread, to be freed elsewhere.
#[derive(Debug)]
#[allow(dead_code)] // Held only to be dropped.
enum Retired {
    Score(Arc<Score>),
    Clip(Arc<Clip>),
    Words(Arc<Words>),
}

/// Renders a score.
pub struct Renderer {
    rate: u32,
    messages: Consumer<Message>,
    retired: Producer<Retired>,
    shared: Arc<Shared>,
    score: Option<Arc<Score>>,
    transport: FrameTransport,
    /// Whether the notes that sound already at the transport's start still have to be joined.
    joining: bool,
    next_note: usize,
    frame: u64,
    /// The frames of silence up to this one.
    silent: u64,
    voices: [Option<Voice>; VOICES],
    /// Words that are due and not begun, and the device frame up to which they may begin.
    waiting: Option<(Arc<Words>, u64)>,
    gains: [f32; BUSES],
    duck: f32,
    ambience_layer: AmbienceLayer,
    sine: Sine,
}

impl Shared {
    /// Frames rendered so far.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames.load(Ordering::Acquire)
    }

    /// How many of the last of them are silence, with nothing that waits to be heard.
    #[must_use]
    pub(super) fn silent_frames(&self) -> u64 {
        self.silent.load(Ordering::Acquire)
    }

    /// For how long the device has rested: what it had taken before is heard that much later.
    #[must_use]
    pub(super) fn rest(&self) -> ExactDuration {
        ExactDuration::from_nanos(self.rested.load(Ordering::Acquire))
    }

    /// Sets for how long the device has rested in all.
    pub(super) fn set_rest(&self, rested: ExactDuration) {
        self.rested.store(rested.nanos(), Ordering::Release);
    }

    /// The device is to go on after a rest: what it said of its delay before says nothing any more.
    pub(super) fn goes_on(&self) {
        self.origin.store(UNKNOWN, Ordering::Release);
        self.rests.fetch_add(1, Ordering::AcqRel);
    }

    /// How often it has gone on after a rest.
    pub(super) fn rests(&self) -> u64 {
        self.rests.load(Ordering::Acquire)
    }

    /// When the first frame would have been heard, judged by those since the last rest: what the device says of how far
    /// it is behind. Nothing before it has said so.
    pub(super) fn origin(&self) -> Option<i64> {
        Some(self.origin.load(Ordering::Acquire)).filter(|origin| *origin != UNKNOWN)
    }

    /// Notes when the first frame would have been heard.
    pub(super) fn set_origin(&self, origin: i64) {
        self.origin.store(origin, Ordering::Release);
    }

    /// When all this was made: what origins are counted from.
    pub(super) const fn born(&self) -> Instant {
        self.born
    }
}

impl Control {
    /// Tells the audio thread something; false if it no longer listens or cannot keep up.
    pub fn send(&mut self, message: Message) -> bool {
        while self.retired.pop().is_ok() {}
        self.messages.push(message).is_ok()
    }

    /// Frees what the audio thread has let go.
    pub fn collect(&mut self) {
        while self.retired.pop().is_ok() {}
    }

    /// Sets a level, 0–1.
    pub fn set_level(&self, bus: Bus, level: f32) {
        self.shared.levels[bus as usize].store(level.clamp(0.0, 1.0).to_bits(), Ordering::Relaxed);
    }

    /// What both sides see.
    #[must_use]
    pub const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }
}

/// A renderer at a rate, and its other side.
#[must_use]
pub fn renderer(rate: u32) -> (Control, Renderer) {
    let (messages_in, messages) = RingBuffer::new(256);
    let (retired, retired_out) = RingBuffer::new(1024);
    let levels = std::array::from_fn(|_| AtomicU32::new(1.0_f32.to_bits()));
    let shared = Arc::new(Shared {
        frames: AtomicU64::new(0),
        silent: AtomicU64::new(0),
        rested: AtomicU64::new(0),
        rests: AtomicU64::new(0),
        origin: AtomicI64::new(UNKNOWN),
        born: Instant::now(),
        levels,
    });
    let control = Control { messages: messages_in, retired: retired_out, shared: Arc::clone(&shared) };
    let renderer = Renderer {
        rate,
        messages,
        retired,
        shared,
        score: None,
        transport: FrameTransport::default(),
        joining: false,
        next_note: 0,
        frame: 0,
        silent: 0,
        voices: [const { None }; VOICES],
        waiting: None,
        gains: [1.0; BUSES],
        duck: 1.0,
        ambience_layer: AmbienceLayer::default(),
        sine: Sine::default(),
    };
    (control, renderer)
}

impl Renderer {
    /// Renders the next [`BLOCK`] frames.
    pub fn render(&mut self, block: &mut [f32; BLOCK]) {
        self.take_messages();
        self.begin_due_notes();
        self.begin_waiting_words();
        self.mix(block);
        self.frame += BLOCK as u64;
        self.silent = if self.is_silent() { self.silent + BLOCK as u64 } else { 0 };
        self.shared.silent.store(self.silent, Ordering::Release);
        self.shared.frames.store(self.frame, Ordering::Release);
    }

    /// Whether nothing is heard, and nothing waits for its sound.
    fn is_silent(&self) -> bool {
        self.voices.iter().all(Option::is_none) && self.waiting.is_none() && self.ambience_layer.is_silent()
    }

    fn take_messages(&mut self) {
        while let Ok(message) = self.messages.pop() {
            match message {
                Message::Score(score) => {
                    let place = self.place();
                    self.next_note = score.first_from(place);
                    if let Some(old) = self.score.replace(score) {
                        self.retire(Retired::Score(old));
                    }
                }
                Message::Transport(transport) => {
                    self.release_all();
                    self.transport = transport;
                    self.joining = true;
                }
                Message::Shift(transport) => self.transport = transport,
                Message::Cue(clip) => self.begin(Playing::Clip(clip), Bus::Cues, 0, 0),
                Message::Say(words) => self.wait_with(words, self.frame),
                Message::Ambience(clip) => {
                    if let Some(old) = self.ambience_layer.change(clip) {
                        self.retire(Retired::Clip(old));
                    }
                }
            }
        }
    }

    /// The frame of the score at the start of this block.
    const fn place(&self) -> u64 {
        let moved = if self.transport.running { self.frame.saturating_sub(self.transport.since) } else { 0 };
        self.transport.from + moved
    }

    fn begin_due_notes(&mut self) {
        let block_end = self.frame + BLOCK as u64;
        if !self.transport.running || block_end <= self.transport.since {
            return;
        }
        let Some(score) = self.score.take() else { return };
        let place = self.place();
        // The frames of this block before the score begins to move.
        let delay = self.transport.since.saturating_sub(self.frame);
        if std::mem::take(&mut self.joining) {
            self.next_note = score.first_from(place);
            self.join(&score, place, delay);
        }
        let place_end = place + BLOCK as u64 - delay;
        while let Some(note) = score.notes.get(self.next_note).filter(|note| note.start_frame < place_end) {
            // After a shift, a note may have been due a moment ago.
            let into_block = note.start_frame.saturating_sub(place) + delay;
            // Within one block, which is short.
            let delay = usize::try_from(into_block).unwrap_or(0);
            match &note.sound {
                Sound::Cue(clip) => self.begin(Playing::Clip(Arc::clone(clip)), Bus::Cues, 0, delay),
                Sound::Breath(tone) => self.begin(Playing::Breath(*tone), Bus::Breath, 0, delay),
                Sound::Words(words) => {
                    let words = Arc::clone(words);
                    if words.spoken().is_some() && !self.is_speaking() {
                        self.begin(Playing::Words(words), Bus::Voice, 0, delay);
                    } else {
                        self.wait_with(words, self.frame + into_block);
                    }
                }
            }
            self.next_note += 1;
        }
        self.score = Some(score);
    }

    /// Goes into the middle of words and breaths that sound at a place; cues that have begun are not joined.
    fn join(&mut self, score: &Score, place: u64, delay: u64) {
        let delay = usize::try_from(delay).unwrap_or(0);
        for note in &score.notes[..self.next_note] {
            let offset = place - note.start_frame;
            let (playing, frames, bus) = match &note.sound {
                Sound::Cue(_) => continue,
                Sound::Breath(tone) => (Playing::Breath(*tone), tone.frames(), Bus::Breath),
                Sound::Words(words) => {
                    let Some(spoken) = words.spoken() else { continue };
                    (Playing::Words(Arc::clone(words)), spoken.frames(), Bus::Voice)
                }
            };
            if offset < frames {
                self.begin(playing, bus, offset, delay);
            } else {
                self.retire_sound(playing);
            }
        }
    }

    fn wait_with(&mut self, words: Arc<Words>, due: u64) {
        let latest = due + frames_of(LATEST_WORDS_SECS, self.rate);
        if let Some((old, _)) = self.waiting.replace((words, latest)) {
            self.retire(Retired::Words(old));
        }
    }

    fn begin_waiting_words(&mut self) {
        let Some((words, latest)) = self.waiting.take() else { return };
        if self.frame > latest && words.spoken().is_some() && self.is_speaking() {
            self.release_words();
        }
        if words.spoken().is_some() && !self.is_speaking() {
            self.begin(Playing::Words(words), Bus::Voice, 0, 0);
        } else if self.frame > latest {
            self.retire(Retired::Words(words));
        } else {
            self.waiting = Some((words, latest));
        }
    }

    /// Fades what is being said.
    fn release_words(&mut self) {
        let step = 1.0 / (JOIN_SECS * rate_f32(self.rate));
        for voice in self.voices.iter_mut().flatten().filter(|voice| voice.bus == Bus::Voice) {
            voice.fade = Fade { gain: voice.fade.gain, target: 0.0, step };
        }
    }

    fn is_speaking(&self) -> bool {
        self.voices.iter().flatten().any(|voice| voice.bus == Bus::Voice && voice.fade.target > 0.0)
    }

    fn begin(&mut self, playing: Playing, bus: Bus, offset: u64, delay: usize) {
        let fade = if offset > 0 {
            Fade { gain: 0.0, target: 1.0, step: 1.0 / (JOIN_SECS * rate_f32(self.rate)) }
        } else {
            Fade { gain: 1.0, target: 1.0, step: 1.0 }
        };
        let voice = Voice { playing, bus, offset, delay, fade };
        match self.voices.iter_mut().find(|slot| slot.is_none()) {
            Some(slot) => *slot = Some(voice),
            None => self.retire_sound(voice.playing),
        }
    }

    fn release_all(&mut self) {
        let step = 1.0 / (RELEASE_SECS * rate_f32(self.rate));
        for voice in self.voices.iter_mut().flatten() {
            voice.fade = Fade { gain: voice.fade.gain, target: 0.0, step };
        }
        if let Some((words, _)) = self.waiting.take() {
            self.retire(Retired::Words(words));
        }
    }

    fn mix(&mut self, block: &mut [f32; BLOCK]) {
        block.fill(0.0);
        let gains = self.next_gains();
        let duck_from = self.duck;
        let duck_step = 1.0 / (DUCK_SECS * rate_f32(self.rate)) * block_f32();
        let duck_target = if self.is_speaking() { DUCKED } else { 1.0 };
        self.duck += (duck_target - self.duck).clamp(-duck_step, duck_step);
        for slot in 0..VOICES {
            let Some(mut voice) = self.voices[slot].take() else { continue };
            let bus = voice.bus as usize;
            let main = Bus::Main as usize;
            let (mut from, mut to) = (self.gains[bus] * self.gains[main], gains[bus] * gains[main]);
            if voice.bus == Bus::Breath {
                from *= duck_from;
                to *= self.duck;
            }
            let step = (to - from) / block_f32();
            let start = std::mem::take(&mut voice.delay).min(BLOCK);
            let mut gain = from + step * small_f32(start);
            let mut over = false;
            for out in &mut block[start..] {
                let Some(sample) = voice.playing.sample(voice.offset, &self.sine) else {
                    over = true;
                    break;
                };
                *out += sample * gain * voice.fade.next();
                gain += step;
                voice.offset += 1;
                if voice.fade.is_silent() {
                    over = true;
                    break;
                }
            }
            if over {
                self.retire_sound(voice.playing);
            } else {
                self.voices[slot] = Some(voice);
            }
        }
        self.mix_bed(block, gains, duck_from);
        self.gains = gains;
        for out in block.iter_mut() {
            *out = out.clamp(-CEILING, CEILING);
        }
    }

    /// The ambience plays while the score moves, under words as quietly as breath tones do.
    fn mix_bed(&mut self, block: &mut [f32; BLOCK], gains: [f32; BUSES], duck_from: f32) {
        let (bus, main) = (Bus::Ambience as usize, Bus::Main as usize);
        let from = self.gains[bus] * self.gains[main] * duck_from;
        let to = gains[bus] * gains[main] * self.duck;
        let moving = self.transport.running && self.frame + BLOCK as u64 > self.transport.since;
        if let Some(old) = self.ambience_layer.mix(block, moving, from, to, self.rate) {
            self.retire(Retired::Clip(old));
        }
    }

    /// The levels that are wished, approached over a few blocks so that a change never clicks.
    fn next_gains(&self) -> [f32; BUSES] {
        std::array::from_fn(|bus| {
            let wished = f32::from_bits(self.shared.levels[bus].load(Ordering::Relaxed));
            let step = block_f32() / (RELEASE_SECS * rate_f32(self.rate));
            self.gains[bus] + (wished - self.gains[bus]).clamp(-step, step)
        })
    }

    fn retire_sound(&mut self, playing: Playing) {
        match playing {
            Playing::Clip(clip) => self.retire(Retired::Clip(clip)),
            Playing::Words(words) => self.retire(Retired::Words(words)),
            Playing::Breath(_) => {}
        }
    }

    fn retire(&mut self, retired: Retired) {
        if let Err(rtrb::PushError::Full(retired)) = self.retired.push(retired) {
            // Nobody collects: keeping it for ever is better than freeing it here.
            std::mem::forget(retired);
        }
    }
}

/// The frames in a time.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A few seconds, above zero.
fn frames_of(secs: f32, rate: u32) -> u64 {
    (secs * rate_f32(rate)) as u64
}

#[allow(clippy::cast_precision_loss)] // Rates are exact in a float.
const fn rate_f32(rate: u32) -> f32 {
    rate as f32
}

#[allow(clippy::cast_precision_loss)] // A small number.
const fn block_f32() -> f32 {
    BLOCK as f32
}

#[allow(clippy::cast_precision_loss)] // Less than a block.
const fn small_f32(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests;
