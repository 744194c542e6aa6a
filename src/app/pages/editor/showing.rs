//! What the page shows: put together from the document, which is always of now, and the draft, which may be a moment older.

use super::EditorPage;
use super::saving::Conflict;
use crate::editing::{Control, Document, Form, StepPath, words_in};
use crate::plural::counted;
use crate::ron_reader::{Severity, Vocabulary as _};
use crate::routine::{Language, When};
use crate::timeline::{SegmentKind, Timeline};
use crate::ui::editor::cards::{Card, cards};
use crate::ui::editor::{AsPlayed, Block, EditorData};

impl EditorPage {
    /// Puts together what is shown.
    pub(super) fn refresh(&mut self) {
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

    pub(super) fn finish_refresh(&mut self) {
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
    pub(super) fn summarise(&mut self) {
        let weeks = self.draft.weeks.map(|weeks| counted(weeks as usize, "week", "weeks"));
        let is_usual = self.listener.as_played == self.usual();
        let length = match (&self.draft.timeline, self.draft.lengths) {
            _ if weeks.is_some() => weeks.unwrap_or_default(),
            (Some(timeline), Some([shortest, _, longest])) if shortest < longest && is_usual => {
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
        let shown = if is_usual { "" } else { " · shown as in 5 As played" };
        self.data.summary = format!("{length} · {saved}{shown}");
    }

    pub(super) fn usual(&self) -> AsPlayed {
        AsPlayed { language: self.listener.as_played.language, ..AsPlayed::default() }
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
