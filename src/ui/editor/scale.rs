//! The values that a slider goes through, from the least to the most that makes sense, each as it stands in a file.

use crate::editing::{Control, FormField};
use crate::ron_reader::plain;
use crate::time::ExactDuration;

/// The values of a field in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    /// Each as it stands in a file.
    pub values: Vec<String>,
    /// Which one is written now.
    pub here: Option<usize>,
    unit: Unit,
}

/// In what the values are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Unit {
    #[default]
    Number,
    Length,
    Seconds,
    Discomfort,
}

/// What discomfort is called on the scale from 0 to 10.
const DISCOMFORT: [&str; 11] = [
    "none",
    "barely felt",
    "a little",
    "some",
    "clearly felt",
    "strong",
    "strong",
    "very strong",
    "very strong",
    "too strong",
    "too strong",
];

impl Scale {
    /// The scale of a field; nothing if it is not chosen by a slider.
    #[must_use]
    pub fn of(field: &FormField) -> Option<Self> {
        let raw = field.value.as_deref().or(field.usual).map(str::trim);
        match &field.control {
            Control::Length => {
                let written = raw.and_then(|raw| plain::<ExactDuration>(raw).ok());
                let mut all: Vec<ExactDuration> = lengths().collect();
                all.extend(written);
                all.sort_unstable();
                all.dedup();
                let here = written.and_then(|written| all.iter().position(|length| *length == written));
                Some(Self {
                    values: all.into_iter().map(|length| format!("\"{length}\"")).collect(),
                    here,
                    unit: Unit::Length,
                })
            }
            Control::Seconds => {
                let halves = (1..=60_u32).map(|halves| {
                    let whole = halves / 2;
                    if halves % 2 == 0 { whole.to_string() } else { format!("{whole}.5") }
                });
                let mut values: Vec<String> = halves.collect();
                let written = raw.and_then(|raw| raw.parse::<f64>().ok());
                let is_written = |value: &String| value.parse::<f64>().ok() == written;
                let mut here = written.and_then(|_| values.iter().position(is_written));
                if let (None, Some(written), Some(raw)) = (here, written, raw) {
                    let after = |value: &String| value.parse::<f64>().is_ok_and(|value| value > written);
                    let at = values.iter().position(after).unwrap_or(values.len());
                    values.insert(at, raw.to_owned());
                    here = Some(at);
                }
                Some(Self { values, here, unit: Unit::Seconds })
            }
            Control::Count { least, most } => {
                let written = raw.and_then(|raw| raw.parse::<u32>().ok());
                let values: Vec<u32> =
                    (*least..=(*most).min(120)).chain(written.filter(|n| *n > 120)).collect();
                let here = written.and_then(|written| values.iter().position(|value| *value == written));
                Some(Self { values: values.iter().map(u32::to_string).collect(), here, unit: Unit::Number })
            }
            Control::Pressure => {
                let written = raw.map_or(Some(0), |raw| raw.parse::<usize>().ok());
                Some(Self {
                    values: (0..=10).map(|n| n.to_string()).collect(),
                    here: written.filter(|n| *n <= 10),
                    unit: Unit::Discomfort,
                })
            }
            Control::Site
            | Control::Motion
            | Control::Technique
            | Control::Routine
            | Control::Routines
            | Control::Choice(_)
            | Control::Several(_)
            | Control::Toggle
            | Control::Limits
            | Control::Words { .. }
            | Control::Text
            | Control::Plain
            | Control::Picture
            | Control::Recording
            | Control::Changes(_) => None,
        }
    }

    /// The value in words; nothing if none is written.
    #[must_use]
    pub fn said(&self, index: usize) -> String {
        let Some(raw) = self.values.get(index) else { return String::new() };
        match self.unit {
            Unit::Number => raw.clone(),
            Unit::Length => plain::<ExactDuration>(raw).map_or_else(|_| raw.clone(), ExactDuration::spoken),
            Unit::Seconds => format!("{raw} s"),
            Unit::Discomfort => format!("{raw}, {}", DISCOMFORT.get(index).copied().unwrap_or_default()),
        }
    }
}

/// The lengths that a slider stops at: every second at first, then further and further apart, up to an hour.
pub fn lengths() -> impl Iterator<Item = ExactDuration> {
    let fine = 1..=30;
    let (by_five, by_fifteen, by_minute) =
        ((35..=120).step_by(5), (135..=600).step_by(15), (660..=3600).step_by(60));
    fine.chain(by_five).chain(by_fifteen).chain(by_minute).map(ExactDuration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editing::Section;

    #[track_caller]
    fn check(control: &Control, raw: &str, said: &str) {
        let field = FormField {
            name: "a".into(),
            label: String::new(),
            control: control.clone(),
            value: Some(raw.into()),
            section: Section::Time,
            is_optional: false,
            usual: None,
        };
        let scale = Scale::of(&field).unwrap();
        let here = scale.here.unwrap();
        assert_eq!(
            scale.values[here].trim_matches('"').parse::<f64>().ok(),
            raw.trim_matches('"').parse::<f64>().ok()
        );
        assert_eq!(scale.said(here), said);
        let unique: std::collections::BTreeSet<&String> = scale.values.iter().collect();
        assert_eq!(unique.len(), scale.values.len());
    }

    #[test]
    fn what_is_written_is_on_the_scale_whatever_it_is() {
        check(&Control::Length, "\"40s\"", "40 seconds");
        check(&Control::Length, "\"1m 31s\"", "1 minute 31 seconds");
        check(&Control::Length, "\"91s\"", "1 minute 31 seconds");
        check(&Control::Length, "\"1.5s\"", "1.5 seconds");
        check(&Control::Seconds, "5.5", "5.5 s");
        check(&Control::Seconds, "4.25", "4.25 s");
        check(&Control::Count { least: 1, most: 100 }, "7", "7");
        check(&Control::Count { least: 1, most: 2_000 }, "300", "300");
        check(&Control::Pressure, "2", "2, a little");
    }
}
