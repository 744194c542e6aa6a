//! What is said when, about how long that takes, and how long there is for it: what an author looks at.

use super::{EventKind, SegmentKind, Timeline};
use crate::routine::words::speech_estimate;
use crate::time::{ExactDuration, Position};

/// Words on a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// When they begin.
    pub at: Position,
    /// About how long they take at normal speed; a recording takes its own time.
    pub lasts: ExactDuration,
    /// How long it is until other words begin or the step is over.
    pub room: ExactDuration,
    /// As the voice gets them, placeholders filled.
    pub text: String,
    /// Whether a recording takes the place of the voice.
    pub is_recording: bool,
}

impl Spoken {
    /// Whether they are over before something else begins. Of a recording that is not known here.
    #[must_use]
    pub(crate) fn has_room(&self) -> bool {
        self.is_recording || self.lasts <= self.room
    }
}

impl Timeline {
    /// All words of it, in order.
    #[must_use]
    pub(crate) fn spoken(&self) -> Vec<Spoken> {
        let said = self.events.iter().filter_map(|event| match &event.kind {
            EventKind::Say { text, recording, .. } => Some((event.at, text, recording.is_some())),
            EventKind::Cue(_) | EventKind::AwakeCheck { .. } | EventKind::Breath { .. } => None,
        });
        let mut all: Vec<Spoken> = Vec::new();
        for (at, text, is_recording) in said {
            if let Some(before) = all.last_mut() {
                before.room = before.room.min(at.since(before.at));
            }
            let segment = &self.segments[self.index_at(at)];
            // The last words of all may take their time.
            let room = if segment.kind == SegmentKind::End {
                ExactDuration::from_nanos(u64::MAX)
            } else {
                segment.end().since(at)
            };
            let text = text.clone();
            all.push(Spoken { at, lasts: speech_estimate(&text), room, text, is_recording });
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::routine::technique::Techniques;
    use crate::routine::validate::Role;
    use crate::routine::{read, validate};
    use crate::safety::{Profile, review};
    use crate::timeline::{Moment, compile, plan};

    fn spoken(steps: &str) -> Vec<Spoken> {
        let text = format!(
            "(format: 1, title: \"T\", kind: Relaxation, suits: [Between], evidence: Traditional, steps: [{steps}])"
        );
        let (valid, problems) = validate("t", read(&text).0.unwrap(), Role::Routine, &Techniques::default());
        let safe = review(valid.unwrap_or_else(|_| panic!("{problems:?}"))).unwrap();
        let plan = plan(&Arc::new(safe), &Profile::default(), &Moment::default(), None).unwrap();
        compile(&plan).spoken()
    }

    #[test]
    fn words_have_room_until_the_next_words_or_the_end_of_the_step() {
        let all = spoken(
            "Rest(lasts: \"20s\", say: \"Settle.\", then: [(at: \"8s\", say: \"Breathe.\")]), Rest(lasts: \"9s\", say: \"Rest.\")",
        );
        let find = |text: &str| all.iter().find(|spoken| spoken.text == text).unwrap();
        assert_eq!(find("Settle.").room, find("Breathe.").at.since(find("Settle.").at));
        assert_eq!(find("Breathe.").room, ExactDuration::from_secs(12));
        assert!(find("Settle.").has_room() && find("Breathe.").has_room() && find("Rest.").has_room());
    }

    #[test]
    fn words_that_run_into_the_next_step_have_no_room() {
        let long = "Let your shoulders sink, and let the breath go where it wants to go.";
        let all = spoken(&format!("Rest(lasts: \"4s\", say: \"{long}\"), Rest(lasts: \"9s\")"));
        let spoken = all.iter().find(|spoken| spoken.text == long).unwrap();
        assert!(!spoken.has_room(), "{spoken:?}");
    }

    #[test]
    fn each_stage_of_a_ramp_says_its_own_words_or_its_pattern() {
        let texts = |steps: &str| spoken(steps).into_iter().map(|spoken| spoken.text).collect::<Vec<_>>();
        let first = "(inhale: 4, exhale: 5, lasts: \"27s\")";
        let second = "inhale: 4, exhale: 6, lasts: \"30s\"";
        let breathe = "inhale: 4, exhale: 8, lasts: \"36s\", say: \"Breathe.\"";
        let plain = texts(&format!("Breathe({breathe}, ramp: [{first}, ({second})])"));
        for said in ["Breathe.", "In 4, out 6.", "In 4, out 8."] {
            assert!(plain.iter().any(|text| text == said), "{said} in {plain:?}");
        }
        let own = texts(&format!(
            "Breathe({breathe}, ramp: [{first}, ({second}, say: \"Longer: {{exhale}} now.\")], after_ramp: \"Stay at {{exhale}}.\")"
        ));
        for said in ["Breathe.", "Longer: 6 now.", "Stay at 8."] {
            assert!(own.iter().any(|text| text == said), "{said} in {own:?}");
        }
        assert!(!own.iter().any(|text| text.starts_with("In 4, out")), "{own:?}");
    }
}
