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
use crate::routine::{self, Language, Problem, Problems, Routine, Severity, walk};
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
    language: Language,
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
#[derive(Clone)]
struct Source {
    id: String,
    origin: Origin,
    text: Result<String, Box<Unreadable>>,
}

impl Source {
    /// The file as messages name it.
    fn name(&self) -> String {
        match &self.origin {
            Origin::BuiltIn => format!("{}.ron", self.id),
            Origin::File(path) => path.display().to_string(),
        }
    }
}

impl Library {
    /// Reads the built-in routines and those in `folder`, if there is one, in English.
    #[must_use]
    pub fn open(folder: Option<&Path>) -> Self {
        Self::open_in(folder, Language::En)
    }

    /// Reads the built-in routines and those in `folder`, if there is one. Whatever has words in `language` is said in
    /// it, all else in English.
    ///
    /// A file of the person's own takes the place of a built-in one with its id, unless it is broken.
    #[must_use]
    pub fn open_in(folder: Option<&Path>, language: Language) -> Self {
        let mut library = Self { language, ..Self::default() };
        let (own_techniques, own_routines) =
            folder.map(|folder| library.own_files(folder)).unwrap_or_default();
        let shipped = built_in(&BUILT_IN.get_dir(TECHNIQUES).map(files).unwrap_or_default());
        let (shipped, known_shipped) = load_techniques(shipped, Techniques::default());
        let (own, mut doubles) = without_doubles(own_techniques);
        let (mut own, known) = load_techniques(own, known_shipped.clone());
        own.append(&mut doubles);
        library.techniques = replaced(shipped, own);
        library.techniques.sort_by(|a, b| a.id.cmp(&b.id));

        let shipped = built_in(&files(&BUILT_IN)).into_iter();
        let shipped = shipped.map(|source| check_built_in(source, &known, &known_shipped)).collect();
        let (own, mut doubles) = without_doubles(own_routines);
        let mut own: Vec<Entry> =
            own.into_iter().map(|source| check(source, Role::Routine, &known)).collect();
        own.append(&mut doubles);
        library.entries =
            replaced(shipped, own).into_iter().map(|entry| entry.in_language(language)).collect();
        library
    }

    /// Every routine, playable or not, in the order in which they are listed.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every technique, in English: those that are used are part of their routines.
    #[must_use]
    pub fn techniques(&self) -> &[Entry] {
        &self.techniques
    }

    /// What could not be read at all, a sentence each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The entry with an id; of several the one that can be played.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Entry> {
        let mut same = self.entries.iter().filter(|entry| entry.id == id);
        same.clone().find(|entry| entry.routine.is_some()).or_else(|| same.next())
    }

    /// Reads one file by its path, with the techniques of this library and those in `techniques` beside it.
    #[must_use]
    pub fn read_file(&self, path: &Path) -> Entry {
        let folder = path.parent().unwrap_or(Path::new(""));
        let in_techniques = folder.file_name().is_some_and(|name| name == TECHNIQUES);
        let (role, beside) = if in_techniques {
            (Role::Technique, folder.to_path_buf())
        } else {
            (Role::Routine, folder.join(TECHNIQUES))
        };
        let mut beside = own_files(&beside, 0, &mut Vec::new());
        beside.retain(|source| source.origin != Origin::File(path.to_path_buf()));
        let (_, known) = load_techniques(without_doubles(beside).0, self.known_techniques());
        check(source_of(path), role, &known).in_language(self.language)
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
}

impl Entry {
    fn in_language(mut self, language: Language) -> Self {
        self.routine =
            self.routine.map(|routine| Arc::new(Arc::unwrap_or_clone(routine).in_language(language)));
        self
    }
}

/// Techniques can use techniques: those that are ready first, until none is left that could become ready.
fn load_techniques(sources: Vec<Source>, mut known: Techniques) -> (Vec<Entry>, Techniques) {
    let mut entries = Vec::new();
    let mut waiting: Vec<(Source, Vec<String>)> = sources
        .into_iter()
        .map(|source| {
            let uses = uses(&source);
            (source, uses)
        })
        .collect();
    let mut unready: BTreeSet<String> = waiting.iter().map(|(source, _)| source.id.clone()).collect();
    loop {
        let before = waiting.len();
        let mut later = Vec::new();
        for (source, uses) in waiting {
            if uses.iter().any(|id| unready.contains(id)) {
                later.push((source, uses));
            } else {
                let entry = check(source, Role::Technique, &known);
                unready.remove(&entry.id);
                remember(&mut known, &entry);
                entries.push(entry);
            }
        }
        waiting = later;
        if waiting.len() == before {
            break;
        }
    }
    // What is left uses itself in a circle: each is told so.
    let mut with_circle = known.clone();
    with_circle.good.extend(waiting.iter().filter_map(|(source, _)| readable(source)));
    for (source, _) in waiting {
        let entry = check(source, Role::Technique, &with_circle);
        remember(&mut known, &entry);
        entries.push(entry);
    }
    (entries, known)
}

/// Of several files of the person's own with one id, the first by path counts.
fn without_doubles(sources: Vec<Source>) -> (Vec<Source>, Vec<Entry>) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let (mut single, mut doubles) = (Vec::new(), Vec::new());
    for source in sources {
        let path = source.name();
        if let Some(other) = first.get(&source.id) {
            let what = format!("There are two files with the id `{}`: the other is {other}.", source.id);
            let problem = Problem::error(0..0, what).help("Rename one of them.");
            let problems = Problems::new(path, source.text.unwrap_or_default(), vec![problem]);
            doubles.push(Entry { id: source.id, origin: source.origin, routine: None, problems });
        } else {
            first.insert(source.id.clone(), path);
            single.push(source);
        }
    }
    (single, doubles)
}

/// The shipped entries that nothing playable takes the place of, then the person's own.
fn replaced(mut shipped: Vec<Entry>, own: Vec<Entry>) -> Vec<Entry> {
    let playable: BTreeSet<&str> =
        own.iter().filter(|entry| entry.routine.is_some()).map(|entry| entry.id.as_str()).collect();
    shipped.retain(|entry| !playable.contains(entry.id.as_str()));
    shipped.extend(own);
    shipped
}

/// A broken technique leaves one with its id that is known already in place.
fn remember(known: &mut Techniques, entry: &Entry) {
    if let Some(technique) = &entry.routine {
        known.good.insert(entry.id.clone(), Arc::new(technique.routine().clone()));
        known.broken.remove(&entry.id);
    } else if !known.good.contains_key(&entry.id) {
        known.broken.insert(entry.id.clone());
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

/// A built-in routine with the person's own techniques; with the built-in ones if it cannot be played with theirs.
fn check_built_in(source: Source, known: &Techniques, shipped: &Techniques) -> Entry {
    let mut entry = check(source.clone(), Role::Routine, known);
    if entry.routine.is_none() {
        entry.routine = check(source, Role::Routine, shipped).routine;
        for problem in &mut entry.problems.list {
            problem.severity = problem.severity.max(Severity::Warning);
            problem.help = Some("Until your technique fits, the built-in one is played.".into());
        }
    }
    entry
}

/// The way from a file to an entry: read, validate, review.
fn check(source: Source, role: Role, techniques: &Techniques) -> Entry {
    let name = source.name();
    let (text, mut list, routine) = match source.text {
        Err(unreadable) => (unreadable.readable, vec![unreadable.problem], None),
        Ok(text) => {
            let (routine, problems) = routine::read(&text);
            (text, problems, routine)
        }
    };
    let mut safe = None;
    let mut untranslated = Vec::new();
    if let Some(mut routine) = routine {
        untranslated = routine.untranslated();
        let mut further = match &source.origin {
            Origin::File(path) => asset_problems(&routine, path),
            Origin::BuiltIn => Vec::new(),
        };
        let (validated, problems) = routine::validate(&source.id, routine, role, techniques);
        list.extend(problems);
        match validated.map(safety::review) {
            Ok(Ok(reviewed)) => safe = Some(Arc::new(reviewed)),
            Ok(Err(problems)) => further.extend(problems),
            Err(routine) => further.extend(safety::of_steps(&routine.steps, role)),
        }
        // What is wrong with a value already is not told a second time in other words.
        let told: BTreeSet<(usize, usize)> = list.iter().map(|told| (told.at.start, told.at.end)).collect();
        list.extend(further.into_iter().filter(|new| !told.contains(&(new.at.start, new.at.end))));
    }
    // What could be better is told once nothing is wrong.
    if !list.iter().any(|problem| problem.severity == Severity::Error) {
        list.extend(safe.iter().flat_map(|safe| safety::remarks(safe)));
        list.extend(untranslated);
    }
    let problems = Problems::new(name, text, list);
    let routine = safe.filter(|_| !problems.has_errors());
    Entry { id: source.id, origin: source.origin, routine, problems }
}

/// Pictures and recordings must be files inside the routine's own folder, wherever links may point.
fn asset_problems(routine: &Routine, path: &Path) -> Vec<Problem> {
    const BESIDE: &str = "Put it beside the routine, or in a folder beside it.";
    let folder = path.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let Ok(root) = folder.canonicalize() else { return Vec::new() };
    let mut problems = Vec::new();
    walk(&routine.steps, &mut |step, _| {
        for asset in [&step.picture, &step.recording].into_iter().flatten() {
            let fault = match root.join(&asset.value).canonicalize() {
                Err(_) => Some(("is not there".to_owned(), BESIDE)),
                Ok(real) if !real.starts_with(&root) => {
                    Some(("lies outside the routine's folder".to_owned(), BESIDE))
                }
                Ok(real) => match real.metadata() {
                    Ok(meta) if !meta.is_file() => Some(("is not a file".to_owned(), BESIDE)),
                    Ok(meta) if meta.len() > MAX_ASSET_BYTES => {
                        Some((format!("is larger than {} MB", MAX_ASSET_BYTES >> 20), "Make it smaller."))
                    }
                    Ok(_) => None,
                    Err(error) => Some((format!("cannot be read: {error}"), BESIDE)),
                },
            };
            if let Some((fault, help)) = fault {
                let what = format!("The file `{}` {fault}.", asset.value);
                problems.push(Problem::error(asset.at.clone(), what).help(help));
            }
        }
    });
    problems
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
    let is_link = || path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
    let meta = path.metadata().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound if is_link() => {
            nothing("This is a link to a file that is not there.".into())
        }
        _ => cannot(error),
    })?;
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
