//! What the person answered about themselves: read at the start, written at every answer, kept on this machine alone.

use std::path::Path;

use super::preferences::{MOST_BYTES, problems_message, text_of, write_whole};
use crate::characters::shown;
use crate::paths::Paths;
use crate::safety::{Condition, Profile};
use crate::storage::{StorageError, read_plain};

/// How many lost answers are named on the first screen; the page with the questions marks all.
const MOST_NAMED: usize = 5;

/// Answers as they were found.
#[derive(Clone, Debug, Default)]
pub struct AboutMe {
    /// The answers.
    pub profile: Profile,
    /// What was wrong in the file, line by line.
    pub remark: Option<String>,
}

/// Reads the answers of this person. An answer that was given and cannot be read is lost and counts as yes, and so do all
/// of them if the file cannot be read at all; a message says so until they are answered again. A copy of a faulty file
/// is kept beside it.
#[must_use]
pub fn load(paths: Option<&Paths>) -> AboutMe {
    let Some(path) = paths.map(Paths::about_me) else { return AboutMe::default() };
    let (text, is_text) = match read_plain(&path, MOST_BYTES) {
        Ok(bytes) => text_of(bytes),
        // A broken link is a file that cannot be read.
        Err(error) if error.is_missing() && !path.is_symlink() => {
            return AboutMe::default();
        }
        Err(error) => {
            let profile = Profile::all_lost();
            let why = format!("Your answers about yourself ({}) can't be read: {error}.", shown(&path));
            let remark = [Some(why), remark_on_lost(&profile)].into_iter().flatten().collect::<Vec<_>>();
            return AboutMe { profile, remark: Some(remark.join("\n")) };
        }
    };
    let (profile, problems) = Profile::read(&text);
    let lost = remark_on_lost(&profile);
    if problems.is_empty() && is_text {
        return AboutMe { profile, remark: lost };
    }
    let message = problems_message(&path, text, is_text, problems);
    let wrong = format!("Something is wrong in your answers about yourself:\n{message}");
    let remark = std::iter::once(wrong).chain(lost).collect::<Vec<_>>().join("\n");
    AboutMe { profile, remark: Some(remark) }
}

/// A message that is shown until every lost answer has been given again; nothing if none is lost.
#[must_use]
pub fn remark_on_lost(profile: &Profile) -> Option<String> {
    let lost: Vec<&str> = profile.lost().map(Condition::plain).collect();
    let more = match lost.len() {
        0 => return None,
        count => count.saturating_sub(MOST_NAMED),
    };
    let named = lost.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join("; ");
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    Some(format!(
        "Please answer these again under About me: {named}{more}. Until then, routines are as careful as if you had said yes."
    ))
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
#[error("Your answers couldn't be saved: {0}.")]
pub struct AboutMeError(#[from] StorageError);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::Vocabulary as _;
    use crate::safety::Answer;

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

    #[test]
    fn answers_that_are_lost_are_told_at_every_start_until_they_are_given_again() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path());
        let told = || load(Some(&paths)).remark.unwrap_or_default();
        std::fs::create_dir_all(paths.about_me().parent().unwrap()).unwrap();
        std::fs::write(paths.about_me(), "(Raynaud: Yes, Epilepsy: N").unwrap();
        let mut profile = load(Some(&paths)).profile;
        assert_eq!(profile.answer(Condition::Raynaud), Some(Answer::Yes));
        assert!(told().contains("and 16 more") && told().contains("kept in"), "{}", told());
        for condition in Condition::ALL.iter().skip(1) {
            store(&paths.about_me(), &profile).unwrap();
            profile.set(*condition, Some(Answer::No));
            assert!(told().starts_with("Please answer these again under About me: pregnancy"), "{}", told());
        }
        profile.set(Condition::Pregnancy, None);
        store(&paths.about_me(), &profile).unwrap();
        assert_eq!((told(), load(Some(&paths)).profile), (String::new(), profile));
    }

    #[test]
    fn a_file_that_cannot_be_read_at_all_fails_safe() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path());
        std::fs::create_dir_all(paths.about_me()).unwrap();
        let loaded = load(Some(&paths));
        assert_eq!(loaded.profile, Profile::all_lost());
        assert!(loaded.remark.unwrap().contains("Please answer these again"));
        #[cfg(unix)]
        {
            std::fs::remove_dir(paths.about_me()).unwrap();
            std::os::unix::fs::symlink("nowhere", paths.about_me()).unwrap();
            assert_eq!(load(Some(&paths)).profile, Profile::all_lost());
        }
    }
}
