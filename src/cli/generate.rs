//! `stillpoint generate`: manual pages and shell completions, made from the command line for packages. Hidden, because
//! nobody else needs it.

use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _, ValueEnum};
use clap_complete::Shell;

use super::CliError;
use crate::storage::{self, StorageError};

/// The arguments of `generate`.
#[derive(Debug, Args)]
pub(super) struct Generate {
    #[arg(value_enum)]
    output: Output,
    /// Where it is put; the folder is made.
    folder: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Output {
    /// A manual page for the program and one for each command.
    Man,
    /// Completions for bash, fish and zsh, each in the folder where its shell looks.
    Completions,
}

/// The shells, and the folder below `share` where each looks for completions.
const SHELLS: [(Shell, &str); 3] = [
    (Shell::Bash, "bash-completion/completions"),
    (Shell::Fish, "fish/vendor_completions.d"),
    (Shell::Zsh, "zsh/vendor-completions"),
];

impl Generate {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let written = match self.output {
            Output::Man => man(&self.folder),
            Output::Completions => completions(&self.folder),
        };
        written.map_err(|source| StorageError::Write { path: self.folder.clone(), source }.into())
    }
}

fn man(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(super::Arguments::command(), folder)
}

fn completions(folder: &Path) -> std::io::Result<()> {
    for (shell, place) in SHELLS {
        let folder = folder.join(place);
        std::fs::create_dir_all(&folder)?;
        let written = clap_complete::generate_to(
            shell,
            &mut super::Arguments::command(),
            env!("CARGO_PKG_NAME"),
            &folder,
        )?;
        if shell == Shell::Bash {
            // bash-completion looks up a file by the name of the program alone.
            storage::rename(&written, &folder.join(env!("CARGO_PKG_NAME"))).map_err(std::io::Error::other)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_manual_page_and_is_completed() {
        let folder = tempfile::tempdir().unwrap();
        man(folder.path()).unwrap();
        completions(folder.path()).unwrap();
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
        assert!(read("stillpoint.1").contains("migraine"));
        assert!(!folder.path().join("stillpoint-generate.1").exists());
    }
}
