//! A start on its way through the gate: checked, asked about, approved or refused.

use std::path::PathBuf;

use super::Window;
use crate::app::model::{NoticeKind, OpenSession};
use crate::app::pages::Page;
use crate::app::pages::details::DetailsPage;
use crate::app::pages::listening::Author;
use crate::app::start::{Approved, Decision, Gate, Purpose, Question, Refusal, StartRequest};
use crate::app::{SOON, SessionCommand};
use crate::library::files;

/// A start that is under way.
pub(in crate::app) enum Starting {
    /// The gate is waiting for the journal.
    Checking(Gate),
    /// The person has to answer a question on a page of its own first.
    Asking(StartRequest),
}

impl Window {
    /// Starts a session, by way of the gate.
    pub(in crate::app) fn start(&mut self, request: StartRequest) {
        self.starting =
            Some(Starting::Checking(Gate::check(request, &self.model.journal, &self.model.clock)));
        self.poll_start();
    }

    /// The question before a start has been answered: the gate checks again.
    pub(in crate::app) fn retry_start(&mut self) {
        match self.starting.take() {
            Some(Starting::Asking(request)) => {
                self.leave_question();
                self.start(request);
            }
            checking @ Some(Starting::Checking(_)) => self.starting = checking,
            None => self.back(),
        }
    }

    /// Drops the start that was asked about.
    pub(in crate::app) fn forget_start(&mut self) {
        self.starting = None;
    }

    /// Acts on the gate's decision once there is one.
    pub(super) fn poll_start(&mut self) {
        let gate = match self.starting.take() {
            Some(Starting::Checking(gate)) => gate,
            other => return self.starting = other,
        };
        let model = &self.model;
        match gate.poll(&model.preferences.settings, &model.library, &model.clock) {
            None => {
                model.ctx.request_repaint_after(SOON);
                self.starting = Some(Starting::Checking(gate));
            }
            Some(Decision::Approved(approved)) => self.admit(*approved),
            Some(Decision::Ask(question)) => self.ask(gate.into_request(), question),
            Some(Decision::Refused(refusal)) => self.refuse(&gate.into_request(), &refusal),
        }
        self.model.ctx.request_repaint();
    }

    fn admit(&mut self, approved: Approved) {
        match approved.purpose() {
            Purpose::Session => self.begin(approved),
            Purpose::Resume(record) => {
                let mut record = (**record).clone();
                record.dismissed = true;
                self.model.journal.writer().save(record);
                self.model.recent.interrupted = None;
                self.begin(approved);
            }
            Purpose::Continue { .. } => {
                self.model.send(SessionCommand::Continue(Box::new(approved)));
                self.open(Page::Session);
            }
            // A changed routine passes a gate of its own; see `Model::poll_reload`.
            Purpose::Reload { .. } => {}
            Purpose::Listen(_) => {
                if let Some(page) = author(&mut self.page) {
                    page.begin_listening(approved, &self.model);
                }
            }
        }
    }

    fn begin(&mut self, approved: Approved) {
        let request = approved.plan().request();
        // Whatever else is begun has nothing to do with the file that was being written.
        let is_of_file = |file: &PathBuf| files::id_of(file) == approved.plan().routine().id();
        self.model.return_to = self.model.return_to.take().filter(is_of_file);
        // The moment of the request now applies to every page.
        self.model.moment = crate::safety::Moment {
            insist: false,
            limits: crate::safety::Limits::default(),
            ..request.moment.clone()
        };
        match OpenSession::start(approved, &self.model) {
            Ok(open) => {
                self.model.session = Some(open);
                self.open(Page::Session);
            }
            Err(error) => {
                self.model.notices.set(NoticeKind::Done, format!("The session can't start: {error}."));
                self.apply(crate::app::pages::Effect::Go(crate::ui::actions::Destination::Home));
            }
        }
    }

    fn ask(&mut self, request: StartRequest, question: Question) {
        match question {
            Question::WarningSigns | Question::NotUsual { .. } | Question::LongAttack(_) => {
                self.show_danger(Some(question));
                self.starting = Some(Starting::Asking(request));
            }
            Question::FirstTime(which) => {
                self.show_first_time(which);
                self.starting = Some(Starting::Asking(request));
            }
            Question::JournalUnavailable { .. }
            | Question::Advice(_)
            | Question::SoreSide
            | Question::Phase => match request.purpose {
                Purpose::Listen(_) => {
                    if let Some(page) = author(&mut self.page) {
                        page.ask_before_listening(request, &question);
                    }
                }
                Purpose::Session | Purpose::Resume(_) | Purpose::Continue { .. } | Purpose::Reload { .. } => {
                    let page = DetailsPage::asking(request, &question, &self.model);
                    self.open(Page::Details(Box::new(page)));
                }
            },
        }
    }

    fn refuse(&mut self, request: &StartRequest, refusal: &Refusal) {
        match request.purpose {
            Purpose::Listen(_) => {
                if let Some(page) = author(&mut self.page) {
                    page.refuse_listening(refusal);
                }
            }
            Purpose::Continue { .. } => {
                if let Some(open) = &mut self.model.session {
                    open.trouble = Some(refusal.to_string());
                }
            }
            Purpose::Session | Purpose::Resume(_) | Purpose::Reload { .. } => {
                let page = DetailsPage::refused(request, refusal, &self.model);
                self.open(Page::Details(Box::new(page)));
            }
        }
    }

    /// From the page of a question back to the page before it.
    fn leave_question(&mut self) {
        if let Some(before) = self.page.take_before() {
            self.open(before);
        }
    }
}

/// The page on which an author listens; `None` if it has been left meanwhile.
fn author(page: &mut Page) -> Option<&mut dyn Author> {
    if let Page::Editor(page) = page {
        Some(&mut **page)
    } else if let Page::Writing(page) = page {
        Some(&mut **page)
    } else {
        None
    }
}
