//! Saving a text that is being written, while others may write the same file.

use std::path::{Path, PathBuf};

use super::UserFilesError;
use crate::library::files;
use crate::routine::read::syntax;
use crate::storage::WriteOptions;

/// What became of a text that was to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is in the file.
    Saved,
    /// The file had been changed elsewhere, in other places: what is in it now has both.
    Merged(String),
    /// The file had been changed elsewhere in the same places, and is as it was; or it is gone. Nothing was written.
    Conflict {
        /// What is in the file; nothing if it is gone.
        theirs: Option<String>,
    },
}

/// Where the version before is kept: `evening.ron~`.
fn kept(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push("~");
    path.with_file_name(name)
}

/// Saves `text`, which was made from `base`. With `keeps`, what was in the file is kept beside it; it is also kept if somebody
/// else has changed it.
///
/// # Errors
/// [`UserFilesError::Unwritable`]; the file is unchanged then.
pub fn save(path: &Path, base: &str, text: &str, keeps: bool) -> Result<Saved, UserFilesError> {
    let theirs = match files::bytes(path) {
        Ok(bytes) => String::from_utf8(bytes).ok(),
        Err(files::FileError::Unreadable(error)) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(files::FileError::DanglingLink) => None,
        // Whatever is in the way there, it is not overwritten.
        Err(_) => return Ok(Saved::Conflict { theirs: None }),
    };
    let Some(theirs) = theirs else { return Ok(Saved::Conflict { theirs: None }) };
    let bom = '\u{feff}';
    let has_bom = theirs.starts_with(bom);
    let theirs = theirs.trim_start_matches(bom);
    let write = |path: &Path, text: &str, options: WriteOptions| {
        let text = if has_bom { format!("{bom}{text}") } else { text.to_owned() };
        options.write(path, text.as_bytes())
    };
    if theirs == text {
        return Ok(Saved::Saved);
    }
    if theirs == base {
        if keeps {
            write(&kept(path), theirs, WriteOptions::shared())?;
        }
        write(path, text, WriteOptions::replacing())?;
        return Ok(Saved::Saved);
    }
    let conflict = || Ok(Saved::Conflict { theirs: Some(theirs.to_owned()) });
    let Ok(merged) = diffy::merge(base, text, theirs) else { return conflict() };
    // Lines that go together do not always make a file.
    if syntax(&merged).is_err() {
        return conflict();
    }
    if merged == theirs {
        return Ok(Saved::Merged(merged));
    }
    write(&kept(path), theirs, WriteOptions::shared())?;
    write(path, &merged, WriteOptions::replacing())?;
    Ok(Saved::Merged(merged))
}

/// Saves `text` whatever is in the file, which is kept beside it. If the file is gone, it is made anew.
///
/// # Errors
/// [`UserFilesError::Unwritable`]; the file is unchanged then.
pub fn save_over(path: &Path, text: &str) -> Result<(), UserFilesError> {
    match files::bytes(path) {
        Ok(theirs) => {
            WriteOptions::shared().write(&kept(path), &theirs)?;
            WriteOptions::replacing().write(path, text.as_bytes())?;
        }
        Err(_) => WriteOptions::shared().create_new().write(path, text.as_bytes())?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "(\n    a: 1,\n    b: 2,\n    c: 3,\n    d: 4,\n    e: 5,\n)\n";

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn with(text: &str) -> Self {
            let folder = Self(tempfile::tempdir().unwrap());
            std::fs::write(folder.path(), text).unwrap();
            folder
        }

        fn path(&self) -> PathBuf {
            self.0.path().join("a.ron")
        }

        fn read(&self) -> String {
            std::fs::read_to_string(self.path()).unwrap()
        }

        fn kept(&self) -> Option<String> {
            std::fs::read_to_string(kept(&self.path())).ok()
        }
    }

    #[test]
    fn what_was_there_is_kept_once_and_what_is_new_replaces_it() {
        let folder = Folder::with(BASE);
        let (one, two) = (BASE.replace('1', "10"), BASE.replace('1', "100"));
        assert_eq!(save(&folder.path(), BASE, &one, true).unwrap(), Saved::Saved);
        assert_eq!(save(&folder.path(), &one, &two, false).unwrap(), Saved::Saved);
        assert_eq!((folder.read(), folder.kept()), (two, Some(BASE.to_owned())));
    }

    #[test]
    fn what_somebody_else_has_changed_meanwhile_is_merged_and_kept() {
        let theirs = BASE.replace("e: 5", "e: 50");
        let folder = Folder::with(&theirs);
        let both = theirs.replace("a: 1", "a: 10");
        let saved = save(&folder.path(), BASE, &BASE.replace("a: 1", "a: 10"), true).unwrap();
        assert_eq!(saved, Saved::Merged(both.clone()));
        assert_eq!((folder.read(), folder.kept()), (both, Some(theirs)));
    }

    #[test]
    fn what_makes_no_file_together_is_asked_about() {
        let theirs = BASE.replace("e: 5", "a: 50");
        let folder = Folder::with(&theirs);
        let ours = BASE.replace("a: 1,", "a: [");
        let saved = save(&folder.path(), BASE, &ours, true).unwrap();
        assert_eq!(saved, Saved::Conflict { theirs: Some(theirs.clone()) });
        assert_eq!(folder.read(), theirs);
    }

    #[test]
    fn nothing_of_somebody_else_is_overwritten_without_an_answer() {
        let theirs = BASE.replace("c: 3", "c: 30");
        let folder = Folder::with(&theirs);
        let ours = BASE.replace("c: 3", "c: 300");
        let saved = save(&folder.path(), BASE, &ours, true).unwrap();
        assert_eq!(saved, Saved::Conflict { theirs: Some(theirs.clone()) });
        assert_eq!((folder.read(), folder.kept()), (theirs.clone(), None));
        save_over(&folder.path(), &ours).unwrap();
        assert_eq!((folder.read(), folder.kept()), (ours.clone(), Some(theirs)));
        std::fs::remove_file(folder.path()).unwrap();
        let saved = save(&folder.path(), &ours, BASE, true).unwrap();
        assert_eq!(saved, Saved::Conflict { theirs: None });
        assert!(!folder.path().exists());
        save_over(&folder.path(), &ours).unwrap();
        assert_eq!(folder.read(), ours);
    }
}
