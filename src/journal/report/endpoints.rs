//! What became of the pain two hours after a session in an attack, and the next day.

use super::html::{Cell, quiet, section, table};
use crate::journal::Point;
use crate::journal::summary::ABOUT_MEDICINE_AROUND;
use crate::journal::summary::endpoints::{Endpoints, MODERATE_FROM, Share};

/// How many of how many, never as a percentage alone. Empty if no such session was noted.
pub(super) fn endpoints(endpoints: &Endpoints) -> String {
    let Endpoints { answered, pain_free, relief, sustained } = endpoints;
    if answered.of == 0 {
        return String::new();
    }
    let mild = MODERATE_FROM - 1;
    let row = |(title, Share { number, of, with_medicine }): (String, &Share)| -> Vec<Cell> {
        vec![
            Cell::Words(title),
            format!("{number} of {of}").into(),
            if *number == 0 { "".into() } else { format!("{with_medicine} of {number}").into() },
        ]
    };
    let rows = [
        ("Answered two hours later, of all sessions started with pain".to_owned(), answered),
        ("Pain-free two hours later".to_owned(), pain_free),
        (format!("Relief two hours later: from {MODERATE_FROM} or more out of 10 to {mild} or less"), relief),
        (
            "Pain-free two hours later and the next day, of all sessions answered both times".to_owned(),
            sustained,
        ),
    ];
    let heads = ["Sessions started in an attack", "Number", "Of these, with medicine"];
    let [early, late] = Point::ALL.map(|point| {
        let (from, to) = point.asked_between();
        format!("{} to {} hours", from.num_hours(), to.num_hours())
    });
    let about = format!(
        "In an attack: during a noted attack, or in the attack phase. Asked {early} and {late} after the end of the \
         session. {MODERATE_FROM} or more counts as moderate or severe, which is our limit; pain in between isn't known. \
         {ABOUT_MEDICINE_AROUND}"
    );
    section("After sessions in an attack", &[table(&heads, rows.map(row)), quiet(&about)])
}
