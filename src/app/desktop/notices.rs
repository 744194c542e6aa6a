//! Notices of the desktop.

use notify_rust::Notification;

use super::{EventSink, Notice};

/// Shows a notice, on a thread that lives as long as the notice.
pub(super) fn show(notice: Notice, events: EventSink) {
    let _ = std::thread::Builder::new().name("notice".into()).spawn(move || {
        let mut shown = Notification::new();
        shown.appname("Stillpoint").summary(&notice.title).body(&plain(&notice.body));
        present(shown, &events);
    });
}

#[cfg(target_os = "linux")]
fn present(mut notice: Notification, events: &EventSink) {
    // "default" is a click on the notice itself.
    if let Ok(shown) = notice.action("default", "Open").show() {
        shown.wait_for_action(|action| {
            if action == "default" {
                events.wants_window();
            }
        });
    }
}

#[cfg(not(target_os = "linux"))]
fn present(notice: Notification, _told: &EventSink) {
    let _ = notice.show();
}

/// The body as it is written: desktops take `<b>` and `&amp;` in it for markup.
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
