//! The part of a sound file that is its sound.

use std::io::{self, Read, Seek, SeekFrom};

use rodio::decoder::DecoderError;

use super::{Facts, RecordingError, flac, m4a, mp3, ogg, wav};

/// A beginning of our own, and then a part of a file as it is.
#[derive(Debug)]
pub(super) struct Span<R> {
    head: Vec<u8>,
    rest: R,
    /// Where the part begins and ends in the file.
    from: u64,
    to: u64,
    /// How much was read.
    at: u64,
}

/// Which part of a file is its sound, and what is to come before it.
#[derive(Debug)]
pub(super) struct Sound {
    pub(super) facts: Facts,
    pub(super) head: Vec<u8>,
    pub(super) from: u64,
    pub(super) to: u64,
}

/// What a sound file says of itself, and the part that is its sound, whatever its name says it is.
pub(super) fn of<R: Read + Seek>(source: R) -> Result<(Facts, Span<R>), RecordingError> {
    let mut file = Look::new(source)?;
    file.skip_id3()?;
    let unknown = || RecordingError::NoSound(DecoderError::UnrecognizedFormat);
    if file.left() < 4 {
        return Err(unknown());
    }
    let begins = file.at();
    let first = file.bytes::<4>()?;
    let sound = match &first {
        b"RIFF" => wav::sound(&mut file)?,
        b"fLaC" => flac::sound(&mut file)?,
        b"OggS" => ogg::sound(&mut file)?,
        _ if mp3::is_header(first) => mp3::sound(first, &file)?,
        _ if file.left() >= 4 && &file.bytes::<4>()? == b"ftyp" => m4a::sound(begins, &mut file)?,
        _ => return Err(unknown()),
    };
    let Sound { facts, head, from, to } = sound;
    Ok((facts, Span { head, rest: file.source.into_inner(), from, to: to.max(from), at: 0 }))
}

impl<R> Span<R> {
    /// How many bytes there are.
    pub(super) fn len(&self) -> u64 {
        self.head.len() as u64 + (self.to - self.from)
    }
}

impl<R: Read + Seek> Read for Span<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let head = self.head.len() as u64;
        if self.at < head {
            let mut left = &self.head[usize::try_from(self.at).unwrap_or(usize::MAX)..];
            let read = left.read(into)?;
            self.at += read as u64;
            return Ok(read);
        }
        let place = self.from + (self.at - head);
        let left = usize::try_from(self.to.saturating_sub(place)).unwrap_or(usize::MAX).min(into.len());
        if left == 0 {
            return Ok(0);
        }
        self.rest.seek(SeekFrom::Start(place))?;
        let read = self.rest.read(&mut into[..left])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R> Seek for Span<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.len().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// A file that is looked through; never beyond its end.
pub(super) struct Look<R> {
    source: io::BufReader<R>,
    at: u64,
    length: u64,
}

const ENDS_EARLY: RecordingError = RecordingError::Damaged("ends too early");

impl<R: Read + Seek> Look<R> {
    fn new(mut source: R) -> Result<Self, RecordingError> {
        let length = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
        source.rewind().map_err(unreadable)?;
        Ok(Self { source: io::BufReader::new(source), at: 0, length })
    }

    pub(super) const fn at(&self) -> u64 {
        self.at
    }

    pub(super) const fn left(&self) -> u64 {
        self.length - self.at
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], RecordingError> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// The next bytes, which are asked for only if they are there.
    pub(super) fn vec(&mut self, count: u64) -> Result<Vec<u8>, RecordingError> {
        if count > self.left() {
            return Err(ENDS_EARLY);
        }
        let mut bytes = vec![0; usize::try_from(count).map_err(|_| ENDS_EARLY)?];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    pub(super) fn skip(&mut self, count: u64) -> Result<(), RecordingError> {
        let by = i64::try_from(count).ok().filter(|_| count <= self.left()).ok_or(ENDS_EARLY)?;
        self.source.seek_relative(by).map_err(unreadable)?;
        self.at += count;
        Ok(())
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RecordingError> {
        if bytes.len() as u64 > self.left() {
            return Err(ENDS_EARLY);
        }
        self.source.read_exact(bytes).map_err(unreadable)?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    pub(super) fn back_to(&mut self, place: u64) -> Result<(), RecordingError> {
        self.source.seek(SeekFrom::Start(place)).map_err(unreadable)?;
        self.at = place;
        Ok(())
    }

    /// Some programs put tags of another kind before the sound.
    fn skip_id3(&mut self) -> Result<(), RecordingError> {
        if self.left() < 10 {
            return Ok(());
        }
        let header = self.bytes::<10>()?;
        if !header.starts_with(b"ID3") {
            return self.back_to(0);
        }
        // Seven bits in each byte.
        let size = header[6..].iter().fold(0, |size, byte| (size << 7) | u64::from(byte & 0x7F));
        self.skip(size)
    }
}

fn unreadable(error: io::Error) -> RecordingError {
    RecordingError::Unreadable(error.into())
}
