//! The record of a session, from its plan to its end.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::app::clock::Clock;
use crate::journal::{Applied, Comfort, Outcome, Record, StepRecord};
use crate::player::Player;
use crate::time::ExactDuration;
use crate::timeline::{Plan, SegmentKind, Timeline};

/// The record, and what is needed to keep it up to date.
pub(super) struct RecordKeeping {
    /// Shared with whoever shows it, and copied only if it is changed meanwhile.
    record: Arc<Record>,
    /// When each pack was laid on, by segment.
    laid_on: BTreeMap<usize, DateTime<FixedOffset>>,
    /// How steps felt, by segment.
    comfort: BTreeMap<usize, Comfort>,
}

impl RecordKeeping {
    /// The record of a session that begins now.
    pub(super) fn begin(plan: &Plan, timeline: &Timeline, clock: &Clock) -> Self {
        let (routine, request, now) = (plan.routine(), plan.request(), clock.now());
        let moment = &request.moment;
        let stamp = now.to_utc().format("%Y%m%dT%H%M%S%6f");
        let record = Record {
            id: format!("{stamp}-{:x}", std::process::id()),
            routine: routine.id().to_owned(),
            title: routine.title(),
            kind: routine.kind().name().to_owned(),
            phase: moment.phase.map(|phase| phase.name().to_owned()),
            started: now,
            pain_before: moment.pain,
            planned: timeline.length(),
            steps: steps(timeline, &vec![ExactDuration::ZERO; timeline.segments().len()], &BTreeMap::new()),
            changes: plan.changes().to_vec(),
            requested_length: request.length,
            states: moment.states.iter().map(|state| state.name().to_owned()).collect(),
            ..Record::default()
        };
        Self { record: Arc::new(record), laid_on: BTreeMap::new(), comfort: BTreeMap::new() }
    }

    /// The record as of the last change.
    pub(super) fn record(&self) -> Arc<Record> {
        Arc::clone(&self.record)
    }

    pub(super) fn change(&mut self, change: impl FnOnce(&mut Record)) {
        change(Arc::make_mut(&mut self.record));
    }

    /// Notes a change of plan, unless it is noted already.
    pub(super) fn note_change(&mut self, sentence: &str) {
        if !self.record.changes.iter().any(|change| change == sentence) {
            self.change(|record| record.changes.push(sentence.to_owned()));
        }
    }

    /// Whether the session was ended because it felt wrong.
    pub(super) fn felt_wrong(&self) -> bool {
        self.record.felt_wrong
    }

    pub(super) fn end(&mut self, outcome: Outcome, now: DateTime<FixedOffset>) {
        self.change(|record| (record.outcome, record.ended) = (outcome, Some(now)));
    }

    /// Reopens the record, because the session continues.
    pub(super) fn go_on(&mut self) {
        self.change(|record| (record.outcome, record.ended) = (Outcome::Running, None));
    }

    /// Notes that the pack of a segment is on the skin from now on.
    pub(super) fn pack_laid_on(&mut self, segment: usize, now: DateTime<FixedOffset>) {
        self.laid_on.entry(segment).or_insert(now);
    }

    /// Notes how a step feels; said once more, it is taken back. Gives what is noted now.
    pub(super) fn note_comfort(&mut self, segment: usize, comfort: Comfort) -> Option<Comfort> {
        if self.comfort.get(&segment) == Some(&comfort) {
            self.comfort.remove(&segment);
            return None;
        }
        self.comfort.insert(segment, comfort);
        Some(comfort)
    }

    /// What is known of segments belongs to those that they became.
    fn follow(&mut self, old: &Timeline, timeline: &Timeline) {
        let same = |index| timeline.same_step(old, index);
        let laid_on = std::mem::take(&mut self.laid_on).into_iter();
        self.laid_on = laid_on.map(|(index, from)| (same(index), from)).collect();
        let comfort = std::mem::take(&mut self.comfort).into_iter();
        self.comfort = comfort.map(|(index, comfort)| (same(index), comfort)).collect();
    }

    /// Takes over the plan of the changed routine. What has been done stays in the record.
    pub(super) fn reload(&mut self, plan: &Plan, old: &Timeline, timeline: &Timeline) {
        self.follow(old, timeline);
        let routine = plan.routine();
        self.change(|record| {
            (record.title, record.kind) = (routine.title(), routine.kind().name().to_owned());
            record.planned = timeline.length();
        });
        for change in plan.changes() {
            self.note_change(change);
        }
    }

    /// Takes over the steps of the way that was taken after a question.
    pub(super) fn way_taken(&mut self, old: &Timeline, timeline: &Timeline, question: &str, softer: bool) {
        self.follow(old, timeline);
        self.change(|record| record.planned = timeline.length());
        let way = if softer { "softer" } else { "usual" };
        self.note_change(&format!("After “{question}”, the {way} way was taken."));
    }

    /// Updates the record with what has been done so far.
    pub(super) fn bring_up_to_date(&mut self, planned: &Timeline, player: &Player) {
        let (timeline, done) = (player.timeline(), player.done());
        let applied = applied(timeline, done, &self.laid_on);
        let hands_on = hands_on(timeline, done);
        let comfort = &self.comfort;
        let steps = steps(planned, done, comfort);
        let counted = timeline.segments().iter().zip(done).filter(|(segment, _)| segment.counts());
        let done_in_all = counted.map(|(_, done)| *done).sum();
        self.change(|record| {
            record.steps = steps;
            record.done = done_in_all;
            record.position = player.progress().reached().from_start();
            record.applied = applied;
            record.hands_on = Some(hands_on);
        });
    }
}

/// What was planned and done of each step, and how it felt.
fn steps(planned: &Timeline, done: &[ExactDuration], comfort: &BTreeMap<usize, Comfort>) -> Vec<StepRecord> {
    let segments = planned.segments().iter().zip(done).enumerate();
    let steps = segments.filter(|(_, (segment, _))| segment.is_step());
    steps
        .map(|(index, (segment, done))| StepRecord {
            name: segment.full_name(),
            planned: segment.lasts,
            done: *done,
            comfort: comfort.get(&index).copied(),
        })
        .collect()
}

/// How long hands have worked on the skin so far.
fn hands_on(timeline: &Timeline, done: &[ExactDuration]) -> ExactDuration {
    let segments = timeline.segments().iter().zip(done);
    let worked = segments.filter(|(segment, _)| match segment.kind {
        SegmentKind::Guide { motion, .. } => motion.is_hands_on(),
        SegmentKind::GetReady
        | SegmentKind::Compress { .. }
        | SegmentKind::Breathe(_)
        | SegmentKind::Rest
        | SegmentKind::Switch
        | SegmentKind::Gap
        | SegmentKind::Wait
        | SegmentKind::End => false,
    });
    worked.map(|(_, done)| *done).sum()
}

/// The packs that have been on the skin so far.
fn applied(
    timeline: &Timeline,
    done: &[ExactDuration],
    laid_on: &BTreeMap<usize, DateTime<FixedOffset>>,
) -> Vec<Applied> {
    let lay = |(index, from): (&usize, &DateTime<FixedOffset>)| {
        let SegmentKind::Compress { pack, site } = timeline.segments().get(*index)?.kind else { return None };
        let lasted = *done.get(*index)?;
        let applied = Applied { pack: pack.name().into(), site: site.name().into(), from: *from, lasted };
        (!lasted.is_zero()).then_some(applied)
    };
    laid_on.iter().filter_map(lay).collect()
}
