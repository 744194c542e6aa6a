//! The terminal's way to a session: the same gate as everywhere, with its questions asked and answered in
//! lines.

use std::io::{BufRead as _, IsTerminal as _};
use std::time::Duration;

use super::CliError;
use crate::app::clock::Clock;
use crate::app::preferences;
use crate::app::start::{Approved, Decision, Gate, Question, StartRequest};
use crate::journal::JournalService;
use crate::library::Library;
use crate::paths::Paths;
use crate::routine::Side;
use crate::safety::{FirstTime, Flags, Introduction, red_flags};
use crate::settings::Settings;

/// How often the gate is polled while it waits for the journal.
const POLL_EVERY: Duration = Duration::from_millis(5);

/// What the gate needs, and where answers are saved.
pub(super) struct Door<'a> {
    pub journal: &'a JournalService,
    pub library: &'a Library,
    pub paths: &'a Paths,
    pub clock: &'a Clock,
}

impl Door<'_> {
    /// Passes the gate, or says in one sentence why not. The gate's questions are asked here, if somebody can
    /// answer.
    pub(super) fn pass(
        &self,
        mut request: StartRequest,
        settings: &mut Settings,
    ) -> Result<Approved, CliError> {
        loop {
            match self.decide(request.clone(), settings) {
                Decision::Approved(approved) => return Ok(*approved),
                Decision::Refused(refusal) => return Err(CliError::Refused(refusal)),
                Decision::Ask(question) => self.ask(&question, &mut request, settings)?,
            }
        }
    }

    fn decide(&self, request: StartRequest, settings: &Settings) -> Decision {
        let gate = Gate::check(request, self.journal, self.clock);
        loop {
            if let Some(decision) = gate.poll(settings, self.library, self.clock) {
                return decision;
            }
            std::thread::sleep(POLL_EVERY);
        }
    }

    /// Asks a question. An answer after which nothing starts is returned as an error.
    fn ask(
        &self,
        question: &Question,
        request: &mut StartRequest,
        settings: &mut Settings,
    ) -> Result<(), CliError> {
        let sentence = question.sentence();
        match question {
            Question::WarningSigns | Question::NotUsual { .. } => {
                let red_flags = red_flags();
                let shown = [&red_flags.emergency, &red_flags.same_day].map(signs).concat();
                let number = match settings.emergency_number.as_str() {
                    "" => String::new(),
                    number => format!("Your emergency number: {number}\n\n"),
                };
                super::print(&format!("{sentence}\n\n{shown}{number}"))?;
                let is_usual = yes_or_no(&format!(
                    "{} Answer y only if it is and you have none of these signs. (y/n) ",
                    red_flags.question
                ))?;
                settings.red_flags_seen |= is_usual;
                settings.not_usual_since = if is_usual { None } else { Some(self.clock.now()) };
                preferences::store(&self.paths.settings, settings)?;
                if is_usual { Ok(()) } else { Err(CliError::NotUsual) }
            }
            Question::LongAttack(_) => Err(CliError::LongAttack(sentence)),
            Question::JournalUnavailable { .. } => {
                super::print(&format!("{sentence}\n"))?;
                request.vouched = yes_or_no("Start anyway? (y/n) ")?;
                if request.vouched { Ok(()) } else { Err(CliError::NotStarted) }
            }
            Question::FirstTime(which) => {
                super::print(&introduction(*which))?;
                if !yes_or_no("Have you read this? (y/n) ")? {
                    return Err(CliError::NotStarted);
                }
                settings.set_explained(*which);
                preferences::store(&self.paths.settings, settings)?;
                Ok(())
            }
            Question::SoreSide => {
                request.moment_asked = true;
                if std::io::stdin().is_terminal() {
                    super::print(&format!("{sentence}\n"))?;
                    request.moment.set_sore(sore_side()?);
                }
                Ok(())
            }
            Question::Phase => Err(CliError::NoPhase),
            Question::Advice(advice) => Err(CliError::AdvisedAgainst(advice.clone())),
        }
    }
}

fn signs(flags: &Flags) -> String {
    let signs: Vec<&str> = flags.signs.iter().map(|sign| sign.sign.as_str()).collect();
    format!("{}\n  - {}\n\n", flags.say, signs.join("\n  - "))
}

fn introduction(which: FirstTime) -> String {
    let Introduction { title, lines } = which.introduction();
    let lines: Vec<&str> = lines.iter().map(|line| line.line.as_str()).collect();
    format!("{title}\n  - {}\n\n", lines.join("\n  - "))
}

/// Reads a side; nothing for both.
fn sore_side() -> Result<Option<Side>, CliError> {
    loop {
        super::output::ask("Which side is sorer? (l/r, or Enter for both) ")?;
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(CliError::Input)?;
        match line.trim().to_lowercase().as_str() {
            "l" | "left" => return Ok(Some(Side::Left)),
            "r" | "right" => return Ok(Some(Side::Right)),
            "" | "b" | "both" => return Ok(None),
            _ => {}
        }
    }
}

/// Reads a yes or no. It is an error if nobody can answer.
fn yes_or_no(question: &str) -> Result<bool, CliError> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(CliError::NobodyToAsk);
    }
    loop {
        super::output::ask(question)?;
        let mut line = String::new();
        let read = stdin.lock().read_line(&mut line).map_err(CliError::Input)?;
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(true),
            "n" | "no" => return Ok(false),
            _ if read == 0 => return Err(CliError::NotStarted),
            _ => {}
        }
    }
}
