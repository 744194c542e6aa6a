//! Any text as a routine and as a technique: checked, and held to what is safe.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use stillpoint::library::Library;
use stillpoint::routine::validate::{MAX_LENGTH, Role};
use stillpoint::routine::{read, validate};
use stillpoint::safety;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::open(None));

fuzz_target!(|text: &str| {
    for role in [Role::Routine, Role::Technique] {
        let (Some(routine), _) = read(text) else { return };
        let (validated, _) = validate("fuzzed", routine, role, LIBRARY.known());
        match validated {
            Ok(valid) => {
                assert!(valid.range().longest <= MAX_LENGTH);
                let _ = safety::review(valid);
            }
            Err(routine) => drop(safety::of_steps(&routine.steps, role)),
        }
    }
});
