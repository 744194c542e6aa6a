//! A session and a desktop: what media keys do to it, and what it asks of the desktop.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use stillpoint::journal::Outcome;
use tempfile::TempDir;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, Proxy};

use crate::person::{Person, wait_for};

const LONG: &str = "(format: 1, title: \"Two minutes\", kind: Mixed, suits: [Between], evidence: Traditional, \
     steps: [Rest(name: \"Sit\", lasts: \"1m\", say: \"Sit.\"), Rest(name: \"Stand\", lasts: \"1m\", say: \"Stand.\")])";

/// Everything is allowed, and nothing of the real desktop is started.
const CONFIGURATION: &str = r#"<busconfig>
    <type>session</type>
    <listen>unix:tmpdir=/tmp</listen>
    <auth>EXTERNAL</auth>
    <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>"#;

const PLAYER: &str = "org.mpris.MediaPlayer2.stillpoint";

/// A session bus that nobody else is on.
struct Bus {
    daemon: Child,
    address: String,
    _folder: TempDir,
}

impl Bus {
    /// Nothing where there is no program for it.
    fn start() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let configuration = folder.path().join("bus.conf");
        std::fs::write(&configuration, CONFIGURATION).unwrap();
        let mut command = Command::new("dbus-daemon");
        command.arg("--config-file").arg(&configuration).args(["--nofork", "--print-address"]);
        let Ok(mut daemon) = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn() else {
            eprintln!("skipped: dbus-daemon is not installed (packaging/test.sh installs it)");
            return None;
        };
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Some(Self { daemon, address: address.trim().to_owned(), _folder: folder })
    }

    fn join(&self) -> Builder<'_> {
        Builder::address(self.address.as_str()).unwrap()
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// Who asked that the screen stays on.
#[derive(Clone, Default)]
struct ScreenSaver(Arc<Mutex<Vec<String>>>);

#[zbus::interface(name = "org.freedesktop.ScreenSaver")]
impl ScreenSaver {
    fn inhibit(&self, program: &str, reason: &str) -> u32 {
        self.0.lock().unwrap().push(format!("{program}: {reason}"));
        7
    }

    fn un_inhibit(&self, cookie: u32) {
        self.0.lock().unwrap().push(format!("{cookie} is released"));
    }
}

/// A session in a process, killed when a test fails before its end.
struct Playing(Child);

impl Drop for Playing {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn play(person: &Person, bus: &Bus) -> Playing {
    let file = person.file("long.ron", LONG);
    let mut command = person.command(&["play", &file, "--terminal", "--silent"]);
    command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    Playing(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

/// Waits until the player of the desktop says this.
#[track_caller]
fn wait_until(connection: &Connection, property: &str, says: &str) {
    wait_for(&format!("{property}: {says}"), || {
        let player =
            Proxy::new(connection, PLAYER, "/org/mpris/MediaPlayer2", "org.mpris.MediaPlayer2.Player");
        let value = player.ok()?.get_property::<zbus::zvariant::OwnedValue>(property).ok()?;
        format!("{value:?}").contains(says).then_some(())
    });
}

/// The player, asked anew each time.
fn uncached<'a>(connection: &'a Connection, interface: &'static str) -> Proxy<'a> {
    let builder: zbus::blocking::proxy::Builder<'_, Proxy<'_>> =
        zbus::blocking::proxy::Builder::new(connection);
    let builder = builder.destination(PLAYER).unwrap().path("/org/mpris/MediaPlayer2").unwrap();
    let builder = builder.interface(interface).unwrap();
    builder.cache_properties(zbus::proxy::CacheProperties::No).build().unwrap()
}

#[track_caller]
fn press(connection: &Connection, key: &str) {
    let player = Some("org.mpris.MediaPlayer2.Player");
    connection.call_method(Some(PLAYER), "/org/mpris/MediaPlayer2", player, key, &()).unwrap();
}

#[test]
fn media_keys_pause_go_on_step_and_end_a_session() {
    let Some(bus) = Bus::start() else { return };
    let person = Person::new();
    let desktop = bus.join().build().unwrap();
    let mut session = play(&person, &bus);
    wait_until(&desktop, "PlaybackStatus", "Playing");
    wait_until(&desktop, "Metadata", "Two minutes");
    press(&desktop, "Pause");
    wait_until(&desktop, "PlaybackStatus", "Paused");
    press(&desktop, "PlayPause");
    wait_until(&desktop, "PlaybackStatus", "Playing");
    press(&desktop, "Next");
    wait_until(&desktop, "Metadata", "Sit");
    press(&desktop, "Next");
    wait_until(&desktop, "Metadata", "Stand");
    press(&desktop, "Stop");
    assert_eq!(session.0.wait().unwrap().code(), Some(0));
    assert_eq!(person.records()[0].outcome, Outcome::Stopped);
}

#[test]
fn a_players_slider_leads_to_a_step_and_what_makes_no_sense_does_nothing() {
    let Some(bus) = Bus::start() else { return };
    let person = Person::new();
    let desktop = bus.join().build().unwrap();
    let _session = play(&person, &bus);
    wait_until(&desktop, "PlaybackStatus", "Playing");
    press(&desktop, "Next");
    wait_until(&desktop, "Metadata", "Sit");
    let interface = |name: &'static str| uncached(&desktop, name);
    let player = interface("org.mpris.MediaPlayer2.Player");
    let position = || player.get_property::<i64>("Position").unwrap();
    let track = |path: &'static str| zbus::zvariant::ObjectPath::try_from(path).unwrap();
    // Not of this track, and not within it.
    player.call::<_, _, ()>("SetPosition", &(track("/another"), 100_000_000_i64)).unwrap();
    player.call::<_, _, ()>("SetPosition", &(track("/stillpoint/session"), 900_000_000_i64)).unwrap();
    player.call::<_, _, ()>("SetPosition", &(track("/stillpoint/session"), -1_i64)).unwrap();
    player.call::<_, _, ()>("Seek", &(20_000_000_i64)).unwrap();
    wait_for("twenty seconds on", || (position() >= 20_000_000).then_some(()));
    assert!(position() < 55_000_000, "{}", position());
    wait_until(&desktop, "Metadata", "Sit");
    player.call::<_, _, ()>("Pause", &()).unwrap();
    wait_until(&desktop, "PlaybackStatus", "Paused");
    player.call::<_, _, ()>("SetPosition", &(track("/stillpoint/session"), 110_000_000_i64)).unwrap();
    wait_until(&desktop, "Metadata", "Stand");
    // It is done from its start, which is a minute and a few seconds after the session's.
    assert!((60_000_000..80_000_000).contains(&position()), "{}", position());

    // A session has one speed; its volume is the person's.
    player.set_property("Rate", 1.0).unwrap();
    assert!(player.set_property("Rate", 1.5).is_err());
    player.set_property("Volume", 0.25).unwrap();
    wait_until(&desktop, "Volume", "0.25");
    player.set_property("Volume", -3.0).unwrap();
    wait_until(&desktop, "Volume", "0");
    let program = interface("org.mpris.MediaPlayer2");
    assert_eq!(program.get_property::<String>("DesktopEntry").unwrap(), "stillpoint");
}

#[test]
fn a_position_never_goes_back_by_itself() {
    let Some(bus) = Bus::start() else { return };
    let person = Person::new();
    let desktop = bus.join().build().unwrap();
    let _session = play(&person, &bus);
    wait_until(&desktop, "PlaybackStatus", "Playing");
    let player = uncached(&desktop, "org.mpris.MediaPlayer2.Player");
    let mut last = 0;
    for turn in 0..40 {
        if turn % 8 == 5 {
            press(&desktop, "PlayPause");
        }
        let position = player.get_property::<i64>("Position").unwrap();
        assert!(position >= last, "{position} after {last}");
        last = position;
    }
}

#[test]
fn a_desktop_can_end_the_program_and_the_session_is_kept() {
    let Some(bus) = Bus::start() else { return };
    let person = Person::new();
    let desktop = bus.join().build().unwrap();
    let mut session = play(&person, &bus);
    wait_until(&desktop, "PlaybackStatus", "Playing");
    let program = Some("org.mpris.MediaPlayer2");
    desktop.call_method(Some(PLAYER), "/org/mpris/MediaPlayer2", program, "Quit", &()).unwrap();
    assert_eq!(session.0.wait().unwrap().code(), Some(0));
    assert_eq!(person.records()[0].outcome, Outcome::Closed);
}

#[test]
fn a_session_asks_the_desktop_to_leave_the_screen_on() {
    let Some(bus) = Bus::start() else { return };
    let person = Person::new();
    let asked = ScreenSaver::default();
    let served = bus.join().serve_at("/org/freedesktop/ScreenSaver", asked.clone()).unwrap();
    let _desktop = served.name("org.freedesktop.ScreenSaver").unwrap().build().unwrap();
    let _session = play(&person, &bus);
    let first = wait_for("the wish", || asked.0.lock().unwrap().first().cloned());
    assert_eq!(first, "Stillpoint: A session is playing");
}

#[test]
fn a_desktop_that_goes_away_changes_nothing_in_a_session() {
    let Some(bus) = Bus::start() else { return };
    let person = Person::new();
    let desktop = bus.join().build().unwrap();
    let mut session = play(&person, &bus);
    wait_until(&desktop, "PlaybackStatus", "Playing");
    drop(bus);
    let done = || person.progress().map(|(_, done)| done);
    let before = wait_for("a checkpoint", done);
    wait_for("a later one", || done().filter(|done| *done > before));
    assert_eq!(session.0.try_wait().unwrap(), None);
}
