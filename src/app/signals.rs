//! The system's wish that the program ends, as a terminal that is closed, a logout or `kill` send it: noted, so that the
//! session can be written down before the program ends in its own order.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

/// Whether the program was asked to end. To be made once, before a session begins, and kept to the end of the program:
/// from then on no such signal ends it by itself.
#[derive(Clone, Debug)]
pub struct Signals {
    /// The first signal that came; zero before.
    asked: Arc<AtomicI32>,
}

impl Signals {
    /// Listens from now on, on a thread of its own; calls `wake` when the program is asked to end. On a system without
    /// such signals, or with no thread left, it is never asked.
    #[must_use]
    pub fn listen(wake: impl Fn() + Send + 'static) -> Self {
        let asked = Arc::new(AtomicI32::new(0));
        listen(&asked, wake);
        Self { asked }
    }

    /// Whether the program was asked to end.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.exit_code().is_some()
    }

    /// What the program exits with when it was asked to end, as shells count it: 128 and the number of the signal, so
    /// 129, 130 or 143. A script sees by it that the session was not played to its end.
    #[must_use]
    pub fn exit_code(&self) -> Option<u8> {
        let signal = self.asked.load(Ordering::Acquire);
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
fn listen(asked: &Arc<AtomicI32>, wake: impl Fn() + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    let asked = Arc::clone(asked);
    let listen = move || {
        for signal in signals.forever() {
            // A logout sends several; the first says why.
            tracing::info!(signal, "asked to end");
            let _ = asked.compare_exchange(0, signal, Ordering::AcqRel, Ordering::Relaxed);
            wake();
        }
    };
    let _ = std::thread::Builder::new().name("signals".into()).spawn(listen);
}

#[cfg(not(unix))]
fn listen(_asked: &Arc<AtomicI32>, _wake: impl Fn() + Send + 'static) {}
