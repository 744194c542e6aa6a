//! Files of routines: finding, reading and writing them.

use std::io;
use std::path::{Path, PathBuf};

use crate::characters::{escaped, shown};
use crate::ron_reader::text::{MAX_BYTES, Unreadable, text_of};
use crate::storage::{ReadError, StorageError, WriteOptions, read_plain};

/// The deepest nesting of folders that is searched.
const MAX_FOLDERS: usize = 4;
/// The most files that are read. Our limit.
const MAX_FILES: usize = 50_000;

/// The subfolder for programmes.
pub(crate) const PROGRAMMES: &str = "programmes";

/// The files of a folder and those below it, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderFiles {
    /// Routines and techniques.
    pub routines: Vec<PathBuf>,
    /// Programmes: what is in a folder of that name, wherever that is.
    pub programmes: Vec<PathBuf>,
}

impl FolderFiles {
    /// Everything below a folder, with a note about each folder that cannot be read, and about how many files are left out
    /// if there are too many. Links to files are followed, links to folders are not.
    pub fn below(folder: &Path, notes: &mut Vec<String>) -> Self {
        Self::within(folder, MAX_FILES, notes)
    }

    fn within(folder: &Path, most: usize, notes: &mut Vec<String>) -> Self {
        let mut walk = Walk { found: Self::default(), most, left_out: 0 };
        walk.below(folder, 0, false, notes);
        if walk.left_out > 0 {
            let (left_out, folder) = (walk.left_out, shown(folder));
            let files = if left_out == 1 { "file is" } else { "files are" };
            notes.push(format!(
                "In {folder}, {left_out} {files} left out, because there are more than {most}."
            ));
        }
        walk.found
    }
}

/// All routines and techniques below a folder, like [`FolderFiles::below`].
pub fn routine_files(folder: &Path, notes: &mut Vec<String>) -> Vec<PathBuf> {
    FolderFiles::below(folder, notes).routines
}

struct Walk {
    found: FolderFiles,
    most: usize,
    left_out: usize,
}

impl Walk {
    /// Adds the files of a folder; `of_programmes` is whether it is, or is in, one for programmes.
    fn below(&mut self, folder: &Path, depth: usize, of_programmes: bool, notes: &mut Vec<String>) {
        let listed = match std::fs::read_dir(folder) {
            Ok(listed) => listed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => {
                notes.push(format!("The folder {} can't be read: {error}.", shown(folder)));
                return;
            }
        };
        let wanted = |entry: std::fs::DirEntry| -> Option<(PathBuf, bool)> {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let name = entry.file_name();
            let is_routine = Path::new(&name).extension().is_some_and(|ending| ending == "ron");
            let is_wanted = if is_folder { depth < MAX_FOLDERS } else { is_routine };
            let is_hidden = name.as_encoded_bytes().starts_with(b".");
            (is_wanted && !is_hidden).then(|| (entry.path(), is_folder))
        };
        let mut listed: Vec<std::fs::DirEntry> = listed.flatten().collect();
        listed.sort_by_key(std::fs::DirEntry::file_name);
        for entry in &listed {
            let is_file = || entry.file_type().is_ok_and(|kind| !kind.is_dir());
            if is_file() {
                notes.extend(unread(&entry.path()));
            }
        }
        let listed: Vec<(PathBuf, bool)> = listed.into_iter().filter_map(wanted).collect();
        for (path, is_folder) in listed {
            if is_folder {
                let of_programmes = of_programmes || path.file_name().is_some_and(|name| name == PROGRAMMES);
                self.below(&path, depth + 1, of_programmes, notes);
            } else if self.found.routines.len() + self.found.programmes.len() >= self.most {
                self.left_out += 1;
            } else if of_programmes {
                self.found.programmes.push(path);
            } else {
                self.found.routines.push(path);
            }
        }
    }
}

/// Why a file among a person's routines is not read, if its name is nearly one that is.
#[must_use]
pub(crate) fn unread(path: &Path) -> Option<String> {
    let meant = near_miss(&path.file_name()?.to_string_lossy())?;
    Some(format!("{} isn't read. To use it, rename it to `{}`.", shown(path), escaped(&meant)))
}

/// What the name of a file was meant to be that is nearly that of a routine: `.RON`, `.ron.txt` as editors save it, `.ron
/// (1)` as browsers do. What programs leave behind, such as `.ron~`, is no such name.
fn near_miss(name: &str) -> Option<String> {
    const ADDED: [&str; 6] = [".txt", ".rtf", ".md", ".doc", ".docx", ".odt"];
    let bare = name.trim_end();
    let lower = bare.to_lowercase();
    if bare.starts_with('.')
        || (bare.len() == name.len() && Path::new(bare).extension().is_some_and(|ending| ending == "ron"))
    {
        return None;
    }
    let without = ADDED.iter().find_map(|added| lower.strip_suffix(added)).unwrap_or(&lower).trim_end();
    let copy = without.strip_suffix(')').and_then(|copy| copy.rsplit_once('(')).map(|(before, number)| {
        let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        if is_number { (before.trim_end(), Some(number)) } else { (without, None) }
    });
    let (own, number) = copy.unwrap_or((without, None));
    let stem = own.strip_suffix(".ron")?;
    // The letters before the ending stay as they were written.
    let written = bare.get(..stem.len()).filter(|written| written.to_lowercase() == stem)?;
    let written = written.trim_end();
    if written.is_empty() {
        return None;
    }
    Some(number.map_or_else(|| format!("{written}.ron"), |number| format!("{written}-{number}.ron")))
}

/// Whether a file is that of a programme: by its folder or, elsewhere, because it has weeks where a routine has steps.
#[must_use]
pub(crate) fn is_programme(path: &Path) -> bool {
    let is_text_of_one = || text(path).is_ok_and(|text| has_weeks(&text));
    path.parent().and_then(Path::file_name).is_some_and(|name| name == PROGRAMMES) || is_text_of_one()
}

/// Whether a file is in a folder for programmes.
#[must_use]
pub(crate) fn is_among_programmes(path: &Path) -> bool {
    path.ancestors().skip(1).any(|folder| folder.file_name().is_some_and(|name| name == PROGRAMMES))
}

/// Whether a text has weeks where that of a routine has steps.
pub(super) fn has_weeks(text: &str) -> bool {
    text.contains("weeks:") && !text.contains("steps:")
}

/// The id of a file: its name without the ending.
#[must_use]
pub(crate) fn id_of(path: &Path) -> String {
    escaped(&path.file_stem().unwrap_or_default().to_string_lossy()).into_owned()
}

/// Why a file cannot be read. Each message is a whole sentence that follows the file's name.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It does not exist, or reading it failed.
    #[error("The file can't be read: {0}.")]
    Unreadable(#[from] io::Error),
    /// It is a link to a missing file.
    #[error("This is a link to a missing file.")]
    DanglingLink,
    /// It is a folder, a device or the like.
    #[error("This isn't a regular file.")]
    NotAFile,
    /// It has more than [`MAX_BYTES`].
    #[error("The file is larger than {} MB, more than any routine needs.", MAX_BYTES >> 20)]
    TooLarge,
}

/// The bytes of a file, but never more than a routine may have, and only of a regular file.
///
/// # Errors
/// [`FileError`]
pub fn bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    read_plain(path, MAX_BYTES as u64).map_err(|error| match error {
        ReadError::DanglingLink => FileError::DanglingLink,
        ReadError::NotAFile(_) => FileError::NotAFile,
        ReadError::TooLarge(_) => FileError::TooLarge,
        ReadError::Missing | ReadError::System(_) => FileError::Unreadable(error.into()),
    })
}

/// A file as text, within the limits of [`bytes`] and without a byte-order mark.
pub(crate) fn text(path: &Path) -> Result<String, Box<Unreadable>> {
    let bytes = bytes(path).map_err(|error| Box::new(Unreadable::entirely(error.to_string())))?;
    text_of(bytes)
}

/// Replaces the text of a file atomically: a concurrent reader sees the old or the new one. A link stays a
/// link, and the permissions stay as they are.
///
/// # Errors
/// [`StorageError`]; the file is then unchanged.
pub fn replace(path: &Path, text: &str) -> Result<(), StorageError> {
    WriteOptions::replacing().write(path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_nearly_right_is_told_with_the_right_one() {
        for (name, meant) in [
            ("Evening.RON", Some("Evening.ron")),
            ("evening.Ron", Some("evening.ron")),
            ("evening.ron.txt", Some("evening.ron")),
            ("Evening.RON.TXT", Some("Evening.ron")),
            ("evening.ron ", Some("evening.ron")),
            ("evening.ron (1)", Some("evening-1.ron")),
            ("\u{130}.RON", None),
            ("evening.ron", None),
            ("evening(1).ron", None),
            ("evening.txt", None),
            ("evening.ron~", None),
            ("evening.ron.aside", None),
            (".ron", None),
            (".RON", None),
            (".evening.RON", None),
        ] {
            assert_eq!(near_miss(name).as_deref(), meant, "{name}");
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Evening.RON");
        std::fs::write(&path, "").unwrap();
        let mut notes = Vec::new();
        assert_eq!(routine_files(folder.path(), &mut notes), Vec::<PathBuf>::new());
        assert_eq!(notes, [format!("{} isn't read. To use it, rename it to `Evening.ron`.", path.display())]);
    }

    #[test]
    fn a_programme_may_lie_in_any_folder_of_that_name_and_is_no_routine() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "a.ron",
            "programmes/b.ron",
            "shared/programmes/c.ron",
            "shared/programmes/d/e.ron",
            "shared/f.ron",
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let found = FolderFiles::below(folder.path(), &mut Vec::new());
        let ids = |paths: &[PathBuf]| paths.iter().map(|path| id_of(path)).collect::<Vec<_>>();
        assert_eq!(ids(&found.routines), ["a", "f"]);
        assert_eq!(ids(&found.programmes), ["b", "c", "e"]);
    }

    #[test]
    fn files_that_are_too_many_are_told_and_the_others_are_read() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.ron", "a.ron", "c/d.ron", "e.ron", "e.txt", ".f.ron", "a.ron.ron"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let names = |most| {
            let mut notes = Vec::new();
            let found = FolderFiles::within(folder.path(), most, &mut notes);
            let found: Vec<String> =
                found.routines.iter().chain(&found.programmes).map(|path| id_of(path)).collect();
            (found, notes)
        };
        assert_eq!(names(9), (["a", "a.ron", "b", "d", "e"].map(str::to_owned).to_vec(), vec![]));
        let (found, notes) = names(3);
        assert_eq!(found, ["a", "a.ron", "b"]);
        let told =
            format!("In {}, 2 files are left out, because there are more than 3.", folder.path().display());
        assert_eq!(notes, [told]);
    }
}
