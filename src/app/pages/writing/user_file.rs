//! The person's own files as the library has them, and what to say about each.

use std::path::Path;
use std::sync::Arc;

use crate::library::{Library, Origin};
use crate::ron_reader::{Problems, Severity};
use crate::safety::SafeRoutine;
use crate::timeline::listing;
use crate::ui::writing::FileRow;

/// One of the person's own files.
pub(super) struct UserFile<'a> {
    pub(super) path: &'a Path,
    pub(super) title: String,
    pub(super) problems: &'a Problems,
    pub(super) routine: Option<&'a Arc<SafeRoutine>>,
    /// What it is if it is not a routine; empty for a routine.
    kind: &'static str,
    /// Whether and how the library uses it.
    status: Status,
}

enum Status {
    Used,
    ReplacesShipped,
    LastGood,
    Unusable,
}

impl UserFile<'_> {
    /// Its state in one sentence.
    pub(super) fn state(&self) -> String {
        let length = self.routine.map(|routine| {
            let range = routine.range();
            if range.shortest == range.longest {
                format!(" It lasts {}.", range.written)
            } else {
                let (written, shortest, longest) = (range.written, range.shortest, range.longest);
                format!(" It lasts {written}, and can be adjusted from {shortest} to {longest}.")
            }
        });
        format!("{}{}", self.short_state(), length.unwrap_or_default())
    }

    /// Whether it is used as it is: a technique only as part of a routine.
    pub(super) fn can_be_shared(&self) -> bool {
        self.kind != "A technique" && matches!(self.status, Status::Used | Status::ReplacesShipped)
    }

    fn short_state(&self) -> String {
        let errors = self.problems.list.iter().filter(|p| p.severity == Severity::Error).count();
        let others = self.problems.list.len() - errors;
        let problems = |count: usize| match count {
            1 => "One problem".to_owned(),
            count => format!("{count} problems"),
        };
        let kind = if self.kind.is_empty() { String::new() } else { format!("{}. ", self.kind) };
        let state = match (&self.status, others) {
            (Status::LastGood, _) => format!("{}; the last working version is used.", problems(errors)),
            (Status::Unusable, _) => format!("{}; it can't be used until that's fixed.", problems(errors)),
            (Status::ReplacesShipped, 0) => "No problems. It replaces the built-in one.".into(),
            (Status::Used, 0) => "No problems.".into(),
            (Status::ReplacesShipped, others) => {
                format!("It replaces the built-in one. {}.", remarks(others))
            }
            (Status::Used, others) => format!("It can be used. {}.", remarks(others)),
        };
        format!("{kind}{state}")
    }

    pub(super) fn row(&self) -> FileRow {
        let length = self.routine.map(|routine| listing::minutes(routine.range().written));
        FileRow { title: self.title.clone(), below: self.short_state(), right: length.unwrap_or_default() }
    }
}

fn remarks(count: usize) -> String {
    if count == 1 { "One thing to check".into() } else { format!("{count} things to check") }
}

/// All of the person's own files: routines, techniques and programmes.
pub(super) fn user_files(library: &Library) -> impl Iterator<Item = UserFile<'_>> {
    let entries = library.entries().iter().map(|entry| (entry, ""));
    let techniques = library.techniques().iter().map(|entry| (entry, "A technique"));
    let routines = entries.chain(techniques).filter_map(|(entry, kind)| {
        let Origin::File(path) = &entry.origin else { return None };
        let title = entry.routine.as_ref().map_or_else(|| entry.id.clone(), |routine| routine.title());
        let is_shipped = Library::is_shipped(&entry.id, kind.is_empty());
        let status = match (&entry.routine, entry.is_stale) {
            (None, _) => Status::Unusable,
            (Some(_), true) => Status::LastGood,
            (Some(_), false) if is_shipped => Status::ReplacesShipped,
            (Some(_), false) => Status::Used,
        };
        Some(UserFile {
            path,
            title,
            problems: &entry.problems,
            routine: entry.routine.as_ref(),
            kind,
            status,
        })
    });
    let programmes = library.programmes().iter().filter_map(|file| {
        let Origin::File(path) = &file.origin else { return None };
        let title =
            file.programme.as_ref().map_or_else(|| file.id.clone(), |programme| programme.title.clone());
        let status = if file.programme.is_some() { Status::Used } else { Status::Unusable };
        Some(UserFile { path, title, problems: &file.problems, routine: None, kind: "A programme", status })
    });
    routines.chain(programmes)
}
