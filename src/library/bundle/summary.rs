//! The summary of a bundle in words, the same for the terminal and the page.

use super::{Bundle, Contents, Does};

impl Contents {
    /// What it is and does, in lines with a label each.
    #[must_use]
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let (routine, source, range) = (&self.routine, self.routine.routine(), self.routine.range());
        let mut lines =
            vec![("Length", format!("{}, from {} to {}", range.written, range.shortest, range.longest))];
        lines.extend(self.does.lines());
        lines.push(("Evidence", routine.evidence().plain().to_owned()));
        lines.extend(source.sources.iter().map(|origin| ("Source", origin.value.plain_in(source.language))));
        lines.extend(source.needs.iter().map(|need| ("Needs", routine.text(&need.value))));
        lines.extend(routine.cautions().into_iter().map(|caution| ("Caution", caution)));
        lines
    }
}

impl Does {
    fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        if !self.sites.is_empty() {
            let sites = self.sites.iter().map(|(site, pressure)| match pressure {
                0 => site.plain().to_owned(),
                _ => format!("{} (pressure up to {pressure} out of 10)", site.plain()),
            });
            lines.push(("Sites", sites.collect::<Vec<_>>().join(", ")));
        }
        for (pack, site, longest) in &self.packs {
            lines.push(("Pack", format!("{} on the {}, for at most {longest}", pack.plain(), site.plain())));
        }
        for breath in &self.breaths {
            lines.push(("Breath", format!("{breath} (seconds)")));
        }
        lines
    }
}

impl Bundle {
    /// The files in it, each with its size.
    #[must_use]
    pub(crate) fn file_lines(&self) -> Vec<String> {
        self.files().map(|(name, bytes)| format!("{name} ({})", size(bytes.len()))).collect()
    }
}

/// A size in kB or MB.
#[must_use]
pub fn size(bytes: usize) -> String {
    if bytes < 1 << 20 {
        format!("{} kB", bytes.div_ceil(1 << 10))
    } else {
        format!("{} MB", bytes.div_ceil(1 << 20))
    }
}
