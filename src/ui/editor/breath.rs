//! A breath, drawn as it rises and falls.

use egui::{Pos2, Role as Access, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::text::laid_out;
use super::super::theme::{Palette, Role};
use crate::editing::Form;

const HEIGHT: f32 = 110.0;
/// How many breaths are drawn.
const BREATHS: usize = 2;
/// The points of a rise or a fall.
const FINE: u8 = 24;

/// A phase of a breath: its seconds, and how full one is at its end.
type PhaseOf = (&'static str, f32, f32);

/// The phases of a form's breath, with their seconds.
fn phases(form: &Form) -> Vec<PhaseOf> {
    let seconds = |name: &str| {
        let raw = form.field(name)?.value.as_deref()?;
        raw.trim().trim_matches('"').trim_end_matches('s').parse::<f32>().ok().filter(|secs| *secs > 0.0)
    };
    let full = if seconds("top_up").is_some() { 0.85 } else { 1.0 };
    let all = [
        ("inhale", "in", full),
        ("top_up", "more", 1.0),
        ("hold", "hold", 1.0),
        ("exhale", "out", 0.0),
        ("rest", "rest", 0.0),
    ];
    all.into_iter().filter_map(|(name, said, level)| Some((said, seconds(name)?, level))).collect()
}

/// Draws some breaths of a form, each phase as wide as it is long.
pub fn breath_ui(ui: &mut Ui, palette: &Palette, form: &Form) {
    let phases = phases(form);
    let whole: f32 = phases.iter().map(|(_, seconds, _)| seconds).sum();
    if whole <= 0.0 {
        return;
    }
    ui.add_space(8.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::empty());
    let said: Vec<String> = phases.iter().map(|(said, seconds, _)| format!("{seconds} {said}")).collect();
    response
        .widget_info(|| WidgetInfo::labeled(Access::Image, true, format!("The breath: {}", said.join(", "))));
    let (low, high) = (rect.bottom() - 30.0, rect.top() + 8.0);
    #[allow(clippy::cast_precision_loss)] // Two.
    let scale = rect.width() / (whole * BREATHS as f32);
    let y = |level: f32| low + (high - low) * level;
    let (mut x, mut level) = (rect.left(), 0.0);
    let mut line: Vec<Pos2> = vec![pos2(x, y(level))];
    for breath in 0..BREATHS {
        for (said, seconds, to) in &phases {
            let wide = seconds * scale;
            for fine in 1..=FINE {
                let share = f32::from(fine) / f32::from(FINE);
                // Slow at both ends, as the pacer moves.
                let eased = (1.0 - (share * std::f32::consts::PI).cos()) / 2.0;
                line.push(pos2(x + wide * share, y(level + (to - level) * eased)));
            }
            if breath == 0 {
                let galley = laid_out(ui, said, Role::Note, Role::Note.size(), palette.quiet, f32::INFINITY);
                if galley.size().x <= wide + 8.0 {
                    let at = pos2(x + (wide - galley.size().x) / 2.0, rect.bottom() - galley.size().y);
                    ui.painter().galley(at, galley, palette.quiet);
                }
            }
            (x, level) = (x + wide, *to);
        }
    }
    ui.painter().add(Shape::line(line, Stroke::new(2.0, palette.text)));
}
