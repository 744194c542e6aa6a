//! The only way to a session.
//!
//! Whoever wants one, from the first screen, the list, the writing page, a file, a media key, a resume, a programme, a
//! reload or a terminal, makes a [`StartRequest`]. [`Gate::look`] asks the journal what bears on it, and [`decide`]
//! holds it against everything that can stand in the way, always in this order:
//!
//! 1. the warning signs: were they ever answered, and does "not like my usual attacks" still stand;
//! 2. an attack that has been open for longer than attacks last;
//! 3. the guard across sessions: rests of the skin, the most of a day;
//! 4. the verdicts of the rules on this person and moment, and whether the length can be had.
//!
//! What comes out is an [`Approved`] plan, a [`Question`] to the person, or a [`Refusal`] with its reason. A session is
//! started with an [`Approved`] alone, and nothing but [`decide`] makes one. A gate that cannot see, because the journal
//! does not answer, asks; it never opens by itself.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::clock::Clock;
use crate::journal::{Applied as Laid, Attack, JournalError, JournalService, Lookback, Pending, Record};
use crate::library::Library;
use crate::ron_reader::Vocabulary as _;
use crate::routine::{CompressKind, Site};
use crate::safety::{self, Advice, Applied, Guarded, History, Massaged, Moment, Profile, SafeRoutine, guard};
use crate::settings::Settings;
use crate::time::{ExactDuration, Position};
use crate::timeline::{Plan, PlanError, plan};

#[cfg(test)]
mod tests;

/// The guard looks back this far: a day, and a night for a session that lasted across it.
const LOOKBACK: TimeDelta = TimeDelta::hours(48);
/// How long a start waits for the journal until it counts as one that does not answer. Our limit: long enough for a
/// disk that has to wake, short enough for somebody in pain.
pub const JOURNAL_WITHIN: ExactDuration = ExactDuration::from_secs(2);
/// An attack that goes on for longer is no usual one (status migrainosus, ICHD-3 1.4.1).
const LONGEST_ATTACK: TimeDelta = TimeDelta::hours(72);
/// An attack whose end nobody noted is taken for forgotten after this long. Our limit.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(30);

/// What somebody wants to start.
#[derive(Clone, Debug)]
pub struct StartRequest {
    /// The routine.
    pub routine: Arc<SafeRoutine>,
    /// How long it is to last, if that was said.
    pub length: Option<ExactDuration>,
    /// How it is now, as far as that was said.
    pub moment: Moment,
    /// What the person answered about themselves.
    pub profile: Profile,
    /// The folder of the routine's own recordings and pictures.
    pub folder: Option<PathBuf>,
    /// Whether its file is none of the library's: then nobody notices when it is saved again.
    pub is_outside: bool,
    /// What it is started for.
    pub purpose: Purpose,
    /// Whether the person, told that the journal does not answer, has said that nothing it would hold back was done.
    pub vouched: bool,
}

/// What a session is started for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// To be done, from its beginning.
    Session,
    /// To continue a session that was interrupted, from the step in which it was.
    Resume(Box<Record>),
    /// To continue the session that has just been ended on this screen.
    Continue {
        /// The id of its record.
        record: String,
    },
    /// To go on in a routine that was changed while it is played.
    Reload {
        /// The id of the record of the session that goes on.
        record: String,
    },
    /// To be listened to by its author, from a place of its timeline. Nothing is written down.
    Listen(Position),
}

impl Purpose {
    /// The session that is not to be held against itself.
    fn excluded_session(&self, now: DateTime<FixedOffset>) -> Option<String> {
        match self {
            Self::Session | Self::Listen(_) => None,
            Self::Continue { record } | Self::Reload { record } => Some(record.clone()),
            // Parts of a pack that follow each other closely are one application; after that the skin needs its rest.
            Self::Resume(record) => {
                let gap = safety::rules().guard.one_application;
                let apart = (now - record.over_at()).to_std().ok().map(ExactDuration::from);
                apart.is_some_and(|apart| apart <= gap).then(|| record.id.clone())
            }
        }
    }
}

/// A plan that nothing stands in the way of: the key to a session.
#[derive(Clone, Debug)]
pub struct Approved {
    plan: Plan,
    folder: Option<PathBuf>,
    is_outside: bool,
    purpose: Purpose,
}

impl Approved {
    /// What is to be played.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The folder of the routine's own recordings and pictures.
    #[must_use]
    pub const fn folder(&self) -> Option<&PathBuf> {
        self.folder.as_ref()
    }

    /// Whether its file is none of the library's.
    #[must_use]
    pub const fn is_outside(&self) -> bool {
        self.is_outside
    }

    /// What it is started for.
    #[must_use]
    pub const fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// A plan that no gate has looked at: for tests of what comes after it.
    #[cfg(test)]
    pub(crate) const fn unchecked(plan: Plan) -> Self {
        Self { plan, folder: None, is_outside: false, purpose: Purpose::Session }
    }
}

/// What came of a request.
#[derive(Clone, Debug)]
pub enum Decision {
    /// It can start.
    Approved(Box<Approved>),
    /// The person has to answer something first.
    Ask(Question),
    /// It cannot start now.
    Refused(Refusal),
}

/// What the person has to answer before anything starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Are these attacks like the usual ones? It was never answered.
    WarningSigns,
    /// The same, after an answer that they are not, or that one is not sure.
    NotUsual {
        /// When that was said.
        since: DateTime<FixedOffset>,
    },
    /// Is this attack over? It has gone on for longer than attacks last.
    LongAttack(Box<Attack>),
    /// Was anything done lately that the journal would know of? It does not answer.
    JournalUnavailable {
        /// Why, one sentence.
        why: String,
    },
    /// It is advised against: all the same?
    Advice(Advice),
}

impl Question {
    /// What stands in the way, in one or two sentences: for a terminal, and for the top of a page.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::WarningSigns => {
                "Before the first session: these warning signs need a doctor, not a routine.".into()
            }
            Self::NotUsual { since } => format!(
                "On {} you said that this is not like your usual attacks, or that you are not sure. Nothing starts \
                 until you answer anew.",
                since.format("%A, %-d %B, %H:%M")
            ),
            Self::LongAttack(attack) => format!(
                "Your attack since {} has lasted longer than 72 hours. See a doctor today. Nothing starts until you \
                 note when it ended.",
                attack.started.format("%A, %-d %B, %H:%M")
            ),
            Self::JournalUnavailable { why } => format!(
                "{why} So nobody can check what was done lately. Start only if you had no pack in the last two hours \
                 and no massage today, and if this attack has lasted less than three days."
            ),
            Self::Advice(advice) => {
                let offer = advice.offer().map(|offer| format!(" {offer}")).unwrap_or_default();
                format!("Advised against now. {}{offer}", advice.why)
            }
        }
    }
}

/// Why something cannot start now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What was done before needs its rest first.
    #[error("{sentence} That is at {}. {why}", .at.format("%H:%M"))]
    NotYet {
        /// When it can start.
        at: DateTime<FixedOffset>,
        /// What holds it back and for how long, one sentence.
        sentence: String,
        /// The reason.
        why: String,
    },
    /// The rules on this person and moment leave nothing of it that makes sense.
    #[error("{0}")]
    NotNow(String),
    /// The length that was asked for cannot be had.
    #[error("{0}.")]
    Length(PlanError),
}

/// What a request is held against.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Whether the warning signs were answered once.
    pub signs_answered: bool,
    /// Since when "not like my usual attacks" stands, if it does.
    pub not_usual_since: Option<DateTime<FixedOffset>>,
    /// What the journal knows, or a sentence on why it does not say.
    pub journal: Result<&'a Lookback, &'a str>,
    /// The routines at hand: what an earlier session did with hands is read from its routine.
    pub library: &'a Library,
    /// The time.
    pub now: DateTime<FixedOffset>,
}

/// Holds a request against everything that can stand in its way. Pure.
#[must_use]
pub fn decide(request: &StartRequest, circumstances: Circumstances<'_>) -> Decision {
    let Circumstances { signs_answered, not_usual_since, journal, library, now } = circumstances;
    if let Some(since) = not_usual_since {
        return Decision::Ask(Question::NotUsual { since });
    }
    if !signs_answered {
        return Decision::Ask(Question::WarningSigns);
    }
    if let Ok(Lookback { open_attack: Some(attack), .. }) = journal
        && is_too_long(attack, now)
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
        // Vouched for, or refused for another reason below.
        (Err(_), Ok(_)) | (_, Err(_)) => {}
    }
    match planned {
        Err(refusal) => Decision::Refused(refusal),
        Ok(plan) => match plan.advice() {
            Some(advice) if !request.moment.insist => Decision::Ask(Question::Advice(advice.clone())),
            Some(_) | None => Decision::Approved(Box::new(Approved {
                plan,
                folder: request.folder.clone(),
                is_outside: request.is_outside,
                purpose: request.purpose.clone(),
            })),
        },
    }
}

/// The plan of a request. A length that was asked for before the routine changed, or before the session was
/// interrupted, and that cannot be had any more, gives way to the length that the routine has by itself.
fn planned(request: &StartRequest) -> Result<Plan, Refusal> {
    let plan = |length| plan(&request.routine, &request.profile, &request.moment, length);
    let planned = match (plan(request.length), &request.purpose) {
        (
            Err(PlanError::OutOfReach { .. } | PlanError::TooMuchHandsOn { .. }),
            Purpose::Resume(_) | Purpose::Reload { .. } | Purpose::Continue { .. },
        ) => plan(None),
        (planned, _) => planned,
    };
    planned.map_err(|error| match error {
        PlanError::NotNow { why, .. } => Refusal::NotNow(why),
        PlanError::OutOfReach { .. } | PlanError::TooMuchHandsOn { .. } => Refusal::Length(error),
    })
}

/// Whether an attack has been open for longer than attacks last, and not for so long that its end was forgotten.
#[must_use]
pub fn is_too_long(attack: &Attack, now: DateTime<FixedOffset>) -> bool {
    let lasts = now - attack.started;
    attack.ended.is_none() && lasts > LONGEST_ATTACK && lasts < FORGOTTEN_AFTER
}

/// What the guard needs of what the journal knows.
fn history(back: &Lookback, library: &Library, now: DateTime<FixedOffset>) -> History {
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

/// How long hands worked on the skin in an earlier session: the share of its routine that was done. Of a routine that
/// is no longer there, all that was done of a massage counts.
fn massaged(record: &Record, library: &Library) -> Option<Massaged> {
    let routine = library.find(&record.routine).and_then(|entry| entry.routine.as_ref());
    let hands_on = match routine {
        Some(routine) => {
            let whole = safety::hands_on(&routine.routine().steps);
            whole.scaled(record.done.min(record.planned), record.planned.max(ExactDuration::from_secs(1)))
        }
        None if record.kind == "Massage" => record.done,
        None => ExactDuration::ZERO,
    };
    let until = record.ended.unwrap_or(record.started);
    (!hands_on.is_zero()).then_some(Massaged { until, hands_on })
}

/// A request on its way through the gate: the journal has been asked.
pub struct Gate {
    request: StartRequest,
    answer: Pending<Lookback>,
    asked_at: ExactDuration,
}

impl Gate {
    /// Asks the journal what bears on a request.
    #[must_use]
    pub fn check(request: StartRequest, journal: &JournalService, clock: &Clock) -> Self {
        let now = clock.now();
        let excluded = request.purpose.excluded_session(now);
        let answer = journal.lookback((now - LOOKBACK).to_utc(), now.to_utc(), excluded);
        Self { request, answer, asked_at: clock.uptime() }
    }

    /// The decision, once the journal has answered or has had its time.
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
                not_usual_since: settings.not_usual_since,
                journal: back.as_ref().map_err(String::as_str),
                library,
                now: clock.now(),
            },
        ))
    }

    /// What it was asked for.
    #[must_use]
    pub fn into_request(self) -> StartRequest {
        self.request
    }
}
