//! `stillpoint generate`: manual pages and shell completions, made from the command line for packages, and what the
//! narrator has to record. Hidden, because nobody else needs it.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::CliError;
use crate::library::{Library, sayable};
use crate::ron_reader::Vocabulary as _;
use crate::routine::{Language, Side};
use crate::safety::{Moment, Profile, rules};
use crate::storage::{StorageError, WriteOptions};
use crate::timeline::{compile, plan};
use crate::ui::figure::{Figure, Subject};
use crate::ui::session::picture;
use crate::voice::narrator;

mod completions;
mod man;

use completions::completions;
use man::man;

/// The arguments of `generate`.
#[derive(Debug, Args)]
pub(super) struct Generate {
    #[arg(value_enum)]
    output: Output,
    /// The folder to write to; it is created if needed.
    folder: PathBuf,
    /// Replace existing files.
    #[arg(long)]
    replace: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Output {
    /// A manual page for the program and one for each command.
    Man,
    /// Completions for bash, fish and zsh, each in the folder where its shell looks.
    Completions,
    /// Every sentence that the program can say, for the tool that records them.
    Sentences,
    /// A sheet of all figures that the routines show, to look at as a whole.
    Figures,
}

impl Generate {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let made = match self.output {
            Output::Man => man(),
            Output::Completions => completions(),
            Output::Sentences => Ok(vec![("sentences.tsv".into(), sentences().into_bytes())]),
            Output::Figures => Ok(vec![("figures.html".into(), figures().into_bytes())]),
        };
        let made = made.map_err(|source| StorageError::Write { path: self.folder.clone(), source })?;
        put(&made, &self.folder, self.replace)
    }
}

/// Files to write below a folder: the path and the content of each.
type Made = Vec<(PathBuf, Vec<u8>)>;

fn put(made: &Made, folder: &Path, replace: bool) -> Result<(), CliError> {
    let place = |(name, _): &(PathBuf, Vec<u8>)| folder.join(name);
    // None is written if one is there already.
    if let Some(there) =
        made.iter().map(place).find(|path| path.symlink_metadata().is_ok()).filter(|_| !replace)
    {
        return Err(CliError::AlreadyThere(there));
    }
    for one in made {
        WriteOptions::shared().make_folder().write(&place(one), &one.1)?;
    }
    Ok(())
}

/// A line for each sentence in a language with a narrator: the language, about how long it may take in milliseconds, and
/// the sentence.
fn sentences() -> String {
    let languages = Language::ALL.iter().filter(|language| !narrator::voices(**language).is_empty());
    let lines = languages.flat_map(|language| {
        let sentences = sayable::sentences(*language);
        sentences
            .into_iter()
            .map(|(sentence, lasts)| format!("{}\t{}\t{sentence}\n", language.code(), lasts.millis()))
    });
    lines.collect()
}

/// Every figure that the routines of the program show, with where it is shown first.
fn figures() -> String {
    let library = Library::open_in(None, Language::En);
    let mut shown: Vec<(Figure, String)> = Vec::new();
    for entry in library.entries() {
        let Some(routine) = &entry.routine else { continue };
        let Ok(plan) = plan(routine, &Profile::default(), &Moment::default(), None) else { continue };
        for figure in picture::figures(&compile(&plan)) {
            if !shown.iter().any(|(other, _)| *other == figure) {
                shown.push((figure, routine.title()));
            }
        }
    }
    // Movements that authors can write, whether or not a routine of the program has them.
    for rule in rules().only_on.iter().filter(|rule| rule.motion.is_exercise()) {
        for site in &rule.sites {
            let (side, motion) = (Some(Side::Right), Some(rule.motion));
            let subject = Subject::Site { site: *site, side, motion, hand: None, reversed: false };
            shown.push((Figure::still(subject), String::new()));
        }
    }
    let figure = |(figure, title): &(Figure, String)| {
        let name = figure.subject.name();
        format!(
            "<figure>{}<figcaption>{name} <small>{title}</small></figcaption></figure>\n",
            figure.svg(260.0)
        )
    };
    let figures: String = shown.iter().map(figure).collect();
    format!(
        "<!DOCTYPE html><meta charset=\"utf-8\"><title>Figures</title>\n<style>body {{ display: flex; flex-wrap: wrap; \
         gap: 24px; font: 13px sans-serif }} figure {{ margin: 0; max-width: 420px }}</style>\n{figures}"
    )
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn every_command_has_a_manual_page_and_is_completed() {
        let folder = tempfile::tempdir().unwrap();
        for made in [man().unwrap(), completions().unwrap()] {
            put(&made, folder.path(), false).unwrap();
            assert!(matches!(put(&made, folder.path(), false), Err(CliError::AlreadyThere(_))));
            put(&made, folder.path(), true).unwrap();
        }
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        let bash = read("bash-completion/completions/stillpoint");
        let fish = read("fish/vendor_completions.d/stillpoint.fish");
        let zsh = read("zsh/vendor-completions/_stillpoint");
        let command = super::super::Arguments::command();
        for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
            let name = command.get_name();
            assert!(read(&format!("stillpoint-{name}.1")).contains(name), "{name}");
            for (shell, script) in [("bash", &bash), ("fish", &fish), ("zsh", &zsh)] {
                assert!(script.contains(name), "{shell} does not know {name}");
            }
        }
        let page = read("stillpoint.1");
        for part in ["migraine", ".SH FILES", "journal.sqlite", ".SH ENVIRONMENT", "NO_COLOR", ".SH VERSION"]
        {
            assert!(page.contains(part), "{part}");
        }
        assert!(!folder.path().join("stillpoint-generate.1").exists());
    }
}
