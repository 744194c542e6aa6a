//! Sound files to take along: what is in them, and what is left where they could not be written.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use stillpoint::sound::clip::Clip;
use stillpoint::sound::render::{FILE_RATE, Sounding, chapters, score_for_file, to_file};
use stillpoint::sound::renderer::{BLOCK, FrameTransport, Message, renderer};
use stillpoint::storage::WriteOptions;
use stillpoint::time::ExactDuration;
use stillpoint::timeline::{Cue, EventKind, SegmentKind, Speech, SpeechAmount, Timeline};

use crate::support::{shipped_plan, shipped_timelines};

fn timeline(id: &str) -> Timeline {
    shipped_timelines().into_iter().find(|(other, _)| other == id).unwrap().1
}

fn written(path: &Path, timeline: &Timeline) {
    let (score, words) = score_for_file(timeline);
    for words in words {
        words.set(&Clip { rate: FILE_RATE, samples: vec![0.01; 4_800] });
    }
    to_file(
        path,
        WriteOptions::shared(),
        timeline.title(),
        score,
        &chapters(timeline),
        &Sounding::default(),
        |_| true,
    )
    .unwrap();
}

/// The same score as a device would play it.
fn live(timeline: &Timeline, frames: usize) -> Vec<i16> {
    let (score, words) = score_for_file(timeline);
    for words in words {
        words.set(&Clip { rate: FILE_RATE, samples: vec![0.01; 4_800] });
    }
    let (mut control, mut renderer) = renderer(FILE_RATE);
    control.send(Message::Score(Arc::new(score)));
    control.send(Message::Transport(FrameTransport { running: true, since: 0, from: 0 }));
    let mut samples = Vec::with_capacity(frames + BLOCK);
    while samples.len() < frames {
        let mut block = [0.0; BLOCK];
        renderer.render(&mut block);
        samples.extend(block.map(|sample| (sample * 32_767.0).round() as i16));
    }
    samples.truncate(frames);
    samples
}

#[test]
fn a_wav_and_a_flac_hold_what_a_device_would_play() {
    let folder = tempfile::tempdir().unwrap();
    let timeline = timeline("longer-exhale");
    let (wav, flac) = (folder.path().join("a.wav"), folder.path().join("a.FLAC"));
    written(&wav, &timeline);
    written(&flac, &timeline);
    let mut reader = hound::WavReader::open(&wav).unwrap();
    assert_eq!((reader.spec().sample_rate, reader.spec().channels), (FILE_RATE, 1));
    let from_wav: Vec<i16> = reader.samples().map(Result::unwrap).collect();
    assert_eq!(
        from_wav.len(),
        (timeline.end() + ExactDuration::from_secs(1)).frame_at(FILE_RATE).next_multiple_of(128) as usize
    );
    assert!(from_wav == live(&timeline, from_wav.len()), "the file differs from what a device plays");
    let decoder = rodio::Decoder::try_from(std::fs::File::open(&flac).unwrap()).unwrap();
    let from_flac: Vec<i16> = decoder.map(|sample| (sample * 32_768.0).round() as i16).collect();
    assert!(from_flac == from_wav, "the FLAC differs from the WAV");
}

#[test]
fn a_file_has_its_title_and_a_chapter_for_each_step() {
    let folder = tempfile::tempdir().unwrap();
    let timeline = timeline("coherent-breathing");
    let wav = folder.path().join("a.wav");
    written(&wav, &timeline);
    let bytes = std::fs::read(&wav).unwrap();
    let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    assert_eq!(u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize, bytes.len() - 8);
    for part in [&b"INAM"[..], b"Coherent breathing\0", b"labl", b"Settle\0", b"The tones\0"] {
        assert!(holds(part), "{}", String::from_utf8_lossy(part));
    }
    // The second chapter's frame, as the cue chunk gives it: after get ready and settling.
    let cue = bytes.windows(4).position(|window| window == b"cue ").unwrap();
    let frame = u32::from_le_bytes(bytes[cue + 12 + 24 + 4..cue + 12 + 24 + 8].try_into().unwrap());
    assert_eq!(u64::from(frame), ExactDuration::from_secs(7 + 10).frames_at(FILE_RATE));

    let flac = folder.path().join("a.flac");
    written(&flac, &timeline);
    let head = String::from_utf8_lossy(&std::fs::read(&flac).unwrap()[..2000]).into_owned();
    for part in ["TITLE=Coherent breathing", "CHAPTER002=00:00:17.000", "CHAPTER002NAME=The tones"] {
        assert!(head.contains(part), "{part}");
    }
}

#[test]
fn what_is_given_up_or_cannot_be_written_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let timeline = timeline("coherent-breathing");
    let write = |path: &Path, keep: bool| {
        let (score, _) = score_for_file(&timeline);
        to_file(path, WriteOptions::shared(), "t", score, &[], &Sounding::default(), |part| {
            keep || part < 0.5
        })
        .map_err(|e| e.to_string())
    };
    let given_up = write(&folder.path().join("a.flac"), false);
    assert_eq!(given_up, Err("saving was cancelled; nothing was written".into()));
    let no_ending = write(&folder.path().join("a.mp3"), true).unwrap_err();
    assert!(no_ending.contains("neither .wav nor .flac"));
    assert!(write(&folder.path().join("none/a.wav"), true).unwrap_err().contains("can't be written"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_command_writes_a_file_and_says_which() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cold.flac");
    let done = Command::new(env!("CARGO_BIN_EXE_stillpoint"))
        .args([
            "render",
            "cold-forehead",
            "--minutes",
            "6",
            "--speech",
            "cues",
            "--ambience",
            "low-drone",
            "-o",
        ])
        .arg(&path)
        .env("HOME", folder.path())
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_CACHE_HOME")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&done.stdout).trim(), path.display().to_string());
    assert!(done.status.success());
    // A wait for the key is half a minute in a file, whatever its limit: 7 s, 30 s, 6 min, 7 s, and a second.
    let decoder = rodio::Decoder::try_from(std::fs::File::open(&path).unwrap()).unwrap();
    assert_eq!(decoder.count() / FILE_RATE as usize, 7 + 30 + 360 + 7 + 1);
}

/// What is said in a shipped routine when as much is wished.
fn said(id: &str, speech: Speech) -> Vec<String> {
    let timeline = stillpoint::timeline::compile_for(&shipped_plan(id), speech);
    let said = timeline.events().iter().filter_map(|event| match &event.kind {
        EventKind::Say { text, .. } => Some(text.clone()),
        _ => None,
    });
    said.collect()
}

#[test]
fn as_much_is_said_as_is_wished() {
    let at = |amount| said("warm-shoulders", Speech { amount, ..Speech::default() });
    let names = at(SpeechAmount::Names);
    assert!(names.contains(&"Warmth on the shoulders.".to_owned()));
    assert!(names.iter().any(|text| text.contains("Press Space when you're ready.")));
    assert!(names.contains(&"Take the pack off now.".to_owned()));
    assert!(!names.iter().any(|text| text.contains("Let the warmth sink in")));
    assert!(at(SpeechAmount::Everything).iter().any(|text| text.contains("Let the warmth sink in")));
    assert_eq!(at(SpeechAmount::Cues), [""; 0]);

    let silent = Speech {
        amount: SpeechAmount::Nothing,
        time_left_every: Some(ExactDuration::from_mins(1)),
        ..Speech::default()
    };
    let timeline = stillpoint::timeline::compile_for(&shipped_plan("warm-shoulders"), silent);
    // Somebody with a pack on is asked whether they are awake, and told when it has to come off, all the same.
    let left: Vec<&EventKind> = timeline.events().iter().map(|event| &event.kind).collect();
    let is_safety = |what: &&&EventKind| {
        matches!(what, EventKind::AwakeCheck { .. } | EventKind::Cue(Cue::Waiting | Cue::PackOff))
    };
    assert_eq!(left.iter().filter(is_safety).count(), left.len(), "{left:?}");
    assert_eq!(left.last(), Some(&&EventKind::Cue(Cue::PackOff)));
}

#[test]
fn the_time_left_is_told_where_nothing_else_is_heard() {
    let speech = Speech { time_left_every: Some(ExactDuration::from_mins(2)), ..Speech::default() };
    let said = said("coherent-breathing", speech);
    let told: Vec<&String> = said.iter().filter(|text| text.ends_with(" left.")).collect();
    assert_eq!(told, ["4 minutes left.", "2 minutes left."]);
    let timeline = stillpoint::timeline::compile_for(&shipped_plan("coherent-breathing"), speech);
    let end = timeline.segments().iter().find(|segment| segment.kind == SegmentKind::End).unwrap().start;
    for event in timeline.events() {
        if let EventKind::Say { text, .. } = &event.kind
            && text == "2 minutes left."
        {
            assert_eq!(end.since(event.at), ExactDuration::from_mins(2));
        }
    }
}

#[test]
fn a_change_of_how_much_is_said_keeps_the_rest() {
    let (full, cues) =
        (timeline("neck-and-shoulders-5"), Speech { amount: SpeechAmount::Cues, ..Speech::default() });
    let changed = full.with_speech(cues);
    assert_eq!(changed.segments(), full.segments());
    assert_eq!(changed.with_speech(Speech::default()), full);
}
