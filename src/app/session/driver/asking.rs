//! What a session asks a person by voice: how it was, once it is over, and whether somebody is awake under a pack.

use std::time::{Duration, Instant};

use super::Driver;
use crate::app::session::spoken_rating::{Picked, Said, SpokenRating};
use crate::player::{PlayerCommand, StopReason};
use crate::timeline::Cue;

/// How often it is said that the pack has to come off, once nobody answered.
const CALL_EVERY: Duration = Duration::from_secs(7);
/// For how long; then the session ends, and what was done is kept.
const CALL_FOR: Duration = Duration::from_mins(3);
/// What the record says then.
const NOBODY_ANSWERED: &str = "Nobody answered whether they were awake, so the pack's time ended.";

impl Driver {
    /// Begins to ask how it was.
    pub(super) fn begin_by_ear(&mut self) {
        self.sound.reopen();
        let (spoken_rating, words) = SpokenRating::begin(self.started.elapsed(), self.planned.phrases());
        self.say_own(|_| words);
        self.view.lock().spoken_rating = Some(spoken_rating);
    }

    /// The big key, once the session is over.
    pub(super) fn pick_by_ear(&mut self) {
        if self.ended.is_none() {
            return;
        }
        let Some(spoken_rating) = self.view.lock().spoken_rating else { return self.begin_by_ear() };
        let Some((picked, next)) = spoken_rating.pick(self.started.elapsed()) else { return };
        match picked {
            Picked::Pain(pain) => self.rate(|record| record.pain_after = Some(pain)),
            Picked::Feeling(feeling) => {
                self.rate(|record| record.feeling = Some(feeling));
                self.say_own(|own| own.thanks.into());
                // Until these words are said.
                self.ended = Some(Instant::now());
            }
        }
        let next = next.map(|(spoken_rating, words)| {
            self.say_own(|_| words);
            spoken_rating
        });
        self.view.lock().spoken_rating = next;
    }

    /// Says the next answer when it is due.
    pub(super) fn ask_by_ear(&mut self) {
        let Some(mut spoken_rating) = self.view.lock().spoken_rating else { return };
        let said = spoken_rating.advance(self.started.elapsed());
        match &said {
            Said::Nothing => return,
            Said::Words(words) => self.say_own(|_| words.clone()),
            Said::Over => {}
        }
        self.view.lock().spoken_rating = (said != Said::Over).then_some(spoken_rating);
        (self.wake)();
    }

    /// Nobody answered: it is said aloud that the pack has to come off, muted or not, until somebody is there.
    pub(super) fn begin_call(&mut self) {
        let now = Instant::now();
        self.sound.set_loud(true);
        self.sound.play_cue(Cue::PackOff);
        self.say_own(|own| own.pack_off.into());
        self.call = Some((now, now));
        let record = &mut self.view.lock().record;
        if !record.changes.iter().any(|change| change == NOBODY_ANSWERED) {
            record.changes.push(NOBODY_ANSWERED.to_owned());
        }
    }

    /// Says it again when it is due, and ends the session once it was said long enough.
    pub(super) fn go_on_calling(&mut self) {
        let Some((since, last)) = self.call else { return };
        if since.elapsed() >= CALL_FOR {
            self.end_call();
            let now = self.sound.now();
            self.player.handle(PlayerCommand::Stop(StopReason::Closed), now);
        } else if last.elapsed() >= CALL_EVERY {
            self.sound.play_cue(Cue::PackOff);
            self.say_own(|own| own.pack_off.into());
            self.call = Some((since, Instant::now()));
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
        let answer = self
            .view
            .lock()
            .spoken_rating
            .map(|spoken_rating| spoken_rating.next().saturating_sub(self.started.elapsed()));
        let call = self.call.map(|(_, last)| CALL_EVERY.saturating_sub(last.elapsed()));
        answer.into_iter().chain(call).min()
    }
}
