//! Ogg: one stream of Vorbis or FLAC, page by page as far as it is whole. Its tags are looked at before the library sees
//! them, since that takes their word for how long they are.

use std::io::{Read, Seek};

use super::span::{Look, Sound};
use super::{Facts, RecordingError, flac, vorbis};

const HEADER_BYTES: usize = 27;
/// The longest packet that is put together: pictures among the tags, of which the file is made up otherwise.
const MOST_PACKET_BYTES: usize = 8 << 20;
/// What a FLAC stream begins with in Ogg, and how long that is.
const FLAC: &[u8] = b"\x7fFLAC\x01";
const FLAC_BYTES: usize = 51;

/// What is spoken in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Codec {
    Vorbis,
    Flac,
}

struct Page {
    kind: u8,
    serial: u32,
    /// The frames until its end; nothing where no packet ends.
    granule: Option<u64>,
    /// How long each part of a packet is; less than 255 ends one.
    lacing: Vec<u8>,
    body: Vec<u8>,
}

/// Of a file that is read up to its first four bytes.
pub(super) fn sound<R: Read + Seek>(file: &mut Look<R>) -> Result<Sound, RecordingError> {
    let from = file.at() - 4;
    let first = page(*b"OggS", file)?.filter(|page| page.kind & 2 != 0);
    let first = first.ok_or(RecordingError::Damaged("is damaged at its beginning"))?;
    let (codec, mut facts) = begun(&first.body)?;
    let (mut to, mut packet, mut has_setup) = (file.at(), Vec::new(), false);
    // Up to its end, to what is damaged, or to where another stream begins: nothing further is played.
    while file.left() >= HEADER_BYTES as u64 {
        let beginning = file.bytes()?;
        let next = page(beginning, file).ok().flatten();
        let Some(page) = next.filter(|page| page.kind & 2 == 0 && page.serial == first.serial) else { break };
        let mut at = 0;
        for length in &page.lacing {
            let end = at + usize::from(*length);
            packet.extend_from_slice(&page.body[at..end]);
            at = end;
            if packet.len() > MOST_PACKET_BYTES {
                return Err(RecordingError::Damaged("has a part that is too long"));
            }
            if *length < 255 {
                look(codec, &packet, &mut has_setup)?;
                packet.clear();
            }
        }
        facts.frames = page.granule.or(facts.frames);
        to = file.at();
    }
    Ok(Sound { facts, head: Vec::new(), from, to })
}

/// What the first packet says.
fn begun(packet: &[u8]) -> Result<(Codec, Facts), RecordingError> {
    if let Some(said) = packet.strip_prefix(b"\x01vorbis")
        && let [_, _, _, _, channels, a, b, c, d, ..] = *said
    {
        let rate = u32::from_le_bytes([a, b, c, d]);
        return Ok((Codec::Vorbis, Facts { rate, channels: channels.into(), frames: None }));
    }
    if packet.starts_with(FLAC)
        && packet.len() == FLAC_BYTES
        && let Some(info) = packet.last_chunk()
    {
        return Ok((Codec::Flac, flac::facts(info)));
    }
    Err(RecordingError::Damaged("contains neither Vorbis nor FLAC"))
}

/// Refuses a packet that the library would take at its word.
fn look(codec: Codec, packet: &[u8], has_setup: &mut bool) -> Result<(), RecordingError> {
    match codec {
        Codec::Vorbis => match packet {
            [3, b'v', b'o', b'r', b'b', b'i', b's', comment @ ..] => check_comment(comment),
            [5, b'v', b'o', b'r', b'b', b'i', b's', setup @ ..] => {
                if std::mem::replace(has_setup, true) {
                    return Err(RecordingError::Damaged("has two headers"));
                }
                vorbis::check_setup(setup)
            }
            _ => Ok(()),
        },
        Codec::Flac => match packet {
            [kind, _, _, _, comment @ ..] if kind & 0x7F == 4 => check_comment(comment),
            [kind, _, _, _, picture @ ..] if kind & 0x7F == 6 => check_picture(picture),
            _ => Ok(()),
        },
    }
}

const FORGED: RecordingError = RecordingError::Damaged("has tags that are longer than the file");

/// Takes so many bytes from the front.
fn taken<'a>(bytes: &mut &'a [u8], count: u32) -> Result<&'a [u8], RecordingError> {
    let (taken, rest) = bytes.split_at_checked(count as usize).ok_or(FORGED)?;
    *bytes = rest;
    Ok(taken)
}

fn number(bytes: &mut &[u8], read: fn([u8; 4]) -> u32) -> Result<u32, RecordingError> {
    let (number, rest) = bytes.split_first_chunk().ok_or(FORGED)?;
    *bytes = rest;
    Ok(read(*number))
}

fn check_comment(mut bytes: &[u8]) -> Result<(), RecordingError> {
    const PICTURE: &[u8] = b"metadata_block_picture=";
    let vendor = number(&mut bytes, u32::from_le_bytes)?;
    taken(&mut bytes, vendor)?;
    for _ in 0..number(&mut bytes, u32::from_le_bytes)? {
        let length = number(&mut bytes, u32::from_le_bytes)?;
        let comment = taken(&mut bytes, length)?;
        if let Some((key, value)) = comment.split_at_checked(PICTURE.len())
            && key.eq_ignore_ascii_case(PICTURE)
        {
            check_picture(&of_base64(value))?;
        }
    }
    Ok(())
}

/// A kind, two texts, four numbers and the picture.
fn check_picture(mut bytes: &[u8]) -> Result<(), RecordingError> {
    taken(&mut bytes, 4)?;
    for skipped in [0, 16] {
        let length = number(&mut bytes, u32::from_be_bytes)?;
        taken(&mut bytes, length)?;
        taken(&mut bytes, skipped)?;
    }
    let text = number(&mut bytes, u32::from_be_bytes)?;
    taken(&mut bytes, text).map(|_| ())
}

/// What is written in the 64 letters; whatever is none of them counts as the first.
fn of_base64(text: &[u8]) -> Vec<u8> {
    let value = |letter: &u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => 0,
    };
    let bytes = text.chunks(4).flat_map(|letters| {
        let four = letters.iter().map(value).chain(std::iter::repeat(0)).take(4);
        let bits = four.fold(0, |bits, value| (bits << 6) | u32::from(value));
        let [_, bytes @ ..] = bits.to_be_bytes();
        bytes
    });
    bytes.collect()
}

/// The page that begins here, after its first four bytes; nothing if it is none or damaged.
fn page<R: Read + Seek>(beginning: [u8; 4], file: &mut Look<R>) -> Result<Option<Page>, RecordingError> {
    if &beginning != b"OggS" {
        return Ok(None);
    }
    let rest = file.bytes::<{ HEADER_BYTES - 4 }>()?;
    let [_, kind, g0, g1, g2, g3, g4, g5, g6, g7, s0, s1, s2, s3, _, _, _, _, c0, c1, c2, c3, segments] =
        rest;
    let lacing = file.vec(segments.into())?;
    let body = file.vec(lacing.iter().map(|length| u64::from(*length)).sum())?;
    let mut summed = rest;
    summed[18..22].fill(0);
    let parts = [&beginning[..], &summed, &lacing, &body];
    if parts.into_iter().fold(0, crc) != u32::from_le_bytes([c0, c1, c2, c3]) {
        return Ok(None);
    }
    let granule = u64::from_le_bytes([g0, g1, g2, g3, g4, g5, g6, g7]);
    let serial = u32::from_le_bytes([s0, s1, s2, s3]);
    Ok(Some(Page { kind, serial, granule: (granule != u64::MAX).then_some(granule), lacing, body }))
}

/// The checksum of pages, over more bytes.
pub(super) fn crc(sum: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(sum, |sum, byte| (sum << 8) ^ CRC[((sum >> 24) as u8 ^ byte) as usize])
}

#[allow(clippy::cast_possible_truncation)] // Below 256.
const CRC: [u32; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let (mut sum, mut bit) = ((index as u32) << 24, 0);
        while bit < 8 {
            sum = if sum >> 31 == 1 { (sum << 1) ^ 0x04C1_1DB7 } else { sum << 1 };
            bit += 1;
        }
        table[index] = sum;
        index += 1;
    }
    table
};
