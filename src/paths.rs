//! Where the program keeps things on this machine.

use std::path::PathBuf;

pub mod inside;

/// The folders of one person.
#[derive(Clone, Debug)]
pub struct Paths {
    /// Their routines.
    pub routines: PathBuf,
    /// The journal's file.
    pub journal: PathBuf,
    /// Where records wait that the journal could not take.
    pub spool: PathBuf,
    /// What was chosen.
    pub settings: PathBuf,
    /// Where sound files to take along are put.
    pub music: PathBuf,
    /// Where files to hand over are put.
    pub documents: PathBuf,
    /// What can be made again: synthesised sentences.
    pub cache: PathBuf,
}

impl Paths {
    /// The system's usual folders; nothing if the person has no home.
    #[must_use]
    pub fn of_this_person() -> Option<Self> {
        let folders = directories::ProjectDirs::from("", "", "stillpoint")?;
        Some(Self {
            routines: folders.data_dir().join("routines"),
            journal: folders.data_dir().join("journal.sqlite"),
            spool: spool(&folders),
            settings: folders.config_dir().join("settings.ron"),
            music: music(&folders),
            documents: documents(&folders),
            cache: folders.cache_dir().to_path_buf(),
        })
    }

    /// Where the log and reports of faults lie; nothing if the person has no home. Not a field: it is wanted before
    /// anything else of a person is.
    #[must_use]
    pub fn state() -> Option<PathBuf> {
        let folders = directories::ProjectDirs::from("", "", "stillpoint")?;
        let state = folders.state_dir().map(std::path::Path::to_path_buf);
        Some(state.unwrap_or_else(|| folders.data_local_dir().join("logs")))
    }

    /// Where the narrator's own voice is set up by those who want it for their own words; nothing if the person has no
    /// home. Not a field: it is no place that the program writes to.
    #[must_use]
    pub fn narrator() -> Option<PathBuf> {
        let folders = directories::ProjectDirs::from("", "", "stillpoint")?;
        Some(folders.data_local_dir().join("narrator"))
    }

    /// All of them in one folder, for tests.
    #[cfg(test)]
    pub(crate) fn within(folder: &std::path::Path) -> Self {
        let at = |name: &str| folder.join(name);
        Self {
            routines: at("routines"),
            journal: at("journal.sqlite"),
            spool: at("spool"),
            settings: at("config/settings.ron"),
            music: at("music"),
            documents: at("documents"),
            cache: at("cache"),
        }
    }

    /// What the person answered about themselves, beside what they chose.
    #[must_use]
    pub fn about_me(&self) -> PathBuf {
        self.settings.with_file_name("about-me.ron")
    }
}

/// The person's private folder in memory where the system has one, so most often another disk than the journal's; else
/// beside what can be made again.
fn spool(folders: &directories::ProjectDirs) -> PathBuf {
    let runtime = folders.runtime_dir().map(std::path::Path::to_path_buf);
    runtime.unwrap_or_else(|| folders.cache_dir().to_path_buf()).join("unsaved")
}

/// The person's folder for music, or beside their routines where the system names none.
fn music(folders: &directories::ProjectDirs) -> PathBuf {
    let person = directories::UserDirs::new();
    let named = person.as_ref().and_then(directories::UserDirs::audio_dir).map(std::path::Path::to_path_buf);
    named.unwrap_or_else(|| folders.data_dir().join("sounds"))
}

/// A folder of the program's own in the person's documents, or beside their routines where the system names none.
fn documents(folders: &directories::ProjectDirs) -> PathBuf {
    let person = directories::UserDirs::new();
    let named =
        person.as_ref().and_then(directories::UserDirs::document_dir).map(std::path::Path::to_path_buf);
    named.unwrap_or_else(|| folders.data_dir().to_path_buf()).join("Stillpoint")
}
