//! Putting a pack among the person's own routines: all of it in one folder of its own, which can be taken away again.

use std::path::{Path, PathBuf};

use super::{Bundle, BundleError, Contents, ron_of};
use crate::library::{Entry, Library, Origin, TECHNIQUES, user_files};
use crate::storage::{ReadError, StorageError, WriteOptions, read_plain};

impl Bundle {
    /// Puts it into a folder with its id in `folder`, where the person's routines lie, and gives the files that were
    /// written. `_looked_at` is what [`Self::contents`] showed.
    ///
    /// A technique that the person has already in the same words is not added a second time.
    ///
    /// # Errors
    /// [`BundleError::Taken`] where something has an id of the pack, or one of its files is there and another one, unless
    /// `replace` lets the pack take its place; [`BundleError::Elsewhere`] where that is a file in another folder, which
    /// nobody but the person moves. Then nothing was written.
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
            let path = home.join(name);
            if let Some((place, id)) = ron_of(name) {
                let all = if place == TECHNIQUES { library.techniques() } else { library.entries() };
                let of_pack = Part { id, path: &path, bytes, is_technique: place == TECHNIQUES };
                if !of_pack.is_wanted(all, replace)? {
                    continue;
                }
            }
            match read_plain(&path, bytes.len() as u64) {
                Ok(there) if there == *bytes => {}
                Ok(_) | Err(ReadError::TooLarge(_)) if !replace => {
                    return Err(BundleError::Taken { id: self.id.clone(), path: Some(path) });
                }
                Ok(_) | Err(ReadError::TooLarge(_) | ReadError::Missing) => to_write.push((path, bytes)),
                Err(error) => return Err(BundleError::Files { path, error }),
            }
        }
        // The routine comes last, so that it is never seen without what it needs.
        let routine = home.join(self.routine_name());
        to_write.sort_by_key(|(path, _)| *path == routine);
        to_write
            .into_iter()
            .map(|(path, bytes)| {
                write(&path, bytes)?;
                Ok(path)
            })
            .collect()
    }
}

/// A routine or technique of the pack, and where it would lie.
struct Part<'a> {
    id: &'a str,
    path: &'a Path,
    bytes: &'a [u8],
    is_technique: bool,
}

impl Part<'_> {
    /// Whether it is to be written; `false` if the same is there already.
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

fn write(path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    WriteOptions::shared().make_folder().write(path, bytes)
}
