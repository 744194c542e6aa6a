//! What was being noted of an attack when its page was left, or the window closed: it is still there when the page is
//! opened again.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::journal::Attack;
use crate::paths::Paths;
use crate::storage::{self, WriteOptions};

/// A draft that nobody has come back to for so long is no longer what the person is in: our limit.
const KEPT: TimeDelta = TimeDelta::hours(12);
/// More than anybody writes, and little enough to be read at once.
const LARGEST: u64 = 1 << 20;

/// An attack that is being noted, and has not been saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    /// When it was left.
    pub left: DateTime<FixedOffset>,
    /// What was entered, the medicine that was being typed among it.
    pub attack: Attack,
    /// Whether it is a change to an attack that is in the journal. Only that one gets it back.
    #[serde(default)]
    pub is_known: bool,
}

/// Where the draft of a person is kept.
fn place(paths: &Paths) -> PathBuf {
    paths.journal.with_file_name("attack-draft.json")
}

/// The draft, unless it is too old or is none.
pub(super) fn load(paths: Option<&Paths>, now: DateTime<FixedOffset>) -> Option<Draft> {
    let text = storage::read_plain(&place(paths?), LARGEST).ok()?;
    let draft: Draft = serde_json::from_slice(&text).ok()?;
    (now - draft.left < KEPT && draft.left <= now).then_some(draft)
}

/// Keeps a draft in place of the one before. That it cannot be kept is noted in the log only: nothing was promised.
pub(super) fn keep(paths: Option<&Paths>, draft: &Draft) {
    let Some(path) = paths.map(place) else { return };
    match serde_json::to_vec(draft) {
        Ok(text) => {
            if let Err(error) = WriteOptions::private().make_folder().unsynced().write(&path, &text) {
                tracing::warn!(%error, "the draft of an attack is not kept");
            }
        }
        Err(error) => tracing::warn!(%error, "the draft of an attack is not kept"),
    }
}

/// Drops the draft, if there is one.
pub(super) fn forget(paths: Option<&Paths>) {
    if let Some(path) = paths.map(place) {
        remove(&path);
    }
}

fn remove(path: &Path) {
    match std::fs::remove_file(path) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => tracing::warn!(%error, "the draft of an attack stays"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(time).unwrap()
    }

    #[test]
    fn a_draft_is_there_again_until_it_is_forgotten_or_old() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path());
        let left = at("2026-03-08T20:00:00+01:00");
        let attack =
            Attack { id: "a".into(), peak: Some(7), note: "after lunch".into(), ..Attack::default() };
        let draft = Draft { left, attack, is_known: false };
        assert_eq!(load(Some(&paths), left), None);
        keep(Some(&paths), &draft);
        assert_eq!(load(Some(&paths), left + TimeDelta::hours(11)), Some(draft.clone()));
        assert_eq!(load(Some(&paths), left + TimeDelta::hours(13)), None, "too old");
        assert_eq!(load(Some(&paths), left - TimeDelta::hours(1)), None, "the clock was set back");
        forget(Some(&paths));
        forget(Some(&paths));
        assert_eq!(load(Some(&paths), left), None);
    }

    #[test]
    fn what_is_no_draft_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path());
        std::fs::write(place(&paths), "{\"left\": 3}").unwrap();
        assert_eq!(load(Some(&paths), at("2026-03-08T20:00:00+01:00")), None);
    }
}
