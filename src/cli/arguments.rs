//! Choices as they are named on the command line.

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
