//! Any text as a journal that is brought in, as CSV and as JSON: a sentence on what is wrong, or entries that the journal
//! can hold, and that go out and come in again as they are.

#![no_main]

use libfuzzer_sys::fuzz_target;
use stillpoint::characters::first_hidden;
use stillpoint::journal::export::{Everything, ImportError, from_csv, from_json, to_csv, to_json};

fuzz_target!(|text: &str| {
    for read in [from_csv(text), from_json(text)] {
        match read {
            Ok(everything) => check(&everything),
            Err(error @ ImportError::Entries(_)) => {
                assert!(error.to_string().lines().all(|line| first_hidden(line).is_none()), "{error}");
            }
            Err(_) => {}
        }
    }
});

fn check(everything: &Everything) {
    let json = from_json(&to_json(everything).unwrap()).unwrap();
    assert_eq!(json, *everything);
    let csv = from_csv(&to_csv(everything).unwrap()).unwrap();
    assert_eq!(csv.sessions.len(), everything.sessions.len());
    assert_eq!(csv.attacks.len(), everything.attacks.len());
    for record in &everything.sessions {
        let texts = [&record.title, &record.routine, &record.kind];
        assert!(texts.into_iter().all(|text| !text.contains(['\u{1b}', '\n'])));
    }
}
