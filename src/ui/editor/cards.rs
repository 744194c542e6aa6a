//! The steps as cards, one below the other as they are done.

use std::collections::BTreeMap;

use egui::{
    Align2, CursorIcon, Rect, Response, Role as Access, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::super::figure::{FigureColours, Subject, draw};
use super::super::text::laid_out_in_line;
use super::super::theme::{Palette, Role};
use super::super::widgets::move_between;
use super::EditorState;
use crate::editing::{Edit, List, Outline, Part, StepPath};
use crate::ron_reader::Severity;
use crate::time::{ExactDuration, Position};

/// What is known of a step once the file has been read: as it is played this time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepFacts {
    /// What it is called.
    pub name: String,
    /// What it does, in a few words.
    pub about: String,
    /// What its figure shows.
    pub subject: Option<Subject>,
    /// When it is done first; nothing if it is not done.
    pub start: Option<Position>,
    /// How long it lasts each time.
    pub lasts: Option<ExactDuration>,
    /// How it differs from what is written, a few words each.
    pub marks: Vec<String>,
    /// The worst that is wrong in it.
    pub problem: Option<Severity>,
    /// What can stand in brackets in its words.
    pub placeholders: Vec<String>,
    /// How long its words take, by the names of their fields and the codes of their languages.
    pub speech: BTreeMap<(String, &'static str), ExactDuration>,
}

/// A step on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The step.
    pub path: StepPath,
    /// How far in it is: how many others hold it.
    pub depth: usize,
    /// What stands above it, where a list of its own begins.
    pub above: Option<&'static str>,
    /// Whether others can be put into it.
    pub holds_others: bool,
    /// What is known of it.
    pub facts: StepFacts,
}

/// The cards of a routine, in the order in which they are done.
#[must_use]
pub fn cards(outline: &Outline, facts: &BTreeMap<StepPath, StepFacts>) -> Vec<Card> {
    let mut found = Vec::new();
    if let Some(steps) = &outline.steps {
        gather(steps, &StepPath::default(), false, facts, &mut found);
    }
    found
}

fn gather(
    list: &List,
    of: &StepPath,
    is_of_question: bool,
    facts: &BTreeMap<StepPath, StepFacts>,
    found: &mut Vec<Card>,
) {
    for (index, item) in list.items.iter().enumerate() {
        let path = of.inner(list.part, index);
        let unread = || StepFacts { name: "A step that can't be read".into(), ..StepFacts::default() };
        let mut facts_here = facts.get(&path).cloned().unwrap_or_else(unread);
        let kind = item.step.as_ref().map_or("", |step| &*step.kind);
        if facts_here.name.is_empty() {
            kind.clone_into(&mut facts_here.name);
        }
        let above = match list.part {
            Part::Softer => Some("The softer way"),
            Part::Steps if is_of_question => Some("If it's fine"),
            Part::Steps | Part::Instead | Part::Weeks => None,
        };
        found.push(Card {
            depth: path.depth(),
            above: above.filter(|_| index == 0),
            holds_others: matches!(kind, "Repeat" | "EachSide" | "Ask"),
            facts: facts_here,
            path: path.clone(),
        });
        let Some(step) = &item.step else { continue };
        for list in step.lists.iter().filter(|list| list.part != Part::Instead) {
            gather(list, &path, kind == "Ask", facts, found);
        }
    }
}

/// Where to put a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before the one above it, or out of what holds it.
    Up,
    /// Behind the one below it, or out of what holds it.
    Down,
    /// Out of what holds it, behind it.
    Out,
    /// Into what is above it.
    In,
}

/// The change that moves a step in a direction; nothing where it cannot go further.
#[must_use]
pub fn moved(outline: &Outline, step: &StepPath, direction: Direction) -> Option<Edit> {
    let (outer, part, index) = step.outer()?;
    let count = outline.list(&outer, part)?.items.len();
    let to =
        |of: StepPath, part: Part, index: usize| Some(Edit::Move { step: step.clone(), of, part, index });
    let out = |behind: usize| {
        let (of, part, index) = outer.outer()?;
        to(of, part, index + behind)
    };
    match direction {
        Direction::Up if index > 0 => to(outer, part, index - 1),
        Direction::Up => out(0),
        Direction::Down if index + 1 < count => to(outer, part, index + 2),
        Direction::Down | Direction::Out => out(1),
        Direction::In => {
            let before = outer.inner(part, index.checked_sub(1)?);
            let inside = outline.list(&before, Part::Steps)?.items.len();
            to(before, Part::Steps, inside)
        }
    }
}

/// What was done with the cards.
#[derive(Clone, Debug, PartialEq)]
pub enum Chosen {
    /// This one is looked at.
    Card(usize),
    /// This one is to be changed.
    Form(usize),
    /// A step was dropped somewhere else.
    Moved(Edit),
}

const HEIGHT: f32 = 60.0;
const TIMES: f32 = 56.0;
const PICTURE: f32 = 44.0;
const IN: f32 = 20.0;

/// Draws the cards; the one at `selected` is looked at, the one at `heard` is being played.
pub fn cards_ui(
    ui: &mut Ui,
    palette: &Palette,
    cards: &[Card],
    (selected, heard): (Option<usize>, Option<usize>),
    state: &mut EditorState,
) -> Option<Chosen> {
    ui.spacing_mut().item_spacing.y = 2.0;
    let mut chosen = None;
    let mut rows = Vec::new();
    // After a change, the focus comes to the card that is selected, or to the form; until then, the selection does not
    // follow it.
    let follows = !(state.focuses_card || state.focuses_form || state.goes_on);
    for (index, card) in cards.iter().enumerate() {
        if let Some(above) = card.above {
            let indent = indent(card);
            let galley =
                laid_out_in_line(ui, above, Role::Note, palette.quiet, ui.available_width() - indent);
            let (rect, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y + 6.0), Sense::empty());
            ui.painter().galley(pos2(rect.left() + indent, rect.top() + 4.0), galley, palette.quiet);
        }
        let response = card_ui(ui, palette, card, (selected == Some(index), heard == Some(index)));
        if response.clicked() {
            chosen = Some(if selected == Some(index) { Chosen::Form(index) } else { Chosen::Card(index) });
            response.request_focus();
        } else if follows && response.has_focus() && selected != Some(index) {
            chosen = Some(Chosen::Card(index));
        }
        rows.push(response);
    }
    if let Some(edit) = dragged(ui, palette, cards, &rows, state) {
        chosen = Some(Chosen::Moved(edit));
    }
    let responses: Vec<&Response> = rows.iter().collect();
    let focused = ui.memory(egui::Memory::focused);
    state.in_panel = focused.is_some() && !rows.iter().any(Response::has_focus);
    if state.in_panel && !state.focuses_card {
        return chosen;
    }
    state.in_panel = false;
    // Where nothing else has the focus, a card has it.
    let mut is_focused = focused.is_some() && !std::mem::take(&mut state.focuses_card);
    move_between(ui, &responses, &mut is_focused, selected);
    chosen
}

#[allow(clippy::cast_precision_loss)] // A handful.
fn indent(card: &Card) -> f32 {
    TIMES + IN * card.depth as f32
}

fn card_ui(ui: &mut Ui, palette: &Palette, card: &Card, (is_selected, is_heard): (bool, bool)) -> Response {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click_and_drag());
    let facts = &card.facts;
    let mut below = facts.about.clone();
    for mark in &facts.marks {
        below = if below.is_empty() { mark.clone() } else { format!("{mark} · {below}") };
    }
    let start = facts.start.map(|start| start.from_start().clock()).unwrap_or_default();
    let lasts = facts.lasts.map(|lasts| lasts.to_string()).unwrap_or_default();
    let problem = match facts.problem {
        Some(Severity::Error) => "has an error",
        Some(Severity::Warning) => "something to check",
        Some(Severity::Note) | None => "",
    };
    let parts = [&facts.name, &*below, &*start, &*lasts, problem];
    let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<&str>>().join(", ");
    response.widget_info(|| WidgetInfo::selected(Access::ListItem, true, is_selected, name.clone()));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    let sheet = rect.with_min_x(rect.left() + indent(card));
    let fill = if is_selected || response.hovered() { palette.raised } else { egui::Color32::TRANSPARENT };
    let stroke = Stroke::new(
        if is_selected { 2.0 } else { 1.0 },
        if is_selected { palette.text } else { palette.line },
    );
    painter.rect(sheet, 10.0, fill, stroke, StrokeKind::Inside);
    if is_heard {
        painter.vline(sheet.left() + 2.0, sheet.shrink(10.0).y_range(), Stroke::new(3.0, palette.accent));
    }
    let time = laid_out_in_line(ui, &start, Role::Note, palette.quiet, TIMES);
    painter.galley(pos2(rect.left(), rect.center().y - time.size().y / 2.0), time, palette.quiet);
    let picture = Rect::from_center_size(
        pos2(sheet.left() + 10.0 + PICTURE / 2.0, sheet.center().y),
        vec2(PICTURE, PICTURE),
    );
    if let Some(subject) = facts.subject {
        let ground = if fill == palette.raised { palette.raised } else { palette.ground };
        let colours = FigureColours { line: palette.quiet, accent: palette.text, ground };
        draw(&ui.painter_at(picture.intersect(sheet.shrink(3.0))), picture, subject, colours);
    }
    let right = laid_out_in_line(ui, &lasts, Role::Note, palette.quiet, 90.0);
    let right_at =
        Align2::RIGHT_CENTER.anchor_size(pos2(sheet.right() - 12.0, sheet.center().y), right.size());
    let left = picture.right() + 10.0;
    let room = (right_at.left() - left - 8.0).max(20.0);
    painter.galley(right_at.min, right, palette.quiet);
    let sign = if facts.problem.is_some_and(|worst| worst <= Severity::Warning) { "! " } else { "" };
    let title = laid_out_in_line(ui, &format!("{sign}{}", facts.name), Role::Body, palette.text, room);
    let about = laid_out_in_line(ui, &below, Role::Note, palette.quiet, room);
    let high = title.size().y + if below.is_empty() { 0.0 } else { about.size().y - 4.0 };
    let top = sheet.center().y - high / 2.0;
    let title_high = title.size().y;
    painter.galley(pos2(left, top), title, palette.text);
    if !below.is_empty() {
        painter.galley(pos2(left, top + title_high - 4.0), about, palette.quiet);
    }
    response
}

/// Follows a card that is dragged; gives the change when it is dropped.
fn dragged(
    ui: &Ui,
    palette: &Palette,
    cards: &[Card],
    rows: &[Response],
    state: &mut EditorState,
) -> Option<Edit> {
    if let Some(index) = rows.iter().position(Response::drag_started) {
        state.dragged = cards.get(index).map(|card| card.path.clone());
    }
    let step = state.dragged.clone()?;
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    let pointer = ui.ctx().pointer_latest_pos();
    let place = pointer.and_then(|pointer| place_of(cards, rows, pointer, &step));
    if let Some((_, line)) = &place {
        ui.painter().hline(line.x_range(), line.top(), Stroke::new(3.0, palette.accent));
    }
    if ui.input(|input| input.pointer.any_down()) {
        let name = cards.iter().find(|card| card.path == step).map(|card| &*card.facts.name);
        if let (Some(pointer), Some(name)) = (pointer, name) {
            let galley = laid_out_in_line(ui, name, Role::Body, palette.text, 320.0);
            let at = pointer + vec2(14.0, 6.0);
            let rect = Rect::from_min_size(at, galley.size()).expand2(vec2(12.0, 6.0));
            let over = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("the card that is dragged"));
            let ink = ui.ctx().layer_painter(over);
            ink.rect(rect, 10.0, palette.raised, Stroke::new(1.5, palette.line), StrokeKind::Inside);
            ink.galley(at, galley, palette.text);
        }
        return None;
    }
    state.dragged = None;
    place.map(|(edit, _)| edit)
}

/// Where a step would be put at a point, and the line that shows it.
fn place_of(cards: &[Card], rows: &[Response], pointer: egui::Pos2, step: &StepPath) -> Option<(Edit, Rect)> {
    let nearest = rows.iter().enumerate().min_by(|(_, one), (_, other)| {
        let far = |row: &Response| (row.rect.center().y - pointer.y).abs();
        far(one).total_cmp(&far(other))
    })?;
    let (index, row) = nearest;
    let card = cards.get(index)?;
    let is_above = pointer.y < row.rect.center().y;
    let sheet = row.rect.with_min_x(row.rect.left() + indent(card));
    let (of, part, at, line) = if is_above {
        let (of, part, at) = card.path.outer()?;
        (of, part, at, sheet.with_max_y(sheet.top()).with_min_y(sheet.top() - 1.0))
    } else if card.holds_others {
        let inside = sheet.with_min_x(sheet.left() + IN);
        (card.path.clone(), Part::Steps, 0, inside.with_min_y(sheet.bottom()))
    } else {
        let (of, part, at) = card.path.outer()?;
        (of, part, at + 1, sheet.with_min_y(sheet.bottom()))
    };
    (!of.is_within(step)).then(|| (Edit::Move { step: step.clone(), of, part, index: at }, line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editing::Document;

    const TEXT: &str = "(format: 1, title: \"A\", steps: [Rest(lasts: \"1s\"), Repeat(times: 2, steps: [Rest(lasts: \"2s\"), \
                        Rest(lasts: \"3s\")]), Ask(at_most: \"9s\", steps: [Rest(lasts: \"4s\")], softer: [Rest(lasts: \"5s\")])])";

    #[test]
    fn every_step_has_its_card_with_its_place() {
        let outline = Outline::of(TEXT).unwrap();
        let found = cards(&outline, &BTreeMap::new());
        let shown: Vec<(usize, bool, Option<&str>)> =
            found.iter().map(|card| (card.depth, card.holds_others, card.above)).collect();
        let plain = |depth| (depth, false, None);
        let holder = (0, true, None);
        let softer = (1, false, Some("The softer way"));
        let usual = (1, false, Some("If it's fine"));
        assert_eq!(shown, [plain(0), holder, plain(1), plain(1), holder, usual, softer]);
    }

    #[track_caller]
    fn check(step: &StepPath, direction: Direction, expected: Option<&str>) {
        let mut document = Document::new(TEXT.to_owned());
        let edit = moved(document.outline().unwrap(), step, direction);
        let order = edit.map(|edit| {
            document.apply(&edit, None).unwrap();
            document.text().chars().filter(char::is_ascii_digit).skip(1).collect::<String>()
        });
        assert_eq!(order.as_deref(), expected);
    }

    #[test]
    fn a_step_is_moved_past_its_neighbours_and_out_of_and_into_what_holds_it() {
        let inner = |index| StepPath::top(1).inner(Part::Steps, index);
        // The lengths of the steps in their order; the 2 before 23 is how often they are repeated, 9 the wait.
        check(&StepPath::top(0), Direction::Down, Some("2231945"));
        check(&StepPath::top(0), Direction::Up, None);
        check(&inner(1), Direction::Up, Some("1232945"));
        check(&inner(0), Direction::Up, Some("1223945"));
        check(&inner(1), Direction::Down, Some("1223945"));
        check(&inner(0), Direction::Out, Some("1232945"));
        check(&StepPath::top(2), Direction::In, Some("1223945"));
        check(&StepPath::top(1), Direction::In, None);
        check(&StepPath::top(2), Direction::Down, None);
    }
}
