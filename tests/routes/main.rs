//! Routes: which there are, which cargo takes, and what rules with dates do to that.

#[path = "../input_reading/fixture.rs"]
mod fixture;

mod choice;
mod ways;
mod world;
