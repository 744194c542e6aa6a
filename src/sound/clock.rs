//! The clock of a session: a monotonic one, kept within what the sound device has played.
//!
//! While a device plays, what is heard decides: the clock cannot run ahead of the frames that the device has taken,
//! nor fall behind them by more than a device's buffers hold. Without a device it simply goes on. Losing or finding a
//! device therefore never makes it jump.
//!
//! A time in which nobody read it, because the machine slept or the program was stopped, is left out: it stands where it
//! stood, and says so once.

use std::sync::Arc;
use std::time::Duration;

use super::renderer::Shared;
use crate::time::{ExactDuration, Position};

/// More than this no device holds in its buffers: through ALSA and PulseAudio it takes up to 350 ms ahead.
const MOST_BUFFERED: ExactDuration = ExactDuration::from_millis(700);

/// A session reads its clock several times a second. When this long has passed between two readings, nothing of the
/// program was running.
const SLEPT: ExactDuration = ExactDuration::from_secs(5);

/// Time since some moment in the past, on a clock that never goes back.
#[derive(Clone)]
pub struct Uptime(Arc<dyn Fn() -> ExactDuration + Send + Sync>);

impl Uptime {
    /// That of this machine; see the remarks on each system below.
    #[must_use]
    pub fn of_the_system() -> Self {
        Self::by(uptime)
    }

    /// Whatever `read` says.
    pub fn by(read: impl Fn() -> ExactDuration + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// What it reads now.
    #[must_use]
    pub fn now(&self) -> ExactDuration {
        (self.0)()
    }
}

impl std::fmt::Debug for Uptime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Uptime").field(&self.now()).finish()
    }
}

/// A clock that never goes back.
#[derive(Debug)]
pub struct SessionClock {
    uptime: Uptime,
    /// What the uptime was when it was started.
    started: ExactDuration,
    rules: ClockRules,
    device: Option<DeviceTime>,
    /// The device while it rests.
    resting: Option<DeviceTime>,
}

/// The frames that a device has taken, as a reading of the clock.
#[derive(Clone, Debug)]
pub(crate) struct DeviceTime {
    shared: Arc<Shared>,
    rate: u32,
    base: Position,
}

/// The arithmetic of the clock, free of any clock.
#[derive(Clone, Copy, Debug, Default)]
struct ClockRules {
    /// What is added to the monotonic time.
    ahead: ExactDuration,
    /// What is taken from it.
    behind: ExactDuration,
    last: Position,
    /// The monotonic time of the last reading.
    read: ExactDuration,
    slept: bool,
}

impl SessionClock {
    /// A clock that reads zero now.
    #[must_use]
    pub fn started_now(uptime: Uptime) -> Self {
        Self { started: uptime.now(), uptime, rules: ClockRules::default(), device: None, resting: None }
    }

    /// What it reads now.
    pub fn now(&mut self) -> Position {
        let taken = self.device.as_ref().map(DeviceTime::taken);
        self.rules.read(self.uptime.now().minus(self.started), taken)
    }

    /// Whether it stood still since this was asked last, because the machine slept or the program was stopped.
    pub(crate) const fn take_slept(&mut self) -> bool {
        std::mem::replace(&mut self.rules.slept, false)
    }

    /// Follows a device from now on, whose first frame was heard some time ago; what the clock read at that frame.
    pub fn follow(&mut self, shared: Arc<Shared>, rate: u32, heard_for: ExactDuration) -> Position {
        self.release();
        let base = self.now() - heard_for;
        self.device = Some(DeviceTime { shared, rate, base });
        base
    }

    /// Goes on without a device.
    pub(crate) fn release(&mut self) {
        (self.device, self.resting) = (None, None);
    }

    /// Goes on without its device while that rests.
    pub(super) fn rest(&mut self) {
        self.resting = self.device.take().or(self.resting.take());
    }

    /// Follows the device again that rested.
    pub(super) fn go_on(&mut self) {
        self.device = self.resting.take().or(self.device.take());
    }
}

impl DeviceTime {
    fn taken(&self) -> Position {
        let taken = Position::from_frame(self.shared.frames(), self.rate).from_start();
        self.base + taken + self.shared.rest()
    }
}

impl ClockRules {
    /// The reading when `elapsed` has passed on the monotonic clock and the device has taken frames up to `taken`.
    fn read(&mut self, elapsed: ExactDuration, taken: Option<Position>) -> Position {
        let unread = elapsed.minus(self.read);
        self.read = elapsed;
        if unread > SLEPT {
            self.behind += unread;
            self.slept = true;
        }
        let mut now = Position::ZERO + elapsed + self.ahead - self.behind;
        if let Some(latest) = taken {
            let earliest = latest - MOST_BUFFERED;
            if now > latest {
                self.behind += now.since(latest);
                now = latest;
            } else if now < earliest {
                self.ahead += earliest.since(now);
                now = earliest;
            }
        }
        self.last = self.last.max(now);
        self.last
    }
}

/// Time on a clock that goes on while the machine sleeps, and that no change of the wall clock moves.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn uptime() -> ExactDuration {
    // The monotonic clock of macOS goes on in sleep, that of Linux does not.
    #[cfg(target_os = "linux")]
    const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Boottime;
    #[cfg(target_os = "macos")]
    const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Monotonic;
    Duration::try_from(rustix::time::clock_gettime(CLOCK)).unwrap_or_default().into()
}

/// Time since this was first asked; what the system's sleep does to it is the system's own choice.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn uptime() -> ExactDuration {
    static FIRST: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    let elapsed: Duration = FIRST.get_or_init(std::time::Instant::now).elapsed();
    elapsed.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Position {
        Position::ZERO + ExactDuration::from_millis(millis)
    }

    #[test]
    fn without_a_device_it_is_the_monotonic_clock() {
        let mut rules = ClockRules::default();
        assert_eq!(rules.read(ExactDuration::from_secs(3), None), at(3000));
    }

    #[test]
    fn it_waits_for_a_stalled_device_and_does_not_catch_up_in_a_jump() {
        let mut rules = ClockRules::default();
        assert_eq!(rules.read(ExactDuration::from_millis(1000), Some(at(1050))), at(1000));
        assert_eq!(rules.read(ExactDuration::from_millis(1500), Some(at(1050))), at(1050));
        // The device goes on, or is let go: the time that it stood still is not made up.
        assert_eq!(rules.read(ExactDuration::from_millis(1510), Some(at(1100))), at(1060));
        assert_eq!(rules.read(ExactDuration::from_millis(1600), None), at(1150));
    }

    #[test]
    fn it_follows_a_device_that_runs_faster_than_the_monotonic_clock() {
        let mut rules = ClockRules::default();
        for second in 1..1000_u64 {
            let now = rules.read(ExactDuration::from_secs(second), Some(at(second * 1001)));
            assert!(at(second * 1001).since(now) <= MOST_BUFFERED);
        }
    }

    #[test]
    fn it_never_goes_back() {
        let mut rules = ClockRules::default();
        assert_eq!(rules.read(ExactDuration::from_secs(2), None), at(2000));
        assert_eq!(rules.read(ExactDuration::from_secs(2), Some(at(500))), at(2000));
        assert_eq!(rules.read(ExactDuration::from_secs(3), Some(at(1500))), at(2000));
        assert_eq!(rules.read(ExactDuration::from_secs(4), Some(at(2600))), at(2500));
    }

    #[test]
    fn what_nobody_read_is_left_out_and_told_once() {
        let read = Arc::new(parking_lot::Mutex::new(ExactDuration::from_secs(100)));
        let passed = Arc::clone(&read);
        let mut clock = SessionClock::started_now(Uptime::by(move || *read.lock()));
        let before = clock.now();
        *passed.lock() += SLEPT + SLEPT;
        let after = clock.now();
        assert_eq!(after, before);
        assert_eq!((clock.take_slept(), clock.take_slept()), (true, false));
    }

    #[test]
    fn after_a_sleep_it_goes_on_where_it_was_without_a_device_and_with_one() {
        for taken in [None, Some(at(1050))] {
            let mut rules = ClockRules::default();
            assert_eq!(rules.read(ExactDuration::from_secs(1), taken), at(1000));
            assert_eq!(rules.read(ExactDuration::from_secs(3601), taken), at(1000));
            assert!(rules.slept);
            assert_eq!(rules.read(ExactDuration::from_millis(3_601_040), taken), at(1040));
        }
    }

    #[test]
    fn a_busy_machine_is_not_taken_for_one_that_slept() {
        let mut rules = ClockRules::default();
        rules.read(ExactDuration::from_secs(1), None);
        assert_eq!(rules.read(ExactDuration::from_secs(1) + SLEPT, None), at(1000) + SLEPT);
        assert!(!rules.slept);
    }
}
