//! Media keys on Linux: an open session appears to the desktop as a media player (MPRIS 2).
//!
//! Written on zbus, which is a dependency anyway. It wakes up only for a key or a change, tolerates a bus that
//! goes away, and reports the position at the time of the question. Seeking is not offered, because a step has
//! to be done from its start.

// The interfaces require a method for each property.
#![allow(clippy::unused_self)]

use std::collections::HashMap;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::fdo::RequestNameFlags;
use zbus::interface;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, Value};

use super::{EventSink, MediaKey, NowPlaying};
use crate::time::ExactDuration;

const PATH: &str = "/org/mpris/MediaPlayer2";
const NAME: &str = "org.mpris.MediaPlayer2.stillpoint";

/// Runs until the sender is gone.
pub(super) fn run(updates: &Receiver<Option<NowPlaying>>, events: &EventSink) {
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
    let player = Player { now, since: Instant::now(), events: events.clone() };
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
    let before = std::mem::replace(&mut player.now, now);
    let expected = before.position_after(player.since.elapsed());
    player.since = Instant::now();
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
        if player.now.position != expected {
            Player::seeked(emitter, micros(player.now.position.from_start())).await?;
        }
        Ok(())
    })
}

fn micros(span: ExactDuration) -> i64 {
    i64::try_from(span.nanos() / 1000).unwrap_or(i64::MAX)
}

/// The program, as the desktop's media controls see it.
struct Root(EventSink);

#[interface(name = "org.mpris.MediaPlayer2")]
impl Root {
    fn raise(&self) {
        self.0.wants_window();
    }

    #[zbus(property)]
    fn can_quit(&self) -> bool {
        false
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
    events: EventSink,
}

#[interface(name = "org.mpris.MediaPlayer2.Player")]
impl Player {
    fn play_pause(&self) {
        self.events.pressed(MediaKey::PlayPause);
    }

    fn play(&self) {
        self.events.pressed(MediaKey::Play);
    }

    fn pause(&self) {
        self.events.pressed(MediaKey::Pause);
    }

    fn stop(&self) {
        self.events.pressed(MediaKey::Stop);
    }

    fn next(&self) {
        self.events.pressed(MediaKey::Next);
    }

    fn previous(&self) {
        self.events.pressed(MediaKey::Previous);
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
            ("mpris:trackid", ObjectPath::from_static_str_unchecked("/stillpoint/session").into()),
            ("mpris:length", micros(self.now.length).into()),
            ("xesam:title", self.now.title.clone().into()),
            // Most desktops show this below the title.
            ("xesam:artist", vec![self.now.step.clone()].into()),
        ])
    }

    #[zbus(property(emits_changed_signal = "false"))]
    fn position(&self) -> i64 {
        micros(self.now.position_after(self.since.elapsed()).from_start())
    }

    #[zbus(property)]
    fn rate(&self) -> f64 {
        1.0
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
        1.0
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
        false
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn can_control(&self) -> bool {
        true
    }
}
