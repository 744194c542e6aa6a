//! What the routines of a bundle do to the body, in short, and in which languages.

use std::sync::Arc;

use crate::ron_reader::Vocabulary as _;
use crate::routine::{CompressKind, Guide, Language, Motion, Site, StepKind, walk};
use crate::safety::{Moment, Profile, SafeRoutine};
use crate::time::ExactDuration;
use crate::timeline::{compile, plan};

/// What routines do to the body, in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Does {
    /// The sites that are touched or attended to, each with its strongest pressure, 0–10.
    pub sites: Vec<(Site, u8)>,
    /// The movements that train or stretch, each with the most repetitions of a step.
    pub exercises: Vec<(Motion, u64)>,
    /// The packs, with their sites and longest times.
    pub packs: Vec<(CompressKind, Site, ExactDuration)>,
    /// The breathing patterns, in words.
    pub breaths: Vec<String>,
    /// Whether a question is asked whose answer decides how it goes on.
    pub asks: bool,
    /// The languages in which every sentence of all of them exists.
    pub languages: Vec<Language>,
}

impl Does {
    /// What routines do, including their techniques and alternatives.
    #[must_use]
    pub(super) fn of(routines: &[Arc<SafeRoutine>]) -> Self {
        let mut does = Self::default();
        for routine in routines {
            does.add(routine);
        }
        let is_whole = |language: &Language| routines.iter().all(|routine| is_whole_in(routine, *language));
        does.languages = Language::ALL.iter().copied().filter(is_whole).collect();
        let order = |site: Site| Site::ALL.iter().position(|other| *other == site);
        does.sites.sort_by_key(|(site, _)| order(*site));
        does
    }

    fn add(&mut self, routine: &SafeRoutine) {
        walk(&routine.routine().steps, &mut |step, _| match &step.kind {
            StepKind::Guide(guide) => self.guides(guide),
            StepKind::Compress(compress) => {
                let (pack, site) = (compress.pack.value, compress.site.value);
                self.lays(pack, site, compress.length.limits().1);
            }
            StepKind::Contrast(contrast) => {
                self.lays(CompressKind::Warm, contrast.site.value, contrast.warm.value);
                self.lays(CompressKind::Cold, contrast.site.value, contrast.cold.value);
            }
            StepKind::Breathe(breathe) => {
                let ramp = breathe.ramp.iter().map(|stage| stage.value.pattern);
                for pattern in ramp.chain([breathe.pattern]) {
                    let plain = pattern.plain();
                    if !self.breaths.contains(&plain) {
                        self.breaths.push(plain);
                    }
                }
            }
            StepKind::Ask(_) => self.asks = true,
            StepKind::Rest(_)
            | StepKind::Wait { .. }
            | StepKind::Repeat(_)
            | StepKind::EachSide(_)
            | StepKind::Use(_)
            | StepKind::Group(_) => {}
        });
    }

    fn guides(&mut self, guide: &Guide) {
        let (site, motion, pressure) = (guide.site.value, guide.motion.value, guide.pressure.value);
        match self.sites.iter_mut().find(|(known, _)| *known == site) {
            Some((_, strongest)) => *strongest = pressure.max(*strongest),
            None => self.sites.push((site, pressure)),
        }
        if motion.is_exercise() {
            let times = guide.repetitions(guide.length.limits().1);
            match self.exercises.iter_mut().find(|(known, _)| *known == motion) {
                Some((_, most)) => *most = times.max(*most),
                None => self.exercises.push((motion, times)),
            }
        }
    }

    fn lays(&mut self, pack: CompressKind, site: Site, lasts: ExactDuration) {
        match self.packs.iter_mut().find(|(known, at, _)| (*known, *at) == (pack, site)) {
            Some((_, _, longest)) => *longest = lasts.max(*longest),
            None => self.packs.push((pack, site, lasts)),
        }
    }
}

/// Whether every sentence of a routine exists in a language.
fn is_whole_in(routine: &Arc<SafeRoutine>, language: Language) -> bool {
    let routine = Arc::new(SafeRoutine::clone(routine).in_language(language));
    plan(&routine, &Profile::default(), &Moment::default(), None)
        .is_ok_and(|plan| compile(&plan).language_note().is_none())
}
