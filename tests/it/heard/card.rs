//! A sound card without hardware, the program that plays on it, and what is heard of that.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;
use stillpoint::journal::Outcome;
use stillpoint::library::Library;
use stillpoint::safety::Profile;
use stillpoint::timeline::{Cue, EventKind, Moment, Speech, SpeechAmount, compile_for, plan};

use super::{RATE, first_sound};
use crate::person::{Person, wait_for};

/// Six kinds of cues, about a second apart, so that soon after anything one is due; and at uneven times, so that each
/// falls elsewhere in the pieces in which sound is made.
const ROUTINE: &str = "(format: 1, title: \"Press and let go\", kind: Massage, suits: [Between], evidence: Traditional, \
     steps: [EachSide(first: Left, gap: \"1.1s\", steps: [\
         Guide(site: Trapezius, motion: Squeeze, lasts: \"4.3s\", rhythm: (press: \"1.05s\", release: \"1.03s\")),\
     ])])";

/// Cues with silences between them that are long enough for the card to rest.
pub const WITH_SILENCES: &str = "(format: 1, title: \"Sit\", kind: Relaxation, suits: [Between], evidence: Traditional, \
     steps: [Rest(name: \"One\", lasts: \"6.03s\"), Rest(name: \"Two\", lasts: \"5.41s\"), \
     Rest(name: \"Three\", lasts: \"7.17s\"), Rest(name: \"Four\", lasts: \"5.09s\")])";

/// Where the card is, and the person who listens to it.
pub struct Room {
    person: Person,
    routine: &'static str,
}

impl Room {
    /// Nothing, after saying why, where no card can be made; on a machine that checks changes, that is a failure.
    pub fn open() -> Option<(Self, Card)> {
        Self::open_for(ROUTINE)
    }

    /// The same, to play this routine.
    pub fn open_for(routine: &'static str) -> Option<(Self, Card)> {
        let person = Person::new();
        let routed =
            "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n";
        person.file("asound.conf", routed);
        let room = Self { person, routine };
        match room.card() {
            Ok(card) => Some((room, card)),
            Err(why) if std::env::var_os("CI").is_some_and(|ci| ci == "true") => panic!("{why}"),
            Err(why) => {
                eprintln!("left out, since nothing can be heard here: {why}");
                None
            }
        }
    }

    /// A command that knows of this card alone, whatever the person at this machine has.
    fn wired(&self, mut command: Command) -> Command {
        for name in
            ["PULSE_COOKIE", "PULSE_RUNTIME_PATH", "PULSE_SINK", "PULSE_CLIENTCONFIG", "PIPEWIRE_ALSA"]
        {
            command.env_remove(name);
        }
        command.env("HOME", self.person.path(""));
        command.env("XDG_CONFIG_HOME", self.person.path("config"));
        command.env("XDG_RUNTIME_DIR", self.person.path("run"));
        command.env("PULSE_SERVER", format!("unix:{}", self.socket()));
        command.env("ALSA_CONFIG_PATH", self.person.path("asound.conf"));
        command.stdin(Stdio::null());
        command
    }

    fn socket(&self) -> String {
        self.person.path("run/card.socket").display().to_string()
    }

    /// Puts a card in.
    pub fn card(&self) -> Result<Card, String> {
        // A daemon that was killed leaves its socket behind.
        let _ = fs::remove_file(self.socket());
        let said = self.person.path("card.log");
        let mut command = self.wired(Command::new("pulseaudio"));
        command.args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]);
        // Without rewinds it works in pieces of 50 ms, as hardware does, and not of two seconds.
        let plays = format!("module-null-sink sink_name=card rate={RATE} channels=2 norewinds=true");
        command.arg(format!("--load={plays}"));
        let listens = format!("module-native-protocol-unix auth-anonymous=1 socket={}", self.socket());
        command.arg(format!("--load={listens}"));
        command.stdout(Stdio::null()).stderr(File::create(&said).unwrap());
        let daemon = command.spawn().map_err(|error| format!("pulseaudio does not start: {error}"))?;
        let mut card = Card { daemon };
        let answers = || self.pactl(&["info"]).map(|answered| answered.success());
        // Both are there, or neither.
        answers().map_err(|error| format!("pactl does not start: {error}"))?;
        wait_for("the card", || {
            let ended = card.daemon.try_wait().unwrap();
            (ended.is_some() || answers().unwrap()).then_some(())
        });
        match card.daemon.try_wait().unwrap() {
            None => Ok(card),
            Some(_) => Err(format!("pulseaudio gave up: {}", fs::read_to_string(said).unwrap())),
        }
    }

    pub fn pactl(&self, arguments: &[&str]) -> std::io::Result<ExitStatus> {
        self.wired(Command::new("pactl")).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status()
    }

    /// Begins to listen.
    pub fn listen(&self) -> Recorder {
        let mut command = self.wired(Command::new("parec"));
        command.args(["--device=card.monitor", "--format=s16le", "--channels=1", "--raw"]);
        // Large pieces, so that a busy machine has time to fetch them.
        command.args([&format!("--rate={RATE}"), "--latency-msec=200"]);
        let mut parec = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut pipe = parec.stdout.take().unwrap();
        let heard = Arc::<Mutex<Vec<u8>>>::default();
        std::thread::spawn({
            let heard = Arc::clone(&heard);
            move || {
                let mut piece = [0; 16_384];
                while let Ok(length @ 1..) = pipe.read(&mut piece) {
                    heard.lock().extend(&piece[..length]);
                }
            }
        });
        let mut recorder = Recorder { parec, heard, began: Instant::now() };
        wait_for("the first of the recording", || (recorder.frames() > 0).then_some(()));
        recorder.began = Instant::now();
        recorder
    }

    /// Begins a session without words.
    pub fn play(&self) -> Playing {
        let file = self.person.file("routine.ron", self.routine);
        let command = self.person.command(&["play", &file, "--terminal", "--no-voice"]);
        let said = self.person.path("said");
        let out = File::create(&said).unwrap();
        let mut command = self.wired(command);
        let child = command.stdout(out.try_clone().unwrap()).stderr(out).spawn().unwrap();
        Playing { child, said }
    }

    /// Waits for the end of a session, and holds that it went all the way.
    #[track_caller]
    pub fn check_completed(&self, mut playing: Playing) {
        let status = wait_for("the end of the session", || playing.child.try_wait().unwrap());
        assert_eq!(status.code(), Some(0));
        let records = self.person.records();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].outcome, records[0].done), (Outcome::Completed, records[0].planned));
    }

    /// The cues of the routine and the frames at which they begin, in order.
    pub fn cues(&self) -> Vec<(Cue, i64)> {
        let routine = Library::open(None).read_file(&self.person.path("routine.ron")).routine.unwrap();
        let plan = plan(&routine, &Profile::default(), &Moment::default(), None).unwrap();
        let speech = Speech { amount: SpeechAmount::Cues, ..Speech::default() };
        let timeline = compile_for(&plan, speech);
        let cue = |what: &EventKind| if let EventKind::Cue(cue) = what { Some(*cue) } else { None };
        let events = timeline.events().iter();
        events.filter_map(|event| Some((cue(&event.kind)?, event.at.frame_at(RATE) as i64))).collect()
    }
}

/// A sound card, as long as this lives.
pub struct Card {
    daemon: Child,
}

impl Card {
    /// Takes it out, without a word to whoever plays on it.
    pub fn take_away(mut self) {
        self.daemon.kill().unwrap();
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// A session in a process.
pub struct Playing {
    child: Child,
    /// The file of what it prints.
    said: PathBuf,
}

impl Playing {
    /// The processor time that it has taken so far, in seconds.
    pub fn busy_secs(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // After the name in parentheses: the state is the third field, the two times are the 14th and the 15th.
        let (_, fields) = stat.rsplit_once(')').unwrap();
        let times = fields.split_whitespace().skip(11).take(2);
        // Linux shows a hundredth of a second as one, whatever its own clock does.
        times.map(|time| time.parse::<f64>().unwrap()).sum::<f64>() / 100.0
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the program said:\n{}", fs::read_to_string(&self.said).unwrap_or_default());
        }
    }
}

/// Listens to the card.
pub struct Recorder {
    parec: Child,
    heard: Arc<Mutex<Vec<u8>>>,
    /// When the first of it was there.
    pub began: Instant,
}

impl Recorder {
    fn frames(&self) -> usize {
        self.heard.lock().len() / 2
    }

    pub fn so_far(&self) -> Vec<f32> {
        let bytes = self.heard.lock();
        let sample = |two: &[u8]| f32::from(i16::from_le_bytes([two[0], two[1]])) / f32::from(i16::MAX);
        bytes.chunks_exact(2).map(sample).collect()
    }

    /// The recording up to `secs` after the first sound, once that much is there.
    pub fn until(&self, secs: f64) -> Vec<f32> {
        let first = wait_for("a sound", || first_sound(&self.so_far()));
        let enough = first + (secs * f64::from(RATE)) as usize;
        wait_for("more of the recording", || (self.frames() >= enough).then_some(()));
        let mut heard = self.so_far();
        heard.truncate(enough);
        heard
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let _ = self.parec.kill();
        let _ = self.parec.wait();
    }
}
