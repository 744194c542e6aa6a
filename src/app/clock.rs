//! The time, passed in as a value: the wall clock that stamps records, and the uptime that all waiting is
//! measured by.
//!
//! The program creates one clock at its start. A test has one that stands still until the test moves it, so no
//! test ever sleeps.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Local, NaiveDate};

use crate::sound::clock::Uptime;
use crate::time::ExactDuration;

/// A wall clock and an uptime.
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

    /// The local date and time.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        (self.wall)()
    }

    /// The local date.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// Time since some moment in the past. It never goes backwards, even when the wall clock is changed, and it
    /// keeps running while the machine sleeps where the system offers such a clock.
    #[must_use]
    pub fn uptime(&self) -> ExactDuration {
        self.uptime.now()
    }

    /// The uptime alone, which a session's own clock is based on.
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

    /// Moves a [`Clock`]: wall clock and uptime together.
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

        /// A clock that starts at the present time, for tests that compare with the times of new files.
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
