//! The speech of Windows, in the program itself: nothing is started for a sentence.

use std::sync::OnceLock;
use std::sync::mpsc::channel;

use windows::Media::SpeechSynthesis::{SpeechSynthesizer, VoiceInformation};
use windows::Storage::Streams::DataReader;
use windows::core::{HSTRING, Result};

use super::kind::USUAL_WORDS_PER_MINUTE;
use super::{AT_MOST, EngineError, MOST_BYTES};
use crate::routine::Language;

/// Whether it has spoken; tried once, with a word that nobody hears. That a voice is listed does not mean that it speaks.
pub(super) fn speaks_at_all() -> bool {
    static SPEAKS: OnceLock<bool> = OnceLock::new();
    *SPEAKS.get_or_init(|| {
        let try_it = || SpeechSynthesizer::DefaultVoice().and_then(|voice| said(&voice, "a", 1.0));
        within(try_it).is_ok_and(|wav| wav.is_ok_and(|wav| !wav.is_empty()))
    })
}

/// Whether there is a voice for a language.
pub(super) fn speaks(language: Language) -> bool {
    voice(language).is_ok_and(|found| found.is_some())
}

/// Says a text into a WAV.
pub(super) fn say(
    text: &str,
    language: Language,
    words_per_minute: u32,
) -> std::result::Result<Vec<u8>, EngineError> {
    let text = text.to_owned();
    let speed = f64::from(words_per_minute) / f64::from(USUAL_WORDS_PER_MINUTE);
    let wav = within(move || {
        voice(language).and_then(|voice| voice.map(|voice| said(&voice, &text, speed)).transpose())
    })?;
    wav.map_err(|error| EngineError::Windows(error.message()))?.ok_or(EngineError::NoVoice)
}

/// What work gives, on a thread of its own: if it hangs, it is given up.
fn within<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> std::result::Result<T, EngineError> {
    let (tell, answer) = channel();
    let work = move || {
        let _ = tell.send(work());
    };
    std::thread::Builder::new().name("words".into()).spawn(work)?;
    answer.recv_timeout(AT_MOST).map_err(|_| EngineError::TooSlow(AT_MOST))
}

/// The voice that the person has chosen in the system's settings if it speaks the language, else the first that does.
fn voice(language: Language) -> Result<Option<VoiceInformation>> {
    let speaks = |voice: &VoiceInformation| {
        voice.Language().is_ok_and(|tag| Language::of_locale(&tag.to_string()) == Some(language))
    };
    let chosen = SpeechSynthesizer::DefaultVoice().ok().filter(&speaks);
    match chosen {
        Some(chosen) => Ok(Some(chosen)),
        None => Ok(SpeechSynthesizer::AllVoices()?.into_iter().find(speaks)),
    }
}

fn said(voice: &VoiceInformation, text: &str, speed: f64) -> Result<Vec<u8>> {
    /// How fast it can speak, as factors of its usual speed.
    const SPEEDS: (f64, f64) = (0.5, 6.0);
    let synthesizer = SpeechSynthesizer::new()?;
    synthesizer.SetVoice(voice)?;
    // Windows older than 2017 has one speed.
    let _ =
        synthesizer.Options().and_then(|options| options.SetSpeakingRate(speed.clamp(SPEEDS.0, SPEEDS.1)));
    let stream = synthesizer.SynthesizeTextToStreamAsync(&HSTRING::from(text))?.join()?;
    let length = u32::try_from(stream.Size()?.min(MOST_BYTES)).unwrap_or(u32::MAX);
    let reader = DataReader::CreateDataReader(&stream.GetInputStreamAt(0)?)?;
    let length = reader.LoadAsync(length)?.join()?;
    let mut wav = vec![0; usize::try_from(length).unwrap_or_default()];
    reader.ReadBytes(&mut wav)?;
    Ok(wav)
}
