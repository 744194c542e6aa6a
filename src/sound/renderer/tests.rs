//! What the rest of the program learns of the frames: whether they are silent, and how they are moved by a little.

use super::*;
use crate::routine::Language;
use crate::sound::score::{CueBank, Note};
use crate::timeline::Cue;

const RATE: u32 = 8000;

fn rendered(renderer: &mut Renderer, blocks: usize) -> Vec<f32> {
    let mut all = Vec::new();
    for _ in 0..blocks {
        let mut block = [0.0; BLOCK];
        renderer.render(&mut block);
        all.extend(block);
    }
    all
}

fn first_sound(samples: &[f32]) -> Option<usize> {
    samples.iter().position(|sample| sample.abs() > 1e-4)
}

/// One cue at a frame of the score.
fn score(start_frame: u64) -> Arc<Score> {
    let sound = Sound::Cue(CueBank::at_rate(RATE).get(Cue::Next).unwrap());
    Arc::new(Score { rate: RATE, notes: vec![Note { start_frame, sound }], end_frame: 90_000 })
}

#[test]
fn silence_is_counted_from_the_end_of_the_last_sound_and_not_while_words_are_waited_for() {
    let (mut control, mut renderer) = renderer(RATE);
    rendered(&mut renderer, 10);
    assert_eq!(control.shared().silent_frames(), 10 * BLOCK as u64);
    control.send(Message::Cue(CueBank::at_rate(RATE).get(Cue::Next).unwrap()));
    rendered(&mut renderer, 1);
    assert_eq!(control.shared().silent_frames(), 0);
    let heard = rendered(&mut renderer, 200);
    let last = heard.iter().rposition(|sample| *sample != 0.0).unwrap() as u64;
    let silent = control.shared().silent_frames();
    assert!(silent > 0 && silent <= heard.len() as u64 - last, "{silent} of {}", heard.len());
    // Words without a sound yet may come at any moment.
    control.send(Message::Say(Arc::new(Words::new("Sit.", Language::En, None))));
    rendered(&mut renderer, 1);
    assert_eq!(control.shared().silent_frames(), 0);
    // They are given up after two seconds.
    rendered(&mut renderer, 2 * RATE as usize / BLOCK + 2);
    assert!(control.shared().silent_frames() > 0);
}

#[test]
fn a_shift_moves_what_comes_and_does_not_touch_what_sounds() {
    let plain = |shift: Option<u64>| {
        let (mut control, mut renderer) = renderer(RATE);
        control.send(Message::Score(score(16_000)));
        control.send(Message::Transport(FrameTransport { running: true, since: 0, from: 0 }));
        control.send(Message::Cue(CueBank::at_rate(RATE).get(Cue::Paused).unwrap()));
        let mut heard = rendered(&mut renderer, 2);
        if let Some(since) = shift {
            control.send(Message::Shift(FrameTransport { running: true, since, from: 0 }));
        }
        heard.extend(rendered(&mut renderer, 200));
        heard
    };
    let (as_it_was, shifted) = (plain(None), plain(Some(77)));
    let next = |heard: &[f32]| 8000 + first_sound(&heard[8000..]).unwrap();
    assert_eq!(next(&shifted), next(&as_it_was) + 77);
    assert_eq!(shifted[..8000], as_it_was[..8000], "the cue that sounds goes on");
    // A note that was due a moment ago is heard at once, not left out and not twice.
    let late = plain(Some(0));
    assert_eq!(late, as_it_was);
}

#[test]
fn how_long_a_device_rested_is_what_it_says_of_its_delay() {
    let (control, _renderer) = renderer(RATE);
    let shared = control.shared();
    assert_eq!((shared.origin(), shared.rests()), (None, 0));
    shared.set_origin(5);
    shared.goes_on();
    assert_eq!((shared.origin(), shared.rests()), (None, 1), "what it said before the rest says nothing now");
    shared.set_rest(ExactDuration::from_millis(1990));
    assert_eq!(shared.rest(), ExactDuration::from_millis(1990));
}
