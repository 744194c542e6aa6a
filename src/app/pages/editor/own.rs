//! What is of one's own in a routine: pictures and recordings that are dropped on the page, and steps that become techniques.

use std::path::{Path, PathBuf};

use super::EditorPage;
use crate::app::model::Model;
use crate::app::{SOON, sentence, shown_path, spawn};
use crate::editing::{Edit, StepPath, quoted, with_file};
use crate::library::{PICTURES, RECORDINGS, user_files};
use crate::pending::{Pending, Unanswered};
use crate::routine::Language;
use crate::sound::clip::Clip;
use crate::storage;
use crate::voice::microphone::{Recorder, as_words};

/// Something that is being copied beside the file.
pub(super) struct Taking {
    step: StepPath,
    field: String,
    /// The language that is spoken in it.
    language: Language,
    copying: Pending<Result<String, String>, Unanswered>,
}

impl EditorPage {
    /// Takes a picture or a recording that was dropped on the page for the selected step.
    pub(super) fn take_dropped(&mut self, model: &Model) {
        let dropped = model.ctx.input(|input| {
            let mut paths = input.raw.dropped_files.iter().map(|file| file.path().to_path_buf());
            paths.find(|path| field_of(path).is_some())
        });
        let Some(path) = dropped else { return };
        let Some(field) = field_of(&path) else { return };
        let Some(form) = self.data.form.clone() else { return };
        let Some(field) = form.field(field) else {
            self.data.remark = Some("This kind of step has neither a picture nor a recording.".into());
            return;
        };
        let (routine, name) = (self.path.clone(), field.name.clone());
        let copying = spawn("drop", move || Ok(copied_beside(&path, &routine)));
        let language = self.state.language;
        self.taking = Some(Taking { step: form.step.clone(), field: name, language, copying });
    }

    /// Names the copy of what was dropped in its step.
    pub(super) fn take_copied(&mut self, model: &Model) {
        let Some(answer) = self.taking.as_ref().and_then(|taking| taking.copying.poll()) else { return };
        let Some(Taking { step, field, language, .. }) = self.taking.take() else { return };
        match answer {
            Ok(Ok(name)) => {
                let form = self.data.form.as_ref().filter(|form| form.step == step);
                let before = form.and_then(|form| form.field(&field)?.value.clone());
                let value = if field == "picture" {
                    quoted(&name)
                } else {
                    with_file(before.as_deref(), language, &name)
                };
                self.make(&Edit::Set { step, field, value }, None, model);
                self.data.remark = Some(format!("{name} is beside the file now, and belongs to this step."));
            }
            Ok(Err(why)) => self.data.remark = Some(why),
            Err(error) => self.data.remark = Some(sentence(&error)),
        }
    }

    /// Begins to record for a field of the step that is looked at.
    pub(super) fn start_recording(&mut self, field: String, model: &Model) {
        let Some(form) = &self.data.form else { return };
        self.listening.stop();
        let (step, language) = (form.step.clone(), self.state.language);
        self.recording = Some(Spoken { step, field, language, recorder: Recorder::start(), is_kept: true });
        model.ctx.request_repaint();
    }

    /// Ends the recording.
    pub(super) fn end_recording(&mut self, is_kept: bool) {
        if let Some(spoken) = &mut self.recording {
            spoken.is_kept = is_kept;
            spoken.recorder.end();
        }
    }

    /// Shows how loud it is, and writes what was recorded beside the file.
    pub(super) fn take_spoken(&mut self, model: &Model) {
        let Some(spoken) = &mut self.recording else {
            self.data.recording = None;
            return;
        };
        self.data.recording = Some((spoken.field.clone(), spoken.recorder.level(), spoken.recorder.lasts()));
        model.ctx.request_repaint_after(SOON);
        let Some(answer) = spoken.recorder.poll() else { return };
        let Some(Spoken { step, field, language, is_kept, .. }) = self.recording.take() else { return };
        self.data.recording = None;
        match answer {
            Ok(_) if !is_kept => self.data.remark = Some("The recording is thrown away.".into()),
            Ok(clip) => {
                let routine = self.path.clone();
                let copying = spawn("recording", move || Ok(written_beside(&clip, &routine)));
                self.taking = Some(Taking { step, field, language, copying });
            }
            Err(error) => self.data.remark = Some(sentence(&error)),
        }
    }

    /// Saves the selected step as a technique, and uses that in its place.
    pub(super) fn as_technique(&mut self, model: &Model) {
        let Some(outline) = self.document.outline() else { return };
        let Some(node) = outline.step(&self.selected) else { return };
        if node.kind == "Use" {
            self.data.remark = Some("This step is a technique already.".into());
            return;
        }
        let body = self.document.text()[node.span.clone()].to_owned();
        let name = self.data.facts.get(&self.selected).map(|facts| facts.name.clone()).unwrap_or_default();
        let Some(folder) = self.path.parent() else { return };
        let made = model.library.new_technique(&name, &body, folder);
        match made {
            Ok((id, path)) => {
                let Some((of, part, index)) = self.selected.outer() else { return };
                let text = format!("Use({})", quoted(&id));
                let insert = Edit::Insert { of, part, index: index + 1, text };
                let edit = Edit::Several(vec![insert, Edit::Remove { step: self.selected.clone() }]);
                self.make(&edit, None, model);
                self.make_checker(model);
                self.data.remark =
                    Some(format!("Saved as a technique in {}. Any routine can use it.", shown_path(&path)));
            }
            Err(error) => self.data.remark = Some(sentence(&error)),
        }
        self.state.focuses_card = true;
    }
}

/// Words that are being spoken into the microphone, and where they belong.
pub(super) struct Spoken {
    step: StepPath,
    field: String,
    language: Language,
    recorder: Recorder,
    is_kept: bool,
}

/// Writes a recording beside a routine, under the next free name, and gives that.
fn written_beside(clip: &Clip, routine: &Path) -> Result<String, String> {
    let bytes = as_words(clip).map_err(|error| sentence(&error))?;
    let stem = routine.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = routine.parent().unwrap_or(Path::new(""));
    put_beside(folder, &format!("{stem}-words"), "wav", &bytes)
}

/// The field that a file is for, by its ending.
fn field_of(path: &Path) -> Option<&'static str> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    if PICTURES.contains(&&*ending) {
        Some("picture")
    } else if RECORDINGS.contains(&&*ending) {
        Some("recording")
    } else {
        None
    }
}

/// Copies a file into the folder of a routine, unless it is there already, and gives the name that the routine knows it by.
fn copied_beside(file: &Path, routine: &Path) -> Result<String, String> {
    let folder = routine.parent().unwrap_or(Path::new(""));
    if let Ok(inside) = file.strip_prefix(folder)
        && let Some(name) = inside.to_str()
    {
        return Ok(name.replace('\\', "/"));
    }
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let stem = user_files::id_from_name(&stem).map_err(|error| sentence(&error))?;
    let bytes = storage::read_plain(file, MOST_BYTES).map_err(|error| sentence(&error))?;
    put_beside(folder, &stem, &ending, &bytes)
}

/// Writes a file into a folder under a name that is free there, unless the same is there already, and gives its name.
fn put_beside(folder: &Path, stem: &str, ending: &str, bytes: &[u8]) -> Result<String, String> {
    for number in 1..1000 {
        let name = if number == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{number}.{ending}") };
        let to: PathBuf = folder.join(&name);
        if storage::read_plain(&to, MOST_BYTES).is_ok_and(|there| there == bytes) {
            return Ok(name);
        }
        if to.symlink_metadata().is_err() {
            let written = storage::WriteOptions::shared().create_new().write(&to, bytes);
            return written.map(|()| name).map_err(|error| sentence(&error));
        }
    }
    Err(format!("There are too many files called {stem} beside the routine."))
}

/// The largest file that is taken: that of a recording.
const MOST_BYTES: u64 = 64 << 20;
