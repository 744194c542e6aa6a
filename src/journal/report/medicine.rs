//! Days with medicine by class and mixture, by month and in any 30 days, and which of them reach a limit.

use chrono::NaiveDate;

use super::html::{Cell, escaped, quiet, section, short_day, table};
use super::months::name;
use crate::journal::summary::medicine::{ABOUT_OVERUSE, Group, Most, WINDOW};
use crate::journal::summary::months::{MANY_HEADACHE_DAYS, Month, Overview};

/// The criterion is more than 3 months; from this many in a row on, it is told how many there are.
const MONTHS_IN_A_ROW: usize = 3;

pub(super) fn medicine(overview: &Overview, to: NaiveDate) -> String {
    let heads: Vec<&str> = std::iter::once("Days with").chain(Group::ALL.map(head)).collect();
    let limits = Group::ALL.map(|group| match group.overuse_from() {
        Some(limit) => Cell::Short(format!("{limit} days")),
        None => "none".into(),
    });
    let limits = std::iter::once("Limit (ICHD-3)".into()).chain(limits).collect();
    let months = overview.months.iter().map(|month| row(month, to));
    let table = table(&heads, std::iter::once(limits).chain(months).chain(windows(&overview.most)));
    section("Acute medicine: days by class", &[table, quiet(ABOUT_COUNTS), reached(overview)])
}

const ABOUT_COUNTS: &str = "Only days on which medicine was noted are counted; medicine that is taken regularly is not. \
    \u{201c}Any mixture\u{201d} counts the days with any of the five classes before it, if at least two of those classes \
    were taken in that time. Most in 30 days: the highest number in any 30 days in a row, and the last of those days; shown where it says more than the months do.";

const fn head(group: Group) -> &'static str {
    match group {
        Group::Simple => "Simple, NSAID",
        Group::Triptan => "Triptan",
        Group::Ergot => "Ergot",
        Group::Opioid => "Opioid",
        Group::Combination => "Combination",
        Group::Mixture => "Any mixture",
        Group::Gepant => "Gepant",
        Group::Antiemetic => "For nausea",
        Group::Other => "Other",
        Group::Unsaid => "Kind not noted",
    }
}

fn row(month: &Month, to: NaiveDate) -> Vec<Cell> {
    let name = Cell::Short(name(month, to));
    if !month.is_kept() {
        return vec![name, Cell::Across(Group::ALL.len(), "no record".into())];
    }
    let count = |group: Group| count(group, month.days(group));
    std::iter::once(name).chain(Group::ALL.map(count)).collect()
}

/// A number of days, marked from the limit on.
fn count(group: Group, days: u32) -> Cell {
    if is_overuse(group, days) { Cell::Marked(days.to_string()) } else { days.into() }
}

fn is_overuse(group: Group, days: u32) -> bool {
    group.overuse_from().is_some_and(|limit| days >= limit)
}

fn is_warned(group: Group, days: u32) -> bool {
    group.warns_from().is_some_and(|limit| days >= limit)
}

/// The row of the most days in any 30 days, if there is anything in it.
fn windows(most: &[Most]) -> Option<Vec<Cell>> {
    let cell = |group: Group| match most.iter().find(|most| most.group == group) {
        Some(most) => Cell::Words(format!("{} (to {})", most.days, most.last.format("%-d %b"))),
        None => "".into(),
    };
    let title = Cell::Short(format!("Most in {WINDOW} days"));
    (!most.is_empty()).then(|| std::iter::once(title).chain(Group::ALL.map(cell)).collect())
}

/// Which months and which 30 days reach a limit, a sentence each, and what that means.
fn reached(overview: &Overview) -> String {
    let mut sentences: Vec<String> =
        Group::ALL.into_iter().flat_map(|group| of_group(overview, group)).collect();
    if sentences.is_empty() {
        return String::new();
    }
    let headache = listed(&overview.months, Month::has_many_headache_days, |month| month.headache_days);
    if let Some(headache) = headache {
        sentences.push(format!("Headache on {MANY_HEADACHE_DAYS} days or more: {headache}."));
    }
    format!("<p><b>{}</b> {}</p>", escaped(&sentences.join(" ")), escaped(ABOUT_OVERUSE))
}

fn of_group(overview: &Overview, group: Group) -> Vec<String> {
    let Some(warns_from) = group.warns_from() else { return Vec::new() };
    let (months, title) = (&overview.months, capitalised(group.plain()));
    let days = |month: &Month| month.days(group);
    let is_over = |month: &Month| is_overuse(group, days(month));
    let over = group.overuse_from().and_then(|limit| {
        Some(format!("{title} on {limit} days or more: {}.", listed(months, is_over, days)?))
    });
    let is_near = |month: &Month| is_warned(group, days(month)) && !is_over(month);
    let near = listed(months, is_near, days).map(|months| match group.overuse_from() {
        Some(limit) if warns_from + 2 == limit => {
            format!("{title} on {warns_from} or {} days: {months}.", limit - 1)
        }
        Some(limit) => format!("{title} on {warns_from} to {} days: {months}.", limit - 1),
        None => format!("{title} on {warns_from} days or more: {months}."),
    });
    [over, near, of_window(overview, group), in_a_row(months, group)].into_iter().flatten().collect()
}

/// A sentence on 30 days that reach a limit that no month does.
fn of_window(overview: &Overview, group: Group) -> Option<String> {
    let most = overview.most.iter().find(|most| most.group == group)?;
    let in_a_month = overview.months.iter().map(|month| month.days(group)).max().unwrap_or(0);
    let is_more = is_overuse(group, most.days) && !is_overuse(group, in_a_month)
        || is_warned(group, most.days) && !is_warned(group, in_a_month);
    let sentence = || {
        let title = capitalised(group.plain());
        format!("{title} on {} of the {WINDOW} days to {}.", most.days, short_day(most.last))
    };
    is_more.then(sentence)
}

/// A sentence on the longest run of months that reach the limit and have headache on many days, if it is long.
fn in_a_row(months: &[Month], group: Group) -> Option<String> {
    let is_over = |month: &Month| is_overuse(group, month.days(group)) && month.has_many_headache_days();
    let runs = months.chunk_by(|one, other| is_over(one) && is_over(other));
    let longest = runs.filter(|run| run.iter().all(is_over)).max_by_key(|run| run.len())?;
    let (first, last) = (longest.first()?, longest.last()?);
    let sentence = || {
        format!(
            "Together with headache on {MANY_HEADACHE_DAYS} days or more in {} months in a row, {} to {}.",
            longest.len(),
            first.first.format("%b %Y"),
            last.first.format("%b %Y")
        )
    };
    (longest.len() >= MONTHS_IN_A_ROW).then(sentence)
}

/// `Jan 2026 (8), Mar 2026 (9)`: the months for which something holds, with their days; `None` if there are none.
fn listed(months: &[Month], holds: impl Fn(&Month) -> bool, days: impl Fn(&Month) -> u32) -> Option<String> {
    let months = months.iter().filter(|month| month.is_kept() && holds(month));
    let months: Vec<String> =
        months.map(|month| format!("{} ({})", month.first.format("%b %Y"), days(month))).collect();
    (!months.is_empty()).then(|| months.join(", "))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
