//! The session that goes on, or has just ended, with all that the window keeps beside it.

use std::sync::Arc;

use eframe::egui;

use super::Model;
use crate::app::pictures::{Picture, Pictures};
use crate::app::start::{Approved, StartRequest};
use crate::app::{Session, SessionSetup};
use crate::player::State;
use crate::safety::SafeRoutine;
use crate::timeline::PlanRequest;
use crate::ui::after::AfterState;

/// A session, and what is written after it.
pub struct OpenSession {
    pub session: Session,
    pub after: AfterState,
    /// What it was planned for.
    pub request: PlanRequest,
    pub routine: Arc<SafeRoutine>,
    /// The id of its record.
    pub record: String,
    /// Whether its file is none of the library's.
    pub is_outside: bool,
    /// What is wrong with its file since it was saved again, or why it cannot be continued.
    pub trouble: Option<String>,
    /// The routine's own pictures, and the one that is shown.
    pub pictures: Pictures,
    pub shown: Option<(Arc<Picture>, egui::TextureHandle)>,
    /// Whether nothing is shown.
    pub is_blank: bool,
    /// When a key or the mouse was used last, in the window's seconds.
    pub touched: f64,
}

impl OpenSession {
    /// Starts what the gate has let through.
    pub fn start(approved: Approved, model: &Model) -> std::io::Result<Self> {
        let plan = approved.plan();
        let (request, routine) = (plan.request().clone(), Arc::clone(plan.routine()));
        let is_outside = approved.is_outside();
        let (pictures, wake) = (pictures_of(&approved, model), model.ctx.clone());
        let session = Session::start(SessionSetup {
            approved,
            sound: true,
            settings: model.preferences.settings.clone(),
            cache: model.cache(),
            writer: Some(model.journal.writer()),
            wake: Arc::new(move || wake.request_repaint()),
            clock: model.clock.clone(),
        })?;
        let record = session.view().1.record.id.clone();
        Ok(Self {
            session,
            after: AfterState::default(),
            request,
            routine,
            record,
            is_outside,
            trouble: None,
            pictures,
            shown: None,
            is_blank: false,
            touched: f64::NEG_INFINITY,
        })
    }

    /// Goes on in a routine that was changed.
    pub fn reload(&mut self, approved: Approved, model: &Model) {
        self.routine = Arc::clone(approved.plan().routine());
        self.shown = None;
        self.pictures = pictures_of(&approved, model);
        self.session.send(crate::app::SessionCommand::Reload(Box::new(approved)));
    }

    /// Whether it is over, so that the page after it is shown.
    pub fn is_over(&self) -> bool {
        matches!(self.session.view().0.state, State::Finished | State::Stopped)
    }

    /// What is asked of the gate to go on with the same routine.
    pub fn request_again(&self, model: &Model) -> StartRequest {
        let mut request = model.request(Arc::clone(&self.routine), self.request.length);
        request.moment = self.request.moment.clone();
        request.is_outside = self.is_outside;
        request
    }
}

fn pictures_of(approved: &Approved, model: &Model) -> Pictures {
    let ctx = model.ctx.clone();
    Pictures::start(approved.folder().cloned(), move || ctx.request_repaint())
}
