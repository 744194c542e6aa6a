//! The fuzz targets. They are run by hand and rarely; built here, with a macro of ours in place of the library's, they
//! cannot fall behind the program unnoticed, and each takes what is known to be broken.

use std::fs;
use std::path::{Path, PathBuf};

/// What the library's macro of this name takes, as a function.
macro_rules! function {
    // What is set up for a whole run is left out: here the tests of one process share it.
    (init: $init:block, |$input:ident: $kind:ty| $body:block) => {
        function!(|$input: $kind| $body);
        #[expect(dead_code)]
        fn init() {
            $init
        }
    };
    (|$input:ident: $kind:ty| $body:block) => {
        pub fn target($input: $kind) {
            $body
        }
    };
}
pub(crate) use function as fuzz_target;

/// The modules of these names, and the names themselves.
macro_rules! targets {
    ($($name:ident = $path:literal),+ $(,)?) => {
        $(
            #[path = $path]
            #[allow(unused_attributes)] // They are programs elsewhere.
            mod $name;
        )+
        const TARGETS: &[&str] = &[$(stringify!($name)),+];
    };
}

targets! {
    compile = "../../fuzz/fuzz_targets/compile.rs",
    import = "../../fuzz/fuzz_targets/import.rs",
    load = "../../fuzz/fuzz_targets/load.rs",
    pack = "../../fuzz/fuzz_targets/pack.rs",
    personal = "../../fuzz/fuzz_targets/personal.rs",
    picture = "../../fuzz/fuzz_targets/picture.rs",
    recording = "../../fuzz/fuzz_targets/recording.rs",
    validate = "../../fuzz/fuzz_targets/validate.rs",
}

fn files_in(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

#[test]
fn every_fuzz_target_takes_what_is_known_to_be_broken() {
    let names: Vec<String> = files_in("fuzz/fuzz_targets")
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, TARGETS);
    let mut taken = 0;
    for path in files_in("tests/it/broken").into_iter().chain(files_in("routines")) {
        let bytes = fs::read(&path).unwrap();
        load::target(&bytes);
        pack::target(&bytes);
        recording::target(&bytes);
        picture::target((true, &bytes));
        picture::target((false, &bytes));
        if let Ok(text) = std::str::from_utf8(&bytes) {
            validate::target(text);
            compile::target((0xff, 1, 3, 5, text));
            import::target(text);
            personal::target(text);
        }
        taken += 1;
    }
    assert!(taken > 50, "{taken}");
}
