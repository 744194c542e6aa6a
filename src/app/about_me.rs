//! What the person answered about themselves: read at the start, written at every answer, kept on this machine alone.

use std::path::Path;

use super::preferences::{MOST_BYTES, text_of, told, write_whole};
use crate::paths::Paths;
use crate::safety::Profile;
use crate::storage::{StorageError, read_plain};

/// Answers as they were found.
#[derive(Clone, Debug, Default)]
pub struct AboutMe {
    /// The answers.
    pub profile: Profile,
    /// What was wrong in the file, line by line.
    pub remark: Option<String>,
}

/// Reads the answers of this person. An answer that cannot be read counts as yes; a file with something wrong in it is
/// kept beside, and told.
#[must_use]
pub fn load(paths: Option<&Paths>) -> AboutMe {
    let Some(path) = paths.map(Paths::about_me) else { return AboutMe::default() };
    let (text, is_text) = match read_plain(&path, MOST_BYTES) {
        Ok(bytes) => text_of(bytes),
        Err(error) if error.is_missing() => return AboutMe::default(),
        Err(error) => {
            let remark = format!(
                "What you answered about yourself ({}) cannot be read: {error}. Nothing is adapted to it now.",
                path.display()
            );
            return AboutMe { remark: Some(remark), ..AboutMe::default() };
        }
    };
    let (profile, problems) = Profile::read(&text);
    if problems.is_empty() && is_text {
        return AboutMe { profile, remark: None };
    }
    let told = told(&path, text, is_text, problems);
    AboutMe {
        profile,
        remark: Some(format!("In what you answered about yourself, please look again:\n{told}")),
    }
}

/// Writes the answers, whole or not at all.
///
/// # Errors
/// [`AboutMeError`]; then the file is as it was.
pub fn store(path: &Path, profile: &Profile) -> Result<(), AboutMeError> {
    Ok(write_whole(path, &profile.write())?)
}

/// Why the answers could not be written.
#[derive(Debug, thiserror::Error)]
#[error("What you answered is not saved: {0}.")]
pub struct AboutMeError(#[from] StorageError);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safety::{Answer, Condition};

    #[test]
    fn what_is_stored_is_loaded_and_a_broken_file_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path());
        assert_eq!(load(Some(&paths)).profile, Profile::default());
        let mut profile = Profile::default();
        profile.set(Condition::Raynaud, Some(Answer::Yes));
        store(&paths.about_me(), &profile).unwrap();
        assert_eq!(load(Some(&paths)).profile, profile);

        std::fs::write(paths.about_me(), "(Raynaud: maybe)").unwrap();
        let loaded = load(Some(&paths));
        assert!(loaded.profile.has(Condition::Raynaud));
        assert!(loaded.remark.unwrap().contains("about-me.ron:1:11"));
        let kept = std::fs::read_to_string(paths.about_me().with_extension("ron.kept")).unwrap();
        assert_eq!(kept, "(Raynaud: maybe)");
    }
}
