//! The window: it owns the library, the journal and the session, shows the page that is open, and grants wishes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use eframe::egui;

use super::listening::Listening;
use super::preferences::{self, Preferences};
use super::saving;
use super::{Session, SessionSetup};
use crate::journal::{Keeper, Record};
use crate::library::{Library, Origin};
use crate::places::Places;
use crate::routine::Phase;
use crate::timeline::Plan;
use crate::ui::after::AfterState;
use crate::ui::details::DetailsState;
use crate::ui::routines::RoutinesState;
use crate::ui::settings::Choices;
use crate::ui::theme::{self, DIM_GREEN, Palette};

mod grant;
mod pages;

/// How many sessions the journal page shows.
const SHOWN_RECORDS: u32 = 500;

/// A page and what belongs to it.
enum Page {
    Routines(RoutinesState),
    Details { index: usize, plan: Plan, state: DetailsState, saving: Option<Receiver<saving::News>> },
    Problems { index: usize, id: String, shown: String },
    Session,
    Journal { answer: Option<Receiver<Result<Vec<Record>, String>>>, records: Result<Vec<Record>, String> },
    Settings { choices: Choices, devices: Option<Receiver<Vec<String>>>, listening: Option<Listening> },
    Cues { focused: bool, listening: Listening },
}

/// A session, and what is written after it.
struct Open {
    session: Session,
    after: AfterState,
}

/// The program with its window.
pub struct Window {
    places: Option<Places>,
    library: Library,
    preferences: Preferences,
    // Before the keeper, so that a session that is dropped with the window still has somebody to write it down.
    open: Option<Open>,
    page: Page,
    keeper: Keeper,
    palette: Palette,
    journal_trouble: Option<String>,
    /// A sentence that the list of routines shows.
    remark: Option<String>,
}

/// Opens the window, with a session at once if there is a plan.
///
/// # Errors
/// One sentence, with the way out, if there is no display.
pub fn open(planned: Option<Plan>, phase: Option<Phase>) -> Result<(), String> {
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
            window.begin(plan, None, phase, &context.egui_ctx);
        }
        Ok(Box::new(window))
    };
    eframe::run_native("stillpoint", options, Box::new(make)).map_err(|error| {
        format!(
            "no window can be opened here ({}); `stillpoint play ROUTINE --terminal` needs none",
            without_source_place(&error.to_string())
        )
    })
}

/// What an error of the window library says, without the place in its source that it begins with.
fn without_source_place(error: &str) -> &str {
    let after_place = error.rsplit_once(".rs:").and_then(|(_, rest)| rest.split_once(": "));
    after_place.map_or(error, |(_, said)| said).trim_end_matches('.')
}

impl Window {
    /// The program as it is at its start.
    #[must_use]
    pub fn new(places: Option<Places>) -> Self {
        let library = Library::open(places.as_ref().map(|places| places.routines.as_path()));
        let homeless = std::env::temp_dir().join("stillpoint");
        let (journal, spool) = places.as_ref().map_or_else(
            || (homeless.join("journal.sqlite"), homeless.join("unsaved")),
            |places| (places.journal.clone(), places.spool.clone()),
        );
        let preferences = preferences::load(places.as_ref());
        let no_home = places.is_none().then(|| {
            format!(
                "This system does not say where your home folder is; the journal is kept in {}.",
                homeless.display()
            )
        });
        Self {
            places,
            library,
            keeper: Keeper::start(journal, spool),
            remark: no_home.or_else(|| preferences.remark.clone()),
            preferences,
            open: None,
            page: Page::Routines(RoutinesState::default()),
            palette: DIM_GREEN,
            journal_trouble: None,
        }
    }

    fn begin(&mut self, plan: Plan, pain_before: Option<u8>, phase: Option<Phase>, ctx: &egui::Context) {
        let ctx = ctx.clone();
        let started = Session::start(SessionSetup {
            pain_before,
            phase,
            sound: true,
            settings: self.preferences.settings.clone(),
            cache: self.cache(),
            folder: self.folder_of(&plan),
            saver: self.keeper.saver(),
            wake: Arc::new(move || ctx.request_repaint()),
            plan,
        });
        match started {
            Ok(session) => {
                self.open = Some(Open { session, after: AfterState::default() });
                self.page = Page::Session;
            }
            Err(error) => {
                self.remark = Some(format!("The session cannot begin: {error}."));
                self.page = Page::Routines(RoutinesState::default());
            }
        }
    }

    /// The folder of a routine's own recordings.
    fn folder_of(&self, plan: &Plan) -> Option<PathBuf> {
        match &self.library.find(plan.routine().id())?.origin {
            Origin::File(path) => path.parent().map(Path::to_path_buf),
            Origin::BuiltIn => None,
        }
    }

    fn cache(&self) -> Option<PathBuf> {
        self.places.as_ref().map(|places| places.cache.clone())
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.journal_trouble = self.keeper.troubles.try_iter().last().unwrap_or(self.journal_trouble.take());
        self.remark = self.keeper.notices.try_iter().last().or_else(|| self.remark.take());
        if let Page::Cues { listening, .. } | Page::Settings { listening: Some(listening), .. } =
            &mut self.page
        {
            listening.follow();
            if listening.is_busy() {
                ctx.request_repaint_after(std::time::Duration::from_millis(50));
            }
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
    use crate::timeline::{Moment, plan};

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
        window.begin(planned, Some(4), None, &egui::Context::default());
        assert!(matches!(window.page, Page::Session));
        drop(window);

        let records = Store::open(&at("journal.sqlite")).unwrap().newest(10).unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].outcome, records[0].pain_before), (Outcome::Closed, Some(4)));
    }
}
