//! Trains along single track, from block to block.

use super::district::{Ctx, District, Event};
use super::fared::LossCause;
use super::line_agenda::LineEvent;
use super::record::Traffic;
use super::single_line::{self, Access, Next, SingleLine, Waiting};
use super::wait::Cause;
use crate::model::{Section, Signalling};
use crate::units::{Duration, SectionId, Time};

impl District {
    /// Makes a single line of a section.
    pub(super) fn single_line(&self, section: &Section) -> SingleLine {
        let (operation, dispatching) = (
            &self.plan.scenario.operation,
            self.plan.scenario.dispatching,
        );
        let working = &section.working;
        let tracks = working.loop_tracks.unwrap_or(operation.loop_tracks);
        let tracks = u8::try_from(tracks).unwrap_or(u8::MAX);
        let loops = (0..section.loops.len()).map(|n| (tracks, working.opens(n)));
        let rules = single_line::Rules {
            station_interval: operation.station_interval,
            fleet_trains: match working.signalling {
                Signalling::SemiAutomatic => 1,
                Signalling::Automatic => dispatching.fleet_trains,
            },
            headway: operation.headway,
            overtaking: dispatching.overtaking,
            priority_worth: dispatching.priority_worth,
        };
        SingleLine::new(loops, rules)
    }

    /// Arranges to look at blocks when a loop opens, and so makes them shorter, or a second track.
    pub(super) fn await_openings(&self, ctx: &mut Ctx<'_>) {
        for section in self.lines.iter().copied() {
            let Some(track) = &self.single[section.index()] else {
                continue;
            };
            let line = &self.plan.lines[section.index()];
            let opens = std::iter::once(line.double_from).chain(track.line.openings());
            let now = ctx.now();
            for opens in opens.filter(|opens| (now..Time::MAX).contains(opens)) {
                for block in 0..line.blocks.len() as u16 {
                    ctx.schedule(opens.since(now), Event::Look { section, block });
                }
            }
        }
    }

    /// A train wants to enter a block: it does, or waits for it. `is_last` of its section.
    pub(super) fn take_block(
        &mut self,
        index: u32,
        (section, block): (SectionId, u16),
        (forward, is_last): (bool, bool),
        ctx: &mut Ctx<'_>,
    ) {
        if is_last && self.must_stand(index, section, Some(block), ctx) {
            return;
        }
        if !self.runs_on(index, (section, block), forward, ctx) {
            self.wait_for_block(index, (section, block), forward, ctx);
        }
    }

    pub(super) fn wait_for_block(
        &mut self,
        index: u32,
        (section, block): (SectionId, u16),
        forward: bool,
        ctx: &mut Ctx<'_>,
    ) {
        let waiting = Waiting {
            train: index,
            priority: self.train(index).priority,
            since: ctx.now(),
        };
        self.track_mut(section)
            .line
            .wait(usize::from(block), forward, waiting);
        let cause = Cause::Block {
            section,
            block,
            forward,
        };
        self.waits(index, cause, ctx);
        let is_other = self.train(index).purpose.is_other();
        let last = self.track(section).line.block_count() as u16 - 1;
        if !is_other && block == if forward { 0 } else { last } {
            self.waits_outside(index, section, forward);
        }
        self.look.push((section, block));
    }

    /// Whether works or a disruption close single track now.
    #[inline]
    fn access(&mut self, section: SectionId, now: Time) -> Access {
        match self.track(section).line.known_open(now) {
            Some(until) => Access::OpenUntil(until),
            None => self.look_up_closure(section, now),
        }
    }

    fn look_up_closure(&mut self, section: SectionId, now: Time) -> Access {
        let works = self.plan.works.closes(section);
        let closed = &self.weather.limits[section.index()].closed;
        let closures = [works, closed];
        if let Some(until) = closures.iter().filter_map(|it| it.until(now)).max() {
            return Access::ClosedUntil(until);
        }
        let next = closures.iter().filter_map(|it| it.next_change(now)).min();
        let until = next.unwrap_or(Time::MAX);
        self.track_mut(section).line.stays_open(until);
        Access::OpenUntil(until)
    }

    /// Lets trains into the blocks of a section that may have become free, and those that this frees in
    /// turn.
    #[inline]
    pub(super) fn look_at_blocks(&mut self, section: SectionId, ctx: &mut Ctx<'_>) {
        while let Some((_, block)) = self.look.pop_if(|(other, _)| *other == section) {
            if self.track(section).line.is_wanted(usize::from(block)) {
                self.look_at_block(section, block, ctx);
            }
        }
    }

    #[inline(never)]
    fn look_at_block(&mut self, section: SectionId, block: u16, ctx: &mut Ctx<'_>) {
        let now = ctx.now();
        let access = self.access(section, now);
        let track = self.track_mut(section);
        match track.line.next(usize::from(block), now, access) {
            Next::Nothing => {}
            Next::LookAt(time) => track.agenda.put_off(time, LineEvent::Look { block }),
            Next::Enter(entry) => {
                self.goes_on(entry.train);
                self.entered(entry, (section, block), ctx);
            }
        }
    }

    /// A train has entered a block: it runs, and others may come to where it was.
    fn entered(
        &mut self,
        entry: single_line::Entry,
        (section, block): (SectionId, u16),
        ctx: &mut Ctx<'_>,
    ) {
        let line = &self.track(section).line;
        let behind = line.block_to_look_at(usize::from(block), entry.forward, ctx.now());
        if let Some(behind) = behind.filter(|behind| line.is_wanted(*behind)) {
            self.look.push((section, behind as u16));
        }
        self.run_block(entry, (section, block), ctx);
    }

    /// Sends trains that still wait at a place for single track onto the double track that it has
    /// become.
    fn leave_single_line(&mut self, section: SectionId, block: u16, ctx: &mut Ctx<'_>) {
        let last = self.plan.lines[section.index()].blocks.len() - 1;
        for (end, forward) in [(0, true), (last, false)] {
            while usize::from(block) == end
                && let Some(track) = &mut self.single[section.index()]
                && let Some(train) = track.line.take_back(end, forward)
            {
                let waited = ctx.now().since(train.since);
                self.lost(train.train, LossCause::Station, waited);
                self.wait_for_entry(train.train, section, forward, ctx);
            }
        }
    }

    fn run_block(
        &mut self,
        entry: single_line::Entry,
        (section, block): (SectionId, u16),
        ctx: &mut Ctx<'_>,
    ) {
        let (index, forward, now) = (entry.train, entry.forward, entry.at);
        let waited = now.since(entry.since);
        self.train_mut(index).stopped |= waited > Duration::ZERO;
        let line = &self.track(section).line;
        let first = if forward { 0 } else { line.block_count() - 1 };
        let at_place = usize::from(block) == first;
        if at_place {
            self.crew_boards(index, now);
        }
        let cause = if at_place {
            LossCause::Station
        } else {
            LossCause::Loop
        };
        self.lost(index, cause, waited);
        let class = self.running_class(index);
        let last = entry.last as u16;
        let of_block = |block| self.plan.running.of_block(section, block, class, now);
        let mut standard = of_block(last);
        if block != last {
            for joined in block.min(last)..block.max(last) {
                standard = standard + of_block(joined + u16::from(block > last));
            }
        }
        let running = self.sets_out(index, standard);
        let running = self.weather.limits[section.index()].running(running, now);
        let point = block + u16::from(!forward);
        self.trace(index, (section, point), now, ctx);
        let is_other = self.train(index).purpose.is_other();
        let track = self.track_mut(section);
        if !is_other {
            track.agenda.let_in(index);
        }
        track.tally.overtook(entry.overtaken as u32);
        let exit = track.line.run(&entry, now, running);
        let behind = exit.since(now).saturating_sub(running);
        self.lost(index, LossCause::Following, behind);
        self.await_block_end(index, (section, [block, last]), (forward, exit), ctx);
    }

    /// Somebody should look at a block that has become shorter, or double.
    pub(super) fn look_again(&mut self, section: SectionId, block: u16, ctx: &mut Ctx<'_>) {
        self.catch_up_on(section, ctx);
        let now = ctx.now();
        self.track_mut(section).line.looked(usize::from(block), now);
        if self.plan.lines[section.index()].is_double(now) {
            self.leave_single_line(section, block, ctx);
        }
        self.look.push((section, block));
    }

    pub(super) fn block_end(
        &mut self,
        index: u32,
        (section, [first, block]): (SectionId, [u16; 2]),
        forward: bool,
        ctx: &mut Ctx<'_>,
    ) {
        let traffic = Traffic::of(self.train(index).purpose);
        let track = self.single[section.index()].as_mut();
        let track = track.expect("single track belongs to one district");
        let last = track.line.block_count() as u16 - 1;
        let blocks = (usize::from(first), usize::from(block));
        track
            .line
            .leave(blocks, ctx.now(), |freed, busy, is_wanted| {
                track.tally.occupied(freed, busy);
                if freed == 0 {
                    track.tally.counted(traffic, forward);
                }
                if is_wanted {
                    self.look.push((section, freed as u16));
                }
            });
        let point = block + u16::from(forward);
        self.trace(index, (section, point), ctx.now(), ctx);
        let end = if forward { last } else { 0 };
        if block == end {
            self.fared(index, section, ctx);
            return self.section_end(index, ctx);
        }
        let next = if forward { block + 1 } else { block - 1 };
        self.take_block(index, (section, next), (forward, next == end), ctx);
    }

    /// Lets a train that comes to a block run on into it if nothing is in its way; returns whether it
    /// does. Seven trains in ten do, so what is asked and done for those that wait is left out here
    /// where it would change nothing.
    fn runs_on(
        &mut self,
        index: u32,
        (section, block): (SectionId, u16),
        forward: bool,
        ctx: &mut Ctx<'_>,
    ) -> bool {
        let now = ctx.now();
        let track = self.single[section.index()].as_mut();
        let line = &mut track.expect("single track belongs to one district").line;
        let here = self.roster.get_mut(index);
        let comes = Waiting {
            train: index,
            priority: here.train.priority,
            since: now,
        };
        if !line.run_on(usize::from(block), forward, comes) {
            return false;
        }
        let plan = &self.plan;
        let standard = plan.running.of_block(section, block, here.class, now);
        let running = here.sets_out(standard, plan.scenario.operation.start_stop_supplement);
        let running = self.weather.limits[section.index()].running(running, now);
        let first = if forward { 0 } else { line.block_count() - 1 };
        if usize::from(block) == first {
            self.crew_boards(index, now);
        }
        let point = block + u16::from(!forward);
        self.trace(index, (section, point), now, ctx);
        self.await_block_end(index, (section, [block; 2]), (forward, now + running), ctx);
        true
    }
}
