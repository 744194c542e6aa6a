//! Sound files as they are, and as nobody should make them.

use super::ogg::crc;
use super::*;

const OGG: &[u8] = include_bytes!("../../../tests/recordings/beep.ogg");
/// The last block is played whole.
const OGG_FRAMES: usize = 1792;
const FLAC: &[u8] = include_bytes!("../../../tests/recordings/beep.flac");
const MP3: &[u8] = include_bytes!("../../../tests/recordings/beep.mp3");
const M4A: &[u8] = include_bytes!("../../../tests/recordings/beep.m4a");

/// A WAV of 16 bits.
pub(in crate::voice) fn wav(rate: u32, channels: u16, frames: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let spec = hound::WavSpec {
        channels,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
    for frame in 0..frames {
        for _ in 0..channels {
            writer.write_sample(if frame % 2 == 0 { 8000_i16 } else { -8000 }).unwrap();
        }
    }
    writer.finalize().unwrap();
    bytes.into_inner()
}

/// The rate, and the frames that are heard.
fn played(bytes: &[u8]) -> Result<(u32, usize), RecordingError> {
    let mut frames = 0;
    let facts = mono(Cursor::new(bytes.to_vec()), |_| frames += 1)?;
    Ok((facts.rate, frames))
}

#[track_caller]
fn check_refused(bytes: &[u8], part: &str) {
    let error = played(bytes).unwrap_err().to_string();
    assert!(error.contains(part), "{error}");
    assert_eq!(check_recording(bytes).unwrap_err().to_string(), error);
}

/// The bytes with others at a place.
fn with(bytes: &[u8], at: usize, other: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + other.len()].copy_from_slice(other);
    bytes
}

#[test]
fn wav_flac_and_ogg_are_played_whole_and_say_how_long_they_last() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, frames) in
        [("a", wav(8_000, 2, 1600), 1600), ("b", FLAC.to_vec(), 1600), ("c", OGG.to_vec(), OGG_FRAMES)]
    {
        assert_eq!(played(&bytes).unwrap(), (8_000, frames), "{name}");
        assert!(check_recording(&bytes).is_ok());
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let lasts = recording_length(&folder.path().join(name)).unwrap();
        let heard = ExactDuration::from_millis(frames as u64 * 1000 / 8_000);
        assert_eq!(lasts, heard, "{name}");
    }
    // As phones record: what stands around the sound is of the encoder's own length.
    for (name, bytes) in [("d", MP3), ("e", M4A)] {
        let (rate, frames) = played(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(rate, 16_000, "{name}");
        assert!((3_200..3_200 + 3 * 1152).contains(&frames), "{name}: {frames}");
        assert!(check_recording(bytes).is_ok());
    }
    // It begins with a tag of 45 bytes; without one it is the same.
    assert_eq!(played(&MP3[45..]).unwrap(), played(MP3).unwrap());
    check_refused(&M4A[..M4A.len() / 3], "is damaged: it");
    assert_eq!(played(&wav(192_000, 8, 100)).unwrap(), (192_000, 100));
    // Tags of another kind before it, as some programs write.
    assert_eq!(played(&[b"ID3\x04\0\0\0\0\0\x05hello", FLAC].concat()).unwrap(), (8_000, 1600));
}

#[test]
fn what_is_written_into_a_pipe_without_its_length_is_played() {
    let endless = with(&wav(8_000, 1, 800), 40, &[0xFF; 4]);
    assert_eq!(played(&endless).unwrap(), (8_000, 800));
}

#[test]
fn rates_and_channels_that_nothing_plays_are_refused_before_a_decoder_sees_them() {
    for rate in [0, 1, 50, 7_999, 192_001, u32::MAX] {
        check_refused(
            &with(&wav(8_000, 1, 800), 24, &rate.to_le_bytes()),
            &format!("has {rate} samples a second"),
        );
    }
    for channels in [0, 9, 1_000, u16::MAX] {
        check_refused(
            &with(&wav(8_000, 1, 800), 22, &channels.to_le_bytes()),
            &format!("has {channels} channels"),
        );
    }
    // 20 bits of rate.
    check_refused(&with(FLAC, 18, &[0, 0, 0x10]), "has 1 samples a second");
    let ident = packet(2, &ident(1, 1));
    check_refused(&ident, "has 1 samples a second");
}

#[test]
fn what_lasts_too_long_is_refused_by_what_it_says_and_by_what_it_is() {
    let facts = Facts { rate: 48_000, channels: 1, frames: Some(20 * 60 * 48_000) };
    assert!(facts.checked().is_ok());
    let longer = Facts { frames: Some(20 * 60 * 48_000 + 1), ..facts };
    assert!(matches!(longer.checked(), Err(RecordingError::TooLong)));
    // 36 bits of frames.
    check_refused(
        &with(FLAC, 21, &[FLAC[21] | 0x0F, 0xFF, 0xFF, 0xFF, 0xFF]),
        "is too long; a recording can last at most 20 minutes",
    );
}

#[test]
fn tags_that_claim_more_than_the_file_has_cost_nothing() {
    let comment = |claims: u32| {
        let mut block = [0, 0, 0, 0, 1, 0, 0, 0].to_vec();
        block.extend(claims.to_le_bytes());
        block.extend(b"a=b");
        block
    };
    // Of a FLAC they are not even read: after the first block come tags, then what was there.
    let forged = comment(u32::MAX - 8);
    let mut flac = FLAC[..42].to_vec();
    flac[4] = 0;
    flac.extend([4, 0, 0, u8::try_from(forged.len()).unwrap()]);
    flac.extend(&forged);
    flac.extend(&FLAC[42..]);
    if FLAC[4] & 0x80 != 0 {
        flac[42] |= 0x80;
    }
    assert_eq!(played(&flac).unwrap(), (8_000, 1600));
    check_refused(&with(&flac, 43, &[0xFF; 3]), "ends too early");

    let with_tags = |tags: &[u8]| {
        let tags = [b"\x03vorbis", tags, &[1]].concat();
        [packet(2, &ident(1, 8_000)), packet(0, &tags)].concat()
    };
    check_refused(&with_tags(&comment(u32::MAX - 8)), "tags that are longer than the file");
    check_refused(&with_tags(&[0xF0; 4]), "tags that are longer than the file");
    // A picture in the 64 letters: a kind, and a text of four billion letters.
    let picture = b"METADATA_BLOCK_PICTURE=AAAAA/////8=";
    let mut tags = [0, 0, 0, 0, 1, 0, 0, 0].to_vec();
    tags.extend(u32::try_from(picture.len()).unwrap().to_le_bytes());
    tags.extend(picture);
    check_refused(&with_tags(&tags), "tags that are longer than the file");
    // So in FLAC within Ogg.
    let begins = [b"\x7fFLAC\x01\0\0\x01fLaC\x80\0\0\x22", &FLAC[8..42]].concat();
    let block = [&[0x84, 0, 0, 11][..], &comment(u32::MAX - 8)].concat();
    check_refused(&[packet(2, &begins), packet(0, &block)].concat(), "tags that are longer than the file");
}

#[test]
fn tables_that_ask_for_more_than_any_sound_needs_are_refused() {
    // A table of 2^24 − 1 words in 2^16 − 1 dimensions: a terabyte, in ten bytes.
    let setup = b"\x05vorbis\0BCV\xFF\xFF\xFF\xFF\xFF\x01";
    let forged = [packet(2, &ident(1, 8_000)), packet(0, setup)].concat();
    check_refused(&forged, "tables that are larger than any sound needs");
    check_refused(
        &[packet(2, &ident(1, 8_000)), packet(0, b"\x05vorbis\0BCV\x01")].concat(),
        "damaged tables",
    );
}

#[test]
fn of_an_ogg_nothing_is_played_after_its_own_end() {
    // A second sound behind the first, as a forger or a radio would put it.
    assert_eq!(played(&[OGG, OGG].concat()).unwrap(), (8_000, OGG_FRAMES));
    assert_eq!(played(&[OGG, b"and more"].concat()).unwrap(), (8_000, OGG_FRAMES));
    check_refused(&with(OGG, 30, b"?"), "is damaged");
    check_refused(&packet(2, b"OpusHead"), "contains neither Vorbis nor FLAC");
}

#[test]
fn whatever_is_damaged_is_an_error_or_a_sound_and_never_a_fault() {
    let mut seed = 7_u64;
    for bytes in [wav(8_000, 2, 400), FLAC.to_vec(), OGG.to_vec(), MP3.to_vec(), M4A.to_vec()] {
        for length in (0..bytes.len()).step_by(bytes.len() / 60) {
            let _ = played(&bytes[..length]);
        }
        for _ in 0..150 {
            let mut damaged = bytes.clone();
            for _ in 0..3 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let place = usize::try_from(seed >> 33).unwrap() % damaged.len();
                damaged[place] = u8::try_from(seed >> 24 & 0xFF).unwrap();
            }
            let _ = played(&damaged);
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told() {
    let told = |path: &str| read(Path::new(path)).unwrap_err().to_string();
    assert_eq!(told("/dev/zero"), "can't be read: it is a device, not a file");
    assert_eq!(told("/"), "can't be read: it is a folder, not a file");
}

/// The first packet of Vorbis.
fn ident(channels: u8, rate: u32) -> Vec<u8> {
    let mut packet = b"\x01vorbis\0\0\0\0".to_vec();
    packet.push(channels);
    packet.extend(rate.to_le_bytes());
    packet.extend([0; 12]);
    packet.extend([0x88, 1]);
    packet
}

/// A page with one packet.
fn packet(kind: u8, packet: &[u8]) -> Vec<u8> {
    let mut lacing = vec![255; packet.len() / 255];
    lacing.push(u8::try_from(packet.len() % 255).unwrap());
    let mut page = b"OggS\0".to_vec();
    page.push(kind);
    page.extend([0; 8]);
    page.extend([1, 0, 0, 0]);
    page.extend([0; 8]);
    page.push(u8::try_from(lacing.len()).unwrap());
    page.extend(lacing);
    page.extend(packet);
    let sum = crc(0, &page);
    page[22..26].copy_from_slice(&sum.to_le_bytes());
    page
}

#[test]
fn a_table_of_an_m4a_that_says_it_is_longer_than_the_file_gets_no_room() {
    let mut tables = 0;
    for (name, count) in [(b"stts", 4), (b"stsc", 4), (b"stco", 4), (b"stsz", 8)] {
        let at = M4A.windows(4).position(|four| four == name).unwrap() + 4 + count;
        for entries in [0xFFFF_FFFF_u32, 0x0100_0000, 10_000] {
            check_refused(&with(M4A, at, &entries.to_be_bytes()), "longer than the file");
            tables += 1;
        }
    }
    assert_eq!(tables, 12);
    // A box that leads out of the one it is in, to where tables are not looked at.
    for name in [b"trak", b"mdia", b"minf", b"stbl"] {
        let at = M4A.windows(4).position(|four| four == name).unwrap() - 4;
        check_refused(&with(M4A, at, &0xFF00_0120_u32.to_be_bytes()), "longer than what it is in");
    }
}
