//! Every page but the journal's in every state that changes its keys.

use std::collections::BTreeMap;

use stillpoint::editing::{Form, Outline};
use stillpoint::offers::Offer;
use stillpoint::routine::Phase;
use stillpoint::safety::FirstTime;
use stillpoint::settings::Settings;
use stillpoint::ui::bundle::{self, BundleData, bundle_ui};
use stillpoint::ui::danger::{self, DangerData, DangerQuestion, danger_ui};
use stillpoint::ui::editor::{self, EditorData, EditorState, editor_ui};
use stillpoint::ui::follow_up::{self, FollowUpState, follow_up_ui};
use stillpoint::ui::session::keys::Press;
use stillpoint::ui::settings::{Choices, settings_ui};
use stillpoint::ui::writing::file::FileData;
use stillpoint::ui::writing::transcript::Transcript;
use stillpoint::ui::writing::{FileRow, FilesData, FilesState, files_ui};
use stillpoint::ui::{about, about_me, after, cues, details, programmes, routines, session, settings};
use stillpoint::ui::{first_time, massage, signs, welcome, writing};

use super::journal::check_journal;
use super::*;

pub fn check_topic(topic: Topic) {
    let library = shipped();
    let profile = Profile::default();
    match topic {
        Topic::Welcome => {
            check_plain(topic, &welcome::bindings, &|ui| welcome::welcome_ui(ui, &DIM_GREEN, None));
        }
        Topic::Home => check_home(),
        Topic::Routines => Case {
            topic,
            state: &RoutinesState::default,
            bindings: &routines::bindings,
            asks: &|press| match press {
                routines::Press::Ask(action) => Some(action),
                routines::Press::Search | routines::Press::ShowAll => None,
            },
            page: &|ui, state| routines_ui(ui, &DIM_GREEN, data_of(&library), state),
        }
        .check(),
        Topic::Programmes => Case {
            topic,
            state: &|| false,
            bindings: &|_| programmes::bindings(false),
            asks: &Some,
            page: &|ui, focused| {
                programmes::programmes_ui(ui, &DIM_GREEN, library.programmes(), None, None, false, focused)
            },
        }
        .check(),
        Topic::Details => check_details(),
        Topic::Session => check_session(),
        Topic::After => check_after(),
        Topic::FollowUp => Case {
            topic,
            state: &FollowUpState::default,
            bindings: &|_| follow_up::bindings(),
            asks: &|press| match press {
                follow_up::Press::Ask(action) => Some(action),
                follow_up::Press::Pain(_) | follow_up::Press::Feeling(_) => None,
            },
            page: &|ui, state| follow_up_ui(ui, &DIM_GREEN, state),
        }
        .check(),
        Topic::Signs => {
            let now = in_step("cold-forehead", "Cold on the forehead", State::Paused);
            check_plain(topic, &signs::bindings, &|ui| signs::signs_ui(ui, &DIM_GREEN, &now));
        }
        Topic::FirstTime => {
            for which in FirstTime::ALL {
                check_plain(topic, &first_time::bindings, &|ui| {
                    first_time::first_time_ui(ui, &DIM_GREEN, which)
                });
            }
        }
        Topic::Massage => {
            check_plain(topic, &massage::bindings, &|ui| massage::massage_ui(ui, &DIM_GREEN));
        }
        Topic::Danger => Case {
            topic,
            state: &String::new,
            bindings: &|_| danger::bindings(DangerQuestion::LikeUsual),
            asks: &Some,
            page: &|ui, number| {
                danger_ui(
                    ui,
                    &DIM_GREEN,
                    DangerData { number: "", question: DangerQuestion::LikeUsual, sentence: None },
                    number,
                )
            },
        }
        .check(),
        Topic::Settings => {
            let (settings, choices) = (Settings::default(), Choices::default());
            check_plain(topic, &settings::bindings, &|ui| settings_ui(ui, &DIM_GREEN, &settings, &choices));
        }
        Topic::Cues => Case {
            topic,
            state: &|| false,
            bindings: &|_| cues::bindings(),
            asks: &Some,
            page: &|ui, focused| cues::cues_ui(ui, &DIM_GREEN, None, focused),
        }
        .check(),
        Topic::AboutMe => {
            let page = |ui: &mut Ui| about_me::about_me_ui(ui, &DIM_GREEN, &profile, None);
            check_plain(topic, &about_me::bindings, &page);
        }
        Topic::About => check_plain(topic, &about::bindings, &|ui| about::about_ui(ui, &DIM_GREEN, &[])),
        Topic::Journal => check_journal(),
        Topic::Writing => check_writing(),
        Topic::Editor => check_editor(),
        Topic::Bundle => {
            for (can_add, can_replace) in [(false, false), (true, false), (false, true)] {
                let data = BundleData { can_add, can_replace, ..BundleData::default() };
                check_plain(topic, &|| bundle::bindings(&data), &|ui| bundle_ui(ui, &DIM_GREEN, &data));
            }
        }
    }
}

fn check_home() {
    let end = || Some(FollowUp { title: "It".into(), below: "6 min left".into() });
    let offer = Offer { index: 7, title: "Cold".into(), minutes: "5 min".into(), why: String::new() };
    let all = HomeData {
        interrupted: end(),
        question: end(),
        attack: end(),
        offers: vec![offer.clone(), offer],
        ..HomeData::default()
    };
    for data in [HomeData::default(), all] {
        for phase in [None, Some(Phase::Between), Some(Phase::Attack)] {
            let moment = Moment { phase, ..Moment::default() };
            Case {
                topic: Topic::Home,
                state: &|| HomeState { moment: moment.clone(), focused: false },
                bindings: &|state| home::bindings(&data, state),
                asks: &Some,
                page: &|ui, state| home_ui(ui, &DIM_GREEN, &data, state),
            }
            .check();
        }
    }
}

fn check_details() {
    let library = shipped();
    let routine = library.find("neck-and-shoulders-5").unwrap().routine.clone().unwrap();
    let in_attack = Moment { phase: Some(Phase::Attack), ..Moment::default() };
    let against = plan(&routine, &Profile::default(), &in_attack, None).unwrap();
    assert!(against.advice().is_some());
    let plain = planned("neck-and-shoulders-5");
    for planned in [Ok(&plain), Ok(&against), Err("Not now.")] {
        Case {
            topic: Topic::Details,
            state: &DetailsState::default,
            bindings: &|state| details::bindings(planned, state),
            asks: &Some,
            page: &|ui, state| details_ui(ui, &DIM_GREEN, &routine, planned, state),
        }
        .check();
    }
}

fn check_session() {
    let asks = |press| {
        Some(match press {
            Press::Player(command) => Action::Session(SessionAction::Player(command)),
            Press::Mute => Action::Session(SessionAction::ToggleMute),
            Press::Blank => Action::Session(SessionAction::ToggleBlank),
            Press::Signs => Action::Session(SessionAction::ShowSigns),
            Press::Settings => Action::Go(Destination::Settings),
            Press::Comfort(comfort) => Action::Session(SessionAction::Comfort(comfort)),
            Press::FeelsWrong => Action::Session(SessionAction::FeelsWrong),
        })
    };
    for (id, step, state) in [
        ("neck-and-shoulders-5", "Settle", State::Running),
        ("neck-and-shoulders-5", "Settle", State::Paused),
        ("warm-shoulders", "Wrap the warm pack", State::Running),
    ] {
        let now = in_step(id, step, state);
        let remarks = SessionRemarks::default();
        Case {
            topic: Topic::Session,
            state: &|| (),
            bindings: &|()| session::keys::bindings(&now),
            asks: &asks,
            page: &|ui, ()| session_ui(ui, &DIM_GREEN, &now, &remarks),
        }
        .check();
    }
}

fn check_after() {
    for outcome in Outcome::ALL {
        for asked in [None, Some(after::SpokenQuestion { is_pain: true, last_answer: Some("4".into()) })] {
            let record = record(outcome);
            Case {
                topic: Topic::After,
                state: &AfterState::default,
                bindings: &|_| after::bindings(&record, asked.as_ref()),
                asks: &|press| match press {
                    after::Press::Ask(action) => Some(action),
                    after::Press::Details => None,
                },
                page: &|ui, state| after_ui(ui, &DIM_GREEN, &record, asked.as_ref(), &[], state),
            }
            .check();
        }
    }
}

fn check_writing() {
    let row = FileRow { title: "Jaw".into(), below: "No problems.".into(), right: "7 min".into() };
    for (name, can_restore) in [(None, false), (None, true), (Some("Jaw".to_owned()), false)] {
        let data = FilesData { rows: vec![row.clone()], can_restore, ..FilesData::default() };
        Case {
            topic: Topic::Writing,
            state: &|| FilesState { name: name.clone(), ..FilesState::default() },
            bindings: &|state| writing::bindings(&data, state),
            asks: &|press| match press {
                writing::Press::Ask(action) => Some(Action::Writing(action)),
                writing::Press::Leave => Some(Action::Go(Destination::Routines)),
                writing::Press::New { .. } | writing::Press::GiveUp => None,
            },
            page: &|ui, state| files_ui(ui, &DIM_GREEN, &data, state),
        }
        .check();
    }
    let transcript = Transcript::new(Arc::new(compile(&planned("longer-exhale"))), &BTreeMap::new());
    let at = Position::ZERO + ExactDuration::from_secs(60);
    for (transcript, is_playing) in
        [(None, false), (Some(transcript.clone()), false), (Some(transcript), true)]
    {
        let data = FileData { transcript, ..FileData::default() };
        let playhead = writing::file::Playhead { at, is_playing, has_moved: false };
        Case {
            topic: Topic::Writing,
            state: &|| (),
            bindings: &|()| writing::file::bindings(&data, playhead),
            asks: &|action| Some(Action::Writing(action)),
            page: &|ui, ()| writing::file::file_ui(ui, &DIM_GREEN, &data, playhead),
        }
        .check();
    }
}

fn check_editor() {
    let text = "(format: 1, title: \"A\", steps: [Rest(lasts: \"1s\"), Rest(lasts: \"2s\")])";
    let outline = Outline::of(text).unwrap();
    let cards = editor::cards::cards(&outline, &BTreeMap::new());
    let selected = cards[0].path.clone();
    let block = editor::Block { start: Position::ZERO, end: Position::ZERO, card: None };
    let built = EditorData {
        cards,
        selected: Some(0),
        form: Form::of(text, &outline, &selected),
        blocks: vec![block],
        undo: (true, true),
        can_be_mended: true,
        ..EditorData::default()
    };
    let heard = EditorData { is_playing: true, ..built.clone() };
    let asked = |conflict| EditorData { conflict: Some(conflict), ..EditorData::default() };
    for data in [EditorData::default(), built, heard, asked(true), asked(false)] {
        for shows_kinds in [false, true] {
            Case {
                topic: Topic::Editor,
                state: &|| {
                    let mut state = EditorState::new();
                    state.shows_kinds = shows_kinds;
                    state
                },
                bindings: &|state| editor::bindings(&data, state),
                asks: &|action| Some(Action::Editor(action)),
                page: &|ui, state| editor_ui(ui, &DIM_GREEN, &data, state),
            }
            .check();
        }
    }
}
