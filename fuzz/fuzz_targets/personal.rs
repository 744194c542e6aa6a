//! Any text as the settings and as the answers about the person: always something to go on with, which reads back as it is
//! written, and no answer that was given is dropped.

#![no_main]

use libfuzzer_sys::fuzz_target;
use stillpoint::safety::Profile;
use stillpoint::settings::Settings;

fuzz_target!(|text: &str| {
    let (settings, _) = Settings::read(text);
    let (again, problems) = Settings::read(&settings.write());
    assert_eq!((again, problems), (settings, vec![]));

    let (profile, problems) = Profile::read(text);
    let (again, none) = Profile::read(&profile.write());
    assert_eq!((&again, none), (&profile, vec![]));
    for condition in profile.lost() {
        assert!(profile.has(condition) && profile.answer(condition).is_none());
    }
    // Nothing is wrong only where nothing was lost.
    assert!(!problems.is_empty() || profile.lost().next().is_none() || text.contains("Unreadable"));
});
