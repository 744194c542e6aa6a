//! The page on which a routine is built: it owns the document, has it checked away from the window's thread, saves it, and
//! plays it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui;

use super::listening::{Author, Listening};
use super::writing::WritingPage;
use super::{Effect, Page};
use crate::app::model::Model;
use crate::app::start::{Approved, Question, Refusal, StartRequest};
use crate::app::{SOON, sentence, shown_path, spawn};
use crate::editing::{Control, Document, Edit, Form, Group, NEW_WEEK, Part, StepPath, words_in};
use crate::library::{Checker, files};
use crate::pending::{Pending, Unanswered};
use crate::player::State;
use crate::plural::counted;
use crate::ron_reader::{Severity, Vocabulary as _};
use crate::routine::{Language, When};
use crate::safety::SafeRoutine;
use crate::time::Position;
use crate::timeline::listing::minutes;
use crate::timeline::{SegmentKind, Timeline};
use crate::ui::actions::Action;
use crate::ui::editor::cards::{Card, cards, moved};
use crate::ui::editor::{
    AsPlayed, Block, EditorAction, EditorData, EditorState, Limits, Panel, TechniqueRow, editor_ui,
};
use crate::ui::figure::Subject;
use crate::ui::keys::{Binding, without_actions};
use crate::ui::theme::Palette;

mod draft;
mod own;
mod saving;
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

    /// Puts the playhead to where the selected step begins.
    fn place_playhead(&mut self) {
        if let Some(start) = self.draft.facts.get(&self.selected).and_then(|facts| facts.start) {
            self.data.playhead = start;
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

    /// Puts together what is shown.
    fn refresh(&mut self) {
        let Some(outline) = self.document.outline() else {
            let text = self.document.text().to_owned();
            self.data = EditorData {
                text,
                version: self.document.version(),
                cards: Vec::new(),
                form: None,
                whole: None,
                marked: None,
                blocks: Vec::new(),
                ..std::mem::take(&mut self.data)
            };
            self.finish_refresh();
            return;
        };
        let cards = cards(outline, &self.draft.facts);
        self.data.is_programme = outline.is_programme();
        if !cards.iter().any(|card| card.path == self.selected) {
            self.selected = nearest(&cards, &self.selected);
        }
        let selected = cards.iter().position(|card| card.path == self.selected);
        let text = self.document.text();
        let is_there = |path: &&StepPath| outline.step(path).is_some() && path.is_within(&self.selected);
        let shown = self.state.alternative.as_ref().filter(is_there).unwrap_or(&self.selected);
        let alternatives = outline.alternatives(text, &self.selected);
        let mut tabs = vec![("As written".to_owned(), selected.map(|_| self.selected.clone()))];
        for when in When::ALL.iter().filter(|_| !self.data.is_programme) {
            let path =
                alternatives.iter().find(|(name, _)| *name == when.name()).map(|(_, path)| path.clone());
            let name = if path.is_some() { when.plain().to_owned() } else { format!("+ {}", when.plain()) };
            tabs.push((name, path));
        }
        let card_of = |path: &StepPath| {
            cards.iter().rposition(|card| path.is_within(&card.path) && card.path.depth() <= path.depth())
        };
        let deepest = |path: &StepPath| {
            let within = cards.iter().enumerate().filter(|(_, card)| path.is_within(&card.path));
            within.max_by_key(|(_, card)| card.path.depth()).map(|(index, _)| index).or_else(|| card_of(path))
        };
        let blocks = self.draft.stretches.iter().map(|(start, end, path)| Block {
            start: *start,
            end: *end,
            card: path.as_ref().and_then(deepest),
        });
        self.data.blocks = blocks.collect();
        self.data.form = selected.and_then(|_| Form::of(text, outline, shown));
        self.data.whole = Form::of(text, outline, &StepPath::default());
        self.data.marked = outline.step(shown).map(|node| node.span.clone());
        (self.data.cards, self.data.selected, self.data.tabs) = (cards, selected, tabs);
        self.data.text = text.to_owned();
        self.finish_refresh();
    }

    fn finish_refresh(&mut self) {
        let data = &mut self.data;
        data.version = self.document.version();
        data.facts.clone_from(&self.draft.facts);
        data.problems.clone_from(&self.draft.rendered);
        data.errors = self.draft.errors();
        data.can_be_mended = self.draft.version == data.version && self.draft.problems.can_be_mended();
        data.undo = (self.document.can_undo(), self.document.can_redo());
        data.changes.clone_from(&self.draft.changes);
        data.beside.clone_from(&self.draft.beside);
        data.as_played = self.listener.as_played.clone();
        data.conflict = self.saving.conflict.as_ref().map(Conflict::is_there);
        let whole_minutes = |length: crate::time::ExactDuration| {
            u32::try_from(length.count_of(crate::time::ExactDuration::from_mins(1))).unwrap_or(u32::MAX)
        };
        data.minutes = self.draft.lengths.map_or((0, 0), |[shortest, _, longest]| {
            let least = whole_minutes(shortest + crate::time::ExactDuration::from_millis(59_999));
            (least.max(1), whole_minutes(longest))
        });
        if let Some(title) = &self.draft.title {
            data.title.clone_from(title);
        }
        data.languages = languages(&self.document, self.listener.as_played.language);
        let is_note = |problem: &&crate::ron_reader::Problem| problem.severity == Severity::Note;
        data.to_check = self.draft.problems.list.iter().filter(|problem| !is_note(problem)).count();
        data.is_on_each_side =
            self.document.outline().is_some_and(|outline| outline.surroundings(&self.selected).1);
        let is_of_now = self.draft.version == data.version;
        data.faults = self.draft.faults(data.form.as_ref().filter(|_| is_of_now));
        // How long the words of the form take.
        if let Some(form) = &data.form
            && let Some(outline) = self.document.outline()
            && let Some(step) = self.draft.steps.get(&form.step)
            && let Some(facts) = data.facts.get_mut(&form.step)
        {
            let around = outline.surroundings(&form.step);
            for field in &form.fields {
                let (Control::Words { is_spoken: true }, Some(raw)) = (&field.control, &field.value) else {
                    continue;
                };
                for language in &data.languages {
                    let takes = words_in(raw, *language)
                        .and_then(|words| step.takes_to_say(&words, *language, around));
                    if let Some(takes) = takes {
                        facts.speech.insert((field.name.clone(), language.code()), takes);
                    }
                }
            }
        }
        self.summarise();
    }

    /// How long it lasts, and whether it is saved.
    fn summarise(&mut self) {
        let weeks = self.draft.weeks.map(|weeks| counted(weeks as usize, "week", "weeks"));
        let length = match (&self.draft.timeline, self.draft.lengths) {
            _ if weeks.is_some() => weeks.unwrap_or_default(),
            (Some(timeline), Some([shortest, _, longest])) if shortest < longest => {
                format!("{}, and can be adjusted from {shortest} to {longest}", length_of(timeline))
            }
            (Some(timeline), _) => length_of(timeline),
            (None, _) if self.data.errors > 0 => {
                counted(self.data.errors, "error", "errors") + "; see 4 Problems"
            }
            (None, _) => "Reading…".to_owned(),
        };
        let saved = if self.saving.conflict.is_some() {
            "not saved"
        } else if self.saving.is_done() {
            "saved"
        } else {
            "saving…"
        };
        let shown = if self.listener.as_played == self.usual() { "" } else { " · shown as in 5 As played" };
        self.data.summary = format!("{length} · {saved}{shown}");
    }

    fn usual(&self) -> AsPlayed {
        AsPlayed { language: self.listener.as_played.language, ..AsPlayed::default() }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        self.sync_playhead(ui.ctx());
        editor_ui(ui, palette, &self.data, &mut self.state)
    }

    /// The keys of the page.
    pub fn bindings(&self) -> Vec<Binding<()>> {
        without_actions(crate::ui::editor::bindings(&self.data, &self.state))
    }

    fn sync_playhead(&mut self, ctx: &egui::Context) {
        let Some((now, view)) = self.listening.view() else {
            (self.data.is_playing, self.data.heard) = (false, None);
            return;
        };
        self.data.is_playing = matches!(now.state, State::Running | State::Ready | State::Paused);
        if !self.hears_one_step {
            self.data.playhead = now.at;
            let here = self.data.blocks.iter().find(|block| (block.start..block.end).contains(&now.at));
            self.data.heard = here.and_then(|block| block.card);
        }
        let trouble = [&view.sound_trouble, &view.voice_trouble, &view.remark].into_iter().flatten().next();
        match trouble {
            Some(trouble) => {
                self.data.remark = Some(trouble.clone());
                self.tells_of_sound = true;
            }
            None if std::mem::take(&mut self.tells_of_sound) => self.data.remark = None,
            None => {}
        }
        if self.data.is_playing {
            ctx.request_repaint_after(MOVES_EVERY);
        } else {
            self.listening.stop();
            (self.data.is_playing, self.data.heard) = (false, None);
            self.place_playhead();
        }
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

    fn listen(&mut self, model: &Model) -> Effect {
        // A question may take the place of this page.
        if !self.saving.is_writing() && self.saving.conflict.is_none() {
            self.saving.start(self.document.text());
        }
        if self.listening.stop() {
            (self.data.is_playing, self.data.heard) = (false, None);
            return Effect::Nothing;
        }
        self.hears_one_step = false;
        if let Some(request) = self.listening.answered() {
            return Effect::Start(Box::new(request));
        }
        let Some(routine) = self.draft.routine.clone() else {
            self.data.remark = Some("It can't be played while it has errors; see 4 Problems.".into());
            return Effect::Nothing;
        };
        let language = self.listener.as_played.language;
        let routine = Arc::new(SafeRoutine::clone(&routine).in_language(language));
        let start = self.data.playhead;
        let end = self.data.blocks.last().map_or(Position::ZERO, |block| block.end);
        let from = if start >= end { Position::ZERO } else { start };
        let mut request = Listening::request(routine, self.folder(), from, model);
        self.as_shown(&mut request);
        Effect::Start(Box::new(request))
    }

    /// As it is shown, but never with less care than the person themselves needs.
    fn as_shown(&self, request: &mut StartRequest) {
        let as_played = &self.listener.as_played;
        request.length = self.draft.timeline.as_ref().and(match as_played.length {
            crate::ui::editor::Length::Usual => None,
            crate::ui::editor::Length::Shortest => self.draft.lengths.map(|[shortest, _, _]| shortest),
            crate::ui::editor::Length::Longest => self.draft.lengths.map(|[_, _, longest]| longest),
            crate::ui::editor::Length::Minutes(asked) => {
                Some(crate::time::ExactDuration::from_mins(asked.into()))
            }
        });
        request.moment.phase = request.moment.phase.or(as_played.phase);
        for state in &as_played.states {
            request.moment.set(*state, true);
        }
    }

    fn listen_to_step(&mut self) {
        let Some(checker) = self.checker.clone() else { return };
        let Some(outline) = self.document.outline() else { return };
        let Some(alone) = outline.alone(self.document.text(), &self.selected) else { return };
        let language = self.listener.as_played.language;
        self.alone = Some(spawn("one step", move || {
            let mut document = Document::new(alone);
            // How long the whole is says nothing of one step.
            let clear = Edit::Clear { step: StepPath::default(), field: "minutes".into() };
            let _ = document.apply(&clear, None);
            let routine = checker.check(document.text()).routine;
            Ok(routine.map(|routine| Arc::new(SafeRoutine::clone(&routine).in_language(language))))
        }));
    }

    fn move_to(&mut self, at: Position) {
        self.data.playhead = at;
        if !self.hears_one_step {
            self.listening.seek(at);
        }
        let here = self.data.blocks.iter().find(|block| (block.start..block.end).contains(&at));
        let card = here.and_then(|block| block.card).and_then(|card| self.data.cards.get(card));
        if let Some(path) = card.map(|card| card.path.clone())
            && path != self.selected
        {
            self.document.close_group();
            self.selected = path;
            self.state.forget_step();
            self.refresh();
            self.ask();
        }
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

impl Author for EditorPage {
    fn begin_listening(&mut self, approved: Approved, model: &Model) {
        let changes = approved.plan().changes().to_vec();
        if !changes.is_empty() {
            self.data.remark = Some(format!("Changed for you right now: {}", changes.join(" ")));
        }
        match self.listening.begin(approved, model) {
            Ok(()) => self.data.is_playing = true,
            Err(why) => self.data.remark = Some(why),
        }
    }

    fn ask_before_listening(&mut self, request: StartRequest, question: &Question) {
        self.data.remark = Some(self.listening.ask(request, question));
    }

    fn refuse_listening(&mut self, refusal: &Refusal) {
        self.data.remark = Some(sentence(refusal));
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

/// How long it lasts, in words.
fn length_of(timeline: &Timeline) -> String {
    let waits = timeline.segments().iter().any(|segment| segment.kind == SegmentKind::Wait);
    let length = timeline.length();
    if waits { format!("{length} without waits") } else { length.to_string() }
}

/// The card that is next to a step that is gone.
fn nearest(cards: &[Card], gone: &StepPath) -> StepPath {
    let before = cards.iter().rfind(|card| card.path <= *gone);
    before.or(cards.first()).map_or_else(|| StepPath::top(0), |card| card.path.clone())
}

/// The languages in which something is written, and those of the narrator.
fn languages(document: &Document, shown: Language) -> Vec<Language> {
    let text = document.text();
    let is_written = |language: Language| text.contains(&format!("\"{}\"", language.code()));
    let offered = [Language::En, Language::De, Language::Es];
    let is_one =
        |language: &Language| offered.contains(language) || *language == shown || is_written(*language);
    Language::ALL.iter().copied().filter(is_one).collect()
}

/// What a programme can name.
fn routines(model: &Model) -> Vec<TechniqueRow> {
    let rows = model.library.entries().iter().filter_map(|entry| {
        let routine = entry.routine.as_ref()?;
        let subject = crate::ui::routines::needs::subject(routine);
        let about = minutes(routine.range().written);
        Some(TechniqueRow { id: entry.id.clone(), title: routine.title(), about, subject })
    });
    rows.collect()
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
