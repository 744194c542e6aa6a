//! The sound hardware: this file and that of its streams are the only ones that touch it.
//!
//! A thread of its own opens the device, watches it, and opens it again when it is lost. It says what happened through
//! a channel; the renderer that plays is reached through its [`Control`].

use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use rodio::cpal;
use rodio::cpal::traits::{DeviceTrait as _, HostTrait as _};

use super::renderer::Control;
use super::score::CueBank;
use super::stream::Open;
use super::waker::Waker;
use crate::faults::{self, Fault};
use crate::time::{ExactDuration, Position};

/// How often a playing device is looked at, for one that takes no more frames and says nothing.
const GLANCE_EVERY: Duration = Duration::from_millis(500);
/// How often a resting device is looked at: it says when it fails.
const GLANCE_AT_REST: Duration = Duration::from_secs(30);
/// How long it may take until a device goes on that rested. Longer holds a session up.
const GOES_ON_WITHIN: Duration = Duration::from_millis(100);
/// How often one that failed is looked at. Until it is found to be lost, its thread may do nothing but fail, on a whole
/// core, and the clock stands.
const WATCH_EVERY: Duration = Duration::from_millis(100);
/// How often a device that was just opened is asked for its first frames.
const FIRST_FRAMES_EVERY: Duration = Duration::from_millis(5);
/// How long a device may take to fill its buffers.
const FILLING: Duration = Duration::from_millis(30);
/// How often a missing device is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// A device that fails and takes no frames for this long is lost. Its buffers are empty by then, so one that only
/// stuttered has taken some.
const FAILED: Duration = Duration::from_millis(400);
/// A device that takes no frames for this long is lost, whatever it says.
const STALLED: Duration = Duration::from_millis(1500);

/// What became of the device.
#[derive(Debug)]
pub enum DeviceEvent {
    /// A device plays.
    Connected(Playing),
    /// No device plays, for this reason; one is looked for.
    Missing(DeviceError),
}

/// Why there is no sound. Each message is a whole sentence for the listener.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// None could be opened. The sound library's own reason would mean nothing to a listener.
    #[error("No sound device was found.")]
    NotFound,
    /// There may be one, but the sound library failed to open it: the system has no handle or thread left for it.
    #[error("The sound device can't be opened.")]
    Unusable,
    /// One was opened and took no frames.
    #[error("The sound device isn't playing.")]
    TakesNothing,
    /// The one that played is lost.
    #[error("The sound device was disconnected.")]
    Gone,
    /// The thread that would open one could not be started.
    #[error("Sound couldn't start: {0}.")]
    NoThread(std::io::Error),
}

impl From<Fault> for DeviceError {
    fn from(_: Fault) -> Self {
        Self::Unusable
    }
}

/// A device that plays.
#[derive(Debug)]
pub struct Playing {
    /// Reaches its renderer.
    pub control: Control,
    /// The cues at its rate.
    pub bank: CueBank,
    /// When it took its first frames: from then on they are heard.
    pub since: Instant,
    /// How far ahead of what is heard it takes frames.
    pub ahead: ExactDuration,
}

/// A device that is kept open while this lives.
#[derive(Debug)]
pub struct Device {
    /// Reaches the thread.
    notes: Sender<Note>,
    /// What became of it, in order.
    pub events: Receiver<DeviceEvent>,
}

impl Device {
    /// Opens a device by its name, or the system's own choice, in the background; wakes after each event.
    #[must_use]
    pub fn open(name: Option<String>, wake: Waker) -> Self {
        let (notes, told) = channel();
        let (tell, events) = channel();
        let started = std::thread::Builder::new().name("sound".into()).spawn({
            let (tell, notes) = (tell.clone(), notes.clone());
            move || keep_open(name.as_deref(), &Tell { tell, wake }, &notes, &told)
        });
        if let Err(error) = started {
            let _ = tell.send(DeviceEvent::Missing(DeviceError::NoThread(error)));
        }
        Self { notes, events }
    }

    /// Lets it rest, because nothing is to be heard for a while.
    pub(super) fn rest(&self) {
        let _ = self.notes.send(Note::Rest);
    }

    /// Lets it go on, and waits until it does, for a tenth of a second at most.
    pub(super) fn go_on(&self) {
        let (goes_on, gone_on) = channel();
        let _ = self.notes.send(Note::GoOn(goes_on));
        let _ = gone_on.recv_timeout(GOES_ON_WITHIN);
    }

    /// One without a thread, that nothing is ever heard of.
    #[cfg(test)]
    pub(crate) fn mute() -> Self {
        Self { notes: channel().0, events: channel().1 }
    }
}

/// Messages to the device's thread.
pub(super) enum Note {
    /// The device has failed; said once until it is looked at.
    Failed,
    /// Nothing is to be heard for a while.
    Rest,
    /// Something is; said back once the device goes on.
    GoOn(Sender<()>),
    /// It is no longer wanted.
    Ended,
}

impl Drop for Device {
    fn drop(&mut self) {
        let _ = self.notes.send(Note::Ended);
    }
}

/// Reports to whoever holds the [`Device`] what became of it.
struct Tell {
    tell: Sender<DeviceEvent>,
    wake: Waker,
}

impl Tell {
    /// Reports an event; `false` if nobody is left to hear of it.
    fn send(&self, event: DeviceEvent) -> bool {
        let is_heard = self.tell.send(event).is_ok();
        self.wake.wake();
        is_heard
    }
}

fn keep_open(name: Option<&str>, tell: &Tell, notes: &Sender<Note>, told: &Receiver<Note>) {
    let mut said_missing = false;
    loop {
        // Where the system has no handle left, the library that opens devices gives up its thread.
        let opened = faults::contained(|| open(name, notes)).map_err(DeviceError::from).flatten();
        match opened.and_then(|opened| playing(opened, told)) {
            Ok((mut open, playing)) => {
                if !tell.send(DeviceEvent::Connected(playing)) {
                    return drop_aside(open);
                }
                let lost = watch(&mut open, told);
                // Dropping a stream whose device is gone can take for ever: not here.
                drop_aside(open);
                if !lost {
                    return;
                }
                tell.send(DeviceEvent::Missing(DeviceError::Gone));
                said_missing = true;
            }
            Err(error) if !said_missing => {
                said_missing = true;
                tell.send(DeviceEvent::Missing(error));
            }
            Err(_) => {}
        }
        if is_ended(told, LOOK_EVERY) {
            return;
        }
    }
}

/// Waits for at most this long; `true` as soon as the device is no longer wanted.
fn is_ended(told: &Receiver<Note>, at_most: Duration) -> bool {
    matches!(told.recv_timeout(at_most), Ok(Note::Ended) | Err(RecvTimeoutError::Disconnected))
}

/// An open device, its other side, and the cues at its rate.
type Opened = (Open, Control, CueBank);

fn open(name: Option<&str>, notes: &Sender<Note>) -> Result<Opened, DeviceError> {
    Open::on(&named(name).ok_or(DeviceError::NotFound)?, notes)
}

/// What was opened, once it plays: a suspended device opens like any other and fills its buffers, and the clock must
/// not wait for it. It plays when it takes more after that.
fn playing((open, control, bank): Opened, told: &Receiver<Note>) -> Result<(Open, Playing), DeviceError> {
    let opened = Instant::now();
    let mut first: Option<(Instant, u64)> = None;
    while opened.elapsed() < STALLED {
        let frames = open.shared.frames();
        match first {
            None if frames > 0 => first = Some((Instant::now(), frames)),
            // Its buffers are filled in one go: what comes later is taken as it is played.
            Some((_, filled)) if frames == filled => {}
            Some((since, _)) if since.elapsed() < FILLING => first = Some((since, frames)),
            Some((since, _)) => {
                let taken = Position::from_frame(frames, bank.rate()).from_start();
                let ahead = taken.minus(since.elapsed().into());
                return Ok((open, Playing { control, bank, since, ahead }));
            }
            None => {}
        }
        if is_ended(told, FIRST_FRAMES_EVERY) {
            break;
        }
    }
    drop_aside(open);
    Err(DeviceError::TakesNothing)
}

/// The names of the devices that can play.
#[must_use]
pub fn names() -> Vec<String> {
    faults::contained(found_names).unwrap_or_default()
}

fn found_names() -> Vec<String> {
    let devices = cpal::default_host().output_devices().map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    let playable = devices.iter().filter(|device| !is_plugin(device));
    let mut names: Vec<String> = playable.filter_map(name_of).collect();
    names.sort();
    names.dedup();
    names
}

/// Whether it is one of the converters that ALSA lists among its devices, which play nowhere by themselves.
fn is_plugin(device: &cpal::Device) -> bool {
    const PLUGINS: [&str; 12] = [
        "a52",
        "jack",
        "lavrate",
        "null",
        "oss",
        "samplerate",
        "speex",
        "speexrate",
        "surround",
        "upmix",
        "usbstream",
        "vdownmix",
    ];
    let id = device.id().map(|id| id.to_string()).unwrap_or_default();
    let name = id.rsplit_once(':').map_or(id.as_str(), |(_, name)| name);
    PLUGINS.contains(&name)
}

fn name_of(device: &cpal::Device) -> Option<String> {
    Some(device.description().ok()?.name().to_owned())
}

/// The device with a name; the system's own choice if none is named, or if it is not there.
fn named(name: Option<&str>) -> Option<cpal::Device> {
    let host = cpal::default_host();
    let wanted = name
        .and_then(|name| host.output_devices().ok()?.find(|device| name_of(device).as_deref() == Some(name)));
    wanted.or_else(|| host.default_output_device())
}

/// Watches until the device is lost (true) or no longer wanted (false).
fn watch(open: &mut Open, told: &Receiver<Note>) -> bool {
    let mut last = (open.shared.frames(), Instant::now());
    // What failed while it was opened is looked at soon.
    let mut has_failed = true;
    loop {
        let until = match (has_failed, open.rests()) {
            (true, _) => WATCH_EVERY,
            (false, true) => GLANCE_AT_REST,
            (false, false) => GLANCE_EVERY,
        };
        match told.recv_timeout(until) {
            Ok(Note::Ended) | Err(RecvTimeoutError::Disconnected) => return false,
            // The mark stays until it is looked at, so that nothing more is said meanwhile.
            Ok(Note::Failed) => {
                has_failed = true;
                continue;
            }
            Ok(Note::Rest) => {
                open.rest();
                continue;
            }
            Ok(Note::GoOn(goes_on)) => {
                open.go_on();
                last = (open.shared.frames(), Instant::now());
                let _ = goes_on.send(());
                continue;
            }
            Err(RecvTimeoutError::Timeout) => has_failed = false,
        }
        let frames = open.shared.frames();
        if frames != last.0 {
            last = (frames, Instant::now());
        }
        // An error alone means little: the first one often comes from a device that plays.
        let error = open.failed.swap(false, Ordering::Relaxed);
        // One that rests takes nothing; an error then is what becomes of it when its device goes.
        let is_lost = last.1.elapsed() >= if error { FAILED } else { STALLED };
        if is_lost && (error || !open.rests()) {
            return true;
        }
    }
}

fn drop_aside(open: Open) {
    let _ =
        std::thread::Builder::new().name("sound-drop".into()).spawn(move || faults::contained(|| drop(open)));
}
