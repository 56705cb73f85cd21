//! What carriage costs and emits: by tonne-kilometer of each haul, and by tonne transshipped.

use super::{Crossing, Leg, LegEnd, Load, Mode, Network, Section, Traction};
use crate::units::SectionId;

/// How cargo is hauled, as far as costs and emissions go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the field's own")]
pub enum Haul {
    RailElectric,
    /// Also where the table of sections does not say what pulls trains.
    RailDiesel,
    Road,
    Sea,
}

/// What carriage is charged: freight paid, without time and without waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tariffs {
    /// Containers by rail, in US dollars a tonne-kilometer.
    pub rail_container_usd_per_tkm: f64,
    /// Bulk by rail, in US dollars a tonne-kilometer.
    pub rail_bulk_usd_per_tkm: f64,
    /// By road, in US dollars a tonne-kilometer.
    pub road_usd_per_tkm: f64,
    /// By sea, in US dollars a tonne-kilometer.
    pub sea_usd_per_tkm: f64,
    /// From train to train or ship, in US dollars a tonne.
    pub transshipment_usd_per_tonne: f64,
}

/// What carriage emits from well to wheel, empty running included, as CO₂ equivalent.
#[derive(Clone, Debug, PartialEq)]
pub struct EmissionFactors {
    /// Behind diesel locomotives, in grams a tonne-kilometer.
    pub rail_diesel_g_per_tkm: f64,
    /// Behind electric locomotives, in grams a tonne-kilometer, where the country's own is not given.
    pub rail_electric_g_per_tkm: f64,
    /// The same in some countries, by ISO code.
    pub rail_electric_in: Vec<(String, f64)>,
    /// In trucks, in grams a tonne-kilometer.
    pub road_g_per_tkm: f64,
    /// On ships, in grams a tonne-kilometer.
    pub sea_g_per_tkm: f64,
    /// From train to train or ship, in grams a tonne.
    pub transshipment_g_per_tonne: f64,
}

/// What is accounted for; nothing where a scenario does not ask for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Footprint {
    /// Costs.
    pub tariffs: Option<Tariffs>,
    /// Emissions.
    pub emissions: Option<EmissionFactors>,
}

/// What one tonne takes along a leg, or a route.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TonneFootprint {
    /// Kilometers of each haul, by [`Haul::index`].
    pub km: [f64; Haul::ALL.len()],
    /// Freight, in US dollars a tonne.
    pub usd: f64,
    /// Emissions, in kilograms of CO₂ equivalent a tonne.
    pub kg: f64,
}

impl Haul {
    /// Every haul, in the order of [`Haul::index`].
    pub const ALL: [Self; 4] = [Self::RailElectric, Self::RailDiesel, Self::Road, Self::Sea];

    /// Returns the position among all.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns the name that files use.
    pub const fn key(self) -> &'static str {
        match self {
            Self::RailElectric => "rail_electric",
            Self::RailDiesel => "rail_diesel",
            Self::Road => "road",
            Self::Sea => "sea",
        }
    }

    /// Returns how cargo is hauled over a section.
    pub fn of(section: &Section) -> Self {
        match (section.mode, section.traction) {
            (Mode::Rail, Some(Traction::Electric)) => Self::RailElectric,
            (Mode::Rail, Some(Traction::Diesel) | None) => Self::RailDiesel,
            (Mode::Road, _) => Self::Road,
            (Mode::Sea, _) => Self::Sea,
        }
    }
}

impl Footprint {
    /// Returns whether there is nothing to account for.
    pub fn is_empty(&self) -> bool {
        self.tariffs.is_none() && self.emissions.is_none()
    }

    /// Returns what a tonne of some load takes along a leg: its sections, the section over the
    /// border where it ends at a crossing, and the transshipment there.
    pub fn of_leg(
        &self,
        leg: &Leg,
        load: Load,
        network: &Network,
        crossings: &[Crossing],
    ) -> TonneFootprint {
        let over = leg.crossing().map(|(id, _)| crossings[id.index()].section);
        let sections = leg.hops.iter().map(|(id, _)| *id).chain(over);
        let mut sum = TonneFootprint::default();
        for id in sections {
            self.add_section(&mut sum, id, load, network);
        }
        if leg.end != LegEnd::Deliver {
            let tariffs = self.tariffs.as_ref();
            sum.usd += tariffs.map_or(0.0, |it| it.transshipment_usd_per_tonne);
            let emissions = self.emissions.as_ref();
            sum.kg += emissions.map_or(0.0, |it| it.transshipment_g_per_tonne / 1e3);
        }
        sum
    }

    fn add_section(&self, sum: &mut TonneFootprint, id: SectionId, load: Load, network: &Network) {
        let section = network.section(id);
        let (km, haul) = (section.length.as_km(), Haul::of(section));
        sum.km[haul.index()] += km;
        if let Some(tariffs) = &self.tariffs {
            sum.usd += km * tariffs.usd_per_tkm(haul, load);
        }
        if let Some(emissions) = &self.emissions {
            // A section between two countries is half in either.
            let ends = [section.from, section.to].map(|node| &network.node(node).country);
            let grams = ends.map(|country| emissions.g_per_tkm(haul, country));
            sum.kg += km * (grams[0] + grams[1]) / 2.0 / 1e3;
        }
    }
}

impl Tariffs {
    fn usd_per_tkm(&self, haul: Haul, load: Load) -> f64 {
        match (haul, load) {
            (Haul::RailElectric | Haul::RailDiesel, Load::Container) => {
                self.rail_container_usd_per_tkm
            }
            (Haul::RailElectric | Haul::RailDiesel, Load::Bulk) => self.rail_bulk_usd_per_tkm,
            (Haul::Road, _) => self.road_usd_per_tkm,
            (Haul::Sea, _) => self.sea_usd_per_tkm,
        }
    }
}

impl EmissionFactors {
    fn g_per_tkm(&self, haul: Haul, country: &str) -> f64 {
        let own = self
            .rail_electric_in
            .iter()
            .find(|(code, _)| code == country);
        match haul {
            Haul::RailElectric => own.map_or(self.rail_electric_g_per_tkm, |(_, grams)| *grams),
            Haul::RailDiesel => self.rail_diesel_g_per_tkm,
            Haul::Road => self.road_g_per_tkm,
            Haul::Sea => self.sea_g_per_tkm,
        }
    }
}

impl std::ops::AddAssign for TonneFootprint {
    fn add_assign(&mut self, other: Self) {
        self.km
            .iter_mut()
            .zip(other.km)
            .for_each(|(sum, km)| *sum += km);
        self.usd += other.usd;
        self.kg += other.kg;
    }
}
