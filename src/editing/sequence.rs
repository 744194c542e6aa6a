//! What stands between two brackets with commas between: put one in, take one out, and leave the rest as it is.
//!
//! A sequence is laid out in one of two ways, and what is put in follows the ways of its neighbours: each on a line of its
//! own, or one after the other. Comments above one, and behind it on its line, are held to belong to it.

use std::ops::Range;

use crate::ron_reader::{block_comment_len, skip_blanks, string_len};

/// What to write in place of a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    pub at: Range<usize>,
    pub with: String,
}

/// One of a sequence, lifted out of it with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lifted {
    /// The lines of comments above it, without their indentation.
    pub above: Vec<String>,
    /// It itself, its first line without indentation, the others as far in as they were beyond that.
    pub body: String,
    /// The comment behind it on its line.
    pub behind: String,
}

/// The parts between two brackets.
pub(super) struct Sequence<'a> {
    text: &'a str,
    /// Behind the opening bracket, up to the closing one.
    inside: Range<usize>,
    items: Vec<Range<usize>>,
}

/// Writes what replaces parts of a text. The parts must not overlap.
pub(super) fn applied(text: &str, mut splices: Vec<Splice>) -> String {
    // Of two at one place, the first one is written first.
    splices.sort_by_key(|splice| (splice.at.start, splice.at.end));
    let mut written = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for splice in splices {
        written.push_str(&text[from..splice.at.start.max(from)]);
        written.push_str(&splice.with);
        from = splice.at.end.max(from);
    }
    written + &text[from..]
}

/// The line end that a text uses.
pub(super) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The blanks at the beginning of the line of a place.
pub(super) fn indentation(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Whether nothing but blanks stands before a place on its line.
pub(super) fn is_first_on_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].chars().all(|c| c == ' ' || c == '\t')
}

/// Moves the lines of a text that is not the first of them from one indentation to another. What stands in quotes stays.
pub(super) fn moved_in(body: &str, from: &str, to: &str) -> String {
    let mut written = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            let (quoted, after) = rest.split_at(string_len(rest));
            written.push_str(quoted);
            rest = after;
        } else if c == '\n' {
            written.push('\n');
            rest = &rest[1..];
            if let Some(after) = rest.strip_prefix(from) {
                let is_blank = after.starts_with(['\n', '\r']);
                written.push_str(if is_blank { "" } else { to });
                rest = after;
            }
        } else if rest.starts_with("//") || rest.starts_with("/*") {
            let is_line = rest.starts_with("//");
            let end = if is_line { rest.find('\n').unwrap_or(rest.len()) } else { block_comment_len(rest) };
            written.push_str(&rest[..end]);
            rest = &rest[end..];
        } else {
            written.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    written
}

impl<'a> Sequence<'a> {
    /// The items of a text between the brackets at both ends of `span`.
    pub fn of(text: &'a str, span: &Range<usize>, items: Vec<Range<usize>>) -> Self {
        let open = text[span.clone()].find(['(', '[', '{']).map_or(span.start, |at| span.start + at + 1);
        Self { text, inside: open..span.end.saturating_sub(1).max(open), items }
    }

    /// Whether what is put in gets a line of its own.
    fn has_lines(&self, near: usize) -> bool {
        match self.items.get(near) {
            Some(item) => is_first_on_line(self.text, item.start),
            None => self.text[self.inside.clone()].contains('\n'),
        }
    }

    /// The end of what follows a place on its line without belonging to the next: blanks and comments; and the comment.
    fn rest_of_line(&self, from: usize) -> (usize, &'a str) {
        let line = &self.text[from..self.inside.end];
        let line = &line[..line.find('\n').unwrap_or(line.len())];
        let line = line.trim_end_matches('\r');
        let is_all_blank = skip_blanks(line).is_empty() && !is_left_open(line);
        let is_last_line = from + line.len() == self.inside.end;
        if is_all_blank && !(is_last_line && line.trim().is_empty()) {
            (from + line.len(), line.trim())
        } else {
            (from, "")
        }
    }

    /// Behind the comma that follows an item; nothing if there is none.
    fn comma_after(&self, item: &Range<usize>) -> Option<usize> {
        let rest = &self.text[item.end..self.inside.end];
        let after = skip_blanks(rest);
        after.starts_with(',').then(|| item.end + rest.len() - after.len() + 1)
    }

    /// What to write to have `lifted` as the one at `index`.
    pub fn put(&self, index: usize, lifted: &Lifted) -> Vec<Splice> {
        let index = index.min(self.items.len());
        let near = if index < self.items.len() { index } else { index.saturating_sub(1) };
        if !self.has_lines(near) {
            return self.put_in_line(index, lifted);
        }
        let end = line_end(self.text);
        let Some(item) = self.items.get(near) else {
            // Empty, over several lines: before the bracket that closes it.
            let outer = indentation(self.text, self.inside.end);
            let lines = lines_of(lifted, &format!("{outer}    "), end);
            let at = if is_first_on_line(self.text, self.inside.end) {
                line_start(self.text, self.inside.end)
            } else {
                self.inside.end
            };
            let before = if at == self.inside.end { end } else { "" };
            return vec![Splice { at: at..at, with: format!("{before}{lines}{end}") }];
        };
        let lines = lines_of(lifted, indentation(self.text, item.start), end);
        if index < self.items.len() {
            let at = self.with_comments_above(near);
            return vec![Splice { at: at..at, with: format!("{lines}{end}") }];
        }
        let mut splices = Vec::new();
        let comma = self.comma_after(item);
        if comma.is_none() {
            splices.push(Splice { at: item.end..item.end, with: ",".into() });
        }
        let (at, _) = self.rest_of_line(comma.unwrap_or(item.end));
        // What closes the sequence keeps a line of its own.
        let closes = self.text[at..self.inside.end].trim().is_empty()
            && !self.text[at..self.inside.end].contains('\n');
        let closing = indentation(self.text, self.inside.start);
        let after = if closes { format!("{end}{closing}") } else { String::new() };
        splices.push(Splice { at: at..at, with: format!("{end}{lines}{after}") });
        splices
    }

    fn put_in_line(&self, index: usize, lifted: &Lifted) -> Vec<Splice> {
        let body = lifted.body.replace("\r\n", "\n").replace('\n', line_end(self.text));
        let (at, with) = match (self.items.get(index), self.items.last()) {
            (Some(item), _) => (item.start, format!("{body}, ")),
            (None, Some(last)) => (last.end, format!(", {body}")),
            (None, None) => (self.inside.start, body),
        };
        vec![Splice { at: at..at, with }]
    }

    /// Where the comments above an item begin, or the item itself, at the start of their line.
    fn with_comments_above(&self, index: usize) -> usize {
        let item = &self.items[index];
        let floor = index.checked_sub(1).map_or(self.inside.start, |before| self.items[before].end);
        let mut start = line_start(self.text, item.start);
        while start > floor {
            let above = line_start(self.text, start - 1);
            let line = self.text[above..start].trim();
            let is_comment = line.starts_with("//")
                || (line.starts_with("/*") && line.ends_with("*/") && skip_blanks(line).is_empty());
            if above < floor || !is_comment {
                break;
            }
            start = above;
        }
        start
    }

    /// What to write to be rid of the one at `index`. Its comments stay, unless `with_comments` takes them along.
    pub fn take_out(&self, index: usize, with_comments: bool) -> Vec<Splice> {
        let Some(item) = self.items.get(index) else { return Vec::new() };
        let comma = self.comma_after(item);
        let after = comma.unwrap_or(item.end);
        let gone = |at: Range<usize>| vec![Splice { at, with: String::new() }];
        if is_first_on_line(self.text, item.start) {
            let (end, comment) = self.rest_of_line(after);
            let stays = !comment.is_empty() && !with_comments;
            let behind = &self.text[end..];
            let is_alone = behind.starts_with('\n') || behind.starts_with("\r\n");
            return if stays {
                let blanks =
                    self.text[after..].len() - self.text[after..].trim_start_matches([' ', '\t']).len();
                gone(item.start..after + blanks)
            } else if is_alone {
                let from = if with_comments {
                    self.with_comments_above(index)
                } else {
                    line_start(self.text, item.start)
                };
                let line_end = end + behind.find('\n').map_or(0, |at| at + 1);
                gone(from..line_end)
            } else {
                gone(item.start..after)
            };
        }
        let is_plain = |part: &str| part.chars().all(|c| c == ',' || c.is_whitespace());
        if let Some(next) = self.items.get(index + 1)
            && is_plain(&self.text[item.end..next.start])
            && !self.text[item.end..next.start].contains('\n')
        {
            return gone(item.start..next.start);
        }
        if let Some(before) = index.checked_sub(1).and_then(|before| self.items.get(before))
            && index + 1 == self.items.len()
            && is_plain(&self.text[before.end..item.start])
        {
            return gone(before.end..item.end);
        }
        gone(item.start..after)
    }

    /// The one at `index`, with the comments that would go with it.
    pub fn lift(&self, index: usize) -> Option<Lifted> {
        let item = self.items.get(index)?;
        let inner = indentation(self.text, item.start);
        let body = moved_in(&self.text[item.clone()], inner, "");
        if !is_first_on_line(self.text, item.start) {
            return Some(Lifted { body, ..Lifted::default() });
        }
        let above = &self.text[self.with_comments_above(index)..line_start(self.text, item.start)];
        let (_, behind) = self.rest_of_line(self.comma_after(item).unwrap_or(item.end));
        Some(Lifted {
            above: above.lines().map(|line| line.trim().to_owned()).collect(),
            body,
            behind: behind.to_owned(),
        })
    }

    /// Whether what is put in at `index` could keep comments of its own.
    pub fn takes_comments(&self, index: usize) -> bool {
        let near = if index < self.items.len() { index } else { self.items.len().saturating_sub(1) };
        self.has_lines(near)
    }
}

/// Whether a comment begins on a line that does not end on it.
fn is_left_open(line: &str) -> bool {
    line.rfind("/*").is_some_and(|open| !line[open..].contains("*/")) && !line.trim_start().starts_with("//")
}

fn lines_of(lifted: &Lifted, indent: &str, end: &str) -> String {
    let mut lines: Vec<String> = lifted.above.iter().map(|line| format!("{indent}{line}")).collect();
    let behind = if lifted.behind.is_empty() { String::new() } else { format!(" {}", lifted.behind) };
    let body = moved_in(&lifted.body.replace("\r\n", "\n"), "", indent).replace('\n', end);
    lines.push(format!("{indent}{body},{behind}"));
    lines.join(end)
}
