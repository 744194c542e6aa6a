//! A picture as SVG, for the sheet of all figures and for what is printed.

use std::fmt::Write as _;

use super::curve::P;
use super::picture::{Ink, Picture, Tone};

/// The picture as an SVG element of `height` in pixels, dark on light, with a word if there is one.
#[must_use]
pub fn svg(picture: &Picture, height: f32, word: Option<(&str, P)>) -> String {
    let [wide, high] = picture.size();
    let line = high / 170.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.0}\" height=\"{height:.0}\" viewBox=\"{:.1} {:.1} {wide:.1} {high:.1}\" fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">",
        height * wide / high,
        -wide / 2.0,
        -high / 2.0,
    );
    for ink in &picture.inks {
        // Writing to a string cannot fail.
        let _ = match ink {
            Ink::Line { points, width, tone, fades } => {
                for stretch in stretches(picture, points, *fades) {
                    let (opacity, points) = (stretch.0, listed(picture, &stretch.1));
                    let _ = write!(
                        svg,
                        "<polyline points=\"{points}\" stroke=\"{}\" stroke-width=\"{:.2}\" opacity=\"{opacity:.2}\"/>",
                        colour(*tone),
                        width * line,
                    );
                }
                Ok(())
            }
            Ink::Surface { outline, tone, .. } => {
                write!(svg, "<polygon points=\"{}\" fill=\"{}\"/>", listed(picture, outline), colour(*tone))
            }
            Ink::Ring { at, radius, width, tone } => {
                let [x, y] = picture.placed(*at);
                let (colour, width) = (colour(*tone), width * line);
                write!(
                    svg,
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" stroke=\"{colour}\" stroke-width=\"{width:.2}\"/>"
                )
            }
            Ink::Dot { at, radius, tone } => {
                let [x, y] = picture.placed(*at);
                write!(
                    svg,
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{}\"/>",
                    colour(*tone)
                )
            }
        };
    }
    if let Some((word, at)) = word {
        let [x, y] = picture.placed(at);
        let size = high / 24.0;
        let _ = write!(
            svg,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"sans-serif\" font-size=\"{size:.1}\" text-anchor=\"middle\" fill=\"{}\">{word}</text>",
            colour(Tone::Line(1.0)),
        );
    }
    svg.push_str("</svg>");
    svg
}

/// A line in stretches of one opacity each, in tenths.
fn stretches(picture: &Picture, points: &[P], fades: bool) -> Vec<(f32, Vec<P>)> {
    let mut found: Vec<(f32, Vec<P>)> = Vec::new();
    for two in points.windows(2) {
        let left = if fades { (picture.left_at(two[0]) * 10.0).round() / 10.0 } else { 1.0 };
        match found.last_mut() {
            Some((opacity, stretch)) if (*opacity - left).abs() < 0.05 => stretch.push(two[1]),
            Some(_) | None => found.push((left, two.to_vec())),
        }
    }
    found.retain(|(opacity, _)| *opacity > 0.0);
    found
}

fn listed(picture: &Picture, points: &[P]) -> String {
    let mut listed = String::new();
    for point in points {
        let [x, y] = picture.placed(*point);
        let _ = write!(listed, "{x:.1},{y:.1} ");
    }
    listed.truncate(listed.trim_end().len());
    listed
}

/// A share of black, or of green, on white paper.
fn colour(tone: Tone) -> String {
    let (over, amount) = match tone {
        Tone::Line(amount) => ([58.0, 74.0, 64.0], amount),
        Tone::Accent(amount) => ([46.0, 104.0, 72.0], amount),
    };
    let [r, g, b] = over.map(|full: f32| 255.0 + (full - 255.0) * amount);
    format!("rgb({r:.0},{g:.0},{b:.0})")
}
