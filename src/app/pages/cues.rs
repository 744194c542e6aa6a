//! The page on which every cue can be heard.

use eframe::egui;

use super::Effect;
use crate::app::model::Model;
use crate::app::sound_preview::SoundPreview;
use crate::ui::actions::{Action, CuesAction};
use crate::ui::cues::cues_ui;
use crate::ui::theme::Palette;

/// The page of the cues.
pub(in crate::app) struct CuesPage {
    /// Whether the first row has had the focus.
    focused: bool,
    preview: SoundPreview,
}

impl CuesPage {
    pub fn new(model: &Model) -> Self {
        let preview = SoundPreview::new(&model.preferences.settings, model.cache(), &model.clock);
        Self { focused: false, preview }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        cues_ui(ui, palette, self.preview.trouble.as_deref(), &mut self.focused)
    }

    pub fn poll(&mut self, ctx: &egui::Context) {
        self.preview.poll(ctx);
    }

    pub fn update(&mut self, action: CuesAction) -> Effect {
        match action {
            CuesAction::Listen(cue) => self.preview.cue(cue),
        }
        Effect::Nothing
    }
}
