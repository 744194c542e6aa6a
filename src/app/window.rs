//! The window: it owns the library, the journal and the session, shows the page that is open, and grants wishes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Receiver;

use chrono::NaiveDate;
use eframe::egui;

use super::desktop::{Desktop, NowPlaying};
use super::listening::Listening;
use super::pictures::Pictures;
use super::preferences::{self, Preferences};
use super::signals::Signals;
use super::{Session, SessionSetup};
use super::{about_me, fault, log};
use crate::journal::Keeper;
use crate::journal::store::Due;
use crate::library::{Library, Origin};
use crate::places::Places;
use crate::routine::Phase;
use crate::routine::length::of_steps;
use crate::safety::{self, Moment, Profile};
use crate::settings::{Motion, SIZES};
use crate::time::Span;
use crate::timeline::Plan;
use crate::ui::after::AfterState;
use crate::ui::home::HomeData;
use crate::ui::later::LaterState;
use crate::ui::routines::RoutinesState;
use crate::ui::settings::Choices;
use crate::ui::theme::{self, Palette};

mod care;
mod details;
mod diary;
mod fade;
mod grant;
mod home;
mod open_ends;
mod pages;

use details::Details;
use diary::Diary;
use fade::Fade;
use home::Lately;

/// A page and what belongs to it.
enum Page {
    Home(HomeData),
    Routines(RoutinesState),
    /// With whether the first row has had the keyboard.
    Programmes(bool),
    Details(Box<Details>),
    Problems {
        index: usize,
        id: String,
        shown: String,
    },
    Session,
    Signs,
    Later(Due, LaterState),
    /// With the emergency number as it is being typed.
    Danger(String),
    AboutMe,
    About(Vec<String>),
    Diary(Box<Diary>),
    Settings {
        choices: Choices,
        devices: Option<Receiver<Vec<String>>>,
        listening: Option<Listening>,
    },
    Cues {
        focused: bool,
        listening: Listening,
    },
}

/// A session, and what is written after it.
struct Open {
    session: Session,
    after: AfterState,
    phase: Option<Phase>,
    /// The routine's own pictures, and the one that is shown.
    pictures: Pictures,
    shown: Option<(Arc<egui::ColorImage>, egui::TextureHandle)>,
    /// Whether nothing is shown.
    is_blank: bool,
    /// When a key or the mouse was used last, in the window's seconds.
    touched: f64,
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
    fade: Fade,
    /// What the person answered about themselves.
    profile: Profile,
    /// How it is now, as far as that was said, and on which day.
    moment: Moment,
    said_on: Option<NaiveDate>,
    /// Whether they said that this is not like their usual attacks: then nothing starts.
    is_unusual: bool,
    /// Whether it is time to look for a question.
    is_question_due: Arc<AtomicBool>,
    desktop: Desktop,
    signals: Signals,
    /// What was told before a start in this run of the program: nobody is told the same again and again.
    told: BTreeSet<String>,
    /// Whether a row of the first screen has had the keyboard.
    home_focused: bool,
    lately: Lately,
    /// Whether the list of routines was open last, rather than the first screen.
    from_routines: bool,
    journal_trouble: Option<String>,
    /// A sentence that the first screen and the list of routines show.
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
            .with_min_inner_size([400.0, 320.0])
            .with_icon(icon()),
        ..Default::default()
    };
    let make = |context: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        let mut window = Window::new(Places::of_this_person(), &context.egui_ctx);
        window.tell_of_fault(Places::state().and_then(|folder| fault::untold(&folder)));
        theme::install(&context.egui_ctx, &window.palette);
        window.apply_size(&context.egui_ctx);
        if let Some(plan) = planned {
            window.moment.phase = phase;
            window.begin(plan, &context.egui_ctx);
        }
        Ok(Box::new(window))
    };
    tracing::info!(version = env!("CARGO_PKG_VERSION"), system = std::env::consts::OS, "the window opens");
    let ended = eframe::run_native("stillpoint", options, Box::new(make));
    tracing::info!(fine = ended.is_ok(), "the window is closed");
    ended.map_err(|error| {
        let why = match &error {
            // What the library says of it is its whole wish list.
            eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => {
                "there is no OpenGL; install the graphics driver, libgl1-mesa-dri on Debian".to_owned()
            }
            _ => without_source_place(&error.to_string()).to_owned(),
        };
        tracing::error!(%error, "no window can be opened");
        format!("no window can be opened here ({why}); `stillpoint play ROUTINE --terminal` needs none")
    })
}

/// The sign of the program, for desktops that do not find it by the program's name.
fn icon() -> egui::IconData {
    let png = include_bytes!("../../packaging/icons/64.png");
    // A test holds that it can be read; a window without its sign would be no reason not to open it.
    eframe::icon_data::from_png_bytes(png).unwrap_or_default()
}

/// What an error of the window library says, without the place in its source that it begins with.
fn without_source_place(error: &str) -> &str {
    let after_place = error.rsplit_once(".rs:").and_then(|(_, rest)| rest.split_once(": "));
    after_place.map_or(error, |(_, said)| said).trim_end_matches('.')
}

impl Window {
    /// The program as it is at its start.
    #[must_use]
    pub fn new(places: Option<Places>, ctx: &egui::Context) -> Self {
        let homeless = std::env::temp_dir().join("stillpoint");
        let (journal, spool) = places.as_ref().map_or_else(
            || (homeless.join("journal.sqlite"), homeless.join("unsaved")),
            |places| (places.journal.clone(), places.spool.clone()),
        );
        let preferences = preferences::load(places.as_ref());
        let library = library_of(places.as_ref(), &preferences);
        let no_home = places.is_none().then(|| {
            format!(
                "This system does not say where your home folder is; the journal is kept in {}.",
                homeless.display()
            )
        });
        let about_me = about_me::load(places.as_ref());
        let palette = palette_of(&preferences);
        let mut window = Self {
            places,
            library,
            keeper: Keeper::start(journal, spool),
            remark: no_home.or_else(|| preferences.remark.clone()).or(about_me.remark),
            preferences,
            open: None,
            page: Page::Routines(RoutinesState::default()),
            palette,
            fade: Fade::default(),
            profile: about_me.profile,
            moment: Moment::default(),
            said_on: None,
            is_unusual: false,
            is_question_due: Arc::default(),
            desktop: Desktop::start({
                let ctx = ctx.clone();
                move || ctx.request_repaint()
            }),
            signals: Signals::listen({
                let ctx = ctx.clone();
                move || ctx.request_repaint()
            }),
            told: BTreeSet::new(),
            home_focused: false,
            lately: Lately::default(),
            from_routines: false,
            journal_trouble: None,
        };
        window.show_home();
        window
    }

    /// Shows on the first screen that there was a fault last time, before what else there is to tell.
    fn tell_of_fault(&mut self, told: Option<String>) {
        if told.is_some() {
            self.remark =
                told.into_iter().chain(self.remark.take()).reduce(|told, other| told + "\n" + &other);
            self.show_home();
        }
    }

    /// Begins, unless something stands in the way: then that is told.
    fn begin(&mut self, plan: Plan, ctx: &egui::Context) {
        self.begin_from(plan, None, ctx);
    }

    fn begin_from(&mut self, plan: Plan, from: Option<Span>, ctx: &egui::Context) {
        if self.is_unusual || !self.preferences.settings.red_flags_seen {
            return self.show_danger();
        }
        if let Some(hindrance) = self.hindrance(&plan) {
            let id = plan.routine().id();
            let index = self.library.entries().iter().position(|entry| entry.id == id).unwrap_or_default();
            self.show_details(index);
            if let Page::Details(details) = &mut self.page {
                details.planned = Err(hindrance);
            }
            return;
        }
        let pictures = Pictures::start(self.folder_of(&plan), {
            let ctx = ctx.clone();
            move || ctx.request_repaint()
        });
        let ctx = ctx.clone();
        let length = of_steps(plan.steps()).written;
        let Moment { phase, pain: pain_before, .. } = self.moment;
        let started = Session::start(SessionSetup {
            pain_before,
            phase,
            states: self.moment.states.iter().copied().collect(),
            wished: (length != plan.routine().range().written).then_some(length),
            from,
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
                let after = AfterState::default();
                self.open = Some(Open {
                    session,
                    after,
                    phase,
                    pictures,
                    shown: None,
                    is_blank: false,
                    touched: f64::NEG_INFINITY,
                });
                self.page = Page::Session;
            }
            Err(error) => {
                self.remark = Some(format!("The session cannot begin: {error}."));
                self.show_home();
            }
        }
    }

    /// Gives the window the size that was chosen.
    fn apply_size(&self, ctx: &egui::Context) {
        #[allow(clippy::cast_precision_loss)] // A few hundred percent.
        ctx.set_zoom_factor(self.preferences.settings.size as f32 / 100.0);
    }

    /// Keeps the size that was chosen with the window's own keys, Ctrl with plus and minus.
    fn follow_size(&mut self, ctx: &egui::Context) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A few hundred percent.
        let size = (ctx.zoom_factor() * 100.0).round() as u32;
        if size != self.preferences.settings.size {
            self.preferences.settings.size = size.clamp(SIZES.0, SIZES.1);
            self.apply_size(ctx);
            self.keep_settings();
        }
    }

    /// Media keys, the lock screen, and a click on a notice.
    fn follow_desktop(&mut self, ctx: &egui::Context) {
        let now = self.open.as_ref().map(|open| open.session.look().0);
        self.desktop.playing(now.as_ref().and_then(NowPlaying::of));
        if let Some(open) = &self.open {
            self.desktop.pressed().for_each(|key| open.session.play(key.command()));
        }
        if self.desktop.take_wants_window() {
            ctx.send_viewport_cmd(egui::ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(egui::ViewportCommand::Focus);
        }
    }

    /// Whether nothing may move: because it was chosen, or because moving things hurt now.
    fn is_still(&self) -> bool {
        let phase = self.open.as_ref().and_then(|open| open.phase).or(self.moment.phase);
        match self.preferences.settings.motion {
            _ if safety::still_screen(&self.profile, &self.moment) => true,
            Motion::Still => true,
            Motion::Slow => false,
            Motion::Auto => {
                let reduced = self.desktop.prefers_reduced_motion().unwrap_or(false);
                reduced || matches!(phase, Some(Phase::Aura | Phase::Attack))
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

/// The routines of this person in the language that was chosen.
fn library_of(places: Option<&Places>, preferences: &Preferences) -> Library {
    let language = preferences::language(&preferences.settings);
    Library::open_in(places.map(|places| places.routines.as_path()), language)
}

fn palette_of(preferences: &Preferences) -> Palette {
    Palette::of(preferences.settings.theme, preferences.settings.brightness)
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        if self.signals.is_asked() {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        self.follow_size(ctx);
        self.follow_desktop(ctx);
        self.follow_journal(ctx);
        self.follow_diary(ctx);
        let troubles = self.keeper.troubles.try_iter().inspect(log::journal_trouble);
        self.journal_trouble = troubles.last().unwrap_or(self.journal_trouble.take());
        let notices = self.keeper.notices.try_iter().inspect(log::journal_notice);
        self.remark = notices.last().or_else(|| self.remark.take());
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
        let page = std::mem::discriminant(&self.page);
        let opacity = self.fade.opacity(ui.ctx(), page, self.is_still());
        ui.set_opacity(opacity);
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
    use crate::safety::Profile;
    use crate::timeline::{Moment, plan};

    #[test]
    fn the_window_has_its_sign() {
        assert_eq!((icon().width, icon().height), (64, 64));
    }

    fn places(folder: &Path) -> Places {
        let at = |name: &str| folder.join(name);
        Places {
            routines: at("routines"),
            journal: at("journal.sqlite"),
            spool: at("spool"),
            cache: at("cache"),
            music: at("music"),
            settings: at("settings.ron"),
        }
    }

    #[test]
    fn a_fault_is_told_on_the_first_screen_beside_what_else_there_is_to_tell() {
        let folder = tempfile::tempdir().unwrap();
        let mut window = Window::new(Some(places(folder.path())), &egui::Context::default());
        window.tell_of_fault(None);
        assert_eq!(window.remark, None);
        window.remark = Some("Something else.".into());
        window.tell_of_fault(Some("There was a fault.".into()));
        let Page::Home(home) = &window.page else { panic!("no first screen") };
        assert_eq!(home.remarks, ["There was a fault.\nSomething else."]);
    }

    #[test]
    fn a_session_that_is_closed_with_the_window_is_written_down_as_closed() {
        let folder = tempfile::tempdir().unwrap();
        let mut window = Window::new(Some(places(folder.path())), &egui::Context::default());
        window.preferences.settings.red_flags_seen = true;
        let routine = window.library.find("longer-exhale").unwrap().routine.clone().unwrap();
        let planned = plan(&routine, &Profile::default(), &Moment::default(), None).unwrap();
        window.moment.pain = Some(4);
        window.begin(planned, &egui::Context::default());
        assert!(matches!(window.page, Page::Session));
        drop(window);

        let records = Store::open(&folder.path().join("journal.sqlite")).unwrap().newest(10).unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].outcome, records[0].pain_before), (Outcome::Closed, Some(4)));
    }
}
