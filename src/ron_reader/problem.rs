//! Problems in a file: what is wrong, where, and what to do, in plain words and all at once.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::ProblemKind;
use super::fix::Fix;
use super::meant::{bare, closest, is_certain};
use crate::characters::{escaped, is_hidden};

/// The most problems of one file that are shown: nobody mends more at a time.
const MOST_SHOWN: usize = 200;
/// The longest line that is shown, in bytes.
const LONGEST_SHOWN_LINE: usize = 2_000;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The routine cannot be played.
    Error,
    /// It can, but something in it is probably not meant.
    Warning,
    /// Nothing is wrong, but something could be added.
    Note,
}

impl Severity {
    const fn plain(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    const fn level(self) -> Level<'static> {
        match self {
            Self::Error => Level::ERROR,
            Self::Warning => Level::WARNING,
            Self::Note => Level::NOTE,
        }
    }
}

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether the file can be used all the same.
    pub severity: Severity,
    /// What sort of fault it is.
    pub kind: ProblemKind,
    /// The bytes of the text that it is about; empty where something is missing.
    pub span: Range<usize>,
    /// What is wrong, as one sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Another place that belongs to it, and what is there.
    pub also: Option<(Range<usize>, String)>,
    /// What has to be written instead, where that is certain.
    pub fix: Option<Fix>,
}

/// More names than this are not listed: nobody reads them.
const MOST_CHOICES: usize = 40;

impl Problem {
    /// An error at a place.
    pub fn error(kind: ProblemKind, at: Range<usize>, what: impl Into<String>) -> Self {
        // Quotes from a file must stay on one line.
        let message = escaped(&what.into()).into_owned();
        Self { severity: Severity::Error, kind, span: at, message, help: None, also: None, fix: None }
    }

    /// A warning at a place.
    pub fn warning(kind: ProblemKind, at: Range<usize>, what: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(kind, at, what) }
    }

    /// A note at a place.
    pub fn note(kind: ProblemKind, at: Range<usize>, what: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(kind, at, what) }
    }

    /// With advice on what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(escaped(&help.into()).into_owned());
        self
    }

    /// With "did you mean" if one of `known` is close to what was written.
    #[must_use]
    pub(crate) fn did_you_mean<'a>(
        mut self,
        written: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let near = closest(written, known.iter().copied());
        if let Some(name) = near.filter(|name| is_certain(written, name)) {
            self = self.mended(written, name);
        }
        self.help = match near {
            Some(name) => Some(format!("Did you mean `{name}`?")),
            None if known.is_empty() => self.help,
            None if known.len() > MOST_CHOICES => {
                let word = bare(written);
                let with_it = known.iter().filter(|name| !word.is_empty() && bare(name).contains(&word));
                let with_it: Vec<&str> = with_it.copied().take(MOST_CHOICES).collect();
                if !with_it.is_empty() {
                    self.help = Some(format!("Choose from: {}.", with_it.join(", ")));
                    return self;
                }
                let more = known.len() - MOST_CHOICES;
                Some(format!("Choose from: {} and {more} more.", known[..MOST_CHOICES].join(", ")))
            }
            None => Some(format!("Choose from: {}.", known.join(", "))),
        };
        self
    }
}

/// One problem, in parts for a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenderedProblem {
    /// How bad it is, and what it is.
    pub summary: String,
    /// Its line and column; empty where the whole file is meant.
    pub place: String,
    /// The lines in question, numbered, with marks under the part that is wrong.
    pub source: String,
    /// What to do about it, as a sentence.
    pub help: Option<String>,
}

/// Everything that is wrong with one file, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    /// The file as messages name it.
    pub file: String,
    /// Its text, as far as it could be read.
    pub text: String,
    /// Sorted by place by [`Problems::new`].
    pub list: Vec<Problem>,
}

impl Problems {
    /// Problems of `file`, sorted by place.
    #[must_use]
    pub fn new(file: impl Into<String>, text: impl Into<String>, mut list: Vec<Problem>) -> Self {
        list.sort_by_key(|problem| (problem.span.start, problem.span.end));
        Self { file: file.into(), text: text.into(), list }
    }

    /// Whether any of them keeps the routine from playing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Line and column of a byte, both from 1, columns in characters.
    #[must_use]
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        self.line_and_column_among(&self.line_starts(), byte)
    }

    fn line_and_column_among(&self, line_starts: &[usize], byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = line_starts.partition_point(|start| *start <= byte);
        let before = &self.text.as_bytes()[line_starts[line - 1]..byte];
        let is_char_start = |b: &&u8| (**b & 0xC0) != 0x80;
        (line, before.iter().filter(is_char_start).count() + 1)
    }

    /// Where each line begins; the first at 0.
    fn line_starts(&self) -> Vec<usize> {
        std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect()
    }

    /// One line a problem: `file:line:column: error: what. help`.
    #[must_use]
    pub fn lines(&self) -> String {
        let line_starts = self.line_starts();
        let listed = self.list.iter().take(MOST_SHOWN).fold(String::new(), |mut lines, problem| {
            let (line, column) = self.line_and_column_among(&line_starts, problem.span.start);
            let level = problem.severity.plain();
            let help = problem.help.as_deref().map(|help| format!(" {help}")).unwrap_or_default();
            let _ = writeln!(lines, "{}:{line}:{column}: {level}: {}{help}", self.file, problem.message);
            lines
        });
        listed + &self.not_shown()
    }

    /// A sentence on the problems beyond those that are shown; nothing if all of them are.
    fn not_shown(&self) -> String {
        match self.list.len().saturating_sub(MOST_SHOWN) {
            0 => String::new(),
            more => format!("{}: and {more} more; fix these first.\n", self.file),
        }
    }

    /// The way a compiler shows them: the place, the text with the part that is wrong marked, and the advice.
    #[must_use]
    pub fn snippets(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let text = without_hidden(&self.text);
        let line_starts = self.line_starts();
        let mut shown = String::new();
        for problem in self.list.iter().take(MOST_SHOWN) {
            let title = problem.severity.level().primary_title(problem.message.as_str());
            let group = if self.text.is_empty() {
                title.element(annotate_snippets::Origin::path(self.file.as_str()))
            } else if self.is_on_a_long_line(&line_starts, problem) {
                let (line, column) = self.line_and_column_among(&line_starts, problem.span.start);
                let place =
                    annotate_snippets::Origin::path(self.file.as_str()).line(line).char_column(column);
                title.element(place)
            } else {
                let primary = self.visible(&problem.span);
                let also = problem.also.as_ref().map(|(at, label)| (self.visible(at), label.as_str()));
                let (mut start, mut end) = (primary.start, primary.end);
                if let Some((also, _)) = &also {
                    (start, end) = (start.min(also.start), end.max(also.end));
                }
                // Only the lines in question are handed on: a file can hold thousands of problems.
                let line = line_starts.partition_point(|line_start| *line_start <= start);
                let from = line_starts[line - 1];
                let to = self.text[end..].find('\n').map_or(self.text.len(), |len| end + len);
                let within = |span: Range<usize>| span.start - from..span.end - from;
                let mut snippet = Snippet::source(&text[from..to])
                    .path(self.file.as_str())
                    .line_start(line)
                    .annotation(AnnotationKind::Primary.span(within(primary)));
                if let Some((also, label)) = also {
                    snippet = snippet.annotation(AnnotationKind::Context.span(within(also)).label(label));
                }
                title.element(snippet)
            };
            let group = match &problem.help {
                Some(help) => group.element(Level::HELP.message(help.as_str())),
                None => group,
            };
            let _ = writeln!(shown, "{}\n", renderer.render(&[group]));
        }
        shown + &self.not_shown()
    }

    /// The same in parts, for a page that wraps words but shows the file's text as it is; the worst first, since a page
    /// shows only a few at a time.
    #[must_use]
    pub fn rendered(&self) -> Vec<RenderedProblem> {
        let mut worst_first: Vec<&Problem> = self.list.iter().collect();
        worst_first.sort_by_key(|problem| problem.severity);
        let rendered = worst_first.into_iter().take(MOST_SHOWN).map(|problem| {
            let (line, column) = self.line_and_column(problem.span.start);
            let alone = Self { list: vec![Problem { help: None, ..problem.clone() }], ..self.clone() };
            let snippet = alone.snippets(false);
            // The title and the position are given in words.
            let source: Vec<&str> =
                snippet.lines().skip(2).filter(|line| !line.trim_matches([' ', '|']).is_empty()).collect();
            RenderedProblem {
                summary: format!("{}: {}", problem.severity.plain(), problem.message),
                place: if self.text.is_empty() {
                    String::new()
                } else {
                    format!("line {line}, column {column}")
                },
                source: source.join("\n"),
                help: problem.help.clone(),
            }
        });
        let mut rendered: Vec<RenderedProblem> = rendered.collect();
        if self.list.len() > MOST_SHOWN {
            let more = self.list.len() - MOST_SHOWN;
            rendered.push(RenderedProblem {
                summary: format!("And {more} more. Fix these first."),
                ..RenderedProblem::default()
            });
        }
        rendered
    }

    /// Whether a problem is on a line too long to read; then its place is given and the line is not shown.
    fn is_on_a_long_line(&self, line_starts: &[usize], problem: &Problem) -> bool {
        let line = line_starts.partition_point(|line_start| *line_start <= problem.span.start).max(1);
        let end = line_starts.get(line).copied().unwrap_or(self.text.len());
        end - line_starts[line - 1] > LONGEST_SHOWN_LINE
    }

    /// A range of whole characters inside the text, at least one wide where there is one to show, and of one line:
    /// a step of forty lines is marked by its first.
    fn visible(&self, at: &Range<usize>) -> Range<usize> {
        let mut start = at.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let rest = &self.text[start..];
        let line_len = rest.find('\n').unwrap_or(rest.len());
        let mut end = start + at.len().clamp(1, line_len.max(1));
        end = end.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }
}

/// A text in which whatever would act on what is shown beside it is something else of the same length, so that places
/// stay; what takes a single byte is left to whoever draws the lines, who shows it as a sign of its own.
fn without_hidden(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| !c.is_ascii() && is_hidden(c);
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| {
        if !is_hidden(c) {
            c
        } else if c.len_utf8() == 2 {
            '·'
        } else {
            '\u{FFFD}'
        }
    };
    Cow::Owned(text.chars().map(sign).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_file_commands_a_terminal_or_forges_a_line() {
        let text = "(a\u{1b}[2J\u{9b}31m\u{2028}b\u{202e}\u{7}\r, c)";
        let problem = Problem::error(ProblemKind::Words, 2..3, "a\nb\u{1b}[31m").help("c\u{2029}d");
        let problems = Problems::new("a.ron", text, vec![problem]);
        for colour in [false, true] {
            let shown = problems.snippets(colour);
            let left = shown.replace("\u{1b}[0m", "");
            for part in
                ["\u{1b}[2J", "\u{1b}[31m", "\u{9b}", "\u{2028}", "\u{2029}", "\u{202e}", "\u{7}", "\r"]
            {
                assert!(!left.contains(part), "{part:?} in {left:?}");
            }
            assert!(shown.contains("a\\nb\\u{1b}[31m"), "{shown}");
        }
        assert!(problems.lines().starts_with("a.ron:1:3: error: a\\nb\\u{1b}[31m c\\u{2029}d\n"));
    }

    #[test]
    fn lines_and_columns_count_characters() {
        let problems = Problems::new(
            "a.ron",
            "é(\n  ü: 1",
            vec![Problem::error(ProblemKind::Syntax, 8..9, "No.").help("Yes.")],
        );
        assert_eq!(problems.lines(), "a.ron:2:4: error: No. Yes.\n");
    }

    #[test]
    fn a_snippet_marks_the_text_and_gives_the_advice() {
        let problem = Problem::error(ProblemKind::Syntax, 6..12, "There is no site called `Templs`.")
            .did_you_mean("Templs", ["Temples", "Brow"]);
        let shown = Problems::new("a.ron", "site: Templs,", vec![problem]).snippets(false);
        for part in
            ["error: There is no site called `Templs`.", "--> a.ron:1:7", "^^^^^^", "Did you mean `Temples`?"]
        {
            assert!(shown.contains(part), "{part} is missing in:\n{shown}");
        }
    }

    #[test]
    fn a_page_is_given_the_lines_in_question_with_what_is_marked() {
        let problem = Problem::error(ProblemKind::Syntax, 10..16, "There is no site called `Templs`.")
            .help("Did you mean `Temples`?");
        let rendered = Problems::new("a.ron", "(\n  site: Templs,\n)", vec![problem]).rendered();
        let expected = RenderedProblem {
            summary: "error: There is no site called `Templs`.".into(),
            place: "line 2, column 9".into(),
            source: "2 |   site: Templs,\n  |         ^^^^^^".into(),
            help: Some("Did you mean `Temples`?".into()),
        };
        assert_eq!(rendered, [expected]);
    }

    #[test]
    fn a_page_is_given_what_is_worst_first() {
        let list = vec![
            Problem::warning(ProblemKind::Syntax, 0..1, "One."),
            Problem::error(ProblemKind::Syntax, 2..3, "Two."),
            Problem::error(ProblemKind::Syntax, 1..2, "Three."),
        ];
        let rendered = Problems::new("a.ron", "abc", list).rendered();
        let rendered: Vec<&str> = rendered.iter().map(|rendered| rendered.summary.as_str()).collect();
        assert_eq!(rendered, ["error: Three.", "error: Two.", "warning: One."]);
    }

    #[test]
    fn any_range_can_be_shown() {
        for at in [0..0, 3..900, 900..901, 2..3] {
            let shown = Problems::new("a", "aé\nb", vec![Problem::error(ProblemKind::Syntax, at, "x")])
                .snippets(false);
            assert!(shown.contains("error: x"));
        }
        assert!(
            Problems::new("a", "", vec![Problem::error(ProblemKind::Syntax, 0..0, "x")])
                .snippets(false)
                .contains('a')
        );
    }
}
