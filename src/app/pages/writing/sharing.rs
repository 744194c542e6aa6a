//! What somebody else is to have: a sheet of paper, or one file with all that belongs to a routine or a programme.

use std::path::Path;
use std::sync::Arc;

use super::user_files;
use crate::app::model::Model;
use crate::app::sheet_file;
use crate::app::{sentence, shown_path, spawn};
use crate::library::bundle::{Bundle, ENDING};
use crate::library::files;
use crate::pending::{Pending, Unanswered};
use crate::safety::Profile;
use crate::storage::{self, WriteOptions};
use crate::ui::sheet;

/// What becomes of it, as a sentence.
type Said = Option<Pending<Option<String>, Unanswered>>;

/// Puts a file on paper: as it is written, for whoever it is given to.
pub(super) fn printed(path: &Path, model: &Model) -> Said {
    let id = files::id_of(path);
    let of_programme = model.library.programme(&id).filter(|_| files::is_among_programmes(path));
    let html = if let Some(programme) = of_programme {
        let find = |id: &str| model.library.find(id)?.routine.clone();
        let routines: Vec<_> = programme.routines().into_iter().filter_map(find).collect();
        sheet::of_programme(programme, &routines, &Profile::default(), model.library.language())
    } else {
        let routine = user_files(&model.library).find(|file| file.path == path)?.routine?;
        sheet::of_routine(routine, &routine.routine().steps, None)
    };
    let printing = sheet_file::printing(id, html, model);
    Some(spawn("print", move || Ok(Some(printing.recv().unwrap_or_else(|error| sentence(&error))))))
}

/// Puts it into one file, among the person's documents.
pub(super) fn packed(path: &Path, model: &Model) -> Pending<Option<String>, Unanswered> {
    let (library, path) = (Arc::clone(&model.library), path.to_path_buf());
    let folder = model.paths.as_ref().map(|paths| paths.documents.clone());
    spawn("pack", move || {
        let Some(folder) = folder else { return Ok(Some("There is no folder to save it in.".to_owned())) };
        let bytes = Bundle::of(&library, &path.to_string_lossy()).and_then(|bundle| bundle.to_bytes());
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return Ok(Some(sentence(&error))),
        };
        let to = storage::free_name(&folder.join(format!("{}.{ENDING}", files::id_of(&path))));
        let written = WriteOptions::shared().make_folder().create_new().write(&to, &bytes);
        Ok(Some(match written {
            Ok(()) => format!(
                "One file with all that belongs to it: {}. Send it to somebody; they drop it on their Stillpoint.",
                shown_path(&to)
            ),
            Err(error) => sentence(&error),
        }))
    })
}
