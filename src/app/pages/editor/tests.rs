//! What somebody does who builds a routine, with real files.

use eframe::egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::app::window::tests::TestWindow;
use crate::editing::NewStep;
use crate::time::ExactDuration;
use crate::ui::editor::{AsPlayed, Direction};

const ROUTINE: &str = "\
(
    format: 1,
    title: \"Evening\",
    kind: Massage,
    suits: [Between],
    evidence: Traditional,
    sources: [\"my own\"],
    cautions: [\"Stop if anything hurts.\"],
    steps: [
        // Sit down first.
        Rest(lasts: \"30s\", say: \"Sit back.\"),
        Guide(
            site: Temples, // both
            motion: Circle,
            pressure: 1,
            lasts: \"40s\",
            instead: [(when: TouchHurts, step: Rest(lasts: \"40s\", say: \"Just rest.\"))],
        ),
        EachSide(steps: [Guide(site: Trapezius, motion: Squeeze, pressure: 3, lasts: \"30s\")]),
    ],
)
";

struct Builder {
    test: TestWindow,
    path: PathBuf,
}

impl Builder {
    fn of(text: &str) -> Self {
        let window = TestWindow::new();
        let path = window.file("evening.ron");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        let mut builder = Self { test: window, path };
        builder.test.reads();
        builder.opens();
        builder
    }

    fn opens(&mut self) {
        let page = EditorPage::new(self.path.clone(), &self.test.window.model);
        self.test.window.open(Page::Editor(Box::new(page)));
        self.test.settle();
    }

    fn does(&mut self, action: EditorAction) {
        self.test.does(Action::Editor(action));
        self.test.settle();
    }

    fn page(&mut self) -> &mut EditorPage {
        let Page::Editor(page) = &mut self.test.window.page else { panic!("another page is shown") };
        page
    }

    fn is_open(&self) -> bool {
        matches!(self.test.window.page, Page::Editor(_))
    }

    /// Makes a change as the form does.
    fn sets(&mut self, field: &str, value: &str) {
        let form = self.page().data.form.clone().unwrap();
        let edit = form.field(field).unwrap().set(&form.step, value);
        let group = Group::Field(form.step, field.to_owned());
        self.page().state.queue.push((edit, Some(group)));
        self.does(EditorAction::TakeQueue);
    }

    /// Waits until it has been saved.
    fn waits(&mut self) {
        self.test.clock.advance(ExactDuration::from_secs(2));
        self.test.settle();
        assert!(self.page().saving.is_done() || self.page().saving.conflict.is_some());
    }

    fn file(&self) -> String {
        std::fs::read_to_string(&self.path).unwrap()
    }

    fn names(&mut self) -> Vec<String> {
        self.page().data.cards.iter().map(|card| card.facts.name.clone()).collect()
    }

    fn marks(&mut self) -> Vec<Vec<String>> {
        self.page().data.cards.iter().map(|card| card.facts.marks.clone()).collect()
    }
}

#[test]
fn the_steps_are_cards_with_their_times_and_what_is_wrong_with_them() {
    let mut builder = Builder::of(ROUTINE);
    let names = [
        "Rest",
        "Temples: small circles",
        "Each side",
        "Muscle between neck and shoulder: squeeze and let go",
    ];
    assert_eq!(builder.names(), names);
    let times: Vec<_> =
        builder.page().data.cards.iter().map(|card| (card.facts.start, card.facts.lasts)).collect();
    let first = times[0].0.unwrap();
    let at = |secs: u64| Some(first + ExactDuration::from_secs(secs));
    let lasts = |secs: u64| Some(ExactDuration::from_secs(secs));
    assert_eq!(times, [(at(0), lasts(30)), (at(30), lasts(40)), (at(70), lasts(65)), (at(70), lasts(30)),]);
    builder.does(EditorAction::Select(1));
    builder.sets("pressure", "9");
    let page = builder.page();
    assert_eq!(page.data.cards[1].facts.problem, Some(crate::ron_reader::Severity::Error));
    assert_eq!(page.data.cards[0].facts.problem, None);
    assert!(page.data.summary.starts_with("1 error"), "{}", page.data.summary);
}

#[test]
fn what_is_built_is_in_the_file_a_moment_later_and_the_version_before_is_kept() {
    let mut builder = Builder::of(ROUTINE);
    builder.does(EditorAction::Select(0));
    builder.sets("lasts", "\"45s\"");
    assert_eq!(builder.file(), ROUTINE);
    builder.waits();
    assert_eq!(builder.file(), ROUTINE.replacen("30s", "45s", 1));
    builder.does(EditorAction::Copy);
    builder.does(EditorAction::Insert(NewStep::Breath));
    builder.does(EditorAction::Move(Direction::Up));
    builder.does(EditorAction::Remove);
    builder.waits();
    let kept = builder.path.with_file_name("evening.ron~");
    assert_eq!(std::fs::read_to_string(kept).unwrap(), ROUTINE, "from before anything was built");
    for _ in 0..5 {
        builder.does(EditorAction::Undo);
    }
    builder.waits();
    assert_eq!(builder.file(), ROUTINE);
    assert!(!builder.page().data.undo.0);
    builder.does(EditorAction::Redo);
    assert_eq!(builder.page().document.text(), ROUTINE.replacen("30s", "45s", 1));
}

#[test]
fn what_is_dragged_is_one_step_back_and_saved_once() {
    let mut builder = Builder::of(ROUTINE);
    builder.does(EditorAction::Select(0));
    for secs in 31..=60 {
        builder.sets("lasts", &format!("\"{secs}s\""));
    }
    builder.does(EditorAction::Undo);
    assert_eq!(builder.page().document.text(), ROUTINE);
}

#[test]
fn a_slider_knows_how_far_it_goes_and_why() {
    let mut builder = Builder::of(ROUTINE);
    builder.does(EditorAction::Select(1));
    let page = builder.page();
    let limits = page.data.reaches.get(&(StepPath::top(1), "pressure".to_owned())).unwrap();
    assert_eq!(limits.most.as_deref(), Some("3"));
    assert!(limits.why_most.as_ref().unwrap().contains("temples"), "{limits:?}");
    assert_eq!(limits.least, None);
    let limits = page.data.reaches.get(&(StepPath::top(1), "lasts".to_owned())).unwrap();
    assert!(limits.most.is_some() && limits.why_most.is_some(), "{limits:?}");
}

#[test]
fn it_is_shown_as_it_is_played_for_somebody() {
    let more = "lasts: \"30s\")]),\n        Breathe(inhale: 4, exhale: 6, lasts: \"60s\"),";
    let mixed = ROUTINE.replace("kind: Massage", "kind: Mixed").replace("lasts: \"30s\")]),", more);
    let mut builder = Builder::of(&mixed);
    let shown = |states: &[crate::safety::State]| AsPlayed { states: states.to_vec(), ..AsPlayed::default() };
    builder.page().state.wanted = Some(shown(&[crate::safety::State::TouchHurts]));
    builder.does(EditorAction::TakeQueue);
    let marks = builder.marks();
    assert_eq!(marks[0], [""; 0]);
    assert_eq!(marks[1], ["its alternative: touch hurts"]);
    assert!(!marks[3].is_empty(), "{marks:?}");
    assert!(!builder.page().data.changes.is_empty());
    // It is heard as it is shown, and what is shown is not told once more.
    builder.does(EditorAction::Listen);
    let page = builder.page();
    assert!(page.is_heard());
    assert_eq!(page.data.remark, None);
    let (now, _) = page.listening.view().unwrap();
    assert_eq!(
        Some(&now.timeline.length()),
        page.draft.timeline.as_ref().map(|timeline| timeline.length()).as_ref()
    );
    builder.does(EditorAction::Listen);
    builder.page().state.wanted = Some(shown(&[]));
    builder.does(EditorAction::TakeQueue);
    assert!(builder.marks().iter().all(Vec::is_empty));
    // What is not for now says so, with the reason.
    let mut builder = Builder::of(ROUTINE);
    builder.page().state.wanted = Some(shown(&[crate::safety::State::TouchHurts]));
    builder.does(EditorAction::TakeQueue);
    assert!(builder.marks().iter().all(|marks| marks == &["not played"]));
    assert_eq!(builder.page().data.changes.len(), 1);
}

#[test]
fn what_is_typed_in_the_file_is_on_the_cards_also_after_it_could_not_be_read() {
    let mut builder = Builder::of(ROUTINE);
    let typed = |builder: &mut Builder, text: &str| {
        builder.page().state.text = Some(text.to_owned());
        builder.does(EditorAction::TakeQueue);
    };
    typed(&mut builder, &ROUTINE[..ROUTINE.len() - 4]);
    assert_eq!(builder.names(), [""; 0]);
    assert!(builder.page().data.errors > 0);
    typed(&mut builder, &ROUTINE.replace("Temples", "Forehead"));
    assert_eq!(builder.names()[1], "Forehead: small circles");
    // Where the cursor stands, that step is looked at.
    builder.page().state.cursor = Some(ROUTINE.find("Squeeze").unwrap());
    builder.does(EditorAction::TakeQueue);
    assert_eq!(builder.page().data.selected, Some(3));
}

#[test]
fn what_is_changed_elsewhere_is_taken_in_or_asked_about_and_never_overwritten() {
    let mut builder = Builder::of(ROUTINE);
    let elsewhere = ROUTINE.replace("Sit back.", "Sit down.");
    std::fs::write(&builder.path, &elsewhere).unwrap();
    builder.test.reads();
    assert_eq!(builder.page().document.text(), elsewhere);
    assert!(builder.page().data.remark.as_ref().unwrap().contains("changed elsewhere"));
    // In other lines than here.
    builder.does(EditorAction::Select(1));
    builder.sets("pressure", "2");
    let further = elsewhere.replace("\"Evening\"", "\"Night\"");
    std::fs::write(&builder.path, &further).unwrap();
    builder.waits();
    let both = further.replace("pressure: 1", "pressure: 2");
    assert_eq!((builder.file(), builder.page().document.text().to_owned()), (both.clone(), both.clone()));
    // In the same line.
    builder.sets("pressure", "3");
    let theirs = both.replace("pressure: 2", "pressure: 1");
    std::fs::write(&builder.path, &theirs).unwrap();
    builder.waits();
    assert_eq!((builder.file(), builder.page().data.conflict), (theirs.clone(), Some(true)));
    builder.does(EditorAction::KeepMine);
    assert_eq!(builder.file(), both.replace("pressure: 2", "pressure: 3"));
    assert_eq!(std::fs::read_to_string(builder.path.with_file_name("evening.ron~")).unwrap(), theirs);
    assert_eq!(builder.page().data.conflict, None);
}

#[test]
fn what_is_in_the_file_can_be_taken_instead() {
    let mut builder = Builder::of(ROUTINE);
    builder.does(EditorAction::Select(1));
    builder.sets("pressure", "3");
    let theirs = ROUTINE.replace("pressure: 1", "pressure: 2");
    std::fs::write(&builder.path, &theirs).unwrap();
    builder.waits();
    builder.does(EditorAction::TakeTheirs);
    assert_eq!((builder.page().document.text().to_owned(), builder.file()), (theirs.clone(), theirs));
    // What was here before is one step back.
    builder.does(EditorAction::Undo);
    assert!(builder.page().document.text().contains("pressure: 3"));
}

#[test]
fn leaving_saves_and_loses_nothing() {
    let mut builder = Builder::of(ROUTINE);
    builder.does(EditorAction::Select(1));
    builder.sets("pressure", "2");
    builder.does(EditorAction::Leave);
    builder.test.settle();
    assert!(!builder.is_open());
    assert_eq!(builder.file(), ROUTINE.replace("pressure: 1", "pressure: 2"));
    // However it is left, and also if the file is another by then.
    builder.opens();
    builder.does(EditorAction::Select(1));
    builder.sets("pressure", "3");
    std::fs::write(&builder.path, ROUTINE).unwrap();
    builder.test.does(Action::Go(crate::ui::actions::Destination::Home));
    assert_eq!(builder.file(), ROUTINE);
    let mine = std::fs::read_to_string(builder.path.with_file_name("evening.ron.mine")).unwrap();
    assert!(mine.contains("pressure: 3"));
}

#[test]
fn it_is_heard_from_the_marked_place_and_one_step_alone_and_goes_on_in_what_is_changed() {
    let mut builder = Builder::of(ROUTINE);
    builder.does(EditorAction::Select(1));
    let start = builder.page().data.cards[1].facts.start.unwrap();
    builder.does(EditorAction::Listen);
    let page = builder.page();
    assert!(page.listening.is_on(), "{:?}", page.data.remark);
    let heard = |page: &EditorPage| {
        page.listening.session().unwrap().settle();
        page.listening.view().unwrap().0
    };
    assert!(heard(page).at >= start);
    builder.sets("lasts", "\"50s\"");
    builder.test.settle();
    let lasts =
        heard(builder.page()).timeline.segments().iter().map(|segment| segment.lasts).collect::<Vec<_>>();
    assert!(lasts.contains(&ExactDuration::from_secs(50)), "{lasts:?}");
    builder.does(EditorAction::Listen);
    assert!(!builder.page().listening.is_on());
    builder.does(EditorAction::ListenToStep);
    let now = heard(builder.page());
    let steps = now.timeline.segments().iter().filter(|segment| segment.is_step()).count();
    assert_eq!(steps, 1);
    // What is changed in it is heard, and it is still alone.
    builder.sets("lasts", "\"55s\"");
    builder.test.settle();
    let now = heard(builder.page());
    let steps: Vec<_> = now.timeline.segments().iter().filter(|segment| segment.is_step()).collect();
    assert_eq!(steps.iter().map(|step| step.lasts).collect::<Vec<_>>(), [ExactDuration::from_secs(55)]);
}

#[test]
fn a_step_becomes_a_technique_that_any_routine_can_use() {
    let mut builder = Builder::of(ROUTINE);
    builder.does(EditorAction::Select(1));
    builder.does(EditorAction::AsTechnique);
    assert!(builder.page().document.text().contains("Use(\"temples-small-circles\")"));
    let technique = builder.test.file("techniques/temples-small-circles.ron");
    assert!(std::fs::read_to_string(technique).unwrap().contains("site: Temples, // both"));
    builder.test.reads();
    assert_eq!(builder.page().draft.errors(), 0, "{:?}", builder.page().draft.problems.list);
    assert_eq!(builder.names()[1], "Temples: small circles");
}

#[test]
fn the_playhead_is_where_the_selected_step_begins_whatever_is_done() {
    let mut builder = Builder::of(ROUTINE);
    let is_there = |builder: &mut Builder| {
        let page = builder.page();
        let start = page.data.cards[page.data.selected.unwrap()].facts.start.unwrap();
        assert_eq!(page.data.playhead, start);
    };
    builder.does(EditorAction::Select(2));
    is_there(&mut builder);
    builder.does(EditorAction::Insert(NewStep::Breath));
    is_there(&mut builder);
    builder.does(EditorAction::Move(Direction::Up));
    is_there(&mut builder);
    builder.does(EditorAction::Remove);
    is_there(&mut builder);
}

#[test]
fn a_file_that_is_gone_takes_nothing_with_it() {
    let mut builder = Builder::of(ROUTINE);
    builder.does(EditorAction::Select(1));
    builder.sets("pressure", "2");
    std::fs::remove_file(&builder.path).unwrap();
    builder.waits();
    assert_eq!(builder.page().data.conflict, Some(false));
    builder.does(EditorAction::Leave);
    let mine = std::fs::read_to_string(builder.path.with_file_name("evening.ron.mine")).unwrap();
    assert!(mine.contains("pressure: 2"));
    let Page::Writing(page) = &builder.test.window.page else { panic!("another page is shown") };
    assert!(page.shown_remark().unwrap().contains("evening.ron.mine"));
}

#[test]
fn a_limit_is_told_without_the_papers_behind_it() {
    let told = "One hold (of a stretch) lasts 2s; from 3s to 10s (our limit; 42 % had (doi:10.1/a)). Less.";
    assert_eq!(draft::without_sources(told), "One hold (of a stretch) lasts 2s; from 3s to 10s. Less.");
    assert_eq!(draft::without_sources("No brackets (open"), "No brackets (open");
}

#[test]
fn what_is_wrong_in_a_field_is_told_there() {
    let mut builder = Builder::of(ROUTINE);
    builder.does(EditorAction::Select(0));
    builder.sets("say", "\"Sit {bak.\"");
    let faults = builder.page().data.faults.clone();
    assert!(faults[&(StepPath::top(0), "say".to_owned())].contains('{'), "{faults:?}");
    builder.does(EditorAction::Select(1));
    assert!(builder.page().data.faults.is_empty());
}

const PROGRAMME: &str = "\
(
    format: 1,
    title: \"Neck\",
    about: \"Two weeks.\",
    weeks: [
        (about: \"breathing\", routine: \"longer-exhale\", days: 5), // slowly
        (about: \"both\", any_of: [\"longer-exhale\", \"body-scan\"]),
    ],
)
";

#[test]
fn a_programme_is_built_week_by_week() {
    let window = TestWindow::new();
    let path = window.file("programmes/neck.ron");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, PROGRAMME).unwrap();
    let mut builder = Builder { test: window, path };
    builder.test.reads();
    builder.opens();
    assert_eq!(builder.names(), ["Week 1: breathing", "Week 2: both"]);
    let about = builder.page().data.cards[0].facts.about.clone();
    assert!(about.starts_with("Longer exhale · ") && about.contains("5 days"), "{about}");
    builder.does(EditorAction::InsertWeek);
    builder.does(EditorAction::Move(Direction::Up));
    assert_eq!(builder.names(), ["Week 1: slow breathing", "Week 2: breathing", "Week 3: both"]);
    builder.sets("a_day", "2");
    assert!(builder.page().document.text().contains("days: 5, a_day: 2)"));
    // What it can't be is told at its week, and the slider knows it.
    let selected = (builder.page().selected.clone(), "days".to_owned());
    let limits = builder.page().data.reaches.get(&selected).cloned();
    assert_eq!(limits.unwrap().most.as_deref(), Some("7"));
    builder.sets("days", "9");
    assert_eq!(builder.page().data.cards[0].facts.problem, Some(crate::ron_reader::Severity::Error));
    builder.does(EditorAction::Undo);
    builder.does(EditorAction::Undo);
    builder.does(EditorAction::Undo);
    builder.does(EditorAction::Undo);
    assert_eq!(builder.page().document.text(), PROGRAMME);
    builder.does(EditorAction::Remove);
    builder.does(EditorAction::Remove);
    assert!(builder.page().data.remark.as_ref().unwrap().contains("one week"));
    builder.waits();
    assert!(builder.file().contains("weeks: ["));
}

// With a keyboard and a mouse.

type Screen<'a> = Harness<'a, Builder>;

fn on_screen<'a>(builder: Builder, size: egui::Vec2) -> Screen<'a> {
    let palette = crate::ui::theme::DIM_GREEN;
    let page = move |ui: &mut egui::Ui, builder: &mut Builder| {
        let action = builder.is_open().then(|| builder.page().ui(ui, &palette)).flatten();
        if let Some(action) = action {
            builder.test.does(action);
        }
        builder.test.settle();
    };
    Harness::builder()
        .with_size(size)
        .with_context_setup(move |ctx| crate::ui::theme::install(ctx, &palette))
        .build_ui_state(page, builder)
}

const LARGE: egui::Vec2 = egui::vec2(1280.0, 800.0);

fn text(screen: &mut Screen<'_>) -> String {
    screen.state_mut().page().document.text().to_owned()
}

fn keys(screen: &mut Screen<'_>, pressed: &[Key]) {
    for key in pressed {
        screen.key_press(*key);
        screen.run_ok();
        screen.run_ok();
    }
}

#[test]
fn a_routine_is_built_by_keyboard_alone() {
    let mut screen = on_screen(Builder::of(ROUTINE), LARGE);
    screen.run_ok();
    // To the second card, in front of which nothing is lost when it is copied, moved and removed.
    keys(&mut screen, &[Key::ArrowDown]);
    assert_eq!(screen.state_mut().page().data.selected, Some(1));
    keys(&mut screen, &[Key::C]);
    assert_eq!(text(&mut screen).matches("site: Temples").count(), 2);
    assert_eq!(screen.state_mut().page().data.selected, Some(2));
    screen.key_press_modifiers(egui::Modifiers::ALT, Key::ArrowUp);
    screen.run_ok();
    screen.run_ok();
    assert_eq!(screen.state_mut().page().data.selected, Some(1));
    keys(&mut screen, &[Key::Delete, Key::Z, Key::Z, Key::Z]);
    assert_eq!(text(&mut screen), ROUTINE);
    // A rest behind the first, and in its form the length with the arrow keys.
    keys(&mut screen, &[Key::Home, Key::N, Key::Num5]);
    assert!(text(&mut screen).contains("Rest, and let your shoulders drop."));
    assert_eq!(screen.state_mut().page().data.selected, Some(1));
    assert!(screen.state_mut().page().state.in_panel, "the form has the focus");
    for _ in 0..12 {
        let slider = screen.query_all_by_label_contains("How long: ").find(egui_kittest::Node::is_focused);
        if slider.is_some() {
            break;
        }
        keys(&mut screen, &[Key::Tab]);
    }
    keys(&mut screen, &[Key::ArrowRight, Key::ArrowRight]);
    assert!(text(&mut screen).contains("Rest(lasts: \"40s\", say: \"Rest, and let"), "{}", text(&mut screen));
    // Words, letter by letter, are one step back.
    for _ in 0..12 {
        if screen.ctx.text_edit_focused() {
            break;
        }
        keys(&mut screen, &[Key::Tab]);
    }
    screen.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    screen.run_ok();
    for letter in ["S", "t", "a", "y", " ", "h", "e", "r", "e", "."] {
        screen.event(egui::Event::Text(letter.into()));
        screen.run_ok();
    }
    assert!(text(&mut screen).contains("say: \"Stay here.\""), "{}", text(&mut screen));
    screen.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    screen.run_ok();
    assert!(
        text(&mut screen).contains("say: \"Rest, and let your shoulders drop.\""),
        "{}",
        text(&mut screen)
    );
    // Back to the cards, and to the file's page.
    keys(&mut screen, &[Key::Escape, Key::Escape]);
    keys(&mut screen, &[Key::ArrowUp]);
    assert_eq!(screen.state_mut().page().data.selected, Some(0));
    keys(&mut screen, &[Key::Escape]);
    assert!(!screen.state_mut().is_open());
    assert!(screen.state_mut().file().contains("lasts: \"40s\", say: \"Rest, and let"));
}

#[test]
fn a_routine_is_built_by_mouse_alone() {
    let mut screen = on_screen(Builder::of(ROUTINE), LARGE);
    screen.run_ok();
    let click = |screen: &mut Screen<'_>, label: &str| {
        screen.get_by_label(label).click_accesskit();
        screen.run_ok();
        screen.run_ok();
    };
    click(&mut screen, "add");
    click(&mut screen, "Massage, Hands on a place: circles, strokes, a press.");
    assert_eq!(screen.state_mut().page().data.selected, Some(1));
    // Another view of the body, and a place on it.
    click(&mut screen, "View: Face and scalp");
    click(&mut screen, "Where: forehead");
    assert!(text(&mut screen).contains("Guide(site: Forehead, motion: Circle"));
    click(&mut screen, "Side: right");
    assert!(text(&mut screen).contains("side: Right"));
    // Another motion brings its own words, as long as nobody has written others; the list is closed again.
    click(&mut screen, "small circles, Fingertips move the skin in small circles., change");
    click(&mut screen, "strokes, Slide along the skin, slowly, one way.");
    assert!(text(&mut screen).contains("say: \"Stroke slowly along the {site}.\""), "{}", text(&mut screen));
    click(&mut screen, "undo");
    // Dragged above the first.
    let from = screen.get_by_label_contains("Forehead: small circles, right").rect().center();
    let to = screen.get_by_label_contains("Rest, Sit back.").rect().center_top() + egui::vec2(0.0, 4.0);
    screen.drag_at(from);
    screen.run_ok();
    screen.hover_at(to);
    screen.run_ok();
    screen.drop_at(to);
    screen.run_ok();
    screen.run_ok();
    let built = text(&mut screen);
    let (forehead, rest) = (built.find("Forehead").unwrap(), built.find("Sit back.").unwrap());
    assert!(forehead < rest, "{built}");
    click(&mut screen, "undo");
    click(&mut screen, "undo");
    click(&mut screen, "undo");
    click(&mut screen, "undo");
    assert_eq!(text(&mut screen), ROUTINE);
}

#[test]
fn at_every_size_nothing_lies_outside_of_the_window() {
    for size in [LARGE, egui::vec2(800.0, 600.0), egui::vec2(640.0, 400.0), egui::vec2(400.0, 300.0)] {
        let mut screen = on_screen(Builder::of(ROUTINE), size);
        for panel in [Panel::Step, Panel::Routine, Panel::File, Panel::Problems, Panel::AsPlayed] {
            screen.state_mut().does(EditorAction::Show(panel));
            screen.run_ok();
            for node in screen.root().children_recursive() {
                if node.accesskit_node().raw_bounds().is_none() {
                    continue;
                }
                let rect = node.rect();
                let is_in = rect.left() >= -1.0 && rect.right() <= size.x + 1.0;
                assert!(
                    is_in || rect.width() <= 0.0,
                    "{size:?} {panel:?}: {rect:?} {:?}",
                    node.accesskit_node().label()
                );
            }
        }
    }
}
