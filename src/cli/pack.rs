//! `stillpoint pack` and `stillpoint unpack`.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::CliError;
use crate::characters::shown;
use crate::library::bundle::{Bundle, Contents, ENDING, size};
use crate::paths::Paths;
use crate::ron_reader::Problems;
use crate::storage::WriteOptions;

/// The arguments of `pack`.
#[derive(Debug, Args)]
pub(super) struct PackUp {
    /// The id of a routine or a programme, or the path of its file.
    routine: String,
    /// The file to write; by default the id with the extension `.stillpoint`, in this folder.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace an existing file.
    #[arg(long)]
    replace: bool,
}

/// The arguments of `unpack`.
#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is written without --add. What you add gets its own folder among your routines; \
                        to remove it, delete that folder."
)]
pub(super) struct Unpack {
    /// The shared routine or programme (.stillpoint).
    file: PathBuf,
    #[command(flatten)]
    words: super::InLanguage,
    /// Show what it is and does, and what changes for you; this is also what happens without --add.
    #[arg(long)]
    show: bool,
    /// Add it to your routines.
    #[arg(long)]
    add: bool,
    /// Replace the routines, techniques and programmes that have the same names.
    #[arg(long, requires = "add")]
    replace: bool,
}

impl PackUp {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let pack = Bundle::of(&super::list::open(), &self.routine)?;
        let bytes = pack.to_bytes()?;
        let path = self.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.{ENDING}", pack.id())));
        let options = WriteOptions::shared().into_streams();
        let options = if self.replace { options } else { options.create_new() };
        options.write(&path, &bytes).map_err(CliError::of_output)?;
        let told = format!("{} ({})\n{}", shown(&path), size(bytes.len()), names(&pack));
        super::output::print_beside(&path, &told)
    }
}

impl Unpack {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let pack = Bundle::of_file(&self.file)?;
        let library = self.words.library();
        let contents = pack.contents(&library)?;
        if self.show || !self.add {
            super::print(&description(&pack, &contents))?;
        }
        if !self.add {
            return Ok(());
        }
        let folder = super::routines_folder()?;
        let added = pack.add(&contents, &library, &folder, self.replace)?;
        super::print_paths(&added)
    }
}

/// A bundle's summary: what it is, what it does, its sources, and the verdict for this person.
fn description(pack: &Bundle, contents: &Contents) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{} ({})", contents.title(), contents.kind());
    let about = contents.about();
    if !about.is_empty() {
        let _ = writeln!(text, "{about}");
    }
    text.push('\n');
    for (label, line) in contents.lines() {
        let _ = writeln!(text, "{:<10} {line}", format!("{label}:"));
    }
    let _ = writeln!(text, "\nFor you, between attacks:");
    let profile = super::profile(Paths::of_this_person().as_ref());
    for sentence in contents.verdict(&profile) {
        let _ = writeln!(text, "{sentence}");
    }
    let _ = writeln!(text, "\nFiles:");
    let problems = contents.problems.iter().map(Problems::lines);
    text + &names(pack) + &problems.collect::<String>()
}

fn names(pack: &Bundle) -> String {
    pack.file_lines().iter().flat_map(|file| ["  ", file, "\n"]).collect()
}
