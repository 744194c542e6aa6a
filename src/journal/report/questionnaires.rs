//! MIDAS and HIT-6: the latest of each, and the one before it.

use chrono::NaiveDate;

use super::html::{Cell, section, short_day, table};
use crate::journal::{Assessment, Scale};
use crate::plural::counted;

/// The latest of each questionnaire in a range, with the one before it whenever that was. Empty if there is none.
pub(super) fn questionnaires(assessments: &[Assessment], (from, to): (NaiveDate, NaiveDate)) -> String {
    let mut rows = Vec::new();
    for is_of in [is_midas, is_hit6] {
        let of_scale = assessments.iter().filter(|assessment| is_of(&assessment.scale));
        let mut until = of_scale.rev().skip_while(|assessment| assessment.taken.date_naive() > to);
        let latest = until.next().filter(|assessment| assessment.taken.date_naive() >= from);
        rows.extend(latest.map(|latest| row(latest, until.next())));
    }
    if rows.is_empty() {
        return String::new();
    }
    let heads = ["", "Date", "Total", "Headache in 90 days", "Average pain, 0–10", "Previous total"];
    section("Questionnaires", &[table(&heads, rows)])
}

fn is_midas(scale: &Scale) -> bool {
    match scale {
        Scale::Midas(_) => true,
        Scale::Hit6(_) => false,
    }
}

fn is_hit6(scale: &Scale) -> bool {
    !is_midas(scale)
}

fn row(latest: &Assessment, before: Option<&Assessment>) -> Vec<Cell> {
    let (days, pain) = match &latest.scale {
        Scale::Midas([.., days, pain]) => (counted(usize::from(*days), "day", "days"), pain.to_string()),
        Scale::Hit6(_) => (String::new(), String::new()),
    };
    let before =
        before.map(|before| format!("{}: {}", short_day(before.taken.date_naive()), graded(&before.scale)));
    vec![
        latest.scale.plain().into(),
        short_day(latest.taken.date_naive()).into(),
        Cell::Words(graded(&latest.scale)),
        days.into(),
        pain.into(),
        Cell::Words(before.unwrap_or_default()),
    ]
}

/// `14, moderate disability`.
fn graded(scale: &Scale) -> String {
    format!("{}, {}", scale.total(), scale.grade())
}
