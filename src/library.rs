//! The routines at hand: those that come with the program and those in the person's own folder.
//!
//! A broken file never takes anything else down: it becomes an entry with its problems, and the rest is unaffected.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::routine::read::{MAX_BYTES, Unreadable, text_of};
use crate::routine::validate::{Role, Techniques};
use crate::routine::{self, Problem, Problems, Routine, walk};
use crate::safety::{self, SafeRoutine};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/routines");

/// The folder, among routines, that holds techniques.
const TECHNIQUES: &str = "techniques";
/// How deep folders of routines are looked into.
const MAX_FOLDERS: usize = 4;
/// The most files that are looked at: our limit.
const MAX_FILES: usize = 50_000;
/// The largest picture or recording: our limit.
const MAX_ASSET_BYTES: u64 = 50 << 20;

/// Everything that can be played, and everything that cannot, with its problems.
#[derive(Clone, Debug, Default)]
pub struct Library {
    entries: Vec<Entry>,
    techniques: Vec<Entry>,
    notes: Vec<String>,
}

/// One file of the library.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name of its file without the ending.
    pub id: String,
    /// Where it comes from.
    pub origin: Origin,
    /// What can be played, if nothing in it is an error.
    pub routine: Option<Arc<SafeRoutine>>,
    /// What is wrong with it.
    pub problems: Problems,
}

/// Where a file comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is part of the program.
    BuiltIn,
    /// A file of the person's own.
    File(PathBuf),
}

/// A file's text, or why there is none.
struct Source {
    id: String,
    origin: Origin,
    text: Result<String, Box<Unreadable>>,
}

impl Library {
    /// Reads the built-in routines and those in `folder`, if there is one.
    #[must_use]
    pub fn open(folder: Option<&Path>) -> Self {
        let mut library = Self::default();
        let mut techniques = built_in(&BUILT_IN.get_dir(TECHNIQUES).map(files).unwrap_or_default());
        let mut routines = built_in(&files(&BUILT_IN));
        if let Some(folder) = folder {
            let (own_techniques, own_routines) = library.own_files(folder);
            override_by_id(&mut techniques, own_techniques);
            override_by_id(&mut routines, own_routines);
        }
        let known = library.load_techniques(techniques);
        library.entries = routines.into_iter().map(|source| check(source, Role::Routine, &known)).collect();
        library.mark_duplicates();
        library
    }

    /// Every routine, playable or not, in the order in which they are listed.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every technique.
    #[must_use]
    pub fn techniques(&self) -> &[Entry] {
        &self.techniques
    }

    /// What could not be read at all, a sentence each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The entry with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Reads one file by its path, with the techniques of this library and those in `techniques` beside it.
    #[must_use]
    pub fn read_file(&self, path: &Path) -> Entry {
        let in_techniques = path.parent().and_then(Path::file_name).is_some_and(|name| name == TECHNIQUES);
        let role = if in_techniques { Role::Technique } else { Role::Routine };
        let mut known = self.known_techniques();
        if let Some(beside) = path.parent().map(|folder| folder.join(TECHNIQUES)) {
            let mut note = Vec::new();
            for source in own_files(&beside, 0, &mut note) {
                let entry = check(source, Role::Technique, &known);
                remember(&mut known, &entry);
            }
        }
        check(source_of(path), role, &known)
    }

    fn known_techniques(&self) -> Techniques {
        let mut known = Techniques::default();
        for entry in &self.techniques {
            remember(&mut known, entry);
        }
        known
    }

    /// The person's own techniques and routines.
    fn own_files(&mut self, folder: &Path) -> (Vec<Source>, Vec<Source>) {
        let all = own_files(folder, 0, &mut self.notes);
        all.into_iter().partition(|source| match &source.origin {
            Origin::File(path) => {
                path.parent().and_then(Path::file_name).is_some_and(|name| name == TECHNIQUES)
            }
            Origin::BuiltIn => false,
        })
    }

    /// Techniques can use techniques: those that are ready first, until none is left that could become ready.
    fn load_techniques(&mut self, mut waiting: Vec<Source>) -> Techniques {
        let mut known = Techniques::default();
        // Those that cannot be read are known to be broken before anything asks for them.
        let names: BTreeSet<String> = waiting.iter().map(|source| source.id.clone()).collect();
        loop {
            let before = waiting.len();
            let mut later = Vec::new();
            for source in waiting {
                let unready =
                    uses(&source).into_iter().any(|id| names.contains(&id) && !is_known(&known, &id));
                if unready {
                    later.push(source);
                } else {
                    let entry = check(source, Role::Technique, &known);
                    remember(&mut known, &entry);
                    self.techniques.push(entry);
                }
            }
            waiting = later;
            if waiting.len() == before {
                break;
            }
        }
        // What is left uses itself in a circle: each is told so.
        let circle: Vec<(String, Arc<Routine>)> = waiting.iter().filter_map(readable).collect();
        let mut with_circle = known.clone();
        with_circle.good.extend(circle);
        for source in waiting {
            let entry = check(source, Role::Technique, &with_circle);
            remember(&mut known, &entry);
            self.techniques.push(entry);
        }
        self.techniques.sort_by(|a, b| a.id.cmp(&b.id));
        known
    }

    /// Of two files of the person's own with one id, the first by path counts.
    fn mark_duplicates(&mut self) {
        let mut first: BTreeMap<String, PathBuf> = BTreeMap::new();
        for entry in self.entries.iter_mut().chain(&mut self.techniques) {
            let Origin::File(path) = &entry.origin else { continue };
            if let Some(other) = first.get(&entry.id) {
                let what = format!(
                    "There are two files with the id `{}`: the other is {}.",
                    entry.id,
                    other.display()
                );
                entry.problems.list.insert(0, Problem::error(0..0, what).help("Rename one of them."));
                entry.routine = None;
            } else {
                first.insert(entry.id.clone(), path.clone());
            }
        }
    }
}

fn is_known(known: &Techniques, id: &str) -> bool {
    known.good.contains_key(id) || known.broken.contains(id)
}

fn remember(known: &mut Techniques, entry: &Entry) {
    if let Some(technique) = &entry.routine {
        known.good.insert(entry.id.clone(), Arc::new(technique.routine().clone()));
        known.broken.remove(&entry.id);
    } else {
        known.broken.insert(entry.id.clone());
        known.good.remove(&entry.id);
    }
}

/// The techniques that a file asks for, as far as it can be read.
fn uses(source: &Source) -> Vec<String> {
    let mut ids = Vec::new();
    if let Some((_, routine)) = readable(source) {
        walk(&routine.steps, &mut |step, _| {
            if let routine::Action::Use(wanted) = &step.action {
                ids.push(wanted.technique.value.clone());
            }
        });
    }
    ids
}

fn readable(source: &Source) -> Option<(String, Arc<Routine>)> {
    let text = source.text.as_ref().ok()?;
    let (routine, _) = routine::read(text);
    routine.map(|routine| (source.id.clone(), Arc::new(routine)))
}

/// The way from a file to an entry: read, validate, review.
fn check(source: Source, role: Role, techniques: &Techniques) -> Entry {
    let name = match &source.origin {
        Origin::BuiltIn => format!("{}.ron", source.id),
        Origin::File(path) => path.display().to_string(),
    };
    let (text, mut list, mut routine) = match source.text {
        Err(unreadable) => (unreadable.readable, vec![unreadable.problem], None),
        Ok(text) => {
            let (routine, problems) = routine::read(&text);
            (text, problems, routine)
        }
    };
    let mut safe = None;
    if let Some(routine) = routine.take() {
        if let Origin::File(path) = &source.origin {
            list.extend(asset_problems(&routine, path));
        }
        let read_clean = list.is_empty();
        let (valid, problems) = routine::validate(&source.id, routine, role, techniques);
        list.extend(problems);
        if let Some(valid) = valid {
            match safety::review(valid) {
                Ok(reviewed) if read_clean => safe = Some(Arc::new(reviewed)),
                Ok(_) => {}
                Err(problems) => list.extend(problems),
            }
        }
    }
    Entry { id: source.id, origin: source.origin, routine: safe, problems: Problems::new(name, text, list) }
}

/// Pictures and recordings must be files inside the routine's own folder, wherever links may point.
fn asset_problems(routine: &Routine, path: &Path) -> Vec<Problem> {
    let folder = path.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let Ok(root) = folder.canonicalize() else { return Vec::new() };
    let mut problems = Vec::new();
    walk(&routine.steps, &mut |step, _| {
        for asset in [&step.picture, &step.recording].into_iter().flatten() {
            let fault = match root.join(&asset.value).canonicalize() {
                Err(_) => Some("is not there".to_owned()),
                Ok(real) if !real.starts_with(&root) => Some("lies outside the routine's folder".to_owned()),
                Ok(real) => match real.metadata() {
                    Ok(meta) if !meta.is_file() => Some("is not a file".to_owned()),
                    Ok(meta) if meta.len() > MAX_ASSET_BYTES => {
                        Some(format!("is larger than {} MB", MAX_ASSET_BYTES >> 20))
                    }
                    Ok(_) => None,
                    Err(error) => Some(format!("cannot be read: {error}")),
                },
            };
            if let Some(fault) = fault {
                let what = format!("The file `{}` {fault}.", asset.value);
                let help = "Put it beside the routine, or in a folder beside it.";
                problems.push(Problem::error(asset.at.clone(), what).help(help));
            }
        }
    });
    problems
}

fn override_by_id(sources: &mut Vec<Source>, own: Vec<Source>) {
    let ids: BTreeSet<&str> = own.iter().map(|source| source.id.as_str()).collect();
    sources.retain(|source| !ids.contains(source.id.as_str()));
    sources.extend(own);
}

fn files<'a>(folder: &'a Dir<'a>) -> Vec<&'a include_dir::File<'a>> {
    folder.files().filter(|file| file.path().extension().is_some_and(|ending| ending == "ron")).collect()
}

fn built_in(files: &[&include_dir::File<'_>]) -> Vec<Source> {
    let mut sources: Vec<Source> = files
        .iter()
        .map(|file| Source {
            id: id_of(file.path()),
            origin: Origin::BuiltIn,
            text: text_of(file.contents().to_vec()),
        })
        .collect();
    sources.sort_by(|a, b| a.id.cmp(&b.id));
    sources
}

fn id_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// All routine files below a folder, by path. A link to a file is followed, a link to a folder is not.
fn own_files(folder: &Path, depth: usize, notes: &mut Vec<String>) -> Vec<Source> {
    let listed = match std::fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            notes.push(format!("The folder {} cannot be read: {error}.", folder.display()));
            return Vec::new();
        }
    };
    let mut paths: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).take(MAX_FILES).collect();
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let is_folder = path.symlink_metadata().is_ok_and(|meta| meta.is_dir());
        if is_folder && !hidden && depth < MAX_FOLDERS {
            sources.extend(own_files(&path, depth + 1, notes));
        } else if !hidden && path.extension().is_some_and(|ending| ending == "ron") {
            sources.push(source_of(&path));
        }
    }
    sources
}

fn source_of(path: &Path) -> Source {
    Source { id: id_of(path), origin: Origin::File(path.to_path_buf()), text: read_text(path) }
}

/// A file's text; never more of it than a routine can have, and never from anything but a file.
fn read_text(path: &Path) -> Result<String, Box<Unreadable>> {
    let nothing = |what: String| Box::new(Unreadable::entirely(what));
    let cannot = |error: std::io::Error| nothing(format!("The file cannot be read: {error}."));
    let meta = path.metadata().map_err(cannot)?;
    if !meta.is_file() {
        return Err(nothing("This is not a file.".into()));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(cannot)?;
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() > MAX_BYTES {
        let what = format!("The file is larger than {} MB, which no routine needs.", MAX_BYTES >> 20);
        return Err(nothing(what));
    }
    text_of(bytes)
}
