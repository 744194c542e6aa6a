//! Any bytes as a recording: played to their end, or refused with a sentence. Seeds: `tests/recordings`; the limits are
//! `-rss_limit_mb=512 -timeout=2`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use stillpoint::faults::is_contained;
use stillpoint::library::check_recording;

fuzz_target!(init: {
    // A fault of a library that the program contains is an answer, not a find.
    let find = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |fault| if !is_contained() { find(fault) }));
}, |bytes: &[u8]| {
    if let Err(error) = check_recording(bytes) {
        assert!(!error.to_string().contains('\n'));
    }
});
