//! One direction of a double track: trains follow each other by headway and do not overtake.
//!
//! Other traffic touches nothing but this track, so it needs no events: whoever enters first lets
//! all the other trains that were due before it go ahead.

use super::record::Traffic;
use crate::engine::{Stream, Streams};
use crate::model::LineLimits;
use crate::units::{Duration, Time};

/// One direction of a double track, or a sea lane (no headway, no other traffic).
#[derive(Debug)]
pub(super) struct DoubleTrack {
    headway: Duration,
    entry_free: Time,
    last_exit: Time,
    other: Vec<OtherTrains>,
}

/// Other trains of one kind, as a Poisson process.
#[derive(Debug)]
struct OtherTrains {
    traffic: Traffic,
    draws: Stream,
    mean_interval: Duration,
    running: Duration,
    next: Time,
}

/// When a train may enter and when it comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Passage {
    pub enter: Time,
    pub exit: Time,
}

/// How much other traffic of one kind a track has.
#[derive(Clone, Copy, Debug)]
pub(super) struct OtherRate {
    pub traffic: Traffic,
    pub trains_per_day: f64,
    pub running: Duration,
}

impl DoubleTrack {
    /// Creates an empty track. `name` tells its random streams apart from others'.
    pub fn new(headway: Duration, other: &[OtherRate], streams: &Streams, name: u64) -> Self {
        let kinds = other
            .iter()
            .enumerate()
            .filter(|(_, rate)| rate.trains_per_day > 0.0);
        let other = kinds.map(|(n, rate)| {
            let mut draws = streams.stream("other traffic, double track", name << 8 | n as u64);
            let mean_interval = Duration::DAY.scaled(1.0 / rate.trains_per_day);
            let next = Time::ZERO + mean_interval.scaled(draws.exponential());
            OtherTrains {
                traffic: rate.traffic,
                draws,
                mean_interval,
                running: rate.running,
                next,
            }
        });
        Self {
            headway,
            entry_free: Time::ZERO,
            last_exit: Time::ZERO,
            other: other.collect(),
        }
    }

    /// Lets a train of the corridor in that is ready `now` and takes `running` if `limits` do not
    /// slow it down; nobody enters while they close the track. Calls `passed` with the busy time of
    /// each train that went, other traffic included.
    pub fn enter(
        &mut self,
        now: Time,
        running: Duration,
        limits: &LineLimits,
        mut passed: impl FnMut(Traffic, Duration),
    ) -> Passage {
        while let Some(first) = self.other.iter_mut().min_by_key(|trains| trains.next) {
            if first.next > now {
                break;
            }
            let (due, other_running, traffic) = (first.next, first.running, first.traffic);
            let interval = first.mean_interval.scaled(first.draws.exponential());
            first.next = due + interval;
            self.admit(due, other_running, limits);
            passed(traffic, self.headway);
        }
        passed(Traffic::Corridor, self.headway);
        self.admit(now, running, limits)
    }

    fn admit(&mut self, now: Time, running: Duration, limits: &LineLimits) -> Passage {
        let ready = now.max(self.entry_free);
        let enter = limits.closed.until(ready).unwrap_or(ready);
        let exit = (enter + limits.running(running, enter)).max(self.last_exit + self.headway);
        self.entry_free = enter + self.headway;
        self.last_exit = exit;
        Passage { enter, exit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free() -> LineLimits {
        LineLimits::default()
    }

    fn minutes(n: u64) -> Duration {
        Duration::from_ms(n * 60_000)
    }

    #[test]
    fn trains_keep_their_headway_and_their_order() {
        let mut track = DoubleTrack::new(minutes(10), &[], &Streams::new(1, 0), 0);
        let start = Time::ZERO + minutes(600);
        let slow = track.enter(start, minutes(100), &free(), |_, _| ());
        let fast = track.enter(start + minutes(1), minutes(50), &free(), |_, _| ());
        assert_eq!(
            slow,
            Passage {
                enter: start,
                exit: start + minutes(100)
            }
        );
        assert_eq!(
            fast,
            Passage {
                enter: start + minutes(10),
                exit: start + minutes(110)
            }
        );
    }

    #[test]
    fn a_saturated_track_carries_one_train_a_headway() {
        let mut track = DoubleTrack::new(minutes(10), &[], &Streams::new(1, 0), 0);
        let trains = (0..).take_while(|_| {
            track
                .enter(Time::ZERO, minutes(100), &free(), |_, _| ())
                .enter
                < Time::ZERO + Duration::DAY
        });
        assert_eq!(trains.count(), 144);
    }

    #[test]
    fn other_traffic_takes_its_share() {
        let rate = OtherRate {
            traffic: Traffic::Freight,
            trains_per_day: 72.0,
            running: minutes(80),
        };
        let mut track = DoubleTrack::new(minutes(10), &[rate], &Streams::new(1, 0), 0);
        let mut trains = 0_u32;
        let mut ours = 0_u32;
        let mut now = Time::ZERO;
        while now < Time::ZERO + Duration::from_days(100) {
            now = track
                .enter(now, minutes(100), &free(), |_, _| trains += 1)
                .enter
                + minutes(10);
            ours += 1;
        }
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
}
