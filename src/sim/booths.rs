//! Road borders: the queue before the booths, their hours, the quota of trucks a day, and the controls
//! on either side.

use super::convoy::{Convoy, seconds};
use super::district::{Ctx, District, Event};
use super::plan::name_of;
use super::record::{Record, RoadRecord, Side};
use super::roads::{AtBorder, Waiting};
use crate::model::{Direction, RoadBorder, RoadHandover};
use crate::units::{Duration, RoadBorderId, SectionId, Time};

/// What can happen at the booths of a border.
#[derive(Clone, Copy, Debug)]
pub(super) enum RoadEvent {
    /// A truck leaves its booth.
    Controlled { control: ControlId, convoy: u32 },
    /// Controls may begin again: it is morning, or the quota of a new day.
    Open(ControlId),
}

/// The booths of one side of one direction of a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ControlId {
    pub border: RoadBorderId,
    pub direction: Direction,
    pub side: Side,
}

/// A convoy's way over a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Passage {
    pub border: RoadBorderId,
    pub direction: Direction,
    /// Whether the section over the border is still to be driven.
    pub ahead: bool,
}

impl ControlId {
    pub fn index(self) -> usize {
        self.border.index() * 4 + self.direction.index() * 2 + self.side as usize
    }
}

impl District {
    fn border(&self, id: RoadBorderId) -> &RoadBorder {
        let road = self.plan.scenario.road.as_ref();
        road.expect("a scenario with borders has roads").border(id)
    }

    fn handover_of(&self, control: ControlId) -> &RoadHandover {
        self.border(control.border).handover(control.direction)
    }

    /// The border whose booths a convoy has come to over the section that it has just driven.
    pub(super) fn border_behind(&self, convoy: &Convoy) -> Option<Passage> {
        let hop = usize::from(convoy.hop).checked_sub(1)?;
        let (section, forward) = self.plan.leg(convoy.leg).hops[hop];
        self.passage((section, forward), false)
    }

    /// The border whose booths stand before the section that a convoy is about to drive.
    pub(super) fn border_ahead(&self, convoy: &Convoy) -> Option<Passage> {
        let (section, forward) = self.plan.leg(convoy.leg).hops[usize::from(convoy.hop)];
        self.passage((section, forward), true)
    }

    fn passage(&self, (section, forward): (SectionId, bool), ahead: bool) -> Option<Passage> {
        let border = self.plan.roads.border_of(section)?;
        let line = &self.plan.lines[section.index()];
        let (starts, ends) = (line.far(!forward), line.far(forward));
        let at = if ahead { starts } else { ends };
        let it = self.border(border);
        let direction = it.direction_from(starts);
        (at == it.booths_at).then_some(Passage {
            border,
            direction,
            ahead,
        })
    }

    /// The trucks of a convoy queue before the booths of the country that they leave.
    pub(super) fn arrive_at_booths(&mut self, convoy: Convoy, passage: Passage, ctx: &mut Ctx<'_>) {
        let (border, direction, trucks) = (passage.border, passage.direction, convoy.trucks);
        ctx.record(Record::Road(RoadRecord::Queued {
            border,
            direction,
            trucks,
        }));
        self.come_to_booths((border, direction), trucks, ctx.now());
        let index = self.roads.insert(AtBorder {
            convoy,
            ahead: passage.ahead,
            since: ctx.now(),
            begun: [0; 2],
            left: trucks,
            dwelt: Duration::ZERO,
        });
        let control = ControlId {
            border,
            direction,
            side: Side::Sending,
        };
        self.queue_at(control, index, trucks, ctx);
    }

    fn queue_at(&mut self, control: ControlId, convoy: u32, trucks: u16, ctx: &mut Ctx<'_>) {
        let since = ctx.now();
        self.roads.controls[control.index()]
            .waiting
            .push_back(Waiting {
                convoy,
                trucks,
                since,
            });
        self.begin_controls(control, ctx);
    }

    /// Begins as many controls as booths, hours and quota allow.
    fn begin_controls(&mut self, id: ControlId, ctx: &mut Ctx<'_>) {
        let now = ctx.now();
        loop {
            let handover = self.handover_of(id);
            let booths = match id.side {
                Side::Sending => &handover.sending,
                Side::Receiving => &handover.receiving,
            };
            let count = booths.count.at(now);
            let control = &self.roads.controls[id.index()];
            if control.waiting.is_empty() || control.busy >= count {
                return;
            }
            let opens = self.opens(id, now);
            let control = &mut self.roads.controls[id.index()];
            if opens > now {
                if !std::mem::replace(&mut control.wakes, true) {
                    ctx.schedule(opens.since(now), Event::Road(RoadEvent::Open(id)));
                }
                return;
            }
            let (convoy, since) = control.take(now);
            self.control(id, convoy, now.since(since), ctx);
        }
    }

    /// When the next control may begin, as far as hours and quota go: now, or later.
    fn opens(&self, id: ControlId, now: Time) -> Time {
        let handover = self.handover_of(id);
        let open = handover.hours.next_open(now);
        let quota = match id.side {
            Side::Sending => handover.quota_trucks_per_day.as_ref(),
            Side::Receiving => None,
        };
        let control = &self.roads.controls[id.index()];
        let is_full = quota.is_some_and(|quota| control.let_through(open) >= quota.at(open));
        match is_full {
            true => {
                let tomorrow = Time::ZERO + Duration::from_days(open.whole_days() + 1);
                handover.hours.next_open(tomorrow)
            }
            false => open,
        }
    }

    /// Looks at one truck of a convoy.
    fn control(&mut self, id: ControlId, convoy: u32, wait: Duration, ctx: &mut Ctx<'_>) {
        let at_border = self.roads.at_mut(convoy);
        let begun = &mut at_border.begun[id.side as usize];
        *begun += 1;
        let (ordinal, train) = (*begun, at_border.convoy.id);
        let booths = match id.side {
            Side::Sending => &self.handover_of(id).sending,
            Side::Receiving => &self.handover_of(id).receiving,
        };
        let place = u64::from(name_of(&self.border(id.border).key));
        let occasion = place << 2 | (id.direction.index() as u64) << 1 | id.side as u64;
        let occasion = occasion << 16 | u64::from(ordinal);
        let minutes = booths
            .time_min
            .sample(&mut self.draws("booth", train, occasion));
        let busy = Duration::from_minutes(minutes);
        let busy = busy.expect("a checked distribution gives no negative time");
        ctx.record(Record::Road(RoadRecord::Controlled {
            border: id.border,
            direction: id.direction,
            side: id.side,
            wait,
            busy,
        }));
        let control = id;
        ctx.schedule(busy, Event::Road(RoadEvent::Controlled { control, convoy }));
    }

    pub(super) fn road_event(&mut self, event: RoadEvent, ctx: &mut Ctx<'_>) {
        match event {
            RoadEvent::Controlled { control, convoy } => self.controlled(control, convoy, ctx),
            RoadEvent::Open(control) => {
                self.roads.controls[control.index()].wakes = false;
                self.begin_controls(control, ctx);
            }
        }
    }

    /// A truck leaves its booth: it goes on to the other side, or over the border.
    fn controlled(&mut self, id: ControlId, convoy: u32, ctx: &mut Ctx<'_>) {
        let control = &mut self.roads.controls[id.index()];
        assert!(control.busy > 0, "a booth was freed, but none was busy");
        control.busy -= 1;
        match id.side {
            Side::Sending => {
                let beyond = ControlId {
                    side: Side::Receiving,
                    ..id
                };
                self.queue_at(beyond, convoy, 1, ctx);
            }
            Side::Receiving => {
                let now = ctx.now();
                let at_border = self.roads.at_mut(convoy);
                let since = at_border.since;
                at_border.dwelt = at_border.dwelt + now.since(since);
                at_border.left -= 1;
                let is_last = at_border.left == 0;
                self.leaves_booths((id.border, id.direction), since, now);
                if is_last {
                    self.cross(id, convoy, ctx);
                }
            }
        }
        self.begin_controls(id, ctx);
    }

    /// The last truck of a convoy is through.
    fn cross(&mut self, id: ControlId, convoy: u32, ctx: &mut Ctx<'_>) {
        let AtBorder {
            mut convoy,
            ahead,
            since,
            dwelt,
            ..
        } = self.roads.remove(convoy);
        ctx.record(Record::Road(RoadRecord::Crossed {
            border: id.border,
            direction: id.direction,
            stream: self.plan.leg(convoy.leg).stream,
            trucks: convoy.trucks,
            mass: convoy.mass,
            dwelt,
        }));
        let stood = ctx.now().since(since);
        convoy.border_s = convoy.border_s.saturating_add(seconds(stood));
        convoy.clock = self.truck().rules.stand(convoy.clock, stood);
        match ahead {
            true => self.drive(convoy, ctx),
            false => self.convoy_goes_on(convoy, ctx),
        }
    }
}
