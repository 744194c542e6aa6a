//! The difference between two groups of values, with an exact interval.

use statrs::distribution::{ContinuousCDF as _, Normal};

use super::interval::{Interval, MISSES};

/// Up to this many values in each group, the exact distribution is computed; beyond, the normal approximation is
/// as good.
const COUNTED_UP_TO: usize = 50;

/// The median of all pairwise differences (Hodges and Lehmann), with the interval of the Mann-Whitney test:
/// exact without ties, and conservative with them.
pub(super) fn difference(first: &[f64], second: &[f64]) -> Option<Interval> {
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
}
