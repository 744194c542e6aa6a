//! Any bytes as a file: read, told about, and laid out.

#![no_main]

use libfuzzer_sys::fuzz_target;
use stillpoint::ron_reader::Problems;
use stillpoint::ron_reader::text::text_of;
use stillpoint::routine::{canonical, read};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = text_of(bytes.to_vec()) else { return };
    let (routine, list) = read(&text);
    assert!(routine.is_some() || !list.is_empty(), "what is not read is said to be faulty");
    for problem in &list {
        assert!(problem.span.start <= problem.span.end && problem.span.end <= text.len().max(1));
        assert!(text.is_char_boundary(problem.span.start));
    }
    let problems = Problems::new("fuzzed.ron", text.as_str(), list.into_iter().take(5).collect());
    assert_eq!(problems.snippets(false).is_empty(), problems.list.is_empty());
    if let Ok(tidy) = canonical(&text) {
        assert_eq!(canonical(&tidy).as_deref(), Ok(tidy.as_str()), "a second time nothing changes");
        assert_eq!(read(&tidy).0.is_some(), routine.is_some(), "the meaning stays");
    }
});
