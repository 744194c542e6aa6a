//! The journal's pages: keys, clicks, names, and that they fit.

use chrono::NaiveDate;
use stillpoint::journal::summary::months::{Noted, overview};
use stillpoint::journal::summary::{Alike, before_and_after, noticed};
use stillpoint::journal::{Attack, Aura, Day};
use stillpoint::ui::home::{FollowUp, HomeData, HomeState, home_ui};
use stillpoint::ui::journal::attack::{AttackState, attack_ui};
use stillpoint::ui::journal::charts::{ChartsState, charts_ui};
use stillpoint::ui::journal::correction::{CorrectionState, correction_ui};
use stillpoint::ui::journal::experiment::{ExperimentState, experiment_ui};
use stillpoint::ui::journal::export::{ExportState, export_ui};
use stillpoint::ui::journal::list::{ListState, list_ui};
use stillpoint::ui::journal::month::{MonthState, month_ui};
use stillpoint::ui::journal::noticed::{NoticedRoutine, NoticedState, noticed_ui};
use stillpoint::ui::journal::session::{SessionState, session_ui};
use stillpoint::ui::journal::{Entry, Format, JournalAction, View};

use super::*;

fn at(text: &str) -> DateTime<chrono::FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn entries(count: usize) -> Vec<Entry> {
    let started = at("2026-03-29T14:05:00+02:00");
    let entry = |number| Entry {
        id: format!("{number}"),
        title: format!("Entry {number}"),
        started,
        below: "5 min".into(),
        ..Entry::default()
    };
    (0..count).map(entry).collect()
}

/// What a screen reader is given of an entry.
fn name_of_entry(number: usize) -> String {
    format!("Entry {number}, Sun 29 Mar 2026, 14:05, 5 min")
}

/// Presses a key as a keyboard does: its letter comes in the same frame.
fn type_key<T>(page: &mut Page<'_, T>, key: Key, letter: &str) {
    let pressed = egui::Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::default(),
    };
    page.input_mut().events.extend([pressed, egui::Event::Text(letter.into())]);
    page.run_ok();
}

fn listed(entries: Vec<Entry>) -> ListState {
    let mut state = ListState::default();
    (state.entries, state.is_whole) = (entries, true);
    state
}

fn list(size: Vec2, entries: Vec<Entry>) -> Page<'static, ListState> {
    let state = listed(entries);
    show(size, state, |ui, state| list_ui(ui, &DIM_GREEN, state))
}

const fn diary(action: JournalAction) -> Action {
    Action::Journal(action)
}

#[test]
fn a_session_is_told_in_a_line() {
    let mut rated = record(Outcome::Completed);
    rated.pain_after = Some(4);
    rated.feeling = Some(Feeling::Better);
    let page = list(WINDOW, vec![Entry::of_session(&rated)]);
    let line = "Neck, Sun 29 Mar 2026, 01:59, 3 min of 5 min, completed · pain 6, then 4, better · “Warm.”";
    check_reads(&page, &[line]);
}

#[test]
fn an_empty_journal_and_one_that_cannot_be_read_say_so() {
    check_reads(
        &list(WINDOW, vec![]),
        &["Nothing here yet. Every session is saved here, even if you stop early."],
    );
    let mut page = list(WINDOW, vec![]);
    page.state_mut().given.remark = Some("The disk is gone.".into());
    page.run_ok();
    check_reads(&page, &["The disk is gone."]);
}

#[test]
fn the_list_has_a_key_for_everything() {
    let mut page = list(WINDOW, entries(3));
    for (key, action) in [
        (Key::A, diary(JournalAction::NoteAttack)),
        (Key::M, diary(JournalAction::Show(View::Month))),
        (Key::C, diary(JournalAction::Show(View::Charts))),
        (Key::W, diary(JournalAction::Show(View::Noticed))),
        (Key::X, diary(JournalAction::Show(View::Experiment))),
        (Key::E, diary(JournalAction::Show(View::Export))),
        (Key::Enter, diary(JournalAction::Open(0))),
        (Key::J, Action::Back),
        (Key::Escape, Action::Back),
    ] {
        assert_eq!(press(&mut page, key), [action], "{key:?}");
    }
    assert_eq!(press(&mut page, Key::Z), [], "nothing was deleted");
    press(&mut page, Key::ArrowDown);
    press(&mut page, Key::ArrowDown);
    press(&mut page, Key::ArrowDown);
    assert_eq!(press(&mut page, Key::Enter), [diary(JournalAction::Open(2))]);
    assert_eq!(click(&mut page, &name_of_entry(1)), [diary(JournalAction::Open(1))]);
}

#[test]
fn of_a_hundred_thousand_entries_only_those_in_sight_are_laid_out() {
    let mut page = list(WINDOW, entries(100_000));
    let shown =
        |page: &Page<'_, ListState>| names(page).iter().filter(|name| name.starts_with("Entry")).count();
    assert!((5..30).contains(&shown(&page)), "{}", shown(&page));
    press(&mut page, Key::End);
    assert!(names(&page).iter().any(|name| *name == name_of_entry(99_999)), "{:#?}", names(&page));
    assert!(shown(&page) < 30);
    assert_eq!(press(&mut page, Key::Enter), [diary(JournalAction::Open(99_999))]);
}

#[test]
fn more_is_asked_for_before_the_end_is_reached() {
    let mut page = list(WINDOW, entries(200));
    page.state_mut().given.is_whole = false;
    page.run_ok();
    assert!(!page.state().given.wants_more);
    for _ in 0..25 {
        press(&mut page, Key::PageDown);
    }
    assert!(page.state().given.wants_more);
}

#[test]
fn typed_words_filter_and_do_nothing_else() {
    let mut page = list(WINDOW, entries(3));
    type_key(&mut page, Key::Slash, "/");
    assert_eq!(page.state().given.filter.words, "", "the key itself is not a word");
    page.event(egui::Event::Text("am".into()));
    assert_eq!(press(&mut page, Key::A), []);
    assert_eq!(page.state().given.filter.words, "am");
    assert_eq!(press(&mut page, Key::Enter), [], "the first Enter leaves the field");
    assert_eq!(press(&mut page, Key::Escape), [], "the first Escape shows all again");
    assert_eq!(page.state().given.filter.words, "");
}

#[test]
fn a_session_is_shown_in_full() {
    let mut of = record(Outcome::Stopped);
    of.changes = vec!["Cold in place of warmth.".into()];
    let attack = Attack { id: "a".into(), started: at("2026-03-28T23:10:00+01:00"), ..Attack::default() };
    let state = SessionState::of(of, Some(attack));
    let mut page = show(WINDOW, state, |ui, state| session_ui(ui, &DIM_GREEN, state));
    check_reads(
        &page,
        &[
            "Neck",
            "Sunday 29 March 2026, 01:59",
            "Before: pain 6",
            "Cold in place of warmth.",
            "In the attack that began Saturday 28 March, 23:10",
        ],
    );
    assert_eq!(press(&mut page, Key::C), [diary(JournalAction::Correct)]);
    assert_eq!(press(&mut page, Key::Z), [], "nothing was corrected");
    assert_eq!(press(&mut page, Key::Delete), [diary(JournalAction::Delete)]);
    assert_eq!(press(&mut page, Key::R), [diary(JournalAction::SameRoutine)]);
    assert_eq!(press(&mut page, Key::Escape), [diary(JournalAction::Back)]);
}

fn attack(size: Vec2, state: AttackState) -> Page<'static, AttackState> {
    show(size, state, |ui, state| attack_ui(ui, &DIM_GREEN, state))
}

#[test]
fn an_attack_is_noted_by_one_key_each() {
    let now = at("2026-03-29T14:05:00+02:00");
    let mut page = attack(WINDOW, AttackState::beginning("a".into(), now, None, false));
    for key in [Key::Minus, Key::Minus, Key::Plus, Key::Num7, Key::L, Key::Y] {
        assert_eq!(press(&mut page, key), [], "{key:?}");
    }
    check_reads(&page, &["Began 15 min ago, Sunday 13:50"]);
    type_key(&mut page, Key::M, "m");
    page.event(egui::Event::Text("tea".into()));
    page.run_ok();
    press(&mut page, Key::Enter);
    assert_eq!(press(&mut page, Key::Enter), [diary(JournalAction::SaveAttack)]);
    let noted = page.state().given.to_attack();
    assert_eq!((noted.peak, noted.place.as_str(), noted.aura), (Some(7), "left", Aura::Yes));
    assert_eq!((noted.medicine[0].name.as_str(), noted.medicine[0].taken), ("tea", now));
    assert_eq!((noted.started, noted.ended), (at("2026-03-29T13:50:00+02:00"), None));
}

#[test]
fn an_attack_that_goes_on_is_ended_and_its_end_is_moved() {
    let now = at("2026-03-29T14:05:00+02:00");
    let known = Attack { id: "a".into(), started: at("2026-03-29T09:00:00+02:00"), ..Attack::default() };
    let mut page = attack(WINDOW, AttackState::noted_before(known, now));
    let ended = |page: &Page<AttackState>| page.state().given.to_attack().ended;
    assert_eq!(ended(&page), None, "nothing but a choice ends it");
    press(&mut page, Key::O);
    assert_eq!(ended(&page), Some(now));
    press(&mut page, Key::Minus);
    assert_eq!(ended(&page), Some(at("2026-03-29T13:50:00+02:00")));
    press(&mut page, Key::O);
    assert_eq!(ended(&page), None);
    assert_eq!(press(&mut page, Key::Delete), [diary(JournalAction::Delete)]);
}

#[test]
fn what_a_doctor_asks_about_an_attack_is_folded_behind_one_key() {
    let now = at("2026-03-29T14:05:00+02:00");
    let questions = ["period".to_owned(), "late night".to_owned()];
    let state = AttackState::beginning("a".into(), now, Some(6), true).with_questions(&questions);
    let mut page = attack(vec2(1080.0, 3000.0), state);
    assert!(!names(&page).iter().any(|name| name.starts_with("Nausea")));
    assert_eq!(press(&mut page, Key::D), []);
    for choice in ["Aura: 45 min", "Nausea: severe", "period: yes", "late night: no"] {
        click(&mut page, choice);
    }
    let noted = page.state().given.to_attack();
    assert_eq!((noted.aura_minutes, noted.symptoms.nausea), (Some(45), Some(3)));
    assert_eq!((noted.factors, noted.absent), (vec!["period".to_owned()], vec!["late night".to_owned()]));
    // The questions are the person's own.
    press(&mut page, Key::Q);
    page.event(egui::Event::Text(", red wine".into()));
    page.run_ok();
    press(&mut page, Key::Escape);
    let changed = page.state().given.changed_questions();
    assert_eq!(changed, Some(["period", "late night", "red wine"].map(str::to_owned).to_vec()));
}

#[test]
fn a_session_is_corrected_by_keys_and_clicks() {
    let mut of = record(Outcome::Stopped);
    of.pain_after = Some(4);
    let (started, now) = (of.started, at("2026-03-29T14:05:00+02:00"));
    let state = CorrectionState { record: of, now, ..CorrectionState::default() };
    let mut page = show(vec2(1080.0, 3000.0), state, |ui, state| correction_ui(ui, &DIM_GREEN, state));
    assert_eq!(press(&mut page, Key::Num2), []);
    click(&mut page, "Pain before: 8");
    click(&mut page, "Began: − 1 h");
    click(&mut page, "Compared with before: Worse");
    assert_eq!(press(&mut page, Key::Escape), [diary(JournalAction::CancelCorrection)]);
    assert_eq!(press(&mut page, Key::Enter), [diary(JournalAction::SaveCorrection)]);
    let corrected = page.state().given.corrected();
    assert_eq!((corrected.pain_before, corrected.pain_after), (Some(8), Some(2)));
    assert_eq!(corrected.started, started - chrono::TimeDelta::hours(1));
    assert_eq!(corrected.feeling, Some(stillpoint::journal::Feeling::Worse));
}

#[test]
fn the_first_screen_notes_an_attack_in_an_attack_and_ends_one_always() {
    let nothing = HomeData::default();
    let mut page = show(WINDOW, HomeState::default(), |ui, state| home_ui(ui, &DIM_GREEN, &nothing, state));
    assert_eq!(press(&mut page, Key::A), []);
    page.state_mut().given.moment.phase = Some(stillpoint::routine::Phase::Attack);
    page.run_ok();
    assert_eq!(press(&mut page, Key::A), [Action::Go(Destination::Attack)]);
    let end = FollowUp { title: "Attack since Sunday, 09:00".into(), below: "Is it over?".into() };
    let data = HomeData { attack: Some(end), ..HomeData::default() };
    let mut page = show(WINDOW, HomeState::default(), |ui, state| home_ui(ui, &DIM_GREEN, &data, state));
    assert_eq!(press(&mut page, Key::A), [Action::Go(Destination::Attack)]);
}

fn march() -> MonthState {
    let date = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let day = Day {
        date: date(3),
        sessions: 2,
        done: ExactDuration::from_mins(10),
        worst_pain: Some(7),
        attack: true,
        medicine: 1,
    };
    let mut march = MonthState::of(date(2), date(29));
    march.days = vec![day];
    march
}

#[test]
fn a_month_tells_its_days_in_words() {
    let mut page = show(WINDOW, march(), |ui, state| month_ui(ui, &DIM_GREEN, state));
    let whole = "1 day with an attack · 2 sessions · medicine on 1 day";
    check_reads(&page, &["March 2026", whole, "Monday 2 March: nothing noted"]);
    press(&mut page, Key::ArrowDown);
    let day = "Tuesday 3 March: attack, worst pain 7, 2 sessions, 10 min in all, medicine once";
    assert_eq!(names(&page).iter().filter(|name| *name == day).count(), 2, "the day, and its words");
    assert_eq!(press(&mut page, Key::ArrowLeft), [diary(JournalAction::MonthBy(-1))]);
    assert_eq!(press(&mut page, Key::ArrowRight), [diary(JournalAction::MonthBy(1))]);
    assert_eq!(press(&mut page, Key::Enter), [diary(JournalAction::ListDay)]);
    assert_eq!(press(&mut page, Key::Escape), [diary(JournalAction::Show(View::List))]);
}

#[test]
fn a_month_without_any_entry_gives_no_numbers() {
    let mut state = march();
    state.days.clear();
    let page = show(WINDOW, state, |ui, state| month_ui(ui, &DIM_GREEN, state));
    check_reads(&page, &["Nothing was noted in this month."]);
    assert!(!names(&page).iter().any(|name| name.contains("0 sessions")));
}

fn alike(routine: &str, count: u32) -> Alike {
    let (before, after) = (Some(8), Some(5));
    Alike { routine: routine.into(), phase: None, before, after, count, with_medicine: 2 }
}

fn noticed_state() -> NoticedState {
    let of = |noticed| NoticedRoutine { title: "Cold".into(), phase: "Attack".into(), noticed };
    let routines = noticed(&[alike("cold", 6), alike("few", 4)]).into_iter().map(of).collect();
    NoticedState { routines, is_there: true, ..NoticedState::default() }
}

#[test]
fn what_you_noticed_says_nothing_of_four_answers_and_that_it_cannot_show_a_cause() {
    let page = show(WINDOW, noticed_state(), |ui, state| noticed_ui(ui, &DIM_GREEN, state));
    let (title, below) = ("Cold, 6 of 6 answered", "Attack: noticeably less pain; with medicine: 2 of 6");
    let footer =
        "Pain often changes by itself; before/after scores can't show that the routine caused the change.";
    check_reads(
        &page,
        &[
            title,
            below,
            footer,
            "Median change −3 (−3 to −3)",
            "1 routine isn't shown: fewer than 5 answers in the same phase.",
        ],
    );
}

fn charts() -> ChartsState {
    let pain = before_and_after(&[alike("cold", 6), alike("few", 4)]);
    let noted = Noted {
        began: NaiveDate::from_ymd_opt(2026, 3, 1),
        painful: NaiveDate::from_ymd_opt(2026, 3, 7).into_iter().collect(),
        ..Noted::default()
    };
    let range = (NaiveDate::from_ymd_opt(2026, 2, 1).unwrap(), NaiveDate::from_ymd_opt(2026, 4, 1).unwrap());
    ChartsState {
        pain: pain.into_iter().map(|of| ("Cold".into(), of)).collect(),
        months: overview(range, &noted, DateTime::default()).months,
        ..ChartsState::default()
    }
}

#[test]
fn charts_are_read_out_and_say_nothing_of_four_answers() {
    let page = show(WINDOW, charts(), |ui, state| charts_ui(ui, &DIM_GREEN, state));
    let months = "By month, headache days: March 2026 1, April 2026 0";
    check_reads(&page, &[months, "Cold, before 8, after 5, 6 sessions"]);
}

#[test]
fn two_are_chosen_to_be_compared() {
    let routines = ["Cold", "Breath", "Rest"].map(|title| (title.to_lowercase(), title.to_owned())).to_vec();
    let state = ExperimentState { routines, ..ExperimentState::default() };
    let mut page = show(WINDOW, state, |ui, state| experiment_ui(ui, &DIM_GREEN, state));
    assert_eq!(press(&mut page, Key::Enter), []);
    for title in ["Cold", "Breath", "Rest"] {
        click(&mut page, &format!("Compare: {title}"));
    }
    assert_eq!(page.state().given.chosen, [1, 2]);
    assert_eq!(click(&mut page, "Start"), [diary(JournalAction::BeginExperiment)]);
    page.state_mut().given.running = Some(("Cold".into(), "Breath".into(), "1 March 2026".into()));
    page.run_ok();
    check_reads(&page, &["You'll see results once each has been rated in 5 attacks."]);
    assert_eq!(press(&mut page, Key::X), [diary(JournalAction::EndExperiment)]);
}

#[test]
fn each_file_has_its_key() {
    let mut page = show(WINDOW, ExportState::default(), |ui, state| export_ui(ui, &DIM_GREEN, state));
    for (key, format) in
        [(Key::D, Format::Report), (Key::C, Format::Csv), (Key::J, Format::Json), (Key::P, Format::Calendar)]
    {
        assert_eq!(press(&mut page, key), [diary(JournalAction::Export(format))], "{key:?}");
    }
    page.state_mut().given.path = "/a.csv".into();
    page.run_ok();
    press(&mut page, Key::I);
    assert_eq!(press(&mut page, Key::Enter), [diary(JournalAction::Import)]);
}

#[test]
fn a_rhythm_is_wished_for_by_key_and_by_click() {
    let plan = planned("neck-and-shoulders-5");
    let mut page = details(&plan);
    assert_eq!(press(&mut page, Key::W), [Action::Details(DetailsAction::Goal(1))]);
    page.state_mut().given.times_a_week = 7;
    page.run_ok();
    assert_eq!(press(&mut page, Key::W), [Action::Details(DetailsAction::Goal(0))]);
}

#[test]
fn what_else_there_is_to_say_after_a_session_is_folded_behind_one_key() {
    let record = record(Outcome::Completed);
    // High enough for all of it, so that every click finds its place.
    let mut page = show(vec2(1080.0, 2400.0), AfterState::default(), |ui, state| {
        after_ui(ui, &DIM_GREEN, &record, None, &[], state)
    });
    assert!(!names(&page).iter().any(|name| name.starts_with("Nausea")));
    assert_eq!(press(&mut page, Key::D), []);
    click(&mut page, "Nausea: moderate");
    click(&mut page, "Light sensitivity: none");
    let details = &mut page.state_mut().given.details;
    assert_eq!((details.symptoms.nausea, details.symptoms.light), (Some(2), Some(0)));
    details.medicine.name = " tea ".into();
    assert_eq!(details.taken(&record)[0].name, "tea");
    page.run_ok();
    check_reads(&page, &["Kind of medicine: Triptan"]);
    press(&mut page, Key::D);
    assert!(!names(&page).iter().any(|name| name.starts_with("Nausea")));
}

/// Holds that nothing is wider than the window, and that nothing that can be used is without a name.
#[track_caller]
pub fn check_width<T>(page: &Page<'_, T>, size: Vec2, page_name: &str) {
    for node in page.root().children_recursive() {
        let role = node.accesskit_node().role();
        let used =
            matches!(role, Access::Button | Access::RadioButton | Access::CheckBox | Access::TextInput);
        assert!(!used || name_of(&node).is_some(), "{page_name}: {role:?} has no name");
        // What is drawn inside a chart has no place of its own.
        if node.accesskit_node().bounding_box().is_none() {
            continue;
        }
        let rect = node.rect();
        let is_shown = used || role == Access::Label;
        assert!(!is_shown || rect.left() >= -0.5 && rect.right() <= size.x + 0.5, "{page_name}: {rect:?}");
    }
}

#[test]
fn the_pages_fit_a_large_and_a_small_window() {
    for size in [WINDOW, SMALL] {
        check_width(&list(size, entries(50)), size, "list");
        let now = at("2026-03-29T14:05:00+02:00");
        check_width(&attack(size, AttackState::beginning("a".into(), now, None, true)), size, "attack");
        let page = show(size, march(), |ui, state| month_ui(ui, &DIM_GREEN, state));
        check_width(&page, size, "month");
        check_width(
            &show(size, noticed_state(), |ui, state| noticed_ui(ui, &DIM_GREEN, state)),
            size,
            "noticed",
        );
        check_width(&show(size, charts(), |ui, state| charts_ui(ui, &DIM_GREEN, state)), size, "charts");
        let over =
            ExportState { folder: "/home/somebody/Documents/Stillpoint".into(), ..ExportState::default() };
        let page = show(size, over, |ui, state| export_ui(ui, &DIM_GREEN, state));
        check_width(&page, size, "export");
    }
}
