//! The guard over nights, changes of the clock, and any order of sessions.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::ron_reader::Vocabulary as _;
use crate::routine::technique::Techniques;
use crate::routine::validate::Role;
use crate::routine::{read, validate};
use crate::safety::{SafeRoutine, review};

fn routine(steps: &str) -> SafeRoutine {
    let text = format!("(format: 1, title: \"T\", kind: Mixed, evidence: Traditional, steps: [{steps}])");
    let (valid, _) = validate("test", read(&text).0.unwrap(), Role::Routine, &Techniques::default());
    review(valid.unwrap()).unwrap()
}

fn pack(pack: &str, site: &str) -> SafeRoutine {
    routine(&format!("Compress(pack: {pack}, site: {site}, lasts: \"10m\")"))
}

fn at(time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(time).unwrap()
}

fn had(pack: CompressKind, site: Site, from: &str, mins: u64) -> Applied {
    Applied { pack, site, from: at(from), lasted: ExactDuration::from_mins(mins) }
}

/// `None` if it is allowed at `now`, else when it is.
#[track_caller]
fn check(routine: &SafeRoutine, applied: &[Applied], now: &str, expected: Option<&str>) {
    let history = History { applied: applied.to_vec(), massaged: Vec::new() };
    let steps = &routine.routine().steps;
    let answer = guard(steps, &history, at(now));
    let when = match &answer {
        Guarded::Allowed => None,
        Guarded::NotBefore { at, .. } => Some(*at),
    };
    assert_eq!(when, expected.map(at), "{answer:?}");
}

#[test]
fn the_same_skin_rests_for_two_hours() {
    let once = [had(CompressKind::Cold, Site::Forehead, "2026-03-10T14:00:00+01:00", 15)];
    check(&pack("Cold", "Forehead"), &once, "2026-03-10T15:00:00+01:00", Some("2026-03-10T16:15:00+01:00"));
    check(&pack("Cold", "Temples"), &once, "2026-03-10T15:00:00+01:00", Some("2026-03-10T16:15:00+01:00"));
    check(&pack("Cold", "Forehead"), &once, "2026-03-10T16:15:00+01:00", None);
    check(&pack("Cold", "NeckBack"), &once, "2026-03-10T14:16:00+01:00", None);
    check(&pack("Warm", "Shoulders"), &once, "2026-03-10T14:16:00+01:00", None);
}

#[test]
fn each_pack_that_rests_is_told_where_it_lay_last() {
    let applied = [
        had(CompressKind::Cold, Site::Temples, "2026-03-10T11:00:00+01:00", 15),
        had(CompressKind::Cold, Site::Forehead, "2026-03-10T14:00:00+01:00", 15),
        had(CompressKind::Warm, Site::Shoulders, "2026-03-10T14:30:00+01:00", 15),
    ];
    let history = History { applied: applied.to_vec(), massaged: Vec::new() };
    let rests = |now| {
        let rests = pack_rests(&history, at(now));
        rests.into_iter().map(|rest| (rest.pack, rest.site, rest.until)).collect::<Vec<_>>()
    };
    let cold = (CompressKind::Cold, Site::Forehead, at("2026-03-10T16:15:00+01:00"));
    assert!(rests("2026-03-10T14:50:00+01:00").contains(&cold));
    assert_eq!(rests("2026-03-10T14:50:00+01:00").len(), 2);
    assert_eq!(rests("2026-03-10T23:50:00+01:00"), []);
    // What is told is what the gate says.
    check(
        &pack("Cold", "Forehead"),
        &applied,
        "2026-03-10T14:50:00+01:00",
        Some("2026-03-10T16:15:00+01:00"),
    );
}

#[test]
fn warmth_after_cold_waits_as_well() {
    let once = [had(CompressKind::Cold, Site::NeckBack, "2026-03-10T14:00:00+01:00", 10)];
    check(&pack("Warm", "NeckBack"), &once, "2026-03-10T14:30:00+01:00", Some("2026-03-10T16:10:00+01:00"));
}

#[test]
fn a_rest_goes_on_over_midnight_and_over_summer_time() {
    let late = [had(CompressKind::Warm, Site::Shoulders, "2026-03-28T23:30:00+01:00", 15)];
    check(&pack("Warm", "Shoulders"), &late, "2026-03-29T00:30:00+01:00", Some("2026-03-29T01:45:00+01:00"));
    // At two the clocks go on to three: 3:10 is 25 minutes after 1:45.
    check(&pack("Warm", "Shoulders"), &late, "2026-03-29T03:10:00+02:00", None);
    // In autumn three becomes two again: the second half past two is an hour after the first.
    let autumn = [had(CompressKind::Warm, Site::Shoulders, "2026-10-25T02:30:00+02:00", 15)];
    let seen = "2026-10-25T02:50:00+01:00";
    check(&pack("Warm", "Shoulders"), &autumn, seen, Some("2026-10-25T03:45:00+01:00"));
}

/// A pack that lay for so many seconds, until three o'clock: when the next may be.
#[track_caller]
fn rests(secs: u64, expected: Option<&str>) {
    let lasted = ExactDuration::from_secs(secs);
    let until = at("2026-03-10T15:00:00Z");
    let from = until - TimeDelta::seconds(i64::try_from(secs).unwrap());
    let once = [Applied { pack: CompressKind::Cold, site: Site::Crown, from, lasted }];
    check(&pack("Cold", "Crown"), &once, "2026-03-10T15:00:00Z", expected);
}

#[test]
fn a_short_contact_starts_a_short_rest_or_none() {
    rests(2, None);
    rests(59, None);
    rests(60, Some("2026-03-10T15:20:00Z"));
    rests(100, Some("2026-03-10T15:20:00Z"));
    rests(150, Some("2026-03-10T15:30:00Z"));
    rests(300, Some("2026-03-10T16:00:00Z"));
    rests(599, Some("2026-03-10T16:59:48Z"));
    rests(600, Some("2026-03-10T17:00:00Z"));
    rests(1200, Some("2026-03-10T17:00:00Z"));
}

#[test]
fn short_contacts_one_after_the_other_are_one() {
    let part = |from: &str| Applied {
        pack: CompressKind::Cold,
        site: Site::Forehead,
        from: at(from),
        lasted: ExactDuration::from_secs(50),
    };
    let parts = [part("2026-03-10T14:00:00Z"), part("2026-03-10T14:05:00Z")];
    check(&pack("Cold", "Forehead"), &parts[..1], "2026-03-10T14:06:00Z", None);
    check(&pack("Cold", "Forehead"), &parts, "2026-03-10T14:06:00Z", Some("2026-03-10T14:25:50Z"));
}

#[test]
fn a_few_seconds_are_none_of_the_times_in_a_day() {
    let many: Vec<Applied> = ["08", "10", "12", "13"]
        .map(|hour| Applied {
            pack: CompressKind::Cold,
            site: Site::Crown,
            from: at(&format!("2026-03-10T{hour}:00:00Z")),
            lasted: ExactDuration::from_secs(30),
        })
        .into();
    check(&pack("Cold", "Crown"), &many, "2026-03-10T15:00:00Z", None);
}

#[test]
fn a_day_is_any_24_hours() {
    let four: Vec<Applied> = ["13:00", "16:00", "19:00", "22:00"]
        .map(|time| had(CompressKind::Cold, Site::Crown, &format!("2026-03-10T{time}:00Z"), 10))
        .into();
    check(&pack("Cold", "Crown"), &four, "2026-03-11T00:30:00Z", Some("2026-03-11T13:00:00Z"));
    check(&pack("Cold", "Crown"), &four, "2026-03-11T13:00:00Z", None);
    let three = &four[..3];
    check(&pack("Cold", "Crown"), three, "2026-03-11T00:30:00Z", None);
    let warm: Vec<Applied> = four
        .iter()
        .map(|one| Applied { pack: CompressKind::Warm, site: Site::UpperBack, ..one.clone() })
        .collect();
    check(&pack("Warm", "Shoulders"), &warm[..3], "2026-03-11T00:30:00Z", Some("2026-03-11T13:00:00Z"));
}

#[test]
fn warm_and_cold_in_turn_are_for_once_a_day() {
    let contrast = routine("Contrast(site: Shoulders, warm: \"3m\", cold: \"1m\", rounds: 4)");
    let parts = [
        had(CompressKind::Warm, Site::Shoulders, "2026-03-10T09:00:00Z", 3),
        had(CompressKind::Cold, Site::Shoulders, "2026-03-10T09:03:00Z", 1),
    ];
    check(&contrast, &parts, "2026-03-10T20:00:00Z", Some("2026-03-11T09:00:00Z"));
    check(&pack("Warm", "Shoulders"), &parts, "2026-03-10T20:00:00Z", None);
}

#[test]
fn what_the_clock_puts_into_the_future_counts_as_just_now() {
    let ahead = [had(CompressKind::Cold, Site::Forehead, "2026-03-12T14:00:00Z", 15)];
    check(&pack("Cold", "Forehead"), &ahead, "2026-03-10T15:00:00Z", Some("2026-03-10T17:00:00Z"));
}

#[test]
fn massage_adds_up_to_twenty_minutes_in_a_day() {
    let steps =
        |mins: u64| routine(&format!("Guide(site: Thighs, motion: Stroke, spots: 12, lasts: \"{mins}m\"),"));
    let session =
        |until: &str, mins: u64| Massaged { until: at(until), hands_on: ExactDuration::from_mins(mins) };
    let check = |planned: u64, before: &[Massaged], now: &str, expected: Option<&str>| {
        let history = History { applied: Vec::new(), massaged: before.to_vec() };
        let when = match guard(&steps(planned).routine().steps, &history, at(now)) {
            Guarded::Allowed => None,
            Guarded::NotBefore { at, .. } => Some(at),
        };
        assert_eq!(when, expected.map(at), "{planned} minutes at {now}");
    };
    let morning = [session("2026-03-10T08:00:00Z", 9)];
    check(9, &morning, "2026-03-10T20:00:00Z", None);
    check(12, &morning, "2026-03-10T20:00:00Z", Some("2026-03-11T08:00:00Z"));
    let full = [session("2026-03-10T08:00:00Z", 10)];
    check(10, &full, "2026-03-10T20:00:00Z", Some("2026-03-11T08:00:00Z"));
    check(9, &full, "2026-03-10T20:00:00Z", None);
    let twice = [session("2026-03-10T08:00:00Z", 9), session("2026-03-10T18:00:00Z", 9)];
    check(5, &twice, "2026-03-10T20:00:00Z", Some("2026-03-11T08:00:00Z"));
    check(5, &[session("2026-03-12T08:00:00Z", 18)], "2026-03-10T20:00:00Z", Some("2026-03-11T20:00:00Z"));
}

#[test]
fn the_sentence_says_how_long_it_is() {
    let history = History {
        applied: vec![had(CompressKind::Cold, Site::Forehead, "2026-03-10T14:00:00Z", 15)],
        massaged: Vec::new(),
    };
    let answer = guard(&pack("Cold", "Forehead").routine().steps, &history, at("2026-03-10T14:40:20Z"));
    let Guarded::NotBefore { sentence, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(sentence, "You can cool the forehead again in 1 hour 35 minutes.");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    /// Somebody tries again and again, while the clock is set back and the zone changes: what is really done keeps the
    /// rests and the numbers.
    #[test]
    fn no_order_of_sessions_passes_a_limit(
        tries in proptest::collection::vec(
            (select(vec!["Forehead", "Temples"]), 1..400_i64, 1..=15_u64, 0..4_i64, -12..=12_i32),
            1..40,
        ),
    ) {
        let start = at("2026-03-28T20:00:00Z");
        let (mut real, mut set_back) = (start, TimeDelta::zero());
        let mut history = History::default();
        let mut really: Vec<(DateTime<FixedOffset>, ExactDuration)> = Vec::new();
        for (site, mins, lasts, back, zone) in tries {
            real += TimeDelta::minutes(mins);
            // Rarely, and by as much as to yesterday.
            if back == 3 {
                set_back += TimeDelta::minutes(mins * 4);
            }
            let shown = (real - set_back).with_timezone(&FixedOffset::east_opt(zone * 3600).unwrap());
            match guard(&pack("Cold", site).routine().steps, &history, shown) {
                Guarded::NotBefore { at, .. } => prop_assert!(at > shown),
                Guarded::Allowed => {
                    let lasted = ExactDuration::from_mins(lasts);
                    let site = if site == "Forehead" { Site::Forehead } else { Site::Temples };
                    history.applied.push(Applied { pack: CompressKind::Cold, site, from: shown, lasted });
                    really.push((real, lasted));
                    real += TimeDelta::minutes(i64::try_from(lasts).unwrap());
                }
            }
        }
        for pair in really.windows(2) {
            let mins = i64::try_from(pair[0].1.whole_secs() / 60).unwrap();
            let rest = TimeDelta::minutes((mins * 12).clamp(20, 120));
            prop_assert!(pair[1].0 - later(pair[0].0, pair[0].1) >= rest, "{really:?}");
        }
        for five in really.windows(5) {
            prop_assert!(five[4].0 - five[0].0 >= TimeDelta::hours(24), "{really:?}");
        }
    }

    /// What is not allowed is allowed at the named time, and not a moment before.
    #[test]
    fn the_named_time_is_the_first(
        before in proptest::collection::vec((select(Site::ALL), any::<bool>(), 0..3_000_i64, 1..=20_u64), 0..12),
        massaged in proptest::collection::vec((0..3_000_i64, 1..=20_u64), 0..5),
        site in select(vec!["NeckBack", "Shoulders", "UpperBack"]),
    ) {
        let now = at("2026-03-29T01:30:00+01:00");
        let ago = |mins: i64| now - TimeDelta::minutes(mins);
        let history = History {
            applied: before
                .into_iter()
                .map(|(site, cold, mins, lasts)| Applied {
                    pack: if cold { CompressKind::Cold } else { CompressKind::Warm },
                    site,
                    from: ago(mins),
                    lasted: ExactDuration::from_mins(lasts),
                })
                .collect(),
            massaged: massaged
                .into_iter()
                .map(|(mins, lasts)| Massaged { until: ago(mins), hands_on: ExactDuration::from_mins(lasts) })
                .collect(),
        };
        let routine = routine(&format!(
            "Contrast(site: {site}, warm: \"3m\", cold: \"1m\", rounds: 4), Guide(site: Thighs, motion: Stroke, spots: 12, lasts: \"11m\")"
        ));
        let steps = &routine.routine().steps;
        if let Guarded::NotBefore { at, .. } = guard(steps, &history, now) {
            prop_assert_eq!(guard(steps, &history, at), Guarded::Allowed);
            let just_before = at - TimeDelta::seconds(1);
            if just_before >= now {
                prop_assert_ne!(guard(steps, &history, just_before), Guarded::Allowed);
            }
        }
    }
}
