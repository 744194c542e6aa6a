//! `stillpoint play`: a session without a window.

use std::io::{IsTerminal as _, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};

use super::terminal::{Screen, Style};
use crate::app::desktop::{Desktop, NowPlaying};
use crate::app::signals::Signals;
use crate::app::window::{Begin, Opening, open};
use crate::app::{Session, SessionCommand, SessionSetup, preferences};
use crate::app::{crash_report, log};
use crate::journal::{Feeling, JournalService};
use crate::paths::Paths;
use crate::player::{PlayerCommand, State, StopReason};
use crate::time::ExactDuration;
use crate::timeline::{self, Moment, SpeechAmount, listing};

/// What `play` is asked.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // Each is a flag of its own.
pub(super) struct Play {
    /// The routine's id, or the path of its file.
    routine: String,
    /// Fit it to this many minutes.
    #[arg(long, value_name = "N")]
    minutes: Option<u32>,
    /// Play here, without a window.
    #[arg(long)]
    terminal: bool,
    /// No sound at all.
    #[arg(long)]
    silent: bool,
    /// Cues, but no spoken words.
    #[arg(long)]
    no_voice: bool,
    #[command(flatten)]
    now: super::Now,
    #[command(flatten)]
    words: super::InLanguage,
    /// Play it although it is advised against now.
    #[arg(long)]
    anyway: bool,
    /// Pain now, 0–10.
    #[arg(long, value_name = "0-10", value_parser = clap::value_parser!(u8).range(0..=10))]
    pain: Option<u8>,
}

/// How often the terminal is looked at for keys and drawn anew.
const TICK: Duration = Duration::from_millis(200);

impl Play {
    fn moment(&self) -> Moment {
        Moment { pain: self.pain, insist: self.anyway, ..self.now.moment() }
    }

    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let library = self.words.library();
        let routine = super::routine(&library, &self.routine)?;
        let wished = self.minutes.map(|minutes| ExactDuration::from_mins(minutes.into()));
        let paths = Paths::of_this_person();
        let profile = super::profile(paths.as_ref());
        let moment = self.moment();
        let plan = timeline::plan(&routine, &profile, &moment, wished).map_err(|error| error.to_string())?;
        if !self.terminal {
            let outside = super::looks_like_path(&self.routine)
                .then(|| super::folder_of(&library, &self.routine).unwrap_or_default());
            let begin = Begin { plan, phase: moment.phase, from: None, outside };
            return open(Opening::Session(Box::new(begin))).map(|()| ExitCode::SUCCESS);
        }
        if let Some(advice) = plan.advice() {
            let offer = advice.offer().map(|offer| format!(" {offer}")).unwrap_or_default();
            return Err(format!(
                "advised against now. {}{offer} `--anyway` plays it all the same",
                advice.why
            ));
        }
        let paths = paths.ok_or(super::CliError::NoHome)?;
        let service = JournalService::start(paths.journal.clone(), paths.spool.clone());
        let folder = super::folder_of(&library, &self.routine);
        let mut settings = preferences::load(Some(&paths)).settings;
        if self.no_voice {
            settings.speech.amount = SpeechAmount::Cues;
        }
        if let Some(told) = Paths::state().and_then(|folder| crash_report::untold(&folder)) {
            eprintln!("stillpoint: {told}");
        }
        let signals = Signals::listen(|| {});
        super::print(&introduction(&plan))?;
        let session = Session::start(SessionSetup {
            plan,
            pain_before: self.pain,
            phase: moment.phase,
            states: moment.states.iter().copied().collect(),
            wished,
            from: None,
            sound: !self.silent,
            settings,
            cache: Some(paths.cache),
            folder,
            writer: Some(service.writer()),
            wake: Arc::new(|| {}),
        })
        .map_err(|error| format!("the session cannot begin: {error}"))?;
        let played = play_here(&session, &service, &signals);
        drop(session);
        drop(service);
        match (signals.exit_code(), played) {
            // The terminal may be what went away: then it is no fault.
            (Some(code), _) => Ok(ExitCode::from(code)),
            (None, Ok(())) => Ok(ExitCode::SUCCESS),
            (None, Err(error)) => {
                Err(format!("the terminal is gone: {error}; the session is in the journal"))
            }
        }
    }
}

fn introduction(plan: &timeline::Plan) -> String {
    let routine = plan.routine();
    let length = listing::minutes(crate::routine::length::of_steps(plan.steps()).written);
    let needs = routine.routine().needs.iter();
    let needs = needs.map(|need| format!("You need: {}", routine.text(&need.value)));
    let own = plan.cautions().iter().map(|caution| caution.sentence.clone());
    let cautions = routine.cautions().into_iter().chain(own);
    let changes = plan.changes().iter().cloned();
    let evidence = format!("Evidence: {}. Not medical advice.", routine.evidence().plain());
    let lines = needs.chain(cautions).chain(changes).chain([evidence]);
    let lines: Vec<String> = lines.map(|line| format!("  {line}")).collect();
    format!("{}, {length}\n{}\n\n", routine.title(), lines.join("\n"))
}

/// Shows the session until it is over and rated, or the system asks the program to end; without a terminal, one line a
/// step and no keys.
fn play_here(session: &Session, service: &JournalService, signals: &Signals) -> std::io::Result<()> {
    let style = if std::io::stdout().is_terminal() { Style::Live } else { Style::Lines };
    let mut screen = Screen::open(style, std::io::stdin().is_terminal())?;
    let mut desktop = Desktop::start(|| {});
    let (mut trouble, mut notice) = (None, None);
    while !signals.is_asked() {
        let (snapshot, view) = session.look();
        trouble = service.troubles.try_iter().inspect(log::journal_trouble).last().unwrap_or(trouble);
        notice = service.notices.try_iter().inspect(log::journal_notice).last().or(notice);
        let over = matches!(snapshot.state, State::Finished | State::Stopped);
        screen.show(&snapshot, &view, trouble.as_deref().or(notice.as_deref()))?;
        desktop.playing(NowPlaying::of(&snapshot));
        desktop.pressed().for_each(|key| session.play(key.command()));
        if over {
            rate(session, &mut screen, signals)?;
            let trouble = service.troubles.try_iter().inspect(log::journal_trouble).last().unwrap_or(trouble);
            return screen.say(trouble.as_deref().unwrap_or("Written in the journal."));
        }
        if let Some(key) = screen.key(TICK)? {
            match key {
                (KeyCode::Char('c'), KeyModifiers::CONTROL) => {
                    session.play(PlayerCommand::Stop(StopReason::Asked));
                }
                (code, _) => {
                    if let Some(command) = command_of(code) {
                        session.send(command);
                    }
                }
            }
        }
    }
    screen.say("Asked to end; what you did is kept.")
}

fn command_of(key: KeyCode) -> Option<SessionCommand> {
    let player = match key {
        KeyCode::Char(' ') | KeyCode::Enter => PlayerCommand::BigKey,
        KeyCode::Left => PlayerCommand::Back,
        KeyCode::Right => PlayerCommand::Skip,
        KeyCode::Char('+' | '=') => PlayerCommand::MoreTime,
        KeyCode::Char('r' | 'R') => PlayerCommand::Again,
        KeyCode::Esc | KeyCode::Char('q') => PlayerCommand::Stop(StopReason::Asked),
        KeyCode::Char('m' | 'M') => return Some(SessionCommand::ToggleMute),
        _ => return None,
    };
    Some(SessionCommand::Player(player))
}

/// One key for how it is now, one for how that compares, and a note if wanted; each can be skipped with Enter.
fn rate(session: &Session, screen: &mut Screen, signals: &Signals) -> std::io::Result<()> {
    if !screen.has_keys() {
        return Ok(());
    }
    screen.say("\nHow is the pain now? 0–9, or t for ten. Enter skips.")?;
    let pain = screen.choose(signals, |key| match key {
        KeyCode::Char(digit @ '0'..='9') => digit.to_digit(10).map(|d| u8::try_from(d).ok()),
        KeyCode::Char('t' | 'T') => Some(Some(10)),
        _ => None,
    })?;
    session.send(SessionCommand::RatePain(pain.flatten()));
    screen.say("Better (b), the same (s) or worse (w)? Enter skips.")?;
    let feeling = screen.choose(signals, |key| match key {
        KeyCode::Char('b' | 'B') => Some(Feeling::Better),
        KeyCode::Char('s' | 'S') => Some(Feeling::Same),
        KeyCode::Char('w' | 'W') => Some(Feeling::Worse),
        _ => None,
    })?;
    session.send(SessionCommand::RateFeeling(feeling));
    screen.say("A note? Enter ends it, or skips.")?;
    let note = screen.line(signals)?;
    if !note.is_empty() {
        session.send(SessionCommand::Note(note));
    }
    Ok(())
}

impl Screen {
    /// The next key within a time.
    pub(super) fn key(&mut self, within: Duration) -> std::io::Result<Option<(KeyCode, KeyModifiers)>> {
        if !self.has_keys() {
            std::thread::sleep(within);
            return Ok(None);
        }
        if !event::poll(within)? {
            return Ok(None);
        }
        Ok(match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => Some((key.code, key.modifiers)),
            _ => None,
        })
    }

    /// The next key, unless the program is asked to end before.
    fn next_key(&mut self, signals: &Signals) -> std::io::Result<Option<(KeyCode, KeyModifiers)>> {
        while !signals.is_asked() {
            if let Some(key) = self.key(TICK)? {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    /// Waits for one of the keys that `meaning` knows; Enter or Esc is none of them.
    fn choose<T>(
        &mut self,
        signals: &Signals,
        meaning: impl Fn(KeyCode) -> Option<T>,
    ) -> std::io::Result<Option<T>> {
        while let Some((code, modifiers)) = self.next_key(signals)? {
            if matches!(code, KeyCode::Enter | KeyCode::Esc) || modifiers == KeyModifiers::CONTROL {
                return Ok(None);
            }
            if let Some(chosen) = meaning(code) {
                return Ok(Some(chosen));
            }
        }
        Ok(None)
    }

    /// A line of text, shown as it is typed.
    fn line(&mut self, signals: &Signals) -> std::io::Result<String> {
        let mut line = String::new();
        while let Some((code, modifiers)) = self.next_key(signals)? {
            match code {
                KeyCode::Enter | KeyCode::Esc => break,
                KeyCode::Char('c') if modifiers == KeyModifiers::CONTROL => break,
                KeyCode::Backspace if line.pop().is_some() => {
                    print!("\u{8} \u{8}");
                }
                KeyCode::Char(c) => {
                    line.push(c);
                    print!("{c}");
                }
                _ => {}
            }
            std::io::stdout().flush()?;
        }
        self.say("")?;
        Ok(line)
    }
}
