//! Arcs, circles and round corners. The library makes curves of each, the more the larger it is, and of all of them before
//! its drawing can be looked at: a radius of 1e60 would take all the memory that there is.

use resvg::usvg::roxmltree::{Document, Node};

use super::PictureError;

/// The largest number with which something round may be described. An arc of this radius is made of 22 curves: their
/// number is the sixth root of the radius, times eleven. Our limit.
const LARGEST: f64 = 1e7;
/// What stands for an arc counts as often as this: what it becomes is that much longer than other lines.
const OF_AN_ARC: u64 = 16;

/// How much the attributes of an element say.
pub(super) fn said_bytes(node: Node<'_, '_>) -> u64 {
    let said = |name, value: &str| {
        let of_arcs = if name == "d" { arc_bytes(value) } else { 0 };
        value.len() as u64 + (OF_AN_ARC - 1) * of_arcs
    };
    node.attributes().map(|attribute| said(attribute.name(), attribute.value())).sum()
}

/// Refuses what is round and larger than can be told beforehand.
pub(super) fn check(document: &Document<'_>) -> Result<(), PictureError> {
    let (mut is_part_of_whole, mut is_whole_large) = (false, false);
    for node in document.descendants().filter(Node::is_element) {
        for attribute in node.attributes() {
            let value = attribute.value();
            let is_large = || has_letters(value) || numbers(value).any(|number| number > LARGEST);
            match attribute.name() {
                "d" if arc_bytes(value) > 0 && numbers(value).any(|number| number > LARGEST) => {
                    return Err(PictureError::TooCostly);
                }
                "r" | "rx" | "ry" if is_large() => return Err(PictureError::TooCostly),
                "r" | "rx" | "ry" => is_part_of_whole |= value.contains('%'),
                "width" | "height" | "viewBox" => is_whole_large |= is_large(),
                _ => {}
            }
        }
    }
    if is_part_of_whole && is_whole_large { Err(PictureError::TooCostly) } else { Ok(()) }
}

/// Whether a length is in a unit that depends on the size of letters, which other elements say.
fn has_letters(length: &str) -> bool {
    let length = length.trim_end();
    ["em", "ex"].iter().any(|unit| length.ends_with(unit))
}

/// How much of a path describes arcs.
fn arc_bytes(path: &str) -> u64 {
    let is_command = |c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E');
    let of_arcs = path.split(['a', 'A']).skip(1);
    of_arcs.map(|rest| rest.find(is_command).unwrap_or(rest.len()) as u64).sum()
}

/// The numbers in a text, whatever stands between them, without their signs.
fn numbers(text: &str) -> impl Iterator<Item = f64> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(|c: char| c.is_ascii_digit() || c == '.')?;
        let bytes = &rest.as_bytes()[start..];
        let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut end = digits(0);
        if bytes.get(end) == Some(&b'.') {
            end += 1;
            end += digits(end);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = bytes.get(end + 1 + sign..).map_or(0, |_| digits(end + 1 + sign));
            if exponent > 0 {
                end += 1 + sign + exponent;
            }
        }
        let (number, after) = rest[start..].split_at(end);
        rest = after;
        // A point alone is none.
        Some(number.parse().unwrap_or(0.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_as_drawings_write_them() {
        let found = |text| numbers(text).collect::<Vec<_>>();
        assert_eq!(found("M1.5-2e3,.5.25 1E+2h-3"), [1.5, 2000.0, 0.5, 0.25, 100.0, 3.0]);
        assert_eq!(found("1em . 2e 3e- 4."), [1.0, 0.0, 2.0, 3.0, 4.0]);
        assert_eq!(found("1e999"), [f64::INFINITY]);
        assert_eq!(found("ä%"), [0.0; 0]);
        assert_eq!(arc_bytes("M0 0A1 1 0 0 0 2 2L5 5a1 1 0 0 0 1e1 1"), 13 + 15);
    }
}
