//! What a text is worth while it is being written: read, checked, planned and laid out in time. Pure, so that it can be made
//! away from the window's thread.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::editing::{Document, Form, Outline, StepPath};
use crate::library::programme::Programme;
use crate::library::{Beside, Checker};
use crate::ron_reader::{Problem, Problems, RenderedProblem, Severity};
use crate::routine::{Language, Length, Step, StepKind, read, walk};
use crate::safety::{Moment, Profile, SafeRoutine};
use crate::time::{ExactDuration, Position};
use crate::timeline::{Plan, Speech, Timeline, compile_for, plan};
use crate::ui::editor::scale::Scale;
use crate::ui::editor::{AsPlayed, Length as Wanted, Limits, StepFacts};
use crate::ui::figure::Subject;

/// For whom and how long, and what is known of that person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listener {
    pub as_played: AsPlayed,
    /// What the person who builds it has answered about themselves.
    pub profile: Profile,
    pub speech: Speech,
}

impl Listener {
    /// How it is, as it is to be shown.
    pub fn moment(&self) -> Moment {
        let mut moment = Moment::with(self.as_played.states.iter().copied());
        moment.phase = self.as_played.phase;
        // What is advised against is shown with its reason, not refused.
        moment.insist = true;
        moment
    }
}

/// A text as far as it has been understood.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The version of the document that it was made from.
    pub version: u64,
    /// The structure of the text; nothing while it cannot be read.
    outline: Option<Outline>,
    pub problems: Problems,
    pub rendered: Vec<RenderedProblem>,
    /// The title, if it can be read.
    pub title: Option<String>,
    /// The routine, if it can be used.
    pub routine: Option<Arc<SafeRoutine>>,
    pub timeline: Option<Arc<Timeline>>,
    pub facts: BTreeMap<StepPath, StepFacts>,
    /// Its steps as they were read.
    pub steps: BTreeMap<StepPath, Step>,
    /// Where each stretch of time begins and ends, and the step that it belongs to.
    pub stretches: Vec<(Position, Position, Option<StepPath>)>,
    /// What differs from what is written, a sentence each; or why it cannot be played.
    pub changes: Vec<String>,
    /// The pictures and recordings beside the file.
    pub beside: Beside,
    /// For how many weeks a programme is.
    pub weeks: Option<u32>,
    /// The shortest, the usual and the longest that it can be.
    pub lengths: Option<[ExactDuration; 3]>,
}

/// Makes a draft of a text.
pub fn draft(version: u64, text: &str, checker: &Checker, listener: &Listener) -> Draft {
    let found = checker.check(text);
    let problems = Problems { text: text.to_owned(), ..found.problems };
    let rendered = problems.rendered();
    let mut draft =
        Draft { version, rendered, routine: found.routine, beside: checker.beside(), ..Draft::default() };
    let Some(outline) = Outline::of(text) else { return Draft { problems, ..draft } };
    let paths: BTreeMap<usize, StepPath> =
        outline.all().into_iter().map(|(path, node)| (node.span.start, path)).collect();
    if outline.is_programme() {
        draft.weeks(&outline, found.programme.as_deref(), checker);
    } else if let Some(read) = read(text).0 {
        draft.title = Some(read.title.value.fill(&BTreeMap::new(), &read.numbers));
        walk(&read.steps, &mut |step, _| {
            let Some(path) = paths.get(&step.span.start) else { return };
            let (in_repeat, in_each_side) = outline.surroundings(path);
            let name = name_of(step);
            let facts = StepFacts {
                name,
                about: about(step),
                subject: Subject::of_step(&step.kind, None),
                lasts: step.kind.lasts(),
                placeholders: step.placeholders(in_repeat, in_each_side),
                ..StepFacts::default()
            };
            draft.facts.insert(path.clone(), facts);
            draft.steps.insert(path.clone(), step.clone());
        });
    }
    for step in draft.routine.iter().flat_map(|routine| &routine.routine().steps) {
        name_techniques(step, &paths, &mut draft.facts);
    }
    for problem in &problems.list {
        let Some(path) = outline.step_at(problem.span.start) else { continue };
        // Of an alternative, it is shown at the step that it belongs to.
        for (other, facts) in &mut draft.facts {
            if path.is_within(other)
                && (path == *other || !other.0.is_empty() && is_alternative(&path, other))
            {
                facts.problem =
                    Some(facts.problem.map_or(problem.severity, |worst| worst.min(problem.severity)));
            }
        }
    }
    draft.problems = problems;
    play(&mut draft, &outline, listener, checker.is_technique());
    draft.outline = Some(outline);
    draft
}

/// What a step is called on its card.
fn name_of(step: &Step) -> String {
    if step.name.is_none() {
        if let StepKind::Repeat(_) = &step.kind {
            return "Repeat".to_owned();
        }
        if let StepKind::EachSide(_) = &step.kind {
            return "Each side".to_owned();
        }
        // A movement of the whole head is not one of the back of the neck.
        if let StepKind::Guide(guide) = &step.kind
            && guide.motion.value.own_site().is_some()
        {
            return crate::ui::routines::capitalised(guide.motion.value.plain());
        }
    }
    step.plain_name(None)
}

/// Gives the places that use a technique its title, and the picture of what it does first.
fn name_techniques(
    step: &Step,
    paths: &BTreeMap<usize, StepPath>,
    facts: &mut BTreeMap<StepPath, StepFacts>,
) {
    if let StepKind::Group(_) = &step.kind {
        if let Some(facts) = paths.get(&step.span.start).and_then(|path| facts.get_mut(path)) {
            facts.name = step.plain_name(None);
            facts.subject = Subject::first_of(step);
        }
        return;
    }
    for inner in step.kind.children().iter().chain(step.others().flatten()) {
        name_techniques(inner, paths, facts);
    }
}

/// Whether `inner` is an alternative of `outer`, or inside one.
fn is_alternative(inner: &StepPath, outer: &StepPath) -> bool {
    inner.0.get(outer.0.len()).is_some_and(|(part, _)| *part == crate::editing::Part::Instead)
}

/// Lays it out in time for somebody.
fn play(draft: &mut Draft, outline: &Outline, listener: &Listener, is_technique: bool) {
    let Some(routine) = &draft.routine else { return };
    let as_played = &listener.as_played;
    let routine = Arc::new(SafeRoutine::clone(routine).in_language(as_played.language));
    let range = routine.range();
    draft.lengths = Some([range.shortest, range.written, range.longest]);
    let wished = match as_played.length {
        Wanted::Shortest => Some(range.shortest),
        Wanted::Usual => None,
        Wanted::Longest => Some(range.longest),
        Wanted::Minutes(minutes) => Some(ExactDuration::from_mins(minutes.into())),
    };
    let profile = if as_played.is_for_me { listener.profile.clone() } else { Profile::default() };
    let planned = plan(&routine, &profile, &listener.moment(), wished);
    let plan: Plan = match planned {
        Ok(plan) => plan,
        Err(error) => {
            draft.changes.push(sentence(&error.to_string()));
            for facts in draft.facts.values_mut() {
                facts.marks.push("not played".to_owned());
            }
            return;
        }
    };
    draft.changes = plan.changes().to_vec();
    if let Some(advice) = plan.advice() {
        draft.changes.insert(0, format!("Not recommended. {}", advice.why));
    }
    let timeline = compile_for(&plan, listener.speech);
    for segment in timeline.segments() {
        let path = if segment.place.is_empty() { None } else { outline.step_at(segment.place.start) };
        if let Some(path) = &path {
            // The step, and whatever holds it.
            for (outer, facts) in &mut draft.facts {
                if !path.is_within(outer) {
                    continue;
                }
                if facts.start.is_none_or(|start| segment.start < start) {
                    facts.start = Some(segment.start);
                }
                if draft.steps.get(outer).is_some_and(holds_others) {
                    // From the first of what it holds to the last.
                    let start = facts.start.unwrap_or(segment.start);
                    facts.lasts = Some(segment.end().since(start));
                } else if outer == path && segment.is_step() {
                    facts.lasts = Some(segment.lasts);
                }
            }
        }
        draft.stretches.push((segment.start, segment.end(), path));
    }
    // What a technique lacks comes from where it is used, so in itself it is not compared.
    if !is_technique {
        let played: BTreeMap<usize, Step> = by_place(plan.steps());
        let written = routine.routine().steps.clone();
        mark(&written, &played, outline, &mut draft.facts);
    }
    draft.timeline = Some(Arc::new(timeline));
}

fn sentence(text: &str) -> String {
    let sentence = crate::ui::routines::capitalised(text);
    if sentence.ends_with('.') { sentence } else { sentence + "." }
}

const fn holds_others(step: &Step) -> bool {
    matches!(step.kind, StepKind::Repeat(_) | StepKind::EachSide(_) | StepKind::Use(_) | StepKind::Group(_))
}

/// The steps of this file, by where they stand in it; those inside a technique stand elsewhere.
fn by_place(steps: &[Step]) -> BTreeMap<usize, Step> {
    let mut found = BTreeMap::new();
    for step in steps {
        found.insert(step.span.start, step.clone());
        if !matches!(step.kind, StepKind::Group(_)) {
            found.extend(by_place(step.kind.children()));
        }
        if let StepKind::Ask(ask) = &step.kind {
            found.extend(by_place(&ask.softer));
        }
    }
    found
}

/// Notes how each step differs from what is written.
fn mark(
    written: &[Step],
    played: &BTreeMap<usize, Step>,
    outline: &Outline,
    facts: &mut BTreeMap<StepPath, StepFacts>,
) {
    for step in written {
        let path = outline.step_at(step.span.start);
        let mut marks = Vec::new();
        if let Some(now) = played.get(&step.span.start) {
            marks.extend(differences(step, now));
        } else if let Some(instead) =
            step.instead.iter().find(|instead| played.contains_key(&instead.step.span.start))
        {
            marks.push(format!("its alternative: {}", instead.when.value.plain()));
        } else {
            marks.push("left out".to_owned());
        }
        if let Some(facts) = path.and_then(|path| facts.get_mut(&path)) {
            facts.marks = marks;
        }
        if !matches!(step.kind, StepKind::Group(_)) {
            mark(step.kind.children(), played, outline, facts);
        }
        if let StepKind::Ask(ask) = &step.kind {
            mark(&ask.softer, played, outline, facts);
        }
    }
}

/// In what a step differs from what is written, a few words each.
fn differences(written: &Step, now: &Step) -> Vec<String> {
    let mut marks = Vec::new();
    match (&written.kind, &now.kind) {
        (StepKind::Guide(old), StepKind::Guide(new)) => {
            if new.pressure.value < old.pressure.value {
                marks.push(format!("lighter: {}", new.pressure.value));
            }
            if let (Some(old), Some(new)) = (&old.times, &new.times)
                && new.value < old.value
            {
                marks.push(format!("fewer: {}", new.value));
            }
            if old.motion.value != new.motion.value {
                marks.push(new.motion.value.plain().to_owned());
            }
        }
        (StepKind::Breathe(old), StepKind::Breathe(new)) if old.pattern != new.pattern => {
            marks.push(new.pattern.plain());
        }
        (StepKind::Group(old), StepKind::Group(new)) => {
            let gone = new.steps.len() < old.steps.len();
            if gone {
                marks.push("partly left out".to_owned());
            }
        }
        (one, other) if std::mem::discriminant(one) != std::mem::discriminant(other) => {
            marks.push("something else".to_owned());
        }
        (
            StepKind::Guide(_)
            | StepKind::Compress(_)
            | StepKind::Contrast(_)
            | StepKind::Breathe(_)
            | StepKind::Rest(_)
            | StepKind::Wait { .. }
            | StepKind::Ask(_)
            | StepKind::Repeat(_)
            | StepKind::EachSide(_)
            | StepKind::Use(_)
            | StepKind::Group(_),
            _,
        ) => {}
    }
    if let (Some(old), Some(new)) = (written.kind.lasts(), now.kind.lasts())
        && new < old
    {
        marks.push(format!("shorter: {new}"));
    }
    marks
}

/// What a step does, in a few words below its name.
fn about(step: &Step) -> String {
    let words = |parts: &[String]| {
        parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
    };
    match &step.kind {
        StepKind::Guide(guide) => {
            // A name that is not the author's own says it already.
            let motion =
                step.name.as_ref().map(|_| guide.motion.value.plain().to_owned()).unwrap_or_default();
            let side = guide.side.as_ref().map(|side| side.value.plain().to_owned()).unwrap_or_default();
            let pressure = if guide.pressure.value > 0 {
                format!("pressure {}", guide.pressure.value)
            } else {
                String::new()
            };
            let times =
                guide.times.as_ref().map(|times| format!("{} times", times.value)).unwrap_or_default();
            words(&[motion, side, times, pressure, limits(&guide.length)])
        }
        StepKind::Compress(compress) => limits(&compress.length),
        StepKind::Contrast(contrast) => format!("{} rounds", contrast.rounds.value),
        StepKind::Breathe(breathe) => {
            let pattern = step.name.as_ref().map(|_| breathe.pattern.plain()).unwrap_or_default();
            words(&[pattern, limits(&breathe.length)])
        }
        StepKind::Rest(length) => words(&[step.opening(), limits(length)]),
        StepKind::Wait { .. } | StepKind::Ask(_) => step.opening(),
        StepKind::Repeat(repeat) => format!("{} times", repeat.times.value),
        StepKind::EachSide(each) => format!("{} first", each.first.value.plain()),
        StepKind::Use(used) => used.technique.value.clone(),
        StepKind::Group(group) => group.technique.clone(),
    }
}

fn limits(length: &Length) -> String {
    length.flex.as_ref().map(|flex| format!("{} to {}", flex.value.0, flex.value.1)).unwrap_or_default()
}

/// How far each field of a form may go before something is wrong with it.
pub fn reaches(document: &Document, form: &Form, checker: &Checker) -> BTreeMap<(StepPath, String), Limits> {
    let known: Vec<String> =
        checker.errors(document.text()).into_iter().map(|problem| problem.message).collect();
    let mut found = BTreeMap::new();
    for field in &form.fields {
        let Some(scale) = Scale::of(field) else { continue };
        let wrong = |index: usize| {
            let value = scale.values.get(index)?;
            let text = match document.with(&field.set(&form.step, value)) {
                Ok((text, _)) => text,
                Err(error) => return Some(sentence(&error.to_string())),
            };
            let new = checker.errors(&text).into_iter().find(|problem| !known.contains(&problem.message))?;
            Some(without_sources(&match new.help {
                Some(help) => format!("{} {help}", new.message),
                None => new.message,
            }))
        };
        let here = scale.here.unwrap_or(0);
        let Some(reach) = crate::editing::reach(scale.values.len(), here, wrong) else { continue };
        let value = |index: usize| scale.values.get(index).cloned();
        let limits = Limits {
            least: value(reach.least).filter(|_| reach.why_least.is_some()),
            most: value(reach.most).filter(|_| reach.why_most.is_some()),
            why_least: reach.why_least,
            why_most: reach.why_most,
        };
        found.insert((form.step.clone(), field.name.clone()), limits);
    }
    found
}

/// A sentence without the papers that it names in brackets, which stand among the problems.
pub(super) fn without_sources(sentence: &str) -> String {
    let mut kept = String::new();
    let mut rest = sentence;
    while let Some(open) = rest.find(" (") {
        let mut depth = 0_usize;
        let close = rest[open..].char_indices().find_map(|(at, c)| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (c == ')' && depth == 0).then_some(open + at + 1)
        });
        let Some(close) = close else { break };
        kept += &rest[..open];
        if !rest[open..close].contains("doi") {
            kept += &rest[open..close];
        }
        rest = &rest[close..];
    }
    kept + rest
}

impl Draft {
    /// What is known of each week of a programme.
    fn weeks(&mut self, outline: &Outline, programme: Option<&Programme>, checker: &Checker) {
        let title = |id: &String| checker.title_of(id).unwrap_or_else(|| id.clone());
        self.weeks = programme.map(|programme| programme.weeks.iter().map(|week| week.lasts).sum());
        self.title = programme.map(|programme| programme.title.clone());
        for (index, (path, _)) in outline.all().into_iter().enumerate() {
            let week = programme.and_then(|programme| Some((programme, programme.weeks.get(index)?)));
            let facts = week.map_or_else(
                || StepFacts { name: format!("Week {}", index + 1), ..StepFacts::default() },
                |(programme, week)| StepFacts {
                    name: format!("{}: {}", programme.week_name(index, Language::En), week.about),
                    about: format!(
                        "{} · {}",
                        week.any_of.iter().map(title).collect::<Vec<_>>().join(", "),
                        week.plan(Language::En)
                    ),
                    ..StepFacts::default()
                },
            );
            self.facts.insert(path, facts);
        }
    }

    /// What is wrong in the fields of a form.
    pub fn faults(&self, form: Option<&Form>) -> BTreeMap<(StepPath, String), String> {
        let mut faults = BTreeMap::new();
        let text = &self.problems.text;
        let (Some(form), Some(outline)) = (form, &self.outline) else { return faults };
        for field in &form.fields {
            let Some(place) = outline.place(text, &form.step, &field.name) else { continue };
            let is_inside = |problem: &&Problem| {
                let at = &problem.span;
                let is_in = place.start <= at.start && at.end <= place.end && !at.is_empty();
                is_in && problem.severity != Severity::Note
            };
            if let Some(problem) = self.problems.list.iter().find(is_inside) {
                faults.insert((form.step.clone(), field.name.clone()), problem.message.clone());
            }
        }
        faults
    }

    /// The worst that is wrong with it.
    pub fn errors(&self) -> usize {
        self.problems.list.iter().filter(|problem| problem.severity == Severity::Error).count()
    }
}
