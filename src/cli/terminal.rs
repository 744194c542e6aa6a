//! Draws a session in a terminal: a few lines that stay in place, or one line for each step if it is not a
//! terminal.

use std::io::{Stdout, Write as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::style::Print;
use crossterm::terminal::{self, ClearType};
use crossterm::{cursor, queue};

use crate::app::SessionView;
use crate::characters::escaped_lines;
use crate::player::{Snapshot, State};
use crate::timeline::{SegmentKind, phrases};
use crate::ui::keys::{Key, Surface, hints};
use crate::ui::session;

/// How a session is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Lines that are redrawn in place.
    Live,
    /// A line for each step, for a file or a pipe.
    Lines,
}

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
    /// Lines drawn last time, to be drawn over.
    drawn: u16,
    last_step: Option<usize>,
    /// The remarks that were printed last.
    printed: Vec<String>,
    last_state: Option<State>,
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
        Ok(Self {
            out: std::io::stdout(),
            style,
            keys,
            drawn: 0,
            last_step: None,
            printed: Vec::new(),
            last_state: None,
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

    /// Prints a line. In raw mode, a line feed alone does not return to the left margin.
    pub(super) fn say(&mut self, line: &str) -> std::io::Result<()> {
        write!(self.out, "{}\r\n", escaped_lines(line).replace('\n', "\r\n"))?;
        self.out.flush()
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
            self.say(format!("{left} left  {}  {}", segment.full_name(), segment.words).trim_end())?;
        }
        Ok(())
    }

    fn draw(&mut self, now: &Snapshot, view: &SessionView, trouble: Option<&str>) -> std::io::Result<()> {
        // A terminal that does not know its size reports zero.
        let columns = terminal::size().ok().map(|(columns, _)| columns).filter(|columns| *columns > 0);
        let width = usize::from(columns.unwrap_or(80)).saturating_sub(2).clamp(10, WIDEST);
        let lines = lines(now, view, trouble, width);
        if self.drawn > 0 {
            queue!(self.out, cursor::MoveUp(self.drawn))?;
        }
        queue!(self.out, Print("\r"), terminal::Clear(ClearType::FromCursorDown))?;
        for line in &lines {
            queue!(self.out, Print(line), Print("\r\n"))?;
        }
        self.drawn = u16::try_from(lines.len()).unwrap_or(0);
        self.last_state = Some(now.state);
        self.out.flush()
    }
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

/// The lines to draw, none wider than `width`.
fn lines(now: &Snapshot, view: &SessionView, trouble: Option<&str>, width: usize) -> Vec<String> {
    let segment = now.segment();
    let mut lines = wrapped(&segment.full_name(), width);
    lines.extend(wrapped(&segment.words, width));
    if let Some(feels) = &segment.feels {
        lines.extend(wrapped(feels, width));
    }
    lines.push(String::new());
    lines.push(time_line(now));
    if let Some(next) = now.next() {
        lines.extend(wrapped(&format!("Next: {next}"), width));
    }
    lines.push(String::new());
    lines.push(progress_line(now, width));
    if now.state == State::Paused {
        lines.push("Paused. Press Space to resume.".into());
    } else {
        lines.extend(wrapped(&key_line(now), width));
    }
    for remark in remarks(view, trouble) {
        lines.extend(wrapped(remark, width));
    }
    if view.muted {
        lines.push("Muted. Press M to unmute.".into());
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
    let room = width.saturating_sub(label.chars().count()).max(4);
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    // A share of a line.
    let full = ((room as f32) * now.progress()) as usize;
    format!("{}{}{label}", "━".repeat(full.min(room)), "─".repeat(room - full.min(room)))
}

/// Wraps text into lines of at most `width` columns. Longer words are broken, as the terminal would do anyway.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in escaped_lines(text).split_whitespace().flat_map(|word| pieces(word, width)) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    chars.chunks(width.max(1)).map(|piece| piece.iter().collect()).collect()
}
