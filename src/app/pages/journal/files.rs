//! Export and import on the journal page. Files are written and read in the background, so that a slow disk
//! holds up nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use eframe::egui;

use super::{JournalPage, Shown};
use crate::app::journal_files::{
    self, JournalFileError, attacks, days_done, planned, report, sessions, write_beside,
};
use crate::app::model::Model;
use crate::app::spawn;
use crate::characters::shown;
use crate::goals::Goal;
use crate::journal::report::to_html;
use crate::journal::{Deleted, JournalService, Pending, export};
use crate::library::Library;
use crate::ui::journal::Format;
use crate::ui::journal::export::ExportState;
use crate::ui::routines::capitalised;

/// How many months the report covers; the command line can choose.
const MONTHS: u32 = 3;
/// The hour of planned sessions; the command line can choose.
const EVENING: u32 = 19;

impl JournalPage {
    /// Opens the page for export and import.
    pub(super) fn show_files(&mut self, model: &Model) {
        let folder = folder(model).display().to_string();
        self.shown = Shown::Export(ExportState { folder, ..ExportState::default() });
    }

    /// Exports the journal to a file, and says where it is.
    pub(super) fn export(&mut self, format: Format, model: &Model) {
        let folder = folder(model);
        let goals = model.preferences.settings.goals.clone();
        let now = self.clock.now();
        let journal = model.paths.as_ref().map(|paths| paths.journal.as_path());
        let remembered = journal.map(journal_files::remembered).unwrap_or_default();
        let text = match format {
            Format::Calendar
                if goals.is_empty()
                    && journal_files::taken_back(&[], now.date_naive(), &remembered).is_empty() =>
            {
                let none = "You have no weekly goals yet, so nothing is planned. You can set one on a routine's \
                            page.";
                return self.show_remark(none.into());
            }
            Format::Csv => everything(&model.journal, export::to_csv),
            Format::Json => everything(&model.journal, export::to_json),
            Format::Report => of_report(&model.journal, now),
            Format::Calendar => {
                let journal = model.paths.as_ref().map(|paths| paths.journal.as_path());
                let remembered = journal.map(journal_files::remembered).unwrap_or_default();
                of_plans(&model.journal, goals, Arc::clone(&model.library), now, remembered)
            }
        };
        let path = folder.join(name_of(format, now.date_naive()));
        let written = work(move || {
            let (text, summary) = text.recv()?;
            let path = write_beside(&path, &text)?;
            let sentence = format!("{summary} saved in {}.", shown(&path));
            Ok(Done { page: Some(path).filter(|_| format == Format::Report), ..Done::told(sentence) })
        });
        self.await_sentence(written);
    }

    fn show_remark(&mut self, sentence: String) {
        if let Shown::Export(state) = &mut self.shown {
            state.remark = Some(sentence);
        }
    }

    /// Opens the page for the doctor that was saved last.
    pub(super) fn open_exported(&mut self) {
        let Shown::Export(state) = &mut self.shown else { return };
        let Some(path) = &state.saved else { return };
        if let Err(sentence) = journal_files::open_page(path) {
            state.remark = Some(sentence);
        }
    }

    /// Opens it so that the browser asks for the printer.
    pub(super) fn print_exported(&mut self) {
        let Shown::Export(state) = &mut self.shown else { return };
        let Some(path) = state.saved.clone() else { return };
        let until = (self.clock.now() + journal_files::TO_BE_PRINTED).timestamp_millis();
        let opened = work(move || {
            let sentence = match journal_files::print_page(&path, until)? {
                Ok(()) => {
                    format!("Your browser will ask which printer to use. The page is in {}.", shown(&path))
                }
                Err(sentence) => sentence,
            };
            Ok(Done { page: Some(path), ..Done::told(sentence) })
        });
        self.await_sentence(opened);
    }

    fn await_sentence(&mut self, answer: Pending<Done, JournalFileError>) {
        self.show_remark("One moment…".into());
        self.when_answered(answer, |page, outcome| {
            page.is_stale = true;
            let done = outcome.unwrap_or_else(|error| Done::told(format!("{}.", capitalised(&error))));
            page.offers_back = done.offers_back;
            let sentence = done.sentence;
            match &mut page.shown {
                Shown::Export(state) => {
                    state.remark = Some(sentence);
                    state.saved = done.page;
                }
                Shown::List
                | Shown::Day(_)
                | Shown::Session(_)
                | Shown::Attack(_)
                | Shown::Course(_)
                | Shown::Correction(..)
                | Shown::Questionnaire(_)
                | Shown::Month
                | Shown::Charts(_)
                | Shown::Noticed(_)
                | Shown::Experiment(_) => page.list.remark = Some(sentence),
            }
        });
    }

    /// Imports the file that was named.
    pub(super) fn import(&mut self, model: &Model) {
        let Shown::Export(state) = &self.shown else { return };
        let path = state.path.trim().trim_matches('"').to_owned();
        if path.is_empty() {
            return;
        }
        // Read in the background and then imported by the journal, completely or not at all.
        let writer = model.journal.writer();
        // The same file once more, after it was told that this brings back what was deleted here.
        let is_again = self.offers_back.take().as_ref() == Some(&path);
        let deleted = if is_again { Deleted::ComesBack } else { Deleted::Stays };
        let imported = work(move || {
            let everything = journal_files::read(&PathBuf::from(&path))?;
            let found = writer.import(everything, deleted).recv()?;
            let how = "To bring back what was deleted, import the file once more.";
            let sentence = journal_files::imported(&found, is_again, how);
            let offers_back = Some(path).filter(|_| !is_again && !found.deleted.is_empty());
            Ok(Done { offers_back, ..Done::told(sentence) })
        });
        self.await_sentence(imported);
    }

    /// Imports a file that was dropped on the window.
    pub fn import_dropped(&mut self, path: &Path, model: &mut Model) {
        self.show_files(model);
        if let Shown::Export(state) = &mut self.shown {
            state.path = path.display().to_string();
        }
        self.import(model);
    }
}

/// What was done with a file, and the page that can be opened now.
struct Done {
    sentence: String,
    page: Option<PathBuf>,
    /// The file whose import, once more, brings back what was deleted here.
    offers_back: Option<String>,
}

impl Done {
    const fn told(sentence: String) -> Self {
        Self { sentence, page: None, offers_back: None }
    }
}

fn folder(model: &Model) -> PathBuf {
    model.paths.as_ref().map_or_else(PathBuf::new, |paths| paths.documents.clone())
}

/// The exported journal among the dropped files.
pub(in crate::app) fn dropped(input: &egui::InputState) -> Option<PathBuf> {
    let first = input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).next();
    first.filter(|path| is_journal(path))
}

fn is_journal(path: &Path) -> bool {
    matches!(journal_files::ending(path).as_str(), "csv" | "json" | "sqlite")
}

fn name_of(format: Format, today: NaiveDate) -> String {
    match format {
        Format::Csv => format!("journal-{today}.csv"),
        Format::Json => format!("journal-{today}.json"),
        Format::Report => format!("headache-diary-{today}.html"),
        Format::Calendar => format!("planned-{today}.ics"),
    }
}

/// Runs on a thread of its own, so that a slow disk does not hold up the window.
fn work<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, JournalFileError> + Send + 'static,
) -> Pending<T, JournalFileError> {
    spawn("journal files", act)
}

type Text = Pending<(String, String), JournalFileError>;

fn everything(
    journal: &JournalService,
    write: fn(&export::Everything) -> Result<String, export::ExportError>,
) -> Text {
    let all = journal.query(|store| store.everything());
    work(move || {
        let all = all.recv()?;
        let summary = format!("{} and {}", sessions(all.sessions.len()), attacks(all.attacks.len()));
        Ok((write(&all)?, summary))
    })
}

fn of_report(journal: &JournalService, now: DateTime<FixedOffset>) -> Text {
    let made = journal.query(move |store| report(store, MONTHS, now).map(Some));
    work(move || {
        let made = made.recv()?;
        let page = made.ok_or(JournalFileError::Empty)?;
        Ok((to_html(&page), "A page for your doctor".into()))
    })
}

fn of_plans(
    journal: &JournalService,
    goals: Vec<Goal>,
    library: Arc<Library>,
    now: DateTime<FixedOffset>,
    remembered: PathBuf,
) -> Text {
    let asked_goals = goals.clone();
    let done = journal.query(move |store| days_done(store, &asked_goals));
    work(move || {
        let mut done = done.recv()?;
        // A journal that does not exist yet returns nothing.
        done.resize(goals.len(), std::collections::BTreeSet::new());
        let planned = planned(&goals, &done, &library, now.date_naive());
        let summary = sessions(planned.len());
        let evening = NaiveTime::from_hms_opt(EVENING, 0, 0).unwrap_or_default();
        Ok((journal_files::calendar(&planned, evening, now, &remembered), summary))
    })
}
