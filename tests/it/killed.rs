//! Programs that are killed without a word at any moment of a session.
//!
//! Two dozen here; `STILLPOINT_KILLS=400 cargo test --test it killed -- --nocapture` kills as many as are named, and
//! says how much time was lost at most.

use std::process::Stdio;
use std::time::{Duration, Instant};

use stillpoint::journal::{Outcome, Store};
use stillpoint::time::ExactDuration;

use crate::person::{Person, wait_for};

const SHORT: &str = "(format: 1, title: \"One second\", kind: Mixed, suits: [Between], evidence: Traditional, \
     steps: [Rest(name: \"Sit\", lasts: \"1s\", say: \"Sit.\")])";
/// Longer than any test waits, in many steps, so that each checkpoint writes many rows.
const LONG: &str = "(format: 1, title: \"Ten minutes\", kind: Mixed, suits: [Between], evidence: Traditional, \
     steps: [Repeat(times: 100, steps: [Rest(name: \"Sit\", lasts: \"6s\")])])";

/// How many homes there are at once; each sees its share of the kills, one after the other.
const HOMES: usize = 6;

#[test]
fn whatever_moment_a_program_is_killed_in_every_session_is_there() {
    let kills: usize = std::env::var("STILLPOINT_KILLS").ok().and_then(|of| of.parse().ok()).unwrap_or(24);
    let each = kills.div_ceil(HOMES);
    let homes = (0..HOMES).map(|home| std::thread::spawn(move || kill_in_a_home(home, each)));
    let homes: Vec<_> = homes.collect();
    let homes: Vec<Killed> = homes.into_iter().map(|home| home.join().unwrap()).collect();
    let begun: usize = homes.iter().map(|killed| killed.begun).sum();
    let lost = homes.iter().map(|killed| killed.lost).max().unwrap();
    let lost = ExactDuration::from(lost).decimal_secs();
    println!("{} kills, {begun} of sessions that had begun; at most {lost} s were lost", each * HOMES);
    // Some are killed before they begin; were it all of them, nothing would be tested.
    assert!(begun * 2 > kills, "only {begun} of {kills} had begun");
}

/// What became of the sessions of one home.
struct Killed {
    /// How many were in the journal when they were killed.
    begun: usize,
    /// The longest that was done of a session by the clock and is not in the journal.
    lost: Duration,
}

/// Kills so many sessions in one home, one after the other.
fn kill_in_a_home(home: usize, kills: usize) -> Killed {
    let person = Person::new();
    let (short, long) = (person.file("short.ron", SHORT), person.file("long.ron", LONG));
    assert!(person.run(&["play", &short, "--terminal", "--silent"]).status.success());
    let mut state = 0x9E37_79B9_u64.wrapping_mul(home as u64 + 1);
    let mut known = vec![person.records()[0].id.clone()];
    let mut lost = Duration::ZERO;
    for kill in 0..kills {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let moment = Duration::from_millis((state >> 33) % 3000);
        let mut command = person.command(&["play", &long, "--terminal", "--silent"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let newest = |person: &Person| person.journal().unwrap().newest(1).unwrap().remove(0);
        // As the next start finds it, with what the program that was killed has appended.
        let taken_in = |person: &Person| {
            let mut journal = Store::open(&person.path("data/stillpoint/journal.sqlite")).unwrap();
            journal.close_abandoned(chrono::Utc::now()).unwrap();
            journal.newest(1).unwrap().remove(0)
        };
        // Every other one from its start, where the first rows are written; the others once steps are under way,
        // counted from when the journal was just written.
        let seen = (kill % 2 == 1).then(|| {
            wait_for("the first second of a step", || {
                std::thread::sleep(Duration::from_millis(10));
                let (id, done) = person.progress()?;
                let is_under_way = !known.contains(&id) && done > ExactDuration::ZERO;
                is_under_way.then(|| (Instant::now(), id, done))
            })
        });
        std::thread::sleep(moment);
        let before = newest(&person);
        child.kill().unwrap();
        let killed = Instant::now();
        child.wait().unwrap();

        let after = taken_in(&person);
        if let Some((at, id, done)) = seen {
            assert_eq!(after.id, id);
            let done = Duration::from(done) + killed.duration_since(at);
            lost = lost.max(done.saturating_sub(after.done.into()));
        }
        if !known.contains(&after.id) {
            known.push(after.id.clone());
            assert_eq!((after.title.as_str(), after.outcome), ("Ten minutes", Outcome::Interrupted));
            assert_eq!(after.steps.iter().map(|step| step.done).sum::<ExactDuration>(), after.done);
        }
        if before.id == after.id {
            assert!(after.done >= before.done && after.position >= before.position);
        }
        let records = person.journal().unwrap().newest(u32::MAX).unwrap();
        assert_eq!(records.len(), known.len(), "the completed one and those that were killed");
        assert!(records.iter().any(|record| record.outcome == Outcome::Completed));
    }
    let damaged = std::fs::read_dir(person.path("data/stillpoint")).unwrap().flatten();
    let aside = damaged.filter(|entry| entry.file_name().to_string_lossy().contains("damaged"));
    assert_eq!(aside.count(), 0);
    Killed { begun: known.len() - 1, lost }
}
