//! An attack as one line through time: from its first signs to the day after, with its sessions, medicine and questions.
//! Pure: what the journal holds comes in, points in their order go out.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::attack::attack_at;
use super::{Attack, FollowUpAnswer, Medicine, Outcome, Point, Record};
use crate::routine::Phase;
use crate::safety::guard::PackRest;

/// First signs come hours to about two days before an attack.
const FIRST_SIGNS: TimeDelta = TimeDelta::hours(48);
/// What follows an attack takes one to two days.
const AFTERWARDS: TimeDelta = TimeDelta::hours(48);

/// An attack, and everything around it in the order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// The attack.
    pub attack: Attack,
    /// What happened, and what is still to come.
    pub points: Vec<CoursePoint>,
}

/// One thing on the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoursePoint {
    /// When, by the clock of its own place.
    pub at: DateTime<FixedOffset>,
    /// What.
    pub event: CourseEvent,
}

/// What can be on the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CourseEvent {
    /// The attack began.
    Began,
    /// The attack was over.
    Ended,
    /// A session was begun.
    Session {
        /// The session.
        record: Box<Record>,
        /// Before, in or after the attack.
        part: CoursePart,
    },
    /// Medicine was taken.
    Medicine(Medicine),
    /// A question about a session was answered.
    Answer {
        /// The session's title.
        title: String,
        /// The answer.
        answer: FollowUpAnswer,
    },
    /// A question about a session is or will be asked.
    Question {
        /// The session's title.
        title: String,
        /// The point in time that it asks about.
        point: Point,
    },
    /// A pack may be laid on again.
    PackAgain(PackRest),
}

/// Where on the line a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoursePart {
    /// In the first signs or the aura, before the attack began.
    Before,
    /// While the attack went on.
    During,
    /// After it was over.
    After,
}

impl Course {
    /// The time from which and up to which sessions can belong to an attack.
    #[must_use]
    pub fn reach(attack: &Attack) -> (DateTime<FixedOffset>, DateTime<FixedOffset>) {
        let moved = |at: DateTime<FixedOffset>, by| at.checked_add_signed(by).unwrap_or(at);
        (moved(attack.started, -FIRST_SIGNS), moved(attack.over_at(), AFTERWARDS))
    }

    /// The line of an attack, made of the sessions within its [reach](Self::reach). `others` are the attacks around it, whose
    /// sessions are theirs; `rests` are the packs that rest now.
    #[must_use]
    pub fn of(
        attack: Attack,
        sessions: Vec<Record>,
        others: &[Attack],
        rests: Vec<PackRest>,
        now: DateTime<FixedOffset>,
    ) -> Self {
        let began = CoursePoint { at: attack.started, event: CourseEvent::Began };
        let mut points = vec![began];
        points.extend(attack.medicine.iter().map(CoursePoint::of_medicine));
        for record in sessions {
            if let Some(part) = part_of(&attack, &record, others) {
                put_session(&mut points, record, part, now);
            }
        }
        let to_come = rests.into_iter().filter(|rest| rest.until > now);
        points
            .extend(to_come.map(|rest| CoursePoint { at: rest.until, event: CourseEvent::PackAgain(rest) }));
        points.extend(attack.ended.map(|at| CoursePoint { at, event: CourseEvent::Ended }));
        points.sort_by_key(|point| (point.at, point.event.rank()));
        Self { attack, points }
    }

    /// The sessions on the line, with where they are.
    pub fn sessions(&self) -> impl Iterator<Item = (&Record, CoursePart)> {
        self.points.iter().filter_map(|point| match &point.event {
            CourseEvent::Session { record, part } => Some((&**record, *part)),
            CourseEvent::Began
            | CourseEvent::Ended
            | CourseEvent::Medicine(_)
            | CourseEvent::Answer { .. }
            | CourseEvent::Question { .. }
            | CourseEvent::PackAgain(_) => None,
        })
    }

    /// Whether a session was done while the attack went on.
    #[must_use]
    pub fn has_session(&self) -> bool {
        self.sessions().any(|(_, part)| part == CoursePart::During)
    }

    /// The next thing that is still to come.
    #[must_use]
    pub fn next(&self, now: DateTime<FixedOffset>) -> Option<&CoursePoint> {
        self.points.iter().find(|point| point.at > now)
    }

    /// How many of its points are past.
    #[must_use]
    pub fn past(&self, now: DateTime<FixedOffset>) -> usize {
        self.points.iter().take_while(|point| point.at <= now).count()
    }
}

impl From<Attack> for Course {
    /// A line of what the attack itself says.
    fn from(attack: Attack) -> Self {
        let now = attack.over_at();
        Self::of(attack, Vec::new(), &[], Vec::new(), now)
    }
}

/// Where on the line of an attack a session is, if it is on it.
fn part_of(attack: &Attack, record: &Record, others: &[Attack]) -> Option<CoursePart> {
    if record.done.is_zero() && record.outcome != Outcome::Running {
        return None;
    }
    let is_phase = |phase: Phase| record.phase.as_deref() == Some(phase.name());
    // An attack that began later has what lies in both.
    let of_another = attack_at(others, record.started)
        .is_some_and(|other| other.id != attack.id && other.started >= attack.started);
    if attack.holds(record.started) {
        return (!of_another).then_some(CoursePart::During);
    }
    let of_another = attack_at(others, record.started).is_some_and(|other| other.id != attack.id);
    let (from, to) = Course::reach(attack);
    if of_another || record.started < from || record.started > to {
        return None;
    }
    if record.started < attack.started {
        return (is_phase(Phase::Prodrome) || is_phase(Phase::Aura)).then_some(CoursePart::Before);
    }
    (attack.ended.is_some() && is_phase(Phase::Postdrome)).then_some(CoursePart::After)
}

/// Puts a session on the line, with its medicine, and the questions about it.
fn put_session(points: &mut Vec<CoursePoint>, record: Record, part: CoursePart, now: DateTime<FixedOffset>) {
    for dose in record.medicine.iter().map(CoursePoint::of_medicine) {
        // Often noted twice, with the session and with the attack.
        if !points.contains(&dose) {
            points.push(dose);
        }
    }
    for point in Point::ALL {
        match record.answer(point) {
            Some(answer) if answer.declined => {}
            Some(answer) => {
                let (title, answer) = (record.title.clone(), answer.clone());
                let at = answer.answered;
                points.push(CoursePoint { at, event: CourseEvent::Answer { title, answer } });
            }
            None if record.outcome == Outcome::Running => {}
            None => {
                let (earliest, latest) = point.asked_between();
                let over = record.over_at();
                let asked = over.checked_add_signed(earliest).unwrap_or(over);
                if over.checked_add_signed(latest).is_some_and(|latest| latest >= now) {
                    let title = record.title.clone();
                    // What is to come comes by the clock of where the person is now.
                    let asked = asked.with_timezone(now.offset());
                    points.push(CoursePoint { at: asked, event: CourseEvent::Question { title, point } });
                }
            }
        }
    }
    points.push(CoursePoint {
        at: record.started,
        event: CourseEvent::Session { record: Box::new(record), part },
    });
}

impl CoursePoint {
    fn of_medicine(dose: &Medicine) -> Self {
        Self { at: dose.taken, event: CourseEvent::Medicine(dose.clone()) }
    }
}

impl CourseEvent {
    /// The order of what happened at the same time.
    const fn rank(&self) -> u8 {
        match self {
            Self::Began => 0,
            Self::Medicine(_) => 1,
            Self::Session { .. } => 2,
            Self::Answer { .. } | Self::Question { .. } => 3,
            Self::PackAgain(_) => 4,
            Self::Ended => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::store::tests_support::{at, record};
    use super::*;
    use crate::routine::{CompressKind, Site};
    use crate::time::ExactDuration;

    fn attack() -> Attack {
        let taken = at("2026-11-24T08:20:00+01:00");
        let medicine = vec![Medicine { name: "Sumatriptan".into(), taken, class: None }];
        let (started, ended) = (at("2026-11-24T08:00:00+01:00"), Some(at("2026-11-24T20:00:00+01:00")));
        Attack { id: "a".into(), started, ended, medicine, ..Attack::default() }
    }

    fn session(title: &str, started: &str, phase: &str) -> Record {
        Record {
            title: title.into(),
            phase: Some(phase.into()),
            started: at(started),
            outcome: Outcome::Completed,
            done: ExactDuration::from_mins(10),
            ended: Some(at(started) + TimeDelta::minutes(10)),
            ..record(title)
        }
    }

    /// The line in short: what, and when by the clock.
    fn line(course: &Course) -> Vec<String> {
        let named = |event: &CourseEvent| match event {
            CourseEvent::Began => "began".to_owned(),
            CourseEvent::Ended => "ended".to_owned(),
            CourseEvent::Session { record, part } => format!("{} {part:?}", record.title),
            CourseEvent::Medicine(dose) => dose.name.clone(),
            CourseEvent::Answer { answer, .. } => format!("answer {:?}", answer.point),
            CourseEvent::Question { point, .. } => format!("question {point:?}"),
            CourseEvent::PackAgain(rest) => format!("{:?} again", rest.pack),
        };
        course
            .points
            .iter()
            .map(|point| format!("{} {}", point.at.format("%d %H:%M"), named(&point.event)))
            .collect()
    }

    #[test]
    fn it_goes_from_the_first_signs_to_the_day_after() {
        let sessions = vec![
            session("long ago", "2026-11-22T07:00:00+01:00", "Prodrome"),
            session("signs", "2026-11-23T18:00:00+01:00", "Prodrome"),
            session("unrelated", "2026-11-23T19:00:00+01:00", "Between"),
            session("cold", "2026-11-24T08:30:00+01:00", "Attack"),
            session("after", "2026-11-25T10:00:00+01:00", "Postdrome"),
            session("later", "2026-11-25T11:00:00+01:00", "Between"),
        ];
        let now = at("2026-12-24T08:00:00+01:00");
        let course = Course::of(attack(), sessions, &[attack()], Vec::new(), now);
        assert_eq!(
            line(&course),
            [
                "23 18:00 signs Before",
                "24 08:00 began",
                "24 08:20 Sumatriptan",
                "24 08:30 cold During",
                "24 20:00 ended",
                "25 10:00 after After",
            ]
        );
        assert!(course.has_session());
        assert!(!Course::from(attack()).has_session());
    }

    #[test]
    fn what_is_to_come_stands_on_it_until_it_is_too_late() {
        let open = Attack { ended: None, ..attack() };
        let mut asked = session("cold", "2026-11-24T08:30:00+01:00", "Attack");
        let course = |asked: &Record, now: &str| {
            let rest = PackRest {
                pack: CompressKind::Cold,
                site: Site::Forehead,
                until: at("2026-11-24T09:40:00+01:00"),
            };
            Course::of(open.clone(), vec![asked.clone()], &[], vec![rest], at(now))
        };
        let during = course(&asked, "2026-11-24T09:00:00+01:00");
        assert_eq!(
            line(&during)[3..],
            ["24 09:40 Cold again", "24 10:40 question TwoHours", "25 04:40 question NextDay"]
        );
        assert_eq!(
            during.next(at("2026-11-24T09:00:00+01:00")).map(|point| &point.at),
            Some(&at("2026-11-24T09:40:00+01:00"))
        );
        assert_eq!(during.past(at("2026-11-24T09:00:00+01:00")), 3);
        // The pack may be laid on again, and nobody asks about the first two hours any more.
        assert_eq!(line(&course(&asked, "2026-11-24T19:00:00+01:00"))[3..], ["25 04:40 question NextDay"]);
        asked.follow_ups = vec![
            FollowUpAnswer {
                point: Point::TwoHours,
                answered: at("2026-11-24T11:00:00+01:00"),
                pain: Some(3),
                feeling: None,
                declined: false,
            },
            FollowUpAnswer {
                point: Point::NextDay,
                answered: at("2026-11-25T08:00:00+01:00"),
                pain: None,
                feeling: None,
                declined: true,
            },
        ];
        assert_eq!(line(&course(&asked, "2026-11-25T09:00:00+01:00"))[3..], ["24 11:00 answer TwoHours"]);
    }

    #[test]
    fn a_session_is_on_the_line_of_one_attack_and_medicine_stands_once() {
        let next = Attack {
            id: "b".into(),
            started: at("2026-11-25T08:00:00+01:00"),
            ended: Some(at("2026-11-25T12:00:00+01:00")),
            ..Attack::default()
        };
        let mut of_next = session("cold", "2026-11-25T09:00:00+01:00", "Postdrome");
        of_next.medicine = attack().medicine;
        let all = [attack(), next.clone()];
        let now = at("2026-12-24T08:00:00+01:00");
        let line_of = |one: Attack| line(&Course::of(one, vec![of_next.clone()], &all, Vec::new(), now));
        assert_eq!(line_of(attack()).len(), 3, "{:?}", line_of(attack()));
        assert!(line_of(next).contains(&"25 09:00 cold During".to_owned()));
        let mut own = session("cold", "2026-11-24T09:00:00+01:00", "Attack");
        own.medicine = attack().medicine;
        let course = Course::of(attack(), vec![own], &all, Vec::new(), now);
        assert_eq!(line(&course).iter().filter(|line| line.ends_with("Sumatriptan")).count(), 1);
    }

    #[test]
    fn nothing_that_was_not_done_is_on_it() {
        let mut left = session("left", "2026-11-24T09:00:00+01:00", "Attack");
        left.done = ExactDuration::ZERO;
        let course = Course::of(attack(), vec![left], &[], Vec::new(), at("2026-11-24T10:00:00+01:00"));
        assert!(!course.has_session());
    }
}
