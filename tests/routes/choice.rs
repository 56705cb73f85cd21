//! Which route trains take.

use crate::world::{Seen, free_choice, read, run, two_crossings};
use corridor::units::{Mass, StreamId};
use jiff::civil::{Date, date};

const ORE: StreamId = StreamId(0);

/// The corridor in which the stream of ore names both crossings.
fn chooses(scale: f64, more: &[&str]) -> Seen {
    let world = two_crossings().change(
        "tables/streams.csv",
        "MOY,URC,dostyk,",
        "MOY,URC,dostyk|khorgos,",
    );
    let more = more.iter().map(|text| (*text).to_owned());
    let overrides: Vec<String> = free_choice(scale).into_iter().chain(more).collect();
    run(read(&world, &overrides))
}

/// The corridor in which it keeps to Dostyk, with a rule.
fn keeps(rule: &str) -> Seen {
    let rule = format!("routing_rule.x = {rule}");
    let overrides: Vec<String> = free_choice(50.0).into_iter().chain([rule]).collect();
    run(read(&two_crossings(), &overrides))
}

/// Trains by Dostyk and by Khorgos between two dates.
fn trains(seen: &Seen, from: Date, until: Date) -> [usize; 2] {
    let time = |date| seen.scenario.calendar.time_of(date);
    let by = |key| seen.trains_by(key, time(from), time(until));
    [by("dostyk"), by("khorgos")]
}

/// Four standard deviations of a share of so many.
fn slack(share: f64, n: usize) -> f64 {
    4.0 * (share * (1.0 - share) / n as f64).sqrt()
}

#[test]
fn shares_are_those_of_the_logit() {
    for scale in [2.0, 8.0] {
        let seen = chooses(scale, &["route_costs.time_usd_per_tonne_hour = 0"]);
        let routes = &seen.scenario.routes;
        let usd: Vec<f64> = routes
            .of_stream(ORE)
            .map(|id| routes.route(id).usd_per_tonne)
            .collect();
        // Without a value of time the routes differ by the tariff of 43 km.
        assert!((usd[1] - usd[0] - 43.0 * 0.088).abs() < 1e-9, "{usd:?}");
        let expected = 1.0 / (1.0 + (-(usd[1] - usd[0]) / scale).exp());
        let [dostyk, khorgos] = trains(&seen, date(2020, 10, 1), date(2021, 12, 31));
        let n = dostyk + khorgos;
        let share = dostyk as f64 / n as f64;
        assert!(n > 1_000, "{n} trains");
        assert!(
            (share - expected).abs() < slack(expected, n),
            "{share} of {n}, not {expected}"
        );
        assert!(seen.handed_over("khorgos") > Mass::ZERO);
    }
}

#[test]
fn a_queue_that_was_told_of_sends_trains_elsewhere() {
    let quota = "crossing.dostyk.to_china.quota_trains_per_day = 1";
    let share_of_dostyk = |more: &[&str]| {
        let seen = chooses(10.0, more);
        // The second track to Dostyk opens in July, and what had queued for it comes at once.
        let [dostyk, khorgos] = trains(&seen, date(2021, 10, 1), date(2021, 12, 31));
        dostyk as f64 / (dostyk + khorgos) as f64
    };
    let (free, held) = (share_of_dostyk(&[]), share_of_dostyk(&[quota]));
    // One train a day of five or six: no more go there, once it is known.
    assert!(
        free > 0.5 && held < 0.3,
        "{free} without a quota, {held} with it"
    );
}

#[test]
fn a_rule_holds_from_its_date_until_its_end() {
    let seen =
        keeps("{ from = 2021-05-01, until = 2021-09-01, require = { crossings = [\"khorgos\"] } }");
    assert_eq!(trains(&seen, date(2020, 10, 1), date(2021, 5, 1))[1], 0);
    assert_eq!(trains(&seen, date(2021, 5, 1), date(2021, 9, 1))[0], 0);
    assert_eq!(trains(&seen, date(2021, 9, 1), date(2021, 12, 31))[1], 0);
    let all = trains(&seen, date(2020, 10, 1), date(2021, 12, 31));
    assert!(all[0] > 100 && all[1] > 100, "{all:?}");
    // And what a rule sends elsewhere is counted there.
    let crossed = |key| seen.handed_over(key).as_tonnes();
    assert!(crossed("khorgos") > 1e6 && crossed("dostyk") > 1e6);
}

#[test]
fn a_largest_share_is_kept() {
    let seen = keeps(
        "{ from = 2020-10-01, direction = \"to_china\", \
         largest_share = { share = 0.2, crossings = [\"dostyk\"] } }",
    );
    let [dostyk, khorgos] = trains(&seen, date(2020, 10, 1), date(2021, 12, 31));
    let n = dostyk + khorgos;
    let share = dostyk as f64 / n as f64;
    assert!((share - 0.2).abs() < slack(0.2, n), "{share} of {n}");
}

#[test]
fn an_added_route_changes_no_arrival_and_loses_no_cargo() {
    let alone = run(read(&two_crossings(), &[]));
    let overrides: Vec<String> = free_choice(10.0);
    let kept = run(read(&two_crossings(), &overrides[..1]));
    let chosen = chooses(
        10.0,
        &["end = 2022-01-01", "demand.factor.dostyk.to_china = 1"],
    );
    let single = two_crossings().change(
        crate::fixture::SCENARIO,
        "[{ value = 1.0 }, { from = 2021-02-15, value = 2.0 }]",
        "1",
    );
    let single = run(read(&single, &[]));
    assert!(alone.offered() == kept.offered() && !alone.offered().is_empty());
    assert!(single.offered() == chosen.offered());
    // A stream that keeps to its crossing runs as it did, though its cargo could choose.
    let crossed = |seen: &Seen| ["dostyk", "khorgos"].map(|key| seen.handed_over(key));
    assert_eq!(crossed(&alone), crossed(&kept));
    for (stream, cargo) in chosen.scenario.streams.iter().zip(&chosen.cargo) {
        let accounted = cargo.delivered + cargo.waiting + cargo.in_corridor + cargo.turned_away;
        assert_eq!(cargo.offered, accounted, "{}: {cargo:?}", stream.key);
    }
}

#[test]
fn one_alternative_is_one_route() {
    let seen = chooses(10.0, &["routes.alternatives = 1"]);
    assert!(!seen.scenario.routes.has_choice(ORE));
    let [dostyk, khorgos] = trains(&seen, date(2020, 10, 1), date(2021, 12, 31));
    assert_eq!((dostyk, khorgos), (0, 0), "nobody chooses");
    assert!(seen.handed_over("dostyk").as_tonnes() > 1e6);
}
