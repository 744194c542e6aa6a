//! What somebody does who builds a routine, with real files.

use super::*;
use crate::app::window::tests::TestWindow;
use crate::editing::NewStep;
use crate::time::ExactDuration;
use crate::ui::editor::Direction;

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
        let test = TestWindow::new();
        let path = test.file("evening.ron");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        let mut builder = Self { test, path };
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
    let at = |secs: u64| Some(Position::ZERO + ExactDuration::from_secs(secs));
    let lasts = |secs: u64| Some(ExactDuration::from_secs(secs));
    let first = times[0].0.unwrap().since(Position::ZERO).as_secs_f64() as u64;
    assert_eq!(
        times,
        [
            (at(first), lasts(30)),
            (at(first + 30), lasts(40)),
            (at(first + 70), lasts(65)),
            (at(first + 70), lasts(30)),
        ]
    );
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
