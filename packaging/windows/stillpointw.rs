//! Opens Stillpoint's window without a console beside it, for shortcuts, double clicks and files on Windows.
//!
//! `stillpoint.exe` itself belongs to a console, as a program must that is typed, waited for and read from scripts. From
//! Windows 11 24H2 on its manifest keeps a double click from opening one; for older systems there is this.
#![windows_subsystem = "windows"]

use std::process::{Command, ExitCode, Output, Stdio};

/// `CREATE_NO_WINDOW` of `CreateProcess`: a console that is never shown.
#[cfg(windows)]
const NO_WINDOW: u32 = 0x0800_0000;

fn main() -> ExitCode {
    let ended = run();
    let failed = match &ended {
        Ok(output) if output.status.success() => return ExitCode::SUCCESS,
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(_) => "Stillpoint can't start: stillpoint.exe isn't in the same folder. Take both files out of the ZIP, or \
                   install Stillpoint again."
            .to_owned(),
    };
    tell(&failed);
    let code = ended.ok().and_then(|output| output.status.code());
    ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

fn run() -> std::io::Result<Output> {
    let mut command = Command::new(std::env::current_exe()?.with_file_name("stillpoint.exe"));
    command
        .args(std::env::args_os().skip(1))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, NO_WINDOW);
    command.spawn()?.wait_with_output()
}

/// Shows a sentence in a console that stays until it is closed: nothing else here can show one.
fn tell(sentence: &str) {
    // Signs that the shell would act on.
    let plain: String = sentence
        .chars()
        .map(|sign| if sign.is_control() || "&|<>^%\"()".contains(sign) { ' ' } else { sign })
        .collect();
    let plain = plain.trim();
    if !plain.is_empty() {
        let told = Command::new("cmd").args(["/D", "/K", &format!("echo {plain}")]).spawn();
        drop(told);
    }
}
