//! Writes the journal in the background and never gives an entry up.
//!
//! A session hands over its record once a second and goes on. What cannot be written (a full disk, a read-only
//! folder, a share that does not answer) is kept here and tried again, and meanwhile lies in a spool folder on another
//! disk where there is one, from which the next start takes it. Questions are answered when the answer is there;
//! nobody waits for the disk. A journal that turns out to be damaged is mended, and that is told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Utc};
use parking_lot::Mutex;

use super::export::Everything;
use super::store::{Day, Due, Filter, Mark};
use super::{Applied, Attack, JournalError, Record, Store, StoreError};

mod spool;
mod worker;

use spool::Entry;
use worker::{Maintenance, Worker};

/// A write that takes longer than this is one that may never end: a share whose server is gone. Two programs that
/// wait for each other take less.
const HUNG_AFTER: Duration = Duration::from_secs(8);
/// How long the end of the program waits for what is still to be written and copied.
const END_WITHIN: Duration = Duration::from_secs(20);

/// An answer of the journal that is there later, or of anything else that takes time.
pub type Pending<T, E = JournalError> = crate::pending::Pending<T, E>;

/// More sessions than this nobody does in two days.
const LOOKED_BACK_AT: u32 = 200;

/// All that bears on what may be done now: what was done lately, and the attack that is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lookback {
    /// Packs that lay on the skin, also those of deleted sessions.
    pub applied: Vec<Applied>,
    /// Sessions, the newest first.
    pub sessions: Vec<Record>,
    /// The attack that was noted last, if nobody has said its end; however long ago it began.
    pub open_attack: Option<Attack>,
}

impl Lookback {
    /// Adds an entry that is on its way into the journal; what the journal has of it is older.
    fn take_pending(&mut self, entry: &Entry, since: DateTime<Utc>, except: Option<&str>) {
        match entry {
            Entry::Session(record) if Some(&*record.id) == except => {}
            Entry::Session(record) => {
                for pack in record.applied.iter().filter(|pack| pack.until() >= since) {
                    let is_it = |other: &Applied| {
                        (&other.pack, &other.site, other.from) == (&pack.pack, &pack.site, pack.from)
                    };
                    self.applied.retain(|other| !is_it(other));
                    self.applied.push(pack.clone());
                }
                self.sessions.retain(|other| other.id != record.id);
                self.sessions.insert(0, (**record).clone());
            }
            Entry::Attack(attack) => {
                let is_known = self.open_attack.as_ref().is_some_and(|open| open.id == attack.id);
                let is_newer = self.open_attack.as_ref().is_none_or(|open| attack.started >= open.started);
                if is_known || is_newer {
                    self.open_attack = Some((**attack).clone()).filter(|attack| attack.ended.is_none());
                }
            }
        }
    }
}

/// What the journal is asked.
enum Request {
    /// There is something new to write.
    Saved,
    Ask(Box<dyn FnOnce(&mut Worker) + Send>),
    End,
}

/// The journal's own thread.
#[derive(Debug)]
pub struct JournalService {
    writer: JournalWriter,
    /// A sentence when records cannot be written, and nothing in it when they can again.
    pub troubles: Receiver<Option<String>>,
    /// A sentence for each thing that has happened to the journal and that the person should know: it was damaged and
    /// a copy was put back, no copy could be made.
    pub notices: Receiver<String>,
    ended: Receiver<()>,
    spool: PathBuf,
    thread: Option<JoinHandle<()>>,
}

/// A way to save from any thread.
#[derive(Clone, Debug)]
pub struct JournalWriter {
    requests: Sender<Request>,
    watch: Sender<()>,
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

/// What the threads share.
#[derive(Debug)]
struct Shared {
    /// What is not in the journal yet.
    pending: Mutex<Unwritten>,
    /// Since when the disk has been asked for something.
    busy: Mutex<Option<Instant>>,
    told: Mutex<(Option<String>, Sender<Option<String>>)>,
}

/// What is not in the journal yet: the newest state of each entry, with a number of its own.
#[derive(Debug, Default)]
struct Unwritten {
    handed_over: u64,
    entries: BTreeMap<String, (u64, Entry)>,
}

/// As long as it is there, the disk is asked for something.
struct Busy<'a>(&'a Mutex<Option<Instant>>);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        *self.0.lock() = None;
    }
}

impl Shared {
    fn put(&self, entry: Entry) {
        let mut pending = self.pending.lock();
        pending.handed_over += 1;
        let version = pending.handed_over;
        pending.entries.insert(entry.id().to_owned(), (version, entry));
    }

    /// Takes what an earlier run left behind; what this one has of the same entry is newer.
    fn take_back(&self, entries: Vec<Entry>) {
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

    /// This state of an entry is in the journal; a newer one may have come meanwhile.
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

    fn tell(&self, trouble: Option<String>) {
        let mut told = self.told.lock();
        if told.0 != trouble {
            told.0.clone_from(&trouble);
            let _ = told.1.send(trouble);
        }
    }
}

impl JournalWriter {
    /// Hands a record over; the newest state of each is what is written.
    pub fn save(&self, record: Record) {
        self.put(Entry::Session(Box::new(record)));
    }

    /// Hands an attack over; the newest state of each is what is written.
    pub fn save_attack(&self, attack: Attack) {
        self.put(Entry::Attack(Box::new(attack)));
    }

    /// Takes in what was handed over elsewhere, all of it or nothing; how many entries were new.
    pub fn import(&self, everything: Everything) -> Pending<usize> {
        self.ask(move |worker| {
            let taken = worker.with_store(|store| store.import(&everything.sessions, &everything.attacks));
            // As much as a year may have come in: it is copied soon.
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
        // A question that nobody takes is dropped with its answer, and that is told.
        let _ = self.requests.send(Request::Ask(Box::new(act)));
        pending
    }

    fn put(&self, entry: Entry) {
        self.shared.put(entry);
        let _ = self.requests.send(Request::Saved);
        let _ = self.watch.send(());
    }
}

impl JournalService {
    /// Starts with the journal at `path`; what cannot be written there waits in `spool`.
    #[must_use]
    pub fn start(path: PathBuf, spool: PathBuf) -> Self {
        let (requests, followups) = channel();
        let (tell, troubles) = channel();
        let (notice, notices) = channel();
        let (end, ended) = channel();
        let (watch, watched) = channel();
        let shared = Arc::new(Shared {
            pending: Mutex::default(),
            busy: Mutex::default(),
            told: Mutex::new((None, tell)),
        });
        let worker = Worker {
            path,
            spool: spool.clone(),
            shared: Arc::clone(&shared),
            notices: notice,
            store: None,
            alive: BTreeSet::new(),
            alive_at: Instant::now(),
            maintenance: Maintenance::new(),
        };
        let work = move || {
            worker.work(&followups);
            let _ = end.send(());
        };
        let thread = std::thread::Builder::new().name("journal".into()).spawn(work).ok();
        let (of_watch, for_watch) = (Arc::clone(&shared), spool.clone());
        // Without it only a share that hangs is not told.
        let _ = std::thread::Builder::new()
            .name("journal watch".into())
            .spawn(move || watch_over(&of_watch, &for_watch, &watched));
        Self { writer: JournalWriter { requests, watch, shared }, troubles, notices, ended, spool, thread }
    }

    /// A way to save from any thread.
    #[must_use]
    pub fn writer(&self) -> JournalWriter {
        self.writer.clone()
    }

    /// Asks for the newest records, those on their way into the journal with them.
    pub fn newest(&self, limit: u32) -> Pending<Vec<Record>> {
        self.page(Filter::default(), None, limit)
    }

    /// Asks for a page of the list; the first has with it what is on its way into the journal.
    pub fn page(&self, filter: Filter, after: Option<Mark>, limit: u32) -> Pending<Vec<Record>> {
        self.ask(move |worker| {
            let wanted = |record: &Record| after.is_none() && filter.takes(record);
            worker.list(&wanted, |store| store.page(&filter, after.as_ref(), limit))
        })
    }

    /// Asks for one record.
    pub fn get(&self, id: String) -> Pending<Option<Record>> {
        self.ask(move |worker| {
            let pending = worker.shared.pending().into_iter().find(|(pending, _, _)| *pending == id);
            match pending.as_ref().and_then(|(_, _, entry)| entry.session()) {
                Some(record) => Ok(Some(record.clone())),
                None => worker.read(|store| store.get(&id)),
            }
        })
    }

    /// Asks for the days of a month on which there was anything.
    pub fn month(&self, year: i32, month: u32, now: DateTime<FixedOffset>) -> Pending<Vec<Day>> {
        self.query(move |store| store.month(year, month, now))
    }

    /// Asks for the session that can be gone on with, if there is one.
    pub fn interrupted(&self, now: DateTime<Utc>) -> Pending<Option<Record>> {
        self.query(move |store| {
            let _ = store.close_abandoned(now);
            store.interrupted(now)
        })
    }

    /// Asks for the questions that are due.
    pub fn due_questions(&self, now: DateTime<Utc>) -> Pending<Vec<Due>> {
        self.query(move |store| store.due_questions(now))
    }

    /// Asks for all that bears on what may be done now, what is on its way into the journal with it. What the session
    /// `except` did is left out.
    pub fn lookback(
        &self,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
        except: Option<String>,
    ) -> Pending<Lookback> {
        self.ask(move |worker| {
            // What was handed over before the question counts.
            worker.write_pending();
            let except = except.as_deref();
            let mut back = worker.read(|store| {
                let _ = store.close_abandoned(now);
                let mut sessions = store.newest(LOOKED_BACK_AT)?;
                sessions.retain(|record| record.over_at().to_utc() >= since && Some(&*record.id) != except);
                let (applied, open_attack) =
                    (store.applied_since(since, now, except)?, store.open_attack(now)?);
                Ok(Lookback { applied, sessions, open_attack })
            })?;
            for (_, _, entry) in worker.shared.pending() {
                back.take_pending(&entry, since, except);
            }
            Ok(back)
        })
    }

    /// Asks for the attacks that lie at least in part between two times, those on their way into the journal with
    /// them; the newest first.
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

    /// Deletes a session or an attack; it can be brought back for 30 days.
    pub fn delete(&self, id: String) -> Pending<bool> {
        self.query(move |store| store.delete(&id, Utc::now()))
    }

    /// Brings a deleted session or attack back.
    pub fn undelete(&self, id: String) -> Pending<bool> {
        self.query(move |store| store.undelete(&id))
    }

    /// Asks the store for anything else that is in it already; what is not there yet is as good as nothing.
    pub fn query<T: Default + Send + 'static>(
        &self,
        mut act: impl FnMut(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        self.ask(move |worker| {
            // What was handed over before the question counts.
            worker.write_pending();
            worker.read(&mut act)
        })
    }

    /// Has the store change something at once, where nothing is kept for later if it cannot.
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
    /// Waits until everything that can be written is; a disk that does not answer cannot hold up the end.
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

/// Keeps in the spool what a disk that does not answer holds up.
fn watch_over(shared: &Shared, spool: &Path, watched: &Receiver<()>) {
    while watched.recv().is_ok() {
        if shared.hangs() && shared.spool_pending(spool) {
            shared.tell(Some(format!(
                "The journal does not answer. What you do is kept in {} until it does.",
                spool.display()
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

    /// A journal whose disk hangs: it never answers.
    pub(crate) fn silent() -> JournalService {
        let folder = std::env::temp_dir().join("stillpoint-silent");
        let service = JournalService::start(folder.join("journal.sqlite"), folder.join("spool"));
        // Its thread ends, and the requests of this one reach nobody.
        let _ = service.writer.requests.send(Request::End);
        let _ = service.ended.recv();
        let (requests, unheard) = channel();
        std::mem::forget(unheard);
        let JournalWriter { watch, shared, .. } = service.writer.clone();
        let (_, troubles) = channel();
        let (_, notices) = channel();
        let (_, ended) = channel();
        JournalService {
            writer: JournalWriter { requests, watch, shared },
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
