//! The self-experiment: for each attack, one of two routines is drawn at random and offered, so that the
//! comparison does not depend on when the person chose which.

use chrono::{DateTime, FixedOffset};

use super::FEWEST;
use super::difference::difference;
use super::interval::Interval;
use crate::goals::{Arm, Experiment};
use crate::journal::attack::{Attack, attack_at};

/// A session, reduced to what the comparison needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scored {
    /// When the session began.
    pub started: DateTime<FixedOffset>,
    /// Pain before and after, if both are known.
    pub pain: Option<(u8, u8)>,
}

/// The results of an experiment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The number of attacks that were drawn for the first routine and answered.
    pub first: u32,
    /// The same for the second routine.
    pub second: u32,
    /// The difference between the changes of pain after the first and after the second routine, in points;
    /// below zero, pain fell more after the first. `None` until each has [`FEWEST`] answered attacks.
    pub difference: Option<Interval>,
}

impl Experiment {
    /// Compares by what was drawn, whatever was done then. Only the first session of each
    /// attack counts. Otherwise, attacks in which the person rejected the drawn routine would drop out, and
    /// those differ from the others.
    #[must_use]
    pub fn compare(&self, attacks: &[Attack], sessions: &[Scored]) -> Comparison {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for attack in attacks.iter().filter(|attack| attack.started >= self.since) {
            let of_attack = sessions
                .iter()
                .filter(|session| {
                    attack.holds(session.started)
                        && attack_at(attacks, session.started).is_some_and(|other| other.id == attack.id)
                })
                .min_by_key(|session| session.started);
            let Some((before, after)) = of_attack.and_then(|session| session.pain) else { continue };
            match self.draw(&attack.id) {
                Arm::First => &mut first,
                Arm::Second => &mut second,
            }
            .push(f64::from(after) - f64::from(before));
        }
        let count = |values: &Vec<f64>| u32::try_from(values.len()).unwrap_or(u32::MAX);
        let is_enough = count(&first).min(count(&second)) >= FEWEST;
        Comparison {
            first: count(&first),
            second: count(&second),
            difference: is_enough.then(|| difference(&first, &second)).flatten(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::store::tests_support::at;

    fn experiment() -> Experiment {
        Experiment {
            first: "cold-forehead".into(),
            second: "longer-exhale".into(),
            since: at("2026-01-01T00:00:00+00:00"),
        }
    }

    #[test]
    fn a_draw_stays_the_same_and_both_come_about_equally_often() {
        let experiment = experiment();
        let draws = (0..1000).map(|number| experiment.draw(&format!("20260101T000000{number:06}-1")));
        let first = draws.filter(|arm| *arm == Arm::First).count();
        assert!((440..=560).contains(&first), "{first}");
        assert_eq!(experiment.draw("a"), experiment.draw("a"));
    }

    #[test]
    fn the_first_session_of_each_attack_counts_for_what_was_drawn() {
        let experiment = experiment();
        let start = at("2026-02-01T08:00:00+01:00");
        let attack = |number: i64| Attack {
            id: format!("{number}"),
            started: start + chrono::TimeDelta::days(7 * number),
            ended: Some(start + chrono::TimeDelta::days(7 * number) + chrono::TimeDelta::hours(9)),
            ..Attack::default()
        };
        let attacks: Vec<Attack> = (-9..40).map(attack).collect();
        let mut sessions = Vec::new();
        for attack in &attacks {
            let session = |hours, pain| Scored {
                started: attack.started + chrono::TimeDelta::hours(hours),
                pain: Some(pain),
            };
            // After the first routine, pain falls by 4, after the second by 1; later sessions do not count.
            let after = if experiment.draw(&attack.id) == Arm::First { 3 } else { 6 };
            sessions.extend([session(1, (7, after)), session(3, (7, 9)), session(24, (7, 9))]);
        }
        let compared = experiment.compare(&attacks, &sessions);
        let counted = attacks.iter().filter(|attack| attack.started >= experiment.since).count();
        assert_eq!(usize::try_from(compared.first + compared.second).unwrap(), counted);
        assert_eq!(
            compared.difference.map(|values| (values.middle, values.low, values.high)),
            Some((-3.0, -3.0, -3.0))
        );
        let few = experiment.compare(&attacks[attacks.len() - 4..], &sessions);
        assert_eq!(few.difference, None);
    }
}
