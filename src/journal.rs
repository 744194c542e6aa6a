//! What was done and how it felt: records of sessions and of attacks, pure data.
//!
//! | part | what it is for |
//! |---|---|
//! | [`record`] | one session, as planned, as done, and as it was felt |
//! | [`attack`] | an attack, noted beside the sessions |
//! | [`store`] | the SQLite file |
//! | [`copies`] | copies that are made by themselves |
//! | `mending` | a damaged file is set aside and a copy put in its place |
//! | [`keeper`] | writes in the background and never gives an entry up |
//!
//! Wall-clock time comes in only where the app stamps a record.

pub mod attack;
pub mod copies;
pub mod keeper;
mod mending;
pub mod record;
pub mod store;

pub use attack::{Attack, Aura};
pub use keeper::Keeper;
pub use record::{
    Applied, Feeling, Later, Medicine, MedicineClass, Outcome, Point, Record, StepRecord, Symptom, Symptoms,
};
pub use store::{Store, StoreError};
