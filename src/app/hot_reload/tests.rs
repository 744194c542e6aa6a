//! A file that is saved while the window is open.

use crate::app::pages::Page;
use crate::app::window::tests::{TestWindow, routine};
use crate::library::Loader;
use crate::player::{PlayerCommand, Snapshot};
use crate::time::ExactDuration;
use crate::ui::actions::{Action, DetailsAction, SessionAction};

/// A window with a folder of routines that is reread when the test says so.
struct Author {
    test: TestWindow,
    loader: Loader,
}

impl Author {
    fn new() -> Self {
        let test = TestWindow::new();
        std::fs::create_dir_all(&test.paths.routines).unwrap();
        let loader = Loader::new(Some(test.paths.routines.clone()));
        Self { test, loader }
    }

    fn saves(&mut self, text: &str) {
        std::fs::write(self.test.file("mine.ron"), text).unwrap();
        self.reads();
    }

    fn reads(&mut self) {
        let library = self.loader.load();
        self.test.takes(library);
    }

    /// Starts, and moves on to the second step.
    fn begins(&mut self) {
        self.test.looks_at("mine");
        self.test.does(Action::Details(DetailsAction::Start));
        for _ in 0..2 {
            self.test.does(Action::Session(SessionAction::Player(PlayerCommand::Skip)));
        }
        assert_eq!(self.now().segment().name, "Two");
    }

    fn now(&self) -> Snapshot {
        self.test.view().0
    }

    fn trouble(&self) -> Option<String> {
        self.test.window.model.session.as_ref().unwrap().trouble.clone()
    }
}

const STEPS: &str = "Rest(name: \"One\", lasts: \"30s\"), Rest(name: \"Two\", lasts: \"40s\")";

#[test]
fn a_playing_routine_changes_under_the_playhead_and_keeps_its_place() {
    let mut author = Author::new();
    author.saves(&routine("Mine", STEPS));
    author.begins();
    let steps = "Rest(name: \"Zero\", lasts: \"20s\"), Rest(name: \"Two\", lasts: \"80s\")";
    author.saves(&routine("Changed", steps));
    let now = author.now();
    assert_eq!((now.timeline.title(), now.segment().name.as_str()), ("Changed", "Two"));
    assert_eq!(now.segment().lasts, ExactDuration::from_secs(80));
    assert_eq!(author.trouble(), None);
    let records = author.test.closes();
    assert_eq!(records[0].title, "Changed");
}

#[test]
fn a_file_that_became_broken_plays_on_and_is_told_until_it_is_mended() {
    let mut author = Author::new();
    author.saves(&routine("Mine", STEPS));
    author.begins();
    author.saves(&routine("Mine", "Rest(name: \"One\", lasts: \"30x\")"));
    let trouble = author.trouble().unwrap();
    assert!(
        trouble.contains("line 1") && trouble.contains("30x") && trouble.contains("last working version"),
        "{trouble}"
    );
    assert_eq!((author.now().timeline.title(), author.now().segment().name.as_str()), ("Mine", "Two"));
    author.saves(&routine("Mended", STEPS));
    assert_eq!(author.trouble(), None);
    assert_eq!(author.now().timeline.title(), "Mended");
}

#[test]
fn a_session_outlives_its_file() {
    let mut author = Author::new();
    author.saves(&routine("Mine", STEPS));
    author.begins();
    std::fs::remove_file(author.test.file("mine.ron")).unwrap();
    author.reads();
    assert!(author.trouble().unwrap().contains("gone"));
    assert_eq!(author.now().segment().name, "Two");
}

#[test]
fn the_page_before_the_start_shows_what_was_saved() {
    let mut author = Author::new();
    author.saves(&routine("Mine", STEPS));
    author.test.looks_at("mine");
    author.saves(&routine("Changed", STEPS));
    let Page::Details(details) = &author.test.window.page else { panic!("another page") };
    assert_eq!(details.routine.title(), "Changed");
    author.saves("(format: 1, ");
    let Page::Details(details) = &author.test.window.page else { panic!("another page") };
    assert_eq!(details.routine.title(), "Changed", "the last good version stays");
    assert!(details.state.remark.as_ref().unwrap().contains("line 1"), "{:?}", details.state.remark);
}
