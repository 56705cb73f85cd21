//! Forecasts beside what came, and beside those who foretold it otherwise.

use super::forecast::{Forecast, forecast};
use super::{IN_BLOCK, yearly};
use crate::model::{Observation, Scenario};
use crate::study::calibration::{MEASURE, deviation, year_of};

/// The measure of what the two railways had agreed to carry.
const PLAN: &str = "border_tonnage_plan";

/// One figure of a year that was not seen.
#[derive(Clone, Debug)]
pub struct Score {
    /// The last year known.
    pub known: i16,
    /// What was reported.
    pub observation: Observation,
    /// What the model foretold.
    pub forecast: Forecast,
    /// The last known figure, grown each year as it had last grown; where two years were reported.
    pub last_growth: Option<f64>,
    /// The last known figure; where it was reported.
    pub no_change: Option<f64>,
    /// What the two railways had agreed: low and high.
    pub plan: Option<(f64, f64)>,
}

impl Score {
    /// Returns the forecast less what was reported, as a share of it.
    pub fn error(&self) -> f64 {
        self.error_of(self.forecast.value)
    }

    /// Returns the error of another forecast of the same figure.
    pub fn error_of(&self, forecast: f64) -> f64 {
        forecast / self.observation.value - 1.0
    }

    /// Returns whether the interval holds what was reported.
    pub fn is_covered(&self) -> bool {
        let (low, high) = self.forecast.interval;
        (low..=high).contains(&self.observation.value)
    }

    /// Returns skill against a rival: 1 − |error| / |error of the rival|; above zero is better, none
    /// against one without error.
    pub fn skill(&self, rival: f64) -> Option<f64> {
        let other = self.error_of(rival).abs();
        (other > 0.0).then(|| 1.0 - self.error().abs() / other)
    }

    /// Returns the agreed plan as a rival: of its range the nearest to what came.
    pub fn plan_at_best(&self) -> Option<f64> {
        self.plan
            .map(|(low, high)| self.observation.value.clamp(low, high))
    }

    /// Returns whether it is the total of all crossings both ways.
    pub fn is_total(&self) -> bool {
        self.observation.place == "all" && self.observation.direction == "both"
    }
}

/// The yearly figures of one definition, to be scored.
pub(super) struct Cells<'a> {
    observations: &'a [Observation],
    /// What is counted: what most yearly figures count. Others are never put beside them.
    pub definition: String,
}

impl<'a> Cells<'a> {
    pub fn of(scenario: &'a Scenario) -> Self {
        let observations = &scenario.observations;
        let yearly = || observations.iter().filter(|it| yearly(it).is_some());
        let count = |it: &&Observation| {
            yearly()
                .filter(|other| other.definition == it.definition)
                .count()
        };
        let most = yearly().max_by_key(count);
        Self {
            definition: most.map(|it| it.definition.clone()).unwrap_or_default(),
            observations,
        }
    }

    /// Returns the years of all cells, in the order of the table.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        let own = self.observations.iter().filter(|it| self.has(it));
        own.filter_map(yearly)
    }

    /// Returns the positions of the cells after a year, by year.
    pub fn after(&self, known: i16) -> impl Iterator<Item = usize> + '_ {
        let year = |n: &usize| yearly(&self.observations[*n]);
        let own = (0..self.observations.len()).filter(|n| self.has(&self.observations[*n]));
        let mut own: Vec<usize> = own.filter(|n| year(n) > Some(known)).collect();
        own.sort_by_key(year);
        own.into_iter()
    }

    fn has(&self, observation: &Observation) -> bool {
        observation.definition == self.definition
    }

    /// Scores the cell at a position by the values of all paths; none where they do not have it.
    pub fn score(&self, known: i16, n: usize, values: &[f64]) -> Option<Score> {
        let observation = &self.observations[n];
        let blocks: Vec<[f64; IN_BLOCK]> = values
            .chunks_exact(IN_BLOCK)
            .filter_map(|block| block.try_into().ok())
            .collect();
        let own = deviation(observation) / observation.value;
        let forecast = forecast(&blocks, own)?;
        let last = self
            .reported(observation, known, MEASURE)
            .map(|it| it.value);
        let before = self.reported(observation, known - 1, MEASURE);
        let years = i32::from(year_of(observation)? - known);
        let grown = |last: f64, before: &Observation| last * (last / before.value).powi(years);
        let plan = self.reported(observation, year_of(observation)?, PLAN);
        Some(Score {
            known,
            forecast,
            last_growth: last.zip(before).map(|(last, before)| grown(last, before)),
            no_change: last,
            plan: plan.map(|it| (it.low.unwrap_or(it.value), it.high.unwrap_or(it.value))),
            observation: observation.clone(),
        })
    }

    /// Returns the figure of the same cell in another year: by the same definition, unless it is a plan,
    /// which foretells that one.
    fn reported(&self, cell: &Observation, year: i16, measure: &str) -> Option<&'a Observation> {
        self.observations.iter().find(|it| {
            it.measure == measure
                && it.place == cell.place
                && it.direction == cell.direction
                && it.commodity == cell.commodity
                && it.period == year.to_string()
                && (measure == PLAN || self.has(it))
        })
    }
}
