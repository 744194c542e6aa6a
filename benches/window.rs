//! From the start of the program to its first frame on the screen, and its private memory, beside a window of the window
//! library with nothing in it: `cargo bench --bench window`.
//!
//! `cargo bench --bench window -- --be-empty 1000` is the empty window alone, which draws every so many milliseconds: what
//! `threads.sh` says of it is the window library's own.
//!
//! It opens windows, some of each kind in turn. Folders that are named are further cases: each is the data of a person
//! (`XDG_DATA_HOME`), with routines and a journal in `stillpoint` below it.

// A benchmark may fail as tests do.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use eframe::egui;
use tempfile::TempDir;

/// How often each kind of window is opened.
const STARTS: usize = 9;
/// How long memory is given to settle.
const SETTLED: Duration = Duration::from_millis(1_500);
/// Tells this program to be the window with nothing in it.
const BE_EMPTY: &str = "--be-empty";

/// What is opened.
struct Case {
    name: String,
    /// The data of the person; without it, the window with nothing in it.
    data: Option<PathBuf>,
    starts: Vec<Duration>,
    private_mb: Vec<f64>,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(BE_EMPTY) {
        let every = arguments.next().and_then(|millis| millis.parse().ok()).map(Duration::from_millis);
        return empty_window(every);
    }
    let home = tempfile::tempdir().unwrap();
    let mut cases = vec![Case::of("a window with nothing in it", None)];
    cases.push(Case::of("an empty home", Some(home.path().join("data"))));
    let named = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    cases.extend(named.map(|folder| {
        let path = std::fs::canonicalize(&folder).unwrap();
        Case::of(&folder, Some(path))
    }));
    // The first of each warms what the system keeps of files.
    for round in 0..=STARTS {
        for case in &mut cases {
            let Some((start, private_mb)) = case.open(&home) else {
                println!("no window can be opened here, so nothing was measured");
                return;
            };
            if round > 0 {
                case.starts.push(start);
                case.private_mb.push(private_mb);
            }
        }
    }
    println!("{:<32} {:>10} {:>10} {:>14}", "first frame", "median ms", "least ms", "private MB");
    for case in &mut cases {
        case.starts.sort();
        case.private_mb.sort_by(f64::total_cmp);
        let ms = |start: Duration| start.as_secs_f64() * 1000.0;
        let (median, least) = (ms(case.starts[STARTS / 2]), ms(case.starts[0]));
        println!("{:<32} {median:>10.0} {least:>10.0} {:>14.0}", case.name, case.private_mb[STARTS / 2]);
    }
}

impl Case {
    fn of(name: &str, data: Option<PathBuf>) -> Self {
        Self { name: name.to_owned(), data, starts: Vec::new(), private_mb: Vec::new() }
    }

    /// Opens the window, and closes it when it has been measured; nothing where there is no display.
    fn open(&self, home: &TempDir) -> Option<(Duration, f64)> {
        let mut command = match &self.data {
            None => Command::new(std::env::current_exe().unwrap()),
            Some(_) => Command::new(env!("CARGO_BIN_EXE_stillpoint")),
        };
        match &self.data {
            None => command.arg(BE_EMPTY),
            Some(data) => command.env("XDG_DATA_HOME", data),
        };
        for (variable, folder) in
            [("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state"), ("XDG_CACHE_HOME", "cache")]
        {
            command.env(variable, home.path().join(folder));
        }
        command.env("STILLPOINT_TIMINGS", "1").stdout(Stdio::null()).stderr(Stdio::piped());
        let begun = Instant::now();
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let first = lines.map_while(Result::ok).find(|line| line.starts_with("first frame"));
        let start = begun.elapsed();
        std::thread::sleep(SETTLED);
        let private_mb = private_mb(child.id());
        child.kill().unwrap();
        child.wait().unwrap();
        first.map(|_| (start, private_mb.unwrap_or(f64::NAN)))
    }
}

/// The memory that a program alone has, where the system tells.
fn private_mb(process: u32) -> Option<f64> {
    let smaps =
        std::fs::read_to_string(Path::new("/proc").join(process.to_string()).join("smaps_rollup")).ok()?;
    let kilobytes = smaps.lines().filter(|line| line.starts_with("Private_"));
    let kilobytes = kilobytes.filter_map(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    Some(kilobytes.sum::<f64>() / 1024.0)
}

/// A window of the same size with nothing in it, which says when its first frame is on the screen; it may draw again and
/// again.
fn empty_window(every: Option<Duration>) {
    struct Empty(u32, Option<Duration>);
    impl eframe::App for Empty {
        fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
            self.0 += 1;
            match self.0 {
                1 => ui.ctx().request_repaint(),
                2 => eprintln!("first frame"),
                _ => {}
            }
            if let Some(every) = self.1 {
                ui.ctx().request_repaint_after(every);
            }
        }
    }
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size([1080.0, 760.0]),
        dithering: false,
        ..Default::default()
    };
    // Without a display there is no line, which says it.
    let _ = eframe::run_native("empty", options, Box::new(move |_| Ok(Box::new(Empty(0, every)))));
}
