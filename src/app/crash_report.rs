//! Crash reports: every panic leaves a report that a person can read and send, and the next start mentions it.
//!
//! A report contains nothing private. Quoted text is left out of the panic message, because it could be from a
//! note, and the home folder is shown as `~`.

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

use chrono::Utc;

use super::log::without_home;
use crate::characters::{escaped, shown};
use crate::storage::{StorageError, WriteOptions, read_plain};

/// The file that names the newest report until the person has been told about it. (The name is that of earlier
/// versions.)
const UNREPORTED: &str = "fault.untold";
/// More bytes no file's name has.
const MOST_NAME_BYTES: u64 = 1 << 10;
/// The most reports that are kept. Our limit.
const MOST_REPORTS: usize = 5;
/// The most frames of a backtrace that are printed. Our limit.
const MOST_FRAMES: usize = 80;

/// From now on, writes a report into `folder` for every panic, and a sentence on standard error.
pub fn watch(folder: PathBuf) {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            usual(info);
        }
        if crate::faults::is_contained() {
            return;
        }
        let report = report(info);
        let kept = match keep(&folder, &report) {
            Ok(path) => format!("a report is in {}", shown(&path)),
            Err(error) => format!("no report could be written to {} ({error})\n{report}", shown(&folder)),
        };
        // Not `eprintln`: it panics when nobody reads standard error, and a panic within a panic ends the
        // program.
        let _ = writeln!(std::io::stderr(), "stillpoint: the program ran into an error; {kept}");
    }));
}

/// A sentence about a crash that the person has not been told about yet. Each crash is mentioned once.
#[must_use]
pub fn take_unreported(folder: &Path) -> Option<String> {
    let mark = folder.join(UNREPORTED);
    let name = String::from_utf8(read_plain(&mark, MOST_NAME_BYTES).ok()?).ok()?;
    // If the mark cannot be removed, the crash is mentioned again, which is better than never.
    let _ = std::fs::remove_file(&mark);
    let report = folder.join(Path::new(name.trim()).file_name()?);
    let is_there = report.is_file();
    is_there.then(|| {
        format!(
            "Stillpoint ran into an error last time. A report, without anything about you, is in {}.",
            shown(&report)
        )
    })
}

fn report(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let message = info
        .payload_as_str()
        .map_or_else(|| "no message".to_owned(), |message| escaped(&unquoted(message)).into_owned());
    let frames = named_frames(&Backtrace::force_capture().to_string());
    let text = format!(
        "Stillpoint ran into an error.\n\n\
         version  {} ({})\n\
         when     {}\n\
         system   {}\n\
         thread   {}\n\
         place    {}\n\
         what     {message}\n\n\
         {frames}\n\
         This file contains nothing from your journal, your routines or your answers. It stays on this computer unless \
         you send it to somebody.\n",
        crate::version::NUMBER,
        if cfg!(debug_assertions) { "development build" } else { "release build" },
        Utc::now().format("%Y-%m-%d %H:%M:%S UTC"),
        system(),
        std::thread::current().name().unwrap_or("unnamed"),
        without_builder(&place),
    );
    without_home(&text)
}

/// The panic message up to the first quotation that does not come from the language itself: anything may be
/// quoted, a note for example.
fn unquoted(message: &str) -> String {
    const OF_THE_LANGUAGE: [&str; 6] =
        ["`Option::unwrap()`", "`Result::unwrap()`", "`Result::unwrap_err()`", "`None`", "`Err`", "`Ok`"];
    let mut kept = 0;
    while let Some(at) = message[kept..].find(['`', '"', '\'', '‘', '“', '«']).map(|at| kept + at) {
        match OF_THE_LANGUAGE.iter().find(|known| message[at..].starts_with(**known)) {
            Some(known) => kept = at + known.len(),
            None => return format!("{}…", &message[..at]),
        }
    }
    message.to_owned()
}

/// A source path without the folders of the machine that built the program.
fn without_builder(place: &str) -> String {
    let place = place.replace('\\', "/");
    let in_registry = place.split_once("/registry/src/").and_then(|(_, rest)| rest.split_once('/'));
    let in_std = place.split_once("/library/").filter(|(before, _)| before.starts_with("/rustc/"));
    match (in_registry, in_std) {
        (Some((_, rest)), _) => rest.to_owned(),
        (None, Some((_, rest))) => format!("library/{rest}"),
        (None, None) => place,
    }
}

/// The frames that have a name, each with its place in the source.
fn named_frames(backtrace: &str) -> String {
    let (mut frames, mut shown, mut is_named) = (String::new(), 0, false);
    for line in backtrace.lines().map(str::trim) {
        if let Some(place) = line.strip_prefix("at ") {
            if is_named {
                let _ = writeln!(frames, "       {}", without_builder(place));
            }
            continue;
        }
        is_named = !line.ends_with("<unknown>") && shown < MOST_FRAMES;
        if is_named {
            shown += 1;
            let _ = writeln!(frames, "  {line}");
        }
    }
    if frames.is_empty() {
        "The program was built without names for a backtrace.\n".to_owned()
    } else {
        frames
    }
}

/// The operating system and the kind of desktop.
fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let pretty = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let parts = [
        Some(format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)),
        pretty.map(|name| name.trim_matches('"').to_owned()),
        variable("XDG_SESSION_TYPE"),
        variable("XDG_CURRENT_DESKTOP"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Writes a report, marks it as unreported, and deletes the oldest ones.
fn keep(folder: &Path, report: &str) -> Result<PathBuf, StorageError> {
    let name = format!("fault-{}.txt", Utc::now().format("%Y%m%d-%H%M%S-%3f"));
    let path = folder.join(&name);
    // A crashing program must not wait for the disk.
    let private = WriteOptions::private().make_private_folder().unsynced();
    private.create_new().write(&path, report.as_bytes())?;
    private.write(&folder.join(UNREPORTED), name.as_bytes())?;
    let is_report = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("fault-") && name.ends_with(".txt")
    };
    let mut reports: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(is_report)
        .collect();
    reports.sort();
    for old in reports.iter().rev().skip(MOST_REPORTS) {
        let _ = std::fs::remove_file(old);
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_once_and_only_the_newest_reports_stay() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("state");
        assert_eq!(take_unreported(&folder), None);
        for number in 0..8 {
            // Two reports within a millisecond would get the same name.
            while keep(&folder, &format!("report {number}")).is_err() {}
        }
        let message = take_unreported(&folder).unwrap();
        assert!(message.contains("Stillpoint ran into an error last time"), "{message}");
        let path = message.split(" is in ").nth(1).unwrap().trim_end_matches('.');
        assert_eq!(std::fs::read_to_string(path).unwrap(), "report 7");
        assert_eq!(take_unreported(&folder), None);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), MOST_REPORTS);
    }

    #[test]
    fn what_is_quoted_is_left_out() {
        for (message, kept) in [
            ("index out of bounds: the len is 3 but the index is 5", None),
            ("called `Option::unwrap()` on a `None` value", None),
            (
                "called `Result::unwrap()` on an `Err` value: Custom(\"my note\")",
                Some("called `Result::unwrap()` on an `Err` value: Custom(…"),
            ),
            (
                "byte index 1 is not a char boundary; it is inside 'ä' of `ä note`",
                Some("byte index 1 is not a char boundary; it is inside …"),
            ),
        ] {
            assert_eq!(unquoted(message), kept.unwrap_or(message));
        }
    }

    #[test]
    fn nobody_is_told_where_the_program_was_built() {
        for (place, shown) in [
            (
                "/home/b/.cargo/registry/src/index.crates.io-1/egui-0.37.0/src/ui.rs:1:2",
                "egui-0.37.0/src/ui.rs:1:2",
            ),
            ("/rustc/0123/library/core/src/option.rs:1:2", "library/core/src/option.rs:1:2"),
            ("src/app/window.rs:1:2", "src/app/window.rs:1:2"),
        ] {
            assert_eq!(without_builder(place), shown);
        }
        let backtrace = "   0: <unknown>\n   1: stillpoint::app::run\n             at /home/b/.cargo/registry/src/i/x-1/src/a.rs:5:1\n";
        assert_eq!(named_frames(backtrace), "  1: stillpoint::app::run\n       x-1/src/a.rs:5:1\n");
    }
}
