//! A routine with all that belongs to it in one file, to share: its pictures, recordings and those of its techniques that
//! do not come with the program.
//!
//! A pack is a ZIP file that ends in `.stillpoint`. In it lie `ID.ron`, `techniques/*.ron`, and the pictures and
//! recordings under the names that these give. It is somebody else's file: [`Bundle::read`] refuses whatever is not
//! exactly that, before anything is written anywhere, and [`Bundle::contents`] shows what it is and does before it is added.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use super::TECHNIQUES;
use crate::storage::{ReadError, read_plain};

mod add;
mod contents;
mod error;
mod gather;
mod read;
mod told;

pub use contents::{Contents, Does};
pub use error::{BundleError, Refusal};
pub use told::size;

/// The ending of a pack's name.
pub(crate) const ENDING: &str = "stillpoint";
/// The largest pack: our limit.
pub(crate) const MAX_PACKED_BYTES: u64 = 64 << 20;
/// The largest recording in one: our limit, an hour of speech as FLAC.
const MAX_RECORDING_BYTES: u64 = 50 << 20;
/// All files of a pack together, unpacked: our limit.
const MAX_TOTAL_BYTES: u64 = 128 << 20;

/// A pack in memory: every file under a name that stays inside a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    id: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Bundle {
    /// The id of its routine.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its files by name, and their bytes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Reads the pack in a file, and no more of it than a pack can have.
    ///
    /// # Errors
    /// [`BundleError::Files`] if the file cannot be read, [`BundleError::Refused`] if it is no pack.
    pub(crate) fn of_file(path: &Path) -> Result<Self, BundleError> {
        match read_plain(path, MAX_PACKED_BYTES) {
            Ok(bytes) => Self::read(&bytes),
            Err(ReadError::TooLarge(_)) => Err(Refusal::TooLarge.into()),
            Err(error) => Err(BundleError::Files { path: path.to_path_buf(), error }),
        }
    }

    fn routine_name(&self) -> String {
        format!("{}.ron", self.id)
    }
}

/// The name in a pack of a file that a routine or a technique, which lies in `folder`, calls `name`.
fn name_of(folder: &str, name: &str) -> String {
    let parts = Path::new(folder).components().chain(Path::new(name).components());
    let plain = parts.filter_map(|part| match part {
        Component::Normal(part) => part.to_str(),
        _ => None,
    });
    plain.collect::<Vec<_>>().join("/")
}

/// The folder in a pack in which a file lies, and its id, if it is a routine or a technique.
fn ron_of(name: &str) -> Option<(&str, &str)> {
    let id = name.strip_suffix(".ron")?;
    match id.split_once('/') {
        None => Some(("", id)),
        Some((TECHNIQUES, id)) if !id.contains('/') => Some((TECHNIQUES, id)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests;
