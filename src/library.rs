//! The library: the routines that come with the program, and those in the person's own folder.
//!
//! A broken file never affects another one: it becomes an entry with its problems.
//! [`Loader`] rereads only what has changed; [`Watch`] does so by itself whenever a file is saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ron_reader::{Problem, ProblemKind, Problems};
use crate::routine::Language;
use crate::routine::technique::Techniques;
use crate::routine::validate::Role;
use crate::safety::SafeRoutine;

mod assets;
pub mod bundle;
mod changes;
mod check;
mod checker;
pub mod files;
mod loader;
pub(crate) mod picture;
pub mod programme;
pub mod sayable;
mod shipped;
pub mod user_files;
mod watch;

pub use changes::Changes;
pub use checker::{Beside, Checker, PICTURES, RECORDINGS};
pub use loader::Loader;
pub use picture::check as check_picture;
pub use watch::Watch;

pub use crate::voice::check_recording;

use check::{Source, check};
use programme::{Programme, ProgrammeFile};

/// The subfolder for techniques.
pub const TECHNIQUES: &str = "techniques";

/// Whether a name is that of a folder with a meaning of its own among routines, whatever its capitals.
#[must_use]
pub(crate) fn is_folder_of_its_own(name: &str) -> bool {
    [TECHNIQUES, files::PROGRAMMES].iter().any(|folder| folder.eq_ignore_ascii_case(name))
}

/// All routines, techniques and programmes, including those with problems.
#[derive(Clone, Debug, Default)]
pub struct Library {
    entries: Vec<Entry>,
    techniques: Vec<Entry>,
    programmes: Vec<ProgrammeFile>,
    known: Arc<Techniques>,
    notes: Vec<String>,
    language: Language,
}

/// A file of the library.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The file name without its ending.
    pub id: String,
    /// Where the file comes from.
    pub origin: Origin,
    /// The playable routine: the file itself if it has no errors, otherwise its last version without errors.
    pub routine: Option<Arc<SafeRoutine>>,
    /// Whether `routine` is older than the file, which now has errors.
    pub is_stale: bool,
    /// What is wrong with the file. To save memory, the text of a user file is only kept if there is a problem.
    pub problems: Problems,
}

/// Where a file comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is shipped with the program.
    BuiltIn,
    /// It is one of the person's own files.
    File(PathBuf),
}

impl Entry {
    /// The same entry in another language; an entry that cannot be played stays as it is.
    fn in_language(mut self, language: Language) -> Self {
        if language != Language::En {
            let chosen =
                |routine| Arc::new(Arc::<SafeRoutine>::unwrap_or_clone(routine).in_language(language));
            self.routine = self.routine.map(chosen);
        }
        self
    }
}

impl Library {
    /// Reads the shipped routines and those in `folder` in English.
    #[must_use]
    pub fn open(folder: Option<&Path>) -> Self {
        Self::open_in(folder, Language::En)
    }

    /// Reads the shipped routines and those in `folder`. Texts are in `language` where they exist in it,
    /// otherwise in English.
    ///
    /// A user file replaces the shipped one with the same id, unless it is broken.
    #[must_use]
    pub fn open_in(folder: Option<&Path>, language: Language) -> Self {
        Loader::new(folder.map(Path::to_path_buf)).in_language(language).load()
    }

    /// All routines, playable or not, in the order in which they are listed.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All techniques. Routines already contain the steps of the techniques that they use.
    #[must_use]
    pub fn techniques(&self) -> &[Entry] {
        &self.techniques
    }

    /// All programmes, including those with problems.
    #[must_use]
    pub fn programmes(&self) -> &[ProgrammeFile] {
        &self.programmes
    }

    /// The programme with this id, if it is valid.
    #[must_use]
    pub fn programme(&self, id: &str) -> Option<&Programme> {
        let file = self.programmes.iter().find(|file| file.id == id && file.programme.is_some())?;
        file.programme.as_deref()
    }

    /// Reads the file of a programme, which may name the routines of this library.
    #[must_use]
    pub(crate) fn read_programme(&self, path: &Path) -> ProgrammeFile {
        programme::check_programme(Source::of_file(path), &self.entries, self.language)
    }

    /// The language of its texts, where they exist in it.
    #[must_use]
    pub(crate) const fn language(&self) -> Language {
        self.language
    }

    /// Folders that could not be read, a sentence each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The entry with this id; of several, the one that can be played.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Entry> {
        let mut same = self.entries.iter().filter(|entry| entry.id == id);
        same.clone().find(|entry| entry.routine.is_some()).or_else(|| same.next())
    }

    /// Whether a name that ends in `.ron` means a file. An id may end so, too; of both, the file that is there is meant.
    #[must_use]
    pub(crate) fn means_file(&self, wanted: &str) -> bool {
        let path = Path::new(wanted);
        let is_known = || self.find(wanted).is_some() || self.technique(wanted).is_some();
        path.extension().is_some_and(|ending| ending == "ron") && (path.is_file() || !is_known())
    }

    /// The index of the entry with this id; of several, the one that can be played.
    #[must_use]
    pub(crate) fn index_of(&self, id: &str) -> Option<usize> {
        let found = self.find(id)?;
        self.entries.iter().position(|entry| std::ptr::eq(entry, found))
    }

    /// Whether the program is shipped with a routine, or with a technique, of this id.
    #[must_use]
    pub(crate) fn is_shipped(id: &str, is_routine: bool) -> bool {
        let shipped = if is_routine { shipped::routines() } else { shipped::techniques() };
        shipped.iter().any(|source| source.id == id)
    }

    /// Reads one file, with the techniques of this library and those in `techniques` beside it.
    #[must_use]
    pub fn read_file(&self, path: &Path) -> Entry {
        let folder = path.parent().unwrap_or(Path::new(""));
        let (role, beside) = match role_of(path) {
            Role::Technique => (Role::Technique, folder.to_path_buf()),
            Role::Routine => (Role::Routine, folder.join(TECHNIQUES)),
        };
        let known = Loader::beside(&beside, path, &self.known).1;
        check(Source::of_file(path), role, &known).entry.in_language(self.language)
    }

    /// This library, with the techniques of another folder added.
    #[must_use]
    pub(crate) fn with_techniques_in(&self, folder: &Path) -> Self {
        let (beside, known) = Loader::beside(folder, Path::new(""), &self.known);
        let techniques = loader::replaced(self.techniques.clone(), beside);
        Self { techniques, known: Arc::new(known), ..self.clone() }
    }

    /// The techniques that routines can use.
    #[must_use]
    pub fn known(&self) -> &Techniques {
        &self.known
    }
}

/// Whether a file is a routine or a technique, according to its folder.
#[must_use]
pub(crate) fn role_of(path: &Path) -> Role {
    let folder = path.parent().and_then(Path::file_name);
    if folder.is_some_and(|name| name == TECHNIQUES) { Role::Technique } else { Role::Routine }
}

/// The entry of a file whose id is already taken by another one.
fn duplicate(source: Source, other: &str) -> Entry {
    let message = format!("Two files have the id `{}`; the other is {other}.", source.id);
    let problem = Problem::error(ProblemKind::Duplicate, 0..0, message).help("Rename one of them.");
    let problems = Problems::new(source.name(), source.text.unwrap_or_default(), vec![problem]);
    Entry { id: source.id, origin: source.origin, routine: None, is_stale: false, problems }
}
