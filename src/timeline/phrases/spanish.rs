//! The sentences of a session in Spanish.

use super::Phrases;
use crate::routine::Language;

pub(super) static PHRASES: Phrases = Phrases {
    language: Language::Es,
    terms: || Language::Es.terms(),
    ready_name: "Prepárate",
    pause_name: "Pausa",
    switch_name: "Cambio de lado",
    end_name: "Fin",
    minute: "minuto",
    switch_to: "Ahora a la {side}.",
    on_side: "{name}, a la {side}",
    skin_check: [
        "Levanta la compresa y mírate la piel. Si quema, duele o se ve con manchas, quítate la compresa.",
        "Levanta la compresa y mírate la piel. Si pica o se ve con manchas, quítate la compresa.",
    ],
    barrier: [
        "Un paño fino y húmedo entre la compresa y la piel.",
        "Una toalla entre la compresa y la piel; nunca te acuestes encima.",
    ],
    still_awake: "¿No te has dormido? Pulsa la tecla.",
    if_sleepy: "Si te entra sueño, quítate la compresa ahora.",
    pack_off: "Quítate la compresa ahora.",
    lay_on: ["Ahora frío: {site}.", "Ahora calor: {site}."],
    time_left: "Queda: {time}.",
    the_end: "Ese fue el último paso. Quédate como estás todo el tiempo que quieras.",
    breath: ["Inhala", "Más", "Sostén", "Exhala", "Descansa"],
    how_is_the_pain: "¿Cómo está el dolor ahora? Pulsa la barra espaciadora en tu número.",
    compared_with_before: "¿Y comparado con antes? Pulsa la barra espaciadora.",
    feelings: ["mejor", "igual", "peor"],
    pain: "Dolor {pain}.",
    thanks: "Gracias. Queda anotado.",
    trial: "Deja que los hombros bajen y que la respiración vaya y venga.",
};
