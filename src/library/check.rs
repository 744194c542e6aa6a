//! From a file to an entry: read, validate, review.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::assets::{Asset, asset_problems, assets_with_room};
use super::{Entry, Origin, files};
use crate::characters::{first_hidden, name_of, shown};
use crate::faults;
use crate::ron_reader::text::Unreadable;
use crate::ron_reader::{Problem, ProblemKind, Problems, Severity};
use crate::routine::migrate::migrated;
use crate::routine::read::slips::minutes_like_a_clock;
use crate::routine::technique::Techniques;
use crate::routine::validate::Role;
use crate::routine::{self, Language, Routine, Step, StepKind, walk};
use crate::safety::{self, Moment, Profile, SafeRoutine};
use crate::time::ExactDuration;
use crate::timeline::{Unheard, Which, compile, plan};

/// A file's text, or why it cannot be read.
#[derive(Clone)]
pub(super) struct Source {
    pub(super) id: String,
    pub(super) origin: Origin,
    pub(super) text: Result<String, Box<Unreadable>>,
}

/// A checked file, and what the result depends on besides its text.
pub(super) struct Checked {
    pub(super) entry: Entry,
    /// The ids of the techniques that it uses.
    pub(super) uses: Vec<String>,
    /// The pictures and recordings that it names.
    pub(super) assets: Vec<Asset>,
}

impl Source {
    pub(super) fn of_file(path: &Path) -> Self {
        Self { id: files::id_of(path), origin: Origin::File(path.to_path_buf()), text: files::text(path) }
    }

    /// The name of the file in messages.
    pub(super) fn name(&self) -> String {
        match &self.origin {
            Origin::BuiltIn => format!("{}.ron", self.id),
            Origin::File(path) => shown(path),
        }
    }

    /// The routine, as far as it can be parsed.
    pub(super) fn readable(&self) -> Option<Routine> {
        let text = self.text.as_ref().ok()?;
        let older = migrated(text);
        routine::read(older.as_ref().map_or(text, |older| &older.text)).0
    }
}

/// Checks a file, and the pictures and recordings beside it.
pub(super) fn check(source: Source, role: Role, techniques: &Techniques) -> Checked {
    let path = match &source.origin {
        Origin::File(path) => Some(path.clone()),
        Origin::BuiltIn => None,
    };
    let beside = |assets: &[Asset]| path.as_ref().map_or_else(Vec::new, |path| asset_problems(assets, path));
    check_with(source, role, techniques, &beside)
}

/// The same, with pictures and recordings checked by `asset_problems`. If the program panics over a file, that is
/// reported as a problem of the file, and nothing else is affected.
pub(super) fn check_with(
    source: Source,
    role: Role,
    techniques: &Techniques,
    asset_problems: &dyn Fn(&[Asset]) -> Vec<Problem>,
) -> Checked {
    let (id, origin, name) = (source.id.clone(), source.origin.clone(), source.name());
    faults::survived(|| looked_at(source, role, techniques, asset_problems)).unwrap_or_else(|_| {
        let what = "Stillpoint ran into a bug while reading this file, so it is left out.";
        let help = "A crash report has been saved; please send it in with the file.";
        let problem = Problem::error(ProblemKind::File, 0..0, what).help(help);
        let problems = Problems::new(name, String::new(), vec![problem]);
        let entry = Entry { id, origin, routine: None, is_stale: false, problems };
        Checked { entry, uses: Vec::new(), assets: Vec::new() }
    })
}

fn looked_at(
    source: Source,
    role: Role,
    techniques: &Techniques,
    asset_problems: &dyn Fn(&[Asset]) -> Vec<Problem>,
) -> Checked {
    let name = source.name();
    let mut older = None;
    let (text, mut list, routine) = match source.text {
        Err(unreadable) => (unreadable.readable, vec![unreadable.problem], None),
        Ok(text) => {
            older = migrated(&text);
            let (routine, problems) = routine::read(older.as_ref().map_or(&text, |older| &older.text));
            let is_programme = role == Role::Routine && !problems.is_empty() && files::has_weeks(&text);
            let (routine, problems) = if is_programme {
                let what = "This is a programme, and among the routines it isn't read.";
                let problem = Problem::error(ProblemKind::File, 0..0, what);
                (None, vec![problem.help("Move it into the folder `programmes`.")])
            } else {
                (routine, problems)
            };
            let mut problems = problems;
            problems.extend(minutes_like_a_clock(&text).into_iter().map(|(at, meant)| {
                let written = &text[at.clone()];
                let is =
                    written.parse::<ExactDuration>().map(|length| length.to_string()).unwrap_or_default();
                let what = format!("`{written}` has a decimal point: it is {is}.");
                Problem::warning(ProblemKind::WrongType, at, what)
                    .help(format!("For a clock's time, write \"{meant}\"."))
            }));
            (text, problems, routine)
        }
    };
    if let Origin::File(path) = &source.origin
        && let Some((_, c)) = first_hidden(&path.file_name().unwrap_or_default().to_string_lossy())
    {
        let what = format!("The name of this file contains {}. Rename it.", name_of(c));
        list.push(Problem::error(ProblemKind::File, 0..0, what));
    }
    let (mut safe, mut uses, mut assets) = (None, Vec::new(), Vec::new());
    let mut untranslated = Vec::new();
    if let Some(mut routine) = routine {
        untranslated = routine.untranslated();
        let unrecorded = unrecorded(&routine);
        let has_languages = routine.has_languages();
        (uses, assets) = (uses_of(&routine), assets_with_room(&routine));
        let mut further = asset_problems(&assets);
        let (validated, problems) = routine::validate(&source.id, routine, role, techniques);
        list.extend(problems);
        match validated.map(safety::review) {
            Ok(Ok(reviewed)) => {
                // Those of its techniques, too, where it is played. Nobody can add them to a built-in one.
                if has_languages && role == Role::Routine && source.origin != Origin::BuiltIn {
                    untranslated = reviewed.routine().clone().untranslated();
                }
                safe = Some(Arc::new(reviewed));
                untranslated.extend(unrecorded);
            }
            Ok(Err(problems)) => further.extend(problems),
            Err(routine) => further.extend(safety::of_steps(&routine.steps, role)),
        }
        // If a value has an error already, no further problem at the same place is reported.
        let reported: BTreeSet<(usize, usize)> =
            list.iter().map(|reported| (reported.span.start, reported.span.end)).collect();
        list.extend(further.into_iter().filter(|new| !reported.contains(&(new.span.start, new.span.end))));
    }
    // Remarks are only reported once there are no errors.
    if !list.iter().any(|problem| problem.severity == Severity::Error) {
        list.extend(
            safe.iter()
                .flat_map(|safe| safety::remarks(safe, older.as_ref().map_or(&text, |older| &older.text))),
        );
        list.extend(untranslated);
        if role == Role::Routine {
            let told: BTreeSet<(usize, usize)> =
                list.iter().map(|told| (told.span.start, told.span.end)).collect();
            let new = safe.iter().flat_map(unheard);
            list.extend(new.filter(|new| !told.contains(&(new.span.start, new.span.end))));
        }
    }
    if let Some(older) = &older {
        list = list.into_iter().map(|problem| older.in_the_file(problem)).collect();
    }
    // Of thousands of files, only those texts are kept that have to be shown.
    let text = if list.is_empty() && source.origin != Origin::BuiltIn { String::new() } else { text };
    let problems = Problems::new(name, text, list);
    let routine = safe.filter(|_| !problems.has_errors());
    let entry = Entry { id: source.id, origin: source.origin, routine, is_stale: false, problems };
    Checked { entry, uses, assets }
}

/// The author's words that are not heard at the shortest, the usual or the longest length.
fn unheard(safe: &Arc<SafeRoutine>) -> Vec<Problem> {
    let steps = &safe.routine().steps;
    let range = safe.range();
    let mut has_words_in_time = range.shortest < range.written;
    walk(steps, &mut |step, _| {
        has_words_in_time |= !step.then.is_empty()
            || matches!(&step.kind, StepKind::Guide(guide) if guide.halfway.is_some() || !guide.each_spot.is_empty());
    });
    // The rest is checked with the steps, and faster.
    if !has_words_in_time {
        return Vec::new();
    }
    let mut problems: Vec<Problem> = Vec::new();
    for length in [range.written, range.shortest, range.longest] {
        let planned = plan(safe, &Profile::default(), &Moment::default(), Some(length));
        let Ok(timeline) = planned.map(|plan| compile(&plan)) else { continue };
        for Unheard { segment, which } in timeline.unheard() {
            let Some(segment) = timeline.segments().get(segment) else { continue };
            let Some((span, technique)) = written_at(steps, &segment.place, which) else { continue };
            if problems.iter().any(|problem| problem.span == span) {
                continue;
            }
            let whose = technique.map(|title| format!(" of `{title}`")).unwrap_or_default();
            let what = match which {
                Which::Opening => format!(
                    "When the routine lasts {length}, these words{whose} take longer than their step."
                ),
                Which::Then(_) | Which::Halfway | Which::Spot(_) => {
                    format!(
                        "When the routine lasts {length}, there is no room for these words{whose}, so they aren't said."
                    )
                }
            };
            let help = "Say less, move them away from other words and the end of the step, or give the step more time.";
            problems.push(Problem::warning(ProblemKind::Words, span, what).help(help));
        }
    }
    problems
}

/// Where words of a step stand in the routine's file; for those of a technique, where it is used, and its title.
fn written_at(steps: &[Step], place: &Range<usize>, which: Which) -> Option<(Range<usize>, Option<String>)> {
    let mut found = None;
    walk(steps, &mut |step, at| {
        if found.is_some() || at != place {
            return;
        }
        if let StepKind::Group(group) = &step.kind {
            found = Some((place.clone(), Some(group.technique.clone())));
            return;
        }
        let halfway = match &step.kind {
            StepKind::Guide(guide) => guide.halfway.as_ref().map(|words| words.span.clone()),
            _ => None,
        };
        let span = match which {
            Which::Opening => step.say.as_ref().map(|say| say.span.clone()),
            Which::Then(at) => step.then.get(at).map(|timed| timed.say.span.clone()),
            Which::Halfway => halfway,
            Which::Spot(spot) => match &step.kind {
                StepKind::Guide(guide) => {
                    guide.each_spot.get(spot).or(guide.each_spot.first()).map(|words| words.span.clone())
                }
                _ => None,
            },
        };
        found = span.map(|span| (span, None));
    });
    found
}

/// The ids of the techniques that a routine uses.
pub(super) fn uses_of(routine: &Routine) -> Vec<String> {
    let mut ids = Vec::new();
    walk(&routine.steps, &mut |step, _| {
        if let StepKind::Use(wanted) = &step.kind
            && !ids.contains(&wanted.technique.value)
        {
            ids.push(wanted.technique.value.clone());
        }
    });
    ids
}

/// A note for the first recording of words that are also written in a language in which nobody has recorded them.
fn unrecorded(routine: &Routine) -> Option<Problem> {
    let mut first = None;
    walk(&routine.steps, &mut |step, at| {
        let opening = step.recording.iter().zip(&step.say);
        let later = step.then.iter().filter_map(|timed| Some((timed.recording.as_ref()?, &timed.say)));
        for (recording, say) in opening.chain(later) {
            let lacks = |language: &Language| recording.value.languages().all(|spoken| spoken != *language);
            if let Some(language) = say.value.languages().find(lacks) {
                first.get_or_insert((language, at.clone(), recording.span.clone()));
            }
        }
    });
    let (language, step, recording) = first?;
    // Inside a technique, the place is that of its use.
    let place = if step.contains(&recording.start) { recording } else { step };
    let what =
        format!("These words have no recording in {}, so a voice speaks them there.", language.plain());
    let help = format!(
        "Add one, such as `recording: {{\"en\": \"voice/here.wav\", \"{}\": \"voice/there.wav\"}}`.",
        language.code()
    );
    Some(Problem::note(ProblemKind::Language, place, what).help(help))
}
