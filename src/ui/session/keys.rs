//! The keys of a session: none of them needs the eyes.

use egui::{Key, Ui};

use super::super::Action;
use super::super::parts::{KeyHint, takes};
use crate::player::{PlayerCommand, Snapshot, State, StopReason};

/// What a key wishes.
pub(super) fn key(ui: &Ui) -> Option<Action> {
    for (key, action) in [
        (Key::Space, Action::Player(PlayerCommand::BigKey)),
        (Key::Enter, Action::Player(PlayerCommand::BigKey)),
        (Key::ArrowLeft, Action::Player(PlayerCommand::Back)),
        (Key::ArrowRight, Action::Player(PlayerCommand::Skip)),
        (Key::Plus, Action::Player(PlayerCommand::MoreTime)),
        (Key::Equals, Action::Player(PlayerCommand::MoreTime)),
        (Key::R, Action::Player(PlayerCommand::Again)),
        (Key::M, Action::ToggleMute),
        (Key::B, Action::ToggleBlank),
        (Key::Questionmark, Action::ShowSigns),
        (Key::X, Action::FeelsWrong),
        (Key::Comma, Action::ShowSettings),
        (Key::Escape, Action::Player(PlayerCommand::Stop(StopReason::Asked))),
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
    .map(|(key, does, command)| KeyHint { key, does, action: Action::Player(command) })
    .chain([
        KeyHint { key: "M", does: "mute", action: Action::ToggleMute },
        KeyHint { key: "B", does: "blank", action: Action::ToggleBlank },
        KeyHint { key: "?", does: "when to stop", action: Action::ShowSigns },
        KeyHint { key: ",", does: "settings", action: Action::ShowSettings },
        KeyHint { key: "Esc", does: "end", action: Action::Player(PlayerCommand::Stop(StopReason::Asked)) },
    ])
    .collect()
}
