//! Routines in several languages: from the file to what the voice is given.

use std::path::Path;
use std::sync::Arc;

use stillpoint::library::Library;
use stillpoint::routine::Language;
use stillpoint::safety::{Profile, SafeRoutine};
use stillpoint::sound::score::{CueBank, Score};
use stillpoint::timeline::{Event, EventKind, Moment, Timeline, compile, plan};

fn timeline(routine: &Arc<SafeRoutine>) -> Timeline {
    compile(&plan(routine, &Profile::default(), &Moment::default(), None).unwrap())
}

fn shipped(id: &str, language: Language) -> Timeline {
    timeline(Library::open_in(None, language).find(id).unwrap().routine.as_ref().unwrap())
}

/// Every sentence that is said, with its language.
fn said(timeline: &Timeline) -> Vec<(Language, &str)> {
    let words = |event: &'_ stillpoint::timeline::Event| matches!(event.kind, EventKind::Say { .. });
    let events = timeline.events().iter().filter(|event| words(event));
    events
        .filter_map(|event| match &event.kind {
            EventKind::Say { text, language, .. } => Some((*language, text.as_str())),
            _ => None,
        })
        .collect()
}

/// A routine of a person's own, in a language.
fn own(steps: &str, language: Language) -> Timeline {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open_in(Some(written(folder.path(), steps)), language);
    timeline(library.find("mine").unwrap().routine.as_ref().unwrap())
}

fn written<'a>(folder: &'a Path, steps: &str) -> &'a Path {
    let head = r#"title: {"en": "Mine", "de": "Meine"}, kind: Mixed, suits: [Between], evidence: Traditional, sources: ["mine"]"#;
    std::fs::write(folder.join("mine.ron"), format!("(format: 1, {head}, steps: [\n{steps}\n])")).unwrap();
    folder
}

#[track_caller]
fn check_problems(steps: &str, expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), steps).join("mine.ron");
    let entry = Library::open(None).read_file(&path);
    let lines = entry.problems.lines().replace(&format!("{}:", path.display()), "");
    assert_eq!(lines.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn two_routines_are_german_and_spanish_from_file_to_voice() {
    for (id, language, some) in [
        ("longer-exhale", Language::De, "Atme sanft mit den Tönen. Sie werden in Stufen langsamer."),
        ("longer-exhale", Language::De, "Ein 4, aus 5."),
        ("longer-exhale", Language::Es, "Respira suavemente con los tonos. Se irán haciendo más lentos."),
        ("letting-go", Language::De, "Lass rechts die Finger locker werden."),
        ("letting-go", Language::De, "Das war alles. Ruh dich aus, solange du magst."),
        ("letting-go", Language::Es, "Deja que la mano izquierda se abra también."),
        ("letting-go", Language::Es, "Soltar. 5 minutos."),
    ] {
        let timeline = shipped(id, language);
        let said = said(&timeline);
        assert!(said.contains(&(language, some)), "{id}: {said:?}");
        assert!(said.iter().all(|(other, _)| *other == language), "{id}: {said:?}");
        // The voice is told the language of every sentence.
        let words = Score::of(&timeline, &CueBank::at_rate(8_000), &[]).1;
        assert!(!words.is_empty() && words.iter().all(|words| words.language == language));
    }
}

#[test]
fn a_routine_lasts_as_long_in_every_language() {
    for id in ["longer-exhale", "letting-go"] {
        let lengths = [Language::En, Language::De, Language::Es].map(|language| shipped(id, language).end());
        assert!(lengths.iter().all(|length| *length == lengths[0]), "{lengths:?}");
    }
}

#[test]
fn what_has_no_words_in_the_language_is_said_in_english_with_english_numbers() {
    let mine = own("Rest(name: \"A\", lasts: \"60s\", say: \"Rest for {lasts}.\"),", Language::De);
    let words = said(&mine);
    assert!(words.contains(&(Language::En, "Rest for 1 minute.")), "{words:?}");
    // What no author has written is in the person's language.
    assert_eq!(words.last().unwrap().0, Language::De);
}

#[test]
fn a_step_is_said_in_one_language() {
    let steps = r#"
        Repeat(times: 1, say: {"en": "Once.", "de": "Einmal."}, steps: [
            Rest(name: "A", lasts: "60s", say: {"en": "Rest {lasts}.", "de": "Ruh {lasts}."}),
        ]),
        Repeat(times: 1, say: {"en": "Again.", "de": "Noch einmal."}, steps: [
            Rest(name: "B", lasts: "60s", say: "Rest."),
        ]),
        Breathe(inhale: 4, exhale: 5.5, lasts: "40s", say: {"en": "Breathe.", "de": "Atme.", "fr": "Respire {lasts}."}),
        Compress(pack: Cold, site: Forehead, lasts: "3m")"#;
    let german = own(steps, Language::De);
    let words: Vec<&str> = german.segments().iter().map(|segment| segment.words.as_str()).collect();
    assert_eq!(words[1..4], ["Einmal. Ruh eine Minute.", "Again. Rest.", "Atme."]);
    assert_eq!(german.segments()[3].name, "Atmen: 4 ein, 5,5 aus");
    assert_eq!(german.segments()[4].name, "Kühlpackung: Stirn");
    assert!(said(&german).contains(&(Language::De, "Ein")));
    assert!(said(&german).contains(&(Language::De, "Nimm die Packung jetzt ab.")));
    // French has no words of the program's own: what would need one of them is English.
    let french = own(steps, Language::Fr);
    assert_eq!(french.segments()[3].words, "Breathe.");
    assert_eq!(french.title(), "Mine");
}

#[test]
fn faults_in_a_language_are_told_at_their_place() {
    check_problems(
        r#"Rest(lasts: "30s", say: {"en": "Rest.", "dee": "Ruh."})"#,
        &["2:41: error: There is no language `dee`. Choose from: en, de, es, fr, it, pt, nl, pl, sv, da."],
    );
    check_problems(
        r#"Rest(lasts: "30s", say: {"de": "Ruh."})"#,
        &[
            "2:25: error: This text has no English, which is used where another language is missing; add `\"en\": \"…\"`.",
        ],
    );
    check_problems(
        r#"Rest(lasts: "30s", say: {"en": "Rest.", "de": "Ruh {last}."})"#,
        &[
            "2:25: error: In the German text: The placeholder `{last}` has no value here. Did you mean `lasts`?",
        ],
    );
    check_problems(
        r#"Rest(lasts: "30s", say: {"en": "Rest.", "de": "Ruh } aus."})"#,
        &["2:47: error: This `}` has no `{` before it; to write the bracket itself, write `}}`."],
    );
    check_problems(
        r#"Rest(lasts: "30s", say: {"en": "Rest.", "de": 5})"#,
        &[r#"2:47: error: The German words should be text in "quotes"."#],
    );
    check_problems(
        r#"Rest(lasts: "30s", say: {"en": "Rest.", "de": "Ruh.", "de": "Ruh."})"#,
        &["2:55: error: `de` is given twice."],
    );
    check_problems(
        r#"Rest(lasts: "3s", name: {"en": "Rest", "de": "Ruhe"}, say: {"en": "Rest.", "de": "Ruh dich aus, so lange es dir guttut, und lass alles gehen."})"#,
        &[
            "2:60: warning: The German words take about 6s to say, but the step lasts 3s. Say less, or give the step more time.",
        ],
    );
}

#[test]
fn what_a_file_lacks_in_one_of_its_languages_is_noted() {
    check_problems(
        "Rest(lasts: \"30s\", name: {\"en\": \"Rest\", \"de\": \"Ruhe\"},\n say: {\"en\": \"Rest.\", \"es\": \"Descansa.\"})",
        &[
            "1:20: note: 2 texts have no Spanish version; this is the first. The English words are used there.",
            "3:7: note: This text has no German version. The English words are used there.",
        ],
    );
}

#[test]
fn words_of_a_used_technique_count_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("techniques")).unwrap();
    let technique = r#"(format: 1, title: "Soft", evidence: Traditional, sources: ["mine"],
        steps: [Rest(lasts: "30s", say: "Be soft.")])"#;
    std::fs::write(folder.path().join("techniques/soft.ron"), technique).unwrap();
    let text = r#"(format: 1, title: {"en": "Mine", "de": "Meine"}, kind: Relaxation, suits: [Between],
        evidence: Traditional, sources: ["mine"], steps: [
        Rest(lasts: "30s", say: {"en": "Rest.", "de": "Ruh."}),
        Use("soft")])"#;
    std::fs::write(folder.path().join("mine.ron"), text).unwrap();
    let library = Library::open_in(Some(folder.path()), Language::De);
    let entry = library.find("mine").unwrap();
    assert_eq!(
        entry.problems.lines(),
        "mine.ron:4:9: note: 2 texts have no German version; this is the first. The English words are used there.\n"
            .replace("mine.ron", &folder.path().join("mine.ron").display().to_string())
    );
    let note = |language| {
        let library = Library::open_in(Some(folder.path()), language);
        let routine = library.find("mine").unwrap().routine.clone().unwrap();
        let plan = plan(&routine, &Profile::default(), &Moment::default(), None).unwrap();
        compile(&plan).language_note()
    };
    assert_eq!(note(Language::En), None);
    assert_eq!(note(Language::De).unwrap(), "Some of it is in English, because it isn't written in German.");
    assert_eq!(
        note(Language::Es).unwrap(),
        "You'll hear it in English, because it isn't written in Spanish."
    );
}

#[test]
fn a_recording_is_played_where_its_words_are_in_its_language() {
    let steps = r#"Rest(lasts: "30s", say: {"en": "Rest.", "de": "Ruh."}, recording: "voice/here.flac",
            then: [(at: "10s", say: {"en": "Go on.", "de": "Weiter."}, recording: {"de": "voice/weiter.flac"})]),
        Rest(lasts: "30s", recording: {"es": "voice/aqui.flac", "en": "voice/more.flac"})"#;
    let files = |language| -> Vec<(String, Option<String>)> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("voice")).unwrap();
        for name in ["here", "weiter", "aqui", "more"] {
            let sound = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings/beep.flac");
            std::fs::copy(sound, folder.path().join(format!("voice/{name}.flac"))).unwrap();
        }
        let library = Library::open_in(Some(written(folder.path(), steps)), language);
        let told = timeline(library.find("mine").unwrap().routine.as_ref().unwrap());
        let of = |event: &Event| match &event.kind {
            EventKind::Say { text, recording, .. } => Some((text.clone(), recording.clone())),
            _ => None,
        };
        told.events().iter().filter_map(of).skip(1).take(3).collect()
    };
    let said = |text: &str, file: Option<&str>| (text.to_owned(), file.map(str::to_owned));
    let more = said("", Some("voice/more.flac"));
    assert_eq!(
        files(Language::En),
        [said("Rest.", Some("voice/here.flac")), said("Go on.", None), more.clone()]
    );
    assert_eq!(files(Language::De), [said("Ruh.", None), said("Weiter.", Some("voice/weiter.flac")), more]);
    assert_eq!(files(Language::Es)[2], said("", Some("voice/aqui.flac")));
}

#[test]
fn when_to_stop_may_be_said_in_any_language() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"(format: 1, title: {"en": "Mine", "de": "Meine"}, kind: Massage, suits: [Between], evidence: Traditional,
        sources: ["mine"], cautions: [{"en": "Stop with dizziness.", "de": "Hör auf, wenn dir schwindlig wird."}],
        steps: [Guide(site: Shoulders, motion: Stroke, pressure: 2, lasts: "60s")])"#;
    std::fs::write(folder.path().join("mine.ron"), text).unwrap();
    let library = Library::open_in(Some(folder.path()), Language::De);
    let entry = library.find("mine").unwrap();
    assert_eq!(entry.problems.lines(), "");
    assert_eq!(entry.routine.as_ref().unwrap().cautions(), ["Hör auf, wenn dir schwindlig wird."]);
}

#[test]
fn every_shipped_routine_is_in_one_language_from_first_word_to_last() {
    let moments = [
        Moment::default(),
        Moment::with([stillpoint::safety::State::TouchHurts]),
        Moment::in_phase(stillpoint::routine::Phase::Aura),
    ];
    for language in [Language::De, Language::Es] {
        let library = Library::open_in(None, language);
        let mut foreign = Vec::new();
        for routine in library.entries().iter().filter_map(|entry| entry.routine.as_ref()) {
            for moment in &moments {
                // What is not for now says nothing.
                let Ok(plan) = plan(routine, &Profile::default(), moment, None) else { continue };
                let timeline = compile(&plan);
                let of_routine = |(_, text)| format!("{}: {text}", routine.id());
                foreign.extend(said(&timeline).into_iter().filter(|(of, _)| *of != language).map(of_routine));
            }
        }
        foreign.sort_unstable();
        foreign.dedup();
        assert_eq!(foreign, [""; 0], "{language:?}");
    }
}

#[test]
fn a_source_stands_as_it_is_or_in_each_language() {
    let folder = tempfile::tempdir().unwrap();
    let text = "(format: 1, title: \"T\", kind: Relaxation, suits: [Between], evidence: Traditional, sources: [\"{Smith} 2015\", \
                {\"en\": \"our practice\", \"de\": \"unsere Praxis\"}], steps: [Rest(lasts: \"30s\")])";
    std::fs::write(folder.path().join("mine.ron"), text).unwrap();
    for (language, expected) in [
        (Language::En, ["{Smith} 2015", "our practice"]),
        (Language::De, ["{Smith} 2015", "unsere Praxis"]),
        (Language::Sv, ["{Smith} 2015", "our practice"]),
    ] {
        let library = Library::open_in(Some(folder.path()), language);
        let entry = library.find("mine").unwrap();
        assert_eq!(entry.problems.lines(), "", "a reference need not be translated");
        let routine = entry.routine.as_ref().unwrap();
        let sources: Vec<String> =
            routine.routine().sources.iter().map(|source| source.value.plain_in(language)).collect();
        assert_eq!(sources, expected, "{language:?}");
    }
}
