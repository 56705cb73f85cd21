//! Little's law: the mean stock at a crossing is the rate at which wagons pass times their stay.
//! The stock is counted as wagons come and go; the stay is measured train by train.

use crate::fixture::{Gate, run};
use corridor::engine::Observer;
use corridor::input;
use corridor::sim::{Plan, Record};
use corridor::units::Time;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// By crossing and direction.
#[derive(Default)]
struct Stocks(BTreeMap<(usize, usize), Stock>);

#[derive(Clone, Copy, Default)]
struct Stock {
    /// Wagons at the end, and the integral of their number if they had stayed to the end.
    wagons: i64,
    wagon_h: f64,
    /// Hours of wagons that left, on both sides.
    stayed_h: f64,
}

struct Listener(Stocks, Time);

impl Observer<Record> for Listener {
    fn observe(&mut self, time: Time, record: Record) {
        let Self(Stocks(stocks), end) = self;
        match record {
            Record::Stock {
                crossing,
                direction,
                change,
            } => {
                let stock = stocks
                    .entry((crossing.index(), direction.index()))
                    .or_default();
                stock.wagons += i64::from(change);
                stock.wagon_h += f64::from(change) * end.since(time).as_hours();
            }
            Record::Stayed {
                crossing,
                direction,
                wagons,
                span,
                ..
            } => {
                let stock = stocks
                    .entry((crossing.index(), direction.index()))
                    .or_default();
                stock.stayed_h += f64::from(wagons) * span.as_hours();
            }
            _ => {}
        }
    }
}

fn stocks(plan: &Arc<Plan>) -> Vec<Stock> {
    let end = plan.scenario.calendar.end_time();
    let districts = run(plan, 0, || Listener(Stocks::default(), end));
    let mut all: BTreeMap<(usize, usize), Stock> = BTreeMap::new();
    for Listener(Stocks(stocks), _) in districts {
        for (way, stock) in stocks {
            let sum = all.entry(way).or_default();
            sum.wagons += stock.wagons;
            sum.wagon_h += stock.wagon_h;
            sum.stayed_h += stock.stayed_h;
        }
    }
    all.into_values().collect()
}

/// A train on its way over the border at the end has its whole way counted as a stay already: at most
/// 71 wagons for half an hour, in wagon-hours.
const ON_THE_WAY: f64 = 36.0;

/// Checks that stocks are rates times stays, but for a share that is still there at the end.
fn check(plan: &Arc<Plan>, ways: usize, still_there: f64) {
    let stocks = stocks(plan);
    assert_eq!(stocks.len(), ways);
    for stock in stocks {
        assert!(stock.stayed_h > 0.0);
        let left = stock.wagon_h - stock.stayed_h;
        assert!(
            (-ON_THE_WAY..=still_there * stock.wagon_h).contains(&left),
            "{} wagon-hours of stock, {} of stays, {} wagons at the end",
            stock.wagon_h,
            stock.stayed_h,
            stock.wagons,
        );
    }
}

#[test]
fn stock_is_rate_times_stay_at_a_gate_with_hours_and_weather() {
    let gate = Gate::new([5.0, 10.0, 10.0])
        .set("crossing.gate.to_china.sending.servers = 1")
        .set("crossing.gate.to_china.sending.time_h = { kind = \"exponential\", mean = 1 }")
        .set("crossing.gate.from_china.receiving.hours = { from_h = 8, until_h = 20 }")
        .with(
            "[weather.wind]\nname = \"Wind\"\n\
             days_per_month = [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]\nspell_h = 8\n\
             places = [\"EST\", \"WST\"]\n",
        );
    check(&gate.plan(), 2, 0.01);
}

/// With quotas above what is offered: under those of the pandemic stocks grew for years, and no law of
/// means holds for what is still there.
#[test]
fn stock_is_rate_times_stay_at_every_crossing_of_the_baseline() {
    let overrides = [
        "start=2022-01-01",
        "report_from=2022-01-01",
        "crossing.dostyk.to_china.quota_trains_per_day=20",
        "crossing.dostyk.from_china.quota_trains_per_day=20",
        "crossing.khorgos.to_china.quota_trains_per_day=20",
    ];
    let overrides = overrides.map(str::to_owned);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    let reading = input::read(&path, &overrides).unwrap_or_else(|faults| panic!("{faults}"));
    let crossings = reading.scenario.crossings.len();
    check(&Arc::new(Plan::new(reading.scenario)), crossings * 2, 0.05);
}
