//! Sentences made before, on disk. Whatever goes wrong with it, a sentence is only made again.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::recording;
use crate::sound::clip::{Clip, sixteen_bits};
use crate::storage::{WriteOptions, read_plain};

/// All sentences of the shipped routines take a tenth of this.
const MOST_BYTES: u64 = 100 << 20;
/// What comes before the samples in a file that is written here.
const HEADER_BYTES: usize = 44;

/// A folder of sentences.
#[derive(Debug)]
pub(super) struct Cache {
    folder: Option<PathBuf>,
    most_bytes: u64,
}

impl Cache {
    /// Below a folder; without one, nothing is kept.
    pub(super) fn at(folder: Option<PathBuf>) -> Self {
        Self { folder: folder.map(|folder| folder.join("voice")), most_bytes: MOST_BYTES }
    }

    pub(super) fn get(&self, key: &str) -> Option<Clip> {
        let path = self.path(key)?;
        // Only what was made here: a link would lead to what somebody else keeps.
        path.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
        let bytes = read_plain(&path, recording::MOST_BYTES).ok()?;
        // A sentence that was cut off by a fault of the disk would be spoken only in part.
        let (header, samples) = bytes.split_at_checked(HEADER_BYTES)?;
        let says = header.last_chunk().map(|length| u32::from_le_bytes(*length) as usize);
        if says != Some(samples.len()) {
            return None;
        }
        let clip = recording::of_bytes(bytes).ok()?;
        // So that what is used stays, and what is not goes first.
        if let Ok(file) = std::fs::File::options().write(true).open(&path) {
            let _ = file.set_modified(SystemTime::now());
        }
        Some(clip)
    }

    /// Keeps a sentence, and gives it as it will be found again: what is heard is the same the first time and every time
    /// after.
    pub(super) fn put(&self, key: &str, clip: &Clip) -> Option<Clip> {
        // The library that writes it counts on a rate.
        let bytes = (clip.rate > 0).then(|| wav(clip).ok()).flatten()?;
        if let Some(path) = self.path(key) {
            let _ = write(&path, &bytes);
        }
        recording::of_bytes(bytes).ok()
    }

    /// Removes the sentences that were not used for the longest time, until the rest is within bounds; nothing that was
    /// not made here, and nothing in another folder to which a link leads.
    pub(super) fn prune(&self) {
        let folder = self.folder.as_ref().filter(|folder| !folder.is_symlink());
        let Some(listed) = folder.and_then(|folder| std::fs::read_dir(folder).ok()) else {
            return;
        };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = listed
            .flatten()
            .filter(|entry| is_name(&entry.file_name().to_string_lossy()))
            .filter_map(|entry| {
                // Of a link itself, which is none.
                let meta = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
                Some((meta.modified().ok()?, meta.len(), entry.path()))
            })
            .collect();
        files.sort();
        let mut total: u64 = files.iter().map(|(_, len, _)| len).sum();
        for (_, len, path) in files {
            if total <= self.most_bytes {
                break;
            }
            if std::fs::remove_file(path).is_ok() {
                total -= len;
            }
        }
    }

    fn path(&self, key: &str) -> Option<PathBuf> {
        use std::fmt::Write as _;
        let name = Sha256::digest(key.as_bytes()).iter().take(16).fold(String::new(), |mut name, byte| {
            let _ = write!(name, "{byte:02x}");
            name
        });
        Some(self.folder.as_ref()?.join(format!("{name}.wav")))
    }
}

/// Whether a file has a name as this gives them.
fn is_name(name: &str) -> bool {
    let is_digit = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    name.strip_suffix(".wav").is_some_and(|key| key.len() == 32 && key.chars().all(is_digit))
}

/// A clip as a sound file.
fn wav(clip: &Clip) -> Result<Vec<u8>, hound::Error> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: clip.rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec)?;
    for sample in &clip.samples {
        writer.write_sample(sixteen_bits(*sample))?;
    }
    writer.finalize()?;
    Ok(bytes.into_inner())
}

/// Whole, so that no half sentence is ever read; not waited for, since it can be made again. What was spoken tells what
/// was played, so it is private.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    let mut file = WriteOptions::private().make_private_folder().unsynced().begin(path)?;
    file.write_all(bytes)?;
    file.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_found_again_and_only_under_its_own_key() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(Some(folder.path().to_path_buf()));
        let clip = Clip { rate: 22_050, samples: vec![0.25; 500] };
        cache.put("a", &clip);
        let found = cache.get("a").unwrap();
        assert_eq!((found.rate, found.samples.len()), (22_050, 500));
        assert!((found.samples[7] - 0.25).abs() < 1e-4);
        assert!(cache.get("b").is_none());
    }

    #[test]
    fn what_was_not_used_for_the_longest_time_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let clip = Clip { rate: 22_050, samples: vec![0.25; 500] };
        let mut cache = Cache::at(Some(folder.path().to_path_buf()));
        for (key, age_secs) in [("old", 300), ("used", 200), ("new", 100)] {
            cache.put(key, &clip);
            let file = std::fs::File::options().write(true).open(cache.path(key).unwrap()).unwrap();
            file.set_modified(SystemTime::now() - std::time::Duration::from_secs(age_secs)).unwrap();
        }
        cache.prune();
        assert!(cache.path("old").unwrap().exists());
        cache.get("old").unwrap();
        // Room for two of the three.
        cache.most_bytes = 2 * std::fs::metadata(cache.path("new").unwrap()).unwrap().len();
        cache.prune();
        let kept = ["old", "used", "new"].map(|key| cache.path(key).unwrap().exists());
        assert_eq!(kept, [true, false, true]);
    }

    #[cfg(unix)]
    #[test]
    fn what_was_not_made_here_stays_and_no_link_is_followed() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let clip = Clip { rate: 22_050, samples: vec![0.25; 500] };
        let mut cache = Cache::at(Some(home.path().join("cache")));
        cache.most_bytes = 0;
        for key in ["a", "b"] {
            cache.put(key, &clip);
        }
        let voice = home.path().join("cache/voice");
        let mine = ["notes.wav", "0123.wav", "notes.txt"].map(|name| voice.join(name));
        for path in &mine {
            std::fs::write(path, "mine").unwrap();
        }
        let theirs = home.path().join("theirs.wav");
        std::fs::rename(cache.path("b").unwrap(), &theirs).unwrap();
        symlink(&theirs, cache.path("b").unwrap()).unwrap();
        assert!(cache.get("b").is_none(), "a link is no sentence");
        cache.prune();
        assert!(!cache.path("a").unwrap().exists());
        assert!(cache.path("b").unwrap().is_symlink() && theirs.exists());
        assert!(mine.iter().all(|path| path.exists()));

        // The whole folder may be a link: what lies there is not looked through.
        std::fs::create_dir(home.path().join("linked")).unwrap();
        cache.put("c", &clip);
        std::fs::rename(&voice, home.path().join("elsewhere")).unwrap();
        symlink("../elsewhere", home.path().join("linked/voice")).unwrap();
        let linked = Cache { most_bytes: 0, ..Cache::at(Some(home.path().join("linked"))) };
        linked.prune();
        assert!(linked.path("c").unwrap().exists());
    }

    #[test]
    fn a_damaged_or_unwritable_cache_is_no_fault() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(Some(folder.path().to_path_buf()));
        cache.put("a", &Clip { rate: 22_050, samples: vec![0.25; 500] });
        std::fs::write(cache.path("a").unwrap(), b"nonsense").unwrap();
        assert!(cache.get("a").is_none());
        // Made again, whatever lies there.
        let clip = Clip { rate: 22_050, samples: vec![0.25; 500] };
        let good = {
            cache.put("a", &clip);
            std::fs::read(cache.path("a").unwrap()).unwrap()
        };
        let with_rate = |rate: u32| [&good[..24], &rate.to_le_bytes(), &good[28..]].concat();
        for damaged in [with_rate(0), with_rate(1), good[..good.len() - 2].to_vec(), Vec::new()] {
            std::fs::write(cache.path("a").unwrap(), damaged).unwrap();
            assert!(cache.get("a").is_none());
            cache.put("a", &clip);
            assert!(cache.get("a").is_some());
        }
        Cache::at(Some("/proc/none".into())).put("a", &Clip::default());
        Cache::at(None).prune();
    }
}
