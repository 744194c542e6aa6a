//! What a text is for, and the size and weight that follow.

use egui::{FontFamily, FontId};

/// What a text is for; its size and weight follow.
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

/// The family of the stronger weight.
pub(super) fn semi_bold() -> FontFamily {
    FontFamily::Name("SemiBold".into())
}

impl Role {
    /// Its height in points.
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

    /// Its line height, as a part of its size.
    #[must_use]
    pub const fn leading(self) -> f32 {
        match self {
            Self::Note | Self::Body | Self::Strong => 1.5,
            Self::Heading | Self::Step => 1.3,
            Self::Timer => 1.1,
        }
    }

    /// Its font, at another size than its own where there is little room.
    #[must_use]
    pub fn font_of_size(self, size: f32) -> FontId {
        match self {
            Self::Note | Self::Body | Self::Timer | Self::Step => FontId::proportional(size),
            Self::Strong | Self::Heading => FontId::new(size, semi_bold()),
        }
    }
}
