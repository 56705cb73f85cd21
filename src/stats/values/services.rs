//! Values of services and weather: waits at crossings by cause, days and hours of spells.

use super::{ALL, About, BOTH, Writer};
use crate::model::Windows;
use crate::sim::{Side, WaitCause};
use crate::stats::indicators::Way;
use crate::units::{Duration, Time};

/// The measure of the wait for each cause: hours a loaded train, the mean over all of them.
const WAITS: [(&str, WaitCause); 4] = [
    ("border_wait_turn", WaitCause::Turn),
    ("border_wait_hours", WaitCause::Hours),
    ("border_wait_weather", WaitCause::Weather),
    ("border_wait_acceptance", WaitCause::Acceptance),
];

impl Writer<'_> {
    /// What is waited for at some ways over the border, and how long wagons stay.
    pub(super) fn write_causes_of_wait(
        &mut self,
        key: &str,
        direction: &'static str,
        ways: &[Way],
        trains: f64,
    ) {
        let (of, covered) = (self.of, self.covered.clone());
        for (measure, cause) in WAITS {
            let waited = ways
                .iter()
                .map(|way| of.services.waited_h(&covered, *way, cause));
            let hours = waited.sum::<f64>() / trains;
            self.write(About(measure, key, direction, ALL, "h"), hours);
        }
        let stay = |side| of.services.stay_h(&covered, ways, side);
        let both = stay(Side::Sending) + stay(Side::Receiving);
        self.write(About("border_stay", key, direction, ALL, "h"), both);
        let lost: Vec<f64> = ways.iter().map(|way| self.hours_lost(*way)).collect();
        let mean = lost.iter().sum::<f64>() / lost.len() as f64;
        self.write(
            About("border_weather_hours", key, direction, ALL, "h"),
            mean,
        );
    }

    /// Hours in which weather stopped the work at a facility of one way over a crossing: of all
    /// hours of its facilities, the mean over them.
    fn hours_lost(&self, way: Way) -> f64 {
        let scenario = &self.plan().scenario;
        let crossing = scenario.crossing(way.crossing);
        let facilities = &crossing.handover(way.direction).facilities;
        let stopped = facilities.iter().map(|id| self.of.services.stopped(*id));
        let lost = stopped.map(|windows| self.covered_hours(windows));
        lost.sum::<f64>() / facilities.len() as f64
    }

    /// Days that a spell touches, hours of spells, and spells that begin, by kind of weather.
    pub(super) fn write_weather(&mut self) {
        let plan = std::sync::Arc::clone(&self.of.plan);
        for (n, weather) in plan.scenario.weather.iter().enumerate() {
            let of = self.of;
            let spells = of.services.spells(n);
            let key = &weather.key;
            let days = self.days_touched(spells);
            self.write(About("weather_days", key, BOTH, ALL, "days"), days);
            let hours = self.covered_hours(spells);
            self.write(About("weather_hours", key, BOTH, ALL, "h"), hours);
            let begun = spells.iter().filter(|(from, _)| self.covers(*from)).count();
            let about = About("weather_spells", key, BOTH, ALL, "spells");
            self.write(about, begun as f64);
        }
    }

    /// The months of the period, as beginnings and ends.
    fn spans(&self) -> impl Iterator<Item = (Time, Time)> + '_ {
        let months = self.plan().scenario.calendar.months();
        let covered = self.covered.iter().map(|n| &months[*n]);
        covered.map(|month| (month.from, month.until))
    }

    fn covers(&self, time: Time) -> bool {
        self.spans()
            .any(|(from, until)| (from..until).contains(&time))
    }

    fn covered_hours(&self, windows: &Windows) -> f64 {
        let spans = self
            .spans()
            .map(|(from, until)| windows.overlap(from, until));
        spans.map(Duration::as_hours).sum()
    }

    fn days_touched(&self, windows: &Windows) -> f64 {
        let days = self
            .spans()
            .flat_map(|(from, until)| from.whole_days()..until.whole_days());
        let touched = days.filter(|day| {
            let from = Time::ZERO + Duration::from_days(*day);
            windows.overlap(from, from + Duration::DAY) > Duration::ZERO
        });
        touched.count() as f64
    }
}
