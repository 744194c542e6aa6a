//! What the renderer makes, frame by frame, without a device.

use std::sync::Arc;

use proptest::prelude::*;
use stillpoint::routine::Language;
use stillpoint::sound::breath::Sine;
use stillpoint::sound::clip::Clip;
use stillpoint::sound::renderer::{
    BLOCK, Bus, CEILING, Control, FrameTransport, Message, Renderer, renderer,
};
use stillpoint::sound::score::{CueBank, Note, Score, Sound, Words};
use stillpoint::timeline::{Cue, Timeline};

use crate::support::shipped_timelines;

/// Low, so that whole routines are rendered quickly; every rule holds at any rate.
const RATE: u32 = 8_000;
/// No sample may differ more than this from its neighbour: −50 dBFS, at 48 kHz.
const NO_CLICK: f32 = 0.003_16;

/// A renderer and the side that tells it what to do.
struct Desk {
    control: Control,
    renderer: Renderer,
    played: Vec<f32>,
}

impl Desk {
    fn at(rate: u32) -> Self {
        let (control, renderer) = renderer(rate);
        Self { control, renderer, played: Vec::new() }
    }

    fn tell(&mut self, message: Message) {
        assert!(self.control.send(message));
    }

    fn run(&mut self, since: u64, from: u64) {
        self.tell(Message::Transport(FrameTransport { running: true, since, from }));
    }

    fn stand(&mut self, from: u64) {
        self.tell(Message::Transport(FrameTransport { running: false, since: 0, from }));
    }

    fn play(&mut self, blocks: usize) -> &[f32] {
        let before = self.played.len();
        for _ in 0..blocks {
            let mut block = [0.0; BLOCK];
            self.renderer.render(&mut block);
            self.played.extend(block);
        }
        &self.played[before..]
    }

    #[track_caller]
    fn has_no_click(&self) {
        let jump = self.played.windows(2).map(|two| (two[1] - two[0]).abs()).fold(0.0, f32::max);
        assert!(jump < NO_CLICK, "a jump of {jump}");
    }
}

fn score_of(timeline: &Timeline, rate: u32) -> (Score, Vec<Arc<Words>>) {
    Score::of(timeline, &CueBank::at_rate(rate), &[])
}

fn single(sound: Sound, start_frame: u64, rate: u32) -> Arc<Score> {
    Arc::new(Score { rate, notes: vec![Note { start_frame, sound }], end_frame: u64::from(rate) * 60 })
}

fn loud_words(secs: u32, rate: u32) -> Arc<Words> {
    let words = Words::new("loud", Language::En, None);
    let hum = |i: u32| 0.2 * (f64::from(i) * 0.05).sin() as f32;
    words.set(&Clip { rate, samples: (0..secs * rate).map(hum).collect() });
    Arc::new(words)
}

/// The notes of a score added up one by one, without blocks, voices or transport.
fn by_hand(score: &Score, frames: usize) -> Vec<f32> {
    let sine = Sine::default();
    let mut mix = vec![0.0; frames];
    for note in &score.notes {
        let start = usize::try_from(note.start_frame).unwrap();
        let samples: Vec<f32> = match &note.sound {
            Sound::Cue(clip) => clip.samples.clone(),
            Sound::Breath(tone) => (0..tone.frames()).map(|i| tone.sample(i, &sine)).collect(),
            Sound::Words(_) => Vec::new(),
        };
        for (out, sample) in mix.iter_mut().skip(start).zip(samples) {
            *out += sample;
        }
    }
    mix
}

#[test]
fn every_sound_of_every_shipped_routine_is_at_its_frame() {
    for (id, timeline) in shipped_timelines() {
        let (score, _) = score_of(&timeline, RATE);
        for event in timeline.events() {
            assert!(score.notes.iter().any(|note| note.start_frame == event.at.frame_at(RATE)), "{id}");
        }
        let blocks = usize::try_from(score.end_frame).unwrap() / BLOCK + 2;
        let expected = by_hand(&score, blocks * BLOCK);
        let mut desk = Desk::at(RATE);
        desk.tell(Message::Score(Arc::new(score)));
        desk.run(0, 0);
        let played = desk.play(blocks);
        let wrong = played.iter().zip(&expected).position(|(a, b)| (a - b).abs() > 1e-6);
        assert_eq!(wrong, None, "{id}");
    }
}

#[test]
fn a_start_in_the_middle_of_a_block_is_still_exact() {
    let clip = Arc::new(Clip { rate: RATE, samples: vec![0.1; 10] });
    for since in [0, 1, 63, 127, 128, 1000] {
        let mut desk = Desk::at(RATE);
        desk.tell(Message::Score(single(Sound::Cue(Arc::clone(&clip)), 77, RATE)));
        desk.run(since, 50);
        let first = desk.play(20).iter().position(|sample| *sample != 0.0);
        assert_eq!(first, Some(usize::try_from(since).unwrap() + 27));
    }
}

#[test]
fn a_device_that_comes_late_joins_at_the_right_place() {
    let (_, timeline) = shipped_timelines().into_iter().find(|(id, _)| id == "coherent-breathing").unwrap();
    let (score, _) = score_of(&timeline, RATE);
    let expected = by_hand(&score, 100 * RATE as usize);
    let mut desk = Desk::at(RATE);
    desk.tell(Message::Score(Arc::new(score)));
    desk.play(10);
    // Forty seconds into the routine, in the middle of a breath, as of a clock that went on without a device.
    let from = 40 * RATE as usize + 123;
    desk.run(0, (from - 10 * BLOCK) as u64);
    let played = desk.play(200);
    let after_fade = RATE as usize / 2;
    let wrong = played[after_fade..]
        .iter()
        .zip(&expected[from + after_fade..])
        .position(|(a, b)| (a - b).abs() > 1e-6);
    assert_eq!(wrong, None);
    desk.has_no_click_at_8k();
}

impl Desk {
    /// At a sixth of the rate a jump may be six times as high.
    #[track_caller]
    fn has_no_click_at_8k(&self) {
        let jump = self.played.windows(2).map(|two| (two[1] - two[0]).abs()).fold(0.0, f32::max);
        assert!(jump < NO_CLICK * 6.0, "a jump of {jump}");
    }
}

#[test]
fn pauses_and_jumps_do_not_click_and_stand_still() {
    let (_, timeline) = shipped_timelines().into_iter().find(|(id, _)| id == "longer-exhale").unwrap();
    let (score, _) = score_of(&timeline, 48_000);
    let mut desk = Desk::at(48_000);
    desk.tell(Message::Score(Arc::new(score)));
    let second = 48_000;
    for place in [5, 26, 31, 35, 100, 304] {
        let now = desk.played.len() as u64;
        desk.run(now + 7_200, place * second);
        desk.play(375 * 2);
        desk.stand(place * second + 24_000);
        desk.play(300);
        let silence = desk.play(50);
        assert!(silence.iter().all(|sample| *sample == 0.0));
    }
    assert!(desk.played.iter().any(|sample| sample.abs() > 0.01));
    desk.has_no_click();
}

#[test]
fn levels_and_mute_change_without_a_click_and_time_goes_on() {
    let (_, timeline) = shipped_timelines().into_iter().find(|(id, _)| id == "longer-exhale").unwrap();
    let (score, _) = score_of(&timeline, 48_000);
    let expected = by_hand(&score, 60 * 48_000);
    let mut desk = Desk::at(48_000);
    desk.tell(Message::Score(Arc::new(score)));
    desk.run(0, 28 * 48_000);
    desk.play(375);
    desk.control.set_level(Bus::Main, 0.0);
    desk.play(100);
    assert!(desk.play(200).iter().all(|sample| *sample == 0.0));
    desk.control.set_level(Bus::Main, 1.0);
    desk.play(100);
    let at = desk.played.len();
    let played = desk.play(100).to_vec();
    let there = &expected[28 * 48_000 + at..];
    assert!(played.iter().zip(there).all(|(a, b)| (a - b).abs() < 1e-6));
    desk.control.set_level(Bus::Breath, 0.2);
    desk.play(400);
    desk.has_no_click();
}

#[test]
fn words_duck_the_breath_smoothly_and_it_comes_back() {
    let (_, timeline) = shipped_timelines().into_iter().find(|(id, _)| id == "coherent-breathing").unwrap();
    let (mut score, _) = score_of(&timeline, 48_000);
    score.notes.retain(|note| matches!(note.sound, Sound::Breath(_)));
    let from = 30 * 48_000_u64;
    let expected = by_hand(&score, 45 * 48_000);
    let words = Arc::new(Words::new("hush", Language::En, None));
    // Silent words, so that what is heard is the breath alone.
    words.set(&Clip { rate: 48_000, samples: vec![0.0; 4 * 48_000] });
    let at = score.notes.partition_point(|note| note.start_frame < from + 48_000);
    score.notes.insert(at, Note { start_frame: from + 48_000, sound: Sound::Words(words) });
    let mut desk = Desk::at(48_000);
    desk.tell(Message::Score(Arc::new(score)));
    desk.run(0, from);
    desk.play(10 * 375);
    desk.has_no_click();
    let gain = |secs: f64| {
        let middle = (secs * 48_000.0) as usize;
        let level = |samples: &[f32]| samples.iter().fold(0.0_f32, |a, b| a.max(b.abs()));
        let there = (middle + 30 * 48_000).saturating_sub(500)..middle + 30 * 48_000 + 500;
        level(&desk.played[middle - 500..middle + 500]) / level(&expected[there])
    };
    assert!((gain(0.9) - 1.0).abs() < 0.02, "{}", gain(0.9));
    assert!((0.25..0.35).contains(&gain(3.0)), "{}", gain(3.0));
    assert!((gain(6.0) - 1.0).abs() < 0.02, "{}", gain(6.0));
}

#[test]
fn words_that_are_late_are_said_late_or_not_at_all() {
    for (late_secs, is_heard) in [(1.0, true), (3.0, false)] {
        let words = Arc::new(Words::new("late", Language::En, None));
        let mut desk = Desk::at(RATE);
        desk.tell(Message::Score(single(Sound::Words(Arc::clone(&words)), 100, RATE)));
        desk.run(0, 0);
        desk.play((late_secs * f64::from(RATE)) as usize / BLOCK);
        words.set(&Clip { rate: RATE, samples: vec![0.1; 4000] });
        let heard = desk.play(100).iter().filter(|sample| **sample > 0.0).count();
        assert_eq!(heard, if is_heard { 4000 } else { 0 });
    }
}

#[test]
fn what_comes_next_is_said_though_what_was_said_goes_on_too_long() {
    let (first, second) = (loud_words(8, RATE), loud_words(1, RATE));
    let notes = [(0_u64, &first), (u64::from(RATE), &second)]
        .map(|(start_frame, words)| Note { start_frame, sound: Sound::Words(Arc::clone(words)) });
    let mut desk = Desk::at(RATE);
    desk.tell(Message::Score(Arc::new(Score { rate: RATE, notes: notes.to_vec(), end_frame: 100_000 })));
    desk.run(0, 0);
    desk.play(8 * RATE as usize / BLOCK);
    let last = desk.played.iter().rposition(|sample| *sample != 0.0).unwrap();
    // Two seconds after they were due the second words begin; they last one.
    assert!(last.abs_diff(4 * RATE as usize) <= 2 * BLOCK, "{last}");
}

#[test]
fn words_never_talk_over_words() {
    let (first, second) = (loud_words(2, RATE), loud_words(1, RATE));
    let notes = [(0_u64, &first), (u64::from(RATE), &second)]
        .map(|(start_frame, words)| Note { start_frame, sound: Sound::Words(Arc::clone(words)) });
    let mut desk = Desk::at(RATE);
    desk.tell(Message::Score(Arc::new(Score { rate: RATE, notes: notes.to_vec(), end_frame: 100_000 })));
    desk.run(0, 0);
    desk.play(300);
    let peak = desk.played.iter().fold(0.0_f32, |a, b| a.max(b.abs()));
    assert!(peak < 0.21, "{peak}");
    let last = desk.played.iter().rposition(|sample| *sample != 0.0).unwrap();
    assert!(last.abs_diff(3 * RATE as usize) <= BLOCK, "{last}");
}

#[test]
fn nothing_passes_the_ceiling() {
    let clip = Arc::new(Clip { rate: RATE, samples: vec![1.0; 8000] });
    let mut desk = Desk::at(RATE);
    for _ in 0..40 {
        desk.tell(Message::Cue(Arc::clone(&clip)));
    }
    let peak = desk.play(10).iter().fold(0.0_f32, |a, b| a.max(b.abs()));
    assert!(peak <= CEILING, "{peak}");
}

#[test]
fn a_score_that_takes_the_place_of_another_goes_on_where_it_was() {
    let (_, timeline) = shipped_timelines().into_iter().find(|(id, _)| id == "neck-and-shoulders-5").unwrap();
    let bank = CueBank::at_rate(RATE);
    let (score, words) = Score::of(&timeline, &bank, &[]);
    let (again, same_words) = Score::of(&timeline, &bank, &words);
    assert!(words.iter().zip(&same_words).all(|(a, b)| Arc::ptr_eq(a, b)));
    let expected = by_hand(&score, 20 * RATE as usize);
    let mut desk = Desk::at(RATE);
    desk.tell(Message::Score(Arc::new(score)));
    desk.run(0, 0);
    // In the middle of a cue.
    desk.play((RATE as usize * 4 + 800) / BLOCK);
    desk.tell(Message::Score(Arc::new(again)));
    desk.play(500);
    assert!(desk.played.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-6));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is asked in whatever order, nothing clicks, nothing is too loud and every cue that plays is one.
    #[test]
    fn no_order_of_commands_clicks(commands in prop::collection::vec((0_u8..6, 0_u64..310, 1_usize..300), 1..20)) {
        let (_, timeline) = shipped_timelines().into_iter().find(|(id, _)| id == "longer-exhale").unwrap();
        let (score, words) = score_of(&timeline, 48_000);
        for words in &words {
            words.set(&Clip { rate: 48_000, samples: vec![0.0; 48_000] });
        }
        let score = Arc::new(score);
        let bank = CueBank::at_rate(48_000);
        let mut desk = Desk::at(48_000);
        for (what, place, blocks) in commands {
            let now = desk.played.len() as u64;
            match what {
                0 => desk.tell(Message::Score(Arc::clone(&score))),
                1 | 2 => desk.run(now + place * 10, place * 48_000),
                3 => desk.stand(place * 48_000),
                4 => desk.tell(Message::Cue(bank.get(Cue::Paused).unwrap())),
                _ => desk.control.set_level(Bus::Cues, if place % 2 == 0 { 0.0 } else { 1.0 }),
            }
            desk.play(blocks);
        }
        let jump = desk.played.windows(2).map(|two| (two[1] - two[0]).abs()).fold(0.0, f32::max);
        // A few cues at once, each of which moves by less than a third of it.
        prop_assert!(jump < NO_CLICK * 4.0, "a jump of {}", jump);
    }
}
