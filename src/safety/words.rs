//! Words that an author is warned about: `words.ron`, read once, in every language that a file has.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::matcher::Matcher;
use super::source::Source;
use crate::ron_reader::{Problem, ProblemKind, Spanned};
use crate::routine::{Language, Step, StepKind, ValidRoutine, Words, walk};

mod phrase;

use phrase::Phrase;

/// Something that sentences are not to speak of without a second look.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// What it is, as the warning says it.
    pub about: String,
    /// Only in a file with a step that does one of these, if there are any.
    #[serde(default)]
    pub only_with: Vec<Matcher>,
    /// Not in a file with a step that does one of these.
    #[serde(default)]
    pub fine_with: Vec<Matcher>,
    /// The reason for the warning.
    pub why: String,
    /// What it rests on.
    pub source: Source,
    /// The words, by language.
    pub words: Vec<InLanguage>,
}

/// The words of a topic in one language; what `*` and `…` mean stands at the head of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InLanguage {
    /// The language.
    pub language: Language,
    /// Any of these, …
    pub any_of: Vec<String>,
    /// … together with any of these, if there are any.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Struck out before anything is looked for.
    #[serde(default)]
    pub harmless: Vec<String>,
}

/// The words of one topic in one language, ready to be looked for.
struct Looked {
    topic: usize,
    language: Language,
    any_of: Vec<Phrase>,
    beside: Vec<Phrase>,
    harmless: Vec<Phrase>,
}

struct List {
    topics: Vec<Topic>,
    looked: Vec<Looked>,
    /// For every first byte of a word: the lists, and their phrases, that can begin with it. Most sentences have no
    /// such word, and nothing else is looked for in them.
    begins: Vec<Vec<(usize, Phrase)>>,
    /// The first letters of all of them, in order: thousands of files are looked at, and few have any.
    openings: Vec<phrase::Opening>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    // The file is part of the program, and a test reads it: what is tested once cannot fail later.
    #[allow(clippy::expect_used)]
    let topics: Vec<Topic> =
        ron::from_str(include_str!("words.ron")).expect("src/safety/words.ron is tested to be readable");
    let parsed = |texts: &[String]| texts.iter().map(|text| Phrase::parse(text)).collect::<Vec<_>>();
    let mut looked = Vec::new();
    for (topic, of) in topics.iter().enumerate() {
        looked.extend(of.words.iter().map(|words| Looked {
            topic,
            language: words.language,
            any_of: parsed(&words.any_of),
            beside: parsed(&words.beside),
            harmless: parsed(&words.harmless),
        }));
    }
    let mut begins = vec![Vec::new(); 256];
    for (index, of) in looked.iter().enumerate() {
        let telling = if of.beside.is_empty() { &of.any_of } else { &of.beside };
        for phrase in telling {
            if let Some(byte) = phrase.first_byte() {
                begins[usize::from(byte)].push((index, phrase.clone()));
            }
        }
    }
    let mut openings: Vec<_> = begins.iter().flatten().filter_map(|(_, phrase)| phrase.opening()).collect();
    openings.sort_unstable();
    openings.dedup();
    List { topics, looked, begins, openings }
});

/// What authors are warned about.
#[must_use]
pub fn topics() -> &'static [Topic] {
    &LIST.topics
}

/// A warning for every sentence of a file that speaks of something on the list. What stands in a technique is told in
/// the technique's own file.
pub(super) fn telling(valid: &ValidRoutine, text: &str, problems: &mut Vec<Problem>) {
    let routine = valid.routine();
    let mut look = |words: &Spanned<Words>| of_words(words, valid, text, problems);
    routine.about.iter().chain(&routine.cautions).for_each(&mut look);
    own_words(&routine.steps, &mut look);
}

/// Whatever steps say, read and show, but for those of techniques.
fn own_words(steps: &[Step], look: &mut impl FnMut(&Spanned<Words>)) {
    for step in steps {
        step.sentences().for_each(&mut *look);
        if let StepKind::Breathe(breathe) = &step.kind {
            breathe.words_on_the_way().for_each(|(words, _)| look(words));
        }
        if !matches!(step.kind, StepKind::Group(_)) {
            own_words(step.kind.children(), look);
        }
        for other in step.others() {
            own_words(other, look);
        }
    }
}

fn of_words(words: &Spanned<Words>, valid: &ValidRoutine, text: &str, problems: &mut Vec<Problem>) {
    // A text in one language alone need not be in the one that it counts as.
    let is_alone = words.value.languages().nth(1).is_none();
    for (language, version) in words.value.texts() {
        if !phrase::may_begin(version, &LIST.openings) {
            continue;
        }
        for sentence in version.split_inclusive(['.', '!', '?', ';', ':', '\n']).map(str::trim) {
            for topic in spoken_of(sentence, (!is_alone).then_some(language)) {
                let topic = &LIST.topics[topic];
                if (topic.only_with.is_empty() || does(valid, &topic.only_with))
                    && !does(valid, &topic.fine_with)
                {
                    let what = format!("This sentence mentions {}.", topic.about);
                    let problem =
                        Problem::warning(ProblemKind::Safety, place(sentence, &words.span, text), what);
                    problems.push(problem.help(format!("{} ({})", topic.why, topic.source)));
                }
            }
        }
    }
}

/// The topics that a sentence speaks of, each once.
fn spoken_of(sentence: &str, language: Option<Language>) -> Vec<usize> {
    let lower = sentence.to_lowercase();
    let mut lists: Vec<usize> = Vec::new();
    for word in phrase::split(&lower) {
        let Some(first) = word.bytes().next() else { continue };
        for (list, phrase) in &LIST.begins[usize::from(first)] {
            if phrase.begins_with(word)
                && language.is_none_or(|language| LIST.looked[*list].language == language)
                && !lists.contains(list)
            {
                lists.push(*list);
            }
        }
    }
    if lists.is_empty() {
        return Vec::new();
    }
    let words = phrase::words(&lower);
    let mut topics: Vec<usize> = Vec::new();
    for list in lists.into_iter().map(|list| &LIST.looked[list]) {
        if !topics.contains(&list.topic) && speaks(words.clone(), list) {
            topics.push(list.topic);
        }
    }
    topics
}

fn speaks(mut words: Vec<String>, list: &Looked) -> bool {
    for harmless in &list.harmless {
        while let Some((from, to)) = harmless.found(&words) {
            words[from..to].iter_mut().for_each(String::clear);
        }
    }
    let has = |phrases: &[Phrase]| phrases.iter().any(|phrase| phrase.found(&words).is_some());
    has(&list.any_of) && (list.beside.is_empty() || has(&list.beside))
}

/// Whether a step of the file, or one of its techniques, does one of these.
fn does(valid: &ValidRoutine, matchers: &[Matcher]) -> bool {
    let mut does = false;
    walk(&valid.routine().steps, &mut |step, _| {
        does |= matchers.iter().any(|matcher| matcher.is_about(&step.kind));
    });
    does
}

/// Where a sentence stands in the file; where it is written with escapes, the words that it is part of.
fn place(sentence: &str, words: &Range<usize>, text: &str) -> Range<usize> {
    let found = text.get(words.clone()).and_then(|within| within.find(sentence));
    found.map_or_else(|| words.clone(), |at| words.start + at..words.start + at + sentence.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::Language::{De, En, Es};

    #[track_caller]
    fn check(language: Language, sentence: &str, expected: &[&str]) {
        let topics = spoken_of(sentence, Some(language));
        let about: Vec<&str> = topics.iter().map(|topic| LIST.topics[*topic].about.as_str()).collect();
        assert_eq!(about, expected, "{sentence}");
        let is_looked_at = phrase::may_begin(sentence, &LIST.openings);
        assert!(is_looked_at || expected.is_empty(), "{sentence}");
    }

    #[test]
    fn every_topic_has_its_words_in_three_languages() {
        for topic in topics() {
            let languages: Vec<Language> = topic.words.iter().map(|words| words.language).collect();
            assert_eq!(languages, [En, De, Es], "{}", topic.about);
            assert!(topic.words.iter().all(|words| !words.any_of.is_empty()), "{}", topic.about);
            assert!(topic.why.ends_with('.'), "{}", topic.why);
        }
    }

    #[test]
    fn no_phrase_of_the_list_is_without_a_word() {
        for of in &LIST.looked {
            for phrase in of.any_of.iter().chain(&of.beside).chain(&of.harmless) {
                assert!(phrase.first_byte().is_some(), "{phrase:?}");
            }
            let telling = if of.beside.is_empty() { &of.any_of } else { &of.beside };
            for phrase in telling {
                assert!(phrase.opening().is_some(), "{phrase:?} begins with fewer than four letters and `*`");
            }
        }
    }

    #[test]
    fn a_sentence_is_understood_in_its_language() {
        check(En, "Press on the front of your throat", &["the throat"]);
        check(En, "Lift the muscle away from your throat", &[]);
        check(En, "Don’t take your triptan today", &["stopping or not taking a medicine"]);
        check(En, "If you take a medicine, take it now", &[]);
        check(En, "Never near a medicine patch, and not without asking", &[]);
        check(En, "Never hold your breath", &[]);
        check(En, "Hold your breath", &["holding the breath"]);
        check(En, "Keep the pack on, and sleep", &["leaving a pack on", "sleeping with a pack"]);
        check(En, "Keep the pack on your forehead", &[]);
        check(De, "Drücke auf den Kehlkopf", &["the throat"]);
        check(De, "Lass die Packung über Nacht liegen", &["leaving a pack on"]);
        check(De, "Nimm heute keine Tabletten", &["stopping or not taking a medicine"]);
        check(De, "Streiche über die Schläfen", &[]);
        check(De, "Das heilt Migräne", &["an effect that no study has shown"]);
        check(Es, "Aguanta la respiración", &["holding the breath"]);
        check(Es, "No dejes de respirar, y no tomes tu pastilla", &["stopping or not taking a medicine"]);
        check(Es, "Hasta que el cuello cruja", &["cracking a joint"]);
        check(Es, "Esto cura la migraña", &["an effect that no study has shown"]);
    }
}
