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
        "Heb die Packung an und schau auf deine Haut. Wenn es brennt, wehtut oder fleckig aussieht, nimm die Packung ab.",
        "Heb die Packung an und schau auf deine Haut. Wenn es sticht oder fleckig aussieht, nimm die Packung ab.",
    ],
    barrier: [
        "Ein feuchtes, dünnes Tuch zwischen Packung und Haut.",
        "Ein Handtuch zwischen Packung und Haut; leg dich nie darauf.",
    ],
    still_awake: "Noch wach? Drück die Taste.",
    if_sleepy: "Wenn du müde wirst, nimm die Packung jetzt ab.",
    pack_off: "Nimm die Packung jetzt ab.",
    lay_on: ["Jetzt kalt: {site}.", "Jetzt warm: {site}."],
    time_left: "Noch {time}.",
    the_end: "Das war der letzte Schritt. Bleib so, wie du bist, solange du magst.",
    breath: ["Ein", "Mehr", "Halten", "Aus", "Pause"],
    how_is_the_pain: "Wie ist der Schmerz jetzt? Drück die Leertaste bei deiner Zahl.",
    compared_with_before: "Und im Vergleich zu vorher? Drück die Leertaste.",
    feelings: ["besser", "gleich", "schlechter"],
    pain: "Schmerz {pain}.",
    thanks: "Danke. Es ist aufgeschrieben.",
    trial: "Lass die Schultern sinken und den Atem kommen und gehen.",
};
