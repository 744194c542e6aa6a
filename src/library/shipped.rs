//! The routines, techniques and programmes that are shipped with the program.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use super::check::Source;
use super::files::{PROGRAMMES, id_of};
use super::{Origin, TECHNIQUES};
use crate::ron_reader::text::text_of;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/routines");

static ROUTINES: LazyLock<Vec<Source>> = LazyLock::new(|| sources(&BUILT_IN));
static TECHNIQUE_SOURCES: LazyLock<Vec<Source>> =
    LazyLock::new(|| BUILT_IN.get_dir(TECHNIQUES).map(sources).unwrap_or_default());

static PROGRAMME_SOURCES: LazyLock<Vec<Source>> =
    LazyLock::new(|| BUILT_IN.get_dir(PROGRAMMES).map(sources).unwrap_or_default());

/// The routines, sorted by id.
pub(super) fn routines() -> &'static [Source] {
    &ROUTINES
}

/// The programmes, sorted by id.
pub(super) fn programmes() -> &'static [Source] {
    &PROGRAMME_SOURCES
}

/// The techniques, sorted by id.
pub(super) fn techniques() -> &'static [Source] {
    &TECHNIQUE_SOURCES
}

fn sources(folder: &Dir<'_>) -> Vec<Source> {
    let routine_files =
        folder.files().filter(|file| file.path().extension().is_some_and(|ending| ending == "ron"));
    let mut sources: Vec<Source> = routine_files
        .map(|file| Source {
            id: id_of(file.path()),
            origin: Origin::BuiltIn,
            text: text_of(file.contents().to_vec()),
        })
        .collect();
    sources.sort_by(|a, b| a.id.cmp(&b.id));
    sources
}
