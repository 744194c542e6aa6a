//! The sessions around which medicine was taken.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use rusqlite::{Connection, named_params};

use crate::journal::summary::{Alike, MEDICINE_AROUND};

/// No session takes longer. It bounds which sessions can reach up to a dose.
const LONGEST_SESSION: TimeDelta = TimeDelta::hours(24);

/// The rowids of the sessions around which medicine for an attack was taken, whoever noted it: that of an attack, or of
/// any session. Each dose finds its few sessions by the index on their starts, so that years of sessions are not read.
pub(super) const SESSIONS_WITH_MEDICINE: &str = "
    SELECT DISTINCT session.rowid AS with_medicine
    FROM (
        SELECT unixepoch(taken) * 1000 AS taken_unix_millis FROM medicine
        WHERE class IS NOT 'preventive'
            AND NOT EXISTS (SELECT 1 FROM session WHERE id = entry AND deleted_unix_millis IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM attack WHERE id = entry AND deleted_unix_millis IS NOT NULL)
    ) CROSS JOIN session INDEXED BY session_started
        ON started_unix_millis BETWEEN taken_unix_millis - :around - :longest AND taken_unix_millis + :around
            AND max(over_unix_millis, started_unix_millis) >= taken_unix_millis - :around
    WHERE deleted_unix_millis IS NULL";

/// The numbers that [`SESSIONS_WITH_MEDICINE`] needs, in milliseconds: `:around` and `:longest`.
pub(super) const fn around() -> (i64, i64) {
    (MEDICINE_AROUND.num_milliseconds(), LONGEST_SESSION.num_milliseconds())
}

/// Counts in each group the sessions around which medicine was taken.
pub(super) fn count_around(connection: &Connection, alike: &mut [Alike]) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT routine, phase, pain_before, pain_after, count(*)
         FROM ({SESSIONS_WITH_MEDICINE}) CROSS JOIN session ON session.rowid = with_medicine
         GROUP BY 1, 2, 3, 4"
    ))?;
    let (around, longest) = around();
    let counts = statement.query_map(named_params! { ":around": around, ":longest": longest }, |row| {
        let key: (String, Option<String>, Option<u8>, Option<u8>) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((key, row.get(4)?))
    })?;
    let counts: BTreeMap<_, u32> = counts.collect::<Result<_, _>>()?;
    for group in alike {
        let key = (group.routine.clone(), group.phase.clone(), group.before, group.after);
        group.with_medicine = counts.get(&key).copied().unwrap_or(0);
    }
    Ok(())
}
