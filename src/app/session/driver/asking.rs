//! What a session asks a person by voice: how it was, once it is over, and whether somebody is awake under a pack.

use std::time::Duration;

use super::{Call, Driver};
use crate::app::session::spoken_rating::{Picked, Prompt, SpokenRating};
use crate::player::{PlayerCommand, StopReason};
use crate::time::ExactDuration;
use crate::timeline::Cue;

/// How often it is said that the pack has to come off, once nobody answered.
pub(super) const CALL_EVERY: ExactDuration = ExactDuration::from_secs(7);
/// For how long; then the session ends, and what was done is kept.
pub(super) const CALL_FOR: ExactDuration = ExactDuration::from_mins(3);
/// What the record says then.
pub(super) const NOBODY_ANSWERED: &str = "Nobody answered whether they were awake, so the pack's time ended.";

impl Driver {
    fn uptime(&self) -> Duration {
        self.clock.uptime().into()
    }

    /// Begins to ask how it was.
    pub(super) fn begin_spoken_rating(&mut self) {
        self.sound.reopen();
        let (rating, words) = SpokenRating::begin(self.uptime(), self.planned.phrases());
        self.say_phrase(|_| words);
        self.shown.spoken_rating = Some(rating);
    }

    /// The big key, once the session is over.
    pub(super) fn pick_spoken_rating(&mut self) {
        if self.ended.is_none() {
            return;
        }
        let Some(rating) = self.shown.spoken_rating else { return self.begin_spoken_rating() };
        let Some((picked, next)) = rating.pick(self.uptime()) else { return };
        match picked {
            Picked::Pain(pain) => self.keeping.change(|record| record.pain_after = Some(pain)),
            Picked::Feeling(feeling) => {
                self.keeping.change(|record| record.feeling = Some(feeling));
                self.say_phrase(|phrases| phrases.thanks.into());
                // Until these words are said.
                self.ended = Some(self.clock.uptime());
            }
        }
        self.write();
        self.shown.spoken_rating = next.map(|(rating, words)| {
            self.say_phrase(|_| words);
            rating
        });
    }

    /// Says the next answer when it is due.
    pub(super) fn advance_spoken_rating(&mut self) {
        let Some(mut rating) = self.shown.spoken_rating else { return };
        let prompt = rating.advance(self.uptime());
        self.shown.spoken_rating = match prompt {
            Prompt::Nothing => return,
            Prompt::Say(words) => {
                self.say_phrase(|_| words);
                Some(rating)
            }
            Prompt::Over => None,
        };
        self.shown.is_stale = true;
    }

    /// Nobody answered: it is said aloud that the pack has to come off, muted or not, until somebody is there.
    pub(super) fn begin_call(&mut self) {
        let now = self.clock.uptime();
        self.sound.set_loud(true);
        self.sound.play_cue(Cue::PackOff);
        self.say_phrase(|phrases| phrases.pack_off.into());
        self.call = Some(Call { since: now, last: now });
        self.keeping.note_change(NOBODY_ANSWERED);
    }

    /// Says it again when it is due, and ends the session once it was said long enough.
    pub(super) fn advance_call(&mut self) {
        let Some(Call { since, last }) = self.call else { return };
        if self.since(since) >= CALL_FOR {
            self.end_call();
            let now = self.sound.now();
            self.player.handle(PlayerCommand::Stop(StopReason::Closed), now);
        } else if self.since(last) >= CALL_EVERY {
            self.sound.play_cue(Cue::PackOff);
            self.say_phrase(|phrases| phrases.pack_off.into());
            self.call = Some(Call { since, last: self.clock.uptime() });
        }
    }

    /// Somebody is there.
    pub(super) fn end_call(&mut self) {
        if self.call.take().is_some() {
            self.sound.set_loud(false);
        }
    }

    /// In what time something is said without anybody's doing.
    pub(super) fn speaks_in(&self) -> Option<Duration> {
        let answer = self.shown.spoken_rating.map(|rating| rating.next().saturating_sub(self.uptime()));
        let call = self.call.map(|Call { last, .. }| CALL_EVERY.minus(self.since(last)).into());
        answer.into_iter().chain(call).min()
    }
}
