//! The journal: records of sessions and attacks, what was done and how it felt.
//!
//! | part | what it is for |
//! |---|---|
//! | [`record`] | one session, as planned, as done, and how it felt |
//! | [`attack`] | an attack, noted independently of sessions |
//! | [`course`] | an attack as one line through time, from its first signs to the day after |
//! | [`store`] | the SQLite file |
//! | [`summary`] | which routines were followed by less pain, and how the months were |
//! | [`export`] | CSV and JSON, export and import |
//! | [`report`] | a page for the doctor |
//! | [`calendar`] | planned sessions for calendars |
//! | [`backup`] | automatic copies of the file |
//! | `repair` | replaces a damaged file by its newest good copy |
//! | `running` | sessions that are under way, in files that grow once a second |
//! | [`service`] | writes in the background and never loses an entry |
//! | [`JournalError`] | why a query has no answer |
//!
//! Wall-clock time comes from the app, which stamps the records.

pub(crate) mod assessment;
pub(crate) mod attack;
pub(crate) mod backup;
pub(crate) mod calendar;
pub mod course;
pub mod days;
mod error;
pub mod export;
mod parts;
pub(crate) mod record;
mod repair;
pub(crate) mod report;
pub(crate) mod revision;
mod running;
pub(crate) mod service;
pub mod store;
pub mod summary;

pub use assessment::{Assessment, Scale};
pub use attack::{Attack, Aura};
pub use error::JournalError;
pub use export::Everything;
pub use record::{
    Applied, Comfort, Feeling, FollowUpAnswer, KnownMedicine, Medicine, MedicineClass, Outcome, Point,
    Record, StepRecord, Symptom, Symptoms,
};
pub use repair::RepairError;
pub use service::{JournalService, Lookback, Pending};
pub use store::{Day, Deleted, Filter, Imported, Store, StoreError};

/// The newest version of a journal's file that this program reads.
pub(crate) const NEWEST_JOURNAL: i32 = store::schema::VERSION;
