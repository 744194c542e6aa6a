//! The one place where actions are dispatched to the controllers of their pages, and where the effects they
//! return are applied.

use super::desktop::MediaRequest;
use super::model::Model;
use super::pages::about::AboutPage;
use super::pages::cues::CuesPage;
use super::pages::danger::{DangerPage, say_not_usual};
use super::pages::details::DetailsPage;
use super::pages::first_time::FirstTimePage;
use super::pages::follow_up::FollowUpPage;
use super::pages::home::HomePage;
use super::pages::journal::JournalPage;
use super::pages::programmes::ProgrammesPage;
use super::pages::settings::SettingsPage;
use super::pages::writing::WritingPage;
use super::pages::{Effect, Page, about_me, session};
use super::window::Window;
use crate::library::Origin;
use crate::ui::actions::{Action, Destination, MomentAction};
use crate::ui::routines::RoutinesState;

impl Window {
    pub(super) fn dispatch(&mut self, action: Action) {
        let model = &mut self.model;
        let effect = match (action, &mut self.page) {
            (Action::Go(destination), _) => {
                // From the help, another page is opened in its place.
                self.help = None;
                Effect::Go(destination)
            }
            (Action::Back, _) => Effect::Back,
            (Action::ShowHelp, page) => {
                self.help = Some((page.topic(model), page.bindings(model)));
                Effect::Nothing
            }
            (Action::HideHelp, _) => {
                self.help = None;
                Effect::Nothing
            }
            (Action::ToggleFullScreen, _) => {
                model.toggle_full_screen();
                Effect::Nothing
            }
            (Action::PrintRoutine(index), _) => {
                model.print_routine(index);
                Effect::Nothing
            }
            (Action::Moment(action), page) => change_moment(action, page, model),
            (Action::Session(action), _) => session::update(action, model),
            (Action::AboutMe(action), _) => about_me::update(action, model),
            (Action::Home(action), Page::Home(page)) => page.update(action, model),
            (Action::Details(action), Page::Details(page)) => page.update(action, model),
            (Action::Programme(action), Page::Programmes(page)) => page.update(action, model),
            (Action::Danger(action), Page::Danger(page)) => page.update(action, model),
            (Action::FirstTime(action), Page::FirstTime(page)) => page.update(action, model),
            (Action::FollowUp(action), Page::FollowUp(page)) => page.update(action, model),
            (Action::Settings(action), Page::Settings(page)) => page.update(action, model),
            (Action::Cues(action), Page::Cues(page)) => page.update(action),
            (Action::Bundle(action), Page::Bundle(page)) => page.update(action, model),
            (Action::Writing(action), Page::Writing(page)) => page.update(action, model),
            (Action::Editor(action), Page::Editor(page)) => page.update(action, model),
            (Action::Journal(action), Page::Journal(page)) => page.update(action, model),
            // A page only returns its own actions, and only the open page is drawn.
            (
                Action::Home(_)
                | Action::Details(_)
                | Action::Programme(_)
                | Action::Danger(_)
                | Action::FirstTime(_)
                | Action::FollowUp(_)
                | Action::Settings(_)
                | Action::Cues(_)
                | Action::Bundle(_)
                | Action::Writing(_)
                | Action::Editor(_)
                | Action::Journal(_),
                _,
            ) => {
                tracing::error!(?action, "an action of a page that is not open");
                Effect::Nothing
            }
        };
        self.apply(effect);
        self.model.ctx.request_repaint();
    }

    /// Applies what a controller returned.
    pub(super) fn apply(&mut self, effect: Effect) {
        match effect {
            Effect::Nothing => {}
            Effect::Go(destination) => self.go(destination),
            Effect::Back => self.back(),
            Effect::Open(page) => self.open(*page),
            Effect::Start(request) => self.start(*request),
            Effect::RetryStart => self.retry_start(),
        }
    }

    /// Shows a page. Leaving the danger signs saves the number that was typed there.
    pub(super) fn open(&mut self, page: Page) {
        if let Page::Danger(danger) = &self.page {
            danger.save_number(&mut self.model);
        }
        if let Page::Journal(journal) = &self.page {
            journal.keep_draft(&self.model);
        }
        if let Page::Editor(editor) = &mut self.page
            && let Some(aside) = editor.leave_behind()
        {
            let kept = format!("What you built is kept in {}.", super::shown_path(&aside));
            self.model.notices.set(super::model::NoticeKind::Done, kept);
        }
        self.page = page;
    }

    fn go(&mut self, destination: Destination) {
        self.remember_way(destination);
        self.show(destination);
    }

    /// Remembers the page from which one is opened that can be reached from several.
    fn remember_way(&mut self, destination: Destination) {
        match destination {
            Destination::AboutMe | Destination::About | Destination::Massage => {
                self.trail.extend(destination_of(&self.page));
            }
            Destination::Home
            | Destination::Routines
            | Destination::Programmes
            | Destination::Details(_)
            | Destination::Journal
            | Destination::Attack
            | Destination::Danger
            | Destination::FollowUp
            | Destination::Settings
            | Destination::Cues
            | Destination::UserFiles => self.trail.clear(),
        }
    }

    fn show(&mut self, destination: Destination) {
        let model = &mut self.model;
        let page = match destination {
            Destination::Home => {
                model.came_from_routines = false;
                Page::Home(Box::new(HomePage::new(model)))
            }
            Destination::Routines => {
                model.came_from_routines = true;
                Page::Routines(RoutinesState::returning_to(place_in_list(&self.page, model)))
            }
            Destination::Programmes => Page::Programmes(ProgrammesPage::new(model)),
            Destination::Details(index) => match details(index, model) {
                Some(page) => page,
                None => return,
            },
            Destination::Journal => Page::Journal(Box::new(JournalPage::new(model))),
            Destination::Attack => Page::Journal(Box::new(JournalPage::of_attack(model))),
            Destination::Danger => return self.show_danger(None),
            Destination::FollowUp => match FollowUpPage::due(model) {
                Some(page) => Page::FollowUp(Box::new(page)),
                None => return,
            },
            Destination::AboutMe => Page::AboutMe,
            Destination::About => Page::About(AboutPage::new(&model.library)),
            Destination::Massage => Page::Massage,
            Destination::Settings => Page::Settings(Box::new(SettingsPage::new(model))),
            Destination::Cues => Page::Cues(Box::new(CuesPage::new(model))),
            Destination::UserFiles => Page::Writing(Box::new(WritingPage::of_files(model))),
        };
        self.open(page);
    }

    /// Shows the danger signs; Back returns to the page that is open now.
    pub(super) fn show_danger(&mut self, question: Option<super::start::Question>) {
        if let Page::Danger(_) = self.page {
            return;
        }
        let before = std::mem::replace(&mut self.page, Page::AboutMe);
        self.page = Page::Danger(Box::new(DangerPage::new(Some(before), question, &self.model)));
    }

    /// Shows what is said once; Back returns to the page that is open now.
    pub(super) fn show_first_time(&mut self, which: crate::safety::FirstTime) {
        let before = std::mem::replace(&mut self.page, Page::AboutMe);
        self.page = Page::FirstTime(Box::new(FirstTimePage::new(which, before)));
    }

    /// Back to the page from which this one was opened.
    pub(super) fn back(&mut self) {
        if let Some(before) = self.page.take_before() {
            self.forget_start();
            self.open(before);
            self.page.library_changed(&mut self.model);
        } else if let Page::AboutMe | Page::About(_) | Page::Massage = self.page
            && let Some(before) = self.trail.pop()
        {
            self.show(before);
        } else if self.model.session.is_some() {
            self.open(Page::Session);
        } else if self.model.came_from_routines {
            self.go(Destination::Routines);
        } else {
            self.go(Destination::Home);
        }
    }
}

/// How a page is opened again from which others are; nothing for a page that one does not come back to in this way.
const fn destination_of(page: &Page) -> Option<Destination> {
    match page {
        Page::Home(_) => Some(Destination::Home),
        Page::Routines(_) => Some(Destination::Routines),
        Page::Programmes(_) => Some(Destination::Programmes),
        Page::Journal(_) => Some(Destination::Journal),
        Page::Settings(_) => Some(Destination::Settings),
        Page::AboutMe => Some(Destination::AboutMe),
        Page::About(_) => Some(Destination::About),
        Page::Massage => Some(Destination::Massage),
        Page::Welcome(_)
        | Page::Details(_)
        | Page::Session
        | Page::Signs
        | Page::FollowUp(_)
        | Page::Danger(_)
        | Page::FirstTime(_)
        | Page::Writing(_)
        | Page::Editor(_)
        | Page::Bundle(_)
        | Page::Cues(_) => None,
    }
}

/// Changes the moment: how the person is right now. The page that shows it is updated at once.
fn change_moment(action: MomentAction, page: &mut Page, model: &mut Model) -> Effect {
    match action {
        MomentAction::Phase(phase) => model.change_moment(|moment| moment.phase = phase),
        MomentAction::Pain(pain) => model.change_moment(|moment| moment.pain = pain),
        MomentAction::Sore(side) => model.change_moment(|moment| moment.set_sore(side)),
        MomentAction::State(state, holds) => model.change_moment(|moment| moment.set(state, holds)),
        MomentAction::NotUsual => {
            say_not_usual(model);
            return Effect::Go(Destination::Danger);
        }
    }
    match page {
        Page::Home(page) if matches!(action, MomentAction::Phase(_)) => page.moment_changed(model),
        Page::Home(page) => page.refresh(model),
        Page::Details(page) => page.moment_changed(model),
        Page::Welcome(_)
        | Page::Routines(_)
        | Page::Programmes(_)
        | Page::Session
        | Page::Signs
        | Page::FollowUp(_)
        | Page::Danger(_)
        | Page::FirstTime(_)
        | Page::AboutMe
        | Page::About(_)
        | Page::Massage
        | Page::Journal(_)
        | Page::Writing(_)
        | Page::Editor(_)
        | Page::Bundle(_)
        | Page::Settings(_)
        | Page::Cues(_) => {}
    }
    Effect::Nothing
}

/// The page before the start of the routine at `index` in the library; for a routine that cannot be played, the
/// page of its file.
fn details(index: usize, model: &Model) -> Option<Page> {
    let entry = model.library.entries().get(index)?;
    if let Some(routine) = entry.routine.clone() {
        return Some(Page::Details(Box::new(DetailsPage::new(routine, None, model))));
    }
    let Origin::File(path) = entry.origin.clone() else { return None };
    let mut page = WritingPage::of_file(path, None, model);
    page.listed_at = Some(index);
    Some(Page::Writing(Box::new(page)))
}

/// The row of the routine list that the open page belongs to.
fn place_in_list(page: &Page, model: &Model) -> Option<usize> {
    match page {
        Page::Details(details) => model.library.index_of(details.routine.id()),
        Page::Writing(writing) => writing.listed_at,
        Page::Welcome(_)
        | Page::Home(_)
        | Page::Routines(_)
        | Page::Programmes(_)
        | Page::Session
        | Page::Signs
        | Page::FollowUp(_)
        | Page::Danger(_)
        | Page::FirstTime(_)
        | Page::AboutMe
        | Page::About(_)
        | Page::Massage
        | Page::Journal(_)
        | Page::Editor(_)
        | Page::Bundle(_)
        | Page::Settings(_)
        | Page::Cues(_) => None,
    }
}

/// What is asked by a media key or a desktop's player. Without a session, or once it is over, it does nothing.
pub(super) fn media_request(request: MediaRequest, model: &Model) {
    if let Some(open) = &model.session {
        open.session.send(request.command());
    }
}
