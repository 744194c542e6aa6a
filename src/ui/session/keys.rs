//! The keys of a session: none of them needs the eyes.

use egui::{Key, Ui};

use super::super::Wish;
use super::super::parts::{KeyHint, takes};
use crate::player::{PlayerCommand, Snapshot, State, StopReason};

/// What a key wishes.
pub(super) fn key(ui: &Ui) -> Option<Wish> {
    for (key, wish) in [
        (Key::Space, Wish::Player(PlayerCommand::BigKey)),
        (Key::Enter, Wish::Player(PlayerCommand::BigKey)),
        (Key::ArrowLeft, Wish::Player(PlayerCommand::Back)),
        (Key::ArrowRight, Wish::Player(PlayerCommand::Skip)),
        (Key::Plus, Wish::Player(PlayerCommand::MoreTime)),
        (Key::Equals, Wish::Player(PlayerCommand::MoreTime)),
        (Key::R, Wish::Player(PlayerCommand::Again)),
        (Key::M, Wish::ToggleMute),
        (Key::B, Wish::ToggleBlank),
        (Key::Questionmark, Wish::ShowSigns),
        (Key::X, Wish::FeelsWrong),
        (Key::Comma, Wish::ShowSettings),
        (Key::Escape, Wish::Player(PlayerCommand::Stop(StopReason::Asked))),
    ] {
        if takes(ui, key) {
            return Some(wish);
        }
    }
    None
}

/// Every key with what it does now.
pub(super) fn keys(now: &Snapshot) -> Vec<KeyHint<Wish>> {
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
    .map(|(key, does, command)| KeyHint { key, does, wish: Wish::Player(command) })
    .chain([
        KeyHint { key: "M", does: "mute", wish: Wish::ToggleMute },
        KeyHint { key: "B", does: "blank", wish: Wish::ToggleBlank },
        KeyHint { key: "?", does: "when to stop", wish: Wish::ShowSigns },
        KeyHint { key: ",", does: "settings", wish: Wish::ShowSettings },
        KeyHint { key: "Esc", does: "end", wish: Wish::Player(PlayerCommand::Stop(StopReason::Asked)) },
    ])
    .collect()
}
