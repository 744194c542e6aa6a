//! How long the journal takes to answer, over a thousand to a hundred thousand sessions: `cargo bench --bench journal`.
//!
//! `STILLPOINT_JOURNAL=1000000 cargo bench --bench journal -- a_large_journal` leaves one of that size in
//! `target/large-journal`, with which `cargo bench --bench window -- target/large-journal` starts.

// A benchmark may fail as tests do.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use stillpoint::journal::store::Filter;
use stillpoint::journal::{Applied, Deleted, Everything, Feeling, Outcome, Record, StepRecord, Store};
use stillpoint::time::ExactDuration;
use tempfile::TempDir;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// A large journal for a start by hand, if one is asked for.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn a_large_journal() {
    let Some(sessions) = std::env::var("STILLPOINT_JOURNAL").ok().and_then(|count| count.parse().ok()) else {
        return;
    };
    let path = PathBuf::from("target/large-journal/stillpoint/journal.sqlite");
    fill(&path, sessions);
}

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-23T12:00:00+01:00").unwrap()
}

/// Journals are made once for each size.
static JOURNALS: LazyLock<Mutex<BTreeMap<usize, (TempDir, PathBuf)>>> = LazyLock::new(Mutex::default);

fn journal(sessions: usize) -> PathBuf {
    let mut journals = JOURNALS.lock().unwrap();
    let made = journals.entry(sessions).or_insert_with(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        fill(&path, sessions);
        (folder, path)
    });
    made.1.clone()
}

fn fill(path: &Path, sessions: usize) {
    let mut store = Store::open(path).unwrap();
    let numbers: Vec<usize> = (0..sessions).collect();
    for some in numbers.chunks(10_000) {
        let sessions = some.iter().copied().map(record).collect();
        store.import(&Everything { sessions, ..Everything::default() }, Deleted::Stays).unwrap();
    }
}

fn record(number: usize) -> Record {
    let small = |modulus: usize| u8::try_from(number.wrapping_mul(2_654_435_761) / 7 % modulus).unwrap();
    let routine = format!("routine-{}", small(36));
    let started = now() - TimeDelta::hours(5 * i64::try_from(number).unwrap());
    let applied = Applied {
        pack: "Cold".into(),
        site: "Forehead".into(),
        from: started,
        lasted: ExactDuration::from_mins(10),
    };
    let step = |name: &str| StepRecord {
        name: name.into(),
        planned: ExactDuration::from_secs(60),
        done: ExactDuration::from_secs(60),
        comfort: None,
    };
    Record {
        id: format!("2026T{number}"),
        title: format!("Routine {}", small(36)),
        routine,
        kind: "Massage".into(),
        phase: [None, Some("Between"), Some("Attack")][usize::from(small(3))].map(str::to_owned),
        started,
        ended: Some(started + TimeDelta::minutes(10)),
        outcome: Outcome::Completed,
        pain_before: Some(small(11)),
        pain_after: (small(5) > 0).then(|| small(7)),
        feeling: Some(Feeling::Same),
        note: if small(9) == 0 { "a note of a few words, nothing more".into() } else { String::new() },
        planned: ExactDuration::from_mins(10),
        done: ExactDuration::from_mins(10),
        position: ExactDuration::from_mins(10),
        steps: ["Shoulder rolls", "Trapezius, left", "Trapezius, right", "Temples", "Close"].map(step).into(),
        applied: if small(4) == 0 { vec![applied] } else { Vec::new() },
        ..Record::default()
    }
}

#[divan::bench(args = SIZES)]
fn opening(bencher: divan::Bencher<'_, '_>, sessions: usize) {
    let path = journal(sessions);
    bencher.bench_local(|| Store::open(&path).unwrap());
}

#[divan::bench(args = SIZES)]
fn month_view(bencher: divan::Bencher<'_, '_>, sessions: usize) {
    let store = Store::open(&journal(sessions)).unwrap();
    bencher.bench_local(|| store.month(2026, 10, now()).unwrap());
}

#[divan::bench(args = SIZES)]
fn months_of_two_years(bencher: divan::Bencher<'_, '_>, sessions: usize) {
    let store = Store::open(&journal(sessions)).unwrap();
    let today = now().date_naive();
    bencher.bench_local(|| store.months(today - chrono::Months::new(24), today, now()).unwrap());
}

#[divan::bench(args = SIZES)]
fn what_was_noticed(bencher: divan::Bencher<'_, '_>, sessions: usize) {
    let store = Store::open(&journal(sessions)).unwrap();
    bencher.bench_local(|| store.noticed().unwrap());
}

#[divan::bench(args = SIZES)]
fn a_page_of_fifty(bencher: divan::Bencher<'_, '_>, sessions: usize) {
    let store = Store::open(&journal(sessions)).unwrap();
    bencher.bench_local(|| store.page(&Filter::default(), None, 50).unwrap());
}

#[divan::bench(args = SIZES)]
fn words_that_occur_nowhere(bencher: divan::Bencher<'_, '_>, sessions: usize) {
    let store = Store::open(&journal(sessions)).unwrap();
    let filter = Filter { words: "nowhere at all".into(), ..Filter::default() };
    bencher.bench_local(|| store.page(&filter, None, 50).unwrap());
}

#[divan::bench(args = SIZES)]
fn questions_that_are_due(bencher: divan::Bencher<'_, '_>, sessions: usize) {
    let store = Store::open(&journal(sessions)).unwrap();
    bencher.bench_local(|| store.due_questions(now().to_utc()).unwrap());
}

#[divan::bench(args = SIZES)]
fn packs_of_a_day(bencher: divan::Bencher<'_, '_>, sessions: usize) {
    let store = Store::open(&journal(sessions)).unwrap();
    let now: DateTime<Utc> = now().to_utc();
    bencher.bench_local(|| store.applied_since(now - TimeDelta::hours(24), now, None).unwrap());
}

#[divan::bench(args = SIZES)]
fn a_checkpoint(bencher: divan::Bencher<'_, '_>, sessions: usize) {
    let mut store = Store::open(&journal(sessions)).unwrap();
    let running = Record { id: "running".into(), outcome: Outcome::Running, ..record(0) };
    bencher.bench_local(|| store.save(&running).unwrap());
    store.delete("running", Utc::now()).unwrap();
}
