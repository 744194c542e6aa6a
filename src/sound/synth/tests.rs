//! The rules that every cue keeps, the files, and that no two are alike.
//!
//! `STILLPOINT_WRITE_CUES=1 cargo test --lib sound::synth` writes `audio/cues` and `audio/cues.svg` anew.

use std::path::PathBuf;

use super::*;
use crate::sound::clip::sixteen_bits;

mod measure;
mod picture;

/// A rate for measurements that need not be fine.
const COARSE: u32 = 8000;

fn audio(file: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "audio", file].iter().collect()
}

/// Whether files are to be written rather than only compared.
fn writes() -> bool {
    std::env::var_os("STILLPOINT_WRITE_CUES").is_some_and(|value| value == "1")
}

fn on_file(cue_: Cue) -> Vec<f32> {
    cue(cue_, FILE_RATE)
}

fn peak(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |highest: f32, sample| highest.max(sample.abs()))
}

#[allow(clippy::cast_precision_loss)] // A cue has fewer than a million frames.
fn length(cue: Cue) -> f64 {
    on_file(cue).len() as f64 / f64::from(FILE_RATE)
}

#[test]
fn every_note_stays_where_it_hurts_least() {
    for cue in Cue::ALL {
        for note in sheet(cue).notes {
            let pitches = 200.0..=600.0;
            assert!(pitches.contains(&note.from) && pitches.contains(&note.to), "{cue:?}: pitch");
            assert!(note.fade_in >= 150 && note.fade_out >= 150, "{cue:?}: fades");
            assert!(note.fade_in + note.fade_out <= note.lasts, "{cue:?}: a note is never cut short");
            let (begins, ends) = note.slide;
            assert!(begins < ends && ends <= note.lasts, "{cue:?}: slide");
        }
    }
}

#[test]
fn nothing_is_heard_outside_the_band() {
    for cue in Cue::ALL {
        let outside = measure::outside(&on_file(cue), 180.0, 650.0, FILE_RATE);
        assert!(outside < -50.0, "{cue:?}: {outside} dB outside the band");
    }
}

#[test]
fn peaks_are_where_they_were_set() {
    for rate in [8000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000] {
        for cue_ in Cue::ALL {
            let quiet = matches!(cue_, Cue::Count | Cue::Spot | Cue::Press | Cue::Release | Cue::Ending);
            let set = if quiet { 0.039_810_717 } else { 0.063_095_73 };
            let peak = peak(&cue(cue_, rate));
            assert!(peak <= set + 1e-8, "{cue_:?} at {rate}: {peak}");
            let least = if rate < FILE_RATE { 0.97 * set } else { 0.999 * set };
            assert!(peak >= least, "{cue_:?} at {rate}: {peak}");
            if rate == FILE_RATE {
                assert!((peak - set).abs() < 1e-8, "{cue_:?}: {peak}");
            }
        }
    }
}

#[test]
fn cues_come_and_go_slowly_from_nothing_to_nothing() {
    for rate in [8000, 22_050, 44_100, 48_000, 192_000] {
        for cue_ in Cue::ALL {
            let mut samples = cue(cue_, rate);
            let peak = f64::from(peak(&samples));
            for end in ["start", "end"] {
                assert!(samples[0].to_bits() == 0, "{cue_:?} at {rate}: the {end} is {}", samples[0]);
                // A raised cosine of 150 ms to the peak lies above every sample. One frame of slack: at the end the
                // note may stop between two.
                for (frame, sample) in (1..).zip(&samples) {
                    let allowed = peak * eased(seconds_at(frame, rate) / 0.150) + 1e-9;
                    assert!(f64::from(sample.abs()) <= allowed, "{cue_:?} at {rate}: too fast at the {end}");
                }
                samples.reverse();
            }
        }
    }
}

#[test]
fn nothing_clicks() {
    for cue in Cue::ALL {
        let samples = on_file(cue);
        let steps: Vec<f32> = samples.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        let first = &steps[..960];
        let last = &steps[steps.len() - 960..];
        assert!(peak(first) < 0.003_16 && peak(last) < 0.003_16, "{cue:?}");
        // Nor within: no step is larger than that of the highest note at the highest level.
        assert!(peak(&steps) < 0.063_1 * 600.0 * 6.3 / 48_000.0, "{cue:?}");
    }
}

#[test]
fn cues_are_short() {
    for cue in Cue::ALL {
        let longest = if cue == Cue::End { 1.5 } else { 0.85 };
        assert!((0.3..=longest).contains(&length(cue)), "{cue:?}: {} s", length(cue));
    }
}

/// Measures the pitch at times in milliseconds; within 2 %, a third of a semitone.
#[track_caller]
fn check_pitches(cue: Cue, expected: &[(u32, f64)]) {
    let samples = on_file(cue);
    for &(at, pitch) in expected {
        let measured = measure::pitch(&samples, secs(at), FILE_RATE);
        assert!((measured / pitch - 1.0).abs() < 0.02, "{cue:?} at {at} ms: {measured} Hz, not {pitch}");
    }
}

#[test]
fn shapes_mean_something() {
    check_pitches(Cue::Count, &[(80, 370.0), (160, 370.0), (240, 370.0)]);
    check_pitches(Cue::Switch, &[(200, 262.0), (620, 524.0)]);
    check_pitches(Cue::Halfway, &[(200, 392.0), (420, 392.0), (640, 392.0)]);
    check_pitches(Cue::Spot, &[(80, 494.0), (255, 587.0)]);
    check_pitches(Cue::Press, &[(90, 233.0), (380, 281.5), (680, 330.0)]);
    check_pitches(Cue::Release, &[(90, 330.0), (380, 281.5), (680, 233.0)]);
    check_pitches(Cue::Ending, &[(190, 277.0), (650, 277.0)]);
    check_pitches(Cue::SkinCheck, &[(150, 494.0), (415, 330.0), (680, 494.0)]);
    check_pitches(Cue::PackOff, &[(130, 587.0), (290, 466.0), (545, 587.0), (700, 466.0)]);
    check_pitches(Cue::Waiting, &[(100, 392.0), (390, 392.0), (720, 523.0)]);
    check_pitches(Cue::Paused, &[(200, 392.0), (600, 262.0)]);
    check_pitches(Cue::Resumed, &[(200, 262.0), (600, 392.0)]);
    check_pitches(Cue::End, &[(250, 392.0), (640, 330.0)]);
}

/// The loudness of a stretch, against the highest of the cue.
fn share(cue: Cue, from: u32, to: u32) -> f32 {
    let samples = on_file(cue);
    let frame = |millis: u32| usize::try_from(millis * (FILE_RATE / 1000)).unwrap();
    peak(&samples[frame(from)..frame(to)]) / peak(&samples)
}

#[test]
fn halfway_dips_and_ending_pulses() {
    let dip = share(Cue::Halfway, 415, 425);
    assert!((0.3..0.6).contains(&dip), "one tone, so the dip is not silence: {dip}");
    assert!(share(Cue::Ending, 380, 460) < 1e-6, "two pulses, so there is silence between");
    let (first, second) = (share(Cue::Ending, 0, 380), share(Cue::Ending, 460, 840));
    assert!((first - second).abs() < 0.01, "equal pulses: {first}, {second}");
    assert!(share(Cue::Press, 400, 600) > 1.5 * share(Cue::Press, 0, 200), "swells");
    assert!(share(Cue::Release, 160, 360) > 1.5 * share(Cue::Release, 560, 760), "fades");
}

#[test]
fn pack_off_is_the_strongest() {
    let strength = |cue| measure::strength(&on_file(cue), FILE_RATE);
    for cue in Cue::ALL.into_iter().filter(|&cue| cue != Cue::PackOff) {
        let (this, that) = (strength(cue), strength(Cue::PackOff));
        assert!(this + 1.0 < that, "{cue:?} {this:.1} dB, pack-off {that:.1} dB");
    }
}

#[test]
fn a_sample_depends_on_its_time_alone() {
    for cue in Cue::ALL {
        let fine = mixed(sheet(cue).notes, 2 * FILE_RATE);
        let every_other: Vec<f64> = fine.into_iter().step_by(2).collect();
        assert_eq!(mixed(sheet(cue).notes, FILE_RATE), every_other, "{cue:?}");
    }
}

/// The notes a little slower and higher, as another loudspeaker or a tired ear might have them.
fn bent(cue: Cue) -> Vec<Note> {
    let slower = |millis: u32| millis * 11 / 10;
    let higher = |pitch: f64| pitch * 2_f64.powf(1.0 / 12.0);
    let bend = |note: &Note| Note {
        start: slower(note.start),
        lasts: slower(note.lasts),
        fade_in: slower(note.fade_in),
        fade_out: slower(note.fade_out),
        from: higher(note.from),
        to: higher(note.to),
        slide: (slower(note.slide.0), slower(note.slide.1)),
        level: note.level,
    };
    sheet(cue).notes.iter().map(bend).collect()
}

/// Likeness is 1 for the same sound; loudness plays no part, nor does a shift of up to 150 ms or three semitones, since
/// hardly anybody hears when exactly a cue began or how high it was. What counts as alike is measured, not guessed: a
/// cue that is a tenth slower and a semitone higher is still the same cue, so two different cues must be further apart
/// than any cue is from its own such copy, with room to spare.
#[test]
fn no_two_are_alike() {
    let images = Cue::ALL.map(|cue| (cue, measure::image(&mixed(sheet(cue).notes, COARSE))));
    let same = images
        .iter()
        .map(|(cue, image)| measure::likeness(image, &measure::image(&mixed(&bent(*cue), COARSE))))
        .fold(1.0, f64::min);
    let mut pairs = Vec::new();
    for (index, (one, image)) in images.iter().enumerate() {
        for (other, another) in &images[index + 1..] {
            pairs.push((measure::likeness(image, another), *one, *other));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (likeness, one, other) = pairs[0];
    assert!(likeness + 0.15 < same, "{one:?} and {other:?}: {likeness:.3}; a bent cue and itself: {same:.3}");
}

#[test]
fn the_files_are_what_the_code_makes() {
    for cue in Cue::ALL {
        let path = audio(&format!("cues/{}.wav", cue.name()));
        let made: Vec<i16> = on_file(cue).into_iter().map(sixteen_bits).collect();
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: FILE_RATE,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        if writes() {
            let mut file = hound::WavWriter::create(&path, spec).unwrap();
            for &sample in &made {
                file.write_sample(sample).unwrap();
            }
            file.finalize().unwrap();
        }
        let mut file = hound::WavReader::open(&path).unwrap();
        assert_eq!(file.spec(), spec, "{cue:?}");
        let stored: Vec<i16> = file.samples().map(Result::unwrap).collect();
        assert_eq!(stored.len(), made.len(), "{cue:?}");
        // Sines differ between platforms in their last bit, which may tip a rounding.
        assert!(stored.iter().zip(&made).all(|(a, b)| a.abs_diff(*b) <= 1), "{cue:?}");
    }
}

#[test]
fn the_picture_shows_what_the_code_makes() {
    let drawn = picture::draw();
    let path = audio("cues.svg");
    if writes() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap();
    let stored: Vec<&str> = stored.split([' ', '\n']).collect();
    let drawn: Vec<&str> = drawn.split([' ', '\n']).collect();
    assert_eq!(stored.len(), drawn.len());
    for (one, other) in stored.into_iter().zip(drawn) {
        // As with the samples, a point may be rounded the other way.
        let close = match (one.parse::<i32>(), other.parse::<i32>()) {
            (Ok(one), Ok(other)) => one.abs_diff(other) <= 1,
            _ => one == other,
        };
        assert!(close, "{one} {other}");
    }
}

#[test]
fn the_table_for_readers_has_the_right_numbers() {
    let readme = std::fs::read_to_string(audio("README.md")).unwrap();
    for cue in Cue::ALL {
        let row = readme.lines().find(|line| line.starts_with(&format!("| `{}` |", cue.name()))).unwrap();
        let peak = 20.0 * peak(&on_file(cue)).log10();
        let numbers = format!("| {:.2} s | −{:.0} |", length(cue), -peak);
        assert!(row.ends_with(&numbers), "{row}\nshould end with\n{numbers}");
    }
}
