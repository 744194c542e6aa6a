//! Steps on each side, on one, and on the side that the person says is sore.

use std::sync::Arc;

use stillpoint::library::{Entry, Library};
use stillpoint::routine::Side;
use stillpoint::safety::{Moment, Profile, SafeRoutine, State};
use stillpoint::time::ExactDuration;
use stillpoint::timeline::{Plan, SegmentKind, compile, plan};

fn entry(each_side: &str) -> Entry {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.ron");
    let text = format!(
        "(format: 1, title: \"T\", kind: Massage, suits: [Between], evidence: Traditional, sources: [\"mine\"], \
         cautions: [\"Stop if you feel dizzy.\"], steps: [EachSide({each_side} gap: \"4s\", steps: [\
         Guide(site: Trapezius, motion: Squeeze, pressure: 3, lasts: \"20s\", say: \"Squeeze the {{side}} side.\")])])"
    );
    std::fs::write(&path, text).unwrap();
    Library::open(None).read_file(&path)
}

fn routine(each_side: &str) -> Arc<SafeRoutine> {
    let entry = entry(each_side);
    assert_eq!(entry.problems.lines(), "");
    entry.routine.unwrap()
}

fn planned(routine: &Arc<SafeRoutine>, moment: &Moment) -> Plan {
    plan(routine, &Profile::default(), moment, None).unwrap()
}

/// The side of each squeeze, in order.
fn sides(each_side: &str, moment: &Moment) -> Vec<Side> {
    let timeline = compile(&planned(&routine(each_side), moment));
    let squeezes = timeline.segments().iter().filter(|one| matches!(one.kind, SegmentKind::Guide { .. }));
    squeezes.map(|one| one.side.unwrap()).collect()
}

#[test]
fn the_sides_have_the_turns_that_are_written() {
    let nobody = Moment::default();
    for (written, expected) in [
        ("", vec![Side::Left, Side::Right]),
        ("first: Right,", vec![Side::Right, Side::Left]),
        ("turns: FirstOnly,", vec![Side::Left]),
        ("first: Right, turns: FirstOnly,", vec![Side::Right]),
        ("first: Right, turns: FirstAgain,", vec![Side::Right, Side::Left, Side::Right]),
    ] {
        assert_eq!(sides(written, &nobody), expected, "{written}");
    }
}

#[test]
fn the_sore_side_comes_first_once_the_person_has_said_which_it_is() {
    let right = Moment::with([State::SoreRight]);
    assert_eq!(sides("first: Sore,", &right), [Side::Right, Side::Left]);
    assert_eq!(sides("first: Sore, turns: FirstOnly,", &right), [Side::Right]);
    assert_eq!(sides("first: Sore, turns: FirstAgain,", &right), [Side::Right, Side::Left, Side::Right]);
    // As long as nobody has said it, or has said both, no side is left out.
    for moment in [Moment::default(), Moment::with([State::SoreLeft, State::SoreRight])] {
        assert_eq!(sides("first: Sore, turns: FirstOnly,", &moment), [Side::Left, Side::Right]);
        let told = planned(&routine("first: Sore, turns: FirstOnly,"), &moment);
        let told: Vec<&String> = told.changes().iter().collect();
        let sentence =
            "You haven't said which side is sore, so both sides have their turn, the left one first.";
        assert_eq!(told, [sentence]);
    }
    assert_eq!(planned(&routine("first: Sore,"), &right).changes().len(), 0);
    assert!(
        routine("first: Sore,").asks_for_the_sore_side()
            && !routine("first: Right,").asks_for_the_sore_side()
    );
}

#[test]
fn a_length_counts_the_turns_that_are_played() {
    let get_ready = compile(&planned(&routine(""), &Moment::default())).segments()[0].lasts;
    let lasts = |written: &str, moment: &Moment| {
        let timeline = compile(&planned(&routine(written), moment));
        let steps = timeline.segments().iter().filter(|one| one.kind != SegmentKind::End);
        steps.map(|one| one.lasts).sum::<ExactDuration>().minus(get_ready)
    };
    let secs = ExactDuration::from_secs;
    assert_eq!(lasts("", &Moment::default()), secs(44));
    assert_eq!(lasts("turns: FirstOnly,", &Moment::default()), secs(20));
    assert_eq!(lasts("turns: FirstAgain,", &Moment::default()), secs(68));
    assert_eq!(lasts("first: Sore, turns: FirstOnly,", &Moment::with([State::SoreLeft])), secs(20));
}

#[test]
fn one_side_alone_is_a_slip_unless_it_is_said_to_be_meant() {
    let lines = |text: &str| entry(text).problems.lines();
    assert_eq!(lines("turns: FirstOnly,"), "");
    assert!(lines("first: Both,").contains("There is no side called `Both`."), "{}", lines("first: Both,"));
    assert!(
        lines("turns: Twice,").contains("There is no kind of turns called `Twice`."),
        "{}",
        lines("turns: Twice,")
    );
}
