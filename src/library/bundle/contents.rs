//! Inspects a bundle: what it is and does, and whether it may be added.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Bundle, BundleError, Refusal, name_of, ron_of};
use crate::library::assets::{Asset, pictures_of, recordings_of};
use crate::library::check::{Source, check_with, uses_of};
use crate::library::loader::{Waiting, dependency_order};
use crate::library::{Entry, Library, Origin, TECHNIQUES, picture};
use crate::ron_reader::text::text_of;
use crate::ron_reader::{Problem, ProblemKind, Problems, Spanned, Vocabulary as _};
use crate::routine::technique::{Technique, Techniques};
use crate::routine::validate::Role;
use crate::routine::{CompressKind, Site, StepKind, walk};
use crate::safety::SafeRoutine;
use crate::time::ExactDuration;
use crate::voice;

/// An inspected bundle that can be played.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The routine.
    pub routine: Arc<SafeRoutine>,
    /// Warnings about it.
    pub problems: Problems,
    /// The techniques in it.
    pub techniques: Vec<Entry>,
    /// The number of pictures.
    pub pictures: usize,
    /// The number of recordings.
    pub recordings: usize,
    /// What it does to the body.
    pub does: Does,
}

/// What a routine does to the body, in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Does {
    /// The sites that are touched or attended to, each with its strongest pressure, 0–10.
    pub sites: Vec<(Site, u8)>,
    /// The packs, with their sites and longest times.
    pub packs: Vec<(CompressKind, Site, ExactDuration)>,
    /// The breathing patterns, in words.
    pub breaths: Vec<String>,
}

impl Bundle {
    /// Inspects the bundle, with the techniques of this library.
    ///
    /// # Errors
    /// [`BundleError::Refused`] if its routine or a technique has errors, if a picture cannot be drawn, or if
    /// it contains an unused file.
    pub fn contents(&self, library: &Library) -> Result<Contents, BundleError> {
        Ok(self.inspect(library)?)
    }

    fn inspect(&self, library: &Library) -> Result<Contents, Refusal> {
        let mut known = Techniques::clone(library.known());
        let mut techniques = Vec::new();
        let mut wanted = BTreeSet::new();
        let sources =
            self.files.keys().filter_map(|name| ron_of(name)).filter(|(folder, _)| *folder == TECHNIQUES);
        let waiting = sources.map(|(_, id)| {
            let source = self.source(TECHNIQUES, id);
            let uses = source.readable().map(|routine| uses_of(&routine)).unwrap_or_default();
            Waiting { id: id.to_owned(), uses, thing: source }
        });
        let (ready, cyclic) = dependency_order(waiting.collect());
        if let Some(one) = cyclic.into_iter().next() {
            return Err(Refusal::Circle(one.id));
        }
        for Waiting { id, uses, thing } in ready {
            let entry = self.checked(thing, Role::Technique, &known, &mut wanted)?;
            if let Some(technique) = &entry.routine {
                known.good.insert(id.clone(), Arc::new(Technique::new(&id, technique.routine().clone())));
                known.broken.remove(&id);
            }
            wanted.extend(uses.iter().map(|id| name_of(TECHNIQUES, &format!("{id}.ron"))));
            techniques.push(entry);
        }
        let source = self.source("", &self.id);
        let uses = source.readable().map(|routine| uses_of(&routine)).unwrap_or_default();
        wanted.extend(uses.iter().map(|id| name_of(TECHNIQUES, &format!("{id}.ron"))));
        wanted.insert(self.routine_name());
        let entry = self.checked(source, Role::Routine, &known, &mut wanted)?;
        if let Some(name) = self.files.keys().find(|name| !wanted.contains(*name)) {
            return Err(Refusal::Unused(name.clone()));
        }
        let routine = entry.routine.ok_or(Refusal::Unplayable)?;
        let assets = || self.files.iter().filter(|(name, _)| ron_of(name).is_none());
        let recordings = assets().filter(|(_, bytes)| is_recording(bytes)).count();
        let pictures = assets().count() - recordings;
        Ok(Contents {
            does: does(&routine),
            routine,
            problems: entry.problems,
            techniques,
            pictures,
            recordings,
        })
    }

    fn source(&self, folder: &str, id: &str) -> Source {
        let name = name_of(folder, &format!("{id}.ron"));
        let text = text_of(self.files.get(&name).cloned().unwrap_or_default());
        Source { id: id.to_owned(), origin: Origin::File(name.into()), text }
    }

    /// Checks a routine or technique, and adds the files that it uses to `wanted`.
    fn checked(
        &self,
        source: Source,
        role: Role,
        known: &Techniques,
        wanted: &mut BTreeSet<String>,
    ) -> Result<Entry, Refusal> {
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

/// Whether bytes begin like a recording that can be played.
fn is_recording(bytes: &[u8]) -> bool {
    let is_wave = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE");
    // MP3 begins with tags, or with eleven bits that are set; M4A names its kind.
    let is_mp3 = bytes.starts_with(b"ID3")
        || matches!(bytes, [0xFF, second, ..] if second & 0xE0 == 0xE0 && !bytes.starts_with(&[0xFF, 0xD8]));
    let is_m4a = bytes.get(4..8) == Some(b"ftyp");
    is_wave || is_mp3 || is_m4a || bytes.starts_with(b"fLaC") || bytes.starts_with(b"OggS")
}

/// What a routine does, including its techniques and alternatives.
fn does(routine: &SafeRoutine) -> Does {
    let mut does = Does::default();
    walk(&routine.routine().steps, &mut |step, _| match &step.kind {
        StepKind::Guide(guide) => {
            let (site, pressure) = (guide.site.value, guide.pressure.value);
            match does.sites.iter_mut().find(|(known, _)| *known == site) {
                Some((_, strongest)) => *strongest = pressure.max(*strongest),
                None => does.sites.push((site, pressure)),
            }
        }
        StepKind::Compress(compress) => {
            let (pack, site) = (compress.pack.value, compress.site.value);
            lays(&mut does, pack, site, compress.length.limits().1);
        }
        StepKind::Contrast(contrast) => {
            lays(&mut does, CompressKind::Warm, contrast.site.value, contrast.warm.value);
            lays(&mut does, CompressKind::Cold, contrast.site.value, contrast.cold.value);
        }
        StepKind::Breathe(breathe) => {
            let ramp = breathe.ramp.iter().map(|stage| stage.value.pattern);
            for pattern in ramp.chain([breathe.pattern]) {
                let plain = pattern.plain();
                if !does.breaths.contains(&plain) {
                    does.breaths.push(plain);
                }
            }
        }
        StepKind::Rest(_)
        | StepKind::Wait { .. }
        | StepKind::Ask(_)
        | StepKind::Repeat(_)
        | StepKind::EachSide(_)
        | StepKind::Use(_)
        | StepKind::Group(_) => {}
    });
    let order = |site: Site| Site::ALL.iter().position(|other| *other == site);
    does.sites.sort_by_key(|(site, _)| order(*site));
    does
}

fn lays(does: &mut Does, pack: CompressKind, site: Site, lasts: ExactDuration) {
    match does.packs.iter_mut().find(|(known, at, _)| (*known, *at) == (pack, site)) {
        Some((_, _, longest)) => *longest = lasts.max(*longest),
        None => does.packs.push((pack, site, lasts)),
    }
}
