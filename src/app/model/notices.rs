//! Sentences that a person should read, in the order in which they came. Each has a subject: another sentence on the
//! same subject takes its place, and nothing else does.

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// The program crashed last time.
    Crash,
    /// There is no home folder.
    NoHome,
    /// The settings file.
    Settings,
    /// The file with the answers about the person.
    AboutMe,
    /// The journal cannot be written.
    JournalTrouble,
    /// Something has happened to the journal.
    JournalNotice,
    /// What has just been done, or could not be.
    Done,
}

/// What there is to tell.
#[derive(Debug, Default)]
pub struct Notices(Vec<(NoticeKind, String)>);

impl Notices {
    /// Tells this, in place of what was told on the subject before.
    pub fn set(&mut self, kind: NoticeKind, sentence: String) {
        match self.0.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, old)) => *old = sentence,
            None => self.0.push((kind, sentence)),
        }
    }

    /// There is nothing to tell on this subject any more.
    pub fn clear(&mut self, kind: NoticeKind) {
        self.0.retain(|(known, _)| *known != kind);
    }

    /// Tells this, or nothing more on the subject.
    pub fn set_or_clear(&mut self, kind: NoticeKind, sentence: Option<String>) {
        match sentence {
            Some(sentence) => self.set(kind, sentence),
            None => self.clear(kind),
        }
    }

    /// What is told on one subject.
    #[must_use]
    pub fn on(&self, kind: NoticeKind) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == kind).map(|(_, sentence)| sentence.as_str())
    }

    /// All of it.
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
        notices.set(NoticeKind::AboutMe, "An answer cannot be read.".into());
        notices.set(NoticeKind::Done, "Saved.".into());
        notices.set_or_clear(NoticeKind::Settings, None);
        notices.set(NoticeKind::AboutMe, "Two answers cannot be read.".into());
        assert_eq!(notices.sentences().collect::<Vec<_>>(), ["Two answers cannot be read.", "Saved."]);
        notices.clear(NoticeKind::Done);
        assert_eq!((notices.on(NoticeKind::Done), notices.sentences().count()), (None, 1));
    }
}
