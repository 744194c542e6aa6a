//! The rules that hold for everybody, whatever they have answered.

use super::super::Doing;
use super::super::rules::{ContrastCap, rules};
use super::super::words::topics;
use super::{Table, row};
use crate::routine::{Language, Motion, Site};
use crate::time::ExactDuration;

pub(super) fn tables() -> Vec<Table> {
    vec![pressure(), times(), sums(), packs(), breath(), days(), stops(), words()]
}

fn sites(sites: &[Site]) -> String {
    sites.iter().map(|site| site.plain()).collect::<Vec<_>>().join(", ")
}

/// The same as where something is done: `on the temples`.
fn placed(sites: &[Site]) -> String {
    sites.iter().map(|site| site.placed()).collect::<Vec<_>>().join(" or ")
}

fn pressure() -> Table {
    let caps = rules().pressure.iter();
    let rows = caps
        .map(|cap| row(&sites(&cap.sites), format!("at most {} out of 10", cap.most), &cap.why, &cap.source));
    Table {
        title: "Pressure".into(),
        note: "On a scale of discomfort from 0 to 10.".into(),
        rows: rows.collect(),
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
    let hands_on = row("massage in one routine", at_most(cap.longest, "in total"), &cap.why, &cap.source);
    let only_on = rules.only_on.iter().map(|rule| {
        row(rule.motion.plain(), format!("only {}", placed(&rule.sites)), &rule.why, &rule.source)
    });
    let only_that = rules.only_that.iter().map(|rule| {
        let then = format!("only {}, each hold for at most {}", motions(&rule.motions), rule.longest_hold);
        row(rule.site.plain(), then, &rule.why, &rule.source)
    });
    let instead =
        row("alternatives to a step", "never more than the step", &rules.instead.why, &rules.instead.source);
    let rows =
        spots.chain(never).chain(only_on).chain(only_that).chain(sides).chain([hands_on, instead]).collect();
    let note = "A routine has no way to name the front of the throat, the eyeball or the spine.";
    Table { title: "Massage and movement".into(), note: note.into(), rows }
}

/// What a whole session adds up to.
fn sums() -> Table {
    let rules = rules();
    let skins = rules.skins.iter().map(|cap| {
        let each = if cap.each_side { "on each side" } else { "in total" };
        row(&format!("massage {}", placed(&cap.sites)), at_most(cap.most, each), &cap.why, &cap.source)
    });
    let cap = &rules.tensing;
    let then = format!("at most {} out of 10, for {} to {}", cap.effort, cap.press.0, cap.press.1);
    let tensing = row("tensing muscles", then, &cap.why, &cap.source);
    let times = match cap.rounds {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    };
    let rounds = row("the same muscles", format!("tensed at most {times}"), &cap.why_rounds, &cap.source);
    let cap = &rules.exercise;
    let exercises = [
        row(
            "one hold of an exercise",
            format!("from {} to {}", cap.hold.0, cap.hold.1),
            &cap.why_hold,
            &cap.source,
        ),
        row(
            "each exercise",
            format!("at most {} repetitions on each side", cap.times),
            &cap.why_times,
            &cap.source,
        ),
        row(
            "discomfort in an exercise",
            format!("at most {} out of 10", cap.discomfort),
            &cap.why_discomfort,
            &cap.source,
        ),
    ];
    let note = "Every step, repeat, side and technique counts; where there are alternatives, the longest counts. Packs on \
                the same skin count together, whether cold, warm or alternating, and the shortest of their limits applies.";
    Table {
        title: "A whole session".into(),
        note: note.into(),
        rows: skins.chain([tensing, rounds]).chain(exercises).collect(),
    }
}

/// Breathing paced by tones.
fn breath() -> Table {
    let cap = &rules().breath;
    let phases = [
        ("the breath in", cap.inhale),
        ("the hold", cap.hold),
        ("the breath out", cap.exhale),
        ("the rest after breathing out", cap.rest),
    ];
    let phases = phases.map(|(what, most)| row(what, at_most(most, ""), &cap.why_phases, &cap.source));
    let (least, most) = cap.breath;
    let whole = row("a whole breath", format!("from {least} to {most}"), &cap.why_breath, &cap.source);
    let all =
        row("all paced breathing in a session", at_most(cap.together, ""), &cap.why_together, &cap.source);
    let rows = phases.into_iter().chain([whole, all]).collect();
    Table { title: "Paced breathing".into(), note: "The easier breaths of a ramp count too.".into(), rows }
}

/// What authors are warned about.
fn words() -> Table {
    let rows = topics().iter().map(|topic| {
        let languages: Vec<&str> = topic.words.iter().map(|words| Language::plain(words.language)).collect();
        row(&topic.about, format!("a warning in {}", languages.join(", ")), &topic.why, &topic.source)
    });
    let note = "Topics in a routine's sentences that its author is warned about. The words are listed in src/safety/words.ron.";
    Table { title: "Words".into(), note: note.into(), rows: rows.collect() }
}

fn packs() -> Table {
    let rules = rules();
    let packs = rules.packs.iter().map(|cap| {
        let what = format!("{} on {}", cap.pack.plain(), sites(&cap.sites));
        row(&what, at_most(cap.longest, ""), &cap.why, &cap.source)
    });
    let cap = &rules.contrast;
    let what = format!("alternating warm and cold on {}", sites(&cap.sites));
    let there = row("alternating warm and cold anywhere else", "never", &cap.why, &cap.source);
    let contrast = row(&what, at_most(cap.longest, ""), &cap.why_longest, &cap.source);
    let ContrastCap { warm, cold, .. } = cap;
    let then = format!("warm {} to {}, cold {} to {}", warm.0, warm.1, cold.0, cold.1);
    let each = row("each turn", then, &cap.why_so_long, &cap.source);
    let once = row("alternating warm and cold in a session", "once", &cap.why_once, &cap.source);
    let checks = &rules.skin_checks;
    let at: Vec<String> = checks.at.iter().map(ExactDuration::to_string).collect();
    let then = format!("at {}, then every {}", at.join(", "), checks.then_every);
    let check = row("skin check", then, "", &checks.source);
    let awake = &rules.awake_checks;
    let then = format!("every {}, with {} to answer", awake.every, awake.answer_within);
    let awake = row("asking whether somebody is awake", then, "", &awake.source);
    let note = "No other site is allowed.";
    Table {
        title: "Packs".into(),
        note: note.into(),
        rows: packs.chain([there, contrast, each, once, check, awake]).collect(),
    }
}

fn days() -> Table {
    let guard = &rules().guard;
    let packs = guard.packs.iter().map(|of| {
        let then = format!("leave {} before the next one, at most {} times in 24 hours", of.rest, of.a_day);
        row(&format!("{} on the same skin", of.pack.plain()), then, &of.why, &of.source)
    });
    let contrast = &guard.contrast;
    let times = if contrast.a_day == 1 { "once".to_owned() } else { format!("{} times", contrast.a_day) };
    let then = format!("at most {times} in 24 hours");
    let in_turn = row("alternating warm and cold on the same skin", then, &contrast.why, &contrast.source);
    let hands_on = &guard.hands_on;
    let then = format!(
        "at most {} in 24 hours; only one session of {} or more",
        hands_on.a_day, hands_on.full_session
    );
    let massage = row("massage", then, &hands_on.why, &hands_on.source);
    let together: Vec<String> = guard.together.iter().map(|group| sites(group)).collect();
    let short = &guard.short;
    let note = format!(
        "These count as the same skin: {}. A pack that was on for less than {} needs no rest; for less than {}, the rest is in proportion, but at least {}.",
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
            Doing::HandsOn => "massage",
            Doing::Cold => "cold",
            Doing::Warm => "warmth",
            Doing::Breathing => "breathing",
        };
        let rest = if signs.rest.is_empty() {
            String::new()
        } else {
            format!("; stop and rest if you notice {}", any_of(&signs.rest))
        };
        row(
            doing,
            signs.then.trim_end_matches('.'),
            &format!("Do this at the first sign of {}{rest}.", any_of(&signs.at_once)),
            &signs.source,
        )
    });
    Table { title: "When to stop".into(), note: String::new(), rows: rows.collect() }
}

/// `a, b, or c`. The comma stays: many signs contain an "or" of their own.
fn any_of(signs: &[String]) -> String {
    match signs {
        [several @ .., last] if !several.is_empty() => format!("{}, or {last}", several.join(", ")),
        _ => signs.concat(),
    }
}

fn at_most(span: ExactDuration, of: &str) -> String {
    format!("at most {span} {of}").trim_end().to_owned()
}
