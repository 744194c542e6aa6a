//! The record of a session as it begins, and what of it was done by now.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, Utc};

use super::SessionSetup;
use crate::journal::{Applied, Record, StepRecord};
use crate::time::ExactDuration;
use crate::timeline::{Plan, SegmentKind, Timeline};

pub(super) fn new_record(
    setup: &SessionSetup,
    timeline: &Timeline,
    started: DateTime<FixedOffset>,
) -> Record {
    let routine = setup.plan.routine();
    let stamp = Utc::now().format("%Y%m%dT%H%M%S%6f");
    Record {
        id: format!("{stamp}-{:x}", std::process::id()),
        routine: routine.id().to_owned(),
        title: routine.title(),
        kind: routine.kind().name().to_owned(),
        phase: setup.phase.map(|phase| phase.name().to_owned()),
        started,
        pain_before: setup.pain_before,
        planned: timeline.length(),
        steps: steps(timeline, &vec![ExactDuration::ZERO; timeline.segments().len()]),
        changes: setup.plan.changes().to_vec(),
        wished: setup.wished,
        states: setup.states.iter().map(|state| state.name().to_owned()).collect(),
        ..Record::default()
    }
}

/// A routine that was changed while it is played is what is planned from now on; what the record says already stays.
pub(super) fn follow_changed(record: &mut Record, plan: &Plan, timeline: &Timeline) {
    let routine = plan.routine();
    (record.title, record.kind) = (routine.title(), routine.kind().name().to_owned());
    record.planned = timeline.length();
    for change in plan.changes() {
        if !record.changes.contains(change) {
            record.changes.push(change.clone());
        }
    }
}

/// What was planned and done of each step.
pub(super) fn steps(planned: &Timeline, done: &[ExactDuration]) -> Vec<StepRecord> {
    let segments = planned.segments().iter().zip(done);
    let steps = segments.filter(|(segment, _)| segment.is_step());
    steps
        .map(|(segment, done)| StepRecord { name: segment.full_name(), planned: segment.lasts, done: *done })
        .collect()
}

/// The packs that lay on the skin by now.
pub(super) fn applied(
    timeline: &Timeline,
    done: &[ExactDuration],
    laid_on: &BTreeMap<usize, DateTime<FixedOffset>>,
) -> Vec<Applied> {
    let lay = |(index, from): (&usize, &DateTime<FixedOffset>)| {
        let SegmentKind::Compress { pack, site } = timeline.segments().get(*index)?.kind else {
            return None;
        };
        let lasted = *done.get(*index)?;
        let applied = Applied { pack: pack.name().into(), site: site.name().into(), from: *from, lasted };
        (!lasted.is_zero()).then_some(applied)
    };
    laid_on.iter().filter_map(lay).collect()
}
