//! Programmes: the problems of a file, and what comes next after the sessions so far.

use super::*;
use crate::journal::store::tests_support::record;
use crate::library::Library;

fn shipped() -> Arc<Programme> {
    let library = Library::open(None);
    let [file] = library.programmes() else { panic!("one programme comes with the program") };
    assert_eq!(file.problems.lines(), "");
    file.programme.clone().unwrap()
}

fn begun() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 2).unwrap()
}

/// A session some days after the programme was begun.
fn done(id: &str, after_days: i64) -> Record {
    let mut record = record(&format!("{id}-{after_days}"));
    record.routine = id.into();
    record.done = ExactDuration::from_mins(1);
    let noon = begun().and_hms_opt(12, 0, 0).unwrap().and_utc().fixed_offset();
    record.started = noon + chrono::Duration::days(after_days);
    record
}

/// Checks what comes next after these sessions, which are the newest first, as in the journal.
#[track_caller]
fn check(sessions: &[(&str, i64)], expected: (&str, &str)) {
    let programme = shipped();
    let records: Vec<Record> = sessions.iter().rev().map(|(id, day)| done(id, *day)).collect();
    let next = programme.next(begun(), &records).unwrap();
    assert_eq!((next.routine, programme.sentence(&next, ExactDuration::from_mins(5)).as_str()), expected);
}

const BREATHING: [(&str, i64); 5] = [
    ("breathing-ramp", 0),
    ("longer-exhale", 1),
    ("longer-exhale", 3),
    ("longer-exhale", 4),
    ("longer-exhale", 30),
];

#[test]
fn the_first_week_begins_with_what_comes_first_in_it() {
    check(&[], ("breathing-ramp", "Week 1: slow breathing, 5 minutes. On 5 days."));
    check(&BREATHING[..1], ("longer-exhale", "Week 1: slow breathing, 5 minutes. 1 of 5 days so far."));
    check(&BREATHING[1..3], ("breathing-ramp", "Week 1: slow breathing, 5 minutes. 2 of 5 days so far."));
}

#[test]
fn a_week_ends_by_doing_and_never_by_the_calendar() {
    check(&BREATHING[..4], ("longer-exhale", "Week 1: slow breathing, 5 minutes. 4 of 5 days so far."));
    check(&BREATHING, ("muscle-relaxation-body", "Week 2: muscle relaxation, 5 minutes. On 5 days."));
}

#[test]
fn a_day_counts_once_and_what_was_done_before_or_besides_not_at_all() {
    let sessions = [("longer-exhale", -1), ("breathing-ramp", 0), ("longer-exhale", 0), ("temples", 1)];
    check(&sessions, ("longer-exhale", "Week 1: slow breathing, 5 minutes. 1 of 5 days so far."));
    let mut nothing = done("breathing-ramp", 0);
    nothing.done = ExactDuration::ZERO;
    assert_eq!(shipped().next(begun(), &[nothing]).unwrap().days_done, 0);
}

#[test]
fn the_last_weeks_stay_and_take_turns() {
    let mut sessions = BREATHING.to_vec();
    sessions.extend((31..36).map(|day| ("muscle-relaxation-body", day)));
    sessions.extend((41..46).map(|day| ("breath-and-muscles", day)));
    sessions.extend((51..55).map(|day| ("muscle-relaxation-full", day)));
    sessions.extend((61..64).map(|day| ("body-scan", day)));
    let sentence = "Weeks 6 to 8: whatever suits you, 5 minutes.";
    check(&sessions, ("muscle-relaxation-short", sentence));
    sessions.extend([("muscle-relaxation-short", 70), ("longer-exhale", 71), ("body-scan", 300)]);
    check(&sessions, ("muscle-relaxation-short", sentence));
}

#[test]
fn a_programme_with_an_end_has_nothing_after_it() {
    let mut programme = Programme::clone(&shipped());
    programme.weeks.truncate(1);
    let records = BREATHING.map(|(id, day)| done(id, day));
    assert_eq!(programme.next(begun(), &records), None);
}

#[test]
fn every_fault_of_a_file_is_told_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("programmes")).unwrap();
    let path = folder.path().join("programmes/mine.ron");
    let text = r#"(format: 1, title: "Mine", abuot: "A", weeks: [
  (about: "x", routine: "longer-exale", days: 5),
  (about: "x", routine: "longer-exhale", minutes: 90, days: 9),
  (about: "x", routine: "longer-exhale"),
  (about: "x", days: 1),
])"#;
    std::fs::write(&path, text).unwrap();
    let library = Library::open(Some(folder.path()));
    assert!(library.find("mine").is_none(), "a programme is no routine");
    let file = library.programmes().iter().find(|file| file.id == "mine").unwrap();
    let text = file.problems.lines().replace(&format!("{}:", path.display()), "");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 6, "{lines:#?}");
    assert!(
        lines[0].starts_with("1:28: error: The programme has no field called `abuot`. Did you mean `about`?")
    );
    assert!(
        lines[1]
            .starts_with("2:25: error: There is no routine `longer-exale`. Did you mean `longer-exhale`?")
    );
    assert!(lines[2].starts_with("3:51: error: The routine `longer-exhale` can't last 90 minutes."));
    assert!(lines[3].starts_with("3:61: error: `days` is 9. It must be from 1 to 7."));
    assert!(lines[4].starts_with("4:3: error: Only the last week can leave `days` out."));
    assert!(lines[5].starts_with("5:3: error: A week needs either `routine` or `any_of`."));
    assert!(file.programme.is_none());
}

#[test]
fn a_programme_of_ones_own_takes_the_place_of_a_shipped_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("programmes")).unwrap();
    let text = r#"(format: 1, title: "Mine", about: "A", weeks: [(about: "x", routine: "temples")])"#;
    std::fs::write(folder.path().join("programmes/training-ramp.ron"), text).unwrap();
    let library = Library::open(Some(folder.path()));
    let titles: Vec<&str> = library
        .programmes()
        .iter()
        .filter_map(|file| Some(file.programme.as_ref()?.title.as_str()))
        .collect();
    assert_eq!(titles, ["Mine"]);
}

#[test]
fn a_programme_is_told_in_each_language() {
    for (language, title, week) in [
        (Language::En, "Eight weeks of training", "slow breathing"),
        (Language::De, "Acht Wochen Training", "langsames Atmen"),
        (Language::Es, "Ocho semanas de entrenamiento", "respirar despacio"),
        // A language that it is not given in.
        (Language::Sv, "Eight weeks of training", "slow breathing"),
    ] {
        let library = Library::open_in(None, language);
        let programme = library.programme("training-ramp").unwrap();
        assert_eq!((&*programme.title, &*programme.weeks[0].about), (title, week), "{language:?}");
    }
}

#[test]
fn a_programme_has_no_placeholders_to_fill() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("programmes")).unwrap();
    let text = r#"(format: 1, title: "Mine {days}", about: {"en": "A", "de": "B"}, weeks: [(about: "x", routine: "temples")])"#;
    std::fs::write(folder.path().join("programmes/mine.ron"), text).unwrap();
    let library = Library::open(Some(folder.path()));
    let file = library.programmes().iter().find(|file| file.id == "mine").unwrap();
    assert!(file.programme.is_none());
    let told = file.problems.lines();
    assert!(told.contains("The words of a programme can't have placeholders."), "{told}");
}
