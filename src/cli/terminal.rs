//! Draws a session in a terminal: a few lines that stay in place, or each step one after the other if it is not a
//! terminal.

use std::borrow::Cow;
use std::io::{IsTerminal as _, Stdout, Write as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::output;
use crate::app::SessionView;
use crate::characters::escaped_lines;
use crate::player::{Snapshot, State};
use crate::timeline::{SegmentKind, phrases};
use crate::ui::keys::{Key, Surface, hints};
use crate::ui::session;

mod drawing;

use drawing::{Drawing, Worth, fitted};

/// How a session is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Lines that are redrawn in place.
    Live,
    /// Lines for each step, for a file, a pipe, or a terminal that can only print.
    Lines,
}

impl Style {
    /// What standard output can show.
    pub(super) fn of_output() -> Self {
        if std::io::stdout().is_terminal() && !output::is_dumb() { Self::Live } else { Self::Lines }
    }
}

/// The columns and rows of a terminal that does not know its size, and of what is no terminal.
const USUAL: (usize, usize) = (80, 24);
/// The widest drawing, in columns: a line that is easy to read.
const WIDEST: usize = 72;

/// A key, and what was held down with it.
pub(super) type Pressed = (KeyCode, KeyModifiers);

/// How often the thread that waits for keys looks up.
const LOOK_UP_EVERY: Duration = Duration::from_secs(1);

/// The error when the terminal is gone.
pub(super) fn gone() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "the terminal was closed")
}

/// Whether it means that the terminal is gone: it has said so, or the system says that nothing is at the other end.
pub(super) fn is_gone(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) {
        return true;
    }
    error.kind() == std::io::ErrorKind::UnexpectedEof
}

/// Waits for keys on a separate thread: the library that reads them never returns once the terminal is gone.
fn pressed() -> std::io::Result<Receiver<Pressed>> {
    let (tell, keys) = channel();
    let read = move || {
        loop {
            match event::poll(LOOK_UP_EVERY)
                .and_then(|is_there| if is_there { event::read().map(Some) } else { Ok(None) })
            {
                Ok(Some(Event::Key(key))) if key.kind != KeyEventKind::Release => {
                    if tell.send((key.code, key.modifiers)).is_err() {
                        return;
                    }
                }
                Ok(_) => {}
                Err(_) => return,
            }
        }
    };
    std::thread::Builder::new().name("keys".into()).spawn(read)?;
    Ok(keys)
}

/// The terminal while a session is shown; dropping it gives the terminal back as it was.
pub(super) struct Screen {
    out: Stdout,
    style: Style,
    /// What is pressed, where somebody can press something.
    keys: Option<Receiver<Pressed>>,
    drawing: Drawing,
    /// What ends a line.
    line_end: &'static str,
    /// Whether it was told that standard output takes nothing.
    told: bool,
    last_step: Option<usize>,
    /// The remarks that were printed last.
    printed: Vec<String>,
    _quiet: Option<QuietErrors>,
}

impl Screen {
    pub(super) fn open(style: Style, keys: bool) -> std::io::Result<Self> {
        let keys = if keys {
            terminal::enable_raw_mode()?;
            Some(pressed()?)
        } else {
            None
        };
        let keys_are_read = keys.is_some();
        Ok(Self {
            out: std::io::stdout(),
            style,
            keys,
            drawing: Drawing::default(),
            // Where single keys are read from a terminal, a line feed alone does not return to the left margin there.
            line_end: if keys_are_read && std::io::stdout().is_terminal() { "\r\n" } else { "\n" },
            told: false,
            last_step: None,
            printed: Vec::new(),
            _quiet: (style == Style::Live).then(QuietErrors::new),
        })
    }

    pub(super) const fn has_keys(&self) -> bool {
        self.keys.is_some()
    }

    /// The next key within a time.
    ///
    /// # Errors
    /// [`gone`] as soon as the terminal is gone, whether or not anything is asked of it.
    pub(super) fn key(&mut self, within: Duration) -> std::io::Result<Option<Pressed>> {
        self.check_presence()?;
        let Some(keys) = &self.keys else {
            std::thread::sleep(within);
            return Ok(None);
        };
        match keys.recv_timeout(within) {
            Ok(key) => Ok(Some(key)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(gone()),
        }
    }

    /// A terminal that is gone gives nothing more, as often as it is read; that shows before.
    #[cfg_attr(not(unix), allow(clippy::unused_self, clippy::unnecessary_wraps))] // It shows there when it is read.
    fn check_presence(&self) -> std::io::Result<()> {
        #[cfg(unix)]
        {
            use rustix::event::{PollFd, PollFlags, Timespec, poll};
            let (keys, out) = (rustix::stdio::stdin(), rustix::stdio::stdout());
            let mut ends = Vec::with_capacity(2);
            if self.has_keys() {
                ends.push(PollFd::from_borrowed_fd(keys, PollFlags::empty()));
            }
            if self.style == Style::Live {
                ends.push(PollFd::from_borrowed_fd(out, PollFlags::empty()));
            }
            let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
            let is_gone = |end: &PollFd<'_>| {
                end.revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
            };
            if poll(&mut ends, Some(&at_once)).is_ok() && ends.iter().any(is_gone) {
                return Err(gone());
            }
        }
        Ok(())
    }

    /// Prints a line, or several if it is too wide.
    pub(super) fn say(&mut self, line: &str) -> std::io::Result<()> {
        let columns = columns();
        let lines = escaped_lines(line);
        let lines = lines.split('\n').flat_map(|line| wrapped(line, columns, "  "));
        let text: String = lines.flat_map(|line| [line, self.line_end.to_owned()]).collect();
        let said = write!(self.out, "{text}").and_then(|()| self.out.flush());
        self.or_told(said)
    }

    /// A file or a pipe that takes nothing more, because its disk is full, ends no session: that is told once. One whose
    /// reader is gone does, as a terminal does that is gone.
    fn or_told(&mut self, printed: std::io::Result<()>) -> std::io::Result<()> {
        match printed {
            Err(error) if self.style == Style::Lines && !output::is_reader_gone(&error) => {
                if !std::mem::replace(&mut self.told, true) {
                    output::remark(&format!("the steps can't be printed: {error}; the session goes on"));
                }
                Ok(())
            }
            other => other,
        }
    }

    /// How many lines it has.
    fn rows() -> usize {
        let size = terminal::size().ok();
        size.map(|(_, rows)| usize::from(rows)).filter(|rows| *rows > 0).unwrap_or(USUAL.1)
    }

    /// Prints what is typed.
    pub(super) fn echo(&mut self, typed: &str) -> std::io::Result<()> {
        write!(self.out, "{typed}")?;
        self.out.flush()
    }

    /// Takes the last letter away again.
    pub(super) fn rub_out(&mut self) -> std::io::Result<()> {
        write!(self.out, "\u{8} \u{8}")?;
        self.out.flush()
    }

    pub(super) fn show(
        &mut self,
        now: &Snapshot,
        view: &SessionView,
        trouble: Option<&str>,
    ) -> std::io::Result<()> {
        match self.style {
            Style::Live => self.draw(now, view, trouble),
            Style::Lines => {
                self.print_step(now)?;
                self.print_remarks(view, trouble)
            }
        }
    }

    /// Prints remarks, each once for as long as it holds.
    fn print_remarks(&mut self, view: &SessionView, trouble: Option<&str>) -> std::io::Result<()> {
        let printed = std::mem::take(&mut self.printed);
        for sentence in remarks(view, trouble) {
            if !printed.iter().any(|old| old == sentence) {
                self.say(sentence)?;
            }
            self.printed.push(sentence.to_owned());
        }
        Ok(())
    }

    fn print_step(&mut self, now: &Snapshot) -> std::io::Result<()> {
        if self.last_step != Some(now.index) {
            self.last_step = Some(now.index);
            let segment = now.segment();
            let left = now.left_in_all().clock();
            let line = format!("{left} left  {}  {}", segment.full_name(), segment.words.replace('\n', " "));
            self.say(line.trim_end())?;
        }
        Ok(())
    }

    fn draw(&mut self, now: &Snapshot, view: &SessionView, trouble: Option<&str>) -> std::io::Result<()> {
        let (columns, rows) = (columns(), Self::rows());
        // The last column stays free: some terminals break a line that fills it. Below the lines stands the cursor.
        let width = columns.saturating_sub(2).clamp(1, WIDEST);
        let lines =
            fitted(lines(now, view, trouble, width), columns.saturating_sub(1), rows.saturating_sub(1));
        self.drawing.draw(&mut self.out, lines, columns)
    }
}

/// How wide a line of the output may be.
fn columns() -> usize {
    // A terminal that does not know its size reports zero.
    let size = if std::io::stdout().is_terminal() { terminal::size().ok() } else { None };
    size.map(|(columns, _)| usize::from(columns)).filter(|columns| *columns > 0).unwrap_or(USUAL.0)
}

/// Text for the output, each of whose lines is wrapped at words.
pub(super) fn folded(text: &str) -> String {
    let columns = columns();
    let lines = text.lines().flat_map(|line| {
        let before = line.len() - line.trim_start().len();
        wrapped(line, columns, &" ".repeat(before + 2))
    });
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

/// Discards what libraries print to standard error while a screen is drawn: libasound prints dozens of lines
/// into the drawing when a device disappears. Restored when dropped.
struct QuietErrors {
    #[cfg(unix)]
    kept: Option<std::os::fd::OwnedFd>,
}

impl QuietErrors {
    #[cfg(unix)]
    fn new() -> Self {
        let kept = rustix::io::dup(rustix::stdio::stderr()).ok();
        let nowhere = std::fs::File::options().write(true).open("/dev/null");
        if let (Some(_), Ok(nowhere)) = (&kept, nowhere) {
            // If this fails, the drawing may get garbled, nothing worse.
            let _ = rustix::stdio::dup2_stderr(&nowhere);
        }
        Self { kept }
    }

    #[cfg(not(unix))]
    fn new() -> Self {
        Self {}
    }
}

#[cfg(unix)]
impl Drop for QuietErrors {
    fn drop(&mut self) {
        if let Some(kept) = self.kept.take() {
            let _ = rustix::stdio::dup2_stderr(kept);
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if self.has_keys() {
            let _ = terminal::disable_raw_mode();
        }
    }
}

/// The lines to draw, with how much each is missed without room.
fn lines(now: &Snapshot, view: &SessionView, trouble: Option<&str>, width: usize) -> Vec<(Worth, String)> {
    let segment = now.segment();
    let mut lines = Vec::new();
    let mut add = |worth: Worth, text: &str| {
        if text.is_empty() && worth != Worth::Gap {
            return;
        }
        lines.extend(wrapped(&escaped_lines(text), width, "").into_iter().map(|line| (worth, line)));
    };
    add(Worth::Words, &segment.full_name());
    add(Worth::Words, &segment.words);
    add(Worth::Detail, segment.feels.as_deref().unwrap_or_default());
    add(Worth::Gap, "");
    add(Worth::State, &time_line(now));
    add(Worth::Help, &now.next().map(|next| format!("Next: {next}")).unwrap_or_default());
    add(Worth::Gap, "");
    add(Worth::State, &progress_line(now, width));
    if now.state == State::Paused {
        add(Worth::State, "Paused. Press Space to resume.");
    } else {
        add(Worth::Help, &key_line(now));
    }
    for remark in remarks(view, trouble) {
        add(Worth::Remark, remark);
    }
    if view.muted {
        add(Worth::Remark, "Muted. Press M to unmute.");
    }
    lines
}

/// The keys of the session, with what each does now.
fn key_line(now: &Snapshot) -> String {
    let hints = hints(&session::keys::bindings(now), Surface::Terminal);
    let hints = hints.iter().map(|hint| {
        let is_only = |key| hint.keys == [key];
        let key = if is_only(Key::Left) {
            "←".to_owned()
        } else if is_only(Key::Right) {
            "→".to_owned()
        } else if let [Key::Char(letter)] = hint.keys[..] {
            // As it is typed, in lower case.
            letter.to_string()
        } else {
            hint.label()
        };
        format!("{key} {}", hint.does)
    });
    hints.collect::<Vec<_>>().join("  ")
}

fn remarks<'a>(view: &'a SessionView, trouble: Option<&'a str>) -> impl Iterator<Item = &'a str> {
    let remarks = [&view.remark, &view.sound_trouble, &view.voice_trouble];
    remarks.into_iter().flatten().map(String::as_str).chain(trouble)
}

fn time_line(now: &Snapshot) -> String {
    let left = now.left_in_step().clock();
    if now.segment().kind == SegmentKind::Wait {
        return if now.is_question() {
            format!("Press Space for yes, S for the softer way (the softer way in {left})")
        } else if now.waits_for_the_key_alone() {
            "Press Space when you're ready. The time starts then.".to_owned()
        } else {
            format!("Press Space when you're ready (continues in {left})")
        };
    }
    match now.breath() {
        Some(breath) => {
            let phase = phrases::of(now.segment().language).breath(breath.phase);
            format!("{phase} … {}", breath.lasts.minus(breath.elapsed).secs_left())
        }
        None => left,
    }
}

fn progress_line(now: &Snapshot, width: usize) -> String {
    let label = format!(" {} left", now.left_in_all().clock());
    let room = width.saturating_sub(display_width(&label)).max(4);
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    // A share of a line.
    let full = ((room as f32) * now.progress()) as usize;
    format!("{}{}{label}", "━".repeat(full.min(room)), "─".repeat(room - full.min(room)))
}

/// Wraps text at words into lines of at most `width` columns, of which all but the first begin with `indent`. Longer words
/// are broken, as the terminal would do anyway.
fn wrapped(text: &str, width: usize, indent: &str) -> Vec<String> {
    let options = Options::new(width.max(indent.len() + 1))
        .subsequent_indent(indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    text.split('\n').flat_map(|line| textwrap::wrap(line, &options)).map(Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_wrapped_at_words_and_an_empty_one_stays() {
        assert_eq!(wrapped("", 20, "  "), [""]);
        assert_eq!(wrapped("Let your shoulders sink.", 14, "  "), ["Let your", "  shoulders", "  sink."]);
        assert_eq!(wrapped("one\ntwo", 20, ""), ["one", "two"]);
        // Wide letters have no blanks between them and take two columns each.
        assert_eq!(wrapped("首を回す", 4, ""), ["首を", "回す"]);
    }

    #[test]
    fn what_is_set_in_stays_set_in() {
        let long = format!("  {}", "word ".repeat(20));
        let text = folded(&format!("Title\n{long}\n\nEnd"));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines[0], lines[lines.len() - 2], lines[lines.len() - 1]), ("Title", "", "End"));
        assert!(lines[1].starts_with("  word") && lines[2].starts_with("    word"), "{text}");
        assert!(lines.iter().all(|line| line.len() <= 80), "{text}");
    }
}
