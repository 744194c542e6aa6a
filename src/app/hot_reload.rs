//! Hot reload: a routine that is saved takes effect at once, in the list, on the page before the start, and in
//! a session that is playing it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use eframe::egui;

use super::model::Model;
use super::preferences;
use super::start::{Decision, Gate, Purpose};
use crate::library::{Entry, Library, Watch};
use crate::paths::Paths;
use crate::settings::Settings;

/// How long the first window waits for the person's own routines. With thousands of files they appear a moment
/// later.
const PATIENCE: Duration = Duration::from_millis(20);

/// The current library, which is reread in the background.
pub(super) struct LibraryHandle {
    folder: Option<PathBuf>,
    /// Whether the folder existed when watching began. A folder that is created later is only noticed after a
    /// while.
    folder_existed: bool,
    /// `None` in tests, where nothing is ever reread.
    watch: Option<Watch>,
    /// The window to wake, once there is one.
    window: Arc<OnceLock<egui::Context>>,
}

impl LibraryHandle {
    /// Starts reading; the window does not have to exist yet.
    pub(super) fn start(paths: Option<&Paths>, settings: &Settings) -> Self {
        let folder = paths.map(|paths| paths.routines.clone());
        let window = Arc::default();
        let folder_existed = is_there(folder.as_deref());
        let watch = Some(watch(folder.clone(), settings, &window));
        Self { folder, folder_existed, watch, window }
    }

    /// The shipped routines, which never change.
    #[cfg(test)]
    pub(super) fn fixed() -> Self {
        Self { folder: None, folder_existed: false, watch: None, window: Arc::default() }
    }

    /// The library for the first page. Contains only the shipped routines if the person's own take longer to
    /// read.
    pub(super) fn first(&self, settings: &Settings, ctx: &egui::Context) -> Arc<Library> {
        let _ = self.window.set(ctx.clone());
        let loaded = self.watch.as_ref().and_then(|watch| watch.latest_within(PATIENCE));
        loaded.unwrap_or_else(|| Arc::new(Library::open_in(None, preferences::language(settings))))
    }

    /// A library that has not been taken yet.
    pub(super) fn latest(&self) -> Option<Arc<Library>> {
        self.watch.as_ref()?.latest()
    }

    /// Starts watching the folder if the program itself has just created it.
    pub(super) fn notice_folder(&mut self, settings: &Settings) {
        if !self.folder_existed && is_there(self.folder.as_deref()) {
            self.restart(settings);
        }
    }

    /// Rereads everything, in the language that is chosen now.
    pub(super) fn restart(&mut self, settings: &Settings) {
        self.folder_existed = is_there(self.folder.as_deref());
        self.watch = Some(watch(self.folder.clone(), settings, &self.window));
    }
}

fn is_there(folder: Option<&Path>) -> bool {
    folder.is_some_and(Path::exists)
}

fn watch(folder: Option<PathBuf>, settings: &Settings, window: &Arc<OnceLock<egui::Context>>) -> Watch {
    let window = Arc::clone(window);
    Watch::start(folder, preferences::language(settings), move || {
        if let Some(ctx) = window.get() {
            ctx.request_repaint();
        }
    })
}

impl Model {
    /// Takes a library that was just read. A changed routine that is being played has to pass the gate first;
    /// if it does not, the session continues unchanged and the person is told why.
    pub(super) fn take_library(&mut self, library: Arc<Library>) {
        self.library = library;
        let Some(open) = self.session.as_mut().filter(|open| !open.is_outside) else { return };
        let entry = self.library.find(open.routine.id());
        open.trouble = entry.and_then(stale_remark);
        let Some(routine) = entry.and_then(|entry| entry.routine.clone()) else {
            open.trouble = Some("The routine's file is gone. The session continues without it.".into());
            return;
        };
        if Arc::ptr_eq(&routine, &open.routine) || open.is_over() {
            return;
        }
        let (moment, length, record) =
            (open.request.moment.clone(), open.request.length, open.record.clone());
        let mut request = self.request(routine, length);
        (request.moment, request.purpose) = (moment, Purpose::Reload { record });
        self.reload = Some(Gate::check(request, &self.journal, &self.clock));
    }

    /// Swaps the playing routine once the gate has decided.
    pub(super) fn poll_reload(&mut self) {
        let Some(gate) = self.reload.take() else { return };
        let Some(decision) = gate.poll(&self.preferences.settings, &self.library, &self.clock) else {
            self.ctx.request_repaint_after(super::SOON);
            self.reload = Some(gate);
            return;
        };
        let Some(mut open) = self.session.take() else { return };
        match decision {
            Decision::Approved(approved) => open.reload(*approved, self),
            Decision::Ask(question) => open.trouble = Some(goes_on_as_before(&question.sentence())),
            Decision::Refused(refusal) => open.trouble = Some(goes_on_as_before(&refusal.to_string())),
        }
        self.session = Some(open);
    }
}

fn goes_on_as_before(why: &str) -> String {
    format!("The routine's file has changed, but this session continues with the old version. {why}")
}

/// A sentence about a file that no longer has a playable version, with the line of its first error.
pub(super) fn stale_remark(entry: &Entry) -> Option<String> {
    let problems = &entry.problems;
    let first =
        problems.list.iter().find(|problem| problem.severity == crate::ron_reader::Severity::Error)?;
    if !entry.is_stale {
        return None;
    }
    let (line, _) = problems.line_and_column(first.span.start);
    Some(format!(
        "The routine's file has an error on line {line}: {} The last working version is playing.",
        first.message
    ))
}

#[cfg(test)]
mod tests;
