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

/// Wording of the first version that nobody would say aloud, in small letters. It must not come back.
const FOREIGN: [&str; 23] = [
    "press the key",
    "settle so that",
    "lies there",
    "skull ridge",
    "your eyes need not",
    "by ear alone",
    "feel what your feet rest on",
    "go with your attention",
    "above it there is only air",
    "let everything go on by itself",
    "nothing has to be done well",
    "a long way out",
    "that was the last step",
    "what else is so",
    "if you like to say",
    "a part counts too",
    "it goes on by itself",
    "have it looked at",
    "stands still meanwhile",
    "the headache grows",
    "changes of sight",
    "never short of air",
    "left open",
];

#[test]
fn what_sounded_translated_does_not_come_back() {
    let mut found = Vec::new();
    for (path, text) in texts().iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "ron")) {
        let lower = text.to_lowercase();
        let there = FOREIGN.iter().filter(|phrase| lower.contains(**phrase));
        found.extend(there.map(|phrase| format!("{}: {phrase}", path.display())));
    }
    assert_eq!(found, [""; 0]);
}

/// The longest sentence that is spoken to somebody in an attack, in words.
const MOST_WORDS: usize = 8;

#[test]
fn in_an_attack_no_sentence_is_long() {
    use stillpoint::routine::Phase;
    use stillpoint::safety::Profile;
    use stillpoint::timeline::{EventKind, Moment, compile, plan};
    let library = stillpoint::library::Library::open(None);
    let mut long = Vec::new();
    for routine in library.entries().iter().filter_map(|entry| entry.routine.as_ref()) {
        if !routine.routine().suits.iter().any(|phase| phase.value == Phase::Attack) {
            continue;
        }
        let Ok(plan) = plan(routine, &Profile::default(), &Moment::in_phase(Phase::Attack), None) else {
            continue;
        };
        for event in compile(&plan).events() {
            let EventKind::Say { text, .. } = &event.kind else { continue };
            // The check of the skin has to name all three signs in one breath.
            let sentences = text.split(['.', '?', ':']).filter(|sentence| !sentence.contains("stays numb"));
            let too_long = sentences.filter(|sentence| sentence.split_whitespace().count() > MOST_WORDS);
            long.extend(too_long.map(|sentence| format!("{}: {}", routine.id(), sentence.trim())));
        }
    }
    long.sort_unstable();
    long.dedup();
    assert_eq!(long, [""; 0]);
}
