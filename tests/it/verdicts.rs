//! What becomes of every technique, pack and breath for every condition, state and phase.
//!
//! The table was written by hand from the facts of the field, not from the rules: it fails when the rules say something
//! else.

use proptest::prelude::*;
use stillpoint::ron_reader::Vocabulary;
use stillpoint::routine::technique::Techniques;
use stillpoint::routine::validate::Role;
use stillpoint::routine::{CompressKind, Motion, Phase, Site, read, validate};
use stillpoint::safety::{
    Changed, Condition, Judgement, Moment, Profile, State, Verdict, judge, review, still_screen,
};
use stillpoint::time::ExactDuration;
use stillpoint::timeline::{SegmentKind, Timeline};

/// k kept · c caution · a advised against · s softened · w swapped · o left out · n the whole not now.
///
/// Columns: the 22 conditions in their order (Pregnancy, `BloodClot`, `BleedingRisk`, `HeadNeckArtery`,
/// `ConnectiveTissue` | `HeadNeckInjury`, `NeckSpine`, `FeverInfection`, `SkinProblem`, `SensationCirculation` | Raynaud,
/// `ColdReaction`, `HeartBloodPressure`, Fainting, `LungDisease` | Epilepsy, `PanicTrauma`, `EyePressure`,
/// `RecentInjection`, `ImplantOrCancer` | `MedicinePatch`, `FaceNerveJaw`), then the states (Aura, `TouchHurts`,
/// Nauseous, Vomiting, Drowsy), then the phases (Prodrome, Aura, Attack, Postdrome).
const EXPECTED: &str = "
                       Pr BC BR HA CT | HI NS FI SP SC | Ra CR HB Fa LD | Ep PT EP RI IC | MP FJ || Au TH Na Vo Dr || pro aur att pos
shoulder-roll          k  k  k  k  k  | k  c  k  k  k  | k  k  k  k  k  | k  k  k  k  c  | k  k  || k  k  o  o  k  || k  k  o  k
trap-squeeze           s  n  s  k  k  | k  c  n  c  c  | k  k  k  k  k  | k  k  k  o  c  | k  k  || a  o  k  o  k  || s  a  s  s
levator-press          c  n  s  k  k  | k  o  n  c  c  | k  k  k  k  k  | k  k  k  o  c  | k  k  || a  o  k  o  k  || s  a  s  s
neck-circles           c  n  s  o  o  | o  o  n  c  c  | k  k  k  k  k  | k  k  k  o  o  | k  k  || o  o  o  o  k  || s  o  o  s
suboccipital-fingers   c  n  s  o  o  | o  o  n  c  c  | k  k  k  k  k  | k  k  k  o  o  | k  k  || o  o  o  o  k  || s  o  o  s
suboccipital-balls     o  n  o  o  o  | o  o  n  c  c  | k  k  k  k  k  | k  k  k  o  o  | k  k  || o  o  o  o  o  || o  o  o  o
scm-lift               c  n  o  o  o  | o  o  n  c  c  | k  k  o  o  k  | k  k  k  o  o  | k  k  || o  o  o  o  k  || k  o  o  k
temple-circles         c  n  s  o  k  | o  k  n  c  c  | k  k  k  k  k  | k  k  k  o  o  | k  o  || a  o  o  o  k  || k  a  s  s
temples-soft           c  n  s  w  k  | w  k  n  c  c  | k  k  k  k  k  | k  k  k  w  w  | k  w  || a  w  w  o  k  || k  a  s  s
masseter               c  n  s  k  k  | o  k  n  c  c  | k  k  k  k  k  | k  k  k  o  o  | k  o  || a  o  o  o  k  || k  a  s  s
brow-sweep             c  n  c  k  k  | o  k  n  c  c  | k  k  k  k  k  | k  k  o  o  o  | k  o  || a  o  o  o  k  || k  a  a  k
scalp-shift            c  n  s  k  k  | o  k  n  c  c  | k  k  k  k  k  | k  k  k  o  o  | k  k  || a  o  o  o  k  || k  a  s  s
mastoid-circles        c  n  s  k  k  | o  k  n  c  c  | k  k  k  k  k  | k  k  k  o  o  | k  k  || a  o  o  o  k  || k  a  s  s
yintang                c  n  s  k  k  | o  k  n  c  c  | k  k  k  k  k  | k  k  o  o  o  | k  o  || a  o  o  o  k  || k  a  s  s
taiyang                c  n  s  o  k  | o  k  n  c  c  | k  k  k  k  k  | k  k  k  o  o  | k  o  || a  o  o  o  k  || k  a  s  s
li4                    o  n  s  k  k  | k  k  n  c  c  | k  k  k  k  k  | k  k  k  k  c  | k  k  || a  k  k  c  k  || s  a  k  s
pc6                    c  n  s  k  k  | k  k  n  c  c  | k  k  k  k  k  | k  k  k  k  c  | k  k  || a  k  k  c  k  || s  a  k  s
soft-nod               k  k  k  o  o  | o  o  k  k  k  | k  k  k  k  k  | k  k  k  k  c  | k  k  || k  k  o  o  k  || k  k  o  k
cold-forehead          k  k  k  k  k  | k  k  k  c  n  | n  n  c  k  k  | k  k  k  k  n  | k  n  || k  c  k  c  n  || k  k  k  k
cold-temples           k  k  k  k  k  | k  k  k  c  n  | n  n  c  k  k  | k  k  k  k  n  | k  n  || k  c  k  c  n  || k  k  k  k
cold-crown             k  k  k  k  k  | k  k  k  c  n  | n  n  c  k  k  | k  k  k  k  n  | k  k  || k  c  k  c  n  || k  k  k  k
cold-neck              k  k  k  c  k  | k  k  k  c  n  | n  n  c  k  k  | k  k  k  k  n  | k  k  || k  c  k  c  n  || k  k  k  k
warm-shoulders         k  c  n  k  k  | n  k  n  c  n  | k  k  k  k  k  | k  k  k  n  c  | n  k  || k  k  k  c  n  || k  k  k  k
warm-upper-back        k  c  n  k  k  | n  k  n  c  n  | k  k  k  k  k  | k  k  k  n  c  | n  k  || k  k  k  c  n  || k  k  k  k
warm-neck              k  c  n  k  k  | n  k  n  c  n  | k  k  k  k  k  | k  k  k  n  n  | n  k  || k  k  k  c  n  || k  k  k  k
warm-feet              c  c  n  k  k  | n  k  n  c  n  | k  k  c  k  k  | k  k  k  k  c  | c  k  || c  k  k  c  n  || k  c  k  k
contrast-shoulders     k  n  n  k  k  | n  k  n  c  n  | n  n  c  k  k  | k  k  k  n  c  | n  k  || k  c  k  c  n  || k  k  k  k
contrast-neck          k  n  n  c  k  | n  k  n  c  n  | n  n  c  k  k  | k  k  k  n  n  | n  k  || k  c  k  c  n  || k  k  k  k
belly-natural          k  k  k  k  k  | k  k  k  k  k  | k  k  k  c  c  | k  c  k  k  c  | k  k  || k  k  k  c  k  || k  k  k  k
extended               k  k  k  k  k  | k  k  k  k  k  | k  k  k  c  c  | k  c  k  k  c  | k  k  || k  k  k  c  k  || k  k  k  k
coherent               k  k  k  k  k  | k  k  k  k  k  | k  k  k  c  c  | k  c  k  k  c  | k  k  || k  k  k  c  k  || k  k  s  k
cyclic-sigh            k  k  k  k  k  | k  k  k  k  k  | k  k  k  c  c  | k  c  k  k  c  | k  k  || k  k  k  c  k  || k  k  k  k
box                    s  k  k  c  k  | k  k  k  k  k  | k  k  s  s  s  | s  s  s  k  c  | k  k  || s  k  s  s  k  || k  s  s  k
4-7-8                  s  k  k  c  k  | k  k  k  k  k  | k  k  s  s  s  | s  s  s  k  c  | k  k  || s  k  s  s  k  || k  s  s  k
fast                   k  k  k  k  k  | k  k  k  k  k  | k  k  k  c  c  | n  c  k  k  c  | k  k  || k  k  k  c  k  || k  k  k  k
pmr-hands              k  k  k  k  k  | k  k  k  k  k  | k  k  c  k  k  | k  k  k  k  c  | k  k  || k  k  k  c  k  || k  k  s  k
pmr-forehead           k  k  k  k  k  | k  k  k  k  k  | k  k  c  k  k  | k  k  k  k  c  | k  o  || k  k  k  c  k  || k  k  s  k
pmr-release            k  k  k  k  k  | k  k  k  k  k  | k  k  k  k  k  | k  k  k  k  c  | k  k  || k  k  k  c  k  || k  k  k  k
body-scan              k  k  k  k  k  | k  k  k  k  k  | k  k  k  k  k  | k  c  k  k  c  | k  k  || k  k  k  c  k  || k  k  k  k
";

/// What was open for long and then answered, in the letters of the table above; `!` is for somebody who insists.
///
/// Columns: `ImplantOrCancer`, `EyePressure`, `FaceNerveJaw`, `Pregnancy` | `FeverInfection` in an attack, Nauseous |
/// Attack, Attack!, Aura, Aura!.
const ANSWERED: &str = "
                       IC EP FJ Pr | FA Na | At A! Au Au!
shoulder-roll          c  k  k  k  | n  o  | o  o  k  k
trap-squeeze           c  k  k  s  | n  k  | s  s  a  k
levator-press          c  k  k  c  | n  k  | s  s  a  k
neck-circles           o  k  k  c  | n  o  | o  o  o  o
suboccipital-fingers   o  k  k  c  | n  o  | o  o  o  o
suboccipital-balls     o  k  k  o  | n  o  | o  o  o  o
scm-lift               o  k  k  c  | n  o  | o  o  o  o
temple-circles         o  k  o  c  | n  o  | s  s  a  k
masseter               o  k  o  c  | n  o  | s  s  a  k
brow-sweep             o  o  o  c  | n  o  | a  k  a  k
scalp-shift            o  k  k  c  | n  o  | s  s  a  k
mastoid-circles        o  k  k  c  | n  o  | s  s  a  k
li4                    c  k  k  o  | n  k  | k  k  a  k
pc6                    c  k  k  c  | n  k  | k  k  a  k
cold-forehead          n  k  n  k  | n  k  | k  k  k  k
cold-temples           n  k  n  k  | n  k  | k  k  k  k
cold-crown             n  k  k  k  | n  k  | k  k  k  k
cold-neck              n  k  k  k  | n  k  | k  k  k  k
warm-shoulders         c  k  k  k  | n  k  | k  k  k  k
warm-neck              n  k  k  k  | n  k  | k  k  k  k
contrast-shoulders     c  k  k  k  | n  k  | k  k  k  k
contrast-neck          n  k  k  k  | n  k  | k  k  k  k
extended               c  k  k  k  | n  k  | k  k  k  k
coherent               c  k  k  k  | n  k  | s  s  k  k
long-way               c  k  k  k  | n  k  | s  s  k  k
box                    c  s  k  s  | n  s  | s  s  s  s
pmr-hands              c  k  k  k  | n  k  | s  s  k  k
pmr-eyes               c  o  o  k  | n  k  | s  s  k  k
pmr-jaw                c  k  o  k  | n  k  | s  s  k  k
pmr-jaw-soft           c  k  o  k  | n  k  | w  w  k  k
pmr-release            c  k  k  k  | n  k  | k  k  k  k
scan-lying             c  k  k  c  | n  k  | k  k  k  k
scan-seated            c  k  k  k  | n  k  | k  k  k  k
";

/// The kind of a row's routine, and the step in it that is judged, always named `Row`.
fn row(name: &str) -> (&'static str, String) {
    let guide = |what: &str| format!("Guide(name: \"Row\", {what})");
    // Something that no rule leaves out alone, so that a row shows what becomes of its own step.
    let with_touch = |what: &str| {
        (
            "Massage",
            format!(
                "Guide(name: \"Else\", site: Thighs, motion: Stroke, pressure: 1, lasts: \"20s\"), {what}"
            ),
        )
    };
    let with_rest = |what: &str| {
        ("Relaxation", format!("Guide(name: \"Else\", site: Hands, motion: Release, lasts: \"20s\"), {what}"))
    };
    let touch = |what: &str| with_touch(&guide(what));
    let rest = |what: &str| with_rest(&guide(what));
    let pack = |kind, what: &str| (kind, format!("{what}, name: \"Row\")"));
    let breathe = |what: &str| ("Breathing", format!("Breathe(name: \"Row\", {what})"));
    match name {
        "shoulder-roll" => rest("site: Shoulders, motion: Roll, lasts: \"40s\""),
        "trap-squeeze" => touch("site: Trapezius, motion: Squeeze, pressure: 5, lasts: \"48s\""),
        "levator-press" => touch("site: Levator, motion: Hold, pressure: 4, lasts: \"60s\""),
        "neck-circles" => touch("site: NeckBack, motion: Circle, pressure: 3, spots: 5, lasts: \"100s\""),
        "suboccipital-fingers" => {
            touch("site: Suboccipital, motion: Hold, pressure: 4, spots: 3, lasts: \"105s\"")
        }
        "suboccipital-balls" => touch("site: Suboccipital, motion: LeanOn, pressure: 4, lasts: \"60s\""),
        "scm-lift" => touch(
            "site: Sternocleidomastoid, side: Left, motion: Lift, pressure: 2, spots: 3, rhythm: (press: \"8s\", \
                 release: \"2s\"), lasts: \"30s\"",
        ),
        "temple-circles" => touch("site: Temples, motion: Circle, pressure: 3, spots: 3, lasts: \"90s\""),
        "temples-soft" => touch(
            "site: Temples, motion: Circle, pressure: 3, spots: 3, lasts: \"90s\", instead: [(when: TouchHurts, \
             step: Guide(name: \"Soft\", site: Temples, motion: Release, lasts: \"90s\"))]",
        ),
        "masseter" => touch("site: Masseter, motion: Stroke, pressure: 3, lasts: \"40s\""),
        "brow-sweep" => touch("site: Brow, motion: Stroke, pressure: 2, lasts: \"30s\""),
        "scalp-shift" => touch("site: Scalp, motion: Shift, pressure: 3, lasts: \"60s\""),
        "mastoid-circles" => touch("site: Mastoid, motion: Circle, pressure: 3, lasts: \"30s\""),
        "yintang" => touch("site: BetweenBrows, motion: Press, pressure: 3, lasts: \"30s\""),
        "taiyang" => touch("site: Temples, motion: Press, pressure: 3, lasts: \"30s\""),
        "li4" => touch("site: HandWeb, side: Left, motion: Circle, pressure: 4, lasts: \"60s\""),
        "pc6" => touch("site: InnerWrist, side: Left, motion: Press, pressure: 4, lasts: \"60s\""),
        "soft-nod" => rest("site: NeckBack, motion: Nod, lasts: \"15s\""),
        "cold-forehead" => pack("Cold", "Compress(pack: Cold, site: Forehead, lasts: \"10m\""),
        "cold-temples" => pack("Cold", "Compress(pack: Cold, site: Temples, lasts: \"10m\""),
        "cold-crown" => pack("Cold", "Compress(pack: Cold, site: Crown, lasts: \"10m\""),
        "cold-neck" => pack("Cold", "Compress(pack: Cold, site: NeckBack, lasts: \"10m\""),
        "warm-shoulders" => pack("Warmth", "Compress(pack: Warm, site: Shoulders, lasts: \"12m\""),
        "warm-upper-back" => pack("Warmth", "Compress(pack: Warm, site: UpperBack, lasts: \"12m\""),
        "warm-neck" => pack("Warmth", "Compress(pack: Warm, site: NeckBack, lasts: \"12m\""),
        "warm-feet" => pack("Warmth", "Compress(pack: Warm, site: Feet, lasts: \"12m\""),
        "contrast-shoulders" => {
            pack("Mixed", "Contrast(site: Shoulders, warm: \"3m\", cold: \"1m\", rounds: 4")
        }
        "contrast-neck" => pack("Mixed", "Contrast(site: NeckBack, warm: \"3m\", cold: \"1m\", rounds: 4"),
        "belly-natural" => breathe("inhale: 3, exhale: 4, lasts: \"2m\""),
        "extended" => breathe("inhale: 4, exhale: 6, lasts: \"5m\""),
        "coherent" => breathe("inhale: 5.5, exhale: 5.5, lasts: \"10m\""),
        "cyclic-sigh" => breathe("inhale: 2, top_up: 1, exhale: 6, cycles: 5"),
        "box" => breathe("inhale: 4, hold: 4, exhale: 4, rest: 4, lasts: \"3m\""),
        "4-7-8" => breathe("inhale: 4, hold: 7, exhale: 8, cycles: 4"),
        "fast" => breathe("inhale: 2, exhale: 2, lasts: \"1m\""),
        "pmr-hands" => rest("site: Hands, motion: Tense, pressure: 4, lasts: \"30s\""),
        "pmr-forehead" => rest("site: Forehead, motion: Tense, pressure: 3, lasts: \"30s\""),
        "long-way" => {
            breathe("inhale: 4, exhale: 6, lasts: \"4m\", ramp: [(inhale: 3, exhale: 4, lasts: \"9m\")]")
        }
        "pmr-eyes" => rest("site: Eyes, motion: Tense, pressure: 3, lasts: \"30s\""),
        "pmr-jaw" => rest("site: Jaw, motion: Tense, pressure: 3, lasts: \"30s\""),
        "pmr-jaw-soft" => rest(
            "site: Jaw, motion: Tense, pressure: 3, lasts: \"30s\", instead: [(when: TouchHurts, step: \
             Guide(name: \"Soft\", site: Jaw, motion: Release, lasts: \"30s\"))]",
        ),
        "pmr-release" => rest("site: Shoulders, motion: Release, lasts: \"20s\""),
        "body-scan" | "scan-lying" | "scan-seated" => rest("site: Feet, motion: Attend, lasts: \"40s\""),
        other => panic!("no row {other}"),
    }
}

fn judged(name: &str, profile: &Profile, moment: &Moment) -> Judgement {
    let (kind, steps) = row(name);
    let posture = match name {
        "scan-lying" => "posture: Lying, ",
        "scan-seated" => "posture: Seated, ",
        _ => "",
    };
    let text = format!(
        "(format: 1, title: \"T\", kind: {kind}, suits: [Between], evidence: Traditional, {posture}steps: [{steps}])"
    );
    let (routine, problems) = read(&text);
    assert_eq!(problems, [], "{name}");
    let (valid, problems) = validate("row", routine.unwrap(), Role::Routine, &Techniques::default());
    let safe = review(valid.unwrap_or_else(|_| panic!("{name}: {problems:?}")));
    judge(&safe.unwrap_or_else(|problems| panic!("{name}: {problems:?}")), profile, moment)
}

fn letter(judgement: &Judgement) -> char {
    let own = judgement.changes.iter().filter(|change| change.steps.iter().any(|step| step == "Row"));
    let mut letters: Vec<char> = own
        .map(|change| match change.what {
            Changed::LeftOut => 'o',
            Changed::Swapped => 'w',
            Changed::Lighter(_)
            | Changed::Fewer(_)
            | Changed::Shorter(_)
            | Changed::NoHold
            | Changed::ReleaseOnly => 's',
            Changed::Chosen | Changed::Caution => panic!("{change:?}"),
        })
        .collect();
    match judgement.verdict {
        Verdict::NotNow { .. } => letters.push('n'),
        Verdict::AdvisedAgainst(_) => letters.push('a'),
        Verdict::Go => {}
    }
    // That a new headache needs help first is said with any routine and judges none.
    if judgement.cautions.iter().any(|caution| !caution.why.contains("get medical help")) {
        letters.push('c');
    }
    "nowsack".chars().find(|letter| letters.contains(letter)).unwrap_or('k')
}

#[test]
fn every_row_has_the_verdicts_that_the_facts_give_it() {
    let people = Condition::ALL.iter().map(|condition| {
        (condition.name(), [*condition].into_iter().collect::<Profile>(), Moment::default())
    });
    let is_rule = |state: &&State| !matches!(state, State::SoreLeft | State::SoreRight);
    let states = State::ALL
        .iter()
        .filter(is_rule)
        .map(|state| (state.name(), Profile::default(), Moment::with([*state])));
    let phases = [Phase::Prodrome, Phase::Aura, Phase::Attack, Phase::Postdrome];
    let phases = phases.map(|phase| (phase.name(), Profile::default(), Moment::in_phase(phase)));
    let columns: Vec<_> = people.chain(states).chain(phases).collect();
    holds(EXPECTED, &columns, 39);
}

#[test]
fn what_was_open_is_answered_as_the_facts_answer_it() {
    let with = |name, condition| (name, Profile::from_iter([condition]), Moment::default());
    let nobody = |name, moment| (name, Profile::default(), moment);
    let insist = |phase| Moment { insist: true, ..Moment::in_phase(phase) };
    let columns = [
        with("an implant or cancer", Condition::ImplantOrCancer),
        with("eye pressure", Condition::EyePressure),
        with("a painful face nerve", Condition::FaceNerveJaw),
        with("pregnancy", Condition::Pregnancy),
        ("a fever in an attack", Profile::from_iter([Condition::FeverInfection]), insist(Phase::Attack)),
        nobody("nausea", Moment { insist: true, ..Moment::with([State::Nauseous]) }),
        nobody("an attack", Moment::in_phase(Phase::Attack)),
        nobody("an attack, insisting", insist(Phase::Attack)),
        nobody("an aura", Moment::in_phase(Phase::Aura)),
        nobody("an aura, insisting", insist(Phase::Aura)),
    ];
    holds(ANSWERED, &columns, 33);
}

/// Holds a table against the rules; its first line names the columns.
#[track_caller]
fn holds(table: &str, columns: &[(&str, Profile, Moment)], expected_rows: usize) {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for line in table.lines().filter(|line| !line.is_empty()).skip(1) {
        let mut cells = line.split_whitespace().filter(|cell| !cell.starts_with('|'));
        let name = cells.next().unwrap();
        let cells: Vec<&str> = cells.collect();
        assert_eq!(cells.len(), columns.len(), "{name}");
        for ((column, profile, moment), expected) in columns.iter().zip(cells) {
            let judgement = judged(name, profile, moment);
            let found = letter(&judgement).to_string();
            if found != expected {
                let told: Vec<&str> =
                    judgement.changes.iter().map(|change| change.sentence.as_str()).collect();
                wrong.push(format!(
                    "{name} with {column}: {expected} in the facts, {found} by the rules {told:?}"
                ));
            }
        }
        assert_eq!(
            letter(&judged(name, &Profile::default(), &Moment::default())),
            'k',
            "{name} for nobody in particular"
        );
        rows += 1;
    }
    assert_eq!(wrong, [""; 0]);
    assert_eq!(rows, expected_rows);
}

#[test]
fn what_is_advised_against_can_be_chosen_and_what_is_stopped_cannot() {
    let insist = |phase| Moment { insist: true, ..Moment::in_phase(phase) };
    let chosen = judged("trap-squeeze", &Profile::default(), &insist(Phase::Attack));
    assert_eq!(chosen.verdict, Verdict::Go);
    assert!(chosen.changes.iter().any(|change| change.what == Changed::Chosen));
    assert!(chosen.changes.iter().any(|change| change.what == Changed::Lighter(2)));
    assert_eq!(letter(&judged("neck-circles", &Profile::default(), &insist(Phase::Attack))), 'o');
    assert_eq!(letter(&judged("suboccipital-balls", &Profile::default(), &insist(Phase::Attack))), 'o');
    let artery = [Condition::HeadNeckArtery].into_iter().collect();
    assert_eq!(letter(&judged("scm-lift", &artery, &insist(Phase::Between))), 'o');
}

/// What the person's own conditions take out of a shipped routine.
fn shipped(id: &str, profile: &Profile, moment: &Moment) -> Judgement {
    let library = stillpoint::library::Library::open(None);
    judge(library.find(id).unwrap().routine.as_ref().unwrap(), profile, moment)
}

#[test]
fn a_massage_of_which_no_touch_is_left_is_not_for_now_unless_its_author_made_it_so() {
    let injected = [Condition::RecentInjection].into_iter().collect();
    let stopped = shipped("neck-and-shoulders-5", &injected, &Moment::default());
    assert!(matches!(stopped.verdict, Verdict::NotNow { .. }), "{:?}", stopped.verdict);
    let soft = shipped("neck-and-shoulders-5", &Profile::default(), &Moment::with([State::TouchHurts]));
    assert_eq!(soft.verdict, Verdict::Go);
}

#[test]
fn nobody_waits_for_a_pack_that_is_left_out() {
    let steps = "Breathe(inhale: 4, exhale: 6, lasts: \"1m\"), Wait(at_most: \"3m\"), \
                 Compress(pack: Warm, site: Shoulders, lasts: \"10m\"), Wait(at_most: \"1m\"), Rest(lasts: \"30s\")";
    let text = format!("(format: 1, title: \"T\", kind: Mixed, evidence: Traditional, steps: [{steps}])");
    let (valid, _) = validate("t", read(&text).0.unwrap(), Role::Routine, &Techniques::default());
    let profile = [Condition::MedicinePatch].into_iter().collect();
    let judgement = judge(&review(valid.unwrap()).unwrap(), &profile, &Moment::default());
    assert_eq!(judgement.verdict, Verdict::Go);
    let names: Vec<String> = judgement.steps.iter().map(|step| step.plain_name(None)).collect();
    assert_eq!(names, ["Breathing 4 in, 6 out", "When you're ready", "Rest"]);
    assert_eq!(judgement.changes.len(), 1);
}

#[test]
fn a_still_screen_is_asked_for_by_seizures_and_aura() {
    let epilepsy = [Condition::Epilepsy].into_iter().collect();
    assert!(still_screen(&epilepsy, &Moment::default()));
    assert!(still_screen(&Profile::default(), &Moment::in_phase(Phase::Aura)));
    assert!(!still_screen(&Profile::default(), &Moment::in_phase(Phase::Attack)));
}

#[test]
fn the_person_is_told_in_one_sentence() {
    let told = |name, conditions: &[Condition]| -> Vec<String> {
        let profile = conditions.iter().copied().collect();
        judged(name, &profile, &Moment::default()).changes.into_iter().map(|change| change.sentence).collect()
    };
    assert_eq!(
        told("trap-squeeze", &[Condition::BleedingRisk, Condition::Pregnancy]),
        [
            "Row is lighter today, at most 2 out of 10: you bruise easily with blood thinners or a bleeding disorder."
        ]
    );
    assert_eq!(
        told("temples-soft", &[Condition::FaceNerveJaw, Condition::HeadNeckArtery]),
        ["“Soft” replaces “Row”: after a stroke or with an artery problem, don't press the temples."]
    );
    assert_eq!(
        told("box", &[Condition::LungDisease]),
        ["No breath hold in “Row”: with a lung disease, don't hold your breath."]
    );
}

/// What the facts allow at most, written out by hand, whatever routine, person, moment and length led to this.
pub fn within_limits(timeline: &Timeline, profile: &Profile, moment: &Moment) -> Result<(), TestCaseError> {
    use Condition::{
        BleedingRisk, BloodClot, ColdReaction, ConnectiveTissue, EyePressure, Fainting, FeverInfection,
        HeadNeckArtery, HeadNeckInjury, HeartBloodPressure, LungDisease, NeckSpine, PanicTrauma, Pregnancy,
        Raynaud, SensationCirculation,
    };
    let any = |conditions: &[Condition]| conditions.iter().any(|condition| profile.has(*condition));
    let in_attack = matches!(moment.phase, Some(Phase::Attack | Phase::Aura));
    let mut hands_on = ExactDuration::ZERO;
    for segment in timeline.segments() {
        match segment.kind {
            SegmentKind::Guide { site, motion, pressure, .. } if motion.is_hands_on() => {
                hands_on += segment.lasts;
                let most = match site {
                    Site::Sternocleidomastoid | Site::Brow | Site::Eyes => 2,
                    Site::Temples
                    | Site::Forehead
                    | Site::Masseter
                    | Site::Mastoid
                    | Site::Scalp
                    | Site::Crown
                    | Site::Face
                    | Site::Jaw
                    | Site::BetweenBrows => 3,
                    Site::NeckBack
                    | Site::Suboccipital
                    | Site::Levator
                    | Site::HandWeb
                    | Site::InnerWrist => 4,
                    _ => 5,
                };
                let most = if any(&[BleedingRisk]) || moment.phase == Some(Phase::Postdrome) {
                    2.min(most)
                } else {
                    most
                };
                prop_assert!(pressure <= most, "{pressure} on the {}", site.plain());
                let spots = segment.script.spots.len() as u64 + 1;
                let longest = ExactDuration::from_secs(if motion == Motion::LeanOn { 120 } else { 60 });
                prop_assert!(
                    segment.lasts.divided(spots) <= longest,
                    "{} lasts {}",
                    segment.name,
                    segment.lasts
                );
                prop_assert!(!any(&[BloodClot, FeverInfection]), "{}", segment.name);
                let neck = matches!(site, Site::NeckBack | Site::Suboccipital | Site::Sternocleidomastoid);
                let careful = any(&[HeadNeckArtery, ConnectiveTissue, HeadNeckInjury, NeckSpine]);
                prop_assert!(!(neck && careful), "{}", segment.name);
                let between = moment.phase.is_none_or(|phase| phase == Phase::Between);
                prop_assert!(
                    motion != Motion::LeanOn || between,
                    "balls outside of the time between attacks"
                );
                if site == Site::Sternocleidomastoid {
                    prop_assert!(segment.side.is_some(), "both sides of the neck at once");
                    prop_assert!(!any(&[Fainting, HeartBloodPressure, BleedingRisk]));
                }
            }
            SegmentKind::Guide { motion: Motion::Nod, .. } => {
                prop_assert!(
                    !any(&[HeadNeckArtery, ConnectiveTissue, NeckSpine])
                        && moment.phase != Some(Phase::Attack)
                );
            }
            SegmentKind::Compress { pack, site } => {
                let longest = match (pack, site) {
                    (CompressKind::Cold, Site::Crown | Site::NeckBack) => 20,
                    _ => 15,
                };
                prop_assert!(segment.lasts <= ExactDuration::from_mins(longest), "{}", segment.name);
                prop_assert!(!moment.states.contains(&State::Drowsy) && !any(&[SensationCirculation]));
                prop_assert!(
                    pack == CompressKind::Warm || !any(&[Raynaud, ColdReaction]),
                    "{}",
                    segment.name
                );
                prop_assert!(
                    pack == CompressKind::Cold || !any(&[BleedingRisk, HeadNeckInjury, FeverInfection]),
                    "{}",
                    segment.name
                );
            }
            SegmentKind::Breathe(pattern) if pattern.has_hold() => {
                let never = [
                    Pregnancy,
                    HeartBloodPressure,
                    LungDisease,
                    Condition::Epilepsy,
                    Fainting,
                    PanicTrauma,
                    EyePressure,
                ];
                prop_assert!(!any(&never) && !in_attack, "{}", segment.name);
            }
            _ => {}
        }
    }
    prop_assert!(hands_on <= ExactDuration::from_mins(20), "{hands_on} of massage");
    crate::safety::adds_up(timeline, profile, moment)
}
