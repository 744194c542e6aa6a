//! Colours, fonts and sizes: the one place that defines them.
//!
//! Six colours, each with a role. The accent marks exactly one thing on a screen: what you would do next. The
//! default is dim, without white, black, red or blue. Contrasts against the background are at least 4.5 to 1,
//! which a test checks.

use egui::Color32;

use crate::settings::{BRIGHTNESS, Theme};

mod role;
mod style;

pub use role::Role;
pub use style::{install, restyle};

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The background.
    pub ground: Color32,
    /// Slightly raised: what is chosen.
    pub raised: Color32,
    /// Words.
    pub text: Color32,
    /// Less important text.
    pub quiet: Color32,
    /// What you would do next.
    pub accent: Color32,
    /// Lines and outlines.
    pub line: Color32,
}

/// Grey-green on near-black: the default theme at the default brightness.
pub const DIM_GREEN: Palette = designed(Theme::DimGreen);

/// The colours of a theme as designed, for a brightness of 30.
#[allow(clippy::unreadable_literal)] // Colours are written with six digits.
const fn designed(theme: Theme) -> Palette {
    match theme {
        Theme::DimGreen => palette_of([0x0C110E, 0x151C18, 0x9DBBA6, 0x74917E, 0xC5DFCB, 0x26312B]),
        Theme::Neutral => palette_of([0x111214, 0x1A1C1F, 0xB4B7BA, 0x85898E, 0xDADCDE, 0x2B2E32]),
        Theme::Amber => palette_of([0x14100A, 0x1E1810, 0xC4AA80, 0x957F5D, 0xE6CFA6, 0x33291B]),
        Theme::Light => palette_of([0xD9DBD2, 0xCED1C7, 0x2C3730, 0x46524A, 0x1B4A31, 0xB4B9AD]),
    }
}

/// Order: background, raised, text, quiet text, accent, line.
const fn palette_of(colours: [u32; 6]) -> Palette {
    const fn colour(rgb: u32) -> Color32 {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Color32::from_rgb(red, green, blue)
    }
    let [ground, raised, text, quiet, accent, line] = colours;
    Palette {
        ground: colour(ground),
        raised: colour(raised),
        text: colour(text),
        quiet: colour(quiet),
        accent: colour(accent),
        line: colour(line),
    }
}

/// The lowest contrast between text and its background (WCAG 2 AA), with a margin for rounding.
const LEAST_CONTRAST: f64 = 4.6;
/// The highest contrast. More would glare in the dark.
const MOST_CONTRAST: f64 = 13.0;

/// The lowest contrast of the strokes of a drawing (WCAG 2, non-text contrast).
pub const LEAST_OF_A_DRAWING: f64 = 3.0;
/// The luminance of a plate: the lowest on which black strokes have that contrast. White strokes have more than
/// twice as much, and the middle tone that the guide recommends just enough.
const PLATE: f64 = 0.102;
/// The luminance of strokes in the text colour on a plate.
const ON_PLATE: f64 = 0.46;

impl Palette {
    /// The plate behind a drawing that would be invisible on the background.
    #[must_use]
    pub fn plate(&self) -> Color32 {
        scaled(self.quiet, PLATE / luminance(self.quiet))
    }

    /// The text colour on a plate.
    #[must_use]
    pub fn on_plate(&self) -> Color32 {
        scaled(self.text, ON_PLATE / luminance(self.text))
    }

    /// A theme at a brightness in percent.
    ///
    /// In the dark themes, the text gets dimmer or brighter; in the light theme, the paper does. In neither
    /// does the contrast of text fall below [`LEAST_CONTRAST`].
    #[must_use]
    pub fn of(theme: Theme, brightness: u32) -> Self {
        let (dimmest, brightest, usual) = BRIGHTNESS;
        let brightness = brightness.clamp(dimmest, brightest);
        let share = |from: u32, to: u32| f64::from(brightness - from) / f64::from(to - from);
        let palette = designed(theme);
        let scale = |dim: f64, bright: f64| {
            if brightness < usual {
                dim + (1.0 - dim) * share(dimmest, usual)
            } else {
                1.0 + (bright - 1.0) * share(usual, brightest)
            }
        };
        let raised = luminance(palette.raised) + 0.05;
        if theme == Theme::Light {
            // As dark as the faintest text allows, and as bright as paper in the shade.
            let least =
                (LEAST_CONTRAST * (luminance(palette.quiet) + 0.05) - 0.05) / luminance(palette.raised);
            let paper = |colour| scaled(colour, scale(least.min(1.0), 1.2));
            let (ground, raised, line) = (paper(palette.ground), paper(palette.raised), paper(palette.line));
            return Self { ground, raised, line, ..palette };
        }
        let ink = |colour: Color32| {
            let contrast = |contrast: f64| (contrast * raised - 0.05) / luminance(colour);
            let bright = contrast(MOST_CONTRAST).clamp(1.0, 1.5);
            scaled(colour, scale(contrast(LEAST_CONTRAST).min(1.0), bright))
        };
        let (text, quiet, accent) = (ink(palette.text), ink(palette.quiet), ink(palette.accent));
        Self { text, quiet, accent, ..palette }
    }
}

/// A colour with its luminance multiplied.
fn scaled(colour: Color32, times: f64) -> Color32 {
    let channel = |value: u8| {
        let light = (linear(value) * times).clamp(0.0, 1.0);
        let share = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and 255.
        let byte = (share * 255.0).round() as u8;
        byte
    };
    Color32::from_rgb(channel(colour.r()), channel(colour.g()), channel(colour.b()))
}

fn linear(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    if share <= 0.039_28 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
}

/// WCAG 2: relative luminance.
fn luminance(colour: Color32) -> f64 {
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

/// The contrast between two colours (WCAG 2), from 1 to 21.
#[must_use]
pub fn contrast(one: Color32, other: Color32) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::Vocabulary as _;

    #[test]
    fn every_word_can_be_read_on_every_ground_and_nothing_glares() {
        for theme in Theme::ALL {
            for brightness in 0..=100 {
                let palette = Palette::of(*theme, brightness);
                for words in [palette.text, palette.quiet, palette.accent] {
                    for ground in [palette.ground, palette.raised] {
                        let ratio = contrast(words, ground);
                        assert!(
                            (4.5..15.0).contains(&ratio),
                            "{theme:?} {brightness}: {words:?} on {ground:?}: {ratio:.2}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_drawing_in_black_in_white_or_in_the_colour_of_words_is_seen_on_its_plate() {
        let middle = Color32::from_rgb(0x9D, 0xBB, 0xA6);
        for theme in Theme::ALL {
            for brightness in 0..=100 {
                let palette = Palette::of(*theme, brightness);
                let plate = palette.plate();
                for stroke in [Color32::BLACK, Color32::WHITE, middle, palette.on_plate()] {
                    let ratio = contrast(stroke, plate);
                    assert!(
                        ratio >= LEAST_OF_A_DRAWING,
                        "{theme:?} {brightness}: {stroke:?} on {plate:?}: {ratio:.2}"
                    );
                }
                assert!(luminance(plate) < 0.11, "{theme:?} {brightness}: it is no lamp");
            }
        }
    }

    #[test]
    fn brightness_changes_how_much_light_there_is_and_at_thirty_nothing() {
        // What is proportional to the light of the window: the text in dark themes, the paper in the light one.
        let light = |theme: Theme, brightness| {
            let palette = Palette::of(theme, brightness);
            luminance(if theme == Theme::Light { palette.ground } else { palette.text })
        };
        for theme in Theme::ALL {
            assert_eq!(Palette::of(*theme, 30), designed(*theme));
            assert!(
                light(*theme, 10) < light(*theme, 30) && light(*theme, 30) < light(*theme, 100),
                "{theme:?}"
            );
        }
    }

    #[test]
    fn there_is_no_black_no_white_no_red_and_no_blue() {
        for theme in Theme::ALL {
            let Palette { ground, raised, text, quiet, accent, line } = Palette::of(*theme, 100);
            for colour in [ground, raised, text, quiet, accent, line] {
                let [red, green, blue, _] = colour.to_array();
                assert!(colour != Color32::BLACK && colour != Color32::WHITE);
                assert!(
                    i32::from(red) - i32::from(green) < 40 && i32::from(blue) - i32::from(green) < 12,
                    "{colour:?}"
                );
            }
        }
    }
}
