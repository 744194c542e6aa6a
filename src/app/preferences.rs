//! The settings file: read at the start, written at every change, never lost.

use std::path::Path;

use crate::places::Places;
use crate::routine::{Language, Problems};
use crate::settings::Settings;

/// Settings as they were found.
#[derive(Clone, Debug, Default)]
pub struct Preferences {
    /// The choices.
    pub settings: Settings,
    /// What was wrong in the file, as one sentence.
    pub remark: Option<String>,
}

/// Reads the settings of this person. A file with something wrong in it is kept beside, and told.
#[must_use]
pub fn load(places: Option<&Places>) -> Preferences {
    let Some(path) = places.map(|places| places.settings.as_path()) else { return Preferences::default() };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Preferences::default(),
        Err(error) => {
            let remark =
                format!("The settings {} cannot be read ({error}); the usual ones are used.", path.display());
            return Preferences { remark: Some(remark), ..Preferences::default() };
        }
    };
    let (settings, problems) = Settings::read(&text);
    if problems.is_empty() {
        return Preferences { settings, remark: None };
    }
    let kept = path.with_extension("ron.kept");
    let copied = std::fs::copy(path, &kept).is_ok();
    let lines = Problems::new(path.display().to_string(), text, problems).lines();
    let first = lines.lines().next().unwrap_or_default();
    let kept =
        if copied { format!(" The file as it was is kept as {}.", kept.display()) } else { String::new() };
    Preferences {
        settings,
        remark: Some(format!("In the settings, the usual stands for what is wrong: {first}{kept}")),
    }
}

/// The language of routines: the chosen one, or that of the system where routines can be in it, or English.
#[must_use]
pub fn language(settings: &Settings) -> Language {
    let of_system = || sys_locale::get_locales().find_map(|locale| Language::of_locale(&locale));
    settings.language.or_else(of_system).unwrap_or_default()
}

/// Writes the settings, whole or not at all.
///
/// # Errors
/// One sentence on why they could not be written.
pub fn store(path: &Path, settings: &Settings) -> Result<(), String> {
    write_whole(path, &settings.write())
        .map_err(|error| format!("The settings {} cannot be written: {error}.", path.display()))
}

/// Writes a file beside and puts it in its place, so that it is there whole or as it was.
pub(super) fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let beside = tempfile::NamedTempFile::new_in(folder)?;
    std::fs::write(beside.path(), text)?;
    beside.as_file().sync_all()?;
    beside.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_loaded_and_a_broken_file_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::within(folder.path());
        assert_eq!(load(Some(&places)).settings, Settings::default());
        let mut settings = Settings::default();
        settings.voice.words_per_minute = 120;
        store(&places.settings, &settings).unwrap();
        assert_eq!(load(Some(&places)).settings, settings);

        std::fs::write(&places.settings, "(voice_speed: 100, volume: 3)").unwrap();
        let loaded = load(Some(&places));
        assert_eq!(loaded.settings.voice.words_per_minute, 100);
        assert!(loaded.remark.unwrap().contains("has no field `volume`"));
        let kept = std::fs::read_to_string(folder.path().join("config/settings.ron.kept")).unwrap();
        assert_eq!(kept, "(voice_speed: 100, volume: 3)");
    }
}
