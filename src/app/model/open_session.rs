//! The open session, or the one that has just ended, and what the window keeps for it.

use std::sync::Arc;

use eframe::egui;

use super::Model;
use crate::app::pictures::{Picture, Pictures};
use crate::app::start::{Approved, StartRequest};
use crate::app::{Session, SessionSetup};
use crate::player::State;
use crate::routine::Phase;
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
    is_blank: bool,
    /// Whether the window filled the screen before it was blanked.
    was_full: bool,
    /// When a key or the mouse was last used, in the window's seconds.
    pub touched: f64,
}

impl OpenSession {
    /// Starts what the gate has approved.
    pub fn start(approved: Approved, model: &Model) -> std::io::Result<Self> {
        let plan = approved.plan();
        let (request, routine) = (plan.request().clone(), Arc::clone(plan.routine()));
        let is_outside = approved.is_outside();
        let mut settings = model.preferences.settings.clone();
        let eyes_shut = settings.eyes_shut && request.moment.phase == Some(Phase::Attack);
        settings.speech.tells_gestures = eyes_shut;
        let (pictures, wake) = (pictures_of(&approved, model), model.ctx.clone());
        let session = Session::start(SessionSetup {
            approved,
            sound: true,
            settings,
            cache: model.cache(),
            writer: Some(model.journal.writer()),
            wake: Arc::new(move || wake.request_repaint()),
            clock: model.clock.clone(),
        })?;
        let record = session.view().1.record.id.clone();
        let mut open = Self {
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
            was_full: false,
            touched: f64::NEG_INFINITY,
        };
        if eyes_shut {
            open.blank(true, &model.ctx);
        }
        Ok(open)
    }

    /// Whether the screen is blank.
    pub const fn is_blank(&self) -> bool {
        self.is_blank
    }

    /// Blanks the screen, all of it, or brings back what was there.
    pub fn blank(&mut self, is_blank: bool, ctx: &egui::Context) {
        if self.is_blank == is_blank {
            return;
        }
        self.is_blank = is_blank;
        if is_blank {
            self.was_full = ctx.input(|input| input.viewport().fullscreen).unwrap_or_default();
        }
        if !self.was_full {
            ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(is_blank));
        }
        ctx.request_repaint();
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
