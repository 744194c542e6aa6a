//! Any bytes as a pack: refused with a sentence, or one that is the same again when it is packed anew.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use stillpoint::library::Library;
use stillpoint::library::bundle::Bundle;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::open(None));

fuzz_target!(|bytes: &[u8]| {
    let Ok(pack) = Bundle::read(bytes) else { return };
    for (name, _) in pack.files() {
        assert!(!name.starts_with('/') && !name.split('/').any(|part| part == ".."), "{name}");
    }
    let again = pack.to_bytes().expect("what was read can be written");
    assert_eq!(Bundle::read(&again).expect("what was written can be read"), pack);
    let _ = pack.contents(&LIBRARY);
});
