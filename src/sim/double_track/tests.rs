use super::*;
use crate::model::Dated;
use proptest::prelude::*;

fn minutes(n: u64) -> Duration {
    Duration::from_ms(n * 60_000)
}

fn at(minute: u64) -> Time {
    Time::ZERO + minutes(minute)
}

/// A track that is always open.
struct Open;

impl Access for Open {
    fn opens(&self, time: Time) -> Time {
        time
    }

    fn running(&self, running: Duration, _: Time) -> Duration {
        running
    }
}

/// Ten kilometers a part; zero parts for trains that keep their order.
fn rules(parts: u32) -> Rules {
    Rules {
        headway: minutes(10),
        parts,
        least_gain: minutes(5),
        longest_delay: minutes(60),
        station_interval: minutes(4),
        priority_worth: minutes(1_440),
    }
}

fn track(parts: u32, other: &[OtherRate]) -> DoubleTrack {
    DoubleTrack::new(rules(parts), other, &Streams::new(1, 0), (0, true))
}

fn train(train: u32, priority: u8, since: Time, running: u64) -> Waiting {
    Waiting {
        train,
        rank: Rank::new(since, priority, minutes(1_440)),
        since,
        running: minutes(running),
    }
}

/// Lets everybody in that waits, looking as often as the track asks; returns who entered, when, and
/// the exit foreseen.
fn let_in(track: &mut DoubleTrack, now: Time) -> Vec<(u32, Time, Time)> {
    let mut now = now;
    let mut entered = Vec::new();
    loop {
        match track.next(now, &Open) {
            Next::Nothing => return entered,
            Next::LookAt(later) => {
                now = later;
                track.looked(now);
            }
            Next::Enter {
                train,
                entered: time,
                exit,
            } => entered.push((train.train, time, exit)),
        }
    }
}

fn path_of(track: &DoubleTrack, train: u32) -> Option<&Path> {
    track.under_way[track.n_gone..]
        .iter()
        .find(|path| path.train == train)
}

#[test]
fn trains_keep_their_headway_and_their_order() {
    let mut track = track(0, &[]);
    track.wait(train(1, 1, at(600), 100));
    assert_eq!(let_in(&mut track, at(600)), [(1, at(600), at(700))]);
    track.wait(train(2, 9, at(601), 50));
    assert_eq!(let_in(&mut track, at(601)), [(2, at(610), at(710))]);
}

#[test]
fn a_saturated_track_carries_one_train_a_headway() {
    for parts in [0, 5] {
        let mut track = track(parts, &[]);
        for n in 0..200 {
            track.wait(train(n, 1, at(0), 100));
        }
        let entered = let_in(&mut track, at(0));
        let first_day = entered.iter().filter(|(_, time, _)| *time < at(1_440));
        assert_eq!(first_day.count(), 144);
    }
}

#[test]
fn who_waits_at_the_entry_goes_by_rank() {
    let mut track = track(0, &[]);
    track.wait(train(1, 1, at(0), 100));
    let_in(&mut track, at(0));
    for (number, priority) in [(2, 1), (3, 2), (4, 9)] {
        track.wait(train(number, priority, at(1), 100));
    }
    let order: Vec<u32> = let_in(&mut track, at(1)).iter().map(|it| it.0).collect();
    assert_eq!(order, [4, 3, 2]);
}

#[test]
fn other_traffic_takes_its_share() {
    let rate = OtherRate {
        traffic: Traffic::Freight,
        trains_per_day: 72.0,
        running: Dated::constant(minutes(80)),
    };
    let mut track = track(0, &[rate]);
    let mut ours = 0_u32;
    let mut now = Time::ZERO;
    while now < Time::ZERO + Duration::from_days(100) {
        track.wait(train(ours, 1, now, 100));
        let entered = let_in(&mut track, now);
        now = entered[0].1 + minutes(10);
        ours += 1;
    }
    let trains = track.tally.count() + ours;
    assert!(
        (14_399..=14_401).contains(&trains),
        "the track is never idle: {trains}"
    );
    let share = f64::from(trains - ours) / 7_200.0;
    assert!(
        (0.95..1.05).contains(&share),
        "other trains: {share} of what was due"
    );
}

/// A train of 200 minutes, and a passenger train of 100 half an hour behind it, over ten parts: they
/// would come within a headway of one another at the second siding, where the slow one is at 40
/// minutes and the fast one at 50. Four minutes is enough for the slow one to be out of the way.
#[test]
fn a_slow_train_stands_aside_at_the_last_siding_that_it_reaches_in_time() {
    let mut track = track(10, &[]);
    track.wait(train(1, 1, at(0), 200));
    let_in(&mut track, at(0));
    track.wait(train(2, 9, at(30), 100));
    assert_eq!(let_in(&mut track, at(30)), [(2, at(30), at(130))]);
    let slow = *path_of(&track, 1).expect("it is under way");
    assert_eq!((slow.place, slow.comes), (2, at(40)));
    assert_eq!((slow.leaves, slow.exit), (at(60), at(220)));
    assert_eq!(slow.aside, minutes(20));
    assert_eq!(track.tally.overtaken(), 1);
}

#[test]
fn nobody_stands_aside_for_a_train_that_is_no_more_pressing_or_where_it_is_late_itself() {
    for (priority, running, delay) in [(1, 100, 60), (9, 198, 60), (9, 100, 0)] {
        let mut track = track(10, &[]);
        track.rules.longest_delay = minutes(delay);
        track.wait(train(1, 1, at(0), 200));
        let_in(&mut track, at(0));
        track.wait(train(2, priority, at(30), running));
        let_in(&mut track, at(30));
        let slow = path_of(&track, 1).expect("it is under way");
        assert_eq!(slow.exit, at(200), "priority {priority}, running {running}");
    }
}

#[test]
fn nobody_passes_a_train_that_has_been_handed_over() {
    let mut track = track(10, &[]);
    track.wait(train(1, 1, at(0), 200));
    let_in(&mut track, at(0));
    let gone = track.finish(1, at(200));
    assert!(matches!(gone, Finish::Gone(Some(_))));
    track.wait(train(2, 9, at(30), 100));
    assert_eq!(let_in(&mut track, at(30)), [(2, at(30), at(210))]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Exits are a headway apart; nobody is faster than unhindered or comes sooner than was foreseen;
    /// and consecutive paths keep their headway, at the ends and where their trains stand aside.
    #[test]
    fn paths_keep_their_headway(
        parts in 1_u32..12,
        trains in proptest::collection::vec(
            (prop_oneof![3 => 0_u8..4, 1 => Just(9_u8)], 1_u64..40, 60_u64..240),
            1..60,
        ),
    ) {
        let mut track = track(parts, &[]);
        let mut now = 0;
        for (n, (priority, after, running)) in trains.into_iter().enumerate() {
            now += after;
            track.wait(train(n as u32, priority, at(now), running));
            let before: Vec<Path> = track.under_way[track.n_gone..].to_vec();
            let entered = let_in(&mut track, at(now));
            now = now.max(entered[0].1.as_ms() / 60_000);
            for path in before {
                if let Some(after) = path_of(&track, path.train) {
                    prop_assert!(after.exit >= path.exit, "{path:?} became {after:?}");
                }
            }
            for path in &track.under_way {
                prop_assert!(path.exit >= path.entered + path.running, "{path:?}");
            }
            for (ahead, path) in track.under_way.iter().zip(track.under_way.iter().skip(1)) {
                prop_assert!(path.keeps_behind(ahead, minutes(10)), "{ahead:?} {path:?}");
            }
        }
    }
}
