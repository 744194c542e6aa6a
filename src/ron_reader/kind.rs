//! The kinds of faults that a file can have.

/// What sort of fault a problem is, for tools and tests: words may be improved, a kind and its name stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// The file cannot be read as text at all: it is not there, too large, or not UTF-8.
    File,
    /// Brackets, quotes and commas: the text is not RON, or nothing is in it.
    Syntax,
    /// The file is of a format that this version does not read.
    Format,
    /// A field that its struct does not have.
    UnknownField,
    /// A field that its struct needs.
    MissingField,
    /// The same thing twice: a field, a language, the id of a file.
    Duplicate,
    /// A value of another shape than its field has.
    WrongType,
    /// A name that is not in its list: of a site, a phase, a step.
    UnknownName,
    /// A value of the right shape that cannot be: zero, too large, or not fitting into what holds it.
    OutOfRange,
    /// Two things that cannot both be.
    Contradiction,
    /// A bound that keeps any file from exhausting the program: steps, depth, length.
    Limit,
    /// What is said or written: its placeholders, its numbers, the time to say it.
    Words,
    /// Something of another file: a technique, a routine, a picture, a recording.
    Reference,
    /// A text that lacks a language.
    Language,
    /// What a routine rests on, and what it claims to.
    Evidence,
    /// It could hurt.
    Safety,
}

impl ProblemKind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::File,
        Self::Syntax,
        Self::Format,
        Self::UnknownField,
        Self::MissingField,
        Self::Duplicate,
        Self::WrongType,
        Self::UnknownName,
        Self::OutOfRange,
        Self::Contradiction,
        Self::Limit,
        Self::Words,
        Self::Reference,
        Self::Language,
        Self::Evidence,
        Self::Safety,
    ];

    /// Its name in `stillpoint check --json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Syntax => "syntax",
            Self::Format => "format",
            Self::UnknownField => "unknown-field",
            Self::MissingField => "missing-field",
            Self::Duplicate => "duplicate",
            Self::WrongType => "wrong-type",
            Self::UnknownName => "unknown-name",
            Self::OutOfRange => "out-of-range",
            Self::Contradiction => "contradiction",
            Self::Limit => "limit",
            Self::Words => "words",
            Self::Reference => "reference",
            Self::Language => "language",
            Self::Evidence => "evidence",
            Self::Safety => "safety",
        }
    }
}
