//! Routine files: how fast they are read and checked beside what the RON library needs alone, and how fast they become
//! timelines; over files of ten to a thousand steps, and sessions of three minutes to an hour.

// A benchmark may fail as tests do.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use divan::Bencher;
use divan::counter::BytesCount;
use serde::Deserialize;
use stillpoint::editing::{Document, Edit, Form, StepPath};
use stillpoint::library::Library;
use stillpoint::routine::technique::Techniques;
use stillpoint::routine::validate::Role;
use stillpoint::routine::{read, validate};
use stillpoint::safety::Profile;
use stillpoint::timeline::{Moment, Plan, compile, plan};
use stillpoint::ui::editor::cards::cards;

const STEPS: [usize; 3] = [10, 100, 1_000];
const SHIPPED: [&str; 3] = ["neck-and-shoulders-3", "neck-and-shoulders-20", "full-hour"];

fn main() {
    divan::main();
}

/// A routine of so many steps of three kinds, with words, notes and comments as people write them.
fn text(steps: usize) -> String {
    let mut text = String::from(
        "(\n    format: 1,\n    title: \"A long one\",\n    kind: Mixed,\n    suits: [Between],\n    evidence: Traditional,\n    steps: [\n",
    );
    for number in 0..steps {
        let step = match number % 3 {
            0 => "Rest(name: \"Rest {n}\", lasts: \"20s\", say: \"Let the shoulders sink for {lasts}.\"),",
            1 => {
                "Guide(name: \"Press {n}\", site: Trapezius, motion: Press, pressure: 3, lasts: \"30s\", say: \"Press.\"),"
            }
            _ => "Breathe(name: \"Breath {n}\", inhale: 4, exhale: 6, lasts: \"20s\"), // quietly",
        };
        writeln!(text, "        {}", step.replace("{n}", &number.to_string())).unwrap();
    }
    text + "    ],\n)\n"
}

/// The same as the RON library reads it by itself: derived, no places, no problems beyond the first.
#[derive(Deserialize)]
#[allow(dead_code)] // Read to be measured.
struct Plain {
    format: u32,
    title: String,
    kind: Name,
    suits: Vec<Name>,
    evidence: Name,
    steps: Vec<PlainStep>,
}

#[derive(Deserialize)]
enum Name {
    Mixed,
    Between,
    Traditional,
    Trapezius,
    Press,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // Read to be measured.
enum PlainStep {
    Rest { name: String, lasts: String, say: String },
    Guide { name: String, site: Name, motion: Name, pressure: u8, lasts: String, say: String },
    Breathe { name: String, inhale: u8, exhale: u8, lasts: String },
}

#[divan::bench(args = STEPS)]
fn plain_ron(bencher: Bencher<'_, '_>, steps: usize) {
    let text = text(steps);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| ron::from_str::<Plain>(&text).unwrap());
}

#[divan::bench(args = STEPS)]
fn read_alone(bencher: Bencher<'_, '_>, steps: usize) {
    let text = text(steps);
    assert_eq!(read(&text).1, []);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| read(&text));
}

#[divan::bench(args = STEPS)]
fn read_and_validate(bencher: Bencher<'_, '_>, steps: usize) {
    let text = text(steps);
    let none = Techniques::default();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| validate("long", read(&text).0.unwrap(), Role::Routine, &none));
}

fn planned(id: &str) -> Plan {
    let library = Library::open(None);
    let routine = library.find(id).unwrap().routine.as_ref().unwrap();
    plan(routine, &Profile::default(), &Moment::default(), None).unwrap()
}

#[divan::bench(args = SHIPPED)]
fn plan_shipped(bencher: Bencher<'_, '_>, id: &str) {
    let library = Library::open(None);
    let routine = library.find(id).unwrap().routine.as_ref().unwrap();
    bencher.bench_local(|| plan(routine, &Profile::default(), &Moment::default(), None).unwrap());
}

#[divan::bench(args = SHIPPED)]
fn compile_shipped(bencher: Bencher<'_, '_>, id: &str) {
    let plan = planned(id);
    bencher.bench_local(|| compile(&plan));
}

/// What is done in the frame in which somebody drags a slider: the edit, the cards and the form.
#[divan::bench(args = [20, 200, 1_000])]
fn edit_on_the_cards(bencher: Bencher<'_, '_>, steps: usize) {
    let (facts, step) = (std::collections::BTreeMap::new(), StepPath::top(steps / 2));
    let mut document = Document::new(text(steps));
    let mut seconds = 0;
    bencher.bench_local(|| {
        seconds = seconds % 50 + 1;
        let value = format!("\"{seconds}s\"");
        let edit = Edit::Set { step: step.clone(), field: "lasts".into(), value };
        document.apply(&edit, None).unwrap();
        let outline = document.outline().unwrap();
        (cards(outline, &facts), Form::of(document.text(), outline, &step))
    });
}
