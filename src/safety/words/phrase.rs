//! Phrases of the list, found in a sentence.

/// They make no difference: `don't` and `dont` are one word.
const APOSTROPHES: [char; 2] = ['\'', '’'];

/// The first four bytes of a word, in lower case; zeros after a shorter one.
pub(super) type Opening = [u8; 4];

/// The opening of a word of ASCII letters; of another one it has a byte that no other opening has.
fn opening(word: &[u8]) -> Opening {
    let mut opening = [0; 4];
    for (of, byte) in opening.iter_mut().zip(word) {
        *of = byte.to_ascii_lowercase();
    }
    opening
}

/// Whether a word begins with any of these openings (in order), or so that only a closer look can tell.
pub(super) fn may_begin(text: &str, openings: &[Opening]) -> bool {
    let bytes = text.as_bytes();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'\'' || !byte.is_ascii();
    let mut at = 0;
    while at < bytes.len() {
        if !is_part(bytes[at]) {
            at += 1;
            continue;
        }
        let end = bytes[at..].iter().position(|byte| !is_part(*byte)).map_or(bytes.len(), |len| at + len);
        let word = &bytes[at..end];
        let has_other = |byte: &u8| !byte.is_ascii_alphanumeric();
        if word.iter().take(4).any(has_other) || openings.binary_search(&opening(word)).is_ok() {
            return true;
        }
        at = end;
    }
    false
}

/// One piece of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// This word.
    Word(String),
    /// A word that begins so.
    Stem(String),
    /// Any words, or none.
    Gap,
}

/// Words that stand one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase(Vec<Piece>);

impl Phrase {
    pub(super) fn parse(text: &str) -> Self {
        let piece = |word: &str| match word.strip_suffix('*') {
            _ if word == "…" => Piece::Gap,
            Some(stem) => Piece::Stem(plain(stem)),
            None => Piece::Word(plain(word)),
        };
        Self(text.split_whitespace().map(piece).collect())
    }

    /// Whether it can begin with this word, which is in lower case: a look that is cheap.
    pub(super) fn begins_with(&self, word: &str) -> bool {
        let bare = word.contains(APOSTROPHES).then(|| plain(word));
        self.0.first().is_some_and(|first| first.is(bare.as_deref().unwrap_or(word)))
    }

    /// The first byte of what it begins with.
    pub(super) fn first_byte(&self) -> Option<u8> {
        match self.0.first()? {
            Piece::Word(text) | Piece::Stem(text) => text.bytes().next(),
            Piece::Gap => None,
        }
    }

    /// The first letters of a word that it can begin with.
    pub(super) fn opening(&self) -> Option<Opening> {
        match self.0.first()? {
            Piece::Word(text) => Some(opening(text.as_bytes())),
            Piece::Stem(text) if text.len() < 4 => None,
            Piece::Stem(text) => Some(opening(&text.as_bytes()[..4])),
            Piece::Gap => None,
        }
    }

    /// Where it stands in a sentence: from this word to before that one.
    pub(super) fn found(&self, words: &[String]) -> Option<(usize, usize)> {
        (0..words.len()).find_map(|from| Some((from, from + matched(&self.0, &words[from..])?)))
    }
}

impl Piece {
    fn is(&self, word: &str) -> bool {
        match self {
            Self::Word(own) => own == word,
            Self::Stem(stem) => word.starts_with(stem.as_str()),
            Self::Gap => false,
        }
    }
}

/// How many of the words the pieces take, from the first of them on.
fn matched(pieces: &[Piece], words: &[String]) -> Option<usize> {
    let Some((piece, rest)) = pieces.split_first() else { return Some(0) };
    if *piece == Piece::Gap {
        return (0..=words.len()).find_map(|skipped| Some(skipped + matched(rest, &words[skipped..])?));
    }
    let (word, later) = words.split_first()?;
    if piece.is(word) { Some(1 + matched(rest, later)?) } else { None }
}

/// A word in lower case, without apostrophes.
fn plain(word: &str) -> String {
    word.chars().filter(|c| !APOSTROPHES.contains(c)).flat_map(char::to_lowercase).collect()
}

/// The words of a sentence, as they stand there.
pub(super) fn split(sentence: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || APOSTROPHES.contains(&c);
    sentence.split(move |c: char| !is_part(c)).filter(|word| !word.is_empty())
}

/// The words of a sentence, in lower case and without apostrophes.
pub(super) fn words(sentence: &str) -> Vec<String> {
    split(sentence).map(plain).collect()
}
