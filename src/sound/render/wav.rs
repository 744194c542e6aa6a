//! WAV with cue points: a chapter for each step, where a player shows them.

use std::fs::File;
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};

use super::{Chapter, FILE_RATE, FrameSink};

/// A WAV file on its way.
pub(super) struct WavSink {
    file: File,
    writer: hound::WavWriter<BufWriter<File>>,
}

impl WavSink {
    pub(super) fn new(file: File) -> io::Result<Self> {
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: FILE_RATE,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let writer = hound::WavWriter::new(BufWriter::new(file.try_clone()?), spec).map_err(io_error)?;
        Ok(Self { file, writer })
    }
}

impl FrameSink for WavSink {
    fn write(&mut self, samples: &[i16]) -> io::Result<()> {
        samples.iter().try_for_each(|sample| self.writer.write_sample(*sample)).map_err(io_error)
    }

    fn finish(self: Box<Self>, title: &str, chapters: &[Chapter]) -> io::Result<()> {
        let Self { mut file, writer } = *self;
        writer.finalize().map_err(io_error)?;
        file.seek(SeekFrom::End(0))?;
        file.write_all(&cue_chunk(chapters))?;
        file.write_all(&list_chunk(*b"adtl", &labels(chapters)))?;
        file.write_all(&list_chunk(*b"INFO", &chunk(*b"INAM", &zero_ended(title))))?;
        // The length of the whole, which the chunks above have changed.
        let whole = u32::try_from(file.stream_position()?.saturating_sub(8)).map_err(io::Error::other)?;
        file.seek(SeekFrom::Start(4))?;
        file.write_all(&whole.to_le_bytes())
    }
}

fn io_error(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}

/// A chunk of RIFF: its name, its length, its bytes, and a zero if they are odd.
fn chunk(name: [u8; 4], bytes: &[u8]) -> Vec<u8> {
    let mut chunk = name.to_vec();
    chunk.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
    chunk.extend(bytes);
    if bytes.len() % 2 == 1 {
        chunk.push(0);
    }
    chunk
}

fn list_chunk(kind: [u8; 4], chunks: &[u8]) -> Vec<u8> {
    chunk(*b"LIST", &[&kind, chunks].concat())
}

fn zero_ended(text: &str) -> Vec<u8> {
    [text.as_bytes(), &[0]].concat()
}

/// Where the chapters are: each by its number and its frame.
fn cue_chunk(chapters: &[Chapter]) -> Vec<u8> {
    let mut bytes = u32::try_from(chapters.len()).unwrap_or(0).to_le_bytes().to_vec();
    for (number, chapter) in (1_u32..).zip(chapters) {
        let frame = u32::try_from(chapter.frame).unwrap_or(u32::MAX).to_le_bytes();
        bytes.extend(number.to_le_bytes());
        bytes.extend(frame);
        bytes.extend(b"data");
        bytes.extend([0; 8]);
        bytes.extend(frame);
    }
    chunk(*b"cue ", &bytes)
}

/// What the chapters are called, by number.
fn labels(chapters: &[Chapter]) -> Vec<u8> {
    let label = |(number, chapter): (u32, &Chapter)| {
        chunk(*b"labl", &[&number.to_le_bytes()[..], &zero_ended(&chapter.name)].concat())
    };
    (1_u32..).zip(chapters).flat_map(label).collect()
}
