//! The page of one file: its problems, its transcript and its sound.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui;

use super::user_file::user_files;
use crate::app::model::Model;
use crate::app::pages::listening::Listening;
use crate::app::start::{Approved, Question, StartRequest};
use crate::app::{SOON, shown_path, spawn};
use crate::paths::inside::file_inside;
use crate::pending::{Pending, Unanswered};
use crate::player::State;
use crate::safety::{Moment, Profile, SafeRoutine};
use crate::time::{ExactDuration, Position};
use crate::timeline::{EventKind, Plan, Timeline, compile_for, plan};
use crate::ui::writing::file::{FileData, Playhead};
use crate::ui::writing::transcript::Transcript;
use crate::voice;

/// How often the playhead is redrawn during playback.
const MOVES_EVERY: Duration = Duration::from_millis(100);

/// The lengths of recordings, by file name.
type Lengths = BTreeMap<String, ExactDuration>;

/// The page of one file.
pub(in crate::app) struct FilePage {
    pub path: PathBuf,
    pub data: FileData,
    pub playhead: Playhead,
    /// Whether it was just written and the library has not read it yet.
    is_awaited: bool,
    /// The plan for no particular person, outside an attack.
    plan: Option<Plan>,
    routine: Option<Arc<SafeRoutine>>,
    /// The lengths of its recordings, as far as they are known.
    recordings: Lengths,
    measuring: Option<Pending<Lengths, Unanswered>>,
    listening: Listening,
}

impl FilePage {
    pub fn new(path: PathBuf, remark: Option<String>, is_awaited: bool, model: &Model) -> Self {
        let mut file = Self {
            data: FileData { path: shown_path(&path), remark, ..FileData::default() },
            path,
            playhead: Playhead::default(),
            is_awaited,
            plan: None,
            routine: None,
            recordings: Lengths::new(),
            measuring: None,
            listening: Listening::default(),
        };
        file.refresh(model);
        file
    }

    /// Moves the playhead along with the playback. At the end, it stays there.
    pub fn sync_playhead(&mut self, ctx: &egui::Context) {
        let Some((now, view)) = self.listening.view() else { return };
        let before = std::mem::replace(&mut self.playhead.at, now.at);
        self.playhead.has_moved |= before != now.at;
        self.playhead.is_playing = matches!(now.state, State::Running | State::Ready | State::Paused);
        let trouble = [&view.sound_trouble, &view.voice_trouble, &view.remark].into_iter().flatten().next();
        if trouble.is_some() {
            self.data.remark = trouble.cloned();
        }
        if self.playhead.is_playing {
            ctx.request_repaint_after(MOVES_EVERY);
        } else {
            self.listening.stop();
        }
    }

    /// Takes the lengths of recordings, and the gate's decision on a file that changed during playback.
    pub fn poll(&mut self, model: &Model) {
        if let Some(why) = self.listening.poll(model) {
            self.playhead.is_playing = false;
            self.data.remark = Some(why);
        }
        if let Some(lengths) = Pending::poll_in(&mut self.measuring) {
            // Without an answer, recordings are drawn as long as speaking their words would take.
            self.take_lengths(lengths.unwrap_or_default());
        } else if self.measuring.is_some() {
            model.ctx.request_repaint_after(SOON);
        }
    }

    fn take_lengths(&mut self, lengths: Lengths) {
        self.recordings = lengths;
        if let Some(transcript) = self.data.transcript.take() {
            self.data.transcript = Some(Transcript::new(transcript.timeline, &self.recordings));
        }
    }

    /// Takes the file as the library has it now. The playhead stays in the same step.
    pub fn refresh(&mut self, model: &Model) {
        let settings = &model.preferences.settings;
        let found = user_files(&model.library).find(|file| file.path == self.path);
        let Some(file) = found else { return self.show_missing() };
        self.is_awaited = false;
        let is_same =
            matches!((&self.routine, file.routine), (Some(old), Some(new)) if Arc::ptr_eq(old, new));
        let before = self.data.transcript.take();
        self.data = FileData {
            title: file.title.clone(),
            path: shown_path(&self.path),
            state: file.state(),
            problems: file.problems.rendered(),
            can_be_mended: file.problems.can_be_mended(),
            can_be_built: true,
            can_be_shared: file.can_be_shared(),
            transcript: None,
            remark: self.data.remark.take(),
        };
        self.routine = file.routine.cloned();
        let planned =
            file.routine.map(|routine| plan(routine, &Profile::default(), &Moment::default(), None));
        self.plan = match planned {
            Some(Ok(plan)) => Some(plan),
            Some(Err(error)) => {
                self.data.remark = Some(format!("It can't be played: {error}."));
                None
            }
            None => None,
        };
        let Some(plan) = &self.plan else {
            self.listening.stop();
            return;
        };
        let timeline = Arc::new(compile_for(plan, settings.speech));
        if let Some(Transcript { timeline: old, .. }) = before {
            let index = old.index_at(self.playhead.at);
            let into = self.playhead.at.since(old.segments()[index].start);
            self.playhead.at = timeline.nearest(&old, index, into);
        }
        if let (false, Some(routine)) = (is_same, &self.routine) {
            self.listening.reload(Arc::clone(routine), self.path.parent().map(Path::to_path_buf), model);
        }
        self.measure(&timeline);
        self.data.transcript = Some(Transcript::new(timeline, &self.recordings));
    }

    fn show_missing(&mut self) {
        let state = if self.is_awaited { "Reading the file…" } else { "This file is gone." };
        self.data = FileData {
            title: std::mem::take(&mut self.data.title),
            path: std::mem::take(&mut self.data.path),
            state: state.into(),
            remark: self.data.remark.take().filter(|_| self.is_awaited),
            ..FileData::default()
        };
        self.listening.stop();
        (self.plan, self.routine) = (None, None);
        self.playhead.is_playing = false;
    }

    /// Reads the lengths of the recordings in the background; those that cannot be read are left out.
    fn measure(&mut self, timeline: &Timeline) {
        let names: Vec<String> =
            timeline.events().iter().filter_map(|event| recording(&event.kind)).collect();
        if names.is_empty() {
            return;
        }
        let folder = self.path.parent().unwrap_or(Path::new("")).to_path_buf();
        self.measuring = Some(spawn("recordings", move || {
            let length = |name: String| {
                Some((voice::recording_length(&file_inside(&folder, &name).ok()?).ok()?, name))
            };
            Ok(names.into_iter().filter_map(length).map(|(lasts, name)| (name, lasts)).collect())
        }));
    }

    pub fn move_to(&mut self, at: Position) {
        self.playhead.at = at;
        self.playhead.has_moved = true;
        self.listening.seek(at);
    }

    /// A request to do what the file says, as a session of one's own; listening ends.
    pub fn play(&mut self, model: &Model) -> Option<StartRequest> {
        self.listening.stop();
        self.playhead.is_playing = false;
        self.plan.as_ref()?;
        let mut request = model.request(Arc::clone(self.routine.as_ref()?), None);
        request.folder = self.path.parent().map(Path::to_path_buf);
        Some(request)
    }

    /// A request to play the file from the playhead; `None` if it was playing and has been stopped.
    pub fn listen(&mut self, model: &Model) -> Option<StartRequest> {
        if self.listening.stop() {
            self.playhead.is_playing = false;
            return None;
        }
        if let Some(request) = self.listening.answered() {
            return Some(request);
        }
        self.plan.as_ref()?;
        let routine = Arc::clone(self.routine.as_ref()?);
        let end = self.data.transcript.as_ref().map(|transcript| transcript.timeline.end());
        let from =
            if end.is_some_and(|end| self.playhead.at >= end) { Position::ZERO } else { self.playhead.at };
        Some(Listening::request(routine, self.path.parent().map(Path::to_path_buf), from, model))
    }

    /// Plays what the gate has approved: the routine as it is for the author now, which may differ from what is
    /// written.
    pub fn begin_listening(&mut self, approved: Approved, model: &Model) {
        let changes = approved.plan().changes().to_vec();
        if !changes.is_empty() {
            let timeline = Arc::new(compile_for(approved.plan(), model.preferences.settings.speech));
            self.data.transcript = Some(Transcript::new(timeline, &self.recordings));
            self.data.remark = Some(format!("Changed for you right now: {}", changes.join(" ")));
        }
        match self.listening.begin(approved, model) {
            Ok(()) => self.playhead.is_playing = true,
            Err(sentence) => self.data.remark = Some(sentence),
        }
    }

    pub fn ask_before_listening(&mut self, request: StartRequest, question: &Question) {
        self.data.remark = Some(self.listening.ask(request, question));
    }
}

fn recording(kind: &EventKind) -> Option<String> {
    match kind {
        EventKind::Say { recording, .. } => recording.clone(),
        EventKind::Cue(_) | EventKind::AwakeCheck { .. } | EventKind::Breath { .. } => None,
    }
}

#[cfg(test)]
impl FilePage {
    /// Whether it is being played.
    pub const fn is_heard(&self) -> bool {
        self.listening.is_on()
    }

    /// The title of what is being played.
    pub fn heard_title(&self) -> Option<String> {
        self.listening.view().map(|(now, _)| now.timeline.title().to_owned())
    }

    /// Waits until the playback has handled everything that was sent to it.
    pub fn settle(&self) {
        if let Some(heard) = self.listening.session() {
            heard.settle();
        }
    }

    /// Waits until the lengths of the recordings are known.
    pub fn await_lengths(&mut self) {
        if let Some(measuring) = self.measuring.take() {
            self.take_lengths(measuring.recv().unwrap());
        }
    }
}
