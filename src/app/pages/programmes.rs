//! The programmes, and what comes next in the running one.

use eframe::egui;

use super::Effect;
use crate::app::model::{Model, NoticeKind};
use crate::app::sheet_file::{self, SheetError};
use crate::app::{SOON, sentence};
use crate::goals::StartedProgramme;
use crate::library::programme::ProgrammeFile;
use crate::pending::Pending;
use crate::time::ExactDuration;
use crate::ui::actions::{Action, ProgrammeAction};
use crate::ui::programmes::programmes_ui;
use crate::ui::sheet;

/// The list of programmes.
#[derive(Default)]
pub(in crate::app) struct ProgrammesPage {
    /// Whether the first row has had the focus.
    focused: bool,
    /// The index of the running programme, and what comes next in it.
    running: Option<(usize, String)>,
    /// The programme that was left or replaced last.
    before: Option<StartedProgramme>,
    printing: Option<Pending<String, SheetError>>,
    /// What has become of the sheet.
    told: Option<String>,
}

impl ProgrammesPage {
    pub fn new(model: &Model) -> Self {
        Self { running: running(model), ..Self::default() }
    }

    /// The list, with what has just happened.
    pub fn telling(told: String, model: &Model) -> Self {
        Self { told: Some(told), ..Self::new(model) }
    }

    pub fn refresh(&mut self, model: &Model) {
        self.running = running(model);
    }

    /// Whether a programme was left or replaced here.
    pub const fn can_undo(&self) -> bool {
        self.before.is_some()
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, model: &Model) -> Option<Action> {
        let remark = model.notices.on(NoticeKind::Settings).or(self.told.as_deref());
        let programmes = model.library.programmes();
        let can_undo = self.can_undo();
        let running = self.running.as_ref();
        programmes_ui(ui, &model.palette, programmes, running, remark, can_undo, &mut self.focused)
    }

    pub fn update(&mut self, action: ProgrammeAction, model: &mut Model) -> Effect {
        match action {
            // It replaces a programme that is running.
            ProgrammeAction::Begin(index) => {
                if let Some(file) = model.library.programmes().get(index) {
                    let on = model.clock.today();
                    let begun = StartedProgramme { programme: file.id.clone(), on };
                    self.before = model.preferences.settings.programme.replace(begun);
                    model.save_settings();
                }
            }
            // The sessions stay in the journal.
            ProgrammeAction::Leave => {
                self.before = model.preferences.settings.programme.take();
                model.save_settings();
            }
            ProgrammeAction::Print(index) => self.print(index, model),
            ProgrammeAction::Undo => {
                if let Some(before) = self.before.take() {
                    model.preferences.settings.programme = Some(before);
                    model.save_settings();
                }
            }
        }
        self.refresh(model);
        Effect::Nothing
    }
}

impl ProgrammesPage {
    /// Puts a programme on paper with its routines; those that are not for this person now are not on their sheet.
    fn print(&mut self, index: usize, model: &Model) {
        let Some(file) = model.library.programmes().get(index) else { return };
        let Some(programme) = &file.programme else { return };
        let find = |id: &str| model.library.find(id)?.routine.clone();
        let routines = programme.routines().into_iter().filter_map(find);
        let html = sheet::of_programme(
            programme,
            &routines.collect::<Vec<_>>(),
            &model.profile,
            model.library.language(),
        );
        self.printing = Some(sheet_file::printing(file.id.clone(), html, model));
        self.told = Some("One moment…".to_owned());
    }

    /// Shows what has become of the sheet.
    pub fn poll(&mut self, ctx: &egui::Context) {
        match Pending::poll_in(&mut self.printing) {
            Some(Ok(told)) => self.told = Some(told),
            Some(Err(error)) => self.told = Some(sentence(&error)),
            None if self.printing.is_some() => ctx.request_repaint_after(SOON),
            None => {}
        }
    }
}

fn running(model: &Model) -> Option<(usize, String)> {
    let context = model.offer_context();
    let (running, begun) = context.programme?;
    let is_it = |file: &ProgrammeFile| {
        file.programme.as_deref().is_some_and(|programme| std::ptr::eq(programme, running))
    };
    let index = model.library.programmes().iter().position(is_it)?;
    let Some(next) = running.next(begun, context.recent) else {
        return Some((index, "You've done every week.".to_owned()));
    };
    let minutes = running.weeks.get(next.week).and_then(|week| week.minutes);
    let routine = model.library.find(next.routine).and_then(|entry| entry.routine.as_ref());
    let written = routine.map(|routine| routine.range().written).unwrap_or_default();
    let length = minutes.map_or(written, |minutes| ExactDuration::from_mins(minutes.into()));
    let sentence = running.sentence(&next, length, model.clock.today());
    let off = next.on.filter(|on| *on > model.clock.today());
    Some((index, off.map_or(sentence.clone(), |on| format!("{sentence} Next on {}.", on.format("%A")))))
}
