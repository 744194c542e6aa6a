//! The pictures and recordings beside a routine: which it names, and what is wrong with them.
//!
//! A file is read to its end, not believed by its name: what cannot be drawn or heard is told to its author at once, in the
//! words that a bundle with it would be refused with.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::SystemTime;

use parking_lot::Mutex;

use super::picture;
use crate::paths::inside::{InsideError, NameError, file_inside};
use crate::ron_reader::{Problem, ProblemKind, Spanned};
use crate::routine::{Routine, walk};
use crate::storage::read_plain;
use crate::time::ExactDuration;
use crate::voice;

/// The largest picture or recording. Our limit.
const MAX_ASSET_BYTES: u64 = 50 << 20;

/// How many files are remembered as they were when they were read.
const MOST_REMEMBERED: usize = 20_000;

/// A picture or a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asset {
    /// The file name, with its place in the source.
    pub(super) file: Spanned<String>,
    /// Whether it is heard; else it is seen.
    pub(super) is_heard: bool,
    /// For a recording, how long its step lasts, if that is settled.
    pub(super) room: Option<ExactDuration>,
}

/// The pictures and recordings that a routine names directly.
pub(super) fn assets_of(routine: &Routine) -> Vec<Spanned<String>> {
    pictures_of(routine).chain(recordings_of(routine)).collect()
}

/// The same, with the time that there is for each recording.
pub(super) fn assets_with_room(routine: &Routine) -> Vec<Asset> {
    let picture = |file| Asset { file, is_heard: false, room: None };
    let mut assets: Vec<Asset> = pictures_of(routine).map(picture).collect();
    walk(&routine.steps, &mut |step, _| {
        let lasts = step.kind.lasts();
        let opening = step.recording.iter().map(|recording| (recording, lasts));
        let later = step.then.iter().filter_map(|timed| {
            timed
                .recording
                .as_ref()
                .map(|recording| (recording, lasts.map(|lasts| lasts.minus(timed.at.value))))
        });
        for (recording, room) in opening.chain(later) {
            let file = |file: &str| Spanned::new(file.to_owned(), recording.span.clone());
            assets.extend(recording.value.files().map(|named| Asset {
                file: file(named),
                is_heard: true,
                room,
            }));
        }
    });
    assets
}

/// The pictures that a routine names directly.
pub(super) fn pictures_of(routine: &Routine) -> impl Iterator<Item = Spanned<String>> {
    let mut found = Vec::new();
    walk(&routine.steps, &mut |step, _| found.extend(step.picture.clone()));
    found.into_iter()
}

/// The recordings that a routine names directly.
pub(super) fn recordings_of(routine: &Routine) -> impl Iterator<Item = Spanned<String>> {
    let assets = assets_with_room(routine).into_iter();
    assets.filter(|asset| asset.is_heard).map(|asset| asset.file)
}

/// What was found in a file that was read to its end: how long a recording lasts, or what is wrong, as the end of a sentence.
type Found = Result<Option<ExactDuration>, String>;

/// What tells a file from its earlier version, and what was found in it.
type Remembered = (Option<SystemTime>, u64, Found);

/// Reading a recording to its end takes long, and a library is read again whenever anything in it changes.
static REMEMBERED: LazyLock<Mutex<HashMap<(PathBuf, bool), Remembered>>> = LazyLock::new(Mutex::default);

/// What is in a file; it is read only if it has changed since the last time.
fn found_in(path: &Path, is_heard: bool, modified: Option<SystemTime>, bytes: u64) -> Found {
    let key = (path.to_path_buf(), is_heard);
    if let Some((then, length, found)) = REMEMBERED.lock().get(&key)
        && (*then, *length) == (modified, bytes)
    {
        return found.clone();
    }
    let found = if is_heard {
        voice::recording_length(path).map(Some).map_err(|error| error.to_string())
    } else {
        match read_plain(path, picture::MAX_BYTES) {
            Ok(bytes) => picture::check(&bytes).map(|()| None).map_err(|error| error.to_string()),
            Err(error) => Err(format!("can't be read: {error}")),
        }
    };
    let mut remembered = REMEMBERED.lock();
    if remembered.len() >= MOST_REMEMBERED {
        remembered.clear();
    }
    remembered.insert(key, (modified, bytes, found.clone()));
    found
}

/// What is wrong with a file that is there: it cannot be drawn or played, or it lasts longer than its step.
fn content_problem(asset: &Asset, path: &Path, modified: Option<SystemTime>, bytes: u64) -> Option<Problem> {
    let at = asset.file.span.clone();
    match found_in(path, asset.is_heard, modified, bytes) {
        Err(error) => {
            let (kind, help) = if asset.is_heard {
                ("recording", "Save it again as WAV, FLAC, Ogg Vorbis, MP3 or M4A.")
            } else {
                ("picture", "Save it again as a plain SVG, a PNG or a JPEG.")
            };
            let what = format!("The {kind} `{}` {error}.", asset.file.value);
            Some(Problem::error(ProblemKind::Reference, at, what).help(help))
        }
        Ok(lasts) => {
            let (lasts, room) = (lasts?, asset.room?);
            let lasts = ExactDuration::from_millis(lasts.millis());
            let message = format!("This recording lasts {lasts}, but the step lasts only {room}.");
            let problem = Problem::warning(ProblemKind::Reference, at, message)
                .help("Give the step more time, or the next words will cut it off.");
            (lasts > room).then_some(problem)
        }
    }
}

/// The file that is there and differs from what was written in its capitals alone.
fn other_capitals(folder: &Path, written: &str) -> Option<String> {
    let mut found = Vec::new();
    let mut at =
        if folder.as_os_str().is_empty() { Path::new(".").to_path_buf() } else { folder.to_path_buf() };
    for part in written.split('/') {
        let names =
            std::fs::read_dir(&at).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let name = names.into_iter().find(|name| name.to_lowercase() == part.to_lowercase())?;
        at.push(&name);
        found.push(name);
    }
    Some(found.join("/"))
}

/// Problems of pictures and recordings, which must be files inside the routine's own folder after resolving
/// links.
pub(super) fn asset_problems(assets: &[Asset], path: &Path) -> Vec<Problem> {
    const BESIDE: &str = "Put it next to the routine, or in a folder next to it.";
    const RENAME: &str = "Rename it, using only letters, digits, `-` and `_`.";
    if assets.is_empty() {
        return Vec::new();
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let problem = |whole: &Asset| {
        let asset = &whole.file;
        let (problem_text, help) = match file_inside(folder, &asset.value) {
            Err(error @ InsideError::Name(NameError::NotPortable | NameError::TooLong)) => {
                (error.to_string(), RENAME)
            }
            Err(InsideError::Missing) => {
                let message = format!("The file `{}` is missing.", asset.value);
                let problem = Problem::error(ProblemKind::Reference, asset.span.clone(), message);
                return Some(match other_capitals(folder, &asset.value) {
                    Some(meant) => problem
                        .help(format!("Did you mean `{meant}`? Capital letters count on most systems."))
                        .mended(&asset.value, meant),
                    None => problem.help(BESIDE),
                });
            }
            Err(error) => (error.to_string(), BESIDE),
            Ok(real) => match real.metadata() {
                Ok(meta) if meta.len() > MAX_ASSET_BYTES => {
                    (format!("is larger than {} MB", MAX_ASSET_BYTES >> 20), "Make it smaller.")
                }
                Ok(meta) => return content_problem(whole, &real, meta.modified().ok(), meta.len()),
                Err(error) => (format!("can't be read: {error}"), BESIDE),
            },
        };
        let message = format!("The file `{}` {problem_text}.", asset.value);
        Some(Problem::error(ProblemKind::Reference, asset.span.clone(), message).help(help))
    };
    assets.iter().filter_map(problem).collect()
}
