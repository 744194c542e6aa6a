//! Scripts that the program's own typeface lacks, in a person's own words: the system's fonts have them.

use std::sync::OnceLock;

use egui_system_font_provider::SystemFontProvider;
use epaint::text::{FallbackRequest, FontInsert, FontProvider};

/// Finds the system's fonts, but not before a sign is to be shown that no font at hand has: most people never write one,
/// and looking through all fonts takes some tenths of a second.
#[derive(Default)]
pub(super) struct SystemFonts(OnceLock<SystemFontProvider>);

impl FontProvider for SystemFonts {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        self.0.get_or_init(SystemFontProvider::new).font_for(request)
    }
}
