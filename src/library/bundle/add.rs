//! Adds a bundle to the person's routines, in its own folder, which can simply be deleted.

use std::path::{Path, PathBuf};

use super::{Bundle, BundleError, Contents, ron_of};
use crate::library::{Entry, Library, Origin, TECHNIQUES, user_files};
use crate::paths::inside::place_inside;
use crate::storage::{self, ReadError, read_plain};

impl Bundle {
    /// Writes the bundle into a subfolder of `folder`, which contains the person's routines, and returns the
    /// files that were written. `_looked_at` is proof that [`Self::contents`] has been shown.
    ///
    /// A technique that the person has already, word for word, is not added again.
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
                let all = if place == TECHNIQUES { library.techniques() } else { library.entries() };
                let of_pack = Part { id, path: &path, bytes, is_technique: place == TECHNIQUES };
                if !of_pack.is_wanted(all, replace)? {
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
        // The routine comes last, so that it is never read before what it needs.
        let routine = self.routine_name();
        to_write.sort_by_key(|(name, ..)| **name == routine);
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

/// A routine or technique of the bundle, and its destination.
struct Part<'a> {
    id: &'a str,
    path: &'a Path,
    bytes: &'a [u8],
    is_technique: bool,
}

impl Part<'_> {
    /// Whether it has to be written; `false` if the same file exists already.
    fn is_wanted(&self, all: &[Entry], replace: bool) -> Result<bool, BundleError> {
        for there in all.iter().filter(|there| there.id == self.id) {
            let is_same = || user_files::text_of(there).is_ok_and(|text| text.as_bytes() == self.bytes);
            if self.is_technique && is_same() {
                return Ok(false);
            }
            match &there.origin {
                Origin::File(path) if path != self.path => {
                    return Err(BundleError::Elsewhere { id: there.id.clone(), path: path.clone() });
                }
                Origin::File(path) if !replace && !is_same() => {
                    return Err(BundleError::Taken { id: there.id.clone(), path: Some(path.clone()) });
                }
                Origin::BuiltIn if !replace => {
                    return Err(BundleError::Taken { id: there.id.clone(), path: None });
                }
                Origin::File(_) | Origin::BuiltIn => {}
            }
        }
        Ok(true)
    }
}
