//! Writing routines: the person's own files, and one of them with its problems, its score and its sound.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui;

use super::super::log;
use super::super::session::Changed;
use super::super::{Session, SessionCommand, SessionSetup};
use super::{Page, Window};
use crate::library::{Library, Origin, user_files};
use crate::player::State;
use crate::safety::{Moment, Profile, SafeRoutine};
use crate::settings::Settings;
use crate::time::{ExactDuration, Position};
use crate::timeline::{EventKind, Plan, Timeline, compile_for, plan};
use crate::ui::Action;
use crate::ui::keys::{Binding, told};
use crate::ui::theme::Palette;
use crate::ui::writing as pages;
use crate::ui::writing::file::{FileData, Place, file_ui};
use crate::ui::writing::said::Score;
use crate::ui::writing::{FileRow, FilesData, FilesState, WritingAction, files_ui};
use crate::voice;

mod own;

use own::own_files;

/// How long a new file is waited for until it is in the library: twice what a save takes at most.
const UNTIL_READ: Duration = Duration::from_millis(600);
/// How often the place on the score moves while it is heard.
const MOVES_EVERY: Duration = Duration::from_millis(100);

/// The pages on which routines are written.
pub(super) struct Writing {
    shown: Shown,
    /// What was put aside last: where it lay, and where it lies now.
    aside: Option<(PathBuf, PathBuf)>,
    /// The place in the list of routines from which this was opened, and to which Escape goes.
    pub listed_at: Option<usize>,
}

enum Shown {
    Files { data: FilesData, paths: Vec<PathBuf>, state: FilesState },
    File(Box<File>),
}

/// One file while it is looked at.
struct File {
    path: PathBuf,
    data: FileData,
    place: Place,
    /// What is planned for nobody in particular, at another time than an attack.
    plan: Option<Plan>,
    routine: Option<Arc<SafeRoutine>>,
    /// The sound of it; nothing of that is written down.
    heard: Option<Session>,
}

impl Writing {
    pub(super) fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        match &mut self.shown {
            Shown::Files { data, state, .. } => files_ui(ui, palette, data, state),
            Shown::File(file) => {
                file.follow_sound(ui.ctx());
                let action = file_ui(ui, palette, &file.data, file.place);
                file.place.has_moved = false;
                action
            }
        }
    }
}

impl Writing {
    /// The keys of the page that is open.
    pub(super) fn bindings(&self) -> Vec<Binding<()>> {
        match &self.shown {
            Shown::Files { data, state, .. } => told(pages::bindings(data, state)),
            Shown::File(file) => told(pages::file::bindings(&file.data, file.place)),
        }
    }
}

impl File {
    /// The place is where it is heard; once all was heard, it stays at the end.
    fn follow_sound(&mut self, ctx: &egui::Context) {
        let Some(heard) = &self.heard else { return };
        let (now, view) = heard.look();
        let before = std::mem::replace(&mut self.place.at, now.at);
        self.place.has_moved |= before != now.at;
        self.place.is_playing = matches!(now.state, State::Running | State::Ready | State::Paused);
        self.data.remark = view.sound_trouble.or(view.voice_trouble).or(view.remark);
        if self.place.is_playing {
            ctx.request_repaint_after(MOVES_EVERY);
        } else {
            self.heard = None;
        }
    }

    /// Takes the file as the library has it now; the place stays in the step in which it was.
    fn renew(&mut self, library: &Library, settings: &Settings) {
        let found = own_files(library).find(|own| own.path == self.path);
        let Some(own) = found else {
            self.data = FileData {
                title: self.data.title.clone(),
                path: self.data.path.clone(),
                state: "This file is gone.".into(),
                ..FileData::default()
            };
            (self.heard, self.plan, self.routine) = (None, None, None);
            self.place.is_playing = false;
            return;
        };
        let is_same = matches!((&self.routine, own.routine), (Some(old), Some(new)) if Arc::ptr_eq(old, new));
        let before = self.data.score.take();
        self.data = FileData {
            title: own.title.clone(),
            path: shown_path(&self.path),
            state: own.state(),
            problems: own.problems.told(),
            score: None,
            remark: self.data.remark.take(),
        };
        self.routine = own.routine.cloned();
        let planned = own.routine.map(|routine| plan(routine, &Profile::default(), &Moment::default(), None));
        self.plan = match planned {
            Some(Ok(plan)) => Some(plan),
            Some(Err(error)) => {
                self.data.remark = Some(format!("It cannot be played: {error}."));
                None
            }
            None => None,
        };
        let Some(plan) = &self.plan else {
            self.heard = None;
            return;
        };
        let timeline = Arc::new(compile_for(plan, settings.speech));
        if let Some(Score { timeline: old, .. }) = before {
            let index = old.index_at(self.place.at);
            let into = self.place.at.since(old.segments()[index].start);
            self.place.at = timeline.nearest(&old, index, into);
        }
        if let Some(heard) = self.heard.as_ref().filter(|_| !is_same) {
            let folder = self.path.parent().map(Path::to_path_buf);
            heard.send(SessionCommand::Changed(Box::new(Changed { plan: plan.clone(), folder })));
        }
        let recordings = recordings(&timeline, self.path.parent().unwrap_or(Path::new("")));
        self.data.score = Some(Score::new(timeline, &recordings));
    }
}

/// How long the recordings of a routine last, by their files beside it; those that do not say so are left out.
fn recordings(timeline: &Timeline, folder: &Path) -> BTreeMap<String, ExactDuration> {
    let mut lengths = BTreeMap::new();
    for event in timeline.events() {
        if let EventKind::Say { recording: Some(file), .. } = &event.kind
            && !lengths.contains_key(file)
            && let Some(lasts) = voice::recording_length(&folder.join(file))
        {
            lengths.insert(file.clone(), lasts);
        }
    }
    lengths
}

/// A path with the person's home as `~`.
pub(super) fn shown_path(path: &Path) -> String {
    log::without_home(&path.display().to_string())
}

impl Window {
    /// Shows the library that was just read on these pages, too.
    pub(super) fn renew_writing(&mut self) {
        let Page::Writing(writing) = &mut self.page else { return };
        match &mut writing.shown {
            Shown::File(file) => file.renew(&self.library, &self.preferences.settings),
            Shown::Files { .. } => self.show_files(None),
        }
    }

    pub(super) fn grant_writing(&mut self, action: WritingAction, ctx: &egui::Context) {
        match action {
            WritingAction::Show => match &self.page {
                Page::Writing(writing) if writing.listed_at.is_some() => self.show_routines(),
                _ => self.show_files(None),
            },
            WritingAction::Write => self.write_of_details(),
            WritingAction::Begin => self.begin_file(),
            WritingAction::Open(index) => {
                let Page::Writing(writing) = &self.page else { return };
                if let Shown::Files { paths, .. } = &writing.shown
                    && let Some(path) = paths.get(index).cloned()
                {
                    self.show_file(path, None);
                }
            }
            WritingAction::TakeBack => self.take_back(),
            WritingAction::SetAside => self.put_aside(),
            WritingAction::Folder => self.open_outside(true),
            WritingAction::Edit => self.open_outside(false),
            WritingAction::Look(at) => self.look_at(at),
            WritingAction::Listen => self.listen(ctx),
        }
    }

    fn own_folder(&self) -> Option<PathBuf> {
        self.paths.as_ref().map(|paths| paths.routines.clone())
    }

    /// The list of files; with a sentence on what has just happened.
    pub(super) fn show_files(&mut self, remark: Option<String>) {
        let (mut state, count, aside, before) = match &mut self.page {
            Page::Writing(writing) => match &mut writing.shown {
                Shown::Files { state, data, .. } => {
                    (std::mem::take(state), data.rows.len(), writing.aside.take(), data.remark.take())
                }
                Shown::File(file) => {
                    let path = file.path.clone();
                    let return_to = own_files(&self.library).position(|own| own.path == path);
                    (FilesState { return_to, ..FilesState::default() }, 0, writing.aside.take(), None)
                }
            },
            _ => (FilesState::default(), 0, None, None),
        };
        let rows: Vec<FileRow> = own_files(&self.library).map(|own| own.row()).collect();
        // A row that is gone has taken the keyboard with it.
        state.focused &= rows.len() == count;
        let data = FilesData {
            folder: self.own_folder().map(|folder| shown_path(&folder)).unwrap_or_default(),
            rows,
            remark: remark.or(before),
            can_take_back: aside.is_some(),
        };
        let paths = own_files(&self.library).map(|own| own.path.to_path_buf()).collect();
        let shown = Shown::Files { data, paths, state };
        self.page = Page::Writing(Box::new(Writing { shown, aside, listed_at: None }));
    }

    fn show_file(&mut self, path: PathBuf, remark: Option<String>) {
        let data = FileData { path: shown_path(&path), remark, ..FileData::default() };
        let place = Place::default();
        let mut file = File { path, data, place, plan: None, routine: None, heard: None };
        file.renew(&self.library, &self.preferences.settings);
        let shown = Shown::File(Box::new(file));
        self.page = Page::Writing(Box::new(Writing { shown, aside: None, listed_at: None }));
    }

    /// The file of a routine that cannot be played.
    pub(super) fn show_broken(&mut self, index: usize) {
        if let Some(Origin::File(path)) = self.library.entries().get(index).map(|entry| entry.origin.clone())
        {
            self.show_file(path, None);
        }
        if let Page::Writing(writing) = &mut self.page {
            writing.listed_at = Some(index);
        }
    }

    /// The file of the routine before its start; a shipped one is copied first, and the copy takes its place.
    fn write_of_details(&mut self) {
        let Page::Details(details) = &self.page else { return };
        let id = details.routine.id().to_owned();
        let origin = self.library.find(&id).map(|entry| entry.origin.clone());
        match (origin, self.own_folder()) {
            (Some(Origin::File(path)), _) => self.show_file(path, None),
            (_, None) => self.tell_details("There is no folder for it on this machine.".into()),
            (_, Some(folder)) => match self.library.copy_to_user_files(&id, &folder, false) {
                Ok(made) => {
                    let path = made.into_iter().next().unwrap_or_default();
                    let remark = "This copy is yours now and takes the place of the shipped one. E opens it in your \
                                  editor; every save counts at once. Put it aside, and the shipped one is back.";
                    self.show_new(path, remark.into());
                }
                Err(error) => self.tell_details(sentence(&error)),
            },
        }
    }

    fn tell_details(&mut self, remark: String) {
        if let Page::Details(details) = &mut self.page {
            details.state.remark = Some(remark);
        }
    }

    /// Shows a file that was just written, once it is read.
    pub(super) fn show_new(&mut self, path: PathBuf, remark: String) {
        self.library_handle.notice_folder(&self.preferences.settings);
        let written = Instant::now();
        while !own_files(&self.library).any(|own| own.path == path) {
            let left = UNTIL_READ.saturating_sub(written.elapsed());
            match self.library_handle.latest_within(left) {
                Some(library) => self.library = library,
                None if left.is_zero() => break,
                None => {}
            }
        }
        self.show_file(path, Some(remark));
    }

    fn begin_file(&mut self) {
        let Page::Writing(writing) = &mut self.page else { return };
        let Shown::Files { state, data, .. } = &mut writing.shown else { return };
        let Some(paths) = &self.paths else {
            data.remark = Some("There is no folder for it on this machine.".into());
            return;
        };
        let name = state.name.clone().unwrap_or_default();
        match self.library.begin(&name, &paths.routines) {
            Ok(path) => {
                let written = "Written, with what everything in it means. E opens it in your editor; every save counts \
                               at once.";
                let of_title = user_files::title_remark(&name).map(|remark| format!(" {remark}"));
                self.show_new(path, format!("{written}{}", of_title.unwrap_or_default()));
            }
            Err(error) => data.remark = Some(sentence(&error)),
        }
    }

    fn put_aside(&mut self) {
        let Page::Writing(writing) = &mut self.page else { return };
        let Shown::File(file) = &mut writing.shown else { return };
        match user_files::put_aside(&file.path) {
            Ok(aside) => {
                let remark =
                    format!("It counts no longer, and lies in {}. Z takes it back.", shown_path(&aside));
                writing.aside = Some((file.path.clone(), aside));
                self.show_files(Some(remark));
            }
            Err(error) => file.data.remark = Some(sentence(&error)),
        }
    }

    fn take_back(&mut self) {
        let Page::Writing(writing) = &mut self.page else { return };
        let Some((path, aside)) = writing.aside.take() else { return };
        match user_files::take_back(&aside, &path) {
            Ok(()) => self.show_new(path, "It counts again.".into()),
            Err(error) => {
                writing.aside = Some((path, aside));
                self.show_files(Some(sentence(&error)));
            }
        }
    }

    /// Opens the file in the person's editor, or its folder.
    fn open_outside(&mut self, is_folder: bool) {
        let folder = self.own_folder();
        let Page::Writing(writing) = &mut self.page else { return };
        let (path, remark) = match &mut writing.shown {
            Shown::Files { data, .. } => (folder.unwrap_or_default(), &mut data.remark),
            Shown::File(file) => {
                let folder = file.path.parent().unwrap_or(Path::new("")).to_path_buf();
                (if is_folder { folder } else { file.path.clone() }, &mut file.data.remark)
            }
        };
        // A folder that nobody has written into yet is made, so that there is one to show.
        let made = if is_folder { std::fs::create_dir_all(&path) } else { Ok(()) };
        *remark = match made.and_then(|()| open::that_detached(&path)) {
            Ok(()) => None,
            Err(error) => {
                tracing::warn!(%error, "nothing opens a file of the person's own");
                Some(format!("No program of this desktop opens it. It lies in {}.", shown_path(&path)))
            }
        };
    }

    fn look_at(&mut self, at: Position) {
        let Page::Writing(writing) = &mut self.page else { return };
        let Shown::File(file) = &mut writing.shown else { return };
        file.place.at = at;
        file.place.has_moved = true;
        if let Some(heard) = &file.heard {
            heard.play(crate::player::PlayerCommand::Seek(at));
        }
    }

    /// Plays the file from the place that is looked at, or stops. Nothing of it is written down.
    fn listen(&mut self, ctx: &egui::Context) {
        if !self.preferences.settings.red_flags_seen {
            return self.show_danger();
        }
        let cache = self.cache();
        let Page::Writing(writing) = &mut self.page else { return };
        let Shown::File(file) = &mut writing.shown else { return };
        if file.heard.take().is_some() {
            file.place.is_playing = false;
            return;
        }
        let Some(plan) = file.plan.clone() else { return };
        let ctx = ctx.clone();
        let is_over = file.data.score.as_ref().is_some_and(|score| file.place.at >= score.timeline.end());
        let from = if is_over { Position::ZERO } else { file.place.at };
        let settings = Settings { spoken_rating: false, ..self.preferences.settings.clone() };
        let started = Session::start(SessionSetup {
            plan,
            pain_before: None,
            phase: None,
            states: Vec::new(),
            wished: None,
            from: Some(from.from_start()),
            sound: true,
            settings,
            cache,
            folder: file.path.parent().map(Path::to_path_buf),
            writer: None,
            wake: Arc::new(move || ctx.request_repaint()),
        });
        match started {
            Ok(session) => {
                file.place.is_playing = true;
                file.heard = Some(session);
            }
            Err(error) => file.data.remark = Some(format!("It cannot be played: {error}.")),
        }
    }
}

/// What went wrong, as a sentence.
pub(super) fn sentence(error: &impl std::fmt::Display) -> String {
    let said = crate::ui::routines::capitalised(error.to_string().trim_end());
    if said.ends_with('.') { said } else { said + "." }
}

#[cfg(test)]
mod tests;
