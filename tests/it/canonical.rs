//! The canonical form: nothing that was written is lost, and what is read stays the same.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use stillpoint::library::{Library, files};
use stillpoint::routine::{canonical, read};

use crate::person::Person;

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("routines");
    let paths = files::routine_files(&root, &mut Vec::new());
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
});

/// What a file says, without the places where it says it.
fn meaning(text: &str) -> String {
    let (routine, problems) = read(text);
    assert_eq!(problems, []);
    let mut meaning = String::new();
    for part in format!("{:#?}", routine.unwrap()).lines() {
        if !part.trim_start().starts_with("span: ") || !part.contains("..") {
            meaning.push_str(part);
        }
    }
    meaning
}

/// The values, names and brackets of a text, and its comments, one after the other.
fn tokens(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut tokens, mut comments) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").unwrap() + 2
        } else if first == '"' {
            1 + rest[1..].find('"').unwrap() + 1
        } else if first.is_alphanumeric() || first == '_' {
            rest.find(|c: char| !(c.is_alphanumeric() || "_.".contains(c))).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(len);
        if token.starts_with("//") || token.starts_with("/*") {
            comments.push(token.trim_end());
        } else if !token.trim().is_empty() {
            tokens.push(token);
        }
        rest = after;
    }
    (tokens, comments)
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(canonical(text).as_deref(), Ok(expected));
    assert_eq!(canonical(expected).as_deref(), Ok(expected), "a second time");
}

#[test]
fn every_comment_stays_where_it_belongs() {
    check(
        "// First.\n( format:1,// one\n\n\n /* what it is called */ title:\"A  B\" , steps:[Rest(lasts:\"5s\"), // a\n \
         // own line\n Use(\"x\") /* last */ ] ) // end\n// after\n",
        "// First.\n(\n    format: 1, // one\n\n    /* what it is called */\n    title: \"A  B\",\n    steps: [\n        \
         Rest(lasts: \"5s\"), // a\n        // own line\n        Use(\"x\"), /* last */\n    ],\n) // end\n// after\n",
    );
}

#[test]
fn windows_line_ends_stay() {
    check("(format: 1,\r\ntitle: \"T\", // t\r\n)", "(\r\n    format: 1,\r\n    title: \"T\", // t\r\n)\r\n");
}

#[test]
fn what_cannot_be_read_is_told_and_left_alone() {
    let problem = canonical("(format: 1, steps: [Rest(lasts: \"5s\")").unwrap_err();
    assert_eq!((problem.span.clone(), problem.message.as_str()), (19..20, "This `[` is never closed."));
    // What the fields mean is another matter.
    check("(formt: 1, stepps: [Rast(x: 5)])", "(formt: 1, stepps: [Rast(x: 5)])\n");
}

#[test]
fn every_shipped_file_has_the_canonical_form() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("routines");
    let paths = files::routine_files(&root, &mut Vec::new());
    let of = |path: &std::path::PathBuf| std::fs::read_to_string(path).unwrap();
    let other = paths.into_iter().filter(|path| canonical(&of(path)).as_deref() != Ok(of(path).as_str()));
    assert_eq!(other.collect::<Vec<_>>(), Vec::<std::path::PathBuf>::new(), "run `stillpoint fmt routines`");
}

#[test]
fn the_command_changes_what_it_should_and_says_so() {
    let person = Person::new();
    let (untidy, tidy) = ("( format:1 , title:\"T\" )", "(format: 1, title: \"T\")\n");
    let path = person.file("data/stillpoint/routines/mine.ron", untidy);
    person.file("data/stillpoint/routines/broken.ron", "(");
    let run = |arguments: &[&str]| {
        let output = person.run(arguments);
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap(), output.stderr)
    };
    let (code, named, told) = run(&["fmt", "--check"]);
    assert_eq!((code, named.as_str()), (1, format!("{path}\n").as_str()));
    assert!(String::from_utf8(told).unwrap().contains("This `(` is never closed."));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), untidy);
    assert_eq!(run(&["fmt", &path]).0, 0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), tidy);
    assert_eq!(run(&["fmt", "--check", &path]).0, 0);
    assert_eq!(run(&["fmt", "nowhere.ron"]).0, 2);
    assert_eq!(run(&["fmt"]).0, 1, "the broken one is told, and the other is as it should be");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_rights_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real.ron"), folder.path().join("link.ron"));
    std::fs::write(&real, "old").unwrap();
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.ron", &link).unwrap();
    files::replace(&link, "new").unwrap();
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(&real).unwrap(), "new");
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o440)).unwrap();
    assert!(files::replace(&link, "newer").is_err(), "what is read-only is left alone");
}

/// What can stand between two tokens.
fn blanks() -> impl Strategy<Value = &'static str> {
    let some = vec![" ", "\n", "\n\n\n\n", "\t", " // c\n", "/* d */", " /* e\n e */ ", "\n// f (\n// \"g\n"];
    prop_oneof![4 => Just(" "), 1 => select(some)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(3),
        ..ProptestConfig::default()
    })]

    #[test]
    fn however_a_file_is_written_it_says_the_same(
        text in select(TEXTS.iter().map(String::as_str).collect::<Vec<_>>()),
        blanks in proptest::collection::vec(blanks(), 1..200),
    ) {
        let (of_text, _) = tokens(text);
        let untidy: String = of_text.iter().zip(blanks.iter().cycle()).flat_map(|(token, blank)| [*token, *blank]).collect();
        let tidy = canonical(&untidy).map_err(|problem| TestCaseError::fail(format!("{problem:?}\n{untidy}")))?;
        prop_assert_eq!(meaning(&tidy), meaning(text));
        prop_assert_eq!(canonical(&tidy), Ok(tidy.clone()));
        // Comments beside a comma may change places with it, and so with each other.
        let words = |text: &str| {
            let comments = tokens(text).1.into_iter();
            let mut words: Vec<String> = comments.map(|c| c.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            words.sort();
            words
        };
        prop_assert_eq!(words(&tidy), words(&untidy));
    }
}

/// Nothing that is shipped depends on how it is laid out.
#[test]
fn the_library_can_be_played_after_it_was_laid_out_anew() {
    let folder = tempfile::tempdir().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("routines");
    for path in files::routine_files(&root, &mut Vec::new()) {
        let to = folder.path().join(path.strip_prefix(&root).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, canonical(&std::fs::read_to_string(&path).unwrap()).unwrap()).unwrap();
    }
    let library = Library::open(Some(folder.path()));
    let told: String =
        library.entries().iter().chain(library.techniques()).map(|e| e.problems.lines()).collect();
    assert_eq!(told, "");
}
