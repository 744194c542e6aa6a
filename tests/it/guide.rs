//! The guide for authors: its examples work, and its reference has everything that the program reads.

use std::collections::BTreeSet;
use std::fs;

use stillpoint::library::Library;
use stillpoint::ron_reader::{Severity, Vocabulary};
use stillpoint::routine::{
    CompressKind, Evidence, Hand, Kind, Motion, Phase, Posture, Side, Site, When, canonical, read,
};

use crate::support::WAV;

const GUIDE: &str = include_str!("../../routines/README.md");

/// The pieces of RON in the guide: what stands after `ron` in their first line, and their text.
fn examples() -> impl Iterator<Item = (&'static str, &'static str)> {
    let fenced = GUIDE.split("\n```ron").skip(1).map(|rest| rest.split("\n```").next().unwrap());
    fenced.map(|fenced| fenced.split_once('\n').map(|(tag, text)| (tag.trim(), text)).unwrap())
}

/// A routine of these steps, about which nothing else is to be said.
fn around(steps: &str) -> String {
    format!(
        "(format: 1, title: \"T\", kind: Mixed, suits: [Between], evidence: Traditional, sources: [\"T\"], \
         cautions: [\"Stop if it hurts.\"], steps: [\n{steps}\n])"
    )
}

#[test]
fn every_example_works_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    for inner in ["techniques", "pictures", "voice"] {
        fs::create_dir(folder.path().join(inner)).unwrap();
    }
    fs::write(folder.path().join("pictures/sea.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap();
    fs::write(folder.path().join("voice/listen.wav"), WAV).unwrap();
    let mut kinds = BTreeSet::new();
    for (number, (tag, text)) in examples().enumerate() {
        let (kind, id) = tag.split_once(' ').unwrap_or((tag, ""));
        kinds.insert(kind);
        match kind {
            "" => fs::write(folder.path().join(format!("whole-{number}.ron")), text),
            "steps" => fs::write(folder.path().join(format!("steps-{number}.ron")), around(text)),
            "technique" => fs::write(folder.path().join(format!("techniques/{id}.ron")), text),
            other => panic!("there is no kind of example called {other}"),
        }
        .unwrap();
    }
    assert_eq!(kinds.len(), 3);
    let library = Library::open(Some(folder.path()));
    // The steps of an example stand in a file whose title is in English alone, which is noted and no slip.
    let told = library.entries().iter().chain(library.techniques()).flat_map(|entry| &entry.problems.list);
    let slips: Vec<_> = told.filter(|problem| problem.severity != Severity::Note).collect();
    assert!(slips.is_empty(), "{slips:#?}");
}

#[test]
fn the_example_with_everything_has_the_length_that_it_says() {
    let (number, (_, text)) = examples().enumerate().filter(|(_, (tag, _))| tag.is_empty()).last().unwrap();
    assert!(text.contains("An evening"), "example {number}");
    for part in ["Repeat(", "EachSide(", "Breathe(", "recording: ", "picture: ", "minutes: 7"] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn whole_examples_have_the_canonical_form() {
    for (tag, text) in examples().filter(|(tag, _)| !tag.starts_with("steps")) {
        assert_eq!(canonical(text), Ok(format!("{text}\n")), "{tag}");
    }
}

/// What the help of a problem says that can be chosen from.
fn choices(text: &str, of: &str) -> BTreeSet<String> {
    let (_, problems) = read(text);
    let with_choices = |problem: &&stillpoint::ron_reader::Problem| problem.message.contains(of);
    let help = problems.iter().find(with_choices).and_then(|problem| problem.help.clone());
    let help = help.unwrap_or_else(|| panic!("nothing can be chosen in {text}"));
    let list = help
        .strip_prefix("Choose from: ")
        .and_then(|list| list.strip_suffix('.'))
        .unwrap_or_else(|| panic!("{help}"));
    list.split(", ").map(str::to_owned).collect()
}

const UNKNOWN: &str = "qqqqqqqqqqqqqqqq";

/// The fields that a step has, by what the program offers in the place of an unknown one.
fn fields_of(step: &str) -> BTreeSet<String> {
    choices(&around(&format!("{step}({UNKNOWN}: 1)")), UNKNOWN)
}

/// The part of the guide under a heading of the reference.
fn section(heading: &str) -> &'static str {
    let after =
        GUIDE.split(&format!("\n### {heading}\n")).nth(1).unwrap_or_else(|| panic!("no part {heading}"));
    after.split("\n### ").next().unwrap()
}

/// The fields that a part of the reference has in its tables.
fn documented(heading: &str) -> BTreeSet<String> {
    let rows = section(heading).lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().unwrap().to_owned()).collect()
}

#[test]
fn the_reference_has_every_step_and_every_field_and_no_other() {
    let steps = choices(&around(&format!("{UNKNOWN}()")), UNKNOWN);
    assert_eq!(steps.len(), 10);
    let of_every_step = documented("Every step");
    let with_a_time: BTreeSet<String> = fields_of("Rest");
    let of_containers: BTreeSet<String> = fields_of("Repeat").intersection(&of_every_step).cloned().collect();
    let mut seen = BTreeSet::new();
    for step in &steps {
        let common = if fields_of(step).contains("name") { &of_every_step } else { &of_containers };
        let own = documented(&format!("`{step}`"));
        assert_eq!(fields_of(step), own.union(common).cloned().collect(), "`{step}`");
        seen.extend(common.iter().cloned());
    }
    assert_eq!(seen, of_every_step);
    assert!(with_a_time.is_superset(&of_every_step));
    let of_routine = choices(&format!("({UNKNOWN}: 1, format: 1, title: \"T\")"), UNKNOWN);
    // What is there already is not offered once more.
    let given = ["format", "title"].map(str::to_owned);
    let of_routine: BTreeSet<String> = of_routine.into_iter().chain(given).collect();
    assert_eq!(of_routine, documented("The routine"));
}

#[test]
fn the_reference_has_every_field_of_smaller_parts() {
    let guide = "Guide(site: Temples, motion: Press, lasts: \"30s\", ";
    for (text, heading) in [
        (format!("{guide}rhythm: ({UNKNOWN}: 1))"), "`Guide`"),
        (format!("{guide}then: [({UNKNOWN}: 1)])"), "Every step"),
        (format!("{guide}instead: [({UNKNOWN}: 1)])"), "Every step"),
        (format!("Breathe(inhale: 4, exhale: 4, lasts: \"30s\", ramp: [({UNKNOWN}: 1)])"), "`Breathe`"),
    ] {
        for field in choices(&around(&text), UNKNOWN) {
            let written = format!("{field}: ");
            let named = format!("`{field}`");
            assert!(
                section(heading).contains(&written) || section(heading).contains(&named),
                "`{field}` is missing under {heading}"
            );
        }
    }
}

#[test]
fn the_reference_has_every_word_and_no_other() {
    fn check<T: Vocabulary>(list: &str) {
        let row = section("Words").lines().find(|line| line.starts_with(&format!("| {list} |")));
        let row = row.unwrap_or_else(|| panic!("no row {list}"));
        let words: Vec<&str> = row.splitn(3, '|').nth(2).unwrap().split('`').skip(1).step_by(2).collect();
        assert_eq!(words, T::NAMES, "{}", T::WHAT);
    }
    check::<Kind>("`kind`");
    check::<Phase>("`suits`, `avoids`");
    check::<Evidence>("`evidence`");
    check::<Posture>("`posture`");
    check::<Side>("`side`, `first`");
    check::<Hand>("`hand`");
    check::<CompressKind>("`pack`");
    check::<Motion>("`motion`");
    check::<When>("`when`");
    check::<Site>("`site`");
}

#[test]
fn the_reference_has_every_placeholder() {
    let folder = tempfile::tempdir().unwrap();
    let say = format!("say: \"{{{UNKNOWN}}}\"");
    let library = Library::open(None);
    let check = |step: &str, heading: &str| {
        let path = folder.path().join("routine.ron");
        fs::write(&path, around(step)).unwrap();
        let told = library.read_file(&path).problems.list;
        let problem = told.iter().find(|problem| problem.message.contains(UNKNOWN));
        let help = problem.unwrap_or_else(|| panic!("{told:?}")).help.clone().unwrap();
        let list = help.split_once("one of these: ").unwrap().1.trim_end_matches('.');
        for name in list.split(", ") {
            assert!(
                section(heading).contains(&format!("`{{{name}}}`")),
                "{{{name}}} is missing under {heading}"
            );
        }
    };
    let guide = "Guide(site: Temples, motion: Press, spots: 2, rhythm: (press: \"5s\", release: \"5s\"), lasts: \"30s\"";
    check(&format!("{guide}, {say})"), "`Guide`");
    check(&format!("Compress(pack: Cold, site: Forehead, lasts: \"5m\", {say})"), "`Compress`");
    check(&format!("Contrast(site: Shoulders, warm: \"2m\", cold: \"1m\", rounds: 2, {say})"), "`Contrast`");
    let phases = "inhale: 4, top_up: 1, hold: 1, exhale: 4, rest: 1";
    check(&format!("Breathe({phases}, lasts: \"60s\", {say})"), "`Breathe`");
    check(&format!("Rest(lasts: \"60s\", {say})"), "`Rest`");
    check(&format!("Wait(at_most: \"60s\", {say})"), "`Wait`");
    check(&format!("Repeat(times: 2, {say}, steps: [Rest(lasts: \"9s\")])"), "`Repeat`");
    for name in ["round", "of_rounds", "side", "other_side", "side_stem", "other_side_stem", "minutes"] {
        assert!(GUIDE.contains(&format!("`{{{name}}}`")), "{{{name}}} is missing");
    }
}
