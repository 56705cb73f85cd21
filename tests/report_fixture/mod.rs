//! Small results made by hand, with every kind of content, and nothing at all.

use corridor::model::{Observation, Standing};
use corridor::report::{self, Manifest, SourceFile};
use corridor::stats::Figure;
use corridor::study::{
    Comparison, Effort, Results, Station, TimeDistance, TracedKind, TracedTrain, WarmUp,
};
use corridor::units::Time;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

fn figure(labels: [&'static str; 4], unit: &'static str, values: &[f64]) -> Figure {
    let [measure, place, direction, period] = labels;
    let (place, period) = (place.to_owned(), period.to_owned());
    Figure {
        measure,
        place,
        direction,
        commodity: "all",
        period,
        unit,
        values: values.to_vec(),
    }
}

fn observation(labels: [&str; 4], unit: &str, value: f64, is_fitted: IsFitted) -> Observation {
    let [measure, place, direction, period] = labels.map(str::to_owned);
    Observation {
        key: format!("{measure}_{period}"),
        measure,
        place,
        direction,
        commodity: "all".to_owned(),
        period,
        value,
        low: None,
        high: None,
        unit: unit.to_owned(),
        standing: Standing::Derived,
        definition: "as the railway counts, \"both ways\"".to_owned(),
        fitted: is_fitted == IsFitted::Yes,
        weight: Standing::Derived.weight(),
        source: "https://example.org/release?id=1&lang=kk".to_owned(),
    }
}

#[derive(PartialEq)]
enum IsFitted {
    Yes,
    No,
}

pub fn nothing() -> Results {
    Results {
        scenario: "tiny".to_owned(),
        title: "Достық & Małaszewicze".to_owned(),
        names: BTreeMap::new(),
        seed: 7,
        replications: 2,
        warm_up: WarmUp {
            start: "2020-10-01".to_owned(),
            report_from: "2021-01-01".to_owned(),
            end: "2023-01-01".to_owned(),
            mser5_days: None,
        },
        figures: Vec::new(),
        comparisons: Vec::new(),
        trace: None,
        held: Vec::new(),
        stalls: Vec::new(),
        stops: Vec::new(),
        effort: Effort::default(),
    }
}

pub fn tiny() -> Results {
    let figures = vec![
        figure(
            ["border_tonnage", "dostyk", "to_china", "2022"],
            "Mt",
            &[9.0, 9.4],
        ),
        figure(
            ["border_tonnage", "dostyk", "to_china", "2022-09"],
            "Mt",
            &[0.7, f64::NAN],
        ),
        figure(["border_tonnage", "all", "both", "2022"], "Mt", &[9.0, 9.4]),
        figure(
            ["border_trains_per_day", "dostyk", "to_china", "2022"],
            "trains/day",
            &[12.5, 12.5],
        ),
        figure(
            ["held_wagons", "dostyk", "to_china", "2022-09"],
            "wagons",
            &[1200.0, 1300.0],
        ),
        figure(
            ["section_occupation", "SAY-BLK", "both", "2022"],
            "share",
            &[0.71, 0.73],
        ),
        figure(
            ["border_dwell", "dostyk", "to_china", "2022"],
            "h",
            &[f64::NAN, f64::NAN],
        ),
    ];
    let mut quota = observation(
        ["border_trains_per_day", "dostyk", "to_china", "2022"],
        "trains/day",
        14.0,
        IsFitted::No,
    );
    quota.definition = "agreed quota: the most trains a day".to_owned();
    let observations = [
        observation(
            ["border_tonnage", "dostyk", "to_china", "2022"],
            "Mt",
            9.3,
            IsFitted::Yes,
        ),
        observation(
            ["border_trains_per_day", "dostyk", "to_china", "2022"],
            "trains/day",
            14.0,
            IsFitted::No,
        ),
        quota,
        observation(
            ["border_tonnage", "dostyk", "to_china", "2022-01..2022-10"],
            "Mt",
            7.8,
            IsFitted::No,
        ),
        observation(
            ["transit_time", "XIA-ALA", "both", "2022"],
            "days",
            9.0,
            IsFitted::No,
        ),
    ];
    let simulated = |observation: &Observation| {
        let found = figures.iter().find(|figure| {
            figure.measure == observation.measure && figure.period == observation.period
        });
        found.and_then(Figure::estimate)
    };
    let comparisons = observations
        .map(|observation| Comparison {
            simulated: simulated(&observation),
            observation,
        })
        .to_vec();
    Results {
        names: names(),
        comparisons,
        trace: Some(trace()),
        figures,
        ..nothing()
    }
}

fn names() -> BTreeMap<String, String> {
    let names = [
        ("dostyk", "Alashankou–Dostyk"),
        ("SAY-BLK", "Sayak – Balkhash-1"),
        ("XIA", "Xi'an International Port station (Xinzhu)"),
        ("ALA", "Almaty-1"),
    ];
    names
        .map(|(key, name)| (key.to_owned(), name.to_owned()))
        .into()
}

fn trace() -> TimeDistance {
    let train = |kind, points: &[(u64, f64)]| TracedTrain {
        kind,
        points: points
            .iter()
            .map(|(hour, km)| (Time::from_ms(hour * 3_600_000), *km))
            .collect(),
    };
    TimeDistance {
        stations: vec![
            Station {
                name: "Сарыөзек".to_owned(),
                km: 0.0,
            },
            Station {
                name: String::new(),
                km: 20.0,
            },
            Station {
                name: "Żurawica".to_owned(),
                km: 40.0,
            },
        ],
        begins_on: "2022-12-31".to_owned(),
        begins: Time::ZERO,
        ends: Time::from_ms(48 * 3_600_000),
        trains: vec![
            train(
                TracedKind::Loaded,
                &[(1, 0.0), (2, 20.0), (4, 20.0), (5, 40.0)],
            ),
            train(TracedKind::Passenger, &[(2, 40.0), (3, 20.0), (4, 0.0)]),
        ],
    }
}

pub fn manifest(wall_time: Duration) -> Manifest {
    let files = vec![SourceFile::of("tiny.toml", b"[scenario]\n")];
    Manifest {
        version: "0.1.0".to_owned(),
        files,
        wall_time,
    }
}

/// Writes `results` to a new folder and hands it over.
pub fn written(results: &Results, read: impl FnOnce(&Path)) {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("out");
    let written = report::write(results, &out, manifest(Duration::from_secs(2))).expect("room");
    assert_eq!(written.folder, out);
    read(&out);
}
