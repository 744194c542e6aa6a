//! `stillpoint voices`.

use crate::app::preferences;
use crate::paths::Paths;
use crate::voice::{Engine, VoiceChoice};

/// Every voice on this machine, the one that speaks first.
pub(super) fn list() -> Result<(), String> {
    let choice = preferences::load(Paths::of_this_person().as_ref()).settings.voice;
    let chosen = Engine::chosen(&choice);
    let found = Engine::found(&choice);
    if found.is_empty() {
        return super::print("No voice was found; install espeak-ng, and words are spoken.\n");
    }
    let line = |engine: &Engine| {
        let speaks = if chosen.as_ref() == Some(engine) { "  (speaks)" } else { "" };
        format!("{:<12} {}{speaks}\n", engine.name(), engine.program().display())
    };
    super::print(&found.iter().map(line).collect::<String>())
}

/// A voice by its name, or a sentence on which there are.
pub(super) fn known(choice: &VoiceChoice, wanted: &str) -> Result<String, String> {
    let found = Engine::found(choice);
    if found.iter().any(|engine| engine.name() == wanted) {
        return Ok(wanted.to_owned());
    }
    let names: Vec<&str> = found.iter().map(Engine::name).collect();
    Err(format!("there is no voice `{wanted}` here; there is: {}", names.join(", ")))
}
