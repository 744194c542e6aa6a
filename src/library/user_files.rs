//! The person's own files: new ones, and copies of others that then replace them.
//!
//! A copy with the id of a shipped routine is listed and played in its place until it is renamed or removed.
//! Nothing here ever overwrites a file, except to mend a slip in it when asked to.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::assets::assets_of;
use super::{Entry, Library, Origin, TECHNIQUES, check, files, is_folder_of_its_own, role_of};
use crate::characters::{escaped, is_hidden, shown};
use crate::paths::inside::{InsideError, file_inside, is_reserved, place_inside};
use crate::ron_reader::{Problem, Spanned};
use crate::routine;
use crate::routine::validate::Role;
use crate::routine::words::names_a_length;
use crate::storage::{self, StorageError};

mod create;
mod mend;
mod save;

pub use mend::mend;
pub use save::{Saved, save, save_over};

use create::{New, create, is_same, taken_or, write_new};

/// The longest id, in letters. Our limit; as a name it fits into every file system.
const LONGEST_ID: usize = 60;

/// Why a user file could not be created.
#[derive(Debug, thiserror::Error)]
pub enum UserFilesError {
    /// The name has no letter that a file name can have.
    #[error("`{}` has no letters that a file name can have; use another name", escaped(.0))]
    NoName(String),
    /// A user file has the same id.
    #[error("you already have `{id}`: {}; use another name, or change that file", shown(path))]
    Taken {
        /// The id in question.
        id: String,
        /// The path of that file.
        path: PathBuf,
    },
    /// A shipped routine has the same id.
    #[error(
        "`{0}` comes with Stillpoint; use another name, or make your own copy with `stillpoint new {0} --from {0}`"
    )]
    BuiltIn(String),
    /// There is no routine or technique with this id to copy.
    #[error("there is no routine `{}` to copy", escaped(.0))]
    NoSource(String),
    /// The file to copy cannot be read.
    #[error("`{}` can't be copied: {}", escaped(id), problem.message)]
    Unreadable {
        /// The id of the file.
        id: String,
        /// What is wrong with it.
        problem: Box<Problem>,
    },
    /// A picture or a recording of what is to be copied is not where one may be.
    #[error("`{}` can't be copied: its file `{}` {error}", escaped(id), escaped(name))]
    Asset {
        /// The id.
        id: String,
        /// The file, as the routine names it.
        name: String,
        /// What is wrong with it.
        error: InsideError,
    },
    /// Where a picture or a recording would be copied to, the person has something else.
    #[error(
        "`{}` can't be copied: you have something else called `{}` already: {}; rename that or move it away first",
        escaped(id),
        escaped(name),
        shown(path)
    )]
    AssetTaken {
        /// The id.
        id: String,
        /// The file, as the routine names it.
        name: String,
        /// What is there.
        path: PathBuf,
    },
    /// A file could not be written, copied or renamed.
    #[error(transparent)]
    Unwritable(#[from] StorageError),
}

/// The id for a name: its letters and digits in lower case, with `-` between words.
///
/// # Errors
/// If the name has neither a letter nor a digit.
pub fn id_from_name(name: &str) -> Result<String, UserFilesError> {
    let mut id = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            id.push(letter);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id: String = id.chars().take(LONGEST_ID).collect();
    let id = id.trim_matches('-').to_owned();
    match id.as_str() {
        "" => Err(UserFilesError::NoName(name.to_owned())),
        reserved if is_reserved(reserved) || is_folder_of_its_own(reserved) => Ok(format!("{id}-routine")),
        _ => Ok(id),
    }
}

impl Library {
    /// Creates a new routine with explanations in `folder`, and returns its path.
    ///
    /// # Errors
    /// [`UserFilesError`]
    pub fn begin(&self, name: &str, folder: &Path) -> Result<PathBuf, UserFilesError> {
        let id = id_from_name(name)?;
        self.free(&id, Role::Routine, None)?;
        let title = titled(name).unwrap_or_else(|| "\"My routine\"".to_owned());
        let text = include_str!("user_files/new.ron").replace("NAME", &id).replace("\"TITLE\"", &title);
        write_new(&folder.join(format!("{id}.ron")), text.as_bytes())
    }

    /// Creates a new programme with explanations among the programmes in `folder`, and returns its path.
    ///
    /// # Errors
    /// [`UserFilesError`]
    pub fn begin_programme(&self, name: &str, folder: &Path) -> Result<PathBuf, UserFilesError> {
        let id = id_from_name(name)?;
        if let Some(file) = self.programmes().iter().find(|file| file.id == id) {
            return Err(match &file.origin {
                Origin::File(path) => UserFilesError::Taken { id, path: path.clone() },
                Origin::BuiltIn => UserFilesError::BuiltIn(id),
            });
        }
        let title = titled(name).unwrap_or_else(|| "\"My programme\"".to_owned());
        let text = include_str!("user_files/programme.ron").replace("NAME", &id).replace("\"TITLE\"", &title);
        write_new(&folder.join(files::PROGRAMMES).join(format!("{id}.ron")), text.as_bytes())
    }

    /// Saves a step as a technique among those beside the routines in `folder`, and returns its id and its path.
    ///
    /// # Errors
    /// [`UserFilesError`]
    pub fn new_technique(
        &self,
        name: &str,
        step: &str,
        folder: &Path,
    ) -> Result<(String, PathBuf), UserFilesError> {
        let first = id_from_name(name)?;
        let is_free = |id: &String| self.techniques().iter().all(|entry| entry.id != *id);
        let others = (2..100).map(|number| format!("{first}-{number}"));
        let id = std::iter::once(first.clone()).chain(others).find(is_free).unwrap_or(first);
        let title = titled(name).unwrap_or_else(|| "\"My technique\"".to_owned());
        let text = format!(
            "(\n    format: 1,\n    title: {title},\n    sources: [\"my own\"],\n    steps: [\n        {step},\n    ],\n)\n"
        );
        let is_among_techniques = folder.file_name().is_some_and(|name| name == TECHNIQUES);
        let path = if is_among_techniques {
            folder.join(format!("{id}.ron"))
        } else {
            place(folder, &id, Role::Technique)
        };
        write_new(&path, text.as_bytes())?;
        Ok((id, path))
    }

    /// Copies a routine or technique into `folder` under the same id, so that the copy replaces it.
    /// `with_techniques` also copies the shipped techniques that it uses, so that they can be changed.
    ///
    /// Returns the paths of the new files, the copy first. The person's own techniques are left as they are.
    ///
    /// # Errors
    /// [`UserFilesError`]
    pub fn copy_to_user_files(
        &self,
        id: &str,
        folder: &Path,
        with_techniques: bool,
    ) -> Result<Vec<PathBuf>, UserFilesError> {
        let (entry, role) = self.named(id)?;
        self.free(id, role, Some(entry))?;
        let mut files = vec![New::text(place(folder, id, role), text_of(entry)?)];
        if with_techniques {
            files.extend(self.built_in_techniques_of(entry, folder)?);
        }
        create(files)
    }

    /// Copies in `folder` of the shipped techniques that a routine uses, directly or indirectly. The person's own are left
    /// as they are.
    fn built_in_techniques_of(&self, entry: &Entry, folder: &Path) -> Result<Vec<New>, UserFilesError> {
        let built_in = self.techniques_of(entry).into_iter().filter(|other| other.origin == Origin::BuiltIn);
        built_in
            .map(|technique| {
                Ok(New::text(place(folder, &technique.id, Role::Technique), text_of(technique)?))
            })
            .collect()
    }

    /// Copies a routine, given by its id or the path of its file, with its pictures and recordings into
    /// `folder` under another name; `with_techniques` as in [`Self::copy_to_user_files`]. A picture that is there already
    /// is not copied again.
    ///
    /// Returns the paths of the new routine and techniques, the routine first.
    ///
    /// # Errors
    /// [`UserFilesError`]; then nothing was copied.
    pub fn copy(
        &self,
        from: &str,
        name: &str,
        folder: &Path,
        with_techniques: bool,
    ) -> Result<Vec<PathBuf>, UserFilesError> {
        let from_file = self.means_file(from);
        let of_file = from_file.then(|| self.read_file(Path::new(from)));
        let (entry, role) = match &of_file {
            Some(entry) => (entry, role_of(Path::new(from))),
            None => self.named(from)?,
        };
        let id = id_from_name(name)?;
        self.free(&id, role, None)?;
        let text = text_of(entry)?;
        let (title, assets) = match routine::read(&text).0 {
            Some(routine) => (Some(routine.title.span.clone()), assets_of(&routine)),
            None => (None, Vec::new()),
        };
        let text = match (title.filter(|at| !at.is_empty()), titled(name)) {
            (Some(at), Some(title)) => format!("{}{title}{}", &text[..at.start], &text[at.end..]),
            _ => text,
        };
        let path = place(folder, &id, role);
        // Pictures first, so that a routine whose file is there has them.
        let mut files = Vec::new();
        if let (Origin::File(old), Some(new)) = (&entry.origin, path.parent()) {
            let old = old.parent().unwrap_or(Path::new(""));
            for Spanned { value: name, .. } in assets {
                let id = || entry.id.clone();
                let found = file_inside(old, &name).and_then(|from| Ok((from, place_inside(new, &name)?)));
                let (from, to) = match found {
                    Ok(found) => found,
                    Err(error) => return Err(UserFilesError::Asset { id: id(), name, error }),
                };
                if to.symlink_metadata().is_err() {
                    files.push(New::asset(to, from));
                } else if !is_same(&from, &to) {
                    return Err(UserFilesError::AssetTaken { id: id(), name, path: to });
                }
            }
        }
        files.push(New::text(path, text));
        if with_techniques {
            files.extend(self.built_in_techniques_of(entry, folder)?);
        }
        create(files)
    }

    /// The techniques that an entry uses, directly or indirectly, each once.
    #[must_use]
    pub fn techniques_of(&self, entry: &Entry) -> Vec<&Entry> {
        let mut found: Vec<&Entry> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = uses(entry);
        while let Some(id) = waiting.pop() {
            if seen.insert(id.clone())
                && let Some(technique) = self.technique(&id)
            {
                waiting.extend(uses(technique));
                found.push(technique);
            }
        }
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// The technique with this id; of several, the one that is used.
    #[must_use]
    pub fn technique(&self, id: &str) -> Option<&Entry> {
        let mut same = self.techniques.iter().filter(|entry| entry.id == id);
        same.clone().find(|entry| entry.routine.is_some()).or_else(|| same.next())
    }

    fn named(&self, id: &str) -> Result<(&Entry, Role), UserFilesError> {
        let routine = self.find(id).map(|entry| (entry, Role::Routine));
        let found = routine.or_else(|| self.technique(id).map(|entry| (entry, Role::Technique)));
        found.ok_or_else(|| UserFilesError::NoSource(id.to_owned()))
    }

    /// Checks that an id is free for a new file; `source` is the entry that it may be a copy of.
    fn free(&self, id: &str, role: Role, source: Option<&Entry>) -> Result<(), UserFilesError> {
        let all = if role == Role::Routine { &self.entries } else { &self.techniques };
        for entry in all.iter().filter(|entry| entry.id == id) {
            match &entry.origin {
                Origin::File(path) => {
                    return Err(UserFilesError::Taken { id: id.to_owned(), path: path.clone() });
                }
                Origin::BuiltIn if source.is_none() => return Err(UserFilesError::BuiltIn(id.to_owned())),
                Origin::BuiltIn => {}
            }
        }
        Ok(())
    }
}

/// Removes a user file from the library by renaming it. If it had replaced another one, that is back. Returns
/// the new path.
///
/// # Errors
/// [`UserFilesError::Unwritable`]
pub(crate) fn remove(path: &Path) -> Result<PathBuf, UserFilesError> {
    let name = path.file_name().unwrap_or_default().to_os_string();
    let named = |number: u32| {
        let mut removed = name.clone();
        removed.push(if number == 1 { ".aside".to_owned() } else { format!(".aside-{number}") });
        path.with_file_name(removed)
    };
    // Nobody removes the same file this often.
    let removed = (1..1000).map(named).find(|removed| !removed.exists()).unwrap_or_else(|| named(1000));
    storage::rename_new(path, &removed)?;
    Ok(removed)
}

/// Restores a file that was removed.
///
/// # Errors
/// [`UserFilesError::Taken`] if there is another one by now, [`UserFilesError::Unwritable`]
pub fn restore(removed: &Path, path: &Path) -> Result<(), UserFilesError> {
    storage::rename_new(removed, path).map_err(|error| taken_or(error, path))
}

/// The text of an entry's file.
///
/// # Errors
/// [`UserFilesError::Unreadable`]
pub fn text_of(entry: &Entry) -> Result<String, UserFilesError> {
    match &entry.origin {
        Origin::BuiltIn => Ok(entry.problems.text.clone()),
        Origin::File(path) => files::text(path).map_err(|unreadable| UserFilesError::Unreadable {
            id: entry.id.clone(),
            problem: Box::new(unreadable.problem),
        }),
    }
}

fn uses(entry: &Entry) -> Vec<String> {
    let text = text_of(entry).unwrap_or_default();
    routine::read(&text).0.map(|routine| check::uses_of(&routine)).unwrap_or_default()
}

fn place(folder: &Path, id: &str, role: Role) -> PathBuf {
    let file = format!("{id}.ron");
    if role == Role::Technique { folder.join(TECHNIQUES).join(file) } else { folder.join(file) }
}

/// A title made from a name. A title names no length of time: where a name does, words with digits are dropped, or if
/// nothing is left, only the digits; `None` if there is no letter.
fn title_from_name(name: &str) -> Option<String> {
    let plain: String = name.trim().chars().filter(|c| !is_hidden(*c)).collect();
    let has_letter = |text: &String| text.chars().any(char::is_alphabetic);
    if !names_a_length(&plain) {
        return Some(plain).filter(has_letter);
    }
    let has_digit = |word: &&str| word.chars().any(char::is_numeric);
    let words: Vec<&str> = plain.split_whitespace().filter(|word| !has_digit(word)).collect();
    let bare: String = plain.chars().filter(|c| !c.is_numeric()).collect();
    let bare: Vec<&str> = bare.split_whitespace().collect();
    // Punctuation between a word and its number is left over.
    let trimmed = |words: Vec<&str>| {
        let is_left_over = |c: char| c.is_whitespace() || "-–—.,:;/#+&(".contains(c);
        words.join(" ").trim_matches(is_left_over).to_owned()
    };
    [words, bare].into_iter().map(trimmed).find(has_letter).map(|title| {
        let mut letters = title.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    })
}

/// A remark about the title that a name becomes; `None` if the title is the name.
#[must_use]
pub fn title_remark(name: &str) -> Option<String> {
    let name = name.trim();
    let Some(title) = title_from_name(name) else {
        return Some(format!(
            "`{}` can't be the title, because a title needs words; write one in the file.",
            escaped(name)
        ));
    };
    names_a_length(name).then(|| {
        format!(
            "The title is `{title}`, not `{}`: how long it takes is shown beside it, and stays true when you change it.",
            escaped(name)
        )
    })
}

/// The title for a name, as a quoted string for the file.
fn titled(name: &str) -> Option<String> {
    let title = title_from_name(name)?;
    let words = title.replace('\\', "\\\\").replace('"', "\\\"").replace('{', "{{").replace('}', "}}");
    Some(format!("\"{words}\""))
}
