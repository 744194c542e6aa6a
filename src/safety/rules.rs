//! The rules as data: `rules.ron`, read once.

use std::sync::LazyLock;

use serde::Deserialize;

use super::matcher::Area;
use super::source::Source;
use crate::routine::{CompressKind, Site};
use crate::time::ExactDuration;

mod limits;

pub use limits::{
    BreathCap, ContrastCap, ExerciseCap, HandsOnCap, InsteadRule, Never, OneSide, OnlyOn, OnlyThat, PackCap,
    PressureCap, SkinCap, SpotCap, TensingCap,
};

/// Everything that limits what a step may do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Names for several sites at once.
    pub areas: Vec<AreaSites>,
    /// What no routine does.
    pub never: Vec<Never>,
    /// Motions that belong on some sites alone.
    pub only_on: Vec<OnlyOn>,
    /// Sites on which hands do some motions alone.
    pub only_that: Vec<OnlyThat>,
    /// The highest pressure by site.
    pub pressure: Vec<PressureCap>,
    /// The longest time on one spot by motion.
    pub spot: Vec<SpotCap>,
    /// Sites that are worked on one side at a time.
    pub one_side: Vec<OneSide>,
    /// The longest time of hands on each skin in a session.
    pub skins: Vec<SkinCap>,
    /// The longest time with hands on.
    pub hands_on: HandsOnCap,
    /// Where packs are allowed, and for how long.
    pub packs: Vec<PackCap>,
    /// Warm and cold in turn.
    pub contrast: ContrastCap,
    /// Breathing with tones.
    pub breath: BreathCap,
    /// Tensing of muscles.
    pub tensing: TensingCap,
    /// Movements that are held and repeated.
    pub exercise: ExerciseCap,
    /// What is done instead of a step.
    pub instead: InsteadRule,
    /// How often somebody with a pack on is asked whether they are awake.
    pub awake_checks: AwakeChecks,
    /// What is watched from session to session.
    pub guard: GuardRules,
    /// When to stop, by what is being done.
    pub stop_signs: Vec<StopSigns>,
    /// When to look at the skin under a pack.
    pub skin_checks: SkinChecks,
}

/// The sites of an area.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct AreaSites {
    pub area: Area,
    pub sites: Vec<Site>,
}

/// What is watched from session to session.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuardRules {
    /// Sites that share their skin.
    pub together: Vec<Vec<Site>>,
    /// Rests and numbers by pack.
    pub packs: Vec<PackGuard>,
    /// Warm and cold in turn.
    pub contrast: ContrastGuard,
    /// Packs on the same skin with less between them are one application.
    pub one_application: ExactDuration,
    /// What lay only for a short time.
    pub short: ShortContact,
    /// Massage.
    pub hands_on: HandsOnGuard,
}

/// The rest after a pack that lay only for a short time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortContact {
    /// What lay for less starts no rest.
    pub from: ExactDuration,
    /// The shortest rest that is started at all.
    pub least: ExactDuration,
    /// From here on the rest is the whole one.
    pub full_from: ExactDuration,
}

/// How often a pack is allowed on the same skin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct PackGuard {
    pub pack: CompressKind,
    pub rest: ExactDuration,
    pub a_day: usize,
    pub why: String,
    pub source: Source,
}

/// How often warm and cold may take turns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct ContrastGuard {
    pub a_day: usize,
    pub why: String,
    pub source: Source,
}

/// How much massage there is in a day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct HandsOnGuard {
    pub a_day: ExactDuration,
    pub full_session: ExactDuration,
    pub why: String,
    pub source: Source,
}

/// When to stop what is being done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopSigns {
    /// What is being done.
    pub doing: Doing,
    /// Signs to stop at once.
    pub at_once: Vec<String>,
    /// What to do then.
    pub then: String,
    /// Signs to stop and rest.
    pub rest: Vec<String>,
    /// What it rests on.
    pub source: Source,
}

/// What is being done, as far as its stop signs differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Doing {
    /// Hands or balls on the skin.
    HandsOn,
    /// A cold pack.
    Cold,
    /// A warm pack.
    Warm,
    /// Paced breathing.
    Breathing,
}

/// When to stop what is being done.
#[must_use]
pub fn stop_signs(doing: Doing) -> Option<&'static StopSigns> {
    rules().stop_signs.iter().find(|signs| signs.doing == doing)
}

/// When to look at the skin under a pack.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct SkinChecks {
    pub at: Vec<ExactDuration>,
    pub then_every: ExactDuration,
    pub source: Source,
}

/// How often somebody with a pack on is asked whether they are awake.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct AwakeChecks {
    pub every: ExactDuration,
    pub answer_within: ExactDuration,
    pub source: Source,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    // The file is part of the program, and a test reads it: what is tested once cannot fail later.
    #[allow(clippy::expect_used)]
    ron::from_str(include_str!("rules.ron")).expect("src/safety/rules.ron is tested to be readable")
});

/// The rules.
#[must_use]
pub fn rules() -> &'static Rules {
    &RULES
}

impl AwakeChecks {
    /// The times inside a pack's `lasts` at which one is asked: only where an answer can still come before its end.
    #[must_use]
    pub fn within(&self, lasts: ExactDuration) -> Vec<ExactDuration> {
        let every = self.every.max(ExactDuration::from_secs(1));
        (1..=lasts.count_of(every)).map(|n| every * n).filter(|at| *at + self.answer_within < lasts).collect()
    }
}

impl SkinChecks {
    /// The times inside a pack's `lasts` at which the skin is looked at.
    #[must_use]
    pub fn within(&self, lasts: ExactDuration) -> Vec<ExactDuration> {
        let last_named = self.at.iter().copied().max().unwrap_or_default();
        let every = self.then_every.max(ExactDuration::from_secs(1));
        let later = (1..).map(|n| last_named + every * n).take_while(|at| *at < lasts);
        self.at.iter().copied().filter(|at| *at < lasts).chain(later).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::Vocabulary;
    use crate::routine::Motion;

    #[test]
    fn every_site_that_hands_can_work_on_has_one_pressure_cap() {
        for site in Site::ALL {
            let caps = rules().pressure.iter().filter(|cap| cap.sites.contains(site)).count();
            assert_eq!(caps, 1, "{}", site.name());
        }
    }

    #[test]
    fn no_site_belongs_to_two_skins() {
        for site in Site::ALL {
            let skins = rules().skins.iter().filter(|cap| cap.sites.contains(site)).count();
            assert!(skins <= 1, "{}", site.name());
        }
    }

    #[test]
    fn every_hands_on_motion_has_one_spot_cap() {
        for motion in Motion::ALL {
            let caps = rules().spot.iter().filter(|cap| cap.motions.contains(motion)).count();
            assert_eq!(caps, usize::from(motion.is_hands_on()), "{}", motion.name());
        }
    }

    #[test]
    fn everything_that_is_done_has_its_stop_signs() {
        for doing in [Doing::HandsOn, Doing::Cold, Doing::Warm, Doing::Breathing] {
            assert!(stop_signs(doing).is_some_and(|signs| !signs.at_once.is_empty()), "{doing:?}");
        }
    }

    #[test]
    fn every_pack_has_its_rest_and_no_skin_is_named_twice() {
        for pack in CompressKind::ALL {
            assert_eq!(rules().guard.packs.iter().filter(|guard| guard.pack == *pack).count(), 1);
        }
        for site in Site::ALL {
            let groups = rules().guard.together.iter().filter(|group| group.contains(site)).count();
            assert!(groups <= 1, "{}", site.name());
        }
    }

    #[test]
    fn skin_is_checked_at_two_and_five_minutes_then_every_five() {
        let minutes = |lasts| {
            let checks = rules().skin_checks.within(ExactDuration::from_mins(lasts));
            checks.iter().map(|at| at.whole_secs() / 60).collect::<Vec<_>>()
        };
        assert_eq!(minutes(15), [2, 5, 10]);
        assert_eq!(minutes(20), [2, 5, 10, 15]);
        assert_eq!(minutes(2), [0_u64; 0]);
    }
}
