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
    assert_eq!(
        (next.routine, programme.sentence(&next, ExactDuration::from_mins(5), NaiveDate::MIN).as_str()),
        expected
    );
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
    let path = folder.path().join("programmes").join("mine.ron");
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

/// The weeks of a programme of one's own, as they are read.
fn of_weeks(weeks: &str) -> (Option<Arc<Programme>>, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("programmes")).unwrap();
    let text = format!(
        "(format: 1, title: \"Mine\", about: \"A\", author: \"Anna Berg\", contact: \"anna@example.org\", weeks: [{weeks}])"
    );
    std::fs::write(folder.path().join("programmes/mine.ron"), text).unwrap();
    let library = Library::open(Some(folder.path()));
    let file = library.programmes().iter().find(|file| file.id == "mine").unwrap();
    (file.programme.clone(), file.problems.lines())
}

#[test]
fn a_day_counts_once_it_was_done_as_often_as_the_week_asks() {
    let (programme, told) =
        of_weeks("(about: \"x\", routine: \"temples\", days: 2, a_day: 2), (about: \"y\", routine: \"jaw\")");
    assert_eq!(told, "");
    let programme = programme.unwrap();
    let next = |days: &[i64]| {
        let mut records: Vec<Record> = days.iter().map(|day| done("temples", *day)).collect();
        for (hour, record) in records.iter_mut().enumerate() {
            record.started += chrono::Duration::minutes(i64::try_from(hour).unwrap());
        }
        let next = programme.next(begun(), &records).unwrap();
        (next.week, next.days_done)
    };
    assert_eq!(next(&[0]), (0, 0));
    assert_eq!(next(&[0, 0]), (0, 1));
    assert_eq!(next(&[0, 0, 0, 1]), (0, 1), "a third time is none of another day");
    assert_eq!(next(&[0, 0, 2, 2]), (1, 0));
    let told = programme.sentence(
        &programme.next(begun(), &[]).unwrap(),
        ExactDuration::from_mins(3),
        NaiveDate::MIN,
    );
    assert_eq!(told, "Week 1: x, 3 minutes. On 2 days. Twice a day.");
    // What was done today is said, and nothing of another day.
    let today = |times: usize, today: i64| {
        let records: Vec<Record> = vec![done("temples", 1); times];
        let next = programme.next(begun(), &records).unwrap();
        programme.sentence(&next, ExactDuration::from_mins(3), begun() + chrono::Duration::days(today))
    };
    assert_eq!(today(1, 1), "Week 1: x, 3 minutes. On 2 days. Twice a day; once so far today.");
    assert_eq!(today(2, 1), "Week 1: x, 3 minutes. 1 of 2 days so far. Twice a day; done for today.");
    assert_eq!(today(2, 2), "Week 1: x, 3 minutes. 1 of 2 days so far. Twice a day.");
}

#[test]
fn after_days_off_it_is_due_again_and_what_is_done_on_them_counts() {
    let (programme, _) = of_weeks("(about: \"x\", routine: \"temples\", days: 5, rest: 2)");
    let programme = programme.unwrap();
    let on = |days: &[i64]| {
        let records: Vec<Record> = days.iter().map(|day| done("temples", *day)).collect();
        let next = programme.next(begun(), &records).unwrap();
        (next.days_done, next.on.map(|on| (on - begun()).num_days()))
    };
    assert_eq!(on(&[]), (0, None));
    assert_eq!(on(&[0]), (1, Some(3)));
    assert_eq!(on(&[0, 1]), (2, Some(4)));
}

#[test]
fn a_plan_is_told_whole_with_who_wrote_it() {
    let weeks = "(about: \"x\", first: \"jaw\", routine: \"temples\", days: 5, rest: 1, a_day: 3, pressure: 2, times: 5), \
                 (about: \"y\", lasts: 2, any_of: [\"jaw\", \"temples\"])";
    let (programme, told) = of_weeks(weeks);
    assert_eq!(told, "");
    let library = Library::open(None);
    let listing = programme.unwrap().listing(library.entries());
    let lines: Vec<&str> = listing.lines().collect();
    assert_eq!(lines[..3], ["Mine", "A", "By Anna Berg, anna@example.org"]);
    assert_eq!(lines[4], "Week 1: x");
    assert_eq!(
        lines[5],
        "  On 5 days, 3 times a day, with 1 day off in between, pressure at most 2 out of 10, each exercise at most 5 times."
    );
    assert!(lines[6].starts_with("  jaw ") && lines[6].ends_with(", once at first"), "{listing}");
    assert_eq!(lines[9..11], ["Weeks 2 to 3: y", "  As often as it is useful."]);
}

#[test]
fn what_a_week_asks_for_has_limits() {
    let (programme, told) =
        of_weeks("(about: \"x\", routine: \"temples\", a_day: 5, rest: 7, pressure: 11, times: 11)");
    assert!(programme.is_none());
    for sentence in ["`a_day` is 5.", "`rest` is 7.", "`pressure` is 11.", "`times` is 11."] {
        assert!(told.contains(sentence), "{told}");
    }
}

#[test]
fn a_new_programme_explains_itself_and_has_no_problems() {
    let folder = tempfile::tempdir().unwrap();
    let path =
        Library::open(Some(folder.path())).begin_programme("Two weeks, \"gently\"", folder.path()).unwrap();
    assert!(path.ends_with("programmes/two-weeks-gently.ron"));
    let library = Library::open(Some(folder.path()));
    let file = library.programmes().iter().find(|file| file.id == "two-weeks-gently").unwrap();
    assert_eq!(file.problems.lines(), "");
    assert_eq!(file.programme.as_ref().unwrap().title, "Two weeks, \"gently\"");
    assert!(library.begin_programme("two weeks gently", folder.path()).is_err());
    assert!(library.begin_programme("training ramp", folder.path()).is_err());
}
