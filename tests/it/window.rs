//! Each page on its own: a key or a click, then what it wishes; what a screen reader is given; and that all of it fits.

use std::fs;
use std::sync::Arc;

use chrono::DateTime;
use egui::accesskit::Role as Access;
use egui::{Key, Modifiers, Rect, Ui, UiBuilder, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use stillpoint::journal::{Feeling, Outcome, Record};
use stillpoint::library::Library;
use stillpoint::player::{Player, PlayerCommand, Snapshot, State, StopReason};
use stillpoint::routine::Phase;
use stillpoint::safety::Profile;
use stillpoint::time::{ExactDuration, Position};
use stillpoint::timeline::{Moment, Plan, Timeline, compile, plan};
use stillpoint::ui::actions::{Action, Destination, DetailsAction, MomentAction, SessionAction};
use stillpoint::ui::after::{AfterState, after_ui};
use stillpoint::ui::details::{DetailsState, details_ui};
use stillpoint::ui::routines::needs::Need;
use stillpoint::ui::routines::{RoutinesData, RoutinesState, routines_ui};
use stillpoint::ui::session::{SessionRemarks, session_ui};
use stillpoint::ui::theme::{self, DIM_GREEN};

mod help;
mod journal;
mod keys;
mod programmes;
mod start_gate;
mod writing;

const WINDOW: Vec2 = vec2(1080.0, 760.0);
const LARGE: Vec2 = vec2(1280.0, 800.0);
/// 800×600 with everything at twice its size.
const SMALL: Vec2 = vec2(400.0, 300.0);

/// A page, what it is given, and what it has wished so far.
struct Shown<T> {
    given: T,
    actions: Vec<Action>,
}

type Page<'a, T> = Harness<'a, Shown<T>>;

fn show<'a, T>(
    size: Vec2,
    given: T,
    mut page: impl FnMut(&mut Ui, &mut T) -> Option<Action> + 'a,
) -> Page<'a, T> {
    let whole_window = move |ui: &mut Ui, shown: &mut Shown<T>| {
        let window = ui.ctx().content_rect();
        let action =
            ui.scope_builder(UiBuilder::new().max_rect(window), |ui| page(ui, &mut shown.given)).inner;
        shown.actions.extend(action);
    };
    Harness::builder()
        .with_size(size)
        .with_context_setup(|ctx| theme::install(ctx, &DIM_GREEN))
        .build_ui_state(whole_window, Shown { given, actions: Vec::new() })
}

/// Presses a key; what that made the page wish.
fn press<T>(page: &mut Page<'_, T>, key: Key) -> Vec<Action> {
    page.key_press(key);
    page.run_ok();
    std::mem::take(&mut page.state_mut().actions)
}

/// The same with something that is held.
fn press_with<T>(page: &mut Page<'_, T>, held: Modifiers, key: Key) -> Vec<Action> {
    page.key_press_modifiers(held, key);
    page.run_ok();
    std::mem::take(&mut page.state_mut().actions)
}

fn click<T>(page: &mut Page<'_, T>, label: &str) -> Vec<Action> {
    page.get_by_label(label).click();
    page.run_ok();
    std::mem::take(&mut page.state_mut().actions)
}

/// What a screen reader would read: the name of a control, or the words themselves.
fn name_of(node: &Node<'_>) -> Option<String> {
    let node = node.accesskit_node();
    node.label().or_else(|| node.value()).filter(|name| !name.is_empty())
}

/// Everything that a screen reader would read.
fn names<T>(page: &Page<'_, T>) -> Vec<String> {
    page.root().children_recursive().filter_map(|node| name_of(&node)).collect()
}

#[track_caller]
fn check_reads<T>(page: &Page<'_, T>, expected: &[&str]) {
    let names = names(page);
    for text in expected {
        assert!(names.iter().any(|name| name == text), "no `{text}` in {names:#?}");
    }
}

/// Holds that nothing lies outside the window or on something else that is read or pressed.
#[track_caller]
fn check_fits<T>(page: &Page<'_, T>, window: Vec2, what: &str) {
    let window = Rect::from_min_size(egui::Pos2::ZERO, window);
    let read = [Access::Label, Access::Button, Access::RadioButton, Access::MultilineTextInput];
    let mut placed: Vec<(String, Rect)> = Vec::new();
    for node in page.root().children_recursive() {
        // What is drawn inside a chart has no place of its own.
        let is_placed = node.accesskit_node().bounding_box().is_some();
        if !is_placed || !read.contains(&node.accesskit_node().role()) {
            continue;
        }
        let (name, rect) = (name_of(&node).unwrap_or_default(), node.rect());
        assert!(
            window.expand(0.5).contains_rect(rect),
            "{what}: `{name}` at {rect:?} is outside of {window:?}\n{placed:#?}"
        );
        if let Some((other, at)) = placed.iter().find(|(_, at)| at.shrink(1.0).intersects(rect.shrink(1.0))) {
            panic!("{what}: `{name}` at {rect:?} lies on `{other}` at {at:?}");
        }
        placed.push((name, rect));
    }
    assert!(!placed.is_empty(), "{what}: nothing is shown");
}

fn shipped() -> Library {
    Library::open(None)
}

fn planned(id: &str) -> Plan {
    plan(shipped().find(id).unwrap().routine.as_ref().unwrap(), &Profile::default(), &Moment::default(), None)
        .unwrap()
}

// The list of routines.

pub fn data_of(library: &Library) -> RoutinesData<'_> {
    RoutinesData { library, favourites: &[], remarks: &[] }
}

fn routines(library: &Library) -> Page<'_, RoutinesState> {
    show(WINDOW, RoutinesState::default(), |ui, state| {
        let remarks = ["A remark.".to_owned()];
        routines_ui(ui, &DIM_GREEN, RoutinesData { remarks: &remarks, ..data_of(library) }, state)
    })
}

#[track_caller]
fn check_opens(library: &Library, actions: &[Action], id: &str) {
    let [Action::Go(Destination::Details(index))] = actions else { panic!("{actions:?}") };
    assert_eq!(library.entries()[*index].id, id);
}

#[test]
fn enter_opens_the_routine_that_the_arrows_lead_to() {
    let library = shipped();
    let mut page = routines(&library);
    check_reads(&page, &["Routines", "A remark.", "Neck and shoulders, Between attacks, 5 min"]);
    let ids = first_ids(&library);
    check_opens(&library, &press(&mut page, Key::Enter), &ids[0]);
    assert_eq!(press(&mut page, Key::ArrowDown), []);
    check_opens(&library, &press(&mut page, Key::Enter), &ids[1]);
    press(&mut page, Key::ArrowDown);
    check_opens(&library, &press(&mut page, Key::Enter), &ids[2]);
    press(&mut page, Key::ArrowUp);
    check_opens(&library, &press(&mut page, Key::Enter), &ids[1]);
}

/// The first group that is listed, the short ones first.
fn first_ids(library: &Library) -> Vec<String> {
    let routines = library.entries().iter().filter_map(|entry| entry.routine.as_ref());
    let mut first: Vec<_> =
        routines.filter(|routine| Need::of(routine, &[]) == Need::During(Phase::Attack)).collect();
    first.sort_by_key(|routine| routine.range().written);
    first.into_iter().map(|routine| routine.id().to_owned()).collect()
}

#[test]
fn a_routine_is_found_by_typing_and_favourites_come_first() {
    let library = shipped();
    let mut page = routines(&library);
    press(&mut page, Key::Slash);
    page.event(egui::Event::Text("temple".into()));
    page.run_ok();
    let found = |page: &Page<'_, RoutinesState>| {
        names(page).iter().filter(|name| name.ends_with(" min") || name.contains("Nothing found")).count()
    };
    assert!((1..9).contains(&found(&page)), "{:?}", names(&page));
    // One Enter ends the search, the next one opens what was found first.
    assert_eq!(press(&mut page, Key::Enter), []);
    check_opens(&library, &press(&mut page, Key::Enter), "neck-and-shoulders-3");
    press(&mut page, Key::Slash);
    page.event(egui::Event::Text(" xyz".into()));
    page.run_ok();
    check_reads(&page, &["Nothing found. Esc shows all."]);
    press(&mut page, Key::Enter);
    assert_eq!(press(&mut page, Key::Escape), []);
    assert_eq!(page.state().given.words, "");

    press(&mut page, Key::Slash);
    page.event(egui::Event::Text("eight weeks".into()));
    page.run_ok();
    assert!(
        names(&page).iter().any(|name| name.starts_with("Programmes, Eight weeks")),
        "{:?}",
        names(&page)
    );

    let favourites = ["jaw".to_owned()];
    let mut page = show(WINDOW, RoutinesState::default(), |ui, state| {
        routines_ui(ui, &DIM_GREEN, RoutinesData { favourites: &favourites, ..data_of(&library) }, state)
    });
    check_opens(&library, &press(&mut page, Key::Enter), "jaw");
}

#[test]
fn the_arrows_stay_within_the_list() {
    let library = shipped();
    let mut page = routines(&library);
    press(&mut page, Key::ArrowUp);
    check_opens(&library, &press(&mut page, Key::Enter), &first_ids(&library)[0]);
    for _ in library.entries() {
        press(&mut page, Key::ArrowDown);
    }
    let last = press(&mut page, Key::Enter);
    press(&mut page, Key::ArrowDown);
    assert_eq!(press(&mut page, Key::Enter), last);
}

#[test]
fn the_row_that_was_left_has_the_keyboard_again() {
    let library = shipped();
    let index = library.entries().iter().position(|entry| entry.id == "cold-forehead").unwrap();
    let state = RoutinesState::returning_to(Some(index));
    let mut page = show(WINDOW, state, |ui, state| routines_ui(ui, &DIM_GREEN, data_of(&library), state));
    assert_eq!(press(&mut page, Key::Enter), [Action::Go(Destination::Details(index))]);
}

#[test]
fn j_opens_the_journal() {
    let library = shipped();
    assert_eq!(press(&mut routines(&library), Key::J), [Action::Go(Destination::Journal)]);
    assert_eq!(click(&mut routines(&library), "journal"), [Action::Go(Destination::Journal)]);
}

#[test]
fn a_broken_routine_is_listed_last() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("aa-broken.ron"), "(format: 1, titel: \"A\")").unwrap();
    let library = Library::open(Some(folder.path()));
    let mut page = routines(&library);
    // The row after it leads to the programmes.
    for _ in library.entries().iter().skip(1) {
        press(&mut page, Key::ArrowDown);
    }
    check_opens(&library, &press(&mut page, Key::Enter), "aa-broken");
    press(&mut page, Key::ArrowDown);
    assert_eq!(press(&mut page, Key::Enter), [Action::Go(Destination::Programmes)]);
}

// Before the start.

fn details(plan: &Plan) -> Page<'_, DetailsState> {
    show(WINDOW, DetailsState::default(), |ui, state| {
        details_ui(ui, &DIM_GREEN, plan.routine(), Ok(plan), state)
    })
}

#[test]
fn details_have_a_key_for_everything() {
    let plan = planned("neck-and-shoulders-5");
    let mut page = details(&plan);
    check_reads(&page, &["Neck and shoulders", "5 min · seated", "Start", "Please note"]);
    for (key, action) in [
        (Key::Enter, Action::Details(DetailsAction::Start)),
        (Key::Num0, Action::Moment(MomentAction::Pain(Some(0)))),
        (Key::Num9, Action::Moment(MomentAction::Pain(Some(9)))),
        (Key::T, Action::Moment(MomentAction::Pain(Some(10)))),
        (Key::Plus, Action::Details(DetailsAction::MinutesBy(1))),
        (Key::Equals, Action::Details(DetailsAction::MinutesBy(1))),
        (Key::Minus, Action::Details(DetailsAction::MinutesBy(-1))),
        (Key::Escape, Action::Back),
    ] {
        assert_eq!(press(&mut page, key), [action], "{key:?}");
    }
    page.key_press_modifiers(Modifiers::SHIFT, Key::Plus);
    page.run_ok();
    assert_eq!(page.state().actions, [Action::Details(DetailsAction::MinutesBy(1))]);
}

#[test]
fn enter_starts_and_presses_what_has_the_keyboard() {
    let plan = planned("neck-and-shoulders-5");
    let mut page = details(&plan);
    assert_eq!(press(&mut page, Key::Enter), [Action::Details(DetailsAction::Start)]);
    let pressed: Vec<Action> = (0..2)
        .flat_map(|_| {
            press(&mut page, Key::Tab);
            press(&mut page, Key::Enter)
        })
        .collect();
    assert!(matches!(pressed[..], [Action::Details(DetailsAction::Start), Action::Moment(_)]), "{pressed:?}");
}

#[test]
fn a_chosen_pain_is_shown_and_taken_back_with_a_click() {
    let plan = planned("neck-and-shoulders-5");
    let mut page = details(&plan);
    assert_eq!(click(&mut page, "Pain now: 4"), [Action::Moment(MomentAction::Pain(Some(4)))]);
    page.state_mut().given.moment.pain = Some(4);
    page.run();
    assert_eq!(click(&mut page, "Pain now: 4"), [Action::Moment(MomentAction::Pain(None))]);
    assert_eq!(click(&mut page, "Start"), [Action::Details(DetailsAction::Start)]);
}

// In a session.

struct Moments {
    now: Snapshot,
    remarks: SessionRemarks,
}

/// The session of a timeline at a place.
fn at(timeline: &Arc<Timeline>, place: Position, state: State) -> Snapshot {
    let mut player = Player::new(Arc::clone(timeline), ExactDuration::ZERO);
    player.handle(PlayerCommand::Start, Position::ZERO);
    player.handle(PlayerCommand::Seek(place), Position::ZERO);
    if state == State::Paused {
        player.handle(PlayerCommand::Pause, Position::ZERO);
    }
    player.snapshot(Position::ZERO)
}

/// The session of a shipped routine, a moment after the start of its step with this name.
fn in_step(id: &str, name: &str, state: State) -> Snapshot {
    let timeline = Arc::new(compile(&planned(id)));
    let found = timeline.segments().iter().find(|segment| segment.full_name() == name);
    let start = found.unwrap_or_else(|| panic!("no {name}")).start;
    at(&timeline, start, state)
}

fn session(size: Vec2, now: Snapshot) -> Page<'static, Moments> {
    let given = Moments { now, remarks: SessionRemarks::default() };
    show(size, given, |ui, given| session_ui(ui, &DIM_GREEN, &given.now, &given.remarks))
}

#[test]
fn a_session_has_its_keys_wherever_the_keyboard_is() {
    let mut page = session(WINDOW, in_step("neck-and-shoulders-5", "Settle", State::Running));
    for _ in 0..9 {
        for (key, action) in [
            (Key::Space, Action::Session(SessionAction::Player(PlayerCommand::BigKey))),
            (Key::Enter, Action::Session(SessionAction::Player(PlayerCommand::BigKey))),
            (Key::ArrowLeft, Action::Session(SessionAction::Player(PlayerCommand::Back))),
            (Key::ArrowRight, Action::Session(SessionAction::Player(PlayerCommand::Skip))),
            (Key::Plus, Action::Session(SessionAction::Player(PlayerCommand::MoreTime))),
            (Key::R, Action::Session(SessionAction::Player(PlayerCommand::Again))),
            (Key::M, Action::Session(SessionAction::ToggleMute)),
            (Key::Escape, Action::Session(SessionAction::Player(PlayerCommand::Stop(StopReason::Asked)))),
        ] {
            assert_eq!(press(&mut page, key), [action], "{key:?}");
        }
        press(&mut page, Key::Tab);
    }
}

#[test]
fn a_session_has_a_click_for_each_key() {
    let mut page = session(WINDOW, in_step("neck-and-shoulders-5", "Settle", State::Running));
    for (label, action) in [
        ("pause", Action::Session(SessionAction::Player(PlayerCommand::BigKey))),
        ("back", Action::Session(SessionAction::Player(PlayerCommand::Back))),
        ("skip", Action::Session(SessionAction::Player(PlayerCommand::Skip))),
        ("longer", Action::Session(SessionAction::Player(PlayerCommand::MoreTime))),
        ("repeat", Action::Session(SessionAction::Player(PlayerCommand::Again))),
        ("mute", Action::Session(SessionAction::ToggleMute)),
        ("end", Action::Session(SessionAction::Player(PlayerCommand::Stop(StopReason::Asked)))),
    ] {
        assert_eq!(click(&mut page, label), [action], "{label}");
    }
}

#[test]
fn a_screen_reader_is_given_the_step_its_time_and_what_comes_next() {
    let page = session(WINDOW, in_step("neck-and-shoulders-5", "Settle", State::Running));
    check_reads(
        &page,
        &[
            "Settle",
            "Get comfortable, with your back supported. Let your shoulders sink.",
            "0:30",
            "Next: Shoulders backwards",
            "5:00 left",
            "pause",
        ],
    );
}

#[test]
fn a_pause_says_so_and_keeps_the_words_and_the_time() {
    let page = session(WINDOW, in_step("neck-and-shoulders-5", "Settle", State::Paused));
    check_reads(
        &page,
        &[
            "Paused. Press Space to resume.",
            "Get comfortable, with your back supported. Let your shoulders sink.",
            "0:30",
            "resume",
        ],
    );
}

#[test]
fn a_breath_has_its_phase_and_its_seconds_in_words() {
    let page = session(WINDOW, in_step("coherent-breathing", "Coherent breathing", State::Running));
    let names = names(&page);
    assert!(names.iter().any(|name| name.eq_ignore_ascii_case("in")), "{names:#?}");
    assert!(names.iter().any(|name| name == "6"), "{names:#?}");
    assert!(names.iter().any(|name| name == "4:24"), "the time left in the step: {names:#?}");
}

#[test]
fn a_wait_says_which_key_ends_it() {
    let page = session(WINDOW, in_step("warm-shoulders", "Wrap the warm pack", State::Running));
    check_reads(&page, &["The time starts when you press Space.", "I'm ready"]);
}

#[test]
fn troubles_are_told_without_covering_the_step() {
    let mut page = session(WINDOW, in_step("neck-and-shoulders-5", "Settle", State::Running));
    page.state_mut().given.remarks = many_remarks();
    page.run_ok();
    check_reads(&page, &["The sound device was disconnected.", "Muted. Press M to unmute.", "0:30"]);
    check_fits(&page, WINDOW, "with troubles");
}

#[test]
fn a_slip_in_the_file_that_plays_is_readable_at_twice_the_size() {
    let slip = "Its file was saved with a slip in line 12: There is no site `Trapezeus`, did you mean `Trapezius`? \
                The last working version is playing.";
    for size in [SMALL, vec2(800.0, 600.0), WINDOW] {
        let mut page = session(size, in_step("neck-and-shoulders-5", "Settle", State::Running));
        page.state_mut().given.remarks.troubles = vec![slip.to_owned()];
        page.run_ok();
        check_reads(&page, &[slip, "0:30", "5:00 left"]);
        check_fits(&page, size, "with a slip");
        let rows = page.get_by_label(slip).rect().height() / 24.0;
        let least = if size == SMALL { 3.0 } else { 2.0 };
        assert!(rows >= least, "{rows} rows at {size}");
    }
}

#[test]
fn what_is_told_beyond_the_room_is_scrolled_to() {
    let size = vec2(300.0, 260.0);
    let mut page = session(size, in_step("neck-and-shoulders-5", "Settle", State::Running));
    let told: Vec<String> = ('A'..='F').map(|letter| format!("Trouble {letter}.")).collect();
    page.state_mut().given.remarks.troubles.clone_from(&told);
    page.run_ok();
    check_fits(&page, size, "with many troubles");
    let height = |page: &Page<'_, Moments>, told: &str| page.get_by_label(told).rect().height();
    assert!(height(&page, &told[0]) > 20.0 && height(&page, &told[5]) < 1.0);
    for _ in &told {
        press(&mut page, Key::ArrowDown);
    }
    assert!(height(&page, &told[0]) < 1.0 && height(&page, &told[5]) > 20.0);
    check_fits(&page, size, "scrolled");
}

#[test]
fn a_page_stays_on_the_screen_while_a_key_is_pressed() {
    fn check<T>(mut page: Page<'_, T>, keys: &[Key]) {
        let before = names(&page);
        for key in keys {
            page.key_down(*key);
            // One frame an event: just the one in which the key arrives.
            page.step();
            assert_eq!(names(&page), before, "{key:?}");
        }
    }
    let (library, plan) = (shipped(), planned("neck-and-shoulders-5"));
    check(routines(&library), &[Key::J, Key::Enter]);
    check(details(&plan), &[Key::Enter, Key::Num3, Key::Plus, Key::Escape]);
    let now = in_step("neck-and-shoulders-5", "Settle", State::Running);
    check(session(WINDOW, now), &[Key::Space, Key::ArrowRight, Key::M, Key::Escape]);
    check(after(&record(Outcome::Stopped)), &[Key::Num3, Key::B, Key::G, Key::Enter]);
}

fn many_remarks() -> SessionRemarks {
    SessionRemarks {
        troubles: vec!["The sound device was disconnected.".into(), "Muted. Press M to unmute.".into()],
        ..SessionRemarks::default()
    }
}

#[track_caller]
fn check_session_fits(library: &Library, size: Vec2) {
    let mut page = session(size, in_step("neck-and-shoulders-5", "Settle", State::Running));
    let mut seen = std::collections::BTreeSet::new();
    for entry in library.entries() {
        let timeline =
            plan(entry.routine.as_ref().unwrap(), &Profile::default(), &Moment::default(), None).unwrap();
        let timeline = Arc::new(compile(&timeline));
        for segment in timeline.segments() {
            // Routines share techniques: the same words need the same room wherever they stand.
            let texts = (segment.full_name(), segment.words.clone(), segment.feels.clone(), segment.lasts);
            if !seen.insert(texts) {
                continue;
            }
            let middle = segment.start + ExactDuration::from_nanos(segment.lasts.nanos() / 2);
            for (place, state) in [(segment.start, State::Running), (middle, State::Paused)] {
                page.state_mut().given.now = at(&timeline, place, state);
                for remarks in [SessionRemarks::default(), many_remarks()] {
                    let troubles = remarks.troubles.len();
                    page.state_mut().given.remarks = remarks;
                    page.step();
                    let what = format!("{}, {}, {state:?}, {troubles}", entry.id, segment.full_name());
                    check_fits(&page, size, &what);
                }
            }
        }
    }
}

#[test]
fn every_moment_of_every_shipped_routine_fits_a_large_window() {
    check_session_fits(&shipped(), LARGE);
}

#[test]
fn every_moment_of_every_shipped_routine_fits_a_small_window_at_twice_the_size() {
    check_session_fits(&shipped(), SMALL);
}

#[test]
fn every_moment_of_every_shipped_routine_fits_windows_between() {
    for size in [
        vec2(200.0, 160.0),
        vec2(400.0, 220.0),
        vec2(640.0, 480.0),
        vec2(800.0, 600.0),
        vec2(1000.0, 420.0),
        vec2(420.0, 900.0),
    ] {
        check_session_fits(&shipped(), size);
    }
}

#[test]
fn words_without_end_fit_too() {
    let folder = tempfile::tempdir().unwrap();
    let (long, many) = ("Donaudampfschifffahrts".repeat(5), "and so on ".repeat(25));
    let text = format!(
        "(format: 1, title: \"Long\", kind: Mixed, suits: [Between], evidence: Traditional, steps: [\
             Rest(name: \"{long}\", lasts: \"3m\", say: \"{long}\", feels: \"{long}\"),\
             Rest(name: \"B\", lasts: \"3m\", say: \"{many}\", feels: \"{many}\"),\
             Wait(name: \"{many}\", at_most: \"2m\", say: \"{many}\"),\
             Breathe(name: \"C\", inhale: 4, exhale: 6, lasts: \"3m\", say: \"{many}\", feels: \"{many}\"),\
         ])"
    );
    fs::write(folder.path().join("long.ron"), text).unwrap();
    let mut library = Library::open(Some(folder.path()));
    let long = library.find("long").unwrap().clone();
    assert!(long.routine.is_some(), "{}", long.problems.lines());
    library = Library::open(Some(folder.path()));
    for size in [LARGE, vec2(800.0, 600.0)] {
        check_session_fits(&library, size);
    }
}

// After a session.

fn record(outcome: Outcome) -> Record {
    Record {
        id: "1".into(),
        routine: "neck".into(),
        title: "Neck".into(),
        kind: "Massage".into(),
        started: DateTime::parse_from_rfc3339("2026-03-29T01:59:30+01:00").unwrap(),
        ended: Some(DateTime::parse_from_rfc3339("2026-03-29T03:04:30+02:00").unwrap()),
        outcome,
        pain_before: Some(6),
        note: "Warm.".into(),
        planned: ExactDuration::from_mins(5),
        done: ExactDuration::from_mins(3),
        ..Record::default()
    }
}

fn after(record: &Record) -> Page<'_, AfterState> {
    show(WINDOW, AfterState::default(), |ui, state| {
        after_ui(ui, &DIM_GREEN, record, None, &["A trouble.".to_owned()], state)
    })
}

#[test]
fn one_key_each_rates_after_a_session() {
    let record = record(Outcome::Stopped);
    let mut page = after(&record);
    check_reads(&page, &["How are you now?", "Neck: you did 3 min. That counts.", "A trouble."]);
    for (key, action) in [
        (Key::Num0, Action::Session(SessionAction::Pain(Some(0)))),
        (Key::Num7, Action::Session(SessionAction::Pain(Some(7)))),
        (Key::T, Action::Session(SessionAction::Pain(Some(10)))),
        (Key::B, Action::Session(SessionAction::Feeling(Some(Feeling::Better)))),
        (Key::S, Action::Session(SessionAction::Feeling(Some(Feeling::Same)))),
        (Key::W, Action::Session(SessionAction::Feeling(Some(Feeling::Worse)))),
        (Key::G, Action::Session(SessionAction::Continue)),
        (Key::Enter, Action::Session(SessionAction::Done)),
        (Key::Escape, Action::Session(SessionAction::Done)),
    ] {
        assert_eq!(press(&mut page, key), [action], "{key:?}");
    }
}

#[test]
fn space_presses_the_answer_that_has_the_focus() {
    let record = record(Outcome::Stopped);
    let mut page = after(&record);
    assert_eq!(press(&mut page, Key::Space), [Action::Session(SessionAction::SpokenRating)]);
    page.get_by_label("Pain: 3").focus();
    page.run_ok();
    assert_eq!(press(&mut page, Key::Space), [Action::Session(SessionAction::Pain(Some(3)))]);
}

#[test]
fn what_a_click_cannot_do_is_no_button() {
    let record = record(Outcome::Stopped);
    let page = after(&record);
    let buttons = |name: &str| page.query_all_by_role_and_label(Access::Button, name).count();
    assert_eq!(buttons("details"), 1);
    for several in ["pain", "better, same, worse"] {
        assert_eq!(buttons(several), 0, "{several}: several keys, of which a click could mean any");
    }
}

#[test]
fn a_session_that_is_over_cannot_go_on() {
    let record = record(Outcome::Completed);
    let mut page = after(&record);
    check_reads(&page, &["Neck."]);
    assert_eq!(press(&mut page, Key::G), []);
}

#[test]
fn what_is_typed_into_the_note_rates_nothing() {
    let record = record(Outcome::Stopped);
    let mut page = after(&record);
    page.get_by_role(Access::MultilineTextInput).click();
    page.run_ok();
    for (key, text) in [(Key::Num3, "3"), (Key::B, "b"), (Key::Space, " "), (Key::G, "g"), (Key::T, "t")] {
        page.event(egui::Event::Text(text.into()));
        assert_eq!(press(&mut page, key), [], "{key:?}");
    }
    assert_eq!(page.state().given.note, "3b gt");
    // The first Enter leaves the note, the second one the page.
    assert_eq!(press(&mut page, Key::Enter), []);
    assert_eq!(press(&mut page, Key::Enter), [Action::Session(SessionAction::Done)]);
    assert_eq!(page.state().given.note, "3b gt");
}

#[test]
fn an_answer_is_taken_back_with_a_click() {
    let mut record = record(Outcome::Completed);
    record.pain_after = Some(4);
    record.feeling = Some(Feeling::Worse);
    let mut page = after(&record);
    assert_eq!(click(&mut page, "Pain: 4"), [Action::Session(SessionAction::Pain(None))]);
    assert_eq!(click(&mut page, "Pain: 5"), [Action::Session(SessionAction::Pain(Some(5)))]);
    assert_eq!(
        click(&mut page, "Compared with before: Worse"),
        [Action::Session(SessionAction::Feeling(None))]
    );
    assert_eq!(click(&mut page, "Done"), [Action::Session(SessionAction::Done)]);
}

#[test]
fn a_long_page_is_read_to_its_end_by_keyboard() {
    let plan = planned("neck-and-shoulders-5");
    let mut page = details(&plan);
    let top = |page: &Page<'_, DetailsState>| page.get_by_label("Evidence").rect().top();
    let before = top(&page);
    assert!(before > WINDOW.y, "there is something to scroll to");
    press(&mut page, Key::ArrowDown);
    assert!(top(&page) < before);
    for _ in 0..10 {
        press(&mut page, Key::PageDown);
    }
    assert!(top(&page) < WINDOW.y);
    for _ in 0..10 {
        press(&mut page, Key::PageUp);
    }
    assert!((top(&page) - before).abs() < 1.0);
}
