//! The fuzz targets in small: slips in good files and good packs, the same ones at every run.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use stillpoint::library::Library;
use stillpoint::library::bundle::Bundle;
use stillpoint::routine::{canonical_bytes, read};

use crate::properties::{slipped, slipped_bytes, slips, texts};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::open(None));

/// A pack with a picture, a recording and a technique of its own.
static PACK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let steps =
        "Use(\"own\"), Rest(lasts: \"30s\", say: \"Rest.\", picture: \"a.svg\", recording: \"a.wav\")";
    let head = "format: 1, title: \"Mine\", kind: Mixed, suits: [Between], evidence: Traditional";
    std::fs::create_dir(folder.path().join("techniques")).unwrap();
    for (name, text) in [
        ("mine.ron", format!("({head}, steps: [{steps}])")),
        ("techniques/own.ron", "(format: 1, title: \"T\", steps: [Rest(lasts: \"9s\")])".to_owned()),
        (
            "a.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 1'><path d='M0 0h1'/></svg>".to_owned(),
        ),
        ("a.wav", crate::support::WAV.to_owned()),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let library = Library::open(Some(folder.path()));
    Bundle::of(&library, "mine").unwrap().to_bytes().unwrap()
});

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(5),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_slip_in_a_file_is_laid_out_or_told(text in select(texts()), slips in slips()) {
        match canonical_bytes(slipped(text, &slips)) {
            Ok(tidy) => {
                prop_assert_eq!(canonical_bytes(tidy.clone().into_bytes()), Ok(tidy.clone()));
                prop_assert!(!tidy.trim().is_empty());
            }
            Err((readable, problem)) => {
                prop_assert!(problem.span.end <= readable.len().max(1), "{problem:?}");
                prop_assert!(problem.message.ends_with('.'), "{problem:?}");
            }
        }
    }

    #[test]
    fn what_can_be_laid_out_says_the_same(text in select(texts()), slips in slips()) {
        let Ok(text) = String::from_utf8(slipped(text, &slips)) else { return Ok(()) };
        let Ok(tidy) = stillpoint::routine::canonical(&text) else { return Ok(()) };
        let told = |text: &str| {
            let mut told: Vec<String> = read(text).1.into_iter().map(|problem| problem.message).collect();
            told.sort();
            told
        };
        prop_assert_eq!(told(&tidy), told(&text));
    }

    #[test]
    fn a_slip_in_a_pack_is_refused_or_changes_nothing_that_is_promised(slips in slips()) {
        let Ok(pack) = Bundle::read(&slipped_bytes(&PACK, &slips)) else { return Ok(()) };
        prop_assert_eq!(&Bundle::read(&pack.to_bytes().unwrap()).unwrap(), &pack);
        for (name, _) in pack.files() {
            prop_assert!(!name.starts_with('/') && !name.contains(".."), "{name}");
        }
        let _ = pack.contents(&LIBRARY);
    }

    #[test]
    fn a_flipped_bit_in_a_pack_is_refused_or_changes_nothing_that_is_promised(at in any::<proptest::sample::Index>(), bit in 0..8_u8) {
        let mut bytes = PACK.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(pack) = Bundle::read(&bytes) {
            prop_assert_eq!(&Bundle::read(&pack.to_bytes().unwrap()).unwrap(), &pack);
            let _ = pack.contents(&LIBRARY);
        }
    }
}
