//! A notice in the evening of a routine that is wished for so often a week, for those who want one: at most one a day,
//! only while the program runs, and without a word of what was not done.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{Local, NaiveDate, NaiveDateTime, Timelike as _};
use eframe::egui;

use super::desktop::Notice;
use super::model::Model;
use crate::offers::{self, Asked};
use crate::safety::Moment;
use crate::storage::{WriteOptions, read_plain};

/// Between these hours it is shown, by the person's own clock: when the calendar has planned sessions, and not so late
/// that it keeps anybody awake. Our limit.
const FROM: u32 = 19;
const UNTIL: u32 = 21;
/// So often it is looked whether it is evening: a machine that sleeps does not count how long.
const LOOK_EVERY: Duration = Duration::from_mins(5);

/// Waits for the evening.
#[derive(Default)]
pub(super) struct DailyReminder {
    is_waiting: bool,
    has_come: Arc<AtomicBool>,
    /// Whether a notice is owed as soon as the journal has said what was done.
    is_owed: bool,
}

impl DailyReminder {
    fn wait(&mut self, ctx: &egui::Context) {
        if std::mem::replace(&mut self.is_waiting, true) {
            return;
        }
        let (ctx, has_come) = (ctx.clone(), Arc::clone(&self.has_come));
        let mut looked = Local::now().naive_local();
        let wait = move || {
            loop {
                std::thread::sleep(LOOK_EVERY);
                let now = Local::now().naive_local();
                if comes_between(looked, now) {
                    has_come.store(true, Ordering::Release);
                    ctx.request_repaint();
                }
                looked = now;
            }
        };
        // Without a thread the first screen offers it all the same.
        let _ = std::thread::Builder::new().name("evening".into()).spawn(wait);
    }
}

impl Model {
    /// Waits for the evening, if a notice is wanted then.
    pub(super) fn wait_for_evening(&mut self) {
        if self.preferences.settings.tell_of_wishes {
            self.daily_reminder.wait(&self.ctx);
        }
    }

    /// In the evening, shows the notice once the journal has said what was done.
    pub(super) fn poll_evening(&mut self) {
        if self.daily_reminder.has_come.swap(false, Ordering::AcqRel)
            && self.preferences.settings.tell_of_wishes
        {
            // Another window may have done something since.
            self.look_at_journal();
            self.daily_reminder.is_owed = true;
        }
        if !self.recent.is_awaited() && std::mem::take(&mut self.daily_reminder.is_owed) {
            self.notify_of_goal();
        }
    }

    /// Not in a session or an attack: nobody is to be told then.
    fn notify_of_goal(&self) {
        if self.session.is_some() || self.recent.attack.is_some() {
            return;
        }
        let moment = Moment::default();
        let asked = Asked { moment: &moment, programme: None, ..self.asked() };
        let Some(offer) = offers::due(&self.library, &asked, &self.preferences.settings.goals) else {
            return;
        };
        let told = self.paths.as_ref().map(|paths| paths.cache.join("told-of-a-wish"));
        if told.is_none_or(|told| is_first_of_day(&told, self.clock.today())) {
            let body = format!("{} Only if it suits you; a click opens Stillpoint.", offer.why);
            self.desktop.notify(Notice { title: offer.title, body });
        }
    }
}

/// Whether the evening has come since it was looked last, and is not over.
fn comes_between(looked: NaiveDateTime, now: NaiveDateTime) -> bool {
    let begins = now.date().and_hms_opt(FROM, 0, 0);
    begins.is_some_and(|begins| looked < begins && begins <= now) && now.hour() < UNTIL
}

/// More bytes no date has.
const MOST_BYTES: u64 = 100;

/// Whether nobody was told on this day, from whatever window; from now on somebody was.
fn is_first_of_day(path: &Path, today: NaiveDate) -> bool {
    let today = today.to_string();
    if read_plain(path, MOST_BYTES).is_ok_and(|told| told == today.as_bytes()) {
        return false;
    }
    // Where it cannot be kept, each window tells once.
    let _ = WriteOptions::private().make_private_folder().unsynced().write(path, today.as_bytes());
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_evening_comes_once_a_day_and_not_late_at_night() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        for (looked, now, expected) in [
            ("2026-03-03T18:58:00", "2026-03-03T19:03:00", true),
            ("2026-03-03T18:55:00", "2026-03-03T19:00:00", true),
            ("2026-03-03T19:00:00", "2026-03-03T19:05:00", false),
            ("2026-03-03T09:00:00", "2026-03-03T09:05:00", false),
            ("2026-03-02T23:00:00", "2026-03-03T20:59:00", true),
            ("2026-03-02T23:00:00", "2026-03-03T21:00:00", false),
            ("2026-03-03T17:00:00", "2026-03-04T06:00:00", false),
            ("2026-03-03T19:30:00", "2026-03-03T18:30:00", false),
        ] {
            assert_eq!(comes_between(at(looked), at(now)), expected, "{looked}, {now}");
        }
    }

    #[test]
    fn on_one_day_only_one_window_tells() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("told");
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let told: Vec<bool> = [3, 3, 4, 4].map(|of| is_first_of_day(&path, day(of))).into();
        assert_eq!(told, [true, false, true, false]);
    }
}
