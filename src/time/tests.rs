//! Spans read and written, and frames that do not add up rounding.

use super::*;

#[track_caller]
fn check_read(text: &str, expected: Result<ExactDuration, &str>) {
    assert_eq!(text.parse::<ExactDuration>().map_err(|e| e.to_string()), expected.map_err(str::to_owned));
}

#[test]
fn spans_are_read_as_people_write_them() {
    check_read("90s", Ok(ExactDuration::from_secs(90)));
    check_read("2m 30s", Ok(ExactDuration::from_secs(150)));
    check_read("2m30s", Ok(ExactDuration::from_secs(150)));
    check_read("1h", Ok(ExactDuration::from_mins(60)));
    check_read("5.5s", Ok(ExactDuration::from_millis(5500)));
    check_read("0.5m", Ok(ExactDuration::from_secs(30)));
    check_read("250ms", Ok(ExactDuration::from_millis(250)));
    check_read("0s", Ok(ExactDuration::ZERO));
}

#[test]
fn what_is_no_span_is_refused_with_a_reason() {
    const HOW: &str = "isn't a length of time; write it like \"90s\", \"2m 30s\" or \"1h\"";
    for text in ["", "90", "s", "1.s", "-5s", "5 s x", "NaNs", "1..2s", "5 days", "٣s"] {
        check_read(text, Err(&format!("`{text}` {HOW}")));
    }
    check_read("25h", Err("`25h` is longer than a day"));
    check_read("99999999999999999999s", Err("`99999999999999999999s` is longer than a day"));
    check_read("18446744073709551615h", Err("`18446744073709551615h` is longer than a day"));
}

#[track_caller]
fn check_words(span: ExactDuration, written: &str, spoken: &str, clock: &str) {
    assert_eq!(
        (span.to_string(), span.spoken(), span.clock()),
        (written.into(), spoken.into(), clock.into())
    );
}

#[test]
fn spans_are_written_spoken_and_counted_down() {
    check_words(ExactDuration::from_secs(90), "1m 30s", "1 minute 30 seconds", "1:30");
    check_words(ExactDuration::from_secs(1), "1s", "1 second", "0:01");
    check_words(ExactDuration::from_millis(5500), "5.5s", "5.5 seconds", "0:06");
    check_words(ExactDuration::from_mins(120), "2h", "2 hours", "2:00:00");
    check_words(ExactDuration::ZERO, "0s", "0 seconds", "0:00");
}

#[test]
fn frames_do_not_add_up_rounding() {
    let third = ExactDuration::from_nanos(333_333_333);
    let mut at = Position::ZERO;
    for _ in 0..30_000 {
        at += third;
    }
    assert_eq!(at.frame_at(44_100), 441_000_000);
    assert_eq!(Position::from_frame(at.frame_at(48_000), 48_000).frame_at(48_000), at.frame_at(48_000));
}
