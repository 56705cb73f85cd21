//! Waits at borders as they are experienced, and the telling of them.
//!
//! A border station measures how long loaded trains stand there, a road border how long trucks do, and
//! tells it now and then to the places where cargo may choose. Telling takes its time, so that what
//! cargo knows is what was experienced some days ago. Nothing is told where no stream has a choice.

use super::district::{Ctx, District, Event};
use super::plan::Plan;
use super::record::Side;
use super::train::Train;
use crate::engine::{Channels, ProcessId};
use crate::model::{Direction, RoadBorder, Scenario};
use crate::units::{CrossingId, Duration, RoadBorderId, Time};

/// What is told of one way over a border.
#[derive(Clone, Copy, Debug)]
pub(super) enum News {
    /// It is time to tell how long one waits.
    Tell(Gate),
    /// It was told how long one waits.
    Told { gate: Gate, wait: Duration },
}

/// Where cargo waits at a border, one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// A station of a crossing.
    Station(Station),
    /// The booths of a road border, those of both sides.
    Booths(RoadBorderId, Direction),
}

/// The sending or the receiving station of a crossing, one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Station {
    pub crossing: CrossingId,
    pub direction: Direction,
    pub side: Side,
}

/// The loaded trains of a station, or the trucks at a border, since it last told of them.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    present: u32,
    /// The sum of the times at which those present came.
    came_ms: u64,
    left: u32,
    stood: Duration,
}

/// What a district has seen at its borders, and what it was told of all: by [`Gate::index`].
#[derive(Debug)]
pub(super) struct Experience {
    /// Hours, as last told.
    waits_h: Vec<f64>,
    seen: Vec<Seen>,
}

/// Who is to be told what. Made once.
#[derive(Clone, Debug)]
pub(super) struct Listeners(Vec<Vec<ProcessId>>);

impl Gate {
    /// Returns the position among all gates: stations first.
    fn index(self, scenario: &Scenario) -> usize {
        match self {
            Self::Station(it) => {
                it.crossing.index() * 4 + it.direction.index() * 2 + it.side as usize
            }
            Self::Booths(border, direction) => {
                scenario.crossings.len() * 4 + border.index() * 2 + direction.index()
            }
        }
    }

    /// Every gate of a scenario, in the order of [`Gate::index`].
    fn all(scenario: &Scenario) -> impl Iterator<Item = Self> + use<> {
        let stations = (0..scenario.crossings.len() * 4).map(|n| {
            Self::Station(Station {
                crossing: CrossingId::from_index(n / 4),
                direction: Direction::BOTH[n / 2 % 2],
                side: [Side::Sending, Side::Receiving][n % 2],
            })
        });
        let booths = (0..borders(scenario).len() * 2)
            .map(|n| Self::Booths(RoadBorderId::from_index(n / 2), Direction::BOTH[n % 2]));
        stations.chain(booths)
    }

    /// The district in which it lies.
    fn district(self, scenario: &Scenario, district_of: &[ProcessId]) -> ProcessId {
        let node = match self {
            Self::Station(it) => {
                let crossing = scenario.crossing(it.crossing);
                match it.side {
                    Side::Sending => crossing.sender(it.direction),
                    Side::Receiving => crossing.receiver(it.direction),
                }
            }
            Self::Booths(border, _) => borders(scenario)[border.index()].booths_at,
        };
        district_of[node.index()]
    }

    /// How long one takes until something is told: at both stations together as long as routes were
    /// found with, at booths as long as both controls take without a queue.
    fn usual_h(self, scenario: &Scenario) -> f64 {
        match self {
            Self::Station(_) => scenario.route_costs.transfer_h / 2.0,
            Self::Booths(border, direction) => {
                let handover = borders(scenario)[border.index()].handover(direction);
                let both = [&handover.sending, &handover.receiving];
                both.map(|booths| booths.time_min.mean())
                    .iter()
                    .sum::<f64>()
                    / 60.0
            }
        }
    }
}

fn borders(scenario: &Scenario) -> &[RoadBorder] {
    scenario.road.as_ref().map_or(&[], |road| &road.borders)
}

impl Listeners {
    /// Finds the districts where cargo chooses among routes over each gate.
    pub fn new(scenario: &Scenario, district_of: &[ProcessId]) -> Self {
        let routes = &scenario.routes;
        let hears = |gate: Gate| {
            let over = routes.routes().iter();
            let over = over.filter(|route| routes.has_choice(route.stream));
            let over = over.filter(|route| match gate {
                Gate::Station(it) => route.crossings.contains(&(it.crossing, it.direction)),
                Gate::Booths(border, way) => route.borders.contains(&(border, way)),
            });
            let origins = over.map(|route| scenario.stream(route.stream).origin);
            let mut districts: Vec<_> = origins.map(|node| district_of[node.index()]).collect();
            districts.sort_unstable();
            districts.dedup();
            districts
        };
        Self(Gate::all(scenario).map(hears).collect())
    }

    /// Opens the channels for what is told.
    pub fn connect(&self, plan: &Plan, channels: &mut Channels) {
        let notice = plan.scenario.route_choice.news_notice;
        for (gate, listeners) in Gate::all(&plan.scenario).zip(&self.0) {
            let from = gate.district(&plan.scenario, &plan.district_of);
            for to in listeners.iter().filter(|to| **to != from) {
                channels.connect(from, *to, notice);
            }
        }
    }
}

impl Seen {
    /// Some come.
    fn come(&mut self, n: u32, now: Time) {
        self.present += n;
        self.came_ms += u64::from(n) * now.as_ms();
    }

    /// One leaves that came `since`.
    fn leave(&mut self, since: Time, now: Time) {
        self.present -= 1;
        self.came_ms -= since.as_ms();
        self.left += 1;
        self.stood = self.stood + now.since(since);
    }

    /// Returns how long one stands: those that left since the last telling on average, or those
    /// that are there so far, whichever is more, so that a border that lets nobody go is not
    /// taken for a quick one. Nothing where there was none.
    fn wait(&self, now: Time) -> Option<Duration> {
        let mean = |sum_ms: u64, n: u32| (n > 0).then(|| sum_ms / u64::from(n));
        let present_ms = now.as_ms() * u64::from(self.present) - self.came_ms;
        let left = mean(self.stood.as_ms(), self.left);
        let present = mean(present_ms, self.present);
        left.max(present).map(Duration::from_ms)
    }
}

impl Experience {
    pub fn new(scenario: &Scenario) -> Self {
        let waits_h: Vec<f64> = Gate::all(scenario).map(|it| it.usual_h(scenario)).collect();
        Self {
            seen: vec![Seen::default(); waits_h.len()],
            waits_h,
        }
    }

    /// Returns the wait at a gate as last told, in hours.
    pub fn wait_h(&self, gate: Gate, scenario: &Scenario) -> f64 {
        self.waits_h[gate.index(scenario)]
    }
}

impl District {
    /// Sets the borders of the district telling, those that somebody listens to.
    pub(super) fn start_news(&mut self, ctx: &mut Ctx<'_>) {
        let plan = &self.plan;
        for (gate, listeners) in Gate::all(&plan.scenario).zip(&plan.listeners.0) {
            let here = gate.district(&plan.scenario, &plan.district_of) == self.me;
            if here && !listeners.is_empty() {
                let every = plan.scenario.route_choice.news_every;
                ctx.schedule(every, Event::News(News::Tell(gate)));
            }
        }
    }

    pub(super) fn news(&mut self, news: News, ctx: &mut Ctx<'_>) {
        match news {
            News::Tell(gate) => self.tell_wait(gate, ctx),
            News::Told { gate, wait } => {
                let n = gate.index(&self.plan.scenario);
                self.experience.waits_h[n] = wait.as_hours();
            }
        }
    }

    fn tell_wait(&mut self, gate: Gate, ctx: &mut Ctx<'_>) {
        let n = gate.index(&self.plan.scenario);
        let seen = &mut self.experience.seen[n];
        let wait = seen.wait(ctx.now());
        (seen.left, seen.stood) = (0, Duration::ZERO);
        let choice = &self.plan.scenario.route_choice;
        if let Some(wait) = wait {
            let told = Event::News(News::Told { gate, wait });
            for listener in &self.plan.listeners.0[n] {
                ctx.send(*listener, choice.news_notice, told);
            }
        }
        ctx.schedule(choice.news_every, Event::News(News::Tell(gate)));
    }

    /// A loaded train has come to a border station.
    pub(super) fn comes_to_station(&mut self, station: Station, now: Time) {
        self.seen(Gate::Station(station)).come(1, now);
    }

    /// A loaded train that came at `train.since` is over the border, or its cargo is off it.
    pub(super) fn leaves_station(&mut self, station: Station, train: &Train, now: Time) {
        self.seen(Gate::Station(station)).leave(train.since, now);
    }

    /// Trucks have come to a road border.
    pub(super) fn come_to_booths(
        &mut self,
        way: (RoadBorderId, Direction),
        trucks: u16,
        now: Time,
    ) {
        self.seen(Gate::Booths(way.0, way.1))
            .come(trucks.into(), now);
    }

    /// A truck that came `since` is through both controls.
    pub(super) fn leaves_booths(&mut self, way: (RoadBorderId, Direction), since: Time, now: Time) {
        self.seen(Gate::Booths(way.0, way.1)).leave(since, now);
    }

    fn seen(&mut self, gate: Gate) -> &mut Seen {
        let n = gate.index(&self.plan.scenario);
        &mut self.experience.seen[n]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_station_that_lets_nobody_go_is_no_quick_one() {
        let at = |hours: u64| Time::from_ms(hours * 3_600_000);
        let mut seen = Seen::default();
        assert_eq!(seen.wait(at(9)), None);
        (seen.left, seen.stood) = (2, Duration::from_ms(6 * 3_600_000));
        assert_eq!(seen.wait(at(9)), Some(Duration::from_ms(3 * 3_600_000)));
        seen.come(2, at(1));
        seen.come(1, at(4));
        assert_eq!(seen.wait(at(9)), Some(Duration::from_ms(7 * 3_600_000)));
        seen.leave(at(1), at(2));
        seen.leave(at(1), at(2));
        assert_eq!((seen.present, seen.left), (1, 4));
        assert_eq!(seen.wait(at(9)), Some(Duration::from_ms(5 * 3_600_000)));
    }
}
