//! What is kept of a file, so that it need not be checked again.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::library::Entry;
use crate::library::assets::{Asset, asset_problems};
use crate::library::check::{Checked, Source, check};
use crate::ron_reader::Problem;
use crate::routine::Language;
use crate::routine::technique::{Technique, Techniques};
use crate::routine::validate::Role;

/// A file that was saved less than this before it was read may have been saved again within the same tick of
/// the file system's clock.
const TICK: Duration = Duration::from_millis(100);

/// The result of checking a file.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) entry: Entry,
    /// What routines use, if it is a technique.
    pub(super) technique: Option<Arc<Technique>>,
    stamp: Option<Stamp>,
    is_settled: bool,
    uses: Vec<(String, Found)>,
    assets: Vec<Asset>,
    asset_problems: Vec<Problem>,
}

/// Distinguishes a saved file from its previous version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
    /// The file's inode and the time of its last status change, where the system has them.
    identity: (u64, i64, i64),
}

/// A technique, as it was when the file was checked.
#[derive(Clone, Debug)]
enum Found {
    Good(Arc<Technique>),
    Broken,
    /// There was none, among this many techniques.
    Missing(usize),
}

impl Kept {
    /// Checks a file again; `None` if the `kept` result is still valid. `source` is its text, if it was read
    /// already.
    pub(super) fn renewed(
        kept: Option<&Self>,
        path: &Path,
        stamp: Option<Stamp>,
        source: Option<Source>,
        role: Role,
        known: &Techniques,
    ) -> Option<Self> {
        if let Some(kept) = kept
            && kept.is_of(stamp)
            && kept.uses_the_same(known)
            && asset_problems(&kept.assets, path) == kept.asset_problems
        {
            return None;
        }
        let is_settled = stamp.is_none_or(|stamp| stamp.is_settled());
        let checked = check(source.unwrap_or_else(|| Source::of_file(path)), role, known);
        let mut renewed = Self { stamp, is_settled, ..Self::of(checked, role, known) };
        renewed.asset_problems = asset_problems(&renewed.assets, path);
        if renewed.entry.routine.is_none()
            && let Some(kept) = kept
            && let Some(good) = &kept.entry.routine
        {
            renewed.entry.routine = Some(Arc::clone(good));
            renewed.entry.is_stale = true;
            renewed.technique.clone_from(&kept.technique);
        }
        Some(renewed)
    }

    /// What is kept of a file that never changes itself.
    pub(super) fn of(checked: Checked, role: Role, known: &Techniques) -> Self {
        let Checked { entry, uses, assets } = checked;
        let uses =
            uses.into_iter().map(|id| (Found::of(&id, known), id)).map(|(found, id)| (id, found)).collect();
        let technique = entry.routine.as_ref().filter(|_| role == Role::Technique);
        let technique =
            technique.map(|technique| Arc::new(Technique::new(technique.id(), technique.routine().clone())));
        Self { entry, technique, stamp: None, is_settled: true, uses, assets, asset_problems: Vec::new() }
    }

    /// The same entry in a language. What other files use of it stays as it was checked.
    pub(super) fn in_language(self, language: Language) -> Self {
        Self { entry: self.entry.in_language(language), ..self }
    }

    /// Whether this is the result for a file with this stamp.
    pub(super) fn is_of(&self, stamp: Option<Stamp>) -> bool {
        self.is_settled && self.stamp == stamp
    }

    /// Whether the techniques that it uses are still the same.
    pub(super) fn uses_the_same(&self, known: &Techniques) -> bool {
        self.uses.iter().all(|(id, found)| found.is_same(&Found::of(id, known)))
    }

    /// The ids of the techniques that it uses.
    pub(super) fn uses(&self) -> Vec<String> {
        self.uses.iter().map(|(id, _)| id.clone()).collect()
    }
}

impl Stamp {
    pub(super) fn of(path: &Path) -> Option<Self> {
        let meta = path.metadata().ok()?;
        Some(Self { modified: meta.modified().ok(), bytes: meta.len(), identity: identity(&meta) })
    }

    fn is_settled(&self) -> bool {
        let age = self.modified.and_then(|modified| modified.elapsed().ok());
        age.is_some_and(|age| age > TICK)
    }
}

#[cfg(unix)]
fn identity(meta: &std::fs::Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (meta.ino(), meta.ctime(), meta.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &std::fs::Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

impl Found {
    fn of(id: &str, known: &Techniques) -> Self {
        match known.good.get(id) {
            Some(technique) => Self::Good(Arc::clone(technique)),
            None if known.broken.contains(id) => Self::Broken,
            None => Self::Missing(known.good.len()),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Good(one), Self::Good(other)) => Arc::ptr_eq(one, other),
            (Self::Missing(one), Self::Missing(other)) => one == other,
            (Self::Broken, Self::Broken) => true,
            (Self::Good(_) | Self::Missing(_) | Self::Broken, _) => false,
        }
    }
}
