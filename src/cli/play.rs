//! `stillpoint play`: a session in the window or in the terminal.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use clap::Args;
use crossterm::event::{KeyCode, KeyModifiers};

use super::CliError;
use super::door::Door;
use super::terminal::{Pressed, Screen, Style, folded, is_gone};
use crate::app::clock::Clock;
use crate::app::desktop::{Desktop, NowPlaying};
use crate::app::signals::Signals;
use crate::app::start::{Purpose, StartRequest};
use crate::app::window::{Opening, open};
use crate::app::{Session, SessionCommand, SessionSetup, crash_report, log, preferences};
use crate::characters::escaped;
use crate::journal::export::LONGEST_TEXT;
use crate::journal::{Feeling, JournalService};
use crate::library::Library;
use crate::paths::Paths;
use crate::player::{PlayerCommand, Snapshot, State, StopReason};
use crate::time::ExactDuration;
use crate::timeline::{self, Moment, SpeechAmount, listing};
use crate::ui::keys::{Key, Surface, action_of};
use crate::ui::session::keys as session_keys;

/// The arguments of `play`.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // Each is a flag of its own.
pub(super) struct Play {
    /// The routine's id, or the path of its file.
    routine: String,
    /// Adjust it to this many minutes.
    #[arg(long, value_name = "N")]
    minutes: Option<u32>,
    /// Play in this terminal, without a window.
    #[arg(long)]
    terminal: bool,
    /// Play no sound at all.
    #[arg(long)]
    silent: bool,
    /// Play the cues, but no voice.
    #[arg(long)]
    no_voice: bool,
    #[command(flatten)]
    now: super::Now,
    #[command(flatten)]
    words: super::InLanguage,
    /// Play it even if it isn't recommended right now.
    #[arg(long)]
    anyway: bool,
    /// Your pain right now, 0–10.
    #[arg(long, value_name = "0-10", value_parser = clap::value_parser!(u8).range(0..=10))]
    pain: Option<u8>,
}

/// How often the terminal is checked for keys and redrawn.
const TICK: Duration = Duration::from_millis(200);
/// How long a terminal may block after the system has asked the program to end.
const STUCK_AFTER: Duration = Duration::from_secs(3);
/// How long the journal may take to save the end of a session before a message says so.
const WRITTEN_WITHIN: Duration = Duration::from_secs(8);
/// The exit code when the terminal is gone: the same as after SIGHUP.
const GONE: u8 = 129;

impl Play {
    /// Whether it plays in the terminal.
    pub(super) const fn is_here(&self) -> bool {
        self.terminal
    }

    fn moment(&self) -> Moment {
        Moment { pain: self.pain, insist: self.anyway, ..self.now.moment() }
    }

    pub(super) fn run(&self) -> Result<ExitCode, CliError> {
        let library = self.words.library();
        let paths = Paths::of_this_person();
        let request = StartRequest {
            routine: super::routine(&library, &self.routine)?,
            length: self.minutes.map(|minutes| ExactDuration::from_mins(minutes.into())),
            moment: self.moment(),
            profile: super::profile(paths.as_ref()),
            folder: super::folder_of(&library, &self.routine),
            is_outside: super::looks_like_path(&library, &self.routine),
            purpose: Purpose::Session,
            vouched: false,
            moment_asked: false,
        };
        if !self.terminal {
            return open(Opening::Session(Box::new(request)))
                .map(|()| ExitCode::SUCCESS)
                .map_err(CliError::from);
        }
        self.play_here(request, &library, &paths.ok_or(CliError::NoHome)?)
    }

    /// Plays the session in the terminal.
    fn play_here(
        &self,
        request: StartRequest,
        library: &Library,
        paths: &Paths,
    ) -> Result<ExitCode, CliError> {
        let clock = Clock::of_the_system();
        let journal = JournalService::start(paths.journal.clone(), paths.spool.clone());
        let mut settings = preferences::load(Some(paths)).settings;
        if let Some(message) = Paths::state().and_then(|folder| crash_report::take_unreported(&folder)) {
            super::remark(&message);
        }
        let approved =
            Door { journal: &journal, library, paths, clock: &clock }.pass(request, &mut settings)?;
        if self.no_voice {
            settings.speech.amount = SpeechAmount::Cues;
        }
        let (ask, asked) = channel();
        let signals = Signals::listen(move || {
            let _ = ask.send(());
        });
        super::print(&folded(&introduction(approved.plan())))?;
        let session = Session::start(SessionSetup {
            approved,
            sound: !self.silent,
            settings,
            cache: Some(paths.cache.clone()),
            writer: Some(journal.writer()),
            wake: Arc::new(|| {}),
            clock,
        })
        .map_err(CliError::NoSession)?;
        let _done = end_if_stuck(&session, &journal, &signals, asked);
        let played = play_here(&session, &journal, &signals);
        drop(session);
        let told = played.and_then(|ending| ending.tell(&journal));
        drop(journal);
        match (signals.exit_code(), told) {
            // The terminal itself may have gone, which is no error.
            (Some(code), _) => Ok(ExitCode::from(code)),
            (None, Ok(())) => Ok(ExitCode::SUCCESS),
            (None, Err(error)) if is_gone(&error) => Ok(ExitCode::from(GONE)),
            (None, Err(error)) if super::output::is_reader_gone(&error) => Err(CliError::ReaderGone),
            (None, Err(error)) => Err(CliError::TerminalGone(error)),
        }
    }
}

/// How the session in the terminal came to its end.
enum Ending {
    /// The session was over, rated or not; with the latest problem of the journal, if there is one.
    Over(Option<String>),
    /// The system asked the program to end.
    Asked,
}

impl Ending {
    /// Says how it ended and, once it is saved, that it is.
    fn tell(self, journal: &JournalService) -> std::io::Result<()> {
        let line = match self {
            Self::Asked => "Stopped. What you did is saved in the journal.".to_owned(),
            Self::Over(trouble) => {
                let is_written = journal.is_written().wait(WRITTEN_WITHIN);
                let trouble =
                    journal.troubles.try_iter().inspect(log::journal_trouble).last().unwrap_or(trouble);
                match (is_written, trouble) {
                    (Ok(true), _) => "Saved in the journal.".to_owned(),
                    (Ok(false) | Err(_), Some(trouble)) => trouble,
                    (Ok(false) | Err(_), None) => {
                        "It isn't in the journal yet. Stillpoint will try again next time it starts."
                            .to_owned()
                    }
                }
            }
        };
        super::output::print_last(&line)
    }
}

/// Ends the program cleanly even though it is stuck waiting for a terminal that accepts nothing more, a while after the
/// system has asked it to end. Does nothing once the sender is dropped.
fn end_if_stuck(
    session: &Session,
    journal: &JournalService,
    signals: &Signals,
    asked: Receiver<()>,
) -> Sender<()> {
    let (done, is_done) = channel();
    let (close, signals, written) = (session.closer(), signals.clone(), journal.written_later());
    let wait = move || {
        if asked.recv().is_err()
            || !matches!(is_done.recv_timeout(STUCK_AFTER), Err(RecvTimeoutError::Timeout))
        {
            return;
        }
        tracing::warn!("the terminal takes nothing more");
        close();
        let _ = written().wait(WRITTEN_WITHIN);
        std::process::exit(signals.exit_code().unwrap_or(GONE).into());
    };
    // If the thread can't be spawned, the program only waits longer for a terminal that hangs.
    let _ = std::thread::Builder::new().name("end".into()).spawn(wait);
    done
}

fn introduction(plan: &timeline::Plan) -> String {
    let routine = plan.routine();
    let length = listing::minutes(crate::routine::length::of_steps(plan.steps()).written);
    let needs = routine.routine().needs.iter();
    let needs = needs.map(|need| format!("You'll need: {}", routine.text(&need.value)));
    let for_person = plan.cautions().iter().map(|caution| caution.sentence.clone());
    let cautions = routine.cautions().into_iter().chain(for_person);
    let changes = plan.changes().iter().cloned();
    let evidence = format!("Evidence: {}. Not medical advice.", routine.evidence().plain());
    let language = timeline::compile(plan).language_note();
    let lines = needs.chain(cautions).chain(changes).chain(language).chain([evidence]);
    let lines: Vec<String> = lines.map(|line| format!("  {line}")).collect();
    format!("{}, {length}\n{}\n\n", routine.title(), lines.join("\n"))
}

/// Shows the session until it has ended and is rated, or until the system or the desktop asks the program to end. Without a
/// terminal, prints each step and reads no keys.
fn play_here(session: &Session, journal: &JournalService, signals: &Signals) -> std::io::Result<Ending> {
    let mut screen = Screen::open(Style::of_output(), std::io::stdin().is_terminal())?;
    let mut desktop = Desktop::start(|| {});
    let (mut trouble, mut notice) = (None, None);
    while !signals.is_asked() {
        let (snapshot, view) = session.view();
        trouble = journal.troubles.try_iter().inspect(log::journal_trouble).last().unwrap_or(trouble);
        notice = journal.notices.try_iter().inspect(log::journal_notice).last().or(notice);
        let over = matches!(snapshot.state, State::Finished | State::Stopped);
        screen.show(&snapshot, &view, trouble.as_deref().or(notice.as_deref()))?;
        desktop.playing(NowPlaying::of(session));
        desktop.requests().for_each(|request| session.send(request.command()));
        if desktop.take_wants_end() {
            return Ok(Ending::Asked);
        }
        if over {
            rate(session, &mut screen, signals)?;
            return Ok(Ending::Over(trouble));
        }
        if let Some(key) = screen.key(TICK)? {
            match key {
                (KeyCode::Char('c'), KeyModifiers::CONTROL) => {
                    session.play(PlayerCommand::Stop(StopReason::Asked));
                }
                (code, _) => {
                    if let Some(command) = command_of(code, &snapshot) {
                        session.send(command);
                    }
                }
            }
        }
    }
    Ok(Ending::Asked)
}

fn command_of(code: KeyCode, now: &Snapshot) -> Option<SessionCommand> {
    let press = action_of(&session_keys::bindings(now), key_of(code)?, Surface::Terminal)?;
    match press {
        session_keys::Press::Player(command) => Some(SessionCommand::Player(command)),
        session_keys::Press::Mute => Some(SessionCommand::ToggleMute),
        session_keys::Press::Comfort(comfort) => Some(SessionCommand::Comfort(comfort)),
        session_keys::Press::FeelsWrong => Some(SessionCommand::FeelsWrong),
        // A terminal has no pages to show.
        session_keys::Press::Blank | session_keys::Press::Signs | session_keys::Press::Settings => None,
    }
}

/// A key of the terminal in terms of the key tables. Letters are the same with and without Shift.
fn key_of(code: KeyCode) -> Option<Key> {
    Some(match code {
        KeyCode::Char(' ') => Key::Space,
        KeyCode::Char(sign) => Key::Char(sign.to_ascii_lowercase()),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Delete => Key::Delete,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(number) => Key::F(number),
        _ => return None,
    })
}

/// Asks for the pain, the comparison with before, and a note; each can be skipped with Enter.
fn rate(session: &Session, screen: &mut Screen, signals: &Signals) -> std::io::Result<()> {
    if !screen.has_keys() {
        return Ok(());
    }
    screen.say("\nHow is the pain now? Press 0–9, or t for ten. Enter skips.")?;
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
    screen.say("Any notes? Press Enter when you're done, or to skip.")?;
    let note = screen.line(signals)?;
    if !note.is_empty() {
        session.send(SessionCommand::Note(note));
    }
    Ok(())
}

impl Screen {
    /// The next key, unless a signal arrives first.
    fn next_key(&mut self, signals: &Signals) -> std::io::Result<Option<Pressed>> {
        while !signals.is_asked() {
            if let Some(key) = self.key(TICK)? {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    /// Waits for a key that `meaning` knows; Enter and Esc skip the question.
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

    /// Reads a line of text, and echoes it as it is typed.
    fn line(&mut self, signals: &Signals) -> std::io::Result<String> {
        let mut line = String::new();
        while let Some((code, modifiers)) = self.next_key(signals)? {
            match code {
                KeyCode::Enter | KeyCode::Esc => break,
                KeyCode::Char('c') if modifiers == KeyModifiers::CONTROL => break,
                KeyCode::Backspace if line.pop().is_some() => self.rub_out()?,
                KeyCode::Char(c) if line.len() < LONGEST_TEXT => {
                    line.push(c);
                    self.echo(&escaped(c.encode_utf8(&mut [0; 4])))?;
                }
                _ => {}
            }
        }
        self.say("")?;
        Ok(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Library;
    use crate::player::Player;
    use crate::safety::Profile;
    use crate::time::Position;
    use crate::ui::keys::hints;

    fn running() -> Snapshot {
        let library = Library::open(None);
        let routine = library.find("longer-exhale").unwrap().routine.clone().unwrap();
        let plan = timeline::plan(&routine, &Profile::default(), &Moment::default(), None).unwrap();
        let mut player = Player::new(Arc::new(timeline::compile(&plan)), ExactDuration::ZERO);
        player.handle(PlayerCommand::Start, Position::ZERO);
        player.snapshot(Position::ZERO)
    }

    #[track_caller]
    fn check(code: KeyCode, expected: Option<PlayerCommand>) {
        let sent = match command_of(code, &running()) {
            Some(SessionCommand::Player(command)) => Some(command),
            Some(other) => panic!("{other:?}"),
            None => None,
        };
        assert_eq!(sent, expected, "{code:?}");
    }

    #[test]
    fn the_keys_of_a_terminal_are_those_of_a_session() {
        for big in [KeyCode::Char(' '), KeyCode::Enter] {
            check(big, Some(PlayerCommand::BigKey));
        }
        check(KeyCode::Left, Some(PlayerCommand::Back));
        check(KeyCode::Right, Some(PlayerCommand::Skip));
        for longer in ['+', '='] {
            check(KeyCode::Char(longer), Some(PlayerCommand::MoreTime));
        }
        for again in ['r', 'R'] {
            check(KeyCode::Char(again), Some(PlayerCommand::Again));
        }
        for end in [KeyCode::Esc, KeyCode::Char('q')] {
            check(end, Some(PlayerCommand::Stop(StopReason::Asked)));
        }
        assert!(matches!(command_of(KeyCode::Char('M'), &running()), Some(SessionCommand::ToggleMute)));
    }

    #[test]
    fn what_needs_a_window_has_no_key_in_a_terminal() {
        for code in ['b', '?', ',', 'x', 'z'].map(KeyCode::Char) {
            check(code, None);
        }
    }

    #[test]
    fn every_key_that_a_terminal_shows_does_something_there() {
        let now = running();
        for hint in hints(&session_keys::bindings(&now), Surface::Terminal) {
            for key in hint.keys {
                let code = match key {
                    Key::Space => KeyCode::Char(' '),
                    Key::Left => KeyCode::Left,
                    Key::Right => KeyCode::Right,
                    Key::Escape => KeyCode::Esc,
                    Key::Char(sign) => KeyCode::Char(sign),
                    other => panic!("no terminal is known to send {other:?}"),
                };
                assert!(command_of(code, &now).is_some(), "{key:?} {}", hint.does);
            }
        }
    }
}
