//! The tables that programs read: `summary.json`, `results.csv`, `observed.csv`, `comparison.csv`.

use super::number::{plain, rounded};
use super::stall;
use super::words::iso_day;
use crate::model::Observation;
use crate::stats::Figure;
use crate::study::{Comparison, Results};
use serde::Serialize;

const OBSERVED_COLUMNS: [&str; 15] = [
    "key",
    "measure",
    "place",
    "direction",
    "commodity",
    "period",
    "unit",
    "observed",
    "low",
    "high",
    "standing",
    "fitted",
    "weight",
    "definition",
    "source",
];

/// One measure of `summary.json`.
#[derive(Serialize)]
struct Measure<'a> {
    measure: &'a str,
    place: &'a str,
    direction: &'a str,
    commodity: &'a str,
    period: &'a str,
    unit: &'a str,
    mean: f64,
    half_width: Option<f64>,
    replications: usize,
}

/// Returns `summary.json`: one measure a line, those with nothing measured left out.
pub fn summary(results: &Results) -> String {
    let lines: Vec<String> = results.figures.iter().filter_map(measure).collect();
    let scenario = serde_json::to_string(&results.scenario).expect("text becomes JSON");
    let measures = lines.join(",\n    ");
    let gap = if lines.is_empty() { "" } else { "\n    " };
    let stalls = match results.stalls.as_slice() {
        [] => String::new(),
        stalls => format!(",\n  \"stalls\": {}", stall::as_json(stalls)),
    };
    let stops = match results.stops.as_slice() {
        [] => String::new(),
        stops => format!(",\n  \"stood_still\": {}", stall::stops_as_json(stops)),
    };
    format!(
        "{{\n  \"scenario\": {scenario},\n  \"measures\": [{gap}{measures}\n  ]{stalls}{stops}\n}}\n"
    )
}

/// Returns `results.csv`: one row per figure and replication, in the order of the figures; where
/// nothing was measured there is none.
pub(super) fn results(results: &Results) -> String {
    let mut table = Table::new(&[
        "scenario",
        "replication",
        "year",
        "month",
        "place",
        "direction",
        "commodity",
        "measure",
        "unit",
        "value",
    ]);
    for figure in &results.figures {
        let (year, month) = figure
            .period
            .split_once('-')
            .unwrap_or((&figure.period, ""));
        let finite = figure
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| value.is_finite());
        for (replication, value) in finite {
            table.row(&[
                &results.scenario,
                &(replication + 1).to_string(),
                year,
                month.trim_start_matches('0'),
                &figure.place,
                figure.direction,
                figure.commodity,
                figure.measure,
                figure.unit,
                &plain(*value),
            ]);
        }
    }
    table.text()
}

/// Returns `held.csv`: one row per crossing, direction and day with what waited there at its end, as
/// a mean over replications.
pub(super) fn held(results: &Results) -> String {
    let columns = [
        "date",
        "place",
        "direction",
        "held_wagons",
        "set_aside_trains",
    ];
    let mut table = Table::new(&columns);
    for series in &results.held {
        for (day, (wagons, trains)) in series.wagons.iter().zip(&series.set_aside).enumerate() {
            table.row(&[
                &iso_day(&series.first, day),
                &series.place,
                series.direction,
                &plain(*wagons),
                &plain(*trains),
            ]);
        }
    }
    table.text()
}

/// Returns `observed.csv`: one row per reported figure.
pub(super) fn observed(results: &Results) -> String {
    let mut table = Table::new(&OBSERVED_COLUMNS);
    for comparison in &results.comparisons {
        table.row(&observation_cells(&comparison.observation));
    }
    table.text()
}

/// Returns `comparison.csv`: the rows of `observed.csv` with the simulated figure beside.
pub(super) fn comparison(results: &Results) -> String {
    let more = [
        "simulated",
        "half_width",
        "replications",
        "relative_error",
        "agrees",
    ];
    let columns: Vec<&str> = OBSERVED_COLUMNS.into_iter().chain(more).collect();
    let mut table = Table::new(&columns);
    for comparison in &results.comparisons {
        let mut cells = observation_cells(&comparison.observation);
        cells.extend(simulated_cells(comparison));
        table.row(&cells);
    }
    table.text()
}

fn measure(figure: &Figure) -> Option<String> {
    let estimate = figure
        .estimate()
        .filter(|estimate| estimate.mean.is_finite())?;
    let measure = Measure {
        measure: figure.measure,
        place: &figure.place,
        direction: figure.direction,
        commodity: figure.commodity,
        period: &figure.period,
        unit: figure.unit,
        mean: rounded(estimate.mean),
        half_width: estimate
            .half_width
            .filter(|width| width.is_finite())
            .map(rounded),
        replications: estimate.replications,
    };
    Some(serde_json::to_string(&measure).expect("text and finite numbers become JSON"))
}

fn observation_cells(observation: &Observation) -> Vec<String> {
    vec![
        observation.key.clone(),
        observation.measure.clone(),
        observation.place.clone(),
        observation.direction.clone(),
        observation.commodity.clone(),
        observation.period.clone(),
        observation.unit.clone(),
        plain(observation.value),
        observation.low.map(plain).unwrap_or_default(),
        observation.high.map(plain).unwrap_or_default(),
        observation.standing.key().to_owned(),
        observation.fitted.to_string(),
        plain(observation.weight),
        observation.definition.clone(),
        observation.source.clone(),
    ]
}

fn simulated_cells(comparison: &Comparison) -> [String; 5] {
    let simulated = comparison.simulated.as_ref();
    [
        simulated
            .map(|estimate| plain(estimate.mean))
            .unwrap_or_default(),
        simulated
            .and_then(|estimate| estimate.half_width)
            .map(plain)
            .unwrap_or_default(),
        simulated
            .map(|estimate| estimate.replications.to_string())
            .unwrap_or_default(),
        comparison.relative_error().map(plain).unwrap_or_default(),
        comparison
            .agrees()
            .map(|agrees| agrees.to_string())
            .unwrap_or_default(),
    ]
}

/// Rows of comma-separated values (RFC 4180, with plain line ends).
pub(super) struct Table {
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    pub(super) fn new(columns: &[&str]) -> Self {
        let mut table = Self {
            writer: csv::Writer::from_writer(Vec::new()),
        };
        table.row(columns);
        table
    }

    pub(super) fn row<T: AsRef<[u8]>>(&mut self, cells: &[T]) {
        let outcome = self.writer.write_record(cells);
        outcome.expect("memory has room, and every row is as long as the heading");
    }

    pub(super) fn text(self) -> String {
        let bytes = self.writer.into_inner().expect("memory has room");
        String::from_utf8(bytes).expect("what was written is text")
    }
}
