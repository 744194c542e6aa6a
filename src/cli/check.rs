//! `stillpoint check`.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::library::{Entry, Library};

/// What is to be checked.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Files or folders; without any, your own routines and the built-in ones.
    paths: Vec<PathBuf>,
}

impl Check {
    /// 0 without errors, 1 with errors in the files, 2 if a path is not there.
    pub(super) fn run(&self) -> ExitCode {
        if let Some(missing) = self.paths.iter().find(|path| !path.exists()) {
            eprintln!(
                "stillpoint: there is no file or folder {}; give the path of a routine",
                missing.display()
            );
            return ExitCode::from(2);
        }
        let library = super::InLanguage::default().library();
        let entries: Vec<Entry> = if self.paths.is_empty() {
            library.entries().iter().chain(library.techniques()).cloned().collect()
        } else {
            self.paths.iter().flat_map(|path| entries(&library, path)).collect()
        };
        let colour = std::io::stderr().is_terminal();
        let mut broken = 0;
        for entry in &entries {
            eprint!("{}", entry.problems.snippets(colour));
            broken += usize::from(entry.problems.has_errors());
        }
        let files = if entries.len() == 1 { "file" } else { "files" };
        let found = if broken == 0 { "no errors".to_owned() } else { format!("{broken} with errors") };
        if let Err(sentence) = super::print(&format!("{} {files} checked, {found}.\n", entries.len())) {
            eprintln!("stillpoint: {sentence}");
            return ExitCode::from(2);
        }
        if broken == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
    }
}

fn entries(library: &Library, path: &Path) -> Vec<Entry> {
    if path.is_dir() {
        let folder = Library::open(Some(path));
        let own = |entry: &&Entry| matches!(entry.origin, crate::library::Origin::File(_));
        folder.entries().iter().chain(folder.techniques()).filter(own).cloned().collect()
    } else {
        vec![library.read_file(path)]
    }
}
