//! Posts: where trains are served, one at a time by each server, and wait for their turn.
//!
//! A service of a border station is a post; so are the working tracks of a facility, and its groups
//! of cranes. How many servers a post has changes with time. Whoever is being served is finished;
//! where nobody is free, somebody looks again when that may have changed.

use super::district::{Ctx, District, Event};
use super::queue::{Servers, Waiting};
use crate::units::{FacilityId, Time};

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
        let waiting = Waiting {
            train,
            since: ctx.now(),
        };
        self.queue(post).arrive(waiting);
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

    fn begin_next(&mut self, post: Post, ctx: &mut Ctx<'_>) {
        let servers = self.servers(post, ctx.now());
        while let Some(waiting) = self.queue(post).next(servers) {
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
    fn servers(&self, post: Post, now: Time) -> u32 {
        match post {
            Post::Service(service) => self.pool(service).servers.at(now),
            Post::Tracks(facility) => self.plan.scenario.facility(facility).working_tracks.at(now),
            Post::Groups(facility) => self.plan.scenario.facility(facility).groups.at(now),
        }
    }

    /// When the number of servers changes next.
    fn next_change(&self, post: Post, now: Time) -> Option<Time> {
        let scenario = &self.plan.scenario;
        match post {
            Post::Service(service) => self.pool(service).servers.next_change(now),
            Post::Tracks(facility) => scenario.facility(facility).working_tracks.next_change(now),
            Post::Groups(facility) => scenario.facility(facility).groups.next_change(now),
        }
    }
}
