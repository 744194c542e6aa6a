//! Any bytes as a picture, a drawing above all: drawn in small, or refused with a sentence. The limits are
//! `-rss_limit_mb=512 -timeout=2`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use stillpoint::library::check_picture;

fuzz_target!(|input: (bool, &[u8])| {
    let (is_drawing, bytes) = input;
    let checked = if is_drawing {
        // Most of what is tried is a drawing then.
        let inner = String::from_utf8_lossy(bytes);
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'>{inner}</svg>");
        check_picture(text.as_bytes())
    } else {
        check_picture(bytes)
    };
    if let Err(error) = checked {
        assert!(!error.to_string().is_empty());
    }
});
