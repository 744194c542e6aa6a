//! The sheet's own words, in each language that the program has words in.

use crate::routine::{Evidence, Language, Phase, Posture, When};
use crate::safety::Condition;

/// The words of one language.
pub(super) struct SheetWords {
    /// What the button says that prints.
    pub print: &'static str,
    /// Above the weeks of a programme.
    pub plan: &'static str,
    /// Before the phases in which it is done.
    pub when: &'static str,
    /// What stands for the sounds of the program.
    pub sounds: &'static str,
    /// Before what has to be at hand.
    pub needs: &'static str,
    /// Above what to know and when to stop.
    pub stop: &'static str,
    /// Before the conditions with which it is not done.
    pub not_with: &'static str,
    /// Before the conditions with which part of it is not done.
    pub ask_first: &'static str,
    /// In place of a routine that is not for somebody.
    pub not_for_you: &'static str,
    /// Before how well it is studied.
    pub evidence: &'static str,
    /// That it is no medical advice.
    pub no_advice: &'static str,
    /// Steps done `{times}` times.
    pub rounds: &'static str,
    /// After the answer yes.
    pub if_yes: &'static str,
    /// After any other answer.
    pub if_not: &'static str,
    /// On which side or sides.
    pub left_only: &'static str,
    pub right_only: &'static str,
    pub sore_only: &'static str,
    pub left_first: &'static str,
    pub right_first: &'static str,
    pub sore_first: &'static str,
    pub left_again: &'static str,
    pub right_again: &'static str,
    pub sore_again: &'static str,
    /// Warm and cold in turn, with `{times}`, `{warm}` and `{cold}`.
    pub contrast: &'static str,
    /// A movement with `{times}`, `{hold}` and `{release}`.
    pub repetitions: &'static str,
    /// The same for as long as `{lasts}`.
    pub rhythm: &'static str,
    /// A pressure with `{pressure}`.
    pub pressure: &'static str,
    phases: [&'static str; 5],
    postures: [&'static str; 4],
    evidences: [&'static str; 3],
    whens: [&'static str; 3],
    conditions: [&'static str; 22],
}

/// The words in a language, or in English where the program has none in it.
pub(super) const fn of(language: Language) -> &'static SheetWords {
    match language {
        Language::De => &GERMAN,
        Language::Es => &SPANISH,
        Language::En
        | Language::Fr
        | Language::It
        | Language::Pt
        | Language::Nl
        | Language::Pl
        | Language::Sv
        | Language::Da => &ENGLISH,
    }
}

impl SheetWords {
    pub(super) const fn phase(&self, phase: Phase) -> &'static str {
        self.phases[phase as usize]
    }

    pub(super) const fn posture(&self, posture: Posture) -> &'static str {
        self.postures[posture as usize]
    }

    pub(super) const fn of_evidence(&self, evidence: Evidence) -> &'static str {
        self.evidences[evidence as usize]
    }

    pub(super) const fn when_so(&self, when: When) -> &'static str {
        self.whens[when as usize]
    }

    pub(super) const fn condition(&self, condition: Condition) -> &'static str {
        self.conditions[condition as usize]
    }
}

const ENGLISH: SheetWords = SheetWords {
    print: "Print",
    plan: "The weeks",
    when: "When:",
    sounds: "Where a sound is mentioned, the program makes it. With this sheet, go by a clock.",
    needs: "You need:",
    stop: "Please note",
    not_with: "Don't do this if any of these applies to you:",
    ask_first: "Part of it isn't for you, or only more lightly, if any of these applies to you; ask first:",
    not_for_you: "This routine isn't for you, because of what you've said about yourself.",
    evidence: "Evidence:",
    no_advice: "Not medical advice. A sudden, worst-ever headache, or one with fever, a stiff neck, weakness, numbness, \
                trouble speaking or seeing, or after a blow to the head, needs a doctor at once.",
    rounds: "Do this {times} times:",
    if_yes: "If yes:",
    if_not: "If not:",
    left_only: "On the left:",
    right_only: "On the right:",
    sore_only: "On the sorer side:",
    left_first: "On the left, then the same on the right:",
    right_first: "On the right, then the same on the left:",
    sore_first: "On the sorer side, then the same on the other:",
    left_again: "On the left, then the same on the right, then once more on the left:",
    right_again: "On the right, then the same on the left, then once more on the right:",
    sore_again: "On the sorer side, then the same on the other, then once more on the sorer side:",
    contrast: "{times} times: warm for {warm}, cold for {cold}",
    repetitions: "{times} times: hold for {hold}, let go for {release}",
    rhythm: "{lasts}: {hold}, then let go for {release}, and again",
    pressure: "pressure {pressure} of 10",
    phases: [
        "between attacks",
        "at the first warning signs",
        "during the aura",
        "during an attack",
        "after an attack",
    ],
    postures: ["seated", "lying down", "standing", "seated or lying down"],
    evidences: [
        "tested in small migraine trials; certainty low",
        "studied only in other people",
        "traditional; little evidence",
    ],
    whens: ["If touch hurts:", "If you feel sick:", "During the aura:"],
    conditions: [
        "pregnancy",
        "blood clot",
        "bleeding disorder or blood thinners",
        "stroke, or artery problem in the head or neck",
        "very loose joints or weak connective tissue",
        "recent head or neck injury or surgery",
        "unstable or damaged neck",
        "fever or infection",
        "skin problem where you would touch",
        "numb areas or poor circulation",
        "fingers that turn white in the cold",
        "reaction to cold",
        "heart disease or high blood pressure",
        "fainting",
        "lung disease",
        "seizures",
        "panic or trauma",
        "eye problem",
        "injections in the last day",
        "implant or cancer in the head or neck",
        "medicine patch",
        "nerve pain in the face, or a painful jaw",
    ],
};

const GERMAN: SheetWords = SheetWords {
    print: "Drucken",
    plan: "Die Wochen",
    when: "Wann:",
    sounds: "Wo von einem Ton die Rede ist, kommt er vom Programm. Mit diesem Blatt richte dich nach einer Uhr.",
    needs: "Du brauchst:",
    stop: "Bitte beachten",
    not_with: "Mach das nicht, wenn etwas davon auf dich zutrifft:",
    ask_first: "Ein Teil davon ist nichts für dich oder nur sanfter, wenn etwas davon auf dich zutrifft; frag vorher nach:",
    not_for_you: "Diese Übung ist nichts für dich, wegen deiner Angaben über dich.",
    evidence: "Belege:",
    no_advice: "Kein ärztlicher Rat. Plötzliche, nie gekannte Kopfschmerzen, oder solche mit Fieber, steifem Nacken, \
                Schwäche, Taubheit, Sprach- oder Sehstörungen oder nach einem Schlag auf den Kopf brauchen sofort ärztliche Hilfe.",
    rounds: "Das {times}-mal:",
    if_yes: "Wenn ja:",
    if_not: "Wenn nicht:",
    left_only: "Links:",
    right_only: "Rechts:",
    sore_only: "Auf der schmerzhafteren Seite:",
    left_first: "Links, dann dasselbe rechts:",
    right_first: "Rechts, dann dasselbe links:",
    sore_first: "Auf der schmerzhafteren Seite, dann dasselbe auf der anderen:",
    left_again: "Links, dann dasselbe rechts, dann noch einmal links:",
    right_again: "Rechts, dann dasselbe links, dann noch einmal rechts:",
    sore_again: "Auf der schmerzhafteren Seite, dann dasselbe auf der anderen, dann noch einmal auf der ersten:",
    contrast: "{times}-mal: {warm} warm, {cold} kalt",
    repetitions: "{times}-mal: {hold} halten, {release} loslassen",
    rhythm: "{lasts}: {hold}, dann {release} loslassen, und wieder",
    pressure: "Druck {pressure} von 10",
    phases: [
        "zwischen Attacken",
        "bei ersten Vorzeichen",
        "während der Aura",
        "während einer Attacke",
        "nach einer Attacke",
    ],
    postures: ["im Sitzen", "im Liegen", "im Stehen", "im Sitzen oder Liegen"],
    evidences: [
        "in kleinen Migränestudien geprüft; wenig sicher",
        "nur bei anderen Menschen untersucht",
        "überliefert; wenig Belege",
    ],
    whens: ["Wenn Berührung schmerzt:", "Wenn dir übel ist:", "Während der Aura:"],
    conditions: [
        "Schwangerschaft",
        "Blutgerinnsel (Thrombose)",
        "Blutungsneigung oder Blutverdünner",
        "Schlaganfall oder Gefäßproblem an Kopf oder Hals",
        "sehr lockere Gelenke oder schwaches Bindegewebe",
        "kürzliche Verletzung oder Operation an Kopf oder Hals",
        "instabile oder geschädigte Halswirbelsäule",
        "Fieber oder Infekt",
        "Hautproblem an den berührten Stellen",
        "taube Stellen oder schlechte Durchblutung",
        "Finger, die in der Kälte weiß werden",
        "Reaktion auf Kälte",
        "Herzkrankheit oder hoher Blutdruck",
        "Ohnmachten",
        "Lungenkrankheit",
        "Krampfanfälle",
        "Panik oder Trauma",
        "Augenproblem",
        "Spritzen am letzten Tag",
        "Implantat oder Krebs an Kopf oder Hals",
        "Medikamentenpflaster",
        "Nervenschmerz im Gesicht oder schmerzender Kiefer",
    ],
};

const SPANISH: SheetWords = SheetWords {
    print: "Imprimir",
    plan: "Las semanas",
    when: "Cuándo:",
    sounds: "Donde se habla de un sonido, lo hace el programa. Con esta hoja, guíate por un reloj.",
    needs: "Necesitas:",
    stop: "Ten en cuenta",
    not_with: "No lo hagas si te ocurre algo de esto:",
    ask_first: "Una parte no es para ti, o solo con más suavidad, si te ocurre algo de esto; pregunta antes:",
    not_for_you: "Esta rutina no es para ti, por lo que has dicho sobre ti.",
    evidence: "Evidencia:",
    no_advice: "No es consejo médico. Un dolor de cabeza repentino y el peor de tu vida, o con fiebre, rigidez de cuello, \
                debilidad, adormecimiento, problemas para hablar o ver, o después de un golpe en la cabeza, necesita un médico enseguida.",
    rounds: "Haz esto {times} veces:",
    if_yes: "Si es que sí:",
    if_not: "Si no:",
    left_only: "A la izquierda:",
    right_only: "A la derecha:",
    sore_only: "En el lado que más duele:",
    left_first: "A la izquierda, después lo mismo a la derecha:",
    right_first: "A la derecha, después lo mismo a la izquierda:",
    sore_first: "En el lado que más duele, después lo mismo en el otro:",
    left_again: "A la izquierda, después lo mismo a la derecha, y otra vez a la izquierda:",
    right_again: "A la derecha, después lo mismo a la izquierda, y otra vez a la derecha:",
    sore_again: "En el lado que más duele, después lo mismo en el otro, y otra vez en el primero:",
    contrast: "{times} veces: {warm} con calor, {cold} con frío",
    repetitions: "{times} veces: mantén {hold}, suelta {release}",
    rhythm: "{lasts}: {hold}, después suelta {release}, y de nuevo",
    pressure: "presión {pressure} de 10",
    phases: [
        "entre los ataques",
        "con las primeras señales",
        "durante el aura",
        "durante un ataque",
        "después de un ataque",
    ],
    postures: ["en posición sentada", "en posición tumbada", "de pie", "en posición sentada o tumbada"],
    evidences: [
        "probado en pequeños estudios con migraña; poca certeza",
        "estudiado solo en otras personas",
        "tradicional; poca evidencia",
    ],
    whens: ["Si el tacto duele:", "Si tienes náuseas:", "Durante el aura:"],
    conditions: [
        "embarazo",
        "coágulo de sangre",
        "trastorno de la coagulación o anticoagulantes",
        "ictus, o problema en una arteria de la cabeza o del cuello",
        "articulaciones muy laxas o tejido conectivo débil",
        "lesión u operación reciente de cabeza o cuello",
        "cuello inestable o dañado",
        "fiebre o infección",
        "problema de piel donde se toca",
        "zonas adormecidas o mala circulación",
        "dedos que se ponen blancos con el frío",
        "reacción al frío",
        "enfermedad del corazón o tensión alta",
        "desmayos",
        "enfermedad del pulmón",
        "convulsiones",
        "pánico o trauma",
        "problema en los ojos",
        "inyecciones en el último día",
        "implante o cáncer en la cabeza o el cuello",
        "parche con medicamento",
        "dolor de un nervio de la cara, o mandíbula dolorida",
    ],
};
