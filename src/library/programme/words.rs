//! The words in which a week says how often and how much, in each language that the program has words in.

use super::{Programme, Week};
use crate::routine::Language;
use crate::routine::words::capitalised;

/// The words of a week: of how many things it speaks, `{n}` stands for the number; of two, the first is for one.
struct WeekWords {
    /// One week, and several with `{from}` and `{to}`.
    name: [&'static str; 2],
    days: [&'static str; 2],
    any_days: &'static str,
    /// Twice a day, and more often.
    a_day: [&'static str; 2],
    rest: [&'static str; 2],
    minutes: [&'static str; 2],
    pressure: &'static str,
    times: [&'static str; 2],
}

/// The words in a language, or in English where the program has none in it.
const fn of(language: Language) -> &'static WeekWords {
    match language {
        Language::De => &GERMAN,
        Language::Es => &SPANISH,
        Language::En
        | Language::Fr
        | Language::It
        | Language::Pt
        | Language::Nl
        | Language::Pl
        | Language::Sv
        | Language::Da => &ENGLISH,
    }
}

impl Programme {
    /// `Week 2`, or `Weeks 6 to 8`.
    #[must_use]
    pub(crate) fn week_name(&self, week: usize, language: Language) -> String {
        let before: u32 = self.weeks.iter().take(week).map(|week| week.lasts).sum();
        let lasts = self.weeks.get(week).map_or(1, |week| week.lasts);
        let (from, to) = ((before + 1).to_string(), (before + lasts).to_string());
        of(language).name[usize::from(lasts > 1)].replace("{from}", &from).replace("{to}", &to)
    }
}

impl Week {
    /// How often and how much, as a sentence: `On 5 days, twice a day, with 1 day off in between, 5 minutes each.`
    #[must_use]
    pub fn plan(&self, language: Language) -> String {
        let counted =
            |words: [&str; 2], count: u32| words[usize::from(count != 1)].replace("{n}", &count.to_string());
        let words = of(language);
        let mut parts =
            vec![self.days.map_or_else(|| words.any_days.to_owned(), |days| counted(words.days, days))];
        if self.a_day > 1 {
            parts.push(words.a_day[usize::from(self.a_day > 2)].replace("{n}", &self.a_day.to_string()));
        }
        if self.rest > 0 {
            parts.push(counted(words.rest, self.rest));
        }
        parts.extend(self.minutes.map(|minutes| counted(words.minutes, minutes)));
        parts.extend(self.pressure.map(|most| words.pressure.replace("{n}", &most.to_string())));
        parts.extend(self.times.map(|most| counted(words.times, most)));
        capitalised(parts.join(", ")) + "."
    }
}

const ENGLISH: WeekWords = WeekWords {
    name: ["Week {from}", "Weeks {from} to {to}"],
    days: ["on 1 day", "on {n} days"],
    any_days: "as often as it is useful",
    a_day: ["twice a day", "{n} times a day"],
    rest: ["with 1 day off in between", "with {n} days off in between"],
    minutes: ["1 minute each", "{n} minutes each"],
    pressure: "pressure at most {n} out of 10",
    times: ["each exercise at most 1 time", "each exercise at most {n} times"],
};

const GERMAN: WeekWords = WeekWords {
    name: ["Woche {from}", "Wochen {from} bis {to}"],
    days: ["an 1 Tag", "an {n} Tagen"],
    any_days: "so oft es hilft",
    a_day: ["zweimal am Tag", "{n}-mal am Tag"],
    rest: ["mit 1 freien Tag dazwischen", "mit {n} freien Tagen dazwischen"],
    minutes: ["je 1 Minute", "je {n} Minuten"],
    pressure: "Druck höchstens {n} von 10",
    times: ["jede Bewegung einmal", "jede Bewegung höchstens {n}-mal"],
};

const SPANISH: WeekWords = WeekWords {
    name: ["Semana {from}", "Semanas {from} a {to}"],
    days: ["1 día", "{n} días"],
    any_days: "tantas veces como ayude",
    a_day: ["dos veces al día", "{n} veces al día"],
    rest: ["con 1 día libre entre medias", "con {n} días libres entre medias"],
    minutes: ["1 minuto cada vez", "{n} minutos cada vez"],
    pressure: "presión de {n} sobre 10 como máximo",
    times: ["cada movimiento una vez", "cada movimiento {n} veces como máximo"],
};
