//! What a session asks by voice: how it was, after the end, and whether the person is awake under a compress.

use std::time::Duration;

use super::{Call, Driver};
use crate::app::session::spoken_rating::{Picked, Prompt, SpokenRating};
use crate::player::{PlayerCommand, StopReason};
use crate::time::ExactDuration;
use crate::timeline::Cue;

/// How often "take the pack off" is repeated while nobody answers.
pub(super) const CALL_EVERY: ExactDuration = ExactDuration::from_secs(7);
/// How long it is repeated. Then the session ends, and what was done is recorded.
pub(super) const CALL_FOR: ExactDuration = ExactDuration::from_mins(3);
/// What the record says in this case.
pub(super) const NOBODY_ANSWERED: &str =
    "You didn't say you were awake, so you were told to take the pack off.";

impl Driver {
    fn uptime(&self) -> Duration {
        self.clock.uptime().into()
    }

    /// Starts the spoken rating.
    pub(super) fn begin_spoken_rating(&mut self) {
        self.sound.reopen();
        let (rating, words) = SpokenRating::begin(self.uptime(), self.planned.phrases());
        self.say_phrase(|_| words);
        self.shown.spoken_rating = Some(rating);
    }

    /// The big key after the end of the session.
    /// Tells what a tap on the blank screen does, once in a session.
    pub(super) fn tell_gestures(&mut self) {
        if std::mem::replace(&mut self.told_gestures, true) || self.ended.is_some() {
            return;
        }
        self.say_phrase(|own| own.gestures.to_owned());
    }

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
                // Keeps the device open until these words have been spoken.
                self.ended = Some(self.clock.uptime());
            }
        }
        self.write();
        self.shown.spoken_rating = next.map(|(rating, words)| {
            self.say_phrase(|_| words);
            rating
        });
    }

    /// Speaks the next answer when it is due.
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

    /// Nobody answered: says aloud that the pack has to come off, even if the sound is muted, until somebody
    /// reacts.
    pub(super) fn begin_call(&mut self) {
        let now = self.clock.uptime();
        self.sound.set_loud(true);
        self.sound.play_cue(Cue::PackOff);
        self.say_phrase(|phrases| phrases.pack_off.into());
        self.call = Some(Call { since: now, last: now });
        self.keeping.note_change(NOBODY_ANSWERED);
    }

    /// Repeats the call when it is due, and ends the session after the last one.
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

    /// Somebody has reacted.
    pub(super) fn end_call(&mut self) {
        if self.call.take().is_some() {
            self.sound.set_loud(false);
        }
    }

    /// How soon something has to be spoken without anybody's doing.
    pub(super) fn speaks_in(&self) -> Option<Duration> {
        let answer = self.shown.spoken_rating.map(|rating| rating.next().saturating_sub(self.uptime()));
        let call = self.call.map(|Call { last, .. }| CALL_EVERY.minus(self.since(last)).into());
        answer.into_iter().chain(call).min()
    }
}
