//! `stillpoint journal note-attack`.

use chrono::{DateTime, FixedOffset, Local, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::OpenJournal;
use super::details::AttackDetails;
use crate::characters::{is_hidden, name_of};
use crate::cli::CliError;
use crate::cli::output::tell;
use crate::journal::export::LONGEST_TEXT;
use crate::journal::{Attack, Medicine, MedicineClass};

/// The arguments of `journal note-attack`. All are optional.
#[derive(Debug, Args)]
pub(super) struct NoteAttack {
    /// When it began: HH:MM, or YYYY-MM-DD HH:MM; now by default.
    #[arg(long, value_name = "TIME", value_parser = time)]
    started: Option<DateTime<FixedOffset>>,
    /// When it ended: HH:MM, or YYYY-MM-DD HH:MM; now with `--over`.
    #[arg(long, value_name = "TIME", value_parser = time)]
    ended: Option<DateTime<FixedOffset>>,
    /// End the attack you noted last instead of noting a new one.
    #[arg(long)]
    over: bool,
    #[command(flatten)]
    details: AttackDetails,
    /// Medicine you took, in your words. Without `--taken`, it counts as taken now, or at the start of the attack if
    /// you give its start or end.
    #[arg(long, value_name = "TEXT", value_parser = words)]
    medicine: Option<String>,
    /// When you took the medicine: HH:MM, or YYYY-MM-DD HH:MM.
    #[arg(long, value_name = "TIME", value_parser = time, requires = "medicine")]
    taken: Option<DateTime<FixedOffset>>,
    /// The kind of medicine, so that overuse can be noticed.
    #[arg(long, value_name = "CLASS", value_parser = class(), requires = "medicine")]
    class: Option<MedicineClass>,
    /// A note.
    #[arg(long, value_name = "TEXT", value_parser = words)]
    note: Option<String>,
}

/// The classes of medicine by their names, each explained in `--help`.
pub(super) fn class() -> impl TypedValueParser<Value = MedicineClass> {
    let named = MedicineClass::ALL.map(|class| PossibleValue::new(class.name()).help(class.plain()));
    PossibleValuesParser::new(named).try_map(|name| {
        MedicineClass::ALL.into_iter().find(|class| class.name() == name).ok_or("no such class")
    })
}

/// Words that the journal can export again.
pub(super) fn words(text: &str) -> Result<String, CliError> {
    if let Some(c) = text.chars().find(|c| is_hidden(*c) && !"\n\t".contains(*c)) {
        return Err(CliError::Hidden(name_of(c)));
    }
    if text.chars().count() > LONGEST_TEXT { Err(CliError::LongText) } else { Ok(text.to_owned()) }
}

/// Parses a time of day: `14:30` or `2:30 pm`.
pub(super) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let forms = ["%H:%M", "%I:%M %p", "%I:%M%p"];
    forms.iter().find_map(|form| NaiveTime::parse_from_str(text.trim(), form).ok())
}

/// Parses a local time that is past; a time of day alone means its latest occurrence.
pub(super) fn time(text: &str) -> Result<DateTime<FixedOffset>, TimeError> {
    time_at(text, &Local::now())
}

/// Why a time is none that something can have begun or ended at.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum TimeError {
    /// It is not written like a time.
    #[error("write it like 14:30, 2:30 pm or 2026-03-29 14:30")]
    Unreadable,
    /// The clocks went forward over it.
    #[error("there was no such time on that day, because the clocks went forward; an hour later there was")]
    Skipped,
    /// It is in the future.
    #[error("that's still to come")]
    ToCome,
}

/// The same at `now`, in its zone. Where the clocks go back, a time comes twice; the later one that is past is meant, as
/// with a time of day.
fn time_at<Zone: TimeZone>(text: &str, now: &DateTime<Zone>) -> Result<DateTime<FixedOffset>, TimeError> {
    let past = |time: NaiveDateTime| match now.timezone().from_local_datetime(&time) {
        LocalResult::None => Err(TimeError::Skipped),
        LocalResult::Single(only) if only <= *now => Ok(only.fixed_offset()),
        LocalResult::Ambiguous(_, later) if later <= *now => Ok(later.fixed_offset()),
        LocalResult::Ambiguous(earlier, _) if earlier <= *now => Ok(earlier.fixed_offset()),
        LocalResult::Single(_) | LocalResult::Ambiguous(..) => Err(TimeError::ToCome),
    };
    if let Some(time) = time_of_day(text) {
        let today = now.date_naive();
        return match past(today.and_time(time)) {
            Err(TimeError::ToCome) => past((today - chrono::Days::new(1)).and_time(time)),
            // Left out later today.
            Err(TimeError::Skipped) if time > now.naive_local().time() => {
                past((today - chrono::Days::new(1)).and_time(time))
            }
            other => other,
        };
    }
    let (date, time) = text.trim().split_once(' ').ok_or(TimeError::Unreadable)?;
    let date: NaiveDate = date.parse().map_err(|_| TimeError::Unreadable)?;
    past(date.and_time(time_of_day(time).ok_or(TimeError::Unreadable)?))
}

impl NoteAttack {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let open = OpenJournal::new()?;
        let now = Local::now().fixed_offset();
        let mut attack = if self.over { last(&open, now)? } else { new(self.started.unwrap_or(now)) };
        if self.over || self.ended.is_some() {
            attack.ended = Some(self.ended.unwrap_or(now));
        }
        if attack.ended.is_some_and(|ended| ended < attack.started) {
            return Err(CliError::EndsBeforeItBegins);
        }
        attack.note = self.note.clone().unwrap_or(attack.note);
        self.details.apply(&mut attack);
        if let Some(name) = &self.medicine {
            let taken = self.taken(&attack, now)?;
            attack.medicine.push(Medicine { name: name.clone(), taken, class: self.class });
        }
        let (id, since) = (attack.id.clone(), attack.started.format("%-d %B, %H:%M"));
        let sentence = match attack.ended {
            None => format!(
                "Noted: an attack since {since}. When it's over, run `stillpoint journal note-attack --over`. [{id}]\n"
            ),
            Some(ended) => {
                format!("Noted: an attack from {since} to {}. [{id}]\n", ended.format("%-d %B, %H:%M"))
            }
        };
        // Saved through the service, like a session: if it cannot be written, it is spooled and a message is
        // printed.
        open.journal.writer().save_attack(attack);
        let written = open.answer(open.journal.query(|_| Ok(())));
        open.journal.troubles.try_iter().flatten().for_each(|trouble| tell(&trouble));
        drop(written);
        crate::cli::output::print_done(&sentence)
    }
}

impl NoteAttack {
    /// When the medicine was taken. An attack that is noted afterwards gives its own time, not the present, which
    /// would put all of its medicine on one day.
    fn taken(&self, attack: &Attack, now: DateTime<FixedOffset>) -> Result<DateTime<FixedOffset>, CliError> {
        let is_afterwards = self.started.is_some() || self.ended.is_some();
        let taken = self.taken.unwrap_or(if is_afterwards { attack.started } else { now });
        if taken > now { Err(CliError::NotYetTaken) } else { Ok(taken) }
    }
}

fn new(started: DateTime<FixedOffset>) -> Attack {
    Attack { id: Attack::id_at(Utc::now(), std::process::id()), started, ..Attack::default() }
}

/// The latest attack without an end.
fn last(open: &OpenJournal, now: DateTime<FixedOffset>) -> Result<Attack, CliError> {
    let week = (now - chrono::Days::new(7)).to_utc();
    let attacks = open.answer(open.journal.attacks(week, now.to_utc()))?;
    let open_one = attacks.into_iter().find(|attack| attack.ended.is_none());
    open_one.ok_or(CliError::NoAttack)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;

    use super::*;

    #[test]
    fn a_time_of_day_is_read_as_it_is_written_anywhere() {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
        for (text, expected) in [
            ("14:30", at(14, 30)),
            ("2:30 pm", at(14, 30)),
            ("2:30PM", at(14, 30)),
            (" 12:05 am", at(0, 5)),
            ("12:05 pm", at(12, 5)),
            ("25:00", None),
            ("14:30 pm", None),
            ("noon", None),
        ] {
            assert_eq!(time_of_day(text), expected, "{text}");
        }
    }

    /// What is typed in Berlin at an instant, and what it means.
    #[track_caller]
    fn check(now: &str, text: &str, expected: Result<&str, TimeError>) {
        let now = DateTime::parse_from_rfc3339(now).unwrap().with_timezone(&Tz::Europe__Berlin);
        let meant = time_at(text, &now).map(|time| time.to_rfc3339());
        assert_eq!(meant, expected.map(str::to_owned), "{text} at {now}");
    }

    #[test]
    fn a_time_of_day_is_the_latest_that_is_past() {
        let noon = "2026-06-10T12:00:00+02:00";
        check(noon, "11:50", Ok("2026-06-10T11:50:00+02:00"));
        check(noon, "12:01", Ok("2026-06-09T12:01:00+02:00"));
        check(noon, "2026-06-01 2:30 pm", Ok("2026-06-01T14:30:00+02:00"));
        check(noon, "2026-06-11 09:00", Err(TimeError::ToCome));
        check(noon, "2026-13-01 09:00", Err(TimeError::Unreadable));
        check(noon, "yesterday", Err(TimeError::Unreadable));
    }

    #[test]
    fn an_hour_that_comes_twice_means_its_later_turn_once_that_has_come() {
        // At three in the morning of 25 October 2026 it is two again.
        check("2026-10-25T02:55:00+02:00", "02:50", Ok("2026-10-25T02:50:00+02:00"));
        check("2026-10-25T02:55:00+01:00", "02:50", Ok("2026-10-25T02:50:00+01:00"));
        check("2026-10-25T02:45:00+01:00", "02:50", Ok("2026-10-25T02:50:00+02:00"));
        check("2026-10-26T12:00:00+01:00", "2026-10-25 02:50", Ok("2026-10-25T02:50:00+01:00"));
    }

    #[test]
    fn an_hour_that_was_left_out_is_told() {
        // At two in the morning of 29 March 2026 it is three.
        check("2026-03-29T12:00:00+02:00", "02:30", Err(TimeError::Skipped));
        check("2026-03-29T12:00:00+02:00", "2026-03-29 02:30", Err(TimeError::Skipped));
        check("2026-03-30T01:00:00+02:00", "02:30", Err(TimeError::Skipped));
        // Before it is left out, the night before is meant.
        check("2026-03-29T01:30:00+01:00", "02:30", Ok("2026-03-28T02:30:00+01:00"));
    }
}
