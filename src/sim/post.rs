//! Posts: where trains are served, one at a time by each server, and wait for their turn.
//!
//! A service of a border station is a post; so are the working tracks of a facility, and its groups
//! of cranes. How many servers a post has changes with time. Whoever is being served is finished;
//! where nobody is free, somebody looks again when that may have changed.

use super::district::{Ctx, District, Event};
use super::queue::{Servers, Waiting};
use super::record::{Record, WaitCause};
use super::wait::Cause;
use crate::model::{Direction, LegEnd};
use crate::units::{CrossingId, Duration, FacilityId, Time};

/// A post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Post {
    /// A service at a border station, by its position among all.
    Service(u16),
    /// The working tracks of a facility.
    Tracks(FacilityId),
    /// Its groups of cranes.
    Groups(FacilityId),
}

impl District {
    /// A train asks to be served.
    pub(super) fn ask(&mut self, post: Post, train: u32, ctx: &mut Ctx<'_>) {
        let rank = match post {
            Post::Service(service) => {
                let crossing = self.plan.services[usize::from(service)].crossing;
                self.plan.rank(crossing, self.train(train))
            }
            Post::Tracks(_) | Post::Groups(_) => 0,
        };
        let waiting = Waiting {
            train,
            rank,
            since: ctx.now(),
        };
        self.queue(post).arrive(waiting);
        self.waits(train, Cause::Post(post), ctx);
        self.begin_next(post, ctx);
    }

    /// A server is done with a train.
    pub(super) fn release(&mut self, post: Post, ctx: &mut Ctx<'_>) {
        self.queue(post).finish();
        self.begin_next(post, ctx);
    }

    /// The number of servers may have changed.
    pub(super) fn look_at_post(&mut self, post: Post, ctx: &mut Ctx<'_>) {
        self.queue(post).looked(ctx.now());
        self.begin_next(post, ctx);
    }

    /// Sets servers to work, as far as there are any and nothing else holds them.
    pub(super) fn begin_next(&mut self, post: Post, ctx: &mut Ctx<'_>) {
        let servers = self.servers(post, ctx.now());
        while let Some(waiting) = self.queue(post).first(servers) {
            if let Post::Groups(facility) = post
                && !self.has_yard_room(facility, waiting.train, ctx)
            {
                break;
            }
            self.queue(post).next(servers);
            self.record_wait(post, waiting, ctx);
            self.goes_on(waiting.train);
            match post {
                Post::Service(service) => self.serve(service, waiting.train, ctx),
                Post::Tracks(facility) => self.place(facility, waiting.train, ctx),
                Post::Groups(facility) => self.lift(facility, waiting.train, ctx),
            }
        }
        self.watch(post, ctx);
    }

    /// Arranges to look again when the number of servers changes, if somebody waits for that.
    fn watch(&mut self, post: Post, ctx: &mut Ctx<'_>) {
        if !self.queue(post).has_waiting() {
            return;
        }
        if let Some(change) = self.next_change(post, ctx.now())
            && self.queue(post).look_at(change)
        {
            ctx.schedule(change.since(ctx.now()), Event::LookAtPost(post));
        }
    }

    fn queue(&mut self, post: Post) -> &mut Servers {
        match post {
            Post::Service(service) => &mut self.service[usize::from(service)],
            Post::Tracks(facility) => &mut self.terminal[facility.index()].tracks,
            Post::Groups(facility) => &mut self.terminal[facility.index()].groups,
        }
    }

    /// How many trains may be in service at once.
    pub(super) fn servers(&self, post: Post, now: Time) -> u32 {
        match post {
            Post::Service(service) => {
                let pool = self.plan.pool(service);
                pool.hours.servers(now, pool.servers.at(now))
            }
            Post::Tracks(id) => self.plan.scenario.facility(id).working_tracks.at(now),
            Post::Groups(id) => {
                let facility = self.plan.scenario.facility(id);
                match self.weather.stops[id.index()].until(now) {
                    Some(_) => 0,
                    None => facility.hours.servers(now, facility.groups.at(now)),
                }
            }
        }
    }

    /// When the number of servers changes next.
    fn next_change(&self, post: Post, now: Time) -> Option<Time> {
        let scenario = &self.plan.scenario;
        let (dated, hours, weather) = match post {
            Post::Service(service) => {
                let pool = self.plan.pool(service);
                let shift = pool.hours.next_change(now);
                (pool.servers.next_change(now), shift, None)
            }
            Post::Tracks(id) => {
                let tracks = &scenario.facility(id).working_tracks;
                (tracks.next_change(now), None, None)
            }
            Post::Groups(id) => {
                let facility = scenario.facility(id);
                let shift = facility.hours.next_change(now);
                let weather = self.weather.stops[id.index()].next_change(now);
                (facility.groups.next_change(now), shift, weather)
            }
        };
        [dated, hours, weather].into_iter().flatten().min()
    }

    /// Records how long a train waited, and for what.
    fn record_wait(&self, post: Post, waiting: Waiting, ctx: &mut Ctx<'_>) {
        let (from, until) = (waiting.since, ctx.now());
        let all = until.since(from);
        if all == Duration::ZERO {
            return;
        }
        let Some((crossing, direction)) = self.way_of(post, waiting.train) else {
            return;
        };
        let (hours, weather) = match post {
            Post::Service(service) => {
                let closed = self.plan.pool(service).hours.closed(from, until);
                (closed, Duration::ZERO)
            }
            Post::Tracks(_) => (Duration::ZERO, Duration::ZERO),
            Post::Groups(id) => {
                let closed = self.plan.scenario.facility(id).hours.closed(from, until);
                (closed, self.weather.stops[id.index()].overlap(from, until))
            }
        };
        // Where both hold, it is the hours: nobody would have worked.
        let weather = weather.min(all.saturating_sub(hours));
        let turn = all.saturating_sub(hours).saturating_sub(weather);
        let causes = [
            (WaitCause::Turn, turn),
            (WaitCause::Hours, hours),
            (WaitCause::Weather, weather),
        ];
        for (cause, span) in causes {
            if span > Duration::ZERO {
                ctx.record(Record::Waited {
                    crossing,
                    direction,
                    cause,
                    span,
                });
            }
        }
    }

    /// The crossing and direction for which a train is served; none at a terminal elsewhere.
    pub(super) fn way_of(&self, post: Post, train: u32) -> Option<(CrossingId, Direction)> {
        match post {
            Post::Service(service) => {
                let service = &self.plan.services[usize::from(service)];
                Some((service.crossing, service.direction))
            }
            Post::Tracks(_) | Post::Groups(_) => {
                let leg = self.train(train).leg()?;
                match self.plan.leg(leg).end {
                    LegEnd::Cross(crossing, direction) => Some((crossing, direction)),
                    LegEnd::Deliver | LegEnd::Transfer => None,
                }
            }
        }
    }
}
