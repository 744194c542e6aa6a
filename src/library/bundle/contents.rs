//! Inspects a bundle: what it is and does, and whether it may be added.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Bundle, BundleError, Does, Refusal, Subject, name_of, ron_of};
use crate::library::assets::{Asset, pictures_of, recordings_of};
use crate::library::check::{Source, check_with, uses_of};
use crate::library::files::PROGRAMMES;
use crate::library::loader::{Waiting, dependency_order};
use crate::library::programme::{Programme, check_programme};
use crate::library::{Entry, Library, Origin, TECHNIQUES, picture};
use crate::ron_reader::text::text_of;
use crate::ron_reader::{Problem, ProblemKind, Problems, Spanned};
use crate::routine::technique::{Technique, Techniques};
use crate::routine::validate::Role;
use crate::safety::SafeRoutine;
use crate::voice;

/// An inspected bundle that can be used.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The programme, if it is about one.
    pub programme: Option<Arc<Programme>>,
    /// Its routine; or, in the order of the programme, those of its routines that are in it, and may be none.
    pub routines: Vec<Arc<SafeRoutine>>,
    /// Those routines of the programme that are not in it, because the person has them.
    pub others: Vec<Arc<SafeRoutine>>,
    /// Warnings about its routines and its programme, each with the text that they are about.
    pub problems: Vec<Problems>,
    /// The techniques in it.
    pub techniques: Vec<Entry>,
    /// The number of pictures.
    pub pictures: usize,
    /// The number of recordings.
    pub recordings: usize,
    /// What its routines do to the body.
    pub does: Does,
}

/// What has been found out about a bundle so far.
struct Inspection {
    known: Techniques,
    /// The names of the files that something in it uses.
    wanted: BTreeSet<String>,
    problems: Vec<Problems>,
}

impl Bundle {
    /// Inspects the bundle, with the techniques and routines of this library.
    ///
    /// # Errors
    /// [`BundleError::Refused`] if a routine, a technique or the programme has errors, if a picture cannot be drawn, or if
    /// it contains an unused file.
    pub fn contents(&self, library: &Library) -> Result<Contents, BundleError> {
        Ok(self.inspect(library)?)
    }

    fn inspect(&self, library: &Library) -> Result<Contents, Refusal> {
        let known = Techniques::clone(library.known());
        let mut inspection = Inspection { known, wanted: BTreeSet::new(), problems: Vec::new() };
        let techniques = self.techniques(&mut inspection)?;
        let mut entries = Vec::new();
        for id in self.ids_in("") {
            entries.push(self.routine(id, &mut inspection)?);
        }
        let programme = match self.subject {
            Subject::Routine => None,
            Subject::Programme => Some(self.programme(&entries, library, &mut inspection)?),
        };
        let order: Vec<&str> = programme.as_ref().map(|programme| programme.routines()).unwrap_or_default();
        entries.sort_by_key(|entry| order.iter().position(|id| *id == entry.id));
        let used = |id: &str| order.contains(&id) || self.subject == Subject::Routine;
        let own_names =
            entries.iter().filter(|entry| used(&entry.id)).map(|entry| format!("{}.ron", entry.id));
        inspection.wanted.extend(own_names);
        inspection.wanted.insert(self.subject_name());
        if let Some(name) = self.files.keys().find(|name| !inspection.wanted.contains(*name)) {
            return Err(Refusal::Unused(name.clone()));
        }
        let is_here = |id: &&str| entries.iter().any(|entry| entry.id == **id);
        let missing = order.iter().filter(|id| !is_here(id));
        let others = missing.filter_map(|id| library.find(id)?.routine.clone()).collect();
        let in_language =
            |entry: Entry| entry.in_language(library.language).routine.ok_or(Refusal::Unplayable);
        let routines = entries.into_iter().map(in_language);
        let routines = routines.collect::<Result<Vec<_>, _>>()?;
        let assets = || self.files.iter().filter(|(name, _)| ron_of(name).is_none());
        let recordings = assets().filter(|(_, bytes)| is_recording(bytes)).count();
        let pictures = assets().count() - recordings;
        Ok(Contents {
            programme,
            does: Does::of(&routines),
            routines,
            others,
            problems: inspection.problems,
            techniques,
            pictures,
            recordings,
        })
    }

    /// Checks every technique, each after those that it uses.
    fn techniques(&self, inspection: &mut Inspection) -> Result<Vec<Entry>, Refusal> {
        let mut techniques = Vec::new();
        let waiting = self.ids_in(TECHNIQUES).map(|id| {
            let source = self.source(TECHNIQUES, id);
            let uses = source.readable().map(|routine| uses_of(&routine)).unwrap_or_default();
            Waiting { id: id.to_owned(), uses, thing: source }
        });
        let (ready, cyclic) = dependency_order(waiting.collect());
        if let Some(one) = cyclic.into_iter().next() {
            return Err(Refusal::Circle(one.id));
        }
        for Waiting { id, uses, thing } in ready {
            let entry = self.checked(thing, Role::Technique, inspection)?;
            if let Some(technique) = &entry.routine {
                let technique = Arc::new(Technique::new(&id, technique.routine().clone()));
                inspection.known.good.insert(id.clone(), technique);
                inspection.known.broken.remove(&id);
            }
            inspection.uses(&uses);
            techniques.push(entry);
        }
        Ok(techniques)
    }

    fn routine(&self, id: &str, inspection: &mut Inspection) -> Result<Entry, Refusal> {
        let source = self.source("", id);
        let uses = source.readable().map(|routine| uses_of(&routine)).unwrap_or_default();
        inspection.uses(&uses);
        let entry = self.checked(source, Role::Routine, inspection)?;
        inspection.note(entry.problems.clone());
        Ok(entry)
    }

    /// Checks the programme with the routines in the bundle and, where there are none, those of the library.
    fn programme(
        &self,
        entries: &[Entry],
        library: &Library,
        inspection: &mut Inspection,
    ) -> Result<Arc<Programme>, Refusal> {
        let is_here = |id: &str| entries.iter().any(|entry| entry.id == id);
        let others = library.entries().iter().filter(|entry| !is_here(&entry.id));
        let all: Vec<Entry> = others.chain(entries).cloned().collect();
        let file = check_programme(self.source(PROGRAMMES, &self.id), &all, library.language);
        match file.programme {
            Some(programme) => {
                inspection.note(file.problems);
                Ok(programme)
            }
            None => Err(Refusal::Errors(Box::new(file.problems))),
        }
    }

    fn source(&self, folder: &str, id: &str) -> Source {
        let name = name_of(folder, &format!("{id}.ron"));
        let text = text_of(self.files.get(&name).cloned().unwrap_or_default());
        Source { id: id.to_owned(), origin: Origin::File(name.into()), text }
    }

    /// Checks a routine or technique, and notes the files that it uses.
    fn checked(&self, source: Source, role: Role, inspection: &mut Inspection) -> Result<Entry, Refusal> {
        let Inspection { known, wanted, .. } = inspection;
        let folder = if role == Role::Technique { TECHNIQUES } else { "" };
        let name = |asset: &Spanned<String>| name_of(folder, &asset.value);
        let missing = |assets: &[Asset]| -> Vec<Problem> {
            let files = assets.iter().map(|asset| &asset.file);
            let is_missing = |asset: &&Spanned<String>| !self.files.contains_key(&name(asset));
            let problem = |asset: &Spanned<String>| {
                Problem::error(
                    ProblemKind::Reference,
                    asset.span.clone(),
                    format!("The file `{}` isn't included.", asset.value),
                )
            };
            files.filter(is_missing).map(problem).collect()
        };
        let routine = source.readable();
        let entry = check_with(source, role, known, &missing).entry;
        if entry.problems.has_errors() {
            return Err(Refusal::Errors(Box::new(entry.problems)));
        }
        if let Some(routine) = &routine {
            for asset in pictures_of(routine) {
                let name = name(&asset);
                match self.files.get(&name).map_or(Ok(()), |bytes| picture::check(bytes)) {
                    Ok(()) => wanted.insert(name),
                    Err(error) => return Err(Refusal::Picture { name, error }),
                };
            }
            for asset in recordings_of(routine) {
                let name = name(&asset);
                let Some(bytes) = self.files.get(&name).filter(|bytes| is_recording(bytes)) else {
                    return Err(Refusal::Recording(name));
                };
                match voice::check_recording(bytes) {
                    Ok(()) => wanted.insert(name),
                    Err(error) => return Err(Refusal::DamagedRecording { name, error }),
                };
            }
        }
        Ok(entry)
    }
}

impl Inspection {
    /// Notes that techniques are used.
    fn uses(&mut self, ids: &[String]) {
        self.wanted.extend(ids.iter().map(|id| name_of(TECHNIQUES, &format!("{id}.ron"))));
    }

    fn note(&mut self, problems: Problems) {
        if !problems.list.is_empty() {
            self.problems.push(problems);
        }
    }
}

/// Whether bytes begin like a recording that can be played.
fn is_recording(bytes: &[u8]) -> bool {
    let is_wave = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE");
    // MP3 begins with tags, or with eleven bits that are set; M4A names its kind.
    let is_mp3 = bytes.starts_with(b"ID3")
        || matches!(bytes, [0xFF, second, ..] if second & 0xE0 == 0xE0 && !bytes.starts_with(&[0xFF, 0xD8]));
    let is_m4a = bytes.get(4..8) == Some(b"ftyp");
    is_wave || is_mp3 || is_m4a || bytes.starts_with(b"fLaC") || bytes.starts_with(b"OggS")
}
