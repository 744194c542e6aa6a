//! The page of an attack: one line through time, from the first signs to the day after. While the attack goes on, this is
//! where the next step is; afterwards it is what there is to know of it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use egui::{Align, Response, Role as Access, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::Action;
use super::super::actions::Destination;
use super::super::keys::{Binding, Key, key_of, pressed};
use super::super::routines::capitalised;
use super::super::text::{laid_out, words_ui};
use super::super::theme::{Palette, Role};
use super::super::widgets::{next_thing_ui, page_ui};
use super::JournalAction;
use super::attack::corrections_ui;
use crate::customs::written;
use crate::journal::course::{Course, CoursePoint};

pub mod words;

use words::{lasting, noted, told};

/// The width of the line, and the space below each point.
const LINE: f32 = 36.0;
const APART: f32 = 14.0;
/// The radius of a point.
const DOT: f32 = 5.0;

/// The data of the page.
#[derive(Clone, Debug, Default)]
pub struct CourseState {
    /// The line.
    pub course: Course,
    /// The present.
    pub now: DateTime<FixedOffset>,
    /// Whether the attack goes on.
    pub is_open: bool,
    /// Whether a question about one of its sessions waits for its answer.
    pub has_question: bool,
    /// Whether the present still has to be scrolled into sight.
    pub is_to_be_shown: bool,
    /// What is in the way of starting anything, if the attack is an unusual one.
    pub warning: Option<String>,
    /// What stood before its corrections, a line each.
    pub corrections: Vec<String>,
}

const ANSWER: Action = Action::Go(Destination::FollowUp);
const HELP: Action = Action::Journal(JournalAction::HelpNow);

impl CourseState {
    /// What Enter does, and its words: the one thing to do next.
    fn next_thing(&self) -> Option<(Action, &'static str)> {
        if self.has_question {
            Some((ANSWER, "Say how it is now"))
        } else if self.is_open && self.warning.is_none() {
            Some((HELP, "What can help now"))
        } else {
            None
        }
    }
}

/// The keys of this page.
#[must_use]
pub fn bindings(state: &CourseState) -> Vec<Binding<Action>> {
    let mut bindings = Vec::new();
    if let Some((action, _)) = state.next_thing() {
        let hint = if action == ANSWER { "answer" } else { "help" };
        bindings.push(Binding::new(Key::Enter, hint, action).unless_focused());
    }
    let ask = |key, does, action| Binding::new(key, does, Action::Journal(action));
    if state.is_open {
        bindings.push(ask(Key::Char('o'), "it's over", JournalAction::EndAttack));
        bindings.push(ask(Key::Char('m'), "medicine", JournalAction::AddMedicine));
    }
    bindings.push(ask(Key::Char('c'), "add or correct", JournalAction::Correct));
    if !state.corrections.is_empty() {
        bindings.push(ask(Key::Char('z'), "undo the correction", JournalAction::UndoCorrection));
    }
    bindings.push(ask(Key::Delete, "delete", JournalAction::Delete));
    bindings.push(ask(Key::Escape, "back", JournalAction::Back));
    bindings
}

/// Draws the page.
pub fn course_ui(ui: &mut Ui, palette: &Palette, state: &mut CourseState) -> Option<Action> {
    let bindings = bindings(state);
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "journal attack", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let attack = state.course.attack.clone();
        let attack = &attack;
        words_ui(ui, "The attack", Role::Heading, palette.text);
        let began = written(attack.started, "%A %-d %B %Y, %H:%M");
        let lasted = if state.is_open {
            format!("for {} so far", lasting(state.now - attack.started))
        } else {
            attack.length().map_or("end not noted".to_owned(), |length| format!("lasted {}", lasting(length)))
        };
        words_ui(ui, &format!("{began} · {lasted}"), Role::Body, palette.quiet);
        if let Some(warning) = &state.warning {
            ui.add_space(8.0);
            words_ui(ui, warning, Role::Strong, palette.text);
        }
        let mut action = None;
        if let Some((next, words)) = state.next_thing() {
            ui.add_space(16.0);
            if next_thing_ui(ui, palette, words, key_of(&bindings, &next)).clicked() {
                action = Some(next);
            }
        }
        ui.add_space(16.0);
        line_ui(ui, palette, state);
        ui.add_space(8.0);
        let noted = noted(attack);
        if !noted.is_empty() {
            words_ui(ui, &capitalised(&noted.join(" · ")), Role::Body, palette.text);
        }
        let note = attack.note.trim();
        if !note.is_empty() {
            ui.add_space(8.0);
            words_ui(ui, &format!("“{note}”"), Role::Body, palette.text);
        }
        corrections_ui(ui, palette, &state.corrections);
        ui.add_space(16.0);
        action
    });
    pressed.or(clicked)
}

/// What a row of the line is.
enum RowOnLine<'a> {
    Point(&'a CoursePoint),
    /// Between what is past and what is to come.
    Now,
}

fn line_ui(ui: &mut Ui, palette: &Palette, state: &mut CourseState) {
    let mut is_to_be_shown = std::mem::take(&mut state.is_to_be_shown);
    let points = &state.course.points;
    let past = state.course.past(state.now);
    let mut rows: Vec<RowOnLine<'_>> = points.iter().map(RowOnLine::Point).collect();
    if state.is_open || past < points.len() {
        rows.insert(past, RowOnLine::Now);
    }
    let times = rows.iter().map(|row| width_of(ui, palette, &clock(at(row, state))));
    let times = times.fold(0.0, f32::max);
    // By the clock of its own place; where that changes, it is said which.
    let is_mixed = rows.iter().any(|row| at(row, state).offset() != at(&rows[0], state).offset());
    let mut day: Option<(NaiveDate, FixedOffset)> = None;
    let mut before: Option<f32> = None;
    for row in &rows {
        let at = at(row, state);
        if day != Some((at.date_naive(), *at.offset())) {
            day = Some((at.date_naive(), *at.offset()));
            let zone = if is_mixed { format!(" (UTC{})", at.format("%:z")) } else { String::new() };
            day_ui(ui, palette, &format!("{}{zone}", written(at, "%A %-d %B")), times);
        }
        let from = before;
        let (response, y) = row_ui(ui, palette, row, state, times, from);
        before = Some(y);
        if matches!(row, RowOnLine::Now) && std::mem::take(&mut is_to_be_shown) {
            response.scroll_to_me(Some(Align::Center));
        }
    }
}

/// A day, beside the line.
fn day_ui(ui: &mut Ui, palette: &Palette, day: &str, times: f32) {
    let words = laid_out(ui, day, Role::Note, Role::Note.size(), palette.quiet, ui.available_width());
    let size = vec2(ui.available_width(), words.size().y + 8.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, day));
    ui.painter().galley(rect.min + vec2(times + LINE, 0.0), words, palette.quiet);
}

fn at(row: &RowOnLine<'_>, state: &CourseState) -> DateTime<FixedOffset> {
    match row {
        RowOnLine::Point(point) => point.at,
        RowOnLine::Now => state.now,
    }
}

fn clock(at: DateTime<FixedOffset>) -> String {
    written(at, "%H:%M")
}

fn width_of(ui: &Ui, palette: &Palette, text: &str) -> f32 {
    laid_out(ui, text, Role::Body, Role::Body.size(), palette.quiet, f32::INFINITY).size().x
}

/// Draws one row, and the line up to the dot before it, which is at `from`. Returns the row, and where its own dot is.
fn row_ui(
    ui: &mut Ui,
    palette: &Palette,
    row: &RowOnLine<'_>,
    state: &CourseState,
    times: f32,
    from: Option<f32>,
) -> (Response, f32) {
    let (title, below) = match row {
        RowOnLine::Point(point) => told(point, &state.course.attack, state.now),
        RowOnLine::Now => ("Now".to_owned(), String::new()),
    };
    let (time, is_now) = (clock(at(row, state)), matches!(row, RowOnLine::Now));
    let is_to_come = at(row, state) > state.now;
    let (colour, role) = match (is_now, is_to_come) {
        (true, _) => (palette.text, Role::Strong),
        (false, true) => (palette.quiet, Role::Body),
        (false, false) => (palette.text, Role::Body),
    };
    let whole = ui.available_width();
    let room = (whole - times - LINE).max(80.0);
    let title_laid = laid_out(ui, &title, role, role.size(), colour, room);
    let below_laid = laid_out(ui, &below, Role::Note, Role::Note.size(), palette.quiet, room);
    let below_height = if below.is_empty() { 0.0 } else { below_laid.size().y };
    let height = title_laid.size().y + below_height + APART;
    let (rect, response) = ui.allocate_exact_size(vec2(whole, height), Sense::empty());
    let spoken = [time.as_str(), &title, &below].into_iter().filter(|part| !part.is_empty());
    let spoken = spoken.collect::<Vec<_>>().join(", ");
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, spoken.clone()));
    let x = rect.left() + times + LINE / 2.0;
    // Beside the middle of the first line of words.
    let first = title_laid.rows.first().map_or(title_laid.size().y, |row| row.height());
    let y = rect.top() + first / 2.0;
    let painter = ui.painter();
    if let Some(from) = from {
        let thin = Stroke::new(1.5, palette.line);
        painter.line_segment([pos2(x, from + DOT + 3.0), pos2(x, y - DOT - 3.0)], thin);
    }
    if is_now {
        painter.hline(x - DOT * 1.6..=x + DOT * 1.6, y, Stroke::new(3.0, palette.text));
    } else if is_to_come {
        painter.circle_stroke(pos2(x, y), DOT, Stroke::new(1.5, palette.quiet));
    } else {
        painter.circle_filled(pos2(x, y), DOT, palette.text);
    }
    let time = laid_out(ui, &time, Role::Body, Role::Body.size(), palette.quiet, f32::INFINITY);
    painter.galley(pos2(rect.left() + times - time.size().x, rect.top()), time, palette.quiet);
    let words_at = pos2(rect.left() + times + LINE, rect.top());
    let below_at = words_at + vec2(0.0, title_laid.size().y);
    painter.galley(words_at, title_laid, colour);
    painter.galley(below_at, below_laid, palette.quiet);
    (response, y)
}
