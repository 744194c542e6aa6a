//! Start-up timings: with `STILLPOINT_TIMINGS` set, prints to standard error when the first frame was on the
//! screen, when the journal had answered the first screen, and how late each step of a session appeared.

use std::time::{Duration, Instant};

use eframe::egui;

use crate::player::{Snapshot, State};

/// Measures one start, and the sessions after it.
pub(super) struct Timing {
    begun: Instant,
    frames: u32,
    is_answered: bool,
    /// The step that is shown.
    shown: Option<usize>,
    /// When the step began that is being drawn.
    drawn: Option<Instant>,
}

impl Timing {
    /// Starts measuring, if the variable is set.
    pub(super) fn if_wanted() -> Option<Self> {
        std::env::var_os("STILLPOINT_TIMINGS")?;
        Some(Self { begun: Instant::now(), frames: 0, is_answered: false, shown: None, drawn: None })
    }

    /// Reports the milestones that are reached at the beginning of a frame.
    pub(super) fn on_frame(&mut self, is_answered: bool, ctx: &egui::Context) {
        // When the second frame begins, the first one is on the screen.
        if self.frames == 1 {
            print_elapsed("first frame", self.begun);
        }
        if self.frames < 2 {
            self.frames += 1;
            ctx.request_repaint();
        }
        if is_answered && !std::mem::replace(&mut self.is_answered, true) {
            print_elapsed("journal answered", self.begun);
        }
    }

    /// Reports how long a step had been running when it appeared, at the beginning of the following frame.
    pub(super) fn on_session_frame(&mut self, now: &Snapshot, ctx: &egui::Context) {
        if let Some(since) = self.drawn.take() {
            print_elapsed("step on the screen", since);
        }
        if now.state == State::Running && self.shown.replace(now.index) != Some(now.index) {
            let goes_on: Duration = now.at.since(now.segment().start).into();
            self.drawn = Instant::now().checked_sub(goes_on);
            ctx.request_repaint();
        }
    }
}

fn print_elapsed(milestone: &str, since: Instant) {
    eprintln!("{milestone}: {:.1} ms", since.elapsed().as_secs_f64() * 1000.0);
}
