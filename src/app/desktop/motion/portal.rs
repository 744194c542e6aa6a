//! The reduced-motion preference of a Linux desktop, from its settings portal.

use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{OwnedValue, Value};

/// A desktop that does not answer within this time counts as not knowing.
const ANSWERED_WITHIN: Duration = Duration::from_secs(10);

pub(super) fn reduced_motion() -> Option<bool> {
    let connection = Builder::session().ok()?.method_timeout(ANSWERED_WITHIN).build().ok()?;
    let reduced = setting(&connection, "org.freedesktop.appearance", "reduced-motion");
    reduced.as_ref().and_then(is_reduced).or_else(|| {
        let animated = setting(&connection, "org.gnome.desktop.interface", "enable-animations");
        animated.as_ref().and_then(is_animated).map(|animated| !animated)
    })
}

fn setting(connection: &Connection, namespace: &str, key: &str) -> Option<Value<'static>> {
    // Portals before version 2 only have "Read".
    ["ReadOne", "Read"].into_iter().find_map(|method| {
        let reply = connection.call_method(
            Some("org.freedesktop.portal.Desktop"),
            "/org/freedesktop/portal/desktop",
            Some("org.freedesktop.portal.Settings"),
            method,
            &(namespace, key),
        );
        reply.ok()?.body().deserialize::<OwnedValue>().ok().map(Into::into)
    })
}

/// 0 means no preference and 1 reduced motion. Other values are left to future portals.
fn is_reduced(value: &Value<'_>) -> Option<bool> {
    match innermost(value) {
        Value::U32(0) => Some(false),
        Value::U32(1) => Some(true),
        _ => None,
    }
}

fn is_animated(value: &Value<'_>) -> Option<bool> {
    match innermost(value) {
        Value::Bool(animated) => Some(*animated),
        _ => None,
    }
}

/// "Read" wraps the value in another value.
fn innermost<'a>(value: &'a Value<'a>) -> &'a Value<'a> {
    match value {
        Value::Value(inner) => innermost(inner),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_understood_in_both_wrappings_and_anything_else_says_nothing() {
        let wrapped = Value::Value(Box::new(Value::U32(1)));
        for (value, expected) in [
            (Value::U32(0), Some(false)),
            (Value::U32(1), Some(true)),
            (wrapped, Some(true)),
            (Value::U32(7), None),
            (Value::from("1"), None),
        ] {
            assert_eq!(is_reduced(&value), expected, "{value:?}");
        }
        assert_eq!(is_animated(&Value::Bool(false)), Some(false));
        assert_eq!(is_animated(&Value::U32(1)), None);
    }
}
