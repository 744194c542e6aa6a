//! The problems of a file: what and where it is, the source with the marked part in view, and what to do.

use egui::{FontId, Ui};

use super::routines::capitalised;
use super::text::words_ui;
use super::theme::{Palette, Role};
use crate::ron_reader::RenderedProblem;

/// The font size of source text.
const SOURCE: f32 = 15.0;
/// The fewest columns of a source line that are shown, however narrow the window is.
const LEAST_COLUMNS: usize = 12;

/// Draws the problems one below the other.
pub fn problems_ui(ui: &mut Ui, palette: &Palette, problems: &[RenderedProblem]) {
    for problem in problems {
        ui.add_space(16.0);
        words_ui(ui, &capitalised(&problem.summary), Role::Body, palette.text);
        if !problem.place.is_empty() {
            words_ui(ui, &capitalised(&problem.place), Role::Note, palette.quiet);
        }
        if !problem.source.is_empty() {
            ui.add_space(4.0);
            source_ui(ui, &problem.source);
        }
        if let Some(help) = &problem.help {
            ui.add_space(4.0);
            words_ui(ui, help, Role::Note, palette.text);
        }
    }
}

/// The source lines in question. They are never wrapped, so that the marks stay below their words.
fn source_ui(ui: &mut Ui, source: &str) {
    let letter = ui.fonts_mut(|fonts| fonts.glyph_width(&FontId::monospace(SOURCE), '0'));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Some hundreds of columns.
    let columns = (ui.available_width() / letter) as usize;
    let source = egui::RichText::new(within(source, columns)).monospace().size(SOURCE);
    ui.add(egui::Label::new(source).extend().selectable(true));
}

/// Numbered source lines, each with its marks below, cut to `columns` columns. What is too long is cut before
/// and after the marked part, with `…` where it continues.
fn within(source: &str, columns: usize) -> String {
    let lines: Vec<Vec<char>> = source.lines().map(|line| line.chars().collect()).collect();
    // The line numbers form a column that ends with the same bar in every line.
    let is_bar = |at: usize| {
        let mut bars = lines.iter().filter_map(|line| line.get(at));
        bars.all(|letter| matches!(letter, '|' | '.')) && lines.iter().any(|line| line.get(at) == Some(&'|'))
    };
    let widest = lines.iter().map(Vec::len).max().unwrap_or(0);
    let gutter = (0..widest).find(|at| is_bar(*at)).map_or(0, |bar| bar + 2);
    let room = columns.saturating_sub(gutter).max(LEAST_COLUMNS);
    let mut shown: Vec<String> = Vec::new();
    for block in lines.chunk_by(|_, next| !next.first().is_some_and(char::is_ascii_digit)) {
        let texts: Vec<&[char]> = block.iter().map(|line| &line[gutter.min(line.len())..]).collect();
        let from = first_column(&texts, room);
        for (line, text) in block.iter().zip(&texts) {
            let number: String = line[..gutter.min(line.len())].iter().collect();
            shown.push(number + &cut(text, from, room));
        }
    }
    shown.join("\n")
}

/// The first column that is shown of a line, so that its marked part is in view.
fn first_column(block: &[&[char]], room: usize) -> usize {
    let longest = block.iter().map(|text| text.len()).max().unwrap_or(0);
    let marks = block.iter().skip(1);
    let marked = marks.filter_map(|text| {
        let is_mark = |letter: &char| *letter == '^';
        text.iter().position(is_mark).zip(text.iter().rposition(is_mark))
    });
    let Some((start, end)) = marked.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))) else {
        return 0;
    };
    // The `…` takes one column on each side.
    if longest <= room || end + 2 <= room {
        return 0;
    }
    let before = room.saturating_sub(end + 1 - start + 2) / 2;
    start.saturating_sub(before + 1).min(longest - room)
}

/// Cuts a line to `room` columns, starting at `from`.
fn cut(text: &[char], from: usize, room: usize) -> String {
    let mut shown: Vec<char> = text.iter().skip(from).take(room).copied().collect();
    let is_blank = |letters: &[char]| letters.iter().all(|letter| *letter == ' ');
    if from > 0 && !is_blank(&text[..from.min(text.len())]) {
        match shown.first_mut() {
            Some(first) => *first = '…',
            None => shown.push('…'),
        }
    }
    if text.len() > from + room
        && let Some(last) = shown.last_mut()
    {
        *last = '…';
    }
    shown.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, columns: usize, expected: &str) {
        let shown = within(source, columns);
        assert_eq!(shown, expected, "\n{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= columns), "\n{shown}");
    }

    #[test]
    fn a_line_that_has_room_stays_as_it_is() {
        let source = "1 | (kind: Mixd)\n  |        ^^^^";
        check(source, 16, source);
        check(source, 90, source);
    }

    #[test]
    fn a_line_that_is_too_long_goes_on_with_a_sign() {
        check(
            "12 | site: Templs, motion: Press, pressure: 3\n   |       ^^^^^^",
            24,
            "12 | site: Templs, moti…\n   |       ^^^^^^",
        );
    }

    #[test]
    fn what_is_marked_stays_in_sight_below_its_words() {
        check(
            "7 | about: \"some words\", kindd: Mixed, steps: []\n  |                      ^^^^^",
            25,
            "7 | …ords\", kindd: Mixed…\n  |         ^^^^^",
        );
        check(
            "7 | about: \"some words\", kindd\n  |                      ^^^^^",
            20,
            "7 | …e words\", kindd\n  |            ^^^^^",
        );
    }

    #[test]
    fn marks_that_are_too_long_themselves_are_seen_from_their_beginning() {
        check(
            "7 | say: \"many words that go on\", lasts: \"4s\"\n  |      ^^^^^^^^^^^^^^^^^^^^^^^^",
            20,
            "7 | …\"many words th…\n  |  ^^^^^^^^^^^^^^…",
        );
    }

    #[test]
    fn each_line_is_cut_around_its_own_marks() {
        check(
            "3 |   steps: [Rest(lasts: \"10s\", what: [(\n  |  ___________________________________^-\n4 | |   ],\n  | |_- noticed here",
            24,
            "3 | …s: \"10s\", what: [(\n  | …_________________^-\n4 | |   ],\n  | |_- noticed here",
        );
    }
}
