//! Values of the road mode. Measures of their own: road tonnage is never part of rail tonnage.

use super::{ALL, About, BOTH, Writer};
use crate::model::{Booths, Direction, Function, Period, Road};
use crate::sim::Side;
use crate::stats::indicators::{
    RoadRelation, RoadTransit, TRANSIT_STEP_MIN, control_column, road_cargo, road_way,
    years_since_start,
};
use crate::units::{Duration, RoadBorderId, StreamId, Time};

impl Writer<'_> {
    pub(super) fn write_roads(&mut self) {
        let scenario = &self.of.plan.scenario;
        let Some(road) = scenario.road.as_ref().filter(|road| road.enabled) else {
            return;
        };
        let each: Vec<RoadBorderId> = (0..road.borders.len())
            .map(RoadBorderId::from_index)
            .collect();
        // Others lie on the way, between Kazakhstan and Russia.
        let leads_to_china = |id: &RoadBorderId| road.border(*id).is_of_china(&scenario.network);
        let of_china: Vec<RoadBorderId> = each.iter().copied().filter(leads_to_china).collect();
        self.write_road_borders(road, (ALL, &of_china));
        for border in each {
            self.write_road_borders(road, (&road.border(border).key, &[border]));
        }
        for direction in Direction::BOTH {
            self.write_road_demand(direction);
        }
        if let Period::Year(year) = self.period {
            self.write_road_transit(year);
        }
    }

    fn write_road_borders(&mut self, road: &Road, (place, borders): (&str, &[RoadBorderId])) {
        let used = |direction: &Direction| {
            let mut borders = borders.iter();
            borders.any(|border| self.plan().is_road_used(*border, *direction))
        };
        let directions: Vec<Direction> = Direction::BOTH.into_iter().filter(used).collect();
        if directions.len() > 1 {
            self.write_road_flow(place, borders, (BOTH, &Direction::BOTH));
        }
        for direction in directions {
            self.write_road_flow(place, borders, (direction.key(), &[direction]));
            if place != ALL && matches!(self.period, Period::Year(_)) {
                self.write_booths(road, borders[0], direction);
            }
        }
    }

    /// Trucks and tonnes over borders, and how long a truck was there.
    fn write_road_flow(
        &mut self,
        place: &str,
        borders: &[RoadBorderId],
        (direction, directions): (&'static str, &[Direction]),
    ) {
        let (roads, covered) = (&self.of.roads, self.covered.clone());
        let ways = borders
            .iter()
            .flat_map(|border| directions.iter().map(|it| road_way(*border, *it)));
        let (mut trucks, mut kg, mut transit_kg, mut dwelt_ms, mut queue) = (0, 0, 0, 0, 0.0);
        for way in ways {
            for (_, function) in Function::NAMES {
                let column = road_cargo(way, function);
                let mass = roads.mass.sum(&covered, column);
                trucks += roads.trucks.sum(&covered, column);
                kg += mass;
                if function == Function::Transit {
                    transit_kg += mass;
                }
            }
            dwelt_ms += roads.dwelt_ms.sum(&covered, way);
            queue += roads
                .queue
                .mean(way, self.of.plan.scenario.calendar.months(), &covered);
        }
        let days = self.days();
        let mut write = |measure, unit, value| {
            self.write(About(measure, place, direction, ALL, unit), value);
        };
        let trucks = trucks as f64;
        write("road_border_trucks", "trucks", trucks);
        write(
            "road_border_trucks_per_day",
            "trucks_per_day",
            trucks / days,
        );
        write("road_border_tonnage", "Mt", kg as f64 / 1e9);
        write("road_border_tonnage_transit", "Mt", transit_kg as f64 / 1e9);
        write("road_border_queue", "trucks", queue);
        write("road_border_time", "h", dwelt_ms as f64 / 3.6e6 / trucks);
    }

    /// Waiting for the booths of either side of a border, the time there, and how busy they are.
    fn write_booths(&mut self, road: &Road, border: RoadBorderId, direction: Direction) {
        let handover = road.border(border).handover(direction);
        let key = &road.border(border).key;
        for (side, booths, [wait, time, utilisation]) in [
            (
                Side::Sending,
                &handover.sending,
                [
                    "road_border_wait_sending",
                    "road_border_time_sending",
                    "booth_utilisation_sending",
                ],
            ),
            (
                Side::Receiving,
                &handover.receiving,
                [
                    "road_border_wait_receiving",
                    "road_border_time_receiving",
                    "booth_utilisation_receiving",
                ],
            ),
        ] {
            let (roads, covered) = (&self.of.roads, &self.covered);
            let column = control_column(border, direction, side);
            let trucks = roads.controlled.sum(covered, column) as f64;
            let waited = roads.waited_ms.sum(covered, column) as f64 / 3.6e6;
            let busy = roads.busy_ms.sum(covered, column) as f64 / 3.6e6;
            let available = self.booth_hours(booths, handover.hours.hours_a_day());
            let direction = direction.key();
            self.write(About(wait, key, direction, ALL, "h"), waited / trucks);
            let stood = (waited + busy) / trucks;
            self.write(About(time, key, direction, ALL, "h"), stood);
            let share = busy / available;
            self.write(About(utilisation, key, direction, ALL, "share"), share);
        }
    }

    /// Hours for which booths are open over the period, as their number changes.
    fn booth_hours(&self, booths: &Booths, hours_a_day: f64) -> f64 {
        let months = self.plan().scenario.calendar.months();
        let covered = self.covered.iter().map(|n| &months[*n]);
        let days = covered.flat_map(|month| month.from.whole_days()..month.until.whole_days());
        let at = |day| booths.count.at(Time::ZERO + Duration::from_days(day));
        days.map(|day| hours_a_day * f64::from(at(day))).sum()
    }

    /// What is offered and delivered by road, and the trucks that were loaded for it.
    fn write_road_demand(&mut self, direction: Direction) {
        let of = self.of;
        let streams = of.plan.scenario.streams.iter().enumerate();
        let streams = streams.filter(|(_, it)| it.direction == direction);
        let (mut offered, mut delivered, mut loaded) = (0, 0, 0);
        for (n, stream) in streams {
            offered += match stream.is_by_road() {
                true => of.offered.sum(&self.covered, n),
                false => self.chosen_by_road(StreamId::from_index(n)),
            };
            delivered += of.roads.delivered.sum(&self.covered, n);
            loaded += of.roads.loaded.sum(&self.covered, n);
        }
        let key = direction.key();
        let about = |measure, unit| About(measure, ALL, key, ALL, unit);
        self.write(about("road_offered_tonnage", "Mt"), offered as f64 / 1e9);
        let mt = delivered as f64 / 1e9;
        self.write(about("road_delivered_tonnage", "Mt"), mt);
        self.write(about("road_trucks_loaded", "trucks"), loaded as f64);
    }

    /// Kilograms of a stream of rail that chose a way by road.
    pub(super) fn chosen_by_road(&self, stream: StreamId) -> u64 {
        let scenario = &self.of.plan.scenario;
        if !scenario.stream(stream).also_by_road {
            return 0;
        }
        let routes = &scenario.routes;
        let by_road = routes.of_stream(stream).filter(|it| routes.is_by_road(*it));
        let chosen = &self.of.carriage.chosen;
        by_road
            .map(|it| chosen.sum(&self.covered, it.index()))
            .sum()
    }

    /// Transit times by road from end to end, and where the hours go.
    fn write_road_transit(&mut self, year: i16) {
        let of = self.of;
        let calendar = &of.plan.scenario.calendar;
        let months = calendar.months();
        let first = months.iter().position(|month| month.year == year);
        let year = years_since_start(calendar, first.expect("a year of the run"));
        let scenario = &of.plan.scenario;
        let relation = |stream: &crate::model::Stream| RoadRelation {
            from: stream.origin,
            to: stream.destination,
            direction: stream.direction,
        };
        let streams = scenario.streams.iter().enumerate();
        let by_road =
            streams.filter(|(n, _)| scenario.routes.may_go_by_road(StreamId::from_index(*n)));
        let mut relations: Vec<RoadRelation> = by_road.map(|(_, it)| relation(it)).collect();
        relations.sort_unstable();
        relations.dedup();
        for relation in relations {
            let transit = of.roads.transit.get(&(relation, year));
            self.write_road_relation(relation, transit);
        }
    }

    fn write_road_relation(&mut self, relation: RoadRelation, transit: Option<&RoadTransit>) {
        let node = |id| &self.of.plan.scenario.network.node(id).key;
        let place = format!("{}-{}", node(relation.from), node(relation.to));
        let direction = relation.direction.key();
        let mean = |hours: fn(&RoadTransit) -> f64| {
            transit.map_or(f64::NAN, |it| hours(it) / it.times.tonnes)
        };
        let days = |share: f64| {
            transit.map_or(f64::NAN, |it| {
                let step = it.times.steps.value_at_quantile(share) as f64;
                step * TRANSIT_STEP_MIN / 1_440.0
            })
        };
        let total = mean(|it| it.times.tonne_hours);
        let (rests, borders) = (mean(|it| it.rested), mean(|it| it.at_borders));
        let mut write = |measure, unit, value| {
            self.write(About(measure, &place, direction, ALL, unit), value);
        };
        write("road_transit_time", "days", total / 24.0);
        write("road_transit_time_median", "days", days(0.5));
        write("road_transit_time_p90", "days", days(0.9));
        write("road_rest_time", "h", rests);
        write("road_border_time_of_transit", "h", borders);
    }
}
