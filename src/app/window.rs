//! The window: it draws the open page, dispatches its actions, and polls the journal, the library and the
//! desktop.

use eframe::egui;

use super::desktop::NowPlaying;
use super::log;
use super::model::{Model, NoticeKind, StartupState};
use super::pages::{Page, bundle, home, journal};
use super::signals::Signals;
use crate::ui::actions::Action;
use crate::ui::help::{Topic, help_ui};
use crate::ui::keys::{Binding, Key, takes};
use crate::ui::routines::RoutinesState;

mod fade;
mod fonts;
mod opening;
mod starting;
#[cfg(test)]
pub(in crate::app) mod tests;
mod timing;

use fade::Fade;
pub use opening::{Opening, WindowError, open};
use starting::Starting;
use timing::Timing;

/// The program with its window.
pub struct Window {
    pub(super) model: Model,
    pub(super) page: Page,
    /// The page whose help is open, with its keys.
    pub(super) help: Option<(Topic, Vec<Binding<()>>)>,
    starting: Option<Starting>,
    /// The pages from which the present one was opened, where it can be opened from several; the latest is the last.
    pub(super) trail: Vec<crate::ui::actions::Destination>,
    /// Whether the best session for an attack is to start as soon as the journal has answered.
    starts_for_an_attack: bool,
    /// Whether to show a notification about a due question once the journal has answered.
    notifies: bool,
    /// Whether the question of a session before this start has been scheduled.
    waits_for_question: bool,
    signals: Signals,
    fade: Fade,
    timing: Option<Timing>,
}

impl Window {
    pub(super) fn new(startup: StartupState, ctx: &egui::Context) -> Self {
        let model = Model::new(startup, ctx);
        let wake = ctx.clone();
        let mut window = Self {
            model,
            page: Page::Routines(RoutinesState::default()),
            help: None,
            starting: None,
            trail: Vec::new(),
            starts_for_an_attack: false,
            notifies: false,
            waits_for_question: false,
            signals: Signals::listen(move || wake.request_repaint()),
            fade: Fade::default(),
            timing: None,
        };
        window.apply(super::pages::Effect::Go(crate::ui::actions::Destination::Home));
        window
    }

    /// Takes the journal's answers; requests another frame while some are pending.
    fn poll_journal(&mut self) {
        let model = &mut self.model;
        if model.reminder.take_due() {
            model.query_journal();
            self.notifies = true;
        }
        if model.recent.poll(&model.library, model.clock.now()) {
            self.page.journal_answered(model);
        }
        if model.recent.is_awaited() {
            model.ctx.request_repaint_after(super::SOON);
        } else {
            if std::mem::take(&mut self.starts_for_an_attack) {
                let effect = home::start_for_an_attack(model);
                self.apply(effect);
            }
            let model = &mut self.model;
            if std::mem::take(&mut self.notifies) {
                model.notify_of_question();
            }
            if !std::mem::replace(&mut self.waits_for_question, true) {
                model.wait_for_question();
            }
        }
        let model = &mut self.model;
        model.poll_daily_reminder();
        let before = model.notices.sentences().count();
        if let Some(trouble) = model.journal.troubles.try_iter().inspect(log::journal_trouble).last() {
            model.notices.set_or_clear(NoticeKind::JournalTrouble, trouble);
        }
        if let Some(notice) = model.journal.notices.try_iter().inspect(log::journal_notice).last() {
            model.notices.set(NoticeKind::JournalNotice, notice);
        }
        if model.notices.sentences().count() != before {
            self.page.journal_answered(model);
        }
    }

    fn poll_library(&mut self) {
        if let Some(library) = self.model.library_handle.latest() {
            self.model.take_library(library);
            self.page.library_changed(&mut self.model);
        }
        self.model.poll_reload();
        self.model.poll_printing();
    }

    /// Handles media keys, the lock screen, and clicks on notifications.
    fn poll_desktop(&mut self) {
        let model = &mut self.model;
        let now = model.session.as_ref().and_then(|open| NowPlaying::of(&open.session));
        model.desktop.playing(now);
        for request in model.desktop.requests().collect::<Vec<_>>() {
            super::dispatch::media_request(request, model);
        }
        if model.desktop.take_wants_end() {
            model.ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        if model.desktop.take_wants_window() {
            model.ctx.send_viewport_cmd(egui::ViewportCommand::Minimized(false));
            model.ctx.send_viewport_cmd(egui::ViewportCommand::Focus);
        }
    }

    /// Opens a file that was dropped on the window, but never during a session.
    fn take_dropped(&mut self) {
        if self.model.session.is_some() {
            return;
        }
        let ctx = self.model.ctx.clone();
        if let Some(path) = ctx.input(journal::dropped) {
            let mut page = journal::JournalPage::new(&mut self.model);
            page.import_dropped(&path, &mut self.model);
            self.open(Page::Journal(Box::new(page)));
        } else if let Some(path) = ctx.input(bundle::dropped) {
            self.show_bundle(path);
        }
    }

    fn show_bundle(&mut self, path: std::path::PathBuf) {
        let page = bundle::BundlePage::new(path, &self.model);
        self.open(Page::Bundle(Box::new(page)));
    }

    /// Polls everything that may have changed.
    fn poll(&mut self) {
        self.model.sync_size();
        self.poll_desktop();
        self.poll_library();
        self.poll_journal();
        self.poll_start();
        let effect = self.page.poll(&mut self.model);
        self.apply(effect);
        self.take_dropped();
        if let Some(timing) = &mut self.timing {
            timing.on_frame(!self.model.recent.is_awaited(), &self.model.ctx);
            if let Some(open) = &self.model.session {
                timing.on_session_frame(&open.session.view().0, &self.model.ctx);
            }
        }
    }

    /// Draws the help if it is open, else the page, which keeps its state meanwhile.
    fn help_or_page_ui(&mut self, ui: &mut egui::Ui) -> Option<Action> {
        if let Some((topic, keys)) = &self.help {
            return help_ui(ui, &self.model.palette, *topic, keys);
        }
        if takes(ui, Key::F(11)) {
            return Some(Action::ToggleFullScreen);
        }
        if takes(ui, Key::F(1)) {
            return Some(Action::ShowHelp);
        }
        self.page.ui(ui, &mut self.model)
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        if self.signals.is_asked() {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        self.poll();
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let page = (std::mem::discriminant(&self.page), self.help.is_some());
        let opacity = self.fade.opacity(ui.ctx(), page, self.model.is_still());
        ui.set_opacity(opacity);
        // Without a name, a screen reader calls the window "frame".
        let root = egui::accesskit_root_id();
        ui.ctx().accesskit_node_builder(root, |node| node.set_label("Stillpoint"));
        if let Some(action) = self.help_or_page_ui(ui) {
            self.dispatch(action);
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if let Page::Journal(journal) = &self.page {
            journal.keep_draft(&self.model);
        }
        if let Page::Editor(editor) = &mut self.page {
            editor.leave_behind();
        }
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.model.palette.ground.to_normalized_gamma_f32()
    }
}
