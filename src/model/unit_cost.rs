//! What one more unit of an element costs. Knows nothing of what it is worth.

/// Elements of which there can be one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// A loaded train a day that the two railways agree to exchange.
    TrainPath,
    /// A group of cranes that works one container train.
    ContainerCrane,
    /// A grab or gang that works one bulk train.
    BulkGang,
    /// A track of a facility on which one train is worked.
    WorkingTrack,
    /// A track of a receiving border station.
    ReceivingTrack,
    /// A track of a sending border station.
    SendingTrack,
    /// Documents or inspection of one more train at once.
    Server,
    /// A passing loop on single track.
    PassingLoop,
    /// A locomotive of a traction district.
    Locomotive,
    /// A hundred wagons of a fleet.
    HundredWagons,
}

/// The cost of one more unit, by kind, in millions of US dollars; none where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UnitCosts([Option<f64>; UnitKind::NAMES.len()]);

impl UnitKind {
    /// Every kind with the name that files use.
    pub const NAMES: [(&'static str, Self); 10] = [
        ("train_path", Self::TrainPath),
        ("container_crane", Self::ContainerCrane),
        ("bulk_gang", Self::BulkGang),
        ("working_track", Self::WorkingTrack),
        ("receiving_track", Self::ReceivingTrack),
        ("sending_track", Self::SendingTrack),
        ("server", Self::Server),
        ("passing_loop", Self::PassingLoop),
        ("locomotive", Self::Locomotive),
        ("hundred_wagons", Self::HundredWagons),
    ];

    /// Returns the name that files use.
    pub const fn key(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

impl UnitCosts {
    /// Creates costs from what is known of each kind, in millions of US dollars.
    pub fn new(of: impl Fn(UnitKind) -> Option<f64>) -> Self {
        Self(UnitKind::NAMES.map(|(_, kind)| of(kind)))
    }

    /// Returns what one more unit costs, in millions of US dollars, or `None` if nothing is said.
    pub fn musd(&self, kind: UnitKind) -> Option<f64> {
        self.0[kind as usize]
    }
}
