//! What every shipped routine does, second by second, held as text: whoever changes it sees what a listener would hear.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use stillpoint::library::Library;
use stillpoint::ron_reader::Vocabulary as _;
use stillpoint::routine::{Site, StepKind, walk};
use stillpoint::safety::{Profile, SafeRoutine, State};
use stillpoint::time::ExactDuration;
use stillpoint::timeline::{Moment, Timeline, compile, listing, plan};

static SHIPPED: LazyLock<Library> = LazyLock::new(|| Library::open(None));

fn shipped(id: &str) -> Arc<SafeRoutine> {
    SHIPPED.find(id).and_then(|entry| entry.routine.clone()).expect("shipped and playable")
}

fn timeline(id: &str, moment: &Moment, minutes: Option<u64>) -> Timeline {
    compile(
        &plan(&shipped(id), &Profile::default(), moment, minutes.map(ExactDuration::from_mins))
            .expect("within its limits"),
    )
}

#[track_caller]
fn check(id: &str, minutes: Option<u64>) {
    let name = minutes.map_or_else(|| id.to_owned(), |minutes| format!("{id}-at-{minutes}"));
    insta::assert_snapshot!(name, listing::listing(&timeline(id, &Moment::default(), minutes)));
}

#[test]
fn there_are_at_least_thirty_shipped_routines() {
    assert!(SHIPPED.entries().len() >= 30, "{}", SHIPPED.entries().len());
}

#[test]
fn every_technique_is_used_and_every_site_has_its_place() {
    let (mut used, mut sites) = (BTreeSet::new(), BTreeSet::new());
    for entry in SHIPPED.entries().iter().chain(SHIPPED.techniques()) {
        let steps = &entry.routine.as_ref().unwrap().routine().steps;
        walk(steps, &mut |step, _| match &step.kind {
            StepKind::Group(group) => drop(used.insert(group.technique.clone())),
            StepKind::Guide(guide) => drop(sites.insert(guide.site.value)),
            StepKind::Compress(compress) => drop(sites.insert(compress.site.value)),
            StepKind::Contrast(contrast) => drop(sites.insert(contrast.site.value)),
            _ => {}
        });
    }
    let unused = SHIPPED.techniques().iter().filter(|technique| !used.contains(&technique.id));
    assert_eq!(unused.map(|technique| technique.id.as_str()).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(Site::ALL.iter().filter(|site| !sites.contains(site)).collect::<Vec<_>>(), [&Site::Scalp; 0]);
}

#[test]
fn shipped_files_have_no_problems() {
    for entry in SHIPPED.entries().iter().chain(SHIPPED.techniques()) {
        assert_eq!(entry.problems.lines(), "", "{}", entry.id);
        assert!(entry.routine.is_some(), "{}", entry.id);
    }
}

#[test]
fn every_routine_as_it_is_written() {
    for entry in SHIPPED.entries() {
        check(&entry.id, None);
    }
}

#[test]
fn longer_exhale_for_twelve_minutes() {
    check("longer-exhale", Some(12));
}

#[test]
fn neck_and_shoulders_10_for_eight_minutes() {
    check("neck-and-shoulders-10", Some(8));
}

#[test]
fn a_shipped_routine_lasts_whole_minutes_which_its_title_leaves_to_the_list() {
    for entry in SHIPPED.entries() {
        let routine = shipped(&entry.id);
        let length = routine.range().written;
        assert!(
            length.nanos().is_multiple_of(ExactDuration::from_mins(1).nanos()),
            "{} lasts {length}",
            entry.id
        );
        let title = routine.title();
        assert!(!title.contains("minute"), "`{title}` lasts {length}");
        assert_eq!(timeline(&entry.id, &Moment::default(), None).length(), length, "{}", entry.id);
    }
}

#[test]
fn a_title_is_spoken_with_the_length_that_is_played() {
    let shorter = timeline("neck-and-shoulders-10", &Moment::default(), Some(8));
    assert_eq!(shorter.title(), "Neck and shoulders");
    assert_eq!(shorter.segments()[0].words, "Neck and shoulders. 8 minutes.");
    let as_written = timeline("neck-and-shoulders-5", &Moment::default(), None);
    assert_eq!(as_written.segments()[0].words, "Neck and shoulders. 5 minutes.");
}

#[test]
fn alternatives_leave_the_length_of_a_routine_as_it_is() {
    let touch_hurts = Moment::with([State::TouchHurts]);
    for id in ["neck-and-shoulders-5", "neck-and-shoulders-10"] {
        let without_touch = timeline(id, &touch_hurts, None);
        assert_eq!(without_touch.length(), shipped(id).range().written, "{id}");
        assert!(!listing::listing(&without_touch).contains("pressure"), "{id} still presses");
    }
}
