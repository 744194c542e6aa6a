//! The start gate: the only way to a session.
//!
//! Whoever wants a session (the first screen, the list, the writing page, a file, a media key, a resume, a
//! programme, a reload, a terminal) makes a [`StartRequest`]. [`Gate::check`] queries the journal, and
//! [`decide`] checks everything that can stand in the way, always in this order:
//!
//! 1. the danger signs: have they ever been answered, and does "not like my usual attacks" still stand;
//! 2. an open attack that has lasted longer than attacks do, or whose aura has lasted longer than auras do;
//! 3. the guard across sessions: rest for the skin, the most massage in a day;
//! 4. the verdicts of the safety rules on this person and moment, and whether the requested length is possible;
//! 5. what is said once, before the first massage and before the first pack;
//! 6. how it is now, where the routine is only for the time between attacks, and which side is sore, where it begins with
//!    that.
//!
//! The result is an [`Approved`] plan, a [`Question`] to the person, or a [`Refusal`] with its reason. Only an
//! [`Approved`] plan starts a session, and only [`decide`] creates one. If the journal does not answer, the
//! gate asks the person; it never opens by itself.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::clock::Clock;
use crate::customs::written;
use crate::journal::{Applied as Laid, Attack, JournalError, JournalService, Lookback, Pending, Record};
use crate::library::Library;
use crate::ron_reader::Vocabulary as _;
use crate::routine::validate::Role;
use crate::routine::{CompressKind, Site, StepKind, walk};
use crate::safety::{
    self, Advice, Applied, FirstTime, Guarded, History, Massaged, Moment, Profile, SafeRoutine, guard,
};
use crate::settings::Settings;
use crate::time::{ExactDuration, Position};
use crate::timeline::{Plan, PlanError, plan};

#[cfg(test)]
mod tests;

/// How far the guard looks back: a day, plus a night for a session that lasted across it.
const LOOKBACK: TimeDelta = TimeDelta::hours(48);
/// How long a start waits for the journal before it counts as unavailable. Our limit: long enough for a disk
/// that has to spin up, short enough for somebody in pain.
pub const JOURNAL_WITHIN: ExactDuration = ExactDuration::from_secs(2);
/// An attack that lasts longer is not a usual one (status migrainosus, ICHD-3 1.4.1).
const LONGEST_ATTACK: TimeDelta = TimeDelta::hours(72);
/// After this long, the end of an open attack counts as forgotten. Our limit.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(30);

/// A request to start a session.
#[derive(Clone, Debug)]
pub struct StartRequest {
    /// The routine to play.
    pub routine: Arc<SafeRoutine>,
    /// The requested length; `None` for the routine's own.
    pub length: Option<ExactDuration>,
    /// How the person is now, as far as they have said.
    pub moment: Moment,
    /// The person's answers about themselves.
    pub profile: Profile,
    /// The folder with the routine's own recordings and pictures.
    pub folder: Option<PathBuf>,
    /// Whether its file lies outside the library, so that nobody notices when it is saved again.
    pub is_outside: bool,
    /// Why it is started.
    pub purpose: Purpose,
    /// Whether the person, told that the journal is unavailable, has confirmed that nothing in it would hold
    /// this back.
    pub vouched: bool,
    /// Whether the person could say how it is now and which side is sore, so that neither need be asked.
    pub moment_asked: bool,
}

/// Why a session is started.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// To do it from the beginning.
    Session,
    /// To continue an interrupted session, from the step it had reached.
    Resume(Box<Record>),
    /// To continue the session that has just been ended on this screen.
    Continue {
        /// The id of its record.
        record: String,
    },
    /// To continue in a routine that was changed during playback.
    Reload {
        /// The id of the session's record.
        record: String,
    },
    /// Playback for its author, from a position of the timeline. Nothing is recorded.
    Listen(Position),
}

impl Purpose {
    /// The session whose own effects must not count against it.
    fn excluded_session(&self, now: DateTime<FixedOffset>) -> Option<String> {
        match self {
            Self::Session | Self::Listen(_) => None,
            Self::Continue { record } | Self::Reload { record } => Some(record.clone()),
            // Applications of a pack with only a short gap count as one. After a longer gap, the skin needs its
            // rest.
            Self::Resume(record) => {
                let gap = safety::rules().guard.one_application;
                let apart = (now - record.over_at()).to_std().ok().map(ExactDuration::from);
                apart.is_some_and(|apart| apart <= gap).then(|| record.id.clone())
            }
        }
    }
}

/// An approved plan: the key to a session.
#[derive(Clone, Debug)]
pub struct Approved {
    plan: Plan,
    folder: Option<PathBuf>,
    is_outside: bool,
    purpose: Purpose,
}

impl Approved {
    /// The plan to play.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The folder with the routine's own recordings and pictures.
    #[must_use]
    pub const fn folder(&self) -> Option<&PathBuf> {
        self.folder.as_ref()
    }

    /// Whether its file lies outside the library.
    #[must_use]
    pub const fn is_outside(&self) -> bool {
        self.is_outside
    }

    /// Why it is started.
    #[must_use]
    pub const fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// A plan that has not passed the gate, for tests of what comes after it.
    #[cfg(test)]
    pub(crate) const fn unchecked(plan: Plan) -> Self {
        Self { plan, folder: None, is_outside: false, purpose: Purpose::Session }
    }
}

/// The gate's decision on a request.
#[derive(Clone, Debug)]
pub enum Decision {
    /// The session can start.
    Approved(Box<Approved>),
    /// The person has to answer a question first.
    Ask(Question),
    /// The session cannot start now.
    Refused(Refusal),
}

/// What the person has to answer before a session can start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The danger signs, which have never been answered.
    WarningSigns,
    /// The danger signs again, after the person said "no" or "not sure".
    NotUsual {
        /// When the person said so.
        since: DateTime<FixedOffset>,
    },
    /// Whether an attack is over that has lasted longer than attacks do, or whose aura has lasted longer than auras do.
    LongAttack(Box<Attack>),
    /// The journal is unavailable: has anything been done that would hold this back?
    JournalUnavailable {
        /// Why it is unavailable, one sentence.
        why: String,
    },
    /// What is said once, before the first massage or the first pack, which has never been read.
    FirstTime(FirstTime),
    /// The session is advised against: start it all the same?
    Advice(Advice),
    /// The routine begins with the sore side, and nobody has said which it is.
    SoreSide,
    /// The routine moves the head or stretches, which is only for the time between attacks, and nobody has said how it is.
    Phase,
}

impl Question {
    /// The question in one or two sentences, for a terminal or the top of a page.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::WarningSigns => {
                "Before your first session: if you have any of these signs, you need a doctor, not a routine."
                    .into()
            }
            Self::NotUsual { since } => format!(
                "On {} you said that this isn't like your usual attacks, or that you weren't sure. You can start a \
                 session once you have answered again.",
                written(*since, "%A %-d %B at %H:%M")
            ),
            Self::LongAttack(attack) if attack.has_unusually_long_aura() => format!(
                "You noted that the aura of this attack lasted {} minutes, which is more than 60. See a doctor today. You \
                 can start a session once you have noted when the attack ended.",
                attack.aura_minutes.unwrap_or_default()
            ),
            Self::LongAttack(attack) => format!(
                "Your attack began on {} and has lasted more than 72 hours. See a doctor today. You can start a session \
                 once you have noted when it ended.",
                written(attack.started, "%A %-d %B at %H:%M")
            ),
            Self::JournalUnavailable { why } => format!(
                "{why} Stillpoint can't check what you did recently. Start only if you've had no pack in the last two \
                 hours and no massage today, and if this attack has lasted less than three days."
            ),
            Self::FirstTime(which) => {
                format!("{}: a few lines to read once.", which.introduction().title)
            }
            Self::SoreSide => {
                "This routine begins with the sorer side. Say which it is, or start with both as they come."
                    .into()
            }
            Self::Phase => {
                "It moves the head or stretches, which is only for the time between attacks. Say how it is now.".into()
            }
            Self::Advice(advice) => {
                let offer = advice.offer().map(|offer| format!(" {offer}")).unwrap_or_default();
                format!("Not recommended right now. {}{offer}", advice.why)
            }
        }
    }
}

/// Why a session cannot start now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// An earlier session requires a rest first.
    #[error("{sentence} That's at {}. {why}", written(*.at, "%H:%M"))]
    NotYet {
        /// When it can start.
        at: DateTime<FixedOffset>,
        /// What holds it back and for how long, one sentence.
        sentence: String,
        /// The reason for the rest.
        why: String,
    },
    /// For this person and moment, the safety rules leave nothing useful of it.
    #[error("{0}")]
    NotNow(String),
    /// The requested length is not possible.
    #[error("{0}.")]
    Length(PlanError),
    /// Its file is a technique: what it lacks, such as a side, comes from the routine that uses it.
    #[error("{ONLY_USED}.")]
    Technique,
}

/// Why a technique is not played by itself.
pub(crate) const ONLY_USED: &str =
    "this is a technique, which only plays as part of a routine; play a routine that uses it";

/// Whether a routine is a technique.
#[must_use]
pub(crate) fn is_technique(routine: &SafeRoutine) -> bool {
    routine.role() == Role::Technique
}

/// What a request is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Whether the danger signs have been answered.
    pub signs_answered: bool,
    /// Which of what is said once was read.
    pub explained: Explained,
    /// Since when "not like my usual attacks" stands, if it does.
    pub not_usual_since: Option<DateTime<FixedOffset>>,
    /// The relevant part of the journal, or a sentence on why it is unavailable.
    pub journal: Result<&'a Lookback, &'a str>,
    /// The library: how much hands-on massage an earlier session had is known from its routine.
    pub library: &'a Library,
    /// The present.
    pub now: DateTime<FixedOffset>,
}

/// Which of what is said once was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What is said before the first massage.
    pub massage: bool,
    /// What is said before the first pack.
    pub pack: bool,
}

impl Explained {
    fn of(settings: &Settings) -> Self {
        let [massage, pack] = FirstTime::ALL.map(|which| settings.is_explained(which));
        Self { massage, pack }
    }

    const fn covers(self, which: FirstTime) -> bool {
        match which {
            FirstTime::Massage => self.massage,
            FirstTime::Pack => self.pack,
        }
    }
}

/// Decides on a request. Pure.
#[must_use]
pub fn decide(request: &StartRequest, circumstances: Circumstances<'_>) -> Decision {
    let Circumstances { signs_answered, explained, not_usual_since, journal, library, now } = circumstances;
    if let Some(since) = not_usual_since {
        return Decision::Ask(Question::NotUsual { since });
    }
    if !signs_answered {
        return Decision::Ask(Question::WarningSigns);
    }
    if let Ok(Lookback { open_attack: Some(attack), .. }) = journal
        && (is_too_long(attack, now) || has_too_long_aura(attack, now))
    {
        return Decision::Ask(Question::LongAttack(Box::new(attack.clone())));
    }
    let planned = planned(request);
    match (journal, &planned) {
        (Ok(back), Ok(plan)) => {
            if let Guarded::NotBefore { at, sentence, why, .. } =
                guard(plan.steps(), &history(back, library, now), now)
            {
                return Decision::Refused(Refusal::NotYet { at, sentence, why: why.to_owned() });
            }
        }
        (Err(why), Ok(_)) if !request.vouched => {
            return Decision::Ask(Question::JournalUnavailable { why: why.to_owned() });
        }
        // Confirmed by the person, or refused for another reason below.
        (Err(_), Ok(_)) | (_, Err(_)) => {}
    }
    match planned {
        Err(refusal) => Decision::Refused(refusal),
        Ok(plan) => match plan.advice() {
            Some(advice) if !request.moment.insist => Decision::Ask(Question::Advice(advice.clone())),
            Some(_) | None => match first_time(&plan, request, explained) {
                Some(which) => Decision::Ask(Question::FirstTime(which)),
                None if lacks_a_phase(&plan, request) => Decision::Ask(Question::Phase),
                None if lacks_a_side(request) => Decision::Ask(Question::SoreSide),
                None => Decision::Approved(Box::new(Approved {
                    plan,
                    folder: request.folder.clone(),
                    is_outside: request.is_outside,
                    purpose: request.purpose.clone(),
                })),
            },
        },
    }
}

/// What the person would do for the first time and has not read about. An author who listens does nothing.
fn first_time(plan: &Plan, request: &StartRequest, explained: Explained) -> Option<FirstTime> {
    let is_done = match request.purpose {
        Purpose::Session | Purpose::Resume(_) | Purpose::Continue { .. } | Purpose::Reload { .. } => true,
        Purpose::Listen(_) => false,
    };
    let is_new = |which: &FirstTime| is_done && !explained.covers(*which) && which.is_in(plan.steps());
    FirstTime::ALL.into_iter().find(is_new)
}

/// Whether it is only for the time between attacks, and a person who starts it has not been asked how it is now.
fn lacks_a_phase(plan: &Plan, request: &StartRequest) -> bool {
    let is_begun = match request.purpose {
        Purpose::Session => true,
        Purpose::Resume(_) | Purpose::Continue { .. } | Purpose::Reload { .. } | Purpose::Listen(_) => false,
    };
    let mut trains = false;
    walk(plan.steps(), &mut |step, _| {
        trains |= matches!(&step.kind, StepKind::Guide(guide) if guide.motion.value.is_exercise());
    });
    is_begun && trains && request.moment.phase.is_none() && !request.moment_asked
}

/// Whether it depends on the sore side, and a person who starts it has not been asked for it.
fn lacks_a_side(request: &StartRequest) -> bool {
    let is_begun = match request.purpose {
        Purpose::Session => true,
        Purpose::Resume(_) | Purpose::Continue { .. } | Purpose::Reload { .. } | Purpose::Listen(_) => false,
    };
    is_begun
        && !request.moment_asked
        && request.moment.sore().is_none()
        && request.routine.asks_for_the_sore_side()
}

/// Plans a request. When a session continues, a requested length that is no longer possible gives way to the
/// routine's own length.
fn planned(request: &StartRequest) -> Result<Plan, Refusal> {
    let plan = |length| plan(&request.routine, &request.profile, &request.moment, length);
    let planned = match (plan(request.length), &request.purpose) {
        (
            Err(PlanError::OutOfReach { .. } | PlanError::TooMuch { .. }),
            Purpose::Resume(_) | Purpose::Reload { .. } | Purpose::Continue { .. },
        ) => plan(None),
        (planned, _) => planned,
    };
    if is_technique(&request.routine) && !matches!(request.purpose, Purpose::Listen(_)) {
        return Err(Refusal::Technique);
    }
    planned.map_err(|error| match error {
        PlanError::NotNow { why, .. } => Refusal::NotNow(why),
        PlanError::OutOfReach { .. } | PlanError::TooMuch { .. } => Refusal::Length(error),
    })
}

/// Whether an attack has been open for longer than attacks last, but not for so long that its end was probably
/// forgotten.
#[must_use]
pub fn is_too_long(attack: &Attack, now: DateTime<FixedOffset>) -> bool {
    let lasts = now - attack.started;
    attack.ended.is_none() && lasts > LONGEST_ATTACK && lasts < FORGOTTEN_AFTER
}

/// Whether an attack is open whose aura lasted longer than auras do.
#[must_use]
pub fn has_too_long_aura(attack: &Attack, now: DateTime<FixedOffset>) -> bool {
    attack.ended.is_none() && attack.has_unusually_long_aura() && !is_forgotten(attack, now)
}

/// Whether an attack has been open for so long that its end was probably forgotten.
#[must_use]
pub fn is_forgotten(attack: &Attack, now: DateTime<FixedOffset>) -> bool {
    attack.ended.is_none() && now - attack.started >= FORGOTTEN_AFTER
}

/// The history as the guard needs it, from what the journal knows.
pub(super) fn history(back: &Lookback, library: &Library, now: DateTime<FixedOffset>) -> History {
    let since = now - LOOKBACK;
    let sessions = back.sessions.iter().filter(|record| record.over_at() >= since);
    History {
        applied: back.applied.iter().filter_map(applied).collect(),
        massaged: sessions.filter_map(|record| massaged(record, library)).collect(),
    }
}

fn applied(laid: &Laid) -> Option<Applied> {
    let (pack, site) = (*CompressKind::named(&laid.pack)?, *Site::named(&laid.site)?);
    Some(Applied { pack, site, from: laid.from, lasted: laid.lasted })
}

/// How long an earlier session worked on the skin with the hands. Where only an earlier version recorded it, the part
/// of its routine that was done counts; if the routine no longer exists, a massage counts with all its time.
fn massaged(record: &Record, library: &Library) -> Option<Massaged> {
    let until = record.ended.unwrap_or(record.started);
    let hands_on = record.hands_on.unwrap_or_else(|| estimated_hands_on(record, library));
    (!hands_on.is_zero()).then_some(Massaged { until, hands_on })
}

fn estimated_hands_on(record: &Record, library: &Library) -> ExactDuration {
    let routine = library.find(&record.routine).and_then(|entry| entry.routine.as_ref());
    match routine {
        Some(routine) => {
            let whole = safety::hands_on(&routine.routine().steps);
            whole.scaled(record.done.min(record.planned), record.planned.max(ExactDuration::from_secs(1)))
        }
        None if record.kind == "Massage" => record.done,
        None => ExactDuration::ZERO,
    }
}

/// A request that is waiting for the journal.
pub struct Gate {
    request: StartRequest,
    answer: Pending<Lookback>,
    asked_at: ExactDuration,
}

impl Gate {
    /// Queries the journal for everything that matters to a request.
    #[must_use]
    pub fn check(request: StartRequest, journal: &JournalService, clock: &Clock) -> Self {
        let now = clock.now();
        let excluded = request.purpose.excluded_session(now);
        let answer = journal.lookback((now - LOOKBACK).to_utc(), now.to_utc(), excluded);
        Self { request, answer, asked_at: clock.uptime() }
    }

    /// The decision, once the journal has answered or its time is up.
    pub fn poll(&self, settings: &Settings, library: &Library, clock: &Clock) -> Option<Decision> {
        let back = match self.answer.poll() {
            Some(answer) => answer,
            None if clock.uptime().minus(self.asked_at) < JOURNAL_WITHIN => return None,
            None => Err(JournalError::NoAnswer),
        };
        let back = back.map_err(|error| super::sentence(&error));
        Some(decide(
            &self.request,
            Circumstances {
                signs_answered: settings.red_flags_seen,
                explained: Explained::of(settings),
                not_usual_since: settings.not_usual_since,
                journal: back.as_ref().map_err(String::as_str),
                library,
                now: clock.now(),
            },
        ))
    }

    /// The request that it was asked about.
    #[must_use]
    pub fn into_request(self) -> StartRequest {
        self.request
    }
}
