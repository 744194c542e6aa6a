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
    switch_to: "Cambia de lado. Ahora, el lado {side_stem}o.",
    on_side: "{name}, a la {side}",
    skin_check: [
        "Levanta la compresa y toca la piel. ¿Quema, duele o sigue dormida? Si es así, quítate la compresa.",
        "Levanta la compresa y toca la piel. Si te arde o está demasiado caliente, quítate la compresa.",
    ],
    barrier: [
        "Pon un paño fino y húmedo entre la compresa y la piel.",
        "Pon una toalla entre la compresa y la piel. Nunca te acuestes encima.",
    ],
    still_awake: "¿No te has dormido? Pulsa la barra espaciadora.",
    if_sleepy: "Si te entra sueño, quítate la compresa ahora.",
    pack_off: "Quítate la compresa ahora.",
    lay_on: ["Ahora la compresa fría, {on}.", "Ahora la compresa caliente, {on}."],
    time_left: "Tiempo restante: {time}.",
    the_end: "Eso es todo. Descansa todo el tiempo que quieras.",
    two_ways: "Si es así, pulsa Espacio. Si no, pulsa la S.",
    gestures: "Toca una vez para pausar. Toca dos veces para repetir. Mantén pulsado para terminar.",
    breath: ["Inhala", "Más", "Mantén", "Exhala", "Descansa"],
    how_is_the_pain: "¿Cuánto te duele ahora? Pulsa la barra espaciadora cuando oigas tu número.",
    compared_with_before: "¿Y comparado con antes? Pulsa la barra espaciadora cuando oigas tu respuesta.",
    feelings: ["mejor", "igual", "peor"],
    pain: "Dolor {pain}.",
    thanks: "Gracias. Queda guardado.",
    trial: "Deja que los hombros bajen. Respira con calma.",
};
