//! Adds a bundle to the person's routines, in its own folder, which can simply be deleted.

use std::path::{Path, PathBuf};

use super::{Bundle, BundleError, Contents, ron_of};
use crate::library::files::PROGRAMMES;
use crate::library::{Entry, Library, Origin, TECHNIQUES, user_files};
use crate::paths::inside::place_inside;
use crate::storage::{self, ReadError, read_plain};

impl Bundle {
    /// Writes the bundle into a subfolder of `folder`, which contains the person's routines, and returns the
    /// files that were written. `_looked_at` is proof that [`Self::contents`] has been shown.
    ///
    /// A technique, or a routine of a programme, that the person has already, word for word, is not added again.
    ///
    /// # Errors
    /// [`BundleError::Taken`] if an id or a file of the bundle exists already with other contents, unless
    /// `replace` is set; [`BundleError::Elsewhere`] if it exists in another folder, where only the person may
    /// move it. Nothing was written then.
    pub fn add(
        &self,
        _looked_at: &Contents,
        library: &Library,
        folder: &Path,
        replace: bool,
    ) -> Result<Vec<PathBuf>, BundleError> {
        let home = folder.join(&self.id);
        let mut to_write = Vec::new();
        for (name, bytes) in &self.files {
            let outside = |error| BundleError::Asset { name: name.clone(), error };
            let path = place_inside(&home, name).map_err(outside)?;
            if let Some((place, id)) = ron_of(name) {
                let is_there = match place {
                    TECHNIQUES => found(library.techniques(), id),
                    PROGRAMMES => programmes(library, id),
                    _ => found(library.entries(), id),
                };
                let may_be_elsewhere = *name != self.subject_name();
                let part = Part { id, path: &path, bytes, may_be_elsewhere };
                if !part.is_wanted(&is_there, replace)? {
                    continue;
                }
            }
            match there(&path, bytes)? {
                There::Same => {}
                There::Other if !replace => {
                    return Err(BundleError::Taken { id: self.id.clone(), path: Some(path) });
                }
                There::Nothing | There::Other => to_write.push((name, path, bytes.as_slice())),
            }
        }
        // What it is about comes last, so that it is never read before what it needs.
        let subject = self.subject_name();
        to_write.sort_by_key(|(name, ..)| **name == subject);
        if home.symlink_metadata().is_err() && !to_write.is_empty() {
            storage::write_folder(&home, to_write.iter().map(|(name, _, bytes)| (name.as_str(), *bytes)))?;
        } else {
            storage::write_together(to_write.iter().map(|(_, path, bytes)| (path.as_path(), *bytes)))?;
        }
        Ok(to_write.into_iter().map(|(_, path, _)| path).collect())
    }
}

/// What is where a file of the bundle is to be.
enum There {
    Nothing,
    Same,
    Other,
}

fn there(path: &Path, bytes: &[u8]) -> Result<There, BundleError> {
    // A link counts as what it is, whatever it leads to.
    if path.is_symlink() {
        return Ok(There::Other);
    }
    match read_plain(path, bytes.len() as u64) {
        Ok(there) if there == bytes => Ok(There::Same),
        Ok(_) | Err(ReadError::TooLarge(_)) => Ok(There::Other),
        Err(ReadError::Missing) => Ok(There::Nothing),
        // A folder, a device, or a file where a folder has to be.
        Err(error @ (ReadError::NotAFile(_) | ReadError::DanglingLink | ReadError::System(_))) => {
            Err(BundleError::Files { path: path.to_path_buf(), error })
        }
    }
}

/// A file of the library: where it is from, and what it says.
struct Known {
    origin: Origin,
    text: Option<String>,
}

fn found(entries: &[Entry], id: &str) -> Vec<Known> {
    let same = entries.iter().filter(|entry| entry.id == id);
    same.map(|entry| Known { origin: entry.origin.clone(), text: user_files::text_of(entry).ok() }).collect()
}

fn programmes(library: &Library, id: &str) -> Vec<Known> {
    let same = library.programmes().iter().filter(|file| file.id == id);
    same.map(|file| Known { origin: file.origin.clone(), text: file.text() }).collect()
}

/// A routine, technique or programme of the bundle, and its destination.
struct Part<'a> {
    id: &'a str,
    path: &'a Path,
    bytes: &'a [u8],
    /// Whether it need not be added if the person has the same in another folder.
    may_be_elsewhere: bool,
}

impl Part<'_> {
    /// Whether it has to be written; `false` if the same file exists already.
    fn is_wanted(&self, all: &[Known], replace: bool) -> Result<bool, BundleError> {
        let id = || self.id.to_owned();
        for there in all {
            let is_same = there.text.as_ref().is_some_and(|text| text.as_bytes() == self.bytes);
            if self.may_be_elsewhere && is_same {
                return Ok(false);
            }
            match &there.origin {
                Origin::File(path) if path != self.path => {
                    return Err(BundleError::Elsewhere { id: id(), path: path.clone() });
                }
                Origin::File(path) if !replace && !is_same => {
                    return Err(BundleError::Taken { id: id(), path: Some(path.clone()) });
                }
                Origin::BuiltIn if !replace => {
                    return Err(BundleError::Taken { id: id(), path: None });
                }
                Origin::File(_) | Origin::BuiltIn => {}
            }
        }
        Ok(true)
    }
}
