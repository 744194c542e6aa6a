//! The cue sounds: a table of notes, and the one function that turns notes into samples.
//!
//! They are made for a person whose eyes are closed and whom sound hurts: every note swells for at least 150 ms, stays
//! between 200 and 600 Hz, and is quiet. Meaning is carried by shape: what rises begins or asks, what falls ends, two
//! notes change sides, a slide follows the hand.
//!
//! Pure: the same cue at the same rate is the same samples, up to the last bit of the platform's sine.

use std::f64::consts::{PI, TAU};

use crate::time::ExactDuration;
use crate::timeline::Cue;

/// A sine tone that swells, may slide to another pitch, and fades. All times are milliseconds.
#[derive(Clone, Copy)]
struct Note {
    /// From the start of the cue.
    start: u32,
    lasts: u32,
    fade_in: u32,
    fade_out: u32,
    /// Where the pitch begins, in hertz.
    from: f64,
    /// Where it is after the slide.
    to: f64,
    /// When the slide begins and ends, from the start of the note.
    slide: (u32, u32),
    /// Loudness beside the other notes of the cue; equal levels sound equally loud at any pitch.
    level: f64,
}

/// A cue as it is written down.
struct Sheet {
    /// The highest sample, in decibels below full scale.
    peak: f64,
    notes: &'static [Note],
}

/// The peak of a cue that is heard now and then.
const CLEAR: f64 = -24.0;
/// The peak of a cue that comes often, or that may be missed.
const FAINT: f64 = -28.0;

/// The notes of a cue.
#[rustfmt::skip] // One line a note, as in a table.
const fn sheet(cue: Cue) -> Sheet {
    match cue {
        // A short neutral tone: one of several, and nothing more.
        Cue::Count => faint(const { &[
            note(0, 320, 370.0),
        ] }),
        // One soft, rounded tone, made round by its octave: here is something new.
        Cue::Next => clear(const { &[
            note(0, 720, 277.0).fades(200, 440),
            note(0, 600, 554.0).fades(200, 400).level(0.4),
        ] }),
        // Low, then high, the same note an octave apart: over to the other side.
        Cue::Switch => clear(const { &[
            note(0, 420, 262.0).fades(160, 220),
            note(410, 430, 524.0).fades(160, 240),
        ] }),
        // One tone with a dip in the middle. The two halves overlap in phase, so they are heard as one.
        Cue::Halfway => clear(const { &[
            note(0, 490, 392.0).fades(160, 240),
            note(350, 490, 392.0).fades(240, 160),
        ] }),
        // A soft blip with a small hop up: on to the next place.
        Cue::Spot => faint(const { &[
            note(0, 330, 494.0).slides(587.0, 140, 230),
        ] }),
        // Swells and rises as the pressure does.
        Cue::Press => faint(const { &[
            note(0, 760, 233.0).fades(440, 180).slides(330.0, 120, 640),
        ] }),
        // Falls and fades as the hand lets go.
        Cue::Release => faint(const { &[
            note(0, 760, 330.0).fades(160, 500).slides(233.0, 120, 640),
        ] }),
        // Two equal soft pulses: soon over.
        Cue::Ending => faint(const { &[
            note(0, 380, 277.0),
            note(460, 380, 277.0),
        ] }),
        // Up, down, up, like a glance under the pack and back.
        Cue::SkinCheck => clear(const { &[
            note(0, 330, 494.0),
            note(250, 330, 330.0),
            note(500, 340, 494.0),
        ] }),
        // A falling third, twice, in full voice: off with it.
        Cue::PackOff => clear(const { &[
            note(0, 440, 587.0).fades(150, 150).slides(466.0, 180, 250),
            note(400, 440, 587.0).fades(150, 150).slides(466.0, 180, 250),
        ] }),
        // Holds, then rises at the end and stays open, like a question.
        Cue::Waiting => clear(const { &[
            note(0, 840, 392.0).fades(300, 200).slides(523.0, 420, 640),
        ] }),
        // A falling fifth: down to rest.
        Cue::Paused => clear(const { &[
            note(0, 420, 392.0),
            note(300, 540, 262.0).fades(160, 340),
        ] }),
        // The same fifth rising: up again.
        Cue::Resumed => clear(const { &[
            note(0, 420, 262.0),
            note(300, 540, 392.0).fades(160, 340),
        ] }),
        // A slow cadence of three falling notes that comes home, the last made warm by its fifth and octave.
        Cue::End => clear(const { &[
            note(0, 540, 392.0).fades(180, 300),
            note(380, 540, 330.0).fades(180, 300),
            note(760, 730, 262.0).fades(200, 500),
            note(760, 700, 393.0).fades(200, 480).level(0.4),
            note(760, 660, 524.0).fades(200, 460).level(0.25),
        ] }),
    }
}

/// The samples of a cue at `rate` frames a second, in one channel; the first and the last are zero.
#[must_use]
pub fn cue(cue: Cue, rate: u32) -> Vec<f32> {
    let sheet = sheet(cue);
    let samples = mixed(sheet.notes, rate);
    // The files' rate decides too: a coarse rate steps over the crests, and would come out louder than a fine one.
    let highest = crest(&samples).max(crest(&mixed(sheet.notes, FILE_RATE)));
    let gain = amplitude(sheet.peak) / highest;
    samples.into_iter().map(|sample| narrow(sample * gain)).collect()
}

/// The rate of the files in `audio/cues`.
pub const FILE_RATE: u32 = 48_000;

/// All notes together, at no particular level.
fn mixed(notes: &[Note], rate: u32) -> Vec<f64> {
    let ends = notes.iter().map(|note| note.start + note.lasts).max().unwrap_or(0);
    let frames = ExactDuration::from_millis(u64::from(ends)).frames_at(rate);
    let sample = |frame: u64| {
        let at = seconds_at(frame, rate);
        notes.iter().map(|note| note.sample(at)).sum()
    };
    // One more frame, so that it ends at nothing at rates that the length is no multiple of.
    (0..frames).map(sample).chain([0.0]).collect()
}

const fn clear(notes: &'static [Note]) -> Sheet {
    Sheet { peak: CLEAR, notes }
}

const fn faint(notes: &'static [Note]) -> Sheet {
    Sheet { peak: FAINT, notes }
}

/// A steady note that swells for half of its length and fades for the other.
const fn note(start: u32, lasts: u32, pitch: f64) -> Note {
    let half = lasts / 2;
    Note {
        start,
        lasts,
        fade_in: half,
        fade_out: half,
        from: pitch,
        to: pitch,
        slide: (0, lasts),
        level: 1.0,
    }
}

impl Note {
    const fn fades(self, fade_in: u32, fade_out: u32) -> Self {
        Self { fade_in, fade_out, ..self }
    }

    const fn slides(self, to: f64, begins: u32, ends: u32) -> Self {
        Self { to, slide: (begins, ends), ..self }
    }

    const fn level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// The sample at a time in seconds from the start of the cue. Each stands for itself: nothing is carried over from
    /// the one before, so blocks of any size give the same sound.
    fn sample(&self, at: f64) -> f64 {
        let within = at - secs(self.start);
        if within <= 0.0 || within >= secs(self.lasts) {
            return 0.0;
        }
        let swell = eased(within / secs(self.fade_in));
        let fade = eased((secs(self.lasts) - within) / secs(self.fade_out));
        // The ear hears higher tones better: between the equal-loudness contours of 40 and 60 phon it gains about 6 dB
        // an octave here, which is the inverse of the pitch.
        let level = self.level * 200.0 / self.pitch_at(within);
        // Whole turns are taken away while they are exact, so that the sine gets a small argument.
        let turns = self.turns_at(within).fract();
        swell * fade * level * (TAU * turns).sin()
    }

    /// The pitch at a time from the start of the note.
    fn pitch_at(&self, within: f64) -> f64 {
        let (begins, ends) = (secs(self.slide.0), secs(self.slide.1));
        self.from + (self.to - self.from) * eased((within - begins) / (ends - begins))
    }

    /// The integral of the pitch, in closed form. It counts from the start of the cue, so notes of one pitch are in
    /// phase where they overlap.
    fn turns_at(&self, within: f64) -> f64 {
        let (begins, ends) = (secs(self.slide.0), secs(self.slide.1));
        let lasts = ends - begins;
        let sliding = (within - begins).clamp(0.0, lasts);
        let slid = (sliding - lasts / PI * (PI * sliding / lasts).sin()) / 2.0 + (within - ends).max(0.0);
        self.from * (secs(self.start) + within) + (self.to - self.from) * slid
    }
}

/// From 0 to 1 along a raised cosine.
fn eased(share: f64) -> f64 {
    (1.0 - (PI * share.clamp(0.0, 1.0)).cos()) / 2.0
}

fn secs(millis: u32) -> f64 {
    f64::from(millis) / 1000.0
}

fn crest(samples: &[f64]) -> f64 {
    // Never zero, so that it can be divided by.
    samples.iter().fold(f64::MIN_POSITIVE, |highest, sample| highest.max(sample.abs()))
}

/// Decibels below full scale as a share of it.
fn amplitude(decibels: f64) -> f64 {
    10_f64.powf(decibels / 20.0)
}

#[allow(clippy::cast_precision_loss)] // A cue has fewer than a million frames; a float counts them exactly.
fn seconds_at(frame: u64, rate: u32) -> f64 {
    frame as f64 / f64::from(rate)
}

#[allow(clippy::cast_possible_truncation)] // Only digits that no converter has are lost.
fn narrow(sample: f64) -> f32 {
    sample as f32
}

#[cfg(test)]
mod tests;
