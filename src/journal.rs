//! What was done and how it felt: records of sessions and of attacks, pure data.
//!
//! | part | what it is for |
//! |---|---|
//! | [`record`] | one session, as planned, as done, and as it was felt |
//! | [`attack`] | an attack, noted beside the sessions |
//! | [`store`] | the SQLite file |
//! | [`summary`] | what was followed by less pain, and how the months were |
//! | [`export`] | CSV and JSON, out and in |
//! | [`report`] | a page for the doctor |
//! | [`calendar`] | planned sessions for calendars |
//! | [`backup`] | copies that are made by themselves |
//! | `repair` | a damaged file is set aside and a copy put in its place |
//! | [`service`] | writes in the background and never gives an entry up |
//! | [`JournalError`] | why a question to it has no answer |
//!
//! Wall-clock time comes in only where the app stamps a record.

pub mod attack;
pub mod backup;
pub mod calendar;
mod error;
pub mod export;
pub mod record;
mod repair;
pub mod report;
pub mod service;
pub mod store;
pub mod summary;

pub use attack::{Attack, Aura};
pub use error::JournalError;
pub use record::{
    Applied, Feeling, FollowUpAnswer, Medicine, MedicineClass, Outcome, Point, Record, StepRecord, Symptom,
    Symptoms,
};
pub use repair::RepairError;
pub use service::{JournalService, Lookback, Pending};
pub use store::{Day, Filter, Store, StoreError};
