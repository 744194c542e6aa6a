//! Any bytes as a recording: played to their end, or refused with a sentence. Seeds: `tests/recordings`; the limits are
//! `-rss_limit_mb=512 -timeout=2`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use stillpoint::library::check_recording;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = check_recording(bytes) {
        assert!(!error.to_string().contains('\n'));
    }
});
