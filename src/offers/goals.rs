//! A person's own goals come before the other offers: a weekly goal that is due, or the draw of an experiment.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Offer, OfferContext, day, offer_of};
use crate::goals::{Experiment, Goal};
use crate::journal::Attack;
use crate::journal::days::day_of;
use crate::library::Library;

/// The routine of a goal that is due; of several, the one that was done the longest ago.
#[must_use]
pub fn due(library: &Library, context: &OfferContext<'_>, goals: &[Goal]) -> Option<Offer> {
    let today = context.now.date_naive();
    let done = |goal: &Goal| -> BTreeSet<NaiveDate> {
        let sessions = context.recent.iter().filter(|record| record.routine == goal.routine);
        sessions.filter(|record| !record.done.is_zero()).map(|record| day_of(record.started)).collect()
    };
    let goals = goals.iter().map(|goal| (goal, done(goal)));
    let mut due: Vec<_> = goals.filter(|(goal, done)| goal.is_due(done, today)).collect();
    due.sort_by_key(|(_, done)| done.last().copied());
    due.into_iter().find_map(|(goal, _)| {
        let last = context.recent.iter().find(|record| record.routine == goal.routine);
        let last = last.map(|record| day(record.started, context.now));
        offer_of(library, context, &goal.routine, why(goal.times_a_week, last.as_deref()))
    })
}

/// The routine that the experiment draws for the open attack.
#[must_use]
pub fn drawn(
    library: &Library,
    context: &OfferContext<'_>,
    experiment: &Experiment,
    attack: &Attack,
) -> Option<Offer> {
    if attack.started < experiment.since {
        return None;
    }
    let id = experiment.routine(experiment.draw(&attack.id));
    offer_of(library, context, id, "Picked at random, for your comparison.".into())
}

/// `Your goal: twice a week. Last done on Tuesday.`
fn why(times: u8, last: Option<&str>) -> String {
    const OFTEN: [&str; 7] = [
        "once a week",
        "twice a week",
        "three times a week",
        "four times a week",
        "five times a week",
        "six times a week",
        "every day",
    ];
    let often = OFTEN[usize::from(times.clamp(1, 7)) - 1];
    match last {
        Some(last @ ("today" | "yesterday")) => format!("Your goal: {often}. Last done {last}."),
        Some(last) => format!("Your goal: {often}. Last done on {last}."),
        None => format!("Your goal: {often}."),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset};

    use super::*;
    use crate::journal::Record;
    use crate::routine::Phase;
    use crate::safety::Moment;
    use crate::safety::{Answer, Condition, Profile};
    use crate::time::ExactDuration;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    fn done(routine: &str, started: &str) -> Record {
        Record {
            routine: routine.into(),
            started: at(started),
            done: ExactDuration::from_mins(5),
            ..Record::default()
        }
    }

    const NOW: &str = "2026-03-12T18:00:00+01:00";

    /// What is offered of the shipped routines: the id, and the reason.
    fn offered(
        phase: Option<Phase>,
        recent: &[Record],
        find: impl Fn(&Library, &OfferContext<'_>) -> Option<Offer>,
    ) -> Option<(String, String)> {
        let (library, profile) = (Library::open(None), Profile::default());
        let moment = Moment { phase, ..Moment::default() };
        let context = OfferContext {
            recent,
            history: None,
            favourites: &[],
            profile: &profile,
            moment: &moment,
            programme: None,
            now: at(NOW),
        };
        find(&library, &context).map(|offer| (library.entries()[offer.index].id.clone(), offer.why))
    }

    fn due_offer(recent: &[Record], goals: &[(&str, u8)]) -> Option<(String, String)> {
        let goals: Vec<Goal> = goals
            .iter()
            .map(|(routine, times)| Goal { routine: (*routine).into(), times_a_week: *times })
            .collect();
        offered(None, recent, |library, context| due(library, context, &goals))
    }

    fn id(offer: Option<&(String, String)>) -> Option<&str> {
        offer.map(|(id, _)| id.as_str())
    }

    #[test]
    fn it_is_offered_when_it_is_time_and_only_then() {
        let offered_at = |recent: &[Record]| due_offer(recent, &[("longer-exhale", 2)]);
        let first = offered_at(&[]).unwrap();
        assert_eq!(first, ("longer-exhale".into(), "Your goal: twice a week.".into()));
        let tuesday = offered_at(&[done("longer-exhale", "2026-03-08T19:00:00+01:00")]).unwrap();
        assert_eq!(tuesday.1, "Your goal: twice a week. Last done on Sunday.");
        assert_eq!(offered_at(&[done("longer-exhale", "2026-03-12T08:00:00+01:00")]), None, "done today");
        assert_eq!(
            offered_at(&[done("longer-exhale", "2026-03-10T08:00:00+01:00")]),
            None,
            "sooner than evenly spread"
        );
        let other = done("neck-and-shoulders-5", "2026-03-12T08:00:00+01:00");
        assert!(offered_at(&[other]).is_some());
        let not_begun =
            Record { done: ExactDuration::ZERO, ..done("longer-exhale", "2026-03-12T08:00:00+01:00") };
        assert!(offered_at(&[not_begun]).is_some());
    }

    #[test]
    fn of_several_the_one_that_was_done_the_longest_ago_is_offered_and_one_that_is_gone_is_not() {
        let both = [("longer-exhale", 7), ("neck-and-shoulders-5", 7)];
        let recent = [
            done("longer-exhale", "2026-03-11T08:00:00+01:00"),
            done("neck-and-shoulders-5", "2026-03-09T08:00:00+01:00"),
        ];
        assert_eq!(id(due_offer(&recent, &both).as_ref()), Some("neck-and-shoulders-5"));
        assert_eq!(id(due_offer(&recent, &[("gone", 7), both[0]]).as_ref()), Some("longer-exhale"));
        assert_eq!(due_offer(&recent, &[]), None);
    }

    #[test]
    fn what_is_not_for_this_person_or_phase_is_not_offered_whatever_was_wished_or_drawn() {
        let library = Library::open(None);
        let find = |profile: &Profile, phase, id| {
            let moment = Moment { phase, ..Moment::default() };
            let context = OfferContext {
                history: None,
                recent: &[],
                favourites: &[],
                profile,
                moment: &moment,
                programme: None,
                now: at(NOW),
            };
            offer_of(&library, &context, id, String::new()).is_some()
        };
        let mut profile = Profile::default();
        assert!(find(&profile, Some(Phase::Attack), "cold-forehead"));
        assert!(!find(&profile, Some(Phase::Attack), "full-hour"), "it does not suit an attack");
        assert!(!find(&profile, None, "gone"));
        profile.set(Condition::ColdReaction, Some(Answer::Yes));
        assert!(!find(&profile, Some(Phase::Attack), "cold-forehead"));
    }

    #[test]
    fn in_an_attack_of_the_experiment_chance_says_what_is_offered() {
        let experiment = Experiment {
            first: "cold-forehead".into(),
            second: "longer-exhale".into(),
            since: at("2026-03-01T00:00:00+01:00"),
        };
        let offered_at = |number: u32, started: &str| {
            let attack = Attack { id: number.to_string(), started: at(started), ..Attack::default() };
            offered(Some(Phase::Attack), &[], |library, context| {
                drawn(library, context, &experiment, &attack)
            })
        };
        let drawn: Vec<_> = (0..40).map(|number| offered_at(number, NOW)).collect();
        for routine in ["cold-forehead", "longer-exhale"] {
            let times = drawn.iter().filter(|offer| id(offer.as_ref()) == Some(routine)).count();
            assert!((10..=30).contains(&times), "{routine} {times}");
        }
        assert_eq!(
            drawn,
            (0..40).map(|number| offered_at(number, NOW)).collect::<Vec<_>>(),
            "asked again, the same"
        );
        assert_eq!(
            drawn[0].as_ref().map(|offer| offer.1.as_str()),
            Some("Picked at random, for your comparison.")
        );
        assert_eq!(offered_at(0, "2026-02-28T00:00:00+01:00"), None, "an attack before it was begun");
    }

    #[test]
    fn a_wish_is_told_without_a_word_of_what_was_missed() {
        assert_eq!(why(2, Some("Tuesday")), "Your goal: twice a week. Last done on Tuesday.");
        assert_eq!(why(1, Some("yesterday")), "Your goal: once a week. Last done yesterday.");
        assert_eq!(why(7, None), "Your goal: every day.");
    }
}
