use super::*;
use proptest::prelude::*;

fn hours(hours: f64) -> Duration {
    Duration::from_hours(hours).expect("a span of time")
}

/// One driver, as the regulation has it.
fn one() -> DriverRules {
    DriverRules {
        stretch: hours(4.5),
        pause: hours(0.75),
        daily_driving: hours(9.0),
        duty: hours(13.0),
        daily_rest: hours(11.0),
        weekly_driving: hours(56.0),
        weekly_rest: hours(45.0),
    }
}

/// Two drivers, who take turns.
fn two() -> DriverRules {
    DriverRules {
        stretch: hours(18.0),
        daily_driving: hours(18.0),
        duty: hours(21.0),
        daily_rest: hours(9.0),
        weekly_driving: hours(112.0),
        ..one()
    }
}

/// Drives for each of the hours in turn, standing where they are negative; returns the hours of
/// each part, rests as negative ones.
fn diary(rules: DriverRules, plan: &[f64]) -> Vec<f64> {
    let mut diary = Vec::new();
    let mut clock = DriverClock::default();
    for step in plan {
        if *step < 0.0 {
            clock = rules.stand(clock, hours(-step));
            diary.push(*step);
            continue;
        }
        clock = rules.drive(clock, hours(*step), |part| {
            diary.push(match part {
                Doing::Drive(time) => time.as_hours(),
                Doing::Rest(time) => -time.as_hours(),
            });
        });
    }
    diary
}

#[test]
fn a_break_comes_after_four_hours_and_a_half() {
    assert_eq!(diary(one(), &[4.5]), [4.5], "who arrives need not rest");
    assert_eq!(diary(one(), &[5.0]), [4.5, -0.75, 0.5]);
    assert_eq!(diary(one(), &[3.0, 3.0]), [3.0, 1.5, -0.75, 1.5]);
}

#[test]
fn a_daily_rest_comes_after_nine_hours() {
    assert_eq!(
        diary(one(), &[20.0]),
        [4.5, -0.75, 4.5, -11.0, 4.5, -0.75, 4.5, -11.0, 2.0]
    );
}

#[test]
fn a_weekly_rest_comes_after_fifty_six_hours() {
    let diary = diary(one(), &[60.0]);
    let driven: f64 = diary.iter().filter(|part| **part > 0.0).sum();
    assert_eq!(driven, 60.0);
    assert_eq!(diary.iter().filter(|part| **part == -11.0).count(), 6);
    assert_eq!(diary[diary.len() - 2..], [-45.0, 4.0]);
}

#[test]
fn waiting_counts_as_the_rest_that_it_is_long_enough_for() {
    let short = diary(one(), &[4.0, -0.5, 1.0]);
    assert_eq!(short, [4.0, -0.5, 0.5, -0.75, 0.5]);
    assert_eq!(diary(one(), &[4.0, -1.0, 4.5]), [4.0, -1.0, 4.5]);
    assert_eq!(diary(one(), &[9.0, -12.0, 4.5])[3..], [-12.0, 4.5]);
}

#[test]
fn a_long_wait_ends_the_day_before_the_driving_does() {
    // Four hours, ten of waiting: thirteen hours since the last rest are over.
    assert_eq!(diary(one(), &[4.0, -10.0, 1.0]), [4.0, -10.0, -11.0, 1.0]);
    assert_eq!(
        diary(one(), &[2.0, -8.0, 4.0]),
        [2.0, -8.0, 3.0, -11.0, 1.0]
    );
}

#[test]
fn two_drivers_go_on_for_eighteen_hours() {
    assert_eq!(diary(two(), &[20.0]), [18.0, -9.0, 2.0]);
}

#[test]
fn a_day_of_one_driver_and_of_two() {
    let elapsed = |rules, driving| {
        let (rests, _) = DriverRules::rests(&rules, DriverClock::default(), hours(driving));
        (hours(driving) + rests).as_hours()
    };
    // 1,000 km at 50 km/h.
    assert_eq!(elapsed(one(), 20.0), 20.0 + 2.0 * 11.75);
    assert_eq!(elapsed(two(), 20.0), 20.0 + 9.0);
    // Of 24 hours: nine driven, 45 minutes and eleven hours stood; of two drivers, 18 and nine.
    assert!((one().elapsed_per_driving() - 20.75 / 9.0).abs() < 1e-9);
    assert!((two().elapsed_per_driving() - 1.5).abs() < 1e-9);
}

/// The most driving within any window of `length`, in hours: it begins or ends where a part does.
fn most_driving(diary: &[f64], length: f64) -> f64 {
    let mut ends = vec![0.0];
    for part in diary {
        ends.push(ends[ends.len() - 1] + part.abs());
    }
    let within = |from: f64| -> f64 {
        let driven = |n: usize| match diary[n] > 0.0 {
            true => (ends[n + 1].min(from + length) - ends[n].max(from)).max(0.0),
            false => 0.0,
        };
        (0..diary.len()).map(driven).sum()
    };
    let starts = ends.iter().flat_map(|end| [*end, end - length]);
    starts.map(within).fold(0.0, f64::max)
}

proptest! {
    /// Between two rests a crew drives no longer than it may; so a window in which one rest fits
    /// beside the driving allowed never holds more than that driving.
    #[test]
    fn no_window_holds_more_driving_than_the_rules_allow(
        plan in proptest::collection::vec(-30.0_f64..30.0, 1..12),
        alone in any::<bool>(),
    ) {
        let rules = if alone { one() } else { two() };
        let diary = diary(rules, &plan);
        for (driving, rest) in [
            (rules.stretch, rules.pause),
            (rules.daily_driving, rules.daily_rest),
            (rules.weekly_driving, rules.weekly_rest),
        ] {
            let (driving, rest) = (driving.as_hours(), rest.as_hours());
            let most = most_driving(&diary, driving + rest);
            prop_assert!(most <= driving + 1e-4, "{most} h of {driving} h: {diary:?}");
        }
        let wanted: f64 = plan.iter().filter(|step| **step > 0.0).sum();
        let driven: f64 = diary.iter().filter(|part| **part > 0.0).sum();
        prop_assert!((wanted - driven).abs() < 1e-3, "all of the way is driven");
    }

    /// Driving in parts or at once takes the same rests.
    #[test]
    fn sections_do_not_matter(parts in proptest::collection::vec(1_u64..100_000_000, 1..20)) {
        let rules = one();
        let parts = parts.into_iter().map(Duration::from_ms);
        let (mut apart, mut clock, mut whole) = (Duration::ZERO, DriverClock::default(), Duration::ZERO);
        for part in parts {
            let (rests, next) = rules.rests(clock, part);
            (apart, clock, whole) = (apart + rests, next, whole + part);
        }
        prop_assert_eq!((apart, clock), rules.rests(DriverClock::default(), whole));
    }
}

#[test]
fn without_rules_nobody_rests() {
    let none = DriverRules::NONE;
    let plan = [60.0, 700.0, -3.0, 60.0];
    assert_eq!(diary(none, &plan), plan);
    assert_eq!(none.elapsed_per_driving(), 1.0);
}
