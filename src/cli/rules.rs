//! `stillpoint rules`: prints the safety rules, for clinicians to review.

use std::fmt::Write as _;

use clap::Args;

use super::CliError;
use crate::safety::table::{Chapter, Row, Table, chapters};

/// The arguments of `rules`.
#[derive(Debug, Args)]
pub(super) struct Rules {
    /// Print Markdown tables.
    #[arg(long)]
    markdown: bool,
}

/// The longest line if the width of the terminal is unknown.
const USUAL_WIDTH: usize = 100;
/// The longest line, however wide the terminal is.
const WIDEST: usize = 120;

const HEAD: &str = "No clinician has reviewed these rules. “Our limit” is a careful choice without a source.";

impl Rules {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let columns = crossterm::terminal::size().ok().map(|(columns, _)| usize::from(columns));
        let width = columns.filter(|columns| *columns > 0).unwrap_or(USUAL_WIDTH).min(WIDEST);
        super::print(&if self.markdown { markdown(&chapters()) } else { text(&chapters(), width) })
    }
}

fn text(chapters: &[Chapter], width: usize) -> String {
    let mut out = String::new();
    wrapped(&mut out, HEAD, 0, width);
    for chapter in chapters {
        let _ = write!(out, "\n{}\n{}\n", chapter.title, "═".repeat(chapter.title.chars().count()));
        for Table { title, note, rows } in &chapter.tables {
            let _ = write!(out, "\n{title}\n");
            wrapped(&mut out, note, 0, width);
            for Row { what, then, why, source } in rows {
                wrapped(&mut out, &format!("• {what}: {then}."), 2, width);
                let reason = if source.is_empty() { why.clone() } else { format!("{why} ({source})") };
                wrapped(&mut out, reason.trim_start(), 4, width);
            }
        }
    }
    out
}

/// Wraps text into lines of at most `width`, each indented by `indent`.
fn wrapped(out: &mut String, text: &str, indent: usize, width: usize) {
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = indent + line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && longer > width {
            let _ = writeln!(out, "{:indent$}{line}", "");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        let _ = writeln!(out, "{:indent$}{line}", "");
    }
}

fn markdown(chapters: &[Chapter]) -> String {
    let mut out = format!("# Stillpoint's rules\n\n{HEAD}\n");
    let cell = |text: &str| text.replace('|', "\\|");
    for chapter in chapters {
        let _ = write!(out, "\n## {}\n", chapter.title);
        for Table { title, note, rows } in &chapter.tables {
            let _ = write!(out, "\n### {title}\n\n");
            if !note.is_empty() {
                let _ = write!(out, "{note}\n\n");
            }
            out.push_str("| what | rule | why | source |\n|---|---|---|---|\n");
            for Row { what, then, why, source } in rows {
                let _ =
                    writeln!(out, "| {} | {} | {} | {} |", cell(what), cell(then), cell(why), cell(source));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [60, 80, 120] {
            let text = text(&chapters(), width);
            assert!(text.lines().all(|line| line.chars().count() <= width), "{width}");
        }
    }
}
