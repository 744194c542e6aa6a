//! Media keys on Windows: an open session appears in the system's media controls.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use windows::Foundation::TypedEventHandler;
use windows::Media::Playback::MediaPlayer;
use windows::Media::{
    MediaPlaybackStatus, MediaPlaybackType, PlaybackPositionChangeRequestedEventArgs,
    SystemMediaTransportControls, SystemMediaTransportControlsButton,
    SystemMediaTransportControlsButtonPressedEventArgs, SystemMediaTransportControlsTimelineProperties,
};
use windows::core::{HSTRING, Result};

use super::MediaRequest;
use crate::app::desktop::{EventSink, NowPlaying};
use crate::time::{ExactDuration, Position};

/// How often the controls are told how far a session has got: they do not reckon it themselves.
const TOLD_EVERY: Duration = Duration::from_secs(5);

/// Runs until the sender is gone.
pub(in crate::app::desktop) fn run(updates: &Receiver<Option<NowPlaying>>, events: &EventSink) {
    let mut shown: Option<(Shown, NowPlaying)> = None;
    loop {
        let moves = shown.as_ref().is_some_and(|(_, playing)| playing.running);
        let update = if moves {
            updates.recv_timeout(TOLD_EVERY)
        } else {
            updates.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        match (update, &shown) {
            (Ok(playing), _) => {
                shown = playing.and_then(|playing| {
                    // Where the system has no such controls, the next change tries again.
                    let controls =
                        shown.take().map_or_else(|| Shown::new(events), |(shown, _)| Ok(shown)).ok()?;
                    controls.update(&playing).ok().map(|()| (controls, playing))
                });
            }
            (Err(RecvTimeoutError::Timeout), Some((controls, playing))) => {
                let _ = controls.update_time(playing, playing.reader.now());
            }
            (Err(RecvTimeoutError::Timeout), None) => {}
            (Err(RecvTimeoutError::Disconnected), _) => return,
        }
    }
}

/// The controls, for as long as a session is open.
struct Shown {
    /// Plays nothing: it is the way to the controls that needs no window.
    player: MediaPlayer,
    controls: SystemMediaTransportControls,
}

impl Shown {
    fn new(events: &EventSink) -> Result<Self> {
        let player = MediaPlayer::new()?;
        player.CommandManager()?.SetIsEnabled(false)?;
        let controls = player.SystemMediaTransportControls()?;
        controls.SetIsEnabled(true)?;
        controls.SetIsPlayEnabled(true)?;
        controls.SetIsPauseEnabled(true)?;
        controls.SetIsStopEnabled(true)?;
        controls.SetIsNextEnabled(true)?;
        controls.SetIsPreviousEnabled(true)?;
        let sink = events.clone();
        controls.ButtonPressed(&TypedEventHandler::new(
            move |_, pressed: windows::core::Ref<SystemMediaTransportControlsButtonPressedEventArgs>| {
                if let Some(request) = pressed.ok()?.Button().ok().and_then(request_of) {
                    sink.asked(request);
                }
                Ok(())
            },
        ))?;
        let sink = events.clone();
        controls.PlaybackPositionChangeRequested(&TypedEventHandler::new(
            move |_, wanted: windows::core::Ref<PlaybackPositionChangeRequestedEventArgs>| {
                let to = Duration::from(wanted.ok()?.RequestedPlaybackPosition()?);
                sink.asked(MediaRequest::To(Position::ZERO + ExactDuration::from(to)));
                Ok(())
            },
        ))?;
        Ok(Self { player, controls })
    }

    fn update(&self, now: &NowPlaying) -> Result<()> {
        let display = self.controls.DisplayUpdater()?;
        display.SetType(MediaPlaybackType::Music)?;
        let properties = display.MusicProperties()?;
        properties.SetTitle(&HSTRING::from(&now.title))?;
        // The system shows this below the title.
        properties.SetArtist(&HSTRING::from(&now.step))?;
        display.Update()?;
        self.update_time(now, now.position)?;
        self.controls.SetPlaybackStatus(if now.running {
            MediaPlaybackStatus::Playing
        } else {
            MediaPlaybackStatus::Paused
        })
    }
}

impl Shown {
    fn update_time(&self, now: &NowPlaying, position: Position) -> Result<()> {
        let time = SystemMediaTransportControlsTimelineProperties::new()?;
        let length = Duration::from(now.length).into();
        time.SetEndTime(length)?;
        time.SetMaxSeekTime(length)?;
        time.SetPosition(Duration::from(position.from_start()).into())?;
        self.controls.UpdateTimelineProperties(&time)
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _ = self.controls.SetIsEnabled(false);
        let _ = self.player.Close();
    }
}

fn request_of(button: SystemMediaTransportControlsButton) -> Option<MediaRequest> {
    match button {
        SystemMediaTransportControlsButton::Play => Some(MediaRequest::Play),
        SystemMediaTransportControlsButton::Pause => Some(MediaRequest::Pause),
        SystemMediaTransportControlsButton::Stop => Some(MediaRequest::Stop),
        SystemMediaTransportControlsButton::Next => Some(MediaRequest::Next),
        SystemMediaTransportControlsButton::Previous => Some(MediaRequest::Previous),
        // Buttons that were not enabled.
        _ => None,
    }
}
