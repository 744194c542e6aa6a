//! The daily reminder of a weekly goal, for those who want one: a desktop notification in the evening, at most
//! one a day, only while the program is running. It never mentions what was not done.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{Local, NaiveDate, NaiveDateTime, Timelike as _};
use eframe::egui;

use super::desktop::Notice;
use super::model::Model;
use crate::offers::{self, OfferContext};
use crate::safety::Moment;
use crate::storage::{WriteOptions, read_plain};

/// The notification is shown between these hours, local time: when planned sessions stand in the calendar, and
/// not so late that it keeps anybody awake. Our limit.
const FROM_HOUR: u32 = 19;
const UNTIL_HOUR: u32 = 21;
/// How often the time is checked. One long sleep would not do: its time does not pass while the machine sleeps.
const CHECK_EVERY: Duration = Duration::from_mins(5);

/// Watches for the evening on a thread of its own.
#[derive(Default)]
pub(super) struct DailyReminder {
    is_waiting: bool,
    has_come: Arc<AtomicBool>,
    /// Whether a notification is due as soon as the journal has answered.
    is_owed: bool,
}

impl DailyReminder {
    fn wait(&mut self, ctx: &egui::Context) {
        if std::mem::replace(&mut self.is_waiting, true) {
            return;
        }
        let (ctx, has_come) = (ctx.clone(), Arc::clone(&self.has_come));
        let mut last_check = Local::now().naive_local();
        let wait = move || {
            loop {
                std::thread::sleep(CHECK_EVERY);
                let now = Local::now().naive_local();
                if evening_began_between(last_check, now) {
                    has_come.store(true, Ordering::Release);
                    ctx.request_repaint();
                }
                last_check = now;
            }
        };
        // If there is no thread left, the goal is still offered on the first screen.
        let _ = std::thread::Builder::new().name("evening".into()).spawn(wait);
    }
}

impl Model {
    /// Starts watching for the evening, if the person wants a reminder.
    pub(super) fn start_daily_reminder(&mut self) {
        if self.preferences.settings.daily_reminder {
            self.daily_reminder.wait(&self.ctx);
        }
    }

    /// In the evening, shows the notification once the journal has answered what was done.
    pub(super) fn poll_daily_reminder(&mut self) {
        if self.daily_reminder.has_come.swap(false, Ordering::AcqRel)
            && self.preferences.settings.daily_reminder
        {
            // Another window may have written something since.
            self.query_journal();
            self.daily_reminder.is_owed = true;
        }
        if !self.recent.is_awaited() && std::mem::take(&mut self.daily_reminder.is_owed) {
            self.notify_of_goal();
        }
    }

    /// Never during a session or an attack.
    fn notify_of_goal(&self) {
        if self.session.is_some() || self.recent.goes_on(self.clock.now()) {
            return;
        }
        let moment = Moment::default();
        let context = OfferContext { moment: &moment, programme: None, ..self.offer_context() };
        let Some(offer) = offers::due(&self.library, &context, &self.preferences.settings.goals) else {
            return;
        };
        let mark = self.paths.as_ref().map(|paths| paths.cache.join("told-of-a-wish"));
        if mark.is_none_or(|mark| is_first_today(&mark, self.clock.today())) {
            let body = format!("{} Only if it suits you. Click to open Stillpoint.", offer.why);
            self.desktop.notify(Notice { title: offer.title, body });
        }
    }
}

/// Whether the evening began between two times, and is not over yet.
fn evening_began_between(last_check: NaiveDateTime, now: NaiveDateTime) -> bool {
    let begins = now.date().and_hms_opt(FROM_HOUR, 0, 0);
    begins.is_some_and(|begins| last_check < begins && begins <= now) && now.hour() < UNTIL_HOUR
}

/// More bytes no date has.
const MOST_BYTES: u64 = 100;

/// Whether this is the first reminder of the day, in whichever window. Marks the day as used.
fn is_first_today(path: &Path, today: NaiveDate) -> bool {
    let today = today.to_string();
    if read_plain(path, MOST_BYTES).is_ok_and(|mark| mark == today.as_bytes()) {
        return false;
    }
    // If the mark cannot be written, every window shows its own.
    let _ = WriteOptions::private().make_private_folder().unsynced().write(path, today.as_bytes());
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_evening_comes_once_a_day_and_not_late_at_night() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        for (last_check, now, expected) in [
            ("2026-03-03T18:58:00", "2026-03-03T19:03:00", true),
            ("2026-03-03T18:55:00", "2026-03-03T19:00:00", true),
            ("2026-03-03T19:00:00", "2026-03-03T19:05:00", false),
            ("2026-03-03T09:00:00", "2026-03-03T09:05:00", false),
            ("2026-03-02T23:00:00", "2026-03-03T20:59:00", true),
            ("2026-03-02T23:00:00", "2026-03-03T21:00:00", false),
            ("2026-03-03T17:00:00", "2026-03-04T06:00:00", false),
            ("2026-03-03T19:30:00", "2026-03-03T18:30:00", false),
        ] {
            assert_eq!(evening_began_between(at(last_check), at(now)), expected, "{last_check}, {now}");
        }
    }

    #[test]
    fn on_one_day_only_one_window_tells() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("told");
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let mark: Vec<bool> = [3, 3, 4, 4].map(|number| is_first_today(&path, day(number))).into();
        assert_eq!(mark, [true, false, true, false]);
    }
}
