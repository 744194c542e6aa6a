//! A month, day by day: attacks, sessions and medicine each have a shape of their own, and the chosen day is
//! described in words.

use chrono::{Datelike as _, NaiveDate};
use egui::{Id, Rect, Role as Access, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::super::Action;
use super::super::keys::{Binding, Key, pressed};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{focus_ring, page_ui};
use super::{JournalAction, View};
use crate::journal::Day;
use crate::plural::counted;
use crate::timeline::listing;

mod signs;

use signs::{Sign, signs_ui, word_at};

/// The greatest height of a day.
const HIGHEST: f32 = 68.0;

/// The data and the state of the page.
#[derive(Clone, Debug, Default)]
pub struct MonthState {
    /// The first day of the month.
    pub first: NaiveDate,
    /// The days that have any entry.
    pub days: Vec<Day>,
    /// The day that is described, and that Enter lists.
    pub chosen: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// Why the days cannot be shown.
    pub trouble: Option<String>,
    /// Whether the chosen day still has to scroll into view.
    moved: bool,
}

impl MonthState {
    /// The month that contains `day`, with that day chosen.
    #[must_use]
    pub fn of(day: NaiveDate, today: NaiveDate) -> Self {
        let first = day.with_day(1).unwrap_or(day);
        Self { first, chosen: day, today, ..Self::default() }
    }

    fn day(&self, date: NaiveDate) -> Option<&Day> {
        self.days.iter().find(|day| day.date == date)
    }

    fn choose(&mut self, by: i64) {
        let to = self.chosen + chrono::TimeDelta::days(by);
        if (to.year(), to.month()) == (self.first.year(), self.first.month()) {
            self.chosen = to;
            self.moved = true;
        }
    }
}

/// What a key of this page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Returns an action of the journal.
    Ask(JournalAction),
    /// Moves the choice by this many days, within the month.
    DayBy(i64),
}

/// The keys of this page. M and J, which lead here, also lead back.
#[must_use]
pub fn bindings() -> Vec<Binding<Press>> {
    const BACK: &[Key] = &[Key::Char('m'), Key::Char('j')];
    vec![
        Binding::new(Key::Left, "earlier", Press::Ask(JournalAction::MonthBy(-1))),
        Binding::new(Key::Right, "later", Press::Ask(JournalAction::MonthBy(1))),
        Binding::new(Key::Up, "day", Press::DayBy(-1)),
        Binding::new(Key::Down, "day", Press::DayBy(1)),
        Binding::new(Key::Enter, "show this day", Press::Ask(JournalAction::ListDay)),
        Binding::new(Key::Escape, "back", Press::Ask(JournalAction::Show(View::List))).also(BACK),
    ]
}

impl MonthState {
    fn take(&mut self, press: Press) -> Option<Action> {
        match press {
            Press::Ask(action) => return Some(Action::Journal(action)),
            Press::DayBy(days) => self.choose(days),
        }
        None
    }
}

/// Draws the month.
pub fn month_ui(ui: &mut Ui, palette: &Palette, state: &mut MonthState) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings).and_then(|press| state.take(press));
    let clicked = page_ui(ui, palette, "journal month", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, &state.first.format("%B %Y").to_string(), Role::Heading, palette.text);
        if let Some(trouble) = &state.trouble {
            words_ui(ui, trouble, Role::Body, palette.text);
        }
        words_ui(ui, &whole_month(&state.days), Role::Note, palette.quiet);
        ui.add_space(12.0);
        let action = days_ui(ui, palette, state);
        ui.add_space(16.0);
        words_ui(ui, &in_words(state.chosen, state.day(state.chosen)), Role::Body, palette.text);
        signs_ui(ui, palette);
        action.map(Press::Ask)
    });
    pressed.or_else(|| clicked.and_then(|press| state.take(press)))
}

/// `10 days with an attack · 15 sessions · medicine on 3 days`. Without any entry it gives no numbers: before the diary
/// began, zero would say that nothing happened.
fn whole_month(days: &[Day]) -> String {
    if days.is_empty() {
        return "Nothing was noted in this month.".to_owned();
    }
    let count = |holds: fn(&Day) -> bool| days.iter().filter(|day| holds(day)).count();
    let sessions: u32 = days.iter().map(|day| day.sessions).sum();
    let attack = counted(count(|day| day.attack), "day with an attack", "days with an attack");
    let sessions = counted(sessions as usize, "session", "sessions");
    format!("{attack} · {sessions} · medicine on {}", counted(count(|day| day.medicine > 0), "day", "days"))
}

/// `Tuesday 3 March: attack, worst pain 7; 2 sessions, 10 min; medicine twice.`
fn in_words(date: NaiveDate, day: Option<&Day>) -> String {
    let mut parts = Vec::new();
    if let Some(day) = day {
        let pain = day.worst_pain.map(|pain| format!("worst pain {pain}"));
        let attack = day.attack.then(|| "attack".to_owned());
        parts.extend(attack.into_iter().chain(pain));
        if day.sessions > 0 {
            let sessions = counted(day.sessions as usize, "session", "sessions");
            parts.push(format!("{sessions}, {} in all", listing::minutes(day.done)));
        }
        match day.medicine {
            0 => {}
            1 => parts.push("medicine once".into()),
            2 => parts.push("medicine twice".into()),
            times => parts.push(format!("medicine {times} times")),
        }
    }
    let content = if parts.is_empty() { "nothing noted".to_owned() } else { parts.join(", ") };
    format!("{}: {content}", date.format("%A %-d %B"))
}

fn days_ui(ui: &mut Ui, palette: &Palette, state: &mut MonthState) -> Option<JournalAction> {
    let width = ui.available_width();
    let cell = vec2(width / 7.0, (width / 7.0).min(HIGHEST));
    let heads = ui.allocate_space(vec2(width, 24.0)).1;
    let customs = crate::customs::current();
    for (place, name) in (0_u8..).zip(customs.week().map(|day| day.to_string())) {
        let middle = heads.left() + cell.x * (f32::from(place) + 0.5);
        let name = if cell.x < 44.0 { &name[..2] } else { &name };
        word_at(ui, egui::pos2(middle, heads.center().y), name, palette.quiet);
    }
    let before = state.first.weekday().days_since(customs.week_begins);
    let days: Vec<NaiveDate> =
        state.first.iter_days().take_while(|day| day.month() == state.first.month()).collect();
    let last = u32::try_from(days.len()).unwrap_or(31) + before;
    #[allow(clippy::cast_precision_loss)] // Six rows at most.
    let whole = ui.allocate_space(vec2(width, last.div_ceil(7) as f32 * cell.y)).1;
    let mut action = None;
    for (place, date) in (before..).zip(days) {
        #[allow(clippy::cast_precision_loss)]
        let min = whole.min + vec2((place % 7) as f32 * cell.x, (place / 7) as f32 * cell.y);
        let rect = Rect::from_min_size(min, cell).shrink(2.0);
        let response = ui.interact(rect, Id::unique(("a day of a month", place)), Sense::click());
        let (name, is_chosen) = (in_words(date, state.day(date)), date == state.chosen);
        response.widget_info(|| WidgetInfo::selected(Access::RadioButton, true, is_chosen, &name));
        if is_chosen && std::mem::take(&mut state.moved) {
            ui.scroll_to_rect_animation(rect, None, egui::style::ScrollAnimation::none());
        }
        day_ui(ui, palette, rect, date, state);
        focus_ring(ui, &response, palette);
        if response.clicked() {
            if is_chosen {
                action = Some(JournalAction::ListDay);
            }
            state.chosen = date;
        }
    }
    action
}

fn day_ui(ui: &Ui, palette: &Palette, rect: Rect, date: NaiveDate, state: &MonthState) {
    if date == state.chosen {
        let outline = Stroke::new(2.0, palette.accent);
        ui.painter().rect(rect, 12.0, palette.raised, outline, StrokeKind::Inside);
    }
    let number = egui::pos2(rect.center().x, rect.top() + rect.height() * 0.32);
    let colour = if date > state.today { palette.quiet } else { palette.text };
    word_at(ui, number, &date.day().to_string(), colour);
    if date == state.today {
        let below = number.y + 11.0;
        ui.painter().hline(number.x - 10.0..=number.x + 10.0, below, Stroke::new(1.5, palette.quiet));
    }
    let Some(day) = state.day(date) else { return };
    let signs: Vec<Sign> =
        [(day.attack, Sign::Attack), (day.sessions > 0, Sign::Session), (day.medicine > 0, Sign::Medicine)]
            .into_iter()
            .filter_map(|(holds, sign)| holds.then_some(sign))
            .collect();
    let apart = (rect.width() / 3.4).min(18.0);
    #[allow(clippy::cast_precision_loss)] // Three at most.
    let left = rect.center().x - apart * (signs.len().saturating_sub(1)) as f32 / 2.0;
    for (place, sign) in (0_u8..).zip(signs) {
        let at = egui::pos2(left + apart * f32::from(place), rect.top() + rect.height() * 0.74);
        sign.draw(ui, palette, at);
    }
}
