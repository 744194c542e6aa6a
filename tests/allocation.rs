//! The audio thread allocates and frees nothing, whatever it is told.
//!
//! In a program of its own, since its allocator counts what is asked of it: everything else would be slower for it.

#![allow(clippy::unwrap_used)] // Helpers of tests may fail as tests do.

use std::sync::Arc;

use assert_no_alloc::{AllocDisabler, assert_no_alloc, violation_count};
use stillpoint::library::Library;
use stillpoint::safety::Profile;
use stillpoint::sound::ambience::Ambience;
use stillpoint::sound::clip::Clip;
use stillpoint::sound::renderer::{BLOCK, Bus, Control, FrameTransport, Message, Renderer, Shared, renderer};
use stillpoint::sound::score::{CueBank, Score, Words};
use stillpoint::timeline::{Cue, Moment, Timeline, compile, plan};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

/// Low, so that whole routines are rendered quickly.
const RATE: u32 = 4_000;

/// A device, as far as the renderer knows.
struct Device {
    control: Control,
    renderer: Renderer,
}

impl Device {
    fn open() -> Self {
        let (control, renderer) = renderer(RATE);
        Self { control, renderer }
    }

    fn tell(&mut self, message: Message) {
        assert!(self.control.send(message));
    }

    fn go_to(&mut self, from: u64) {
        let since = self.frames();
        self.tell(Message::Transport(FrameTransport { running: true, since, from }));
    }

    fn frames(&self) -> u64 {
        Shared::frames(self.control.shared())
    }

    /// What the device's thread does for so many blocks; how often it asked anything of the allocator.
    fn play(&mut self, blocks: u64) -> u32 {
        let before = violation_count();
        let mut block = [0.0; BLOCK];
        for _ in 0..blocks {
            assert_no_alloc(|| self.renderer.render(&mut block));
        }
        violation_count() - before
    }
}

fn timeline(id: &str) -> Timeline {
    let library = Library::open(None);
    let routine = library.find(id).unwrap().routine.as_ref().unwrap();
    compile(&plan(routine, &Profile::default(), &Moment::default(), None).unwrap())
}

/// A score of its own: nothing else holds its words and clips, so that whoever lets go of one last frees it.
fn score(id: &str) -> (Score, Vec<Arc<Words>>) {
    Score::of(&timeline(id), &CueBank::at_rate(RATE), &[])
}

fn speech(secs: u32) -> Clip {
    Clip { rate: RATE, samples: vec![0.1; (secs * RATE) as usize] }
}

#[test]
fn the_allocator_of_this_test_counts() {
    let before = violation_count();
    let freed = vec![1_u8];
    assert_no_alloc(|| drop(freed));
    assert_eq!(violation_count() - before, 1);
}

#[test]
fn every_shipped_routine_is_played_from_start_to_end_without_an_allocation() {
    for entry in Library::open(None).entries() {
        let mut device = Device::open();
        let (score, words) = score(&entry.id);
        let blocks = score.end_frame / BLOCK as u64 + 200;
        device.tell(Message::Ambience(Ambience::SoftRain.ambience_layer(RATE).map(Arc::new)));
        device.tell(Message::Score(Arc::new(score)));
        device.go_to(0);
        let mut counted = 0;
        for (number, words) in words.into_iter().enumerate() {
            // Words come while it plays, some in time and some late; every third never does.
            if number % 3 != 2 {
                words.set(&speech(2));
            }
            drop(words);
            counted += device.play(40);
        }
        counted += device.play(blocks);
        assert_eq!(counted, 0, "{}", entry.id);
    }
}

#[test]
fn nothing_that_it_is_told_in_between_makes_it_allocate_or_free() {
    let mut device = Device::open();
    let (first, words) = score("longer-exhale");
    let end = first.end_frame;
    for words in &words {
        words.set(&speech(3));
    }
    drop(words);
    device.tell(Message::Score(Arc::new(first)));
    device.go_to(0);
    let mut counted = device.play(100);
    for turn in 0..400 {
        match turn % 8 {
            0 => device.go_to(end * (turn % 7) / 7),
            1 => device.tell(Message::Cue(Arc::new(Clip { rate: RATE, samples: vec![0.1; 4_000] }))),
            2 => {
                let words = Words::new("said at once", stillpoint::routine::Language::En, None);
                words.set(&speech(1));
                device.tell(Message::Say(Arc::new(words)));
            }
            // More time for a step: another timeline, and the old one is let go while it plays.
            3 => {
                let (other, words) =
                    score(if turn % 16 == 3 { "neck-and-shoulders-5" } else { "longer-exhale" });
                for words in &words {
                    words.set(&speech(1));
                }
                drop(words);
                device.tell(Message::Score(Arc::new(other)));
            }
            4 => device.control.set_level(Bus::Main, if turn % 16 == 4 { 0.0 } else { 1.0 }),
            5 => {
                let ambience_layer =
                    if turn % 16 == 5 { Ambience::LowDrone.ambience_layer(RATE) } else { None };
                device.tell(Message::Ambience(ambience_layer.map(Arc::new)));
            }
            6 => device.tell(Message::Transport(FrameTransport { running: false, since: 0, from: 0 })),
            // More cues at once than there are voices.
            _ => {
                let clip = CueBank::at_rate(RATE).get(Cue::End).unwrap();
                (0..20).for_each(|_| device.tell(Message::Cue(Arc::clone(&clip))));
            }
        }
        counted += device.play(60);
    }
    assert_eq!(counted, 0);
}

#[test]
fn nobody_who_collects_what_it_lets_go_makes_no_difference() {
    let (mut control, mut renderer) = renderer(RATE);
    let before = violation_count();
    let mut block = [0.0; BLOCK];
    // More than the ring holds, and the other side collects nothing in between.
    for _ in 0..8 {
        for _ in 0..200 {
            let clip = Arc::new(Clip { rate: RATE, samples: vec![0.1; 10] });
            assert!(control.send(Message::Cue(clip)));
        }
        for _ in 0..4 {
            assert_no_alloc(|| renderer.render(&mut block));
        }
    }
    assert_eq!(violation_count() - before, 0);
}
