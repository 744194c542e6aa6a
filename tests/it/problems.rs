//! What authors are told about a broken file: every fault, in plain words, at its line and column.
//!
//! The cases lie in `problems/*.txt`, a file for each sentence that they prove. A blank line stands between two of them.
//! In a case, lines after `|` are a whole file, lines after `>` are the steps of a routine that is sound otherwise, which
//! begin in its second line, and `+ id: …` are the steps of a technique beside it. What follows are all of its problems:
//! `line:column severity kind: what. help`. A case without any is a file that can be played.

use std::fs;
use std::sync::LazyLock;

use stillpoint::library::{Entry, Library};
use tempfile::TempDir;

static SHIPPED: LazyLock<Library> = LazyLock::new(|| Library::open(None));

macro_rules! cases {
    ($($name:ident,)+) => {
        $(
            #[test]
            fn $name() {
                let cases = include_str!(concat!("problems/", stringify!($name), ".txt"));
                cases.split("\n\n").for_each(check_case);
            }
        )+
    };
}

cases! {
    a_fault_in_a_technique_is_told_where_it_is_used,
    a_file_without_a_routine_says_so,
    a_rhythm_fits_into_its_step,
    all_faults_of_all_steps_are_told_at_once,
    breaths_can_be_followed,
    counts_are_within_reason,
    everything_that_a_file_lacks_is_told_at_its_first_bracket,
    fields_of_steps_are_known_by_name,
    fields_of_the_routine_are_known_by_name,
    flex_holds_lasts,
    lengths_of_time_are_above_zero_and_within_reason,
    minutes_lie_within_what_the_steps_allow,
    numbers_of_an_author_have_names_of_their_own,
    only_the_version_of_an_unknown_version_is_judged,
    packs_on_the_same_skin_add_up,
    pictures_and_recordings_lie_beside_the_file,
    placeholders_have_something_behind_them,
    sides_are_taken_in_turn_once,
    slips_of_punctuation_are_told_in_plain_words,
    steps_are_known_by_name,
    techniques_are_known_and_last_what_their_steps_allow,
    texts_about_the_routine_follow_the_rules_for_words,
    values_of_steps_have_their_kinds,
    values_of_the_routine_have_their_kinds,
    what_a_step_lacks_is_told,
    what_is_allowed_and_probably_not_meant_is_warned_of,
    what_is_not_closed_is_marked_where_it_begins,
    what_passes_a_limit_of_safety_is_refused_with_the_reason,
    words_come_while_their_step_lasts,
    words_of_the_format_are_suggested,
    words_repeat_no_number_and_are_not_empty,
    words_that_do_not_fit_into_their_step_are_warned_of,
}

/// A file in a folder of its own, read as the program reads it.
fn read(text: &str, techniques: &[(&str, String)]) -> (TempDir, Entry) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("techniques")).unwrap();
    for (id, text) in techniques {
        fs::write(folder.path().join(format!("techniques/{id}.ron")), text).unwrap();
    }
    let path = folder.path().join("routine.ron");
    fs::write(&path, text).unwrap();
    let entry = SHIPPED.read_file(&path);
    (folder, entry)
}

/// Its problems, one a line, as the cases have them.
fn told(entry: &Entry) -> String {
    let one = |problem: &stillpoint::ron_reader::Problem| {
        let (line, column) = entry.problems.line_and_column(problem.span.start);
        let severity = format!("{:?}", problem.severity).to_lowercase();
        let help = problem.help.as_deref().map(|help| format!(" {help}")).unwrap_or_default();
        format!("{line}:{column} {severity} {}: {}{help}", problem.kind.name(), problem.message)
    };
    entry.problems.list.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// A whole file with the techniques beside it, and all of its problems.
#[track_caller]
fn check(text: &str, techniques: &[(&str, String)], expected: &str) {
    let (_folder, entry) = read(text, techniques);
    let shown: String = text.chars().take(2_000).collect();
    assert_eq!(told(&entry), expected, "in:\n{shown}");
    let playable = !expected.lines().any(|line| line.contains(" error "));
    assert_eq!(
        entry.routine.is_some(),
        playable,
        "what has an error is not played, and nothing else is held back"
    );
    let snippets = entry.problems.snippets(false);
    let places = snippets.matches("routine.ron").count();
    assert_eq!(places, expected.lines().count(), "each is shown at its place:\n{snippets}");
}

fn check_case(case: &str) {
    let (mut whole, mut steps, mut techniques, mut expected) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for line in case.trim_end_matches('\n').split('\n') {
        let written = |rest: &str| rest.strip_prefix(' ').unwrap_or(rest).to_owned();
        if let Some(rest) = line.strip_prefix('|') {
            whole.push(written(rest));
        } else if let Some(rest) = line.strip_prefix('>') {
            steps.push(written(rest));
        } else if let Some((id, steps)) = line.strip_prefix("+ ").and_then(|rest| rest.split_once(": ")) {
            techniques.push((id, technique(steps)));
        } else {
            expected.push(line);
        }
    }
    assert!(whole.is_empty() != steps.is_empty(), "a case has a file or steps:\n{case}");
    let text = if steps.is_empty() { whole.join("\n") } else { around(&steps.join("\n")) };
    check(&text, &techniques, &expected.join("\n"));
}

/// A routine around `steps`, which begin in its second line.
fn around(steps: &str) -> String {
    let head = "(format: 1, title: \"T\", kind: Massage, suits: [Between], evidence: Traditional, sources: [\"mine\"], \
                cautions: [\"Stop if it hurts.\"], steps: [";
    format!("{head}\n{steps}\n])")
}

/// A technique around `steps`.
fn technique(steps: &str) -> String {
    format!("(format: 1, title: \"T\", steps: [{steps}])")
}

#[test]
fn techniques_that_use_themselves_are_refused() {
    let techniques = [
        ("own", technique("Use(\"own\")")),
        ("there", technique("Use(\"back\")")),
        ("back", technique("Use(\"there\")")),
    ];
    for (id, _) in &techniques {
        let expected = format!(
            "2:5 error reference: The technique `{id}` has errors. Fix its file first; `stillpoint check` shows what is wrong there."
        );
        check(&around(&format!("Use(\"{id}\")")), &techniques, &expected);
    }
    let folder = read("", &techniques).0;
    let library = Library::open(Some(folder.path()));
    let told = |id: &str| told(library.techniques().iter().find(|entry| entry.id == id).unwrap());
    let circle = |id: &str, way: &str| format!("1:37 error reference: The technique `{id}` uses itself{way}");
    assert_eq!(told("own"), circle("own", ". Write out its steps."));
    assert_eq!(told("there"), circle("there", ", through `back`. Write out the steps in one of them."));
    assert_eq!(told("back"), circle("back", ", through `there`. Write out the steps in one of them."));
}

#[test]
fn nesting_has_an_end_however_deep_a_file_goes() {
    let repeated = |levels| {
        around(&("Repeat(times: 1, steps: [".repeat(levels) + "Rest(lasts: \"5s\")" + &"])".repeat(levels)))
    };
    let instead = |levels| {
        let inner = "Rest(lasts: \"9s\", instead: [(when: Aura, step: ".repeat(levels);
        around(&(inner + "Rest(lasts: \"5s\")" + &")])".repeat(levels)))
    };
    let too_deep = |column| {
        format!(
            "2:{column} error limit: Steps are nested more than 8 levels deep. Move the inner ones into a technique, and `Use` it here."
        )
    };
    check(&repeated(8), &[], "");
    check(&repeated(9), &[], &too_deep(225));
    check(&instead(8), &[], "");
    check(&instead(9), &[], &too_deep(424));
    let expected = "2:782 error limit: Brackets are nested too deeply here. Move the inner steps into a technique, and `Use` it here.";
    check(&repeated(10_000), &[], expected);
}

#[test]
fn techniques_cannot_blow_a_routine_up() {
    let many = technique(&"Rest(lasts: \"1s\"),".repeat(1_000));
    let expected = "2:89 error limit: The techniques used here have too many steps in total. A routine can have at most 2000 steps.";
    // Every one of them would be within the size of a file.
    check(&around(&"Use(\"many\"),".repeat(50_000)), &[("many", many)], expected);
}

#[test]
fn names_of_any_length_are_compared_with_nothing() {
    let (written, known) = ("a".repeat(400_000), "b".repeat(400_000));
    let steps = format!("Rest(lasts: \"9s\", say: \"{{{written}}}\", numbers: {{\"{known}\": 2}})");
    let (_folder, entry) = read(&around(&steps), &[]);
    assert_eq!(entry.problems.list.len(), 1);
}

#[test]
fn a_text_larger_than_any_routine_is_not_read() {
    let text = around(&"Rest(lasts: \"9s\"),".repeat(100_000));
    check(&text, &[], "1:1 error file: The file is larger than 1 MB, more than any routine needs.");
}

#[test]
fn a_line_with_thousands_of_faults_is_told_in_what_can_be_read() {
    let (_folder, entry) = read(&technique(&r#"Rest(lasts: "5s", say: "x {nope}"),"#.repeat(3_000)), &[]);
    assert!(entry.problems.list.len() > 3_000);
    for shown in [entry.problems.lines(), entry.problems.snippets(false)] {
        assert!(shown.ends_with("more; fix these first.\n"));
        assert!(shown.len() < 100_000, "{}", shown.len());
    }
}
