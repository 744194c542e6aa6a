//! Closed lists of words: each member has its name in a file and its plain words for people.

/// Something that a routine names by one word from a fixed list.
pub trait Vocabulary: Sized + 'static {
    /// What the list is a list of, as a message says it: `site`.
    const WHAT: &'static str;
    /// Every member, in the order in which people are shown them.
    const ALL: &'static [Self];
    /// The members' names in a file, in the same order.
    const NAMES: &'static [&'static str];
    /// What the members are in plain words, for people, in the same order.
    const PLAIN: &'static [&'static str];

    /// The member with a name.
    #[must_use]
    fn named(name: &str) -> Option<&'static Self> {
        let place = Self::NAMES.iter().position(|known| *known == name)?;
        Self::ALL.get(place)
    }
}

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $what:literal: $($(#[$member_doc:meta])* $member:ident = $plain:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
        pub enum $name {
            $($(#[$member_doc])* #[doc = $plain] $member),+
        }

        impl $crate::ron_reader::Vocabulary for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &[$(Self::$member),+];
            const NAMES: &'static [&'static str] = &[$(stringify!($member)),+];
            const PLAIN: &'static [&'static str] = &[$($plain),+];
        }

        impl $name {
            /// In plain words, for people.
            #[must_use]
            pub const fn plain(self) -> &'static str {
                match self { $(Self::$member => $plain),+ }
            }

            /// As a routine file names it, and as the journal stores it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$member => stringify!($member)),+ }
            }
        }
    };
}

pub(crate) use vocabulary;
