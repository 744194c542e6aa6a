//! The sentences of a session in German.

use super::Phrases;
use crate::routine::Language;

pub(super) static PHRASES: Phrases = Phrases {
    language: Language::De,
    terms: || Language::De.terms(),
    ready_name: "Mach dich bereit",
    pause_name: "Kurze Pause",
    switch_name: "Seitenwechsel",
    end_name: "Ende",
    minute: "minute",
    switch_to: "Jetzt {side}.",
    on_side: "{name}, {side}",
    skin_check: [
        "Heb die Packung an und fühl die Haut. Wenn sie brennt, wehtut oder taub bleibt, nimm die Packung ab.",
        "Heb die Packung an und fühl die Haut. Wenn es sticht oder zu heiß ist, nimm die Packung ab.",
    ],
    barrier: [
        "Leg ein dünnes, feuchtes Tuch zwischen Packung und Haut.",
        "Leg ein Handtuch zwischen Packung und Haut. Leg dich nie auf die Packung.",
    ],
    still_awake: "Noch wach? Drück die Leertaste.",
    if_sleepy: "Wenn du müde bist, nimm die Packung jetzt ab.",
    pack_off: "Nimm die Packung jetzt ab.",
    lay_on: ["Leg jetzt die kalte Packung {on}.", "Leg jetzt die warme Packung {on}."],
    time_left: "Noch {time}.",
    the_end: "Das war alles. Ruh dich aus, solange du magst.",
    two_ways: "Wenn ja, drück die Leertaste. Wenn nicht, drück S.",
    gestures: "Einmal tippen hält an. Zweimal tippen wiederholt. Gedrückt halten beendet.",
    breath: ["Ein", "Mehr", "Halten", "Aus", "Pause"],
    how_is_the_pain: "Wie stark ist der Schmerz jetzt? Drück die Leertaste, wenn du deine Zahl hörst.",
    compared_with_before: "Und im Vergleich zu vorher? Drück die Leertaste, wenn du deine Antwort hörst.",
    feelings: ["besser", "gleich", "schlechter"],
    pain: "Schmerz {pain}.",
    thanks: "Danke. Das ist gespeichert.",
    trial: "Lass die Schultern sinken. Atme ganz ruhig.",
};
