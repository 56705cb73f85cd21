//! Sweeps: a scenario at many points of its keys, every point with the same replications on the same
//! random numbers. Knows neither files nor drawing.

mod design;
mod measured;

pub use design::{DesignPoint, Laid, Role, SweepDesign};
pub use measured::{Measured, labels, measured};

use super::experiment::{Plans, conduct_trials, run_told};
use super::sensitivity::{
    Effects, Shares, SobolRow, Step, elementary_effects, factorial_shares, sobol_shares,
};
use super::{Better, Conduct, Difference, ExperimentError, Trial, Wanted};
use crate::engine::Streams;
use crate::input::{Faults, Level, SweepKey, Variants};
use crate::sim::Plan;
use crate::stats::Estimate;
use std::sync::Arc;

/// What is kept of every trial, by point and replication: one value for each measure.
#[derive(Clone, Debug, PartialEq)]
pub struct SweptValues {
    /// How many replications each point has.
    pub replications: usize,
    /// By point, then by replication.
    rows: Vec<TrialRow>,
}

/// What is kept of a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialRow {
    /// One value for each measure; not a number where there was nothing to measure.
    pub values: Vec<f64>,
    /// Whether nothing moved any more at its end.
    pub stalled: bool,
}

/// What a sweep found.
#[derive(Clone, Debug)]
pub struct Swept {
    /// For each measure and key, what changing that key alone does.
    pub tornado: Vec<Vec<Bar>>,
    /// For each measure, what comes from which key over all of the space.
    pub sensitivity: Vec<Sensitivity>,
}

/// What changing one key alone does to a measure; a part is missing where there was nothing to
/// measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// The low end beside the scenario.
    pub low: Option<Difference>,
    /// The high end beside the scenario.
    pub high: Option<Difference>,
    /// The high end beside the low one.
    pub across: Option<Difference>,
}

/// What comes from which key, one entry for each.
#[derive(Clone, Debug, PartialEq)]
pub enum Sensitivity {
    /// The design does not tell, or the measure never changed.
    None,
    /// Shares of the variance.
    Shares(Vec<Shares>),
    /// Elementary effects.
    Effects(Vec<Option<Effects>>),
}

impl Bar {
    /// Returns how far the outcomes at both ends lie apart, the scenario's included.
    pub fn length(&self) -> f64 {
        let ends = [self.low, self.high].map(|end| end.map_or(0.0, |it| it.paired.mean));
        let (least, most) = (ends[0].min(ends[1]).min(0.0), ends[0].max(ends[1]).max(0.0));
        most - least
    }
}

impl SweptValues {
    /// Returns what is kept of a trial.
    pub fn row(&self, point: usize, replication: usize) -> &TrialRow {
        &self.rows[point * self.replications + replication]
    }

    /// Returns the values of one measure at a point, one a replication.
    pub fn series(&self, point: usize, measure: usize) -> Vec<f64> {
        let replications = 0..self.replications;
        replications
            .map(|n| self.row(point, n).values[measure])
            .collect()
    }

    /// Returns the mean of one measure at a point over its replications; not a number where none had
    /// anything to measure.
    pub fn mean(&self, point: usize, measure: usize) -> f64 {
        Estimate::of(&self.series(point, measure)).map_or(f64::NAN, |it| it.mean)
    }

    /// Returns how many trials stalled.
    pub fn n_stalled(&self) -> usize {
        self.rows.iter().filter(|row| row.stalled).count()
    }
}

/// Returns the trials of a design: all replications of a point one after the other, since they share
/// its compiled scenario.
fn trials(design: &SweepDesign, replications: usize) -> Vec<Trial> {
    let points = design.points.iter().enumerate();
    let of_point = |(variant, point): (usize, &DesignPoint)| {
        let id = point.id.clone();
        (0..replications).map(move |replication| Trial {
            id: format!("{id}.{}", replication + 1),
            variant,
            replication,
        })
    };
    points.flat_map(of_point).collect()
}

/// Runs every trial that the notebook does not have.
///
/// # Errors
///
/// As [`super::experiment`]; a point whose levels do not go together is a fault of the input.
pub fn sweep(
    design: &SweepDesign,
    replications: usize,
    measured: &[Measured],
    variants: &Variants,
    conduct: Conduct<'_>,
) -> Result<SweptValues, ExperimentError<Faults>> {
    let trials = trials(design, replications);
    let rows = run(&trials, design, measured, variants, conduct)?;
    Ok(SweptValues { replications, rows })
}

/// Runs the trial of this name again, without asking the notebook; nothing if there is no such trial.
/// Returns its point and replication with what is kept of it.
///
/// # Errors
///
/// As [`sweep`].
pub fn sweep_trial(
    id: &str,
    design: &SweepDesign,
    measured: &[Measured],
    variants: &Variants,
    conduct: Conduct<'_>,
) -> Result<Option<(usize, usize, TrialRow)>, ExperimentError<Faults>> {
    let Some((point, replication)) = id.rsplit_once('.') else {
        return Ok(None);
    };
    let variant = design.points.iter().position(|it| it.id == point);
    let replication: Option<usize> = replication.parse().ok().filter(|number| *number > 0);
    let (Some(variant), Some(number)) = (variant, replication) else {
        return Ok(None);
    };
    let trial = Trial {
        id: id.to_owned(),
        variant,
        replication: number - 1,
    };
    let rows = run(&[trial], design, measured, variants, conduct)?;
    let row = rows.into_iter().next();
    Ok(row.map(|row| (variant, number - 1, row)))
}

fn run(
    trials: &[Trial],
    design: &SweepDesign,
    measured: &[Measured],
    variants: &Variants,
    conduct: Conduct<'_>,
) -> Result<Vec<TrialRow>, ExperimentError<Faults>> {
    let wanted: Vec<Wanted> = measured.iter().map(|it| it.wanted.clone()).collect();
    let plans = Plans::of(conduct);
    let plan_of = |point: usize| -> Result<_, Faults> {
        let levels: &[Level] = &design.points[point].levels;
        Ok(Arc::new(Plan::new(variants.read(levels)?)))
    };
    let one = |trial: &Trial| {
        let plan = plans.get(trial.variant, plan_of)?;
        let told = run_told(&plan, trial.replication, &wanted, conduct);
        Ok(told.map(|(mut values, ending)| {
            values.push(f64::from(u8::from(ending.stalled)));
            values
        }))
    };
    let row = |mut values: Vec<f64>| TrialRow {
        stalled: values.pop() == Some(1.0),
        values,
    };
    let found = conduct_trials(trials, conduct, one)?;
    Ok(found.into_iter().map(row).collect())
}

/// Returns how well the first measure is known where it is known worst: the largest half-width over
/// all points as a share of the mean there.
pub fn precision(values: &SweptValues, design: &SweepDesign) -> f64 {
    let at = |point: usize| {
        let estimate = Estimate::of(&values.series(point, 0));
        estimate.map_or(0.0, |it| match it.half_width {
            // A mean of zero that never changes is known as well as can be.
            Some(0.0) => 0.0,
            half_width => half_width.unwrap_or(f64::INFINITY) / it.mean.abs(),
        })
    };
    (0..design.points.len()).map(at).fold(0.0, f64::max)
}

/// Returns what the values of all points tell of each measure.
pub fn analysed(
    keys: &[SweepKey],
    design: &SweepDesign,
    values: &SweptValues,
    n_measures: usize,
    seed: u64,
) -> Swept {
    let bar = |measure: usize, ends: &[usize; 2]| {
        let series = |point: usize| values.series(point, measure);
        let [low, high] = ends.map(series);
        let base = series(design.base);
        Bar {
            low: Difference::of(&base, &low, Better::More),
            high: Difference::of(&base, &high, Better::More),
            across: Difference::of(&low, &high, Better::More),
        }
    };
    let bars = |measure| design.ends.iter().map(|ends| bar(measure, ends)).collect();
    let sensitivity = |measure| sensitivity(keys.len(), design, values, measure, seed);
    Swept {
        tornado: (0..n_measures).map(bars).collect(),
        sensitivity: (0..n_measures).map(sensitivity).collect(),
    }
}

fn sensitivity(
    n_keys: usize,
    design: &SweepDesign,
    values: &SweptValues,
    measure: usize,
    seed: u64,
) -> Sensitivity {
    let mean = |point: usize| values.mean(point, measure);
    let shares = match &design.laid {
        Laid::Tornado => None,
        Laid::Grid { sizes, points } => {
            let means: Vec<f64> = points.iter().map(|point| mean(*point)).collect();
            factorial_shares(sizes, &means)
        }
        Laid::Sobol(rows) => {
            let row = |(a, b, crossed): &(usize, usize, Vec<usize>)| SobolRow {
                a: mean(*a),
                b: mean(*b),
                ab: crossed.iter().map(|point| mean(*point)).collect(),
            };
            let rows: Vec<SobolRow> = rows.iter().map(row).collect();
            sobol_shares(&rows, Streams::new(seed, 0))
        }
        Laid::Morris(walks) => {
            let step = |it: &design::Move| Step {
                input: it.key,
                by: it.by,
                before: mean(it.before),
                after: mean(it.after),
            };
            let steps: Vec<Step> = walks.iter().flatten().map(step).collect();
            return Sensitivity::Effects(elementary_effects(&steps, n_keys));
        }
    };
    shares.map_or(Sensitivity::None, Sensitivity::Shares)
}
