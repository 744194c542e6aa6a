//! Sessions that are under way: beside the journal, a file for each that grows once a second.
//!
//! A session is in the journal from its start, and again with each of its steps, pauses and half minutes; that waits for
//! the disk. Between two of these, only time passes. It is appended here, which waits for nothing: a kill loses a second,
//! a power cut what was not written to the journal. The next start, or whoever looks at the journal next, takes in
//! what a program has left behind.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::export::is_id;
use super::{Applied, Outcome, Record};
use crate::storage::{FoundFile, LivingFile};
use crate::time::ExactDuration;

/// The folder beside the journal.
const FOLDER: &str = "running";
/// The ending of its files.
const ENDING: &str = "log";
/// The most of a file that is read: our limit, a thousand times what half a minute takes.
const MOST_BYTES: u64 = 16 << 20;

/// How far a session has got since it was last written to the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Progress {
    /// When, by the clock on the wall.
    at: DateTime<FixedOffset>,
    position: ExactDuration,
    done: ExactDuration,
    hands_on: Option<ExactDuration>,
    /// The steps of which more was done, each with how much.
    steps: Vec<(usize, ExactDuration)>,
    applied: Vec<Applied>,
}

impl Progress {
    /// How far `now` has got since `base`; nothing if they differ in more than that.
    fn between(base: &Record, now: &Record, at: DateTime<FixedOffset>) -> Option<Self> {
        let steps = base.steps.iter().zip(&now.steps).enumerate();
        let moved = steps.filter(|(_, (old, new))| old.done != new.done);
        let progress = Self {
            at,
            position: now.position,
            done: now.done,
            hands_on: now.hands_on,
            steps: moved.map(|(index, (_, new))| (index, new.done)).collect(),
            applied: now.applied.clone(),
        };
        let mut same = base.clone();
        progress.apply(&mut same);
        (same == *now).then_some(progress)
    }

    fn apply(&self, record: &mut Record) {
        record.position = self.position;
        record.done = self.done;
        record.hands_on = self.hands_on;
        record.applied.clone_from(&self.applied);
        for (index, done) in &self.steps {
            if let Some(step) = record.steps.get_mut(*index) {
                step.done = *done;
            }
        }
    }
}

/// The file of a session that runs in this program.
#[derive(Debug)]
pub(super) struct RunningFile {
    file: LivingFile,
    /// The session as it was last written to the journal.
    base: Record,
}

impl RunningFile {
    /// Makes the file of a session that was just written to the journal; none if it cannot be made.
    pub(super) fn begin(journal: &Path, record: &Record) -> Option<Self> {
        let path = path_of(journal, &record.id)?;
        match LivingFile::begin(&path) {
            Ok(file) => Some(Self { file, base: record.clone() }),
            Err(error) => {
                tracing::warn!(%error, "a session that runs is written to the journal alone");
                None
            }
        }
    }

    /// Goes on from what was just written to the journal; `is_newest` unless more has been appended meanwhile.
    pub(super) fn go_on_from(&mut self, record: &Record, is_newest: bool) {
        self.base = record.clone();
        if is_newest {
            // What stays in it is older than the journal, and is told by that.
            let _ = self.file.clear();
        }
    }

    /// Appends how far the session has got. False if that is not all that has changed, or cannot be appended: then it
    /// belongs in the journal.
    pub(super) fn append(&mut self, record: &Record, at: DateTime<FixedOffset>) -> bool {
        let Some(progress) = Progress::between(&self.base, record, at) else { return false };
        let Ok(mut line) = serde_json::to_vec(&progress) else { return false };
        line.push(b'\n');
        match self.file.append(&line) {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "how far a session has got can't be appended");
                false
            }
        }
    }

    /// Takes it away: the session is over, and in the journal.
    pub(super) fn end(self) {
        self.file.remove();
    }
}

/// What a program has left behind of a session.
#[derive(Debug)]
pub(super) struct LeftBehind {
    /// The session's id.
    pub id: String,
    file: LivingFile,
    progress: Option<Progress>,
}

impl LeftBehind {
    /// Brings the session as the journal has it up to where it got, and ends it there. False if it is not one that runs.
    pub(super) fn close(&self, record: &mut Record) -> bool {
        if record.outcome != Outcome::Running {
            return false;
        }
        record.outcome = Outcome::Interrupted;
        // What is not further than the journal was left there when the journal was written.
        if let Some(progress) = self.progress.as_ref().filter(|progress| progress.done > record.done) {
            progress.apply(record);
            record.ended = Some(progress.at);
        }
        true
    }

    /// Takes the file away, once the session is in the journal.
    pub(super) fn remove(self) {
        self.file.remove();
    }
}

/// The sessions that run in some program, and those that a program has left behind.
pub(super) fn look(journal: &Path) -> (Vec<String>, Vec<LeftBehind>) {
    let (mut alive, mut left) = (Vec::new(), Vec::new());
    let Ok(listed) = std::fs::read_dir(folder_of(journal)) else { return (alive, left) };
    for path in listed.flatten().map(|entry| entry.path()) {
        let Some(id) = id_of(&path) else { continue };
        match LivingFile::find(&path) {
            Ok(FoundFile::Alive) => alive.push(id),
            Ok(FoundFile::LeftBehind(mut file)) => {
                let progress = file.contents(MOST_BYTES).ok().and_then(|bytes| last(&bytes));
                left.push(LeftBehind { id, file, progress });
            }
            // Nobody ends a session of which nothing can be known.
            Err(error) => {
                tracing::warn!(%error, "the file of a session can't be opened");
                if path.is_file() {
                    alive.push(id);
                }
            }
        }
    }
    (alive, left)
}

/// The last line that is whole: a kill or a power cut can leave half of one, or none of it.
fn last(bytes: &[u8]) -> Option<Progress> {
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(&[][..], |end| &bytes[..end]);
    whole.split(|byte| *byte == b'\n').rev().find_map(|line| serde_json::from_slice(line).ok())
}

fn folder_of(journal: &Path) -> PathBuf {
    journal.with_file_name(FOLDER)
}

fn path_of(journal: &Path, id: &str) -> Option<PathBuf> {
    is_id(id).then(|| folder_of(journal).join(format!("{id}.{ENDING}")))
}

fn id_of(path: &Path) -> Option<String> {
    let id = path.file_stem()?.to_str()?;
    let is_ours = is_id(id) && path.extension().is_some_and(|ending| ending == ENDING);
    is_ours.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::store::tests_support::{at, full_record, record};
    use super::*;

    fn further(base: &Record, secs: u64) -> Record {
        let mut now = base.clone();
        now.done += ExactDuration::from_secs(secs);
        now.position += ExactDuration::from_secs(secs);
        now.steps[0].done = now.done;
        now.hands_on = Some(ExactDuration::from_secs(secs));
        now.applied = full_record("x").applied;
        now
    }

    fn left(journal: &Path) -> LeftBehind {
        let (alive, mut left) = look(journal);
        assert_eq!((alive.len(), left.len()), (0, 1));
        left.remove(0)
    }

    #[test]
    fn what_was_appended_last_is_where_a_session_ends_that_was_left_behind() {
        let home = tempfile::tempdir().unwrap();
        let journal = home.path().join("journal.sqlite");
        let base = record("1");
        let mut file = RunningFile::begin(&journal, &base).unwrap();
        assert!(file.append(&further(&base, 1), at("2026-03-29T03:00:01+02:00")));
        assert!(file.append(&further(&base, 2), at("2026-03-29T03:00:02+02:00")));
        let (alive, left_behind) = look(&journal);
        assert_eq!((alive, left_behind.len()), (vec!["1".to_owned()], 0));
        drop(file);
        let mut closed = base.clone();
        assert!(left(&journal).close(&mut closed));
        let expected = Record {
            outcome: Outcome::Interrupted,
            ended: Some(at("2026-03-29T03:00:02+02:00")),
            ..further(&base, 2)
        };
        assert_eq!(closed, expected);
        left(&journal).remove();
        assert_eq!(look(&journal).1.len(), 0);
    }

    #[test]
    fn more_than_time_belongs_in_the_journal_and_the_file_goes_on_from_there() {
        let home = tempfile::tempdir().unwrap();
        let journal = home.path().join("journal.sqlite");
        let base = record("1");
        let mut file = RunningFile::begin(&journal, &base).unwrap();
        let noted = Record { note: "warm".into(), ..further(&base, 1) };
        assert!(!file.append(&noted, at("2026-03-29T03:00:01+02:00")));
        file.go_on_from(&noted, true);
        assert!(file.append(&further(&noted, 1), at("2026-03-29T03:00:02+02:00")));
        drop(file);
        let mut closed = noted.clone();
        assert!(left(&journal).close(&mut closed));
        assert_eq!((closed.note.as_str(), closed.done), ("warm", further(&noted, 1).done));
    }

    #[test]
    fn half_a_line_zeros_and_what_is_older_than_the_journal_change_nothing() {
        let home = tempfile::tempdir().unwrap();
        let journal = home.path().join("journal.sqlite");
        let base = record("1");
        let mut file = RunningFile::begin(&journal, &base).unwrap();
        file.append(&further(&base, 3), at("2026-03-29T03:00:03+02:00"));
        let path = path_of(&journal, "1").unwrap();
        let whole = std::fs::read(&path).unwrap();
        drop(file);
        for (tail, expected) in [(&b"{\"at\":\"2026-0"[..], 3), (&[0; 4096][..], 3), (b"\xFF\n\n", 3)] {
            std::fs::write(&path, [&whole[..], tail].concat()).unwrap();
            let mut closed = base.clone();
            assert!(left(&journal).close(&mut closed));
            assert_eq!(closed.done, further(&base, expected).done);
        }
        // The journal was written, and the program ended before the file was emptied.
        let mut later = further(&base, 4);
        assert!(left(&journal).close(&mut later));
        assert_eq!((later.done, later.outcome), (further(&base, 4).done, Outcome::Interrupted));
        let mut completed = Record { outcome: Outcome::Completed, ..base.clone() };
        assert!(!left(&journal).close(&mut completed));
        // Nothing of it reached the disk.
        std::fs::write(&path, "").unwrap();
        let mut closed = base.clone();
        assert!(left(&journal).close(&mut closed));
        assert_eq!(closed.done, base.done);
    }

    #[test]
    fn only_files_of_sessions_are_taken_for_them() {
        let home = tempfile::tempdir().unwrap();
        let journal = home.path().join("journal.sqlite");
        std::fs::create_dir(home.path().join(FOLDER)).unwrap();
        for name in [".saving-1.log", "1.txt", "a b.log", "x.log.bak"] {
            std::fs::write(home.path().join(FOLDER).join(name), "{}\n").unwrap();
        }
        std::fs::create_dir(home.path().join(FOLDER).join("2.log")).unwrap();
        let (alive, left) = look(&journal);
        assert_eq!((alive.len(), left.len()), (0, 0));
        assert!(path_of(&journal, "../1").is_none());
    }
}
