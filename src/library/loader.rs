//! Reading a folder of routines, and reading again only what changed since.
//!
//! A file is looked at anew if it was saved, if a technique that it uses is another one now, or if a picture or
//! recording of it came or went. A file that has become broken keeps its last good version.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use super::check::{Checked, Source, check, uses_of};
use super::{Entry, Library, duplicate, files, programme, role_of, shipped};
use crate::characters::shown;
use crate::ron_reader::Severity;
use crate::routine::Language;
use crate::routine::technique::{Technique, Techniques};
use crate::routine::validate::Role;

mod kept;
mod parallel;

use kept::{Kept, Stamp};
use parallel::parallel;

/// Reads a person's folder as often as asked, and each file in it once.
#[derive(Debug, Default)]
pub struct Loader {
    folder: Option<PathBuf>,
    own: HashMap<PathBuf, Kept>,
    built_in: HashMap<String, Kept>,
    notes: Vec<String>,
    changes: u64,
    has_links: bool,
    language: Language,
    /// The texts of the person's own programmes.
    programmes: Vec<(PathBuf, Option<String>)>,
}

/// A technique of the person's own on its way, with its text unless what is kept of it is still right.
struct Coming {
    path: PathBuf,
    stamp: Option<Stamp>,
    source: Option<Source>,
}

/// A thing with the ids of those that have to come before it.
pub(super) struct Waiting<T> {
    pub(super) id: String,
    pub(super) uses: Vec<String>,
    pub(super) thing: T,
}

/// The techniques that come with the program, and what routines know of them.
static SHIPPED: LazyLock<(Vec<Entry>, Techniques)> = LazyLock::new(|| {
    let waiting = shipped::techniques().iter().map(|source| {
        let uses = source.readable().map(|routine| uses_of(&routine)).unwrap_or_default();
        Waiting { id: source.id.clone(), uses, thing: source }
    });
    let mut known = Techniques::default();
    let mut entries = Vec::new();
    for Waiting { thing, .. } in in_order(waiting.collect()).0 {
        let checked = check(thing.clone(), Role::Technique, &known);
        let kept = Kept::of(checked, Role::Technique, &known);
        remember(&mut known, &kept);
        entries.push(kept.entry);
    }
    (entries, known)
});

impl Loader {
    /// Of the built-in routines and those in `folder`, if there is one.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, ..Self::default() }
    }

    /// The same in a language: whatever has words in it is said in it, all else in English.
    #[must_use]
    pub(crate) fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// How much has changed so far; the same number means the same library.
    #[must_use]
    pub const fn changes(&self) -> u64 {
        self.changes
    }

    /// Whether a file is a link: then what it leads to can change without a sign in the folder.
    #[must_use]
    pub(crate) const fn has_links(&self) -> bool {
        self.has_links
    }

    /// The library as it is now.
    pub fn load(&mut self) -> Library {
        let mut notes = Vec::new();
        let folder = self.folder.as_deref();
        let paths = folder.map(|folder| files::routine_files(folder, &mut notes)).unwrap_or_default();
        self.has_links = paths.iter().any(|path| path.is_symlink());
        self.forget_all_but(&paths);
        if notes != self.notes {
            self.notes.clone_from(&notes);
            self.changes += 1;
        }
        let (own_techniques, own_routines): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| role_of(path) == Role::Technique);

        let (shipped, known_shipped) = SHIPPED.clone();
        let mut known = known_shipped.clone();
        let own = self.own_techniques(own_techniques, &mut known);
        let mut techniques = replaced(shipped, own);
        techniques.sort_by(|a, b| a.id.cmp(&b.id));

        let shipped = self.shipped_routines(&known, &known_shipped);
        let own = self.own_routines(own_routines, &known);
        let entries = replaced(shipped, own);
        let programmes = programme::programmes(self.own_programmes(), &entries);
        Library { entries, techniques, programmes, known: Arc::new(known), notes, language: self.language }
    }

    /// The techniques in a folder, but for the file at `except`, and all that are known with them on top of those that
    /// were `known`.
    pub(super) fn beside(folder: &Path, except: &Path, known: &Techniques) -> (Vec<Entry>, Techniques) {
        let mut paths = files::routine_files(folder, &mut Vec::new());
        paths.retain(|path| path != except);
        let mut known = known.clone();
        let entries = Self::default().own_techniques(paths, &mut known);
        (entries, known)
    }

    fn own_programmes(&mut self) -> Vec<Source> {
        let sources = self.folder.as_deref().map(programme::own_sources).unwrap_or_default();
        let texts = sources.iter().map(|source| (PathBuf::from(source.name()), source.text.clone().ok()));
        let texts: Vec<(PathBuf, Option<String>)> = texts.collect();
        if texts != self.programmes {
            self.programmes = texts;
            self.changes += 1;
        }
        sources
    }

    fn forget_all_but(&mut self, paths: &[PathBuf]) {
        let listed: HashSet<&PathBuf> = paths.iter().collect();
        let before = self.own.len();
        self.own.retain(|path, _| listed.contains(path));
        self.changes += u64::from(self.own.len() != before);
    }

    fn own_techniques(&mut self, paths: Vec<PathBuf>, known: &mut Techniques) -> Vec<Entry> {
        let (single, doubles) = without_doubles(paths);
        let waiting = parallel(&single, |path| self.coming(path));
        let (ready, in_circles) = in_order(waiting);
        let mut entries: Vec<Entry> =
            ready.into_iter().filter_map(|coming| self.technique(coming.thing, None, known)).collect();
        // What uses itself in a circle is told so, each with the others.
        let mut with_circle = known.clone();
        for coming in &in_circles {
            let routine = coming.thing.source.as_ref().and_then(Source::readable);
            with_circle.good.extend(
                routine.map(|routine| (coming.id.clone(), Arc::new(Technique::new(&coming.id, routine)))),
            );
        }
        entries.extend(
            in_circles
                .into_iter()
                .filter_map(|coming| self.technique(coming.thing, Some(&with_circle), known)),
        );
        entries.extend(doubles);
        entries
    }

    fn coming(&self, path: &Path) -> Waiting<Coming> {
        let (id, stamp) = (files::id_of(path), Stamp::of(path));
        let (uses, source) = match self.own.get(path) {
            // One that could not be used may be in a circle, which only its text shows.
            Some(kept) if kept.is_of(stamp) && !kept.entry.problems.has_errors() => (kept.uses(), None),
            _ => {
                let source = Source::of_file(path);
                let routine = source.readable();
                (routine.map(|routine| uses_of(&routine)).unwrap_or_default(), Some(source))
            }
        };
        Waiting { id, uses, thing: Coming { path: path.to_path_buf(), stamp, source } }
    }

    /// One technique, looked at `with` these or else with the `known` ones, and known from then on.
    fn technique(
        &mut self,
        coming: Coming,
        with: Option<&Techniques>,
        known: &mut Techniques,
    ) -> Option<Entry> {
        let Coming { path, stamp, source } = coming;
        let with = with.unwrap_or(known);
        let renewed = Kept::renewed(self.own.get(&path), &path, stamp, source, Role::Technique, with);
        let kept = self.keep(&path, renewed)?;
        remember(known, kept);
        Some(kept.entry.clone())
    }

    fn own_routines(&mut self, paths: Vec<PathBuf>, known: &Techniques) -> Vec<Entry> {
        let (single, doubles) = without_doubles(paths);
        let renewed = parallel(&single, |path| {
            Kept::renewed(self.own.get(path), path, Stamp::of(path), None, Role::Routine, known)
        });
        let mut entries = Vec::with_capacity(single.len() + doubles.len());
        for (path, renewed) in single.iter().zip(renewed) {
            entries.extend(self.keep(path, renewed).map(|kept| kept.entry.clone()));
        }
        entries.extend(doubles);
        entries
    }

    fn keep(&mut self, path: &Path, renewed: Option<Kept>) -> Option<&Kept> {
        if let Some(renewed) = renewed {
            self.changes += 1;
            self.own.insert(path.to_path_buf(), renewed.in_language(self.language));
        }
        self.own.get(path)
    }

    fn shipped_routines(&mut self, known: &Techniques, known_shipped: &Techniques) -> Vec<Entry> {
        let sources = shipped::routines();
        let renewed = parallel(sources, |source| {
            let kept = self.built_in.get(&source.id);
            (!kept.is_some_and(|kept| kept.uses_the_same(known))).then(|| {
                let checked = check_built_in(source.clone(), known, known_shipped);
                Kept::of(checked, Role::Routine, known)
            })
        });
        for (source, renewed) in sources.iter().zip(renewed) {
            if let Some(renewed) = renewed {
                self.changes += 1;
                self.built_in.insert(source.id.clone(), renewed.in_language(self.language));
            }
        }
        sources
            .iter()
            .filter_map(|source| self.built_in.get(&source.id))
            .map(|kept| kept.entry.clone())
            .collect()
    }
}

/// A broken technique leaves one with its id that is known already in place.
fn remember(known: &mut Techniques, kept: &Kept) {
    let id = &kept.entry.id;
    if let Some(technique) = &kept.technique {
        known.good.insert(id.clone(), Arc::clone(technique));
        known.broken.remove(id);
    } else if !known.good.contains_key(id) {
        known.broken.insert(id.clone());
    }
}

/// Each after those that it uses; and those that can never come, because they use themselves.
pub(super) fn in_order<T>(mut waiting: Vec<Waiting<T>>) -> (Vec<Waiting<T>>, Vec<Waiting<T>>) {
    let mut unready: BTreeSet<String> = waiting.iter().map(|waiting| waiting.id.clone()).collect();
    let mut ready = Vec::with_capacity(waiting.len());
    loop {
        let before = waiting.len();
        let mut later = Vec::new();
        for thing in waiting {
            if thing.uses.iter().any(|id| unready.contains(id)) {
                later.push(thing);
            } else {
                unready.remove(&thing.id);
                ready.push(thing);
            }
        }
        waiting = later;
        if waiting.len() == before {
            return (ready, waiting);
        }
    }
}

/// Of several files with one id, the first by path counts.
fn without_doubles(paths: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<Entry>) {
    let mut first: BTreeMap<String, PathBuf> = BTreeMap::new();
    let (mut single, mut doubles) = (Vec::new(), Vec::new());
    for path in paths {
        let id = files::id_of(&path);
        if let Some(other) = first.get(&id) {
            doubles.push(duplicate(Source::of_file(&path), &shown(other)));
        } else {
            first.insert(id, path.clone());
            single.push(path);
        }
    }
    (single, doubles)
}

/// The shipped entries that nothing playable takes the place of, then the person's own.
pub(super) fn replaced(mut shipped: Vec<Entry>, own: Vec<Entry>) -> Vec<Entry> {
    let playable: BTreeSet<&str> =
        own.iter().filter(|entry| entry.routine.is_some()).map(|entry| entry.id.as_str()).collect();
    shipped.retain(|entry| !playable.contains(entry.id.as_str()));
    shipped.extend(own);
    shipped
}

/// A built-in routine with the person's own techniques; with the built-in ones if it cannot be played with theirs.
fn check_built_in(source: Source, known: &Techniques, known_shipped: &Techniques) -> Checked {
    let mut checked = check(source.clone(), Role::Routine, known);
    if checked.entry.routine.is_none() {
        checked.entry.routine = check(source, Role::Routine, known_shipped).entry.routine;
        for problem in &mut checked.entry.problems.list {
            problem.severity = problem.severity.max(Severity::Warning);
            problem.help = Some("Until your technique fits, the built-in one is played.".into());
        }
    }
    checked
}
