//! Standard running times: how long a train takes over a block when nothing hinders it.

use super::plan::Line;
use crate::model::Scenario;
use crate::units::{ClassId, Duration, SectionId, Speed};

/// Standard running times by section, block and running class, worked out once: trains ask for one
/// at every block that they enter.
#[derive(Clone, Debug)]
pub(super) struct RunningTimes {
    classes: usize,
    /// Position of each section's first row.
    first_row: Vec<u32>,
    /// A row for each block, then one for the whole section; a column for each class.
    times: Vec<Duration>,
}

/// Trains that are equally fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunningClass {
    Corridor(ClassId),
    Freight,
    Passenger,
}

impl RunningTimes {
    pub fn new(scenario: &Scenario, lines: &[Line]) -> Self {
        let ours = (0..scenario.classes.len()).map(ClassId::from_index);
        let classes: Vec<RunningClass> = [RunningClass::Freight, RunningClass::Passenger]
            .into_iter()
            .chain(ours.map(RunningClass::Corridor))
            .collect();
        let mut all = Self {
            classes: classes.len(),
            first_row: Vec::with_capacity(lines.len()),
            times: Vec::new(),
        };
        for ((id, section), line) in scenario.network.sections().zip(lines) {
            all.first_row.push((all.times.len() / classes.len()) as u32);
            for length in line.blocks.iter().chain([&section.length]) {
                let times = classes
                    .iter()
                    .map(|class| *length / speed(scenario, *class, id));
                all.times.extend(times);
            }
        }
        all
    }

    /// Returns the standard running time over a block of a section.
    #[inline]
    pub fn of_block(&self, section: SectionId, block: u16, class: RunningClass) -> Duration {
        let row = self.first_row[section.index()] as usize + usize::from(block);
        self.times[row * self.classes + class.column()]
    }

    /// Returns the standard running time over a section of `blocks` blocks.
    #[inline]
    pub fn of_section(&self, section: SectionId, blocks: usize, class: RunningClass) -> Duration {
        self.of_block(section, blocks as u16, class)
    }
}

impl RunningClass {
    const fn column(self) -> usize {
        match self {
            Self::Freight => 0,
            Self::Passenger => 1,
            Self::Corridor(class) => 2 + class.index(),
        }
    }
}

fn speed(scenario: &Scenario, class: RunningClass, section: SectionId) -> Speed {
    let line = scenario.network.section(section).speed;
    match class {
        RunningClass::Corridor(class) => line.min(scenario.classes[class.index()].speed),
        RunningClass::Freight => line,
        RunningClass::Passenger => {
            let factor = scenario.operation.passenger_speed_factor;
            Speed::from_kmh(line.as_kmh() * factor).unwrap_or(line)
        }
    }
}
