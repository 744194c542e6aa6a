//! What a media key, a headset, a lock screen or a desktop's player asks of a session, and what they are shown.

use crate::app::SessionCommand;
use crate::player::{PlayerCommand, Snapshot, StopReason};
use crate::time::Position;

#[cfg(target_os = "linux")]
mod mpris;
#[cfg(windows)]
mod smtc;

#[cfg(target_os = "linux")]
pub(super) use mpris::run;
#[cfg(windows)]
pub(super) use smtc::run;

/// What is asked of a session from outside its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code))] // Other systems ask for less, or for nothing.
pub enum MediaRequest {
    /// The single key of a headset.
    PlayPause,
    /// Continue playing.
    Play,
    /// Pause.
    Pause,
    /// End the session.
    Stop,
    /// Go to the next step.
    Next,
    /// Go to the previous step.
    Previous,
    /// Go to this place, as with the slider of a player.
    To(Position),
    /// Play this loud, in percent of the volume chosen in the settings; 0 mutes.
    Volume(u8),
}

impl MediaRequest {
    /// What it does in a session that is at `now`.
    #[must_use]
    pub fn commands(self, now: &Snapshot) -> Vec<SessionCommand> {
        let key = |command| vec![SessionCommand::Player(command)];
        match self {
            Self::PlayPause => key(PlayerCommand::BigKey),
            Self::Play => key(PlayerCommand::Resume),
            Self::Pause => key(PlayerCommand::Pause),
            Self::Stop => key(PlayerCommand::Stop(StopReason::Asked)),
            Self::Next => key(PlayerCommand::Skip),
            Self::Previous => key(PlayerCommand::Back),
            Self::To(place) => to(place, now).into_iter().map(SessionCommand::Player).collect(),
            Self::Volume(percent) => vec![SessionCommand::Volume(percent.min(100))],
        }
    }
}

/// Within the step, exactly there. Another step is done from its start: its words say what to do. What lies between is
/// passed over one by one, as with the key, so that a question that is passed takes its softer way.
fn to(place: Position, now: &Snapshot) -> Vec<PlayerCommand> {
    let target = now.timeline.index_at(place.min(now.timeline.end()));
    if target > now.index {
        return vec![PlayerCommand::Skip; target - now.index];
    }
    let start = now.timeline.segments()[target].start;
    vec![PlayerCommand::Seek(if target == now.index { place } else { start })]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::library::Library;
    use crate::player::{Player, State};
    use crate::safety::{Moment, Profile};
    use crate::time::ExactDuration;
    use crate::timeline;

    /// A session of a shipped routine that has just begun.
    fn begun(id: &str) -> Player {
        let routine = Library::open(None).find(id).unwrap().routine.clone().unwrap();
        let plan = timeline::plan(&routine, &Profile::default(), &Moment::default(), None).unwrap();
        let mut player = Player::new(Arc::new(timeline::compile(&plan)), ExactDuration::ZERO);
        player.handle(PlayerCommand::Start, Position::ZERO);
        player
    }

    fn ask(player: &mut Player, request: MediaRequest, now: Position) {
        for command in request.commands(&player.snapshot(now)) {
            let SessionCommand::Player(command) = command else { panic!("{command:?}") };
            player.handle(command, now);
        }
    }

    #[test]
    fn a_place_in_the_step_is_gone_to_exactly_and_any_other_step_from_its_start() {
        let mut player = begun("longer-exhale");
        let segments = player.timeline().segments().to_vec();
        let second = ExactDuration::from_secs(1);
        let last = segments.len() - 1;
        let mut clock = Position::ZERO;
        for target in [2, 1, last, 0] {
            clock += second;
            ask(&mut player, MediaRequest::To(segments[target].start + second), clock);
            let now = player.snapshot(clock);
            assert_eq!((now.index, now.at), (target, segments[target].start), "step {target}");
        }
        ask(&mut player, MediaRequest::To(segments[0].start + second), clock);
        assert_eq!(player.snapshot(clock).at, segments[0].start + second);
    }

    #[test]
    fn a_place_beyond_the_end_leads_to_the_last_words_and_not_out_of_the_session() {
        let mut player = begun("longer-exhale");
        let beyond = player.timeline().end() + ExactDuration::from_mins(60);
        ask(&mut player, MediaRequest::To(beyond), Position::ZERO);
        assert_eq!(player.snapshot(Position::ZERO).state, State::Running);
        assert!(player.is_complete());
    }

    #[test]
    fn volume_is_never_more_than_what_the_settings_say() {
        let now = begun("longer-exhale").snapshot(Position::ZERO);
        let commands = MediaRequest::Volume(250).commands(&now);
        assert!(matches!(commands[..], [SessionCommand::Volume(100)]), "{commands:?}");
    }
}
