//! Sections of single track are caught up on when somebody outside is concerned: see `line_agenda`.

use super::BlockRef;
use super::district::{Ctx, District, Event};
use super::line_agenda::{LineAgenda, LineEvent, Own};
use super::single_line::SingleLine;
use super::tally::Tally;
use crate::units::{Duration, SectionId, Time};

/// A section of single track: who is where, and what is to happen there.
#[derive(Clone, Debug)]
pub(super) struct SingleTrack {
    pub line: SingleLine,
    pub agenda: LineAgenda,
    pub tally: Tally,
}

impl SingleTrack {
    pub fn new(line: SingleLine) -> Self {
        Self {
            tally: Tally::new(line.block_count()),
            agenda: LineAgenda::default(),
            line,
        }
    }
}

/// Just before a month ends, or the time begins that is reported, all sections are caught up on and
/// told of, so that what happened there counts for it.
const BEFORE: Duration = Duration::from_ms(1);

impl District {
    pub(super) fn track(&self, section: SectionId) -> &SingleTrack {
        let track = self.single[section.index()].as_ref();
        track.expect("single track belongs to one district")
    }

    pub(super) fn track_mut(&mut self, section: SectionId) -> &mut SingleTrack {
        let track = self.single[section.index()].as_mut();
        track.expect("single track belongs to one district")
    }

    /// A train of the corridor comes to the last block but one or beyond, or is let into the last: does
    /// first what was put off there and is due by now.
    pub(super) fn comes_to_end(&mut self, train: u32, section: SectionId, ctx: &mut Ctx<'_>) {
        self.catch_up_on(section, ctx);
        self.track_mut(section).agenda.take_in(train);
    }

    /// Does what was put off for a section and is due by now. Whoever is about to touch the section from
    /// outside does this first.
    pub(super) fn catch_up_on(&mut self, section: SectionId, ctx: &mut Ctx<'_>) {
        let now = ctx.now();
        while let Some((due, event)) = self.track_mut(section).agenda.next_by(now) {
            ctx.as_of(due, |past| {
                match event {
                    LineEvent::BlockEnd {
                        train,
                        blocks,
                        forward,
                    } => self.block_end(train, (section, blocks), forward, past),
                    LineEvent::Look { block } => {
                        self.track_mut(section).line.looked(block.into(), due);
                        self.look.push((section, block));
                    }
                    LineEvent::Other { passenger, forward } => {
                        self.other_train(section, passenger, forward, past);
                    }
                }
                self.look_at_blocks(section, past);
            });
        }
        self.touched.push(section);
    }

    /// Arranges to look at the sections that were touched before one of their trains concerns others.
    pub(super) fn arrange_wakes(&mut self, ctx: &mut Ctx<'_>) {
        while let Some(section) = self.touched.pop() {
            // From the last on, for the last may take the place of another.
            for n in (0..self.track(section).agenda.own.len()).rev() {
                let own = self.track(section).agenda.own[n];
                if own
                    .runs_from
                    .is_none_or(|_| own.soonest(Time::ZERO) > ctx.now())
                {
                    continue;
                }
                let own = self.concerns_others(own.train, section);
                let all = &mut self.track_mut(section).agenda.own;
                match own {
                    Some(own) => all[n] = own,
                    None => _ = all.swap_remove(n),
                }
            }
            let track = self.track_mut(section);
            for forward in [true, false] {
                if !track.line.is_wanted_from_place(forward) {
                    track.agenda.nobody_outside(forward);
                }
            }
            if let Some(time) = track.agenda.arrange_wake() {
                ctx.schedule(time.since(ctx.now()), Event::Wake(section));
            }
        }
    }

    /// From when on a train of the corridor on a section may concern others, if that is not on the
    /// district's list: it cannot be sooner at the end of the last block but one, or of the last one if it
    /// waits for that.
    fn concerns_others(&self, train: u32, section: SectionId) -> Option<Own> {
        let track = self.track(section);
        let last = track.line.block_count() as u16 - 1;
        let waits = self.waits_for_block(train, section);
        let (block, forward, runs_from) = match waits {
            Some((block, forward)) => (block, forward, None),
            None => match track.agenda.block_end_of(train)? {
                (block, true, due) => (block + 1, true, Some(due)),
                (block, false, due) => (block - 1, false, Some(due)),
            },
        };
        let to_run = to_end(block, last, forward);
        let rest = self
            .plan
            .running
            .least(section, to_run, self.running_class(train));
        let rest = self.roster.get(train).at_least(rest);
        Some(Own {
            train,
            runs_from,
            rest,
        })
    }

    /// A train of the corridor waits at a place to enter the first block of a section.
    pub(super) fn waits_outside(&mut self, train: u32, section: SectionId, forward: bool) {
        let last = self.track(section).line.block_count() as u16 - 1;
        let first = if forward { 0 } else { last };
        let class = self.running_class(train);
        let running = &self.plan.running;
        let rest = running.least(section, to_end(first, last, forward), class);
        let rest = self.roster.get(train).at_least(rest);
        self.track_mut(section).agenda.waits_outside(forward, rest);
    }

    pub(super) fn wake(&mut self, section: SectionId, ctx: &mut Ctx<'_>) {
        if self.track_mut(section).agenda.wake(ctx.now()) {
            self.catch_up_on(section, ctx);
        }
    }

    /// Arranges to tell of all sections when the next month ends.
    pub(super) fn await_telling(&self, ctx: &mut Ctx<'_>) {
        let calendar = &self.plan.scenario.calendar;
        let reported = calendar.time_of(calendar.report_from());
        let ends = calendar.months().iter().map(|month| month.until);
        let waits = ends.chain([reported]).map(|time| time.since(ctx.now()));
        if let Some(wait) = waits.filter(|wait| *wait > BEFORE).min() {
            ctx.schedule(wait.saturating_sub(BEFORE), Event::MonthEnds);
        }
    }

    pub(super) fn month_ends(&mut self, ctx: &mut Ctx<'_>) {
        for n in 0..self.lines.len() {
            let section = self.lines[n];
            let block_of = |double| {
                move |block: usize| BlockRef {
                    section,
                    block: block as u16,
                    double,
                }
            };
            if self.single[section.index()].is_some() {
                self.catch_up_on(section, ctx);
                self.track_mut(section)
                    .tally
                    .tell(section, block_of(false), ctx);
            }
            for (way, track) in self.double[section.index()].iter_mut().enumerate() {
                if let Some(track) = track {
                    let block_of = |_| block_of(true)(way);
                    track.tally_mut().tell(section, block_of, ctx);
                }
            }
        }
        self.await_telling(ctx);
    }

    /// A train has entered blocks, and comes to their far end at some time.
    pub(super) fn await_block_end(
        &mut self,
        train: u32,
        (section, blocks): (SectionId, [u16; 2]),
        (forward, due): (bool, Time),
        ctx: &mut Ctx<'_>,
    ) {
        let is_other = self.train(train).purpose.is_other();
        let track = self.track_mut(section);
        let last = track.line.block_count() as u16 - 1;
        let is_near_end = match forward {
            true => blocks[1] + 1 >= last,
            false => blocks[1] <= 1,
        };
        if is_near_end && !is_other {
            track.agenda.release(train);
            let event = Event::BlockEnd {
                train,
                section,
                blocks,
                forward,
            };
            return ctx.schedule(due.since(ctx.now()), event);
        }
        if !is_other && blocks[0] == if forward { 0 } else { last } {
            track.agenda.take_in(train);
        }
        let event = LineEvent::BlockEnd {
            train,
            blocks,
            forward,
        };
        track.agenda.put_off(due, event);
    }
}

/// The blocks that a train has to run over, from one on, until it concerns others: to the end of the last
/// one only if it is to enter that.
fn to_end(block: u16, last: u16, forward: bool) -> std::ops::Range<u16> {
    match forward {
        _ if block == if forward { last } else { 0 } => block..block + 1,
        true => block..last,
        false => 1..block + 1,
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::{Observer, RunOptions, Streams};
    use crate::input;
    use crate::sim::line_agenda::PUTS_NOTHING_OFF;
    use crate::sim::{self, Executor, Plan, Record};
    use crate::units::Time;
    use std::path::Path;
    use std::sync::Arc;

    /// Every record with its time.
    #[derive(Default)]
    struct Told(Vec<String>);

    impl Observer<Record> for Told {
        fn observe(&mut self, time: Time, record: Record) {
            self.0.push(format!("{} {record:?}", time.as_ms()));
        }
    }

    /// What happens on single track in six weeks of the real corridor, put off or not.
    #[test]
    fn what_is_put_off_happens_as_if_it_was_not() {
        let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
        let overrides = [
            "start=2021-03-01",
            "report_from=2021-03-20",
            "end=2021-04-12",
            "trace.begins=2021-04-02",
        ];
        let overrides = overrides.map(str::to_owned);
        let reading = input::read(&scenario, &overrides).expect("the baseline can be read");
        let plan = Arc::new(Plan::new(reading.scenario));
        let told = |puts_nothing_off| {
            PUTS_NOTHING_OFF.set(puts_nothing_off);
            let options = RunOptions::until(plan.scenario.calendar.end_time());
            let streams = Streams::new(1, 0);
            let done = sim::run(&plan, streams, Executor::Sequential, options, Told::default);
            let mut told: Vec<String> = done.observers.into_iter().flat_map(|it| it.0).collect();
            told.sort_unstable();
            (told, done.statistics.events)
        };
        let (expected, events) = told(true);
        let (told, fewer) = told(false);
        assert!(told.len() > 50_000, "{} records", told.len());
        assert!(
            fewer < events,
            "{fewer} events, of {events}: nothing was put off"
        );
        assert!(told == expected, "what was recorded differs");
    }
}
