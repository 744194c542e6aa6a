//! The narrator: recordings of every sentence that the program and its own routines can say.
//!
//! A sentence is recorded whole. A text of several sentences is played as their recordings, one after the other, with a
//! breath of silence between them. `audio/README.md` says how they are made.

use std::collections::HashMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::choice::Narrator;
use super::error::RecordingError;
use super::{normalize, recording};
use crate::routine::Language;
use crate::sound::clip::Clip;
use crate::time::ExactDuration;

static RECORDINGS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/audio/narration/recordings");
static MANIFEST: &str = include_str!("../../audio/narration/manifest.csv");

/// The silence between two sentences. What is kept around the words of each adds a tenth of a second.
const BREATH: ExactDuration = ExactDuration::from_millis(250);

/// A line of the manifest: one sentence in one voice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Recording {
    /// The voice that speaks, as the model names it.
    pub voice: String,
    /// The two letters of the language.
    pub language: String,
    /// The file, beside those of the other voices.
    pub file: String,
    /// How long it lasts.
    pub milliseconds: u64,
    /// The checksum of the file, in hexadecimal.
    pub sha256: String,
    /// What the tool made it from; it makes it again when this changes.
    pub recipe: String,
    /// The sentence.
    pub text: String,
}

/// Every recording, in the order of the manifest.
static ALL: LazyLock<Vec<Recording>> = LazyLock::new(|| {
    let mut lines = csv::Reader::from_reader(MANIFEST.as_bytes());
    lines.deserialize().filter_map(Result::ok).collect()
});

/// Where the recording of a sentence in a voice is in [`ALL`].
static BY_TEXT: LazyLock<HashMap<(&str, &str), usize>> = LazyLock::new(|| {
    let key = |(index, recording): (usize, &'static Recording)| {
        ((recording.voice.as_str(), recording.text.as_str()), index)
    };
    ALL.iter().enumerate().map(key).collect()
});

/// Every recording that comes with the program.
#[cfg(test)]
pub fn recordings() -> &'static [Recording] {
    &ALL
}

impl Recording {
    /// The sound file; empty if the program was built without it.
    #[must_use]
    pub fn bytes(&self) -> &'static [u8] {
        RECORDINGS.get_file(&self.file).map_or(&[], include_dir::File::contents)
    }
}

/// The sound files that come with the program, whether the manifest names them or not.
#[cfg(test)]
pub fn files() -> Vec<&'static str> {
    RECORDINGS.dirs().flat_map(Dir::files).filter_map(|file| file.path().to_str()).collect()
}

/// The voices that record what is said in a language, as the manifest names them.
#[must_use]
pub fn voices(language: Language) -> Vec<&'static str> {
    let mut voices: Vec<&str> =
        [Narrator::Woman, Narrator::Man].iter().filter_map(|narrator| narrator.voice(language)).collect();
    voices.dedup();
    voices
}

/// The sentences of a text, each with the mark that ends it.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim();
    std::iter::from_fn(move || {
        let sentence = &rest[..end_of_sentence(rest)];
        rest = rest[sentence.len()..].trim_start();
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// Where the first sentence of a text ends.
fn end_of_sentence(text: &str) -> usize {
    let is_end = |c: char| matches!(c, '.' | '!' | '?' | '…');
    let is_quote = |c: char| matches!(c, '”' | '“' | '»' | '"' | ')' | '’');
    let mut ends = false;
    for (at, c) in text.char_indices() {
        if ends && c.is_whitespace() {
            return at;
        }
        ends = is_end(c) || (ends && is_quote(c));
    }
    text.len()
}

/// The recordings of a text, in order; nothing unless there is one of every sentence.
fn of_text(narrator: Narrator, language: Language, text: &str) -> Option<Vec<&'static Recording>> {
    let voice = narrator.voice(language)?;
    let found: Option<Vec<&Recording>> =
        sentences(text).map(|sentence| Some(&ALL[*BY_TEXT.get(&(voice, sentence))?])).collect();
    found.filter(|found| !found.is_empty())
}

/// Whether a narrator can say a text.
#[must_use]
pub fn can_say(narrator: Narrator, language: Language, text: &str) -> bool {
    of_text(narrator, language, text).is_some()
}

/// How long a narrator takes to say a text, if they can.
#[cfg(test)]
pub fn length_of(narrator: Narrator, language: Language, text: &str) -> Option<ExactDuration> {
    let found = of_text(narrator, language, text)?;
    let words: ExactDuration =
        found.iter().map(|recording| ExactDuration::from_millis(recording.milliseconds)).sum();
    Some(words + BREATH * (found.len() as u64 - 1))
}

/// The sound of a text in the voice of a narrator; nothing if they cannot say it.
///
/// # Errors
/// The file of a recording that cannot be played, and why.
pub(super) fn say(
    narrator: Narrator,
    language: Language,
    text: &str,
) -> Result<Option<Clip>, (&'static str, RecordingError)> {
    let Some(found) = of_text(narrator, language, text) else { return Ok(None) };
    let mut whole = Clip::default();
    for recording in found {
        let clip =
            recording::of_bytes(recording.bytes()).map_err(|error| (recording.file.as_str(), error))?;
        let clip = normalize::normalized(clip);
        if whole.samples.is_empty() {
            whole = clip;
        } else if whole.rate == clip.rate {
            let silence = usize::try_from(BREATH.frames_at(clip.rate)).unwrap_or_default();
            whole.samples.extend(std::iter::repeat_n(0.0, silence));
            whole.samples.extend(clip.samples);
        } else {
            return Err((&recording.file, RecordingError::Rate(clip.rate)));
        }
    }
    Ok(Some(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_sentences() {
        for (text, expected) in [
            ("Let go. Rest.", &["Let go.", "Rest."][..]),
            ("In 4, out 5.5.", &["In 4, out 5.5."]),
            ("  How is the pain now?  3 ", &["How is the pain now?", "3"]),
            ("“Neck.” Five minutes.", &["“Neck.”", "Five minutes."]),
            ("Rest… Now go on.", &["Rest…", "Now go on."]),
            ("Better", &["Better"]),
            ("  ", &[]),
        ] {
            assert_eq!(sentences(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn a_text_of_several_sentences_is_said_whole_or_not_at_all() {
        let say = |text: &str| say(Narrator::Woman, Language::En, text).unwrap();
        let parts: Vec<Clip> = ["Rest.", "Let go."].map(|text| say(text).unwrap()).to_vec();
        let whole = say("Rest. Let go.").unwrap();
        let silence = usize::try_from(BREATH.frames_at(whole.rate)).unwrap();
        assert_eq!(whole.samples.len(), parts[0].samples.len() + silence + parts[1].samples.len());
        assert!(whole.samples.starts_with(&parts[0].samples) && whole.samples.ends_with(&parts[1].samples));
        assert!(say("Rest. Nobody has recorded this.").is_none());
        assert!(say("").is_none());
    }

    #[test]
    fn only_languages_with_a_voice_are_narrated() {
        assert!(!can_say(Narrator::Woman, Language::De, "Rest."));
        assert!(can_say(Narrator::Man, Language::En, "Rest."));
        assert_eq!(voices(Language::En).len(), 2);
        assert_eq!(voices(Language::Es).len(), 1);
        assert!(voices(Language::De).is_empty());
    }
}
