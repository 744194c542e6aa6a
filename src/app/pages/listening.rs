//! A routine that is played while it is written, by the same gate and the same session as any. Nothing of it is recorded.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::model::Model;
use crate::app::start::{Approved, Decision, Gate, Purpose, Question, Refusal, StartRequest};
use crate::app::{SOON, Session, SessionCommand, SessionSetup, SessionView};
use crate::player::{PlayerCommand, Snapshot};
use crate::safety::{Limits, SafeRoutine};
use crate::settings::Settings;
use crate::time::Position;

/// A page on which an author listens to what is being written.
pub(in crate::app) trait Author {
    /// Plays what the gate has approved: the routine as it is for the author now, which may differ from what is written.
    fn begin_listening(&mut self, approved: Approved, model: &Model);

    /// Shows the gate's question. Listening again answers it.
    fn ask_before_listening(&mut self, request: StartRequest, question: &Question);

    /// Shows the gate's refusal.
    fn refuse_listening(&mut self, refusal: &Refusal);
}

/// What is being played for its author, and what stands in the way of it.
#[derive(Default)]
pub(in crate::app) struct Listening {
    heard: Option<Session>,
    /// A request that the gate has a question about.
    unanswered: Option<StartRequest>,
    /// The gate that a changed version has to pass before the playback goes on in it.
    reload: Option<Gate>,
}

impl Listening {
    /// Whether something is played.
    pub const fn is_on(&self) -> bool {
        self.heard.is_some()
    }

    /// Where the playback is.
    pub fn view(&self) -> Option<(Snapshot, Arc<SessionView>)> {
        self.heard.as_ref().map(Session::view)
    }

    /// Ends it. Returns whether something was played.
    pub fn stop(&mut self) -> bool {
        self.heard.take().is_some()
    }

    /// The request that had a question, now that it was made once more.
    pub fn answered(&mut self) -> Option<StartRequest> {
        let mut request = self.unanswered.take()?;
        (request.vouched, request.moment.insist) = (true, true);
        Some(request)
    }

    /// A request to play a routine from a position.
    pub fn request(
        routine: Arc<SafeRoutine>,
        folder: Option<PathBuf>,
        from: Position,
        model: &Model,
    ) -> StartRequest {
        let mut request = model.request(routine, None);
        request.folder = folder;
        request.purpose = Purpose::Listen(from);
        // Its author hears what is written, whatever the week of a programme allows.
        request.moment.limits = Limits::default();
        request
    }

    /// Plays what the gate has approved.
    ///
    /// # Errors
    /// A sentence, if no session can be had.
    pub fn begin(&mut self, approved: Approved, model: &Model) -> Result<(), String> {
        let settings = Settings { spoken_rating: false, ..model.preferences.settings.clone() };
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
        self.heard = Some(started.map_err(|error| format!("It can't be played: {error}."))?);
        Ok(())
    }

    /// Keeps a request that the gate has a question about, and gives the question.
    pub fn ask(&mut self, request: StartRequest, question: &Question) -> String {
        self.unanswered = Some(request);
        format!("{} Press Space again to listen anyway.", question.sentence())
    }

    /// Goes to another position.
    pub fn seek(&self, at: Position) {
        if let Some(heard) = &self.heard {
            heard.play(PlayerCommand::Seek(at));
        }
    }

    /// Goes on in a changed version: the earlier one passed the gate, the changed one has to pass it again.
    pub fn reload(&mut self, routine: Arc<SafeRoutine>, folder: Option<PathBuf>, model: &Model) {
        if self.heard.is_none() {
            return;
        }
        let mut request = Self::request(routine, folder, Position::ZERO, model);
        request.purpose = Purpose::Reload { record: String::new() };
        self.reload = Some(Gate::check(request, &model.journal, &model.clock));
    }

    /// Takes the gate's decision on a changed version. Returns a sentence if the playback ends with it.
    pub fn poll(&mut self, model: &Model) -> Option<String> {
        let gate = self.reload.as_ref()?;
        let Some(decision) = gate.poll(&model.preferences.settings, &model.library, &model.clock) else {
            model.ctx.request_repaint_after(SOON);
            return None;
        };
        self.reload = None;
        let heard = self.heard.as_ref()?;
        let why = match decision {
            Decision::Approved(approved) => {
                heard.send(SessionCommand::Reload(approved));
                return None;
            }
            Decision::Ask(question) => question.sentence(),
            Decision::Refused(refusal) => refusal.to_string(),
        };
        self.heard = None;
        Some(why)
    }
}

#[cfg(test)]
impl Listening {
    /// The session.
    pub const fn session(&self) -> Option<&Session> {
        self.heard.as_ref()
    }
}
