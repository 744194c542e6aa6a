//! Choices as they are named on the command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::app::preferences;
use crate::library::Library;
use crate::paths::Paths;
use crate::ron_reader::Vocabulary;
use crate::routine::Language;
use crate::safety::{Moment, State};

/// How much is said, as it is named on the command line.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum SpeechArgument {
    /// Every word.
    Everything,
    /// Names of steps, and changes.
    Names,
    /// Sounds alone.
    Cues,
    /// Nothing.
    Nothing,
}

impl From<SpeechArgument> for crate::timeline::SpeechAmount {
    fn from(argument: SpeechArgument) -> Self {
        match argument {
            SpeechArgument::Everything => Self::Everything,
            SpeechArgument::Names => Self::Names,
            SpeechArgument::Cues => Self::Cues,
            SpeechArgument::Nothing => Self::Nothing,
        }
    }
}

/// What is heard under everything, as it is named on the command line.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum AmbienceArgument {
    /// Nothing.
    Silence,
    /// A deep, even rush.
    BrownNoise,
    /// A soft patter.
    SoftRain,
    /// A low, slow hum.
    LowDrone,
}

impl From<AmbienceArgument> for crate::sound::ambience::Ambience {
    fn from(argument: AmbienceArgument) -> Self {
        match argument {
            AmbienceArgument::Silence => Self::Silence,
            AmbienceArgument::BrownNoise => Self::BrownNoise,
            AmbienceArgument::SoftRain => Self::SoftRain,
            AmbienceArgument::LowDrone => Self::LowDrone,
        }
    }
}

/// A phase, as it is named on the command line.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum PhaseArgument {
    /// Between attacks.
    Between,
    /// Warning signs.
    Prodrome,
    /// Aura.
    Aura,
    /// Attack.
    Attack,
    /// After an attack.
    Postdrome,
}

impl From<PhaseArgument> for crate::routine::Phase {
    fn from(argument: PhaseArgument) -> Self {
        match argument {
            PhaseArgument::Between => Self::Between,
            PhaseArgument::Prodrome => Self::Prodrome,
            PhaseArgument::Aura => Self::Aura,
            PhaseArgument::Attack => Self::Attack,
            PhaseArgument::Postdrome => Self::Postdrome,
        }
    }
}

/// The members of a vocabulary by their names in kebab case: `touch-hurts`.
pub(super) fn one_of<T: Vocabulary + Copy + Send + Sync>() -> impl TypedValueParser<Value = T> {
    let names: Vec<String> = T::NAMES.iter().map(|name| kebab(name)).collect();
    PossibleValuesParser::new(names.iter().cloned().map(PossibleValue::new)).try_map(move |chosen| {
        let index = names.iter().position(|name| *name == chosen);
        index.and_then(|index| T::ALL.get(index)).copied().ok_or("no such name")
    })
}

/// `TouchHurts` as `touch-hurts`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase());
    }
    kebab
}

/// The language of the words, where it is said on the command line.
#[derive(Debug, Default, clap::Args)]
pub(super) struct InLanguage {
    /// The language of the words, where a routine has them in it; else as in your settings, or as the system says.
    #[arg(long, value_name = "LANGUAGE", value_parser = one_of::<Language>())]
    language: Option<Language>,
}

impl InLanguage {
    /// The library of this person in it.
    pub(super) fn library(&self) -> Library {
        let paths = Paths::of_this_person();
        let language = self
            .language
            .unwrap_or_else(|| preferences::language(&preferences::load(paths.as_ref()).settings));
        Library::open_in(paths.as_ref().map(|paths| paths.routines.as_path()), language)
    }
}

/// How it is now, as far as it is said on the command line.
#[derive(Debug, clap::Args)]
pub(super) struct Now {
    /// Where you are in the course of an attack; in an attack everything is quieter.
    #[arg(long, value_enum)]
    pub(super) phase: Option<PhaseArgument>,
    /// What else is so now; can be given several times.
    #[arg(long = "state", value_name = "STATE", value_parser = one_of::<State>())]
    states: Vec<State>,
}

impl Now {
    /// The moment that this says.
    pub(super) fn moment(&self) -> Moment {
        let states = self.states.iter().copied().collect();
        Moment { phase: self.phase.map(Into::into), states, ..Moment::default() }
    }
}
