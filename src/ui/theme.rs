//! Colours, fonts and sizes: the one file that holds them.
//!
//! Six colours with a role each. The accent is for exactly one thing a screen: what you would do next. Dim by default:
//! no white, no black, no red, no blue; the ratios to the ground are at least 4.5 to 1, and a test holds them.

use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId, Stroke};

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub ground: Color32,
    /// A little nearer: what is chosen.
    pub raised: Color32,
    /// Words.
    pub text: Color32,
    /// Words that matter less.
    pub quiet: Color32,
    /// What you would do next.
    pub accent: Color32,
    /// Lines and outlines.
    pub line: Color32,
}

/// Grey-green on near-black.
pub const DIM_GREEN: Palette = Palette {
    ground: Color32::from_rgb(0x0C, 0x11, 0x0E),
    raised: Color32::from_rgb(0x15, 0x1C, 0x18),
    text: Color32::from_rgb(0x9D, 0xBB, 0xA6),
    quiet: Color32::from_rgb(0x74, 0x91, 0x7E),
    accent: Color32::from_rgb(0xC5, 0xDF, 0xCB),
    line: Color32::from_rgb(0x26, 0x31, 0x2B),
};

/// What a text is for; its size and weight follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Small print that nobody needs at once.
    Note,
    /// Text to read.
    Body,
    /// Text to read, in the stronger weight.
    Strong,
    /// A heading.
    Heading,
    /// The words of a step.
    Step,
    /// The time left.
    Timer,
}

/// The stronger weight.
fn semi_bold() -> FontFamily {
    FontFamily::Name("SemiBold".into())
}

impl Role {
    /// Its height in points.
    #[must_use]
    pub const fn size(self) -> f32 {
        match self {
            Self::Note => 16.0,
            Self::Body | Self::Strong => 20.0,
            Self::Heading => 28.0,
            Self::Step => 40.0,
            Self::Timer => 72.0,
        }
    }

    /// Its line height, as a part of its size.
    #[must_use]
    pub const fn leading(self) -> f32 {
        match self {
            Self::Note | Self::Body | Self::Strong => 1.5,
            Self::Heading | Self::Step => 1.3,
            Self::Timer => 1.1,
        }
    }

    /// Its font, at another size than its own where there is little room.
    #[must_use]
    pub fn font_of_size(self, size: f32) -> FontId {
        match self {
            Self::Note | Self::Body | Self::Timer | Self::Step => FontId::proportional(size),
            Self::Strong | Self::Heading => FontId::new(size, semi_bold()),
        }
    }
}

/// Gives a context the fonts and the look.
pub fn install(ctx: &egui::Context, palette: &Palette) {
    let mut fonts = FontDefinitions::default();
    for (name, bytes, family) in [
        (
            "regular",
            &include_bytes!("fonts/AtkinsonHyperlegibleNext_400Regular.ttf")[..],
            FontFamily::Proportional,
        ),
        ("semibold", &include_bytes!("fonts/AtkinsonHyperlegibleNext_600SemiBold.ttf")[..], semi_bold()),
    ] {
        fonts.font_data.insert(name.into(), FontData::from_static(bytes).into());
        // In front of the fonts that come with egui, which stay for what Atkinson does not draw.
        let mut order = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
        order.retain(|other| other != "regular" && other != "semibold");
        order.insert(0, name.into());
        fonts.families.insert(family, order);
    }
    ctx.set_fonts(fonts);
    ctx.set_theme(egui::ThemePreference::Dark);
    ctx.all_styles_mut(|style| style_of(style, palette));
}

fn style_of(style: &mut egui::Style, palette: &Palette) {
    let visuals = &mut style.visuals;
    visuals.override_text_color = Some(palette.text);
    (visuals.panel_fill, visuals.window_fill) = (palette.ground, palette.ground);
    visuals.extreme_bg_color = palette.raised;
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    visuals.text_cursor.blink = false;
    visuals.selection.bg_fill = palette.line;
    visuals.selection.stroke = Stroke::new(1.5, palette.accent);
    for widget in [
        &mut visuals.widgets.noninteractive,
        &mut visuals.widgets.inactive,
        &mut visuals.widgets.hovered,
        &mut visuals.widgets.active,
        &mut visuals.widgets.open,
    ] {
        widget.bg_fill = palette.raised;
        widget.weak_bg_fill = palette.raised;
        widget.bg_stroke = Stroke::new(1.5, palette.line);
        widget.fg_stroke = Stroke::new(1.5, palette.text);
        widget.corner_radius = 12.0.into();
        widget.expansion = 0.0;
    }
    style.animation_time = 0.0;
    style.spacing.scroll = egui::style::ScrollStyle { bar_width: 6.0, ..egui::style::ScrollStyle::thin() };
    style.spacing.item_spacing = egui::vec2(8.0, 8.0);
    style.spacing.button_padding = egui::vec2(16.0, 8.0);
    style.text_styles = [
        (egui::TextStyle::Small, Role::Note),
        (egui::TextStyle::Body, Role::Body),
        (egui::TextStyle::Button, Role::Body),
        (egui::TextStyle::Heading, Role::Heading),
    ]
    .into_iter()
    .map(|(style, role)| (style, role.font_of_size(role.size())))
    .chain([(egui::TextStyle::Monospace, FontId::monospace(16.0))])
    .collect();
    style.interaction.selectable_labels = false;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2: relative luminance.
    fn luminance(colour: Color32) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.039_28 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn every_word_can_be_read_on_every_ground_and_nothing_glares() {
        let palette = DIM_GREEN;
        for words in [palette.text, palette.quiet, palette.accent] {
            for ground in [palette.ground, palette.raised] {
                let ratio = contrast(words, ground);
                assert!((4.5..15.0).contains(&ratio), "{words:?} on {ground:?}: {ratio:.2}");
            }
        }
    }
}
