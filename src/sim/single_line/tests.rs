use super::*;

const NOW: Time = Time::ZERO;
const OPEN: Access = Access::OpenUntil(Time::MAX);

fn rules() -> Rules {
    Rules {
        station_interval: Duration::ZERO,
        fleet_trains: 1,
        headway: Duration::ZERO,
        overtaking: false,
        priority_worth: Duration::from_days(1),
    }
}

fn line(loops: &[u8], rules: Rules) -> SingleLine {
    SingleLine::new(loops.iter().map(|tracks| (*tracks, NOW)), rules)
}

fn train(train: u32) -> Waiting {
    Waiting {
        train,
        priority: 1,
        since: NOW,
    }
}

fn passenger(train: u32, since: Time) -> Waiting {
    Waiting {
        train,
        priority: 9,
        since,
    }
}

fn at(ms: u64) -> Time {
    Time::from_ms(ms)
}

fn leave(line: &mut SingleLine, block: usize, now: Time) -> Duration {
    let mut all = Duration::ZERO;
    line.leave((block, block), now, |_, busy, _| all = all + busy);
    all
}

/// The train that enters a block now, if one does.
fn entered(line: &mut SingleLine, block: usize, now: Time) -> Option<u32> {
    match line.next(block, now, OPEN) {
        Next::Enter(entry) => Some(entry.train),
        _ => None,
    }
}

#[test]
fn a_block_holds_one_train_and_is_free_after_the_station_interval() {
    let station_interval = Duration::from_ms(5);
    let mut line = line(
        &[],
        Rules {
            station_interval,
            ..rules()
        },
    );
    line.wait(0, true, train(1));
    line.wait(0, false, train(2));
    assert_eq!(entered(&mut line, 0, NOW), Some(1));
    assert_eq!(line.next(0, NOW, OPEN), Next::Nothing);
    assert_eq!(leave(&mut line, 0, at(100)), Duration::from_ms(105));
    // Works begin before the route of the next train would be set: nobody enters now, and one look
    // is arranged.
    let works = Access::OpenUntil(at(105));
    assert_eq!(line.next(0, at(100), works), Next::LookAt(at(105)));
    assert_eq!(line.next(0, at(100), works), Next::Nothing);
    line.looked(0, at(105));
    let Next::Enter(entry) = line.next(0, at(100), OPEN) else {
        panic!("its route is set");
    };
    assert_eq!((entry.train, entry.at), (2, at(105)));
    assert_eq!(line.next(0, at(105), OPEN), Next::Nothing, "it is taken");
}

#[test]
fn a_loop_keeps_a_track_for_the_opposite_direction() {
    let mut line = line(&[2], rules());
    line.wait(0, true, train(1));
    assert_eq!(entered(&mut line, 0, NOW), Some(1));
    leave(&mut line, 0, NOW);
    line.wait(1, true, train(1));
    line.wait(1, false, train(3));
    line.wait(0, true, train(2));
    let held = line.next(0, NOW, OPEN);
    assert_eq!(held, Next::Nothing, "the loop's track for that way is held");
    assert_eq!(entered(&mut line, 1, NOW), Some(1));
    assert_eq!(entered(&mut line, 0, NOW), Some(2));
}

#[test]
fn priority_goes_first_then_who_waits_longest() {
    let mut line = line(&[], rules());
    for (number, forward, priority, since) in [(1, true, 1, 2), (2, false, 1, 1), (3, true, 9, 3)] {
        let waiting = Waiting {
            train: number,
            priority,
            since: at(since),
        };
        line.wait(0, forward, waiting);
    }
    let mut order = Vec::new();
    while let Some(train) = entered(&mut line, 0, at(9)) {
        leave(&mut line, 0, at(9));
        order.push(train);
    }
    assert_eq!(order, [3, 2, 1]);
}

#[test]
fn priority_is_worth_only_so_much_waiting() {
    let mut line = line(&[], rules());
    let day = Duration::DAY.as_ms();
    let waiting = |train, priority, since| Waiting {
        train,
        priority,
        since: at(since),
    };
    line.wait(0, true, waiting(1, 1, 0));
    line.wait(0, true, waiting(2, 2, day - 1));
    line.wait(0, true, waiting(3, 2, day + 1));
    let mut order = Vec::new();
    while let Some(train) = entered(&mut line, 0, at(2 * day)) {
        leave(&mut line, 0, at(2 * day));
        order.push(train);
    }
    assert_eq!(order, [2, 1, 3]);
}

#[test]
fn a_maintenance_window_closes_the_line() {
    let mut line = line(&[], rules());
    line.wait(0, true, train(1));
    assert_eq!(
        line.next(0, NOW, Access::ClosedUntil(at(50))),
        Next::LookAt(at(50))
    );
    assert_eq!(entered(&mut line, 0, at(50)), Some(1));
}

/// A slow train waits at a loop for one that comes against it; a more pressing one comes behind.
#[test]
fn a_loop_of_three_tracks_lets_a_train_pass() {
    let rules = Rules {
        overtaking: true,
        ..rules()
    };
    for (tracks, overtaken) in [(3, 1), (2, 0)] {
        let mut line = line(&[tracks], rules);
        line.wait(0, true, train(1));
        assert_eq!(entered(&mut line, 0, NOW), Some(1));
        line.wait(1, false, train(2));
        assert_eq!(entered(&mut line, 1, NOW), Some(2));
        leave(&mut line, 0, at(1));
        line.wait(1, true, train(1));
        let express = Waiting {
            train: 3,
            priority: 2,
            since: at(2),
        };
        line.wait(0, true, express);
        if overtaken == 0 {
            assert_eq!(line.next(0, at(2), OPEN), Next::Nothing, "no track");
            continue;
        }
        assert_eq!(entered(&mut line, 0, at(2)), Some(3));
        leave(&mut line, 0, at(3));
        let since = at(3);
        line.wait(1, true, Waiting { since, ..express });
        leave(&mut line, 1, at(4));
        line.wait(0, false, train(2));
        let Next::Enter(entry) = line.next(1, at(4), OPEN) else {
            panic!("the block is free")
        };
        assert_eq!((entry.train, entry.overtaken), (3, 1));
    }
}

/// A freight train comes to a loop of two tracks with a passenger train right behind it.
#[test]
fn a_passenger_train_runs_through_a_loop_of_two_tracks() {
    let rules = Rules {
        overtaking: true,
        station_interval: Duration::from_ms(5),
        ..rules()
    };
    let mut line = line(&[2, 2], rules);
    line.wait(0, true, train(1));
    assert_eq!(entered(&mut line, 0, NOW), Some(1));
    line.wait(0, true, passenger(2, at(50)));
    leave(&mut line, 0, at(100));
    let waiting = Waiting {
        since: at(100),
        ..train(1)
    };
    line.wait(1, true, waiting);
    assert_eq!(line.next(1, at(100), OPEN), Next::LookAt(at(106)));
    assert_eq!(entered(&mut line, 0, at(105)), Some(2));
    line.looked(1, at(106));
    let kept = line.next(1, at(106), OPEN);
    assert_eq!(kept, Next::Nothing, "the block is kept for the other");
    leave(&mut line, 0, at(150));
    line.wait(1, true, passenger(2, at(150)));
    let Next::Enter(entry) = line.next(1, at(150), OPEN) else {
        panic!("the block was kept for it")
    };
    assert_eq!((entry.train, entry.overtaken), (2, 1));
    leave(&mut line, 1, at(200));
    line.wait(2, true, passenger(2, at(200)));
    assert_eq!(entered(&mut line, 2, at(200)), Some(2));
    assert_eq!(entered(&mut line, 1, at(205)), Some(1));
}

#[test]
fn a_fleet_follows_by_headway_until_it_is_full_or_somebody_more_pressing_comes() {
    let rules = Rules {
        fleet_trains: 3,
        headway: Duration::from_ms(10),
        ..rules()
    };
    let mut fleet = line(&[], rules);
    for n in 0..5 {
        fleet.wait(0, true, train(n));
    }
    fleet.wait(0, false, train(9));
    let Next::Enter(first) = fleet.next(0, NOW, OPEN) else {
        panic!("the block is free")
    };
    assert_eq!(fleet.run(&first, NOW, Duration::from_ms(50)), at(50));
    assert_eq!(fleet.next(0, NOW, OPEN), Next::LookAt(at(10)));
    let Next::Enter(second) = fleet.next(0, at(10), OPEN) else {
        panic!("a headway has passed")
    };
    let faster = fleet.run(&second, at(10), Duration::from_ms(30));
    assert_eq!(faster, at(60), "it comes out a headway behind");
    let mut other = fleet.clone();
    assert_eq!(entered(&mut fleet, 0, at(20)), Some(2));
    assert_eq!(fleet.next(0, at(30), OPEN), Next::Nothing, "it is full");
    other.wait(0, false, passenger(8, at(15)));
    assert_eq!(other.next(0, at(20), OPEN), Next::Nothing);
}

#[test]
fn a_loop_that_is_not_open_yet_joins_its_blocks() {
    let loops = [(2, at(100))].into_iter();
    let mut line = SingleLine::new(loops, rules());
    line.wait(0, true, train(1));
    line.wait(1, false, train(2));
    let Next::Enter(entry) = line.next(0, NOW, OPEN) else {
        panic!("both blocks are free")
    };
    assert_eq!((entry.train, entry.last), (1, 1));
    assert_eq!(line.next(1, NOW, OPEN), Next::Nothing);
    let mut busy = Vec::new();
    line.leave((0, 1), at(40), |block, ms, is_wanted| {
        busy.push((block, ms.as_ms(), is_wanted));
    });
    assert_eq!(busy, [(0, 40, false), (1, 40, true)]);
    let Next::Enter(entry) = line.next(1, at(100), OPEN) else {
        panic!("the loop is open")
    };
    assert_eq!((entry.train, entry.last), (2, 1));
}

#[test]
fn without_precedence_freight_trains_go_as_they_come() {
    for (worth, expected) in [(Duration::DAY, [3, 2, 1]), (Duration::ZERO, [3, 1, 2])] {
        let rules = Rules {
            priority_worth: worth,
            ..rules()
        };
        let mut line = line(&[], rules);
        line.wait(
            0,
            true,
            Waiting {
                priority: 0,
                ..passenger(1, at(1))
            },
        );
        line.wait(
            0,
            false,
            Waiting {
                priority: 2,
                ..passenger(2, at(2))
            },
        );
        line.wait(0, true, passenger(3, at(3)));
        let mut order = Vec::new();
        while let Some(train) = entered(&mut line, 0, at(9)) {
            leave(&mut line, 0, at(9));
            order.push(train);
        }
        assert_eq!(order, expected, "{worth:?}");
    }
}

#[test]
fn a_fleet_ends_for_what_is_more_pressing_only_where_priority_counts() {
    for (worth, follows) in [(Duration::DAY, false), (Duration::ZERO, true)] {
        let rules = Rules {
            priority_worth: worth,
            fleet_trains: 3,
            ..rules()
        };
        let mut line = line(&[], rules);
        line.wait(0, true, train(1));
        assert_eq!(entered(&mut line, 0, NOW), Some(1));
        line.wait(0, true, train(2));
        line.wait(
            0,
            false,
            Waiting {
                priority: 2,
                ..train(3)
            },
        );
        assert_eq!(entered(&mut line, 0, NOW) == Some(2), follows, "{worth:?}");
    }
}
