//! The open session, or the one that has just ended, and what the window keeps for it.

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

/// A session and the state of its pages.
pub struct OpenSession {
    pub session: Session,
    pub after: AfterState,
    /// The request that it was planned from.
    pub request: PlanRequest,
    pub routine: Arc<SafeRoutine>,
    /// The id of its record.
    pub record: String,
    /// Whether its file lies outside the library, so that nobody watches it.
    pub is_outside: bool,
    /// What is wrong with its file since it was saved again, or why it cannot be continued.
    pub trouble: Option<String>,
    /// The routine's own pictures, and the one being shown.
    pub pictures: Pictures,
    pub shown: Option<(Arc<Picture>, egui::TextureHandle)>,
    /// Whether the screen is blank.
    pub is_blank: bool,
    /// When a key or the mouse was last used, in the window's seconds.
    pub touched: f64,
}

impl OpenSession {
    /// Starts what the gate has approved.
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
            after: AfterState::with(model.recent.medicines.clone()),
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

    /// Continues in the changed routine.
    pub fn reload(&mut self, approved: Approved, model: &Model) {
        self.routine = Arc::clone(approved.plan().routine());
        self.shown = None;
        self.pictures = pictures_of(&approved, model);
        self.session.send(crate::app::SessionCommand::Reload(Box::new(approved)));
    }

    /// Whether it has ended, so that the rating page is shown.
    pub fn is_over(&self) -> bool {
        matches!(self.session.view().0.state, State::Finished | State::Stopped)
    }

    /// The request to continue the same routine.
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
