//! No text of the program claims what nobody has shown.

use std::path::{Path, PathBuf};

/// Words of promises that are never used, in all their forms.
const CLAIMS: [&str; 20] = [
    "treat",
    "treats",
    "treating",
    "cure",
    "cures",
    "curing",
    "prevent",
    "prevents",
    "preventing",
    "abort",
    "aborts",
    "aborting",
    "heal",
    "heals",
    "healing",
    "reduces inflammation",
    "reduce inflammation",
    "regulates serotonin",
    "regulate serotonin",
    "relieves",
];

fn texts() -> Vec<(PathBuf, String)> {
    fn below(path: &Path, found: &mut Vec<PathBuf>) {
        if path.is_dir() {
            for entry in std::fs::read_dir(path).unwrap() {
                below(&entry.unwrap().path(), found);
            }
        } else if path.extension().is_some_and(|ending| ending == "ron" || ending == "rs" || ending == "md") {
            found.push(path.to_path_buf());
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for part in ["routines", "src", "README.md"] {
        below(&root.join(part), &mut paths);
    }
    paths.into_iter().map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap())).collect()
}

/// The words of a text, in lower case, one blank between them.
fn words(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    format!(" {} ", words.join(" "))
}

#[test]
fn no_text_promises_an_effect() {
    let texts = texts();
    assert!(texts.len() > 100);
    let mut found = Vec::new();
    // The list of the words that an author is warned about has to name them.
    for (path, text) in texts.iter().filter(|(path, _)| !path.ends_with("safety/words.ron")) {
        let words = words(text);
        for claim in CLAIMS.iter().filter(|claim| words.contains(&format!(" {claim} "))) {
            found.push(format!("{}: {claim}", path.display()));
        }
    }
    assert_eq!(found, [""; 0]);
}

#[test]
fn every_rule_is_a_plain_sentence_with_a_source() {
    for chapter in stillpoint::safety::table::chapters() {
        for table in &chapter.tables {
            assert!(!table.rows.is_empty(), "{}", table.title);
            for row in &table.rows {
                assert!(!row.source.is_empty() && !row.then.is_empty(), "{}: {}", table.title, row.what);
                assert!(row.why.is_empty() || row.why.ends_with('.'), "{}", row.why);
                assert!(!row.why.trim_end_matches('.').contains(". "), "one sentence: {}", row.why);
            }
        }
    }
}

#[test]
fn the_rules_are_what_was_reviewed_last() {
    let rows = |table: &stillpoint::safety::table::Table| {
        let rows: Vec<String> = table
            .rows
            .iter()
            .map(|row| format!("  {}: {}. {} ({})", row.what, row.then, row.why, row.source))
            .collect();
        format!("{}\n  {}\n{}\n", table.title, table.note, rows.join("\n"))
    };
    let chapters = stillpoint::safety::table::chapters();
    let text: Vec<String> = chapters
        .iter()
        .map(|chapter| {
            format!(
                "# {}\n\n{}",
                chapter.title,
                chapter.tables.iter().map(rows).collect::<Vec<_>>().join("\n")
            )
        })
        .collect();
    insta::assert_snapshot!("rules", text.join("\n"));
}
