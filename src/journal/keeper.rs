//! Writes the journal in the background and never gives a record up.
//!
//! A session hands over its record once a second and goes on. What cannot be written (a full disk, a read-only
//! folder) is kept here and tried again, and meanwhile lies in a spool folder on another disk where there is one, from
//! which the next start takes it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::Utc;

use super::{Record, Store, StoreError};

/// How often what could not be written is tried again.
const AGAIN_EVERY: Duration = Duration::from_secs(3);

/// What the journal is asked.
enum Request {
    Save(Box<Record>),
    List(u32, Sender<Result<Vec<Record>, String>>),
    End,
}

/// The journal's own thread.
#[derive(Debug)]
pub struct Keeper {
    requests: Sender<Request>,
    /// A sentence when records cannot be written, and nothing in it when they can again.
    pub troubles: Receiver<Option<String>>,
    thread: Option<JoinHandle<()>>,
}

/// A way to save from any thread.
#[derive(Clone, Debug)]
pub struct Saver(Sender<Request>);

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Save(record) => write!(f, "Save({})", record.id),
            Self::List(limit, _) => write!(f, "List({limit})"),
            Self::End => f.write_str("End"),
        }
    }
}

impl Saver {
    /// Hands a record over; the newest state of each is what is written.
    pub fn save(&self, record: Record) {
        let _ = self.0.send(Request::Save(Box::new(record)));
    }
}

impl Keeper {
    /// Starts with the journal at `path`; what cannot be written there waits in `spool`.
    #[must_use]
    pub fn start(path: PathBuf, spool: PathBuf) -> Self {
        let (requests, asked) = channel();
        let (tell, troubles) = channel();
        let work = move || {
            Worker { path, spool, store: None, pending: BTreeMap::new(), told: None, tell }.work(&asked);
        };
        let thread = std::thread::Builder::new().name("journal".into()).spawn(work).ok();
        Self { requests, troubles, thread }
    }

    /// A way to save from any thread.
    #[must_use]
    pub fn saver(&self) -> Saver {
        Saver(self.requests.clone())
    }

    /// Asks for the newest records; the answer comes when it is there.
    #[must_use]
    pub fn newest(&self, limit: u32) -> Receiver<Result<Vec<Record>, String>> {
        let (answer, answers) = channel();
        let _ = self.requests.send(Request::List(limit, answer));
        answers
    }
}

impl Drop for Keeper {
    /// Waits until everything that can be written is.
    fn drop(&mut self) {
        let _ = self.requests.send(Request::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Worker {
    path: PathBuf,
    spool: PathBuf,
    store: Option<Store>,
    /// What is not in the journal yet, the newest state of each.
    pending: BTreeMap<String, Record>,
    told: Option<String>,
    tell: Sender<Option<String>>,
}

impl Worker {
    fn work(mut self, asked: &Receiver<Request>) {
        self.pending = unspooled(&self.spool);
        self.write_pending();
        if let Some(store) = &mut self.store {
            let _ = store.close_abandoned(Utc::now());
        }
        loop {
            let request = if self.pending.is_empty() {
                asked.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                asked.recv_timeout(AGAIN_EVERY)
            };
            match request {
                Ok(Request::Save(record)) => {
                    self.pending.insert(record.id.clone(), *record);
                    self.write_pending();
                }
                Ok(Request::List(limit, answer)) => {
                    let _ = answer.send(self.list(limit));
                }
                Err(RecvTimeoutError::Timeout) => self.write_pending(),
                Ok(Request::End) | Err(RecvTimeoutError::Disconnected) => return self.write_pending(),
            }
        }
    }

    fn write_pending(&mut self) {
        let mut trouble = None;
        for id in self.pending.keys().cloned().collect::<Vec<_>>() {
            let Some(record) = self.pending.get(&id).cloned() else { continue };
            match self.with_store(|store| store.save(&record)) {
                Ok(()) => {
                    self.pending.remove(&id);
                    unspool(&self.spool, &id);
                }
                Err(error) => {
                    trouble = Some(match spool(&self.spool, &record) {
                        Ok(()) => format!(
                            "{}. What you do is kept in {} until it can be written.",
                            capitalised(&error.to_string()),
                            self.spool.display()
                        ),
                        Err(_) => format!(
                            "{}. What you do is kept in memory until it can be written; leave Stillpoint open.",
                            capitalised(&error.to_string())
                        ),
                    });
                    // An open file of a disk that filled up may stay unusable.
                    self.store = None;
                    break;
                }
            }
        }
        if trouble.is_some() {
            for record in self.pending.values() {
                let _ = spool(&self.spool, record);
            }
        }
        if trouble != self.told {
            self.told.clone_from(&trouble);
            let _ = self.tell.send(trouble);
        }
    }

    /// The journal and what is still on its way into it.
    fn list(&mut self, limit: u32) -> Result<Vec<Record>, String> {
        let newest = |store: &mut Store| {
            // A session may have been silent for too short a time when this program started.
            let _ = store.close_abandoned(Utc::now());
            store.newest(limit)
        };
        let listed = if self.path.exists() { self.with_store(newest) } else { Ok(Vec::new()) };
        let mut records = match listed {
            Ok(records) => records,
            Err(error) if self.pending.is_empty() => return Err(capitalised(&error.to_string())),
            Err(_) => Vec::new(),
        };
        records.retain(|record| !self.pending.contains_key(&record.id));
        records.extend(self.pending.values().cloned());
        records.sort_by_key(|record| std::cmp::Reverse(record.started));
        Ok(records)
    }

    fn with_store<T>(
        &mut self,
        act: impl FnOnce(&mut Store) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let store = match &mut self.store {
            Some(store) => store,
            None => self.store.insert(Store::open(&self.path)?),
        };
        act(store)
    }
}

fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn spooled_path(spool: &Path, id: &str) -> PathBuf {
    spool.join(format!("{id}.ron"))
}

/// Puts a record beside the journal's way, whole or not at all.
fn spool(spool: &Path, record: &Record) -> Result<(), Box<dyn std::error::Error>> {
    let mut folder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.recursive(true).create(spool)?;
    let text = ron::to_string(record)?;
    let beside = tempfile::NamedTempFile::new_in(spool)?;
    std::fs::write(beside.path(), text)?;
    beside.as_file().sync_all()?;
    beside.persist(spooled_path(spool, &record.id))?;
    Ok(())
}

fn unspool(spool: &Path, id: &str) {
    let _ = std::fs::remove_file(spooled_path(spool, id));
}

/// What an earlier run could not write.
fn unspooled(spool: &Path) -> BTreeMap<String, Record> {
    let Ok(listed) = std::fs::read_dir(spool) else { return BTreeMap::new() };
    let read = |path: PathBuf| -> Option<Record> {
        let is_record = path.extension().is_some_and(|ending| ending == "ron");
        let text = is_record.then(|| std::fs::read_to_string(path).ok()).flatten()?;
        let mut record: Record = ron::from_str(&text).ok()?;
        // Its program is gone, or it would not lie here while another starts.
        if record.outcome == super::Outcome::Running {
            record.outcome = super::Outcome::Interrupted;
        }
        Some(record)
    };
    listed
        .flatten()
        .filter_map(|entry| read(entry.path()))
        .map(|record| (record.id.clone(), record))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::store::tests_support::record;
    use super::*;

    fn listed(keeper: &Keeper) -> Vec<String> {
        let records = keeper.newest(10).recv().unwrap().unwrap();
        records.into_iter().map(|record| record.id).collect()
    }

    #[test]
    fn what_is_handed_over_is_in_the_journal_once_the_keeper_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let keeper = Keeper::start(path.clone(), folder.path().join("spool"));
        keeper.saver().save(record("1"));
        assert_eq!(listed(&keeper), ["1"]);
        drop(keeper);
        assert_eq!(Store::open(&path).unwrap().newest(10).unwrap(), [record("1")]);
    }

    #[test]
    fn what_cannot_be_written_is_told_listed_and_written_by_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let (path, spool) = (folder.path().join("taken/journal.sqlite"), folder.path().join("spool"));
        // A file where the journal's folder should be.
        std::fs::write(folder.path().join("taken"), "").unwrap();
        let keeper = Keeper::start(path.clone(), spool.clone());
        let mut done = record("1");
        done.outcome = super::super::Outcome::Completed;
        keeper.saver().save(done.clone());
        assert!(keeper.troubles.recv().unwrap().unwrap().contains("cannot be made"));
        assert_eq!(listed(&keeper), ["1"]);
        drop(keeper);

        std::fs::remove_file(folder.path().join("taken")).unwrap();
        let keeper = Keeper::start(path.clone(), spool.clone());
        assert_eq!(listed(&keeper), ["1"]);
        drop(keeper);
        assert_eq!(Store::open(&path).unwrap().newest(10).unwrap(), [done]);
        assert_eq!(std::fs::read_dir(spool).unwrap().count(), 0);
    }

    #[test]
    fn a_damaged_spool_file_takes_nothing_else_down() {
        let folder = tempfile::tempdir().unwrap();
        let spooled = folder.path().join("spool");
        spool(&spooled, &record("1")).unwrap();
        std::fs::write(spooled.join("x.ron"), [0xFF, 0x00]).unwrap();
        let keeper = Keeper::start(folder.path().join("journal.sqlite"), spooled);
        assert_eq!(listed(&keeper), ["1"]);
    }
}
