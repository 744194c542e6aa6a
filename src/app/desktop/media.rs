//! What a media key, a headset, a lock screen or a desktop's player asks of a session, and what they are shown.

use crate::app::SessionCommand;
use crate::player::{PlayerCommand, StopReason};
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
    /// What it does in a session.
    #[must_use]
    pub fn command(self) -> SessionCommand {
        SessionCommand::Player(match self {
            Self::PlayPause => PlayerCommand::BigKey,
            Self::Play => PlayerCommand::Resume,
            Self::Pause => PlayerCommand::Pause,
            Self::Stop => PlayerCommand::Stop(StopReason::Asked),
            Self::Next => PlayerCommand::Skip,
            Self::Previous => PlayerCommand::Back,
            Self::To(place) => PlayerCommand::SkipTo(place),
            Self::Volume(percent) => return SessionCommand::Volume(percent.min(100)),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::library::Library;
    use crate::player::{Player, State};
    use crate::safety::{Moment, Profile, SafeRoutine};
    use crate::time::ExactDuration;
    use crate::timeline;

    /// A session of a shipped routine that has just begun.
    fn begun(id: &str) -> Player {
        player(&Library::open(None).find(id).unwrap().routine.clone().unwrap())
    }

    /// The same of a text.
    fn player_of(text: &str) -> Player {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("own.ron"), text).unwrap();
        let library = Library::open(Some(folder.path()));
        let entry = library.find("own").unwrap();
        player(entry.routine.as_ref().unwrap_or_else(|| panic!("{}", entry.problems.lines())))
    }

    fn player(routine: &Arc<SafeRoutine>) -> Player {
        let plan = timeline::plan(routine, &Profile::default(), &Moment::default(), None).unwrap();
        let mut player = Player::new(Arc::new(timeline::compile(&plan)), ExactDuration::ZERO);
        player.handle(PlayerCommand::Start, Position::ZERO);
        player
    }

    fn ask(player: &mut Player, request: MediaRequest, now: Position) {
        let SessionCommand::Player(command) = request.command() else { panic!("{request:?}") };
        player.handle(command, now);
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
    fn a_question_that_is_passed_takes_its_softer_way_and_the_place_is_still_found() {
        let text = r#"(format: 1, title: "Two ways", kind: Mixed, suits: [Between], evidence: Traditional, steps: [
            Rest(name: "Before", lasts: "30s"),
            Ask(name: "Ask", say: "Is it easing?", at_most: "20s", steps: [
                Rest(name: "One", lasts: "30s"), Rest(name: "Two", lasts: "30s"), Rest(name: "Three", lasts: "30s"),
            ], softer: [Rest(name: "Softer", lasts: "30s")]),
            Rest(name: "After", lasts: "30s"), Rest(name: "Last", lasts: "30s"),
        ])"#;
        let mut player = player_of(text);
        let place = |player: &Player, name: &str| {
            player
                .timeline()
                .segments()
                .iter()
                .find(|segment| segment.name == name)
                .map(|segment| segment.start)
        };
        let after = place(&player, "After").unwrap();
        ask(&mut player, MediaRequest::To(after), Position::ZERO);
        assert!(
            place(&player, "Softer").is_some() && place(&player, "Two").is_none(),
            "the softer way is laid out"
        );
        let now = player.snapshot(Position::ZERO);
        assert_eq!((now.segment().name.as_str(), now.at), ("After", place(&player, "After").unwrap()));
        // Sent once more before the change was seen, it leads no further than the place says.
        let mut player = begun("longer-exhale");
        let third = player.timeline().segments()[2].start;
        for _ in 0..3 {
            ask(&mut player, MediaRequest::To(third), Position::ZERO);
            assert_eq!(player.snapshot(Position::ZERO).index, 2);
        }
    }

    #[test]
    fn volume_is_never_more_than_what_the_settings_say() {
        let command = MediaRequest::Volume(250).command();
        assert!(matches!(command, SessionCommand::Volume(100)), "{command:?}");
    }
}
