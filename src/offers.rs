//! What is offered first: the routines that suit the moment, the best first, each with a reason.
//!
//! Pure: the library and the recent sessions go in, the offers come out. What the safety rules or the guard across
//! sessions would refuse is never offered: what only has to wait is named with its time instead.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::customs::written;
use crate::journal::{Feeling, Record};
use crate::library::programme::Programme;
use crate::library::{Entry, Library};
use crate::routine::{Kind, Phase};
use crate::safety::{Guarded, History, Moment, Profile, SafeRoutine, Verdict, guard, judge};
use crate::time::ExactDuration;
use crate::timeline::{listing, plan};

mod goals;

pub use goals::{drawn, due};

/// The most offers.
pub const OFFERS: usize = 3;
/// The length that people start with most easily, in minutes: the first week of the trial `RELAXaHEAD`
/// (NCT05466682).
const EASY_MINUTES: u64 = 5;

/// The massage to begin with: short, gentle, and all from the shoulders up to the temples.
const FIRST_MASSAGE: &str = "neck-and-shoulders-5";

/// An offered routine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its index in the library.
    pub index: usize,
    /// Its title.
    pub title: String,
    /// How long it takes, in words.
    pub minutes: String,
    /// Why it is offered, in one line.
    pub why: String,
}

/// The offers for a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// What can be started, the best first.
    pub now: Vec<Offer>,
    /// What would be among them but for an earlier session, a sentence each.
    pub later: Vec<String>,
}

/// What the offers depend on besides the library.
#[derive(Clone, Copy, Debug)]
pub struct OfferContext<'a> {
    /// The recent sessions, the newest first.
    pub recent: &'a [Record],
    /// What was done in the last two days; `None` until the journal has answered. The gate then decides alone.
    pub history: Option<&'a History>,
    /// The ids of the favourites.
    pub favourites: &'a [String],
    /// What the person answered about themselves.
    pub profile: &'a Profile,
    /// How it is now.
    pub moment: &'a Moment,
    /// The running programme, and the day on which it was begun.
    pub programme: Option<(&'a Programme, NaiveDate)>,
    /// The present.
    pub now: DateTime<FixedOffset>,
}

/// Whether a routine can be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// At once.
    Now,
    /// Not before then, because of an earlier session.
    Later(DateTime<FixedOffset>),
    /// Something speaks against it.
    No,
}

impl OfferContext<'_> {
    /// Whether a routine can be offered: nothing speaks against it for this person and moment, it did not feel wrong the
    /// last time, and no earlier session requires a rest.
    fn standing(&self, routine: &Arc<SafeRoutine>, length: Option<ExactDuration>) -> Standing {
        if judge(routine, self.profile, self.moment).verdict != Verdict::Go || self.felt_wrong(routine) {
            return Standing::No;
        }
        let Some(history) = self.history else { return Standing::Now };
        match plan(routine, self.profile, self.moment, length) {
            Ok(plan) => match guard(plan.steps(), history, self.now) {
                Guarded::Allowed => Standing::Now,
                Guarded::NotBefore { at, .. } => Standing::Later(at),
            },
            Err(_) => Standing::No,
        }
    }

    fn allows(&self, routine: &Arc<SafeRoutine>) -> bool {
        self.standing(routine, None) == Standing::Now
    }

    /// Whether the person ended its last session because it felt wrong. Whoever wants it again finds it in the list.
    fn felt_wrong(&self, routine: &SafeRoutine) -> bool {
        let last = self.recent.iter().find(|record| record.routine == routine.id());
        last.is_some_and(|record| record.felt_wrong)
    }
}

/// The offers for a phase: at most three, of different kinds if possible. Without a phase, only what Enter
/// starts: the latest routine, or a favourite.
#[must_use]
pub fn offers(library: &Library, context: &OfferContext<'_>) -> Offers {
    let Some(phase) = context.moment.phase else {
        return Offers { now: usual(library, context).into_iter().collect(), later: Vec::new() };
    };
    let mut ranked: Vec<(Rank, usize, &Arc<SafeRoutine>)> = playable(library)
        .filter(|(_, routine)| suits(routine, phase))
        .map(|(index, routine)| (Rank::of(routine, context, phase), index, routine))
        .collect();
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.2.id().cmp(b.2.id())));
    let next = if phase == Phase::Between { next_of_programme(library, context) } else { None };
    let mut chosen: Vec<(usize, &Arc<SafeRoutine>)> = Vec::new();
    let mut later = Vec::new();
    chosen.extend(next.as_ref().map(|next| (next.index, next.routine)));
    let has_kind = |chosen: &[(usize, &Arc<SafeRoutine>)], kind: Kind| {
        chosen.iter().any(|(_, other)| other.kind() == kind)
    };
    for varied in [true, false] {
        for (_, index, routine) in &ranked {
            let is_new = chosen.iter().all(|(other, _)| other != index);
            let is_other = !varied || !has_kind(&chosen, routine.kind());
            if chosen.len() < OFFERS && is_new && is_other {
                match context.standing(routine, None) {
                    Standing::Now => chosen.push((*index, routine)),
                    Standing::Later(at) if later.len() < LATER && is_of_other_kind(&later, routine) => {
                        later.push((at, *routine));
                    }
                    Standing::Later(_) | Standing::No => {}
                }
            }
        }
    }
    let mut offers: Vec<Offer> =
        chosen.into_iter().map(|(index, routine)| offer(index, routine, context)).collect();
    if let (Some(first), Some(next)) = (offers.first_mut(), next) {
        first.minutes = listing::minutes(next.length);
        first.why = next.why;
    }
    let later = later.into_iter().map(|(at, routine)| again_from(routine, at, context.now)).collect();
    Offers { now: offers, later }
}

/// The most that is named of what has to wait: the best of two kinds.
const LATER: usize = 2;

fn is_of_other_kind(later: &[(DateTime<FixedOffset>, &Arc<SafeRoutine>)], routine: &SafeRoutine) -> bool {
    later.iter().all(|(_, other)| other.kind() != routine.kind())
}

/// `Cold on the forehead: you can do this again from 14:30.`
fn again_from(routine: &SafeRoutine, at: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let time =
        if at.date_naive() == now.date_naive() { written(at, "%H:%M") } else { written(at, "%A, %H:%M") };
    format!("{}: you can do this again from {time}.", routine.title())
}

/// What comes next in a programme, between attacks.
#[derive(Debug)]
pub struct NextOfProgramme<'a> {
    /// The routine's index in the library.
    pub index: usize,
    routine: &'a Arc<SafeRoutine>,
    /// The length that the programme asks for; `None` for the routine's own.
    pub requested: Option<ExactDuration>,
    length: ExactDuration,
    /// What comes next, as a sentence.
    pub why: String,
}

/// What comes next in the running programme, unless the safety rules raise anything against it.
#[must_use]
pub fn next_of_programme<'a>(
    library: &'a Library,
    context: &OfferContext<'_>,
) -> Option<NextOfProgramme<'a>> {
    let (programme, begun) = context.programme?;
    let next = programme.next(begun, context.recent)?;
    let (index, routine) = playable(library).find(|(_, routine)| routine.id() == next.routine)?;
    // Days off are part of the plan.
    if next.on.is_some_and(|on| on > context.now.date_naive()) {
        return None;
    }
    let week = programme.weeks.get(next.week)?;
    let requested = week.minutes.map(|minutes| ExactDuration::from_mins(minutes.into()));
    if context.standing(routine, requested) != Standing::Now {
        return None;
    }
    let length = requested.unwrap_or(routine.range().written);
    let why = programme.sentence(&next, length, context.now.date_naive());
    Some(NextOfProgramme { index, routine, requested, length, why })
}

/// What Enter starts before a phase is chosen.
fn usual(library: &Library, context: &OfferContext<'_>) -> Option<Offer> {
    let last = context.recent.iter().map(|record| record.routine.as_str());
    let ids = last.chain(context.favourites.iter().map(String::as_str));
    let find = |id| playable(library).find(|(_, routine)| routine.id() == id);
    let (index, routine) = ids.filter_map(find).find(|(_, routine)| context.allows(routine))?;
    Some(offer(index, routine, context))
}

/// An offer of a given routine, if it exists, suits the phase, and the safety rules raise nothing against it.
#[must_use]
pub fn offer_of(library: &Library, context: &OfferContext<'_>, id: &str, why: String) -> Option<Offer> {
    let (index, routine) = playable(library).find(|(_, routine)| routine.id() == id)?;
    let is_suitable = context.moment.phase.is_none_or(|phase| suits(routine, phase));
    (is_suitable && context.allows(routine)).then(|| Offer { why, ..offer(index, routine, context) })
}

fn playable<'a>(library: &'a Library) -> impl Iterator<Item = (usize, &'a Arc<SafeRoutine>)> {
    let routine = |(index, entry): (usize, &'a Entry)| entry.routine.as_ref().map(|routine| (index, routine));
    library.entries().iter().enumerate().filter_map(routine)
}

fn suits(routine: &SafeRoutine, phase: Phase) -> bool {
    let source = routine.routine();
    source.suits.iter().any(|suited| suited.value == phase)
        && !source.avoids.iter().any(|avoided| avoided.value == phase)
}

/// The rank of an offer; lower ranks come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Favourites come first.
    is_no_favourite: bool,
    /// How much more often it felt worse than better in this phase.
    harm: i64,
    /// Routines that were done in this phase come first.
    is_unused: bool,
    /// The kind that asks the least of somebody in this phase comes first.
    kind: usize,
    /// Until there has been a massage, the one to begin with comes before the others.
    is_not_to_begin_with: bool,
    /// How many things it needs; fewer come first.
    needs: usize,
    /// How far its length is from what people start with most easily, in minutes.
    distance: u64,
    /// A routine that suits more phases is the safer choice; of two such, the one with more steps.
    plainness: (Reverse<usize>, Reverse<usize>),
}

impl Rank {
    fn of(routine: &SafeRoutine, context: &OfferContext<'_>, phase: Phase) -> Self {
        let OfferContext { recent, favourites, .. } = context;
        let in_phase = |record: &&Record| {
            record.routine == routine.id() && record.phase.as_deref() == Some(phase.name())
        };
        let felt = |record: &Record| match record.feeling {
            Some(Feeling::Worse) => 1,
            Some(Feeling::Better) => -1,
            Some(Feeling::Same) | None => 0,
        };
        let is_newcomer = recent.iter().all(|record| record.kind != Kind::Massage.name());
        let order = kinds(phase);
        let minutes = routine.range().written.whole_secs() / 60;
        Self {
            is_no_favourite: !favourites.iter().any(|id| id == routine.id()),
            harm: recent.iter().filter(in_phase).map(felt).sum(),
            is_unused: !recent.iter().any(|record| in_phase(&record)),
            kind: order.iter().position(|kind| *kind == routine.kind()).unwrap_or(order.len()),
            is_not_to_begin_with: is_newcomer && routine.id() != FIRST_MASSAGE,
            needs: routine.routine().needs.len(),
            distance: (minutes.max(EASY_MINUTES) - minutes.min(EASY_MINUTES)),
            plainness: (Reverse(routine.routine().suits.len()), Reverse(routine.routine().steps.len())),
        }
    }
}

/// The kinds for a phase, in the order in which the medical literature recommends them.
const fn kinds(phase: Phase) -> [Kind; 6] {
    match phase {
        Phase::Between => {
            [Kind::Massage, Kind::Breathing, Kind::Relaxation, Kind::Warmth, Kind::Mixed, Kind::Cold]
        }
        Phase::Prodrome => {
            [Kind::Breathing, Kind::Relaxation, Kind::Warmth, Kind::Mixed, Kind::Massage, Kind::Cold]
        }
        Phase::Aura => {
            [Kind::Breathing, Kind::Relaxation, Kind::Mixed, Kind::Cold, Kind::Warmth, Kind::Massage]
        }
        Phase::Attack => {
            [Kind::Cold, Kind::Breathing, Kind::Relaxation, Kind::Mixed, Kind::Warmth, Kind::Massage]
        }
        Phase::Postdrome => {
            [Kind::Relaxation, Kind::Breathing, Kind::Warmth, Kind::Mixed, Kind::Massage, Kind::Cold]
        }
    }
}

fn offer(index: usize, routine: &SafeRoutine, context: &OfferContext<'_>) -> Offer {
    let OfferContext { recent, favourites, now, .. } = *context;
    let last = recent.iter().find(|record| record.routine == routine.id());
    let is_favourite = favourites.iter().any(|id| id == routine.id());
    let why = match last {
        Some(record) => last_time(record, now),
        None if is_favourite => "One of your favourites.".into(),
        None => format!("{}.", routine.evidence().plain()),
    };
    Offer { index, title: routine.title(), minutes: listing::minutes(routine.range().written), why }
}

/// `Last time: Tuesday, better.`
fn last_time(record: &Record, now: DateTime<FixedOffset>) -> String {
    let day = day(record.started, now);
    match record.feeling {
        Some(feeling) => format!("Last time: {day}, {}.", feeling.plain()),
        None => format!("Last time: {day}."),
    }
}

/// A day in words.
#[must_use]
pub fn day(then: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    match (now.date_naive() - then.date_naive()).num_days() {
        0 => "today".into(),
        1 => "yesterday".into(),
        2..=6 => then.format("%A").to_string(),
        _ if now.date_naive().signed_duration_since(then.date_naive()).num_days() < 300 => {
            then.format("%-d %B").to_string()
        }
        _ => then.format("%-d %B %Y").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Outcome;
    use crate::routine::{CompressKind, Site};
    use crate::safety::Applied;

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-23T10:00:00+01:00").unwrap()
    }

    fn done(id: &str, phase: Phase, days_ago: i64, feeling: Option<Feeling>) -> Record {
        Record {
            phase: Some(phase.name().into()),
            started: now() - chrono::Duration::days(days_ago),
            feeling,
            outcome: Outcome::Completed,
            routine: id.into(),
            ..crate::journal::store::tests_support::record("1")
        }
    }

    fn ids(library: &Library, offers: &[Offer]) -> Vec<String> {
        offers.iter().map(|offer| library.entries()[offer.index].id.clone()).collect()
    }

    fn offered(
        library: &Library,
        recent: &[Record],
        favourites: &[String],
        phase: Option<Phase>,
    ) -> Vec<Offer> {
        let moment = Moment { phase, ..Moment::default() };
        let profile = &Profile::default();
        let programme = None;
        let (history, now) = (None, now());
        let context = OfferContext { recent, history, favourites, profile, moment: &moment, programme, now };
        offers(library, &context).now
    }

    #[test]
    fn every_phase_has_offers_that_suit_it_and_are_not_all_alike() {
        let library = Library::open(None);
        for phase in <Phase as crate::ron_reader::Vocabulary>::ALL {
            let all = offered(&library, &[], &[], Some(*phase));
            assert!(!all.is_empty(), "{phase:?}");
            for offer in &all {
                assert!(suits(library.entries()[offer.index].routine.as_ref().unwrap(), *phase));
            }
        }
        let attack = ids(&library, &offered(&library, &[], &[], Some(Phase::Attack)));
        assert!(attack[0].starts_with("cold"), "{attack:?}");
    }

    #[test]
    fn the_programme_comes_first_between_attacks_and_never_in_one() {
        let library = Library::open(None);
        let programme = library.programme("training-ramp").map(|programme| (programme, now().date_naive()));
        let in_phase = |phase| {
            let moment = Moment { phase: Some(phase), ..Moment::default() };
            let profile = &Profile::default();
            let (recent, favourites) = (&[][..], &[][..]);
            let (history, now) = (None, now());
            let context =
                OfferContext { recent, history, favourites, profile, moment: &moment, programme, now };
            offers(&library, &context).now
        };
        let between = in_phase(Phase::Between);
        assert_eq!(ids(&library, &between)[0], "breathing-ramp");
        assert_eq!(between[0].why, "Week 1: slow breathing, 5 minutes. On 5 days.");
        assert_eq!((between.len(), between[0].minutes.as_str()), (3, "5 min"));
        assert!(!ids(&library, &in_phase(Phase::Attack)).contains(&"breathing-ramp".to_owned()));
    }

    #[test]
    fn what_helped_comes_before_what_did_not_and_favourites_before_all() {
        let library = Library::open(None);
        let in_attack = |recent: &[Record], favourites: &[String]| {
            ids(&library, &offered(&library, recent, favourites, Some(Phase::Attack)))
        };
        let better = done("longer-exhale", Phase::Attack, 3, Some(Feeling::Better));
        assert_eq!(in_attack(std::slice::from_ref(&better), &[])[0], "longer-exhale");
        let worse = done("cold-forehead", Phase::Attack, 3, Some(Feeling::Worse));
        assert_ne!(in_attack(&[worse], &[])[0], "cold-forehead");
        assert_eq!(in_attack(&[better], &["cold-forehead".into()])[0], "cold-forehead");
    }

    #[test]
    fn without_a_phase_it_is_what_was_done_last() {
        let library = Library::open(None);
        assert_eq!(offered(&library, &[], &[], None), []);
        let recent = [done("longer-exhale", Phase::Between, 1, Some(Feeling::Better))];
        let usual = offered(&library, &recent, &[], None);
        assert_eq!(ids(&library, &usual), ["longer-exhale"]);
        assert_eq!(usual[0].why, "Last time: yesterday, better.");
        let gone = [done("no-longer-there", Phase::Between, 1, None)];
        let usual = offered(&library, &gone, &["cold-forehead".into()], None);
        assert_eq!(ids(&library, &usual), ["cold-forehead"]);
    }

    #[test]
    fn a_newcomer_begins_with_five_minutes() {
        let library = Library::open(None);
        let first = ids(&library, &offered(&library, &[], &[], Some(Phase::Between)));
        assert_eq!(first[0], "neck-and-shoulders-5");
    }

    #[test]
    fn what_has_to_rest_is_named_with_its_time_and_the_next_takes_its_place() {
        let library = Library::open(None);
        let (profile, moment) = (Profile::default(), Moment::in_phase(Phase::Attack));
        let at = |history: &History| {
            let context = OfferContext {
                recent: &[],
                history: Some(history),
                favourites: &["cold-forehead".into()],
                profile: &profile,
                moment: &moment,
                programme: None,
                now: now(),
            };
            let offers = offers(&library, &context);
            (ids(&library, &offers.now), offers.later)
        };
        let cold = |minutes: u64| History {
            applied: vec![Applied {
                pack: CompressKind::Cold,
                site: Site::Forehead,
                from: now() - chrono::Duration::minutes(20),
                lasted: ExactDuration::from_secs(minutes * 60 + 2),
            }],
            massaged: Vec::new(),
        };
        // A touch of two seconds starts no rest.
        assert_eq!(at(&cold(0)), at(&History::default()));
        let (ids, later) = at(&cold(15));
        assert!(ids.len() == OFFERS && !ids.contains(&"cold-forehead".to_owned()), "{ids:?}");
        assert_eq!(later, ["Cold on the forehead: you can do this again from 11:55."]);
    }

    #[test]
    fn what_felt_wrong_is_not_offered_until_it_was_done_again() {
        let library = Library::open(None);
        let wrong = Record { felt_wrong: true, ..done("longer-exhale", Phase::Attack, 1, None) };
        for phase in [None, Some(Phase::Attack), Some(Phase::Between)] {
            let favourites = ["longer-exhale".to_owned()];
            let offered = ids(&library, &offered(&library, std::slice::from_ref(&wrong), &favourites, phase));
            assert!(!offered.contains(&"longer-exhale".to_owned()), "{phase:?}: {offered:?}");
        }
        let again = [done("longer-exhale", Phase::Between, 0, None), wrong];
        assert_eq!(ids(&library, &offered(&library, &again, &[], None)), ["longer-exhale"]);
    }
}
