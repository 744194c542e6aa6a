//! `stillpoint journal questionnaire`: the answers to MIDAS, or the total of a HIT-6.

use chrono::Local;
use clap::Args;

use super::OpenJournal;
use crate::cli::CliError;
use crate::cli::output::tell;
use crate::journal::assessment::{HIT6, MIDAS_QUESTIONS};
use crate::journal::{Assessment, Scale};

/// The arguments of `journal questionnaire`. Without any, the questions and earlier totals are printed.
#[derive(Debug, Args)]
pub(super) struct Questionnaire {
    /// The seven answers to MIDAS, separated by commas: days 0 to 90, and the average pain 0 to 10 last.
    #[arg(long, value_name = "N,N,…", value_delimiter = ',')]
    midas: Vec<u16>,
    /// The total of a HIT-6 that you filled in elsewhere.
    #[arg(long, value_name = "TOTAL")]
    hit6: Option<u16>,
}

impl Questionnaire {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let open = OpenJournal::new()?;
        let midas = (!self.midas.is_empty()).then(|| Scale::of("midas", &self.midas));
        let hit6 = self.hit6.map(|total| Scale::of("hit6", &[total]));
        let given: Vec<Scale> = midas
            .into_iter()
            .chain(hit6)
            .collect::<Option<_>>()
            .ok_or(CliError::Questionnaire { least: HIT6.0, most: HIT6.1 })?;
        if given.is_empty() {
            return list(&open);
        }
        let taken = Local::now().fixed_offset();
        let id = Assessment::id_at(taken.to_utc(), std::process::id());
        for scale in given {
            crate::cli::output::print_done(&format!(
                "Saved: {} {}, {}.\n",
                scale.plain(),
                scale.total(),
                scale.grade()
            ))?;
            let id = format!("{id}-{}", scale.name());
            open.journal.writer().save_assessment(Assessment { id, taken, scale });
        }
        let written = open.answer(open.journal.query(|_| Ok(())));
        open.journal.troubles.try_iter().flatten().for_each(|trouble| tell(&trouble));
        drop(written);
        Ok(())
    }
}

/// Prints the questions, and what was answered before.
fn list(open: &OpenJournal) -> Result<(), CliError> {
    let questions = (1..).zip(MIDAS_QUESTIONS).map(|(number, question)| format!("  {number}. {question}\n"));
    let earlier = open.answer(open.journal.assessments())?;
    let earlier = earlier.iter().map(|Assessment { id, taken, scale }| {
        let day = taken.format("%Y-%m-%d");
        format!("{day}  {} {}, {}  [{id}]\n", scale.plain(), scale.total(), scale.grade())
    });
    let heading = std::iter::once("The questions of MIDAS:\n".to_owned());
    crate::cli::print(&heading.chain(questions).chain(earlier).collect::<String>())
}
