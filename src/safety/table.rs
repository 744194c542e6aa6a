//! The rules as tables that a clinician would read: what `stillpoint rules` prints.

use super::conditions::{Effect, Rule, conditions};
use super::red_flags::{Flags, red_flags};
use super::rules::rules;
use super::source::Source;
use crate::routine::{Motion, Site};
use crate::time::ExactDuration;

/// Some rules that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What they are for.
    pub title: String,
    /// What is asked, or said with it.
    pub note: String,
    /// The rules.
    pub rows: Vec<Row>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it speaks of.
    pub what: String,
    /// What becomes of that.
    pub then: String,
    /// Why.
    pub why: String,
    /// What it rests on.
    pub source: String,
}

/// A chapter of tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its heading.
    pub title: &'static str,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// Everything that the rules say.
#[must_use]
pub fn chapters() -> Vec<Chapter> {
    let table = |title: &str, note: &str, rules: &[Rule], still: bool| {
        let mut rows: Vec<Row> = rules.iter().map(of_rule).collect();
        if still {
            rows.push(Row {
                what: "moving pictures".into(),
                then: "a still screen".into(),
                why: "Nothing on the screen moves.".into(),
                source: Source::OurLimit.to_string(),
            });
        }
        Table { title: capital(title), note: note.into(), rows }
    };
    let all = conditions();
    let of_people =
        all.conditions.iter().map(|of| table(of.when.plain(), &of.ask, &of.rules, of.still_screen));
    let of_states = all.states.iter().map(|of| table(of.when.plain(), "", &of.rules, of.still_screen));
    let of_phases = all.phases.iter().filter(|of| !of.rules.is_empty());
    let of_phases = of_phases.map(|of| table(of.when.plain(), "", &of.rules, false));
    let of_flags = [("Emergency", &red_flags().emergency), ("The same day", &red_flags().same_day)];
    vec![
        Chapter {
            title: "Warning signs",
            tables: of_flags.map(|(title, flags)| of_flags_table(title, flags)).into(),
        },
        Chapter { title: "About a person", tables: of_people.collect() },
        Chapter { title: "About the moment", tables: of_states.chain(of_phases).collect() },
        Chapter { title: "For everybody", tables: vec![pressure(), times(), packs(), days(), stops()] },
    ]
}

fn of_rule(rule: &Rule) -> Row {
    let then = match &rule.then {
        Effect::LeaveOut => "left out".into(),
        Effect::Swap => "the routine's alternative, or left out".into(),
        Effect::AtMost(most) => format!("at most {most} of 10"),
        Effect::NoHold => "without the hold".into(),
        Effect::Together(most) => format!("at most {most} in all"),
        Effect::ReleaseOnly => "let go without tensing".into(),
        Effect::Advise { .. } => "advised against; can be overruled".into(),
        Effect::Caution => "caution".into(),
        Effect::Block => "nothing starts".into(),
    };
    let during: Vec<&str> = rule.during.iter().map(|phase| phase.plain()).collect();
    let then = if during.is_empty() { then } else { format!("{then} (during {})", during.join(" or ")) };
    Row { what: capital(&rule.what.plain()), then, why: rule.why.clone(), source: rule.source.to_string() }
}

fn of_flags_table(title: &str, flags: &Flags) -> Table {
    let row = |of: &super::Sign| Row {
        what: of.sign.trim_end_matches('.').to_owned(),
        then: "nothing starts".into(),
        why: String::new(),
        source: of.source.to_string(),
    };
    Table { title: title.into(), note: flags.say.clone(), rows: flags.signs.iter().map(row).collect() }
}

fn row(what: &str, then: impl Into<String>, why: &str, source: &Source) -> Row {
    Row { what: capital(what), then: then.into(), why: why.into(), source: source.to_string() }
}

fn sites(sites: &[Site]) -> String {
    sites.iter().map(|site| site.plain()).collect::<Vec<_>>().join(", ")
}

fn pressure() -> Table {
    let caps = rules().pressure.iter();
    let rows =
        caps.map(|cap| row(&sites(&cap.sites), format!("at most {} of 10", cap.most), &cap.why, &cap.source));
    Table {
        title: "Pressure".into(), note: "On the scale of discomfort, 0–10.".into(), rows: rows.collect()
    }
}

fn times() -> Table {
    let rules = rules();
    let motions =
        |motions: &[Motion]| motions.iter().map(|motion| motion.plain()).collect::<Vec<_>>().join(", ");
    let spots = rules.spot.iter();
    let spots = spots
        .map(|cap| row(&motions(&cap.motions), at_most(cap.longest, "on one spot"), &cap.why, &cap.source));
    let never = rules.never.iter().map(|never| row(&never.what.plain(), "never", &never.why, &never.source));
    let sides = rules
        .one_side
        .iter()
        .map(|rule| row(rule.site.plain(), "one side at a time", &rule.why, &rule.source));
    let cap = &rules.hands_on;
    let hands_on = row("massage in one routine", at_most(cap.longest, "in all"), &cap.why, &cap.source);
    let rows = spots.chain(never).chain(sides).chain([hands_on]).collect();
    let note = "The front of the throat, the eyeball and the spine cannot be named by a routine.";
    Table { title: "Massage and movement".into(), note: note.into(), rows }
}

fn packs() -> Table {
    let rules = rules();
    let packs = rules.packs.iter().map(|cap| {
        let what = format!("{} on {}", cap.pack.plain(), sites(&cap.sites));
        row(&what, at_most(cap.longest, ""), &cap.why, &cap.source)
    });
    let cap = &rules.contrast;
    let what = format!("warm and cold in turn on {}", sites(&cap.sites));
    let contrast = row(&what, at_most(cap.longest, ""), &cap.why, &cap.source);
    let checks = &rules.skin_checks;
    let at: Vec<String> = checks.at.iter().map(ExactDuration::to_string).collect();
    let then = format!("at {}, then every {}", at.join(", "), checks.then_every);
    let check = row("a look at the skin", then, "", &checks.source);
    let awake = &rules.awake_checks;
    let then = format!("every {}, with {} to answer", awake.every, awake.answer_within);
    let awake = row("the question whether somebody is awake", then, "", &awake.source);
    let note = "On no other site.";
    Table { title: "Packs".into(), note: note.into(), rows: packs.chain([contrast, check, awake]).collect() }
}

fn days() -> Table {
    let guard = &rules().guard;
    let packs = guard.packs.iter().map(|of| {
        let then = format!("a rest of {}, at most {} times in 24 hours", of.rest, of.a_day);
        row(&format!("{} on the same skin", of.pack.plain()), then, &of.why, &of.source)
    });
    let contrast = &guard.contrast;
    let then = format!("at most {} time in 24 hours", contrast.a_day);
    let in_turn = row("warm and cold in turn on the same skin", then, &contrast.why, &contrast.source);
    let hands_on = &guard.hands_on;
    let then =
        format!("at most {} in 24 hours; one session of {} or more", hands_on.a_day, hands_on.full_session);
    let massage = row("massage", then, &hands_on.why, &hands_on.source);
    let together: Vec<String> = guard.together.iter().map(|group| sites(group)).collect();
    let short = &guard.short;
    let note = format!(
        "The same skin: {}. Less than {} starts no rest; less than {} a rest in proportion, at least {}.",
        together.join("; "),
        short.from,
        short.full_from,
        short.least
    );
    Table { title: "From session to session".into(), note, rows: packs.chain([in_turn, massage]).collect() }
}

fn stops() -> Table {
    let rows = rules().stop_signs.iter().map(|signs| {
        let doing = match signs.doing {
            super::Doing::HandsOn => "massage",
            super::Doing::Cold => "cold",
            super::Doing::Warm => "warmth",
            super::Doing::Breathing => "breathing",
        };
        let rest = if signs.rest.is_empty() {
            String::new()
        } else {
            format!("; stop and rest with {}", signs.rest.join(", "))
        };
        row(doing, signs.then.clone(), &format!("With {}{rest}.", signs.at_once.join(", ")), &signs.source)
    });
    Table { title: "When to stop".into(), note: String::new(), rows: rows.collect() }
}

fn at_most(span: ExactDuration, of: &str) -> String {
    format!("at most {span} {of}").trim_end().to_owned()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
