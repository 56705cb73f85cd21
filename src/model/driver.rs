//! How long drivers may drive and when they must rest, as pure functions of the driving so far.
//!
//! The rules are those of the AETR and of Regulation (EC) No 561/2006, articles 6 to 8, without the
//! shorter rests and longer days that they allow now and then.

use crate::units::Duration;

/// What a crew may do between two rests. Source: the scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DriverRules {
    /// The longest driving without a break (art. 7); none for two drivers, who take turns.
    pub stretch: Duration,
    /// The break after it (art. 7).
    pub pause: Duration,
    /// The longest driving between two daily rests (art. 6(1)), of all drivers together.
    pub daily_driving: Duration,
    /// The longest time between two daily rests, waiting included (art. 8(2), 8(5)).
    pub duty: Duration,
    /// The daily rest (art. 8(2), 8(5)).
    pub daily_rest: Duration,
    /// The longest driving between two weekly rests (art. 6(2)), of all drivers together.
    pub weekly_driving: Duration,
    /// The weekly rest (art. 8(6)).
    pub weekly_rest: Duration,
}

/// What a crew has done since its last rests. Starts rested.
///
/// It rides in every event about a truck, so it is small: whole milliseconds in 32 bits, up to 49
/// days, far beyond any limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DriverClock {
    /// Driving since the last break.
    stretch_ms: u32,
    /// Driving since the last daily rest.
    day_ms: u32,
    /// Everything since the last daily rest.
    duty_ms: u32,
    /// Driving since the last weekly rest.
    week_ms: u32,
}

/// Something that a crew does for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It drives.
    Drive(Duration),
    /// It stands for a break or a rest that the rules ask for.
    Rest(Duration),
}

impl DriverRules {
    /// Nobody ever rests: the limits are beyond what a clock counts.
    pub const NONE: Self = Self {
        stretch: Duration::from_days(365),
        pause: Duration::ZERO,
        daily_driving: Duration::from_days(365),
        duty: Duration::from_days(365),
        daily_rest: Duration::ZERO,
        weekly_driving: Duration::from_days(365),
        weekly_rest: Duration::ZERO,
    };

    /// Drives for `driving` in all, with the breaks and rests that become due on the way, and
    /// returns the crew's clock after it. `doing` is told of each part in turn.
    ///
    /// A rest is taken only when there is more to drive: who arrives at the limit, arrives.
    pub fn drive(
        &self,
        clock: DriverClock,
        driving: Duration,
        mut doing: impl FnMut(Doing),
    ) -> DriverClock {
        let mut clock = clock;
        let mut left = driving;
        while left > Duration::ZERO {
            let part = self.may_drive(clock).min(left);
            if part > Duration::ZERO {
                clock = clock.driven(part);
                left = left.saturating_sub(part);
                doing(Doing::Drive(part));
            } else {
                let rest = self.due_rest(clock);
                clock = self.stand(clock, rest);
                doing(Doing::Rest(rest));
            }
        }
        clock
    }

    /// Returns the rests that become due while a crew drives for `driving` in all, and its clock
    /// after it.
    pub fn rests(&self, clock: DriverClock, driving: Duration) -> (Duration, DriverClock) {
        let mut rested = Duration::ZERO;
        let clock = self.drive(clock, driving, |part| {
            if let Doing::Rest(rest) = part {
                rested = rested + rest;
            }
        });
        (rested, clock)
    }

    /// Returns the clock after standing for `time`, whatever for: who waits in a queue for as long
    /// as a break or a rest has had it (art. 4(d), 4(f): the driver may dispose of the time).
    pub fn stand(&self, clock: DriverClock, time: Duration) -> DriverClock {
        if time >= self.weekly_rest {
            return DriverClock::default();
        }
        if time >= self.daily_rest {
            return DriverClock {
                week_ms: clock.week_ms,
                ..DriverClock::default()
            };
        }
        DriverClock {
            stretch_ms: if time >= self.pause {
                0
            } else {
                clock.stretch_ms
            },
            duty_ms: clock.duty_ms.saturating_add(ms(time)),
            ..clock
        }
    }

    /// Returns how long an hour of driving takes, in hours, with the breaks and the rest of a day.
    pub fn elapsed_per_driving(&self) -> f64 {
        let (driving, stretch) = (self.daily_driving.as_hours(), self.stretch.as_hours());
        let pauses = (driving / stretch).ceil() - 1.0;
        let stands = pauses.max(0.0) * self.pause.as_hours() + self.daily_rest.as_hours();
        (driving + stands) / driving
    }

    /// How long the crew may drive before it must stand.
    fn may_drive(&self, clock: DriverClock) -> Duration {
        let left =
            |limit: Duration, used: u32| limit.saturating_sub(Duration::from_ms(u64::from(used)));
        left(self.stretch, clock.stretch_ms)
            .min(left(self.daily_driving, clock.day_ms))
            .min(left(self.duty, clock.duty_ms))
            .min(left(self.weekly_driving, clock.week_ms))
    }

    /// The shortest rest after which a crew that may not drive may drive again.
    fn due_rest(&self, clock: DriverClock) -> Duration {
        let rests = [self.pause, self.daily_rest, self.weekly_rest];
        let helps = |rest: &Duration| self.may_drive(self.stand(clock, *rest)) > Duration::ZERO;
        let shortest = rests.into_iter().filter(helps).min();
        shortest.expect("checked rules let a crew drive after its weekly rest")
    }
}

impl DriverClock {
    fn driven(self, driving: Duration) -> Self {
        let more = ms(driving);
        let add = |used: u32| used.saturating_add(more);
        Self {
            stretch_ms: add(self.stretch_ms),
            day_ms: add(self.day_ms),
            duty_ms: add(self.duty_ms),
            week_ms: add(self.week_ms),
        }
    }
}

fn ms(time: Duration) -> u32 {
    u32::try_from(time.as_ms()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
