//! The first screen, and the pages that keep somebody safe.

use stillpoint::offers::Offer;
use stillpoint::routine::Phase;
use stillpoint::safety::{Condition, Moment, Profile, State as Now};
use stillpoint::settings::Theme;
use stillpoint::ui::about::about_ui;
use stillpoint::ui::about_me::about_me_ui;
use stillpoint::ui::actions::{AboutMeAction, DangerAction, FollowUpAction, HomeAction};
use stillpoint::ui::danger::{DangerData, DangerQuestion, danger_ui};
use stillpoint::ui::follow_up::{FollowUpState, follow_up_ui};
use stillpoint::ui::home::{FollowUp, HomeData, HomeState, home_ui};
use stillpoint::ui::session::gesture::Gesture;
use stillpoint::ui::signs::signs_ui;
use stillpoint::ui::theme::Palette;

use super::*;

fn offer(index: usize, title: &str) -> Offer {
    Offer { index, title: title.into(), minutes: "5 min".into(), why: "Last time: Tuesday, better.".into() }
}

fn home(data: &HomeData, phase: Option<Phase>) -> Page<'_, HomeState> {
    let state = HomeState { moment: Moment { phase, ..Moment::default() }, focused: false };
    show(WINDOW, state, |ui, state| home_ui(ui, &DIM_GREEN, data, state))
}

#[test]
fn one_key_says_how_it_is_and_enter_begins_what_was_done_last() {
    let data = HomeData { offers: vec![offer(7, "Longer exhale")], ..HomeData::default() };
    let mut page = home(&data, None);
    check_reads(&page, &["How are you now?", "Attack", "Longer exhale, Last time: Tuesday, better., 5 min"]);
    for (key, action) in [
        (Key::Num1, Action::Moment(MomentAction::Phase(Some(Phase::Between)))),
        (Key::Num2, Action::Moment(MomentAction::Phase(Some(Phase::Prodrome)))),
        (Key::Num3, Action::Moment(MomentAction::Phase(Some(Phase::Aura)))),
        (Key::Num4, Action::Moment(MomentAction::Phase(Some(Phase::Attack)))),
        (Key::Num5, Action::Moment(MomentAction::Phase(Some(Phase::Postdrome)))),
        (Key::Enter, Action::Home(HomeAction::StartOffer(7))),
        (Key::Slash, Action::Go(Destination::Routines)),
        (Key::J, Action::Go(Destination::Journal)),
        (Key::Comma, Action::Go(Destination::Settings)),
        (Key::Questionmark, Action::Go(Destination::Danger)),
    ] {
        assert_eq!(press(&mut page, key), [action], "{key:?}");
    }
    assert_eq!(click(&mut page, "Attack"), [Action::Moment(MomentAction::Phase(Some(Phase::Attack)))]);
}

#[test]
fn enter_means_the_row_that_the_arrows_led_to() {
    let data = HomeData { offers: vec![offer(7, "Longer exhale")], ..HomeData::default() };
    let mut page = home(&data, None);
    press(&mut page, Key::ArrowDown);
    press(&mut page, Key::ArrowDown);
    assert_eq!(press(&mut page, Key::Enter), [Action::Moment(MomentAction::Phase(Some(Phase::Prodrome)))]);
}

#[test]
fn once_the_phase_is_said_the_best_offer_is_one_key_away_and_digits_are_pain() {
    let data = HomeData { offers: vec![offer(3, "Cold"), offer(4, "Breath")], ..HomeData::default() };
    let mut page = home(&data, Some(Phase::Attack));
    for (key, action) in [
        (Key::Enter, Action::Home(HomeAction::StartOffer(3))),
        (Key::Num7, Action::Moment(MomentAction::Pain(Some(7)))),
        (Key::H, Action::Moment(MomentAction::State(Now::TouchHurts, true))),
        (Key::D, Action::Moment(MomentAction::State(Now::Drowsy, true))),
        (Key::U, Action::Moment(MomentAction::NotUsual)),
        (Key::Escape, Action::Moment(MomentAction::Phase(None))),
    ] {
        assert_eq!(press(&mut page, key), [action], "{key:?}");
    }
    let mut page = home(&data, Some(Phase::Attack));
    press(&mut page, Key::ArrowDown);
    assert_eq!(press(&mut page, Key::Enter), [Action::Home(HomeAction::StartOffer(4))]);
}

#[test]
fn what_was_left_open_is_offered_first() {
    let end = |title: &str| Some(FollowUp { title: title.into(), below: "6 min left".into() });
    let data = HomeData {
        interrupted: end("Go on with Cold"),
        question: end("Two hours after Cold"),
        ..HomeData::default()
    };
    let mut page = home(&data, None);
    assert_eq!(press(&mut page, Key::G), [Action::Home(HomeAction::Resume)]);
    assert_eq!(press(&mut page, Key::X), [Action::Home(HomeAction::DismissInterrupted)]);
    assert_eq!(press(&mut page, Key::L), [Action::Go(Destination::FollowUp)]);
    let nothing = HomeData::default();
    let mut page = home(&nothing, None);
    for key in [Key::G, Key::X, Key::L, Key::Enter] {
        assert_eq!(press(&mut page, key), [], "{key:?}");
    }
}

fn danger() -> Page<'static, String> {
    let data =
        DangerData { number: "112", question: DangerQuestion::NotUsual, sentence: Some("Nothing starts.") };
    show(WINDOW, String::new(), move |ui, number| danger_ui(ui, &DIM_GREEN, data, number))
}

#[test]
fn no_key_of_the_page_of_signs_starts_anything() {
    let mut page = danger();
    check_reads(
        &page,
        &[
            "Is this dangerous?",
            "Your emergency number: 112",
            "If you have any of these, get medical help now. Don't start a session.",
        ],
    );
    assert_eq!(press(&mut page, Key::Y), [Action::Danger(DangerAction::LikeUsual(true))]);
    assert_eq!(press(&mut page, Key::N), [Action::Danger(DangerAction::LikeUsual(false))]);
    assert_eq!(press(&mut page, Key::Escape), [Action::Back]);
    for key in [Key::Enter, Key::Space, Key::G, Key::Num1] {
        assert_eq!(press(&mut page, key), [], "{key:?}");
    }
}

#[test]
fn each_question_about_oneself_has_three_answers() {
    let profile: Profile = [Condition::Raynaud].into_iter().collect();
    let mut page = show(vec2(1080.0, 6000.0), (), |ui, ()| about_me_ui(ui, &DIM_GREEN, &profile, None));
    let question = Condition::Raynaud.question();
    let action = click(&mut page, &format!("{question}: Not answered"));
    assert_eq!(action, [Action::AboutMe(AboutMeAction::Answer(Condition::Raynaud, None))]);
    assert_eq!(press(&mut page, Key::Escape), [Action::Back]);
}

#[test]
fn hours_later_one_key_each_answers() {
    let state = FollowUpState { about: "Two hours after Cold".into(), ..FollowUpState::default() };
    let mut page = show(WINDOW, state, |ui, state| follow_up_ui(ui, &DIM_GREEN, state));
    assert_eq!((press(&mut page, Key::Num3), press(&mut page, Key::B)), (vec![], vec![]));
    let FollowUpState { pain, feeling, .. } = page.state().given.clone();
    assert_eq!((pain, feeling), (Some(3), Some(Feeling::Better)));
    assert_eq!(press(&mut page, Key::Enter), [Action::FollowUp(FollowUpAction::Save)]);
    assert_eq!(press(&mut page, Key::X), [Action::FollowUp(FollowUpAction::Decline)]);
}

#[test]
fn the_signs_to_stop_are_those_of_the_step_and_one_key_ends_it() {
    let cold = in_step("cold-forehead", "Cold on the forehead", State::Paused);
    let mut page = show(WINDOW, cold, |ui, now| signs_ui(ui, &DIM_GREEN, now));
    assert!(names(&page).iter().any(|name| name.contains("blister")), "{:#?}", names(&page));
    assert_eq!(press(&mut page, Key::X), [Action::Session(SessionAction::FeelsWrong)]);
    assert_eq!(press(&mut page, Key::Space), [Action::Session(SessionAction::HideSigns)]);
}

#[test]
fn a_blank_session_is_one_button_and_keeps_its_keys() {
    let now = in_step("cold-forehead", "Cold on the forehead", State::Running);
    let remarks = SessionRemarks { is_blank: true, ..SessionRemarks::default() };
    let mut page = show(WINDOW, now, move |ui, now| session_ui(ui, &DIM_GREEN, now, &remarks));
    assert_eq!(names(&page), ["Black screen. Tap to pause, tap twice to repeat, hold to end."]);
    let gesture = |gesture| [Action::Session(SessionAction::Gesture(gesture))];
    assert_eq!(press(&mut page, Key::Space), gesture(Gesture::Tap));
    assert_eq!(press(&mut page, Key::Enter), gesture(Gesture::Tap));
    assert_eq!(
        press(&mut page, Key::ArrowRight),
        [Action::Session(SessionAction::Player(PlayerCommand::Skip))]
    );
    assert_eq!(press(&mut page, Key::B), [Action::Session(SessionAction::ToggleBlank)]);
}

#[test]
fn where_nothing_may_move_a_breath_is_words_and_numbers() {
    let now = in_step("coherent-breathing", "Coherent breathing", State::Running);
    let at = now.segment().start + ExactDuration::from_secs(2);
    let now = super::at(&now.timeline, at, State::Running);
    let remarks = SessionRemarks { is_still: true, ..SessionRemarks::default() };
    let page = show(WINDOW, now, move |ui, now| session_ui(ui, &DIM_GREEN, now, &remarks));
    check_reads(&page, &["In"]);
    let delay = page.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min();
    assert!(delay.is_none_or(|delay| delay > std::time::Duration::from_secs(1)), "{delay:?}");
}

#[test]
fn nothing_that_can_be_used_is_without_a_name_on_any_page_in_any_theme() {
    use stillpoint::ron_reader::Vocabulary as _;
    let offers = vec![offer(3, "Cold"), offer(4, "Breath")];
    let data = HomeData { offers, ..HomeData::default() };
    let sources = vec!["A source.".to_owned()];
    for theme in Theme::ALL {
        let palette = Palette::of(*theme, 30);
        for page in 0..6 {
            let shown = show(WINDOW, HomeState::default(), |ui, state| match page {
                0 => home_ui(ui, &palette, &data, state),
                1 => danger_ui(
                    ui,
                    &palette,
                    DangerData { number: "", question: DangerQuestion::LikeUsual, sentence: None },
                    &mut String::new(),
                ),
                2 => about_me_ui(ui, &palette, &Profile::default(), None),
                3 => about_ui(ui, &palette, &sources),
                4 => follow_up_ui(ui, &palette, &mut FollowUpState::default()),
                _ => {
                    state.moment.phase = Some(Phase::Attack);
                    home_ui(ui, &palette, &data, state)
                }
            });
            for node in shown.root().children_recursive() {
                let role = node.accesskit_node().role();
                let used = matches!(
                    role,
                    Access::Button | Access::RadioButton | Access::CheckBox | Access::TextInput
                );
                assert!(!used || name_of(&node).is_some(), "{theme:?}, page {page}: {role:?} has no name");
            }
        }
    }
}
