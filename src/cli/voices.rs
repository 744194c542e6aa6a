//! `stillpoint voices`.

use super::CliError;
use crate::app::preferences;
use crate::characters::shown;
use crate::paths::Paths;
use crate::ron_reader::Vocabulary as _;
use crate::routine::Language;
use crate::voice::{Engine, Narrator, VoiceChoice, VoiceName};

/// Prints every voice on this machine, and marks the ones in use.
pub(super) fn list() -> Result<(), CliError> {
    let choice = preferences::load(Paths::of_this_person().as_ref()).settings.voice;
    let found = Engine::found(&choice);
    let best = Engine::best(&found, &choice, Language::En);
    let narrator = |narrator: &Narrator| {
        let speaks = if choice.narrator() == Some(*narrator) { "  (in use)" } else { "" };
        format!("{:<12} {}; comes with Stillpoint{speaks}\n", narrator.code(), narrator.plain())
    };
    let engine = |engine: &Engine| {
        let speaks = match (best == Some(engine), choice.narrator()) {
            (false, _) => "",
            (true, None) => "  (in use)",
            (true, Some(_)) => "  (in use for words without a recording)",
        };
        let place = engine.program().map_or("part of the system".into(), shown);
        format!("{:<12} {place}{speaks}\n", engine.name())
    };
    let lines: String = Narrator::ALL.iter().map(narrator).chain(found.iter().map(engine)).collect();
    super::print(&lines)?;
    if found.is_empty() {
        super::print(
            "Nothing else was found, so words that have no recording are shown but not heard. Install espeak-ng to hear them.\n",
        )?;
    }
    Ok(())
}

/// The same choice with the voice of this name, if it exists on this machine.
pub(super) fn known(choice: VoiceChoice, wanted: &str) -> Result<VoiceChoice, CliError> {
    let found = Engine::found(&choice);
    let is_there = match VoiceName::named(wanted) {
        VoiceName::Narrator(_) => true,
        VoiceName::Engine(name) => found.iter().any(|engine| engine.name() == name),
    };
    if is_there {
        return Ok(choice.with(wanted));
    }
    let narrators = Narrator::ALL.iter().map(|narrator| narrator.code());
    let found = narrators.chain(found.iter().map(Engine::name)).collect();
    Err(CliError::NoVoice { wanted: wanted.to_owned(), found })
}
