//! `check --fix` mends what is certain, leaves the rest alone, and tells it.

use std::fs;

use crate::person::Person;

const GOOD: &str = "(
    format: 1,
    title: \"Mine\", // a comment that stays
    kind: Massage,
    suits: [Between],
    evidence: Traditional,
    sources: [\"mine\"],
    cautions: [\"Stop if it hurts.\"],
    steps: [
        EachSide(
            steps: [
                Guide(site: NeckBack, motion: Circle, pressure: 2, lasts: \"30s\", say: \"Circle on the {side} side.\"),
            ],
        ),
    ],
)
";

/// The file after it was mended, and what was printed to both streams.
fn mended(text: &str) -> (String, String) {
    let person = Person::new();
    let path = person.file("mine.ron", text);
    let output = person.run(&["check", "--fix", &path]);
    let told = [output.stdout, output.stderr].concat();
    (fs::read_to_string(&path).unwrap(), String::from_utf8_lossy(&told).into_owned())
}

#[test]
fn slips_of_which_the_meaning_is_certain_are_mended_and_nothing_else_is_touched() {
    for (slip, meant) in [
        ("site: NekBack", "site: NeckBack"),
        ("site: \"NeckBack\"", "site: NeckBack"),
        ("presure: 2", "pressure: 2"),
        ("\"pressure\": 2", "pressure: 2"),
        ("{Side}", "{side}"),
        ("Each Side(", "EachSide("),
        ("/ a comment", "// a comment"),
        ("suits:\u{a0}[Between]", "suits: [Between]"),
        ("title: \"Mine”,", "title: \"Mine\","),
        ("lasts: \"30s\",,", "lasts: \"30s\","),
    ] {
        let broken = GOOD.replacen(meant, slip, 1);
        assert_ne!(broken, GOOD, "{slip}");
        let (text, told) = mended(&broken);
        if slip.contains(",,") {
            assert_eq!(text, broken, "what is not certain stays: {told}");
        } else {
            assert_eq!(text, GOOD, "{slip}\n{told}");
            assert!(told.contains("mended.") && told.contains("no errors"), "{slip}\n{told}");
        }
    }
}

#[test]
fn what_stands_behind_a_slip_is_mended_too_and_the_rest_is_told() {
    let broken = GOOD
        .replace("Each", "Each ")
        .replace("site: NeckBack", "site: NekBack")
        .replace("{side}", "{sid}")
        .replace("pressure: 2", "pressure: 11");
    let (text, told) = mended(&broken);
    assert_eq!(text, GOOD.replace("pressure: 2", "pressure: 11"), "{told}");
    assert!(
        told.contains("3 slips mended.") && told.contains("A pressure of 11 is off the scale."),
        "{told}"
    );
}

#[test]
fn a_good_file_and_one_that_cannot_be_mended_stay_as_they_are() {
    for text in [GOOD.to_owned(), GOOD.replace("steps: [\n        Each", "steps: \n        Each")] {
        let (after, told) = mended(&text);
        assert_eq!(after, text);
        assert!(!told.contains("mended"), "{told}");
    }
}

/// What was certain once and is not: a mending that would make one thing into another.
#[test]
fn nothing_is_mended_that_could_have_meant_something_else() {
    let step = "Guide(site: NeckBack, motion: Circle, pressure: 2, lasts: \"30s\", say: \"Circle on the {side} side.\")";
    let around = |other: &str| GOOD.replace(step, other);
    for step in [
        "Guide(site: LowerBack, motion: Circle, pressure: 1, lasts: \"30s\")",
        "Guide(site: Lips, motion: Circle, pressure: 1, lasts: \"30s\")",
        "Guide(site: Temples, motion: Strike, pressure: 1, lasts: \"30s\")",
        "Guide(site: Temples, motion: Circle, pressure: 2/10, lasts: \"30s\")",
        "Rest(lasts: \"1, 30s\")",
        "Rest(lasts: \"1,30m\")",
        "Rest(lasts: \"1 5s\")",
        "Rest(lasts: \"1:30\")",
        "Rest(lasts: \"30s\", say: {\"en\": \"Rest.\", \"sp\": \"Descansa.\"})",
        "Rest(lasts: \"30s\", day: \"Rest.\")",
        "Rest(lasts: \"30s\", last: \"Rest.\")",
        "Rest(lasts: \"30s\", \"Rest.\")",
        "Guide(site: Temples, motion: Circle, time: \"30s\")",
        "Test(lasts: \"30s\")",
    ] {
        let text = around(step);
        let (now, told) = mended(&text);
        assert_eq!(now, text, "{step}: {told}");
        assert!(told.contains("1 with errors."), "{step}: {told}");
    }
    for (step, right) in [
        ("Rest(lasts: \"30 seconds\")", "Rest(lasts: \"30s\")"),
        ("Rest(lasts: \"1 min 30 sec\")", "Rest(lasts: \"1m 30s\")"),
        ("Use(temple-circles)", "Use(\"temple-circles\")"),
        ("Wait(at-most: \"2m\")", "Wait(at_most: \"2m\")"),
        (
            "Breathe(inhale: \"4\", exhale: 6, lasts: \"60s\")",
            "Breathe(inhale: 4, exhale: 6, lasts: \"60s\")",
        ),
        ("Rest（lasts: \"30s\"）", "Rest(lasts: \"30s\")"),
    ] {
        assert_eq!(mended(&around(step)).0, around(right), "{step}");
    }
}
