//! How long a start takes: with `STILLPOINT_TIMINGS` set, two lines on standard error say when the first frame was on
//! the screen, and when the journal had answered what the first screen asks.

use std::time::Instant;

use eframe::egui;

/// Measures one start.
pub(super) struct Timing {
    begun: Instant,
    frames: u32,
    is_answered: bool,
}

impl Timing {
    /// From now on, if it is wanted.
    pub(super) fn if_wanted() -> Option<Self> {
        std::env::var_os("STILLPOINT_TIMINGS")?;
        Some(Self { begun: Instant::now(), frames: 0, is_answered: false })
    }

    /// Says what is reached by the beginning of a frame.
    pub(super) fn follow(&mut self, is_answered: bool, ctx: &egui::Context) {
        // The second frame begins when the first one is on the screen.
        if self.frames == 1 {
            self.tell("first frame");
        }
        if self.frames < 2 {
            self.frames += 1;
            ctx.request_repaint();
        }
        if is_answered && !std::mem::replace(&mut self.is_answered, true) {
            self.tell("journal answered");
        }
    }

    fn tell(&self, what: &str) {
        eprintln!("{what}: {:.1} ms", self.begun.elapsed().as_secs_f64() * 1000.0);
    }
}
