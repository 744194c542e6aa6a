//! Shell completions: what the command line gives by itself, and the ids of routines, which only the program knows when
//! the key is pressed.

use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Made;
use crate::cli::Arguments;

/// The shells, and the folder below `share` where each looks for completions.
const SHELLS: [(Shell, &str); 3] = [
    (Shell::Bash, "bash-completion/completions"),
    (Shell::Fish, "fish/vendor_completions.d"),
    (Shell::Zsh, "zsh/vendor-completions"),
];

/// The commands whose argument is a routine.
const TAKES_A_ROUTINE: [&str; 6] = ["show", "words", "play", "render", "pack", "check"];

/// Asked by every shell for the ids.
const IDS: &str = "stillpoint list --ids 2>/dev/null";

/// The completions of each shell, with where it looks for them.
pub(super) fn completions() -> std::io::Result<Made> {
    let made = |(shell, place): &(Shell, &str)| {
        let folder = tempfile::tempdir()?;
        let command = &mut Arguments::command();
        let written = clap_complete::generate_to(*shell, command, env!("CARGO_PKG_NAME"), folder.path())?;
        // bash-completion looks up a file by the name of the program alone.
        let bash = std::ffi::OsStr::new(env!("CARGO_PKG_NAME"));
        let name = if *shell == Shell::Bash { Some(bash) } else { written.file_name() };
        let path: PathBuf = Path::new(place).join(name.unwrap_or_default());
        let script = std::fs::read_to_string(&written)?;
        Ok((path, with_ids(*shell, &script).into_bytes()))
    };
    SHELLS.iter().map(made).collect()
}

/// The script with the ids of routines wherever a routine is wanted.
fn with_ids(shell: Shell, script: &str) -> String {
    let commands = TAKES_A_ROUTINE;
    match shell {
        Shell::Fish => commands.iter().fold(script.to_owned(), |script, command| {
            script
                + &format!(
                    "complete -c stillpoint -n \"__fish_stillpoint_using_subcommand {command}\" -a \"({IDS})\"\n"
                )
        }),
        Shell::Zsh => {
            let ids = format!("_stillpoint_ids() {{\n    compadd -- ${{(f)\"$({IDS})\"}}\n    _files\n}}\n\n");
            // The generator takes the file that the program can open by itself for the first word, and the command for the
            // second; a first word is either.
            let first = "_stillpoint_first() {\n    _stillpoint_commands\n    _files -g '*.(stillpoint|ron)'\n}\n\n";
            let script = script.replace("$line[2]", "$line[1]");
            let script = script.replace("\":: :_stillpoint_commands\"", "\":: :_stillpoint_first\"");
            let is_routine =
                |line: &str| line.starts_with("':routine -- ") || line.starts_with("'*::paths -- Files");
            let lines = script.lines().filter(|line| !line.starts_with("'::file -- ")).map(|line| {
                let line = if is_routine(line) {
                    line.replace(":_default' \\", ":_stillpoint_ids' \\")
                        .replace(":_files' \\", ":_stillpoint_ids' \\")
                } else {
                    line.to_owned()
                };
                line + "\n"
            });
            let script: String = lines.collect();
            // Before the lines that run it or register it.
            match script.rfind("if [ \"$funcstack[1]\"") {
                Some(end) => format!("{}{ids}{first}{}", &script[..end], &script[end..]),
                None => script,
            }
        }
        Shell::Bash => {
            let script = script.replace("complete -F _stillpoint ", "complete -F _stillpoint_with_ids ");
            let own = format!(
                "_stillpoint_with_ids() {{\n    _stillpoint \"$@\"\n    local typed=\"${{COMP_WORDS[COMP_CWORD]}}\"\n    case \
                 \"${{COMP_WORDS[1]}}\" in\n        {})\n            if [[ $COMP_CWORD -gt 1 && $typed != -* ]]; then\n                \
                 COMPREPLY+=($(compgen -W \"$({IDS})\" -- \"$typed\"))\n            fi\n            ;;\n    esac\n}}\n\n",
                commands.join("|")
            );
            match script.rfind("if [[ \"${BASH_VERSINFO") {
                Some(end) => format!("{}{own}{}", &script[..end], &script[end..]),
                None => script,
            }
        }
        // None of these is made.
        _ => script.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(shell: &str) -> String {
        let made = completions().unwrap();
        let found = made.into_iter().find(|(path, _)| path.to_string_lossy().contains(shell)).unwrap();
        String::from_utf8(found.1).unwrap()
    }

    #[test]
    fn every_shell_asks_for_the_ids_of_routines() {
        for shell in ["bash", "fish", "zsh"] {
            assert!(script(shell).contains(IDS), "{shell}");
        }
        assert_eq!(script("fish").matches(IDS).count(), TAKES_A_ROUTINE.len());
        assert!(script("zsh").matches(":_stillpoint_ids' \\").count() > TAKES_A_ROUTINE.len());
        let zsh = script("zsh");
        assert!(!zsh.contains("$line[2]") && !zsh.contains("'::file -- "), "a command is the first word");
        assert!(zsh.contains("\":: :_stillpoint_first\" \\"), "{zsh}");
        assert!(script("bash").contains("complete -F _stillpoint_with_ids -o nosort"));
    }
}
