//! The pages on which routines are written.

use std::collections::BTreeMap;

use stillpoint::ron_reader::{Problem, ProblemKind, Problems};
use stillpoint::ui::actions::BundleAction;
use stillpoint::ui::bundle::{BundleData, bundle_ui};
use stillpoint::ui::writing::file::{FileData, Playhead, file_ui};
use stillpoint::ui::writing::transcript::Transcript;
use stillpoint::ui::writing::{FileRow, FilesData, FilesState, WritingAction, files_ui};

use super::*;

fn files(size: Vec2, data: &FilesData) -> Page<'_, FilesState> {
    show(size, FilesState::default(), move |ui, state| files_ui(ui, &DIM_GREEN, data, state))
}

fn file(size: Vec2, data: &FileData, playhead: Playhead) -> Page<'_, ()> {
    show(size, (), move |ui, ()| file_ui(ui, &DIM_GREEN, data, playhead))
}

fn two_files() -> FilesData {
    let row = |title: &str, below: &str| FileRow {
        title: title.into(),
        below: below.into(),
        right: "7 min".into(),
    };
    let rows =
        vec![row("An evening", "No problems."), row("Jaw", "One problem; the last working version is used.")];
    FilesData { folder: "~/routines".into(), rows, ..FilesData::default() }
}

fn data(id: &str) -> FileData {
    let timeline = Arc::new(compile(&planned(id)));
    FileData {
        title: timeline.title().into(),
        path: "~/routines/it.ron".into(),
        state: "No problems.".into(),
        transcript: Some(Transcript::new(timeline, &BTreeMap::new())),
        ..FileData::default()
    }
}

#[test]
fn enter_opens_the_file_that_the_arrows_lead_to() {
    let data = two_files();
    let mut page = files(WINDOW, &data);
    check_reads(
        &page,
        &["An evening, No problems., 7 min", "Jaw, One problem; the last working version is used., 7 min"],
    );
    assert_eq!(press(&mut page, Key::Enter), [Action::Writing(WritingAction::Open(0))]);
    press(&mut page, Key::ArrowDown);
    assert_eq!(press(&mut page, Key::Enter), [Action::Writing(WritingAction::Open(1))]);
    assert_eq!(press(&mut page, Key::O), [Action::Writing(WritingAction::Folder)]);
    assert_eq!(press(&mut page, Key::Escape), [Action::Go(Destination::Routines)]);
}

#[test]
fn a_name_is_typed_before_a_file_is_begun() {
    let data = FilesData::default();
    let mut page = files(WINDOW, &data);
    assert_eq!(press(&mut page, Key::N), []);
    page.run_ok();
    page.event(egui::Event::Text("Jaw on monday".into()));
    page.run_ok();
    // Letters of the name are no keys of the page.
    assert_eq!(press(&mut page, Key::O), []);
    assert_eq!(page.state().given.name.as_deref(), Some("Jaw on monday"));
    // Nothing is told that does not work now, and what works is.
    check_reads(&page, &["create", "cancel"]);
    let names = names(&page);
    assert!(!names.iter().any(|name| name == "new" || name == "open the folder"), "{names:?}");
    assert_eq!(press(&mut page, Key::Enter), [Action::Writing(WritingAction::Begin)]);
    assert_eq!(press(&mut page, Key::Escape), []);
    assert_eq!(page.state().given.name, None);
    press(&mut page, Key::N);
    assert_eq!(click(&mut page, "cancel"), []);
    assert_eq!(page.state().given.name, None);
}

#[test]
fn what_was_put_aside_can_be_taken_back() {
    let data = FilesData { can_restore: true, ..two_files() };
    assert_eq!(press(&mut files(WINDOW, &data), Key::Z), [Action::Writing(WritingAction::Restore)]);
    assert_eq!(press(&mut files(WINDOW, &two_files()), Key::Z), []);
}

#[test]
fn a_file_is_looked_at_and_heard_by_keyboard() {
    let data = data("longer-exhale");
    let playhead = Playhead { at: Position::ZERO + ExactDuration::from_secs(60), ..Playhead::default() };
    let mut page = file(WINDOW, &data, playhead);
    let look = |secs| Action::Writing(WritingAction::MoveTo(Position::ZERO + ExactDuration::from_secs(secs)));
    assert_eq!(press(&mut page, Key::ArrowRight), [look(65)]);
    assert_eq!(press(&mut page, Key::ArrowLeft), [look(55)]);
    assert_eq!(press(&mut page, Key::Home), [look(0)]);
    assert_eq!(press(&mut page, Key::Space), [Action::Writing(WritingAction::Listen)]);
    assert_eq!(press(&mut page, Key::E), [Action::Writing(WritingAction::Edit)]);
    assert_eq!(press(&mut page, Key::Delete), [Action::Writing(WritingAction::Remove)]);
    assert_eq!(press(&mut page, Key::Escape), [Action::Writing(WritingAction::Show)]);
}

#[test]
fn the_score_tells_every_minute_in_words() {
    let data = data("longer-exhale");
    let page = file(WINDOW, &data, Playhead::default());
    let names = names(&page).join("\n");
    for minute in 0..5 {
        assert!(names.contains(&format!("From {minute}:00: ")), "{minute}:\n{names}");
    }
}

#[test]
fn a_click_on_the_score_looks_there() {
    let data = data("longer-exhale");
    let mut page = file(WINDOW, &data, Playhead::default());
    let is_first = |node: &Node<'_>| name_of(node).is_some_and(|name| name.starts_with("From 0:00: "));
    let line = page.root().children_recursive().find(is_first).unwrap().rect();
    // The time stands in a column of its own; half of what is left of the line is half a minute.
    let middle = egui::pos2(line.left() + 52.0 + (line.width() - 52.0) / 2.0, line.center().y);
    page.hover_at(middle);
    page.drag_at(middle);
    page.run_ok();
    let actions = std::mem::take(&mut page.state_mut().actions);
    let Some(Action::Writing(WritingAction::MoveTo(at))) = actions.first() else { panic!("{actions:?}") };
    let off = at.from_start().as_secs_f64() - 30.0;
    assert!(off.abs() < 0.2, "{at:?}");
}

#[test]
fn a_long_wait_is_one_line() {
    let waits = data("cold-forehead");
    let page = file(WINDOW, &waits, Playhead::default());
    let lines = names(&page).iter().filter(|name| name.starts_with("From ")).count();
    let minutes = waits.transcript.as_ref().unwrap().timeline.end().from_start().whole_secs().div_ceil(60);
    assert!((lines as u64) < minutes, "{lines} lines for {minutes} minutes");
}

#[test]
fn every_file_fits_any_window() {
    for size in [WINDOW, LARGE, SMALL] {
        for id in ["longer-exhale", "full-hour", "cold-forehead"] {
            let mut data = data(id);
            let line = format!("(about: \"{}\", kind: Mixd)", "a long line ".repeat(9));
            let at = line.len() - 5..line.len() - 1;
            data.problems =
                Problems::new("a.ron", line, vec![Problem::error(ProblemKind::Syntax, at, "No.")]).rendered();
            let playhead =
                Playhead { at: Position::ZERO + ExactDuration::from_secs(90), ..Playhead::default() };
            journal::check_width(&file(size, &data, playhead), size, id);
        }
        journal::check_width(&files(size, &two_files()), size, "the list");
    }
}

#[test]
fn a_problem_is_told_with_the_lines_in_question() {
    let problem = Problem::error(ProblemKind::Syntax, 7..11, "There is no kind called `Mixd`.")
        .help("Did you mean `Mixed`?");
    let problems = Problems::new("a.ron", "(kind: Mixd)", vec![problem]).rendered();
    let data = FileData { title: "a".into(), state: "One problem.".into(), problems, ..FileData::default() };
    let mut page = file(WINDOW, &data, Playhead::default());
    let source = "1 | (kind: Mixd)\n  |        ^^^^";
    check_reads(
        &page,
        &["Error: There is no kind called `Mixd`.", "Line 1, column 8", source, "Did you mean `Mixed`?"],
    );
    // What cannot be played cannot be heard.
    assert_eq!(press(&mut page, Key::Space), []);
}

#[test]
fn what_is_marked_in_a_long_line_is_in_sight_in_any_window() {
    let line = format!("(about: \"{}\", kind: Mixd, steps: [])", "a long line ".repeat(9));
    let at = line.find("Mixd").unwrap();
    let problems =
        Problems::new("a.ron", line, vec![Problem::error(ProblemKind::Syntax, at..at + 4, "No.")]).rendered();
    let data = FileData { problems, ..FileData::default() };
    for size in [WINDOW, LARGE, SMALL] {
        let page = file(size, &data, Playhead::default());
        let source = names(&page).into_iter().find(|name| name.contains("^^^^")).unwrap();
        let lines: Vec<&str> = source.lines().collect();
        let marked = lines[1].find("^^^^").unwrap();
        let shown: String = lines[0].chars().skip(marked).take(4).collect();
        assert_eq!(shown, "Mixd", "{source}");
        assert!(lines[0].contains('…'), "{source}");
    }
}

#[test]
fn a_pack_is_added_or_left_by_one_key() {
    let data = BundleData {
        title: "Theirs".into(),
        lines: vec![("Length".into(), "30s".into())],
        verdict: vec!["Nothing to watch out for.".into()],
        files: vec!["theirs.ron (1 kB)".into()],
        can_add: true,
        ..BundleData::default()
    };
    let mut page = show(WINDOW, (), |ui, ()| bundle_ui(ui, &DIM_GREEN, &data));
    check_reads(&page, &["Theirs", "Length: 30s", "Nothing to watch out for.", "theirs.ron (1 kB)"]);
    assert_eq!(press(&mut page, Key::Enter), [Action::Bundle(BundleAction::Add { replaces: false })]);
    assert_eq!(press(&mut page, Key::Escape), [Action::Go(Destination::Home)]);
    let taken = BundleData { can_add: false, can_replace: true, ..data.clone() };
    let mut page = show(SMALL, (), |ui, ()| bundle_ui(ui, &DIM_GREEN, &taken));
    assert_eq!(press(&mut page, Key::Enter), [Action::Bundle(BundleAction::Add { replaces: true })]);
    let refused =
        BundleData { can_add: false, trouble: Some("This pack is refused.".into()), ..data.clone() };
    let mut page = show(WINDOW, (), |ui, ()| bundle_ui(ui, &DIM_GREEN, &refused));
    assert_eq!(press(&mut page, Key::Enter), []);
}
