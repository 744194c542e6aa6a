//! Fades pages in, so that nothing flashes.

use std::mem::Discriminant;

use eframe::egui;

use crate::app::pages::Page;

/// The duration in seconds: the shortest that the design allows.
const LASTS: f64 = 1.5;
/// The opacity at the beginning: enough to start reading.
const FROM: f32 = 0.35;
/// The time between two frames, in seconds.
const FRAME: f64 = 1.0 / 30.0;

/// A page, and whether its help is open.
type Shown = (Discriminant<Page>, bool);

/// Which page is fading in, and since when.
#[derive(Debug, Default)]
pub(super) struct Fade {
    page: Option<Shown>,
    /// In the window's seconds.
    since: f64,
}

impl Fade {
    /// The opacity of the open page; requests the next frame while it changes.
    pub(super) fn opacity(&mut self, ctx: &egui::Context, page: Shown, is_still: bool) -> f32 {
        let now = ctx.input(|input| input.time);
        if self.page != Some(page) {
            self.page = Some(page);
            self.since = now;
        }
        let opacity = opacity(now - self.since, is_still);
        if opacity < 1.0 {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(FRAME));
        }
        opacity
    }
}

fn opacity(seconds: f64, is_still: bool) -> f32 {
    if is_still || seconds >= LASTS {
        return 1.0;
    }
    #[allow(clippy::cast_possible_truncation)] // Between 0 and 1.
    let share = (seconds / LASTS).clamp(0.0, 1.0) as f32;
    FROM + (1.0 - FROM) * share * (2.0 - share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_picture_is_more_than_a_tenth_brighter_than_the_one_before() {
        let pictures = 60_u32;
        let at = |picture: u32| opacity(f64::from(picture) * FRAME, false);
        for picture in 0..pictures {
            let step = at(picture + 1) - at(picture);
            assert!((0.0..0.1).contains(&step), "{picture}: {step}");
        }
        assert!((at(pictures) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn where_nothing_may_move_a_page_is_there_at_once() {
        assert!((opacity(0.0, true) - 1.0).abs() < 1e-6);
    }
}
