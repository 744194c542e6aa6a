//! The state of the window that all pages share: library, journal, profile, moment, open session. Pages read
//! it; only their controllers change it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use eframe::egui;

use super::clock::Clock;
use super::daily_reminder::DailyReminder;
use super::desktop::Desktop;
use super::hot_reload::LibraryHandle;
use super::preferences::{self, Preferences};
use super::reminder::Reminder;
use super::sheet_file::{self, SheetError};
use super::start::{Gate, Purpose, StartRequest};
use super::{SessionCommand, about_me};
use crate::characters::shown;
use crate::journal::JournalService;
use crate::library::{Library, Origin};
use crate::offers::OfferContext;
use crate::paths::Paths;
use crate::pending::Pending;
use crate::routine::Phase;
use crate::safety::{self, Limits, Moment, Profile, SafeRoutine};
use crate::settings::{Motion, SIZES};
use crate::time::ExactDuration;
use crate::timeline::{Plan, plan};
use crate::ui::sheet;
use crate::ui::theme::Palette;

mod notices;
mod open_session;
mod recent;

pub use notices::{NoticeKind, Notices};
pub(super) use open_session::OpenSession;
pub(super) use recent::{Recent, open_attack};

/// The state that can be loaded before there is a window.
pub(super) struct StartupState {
    pub paths: Option<Paths>,
    pub preferences: Preferences,
    pub library: LibraryHandle,
    pub clock: Clock,
}

impl StartupState {
    /// Reads the settings, and starts reading the person's routines.
    pub fn of(paths: Option<Paths>, clock: Clock) -> Self {
        let preferences = preferences::load(paths.as_ref());
        let library = LibraryHandle::start(paths.as_ref(), &preferences.settings);
        Self { paths, preferences, library, clock }
    }
}

/// The state that all pages share.
pub(super) struct Model {
    pub ctx: egui::Context,
    pub clock: Clock,
    pub paths: Option<Paths>,
    pub library: Arc<Library>,
    pub library_handle: LibraryHandle,
    pub preferences: Preferences,
    /// What the person answered about themselves.
    pub profile: Profile,
    /// How the person is now, as far as they have said, and the day on which they said it.
    pub moment: Moment,
    moment_set_on: Option<NaiveDate>,
    /// Remarks on plans that were shown in this run of the program, so that nobody has to read them again and
    /// again.
    pub remarks_shown: BTreeSet<String>,
    // Dropped before the journal, so that a session that ends with the window can still be recorded.
    pub session: Option<OpenSession>,
    /// The file that is being written, if the session was begun from its page.
    pub return_to: Option<std::path::PathBuf>,
    /// The gate that the changed routine of the open session has to pass.
    pub reload: Option<Gate>,
    /// The sheet that is being made for somebody's printer.
    printing: Option<Pending<String, SheetError>>,
    pub journal: JournalService,
    pub recent: Recent,
    pub notices: Notices,
    pub reminder: Reminder,
    pub daily_reminder: DailyReminder,
    pub desktop: Desktop,
    pub palette: Palette,
    /// Whether the list of routines was open last, rather than the first screen, so that Back returns to it.
    pub came_from_routines: bool,
}

impl Model {
    pub fn new(startup: StartupState, ctx: &egui::Context) -> Self {
        let StartupState { paths, preferences, library: library_handle, clock } = startup;
        let homeless = std::env::temp_dir().join("stillpoint");
        let (journal, spool) = paths.as_ref().map_or_else(
            || (homeless.join("journal.sqlite"), homeless.join("unsaved")),
            |paths| (paths.journal.clone(), paths.spool.clone()),
        );
        let mut notices = Notices::default();
        if paths.is_none() {
            notices.set(
                NoticeKind::NoHome,
                format!("Your home folder is unknown, so the journal is kept in {}.", shown(&homeless)),
            );
        }
        let about_me = about_me::load(paths.as_ref());
        notices.set_or_clear(NoticeKind::Settings, preferences.remark.clone());
        notices.set_or_clear(NoticeKind::AboutMe, about_me.remark);
        let palette = palette_of(&preferences);
        let wake = ctx.clone();
        let mut model = Self {
            library: library_handle.first(&preferences.settings, ctx),
            library_handle,
            journal: JournalService::start(journal, spool),
            recent: Recent::default(),
            notices,
            desktop: Desktop::start(move || wake.request_repaint()),
            ctx: ctx.clone(),
            clock,
            paths,
            preferences,
            profile: about_me.profile,
            moment: Moment::default(),
            moment_set_on: None,
            remarks_shown: BTreeSet::new(),
            session: None,
            return_to: None,
            reload: None,
            printing: None,
            reminder: Reminder::default(),
            daily_reminder: DailyReminder::default(),
            palette,
            came_from_routines: false,
        };
        model.query_journal();
        model.start_daily_reminder();
        model
    }

    /// Queries the journal for the first screen; the earlier answers stay until the new ones arrive.
    pub fn query_journal(&mut self) {
        let is_in_a_programme = self.preferences.settings.programme.is_some();
        self.recent.ask(&self.journal, is_in_a_programme, self.clock.now().to_utc());
    }

    /// What the offers depend on.
    pub fn offer_context(&self) -> OfferContext<'_> {
        let settings = &self.preferences.settings;
        let started = settings.programme.as_ref();
        OfferContext {
            recent: self.recent.records(),
            history: self.recent.history.as_ref(),
            favourites: &settings.favourites,
            profile: &self.profile,
            moment: &self.moment,
            programme: started
                .and_then(|started| Some((self.library.programme(&started.programme)?, started.on))),
            now: self.clock.now(),
        }
    }

    /// How much a routine asks for at most, however it is started: what the current week of the programme that is being
    /// followed allows, if the routine belongs to it.
    pub fn limits_of(&self, id: &str) -> Limits {
        let context = self.offer_context();
        let of_week = || {
            let (programme, begun) = context.programme?;
            let week = programme.weeks.get(programme.next(begun, context.recent)?.week)?;
            week.routines().any(|other| other == id).then(|| week.limits())
        };
        of_week().unwrap_or_default()
    }

    /// A request to start a routine now, for this person and moment.
    pub fn request(&self, routine: Arc<SafeRoutine>, length: Option<ExactDuration>) -> StartRequest {
        StartRequest {
            folder: folder_of(&self.library, routine.id()),
            moment: Moment { limits: self.limits_of(routine.id()), ..self.moment.clone() },
            routine,
            length,
            profile: self.profile.clone(),
            is_outside: false,
            purpose: Purpose::Session,
            vouched: false,
            moment_asked: false,
        }
    }

    /// Puts the routine at an index of the library on paper: with what is left of it for this person now, or as it is
    /// written if that is nothing.
    pub fn print_routine(&mut self, index: usize) {
        let Some(routine) = self.routine_at(index) else { return };
        let planned = plan(&routine, &self.profile, &self.moment, None);
        let written = &routine.routine().steps;
        let steps = planned.as_ref().map_or(written.as_slice(), |plan| plan.steps());
        let html = sheet::of_routine(&routine, steps, None);
        self.printing = Some(sheet_file::printing(routine.id().to_owned(), html, self));
        self.notices.set(NoticeKind::Done, "One moment…".to_owned());
    }

    /// Tells what has become of the sheet.
    pub fn poll_printing(&mut self) {
        match Pending::poll_in(&mut self.printing) {
            Some(Ok(told)) => self.notices.set(NoticeKind::Done, told),
            Some(Err(error)) => self.notices.set(NoticeKind::Done, super::sentence(&error)),
            None if self.printing.is_some() => self.ctx.request_repaint_after(super::SOON),
            None => {}
        }
    }

    /// Fills the screen with the window, or no longer.
    pub fn toggle_full_screen(&self) {
        let is_full = self.ctx.input(|input| input.viewport().fullscreen).unwrap_or_default();
        self.ctx.send_viewport_cmd(eframe::egui::ViewportCommand::Fullscreen(!is_full));
    }

    /// The routine at `index` in the library, if it can be played.
    pub fn routine_at(&self, index: usize) -> Option<Arc<SafeRoutine>> {
        self.library.entries().get(index).and_then(|entry| entry.routine.clone())
    }

    /// Changes the moment: it applies to all pages, until midnight.
    pub fn change_moment(&mut self, change: impl FnOnce(&mut Moment)) {
        change(&mut self.moment);
        self.moment_set_on = Some(self.clock.today());
    }

    /// Resets the moment: the phase and the pain after a session, everything on another day.
    pub fn reset_moment(&mut self) {
        let states = std::mem::take(&mut self.moment.states);
        let is_today = self.moment_set_on == Some(self.clock.today());
        self.moment = if is_today { Moment::with(states) } else { Moment::default() };
    }

    /// Sends a command to the open session.
    pub fn send(&self, command: SessionCommand) {
        if let Some(open) = &self.session {
            open.session.send(command);
        }
    }

    /// Whether nothing may move: by choice, or because movement hurts now.
    pub fn is_still(&self) -> bool {
        let moment = self.session.as_ref().map_or(&self.moment, |open| &open.request.moment);
        match self.preferences.settings.motion {
            Motion::Auto | Motion::Slow | Motion::Still if safety::still_screen(&self.profile, moment) => {
                true
            }
            Motion::Still => true,
            Motion::Slow => false,
            Motion::Auto => {
                let reduced = self.desktop.prefers_reduced_motion().unwrap_or(false);
                reduced || matches!(moment.phase, Some(Phase::Aura | Phase::Attack))
            }
        }
    }

    /// Saves the settings, or shows why that failed.
    pub fn save_settings(&mut self) {
        let path = self.paths.as_ref().map(|paths| paths.settings.as_path());
        let trouble = path.and_then(|path| preferences::store(path, &self.preferences.settings).err());
        self.notices.set_or_clear(NoticeKind::Settings, trouble.map(|error| error.to_string()));
    }

    /// Applies the settings that affect the appearance.
    pub fn apply_appearance(&mut self) {
        self.palette = palette_of(&self.preferences);
        crate::ui::theme::restyle(&self.ctx, &self.palette);
        self.apply_size();
    }

    /// Applies the chosen zoom.
    pub fn apply_size(&self) {
        #[allow(clippy::cast_precision_loss)] // A few hundred percent.
        self.ctx.set_zoom_factor(self.preferences.settings.size as f32 / 100.0);
    }

    /// Saves a zoom that was changed with the window's own keys, Ctrl with plus and minus.
    pub fn sync_size(&mut self) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A few hundred percent.
        let size = (self.ctx.zoom_factor() * 100.0).round() as u32;
        if size != self.preferences.settings.size {
            self.preferences.settings.size = size.clamp(SIZES.0, SIZES.1);
            self.apply_size();
            self.save_settings();
        }
    }

    /// Where synthesised sentences are cached.
    pub fn cache(&self) -> Option<PathBuf> {
        self.paths.as_ref().map(|paths| paths.cache.clone())
    }

    /// The folder with the person's own routines.
    pub fn routines_folder(&self) -> Option<PathBuf> {
        self.paths.as_ref().map(|paths| paths.routines.clone())
    }
}

/// The folder with a routine's own recordings.
pub(super) fn folder_of(library: &Library, id: &str) -> Option<PathBuf> {
    match &library.find(id)?.origin {
        Origin::File(path) => path.parent().map(std::path::Path::to_path_buf),
        Origin::BuiltIn => None,
    }
}

/// The remarks on a plan that a person should read before its start.
pub(super) fn sentences(plan: &Plan) -> impl Iterator<Item = &String> {
    plan.changes().iter().chain(plan.cautions().iter().map(|caution| &caution.sentence))
}

fn palette_of(preferences: &Preferences) -> Palette {
    Palette::of(preferences.settings.theme, preferences.settings.brightness)
}
