//! What an author probably meant by a name that there is not: a suggestion, and where it leaves no doubt, a mending.
//!
//! A suggestion may be wrong; a person reads it. A mending is made without being asked for each, so it must never make one
//! part of the body into another: letters may be missing, doubled or swapped in a long name, never replaced.

/// Comparing costs the product of both lengths, and a file can hold a name of a megabyte.
const LONGEST_COMPARED: usize = 60;
/// From this length on, two letters may differ in a suggestion, and one may be missing in what is mended.
const LONG: usize = 6;

/// Other words for the names of a file, as people use them, and what they can mean, the likeliest first. What is not a name
/// where the word stands is passed over.
const MEANT: &[(&str, &[&str])] = &[
    // Fields.
    ("reps", &["times"]),
    ("rep", &["times"]),
    ("repetitions", &["times"]),
    ("repeats", &["times"]),
    ("duration", &["lasts", "at_most"]),
    ("time", &["lasts", "at_most"]),
    ("length", &["lasts", "minutes"]),
    ("seconds", &["lasts", "at_most"]),
    ("max", &["at_most", "flex"]),
    ("lasts", &["at_most", "minutes"]),
    ("text", &["say"]),
    ("words", &["say"]),
    ("instruction", &["say"]),
    ("instructions", &["say"]),
    ("speak", &["say"]),
    ("question", &["say", "Ask"]),
    ("description", &["about", "read"]),
    ("hold", &["rhythm", "Guide", "press"]),
    ("holds", &["rhythm", "press"]),
    ("rest", &["release"]),
    ("force", &["pressure"]),
    ("strength", &["pressure"]),
    ("intensity", &["pressure"]),
    ("place", &["site"]),
    ("area", &["site"]),
    ("location", &["site"]),
    ("movement", &["motion"]),
    ("technique", &["motion"]),
    ("image", &["picture"]),
    ("photo", &["picture"]),
    ("audio", &["recording"]),
    ("sound", &["recording"]),
    ("voice", &["recording"]),
    ("points", &["spots"]),
    ("alternative", &["instead"]),
    ("alternatives", &["instead"]),
    ("otherwise", &["instead", "softer"]),
    ("min", &["flex"]),
    ("range", &["flex"]),
    ("pause", &["gap", "Rest"]),
    ("in", &["inhale"]),
    ("out", &["exhale"]),
    ("breathein", &["inhale"]),
    ("breatheout", &["exhale"]),
    ("breaths", &["cycles"]),
    ("name", &["title", "technique"]),
    ("id", &["technique"]),
    ("type", &["kind"]),
    ("category", &["kind"]),
    ("phase", &["suits"]),
    ("phases", &["suits"]),
    ("position", &["posture"]),
    ("equipment", &["needs"]),
    ("materials", &["needs"]),
    ("warnings", &["cautions"]),
    ("warning", &["cautions"]),
    ("exercises", &["steps"]),
    ("references", &["sources"]),
    ("version", &["format"]),
    ("hot", &["warm", "Warm"]),
    ("count", &["times"]),
    ("rounds", &["times"]),
    ("times", &["rounds", "cycles"]),
    ("yes", &["steps"]),
    ("no", &["softer"]),
    ("else", &["softer"]),
    ("side", &["first"]),
    ("perday", &["a_day"]),
    ("timesaday", &["a_day"]),
    ("restdays", &["rest"]),
    ("daysoff", &["rest"]),
    ("routines", &["any_of"]),
    ("week", &["weeks"]),
    // Places.
    ("neck", &["NeckBack"]),
    ("neckleft", &["NeckBack"]),
    ("neckright", &["NeckBack"]),
    ("scm", &["Sternocleidomastoid"]),
    ("levatorscapulae", &["Levator"]),
    ("uppertrapezius", &["Trapezius"]),
    ("traps", &["Trapezius"]),
    ("trap", &["Trapezius"]),
    ("eyebrow", &["Brow"]),
    ("eyebrows", &["Brow"]),
    ("occiput", &["Suboccipital"]),
    ("tmj", &["Jaw"]),
    ("stomach", &["Belly"]),
    ("abdomen", &["Belly"]),
    ("foot", &["Feet"]),
    ("calf", &["Calves"]),
    ("wrist", &["InnerWrist"]),
    ("head", &["Scalp"]),
    // Motions.
    ("headturn", &["Turn"]),
    ("rotate", &["Turn"]),
    ("rotation", &["Turn"]),
    ("sidebend", &["Tilt"]),
    ("lateralflexion", &["Tilt"]),
    ("isometric", &["Resist"]),
    ("retraction", &["ChinTuck"]),
    ("knead", &["Squeeze"]),
    ("kneading", &["Squeeze"]),
    ("rub", &["Stroke"]),
    ("massage", &["Circle", "Guide"]),
    ("relax", &["Release", "Rest"]),
    ("circles", &["Circle"]),
    ("circling", &["Circle"]),
    ("pressing", &["Press"]),
    ("rolling", &["Roll"]),
    ("tensing", &["Tense"]),
    ("stroking", &["Stroke"]),
    ("squeezing", &["Squeeze"]),
    ("stretching", &["Stretch"]),
    ("nodding", &["Nod"]),
    // Other names.
    ("sitting", &["Seated"]),
    ("sit", &["Seated"]),
    ("lie", &["Lying"]),
    ("lyingdown", &["Lying"]),
    ("heat", &["Warm", "Warmth"]),
    ("ice", &["Cold"]),
    ("nausea", &["Nauseous"]),
    ("pain", &["TouchHurts", "Sore"]),
    ("painful", &["TouchHurts", "Sore"]),
    ("other", &["Opposite"]),
    ("first", &["FirstOnly"]),
    ("firsttwice", &["FirstAgain"]),
    // Steps.
    ("breathing", &["Breathe", "Breathing"]),
    ("breath", &["Breathe"]),
    ("stretch", &["Guide"]),
    ("turn", &["Guide"]),
    ("press", &["Guide"]),
    ("circle", &["Guide"]),
    ("exercise", &["Guide"]),
    ("cold", &["Compress"]),
    ("pack", &["Compress"]),
    ("compression", &["Compress"]),
    ("sides", &["EachSide"]),
    ("bothsides", &["EachSide"]),
    ("loop", &["Repeat"]),
    ("sets", &["Repeat"]),
    // Languages.
    ("sp", &["es"]),
    ("spanish", &["es"]),
    ("esp", &["es"]),
    ("ger", &["de"]),
    ("german", &["de"]),
    ("deutsch", &["de"]),
    ("eng", &["en"]),
    ("english", &["en"]),
    ("uk", &["en"]),
    ("us", &["en"]),
    ("swe", &["sv"]),
    ("se", &["sv"]),
    ("por", &["pt"]),
    ("fre", &["fr"]),
    ("fra", &["fr"]),
    ("ita", &["it"]),
    ("dut", &["nl"]),
    ("pol", &["pl"]),
    ("dan", &["da"]),
    ("dk", &["da"]),
];

/// A name in small letters, without what only parts its words, and without the folder and the ending of a file.
pub(super) fn bare(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    let name = name.strip_suffix(".ron").unwrap_or(name);
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

fn is_short_enough(name: &str) -> bool {
    name.chars().nth(LONGEST_COMPARED).is_none()
}

/// The one of `known` that was probably meant: by another word for it, or by one that is written nearly the same.
pub(crate) fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if !is_short_enough(written) {
        return None;
    }
    let known: Vec<&str> = known.into_iter().filter(|name| is_short_enough(name)).collect();
    let plain = bare(written);
    if let Some(same) = known.iter().find(|name| bare(name) == plain) {
        return Some(same);
    }
    let meant = MEANT.iter().find(|(word, _)| *word == plain).map_or(&[][..], |(_, meant)| meant);
    if let Some(name) = meant.iter().find_map(|meant| known.iter().find(|name| *name == meant)) {
        return Some(name);
    }
    // `de-DE`, `pt_BR`: the language alone.
    if let Some((code, region)) = written.split_once(['-', '_'])
        && (code.len(), region.len()) == (2, 2)
        && let Some(name) = known.iter().find(|name| **name == code)
    {
        return Some(name);
    }
    let distance = |name: &str| strsim::damerau_levenshtein(&bare(name), &plain);
    let nearest = known.iter().map(|name| (distance(name), *name)).min_by_key(|(distance, _)| *distance);
    nearest.filter(|(distance, name)| is_near(&plain, &bare(name), *distance)).map(|(_, name)| name)
}

/// Whether two names are so alike that one is suggested for the other. Short ones must begin alike; in a code of two letters
/// every letter counts.
fn is_near(written: &str, name: &str, distance: usize) -> bool {
    let letters = written.chars().count().min(name.chars().count());
    let begin_alike = written.chars().next() == name.chars().next();
    match distance {
        0 => true,
        1 => letters >= LONG || (letters > 2 && begin_alike),
        2 => letters >= LONG && begin_alike,
        more => letters >= 2 * LONG && more <= letters / 4 && begin_alike,
    }
}

/// Whether one of two names is a slip for the other where both stand: the same letters, or one with an ending.
pub(crate) fn is_slip_of(written: &str, name: &str) -> bool {
    let (written, name) = (bare(written), bare(name));
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    let has_ending = name.starts_with(&written) || written.starts_with(&name);
    (has_ending && written.len().abs_diff(name.len()) == 1) || sorted(&written) == sorted(&name)
}

/// Whether it leaves no doubt that one of the names is the other: another way to write it, or a long one in which a letter is
/// missing, doubled or in its neighbour's place.
pub(crate) fn is_certain(written: &str, name: &str) -> bool {
    let (written, name) = (bare(written), bare(name));
    if written == name {
        return true;
    }
    let letters = written.chars().count().min(name.chars().count());
    if letters + 1 < LONG || strsim::damerau_levenshtein(&written, &name) != 1 {
        return false;
    }
    if written.chars().count() != name.chars().count() {
        return true;
    }
    let mut one: Vec<char> = written.chars().collect();
    let mut other: Vec<char> = name.chars().collect();
    one.sort_unstable();
    other.sort_unstable();
    one == other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::Vocabulary as _;
    use crate::routine::{Hand, Motion, Site};

    #[test]
    fn other_words_for_a_name_lead_to_it() {
        for (written, known, meant) in [
            ("reps", &["lasts", "times"][..], Some("times")),
            ("duration", &["lasts", "say"], Some("lasts")),
            ("duration", &["at_most", "say"], Some("at_most")),
            ("top-up", &["inhale", "top_up"], Some("top_up")),
            ("Neck", Site::NAMES, Some("NeckBack")),
            ("HeadTurn", Motion::NAMES, Some("Turn")),
            ("Other", Hand::NAMES, Some("Opposite")),
            ("de-DE", &["en", "de"], Some("de")),
            ("techniques/temple-circles.ron", &["neck-circles", "temple-circles"], Some("temple-circles")),
            ("reps", &["site"], None),
        ] {
            assert_eq!(closest(written, known.iter().copied()), meant, "{written}");
        }
        for (word, _) in MEANT {
            assert_eq!(bare(word), *word, "it is compared in this form");
        }
    }

    #[test]
    fn one_part_of_the_body_is_never_suggested_for_another_by_its_letters_alone() {
        for (written, known) in [
            ("LowerBack", Site::NAMES),
            ("Lips", Site::NAMES),
            ("Extend", Motion::NAMES),
            ("Sense", Motion::NAMES),
            ("sp", &["en", "sv"]),
            ("no", &["en", "nl"]),
            ("fi", &["fr", "en"]),
        ] {
            assert_eq!(closest(written, known.iter().copied()), None, "{written}");
        }
    }

    #[test]
    fn only_what_leaves_no_doubt_is_certain() {
        for (written, name) in [
            ("temples", "Temples"),
            ("Neck_Back", "NeckBack"),
            ("Templs", "Temples"),
            ("Tempels", "Temples"),
            ("Shoulder", "Shoulders"),
            ("presure", "pressure"),
        ] {
            assert!(is_certain(written, name), "{written}");
        }
        for (written, name) in [
            ("Strike", "Stroke"),
            ("time", "times"),
            ("last", "lasts"),
            ("day", "say"),
            ("Held", "Hold"),
            ("Neck", "NeckBack"),
            ("Scratch", "Stretch"),
            ("posture", "picture"),
            ("Templez", "Temples"),
        ] {
            assert!(!is_certain(written, name), "{written}");
        }
        // No name is another one with a slip in it.
        for names in [Site::NAMES, Motion::NAMES, Hand::NAMES] {
            for one in names {
                assert!(!names.iter().any(|other| one != other && is_certain(one, other)), "{one}");
            }
        }
    }
}
