//! What the README shows works as it stands there.

use stillpoint::library::Library;

#[test]
fn the_routine_in_the_readme_plays() {
    let readme = include_str!("../../README.md");
    let text = readme.split("```ron\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("evening.ron"), text).unwrap();
    let library = Library::open(Some(folder.path()));
    let entry = library.find("evening").unwrap();
    assert_eq!(entry.problems.lines(), "");
    assert!(entry.routine.is_some());
}
