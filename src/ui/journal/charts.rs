//! The charts: pain before and after by routine, and the months. Every dot has its number beside it.

use chrono::Datelike as _;
use egui::{Align2, RichText, Role as Access, Ui, Vec2b, WidgetInfo};
use egui_plot::{Line, MarkerShape, Plot, PlotPoint, PlotPoints, PlotUi, Points, Text};

use super::super::Action;
use super::super::keys::{Binding, pressed};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{page_ui, section_ui};
use super::back_to_list;
use crate::journal::summary::months::{ABOUT_DAYS, Month};
use crate::journal::summary::{BeforeAfter, CANNOT_SHOW, FEWEST};

/// The height of one routine, and of one row of months.
const OF_ROUTINE: f32 = 76.0;
const OF_MONTHS: f32 = 164.0;

/// The limits of the pain axis, with room for a number at either end.
const LEFT: f64 = -0.5;
const RIGHT: f64 = 10.5;
/// Below this distance between months, their names are single letters.
const NARROW: f32 = 40.0;

/// The data of the page.
#[derive(Clone, Debug, Default)]
pub struct ChartsState {
    /// Pain before and after, with the routine's title.
    pub pain: Vec<(String, BeforeAfter)>,
    /// The last twelve months.
    pub months: Vec<Month>,
    /// Why the charts cannot be shown.
    pub trouble: Option<String>,
}

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![back_to_list()]
}

/// Draws the charts.
pub fn charts_ui(ui: &mut Ui, palette: &Palette, state: &ChartsState) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "charts", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Charts", Role::Heading, palette.text);
        if let Some(trouble) = &state.trouble {
            words_ui(ui, trouble, Role::Body, palette.text);
        }
        months_in_charts_ui(ui, palette, &state.months);
        section_ui(ui, palette, "Pain before and after");
        pain_ui(ui, palette, &state.pain);
        words_ui(ui, CANNOT_SHOW, Role::Note, palette.quiet);
        ui.add_space(24.0);
        None
    });
    pressed.or(clicked)
}

/// The charts by month, which begin with the first entry.
fn months_in_charts_ui(ui: &mut Ui, palette: &Palette, months: &[Month]) {
    if !months.iter().any(Month::is_kept) {
        words_ui(ui, "The months begin with your first entry.", Role::Body, palette.quiet);
        return;
    }
    section_ui(ui, palette, "Headache days by month");
    months_ui(ui, palette, "headache days", months, |month| month.headache_days);
    section_ui(ui, palette, "Migraine days by month");
    months_ui(ui, palette, "migraine days", months, |month| month.migraine_days);
    words_ui(ui, ABOUT_DAYS, Role::Note, palette.quiet);
    section_ui(ui, palette, "Sessions by month");
    months_ui(ui, palette, "sessions", months, |month| month.sessions);
}

/// A chart for display only: it does not move, and leaves the mouse wheel to the page.
fn still_plot(name: &'static str, height: f32) -> Plot<'static> {
    Plot::new(name)
        .height(height)
        .show_axes(Vec2b::FALSE)
        .show_grid(Vec2b::FALSE)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .show_crosshair(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .sense(egui::Sense::empty())
        .set_margin_fraction(egui::Vec2::ZERO)
        // It shows what there is now, whatever range it had before.
        .reset()
}

fn words(plot: &mut PlotUi<'_>, at: [f64; 2], text: &str, colour: egui::Color32, anchor: Align2) {
    words_of(plot, Role::Note, at, text, colour, anchor);
}

fn words_of(
    plot: &mut PlotUi<'_>,
    role: Role,
    at: [f64; 2],
    text: &str,
    colour: egui::Color32,
    anchor: Align2,
) {
    let text = RichText::new(text).size(role.size()).color(colour);
    plot.text(
        Text::new("", PlotPoint::new(at[0], at[1]), text).color(colour).anchor(anchor).allow_hover(false),
    );
}

fn months_ui(
    ui: &mut Ui,
    palette: &Palette,
    counted: &'static str,
    months: &[Month],
    count: fn(&Month) -> u32,
) {
    // The chart begins with the diary.
    let unkept = months.iter().take_while(|month| !month.is_kept()).count();
    let months = &months[unkept..];
    if months.is_empty() {
        return;
    }
    let counted_of = |month: &Month| month.is_kept().then(|| count(month));
    let most = f64::from(months.iter().filter_map(counted_of).max().unwrap_or(0).max(1));
    let last = u32::try_from(months.len()).unwrap_or(12);
    let plot = still_plot(counted, OF_MONTHS)
        .default_x_bounds(-0.6, f64::from(last) - 0.4)
        .default_y_bounds(-most * 0.5, most * 1.3);
    let (text, quiet, line) = (palette.text, palette.quiet, palette.line);
    // Without room for three letters side by side, one has to do.
    #[allow(clippy::cast_precision_loss)] // Twelve.
    let is_narrow = ui.available_width() / months.len() as f32 <= NARROW;
    let labels: Vec<(Option<u32>, String)> = (0..)
        .zip(months)
        .map(|(place, month)| {
            let name = month.first.format("%b").to_string();
            let name = if is_narrow { name[..1].to_owned() } else { name };
            let before_january = months.get(1).is_some_and(|next| next.first.month() == 1);
            let has_year = month.first.month() == 1 || place == 0 && !(is_narrow && before_january);
            let year = if has_year { month.first.format("\n%Y").to_string() } else { String::new() };
            (counted_of(month), name + &year)
        })
        .collect();
    let read: Vec<String> = months
        .iter()
        .map(|month| {
            let count = counted_of(month).map_or("no record".to_owned(), |count| count.to_string());
            format!("{} {count}", month.first.format("%B %Y"))
        })
        .collect();
    let response = plot.show(ui, move |plot| {
        for (place, (count, name)) in (0_u32..).zip(&labels) {
            let x = f64::from(place);
            words(plot, [x, -most * 0.06], name, quiet, Align2::CENTER_TOP);
            let Some(count) = count else {
                words(plot, [x, most * 0.08], "–", quiet, Align2::CENTER_BOTTOM);
                continue;
            };
            let y = f64::from(*count);
            let stem = Line::new("", PlotPoints::from(vec![[x, 0.0], [x, y]])).color(line).width(1.5);
            plot.line(stem.allow_hover(false));
            let dot = Points::new("", PlotPoints::from(vec![[x, y]])).color(text).radius(5.0);
            plot.points(dot.filled(true).shape(MarkerShape::Circle).allow_hover(false));
            words(plot, [x, y + most * 0.08], &count.to_string(), text, Align2::CENTER_BOTTOM);
        }
    });
    let read = format!("By month, {counted}: {}", read.join(", "));
    response.response.widget_info(|| WidgetInfo::labeled(Access::Image, true, &read));
    if !months.iter().all(Month::is_kept) {
        words_ui(ui, "–: no record for that month.", Role::Note, palette.quiet);
    }
}

fn pain_ui(ui: &mut Ui, palette: &Palette, pain: &[(String, BeforeAfter)]) {
    if pain.is_empty() {
        let nothing = format!(
            "You'll see a routine here once {FEWEST} of its sessions have pain noted before and after."
        );
        words_ui(ui, &nothing, Role::Body, palette.quiet);
        return;
    }
    let how = "Median pain from 0 to 10: the ring is before, the dot after.";
    words_ui(ui, how, Role::Note, palette.quiet);
    let count = u32::try_from(pain.len()).unwrap_or(u32::MAX);
    #[allow(clippy::cast_precision_loss)] // Some dozens.
    let plot = still_plot("pain before and after", pain.len() as f32 * OF_ROUTINE)
        .default_x_bounds(LEFT, RIGHT)
        .default_y_bounds(-f64::from(count) + 0.5, 0.5);
    let (text, line) = (palette.text, palette.line);
    let rows = pain.to_vec();
    let read: Vec<String> = pain
        .iter()
        .map(|(title, pain)| {
            format!("{title}, before {}, after {}, {} sessions", pain.before, pain.after, pain.answered)
        })
        .collect();
    let quiet = palette.quiet;
    let response = plot.show(ui, move |plot| {
        for (place, (title, pain)) in (0_u32..).zip(&rows) {
            let top = -f64::from(place) + 0.24;
            let y = -f64::from(place) - 0.18;
            words_of(plot, Role::Body, [LEFT, top], title, text, Align2::LEFT_CENTER);
            let sessions = format!("{} sessions", pain.answered);
            words(plot, [RIGHT, top], &sessions, quiet, Align2::RIGHT_CENTER);
            let whole = PlotPoints::from(vec![[0.0, y], [10.0, y]]);
            plot.line(Line::new("", whole).color(line).width(1.5).allow_hover(false));
            let moved = PlotPoints::from(vec![[pain.before, y], [pain.after, y]]);
            plot.line(Line::new("", moved).color(quiet).width(3.0).allow_hover(false));
            let ring = Points::new("", PlotPoints::from(vec![[pain.before, y]])).color(text).radius(8.0);
            plot.points(ring.filled(false).shape(MarkerShape::Circle).allow_hover(false));
            let dot = Points::new("", PlotPoints::from(vec![[pain.after, y]])).color(text).radius(4.5);
            plot.points(dot.filled(true).shape(MarkerShape::Circle).allow_hover(false));
            // Each number is on the side away from the other.
            let (left, right) = (Align2::RIGHT_CENTER, Align2::LEFT_CENTER);
            let falls = pain.after < pain.before;
            let (before, after) = if falls { (right, left) } else { (left, right) };
            let offset = |falls: bool| if falls { 0.32 } else { -0.32 };
            if (pain.before - pain.after).abs() > f64::EPSILON {
                words(plot, [pain.before + offset(falls), y], &pain.before.to_string(), quiet, before);
            }
            words(plot, [pain.after - offset(falls), y], &pain.after.to_string(), text, after);
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Access::Image, true, read.join("; ")));
}
