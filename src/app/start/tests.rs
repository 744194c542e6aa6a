//! The gate by itself: what is checked, and in which order.

use super::*;
use crate::journal::Outcome;
use crate::routine::Phase;
use crate::safety::{Answer, Condition};

const NOW: &str = "2026-11-02T20:00:00+01:00";

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// A request and its circumstances; nothing stands in its way.
struct Case {
    library: Library,
    request: StartRequest,
    signs_answered: bool,
    explained: Explained,
    not_usual_since: Option<DateTime<FixedOffset>>,
    journal: Result<Lookback, String>,
}

impl Case {
    fn of(routine: &str) -> Self {
        let library = Library::open(None);
        let request = StartRequest {
            routine: library.find(routine).unwrap().routine.clone().unwrap(),
            length: None,
            moment: Moment::default(),
            profile: Profile::default(),
            folder: None,
            is_outside: false,
            purpose: Purpose::Session,
            vouched: false,
            moment_asked: false,
        };
        let journal = Ok(Lookback::default());
        let explained = Explained { massage: true, pack: true };
        Self { library, request, signs_answered: true, explained, not_usual_since: None, journal }
    }

    fn decision(&self) -> Decision {
        decide(
            &self.request,
            Circumstances {
                signs_answered: self.signs_answered,
                explained: self.explained,
                not_usual_since: self.not_usual_since,
                journal: self.journal.as_ref().map_err(String::as_str),
                library: &self.library,
                now: at(NOW),
            },
        )
    }

    /// Checks the decision, in a word.
    #[track_caller]
    fn check(&self, expected: &str) {
        let outcome = match self.decision() {
            Decision::Approved(_) => "approved",
            Decision::Ask(Question::WarningSigns) => "signs?",
            Decision::Ask(Question::NotUsual { .. }) => "usual?",
            Decision::Ask(Question::LongAttack(_)) => "over?",
            Decision::Ask(Question::JournalUnavailable { .. }) => "vouched?",
            Decision::Ask(Question::FirstTime(FirstTime::Massage)) => "massage?",
            Decision::Ask(Question::FirstTime(FirstTime::Pack)) => "pack?",
            Decision::Ask(Question::Advice(_)) => "anyway?",
            Decision::Ask(Question::SoreSide) => "side?",
            Decision::Ask(Question::Phase) => "phase?",
            Decision::Refused(Refusal::NotYet { .. }) => "not yet",
            Decision::Refused(Refusal::NotNow(_)) => "not now",
            Decision::Refused(Refusal::Length(_)) => "length",
            Decision::Refused(Refusal::Technique) => "technique",
        };
        assert_eq!(outcome, expected);
    }

    /// The same for a technique, which is no routine of its own.
    fn of_technique(technique: &str) -> Self {
        let mut case = Self::of("temples");
        let entry = case.library.techniques().iter().find(|entry| entry.id == technique).unwrap();
        case.request.routine = entry.routine.clone().unwrap();
        case
    }

    fn attack_since(&mut self, hours: i64) {
        let started = at(NOW) - TimeDelta::hours(hours);
        self.journal.as_mut().unwrap().open_attack = Some(Attack { started, ..Attack::default() });
    }

    fn cold_lay_here_before(&mut self, minutes: i64) {
        let from = at(NOW) - TimeDelta::minutes(minutes);
        let (pack, site) = ("Cold".into(), "Forehead".into());
        let applied = Laid { pack, site, from, lasted: ExactDuration::from_mins(12) };
        self.journal.as_mut().unwrap().applied.push(applied);
    }
}

#[test]
fn with_nothing_in_the_way_it_is_approved_as_it_was_asked_for() {
    let mut case = Case::of("longer-exhale");
    case.request.length = Some(ExactDuration::from_mins(8));
    let Decision::Approved(approved) = case.decision() else { panic!("it is held up") };
    assert_eq!(approved.plan().request().length, Some(ExactDuration::from_mins(8)));
    assert_eq!(*approved.purpose(), Purpose::Session);
}

#[test]
fn what_stands_in_the_way_is_asked_and_told_in_the_order_of_its_weight() {
    // With everything at once; then one obstacle after the other is removed.
    let mut case = Case::of("cold-forehead");
    case.signs_answered = false;
    case.not_usual_since = Some(at(NOW));
    case.attack_since(80);
    case.cold_lay_here_before(30);
    case.check("usual?");
    case.not_usual_since = None;
    case.check("signs?");
    case.signs_answered = true;
    case.check("over?");
    case.attack_since(70);
    case.check("not yet");
    case.journal = Ok(Lookback::default());
    case.request.profile.set(Condition::Raynaud, Some(Answer::Yes));
    case.check("not now");
    case.request.profile = Profile::default();
    case.check("approved");
}

#[test]
fn a_gate_that_cannot_see_asks_and_never_opens_by_itself() {
    let mut case = Case::of("longer-exhale");
    case.journal = Err("The journal does not answer.".into());
    case.check("vouched?");
    case.request.vouched = true;
    case.check("approved");
    // What is refused anyway is not asked about.
    let mut case = Case::of("cold-forehead");
    case.journal = Err("The journal does not answer.".into());
    case.request.profile.set(Condition::Raynaud, Some(Answer::Yes));
    case.check("not now");
}

#[test]
fn what_is_advised_against_is_asked_about_and_only_insisting_answers() {
    let mut case = Case::of("full-hour");
    case.request.moment.phase = Some(Phase::Attack);
    case.check("anyway?");
    case.request.vouched = true;
    case.check("anyway?");
    case.request.moment.insist = true;
    case.check("approved");
}

#[test]
fn before_the_first_massage_and_the_first_pack_a_few_lines_are_read_once() {
    let nothing = Explained { massage: false, pack: false };
    for (routine, expected) in
        [("neck-and-shoulders-5", "massage?"), ("cold-forehead", "pack?"), ("longer-exhale", "approved")]
    {
        let mut case = Case::of(routine);
        case.explained = nothing;
        case.check(expected);
        // An author who listens does neither.
        case.request.purpose = Purpose::Listen(Position::ZERO);
        case.check("approved");
    }
    let mut both = Case::of("full-hour");
    both.explained = nothing;
    both.check("massage?");
    both.explained.massage = true;
    both.check("pack?");
    both.explained.pack = true;
    both.check("approved");
    // What is refused anyway is not explained.
    let mut refused = Case::of("cold-forehead");
    refused.explained = nothing;
    refused.cold_lay_here_before(30);
    refused.check("not yet");
}

#[test]
fn an_attack_is_too_long_after_three_days_and_forgotten_after_a_month() {
    for (hours, expected) in [(71, "approved"), (73, "over?"), (29 * 24, "over?"), (31 * 24, "approved")] {
        let mut case = Case::of("longer-exhale");
        case.attack_since(hours);
        case.check(expected);
    }
}

#[test]
fn an_open_attack_with_an_aura_of_more_than_an_hour_holds_everything_back() {
    for (minutes, expected) in [(60, "approved"), (61, "over?")] {
        let mut case = Case::of("longer-exhale");
        case.attack_since(5);
        let attack = case.journal.as_mut().unwrap().open_attack.as_mut().unwrap();
        attack.aura_minutes = Some(minutes);
        case.check(expected);
        case.journal.as_mut().unwrap().open_attack.as_mut().unwrap().ended = Some(at(NOW));
        case.check("approved");
    }
}

#[test]
fn a_long_massage_this_morning_holds_back_another() {
    let mut case = Case::of("neck-and-shoulders-20");
    case.journal.as_mut().unwrap().sessions.push(Record {
        routine: "neck-and-shoulders-20".into(),
        started: at(NOW) - TimeDelta::hours(3),
        outcome: Outcome::Completed,
        planned: ExactDuration::from_mins(20),
        done: ExactDuration::from_mins(20),
        ..Record::default()
    });
    case.check("not yet");
}

#[test]
fn massage_counts_by_what_was_done_and_not_by_what_was_written() {
    let mut case = Case::of("neck-and-shoulders-20");
    // The whole session, in which hands were left out because touch hurt.
    case.journal.as_mut().unwrap().sessions.push(Record {
        routine: "neck-and-shoulders-20".into(),
        started: at(NOW) - TimeDelta::hours(3),
        outcome: Outcome::Completed,
        planned: ExactDuration::from_mins(20),
        done: ExactDuration::from_mins(20),
        hands_on: Some(ExactDuration::ZERO),
        ..Record::default()
    });
    case.check("approved");
    case.journal.as_mut().unwrap().sessions[0].hands_on = Some(ExactDuration::from_mins(14));
    case.check("not yet");
}

#[test]
fn a_length_that_cannot_be_had_is_refused_at_a_start_and_gives_way_where_a_session_goes_on() {
    let mut case = Case::of("longer-exhale");
    case.request.length = Some(ExactDuration::from_mins(400));
    case.check("length");
    case.request.purpose = Purpose::Resume(Box::default());
    case.check("approved");
    case.request.purpose = Purpose::Reload { record: "1".into() };
    case.check("approved");
}

#[test]
fn an_interrupted_session_is_not_held_against_itself_for_as_long_as_one_application_lasts() {
    let record = |minutes| {
        let ended = Some(at(NOW) - TimeDelta::minutes(minutes));
        Purpose::Resume(Box::new(Record { id: "1".into(), ended, ..Record::default() }))
    };
    assert_eq!(record(5).excluded_session(at(NOW)).as_deref(), Some("1"));
    assert_eq!(record(60).excluded_session(at(NOW)), None);
}

#[test]
fn every_question_and_refusal_is_said_in_whole_sentences() {
    let mut sentences = vec![
        Question::WarningSigns.sentence(),
        Question::NotUsual { since: at(NOW) }.sentence(),
        Question::LongAttack(Box::default()).sentence(),
        Question::FirstTime(FirstTime::Massage).sentence(),
        Question::FirstTime(FirstTime::Pack).sentence(),
        Question::JournalUnavailable { why: "The journal does not answer.".into() }.sentence(),
    ];
    for routine in ["cold-forehead", "full-hour"] {
        let mut case = Case::of(routine);
        case.request.moment.phase = Some(Phase::Attack);
        case.cold_lay_here_before(30);
        match case.decision() {
            Decision::Ask(question) => sentences.push(question.sentence()),
            Decision::Refused(refusal) => sentences.push(refusal.to_string()),
            Decision::Approved(_) => panic!("{routine} is approved"),
        }
    }
    for sentence in sentences {
        assert!(sentence.ends_with('.') && sentence.starts_with(char::is_uppercase), "{sentence}");
    }
}

#[test]
fn a_technique_is_played_by_no_door_but_its_authors_listening() {
    let mut case = Case::of_technique("scm-lift");
    case.check("technique");
    case.request.purpose = Purpose::Continue { record: "a".into() };
    case.check("technique");
    case.request.purpose = Purpose::Listen(Position::ZERO);
    case.check("approved");
}

#[test]
fn a_routine_that_begins_with_the_sore_side_asks_for_it_once_and_only_before_a_session() {
    let text = "(format: 1, title: \"T\", kind: Massage, suits: [Between], evidence: Traditional, sources: [\"mine\"], \
                cautions: [\"Stop if it hurts.\"], steps: [EachSide(first: Sore, steps: [Guide(site: Trapezius, motion: \
                Squeeze, pressure: 3, lasts: \"20s\")])])";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.ron");
    std::fs::write(&path, text).unwrap();
    let mut case = Case::of("temples");
    case.request.routine = case.library.read_file(&path).routine.unwrap();
    case.check("side?");
    case.request.purpose = Purpose::Listen(Position::ZERO);
    case.check("approved");
    case.request.purpose = Purpose::Session;
    case.request.moment.set_sore(Some(crate::routine::Side::Right));
    case.check("approved");
    case.request.moment.set_sore(None);
    case.request.moment_asked = true;
    case.check("approved");
}
