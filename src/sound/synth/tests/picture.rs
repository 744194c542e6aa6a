//! A picture of all cues: how loud, and how high.

use std::fmt::Write as _;

use super::*;

/// Panels beside each other.
const COLUMNS: i32 = 3;
const PANEL: (i32, i32) = (340, 150);
const MARGIN: i32 = 20;
/// Pixels a second.
const SECOND: f64 = 200.0;

/// Draws the picture. All coordinates are whole and stand between spaces, so that they can be compared.
pub(crate) fn draw() -> String {
    let rows = (i32::try_from(Cue::ALL.len()).unwrap() + COLUMNS - 1) / COLUMNS;
    let (width, height) = (COLUMNS * PANEL.0 + MARGIN, rows * PANEL.1 + MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\">\n\
         <title>The cues: loudness as areas, pitch from 200 to 600 Hz as lines</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#0C110E\"/>\n"
    );
    for (index, cue) in (0..).zip(Cue::ALL) {
        let (left, top) = (MARGIN + index % COLUMNS * PANEL.0, MARGIN + index / COLUMNS * PANEL.1);
        let _ = writeln!(svg, "<g transform=\"translate({left} {top})\">");
        let _ = writeln!(svg, "<text y=\"14\" fill=\"#8FB39A\" font-size=\"15\">{}</text>", cue.name());
        let _ = writeln!(svg, "<path fill=\"#24332A\" d=\"{}\"/>", area(cue));
        for note in sheet(cue).notes {
            let line = line(note);
            let opacity = note.level.sqrt();
            let _ = writeln!(
                svg,
                "<path fill=\"none\" stroke=\"#8FB39A\" stroke-width=\"3\" stroke-linecap=\"round\" \
                 stroke-opacity=\"{opacity:.2}\" d=\"{line}\"/>"
            );
        }
        svg.push_str("</g>\n");
    }
    svg.push_str("</svg>\n");
    svg
}

/// The loudness, in steps of 10 ms.
fn area(cue_: Cue) -> String {
    let samples = cue(cue_, FILE_RATE);
    let heights: Vec<i32> =
        samples.chunks(480).map(|chunk| whole(f64::from(peak(chunk)) / amplitude(CLEAR) * 48.0)).collect();
    let mut path = String::from("M 0 72");
    let upper = (1..).zip(&heights).map(|(index, height)| (index, -height));
    let lower = (1..).zip(&heights).map(|(index, height)| (index, *height));
    let around: Vec<(i32, i32)> = upper.chain(lower.collect::<Vec<_>>().into_iter().rev()).collect();
    for (index, height) in around {
        let _ = write!(path, " L {} {}", 2 * index, 72 + height);
    }
    path + " Z"
}

/// The pitch of a note where it is heard, in steps of 10 ms.
fn line(note: &Note) -> String {
    let mut path = String::new();
    for within in (0..=note.lasts).step_by(10) {
        let loud = eased(secs(within) / secs(note.fade_in))
            .min(eased(secs(note.lasts - within) / secs(note.fade_out)));
        if loud < 0.1 {
            continue;
        }
        let across = whole(secs(note.start + within) * SECOND);
        let octaves = (note.pitch_at(secs(within)) / 200.0).log2();
        let up = whole(120.0 - 96.0 * octaves / 3_f64.log2());
        let command = if path.is_empty() { "M" } else { " L" };
        let _ = write!(path, "{command} {across} {up}");
    }
    path
}

#[allow(clippy::cast_possible_truncation)] // Points of the picture.
fn whole(value: f64) -> i32 {
    value.round() as i32
}
