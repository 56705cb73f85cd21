//! How cargo is shared among the routes of its stream: by logit on generalised cost, as far as
//! routing rules let it.

use crate::units::{Duration, RouteId, Time};

/// How routes are looked for and chosen. Source: the scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RouteChoice {
    /// The most routes that a stream chooses from; with one there is nothing to choose.
    pub alternatives: usize,
    /// The scale of the logit, in US dollars a tonne: a route dearer by this much is chosen e times
    /// less often.
    pub scale_usd_per_tonne: f64,
    /// The cost of the dearest route that is looked at, as a multiple of that of the cheapest.
    pub largest_detour: f64,
    /// How often a crossing tells the waits of its trains.
    pub news_every: Duration,
    /// How long the telling takes.
    pub news_notice: Duration,
}

/// What cargo of a stream may choose from, from some instant on.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The first instant at which this holds.
    pub from: Time,
    /// The routes: first those that the stream keeps as far as rules let it, then the others, last
    /// those by road of a stream of rail.
    pub routes: Vec<RouteId>,
    /// How many of the routes it keeps.
    pub n_kept: usize,
    /// How many routes of a stream of rail go by road. They compete with those that it keeps.
    pub n_by_road: usize,
    /// The largest shares that rules allow.
    pub caps: Vec<Cap>,
}

/// The largest share of some routes together.
#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    /// Which routes, in the order of the options.
    pub of: Vec<bool>,
    /// Their largest share.
    pub share: f64,
}

/// The share of each route, in the order of the options; sums to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares([f64; Self::MOST]);

impl RouteChoice {
    /// The most alternatives that can be asked for.
    pub const MOST: usize = 5;

    /// One route a stream, the cheapest: what holds where a scenario says nothing else.
    pub const NONE: Self = Self {
        alternatives: 1,
        scale_usd_per_tonne: 1.0,
        largest_detour: 1.0,
        news_every: Duration::from_days(7),
        news_notice: Duration::DAY,
    };
}

impl Shares {
    /// The most options that a stream can have at one time.
    pub const MOST: usize = 16;

    /// Returns the share of the `n`-th option.
    pub fn of(&self, n: usize) -> f64 {
        self.0[n]
    }

    fn sum(&self, of: impl Fn(usize) -> bool) -> f64 {
        let mine = self.0.iter().enumerate().filter(|(n, _)| of(*n));
        mine.map(|(_, share)| share).sum()
    }

    /// Gives `share` to some options in proportion to `weights`; to nobody if all are zero.
    fn divide(&mut self, share: f64, weights: &Self, of: impl Fn(usize) -> bool) {
        let all = weights.sum(&of);
        for n in (0..Self::MOST).filter(|n| of(*n)) {
            self.0[n] = if all > 0.0 {
                share * weights.0[n] / all
            } else {
                0.0
            };
        }
    }
}

impl Options {
    /// Returns the share of each route given its generalised cost, in US dollars a tonne.
    ///
    /// Multinomial logit: shares are as exp(−cost / scale) (Train, *Discrete Choice Methods with
    /// Simulation*, 2nd ed., section 3.1) among the routes that the stream keeps, and those by road.
    /// Where that is more than a rule allows, the rest goes by the other routes, in proportion; if it
    /// is more than all that the stream keeps, by any.
    pub fn shares(&self, scale_usd: f64, usd: impl Fn(RouteId) -> f64) -> Shares {
        let mut logit = Shares([0.0; Shares::MOST]);
        for (weight, route) in logit.0.iter_mut().zip(&self.routes) {
            *weight = usd(*route);
        }
        let by_road = self.routes.len() - self.n_by_road..self.routes.len();
        let others = self.n_kept..by_road.start;
        let competes = |n: usize| n < self.n_kept || by_road.contains(&n);
        let cheapest = |of: &dyn Fn(usize) -> bool| {
            let costs = logit.0.iter().enumerate().take(self.routes.len());
            let costs = costs.filter(|(n, _)| of(*n)).map(|(_, usd)| *usd);
            costs.fold(f64::INFINITY, f64::min)
        };
        let (best, best_other) = (cheapest(&competes), cheapest(&|n| others.contains(&n)));
        for (n, weight) in logit.0.iter_mut().enumerate().take(self.routes.len()) {
            let cheapest = if competes(n) { best } else { best_other };
            // Never nothing, for the dearest is taken where the others are closed.
            *weight = libm::exp(((cheapest - *weight) / scale_usd).max(-600.0));
        }
        let mut kept = logit;
        kept.0[others.clone()].fill(0.0);
        let of_rail = |n: usize| n < self.n_kept;
        let mut shares = Shares([0.0; Shares::MOST]);
        // Options that a rule has given their share; each round adds those of one more rule.
        let mut given = [false; Shares::MOST];
        for _ in 0..=self.caps.len() {
            let is_free = |n: usize| !given[n];
            let weights = if kept.sum(|n| is_free(n) && of_rail(n)) > 0.0 {
                &kept
            } else {
                &logit
            };
            shares.divide(1.0 - shares.sum(|n| given[n]), weights, is_free);
            let Some(cap) = self.caps.iter().find(|cap| !cap.is_kept(&shares)) else {
                break;
            };
            let (before, is_bound) = (shares, |n: usize| cap.has(n) && !given[n]);
            let rest = cap.share - shares.sum(|n| cap.has(n) && given[n]);
            shares.divide(rest.max(0.0), &before, is_bound);
            cap.of
                .iter()
                .zip(&mut given)
                .for_each(|(of, given)| *given |= of);
        }
        shares
    }

    /// Returns whether every rule can be kept at once.
    pub(super) fn is_possible(&self) -> bool {
        let shares = self.shares(1.0, |_| 0.0);
        let all = shares.sum(|_| true);
        (all - 1.0).abs() < 1e-9 && self.caps.iter().all(|cap| cap.is_kept(&shares))
    }
}

impl Cap {
    fn has(&self, n: usize) -> bool {
        self.of.get(n).copied().unwrap_or(false)
    }

    fn is_kept(&self, shares: &Shares) -> bool {
        shares.sum(|n| self.has(n)) <= self.share + 1e-9
    }
}

/// Postpones what lines bring that open late: every era that begins as one `opens` begins when the
/// line does instead. An era that would then begin after a later one, which has the line already, is
/// left out: a rule that changes meanwhile brings the line with it.
pub(super) fn postponed(
    eras: &[Options],
    opens: &[Time],
    late: impl Fn(Time) -> Time,
) -> Vec<Options> {
    let mut kept: Vec<Options> = Vec::new();
    for era in eras.iter().rev() {
        let from = match opens.contains(&era.from) {
            true => late(era.from),
            false => era.from,
        };
        if kept.last().is_none_or(|next| from < next.from) {
            kept.push(Options {
                from,
                ..era.clone()
            });
        }
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_opens_late_is_chosen_late() {
        let at = Time::from_ms;
        let eras = [0, 10, 20, 30].map(|from| Options {
            from: at(from),
            ..options(1, Vec::new())
        });
        let late = |time: Time| at(time.as_ms() + 5);
        let from = |opens: &[Time]| -> Vec<u64> {
            let eras = postponed(&eras, opens, late);
            eras.iter().map(|era| era.from.as_ms()).collect()
        };
        assert_eq!(from(&[]), [0, 10, 20, 30]);
        assert_eq!(from(&[at(10), at(30)]), [0, 15, 20, 35]);
        let later = postponed(&eras, &[at(10)], |_| at(25));
        let begins: Vec<u64> = later.iter().map(|era| era.from.as_ms()).collect();
        assert_eq!(
            begins,
            [0, 20, 30],
            "the rule of 20 brings the line of 10 with it"
        );
    }

    fn options(n_kept: usize, caps: Vec<Cap>) -> Options {
        Options {
            from: Time::ZERO,
            routes: (0..3).map(RouteId).collect(),
            n_kept,
            n_by_road: 0,
            caps,
        }
    }

    fn check(options: &Options, usd: [f64; 3], expected: [f64; 3]) {
        let shares = options.shares(10.0, |route| usd[route.index()]);
        for (n, expected) in expected.into_iter().enumerate() {
            assert!((shares.of(n) - expected).abs() < 1e-9, "{n}: {shares:?}");
        }
    }

    #[test]
    fn shares_are_a_logit_of_cost() {
        let e = std::f64::consts::E;
        let all = 1.0 + 1.0 / e + 1.0 / (e * e);
        let expected = [1.0 / all, 1.0 / e / all, 1.0 / (e * e) / all];
        check(&options(3, Vec::new()), [100.0, 110.0, 120.0], expected);
        // Nothing but differences counts, and very dear routes break nothing.
        check(&options(3, Vec::new()), [0.0, 1e7, 1e9], [1.0, 0.0, 0.0]);
        // A kept route has all, however dear.
        check(&options(1, Vec::new()), [1e9, 0.0, 0.0], [1.0, 0.0, 0.0]);
    }

    #[test]
    fn what_a_rule_takes_from_a_kept_route_goes_by_the_others() {
        let cap = Cap {
            of: vec![true, false, false],
            share: 0.2,
        };
        check(&options(1, Vec::new()), [9.0, 5.0, 5.0], [1.0, 0.0, 0.0]);
        check(
            &options(1, vec![cap.clone()]),
            [9.0, 5.0, 5.0],
            [0.2, 0.4, 0.4],
        );
        check(&options(3, vec![cap]), [0.0, 500.0, 500.0], [0.2, 0.4, 0.4]);
    }

    #[test]
    fn roads_compete_with_what_is_kept_and_take_nothing_that_a_rule_sends_elsewhere() {
        let e = std::f64::consts::E;
        let cap = |share| Cap {
            of: vec![true, false, false],
            share,
        };
        let with = |caps| Options {
            n_by_road: 1,
            ..options(1, caps)
        };
        let (rail, road) = (e / (1.0 + e), 1.0 / (1.0 + e));
        check(&with(Vec::new()), [10.0, 0.0, 20.0], [rail, 0.0, road]);
        // The other crossing takes what is over, as the road does at its own cost.
        let all = 1.0 + 1.0 / e;
        let expected = [0.2, 0.8 / all, 0.8 / e / all];
        check(&with(vec![cap(0.2)]), [10.0, 0.0, 20.0], expected);
        check(&with(vec![cap(0.9)]), [10.0, 0.0, 20.0], [rail, 0.0, road]);
    }

    #[test]
    fn several_rules_hold_at_once_or_not_at_all() {
        let cap = |of: [bool; 3], share| Cap {
            of: of.to_vec(),
            share,
        };
        let caps = vec![
            cap([true, false, false], 0.2),
            cap([false, true, false], 0.3),
        ];
        check(&options(3, caps), [0.0, 0.0, 50.0], [0.2, 0.3, 0.5]);
        let caps = vec![
            cap([true, true, false], 0.2),
            cap([false, false, true], 0.3),
        ];
        assert!(!options(3, caps).is_possible());
    }
}
