//! The routines at hand: those that come with the program and those in the person's own folder.
//!
//! A broken file never takes anything else down: it becomes an entry with its problems, and the rest is unaffected.
//! [`Loader`] reads again only what changed since it last looked; [`Watch`] does so by itself whenever a file is saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ron_reader::{Problem, ProblemKind, Problems};
use crate::routine::Language;
use crate::routine::technique::Techniques;
use crate::routine::validate::Role;
use crate::safety::SafeRoutine;

pub mod bundle;
mod changes;
mod check;
pub mod files;
mod loader;
pub(crate) mod picture;
pub mod programme;
mod shipped;
pub mod user_files;
mod watch;

pub use changes::Changes;
pub use loader::Loader;
pub use picture::check as check_picture;
pub use watch::Watch;

pub use crate::voice::check_recording;

use check::{Source, check};
use programme::{Programme, ProgrammeFile};

/// The folder, among routines, that holds techniques.
pub const TECHNIQUES: &str = "techniques";

/// Everything that can be played, and everything that cannot, with its problems.
#[derive(Clone, Debug, Default)]
pub struct Library {
    entries: Vec<Entry>,
    techniques: Vec<Entry>,
    programmes: Vec<ProgrammeFile>,
    known: Arc<Techniques>,
    notes: Vec<String>,
    language: Language,
}

/// One file of the library.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name of its file without the ending.
    pub id: String,
    /// Where it comes from.
    pub origin: Origin,
    /// What can be played: the file, if nothing in it is an error, or the last of its versions without one.
    pub routine: Option<Arc<SafeRoutine>>,
    /// Whether `routine` is older than the file, which has errors now.
    pub is_stale: bool,
    /// What is wrong with the file. The text of a person's own file is only there where something is.
    pub problems: Problems,
}

/// Where a file comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is part of the program.
    BuiltIn,
    /// A file of the person's own.
    File(PathBuf),
}

impl Entry {
    /// The same with its routine in a language; what is not playable stays as it is.
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
    /// Reads the built-in routines and those in `folder`, if there is one, in English.
    #[must_use]
    pub fn open(folder: Option<&Path>) -> Self {
        Self::open_in(folder, Language::En)
    }

    /// Reads the built-in routines and those in `folder`, if there is one. Whatever has words in `language` is said in
    /// it, all else in English.
    ///
    /// A file of the person's own takes the place of a built-in one with its id, unless it is broken.
    #[must_use]
    pub fn open_in(folder: Option<&Path>, language: Language) -> Self {
        Loader::new(folder.map(Path::to_path_buf)).in_language(language).load()
    }

    /// Every routine, playable or not, in the order in which they are listed.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every technique; what is used of them is part of the routines.
    #[must_use]
    pub fn techniques(&self) -> &[Entry] {
        &self.techniques
    }

    /// Every programme, those with problems too.
    #[must_use]
    pub fn programmes(&self) -> &[ProgrammeFile] {
        &self.programmes
    }

    /// The programme with an id.
    #[must_use]
    pub fn programme(&self, id: &str) -> Option<&Programme> {
        let file = self.programmes.iter().find(|file| file.id == id && file.programme.is_some())?;
        file.programme.as_deref()
    }

    /// Reads one file with a programme by its path, with the routines of this library.
    #[must_use]
    pub(crate) fn read_programme(&self, path: &Path) -> ProgrammeFile {
        programme::look_at(Source::of_file(path), &self.entries)
    }

    /// What could not be read at all, a sentence each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The entry with an id; of several the one that can be played.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Entry> {
        let mut same = self.entries.iter().filter(|entry| entry.id == id);
        same.clone().find(|entry| entry.routine.is_some()).or_else(|| same.next())
    }

    /// The place in the list of the entry with an id; of several the one that can be played.
    #[must_use]
    pub(crate) fn index_of(&self, id: &str) -> Option<usize> {
        let found = self.find(id)?;
        self.entries.iter().position(|entry| std::ptr::eq(entry, found))
    }

    /// Whether the program comes with a routine of this id, or with a technique of it.
    #[must_use]
    pub(crate) fn is_shipped(id: &str, is_routine: bool) -> bool {
        let shipped = if is_routine { shipped::routines() } else { shipped::techniques() };
        shipped.iter().any(|source| source.id == id)
    }

    /// Reads one file by its path, with the techniques of this library and those in `techniques` beside it.
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

    /// This library with the techniques in another folder, too.
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

/// What a file is, by the folder in which it lies.
#[must_use]
pub(crate) fn role_of(path: &Path) -> Role {
    let folder = path.parent().and_then(Path::file_name);
    if folder.is_some_and(|name| name == TECHNIQUES) { Role::Technique } else { Role::Routine }
}

/// The entry of a file whose id another file has already.
fn duplicate(source: Source, other: &str) -> Entry {
    let what = format!("There are two files with the id `{}`: the other is {other}.", source.id);
    let problem = Problem::error(ProblemKind::Duplicate, 0..0, what).help("Rename one of them.");
    let problems = Problems::new(source.name(), source.text.unwrap_or_default(), vec![problem]);
    Entry { id: source.id, origin: source.origin, routine: None, is_stale: false, problems }
}
