//! Time as the whole program counts it: whole nanoseconds, and the one place that turns them into frames.
//!
//! A [`Position`] is a point on a timeline or on a clock, a [`ExactDuration`] is a length. Neither is ever a float, so adding
//! a thousand of them is exact. Nothing here asks what time it is: every clock is an argument.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Sub};
use std::time::Duration;

use serde::{Deserialize, Serialize};

const NANOS_PER_SEC: u64 = 1_000_000_000;

/// A point in time: nanoseconds since the start of a timeline, or since a clock was started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(u64);

/// A length of time in nanoseconds; never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct ExactDuration(u64);

impl Position {
    /// The start.
    pub const ZERO: Self = Self(0);

    /// `nanos` nanoseconds after the start.
    #[must_use]
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since the start.
    #[must_use]
    pub const fn nanos(self) -> u64 {
        self.0
    }

    /// The span from `earlier` to here; nothing if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> ExactDuration {
        ExactDuration(self.0.saturating_sub(earlier.0))
    }

    /// The span from the start to here.
    #[must_use]
    pub const fn from_start(self) -> ExactDuration {
        ExactDuration(self.0)
    }

    /// The frame that sounds here at `rate` frames a second, rounded to the nearest.
    #[must_use]
    pub fn frame_at(self, rate: u32) -> u64 {
        ExactDuration(self.0).frames_at(rate)
    }

    /// The position of `frame` at `rate` frames a second.
    #[must_use]
    pub fn from_frame(frame: u64, rate: u32) -> Self {
        let nanos = u128::from(frame) * u128::from(NANOS_PER_SEC) / u128::from(rate.max(1));
        Self(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

/// How a language says lengths of time: one of each unit, with its number in the right gender (`eine Minute`), the unit
/// for many, and what stands before decimals.
#[derive(Debug)]
pub struct Units {
    /// Hours.
    pub hour: (&'static str, &'static str),
    /// Minutes.
    pub minute: (&'static str, &'static str),
    /// Seconds.
    pub second: (&'static str, &'static str),
    /// Between whole numbers and decimals.
    pub decimal: char,
    /// Between the last two of several units.
    pub joined: &'static str,
}

impl Units {
    /// Those of English.
    pub const ENGLISH: Self = Self {
        hour: ("1 hour", "hours"),
        minute: ("1 minute", "minutes"),
        second: ("1 second", "seconds"),
        decimal: '.',
        joined: " ",
    };

    /// A decimal number as the language writes it.
    #[must_use]
    pub fn number(&self, english: String) -> String {
        if self.decimal == '.' { english } else { english.replace('.', &self.decimal.to_string()) }
    }
}

impl ExactDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `nanos` nanoseconds.
    #[must_use]
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// `millis` milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000_000))
    }

    /// `secs` seconds.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(NANOS_PER_SEC))
    }

    /// `mins` minutes.
    #[must_use]
    pub const fn from_mins(mins: u64) -> Self {
        Self::from_secs(mins.saturating_mul(60))
    }

    /// Nanoseconds.
    #[must_use]
    pub const fn nanos(self) -> u64 {
        self.0
    }

    /// Whole milliseconds, rounded down.
    #[must_use]
    pub const fn millis(self) -> u64 {
        self.0 / 1_000_000
    }

    /// Whole seconds, rounded down.
    #[must_use]
    pub const fn whole_secs(self) -> u64 {
        self.0 / NANOS_PER_SEC
    }

    /// Whole seconds, rounded up: what a countdown shows, so that it reads 0 only when the time is over.
    #[must_use]
    pub const fn secs_left(self) -> u64 {
        self.0.div_ceil(NANOS_PER_SEC)
    }

    /// Seconds as a float, for drawing and for shares of time, never for adding up.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // Spans are at most hours long: 2^53 ns is 104 days.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / NANOS_PER_SEC as f64
    }

    /// Whether there is no time in it.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The frames that fit at `rate` frames a second, rounded to the nearest.
    #[must_use]
    pub fn frames_at(self, rate: u32) -> u64 {
        let scaled = u128::from(self.0) * u128::from(rate) + u128::from(NANOS_PER_SEC / 2);
        u64::try_from(scaled / u128::from(NANOS_PER_SEC)).unwrap_or(u64::MAX)
    }

    /// What is left after taking `other` away; nothing if `other` is longer.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// `part / whole` of this span, rounded down; all of it if `whole` is zero.
    #[must_use]
    pub fn scaled(self, part: Self, whole: Self) -> Self {
        if whole.is_zero() {
            return self;
        }
        let nanos = u128::from(self.0) * u128::from(part.0) / u128::from(whole.0);
        Self(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// This span cut into `parts` equal ones, rounded down; all of it if `parts` is zero.
    #[must_use]
    pub const fn divided(self, parts: u64) -> Self {
        match self.0.checked_div(parts) {
            Some(nanos) => Self(nanos),
            None => self,
        }
    }

    /// How often `other` fits whole; nothing fits an empty span.
    #[must_use]
    pub const fn count_of(self, other: Self) -> u64 {
        match self.0.checked_div(other.0) {
            Some(count) => count,
            None => 0,
        }
    }

    /// This span without its fraction of a second.
    #[must_use]
    pub const fn floor_to_secs(self) -> Self {
        Self(self.0 - self.0 % NANOS_PER_SEC)
    }

    /// This span up to a whole second.
    #[must_use]
    pub const fn ceil_to_secs(self) -> Self {
        Self::from_secs(self.secs_left())
    }

    /// As a clock shows it: `0:23`, `12:05`, `1:02:00`. Fractions of a second are rounded up.
    #[must_use]
    pub fn clock(self) -> String {
        let secs = self.secs_left();
        let (hours, mins, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
        if hours > 0 { format!("{hours}:{mins:02}:{secs:02}") } else { format!("{mins}:{secs:02}") }
    }

    /// As a voice says it: `2 minutes 30 seconds`, `5.5 seconds`.
    #[must_use]
    pub fn spoken(self) -> String {
        self.said(&Units::ENGLISH)
    }

    /// As a voice says it with a language's units.
    #[must_use]
    pub fn said(self, units: &Units) -> String {
        let mut parts = Vec::new();
        let total_secs = self.whole_secs();
        for (count, (one, many)) in [(total_secs / 3600, units.hour), (total_secs / 60 % 60, units.minute)] {
            if count > 0 {
                parts.push(if count == 1 { one.to_owned() } else { format!("{count} {many}") });
            }
        }
        let secs = Self(self.0 % (60 * NANOS_PER_SEC));
        if !secs.is_zero() || parts.is_empty() {
            let (one, many) = units.second;
            let number = || units.number(secs.decimal_secs());
            parts.push(if secs.0 == NANOS_PER_SEC { one.to_owned() } else { format!("{} {many}", number()) });
        }
        let last = parts.pop().unwrap_or_default();
        if parts.is_empty() { last } else { parts.join(" ") + units.joined + &last }
    }

    /// Seconds with as few decimals as say it exactly to the millisecond: `4`, `5.5`.
    #[must_use]
    pub fn decimal_secs(self) -> String {
        let millis = self.millis();
        let text = format!("{}.{:03}", millis / 1000, millis % 1000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl Add<ExactDuration> for Position {
    type Output = Self;

    fn add(self, span: ExactDuration) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<ExactDuration> for Position {
    type Output = Self;

    /// Stops at the start.
    fn sub(self, span: ExactDuration) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl AddAssign<ExactDuration> for Position {
    fn add_assign(&mut self, span: ExactDuration) {
        *self = *self + span;
    }
}

impl Add for ExactDuration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for ExactDuration {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<u64> for ExactDuration {
    type Output = Self;

    fn mul(self, times: u64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

impl std::iter::Sum for ExactDuration {
    fn sum<I: Iterator<Item = Self>>(spans: I) -> Self {
        spans.fold(Self::ZERO, Add::add)
    }
}

impl From<ExactDuration> for String {
    fn from(span: ExactDuration) -> Self {
        span.to_string()
    }
}

impl From<ExactDuration> for Duration {
    fn from(span: ExactDuration) -> Self {
        Self::from_nanos(span.0)
    }
}

impl From<Duration> for ExactDuration {
    fn from(duration: Duration) -> Self {
        Self(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for ExactDuration {
    /// As an author writes it: `2m 30s`, `5.5s`, `1h`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total_secs = self.whole_secs();
        let mut parts = Vec::new();
        for (count, unit) in [(total_secs / 3600, "h"), (total_secs / 60 % 60, "m")] {
            if count > 0 {
                parts.push(format!("{count}{unit}"));
            }
        }
        let secs = Self(self.0 % (60 * NANOS_PER_SEC));
        if !secs.is_zero() || parts.is_empty() {
            parts.push(format!("{}s", secs.decimal_secs()));
        }
        f.pad(&parts.join(" "))
    }
}

/// Why a text is not a span.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// A part has no unit, or one that does not exist, or is no number.
    #[error("`{0}` isn't a length of time; write it like \"90s\", \"2m 30s\" or \"1h\"")]
    Unreadable(String),
    /// Longer than a day.
    #[error("`{0}` is longer than a day")]
    TooLong(String),
}

impl TryFrom<String> for ExactDuration {
    type Error = SpanError;

    fn try_from(text: String) -> Result<Self, SpanError> {
        text.parse()
    }
}

impl std::str::FromStr for ExactDuration {
    type Err = SpanError;

    /// Reads `90s`, `2m 30s`, `1.5s`, `500ms`, `1h`: parts with a unit each, added up, at most a day in all.
    fn from_str(text: &str) -> Result<Self, SpanError> {
        let unreadable = || SpanError::Unreadable(shortened(text));
        let too_long = || SpanError::TooLong(shortened(text));
        let mut total: u64 = 0;
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(unreadable());
        }
        while !rest.is_empty() {
            let number_len = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).ok_or_else(unreadable)?;
            let (number, tail) = rest.split_at(number_len);
            let unit_len = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
            let (unit, tail) = tail.split_at(unit_len);
            let nanos_per_unit = match unit {
                "h" => 3600 * NANOS_PER_SEC,
                "m" | "min" => 60 * NANOS_PER_SEC,
                "s" => NANOS_PER_SEC,
                "ms" => NANOS_PER_SEC / 1000,
                _ => return Err(unreadable()),
            };
            let nanos = nanos_of(number, nanos_per_unit, unreadable(), too_long())?;
            total = total.checked_add(nanos).ok_or_else(too_long)?;
            rest = tail.trim_start();
        }
        if total > 24 * 3600 * NANOS_PER_SEC {
            return Err(too_long());
        }
        Ok(Self(total))
    }
}

/// A decimal number of units in nanoseconds, in whole numbers throughout.
fn nanos_of(
    number: &str,
    nanos_per_unit: u64,
    unreadable: SpanError,
    too_long: SpanError,
) -> Result<u64, SpanError> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let dot_is_bare = number.contains('.') && fraction.is_empty();
    if whole.is_empty() || dot_is_bare || !digits(fraction) || fraction.len() > 9 {
        return Err(unreadable);
    }
    let whole: u64 = whole.parse().map_err(|_| too_long.clone())?;
    let fraction: u64 = format!("{fraction:0<9}").parse().map_err(|_| unreadable)?;
    let of_fraction = u128::from(fraction) * u128::from(nanos_per_unit) / u128::from(NANOS_PER_SEC);
    whole
        .checked_mul(nanos_per_unit)
        .and_then(|nanos| nanos.checked_add(u64::try_from(of_fraction).ok()?))
        .ok_or(too_long)
}

/// A text as a message quotes it: its first forty characters.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests;
