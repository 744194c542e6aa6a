//! What can be said of an attack, by whichever command.

use clap::{Args, ValueEnum};

use super::note::words;
use crate::journal::{Attack, Aura};

/// What an attack was like. All of it is optional.
#[derive(Debug, Args)]
#[command(next_help_heading = "What an attack was like")]
pub(super) struct AttackDetails {
    /// The worst pain, 0–10.
    #[arg(long, value_name = "0-10", value_parser = clap::value_parser!(u8).range(0..=10))]
    peak: Option<u8>,
    /// Where it hurts.
    #[arg(long = "where", value_name = "TEXT", value_parser = words)]
    place: Option<String>,
    /// Whether there was an aura.
    #[arg(long, value_enum)]
    aura: Option<AuraArgument>,
    /// How long the aura lasted, in minutes.
    #[arg(long, value_name = "MINUTES")]
    aura_minutes: Option<u16>,
    /// Nausea at its worst: 0 none, 1 mild, 2 moderate, 3 severe.
    #[arg(long, value_name = "0-3", value_parser = clap::value_parser!(u8).range(0..=3))]
    nausea: Option<u8>,
    /// Sensitivity to light at its worst, 0–3.
    #[arg(long, value_name = "0-3", value_parser = clap::value_parser!(u8).range(0..=3))]
    light: Option<u8>,
    /// Sensitivity to sound at its worst, 0–3.
    #[arg(long, value_name = "0-3", value_parser = clap::value_parser!(u8).range(0..=3))]
    sound: Option<u8>,
    /// Sensitivity to touch at its worst, 0–3.
    #[arg(long, value_name = "0-3", value_parser = clap::value_parser!(u8).range(0..=3))]
    touch: Option<u8>,
    /// How much it kept you from doing things at its worst, 0–3.
    #[arg(long, value_name = "0-3", value_parser = clap::value_parser!(u8).range(0..=3))]
    function: Option<u8>,
    /// What came before or with it, such as "period" or "slept badly"; can be repeated.
    #[arg(long = "with", value_name = "TEXT", value_parser = words)]
    factors: Vec<String>,
    /// What did not, of your yes-or-no questions; can be repeated.
    #[arg(long = "without", value_name = "TEXT", value_parser = words)]
    absent: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum AuraArgument {
    /// There was an aura.
    Yes,
    /// There was no aura.
    No,
}

impl From<AuraArgument> for Aura {
    fn from(argument: AuraArgument) -> Self {
        match argument {
            AuraArgument::Yes => Self::Yes,
            AuraArgument::No => Self::No,
        }
    }
}

impl AttackDetails {
    /// Writes what was said into an attack; the rest of it stays.
    pub(super) fn apply(&self, attack: &mut Attack) {
        attack.peak = self.peak.or(attack.peak);
        if let Some(place) = &self.place {
            attack.place.clone_from(place);
        }
        attack.aura = self.aura.map_or(attack.aura, Aura::from);
        attack.aura_minutes = self.aura_minutes.or(attack.aura_minutes).filter(|_| attack.aura != Aura::No);
        let symptoms = &mut attack.symptoms;
        for (said, kept) in [
            (self.nausea, &mut symptoms.nausea),
            (self.light, &mut symptoms.light),
            (self.sound, &mut symptoms.sound),
            (self.touch, &mut symptoms.touch),
            (self.function, &mut symptoms.function),
        ] {
            *kept = said.or(*kept);
        }
        for (questions, answer) in [(&self.factors, true), (&self.absent, false)] {
            for question in questions.iter().filter(|question| !question.trim().is_empty()) {
                if attack.answer(question) != Some(answer) {
                    attack.set_answer(question, Some(answer));
                }
            }
        }
    }
}
