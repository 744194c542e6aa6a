//! An answer that another thread will give.
//!
//! Three things can happen: it comes, it does not come in time, or whoever should have given it is gone. A bare channel
//! lets the last two look like each other, like "not yet" or like nothing at all; here each is an error of its own, in
//! the type of whoever asks.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::time::Duration;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// Whoever should have answered has ended, or could not begin. No answer will come.
    #[error("it stopped without answering")]
    Gone,
    /// It did not answer in the time that there was. What was asked may still be done.
    #[error("it didn't answer in time")]
    NoAnswer,
}

/// An answer that arrives later: the result, or why there is none.
///
/// It can be received once. The caller's error type covers a missing answer through `From<Unanswered>`.
#[derive(Debug)]
#[must_use = "nobody else hears the answer"]
pub struct Pending<T, E>(Receiver<Result<T, E>>);

/// Gives the answer. Dropped without one, it tells that there will be none.
#[derive(Debug)]
#[must_use = "without an answer, whoever waits is told that there is none"]
pub struct Answer<T, E>(Sender<Result<T, E>>);

impl<T, E> Answer<T, E> {
    /// Gives the answer; nobody may wait for it any more.
    pub fn give(self, answer: Result<T, E>) {
        let _ = self.0.send(answer);
    }
}

impl<T, E: From<Unanswered>> Pending<T, E> {
    /// An answer to come, and the way to give it.
    pub fn new() -> (Answer<T, E>, Self) {
        let (answer, pending) = channel();
        (Answer(answer), Self(pending))
    }

    /// The answer of what is done on a thread of its own, which is named for those who look at threads.
    pub fn spawn(name: &str, act: impl FnOnce() -> Result<T, E> + Send + 'static) -> Self
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let (answer, pending) = Self::new();
        // Without a thread the answer is dropped, and that is told.
        let _ = std::thread::Builder::new().name(name.to_owned()).spawn(move || answer.give(act()));
        pending
    }

    /// The answer if it is there by now, without waiting; nothing while it may still come. After it was taken, this
    /// gives [`Unanswered::Gone`].
    #[must_use]
    pub fn poll(&self) -> Option<Result<T, E>> {
        match self.0.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(Unanswered::Gone.into())),
        }
    }

    /// Polls what may be awaited, and empties the place once the answer is there, so that it is taken once.
    pub fn poll_in(awaited: &mut Option<Self>) -> Option<Result<T, E>> {
        let answer = awaited.as_ref()?.poll()?;
        *awaited = None;
        Some(answer)
    }

    /// Waits for the answer, but no longer than that.
    ///
    /// # Errors
    /// The answer's own, [`Unanswered::NoAnswer`] after that time, [`Unanswered::Gone`].
    pub fn wait(self, within: Duration) -> Result<T, E> {
        self.0.recv_timeout(within).unwrap_or_else(|error| {
            Err(match error {
                RecvTimeoutError::Timeout => Unanswered::NoAnswer.into(),
                RecvTimeoutError::Disconnected => Unanswered::Gone.into(),
            })
        })
    }

    /// Waits for the answer as long as it takes: where nobody is held up by it.
    ///
    /// # Errors
    /// The answer's own, [`Unanswered::Gone`].
    pub fn recv(self) -> Result<T, E> {
        self.0.recv().unwrap_or_else(|_| Err(Unanswered::Gone.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Awaited = Pending<u32, Unanswered>;

    #[test]
    fn an_answer_is_taken_once_and_is_not_there_before() {
        let (answer, pending) = Awaited::new();
        assert_eq!(pending.poll(), None);
        answer.give(Ok(7));
        assert_eq!(pending.poll(), Some(Ok(7)));
        assert_eq!(pending.poll(), Some(Err(Unanswered::Gone)));
        let (answer, pending) = Awaited::new();
        let mut awaited = Some(pending);
        assert_eq!(Pending::poll_in(&mut awaited), None);
        assert!(awaited.is_some());
        answer.give(Ok(8));
        assert_eq!(Pending::poll_in(&mut awaited), Some(Ok(8)));
        assert!(awaited.is_none());
        assert_eq!(Pending::poll_in(&mut awaited), None);
    }

    #[test]
    fn whoever_goes_without_an_answer_is_told_of_and_not_waited_for() {
        let gone = || {
            let (answer, pending) = Awaited::new();
            drop(answer);
            pending
        };
        assert_eq!(gone().poll(), Some(Err(Unanswered::Gone)));
        assert_eq!(gone().wait(Duration::MAX), Err(Unanswered::Gone));
        assert_eq!(gone().recv(), Err(Unanswered::Gone));
        // An answer that was given before stays one.
        let (answer, pending) = Awaited::new();
        answer.give(Ok(7));
        assert_eq!(pending.wait(Duration::ZERO), Ok(7));
    }

    #[test]
    fn an_answer_that_is_late_is_no_answer() {
        let (answer, pending) = Awaited::new();
        assert_eq!(pending.wait(Duration::ZERO), Err(Unanswered::NoAnswer));
        // Nobody waits any more, and that is no fault.
        answer.give(Ok(7));
    }

    #[test]
    fn what_is_done_elsewhere_answers_also_by_its_end() {
        assert_eq!(Awaited::spawn("test", || Ok(7)).recv(), Ok(7));
        let fault = || std::panic::resume_unwind(Box::new("a fault, which is told of nowhere else"));
        assert_eq!(Awaited::spawn("test", fault).recv(), Err(Unanswered::Gone));
    }
}
