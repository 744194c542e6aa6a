//! The spool: a folder for entries that could not be written to the journal, one file each.

use std::path::{Path, PathBuf};

use crate::journal::export::is_id;
use crate::journal::revision::Revised;
use crate::journal::{Assessment, Attack, Outcome, Record, Store, StoreError};
use crate::storage::{WriteOptions, read_plain};

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A session.
    Session(Box<Record>),
    /// A session that runs, of which only time has passed since it was last saved.
    Progress(Box<Record>),
    /// An attack.
    Attack(Box<Attack>),
    /// A questionnaire.
    Assessment(Box<Assessment>),
    /// An entry that the person has corrected.
    Corrected(Revised),
}

impl Entry {
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Session(record) | Self::Progress(record) | Self::Corrected(Revised::Session(record)) => {
                &record.id
            }
            Self::Attack(attack) | Self::Corrected(Revised::Attack(attack)) => &attack.id,
            Self::Assessment(assessment) => &assessment.id,
        }
    }

    pub(super) fn save(&self, store: &mut Store) -> Result<(), StoreError> {
        match self {
            Self::Session(record) | Self::Progress(record) => store.save(record),
            Self::Attack(attack) => store.save_attack(attack),
            Self::Assessment(assessment) => store.save_assessment(assessment),
            Self::Corrected(corrected) => store.correct(corrected),
        }
    }

    pub(super) fn session(&self) -> Option<&Record> {
        match self {
            Self::Session(record) | Self::Progress(record) | Self::Corrected(Revised::Session(record)) => {
                Some(record)
            }
            Self::Attack(_) | Self::Assessment(_) | Self::Corrected(Revised::Attack(_)) => None,
        }
    }

    pub(super) fn attack(&self) -> Option<&Attack> {
        match self {
            Self::Attack(attack) | Self::Corrected(Revised::Attack(attack)) => Some(attack),
            Self::Session(_)
            | Self::Progress(_)
            | Self::Assessment(_)
            | Self::Corrected(Revised::Session(_)) => None,
        }
    }

    /// Writes the entry into the spool, completely or not at all.
    pub(super) fn spool(&self, spool: &Path) -> Result<(), Box<dyn std::error::Error>> {
        let text = match self {
            Self::Session(record) | Self::Progress(record) | Self::Corrected(Revised::Session(record)) => {
                ron::to_string(record)?
            }
            Self::Attack(attack) | Self::Corrected(Revised::Attack(attack)) => ron::to_string(attack)?,
            Self::Assessment(assessment) => ron::to_string(assessment)?,
        };
        let path = path_of(spool, self.id()).ok_or("its id can't be used as a file name")?;
        Ok(WriteOptions::private().make_private_folder().write(&path, text.as_bytes())?)
    }
}

/// Where an entry is spooled; nowhere, if its id would lead to another folder.
fn path_of(spool: &Path, id: &str) -> Option<PathBuf> {
    is_id(id).then(|| spool.join(format!("{id}.ron")))
}

pub(super) fn remove(spool: &Path, id: &str) {
    if let Some(path) = path_of(spool, id) {
        let _ = std::fs::remove_file(path);
    }
}

/// The largest entry that is read: our limit, a hundred times the longest session.
const MOST_BYTES: u64 = 16 << 20;

/// The entries that an earlier run could not write.
pub(super) fn left_behind(spool: &Path) -> Vec<Entry> {
    let Ok(listed) = std::fs::read_dir(spool) else { return Vec::new() };
    let read = |path: PathBuf| -> Option<Entry> {
        let is_entry = path.extension().is_some_and(|ending| ending == "ron");
        let bytes = is_entry.then(|| read_plain(&path, MOST_BYTES).ok()).flatten()?;
        let text = String::from_utf8(bytes).ok()?;
        let Ok(mut record) = ron::from_str::<Record>(&text) else {
            let attack = ron::from_str(&text).map(|attack| Entry::Attack(Box::new(attack)));
            let assessment = || ron::from_str(&text).map(|done| Entry::Assessment(Box::new(done)));
            return attack.or_else(|_| assessment()).ok();
        };
        // Its program has ended: while it runs, its records are not read by another one.
        if record.outcome == Outcome::Running {
            record.outcome = Outcome::Interrupted;
        }
        Some(Entry::Session(Box::new(record)))
    };
    // One under another name than its own was not put there by this program, and stays where it is.
    let read = |path: PathBuf| read(path.clone()).filter(|entry| path_of(spool, entry.id()) == Some(path));
    listed.flatten().filter_map(|entry| read(entry.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::store::tests_support::{full_record, record};
    use super::*;
    use crate::journal::Scale;

    #[test]
    fn what_is_spooled_is_read_back_whole() {
        let folder = tempfile::tempdir().unwrap();
        let attack = Attack { id: "a".into(), peak: Some(7), ..Attack::default() };
        let assessment = Assessment { id: "b".into(), scale: Scale::Hit6(60), ..Assessment::default() };
        let entries = [
            Entry::Session(Box::new(full_record("1"))),
            Entry::Attack(Box::new(attack)),
            Entry::Assessment(Box::new(assessment)),
        ];
        for entry in &entries {
            entry.spool(folder.path()).unwrap();
        }
        let mut read = left_behind(folder.path());
        read.sort_by(|one, other| one.id().cmp(other.id()));
        assert_eq!(read, entries);
    }

    #[test]
    fn an_id_that_is_a_path_leads_nowhere() {
        let home = tempfile::tempdir().unwrap();
        let spool = home.path().join("spool");
        std::fs::create_dir(&spool).unwrap();
        std::fs::write(home.path().join("mine.ron"), "mine").unwrap();
        let absolute = home.path().join("mine").display().to_string();
        for id in ["../mine", "../spool/../mine", &absolute, "", ".", "a/b", "a\u{1b}b"] {
            let entry = Entry::Session(Box::new(Record { id: id.into(), ..record("1") }));
            assert!(entry.spool(&spool).is_err(), "{id}");
            remove(&spool, id);
            // As somebody else may have put it there.
            let text = ron::to_string(entry.session().unwrap()).unwrap();
            std::fs::write(spool.join("forged.ron"), text).unwrap();
            assert_eq!(left_behind(&spool), []);
        }
        assert!(spool.join("forged.ron").exists(), "it stays where it is");
        assert_eq!(std::fs::read_to_string(home.path().join("mine.ron")).unwrap(), "mine");
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_record_that_an_older_program_spooled_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let text = "(id:\"1\",routine:\"neck\",title:\"Neck\",kind:\"Massage\",phase:Some(\"Between\"),\
            started:\"2026-03-29T01:59:30+01:00\",ended:None,outcome:Running,pain_before:Some(6),pain_after:None,\
            feeling:None,note:\"\",planned:\"5m\",done:\"1.5s\",steps:[(name:\"A\",planned:\"30s\",done:\"1.5s\")],\
            changes:[\"B instead of A.\"])";
        std::fs::write(folder.path().join("1.ron"), text).unwrap();
        let expected = Record { outcome: Outcome::Interrupted, ..record("1") };
        assert_eq!(left_behind(folder.path()), [Entry::Session(Box::new(expected))]);
    }
}
