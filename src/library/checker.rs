//! Texts that are being written, checked as if each had just been saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::check::{Source, check, check_with};
use super::loader::Loader;
use super::programme::{Programme, check_programme};
use super::{Entry, Library, Origin, TECHNIQUES, files, role_of};
use crate::ron_reader::{Problem, Problems, Severity};
use crate::routine::Language;
use crate::routine::technique::Techniques;
use crate::routine::validate::Role;
use crate::safety::SafeRoutine;

/// Checks texts as if each were the text of one file, with what this file can use.
#[derive(Clone, Debug)]
pub struct Checker {
    path: PathBuf,
    kind: Kind,
    language: Language,
}

#[derive(Clone, Debug)]
enum Kind {
    /// A routine or a technique, with the techniques that it can use.
    Steps(Role, Techniques),
    /// A programme, with the routines that it can name.
    Weeks(Vec<Entry>),
}

/// The endings of pictures and of recordings that are read.
pub const PICTURES: [&str; 4] = ["svg", "png", "jpg", "jpeg"];
/// See [`PICTURES`].
pub const RECORDINGS: [&str; 6] = ["wav", "flac", "ogg", "oga", "mp3", "m4a"];
/// The most files of a folder that are looked at: our limit.
const MOST_BESIDE: usize = 2_000;

/// What can be shown and played in a routine without copying it first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Pictures.
    pub pictures: Vec<String>,
    /// Recordings.
    pub recordings: Vec<String>,
}

/// A text that has been checked.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What is wrong with it.
    pub problems: Problems,
    /// The routine or the technique, if it has no errors.
    pub routine: Option<Arc<SafeRoutine>>,
    /// The programme, if it has no errors.
    pub programme: Option<Arc<Programme>>,
}

impl Library {
    /// What checks texts for a file. Reads the techniques beside it, so not for the window's thread.
    #[must_use]
    pub fn checker(&self, path: &Path) -> Checker {
        let folder = path.parent().unwrap_or(Path::new(""));
        let kind = if files::is_programme(path) {
            Kind::Weeks(self.entries.clone())
        } else {
            let role = role_of(path);
            let beside = if role == Role::Technique { folder.to_path_buf() } else { folder.join(TECHNIQUES) };
            Kind::Steps(role, Loader::beside(&beside, path, &self.known).1)
        };
        Checker { path: path.to_path_buf(), kind, language: self.language }
    }
}

impl Checker {
    fn source(&self, text: &str) -> Source {
        let origin = Origin::File(self.path.clone());
        Source { id: files::id_of(&self.path), origin, text: Ok(text.to_owned()) }
    }

    /// The file as it would be with this text. Reads the pictures and recordings that it names.
    #[must_use]
    pub fn check(&self, text: &str) -> Checked {
        match &self.kind {
            Kind::Steps(role, techniques) => {
                let entry = check(self.source(text), *role, techniques).entry.in_language(self.language);
                Checked { problems: entry.problems, routine: entry.routine, programme: None }
            }
            Kind::Weeks(entries) => {
                let file = check_programme(self.source(text), entries, self.language);
                Checked { problems: file.problems, routine: None, programme: file.programme }
            }
        }
    }

    /// What would keep a file with this text from being used, without a look at pictures and recordings.
    #[must_use]
    pub fn errors(&self, text: &str) -> Vec<Problem> {
        let mut problems = match &self.kind {
            Kind::Steps(role, techniques) => {
                check_with(self.source(text), *role, techniques, &|_| Vec::new()).entry.problems.list
            }
            Kind::Weeks(entries) => check_programme(self.source(text), entries, self.language).problems.list,
        };
        problems.retain(|problem| problem.severity == Severity::Error);
        problems
    }

    /// The pictures and the recordings beside the file, by their names. Reads its folder.
    #[must_use]
    pub fn beside(&self) -> Beside {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_BESIDE);
        let mut names: Vec<String> =
            entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        let of = |endings: &[&str]| {
            let has_one = |name: &&String| {
                let ending = Path::new(name.as_str()).extension().unwrap_or_default().to_string_lossy();
                endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
            };
            names.iter().filter(has_one).cloned().collect()
        };
        Beside { pictures: of(&PICTURES), recordings: of(&RECORDINGS) }
    }

    /// The title of a routine that a programme can name.
    #[must_use]
    pub fn title_of(&self, id: &str) -> Option<String> {
        let Kind::Weeks(entries) = &self.kind else { return None };
        entries.iter().find(|entry| entry.id == id)?.routine.as_ref().map(|routine| routine.title())
    }

    /// Whether the file is a technique, which lacks what comes from where it is used.
    #[must_use]
    pub const fn is_technique(&self) -> bool {
        matches!(self.kind, Kind::Steps(Role::Technique, _))
    }
}
