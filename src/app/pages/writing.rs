//! The pages for writing routines: the list of the person's own files, and one file with its problems, its
//! transcript and its sound.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui;

use super::editor::EditorPage;
use super::listening::Author;
use super::{Effect, Page};
use crate::app::model::Model;
use crate::app::start::{Approved, Question, Refusal, StartRequest};
use crate::app::{SOON, sentence, shown_path, spawn};
use crate::library::{Library, user_files};
use crate::pending::{Pending, Unanswered};
use crate::plural::counted;
use crate::ui::actions::{Action, Destination};
use crate::ui::keys::{Binding, without_actions};
use crate::ui::theme::Palette;
use crate::ui::writing as ui;
use crate::ui::writing::file::file_ui;
use crate::ui::writing::{FileRow, FilesData, FilesState, WritingAction, files_ui};

mod file;
mod sharing;
mod user_file;

#[cfg(test)]
mod tests;

use file::FilePage;
use user_file::user_files;

/// The pages for writing routines.
pub(in crate::app) struct WritingPage {
    pub(super) shown: Shown,
    /// The file that was removed last: its path, and where it is kept.
    removed: Option<(PathBuf, PathBuf)>,
    /// The row of the routine list from which this was opened, and to which Escape returns.
    pub listed_at: Option<usize>,
    /// The other program that is being opened; a sentence if that fails.
    opening: Option<Pending<Option<String>, Unanswered>>,
}

pub(super) enum Shown {
    Files { data: FilesData, paths: Vec<PathBuf>, state: FilesState },
    File(Box<FilePage>),
}

impl WritingPage {
    /// The list of files.
    pub fn of_files(model: &Model) -> Self {
        Self::with(Shown::files(FilesState::default(), None, false, model))
    }

    /// The list of files, with what has just happened.
    pub fn of_files_saying(remark: Option<String>, model: &Model) -> Self {
        Self::with(Shown::files(FilesState::default(), remark, false, model))
    }

    /// The page of one file; `remark` says what has just happened.
    pub fn of_file(path: PathBuf, remark: Option<String>, model: &Model) -> Self {
        Self::with(Shown::File(Box::new(FilePage::new(path, remark, false, model))))
    }

    /// The page of a new file, which is shown completely once it has been read.
    pub fn of_new_file(path: PathBuf, remark: String, model: &mut Model) -> Self {
        model.library_handle.notice_folder(&model.preferences.settings);
        Self::with(Shown::File(Box::new(FilePage::new(path, Some(remark), true, model))))
    }

    fn with(shown: Shown) -> Self {
        Self { shown, removed: None, listed_at: None, opening: None }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        match &mut self.shown {
            Shown::Files { data, state, .. } => files_ui(ui, palette, data, state),
            Shown::File(file) => {
                file.sync_playhead(ui.ctx());
                let action = file_ui(ui, palette, &file.data, file.playhead);
                file.playhead.has_moved = false;
                action
            }
        }
    }

    /// The keys of the open page.
    pub fn bindings(&self) -> Vec<Binding<()>> {
        match &self.shown {
            Shown::Files { data, state, .. } => without_actions(ui::bindings(data, state)),
            Shown::File(file) => without_actions(ui::file::bindings(&file.data, file.playhead)),
        }
    }

    /// Takes the answers that have arrived.
    pub fn poll(&mut self, model: &Model) {
        match Pending::poll_in(&mut self.opening) {
            Some(Ok(remark)) => *self.remark() = remark,
            Some(Err(error)) => *self.remark() = Some(sentence(&error)),
            None if self.opening.is_some() => model.ctx.request_repaint_after(SOON),
            None => {}
        }
        match &mut self.shown {
            Shown::Files { .. } => {}
            Shown::File(file) => file.poll(model),
        }
    }

    /// Shows the changed library.
    pub fn refresh(&mut self, model: &Model) {
        match &mut self.shown {
            Shown::File(file) => file.refresh(model),
            Shown::Files { .. } => self.show_files(None, model),
        }
    }

    fn remark(&mut self) -> &mut Option<String> {
        match &mut self.shown {
            Shown::Files { data, .. } => &mut data.remark,
            Shown::File(file) => &mut file.data.remark,
        }
    }

    pub fn update(&mut self, action: WritingAction, model: &mut Model) -> Effect {
        match (action, &mut self.shown) {
            (WritingAction::Show, _) if self.listed_at.is_some() => return Effect::Go(Destination::Routines),
            (WritingAction::Show, _) => self.show_files(None, model),
            (WritingAction::Begin, Shown::Files { data, state, .. }) => {
                let name = state.name.clone().unwrap_or_default();
                match create_file(&name, state.is_programme, model) {
                    Ok((path, remark)) => *self = Self::of_new_file(path, remark, model),
                    Err(remark) => data.remark = Some(remark),
                }
            }
            (WritingAction::Open(index), Shown::Files { paths, .. }) => {
                if let Some(path) = paths.get(index).cloned() {
                    *self = Self::of_file(path, None, model);
                }
            }
            (WritingAction::Restore, _) => self.restore(model),
            (WritingAction::Remove, Shown::File(_)) => self.remove(model),
            (WritingAction::Folder, _) => self.open_outside(true, model),
            (WritingAction::Edit, Shown::File(_)) => self.open_outside(false, model),
            (WritingAction::Print, Shown::File(file)) => self.opening = sharing::printed(&file.path, model),
            (WritingAction::Pack, Shown::File(file)) => {
                self.opening = Some(sharing::packed(&file.path, model));
            }
            (WritingAction::Build, Shown::File(file)) => {
                let page = EditorPage::new(file.path.clone(), model);
                return Effect::Open(Box::new(Page::Editor(Box::new(page))));
            }
            (WritingAction::MoveTo(at), Shown::File(file)) => file.move_to(at),
            (WritingAction::Mend, Shown::File(file)) => {
                let (path, library) = (file.path.clone(), Arc::clone(&model.library));
                self.opening = Some(spawn("mend", move || Ok(Some(mended(&path, &library)))));
            }
            (WritingAction::Play, Shown::File(file)) => {
                if let Some(request) = file.play(model) {
                    model.return_to = Some(file.path.clone());
                    return Effect::Start(Box::new(request));
                }
            }
            (WritingAction::Listen, Shown::File(file)) => {
                if let Some(request) = file.listen(model) {
                    return Effect::Start(Box::new(request));
                }
            }
            // The first four belong to the page of a file, the others to the list.
            (
                WritingAction::Remove
                | WritingAction::Edit
                | WritingAction::Build
                | WritingAction::Print
                | WritingAction::Pack
                | WritingAction::MoveTo(_)
                | WritingAction::Play
                | WritingAction::Mend
                | WritingAction::Listen,
                Shown::Files { .. },
            )
            | (WritingAction::Begin | WritingAction::Open(_), Shown::File(_)) => {
                tracing::error!(?action, "an action of the other page on which routines are written");
            }
        }
        Effect::Nothing
    }

    /// Shows the list of files; `remark` says what has just happened.
    fn show_files(&mut self, remark: Option<String>, model: &Model) {
        let (mut state, count, before) = match &mut self.shown {
            Shown::Files { state, data, .. } => (std::mem::take(state), data.rows.len(), data.remark.take()),
            Shown::File(file) => {
                let return_to = user_files(&model.library).position(|other| other.path == file.path);
                (FilesState { return_to, ..FilesState::default() }, 0, None)
            }
        };
        // When a row disappears, it takes the focus with it.
        state.focused &= user_files(&model.library).count() == count;
        self.shown = Shown::files(state, remark.or(before), self.removed.is_some(), model);
        self.listed_at = None;
    }

    fn remove(&mut self, model: &Model) {
        let Shown::File(file) = &mut self.shown else { return };
        match user_files::remove(&file.path) {
            Ok(removed) => {
                let remark = format!("Removed. It's now in {}. Press Z to undo.", shown_path(&removed));
                self.removed = Some((file.path.clone(), removed));
                self.show_files(Some(remark), model);
            }
            Err(error) => file.data.remark = Some(sentence(&error)),
        }
    }

    fn restore(&mut self, model: &mut Model) {
        let Some((path, removed)) = self.removed.take() else { return };
        match user_files::restore(&removed, &path) {
            Ok(()) => *self = Self::of_new_file(path, "It's back, and in use again.".into(), model),
            Err(error) => {
                self.removed = Some((path, removed));
                self.show_files(Some(sentence(&error)), model);
            }
        }
    }

    /// Opens the file in the person's editor, or its folder. Creates the folder if it does not exist, so that
    /// there is something to show.
    fn open_outside(&mut self, is_folder: bool, model: &Model) {
        let path = match &self.shown {
            Shown::Files { .. } => model.routines_folder().unwrap_or_default(),
            Shown::File(file) if is_folder => file.path.parent().unwrap_or(Path::new("")).to_path_buf(),
            Shown::File(file) => file.path.clone(),
        };
        self.opening = Some(spawn("open", move || {
            let made = if is_folder { std::fs::create_dir_all(&path) } else { Ok(()) };
            let Err(error) = made.and_then(|()| open::that_detached(&path)) else {
                let opened = "Opened in another program. Changes take effect when you save.";
                return Ok((!is_folder).then(|| opened.to_owned()));
            };
            tracing::warn!(%error, "nothing opens a file of the person's own");
            Ok(Some(format!(
                "No program on this computer opens it. You'll find it here: {}.",
                shown_path(&path)
            )))
        }));
    }
}

impl Author for WritingPage {
    fn begin_listening(&mut self, approved: Approved, model: &Model) {
        match &mut self.shown {
            Shown::File(file) => file.begin_listening(approved, model),
            Shown::Files { .. } => {}
        }
    }

    fn ask_before_listening(&mut self, request: StartRequest, question: &Question) {
        match &mut self.shown {
            Shown::File(file) => file.ask_before_listening(request, question),
            Shown::Files { .. } => {}
        }
    }

    fn refuse_listening(&mut self, refusal: &Refusal) {
        *self.remark() = Some(refusal.to_string());
    }
}

#[cfg(test)]
impl WritingPage {
    /// Whether a file is being played.
    pub fn is_heard(&self) -> bool {
        matches!(&self.shown, Shown::File(file) if file.is_heard())
    }

    /// The remark that the page shows.
    pub fn shown_remark(&self) -> Option<&str> {
        match &self.shown {
            Shown::Files { data, .. } => data.remark.as_deref(),
            Shown::File(file) => file.data.remark.as_deref(),
        }
    }
}

impl Shown {
    fn files(state: FilesState, remark: Option<String>, can_restore: bool, model: &Model) -> Self {
        let rows: Vec<FileRow> = user_files(&model.library).map(|file| file.row()).collect();
        let folder = model.routines_folder().map(|folder| shown_path(&folder)).unwrap_or_default();
        let paths = user_files(&model.library).map(|file| file.path.to_path_buf()).collect();
        Self::Files { data: FilesData { folder, rows, remark, can_restore }, paths, state }
    }
}

/// Mends what is certain in a file, and says what became of it.
fn mended(path: &Path, library: &Library) -> String {
    match user_files::mend(path, || Some(library.read_file(path))) {
        Ok(Some(places)) => format!("{} mended.", counted(places, "slip", "slips")),
        Ok(None) => "Nothing was mended, because the file has changed.".into(),
        Err(error) => sentence(&error),
    }
}

/// Creates a new routine with this name. Returns its path and a remark.
fn create_file(name: &str, is_programme: bool, model: &Model) -> Result<(PathBuf, String), String> {
    let folder = model.routines_folder().ok_or("There is no folder to save it in.")?;
    let begun = if is_programme {
        model.library.begin_programme(name, &folder)
    } else {
        model.library.begin(name, &folder)
    };
    let path = begun.map_err(|error| sentence(&error))?;
    let written = "Created, with every line explained. Press B to build it by hand, or E to edit the text; changes take effect when you save.";
    let of_title = user_files::title_remark(name).map(|remark| format!(" {remark}"));
    Ok((path, format!("{written}{}", of_title.unwrap_or_default())))
}
