//! Media keys on Linux: an open session appears to the desktop as a media player (MPRIS 2).
//!
//! Written on zbus, which is a dependency anyway. It wakes up only for a key or a change, tolerates a bus that
//! goes away, and reports the position at the time of the question.

// The interfaces require a method for each property, and the macro has its way with their arguments.
#![allow(clippy::unused_self, clippy::needless_pass_by_value, clippy::used_underscore_binding)]

use std::collections::HashMap;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::fdo::RequestNameFlags;
use zbus::interface;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, Value};

use super::MediaRequest;
use crate::app::desktop::{EventSink, NowPlaying, is_jump};
use crate::time::{ExactDuration, Position};

const PATH: &str = "/org/mpris/MediaPlayer2";
/// What is played, for those that ask for a place in it.
const TRACK: &str = "/stillpoint/session";
const NAME: &str = "org.mpris.MediaPlayer2.stillpoint";

/// Runs until the sender is gone.
pub(in crate::app::desktop) fn run(updates: &Receiver<Option<NowPlaying>>, events: &EventSink) {
    let mut player: Option<Connection> = None;
    for playing in updates {
        // Without a bus, or after it went away, the next change tries again.
        player = playing.and_then(|playing| match player.take() {
            Some(player) => change(&player, playing).ok().map(|()| player),
            None => publish(playing, events).ok(),
        });
    }
}

fn publish(now: NowPlaying, events: &EventSink) -> zbus::Result<Connection> {
    let player = Player::of(now, events.clone());
    let connection =
        Builder::session()?.serve_at(PATH, Root(events.clone()))?.serve_at(PATH, player)?.build()?;
    // Another window may have a session open, too.
    let unique_name = format!("{NAME}.instance{}", std::process::id());
    let name = |name: &str| connection.request_name_with_flags(name, RequestNameFlags::DoNotQueue.into());
    name(NAME).or_else(|_| name(&unique_name))?;
    Ok(connection)
}

fn change(connection: &Connection, now: NowPlaying) -> zbus::Result<()> {
    let published = connection.object_server().interface::<_, Player>(PATH)?;
    let mut player = published.get_mut();
    let jumps = now.is_jump_from(&player.now, player.since.elapsed());
    let events = player.events.clone();
    let reported = if jumps { now.position } else { *player.reported.lock() };
    let before =
        std::mem::replace(&mut *player, Player { reported: Mutex::new(reported), ..Player::of(now, events) });
    let before = before.now;
    let emitter = published.signal_emitter();
    zbus::block_on(async {
        if player.now.running != before.running {
            player.playback_status_changed(emitter).await?;
        }
        if (&player.now.title, &player.now.step, player.now.length)
            != (&before.title, &before.step, before.length)
        {
            player.metadata_changed(emitter).await?;
        }
        if player.now.volume != before.volume {
            player.volume_changed(emitter).await?;
        }
        if jumps {
            Player::seeked(emitter, micros(player.now.position.from_start())).await?;
        }
        Ok(())
    })
}

fn micros(span: ExactDuration) -> i64 {
    i64::try_from(span.nanos() / 1000).unwrap_or(i64::MAX)
}

fn position_of(micros: u64) -> Position {
    Position::ZERO + ExactDuration::from(Duration::from_micros(micros))
}

/// The program, as the desktop's media controls see it.
struct Root(EventSink);

#[interface(name = "org.mpris.MediaPlayer2")]
impl Root {
    fn raise(&self) {
        self.0.wants_window();
    }

    fn quit(&self) {
        self.0.wants_end();
    }

    #[zbus(property)]
    fn can_quit(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn can_raise(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn has_track_list(&self) -> bool {
        false
    }

    #[zbus(property)]
    fn identity(&self) -> &'static str {
        "Stillpoint"
    }

    /// Where the desktop finds the program's name in its own language, and its icon.
    #[zbus(property)]
    fn desktop_entry(&self) -> &'static str {
        "stillpoint"
    }

    #[zbus(property)]
    fn supported_uri_schemes(&self) -> &'static [&'static str] {
        &[]
    }

    #[zbus(property)]
    fn supported_mime_types(&self) -> &'static [&'static str] {
        &[]
    }
}

/// The open session.
struct Player {
    now: NowPlaying,
    /// When `now` was current.
    since: Instant,
    /// The position that was given last: the next is not before it unless that was announced.
    reported: Mutex<Position>,
    events: EventSink,
}

impl Player {
    fn of(now: NowPlaying, events: EventSink) -> Self {
        Self { reported: Mutex::new(now.position), now, since: Instant::now(), events }
    }

    fn current_position(&self) -> Position {
        let at = self.now.reader.now().min(Position::ZERO + self.now.length);
        let mut reported = self.reported.lock();
        *reported = if is_jump(*reported, at) { at } else { at.max(*reported) };
        *reported
    }
}

#[interface(name = "org.mpris.MediaPlayer2.Player")]
impl Player {
    fn play_pause(&self) {
        self.events.asked(MediaRequest::PlayPause);
    }

    fn play(&self) {
        self.events.asked(MediaRequest::Play);
    }

    fn pause(&self) {
        self.events.asked(MediaRequest::Pause);
    }

    fn stop(&self) {
        self.events.asked(MediaRequest::Stop);
    }

    fn next(&self) {
        self.events.asked(MediaRequest::Next);
    }

    fn previous(&self) {
        self.events.asked(MediaRequest::Previous);
    }

    fn seek(&self, offset: i64) {
        let here = i128::from(micros(self.current_position().from_start()));
        let place = (here + i128::from(offset)).max(0);
        if place > i128::from(micros(self.now.length)) {
            return self.next();
        }
        self.events.asked(MediaRequest::To(position_of(u64::try_from(place).unwrap_or_default())));
    }

    /// Another track or a place outside of this one is asked for by somebody who has not seen a change yet; by the
    /// interface's rules, that does nothing.
    fn set_position(&self, track: ObjectPath<'_>, position: i64) {
        if let Ok(micros) = u64::try_from(position)
            && track.as_str() == TRACK
            && position_of(micros) <= Position::ZERO + self.now.length
        {
            self.events.asked(MediaRequest::To(position_of(micros)));
        }
    }

    /// By the interface's rules, nothing is done with what cannot be opened.
    fn open_uri(&self, _uri: &str) -> zbus::fdo::Result<()> {
        Err(zbus::fdo::Error::NotSupported("routines are opened in the window".into()))
    }

    #[zbus(signal)]
    async fn seeked(emitter: &SignalEmitter<'_>, position: i64) -> zbus::Result<()>;

    #[zbus(property)]
    fn playback_status(&self) -> &'static str {
        if self.now.running { "Playing" } else { "Paused" }
    }

    #[zbus(property)]
    fn metadata(&self) -> HashMap<&'static str, Value<'static>> {
        HashMap::from([
            ("mpris:trackid", ObjectPath::from_static_str_unchecked(TRACK).into()),
            ("mpris:length", micros(self.now.length).into()),
            ("xesam:title", self.now.title.clone().into()),
            // Most desktops show this below the title.
            ("xesam:artist", vec![self.now.step.clone()].into()),
        ])
    }

    #[zbus(property(emits_changed_signal = "false"))]
    fn position(&self) -> i64 {
        micros(self.current_position().from_start())
    }

    #[zbus(property)]
    fn rate(&self) -> f64 {
        1.0
    }

    /// A massage has its own time.
    #[zbus(property)]
    fn set_rate(&self, rate: f64) -> zbus::fdo::Result<()> {
        if (rate - 1.0).abs() < f64::EPSILON {
            return Ok(());
        }
        Err(zbus::fdo::Error::InvalidArgs("a session plays at its own speed, which is 1".into()))
    }

    #[zbus(property)]
    fn minimum_rate(&self) -> f64 {
        1.0
    }

    #[zbus(property)]
    fn maximum_rate(&self) -> f64 {
        1.0
    }

    #[zbus(property)]
    fn volume(&self) -> f64 {
        f64::from(self.now.volume) / 100.0
    }

    #[zbus(property)]
    fn set_volume(&mut self, volume: f64) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // From 0 to 100; what is no number is 0.
        let percent = (volume.clamp(0.0, 1.0) * 100.0).round() as u8;
        self.now.volume = percent;
        self.events.asked(MediaRequest::Volume(percent));
    }

    #[zbus(property)]
    fn can_go_next(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn can_go_previous(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn can_play(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn can_pause(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn can_seek(&self) -> bool {
        true
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn can_control(&self) -> bool {
        true
    }
}
