//! Linux: asks both the desktop's screen saver and the system's idle lock, because either may be missing.
//! Written on zbus, which is a dependency anyway; the crate keepawake panics here if the screen saver
//! disappears meanwhile.

use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedFd;

const WHY: &str = "A session is playing";
/// A service that does not answer within this time counts as missing.
const ANSWERED_WITHIN: Duration = Duration::from_secs(10);

/// Keeps the machine awake until it is dropped.
pub(super) struct KeptAwake {
    screen: Option<(Connection, u32)>,
    /// The system stays awake for as long as this file descriptor is open.
    _idle: Option<OwnedFd>,
}

impl KeptAwake {
    pub(super) fn ask() -> Self {
        Self { screen: keep_screen().ok(), _idle: lock_idle().ok() }
    }
}

impl Drop for KeptAwake {
    fn drop(&mut self) {
        if let Some((connection, cookie)) = &self.screen {
            // If the service is gone, there is nothing to release.
            let _ = call_screen_saver(connection, "UnInhibit", cookie);
        }
    }
}

fn keep_screen() -> zbus::Result<(Connection, u32)> {
    let connection = Builder::session()?.method_timeout(ANSWERED_WITHIN).build()?;
    let cookie = call_screen_saver(&connection, "Inhibit", &("Stillpoint", WHY))?.body().deserialize()?;
    Ok((connection, cookie))
}

fn call_screen_saver<B>(connection: &Connection, method: &str, arguments: &B) -> zbus::Result<zbus::Message>
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
{
    let name = "org.freedesktop.ScreenSaver";
    connection.call_method(Some(name), "/org/freedesktop/ScreenSaver", Some(name), method, arguments)
}

fn lock_idle() -> zbus::Result<OwnedFd> {
    let connection = Builder::system()?.method_timeout(ANSWERED_WITHIN).build()?;
    let reply = connection.call_method(
        Some("org.freedesktop.login1"),
        "/org/freedesktop/login1",
        Some("org.freedesktop.login1.Manager"),
        "Inhibit",
        &("idle", "Stillpoint", WHY, "block"),
    )?;
    reply.body().deserialize()
}
