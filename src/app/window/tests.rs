//! The whole window without a screen, with a clock that the test moves and a home folder of its own.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;

use super::*;
use crate::app::clock::manual::ManualClock;
use crate::app::hot_reload::LibraryHandle;
use crate::app::pages::Effect;
use crate::app::{Session, SessionView};
use crate::journal::{Attack, Outcome, Record, Store};
use crate::library::{Library, Loader};
use crate::paths::Paths;
use crate::player::Snapshot;
use crate::timeline::SpeechAmount;
use crate::ui::actions::{Action, Destination};

mod doors;
mod ways;

/// The window of a person.
pub(in crate::app) struct TestWindow {
    pub window: Window,
    pub clock: ManualClock,
    pub paths: Paths,
    /// Whether the journal never answers, so that waiting for it would be endless.
    is_journal_silent: bool,
    _folder: tempfile::TempDir,
}

impl TestWindow {
    /// The window of somebody who has answered the danger signs and has an empty journal.
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// The same, after `prepare` has filled the home folder.
    pub fn with(prepare: impl FnOnce(&Paths)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path());
        std::fs::create_dir_all(paths.settings.parent().unwrap()).unwrap();
        std::fs::write(
            &paths.settings,
            "(red_flags_seen: true, massage_explained: true, pack_explained: true)",
        )
        .unwrap();
        prepare(&paths);
        let clock = ManualClock::of_today();
        let mut startup = StartupState::of(Some(paths.clone()), clock.clock());
        // The test itself decides when the person's routines are read.
        startup.library = LibraryHandle::fixed();
        let mut window = Window::new(startup, &egui::Context::default());
        window.model.preferences.settings.speech.amount = SpeechAmount::Cues;
        let mut test = Self { window, clock, paths, is_journal_silent: false, _folder: folder };
        test.settle();
        test
    }

    /// Lets everything arrive that has been requested.
    pub fn settle(&mut self) {
        for _ in 0..4 {
            // The journal answers in order, so everything before this has been answered.
            if !self.is_journal_silent {
                let _ = self.window.model.journal.query(|_| Ok(())).recv();
            }
            self.window.poll();
            if let Some(open) = &self.window.model.session {
                open.session.settle();
            }
        }
    }

    pub fn does(&mut self, action: Action) {
        self.window.dispatch(action);
        self.settle();
    }

    pub fn goes(&mut self, destination: Destination) {
        self.does(Action::Go(destination));
    }

    /// Opens the page before the start of a routine.
    pub fn looks_at(&mut self, id: &str) {
        let index = self.window.model.library.index_of(id).unwrap();
        self.goes(Destination::Details(index));
    }

    /// Writes a file among the person's routines and reads it.
    pub fn saves(&mut self, name: &str, text: &str) {
        let path = self.file(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self.reads();
    }

    /// Reads the person's routines.
    pub fn reads(&mut self) {
        let library = Loader::new(Some(self.paths.routines.clone())).load();
        self.takes(library);
    }

    /// The same with a loader that remembers the last good versions.
    pub fn takes(&mut self, library: Library) {
        self.window.model.take_library(Arc::new(library));
        self.window.page.library_changed(&mut self.window.model);
        self.settle();
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.paths.routines.join(name)
    }

    pub fn session(&self) -> &Session {
        &self.window.model.session.as_ref().unwrap().session
    }

    pub fn is_in_a_session(&self) -> bool {
        self.window.model.session.is_some()
    }

    pub fn view(&self) -> (Snapshot, Arc<SessionView>) {
        self.session().settle();
        self.session().view()
    }

    /// The journal's records after the window has been closed.
    pub fn closes(self) -> Vec<Record> {
        let journal = self.paths.journal.clone();
        let Self { window, _folder, .. } = self;
        drop(window);
        if journal.exists() { Store::open(&journal).unwrap().newest(20).unwrap() } else { Vec::new() }
    }
}

/// Writes sessions and attacks into a journal.
pub(in crate::app) fn note(paths: &Paths, sessions: &[Record], attacks: &[Attack]) {
    Store::open(&paths.journal)
        .unwrap()
        .import(
            &crate::journal::store::tests_support::entries(sessions, attacks),
            crate::journal::Deleted::Stays,
        )
        .unwrap();
}

/// A routine of rests, as a file.
pub(in crate::app) fn routine(title: &str, steps: &str) -> String {
    format!(
        "(format: 1, title: \"{title}\", kind: Relaxation, suits: [Between], evidence: Traditional, \
         sources: [\"our limit\"], steps: [{steps}])"
    )
}

#[test]
fn a_crash_is_told_on_the_first_screen_beside_what_else_there_is_to_tell() {
    let mut test = TestWindow::new();
    test.window.report_crash(None);
    assert_eq!(test.window.model.notices.sentences().count(), 0);
    test.window.model.notices.set(NoticeKind::Done, "Something else.".into());
    test.window.report_crash(Some("There was a crash.".into()));
    let Page::Home(home) = &test.window.page else { panic!("no first screen") };
    assert_eq!(home.data.remarks, ["Something else.", "There was a crash."]);
}

#[test]
fn zooming_erases_nothing_that_is_told() {
    let mut test = TestWindow::new();
    test.window.model.notices.set(NoticeKind::AboutMe, "An answer can't be read.".into());
    test.window.model.ctx.set_zoom_factor(1.5);
    test.window.model.ctx.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
    test.settle();
    assert_eq!(test.window.model.preferences.settings.size, 150);
    assert_eq!(test.window.model.notices.on(NoticeKind::AboutMe), Some("An answer can't be read."));
}

#[test]
fn a_session_that_is_closed_with_the_window_is_written_down_as_closed() {
    let mut test = TestWindow::new();
    test.window.model.moment.pain = Some(4);
    test.looks_at("longer-exhale");
    test.does(Action::Details(crate::ui::actions::DetailsAction::Start));
    assert!(matches!(test.window.page, Page::Session));
    let records = test.closes();
    assert_eq!(records.len(), 1);
    assert_eq!((records[0].outcome, records[0].pain_before), (Outcome::Closed, Some(4)));
}

#[test]
fn what_was_said_at_a_start_counts_on_every_page_and_stills_the_screen() {
    let mut test = TestWindow::new();
    let routine = test.window.model.library.find("longer-exhale").unwrap().routine.clone().unwrap();
    let mut request = test.window.model.request(routine, None);
    request.moment.phase = Some(crate::routine::Phase::Attack);
    request.moment.pain = Some(7);
    request.moment.set(crate::safety::State::Nauseous, true);
    let moment = request.moment.clone();
    test.window.start(request);
    test.settle();
    assert!(test.is_in_a_session());
    assert_eq!(test.window.model.moment, moment);
    assert!(test.window.model.is_still(), "in an attack nothing moves");
    let records = test.closes();
    assert_eq!(
        (records[0].pain_before, records[0].states.as_slice()),
        (Some(7), &["Nauseous".to_owned()][..])
    );
}

#[test]
fn not_like_the_usual_attacks_stands_after_a_restart_with_the_number_until_it_is_answered_anew() {
    let settings =
        "(red_flags_seen: true, massage_explained: true, pack_explained: true, emergency_number: \"112\")";
    let mut test = TestWindow::with(|paths| std::fs::write(&paths.settings, settings).unwrap());
    test.does(Action::Moment(crate::ui::actions::MomentAction::NotUsual));
    assert!(matches!(test.window.page, Page::Danger(_)));
    let kept = std::fs::read_to_string(&test.paths.settings).unwrap();
    assert!(kept.contains("not_usual_since"), "{kept}");

    let mut test = TestWindow::with(|paths| std::fs::write(&paths.settings, &kept).unwrap());
    let Page::Home(home) = &test.window.page else { panic!("no first screen") };
    assert!(home.data.remarks[0].contains("Emergency number: 112"), "{:?}", home.data.remarks);
    test.looks_at("longer-exhale");
    test.does(Action::Details(crate::ui::actions::DetailsAction::Start));
    assert!(matches!(test.window.page, Page::Danger(_)) && !test.is_in_a_session());
    test.does(Action::Danger(crate::ui::actions::DangerAction::LikeUsual(true)));
    assert!(test.is_in_a_session(), "what was chosen is started");
    let kept = std::fs::read_to_string(&test.paths.settings).unwrap();
    assert!(!kept.contains("not_usual_since"), "{kept}");
}

#[test]
fn the_warning_signs_lead_back_to_where_one_was() {
    let mut test = TestWindow::new();
    test.looks_at("longer-exhale");
    for answer in [Action::Back, Action::Danger(crate::ui::actions::DangerAction::LikeUsual(true))] {
        test.goes(Destination::Danger);
        test.does(answer);
        assert!(matches!(&test.window.page, Page::Details(page) if page.routine.id() == "longer-exhale"));
    }
    assert!(!test.is_in_a_session());
}

#[test]
fn an_action_of_a_page_that_is_not_open_does_nothing() {
    let mut test = TestWindow::new();
    test.does(Action::Details(crate::ui::actions::DetailsAction::Start));
    assert!(matches!(test.window.page, Page::Home(_)) && !test.is_in_a_session());
}

#[test]
fn a_click_on_no_page_leaves_a_session_alone() {
    let mut test = TestWindow::new();
    test.looks_at("longer-exhale");
    test.does(Action::Details(crate::ui::actions::DetailsAction::Start));
    test.goes(Destination::Settings);
    test.does(Action::Back);
    assert!(matches!(test.window.page, Page::Session));
    test.window.apply(Effect::Nothing);
    assert!(test.is_in_a_session());
}
