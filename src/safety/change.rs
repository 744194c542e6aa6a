//! What was changed in a routine, and the one sentence that says so.

use crate::routine::Kind;
use crate::time::ExactDuration;

use super::source::Source;

/// What became of some steps, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub what: Changed,
    /// The names of the steps.
    pub steps: Vec<String>,
    /// The names of what is done instead, where something is.
    pub instead: Vec<String>,
    /// One plain sentence for the person.
    pub sentence: String,
    /// The reason.
    pub why: String,
    /// What the reason rests on.
    pub source: Source,
}

/// What became of some steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Nothing; there is something to know beforehand.
    Caution,
    /// They are done although they are not recommended.
    Chosen,
    /// The breath is not held.
    NoHold,
    /// Muscles are only let go, without tensing them first.
    ReleaseOnly,
    /// They are shorter.
    Shorter(ExactDuration),
    /// They are lighter, at most this out of 10.
    Lighter(u8),
    /// They are done fewer times.
    Fewer(u32),
    /// Something else is done instead.
    Swapped,
    /// They are left out.
    LeftOut,
}

/// Why a routine is not recommended, and what is better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The reason, one sentence.
    pub why: String,
    /// What the reason rests on.
    pub source: Source,
    /// Kinds of routines that are the better offer.
    pub better: Vec<Kind>,
}

impl Advice {
    /// What is better right now, as one sentence; nothing if no better kind is known.
    #[must_use]
    pub fn offer(&self) -> Option<String> {
        let kinds: Vec<&str> = self.better.iter().map(|kind| kind.plain()).collect();
        (!kinds.is_empty()).then(|| format!("Better right now: {}.", listed(&kinds, "or")))
    }
}

/// Collects changes; the same change for the same reason becomes one.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes(Vec<Change>);

impl Notes {
    pub(super) fn add(&mut self, what: Changed, step: String, why: &str, source: &Source) {
        let same = |change: &&mut Change| change.what == what && change.why == why;
        match self.0.iter_mut().find(same) {
            Some(change) if change.steps.contains(&step) => {}
            Some(change) => change.steps.push(step),
            None => {
                let (why, source, sentence) = (why.to_owned(), source.clone(), String::new());
                self.0.push(Change { what, steps: vec![step], instead: Vec::new(), sentence, why, source });
            }
        }
    }

    /// Notes that one step takes the place of another.
    pub(super) fn swap(&mut self, step: String, instead: String, why: &str, source: &Source) {
        let name = step.clone();
        self.add(Changed::Swapped, step, why, source);
        let same = |change: &&mut Change| change.what == Changed::Swapped && change.why == why;
        if let Some(change) = self.0.iter_mut().find(same)
            && change.steps.last() == Some(&name)
            && change.instead.len() < change.steps.len()
        {
            change.instead.push(instead);
        }
    }

    /// Whether something was chosen although it is advised against.
    pub(super) fn has_chosen(&self) -> bool {
        self.0.iter().any(|change| change.what == Changed::Chosen)
    }

    /// Every change with its sentence.
    pub(super) fn told(mut self) -> Vec<Change> {
        for change in &mut self.0 {
            change.sentence = sentence(change);
        }
        self.0
    }
}

fn sentence(change: &Change) -> String {
    let why = lower(&change.why);
    let names = listed(&change.steps, "and");
    let many = change.steps.len() > 1 || change.steps.iter().any(|name| is_plural(name));
    let (are, last) = if many { ("are", "last") } else { ("is", "lasts") };
    match change.what {
        Changed::Caution => change.why.clone(),
        Changed::Chosen => format!("You chose this against the advice: {why}"),
        Changed::NoHold => format!("No breath hold in {}: {why}", quoted(&change.steps)),
        Changed::ReleaseOnly => format!("Don't tense in {}, just let go: {why}", quoted(&change.steps)),
        Changed::Shorter(most) => format!("{names} {last} at most {}: {why}", most.spoken()),
        Changed::Lighter(most) => format!("{names} {are} lighter today, at most {most} out of 10: {why}"),
        Changed::Fewer(most) => {
            let times = crate::plural::counted(most as usize, "time", "times");
            format!("At most {times} a session in {}: {why}", quoted(&change.steps))
        }
        Changed::Swapped if change.steps.len() > 2 => {
            format!("{names} are swapped for something else: {why}")
        }
        Changed::Swapped => {
            let pairs = change.steps.iter().zip(&change.instead);
            let pairs: Vec<String> = pairs
                .map(|(from, to)| format!("\u{201c}{to}\u{201d} replaces \u{201c}{from}\u{201d}"))
                .collect();
            format!("{}: {why}", listed(&pairs, "and"))
        }
        Changed::LeftOut => format!("{names} {are} left out: {why}"),
    }
}

/// Whether a step's name takes "are": `Neck circles again`, not `Warmth on the shoulders`.
fn is_plural(name: &str) -> bool {
    const PREPOSITIONS: [&str; 12] =
        ["on", "of", "under", "in", "at", "behind", "beside", "between", "with", "for", "to", "from"];
    let mut head =
        name.split_whitespace().take_while(|word| !PREPOSITIONS.contains(&word.to_lowercase().as_str()));
    head.any(|word| word.ends_with('s') && !word.ends_with("ss"))
}

/// `“A”, “B” and “C”`: names that would not be recognised as such inside a sentence.
fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("\u{201c}{name}\u{201d}")).collect();
    listed(&names, "and")
}

/// `A, B or C`, each as it is.
pub(super) fn listed_names(names: &[&str]) -> String {
    match names {
        [several @ .., last] if !several.is_empty() => format!("`{}` or `{last}`", several.join("`, `")),
        _ => format!("`{}`", names.concat()),
    }
}

/// `a, b and c`; all but the first name in lower case.
pub(super) fn listed(names: &[impl AsRef<str>], last: &str) -> String {
    let name = |(index, name): (usize, &_)| {
        let name: &str = AsRef::<str>::as_ref(name);
        if index == 0 { name.to_owned() } else { lower(name) }
    };
    let mut names: Vec<String> = names.iter().enumerate().map(name).collect();
    match names.pop() {
        Some(only) if names.is_empty() => only,
        Some(end) => format!("{} {last} {end}", names.join(", ")),
        None => String::new(),
    }
}

/// A sentence inside another: its first letter in lower case, unless its first word is an abbreviation.
pub(super) fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), second)
            if !second.is_some_and(|second| second.is_uppercase() || second.is_numeric()) =>
        {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(what: Changed, steps: &[(&str, &str)], expected: &str) {
        let mut notes = Notes::default();
        for (from, to) in steps {
            match what {
                Changed::Swapped => {
                    notes.swap((*from).into(), (*to).into(), "Touch hurts.", &Source::OurLimit);
                }
                _ => notes.add(what, (*from).into(), "Touch hurts.", &Source::OurLimit),
            }
        }
        let told = notes.told();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].sentence, expected);
    }

    #[test]
    fn one_reason_is_told_once_and_reads_as_a_sentence() {
        let is = |name: &'static str| [(name, "")];
        check(
            Changed::LeftOut,
            &is("Warmth on the shoulders"),
            "Warmth on the shoulders is left out: touch hurts.",
        );
        check(Changed::LeftOut, &is("Neck circles again"), "Neck circles again are left out: touch hurts.");
        check(
            Changed::Lighter(2),
            &is("Shoulder blade press"),
            "Shoulder blade press is lighter today, at most 2 out of 10: touch hurts.",
        );
        let two = [("Neck circles", "Soft neck"), ("Brow sweep", "Soft brow")];
        check(
            Changed::Swapped,
            &two,
            "“Soft neck” replaces “Neck circles” and “Soft brow” replaces “Brow sweep”: touch hurts.",
        );
        let three = [("Neck circles", "A"), ("Brow sweep", "B"), ("PC6", "C"), ("Neck circles", "A")];
        check(
            Changed::Swapped,
            &three,
            "Neck circles, brow sweep and PC6 are swapped for something else: touch hurts.",
        );
    }
}
