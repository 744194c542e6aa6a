//! What became of the pain two hours after a session in an attack, and the next day: the endpoints by which trials
//! of attack medicine are read (Diener 2019). Here they only describe: nobody was drawn for anything, and
//! medicine was often taken as well.

/// From this pain on, 0–10, it counts as moderate or severe, and below it as mild or none. Our limit: trials ask in
/// these words and not in numbers.
pub const MODERATE_FROM: u8 = 4;

/// A session that was begun in an attack, with the pain that was noted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndpointSession {
    /// Pain before, 0–10.
    pub before: u8,
    /// Pain two hours after its end, if that was answered.
    pub two_hours: Option<u8>,
    /// Pain the next day, if that was answered.
    pub next_day: Option<u8>,
    /// Whether medicine was taken around it ([`super::MEDICINE_AROUND`]).
    pub with_medicine: bool,
}

/// How many of some sessions something holds for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// For how many it holds.
    pub number: u32,
    /// Of how many.
    pub of: u32,
    /// With how many of those for which it holds medicine was taken around.
    pub with_medicine: u32,
}

impl Share {
    fn of<'a>(
        sessions: impl Iterator<Item = &'a EndpointSession>,
        holds: impl Fn(&EndpointSession) -> bool,
    ) -> Self {
        let mut share = Self::default();
        for session in sessions {
            share.of += 1;
            if holds(session) {
                share.number += 1;
                share.with_medicine += u32::from(session.with_medicine);
            }
        }
        share
    }
}

/// The endpoints of all sessions that were begun in an attack with pain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// Answered two hours later, of all.
    pub answered: Share,
    /// Free of pain two hours later, of those answered then.
    pub pain_free: Share,
    /// From moderate or severe to mild or no pain two hours later, of those answered then that began with at least
    /// [`MODERATE_FROM`].
    pub relief: Share,
    /// Free of pain two hours later and the next day, of those answered both times.
    pub sustained: Share,
}

/// Counts the endpoints. Sessions begun without pain are left out: nothing can fall from nothing.
#[must_use]
pub fn endpoints(sessions: &[EndpointSession]) -> Endpoints {
    let all = || sessions.iter().filter(|session| session.before > 0);
    let answered = || all().filter(|session| session.two_hours.is_some());
    let is_free = |session: &EndpointSession| session.two_hours == Some(0);
    Endpoints {
        answered: Share::of(all(), |session| session.two_hours.is_some()),
        pain_free: Share::of(answered(), is_free),
        relief: Share::of(answered().filter(|session| session.before >= MODERATE_FROM), |session| {
            session.two_hours.is_some_and(|pain| pain < MODERATE_FROM)
        }),
        sustained: Share::of(answered().filter(|session| session.next_day.is_some()), |session| {
            is_free(session) && session.next_day == Some(0)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(before: u8, two_hours: Option<u8>, next_day: Option<u8>, medicine: bool) -> EndpointSession {
        EndpointSession { before, two_hours, next_day, with_medicine: medicine }
    }

    fn share(number: u32, of: u32, with_medicine: u32) -> Share {
        Share { number, of, with_medicine }
    }

    #[test]
    fn each_endpoint_is_counted_of_those_who_answered_it() {
        let sessions = [
            session(8, Some(0), Some(0), true),
            session(8, Some(0), Some(5), false),
            session(4, Some(3), None, true),
            session(3, Some(0), None, false),
            session(9, Some(4), Some(0), true),
            session(7, None, Some(0), true),
            session(0, Some(0), Some(0), true),
        ];
        let expected = Endpoints {
            answered: share(5, 6, 3),
            pain_free: share(3, 5, 1),
            relief: share(3, 4, 2),
            sustained: share(1, 3, 1),
        };
        assert_eq!(endpoints(&sessions), expected);
        assert_eq!(endpoints(&[]), Endpoints::default());
    }
}
