//! Files to take along, and files taken in: made aside, so that a slow disk holds up nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Local, NaiveTime, Utc};
use eframe::egui;

use super::super::super::journal_files::{
    self, JournalFileError, attacks, done_lately, planned, report, sessions, write_private,
};
use super::super::{Page, Window};
use super::Shown;
use crate::goals::Goal;
use crate::journal::report::to_html;
use crate::journal::{JournalService, Pending, calendar, export};
use crate::library::Library;
use crate::storage::StorageError;
use crate::ui::journal::Format;
use crate::ui::journal::hand_over::HandOverState;
use crate::ui::routines::capitalised;

/// The page for the doctor tells of so many months; the command line can choose.
const MONTHS: u32 = 3;
/// The hour of planned sessions; the command line can choose.
const EVENING: u32 = 19;

impl Window {
    fn folder(&self) -> PathBuf {
        self.paths.as_ref().map_or_else(PathBuf::new, |paths| paths.documents.clone())
    }

    /// Opens the page for handing over.
    pub(super) fn show_hand_over(&mut self) {
        let folder = self.folder().display().to_string();
        if let Page::Journal(journal) = &mut self.page {
            journal.shown = Shown::HandOver(HandOverState { folder, ..HandOverState::default() });
        }
    }

    /// Writes the journal to a file, and tells where it lies.
    pub(super) fn hand_over(&mut self, format: Format) {
        let folder = self.folder();
        let goals = self.preferences.settings.goals.clone();
        let text = match format {
            Format::Calendar if goals.is_empty() => {
                let none = "Nothing is planned: no routine has a wish for each week yet. A routine's own page has \
                            that choice.";
                return self.tell(none.into());
            }
            Format::Csv => everything(&self.service, export::to_csv),
            Format::Json => everything(&self.service, export::to_json),
            Format::Report => of_report(&self.service),
            Format::Calendar => of_plans(&self.service, goals, Arc::clone(&self.library)),
        };
        let path = folder.join(name_of(format));
        let written = aside(move || {
            let (text, what) = text.recv()?;
            std::fs::create_dir_all(&folder)
                .map_err(|source| StorageError::Folder { path: folder.clone(), source })?;
            write_private(&path, &text)?;
            Ok(format!("{what} written to {}.", path.display()))
        });
        self.await_sentence(written);
    }

    fn tell(&mut self, sentence: String) {
        if let Page::Journal(journal) = &mut self.page
            && let Shown::HandOver(state) = &mut journal.shown
        {
            state.remark = Some(sentence);
        }
    }

    fn await_sentence(&mut self, answer: Pending<String, JournalFileError>) {
        self.tell("One moment …".into());
        if let Page::Journal(journal) = &mut self.page {
            journal.when_answered(answer, |journal, said| {
                journal.is_stale = true;
                let sentence = said.unwrap_or_else(|error| format!("{}.", capitalised(&error)));
                match &mut journal.shown {
                    Shown::HandOver(state) => state.remark = Some(sentence),
                    _ => journal.list.remark = Some(sentence),
                }
            });
        }
    }

    /// Takes in the file that was named.
    pub(super) fn take_in(&mut self) {
        let Page::Journal(journal) = &self.page else { return };
        let Shown::HandOver(state) = &journal.shown else { return };
        let path = state.path.trim().trim_matches('"').to_owned();
        if path.is_empty() {
            return;
        }
        // Read aside, and then handed to the journal, which takes all of it or nothing.
        let read = aside({
            let path = PathBuf::from(&path);
            move || journal_files::read(&path)
        });
        let writer = self.service.writer();
        let taken = aside(move || {
            let everything = read.recv()?;
            let found = everything.sessions.len() + everything.attacks.len();
            let new = writer.import(everything).recv()?;
            Ok(format!("{new} of {found} entries were new and are in the journal now."))
        });
        self.await_sentence(taken);
    }

    /// A file that was dropped on the window is taken in; never while a session runs.
    pub(super) fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped = |input: &egui::InputState| {
            input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).next()
        };
        let Some(path) = ctx.input(dropped).filter(|path| is_journal(path)) else { return };
        if self.open.is_some() {
            return;
        }
        if !matches!(self.page, Page::Journal(_)) {
            self.show_journal();
        }
        self.show_hand_over();
        if let Page::Journal(journal) = &mut self.page
            && let Shown::HandOver(state) = &mut journal.shown
        {
            state.path = path.display().to_string();
        }
        self.take_in();
    }
}

fn is_journal(path: &Path) -> bool {
    matches!(journal_files::ending(path).as_str(), "csv" | "json")
}

fn name_of(format: Format) -> String {
    let today = Local::now().date_naive();
    match format {
        Format::Csv => format!("journal-{today}.csv"),
        Format::Json => format!("journal-{today}.json"),
        Format::Report => format!("headache-diary-{today}.html"),
        Format::Calendar => format!("planned-{today}.ics"),
    }
}

/// Does something on a thread of its own.
fn aside<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, JournalFileError> + Send + 'static,
) -> Pending<T, JournalFileError> {
    Pending::spawn("handing over", act)
}

type Text = Pending<(String, String), JournalFileError>;

fn everything(
    service: &JournalService,
    write: fn(&export::Everything) -> Result<String, export::ExportError>,
) -> Text {
    let all = service.query(|store| store.everything());
    aside(move || {
        let all = all.recv()?;
        let what = format!("{} and {}", sessions(all.sessions.len()), attacks(all.attacks.len()));
        Ok((write(&all)?, what))
    })
}

fn of_report(service: &JournalService) -> Text {
    let now = Local::now().fixed_offset();
    let made = service.query(move |store| report(store, MONTHS, now).map(Some));
    aside(move || {
        let made = made.recv()?;
        let page = made.ok_or(JournalFileError::Empty)?;
        Ok((to_html(&page), "A page for the doctor".into()))
    })
}

fn of_plans(service: &JournalService, goals: Vec<Goal>, library: Arc<Library>) -> Text {
    let today = Local::now().date_naive();
    let asked = goals.clone();
    let done = service.query(move |store| done_lately(store, &asked, today));
    aside(move || {
        let mut done = done.recv()?;
        // A journal that is not there yet knows of nothing.
        done.resize(goals.len(), std::collections::BTreeSet::new());
        let planned = planned(&goals, &done, &library, today);
        let what = sessions(planned.len());
        let daily_reminder = NaiveTime::from_hms_opt(EVENING, 0, 0).unwrap_or_default();
        Ok((calendar::to_ics(&planned, daily_reminder, Utc::now()), what))
    })
}
