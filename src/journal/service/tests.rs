//! The service with journals in temporary folders: what survives when the disk, the file or another program
//! fails.

use super::*;
use crate::journal::store::tests_support::{at, entries, full_record, record};
use crate::journal::{Outcome, backup};
use crate::time::ExactDuration;

fn listed(journal: &JournalService) -> Vec<String> {
    let records = journal.newest(10).recv().unwrap();
    records.into_iter().map(|record| record.id).collect()
}

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn journal(&self) -> PathBuf {
        self.0.path().join("data/journal.sqlite")
    }

    fn spool(&self) -> PathBuf {
        self.0.path().join("spool")
    }

    fn start(&self) -> JournalService {
        JournalService::start(self.journal(), self.spool())
    }

    /// A journal with a session, a copy of it, and another session since.
    fn with_a_copy() -> Self {
        let home = Self::new();
        let mut store = Store::open(&home.journal()).unwrap();
        store.save(&record("copied")).unwrap();
        backup::maintain(&home.journal(), chrono::Local::now().date_naive()).unwrap();
        store.save(&full_record("since")).unwrap();
        home
    }

    fn damaged(&self) -> Vec<PathBuf> {
        let listed = std::fs::read_dir(self.0.path().join("data")).unwrap().flatten();
        let is_aside = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with("journal.damaged-") && name.ends_with(".sqlite")
        };
        listed.map(|entry| entry.path()).filter(is_aside).collect()
    }
}

#[test]
fn what_is_saved_is_in_the_journal_once_the_service_is_gone() {
    let home = Home::new();
    let journal = home.start();
    journal.writer().save(record("1"));
    assert_eq!(listed(&journal), ["1"]);
    journal.writer().save_attack(Attack { id: "a".into(), ..Attack::default() });
    drop(journal);
    let store = Store::open(&home.journal()).unwrap();
    assert_eq!(store.newest(10).unwrap(), [record("1")]);
    assert_eq!(store.all_attacks().unwrap().len(), 1);
}

#[test]
fn looking_makes_no_journal() {
    let home = Home::new();
    let journal = home.start();
    assert_eq!(listed(&journal), [""; 0]);
    assert_eq!(journal.due_questions(Utc::now()).recv().unwrap(), []);
    assert!(!journal.delete("1".into()).recv().unwrap());
    drop(journal);
    assert!(!home.journal().exists());
}

#[test]
fn what_cannot_be_written_is_told_listed_guarded_and_written_by_the_next_start() {
    let home = Home::new();
    // A file in place of the journal's folder.
    std::fs::write(home.0.path().join("data"), "").unwrap();
    let journal = home.start();
    let (done, attack) = (full_record("1"), Attack { id: "a".into(), ..Attack::default() });
    journal.writer().save(done.clone());
    assert!(journal.troubles.recv().unwrap().unwrap().contains("can't be created"));
    journal.writer().save_attack(attack.clone());
    assert_eq!(listed(&journal), ["1"]);
    assert_eq!(journal.get("1".into()).recv().unwrap().as_ref(), Some(&done));
    let noon = at("2026-03-29T12:00:00+02:00").to_utc();
    let back = journal.lookback(at("2026-03-29T00:00:00+01:00").to_utc(), noon, None).recv().unwrap();
    assert_eq!((back.applied, back.sessions), (done.applied.clone(), vec![done.clone()]));
    assert_eq!(back.open_attack, Some(attack.clone()));
    let attacks = journal.attacks(DateTime::<Utc>::MIN_UTC, noon).recv().unwrap();
    assert_eq!(attacks, std::slice::from_ref(&attack));
    drop(journal);

    std::fs::remove_file(home.0.path().join("data")).unwrap();
    let journal = home.start();
    assert_eq!(listed(&journal), ["1"]);
    drop(journal);
    let store = Store::open(&home.journal()).unwrap();
    assert_eq!((store.newest(10).unwrap(), store.all_attacks().unwrap()), (vec![done], vec![attack]));
    assert_eq!(std::fs::read_dir(home.spool()).unwrap().count(), 0);
}

#[test]
fn what_was_taken_in_is_copied_before_the_program_ends() {
    let home = Home::new();
    let journal = home.start();
    let everything = entries(&[record("1")], &[]);
    assert_eq!(journal.writer().import(everything, Deleted::Stays).recv().unwrap().new, 1);
    drop(journal);
    assert_eq!(backup::list(&home.journal()).len(), 1);
}

#[test]
fn an_entry_that_is_refused_holds_up_no_other() {
    let home = Home::new();
    let journal = home.start();
    journal.writer().save(Record { pain_before: Some(11), ..record("1") });
    journal.writer().save(record("2"));
    assert_eq!(listed(&journal).len(), 2);
    drop(journal);
    assert_eq!(Store::open(&home.journal()).unwrap().newest(10).unwrap(), [record("2")]);
}

#[test]
fn a_damaged_spool_file_takes_nothing_else_down() {
    let home = Home::new();
    Entry::Session(Box::new(record("1"))).spool(&home.spool()).unwrap();
    std::fs::write(home.spool().join("x.ron"), [0xFF, 0x00]).unwrap();
    assert_eq!(listed(&home.start()), ["1"]);
}

#[test]
fn what_ended_is_copied_before_the_program_ends_and_what_goes_on_is_not() {
    let home = Home::new();
    let journal = home.start();
    journal.writer().save(record("1"));
    drop(journal);
    assert_eq!(backup::list(&home.journal()), []);
    let journal = home.start();
    journal.writer().save(Record { outcome: Outcome::Completed, ..record("1") });
    drop(journal);
    assert_eq!(backup::list(&home.journal()).len(), 1);
}

/// Checks that a damaged journal is repaired: the copy is restored, new entries are written, and there is one
/// notice.
#[track_caller]
fn check_mended(home: &Home, expected: &[&str], message: &str) {
    let journal = home.start();
    journal.writer().save(Record { started: at("2026-12-01T00:00:00+01:00"), ..record("new") });
    let mut ids = listed(&journal);
    ids.sort();
    assert_eq!(ids, expected);
    drop(journal.writer());
    let notices: Vec<String> = journal.notices.try_iter().collect();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert!(notices[0].contains(message) && notices[0].contains("journal.damaged-"), "{notices:?}");
    assert_eq!(home.damaged().len(), 1);
    drop(journal);
    backup::check(&rusqlite::Connection::open(home.journal()).unwrap(), "integrity_check", &home.journal())
        .unwrap();
}

#[test]
fn a_journal_of_which_nothing_is_left_is_restored_from_its_copy() {
    for bytes in [vec![], vec![0; 8192], b"no tables, but a text that is long enough".repeat(40)] {
        let home = Home::with_a_copy();
        std::fs::write(home.journal(), &bytes).unwrap();
        check_mended(&home, &["copied", "new"], "was restored. The");
        assert_eq!(std::fs::read(&home.damaged()[0]).unwrap(), bytes, "the damaged file is kept as it was");
    }
}

/// The same numbers on every run.
fn numbers(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    }
}

#[test]
fn truncated_zeroed_and_overwritten_pages_cost_nothing_that_was_copied() {
    for seed in 0..36 {
        let mut number = numbers(seed);
        let home = Home::new();
        let mut store = Store::open(&home.journal()).unwrap();
        let copied: Vec<String> = (0..60).map(|number| format!("copied-{number:02}")).collect();
        let records: Vec<Record> = copied.iter().map(|id| full_record(id)).collect();
        store.import(&entries(&records, &[]), crate::journal::Deleted::Stays).unwrap();
        backup::maintain(&home.journal(), chrono::Local::now().date_naive()).unwrap();
        drop(store);
        let mut bytes = std::fs::read(home.journal()).unwrap();
        let pages = bytes.len() / 4096;
        match seed % 3 {
            0 => bytes.truncate(number(bytes.len())),
            1 => bytes[4096 * number(pages)..][..4096].fill(0),
            _ => bytes[4096 * number(pages)..][..4096].fill_with(|| u8::try_from(number(256)).unwrap()),
        }
        std::fs::write(home.journal(), bytes).unwrap();
        let journal = home.start();
        journal.writer().save(record("new"));
        let mut ids: Vec<String> =
            journal.newest(u32::MAX).recv().unwrap().into_iter().map(|record| record.id).collect();
        ids.sort();
        assert_eq!(ids[..60], copied[..], "{seed}");
        assert_eq!(ids[60..], ["new"], "{seed}");
        drop(journal);
        assert!(Store::open(&home.journal()).unwrap().get("new").unwrap().is_some(), "{seed}");
    }
}

#[test]
fn what_a_damaged_file_still_gives_is_saved_from_it() {
    let home = Home::with_a_copy();
    // A page of an index: the list cannot be read in its order, but the sessions can.
    let root: i64 = rusqlite::Connection::open(home.journal())
        .unwrap()
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'session_started'", [], |row| row.get(0))
        .unwrap();
    let mut bytes = std::fs::read(home.journal()).unwrap();
    let page = (usize::try_from(root).unwrap() - 1) * 4096;
    bytes[page..page + 4096].fill(0xA5);
    std::fs::write(home.journal(), &bytes).unwrap();
    check_mended(&home, &["copied", "new", "since"], "was restored, and 1 entry was recovered");
}

#[test]
fn without_a_copy_a_damaged_journal_is_kept_and_a_new_one_begun() {
    let home = Home::new();
    std::fs::create_dir(home.0.path().join("data")).unwrap();
    std::fs::write(home.journal(), [0x5A; 4096]).unwrap();
    check_mended(&home, &["new"], "a new one was started");
}

#[test]
fn a_copy_that_is_damaged_too_is_passed_over_for_the_one_before() {
    let home = Home::with_a_copy();
    let newest = backup::list(&home.journal())[0].path.clone();
    let before = newest.with_file_name("journal-2020-01-31.sqlite");
    std::fs::rename(&newest, &before).unwrap();
    std::fs::write(&newest, [0x5A; 4096]).unwrap();
    std::fs::write(home.journal(), [0x5A; 4096]).unwrap();
    check_mended(&home, &["copied", "new"], "the backup of 31 January 2020 was restored");
}

#[test]
#[cfg(unix)] // Elsewhere nobody can take a file away that is open.
fn a_program_that_has_the_damaged_file_open_goes_on_with_the_mended_one() {
    let home = Home::with_a_copy();
    let one = home.start();
    one.writer().save(record("one"));
    assert!(listed(&one).contains(&"one".to_owned()));
    // Another program finds the damage and repairs it; the file disappears while this one has it open.
    std::fs::write(home.0.path().join("spare"), [0x5A; 4096]).unwrap();
    std::fs::rename(home.0.path().join("spare"), home.journal()).unwrap();
    let other = home.start();
    other.writer().save(record("other"));
    assert!(listed(&other).contains(&"other".to_owned()));

    one.writer().save(record("after"));
    drop((one, other));
    let ids: Vec<String> = Store::open(&home.journal())
        .unwrap()
        .newest(9)
        .unwrap()
        .into_iter()
        .map(|record| record.id)
        .collect();
    assert!(ids.contains(&"after".into()) && ids.contains(&"other".into()) && ids.contains(&"copied".into()));
}

#[test]
fn a_journal_that_is_gone_is_begun_anew_and_its_copy_named() {
    let home = Home::with_a_copy();
    std::fs::remove_file(home.journal()).unwrap();
    let journal = home.start();
    journal.writer().save(record("new"));
    assert_eq!(listed(&journal), ["new"]);
    assert!(journal.notices.try_recv().unwrap().contains("was missing, so a new one was started"));
}

#[test]
fn two_services_at_once_lose_nothing() {
    let home = Home::new();
    let (one, other) = (home.start(), home.start());
    for number in 0..40 {
        let journal = if number % 2 == 0 { &one } else { &other };
        journal.writer().save(record(&format!("{number}")));
    }
    drop((one, other));
    assert_eq!(Store::open(&home.journal()).unwrap().newest(99).unwrap().len(), 40);
}

#[test]
fn while_another_program_holds_the_journal_records_wait_and_are_written_afterwards() {
    let home = Home::new();
    drop(Store::open(&home.journal()).unwrap());
    let other = rusqlite::Connection::open(home.journal()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let journal = home.start();
    journal.writer().save(record("1"));
    assert!(journal.troubles.recv().unwrap().unwrap().contains("locked"));
    assert_eq!(std::fs::read_dir(home.spool()).unwrap().count(), 1);
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(journal.troubles.recv().unwrap(), None);
    assert_eq!(std::fs::read_dir(home.spool()).unwrap().count(), 0);
    assert_eq!(listed(&journal), ["1"]);
}

#[test]
fn what_a_disk_that_does_not_answer_holds_up_lies_in_the_spool_and_is_told() {
    let home = Home::new();
    let (trouble_sender, troubles) = channel();
    let (watch, watched) = channel();
    let shared = Shared {
        running: Mutex::default(),
        running_files: AtomicBool::new(false),
        pending: Mutex::default(),
        busy: Mutex::default(),
        last_trouble: Mutex::new((None, trouble_sender)),
    };
    shared.put(Entry::Session(Box::new(record("1"))));
    *shared.busy.lock() = Instant::now().checked_sub(HUNG_AFTER + Duration::from_secs(1));
    std::thread::scope(|scope| {
        let guard = scope.spawn({
            let (shared, spool) = (&shared, home.spool());
            move || watch_over(shared, &spool, &watched)
        });
        watch.send(()).unwrap();
        assert!(troubles.recv().unwrap().unwrap().contains("isn't responding"));
        drop(watch);
        guard.join().unwrap();
    });
    assert_eq!(spool::left_behind(&home.spool()).len(), 1);
}

#[test]
fn a_journal_that_cannot_be_read_does_not_say_that_nothing_was_done() {
    let home = Home::new();
    // A folder in place of the journal.
    std::fs::create_dir_all(home.journal()).unwrap();
    let journal = home.start();
    let applied = journal.lookback(DateTime::<Utc>::MIN_UTC, Utc::now(), None).recv();
    assert!(matches!(applied, Err(JournalError::Store(StoreError::NoFile { .. }))), "{applied:?}");
}

#[test]
fn a_journal_that_cannot_be_repaired_says_why_and_stays_where_it_is() {
    let home = Home::new();
    std::fs::create_dir(home.0.path().join("data")).unwrap();
    std::fs::write(home.journal(), [0x5A; 4096]).unwrap();
    // There is no copy, and no lock either.
    std::fs::write(home.0.path().join("data/backups"), "").unwrap();
    let unrepaired = home.start().newest(1).recv().unwrap_err();
    assert!(matches!(unrepaired, JournalError::Unrepaired { .. }), "{unrepaired:?}");
    for part in ["not a database", "can't be repaired", "backups"] {
        assert!(unrepaired.to_string().contains(part), "{unrepaired}");
    }
    assert_eq!(std::fs::read(home.journal()).unwrap(), [0x5A; 4096]);
    assert_eq!(home.damaged(), [""; 0].map(PathBuf::from));
}

#[test]
fn a_journal_that_is_late_and_one_that_is_gone_are_told_apart() {
    let home = Home::new();
    let journal = home.start();
    let (go_on, waits) = channel::<()>();
    let held = journal.execute(move |_| Ok(waits.recv().is_err()));
    let late = journal.newest(1).wait(Duration::ZERO);
    assert!(matches!(late, Err(JournalError::NoAnswer)), "{late:?}");
    drop(go_on);
    assert!(held.recv().unwrap(), "what is late is still done");
    let writer = journal.writer();
    drop(journal);
    let gone = writer.import(Everything::default(), Deleted::Stays).recv();
    assert!(matches!(gone, Err(JournalError::Gone)), "{gone:?}");
}

#[test]
fn the_copy_that_knows_most_comes_back_whatever_its_date_and_the_others_add_to_it() {
    let home = Home::new();
    let mut store = Store::open(&home.journal()).unwrap();
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let attack = |number: usize| Attack { id: format!("attack-{number}"), ..Attack::default() };
    // One start with the clock in 2031, when there were two attacks, by a version that put no numbers to its copies.
    (0..2).for_each(|number| store.save_attack(&attack(number)).unwrap());
    backup::maintain(&home.journal(), day("2031-05-01")).unwrap();
    let ahead = backup::list(&home.journal())[0].path.clone();
    std::fs::rename(&ahead, ahead.with_file_name("journal-2031-05-01.sqlite")).unwrap();
    (2..8).for_each(|number| store.save_attack(&attack(number)).unwrap());
    store.save(&record("copied")).unwrap();
    backup::maintain(&home.journal(), day("2026-11-27")).unwrap();
    // The next copy knows less, because somebody put another journal there, but something new.
    drop(store);
    std::fs::remove_file(home.journal()).unwrap();
    Store::open(&home.journal()).unwrap().save(&record("later")).unwrap();
    backup::maintain(&home.journal(), day("2026-11-28")).unwrap();
    std::fs::write(home.journal(), [0x5A; 4096]).unwrap();

    check_mended(
        &home,
        &["copied", "later", "new"],
        "the backup of 27 November 2026 was restored, and 1 entry",
    );
    let store = Store::open(&home.journal()).unwrap();
    assert_eq!(store.all_attacks().unwrap().len(), 8);
}

#[test]
fn what_was_deleted_does_not_come_back_with_a_mend() {
    let home = Home::with_a_copy();
    let mut store = Store::open(&home.journal()).unwrap();
    assert!(store.delete("copied", Utc::now()).unwrap());
    backup::maintain(&home.journal(), chrono::Local::now().date_naive() + chrono::Days::new(1)).unwrap();
    drop(store);
    std::fs::write(home.journal(), [0x5A; 4096]).unwrap();
    check_mended(&home, &["new", "since"], "was restored");
    assert!(Store::open(&home.journal()).unwrap().undelete("copied").unwrap());
}

#[test]
fn a_larger_copy_from_before_a_purge_does_not_take_the_place_of_the_newest() {
    let home = Home::new();
    let mut store = Store::open(&home.journal()).unwrap();
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    for number in 0..10 {
        store.save(&record(&format!("{number}"))).unwrap();
    }
    store.save_attack(&Attack { id: "open".into(), ..Attack::default() }).unwrap();
    backup::maintain(&home.journal(), day("2026-03-01")).unwrap();
    // Four were imported by mistake, and are gone for good; the attack has an end.
    let long_ago = Utc::now() - chrono::Days::new(60);
    for number in 0..4 {
        assert!(store.delete(&number.to_string(), long_ago).unwrap());
    }
    store.purge(Utc::now()).unwrap();
    let ended = Some(at("2026-03-29T12:00:00+02:00"));
    store.save_attack(&Attack { id: "open".into(), ended, ..Attack::default() }).unwrap();
    backup::maintain(&home.journal(), day("2026-05-01")).unwrap();
    drop(store);
    std::fs::write(home.journal(), [0x5A; 4096]).unwrap();
    check_mended(&home, &["4", "5", "6", "7", "8", "9", "new"], "the backup of 1 May 2026 was restored. The");
    assert_eq!(Store::open(&home.journal()).unwrap().all_attacks().unwrap()[0].ended, ended);
}

#[test]
fn what_was_only_appended_is_taken_in_by_the_next_start() {
    let home = Home::new();
    let begun = record("1");
    let mut further = begun.clone();
    further.done += ExactDuration::from_secs(3);
    further.steps[0].done = further.done;
    let journal = home.start();
    journal.writer().save(begun.clone());
    assert_eq!(listed(&journal), ["1"]);
    journal.writer().progress(further.clone());
    while !journal.is_written().recv().unwrap() {}
    let in_the_file = || Store::open_to_read(&home.journal()).unwrap().unwrap().newest(1).unwrap();
    assert_eq!(in_the_file(), [begun], "the journal itself is not written every second");
    // Its thread ends a moment after the service, and with it the lock.
    drop(journal);
    let journal = home.start();
    let closed = loop {
        let found = journal.newest(1).recv().unwrap().remove(0);
        if found.outcome == Outcome::Interrupted {
            break found;
        }
    };
    assert_eq!((closed.done, closed.steps[0].done), (further.done, further.done));
    assert!(closed.ended.is_some());
    drop(journal);
    assert_eq!(std::fs::read_dir(home.0.path().join("data/running")).unwrap().count(), 0);
}

#[test]
fn a_change_that_is_more_than_time_is_written_to_the_journal_though_it_comes_as_progress() {
    let home = Home::new();
    let journal = home.start();
    journal.writer().save(record("1"));
    assert_eq!(listed(&journal), ["1"]);
    let noted = Record { note: "warm".into(), ..record("1") };
    journal.writer().progress(noted.clone());
    while !journal.is_written().recv().unwrap() {}
    assert_eq!(Store::open_to_read(&home.journal()).unwrap().unwrap().newest(1).unwrap(), [noted]);
}
