//! A file that is saved while the window is open.

use std::time::{Duration, Instant};

use super::*;
use crate::library::Loader;
use crate::player::{PlayerCommand, Snapshot};
use crate::safety::{Moment, Profile};
use crate::time::ExactDuration;
use crate::timeline::SpeechAmount;

/// A window with a folder of routines, which is read when a test says so.
struct Author {
    window: Window,
    loader: Loader,
    folder: tempfile::TempDir,
}

impl Author {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let paths = Paths { routines: at("elsewhere"), ..Paths::within(folder.path()) };
        let mut window = Window::new(Some(paths), &egui::Context::default());
        window.preferences.settings.red_flags_seen = true;
        window.preferences.settings.speech.amount = SpeechAmount::Cues;
        let routines = at("routines");
        std::fs::create_dir(&routines).unwrap();
        Self { window, loader: Loader::new(Some(routines)), folder }
    }

    fn saves(&mut self, text: &str) {
        std::fs::write(self.folder.path().join("routines/mine.ron"), text).unwrap();
        self.reads();
    }

    fn reads(&mut self) {
        let library = Arc::new(self.loader.load());
        self.window.take_library(library, &egui::Context::default());
    }

    fn begins(&mut self) {
        let routine = self.window.library.find("mine").unwrap().routine.clone().unwrap();
        let plan = plan(&routine, &Profile::default(), &Moment::default(), None).unwrap();
        self.window.begin(plan, &egui::Context::default());
        let open = self.window.open.as_ref().unwrap();
        // To the second step.
        open.session.play(PlayerCommand::Skip);
        open.session.play(PlayerCommand::Skip);
        self.once(|now| now.segment().name == "Two");
    }

    /// The session once this is so.
    fn once(&self, is_so: impl Fn(&Snapshot) -> bool) -> Snapshot {
        let begun = Instant::now();
        loop {
            let now = self.window.open.as_ref().unwrap().session.look().0;
            if is_so(&now) {
                return now;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", now.segment());
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

fn routine(title: &str, steps: &str) -> String {
    format!(
        "(format: 1, title: \"{title}\", kind: Relaxation, suits: [Between], evidence: Traditional, \
         sources: [\"our limit\"], steps: [{steps}])"
    )
}

const STEPS: &str = "Rest(name: \"One\", lasts: \"30s\"), Rest(name: \"Two\", lasts: \"40s\")";

#[test]
fn a_playing_routine_changes_under_the_playhead_and_keeps_its_place() {
    let mut author = Author::new();
    author.saves(&routine("Mine", STEPS));
    author.begins();
    let steps = "Rest(name: \"Zero\", lasts: \"20s\"), Rest(name: \"Two\", lasts: \"80s\")";
    author.saves(&routine("Changed", steps));
    let now = author.once(|now| now.timeline.title() == "Changed");
    assert_eq!(now.segment().name, "Two");
    assert_eq!(now.segment().lasts, ExactDuration::from_secs(80));
    let record = author.window.open.as_ref().unwrap().session.look().1.record;
    assert_eq!(record.title, "Changed");
    assert_eq!(author.window.open.as_ref().unwrap().file_trouble, None);
}

#[test]
fn a_file_that_became_broken_plays_on_and_is_told_until_it_is_mended() {
    let mut author = Author::new();
    author.saves(&routine("Mine", STEPS));
    author.begins();
    author.saves(&routine("Mine", "Rest(name: \"One\", lasts: \"30x\")"));
    let trouble = |author: &Author| author.window.open.as_ref().unwrap().file_trouble.clone();
    let told = trouble(&author).unwrap();
    assert!(told.contains("line 1") && told.contains("30x") && told.contains("last good version"), "{told}");
    author.once(|now| now.timeline.title() == "Mine" && now.segment().name == "Two");
    author.saves(&routine("Mended", STEPS));
    assert_eq!(trouble(&author), None);
    author.once(|now| now.timeline.title() == "Mended");
}

#[test]
fn a_session_outlives_its_file() {
    let mut author = Author::new();
    author.saves(&routine("Mine", STEPS));
    author.begins();
    std::fs::remove_file(author.folder.path().join("routines/mine.ron")).unwrap();
    author.reads();
    assert!(author.window.open.as_ref().unwrap().file_trouble.as_ref().unwrap().contains("gone"));
    author.once(|now| now.segment().name == "Two");
}

#[test]
fn the_page_before_the_start_shows_what_was_saved() {
    let mut author = Author::new();
    author.saves(&routine("Mine", STEPS));
    author.window.show_details_of("mine");
    author.saves(&routine("Changed", STEPS));
    let Page::Details(details) = &author.window.page else { panic!("another page") };
    assert_eq!(details.routine.title(), "Changed");
    author.saves("(format: 1, ");
    let Page::Details(details) = &author.window.page else { panic!("another page") };
    assert_eq!(details.routine.title(), "Changed", "the last good version stays");
    assert!(details.state.remark.as_ref().unwrap().contains("line 1"), "{:?}", details.state.remark);
}
