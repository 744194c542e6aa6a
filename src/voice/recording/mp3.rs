//! MP3: what the header of its first frame says. Tags before it are skipped by whoever reads the file, tags behind it by the
//! library that decodes it.

use std::io::{Read, Seek};

use super::span::{Look, Sound};
use super::{Facts, RecordingError};

/// Frames a second of MPEG 1, by the index in a header; those of MPEG 2 are half of them, those of MPEG 2.5 a quarter.
const RATES: [u32; 3] = [44_100, 48_000, 32_000];

/// Whether four bytes can be the header of a frame of the third layer, which MP3 is named after.
pub(super) const fn is_header(header: [u8; 4]) -> bool {
    let [first, second, third, _] = header;
    let (version, layer) = ((second >> 3) & 3, (second >> 1) & 3);
    let (bitrate, rate) = (third >> 4, (third >> 2) & 3);
    first == 0xFF && second & 0xE0 == 0xE0 && version != 1 && layer == 1 && bitrate != 15 && rate != 3
}

/// Of a file that is read up to the end of its first header.
pub(super) fn sound<R: Read + Seek>(header: [u8; 4], file: &Look<R>) -> Result<Sound, RecordingError> {
    let [_, second, third, fourth] = header;
    let full = RATES.get(usize::from((third >> 2) & 3)).copied();
    let full = full.ok_or(RecordingError::Damaged("has a header of an unknown kind"))?;
    let rate = match (second >> 3) & 3 {
        3 => full,
        2 => full / 2,
        _ => full / 4,
    };
    let channels = if fourth >> 6 == 3 { 1 } else { 2 };
    let from = file.at() - 4;
    Ok(Sound {
        facts: Facts { rate, channels, frames: None },
        head: Vec::new(),
        from,
        to: from + 4 + file.left(),
    })
}
