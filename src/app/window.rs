//! The window: it owns the library, the journal and the session, shows the page that is open, and grants wishes.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use eframe::egui;

use super::preferences::{self, Preferences};
use super::{Session, SessionCommand, SessionSetup};
use crate::journal::{Keeper, Record};
use crate::library::{Library, Origin};
use crate::places::Places;
use crate::player::State;
use crate::routine::length::of_steps;
use crate::time::Span;
use crate::timeline::{Moment, Plan, plan};
use crate::ui::Wish;
use crate::ui::after::{AfterState, after_ui};
use crate::ui::details::{DetailsState, details_ui, problems_ui};
use crate::ui::journal::journal_ui;
use crate::ui::routines::{RoutinesState, routines_ui};
use crate::ui::session::{SessionRemarks, session_ui};
use crate::ui::theme::{self, DIM_GREEN, Palette};

/// How many sessions the journal page shows.
const SHOWN_RECORDS: u32 = 500;

/// A page and what belongs to it.
enum Page {
    Routines(RoutinesState),
    Details { index: usize, plan: Plan, state: DetailsState },
    Problems { index: usize },
    Session { session: Session, after: AfterState },
    Journal { answer: Option<Receiver<Result<Vec<Record>, String>>>, records: Result<Vec<Record>, String> },
}

/// The program with its window.
pub struct Window {
    places: Option<Places>,
    library: Library,
    preferences: Preferences,
    // Before the keeper, so that a session that is dropped with the window still has somebody to write it down.
    page: Page,
    keeper: Option<Keeper>,
    palette: Palette,
    journal_trouble: Option<String>,
    /// A sentence that the list of routines shows.
    remark: Option<String>,
}

/// Opens the window, with a session at once if there is a plan.
///
/// # Errors
/// One sentence, with the way out, if there is no display.
pub fn open(planned: Option<Plan>) -> Result<(), String> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Stillpoint")
            .with_app_id("stillpoint")
            .with_inner_size([1080.0, 760.0])
            .with_min_inner_size([400.0, 320.0]),
        ..Default::default()
    };
    let make = |context: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        let mut window = Window::new(Places::of_this_person());
        theme::install(&context.egui_ctx, &window.palette);
        if let Some(plan) = planned {
            window.begin(plan, None, &context.egui_ctx);
        }
        Ok(Box::new(window))
    };
    eframe::run_native("stillpoint", options, Box::new(make)).map_err(|error| {
        format!("no window can be opened here ({error}); `stillpoint play ROUTINE --terminal` needs none")
    })
}

impl Window {
    /// The program as it is at its start.
    #[must_use]
    pub fn new(places: Option<Places>) -> Self {
        let library = Library::open(places.as_ref().map(|places| places.routines.as_path()));
        let keeper =
            places.as_ref().map(|places| Keeper::start(places.journal.clone(), places.spool.clone()));
        let preferences = preferences::load(places.as_ref());
        let remark = places.is_none().then(|| {
            "This system does not say where your home folder is, so nothing is kept in the journal."
                .to_owned()
        });
        Self {
            places,
            library,
            keeper,
            preferences,
            page: Page::Routines(RoutinesState::default()),
            palette: DIM_GREEN,
            journal_trouble: None,
            remark,
        }
    }

    fn begin(&mut self, plan: Plan, pain_before: Option<u8>, ctx: &egui::Context) {
        let origin = self.library.find(plan.routine().id()).map(|entry| entry.origin.clone());
        let folder = match origin {
            Some(Origin::File(path)) => path.parent().map(Path::to_path_buf),
            _ => None,
        };
        let Some(keeper) = &self.keeper else { return };
        let ctx = ctx.clone();
        let started = Session::start(SessionSetup {
            plan,
            pain_before,
            phase: None,
            sound: true,
            settings: self.preferences.settings.clone(),
            cache: self.places.as_ref().map(|places| places.cache.clone()),
            folder,
            saver: keeper.saver(),
            wake: Arc::new(move || ctx.request_repaint()),
        });
        match started {
            Ok(session) => self.page = Page::Session { session, after: AfterState::default() },
            Err(error) => self.remark = Some(format!("The session cannot begin: {error}.")),
        }
    }

    /// Shows the open page; what it wishes.
    fn page_ui(&mut self, ui: &mut egui::Ui) -> Option<Wish> {
        let palette = self.palette;
        match &mut self.page {
            Page::Routines(state) => {
                let remarks: Vec<String> = self.remark.iter().chain(&self.journal_trouble).cloned().collect();
                routines_ui(ui, &palette, &self.library, &remarks, state)
            }
            Page::Details { plan, state, .. } => details_ui(ui, &palette, plan, state),
            Page::Problems { index } => problems_ui(ui, &palette, self.library.entries().get(*index)?),
            Page::Journal { answer, records } => {
                if let Some(Ok(answered)) = answer.as_ref().map(Receiver::try_recv) {
                    *records = answered;
                    *answer = None;
                } else if answer.is_some() {
                    ui.ctx().request_repaint_after(Duration::from_millis(30));
                }
                journal_ui(ui, &palette, records)
            }
            Page::Session { session, after } => {
                let (now, view) = session.look();
                let troubles: Vec<String> = [&view.remark, &view.sound_trouble, &view.voice_trouble]
                    .into_iter()
                    .flatten()
                    .chain(&self.journal_trouble)
                    .cloned()
                    .collect();
                if matches!(now.state, State::Finished | State::Stopped) {
                    let wish = after_ui(ui, &palette, &view.record, &troubles, after);
                    // Kept as it is typed: the window may be closed on this page.
                    if after.note.trim() != view.record.note {
                        session.send(SessionCommand::Note(after.note.trim().to_owned()));
                    }
                    return wish;
                }
                if now.state == State::Running {
                    let change = now.next_change().since(now.at);
                    ui.ctx().request_repaint_after(change.into());
                }
                session_ui(ui, &palette, &now, &SessionRemarks { troubles, muted: view.muted })
            }
        }
    }

    fn grant(&mut self, wish: Wish, ctx: &egui::Context) {
        match (wish, &mut self.page) {
            (Wish::ShowRoutines, page) => {
                let return_to = match page {
                    Page::Details { index, .. } | Page::Problems { index } => Some(*index),
                    _ => None,
                };
                self.page = Page::Routines(RoutinesState::returning_to(return_to));
            }
            (Wish::ShowDetails(index), _) => self.show_details(index),
            (Wish::ShowJournal, _) => {
                let answer = self.keeper.as_ref().map(|keeper| keeper.newest(SHOWN_RECORDS));
                self.page = Page::Journal { answer, records: Ok(Vec::new()) };
            }
            (Wish::Start, Page::Details { plan, state, .. }) => {
                let (plan, pain) = (plan.clone(), state.pain);
                self.begin(plan, pain, ctx);
            }
            (Wish::MinutesBy(more), Page::Details { plan, state, .. }) => change_length(plan, state, more),
            (Wish::PainBefore(pain), Page::Details { state, .. }) => state.pain = pain,
            (Wish::Player(command), Page::Session { session, .. }) => {
                session.play(command);
                // Asked again at once, so that what is shown is what the session made of it.
                ctx.request_repaint_after(Duration::from_millis(10));
            }
            (Wish::ToggleMute, Page::Session { session, .. }) => session.send(SessionCommand::ToggleMute),
            (Wish::PainAfter(pain), Page::Session { session, .. }) => {
                session.send(SessionCommand::RatePain(pain));
            }
            (Wish::Feeling(feeling), Page::Session { session, .. }) => {
                session.send(SessionCommand::RateFeeling(feeling));
            }
            (Wish::Done, Page::Session { session, after }) => {
                if !after.note.trim().is_empty() {
                    session.send(SessionCommand::Note(after.note.trim().to_owned()));
                }
                self.page = Page::Routines(RoutinesState::default());
            }
            _ => {}
        }
        ctx.request_repaint();
    }

    fn show_details(&mut self, index: usize) {
        let Some(entry) = self.library.entries().get(index) else { return };
        let planned = entry.routine.as_ref().and_then(|routine| plan(routine, &Moment::default(), None).ok());
        self.page = match planned {
            Some(plan) => Page::Details { index, plan, state: DetailsState::default() },
            None => Page::Problems { index },
        };
    }
}

/// A minute more or less, to the next whole minute; where the steps do not allow it, what they do allow.
fn change_length(planned: &mut Plan, state: &mut DetailsState, more: i64) {
    let secs = of_steps(planned.steps()).written.whole_secs();
    let minutes = if more > 0 { secs / 60 + 1 } else { secs.div_ceil(60).saturating_sub(1) };
    match plan(planned.routine(), &Moment::default(), Some(Span::from_mins(minutes))) {
        Ok(changed) => {
            *planned = changed;
            state.remark = None;
        }
        Err(_) if more > 0 => state.remark = Some("It cannot be made longer.".into()),
        Err(_) => state.remark = Some("It cannot be made shorter.".into()),
    }
}

impl eframe::App for Window {
    fn logic(&mut self, _ctx: &egui::Context, _frame: &mut eframe::Frame) {
        if let Some(keeper) = &self.keeper {
            self.journal_trouble = keeper.troubles.try_iter().last().unwrap_or(self.journal_trouble.take());
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0.0, self.palette.ground);
        if let Some(wish) = self.page_ui(ui) {
            let ctx = ui.ctx().clone();
            self.grant(wish, &ctx);
        }
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.palette.ground.to_normalized_gamma_f32()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Outcome, Store};

    #[test]
    fn a_session_that_is_closed_with_the_window_is_written_down_as_closed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let places = Places {
            routines: at("routines"),
            journal: at("journal.sqlite"),
            spool: at("spool"),
            cache: at("cache"),
            music: at("music"),
            settings: at("settings.ron"),
        };
        let mut window = Window::new(Some(places));
        let routine = window.library.find("longer-exhale").unwrap().routine.clone().unwrap();
        let planned = plan(&routine, &Moment::default(), None).unwrap();
        window.begin(planned, Some(4), &egui::Context::default());
        assert!(matches!(window.page, Page::Session { .. }));
        drop(window);

        let records = Store::open(&at("journal.sqlite")).unwrap().newest(10).unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].outcome, records[0].pain_before), (Outcome::Closed, Some(4)));
    }
}
