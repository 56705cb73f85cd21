//! The questions that charts and tables put to results.

use super::words::DIRECTIONS;
use crate::model::Observation;
use crate::stats::Estimate;
use crate::study::{Comparison, Results};

/// Results, with the lookups that readers' tables and charts need.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    /// What is looked at.
    pub(super) results: &'a Results,
}

/// A crossing and a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell<'a> {
    /// The crossing's key.
    pub(super) crossing: &'a str,
    /// The position of the crossing among all.
    pub(super) crossing_idx: usize,
    /// The direction's key.
    pub(super) direction: &'static str,
    /// The position of the direction.
    pub(super) direction_idx: usize,
}

/// A calendar month, counted from year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Month(pub(super) i32);

impl Month {
    /// Returns the month that `2022-09` names.
    pub(super) fn parse(period: &str) -> Option<Self> {
        let (year, month) = period.split_once('-')?;
        let month = month
            .parse::<i32>()
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        Some(Self(12 * year.parse::<i32>().ok()? + month - 1))
    }

    /// Returns the year.
    pub(super) fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// Returns the month of the year, from 1.
    pub(super) fn of_year(self) -> usize {
        self.0.rem_euclid(12) as usize + 1
    }

    /// Returns how many days it has.
    pub(super) fn days(self) -> f64 {
        let year = self.year();
        let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        match self.of_year() {
            2 if is_leap => 29.0,
            2 => 28.0,
            4 | 6 | 9 | 11 => 30.0,
            _ => 31.0,
        }
    }
}

impl<'a> View<'a> {
    /// Looks at `results`.
    pub(super) fn of(results: &'a Results) -> Self {
        Self { results }
    }

    /// Returns the crossings, in the order of the figures.
    pub(super) fn crossings(self) -> Vec<&'a str> {
        let mut crossings: Vec<&str> = Vec::new();
        for figure in &self.results.figures {
            let place = figure.place.as_str();
            let is_border = figure.measure.starts_with("border_") && place != "all";
            if is_border && !crossings.contains(&place) {
                crossings.push(place);
            }
        }
        crossings
    }

    /// Returns every crossing with every direction.
    pub(super) fn cells(self) -> Vec<Cell<'a>> {
        let crossings = self.crossings().into_iter().enumerate();
        crossings
            .flat_map(|(crossing_idx, crossing)| {
                DIRECTIONS
                    .iter()
                    .enumerate()
                    .map(move |(direction_idx, direction)| Cell {
                        crossing,
                        crossing_idx,
                        direction,
                        direction_idx,
                    })
            })
            .collect()
    }

    /// Returns the years with figures of `measure`, in order.
    pub(super) fn years(self, measure: &str) -> Vec<&'a str> {
        let figures = self
            .results
            .figures
            .iter()
            .filter(|figure| figure.measure == measure);
        let mut years: Vec<&str> = figures.map(|figure| figure.period.as_str()).collect();
        years.retain(|period| period.len() == 4);
        years.sort_unstable();
        years.dedup();
        years
    }

    /// Returns the estimate of the figure of all commodities with these labels.
    pub(super) fn estimate(
        self,
        measure: &str,
        place: &str,
        direction: &str,
        period: &str,
    ) -> Option<Estimate> {
        self.results
            .figure(measure, place, direction, "all", period)?
            .estimate()
    }

    /// Returns the years that are reported: those with a figure of the whole year.
    pub(super) fn reported_years(self) -> Vec<i32> {
        let periods = self.results.figures.iter().map(|figure| &figure.period);
        let mut years: Vec<i32> = periods.filter_map(|period| period.parse().ok()).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// Returns the months of the figure with these labels, in order; months outside the reported
    /// years, measured because something was observed then, are left out.
    pub(super) fn monthly(self, labels: [&str; 4]) -> Vec<(Month, Estimate)> {
        let [measure, place, direction, commodity] = labels;
        let years = self.reported_years();
        let figures = self.results.figures.iter().filter(|figure| {
            figure.measure == measure
                && figure.place == place
                && figure.direction == direction
                && figure.commodity == commodity
        });
        let mut months: Vec<_> = figures
            .filter_map(|figure| Some((Month::parse(&figure.period)?, figure.estimate()?)))
            .filter(|(month, _)| years.contains(&month.year()))
            .collect();
        months.sort_by_key(|(month, _)| *month);
        months
    }

    /// Returns the observations, whether or not there is a simulated figure beside them.
    pub(super) fn observations(self) -> impl Iterator<Item = &'a Observation> {
        let comparisons = self.results.comparisons.iter();
        comparisons.map(|comparison| &comparison.observation)
    }

    /// Returns what was reported of all commodities with these labels.
    pub(super) fn observed(
        self,
        measure: &str,
        place: &str,
        direction: &str,
        period: &str,
    ) -> Vec<&'a Observation> {
        let all = self.observations();
        all.filter(|observation| {
            observation.measure == measure
                && observation.place == place
                && observation.direction == direction
                && observation.commodity == "all"
                && observation.period == period
        })
        .collect()
    }

    /// Returns the reported figures of all commodities with these labels that have a simulated one
    /// beside them.
    pub(super) fn compared_with(
        self,
        measure: &str,
        place: &str,
        direction: &str,
        period: &str,
    ) -> impl Iterator<Item = &'a Comparison> {
        self.results.comparisons.iter().filter(move |comparison| {
            let observation = &comparison.observation;
            comparison.simulated.is_some()
                && observation.measure == measure
                && observation.place == place
                && observation.direction == direction
                && observation.commodity == "all"
                && observation.period == period
        })
    }
}
