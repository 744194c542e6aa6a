//! Red flags, the questions about the person, and what stands between a plan and its start.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, Local, TimeDelta};

use super::super::about_me;
use super::{Page, Window};
use crate::journal::{Applied as Laid, Record};
use crate::library::Library;
use crate::ron_reader::Vocabulary as _;
use crate::routine::{CompressKind, Site};
use crate::safety::{self, Answer, Applied, Condition, Guarded, History, Massaged, Source, guard};
use crate::time::ExactDuration;
use crate::timeline::Plan;

/// The guard looks back this far: a day, and a night for a session that lasted across it.
const GUARDED: TimeDelta = TimeDelta::hours(48);
/// How long a start waits for the journal: a disk that hangs longer does not hold anybody up.
const JOURNAL_WITHIN: Duration = Duration::from_millis(500);

impl Window {
    /// The signs that no routine is for.
    pub(super) fn show_danger(&mut self) {
        self.page = Page::Danger(self.preferences.settings.emergency_number.clone());
    }

    /// An answer to the question whether this is like the usual attacks: no, or not sure, blocks every start today.
    pub(super) fn say_like_usual(&mut self, is_usual: bool) {
        self.is_unusual = !is_usual;
        if is_usual {
            self.keep_number();
            self.preferences.settings.red_flags_seen = true;
            self.keep_settings();
            self.leave();
        } else {
            self.show_danger();
        }
    }

    /// Keeps the number that was typed on the page of signs.
    pub(super) fn keep_number(&mut self) {
        if let Page::Danger(number) = &self.page
            && *number != self.preferences.settings.emergency_number
        {
            self.preferences.settings.emergency_number = number.trim().to_owned();
            self.keep_settings();
        }
    }

    pub(super) fn answer(&mut self, condition: Condition, answer: Option<Answer>) {
        self.profile.set(condition, answer);
        let path = self.paths.as_ref().map(crate::paths::Paths::about_me);
        self.remark = path.and_then(|path| about_me::store(&path, &self.profile).err());
    }

    /// What was done in the last two days, asked of the journal now, so that another window or a terminal counts too.
    pub(super) fn history(&self) -> History {
        let now = Local::now();
        let asked = self.service.applied_since(now.to_utc() - GUARDED, now.to_utc());
        let laid = asked.recv_timeout(JOURNAL_WITHIN).ok().and_then(Result::ok).unwrap_or_default();
        let recent = now.fixed_offset() - GUARDED;
        let massaged = self.recent.records().iter().filter(|record| record.started >= recent);
        History {
            applied: laid.iter().filter_map(applied).collect(),
            massaged: massaged.filter_map(|record| massage(record, &self.library)).collect(),
        }
    }

    /// Why a plan may not be begun now, as one sentence; nothing if it may.
    pub(super) fn hindrance(&self, plan: &Plan) -> Option<String> {
        match guard(plan.steps(), &self.history(), Local::now().fixed_offset()) {
            Guarded::Allowed => None,
            Guarded::NotBefore { sentence, why, at, .. } => {
                Some(format!("{sentence} That is at {}. {why}", clock(at)))
            }
        }
    }
}

fn clock(at: DateTime<FixedOffset>) -> String {
    at.format("%H:%M").to_string()
}

fn applied(laid: &Laid) -> Option<Applied> {
    let (pack, site) = (*CompressKind::named(&laid.pack)?, *Site::named(&laid.site)?);
    Some(Applied { pack, site, from: laid.from, lasted: laid.lasted })
}

/// How long hands worked on the skin in an earlier session: the share of its routine that was done. Of a routine that
/// is no longer there, all that was done of a massage counts.
fn massage(record: &Record, library: &Library) -> Option<Massaged> {
    let routine = library.find(&record.routine).and_then(|entry| entry.routine.as_ref());
    let hands_on = match routine {
        Some(routine) => {
            let whole = safety::hands_on(&routine.routine().steps);
            whole.scaled(record.done.min(record.planned), record.planned.max(ExactDuration::from_secs(1)))
        }
        None if record.kind == "Massage" => record.done,
        None => ExactDuration::ZERO,
    };
    let until = record.ended.unwrap_or(record.started);
    (!hands_on.is_zero()).then_some(Massaged { until, hands_on })
}

/// Everything that the shipped routines name as what they rest on, each once.
pub(super) fn sources(library: &Library) -> Vec<String> {
    let entries = library.entries().iter().chain(library.techniques());
    let routines = entries.filter_map(|entry| entry.routine.as_ref());
    let mut sources: Vec<String> = routines
        .flat_map(|routine| routine.routine().sources.iter().map(|source| Source::named(&source.value)))
        .chain(safety::red_flags().emergency.signs.iter().map(|sign| sign.source.clone()))
        .filter(Source::can_be_looked_up)
        .map(|source| source.to_string())
        .collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}
