//! What an author does on these pages, on real files.

use super::*;
use crate::library::Loader;
use crate::paths::Paths;

struct Author {
    window: Window,
    folder: tempfile::TempDir,
}

impl Author {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path());
        let mut window = Window::new(Some(paths), &egui::Context::default());
        window.preferences.settings.red_flags_seen = true;
        Self { window, folder }
    }

    fn actions(&mut self, action: WritingAction) {
        self.window.grant_writing(action, &egui::Context::default());
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("routines").join(name)
    }

    fn reads(&mut self) {
        self.window.library = Arc::new(Loader::new(Some(self.folder.path().join("routines"))).load());
        self.window.renew_writing();
    }

    fn shown_file(&mut self) -> &mut File {
        match &mut self.window.page {
            Page::Writing(writing) => match &mut writing.shown {
                Shown::File(file) => file,
                Shown::Files { .. } => panic!("the list is shown"),
            },
            _ => panic!("another page is shown"),
        }
    }

    fn listed(&mut self) -> (&mut FilesData, &mut FilesState) {
        match &mut self.window.page {
            Page::Writing(writing) => match &mut writing.shown {
                Shown::Files { data, state, .. } => (data, state),
                Shown::File(_) => panic!("a file is shown"),
            },
            _ => panic!("another page is shown"),
        }
    }
}

#[test]
fn a_shipped_routine_is_made_ones_own_and_given_back() {
    let mut author = Author::new();
    author.window.show_details_of("longer-exhale");
    author.actions(WritingAction::Write);
    author.reads();
    let own = author.file("longer-exhale.ron");
    assert!(own.exists());
    let file = author.shown_file();
    assert_eq!(file.path, own);
    assert!(file.data.state.contains("takes the place of the shipped one"), "{}", file.data.state);
    assert!(file.data.score.is_some());

    author.actions(WritingAction::SetAside);
    author.reads();
    assert!(!own.exists() && author.file("longer-exhale.ron.aside").exists());
    assert_eq!(author.window.library.find("longer-exhale").unwrap().origin, Origin::BuiltIn);
    assert_eq!(author.listed().0.rows, []);
    assert!(author.listed().0.can_take_back);

    author.actions(WritingAction::TakeBack);
    author.reads();
    assert!(own.exists());
    assert_eq!(author.shown_file().path, own);
}

#[test]
fn a_new_file_is_good_from_the_start_and_its_name_is_not_taken_twice() {
    let mut author = Author::new();
    author.actions(WritingAction::Show);
    author.listed().1.name = Some("Before sleep".into());
    author.actions(WritingAction::Begin);
    author.reads();
    let file = author.shown_file();
    assert!(file.data.state.starts_with("Good."), "{}", file.data.state);
    assert_eq!(file.data.title, "Before sleep");

    author.actions(WritingAction::Show);
    author.listed().1.name = Some("Before sleep".into());
    author.actions(WritingAction::Begin);
    let (data, _) = author.listed();
    assert!(data.remark.as_ref().unwrap().contains("before-sleep"), "{:?}", data.remark);
    assert_eq!(data.rows.len(), 1);
}

#[test]
fn a_name_with_a_digit_is_told_to_be_no_title() {
    let mut author = Author::new();
    author.actions(WritingAction::Show);
    author.listed().1.name = Some("Level 2".into());
    author.actions(WritingAction::Begin);
    author.reads();
    let file = author.shown_file();
    assert_eq!(file.data.title, "Level");
    assert!(file.data.remark.as_ref().unwrap().contains("not `Level 2`"), "{:?}", file.data.remark);
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
        author.window.library = Arc::new(loader.load());
        author.window.renew_writing();
    };
    save(&mut author, &routine("30s"));
    author.window.show_file(path, None);
    let in_two = |file: &File| {
        let timeline = &file.data.score.as_ref().unwrap().timeline;
        let segment = &timeline.segments()[timeline.index_at(file.place.at)];
        (segment.name.clone(), file.place.at.since(segment.start))
    };
    let timeline = Arc::clone(&author.shown_file().data.score.as_ref().unwrap().timeline);
    let two = timeline.segments().iter().find(|segment| segment.name == "Two").unwrap().start;
    author.actions(WritingAction::Look(two + ExactDuration::from_secs(7)));

    save(&mut author, &routine("50s"));
    let seven = ("Two".to_owned(), ExactDuration::from_secs(7));
    assert_eq!(in_two(author.shown_file()), seven);

    save(&mut author, &routine("50x"));
    let file = author.shown_file();
    assert!(file.data.state.contains("the last good version is played"), "{}", file.data.state);
    assert!(file.data.problems[0].source.contains("50x"), "{:?}", file.data.problems);
    assert_eq!(in_two(file), seven);

    save(&mut author, &routine("30s"));
    assert_eq!(author.shown_file().data.problems, []);
}

#[test]
fn a_recording_is_drawn_as_long_as_it_lasts() {
    let mut author = Author::new();
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
    author.window.show_file(author.file("mine.ron"), None);
    let score = author.shown_file().data.score.clone().unwrap();
    let find = |file: &str| score.said.iter().find(|said| said.recording.as_deref() == Some(file)).unwrap();
    let (long, short) = (find("long.wav"), find("short.wav"));
    assert_eq!((long.lasts(), short.lasts()), (ExactDuration::from_secs(12), ExactDuration::from_secs(2)));
    assert!(!long.has_room() && short.has_room());
    assert!(long.told().starts_with("a recording of 12.0 s, and there are "), "{}", long.told());
    assert_eq!(short.told(), "a recording of 2.0 s");
}

#[test]
fn what_an_author_hears_is_not_in_the_journal() {
    let mut author = Author::new();
    author.window.show_details_of("longer-exhale");
    author.actions(WritingAction::Write);
    author.reads();
    author.actions(WritingAction::Look(Position::ZERO + ExactDuration::from_secs(60)));
    author.actions(WritingAction::Listen);
    assert!(author.shown_file().place.is_playing);
    let begun = Instant::now();
    loop {
        author.shown_file().follow_sound(&egui::Context::default());
        let at = author.shown_file().place.at;
        if at > Position::ZERO + ExactDuration::from_secs(60) {
            break;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{at:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
    author.actions(WritingAction::Listen);
    assert!(!author.shown_file().place.is_playing);
    let journal = author.folder.path().join("journal.sqlite");
    drop(author.window);
    let records = crate::journal::Store::open(&journal).unwrap().newest(10).unwrap();
    assert_eq!(records, []);
}
