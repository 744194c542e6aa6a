//! The median with an exact confidence interval.
//!
//! The interval between two of the ordered values contains the median of their distribution with a probability
//! that follows exactly from the binomial distribution (the interval of the sign test). It assumes nothing
//! about the distribution of pain, needs no random numbers, and is valid from five values on, where a bootstrap
//! is too narrow. Ties can only increase its coverage.

use statrs::distribution::{Binomial, DiscreteCDF as _};

/// How often an interval may miss the true value.
pub(super) const MISSES: f64 = 0.05;

/// A median with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The median.
    pub middle: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The coverage, 0–1: at least 0.95, except that five values cannot give more than 0.9375.
    pub holds: f64,
}

/// The median of values, each with the number of its occurrences; `None` without values.
pub(super) fn of_median(mut values: Vec<(f64, u32)>) -> Option<Interval> {
    values.sort_by(|one, other| one.0.total_cmp(&other.0));
    let count: u64 = values.iter().map(|(_, times)| u64::from(*times)).sum();
    let (rank, holds) = rank(count)?;
    let at = |rank: u64| value_at(&values, rank);
    let middle = f64::midpoint(at(count.div_ceil(2))?, at(count / 2 + 1)?);
    Some(Interval { middle, low: at(rank)?, high: at(count + 1 - rank)?, holds })
}

/// The value at a rank, starting at 1.
fn value_at(values: &[(f64, u32)], rank: u64) -> Option<f64> {
    let mut seen = 0;
    let reaches = |(_, times): &&(f64, u32)| {
        seen += u64::from(*times);
        seen >= rank
    };
    values.iter().find(reaches).map(|(value, _)| *value)
}

/// The rank from either end at which the interval of `count` values begins, and its coverage.
fn rank(count: u64) -> Option<(u64, f64)> {
    let below = Binomial::new(0.5, count).ok().filter(|_| count > 0)?;
    let misses = |rank: u64| 2.0 * below.cdf(rank - 1);
    // The largest rank that misses rarely enough is between these two.
    let (mut enough, mut too_much) = (1, count / 2 + 1);
    while too_much - enough > 1 {
        let between = u64::midpoint(enough, too_much);
        if misses(between) <= MISSES {
            enough = between;
        } else {
            too_much = between;
        }
    }
    Some((enough, (1.0 - misses(enough)).max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From scipy 1.17:
    /// `k = 1`, `while 2 * stats.binom.cdf(k, n, .5) <= .05: k += 1`, `print(n, k, 1 - 2 * stats.binom.cdf(k - 1, n, .5))`.
    const OF_SCIPY: [(u64, u64, f64); 12] = [
        (5, 1, 0.9375),
        (6, 1, 0.968_75),
        (7, 1, 0.984_375),
        (8, 1, 0.992_188),
        (9, 2, 0.960_938),
        (10, 2, 0.978_516),
        (15, 4, 0.964_844),
        (20, 6, 0.958_611),
        (25, 8, 0.956_715),
        (40, 14, 0.961_523),
        (100, 40, 0.9648),
        (1000, 469, 0.953_709),
    ];

    #[test]
    fn ranks_are_those_of_scipy() {
        for (count, expected, holds) in OF_SCIPY {
            let (found, found_holds) = rank(count).unwrap();
            assert_eq!(found, expected, "{count}");
            assert!((found_holds - holds).abs() < 1e-6, "{count}: {found_holds}");
        }
        assert_eq!(rank(0), None);
        assert!(rank(1).is_some_and(|(rank, holds)| rank == 1 && holds < 1e-9));
    }

    #[test]
    fn the_median_and_its_interval_are_values_at_their_ranks() {
        // Eleven unsorted values; numpy.median gives -2.
        let changes = [(-2.0, 3), (1.0, 1), (-4.0, 1), (-1.0, 2), (0.0, 2), (-3.0, 2)];
        let found = of_median(changes.to_vec()).unwrap();
        assert_eq!((found.middle, found.low, found.high), (-2.0, -3.0, 0.0));
        let between = of_median(vec![(1.0, 1), (2.0, 1)]).map(|found| found.middle);
        assert_eq!(between, Some(1.5));
        assert_eq!(of_median(Vec::new()), None);
    }
}
