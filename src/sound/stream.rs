//! An open stream of the sound system, into which a renderer's blocks are copied. It can rest: then the system takes
//! nothing, and nothing wakes for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc::Sender};
use std::time::Duration;

use rodio::cpal::traits::{DeviceTrait as _, StreamTrait as _};
use rodio::cpal::{
    self, BufferSize, Device, FromSample, OutputCallbackInfo, OutputStreamTimestamp, SampleFormat,
    SizedSample, StreamConfig,
};

use super::device::{DeviceError, Note};
use super::renderer::{BLOCK, Control, Renderer, Shared, renderer};
use super::score::CueBank;
use crate::time::Position;

/// Some 85 ms at a time: long enough for a machine whose cores are all busy, and a dozen wakeups a second while anything
/// is heard.
const BUFFERS_PER_SEC: u32 = 12;

/// An open stream, and the two signs by which it is known to be alive.
pub(super) struct Open {
    stream: cpal::Stream,
    /// Whether the system has reported an error since this was looked at last.
    pub failed: Arc<AtomicBool>,
    /// The frames that it has taken.
    pub shared: Arc<Shared>,
    /// Whether it rests.
    rests: bool,
}

impl Open {
    /// Opens a stream on a device, with the other side of its renderer and the cues at its rate. Errors that come later are
    /// noted.
    pub(super) fn on(device: &Device, notes: &Sender<Note>) -> Result<(Self, Control, CueBank), DeviceError> {
        let usual = device.default_output_config().map_err(|_| DeviceError::NotFound)?;
        let format = usual.sample_format();
        let rate = usual.sample_rate();
        let long = BufferSize::Fixed((rate / BUFFERS_PER_SEC).next_power_of_two());
        // Everything is made in one channel. Where the system spreads it over those of the device, it needs no more; on
        // other systems than Linux that is not so.
        let mono = cfg!(target_os = "linux").then_some(1);
        let channels = mono.into_iter().chain([usual.channels()]);
        let wished = channels.flat_map(|channels| [long, BufferSize::Default].map(|size| (channels, size)));
        for (channels, buffer_size) in wished {
            let failed = Arc::new(AtomicBool::new(false));
            let (control, renderer) = renderer(rate);
            let config = StreamConfig { channels, sample_rate: rate, buffer_size };
            let feeder = Feeder::new(renderer, channels, rate, Arc::clone(control.shared()));
            let Some(stream) = build(device, format, &config, feeder, on_error(&failed, notes)) else {
                continue;
            };
            if stream.play().is_err() {
                continue;
            }
            let shared = Arc::clone(control.shared());
            let open = Self { stream, failed, shared, rests: false };
            return Ok((open, control, CueBank::at_rate(rate)));
        }
        Err(DeviceError::NotFound)
    }

    /// Lets it rest. Where the system knows no rest, it goes on in silence.
    pub(super) fn rest(&mut self) {
        if !self.rests && self.stream.pause().is_ok() {
            self.rests = true;
        }
    }

    /// Lets it go on; the frames that it has taken are heard that much later.
    pub(super) fn go_on(&mut self) {
        if std::mem::take(&mut self.rests) {
            // If this fails, it takes nothing, and is found to be lost.
            let _ = self.stream.play();
        }
    }

    /// Whether it rests, and may take nothing.
    pub(super) const fn rests(&self) -> bool {
        self.rests
    }
}

/// Tells of the first error since it was looked at: a stream that fails may say so a million times a second.
fn on_error(failed: &Arc<AtomicBool>, notes: &Sender<Note>) -> impl FnMut(cpal::Error) + Send + 'static {
    let (failed, notes) = (Arc::clone(failed), notes.clone());
    move |_| {
        if !failed.swap(true, Ordering::Relaxed) {
            let _ = notes.send(Note::Failed);
        }
    }
}

/// A stream in the format that the device has.
fn build(
    device: &Device,
    format: SampleFormat,
    config: &StreamConfig,
    feeder: Feeder,
    on_error: impl FnMut(cpal::Error) + Send + 'static,
) -> Option<cpal::Stream> {
    match format {
        SampleFormat::F32 => of_samples::<f32>(device, config, feeder, on_error),
        SampleFormat::F64 => of_samples::<f64>(device, config, feeder, on_error),
        SampleFormat::I8 => of_samples::<i8>(device, config, feeder, on_error),
        SampleFormat::I16 => of_samples::<i16>(device, config, feeder, on_error),
        SampleFormat::I24 => of_samples::<cpal::I24>(device, config, feeder, on_error),
        SampleFormat::I32 => of_samples::<i32>(device, config, feeder, on_error),
        SampleFormat::U8 => of_samples::<u8>(device, config, feeder, on_error),
        SampleFormat::U16 => of_samples::<u16>(device, config, feeder, on_error),
        SampleFormat::U32 => of_samples::<u32>(device, config, feeder, on_error),
        // No system has others as its usual one.
        _ => None,
    }
}

fn of_samples<T: SizedSample + FromSample<f32>>(
    device: &Device,
    config: &StreamConfig,
    mut feeder: Feeder,
    on_error: impl FnMut(cpal::Error) + Send + 'static,
) -> Option<cpal::Stream> {
    let fill = move |out: &mut [T], about: &OutputCallbackInfo| {
        let OutputStreamTimestamp { callback, playback } = about.timestamp();
        feeder.note_delay(playback.saturating_duration_since(callback));
        feeder.fill(out);
    };
    device.build_output_stream(*config, fill, on_error, None).ok()
}

/// Copies what the renderer makes to every channel, however many frames are asked for at a time.
struct Feeder {
    renderer: Renderer,
    channels: usize,
    block: [f32; BLOCK],
    /// The frame in the block that is next.
    place: usize,
    rate: u32,
    /// The frames that were copied so far.
    copied: u64,
    shared: Arc<Shared>,
    /// What the device said last of when its first frame would have been heard, and how often it has said so.
    origins: [i64; SAID],
    said: usize,
    /// How often it had gone on after a rest by then.
    rests: u64,
}

/// Of so many an early one is taken: each is late by as much as this thread was held up, and off by what the system rounds.
const SAID: usize = 9;

impl Feeder {
    fn new(renderer: Renderer, channels: u16, rate: u32, shared: Arc<Shared>) -> Self {
        Self {
            renderer,
            channels: usize::from(channels.max(1)),
            block: [0.0; BLOCK],
            place: BLOCK,
            rate,
            copied: 0,
            shared,
            origins: [0; SAID],
            said: 0,
            rests: 0,
        }
    }

    /// Notes how long it takes until what is copied next is heard.
    fn note_delay(&mut self, delay: Duration) {
        let rests = self.shared.rests();
        if rests != self.rests {
            (self.rests, self.said) = (rests, 0);
        }
        let nanos = |of: Duration| i64::try_from(of.as_nanos()).unwrap_or(i64::MAX);
        let played = Position::from_frame(self.copied, self.rate).from_start();
        let played = i64::try_from(played.nanos()).unwrap_or(i64::MAX);
        let heard = nanos(self.shared.born().elapsed()).saturating_add(nanos(delay));
        self.origins[self.said % SAID] = heard.saturating_sub(played);
        self.said += 1;
        let mut sorted = self.origins;
        let known = &mut sorted[..self.said.min(SAID)];
        known.sort_unstable();
        self.shared.set_origin(known[known.len() / 4]);
    }

    fn fill<T: SizedSample + FromSample<f32>>(&mut self, out: &mut [T]) {
        self.copied += (out.len() / self.channels) as u64;
        for frame in out.chunks_mut(self.channels) {
            if self.place == BLOCK {
                self.renderer.render(&mut self.block);
                self.place = 0;
            }
            frame.fill(T::from_sample(self.block[self.place]));
            self.place += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::renderer::Message;
    use crate::timeline::Cue;

    /// A cue through a feeder that is asked for so many frames at a time.
    fn fed(channels: u16, frames: usize) -> Vec<f32> {
        let (mut control, renderer) = renderer(8000);
        let bank = CueBank::at_rate(8000);
        control.send(Message::Cue(bank.get(Cue::Paused).unwrap()));
        let shared = Arc::clone(control.shared());
        let mut feeder = Feeder::new(renderer, channels, 8000, shared);
        let mut all = Vec::new();
        while all.len() < 4096 * usize::from(channels) {
            let mut out = vec![9.0_f32; frames * usize::from(channels)];
            feeder.fill(&mut out);
            all.extend(out);
        }
        all.truncate(4096 * usize::from(channels));
        all
    }

    #[test]
    fn every_channel_has_the_same_whatever_is_asked_for_at_a_time() {
        let mono = fed(1, BLOCK);
        assert!(mono.iter().any(|sample| sample.abs() > 0.01));
        for (channels, frames) in [(1, 1), (1, 1000), (2, 77), (6, BLOCK + 1)] {
            let several = fed(channels, frames);
            let channels = usize::from(channels);
            let is_same = |frame: &[f32], one: &f32| frame.iter().all(|of| of.to_bits() == one.to_bits());
            assert!(several.chunks(channels).zip(&mono).all(|(frame, one)| is_same(frame, one)));
        }
    }
}
