//! The time, handed in: the wall clock that stamps what is written down, and the uptime that everything waits by.
//!
//! The program has one clock, made at its start. A test has one that stands still until the test moves it, so nothing
//! that is tested ever sleeps.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Local, NaiveDate};

use crate::sound::clock::Uptime;
use crate::time::ExactDuration;

/// The wall clock and the uptime.
#[derive(Clone)]
pub struct Clock {
    wall: Arc<dyn Fn() -> DateTime<FixedOffset> + Send + Sync>,
    uptime: Uptime,
}

impl Clock {
    /// The clock of this machine.
    #[must_use]
    pub fn of_the_system() -> Self {
        Self { wall: Arc::new(|| Local::now().fixed_offset()), uptime: Uptime::of_the_system() }
    }

    /// The time of day where the person is.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        (self.wall)()
    }

    /// The day where the person is.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// Time since some moment in the past. It never goes back, whatever becomes of the wall clock, and goes on while
    /// the machine sleeps where the system has such a clock.
    #[must_use]
    pub fn uptime(&self) -> ExactDuration {
        self.uptime.now()
    }

    /// The part of it that a session's own clock reads.
    #[must_use]
    pub const fn as_uptime(&self) -> &Uptime {
        &self.uptime
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").field("now", &self.now()).finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod manual {
    //! A clock that a test moves.

    use std::sync::Arc;

    use chrono::TimeDelta;
    use parking_lot::Mutex;

    use super::{Clock, DateTime, ExactDuration, FixedOffset, Uptime};

    /// Moves a [`Clock`]; both of its hands together.
    #[derive(Clone)]
    pub(crate) struct ManualClock {
        started: DateTime<FixedOffset>,
        passed: Arc<Mutex<ExactDuration>>,
    }

    impl ManualClock {
        pub(crate) fn at(started: &str) -> Self {
            let started = DateTime::parse_from_rfc3339(started).unwrap();
            Self { started, passed: Arc::default() }
        }

        /// One that shows the time of this machine at first: for whatever is compared with files that were just made.
        pub(crate) fn of_today() -> Self {
            Self { started: chrono::Local::now().fixed_offset(), passed: Arc::default() }
        }

        pub(crate) fn advance(&self, by: ExactDuration) {
            *self.passed.lock() += by;
        }

        pub(crate) fn clock(&self) -> Clock {
            let (wall, passed) = (self.clone(), Arc::clone(&self.passed));
            let now = move || {
                let passed = i64::try_from(wall.passed.lock().nanos()).unwrap();
                wall.started + TimeDelta::nanoseconds(passed)
            };
            Clock { wall: Arc::new(now), uptime: Uptime::by(move || *passed.lock()) }
        }
    }
}
