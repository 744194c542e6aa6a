//! The table of keys of every page, in every state that changes it: no key means two things, what the key line shows is
//! taken, and help lists the same.

use std::collections::BTreeMap;
use std::fmt::Debug;

use chrono::NaiveDate;
use stillpoint::journal::{Attack, Filter};
use stillpoint::routine::Phase;
use stillpoint::safety::Profile;
use stillpoint::settings::Settings;
use stillpoint::ui::bundle::{self, BundleData, pack_ui};
use stillpoint::ui::danger::{self, DangerData, danger_ui};
use stillpoint::ui::help::{Topic, help_ui};
use stillpoint::ui::home::{self, FollowUp, HomeData, HomeState, Offer, home_ui};
use stillpoint::ui::journal as pages;
use stillpoint::ui::journal::attack::AttackState;
use stillpoint::ui::journal::charts::ChartsState;
use stillpoint::ui::journal::experiment::ExperimentState;
use stillpoint::ui::journal::hand_over::HandOverState;
use stillpoint::ui::journal::helped::HelpedState;
use stillpoint::ui::journal::list::ListState;
use stillpoint::ui::journal::month::MonthState;
use stillpoint::ui::journal::session::SessionState;
use stillpoint::ui::journal::{Entry, JournalAction};
use stillpoint::ui::keys::{self, Binding, Place, hints, pressed};
use stillpoint::ui::later::{self, LaterState, later_ui};
use stillpoint::ui::session::keys::Press;
use stillpoint::ui::settings::{Choices, settings_ui};
use stillpoint::ui::writing::file::FileData;
use stillpoint::ui::writing::said::Score;
use stillpoint::ui::writing::{FileRow, FilesData, FilesState, files_ui};
use stillpoint::ui::{about, about_me, after, cues, details, programmes, routines, session, settings};
use stillpoint::ui::{signs, welcome, writing};

use super::*;

/// A page in one state.
struct Case<'a, S, A> {
    topic: Topic,
    state: &'a dyn Fn() -> S,
    bindings: &'a dyn Fn(&S) -> Vec<Binding<A>>,
    /// What the window is asked for; nothing where the page sees to it by itself.
    asks: &'a dyn Fn(A) -> Option<Action>,
    page: &'a dyn Fn(&mut Ui, &mut S) -> Option<Action>,
}

/// The key as a person finds it: by what is shown of it.
fn as_shown(key: keys::Key) -> Key {
    let label = key.label().replace("Del", "Delete");
    Key::from_name(&label).unwrap_or_else(|| panic!("no keyboard has {key:?}"))
}

impl<S: Debug, A: Copy + PartialEq + Debug> Case<'_, S, A> {
    #[track_caller]
    fn check(&self) {
        let table = (self.bindings)(&(self.state)());
        assert!(!table.is_empty(), "{:?}", self.topic);
        self.check_that_no_key_means_two_things(&table);
        self.check_help(&table);
        let mut page = show(WINDOW, (self.state)(), |ui, state| (self.page)(ui, state));
        page.run_ok();
        let shown = names(&page);
        for hint in hints(&table, Place::Window) {
            assert!(shown.iter().any(|name| name == hint.does), "{:?}: {hint:?} in {shown:#?}", self.topic);
            for key in &hint.keys {
                self.check_taken(&mut page, &table, *key);
            }
        }
    }

    #[track_caller]
    fn check_that_no_key_means_two_things(&self, table: &[Binding<A>]) {
        for place in [Place::Window, Place::Terminal] {
            let keys: Vec<keys::Key> =
                table.iter().filter(|of| of.is_offered(place)).flat_map(Binding::keys).collect();
            for (index, key) in keys.iter().enumerate() {
                assert!(!keys[..index].contains(key), "{:?}: {key:?} twice in {table:#?}", self.topic);
            }
        }
    }

    /// Between its headings help lists what the line shows, and nothing else.
    #[track_caller]
    fn check_help(&self, table: &[Binding<A>]) {
        let help = show(LARGE, (), |ui, ()| help_ui(ui, &DIM_GREEN, self.topic, table));
        let names = names(&help);
        let listed = names.iter().skip_while(|name| *name != "Keys").skip(1);
        let listed: Vec<&String> = listed.take_while(|name| *name != "Everywhere").collect();
        let shown = hints(table, Place::Window);
        let shown: Vec<String> =
            shown.iter().map(|hint| format!("{}: {}", hint.words(), hint.does)).collect();
        assert_eq!(listed, shown.iter().collect::<Vec<_>>(), "{:?}", self.topic);
    }

    #[track_caller]
    fn check_taken(&self, page: &mut Page<'_, S>, table: &[Binding<A>], key: keys::Key) {
        page.ctx.memory_mut(|memory| memory.focused().inspect(|id| memory.surrender_focus(*id)));
        page.state_mut().given = (self.state)();
        page.run_ok();
        let before = format!("{:?}", page.state().given);
        let actions = press(page, as_shown(key));
        let what = format!("{:?}: {key:?} gave {actions:?}", self.topic);
        let Some(action) = table.iter().find(|of| of.key() == key).and_then(Binding::action) else {
            // The row that has the keyboard took it.
            return assert_eq!(actions.len(), 1, "{what}");
        };
        match (self.asks)(*action) {
            Some(asked) => assert_eq!(actions, [asked], "{what}"),
            None => {
                assert_eq!(actions, [], "{what}");
                let is_changed = format!("{:?}", page.state().given) != before;
                assert!(is_changed || page.ctx.text_edit_focused(), "{what}, and changed nothing");
            }
        }
    }
}

/// A page that asks the window for everything and remembers nothing.
#[track_caller]
fn check_plain(
    topic: Topic,
    bindings: &dyn Fn() -> Vec<Binding<Action>>,
    page: &dyn Fn(&mut Ui) -> Option<Action>,
) {
    let (bindings, page) = (|(): &()| bindings(), |ui: &mut Ui, (): &mut ()| page(ui));
    Case { topic, state: &|| (), bindings: &bindings, asks: &Some, page: &page }.check();
}

#[test]
fn every_page_has_one_table_for_its_keys() {
    for topic in help::TOPICS {
        check_topic(topic);
    }
}

fn check_topic(topic: Topic) {
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
            bindings: &|_| routines::bindings(),
            asks: &Some,
            page: &|ui, state| routines_ui(ui, &DIM_GREEN, &library, &[], state),
        }
        .check(),
        Topic::Programmes => Case {
            topic,
            state: &|| false,
            bindings: &|_| programmes::bindings(),
            asks: &Some,
            page: &|ui, focused| {
                programmes::programmes_ui(ui, &DIM_GREEN, library.programmes(), None, None, focused)
            },
        }
        .check(),
        Topic::Details => check_details(),
        Topic::Session => check_session(),
        Topic::After => check_after(),
        Topic::Later => Case {
            topic,
            state: &LaterState::default,
            bindings: &|_| later::bindings(),
            asks: &|press| match press {
                later::Press::Ask(action) => Some(action),
                later::Press::Pain(_) | later::Press::Feeling(_) => None,
            },
            page: &|ui, state| later_ui(ui, &DIM_GREEN, state),
        }
        .check(),
        Topic::Signs => {
            let now = in_step("cold-forehead", "Cold on the forehead", State::Paused);
            check_plain(topic, &signs::bindings, &|ui| signs::signs_ui(ui, &DIM_GREEN, &now));
        }
        Topic::Danger => Case {
            topic,
            state: &String::new,
            bindings: &|_| danger::bindings(),
            asks: &Some,
            page: &|ui, number| {
                danger_ui(ui, &DIM_GREEN, DangerData { number: "", is_unusual: false }, number)
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
        Topic::Bundle => {
            for (can_add, can_replace) in [(false, false), (true, false), (false, true)] {
                let data = BundleData { can_add, can_replace, ..BundleData::default() };
                check_plain(topic, &|| bundle::bindings(&data), &|ui| pack_ui(ui, &DIM_GREEN, &data));
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
    let drowsy = Moment { phase: Some(Phase::Attack), pain: Some(9), ..Moment::default() };
    let against = plan(&routine, &Profile::default(), &drowsy, None);
    let plain = planned("neck-and-shoulders-5");
    let cases = [Ok(&plain), Err("Not now.")].into_iter().chain(against.as_ref().ok().map(Ok));
    for planned in cases {
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
            Press::Player(command) => Action::Player(command),
            Press::Mute => Action::ToggleMute,
            Press::Blank => Action::ToggleBlank,
            Press::Signs => Action::ShowSigns,
            Press::Settings => Action::ShowSettings,
            Press::FeelsWrong => Action::FeelsWrong,
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
        for asked in [None, Some(after::Asked { is_pain: true, said: Some("4".into()) })] {
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

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn journal<S: Debug, A: Copy + PartialEq + Debug>(
    state: impl Fn() -> S,
    bindings: impl Fn(&S) -> Vec<Binding<A>>,
    asks: impl Fn(A) -> Option<Action>,
    page: impl Fn(&mut Ui, &mut S) -> Option<Action>,
) {
    Case { topic: Topic::Journal, state: &state, bindings: &bindings, asks: &asks, page: &page }.check();
}

fn check_journal() {
    check_list();
    check_attack();
    journal(
        || MonthState::of(date(2), date(29)),
        |_| pages::month::bindings(),
        |press| match press {
            pages::month::Press::Ask(action) => Some(Action::Journal(action)),
            pages::month::Press::DayBy(_) => None,
        },
        |ui, state| pages::month::month_ui(ui, &DIM_GREEN, state),
    );
    journal(
        || SessionState { record: record(Outcome::Completed), ..SessionState::default() },
        |_| pages::session::bindings(),
        |press| match press {
            pages::session::Press::Ask(action) => Some(Action::Journal(action)),
            pages::session::Press::WriteNote => None,
        },
        |ui, state| pages::session::session_ui(ui, &DIM_GREEN, state),
    );
    journal(
        HandOverState::default,
        |_| pages::hand_over::bindings(),
        |press| match press {
            pages::hand_over::Press::Ask(action) => Some(Action::Journal(action)),
            pages::hand_over::Press::NameFile => None,
        },
        |ui, state| pages::hand_over::hand_over_ui(ui, &DIM_GREEN, state),
    );
    journal(
        ChartsState::default,
        |_| pages::charts::bindings(),
        Some,
        |ui, state| pages::charts::charts_ui(ui, &DIM_GREEN, state),
    );
    journal(
        HelpedState::default,
        |_| pages::helped::bindings(),
        Some,
        |ui, state| pages::helped::helped_ui(ui, &DIM_GREEN, state),
    );
    let running = Some(("Cold".to_owned(), "Breath".to_owned(), "1 March".to_owned()));
    for (chosen, running, can_undo) in
        [(vec![], None, false), (vec![0, 1], None, true), (vec![0, 1], running, false)]
    {
        let routines = vec![("a".to_owned(), "Cold".to_owned()), ("b".to_owned(), "Breath".to_owned())];
        let state = ExperimentState { routines, chosen, running, can_undo, ..ExperimentState::default() };
        journal(
            || state.clone(),
            pages::experiment::bindings,
            Some,
            |ui, state| pages::experiment::experiment_ui(ui, &DIM_GREEN, state),
        );
    }
}

fn check_list() {
    let entry = Entry { id: "1".into(), title: "Cold".into(), ..Entry::default() };
    for (day, words, can_undo) in
        [(None, "", false), (None, "tea", true), (Some(date(3)), "", false), (Some(date(3)), "", true)]
    {
        let mut state = ListState::default();
        (state.day, state.can_undo, state.is_whole) = (day, can_undo, true);
        state.entries = vec![entry.clone()];
        state.filter = Filter { words: words.into(), ..Filter::default() };
        journal(
            || state.clone(),
            pages::list::bindings,
            |press| match press {
                pages::list::Press::Ask(action) => Some(action),
                pages::list::Press::Choose(_)
                | pages::list::Press::Search
                | pages::list::Press::Filter
                | pages::list::Press::ShowAll => None,
            },
            |ui, state| pages::list::list_ui(ui, &DIM_GREEN, state),
        );
    }
}

fn check_attack() {
    let at = |text| DateTime::parse_from_rfc3339(text).unwrap();
    let attack = Attack { id: "a".into(), started: at("2026-03-29T09:00:00+02:00"), ..Attack::default() };
    let ended = Attack { ended: Some(at("2026-03-29T12:00:00+02:00")), ..attack.clone() };
    let now = at("2026-03-29T14:05:00+02:00");
    for (attack, is_known) in [(attack, false), (ended, true)] {
        let state = AttackState { attack, now, is_known, ..AttackState::default() };
        journal(
            || state.clone(),
            pages::attack::bindings,
            |press| match press {
                pages::attack::Press::Ask(action) => Some(Action::Journal(action)),
                pages::attack::Press::Earlier
                | pages::attack::Press::Later
                | pages::attack::Press::Pain(_)
                | pages::attack::Press::Place(_)
                | pages::attack::Press::Aura(_)
                | pages::attack::Press::GoesOn
                | pages::attack::Press::Medicine => None,
            },
            |ui, state| pages::attack::attack_ui(ui, &DIM_GREEN, state),
        );
    }
}

fn check_writing() {
    let row = FileRow { title: "Jaw".into(), below: "Good.".into(), right: "7 min".into() };
    for (name, can_take_back) in [(None, false), (None, true), (Some("Jaw".to_owned()), false)] {
        let data = FilesData { rows: vec![row.clone()], can_take_back, ..FilesData::default() };
        Case {
            topic: Topic::Writing,
            state: &|| FilesState { name: name.clone(), ..FilesState::default() },
            bindings: &|state| writing::bindings(&data, state),
            asks: &|press| match press {
                writing::Press::Ask(action) => Some(Action::Writing(action)),
                writing::Press::Leave => Some(Action::ShowRoutines),
                writing::Press::New | writing::Press::GiveUp => None,
            },
            page: &|ui, state| files_ui(ui, &DIM_GREEN, &data, state),
        }
        .check();
    }
    let score = Score::new(Arc::new(compile(&planned("longer-exhale"))), &BTreeMap::new());
    let at = Position::ZERO + ExactDuration::from_secs(60);
    for (score, is_playing) in [(None, false), (Some(score.clone()), false), (Some(score), true)] {
        let data = FileData { score, ..FileData::default() };
        let place = writing::file::Place { at, is_playing, has_moved: false };
        Case {
            topic: Topic::Writing,
            state: &|| (),
            bindings: &|()| writing::file::bindings(&data, place),
            asks: &|action| Some(Action::Writing(action)),
            page: &|ui, ()| writing::file::file_ui(ui, &DIM_GREEN, &data, place),
        }
        .check();
    }
}

// The table itself.

#[test]
fn keys_that_stand_together_are_one_entry_of_the_line() {
    let label = |bindings: Vec<Binding<u8>>| {
        let hints = hints(&bindings, Place::Window);
        assert!(hints.iter().all(|hint| hint.action.is_none() == (hint.keys.len() > 1)), "{hints:?}");
        hints.iter().map(stillpoint::ui::keys::Hint::label).collect::<Vec<_>>()
    };
    let same = |keys: &[keys::Key]| keys.iter().map(|key| Binding::new(*key, "same", 0)).collect();
    assert_eq!(label(keys::pain(Some("pain"), |pain| pain)), ["0–9, T"]);
    assert_eq!(label(same(&['b', 's', 'w'].map(keys::Key::Char))), ["B S W"]);
    assert_eq!(label(same(&['-', '+'].map(keys::Key::Char))), ["−  +"]);
    assert_eq!(label(same(&[keys::Key::Up, keys::Key::Down])), ["Up Down"]);
    assert_eq!(label(same(&[keys::Key::Escape])), ["Esc"]);
    assert_eq!(label(keys::pain(None, |pain| pain)), [""; 0], "the page shows them elsewhere");
}

#[test]
fn while_words_are_typed_a_key_counts_only_where_it_says_so() {
    let bindings = [
        Binding::new(keys::Key::Char('a'), "rests", "rests"),
        Binding::new(keys::Key::Char('f'), "for what has the keyboard", "unfocused").unless_focused(),
        Binding::new(keys::Key::Char('n'), "always", "always").while_typing_too(),
        Binding::unseen(keys::Key::Char('o'), "typing").while_typing_only(),
    ];
    let mut page = Harness::builder().with_size(WINDOW).build_ui_state(
        |ui, (text, taken): &mut (String, Vec<&'static str>)| {
            taken.extend(pressed(ui, &bindings));
            let label = ui.label("Words");
            ui.text_edit_singleline(text).labelled_by(label.id);
        },
        (String::new(), Vec::new()),
    );
    let taken = |page: &mut Harness<'_, (String, Vec<&'static str>)>| {
        for key in [Key::A, Key::F, Key::N, Key::O] {
            page.key_press(key);
            page.run_ok();
        }
        std::mem::take(&mut page.state_mut().1)
    };
    assert_eq!(taken(&mut page), ["rests", "unfocused", "always"]);
    page.get_by_role(Access::TextInput).click();
    page.run_ok();
    assert_eq!(taken(&mut page), ["always", "typing"]);
    // Enter leaves the field, and then the keys are those of the page again.
    page.key_press(Key::Enter);
    page.run_ok();
    assert_eq!(taken(&mut page), ["rests", "unfocused", "always"]);
}

#[test]
fn a_key_beside_a_row_is_the_one_that_does_the_same() {
    let data =
        HomeData { attack: Some(FollowUp { title: "It".into(), below: "?".into() }), ..HomeData::default() };
    let table = home::bindings(&data, &HomeState::default());
    let key = keys::key_of(&table, &Action::Journal(JournalAction::NoteAttack));
    assert_eq!(key, Some(keys::Key::Char('a')));
    assert_eq!(keys::key_of(&table, &Action::GoOn), None, "nothing was interrupted");
}
