//! `stillpoint journal correct`: ratings, times, words and medicine of an entry. What stood before is kept.

use chrono::{DateTime, FixedOffset, Local};
use clap::Args;

use super::OpenJournal;
use super::details::AttackDetails;
use super::note::{class, time, words};
use crate::cli::CliError;
use crate::cli::output::tell;
use crate::journal::revision::Revised;
use crate::journal::{Attack, Feeling, Medicine, MedicineClass, Record};

/// The arguments of `journal correct`.
#[derive(Debug, Args)]
pub(super) struct Correct {
    /// The id of the session or the attack.
    id: String,
    /// Undo the latest correction instead.
    #[arg(long, exclusive = false, conflicts_with_all = ["started", "note", "pain_before", "pain_after", "peak"])]
    undo: bool,
    /// When it began: HH:MM, or YYYY-MM-DD HH:MM. A session keeps its length.
    #[arg(long, value_name = "TIME", value_parser = time)]
    started: Option<DateTime<FixedOffset>>,
    /// Attack: when it ended.
    #[arg(long, value_name = "TIME", value_parser = time)]
    ended: Option<DateTime<FixedOffset>>,
    /// Attack: it isn't over, whatever was noted.
    #[arg(long, conflicts_with = "ended")]
    not_over: bool,
    /// Session: pain before, 0–10.
    #[arg(long, value_name = "0-10", value_parser = clap::value_parser!(u8).range(0..=10))]
    pain_before: Option<u8>,
    /// Session: pain after, 0–10.
    #[arg(long, value_name = "0-10", value_parser = clap::value_parser!(u8).range(0..=10))]
    pain_after: Option<u8>,
    /// Session: how you felt, compared with before.
    #[arg(long, value_parser = ["better", "same", "worse"])]
    feeling: Option<String>,
    /// Session: unwanted effects.
    #[arg(long, value_name = "TEXT", value_parser = words)]
    unwanted: Option<String>,
    #[command(flatten)]
    details: AttackDetails,
    /// The note.
    #[arg(long, value_name = "TEXT", value_parser = words)]
    note: Option<String>,
    /// Add medicine, in your words.
    #[arg(long, value_name = "TEXT", value_parser = words)]
    medicine: Option<String>,
    /// When it was taken; otherwise when the session ended, or the attack began.
    #[arg(long, value_name = "TIME", value_parser = time, requires = "medicine")]
    taken: Option<DateTime<FixedOffset>>,
    /// The kind of medicine, so that overuse can be noticed.
    #[arg(long, value_name = "CLASS", value_parser = class(), requires = "medicine")]
    class: Option<MedicineClass>,
    /// Remove the medicine with this name.
    #[arg(long, value_name = "TEXT")]
    remove_medicine: Option<String>,
}

impl Correct {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let open = OpenJournal::new()?;
        if self.undo {
            let undone = open.answer(open.journal.undo_correction(self.id.clone()))?;
            return if undone {
                crate::cli::output::print_done("The latest correction has been undone.\n")
            } else {
                Err(CliError::NothingCorrected(self.id.clone()))
            };
        }
        let (corrected, stood) = self.corrected(&open)?;
        open.journal.writer().correct(corrected);
        let written = open.answer(open.journal.query(|_| Ok(())));
        open.journal.troubles.try_iter().flatten().for_each(|trouble| tell(&trouble));
        drop(written);
        let told = if stood.is_empty() {
            "Saved.\n".to_owned()
        } else {
            format!(
                "Saved. Before: {}. `stillpoint journal correct {} --undo` restores it.\n",
                crate::characters::escaped(&stood.join(", ")),
                self.id
            )
        };
        crate::cli::output::print_done(&told)
    }

    /// The entry as it will be, and what is replaced.
    fn corrected(&self, open: &OpenJournal) -> Result<(Revised, Vec<String>), CliError> {
        if let Some(record) = open.answer(open.journal.get(self.id.clone()))? {
            let new = self.session(&record)?;
            let stood = record.replaced_by(&new);
            return Ok((Revised::Session(Box::new(new)), stood));
        }
        let (from, to) = (DateTime::<chrono::Utc>::MIN_UTC, DateTime::<chrono::Utc>::MAX_UTC);
        let attacks = open.answer(open.journal.attacks(from, to))?;
        let attack = attacks.into_iter().find(|attack| attack.id == self.id);
        let attack = attack.ok_or_else(|| CliError::NoEntry(self.id.clone()))?;
        let new = self.attack(&attack)?;
        let stood = attack.replaced_by(&new);
        Ok((Revised::Attack(Box::new(new)), stood))
    }

    fn session(&self, old: &Record) -> Result<Record, CliError> {
        let mut new = old.clone();
        if let Some(started) = self.started {
            let by = started - new.started;
            new.started = started;
            new.ended = new.ended.map(|ended| ended + by);
        }
        new.pain_before = self.pain_before.or(new.pain_before);
        new.pain_after = self.pain_after.or(new.pain_after);
        if let Some(feeling) = &self.feeling {
            new.feeling = Feeling::ALL.into_iter().find(|known| known.plain().ends_with(feeling.as_str()));
        }
        new.unwanted = self.unwanted.clone().unwrap_or(new.unwanted);
        new.note = self.note.clone().unwrap_or(new.note);
        let usual = new.over_at();
        self.change_medicine(&mut new.medicine, usual)?;
        Ok(new)
    }

    fn attack(&self, old: &Attack) -> Result<Attack, CliError> {
        let mut new = old.clone();
        new.started = self.started.unwrap_or(new.started);
        new.ended = self.ended.or(new.ended).filter(|_| !self.not_over);
        if new.ended.is_some_and(|ended| ended < new.started) {
            return Err(CliError::EndsBeforeItBegins);
        }
        self.details.apply(&mut new);
        new.note = self.note.clone().unwrap_or(new.note);
        let usual = new.started;
        self.change_medicine(&mut new.medicine, usual)?;
        Ok(new)
    }

    fn change_medicine(
        &self,
        medicine: &mut Vec<Medicine>,
        usual: DateTime<FixedOffset>,
    ) -> Result<(), CliError> {
        if let Some(name) = &self.remove_medicine {
            let before = medicine.len();
            medicine.retain(|dose| dose.name.to_lowercase() != name.to_lowercase());
            if medicine.len() == before {
                return Err(CliError::NoMedicine(name.clone()));
            }
        }
        if let Some(name) = &self.medicine {
            let taken = self.taken.unwrap_or(usual);
            if taken > Local::now() {
                return Err(CliError::NotYetTaken);
            }
            medicine.push(Medicine { name: name.clone(), taken, class: self.class });
        }
        Ok(())
    }
}
