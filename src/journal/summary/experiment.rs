//! The self-experiment: for each attack, one of two routines is drawn at random and offered, so that the
//! comparison does not depend on when the person chose which.

use chrono::{DateTime, FixedOffset};
use statrs::distribution::{ContinuousCDF as _, Normal};

use super::FEWEST;
use super::interval::{Interval, MISSES};
use crate::goals::{Arm, Experiment};
use crate::journal::attack::{Attack, attack_at};

/// Up to this many draws on each side, the exact distribution is computed; beyond, the normal approximation is
/// as good.
const COUNTED_UP_TO: usize = 50;

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

/// The median of all pairwise differences (Hodges and Lehmann), with the interval of the Mann-Whitney test:
/// exact without ties, and conservative with them.
fn difference(first: &[f64], second: &[f64]) -> Option<Interval> {
    let mut all: Vec<f64> =
        first.iter().flat_map(|one| second.iter().map(move |other| one - other)).collect();
    all.sort_by(f64::total_cmp);
    let count = all.len();
    let (rank, holds) = rank(first.len(), second.len())?;
    let at = |rank: usize| all.get(rank.checked_sub(1)?).copied();
    let middle = f64::midpoint(at(count.div_ceil(2))?, at(count / 2 + 1)?);
    Some(Interval { middle, low: at(rank)?, high: at(count + 1 - rank)?, holds })
}

/// The rank, from either end of all differences, at which the interval begins, and its coverage.
fn rank(first: usize, second: usize) -> Option<(usize, f64)> {
    if first.max(second) > COUNTED_UP_TO {
        return rank_of_many(first, second);
    }
    let ways = ways(first, second);
    let all: f64 = ways.iter().sum();
    let mut below = 0.0;
    for (u, count) in ways.iter().enumerate() {
        if 2.0 * (below + count) / all > MISSES {
            // Rank 0 would be an interval beyond all differences: too few values for any statement.
            return (u > 0).then_some((u, 1.0 - 2.0 * below / all));
        }
        below += count;
    }
    None
}

/// The number of ways in which the test statistic can have each value: the coefficients of the Gaussian
/// binomial.
#[allow(clippy::cast_precision_loss)] // Only their ratios matter.
fn ways(first: usize, second: usize) -> Vec<f64> {
    let highest = first * second;
    let mut ways = vec![0_i128; highest + 1];
    ways[0] = 1;
    for factor in 1..=first {
        for value in (second + factor..=highest).rev() {
            ways[value] -= ways[value - second - factor];
        }
        for value in factor..=highest {
            ways[value] += ways[value - factor];
        }
    }
    ways.into_iter().map(|count| count as f64).collect()
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Thousands at most.
fn rank_of_many(first: usize, second: usize) -> Option<(usize, f64)> {
    let (m, n) = (first as f64, second as f64);
    let spread = (m * n * (m + n + 1.0) / 12.0).sqrt();
    let usual = Normal::standard();
    let rank = (m * n / 2.0 + usual.inverse_cdf(MISSES / 2.0) * spread).floor();
    let holds = 1.0 - 2.0 * usual.cdf((rank - 0.5 - m * n / 2.0) / spread);
    (rank >= 1.0).then_some((rank as usize, holds))
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

    /// Computed in Python with integers for both sizes; the rank equals R's `qwilcox(0.025, m, n)`.
    #[test]
    fn ranks_are_those_of_the_exact_distribution() {
        for (first, second, expected, holds) in [
            (4, 4, 1, 0.971_429),
            (5, 5, 3, 0.968_254),
            (5, 6, 4, 0.969_697),
            (6, 6, 6, 0.958_874),
            (8, 8, 14, 0.950_117),
            (10, 10, 24, 0.956_743),
            (7, 12, 19, 0.955_069),
            (20, 20, 128, 0.950_91),
            (12, 30, 110, 0.951_31),
        ] {
            let (found, found_holds) = rank(first, second).unwrap();
            assert_eq!(found, expected, "{first}, {second}");
            assert!((found_holds - holds).abs() < 1e-6, "{first}, {second}: {found_holds}");
        }
        assert_eq!(rank(2, 2), None);
    }

    #[test]
    fn the_normal_distribution_takes_over_without_a_step() {
        let counted = rank(50, 50).unwrap();
        let many = rank_of_many(50, 50).unwrap();
        assert!(
            counted.0.abs_diff(many.0) <= 3 && (counted.1 - many.1).abs() < 0.002,
            "{counted:?} {many:?}"
        );
    }

    /// From numpy and scipy 1.17: the median and the 11th value from either end of `np.subtract.outer(x, y)`.
    /// Just outside these limits, `stats.mannwhitneyu(x - shift, y, method="exact")` gives p = 0.0401; just
    /// inside, 0.0541.
    #[test]
    fn the_difference_is_that_of_scipy() {
        let x = [-3.0, -2.0, -4.0, -1.0, -2.5, -3.5, -1.5];
        let y = [0.0, -1.2, -0.5, -2.2, 0.7, -0.1, -1.7, 0.3];
        let found = difference(&x, &y).unwrap();
        for (found, expected) in
            [(found.middle, -1.85), (found.low, -3.3), (found.high, -0.8), (found.holds, 0.959_907)]
        {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
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
