//! The journal's pages in a whole window without a screen: what is done on them reaches the journal.

use std::path::Path;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, TimeDelta};

use super::*;
use crate::app::pages::Page;
use crate::app::window::tests::{TestWindow, note};
use crate::journal::{Record, export};
use crate::time::ExactDuration;
use crate::ui::actions::Destination;
use crate::ui::journal::Format;

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn session(id: &str, started: &str) -> Record {
    Record {
        id: id.into(),
        routine: "longer-exhale".into(),
        title: format!("Session {id}"),
        kind: "Breathing".into(),
        started: at(started),
        outcome: Outcome::Completed,
        planned: ExactDuration::from_mins(5),
        done: ExactDuration::from_mins(5),
        ..Record::default()
    }
}

/// A window with the journal open, in a home folder of its own.
struct Opened {
    test: TestWindow,
}

impl Opened {
    fn with(sessions: &[Record], attacks: &[Attack]) -> Self {
        let test = TestWindow::with(|paths| {
            if !sessions.is_empty() {
                note(paths, sessions, attacks);
            }
        });
        let mut opened = Self { test };
        opened.test.goes(Destination::Journal);
        opened.settle();
        opened
    }

    /// Waits until no answer is pending.
    #[track_caller]
    fn settle(&mut self) {
        for _ in 0..20 {
            self.test.settle();
            if self.journal().awaited.is_empty() && !self.journal().is_stale {
                return;
            }
        }
        panic!("the journal does not answer");
    }

    fn does(&mut self, action: JournalAction) {
        self.test.does(Action::Journal(action));
        self.settle();
    }

    fn journal(&mut self) -> &mut JournalPage {
        let Page::Journal(journal) = &mut self.test.window.page else { panic!("the journal is not open") };
        journal
    }

    fn listed(&mut self) -> Vec<String> {
        self.journal().list.entries.iter().map(|entry| entry.title.clone()).collect()
    }

    fn remark(&mut self) -> String {
        let journal = self.journal();
        let of_page = if let Shown::Export(state) = &journal.shown { state.remark.clone() } else { None };
        of_page.or(journal.list.remark.clone()).unwrap_or_default()
    }

    fn files(&self) -> Vec<std::path::PathBuf> {
        let listed = std::fs::read_dir(&self.test.paths.documents).into_iter().flatten();
        let mut files: Vec<_> = listed.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }
}

fn two_sessions() -> [Record; 2] {
    [session("1", "2026-03-01T08:00:00+01:00"), session("2", "2026-03-03T08:00:00+01:00")]
}

fn an_attack() -> Attack {
    Attack {
        id: "a".into(),
        started: at("2026-03-02T08:00:00+01:00"),
        ended: Some(at("2026-03-02T18:00:00+01:00")),
        place: "left".into(),
        ..Attack::default()
    }
}

#[test]
fn what_is_deleted_is_gone_from_the_list_and_comes_back() {
    let mut opened = Opened::with(&two_sessions(), &[]);
    assert_eq!(opened.listed(), ["Session 2", "Session 1"]);
    opened.does(JournalAction::Open(1));
    opened.does(JournalAction::Delete);
    assert_eq!(
        (opened.listed(), opened.remark()),
        (vec!["Session 2".to_owned()], "Deleted: Session 1. Press Z to undo.".to_owned())
    );
    assert!(matches!(opened.journal().shown, Shown::List));
    opened.test.goes(Destination::Journal);
    opened.settle();
    assert_eq!(opened.listed(), ["Session 2"], "and when it is opened again");

    let mut opened = Opened::with(&two_sessions(), &[an_attack()]);
    for (place, left) in [(0, ["Attack", "Session 1"]), (1, ["Session 2", "Session 1"])] {
        opened.does(JournalAction::Open(place));
        opened.does(JournalAction::Delete);
        assert_eq!(opened.listed(), left);
        opened.does(JournalAction::Undo);
        assert_eq!(opened.listed(), ["Session 2", "Attack", "Session 1"]);
        assert_eq!(opened.remark(), "It's back in the journal.");
    }
}

#[test]
#[cfg(unix)] // Elsewhere nobody can take a file away that is open.
fn what_cannot_be_deleted_is_shown_again() {
    let mut opened = Opened::with(&two_sessions(), &[]);
    opened.does(JournalAction::Open(0));
    // A folder in its place cannot be written by anybody.
    let journal = opened.test.paths.journal.clone();
    std::fs::rename(&journal, journal.with_extension("away")).unwrap();
    std::fs::create_dir(&journal).unwrap();
    opened.does(JournalAction::Delete);
    assert!(opened.remark().contains("can't be used"), "{}", opened.remark());
    std::fs::remove_dir(&journal).unwrap();
    std::fs::rename(journal.with_extension("away"), &journal).unwrap();
    opened.journal().is_stale = true;
    opened.settle();
    assert_eq!(opened.listed(), ["Session 2", "Session 1"]);
}

#[test]
fn attacks_stand_between_the_sessions_and_follow_the_filter() {
    let mut opened = Opened::with(&two_sessions(), &[an_attack()]);
    let mut check = |filter: Filter, expected: &[&str]| {
        opened.journal().list.filter = filter.clone();
        opened.settle();
        assert_eq!(opened.listed(), expected, "{filter:?}");
    };
    let words = |words: &str| Filter { words: words.into(), ..Filter::default() };
    check(words("LEFT att"), &["Attack"]);
    check(words("session"), &["Session 2", "Session 1"]);
    check(Filter { phase: Some("Attack".into()), ..Filter::default() }, &["Attack"]);
    check(Filter { phase: Some("Aura".into()), ..Filter::default() }, &[]);
    check(Filter { kind: Some("Breathing".into()), ..Filter::default() }, &["Session 2", "Session 1"]);
    check(Filter::default(), &["Session 2", "Attack", "Session 1"]);
}

#[test]
fn every_attack_is_listed_once_however_many_pages_there_are() {
    let started = at("2026-01-01T08:00:00+01:00");
    let sessions: Vec<Record> = (0..450_i64)
        .map(|number| Record {
            started: started + TimeDelta::hours(number),
            ..session(&number.to_string(), "2026-01-01T08:00:00+01:00")
        })
        .collect();
    let attacks: Vec<Attack> = (-1..46_i64)
        .map(|number| Attack {
            id: format!("a{number}"),
            started: started + TimeDelta::minutes(600 * number + 30),
            ended: Some(started + TimeDelta::minutes(600 * number + 90)),
            ..Attack::default()
        })
        .collect();
    let mut opened = Opened::with(&sessions, &attacks);
    assert!(!opened.journal().list.is_whole);
    while !opened.journal().list.is_whole {
        opened.journal().list.wants_more = true;
        opened.settle();
    }
    let entries = &opened.journal().list.entries;
    assert_eq!(entries.len(), sessions.len() + attacks.len());
    assert!(entries.is_sorted_by_key(|entry| std::cmp::Reverse(entry.started)));
}

#[test]
fn an_attack_that_is_noted_is_in_the_list_and_goes_on_until_it_is_ended() {
    let mut opened = Opened::with(&two_sessions(), &[]);
    opened.does(JournalAction::NoteAttack);
    opened.does(JournalAction::SaveAttack);
    assert_eq!(opened.listed(), ["Attack", "Session 2", "Session 1"]);
    assert!(
        opened.journal().list.going_on.is_some() && opened.remark().starts_with("Saved: an attack since ")
    );
    opened.does(JournalAction::NoteAttack);
    let now = opened.journal().clock.now();
    opened.does(JournalAction::Correct);
    let state = opened.journal().attack_mut().unwrap();
    assert!(state.is_known && state.attack.ended.is_none(), "nothing but a choice ends it");
    state.attack.ended = Some(now);
    opened.does(JournalAction::SaveAttack);
    assert_eq!(opened.listed(), ["Attack", "Session 2", "Session 1"]);
    assert_eq!(opened.journal().list.going_on, None);
}

#[test]
fn a_session_is_shown_with_the_attack_in_whose_time_it_lies() {
    let within = session("3", "2026-03-02T10:00:00+01:00");
    let mut opened = Opened::with(&[within, session("4", "2026-03-02T20:00:00+01:00")], &[an_attack()]);
    let mut attack_of = |place| {
        opened.does(JournalAction::Open(place));
        let Shown::Session(state) = &opened.journal().shown else { panic!("no session is shown") };
        let attack = state.attack.as_ref().map(|attack| attack.id.clone());
        opened.does(JournalAction::Back);
        attack
    };
    assert_eq!(attack_of(0), None);
    assert_eq!(attack_of(1).as_deref(), Some("a"));
}

#[test]
fn what_is_handed_over_in_one_window_is_taken_in_by_another() {
    let mut from = Opened::with(&two_sessions(), &[an_attack()]);
    from.does(JournalAction::Show(View::Export));
    for format in [Format::Csv, Format::Json, Format::Report] {
        from.does(JournalAction::Export(format));
        assert!(from.remark().contains(" saved in "), "{}", from.remark());
    }
    let files = from.files();
    let ends = |end: &str| -> &Path {
        files.iter().find(|path| path.extension().is_some_and(|actual| actual == end)).unwrap()
    };
    assert_eq!(files.len(), 3);
    // What is there already stays, and the next is written beside it.
    let before = std::fs::read(ends("csv")).unwrap();
    from.does(JournalAction::Export(Format::Csv));
    assert!(from.remark().contains(" (2).csv"), "{}", from.remark());
    assert_eq!((from.files().len(), std::fs::read(ends("csv")).unwrap()), (4, before));
    assert!(std::fs::read_to_string(ends("html")).unwrap().contains("Headache diary"));
    for end in ["csv", "json"] {
        let mut to = Opened::with(&[], &[]);
        assert_eq!(to.listed(), Vec::<String>::new());
        to.does(JournalAction::Show(View::Export));
        for expected in ["Imported 3 entries.", "Nothing is new. 3 entries are in the journal already."] {
            let Shown::Export(state) = &mut to.journal().shown else { panic!("another page is shown") };
            state.path = ends(end).display().to_string();
            to.does(JournalAction::Import);
            assert!(to.remark().starts_with(expected), "{end}: {}", to.remark());
        }
        to.does(JournalAction::Show(View::List));
        assert_eq!(to.listed(), ["Session 2", "Attack", "Session 1"], "{end}");
    }
}

#[test]
fn a_file_that_is_wrong_is_told_and_nothing_of_it_is_taken_in() {
    let mut opened = Opened::with(&two_sessions(), &[]);
    let path = opened.test.paths.journal.with_file_name("wrong.csv");
    let csv = export::to_csv(&export::Everything {
        sessions: vec![session("9", "2026-03-01T08:00:00Z")],
        ..export::Everything::default()
    });
    std::fs::write(&path, csv.unwrap() + "meal,x,y\n").unwrap();
    opened.does(JournalAction::Show(View::Export));
    let Shown::Export(state) = &mut opened.journal().shown else { panic!("another page is shown") };
    state.path = path.display().to_string();
    opened.does(JournalAction::Import);
    assert!(opened.remark().starts_with("Nothing was imported from"), "{}", opened.remark());
    assert_eq!(opened.listed(), ["Session 2", "Session 1"]);
}

#[test]
fn planned_sessions_need_a_wish() {
    let mut opened = Opened::with(&[], &[]);
    opened.does(JournalAction::Show(View::Export));
    opened.does(JournalAction::Export(Format::Calendar));
    assert!(opened.remark().starts_with("You have no weekly goals yet"), "{}", opened.remark());
    let action = crate::goals::Goal { routine: "longer-exhale".into(), times_a_week: 2 };
    opened.test.window.model.preferences.settings.goals = vec![action];
    opened.does(JournalAction::Export(Format::Calendar));
    let calendar = std::fs::read_to_string(&opened.files()[0]).unwrap();
    assert!(calendar.contains("BEGIN:VEVENT") && calendar.contains("Longer exhale"), "{calendar}");
}

#[test]
fn a_comparison_begins_ends_and_is_gone_on_with() {
    let mut opened = Opened::with(&[], &[]);
    opened.does(JournalAction::Show(View::Experiment));
    let Shown::Experiment(state) = &mut opened.journal().shown else { panic!("another page is shown") };
    assert!(state.routines.iter().any(|(id, _)| id == "cold-forehead"), "{:?}", state.routines);
    state.chosen = vec![1, 0];
    let chosen = [state.routines[1].0.clone(), state.routines[0].0.clone()];
    opened.does(JournalAction::BeginExperiment);
    let begun = opened.test.window.model.preferences.settings.experiment.clone().unwrap();
    assert_eq!([&begun.first, &begun.second], [&chosen[0], &chosen[1]]);
    opened.does(JournalAction::EndExperiment);
    assert_eq!(opened.test.window.model.preferences.settings.experiment, None);
    opened.does(JournalAction::Undo);
    assert_eq!(opened.test.window.model.preferences.settings.experiment, Some(begun));
}

#[test]
fn a_session_is_corrected_shows_what_stood_and_is_undone() {
    let mut opened = Opened::with(&two_sessions(), &[]);
    opened.does(JournalAction::Open(0));
    opened.does(JournalAction::Correct);
    let Shown::Correction(state, _) = &mut opened.journal().shown else { panic!("no form is shown") };
    let id = state.record.id.clone();
    state.record.pain_after = Some(9);
    state.record.note = "Corrected".into();
    opened.does(JournalAction::SaveCorrection);
    let corrections = |opened: &mut Opened| {
        let Shown::Session(state) = &opened.journal().shown else { panic!("no session is shown") };
        (state.record.pain_after, state.corrections.len())
    };
    assert_eq!(corrections(&mut opened), (Some(9), 0), "nothing that was said is replaced");
    opened.does(JournalAction::Correct);
    let Shown::Correction(state, _) = &mut opened.journal().shown else { panic!("no form is shown") };
    state.record.pain_after = Some(2);
    opened.does(JournalAction::SaveCorrection);
    assert_eq!(corrections(&mut opened), (Some(2), 1));
    opened.does(JournalAction::UndoCorrection);
    assert_eq!(corrections(&mut opened), (Some(9), 0));
    opened.does(JournalAction::Correct);
    opened.does(JournalAction::CancelCorrection);
    assert_eq!(corrections(&mut opened), (Some(9), 0));
    let store = crate::journal::Store::open(&opened.test.paths.journal).unwrap();
    assert_eq!(store.get(&id).unwrap().unwrap().pain_after, Some(9));
}

#[test]
fn a_note_of_which_words_are_taken_out_can_be_restored() {
    let mut with_note = session("1", "2026-03-02T10:00:00+01:00");
    with_note.note = "All of it".into();
    let mut opened = Opened::with(&[with_note], &[]);
    opened.does(JournalAction::Open(0));
    for note in ["All", "All gone"] {
        let Shown::Session(state) = &mut opened.journal().shown else { panic!("no session is shown") };
        state.note = note.into();
        opened.settle();
    }
    opened.does(JournalAction::Back);
    opened.does(JournalAction::Open(0));
    opened.does(JournalAction::UndoCorrection);
    let Shown::Session(state) = &opened.journal().shown else { panic!("no session is shown") };
    assert_eq!(state.note, "All of it");
}

#[test]
fn a_questionnaire_is_saved_once_it_is_whole() {
    let mut opened = Opened::with(&[], &[]);
    opened.does(JournalAction::Show(View::Questionnaire));
    opened.does(JournalAction::SaveQuestionnaire);
    let Shown::Questionnaire(state) = &mut opened.journal().shown else { panic!("it was left") };
    assert!(state.remark.is_some());
    state.midas = [Some(1), Some(2), Some(3), Some(0), Some(0), Some(20), Some(5)];
    opened.does(JournalAction::SaveQuestionnaire);
    assert!(opened.remark().starts_with("Saved: MIDAS 6, mild disability"), "{}", opened.remark());
    opened.does(JournalAction::Show(View::Questionnaire));
    let Shown::Questionnaire(state) = &opened.journal().shown else { panic!("no questions are shown") };
    assert_eq!(state.earlier.len(), 1);
}

#[test]
fn what_a_month_counts_is_listed_on_its_day_wherever_it_was() {
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
    let session = Record {
        id: "la".into(),
        title: "In Los Angeles".into(),
        started: at("2026-11-05T22:00:00-08:00"),
        ended: Some(at("2026-11-05T22:05:00-08:00")),
        outcome: Outcome::Completed,
        done: ExactDuration::from_mins(5),
        ..Record::default()
    };
    let attack = |id: &str, started: &str, ended: &str| Attack {
        id: id.into(),
        started: at(started),
        ended: Some(at(ended)),
        ..Attack::default()
    };
    let attacks = [
        attack("la-a", "2026-11-05T22:05:00-08:00", "2026-11-05T22:08:00-08:00"),
        attack("tokyo", "2026-11-08T00:10:00+09:00", "2026-11-08T00:50:00+09:00"),
        // Over the end of summer time, from the 24th to the 25th of October.
        attack("autumn", "2026-10-24T20:00:00+02:00", "2026-10-25T23:30:00+01:00"),
    ];
    let mut opened = Opened::with(&[session], &attacks);
    opened.does(JournalAction::Show(View::Month));
    for (month, expected) in
        [((2026, 11), &[(5, 1, 2), (8, 0, 1)][..]), ((2026, 10), &[(24, 0, 1), (25, 0, 1)])]
    {
        let today = opened.journal().clock.today();
        let first = NaiveDate::from_ymd_opt(month.0, month.1, 1).unwrap();
        opened.journal().month = MonthState::of(first, today);
        opened.does(JournalAction::MonthBy(0));
        let days: Vec<_> = opened.journal().month.days.clone();
        let counted: Vec<(u32, u32, bool)> =
            days.iter().map(|day| (day.date.day(), day.sessions, day.attack)).collect();
        let wanted: Vec<(u32, u32, bool)> =
            expected.iter().map(|(day, sessions, _)| (*day, *sessions, true)).collect();
        assert_eq!(counted, wanted);
        for (day, _, entries) in expected {
            opened.journal().month.chosen = first.with_day(*day).unwrap();
            opened.does(JournalAction::ListDay);
            let Shown::Day(list) = &opened.journal().shown else { panic!("no day is shown") };
            assert_eq!(list.entries.len(), *entries, "{month:?} {day}");
            opened.does(JournalAction::Show(View::Month));
            opened.journal().month = MonthState::of(first, today);
        }
    }
}
