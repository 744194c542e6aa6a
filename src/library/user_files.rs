//! Files of one's own: new ones, and copies of others that then take their place.
//!
//! A copy with the id of a built-in routine is what is listed and played, until it is renamed or removed: then the
//! built-in one is back. Nothing here ever writes over a file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Entry, Library, Origin, TECHNIQUES, check, files, is_folder_of_its_own, role_of};
use crate::characters::{escaped, shown};
use crate::paths::inside::{InsideError, file_inside, is_reserved, place_inside};
use crate::ron_reader::{Problem, Spanned};
use crate::routine;
use crate::routine::validate::Role;
use crate::storage::{self, StorageError, WriteOptions};

/// The longest id, in letters: our limit, so that a name fits into every file system.
const LONGEST_ID: usize = 60;

/// Why a file of one's own could not be made.
#[derive(Debug, thiserror::Error)]
pub enum UserFilesError {
    /// Nothing of the name can be the name of a file.
    #[error("`{0}` has no letter that the name of a file can have; use another name")]
    NoName(String),
    /// There is one of one's own with that id.
    #[error("you have `{id}` already: {}; use another name, or change that file", shown(path))]
    Taken {
        /// The id.
        id: String,
        /// The file that has it.
        path: PathBuf,
    },
    /// A routine that comes with the program has that id.
    #[error(
        "`{0}` comes with the program; use another name, or make it yours with `stillpoint new {0} --from {0}`"
    )]
    BuiltIn(String),
    /// There is nothing to copy.
    #[error("there is no routine `{0}` to copy")]
    NoSource(String),
    /// What is to be copied cannot be read.
    #[error("`{id}` cannot be copied: {}", problem.message)]
    Unreadable {
        /// The id.
        id: String,
        /// What is wrong with its file.
        problem: Box<Problem>,
    },
    /// A picture or a recording of what is to be copied is not where one may be.
    #[error("`{id}` cannot be copied: its file `{}` {error}", escaped(name))]
    Asset {
        /// The id.
        id: String,
        /// The file, as the routine names it.
        name: String,
        /// What is wrong with it.
        error: InsideError,
    },
    /// A file could not be written, copied or renamed.
    #[error(transparent)]
    Unwritable(#[from] StorageError),
}

/// The id that a name becomes: its letters and digits in lower case, with `-` between words.
///
/// # Errors
/// If no letter and no digit is in it.
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
    /// Writes a new routine with explanations into `folder`, and gives its path.
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

    /// Copies a routine or a technique into `folder` under its own id, which makes the copy take its place.
    /// `with_techniques` copies the built-in techniques that it uses, too, so that they can be changed.
    ///
    /// Gives the paths of the new files, the copy first. A technique of one's own is left as it is.
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
        let mut made = vec![write_new(&place(folder, id, role), text_of(entry)?.as_bytes())?];
        if with_techniques {
            made.extend(self.copy_techniques_to_user_files(id, folder)?);
        }
        Ok(made)
    }

    /// Copies the built-in techniques that something uses, and those that they use; one's own are left as they are.
    ///
    /// # Errors
    /// [`UserFilesError`]
    pub(crate) fn copy_techniques_to_user_files(
        &self,
        id: &str,
        folder: &Path,
    ) -> Result<Vec<PathBuf>, UserFilesError> {
        let (entry, _) = self.named(id)?;
        let built_in = self.techniques_of(entry).into_iter().filter(|other| other.origin == Origin::BuiltIn);
        built_in
            .map(|technique| {
                let path = place(folder, &technique.id, Role::Technique);
                write_new(&path, text_of(technique)?.as_bytes())
            })
            .collect()
    }

    /// Copies a routine, or the file of one at a path, with its pictures and recordings, into `folder` under another
    /// name, and gives its path.
    ///
    /// # Errors
    /// [`UserFilesError`]
    pub fn copy(&self, from: &str, name: &str, folder: &Path) -> Result<PathBuf, UserFilesError> {
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
            Some(routine) => (Some(routine.title.span.clone()), check::assets_of(&routine)),
            None => (None, Vec::new()),
        };
        let text = match (title.filter(|at| !at.is_empty()), titled(name)) {
            (Some(at), Some(title)) => format!("{}{title}{}", &text[..at.start], &text[at.end..]),
            _ => text,
        };
        let path = place(folder, &id, role);
        if let (Origin::File(old), Some(new)) = (&entry.origin, path.parent()) {
            let old = old.parent().unwrap_or(Path::new(""));
            let found = assets.into_iter().map(|Spanned { value: name, .. }| {
                let found = file_inside(old, &name).and_then(|from| Ok((from, place_inside(new, &name)?)));
                found.map_err(|error| UserFilesError::Asset { id: entry.id.clone(), name, error })
            });
            // Nothing is copied unless all of it can be.
            for (from, to) in found.collect::<Result<Vec<_>, _>>()? {
                copy_beside(&from, &to)?;
            }
        }
        write_new(&path, text.as_bytes())
    }

    /// The techniques that something uses, and those that they use, each once.
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

    /// The technique with an id; of several the one that is used.
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

    /// Whether an id can be given to something new; `of` is what it may be a copy of.
    fn free(&self, id: &str, role: Role, of: Option<&Entry>) -> Result<(), UserFilesError> {
        let all = if role == Role::Routine { &self.entries } else { &self.techniques };
        for entry in all.iter().filter(|entry| entry.id == id) {
            match &entry.origin {
                Origin::File(path) => {
                    return Err(UserFilesError::Taken { id: id.to_owned(), path: path.clone() });
                }
                Origin::BuiltIn if of.is_none() => return Err(UserFilesError::BuiltIn(id.to_owned())),
                Origin::BuiltIn => {}
            }
        }
        Ok(())
    }
}

/// Gives one's own file another name, under which it counts no longer; what it took the place of is back. Gives the new
/// path.
///
/// # Errors
/// [`UserFilesError::Unwritable`]
pub(crate) fn put_aside(path: &Path) -> Result<PathBuf, UserFilesError> {
    let name = path.file_name().unwrap_or_default().to_os_string();
    let named = |number: u32| {
        let mut aside = name.clone();
        aside.push(if number == 1 { ".aside".to_owned() } else { format!(".aside-{number}") });
        path.with_file_name(aside)
    };
    // Nobody has put one file aside so often.
    let aside = (1..1000).map(named).find(|aside| !aside.exists()).unwrap_or_else(|| named(1000));
    storage::rename_new(path, &aside)?;
    Ok(aside)
}

/// Gives a file that was put aside its name again.
///
/// # Errors
/// [`UserFilesError::Taken`] if there is another one by now, [`UserFilesError::Unwritable`]
pub fn take_back(aside: &Path, path: &Path) -> Result<(), UserFilesError> {
    storage::rename_new(aside, path).map_err(|error| taken_or(error, path))
}

/// The text of a file.
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

/// What a name leaves for a title, in which no number may stand that belongs to the data: without the words that hold
/// digits, or else without the digits; nothing if there is no letter besides.
fn title_from_name(name: &str) -> Option<String> {
    let plain: String = name.trim().chars().filter(|c| !c.is_control()).collect();
    let has_letter = |text: &String| text.chars().any(char::is_alphabetic);
    if !plain.chars().any(char::is_numeric) {
        return Some(plain).filter(has_letter);
    }
    let has_digit = |word: &&str| word.chars().any(char::is_numeric);
    let words: Vec<&str> = plain.split_whitespace().filter(|word| !has_digit(word)).collect();
    let bare: String = plain.chars().filter(|c| !c.is_numeric()).collect();
    let bare: Vec<&str> = bare.split_whitespace().collect();
    // What stood between a word and its number is left over.
    let trimmed = |words: Vec<&str>| {
        let is_left_over = |c: char| c.is_whitespace() || "-–—.,:;/#+&(".contains(c);
        words.join(" ").trim_matches(is_left_over).to_owned()
    };
    [words, bare].into_iter().map(trimmed).find(has_letter).map(|title| {
        let mut letters = title.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    })
}

/// What there is to tell of the title that a name becomes; nothing if it is the name.
#[must_use]
pub fn title_remark(name: &str) -> Option<String> {
    let name = name.trim();
    let Some(title) = title_from_name(name) else {
        return Some(format!(
            "A title needs words and holds no digits, and `{name}` leaves none: write one into the file."
        ));
    };
    name.chars().any(char::is_numeric).then(|| {
        format!(
            "Its title is `{title}`, not `{name}`: a title holds no digits, only placeholders for what is in `numbers`."
        )
    })
}

/// A name as a title in a file, as far as it can be one.
fn titled(name: &str) -> Option<String> {
    let title = title_from_name(name)?;
    let words = title.replace('\\', "\\\\").replace('"', "\\\"").replace('{', "{{").replace('}', "}}");
    Some(format!("\"{words}\""))
}

/// Copies a picture or a recording, unless something stands there already.
fn copy_beside(from: &Path, to: &Path) -> Result<(), UserFilesError> {
    match storage::copy_new(from, to) {
        Ok(()) | Err(StorageError::AlreadyThere { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, bytes: &[u8]) -> Result<PathBuf, UserFilesError> {
    let written = WriteOptions::shared().create_new().make_folder().write(path, bytes);
    written.map(|()| path.to_path_buf()).map_err(|error| taken_or(error, path))
}

fn taken_or(error: StorageError, path: &Path) -> UserFilesError {
    match error {
        StorageError::AlreadyThere { .. } => {
            UserFilesError::Taken { id: files::id_of(path), path: path.to_path_buf() }
        }
        other => UserFilesError::Unwritable(other),
    }
}
