//! The canonical form of a file: the same values and comments in the one standard layout.

use fmtron::{Config, FormatError, format_ron};

use super::read;
use crate::ron_reader::text::{MAX_BYTES, text_of};
use crate::ron_reader::{Problem, ProblemKind};

/// How often a text is laid out until nothing changes any more.
const MOST_ROUNDS: usize = 4;

/// The longest line that a list or a step is put in; a longer one is broken up. Texts are never broken.
const MAX_WIDTH: usize = 110;

/// Lays a text out anew. Every value and comment stays, and so do line ends and single blank lines; doing it again
/// changes nothing.
///
/// What the fields mean is not looked at: a file with an unknown step has a form too.
///
/// # Errors
/// The problem that keeps the text from being read as RON, or from being read again once it is laid out.
pub fn canonical(text: &str) -> Result<String, Box<Problem>> {
    read::syntax(text)?;
    // Each round takes one carriage return from a line that ends with several; they mean no more than one.
    let mut single = text.to_owned();
    while single.contains("\r\r\n") {
        single = single.replace("\r\r\n", "\r\n");
    }
    // A comment over several lines may take two rounds to find its place.
    let mut laid_out = laid_out_once(&single)?;
    for _ in 1..MOST_ROUNDS {
        let again = laid_out_once(&laid_out)?;
        if again == laid_out {
            break;
        }
        laid_out = again;
    }
    Ok(laid_out)
}

fn laid_out_once(text: &str) -> Result<String, Box<Problem>> {
    let whole = |at, what: String| Problem::error(ProblemKind::Syntax, at, what);
    let laid_out =
        format_ron(text, &Config::default().with_max_width(MAX_WIDTH)).map_err(|error| match error {
            FormatError::Parse(error) => {
                let at = error.offset().min(text.len());
                whole(at..at, format!("This can't be formatted: {}.", error.message()))
                    .help("Look for a missing quote, comma or bracket just before it.")
            }
            other => whole(0..0, format!("This can't be formatted: {other}.")),
        })?;
    let laid_out = format!("{laid_out}{}", fmtron::line_ending(text));
    if laid_out.len() > MAX_BYTES {
        let what =
            format!("Formatted, this would be larger than {} MB, too large to read again.", MAX_BYTES >> 20);
        return Err(Box::new(Problem::error(ProblemKind::Limit, 0..0, what)));
    }
    Ok(laid_out)
}

/// The canonical form of a text that may have a byte-order mark, which is left out.
///
/// # Errors
/// As [`canonical`]; bytes that are not text are reported where they begin, with the text before them.
pub fn canonical_bytes(bytes: Vec<u8>) -> Result<String, (String, Box<Problem>)> {
    let text = text_of(bytes).map_err(|unreadable| (unreadable.readable, Box::new(unreadable.problem)))?;
    canonical(&text).map_err(|problem| (text, problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carriage_returns_without_end_take_no_rounds_without_end() {
        for count in 1..12 {
            let text = format!("(/*e\nb{}\n\rr\n*/a: 1\n)\n", "\r".repeat(count));
            let tidy = canonical(&text).unwrap();
            assert_eq!(canonical(&tidy).as_deref(), Ok(&*tidy), "{count}");
        }
    }

    #[test]
    fn a_file_never_grows_beyond_what_is_read() {
        // Each step gets a line and its indentation.
        let steps = "Rest(lasts:\"9s\"),".repeat(50_000);
        let text = format!("(format:1,title:\"T\",steps:[{steps}])");
        assert!(text.len() < MAX_BYTES);
        let problem = canonical(&text).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Limit);
        assert!(canonical("(format:1,title:\"T\",steps:[])").is_ok());
    }
}
