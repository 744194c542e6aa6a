//! What can be put into a routine, as it stands in a file.

use crate::ron_reader::{Vocabulary as _, map, plain_text};
use crate::routine::{Language, Motion};

/// A kind of step to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewStep {
    /// Hands on a place.
    Massage,
    /// A movement that is held and repeated.
    Exercise,
    /// A pack on a place.
    Pack,
    /// Breathing in a rhythm.
    Breath,
    /// Nothing but time.
    Rest,
    /// Until the person goes on.
    Wait,
    /// A question with two ways on.
    Question,
    /// Steps done several times.
    Repeat,
    /// Steps done on each side.
    EachSide,
    /// A technique that is there already.
    Technique,
}

impl NewStep {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Massage,
        Self::Exercise,
        Self::Pack,
        Self::Breath,
        Self::Rest,
        Self::Wait,
        Self::Question,
        Self::Repeat,
        Self::EachSide,
        Self::Technique,
    ];

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Massage => "Massage",
            Self::Exercise => "Movement",
            Self::Pack => "Pack",
            Self::Breath => "Breathing",
            Self::Rest => "Rest",
            Self::Wait => "Wait for Space",
            Self::Question => "Question",
            Self::Repeat => "Repeat",
            Self::EachSide => "Each side",
            Self::Technique => "Technique",
        }
    }

    /// What it is for, in a line.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Massage => "Hands on a place: circles, strokes, a press.",
            Self::Exercise => "Turn, tilt, tuck or stretch: held, let go, several times.",
            Self::Pack => "Cold or warm on a place.",
            Self::Breath => "Breathing in and out, in a rhythm.",
            Self::Rest => "Time to settle, to rest or to listen.",
            Self::Wait => "Until Space is pressed, for getting something or lying down.",
            Self::Question => "Space goes on, S takes a softer way.",
            Self::Repeat => "The same steps several times.",
            Self::EachSide => "The same steps on the left and on the right.",
            Self::Technique => "Steps that are ready, such as circles on the temples.",
        }
    }

    /// A step of this kind to begin with: careful in every number, and complete but for the words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Massage => {
                "Guide(site: Temples, motion: Circle, pressure: 1, lasts: \"30s\", say: \"Make small circles on the {site}.\")"
            }
            Self::Exercise => {
                "Guide(motion: ChinTuck, times: 3, rhythm: (press: \"3s\", release: \"5s\"), say: \"Draw your chin in gently, {times} times, and let go.\")"
            }
            Self::Pack => {
                "Compress(pack: Cold, site: Forehead, lasts: \"5m\", say: \"Lay a cold pack, wrapped in cloth, on the {site}.\")"
            }
            Self::Breath => {
                "Breathe(inhale: 4, exhale: 6, lasts: \"60s\", say: \"Breathe in for {inhale}, and out for {exhale}.\")"
            }
            Self::Rest => "Rest(lasts: \"30s\", say: \"Rest, and let your shoulders drop.\")",
            Self::Wait => {
                "Wait(at_most: \"2m\", say: \"Make yourself comfortable. Press Space when you're ready.\")"
            }
            Self::Question => {
                "Ask(at_most: \"30s\", say: \"Does this feel all right?\", steps: [Rest(lasts: \"30s\", say: \"Good. Stay as you are.\")], softer: [Rest(lasts: \"30s\", say: \"Then rest now.\")])"
            }
            Self::Repeat => {
                "Repeat(times: 2, steps: [Rest(lasts: \"30s\", say: \"Rest, and let your shoulders drop.\")])"
            }
            Self::EachSide => {
                "EachSide(steps: [Guide(site: Trapezius, motion: Squeeze, pressure: 2, lasts: \"30s\", say: \"Squeeze the {site} on the {side}, and let go.\")])"
            }
            Self::Technique => "Use(\"temple-circles\")",
        }
    }
}

/// What is said with a motion until its author says something else.
#[must_use]
pub fn words_for(motion: Motion, on_each_side: bool) -> String {
    let words = match motion {
        Motion::Circle => "Make small circles on the {site}{on}.",
        Motion::Press => "Press on the {site}{on}, and let go.",
        Motion::Hold => "Rest your hand on the {site}{on}.",
        Motion::Stroke => "Stroke slowly along the {site}{on}.",
        Motion::Squeeze => "Squeeze the {site}{on}, and let go.",
        Motion::Shift => "Move the skin of the {site}{on}, slowly.",
        Motion::Lift => "Lift the skin of the {site}{on} a little.",
        Motion::Roll => "Roll your shoulders slowly.",
        Motion::Nod => "Nod a tiny yes, slowly.",
        Motion::Turn => "Turn your head slowly to the {side}, {times} times, and come back.",
        Motion::Tilt => "Tilt your head gently to the {side}, {times} times, and come back.",
        Motion::ChinTuck => "Draw your chin in gently, {times} times, and let go.",
        Motion::Shrug => "Raise your shoulders, {times} times, and let them drop.",
        Motion::BladeSqueeze => "Draw your shoulder blades together, {times} times, and let go.",
        Motion::Stretch => "Stretch gently{on}, {times} times, and let go.",
        Motion::Resist => "Push your head gently into your hand, {times} times. Your head stays still.",
        Motion::LeanOn => "Rest your weight there, and let go.",
        Motion::Tense => "Tense the {site}{on} gently, and let go.",
        Motion::Release => "Let go of the {site}{on}.",
        Motion::Attend => "Bring your attention to the {site}{on}.",
    };
    words.replace("{on}", if on_each_side { " on the {side}" } else { "" })
}

/// Whether words are those that a motion begins with, and not an author's own.
#[must_use]
pub fn are_beginning_words(words: &str) -> bool {
    let both = [true, false].into_iter();
    both.flat_map(|on_each_side| Motion::ALL.iter().map(move |motion| words_for(*motion, on_each_side)))
        .any(|beginning| beginning == words || without_times(&beginning) == words)
}

/// Words without how many times something is done, for where it is done for a length of time.
#[must_use]
pub fn without_times(words: &str) -> String {
    words.replace(", {times} times", "").replace(" {times} times", "")
}

/// A week of a programme to begin with.
pub const NEW_WEEK: &str = "(about: \"slow breathing\", routine: \"longer-exhale\", days: 5)";

/// A text in quotes, as it stands in a file.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            written.push('\\');
        }
        written.push(c);
    }
    written.push('"');
    written
}

/// The words of a value in a language, with their placeholders; nothing if there are none in it, or none can be read.
#[must_use]
pub fn words_in(raw: &str, language: Language) -> Option<String> {
    let Some(versions) = map(raw) else {
        return plain_text(raw).ok().filter(|_| language == Language::En);
    };
    let of = |key: &str| plain_text(key).is_ok_and(|code| code == language.code());
    versions.into_iter().find(|(key, _)| of(key)).and_then(|(_, words)| plain_text(words).ok())
}

/// A recording, or several for different languages, with another file for one of them.
#[must_use]
pub fn with_file(raw: Option<&str>, language: Language, file: &str) -> String {
    match raw {
        None if language != Language::En => format!("{{{}: {}}}", quoted(language.code()), quoted(file)),
        None | Some(_) => with_words(raw, language, file),
    }
}

/// A value with other words in one of its languages. The other languages stay as they are written; words that are empty
/// leave their language out, but for English.
#[must_use]
pub fn with_words(raw: Option<&str>, language: Language, words: &str) -> String {
    let versions = raw.and_then(map);
    let Some(versions) = versions else {
        let english = raw.unwrap_or("\"\"").trim();
        return if language == Language::En {
            quoted(words)
        } else if words.is_empty() {
            english.to_owned()
        } else {
            format!("{{\"en\": {english}, {}: {}}}", quoted(language.code()), quoted(words))
        };
    };
    let mut written = Vec::new();
    let mut is_new = true;
    for (key, version) in versions {
        if plain_text(key).is_ok_and(|code| code == language.code()) {
            is_new = false;
            if !words.is_empty() || language == Language::En {
                written.push(format!("{}: {}", key.trim(), quoted(words)));
            }
        } else {
            written.push(format!("{}: {}", key.trim(), version.trim()));
        }
    }
    if is_new && !words.is_empty() {
        written.push(format!("{}: {}", quoted(language.code()), quoted(words)));
    }
    format!("{{{}}}", written.join(", "))
}
