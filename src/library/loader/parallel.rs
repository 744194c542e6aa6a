//! Runs the same work on many items, on all processors.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The fewest items that justify a thread.
const WORTH_A_THREAD: usize = 16;
/// More threads would only wait for the disk together.
const MOST_THREADS: usize = 8;

/// The results of `work` for each item, in order.
pub(super) fn parallel<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(MOST_THREADS).min(things.len() / WORTH_A_THREAD);
    if threads < 2 {
        return things.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((index, thing)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            things.get(index).map(|thing| (index, thing))
        } {
            done.push((index, work(thing)));
        }
        done
    };
    let mut all: Vec<(usize, R)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut all = take();
        for other in others {
            match other.join() {
                Ok(done) => all.extend(done),
                // A panic in a thread continues here.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_done_once_and_in_order() {
        for count in [0, 1, 15, 16, 33, 1000] {
            let numbers: Vec<usize> = (0..count).collect();
            let expected: Vec<usize> = (0..count).map(|number| number * 2).collect();
            assert_eq!(parallel(&numbers, |number| number * 2), expected);
        }
    }
}
