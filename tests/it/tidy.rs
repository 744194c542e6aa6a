//! The rules of the house that a compiler does not hold.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each Rust file below a folder: its path from there, and its text.
fn rust_files(root: &Path) -> Vec<(String, String)> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                below(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    below(root, &mut paths);
    let name = |path: &PathBuf| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    paths.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

fn sources() -> Vec<(String, String)> {
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

/// The room that a file belongs to: `sound/clip.rs` and `sound.rs` to `sound`.
fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

/// The code of a file without its tests and without comments: a text may point to what the code may not use. All of the
/// file is read; what is left out is each item that is compiled for tests alone, to the end of its block.
fn without_tests(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n").replace("#[cfg(all(test, unix))]", "#[cfg(test)]");
    let mut parts = code.split("#[cfg(test)]");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(&part[end_of_item(part)..]);
    }
    kept
}

/// Where the item at the beginning of some code ends: at its `;` or `,`, or after the block that it opens.
fn end_of_item(code: &str) -> usize {
    let (mut depth, mut is_in_text, mut is_escaped) = (0_u32, false, false);
    for (at, sign) in code.char_indices() {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' if is_in_text => is_escaped = true,
            '"' => is_in_text = !is_in_text,
            _ if is_in_text => {}
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && sign == '}' {
                    return at + 1;
                }
            }
            ';' | ',' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

#[test]
fn all_of_a_file_is_read_but_its_tests() {
    let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n    const T: &str = \"}\";\n    fn b() {}\n}\nfn c() {}\n\
                #[cfg(test)]\nmod more;\nfn d() {}";
    let kept = without_tests(code);
    for (part, is_kept) in
        [("fn a", true), ("fn b", false), ("fn c", true), ("mod more", false), ("fn d", true)]
    {
        assert_eq!(kept.contains(part), is_kept, "{part} in {kept}");
    }
}

/// The rooms in the order in which they may know of each other: each only of those before it.
const ORDER: [&str; 23] = [
    "characters",
    "paper",
    "plural",
    "time",
    "paths",
    "storage",
    "pending",
    "faults",
    "ron_reader",
    "routine",
    "safety",
    "timeline",
    "player",
    "sound",
    "voice",
    "goals",
    "settings",
    "journal",
    "library",
    "offers",
    "ui",
    "app",
    "cli",
];

#[test]
fn rooms_know_only_of_the_rooms_before_them() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some(here) = ORDER.iter().position(|other| *other == room(&file)) else { continue };
        for (later, name) in ORDER.iter().enumerate().filter(|(later, _)| *later > here) {
            if without_tests(&text).contains(&format!("crate::{name}")) {
                wrong.push(format!("{file} knows of {name} ({here} < {later})"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_core_has_no_clock_no_files_no_window_and_no_device() {
    let forbidden =
        ["egui", "rodio", "std::fs", "Instant::now", "SystemTime::now", "Local::now", "Utc::now", "rusqlite"];
    let core = ["time", "routine", "safety", "timeline", "player"];
    let mut wrong = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| core.contains(&room(file))) {
        for word in forbidden.into_iter().filter(|word| without_tests(&text).contains(word)) {
            wrong.push(format!("{file}: {word}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// What writes, replaces or renames a file past the options of `storage`.
const WRITES: [&str; 8] = [
    "NamedTempFile",
    "tempfile_in",
    ".persist",
    "fs::write",
    "fs::rename",
    "fs::copy",
    "File::create",
    ".create_new(true)",
];

/// The files that may, and why.
const WRITERS: [(&str, &str); 1] = [
    // What an engine says on its standard output, in a temporary folder, to be read back at once.
    ("voice/engine.rs", "fs::write"),
];

#[test]
fn files_are_written_in_one_room() {
    let is_test =
        |file: &str| file.ends_with("tests.rs") || file.contains("/tests/") || file.contains("tests_");
    let mut writers = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| room(file) != "storage" && !is_test(file)) {
        let code = without_tests(&text);
        writers.extend(WRITES.iter().filter(|word| code.contains(**word)).map(|word| (file.clone(), *word)));
    }
    let allowed = WRITERS.map(|(file, word)| (file.to_owned(), word));
    assert_eq!(writers, allowed);
}

#[test]
fn a_terminal_is_written_to_where_it_is_made_harmless() {
    let prints = ["print!(", "println!(", "io::stdout()", "io::stderr()"];
    let mut writers = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| ["cli", "main"].contains(&room(file))) {
        let code = without_tests(&text)
            .replace("std::io::stdout().is_terminal()", "")
            .replace("std::io::stderr().is_terminal()", "");
        if prints.iter().any(|word| code.contains(word)) {
            writers.push(file);
        }
    }
    writers.sort();
    // The second draws a session, each text of it through the same function.
    assert_eq!(writers, ["cli/output.rs", "cli/terminal.rs"]);
}

#[test]
fn one_room_touches_the_sound_hardware() {
    let touches =
        |text: &str| ["DeviceSinkBuilder", "MixerDeviceSink", "cpal"].iter().any(|word| text.contains(word));
    let mut files: Vec<String> =
        sources().into_iter().filter(|(_, text)| touches(text)).map(|(file, _)| file).collect();
    files.sort();
    assert_eq!(files, ["sound/device.rs", "sound/stream.rs"]);
}

#[test]
fn the_screen_knows_of_no_sound_voice_or_store() {
    let mut wrong = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| room(file) == "ui") {
        for word in
            ["crate::sound", "crate::voice", "journal::store", "journal::service", "std::fs", "Instant::now"]
        {
            if without_tests(&text).contains(word) {
                wrong.push(format!("{file}: {word}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn nobody_starts_a_session_but_by_what_the_gate_lets_through() {
    let files = |what: &str| -> Vec<String> {
        let found = sources().into_iter().filter(|(_, text)| without_tests(text).contains(what));
        found.map(|(file, _)| file).collect()
    };
    let starters = ["app/model/open_session.rs", "app/pages/listening.rs", "cli/play.rs"];
    assert_eq!(files(" Session::start("), starters, "each hands on what it was given");
    assert_eq!(files("Decision::Approved(Box::new"), ["app/start.rs"], "one place lets through");
    assert_eq!(files("pub(crate) const fn unchecked"), [""; 0], "tests alone pass by the gate");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(file, _)| file);
    assert_eq!(silent.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn time_becomes_frames_in_one_file() {
    let nanos = "1_000_000_000";
    let files = sources().into_iter().filter(|(_, text)| without_tests(text).contains(nanos));
    assert_eq!(files.map(|(file, _)| file).collect::<Vec<_>>(), ["time.rs"]);
}

#[test]
fn the_core_the_sound_and_the_screen_write_no_log() {
    let silent = ["time", "routine", "safety", "timeline", "player", "sound", "ui"];
    let logs = sources().into_iter().filter(|(file, text)| {
        silent.contains(&room(file)) && (text.contains("tracing::") || text.contains("println!"))
    });
    assert_eq!(logs.map(|(file, _)| file).collect::<Vec<_>>(), [""; 0]);
}

/// The names below each heading of `Cargo.toml` that ends so.
fn names_below(ending: &str) -> BTreeSet<String> {
    let manifest = include_str!("../../Cargo.toml");
    let sections = manifest.split("\n[").filter(|section| {
        section
            .split_once(']')
            .is_some_and(|(heading, _)| heading.rsplit('.').next().is_some_and(|last| last == ending))
    });
    let lines = sections.flat_map(|section| section.lines().skip(1)).filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn the_readme_says_why_each_library_is_there() {
    let readme = include_str!("../../README.md");
    let table =
        readme.split("| library | for |\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let cells = table.lines().filter_map(|line| line.split('|').nth(1));
    let told: BTreeSet<String> =
        cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect();
    let mut used = names_below("dependencies");
    used.extend(names_below("dev-dependencies"));
    used.extend(names_below("build-dependencies"));
    assert_eq!(told, used);
}

/// The functions of sources and tests, each with the file that it is in.
fn functions() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for (file, text) in rust_files(&root.join("src")).into_iter().chain(rust_files(&root.join("tests"))) {
        for line in text.lines() {
            let Some((_, rest)) = line.split_once("fn ") else { continue };
            let name: String =
                rest.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect();
            found.push((file.clone(), name));
        }
    }
    found
}

#[test]
fn the_tests_that_the_table_of_faults_names_are_there() {
    let functions = functions();
    let quoted = include_str!("../README.md").split('`').skip(1).step_by(2);
    let mut missing = Vec::new();
    for name in quoted.filter(|quoted| quoted.contains("::") && !quoted.contains(' ')) {
        let mut parts: Vec<&str> = name.split("::").collect();
        let Some(last) = parts.pop() else { continue };
        // Tests lie in a module of that name, in the file of what they test or in one of their own.
        parts.retain(|part| !["…", "tests"].contains(part));
        let is_it = |(file, function): &(String, String)| {
            let named = match last.strip_suffix('…') {
                Some(beginning) => function.starts_with(beginning),
                None => function == last,
            };
            named && parts.iter().all(|part| file.contains(part))
        };
        if !functions.iter().any(is_it) {
            missing.push(name);
        }
    }
    assert_eq!(missing, [""; 0]);
}
