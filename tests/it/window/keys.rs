//! The table of keys of every page, in every state that changes it: no key means two things, what the key line shows is
//! taken, and help lists the same.

use std::fmt::Debug;

use stillpoint::ui::actions::HomeAction;
use stillpoint::ui::help::{Topic, help_ui};
use stillpoint::ui::home::{self, FollowUp, HomeData, HomeState, home_ui};
use stillpoint::ui::keys::{self, Binding, Surface, hints, pressed};

use super::*;

mod journal;
mod pages;

use pages::check_topic;

/// A page in one state.
struct Case<'a, S, A> {
    topic: Topic,
    state: &'a dyn Fn() -> S,
    bindings: &'a dyn Fn(&S) -> Vec<Binding<A>>,
    /// What the window is asked for; nothing where the page sees to it by itself.
    asks: &'a dyn Fn(A) -> Option<Action>,
    page: &'a dyn Fn(&mut Ui, &mut S) -> Option<Action>,
}

/// The key as a person finds it: by what is shown of it, with what has to be held.
fn as_shown(key: keys::Key) -> (Modifiers, Key) {
    let label = key.label().replace("Del", "Delete");
    let (held, label) = match label.split_once(' ') {
        Some(("Alt", label)) => (Modifiers::ALT, label),
        Some(("Ctrl", label)) => (Modifiers::COMMAND, label),
        Some(_) | None => (Modifiers::NONE, &*label),
    };
    (held, Key::from_name(label).unwrap_or_else(|| panic!("no keyboard has {key:?}")))
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
        for hint in hints(&table, Surface::Window) {
            assert!(shown.iter().any(|name| name == hint.does), "{:?}: {hint:?} in {shown:#?}", self.topic);
            for key in &hint.keys {
                self.check_taken(&mut page, &table, *key);
            }
        }
    }

    #[track_caller]
    fn check_that_no_key_means_two_things(&self, table: &[Binding<A>]) {
        for surface in [Surface::Window, Surface::Terminal] {
            let keys: Vec<keys::Key> =
                table.iter().filter(|of| of.is_offered(surface)).flat_map(Binding::keys).collect();
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
        let shown = hints(table, Surface::Window);
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
        let (held, shown) = as_shown(key);
        let actions = press_with(page, held, shown);
        let what = format!("{:?}: {key:?} gave {actions:?}", self.topic);
        let Some(action) = table.iter().find(|of| of.key() == key).and_then(Binding::action) else {
            // The row that has the keyboard took it.
            return assert_eq!(actions.len(), 1, "{what}");
        };
        if let Some(asked) = (self.asks)(*action) {
            return assert_eq!(actions, [asked], "{what}");
        }
        assert_eq!(actions, [], "{what}");
        let is_changed = format!("{:?}", page.state().given) != before;
        assert!(is_changed || page.ctx.text_edit_focused(), "{what}, and changed nothing");
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

// The table itself.

#[test]
fn keys_that_stand_together_are_one_entry_of_the_line() {
    let label = |bindings: Vec<Binding<u8>>| {
        let hints = hints(&bindings, Surface::Window);
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
        Binding::hidden(keys::Key::Char('o'), "typing").while_typing_only(),
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

/// A page that only notes what was pressed, with a button and a field.
type Noting<'a> = Harness<'a, (String, Vec<&'static str>)>;

fn noting<'a>(bindings: &'a [Binding<&'static str>]) -> Noting<'a> {
    Harness::builder().with_size(WINDOW).build_ui_state(
        |ui, (text, taken): &mut (String, Vec<&'static str>)| {
            taken.extend(pressed(ui, bindings));
            if ui.button("Button").clicked() {
                taken.push("button");
            }
            let label = ui.label("Words");
            ui.text_edit_singleline(text).labelled_by(label.id);
        },
        (String::new(), Vec::new()),
    )
}

fn taken(page: &mut Noting<'_>) -> Vec<&'static str> {
    page.run_ok();
    std::mem::take(&mut page.state_mut().1)
}

/// What a keyboard sends when a key goes down.
fn down(key: Key, physical_key: Option<Key>) -> egui::Event {
    egui::Event::Key { key, physical_key, pressed: true, repeat: false, modifiers: egui::Modifiers::NONE }
}

#[test]
fn a_held_key_acts_once_and_a_list_goes_on() {
    let bindings = [
        Binding::new(keys::Key::Space, "pause", "pause"),
        Binding::new(keys::Key::Right, "skip", "skip"),
        Binding::new(keys::Key::Escape, "end", "end"),
        Binding::new(keys::Key::Down, "down", "down"),
    ];
    for (key, times) in [(Key::Space, 1), (Key::ArrowRight, 1), (Key::Escape, 1), (Key::ArrowDown, 5)] {
        let mut page = noting(&bindings);
        for _ in 0..5 {
            page.input_mut().events.push(down(key, None));
            page.step();
        }
        assert_eq!(taken(&mut page).len(), times, "{key:?}");
    }
    // On a button it presses once, too.
    let mut page = noting(&[]);
    page.get_by_label("Button").focus();
    for _ in 0..5 {
        page.input_mut().events.push(down(Key::Space, None));
        page.step();
    }
    assert_eq!(taken(&mut page), ["button"]);
}

#[test]
fn the_digit_row_gives_digits_on_every_keyboard_where_the_page_has_them() {
    let bindings = [
        Binding::new(keys::Key::Char('4'), "attack", "attack"),
        Binding::new(keys::Key::Char('-'), "earlier", "earlier"),
    ];
    let mut page = noting(&bindings);
    let mut press = |key, place| {
        page.input_mut().events.push(down(key, Some(place)));
        page.step();
        page.input_mut().events.push(egui::Event::Key {
            key,
            physical_key: Some(place),
            pressed: false,
            repeat: false,
            modifiers: egui::Modifiers::NONE,
        });
        taken(&mut page)
    };
    // A French keyboard: the fourth key of the row is a quote, the sixth a minus sign.
    assert_eq!(press(Key::Quote, Key::Num4), ["attack"]);
    assert_eq!(press(Key::Minus, Key::Num6), ["earlier"]);
    assert_eq!(press(Key::Num4, Key::Num4), ["attack"]);
    assert_eq!(press(Key::Quote, Key::Quote), [""; 0]);
}

#[test]
fn enter_presses_what_has_the_focus_and_escape_leaves_a_field_before_it_leaves_the_page() {
    let bindings =
        [Binding::new(keys::Key::Enter, "start", "start"), Binding::new(keys::Key::Escape, "back", "back")];
    let mut page = noting(&bindings);
    page.key_press(Key::Enter);
    assert_eq!(taken(&mut page), ["start"]);
    page.get_by_label("Button").focus();
    page.run_ok();
    page.key_press(Key::Enter);
    assert_eq!(taken(&mut page), ["button"]);
    page.get_by_role(Access::TextInput).click();
    page.run_ok();
    page.key_press(Key::Escape);
    assert_eq!(taken(&mut page), [""; 0]);
    assert!(!page.ctx.text_edit_focused());
    page.key_press(Key::Escape);
    assert_eq!(taken(&mut page), ["back"]);
}

#[test]
fn a_key_beside_a_row_is_the_one_that_does_the_same() {
    let data =
        HomeData { attack: Some(FollowUp { title: "It".into(), below: "?".into() }), ..HomeData::default() };
    let table = home::bindings(&data, &HomeState::default());
    let key = keys::key_of(&table, &Action::Go(Destination::Attack));
    assert_eq!(key, Some(keys::Key::Char('a')));
    assert_eq!(keys::key_of(&table, &Action::Home(HomeAction::Resume)), None, "nothing was interrupted");
}
