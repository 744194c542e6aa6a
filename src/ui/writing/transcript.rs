//! The transcript of a routine: what is spoken when, and how long it takes. Estimated for a voice, exact for a
//! recording.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::time::ExactDuration;
use crate::timeline::{EventKind, Spoken, Timeline};

/// A timeline with its spoken lines.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// What is played.
    pub timeline: Arc<Timeline>,
    /// Everything that is spoken, in order.
    pub lines: Vec<SpokenLine>,
}

/// A spoken line, or a recording in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpokenLine {
    /// The words and their time.
    pub spoken: Spoken,
    /// The file name of the recording.
    pub recording: Option<String>,
    /// The length of the recording, if it is known.
    recorded: Option<ExactDuration>,
}

impl Transcript {
    /// The transcript of a timeline; `recordings` maps file names to lengths.
    #[must_use]
    pub fn new(timeline: Arc<Timeline>, recordings: &BTreeMap<String, ExactDuration>) -> Self {
        let files = timeline.events().iter().filter_map(|event| match &event.kind {
            EventKind::Say { recording, .. } => Some(recording.clone()),
            EventKind::Cue(_) | EventKind::AwakeCheck { .. } | EventKind::Breath { .. } => None,
        });
        let lines = timeline.spoken().into_iter().zip(files).map(|(spoken, recording)| {
            let recorded = recording.as_ref().and_then(|file| recordings.get(file)).copied();
            SpokenLine { spoken, recording, recorded }
        });
        Self { lines: lines.collect(), timeline }
    }
}

impl SpokenLine {
    /// How long the line takes; an estimate for spoken words and for recordings of unknown length.
    #[must_use]
    pub fn lasts(&self) -> ExactDuration {
        self.recorded.unwrap_or(self.spoken.lasts)
    }

    /// Whether the line ends before the next one begins.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.recorded.map_or_else(|| self.spoken.has_room(), |lasts| lasts <= self.spoken.room)
    }

    /// The words; for a recording without words, its file name.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.recording {
            Some(file) if self.spoken.text.is_empty() => format!("({file})"),
            Some(_) | None => self.spoken.text.clone(),
        }
    }

    /// How long the line takes, and how much time there is if it is too short.
    #[must_use]
    pub fn duration_text(&self) -> String {
        let secs = |span: ExactDuration| format!("{:.1} s", span.as_secs_f64());
        let length = match (&self.recording, self.recorded) {
            (Some(_), Some(lasts)) => format!("a recording of {}", secs(lasts)),
            (Some(_), None) => "a recording".to_owned(),
            (None, _) => format!("about {}", secs(self.spoken.lasts)),
        };
        let room = format!(", but there is only time for {}", secs(self.spoken.room));
        if self.has_room() { length } else { length + &room }
    }
}
