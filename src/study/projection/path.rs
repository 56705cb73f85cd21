//! One path: what is drawn for it, the run, and what is kept of it.

use super::variance::BLOCK;
use crate::engine::Streams;
use crate::model::{
    Calendar, Dated, Direction, GrowthDraw, Mode, Parameter, Period, PlanDraw, Projection, Scenario,
};
use crate::sim::{Plan, Record};
use crate::stats::{Indicators, Value};
use crate::study::experiment::{self, Conduct};
use crate::study::growth_draw::growth_draws;
use crate::units::Duration;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is drawn for a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PathDraw {
    growth: Vec<GrowthDraw>,
    plans: Option<PlanDraw>,
    /// The replication whose chance the service has.
    service: u64,
    /// What lines, locomotives and trains carry: values of the parameters that no figure tells of.
    unknown: Vec<f64>,
}

/// What is kept of a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    /// Mt by cell and year, years of a cell side by side.
    pub values: Vec<f64>,
    /// By cell: for how many days nothing had gone over at the end, though trains waited; zero where
    /// it went on.
    pub stood_still: Vec<f64>,
    pub saturation: Option<Saturation>,
}

/// Something that could take no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saturation {
    /// The first year in which it could not.
    pub year: i16,
    /// Its key: of a section or a facility, or of a crossing with the direction after a hyphen.
    pub element: String,
    /// What it is.
    pub kind: SaturationKind,
}

/// What may be saturated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaturationKind {
    /// A section, by occupation.
    Section,
    /// A facility, by occupation of its cranes.
    Cranes,
    /// A crossing, by loaded trains against its quota.
    Quota,
}

impl Outcome {
    /// Returns all of it as numbers: at last the saturation as year, kind and element, zeros for none.
    pub fn to_values(&self, elements: &[&String]) -> Vec<f64> {
        let mut values = self.values.clone();
        values.extend(&self.stood_still);
        values.extend(self.saturation.as_ref().map_or([0.0; 3], |it| {
            let element = elements.iter().position(|name| **name == it.element);
            let element = element.expect("what is saturated has a name");
            [f64::from(it.year), it.kind as u8 as f64, element as f64]
        }));
        values
    }

    /// Returns what became these numbers.
    pub fn of_values(mut values: Vec<f64>, cells: &[Cell], elements: &[&String]) -> Self {
        let saturation = values.split_off(values.len() - 3);
        let saturation = (saturation[0] > 0.0).then(|| Saturation {
            year: saturation[0] as i16,
            kind: SaturationKind::ALL[saturation[1] as usize],
            element: elements[saturation[2] as usize].clone(),
        });
        let stood_still = values.split_off(values.len() - cells.len());
        Self {
            values,
            stood_still,
            saturation,
        }
    }
}

impl SaturationKind {
    const ALL: [Self; 3] = [Self::Section, Self::Cranes, Self::Quota];

    /// Returns the name that tables use.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Cranes => "cranes",
            Self::Quota => "quota",
        }
    }
}

/// A place and direction whose tonnage is kept.
pub(super) struct Cell {
    pub place: String,
    pub direction: &'static str,
}

impl Cell {
    /// All crossings to China together, then each; both ways, then each.
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let own = scenario.crossings.iter();
        let own = own.filter(|it| it.is_of_china(&scenario.network));
        let places = ["all".to_owned()]
            .into_iter()
            .chain(own.map(|it| it.key.clone()));
        let directions = ["both", Direction::ToChina.key(), Direction::FromChina.key()];
        places
            .flat_map(|place| {
                directions.map(|direction| Self {
                    place: place.clone(),
                    direction,
                })
            })
            .collect()
    }
}

/// Draws for path `n`: streams are named by what they are for, so that another scenario with the
/// same groups and seed has the same draws.
pub(super) fn draw_of(scenario: &Scenario, seed: u64, n: usize) -> PathDraw {
    let draw = |source: usize| (2 * (n / BLOCK) + usize::from(n % BLOCK == source)) as u64;
    let streams = Streams::new(seed, draw(1));
    let growth = scenario.growth.as_ref().map(|growth| {
        let n_years = scenario.calendar.whole_years().len() + 2;
        growth_draws(growth, streams, n_years)
    });
    let plans = scenario.projection.as_ref().map(|projection| {
        let streams = Streams::new(seed, draw(2));
        let months = projection
            .delay_months
            .sample(&mut streams.stream("delay of plans", 0));
        let factor = projection
            .quota_factor
            .sample(&mut streams.stream("factor of quotas", 0));
        PlanDraw {
            delay: Duration::from_days((months * 365.25 / 12.0).round() as u64),
            quota_factor: factor,
        }
    });
    let service = draw(3);
    let mut chance = Streams::new(seed, service).stream("parameters of a path", 0);
    let unknown = unknown(scenario).map(|it| it.unknown(chance.standard_normal()));
    PathDraw {
        growth: growth.unwrap_or_default(),
        plans,
        service,
        unknown: unknown.collect(),
    }
}

/// The parameters that no figure tells of.
fn unknown(scenario: &Scenario) -> impl Iterator<Item = &Parameter> {
    scenario.parameters.iter().filter(|it| it.cells.is_empty())
}

impl PathDraw {
    /// Returns the scenario as it was drawn, but for the parameters, which are read with it.
    fn of(&self, scenario: &Scenario) -> Scenario {
        let grown = scenario.grown(&self.growth);
        match (&scenario.projection, self.plans) {
            (Some(projection), Some(plans)) => grown.with_plans(projection.planned_from, plans),
            _ => grown,
        }
    }

    /// Returns the values of the parameters that no figure tells of, each with its key.
    pub fn parameters<'a>(&self, scenario: &'a Scenario) -> Vec<(&'a str, f64)> {
        let keys = unknown(scenario).map(|it| it.key.as_str());
        keys.zip(self.unknown.iter().copied()).collect()
    }
}

/// Runs a path; none if it was stopped. The scenario has the path's parameters already.
pub(super) fn walk(
    scenario: &Scenario,
    draw: &PathDraw,
    cells: &[Cell],
    conduct: Conduct<'_>,
) -> Option<Outcome> {
    // Nothing that is kept is on the road.
    let plan = Arc::new(Plan::new(draw.of(scenario).by_rail_alone()));
    let indicators = || Indicators::new(Arc::clone(&plan)).hearing_only(tells_what_is_kept);
    run(&plan, draw.service, cells, conduct, indicators)
}

fn run(
    plan: &Arc<Plan>,
    service: u64,
    cells: &[Cell],
    conduct: Conduct<'_>,
    indicators: impl Fn() -> Indicators,
) -> Option<Outcome> {
    let years = plan.scenario.calendar.whole_years();
    let periods: Vec<Period> = years.iter().map(|year| Period::Year(*year)).collect();
    let (values, ending) = experiment::values(plan, service, &periods, conduct, indicators)?;
    let kept = cells.iter().flat_map(|cell| {
        years.iter().map(|year| {
            let label = ("border_tonnage", &*cell.place, cell.direction);
            value(&values, label, *year).unwrap_or(0.0)
        })
    });
    let stood_still = cells.iter().map(|cell| {
        let here = ending.stops.iter().find(|stop| {
            let crossing = plan.scenario.crossing(stop.crossing);
            (&crossing.key, stop.direction.key()) == (&cell.place, cell.direction)
        });
        here.map_or(0.0, |stop| stop.lasted().as_days())
    });
    Some(Outcome {
        values: kept.collect(),
        stood_still: stood_still.collect(),
        saturation: first_saturation(&plan.scenario, &values, &years),
    })
}

/// Whether a record tells of tonnage and trains over a border, or of what may be saturated.
fn tells_what_is_kept(record: &Record) -> bool {
    matches!(
        record,
        Record::HandedOver { .. } | Record::Occupied { .. } | Record::Lifted { .. }
    )
}

fn value(
    values: &[Value],
    (measure, place, direction): (&str, &str, &str),
    year: i16,
) -> Option<f64> {
    let found = values.iter().find(|(label, _)| {
        label.measure == measure
            && label.place == place
            && label.direction == direction
            && label.commodity == "all"
            && label.period == Period::Year(year)
    });
    found.map(|(_, value)| *value)
}

/// Returns what is saturated in the first year in which anything is: the most heavily used.
fn first_saturation(scenario: &Scenario, values: &[Value], years: &[i16]) -> Option<Saturation> {
    let projection = scenario.projection.as_ref()?;
    let in_year = |year: &i16| {
        let used = used_in(scenario, projection, values, *year);
        let past = used.into_iter().filter(|it| it.0 >= 1.0);
        past.max_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, saturation)| saturation)
    };
    years.iter().find_map(in_year)
}

/// How far each element is used in a year, against what saturates it.
fn used_in(
    scenario: &Scenario,
    projection: &Projection,
    values: &[Value],
    year: i16,
) -> Vec<(f64, Saturation)> {
    let mut used = Vec::new();
    let mut add = |share: f64, limit: f64, element: String, kind: SaturationKind| {
        let saturation = Saturation {
            year,
            element,
            kind,
        };
        used.push((share / limit, saturation));
    };
    for (label, share) in values {
        if label.period != Period::Year(year) || !share.is_finite() {
            continue;
        }
        match label.measure {
            "section_occupation" if carries_corridor(scenario, &label.place) => {
                let element = label.place.clone();
                add(
                    *share,
                    projection.saturated_at,
                    element,
                    SaturationKind::Section,
                );
            }
            "crane_occupation" => {
                let element = label.place.clone();
                add(
                    *share,
                    projection.saturated_at,
                    element,
                    SaturationKind::Cranes,
                );
            }
            _ => {}
        }
    }
    let own = scenario.crossings.iter();
    for crossing in own.filter(|it| it.is_of_china(&scenario.network)) {
        for direction in Direction::BOTH {
            let label = ("border_trains_per_day", &*crossing.key, direction.key());
            let quota = &crossing.handover(direction).quota_trains_per_day;
            let quota = mean_of_year(quota, &scenario.calendar, year);
            if let Some(trains) = value(values, label, year)
                && quota > 0.0
            {
                let element = format!("{}-{}", crossing.key, direction.key());
                add(
                    trains / quota,
                    projection.quota_used_at,
                    element,
                    SaturationKind::Quota,
                );
            }
        }
    }
    used
}

/// Returns whether a section lies in Kazakhstan with both ends: elsewhere the corridor is a guest,
/// and what fills the line are trains that are not modelled by name.
fn carries_corridor(scenario: &Scenario, key: &str) -> bool {
    let network = &scenario.network;
    network.section_by_key(key).is_some_and(|id| {
        let section = network.section(id);
        let in_kazakhstan = |node| network.node(node).country == "KZ";
        section.mode == Mode::Rail && in_kazakhstan(section.from) && in_kazakhstan(section.to)
    })
}

fn mean_of_year(quota: &Dated<f64>, calendar: &Calendar, year: i16) -> f64 {
    let months = calendar.months().iter().filter(|month| month.year == year);
    let (mut sum, mut n) = (0.0, 0.0);
    for month in months {
        for day in 0..month.length().as_days().round() as u64 {
            sum += quota.at(month.from + Duration::from_days(day));
            n += 1.0;
        }
    }
    if n > 0.0 { sum / n } else { 0.0 }
}

/// Names for people of what may be saturated.
pub(super) fn names(scenario: &Scenario) -> BTreeMap<String, String> {
    let network = &scenario.network;
    let between = |section: &crate::model::Section| {
        let name = |node| network.node(node).name.clone();
        format!("{} – {}", name(section.from), name(section.to))
    };
    let sections = network
        .sections()
        .map(|(_, it)| (it.key.clone(), between(it)));
    let facilities = scenario
        .facilities
        .iter()
        .map(|it| (it.key.clone(), it.name.clone()));
    let crossings = scenario
        .crossings
        .iter()
        .map(|it| (it.key.clone(), it.name.clone()));
    let quotas = scenario.crossings.iter().flat_map(|it| {
        [
            (Direction::ToChina, "to China"),
            (Direction::FromChina, "from China"),
        ]
        .map(|(direction, words)| {
            let key = format!("{}-{}", it.key, direction.key());
            (key, format!("{}, {words}", it.name))
        })
    });
    sections
        .chain(facilities)
        .chain(crossings)
        .chain(quotas)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input;
    use std::path::Path;
    use std::sync::atomic::AtomicBool;

    fn read(file: &str, overrides: &[&str]) -> Scenario {
        let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let overrides: Vec<String> = overrides.iter().map(|it| (*it).to_owned()).collect();
        let reading = input::read(&scenarios.join(file), &overrides);
        let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
        reading.scenario
    }

    #[test]
    fn roads_are_left_out_unless_something_may_go_either_way() {
        let by_road = |scenario: &Scenario| -> f64 {
            let streams = scenario.streams.iter().filter(|it| it.is_by_road());
            streams.flat_map(|it| &it.tonnes_per_day).sum()
        };
        for (file, are_left_out) in [
            ("corridor.toml", true),
            ("what-if/boxes-by-road-too.toml", false),
        ] {
            let scenario = read(file, &[]);
            assert!(by_road(&scenario) > 0.0, "nothing goes by road in {file}");
            let left = by_road(&scenario.by_rail_alone());
            assert_eq!(left == 0.0, are_left_out, "{file}");
        }
    }

    /// A year of the real corridor, in which a quota is used up.
    #[test]
    fn a_path_keeps_what_a_whole_run_tells() {
        let dates = [
            "start=2025-12-01",
            "report_from=2026-01-01",
            "end=2027-01-01",
        ];
        let scenario = read("corridor.toml", &dates);
        let (cells, draw) = (Cell::all(&scenario), draw_of(&scenario, 1, 0));
        let stop = AtomicBool::new(false);
        let conduct = Conduct::new(1, &stop);
        let path = walk(&scenario, &draw, &cells, conduct);
        let plan = Arc::new(Plan::new(draw.of(&scenario)));
        let indicators = || Indicators::new(Arc::clone(&plan));
        let whole = run(&plan, draw.service, &cells, conduct, indicators);
        assert!(path.is_some_and(|path| path.saturation.is_some() && Some(path) == whole));
    }

    #[test]
    fn an_outcome_is_what_its_numbers_say() {
        let names = ["a".to_owned(), "khorgos-to_china".to_owned()];
        let elements: Vec<&String> = names.iter().collect();
        let cells = ["to_china", "from_china"].map(|direction| Cell {
            place: "khorgos".to_owned(),
            direction,
        });
        for saturation in [
            None,
            Some(Saturation {
                year: 2027,
                element: names[1].clone(),
                kind: SaturationKind::Quota,
            }),
        ] {
            let outcome = Outcome {
                values: vec![0.1 + 0.2, 31.9],
                stood_still: vec![0.0, 400.5],
                saturation,
            };
            let again = Outcome::of_values(outcome.to_values(&elements), &cells, &elements);
            assert_eq!(again, outcome);
        }
    }
}
