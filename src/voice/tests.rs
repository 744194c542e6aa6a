//! Who speaks what.

use super::*;

#[test]
fn a_fault_over_some_words_is_told_and_the_next_are_spoken() {
    let (requests, wanted) = channel();
    let (tell, states) = channel();
    let all = ["One.", "Two.", "Three."].map(|text| Arc::new(Words::new(text, Language::En, None)));
    requests.send(WordsWanted { words: all.to_vec(), all: all.to_vec(), rate: 48_000 }).unwrap();
    let requests = Cell::new(Some(requests));
    let choice = VoiceChoice { command: Some("true".into()), ..VoiceChoice::default() }.with("command");
    let worker = Worker { voice: Voice::new(&choice, None, None), tell, wake: Waker::by(|| {}) };
    worker.work(&wanted, |_, words, rate| {
        assert_ne!(words.text, "Two.", "a fault of the program");
        words.set(&Clip { rate, samples: vec![0.5; 100] });
        if words.text == "Three." {
            requests.take();
        }
        Ok(())
    });
    assert_eq!(all.map(|words| words.spoken().is_some()), [true, false, true]);
    let told: Vec<VoiceState> = states.iter().collect();
    let expected = "The voice crashed at the words “Two.” and was restarted.";
    assert_eq!(told.last(), Some(&VoiceState::Silent(expected.into())), "{told:?}");
}

/// A voice with an engine that answers every sentence with the same WAV of 100 samples, or without one.
fn voice(choice: VoiceChoice, has_engine: bool, folder: &std::path::Path) -> Voice {
    let wav = folder.join("answer.wav");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 8_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&wav, spec).unwrap();
    (0..100_i16).for_each(|i| writer.write_sample(i * 100).unwrap());
    writer.finalize().unwrap();
    let command = Some(format!("cat '{}'", wav.display()));
    let choice = VoiceChoice { command, ..choice };
    let mut voice = Voice::new(&choice, Some(folder.join("cache")), Some(folder.to_path_buf()));
    voice.engines.retain(|engine| has_engine && engine.name() == "command");
    voice
}

/// How many frames words get at the rate of the engine; nothing if they stay silent.
fn frames(voice: &Voice, text: &str, recording: Option<&str>) -> Option<u64> {
    let words = Words::new(text, Language::En, recording.map(str::to_owned));
    voice.give_sound(&words, 8_000).unwrap();
    words.spoken().map(crate::sound::score::Spoken::frames)
}

#[cfg(unix)]
#[test]
fn the_narrator_speaks_without_any_engine_and_an_engine_speaks_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let alone = voice(VoiceChoice::default(), false, folder.path());
    assert_eq!(alone.state(), VoiceState::Speaks("narrator (woman)".into()));
    assert!(frames(&alone, "Let your hands fall open. Rest.", None).is_some_and(|frames| frames > 8_000));
    let own = Words::new("Nobody has recorded this.", Language::En, None);
    assert!(matches!(alone.give_sound(&own, 8_000), Err(VoiceError::NoVoiceFor { .. })));
    assert!(alone.give_sound(&own, 8_000).is_ok(), "it is said once");
    assert!(own.spoken().is_none());

    let both = voice(VoiceChoice::default(), true, folder.path());
    assert!(frames(&both, "Rest.", None).is_some_and(|frames| frames > 100));
    assert_eq!(frames(&both, "Nobody has recorded this.", None), Some(100));
    // A recording that a routine names takes the place of the narrator's.
    assert_eq!(frames(&both, "Rest.", Some("answer.wav")), Some(100));
    // An engine by name speaks everything.
    let engine = voice(VoiceChoice::default().with("command"), true, folder.path());
    assert_eq!(frames(&engine, "Rest.", None), Some(100));
}

#[cfg(unix)]
#[test]
fn one_voice_speaks_all_of_a_session_of_which_the_narrator_has_not_every_word() {
    let folder = tempfile::tempdir().unwrap();
    let words = |texts: &[&str]| -> Vec<Arc<Words>> {
        texts.iter().map(|text| Arc::new(Words::new(*text, Language::En, None))).collect()
    };
    let choice = VoiceChoice { one_voice: true, ..VoiceChoice::default() };
    let whole = voice(choice.clone(), true, folder.path());
    whole.consider(&words(&["Rest.", "Let go."]));
    assert!(frames(&whole, "Rest.", None).is_some_and(|frames| frames > 100));
    let mixed = voice(choice.clone(), true, folder.path());
    mixed.consider(&words(&["Rest.", "Nobody has recorded this."]));
    assert_eq!(frames(&mixed, "Rest.", None), Some(100));
    // Without an engine the narrator says what there is.
    let alone = voice(choice, false, folder.path());
    alone.consider(&words(&["Rest.", "Nobody has recorded this."]));
    assert!(frames(&alone, "Rest.", None).is_some());
    // And where two voices are no trouble, nothing changes.
    let two = voice(VoiceChoice::default(), true, folder.path());
    two.consider(&words(&["Rest.", "Nobody has recorded this."]));
    assert!(frames(&two, "Rest.", None).is_some_and(|frames| frames > 100));
}

#[cfg(unix)]
#[test]
fn words_sound_the_first_time_as_every_time_after() {
    let folder = tempfile::tempdir().unwrap();
    let sound = || {
        let voice = voice(VoiceChoice::default().with("command"), true, folder.path());
        voice.sound_of(&Words::new("Something.", Language::En, None)).unwrap().unwrap()
    };
    let first = sound();
    assert_eq!(first, sound());
}
