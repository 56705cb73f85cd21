//! What passed over a section: facts that come by the million are summed up where they happen, and
//! recorded when a month ends.

use super::BlockRef;
use super::district::Ctx;
use super::fared::Fared;
use super::record::{Record, Traffic};
use crate::units::{Duration, SectionId};

/// What has passed over single track, or one direction of a double track, and is still to be recorded.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    /// By block: for how long it was not free for others.
    busy: Vec<Duration>,
    /// By direction, as the section is written first, and traffic.
    trains: [[u32; Traffic::ALL.len()]; 2],
    overtaken: u32,
}

impl Tally {
    pub fn new(blocks: usize) -> Self {
        Self {
            busy: vec![Duration::ZERO; blocks],
            trains: Default::default(),
            overtaken: 0,
        }
    }

    /// A block was not free for so long.
    #[inline]
    pub fn occupied(&mut self, block: usize, busy: Duration) {
        self.busy[block] = self.busy[block] + busy;
    }

    /// A train is counted for the section: in one place that it passes.
    #[inline]
    pub fn counted(&mut self, traffic: Traffic, forward: bool) {
        self.trains[usize::from(!forward)][traffic as usize] += 1;
    }

    /// So many trains stood aside for another.
    #[inline]
    pub fn overtook(&mut self, trains: u32) {
        self.overtaken += trains;
    }

    /// Records everything and begins anew. `block_of` names the blocks.
    pub fn tell(
        &mut self,
        section: SectionId,
        block_of: impl Fn(usize) -> BlockRef,
        ctx: &mut Ctx<'_>,
    ) {
        for (n, busy) in self.busy.iter_mut().enumerate() {
            let (block, busy) = (block_of(n), std::mem::take(busy));
            if busy > Duration::ZERO {
                ctx.record(Record::Occupied { block, busy });
            }
        }
        for (forward, trains) in [true, false].into_iter().zip(&mut self.trains) {
            for (traffic, trains) in Traffic::ALL.into_iter().zip(trains) {
                let trains = std::mem::take(trains);
                if trains > 0 {
                    ctx.record(Record::Counted {
                        section,
                        traffic,
                        forward,
                        trains,
                    });
                }
            }
        }
        let trains = std::mem::take(&mut self.overtaken);
        if trains > 0 {
            ctx.record(Record::Fared(Fared::Overtook { section, trains }));
        }
    }

    #[cfg(test)]
    pub fn count(&self) -> u32 {
        self.trains.iter().flatten().sum()
    }

    #[cfg(test)]
    pub fn overtaken(&self) -> u32 {
        self.overtaken
    }
}
