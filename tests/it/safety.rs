//! What a whole session adds up to: files that were once accepted, routines that are drawn at random, and the timeline of
//! whatever is planned from either, against limits that are written out here by hand.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::sample::select;
use stillpoint::library::{Entry, Library};
use stillpoint::ron_reader::{Problem, Severity};
use stillpoint::routine::technique::Techniques;
use stillpoint::routine::validate::Role;
use stillpoint::routine::{CompressKind, Motion, Phase, Side, Site, read, validate};
use stillpoint::safety::{self, Condition, Moment, Profile, SafeRoutine, State, Verdict, judge, review};
use stillpoint::time::ExactDuration;
use stillpoint::timeline::{PlanError, SegmentKind, Timeline, compile, plan};

use crate::properties::{moments, profiles};

static SHIPPED: LazyLock<Library> = LazyLock::new(|| Library::open(None));

/// A file of its own, read as the program reads it.
fn entry(text: &str) -> Entry {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("routine.ron");
    std::fs::write(&path, text).unwrap();
    SHIPPED.read_file(&path)
}

/// `line:column: severity: what` for every problem of a file, without the help.
fn told(text: &str) -> Vec<String> {
    let problems = entry(text).problems;
    let one = |problem: &Problem| {
        let (line, column) = problems.line_and_column(problem.span.start);
        let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
        format!("{line}:{column}: {severity}: {}", problem.message)
    };
    problems.list.iter().map(one).collect()
}

macro_rules! case {
    ($name:literal, $expected:expr) => {{
        assert_eq!(told(include_str!(concat!("safety/", $name, ".ron"))), $expected, $name);
    }};
}

#[test]
fn what_was_once_accepted_is_refused_with_its_reason() {
    case!(
        "a08_contrast_then_cold",
        ["10:116: error: The routine has 55m of packs on the back of the neck in total; the limit is 15m."]
    );
    case!(
        "a16_hyperventilate",
        [
            "10:11: error: A breath of 1s is too fast; it should last from 4s to 20s.",
            "10:52: error: The routine has 30m of paced breathing; the limit is 20m.",
        ]
    );
    case!(
        "a17_long_holds",
        [
            "10:11: error: The hold lasts 1m; the limit is 7s.",
            "10:11: error: The breath out lasts 1m; the limit is 12s.",
            "10:11: error: The rest after breathing out lasts 1m; the limit is 5s.",
            "10:69: error: The routine has 1h of paced breathing; the limit is 20m.",
        ]
    );
    case!(
        "a22_20short_same_spot",
        ["10:266: error: The routine has 4m of massage at the base of the skull in total; the limit is 2m."]
    );
    case!(
        "a30_leanon_scm",
        [
            "10:52: error: `LeanOn` is not allowed on the muscle at the side of the neck, only on `Suboccipital`.",
            "10:52: error: `LeanOn` is not allowed on the muscle at the side of the neck; only `Lift` is.",
            "10:92: error: The routine has 2m of massage on the muscle at the side of the neck in total on one side; the limit is 30s.",
        ]
    );
    case!("a32_eyes_press", ["10:11: error: No massage is allowed around the eyes."]);
    case!(
        "a44_instead_heavier",
        [
            "10:126: error: This alternative goes up to 5 out of 10, but its step only to 1.",
            "10:254: error: A breath of 2s is too fast; it should last from 4s to 20s.",
        ]
    );
    case!("r1", ["1:185: error: The routine has 45m of paced breathing; the limit is 20m."]);
}

#[test]
fn what_no_rule_can_see_is_warned_of_by_its_words() {
    case!("a01_throat_words", ["10:82: warning: This sentence mentions the throat."]);
    case!(
        "a03_rest_keep_pack",
        [
            "10:107: warning: This sentence mentions leaving a pack on.",
            "10:107: warning: This sentence mentions sleeping with a pack.",
        ]
    );
    case!(
        "a39_stop_medicine",
        [
            "10:60: warning: This sentence mentions an effect that no study has shown.",
            "10:81: warning: This sentence mentions stopping or not taking a medicine.",
            "10:141: warning: This sentence mentions an effect that no study has shown.",
        ]
    );
}

#[test]
fn a_sentence_is_warned_of_in_every_language_and_at_its_own_line() {
    let text = r#"(format: 1, title: "T", kind: Mixed, suits: [Between], evidence: Traditional, sources: ["our limit"],
cautions: ["Stop if it hurts."], steps: [
Rest(lasts: "30s", say: {
    "en": "Rest. Breathe softly.",
    "de": "Ruh dich aus. Nimm heute keine Tabletten. Atme weich.",
    "es": "Descansa. Aguanta la respiración.",
}),
])"#;
    assert_eq!(
        told(text),
        [
            "1:20: warning: 2 texts have no German version; this is the first.",
            "1:20: warning: 2 texts have no Spanish version; this is the first.",
            "5:26: warning: This sentence mentions stopping or not taking a medicine.",
            "6:22: warning: This sentence mentions holding the breath.",
        ]
    );
}

#[test]
fn no_shipped_file_is_warned_of() {
    let library = &*SHIPPED;
    for entry in library.entries().iter().chain(library.techniques()) {
        assert_eq!(entry.problems.list, [], "{}", entry.id);
    }
    assert_eq!(library.entries().len(), 50);
}

fn safe(kind: &str, steps: &str) -> Arc<SafeRoutine> {
    let text = format!("(format: 1, title: \"T\", kind: {kind}, evidence: Traditional, steps: [{steps}])");
    let (routine, problems) = read(&text);
    assert_eq!(problems, [], "{steps}");
    let (valid, problems) = validate("t", routine.unwrap(), Role::Routine, &Techniques::default());
    Arc::new(review(valid.unwrap_or_else(|_| panic!("{problems:?}"))).unwrap())
}

/// What a routine with these steps is refused for, without the help.
#[track_caller]
fn refused(steps: &str, expected: &[&str]) {
    let text = format!("(format: 1, title: \"T\", kind: Mixed, evidence: Traditional, steps: [{steps}])");
    let (valid, problems) = validate("t", read(&text).0.unwrap(), Role::Routine, &Techniques::default());
    let valid = valid.unwrap_or_else(|_| panic!("{problems:?}"));
    let problems = review(valid).err().unwrap_or_default();
    assert_eq!(
        problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(),
        expected,
        "{steps}"
    );
}

#[test]
fn one_skin_is_one_skin_under_every_name_and_on_each_side() {
    let shoulder = |site: &str, side: &str| {
        format!("Guide(site: {site}, side: {side}, motion: Stroke, pressure: 2, spots: 2, lasts: \"100s\"),")
    };
    refused(&(shoulder("Shoulders", "Left") + &shoulder("Trapezius", "Right")), &[]);
    refused(
        &(shoulder("Shoulders", "Left") + &shoulder("Trapezius", "Both")),
        &["The routine has 3m 20s of massage on the shoulders in total on one side; the limit is 3m."],
    );
    refused(
        "Guide(site: HandWeb, motion: Circle, lasts: \"60s\"), EachSide(steps: [Guide(site: Hands, motion: Stroke, spots: 2, lasts: \"61s\")])",
        &["The routine has 2m 1s of massage on the hands in total on one side; the limit is 2m."],
    );
    refused(
        "Compress(pack: Cold, site: Forehead, lasts: \"10m\"), Compress(pack: Cold, site: Temples, lasts: \"6m\")",
        &["The routine has 16m of packs on the forehead in total; the limit is 15m."],
    );
}

#[test]
fn no_stretching_and_no_alternative_gets_around_a_sum() {
    let stretched =
        "Guide(site: Temples, motion: Circle, pressure: 2, lasts: \"40s\", flex: (\"20s\", \"60s\")),";
    refused(&stretched.repeat(2), &[]);
    refused(
        &stretched.repeat(3),
        &["At its longest, the routine has 3m of massage on the temples in total; the limit is 2m."],
    );
    let or_temples = "Guide(site: Scalp, motion: Circle, pressure: 2, lasts: \"60s\", instead: [(when: Nauseous, step: Guide(site: Temples, motion: Circle, pressure: 2, lasts: \"60s\"))]),";
    let thrice = or_temples.repeat(2) + "Guide(site: Temples, motion: Press, pressure: 2, lasts: \"30s\")";
    refused(&thrice, &["The routine has 2m 30s of massage on the temples in total; the limit is 2m."]);
}

#[test]
fn muscles_are_tensed_twice_and_warmth_and_cold_take_turns_once() {
    let tense = "Guide(site: Hands, motion: Tense, pressure: 4, rhythm: (press: \"6s\", release: \"24s\"), lasts: \"30s\")";
    refused(&format!("Repeat(times: 2, steps: [{tense}])"), &[]);
    refused(
        &format!("Repeat(times: 3, steps: [{tense}])"),
        &["The routine has 3 rounds of tensing the hands; the limit is 2."],
    );
    refused(
        &tense.replace("\"6s\"", "\"9s\"").replace("\"24s\"", "\"20s\""),
        &["Tensing should last from 5s to 7s, not 9s."],
    );
    refused(&tense.replace("pressure: 4", "pressure: 6"), &["An effort of 6 is too strong; the limit is 5."]);
    let turns = "Contrast(site: Shoulders, warm: \"2m\", cold: \"30s\", rounds: 2),";
    refused(&turns.repeat(2), &["The routine has 2 steps that alternate warm and cold; the limit is 1."]);
}

#[test]
fn an_hour_of_breathing_in_an_attack_is_five_minutes_of_it() {
    let way = "Breathe(inhale: 4, exhale: 6, lasts: \"3m\", flex: (\"1m\", \"4m\"), ramp: [(inhale: 3, exhale: 4, lasts: \"70s\")]),";
    let routine = safe(
        "Breathing",
        &(way.repeat(2) + "EachSide(steps: [Breathe(inhale: 4, exhale: 6, lasts: \"1m\")])"),
    );
    let moment = Moment::in_phase(Phase::Attack);
    for wished in [None, Some(ExactDuration::from_mins(3)), Some(ExactDuration::from_mins(5))] {
        let Ok(planned) = plan(&routine, &Profile::default(), &moment, wished) else { continue };
        let mut timeline = compile(&planned);
        adds_up(&timeline, &Profile::default(), &moment).unwrap();
        for index in 0..timeline.segments().len() {
            timeline = timeline.lengthened(index, ExactDuration::from_mins(9)).unwrap_or(timeline);
        }
        adds_up(&timeline, &Profile::default(), &moment).unwrap();
    }
    let planned = plan(&routine, &Profile::default(), &moment, None).unwrap();
    assert!(compile(&planned).length() > ExactDuration::from_secs(280), "as much as there may be is kept");
}

#[test]
fn with_nothing_left_a_routine_is_not_for_now() {
    let or_breath = "Guide(site: Temples, motion: Circle, pressure: 1, lasts: \"20s\", instead: [(when: Nauseous, step: Breathe(inhale: 2, exhale: 2.5, lasts: \"1m\"))])";
    let routine = safe("Massage", or_breath);
    let profile = Profile::from_iter([Condition::Epilepsy]);
    let moment = Moment::with([State::Nauseous]);
    let error = plan(&routine, &profile, &moment, None).unwrap_err();
    let PlanError::NotNow { why, .. } = error else { panic!("{error}") };
    assert_eq!(why, "If you have seizures, don't breathe fast.");
    let or_rest = safe(
        "Massage",
        "Guide(site: Temples, motion: Circle, lasts: \"20s\", instead: [(when: TouchHurts, step: Rest(lasts: \"20s\"))])",
    );
    let hurts = Moment::with([State::TouchHurts]);
    assert!(matches!(plan(&or_rest, &Profile::default(), &hurts, None), Err(PlanError::NotNow { .. })));
    assert!(plan(&safe("Mixed", "Rest(lasts: \"20s\")"), &Profile::default(), &hurts, None).is_ok());
}

#[test]
fn what_was_prepared_is_left_out_with_what_it_was_for() {
    let names = |steps: &str, profile: Profile| -> Vec<String> {
        let judgement = judge(&safe("Mixed", steps), &profile, &Moment::default());
        assert_eq!(judgement.verdict, Verdict::Go);
        judgement.steps.iter().map(|step| step.plain_name(None)).collect()
    };
    let breath = "Breathe(name: \"Breath\", inhale: 4, exhale: 6, lasts: \"1m\")";
    let steps = format!(
        "{breath}, Rest(name: \"Rest\", lasts: \"20s\"), Wait(name: \"Water\", at_most: \"1m\"), \
         Wait(name: \"Towel\", at_most: \"1m\"), Compress(name: \"Pack\", pack: Warm, site: Shoulders, lasts: \"5m\")"
    );
    assert_eq!(names(&steps, Profile::default()), ["Breath", "Rest", "Water", "Towel", "Pack"]);
    assert_eq!(names(&steps, Profile::from_iter([Condition::MedicinePatch])), ["Breath", "Rest"]);
    let balls = format!(
        "{breath}, Wait(name: \"Balls\", at_most: \"1m\"), Guide(name: \"Lie\", site: Suboccipital, motion: LeanOn, lasts: \"60s\")"
    );
    assert_eq!(names(&balls, Profile::from_iter([Condition::Pregnancy])), ["Breath"]);
    // Two packs with one wait: it stays as long as one of them does.
    let both = format!(
        "{breath}, Wait(name: \"Both\", at_most: \"1m\"), Compress(name: \"Warm\", pack: Warm, site: Shoulders, lasts: \"5m\"), \
         Compress(name: \"Cold\", pack: Cold, site: Forehead, lasts: \"5m\")"
    );
    assert_eq!(names(&both, Profile::from_iter([Condition::MedicinePatch])), ["Breath", "Both", "Cold"]);
}

#[test]
fn a_fever_in_an_attack_starts_nothing_at_all() {
    let feverish = Profile::from_iter([Condition::FeverInfection]);
    let insist = Moment { insist: true, ..Moment::in_phase(Phase::Attack) };
    assert!(safety::blocked(&feverish, &insist).is_some());
    assert!(safety::blocked(&feverish, &Moment::with([State::Aura])).is_some());
    assert!(safety::blocked(&feverish, &Moment::default()).is_none());
    for entry in SHIPPED.entries() {
        let judgement = judge(entry.routine.as_ref().unwrap(), &feverish, &insist);
        assert!(matches!(judgement.verdict, Verdict::NotNow { .. }), "{}", entry.id);
        assert!(judgement.steps.is_empty());
    }
}

/// The skin that a site belongs to, the seconds that it may have, and whether each side has them.
fn skin(site: Site) -> Option<(&'static str, u64, bool)> {
    Some(match site {
        Site::Temples => ("temples", 120, false),
        Site::Suboccipital => ("under the skull", 120, false),
        Site::NeckBack => ("back of the neck", 150, false),
        Site::Sternocleidomastoid => ("side of the neck", 30, true),
        Site::Brow => ("brow", 60, false),
        Site::Jaw | Site::Masseter => ("jaw", 60, false),
        Site::Scalp | Site::Crown => ("scalp", 120, false),
        Site::Mastoid => ("behind the ears", 60, false),
        Site::Shoulders | Site::Trapezius => ("shoulder", 180, true),
        Site::Hands | Site::HandWeb => ("hand", 120, true),
        Site::InnerWrist => ("wrist", 120, true),
        _ => return None,
    })
}

/// The skin that packs lie on.
fn under_a_pack(site: Site) -> Site {
    match site {
        Site::Temples | Site::Brow | Site::BetweenBrows | Site::Eyes | Site::Face => Site::Forehead,
        Site::Suboccipital => Site::NeckBack,
        Site::Trapezius | Site::UpperBack | Site::Levator => Site::Shoulders,
        Site::Scalp => Site::Crown,
        other => other,
    }
}

const NECK: [Site; 3] = [Site::NeckBack, Site::Suboccipital, Site::Sternocleidomastoid];
const HEAD: [Site; 11] = [
    Site::Forehead,
    Site::Temples,
    Site::Brow,
    Site::BetweenBrows,
    Site::Masseter,
    Site::Jaw,
    Site::Face,
    Site::Eyes,
    Site::Scalp,
    Site::Crown,
    Site::Mastoid,
];

/// What the facts allow in a whole session, whatever routine, person, moment and length led to it.
pub fn adds_up(timeline: &Timeline, profile: &Profile, moment: &Moment) -> Result<(), TestCaseError> {
    let secs = ExactDuration::from_secs;
    let in_attack = moment.phase == Some(Phase::Attack);
    let in_aura = moment.is(State::Aura);
    prop_assert!(!timeline.length().is_zero(), "nothing is played");
    prop_assert!(!(profile.has(Condition::FeverInfection) && (in_attack || in_aura)), "a fever in an attack");
    let mut hands: BTreeMap<(&str, &str), (ExactDuration, u64)> = BTreeMap::new();
    let mut packs: BTreeMap<Site, (ExactDuration, bool)> = BTreeMap::new();
    let mut tensed: BTreeMap<(Site, &str), u64> = BTreeMap::new();
    let mut breathing = ExactDuration::ZERO;
    for segment in timeline.segments() {
        let sides: &[&str] = match segment.side {
            Some(Side::Left) => &["left"],
            Some(Side::Right) => &["right"],
            Some(Side::Both) | None => &["left", "right"],
        };
        match segment.kind {
            SegmentKind::Guide { site, motion, pressure, .. } => {
                let (on_neck, on_head) = (NECK.contains(&site), HEAD.contains(&site));
                if motion.is_hands_on() {
                    prop_assert!(site != Site::Eyes, "hands on the eyes");
                    prop_assert!(motion == Motion::Lift || site != Site::Sternocleidomastoid, "{motion:?}");
                    prop_assert!(motion != Motion::LeanOn || site == Site::Suboccipital, "balls elsewhere");
                    prop_assert!(
                        motion != Motion::LeanOn || !profile.has(Condition::Pregnancy),
                        "on the back"
                    );
                    prop_assert!(!(on_neck && (in_attack || in_aura)), "hands on the neck");
                    prop_assert!(!(in_attack && on_head && pressure > 2), "{pressure} of 10 in an attack");
                    prop_assert!(!((on_neck || on_head) && moment.is(State::Nauseous)), "hands while sick");
                    prop_assert!(!((on_neck || on_head) && profile.has(Condition::ImplantOrCancer)));
                    if let Some((name, most, each_side)) = skin(site) {
                        for side in if each_side { sides } else { &["both"] } {
                            let of = hands.entry((name, side)).or_insert((ExactDuration::ZERO, most));
                            of.0 += segment.lasts;
                        }
                    }
                }
                prop_assert!(motion != Motion::Roll || !(on_neck || on_head), "a roll of the head");
                if motion == Motion::Tense {
                    prop_assert!(!in_attack && !on_neck, "tensing of the {}", site.plain());
                    prop_assert!(pressure <= 5);
                    prop_assert!(site != Site::Eyes || !profile.has(Condition::EyePressure));
                    prop_assert!(
                        !matches!(site, Site::Jaw | Site::Face) || !profile.has(Condition::FaceNerveJaw)
                    );
                    let rounds = segment
                        .script
                        .rhythm
                        .map_or(1, |(press, release)| segment.lasts.count_of(press + release));
                    for side in sides {
                        *tensed.entry((site, side)).or_default() += rounds.max(1);
                    }
                }
            }
            SegmentKind::Compress { pack, site } => {
                prop_assert!(
                    !((NECK.contains(&site) || HEAD.contains(&site))
                        && profile.has(Condition::ImplantOrCancer))
                );
                let cold_face = pack == CompressKind::Cold && under_a_pack(site) == Site::Forehead;
                prop_assert!(!cold_face || !profile.has(Condition::FaceNerveJaw), "cold on the face");
                let (sum, cold) = packs.entry(under_a_pack(site)).or_default();
                *sum += segment.lasts;
                *cold |= pack == CompressKind::Cold;
            }
            SegmentKind::Breathe(pattern) => {
                breathing += segment.lasts;
                let within = |lasts: ExactDuration, most: u64| lasts <= secs(most);
                prop_assert!(
                    within(pattern.cycle(), 20) && pattern.cycle() >= secs(4),
                    "{}",
                    pattern.plain()
                );
                prop_assert!(within(pattern.inhale + pattern.top_up, 8) && within(pattern.hold, 7));
                prop_assert!(within(pattern.exhale, 12) && within(pattern.rest, 5));
            }
            SegmentKind::GetReady
            | SegmentKind::Rest
            | SegmentKind::Switch
            | SegmentKind::Gap
            | SegmentKind::Wait
            | SegmentKind::End => {}
        }
    }
    for ((name, side), (lasts, most)) in hands {
        prop_assert!(lasts <= secs(most), "{lasts} of hands on {name}, {side}");
    }
    for (site, (lasts, has_cold)) in packs {
        let most = if site == Site::Forehead || !has_cold { 15 } else { 20 };
        prop_assert!(lasts <= ExactDuration::from_mins(most), "{lasts} of packs on the {}", site.plain());
    }
    for ((site, side), rounds) in tensed {
        prop_assert!(rounds <= 2, "{rounds} times tensing of the {}, {side}", site.plain());
    }
    let most = if in_attack { 5 } else { 20 };
    prop_assert!(breathing <= ExactDuration::from_mins(most), "{breathing} of breathing");
    Ok(())
}

/// A step of a routine as somebody might write it, with lengths that give way.
fn step() -> impl Strategy<Value = String> {
    let site = select(vec![
        "Temples",
        "Suboccipital",
        "NeckBack",
        "Brow",
        "BetweenBrows",
        "Masseter",
        "Jaw",
        "Scalp",
        "Crown",
        "Mastoid",
        "Shoulders",
        "Trapezius",
        "Levator",
        "Hands",
        "HandWeb",
        "InnerWrist",
        "Thighs",
        "Eyes",
        "Sternocleidomastoid",
    ]);
    let motion = select(vec![
        "Circle", "Press", "Stroke", "Lift", "LeanOn", "Roll", "Nod", "Release", "Attend", "Tense",
    ]);
    let on = select(vec!["", "side: Left, ", "side: Right, ", "side: Both, "]);
    let guide = (site, motion, on, 0..=3_u8, 10..=40_u64, 0..=20_u64).prop_map(
        |(site, motion, on, pressure, lasts, more)| {
            let longest = lasts + more;
            format!(
                "Guide(site: {site}, motion: {motion}, {on}pressure: {pressure}, lasts: \"{lasts}s\", \
                 flex: (\"8s\", \"{longest}s\"))"
            )
        },
    );
    let pack = (
        select(vec!["Cold", "Warm"]),
        select(vec!["Forehead", "Temples", "Crown", "NeckBack", "Shoulders", "Feet"]),
        3..=9_u64,
    )
        .prop_map(|(pack, site, lasts)| {
            format!("Compress(pack: {pack}, site: {site}, lasts: \"{lasts}m\", flex: (\"2m\", \"9m\"))")
        });
    let contrast = (1..=4_u64, 2..=4_u32).prop_map(|(warm, rounds)| {
        format!("Contrast(site: NeckBack, warm: \"{warm}m\", cold: \"1m\", rounds: {rounds})")
    });
    let breath = (2..=5_u64, 0..=4_u64, 2..=8_u64, 1..=4_u64, 0..=3_u64).prop_map(|(inhale, hold, exhale, mins, ramp)| {
        let ramp = if ramp == 0 { String::new() } else { format!(", ramp: [(inhale: 3, exhale: 4, lasts: \"{ramp}m\")]") };
        format!("Breathe(inhale: {inhale}, hold: {hold}, exhale: {exhale}, lasts: \"{mins}m\", flex: (\"40s\", \"6m\"){ramp})")
    });
    let rest = (10..90_u64).prop_map(|lasts| format!("Rest(lasts: \"{lasts}s\", flex: (\"10s\", \"5m\"))"));
    let tense = (select(vec!["Hands", "Jaw", "Eyes", "Calves"]), 0..=5_u8, 20..=60_u64).prop_map(
        |(site, effort, lasts)| {
            format!(
                "Guide(site: {site}, motion: Tense, pressure: {effort}, rhythm: (press: \"6s\", release: \"14s\"), \
                 lasts: \"{lasts}s\")"
            )
        },
    );
    let wait = Just("Wait(at_most: \"1m\")".to_owned());
    let leaf =
        prop_oneof![8 => guide, 2 => pack, 1 => contrast, 3 => breath, 1 => rest, 1 => wait, 2 => tense]
            .boxed();
    let instead = (leaf.clone(), select(vec!["TouchHurts", "Nauseous", "Aura"]), leaf.clone()).prop_map(
        |(step, when, other)| {
            format!("{}, instead: [(when: {when}, step: {other})])", step.strip_suffix(')').unwrap_or(&step))
        },
    );
    prop_oneof![
        6 => leaf.clone(),
        3 => instead.clone(),
        1 => (
            proptest::collection::vec(leaf.clone(), 1..3),
            select(vec!["Left", "Right", "Sore"]),
            select(vec!["Each", "FirstOnly", "FirstAgain"]),
        )
            .prop_map(|(steps, first, turns)| {
                format!("EachSide(first: {first}, turns: {turns}, steps: [{}])", steps.join(", "))
            }),
        1 => (2..=3_u32, leaf).prop_map(|(times, step)| format!("Repeat(times: {times}, steps: [{step}])")),
        1 => instead.prop_map(|step| format!("Repeat(times: 2, steps: [{step}])")),
    ]
}

/// A routine that is reviewed, if it passes.
fn drawn(kind: &str, steps: &[String]) -> Option<Arc<SafeRoutine>> {
    let text = format!(
        "(format: 1, title: \"T\", kind: {kind}, posture: Any, evidence: Traditional, steps: [{}])",
        steps.join(",\n")
    );
    let (valid, _) = validate("drawn", read(&text).0?, Role::Routine, &Techniques::default());
    review(valid.ok()?).ok().map(Arc::new)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 6_000,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(9),
        ..ProptestConfig::default()
    })]

    /// Whatever passes the review, for whomever and whenever, at whatever length, with as much more as is asked for while
    /// it plays: the timeline keeps the limits.
    #[test]
    fn no_routine_plays_more_than_the_facts_allow(
        kind in select(vec!["Massage", "Mixed", "Breathing", "Relaxation"]),
        steps in proptest::collection::vec(step(), 1..7),
        profile in profiles(),
        moment in moments(),
        minutes in proptest::option::of(1..40_u64),
    ) {
        let Some(routine) = drawn(kind, &steps) else { return Ok(()) };
        let longest = Some(routine.range().longest);
        for wished in [minutes.map(ExactDuration::from_mins), longest] {
            let planned = match plan(&routine, &profile, &moment, wished) {
                Ok(planned) => planned,
                Err(PlanError::TooMuch { what, .. }) => {
                    return Err(TestCaseError::fail(format!("reviewed, and yet {what}: {steps:?}")));
                }
                Err(PlanError::NotNow { .. } | PlanError::OutOfReach { .. }) => continue,
            };
            let mut timeline = compile(&planned);
            crate::verdicts::within_limits(&timeline, &profile, &moment)?;
            for index in 0..timeline.segments().len() {
                timeline = timeline.lengthened(index, ExactDuration::from_mins(30)).unwrap_or(timeline);
            }
            crate::verdicts::within_limits(&timeline, &profile, &moment)?;
        }
    }
}

#[test]
fn enough_of_what_is_drawn_is_played() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::{Config, RngSeed, TestRunner};
    let config = Config { rng_seed: RngSeed::Fixed(9), ..Config::default() };
    let mut runner = TestRunner::new(config);
    let steps = proptest::collection::vec(step(), 1..7);
    let passed = (0..500)
        .filter(|_| drawn("Mixed", &steps.new_tree(&mut runner).unwrap().current()).is_some())
        .count();
    assert!((100..450).contains(&passed), "{passed} of 500 pass the review");
}
