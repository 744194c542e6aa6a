//! What the README shows works as it stands there.

use stillpoint::library::Library;
use stillpoint::settings::Settings;

/// The first piece of RON under a heading.
fn example_after(heading: &str) -> &'static str {
    let below = include_str!("../../README.md").split(heading).nth(1).unwrap();
    below.split("```ron\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap()
}

#[test]
fn the_routine_in_the_readme_plays() {
    let text = example_after("## Write a routine");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("evening.ron"), text).unwrap();
    let library = Library::open(Some(folder.path()));
    let entry = library.find("evening").unwrap();
    assert_eq!(entry.problems.lines(), "");
    assert!(entry.routine.is_some());
}

#[test]
fn the_settings_in_the_readme_are_settings() {
    let (settings, problems) = Settings::read(example_after("## Sound and voice"));
    assert_eq!(problems, []);
    assert!(settings.voice.command.unwrap().starts_with("piper "));
}
