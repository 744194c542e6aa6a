//! macOS and Windows.

use keepawake::{Builder, KeepAwake};

/// What keeps the machine awake until it is dropped.
pub(super) struct KeptAwake {
    _kept: Option<KeepAwake>,
}

impl KeptAwake {
    pub(super) fn ask() -> Self {
        let mut asked = Builder::default();
        asked.display(true).idle(true).reason("A session is going on");
        asked.app_name("Stillpoint").app_reverse_domain("stillpoint");
        Self { _kept: asked.create().ok() }
    }
}
