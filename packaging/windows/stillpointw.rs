//! Opens Stillpoint's window without a console beside it, for shortcuts, double clicks and files on Windows.
//!
//! `stillpoint.exe` itself belongs to a console, as a program must that is typed, waited for and read from scripts. From
//! Windows 11 24H2 on its manifest keeps a double click from opening one; for older systems there is this.
#![windows_subsystem = "windows"]

use std::process::{Command, ExitCode};

/// `CREATE_NO_WINDOW` of `CreateProcess`: a console that is never shown.
#[cfg(windows)]
const NO_WINDOW: u32 = 0x0800_0000;

fn main() -> ExitCode {
    let Ok(here) = std::env::current_exe() else { return ExitCode::FAILURE };
    let mut command = Command::new(here.with_file_name("stillpoint.exe"));
    command.args(std::env::args_os().skip(1));
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, NO_WINDOW);
    if command.spawn().is_ok() {
        return ExitCode::SUCCESS;
    }
    // Nothing else here can show a sentence: this opens a console that stays until it is closed.
    let sentence = "echo Stillpoint can't start: stillpoint.exe isn't in the same folder. Take both files out of the ZIP, or install Stillpoint again.";
    let told = Command::new("cmd").args(["/K", sentence]).spawn();
    drop(told);
    ExitCode::FAILURE
}
