//! What is certain enough to be mended by a key: a slip of which both ends are known, what stands there and what belongs there.

use std::ops::Range;

use super::{Problem, Problems};

/// What to write in place of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    from: String,
    to: String,
}

impl Problem {
    /// With what has to be written instead. `from` stands once in the marked part, with or without quotes around it.
    #[must_use]
    pub(crate) fn mended(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.fix = Some(Fix { from: from.into(), to: to.into() });
        self
    }

    /// The bytes to be replaced in the file's text, and what takes their place; nothing if the text has changed.
    fn replacement(&self, text: &str) -> Option<(Range<usize>, String)> {
        let Fix { from, to } = self.fix.as_ref()?;
        let marked = text.get(self.span.clone())?;
        let quoted = |text: &str| format!("\"{text}\"");
        if marked == from {
            Some((self.span.clone(), to.clone()))
        } else if marked == quoted(from) {
            // A name that was written as a text.
            let to = if from == to { to.clone() } else { quoted(to) };
            Some((self.span.clone(), to))
        } else {
            let (at, _) = marked.match_indices(from.as_str()).next().filter(|_| from != to)?;
            let is_only = marked.match_indices(from.as_str()).nth(1).is_none();
            let start = self.span.start + at;
            is_only.then(|| (start..start + from.len(), to.clone()))
        }
    }
}

impl Problems {
    /// Whether any of them can be mended without asking.
    #[must_use]
    pub fn can_be_mended(&self) -> bool {
        self.list.iter().any(|problem| problem.replacement(&self.text).is_some())
    }

    /// The text with everything mended that is certain, and how many places that were; nothing if there are none.
    #[must_use]
    pub fn mended(&self) -> Option<(String, usize)> {
        let mut replacements: Vec<_> =
            self.list.iter().filter_map(|problem| problem.replacement(&self.text)).collect();
        replacements.sort_by_key(|(at, _)| (at.start, at.end));
        replacements.dedup_by(|next, one| next.0.start < one.0.end || next.0 == one.0);
        let mut text = self.text.clone();
        for (at, to) in replacements.iter().rev() {
            text.replace_range(at.clone(), to);
        }
        (!replacements.is_empty() && text != self.text).then_some((text, replacements.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::ProblemKind;

    #[track_caller]
    fn check(text: &str, problems: Vec<Problem>, expected: Option<(&str, usize)>) {
        let problems = Problems::new("a.ron", text, problems);
        assert_eq!(problems.can_be_mended(), expected.is_some());
        assert_eq!(problems.mended(), expected.map(|(text, count)| (text.to_owned(), count)));
    }

    fn at(span: Range<usize>) -> Problem {
        Problem::error(ProblemKind::UnknownName, span, "Wrong.")
    }

    #[test]
    fn a_name_is_replaced_where_it_stands_with_or_without_quotes() {
        check("site: Templs", vec![at(6..12).mended("Templs", "Temples")], Some(("site: Temples", 1)));
        check("use: \"a-b\"", vec![at(5..10).mended("a-b", "a-c")], Some(("use: \"a-c\"", 1)));
        check("site: \"Brow\"", vec![at(6..12).mended("Brow", "Brow")], Some(("site: Brow", 1)));
        check(
            "say: \"a {Side}\"",
            vec![at(5..15).mended("{Side}", "{side}")],
            Some(("say: \"a {side}\"", 1)),
        );
    }

    #[test]
    fn nothing_is_replaced_that_is_not_certain() {
        check("say: \"{Side} {Side}\"", vec![at(5..20).mended("{Side}", "{side}")], None);
        check("site: Other", vec![at(6..11).mended("Templs", "Temples")], None);
        check("site: Templs", vec![at(6..12).help("Choose one.")], None);
        check("é", vec![at(1..9).mended("x", "y")], None);
    }

    #[test]
    fn several_are_replaced_at_once_and_the_same_place_only_once() {
        let twice = at(0..1).mended("a", "AA");
        let problems = vec![twice.clone(), twice, at(2..3).mended("b", "")];
        check("a b c", problems, Some(("AA  c", 2)));
    }
}
