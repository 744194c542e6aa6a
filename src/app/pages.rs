//! The pages of the window, one controller each. A controller holds the state of its page, draws it and acts on
//! its actions. Whatever goes beyond the page, such as another page or a session, it returns as an [`Effect`].

use eframe::egui;

use super::model::{Model, NoticeKind, OpenSession};
use super::start::StartRequest;
use crate::ui::about::about_ui;
use crate::ui::about_me::about_me_ui;
use crate::ui::actions::{Action, Destination};
use crate::ui::first_time::first_time_ui;
use crate::ui::help::Topic;
use crate::ui::keys::{Binding, without_actions};
use crate::ui::routines::{RoutinesData, RoutinesState, routines_ui};
use crate::ui::signs::signs_ui;
use crate::ui::welcome::welcome_ui;
use crate::ui::{
    about as ui_about, about_me as ui_about_me, bundle as ui_bundle, cues as ui_cues, details as ui_details,
    first_time as ui_first_time, follow_up as ui_follow_up, massage, programmes as ui_programmes, routines,
    settings as ui_settings, signs, welcome,
};

pub(super) mod about;
pub(super) mod about_me;
pub(super) mod bundle;
pub(super) mod cues;
pub(super) mod danger;
pub(super) mod details;
pub(super) mod editor;
pub(super) mod first_time;
pub(super) mod follow_up;
pub(super) mod home;
pub(super) mod journal;
pub(super) mod listening;
pub(super) mod programmes;
pub(super) mod session;
pub(super) mod settings;
pub(super) mod writing;

use about::AboutPage;
use bundle::BundlePage;
use cues::CuesPage;
use danger::DangerPage;
use details::DetailsPage;
use editor::EditorPage;
use first_time::FirstTimePage;
use follow_up::FollowUpPage;
use home::HomePage;
use journal::JournalPage;
use programmes::ProgrammesPage;
use settings::SettingsPage;
use writing::WritingPage;

/// A page and its state.
pub(super) enum Page {
    /// The very first start, with the search for a voice to name.
    Welcome(settings::VoiceSearch),
    Home(Box<HomePage>),
    Routines(RoutinesState),
    Programmes(ProgrammesPage),
    Details(Box<DetailsPage>),
    /// A session, and the rating page after it.
    Session,
    /// When to stop what is being done.
    Signs,
    FollowUp(Box<FollowUpPage>),
    Danger(Box<DangerPage>),
    FirstTime(Box<FirstTimePage>),
    AboutMe,
    About(AboutPage),
    Massage,
    Journal(Box<JournalPage>),
    Writing(Box<WritingPage>),
    Editor(Box<EditorPage>),
    Bundle(Box<BundlePage>),
    Settings(Box<SettingsPage>),
    Cues(Box<CuesPage>),
}

/// What a controller wants beyond its own page.
pub(super) enum Effect {
    Nothing,
    /// Open another page.
    Go(Destination),
    /// Back to where this page was opened from.
    Back,
    /// Open a page that has been created already.
    Open(Box<Page>),
    /// Start a session, by way of the gate.
    Start(Box<StartRequest>),
    /// The question before a start has been answered: ask the gate again.
    RetryStart,
}

impl Page {
    /// The help topic of this page.
    pub fn topic(&self, model: &Model) -> Topic {
        match self {
            Self::Welcome(_) => Topic::Welcome,
            Self::Home(_) => Topic::Home,
            Self::Routines(_) => Topic::Routines,
            Self::Programmes(_) => Topic::Programmes,
            Self::Details(_) => Topic::Details,
            Self::Session if model.session.as_ref().is_some_and(OpenSession::is_over) => Topic::After,
            Self::Session => Topic::Session,
            Self::Signs => Topic::Signs,
            Self::FollowUp(_) => Topic::FollowUp,
            Self::Danger(_) => Topic::Danger,
            Self::FirstTime(_) => Topic::FirstTime,
            Self::AboutMe => Topic::AboutMe,
            Self::About(_) => Topic::About,
            Self::Massage => Topic::Massage,
            Self::Journal(_) => Topic::Journal,
            Self::Writing(_) => Topic::Writing,
            Self::Editor(_) => Topic::Editor,
            Self::Bundle(_) => Topic::Bundle,
            Self::Settings(_) => Topic::Settings,
            Self::Cues(_) => Topic::Cues,
        }
    }

    /// The page's keys for the help, taken from its bindings, so that it need not have been drawn.
    pub fn bindings(&self, model: &Model) -> Vec<Binding<()>> {
        match self {
            Self::Welcome(_) => without_actions(welcome::bindings()),
            Self::Home(page) => page.bindings(model),
            Self::Routines(state) => without_actions(routines::bindings(state)),
            Self::Programmes(page) => without_actions(ui_programmes::bindings(page.can_undo())),
            Self::Details(page) => without_actions(ui_details::bindings(
                page.planned.as_ref().map_err(String::as_str),
                &page.state,
            )),
            Self::Session => model.session.as_ref().map(session::bindings).unwrap_or_default(),
            Self::Signs => without_actions(signs::bindings()),
            Self::FollowUp(_) => without_actions(ui_follow_up::bindings()),
            Self::Danger(page) => page.bindings(model),
            Self::FirstTime(_) => without_actions(ui_first_time::bindings()),
            Self::AboutMe => without_actions(ui_about_me::bindings()),
            Self::About(_) => without_actions(ui_about::bindings()),
            Self::Massage => without_actions(massage::bindings()),
            Self::Journal(page) => page.bindings(),
            Self::Writing(page) => page.bindings(),
            Self::Editor(page) => page.bindings(),
            Self::Bundle(page) => without_actions(ui_bundle::bindings(&page.data)),
            Self::Settings(_) => without_actions(ui_settings::bindings()),
            Self::Cues(_) => without_actions(ui_cues::bindings()),
        }
    }

    /// Draws the page and returns the action that was chosen.
    pub fn ui(&mut self, ui: &mut egui::Ui, model: &mut Model) -> Option<Action> {
        let palette = model.palette;
        match self {
            Self::Welcome(voice) => welcome_ui(ui, &palette, voice.speaks()),
            Self::Home(page) => page.ui(ui, model),
            Self::Routines(state) => {
                let notices: Vec<String> = model.notices.sentences().map(str::to_owned).collect();
                let favourites = &model.preferences.settings.favourites;
                let data = RoutinesData { library: &model.library, favourites, remarks: &notices };
                routines_ui(ui, &palette, data, state)
            }
            Self::Programmes(page) => page.ui(ui, model),
            Self::Details(page) => page.ui(ui, &palette),
            Self::Session => session::session_page_ui(ui, model),
            Self::Signs => {
                let now = model.session.as_ref()?.session.view().0;
                signs_ui(ui, &palette, &now)
            }
            Self::FollowUp(page) => page.ui(ui, &palette),
            Self::Danger(page) => page.ui(ui, model),
            Self::FirstTime(page) => first_time_ui(ui, &palette, page.which),
            Self::AboutMe => about_me_ui(ui, &palette, &model.profile, model.notices.on(NoticeKind::AboutMe)),
            Self::About(page) => about_ui(ui, &palette, page.sources()),
            Self::Massage => massage::massage_ui(ui, &palette),
            Self::Journal(page) => page.ui(ui, &palette),
            Self::Writing(page) => page.ui(ui, &palette),
            Self::Editor(page) => page.ui(ui, &palette),
            Self::Bundle(page) => page.ui(ui, &palette),
            Self::Settings(page) => page.ui(ui, model),
            Self::Cues(page) => page.ui(ui, &palette),
        }
    }

    /// Takes the answers this page is waiting for that have arrived by now.
    pub fn poll(&mut self, model: &mut Model) -> Effect {
        match self {
            Self::Welcome(voice) => voice.poll(&model.ctx),
            Self::Details(page) => page.poll(&model.ctx),
            Self::Programmes(page) => page.poll(&model.ctx),
            Self::Journal(page) => page.poll(model),
            Self::Writing(page) => page.poll(model),
            Self::Editor(page) => return page.poll(model),
            Self::Bundle(page) => page.poll(model),
            Self::Settings(page) => page.poll(&model.ctx),
            Self::Cues(page) => page.poll(&model.ctx),
            Self::Home(_)
            | Self::Routines(_)
            | Self::Session
            | Self::Signs
            | Self::FollowUp(_)
            | Self::Danger(_)
            | Self::FirstTime(_)
            | Self::AboutMe
            | Self::About(_)
            | Self::Massage => {}
        }
        Effect::Nothing
    }

    /// Takes the page below this one, to go back to; only the pages of questions lie over another.
    pub fn take_before(&mut self) -> Option<Self> {
        match self {
            Self::Danger(page) => page.take_before(),
            Self::FirstTime(page) => page.take_before(),
            Self::Welcome(_)
            | Self::Home(_)
            | Self::Routines(_)
            | Self::Programmes(_)
            | Self::Details(_)
            | Self::Session
            | Self::Signs
            | Self::FollowUp(_)
            | Self::AboutMe
            | Self::About(_)
            | Self::Massage
            | Self::Journal(_)
            | Self::Writing(_)
            | Self::Editor(_)
            | Self::Bundle(_)
            | Self::Settings(_)
            | Self::Cues(_) => None,
        }
    }

    /// Shows the changed library.
    pub fn library_changed(&mut self, model: &mut Model) {
        match self {
            Self::Home(page) => page.refresh(model),
            Self::Programmes(page) => page.refresh(model),
            Self::Details(page) => page.refresh(model),
            Self::Writing(page) => page.refresh(model),
            Self::Editor(page) => page.library_changed(model),
            Self::Danger(page) => page.library_changed(model),
            Self::FirstTime(page) => page.library_changed(model),
            Self::Welcome(_)
            | Self::Routines(_)
            | Self::Session
            | Self::Signs
            | Self::FollowUp(_)
            | Self::AboutMe
            | Self::About(_)
            | Self::Massage
            | Self::Journal(_)
            | Self::Bundle(_)
            | Self::Settings(_)
            | Self::Cues(_) => {}
        }
    }

    /// Shows the new answers of the journal.
    pub fn journal_answered(&mut self, model: &mut Model) {
        if let Self::Home(page) = self {
            page.refresh(model);
        }
    }
}
