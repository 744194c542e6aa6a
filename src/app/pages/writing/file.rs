//! One file while it is looked at: its problems, its score, and its sound.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui;

use super::user_file::user_files;
use crate::app::model::Model;
use crate::app::start::{Approved, Decision, Gate, Purpose, Question, StartRequest};
use crate::app::{SOON, Session, SessionCommand, SessionSetup, shown_path, spawn};
use crate::pending::{Pending, Unanswered};
use crate::player::{PlayerCommand, State};
use crate::safety::{Moment, Profile, SafeRoutine};
use crate::settings::Settings;
use crate::time::{ExactDuration, Position};
use crate::timeline::{EventKind, Plan, Timeline, compile_for, plan};
use crate::ui::writing::file::{FileData, Place};
use crate::ui::writing::said::Score;
use crate::voice;

/// How often the place on the score moves while it is heard.
const MOVES_EVERY: Duration = Duration::from_millis(100);

/// How long recordings last, by their names.
type Lengths = BTreeMap<String, ExactDuration>;

/// One file.
pub(in crate::app) struct FilePage {
    pub path: PathBuf,
    pub data: FileData,
    pub place: Place,
    /// Whether it was just written, and the library has not read it yet.
    is_awaited: bool,
    /// What is planned for nobody in particular, at another time than an attack.
    plan: Option<Plan>,
    routine: Option<Arc<SafeRoutine>>,
    /// How long its recordings last, as far as that is known.
    recordings: Lengths,
    measuring: Option<Pending<Lengths, Unanswered>>,
    /// The sound of it; nothing of that is written down.
    heard: Option<Session>,
    /// A request to listen that the gate has a question about.
    asked: Option<StartRequest>,
    /// The gate through which what is heard passes into the changed file.
    reload: Option<Gate>,
}

impl FilePage {
    pub fn new(path: PathBuf, remark: Option<String>, is_awaited: bool, model: &Model) -> Self {
        let mut file = Self {
            data: FileData { path: shown_path(&path), remark, ..FileData::default() },
            path,
            place: Place::default(),
            is_awaited,
            plan: None,
            routine: None,
            recordings: Lengths::new(),
            measuring: None,
            heard: None,
            asked: None,
            reload: None,
        };
        file.renew(model);
        file
    }

    /// The place is where it is heard; once all was heard, it stays at the end.
    pub fn follow_sound(&mut self, ctx: &egui::Context) {
        let Some(heard) = &self.heard else { return };
        let (now, view) = heard.view();
        let before = std::mem::replace(&mut self.place.at, now.at);
        self.place.has_moved |= before != now.at;
        self.place.is_playing = matches!(now.state, State::Running | State::Ready | State::Paused);
        let trouble = [&view.sound_trouble, &view.voice_trouble, &view.remark].into_iter().flatten().next();
        if trouble.is_some() {
            self.data.remark = trouble.cloned();
        }
        if self.place.is_playing {
            ctx.request_repaint_after(MOVES_EVERY);
        } else {
            self.heard = None;
        }
    }

    /// Takes how long the recordings last, and what the gate says of a file that changed while it is heard.
    pub fn poll(&mut self, model: &Model) {
        if let Some(gate) = &self.reload {
            match gate.poll(&model.preferences.settings, &model.library, &model.clock) {
                None => model.ctx.request_repaint_after(SOON),
                Some(decision) => {
                    self.reload = None;
                    self.go_on_in_changed(decision);
                }
            }
        }
        if let Some(lengths) = Pending::poll_in(&mut self.measuring) {
            // Without an answer they are drawn as long as their words would be.
            self.take_lengths(lengths.unwrap_or_default());
        } else if self.measuring.is_some() {
            model.ctx.request_repaint_after(SOON);
        }
    }

    fn take_lengths(&mut self, lengths: Lengths) {
        self.recordings = lengths;
        if let Some(score) = self.data.score.take() {
            self.data.score = Some(Score::new(score.timeline, &self.recordings));
        }
    }

    fn go_on_in_changed(&mut self, decision: Decision) {
        let Some(heard) = &self.heard else { return };
        let why = match decision {
            Decision::Approved(approved) => return heard.send(SessionCommand::Reload(approved)),
            Decision::Ask(question) => question.sentence(),
            Decision::Refused(refusal) => refusal.to_string(),
        };
        self.heard = None;
        self.place.is_playing = false;
        self.data.remark = Some(why);
    }

    /// Takes the file as the library has it now; the place stays in the step in which it was.
    pub fn renew(&mut self, model: &Model) {
        let settings = &model.preferences.settings;
        let found = user_files(&model.library).find(|own| own.path == self.path);
        let Some(own) = found else { return self.is_not_there() };
        self.is_awaited = false;
        let is_same = matches!((&self.routine, own.routine), (Some(old), Some(new)) if Arc::ptr_eq(old, new));
        let before = self.data.score.take();
        self.data = FileData {
            title: own.title.clone(),
            path: shown_path(&self.path),
            state: own.state(),
            problems: own.problems.told(),
            score: None,
            remark: self.data.remark.take(),
        };
        self.routine = own.routine.cloned();
        let planned = own.routine.map(|routine| plan(routine, &Profile::default(), &Moment::default(), None));
        self.plan = match planned {
            Some(Ok(plan)) => Some(plan),
            Some(Err(error)) => {
                self.data.remark = Some(format!("It cannot be played: {error}."));
                None
            }
            None => None,
        };
        let Some(plan) = &self.plan else {
            self.heard = None;
            return;
        };
        let timeline = Arc::new(compile_for(plan, settings.speech));
        if let Some(Score { timeline: old, .. }) = before {
            let index = old.index_at(self.place.at);
            let into = self.place.at.since(old.segments()[index].start);
            self.place.at = timeline.nearest(&old, index, into);
        }
        if let (false, Some(_), Some(routine)) = (is_same, &self.heard, &self.routine) {
            // What is heard has passed the gate as it was; as it is now, it has to pass it again.
            let mut request = model.request(Arc::clone(routine), None);
            request.folder = self.path.parent().map(Path::to_path_buf);
            request.purpose = Purpose::Reload { record: String::new() };
            self.reload = Some(Gate::look(request, &model.journal, &model.clock));
        }
        self.measure(&timeline);
        self.data.score = Some(Score::new(timeline, &self.recordings));
    }

    fn is_not_there(&mut self) {
        let state = if self.is_awaited { "It is being read …" } else { "This file is gone." };
        self.data = FileData {
            title: std::mem::take(&mut self.data.title),
            path: std::mem::take(&mut self.data.path),
            state: state.into(),
            remark: self.data.remark.take().filter(|_| self.is_awaited),
            ..FileData::default()
        };
        (self.heard, self.plan, self.routine) = (None, None, None);
        self.place.is_playing = false;
    }

    /// Looks in the background how long the recordings last; those that do not say so are left out.
    fn measure(&mut self, timeline: &Timeline) {
        let names: Vec<String> =
            timeline.events().iter().filter_map(|event| recording(&event.kind)).collect();
        if names.is_empty() {
            return;
        }
        let folder = self.path.parent().unwrap_or(Path::new("")).to_path_buf();
        self.measuring = Some(spawn("recordings", move || {
            let length = |name: String| Some((voice::recording_length(&folder.join(&name)).ok()??, name));
            Ok(names.into_iter().filter_map(length).map(|(lasts, name)| (name, lasts)).collect())
        }));
    }

    pub fn look_at(&mut self, at: Position) {
        self.place.at = at;
        self.place.has_moved = true;
        if let Some(heard) = &self.heard {
            heard.play(PlayerCommand::Seek(at));
        }
    }

    /// A request to play the file from the place that is looked at; nothing if it played, and is silent now.
    pub fn listen(&mut self, model: &Model) -> Option<StartRequest> {
        if self.heard.take().is_some() {
            self.place.is_playing = false;
            return None;
        }
        if let Some(mut request) = self.asked.take() {
            (request.vouched, request.moment.insist) = (true, true);
            return Some(request);
        }
        self.plan.as_ref()?;
        let routine = Arc::clone(self.routine.as_ref()?);
        let end = self.data.score.as_ref().map(|score| score.timeline.end());
        let from = if end.is_some_and(|end| self.place.at >= end) { Position::ZERO } else { self.place.at };
        let mut request = model.request(routine, None);
        request.folder = self.path.parent().map(Path::to_path_buf);
        request.purpose = Purpose::Listen(from);
        Some(request)
    }

    /// Plays what the gate has let through: as it is for the author now, which may not be as it is written.
    pub fn begin_listening(&mut self, approved: Approved, model: &Model) {
        let changes = approved.plan().changes().to_vec();
        let settings = Settings { spoken_rating: false, ..model.preferences.settings.clone() };
        if !changes.is_empty() {
            let timeline = Arc::new(compile_for(approved.plan(), settings.speech));
            self.data.score = Some(Score::new(timeline, &self.recordings));
            self.data.remark = Some(format!("As it is for you now: {}", changes.join(" ")));
        }
        let wake = model.ctx.clone();
        let started = Session::start(SessionSetup {
            approved,
            sound: true,
            settings,
            cache: model.cache(),
            writer: None,
            wake: Arc::new(move || wake.request_repaint()),
            clock: model.clock.clone(),
        });
        match started {
            Ok(session) => {
                self.place.is_playing = true;
                self.heard = Some(session);
            }
            Err(error) => self.data.remark = Some(format!("It cannot be played: {error}.")),
        }
    }

    pub fn ask_before_listening(&mut self, request: StartRequest, question: &Question) {
        self.data.remark = Some(format!("{} Press Space again to listen all the same.", question.sentence()));
        self.asked = Some(request);
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
    /// Whether it is heard.
    pub const fn is_heard(&self) -> bool {
        self.heard.is_some()
    }

    /// The title of what is heard.
    pub fn heard_title(&self) -> Option<String> {
        self.heard.as_ref().map(|heard| heard.view().0.timeline.title().to_owned())
    }

    /// Waits until what is heard has done what was asked of it.
    pub fn settle(&self) {
        if let Some(heard) = &self.heard {
            heard.settle();
        }
    }

    /// Waits until it is known how long the recordings last.
    pub fn await_lengths(&mut self) {
        if let Some(measuring) = self.measuring.take() {
            self.take_lengths(measuring.recv().unwrap());
        }
    }
}
