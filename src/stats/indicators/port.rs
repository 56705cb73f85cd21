//! What was recorded of ports: yards, bases, parcels and ships.

use crate::model::{Calendar, Month, Room};
use crate::sim::{Plan, PortFact};
use crate::stats::level::Levels;
use crate::stats::tables::Sums;
use crate::units::{Duration, Sparse, Time};

/// What ports of one district (or, merged, of a whole replication) recorded.
#[derive(Clone, Debug)]
pub(in crate::stats) struct PortIndicators {
    /// By yard: what stood there, in thousandths of a TEU or tonne, and whether it held somebody up.
    pub stock: Levels,
    pub most: Sparse<Most>,
    pub held_up: Levels,
    /// By base: milliseconds for which a track was taken, and trains.
    pub base_ms: Sums<u64>,
    pub base_trains: Sums<u64>,
    /// By base: kilograms to be loaded that came, and what was turned away of them, where that is done.
    pub brought_kg: Sums<u64>,
    pub turned_away_kg: Sums<u64>,
    /// By place to which ships bring parcels: calls, TEU and kilograms.
    pub calls: Sums<u64>,
    pub parcel_teu: Sums<f64>,
    pub parcel_kg: Sums<u64>,
    /// By line and port, [`side`]: ships that sailed, what was on board in thousandths of a TEU or
    /// tonne, and milliseconds in port and kept by the weather.
    pub sailings: Sums<u64>,
    pub carried: Sums<u64>,
    pub in_port_ms: Sums<u64>,
    pub weather_ms: Sums<u64>,
}

/// The highest level in each month.
#[derive(Clone, Debug, Default)]
pub(in crate::stats) struct Most {
    now: i64,
    /// Up to the last month in which it was changed.
    by_month: Vec<i64>,
}

/// The column of a line's port.
pub(in crate::stats) const fn side(sailing: usize, side: usize) -> usize {
    2 * sailing + side
}

impl PortIndicators {
    pub fn new(plan: &Plan) -> Self {
        let ports = &plan.scenario.ports;
        let months = plan.scenario.calendar.months().len();
        let (yards, sides) = (ports.yard_count(), ports.sailings.len() * 2);
        let places = ports.arrivals.len();
        Self {
            stock: Levels::new(yards),
            most: Sparse::new(yards),
            held_up: Levels::new(yards),
            base_ms: Sums::new(months, ports.bases.len()),
            base_trains: Sums::new(months, ports.bases.len()),
            brought_kg: Sums::new(months, ports.bases.len()),
            turned_away_kg: Sums::new(months, ports.bases.len()),
            calls: Sums::new(months, places),
            parcel_teu: Sums::new(months, places),
            parcel_kg: Sums::new(months, places),
            sailings: Sums::new(months, sides),
            carried: Sums::new(months, sides),
            in_port_ms: Sums::new(months, sides),
            weather_ms: Sums::new(months, sides),
        }
    }

    /// Hears what a district recorded in the month of this position.
    pub fn hear(&mut self, (time, month): (Time, usize), fact: PortFact, plan: &Plan) {
        match fact {
            PortFact::Yard { yard, change } => {
                let yard = usize::from(yard);
                let months = plan.scenario.calendar.months();
                self.stock.change(yard, time, change, months);
                self.most[yard].change(month, change);
            }
            PortFact::YardHeldUp { yard, begins } => {
                let change = if begins { 1 } else { -1 };
                let months = plan.scenario.calendar.months();
                self.held_up.change(usize::from(yard), time, change, months);
            }
            PortFact::BaseWorked { base, busy } => {
                self.base_ms.add(month, base.into(), busy.as_ms());
                self.base_trains.add(month, base.into(), 1);
            }
            PortFact::Brought {
                base,
                taken,
                turned_away,
                ..
            } => {
                let all = (taken + turned_away).as_kg();
                self.brought_kg.add(month, base.into(), all);
                let turned_away = turned_away.as_kg();
                self.turned_away_kg.add(month, base.into(), turned_away);
            }
            PortFact::Call { arrival } => self.calls.add(month, arrival.into(), 1),
            PortFact::Parcel {
                arrival,
                stream,
                mass,
            } => {
                let teu = plan.scenario.stream(stream).teu(mass);
                self.parcel_teu.add(month, arrival.into(), teu);
                self.parcel_kg.add(month, arrival.into(), mass.as_kg());
            }
            PortFact::Sailed {
                sailing,
                side: port,
                room,
                in_port,
                weather,
                ..
            } => {
                let column = side(sailing.into(), port.into());
                self.sailed(month, column, room, (in_port, weather));
            }
        }
    }

    fn sailed(
        &mut self,
        month: usize,
        column: usize,
        room: Room,
        (in_port, weather): (Duration, Duration),
    ) {
        self.sailings.add(month, column, 1);
        self.carried.add(month, column, room.thousandths());
        self.in_port_ms.add(month, column, in_port.as_ms());
        self.weather_ms.add(month, column, weather.as_ms());
    }

    /// Ends the integrals.
    pub fn end(&mut self, calendar: &Calendar) {
        self.stock.end(calendar.months());
        self.held_up.end(calendar.months());
        for (_, most) in self.most.written_mut() {
            most.change(calendar.months().len() - 1, 0);
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.stock.merge(&other.stock);
        self.held_up.merge(&other.held_up);
        for (yard, most) in other.most.written() {
            self.most[yard].merge(most);
        }
        self.base_ms.merge(&other.base_ms);
        self.base_trains.merge(&other.base_trains);
        self.brought_kg.merge(&other.brought_kg);
        self.turned_away_kg.merge(&other.turned_away_kg);
        self.calls.merge(&other.calls);
        self.parcel_teu.merge(&other.parcel_teu);
        self.parcel_kg.merge(&other.parcel_kg);
        self.sailings.merge(&other.sailings);
        self.carried.merge(&other.carried);
        self.in_port_ms.merge(&other.in_port_ms);
        self.weather_ms.merge(&other.weather_ms);
    }

    /// The mean level of a yard over some months, in TEU or tonnes.
    pub fn mean_stock(&self, yard: usize, months: &[Month], covered: &[usize]) -> f64 {
        self.stock.mean(yard, months, covered) / 1_000.0
    }
}

impl Most {
    /// Changes the level in a month; until then it was as before.
    fn change(&mut self, month: usize, by: i64) {
        while self.by_month.len() <= month {
            self.by_month.push(self.now);
        }
        self.now += by;
        self.by_month[month] = self.by_month[month].max(self.now);
    }

    /// A yard is in one district: in the others its level is always zero.
    fn merge(&mut self, other: &Self) {
        let months = self.by_month.len().max(other.by_month.len());
        self.by_month.resize(months, 0);
        for (most, more) in self.by_month.iter_mut().zip(&other.by_month) {
            *most = (*most).max(*more);
        }
    }

    /// The highest level in some months, in TEU or tonnes.
    pub fn over(&self, covered: &[usize]) -> f64 {
        let most = covered.iter().filter_map(|n| self.by_month.get(*n)).max();
        *most.unwrap_or(&0) as f64 / 1_000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_in_which_nothing_happens_keeps_its_level() {
        let mut most = Most::default();
        most.change(0, 5_000);
        most.change(0, -2_000);
        most.change(2, 1_000);
        most.change(3, -4_000);
        assert_eq!(most.by_month, [5_000, 3_000, 4_000, 4_000]);
        assert_eq!(most.over(&[1, 2]), 4.0);
    }
}
