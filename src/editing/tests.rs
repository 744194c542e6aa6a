//! What is written, what stays, and the way back.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::library::Library;
use crate::routine::validate::Role;
use crate::routine::{Language, read, validate};

const ROUTINE: &str = "\
// For the evening.
(
    format: 1,
    title: \"Evening\", // short
    kind: Mixed,
    suits: [Between],
    evidence: Traditional,
    sources: [\"me\"],
    cautions: [\"Stop if it hurts.\"],
    steps: [
        // Sit down first.
        Rest(lasts: \"30s\", say: \"Sit (or lie), \\\"well\\\".\"), // not in bed
        Guide(
            site: Temples, // both
            motion: Circle,
            pressure: 1,
            lasts: \"30s\",
        ),
        /* a
           note */
        Repeat(times: 2, steps: [
            Rest(lasts: \"9s\"),
            // The last one.
            Rest(lasts: \"10s\")
        ]),
        EachSide(steps: [Guide(site: Trapezius, motion: Squeeze, pressure: 1, lasts: \"20s\"), Rest(lasts: \"5s\")]),
        Use(\"temple-circles\"),
    ],
)
";

fn document() -> Document {
    Document::new(ROUTINE.to_owned())
}

#[track_caller]
fn edited(edit: &Edit) -> String {
    document().with(edit).unwrap().0
}

fn set(step: StepPath, field: &str, value: &str) -> Edit {
    Edit::Set { step, field: field.into(), value: value.into() }
}

/// The lines that differ: those that are gone, and those that are new.
fn changed(text: &str) -> (Vec<String>, Vec<String>) {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(ROUTINE), lines(text));
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same;
    let back = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    (old[same..old.len() - back].to_vec(), new[same..new.len() - back].to_vec())
}

#[track_caller]
fn check(edit: &Edit, gone: &[&str], new: &[&str]) {
    let text = edited(edit);
    let expected =
        (gone.iter().map(|l| (*l).to_owned()).collect(), new.iter().map(|l| (*l).to_owned()).collect());
    assert_eq!(changed(&text), expected, "{text}");
}

#[test]
fn every_step_is_found_with_its_place() {
    let outline = Outline::of(ROUTINE).unwrap();
    let all: Vec<(String, &str)> = outline
        .all()
        .into_iter()
        .map(|(path, step)| {
            (format!("{:?}", path.0.iter().map(|(_, i)| *i).collect::<Vec<_>>()), step.kind.as_str())
        })
        .collect();
    let expected = [
        ("[0]", "Rest"),
        ("[1]", "Guide"),
        ("[2]", "Repeat"),
        ("[2, 0]", "Rest"),
        ("[2, 1]", "Rest"),
        ("[3]", "EachSide"),
        ("[3, 0]", "Guide"),
        ("[3, 1]", "Rest"),
        ("[4]", "Use"),
    ];
    assert_eq!(all, expected.map(|(path, kind)| (path.to_owned(), kind)));
    let site = outline.field(&StepPath::top(1), "site").unwrap();
    assert_eq!(&ROUTINE[site.value.clone()], "Temples");
    let at = ROUTINE.find("Squeeze").unwrap();
    assert_eq!(outline.step_at(at), Some(StepPath::top(3).inner(Part::Steps, 0)));
}

#[test]
fn a_value_is_written_where_it_stands() {
    check(
        &set(StepPath::top(1), "site", "Forehead"),
        &["            site: Temples, // both"],
        &["            site: Forehead, // both"],
    );
    check(
        &set(StepPath::default(), "title", "\"Night\""),
        &["    title: \"Evening\", // short"],
        &["    title: \"Night\", // short"],
    );
    check(
        &set(StepPath::top(4), "technique", "\"jaw\""),
        &["        Use(\"temple-circles\"),"],
        &["        Use(\"jaw\"),"],
    );
}

#[test]
fn a_new_field_is_written_as_its_neighbours_are() {
    check(&set(StepPath::top(1), "hand", "Same"), &[], &["            hand: Same,"]);
    check(
        &set(StepPath::top(2), "gap", "\"2s\""),
        &["        Repeat(times: 2, steps: ["],
        &["        Repeat(times: 2, gap: \"2s\", steps: ["],
    );
    check(
        &set(StepPath::top(4), "lasts", "\"9s\""),
        &["        Use(\"temple-circles\"),"],
        &["        Use(technique: \"temple-circles\", lasts: \"9s\"),"],
    );
}

#[test]
fn a_field_is_left_out_and_what_is_said_beside_it_stays() {
    let clear = |step, field: &str| Edit::Clear { step, field: field.into() };
    check(&clear(StepPath::top(1), "pressure"), &["            pressure: 1,"], &[]);
    check(
        &clear(StepPath::top(1), "site"),
        &["            site: Temples, // both"],
        &["            // both"],
    );
    assert_eq!(edited(&clear(StepPath::top(1), "hand")), ROUTINE, "what is not there");
}

#[test]
fn a_step_is_put_in_taken_out_moved_and_copied_with_its_comments() {
    let insert =
        |of: StepPath, index, text: &str| Edit::Insert { of, part: Part::Steps, index, text: text.into() };
    check(&insert(StepPath::default(), 0, "Wait(at_most: \"1m\")"), &[], &["        Wait(at_most: \"1m\"),"]);
    assert!(
        edited(&insert(StepPath::default(), 0, "Wait(at_most: \"1m\")"))
            .contains("Wait(at_most: \"1m\"),\n        // Sit down first.")
    );
    check(&insert(StepPath::default(), 9, "Wait(at_most: \"1m\")"), &[], &["        Wait(at_most: \"1m\"),"]);
    check(
        &insert(StepPath::top(2), 2, "Wait(at_most: \"1m\")"),
        &["            Rest(lasts: \"10s\")"],
        &["            Rest(lasts: \"10s\"),", "            Wait(at_most: \"1m\"),"],
    );
    check(&Edit::Remove { step: StepPath::top(4) }, &["        Use(\"temple-circles\"),"], &[]);
    check(
        &Edit::Remove { step: StepPath::top(0) },
        &["        Rest(lasts: \"30s\", say: \"Sit (or lie), \\\"well\\\".\"), // not in bed"],
        &["        // not in bed"],
    );
    let to_end = Edit::Move { step: StepPath::top(0), of: StepPath::default(), part: Part::Steps, index: 5 };
    let text = edited(&to_end);
    let moved = "        Use(\"temple-circles\"),\n        // Sit down first.\n        Rest(lasts: \"30s\", say: \"Sit (or lie), \\\"well\\\".\"), // not in bed\n    ],";
    assert!(text.contains(moved), "{text}");
    let inwards = Edit::Move { step: StepPath::top(1), of: StepPath::top(2), part: Part::Steps, index: 0 };
    let (text, step) = document().with(&inwards).unwrap();
    assert_eq!(step, StepPath::top(1).inner(Part::Steps, 0), "the repeat has moved up");
    assert!(text.contains("            Guide(\n                site: Temples, // both\n"), "{text}");
    let copy = edited(&Edit::Copy { step: StepPath::top(3).inner(Part::Steps, 1) });
    assert!(copy.contains("Rest(lasts: \"5s\"), Rest(lasts: \"5s\")]"), "{copy}");
    let wrap = edited(&Edit::Wrap { step: StepPath::top(4), holder: "Repeat(times: 2".into() });
    assert!(
        wrap.contains("        Repeat(times: 2, steps: [\n            Use(\"temple-circles\"),\n        ]),"),
        "{wrap}"
    );
}

#[test]
fn an_alternative_is_put_in_and_taken_out() {
    let insert = Edit::Insert {
        of: StepPath::top(1),
        part: Part::Instead,
        index: 0,
        text: "(when: TouchHurts, step: Rest(lasts: \"30s\"))".into(),
    };
    let mut document = document();
    let step = document.apply(&insert, None).unwrap();
    assert_eq!(step, StepPath::top(1).inner(Part::Instead, 0));
    assert_eq!(document.outline().unwrap().step(&step).unwrap().kind, "Rest");
    document.apply(&Edit::Remove { step }, None).unwrap();
    assert_eq!(document.text(), ROUTINE);
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let only = StepPath::top(0);
    let small = Document::new("(steps: [Rest(lasts: \"9s\")])".into());
    assert_eq!(small.with(&Edit::Remove { step: only.clone() }), Err(EditError::LastStep));
    let into_itself =
        Edit::Move { step: StepPath::top(2), of: StepPath::top(2), part: Part::Steps, index: 0 };
    assert_eq!(document().with(&into_itself), Err(EditError::Misplaced));
    assert_eq!(document().with(&Edit::Copy { step: StepPath::top(7) }), Err(EditError::Gone));
    for value in ["", "1, say: \"x\"", ")", "\"open", "1 // x"] {
        let error = document().with(&set(StepPath::top(1), "pressure", value)).unwrap_err();
        assert_eq!(error, EditError::Unwritable(value.into()));
    }
    let broken = Document::new("(steps: [".into());
    assert_eq!(broken.with(&Edit::Copy { step: only }), Err(EditError::Unreadable));
}

#[test]
fn what_is_dragged_or_typed_is_one_step_back() {
    let mut document = document();
    let field = |secs: u32| set(StepPath::top(0), "lasts", &format!("\"{secs}s\""));
    let group = Some(Group::Field(StepPath::top(0), "lasts".into()));
    for secs in 31..60 {
        document.apply(&field(secs), group.clone()).unwrap();
    }
    document.apply(&set(StepPath::top(1), "pressure", "2"), None).unwrap();
    document.apply(&field(9), group.clone()).unwrap();
    assert!(document.undo().is_some());
    assert!(document.text().contains("lasts: \"59s\""));
    document.undo().unwrap();
    document.undo().unwrap();
    assert_eq!((document.undo(), document.text()), (None, ROUTINE));
    document.redo().unwrap();
    assert!(document.text().contains("lasts: \"59s\"") && document.can_redo());
    document.replace(format!("{ROUTINE}// end\n"), Some(Group::Typing));
    assert!(!document.can_redo(), "another way was taken");
}

#[test]
fn every_step_to_begin_with_is_one_that_can_be_used() {
    let library = Library::open(None);
    for new in NewStep::ALL {
        let text = ROUTINE.replace("Use(\"temple-circles\")", new.text());
        let (routine, problems) = read(&text);
        assert!(problems.is_empty(), "{new:?}: {problems:?}");
        let (valid, problems) = validate("evening", routine.unwrap(), Role::Routine, library.known());
        assert!(problems.is_empty(), "{new:?}: {problems:?}");
        let safe = crate::safety::review(valid.unwrap());
        assert!(safe.is_ok(), "{new:?}");
    }
}

#[test]
fn words_are_changed_in_one_language_at_a_time() {
    let both = with_words(Some("\"Rest.\""), Language::De, "Ruh dich \"aus\".");
    assert_eq!(both, "{\"en\": \"Rest.\", \"de\": \"Ruh dich \\\"aus\\\".\"}");
    assert_eq!(words_in(&both, Language::De).unwrap(), "Ruh dich \"aus\".");
    assert_eq!(words_in(&both, Language::Es), None);
    assert_eq!(with_words(Some(&both), Language::En, "Lie."), both.replace("Rest.", "Lie."));
    assert_eq!(with_words(Some(&both), Language::De, ""), "{\"en\": \"Rest.\"}");
    assert_eq!(with_words(None, Language::En, "a\\b"), "\"a\\\\b\"");
    assert_eq!(words_in("\"a\\\\b\"", Language::En).unwrap(), "a\\b");
}

/// The comments of a text, sorted.
fn comments(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let len = if c == '"' {
            crate::ron_reader::string_len(rest)
        } else if rest.starts_with("//") {
            let len = rest.find('\n').unwrap_or(rest.len());
            found.push(rest[..len].trim().to_owned());
            len
        } else if rest.starts_with("/*") {
            let len = crate::ron_reader::block_comment_len(rest);
            found.push(rest[..len].split_whitespace().collect::<Vec<_>>().join(" "));
            len
        } else {
            c.len_utf8()
        };
        rest = &rest[len..];
    }
    found.sort();
    found
}

/// One of the changes that can be made, by what is drawn.
fn drawn(document: &Document, (what, one, other): (u8, Index, Index)) -> Edit {
    let all = document.outline().unwrap().all();
    let path = all[one.index(all.len())].0.clone();
    let (target, _) = &all[other.index(all.len())];
    let (of, part, index) = target.outer().unwrap();
    match what {
        0 => set(path, "say", "\"Let go, // slowly.\""),
        1 => Edit::Clear { step: path, field: "say".into() },
        2 => Edit::Insert { of, part, index, text: NewStep::ALL[one.index(9)].text().into() },
        3 => Edit::Insert { of, part, index: index + 1, text: "Rest(\n    lasts: \"9s\",\n)".into() },
        4 => Edit::Move { step: path, of, part, index: index + one.index(2) },
        5 => Edit::Copy { step: path },
        6 => Edit::Wrap { step: path, holder: "Repeat(times: 2".into() },
        _ => set(path, "name", "\"A name\""),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_done_can_be_read_keeps_every_comment_and_is_undone_to_the_byte(
        draws in proptest::collection::vec((0..8_u8, any::<Index>(), any::<Index>()), 1..16),
        has_windows_line_ends in any::<bool>(),
    ) {
        let text = if has_windows_line_ends { ROUTINE.replace('\n', "\r\n") } else { ROUTINE.to_owned() };
        let mut document = Document::new(text.clone());
        let mut texts = vec![text.clone()];
        let steps = |document: &Document| document.outline().unwrap().all().len();
        for draw in draws {
            let edit = drawn(&document, draw);
            let before = steps(&document);
            if document.apply(&edit, None).is_err() {
                prop_assert_eq!(document.text(), texts.last().unwrap());
                continue;
            }
            let now = document.text();
            prop_assert!(read(now).0.is_some(), "{}", now);
            let copied = matches!(edit, Edit::Copy { .. });
            let (old, new) = (comments(texts.last().unwrap()), comments(now));
            if copied {
                prop_assert!(old.iter().all(|comment| new.contains(comment)), "{}", now);
            } else {
                prop_assert_eq!(old, new, "{}", now);
            }
            let after = steps(&document);
            prop_assert!(match edit {
                Edit::Move { .. } | Edit::Set { .. } | Edit::Clear { .. } => before == after,
                _ => before < after,
            }, "{}", now);
            prop_assert!(!has_windows_line_ends || now.matches('\n').count() == now.matches("\r\n").count());
            if now != texts.last().unwrap() {
                texts.push(now.to_owned());
            }
        }
        for expected in texts.iter().rev().skip(1) {
            prop_assert!(document.undo().is_some());
            prop_assert_eq!(document.text(), expected);
        }
        prop_assert!(!document.can_undo());
        for expected in texts.iter().skip(1) {
            prop_assert!(document.redo().is_some());
            prop_assert_eq!(document.text(), expected);
        }
    }
}

/// A routine whose one step is inside everything that a step can be inside of.
fn with_step(step: &str) -> String {
    format!("(format: 1, title: \"A\", steps: [Repeat(times: 2, steps: [EachSide(steps: [{step}])])])")
}

fn inner() -> StepPath {
    StepPath::top(0).inner(Part::Steps, 0).inner(Part::Steps, 0)
}

fn names(step: &str) -> Vec<String> {
    let text = with_step(step);
    let form = Form::of(&text, &Outline::of(&text).unwrap(), &inner()).unwrap();
    let top = |field: &FormField| field.name.split(['.', '[']).next().unwrap_or_default().to_owned();
    let is_value = |field: &&FormField| !matches!(field.control, Control::Changes(_));
    form.fields.iter().filter(is_value).map(top).collect()
}

#[test]
fn a_form_has_every_field_that_the_reader_knows_and_no_other() {
    let then = "then: [(at: \"9s\", say: \"a\")]";
    let samples = [
        ("Guide", format!("site: Neck, motion: Circle, rhythm: (press: \"5s\", release: \"5s\"), {then}")),
        ("Guide", "motion: Turn, times: 5, rhythm: (press: \"5s\", release: \"5s\"), spots: 2, each_spot: [\"a\"], \
                   site: Neck, side: Left, hand: Same, reversed: true"
            .to_owned()),
        ("Compress", then.to_owned()),
        ("Contrast", String::new()),
        ("Breathe", format!("ramp: [(inhale: 4, exhale: 6, lasts: \"30s\")], {then}")),
        ("Breathe", "cycles: 3".to_owned()),
        ("Rest", then.to_owned()),
        ("Wait", then.to_owned()),
        ("Ask", then.to_owned()),
        ("Repeat", String::new()),
        ("EachSide", String::new()),
        ("Use", String::new()),
    ];
    for kind in
        ["Guide", "Compress", "Contrast", "Breathe", "Rest", "Wait", "Ask", "Repeat", "EachSide", "Use"]
    {
        let of_kind = samples.iter().filter(|(name, _)| *name == kind);
        let mut shown: Vec<String> =
            of_kind.flat_map(|(_, fields)| names(&format!("{kind}({fields})"))).collect();
        // Those that hold steps are cards of their own, and what is done instead is a tab.
        let elsewhere: &[&str] = match kind {
            "Ask" => &["steps", "softer", "instead"],
            "Repeat" | "EachSide" => &["steps", "instead"],
            // Words at a time inside it are always refused.
            "Contrast" => &["then", "instead"],
            _ => &["instead"],
        };
        shown.extend(elsewhere.iter().map(|name| (*name).to_owned()));
        shown.sort_unstable();
        shown.dedup();
        let unknown = |field: &str| {
            let (_, problems) = read(&with_step(&format!("{kind}({field}: 1)")));
            problems.into_iter().find(|problem| problem.kind == crate::ron_reader::ProblemKind::UnknownField)
        };
        for name in &shown {
            assert_eq!(unknown(name), None, "{kind} has no {name}");
        }
        let help = unknown("qqqqqqqqqqqq").unwrap().help.unwrap();
        let listed = help.trim_start_matches("Choose from: ").trim_end_matches('.');
        let (listed, more) = listed.rsplit_once(" and ").unwrap_or((listed, "0 more"));
        let more: usize = more.trim_end_matches(" more").parse().unwrap();
        assert_eq!(listed.split(", ").count() + more, shown.len(), "{kind}: {shown:?}, known: {help}");
    }
}

#[test]
fn a_part_of_a_value_is_written_where_it_stands() {
    let step = "Guide(site: Temples, motion: Press, rhythm: (press: \"5s\", release: \"3s\"), lasts: \"30s\", \
                then: [(at: \"9s\", say: \"a\"), /* b */ (at: \"12s\", say: {\"en\": \"b\"})])";
    let with = |field: &str, value: &str| {
        let mut document = Document::new(with_step(step));
        document.apply(&set(inner(), field, value), None).unwrap();
        document.text().to_owned()
    };
    let changed = |from: &str, to: &str| with_step(&step.replace(from, to));
    assert_eq!(with("rhythm.press", "\"6s\""), changed("\"5s\"", "\"6s\""));
    assert_eq!(with("then[1].at", "\"15s\""), changed("\"12s\"", "\"15s\""));
    assert_eq!(with("then[0].recording", "\"a.wav\""), changed("\"a\")", "\"a\", recording: \"a.wav\")"));
    let third = "(at: \"20s\", say: \"c\")";
    assert_eq!(with("then[2]", third), changed("\"b\"})]", "\"b\"}), (at: \"20s\", say: \"c\")]"));
    let mut document = Document::new(with_step(step));
    document.apply(&Edit::Clear { step: inner(), field: "then[0]".into() }, None).unwrap();
    assert_eq!(document.text(), changed("(at: \"9s\", say: \"a\"),", ""));
    for wrong in ["then[5].at", "rhythm[0]", "lasts.x", "none.x"] {
        let edit = set(inner(), wrong, "1");
        assert_eq!(document.apply(&edit, None), Err(EditError::Gone), "{wrong}");
    }
}

#[test]
fn a_recording_is_added_in_one_language_at_a_time() {
    let with = |raw: Option<&str>, language| with_file(raw, language, "b.wav");
    assert_eq!(with(None, Language::En), "\"b.wav\"");
    assert_eq!(with(None, Language::De), "{\"de\": \"b.wav\"}");
    assert_eq!(with(Some("\"a.wav\""), Language::En), "\"b.wav\"");
    assert_eq!(with(Some("\"a.wav\""), Language::De), "{\"en\": \"a.wav\", \"de\": \"b.wav\"}");
    assert_eq!(with(Some("{\"de\": \"a.wav\"}"), Language::De), "{\"de\": \"b.wav\"}");
    assert_eq!(with(Some("{\"de\": \"a.wav\"}"), Language::En), "{\"de\": \"a.wav\", \"en\": \"b.wav\"}");
}

#[test]
fn words_begin_with_the_motion_and_are_known_as_such() {
    use crate::ron_reader::Vocabulary as _;
    use crate::routine::Motion;
    for motion in Motion::ALL {
        for on_each_side in [true, false] {
            let words = words_for(*motion, on_each_side);
            assert!(are_beginning_words(&words) && are_beginning_words(&without_times(&words)), "{words}");
            assert_eq!(words.contains("{times}"), motion.is_exercise(), "{words}");
            assert!(!without_times(&words).contains("times"), "{words}");
        }
    }
    assert!(!are_beginning_words("My own."));
}
