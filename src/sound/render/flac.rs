//! FLAC, frame by frame, with title and chapters as comments.

use std::fs::File;
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};

use flacenc::bitsink::ByteSink;
use flacenc::component::{BitRepr as _, MetadataBlockData, Stream, StreamInfo};
use flacenc::config;
use flacenc::encode_fixed_size_frame;
use flacenc::error::{Verified, Verify as _};
use flacenc::source::{Context, Fill as _, FrameBuf};

use super::{Chapter, FILE_RATE, FrameSink};

/// Samples in a FLAC frame.
const FRAME: usize = 4096;
/// The kind of block that holds comments.
const VORBIS_COMMENT: u8 = 4;

/// A FLAC file on its way.
pub(super) struct FlacSink {
    file: BufWriter<File>,
    config: Verified<config::Encoder>,
    info: StreamInfo,
    comments: Vec<u8>,
    buffer: FrameBuf,
    context: Context,
    /// Samples that do not fill a frame yet.
    pending: Vec<i32>,
}

impl FlacSink {
    pub(super) fn new(file: File, title: &str, chapters: &[Chapter]) -> io::Result<Self> {
        let mut config = config::Encoder::default();
        // Quiet tones and words shrink well by the simple predictors, many times faster.
        config.subframe_coding.use_lpc = false;
        let config = config.into_verified().map_err(|(_, error)| other(error))?;
        let mut info = StreamInfo::new(FILE_RATE as usize, 1, 16).map_err(other)?;
        info.set_block_sizes(FRAME, FRAME).map_err(other)?;
        let mut sink = Self {
            file: BufWriter::new(file),
            config,
            info,
            comments: comments(title, chapters),
            buffer: FrameBuf::with_size(1, FRAME).map_err(other)?,
            context: Context::new(16, 1),
            pending: Vec::with_capacity(2 * FRAME),
        };
        // Room for the header, whose numbers are known at the end; its length is known now.
        let header = sink.header()?;
        sink.file.write_all(&header)?;
        Ok(sink)
    }

    fn header(&self) -> io::Result<Vec<u8>> {
        let mut stream = Stream::with_stream_info(self.info.clone());
        let comments = MetadataBlockData::new_unknown(VORBIS_COMMENT, &self.comments).map_err(other)?;
        stream.add_metadata_block(comments);
        let mut sink = ByteSink::new();
        stream.write(&mut sink).map_err(other)?;
        Ok(sink.into_inner())
    }

    fn write_frame(&mut self, samples: &[i32]) -> io::Result<()> {
        if self.buffer.size() != samples.len() {
            self.buffer.resize(samples.len());
        }
        self.buffer.fill_interleaved(samples).map_err(other)?;
        self.context.fill_interleaved(samples).map_err(other)?;
        let number = self.context.current_frame_number().unwrap_or(0);
        let frame = encode_fixed_size_frame(&self.config, &self.buffer, number, &self.info).map_err(other)?;
        self.info.update_frame_info(&frame);
        let mut sink = ByteSink::new();
        frame.write(&mut sink).map_err(other)?;
        self.file.write_all(sink.as_slice())
    }
}

impl FrameSink for FlacSink {
    fn write(&mut self, samples: &[i16]) -> io::Result<()> {
        self.pending.extend(samples.iter().map(|sample| i32::from(*sample)));
        while self.pending.len() >= FRAME {
            let rest = self.pending.split_off(FRAME);
            let frame = std::mem::replace(&mut self.pending, rest);
            self.write_frame(&frame)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _title: &str, _chapters: &[Chapter]) -> io::Result<()> {
        let rest = std::mem::take(&mut self.pending);
        if !rest.is_empty() {
            self.write_frame(&rest)?;
        }
        self.info.set_md5_digest(&self.context.md5_digest());
        self.info.set_total_samples(self.context.total_samples());
        self.info.set_block_sizes(FRAME, FRAME).map_err(other)?;
        let header = self.header()?;
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&header)?;
        self.file.flush()
    }
}

fn other(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

/// Title and chapters as comments, in the form that players of podcasts read: `CHAPTER001=00:00:07.000`.
fn comments(title: &str, chapters: &[Chapter]) -> Vec<u8> {
    let mut comments = vec![format!("TITLE={title}"), "ALBUM=Stillpoint".to_owned()];
    for (number, chapter) in (1..).zip(chapters) {
        let millis = chapter.frame * 1000 / u64::from(FILE_RATE);
        let (secs, millis) = (millis / 1000, millis % 1000);
        let (hours, mins, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
        comments.push(format!("CHAPTER{number:03}={hours:02}:{mins:02}:{secs:02}.{millis:03}"));
        comments.push(format!("CHAPTER{number:03}NAME={}", chapter.name));
    }
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(0).to_le_bytes();
    let mut block = Vec::new();
    let vendor = b"Stillpoint";
    block.extend(length(vendor));
    block.extend(vendor);
    block.extend(u32::try_from(comments.len()).unwrap_or(0).to_le_bytes());
    for comment in comments {
        block.extend(length(comment.as_bytes()));
        block.extend(comment.into_bytes());
    }
    block
}
