//! The file of a programme: its fields, and what is wrong with them.

use std::sync::Arc;

use super::{Programme, ProgrammeFile, Week};
use crate::library::Entry;
use crate::library::check::Source;
use crate::ron_reader::text::check_limits;
use crate::ron_reader::{Fields, Parser};
use crate::ron_reader::{Problem, ProblemKind, Problems, Severity, Spanned};
use crate::routine::{Language, Words, read};
use crate::time::ExactDuration;

/// The most weeks of a programme. Our limit.
const MOST_WEEKS: u32 = 52;
/// The most sessions of a day, the most days off after one, and the most repetitions that a week can allow: our limits.
const MOST_A_DAY: u32 = 4;
const MOST_REST: u32 = 6;
const MOST_TIMES: u32 = 10;

/// Checks a file against the routines that it may name. Its texts are in a language where they exist in it.
pub(in crate::library) fn check_programme(
    source: Source,
    entries: &[Entry],
    language: Language,
) -> ProgrammeFile {
    let name = source.name();
    let (text, list, programme) = match source.text {
        Err(unreadable) => (unreadable.readable, vec![unreadable.problem], None),
        Ok(text) => {
            let mut parser = Parser::of(&text);
            let programme = match check_limits(&text) {
                Err(problem) => {
                    parser.problems.push(*problem);
                    None
                }
                Ok(()) if text.contains("steps:") && !text.contains("weeks:") => {
                    let what = "This is a routine, and among the programmes it isn't read.";
                    let problem = Problem::error(ProblemKind::File, 0..0, what);
                    parser
                        .problems
                        .push(problem.help("Move it out of the folder `programmes`, next to your routines."));
                    None
                }
                Ok(()) => parser
                    .whole("The programme")
                    .and_then(|fields| programme(fields, &mut parser, entries, language)),
            };
            let problems = parser.problems;
            (text, problems, programme)
        }
    };
    let is_good = list.iter().all(|problem| problem.severity != Severity::Error);
    let problems = Problems::new(name, text, list);
    let programme = programme.filter(|_| is_good).map(Arc::new);
    ProgrammeFile { id: source.id, origin: source.origin, programme, problems }
}

/// A text in a language, or in English where it has none in that.
fn text<'a>(
    name: &'static str,
    fields: &mut Fields<'a>,
    parser: &mut Parser<'a>,
    language: Language,
) -> Option<String> {
    let Spanned { value, span } = fields.required::<Words>(name, parser)?;
    if value.has_placeholders() {
        let problem =
            Problem::error(ProblemKind::Words, span, "The words of a programme can't have placeholders.");
        parser.problems.push(problem.help("To write the bracket itself, write `{{` or `}}`."));
    } else if value.plain_in(language).trim().is_empty() {
        let problem = Problem::error(ProblemKind::Words, span, "This text has no words.");
        parser.problems.push(problem.help("Write some, or remove it."));
    }
    Some(value.plain_in(language))
}

fn programme<'a>(
    mut fields: Fields<'a>,
    parser: &mut Parser<'a>,
    entries: &[Entry],
    language: Language,
) -> Option<Programme> {
    read::format(&mut fields, parser)?;
    let title = text("title", &mut fields, parser, language);
    let about = text("about", &mut fields, parser, language);
    let author = fields.optional::<String>("author", parser).map(|author| author.value);
    let contact = fields.optional::<String>("contact", parser).map(|contact| contact.value);
    let sources = fields.values::<read::Reference>("sources", parser).into_iter();
    let sources = sources.map(|source| source.value.0.plain_in(language)).collect();
    let mut weeks = Vec::new();
    if let Some(raw) = fields.raw("weeks") {
        let members = parser.list("written like `(about: \"…\", routine: \"…\", days: 5)`", raw)?;
        if members.is_empty() {
            parser.problems.push(Problem::error(
                ProblemKind::MissingField,
                parser.place(raw),
                "This list has no weeks.",
            ));
        }
        let last = members.len().saturating_sub(1);
        for (index, raw) in members.into_iter().enumerate() {
            if let Some(week_fields) =
                parser.structure("a week", "(about: \"…\", routine: \"…\", days: 5)", raw)
            {
                weeks.extend(week(week_fields, parser, entries, language, index == last));
            }
        }
    } else {
        fields.missing("weeks", "a list of weeks in `[…]`");
    }
    fields.finish(parser);
    Some(Programme { title: title?, about: about?, author, contact, sources, weeks })
}

fn week<'a>(
    mut fields: Fields<'a>,
    parser: &mut Parser<'a>,
    entries: &[Entry],
    language: Language,
    is_last: bool,
) -> Option<Week> {
    let at = fields.at();
    let about = text("about", &mut fields, parser, language);
    let lasts = fields.optional::<u32>("lasts", parser);
    let first = fields.optional::<String>("first", parser);
    let routine = fields.optional::<String>("routine", parser);
    let mut any_of = fields.values::<String>("any_of", parser);
    let minutes = fields.optional::<u32>("minutes", parser);
    let days = fields.optional::<u32>("days", parser);
    let a_day = fields.optional::<u32>("a_day", parser);
    let rest = fields.optional::<u32>("rest", parser);
    let pressure = fields.optional::<u8>("pressure", parser);
    let times = fields.optional::<u32>("times", parser);
    let both = routine.is_some() && !any_of.is_empty();
    any_of.extend(routine);
    let is_named = fields.has("routine") || fields.has("any_of") || fields.nearly_has(&["any_of", "routine"]);
    if any_of.is_empty() && fields.raw("any_of").is_some_and(|raw| raw.trim() == "[]") {
        let problem = Problem::error(ProblemKind::MissingField, at.clone(), "`any_of` names no routine.");
        parser.problems.push(problem.help("Write at least one: `any_of: [\"longer-exhale\"]`."));
    }
    if (any_of.is_empty() && !is_named) || both {
        let message = "A week needs either `routine` or `any_of`.";
        let help = "Write one of them: `routine: \"longer-exhale\"`, or `any_of: [\"…\", \"…\"]`.";
        parser.problems.push(Problem::error(ProblemKind::Contradiction, at.clone(), message).help(help));
    }
    for id in first.iter().chain(&any_of) {
        parser.problems.extend(routine_problem(id, minutes.as_ref(), entries));
    }
    let weeks = lasts.as_ref().map_or(1, |lasts| lasts.value);
    let pressed = pressure.as_ref().map(|most| Spanned::new(u32::from(most.value), most.span.clone()));
    for (name, number, most) in [
        ("lasts", &lasts, MOST_WEEKS),
        ("days", &days, weeks.saturating_mul(7)),
        ("a_day", &a_day, MOST_A_DAY),
        ("rest", &rest, MOST_REST),
        ("pressure", &pressed, 10),
        ("times", &times, MOST_TIMES),
    ] {
        if let Some(number) = number
            && !(1..=most).contains(&number.value)
        {
            let message = format!("`{name}` is {}.", number.value);
            let help = format!("It must be from 1 to {most}.");
            parser
                .problems
                .push(Problem::error(ProblemKind::OutOfRange, number.span.clone(), message).help(help));
        }
    }
    if !is_last && !fields.has("days") && !fields.nearly_has(&["days"]) {
        let message = "Only the last week can leave `days` out.";
        let help = "Without a number of days, the week after it would never come.";
        parser.problems.push(Problem::error(ProblemKind::MissingField, at, message).help(help));
    }
    fields.finish(parser);
    Some(Week {
        about: about?,
        lasts: weeks,
        first: first.map(|first| first.value),
        any_of: any_of.into_iter().map(|id| id.value).collect(),
        minutes: minutes.map(|minutes| minutes.value),
        days: days.map(|days| days.value),
        a_day: a_day.map_or(1, |a_day| a_day.value.max(1)),
        rest: rest.map_or(0, |rest| rest.value),
        pressure: pressure.map(|most| most.value),
        times: times.map(|most| most.value),
    })
}

/// What is wrong with a routine that a week names.
fn routine_problem(
    id: &Spanned<String>,
    minutes: Option<&Spanned<u32>>,
    entries: &[Entry],
) -> Option<Problem> {
    let of_id = |entry: &&Entry| entry.id == id.value;
    let Some(entry) = entries.iter().filter(of_id).max_by_key(|entry| entry.routine.is_some()) else {
        let problem = Problem::error(
            ProblemKind::Reference,
            id.span.clone(),
            format!("There is no routine `{}`.", id.value),
        );
        return Some(problem.did_you_mean(&id.value, entries.iter().map(|entry| entry.id.as_str())));
    };
    let Some(routine) = &entry.routine else {
        let message = format!("The routine `{}` has errors.", id.value);
        let help = "Fix its file first; `stillpoint check` shows what is wrong there.";
        return Some(Problem::error(ProblemKind::Reference, id.span.clone(), message).help(help));
    };
    let minutes = minutes?;
    let (range, requested) = (routine.range(), ExactDuration::from_mins(minutes.value.into()));
    if requested == range.written || (range.shortest..=range.longest).contains(&requested) {
        return None;
    }
    let message = format!("The routine `{}` can't last {} minutes.", id.value, minutes.value);
    let help = format!("It can last from {} to {}.", range.shortest, range.longest);
    Some(Problem::error(ProblemKind::OutOfRange, minutes.span.clone(), message).help(help))
}
