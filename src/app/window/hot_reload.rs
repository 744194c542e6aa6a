//! A routine that is saved counts at once: in the list, on the page before the start, and in the session that plays it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use eframe::egui;

use super::super::pictures::Pictures;
use super::super::session::Changed;
use super::super::{SessionCommand, preferences};
use super::{Page, Window};
use crate::library::{Entry, Library, Origin, Watch};
use crate::paths::Paths;
use crate::settings::Settings;
use crate::timeline::{PlanError, plan};

/// How long the first window waits for the person's own routines; they come a moment later if there are thousands.
const PATIENCE: Duration = Duration::from_millis(20);

/// The library as it is now, read again in the background.
pub(super) struct LibraryHandle {
    folder: Option<PathBuf>,
    /// Whether the folder was there when it began to be watched: one that comes later is noticed later.
    was_there: bool,
    watch: Watch,
    /// The window to wake, once there is one.
    window: Arc<OnceLock<egui::Context>>,
}

impl LibraryHandle {
    /// Begins to read; the window itself may still have to be opened.
    pub(super) fn start(paths: Option<&Paths>, settings: &Settings) -> Self {
        let folder = paths.map(|paths| paths.routines.clone());
        let window = Arc::default();
        let was_there = is_there(folder.as_deref());
        Self { was_there, watch: watch(folder.clone(), settings, &window), folder, window }
    }

    /// The library for the first page: the shipped routines alone where the person's own take longer.
    pub(super) fn first(&self, settings: &Settings, ctx: &egui::Context) -> Arc<Library> {
        let _ = self.window.set(ctx.clone());
        let own = self.watch.latest_within(PATIENCE);
        own.unwrap_or_else(|| Arc::new(Library::open_in(None, preferences::language(settings))))
    }

    /// The library that was not taken yet, waited for as long as `patience`.
    pub(super) fn latest_within(&self, patience: Duration) -> Option<Arc<Library>> {
        self.watch.latest_within(patience)
    }

    /// Begins to watch the folder, if something was just written into it that was not there before.
    pub(super) fn notice_folder(&mut self, settings: &Settings) {
        if !self.was_there && is_there(self.folder.as_deref()) {
            self.read_again(settings);
        }
    }

    /// Reads all of it again, in the language that is chosen now.
    pub(super) fn read_again(&mut self, settings: &Settings) {
        self.was_there = is_there(self.folder.as_deref());
        self.watch = watch(self.folder.clone(), settings, &self.window);
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

impl Window {
    /// Takes the library if there is a new one, and shows it wherever it is seen or heard.
    pub(super) fn follow_library(&mut self, ctx: &egui::Context) {
        if let Some(library) = self.library_handle.watch.latest() {
            self.take_library(library, ctx);
        }
    }

    fn take_library(&mut self, library: Arc<Library>, ctx: &egui::Context) {
        self.library = library;
        self.renew_session(ctx);
        match &mut self.page {
            Page::Home(_) => self.page = Page::Home(self.home_data()),
            Page::Details(_) => self.renew_details(),
            Page::Writing(_) => self.renew_writing(),
            _ => {}
        }
    }

    fn renew_details(&mut self) {
        let Page::Details(details) = &mut self.page else { return };
        let id = details.routine.id().to_owned();
        let Some(index) = self.library.index_of(&id) else {
            details.state.remark = Some("Its file is gone; it can still be played from here.".into());
            return;
        };
        let Some(routine) = self.library.entries()[index].routine.clone() else {
            return self.show_details(index);
        };
        details.index = index;
        details.state.is_own = matches!(self.library.entries()[index].origin, Origin::File(_));
        details.state.remark = stale_remark(&self.library.entries()[index]);
        details.routine = routine;
        details.plan(&self.profile);
    }

    /// The session goes on in the changed routine; where that cannot be played, in the one before, and this is told.
    fn renew_session(&mut self, ctx: &egui::Context) {
        let Some(open) = self.open.as_mut().filter(|open| !open.is_outside) else { return };
        let entry = self.library.find(open.routine.id());
        open.file_trouble = entry.and_then(stale_remark);
        let Some(routine) = entry.and_then(|entry| entry.routine.clone()) else {
            open.file_trouble = Some("Its file is gone; the session goes on without it.".into());
            return;
        };
        if Arc::ptr_eq(&routine, &open.routine) {
            return;
        }
        let planned = match plan(&routine, &self.profile, &open.moment, open.wished) {
            Err(PlanError::OutOfReach { .. } | PlanError::TooMuch { .. }) => {
                plan(&routine, &self.profile, &open.moment, None)
            }
            other => other,
        };
        let plan = match planned {
            Ok(plan) => plan,
            Err(error) => {
                open.file_trouble =
                    Some(format!("The file was changed, and the session goes on as before: {error}."));
                return;
            }
        };
        let folder = Self::folder_in(&self.library, routine.id());
        open.routine = routine;
        open.shown = None;
        open.pictures = Pictures::start(folder.clone(), {
            let ctx = ctx.clone();
            move || ctx.request_repaint()
        });
        open.session.send(SessionCommand::Changed(Box::new(Changed { plan, folder })));
    }
}

/// What is told of a file that has become broken: its first problem, with its line.
pub(super) fn stale_remark(entry: &Entry) -> Option<String> {
    let problems = &entry.problems;
    let first =
        problems.list.iter().find(|problem| problem.severity == crate::ron_reader::Severity::Error)?;
    if !entry.is_stale {
        return None;
    }
    let (line, _) = problems.line_and_column(first.span.start);
    Some(format!(
        "Its file was saved with a slip in line {line}: {} The last good version is played.",
        first.message
    ))
}

#[cfg(test)]
mod tests;
