//! What the page plays: from the selected step, or that step alone, always by way of the gate.

use super::super::Effect;
use super::super::listening::{Author, Listening};
use super::{EditorPage, MOVES_EVERY};
use crate::app::model::Model;
use crate::app::start::{Approved, Question, Refusal, StartRequest};
use crate::app::{sentence, spawn};
use crate::editing::{Document, Edit, StepPath};
use crate::player::State;
use crate::safety::SafeRoutine;
use crate::time::Position;
use eframe::egui;
use std::sync::Arc;

impl EditorPage {
    /// Puts the playhead to where the selected step begins.
    pub(super) fn place_playhead(&mut self) {
        if let Some(start) = self.draft.facts.get(&self.selected).and_then(|facts| facts.start) {
            self.data.playhead = start;
        }
    }

    pub(super) fn sync_playhead(&mut self, ctx: &egui::Context) {
        let Some((now, view)) = self.listening.view() else {
            (self.data.is_playing, self.data.heard) = (false, None);
            return;
        };
        self.data.is_playing = matches!(now.state, State::Running | State::Ready | State::Paused);
        if self.hears_one_step {
            // Along the step as it stands in the whole.
            let first = now.timeline.segments().iter().find(|segment| segment.is_step());
            let start = self.draft.facts.get(&self.selected).and_then(|facts| facts.start);
            if let (Some(first), Some(start)) = (first, start) {
                self.data.playhead = start + now.at.since(first.start.min(now.at));
            }
        } else {
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

    pub(super) fn listen(&mut self, model: &Model) -> Effect {
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
    pub(super) fn as_shown(&self, request: &mut StartRequest) {
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

    pub(super) fn listen_to_step(&mut self) {
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

    pub(super) fn move_to(&mut self, at: Position) {
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
}

impl Author for EditorPage {
    fn begin_listening(&mut self, approved: Approved, model: &Model) {
        let changes = approved.plan().changes().to_vec();
        // What the cards show already is not told once more.
        if !changes.is_empty() && changes != self.draft.changes {
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
