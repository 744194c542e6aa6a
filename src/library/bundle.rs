//! A bundle: a routine, or a programme with its routines, with everything that belongs to it in one file, to share. It
//! contains the pictures and recordings, and those of the routines and techniques that are not shipped.
//!
//! A bundle is a ZIP file with the ending `.stillpoint`. It contains `ID.ron`, or `programmes/ID.ron` and a file for each
//! routine of it, with `techniques/*.ron`, and the pictures and recordings under the names that these use. It comes from
//! somebody else: [`Bundle::read`] refuses everything that is not exactly that before anything is written, and
//! [`Bundle::contents`] shows what it is and does before it is added.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use super::TECHNIQUES;
use super::files::PROGRAMMES;
use crate::storage::{ReadError, read_plain};

mod add;
mod contents;
mod does;
mod error;
mod gather;
mod read;
mod summary;

pub use contents::Contents;
pub use does::Does;
pub use error::{BundleError, Refusal};
pub use summary::size;

/// The ending of a bundle's file name.
pub(crate) const ENDING: &str = "stillpoint";
/// The size of the largest bundle. Our limit.
pub(crate) const MAX_PACKED_BYTES: u64 = 64 << 20;
/// The size of the largest recording in it. Our limit; an hour of speech as FLAC.
const MAX_RECORDING_BYTES: u64 = 50 << 20;
/// The largest total size after unpacking. Our limit.
const MAX_TOTAL_BYTES: u64 = 128 << 20;

/// A bundle in memory: all its files by name. No name leads out of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    id: String,
    subject: Subject,
    files: BTreeMap<String, Vec<u8>>,
}

/// What a bundle is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// One routine.
    Routine,
    /// A programme, and those of its routines that are not shipped.
    Programme,
}

impl Bundle {
    /// The id of its routine, or of its programme.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its files, as names and bytes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Reads a bundle from a file, but never more than the largest possible one.
    ///
    /// # Errors
    /// [`BundleError::Files`] if the file cannot be read, [`BundleError::Refused`] if it is not a bundle.
    pub(crate) fn of_file(path: &Path) -> Result<Self, BundleError> {
        match read_plain(path, MAX_PACKED_BYTES) {
            Ok(bytes) => Self::read(&bytes),
            Err(ReadError::TooLarge(_)) => Err(Refusal::TooLarge.into()),
            Err(error) => Err(BundleError::Files { path: path.to_path_buf(), error }),
        }
    }

    /// The name in it of the file that it is about.
    #[must_use]
    pub(crate) fn subject_name(&self) -> String {
        let folder = match self.subject {
            Subject::Routine => "",
            Subject::Programme => PROGRAMMES,
        };
        name_of(folder, &format!("{}.ron", self.id))
    }

    /// The ids of its files in one of the folders: `""` for routines, [`TECHNIQUES`], or [`PROGRAMMES`].
    fn ids_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files
            .keys()
            .filter_map(|name| ron_of(name))
            .filter(move |(of, _)| *of == folder)
            .map(|(_, id)| id)
    }
}

/// The name inside the bundle of a file that a routine or technique in `folder` calls `name`.
fn name_of(folder: &str, name: &str) -> String {
    let parts = Path::new(folder).components().chain(Path::new(name).components());
    let plain = parts.filter_map(|part| match part {
        Component::Normal(part) => part.to_str(),
        _ => None,
    });
    plain.collect::<Vec<_>>().join("/")
}

/// The folder and the id of a routine, technique or programme in the bundle; `None` for other files.
fn ron_of(name: &str) -> Option<(&str, &str)> {
    let id = name.strip_suffix(".ron")?;
    match id.split_once('/') {
        None => Some(("", id)),
        Some((folder @ (TECHNIQUES | PROGRAMMES), id)) if !id.contains('/') => Some((folder, id)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests;
