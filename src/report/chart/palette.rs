//! The colors of every chart, told apart by people with any color vision (after Okabe and Ito,
//! *Color Universal Design*, 2008).

use super::picture::Color;

/// The ground.
pub(super) const PAPER: Color = Color::of(0xFFFFFF);
/// Text and reported figures.
pub(super) const INK: Color = Color::of(0x1F2933);
/// Text of the second rank.
pub(super) const SOFT_INK: Color = Color::of(0x5F6B7A);
/// Axes.
pub(super) const AXIS: Color = Color::of(0x9AA5B1);
/// Lines of the grid.
pub(super) const GRID: Color = Color::of(0xE4E7EB);
/// Stripes behind every second row.
pub(super) const STRIPE: Color = Color::of(0xF5F7FA);
/// What agrees with what was reported.
pub(super) const GOOD: Color = Color::of(0x0072B2);
/// What does not, or is past a limit.
pub(super) const BAD: Color = Color::of(0xD55E00);

/// A dark and a light shade for each crossing: towards China and from China.
const CROSSINGS: [[Color; 2]; 4] = [
    [Color::of(0x0072B2), Color::of(0x7CC4EC)],
    [Color::of(0xC55200), Color::of(0xF2B16B)],
    [Color::of(0x00805D), Color::of(0x7FD1B6)],
    [Color::of(0x7B4173), Color::of(0xD9A3CE)],
];

/// Loaded trains, empty trains, passenger trains, domestic freight trains and light engines.
pub(super) const TRAINS: [Color; 5] = [
    Color::of(0x0072B2),
    Color::of(0xE69F00),
    Color::of(0xB0458C),
    Color::of(0x8A94A0),
    Color::of(0x009E73),
];

/// What cargo does on its way: running, other trains, no locomotive, sending border station, change of
/// gauge, wait for the next train, sea, the rest.
pub(super) const STAGES: [Color; 8] = [
    Color::of(0x0072B2),
    Color::of(0xE69F00),
    Color::of(0xC55200),
    Color::of(0xB0458C),
    Color::of(0x00805D),
    Color::of(0x7FD1B6),
    Color::of(0x7CC4EC),
    Color::of(0xB8C0CA),
];

/// Returns the color of a crossing and a direction, by their positions.
pub(super) fn cell(crossing_idx: usize, direction_idx: usize) -> Color {
    CROSSINGS[crossing_idx % CROSSINGS.len()][direction_idx % 2]
}
