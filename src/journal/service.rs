//! Writes the journal in the background, and never loses an entry.
//!
//! A session hands its record over once a second without waiting. Entries that cannot be written (a full disk, a
//! read-only folder, a share that does not answer) are kept in memory and retried. Meanwhile they are also put
//! into a spool folder, if possible on another disk, from which the next start takes them. Queries are answered
//! asynchronously; nobody waits for the disk. A journal that turns out to be damaged is repaired, and the
//! person is told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Utc};
use parking_lot::Mutex;

use super::export::Everything;
use super::revision::{Revised, Revision};
use super::store::{Day, Due, Filter, Mark};
use super::{
    Applied, Assessment, Attack, Deleted, Imported, JournalError, KnownMedicine, Record, Store, StoreError,
};
use crate::characters::shown;

mod progress;
mod spool;
mod worker;

use progress::Running;
use spool::Entry;
use worker::{Maintenance, Worker};

/// A write that takes longer than this may never end, for example on a share whose server is gone. Two programs
/// that wait for each other take less.
const HUNG_AFTER: Duration = Duration::from_secs(8);
/// How long the end of the program waits for pending entries and copies.
const END_WITHIN: Duration = Duration::from_secs(20);

/// A pending answer of the journal, or of anything else that takes time.
pub type Pending<T, E = JournalError> = crate::pending::Pending<T, E>;

/// More sessions than anybody does in two days.
const MOST_SESSIONS: u32 = 200;

/// Everything that affects what may be done now: the latest sessions, and the open attack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lookback {
    /// Packs that were on the skin, including those of deleted sessions.
    pub applied: Vec<Applied>,
    /// Sessions, the newest first.
    pub sessions: Vec<Record>,
    /// The latest attack if its end has not been noted, however long ago it began.
    pub open_attack: Option<Attack>,
}

impl Lookback {
    /// Adds an entry that has not been written yet; it is newer than what the journal has of it.
    fn take_pending(&mut self, entry: &Entry, since: DateTime<Utc>, excluded_session: Option<&str>) {
        match entry {
            Entry::Session(record) | Entry::Progress(record) | Entry::Corrected(Revised::Session(record))
                if Some(&*record.id) == excluded_session => {}
            Entry::Session(record) | Entry::Progress(record) | Entry::Corrected(Revised::Session(record)) => {
                for pack in record.applied.iter().filter(|pack| pack.until() >= since) {
                    let is_same = |other: &Applied| {
                        (&other.pack, &other.site, other.from) == (&pack.pack, &pack.site, pack.from)
                    };
                    self.applied.retain(|other| !is_same(other));
                    self.applied.push(pack.clone());
                }
                self.sessions.retain(|other| other.id != record.id);
                self.sessions.insert(0, (**record).clone());
            }
            Entry::Assessment(_) => {}
            Entry::Attack(attack) | Entry::Corrected(Revised::Attack(attack)) => {
                let is_known = self.open_attack.as_ref().is_some_and(|open| open.id == attack.id);
                let is_newer = self.open_attack.as_ref().is_none_or(|open| attack.started >= open.started);
                if is_known || is_newer {
                    self.open_attack = Some((**attack).clone()).filter(|attack| attack.ended.is_none());
                }
            }
        }
    }
}

/// A request to the journal's thread.
enum Request {
    /// There is a new entry to write.
    Saved,
    Ask(Box<dyn FnOnce(&mut Worker) + Send>),
    End,
}

/// The journal's service, with a thread of its own.
#[derive(Debug)]
pub struct JournalService {
    writer: JournalWriter,
    /// A sentence when entries cannot be written, and `None` when they can be written again.
    pub troubles: Receiver<Option<String>>,
    /// A sentence about each event that the person should know of: the journal was damaged and a copy restored,
    /// or no copy could be made.
    pub notices: Receiver<String>,
    ended: Receiver<()>,
    spool: PathBuf,
    thread: Option<JoinHandle<()>>,
}

/// A handle that saves entries from any thread.
#[derive(Clone, Debug)]
pub struct JournalWriter {
    requests: Sender<Request>,
    watch: Sender<()>,
    progress: Sender<()>,
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Saved => "Saved",
            Self::Ask(_) => "Ask",
            Self::End => "End",
        })
    }
}

/// The state that the threads share.
#[derive(Debug)]
struct Shared {
    /// The entries that are not in the journal yet.
    pending: Mutex<Unwritten>,
    /// The files of the sessions that run in this program, by their ids.
    running: Mutex<BTreeMap<String, Running>>,
    /// Whether there is a thread that appends to them.
    running_files: AtomicBool,
    /// Since when the disk has been busy.
    busy: Mutex<Option<Instant>>,
    last_trouble: Mutex<(Option<String>, Sender<Option<String>>)>,
}

/// The entries that are not in the journal yet: the newest version of each, with its number.
#[derive(Debug, Default)]
struct Unwritten {
    saves: u64,
    entries: BTreeMap<String, (u64, Entry)>,
}

/// Marks the disk as busy until it is dropped.
struct Busy<'a>(&'a Mutex<Option<Instant>>);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        *self.0.lock() = None;
    }
}

impl Shared {
    /// Takes an entry; whether it has to be in the journal for certain.
    fn put(&self, entry: Entry) -> bool {
        let mut pending = self.pending.lock();
        pending.saves += 1;
        let version = pending.saves;
        // What was to be saved for certain still is, with what has passed since.
        let entry = match (pending.entries.get(entry.id()), entry) {
            (Some((_, Entry::Session(_))), Entry::Progress(record)) => Entry::Session(record),
            (_, entry) => entry,
        };
        let is_certain = !matches!(entry, Entry::Progress(_));
        pending.entries.insert(entry.id().to_owned(), (version, entry));
        is_certain
    }

    /// Takes the entries that an earlier run left behind, unless there are newer versions.
    fn restore_spooled(&self, entries: Vec<Entry>) {
        for entry in entries {
            self.pending.lock().entries.entry(entry.id().to_owned()).or_insert((0, entry));
        }
    }

    fn pending(&self) -> Vec<(String, u64, Entry)> {
        let pending = self.pending.lock();
        pending.entries.iter().map(|(id, (version, entry))| (id.clone(), *version, entry.clone())).collect()
    }

    fn is_written(&self) -> bool {
        self.pending.lock().entries.is_empty()
    }

    /// Whether something waits for the journal, besides what is appended.
    fn is_waiting(&self) -> bool {
        self.pending().iter().any(|(_, version, entry)| !self.is_appended(entry, *version))
    }

    /// Removes a version that has been written, unless there is a newer one.
    fn written(&self, id: &str, version: u64) {
        let mut pending = self.pending.lock();
        if pending.entries.get(id).is_some_and(|(newest, _)| *newest == version) {
            pending.entries.remove(id);
        }
    }

    fn busy(&self) -> Busy<'_> {
        *self.busy.lock() = Some(Instant::now());
        Busy(&self.busy)
    }

    fn hangs(&self) -> bool {
        self.busy.lock().is_some_and(|since| since.elapsed() > HUNG_AFTER)
    }

    fn spool_pending(&self, spool: &Path) -> bool {
        self.pending().iter().all(|(_, _, entry)| entry.spool(spool).is_ok())
    }

    fn report_trouble(&self, trouble: Option<String>) {
        let mut last_trouble = self.last_trouble.lock();
        if last_trouble.0 != trouble {
            last_trouble.0.clone_from(&trouble);
            let _ = last_trouble.1.send(trouble);
        }
    }
}

impl JournalWriter {
    /// Saves a record. Only the newest version of each is written.
    pub fn save(&self, record: Record) {
        self.put(Entry::Session(Box::new(record)));
    }

    /// Notes how far a session has got that was saved before. It waits for no disk: a second after this, a kill of the program
    /// changes nothing of it, and half a minute after it a power cut.
    pub fn progress(&self, record: Record) {
        self.put(Entry::Progress(Box::new(record)));
    }

    /// Saves an attack. Only the newest version of each is written.
    pub fn save_attack(&self, attack: Attack) {
        self.put(Entry::Attack(Box::new(attack)));
    }

    /// Saves an entry that the person has corrected; what stood before is kept.
    pub fn correct(&self, corrected: Revised) {
        self.put(Entry::Corrected(corrected));
    }

    /// Saves a questionnaire. Only the newest version of each is written.
    pub fn save_assessment(&self, assessment: Assessment) {
        self.put(Entry::Assessment(Box::new(assessment)));
    }

    /// Imports entries, all or none; returns what was found.
    pub fn import(&self, everything: Everything, deleted: Deleted) -> Pending<Imported> {
        self.ask(move |worker| {
            let taken = worker.with_store(|store| store.import(&everything, deleted));
            // A year of entries may have been imported, so they are backed up soon.
            worker.owe_maintenance();
            taken
        })
    }

    fn ask<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Worker) -> Result<T, JournalError> + Send + 'static,
    ) -> Pending<T> {
        let (answer, pending) = Pending::new();
        let act = move |worker: &mut Worker| answer.give(act(worker));
        // If nobody takes the request, it is dropped together with its answer, which reports that.
        let _ = self.requests.send(Request::Ask(Box::new(act)));
        pending
    }

    fn put(&self, entry: Entry) {
        let is_session = entry.session().is_some();
        if self.shared.put(entry) {
            let _ = self.requests.send(Request::Saved);
            let _ = self.watch.send(());
        }
        if is_session {
            let _ = self.progress.send(());
        }
    }
}

impl JournalService {
    /// Starts the service for the journal at `path`. Entries that cannot be written are kept in the folder
    /// `spool`.
    #[must_use]
    pub fn start(path: PathBuf, spool: PathBuf) -> Self {
        let (requests, received) = channel();
        let (trouble_sender, troubles) = channel();
        let (notice_sender, notices) = channel();
        let (end_sender, ended) = channel();
        let (watch, watched) = channel();
        let (progress, progressed) = channel();
        let shared = Arc::new(Shared {
            pending: Mutex::default(),
            running: Mutex::default(),
            running_files: AtomicBool::new(false),
            busy: Mutex::default(),
            last_trouble: Mutex::new((None, trouble_sender)),
        });
        let worker = Worker {
            path,
            spool: spool.clone(),
            shared: Arc::clone(&shared),
            notices: notice_sender,
            store: None,
            alive: BTreeMap::new(),
            alive_at: Instant::now(),
            maintenance: Maintenance::new(),
        };
        let work = move || {
            worker.work(&received);
            let _ = end_sender.send(());
        };
        let thread = std::thread::Builder::new().name("journal".into()).spawn(work).ok();
        let (of_watch, for_watch) = (Arc::clone(&shared), spool.clone());
        // Without this thread, only a share that hangs is not reported.
        let _ = std::thread::Builder::new()
            .name("journal watch".into())
            .spawn(move || watch_over(&of_watch, &for_watch, &watched));
        let (of_progress, saves) = (Arc::clone(&shared), requests.clone());
        // Without this thread, the journal alone says how far a session has got: no file of one is made.
        let appends = move || progress::append_all(&of_progress, &saves, &progressed);
        let appender = std::thread::Builder::new().name("progress".into()).spawn(appends);
        shared.running_files.store(appender.is_ok(), Ordering::Relaxed);
        Self {
            writer: JournalWriter { requests, watch, progress, shared },
            troubles,
            notices,
            ended,
            spool,
            thread,
        }
    }

    /// A handle that saves entries from any thread.
    #[must_use]
    pub fn writer(&self) -> JournalWriter {
        self.writer.clone()
    }

    /// Queries the newest records, including those that have not been written yet.
    pub fn newest(&self, limit: u32) -> Pending<Vec<Record>> {
        self.page(Filter::default(), None, limit)
    }

    /// Queries a page of the list. The first page includes records that have not been written yet.
    pub fn page(&self, filter: Filter, after: Option<Mark>, limit: u32) -> Pending<Vec<Record>> {
        self.ask(move |worker| {
            let wanted = |record: &Record| after.is_none() && filter.matches(record);
            worker.list(&wanted, |store| store.page(&filter, after.as_ref(), limit))
        })
    }

    /// Queries one record.
    pub fn get(&self, id: String) -> Pending<Option<Record>> {
        self.ask(move |worker| {
            let pending = worker.shared.pending().into_iter().find(|(pending, _, _)| *pending == id);
            match pending.as_ref().and_then(|(_, _, entry)| entry.session()) {
                Some(record) => Ok(Some(record.clone())),
                None => worker.read(|store| store.get(&id)),
            }
        })
    }

    /// Queries what stood in an entry before its corrections, the latest first.
    pub fn revisions(&self, id: String) -> Pending<Vec<Revision>> {
        self.query(move |store| store.revisions(&id))
    }

    /// Takes back the latest correction of an entry.
    pub fn undo_correction(&self, id: String) -> Pending<bool> {
        self.execute(move |store| store.undo_correction(&id))
    }

    /// Keeps what stood in an entry, after it was changed bit by bit.
    pub fn keep_revision(&self, stood: Revised) -> Pending<()> {
        self.execute(move |store| store.keep_revision(&stood))
    }

    /// Queries the medicines that were noted before, the latest first.
    pub fn known_medicines(&self, limit: u32) -> Pending<Vec<KnownMedicine>> {
        self.query(move |store| store.known_medicines(limit))
    }

    /// Queries every questionnaire, the oldest first.
    pub fn assessments(&self) -> Pending<Vec<Assessment>> {
        self.query(|store| store.assessments())
    }

    /// Queries the days of a month that have any entry.
    pub fn month(&self, year: i32, month: u32, now: DateTime<FixedOffset>) -> Pending<Vec<Day>> {
        self.query(move |store| store.month(year, month, now))
    }

    /// Queries the session that can be continued, if there is one.
    pub fn interrupted(&self, now: DateTime<Utc>) -> Pending<Option<Record>> {
        self.query(move |store| {
            let _ = store.close_abandoned(now);
            store.interrupted(now)
        })
    }

    /// Queries the follow-up questions that are due.
    pub fn due_questions(&self, now: DateTime<Utc>) -> Pending<Vec<Due>> {
        self.query(move |store| store.due_questions(now))
    }

    /// Queries everything that affects what may be done now, including entries that have not been written yet,
    /// but without the session `excluded_session`.
    pub fn lookback(
        &self,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
        excluded_session: Option<String>,
    ) -> Pending<Lookback> {
        self.ask(move |worker| {
            // Entries that were saved before the query count.
            worker.write_pending();
            let excluded_session = excluded_session.as_deref();
            let mut back = worker.read(|store| {
                let _ = store.close_abandoned(now);
                let mut sessions = store.newest(MOST_SESSIONS)?;
                sessions.retain(|record| {
                    record.over_at().to_utc() >= since && Some(&*record.id) != excluded_session
                });
                let (applied, open_attack) =
                    (store.applied_since(since, now, excluded_session)?, store.open_attack(now)?);
                Ok(Lookback { applied, sessions, open_attack })
            })?;
            for (_, _, entry) in worker.shared.pending() {
                back.take_pending(&entry, since, excluded_session);
            }
            Ok(back)
        })
    }

    /// Queries the attacks that overlap a range of time, including those that have not been written yet, the
    /// newest first.
    pub fn attacks(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Pending<Vec<Attack>> {
        self.ask(move |worker| {
            worker.write_pending();
            let pending: Vec<Attack> =
                worker.shared.pending().iter().filter_map(|(_, _, entry)| entry.attack().cloned()).collect();
            let mut attacks = match worker.read(|store| store.attacks(from, to)) {
                Err(error) if pending.is_empty() => return Err(error),
                read => read.unwrap_or_default(),
            };
            for attack in pending {
                attacks.retain(|other| other.id != attack.id);
                if attack.started <= to && attack.over_at() >= from {
                    attacks.push(attack);
                }
            }
            attacks.sort_by_key(|attack| std::cmp::Reverse(attack.started));
            Ok(attacks)
        })
    }

    /// Whether all that was handed over before is in the journal; it is tried once more for that.
    pub fn is_written(&self) -> Pending<bool> {
        self.written_later()()
    }

    /// The same, asked from another thread and as late as wished.
    pub fn written_later(&self) -> impl FnOnce() -> Pending<bool> + Send + use<> {
        let writer = self.writer();
        move || {
            writer.ask(|worker| {
                worker.write_pending();
                Ok(worker.shared.is_written())
            })
        }
    }

    /// Deletes a session or an attack. It can be restored for 30 days.
    pub fn delete(&self, id: String) -> Pending<bool> {
        self.query(move |store| store.delete(&id, Utc::now()))
    }

    /// Restores a deleted session or attack.
    pub fn undelete(&self, id: String) -> Pending<bool> {
        self.query(move |store| store.undelete(&id))
    }

    /// Runs any other query on the store. Without a journal, the answer is the default.
    pub fn query<T: Default + Send + 'static>(
        &self,
        mut act: impl FnMut(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        self.ask(move |worker| {
            // Entries that were saved before the query count.
            worker.write_pending();
            worker.read(&mut act)
        })
    }

    /// Changes the store at once. Nothing is retried if that fails.
    pub fn execute<T: Send + 'static>(
        &self,
        mut act: impl FnMut(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        self.ask(move |worker| worker.with_store(&mut act))
    }

    fn ask<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Worker) -> Result<T, JournalError> + Send + 'static,
    ) -> Pending<T> {
        self.writer.ask(act)
    }
}

impl Drop for JournalService {
    /// Waits until everything that can be written has been written. A disk that does not answer cannot hold up
    /// the end.
    fn drop(&mut self) {
        let _ = self.writer.requests.send(Request::End);
        let Some(thread) = self.thread.take() else { return };
        if matches!(self.ended.recv_timeout(END_WITHIN), Err(RecvTimeoutError::Timeout)) {
            self.writer.shared.spool_pending(&self.spool);
        } else {
            let _ = thread.join();
        }
    }
}

/// Spools the pending entries while the disk does not answer.
fn watch_over(shared: &Shared, spool: &Path, watched: &Receiver<()>) {
    while watched.recv().is_ok() {
        if shared.hangs() && shared.spool_pending(spool) {
            shared.report_trouble(Some(format!(
                "The journal isn't responding. Your sessions are kept in {} until it does.",
                shown(spool)
            )));
        }
    }
}

fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
pub(crate) mod tests_support {
    //! Journals that do not work.

    use super::*;

    /// A journal whose disk hangs, so that it never answers.
    pub(crate) fn silent() -> JournalService {
        let folder = std::env::temp_dir().join("stillpoint-silent");
        let service = JournalService::start(folder.join("journal.sqlite"), folder.join("spool"));
        // Its thread ends, and the requests go to a channel that nobody reads.
        let _ = service.writer.requests.send(Request::End);
        let _ = service.ended.recv();
        let (requests, unheard) = channel();
        std::mem::forget(unheard);
        let JournalWriter { watch, progress, shared, .. } = service.writer.clone();
        let (_, troubles) = channel();
        let (_, notices) = channel();
        let (_, ended) = channel();
        JournalService {
            writer: JournalWriter { requests, watch, progress, shared },
            troubles,
            notices,
            ended,
            spool: folder,
            thread: None,
        }
    }
}

#[cfg(test)]
mod tests;
