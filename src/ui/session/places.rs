//! Where everything stands on the session page: the same places from step to step, at every size of the window.

use egui::{Rect, pos2, vec2};

use super::super::theme::Role;

/// From this width on there is room for a large picture beside the words.
const WIDE: f32 = 640.0;
/// The shares of the width, or of the height, that a picture has.
const LARGE_PICTURE: f32 = 0.44;
const STRIP: f32 = 0.32;
const ABOVE: f32 = 0.4;
/// The zone of words in which everything has its usual size.
const USUAL: [f32; 2] = [330.0, 340.0];
/// Below this height there is no line for what comes next.
const ROOM_FOR_NEXT: f32 = 190.0;
/// Below this height there is no picture while there are notices.
const LEAST_BESIDE_TROUBLES: f32 = 130.0;
/// The height of the bar with the time left in all.
const BAR: f32 = 24.0;

/// The zones of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Places {
    /// The picture, if the session has any.
    pub picture: Option<Rect>,
    /// The words of the step.
    pub words: Rect,
    /// The time left in the step.
    pub time: Rect,
    /// What comes next, if there is room.
    pub next: Option<Rect>,
    /// Notices.
    pub troubles: Rect,
    /// The time left in all.
    pub bar: Rect,
    /// The keys.
    pub keys: Rect,
    /// How large everything is: 1 where there is room.
    pub scale: f32,
}

impl Places {
    /// The zones inside `page`, which is without its margin. `keys` and `troubles` are the heights of the two.
    pub fn of(page: Rect, keys: f32, troubles: f32, has_pictures: bool) -> Self {
        let keys = page.with_min_y((page.bottom() - keys).max(page.top()));
        let bar = Rect::from_min_max(
            pos2(page.left(), (keys.top() - BAR).max(page.top())),
            pos2(page.right(), keys.top()),
        );
        let above = page.with_max_y(bar.top());
        let troubles = above.with_min_y((above.bottom() - troubles).max(above.top()));
        let rest = above.with_max_y(troubles.top());
        // What went wrong comes before a small picture.
        let is_crowded = troubles.height() > 0.0 && rest.height() < LEAST_BESIDE_TROUBLES;
        let (picture, column) = Self::columns(rest, has_pictures && !is_crowded);
        let scale = (column.width() / USUAL[0]).min(column.height() / USUAL[1]).clamp(0.45, 1.0);
        let next_height = (Role::Body.size() * Role::Body.leading() * scale).max(22.0);
        let next = (column.height() >= ROOM_FOR_NEXT)
            .then(|| Rect::from_min_max(pos2(column.left(), column.bottom() - next_height), column.max));
        let below = next.map_or(column.bottom(), |next| next.top());
        let time_height = (Role::Timer.size() * Role::Timer.leading() * scale).round();
        let time = Rect::from_min_max(
            pos2(column.left(), (below - time_height).max(column.top())),
            pos2(column.right(), below),
        );
        let words = column.with_max_y(time.top());
        Self { picture, words, time, next, troubles, bar, keys, scale }
    }

    /// The most room that notices may take.
    pub fn troubles_room(&self) -> Rect {
        Rect::from_min_max(pos2(self.bar.left(), self.words.top()), pos2(self.bar.right(), self.bar.top()))
    }

    /// The picture beside the words, or above them in a page that is higher than it is wide.
    fn columns(rest: Rect, has_pictures: bool) -> (Option<Rect>, Rect) {
        if !has_pictures {
            return (None, rest);
        }
        if rest.height() > rest.width() * 1.1 {
            let (above, below) = rest.split_top_bottom_at_fraction(ABOVE);
            return (Some(above.shrink(4.0)), below.with_min_y(below.top() + 8.0));
        }
        let share = if rest.width() >= WIDE { LARGE_PICTURE } else { STRIP };
        let (left, right) = rest.split_left_right_at_fraction(share);
        let apart = (rest.width() / 28.0).clamp(8.0, 40.0);
        (Some(left.shrink2(vec2(2.0, 4.0))), right.with_min_x(right.left() + apart))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_overlaps_at_any_size() {
        for width in (120_u16..2000).step_by(37) {
            for height in (100_u16..1200).step_by(41) {
                let page = Rect::from_min_size(pos2(16.0, 16.0), vec2(f32::from(width), f32::from(height)));
                for (keys, troubles, has) in [(32.0, 0.0, true), (96.0, 24.0, true), (64.0, 60.0, false)] {
                    let places = Places::of(page, keys, troubles, has);
                    let zones = [Some(places.words), Some(places.time), places.next, places.picture];
                    let zones: Vec<Rect> = zones.into_iter().flatten().collect();
                    for (at, one) in zones.iter().enumerate() {
                        let apart = |other: &Rect| !one.shrink(0.5).intersects(other.shrink(0.5));
                        assert!(zones[at + 1..].iter().all(apart), "{places:?}");
                        assert!(one.bottom() <= places.bar.top() + 0.5, "{places:?}");
                    }
                    assert!(troubles > 0.0 || places.picture.is_some() == has);
                }
            }
        }
    }

    #[test]
    fn the_picture_is_beside_the_words_or_above_them() {
        let at = |width, height| {
            let page = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height));
            let places = Places::of(page, 64.0, 0.0, true);
            (places.picture.unwrap(), places.words, places.scale)
        };
        for (width, height) in [(368.0, 268.0), (736.0, 536.0), (1184.0, 704.0), (1824.0, 984.0)] {
            let (picture, words, _) = at(width, height);
            assert!(picture.right() < words.left(), "{width}×{height}");
            assert!(picture.width() > 100.0 && picture.height() > 100.0, "{width}×{height}");
        }
        let (picture, words, _) = at(400.0, 800.0);
        assert!(picture.bottom() <= words.top());
        assert!(at(1184.0, 704.0).2 > at(368.0, 268.0).2);
    }
}
