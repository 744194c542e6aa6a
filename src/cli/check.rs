//! `stillpoint check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::CliError;
use crate::characters::shown;
use crate::library::{Changes, Entry, Library, Loader, Origin, TECHNIQUES, files, user_files};
use crate::plural::counted;

mod json;

const AFTER_HELP: &str = "\
Exit codes:
  0  no errors; there may be warnings
  1  a file has errors
  2  a path doesn't exist, or the results can't be printed

--json prints one array, with an object for each problem:
  file                    the file, as you named it
  line, column            where it begins; both count from 1, columns in characters
  end_line, end_column    where it ends, just after the last character
  severity                \"error\", \"warning\" or \"note\"
  kind                    the kind of problem: \"syntax\", \"unknown-field\",
                          \"missing-field\", \"wrong-type\", \"unknown-name\",
                          \"out-of-range\", \"contradiction\", \"duplicate\",
                          \"limit\", \"words\", \"reference\", \"language\",
                          \"evidence\", \"safety\", \"format\" or \"file\"
  message                 what is wrong
  help                    what to do, or null
  note                    null, or another place that has to do with it:
                          line, column, end_line, end_column, message
With --watch, one array is printed on one line for every check.

There are no colours outside a terminal, or if NO_COLOR is set.";

/// The arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Check {
    /// Files or folders; your own and the built-in routines if none are given.
    paths: Vec<PathBuf>,
    /// Print the problems as JSON, for editors.
    #[arg(long)]
    json: bool,
    /// Mend what is certain in your own files, such as a misspelt name, and tell the rest.
    #[arg(long, conflicts_with_all = ["watch", "json"])]
    fix: bool,
    /// Check again whenever you save a file, until you press Ctrl+C.
    #[arg(long)]
    watch: bool,
}

impl Check {
    pub(super) fn run(&self) -> Result<ExitCode, CliError> {
        let paths: Vec<PathBuf> =
            self.paths.iter().map(|path| super::resolve_path(path)).collect::<Result<_, _>>()?;
        if self.fix {
            mend(&paths)?;
        }
        let mut loader = super::list::loader();
        self.tell_unread(&paths, &mut loader);
        if !self.watch {
            let fine = self.report(&entries(&mut loader, &paths))?;
            return Ok(if fine { ExitCode::SUCCESS } else { ExitCode::from(1) });
        }
        let watched = if paths.is_empty() { vec![super::routines_folder()?] } else { paths.clone() };
        // Techniques count, too: those beside a routine, and the person's own.
        let beside = watched.iter().filter_map(|path| path.parent()).map(|folder| folder.join(TECHNIQUES));
        let used = beside.chain(super::routines_folder().ok()).filter(|folder| folder.is_dir());
        let has_links = loader.has_links() || watched.iter().any(|path| is_behind_link(path));
        let mut changes = Changes::of(used.collect::<Vec<_>>().into_iter().chain(watched).collect());
        changes.poll_too(has_links);
        let mut printed = None;
        loop {
            let entries = entries(&mut loader, &paths);
            let now: Vec<String> = entries.iter().map(|entry| entry.problems.lines()).collect();
            if printed.as_ref() != Some(&now) {
                self.report(&entries)?;
                printed = Some(now);
            }
            if !changes.wait() {
                return Ok(ExitCode::SUCCESS);
            }
        }
    }

    /// Says which of the files are not read, because of their names.
    fn tell_unread(&self, paths: &[PathBuf], loader: &mut Loader) {
        let notes: Vec<String> = if paths.is_empty() {
            loader.load().notes().to_vec()
        } else {
            paths.iter().filter_map(|path| files::unread(path)).collect()
        };
        for note in notes.iter().filter(|_| !self.json) {
            super::remark(note);
        }
    }

    /// Prints every problem; returns whether none is an error.
    fn report(&self, entries: &[Entry]) -> Result<bool, CliError> {
        let broken = entries.iter().filter(|entry| entry.problems.has_errors()).count();
        if self.json {
            super::output::print_exactly(&json::array(entries.iter().map(|entry| &entry.problems)))?;
            return Ok(broken == 0);
        }
        for entry in entries {
            super::output::tell_problems(&entry.problems);
        }
        let files = if entries.len() == 1 { "file" } else { "files" };
        let found = if broken == 0 { "no errors".to_owned() } else { format!("{broken} with errors") };
        super::print(&format!("{} {files} checked, {found}.\n", entries.len()))?;
        Ok(broken == 0)
    }
}

/// Whether what a path leads to can change without a change where the path is.
fn is_behind_link(path: &Path) -> bool {
    let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|kind| kind.is_symlink());
    is_link(path)
        || path.is_dir() && {
            let mut below = Loader::new(Some(path.to_path_buf()));
            below.load();
            below.has_links()
        }
}

/// Mends what is certain in the requested files, and says in which.
fn mend(paths: &[PathBuf]) -> Result<(), CliError> {
    let mut loader = super::list::loader();
    let mut library = loader.load();
    for entry in entries(&mut loader, paths) {
        let Origin::File(path) = &entry.origin else { continue };
        let read = || entries_at(&library, path).into_iter().next();
        if let Some(places) = user_files::mend(path, read)? {
            super::output::print_done(&format!(
                "{}: {} mended.\n",
                shown(path),
                counted(places, "slip", "slips")
            ))?;
            // What uses it may have been broken by it alone.
            library = loader.load();
        }
    }
    Ok(())
}

/// The requested files, as they are now.
fn entries(loader: &mut Loader, paths: &[PathBuf]) -> Vec<Entry> {
    let library = loader.load();
    if paths.is_empty() {
        let programmes = library.programmes().iter().cloned().map(Entry::from);
        library.entries().iter().chain(library.techniques()).cloned().chain(programmes).collect()
    } else {
        paths.iter().flat_map(|path| entries_at(&library, path)).collect()
    }
}

fn entries_at(library: &Library, path: &Path) -> Vec<Entry> {
    if path.is_dir() {
        let folder = Library::open(Some(path));
        let is_user_file = |entry: &Entry| matches!(entry.origin, Origin::File(_));
        let routines = folder.entries().iter().chain(folder.techniques()).cloned();
        let programmes = folder.programmes().iter().cloned().map(Entry::from);
        routines.chain(programmes).filter(is_user_file).collect()
    } else if files::is_programme(path) {
        vec![library.read_programme(path).into()]
    } else {
        vec![library.read_file(path)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::ProblemKind;

    #[test]
    fn the_help_names_every_kind_of_problem() {
        for kind in ProblemKind::ALL {
            assert!(AFTER_HELP.contains(&format!("\"{}\"", kind.name())), "{kind:?}");
        }
    }
}
