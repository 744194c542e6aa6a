//! A routine, or a programme with its routines, on paper: a page that fetches nothing, to be read in a browser and printed
//! on A4 or Letter.
//!
//! Paper cannot ask how somebody is, so the sheet says for whom the routine is not, or only in part: every condition is put
//! before the same judge as at a start.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::library::programme::Programme;
use crate::paper::{self, escaped};
use crate::ron_reader::Vocabulary as _;
use crate::routine::language::Value;
use crate::routine::values::{Scope, of_step};
use crate::routine::{EachSide, FirstSide, Guide, Language, Posture, Side, Step, StepKind, Turns};
use crate::safety::{Condition, Moment, Profile, SafeRoutine};
use crate::time::ExactDuration;
use crate::timeline::{PlanError, plan};

use super::figure::{Figure, Subject};

mod words;

use words::SheetWords;

/// How large a figure is on paper, in pixels of CSS, of which there are 96 in an inch.
const FIGURE: f32 = 104.0;

const STYLE: &str = "
    @page { margin: 16mm 18mm; }
    body { font: 13pt/1.4 'Atkinson Hyperlegible Next', 'Atkinson Hyperlegible', Verdana, Arial, sans-serif; color: #111;
        background: #fff; max-width: 174mm; margin: 8mm auto; padding: 0 4mm; }
    h1 { font-size: 22pt; line-height: 1.2; margin: 0 0 2mm; } h2 { font-size: 15pt; margin: 7mm 0 1mm; break-after: avoid; }
    p { margin: 1mm 0; } .quiet { color: #444; font-size: 11pt; } .facts { margin: 3mm 0 0; }
    ol, ul { margin: 2mm 0; padding: 0; list-style: none; } .plain li { margin: 1mm 0; padding-left: 5mm; text-indent: -5mm; }
    .plain li::before { content: '–'; display: inline-block; width: 5mm; text-indent: 0; }
    .step { display: table; width: 100%; padding: 3mm 0; border-top: 0.3mm solid #999; break-inside: avoid; }
    .step > div { display: table-cell; vertical-align: top; } .number { width: 9mm; font-weight: 700; font-size: 15pt; line-height: 1.2; }
    .figure { width: 36mm; padding-right: 4mm; } .figure svg { width: 32mm; height: auto; display: block; } .name { font-weight: 700; }
    .group { border-left: 1mm solid #999; padding-left: 4mm; margin: 2mm 0; } .group > p { font-weight: 700; break-after: avoid; }
    @media print { body { margin: 0; max-width: none; padding: 0; } }
";

/// A routine on paper: `steps` are its own, or what is left of them for somebody; `by` is who gives it, in a line.
#[must_use]
pub fn of_routine(routine: &SafeRoutine, steps: &[Step], by: Option<&str>) -> String {
    let language = routine.routine().language;
    let words = words::of(language);
    let mut html = format!("<h1>{}</h1>\n", escaped(&routine.title()));
    html += &routine_html(routine, steps, words, language);
    let _ = write!(html, "{}", foot(&Arc::new(routine.clone()), words, by));
    paper::page(language.code(), &escaped(&routine.title()), STYLE, words.print, &html)
}

/// A programme on paper: its weeks, then every routine of it, as it is for somebody.
#[must_use]
pub fn of_programme(
    programme: &Programme,
    routines: &[Arc<SafeRoutine>],
    profile: &Profile,
    language: Language,
) -> String {
    let words = words::of(language);
    let mut html = format!("<h1>{}</h1>\n<p>{}</p>\n", escaped(&programme.title), escaped(&programme.about));
    let own = programme.by();
    let _ = write!(html, "<h2>{}</h2>\n<ul class=\"plain\">", words.plan);
    for (index, week) in programme.weeks.iter().enumerate() {
        let about = week.about.trim_end_matches('.');
        let line = format!("{}: {about}. {}", programme.week_name(index, language), week.plan(language));
        let titles: Vec<String> = week
            .routines()
            .filter_map(|id| routines.iter().find(|routine| routine.id() == id))
            .map(|routine| routine.title())
            .collect();
        let _ = write!(html, "<li>{}<br><b>{}</b></li>", escaped(&line), escaped(&titles.join(", ")));
    }
    html += "</ul>\n";
    for routine in routines {
        let _ = writeln!(html, "<h2>{}</h2>", escaped(&routine.title()));
        match plan(routine, profile, &Moment::default(), None) {
            Ok(plan) => {
                html += &routine_html(routine, plan.steps(), words, language);
                html += &unsuited(routine, words);
            }
            Err(_) => {
                let _ = writeln!(html, "<p>{}</p>", words.not_for_you);
            }
        }
    }
    html += &signed(words, own.as_deref());
    paper::page(language.code(), &escaped(&programme.title), STYLE, words.print, &html)
}

/// What a routine is, and its steps.
fn routine_html(routine: &SafeRoutine, steps: &[Step], words: &SheetWords, language: Language) -> String {
    let source = routine.routine();
    let mut html = String::new();
    if let Some(about) = &source.about {
        let _ = writeln!(html, "<p>{}</p>", escaped(&routine.text(&about.value)));
    }
    let said = |length: ExactDuration| said(length, language);
    let mut facts = vec![said(routine.range().written)];
    facts.extend(source.posture.as_ref().map(|posture| words.posture(posture.value).to_owned()));
    let when = source.suits.iter().map(|phase| words.phase(phase.value));
    let when = format!("{} {}", words.when, when.collect::<Vec<_>>().join(", "));
    let _ = writeln!(html, "<p class=\"facts\">{}<br>{}</p>", escaped(&facts.join(", ")), escaped(&when));
    for need in &source.needs {
        let _ = writeln!(html, "<p>{} {}</p>", words.needs, escaped(&routine.text(&need.value)));
    }
    let mut sheet = Steps { words, language, lies: lies(routine), number: 0, html: String::new() };
    sheet.list(steps, Scope::default());
    let sounds = format!("<p class=\"quiet\">{}</p>\n", words.sounds);
    html + &sounds + "<div>\n" + &sheet.html + "</div>\n"
}

fn lies(routine: &SafeRoutine) -> bool {
    routine.routine().posture.as_ref().is_some_and(|posture| posture.value == Posture::Lying)
}

/// A length of time in words.
fn said(length: ExactDuration, language: Language) -> String {
    match language.terms().or_else(|| Language::En.terms()) {
        Some(terms) => Value::Duration(length).said(terms),
        None => length.to_string(),
    }
}

/// What ends the sheet of a routine: when to stop, for whom it is not, what it rests on.
fn foot(routine: &Arc<SafeRoutine>, words: &SheetWords, by: Option<&str>) -> String {
    let mut html = unsuited(routine, words);
    let source = routine.routine();
    let sources: Vec<String> =
        source.sources.iter().map(|origin| origin.value.plain_in(source.language)).collect();
    let _ = writeln!(
        html,
        "<p class=\"quiet\">{} {}. {}</p>",
        words.evidence,
        escaped(words.of_evidence(routine.evidence())),
        escaped(&sources.join("; "))
    );
    html + &signed(words, by)
}

fn signed(words: &SheetWords, by: Option<&str>) -> String {
    let by = by.map(|by| format!("<p>{}</p>\n", escaped(by))).unwrap_or_default();
    format!("{by}<p class=\"quiet\">{}</p>\n", words.no_advice)
}

/// When to stop, and for whom a routine is not or only in part.
fn unsuited(routine: &Arc<SafeRoutine>, words: &SheetWords) -> String {
    let mut html = format!("<h2>{}</h2>\n<ul class=\"plain\">", words.stop);
    for caution in routine.cautions() {
        let _ = write!(html, "<li>{}</li>", escaped(&caution));
    }
    html += "</ul>\n";
    let (mut never, mut in_part) = (Vec::new(), Vec::new());
    for condition in Condition::ALL {
        let profile: Profile = std::iter::once(*condition).collect();
        match plan(routine, &profile, &Moment::default(), None) {
            Ok(plan) if plan.advice().is_some() => never.push(*condition),
            Ok(plan) if !plan.changes().is_empty() => in_part.push(*condition),
            Ok(_) => {}
            Err(PlanError::NotNow { .. }) => never.push(*condition),
            // A length of its own is no reason of a person's.
            Err(_) => in_part.push(*condition),
        }
    }
    for (heading, conditions) in [(words.not_with, never), (words.ask_first, in_part)] {
        if conditions.is_empty() {
            continue;
        }
        let names: Vec<&str> = conditions.into_iter().map(|condition| words.condition(condition)).collect();
        let _ = writeln!(html, "<p>{heading} {}.</p>", escaped(&names.join("; ")));
    }
    html
}

/// The steps while they are written.
struct Steps<'a> {
    words: &'a SheetWords,
    language: Language,
    lies: bool,
    /// The number of the last step.
    number: usize,
    html: String,
}

impl Steps<'_> {
    fn list(&mut self, steps: &[Step], scope: Scope) {
        for step in steps {
            self.step(step, scope);
        }
    }

    fn group(&mut self, title: &str, steps: &[Step], scope: Scope) {
        let _ = writeln!(self.html, "<div class=\"group\"><p>{}</p>", escaped(title));
        self.list(steps, scope);
        self.html += "</div>\n";
    }

    fn step(&mut self, step: &Step, scope: Scope) {
        match &step.kind {
            StepKind::Repeat(repeat) => {
                let rounds = repeat.times.value;
                let title = self.words.rounds.replace("{times}", &rounds.to_string());
                self.group(&title, &repeat.steps, scope.in_round(1, rounds));
            }
            StepKind::EachSide(each) => {
                let (title, side) = self.sides(each);
                self.group(&title, &each.steps, scope.on_side(side, 0));
            }
            StepKind::Group(group) => self.list(&group.steps, scope),
            StepKind::Ask(ask) => {
                self.leaf(step, scope);
                self.group(self.words.if_yes, &ask.steps, scope);
                self.group(self.words.if_not, &ask.softer, scope);
            }
            StepKind::Guide(_)
            | StepKind::Compress(_)
            | StepKind::Contrast(_)
            | StepKind::Breathe(_)
            | StepKind::Rest(_)
            | StepKind::Wait { .. }
            | StepKind::Use(_) => self.leaf(step, scope),
        }
    }

    fn sides(&self, each: &EachSide) -> (String, Side) {
        let side = each.first.value.side().unwrap_or(Side::Left);
        let words = self.words;
        let title = match (each.first.value, each.turns) {
            (FirstSide::Sore, Turns::FirstOnly) => words.sore_only,
            (FirstSide::Sore, Turns::Each) => words.sore_first,
            (FirstSide::Sore, Turns::FirstAgain) => words.sore_again,
            (FirstSide::Left, Turns::FirstOnly) => words.left_only,
            (FirstSide::Right, Turns::FirstOnly) => words.right_only,
            (FirstSide::Left, Turns::Each) => words.left_first,
            (FirstSide::Right, Turns::Each) => words.right_first,
            (FirstSide::Left, Turns::FirstAgain) => words.left_again,
            (FirstSide::Right, Turns::FirstAgain) => words.right_again,
        };
        (title.to_owned(), side)
    }

    fn leaf(&mut self, step: &Step, scope: Scope) {
        self.number += 1;
        let values = of_step(step, scope);
        let text = |words: &crate::routine::Words| words.fill(&values, &step.numbers);
        let name = step
            .name
            .as_ref()
            .map_or_else(|| step.kind.default_name(self.language), |name| text(&name.value));
        let mut lines = vec![format!("<p class=\"name\">{}</p>", escaped(&name))];
        let say = scope.words_of(step).into_iter().chain(&step.read);
        lines.extend(say.map(|words| format!("<p>{}</p>", escaped(&text(&words.value)))));
        lines.extend(step.then.iter().map(|timed| format!("<p>{}</p>", escaped(&text(&timed.say.value)))));
        lines.extend(step.feels.iter().map(|feels| format!("<p>{}</p>", escaped(&text(&feels.value)))));
        let how_long = self.how_long(&step.kind);
        if !how_long.is_empty() {
            lines.push(format!("<p class=\"quiet\">{}</p>", escaped(&how_long)));
        }
        for instead in &step.instead {
            let values = of_step(&instead.step, scope);
            let other = instead.step.say.as_ref().map_or_else(
                || instead.step.kind.default_name(self.language),
                |say| say.value.fill(&values, &instead.step.numbers),
            );
            let when = self.words.when_so(instead.when.value);
            lines.push(format!("<p class=\"quiet\">{when} {}</p>", escaped(&other)));
        }
        let figure = Subject::of_step(&step.kind, scope.side)
            .map(|subject| Figure { subject, lying: self.lies, beat: None }.svg(FIGURE));
        let figure = match figure {
            Some(svg) => format!("<div class=\"figure\">{svg}</div>"),
            None => String::new(),
        };
        let _ = writeln!(
            self.html,
            "<div class=\"step\"><div class=\"number\">{}</div>{figure}<div>{}</div></div>",
            self.number,
            lines.join("")
        );
    }

    fn how_long(&self, kind: &StepKind) -> String {
        let said = |length: ExactDuration| said(length, self.language);
        match kind {
            StepKind::Guide(guide) => self.guided(guide),
            StepKind::Compress(compress) => said(compress.length.lasts.value),
            StepKind::Contrast(contrast) => self
                .words
                .contrast
                .replace("{times}", &contrast.rounds.value.to_string())
                .replace("{warm}", &said(contrast.warm.value))
                .replace("{cold}", &said(contrast.cold.value)),
            StepKind::Breathe(breathe) => {
                let pattern = self.language.terms().or_else(|| Language::En.terms());
                let pattern = pattern.map(|terms| breathe.pattern.said(terms)).unwrap_or_default();
                format!("{pattern}; {}", said(breathe.length.lasts.value))
            }
            StepKind::Rest(length) => said(length.lasts.value),
            StepKind::Wait { .. } | StepKind::Ask(_) => String::new(),
            StepKind::Repeat(_) | StepKind::EachSide(_) | StepKind::Use(_) | StepKind::Group(_) => {
                String::new()
            }
        }
    }

    fn guided(&self, guide: &Guide) -> String {
        let said = |length: ExactDuration| said(length, self.language);
        let mut parts = Vec::new();
        match (&guide.times, &guide.rhythm) {
            (Some(times), Some(rhythm)) => parts.push(
                self.words
                    .repetitions
                    .replace("{times}", &times.value.to_string())
                    .replace("{hold}", &said(rhythm.value.0))
                    .replace("{release}", &said(rhythm.value.1)),
            ),
            (None, Some(rhythm)) => parts.push(
                self.words
                    .rhythm
                    .replace("{lasts}", &said(guide.length.lasts.value))
                    .replace("{hold}", &said(rhythm.value.0))
                    .replace("{release}", &said(rhythm.value.1)),
            ),
            (_, None) => parts.push(said(guide.length.lasts.value)),
        }
        if guide.pressure.value > 0 {
            parts.push(self.words.pressure.replace("{pressure}", &guide.pressure.value.to_string()));
        }
        parts.join("; ")
    }
}

#[cfg(test)]
mod tests;
