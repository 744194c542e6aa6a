//! What authors are told about a broken file: every fault, in plain words, at its line and column.

use std::fs;
use std::sync::LazyLock;

use stillpoint::library::{Entry, Library};
use tempfile::TempDir;

static SHIPPED: LazyLock<Library> = LazyLock::new(|| Library::open(None));

/// A file in a folder of its own, read as the program reads it.
fn read(text: &str, techniques: &[(&str, &str)]) -> (TempDir, Entry) {
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

#[track_caller]
fn check_entry(entry: &Entry, expected: &[&str]) {
    let lines = entry.problems.lines().replace(&format!("{}:", entry.problems.file), "");
    assert_eq!(lines.lines().collect::<Vec<_>>(), expected);
    let playable = !expected.iter().any(|line| line.contains(": error: "));
    assert_eq!(
        entry.routine.is_some(),
        playable,
        "what has an error is not played, and nothing else is held back"
    );
    let shown = entry.problems.snippets(false);
    assert_eq!(shown.matches("routine.ron").count(), expected.len(), "each is shown at its place:\n{shown}");
}

/// The text of a whole file, and `line:column: error: what. help` for each of its problems.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (_folder, entry) = read(text, &[]);
    check_entry(&entry, expected);
}

/// A routine around `steps`, which begin in its second line.
fn around(steps: &str) -> String {
    let head = "(format: 1, title: \"T\", kind: Massage, suits: [Between], evidence: Traditional, sources: [\"mine\"], \
                cautions: [\"Stop if it hurts.\"], steps: [";
    format!("{head}\n{steps}\n])")
}

#[track_caller]
fn check_steps(steps: &str, expected: &[&str]) {
    check(&around(steps), expected);
}

#[track_caller]
fn check_with(techniques: &[(&str, &str)], steps: &str, expected: &[&str]) {
    let (_folder, entry) = read(&around(steps), techniques);
    check_entry(&entry, expected);
}

#[test]
fn a_file_without_a_routine_says_so() {
    check("", &["1:1: error: The file is empty. Copy a routine that you like and change it."]);
    check(
        "  

",
        &["1:1: error: The file is empty. Copy a routine that you like and change it."],
    );
    check(
        "// Notes
// for later
",
        &["1:1: error: The file holds only comments. Copy a routine that you like and change it."],
    );
    check(
        "/* notes */",
        &["1:1: error: The file holds only comments. Copy a routine that you like and change it."],
    );
    check(
        "hello",
        &[
            "1:1: error: A routine is written as `(name: value, …)`. Begin the file with `(`, end it with `)`, and write names without quotes.",
        ],
    );
    check(
        "42",
        &[
            "1:1: error: A routine is written as `(name: value, …)`. Begin the file with `(`, end it with `)`, and write names without quotes.",
        ],
    );
    check(
        "[]",
        &[
            "1:1: error: A routine is written as `(name: value, …)`. Begin the file with `(`, end it with `)`, and write names without quotes.",
        ],
    );
    check(
        ")",
        &[
            "1:1: error: A routine is written as `(name: value, …)`. Begin the file with `(`, end it with `)`, and write names without quotes.",
        ],
    );
    check(
        r#"{"format": 1, "title": "T"}"#,
        &[
            "1:1: error: A routine is written as `(name: value, …)`. Begin the file with `(`, end it with `)`, and write names without quotes.",
        ],
    );
    check(
        r#"Routine(format: 1, title: "T")"#,
        &[
            "1:1: error: A routine is written as `(name: value, …)`. Begin the file with `(`, end it with `)`, and write names without quotes.",
        ],
    );
}

#[test]
fn what_is_not_closed_is_marked_where_it_begins() {
    check("(", &["1:1: error: This `(` is not closed. Write a `)` where it ends."]);
    check("(format: 1", &["1:1: error: This `(` is not closed. Write a `)` where it ends."]);
    check(
        r#"(format: 1, title: "T", steps: [
  Rest(lasts: "5s"),
  Rest(lasts: "5s",
])"#,
        &["3:7: error: This `(` is not closed. Write a `)` where it ends."],
    );
    check(
        r#"(format: 1, title: "T", steps: [
  Rest(lasts: "5s"),
"#,
        &["1:32: error: This `[` is not closed. Write a `]` where it ends."],
    );
    check(
        r#"(format: 1, title: "T, steps: [
  Rest(lasts: "5s"),
])"#,
        &[r#"1:20: error: This text is not closed in its line. Write a second `"` where it ends."#],
    );
    check(
        r#"(format: 1, title: "T", steps: [
  Rest(lasts: "5s),
])"#,
        &[r#"2:15: error: A text is not closed. Write a second `"` where the text ends."#],
    );
    check(
        r#"(format: 1, /* title: "T", steps: [
  Rest(lasts: "5s"),
])"#,
        &["1:15: error: A comment is not closed. Write `*/` where the comment ends."],
    );
}

#[test]
fn slips_of_punctuation_are_told_in_plain_words() {
    check(
        r#"(format: 1 title: "T", steps: [])"#,
        &["1:10: error: Something is missing after this. Write a comma or a closing bracket."],
    );
    check(
        r#"(format: 1, title "T", steps: [])"#,
        &["1:18: error: A `:` is missing between a name and its value. Write it as `name: value`."],
    );
    check(
        r#"(format = 1, title: "T", steps: [])"#,
        &["1:8: error: A `:` is missing between a name and its value. Write it as `name: value`."],
    );
    check(
        r#"(format: 1, title: "a\b\q", steps: [])"#,
        &[r"1:21: error: A `\` in a text does not stand for itself. Write it twice: `\\`."],
    );
    check(
        "(format: 1, title: “T”, steps: [])",
        &[r#"1:20: error: A text stands in straight quotes. Write `"` before and after it."#],
    );
    check(
        r#"(format: 1, title: "T", steps: [Rest(lasts: 30s)])"#,
        &[
            r#"1:47: error: A number cannot have letters after it. Write a length of time in quotes, such as "90s", or a breath's seconds without a unit."#,
        ],
    );
    check(
        r#"(format: 1, title: "T", steps: [])
that was it"#,
        &[
            "1:35: error: Something stands after the end of the routine. Take it away, or move it inside the brackets.",
        ],
    );
    check(
        r#"(format: 1, title: "T", steps: []))"#,
        &[
            "1:35: error: Something stands after the end of the routine. Take it away, or move it inside the brackets.",
        ],
    );
    check(
        r#"(format: 1, title: "over two
lines" steps: [])"#,
        &["2:6: error: Something is missing after this. Write a comma or a closing bracket."],
    );
}

#[test]
fn only_the_version_of_an_unknown_version_is_judged() {
    check("(format: 0, foo: 3)", &["1:10: error: There is no format 0. Write `format: 1`."]);
    check(
        "(format: 2, foo: 3)",
        &[
            "1:10: error: This file has format 2, and this program reads up to 1. A newer Stillpoint can read it.",
        ],
    );
    check(
        "(format: 99)",
        &[
            "1:10: error: This file has format 99, and this program reads up to 1. A newer Stillpoint can read it.",
        ],
    );
}

#[test]
fn everything_that_a_file_lacks_is_told_at_its_first_bracket() {
    check(
        "()",
        &[
            "1:1: error: The routine needs `format`: write `format: 1` before anything else.",
            r#"1:1: error: The routine needs `title`: a text in "quotes"."#,
            "1:1: error: The routine needs `steps`: a list of steps in `[…]`.",
            "1:1: error: The routine needs `kind`. Write, for example, `kind: Massage`.",
            "1:1: error: The routine needs `evidence`. Write, for example, `evidence: Traditional`.",
            "1:1: warning: The routine says of no phase that it suits. Write, for example, `suits: [Between]`; without it, it is not offered.",
        ],
    );
    check(
        "// A comment first.
(format: 1)",
        &[
            r#"2:1: error: The routine needs `title`: a text in "quotes"."#,
            "2:1: error: The routine needs `steps`: a list of steps in `[…]`.",
            "2:1: error: The routine needs `kind`. Write, for example, `kind: Massage`.",
            "2:1: error: The routine needs `evidence`. Write, for example, `evidence: Traditional`.",
            "2:1: warning: The routine says of no phase that it suits. Write, for example, `suits: [Between]`; without it, it is not offered.",
        ],
    );
    check(
        r#"(format: "1", title: "T", kind: Cold, suits: [Attack], evidence: Traditional, steps: [Rest(lasts: "9s")])"#,
        &["1:10: error: `format` should be a whole number above zero."],
    );
}

#[test]
fn fields_of_the_routine_are_known_by_name() {
    check(
        r#"(format: 1, title: "T", kind: Cold, suits: [Attack], evidence: Traditional, titel: "x", steps: [Rest(lasts: "9s")])"#,
        &["1:77: error: The routine has no field `titel`. Did you mean `title`?"],
    );
    check(
        r#"(format: 1, title: "T", kind: Cold, suits: [Attack], evidence: Traditional, colour: "red", steps: [Rest(lasts: "9s")])"#,
        &[
            "1:77: error: The routine has no field `colour`. Choose from: format, title, about, kind, suits, avoids, evidence, sources, needs, posture, cautions, numbers, minutes, steps.",
        ],
    );
    check(
        r#"(format: 1, titel: "T", kind: Cold, suits: [Attack], evidence: Traditional, steps: [Rest(lasts: "9s")])"#,
        &["1:13: error: The routine has no field `titel`. Did you mean `title`?"],
    );
    check(
        r#"(format: 1, title: "T", kind: Cold, suits: [Attack], evidence: Traditional, title: "U", steps: [Rest(lasts: "9s")])"#,
        &["1:77: error: `title` is given twice. Keep one of them."],
    );
}

#[test]
fn values_of_the_routine_have_their_kinds() {
    check(
        r#"(format: 1, title: 5, kind: Cald, suits: [Attak, 5], avoids: Attack, evidence: "x",
needs: "x", sources: [5], posture: "Seated", cautions: ["{a"], minutes: "5", steps: Rest)"#,
        &[
            r#"1:20: error: `title` should be a text in "quotes"."#,
            "1:29: error: There is no kind `Cald`. Did you mean `Cold`?",
            "1:43: error: There is no phase `Attak`. Did you mean `Attack`?",
            "1:50: error: `suits` should be a name such as Between, without quotes. Choose from: Between, Prodrome, Aura, Attack, Postdrome.",
            "1:62: error: This should be a list, written as `[…, …]`. Each member is a name such as Between, without quotes.",
            "1:80: error: `evidence` should be a name such as SmallTrials, without quotes. Choose from: SmallTrials, OtherPeople, Traditional.",
            r#"2:8: error: This should be a list, written as `[…, …]`. Each member is a text in "quotes"."#,
            r#"2:23: error: `sources` should be a text in "quotes"."#,
            "2:36: error: `posture` should be a name such as Seated, without quotes. Did you mean `Seated`?",
            "2:57: error: A `{` has no `}` after it; write `{{` for the bracket itself.",
            "2:73: error: `minutes` should be a whole number above zero.",
            "2:85: error: This should be a list, written as `[…, …]`. Each member is a step.",
        ],
    );
    check(
        r#"(format: 1, title: "T", kind: Cold, suits: [Attack], evidence: Traditional, avoids: [Attack], steps: [Rest(lasts: "1m")])"#,
        &["1:86: error: `Attack` stands in both `suits` and `avoids`. Take it out of one of them."],
    );
    check(
        r#"(format: 1, title: "T", kind: Cold, suits: [], evidence: Traditional, sources: ["mine"], steps: [Rest(lasts: "1m")])"#,
        &[
            "1:1: warning: The routine says of no phase that it suits. Write, for example, `suits: [Between]`; without it, it is not offered.",
        ],
    );
}

#[test]
fn texts_about_the_routine_follow_the_rules_for_words() {
    check(
        r#"(format: 1, title: "Ten {minutes}, or 5, of {foo}", about: " ", kind: Cold, suits: [Attack], evidence: Traditional,
numbers: {"minutes": 5, "Big": 1}, steps: [Rest(lasts: "1m")])"#,
        &[
            "1:1: error: `Big` cannot be the name of a number. Use lower-case letters only.",
            "1:1: error: The number `minutes` has the name of a placeholder that is there already. Give it another name, or leave it out.",
            "1:20: error: Nothing stands behind the placeholder `{foo}` here. Choose from: minutes, Big.",
            r#"1:20: error: These words repeat a number. Write a placeholder such as `{lasts}`, or name the number in `numbers: {"name": …}` and write `{name}`, so that words and data cannot disagree."#,
            "1:60: error: There are no words in this text. Write some, or leave it out.",
        ],
    );
}

#[test]
fn minutes_lie_within_what_the_steps_allow() {
    check(
        r#"(format: 1, title: "T", kind: Cold, suits: [Attack], evidence: Traditional, minutes: 3, steps: [Rest(lasts: "1m")])"#,
        &["1:86: error: The steps cannot last 3 minutes. The nearest that their limits allow is 1m."],
    );
    check(
        r#"(format: 1, title: "T", kind: Cold, suits: [Attack], evidence: Traditional, minutes: 0, steps: [Rest(lasts: "1m")])"#,
        &["1:86: error: The steps cannot last 0 minutes. The nearest that their limits allow is 1m."],
    );
    check(
        r#"(format: 1, title: "T", kind: Cold, suits: [Attack], evidence: Traditional, minutes: 4294967295, steps: [Rest(lasts: "1m", flex: ("30s", "2m"))])"#,
        &[
            "1:86: error: The steps cannot last 4294967295 minutes. The nearest that their limits allow is 2m.",
        ],
    );
    check(
        r#"(format: 1, title: "T", kind: Cold, suits: [Attack], evidence: Traditional, minutes: 4294967296, steps: [Rest(lasts: "1m")])"#,
        &["1:86: error: This number is too large."],
    );
}

#[test]
fn steps_are_known_by_name() {
    check_steps(r#"Gide(lasts: "3s")"#, &["2:1: error: There is no step `Gide`. Did you mean `Guide`?"]);
    check_steps(r#"rest(lasts: "30s")"#, &["2:1: error: There is no step `rest`. Did you mean `Rest`?"]);
    check_steps(
        r#"Massage(lasts: "30s")"#,
        &[
            "2:1: error: There is no step `Massage`. Choose from: Guide, Compress, Contrast, Breathe, Rest, Wait, Repeat, EachSide, Use.",
        ],
    );
    check_steps(r#""Rest""#, &["2:1: error: This should be a step, written as `Name(field: value, …)`."]);
    check_steps("5", &["2:1: error: This should be a step, written as `Name(field: value, …)`."]);
    check_steps(
        r#"(lasts: "5s")"#,
        &["2:1: error: This should be a step, written as `Name(field: value, …)`."],
    );
    check_steps(
        "Rest",
        &["2:1: error: `Rest` needs its fields in brackets. Write it as `Rest(field: value, …)`."],
    );
    check_steps(
        r#"Rest("30s")"#,
        &["2:1: error: `Rest` needs its fields in brackets. Write it as `Rest(field: value, …)`."],
    );
    check_steps(
        "Use",
        &[r#"2:1: error: `Use` needs its fields in brackets. Write it as `Use("technique")`."#],
    );
    check_steps("Use()", &[r#"2:1: error: `Use` needs `technique`: a text in "quotes"."#]);
    check_steps("Use(5)", &[r#"2:5: error: `Use` should be a text in "quotes"."#]);
}

#[test]
fn fields_of_steps_are_known_by_name() {
    check_steps(r#"Rest(lastz: "30s")"#, &["2:6: error: `Rest` has no field `lastz`. Did you mean `lasts`?"]);
    check_steps(
        r#"Rest(lasts: "30s", sya: "Hi.")"#,
        &["2:20: error: `Rest` has no field `sya`. Did you mean `say`?"],
    );
    check_steps(
        r#"Rest(lasts: "30s", foo: 1)"#,
        &[
            "2:20: error: `Rest` has no field `foo`. Choose from: lasts, flex, say, instead, numbers, name, read, feels, then, picture, recording.",
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", lasts: "40s")"#,
        &["2:20: error: `lasts` is given twice. Keep one of them."],
    );
    check_steps(
        r#"Wait(lasts: "1m")"#,
        &[
            r#"2:1: error: `Wait` needs `at_most`: a length of time such as "90s" or "2m 30s"."#,
            "2:6: error: `Wait` has no field `lasts`. Choose from: at_most, say, instead, numbers, name, read, feels, then, picture, recording.",
        ],
    );
}

#[test]
fn what_a_step_lacks_is_told() {
    check_steps(
        "Rest()",
        &[r#"2:1: error: `Rest` needs `lasts`: a length of time such as "90s" or "2m 30s"."#],
    );
    check_steps(
        "Guide()",
        &[
            "2:1: error: `Guide` needs `site`: a name such as Shoulders, without quotes.",
            "2:1: error: `Guide` needs `motion`: a name such as Circle, without quotes.",
            r#"2:1: error: `Guide` needs `lasts`: a length of time such as "90s" or "2m 30s"."#,
        ],
    );
    check_steps(
        r#"Guide(side: Left, motion: Circle, lasts: "30s")"#,
        &["2:1: error: `Guide` needs `site`: a name such as Shoulders, without quotes."],
    );
    check_steps(
        "Wait()",
        &[r#"2:1: error: `Wait` needs `at_most`: a length of time such as "90s" or "2m 30s"."#],
    );
    check_steps(
        "Compress()",
        &[
            "2:1: error: `Compress` needs `pack`: a name such as Cold, without quotes.",
            "2:1: error: `Compress` needs `site`: a name such as Shoulders, without quotes.",
            r#"2:1: error: `Compress` needs `lasts`: a length of time such as "90s" or "2m 30s"."#,
        ],
    );
    check_steps(
        "Contrast()",
        &[
            "2:1: error: `Contrast` needs `site`: a name such as Shoulders, without quotes.",
            r#"2:1: error: `Contrast` needs `warm`: a length of time such as "90s" or "2m 30s"."#,
            r#"2:1: error: `Contrast` needs `cold`: a length of time such as "90s" or "2m 30s"."#,
            "2:1: error: `Contrast` needs `rounds`: a whole number above zero.",
        ],
    );
    check_steps("Repeat(times: 2)", &["2:1: error: `Repeat` needs `steps`: a list of steps in `[…]`."]);
    check_steps("EachSide()", &["2:1: error: `EachSide` needs `steps`: a list of steps in `[…]`."]);
    check_steps(
        "Breathe()",
        &[
            "2:1: error: `Breathe` needs `inhale`: a number of seconds such as 4 or 5.5.",
            "2:1: error: `Breathe` needs `exhale`: a number of seconds such as 4 or 5.5.",
            r#"2:1: error: `Breathe` needs `lasts`: a length of time such as "90s" or "2m 30s"."#,
        ],
    );
    check_steps(
        "Breathe(inhale: 4, exhale: 6)",
        &[r#"2:1: error: `Breathe` needs `lasts`: a length of time such as "90s" or "2m 30s"."#],
    );
    check_steps(
        r#"Rest(lasts: "30s", then: [(say: "Later.")])"#,
        &[r#"2:27: error: A time with its words needs `at`: a length of time such as "90s" or "2m 30s"."#],
    );
    check_steps(
        r#"Rest(lasts: "30s", then: [(at: "5s")])"#,
        &[r#"2:27: error: A time with its words needs `say`: a text in "quotes"."#],
    );
    check_steps(
        r#"Rest(lasts: "30s", instead: [(when: Aura)])"#,
        &["2:30: error: An alternative needs `step`: the step to do instead."],
    );
    check_steps(
        r#"Rest(lasts: "30s", instead: [(step: Rest(lasts: "5s"))])"#,
        &["2:30: error: An alternative needs `when`: a name such as TouchHurts, without quotes."],
    );
}

#[test]
fn words_of_the_format_are_suggested() {
    check_steps(
        r#"Guide(site: Templs, motion: Circl, lasts: "30s")"#,
        &[
            "2:13: error: There is no site `Templs`. Did you mean `Temples`?",
            "2:29: error: There is no motion `Circl`. Did you mean `Circle`?",
        ],
    );
    check_steps(
        r#"Guide(site: "Temples", motion: 3, lasts: "30s")"#,
        &[
            "2:13: error: `site` should be a name such as Shoulders, without quotes. Did you mean `Temples`?",
            "2:32: error: `motion` should be a name such as Circle, without quotes. Choose from: Circle, Press, Hold, Stroke, Squeeze, Shift, Lift, Roll, Nod, LeanOn, Tense, Release, Attend.",
        ],
    );
    check_steps(
        r#"Guide(site: temples, motion: Massage, lasts: "30s")"#,
        &[
            "2:13: error: There is no site `temples`. Did you mean `Temples`?",
            "2:30: error: There is no motion `Massage`. Choose from: Circle, Press, Hold, Stroke, Squeeze, Shift, Lift, Roll, Nod, LeanOn, Tense, Release, Attend.",
        ],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", hand: Neither)"#,
        &["2:58: error: There is no hand `Neither`. Did you mean `Either`?"],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", side: Leftt)"#,
        &["2:58: error: There is no side `Leftt`. Did you mean `Left`?"],
    );
    check_steps(
        r#"Compress(pack: Hot, site: Forehead, lasts: "9m")"#,
        &["2:16: error: There is no pack `Hot`. Choose from: Cold, Warm."],
    );
    check_steps(
        r#"Rest(lasts: "30s", instead: [(when: Sad, step: Rest(lasts: "30s"))])"#,
        &["2:37: error: There is no state `Sad`. Choose from: TouchHurts, Nauseous, Aura."],
    );
}

#[test]
fn values_of_steps_have_their_kinds() {
    check_steps(
        "Rest(lasts: 90)",
        &[r#"2:13: error: `lasts` should be a length of time such as "90s" or "2m 30s"."#],
    );
    check_steps(r#"Rest(lasts: "30s", say: 5)"#, &[r#"2:25: error: `say` should be a text in "quotes"."#]);
    check_steps(
        r#"Rest(lasts: "30s", flex: "50s")"#,
        &[r#"2:26: error: `flex` should be two lengths of time such as ("30s", "90s")."#],
    );
    check_steps(
        r#"Rest(lasts: "30s", flex: ["10s", "50s"])"#,
        &[r#"2:26: error: `flex` should be two lengths of time such as ("30s", "90s")."#],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", pressure: "2")"#,
        &["2:62: error: `pressure` should be a whole number from 0 to 10."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", pressure: 2.5)"#,
        &["2:62: error: `pressure` should be a whole number from 0 to 10."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", pressure: -1)"#,
        &["2:62: error: `pressure` should be a whole number from 0 to 10."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", spots: -3)"#,
        &["2:59: error: `spots` should be a whole number above zero."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", rhythm: ("5s", "3s"))"#,
        &["2:60: error: This should be a rhythm, written as `(name: value, …)`."],
    );
    check_steps(
        r#"Rest(lasts: "30s", then: (at: "5s", say: "x"))"#,
        &[
            r#"2:26: error: This should be a list, written as `[…, …]`. Each member is such as `(at: "10s", say: "…")`."#,
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", then: ["x"])"#,
        &["2:27: error: This should be a time with its words, written as `(name: value, …)`."],
    );
    check_steps(
        r#"Rest(lasts: "30s", instead: Rest(lasts: "5s"))"#,
        &[
            "2:29: error: This should be a list, written as `[…, …]`. Each member is such as `(when: TouchHurts, step: …)`.",
        ],
    );
    check_steps(
        r#"Repeat(times: "2", steps: [Rest(lasts: "5s")])"#,
        &["2:15: error: `times` should be a whole number above zero."],
    );
    check_steps(
        r#"Repeat(times: 2, steps: Rest(lasts: "5s"))"#,
        &["2:25: error: This should be a list, written as `[…, …]`. Each member is a step."],
    );
    check_steps(
        "Repeat(times: 2, steps: [])",
        &[
            r#"2:25: error: There are no steps in this list. Write at least one, such as `Rest(lasts: "30s")`."#,
        ],
    );
}

#[test]
fn lengths_of_time_are_above_zero_and_within_reason() {
    check_steps(
        r#"Rest(lasts: "90")"#,
        &[r#"2:13: error: `90` is not a length of time; write it like "90s", "2m 30s" or "1h"."#],
    );
    check_steps(
        r#"Rest(lasts: "0s")"#,
        &["2:13: error: `lasts` is zero. Give it some time, or leave the step out."],
    );
    check_steps(
        r#"Rest(lasts: "-5s")"#,
        &[r#"2:13: error: `-5s` is not a length of time; write it like "90s", "2m 30s" or "1h"."#],
    );
    check_steps(
        r#"Rest(lasts: "99999999999999999999s")"#,
        &["2:13: error: `99999999999999999999s` is longer than a day."],
    );
    check_steps(r#"Rest(lasts: "25h")"#, &["2:13: error: `25h` is longer than a day."]);
    check_steps(r#"Rest(lasts: "5h")"#, &["1:1: error: The routine can last 5h. It can last at most 4h."]);
    check_steps(
        r#"Wait(at_most: "0s")"#,
        &["2:15: error: `at_most` is zero. Give it some time, or leave the step out."],
    );
    check_steps(
        r#"Wait(at_most: "2h")"#,
        &["2:15: error: A wait of 2h is too long. Wait at most 30m; the person can always go back."],
    );
    check_steps(
        r#"EachSide(gap: "0s", steps: [Rest(lasts: "5s")])"#,
        &["2:15: error: `gap` is zero. Give it some time, or leave the step out."],
    );
    check_steps(
        r#"Contrast(site: Shoulders, warm: "0s", cold: "1m", rounds: 0)"#,
        &[
            "2:33: error: `warm` is zero. Give it some time, or leave the step out.",
            "2:59: error: `rounds` is 0. It can be from 1 to 100.",
        ],
    );
}

#[test]
fn flex_holds_lasts() {
    check_steps(
        r#"Rest(lasts: "30s", flex: ("40s", "50s"))"#,
        &[
            "2:26: error: `lasts`, which is 30s, does not lie within `flex`. Write the shortest time first and the longest second, with `lasts` between them.",
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", flex: ("50s", "10s"))"#,
        &[
            "2:26: error: `lasts`, which is 30s, does not lie within `flex`. Write the shortest time first and the longest second, with `lasts` between them.",
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", flex: ("0s", "40s"))"#,
        &[
            "2:26: error: `lasts`, which is 30s, does not lie within `flex`. Write the shortest time first and the longest second, with `lasts` between them.",
        ],
    );
}

#[test]
fn placeholders_have_something_behind_them() {
    check_steps(
        r#"Rest(lasts: "30s", say: "Wait {last}.")"#,
        &["2:25: error: Nothing stands behind the placeholder `{last}` here. Did you mean `lasts`?"],
    );
    check_steps(
        r#"Rest(lasts: "30s", say: "Wait {foo}.")"#,
        &["2:25: error: Nothing stands behind the placeholder `{foo}` here. Choose from: lasts."],
    );
    check_steps(
        r#"Rest(lasts: "30s", say: "Now the {side} side, round {round}.")"#,
        &[
            "2:25: error: Nothing stands behind the placeholder `{side}` here. It is known inside `EachSide`, or where the step has a `side`.",
            "2:25: error: Nothing stands behind the placeholder `{round}` here. It is known inside `Repeat`.",
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", say: "Wait {Lasts}.")"#,
        &["2:25: error: `{Lasts}` is no placeholder: its name has lower-case letters only."],
    );
    check_steps(
        r#"Rest(lasts: "30s", say: "Wait {a{lasts}}.")"#,
        &["2:25: error: `{a{lasts}` is no placeholder: its name has lower-case letters only."],
    );
    check_steps(
        r#"Rest(lasts: "30s", say: "Wait {lasts.")"#,
        &["2:25: error: A `{` has no `}` after it; write `{{` for the bracket itself."],
    );
    check_steps(
        r#"Rest(lasts: "30s", say: "Wait lasts}.")"#,
        &["2:25: error: A `}` has no `{` before it; write `}}` for the bracket itself."],
    );
    check_steps(
        r#"Rest(lasts: "30s", say: "Wait {}.")"#,
        &["2:25: error: `{}` is no placeholder: its name has lower-case letters only."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", halfway: "Now {foo}.")"#,
        &[
            "2:61: error: Nothing stands behind the placeholder `{foo}` here. Choose from: lasts, pressure, site.",
        ],
    );
}

#[test]
fn words_repeat_no_number_and_are_not_empty() {
    check_steps(
        r#"Rest(lasts: "30s", say: "Wait 30 seconds.")"#,
        &[
            r#"2:25: error: These words repeat a number. Write a placeholder such as `{lasts}`, or name the number in `numbers: {"name": …}` and write `{name}`, so that words and data cannot disagree."#,
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", read: "About ½ of it.")"#,
        &[
            r#"2:26: error: These words repeat a number. Write a placeholder such as `{lasts}`, or name the number in `numbers: {"name": …}` and write `{name}`, so that words and data cannot disagree."#,
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", say: "")"#,
        &["2:25: error: There are no words in this text. Write some, or leave it out."],
    );
    check_steps(
        r#"Rest(lasts: "30s", feels: " ")"#,
        &["2:27: error: There are no words in this text. Write some, or leave it out."],
    );
}

#[test]
fn numbers_of_an_author_have_names_of_their_own() {
    check_steps(
        r#"Rest(lasts: "30s", numbers: {"a": 2.5})"#,
        &[
            r#"2:29: error: `numbers` should be whole numbers or lengths of time with names, such as {"fingers": 2, "pause": "5s"}."#,
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", numbers: {"a": -2, "b": "x"})"#,
        &[
            r#"2:29: error: `numbers` should be whole numbers or lengths of time with names, such as {"fingers": 2, "pause": "5s"}."#,
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", numbers: {a: 2})"#,
        &[
            r#"2:29: error: `numbers` should be whole numbers or lengths of time with names, such as {"fingers": 2, "pause": "5s"}."#,
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", numbers: {"lasts": 2})"#,
        &[
            "2:1: error: The number `lasts` has the name of a placeholder that is there already. Give it another name, or leave it out.",
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", numbers: {"Big": 2})"#,
        &["2:1: error: `Big` cannot be the name of a number. Use lower-case letters only."],
    );
}

#[test]
fn words_come_while_their_step_lasts() {
    check_steps(
        r#"Rest(lasts: "30s", then: [(at: "30s", say: "Late.")])"#,
        &["2:32: error: These words come at 30s, when the step is over. The step lasts 30s."],
    );
    check_steps(
        r#"Repeat(times: 2, then: [(at: "1s", say: "x")], steps: [Rest(lasts: "5s")])"#,
        &[
            "2:18: error: `Repeat` has no field `then`. Choose from: times, gap, steps, say, instead, numbers.",
        ],
    );
    check_steps(
        r#"Contrast(site: Shoulders, warm: "1m", cold: "1m", rounds: 2, then: [(at: "1s", say: "x")])"#,
        &[
            "2:74: error: This kind of step has no timed words. Put them on a step inside it, or on one of their own.",
        ],
    );
}

#[test]
fn breaths_can_be_followed() {
    check_steps(
        r#"Breathe(inhale: NaN, exhale: inf, lasts: "1m")"#,
        &[
            "2:17: error: `inhale` should be a number of seconds such as 4 or 5.5.",
            "2:30: error: `exhale` should be a number of seconds such as 4 or 5.5.",
        ],
    );
    check_steps(
        r#"Breathe(inhale: 0, exhale: -6, lasts: "1m")"#,
        &[
            "2:17: error: `inhale` cannot last 0s. A phase of a breath lasts from 0.5s to 1m.",
            "2:28: error: `exhale` should be a number of seconds such as 4 or 5.5.",
        ],
    );
    check_steps(
        r#"Breathe(inhale: 0.000000001, exhale: 0.001, lasts: "4h")"#,
        &[
            "2:17: error: `inhale` cannot last 0s. A phase of a breath lasts from 0.5s to 1m.",
            "2:38: error: `exhale` cannot last 0.001s. A phase of a breath lasts from 0.5s to 1m.",
        ],
    );
    check_steps(
        r#"Breathe(inhale: 70, exhale: 6, hold: 61, lasts: "5m")"#,
        &[
            "2:17: error: `inhale` cannot last 1m 10s. A phase of a breath lasts from 0.5s to 1m.",
            "2:38: error: `hold` cannot last 1m 1s. A phase of a breath lasts from 0.5s to 1m.",
        ],
    );
    check_steps(
        r#"Breathe(inhale: "4m", exhale: 1e3, lasts: "9m")"#,
        &[
            "2:17: error: `inhale` cannot last 4m. A phase of a breath lasts from 0.5s to 1m.",
            "2:31: error: `exhale` should be a number of seconds such as 4 or 5.5.",
        ],
    );
    check_steps(
        r#"Breathe(inhale: 4, exhale: 6, lasts: "5s")"#,
        &["2:38: error: One breath of 10s does not fit into 5s. Give it more time, or shorten the breath."],
    );
    check_steps(
        r#"Breathe(inhale: 4, exhale: 6, lasts: "1m", flex: ("5s", "2m"))"#,
        &["2:38: error: One breath of 10s does not fit into 5s. Give it more time, or shorten the breath."],
    );
    check_steps(
        "Breathe(inhale: 4, exhale: 6, cycles: 0)",
        &["2:39: error: `cycles` is 0. It can be from 1 to 2000."],
    );
    check_steps(
        "Breathe(inhale: 4, exhale: 6, cycles: 4000000000)",
        &["2:39: error: `cycles` is 4000000000. It can be from 1 to 2000."],
    );
    check_steps(
        r#"Breathe(inhale: 4, exhale: 6, cycles: 5, lasts: "1m")"#,
        &[
            "2:49: error: `Breathe` has both `lasts` and `cycles`. Keep the one that you mean; the other follows from it.",
        ],
    );
    check_steps(
        r#"Breathe(inhale: 4, exhale: 6, lasts: "1m", ramp: [(inhale: 3, exhail: 4, lasts: "1m"), (inhale: 3, exhale: 4), (inhale: 3, exhale: 4, lasts: "5s")])"#,
        &[
            "2:63: error: A pattern has no field `exhail`. Did you mean `exhale`?",
            r#"2:88: error: A pattern needs `lasts`: a length of time such as "90s" or "2m 30s"."#,
            "2:112: error: One breath of 7s does not fit into 5s. Give it more time, or shorten the breath.",
        ],
    );
}

#[test]
fn counts_are_within_reason() {
    check_steps(
        r#"Repeat(times: 0, steps: [Rest(lasts: "5s")])"#,
        &["2:15: error: `times` is 0. It can be from 1 to 100."],
    );
    check_steps(
        r#"Repeat(times: 4000000000, steps: [Rest(lasts: "5s")])"#,
        &["2:15: error: `times` is 4000000000. It can be from 1 to 100."],
    );
    check_steps(
        r#"Repeat(times: 99999999999, steps: [Rest(lasts: "5s")])"#,
        &["2:15: error: This number is too large."],
    );
    check_steps(
        r#"Repeat(times: -1, steps: [Rest(lasts: "5s")])"#,
        &["2:15: error: `times` should be a whole number above zero."],
    );
    check_steps(
        r#"Repeat(times: 100, steps: [Repeat(times: 100, steps: [Rest(lasts: "1s")])])"#,
        &["1:1: error: The routine has 10000 steps, each repeat and side counted. It can have at most 2000."],
    );
    check_steps(
        r#"Repeat(times: 100, steps: [Rest(lasts: "5m")])"#,
        &["1:1: error: The routine can last 8h 20m. It can last at most 4h."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", spots: 0)"#,
        &["2:59: error: `spots` is 0. It can be from 1 to 12."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", spots: 13)"#,
        &["2:59: error: `spots` is 13. It can be from 1 to 12."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", spots: 12, flex: ("5s", "30s"))"#,
        &["2:59: error: 12 spots do not fit into 5s. Each needs at least 2s."],
    );
}

#[test]
fn sides_are_taken_in_turn_once() {
    check_steps(
        r#"EachSide(first: Both, steps: [Rest(lasts: "5s")])"#,
        &["2:17: error: `first` cannot be both sides. Write `first: Left` or `first: Right`."],
    );
    check_steps(
        r#"EachSide(steps: [EachSide(steps: [Rest(lasts: "5s")])])"#,
        &["2:18: error: `EachSide` stands inside another `EachSide`. Keep the outer one."],
    );
}

#[test]
fn a_rhythm_fits_into_its_step() {
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", rhythm: (press: "5s"))"#,
        &[r#"2:60: error: A rhythm needs `release`: a length of time such as "90s" or "2m 30s"."#],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", rhythm: (press: "5s", release: "0s"))"#,
        &["2:60: error: A rhythm needs both a press and a release. Give each some time."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", rhythm: (press: "50s", release: "1s"))"#,
        &["2:60: error: One press and release do not fit into the step. They take 51s."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", rhythm: (press: "500ms", release: "1s"))"#,
        &["2:60: error: This rhythm is too quick to follow. Give each at least 1s."],
    );
}

#[test]
fn techniques_are_known_and_last_what_their_steps_allow() {
    check_steps(
        r#"Use("nek-circles")"#,
        &["2:5: error: There is no technique `nek-circles`. Did you mean `neck-circles`?"],
    );
    check_steps(
        r#"Use(technique: "neck-circles", lasts: "5s")"#,
        &["2:39: error: `neck-circles` cannot last 5s. The nearest that its steps allow is 1m."],
    );
    check_steps(
        r#"Use(technique: "neck-circles", lasts: "40m")"#,
        &["2:39: error: `neck-circles` cannot last 40m. The nearest that its steps allow is 2m 30s."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", instead: [(when: TouchHurts, step: Use(technique: "neck-circles", lasts: "1s"))])"#,
        &[
            "2:87: error: What is done instead goes up to 3 of 10, and its step to 0. What is done instead is for somebody who feels worse, so it is never more. (our limit)",
            "2:125: error: `neck-circles` cannot last 1s. The nearest that its steps allow is 1m.",
        ],
    );
    check_steps(
        r#"Use("trap-squeeze")"#,
        &[
            "2:1: error: In `trap-squeeze`, used here: Nothing stands behind the placeholder `{other_side}` here. It is known inside `EachSide`, or where the step has a `side`.",
            "2:1: error: In `trap-squeeze`, used here: Nothing stands behind the placeholder `{side}` here. It is known inside `EachSide`, or where the step has a `side`.",
        ],
    );
}

#[test]
fn pictures_and_recordings_lie_beside_the_file() {
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", picture: "../x.png")"#,
        &[
            "2:61: error: The picture `../x.png` lies outside the routine's folder. Put the file beside the routine, or in a folder beside it.",
        ],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", picture: "/etc/passwd")"#,
        &[
            "2:61: error: The picture `/etc/passwd` lies outside the routine's folder. Put the file beside the routine, or in a folder beside it.",
        ],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", picture: "a\\b.png")"#,
        &[
            r"2:61: error: The picture `a\b.png` is not written with `/` between folder and file. Put the file beside the routine, or in a folder beside it.",
        ],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", picture: "C:x.png")"#,
        &[
            "2:61: error: The picture `C:x.png` is not written with `/` between folder and file. Put the file beside the routine, or in a folder beside it.",
        ],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", picture: "")"#,
        &[
            "2:61: error: The picture `` has no name. Put the file beside the routine, or in a folder beside it.",
        ],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", picture: "no.png")"#,
        &[
            "2:61: error: The file `no.png` is not there. Put it beside the routine, or in a folder beside it.",
        ],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", recording: "..")"#,
        &[
            "2:63: error: The recording `..` lies outside the routine's folder. Put the file beside the routine, or in a folder beside it.",
        ],
    );
}

#[test]
fn what_passes_a_limit_of_safety_is_refused_with_the_reason() {
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", pressure: 11)"#,
        &["2:62: error: A pressure of 11 is off the scale. It runs from 0 (none) to 10."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", pressure: 300)"#,
        &["2:62: error: `pressure` should be a whole number from 0 to 10."],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", pressure: 4)"#,
        &[
            "2:62: error: A pressure of 4 on the temples is too strong, at most 3 is allowed. The face and the head are pressed lightly. (our limit)",
        ],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "90s")"#,
        &[
            "2:45: error: 1m 30s on one spot is too long, at most 1m are allowed. More than a minute on one spot makes it sore. (our limit; studies press 30–60 s (Clin Chiropr 2008;11:30)) With several spots, say how many: `spots: 3`.",
        ],
    );
    check_steps(
        r#"Guide(site: Temples, motion: Circle, lasts: "30s", flex: ("20s", "90s"))"#,
        &[
            "2:58: error: 1m 30s on one spot is too long, at most 1m are allowed. More than a minute on one spot makes it sore. (our limit; studies press 30–60 s (Clin Chiropr 2008;11:30)) With several spots, say how many: `spots: 3`.",
        ],
    );
    check_steps(
        r#"Compress(pack: Cold, site: Belly, lasts: "5m")"#,
        &[
            "2:28: error: A cold pack does not belong on the belly. It can lie on: Forehead, Temples, Crown, NeckBack.",
        ],
    );
    check_steps(
        r#"Compress(pack: Cold, site: Forehead, lasts: "16m")"#,
        &[
            "2:45: error: A cold pack on the forehead for 16m is too long, at most 15m are allowed. Skin of the face is thin. (our limit)",
        ],
    );
    check_steps(
        r#"Compress(pack: Cold, site: Forehead, lasts: "10m", flex: ("5m", "30m"))"#,
        &[
            "2:58: error: A cold pack on the forehead for 30m is too long, at most 15m are allowed. Skin of the face is thin. (our limit)",
        ],
    );
    check_steps(
        r#"Contrast(site: Temples, warm: "1m", cold: "1m", rounds: 2)"#,
        &[
            "2:16: error: Warm and cold in turn are not for the temples. Warm and cold in turn belong on shoulders, upper back and back of the neck. (our limit)",
        ],
    );
    check_steps(
        r#"Contrast(site: Shoulders, warm: "5m", cold: "5m", rounds: 4)"#,
        &[
            "2:33: error: In turn, `warm` lasts from 1m to 4m, not 5m. Skin needs a minute or more to warm, and is not to be left in the cold. (our limit)",
            "2:45: error: In turn, `cold` lasts from 30s to 2m, not 5m. Skin needs a minute or more to warm, and is not to be left in the cold. (our limit)",
            "2:59: error: Warm and cold in turn last 40m here, at most 20m are allowed. Warm and cold in turn belong on shoulders, upper back and back of the neck. (our limit)",
        ],
    );
    check_steps(
        r#"Guide(site: Sternocleidomastoid, motion: Lift, spots: 3, rhythm: (press: "8s", release: "2s"), lasts: "30s")"#,
        &[
            "2:1: error: The muscle at the side of the neck is worked on one side at a time. Both sides of the front of the neck are never held at once. (our limit) Put the step into `EachSide`, or name its `side`.",
        ],
    );
    check_steps(
        r#"EachSide(steps: [Guide(site: Sternocleidomastoid, side: Both, motion: Lift, spots: 3, rhythm: (press: "8s", release: "2s"), lasts: "30s")])"#,
        &[
            "2:18: error: The muscle at the side of the neck is worked on one side at a time. Both sides of the front of the neck are never held at once. (our limit) Put the step into `EachSide`, or name its `side`.",
            "2:132: error: The routine has 1m of hands on the muscle at the side of the neck on one side in all, at most 30s are allowed. The carotid artery lies beside this muscle. (our limit)",
        ],
    );
}

#[test]
fn what_adds_up_to_more_than_a_limit_is_refused_with_the_reason() {
    check_steps(
        r#"Repeat(times: 25, steps: [Guide(site: Temples, motion: Circle, lasts: "60s")])"#,
        &[
            "2:71: error: With its repeats this is 25m on one spot, at most 1m are allowed. More than a minute on one spot makes it sore. (our limit; studies press 30–60 s (Clin Chiropr 2008;11:30))",
            "2:71: error: The routine has 25m of hands-on massage, at most 20m are allowed. Longer self-massage tires the hands and the skin. (our limit)",
            "2:71: error: The routine has 25m of hands on the temples in all, at most 2m are allowed. More than this makes the temples sore. (our limit)",
        ],
    );
    check_steps(
        r#"Repeat(times: 3, steps: [Compress(pack: Cold, site: Forehead, lasts: "10m")])"#,
        &[
            "2:70: error: The routine has 30m of packs on the forehead in all, at most 15m are allowed. Skin of the face is thin. (our limit)",
        ],
    );
    check_steps(
        r#"Compress(pack: Warm, site: Shoulders, lasts: "10m"), Rest(lasts: "5m"), Compress(pack: Warm, site: Shoulders, lasts: "10m")"#,
        &[
            "2:118: error: The routine has 20m of packs on the shoulders in all, at most 15m are allowed. Burns come from time as well as from heat. (NHS heat leaflet (mpft.nhs.uk))",
        ],
    );
    check_steps(
        r#"Repeat(times: 2, steps: [Contrast(site: Shoulders, warm: "3m", cold: "1m", rounds: 2)])"#,
        &[
            "2:84: error: The routine has warm and cold in turn 2 times, and once is allowed. Once in a session is as much as the skin is given to bear. (our limit)",
        ],
    );
    check_steps(
        r#"Rest(lasts: "30s", instead: [(when: Aura, step: Guide(site: Temples, motion: Press, pressure: 5, lasts: "30s"))])"#,
        &[
            "2:49: error: What is done instead goes up to 5 of 10, and its step to 0. What is done instead is for somebody who feels worse, so it is never more. (our limit)",
            "2:95: error: A pressure of 5 on the temples is too strong, at most 3 is allowed. The face and the head are pressed lightly. (our limit)",
        ],
    );
}

#[test]
fn all_faults_of_all_steps_are_told_at_once() {
    check_steps(
        r#"Rest(lasts: "0s"),
Guide(site: Templs, motion: Circle, lasts: "5s"),
Use("trap-squeze"),
Guide(site: Temples, motion: Circle, pressure: 9, lasts: "5s", say: "Press for 5 s."),
Compress(pack: Cold, site: Feet, lasts: "5m"),
Repeat(times: 2, steps: []),
Rest(lasts: "9s", picture: "../x"),
Rest(lasts: "9s", say: "{nothing}", sya: "x"),"#,
        &[
            "2:13: error: `lasts` is zero. Give it some time, or leave the step out.",
            "3:13: error: There is no site `Templs`. Did you mean `Temples`?",
            "4:5: error: There is no technique `trap-squeze`. Did you mean `trap-squeeze`?",
            "5:48: error: A pressure of 9 on the temples is too strong, at most 3 is allowed. The face and the head are pressed lightly. (our limit)",
            r#"5:69: error: These words repeat a number. Write a placeholder such as `{lasts}`, or name the number in `numbers: {"name": …}` and write `{name}`, so that words and data cannot disagree."#,
            "6:28: error: A cold pack does not belong on the feet. It can lie on: Forehead, Temples, Crown, NeckBack.",
            r#"7:25: error: There are no steps in this list. Write at least one, such as `Rest(lasts: "30s")`."#,
            "8:28: error: The picture `../x` lies outside the routine's folder. Put the file beside the routine, or in a folder beside it.",
            "9:24: error: Nothing stands behind the placeholder `{nothing}` here. Choose from: lasts.",
            "9:37: error: `Rest` has no field `sya`. Did you mean `say`?",
        ],
    );
}

/// A technique around steps.
fn technique(steps: &str) -> String {
    format!("(format: 1, title: \"T\", steps: [{steps}])")
}

#[test]
fn a_fault_in_a_technique_is_told_where_it_is_used() {
    let strong = technique("Guide(site: Temples, motion: Press, pressure: 9, lasts: \"30s\")");
    check_with(
        &[("strong", &strong)],
        "Use(\"strong\")",
        &[
            "2:5: error: The technique `strong` has problems of its own. Mend its file first; `stillpoint check` shows what is wrong there.",
        ],
    );
    let sided = technique(
        "Guide(site: Sternocleidomastoid, motion: Lift, spots: 3, rhythm: (press: \"8s\", release: \"2s\"), lasts: \"30s\")",
    );
    check_with(&[("sided", &sided)], "EachSide(steps: [Use(\"sided\")])", &[]);
    check_with(
        &[("sided", &sided)],
        "Rest(lasts: \"5s\"),\nUse(\"sided\")",
        &[
            "3:1: error: The muscle at the side of the neck is worked on one side at a time. Both sides of the front of the neck are never held at once. (our limit) Put the step into `EachSide`, or name its `side`.",
        ],
    );
    let both = technique("EachSide(steps: [Rest(lasts: \"5s\")])");
    check_with(
        &[("both", &both)],
        "EachSide(steps: [Use(\"both\")])",
        &[
            "2:18: error: In `both`, used here: `EachSide` stands inside another `EachSide`. Keep the outer one.",
        ],
    );
}

#[test]
fn techniques_that_use_themselves_are_refused() {
    let (own, there, back) =
        (technique("Use(\"own\")"), technique("Use(\"back\")"), technique("Use(\"there\")"));
    let techniques = [("own", own.as_str()), ("there", &there), ("back", &back)];
    for id in ["own", "there", "back"] {
        let what = format!(
            "2:5: error: The technique `{id}` has problems of its own. Mend its file first; `stillpoint check` shows what is wrong there."
        );
        check_with(&techniques, &format!("Use(\"{id}\")"), &[&what]);
    }
    let folder = read("", &techniques).0;
    let library = Library::open(Some(folder.path()));
    let told = |id: &str| {
        let entry = library.techniques().iter().find(|entry| entry.id == id).unwrap();
        entry.problems.lines().replace(&format!("{}:", entry.problems.file), "")
    };
    assert_eq!(told("own"), "1:37: error: The technique `own` uses itself. Write its steps out.\n");
    assert_eq!(
        told("there"),
        "1:37: error: The technique `there` uses itself, by way of `back`. Write the steps out in one of them.\n"
    );
    assert_eq!(
        told("back"),
        "1:37: error: The technique `back` uses itself, by way of `there`. Write the steps out in one of them.\n"
    );
}

#[test]
fn nesting_has_an_end_however_deep_a_file_goes() {
    let nested =
        |levels| "Repeat(times: 1, steps: [".repeat(levels) + "Rest(lasts: \"5s\")" + &"])".repeat(levels);
    check_steps(&nested(8), &[]);
    let help = "Move the inner ones into a technique and `Use` it.";
    check_steps(&nested(9), &[&format!("2:225: error: Steps are nested more than 8 deep. {help}")]);
    let help = "Move the inner steps into a technique and `Use` it.";
    check_steps(&nested(10_000), &[&format!("2:782: error: Brackets are nested too deep here. {help}")]);
    let instead = |levels| {
        "Rest(lasts: \"9s\", instead: [(when: Aura, step: ".repeat(levels)
            + "Rest(lasts: \"5s\")"
            + &")])".repeat(levels)
    };
    check_steps(&instead(8), &[]);
    let help = "Move the inner ones into a technique and `Use` it.";
    check_steps(&instead(9), &[&format!("2:424: error: Steps are nested more than 8 deep. {help}")]);
}

#[test]
fn techniques_cannot_blow_a_routine_up() {
    let many = technique(&"Rest(lasts: \"1s\"),".repeat(1_000));
    let told =
        "The techniques that are used have too many steps in all. A routine can have at most 2000 steps.";
    // Every one of them would be within the size of a file.
    check_with(&[("many", &many)], &"Use(\"many\"),".repeat(50_000), &[&format!("2:89: error: {told}")]);
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
    check(
        &around(&"Rest(lasts: \"9s\"),".repeat(100_000)),
        &["1:1: error: The file is larger than 1 MB, which no routine needs."],
    );
}

#[test]
fn words_that_do_not_fit_into_their_step_are_warned_of() {
    check_steps(
        r#"Rest(lasts: "3s", say: "Sit so that your back is held, and let your shoulders sink.")"#,
        &[
            "2:24: warning: These words take about 6s to say, and the step lasts 3s. Say less, or give the step more time.",
        ],
    );
    check_steps(
        r#"Rest(lasts: "7s", say: "Sit so that your back is held, and let your shoulders sink.")"#,
        &[],
    );
}

#[test]
fn a_line_with_thousands_of_faults_is_told_in_what_can_be_read() {
    let steps = r#"Rest(lasts: "5s", say: "x {nope}"),"#.repeat(3_000);
    let (routine, mut problems) =
        stillpoint::routine::read(&format!("(format: 1, title: \"x\", steps: [{steps}])"));
    assert!(problems.is_empty());
    let techniques = stillpoint::routine::technique::Techniques::default();
    let role = stillpoint::routine::validate::Role::Routine;
    problems.extend(stillpoint::routine::validate("x", routine.unwrap(), role, &techniques).1);
    let problems = stillpoint::ron_reader::Problems::new("x.ron", steps, problems);
    assert!(problems.list.len() > 3_000);
    for shown in [problems.lines(), problems.snippets(false)] {
        assert!(shown.ends_with("more; mend these first.\n"));
        assert!(shown.len() < 100_000, "{}", shown.len());
    }
}

#[test]
fn what_is_allowed_and_probably_not_meant_is_warned_of() {
    check(
        r#"(format: 1, title: "T", kind: Cold, suits: [Attack], evidence: SmallTrials, steps: [
Compress(pack: Cold, site: Forehead, lasts: "10m")])"#,
        &[
            "1:1: warning: The routine names no source. Write what it rests on, for example `sources: [\"our limit\"]` or a paper.",
            "2:1: warning: Nothing in the routine says when to stop this. Add it to `cautions`, for example \"Stop with dizziness, numbness or more pain.\"",
        ],
    );
    check(
        r#"(format: 1, title: "T", kind: Breathing, suits: [Attack], evidence:
OtherPeople, sources: ["our limit"], steps: [Rest(lasts: "10m")])"#,
        &[
            "2:1: warning: `OtherPeople` claims studies, and none is among the sources. Name one with its year, doi or address, or write `evidence: Traditional`.",
        ],
    );
    check_steps(
        r#"Guide(site: Trapezius, side: Left, motion: Squeeze, pressure: 3, lasts: "40s"),
Repeat(times: 2, steps: [Guide(site: Trapezius, side: Right, motion: Squeeze, pressure: 3, lasts: "30s")]),
EachSide(steps: [Guide(site: Levator, motion: Hold, pressure: 3, lasts: "30s")])"#,
        &[
            "2:1: warning: The muscle between neck and shoulder has 40s on the left and 1m on the right. Put the step into `EachSide`, so that both sides get the same.",
        ],
    );
    check_steps(
        r#"Guide(site: NeckBack, motion: Tense, lasts: "10s")"#,
        &["2:1: error: No routine has tensing of muscles (neck) in it. The neck is not tensed. (our limit)"],
    );
}

#[test]
fn packs_on_the_same_skin_add_up() {
    check_steps(
        r#"Compress(pack: Cold, site: Forehead, lasts: "10m"),
Compress(pack: Cold, site: Temples, lasts: "10m")"#,
        &[
            "3:44: error: The routine has 20m of packs on the forehead in all, at most 15m are allowed. Skin of the face is thin. (our limit)",
        ],
    );
}
