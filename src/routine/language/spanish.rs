//! Spanish words behind placeholders.

use super::Terms;
use crate::routine::{CompressKind, Motion, Side, Site};
use crate::time::Units;

pub(super) static TERMS: Terms = Terms {
    units: Units {
        hour: ("una hora", "horas"),
        minute: ("un minuto", "minutos"),
        second: ("un segundo", "segundos"),
        decimal: ',',
        joined: " y ",
    },
    side,
    side_stem,
    on,
    site,
    pack,
    motion,
    pack_on: "{pack}: {site}",
    contrast: "calor y frío alternos: {site}",
    breathing: "respirar: {pattern}",
    phases: ["inhala", "un poco más", "mantén", "exhala", "descansa"],
    only_let_go: "Suelta esta parte. No la tenses.",
    softer_breath: "Respira con los tonos: inhala {inhale}, exhala {exhale}.",
    rest: "descanso",
    ready: "cuando lo tengas listo",
    question: "pregunta",
    steps: "pasos",
};

const fn side(side: Side) -> &'static str {
    match side {
        Side::Left => "izquierda",
        Side::Right => "derecha",
        Side::Both => "ambas",
    }
}

const fn pack(pack: CompressKind) -> &'static str {
    match pack {
        CompressKind::Cold => "compresa fría",
        CompressKind::Warm => "compresa caliente",
    }
}

const fn motion(motion: Motion) -> &'static str {
    match motion {
        Motion::Circle => "círculos pequeños",
        Motion::Press => "presión constante",
        Motion::Hold => "mantener",
        Motion::Stroke => "pasadas suaves",
        Motion::Squeeze => "apretar y soltar",
        Motion::Shift => "mover la piel",
        Motion::Lift => "levantar con suavidad",
        Motion::Roll => "giros lentos",
        Motion::Nod => "asentir apenas",
        Motion::Turn => "girar la cabeza",
        Motion::Tilt => "inclinar la cabeza",
        Motion::ChinTuck => "llevar la barbilla hacia atrás",
        Motion::Shrug => "subir los hombros",
        Motion::BladeSqueeze => "juntar los omóplatos",
        Motion::Stretch => "estirar con suavidad",
        Motion::Resist => "empujar suavemente contra la mano",
        Motion::LeanOn => "apoyar el peso",
        Motion::Tense => "tensar con suavidad",
        Motion::Release => "soltar",
        Motion::Attend => "solo notar",
    }
}

const fn site(site: Site) -> &'static str {
    match site {
        Site::Shoulders => "hombros",
        Site::Trapezius => "músculo entre el cuello y el hombro",
        Site::Levator => "esquina superior interna del omóplato",
        Site::NeckBack => "nuca",
        Site::Suboccipital => "base del cráneo",
        Site::Sternocleidomastoid => "músculo lateral del cuello",
        Site::Temples => "sienes",
        Site::Forehead => "frente",
        Site::Brow => "cejas",
        Site::BetweenBrows => "entre las cejas",
        Site::Masseter => "músculo de masticar",
        Site::Mastoid => "hueso detrás de la oreja",
        Site::Scalp => "cuero cabelludo",
        Site::Crown => "coronilla",
        Site::UpperBack => "parte alta de la espalda",
        Site::HandWeb => "piel entre el pulgar y el índice",
        Site::InnerWrist => "cara interna de la muñeca",
        Site::Face => "cara",
        Site::Eyes => "alrededor de los ojos",
        Site::Jaw => "mandíbula",
        Site::Hands => "manos",
        Site::Forearms => "antebrazos",
        Site::UpperArms => "brazos",
        Site::Chest => "pecho",
        Site::Belly => "vientre",
        Site::Back => "espalda",
        Site::Hips => "caderas",
        Site::Thighs => "muslos",
        Site::Calves => "pantorrillas",
        Site::Feet => "pies",
        Site::WholeBody => "todo el cuerpo",
    }
}

const fn side_stem(side: Side) -> &'static str {
    match side {
        Side::Left => "izquierd",
        Side::Right => "derech",
        Side::Both => "amb",
    }
}

const fn on(site: Site) -> &'static str {
    match site {
        Site::Shoulders | Site::Trapezius => "en los hombros",
        Site::UpperBack => "en la parte alta de la espalda",
        Site::NeckBack => "en la nuca",
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
        | Site::WholeBody => "ahí",
    }
}
