//! Where the program keeps things on this machine.

use std::path::PathBuf;

/// The folders of one person.
#[derive(Clone, Debug)]
pub struct Places {
    /// Their routines.
    pub routines: PathBuf,
    /// The journal's file.
    pub journal: PathBuf,
    /// What can be made again: synthesised sentences.
    pub cache: PathBuf,
}

impl Places {
    /// The system's usual folders; nothing if the person has no home.
    #[must_use]
    pub fn of_this_person() -> Option<Self> {
        let folders = directories::ProjectDirs::from("", "", "stillpoint")?;
        Some(Self {
            routines: folders.data_dir().join("routines"),
            journal: folders.data_dir().join("journal.sqlite"),
            cache: folders.cache_dir().to_path_buf(),
        })
    }
}
