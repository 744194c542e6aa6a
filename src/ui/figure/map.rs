//! The body as a map: every place that a routine can name, to be pointed at.

use std::sync::Arc;

use egui::{CursorIcon, Id, Rect, Response, Sense, Ui, Vec2, WidgetInfo, accesskit::Role};

use super::FigureColours;
use super::blend::is_inside;
use super::curve::{self, P};
use super::paint::Canvas;
use super::picture::{Picture, Tone};
use super::scene::contours;
use super::sites;
use super::views::{Form, View};
use crate::ron_reader::Vocabulary as _;
use crate::routine::{Side, Site};

/// A view of the body with the places that are shown in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BodyMap(View);

/// A place on the map; on one side, if it is there on both and only one of them is pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Area {
    /// The place.
    pub site: Site,
    /// The side of the body.
    pub side: Option<Side>,
}

/// An outline that can be pointed at.
struct Region {
    area: Area,
    outline: Vec<P>,
}

impl BodyMap {
    /// All views on which a place is found, from the head down, with what each is called.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self(View::Front), "Face and scalp"),
        (Self(View::Profile), "Side of the head"),
        (Self(View::Nape), "Nape"),
        (Self(View::Back), "Shoulders"),
        (Self(View::Torso), "Chest and arms"),
        (Self(View::TorsoBack), "Back"),
        (Self(View::HandBacks), "Hands"),
        (Self(View::Palms), "Wrists"),
        (Self(View::Legs), "Legs"),
        (Self(View::LegsBack), "Calves"),
        (Self(View::Body), "Whole body"),
    ];

    /// The view on which a place is found.
    #[must_use]
    pub const fn of(site: Site) -> Self {
        Self(sites::of_site(site).view)
    }

    /// The places on it.
    pub fn sites(self) -> impl Iterator<Item = Site> {
        Site::ALL.iter().copied().filter(move |site| Self::of(*site) == self)
    }

    /// What can be pointed at, the smallest first: it lies in front of what it is a part of.
    fn regions(self) -> Vec<Region> {
        let mut regions: Vec<Region> = self.sites().flat_map(regions_of).collect();
        let size = |region: &Region| curve::area(&region.outline).abs();
        regions.sort_by(|one, other| size(one).total_cmp(&size(other)));
        regions
    }

    /// What is at a point of the drawing.
    fn at(self, point: P) -> Option<Area> {
        self.regions().into_iter().find(|region| is_inside(&region.outline, point)).map(|region| region.area)
    }

    fn picture(self, chosen: Option<Area>, pointed: Option<Area>) -> Picture {
        let drawing = self.0.drawing();
        let mut picture = Picture::new(drawing, false, false);
        contours(&mut picture, drawing, &[1.0, -1.0], false);
        for region in self.regions().into_iter().rev() {
            let is = |area: Option<Area>| {
                area.is_some_and(|area| {
                    let is_side =
                        matches!(area.side, None | Some(Side::Both)) || area.side == region.area.side;
                    area.site == region.area.site && (is_side || region.area.side.is_none())
                })
            };
            let (fill, edge) = if is(chosen) {
                (0.45, 1.0)
            } else if is(pointed) {
                (0.28, 0.8)
            } else {
                (0.06, 0.3)
            };
            let width = if is(chosen) { 1.2 } else { 0.7 };
            picture.surface(region.outline, Tone::Accent(fill), Some((width, Tone::Accent(edge))));
        }
        picture
    }
}

fn regions_of(site: Site) -> Vec<Region> {
    let spot = sites::of_site(site);
    let halves: &[(f32, Option<Side>)] = match spot.form {
        Form::Loop | Form::Arch => &[],
        Form::Alone => &[(1.0, None)],
        Form::Pair => &[(1.0, Some(Side::Right)), (-1.0, Some(Side::Left))],
    };
    let region = |side, outline| Region { area: Area { site, side }, outline };
    if halves.is_empty() {
        return spot.regions(&[1.0, -1.0]).into_iter().map(|outline| region(None, outline)).collect();
    }
    let on = |&(half, side): &(f32, Option<Side>)| {
        spot.regions(&[half]).into_iter().map(move |outline| region(side, outline)).collect::<Vec<_>>()
    };
    halves.iter().flat_map(on).collect()
}

/// Draws a map as large as fits into `size`. Gives its response, and what is pointed at.
pub fn body_map_ui(
    ui: &mut Ui,
    map: BodyMap,
    chosen: Option<Area>,
    size: Vec2,
    colours: FigureColours,
) -> (Response, Option<Area>) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let drawing = map.0.drawing();
    let pointed = response.hover_pos().and_then(|at| {
        let scale = scale_of(rect, Picture::new(drawing, false, false).size());
        let [mx, my] = curve::middle(&[drawing.min, drawing.max]);
        let away = (at - rect.center()) / scale;
        map.at([away.x + mx, away.y + my])
    });
    let name = pointed.map_or_else(|| "The body: point at a place".to_owned(), Area::name);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name.clone()));
    if ui.is_rect_visible(rect) {
        let picture = kept(ui, map, chosen, pointed);
        Canvas::new(&ui.painter_at(rect), &picture, colours, rect).paint([0.0, 0.0]);
    }
    if pointed.is_some() {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    (response, pointed)
}

/// The picture of a map: kept until something else is chosen or pointed at, so that what was pointed at before takes no room.
fn kept(ui: &Ui, map: BodyMap, chosen: Option<Area>, pointed: Option<Area>) -> Arc<Picture> {
    type Kept = (Option<Area>, Option<Area>, Arc<Picture>);
    let id = Id::unique(("body map", map));
    let before = ui.data(|data| data.get_temp::<Kept>(id));
    if let Some((_, _, picture)) = before.filter(|(one, other, _)| (*one, *other) == (chosen, pointed)) {
        return picture;
    }
    let picture = Arc::new(map.picture(chosen, pointed));
    ui.data_mut(|data| data.insert_temp::<Kept>(id, (chosen, pointed, Arc::clone(&picture))));
    picture
}

/// As [`Canvas`] scales a picture.
fn scale_of(rect: Rect, [wide, high]: P) -> f32 {
    (rect.width() / wide).min(rect.height() / high)
}

impl Area {
    /// In words: `temples`, `eyebrows, left side`.
    #[must_use]
    pub fn name(self) -> String {
        match self.side {
            Some(Side::Both) => format!("{}, both sides", self.site.plain()),
            Some(side) => format!("{}, {} side", self.site.plain(), side.plain()),
            None => self.site.plain().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_on_one_of_the_maps_and_can_be_pointed_at() {
        for site in Site::ALL {
            let map = BodyMap::of(*site);
            assert!(BodyMap::ALL.iter().any(|(other, _)| *other == map), "{site:?} is on no map");
            let mut found = Vec::new();
            for region in regions_of(*site) {
                // Some point of it is not covered by what lies in front.
                let (low, high) = curve::bounds(&region.outline);
                let grid = (0..40_u8).flat_map(|i| (0..40_u8).map(move |j| (i, j)));
                let at = grid.map(|(i, j)| {
                    [(i, 0), (j, 1)].map(|(step, axis)| {
                        low[axis] + (high[axis] - low[axis]) * (f32::from(step) + 0.5) / 40.0
                    })
                });
                let seen = at.into_iter().filter(|point| map.at(*point) == Some(region.area)).count();
                assert!(seen > 20, "{site:?} {:?}: {seen}", region.area.side);
                found.push(region.area.side);
            }
            found.sort_unstable();
            found.dedup();
            assert!(found == [None] || found == [Some(Side::Left), Some(Side::Right)], "{site:?}: {found:?}");
        }
    }

    #[test]
    fn the_left_of_a_person_is_on_the_left() {
        let map = BodyMap::of(Site::Brow);
        assert_eq!(map.at([-17.0, 42.0]), Some(Area { site: Site::Brow, side: Some(Side::Left) }));
        assert_eq!(map.at([17.0, 42.0]), Some(Area { site: Site::Brow, side: Some(Side::Right) }));
        assert_eq!(map.at([0.0, -12.0]), None);
    }
}
