//! Eight hours of sessions, one after the other, on a clock that the test owns: the frames that a device has taken.

use std::sync::{Arc, Weak};

use stillpoint::player::{Output, Player, PlayerCommand, State, Transport};
use stillpoint::sound::renderer::{BLOCK, Bus, Control, FrameTransport, Message, Renderer, renderer};
use stillpoint::sound::score::{CueBank, Score};
use stillpoint::time::{ExactDuration, Position};
use stillpoint::timeline::{Cue, EventKind, Timeline, compile};

use crate::support::shipped_plan;

/// Low, so that hours are rendered in seconds; a block is 64 ms.
const RATE: u32 = 2_000;
const LASTS: ExactDuration = ExactDuration::from_mins(8 * 60);
/// None of them asks for anything.
const ROUTINES: [&str; 3] = ["neck-and-shoulders-5", "coherent-breathing", "body-scan"];
/// How long each session stands still, once, in its second minute.
const PAUSED: ExactDuration = ExactDuration::from_secs(20);

/// One renderer for all of the sessions, as on a device that stays open.
struct Device {
    control: Control,
    renderer: Renderer,
    frames: u64,
}

impl Device {
    fn open() -> Self {
        let (control, renderer) = renderer(RATE);
        // So that nothing but cues is heard.
        control.set_level(Bus::Breath, 0.0);
        Self { control, renderer, frames: 0 }
    }

    fn now(&self) -> Position {
        Position::from_frame(self.frames, RATE)
    }

    fn follow(&mut self, transport: Transport) {
        assert!(self.control.send(Message::Transport(FrameTransport {
            running: transport.running,
            since: transport.since.frame_at(RATE),
            from: transport.from.frame_at(RATE),
        })));
    }

    /// The first frame of the next block at which anything is heard.
    fn render(&mut self) -> Option<u64> {
        let mut block = [0.0; BLOCK];
        self.renderer.render(&mut block);
        self.control.collect();
        let heard = block.iter().position(|sample| *sample != 0.0);
        let frame = heard.map(|heard| self.frames + heard as u64);
        self.frames += BLOCK as u64;
        frame
    }
}

/// What one session came to.
struct Played {
    /// The frames between the place of the last cue on the clock and its first sound.
    last_cue_off: u64,
    outputs: usize,
    timeline: Weak<Timeline>,
    score: Weak<Score>,
}

fn end_cue(timeline: &Timeline) -> Position {
    let is_end = |what: &EventKind| *what == EventKind::Cue(Cue::End);
    timeline.events().iter().find(|event| is_end(&event.kind)).unwrap().at
}

fn frames_after(due: Option<u64>, heard: Option<u64>) -> Option<u64> {
    heard?.checked_sub(due?)
}

fn play(device: &mut Device, id: &str) -> Played {
    let timeline = Arc::new(compile(&shipped_plan(id)));
    let score = Arc::new(Score::of(&timeline, &CueBank::at_rate(RATE), &[]).0);
    let kept = (Arc::downgrade(&timeline), Arc::downgrade(&score));
    assert!(device.control.send(Message::Score(score)));
    let began = device.now();
    let pause_at = began + ExactDuration::from_secs(70);
    let end = end_cue(&timeline);
    let mut player = Player::new(Arc::clone(&timeline), ExactDuration::ZERO);
    drop(timeline);
    player.handle(PlayerCommand::Start, began);
    let (mut outputs, mut stood, mut paused) = (0, ExactDuration::ZERO, None);
    let (mut entered, mut due, mut heard) = (0, None, None);
    while player.state() != State::Finished {
        let now = device.now();
        player.advance_to(now);
        match paused {
            None if now >= pause_at => {
                player.handle(PlayerCommand::Pause, now);
                paused = Some(now);
            }
            Some(since) if player.state() == State::Paused && now.since(since) >= PAUSED => {
                player.handle(PlayerCommand::Resume, now);
                stood = now.since(since);
            }
            _ => {}
        }
        while let Some(output) = player.poll() {
            outputs += 1;
            match output {
                Output::TransportChanged(transport) => device.follow(transport),
                Output::SegmentEntered(index) => {
                    assert_eq!(index, entered, "{id}: each segment once, in order");
                    entered += 1;
                }
                _ => {}
            }
        }
        if player.state() == State::Running {
            // Where it is follows from when it began and how long it stood, to the nanosecond.
            assert_eq!(player.snapshot(now).at, Position::ZERO + now.since(began).minus(stood), "{id}");
            if stood > ExactDuration::ZERO {
                due = Some((began + end.from_start() + stood).frame_at(RATE));
            }
        }
        heard = heard.or(frames_after(due, device.render()));
    }
    // The last cue may still have to be heard.
    while device.now() < began + player.timeline().end().from_start() + stood + ExactDuration::from_secs(3) {
        heard = heard.or(frames_after(due, device.render()));
    }
    Played { last_cue_off: heard.unwrap(), outputs, timeline: kept.0, score: kept.1 }
}

#[test]
fn eight_hours_of_sessions_drift_by_nothing_and_leave_nothing_behind() {
    let mut device = Device::open();
    let mut first: Vec<(u64, usize)> = Vec::new();
    let mut left: Vec<(Weak<Timeline>, Weak<Score>)> = Vec::new();
    let mut sessions = 0;
    while device.now().from_start() < LASTS {
        let which = sessions % ROUTINES.len();
        let played = play(&mut device, ROUTINES[which]);
        let same = (played.last_cue_off, played.outputs);
        if sessions < ROUTINES.len() {
            assert!(played.last_cue_off < u64::from(RATE) / 100, "{} frames late", played.last_cue_off);
            first.push(same);
        }
        assert_eq!(same, first[which], "{} in session {sessions}", ROUTINES[which]);
        left.push((played.timeline, played.score));
        sessions += 1;
        // The renderer holds the last score until there is another.
        for (timeline, score) in &left[..sessions - 1] {
            assert!(timeline.upgrade().is_none() && score.upgrade().is_none(), "something is kept");
        }
    }
    assert!(sessions >= 20, "{sessions}");
}
