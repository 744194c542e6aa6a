//! What a rule speaks of: what a step does, not what its author calls it.

use std::fmt;

use serde::de::{EnumAccess, Error as _, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::rules::rules;
use crate::ron_reader::Vocabulary;
use crate::ron_reader::vocabulary::vocabulary;
use crate::routine::{Breathe, CompressKind, Motion, Pattern, Site, StepKind};
use crate::time::ExactDuration;

vocabulary! {
    /// Several sites at once; `rules.ron` says which.
    Area, "area":
    AllFace = "face",
    AllHead = "scalp and behind the ears",
    AllNeck = "neck",
    AllShoulders = "shoulders and upper back",
}

/// A site, or several at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One.
    Site(Site),
    /// All of an area.
    Area(Area),
}

/// What a step does, as a rule names it. Without places it means any.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Matcher {
    /// Fingers, hands or balls on the skin.
    HandsOn {
        /// Where.
        #[serde(default)]
        on: Vec<Place>,
        /// Only with more pressure than this.
        #[serde(default)]
        above: Option<u8>,
    },
    /// The weight rests on something.
    Balls,
    /// Nods, rolls of the head, and its exercises.
    HeadMoves,
    /// Any nod, roll or exercise.
    Moves,
    /// Movements that are held and repeated: turns, tilts, stretches and pushes against the hand.
    Exercises,
    /// Slow rolls.
    Rolls {
        /// Where.
        #[serde(default)]
        on: Vec<Place>,
    },
    /// Muscles are tensed.
    Tenses {
        /// Where.
        #[serde(default)]
        on: Vec<Place>,
    },
    /// Attention on the body.
    Attends,
    /// A cold pack, alone or in turn with warmth.
    Cold {
        /// Where.
        #[serde(default)]
        on: Vec<Place>,
    },
    /// A warm pack, alone or in turn with cold.
    Warm {
        /// Where.
        #[serde(default)]
        on: Vec<Place>,
    },
    /// Warm and cold in turn.
    Contrast,
    /// The breath is held.
    BreathHolds,
    /// Breathing with tones.
    Breathes {
        /// Only if a breath is shorter than this.
        #[serde(default)]
        within: Option<ExactDuration>,
    },
    /// The whole routine, if it is longer than this.
    Longer {
        /// The longest that is meant by no means.
        than: ExactDuration,
    },
    /// The whole routine, if it is done lying down, or can be.
    LiesDown,
    /// Whatever is done.
    Always,
}

impl Matcher {
    /// Whether it speaks of a step that does this; never of a whole routine.
    #[must_use]
    pub fn is_about(&self, action: &StepKind) -> bool {
        match (self, action) {
            (Self::HandsOn { on, above }, StepKind::Guide(guide)) => {
                let stronger = above.is_none_or(|above| guide.pressure.value > above);
                guide.motion.value.is_hands_on() && stronger && includes(on, guide.site.value)
            }
            (Self::Balls, StepKind::Guide(guide)) => guide.motion.value == Motion::LeanOn,
            (Self::HeadMoves, StepKind::Guide(guide)) => match guide.motion.value {
                Motion::Nod | Motion::Turn | Motion::Tilt | Motion::ChinTuck | Motion::Resist => true,
                Motion::Roll | Motion::Stretch => {
                    let head = [Area::AllFace, Area::AllHead, Area::AllNeck].map(Place::Area);
                    includes(&head, guide.site.value)
                }
                Motion::Circle
                | Motion::Press
                | Motion::Hold
                | Motion::Stroke
                | Motion::Squeeze
                | Motion::Shift
                | Motion::Lift
                | Motion::LeanOn
                | Motion::Shrug
                | Motion::BladeSqueeze
                | Motion::Tense
                | Motion::Release
                | Motion::Attend => false,
            },
            (Self::Moves, StepKind::Guide(guide)) => {
                matches!(guide.motion.value, Motion::Nod | Motion::Roll) || guide.motion.value.is_exercise()
            }
            (Self::Exercises, StepKind::Guide(guide)) => guide.motion.value.is_exercise(),
            (Self::Rolls { on }, StepKind::Guide(guide)) => {
                guide.motion.value == Motion::Roll && includes(on, guide.site.value)
            }
            (Self::Tenses { on }, StepKind::Guide(guide)) => {
                guide.motion.value == Motion::Tense && includes(on, guide.site.value)
            }
            (Self::Attends, StepKind::Guide(guide)) => guide.motion.value == Motion::Attend,
            (Self::Cold { on }, StepKind::Compress(compress)) => {
                compress.pack.value == CompressKind::Cold && includes(on, compress.site.value)
            }
            (Self::Warm { on }, StepKind::Compress(compress)) => {
                compress.pack.value == CompressKind::Warm && includes(on, compress.site.value)
            }
            (Self::Cold { on } | Self::Warm { on }, StepKind::Contrast(contrast)) => {
                includes(on, contrast.site.value)
            }
            (Self::Contrast, StepKind::Contrast(_)) => true,
            (Self::BreathHolds, StepKind::Breathe(breathe)) => {
                patterns(breathe).any(|pattern| pattern.has_hold())
            }
            (Self::Breathes { within }, StepKind::Breathe(breathe)) => {
                within.is_none_or(|within| patterns(breathe).any(|pattern| pattern.cycle() < within))
            }
            _ => false,
        }
    }

    /// In plain words, for the table.
    #[must_use]
    pub fn plain(&self) -> String {
        let on = |paths: &[Place]| match paths {
            [] => String::new(),
            paths => {
                let names: Vec<&str> = paths.iter().map(|place| place.plain()).collect();
                format!(" ({})", names.join(", "))
            }
        };
        match self {
            Self::HandsOn { on: paths, above: None } => format!("massage{}", on(paths)),
            Self::HandsOn { on: paths, above: Some(above) } => {
                format!("massage above {above} out of 10{}", on(paths))
            }
            Self::Balls => "lying on balls".into(),
            Self::HeadMoves => "moving the head".into(),
            Self::Moves => "all movements of the head and shoulders".into(),
            Self::Exercises => "exercises and stretches".into(),
            Self::Rolls { on: paths } => format!("slow rolls{}", on(paths)),
            Self::Tenses { on: paths } => format!("tensing muscles{}", on(paths)),
            Self::Attends => "paying attention to the body".into(),
            Self::Cold { on: paths } => format!("cold{}", on(paths)),
            Self::Warm { on: paths } => format!("warmth{}", on(paths)),
            Self::Contrast => "alternating warm and cold".into(),
            Self::BreathHolds => "holding the breath".into(),
            Self::Breathes { within: None } => "paced breathing".into(),
            Self::Breathes { within: Some(within) } => format!("breaths shorter than {within}"),
            Self::Longer { than } => format!("anything longer than {than}"),
            Self::LiesDown => "anything done lying down".into(),
            Self::Always => "anything".into(),
        }
    }

    /// The places that it names.
    #[must_use]
    pub fn paths(&self) -> &[Place] {
        match self {
            Self::HandsOn { on, .. }
            | Self::Rolls { on }
            | Self::Tenses { on }
            | Self::Cold { on }
            | Self::Warm { on } => on,
            Self::Balls
            | Self::HeadMoves
            | Self::Moves
            | Self::Exercises
            | Self::Attends
            | Self::Contrast
            | Self::BreathHolds
            | Self::Breathes { .. }
            | Self::Longer { .. }
            | Self::LiesDown
            | Self::Always => &[],
        }
    }
}

fn includes(paths: &[Place], site: Site) -> bool {
    paths.is_empty() || paths.iter().any(|place| place.includes(site))
}

/// Every pattern that a step breathes, the easier ones on the way included.
fn patterns(breathe: &Breathe) -> impl Iterator<Item = Pattern> + '_ {
    breathe.ramp.iter().map(|stage| stage.value.pattern).chain([breathe.pattern])
}

impl Place {
    /// Whether a site belongs to it.
    #[must_use]
    pub fn includes(self, site: Site) -> bool {
        match self {
            Self::Site(own) => own == site,
            Self::Area(area) => area.sites().contains(&site),
        }
    }

    /// In plain words.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Site(site) => site.plain(),
            Self::Area(area) => area.plain(),
        }
    }
}

impl Area {
    /// The sites that belong to it.
    #[must_use]
    pub fn sites(self) -> &'static [Site] {
        rules().areas.iter().find(|of| of.area == self).map_or(&[], |of| &of.sites)
    }
}

impl<'de> Deserialize<'de> for Place {
    /// A bare name, of a site or of an area.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Named;
        impl<'de> Visitor<'de> for Named {
            type Value = Place;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a site or an area")
            }

            fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Place, A::Error> {
                let (Name(name), body) = access.variant()?;
                body.unit_variant()?;
                let area = Area::ALL.iter().find(|area| area.name() == name).map(|area| Place::Area(*area));
                let site = Site::ALL.iter().find(|site| site.name() == name).map(|site| Place::Site(*site));
                area.or(site).ok_or_else(|| A::Error::custom(format!("there is no site or area `{name}`")))
            }
        }
        deserializer.deserialize_enum("", &[], Named)
    }
}

/// A name, as the file has it.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Identifier;
        impl Visitor<'_> for Identifier {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }
        }
        deserializer.deserialize_identifier(Identifier)
    }
}
