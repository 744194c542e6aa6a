//! Phrases of the list, found in a sentence.

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

    /// Whether it begins with this word: a look that is cheap.
    pub(super) fn begins_with(&self, word: &str) -> bool {
        self.0.first().is_some_and(|first| first.is(word))
    }

    /// The first byte of what it begins with.
    pub(super) fn first_byte(&self) -> Option<u8> {
        match self.0.first()? {
            Piece::Word(text) | Piece::Stem(text) => text.bytes().next(),
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
    word.chars().filter(|c| !matches!(c, '\'' | '’')).flat_map(char::to_lowercase).collect()
}

/// The words of a sentence, in lower case.
pub(super) fn words(sentence: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    sentence.split(|c: char| !is_part(c)).filter(|word| !word.is_empty()).map(plain).collect()
}
