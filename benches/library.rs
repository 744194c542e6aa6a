//! Ten thousand routine files: listed, checked, held, and one of them saved again.
//!
//! What is wished for, on two processors: all of them within a second and in less than 100 MB, and one alone at the cost
//! of that one.

// A bench may fail as a test does.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use divan::Bencher;
use stillpoint::library::{Library, Loader, Origin};
use stillpoint::routine::Phase;
use tempfile::TempDir;

const FILES: usize = 10_000;

/// Copies of all shipped routines, in folders of a hundred.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("routines");
    let files = fs::read_dir(shipped).unwrap().map(|entry| entry.unwrap().path());
    let texts: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for (number, text) in texts.iter().cycle().take(FILES).enumerate() {
        let group = folder.path().join(format!("group-{:02}", number / 100));
        fs::create_dir_all(&group).unwrap();
        fs::write(group.join(format!("routine-{number}.ron")), text).unwrap();
    }
    folder
});

fn main() {
    LazyLock::force(&FOLDER);
    let before = resident_mb();
    let library = Library::open(Some(FOLDER.path()));
    if let (Some(before), Some(after)) = (before, resident_mb()) {
        println!("{} routines are held in {:.1} MB", library.entries().len(), after - before);
    }
    drop(library);
    divan::main();
}

/// What the program takes of memory, where the system tells.
fn resident_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn open_all() -> usize {
    Library::open(Some(FOLDER.path())).entries().len()
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn save_one(bencher: Bencher<'_, '_>) {
    let mut loader = Loader::new(Some(FOLDER.path().to_path_buf()));
    loader.load();
    let path = FOLDER.path().join("group-50/routine-5000.ron");
    bencher
        .with_inputs(|| fs::write(&path, fs::read_to_string(&path).unwrap()).unwrap())
        .bench_local_values(|()| loader.load().entries().len());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn filter(bencher: Bencher<'_, '_>) {
    let library = Library::open(Some(FOLDER.path()));
    bencher.bench_local(|| {
        let own = library.entries().iter().filter(|entry| entry.origin != Origin::BuiltIn);
        own.filter_map(|entry| entry.routine.as_ref())
            .filter(|routine| routine.routine().suits.iter().any(|suits| suits.value == Phase::Attack))
            .filter(|routine| routine.title().to_lowercase().contains("breath"))
            .count()
    });
}
