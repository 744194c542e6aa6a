//! German words behind placeholders.

use super::Terms;
use crate::routine::{CompressKind, Motion, Side, Site};
use crate::time::Units;

pub(super) static TERMS: Terms = Terms {
    units: Units {
        hour: ("eine Stunde", "Stunden"),
        minute: ("eine Minute", "Minuten"),
        second: ("eine Sekunde", "Sekunden"),
        decimal: ',',
        joined: " ",
    },
    side,
    side_stem,
    on,
    site,
    pack,
    motion,
    pack_on: "{pack}: {site}",
    contrast: "warm und kalt im Wechsel: {site}",
    breathing: "Atmen: {pattern}",
    phases: ["ein", "noch etwas ein", "halten", "aus", "Pause"],
    only_let_go: "Lass diese Stelle locker. Spann sie nicht an.",
    softer_breath: "Atme mit den Tönen, {inhale} ein und {exhale} aus.",
    rest: "Pause",
    ready: "wenn du so weit bist",
    question: "Frage",
    steps: "Schritte",
};

const fn side(side: Side) -> &'static str {
    match side {
        Side::Left => "links",
        Side::Right => "rechts",
        Side::Both => "beide",
    }
}

const fn pack(pack: CompressKind) -> &'static str {
    match pack {
        CompressKind::Cold => "Kühlpackung",
        CompressKind::Warm => "Wärmepackung",
    }
}

const fn motion(motion: Motion) -> &'static str {
    match motion {
        Motion::Circle => "kleine Kreise",
        Motion::Press => "ruhig drücken",
        Motion::Hold => "halten",
        Motion::Stroke => "streichen",
        Motion::Squeeze => "drücken und loslassen",
        Motion::Shift => "die Haut verschieben",
        Motion::Lift => "leicht anheben",
        Motion::Roll => "langsam rollen",
        Motion::Nod => "winziges Nicken",
        Motion::Turn => "den Kopf drehen",
        Motion::Tilt => "den Kopf neigen",
        Motion::ChinTuck => "das Kinn zurückziehen",
        Motion::Shrug => "die Schultern heben",
        Motion::BladeSqueeze => "die Schulterblätter zusammenziehen",
        Motion::Stretch => "sanft dehnen",
        Motion::Resist => "sanft gegen die Hand drücken",
        Motion::LeanOn => "das Gewicht darauf ablegen",
        Motion::Tense => "sanft anspannen",
        Motion::Release => "loslassen",
        Motion::Attend => "nur spüren",
    }
}

const fn site(site: Site) -> &'static str {
    match site {
        Site::Shoulders => "Schultern",
        Site::Trapezius => "Muskel zwischen Hals und Schulter",
        Site::Levator => "innere obere Ecke des Schulterblatts",
        Site::NeckBack => "Nacken",
        Site::Suboccipital => "unter dem Schädelrand",
        Site::Sternocleidomastoid => "Muskel an der Seite des Halses",
        Site::Temples => "Schläfen",
        Site::Forehead => "Stirn",
        Site::Brow => "Augenbrauen",
        Site::BetweenBrows => "zwischen den Augenbrauen",
        Site::Masseter => "Kaumuskel",
        Site::Mastoid => "Knochen hinter dem Ohr",
        Site::Scalp => "Kopfhaut",
        Site::Crown => "Scheitel",
        Site::UpperBack => "oberer Rücken",
        Site::HandWeb => "Haut zwischen Daumen und Zeigefinger",
        Site::InnerWrist => "Innenseite des Handgelenks",
        Site::Face => "Gesicht",
        Site::Eyes => "um die Augen",
        Site::Jaw => "Kiefer",
        Site::Hands => "Hände",
        Site::Forearms => "Unterarme",
        Site::UpperArms => "Oberarme",
        Site::Chest => "Brust",
        Site::Belly => "Bauch",
        Site::Back => "Rücken",
        Site::Hips => "Hüften",
        Site::Thighs => "Oberschenkel",
        Site::Calves => "Waden",
        Site::Feet => "Füße",
        Site::WholeBody => "ganzer Körper",
    }
}

const fn side_stem(side: Side) -> &'static str {
    match side {
        Side::Left => "link",
        Side::Right => "recht",
        Side::Both => "beid",
    }
}

const fn on(site: Site) -> &'static str {
    match site {
        Site::Shoulders | Site::Trapezius => "auf die Schultern",
        Site::UpperBack => "auf den oberen Rücken",
        Site::NeckBack => "in den Nacken",
        // No packs take turns anywhere else (our limit).
        Site::Levator
        | Site::Suboccipital
        | Site::Sternocleidomastoid
        | Site::Temples
        | Site::Forehead
        | Site::Brow
        | Site::BetweenBrows
        | Site::Masseter
        | Site::Mastoid
        | Site::Scalp
        | Site::Crown
        | Site::HandWeb
        | Site::InnerWrist
        | Site::Face
        | Site::Eyes
        | Site::Jaw
        | Site::Hands
        | Site::Forearms
        | Site::UpperArms
        | Site::Chest
        | Site::Belly
        | Site::Back
        | Site::Hips
        | Site::Thighs
        | Site::Calves
        | Site::Feet
        | Site::WholeBody => "dorthin",
    }
}
