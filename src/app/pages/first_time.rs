//! What is said once, before the first massage and before the first pack.

use super::{Effect, Page};
use crate::app::model::Model;
use crate::safety::FirstTime;
use crate::ui::actions::{Destination, FirstTimeAction};

/// The page, opened by the gate.
pub(in crate::app) struct FirstTimePage {
    pub which: FirstTime,
    /// The page to go back to.
    before: Option<Page>,
}

impl FirstTimePage {
    pub fn new(which: FirstTime, before: Page) -> Self {
        Self { which, before: Some(before) }
    }

    /// Takes the page to go back to.
    pub fn take_before(&mut self) -> Option<Page> {
        self.before.take()
    }

    pub fn library_changed(&mut self, model: &mut Model) {
        if let Some(before) = &mut self.before {
            before.library_changed(model);
        }
    }

    pub fn update(&self, action: FirstTimeAction, model: &mut Model) -> Effect {
        match action {
            FirstTimeAction::Understood => {
                model.preferences.settings.set_explained(self.which);
                model.save_settings();
                Effect::RetryStart
            }
            FirstTimeAction::AboutMe => Effect::Go(Destination::AboutMe),
        }
    }
}
