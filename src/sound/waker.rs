//! How somebody who sleeps is told that there is something to look at.

use std::sync::Arc;

/// Wakes somebody, from any thread.
#[derive(Clone)]
pub struct Waker(Arc<dyn Fn() + Send + Sync>);

impl Waker {
    /// Wakes by doing this.
    #[must_use]
    pub fn by(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(wake))
    }

    /// Wakes nobody: for those who look by themselves.
    #[must_use]
    pub fn nobody() -> Self {
        Self::by(|| {})
    }

    /// Calls what it was made with, from whichever thread this is.
    pub fn wake(&self) {
        (self.0)();
    }
}

impl std::fmt::Debug for Waker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wake")
    }
}
