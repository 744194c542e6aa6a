//! The tables with which a Vorbis stream is decoded: a few bytes can ask for any amount of memory.

use super::RecordingError;

/// The most words of all tables together: our limit, ten times what encoders write.
const MOST_WORDS: u64 = 1 << 18;
/// The most numbers behind the words: our limit, ten times what encoders write.
const MOST_NUMBERS: u64 = 1 << 21;

const DAMAGED: RecordingError = RecordingError::Damaged("has damaged tables");

/// Bits from the lowest of each byte on.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn read(&mut self, count: u32) -> Result<u32, RecordingError> {
        let mut value = 0;
        for bit in 0..count {
            let byte = self.bytes.get(self.at / 8).ok_or(DAMAGED)?;
            value |= u32::from(byte >> (self.at % 8) & 1) << bit;
            self.at += 1;
        }
        Ok(value)
    }

    /// Only as far as there are bits.
    fn skip(&mut self, count: u64) -> Result<(), RecordingError> {
        let at = usize::try_from(count).ok().and_then(|count| self.at.checked_add(count)).ok_or(DAMAGED)?;
        self.at = at;
        if at <= self.bytes.len() * 8 { Ok(()) } else { Err(DAMAGED) }
    }
}

/// Refuses tables that are larger than any encoder writes; what else is wrong with them is for the library to tell.
pub(super) fn check_setup(setup: &[u8]) -> Result<(), RecordingError> {
    let mut bits = Bits { bytes: setup, at: 0 };
    let (mut words, mut numbers) = (0, 0);
    for _ in 0..=bits.read(8)? {
        let (more_words, more_numbers) = table(&mut bits)?;
        words += more_words;
        numbers += more_numbers;
        if words > MOST_WORDS || numbers > MOST_NUMBERS {
            return Err(RecordingError::Damaged("has tables that are larger than any sound needs"));
        }
    }
    Ok(())
}

/// How many words a table has, and how many numbers are behind them.
fn table(bits: &mut Bits<'_>) -> Result<(u64, u64), RecordingError> {
    if bits.read(24)? != 0x0056_4342 {
        return Err(DAMAGED);
    }
    let (dimensions, words) = (bits.read(16)?, bits.read(24)?);
    let size = (u64::from(words), u64::from(words) * u64::from(dimensions));
    if size.0 > MOST_WORDS || size.1 > MOST_NUMBERS {
        return Ok(size);
    }
    let is_ordered = bits.read(1)? == 1;
    if is_ordered {
        bits.read(5)?;
        let mut told = 0;
        while told < words {
            told += bits.read(u32::BITS - (words - told).leading_zeros())?;
        }
    } else if bits.read(1)? == 1 {
        for _ in 0..words {
            if bits.read(1)? == 1 {
                bits.read(5)?;
            }
        }
    } else {
        bits.skip(5 * size.0)?;
    }
    let values = match bits.read(4)? {
        0 => return Ok(size),
        1 => u64::from(root(words, dimensions)?),
        2 => size.1,
        _ => return Err(DAMAGED),
    };
    bits.skip(64)?;
    let width = bits.read(4)? + 1;
    bits.skip(1 + values * u64::from(width))?;
    Ok(size)
}

/// The largest number of which this power is no larger than the words.
fn root(words: u32, power: u32) -> Result<u32, RecordingError> {
    if power == 0 {
        return Err(DAMAGED);
    }
    let fits = |root: u32| u64::from(root).checked_pow(power).is_some_and(|raised| raised <= words.into());
    let mut root = 0;
    while root < words && fits(root + 1) {
        root += 1;
    }
    Ok(root)
}
