//! What an author does on these pages, with real files.

use std::sync::Arc;

use super::*;
use crate::app::pages::Page;
use crate::app::window::tests::{TestWindow, routine};
use crate::library::{Loader, Origin};
use crate::time::{ExactDuration, Position};
use crate::timeline::SpeechAmount;
use crate::ui::actions::DetailsAction;

struct Author {
    test: TestWindow,
}

impl Author {
    fn new() -> Self {
        Self { test: TestWindow::new() }
    }

    fn actions(&mut self, action: WritingAction) {
        self.test.does(Action::Writing(action));
    }

    /// Copies a shipped routine.
    fn copies(&mut self, id: &str) {
        self.test.looks_at(id);
        self.test.does(Action::Details(DetailsAction::Write));
    }

    fn opens(&mut self, path: PathBuf) {
        let page = WritingPage::of_file(path, None, &self.test.window.model);
        self.test.window.open(Page::Writing(Box::new(page)));
        self.test.settle();
    }

    fn file(&self, name: &str) -> PathBuf {
        self.test.file(name)
    }

    fn reads(&mut self) {
        self.test.reads();
    }

    /// Waits until the lengths of the recordings are known.
    fn measures(&mut self) {
        self.shown_file().await_lengths();
    }

    fn shown_file(&mut self) -> &mut FilePage {
        let Page::Writing(writing) = &mut self.test.window.page else { panic!("another page is shown") };
        match &mut writing.shown {
            Shown::File(file) => file,
            Shown::Files { .. } => panic!("the list is shown"),
        }
    }

    fn listed(&mut self) -> (&mut FilesData, &mut FilesState) {
        let Page::Writing(writing) = &mut self.test.window.page else { panic!("another page is shown") };
        match &mut writing.shown {
            Shown::Files { data, state, .. } => (data, state),
            Shown::File(_) => panic!("a file is shown"),
        }
    }
}

#[test]
fn a_shipped_routine_is_made_ones_own_and_given_back() {
    let mut author = Author::new();
    author.copies("longer-exhale");
    author.reads();
    let copy = author.file("longer-exhale.ron");
    assert!(copy.exists());
    let file = author.shown_file();
    assert_eq!(file.path, copy);
    assert!(file.data.state.contains("replaces the built-in one"), "{}", file.data.state);
    assert!(file.data.transcript.is_some());

    author.actions(WritingAction::Remove);
    author.reads();
    assert!(!copy.exists() && author.file("longer-exhale.ron.aside").exists());
    assert_eq!(author.test.window.model.library.find("longer-exhale").unwrap().origin, Origin::BuiltIn);
    assert_eq!(author.listed().0.rows, []);
    assert!(author.listed().0.can_restore);

    author.actions(WritingAction::Restore);
    author.reads();
    assert!(copy.exists());
    assert_eq!(author.shown_file().path, copy);
}

#[test]
fn a_new_file_is_good_from_the_start_and_its_name_is_not_taken_twice() {
    let mut author = Author::new();
    author.test.goes(Destination::UserFiles);
    author.listed().1.name = Some("Before sleep".into());
    author.actions(WritingAction::Begin);
    author.reads();
    let file = author.shown_file();
    assert!(file.data.state.starts_with("No problems."), "{}", file.data.state);
    assert_eq!(file.data.title, "Before sleep");

    author.actions(WritingAction::Show);
    author.listed().1.name = Some("Before sleep".into());
    author.actions(WritingAction::Begin);
    let (data, _) = author.listed();
    assert!(data.remark.as_ref().unwrap().contains("before-sleep"), "{:?}", data.remark);
    assert_eq!(data.rows.len(), 1);
}

#[test]
fn a_new_programme_is_among_the_programmes_and_good_from_the_start() {
    let mut author = Author::new();
    author.test.goes(Destination::UserFiles);
    let (_, state) = author.listed();
    (state.name, state.is_programme) = (Some("Level 2".into()), true);
    author.actions(WritingAction::Begin);
    author.reads();
    let file = author.shown_file();
    assert!(file.path.ends_with("programmes/level-2.ron"), "{:?}", file.path);
    assert_eq!(file.data.title, "Level 2");
    assert!(file.data.state.contains("No problems."), "{}", file.data.state);
    assert!(file.data.can_be_built && file.data.can_be_shared);
}

#[test]
fn what_is_written_is_put_on_paper_and_into_one_file() {
    let mut author = Author::new();
    author.copies("longer-exhale");
    author.reads();
    author.actions(WritingAction::Pack);
    author.test.settle();
    let documents = author.test.paths.documents.clone();
    let bundle = std::fs::read(documents.join("longer-exhale.stillpoint")).unwrap();
    assert_eq!(crate::library::bundle::Bundle::read(&bundle).unwrap().id(), "longer-exhale");
    assert!(author.shown_file().data.remark.as_ref().unwrap().contains("longer-exhale.stillpoint"));
    author.actions(WritingAction::Print);
    author.test.settle();
    let page = std::fs::read_to_string(documents.join("longer-exhale.html")).unwrap();
    assert!(page.contains("<h1>Longer exhale</h1>"));
}

#[test]
fn a_name_with_a_length_of_time_is_told_to_be_no_title() {
    let mut author = Author::new();
    author.test.goes(Destination::UserFiles);
    author.listed().1.name = Some("Evening, 5 minutes".into());
    author.actions(WritingAction::Begin);
    author.reads();
    let file = author.shown_file();
    assert_eq!(file.data.title, "Evening, minutes");
    assert!(
        file.data.remark.as_ref().unwrap().contains("not `Evening, 5 minutes`"),
        "{:?}",
        file.data.remark
    );
}

#[test]
fn a_slip_is_shown_beside_the_last_good_version_and_the_place_stays_in_its_step() {
    let mut author = Author::new();
    let routine = |first: &str| {
        format!(
            "(format: 1, title: \"Mine\", kind: Relaxation, suits: [Between], evidence: Traditional, \
             sources: [\"our limit\"], steps: [Rest(name: \"One\", lasts: \"{first}\"), Rest(name: \"Two\", lasts: \"40s\")])"
        )
    };
    std::fs::create_dir_all(author.file("")).unwrap();
    let path = author.file("mine.ron");
    let mut loader = Loader::new(Some(author.file("")));
    let mut save = |author: &mut Author, text: &str| {
        std::fs::write(author.file("mine.ron"), text).unwrap();
        let library = loader.load();
        author.test.takes(library);
    };
    save(&mut author, &routine("30s"));
    author.opens(path);
    let in_two = |file: &FilePage| {
        let timeline = &file.data.transcript.as_ref().unwrap().timeline;
        let segment = &timeline.segments()[timeline.index_at(file.playhead.at)];
        (segment.name.clone(), file.playhead.at.since(segment.start))
    };
    let timeline = Arc::clone(&author.shown_file().data.transcript.as_ref().unwrap().timeline);
    let two = timeline.segments().iter().find(|segment| segment.name == "Two").unwrap().start;
    author.actions(WritingAction::MoveTo(two + ExactDuration::from_secs(7)));

    save(&mut author, &routine("50s"));
    let seven = ("Two".to_owned(), ExactDuration::from_secs(7));
    assert_eq!(in_two(author.shown_file()), seven);

    save(&mut author, &routine("50x"));
    let file = author.shown_file();
    assert!(file.data.state.contains("the last working version is used"), "{}", file.data.state);
    assert!(file.data.problems[0].source.contains("50x"), "{:?}", file.data.problems);
    assert_eq!(in_two(file), seven);

    save(&mut author, &routine("30s"));
    assert_eq!(author.shown_file().data.problems, []);
}

#[test]
fn a_recording_is_drawn_as_long_as_it_lasts() {
    let mut author = Author::new();
    author.test.window.model.preferences.settings.speech.amount = SpeechAmount::Everything;
    std::fs::create_dir_all(author.file("")).unwrap();
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 8_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    for (name, secs) in [("long.wav", 12), ("short.wav", 2)] {
        let mut wav = hound::WavWriter::create(author.file(name), spec).unwrap();
        (0..secs * 8_000).for_each(|_| wav.write_sample(100_i16).unwrap());
        wav.finalize().unwrap();
    }
    let steps = "Rest(lasts: \"10s\", say: \"Now.\", recording: \"long.wav\"), \
                 Rest(lasts: \"10s\", say: \"A rather longer sentence.\", recording: \"short.wav\")";
    let text = format!(
        "(format: 1, title: \"Mine\", kind: Relaxation, suits: [Between], evidence: Traditional, \
         sources: [\"our limit\"], steps: [{steps}])"
    );
    std::fs::write(author.file("mine.ron"), text).unwrap();
    author.reads();
    author.opens(author.file("mine.ron"));
    author.measures();
    let transcript = author.shown_file().data.transcript.clone().unwrap();
    let find =
        |file: &str| transcript.lines.iter().find(|line| line.recording.as_deref() == Some(file)).unwrap();
    let (long, short) = (find("long.wav"), find("short.wav"));
    assert_eq!((long.lasts(), short.lasts()), (ExactDuration::from_secs(12), ExactDuration::from_secs(2)));
    assert!(!long.has_room() && short.has_room());
    assert!(
        long.duration_text().starts_with("a recording of 12.0 s, but there is only time for "),
        "{}",
        long.duration_text()
    );
    assert_eq!(short.duration_text(), "a recording of 2.0 s");
}

#[test]
fn what_an_author_hears_is_not_in_the_journal() {
    let mut author = Author::new();
    author.copies("longer-exhale");
    author.reads();
    let minute = Position::ZERO + ExactDuration::from_secs(60);
    author.actions(WritingAction::MoveTo(minute));
    author.actions(WritingAction::Listen);
    assert!(author.shown_file().playhead.is_playing);
    let at = |author: &mut Author| {
        author.test.clock.advance(ExactDuration::from_millis(500));
        author.shown_file().settle();
        author.shown_file().sync_playhead(&egui::Context::default());
        author.shown_file().playhead.at
    };
    assert!((0..20).any(|_| at(&mut author) > minute), "it is played from where it was looked at");
    author.actions(WritingAction::Listen);
    assert!(!author.shown_file().playhead.is_playing);
    assert_eq!(author.test.closes(), []);
}

#[test]
fn what_is_heard_goes_on_in_the_changed_file() {
    let mut author = Author::new();
    author.test.saves("mine.ron", &routine("Mine", "Rest(name: \"One\", lasts: \"30s\")"));
    author.opens(author.file("mine.ron"));
    author.actions(WritingAction::MoveTo(Position::ZERO));
    author.actions(WritingAction::Listen);
    assert!(author.shown_file().is_heard());
    author.test.saves("mine.ron", &routine("Changed", "Rest(name: \"One\", lasts: \"50s\")"));
    let file = author.shown_file();
    file.settle();
    assert!(file.is_heard());
    assert_eq!((file.data.title.as_str(), file.heard_title().as_deref()), ("Changed", Some("Changed")));
}
