//! What an author wrote to be said and nobody hears, because something else is said then or the step is over.

use super::{EventKind, Segment, SegmentKind, Timeline};
use crate::routine::words::speech_estimate;

/// Words that are not heard, or not to their end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unheard {
    /// The segment in which they should be.
    pub segment: usize,
    /// Which of its words.
    pub which: Which,
}

/// Which words of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// Those at its start.
    Opening,
    /// Those at a set time, by their place among them.
    Then(usize),
    /// Those at the halfway sound.
    Halfway,
    /// Those at a spot, by its place among those after the first.
    Spot(usize),
}

impl Timeline {
    /// All words of it that are not heard.
    #[must_use]
    pub(crate) fn unheard(&self) -> Vec<Unheard> {
        let mut found = Vec::new();
        for (segment, here) in self.segments.iter().enumerate() {
            if here.opening_is_cut() {
                found.push(Unheard { segment, which: Which::Opening });
            }
            let timed =
                here.script.then.iter().enumerate().map(|(at, later)| (Which::Then(at), &later.words));
            let halfway = here.script.halfway.iter().filter_map(|(_, words)| words.as_ref());
            let spots =
                here.script.spot_words.iter().enumerate().map(|(spot, text)| (Which::Spot(spot), text));
            let halfway = halfway.map(|text| (Which::Halfway, text));
            for (which, text) in timed.chain(halfway).chain(spots) {
                if !self.is_said(here, text) {
                    found.push(Unheard { segment, which });
                }
            }
        }
        found
    }

    fn is_said(&self, segment: &Segment, text: &str) -> bool {
        let first = self.events.partition_point(|event| event.at < segment.start);
        self.events[first..]
            .iter()
            .take_while(|event| event.at < segment.end())
            .any(|event| matches!(&event.kind, EventKind::Say { text: said, .. } if said == text))
    }
}

impl Segment {
    /// Whether the words at its start are still being said when it is over. A recording takes its own time, and the last
    /// words of all may take theirs; a wait can be as long as the person wishes.
    fn opening_is_cut(&self) -> bool {
        let has_end = match self.kind {
            SegmentKind::Guide { .. }
            | SegmentKind::Compress { .. }
            | SegmentKind::Breathe(_)
            | SegmentKind::Rest => true,
            SegmentKind::GetReady
            | SegmentKind::Switch
            | SegmentKind::Gap
            | SegmentKind::Wait
            | SegmentKind::End => false,
        };
        has_end
            && self.script.recording.is_none()
            && !self.words.is_empty()
            && speech_estimate(&self.words) > self.lasts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::tests::timeline_of;
    use crate::time::ExactDuration;
    use crate::timeline::Timeline;

    fn of(steps: &str) -> std::sync::Arc<Timeline> {
        timeline_of(&format!(
            "(format: 1, title: \"T\", kind: Relaxation, suits: [Between], evidence: Traditional, steps: [{steps}])"
        ))
    }

    fn unheard(steps: &str) -> Vec<Which> {
        of(steps).unheard().into_iter().map(|unheard| unheard.which).collect()
    }

    #[test]
    fn words_in_the_way_of_others_let_them_follow() {
        let long = "Let your shoulders sink, and let the breath go where it wants to go.";
        let steps =
            format!("Rest(lasts: \"30s\", say: \"{long}\", then: [(at: \"2s\", say: \"And rest.\")])");
        assert_eq!(unheard(&steps), []);
        let timeline = of(&steps);
        let said = timeline.spoken();
        let [first, then] =
            [long, "And rest."].map(|text| said.iter().find(|said| said.text == text).unwrap());
        assert!(then.at >= first.at + first.lasts, "{said:?}");
        assert!(then.at < first.at + first.lasts + ExactDuration::from_secs(1), "{said:?}");
    }

    #[test]
    fn what_has_no_room_is_found() {
        let then = "then: [(at: \"8s\", say: \"Let your shoulders sink, and let the breath go.\")]";
        assert_eq!(unheard(&format!("Rest(lasts: \"30s\", say: \"Rest.\", {then})")), []);
        let crowded = "say: \"Let your shoulders sink, and let the breath go where it wants.\", \
                       then: [(at: \"2s\", say: \"Let your arms be heavy, and your hands.\")]";
        assert_eq!(unheard(&format!("Rest(lasts: \"6s\", {crowded})")), [Which::Then(0)]);
        let both = "Guide(site: Hands, motion: Release, lasts: \"60s\", say: \"Rest.\", halfway: \"Half is over.\", \
                    then: [(at: \"30s\", say: \"Let go.\")])";
        assert_eq!(unheard(both), [Which::Halfway]);
    }
}
