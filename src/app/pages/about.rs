//! What the program is, and the sources it relies on.

use crate::library::Library;
use crate::safety::{self, Source};

/// The sources of everything that is shipped, each listed once.
pub(in crate::app) struct AboutPage(Vec<String>);

impl AboutPage {
    pub fn new(library: &Library) -> Self {
        let entries = library.entries().iter().chain(library.techniques());
        let routines = entries.filter_map(|entry| entry.routine.as_ref());
        let mut sources: Vec<String> = routines
            .flat_map(|routine| {
                let (sources, language) = (routine.routine().sources.iter(), routine.routine().language);
                sources.map(|source| Source::named(&source.value.plain_in(language))).collect::<Vec<_>>()
            })
            .chain(safety::red_flags().emergency.signs.iter().map(|sign| sign.source.clone()))
            .filter(Source::can_be_looked_up)
            .map(|source| source.to_string())
            .collect();
        sources.sort_unstable();
        sources.dedup();
        Self(sources)
    }

    pub fn sources(&self) -> &[String] {
        &self.0
    }
}
