//! What an author's routine says when, and how long that takes: a voice about, a recording to the second.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::time::ExactDuration;
use crate::timeline::{EventKind, Spoken, Timeline};

/// A timeline with its words.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// What is played.
    pub timeline: Arc<Timeline>,
    /// All that is said in it, in order.
    pub lines: Vec<SpokenLine>,
}

/// Words, or a recording in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpokenLine {
    /// The words and their time.
    pub spoken: Spoken,
    /// The file of the recording.
    pub recording: Option<String>,
    /// How long that lasts, where it is known.
    recorded: Option<ExactDuration>,
}

impl Transcript {
    /// A timeline with its words; `recordings` are the lengths of its recordings, by their files.
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
    /// How long it lasts; of words, and of a recording that does not say how long it is, about.
    #[must_use]
    pub fn lasts(&self) -> ExactDuration {
        self.recorded.unwrap_or(self.spoken.lasts)
    }

    /// Whether it is over before something else begins.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.recorded.map_or_else(|| self.spoken.has_room(), |lasts| lasts <= self.spoken.room)
    }

    /// The words; of a recording without any, its file.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.recording {
            Some(file) if self.spoken.text.is_empty() => format!("({file})"),
            _ => self.spoken.text.clone(),
        }
    }

    /// How long it lasts, and how long there is for it where that is less.
    #[must_use]
    pub fn duration_text(&self) -> String {
        let secs = |span: ExactDuration| format!("{:.1} s", span.as_secs_f64());
        let length = match (&self.recording, self.recorded) {
            (Some(_), Some(lasts)) => format!("a recording of {}", secs(lasts)),
            (Some(_), None) => "a recording".to_owned(),
            (None, _) => format!("about {}", secs(self.spoken.lasts)),
        };
        let room = format!(", and there are {}", secs(self.spoken.room));
        if self.has_room() { length } else { length + &room }
    }
}
