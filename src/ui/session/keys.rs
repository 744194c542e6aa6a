//! The keys of a session: none of them needs the eyes.

use egui::{Key, Ui};

use super::super::actions::{Action, Destination, SessionAction};
use super::super::parts::{KeyHint, takes};
use crate::player::{PlayerCommand, Snapshot, State, StopReason};

/// What a key wishes.
pub(super) fn key(ui: &Ui) -> Option<Action> {
    for (key, action) in [
        (Key::Space, Action::Session(SessionAction::Player(PlayerCommand::BigKey))),
        (Key::Enter, Action::Session(SessionAction::Player(PlayerCommand::BigKey))),
        (Key::ArrowLeft, Action::Session(SessionAction::Player(PlayerCommand::Back))),
        (Key::ArrowRight, Action::Session(SessionAction::Player(PlayerCommand::Skip))),
        (Key::Plus, Action::Session(SessionAction::Player(PlayerCommand::MoreTime))),
        (Key::Equals, Action::Session(SessionAction::Player(PlayerCommand::MoreTime))),
        (Key::R, Action::Session(SessionAction::Player(PlayerCommand::Again))),
        (Key::M, Action::Session(SessionAction::ToggleMute)),
        (Key::B, Action::Session(SessionAction::ToggleBlank)),
        (Key::Questionmark, Action::Session(SessionAction::ShowSigns)),
        (Key::X, Action::Session(SessionAction::FeelsWrong)),
        (Key::Comma, Action::Go(Destination::Settings)),
        (Key::Escape, Action::Session(SessionAction::Player(PlayerCommand::Stop(StopReason::Asked)))),
    ] {
        if takes(ui, key) {
            return Some(action);
        }
    }
    None
}

/// Every key with what it does now.
pub(super) fn keys(now: &Snapshot) -> Vec<KeyHint<Action>> {
    let big = match now.state {
        _ if now.calls => "it is off",
        _ if now.asked.is_some() => "I am awake",
        State::Paused => "go on",
        _ if now.is_waiting() => "I am ready",
        _ => "pause",
    };
    [
        ("Space", big, PlayerCommand::BigKey),
        ("<", "back", PlayerCommand::Back),
        (">", "skip", PlayerCommand::Skip),
        ("+", "longer", PlayerCommand::MoreTime),
        ("R", "again", PlayerCommand::Again),
    ]
    .into_iter()
    .map(|(key, does, command)| KeyHint {
        key,
        does,
        action: Action::Session(SessionAction::Player(command)),
    })
    .chain([
        KeyHint { key: "M", does: "mute", action: Action::Session(SessionAction::ToggleMute) },
        KeyHint { key: "B", does: "blank", action: Action::Session(SessionAction::ToggleBlank) },
        KeyHint { key: "?", does: "when to stop", action: Action::Session(SessionAction::ShowSigns) },
        KeyHint { key: ",", does: "settings", action: Action::Go(Destination::Settings) },
        KeyHint {
            key: "Esc",
            does: "end",
            action: Action::Session(SessionAction::Player(PlayerCommand::Stop(StopReason::Asked))),
        },
    ])
    .collect()
}
