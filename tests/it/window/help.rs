//! Help for a page.

use stillpoint::ui::help::{Topic, help_ui};
use stillpoint::ui::home::{self, HomeData, HomeState};
use stillpoint::ui::routines;
use stillpoint::ui::welcome::welcome_ui;

use super::*;

pub const TOPICS: [Topic; 20] = [
    Topic::Welcome,
    Topic::Home,
    Topic::Routines,
    Topic::Programmes,
    Topic::Details,
    Topic::Session,
    Topic::After,
    Topic::FollowUp,
    Topic::Signs,
    Topic::Danger,
    Topic::FirstTime,
    Topic::Massage,
    Topic::Settings,
    Topic::Cues,
    Topic::AboutMe,
    Topic::About,
    Topic::Journal,
    Topic::Writing,
    Topic::Editor,
    Topic::Bundle,
];

#[test]
fn help_spells_the_keys_of_a_page_that_was_never_drawn() {
    let keys = routines::bindings(&RoutinesState::default());
    let mut help = show(WINDOW, (), |ui, ()| help_ui(ui, &DIM_GREEN, Topic::Routines, &keys));
    check_reads(&help, &["The list of routines", "W: your routines", "Comma: settings"]);
    assert_eq!(press(&mut help, Key::Escape), [Action::HideHelp]);
    assert_eq!(press(&mut help, Key::F1), [Action::HideHelp]);
}

#[test]
fn every_page_has_help_that_fits() {
    for size in [WINDOW, SMALL] {
        for topic in TOPICS {
            let keys = home::bindings(&HomeData::default(), &HomeState::default());
            let page = show(size, (), |ui, ()| help_ui(ui, &DIM_GREEN, topic, &keys));
            journal::check_width(&page, size, &format!("{topic:?}"));
        }
    }
}

#[test]
fn the_very_first_start_says_what_this_is_and_what_speaks() {
    let mut page = show(WINDOW, (), |ui, ()| welcome_ui(ui, &DIM_GREEN, Some("eSpeak")));
    assert!(names(&page).iter().any(|name| name.starts_with("Voice: eSpeak.")), "{:?}", names(&page));
    assert_eq!(press(&mut page, Key::A), [Action::Go(Destination::AboutMe)]);
    assert_eq!(press(&mut page, Key::Enter), [Action::Go(Destination::Home)]);
    let page = show(SMALL, (), |ui, ()| welcome_ui(ui, &DIM_GREEN, None));
    assert!(names(&page).iter().any(|name| name.contains("choose the narrator")), "{:?}", names(&page));
    journal::check_width(&page, SMALL, "welcome");
}
