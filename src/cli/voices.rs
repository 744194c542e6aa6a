//! `stillpoint voices`.

use super::CliError;
use crate::app::preferences;
use crate::characters::shown;
use crate::paths::Paths;
use crate::voice::{Engine, VoiceChoice};

/// Prints every voice on this machine, and marks the one in use.
pub(super) fn list() -> Result<(), CliError> {
    let choice = preferences::load(Paths::of_this_person().as_ref()).settings.voice;
    let chosen = Engine::chosen(&choice);
    let found = Engine::found(&choice);
    if found.is_empty() {
        return super::print("No voice was found. Install espeak-ng to hear the words.\n");
    }
    let line = |engine: &Engine| {
        let speaks = if chosen.as_ref() == Some(engine) { "  (in use)" } else { "" };
        format!("{:<12} {}{speaks}\n", engine.name(), shown(engine.program()))
    };
    super::print(&found.iter().map(line).collect::<String>())
}

/// The name of a voice, if it exists on this machine.
pub(super) fn known(choice: &VoiceChoice, wanted: &str) -> Result<String, CliError> {
    let found = Engine::found(choice);
    if found.iter().any(|engine| engine.name() == wanted) {
        return Ok(wanted.to_owned());
    }
    Err(CliError::NoVoice { wanted: wanted.to_owned(), found: found.iter().map(Engine::name).collect() })
}
