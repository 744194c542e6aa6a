//! How the list of routines is ordered: by what somebody needs right now, each routine once.

use crate::library::Entry;
use crate::ron_reader::Vocabulary as _;
use crate::routine::{Kind, Phase, Step, StepKind, walk};
use crate::safety::SafeRoutine;
use crate::time::ExactDuration;
use crate::ui::figure::Subject;

/// A group of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The person's favourites.
    Favourites,
    /// What suits a phase other than between attacks.
    During(Phase),
    /// What is for the days between attacks alone, by its kind.
    Between(Kind),
}

/// The phases of which a routine is listed under the first that it suits. Those in which one has least time to look come
/// first; what also suits the days before and after an attack is looked for on the days between.
const FIRST: [Phase; 5] = [Phase::Attack, Phase::Aura, Phase::Between, Phase::Prodrome, Phase::Postdrome];

impl Need {
    /// All groups, in the order of the list.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let between = Kind::ALL.iter().map(|kind| Self::Between(*kind));
        let during = FIRST.into_iter().filter(|phase| *phase != Phase::Between).map(Self::During);
        [Self::Favourites].into_iter().chain(during).chain(between).collect()
    }

    /// The group that a routine is listed in.
    #[must_use]
    pub fn of(routine: &SafeRoutine, favourites: &[String]) -> Self {
        if favourites.iter().any(|id| id == routine.id()) {
            return Self::Favourites;
        }
        let suits = |phase: &Phase| routine.routine().suits.iter().any(|suited| suited.value == *phase);
        match FIRST.into_iter().find(suits) {
            Some(Phase::Between) | None => Self::Between(routine.kind()),
            Some(phase @ (Phase::Attack | Phase::Aura | Phase::Prodrome | Phase::Postdrome)) => {
                Self::During(phase)
            }
        }
    }

    /// The heading, in small letters.
    #[must_use]
    pub fn plain(self) -> String {
        match self {
            Self::Favourites => "favourites".into(),
            Self::During(phase) => phase.plain().into(),
            Self::Between(kind) => format!("{}: {}", Phase::Between.plain(), kind.plain()),
        }
    }
}

/// Whether a routine is called by all the words that were typed.
#[must_use]
pub fn is_called(routine: &SafeRoutine, words: &str) -> bool {
    let title = routine.title().to_lowercase();
    let words = words.to_lowercase();
    let mut words = words.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| title.contains(word))
}

/// Whether every word that was typed occurs in what the list knows of a routine.
#[must_use]
pub fn matches(entry: &Entry, words: &str) -> bool {
    if words.trim().is_empty() {
        return true;
    }
    let mut text = entry.id.clone();
    if let Some(routine) = &entry.routine {
        let source = routine.routine();
        let phases: Vec<&str> = source.suits.iter().map(|phase| phase.value.plain()).collect();
        let about = source.about.as_ref().map(|about| routine.text(&about.value)).unwrap_or_default();
        text = [&text, &routine.title(), &about, routine.kind().plain(), &phases.join(" ")].join(" ");
    }
    let text = text.to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// What a small figure beside a routine shows: the site of its longest step with hands or a pack; without one, of its
/// longest step on a site; nothing for breathing alone.
#[must_use]
pub fn subject(routine: &SafeRoutine) -> Option<Subject> {
    let mut longest: Option<(bool, ExactDuration, Subject)> = None;
    walk(&routine.routine().steps, &mut |step: &Step, _| {
        let found = match &step.kind {
            StepKind::Guide(guide) => {
                let (site, motion) = (guide.site.value, guide.motion.value);
                let subject = Subject::site(site);
                Some((motion.is_hands_on(), guide.length.lasts.value, subject))
            }
            StepKind::Compress(compress) => {
                let (pack, site) = (compress.pack.value, compress.site.value);
                Some((true, compress.length.lasts.value, Subject::Compress { pack, site }))
            }
            StepKind::Contrast(contrast) => {
                let pack = crate::routine::CompressKind::Warm;
                let subject = Subject::Compress { pack, site: contrast.site.value };
                Some((true, ExactDuration::from_mins(1), subject))
            }
            StepKind::Breathe(_)
            | StepKind::Rest(_)
            | StepKind::Wait { .. }
            | StepKind::Ask(_)
            | StepKind::Repeat(_)
            | StepKind::EachSide(_)
            | StepKind::Group(_)
            | StepKind::Use(_) => None,
        };
        if let Some((touches, lasts, subject)) = found
            && longest.is_none_or(|(other, length, _)| (touches, lasts) > (other, length))
        {
            longest = Some((touches, lasts, subject));
        }
    });
    longest.map(|(_, _, subject)| subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Library;

    #[test]
    fn every_routine_is_in_one_group_and_a_favourite_in_its_own() {
        let library = Library::open(None);
        let need = |id: &str, favourites: &[String]| {
            Need::of(library.find(id).unwrap().routine.as_ref().unwrap(), favourites)
        };
        assert_eq!(need("cold-forehead", &[]), Need::During(Phase::Attack));
        assert_eq!(need("neck-and-shoulders-5", &[]), Need::Between(Kind::Massage));
        assert_eq!(need("cold-forehead", &["cold-forehead".into()]), Need::Favourites);
        let all = Need::all();
        for routine in library.entries().iter().filter_map(|entry| entry.routine.as_ref()) {
            let groups = all.iter().filter(|need| **need == Need::of(routine, &[])).count();
            assert_eq!(groups, 1, "{}", routine.id());
        }
    }

    #[test]
    fn a_routine_is_called_by_words_of_its_title_alone() {
        let library = Library::open(None);
        let called = |id: &str, words| is_called(library.find(id).unwrap().routine.as_ref().unwrap(), words);
        assert!(called("neck-and-shoulders-5", "Neck and") && called("neck-and-shoulders-5", "shoul nec"));
        assert!(!called("first-sign", "neck and") && !called("neck-and-shoulders-5", " "));
    }

    #[test]
    fn a_routine_is_found_by_any_of_its_words() {
        let library = Library::open(None);
        let entry = library.find("cold-forehead").unwrap();
        for words in ["", "cold", "FORE attack", "forehead cold"] {
            assert!(matches(entry, words), "{words}");
        }
        assert!(!matches(entry, "cold knee"));
    }

    #[test]
    fn a_small_figure_shows_where_most_is_done() {
        let library = Library::open(None);
        let of = |id: &str| subject(library.find(id).unwrap().routine.as_ref().unwrap());
        assert!(matches!(
            of("cold-forehead"),
            Some(Subject::Compress { site: crate::routine::Site::Forehead, .. })
        ));
        assert!(matches!(of("temples"), Some(Subject::Site { site: crate::routine::Site::Temples, .. })));
        assert_eq!(of("coherent-breathing"), None);
    }
}
