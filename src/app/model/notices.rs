//! Sentences that a person should read, in the order in which they came. Each has a subject: another sentence on the
//! same subject takes its place, and nothing else does.

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
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
    JournalNews,
    /// What has just been done, or could not be.
    Done,
}

/// What there is to tell.
#[derive(Debug, Default)]
pub struct Notices(Vec<(Subject, String)>);

impl Notices {
    /// Tells this, in place of what was told on the subject before.
    pub fn set(&mut self, subject: Subject, sentence: String) {
        match self.0.iter_mut().find(|(of, _)| *of == subject) {
            Some((_, old)) => *old = sentence,
            None => self.0.push((subject, sentence)),
        }
    }

    /// There is nothing to tell on this subject any more.
    pub fn clear(&mut self, subject: Subject) {
        self.0.retain(|(of, _)| *of != subject);
    }

    /// Tells this, or nothing more on the subject.
    pub fn set_or_clear(&mut self, subject: Subject, sentence: Option<String>) {
        match sentence {
            Some(sentence) => self.set(subject, sentence),
            None => self.clear(subject),
        }
    }

    /// What is told on one subject.
    #[must_use]
    pub fn on(&self, subject: Subject) -> Option<&str> {
        self.0.iter().find(|(of, _)| *of == subject).map(|(_, sentence)| sentence.as_str())
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
        notices.set(Subject::AboutMe, "An answer cannot be read.".into());
        notices.set(Subject::Done, "Saved.".into());
        notices.set_or_clear(Subject::Settings, None);
        notices.set(Subject::AboutMe, "Two answers cannot be read.".into());
        assert_eq!(notices.sentences().collect::<Vec<_>>(), ["Two answers cannot be read.", "Saved."]);
        notices.clear(Subject::Done);
        assert_eq!((notices.on(Subject::Done), notices.sentences().count()), (None, 1));
    }
}
