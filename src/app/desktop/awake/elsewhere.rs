//! macOS and Windows.

use keepawake::{Builder, KeepAwake};

/// Keeps the machine awake until it is dropped.
pub(super) struct KeptAwake {
    _kept: Option<KeepAwake>,
}

impl KeptAwake {
    pub(super) fn ask() -> Self {
        let mut request = Builder::default();
        request.display(true).idle(true).reason("A session is playing");
        request.app_name("Stillpoint").app_reverse_domain("stillpoint");
        Self { _kept: request.create().ok() }
    }
}
