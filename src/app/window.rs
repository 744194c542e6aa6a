//! The window: it owns the library, the journal and the session, shows the page that is open, and grants wishes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use chrono::NaiveDate;
use eframe::egui;

use super::desktop::{Desktop, NowPlaying};
use super::pictures::{Picture, Pictures};
use super::preferences::Preferences;
use super::signals::Signals;
use super::sound_preview::SoundPreview;
use super::{Session, SessionSetup};
use super::{about_me, log};
use crate::journal::JournalService;
use crate::journal::store::Due;
use crate::library::{Library, Origin};
use crate::paths::Paths;
use crate::routine::Phase;
use crate::routine::length::of_steps;
use crate::safety::{self, Moment, Profile, SafeRoutine};
use crate::settings::{Motion, SIZES};
use crate::time::ExactDuration;
use crate::timeline::Plan;
use crate::ui::after::AfterState;
use crate::ui::help::Topic;
use crate::ui::home::HomeData;
use crate::ui::keys::Binding;
use crate::ui::later::LaterState;
use crate::ui::routines::RoutinesState;
use crate::ui::settings::Choices;
use crate::ui::theme::Palette;

mod daily_reminder;
mod details;
mod fade;
mod follow_ups;
mod grant;
mod home;
mod hot_reload;
mod journal;
mod opening;
mod page_bindings;
mod pages;
mod reminder;
mod sharing;
mod start_gate;
mod timing;
mod writing;

use daily_reminder::DailyReminder;
use details::Details;
use fade::Fade;
use journal::JournalPage;
pub use opening::{Begin, Opening, open};

use home::Recent;
use hot_reload::LibraryHandle;
use opening::Start;
use reminder::Reminder;
use sharing::Sharing;
use timing::Timing;
use writing::Writing;

/// A page and what belongs to it.
enum Page {
    /// With the name of what speaks, if anything does.
    Welcome(Option<String>),
    Home(HomeData),
    Routines(RoutinesState),
    /// With whether the first row has had the keyboard.
    Programmes(bool),
    Details(Box<Details>),
    Session,
    Signs,
    Later(Due, LaterState),
    /// With the emergency number as it is being typed.
    Danger(String),
    AboutMe,
    About(Vec<String>),
    Journal(Box<JournalPage>),
    Writing(Box<Writing>),
    Bundle(Box<Sharing>),
    Settings {
        choices: Choices,
        devices: Option<Receiver<Vec<String>>>,
        preview: Option<SoundPreview>,
    },
    Cues {
        focused: bool,
        preview: SoundPreview,
    },
}

/// A session, and what is written after it.
struct Open {
    session: Session,
    after: AfterState,
    phase: Option<Phase>,
    /// What is played, and what it was planned for.
    routine: Arc<SafeRoutine>,
    moment: Moment,
    wished: Option<ExactDuration>,
    /// Whether its file is none of the library's.
    is_outside: bool,
    /// What is wrong with its file since it was saved again.
    file_trouble: Option<String>,
    /// The routine's own pictures, and the one that is shown.
    pictures: Pictures,
    shown: Option<(Arc<Picture>, egui::TextureHandle)>,
    /// Whether nothing is shown.
    is_blank: bool,
    /// When a key or the mouse was used last, in the window's seconds.
    touched: f64,
}

/// The program with its window.
pub struct Window {
    paths: Option<Paths>,
    library: Arc<Library>,
    library_handle: LibraryHandle,
    preferences: Preferences,
    // Before the keeper, so that a session that is dropped with the window still has somebody to write it down.
    open: Option<Open>,
    page: Page,
    service: JournalService,
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
    reminder: Reminder,
    daily_reminder: DailyReminder,
    timing: Option<Timing>,
    desktop: Desktop,
    signals: Signals,
    /// What was told before a start in this run of the program: nobody is told the same again and again.
    told: BTreeSet<String>,
    /// The page that help is shown for, with its keys.
    help: Option<(Topic, Vec<Binding<()>>)>,
    /// Whether a row of the first screen has had the keyboard.
    home_focused: bool,
    recent: Recent,
    /// Whether the list of routines was open last, rather than the first screen.
    from_routines: bool,
    journal_trouble: Option<String>,
    /// A sentence that the first screen and the list of routines show.
    remark: Option<String>,
}

impl Window {
    /// The program as it is at its start.
    #[must_use]
    pub fn new(paths: Option<Paths>, ctx: &egui::Context) -> Self {
        Self::begun(Start::of(paths), ctx)
    }

    fn begun(Start { paths, preferences, library_handle }: Start, ctx: &egui::Context) -> Self {
        let homeless = std::env::temp_dir().join("stillpoint");
        let (journal, spool) = paths.as_ref().map_or_else(
            || (homeless.join("journal.sqlite"), homeless.join("unsaved")),
            |paths| (paths.journal.clone(), paths.spool.clone()),
        );
        let no_home = paths.is_none().then(|| {
            format!(
                "This system does not say where your home folder is; the journal is kept in {}.",
                homeless.display()
            )
        });
        let about_me = about_me::load(paths.as_ref());
        let palette = palette_of(&preferences);
        let mut window = Self {
            paths,
            library: library_handle.first(&preferences.settings, ctx),
            library_handle,
            service: JournalService::start(journal, spool),
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
            reminder: Reminder::default(),
            daily_reminder: DailyReminder::default(),
            timing: None,
            desktop: Desktop::start({
                let ctx = ctx.clone();
                move || ctx.request_repaint()
            }),
            signals: Signals::listen({
                let ctx = ctx.clone();
                move || ctx.request_repaint()
            }),
            told: BTreeSet::new(),
            help: None,
            home_focused: false,
            recent: Recent::default(),
            from_routines: false,
            journal_trouble: None,
        };
        window.show_home();
        window.wait_for_evening(ctx);
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
        self.begin_with(Begin { plan, phase: self.moment.phase, from: None, outside: None }, ctx);
    }

    fn begin_with(&mut self, begin: Begin, ctx: &egui::Context) {
        let Begin { plan, from, outside, .. } = begin;
        if self.is_unusual || !self.preferences.settings.red_flags_seen {
            return self.show_danger();
        }
        if let Some(hindrance) = self.hindrance(&plan) {
            self.show_details_of(plan.routine().id());
            if let Page::Details(details) = &mut self.page {
                details.planned = Err(hindrance);
            }
            return;
        }
        let routine = Arc::clone(plan.routine());
        let is_outside = outside.is_some();
        let folder = outside.or_else(|| Self::folder_in(&self.library, routine.id()));
        let pictures = Pictures::start(folder.clone(), {
            let ctx = ctx.clone();
            move || ctx.request_repaint()
        });
        let ctx = ctx.clone();
        let length = of_steps(plan.steps()).written;
        let Moment { phase, pain: pain_before, .. } = self.moment;
        let wished = (length != plan.routine().range().written).then_some(length);
        let started = Session::start(SessionSetup {
            pain_before,
            phase,
            states: self.moment.states.iter().copied().collect(),
            wished,
            from,
            sound: true,
            settings: self.preferences.settings.clone(),
            cache: self.cache(),
            folder,
            writer: Some(self.service.writer()),
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
                    routine,
                    moment: self.moment.clone(),
                    wished,
                    is_outside,
                    file_trouble: None,
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
    fn folder_in(library: &Library, id: &str) -> Option<PathBuf> {
        match &library.find(id)?.origin {
            Origin::File(path) => path.parent().map(Path::to_path_buf),
            Origin::BuiltIn => None,
        }
    }

    fn cache(&self) -> Option<PathBuf> {
        self.paths.as_ref().map(|paths| paths.cache.clone())
    }
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
        self.follow_library(ctx);
        self.follow_journal(ctx);
        self.poll_journal_page(ctx);
        if let Some(timing) = &mut self.timing {
            timing.follow(!self.recent.is_awaited(), ctx);
            if let Some(open) = &self.open {
                timing.follow_session(&open.session.look().0, ctx);
            }
        }
        self.take_dropped_pack(ctx);
        let troubles = self.service.troubles.try_iter().inspect(log::journal_trouble);
        self.journal_trouble = troubles.last().unwrap_or(self.journal_trouble.take());
        let notices = self.service.notices.try_iter().inspect(log::journal_notice);
        self.remark = notices.last().or_else(|| self.remark.take());
        if let Page::Cues { preview, .. } | Page::Settings { preview: Some(preview), .. } = &mut self.page {
            preview.follow();
            if preview.is_busy() {
                ctx.request_repaint_after(std::time::Duration::from_millis(50));
            }
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let page = (std::mem::discriminant(&self.page), self.help.is_some());
        let opacity = self.fade.opacity(ui.ctx(), page, self.is_still());
        ui.set_opacity(opacity);
        if let Some(action) = self.help_or_page_ui(ui) {
            let ctx = ui.ctx().clone();
            self.grant(action, &ctx);
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
    fn a_fault_is_told_on_the_first_screen_beside_what_else_there_is_to_tell() {
        let folder = tempfile::tempdir().unwrap();
        let mut window = Window::new(Some(Paths::within(folder.path())), &egui::Context::default());
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
        let paths = Paths::within(folder.path());
        let journal = paths.journal.clone();
        let mut window = Window::new(Some(paths), &egui::Context::default());
        window.preferences.settings.red_flags_seen = true;
        let routine = window.library.find("longer-exhale").unwrap().routine.clone().unwrap();
        let planned = plan(&routine, &Profile::default(), &Moment::default(), None).unwrap();
        window.moment.pain = Some(4);
        window.begin(planned, &egui::Context::default());
        assert!(matches!(window.page, Page::Session));
        drop(window);

        let records = Store::open(&journal).unwrap().newest(10).unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].outcome, records[0].pain_before), (Outcome::Closed, Some(4)));
    }
}
