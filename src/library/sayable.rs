//! Everything that the program can say by itself and with its own routines: what the narrator has to have recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Library;
use crate::ron_reader::Vocabulary as _;
use crate::routine::words::speech_estimate;
use crate::routine::{Language, Phase};
use crate::safety::{Condition, Moment, Profile, SafeRoutine, State};
use crate::time::ExactDuration;
use crate::timeline::{EventKind, Plan, Speech, SpeechAmount, compile_for, phrases, plan};
use crate::voice::narrator;

/// The longest time that is announced: longer than any routine that is shipped can become.
const MOST_MINUTES: u64 = 90;

/// A text as it is given to the voice, and its language.
pub type Text = (Language, String);

/// Every text that can be said in a language, at every length, moment and person, with every setting.
///
/// Lengths come into a text only where the title is said, which is taken minute by minute: a routine whose steps say their
/// own length aloud is taken at its shortest, usual and longest only. A test finds one that does.
#[must_use]
pub fn texts(language: Language) -> BTreeSet<Text> {
    let library = Library::open_in(None, language);
    let routines = library.entries().iter().filter_map(|entry| entry.routine.as_ref());
    let mut all: BTreeSet<Text> = routines.flat_map(of_routine).collect();
    all.extend(own(language).into_iter().map(|text| (language, text)));
    all
}

/// Every sentence that a narrator has to have recorded in a language, with the time that there is for it.
#[must_use]
pub fn sentences(language: Language) -> BTreeMap<String, ExactDuration> {
    let texts = texts(language).into_iter().filter(|(spoken, _)| *spoken == language);
    let sentences =
        texts.flat_map(|(_, text)| narrator::sentences(&text).map(str::to_owned).collect::<Vec<_>>());
    sentences.map(|sentence| (sentence.clone(), speech_estimate(&sentence))).collect()
}

/// The program's own texts.
fn own(language: Language) -> BTreeSet<String> {
    let phrases = phrases::of(language);
    let minutes = (1..=MOST_MINUTES).map(ExactDuration::from_mins);
    let answers = (0..=10).flat_map(|pain: u8| [pain.to_string(), phrases.pain(pain)]);
    let fixed = [
        phrases.still_awake,
        phrases.if_sleepy,
        phrases.pack_off,
        phrases.the_end,
        phrases.gestures,
        phrases.how_is_the_pain,
        phrases.compared_with_before,
        phrases.thanks,
        phrases.trial,
    ];
    let fixed = fixed.into_iter().chain(phrases.feelings).map(str::to_owned);
    minutes.map(|left| phrases.time_left(left)).chain(answers).chain(fixed).collect()
}

fn of_routine(routine: &Arc<SafeRoutine>) -> BTreeSet<Text> {
    let mut texts = BTreeSet::new();
    let range = routine.range();
    let usual = (Profile::default(), Moment::default());
    for length in [range.shortest, range.longest] {
        let planned = plan(routine, &usual.0, &usual.1, Some(length));
        texts.extend(planned.iter().flat_map(of_plan));
    }
    for (profile, moment) in people() {
        let planned = plan(routine, &profile, &moment, None);
        texts.extend(planned.iter().flat_map(of_plan));
    }
    let language = routine.title_language();
    texts.extend(lengths().map(|length| {
        (language, phrases::of(language).get_ready(language, &routine.title_at(length), length))
    }));
    texts
}

/// The lengths that a title can be said with.
fn lengths() -> impl Iterator<Item = ExactDuration> {
    let short = (1..12).map(|tens| ExactDuration::from_secs(10 * tens));
    short.chain((1..=MOST_MINUTES).map(ExactDuration::from_mins))
}

/// Persons and moments: whatever changes a step, at least once in every phase.
fn people() -> Vec<(Profile, Moment)> {
    let phases = || std::iter::once(None).chain(Phase::ALL.iter().copied().map(Some));
    let moment =
        |phase, states: &[State]| Moment { phase, insist: true, ..Moment::with(states.iter().copied()) };
    let everything: Profile = Condition::ALL.iter().copied().collect();
    let states: Vec<Vec<State>> = std::iter::once(Vec::new())
        .chain(State::ALL.iter().map(|state| vec![*state]))
        .chain([State::ALL.to_vec()])
        .collect();
    let in_every_state = |profile: &Profile| -> Vec<(Profile, Moment)> {
        let moments = states.iter().flat_map(|states| phases().map(|phase| moment(phase, states)));
        moments.map(|moment| (profile.clone(), moment)).collect()
    };
    let mut people = in_every_state(&Profile::default());
    people.extend(in_every_state(&everything));
    for condition in Condition::ALL {
        let profile: Profile = [*condition].into_iter().collect();
        people.extend([None, Some(Phase::Attack)].map(|phase| (profile.clone(), moment(phase, &[]))));
    }
    people
}

fn of_plan(plan: &Plan) -> Vec<Text> {
    let amounts = [SpeechAmount::Everything, SpeechAmount::Names];
    let said = |amount| {
        let timeline = compile_for(plan, Speech { amount, ..Speech::default() });
        let texts = timeline.events().iter().filter_map(|event| match &event.kind {
            EventKind::Say { text, language, recording: None } => Some((*language, text.clone())),
            EventKind::Say { .. }
            | EventKind::Cue(_)
            | EventKind::AwakeCheck { .. }
            | EventKind::Breath { .. } => None,
        });
        texts.collect::<Vec<Text>>()
    };
    amounts.into_iter().flat_map(said).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::timeline::{Event, Timeline};
    use crate::voice::Narrator;
    use crate::voice::narrator::Recording;

    /// The languages that a narrator speaks.
    fn narrated() -> impl Iterator<Item = Language> {
        Language::ALL.iter().copied().filter(|language| !narrator::voices(*language).is_empty())
    }

    #[test]
    fn everything_that_can_be_said_is_recorded_and_nothing_is_left_over() {
        let recorded: BTreeSet<(&str, &str, &str)> = narrator::recordings()
            .iter()
            .map(|recording| (&*recording.voice, &*recording.language, &*recording.text))
            .collect();
        assert_eq!(recorded.len(), narrator::recordings().len(), "a sentence is recorded twice");
        let sentences: Vec<(Language, String)> = narrated()
            .flat_map(|language| sentences(language).into_keys().map(move |sentence| (language, sentence)))
            .collect();
        let wanted: BTreeSet<(&str, &str, &str)> = sentences
            .iter()
            .flat_map(|(language, sentence)| {
                narrator::voices(*language)
                    .into_iter()
                    .map(|voice| (voice, language.code(), sentence.as_str()))
            })
            .collect();
        let missing: Vec<_> = wanted.difference(&recorded).collect();
        let left_over: Vec<_> = recorded.difference(&wanted).collect();
        let again = "audio/README.md says how recordings are made again";
        assert!(missing.is_empty(), "{} sentences have no recording; {again}: {missing:?}", missing.len());
        assert!(left_over.is_empty(), "{} recordings say nothing; {again}: {left_over:?}", left_over.len());
    }

    #[test]
    fn every_recording_is_as_the_manifest_says() {
        let mut files = narrator::files();
        files.sort_unstable();
        let mut named: Vec<&str> = narrator::recordings().iter().map(|one| &*one.file).collect();
        named.sort_unstable();
        assert_eq!(files, named);
        for Recording { file, sha256, .. } in narrator::recordings() {
            let recording = narrator::recordings().iter().find(|one| one.file == *file).unwrap();
            let digest = Sha256::digest(recording.bytes());
            assert_eq!(format!("{digest:x}"), *sha256, "{file}");
        }
    }

    /// Every timeline of the shipped routines in a language at its shortest, with the routine's id.
    fn shortest(language: Language) -> Vec<(String, Timeline)> {
        let library = Library::open_in(None, language);
        let timelines = library.entries().iter().filter_map(|entry| {
            let routine = entry.routine.as_ref()?;
            let shortest = routine.range().shortest;
            let planned = plan(routine, &Profile::default(), &Moment::default(), Some(shortest)).ok()?;
            Some((entry.id.clone(), compile_for(&planned, Speech::default())))
        });
        timelines.collect()
    }

    #[test]
    fn the_narrator_is_done_before_the_step_is_and_no_cue_talks_over_the_words() {
        let mut wrong = Vec::new();
        for (language, who) in
            narrated().flat_map(|language| Narrator::ALL.iter().map(move |who| (language, *who)))
        {
            for (id, timeline) in shortest(language) {
                for spoken in timeline.spoken() {
                    let Some(lasts) = narrator::length_of(who, language, &spoken.text) else { continue };
                    let end = spoken.at + lasts;
                    let is_cut = |event: &Event| {
                        matches!(event.kind, EventKind::Cue(_)) && event.at > spoken.at && event.at < end
                    };
                    let cue = timeline.events().iter().any(is_cut);
                    if lasts > spoken.room || cue {
                        wrong.push((id.clone(), who, lasts.millis(), spoken.room.millis(), cue, spoken.text));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
    }
}
