//! Routes: which there are, which cargo takes, and what rules with dates do to that.

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "../input_reading/fixture.rs"]
mod fixture;

mod choice;
mod modes;
#[path = "../road_fixture/mod.rs"]
mod road_fixture;
mod ways;
mod world;
