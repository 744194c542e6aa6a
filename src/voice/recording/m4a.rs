//! M4A, in which phones record: the description of its sound, which can stand before the sound or behind it.

use std::io::{Read, Seek};

use super::span::{Look, Sound};
use super::{Facts, RecordingError};

/// More boxes than this no recording has.
const MOST_BOXES: u32 = 10_000;
/// Boxes that hold the one that describes the sound.
const AROUND: [&[u8; 4]; 5] = [b"moov", b"trak", b"mdia", b"minf", b"stbl"];

/// Of a file that is read up to the name of its first box.
pub(super) fn sound<R: Read + Seek>(from: u64, file: &mut Look<R>) -> Result<Sound, RecordingError> {
    file.back_to(from)?;
    let to = from + file.left();
    for _ in 0..MOST_BOXES {
        if file.left() < 8 {
            break;
        }
        let (length, name) = (u32::from_be_bytes(file.bytes()?), file.bytes::<4>()?);
        if AROUND.contains(&&name) {
            continue;
        }
        let inside = match length {
            // To the end of the file.
            0 => break,
            1 => u64::from_be_bytes(file.bytes()?).checked_sub(16),
            length => u64::from(length).checked_sub(8),
        };
        let inside = inside.ok_or(RecordingError::Damaged("has a part shorter than its own name"))?;
        if &name == b"stsd"
            && let Some(facts) = described(&file.vec(inside)?)
        {
            return Ok(Sound { facts, head: Vec::new(), from, to });
        } else if &name != b"stsd" {
            file.skip(inside)?;
        }
    }
    Err(RecordingError::Damaged("doesn't say what kind of sound it has"))
}

/// The first description, if it is one of sound.
fn described(descriptions: &[u8]) -> Option<Facts> {
    // Version, flags and a count; then its length, its kind, and what does not matter here.
    let description = descriptions.get(8..)?;
    let (kind, about) = (description.get(4..8)?, description.get(24..36)?);
    let [channels, channels_too, _, _, _, _, _, _, rate, rate_too, _, _] = *about else { return None };
    (kind == b"mp4a").then(|| Facts {
        rate: u16::from_be_bytes([rate, rate_too]).into(),
        channels: u16::from_be_bytes([channels, channels_too]),
        frames: None,
    })
}
