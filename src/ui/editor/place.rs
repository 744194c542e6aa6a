//! Where something is done: pointed at on the body, or chosen by its name.

use egui::{Ui, vec2};

use super::super::figure::{Area, BodyMap, FigureColours, body_map_ui};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{choices_ui, focus_ring};
use super::EditorState;
use super::form::label_ui;
use crate::editing::{Edit, Form, FormField};
use crate::ron_reader::Vocabulary as _;
use crate::routine::{Side, Site};

const MAP: f32 = 270.0;

/// The place on the body, to be pointed at.
pub(super) fn site_ui(
    ui: &mut Ui,
    palette: &Palette,
    (form, field): (&Form, &FormField),
    state: &mut EditorState,
) {
    let site = field.value.as_deref().and_then(|raw| Site::named(raw.trim()).copied());
    let sided = form.field("side");
    let on = sided.and_then(|side| side.value.as_deref()).and_then(|raw| Side::named(raw.trim()).copied());
    label_ui(ui, palette, &field.label);
    let map = state.map.or_else(|| site.map(BodyMap::of)).unwrap_or(BodyMap::ALL[0].0);
    let colours = FigureColours { line: palette.quiet, accent: palette.accent, ground: palette.ground };
    let chosen = site.map(|site| Area { site, side: on });
    let room = vec2(ui.available_width(), MAP);
    let (response, pointed) = body_map_ui(ui, map, chosen, room, colours);
    focus_ring(ui, &response, palette);
    let shown = pointed.or(chosen.filter(|area| BodyMap::of(area.site) == map));
    words_ui(ui, &shown.map_or_else(|| "Point at a place.".to_owned(), Area::name), Role::Body, palette.text);
    let by_click = pointed.filter(|_| response.clicked());
    if let Some(area) = by_click {
        state.queue.push((pointed_at(form, field, (site, on), area), None));
        state.map = None;
    }
    ui.add_space(4.0);
    let maps: Vec<(BodyMap, String)> =
        BodyMap::ALL.iter().map(|(map, name)| (*map, (*name).to_owned())).collect();
    if let Some(map) = choices_ui(ui, palette, "View", &maps, Some(map)) {
        state.map = Some(map);
    }
    ui.add_space(16.0);
    let names: Vec<(Site, String)> = map.sites().map(|site| (site, site.plain().to_owned())).collect();
    if let Some(named) = choices_ui(ui, palette, &field.label, &names, site)
        && Some(named) != site
    {
        state.queue.push((field.set(&form.step, named.name()), None));
        state.map = None;
    }
}

/// The change for a place that was pointed at: one side at first, both when the other is pointed at, too.
fn pointed_at(form: &Form, field: &FormField, before: (Option<Site>, Option<Side>), area: Area) -> Edit {
    let place = field.set(&form.step, area.site.name());
    let Some(sided) = form.field("side") else { return place };
    let side = match (before, area.side) {
        (_, None) => return place,
        ((Some(place), Some(before)), Some(side)) if place == area.site && before != side => Side::Both,
        (_, Some(side)) => side,
    };
    let side_name = if side == Side::Both { "Both" } else { side.name() };
    Edit::Several(vec![place, sided.set(&form.step, side_name)])
}
