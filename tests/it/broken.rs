//! Broken files as authors make them, each with all that is told of it, as a terminal shows it.
//!
//! `broken/` holds one slip a file, most often made in the same routine; what is expected stands in
//! `snapshots/it__broken__*.snap`.

use std::fs;
use std::path::{Path, PathBuf};

use stillpoint::library::Library;

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/broken");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_broken_file_is_told_as_expected() {
    let library = Library::open(None);
    let files = files();
    assert!(files.len() >= 60, "{}", files.len());
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let mut problems = library.read_file(&path).problems;
        problems.file = format!("{name}.ron");
        assert!(!problems.list.is_empty(), "{name} is not broken");
        let shown = problems.snippets(false);
        assert_eq!(shown.matches(&format!("--> {name}.ron")).count(), problems.list.len(), "{shown}");
        insta::assert_snapshot!(name, shown);
    }
}
