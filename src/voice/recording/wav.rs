//! WAV: what its `fmt ` says, and the samples; whatever else is in it is left out.

use std::io::{Read, Seek};

use super::span::{Look, Sound};
use super::{Facts, RecordingError};

/// The longest `fmt ` that there is has 40 bytes.
const MOST_FORMAT_BYTES: u32 = 64;
/// More parts than this no sound has.
const MOST_CHUNKS: u32 = 1000;

/// Of a file that is read up to its first four bytes.
pub(super) fn sound<R: Read + Seek>(file: &mut Look<R>) -> Result<Sound, RecordingError> {
    let _says_its_length = file.bytes::<4>()?;
    if &file.bytes::<4>()? != b"WAVE" {
        return Err(RecordingError::Damaged("isn't a WAV file"));
    }
    let mut format: Option<Vec<u8>> = None;
    for _ in 0..MOST_CHUNKS {
        let (name, length) = (file.bytes::<4>()?, u32::from_le_bytes(file.bytes()?));
        match (&name, &format) {
            (b"data", Some(format)) => return of_data(format, length, file),
            (b"fmt ", None) if (16..=MOST_FORMAT_BYTES).contains(&length) => {
                format = Some(file.vec(length.into())?);
                file.skip(u64::from(length % 2).min(file.left()))?;
            }
            (b"data" | b"fmt ", _) => return Err(RecordingError::Damaged("has samples of an unknown kind")),
            _ => file.skip(u64::from(length) + u64::from(length % 2))?,
        }
    }
    Err(RecordingError::Damaged("has no end to its headers"))
}

fn of_data<R: Read + Seek>(format: &[u8], length: u32, file: &Look<R>) -> Result<Sound, RecordingError> {
    let [_, _, channels, channels_too, a, b, c, d, _, _, _, _, _, _, bits, bits_too, ..] = *format else {
        return Err(RecordingError::Damaged("has samples of an unknown kind"));
    };
    let (channels, bits) =
        (u16::from_le_bytes([channels, channels_too]), u16::from_le_bytes([bits, bits_too]));
    // What is written into a pipe does not know its length: then it is what came.
    let length = u32::try_from(file.left()).map_or(length, |left| left.min(length));
    let frame_bits = u64::from(channels) * u64::from(bits);
    let frames = (u64::from(length) * 8).checked_div(frame_bits);
    let format_length = u32::try_from(format.len()).unwrap_or(0);
    let mut head = Vec::with_capacity(28 + format.len());
    head.extend(b"RIFF");
    head.extend((20 + format_length).saturating_add(length).to_le_bytes());
    head.extend(b"WAVEfmt ");
    head.extend(format_length.to_le_bytes());
    head.extend(format);
    head.extend(b"data");
    head.extend(length.to_le_bytes());
    let facts = Facts { rate: u32::from_le_bytes([a, b, c, d]), channels, frames };
    Ok(Sound { facts, head, from: file.at(), to: file.at() + u64::from(length) })
}
