//! Handles the player's outputs: sound, words, record.

use super::{CHECKPOINT_EVERY, Driver, SLEPT};
use crate::journal::Outcome;
use crate::player::{self, Output, PlayerCommand, StopReason};
use crate::timeline::{Cue, SegmentKind};

impl Driver {
    /// Advances the player to the present and handles its outputs.
    pub(super) fn sync(&mut self) {
        let now = self.sound.now();
        self.player.advance_to(now);
        let was_running = self.player.state() == player::State::Running;
        if self.sound.take_slept() && was_running {
            tracing::info!("the machine slept, or the program was stopped");
            self.player.handle(PlayerCommand::Pause, now);
            self.shown.remark = Some(SLEPT.into());
        }
        let outputs: Vec<Output> = std::iter::from_fn(|| self.player.poll()).collect();
        self.shown.is_stale |= !outputs.is_empty();
        // A change of the transport fades whatever sounds: a cue that answers the same key comes after it.
        let is_change =
            |output: &Output| matches!(output, Output::TransportChanged(_) | Output::TimelineChanged(_));
        let (changes, others): (Vec<Output>, Vec<Output>) = outputs.into_iter().partition(is_change);
        for output in changes.into_iter().chain(others) {
            self.handle_output(output);
        }
        if let Some(wanted) = self.sound.take_wanted()
            && let Some(speaker) = &self.speaker
        {
            speaker.request(wanted);
        }
        let running = self.player.state() == player::State::Running;
        let due = self.written.is_none_or(|written| self.since(written) >= CHECKPOINT_EVERY);
        if running && due {
            self.checkpoint();
        }
    }

    fn handle_output(&mut self, output: Output) {
        match output {
            Output::TransportChanged(transport) => self.sound.set_transport(transport),
            Output::TimelineChanged(timeline) => self.sound.set_timeline(timeline),
            Output::WordsWanted(words, language) => self.sound.say(&words, language),
            Output::Paused => {
                self.sound.play_cue(Cue::Paused);
                self.write();
            }
            Output::Resumed => {
                self.sound.play_cue(Cue::Resumed);
                self.keeping.go_on();
            }
            Output::WayTaken { question, softer } => self.way_taken(question, softer),
            Output::NoMoreTime => self.shown.remark = Some("This step can't be any longer.".into()),
            Output::Answered => self.sound.play_cue(Cue::Resumed),
            Output::AskedAgain => {
                self.sound.play_cue(Cue::Waiting);
                self.say_phrase(|phrases| phrases.still_awake.into());
            }
            Output::NobodyAnswered => self.begin_call(),
            Output::Stopped(reason) => self.end(match reason {
                StopReason::Asked | StopReason::Closed if self.player.is_complete() => Outcome::Completed,
                StopReason::Asked => Outcome::Stopped,
                StopReason::Closed => Outcome::Closed,
            }),
            Output::Finished => {
                self.end(Outcome::Completed);
                if self.is_heard() && self.settings.spoken_rating {
                    self.begin_spoken_rating();
                }
            }
            Output::SegmentEntered(index) => {
                self.is_at_a_step = true;
                if matches!(self.player.timeline().segments()[index].kind, SegmentKind::Compress { .. }) {
                    self.keeping.pack_laid_on(index, self.clock.now());
                }
            }
            Output::Happened(_) => {}
        }
    }

    /// The plan follows the answer to a question, and the record says which it was.
    fn way_taken(&mut self, question: usize, softer: bool) {
        let Some(planned) = self.planned.with_way(question, softer) else { return };
        let name = planned.segments().get(question).map(|segment| segment.name.clone()).unwrap_or_default();
        self.keeping.way_taken(&self.planned, &planned, &name, softer);
        self.planned = std::sync::Arc::new(planned);
    }

    fn end(&mut self, outcome: Outcome) {
        self.keeping.end(outcome, self.clock.now());
        self.ended = Some(self.clock.uptime());
        self.write();
    }
}
