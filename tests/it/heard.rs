//! What is really heard: the whole program plays on a sound card of the test's own, and what the card plays is recorded
//! and compared with the timeline.
//!
//! The card is a `PulseAudio` daemon without hardware. Sound takes its time, so these tests wait in real time; they are
//! patient with whatever a busy machine does late, and never with a cue at the wrong place.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use stillpoint::sound::synth;
use stillpoint::timeline::Cue;

mod card;

use card::Room;

/// The card's rate, in frames a second.
const RATE: u32 = 48_000;
/// How far from its place a cue may be: 1 ms.
const EXACT: i64 = 48;
/// How far from its place a cue is looked for: 50 ms.
const NEARBY: i64 = 2_400;
/// How alike a cue and what is heard at its place must be, 0–1.
const ALIKE: f64 = 0.95;
/// What counts as a sound: −56 dBFS, well above the rounding of 16 bits and far below every cue.
const AUDIBLE: f32 = 0.001_6;

fn secs(frames: i64) -> f64 {
    frames as f64 / f64::from(RATE)
}

fn first_sound(samples: &[f32]) -> Option<usize> {
    samples.iter().position(|sample| sample.abs() > AUDIBLE)
}

fn last_sound(samples: &[f32]) -> Option<usize> {
    samples.iter().rposition(|sample| sample.abs() > AUDIBLE)
}

fn samples_of(cue: Cue) -> Vec<f32> {
    synth::cue(cue, RATE)
}

/// Where in a recording, near a frame, something is most like a cue, and how alike the two are, 0–1.
fn find(cue: Cue, heard: &[f32], near: i64) -> (i64, f64) {
    let cue = samples_of(cue);
    // No cue goes beyond 600 Hz: every eighth sample says everything.
    let every_eighth =
        |samples: &[f32]| samples.iter().step_by(8).copied().map(f64::from).collect::<Vec<_>>();
    let power = |samples: &[f64]| samples.iter().map(|sample| sample * sample).sum::<f64>();
    let wanted = every_eighth(&cue);
    let alike = |at: i64| {
        let from = usize::try_from(at).ok()?;
        let there = every_eighth(heard.get(from..from + cue.len())?);
        let together: f64 = wanted.iter().zip(&there).map(|(a, b)| a * b).sum();
        Some((at, together / (power(&wanted) * power(&there)).sqrt().max(1e-9)))
    };
    let paths = (near - NEARBY..=near + NEARBY).filter_map(alike);
    paths.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((near, 0.0))
}

/// The frame of a recording at which the timeline begins, if the first sound in it is this cue.
#[track_caller]
fn start_by_first(heard: &[f32], (cue, at): (Cue, i64)) -> i64 {
    let into_cue = first_sound(&samples_of(cue)).unwrap() as i64;
    let near = first_sound(heard).expect("nothing was heard") as i64 - into_cue;
    let (place, alike) = find(cue, heard, near);
    assert!(alike > ALIKE, "the first sound is no {cue:?}: {alike:.3}");
    place - at
}

/// The frame of a recording at which the timeline begins, if the last sound in it is this cue.
#[track_caller]
fn start_by_last(heard: &[f32], (cue, at): (Cue, i64)) -> i64 {
    let into_cue = last_sound(&samples_of(cue)).unwrap() as i64;
    let near = last_sound(heard).expect("nothing was heard") as i64 - into_cue;
    let (place, alike) = find(cue, heard, near);
    assert!(alike > ALIKE, "the last sound is no {cue:?}: {alike:.3}");
    place - at
}

/// Holds that every one of these cues is heard at its place, and nothing else.
#[track_caller]
fn check_heard(heard: &[f32], start: i64, cues: &[(Cue, i64)]) {
    let mut rest = heard.to_vec();
    let mut found = String::new();
    let mut wrong = false;
    for (cue, at) in cues {
        let (place, alike) = find(*cue, heard, start + at);
        let off = place - start - at;
        writeln!(found, "{cue:?} at {:.3} s: {off} frames off, {alike:.4} alike", secs(*at)).unwrap();
        wrong |= off.abs() > EXACT || alike <= ALIKE;
        let from = usize::try_from(start + at - EXACT).unwrap_or(0);
        let to = (from + samples_of(*cue).len() + 2 * EXACT as usize).min(rest.len());
        rest[from.min(to)..to].fill(0.0);
    }
    assert!(!wrong, "{found}");
    let stray = first_sound(&rest).map(|frame| secs(frame as i64 - start));
    assert_eq!(stray, None, "a sound that belongs to no cue; these do:\n{found}");
}

#[test]
fn every_cue_is_heard_at_its_place() {
    let Some((room, _card)) = Room::open() else { return };
    let recorder = room.listen();
    let _playing = room.play();
    let cues = room.cues();
    let (first, last) = (cues[0], cues[cues.len() - 1]);
    assert_eq!((first.0, last.0, cues.len()), (Cue::Count, Cue::End, 12));
    // The last cue takes a second and a half.
    let heard = recorder.until(secs(last.1 - first.1) + 2.0);
    check_heard(&heard, start_by_first(&heard, first), &cues);
}

#[test]
fn a_cue_after_a_silence_is_heard_at_its_place() {
    let Some((room, _card)) = Room::open_for(card::WITH_SILENCES) else { return };
    let recorder = room.listen();
    let playing = room.play();
    let cues = room.cues();
    room.check_completed(playing);
    let heard = recorder.so_far();
    let start = start_by_first(&heard, cues[0]);
    check_heard(&heard, start, &cues);
}

#[test]
fn a_card_that_is_lost_while_it_rests_is_found_again_before_the_next_cue() {
    let Some((room, card)) = Room::open_for(card::WITH_SILENCES) else { return };
    let before = room.listen();
    let playing = room.play();
    let cues = room.cues();
    // Two seconds into the silence after the first step's cue.
    before.until(secs(cues[2].1 - cues[0].1) + 2.0);
    card.take_away();
    std::thread::sleep(Duration::from_secs(1));
    let _card = room.card().unwrap();
    let after = room.listen();
    room.check_completed(playing);
    let heard = after.so_far();
    let later = &cues[3..];
    let start = start_by_last(&heard, later[later.len() - 1]);
    check_heard(&heard, start, later);
}

#[test]
fn a_session_outlives_its_sound_card_and_is_heard_again_at_the_right_places() {
    let Some((room, card)) = Room::open() else { return };
    let before = room.listen();
    let playing = room.play();
    let cues = room.cues();
    // Up to between the second and the third count.
    let heard_before = before.until(1.6);
    let start_before = start_by_first(&heard_before, cues[0]);
    check_heard(&heard_before, start_before, &cues[..2]);

    let busy_before = playing.busy_secs();
    let gone = Instant::now();
    card.take_away();
    std::thread::sleep(Duration::from_secs(2));
    let busy = (playing.busy_secs() - busy_before) / gone.elapsed().as_secs_f64();
    assert!(busy < 0.5, "{busy:.2} of a core is busy with a card that is not there");

    let _card = room.card().unwrap();
    let back = Instant::now();
    let after = room.listen();
    let first_heard = first_sound(&after.until(0.1)).unwrap();
    let silent = after.began.duration_since(back).as_secs_f64() + secs(first_heard as i64);
    // Three seconds to find it, and one in which no cue was due.
    assert!(silent < 4.0, "nothing was heard for {silent:.2} s after the card was back");
    room.check_completed(playing);

    let heard = after.so_far();
    let start = start_by_last(&heard, cues[cues.len() - 1]);
    let is_heard = |(cue, at): &&(Cue, i64)| {
        let into_cue = first_sound(&samples_of(*cue)).unwrap() as i64;
        start + at + into_cue >= first_heard as i64 - EXACT
    };
    let heard_cues: Vec<(Cue, i64)> = cues.iter().filter(is_heard).copied().collect();
    assert!(heard_cues.len() >= 5, "{heard_cues:?}");
    check_heard(&heard, start, &heard_cues);
    // As a whole the timeline is where it was to within the time that the loss went unnoticed, which is not made up, and
    // what the buffers of the one and the other card hold. Both differ from run to run by more than a cue may, and so
    // does the beginning of a recording: only the places of the cues among each other can be exact.
    let apart = after.began.duration_since(before.began).as_secs_f64();
    let late = apart + secs(start - start_before);
    eprintln!("{busy:.2} of a core without a card, heard again after {silent:.2} s, {late:.2} s late");
    assert!((-0.5..1.5).contains(&late), "{late:.2} s late");
}

#[test]
fn a_session_goes_on_while_its_sound_card_sleeps() {
    let Some((room, _card)) = Room::open() else { return };
    let recorder = room.listen();
    let playing = room.play();
    let cues = room.cues();
    recorder.until(0.6);
    assert!(room.pactl(&["suspend-sink", "card", "1"]).unwrap().success());
    std::thread::sleep(Duration::from_secs(2));
    assert!(room.pactl(&["suspend-sink", "card", "0"]).unwrap().success());
    room.check_completed(playing);
    // Of the last cues, long after the card is awake again, none is missing.
    let last = &cues[cues.len() - 5..];
    let heard = recorder.so_far();
    let start = start_by_last(&heard, last[4]);
    let from = start + last[0].1 - NEARBY;
    check_heard(&heard[from as usize..], start - from, last);
}
