//! Everything that is heard, by frame: the timeline's events as notes.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::breath::BreathTone;
use super::clip::{Clip, sixteen_bits};
use super::synth;
use crate::routine::Language;
use crate::timeline::{Cue, EventKind, Timeline};

/// Words that will be heard once they are synthesised.
///
/// The audio thread looks for what is spoken without waiting: words that are late are not heard, only shown.
#[derive(Debug, Default)]
pub struct Words {
    /// As the voice gets them, placeholders filled.
    pub text: String,
    /// The language that the voice speaks them in.
    pub language: Language,
    /// A recording that is played in place of a voice, beside the routine's file.
    pub recording: Option<String>,
    spoken: OnceLock<Spoken>,
}

/// Words as they are heard: in 16 bits, as the engines give them, since a long session holds minutes of them.
#[derive(Debug)]
pub struct Spoken {
    rate: u32,
    samples: Box<[i16]>,
}

impl Spoken {
    fn of(clip: &Clip) -> Self {
        Self { rate: clip.rate, samples: clip.samples.iter().map(|sample| sixteen_bits(*sample)).collect() }
    }

    /// Frames a second.
    #[must_use]
    pub const fn rate(&self) -> u32 {
        self.rate
    }

    /// How many frames they take.
    #[must_use]
    pub const fn frames(&self) -> u64 {
        self.samples.len() as u64
    }

    /// One frame, between −1 and 1; nothing after the last.
    #[must_use]
    pub fn sample(&self, frame: u64) -> Option<f32> {
        let sample = self.samples.get(usize::try_from(frame).ok()?)?;
        Some(f32::from(*sample) * (1.0 / f32::from(i16::MAX)))
    }
}

/// A sound and the frame at which it starts.
#[derive(Clone, Debug)]
pub struct Note {
    /// The frame at which it begins, counted from the start of the timeline.
    pub start_frame: u64,
    /// What begins there.
    pub sound: Sound,
}

/// What is heard.
#[derive(Clone, Debug)]
pub enum Sound {
    /// A cue.
    Cue(Arc<Clip>),
    /// A phase of a breath.
    Breath(BreathTone),
    /// Words.
    Words(Arc<Words>),
}

/// All notes of a timeline at one rate, in order.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Frames a second.
    pub rate: u32,
    /// The notes, by start.
    pub notes: Vec<Note>,
    /// The frame at which the timeline ends.
    pub end_frame: u64,
}

/// The cues as sounds at one rate.
#[derive(Clone, Debug)]
pub struct CueBank {
    rate: u32,
    clips: BTreeMap<Cue, Arc<Clip>>,
}

impl CueBank {
    /// Every cue at a rate.
    #[must_use]
    pub fn at_rate(rate: u32) -> Self {
        let clip = |cue| Arc::new(Clip { rate, samples: synth::cue(cue, rate) });
        Self { rate, clips: Cue::ALL.into_iter().map(|cue| (cue, clip(cue))).collect() }
    }

    /// The sound of a cue; the same samples are shared by all notes.
    #[must_use]
    pub fn get(&self, cue: Cue) -> Option<Arc<Clip>> {
        self.clips.get(&cue).cloned()
    }

    /// Frames a second.
    #[must_use]
    pub const fn rate(&self) -> u32 {
        self.rate
    }
}

impl Words {
    /// Words without a sound yet.
    #[must_use]
    pub fn new(text: impl Into<String>, language: Language, recording: Option<String>) -> Self {
        Self { text: text.into(), language, recording, spoken: OnceLock::new() }
    }

    /// Gives them their sound; the first one stays.
    pub fn set(&self, clip: &Clip) {
        let _ = self.spoken.set(Spoken::of(clip));
    }

    /// Their sound, if it is there.
    #[must_use]
    pub(crate) fn spoken(&self) -> Option<&Spoken> {
        self.spoken.get()
    }
}

impl Score {
    /// The score of a timeline at the bank's rate, and its words in the order in which they are needed, each once.
    ///
    /// Words that `known` has already are used again, with the sound that they may have.
    #[must_use]
    pub fn of(timeline: &Timeline, bank: &CueBank, known: &[Arc<Words>]) -> (Self, Vec<Arc<Words>>) {
        let rate = bank.rate();
        let mut words: Vec<Arc<Words>> = Vec::new();
        let mut by_text: BTreeMap<(String, Language, Option<String>), Arc<Words>> = known
            .iter()
            .map(|words| ((words.text.clone(), words.language, words.recording.clone()), Arc::clone(words)))
            .collect();
        let mut notes = Vec::with_capacity(timeline.events().len());
        for event in timeline.events() {
            let sound = match &event.kind {
                EventKind::AwakeCheck { .. } => None,
                EventKind::Cue(cue) => bank.get(*cue).map(Sound::Cue),
                EventKind::Breath { phase, lasts } => {
                    // From frame to frame, so that neighbouring phases meet exactly.
                    let end = (event.at + *lasts).frame_at(rate);
                    let frames = end - event.at.frame_at(rate);
                    Some(Sound::Breath(BreathTone::new(*phase, frames, rate)))
                }
                EventKind::Say { text, language, recording } => {
                    let key = (text.clone(), *language, recording.clone());
                    let new = || Arc::new(Words::new(text.clone(), *language, recording.clone()));
                    let shared = by_text.entry(key).or_insert_with(new);
                    if !words.iter().any(|other| Arc::ptr_eq(other, shared)) {
                        words.push(Arc::clone(shared));
                    }
                    Some(Sound::Words(Arc::clone(shared)))
                }
            };
            notes.extend(sound.map(|sound| Note { start_frame: event.at.frame_at(rate), sound }));
        }
        (Self { rate, notes, end_frame: timeline.end().frame_at(rate) }, words)
    }

    /// The words that begin between two frames, each once, in their order.
    #[must_use]
    pub(crate) fn words_between(&self, from: u64, to: u64) -> Vec<Arc<Words>> {
        let mut between: Vec<Arc<Words>> = Vec::new();
        for note in &self.notes[self.first_from(from)..self.first_from(to)] {
            if let Sound::Words(words) = &note.sound
                && !between.iter().any(|other| Arc::ptr_eq(other, words))
            {
                between.push(Arc::clone(words));
            }
        }
        between
    }

    /// The first note that starts at or after a frame.
    #[must_use]
    pub(crate) fn first_from(&self, frame: u64) -> usize {
        self.notes.partition_point(|note| note.start_frame < frame)
    }
}
