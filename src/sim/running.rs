//! Standard running times: how long a train takes over a block when nothing hinders it.

use super::line::Line;
use crate::model::{Dated, Scenario};
use crate::units::{ClassId, Duration, SectionId, Speed, Time};

/// Standard running times by section, block and running class, worked out once: trains ask for one
/// at every block that they enter.
#[derive(Clone, Debug)]
pub(super) struct RunningTimes {
    classes: usize,
    sections: Vec<Rows>,
    /// When speeds of sections change, section after section.
    changes: Vec<Time>,
    /// For each section speed a row for each block, then one for the whole section; a column for
    /// each class.
    times: Vec<Duration>,
    /// The least running times from the beginning of each section to each point of it, whatever its
    /// speed is; a column for each class.
    least: Vec<Duration>,
}

/// Where the rows of a section are.
#[derive(Clone, Copy, Debug)]
struct Rows {
    first: u32,
    /// How many hold from one change of its speed to the next.
    each: u32,
    /// Its changes among all.
    changes: (u32, u32),
    /// Where its least times are.
    least: u32,
}

/// Trains that are equally fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunningClass {
    /// A class of the corridor's trains, loaded or empty.
    Corridor(ClassId),
    /// Domestic freight.
    Freight,
    /// Passenger trains.
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
            sections: Vec::with_capacity(lines.len()),
            changes: Vec::new(),
            times: Vec::new(),
            least: Vec::new(),
        };
        for ((_, section), line) in scenario.network.sections().zip(lines) {
            let later = &section.working.later_speeds;
            let first = all.changes.len() as u32;
            all.changes.extend(later.iter().map(|(from, _)| *from));
            all.sections.push(Rows {
                first: (all.times.len() / classes.len()) as u32,
                each: line.blocks.len() as u32 + 1,
                changes: (first, all.changes.len() as u32),
                least: (all.least.len() / classes.len()) as u32,
            });
            let first = std::iter::once(section.speed);
            for speed in first.chain(later.iter().map(|(_, speed)| *speed)) {
                for length in line.blocks.iter().chain([&section.length]) {
                    let times = classes
                        .iter()
                        .map(|class| *length / train_speed(scenario, *class, speed));
                    all.times.extend(times);
                }
            }
            all.add_least_times();
        }
        all
    }

    /// Adds the least times of the section whose times were added last.
    fn add_least_times(&mut self) {
        let rows = self.sections.last().expect("a section was added");
        let (first, each) = (rows.first as usize, rows.each as usize);
        let mut sums = vec![Duration::ZERO; self.classes];
        for block in 0..each - 1 {
            self.least.extend(&sums);
            for (class, sum) in sums.iter_mut().enumerate() {
                let rows = (first + block..self.times.len() / self.classes).step_by(each);
                let times = rows.map(|row| self.times[row * self.classes + class]);
                *sum = *sum + times.min().unwrap_or_default();
            }
        }
        self.least.extend(&sums);
    }

    /// Returns the least standard running time over some blocks of a section, whenever they are entered.
    pub fn least(
        &self,
        section: SectionId,
        blocks: std::ops::Range<u16>,
        class: RunningClass,
    ) -> Duration {
        let first = self.sections[section.index()].least as usize;
        let to =
            |point: u16| self.least[(first + usize::from(point)) * self.classes + class.column()];
        to(blocks.end).saturating_sub(to(blocks.start))
    }

    /// Returns the standard running time over a block of a section that is entered at `now`.
    #[inline]
    pub fn of_block(
        &self,
        section: SectionId,
        block: u16,
        class: RunningClass,
        now: Time,
    ) -> Duration {
        let rows = self.sections[section.index()];
        let mut row = rows.first as usize + usize::from(block);
        if rows.changes.0 < rows.changes.1 {
            let changes = self.changes_of(rows).iter();
            row += rows.each as usize * changes.filter(|from| **from <= now).count();
        }
        self.times[row * self.classes + class.column()]
    }

    /// Returns the standard running time over a whole section that is entered at `now`.
    #[inline]
    pub fn of_section(&self, section: SectionId, class: RunningClass, now: Time) -> Duration {
        let blocks = self.sections[section.index()].each - 1;
        self.of_block(section, blocks as u16, class, now)
    }

    /// Returns the standard running times over a whole section through all changes of its speed.
    pub fn through_time(&self, section: SectionId, class: RunningClass) -> Dated<Duration> {
        let of = |time| self.of_section(section, class, time);
        let changes = self.changes_of(self.sections[section.index()]).iter();
        let changes = changes.map(|from| (*from, of(*from)));
        Dated::new(of(Time::ZERO), changes.collect())
    }

    fn changes_of(&self, rows: Rows) -> &[Time] {
        &self.changes[rows.changes.0 as usize..rows.changes.1 as usize]
    }
}

impl RunningClass {
    /// Returns the position of the class among all: freight, passenger trains, then the corridor's.
    pub const fn column(self) -> usize {
        match self {
            Self::Freight => 0,
            Self::Passenger => 1,
            Self::Corridor(class) => 2 + class.index(),
        }
    }
}

/// The speed of a train on a line of some section speed.
fn train_speed(scenario: &Scenario, class: RunningClass, line: Speed) -> Speed {
    match class {
        RunningClass::Corridor(class) => line.min(scenario.classes[class.index()].speed),
        RunningClass::Freight => line,
        RunningClass::Passenger => {
            let factor = scenario.operation.passenger_speed_factor;
            Speed::from_kmh(line.as_kmh() * factor).unwrap_or(line)
        }
    }
}
