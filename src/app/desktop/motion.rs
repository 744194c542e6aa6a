//! The desktop's preference for less motion, asked for once, in the background.

use std::sync::{Arc, OnceLock};

#[cfg(target_os = "linux")]
mod portal;
#[cfg(target_os = "linux")]
use portal::reduced_motion;

/// Asks in the background, where the system can be asked.
pub(super) fn ask(answer: &Arc<OnceLock<bool>>, wake: &Arc<dyn Fn() + Send + Sync>) {
    let (answer, wake) = (Arc::clone(answer), Arc::clone(wake));
    let _ = std::thread::Builder::new().name("motion".into()).spawn(move || {
        if let Some(reduced) = reduced_motion() {
            let _ = answer.set(reduced);
            wake();
        }
    });
}

/// The setting "Animation effects" of Windows.
#[cfg(windows)]
fn reduced_motion() -> Option<bool> {
    let settings = windows::UI::ViewManagement::UISettings::new().ok()?;
    settings.AnimationsEnabled().ok().map(|animated| !animated)
}

/// Nothing can be asked without a library of the system's own.
#[cfg(not(any(target_os = "linux", windows)))]
const fn reduced_motion() -> Option<bool> {
    None
}
