//! Linux: the screen saver of the desktop and the idle lock of the system, each asked by itself, since either may be
//! absent. Written on zbus, which is there already: keepawake panics here when the screen saver went away meanwhile.

use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedFd;

const WHY: &str = "A session is going on";
/// Who does not answer within this time is absent.
const ANSWERED_WITHIN: Duration = Duration::from_secs(10);

/// What keeps the machine awake until it is dropped.
pub(super) struct KeptAwake {
    screen: Option<(Connection, u32)>,
    /// The system's lock lasts as long as this is open.
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
            // If nobody is there to hear it, nothing is kept.
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
