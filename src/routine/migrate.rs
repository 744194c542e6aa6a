//! Older versions of the format, which are read for ever: each is brought to the next by a few edits of its text, so that
//! comments and layout stay and every problem can still be shown where it stands in the file as it is.
//!
//! A new version adds one [`Migration`] to [`MIGRATIONS`] and raises [`FORMAT`].

use std::ops::Range;

use super::FORMAT;
use crate::ron_reader::Parser;
use crate::ron_reader::Problem;
use crate::ron_reader::{skip_blanks, string_len};

/// The steps from each older version to the next, oldest first.
pub(crate) const MIGRATIONS: &[Migration] = &[];

/// The way from one version to the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    /// The version that it starts from; it ends at the next.
    pub from: u32,
    /// What changed, as one sentence for authors.
    pub what: &'static str,
    /// The edits of a text of that version, `format` apart.
    pub edits: fn(&str) -> Vec<Edit>,
}

/// A piece of text in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that are replaced.
    pub at: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// A text brought to the newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Migrated {
    /// The version that the file has.
    pub from: u32,
    /// The text as the newest version writes it.
    pub text: String,
    /// What changed on the way, a sentence each.
    pub changes: Vec<&'static str>,
    /// The edits of each step, sorted, in the text before it.
    steps: Vec<Vec<Edit>>,
}

/// A text of an older version as the newest writes it; nothing if it is of the newest or of none that is known.
#[must_use]
pub(crate) fn migrated(text: &str) -> Option<Migrated> {
    migrated_by(MIGRATIONS, FORMAT, text)
}

/// The same with other steps to another newest version.
#[must_use]
pub(crate) fn migrated_by(migrations: &[Migration], newest: u32, text: &str) -> Option<Migrated> {
    if migrations.is_empty() {
        return None;
    }
    let (from, _) = format_of(text)?;
    let mut done = Migrated { from, text: text.to_owned(), changes: Vec::new(), steps: Vec::new() };
    for version in from..newest {
        let migration = migrations.iter().find(|migration| migration.from == version)?;
        let mut edits = (migration.edits)(&done.text);
        let (_, at) = format_of(&done.text)?;
        edits.push(Edit { at, text: (version + 1).to_string() });
        edits.sort_by_key(|edit| edit.at.start);
        done.text = edited(&done.text, &edits);
        done.steps.push(edits);
        done.changes.push(migration.what);
    }
    (!done.steps.is_empty()).then_some(done)
}

impl Migrated {
    /// A problem of the new text where it stands in the file.
    #[must_use]
    pub(crate) fn in_the_file(&self, mut problem: Problem) -> Problem {
        let original = |at: Range<usize>| {
            self.steps.iter().rev().fold(at, |at, edits| {
                before(at.start, edits)..before(at.end, edits).max(before(at.start, edits))
            })
        };
        problem.span = original(problem.span);
        problem.also = problem.also.map(|(at, what)| (original(at), what));
        problem
    }
}

/// The names of fields called `name` anywhere in a text, comments and texts apart.
#[must_use]
#[cfg_attr(not(test), expect(dead_code, reason = "the first migration finds its fields with it"))]
pub(crate) fn fields_named(text: &str, name: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let blanks = rest.len() - skip_blanks(rest).len();
        if blanks > 0 {
            at += blanks;
        } else if next == '"' {
            at += string_len(rest);
        } else if next.is_alphabetic() || next == '_' {
            let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            if &rest[..len] == name && skip_blanks(&rest[len..]).starts_with(':') {
                found.push(at..at + len);
            }
            at += len;
        } else {
            at += next.len_utf8();
        }
    }
    found
}

/// The version that a text gives, and where.
fn format_of(text: &str) -> Option<(u32, Range<usize>)> {
    let mut parser = Parser::of(text);
    let mut fields = parser.whole("The routine")?;
    let raw = fields.raw("format")?;
    let format = parser.value::<u32>("format", raw)?;
    Some((format.value, format.span))
}

/// A text with edits that do not overlap, sorted by place.
fn edited(text: &str, edits: &[Edit]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        edited.push_str(&text[done..edit.at.start]);
        edited.push_str(&edit.text);
        done = edit.at.end;
    }
    edited + &text[done..]
}

/// The byte in the text before the edits that is now at `at`; inside an edit, where that began.
fn before(at: usize, edits: &[Edit]) -> usize {
    let (mut now, mut was) = (0, 0);
    for edit in edits {
        let unchanged = edit.at.start - was;
        if at < now + unchanged {
            break;
        }
        (now, was) = (now + unchanged, edit.at.start);
        if at == now || at < now + edit.text.len() {
            return was;
        }
        (now, was) = (now + edit.text.len(), edit.at.end);
    }
    was + (at - now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::ProblemKind;
    use crate::ron_reader::Problems;
    use crate::routine::read;

    /// A pretended history: the first version said `duration` and `words`, the second `duration` still.
    const HISTORY: &[Migration] = &[
        Migration { from: 0, what: "`words` is called `say`.", edits: |text| renamed(text, "words", "say") },
        Migration {
            from: 1,
            what: "`duration` is called `lasts`.",
            edits: |text| renamed(text, "duration", "lasts"),
        },
    ];

    fn renamed(text: &str, from: &str, to: &str) -> Vec<Edit> {
        fields_named(text, from).into_iter().map(|at| Edit { at, text: to.to_owned() }).collect()
    }

    const OLD: &str = "( // words: stay\n  format: 0, title: \"words: too\", kind: Mixed, evidence: Traditional,\n  \
                       steps: [Rest(words: \"Sit.\", duration: \"30s\", duration2: 5)])";

    #[test]
    fn an_older_text_is_brought_up_step_by_step_and_its_comments_stay() {
        let new = migrated_by(HISTORY, 2, OLD).unwrap();
        assert_eq!(new.from, 0);
        assert_eq!(new.changes, ["`words` is called `say`.", "`duration` is called `lasts`."]);
        let expected = OLD
            .replace("format: 0", "format: 2")
            .replace("(words: ", "(say: ")
            .replace("duration: ", "lasts: ");
        assert_eq!(new.text, expected);
        assert_eq!(migrated_by(HISTORY, 2, &new.text), None, "a second time there is nothing to do");
    }

    #[test]
    fn problems_stand_where_they_are_in_the_file_as_it_is() {
        let new = migrated_by(HISTORY, 2, OLD).unwrap();
        let (_, problems) = read(&new.text.replace("format: 2", "format: 1"));
        assert_eq!(problems.len(), 1, "{problems:?}");
        let problem = new.in_the_file(problems[0].clone());
        assert_eq!(&OLD[problem.span.clone()], "duration2");
        let told = Problems::new("old.ron", OLD, vec![problem]).lines();
        assert_eq!(
            told,
            "old.ron:3:48: error: `Rest` has no field called `duration2`. Choose from: flex, again, finally, instead, numbers, name, read, feels, then, picture, recording.\n"
        );
    }

    #[test]
    fn every_place_of_the_new_text_has_one_in_the_file() {
        let new = migrated_by(HISTORY, 2, OLD).unwrap();
        let mut last = 0;
        for at in 0..=new.text.len() {
            let place = new.in_the_file(Problem::error(ProblemKind::Syntax, at..at, "x")).span.start;
            assert!(place >= last && place <= OLD.len(), "{at} became {place} after {last}");
            last = place;
        }
        assert_eq!(last, OLD.len());
    }

    #[test]
    fn what_is_newest_unknown_or_no_routine_is_left_alone() {
        for text in ["(format: 2)", "(format: 3)", "(title: \"T\")", "(format: x)", "(", ""] {
            assert_eq!(migrated_by(HISTORY, 2, text), None, "{text}");
        }
        assert_eq!(migrated_by(&HISTORY[1..], 2, OLD), None, "no way leads from it");
    }

    #[test]
    fn the_way_from_every_older_version_is_known() {
        let from: Vec<u32> = MIGRATIONS.iter().map(|migration| migration.from).collect();
        assert_eq!(from, (FORMAT - u32::try_from(from.len()).unwrap()..FORMAT).collect::<Vec<_>>());
    }
}
