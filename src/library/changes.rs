//! Notices changes of files: through the system where possible, otherwise by polling.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// Saving takes several steps; it is over when nothing has happened for this long.
const QUIET: Duration = Duration::from_millis(40);
/// However much happens, changes are reported after this time.
const AT_LATEST: Duration = Duration::from_millis(150);
/// How often to poll where the system reports no changes: on network shares and behind links.
const POLL_EVERY: Duration = Duration::from_secs(2);
/// How often to look for a folder that does not exist yet. What the program itself writes there is noticed at
/// once.
const POLL_FOR_FOLDER_EVERY: Duration = Duration::from_secs(4);

/// Watches files and folders.
pub struct Changes {
    paths: Vec<PathBuf>,
    messages: Receiver<WatchMessage>,
    sender: Sender<WatchMessage>,
    /// `None` while a path does not exist or cannot be watched.
    watcher: Option<RecommendedWatcher>,
    polls_too: bool,
}

enum WatchMessage {
    Changed,
    /// A watched path is now another file or folder.
    Replaced,
    Stop,
}

/// Ends the waiting from another thread.
#[derive(Clone, Debug)]
pub(super) struct Stop(Sender<WatchMessage>);

impl Stop {
    pub(super) fn stop(&self) {
        // If nobody is waiting any more, there is nothing to end.
        let _ = self.0.send(WatchMessage::Stop);
    }
}

impl Changes {
    /// Watches these paths and everything below them.
    #[must_use]
    pub fn of(paths: Vec<PathBuf>) -> Self {
        let (sender, messages) = channel();
        let mut changes = Self { paths, messages, sender, watcher: None, polls_too: false };
        changes.watch();
        changes
    }

    /// Polls in addition, if something can change without the system reporting it.
    pub(crate) const fn poll_too(&mut self, poll: bool) {
        self.polls_too = poll;
    }

    pub(super) fn stopper(&self) -> Stop {
        Stop(self.sender.clone())
    }

    /// Waits until something may have changed and has settled; `false` if the waiting was ended.
    pub fn wait(&mut self) -> bool {
        if self.watcher.is_some() && !self.paths.iter().all(|path| path.exists()) {
            self.watcher = None;
            return true;
        }
        // Nothing can change in a folder that does not exist; reading it anyway would wake the machine for
        // nothing.
        while self.watcher.is_none() && self.is_nothing_there() {
            match self.messages.recv_timeout(POLL_FOR_FOLDER_EVERY) {
                Ok(WatchMessage::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
                Ok(WatchMessage::Changed | WatchMessage::Replaced) | Err(RecvTimeoutError::Timeout) => {}
            }
        }
        if self.watcher.is_none() {
            self.watch();
            if self.watcher.is_some() {
                // Something may have changed before watching began.
                return true;
            }
        }
        let is_blind =
            self.watcher.is_none() || self.polls_too || self.paths.iter().any(|path| is_elsewhere(path));
        let first = if is_blind {
            self.messages.recv_timeout(POLL_EVERY)
        } else {
            self.messages.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        match first {
            Ok(WatchMessage::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            Err(RecvTimeoutError::Timeout) => return true,
            Ok(WatchMessage::Changed) => {}
            Ok(WatchMessage::Replaced) => self.watcher = None,
        }
        let began = Instant::now();
        while began.elapsed() < AT_LATEST {
            match self.messages.recv_timeout(QUIET) {
                Ok(WatchMessage::Changed) => {}
                Ok(WatchMessage::Replaced) => self.watcher = None,
                Ok(WatchMessage::Stop) => return false,
                Err(_) => break,
            }
        }
        true
    }

    fn is_nothing_there(&self) -> bool {
        !self.paths.is_empty() && !self.paths.iter().any(|path| path.exists())
    }

    fn watch(&mut self) {
        let sender = self.sender.clone();
        let roots: Vec<PathBuf> = self.paths.iter().filter_map(|path| path.canonicalize().ok()).collect();
        let is_root = move |path: &PathBuf| roots.contains(path) && !path.is_file();
        let on_event = move |event: notify::Result<Event>| {
            // An error can mean that an event was missed.
            let messages = match event {
                Ok(event) if !is_change(event.kind) => return,
                Ok(event) if moves(event.kind) && event.paths.iter().any(&is_root) => WatchMessage::Replaced,
                _ => WatchMessage::Changed,
            };
            // When the last events come, nobody may be waiting any more.
            let _ = sender.send(messages);
        };
        let config = Config::default().with_follow_symlinks(false);
        self.watcher = RecommendedWatcher::new(on_event, config).ok().and_then(|mut watcher| {
            for path in &self.paths {
                // A file is watched through its folder, because editors replace it by another one.
                let (path, mode) = if path.is_file() {
                    (
                        path.parent()
                            .filter(|folder| !folder.as_os_str().is_empty())
                            .unwrap_or(Path::new(".")),
                        RecursiveMode::NonRecursive,
                    )
                } else {
                    (path.as_path(), RecursiveMode::Recursive)
                };
                watcher.watch(&path.canonicalize().ok()?, mode).ok()?;
            }
            Some(watcher)
        });
    }
}

/// Whether an event can mean a changed file. Reading is no change.
const fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

/// Whether the watched path was moved or removed.
const fn moves(kind: EventKind) -> bool {
    matches!(kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

/// Whether a folder is on another machine, whose changes are not reported here.
#[cfg(target_os = "linux")]
fn is_elsewhere(path: &Path) -> bool {
    /// NFS, SMB, CIFS, SMB2, 9P, FUSE, AFS, Ceph and the shared folders of virtual machines, from the system's
    /// `magic.h` and `statfs(2)`.
    const ELSEWHERE: [u64; 9] = [
        0x6969,
        0x517B,
        0xFF53_4D42,
        0xFE53_4D42,
        0x0102_1997,
        0x6573_5546,
        0x5346_414F,
        0x00C3_6400,
        0x786F_4256,
    ];
    #[allow(clippy::cast_sign_loss, clippy::unnecessary_cast)] // The type differs between processors.
    rustix::fs::statfs(path).is_ok_and(|info| ELSEWHERE.contains(&(info.f_type as u64 & 0xFFFF_FFFF)))
}

#[cfg(not(target_os = "linux"))]
fn is_elsewhere(_: &Path) -> bool {
    false
}
