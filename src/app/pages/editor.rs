//! The page on which a routine is built: it owns the document, has it checked away from the window's thread, saves it, and
//! plays it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui;

use super::listening::Listening;
use super::writing::WritingPage;
use super::{Effect, Page};
use crate::app::model::Model;
use crate::app::{SOON, sentence, shown_path, spawn};
use crate::editing::{Document, Edit, Group, NEW_WEEK, Part, StepPath};
use crate::library::{Checker, Origin, files};
use crate::pending::{Pending, Unanswered};
use crate::plural::counted;
use crate::safety::SafeRoutine;
use crate::time::Position;
use crate::timeline::listing::minutes;
use crate::ui::actions::Action;
use crate::ui::editor::cards::moved;
use crate::ui::editor::{EditorAction, EditorData, EditorState, Limits, Panel, TechniqueRow, editor_ui};
use crate::ui::figure::Subject;
use crate::ui::keys::{Binding, without_actions};
use crate::ui::theme::Palette;

mod draft;
mod hearing;
mod own;
mod saving;
mod showing;
#[cfg(test)]
mod tests;

use draft::{Draft, Listener, draft, reaches};
use saving::{Conflict, Outcome, Saving};

/// How often the playhead is redrawn during playback.
const MOVES_EVERY: std::time::Duration = std::time::Duration::from_millis(100);

type Reaches = BTreeMap<(StepPath, String), Limits>;

/// The page on which a routine is built.
pub(in crate::app) struct EditorPage {
    path: PathBuf,
    /// The text of the file, while it is being read.
    opening: Option<Pending<String, OpenError>>,
    document: Document,
    saving: Saving,
    checker: Option<Arc<Checker>>,
    making_checker: Option<Pending<Checker, Unanswered>>,
    draft: Draft,
    drafting: Option<Pending<Draft, Unanswered>>,
    /// For whom and how long the draft was made.
    listener: Listener,
    reaching: Option<Pending<Reaches, Unanswered>>,
    /// The version and the step whose fields are known to reach so far.
    reached: Option<(u64, StepPath)>,
    selected: StepPath,
    /// The step that is to be played alone, while it is being read.
    alone: Option<Pending<Option<Arc<SafeRoutine>>, Unanswered>>,
    listening: Listening,
    /// Whether one step alone is being played.
    hears_one_step: bool,
    data: EditorData,
    state: EditorState,
    /// Whether the remark is about the sound, and goes when that is well again.
    tells_of_sound: bool,
    /// Whether the page is left as soon as everything is saved.
    is_leaving: bool,
    /// A picture or a recording that is being copied: for which step and field.
    taking: Option<own::Taking>,
    /// What is being spoken into the microphone.
    recording: Option<own::Spoken>,
}

/// Why a file cannot be opened to be built.
#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error("{0}")]
    Unreadable(String),
    #[error("reading the file {0}")]
    Unanswered(#[from] Unanswered),
}

impl EditorPage {
    /// The page of a file. It shows nothing until the file has been read.
    pub fn new(path: PathBuf, model: &Model) -> Self {
        let file = path.clone();
        let opening = spawn("open", move || {
            files::text(&file).map_err(|unreadable| OpenError::Unreadable(unreadable.problem.message))
        });
        let mut page = Self {
            saving: Saving::new(path.clone(), String::new()),
            path,
            opening: Some(opening),
            document: Document::new(String::new()),
            checker: None,
            making_checker: None,
            draft: Draft::default(),
            drafting: None,
            listener: Listener { profile: model.profile.clone(), ..Listener::default() },
            reaching: None,
            reached: None,
            selected: StepPath::top(0),
            alone: None,
            listening: Listening::default(),
            hears_one_step: false,
            data: EditorData { summary: "Reading the file…".into(), ..EditorData::default() },
            state: EditorState::new(),
            tells_of_sound: false,
            is_leaving: false,
            taking: None,
            recording: None,
        };
        page.listener.as_played.language = model.library.language();
        page.listener.speech = model.preferences.settings.speech;
        page.data.title = shown_path(&page.path);
        page.make_checker(model);
        page.take_answers(model);
        page
    }

    fn folder(&self) -> Option<PathBuf> {
        self.path.parent().map(Path::to_path_buf)
    }

    fn make_checker(&mut self, model: &Model) {
        let (library, path) = (Arc::clone(&model.library), self.path.clone());
        self.making_checker = Some(spawn("checker", move || Ok(library.checker(&path))));
    }

    /// Takes what other threads have answered, asks them for what is missing, and saves what is due.
    pub fn poll(&mut self, model: &mut Model) -> Effect {
        self.take_answers(model);
        self.take_dropped(model);
        self.take_copied(model);
        self.take_spoken(model);
        if let Some(why) = self.listening.poll(model) {
            self.data.remark = Some(why);
        }
        let now = model.clock.uptime();
        match self.saving.due_in(now) {
            Some(left) if left.is_zero() => self.saving.start(self.document.text()),
            Some(left) => model.ctx.request_repaint_after(left.into()),
            None => {}
        }
        if self.opening.is_some()
            || self.making_checker.is_some()
            || self.drafting.is_some()
            || self.reaching.is_some()
            || self.alone.is_some()
            || self.taking.is_some()
            || self.saving.is_writing()
        {
            model.ctx.request_repaint_after(SOON);
        }
        if let Some(Ok(routine)) = Pending::poll_in(&mut self.alone) {
            match routine {
                // It goes on in what has been changed.
                Some(routine) if self.hears_one_step && self.listening.is_on() => {
                    self.listening.reload(routine, self.folder(), model);
                }
                Some(routine) => {
                    self.hears_one_step = true;
                    let request = Listening::request(routine, self.folder(), Position::ZERO, model);
                    return Effect::Start(Box::new(request));
                }
                None => self.data.remark = Some("This step can't be played by itself as it is.".into()),
            }
        }
        if self.is_leaving && self.saving.conflict.is_none() {
            if self.saving.is_done() {
                return self.left(model);
            }
            if !self.saving.is_writing() {
                self.saving.start(self.document.text());
            }
        }
        Effect::Nothing
    }

    fn take_answers(&mut self, model: &Model) {
        match Pending::poll_in(&mut self.opening) {
            Some(Ok(text)) => {
                self.saving = Saving::new(self.path.clone(), text.clone());
                self.document = Document::new(text);
                self.refresh();
            }
            Some(Err(error)) => self.data.remark = Some(sentence(&error)),
            None => {}
        }
        if let Some(Ok(checker)) = Pending::poll_in(&mut self.making_checker) {
            self.checker = Some(Arc::new(checker));
            self.data.techniques = techniques(model);
            self.data.routines = routines(model);
            // What was found with other techniques may be otherwise now.
            self.draft.version = u64::MAX;
        }
        if let Some(Ok(draft)) = Pending::poll_in(&mut self.drafting) {
            self.take_draft(draft, model);
        }
        if let Some(Ok(reaches)) = Pending::poll_in(&mut self.reaching) {
            self.data.reaches = reaches;
        }
        self.ask();
        match self.saving.poll() {
            Some(Outcome::Saved | Outcome::Conflict) => self.refresh(),
            Some(Outcome::Merged { sent, both, had_changes }) => self.take_merged(&sent, &both, had_changes),
            Some(Outcome::Failed(why)) => {
                self.is_leaving = false;
                self.data.remark = Some(format!("Not saved. {why}"));
            }
            None => {}
        }
    }

    /// Has made what is older than the text.
    fn ask(&mut self) {
        let Some(checker) = &self.checker else { return };
        if self.opening.is_some() {
            return;
        }
        let version = self.document.version();
        if self.drafting.is_none() && self.draft.version != version {
            let (checker, text) = (Arc::clone(checker), self.document.text().to_owned());
            let listener = self.listener.clone();
            self.drafting = Some(spawn("draft", move || Ok(draft(version, &text, &checker, &listener))));
        }
        let Some(form) = &self.data.form else { return };
        let wanted = (version, form.step.clone());
        if self.reaching.is_none() && self.reached.as_ref() != Some(&wanted) && !self.state.is_dragging() {
            let (document, form, checker) = (self.document.clone(), form.clone(), Arc::clone(checker));
            self.reaching = Some(spawn("limits", move || Ok(reaches(&document, &form, &checker))));
            self.reached = Some(wanted);
        }
    }

    fn take_draft(&mut self, draft: Draft, model: &Model) {
        let is_newer = draft.routine.is_some() && self.listening.is_on() && !self.hears_one_step;
        if is_newer && let Some(routine) = &draft.routine {
            self.listening.reload(Arc::clone(routine), self.folder(), model);
        }
        self.draft = draft;
        if self.hears_one_step && self.listening.is_on() {
            self.listen_to_step();
        }
        self.refresh();
        if !self.data.is_playing {
            self.place_playhead();
        }
    }

    /// What was changed elsewhere is put into what has been changed here since.
    fn take_merged(&mut self, sent: &str, both: &str, had_changes: bool) {
        let here = self.document.text().to_owned();
        let text = if here == sent { Ok(both.to_owned()) } else { diffy::merge(sent, &here, both) };
        match text {
            Ok(text) => {
                self.document.replace(text, None);
                let what = if had_changes {
                    "The file was changed elsewhere as well. Both changes are in it now."
                } else {
                    "The file was changed elsewhere. This is what is in it now."
                };
                self.data.remark = Some(what.into());
            }
            Err(_) => self.saving.conflict = Some(Conflict::Changed(both.to_owned())),
        }
        self.refresh();
    }

    /// Shows the changed library: other techniques, or a file that was changed elsewhere.
    pub fn library_changed(&mut self, model: &Model) {
        self.make_checker(model);
        if self.opening.is_none() && self.saving.is_done() {
            self.saving.look(self.document.text());
        }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        self.sync_playhead(ui.ctx());
        editor_ui(ui, palette, &self.data, &mut self.state)
    }

    /// The keys of the page.
    pub fn bindings(&self) -> Vec<Binding<()>> {
        without_actions(crate::ui::editor::bindings(&self.data, &self.state))
    }

    pub fn update(&mut self, action: EditorAction, model: &mut Model) -> Effect {
        match action {
            EditorAction::TakeQueue => self.take_queue(model),
            EditorAction::Select(index) => {
                if let Some(card) = self.data.cards.get(index) {
                    self.select(card.path.clone());
                }
            }
            EditorAction::Insert(kind) => {
                self.state.shows_kinds = false;
                self.insert(kind.text().to_owned(), model);
            }
            EditorAction::InsertWeek => self.insert(NEW_WEEK.to_owned(), model),
            EditorAction::ShowKinds(shows) => {
                self.state.shows_kinds = shows;
                self.state.focuses_card = !shows;
            }
            EditorAction::Move(direction) => {
                let edit =
                    self.document.outline().and_then(|outline| moved(outline, &self.selected, direction));
                if let Some(edit) = edit {
                    self.make(&edit, None, model);
                    self.state.focuses_card = true;
                }
            }
            EditorAction::Copy => {
                self.make(&Edit::Copy { step: self.selected.clone() }, None, model);
                self.state.focuses_card = true;
            }
            EditorAction::Remove => {
                self.make(&Edit::Remove { step: self.selected.clone() }, None, model);
                self.state.focuses_card = true;
            }
            EditorAction::Undo | EditorAction::Redo => {
                let at =
                    if action == EditorAction::Undo { self.document.undo() } else { self.document.redo() };
                self.data.remark = None;
                self.state.forget_step();
                if let Some(at) = at
                    && let Some(path) = self.document.outline().and_then(|outline| outline.step_at(at))
                {
                    self.selected = path;
                }
                self.state.focuses_card = !self.state.in_panel;
                self.changed(model);
            }
            EditorAction::Show(panel) => {
                self.state.panel = panel;
                (self.state.shows_panel, self.state.focuses_form) = (true, true);
            }
            EditorAction::ToCards => {
                self.state.shows_panel = false;
                self.state.focuses_card = true;
            }
            EditorAction::Mend => {
                if let Some((text, places)) = self.draft.problems.mended() {
                    self.document.replace(text, None);
                    self.data.remark = Some(format!("{} mended.", counted(places, "slip", "slips")));
                    self.changed(model);
                }
            }
            EditorAction::Listen => return self.listen(model),
            EditorAction::ListenToStep => {
                self.listening.stop();
                self.listen_to_step();
            }
            EditorAction::MoveTo(at) => self.move_to(at),
            EditorAction::KeepRecording => self.end_recording(true),
            EditorAction::DropRecording => self.end_recording(false),
            EditorAction::AsTechnique => self.as_technique(model),
            EditorAction::KeepMine => {
                let text = self.document.text().to_owned();
                self.saving.write_over(&text);
                self.refresh();
            }
            EditorAction::TakeTheirs => {
                if let Some(Conflict::Changed(theirs)) = self.saving.conflict.take() {
                    self.saving.accept(theirs.clone());
                    self.document.replace(theirs, None);
                    self.refresh();
                }
            }
            EditorAction::Leave => {
                self.listening.stop();
                self.is_leaving = true;
                if self.saving.conflict.is_some() {
                    // Nothing of it is lost: it stays beside the file.
                    return self.left(model);
                }
                if self.saving.is_done() {
                    return self.left(model);
                }
                self.saving.start(self.document.text());
                model.ctx.request_repaint_after(SOON);
            }
        }
        Effect::Nothing
    }

    fn take_queue(&mut self, model: &Model) {
        for (edit, group) in std::mem::take(&mut self.state.queue) {
            self.make(&edit, group, model);
        }
        if let Some(field) = self.state.records.take() {
            self.start_recording(field, model);
        }
        if let Some(text) = self.state.text.take() {
            self.document.replace(text, Some(Group::Typing));
            self.changed(model);
        }
        if let Some(at) = self.state.cursor.take() {
            let path = self.document.outline().and_then(|outline| outline.step_at(at));
            let card = path.and_then(|path| {
                let within = self.data.cards.iter().filter(|card| path.is_within(&card.path));
                within.max_by_key(|card| card.path.depth()).map(|card| card.path.clone())
            });
            if let Some(path) = card {
                self.select(path);
            }
        }
        if let Some(wanted) = self.state.wanted.take() {
            self.listener.as_played = wanted;
            self.listener.profile = model.profile.clone();
            self.draft.version = u64::MAX;
            self.refresh();
        }
        if std::mem::take(&mut self.state.is_move_done) {
            self.document.close_group();
            self.refresh();
        }
        self.ask();
    }

    fn select(&mut self, path: StepPath) {
        if path != self.selected {
            self.document.close_group();
            self.selected = path;
            self.state.forget_step();
        }
        if !self.hears_one_step || !self.listening.is_on() {
            self.place_playhead();
            self.listening.seek(self.data.playhead);
        }
        self.refresh();
        self.ask();
    }

    /// Makes a change, and goes to the step that it is about.
    fn make(&mut self, edit: &Edit, group: Option<Group>, model: &Model) {
        match self.document.apply(edit, group) {
            Ok(path) => {
                self.data.remark = None;
                let is_alternative = path.0.iter().any(|(part, _)| *part == Part::Instead);
                if is_alternative {
                    self.state.alternative = Some(path);
                } else if !path.0.is_empty() {
                    self.selected = path;
                }
                self.changed(model);
            }
            Err(error) => self.data.remark = Some(sentence(&error)),
        }
    }

    fn changed(&mut self, model: &Model) {
        self.saving.note(self.document.text(), model.clock.uptime());
        self.refresh();
        self.ask();
        model.ctx.request_repaint_after(SOON);
    }

    /// Puts a step behind the selected one, or first into a list that is there.
    fn insert(&mut self, text: String, model: &Model) {
        let part = if self.data.is_programme { Part::Weeks } else { Part::Steps };
        let (of, part, index) = self.selected.outer().unwrap_or_else(|| (StepPath::default(), part, 0));
        let index = if self.data.selected.is_some() { index + 1 } else { 0 };
        self.make(&Edit::Insert { of, part, index, text }, None, model);
        self.state.forget_step();
        (self.state.panel, self.state.shows_panel) = (Panel::Step, true);
        self.state.focuses_form = true;
    }

    /// To the page of the file.
    fn left(&mut self, model: &mut Model) -> Effect {
        self.is_leaving = false;
        let mut remark = None;
        let is_gone = self.saving.conflict == Some(Conflict::Gone);
        if let Some(aside) = self.leave_behind() {
            remark = Some(format!("What you built is kept in {}.", shown_path(&aside)));
        }
        model.library_handle.notice_folder(&model.preferences.settings);
        if is_gone {
            let page = WritingPage::of_files_saying(remark, model);
            return Effect::Open(Box::new(Page::Writing(Box::new(page))));
        }
        Effect::Open(Box::new(Page::Writing(Box::new(WritingPage::of_file(
            self.path.clone(),
            remark,
            model,
        )))))
    }

    /// Saves what is not saved yet, at once. Returns where it is kept, if the file does not take it.
    pub fn leave_behind(&mut self) -> Option<PathBuf> {
        if self.opening.is_some() {
            return None;
        }
        let text = self.document.text().to_owned();
        self.saving.save_now(&text)
    }
}

#[cfg(test)]
impl EditorPage {
    /// Whether something is being played.
    pub const fn is_heard(&self) -> bool {
        self.listening.is_on()
    }

    /// The remark that the page shows.
    pub fn shown_remark(&self) -> Option<&str> {
        self.data.remark.as_deref()
    }
}

/// What a programme can name.
fn routines(model: &Model) -> Vec<TechniqueRow> {
    let rows = model.library.entries().iter().filter_map(|entry| {
        let routine = entry.routine.as_ref()?;
        let subject = crate::ui::routines::needs::subject(routine);
        let about = minutes(routine.range().written);
        Some((entry, TechniqueRow { id: entry.id.clone(), title: routine.title(), about, subject }))
    });
    // One's own first, then by their titles.
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_cached_key(|(entry, row)| (entry.origin == Origin::BuiltIn, row.title.to_lowercase()));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// What a routine can use.
fn techniques(model: &Model) -> Vec<TechniqueRow> {
    let rows = model.library.techniques().iter().filter_map(|entry| {
        let routine = entry.routine.as_ref()?;
        let about = routine.routine().about.as_ref().map(|about| routine.text(&about.value));
        let subject = routine.routine().steps.iter().find_map(Subject::first_of);
        let title = routine.title();
        Some(TechniqueRow { id: entry.id.clone(), title, about: about.unwrap_or_default(), subject })
    });
    rows.collect()
}
