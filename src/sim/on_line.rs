//! Trains on a section: onto its single or its double track, and what all of them have in common.

use super::district::{Ctx, District};
use super::fared::{Fared, LossCause};
use super::rank::Rank;
use super::record::{DelayCause, Record};
use super::train::Purpose;
use crate::units::{Duration, SectionId, Time};

impl District {
    pub(super) fn run_section(
        &mut self,
        index: u32,
        section: SectionId,
        forward: bool,
        ctx: &mut Ctx<'_>,
    ) {
        let line = &self.plan.lines[section.index()];
        if line.is_double(ctx.now()) {
            if !self.must_stand(index, section, None, ctx) {
                self.wait_for_entry(index, section, forward, ctx);
            }
            return;
        }
        let last = line.blocks.len() as u16 - 1;
        if !self.train(index).purpose.is_other() {
            self.catch_up_on(section, ctx);
        }
        let block = if forward { 0 } else { last };
        self.take_block(index, (section, block), (forward, last == 0), ctx);
    }

    /// Lets a train go that stood before its border station, into its section or the last block.
    pub(super) fn enter_last_section(&mut self, index: u32, block: Option<u16>, ctx: &mut Ctx<'_>) {
        let (section, forward) = self.hop(self.train(index)).expect("it is not at its end");
        match block {
            // It comes from a loop, where that makes room: others are looked at after those who wait.
            Some(block) => {
                self.comes_to_end(index, section, ctx);
                self.wait_for_block(index, (section, block), forward, ctx);
            }
            None => self.wait_for_entry(index, section, forward, ctx),
        }
    }

    /// The rank of a train that wants track since some time.
    pub(super) fn rank(&self, index: u32, since: Time) -> Rank {
        let worth = self.plan.scenario.dispatching.priority_worth;
        Rank::new(since, self.train(index).priority, worth)
    }

    /// How long a train takes that sets out over a section, or blocks of it, at its standard time.
    pub(super) fn sets_out(&mut self, index: u32, standard: Duration) -> Duration {
        let start_stop = self.plan.scenario.operation.start_stop_supplement;
        self.roster.get_mut(index).sets_out(standard, start_stop)
    }

    /// Takes note that a train lost time on its section.
    #[inline]
    pub(super) fn lost(&mut self, index: u32, cause: LossCause, time: Duration) {
        if time > Duration::ZERO {
            let lost = &mut self.lost_mut(index)[cause as usize];
            *lost = *lost + time;
        }
    }

    /// Records how a train fared on the section that it has run over. Light engines do not count.
    pub(super) fn fared(&mut self, index: u32, section: SectionId, ctx: &mut Ctx<'_>) {
        let (purpose, mass) = (self.train(index).purpose, self.train(index).mass);
        let lost = std::mem::take(self.lost_mut(index));
        let span = lost.into_iter().fold(Duration::ZERO, |all, one| all + one);
        if let Purpose::Loaded(leg) = purpose
            && span > Duration::ZERO
        {
            let cause = DelayCause::Trains;
            ctx.record(Record::Delayed {
                leg,
                mass,
                cause,
                span,
            });
        }
        if !matches!(purpose, Purpose::Light(_)) {
            let class = self.running_class(index);
            ctx.record(Record::Fared(Fared::Ran {
                section,
                class,
                lost,
            }));
        }
    }
}
