//! Several files that belong together, written all or none.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::{StorageError, UNFINISHED, WriteOptions, cannot_rename, confirm, folder_of, make_folder};

/// Makes a folder with files in it, all of them or nothing, in one step: until it is whole it has no name that anybody
/// looks for. The names may have folders in them, and are for the caller to check.
///
/// # Errors
/// [`StorageError`], [`StorageError::AlreadyThere`] if anything has the name; then nothing is left of it, unless it is
/// [`StorageError::Unconfirmed`].
pub fn write_folder<'a>(
    place: &Path,
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Result<(), StorageError> {
    if place.symlink_metadata().is_ok() {
        return Err(StorageError::AlreadyThere { path: place.to_path_buf() });
    }
    let failed = |source| StorageError::Folder { path: place.to_path_buf(), source };
    make_folder(folder_of(place), false, true)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let unfinished = builder.tempdir_in(folder_of(place)).map_err(|error| failed(super::unnamed(&error)))?;
    for (name, bytes) in files {
        let file = unfinished.path().join(name);
        WriteOptions::shared().make_folder().write(&file, bytes).map_err(|error| match error {
            StorageError::Write { source, .. } | StorageError::Folder { source, .. } => {
                StorageError::Write { path: place.join(name), source: super::unnamed(&source) }
            }
            other => failed(std::io::Error::other(other.to_string())),
        })?;
    }
    std::fs::rename(unfinished.path(), place).map_err(|error| failed(super::unnamed(&error)))?;
    // Its name is gone: there is nothing to take away any more.
    let _ = unfinished.keep();
    confirm(place)
}

/// Writes files, all or none, in this order; what is there is replaced. Each is whole and on the disk before the first
/// takes its place, and where one cannot take its place, those before it give theirs back.
///
/// # Errors
/// [`StorageError`]; then everything is as it was, unless it is [`StorageError::Unconfirmed`].
pub fn write_together<'a>(files: impl IntoIterator<Item = (&'a Path, &'a [u8])>) -> Result<(), StorageError> {
    let mut undo = Undo::default();
    let mut begun = Vec::new();
    for (path, bytes) in files {
        undo.note_missing_folders(path);
        let mut file = WriteOptions::shared().make_folder().begin(path)?;
        file.write_all(bytes).map_err(|source| file.failed(source))?;
        begun.push((path, file));
    }
    for (path, file) in begun {
        undo.set_aside(path)?;
        file.commit()?;
    }
    undo.forget();
    Ok(())
}

/// What is to be done, in this order, if the files do not come to be after all: it is done when this is dropped.
#[derive(Default)]
struct Undo {
    files: Vec<(PathBuf, Option<TempPath>)>,
    /// The outermost first.
    folders: Vec<PathBuf>,
}

impl Undo {
    fn note_missing_folders(&mut self, path: &Path) {
        let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let mut missing: Vec<PathBuf> =
            path.ancestors().skip(1).take_while(is_missing).map(Path::to_path_buf).collect();
        missing.reverse();
        missing.retain(|folder| !self.folders.contains(folder));
        self.folders.extend(missing);
    }

    /// Gives what has the name of a file another one, for as long as it may have to come back.
    fn set_aside(&mut self, path: &Path) -> Result<(), StorageError> {
        let mut aside = None;
        if path.symlink_metadata().is_ok() {
            let failed = |source| StorageError::Write { path: path.to_path_buf(), source };
            let free = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder_of(path));
            let free = free.map_err(|error| failed(super::unnamed(&error)))?.into_temp_path();
            std::fs::rename(path, &free).map_err(|source| cannot_rename(path, &free, source))?;
            aside = Some(free);
        }
        self.files.push((path.to_path_buf(), aside));
        Ok(())
    }

    fn forget(mut self) {
        (self.files, self.folders) = (Vec::new(), Vec::new());
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        for (path, aside) in self.files.drain(..).rev() {
            // What cannot be undone is at least whole.
            let _ = match aside {
                Some(aside) => aside.persist(&path).map_err(|error| error.error),
                None => std::fs::remove_file(&path),
            };
        }
        for folder in self.folders.drain(..).rev() {
            // Only what is empty goes.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(folder: &Path) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(all(&path));
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.push((name, std::fs::read_to_string(&path).unwrap_or_else(|_| "not a file".into())));
        }
        found.sort();
        found
    }

    #[track_caller]
    fn check(folder: &Path, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(all(folder), expected);
    }

    #[test]
    fn a_folder_comes_whole_or_not_at_all() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("x/new");
        let files: [(&str, &[u8]); 2] = [("a", b"1"), ("in/b", b"2")];
        write_folder(&place, files).unwrap();
        check(&place, &[("a", "1"), ("b", "2"), ("in", "not a file")]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&place), mode(&home.path().join("x")));
        }
        assert!(matches!(write_folder(&place, files), Err(StorageError::AlreadyThere { .. })));
        // The second cannot be: the first is a file.
        let clash: [(&str, &[u8]); 2] = [("a", b"1"), ("a/b", b"2")];
        let failed = write_folder(&home.path().join("y"), clash).unwrap_err();
        assert!(!failed.to_string().contains(UNFINISHED), "{failed}");
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1, "only x");
    }

    #[test]
    fn files_that_belong_together_are_all_new_or_all_old() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        std::fs::write(at("a"), "old").unwrap();
        std::fs::create_dir(at("d")).unwrap();
        let write = |files: [(&str, &str); 3]| {
            let files = files.map(|(name, text)| (at(name), text));
            write_together(files.iter().map(|(path, text)| (path.as_path(), text.as_bytes())))
        };
        // What stands in the way of the last is found first.
        assert!(matches!(
            write([("a", "new"), ("x/b", "new"), ("d", "new")]),
            Err(StorageError::NotAFile { .. })
        ));
        check(home.path(), &[("a", "old"), ("d", "not a file")]);
        // Two under one name: the second would replace the first, and is set aside with it.
        write([("a", "new"), ("x/y/b", "new"), ("c", "new")]).unwrap();
        let new = [("a", "new"), ("b", "new"), ("c", "new"), ("d", "not a file")];
        let new: Vec<_> = new.into_iter().chain([("x", "not a file"), ("y", "not a file")]).collect();
        check(home.path(), &new);
    }

    #[test]
    fn what_fails_at_the_last_moment_gives_everything_back() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        std::fs::write(at("a"), "old").unwrap();
        let mut undo = Undo::default();
        undo.note_missing_folders(&at("x/y/b"));
        for name in ["a", "x/y/b"] {
            let file = WriteOptions::shared().make_folder().begin(&at(name)).unwrap();
            undo.set_aside(&at(name)).unwrap();
            file.commit().unwrap();
        }
        drop(undo);
        check(home.path(), &[("a", "old")]);
    }
}
