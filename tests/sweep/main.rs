//! Sweeps: plans that are at fault, variants, and runs that are ended and begun again.

mod again;
mod found;
mod plans;
mod world;
