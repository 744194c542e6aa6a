//! On which days something was.
//!
//! A day is that of the place where the person was: an instant carries the offset of its own clock, and its date there is
//! its day for ever, wherever and whenever it is looked at. Everything that counts by days counts by these.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, Utc};

/// More than any place is away from UTC: 14 hours are the most.
const FURTHEST: u64 = 1;

/// The day of an instant.
#[must_use]
pub fn day_of(at: DateTime<FixedOffset>) -> NaiveDate {
    at.date_naive()
}

/// The days of what lasted, each end by the clock of its own place. Never none: somebody who flies around the earth can end
/// something on an earlier date than that on which it began.
pub fn days_between(
    began: DateTime<FixedOffset>,
    ended: DateTime<FixedOffset>,
) -> impl Iterator<Item = NaiveDate> + use<> {
    let (first, last) = (day_of(began), day_of(ended));
    first.iter_days().take_while(move |day| *day == first || *day <= last)
}

/// The instants between which everything of these days lies, wherever on earth it was. What lies in it need not be of these
/// days: [`day_of`] and [`days_between`] decide.
#[must_use]
pub fn instants_of(first: NaiveDate, last: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let midnight = |day: NaiveDate| day.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc();
    (
        midnight(first.checked_sub_days(Days::new(FURTHEST)).unwrap_or(NaiveDate::MIN)),
        midnight(last.checked_add_days(Days::new(1 + FURTHEST)).unwrap_or(NaiveDate::MAX)),
    )
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _};
    use chrono_tz::Tz;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[track_caller]
    fn check(began: &str, ended: &str, expected: &[&str]) {
        let days: Vec<String> = days_between(at(began), at(ended)).map(|day| day.to_string()).collect();
        assert_eq!(days, expected, "{began} to {ended}");
    }

    #[test]
    fn a_change_of_the_clocks_adds_no_day_and_takes_none() {
        check("2026-10-24T20:00:00+02:00", "2026-10-25T23:30:00+01:00", &["2026-10-24", "2026-10-25"]);
        check(
            "2026-03-28T20:00:00+01:00",
            "2026-03-30T00:30:00+02:00",
            &["2026-03-28", "2026-03-29", "2026-03-30"],
        );
    }

    #[test]
    fn a_traveller_has_the_days_of_the_places() {
        // Over the date line: begun on the 6th in Tokyo, over on the 5th in Los Angeles.
        check("2026-11-06T09:00:00+09:00", "2026-11-05T20:00:00-08:00", &["2026-11-06"]);
        check(
            "2026-11-05T20:00:00-08:00",
            "2026-11-07T01:00:00+09:00",
            &["2026-11-05", "2026-11-06", "2026-11-07"],
        );
    }

    const ZONES: [Tz; 6] = [
        Tz::Europe__Berlin,
        Tz::America__Los_Angeles,
        Tz::Asia__Tokyo,
        Tz::Pacific__Kiritimati,
        Tz::Pacific__Pago_Pago,
        // Its summer time is half an hour.
        Tz::Australia__Lord_Howe,
    ];

    fn anywhere() -> impl Strategy<Value = DateTime<FixedOffset>> {
        // The years 2020 to 2030, to the minute.
        (0..ZONES.len(), 0_i64..5_786_000).prop_map(|(zone, minutes)| {
            let utc = Utc.timestamp_opt(1_577_836_800 + minutes * 60, 0).unwrap();
            utc.with_timezone(&ZONES[zone]).fixed_offset()
        })
    }

    proptest! {
        #[test]
        fn days_follow_one_another_and_begin_with_the_first(began in anywhere(), minutes in 0_i64..10_000, zone in 0..ZONES.len()) {
            let ended = (began + TimeDelta::minutes(minutes)).with_timezone(&ZONES[zone]).fixed_offset();
            let days: Vec<NaiveDate> = days_between(began, ended).collect();
            prop_assert_eq!(days[0], day_of(began));
            prop_assert!(days.windows(2).all(|pair| pair[0].succ_opt() == Some(pair[1])));
            // No more than the hours and the widest flight allow.
            prop_assert!(i64::try_from(days.len()).unwrap() <= minutes / 1440 + 4);
        }

        #[test]
        fn what_is_of_a_day_lies_within_its_instants(moment in anywhere()) {
            let (from, to) = instants_of(day_of(moment), day_of(moment));
            prop_assert!((from..to).contains(&moment.to_utc()));
        }
    }
}
