//! Reads a folder of routines, and later rereads only what has changed.
//!
//! A file is checked again if it was saved, if a technique that it uses has changed, or if one of its pictures
//! or recordings was added or removed. A file that is now broken keeps its last good version.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use super::check::{Checked, Source, check, uses_of};
use super::files::FolderFiles;
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

/// Reads a person's folder as often as asked, but each version of a file only once.
#[derive(Debug, Default)]
pub struct Loader {
    folder: Option<PathBuf>,
    user_files: HashMap<PathBuf, Kept>,
    built_in: HashMap<String, Kept>,
    notes: Vec<String>,
    changes: u64,
    has_links: bool,
    language: Language,
    /// The texts of the person's own programmes.
    programmes: Vec<(PathBuf, Option<String>)>,
}

/// A technique that still has to be checked. It has its text, unless the kept result is still valid.
struct PendingTechnique {
    path: PathBuf,
    stamp: Option<Stamp>,
    source: Option<Source>,
}

/// An item with the ids of those that have to come before it.
pub(super) struct Waiting<T> {
    pub(super) id: String,
    pub(super) uses: Vec<String>,
    pub(super) thing: T,
}

/// The shipped techniques, and what routines can use of them.
static SHIPPED: LazyLock<(Vec<Entry>, Techniques)> = LazyLock::new(|| {
    let waiting = shipped::techniques().iter().map(|source| {
        let uses = source.readable().map(|routine| uses_of(&routine)).unwrap_or_default();
        Waiting { id: source.id.clone(), uses, thing: source }
    });
    let mut known = Techniques::default();
    let mut entries = Vec::new();
    for Waiting { thing, .. } in dependency_order(waiting.collect()).0 {
        let checked = check(thing.clone(), Role::Technique, &known);
        let kept = Kept::of(checked, Role::Technique, &known);
        register(&mut known, &kept);
        entries.push(kept.entry);
    }
    (entries, known)
});

impl Loader {
    /// Loads the shipped routines and those in `folder`.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, ..Self::default() }
    }

    /// Uses texts in `language` where they exist in it, otherwise English.
    #[must_use]
    pub(crate) fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The number of changes so far. As long as it is the same, so is the library.
    #[must_use]
    pub const fn changes(&self) -> u64 {
        self.changes
    }

    /// Whether any file is a link, whose target can change without a trace in the folder.
    #[must_use]
    pub(crate) const fn has_links(&self) -> bool {
        self.has_links
    }

    /// The library as it is now.
    pub fn load(&mut self) -> Library {
        let mut notes = Vec::new();
        let folder = self.folder.as_deref();
        let found = folder.map(|folder| FolderFiles::below(folder, &mut notes)).unwrap_or_default();
        let FolderFiles { routines: paths, programmes } = found;
        let sources = self.user_programmes(&programmes);
        self.has_links = paths.iter().any(|path| path.is_symlink());
        self.forget_all_but(&paths);
        if notes != self.notes {
            self.notes.clone_from(&notes);
            self.changes += 1;
        }
        let (user_techniques, user_routines): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| role_of(path) == Role::Technique);

        let (shipped, known_shipped) = SHIPPED.clone();
        let mut known = known_shipped.clone();
        let user_files = self.user_techniques(user_techniques, &mut known);
        let mut techniques = replaced(shipped, user_files);
        techniques.sort_by(|a, b| a.id.cmp(&b.id));

        let shipped = self.shipped_routines(&known, &known_shipped);
        let user_files = self.user_routines(user_routines, &known);
        let entries = replaced(shipped, user_files);
        let programmes = programme::programmes(sources, &entries, self.language);
        Library { entries, techniques, programmes, known: Arc::new(known), notes, language: self.language }
    }

    /// The techniques in a folder, except for the file at `except`, and all known techniques with these added.
    pub(super) fn beside(folder: &Path, except: &Path, known: &Techniques) -> (Vec<Entry>, Techniques) {
        let mut paths = files::routine_files(folder, &mut Vec::new());
        paths.retain(|path| path != except);
        let mut known = known.clone();
        let entries = Self::default().user_techniques(paths, &mut known);
        (entries, known)
    }

    fn user_programmes(&mut self, paths: &[PathBuf]) -> Vec<Source> {
        let sources: Vec<Source> = paths.iter().map(|path| Source::of_file(path)).collect();
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
        let before = self.user_files.len();
        self.user_files.retain(|path, _| listed.contains(path));
        self.changes += u64::from(self.user_files.len() != before);
    }

    fn user_techniques(&mut self, paths: Vec<PathBuf>, known: &mut Techniques) -> Vec<Entry> {
        let (single, duplicates) = without_duplicates(paths);
        let waiting = parallel(&single, |path| self.pending(path));
        let (ready, cyclic) = dependency_order(waiting);
        let mut entries: Vec<Entry> =
            ready.into_iter().filter_map(|pending| self.technique(pending.thing, None, known)).collect();
        // Each technique in a cycle is reported, together with the others.
        let mut with_cycle = known.clone();
        for pending in &cyclic {
            let routine = pending.thing.source.as_ref().and_then(Source::readable);
            with_cycle.good.extend(
                routine.map(|routine| (pending.id.clone(), Arc::new(Technique::new(&pending.id, routine)))),
            );
        }
        entries.extend(
            cyclic.into_iter().filter_map(|pending| self.technique(pending.thing, Some(&with_cycle), known)),
        );
        entries.extend(duplicates);
        entries
    }

    fn pending(&self, path: &Path) -> Waiting<PendingTechnique> {
        let (id, stamp) = (files::id_of(path), Stamp::of(path));
        let (uses, source) = match self.user_files.get(path) {
            // A technique with errors may be part of a cycle, which only its text shows.
            Some(kept) if kept.is_of(stamp) && !kept.entry.problems.has_errors() => (kept.uses(), None),
            Some(_) | None => {
                let source = Source::of_file(path);
                let routine = source.readable();
                (routine.map(|routine| uses_of(&routine)).unwrap_or_default(), Some(source))
            }
        };
        Waiting { id, uses, thing: PendingTechnique { path: path.to_path_buf(), stamp, source } }
    }

    /// Checks one technique, using `with` if given, else the `known` ones, and adds it to the known ones.
    fn technique(
        &mut self,
        pending: PendingTechnique,
        with: Option<&Techniques>,
        known: &mut Techniques,
    ) -> Option<Entry> {
        let PendingTechnique { path, stamp, source } = pending;
        let with = with.unwrap_or(known);
        let renewed = Kept::renewed(self.user_files.get(&path), &path, stamp, source, Role::Technique, with);
        let kept = self.keep(&path, renewed)?;
        register(known, kept);
        Some(kept.entry.clone())
    }

    fn user_routines(&mut self, paths: Vec<PathBuf>, known: &Techniques) -> Vec<Entry> {
        let (single, duplicates) = without_duplicates(paths);
        let renewed = parallel(&single, |path| {
            Kept::renewed(self.user_files.get(path), path, Stamp::of(path), None, Role::Routine, known)
        });
        let mut entries = Vec::with_capacity(single.len() + duplicates.len());
        for (path, renewed) in single.iter().zip(renewed) {
            entries.extend(self.keep(path, renewed).map(|kept| kept.entry.clone()));
        }
        entries.extend(duplicates);
        entries
    }

    fn keep(&mut self, path: &Path, renewed: Option<Kept>) -> Option<&Kept> {
        if let Some(renewed) = renewed {
            self.changes += 1;
            self.user_files.insert(path.to_path_buf(), renewed.in_language(self.language));
        }
        self.user_files.get(path)
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

/// A broken technique does not displace a known one with the same id.
fn register(known: &mut Techniques, kept: &Kept) {
    let id = &kept.entry.id;
    if let Some(technique) = &kept.technique {
        known.good.insert(id.clone(), Arc::clone(technique));
        known.broken.remove(id);
    } else if !known.good.contains_key(id) {
        known.broken.insert(id.clone());
    }
}

/// A topological sort: each item after those that it uses. The second list has those that are part of a cycle,
/// or depend on one.
pub(super) fn dependency_order<T>(mut waiting: Vec<Waiting<T>>) -> (Vec<Waiting<T>>, Vec<Waiting<T>>) {
    let mut unready: BTreeSet<String> = waiting.iter().map(|waiting| waiting.id.clone()).collect();
    let mut ready = Vec::with_capacity(waiting.len());
    loop {
        let before = waiting.len();
        let mut blocked = Vec::new();
        for thing in waiting {
            if thing.uses.iter().any(|id| unready.contains(id)) {
                blocked.push(thing);
            } else {
                unready.remove(&thing.id);
                ready.push(thing);
            }
        }
        waiting = blocked;
        if waiting.len() == before {
            return (ready, waiting);
        }
    }
}

/// Of several files with the same id, the first one by path counts.
fn without_duplicates(paths: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<Entry>) {
    let mut first: BTreeMap<String, PathBuf> = BTreeMap::new();
    let (mut single, mut duplicates) = (Vec::new(), Vec::new());
    for path in paths {
        let id = files::id_of(&path);
        if let Some(other) = first.get(&id) {
            duplicates.push(duplicate(Source::of_file(&path), &shown(other)));
        } else {
            first.insert(id, path.clone());
            single.push(path);
        }
    }
    (single, duplicates)
}

/// The shipped entries that no playable user file replaces, followed by the user files.
pub(super) fn replaced(mut shipped: Vec<Entry>, user_files: Vec<Entry>) -> Vec<Entry> {
    let playable: BTreeSet<&str> =
        user_files.iter().filter(|entry| entry.routine.is_some()).map(|entry| entry.id.as_str()).collect();
    shipped.retain(|entry| !playable.contains(entry.id.as_str()));
    shipped.extend(user_files);
    shipped
}

/// A shipped routine with the person's own techniques, or with the shipped ones if it cannot be played with
/// those.
fn check_built_in(source: Source, known: &Techniques, known_shipped: &Techniques) -> Checked {
    let mut checked = check(source.clone(), Role::Routine, known);
    if checked.entry.routine.is_none() {
        checked.entry.routine = check(source, Role::Routine, known_shipped).entry.routine;
        for problem in &mut checked.entry.problems.list {
            problem.severity = problem.severity.max(Severity::Warning);
            problem.help = Some("The built-in technique is played until yours is fixed.".into());
        }
    }
    checked
}
