//! Notices for the person, in the order in which they came. Each has a kind, and a new notice only replaces an
//! older one of the same kind.

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// The program crashed last time.
    Crash,
    /// No home folder is known.
    NoHome,
    /// The settings could not be read or saved.
    Settings,
    /// The answers about the person could not be read or saved.
    AboutMe,
    /// The journal cannot be written.
    JournalTrouble,
    /// Something has happened to the journal, such as a repair.
    JournalNotice,
    /// The result of the last action.
    Done,
}

/// The notices to show.
#[derive(Debug, Default)]
pub struct Notices(Vec<(NoticeKind, String)>);

impl Notices {
    /// Shows a notice in place of an earlier one of this kind.
    pub fn set(&mut self, kind: NoticeKind, sentence: String) {
        match self.0.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, old)) => *old = sentence,
            None => self.0.push((kind, sentence)),
        }
    }

    /// Removes the notice of this kind.
    pub fn clear(&mut self, kind: NoticeKind) {
        self.0.retain(|(known, _)| *known != kind);
    }

    /// Shows a notice of this kind, or removes it.
    pub fn set_or_clear(&mut self, kind: NoticeKind, sentence: Option<String>) {
        match sentence {
            Some(sentence) => self.set(kind, sentence),
            None => self.clear(kind),
        }
    }

    /// The notice of one kind.
    #[must_use]
    pub fn on(&self, kind: NoticeKind) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == kind).map(|(_, sentence)| sentence.as_str())
    }

    /// All notices, the oldest first.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, sentence)| sentence.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_on_one_subject_leaves_the_others_as_they_are() {
        let mut notices = Notices::default();
        notices.set(NoticeKind::AboutMe, "An answer can't be read.".into());
        notices.set(NoticeKind::Done, "Saved.".into());
        notices.set_or_clear(NoticeKind::Settings, None);
        notices.set(NoticeKind::AboutMe, "Two answers can't be read.".into());
        assert_eq!(notices.sentences().collect::<Vec<_>>(), ["Two answers can't be read.", "Saved."]);
        notices.clear(NoticeKind::Done);
        assert_eq!((notices.on(NoticeKind::Done), notices.sentences().count()), (None, 1));
    }
}
