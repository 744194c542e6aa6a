//! The rules as tables that a clinician would read: what `stillpoint rules` prints.

use super::conditions::{Effect, Rule, conditions};
use super::red_flags::{Flags, red_flags};
use super::source::Source;

mod everybody;

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
    /// What it is about.
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
                what: "Animation".into(),
                then: "switched off".into(),
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
    let of_flags = [("Emergency", &red_flags().emergency), ("Same day", &red_flags().same_day)];
    vec![
        Chapter {
            title: "Danger signs",
            tables: of_flags.map(|(title, flags)| of_flags_table(title, flags)).into(),
        },
        Chapter { title: "By condition", tables: of_people.collect() },
        Chapter { title: "By state and phase", tables: of_states.chain(of_phases).collect() },
        Chapter { title: "For everybody", tables: everybody::tables() },
    ]
}

fn of_rule(rule: &Rule) -> Row {
    let then = match &rule.then {
        Effect::LeaveOut => "left out".into(),
        Effect::Swap => "swapped for the routine's alternative, or left out".into(),
        Effect::AtMost(most) => format!("at most {most} out of 10"),
        Effect::NoHold => "without the hold".into(),
        Effect::Together(most) => format!("at most {most} in total"),
        Effect::ReleaseOnly => "let go without tensing".into(),
        Effect::Advise { .. } => "not recommended; can be overruled".into(),
        Effect::Caution => "caution".into(),
        Effect::Block => "nothing can start".into(),
    };
    let during: Vec<&str> = rule.during.iter().map(|phase| phase.plain()).collect();
    let then = if during.is_empty() { then } else { format!("{then} (during {})", during.join(" or ")) };
    Row { what: capital(&rule.what.plain()), then, why: rule.why.clone(), source: rule.source.to_string() }
}

fn of_flags_table(title: &str, flags: &Flags) -> Table {
    let row = |of: &super::Sign| Row {
        what: of.sign.trim_end_matches('.').to_owned(),
        then: "nothing can start".into(),
        why: String::new(),
        source: of.source.to_string(),
    };
    Table { title: title.into(), note: flags.say.clone(), rows: flags.signs.iter().map(row).collect() }
}

fn row(what: &str, then: impl Into<String>, why: &str, source: &Source) -> Row {
    Row { what: capital(what), then: then.into(), why: why.into(), source: source.to_string() }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
