//! Elementary effects along walks through a grid.
//!
//! Morris, *Technometrics* 33, 1991: a walk begins at a point of a grid of four levels and changes
//! one input after the other by two thirds of its range, so that each input is changed once. The mean
//! of the absolute effects (Campolongo, Cariboni and Saltelli, *Environmental Modelling & Software*
//! 22, 2007) ranks the inputs; the deviation of the effects tells what acts with others, or bends.

use super::Bounded;
use crate::engine::Stream;
use crate::stats::Estimate;

/// Levels of the grid: 0, 1/3, 2/3 and 1.
const LEVELS: u64 = 4;
/// The length of a step, in levels: from either of the lower two to one of the upper two.
const JUMP: u64 = LEVELS / 2;

/// A walk: its points, each in the unit cube, and which input each step changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// One more than there are inputs.
    pub points: Vec<Vec<f64>>,
    /// The input that the step after each point but the last changes.
    pub inputs: Vec<usize>,
}

/// A step of a walk, with the values at its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The input that it changes.
    pub input: usize,
    /// By how much, as a share of the range; with its sign.
    pub by: f64,
    /// The value before.
    pub before: f64,
    /// The value after.
    pub after: f64,
}

/// The elementary effects of one input: what its whole range would change, by steps taken elsewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effects {
    /// Their mean, μ.
    pub mean: f64,
    /// The mean of their absolute values, μ*, with a Student interval over walks.
    pub absolute: Bounded,
    /// Their standard deviation, σ.
    pub deviation: f64,
    /// How many there are.
    pub n: usize,
}

/// Returns walks that begin anywhere and change inputs in any order.
pub fn walks(n_walks: u32, n_inputs: usize, stream: &mut Stream) -> Vec<Walk> {
    (0..n_walks).map(|_| walk(n_inputs, stream)).collect()
}

fn walk(n_inputs: usize, stream: &mut Stream) -> Walk {
    let share = |level: u64| level as f64 / (LEVELS - 1) as f64;
    let mut ends: Vec<[f64; 2]> = Vec::with_capacity(n_inputs);
    for _ in 0..n_inputs {
        let low = stream.below(JUMP);
        let mut pair = [share(low), share(low + JUMP)];
        if stream.below(2) == 1 {
            pair.reverse();
        }
        ends.push(pair);
    }
    let mut inputs: Vec<usize> = (0..n_inputs).collect();
    for n in (1..n_inputs).rev() {
        inputs.swap(n, stream.below(n as u64 + 1) as usize);
    }
    let mut point: Vec<f64> = ends.iter().map(|pair| pair[0]).collect();
    let mut points = vec![point.clone()];
    for &input in &inputs {
        point[input] = ends[input][1];
        points.push(point.clone());
    }
    Walk { points, inputs }
}

/// Returns the effects of each of `n_inputs` inputs; nothing of one that no step with values at both
/// ends has changed.
pub fn elementary_effects(steps: &[Step], n_inputs: usize) -> Vec<Option<Effects>> {
    let of_input = |input: usize| {
        let own = steps.iter().filter(|step| step.input == input);
        let effects = own.map(|step| (step.after - step.before) / step.by);
        let effects: Vec<f64> = effects.filter(|effect| effect.is_finite()).collect();
        let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
        let (mean, size) = (Estimate::of(&effects)?.mean, Estimate::of(&sizes)?);
        let n = effects.len();
        let squares: f64 = effects.iter().map(|effect| (effect - mean).powi(2)).sum();
        Some(Effects {
            mean,
            absolute: Bounded {
                value: size.mean,
                interval: size
                    .half_width
                    .map(|half_width| ((size.mean - half_width).max(0.0), size.mean + half_width)),
            },
            deviation: (squares / (n.max(2) - 1) as f64).sqrt(),
            n,
        })
    };
    (0..n_inputs).map(of_input).collect()
}
