//! Characters that are never seen themselves, but change how what stands around them is seen.
//!
//! An escape character commands a terminal, a line break begins a line that nobody wrote, and a few others turn the
//! direction of writing: with them the text of a file that somebody sent can hide or forge what the program says beside
//! it. So they are refused where such texts are read, and written as `\u{1b}` wherever they come from elsewhere: names of
//! files, notes, answers of the system.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

/// Whether a character acts on how others are shown instead of being shown itself.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    // Not among them: joiners and marks of direction, without which some languages cannot be written.
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The first of them in a text, and the byte at which it stands.
#[must_use]
pub fn first_hidden(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| is_hidden(*c))
}

/// What such a character is called, as a sentence goes on after "there is": `an escape character (U+001B)`.
#[must_use]
pub fn name_of(c: char) -> String {
    let name = match c {
        '\0' => "a zero byte",
        '\t' => "a tab",
        '\n' | '\r' => "a line break",
        '\u{1B}' | '\u{9B}' => "an escape character, which sends commands to a terminal",
        '\u{2028}' => "a line separator",
        '\u{2029}' => "a paragraph separator",
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            "a character that changes the direction of writing"
        }
        _ => "a control character",
    };
    format!("{name} (U+{:04X})", u32::from(c))
}

/// A text of somebody else's on one line: each of these characters as `\u{1b}`.
#[must_use]
pub fn escaped(text: &str) -> Cow<'_, str> {
    escaped_but(text, "")
}

/// The same for what has lines and tabs of its own.
#[must_use]
pub fn escaped_lines(text: &str) -> Cow<'_, str> {
    escaped_but(text, "\n\t")
}

/// Takes them out of what a person types or pastes, but for its lines and tabs.
pub fn take_out(text: &mut String) {
    if text.contains(is_hidden) {
        text.retain(|c| !is_hidden(c) || "\n\t".contains(c));
    }
}

/// The name of a file or folder as it is told.
#[must_use]
pub fn shown(path: &Path) -> String {
    escaped(&path.to_string_lossy()).into_owned()
}

fn escaped_but<'a>(text: &'a str, kept: &str) -> Cow<'a, str> {
    let is_escaped = |c: char| is_hidden(c) && !kept.contains(c);
    if !text.contains(is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' if is_escaped(c) => escaped.push_str("\\n"),
            c if is_escaped(c) => {
                // Writing to a text cannot fail.
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_other_text_is_written_out_and_what_is_text_stays() {
        for (text, expected) in [
            ("plain", "plain"),
            ("\u{1b}[2J\u{1b}]52;c;eA==\u{7}", "\\u{1b}[2J\\u{1b}]52;c;eA==\\u{7}"),
            ("one\ntwo\r", "one\\ntwo\\u{d}"),
            ("\u{9b}31m\0", "\\u{9b}31m\\u{0}"),
            ("a\u{2028}b\u{2029}c\u{202e}d\u{2066}e", "a\\u{2028}b\\u{2029}c\\u{202e}d\\u{2066}e"),
            ("Übung für 👩‍🦰, نَفَس\u{200f}", "Übung für 👩‍🦰, نَفَس\u{200f}"),
        ] {
            assert_eq!(escaped(text), expected);
            assert_eq!(first_hidden(text).is_some(), text != expected, "{text:?}");
        }
        assert_eq!(escaped_lines("a\tb\nc\u{1b}d"), "a\tb\nc\\u{1b}d");
        let mut pasted = "a\tb\r\nc\u{1b}[31md\u{202e}".to_owned();
        take_out(&mut pasted);
        assert_eq!(pasted, "a\tb\nc[31md");
        assert_eq!(shown(Path::new("a\n: error.ron")), "a\\n: error.ron");
    }

    #[test]
    fn each_has_a_name_and_its_number() {
        assert_eq!(name_of('\u{1b}'), "an escape character, which sends commands to a terminal (U+001B)");
        assert_eq!(name_of('\n'), "a line break (U+000A)");
        assert_eq!(name_of('\u{202e}'), "a character that changes the direction of writing (U+202E)");
        assert_eq!(name_of('\u{7f}'), "a control character (U+007F)");
    }
}
