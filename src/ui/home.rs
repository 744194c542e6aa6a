//! The first screen: how is it now? One key each; what suits is offered under it.

use egui::{Key, Ui};

use super::actions::{Action, Destination, HomeAction, Say};
use super::now::{now_key, now_ui, phase_ui};
use super::parts::{KeyHint, Row, move_between, page_ui, row_ui, takes};
use super::routines::capitalised;
use super::text::words_ui;
use super::theme::{Palette, Role};
use crate::offers::Offer;
use crate::ron_reader::Vocabulary as _;
use crate::routine::Phase;
use crate::safety::Moment;

/// Something left open, to be taken up or let go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// What it is: `Cold on the forehead was interrupted`.
    pub title: String,
    /// What there is to it: `6:10 left`.
    pub below: String,
}

/// What the first screen is given.
#[derive(Clone, Debug, Default)]
pub struct HomeData {
    /// A session that ended without its person.
    pub interrupted: Option<FollowUp>,
    /// A session of two hours ago, or of yesterday, to be asked about.
    pub question: Option<FollowUp>,
    /// An attack that goes on.
    pub attack: Option<FollowUp>,
    /// What suits the phase, the best first; before a phase is said, what Enter starts.
    pub offers: Vec<Offer>,
    /// Sentences on what is not as it should be.
    pub remarks: Vec<String>,
}

/// What the first screen remembers.
#[derive(Clone, Debug, Default)]
pub struct HomeState {
    /// How it is now, as far as that is said.
    pub moment: Moment,
    /// Whether the first row has had the keyboard.
    pub focused: bool,
}

/// The keys of the phases, in their order.
const PHASE_KEYS: [(Key, &str); 5] =
    [(Key::Num1, "1"), (Key::Num2, "2"), (Key::Num3, "3"), (Key::Num4, "4"), (Key::Num5, "5")];

/// Asks how it is, and offers what suits.
pub fn home_ui(ui: &mut Ui, palette: &Palette, data: &HomeData, state: &mut HomeState) -> Option<Action> {
    let mut keys = vec![
        KeyHint { key: "/", does: "all routines", action: Action::Go(Destination::Routines) },
        KeyHint { key: "J", does: "journal", action: Action::Go(Destination::Journal) },
        KeyHint { key: ",", does: "settings", action: Action::Go(Destination::Settings) },
        KeyHint { key: "?", does: "is this dangerous?", action: Action::Go(Destination::Danger) },
        KeyHint { key: "F1", does: "help", action: Action::ShowHelp },
    ];
    if state.moment.phase.is_none() && data.interrupted.is_some() {
        keys.insert(
            0,
            KeyHint { key: "X", does: "let it go", action: Action::Home(HomeAction::DismissInterrupted) },
        );
    }
    if state.moment.phase.is_some() {
        keys.insert(0, KeyHint { key: "Esc", does: "ask again", action: Action::Say(Say::Phase(None)) });
    }
    if is_in_attack(state) && data.attack.is_none() {
        keys.insert(0, KeyHint { key: "A", does: "note the attack", action: NOTE_ATTACK });
    }
    let pressed = key(ui, data, state);
    let clicked = page_ui(ui, palette, "home", &keys, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        match state.moment.phase {
            None => ask_ui(ui, palette, data),
            Some(phase) => offers_ui(ui, palette, data, state, phase),
        }
    });
    pressed.or(clicked)
}

const NOTE_ATTACK: Action = Action::Go(Destination::Attack);

fn is_in_attack(state: &HomeState) -> bool {
    matches!(state.moment.phase, Some(Phase::Attack | Phase::Aura))
}

fn key(ui: &Ui, data: &HomeData, state: &HomeState) -> Option<Action> {
    let shared = [
        (Key::Slash, Action::Go(Destination::Routines)),
        (Key::J, Action::Go(Destination::Journal)),
        (Key::Comma, Action::Go(Destination::Settings)),
        (Key::Questionmark, Action::Go(Destination::Danger)),
    ];
    if let Some((_, action)) = shared.into_iter().find(|(key, _)| takes(ui, *key)) {
        return Some(action);
    }
    if (data.attack.is_some() || is_in_attack(state)) && takes(ui, Key::A) {
        return Some(NOTE_ATTACK);
    }
    // Enter is for what was done last, unless the arrows have led elsewhere.
    let nothing_is_focused = ui.memory(egui::Memory::focused).is_none();
    if let Some(offer) = data.offers.first()
        && nothing_is_focused
        && takes(ui, Key::Enter)
    {
        return Some(Action::Home(HomeAction::StartOffer(offer.index)));
    }
    if state.moment.phase.is_some() {
        let said = now_key(ui, &state.moment);
        return said.or_else(|| takes(ui, Key::Escape).then_some(Action::Say(Say::Phase(None))));
    }
    if data.interrupted.is_some() && takes(ui, Key::G) {
        return Some(Action::Home(HomeAction::Resume));
    }
    if data.interrupted.is_some() && takes(ui, Key::X) {
        return Some(Action::Home(HomeAction::DismissInterrupted));
    }
    if data.question.is_some() && takes(ui, Key::L) {
        return Some(Action::Go(Destination::FollowUp));
    }
    let phases = Phase::ALL.iter().zip(PHASE_KEYS);
    let said = phases.into_iter().find(|(_, (key, _))| takes(ui, *key));
    said.map(|(phase, _)| Action::Say(Say::Phase(Some(*phase))))
}

/// The five answers, and what else there is to do at once.
fn ask_ui(ui: &mut Ui, palette: &Palette, data: &HomeData) -> Option<Action> {
    words_ui(ui, "How is it now?", Role::Heading, palette.text);
    for remark in &data.remarks {
        ui.add_space(8.0);
        words_ui(ui, remark, Role::Note, palette.quiet);
    }
    ui.add_space(16.0);
    let mut rows = Vec::new();
    let open = [
        (&data.interrupted, "G", Action::Home(HomeAction::Resume)),
        (&data.question, "L", Action::Go(Destination::FollowUp)),
        (&data.attack, "A", NOTE_ATTACK),
    ];
    for (end, key, action) in open {
        if let Some(end) = end {
            rows.push((row_ui(ui, palette, &Row::new(&end.title).key(key).below(&end.below)), action));
        }
    }
    for (phase, (_, key)) in Phase::ALL.iter().zip(PHASE_KEYS) {
        let name = capitalised(phase.plain());
        rows.push((
            row_ui(ui, palette, &Row::new(&name).key(key).large()),
            Action::Say(Say::Phase(Some(*phase))),
        ));
    }
    if let Some(offer) = data.offers.first() {
        ui.add_space(12.0);
        let width = ui.available_width();
        let line = ui.allocate_space(egui::vec2(width, 1.5)).1;
        ui.painter().hline(line.x_range(), line.center().y, egui::Stroke::new(1.5, palette.line));
        ui.add_space(12.0);
        rows.push((
            offer_row_ui(ui, palette, offer, "Enter", true),
            Action::Home(HomeAction::StartOffer(offer.index)),
        ));
    }
    // No row has the keyboard at first: Enter means the last one here.
    chosen(ui, &rows, &mut true)
}

/// What suits, the best first.
fn offers_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &HomeData,
    state: &mut HomeState,
    phase: Phase,
) -> Option<Action> {
    words_ui(ui, "How is it now?", Role::Heading, palette.text);
    ui.add_space(16.0);
    let mut action = phase_ui(ui, palette, Some(phase));
    ui.add_space(16.0);
    if data.offers.is_empty() {
        let none = "No routine is made for this. All routines are one key away.";
        words_ui(ui, none, Role::Body, palette.quiet);
    }
    let mut rows = Vec::new();
    for (index, offer) in data.offers.iter().enumerate() {
        let key = if index == 0 { "Enter" } else { "" };
        rows.push((
            offer_row_ui(ui, palette, offer, key, false),
            Action::Home(HomeAction::StartOffer(offer.index)),
        ));
    }
    if let Some(end) = &data.attack {
        let row = Row::new(&end.title).key("A").with_room_for_a_word().below(&end.below);
        rows.push((row_ui(ui, palette, &row), NOTE_ATTACK));
    }
    action = chosen(ui, &rows, &mut state.focused).or(action);
    ui.add_space(24.0);
    action = now_ui(ui, palette, &state.moment).or(action);
    ui.add_space(16.0);
    for remark in &data.remarks {
        words_ui(ui, remark, Role::Note, palette.quiet);
    }
    action
}

fn offer_row_ui(ui: &mut Ui, palette: &Palette, offer: &Offer, key: &str, is_next: bool) -> egui::Response {
    let row = Row::new(&offer.title).key(key).with_room_for_a_word().below(&offer.why).right(&offer.minutes);
    row_ui(ui, palette, &if is_next { row.next() } else { row })
}

/// The row that was chosen, by a click or by Enter; the arrows go from row to row.
fn chosen(ui: &Ui, rows: &[(egui::Response, Action)], focused: &mut bool) -> Option<Action> {
    let responses: Vec<&egui::Response> = rows.iter().map(|(row, _)| row).collect();
    move_between(ui, &responses, focused, None);
    rows.iter().find(|(row, _)| row.clicked()).map(|(_, action)| *action)
}
