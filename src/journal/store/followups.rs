//! Queries that the program makes by itself: what to offer again, what to ask the person, and what to guard
//! against.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::params;

use super::{Store, StoreError, rows};
use crate::journal::{Applied, Point, Record};

/// For how long an interrupted session is offered again. Our limit.
const OFFERED_FOR: TimeDelta = TimeDelta::hours(12);
/// No session takes longer.
const LONGEST_SESSION: TimeDelta = TimeDelta::hours(24);
/// If a clock is corrected by less than this, it was not wrong.
const CLOCK_SLACK_MILLIS: i64 = 60_000;

/// A follow-up question that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The session that it is about.
    pub record: Record,
    /// The point in time that it asks about.
    pub point: Point,
}

impl Store {
    /// The latest session that ended early without the person's doing, unless it was long ago, has been
    /// continued, or was dismissed.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn interrupted(&self, now: DateTime<Utc>) -> Result<Option<Record>, StoreError> {
        let from = (now - OFFERED_FOR).timestamp_millis();
        let found = rows::read(
            &self.connection,
            "SELECT * FROM session WHERE started_unix_millis > ?1 AND over_unix_millis > ?2
                 AND outcome IN ('interrupted', 'closed') AND let_go = 0 AND deleted_unix_millis IS NULL
                 AND position_millis > 0 AND position_millis < planned_millis
             ORDER BY started_unix_millis DESC, id DESC LIMIT 1",
            params![from - LONGEST_SESSION.num_milliseconds(), from],
        );
        Ok(found.map_err(|source| self.error(source))?.pop())
    }

    /// The sessions for which a follow-up question is due, the newest first. Questions that were answered or
    /// declined are left out.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn due_questions(&self, now: DateTime<Utc>) -> Result<Vec<Due>, StoreError> {
        let mut due = Vec::new();
        for point in Point::ALL {
            let (from, to) = point.asked_between();
            let records = rows::read(
                &self.connection,
                "SELECT * FROM session WHERE started_unix_millis > ?1 AND over_unix_millis BETWEEN ?2 AND ?3
                     AND outcome <> 'running' AND done_millis > 0 AND deleted_unix_millis IS NULL
                     AND NOT EXISTS (SELECT 1 FROM later WHERE session = id AND point = ?4)
                 ORDER BY started_unix_millis DESC, id DESC",
                params![
                    (now - to - LONGEST_SESSION).timestamp_millis(),
                    (now - to).timestamp_millis(),
                    (now - from).timestamp_millis(),
                    point.name(),
                ],
            );
            let records = records.map_err(|source| self.error(source))?;
            due.extend(records.into_iter().map(|record| Due { record, point }));
        }
        due.sort_by_key(|due| std::cmp::Reverse(due.record.started));
        Ok(due)
    }

    /// The packs that may have been on the skin since `since`, including those of deleted sessions, but without
    /// those of the session `excluded_session`, which must not count against itself.
    ///
    /// A wrong clock must not make packs seem long ago. A pack in the future, or before what the journal
    /// already knew at that time, was applied at an unknown time before the next session with a credible time.
    /// It counts as just before that session, or as now if there is none.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub fn applied_since(
        &self,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
        excluded_session: Option<&str>,
    ) -> Result<Vec<Applied>, StoreError> {
        let found = self.applied(
            since.timestamp_millis(),
            now.timestamp_millis(),
            excluded_session.unwrap_or_default(),
        );
        found.map_err(|source| self.error(source))
    }

    fn applied(&self, since: i64, now: i64, excluded_session: &str) -> rusqlite::Result<Vec<Applied>> {
        let mut statement = self.connection.prepare_cached(
            // Each half uses its index, so that of years of packs only the last days are read.
            "SELECT pack, site, from_time, from_unix_millis, lasted_millis, seen_unix_millis, session.rowid AS entry,
                 position
             FROM applied INDEXED BY applied_from CROSS JOIN session ON session.id = applied.session
             WHERE from_unix_millis >= ?4 AND from_unix_millis + lasted_millis >= ?1 AND session.id <> ?5
             UNION
             SELECT pack, site, from_time, from_unix_millis, lasted_millis, seen_unix_millis, session.rowid, position
             FROM session INDEXED BY session_behind CROSS JOIN applied ON applied.session = session.id
             WHERE seen_unix_millis > started_unix_millis AND seen_unix_millis BETWEEN from_unix_millis + ?2 AND ?3
                 AND session.id <> ?5
             ORDER BY entry, position",
        )?;
        let mut next = self.connection.prepare_cached(
            "SELECT min(started_unix_millis) FROM session
             WHERE rowid > ?1 AND seen_unix_millis IS NOT NULL AND started_unix_millis BETWEEN ?2 AND ?3",
        )?;
        let mut found = Vec::new();
        let earliest = since - LONGEST_SESSION.num_milliseconds();
        let mut rows =
            statement.query(params![since, CLOCK_SLACK_MILLIS, now, earliest, excluded_session])?;
        while let Some(row) = rows.next()? {
            let mut applied = rows::applied_of(row)?;
            let (from, lasted): (i64, i64) = (row.get(3)?, row.get(4)?);
            let (seen, order): (Option<i64>, i64) = (row.get(5)?, row.get(6)?);
            let is_ahead = from > now;
            let is_behind = seen.is_some_and(|seen| seen >= from + CLOCK_SLACK_MILLIS && seen <= now);
            if is_ahead || is_behind {
                let earliest = seen.filter(|_| is_behind).unwrap_or(i64::MIN);
                let next: Option<i64> = next.query_row(params![order, earliest, now], |row| row.get(0))?;
                let latest = next.unwrap_or(now);
                if latest.saturating_add(lasted) < since {
                    continue;
                }
                applied.from = rows::at_millis(latest).with_timezone(&applied.from.timezone());
            }
            found.push(applied);
        }
        Ok(found)
    }
}
