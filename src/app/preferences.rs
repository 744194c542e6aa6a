//! The settings file: read at the start, saved with every change, never lost.

use std::path::{Path, PathBuf};

use crate::characters::shown;
use crate::paths::Paths;
use crate::ron_reader::{Problem, Problems};
use crate::routine::Language;
use crate::settings::Settings;
use crate::storage::{self, StorageError, WriteOptions, read_plain};

/// The largest file of settings or answers that is read: our limit, a hundred times what there is to write.
pub(super) const MOST_BYTES: u64 = 1 << 20;

/// The settings as they were read.
#[derive(Clone, Debug, Default)]
pub struct Preferences {
    /// The values, all within their bounds.
    pub settings: Settings,
    /// What is wrong in the file, line by line.
    pub remark: Option<String>,
}

/// Reads the person's settings. If anything in the file is wrong, a copy of it is kept and the person is told.
#[must_use]
pub fn load(paths: Option<&Paths>) -> Preferences {
    let Some(path) = paths.map(|paths| paths.settings.as_path()) else { return Preferences::default() };
    let (text, is_text) = match read_plain(path, MOST_BYTES) {
        Ok(bytes) => text_of(bytes),
        Err(error) if error.is_missing() => return Preferences::default(),
        Err(error) => {
            let remark =
                format!("The settings in {} can't be read ({error}), so the defaults are used.", shown(path));
            return Preferences { remark: Some(remark), ..Preferences::default() };
        }
    };
    let (settings, problems) = Settings::read(&text);
    if problems.is_empty() && is_text {
        return Preferences { settings, remark: None };
    }
    tracing::warn!(problems = problems.len(), is_text, "something is wrong in the settings");
    let message = problems_message(path, text, is_text, problems);
    Preferences {
        settings,
        remark: Some(format!(
            "Something is wrong in your settings, so the defaults are used there.\n{message}"
        )),
    }
}

/// A file's text, and whether all of it was valid UTF-8.
pub(super) fn text_of(bytes: Vec<u8>) -> (String, bool) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(other) => (String::from_utf8_lossy(other.as_bytes()).into_owned(), false),
    }
}

/// The most problems of a file that the first screen lists. Once they are fixed, the next start lists the
/// others.
const MAX_SHOWN: usize = 6;

/// The problems of a settings file, one a line, and the path of the copy that is kept of it.
pub(super) fn problems_message(path: &Path, text: String, is_text: bool, problems: Vec<Problem>) -> String {
    let count = problems.len();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let not_text = (!is_text).then(|| format!("{name}: not all of this file is UTF-8 text."));
    let listed = Problems::new(name, text, problems).lines();
    let listed = listed.lines().take(MAX_SHOWN).map(str::to_owned);
    let more = count.checked_sub(MAX_SHOWN).filter(|more| *more > 0).map(|more| format!("And {more} more."));
    let kept = keep(path).map(|kept| format!("A copy of your file is kept in {}.", shown(&kept)));
    not_text.into_iter().chain(listed).chain(more).chain(kept.ok()).collect::<Vec<_>>().join("\n")
}

/// Keeps a copy of a file beside it, once. Earlier copies stay.
fn keep(path: &Path) -> Result<PathBuf, StorageError> {
    let bytes = read_plain(path, MOST_BYTES)
        .map_err(|error| StorageError::Read { path: path.to_path_buf(), source: error.into() })?;
    let mut number = 1;
    loop {
        let ending = if number == 1 { "ron.kept".to_owned() } else { format!("ron.kept-{number}") };
        let kept = path.with_extension(ending);
        match storage::copy_new(path, &kept) {
            Ok(()) => return Ok(kept),
            Err(StorageError::AlreadyThere { .. })
                if read_plain(&kept, MOST_BYTES).is_ok_and(|old| old == bytes) =>
            {
                return Ok(kept);
            }
            Err(StorageError::AlreadyThere { .. }) => number += 1,
            Err(error) => return Err(error),
        }
    }
}

/// The language of routines: the chosen one, else the system's if routines can be in it, else English.
#[must_use]
pub fn language(settings: &Settings) -> Language {
    let of_system = || {
        // By the rules of gettext, those who want no language at all are not asked for a list of them.
        if cfg!(unix) && is_without_language(|name| std::env::var(name).ok()) {
            return Some(Language::En);
        }
        sys_locale::get_locales().find_map(|locale| Language::of_locale(&locale))
    };
    settings.language.or_else(of_system).unwrap_or_default()
}

/// Whether the locale of messages is the one without a language, `C`.
fn is_without_language(variable: impl Fn(&str) -> Option<String>) -> bool {
    let mut set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| variable(name));
    let locale = set.find(|value| !value.is_empty());
    locale.is_some_and(|locale| matches!(locale.split('.').next(), Some("C" | "POSIX")))
}

/// Saves the settings, completely or not at all.
///
/// # Errors
/// [`PreferencesError`]; the file is then unchanged.
pub fn store(path: &Path, settings: &Settings) -> Result<(), PreferencesError> {
    Ok(write_whole(path, &settings.write())?)
}

/// Why the settings could not be saved.
#[derive(Debug, thiserror::Error)]
#[error("The settings couldn't be saved: {0}.")]
pub struct PreferencesError(#[from] StorageError);

/// Writes a private file in a private folder. A symbolic link is followed, because some people keep their
/// settings elsewhere.
pub(super) fn write_whole(path: &Path, text: &str) -> Result<(), StorageError> {
    WriteOptions::private().make_private_folder().follow_links().write(path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Theme;

    #[test]
    fn what_is_stored_is_loaded_and_a_broken_file_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path());
        assert_eq!(load(Some(&paths)).settings, Settings::default());
        let mut settings = Settings::default();
        settings.voice.words_per_minute = 120;
        store(&paths.settings, &settings).unwrap();
        assert_eq!(load(Some(&paths)).settings, settings);

        std::fs::write(&paths.settings, "(voice_speed: 100, volume: 3)").unwrap();
        let loaded = load(Some(&paths));
        assert_eq!(loaded.settings.voice.words_per_minute, 100);
        assert!(loaded.remark.unwrap().contains("has no field called `volume`"));
        let kept = |name: &str| std::fs::read(folder.path().join("config").join(name)).unwrap();
        assert_eq!(kept("settings.ron.kept"), b"(voice_speed: 100, volume: 3)");

        // Each broken file is kept once, however often the program starts, and replaces no other.
        for _ in 0..2 {
            std::fs::write(&paths.settings, b"(theme: Amber, device: \"Lautspr\xe4cher\", size: 1, wind: 2)")
                .unwrap();
            let loaded = load(Some(&paths));
            assert_eq!((loaded.settings.theme, loaded.settings.size), (Theme::Amber, 100));
            let message = loaded.remark.unwrap();
            for part in ["UTF-8", "settings.ron:1:", "size", "wind", "settings.ron.kept-2."] {
                assert!(message.contains(part), "{message}");
            }
        }
        assert!(kept("settings.ron.kept-2").starts_with(b"(theme: Amber"));
        assert_eq!(kept("settings.ron.kept"), b"(voice_speed: 100, volume: 3)");
        assert_eq!(std::fs::read_dir(folder.path().join("config")).unwrap().count(), 3);
    }

    #[test]
    fn settings_are_taken_along_by_copying_the_file() {
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (here, there) = (Paths::within(here.path()), Paths::within(there.path()));
        let mut settings =
            Settings { device: Some("a device of this machine".into()), ..Settings::default() };
        settings.voice = settings.voice.with("a voice of this machine");
        store(&here.settings, &settings).unwrap();
        std::fs::create_dir_all(there.settings.parent().unwrap()).unwrap();
        std::fs::copy(&here.settings, &there.settings).unwrap();
        let loaded = load(Some(&there));
        // A device that is missing now may come back: it stays chosen, and the default is used meanwhile.
        assert_eq!((loaded.settings, loaded.remark), (settings, None));
        let text = std::fs::read_to_string(&there.settings).unwrap();
        assert!(!text.contains(&*here.settings.parent().unwrap().to_string_lossy()), "{text}");
    }

    #[cfg(unix)]
    #[test]
    fn settings_are_private_and_a_link_to_where_the_person_keeps_them_stays_one() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path());
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        store(&paths.settings, &Settings::default()).unwrap();
        assert_eq!((mode(&paths.settings), mode(paths.settings.parent().unwrap())), (0o600, 0o700));
        let real = folder.path().join("dotfiles.ron");
        std::fs::rename(&paths.settings, &real).unwrap();
        symlink("../dotfiles.ron", &paths.settings).unwrap();
        store(&paths.settings, &Settings { size: 125, ..Settings::default() }).unwrap();
        assert!(paths.settings.is_symlink() && std::fs::read_to_string(real).unwrap().contains("125"));
    }
}
