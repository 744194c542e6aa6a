//! The words of the format: every site, motion, phase and the like that a routine can name.
//!
//! Each has its name in a file (`NeckBack`) and its plain words ("back of the neck"). The lists rest on what is known in the
//! field: the techniques, packs and muscle groups that the shipped routines use.

use crate::ron_reader::vocabulary::vocabulary;

vocabulary! {
    /// What a routine mainly is.
    Kind, "kind":
    Massage = "massage",
    Cold = "cold",
    Warmth = "warmth",
    Breathing = "breathing",
    Relaxation = "relaxation",
    Mixed = "mixed",
}

vocabulary! {
    /// Where somebody is in the course of an attack.
    Phase, "phase":
    Between = "between attacks",
    Prodrome = "warning signs",
    Aura = "aura",
    Attack = "attack",
    Postdrome = "after an attack",
}

vocabulary! {
    /// How well a routine is studied, in the only words that are used for it.
    Evidence, "evidence level":
    SmallTrials = "Tested in small migraine trials; certainty low",
    OtherPeople = "Studied only in other people",
    Traditional = "Traditional; little evidence",
}

vocabulary! {
    /// Whether to sit, lie or stand.
    Posture, "posture":
    Seated = "seated",
    Lying = "lying down",
    Standing = "standing",
    Any = "seated or lying down",
}

vocabulary! {
    /// A side of the person's own body.
    Side, "side":
    Left = "left",
    Right = "right",
    Both = "both",
}

vocabulary! {
    /// The side with which what is done on each side begins.
    FirstSide, "side":
    Left = "left",
    Right = "right",
    Sore = "the sore side",
}

vocabulary! {
    /// Which sides have their turn.
    Turns, "kind of turns":
    Each = "each side once",
    FirstOnly = "the first side only",
    FirstAgain = "each side, and the first once more",
}

vocabulary! {
    /// Which hand does the work, seen from the side that it works on.
    Hand, "hand":
    Opposite = "the opposite hand",
    Same = "the hand on the same side",
    Both = "both hands",
    Either = "either hand",
}

vocabulary! {
    /// What is put on the skin.
    CompressKind, "pack":
    Cold = "cold pack",
    Warm = "warm pack",
}

vocabulary! {
    /// What the hand, or the body, does.
    Motion, "motion":
    Circle = "small circles",
    Press = "steady press",
    Hold = "hold",
    Stroke = "strokes",
    Squeeze = "squeeze and let go",
    Shift = "move the skin",
    Lift = "light lift",
    Roll = "slow rolls",
    Nod = "tiny nod",
    Turn = "turn the head",
    Tilt = "tilt the head",
    ChinTuck = "draw the chin in",
    Shrug = "raise the shoulders",
    BladeSqueeze = "draw the shoulder blades together",
    Stretch = "gentle stretch",
    Resist = "push gently against the hand",
    LeanOn = "rest your weight on it",
    Tense = "tense gently",
    Release = "let go",
    Attend = "attention only",
}

vocabulary! {
    /// A state of the moment for which a step can offer something else.
    When, "state":
    TouchHurts = "touch hurts",
    Nauseous = "nauseous",
    Aura = "aura",
}

vocabulary! {
    /// A place on the body. The front of the throat, the eyeball and the spine are not on the list, so no routine
    /// can name them.
    Site, "site":
    Shoulders = "shoulders",
    Trapezius = "muscle between neck and shoulder",
    Levator = "inner top corner of the shoulder blade",
    NeckBack = "back of the neck",
    Suboccipital = "base of the skull",
    Sternocleidomastoid = "muscle at the side of the neck",
    Temples = "temples",
    Forehead = "forehead",
    Brow = "eyebrows",
    BetweenBrows = "between the eyebrows",
    Masseter = "chewing muscle",
    Mastoid = "bone behind the ear",
    Scalp = "scalp",
    Crown = "crown of the head",
    UpperBack = "upper back",
    HandWeb = "web between thumb and index finger",
    InnerWrist = "inside of the wrist",
    Face = "face",
    Eyes = "around the eyes",
    Jaw = "jaw",
    Hands = "hands",
    Forearms = "forearms",
    UpperArms = "upper arms",
    Chest = "chest",
    Belly = "belly",
    Back = "back",
    Hips = "hips",
    Thighs = "thighs",
    Calves = "calves",
    Feet = "feet",
    WholeBody = "whole body",
}

impl Side {
    /// The other one; both stay both.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
            Self::Both => Self::Both,
        }
    }
}

impl Site {
    /// Where it is, in words: `on the forehead`, `around the eyes`, `at the base of the skull`.
    #[must_use]
    pub fn placed(self) -> String {
        let plain = self.plain();
        if self == Self::Suboccipital {
            format!("at the {plain}")
        } else if plain.starts_with("around ") || plain.starts_with("between ") {
            plain.to_owned()
        } else {
            format!("on the {plain}")
        }
    }
}

impl Site {
    /// It as the object of a sentence: `the forehead`, `around the eyes`.
    #[must_use]
    pub fn the(self) -> String {
        let plain = self.plain();
        if plain.starts_with("around ") || plain.starts_with("between ") {
            plain.to_owned()
        } else {
            format!("the {plain}")
        }
    }
}

impl Motion {
    /// Whether fingers, hands or balls work on the skin, as opposed to moving or attending oneself.
    #[must_use]
    pub const fn is_hands_on(self) -> bool {
        match self {
            Self::Circle
            | Self::Press
            | Self::Hold
            | Self::Stroke
            | Self::Squeeze
            | Self::Shift
            | Self::Lift
            | Self::LeanOn
            | Self::Resist => true,
            Self::Roll
            | Self::Nod
            | Self::Turn
            | Self::Tilt
            | Self::ChinTuck
            | Self::Shrug
            | Self::BladeSqueeze
            | Self::Stretch
            | Self::Tense
            | Self::Release
            | Self::Attend => false,
        }
    }

    /// Whether it trains or stretches: a movement that is held for some seconds and repeated.
    #[must_use]
    pub const fn is_exercise(self) -> bool {
        match self {
            Self::Turn
            | Self::Tilt
            | Self::ChinTuck
            | Self::Shrug
            | Self::BladeSqueeze
            | Self::Stretch
            | Self::Resist => true,
            Self::Circle
            | Self::Press
            | Self::Hold
            | Self::Stroke
            | Self::Squeeze
            | Self::Shift
            | Self::Lift
            | Self::Roll
            | Self::Nod
            | Self::LeanOn
            | Self::Tense
            | Self::Release
            | Self::Attend => false,
        }
    }

    /// Whether it goes to one side, so that a person has to know to which.
    #[must_use]
    pub const fn goes_sideways(self) -> bool {
        matches!(self, Self::Turn | Self::Tilt)
    }

    /// Where it is done, if an author does not say so: the movements of the whole head and of both shoulder blades have
    /// only one place.
    #[must_use]
    pub const fn own_site(self) -> Option<Site> {
        match self {
            Self::Nod | Self::Turn | Self::Tilt | Self::ChinTuck => Some(Site::NeckBack),
            Self::Shrug => Some(Site::Shoulders),
            Self::BladeSqueeze => Some(Site::UpperBack),
            Self::Circle
            | Self::Press
            | Self::Hold
            | Self::Stroke
            | Self::Squeeze
            | Self::Shift
            | Self::Lift
            | Self::Roll
            | Self::LeanOn
            | Self::Stretch
            | Self::Resist
            | Self::Tense
            | Self::Release
            | Self::Attend => None,
        }
    }
}
