//! The lists inside an entry. They are read from files of anybody, in which three bytes can make a part that takes eight
//! times as much memory: so no more of them are read than an entry can have.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};

/// The most of anything that an entry has many of: ten times the steps that a routine can have.
pub(super) const MOST_PARTS: usize = 100_000;

/// Reads a list, and keeps one more than [`MOST_PARTS`] of it at most: enough for an import to see that it has too many.
pub(super) fn parts<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_seq(Parts(PhantomData))
}

struct Parts<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = list.next_element()? {
            parts.push(part);
            if parts.len() > MOST_PARTS {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                break;
            }
        }
        Ok(parts)
    }
}
