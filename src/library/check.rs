//! The way from a file to an entry: read, validate, review.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Entry, Origin, files};
use crate::ron_reader::text::Unreadable;
use crate::ron_reader::{Problem, Problems, Severity, Spanned};
use crate::routine::migrate::migrated;
use crate::routine::technique::Techniques;
use crate::routine::validate::Role;
use crate::routine::{self, Routine, Step, StepKind, walk};
use crate::safety;
use crate::time::ExactDuration;
use crate::voice;

/// The largest picture or recording: our limit.
const MAX_ASSET_BYTES: u64 = 50 << 20;

/// A file's text, or why there is none.
#[derive(Clone)]
pub(super) struct Source {
    pub(super) id: String,
    pub(super) origin: Origin,
    pub(super) text: Result<String, Box<Unreadable>>,
}

/// A file looked at, and what the result depends on beside its text.
pub(super) struct Checked {
    pub(super) entry: Entry,
    /// The techniques that it asks for.
    pub(super) uses: Vec<String>,
    /// The pictures and recordings that it names.
    pub(super) assets: Vec<Asset>,
}

/// A picture or a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asset {
    /// Its file.
    pub(super) file: Spanned<String>,
    /// Of a recording, how long its step lasts.
    pub(super) room: Option<ExactDuration>,
}

impl Source {
    pub(super) fn of_file(path: &Path) -> Self {
        Self { id: files::id_of(path), origin: Origin::File(path.to_path_buf()), text: files::text(path) }
    }

    /// The file as messages name it.
    pub(super) fn name(&self) -> String {
        match &self.origin {
            Origin::BuiltIn => format!("{}.ron", self.id),
            Origin::File(path) => path.display().to_string(),
        }
    }

    /// The routine, as far as it can be read.
    pub(super) fn readable(&self) -> Option<Routine> {
        let text = self.text.as_ref().ok()?;
        let older = migrated(text);
        routine::read(older.as_ref().map_or(text, |older| &older.text)).0
    }
}

/// Looks at one file, and at the pictures and recordings beside it.
pub(super) fn check(source: Source, role: Role, techniques: &Techniques) -> Checked {
    let path = match &source.origin {
        Origin::File(path) => Some(path.clone()),
        Origin::BuiltIn => None,
    };
    let beside = |assets: &[Asset]| path.as_ref().map_or_else(Vec::new, |path| asset_problems(assets, path));
    check_with(source, role, techniques, &beside)
}

/// The same where its pictures and recordings are looked at by `asset_problems`.
pub(super) fn check_with(
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
            (text, problems, routine)
        }
    };
    let (mut safe, mut uses, mut assets) = (None, Vec::new(), Vec::new());
    let mut untranslated = Vec::new();
    if let Some(mut routine) = routine {
        untranslated = routine.untranslated();
        (uses, assets) = (uses_of(&routine), assets_with_room(&routine));
        let mut further = asset_problems(&assets);
        let (validated, problems) = routine::validate(&source.id, routine, role, techniques);
        list.extend(problems);
        match validated.map(safety::review) {
            Ok(Ok(reviewed)) => safe = Some(Arc::new(reviewed)),
            Ok(Err(problems)) => further.extend(problems),
            Err(routine) => further.extend(safety::of_steps(&routine.steps, role)),
        }
        // What is wrong with a value already is not told a second time in other words.
        let told: BTreeSet<(usize, usize)> =
            list.iter().map(|told| (told.span.start, told.span.end)).collect();
        list.extend(further.into_iter().filter(|new| !told.contains(&(new.span.start, new.span.end))));
    }
    // What could be better is told once nothing is wrong.
    if !list.iter().any(|problem| problem.severity == Severity::Error) {
        list.extend(
            safe.iter()
                .flat_map(|safe| safety::remarks(safe, older.as_ref().map_or(&text, |older| &older.text))),
        );
        list.extend(untranslated);
    }
    if let Some(older) = &older {
        list = list.into_iter().map(|problem| older.in_the_file(problem)).collect();
    }
    // Of thousands of files only the texts that have to be shown are kept.
    let text = if list.is_empty() && source.origin != Origin::BuiltIn { String::new() } else { text };
    let problems = Problems::new(name, text, list);
    let routine = safe.filter(|_| !problems.has_errors());
    let entry = Entry { id: source.id, origin: source.origin, routine, is_stale: false, problems };
    Checked { entry, uses, assets }
}

/// The techniques that a routine asks for.
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

/// The pictures and recordings that a routine names itself.
pub(super) fn assets_of(routine: &Routine) -> Vec<Spanned<String>> {
    pictures_of(routine).chain(recordings_of(routine)).collect()
}

/// The same, with the time that there is for each recording.
fn assets_with_room(routine: &Routine) -> Vec<Asset> {
    let mut assets: Vec<Asset> = pictures_of(routine).map(|file| Asset { file, room: None }).collect();
    walk(&routine.steps, &mut |step, _| {
        assets.extend(step.recording.clone().map(|file| Asset { file, room: step.kind.lasts() }));
    });
    assets
}

/// The pictures that a routine names itself.
pub(super) fn pictures_of(routine: &Routine) -> impl Iterator<Item = Spanned<String>> {
    named(routine, |step| step.picture.as_ref())
}

/// The recordings that a routine names itself.
pub(super) fn recordings_of(routine: &Routine) -> impl Iterator<Item = Spanned<String>> {
    named(routine, |step| step.recording.as_ref())
}

fn named(
    routine: &Routine,
    asset: impl Fn(&Step) -> Option<&Spanned<String>>,
) -> impl Iterator<Item = Spanned<String>> {
    let mut found = Vec::new();
    walk(&routine.steps, &mut |step, _| found.extend(asset(step).cloned()));
    found.into_iter()
}

/// A recording that is longer than its step.
fn crowded(asset: &Spanned<String>, room: ExactDuration, path: &Path) -> Option<Problem> {
    let lasts = voice::recording_length(path).filter(|lasts| *lasts > room)?;
    let lasts = ExactDuration::from_millis(lasts.millis());
    let what = format!("This recording lasts {lasts}, and the step lasts {room}.");
    Some(
        Problem::warning(asset.span.clone(), what)
            .help("Give the step more time: else what comes next cuts it off."),
    )
}

/// Pictures and recordings must be files inside the routine's own folder, wherever links may point.
pub(super) fn asset_problems(assets: &[Asset], path: &Path) -> Vec<Problem> {
    const BESIDE: &str = "Put it beside the routine, or in a folder beside it.";
    if assets.is_empty() {
        return Vec::new();
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let Ok(root) = folder.canonicalize() else { return Vec::new() };
    let problem = |Asset { file: asset, room }: &Asset| {
        let (fault, help) = match root.join(&asset.value).canonicalize() {
            Err(_) => ("is not there".to_owned(), BESIDE),
            Ok(real) if !real.starts_with(&root) => ("lies outside the routine's folder".to_owned(), BESIDE),
            Ok(real) => match real.metadata() {
                Ok(meta) if !meta.is_file() => ("is not a file".to_owned(), BESIDE),
                Ok(meta) if meta.len() > MAX_ASSET_BYTES => {
                    (format!("is larger than {} MB", MAX_ASSET_BYTES >> 20), "Make it smaller.")
                }
                Ok(_) => return crowded(asset, (*room)?, &real),
                Err(error) => (format!("cannot be read: {error}"), BESIDE),
            },
        };
        let what = format!("The file `{}` {fault}.", asset.value);
        Some(Problem::error(asset.span.clone(), what).help(help))
    };
    assets.iter().filter_map(problem).collect()
}
