//! The role of a text, which determines its size and weight.

use egui::{FontFamily, FontId};

/// The role of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Small print that nobody needs at once.
    Note,
    /// Text to read.
    Body,
    /// Text to read, in the stronger weight.
    Strong,
    /// A heading.
    Heading,
    /// The words of a step.
    Step,
    /// The time left.
    Timer,
}

/// The font family with the heavier weight.
pub(super) fn semi_bold() -> FontFamily {
    FontFamily::Name("SemiBold".into())
}

impl Role {
    /// The font size in points.
    #[must_use]
    pub const fn size(self) -> f32 {
        match self {
            Self::Note => 16.0,
            Self::Body | Self::Strong => 20.0,
            Self::Heading => 28.0,
            Self::Step => 40.0,
            Self::Timer => 72.0,
        }
    }

    /// The line height, as a multiple of the font size.
    #[must_use]
    pub const fn leading(self) -> f32 {
        match self {
            Self::Note | Self::Body | Self::Strong => 1.5,
            Self::Heading | Self::Step => 1.3,
            Self::Timer => 1.1,
        }
    }

    /// The font, at another size if there is little room.
    #[must_use]
    pub fn font_of_size(self, size: f32) -> FontId {
        match self {
            Self::Note | Self::Body | Self::Timer | Self::Step => FontId::proportional(size),
            Self::Strong | Self::Heading => FontId::new(size, semi_bold()),
        }
    }
}
