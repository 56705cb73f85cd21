//! Which route cargo takes: shares by logit, with the waits at the borders as lately told.
//!
//! Trains choose, as they are formed, so that a choice makes no train shorter. A border station measures how long loaded trains stand there, and tells it now and then to the
//! places where cargo may choose. Telling takes its time, so that what cargo knows is what was
//! experienced some days ago. Nothing is told where no stream has a choice.

use super::district::{Ctx, District, Event};
use super::plan::{Plan, name_of};
use super::record::{Record, Side};
use super::train::Train;
use crate::engine::{Channels, ProcessId, Stream, Streams};
use crate::model::{Direction, Options, Scenario, Shares};
use crate::units::{CrossingId, Duration, LegId, Mass, RouteId, StreamId, Time};

/// What is told of one way over a crossing.
#[derive(Clone, Copy, Debug)]
pub(super) enum News {
    /// It is time to tell how long trains wait at a station.
    Tell(Station),
    /// A station has told how long its trains wait.
    Told { station: Station, wait: Duration },
}

/// The sending or the receiving station of a crossing, one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Station {
    pub crossing: CrossingId,
    pub direction: Direction,
    pub side: Side,
}

/// What a district knows of routes, and what its border stations have seen.
#[derive(Debug)]
pub(super) struct Routing {
    /// Hours at each station, as last told.
    waits_h: Vec<f64>,
    seen: Vec<Seen>,
    /// By route of a stream that starts here and has a choice.
    draws: Vec<Option<Stream>>,
}

/// The loaded trains of a station since it last told of them.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    present: u32,
    /// The sum of the times at which those present came.
    came_ms: u64,
    left: u32,
    stood: Duration,
}

/// Who is to be told what. Made once.
#[derive(Clone, Debug)]
pub(super) struct Listeners(Vec<Vec<ProcessId>>);

impl Station {
    /// Returns the position among all stations of all crossings.
    pub fn index(self) -> usize {
        self.crossing.index() * 4 + self.direction.index() * 2 + self.side as usize
    }

    /// Every station of a scenario, in the order of [`Station::index`].
    fn all(scenario: &Scenario) -> impl Iterator<Item = Self> + use<> {
        (0..scenario.crossings.len() * 4).map(|n| Self {
            crossing: CrossingId::from_index(n / 4),
            direction: Direction::BOTH[n / 2 % 2],
            side: [Side::Sending, Side::Receiving][n % 2],
        })
    }

    /// The district of a station.
    fn district(self, scenario: &Scenario, district_of: &[ProcessId]) -> ProcessId {
        let crossing = scenario.crossing(self.crossing);
        let node = match self.side {
            Side::Sending => crossing.sender(self.direction),
            Side::Receiving => crossing.receiver(self.direction),
        };
        district_of[node.index()]
    }
}

impl Listeners {
    /// Finds the districts where cargo chooses among routes over each station.
    pub fn new(scenario: &Scenario, district_of: &[ProcessId]) -> Self {
        let routes = &scenario.routes;
        let hears = |station: Station| {
            let way = (station.crossing, station.direction);
            let over = routes.routes().iter();
            let over = over.filter(|route| routes.has_choice(route.stream));
            let over = over.filter(|route| route.crossings.contains(&way));
            let origins = over.map(|route| scenario.stream(route.stream).origin);
            let mut districts: Vec<_> = origins.map(|node| district_of[node.index()]).collect();
            districts.sort_unstable();
            districts.dedup();
            districts
        };
        Self(Station::all(scenario).map(hears).collect())
    }

    /// Opens the channels for what is told.
    pub fn connect(&self, plan: &Plan, channels: &mut Channels) {
        let notice = plan.scenario.route_choice.news_notice;
        for (station, listeners) in Station::all(&plan.scenario).zip(&self.0) {
            let from = station.district(&plan.scenario, &plan.district_of);
            for to in listeners.iter().filter(|to| **to != from) {
                channels.connect(from, *to, notice);
            }
        }
    }
}

impl Seen {
    /// Returns how long trains stand: those that left since the last telling on average, or those
    /// that are there so far, whichever is more, so that a station that lets nobody go is not
    /// taken for a quick one. Nothing where there was no train.
    fn wait(&self, now: Time) -> Option<Duration> {
        let mean = |sum_ms: u64, n: u32| (n > 0).then(|| sum_ms / u64::from(n));
        let present_ms = now.as_ms() * u64::from(self.present) - self.came_ms;
        let left = mean(self.stood.as_ms(), self.left);
        let present = mean(present_ms, self.present);
        left.max(present).map(Duration::from_ms)
    }
}

impl Routing {
    pub fn new(plan: &Plan, me: ProcessId, streams: Streams) -> Self {
        let scenario = &plan.scenario;
        let routes = scenario.routes.routes().iter();
        let draws = routes.map(|route| {
            let stream = scenario.stream(route.stream);
            let chooses = scenario.routes.has_choice(route.stream);
            let name = || u64::from(name_of(&format!("{}/{}", stream.key, route.key)));
            (chooses && plan.district(stream.origin) == me)
                .then(|| streams.stream("choice of route", name()))
        });
        // Until something is told, both stations together take as long as routes were found with.
        let wait_h = scenario.route_costs.transfer_h / 2.0;
        let n_stations = scenario.crossings.len() * 4;
        Self {
            waits_h: vec![wait_h; n_stations],
            seen: vec![Seen::default(); n_stations],
            draws: draws.collect(),
        }
    }
}

impl District {
    /// Sets the stations of the district telling, those that somebody listens to.
    pub(super) fn start_news(&mut self, ctx: &mut Ctx<'_>) {
        let plan = &self.plan;
        for station in Station::all(&plan.scenario) {
            let here = station.district(&plan.scenario, &plan.district_of) == self.me;
            if here && !plan.listeners.0[station.index()].is_empty() {
                let every = plan.scenario.route_choice.news_every;
                ctx.schedule(every, Event::News(News::Tell(station)));
            }
        }
    }

    pub(super) fn news(&mut self, news: News, ctx: &mut Ctx<'_>) {
        match news {
            News::Tell(station) => self.tell_wait(station, ctx),
            News::Told { station, wait } => {
                self.routing.waits_h[station.index()] = wait.as_hours();
            }
        }
    }

    fn tell_wait(&mut self, station: Station, ctx: &mut Ctx<'_>) {
        let seen = &mut self.routing.seen[station.index()];
        let wait = seen.wait(ctx.now());
        (seen.left, seen.stood) = (0, Duration::ZERO);
        let choice = &self.plan.scenario.route_choice;
        if let Some(wait) = wait {
            let told = Event::News(News::Told { station, wait });
            for listener in &self.plan.listeners.0[station.index()] {
                ctx.send(*listener, choice.news_notice, told);
            }
        }
        ctx.schedule(choice.news_every, Event::News(News::Tell(station)));
    }

    /// A loaded train has come to a border station.
    pub(super) fn comes_to_station(&mut self, station: Station, now: Time) {
        let seen = &mut self.routing.seen[station.index()];
        seen.present += 1;
        seen.came_ms += now.as_ms();
    }

    /// A loaded train that came at `train.since` is over the border, or its cargo is off it.
    pub(super) fn leaves_station(&mut self, station: Station, train: &Train, now: Time) {
        let seen = &mut self.routing.seen[station.index()];
        seen.present -= 1;
        seen.came_ms -= train.since.as_ms();
        seen.left += 1;
        seen.stood = seen.stood + now.since(train.since);
    }

    /// Chooses where a consignment waits for a train: only where routes begin on different railways
    /// or modes is there anything to choose.
    pub(super) fn choose_stock(&mut self, stream: StreamId, now: Time) -> LegId {
        let plan = std::sync::Arc::clone(&self.plan);
        let routes = &plan.scenario.routes;
        let stock = |route: RouteId| plan.stock_of[route.index()];
        let first = routes.options(stream)[0].routes[0];
        let one_for_all = routes.of_stream(stream).all(|it| stock(it) == stock(first));
        match one_for_all {
            true => stock(first),
            false => stock(self.race(stream, now, |_| true).0),
        }
    }

    /// Chooses the route of a train that is formed of cargo at its origin, and returns its first leg.
    pub(super) fn choose_route(&mut self, stock: LegId, mass: Mass, ctx: &mut Ctx<'_>) -> LegId {
        let plan = std::sync::Arc::clone(&self.plan);
        let (routes, stream) = (&plan.scenario.routes, plan.leg(stock).stream);
        if !routes.has_choice(stream) {
            return stock;
        }
        let here = |route: RouteId| plan.stock_of[route.index()] == stock;
        let (route, usd_per_tonne) = self.race(stream, ctx.now(), here);
        ctx.record(Record::Routed {
            route,
            mass,
            usd_per_tonne,
        });
        let first = routes.legs_of(route).next();
        first.expect("a route has a leg")
    }

    /// Returns one of some routes of a stream, each as often as its share says, and its cost. None is
    /// taken that is under embargo, if another is not.
    ///
    /// Every route draws an exponential number, and the first to ring is taken: at rates that are
    /// the shares, each rings first as often as its share says. So one more route changes the choice
    /// of nobody but those that it wins.
    fn race(
        &mut self,
        stream: StreamId,
        now: Time,
        may: impl Fn(RouteId) -> bool,
    ) -> (RouteId, f64) {
        let plan = std::sync::Arc::clone(&self.plan);
        let routes = &plan.scenario.routes;
        let options = options_at(routes.options(stream), now);
        let scale = plan.scenario.route_choice.scale_usd_per_tonne;
        let shares = options.shares(scale, |route| self.usd_per_tonne(route));
        let mut best = (f64::INFINITY, options.routes[0]);
        for route in routes.of_stream(stream) {
            let open = self.is_open(route);
            let draws = self.routing.draws[route.index()].as_mut();
            let draw = draws.expect("the stream starts here").exponential();
            let share = share_of(options, &shares, route);
            if may(route) && open && share > 0.0 && draw / share < best.0 {
                best = (draw / share, route);
            }
        }
        (best.1, self.usd_per_tonne(best.1))
    }

    /// The generalised cost of a route with the waits as last told, in US dollars a tonne.
    fn usd_per_tonne(&self, route: RouteId) -> f64 {
        let scenario = &self.plan.scenario;
        let costs = &scenario.route_costs;
        let route = scenario.routes.route(route);
        let wait_h = |(crossing, direction): &(CrossingId, Direction)| {
            let hours = [Side::Sending, Side::Receiving].map(|side| {
                let station = Station {
                    crossing: *crossing,
                    direction: *direction,
                    side,
                };
                self.routing.waits_h[station.index()]
            });
            hours[0] + hours[1] - costs.transfer_h
        };
        let more_h: f64 = route.crossings.iter().map(wait_h).sum();
        route.usd_per_tonne + more_h * costs.time_usd_per_tonne_hour
    }
}

/// Returns what a stream may choose from at an instant.
pub(super) fn options_at(options: &[Options], now: Time) -> &Options {
    let n = options.partition_point(|it| it.from <= now);
    &options[n - 1]
}

/// Returns the share of a route; none if it may not be chosen.
pub(super) fn share_of(options: &Options, shares: &Shares, route: RouteId) -> f64 {
    let position = options.routes.iter().position(|it| *it == route);
    position.map_or(0.0, |n| shares.of(n))
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
        (seen.present, seen.came_ms) = (2, at(1).as_ms() + at(3).as_ms());
        assert_eq!(seen.wait(at(9)), Some(Duration::from_ms(7 * 3_600_000)));
    }
}
