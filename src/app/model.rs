//! All that the window knows, whatever page is open: the library, the journal, the person and their moment, the session
//! that goes on. Pages read it, and change it by their controllers alone.

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
use super::start::{Gate, Purpose, StartRequest};
use super::{SessionCommand, about_me};
use crate::characters::shown;
use crate::journal::JournalService;
use crate::library::{Library, Origin};
use crate::offers::Asked;
use crate::paths::Paths;
use crate::routine::Phase;
use crate::safety::{self, Moment, Profile, SafeRoutine};
use crate::settings::{Motion, SIZES};
use crate::time::ExactDuration;
use crate::timeline::Plan;
use crate::ui::theme::Palette;

mod notices;
mod open_session;
mod recent;

pub use notices::{Notices, Subject};
pub(super) use open_session::OpenSession;
pub(super) use recent::{Recent, open_attack};

/// What needs no window yet.
pub(super) struct Beginnings {
    pub paths: Option<Paths>,
    pub preferences: Preferences,
    pub library: LibraryHandle,
    pub clock: Clock,
}

impl Beginnings {
    /// Begins to read the person's routines.
    pub fn of(paths: Option<Paths>, clock: Clock) -> Self {
        let preferences = preferences::load(paths.as_ref());
        let library = LibraryHandle::start(paths.as_ref(), &preferences.settings);
        Self { paths, preferences, library, clock }
    }
}

/// All that the window knows.
pub(super) struct Model {
    pub ctx: egui::Context,
    pub clock: Clock,
    pub paths: Option<Paths>,
    pub library: Arc<Library>,
    pub library_handle: LibraryHandle,
    pub preferences: Preferences,
    /// What the person answered about themselves.
    pub profile: Profile,
    /// How it is now, as far as that was said, and on which day.
    pub moment: Moment,
    said_on: Option<NaiveDate>,
    /// What was told before a start in this run of the program: nobody is told the same again and again.
    pub told: BTreeSet<String>,
    // Before the journal, so that a session that is dropped with the window still has somebody to write it down.
    pub session: Option<OpenSession>,
    /// The gate through which the session that goes on passes into the changed routine.
    pub reload: Option<Gate>,
    pub journal: JournalService,
    pub recent: Recent,
    pub notices: Notices,
    pub reminder: Reminder,
    pub daily_reminder: DailyReminder,
    pub desktop: Desktop,
    pub palette: Palette,
    /// Whether the list of routines was open last, rather than the first screen: Back leads there.
    pub came_from_routines: bool,
}

impl Model {
    pub fn new(beginnings: Beginnings, ctx: &egui::Context) -> Self {
        let Beginnings { paths, preferences, library: library_handle, clock } = beginnings;
        let homeless = std::env::temp_dir().join("stillpoint");
        let (journal, spool) = paths.as_ref().map_or_else(
            || (homeless.join("journal.sqlite"), homeless.join("unsaved")),
            |paths| (paths.journal.clone(), paths.spool.clone()),
        );
        let mut notices = Notices::default();
        if paths.is_none() {
            notices.set(
                Subject::NoHome,
                format!(
                    "This system does not say where your home folder is; the journal is kept in {}.",
                    shown(&homeless)
                ),
            );
        }
        let about_me = about_me::load(paths.as_ref());
        notices.set_or_clear(Subject::Settings, preferences.remark.clone());
        notices.set_or_clear(Subject::AboutMe, about_me.remark);
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
            said_on: None,
            told: BTreeSet::new(),
            session: None,
            reload: None,
            reminder: Reminder::default(),
            daily_reminder: DailyReminder::default(),
            palette,
            came_from_routines: false,
        };
        model.look_at_journal();
        model.wait_for_evening();
        model
    }

    /// Asks the journal what the first screen shows; what is known stays until the answers are there.
    pub fn look_at_journal(&mut self) {
        let is_in_a_programme = self.preferences.settings.programme.is_some();
        self.recent.ask(&self.journal, is_in_a_programme, self.clock.now().to_utc());
    }

    /// What the offers depend on.
    pub fn asked(&self) -> Asked<'_> {
        let settings = &self.preferences.settings;
        let started = settings.programme.as_ref();
        Asked {
            recent: self.recent.records(),
            favourites: &settings.favourites,
            profile: &self.profile,
            moment: &self.moment,
            programme: started
                .and_then(|started| Some((self.library.programme(&started.programme)?, started.on))),
            now: self.clock.now(),
        }
    }

    /// A request to start a routine now, as it is for this person and moment.
    pub fn request(&self, routine: Arc<SafeRoutine>, length: Option<ExactDuration>) -> StartRequest {
        StartRequest {
            folder: folder_of(&self.library, routine.id()),
            routine,
            length,
            moment: self.moment.clone(),
            profile: self.profile.clone(),
            is_outside: false,
            purpose: Purpose::Session,
            vouched: false,
        }
    }

    /// The routine at a place of the library, if it can be played.
    pub fn routine_at(&self, index: usize) -> Option<Arc<SafeRoutine>> {
        self.library.entries().get(index).and_then(|entry| entry.routine.clone())
    }

    /// Something that was said of now: it counts on every page, for today.
    pub fn say(&mut self, change: impl FnOnce(&mut Moment)) {
        change(&mut self.moment);
        self.said_on = Some(self.clock.today());
    }

    /// What was said of now no longer counts: the phase and the pain after a session, all of it on another day.
    pub fn forget_now(&mut self) {
        let states = std::mem::take(&mut self.moment.states);
        let is_today = self.said_on == Some(self.clock.today());
        self.moment = if is_today { Moment::with(states) } else { Moment::default() };
    }

    /// Asks something of the session that goes on.
    pub fn send(&self, command: SessionCommand) {
        if let Some(open) = &self.session {
            open.session.send(command);
        }
    }

    /// Whether nothing may move: because it was chosen, or because moving things hurt now.
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

    /// Writes the settings; what is in the way is told.
    pub fn keep_settings(&mut self) {
        let path = self.paths.as_ref().map(|paths| paths.settings.as_path());
        let trouble = path.and_then(|path| preferences::store(path, &self.preferences.settings).err());
        self.notices.set_or_clear(Subject::Settings, trouble.map(|error| error.to_string()));
    }

    /// Takes settings into effect that are seen.
    pub fn apply_look(&mut self) {
        self.palette = palette_of(&self.preferences);
        crate::ui::theme::restyle(&self.ctx, &self.palette);
        self.apply_size();
    }

    /// Gives the window the size that was chosen.
    pub fn apply_size(&self) {
        #[allow(clippy::cast_precision_loss)] // A few hundred percent.
        self.ctx.set_zoom_factor(self.preferences.settings.size as f32 / 100.0);
    }

    /// Keeps the size that was chosen with the window's own keys, Ctrl with plus and minus.
    pub fn sync_size(&mut self) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A few hundred percent.
        let size = (self.ctx.zoom_factor() * 100.0).round() as u32;
        if size != self.preferences.settings.size {
            self.preferences.settings.size = size.clamp(SIZES.0, SIZES.1);
            self.apply_size();
            self.keep_settings();
        }
    }

    /// Where synthesised sentences are kept.
    pub fn cache(&self) -> Option<PathBuf> {
        self.paths.as_ref().map(|paths| paths.cache.clone())
    }

    /// The person's own folder of routines.
    pub fn user_folder(&self) -> Option<PathBuf> {
        self.paths.as_ref().map(|paths| paths.routines.clone())
    }
}

/// The folder of a routine's own recordings.
pub(super) fn folder_of(library: &Library, id: &str) -> Option<PathBuf> {
    match &library.find(id)?.origin {
        Origin::File(path) => path.parent().map(std::path::Path::to_path_buf),
        Origin::BuiltIn => None,
    }
}

/// What is told of a plan before its start.
pub(super) fn sentences(plan: &Plan) -> impl Iterator<Item = &String> {
    plan.changes().iter().chain(plan.cautions().iter().map(|caution| &caution.sentence))
}

fn palette_of(preferences: &Preferences) -> Palette {
    Palette::of(preferences.settings.theme, preferences.settings.brightness)
}
