//! Pages that are read in a browser and printed on paper: one file that fetches nothing, and whose only script asks for
//! the print dialogue.

use crate::characters::escaped_lines;

/// The only script of a page: its button prints, and a page that was opened to be printed asks by itself.
const SCRIPT: &str = "document.getElementById(\"print\").addEventListener(\"click\", () => print());\n\
if (Date.now() < Number(document.body.dataset.printUntil)) addEventListener(\"load\", () => print());\n";
/// The only script that a browser may run in it: the SHA-256 of [`SCRIPT`], in base64.
const SCRIPT_HASH: &str = "OuKSm7/gsJCg1vWtBO34xvYtMpaqXFi1Izu1KKrolq8=";
/// What every page has: the size of the paper, and a button that is not printed.
const STYLE: &str = "
    #print { font: inherit; padding: 2mm 6mm; margin: 0 0 4mm; } @media print { #print { display: none; } }
";
/// The start of the body as it is written first.
const BODY: &str = "<body>";
const BODY_TO_PRINT: &str = "<body data-print-until=\"";

/// A whole page: `title` and `contents` are HTML in `language` (a tag such as `en`), `style` is CSS.
#[must_use]
pub fn page(language: &str, title: &str, style: &str, print: &str, contents: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'sha256-{SCRIPT_HASH}'\">\
         <title>{title}</title>\n<style>{STYLE}{style}</style></head>\n{BODY}\n\
         <button id=\"print\" type=\"button\">{print}</button>\n{contents}\n<script>{SCRIPT}</script>\n</body></html>\n"
    )
}

/// The same page, which asks to be printed when it is opened before `until`, in milliseconds since 1970. Opened later, it
/// is only read.
#[must_use]
pub fn asking_to_print(page: &str, until: i64) -> String {
    let asking = format!("{BODY_TO_PRINT}{until}\">");
    if page.contains(BODY) {
        return page.replacen(BODY, &asking, 1);
    }
    let Some((before, rest)) = page.split_once(BODY_TO_PRINT) else { return page.to_owned() };
    let after = rest.split_once('>').map_or("", |(_, after)| after);
    format!("{before}{asking}{after}")
}

/// Text as HTML in which nothing acts.
#[must_use]
pub fn escaped(text: &str) -> String {
    let text = escaped_lines(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    fn base64(bytes: &[u8]) -> String {
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let of = |chunk: &[u8]| {
            let bits = (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(*chunk.get(at).unwrap_or(&0)));
            let letter = move |at: usize| char::from(letters[bits >> (18 - 6 * at) & 63]);
            let kept = chunk.len() + 1;
            (0..4).map(move |at| if at < kept { letter(at) } else { '=' })
        };
        bytes.chunks(3).flat_map(of).collect()
    }

    #[test]
    fn the_browser_is_told_of_the_one_script_that_may_run() {
        assert_eq!(base64(&Sha256::digest(SCRIPT)), SCRIPT_HASH);
        assert_eq!(page("en", "T", "", "Print", "<p>a</p>").matches("<script").count(), 1);
    }

    #[test]
    fn a_page_asks_to_be_printed_until_a_time_and_can_be_asked_again() {
        let first = page("en", "T", "", "Print", "<p>body</p>");
        let asking = asking_to_print(&first, 17);
        assert!(asking.contains("<body data-print-until=\"17\">"));
        assert_eq!(asking_to_print(&asking, 18), asking_to_print(&first, 18));
        assert_eq!(asking.replace("<body data-print-until=\"17\">", "<body>"), first);
        assert_eq!(asking_to_print("no page", 17), "no page");
    }
}
