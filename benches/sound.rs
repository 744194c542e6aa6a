//! How fast sessions of three minutes to an hour are rendered, with words, cues, breath tones and rain: items are frames
//! at 48 kHz, so that 48 million a second are a thousand times real time.

// A benchmark may fail as tests do.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use stillpoint::library::Library;
use stillpoint::safety::Profile;
use stillpoint::sound::ambience::Ambience;
use stillpoint::sound::clip::Clip;
use stillpoint::sound::renderer::{BLOCK, FrameTransport, Message, renderer};
use stillpoint::sound::score::{CueBank, Score};
use stillpoint::timeline::{Moment, Timeline, compile, plan};

const RATE: u32 = 48_000;
const SHIPPED: [&str; 4] =
    ["neck-and-shoulders-3", "coherent-breathing", "neck-and-shoulders-20", "full-hour"];

fn main() {
    divan::main();
}

fn timeline(id: &str) -> Timeline {
    let library = Library::open(None);
    let routine = library.find(id).unwrap().routine.as_ref().unwrap();
    compile(&plan(routine, &Profile::default(), &Moment::default(), None).unwrap())
}

/// With three seconds of sound for all words.
fn score(timeline: &Timeline) -> Arc<Score> {
    let (score, words) = Score::of(timeline, &CueBank::at_rate(RATE), &[]);
    let said = Clip { rate: RATE, samples: vec![0.1; 3 * RATE as usize] };
    for words in &words {
        words.set(&said);
    }
    Arc::new(score)
}

fn render(bencher: Bencher<'_, '_>, id: &str, ambience: Ambience) {
    let score = score(&timeline(id));
    let frames = score.end_frame;
    let ambience_layer = ambience.ambience_layer(RATE).map(Arc::new);
    bencher.counter(ItemsCount::new(frames)).bench_local(|| {
        let (mut control, mut renderer) = renderer(RATE);
        control.send(Message::Ambience(ambience_layer.clone()));
        control.send(Message::Score(Arc::clone(&score)));
        control.send(Message::Transport(FrameTransport { running: true, since: 0, from: 0 }));
        let mut block = [0.0; BLOCK];
        for _ in 0..frames / BLOCK as u64 {
            renderer.render(&mut block);
            control.collect();
        }
        block
    });
}

#[divan::bench(args = SHIPPED, sample_count = 5, sample_size = 1)]
fn render_whole(bencher: Bencher<'_, '_>, id: &str) {
    render(bencher, id, Ambience::Silence);
}

#[divan::bench(args = SHIPPED, sample_count = 5, sample_size = 1)]
fn render_with_rain(bencher: Bencher<'_, '_>, id: &str) {
    render(bencher, id, Ambience::SoftRain);
}

#[divan::bench(args = SHIPPED)]
fn score_of_a_timeline(bencher: Bencher<'_, '_>, id: &str) {
    let timeline = timeline(id);
    let bank = CueBank::at_rate(RATE);
    bencher.bench_local(|| Score::of(&timeline, &bank, &[]));
}
