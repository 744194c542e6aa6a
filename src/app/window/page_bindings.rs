//! The keys of the page that is open, for help to list.

use super::super::session::spoken_rating::Question;
use super::{Page, Window};
use crate::player::State;
use crate::ui::after::{self, Asked};
use crate::ui::home::{self, HomeState};
use crate::ui::keys::{Binding, told};
use crate::ui::{
    about, about_me, bundle, cues, danger, details, later, programmes, routines, session, settings, signs,
    welcome,
};

impl Window {
    /// Asked of the page itself, from what it is given: nothing has to have been drawn.
    pub(super) fn page_bindings(&self) -> Vec<Binding<()>> {
        match &self.page {
            Page::Welcome(_) => told(welcome::bindings()),
            Page::Home(data) => {
                let state = HomeState { moment: self.moment.clone(), focused: self.home_focused };
                told(home::bindings(data, &state))
            }
            Page::Routines(_) => told(routines::bindings()),
            Page::Programmes(_) => told(programmes::bindings()),
            Page::Details(page) => {
                told(details::bindings(page.planned.as_ref().map_err(String::as_str), &page.state))
            }
            Page::Session => self.session_bindings(),
            Page::Signs => told(signs::bindings()),
            Page::Later(..) => told(later::bindings()),
            Page::Danger(_) => told(danger::bindings()),
            Page::AboutMe => told(about_me::bindings()),
            Page::About(_) => told(about::bindings()),
            Page::Journal(journal) => journal.bindings(),
            Page::Writing(writing) => writing.bindings(),
            Page::Bundle(sharing) => told(bundle::bindings(&sharing.data)),
            Page::Settings { .. } => told(settings::bindings()),
            Page::Cues { .. } => told(cues::bindings()),
        }
    }

    fn session_bindings(&self) -> Vec<Binding<()>> {
        let Some(open) = &self.open else { return Vec::new() };
        let (now, view) = open.session.look();
        if !matches!(now.state, State::Finished | State::Stopped) {
            return told(session::keys::bindings(&now));
        }
        let asked = view
            .spoken_rating
            .map(|rating| Asked { is_pain: rating.question() == Question::Pain, said: rating.said() });
        told(after::bindings(&view.record, asked.as_ref()))
    }
}
