//! The page of programmes, and the way to it.

use stillpoint::library::programme::ProgrammeFile;
use stillpoint::ui::actions::ProgrammeAction;
use stillpoint::ui::programmes::programmes_ui;

use super::*;

fn programmes<'a>(files: &'a [ProgrammeFile], running: Option<&'a (usize, String)>) -> Page<'a, bool> {
    show(WINDOW, false, move |ui, focused| {
        programmes_ui(ui, &DIM_GREEN, files, running, None, false, focused)
    })
}

#[test]
fn enter_begins_a_programme_and_escape_goes_back() {
    let library = shipped();
    let mut page = programmes(library.programmes(), None);
    check_reads(
        &page,
        &["Eight weeks of training", "Week 2: muscle relaxation", "On 5 days, 5 minutes each."],
    );
    check_reads(&page, &["Weeks 6 to 8: whatever suits you"]);
    assert_eq!(press(&mut page, Key::Enter), [Action::Programme(ProgrammeAction::Begin(0))]);
    assert_eq!(press(&mut page, Key::Escape), [Action::Go(Destination::Routines)]);
}

#[test]
fn what_is_next_is_told_beside_the_way_out() {
    let library = shipped();
    let running = (0, "Week 2: muscle relaxation, 5 minutes. 3 of 5 days so far.".to_owned());
    let mut page = programmes(library.programmes(), Some(&running));
    check_reads(&page, &["Leave, Week 2: muscle relaxation, 5 minutes. 3 of 5 days so far."]);
    assert_eq!(press(&mut page, Key::Enter), [Action::Programme(ProgrammeAction::Leave)]);
}
