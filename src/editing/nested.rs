//! A value inside a value: `rhythm.press`, `then[1].say`.

use std::ops::Range;

use super::sequence::Sequence;
use crate::ron_reader::Parser;

/// The name of a step's field, and what leads on inside its value: `then` and `[1].say`.
pub(super) fn parted(field: &str) -> (&str, &str) {
    field.split_at(field.find(['.', '[']).unwrap_or(field.len()))
}

/// Where something is inside a value, or would be.
pub(super) enum Found<'a> {
    /// It is there: from its name to its end, the value alone, and what it stands in with its index.
    There { value: Range<usize>, among: Sequence<'a>, index: usize },
    /// It is not there, and this is what it would be put into; with its name, if it has one.
    Missing { among: Sequence<'a>, last: usize, name: Option<String> },
}

/// Looks for `way`, such as `[1].say`, in the value at `value`. Nothing if the value is of another form.
pub(super) fn find<'a>(text: &'a str, value: Range<usize>, way: &str) -> Option<Found<'a>> {
    let raw = text.get(value)?;
    let mut parser = Parser::of(text);
    let span = parser.place(raw);
    let (here, rest, items, at, name) = if let Some(way) = way.strip_prefix('[') {
        let (index, rest) = way.split_once(']')?;
        let index: usize = index.parse().ok()?;
        let members = parser.list("", raw)?;
        let items: Vec<Range<usize>> = members.iter().map(|member| parser.place(member)).collect();
        (items.get(index).cloned(), rest, items, index, None)
    } else {
        let way = way.strip_prefix('.')?;
        let (name, rest) = parted(way);
        let all = parser.structure("a value", "", raw)?.all();
        let at = all.iter().position(|(other, _)| *other == name);
        let here = at.map(|at| parser.place(all[at].1));
        let items: Vec<Range<usize>> =
            all.iter().map(|(name, raw)| parser.place(name).start..parser.place(raw).end).collect();
        let last = items.len();
        (here, rest, items, at.unwrap_or(last), Some(name.to_owned()))
    };
    match here {
        Some(here) if rest.is_empty() => {
            Some(Found::There { value: here, among: Sequence::of(text, &span, items), index: at })
        }
        Some(here) => find(text, here, rest),
        None if rest.is_empty() => {
            let last = items.len();
            Some(Found::Missing { among: Sequence::of(text, &span, items), last, name })
        }
        None => None,
    }
}
