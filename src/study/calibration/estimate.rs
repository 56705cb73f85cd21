//! Fitting parameters of a noisy model to cells, and how firmly the data hold them. Knows no scenario.
//!
//! The model is run at a point and at one step beside it in each parameter, on common random numbers;
//! through these goes a plane. On the plane the weighted squares are least where Nelder–Mead finds it,
//! within the bounds; there the model is run again, until the point rests (Gauss–Newton).
//!
//! Bounds are what was thought plausible before: they count as a normal
//! prior at the start with the variance of a uniform one between them, (high − low)² / 12. So a
//! parameter of which the data say nothing stays where it was, with an interval as wide as its bounds.
//! Covariance is linearised: (Jᵀ V⁻¹ J + P⁻¹)⁻¹ (Seber and Wild, *Nonlinear Regression*, 2003, ch. 2).

use argmin::core::{CostFunction, Error, Executor, State};
use argmin::solver::neldermead::NelderMead;

/// A parameter to be fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least that is plausible.
    pub low: f64,
    /// The most that is plausible.
    pub high: f64,
    /// Where fitting begins.
    pub start: f64,
}

/// A cell that the model is fitted to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The figure.
    pub value: f64,
    /// Its standard deviation, larger where its weight is less.
    pub deviation: f64,
}

/// What came out for one parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// The ends of the 90 % interval, within the bounds.
    pub interval: (f64, f64),
    /// How firmly the data hold it.
    pub hold: Hold,
    /// Whether the data ask for more than the bounds allow.
    pub at_bound: bool,
}

/// How firmly the data hold a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Its standard error is less than a third of what the bounds alone leave.
    Firm,
    /// It is less than four fifths of that.
    Weak,
    /// The data say next to nothing of it.
    NotIdentified,
}

/// What came out of a fit.
#[derive(Clone, Debug)]
pub struct Fit {
    /// One a parameter.
    pub fitted: Vec<Fitted>,
    /// Covariance of the parameters.
    pub covariance: Vec<Vec<f64>>,
    /// What the model says of each cell there.
    pub cells: Vec<f64>,
    /// Weighted squares of the cells.
    pub squares: f64,
    /// How often the plane was laid anew.
    pub rounds: usize,
}

/// The 95 % quantile of the standard normal distribution.
pub(in crate::study) const Z95: f64 = 1.644_853_626_951_472_2;

/// The most planes that are laid.
pub(super) const ROUNDS_MAX: usize = 4;

/// A point rests when no parameter moves by more than this share of its standard error.
const REST: f64 = 0.25;

/// The variance of a cell that is said to be known without error, and in which the model has no chance: a
/// zero that was reported.
const LEAST_VARIANCE: f64 = 1e-12;

/// The step beside a point, as a share of the distance between the bounds.
const STEP: f64 = 0.15;

impl Hold {
    /// Returns what it is called.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Firm => "firm",
            Self::Weak => "weak",
            Self::NotIdentified => "not identified",
        }
    }
}

impl Bounds {
    fn prior_variance(&self) -> f64 {
        (self.high - self.low).powi(2) / 12.0
    }
}

/// Fits parameters. `simulate` runs the model at points; it returns, for each, one row a replication
/// with one value a cell.
///
/// # Errors
///
/// Those of `simulate`.
pub fn fit<E>(
    bounds: &[Bounds],
    targets: &[Target],
    mut simulate: impl FnMut(&[Vec<f64>]) -> Result<Vec<Vec<Vec<f64>>>, E>,
) -> Result<Fit, E> {
    let mut point: Vec<f64> = bounds.iter().map(|it| it.start).collect();
    let mut rounds = 0;
    loop {
        let points = with_steps(&point, bounds);
        let found = simulate(&points)?;
        let plane = Plane::new(&points, &found, bounds, targets);
        let covariance = plane.covariance();
        let best = plane.best(&point);
        rounds += 1;
        let moves = best.iter().zip(&point).enumerate();
        let rests = moves
            .into_iter()
            .all(|(n, (to, from))| (to - from).abs() <= REST * covariance[n][n].sqrt());
        if rests || rounds == ROUNDS_MAX {
            return Ok(plane.outcome(&best, covariance, rounds));
        }
        point = best;
    }
}

/// Fits parameters on one plane, laid through what was found at a point and at one step beside it in
/// each of them: where running the model again would cost too much.
pub(in crate::study) fn fit_on_plane(
    bounds: &[Bounds],
    targets: &[Target],
    (points, found): (&[Vec<f64>], &[Vec<Vec<f64>>]),
) -> Fit {
    let plane = Plane::new(points, found, bounds, targets);
    let best = plane.best(&points[0]);
    plane.outcome(&best, plane.covariance(), 1)
}

/// Returns the point and one step beside it in each parameter, towards the farther bound.
pub(in crate::study) fn with_steps(point: &[f64], bounds: &[Bounds]) -> Vec<Vec<f64>> {
    let mut points = vec![point.to_vec()];
    for (n, it) in bounds.iter().enumerate() {
        let step = STEP * (it.high - it.low);
        let mut beside = point.to_vec();
        let up = it.high - point[n] >= point[n] - it.low;
        beside[n] += if up { step } else { -step };
        points.push(beside);
    }
    points
}

/// The model as a plane through its values, with what the cells and the bounds say.
#[derive(Clone)]
struct Plane<'a> {
    point: Vec<f64>,
    values: Vec<f64>,
    slopes: Vec<Vec<f64>>,
    variances: Vec<f64>,
    bounds: &'a [Bounds],
    targets: &'a [Target],
}

impl<'a> Plane<'a> {
    fn new(
        points: &[Vec<f64>],
        found: &[Vec<Vec<f64>>],
        bounds: &'a [Bounds],
        targets: &'a [Target],
    ) -> Self {
        let n_cells = targets.len();
        let mean = |rows: &[Vec<f64>], cell: usize| {
            rows.iter().map(|row| row[cell]).sum::<f64>() / rows.len() as f64
        };
        let values: Vec<f64> = (0..n_cells).map(|cell| mean(&found[0], cell)).collect();
        let slope = |n: usize, cell: usize| {
            let step = points[n + 1][n] - points[0][n];
            (mean(&found[n + 1], cell) - values[cell]) / step
        };
        let slopes = (0..bounds.len())
            .map(|n| (0..n_cells).map(|cell| slope(n, cell)).collect())
            .collect();
        // Reality is one replication, the model the mean of several: both have their chance.
        let variance = |(cell, target): (usize, &Target)| {
            let of_model = noise(found, cell) * (1.0 + 1.0 / found[0].len() as f64);
            (target.deviation.powi(2) + of_model).max(LEAST_VARIANCE)
        };
        Self {
            point: points[0].clone(),
            variances: targets.iter().enumerate().map(variance).collect(),
            values,
            slopes,
            bounds,
            targets,
        }
    }

    fn at(&self, point: &[f64], cell: usize) -> f64 {
        let moved = point.iter().zip(&self.point).zip(&self.slopes);
        self.values[cell]
            + moved
                .map(|((to, from), slopes)| slopes[cell] * (to - from))
                .sum::<f64>()
    }

    fn squares(&self, point: &[f64]) -> f64 {
        let cells = self.targets.iter().zip(&self.variances).enumerate();
        cells
            .map(|(cell, (target, variance))| {
                (target.value - self.at(point, cell)).powi(2) / variance
            })
            .sum()
    }

    fn penalty(&self, point: &[f64]) -> f64 {
        let prior = point.iter().zip(self.bounds);
        prior
            .map(|(value, it)| (value - it.start).powi(2) / it.prior_variance())
            .sum()
    }

    fn within(&self, point: &[f64]) -> Vec<f64> {
        let pairs = point.iter().zip(self.bounds);
        pairs
            .map(|(value, it)| value.clamp(it.low, it.high))
            .collect()
    }

    /// Returns where the squares are least within the bounds.
    fn best(&self, from: &[f64]) -> Vec<f64> {
        let mut corners = vec![from.to_vec()];
        corners.extend(with_steps(from, self.bounds).into_iter().skip(1));
        let solver = NelderMead::new(corners).with_sd_tolerance(1e-13);
        let solver = solver.expect("the tolerance is above zero");
        let found = Executor::new(self.clone(), solver)
            .configure(|state| state.max_iters(4_000))
            .run();
        let best = found
            .ok()
            .and_then(|it| it.state().get_best_param().cloned());
        self.within(&best.unwrap_or_else(|| from.to_vec()))
    }

    fn covariance(&self) -> Vec<Vec<f64>> {
        let n = self.bounds.len();
        let mut information = vec![vec![0.0; n]; n];
        for (row, line) in information.iter_mut().enumerate() {
            for (column, entry) in line.iter_mut().enumerate() {
                let cells = self.variances.iter().enumerate();
                *entry = cells
                    .map(|(cell, variance)| {
                        self.slopes[row][cell] * self.slopes[column][cell] / variance
                    })
                    .sum();
            }
            line[row] += 1.0 / self.bounds[row].prior_variance();
        }
        inverse(information)
    }

    fn outcome(&self, best: &[f64], mut covariance: Vec<Vec<f64>>, rounds: usize) -> Fit {
        let squares = self.squares(best);
        // Cells that disagree more than their deviations allow hold nothing as firmly as they say.
        let freedom = self.targets.len().saturating_sub(self.bounds.len()).max(1) as f64;
        let scale = (squares / freedom).max(1.0);
        for value in covariance.iter_mut().flatten() {
            *value *= scale;
        }
        let fitted = self.bounds.iter().enumerate().map(|(n, it)| {
            let error = covariance[n][n].sqrt().min(it.prior_variance().sqrt());
            let value = best[n];
            let share = error / it.prior_variance().sqrt();
            let hold = match share {
                share if share < 1.0 / 3.0 => Hold::Firm,
                share if share < 0.8 => Hold::Weak,
                _ => Hold::NotIdentified,
            };
            let edge = 1e-6 * (it.high - it.low);
            Fitted {
                value,
                error,
                interval: (
                    (value - Z95 * error).max(it.low),
                    (value + Z95 * error).min(it.high),
                ),
                hold,
                at_bound: value - it.low < edge || it.high - value < edge,
            }
        });
        Fit {
            fitted: fitted.collect(),
            cells: (0..self.targets.len()).map(|n| self.at(best, n)).collect(),
            covariance,
            squares,
            rounds,
        }
    }
}

impl CostFunction for Plane<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, point: &Vec<f64>) -> Result<f64, Error> {
        // Beyond a bound it is as at the bound, and worse.
        let within = self.within(point);
        let beyond: f64 = point
            .iter()
            .zip(&within)
            .zip(self.bounds)
            .map(|((out, at), it)| (out - at).powi(2) / it.prior_variance())
            .sum();
        Ok(self.squares(&within) + self.penalty(&within) + 1e6 * beyond)
    }
}

/// Returns the variance of one replication in a cell, pooled over all points.
fn noise(found: &[Vec<Vec<f64>>], cell: usize) -> f64 {
    let (mut squares, mut freedom) = (0.0, 0.0);
    for rows in found {
        let mean = rows.iter().map(|row| row[cell]).sum::<f64>() / rows.len() as f64;
        squares += rows
            .iter()
            .map(|row| (row[cell] - mean).powi(2))
            .sum::<f64>();
        freedom += rows.len() as f64 - 1.0;
    }
    if freedom > 0.0 {
        squares / freedom
    } else {
        0.0
    }
}

/// Returns the inverse of a symmetric matrix with a positive diagonal (Gauss–Jordan).
fn inverse(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let n = matrix.len();
    let mut inverse: Vec<Vec<f64>> = (0..n)
        .map(|row| (0..n).map(|column| f64::from(row == column)).collect())
        .collect();
    for pivot in 0..n {
        let scale = matrix[pivot][pivot];
        assert!(
            scale > 0.0,
            "the bounds make the matrix definite, not {scale}"
        );
        for column in 0..n {
            matrix[pivot][column] /= scale;
            inverse[pivot][column] /= scale;
        }
        for row in (0..n).filter(|row| *row != pivot) {
            let factor = matrix[row][pivot];
            for column in 0..n {
                matrix[row][column] -= factor * matrix[pivot][column];
                inverse[row][column] -= factor * inverse[pivot][column];
            }
        }
    }
    inverse
}
