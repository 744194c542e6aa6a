//! The journal's own thread, the only one that has the file open.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use chrono::{Local, Utc};

use super::spool::{self, Entry};
use super::{Request, Shared, capitalised};
use crate::characters::shown;
use crate::journal::repair::{self, RepairError};
use crate::journal::store::{check_place, is_something_there};
use crate::journal::{JournalError, Outcome, Record, Store, StoreError, backup};

/// How often writing is retried.
const AGAIN_EVERY: Duration = Duration::from_secs(3);
/// How often a session without a file of its own that has nothing new to save (because it is paused) gives a sign of life.
const ALIVE_EVERY: Duration = Duration::from_secs(5);
/// How long after the start, and after the end of a session, maintenance waits, so that nobody has to wait for
/// it.
const MAINTENANCE_AFTER_START: Duration = Duration::from_mins(1);
const MAINTENANCE_AFTER_SESSION: Duration = Duration::from_secs(3);

pub(super) struct Worker {
    pub path: PathBuf,
    pub spool: PathBuf,
    pub shared: Arc<Shared>,
    pub notices: Sender<String>,
    pub store: Option<Store>,
    /// The sessions that are running in this program.
    pub alive: BTreeMap<String, Alive>,
    pub alive_at: Instant,
    pub maintenance: Maintenance,
}

/// How others tell that a session runs in this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alive {
    /// By its file.
    ByFile,
    /// By what is written to the journal again and again.
    BySigns,
}

/// The state of the maintenance.
pub(super) struct Maintenance {
    pub due: Option<Instant>,
    /// Whether something should be copied before the program ends.
    pub is_owed: bool,
    pub running: Option<Receiver<Result<(), StoreError>>>,
    /// The last notice, so that each is shown once.
    pub last_notice: Option<String>,
}

impl Maintenance {
    pub(super) fn new() -> Self {
        Self {
            due: Some(Instant::now() + MAINTENANCE_AFTER_START),
            is_owed: false,
            running: None,
            last_notice: None,
        }
    }
}

impl Worker {
    pub(super) fn work(mut self, requests: &Receiver<Request>) {
        self.shared.restore_spooled(spool::left_behind(&self.spool));
        self.write_pending();
        if is_something_there(&self.path) {
            let _ = self.with_store(|store| store.close_abandoned(Utc::now()));
            let _ = self.with_store(|store| store.purge(Utc::now()));
        }
        loop {
            match requests.recv_timeout(self.time_to_wait()) {
                Ok(Request::Saved) | Err(RecvTimeoutError::Timeout) => self.write_pending(),
                Ok(Request::Ask(act)) => act(&mut self),
                Ok(Request::End) | Err(RecvTimeoutError::Disconnected) => break,
            }
            self.stay_alive();
            self.maintain();
        }
        self.write_pending();
        self.finish_maintenance();
    }

    fn time_to_wait(&self) -> Duration {
        let now = Instant::now();
        let again = self.shared.is_waiting().then_some(AGAIN_EVERY);
        let alive = self.needs_signs_of_life().then(|| (self.alive_at + ALIVE_EVERY).duration_since(now));
        let maintenance = match &self.maintenance.running {
            Some(_) => Some(Duration::from_millis(500)),
            // During a session it is postponed, however long it has been due.
            None if !self.alive.is_empty() => None,
            None => self.maintenance.due.map(|due| due.duration_since(now)),
        };
        [again, alive, maintenance].into_iter().flatten().min().unwrap_or(Duration::from_hours(1))
    }

    pub(super) fn write_pending(&mut self) {
        let mut trouble = None;
        for (id, version, entry) in self.shared.pending() {
            if self.shared.is_appended(&entry, version) {
                continue;
            }
            match self.with_store(|store| entry.save(store)) {
                Ok(()) => {
                    self.shared.written(&id, version);
                    spool::remove(&self.spool, &id);
                    self.note_written(&entry);
                }
                Err(error) => {
                    let kept = entry.spool(&self.spool).is_ok();
                    trouble = Some(self.trouble_of(&error, kept));
                    if error.is_of_the_entry() {
                        // The other entries are not at fault.
                        continue;
                    }
                    // After a disk was full, an open file may stay unusable.
                    self.store = None;
                    break;
                }
            }
        }
        if trouble.is_some() {
            for (_, _, entry) in self.shared.pending() {
                let _ = entry.spool(&self.spool);
            }
        }
        self.shared.report_trouble(trouble);
    }

    fn trouble_of(&self, error: &JournalError, is_spooled: bool) -> String {
        let error = capitalised(&error.to_string());
        if is_spooled {
            let spool = shown(&self.spool);
            format!("{error}. Your sessions are kept in {spool} until they can be saved.")
        } else {
            format!(
                "{error}. Your sessions are kept in memory until they can be saved, so leave Stillpoint open."
            )
        }
    }

    fn note_written(&mut self, entry: &Entry) {
        match entry {
            Entry::Session(record) | Entry::Progress(record) if record.outcome == Outcome::Running => {
                let has_file = self.shared.runs_on(&self.path, record);
                let alive = if has_file { Alive::ByFile } else { Alive::BySigns };
                self.alive.insert(record.id.clone(), alive);
                self.alive_at = Instant::now();
            }
            Entry::Session(_)
            | Entry::Progress(_)
            | Entry::Attack(_)
            | Entry::Assessment(_)
            | Entry::Corrected(_) => {
                self.shared.ended(entry.id());
                self.alive.remove(entry.id());
                self.owe_maintenance();
            }
        }
    }

    /// Whether a session runs that nobody else could tell from one whose program has ended.
    fn needs_signs_of_life(&self) -> bool {
        self.alive.values().any(|alive| *alive == Alive::BySigns)
    }

    /// Schedules a copy, because something was finished.
    pub(super) fn owe_maintenance(&mut self) {
        self.maintenance.is_owed = true;
        self.maintenance.due = Some(Instant::now() + MAINTENANCE_AFTER_SESSION);
    }

    fn stay_alive(&mut self) {
        if !self.needs_signs_of_life() || self.alive_at.elapsed() < ALIVE_EVERY {
            return;
        }
        self.alive_at = Instant::now();
        let without = self.alive.iter().filter(|(_, alive)| **alive == Alive::BySigns);
        let ids: Vec<String> = without.map(|(id, _)| id.clone()).collect();
        // If this fails, the next version of the record is written anyway.
        let _ = self.with_store(|store| store.keep_alive(ids.iter()));
    }

    /// Copies and checks the journal on a thread of its own, but never during a session.
    fn maintain(&mut self) {
        if let Some(running) = &self.maintenance.running {
            if let Ok(done) = running.try_recv() {
                self.maintenance.running = None;
                self.note_maintenance(done);
            }
            return;
        }
        let is_due = self.maintenance.due.is_some_and(|due| due <= Instant::now());
        if !is_due || !self.alive.is_empty() {
            return;
        }
        (self.maintenance.due, self.maintenance.is_owed) = (None, false);
        let (sender, done) = channel();
        let path = self.path.clone();
        let check = move || sender.send(backup::maintain(&path, Local::now().date_naive()));
        if std::thread::Builder::new().name("journal copies".into()).spawn(check).is_ok() {
            self.maintenance.running = Some(done);
        }
    }

    /// Copies what is still owed before the program ends.
    fn finish_maintenance(&mut self) {
        if let Some(done) = self.maintenance.running.take().and_then(|running| running.recv().ok()) {
            self.note_maintenance(done);
        } else if self.maintenance.is_owed {
            let done = backup::maintain(&self.path, Local::now().date_naive());
            self.note_maintenance(done);
        }
    }

    fn note_maintenance(&mut self, done: Result<(), StoreError>) {
        match done {
            Ok(()) => {}
            Err(error) if error.is_damage() => {
                let _ = self.repair();
            }
            Err(error) => {
                let sentence = format!("{}.", capitalised(&error.to_string()));
                if self.maintenance.last_notice.as_ref() != Some(&sentence) {
                    self.maintenance.last_notice = Some(sentence.clone());
                    let _ = self.notices.send(sentence);
                }
            }
        }
    }

    /// Uses the store. A damaged journal is repaired first, and one that another program has repaired is
    /// reopened.
    pub(super) fn with_store<T>(
        &mut self,
        mut act: impl FnMut(&mut Store) -> Result<T, StoreError>,
    ) -> Result<T, JournalError> {
        let shared = Arc::clone(&self.shared);
        let _busy = shared.busy();
        match self.try_store(&mut act) {
            Err(damage) if damage.is_damage() => {
                self.repair()
                    .map_err(|source| JournalError::Unrepaired { damage: Box::new(damage), source })?;
                Ok(self.try_store(&mut act)?)
            }
            Err(error) if error.is_moved() => {
                self.store = None;
                Ok(self.try_store(&mut act)?)
            }
            done => Ok(done?),
        }
    }

    fn try_store<T>(
        &mut self,
        act: &mut impl FnMut(&mut Store) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.store.is_none() {
            self.check_presence()?;
        }
        let store = if let Some(store) = &mut self.store {
            store
        } else {
            let store = self.store.insert(Store::open(&self.path)?);
            if let Some(remark) = store.take_remark() {
                let _ = self.notices.send(remark);
            }
            store
        };
        act(store)
    }

    /// A journal that has lost everything would look like a new one, if there were no backups.
    fn check_presence(&self) -> Result<(), StoreError> {
        check_place(&self.path)?;
        let Some(copy) = backup::list(&self.path).into_iter().next() else { return Ok(()) };
        match self.path.metadata() {
            Ok(meta) if meta.len() == 0 => Err(StoreError::Damaged {
                path: shown(&self.path),
                message: "it is empty, although there are backups".into(),
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let _ = self.notices.send(format!(
                    "The journal {} was missing, so a new one was started. There is a backup of {} in {}.",
                    shown(&self.path),
                    copy.date.format("%-d %B %Y"),
                    shown(&backup::folder_of(&self.path))
                ));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn repair(&mut self) -> Result<(), RepairError> {
        self.store = None;
        if let Some(repaired) = repair::repair(&self.path, Local::now().date_naive())? {
            let _ = self.notices.send(repaired.to_string());
        }
        Ok(())
    }

    /// The first page of a list: what the journal contains, and what has not been written yet.
    pub(super) fn list(
        &mut self,
        wanted: &dyn Fn(&Record) -> bool,
        mut read: impl FnMut(&mut Store) -> Result<Vec<Record>, StoreError>,
    ) -> Result<Vec<Record>, JournalError> {
        let pending: Vec<Entry> = self.shared.pending().into_iter().map(|(_, _, entry)| entry).collect();
        let listed = self.read(|store| {
            // A session may have been silent for too short a time when this program started.
            let _ = store.close_abandoned(Utc::now());
            read(store)
        });
        let mut records = match listed {
            Ok(records) => records,
            Err(error) if pending.is_empty() => return Err(error),
            Err(_) => Vec::new(),
        };
        records.retain(|record| pending.iter().all(|entry| entry.id() != record.id));
        let on_their_way = pending.iter().filter_map(Entry::session);
        records.extend(on_their_way.filter(|record| wanted(record)).cloned());
        records.sort_by_key(|record| std::cmp::Reverse(record.started));
        Ok(records)
    }

    /// Runs a query. If there is no journal yet, it is not created.
    pub(super) fn read<T: Default>(
        &mut self,
        read: impl FnMut(&mut Store) -> Result<T, StoreError>,
    ) -> Result<T, JournalError> {
        if is_something_there(&self.path) { self.with_store(read) } else { Ok(T::default()) }
    }
}
