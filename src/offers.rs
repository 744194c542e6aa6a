//! What is offered first: the routines that suit the moment, the best first, each with a reason.
//!
//! Pure: the library and the recent sessions go in, the offers come out.

use std::cmp::Reverse;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::journal::{Feeling, Record};
use crate::library::programme::Programme;
use crate::library::{Entry, Library};
use crate::routine::{Kind, Phase};
use crate::safety::{Moment, Profile, SafeRoutine, Verdict, judge};
use crate::time::ExactDuration;
use crate::timeline::listing;

mod goals;

pub use goals::{drawn, due};

/// The most offers.
pub const OFFERS: usize = 3;
/// The length that people start with most easily, in minutes: the first week of the trial `RELAXaHEAD`
/// (NCT05466682).
const EASY_MINUTES: u64 = 5;

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

/// What the offers depend on besides the library.
#[derive(Clone, Copy, Debug)]
pub struct OfferContext<'a> {
    /// The recent sessions, the newest first.
    pub recent: &'a [Record],
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

impl OfferContext<'_> {
    /// Whether the safety rules raise nothing against it for this person and moment.
    fn allows(&self, routine: &SafeRoutine) -> bool {
        judge(routine, self.profile, self.moment).verdict == Verdict::Go
    }
}

/// The offers for a phase: at most three, of different kinds if possible. Without a phase, only what Enter
/// starts: the latest routine, or a favourite.
#[must_use]
pub fn offers(library: &Library, context: &OfferContext<'_>) -> Vec<Offer> {
    let Some(phase) = context.moment.phase else {
        return usual(library, context).into_iter().collect();
    };
    let mut ranked: Vec<(Rank, usize, &SafeRoutine)> = playable(library)
        .filter(|(_, routine)| suits(routine, phase))
        .map(|(index, routine)| (Rank::of(routine, context, phase), index, routine))
        .collect();
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.2.id().cmp(b.2.id())));
    let next = if phase == Phase::Between { next_of_programme(library, context) } else { None };
    let mut chosen: Vec<(usize, &SafeRoutine)> = Vec::new();
    chosen.extend(next.as_ref().map(|next| (next.index, next.routine)));
    let has_kind =
        |chosen: &[(usize, &SafeRoutine)], kind: Kind| chosen.iter().any(|(_, other)| other.kind() == kind);
    for varied in [true, false] {
        for (_, index, routine) in &ranked {
            let is_new = chosen.iter().all(|(other, _)| other != index);
            let is_other = !varied || !has_kind(&chosen, routine.kind());
            if chosen.len() < OFFERS && is_new && is_other && context.allows(routine) {
                chosen.push((*index, routine));
            }
        }
    }
    let mut offers: Vec<Offer> =
        chosen.into_iter().map(|(index, routine)| offer(index, routine, context)).collect();
    if let (Some(first), Some(next)) = (offers.first_mut(), next) {
        first.minutes = listing::minutes(next.length);
        first.why = next.why;
    }
    offers
}

/// What comes next in a programme, between attacks.
#[derive(Debug)]
pub struct NextOfProgramme<'a> {
    /// The routine's index in the library.
    pub index: usize,
    routine: &'a SafeRoutine,
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
    let (index, routine) =
        playable(library).find(|(_, routine)| routine.id() == next.routine && context.allows(routine))?;
    let minutes = programme.weeks.get(next.week)?.minutes;
    let requested = minutes.map(|minutes| ExactDuration::from_mins(minutes.into()));
    let length = requested.unwrap_or(routine.range().written);
    Some(NextOfProgramme { index, routine, requested, length, why: programme.sentence(&next, length) })
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

fn playable<'a>(library: &'a Library) -> impl Iterator<Item = (usize, &'a SafeRoutine)> {
    let routine =
        |(index, entry): (usize, &'a Entry)| entry.routine.as_deref().map(|routine| (index, routine));
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
        let order = kinds(phase);
        let minutes = routine.range().written.whole_secs() / 60;
        Self {
            is_no_favourite: !favourites.iter().any(|id| id == routine.id()),
            harm: recent.iter().filter(in_phase).map(felt).sum(),
            is_unused: !recent.iter().any(|record| in_phase(&record)),
            kind: order.iter().position(|kind| *kind == routine.kind()).unwrap_or(order.len()),
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
        None if is_favourite => "A favourite of yours.".into(),
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
        offers(library, &OfferContext { recent, favourites, profile, moment: &moment, programme, now: now() })
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
            offers(
                &library,
                &OfferContext { recent, favourites, profile, moment: &moment, programme, now: now() },
            )
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
}
