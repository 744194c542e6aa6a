//! The first screen: how is it now? One key for each answer, with the offers below.

use egui::Ui;

use super::actions::{Action, Destination, HomeAction, MomentAction};
use super::keys::{Binding, Key, key_of, pressed};
use super::now::{self, now_ui, phase_ui};
use super::routines::capitalised;
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{Row, move_between, page_ui, row_ui};
use crate::offers::Offer;
use crate::ron_reader::Vocabulary as _;
use crate::routine::Phase;
use crate::safety::Moment;

/// Something unfinished that can be continued or dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// What it is: `Cold on the forehead was interrupted`.
    pub title: String,
    /// What remains of it: `6:10 left`.
    pub below: String,
}

/// The data of the first screen.
#[derive(Clone, Debug, Default)]
pub struct HomeData {
    /// A session that was interrupted.
    pub interrupted: Option<FollowUp>,
    /// A follow-up question that is due.
    pub question: Option<FollowUp>,
    /// An attack that is still open.
    pub attack: Option<FollowUp>,
    /// The offers for the phase, the best first; before a phase is chosen, what Enter starts.
    pub offers: Vec<Offer>,
    /// What would be offered but for a rest after an earlier session, a sentence each.
    pub later: Vec<String>,
    /// Notices to show.
    pub remarks: Vec<String>,
    /// Whether sessions in an attack begin with the eyes shut.
    pub eyes_shut: bool,
    /// Whether an interrupted session was dismissed here.
    pub was_dismissed: bool,
}

/// The state of the first screen.
#[derive(Clone, Debug, Default)]
pub struct HomeState {
    /// How the person is now, as far as they have said.
    pub moment: Moment,
    /// Whether the first row has had the focus.
    pub focused: bool,
}

/// Below this height, the offers stand above the question that they answer.
const LOW: f32 = 260.0;

const NOTE_ATTACK: Action = Action::Go(Destination::Attack);

/// The keys of this page. Digits choose the phase first, and then the pain.
#[must_use]
pub fn bindings(data: &HomeData, state: &HomeState) -> Vec<Binding<Action>> {
    let mut bindings = Vec::new();
    let attack = Key::Char('a');
    if data.attack.is_some() {
        bindings.push(Binding::hidden(attack, NOTE_ATTACK));
    } else if matches!(state.moment.phase, Some(Phase::Attack | Phase::Aura)) {
        bindings.push(Binding::new(attack, "note the attack", NOTE_ATTACK));
    }
    if state.moment.phase == Some(Phase::Attack) {
        let hint = if data.eyes_shut { "eyes shut: on" } else { "eyes shut: off" };
        bindings.push(Binding::new(Key::Char('b'), hint, Action::Home(HomeAction::ToggleEyesShut)));
    }
    if state.moment.phase.is_some() {
        bindings.push(Binding::new(Key::Escape, "back", Action::Moment(MomentAction::Phase(None))));
        bindings.extend(now::bindings(&state.moment));
    } else {
        bindings.extend(question_bindings(data));
    }
    if let Some(offer) = data.offers.first() {
        // Enter repeats the latest routine, unless the arrows have moved the focus elsewhere.
        bindings.push(
            Binding::new(Key::Enter, "start", Action::Home(HomeAction::StartOffer(offer.index)))
                .unless_focused(),
        );
    }
    bindings.extend([
        Binding::new(Key::Char('/'), "all routines", Action::Go(Destination::Routines)),
        Binding::new(Key::Char('j'), "journal", Action::Go(Destination::Journal)),
        Binding::new(Key::Char(','), "settings", Action::Go(Destination::Settings)),
        Binding::new(Key::Char('?'), "is this dangerous?", Action::Go(Destination::Danger)),
        Binding::new(Key::F(1), "help", Action::ShowHelp),
        Binding::new(Key::F(11), "full screen", Action::ToggleFullScreen),
    ]);
    bindings
}

/// The keys before a phase is chosen.
fn question_bindings(data: &HomeData) -> Vec<Binding<Action>> {
    let mut bindings = Vec::new();
    if data.interrupted.is_some() {
        bindings.push(Binding::new(Key::Char('x'), "dismiss", Action::Home(HomeAction::DismissInterrupted)));
        bindings.push(Binding::hidden(Key::Char('g'), Action::Home(HomeAction::Resume)));
    }
    if data.was_dismissed {
        let undo = Action::Home(HomeAction::UndoDismissal);
        bindings.push(Binding::new(Key::Char('u'), "bring it back", undo));
    }
    if data.question.is_some() {
        bindings.push(Binding::hidden(Key::Char('l'), Action::Go(Destination::FollowUp)));
    }
    let phases = ('1'..).zip(Phase::ALL);
    bindings.extend(phases.map(|(digit, phase)| {
        Binding::hidden(Key::Char(digit), Action::Moment(MomentAction::Phase(Some(*phase))))
    }));
    bindings
}

/// Draws the question, and the offers once a phase is chosen.
pub fn home_ui(ui: &mut Ui, palette: &Palette, data: &HomeData, state: &mut HomeState) -> Option<Action> {
    let bindings = bindings(data, state);
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "home", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        match state.moment.phase {
            None => ask_ui(ui, palette, data, &bindings),
            Some(phase) => offers_ui(ui, palette, data, state, phase, &bindings),
        }
    });
    pressed.or(clicked)
}

/// The five phases, and what else can be done at once.
fn ask_ui(ui: &mut Ui, palette: &Palette, data: &HomeData, bindings: &[Binding<Action>]) -> Option<Action> {
    words_ui(ui, "How are you now?", Role::Heading, palette.text);
    for remark in &data.remarks {
        ui.add_space(8.0);
        words_ui(ui, remark, Role::Note, palette.quiet);
    }
    ui.add_space(16.0);
    let mut rows = Vec::new();
    let open = [
        (&data.interrupted, Action::Home(HomeAction::Resume)),
        (&data.question, Action::Go(Destination::FollowUp)),
        (&data.attack, NOTE_ATTACK),
    ];
    for (follow_up, action) in open {
        if let Some(follow_up) = follow_up {
            let row = Row::new(&follow_up.title).key(key_of(bindings, &action)).below(&follow_up.below);
            rows.push((row_ui(ui, palette, &row), action));
        }
    }
    for phase in Phase::ALL {
        let (name, action) = (capitalised(phase.plain()), Action::Moment(MomentAction::Phase(Some(*phase))));
        let row = Row::new(&name).key(key_of(bindings, &action)).large();
        rows.push((row_ui(ui, palette, &row), action));
    }
    if let Some(offer) = data.offers.first() {
        ui.add_space(12.0);
        let width = ui.available_width();
        let line = ui.allocate_space(egui::vec2(width, 1.5)).1;
        ui.painter().hline(line.x_range(), line.center().y, egui::Stroke::new(1.5, palette.line));
        ui.add_space(12.0);
        rows.push(offer_row_ui(ui, palette, offer, true, bindings));
    }
    // No row has the focus at first, so that Enter starts the last one here.
    chosen(ui, &rows, &mut true)
}

/// The offers, the best first.
fn offers_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &HomeData,
    state: &mut HomeState,
    phase: Phase,
    bindings: &[Binding<Action>],
) -> Option<Action> {
    // In a low window, what can be started comes first.
    let is_low = ui.clip_rect().height() < LOW;
    let mut action = None;
    if !is_low {
        words_ui(ui, "How are you now?", Role::Heading, palette.text);
        ui.add_space(16.0);
        action = phase_ui(ui, palette, Some(phase));
        ui.add_space(16.0);
    }
    if data.offers.is_empty() {
        let none = "No routine suits you right now. Press / to see them all.";
        words_ui(ui, none, Role::Body, palette.quiet);
    }
    let mut rows = Vec::new();
    rows.extend(data.offers.iter().map(|offer| offer_row_ui(ui, palette, offer, false, bindings)));
    if let Some(follow_up) = &data.attack {
        let key = key_of(bindings, &NOTE_ATTACK);
        let row = Row::new(&follow_up.title).key(key).with_room_for_a_word().below(&follow_up.below);
        rows.push((row_ui(ui, palette, &row), NOTE_ATTACK));
    }
    action = chosen(ui, &rows, &mut state.focused).or(action);
    for later in &data.later {
        ui.add_space(8.0);
        words_ui(ui, later, Role::Note, palette.quiet);
    }
    ui.add_space(24.0);
    if is_low {
        words_ui(ui, "How are you now?", Role::Heading, palette.text);
        ui.add_space(16.0);
        action = phase_ui(ui, palette, Some(phase)).or(action);
        ui.add_space(16.0);
    }
    action = now_ui(ui, palette, &state.moment).or(action);
    ui.add_space(16.0);
    for remark in &data.remarks {
        words_ui(ui, remark, Role::Note, palette.quiet);
    }
    action
}

fn offer_row_ui(
    ui: &mut Ui,
    palette: &Palette,
    offer: &Offer,
    is_next: bool,
    bindings: &[Binding<Action>],
) -> (egui::Response, Action) {
    let start = Action::Home(HomeAction::StartOffer(offer.index));
    let row = Row::new(&offer.title).key(key_of(bindings, &start)).with_room_for_a_word();
    let row = row.below(&offer.why).right(&offer.minutes);
    (row_ui(ui, palette, &if is_next { row.next() } else { row }), start)
}

/// The row that was chosen, by a click or with Enter. The arrows move between rows.
fn chosen(ui: &Ui, rows: &[(egui::Response, Action)], focused: &mut bool) -> Option<Action> {
    let responses: Vec<&egui::Response> = rows.iter().map(|(row, _)| row).collect();
    move_between(ui, &responses, focused, None);
    rows.iter().find(|(row, _)| row.clicked()).map(|(_, action)| *action)
}
