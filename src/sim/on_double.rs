//! Trains along double track, by headway.

use super::district::{Ctx, District, Event};
use super::double_track::{self, DoubleTrack, Finish, OtherRate};
use super::fared::LossCause;
use super::record::Traffic;
use super::running::RunningClass;
use super::wait::Cause;
use super::works::Works;
use crate::model::LineLimits;
use crate::units::{Duration, SectionId, Time};

impl District {
    /// Makes one direction of a double track, or a sea lane.
    pub(super) fn double_track(&self, id: SectionId, forward: bool) -> DoubleTrack {
        let (scenario, line) = (&self.plan.scenario, &self.plan.lines[id.index()]);
        let section = scenario.network.section(id);
        let dispatching = scenario.dispatching;
        let name = u64::from(line.name) << 1 | u64::from(forward);
        let parts = match dispatching.overtaking && !line.sea {
            true => (section.length.as_km() / dispatching.siding_spacing.as_km()).max(1.0) as u32,
            false => 0,
        };
        let rules = double_track::Rules {
            headway: self.plan.headway(id),
            parts,
            least_gain: dispatching.least_gain,
            longest_delay: dispatching.longest_delay,
            station_interval: scenario.operation.station_interval,
            priority_worth: dispatching.priority_worth,
        };
        let rate = |traffic, trains_per_day, class| OtherRate {
            traffic,
            trains_per_day,
            running: self.plan.running.through_time(id, class),
        };
        let other = &section.other;
        let other = [
            rate(
                Traffic::Passenger,
                other.passenger_pairs_per_day,
                RunningClass::Passenger,
            ),
            rate(
                Traffic::Freight,
                other.freight_pairs_per_day,
                RunningClass::Freight,
            ),
        ];
        // A track that is still single carries its other traffic there.
        let has_other = !line.sea && section.tracks >= 2;
        let other = if has_other { &other[..] } else { &[] };
        DoubleTrack::new(rules, other, &self.streams, (name, forward))
    }

    pub(super) fn wait_for_entry(
        &mut self,
        index: u32,
        section: SectionId,
        forward: bool,
        ctx: &mut Ctx<'_>,
    ) {
        let class = self.running_class(index);
        let standard = self.plan.running.of_section(section, class, ctx.now());
        let waiting = double_track::Waiting {
            train: index,
            rank: self.rank(index, ctx.now()),
            since: ctx.now(),
            running: self.sets_out(index, standard),
        };
        self.waits(index, Cause::Entry { section, forward }, ctx);
        self.double_mut(section, forward).wait(waiting);
        self.look_at_entry(section, forward, ctx);
    }

    fn double_mut(&mut self, section: SectionId, forward: bool) -> &mut DoubleTrack {
        let track = self.double[section.index()][usize::from(!forward)].as_mut();
        track.expect("a double track belongs to the district where it starts")
    }

    pub(super) fn look_at_entry_again(
        &mut self,
        section: SectionId,
        forward: bool,
        ctx: &mut Ctx<'_>,
    ) {
        self.double_mut(section, forward).looked(ctx.now());
        self.look_at_entry(section, forward, ctx);
    }

    /// Lets trains onto a double track, one after the other.
    fn look_at_entry(&mut self, section: SectionId, forward: bool, ctx: &mut Ctx<'_>) {
        loop {
            let now = ctx.now();
            let access = Access {
                works: &self.plan.works,
                limits: &self.weather.limits[section.index()],
                way: (section, forward),
            };
            let track = self.double[section.index()][usize::from(!forward)].as_mut();
            let track = track.expect("a double track belongs to the district where it starts");
            match track.next(now, &access) {
                double_track::Next::Nothing => return,
                double_track::Next::LookAt(time) => {
                    return ctx.schedule(time.since(now), Event::LookAtEntry { section, forward });
                }
                double_track::Next::Enter {
                    train,
                    entered,
                    exit,
                } => {
                    let waited = entered.since(train.since);
                    self.lost(train.train, LossCause::Station, waited);
                    self.run_double(&train, (section, forward), (entered, exit), ctx);
                }
            }
        }
    }

    fn run_double(
        &mut self,
        train: &double_track::Waiting,
        (section, forward): (SectionId, bool),
        (entered, exit): (Time, Time),
        ctx: &mut Ctx<'_>,
    ) {
        let line = &self.plan.lines[section.index()];
        let (far, blocks) = (line.far(forward), line.blocks.len());
        let index = train.train;
        self.goes_on(index);
        self.crew_boards(index, entered);
        let traffic = Traffic::of(self.train(index).purpose);
        self.double_mut(section, forward).counts(traffic);
        let point = if forward { 0 } else { blocks as u16 };
        self.trace(index, (section, point), ctx.now(), ctx);
        let takes = exit.since(ctx.now());
        let may_change = self.double_mut(section, forward).may_change();
        if !may_change {
            let unhindered = self.weather.limits[section.index()].running(train.running, entered);
            let behind = exit.since(entered).saturating_sub(unhindered);
            self.lost(index, LossCause::Following, behind);
        }
        if self.is_mine(far) {
            return ctx.schedule(takes, Event::SectionEnd(index));
        }
        let notice = self.plan.scenario.operation.handover_notice;
        if may_change && takes > notice {
            return ctx.schedule(takes - notice, Event::HandOver(index));
        }
        self.finish(index, takes, ctx);
        self.hand_over(index, far, takes, ctx);
    }

    /// A train should be at the end of a double track: it is, unless it was put off.
    pub(super) fn double_end(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        match self.finish(index, Duration::ZERO, ctx) {
            Some(exit) => ctx.schedule(exit.since(ctx.now()), Event::SectionEnd(index)),
            None => self.section_end(index, ctx),
        }
    }

    /// A train nears the boundary of the district: it is handed over unless it was put off.
    pub(super) fn near_boundary(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        let notice = self.plan.scenario.operation.handover_notice;
        if let Some(exit) = self.finish(index, notice, ctx) {
            let takes = exit.since(ctx.now());
            return ctx.schedule(takes - notice, Event::HandOver(index));
        }
        let (section, forward) = self.hop(self.train(index)).expect("it is on a section");
        let far = self.plan.lines[section.index()].far(forward);
        self.hand_over(index, far, notice, ctx);
    }

    /// Makes the exit of a train from a double track final, and records how it fared, if it is there
    /// within some time; else returns when it will be.
    fn finish(&mut self, index: u32, within: Duration, ctx: &mut Ctx<'_>) -> Option<Time> {
        let (section, forward) = self.hop(self.train(index)).expect("it is on a section");
        let access = Access {
            works: &self.plan.works,
            limits: &self.weather.limits[section.index()],
            way: (section, forward),
        };
        let track = self.double[section.index()][usize::from(!forward)].as_mut();
        let track = track.expect("a double track belongs to the district where it starts");
        track.catch_up(ctx.now(), &access);
        match track.finish(index, ctx.now() + within) {
            Finish::PutOff(exit) => return Some(exit),
            Finish::Gone(None) => {}
            Finish::Gone(Some(path)) => {
                let behind = path.delay().saturating_sub(path.aside);
                self.lost(index, LossCause::Loop, path.aside);
                self.lost(index, LossCause::Following, behind);
            }
        }
        self.fared(index, section, ctx);
        None
    }
}

/// When a double track may be entered: not while works or a disruption close it.
struct Access<'a> {
    works: &'a Works,
    limits: &'a LineLimits,
    way: (SectionId, bool),
}

impl double_track::Access for Access<'_> {
    #[inline]
    fn opens(&self, time: Time) -> Time {
        let (section, forward) = self.way;
        if !self.works.has_own(section) && self.limits.closed.is_empty() {
            return time;
        }
        let mut time = time;
        loop {
            let open = self.works.opens(section, forward, time);
            match self.limits.closed.until(open) {
                Some(later) => time = later,
                None => return open,
            }
        }
    }

    #[inline]
    fn running(&self, running: Duration, time: Time) -> Duration {
        self.limits.running(running, time)
    }
}
