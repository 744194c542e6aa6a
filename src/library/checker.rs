//! Texts that are being written, checked as if each had just been saved.

use std::path::{Path, PathBuf};

use super::check::{Source, check, check_with};
use super::loader::Loader;
use super::{Entry, Library, Origin, TECHNIQUES, files, role_of};
use crate::ron_reader::{Problem, Severity};
use crate::routine::Language;
use crate::routine::technique::Techniques;
use crate::routine::validate::Role;

/// Checks texts as if each were the text of one file, with the techniques that this file can use.
#[derive(Clone, Debug)]
pub struct Checker {
    path: PathBuf,
    role: Role,
    techniques: Techniques,
    language: Language,
}

impl Library {
    /// What checks texts for a file. Reads the techniques beside it, so not for the window's thread.
    #[must_use]
    pub fn checker(&self, path: &Path) -> Checker {
        let folder = path.parent().unwrap_or(Path::new(""));
        let role = role_of(path);
        let beside = if role == Role::Technique { folder.to_path_buf() } else { folder.join(TECHNIQUES) };
        let techniques = Loader::beside(&beside, path, &self.known).1;
        Checker { path: path.to_path_buf(), role, techniques, language: self.language }
    }
}

impl Checker {
    fn source(&self, text: &str) -> Source {
        let origin = Origin::File(self.path.clone());
        Source { id: files::id_of(&self.path), origin, text: Ok(text.to_owned()) }
    }

    /// The file as it would be with this text. Reads the pictures and recordings that it names.
    #[must_use]
    pub fn entry(&self, text: &str) -> Entry {
        check(self.source(text), self.role, &self.techniques).entry.in_language(self.language)
    }

    /// What would keep a file with this text from being used, without a look at pictures and recordings.
    #[must_use]
    pub fn errors(&self, text: &str) -> Vec<Problem> {
        let checked = check_with(self.source(text), self.role, &self.techniques, &|_| Vec::new());
        let mut problems = checked.entry.problems.list;
        problems.retain(|problem| problem.severity == Severity::Error);
        problems
    }

    /// Whether the file is a routine or a technique.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }
}
