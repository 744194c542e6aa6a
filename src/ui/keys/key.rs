//! The keys that pages use, independent of window and terminal.

use std::borrow::Cow;

/// A key, as a window or a terminal reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The space bar.
    Space,
    /// Enter, including the one of the number pad.
    Enter,
    /// Escape.
    Escape,
    /// Delete, but not Backspace.
    Delete,
    /// The left arrow.
    Left,
    /// The right arrow.
    Right,
    /// The up arrow.
    Up,
    /// The down arrow.
    Down,
    /// The key Home.
    Home,
    /// The key End.
    End,
    /// A screenful back.
    PageUp,
    /// A screenful on.
    PageDown,
    /// A letter in lower case, a digit or a sign.
    Char(char),
    /// A function key; 1 is F1.
    F(u8),
    /// A letter with Ctrl, or with Command on a Mac.
    Ctrl(char),
    /// The up arrow with Alt.
    AltUp,
    /// The down arrow with Alt.
    AltDown,
    /// The left arrow with Alt.
    AltLeft,
    /// The right arrow with Alt.
    AltRight,
}

impl Key {
    /// The short label beside a description, for a font without arrows.
    #[must_use]
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Space => "Space".into(),
            Self::Enter => "Enter".into(),
            Self::Escape => "Esc".into(),
            Self::Delete => "Del".into(),
            Self::Left => "Left".into(),
            Self::Right => "Right".into(),
            Self::Up => "Up".into(),
            Self::Down => "Down".into(),
            Self::Home => "Home".into(),
            Self::End => "End".into(),
            Self::PageUp => "Page Up".into(),
            Self::PageDown => "Page Down".into(),
            // As wide as a plus sign, unlike a hyphen.
            Self::Char('-') => "−".into(),
            Self::Char(sign) => sign.to_uppercase().to_string().into(),
            Self::F(number) => format!("F{number}").into(),
            Self::Ctrl(sign) => format!("Ctrl {}", sign.to_uppercase()).into(),
            Self::AltUp => "Alt Up".into(),
            Self::AltDown => "Alt Down".into(),
            Self::AltLeft => "Alt Left".into(),
            Self::AltRight => "Alt Right".into(),
        }
    }

    /// The name in words, for those who cannot tell a comma from a full stop on the screen.
    #[must_use]
    pub fn words(self) -> Cow<'static, str> {
        match self {
            Self::Left => "Left arrow".into(),
            Self::Right => "Right arrow".into(),
            Self::Char(',') => "Comma".into(),
            Self::Char('/') => "Slash".into(),
            Self::Char('?') => "Question mark".into(),
            Self::Space
            | Self::Enter
            | Self::Escape
            | Self::Delete
            | Self::Up
            | Self::Down
            | Self::Home
            | Self::End
            | Self::PageUp
            | Self::PageDown
            | Self::Char(_)
            | Self::F(_)
            | Self::Ctrl(_)
            | Self::AltUp
            | Self::AltDown
            | Self::AltLeft
            | Self::AltRight => self.label(),
        }
    }
}
