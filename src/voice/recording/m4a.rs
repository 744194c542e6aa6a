//! M4A, in which phones record: the description of its sound, which can stand before the sound or behind it.
//!
//! The library makes room for as many entries as a table says it has before it reads the first of them, and for too many
//! there is none: that would end the program. So every table is looked at here first.

use std::io::{Read, Seek};

use super::span::{Look, Sound};
use super::{Facts, RecordingError};

/// More boxes than this no recording has.
const MOST_BOXES: u32 = 10_000;
/// Deeper than this no box that is looked at is in others.
const DEEPEST: u32 = 8;
/// Boxes that hold the one that describes the sound.
const AROUND: [&[u8; 4]; 4] = [b"trak", b"mdia", b"minf", b"stbl"];
/// Tables: where their number of entries stands behind their name, and how long each of them is.
const TABLES: [(&[u8; 4], usize, u64); 6] =
    [(b"stts", 4, 8), (b"ctts", 4, 8), (b"stsc", 4, 12), (b"stco", 4, 4), (b"co64", 4, 8), (b"stsz", 8, 4)];

/// Of a file that is read up to the name of its first box.
pub(super) fn sound<R: Read + Seek>(from: u64, file: &mut Look<R>) -> Result<Sound, RecordingError> {
    file.back_to(from)?;
    let to = from + file.left();
    let mut found = None;
    for _ in 0..MOST_BOXES {
        if file.left() < 8 {
            break;
        }
        let (length, name) = (u32::from_be_bytes(file.bytes()?), file.bytes::<4>()?);
        let inside = match length {
            // To the end of the file.
            0 => Some(file.left()),
            1 => u64::from_be_bytes(file.bytes()?).checked_sub(16),
            length => u64::from(length).checked_sub(8),
        };
        let inside = inside.ok_or(RecordingError::Damaged("has a part shorter than its own name"))?;
        if &name == b"moov" {
            let about = file.vec(inside)?;
            if has_an_impossible_table(&about) {
                return Err(RecordingError::Damaged("says that a table is longer than the file"));
            }
            let mut facts = None;
            walk(&about, DEEPEST, &mut facts)
                .ok_or(RecordingError::Damaged("has a part that is longer than what it is in"))?;
            found = found.or(facts);
        } else if inside <= file.left() {
            file.skip(inside)?;
        } else {
            // The sound itself is cut off.
            break;
        }
    }
    let facts = found.ok_or(RecordingError::Damaged("doesn't say what kind of sound it has"))?;
    Ok(Sound { facts, head: Vec::new(), from, to })
}

/// Whether anything that is named like a table says that it has more entries than there are bytes. Every place is looked
/// at, so that it does not matter how the library finds its way.
fn has_an_impossible_table(about: &[u8]) -> bool {
    let number = |at: usize| Some(u32::from_be_bytes(about.get(at..at + 4)?.try_into().ok()?));
    (0..about.len()).any(|at| {
        let table = TABLES.iter().find(|(name, _, _)| about[at..].starts_with(*name));
        table.is_some_and(|(name, count, each)| {
            // Where all are of one size, which stands before their number, none is listed.
            let is_listed = *name != b"stsz" || number(at + 8) == Some(0);
            let entries = number(at + 4 + count).map_or(0, u64::from);
            is_listed && entries * each > (about.len() - at) as u64
        })
    })
}

/// Looks for the first description of sound in a box that holds others. Nothing if a box is longer than what it is in: the
/// library would follow it out of there, to tables that nobody has looked at.
fn walk(inside: &[u8], deeper: u32, found: &mut Option<Facts>) -> Option<()> {
    let mut rest = inside;
    for _ in 0..MOST_BOXES {
        let (Some(length), Some(name)) = (rest.get(..4), rest.get(4..8)) else { break };
        let length = u32::from_be_bytes(length.try_into().ok()?);
        rest = &rest[8..];
        let length = match length {
            0 => rest.len(),
            1 => {
                let long = u64::from_be_bytes(rest.get(..8)?.try_into().ok()?);
                rest = &rest[8..];
                usize::try_from(long).ok()?.checked_sub(16)?
            }
            length => usize::try_from(length).ok()?.checked_sub(8)?,
        };
        let body = rest.get(..length)?;
        if AROUND.iter().any(|around| name == *around) {
            walk(body, deeper.checked_sub(1)?, found)?;
        } else if name == b"stsd" && found.is_none() {
            *found = described(body);
        }
        rest = &rest[length..];
    }
    Some(())
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
