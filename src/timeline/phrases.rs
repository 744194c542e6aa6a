//! The program's own sentences in a session, all in one place, one table a language.

use crate::routine::language::{Terms, Value};
use crate::routine::words::capitalised;
use crate::routine::{CompressKind, Language, Side, Site};
use crate::time::ExactDuration;

use super::BreathPhase;

mod english;
mod german;
mod spanish;

/// The sentences of one language. `{…}` are placeholders that are filled in when a sentence is said.
#[derive(Debug)]
pub struct Phrases {
    /// The language that they are in.
    pub language: Language,
    terms: fn() -> Option<&'static Terms>,
    /// The name of the count before the first step.
    pub ready_name: &'static str,
    /// The name of a pause between rounds.
    pub pause_name: &'static str,
    /// The name of the time to change sides.
    pub switch_name: &'static str,
    /// What the last segment is called on the screen.
    pub end_name: &'static str,
    /// What every form of "minute" contains, in lower case: a title with it already says how long it takes.
    minute: &'static str,
    /// Said when it is the other side's turn, with `{side}` or `{side_stem}`.
    switch_to: &'static str,
    /// A step on one side, with `{name}` and `{side}`.
    on_side: &'static str,
    /// For cold and for warm.
    skin_check: [&'static str; 2],
    /// For cold and for warm.
    barrier: [&'static str; 2],
    /// Asked while a pack is on.
    pub still_awake: &'static str,
    /// Said instead of the question where nobody can answer, as in an audio file.
    pub if_sleepy: &'static str,
    /// Said when a pack has to come off.
    pub pack_off: &'static str,
    /// For cold and for warm, with `{on}`.
    lay_on: [&'static str; 2],
    /// Said at intervals if the settings ask for it; `{time}` is the time left.
    time_left: &'static str,
    /// Said at the end.
    pub the_end: &'static str,
    /// In, more in, hold, out, rest.
    breath: [&'static str; 5],
    /// Said after a question with two ways: which key leads where.
    pub two_ways: &'static str,
    /// Said when the screen goes black: what a tap on it does.
    pub gestures: &'static str,
    /// Asked after the end; numbers follow, and Space picks the last one spoken.
    pub how_is_the_pain: &'static str,
    /// Asked after the pain is rated.
    pub compared_with_before: &'static str,
    /// The answers to it, in the order of the journal: better, the same, worse.
    pub feelings: [&'static str; 3],
    /// What was answered, with `{pain}`.
    pain: &'static str,
    /// Said after the last answer.
    pub thanks: &'static str,
    /// Said to try a voice.
    pub trial: &'static str,
}

/// The sentences in a language; in English if there are none in it.
#[must_use]
pub const fn of(language: Language) -> &'static Phrases {
    match language {
        Language::De => &german::PHRASES,
        Language::Es => &spanish::PHRASES,
        Language::En
        | Language::Fr
        | Language::It
        | Language::Pt
        | Language::Nl
        | Language::Pl
        | Language::Sv
        | Language::Da => &english::PHRASES,
    }
}

/// One of the texts for cold and for warm.
const fn for_pack(texts: [&'static str; 2], pack: CompressKind) -> &'static str {
    match pack {
        CompressKind::Cold => texts[0],
        CompressKind::Warm => texts[1],
    }
}

impl Phrases {
    fn said(&self, value: &Value) -> String {
        (self.terms)().map(|terms| value.said(terms)).unwrap_or_default()
    }

    /// Said before the count: the title, which is in the language `said`, and how long it takes. The title alone if
    /// these sentences are in another language, or if it says the minutes itself.
    #[must_use]
    pub(crate) fn get_ready(&self, said: Language, title: &str, length: ExactDuration) -> String {
        // Nobody counts along: what is said is rounded as a person would round it.
        let to = if length >= ExactDuration::from_mins(2) { 60 } else { 10 };
        let rounded = ExactDuration::from_secs(((length.whole_secs() + to / 2) / to).max(1) * to);
        if said != self.language || title.to_lowercase().contains(self.minute) {
            format!("{title}.")
        } else {
            format!("{title}. {}.", capitalised(self.said(&Value::Duration(rounded))))
        }
    }

    /// Said when the side changes.
    #[must_use]
    pub(crate) fn switch_to(&self, side: Side) -> String {
        let said = self.switch_to.replace("{side}", &self.said(&Value::Side(side)));
        said.replace("{side_stem}", &self.said(&Value::SideStem(side)))
    }

    /// The name of a step with its side. The name alone if it is in a language, `said`, other than that of these
    /// sentences.
    #[must_use]
    pub(crate) fn on_side(&self, said: Language, name: &str, side: Side) -> String {
        if said != self.language {
            return name.to_owned();
        }
        self.on_side.replace("{side}", &self.said(&Value::Side(side))).replace("{name}", name)
    }

    /// Said when it is time to check the skin.
    #[must_use]
    pub(crate) const fn skin_check(&self, pack: CompressKind) -> &'static str {
        for_pack(self.skin_check, pack)
    }

    /// What belongs between a pack and the skin.
    #[must_use]
    pub(crate) const fn barrier(&self, pack: CompressKind) -> &'static str {
        for_pack(self.barrier, pack)
    }

    /// Said when a cold pack takes over from a warm one, or the other way round.
    #[must_use]
    pub(crate) fn lay_on(&self, pack: CompressKind, site: Site) -> String {
        for_pack(self.lay_on, pack).replace("{on}", (self.terms)().map_or("", |terms| (terms.on)(site)))
    }

    /// The name of a pack.
    #[must_use]
    pub fn pack(&self, pack: CompressKind) -> &'static str {
        (self.terms)().map_or("", |terms| (terms.pack)(pack))
    }

    /// Said at intervals, if the settings ask for it.
    #[must_use]
    pub(crate) fn time_left(&self, left: ExactDuration) -> String {
        capitalised(self.time_left.replace("{time}", &self.said(&Value::Duration(left))))
    }

    /// Said in the first breaths.
    #[must_use]
    pub const fn breath(&self, phase: BreathPhase) -> &'static str {
        self.breath[match phase {
            BreathPhase::Inhale => 0,
            BreathPhase::TopUp => 1,
            BreathPhase::Hold => 2,
            BreathPhase::Exhale => 3,
            BreathPhase::Rest => 4,
        }]
    }

    /// Said when the pattern of breathing changes: `In 4, out 6.`
    #[must_use]
    pub(crate) fn breaths(&self, phases: &[(BreathPhase, ExactDuration)]) -> String {
        let part = |(index, (phase, lasts)): (usize, &(BreathPhase, ExactDuration))| {
            let name = self.breath(*phase);
            let is_noun = self.language == Language::De && *phase == BreathPhase::Rest;
            let name = if index == 0 || is_noun { name.to_owned() } else { name.to_lowercase() };
            format!("{name} {}", self.said(&Value::Secs(*lasts)))
        };
        format!("{}.", phases.iter().enumerate().map(part).collect::<Vec<_>>().join(", "))
    }

    /// What was answered.
    #[must_use]
    pub fn pain(&self, pain: u8) -> String {
        self.pain.replace("{pain}", &pain.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every fixed text of a table.
    fn texts(phrases: &Phrases) -> Vec<&'static str> {
        let single = [
            phrases.ready_name,
            phrases.pause_name,
            phrases.switch_name,
            phrases.end_name,
            phrases.switch_to,
            phrases.on_side,
            phrases.still_awake,
            phrases.if_sleepy,
            phrases.pack_off,
            phrases.time_left,
            phrases.the_end,
            phrases.two_ways,
            phrases.gestures,
            phrases.how_is_the_pain,
            phrases.compared_with_before,
            phrases.pain,
            phrases.thanks,
            phrases.trial,
        ];
        let pairs = [phrases.skin_check, phrases.barrier, phrases.lay_on];
        single
            .into_iter()
            .chain(pairs.into_iter().flatten())
            .chain(phrases.breath)
            .chain(phrases.feelings)
            .collect()
    }

    fn placeholders(text: &str) -> Vec<&str> {
        let pieces = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        // A language that needs an ending takes the stem of the same word.
        let mut names: Vec<&str> = pieces.map(|name| name.trim_end_matches("_stem")).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn no_language_misses_a_sentence_or_what_stands_in_it() {
        for language in [Language::De, Language::Es] {
            assert_eq!(of(language).language, language);
            for (text, english) in texts(of(language)).into_iter().zip(texts(of(Language::En))) {
                assert!(!text.trim().is_empty(), "{language:?}: {english}");
                assert_eq!(placeholders(text), placeholders(english), "{language:?}: {english}");
                assert_ne!(text, english, "{language:?}");
            }
        }
        assert_eq!(of(Language::Sv).language, Language::En);
    }

    #[test]
    fn sentences_are_filled_in_their_language() {
        let (german, spanish) = (of(Language::De), of(Language::Es));
        assert_eq!(german.switch_to(Side::Right), "Jetzt rechts.");
        assert_eq!(german.time_left(ExactDuration::from_mins(2)), "Noch 2 Minuten.");
        assert_eq!(spanish.time_left(ExactDuration::from_mins(1)), "Tiempo restante: un minuto.");
        assert_eq!(
            spanish.lay_on(CompressKind::Cold, Site::Shoulders),
            "Ahora la compresa fría, en los hombros."
        );
        let phases = [
            (BreathPhase::Inhale, ExactDuration::from_secs(4)),
            (BreathPhase::Exhale, ExactDuration::from_millis(5500)),
        ];
        assert_eq!(german.breaths(&phases), "Ein 4, aus 5,5.");
        assert_eq!(of(Language::En).breaths(&phases), "In 4, out 5.5.");
        let five = ExactDuration::from_mins(5);
        assert_eq!(
            german.get_ready(Language::De, "Länger ausatmen, 5 Minuten", five),
            "Länger ausatmen, 5 Minuten."
        );
        assert_eq!(german.get_ready(Language::De, "Loslassen", five), "Loslassen. 5 Minuten.");
    }
}
