//! Signals that ask the program to end, as sent by a terminal that is closed, a logout or `kill`. They are
//! noted, so that the session is recorded before the program ends in its own order.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

/// Whether the program has been asked to end. Create it once, before a session starts, and keep it until the
/// end: from then on these signals no longer kill the program.
#[derive(Clone, Debug)]
pub struct Signals {
    /// The number of the first signal; zero before.
    first_signal: Arc<AtomicI32>,
}

impl Signals {
    /// Listens on a thread of its own, and calls `wake` when a signal arrives. On a system without signals, or
    /// without a free thread, nothing is ever reported.
    #[must_use]
    pub fn listen(wake: impl Fn() + Send + 'static) -> Self {
        let first_signal = Arc::new(AtomicI32::new(0));
        listen(&first_signal, wake);
        Self { first_signal }
    }

    /// Whether a signal has arrived.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.exit_code().is_some()
    }

    /// The exit code after a signal, by the convention of shells: 128 plus its number, so 129, 130 or 143. It
    /// tells a script that the session was not played to its end.
    #[must_use]
    pub fn exit_code(&self) -> Option<u8> {
        let signal = self.first_signal.load(Ordering::Acquire);
        u8::try_from(signal).ok().filter(|signal| *signal > 0).map(|signal| signal.saturating_add(128))
    }
}

/// Has a write beyond the size that files may have (`ulimit -f`) fail like any other, from now on: the system would end the
/// program for it. Programs that are started from here are not concerned.
pub fn survive_file_limits() {
    #[cfg(unix)]
    {
        use std::sync::atomic::AtomicBool;
        // That it was sent says nothing that the failed write does not.
        let sent = Arc::new(AtomicBool::new(false));
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, sent);
    }
}

#[cfg(unix)]
fn listen(first_signal: &Arc<AtomicI32>, wake: impl Fn() + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    let first_signal = Arc::clone(first_signal);
    let listen = move || {
        for signal in signals.forever() {
            // A logout sends several; the first one is the reason.
            tracing::info!(signal, "asked to end");
            let _ = first_signal.compare_exchange(0, signal, Ordering::AcqRel, Ordering::Relaxed);
            wake();
        }
    };
    let _ = std::thread::Builder::new().name("signals".into()).spawn(listen);
}

/// Ctrl+C and Ctrl+Break, where they are no keys of the session. When its console is closed, or the system shuts down,
/// Windows ends a program without waiting; the session is then saved up to its last second.
#[cfg(windows)]
fn listen(first_signal: &Arc<AtomicI32>, wake: impl Fn() + Send + 'static) {
    /// That of SIGINT elsewhere.
    const INTERRUPTED: i32 = 2;
    let first_signal = Arc::clone(first_signal);
    let _ = ctrlc::set_handler(move || {
        tracing::info!("asked to end");
        let _ = first_signal.compare_exchange(0, INTERRUPTED, Ordering::AcqRel, Ordering::Relaxed);
        wake();
    });
}

#[cfg(not(any(unix, windows)))]
fn listen(_asked: &Arc<AtomicI32>, _wake: impl Fn() + Send + 'static) {}
