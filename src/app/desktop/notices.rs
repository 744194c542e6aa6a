//! Desktop notifications.

use notify_rust::Notification;

use super::{EventSink, Notice};

/// Shows a notification, on a thread that lives as long as it does.
pub(super) fn show(notice: Notice, events: EventSink) {
    let _ = std::thread::Builder::new().name("notice".into()).spawn(move || {
        let mut shown = Notification::new();
        shown.appname("Stillpoint");
        #[cfg(windows)]
        if is_installed() {
            // Registered by the installer, with the program's name and icon. A name that Windows does not know shows nothing.
            shown.app_id("Stillpoint");
        }
        shown.summary(&notice.title).body(&plain(&notice.body));
        present(shown, &events);
    });
}

/// Whether the program was put there by its installer, and not unpacked.
#[cfg(windows)]
fn is_installed() -> bool {
    std::env::current_exe().is_ok_and(|program| program.with_file_name("uninstall.exe").exists())
}

#[cfg(target_os = "linux")]
fn present(mut notice: Notification, events: &EventSink) {
    // "default" stands for a click on the notification itself.
    if let Ok(shown) = notice.action("default", "Open").show() {
        shown.wait_for_action(|action| {
            if action == "default" {
                events.wants_window();
            }
        });
    }
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::needless_pass_by_value)] // As it is on Linux, where it is changed.
fn present(notice: Notification, _told: &EventSink) {
    let _ = notice.show();
}

/// Escapes the body: desktops interpret `<b>` and `&amp;` in it as markup.
fn plain(body: &str) -> String {
    if cfg!(target_os = "linux") { body.replace('&', "&amp;").replace('<', "&lt;") } else { body.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn nothing_in_a_body_is_markup() {
        assert_eq!(plain("Neck & <b>shoulders</b>"), "Neck &amp; &lt;b>shoulders&lt;/b>");
    }
}
