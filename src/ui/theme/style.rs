//! Fonts and style for the window library.

use egui::{FontData, FontDefinitions, FontFamily, FontId, Stroke};

use super::role::semi_bold;
use super::{Palette, Role};

/// Sets the fonts and the style of a context.
pub fn install(ctx: &egui::Context, palette: &Palette) {
    let mut fonts = FontDefinitions::default();
    for (name, bytes, family) in [
        (
            "regular",
            &include_bytes!("../fonts/AtkinsonHyperlegibleNext_400Regular.ttf")[..],
            FontFamily::Proportional,
        ),
        ("semibold", &include_bytes!("../fonts/AtkinsonHyperlegibleNext_600SemiBold.ttf")[..], semi_bold()),
    ] {
        fonts.font_data.insert(name.into(), FontData::from_static(bytes).into());
        // Before the fonts of egui, which remain for characters that Atkinson does not have.
        let mut order = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
        order.retain(|other| other != "regular" && other != "semibold");
        order.insert(0, name.into());
        fonts.families.insert(family, order);
    }
    ctx.set_fonts(fonts);
    ctx.set_theme(egui::ThemePreference::Dark);
    restyle(ctx, palette);
}

/// Sets other colours.
pub fn restyle(ctx: &egui::Context, palette: &Palette) {
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
    style.spacing.scroll = egui::style::ScrollStyle {
        // Seen at a glance, and wide enough to be taken hold of.
        floating_width: 6.0,
        floating_allocated_width: 10.0,
        bar_width: 11.0,
        handle_min_length: 44.0,
        // Its handle in the colour of words, faintly: in that of its track it would not be seen.
        foreground_color: true,
        dormant_handle_opacity: 0.35,
        active_handle_opacity: 0.35,
        interact_handle_opacity: 0.7,
        ..egui::style::ScrollStyle::thin()
    };
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
