//! Lines that stay in place in a terminal. They fit into it, and only those are written that have changed.

use std::io::{self, Write};

use crossterm::style::Print;
use crossterm::terminal::{Clear, ClearType};
use crossterm::{cursor, queue};
use textwrap::core::display_width;

/// How much a line is missed where there is no room for all, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// An empty line.
    Gap,
    /// What can be pressed, and what comes next.
    Help,
    /// More about the step.
    Detail,
    /// What has gone wrong.
    Remark,
    /// What to do.
    Words,
    /// The time, and that it stands still.
    State,
}

/// The lines, of which none is wider than `columns`, without those that are missed least where there are more than `rows`.
/// Of equal ones the last goes first.
pub(super) fn fitted(mut lines: Vec<(Worth, String)>, columns: usize, rows: usize) -> Vec<String> {
    while lines.len() > rows {
        let least = lines.iter().enumerate().min_by_key(|(place, (worth, _))| (*worth, usize::MAX - place));
        let Some((place, _)) = least else { break };
        lines.remove(place);
    }
    lines.into_iter().map(|(_, line)| clipped(line, columns)).collect()
}

/// The beginning of a line that is too wide, with a sign that there is more.
fn clipped(line: String, columns: usize) -> String {
    if display_width(&line) <= columns {
        return line;
    }
    let mut shown = String::new();
    for letter in line.chars() {
        if display_width(&shown) + display_width(letter.encode_utf8(&mut [0; 4])) >= columns {
            break;
        }
        shown.push(letter);
    }
    shown + "…"
}

/// What stands in the terminal.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    lines: Vec<String>,
    columns: usize,
}

impl Drawing {
    /// Replaces what stands there, in a terminal that is now `columns` wide.
    pub fn draw(&mut self, out: &mut impl Write, lines: Vec<String>, columns: usize) -> io::Result<()> {
        if lines == self.lines && columns == self.columns {
            return Ok(());
        }
        if lines.len() == self.lines.len() && columns == self.columns {
            let changed = self.lines.iter().zip(&lines).enumerate().filter(|(_, (old, new))| old != new);
            for (place, (_, new)) in changed {
                let up = u16::try_from(lines.len() - place).unwrap_or(u16::MAX);
                queue!(out, cursor::MoveUp(up), Print("\r"), Print(new), Clear(ClearType::UntilNewLine))?;
                queue!(out, Print("\r"), cursor::MoveDown(up))?;
            }
        } else {
            // A terminal that has become narrower has broken the lines anew.
            let height = |line: &String| display_width(line).div_ceil(columns.max(1)).max(1);
            let above: usize = self.lines.iter().map(height).sum();
            if above > 0 {
                queue!(out, cursor::MoveUp(u16::try_from(above).unwrap_or(u16::MAX)))?;
            }
            queue!(out, Print("\r"), Clear(ClearType::FromCursorDown))?;
            for line in &lines {
                queue!(out, Print(line), Print("\r\n"))?;
            }
        }
        (self.lines, self.columns) = (lines, columns);
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(drawing: &mut Drawing, lines: &[&str], columns: usize) -> String {
        let mut out = Vec::new();
        drawing.draw(&mut out, lines.iter().map(|line| (*line).to_owned()).collect(), columns).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_what_has_changed_is_written() {
        let mut drawing = Drawing::default();
        let first = drawn(&mut drawing, &["Sit.", "0:59", "keys"], 40);
        assert!(first.ends_with("Sit.\r\n0:59\r\nkeys\r\n"), "{first:?}");
        assert_eq!(drawn(&mut drawing, &["Sit.", "0:59", "keys"], 40), "");
        let next = drawn(&mut drawing, &["Sit.", "0:58", "keys"], 40);
        assert!(next.contains("0:58") && !next.contains("Sit.") && !next.contains("keys"), "{next:?}");
        assert!(next.starts_with("\u{1b}[2A\r") && next.ends_with("\r\u{1b}[2B"), "{next:?}");
    }

    #[test]
    fn another_number_of_lines_or_another_width_draws_all_of_them() {
        let mut drawing = Drawing::default();
        drawn(&mut drawing, &["123456789", "b"], 40);
        let more = drawn(&mut drawing, &["123456789", "b", "c"], 40);
        assert!(more.starts_with("\u{1b}[2A\r") && more.contains("123456789"), "{more:?}");
        // In five columns, the first line has become two.
        let narrow = drawn(&mut drawing, &["12345", "b", "c"], 5);
        assert!(narrow.starts_with("\u{1b}[4A\r"), "{narrow:?}");
    }

    #[test]
    fn without_room_the_time_and_the_words_stay_longest() {
        let lines = || {
            [
                (Worth::Words, "Sit."),
                (Worth::Words, "Look ahead."),
                (Worth::Gap, ""),
                (Worth::State, "0:59"),
                (Worth::Help, "Next: Stand"),
                (Worth::Remark, "No sound."),
            ]
            .map(|(worth, line)| (worth, line.to_owned()))
            .to_vec()
        };
        assert_eq!(fitted(lines(), 40, 9).len(), 6);
        assert_eq!(fitted(lines(), 40, 3), ["Sit.", "Look ahead.", "0:59"]);
        assert_eq!(fitted(lines(), 40, 2), ["Sit.", "0:59"]);
        assert_eq!(fitted(lines(), 40, 1), ["0:59"]);
        assert!(fitted(lines(), 40, 0).is_empty());
    }

    #[test]
    fn a_line_is_clipped_by_its_width_and_not_by_its_letters() {
        assert_eq!(clipped("Look ahead".into(), 10), "Look ahead");
        assert_eq!(clipped("Look ahead".into(), 9), "Look ahe…");
        assert_eq!(clipped("首を回す".into(), 8), "首を回す");
        assert_eq!(clipped("首を回す".into(), 6), "首を…");
        assert_eq!(clipped("Look".into(), 1), "…");
    }
}
