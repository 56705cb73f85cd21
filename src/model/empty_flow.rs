//! Where empty wagons go: the cheapest transport from places with too many to places with too few.

/// So many wagons from one place to another, as positions in the lists that were asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EmptyFlow {
    /// The position of the place with too many.
    pub from: usize,
    /// The position of the place with too few.
    pub to: usize,
    /// How many wagons.
    pub wagons: u64,
}

/// Returns the flows of least cost that take `surplus` from its places to `deficit` at others.
///
/// `cost` is that of one wagon between two positions, or none where no way leads. What cannot be
/// taken anywhere stays where it is, and what cannot be brought is not. Flows are in the order of
/// their places.
///
/// Successive shortest paths: each round sends as much as it can along the way that costs least
/// more, which may take back some of what an earlier round sent (Ahuja, Magnanti and Orlin,
/// *Network Flows*, 1993, section 9.7). Whole wagons and whole costs, so that it ends and is exact.
pub fn cheapest_transport(
    surplus: &[u64],
    deficit: &[u64],
    cost: impl Fn(usize, usize) -> Option<u64>,
) -> Vec<EmptyFlow> {
    let [from, to] = [surplus, deficit].map(|all| {
        let some = all.iter().enumerate().filter(|(_, wagons)| **wagons > 0);
        some.map(|(place, _)| place).collect::<Vec<usize>>()
    });
    let costs = from.iter().flat_map(|from| {
        let to_each = to.iter().map(|to| cost(*from, *to));
        to_each.map(|cost| cost.map_or(NO_WAY, |cost| cost as i64))
    });
    let mut transport = Transport {
        surplus: from.iter().map(|from| surplus[*from]).collect(),
        deficit: to.iter().map(|to| deficit[*to]).collect(),
        cost: costs.collect(),
        flow: vec![0; from.len() * to.len()],
    };
    while let Some(path) = transport.cheapest_path() {
        transport.send(&path);
    }
    let flows = transport.flow.iter().enumerate();
    let flows = flows.filter(|(_, wagons)| **wagons > 0);
    let flow = |(n, wagons): (usize, &u64)| EmptyFlow {
        from: from[n / to.len()],
        to: to[n % to.len()],
        wagons: *wagons,
    };
    flows.map(flow).collect()
}

/// What it costs where no way leads: more than any way that does, and no sum of it overflows. Successive
/// shortest paths never get shorter, so no place of surplus is reached at less than nothing, and what
/// goes on from there over no way costs no less than this.
const NO_WAY: i64 = i64::MAX / 4;

/// The places that have too many and those that have too few, by their positions among these.
struct Transport {
    /// What is still to be sent and to be brought.
    surplus: Vec<u64>,
    deficit: Vec<u64>,
    /// By place of surplus, then of deficit; [`NO_WAY`] where there is none.
    cost: Vec<i64>,
    flow: Vec<u64>,
}

/// A way from a place of surplus to one of deficit: there, back over a flow, there again.
struct Path {
    /// Places of deficit from the last to the first, each with the place of surplus before it.
    hops: Vec<(usize, usize)>,
}

/// What it costs to reach each place on the way of one more wagon, and from where.
struct Reached {
    /// Places of surplus, each with the place of deficit whose flow it takes back, if it does.
    from: Vec<Reach>,
    /// Places of deficit, each with the place of surplus before it.
    to: Vec<Reach>,
}

/// What it costs to reach a place, and which one comes before it; [`NO_WAY`] if it is not reached.
#[derive(Clone, Copy)]
struct Reach {
    cost: i64,
    before: Option<usize>,
}

impl Transport {
    /// The way that costs least more, from any place with surplus left to any with deficit left.
    ///
    /// Bellman and Ford: taking back a flow costs less than nothing.
    fn cheapest_path(&self) -> Option<Path> {
        let reach = |cost| Reach { cost, before: None };
        let start = |left: &u64| reach(if *left > 0 { 0 } else { NO_WAY });
        let mut reached = Reached {
            from: self.surplus.iter().map(start).collect(),
            to: vec![reach(NO_WAY); self.deficit.len()],
        };
        while self.go_on(&mut reached) | self.take_back(&mut reached) {}
        let places = self.deficit.iter().zip(&reached.to).enumerate();
        let wanting = places.filter(|(_, (left, way))| **left > 0 && way.cost < NO_WAY);
        let (_, last) = wanting.map(|(to, (_, way))| (way.cost, to)).min()?;
        let mut hops = Vec::new();
        let mut next = Some(last);
        while let Some(to) = next {
            let from = reached.to[to].before.expect("it was reached");
            hops.push((to, from));
            next = reached.from[from].before;
        }
        Some(Path { hops })
    }

    /// Goes on from every place of surplus that is reached; returns whether that is any cheaper.
    fn go_on(&self, reached: &mut Reached) -> bool {
        let mut cheaper = false;
        let rows = self.cost.chunks_exact(self.deficit.len().max(1));
        for (from, (so_far, row)) in reached.from.iter().zip(rows).enumerate() {
            if so_far.cost == NO_WAY {
                continue;
            }
            for (best, cost) in reached.to.iter_mut().zip(row) {
                if so_far.cost + cost < best.cost {
                    (best.cost, best.before) = (so_far.cost + cost, Some(from));
                    cheaper = true;
                }
            }
        }
        cheaper
    }

    /// Goes back over every flow from a place of deficit that is reached; returns whether that is
    /// any cheaper.
    fn take_back(&self, reached: &mut Reached) -> bool {
        let mut cheaper = false;
        let n_to = self.deficit.len();
        for (cell, _) in self.flow.iter().enumerate().filter(|(_, flow)| **flow > 0) {
            let (best, so_far) = (&mut reached.from[cell / n_to], reached.to[cell % n_to]);
            let cost = so_far.cost - self.cost[cell];
            if so_far.cost < NO_WAY && cost < best.cost {
                (best.cost, best.before) = (cost, Some(cell % n_to));
                cheaper = true;
            }
        }
        cheaper
    }

    /// Sends as much along a way as both ends and the flows that it takes back allow.
    fn send(&mut self, path: &Path) {
        let n_to = self.deficit.len();
        let (last, _) = path.hops[0];
        let (_, first) = path.hops[path.hops.len() - 1];
        let back = |pair: &[(usize, usize)]| pair[0].1 * n_to + pair[1].0;
        let least = path.hops.windows(2).map(|pair| self.flow[back(pair)]).min();
        let both = self.surplus[first].min(self.deficit[last]);
        let wagons = least.unwrap_or(u64::MAX).min(both);
        for (to, from) in &path.hops {
            self.flow[from * n_to + to] += wagons;
        }
        for pair in path.hops.windows(2) {
            self.flow[back(pair)] -= wagons;
        }
        self.surplus[first] -= wagons;
        self.deficit[last] -= wagons;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(flows: &[EmptyFlow], costs: &[Vec<u64>]) -> u64 {
        flows
            .iter()
            .map(|flow| flow.wagons * costs[flow.from][flow.to])
            .sum()
    }

    #[test]
    fn an_earlier_flow_is_taken_back_where_that_costs_less() {
        // The first place is near to both; the second can serve the far one only at great cost.
        let costs = [[1, 2], [2, 9]];
        let flows = cheapest_transport(&[10, 10], &[10, 10], |from, to| Some(costs[from][to]));
        let pairs: Vec<_> = flows.iter().map(|it| (it.from, it.to, it.wagons)).collect();
        assert_eq!(pairs, [(0, 1, 10), (1, 0, 10)]);
    }

    #[test]
    fn what_no_way_leads_to_is_left() {
        let flows = cheapest_transport(&[5, 7], &[9], |from, _| (from == 1).then_some(3));
        assert_eq!(
            flows,
            [EmptyFlow {
                from: 1,
                to: 0,
                wagons: 7
            }]
        );
        assert_eq!(cheapest_transport(&[], &[], |_, _| Some(1)), []);
    }

    /// Every way of sending single wagons from three places to three others.
    fn cheapest_of_all(costs: &[Vec<u64>]) -> u64 {
        let orders = [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ];
        let cost = |order: &[usize; 3]| (0..3).map(|n| costs[n][order[n]]).sum();
        orders.iter().map(cost).min().expect("there are six")
    }

    /// Wagons that leave and that reach the place at a position.
    fn moved(flows: &[EmptyFlow], place: usize) -> (u64, u64) {
        let sum = |is_here: fn(&EmptyFlow, usize) -> bool| {
            let here = flows.iter().filter(|flow| is_here(flow, place));
            here.map(|flow| flow.wagons).sum()
        };
        (
            sum(|flow, at| flow.from == at),
            sum(|flow, at| flow.to == at),
        )
    }

    proptest! {
        #[test]
        fn nothing_is_cheaper_and_every_wagon_arrives(
            cells in proptest::collection::vec(0_u64..50, 9),
            wagons in 1_u64..40,
        ) {
            let costs: Vec<Vec<u64>> = cells.chunks(3).map(<[u64]>::to_vec).collect();
            let flows = cheapest_transport(&[wagons; 3], &[wagons; 3], |a, b| Some(costs[a][b]));
            prop_assert_eq!(total(&flows, &costs), wagons * cheapest_of_all(&costs));
            for place in 0..3 {
                prop_assert_eq!(moved(&flows, place), (wagons, wagons));
            }
        }

        #[test]
        fn wagons_go_only_where_a_way_leads_and_as_many_as_can(
            cells in proptest::collection::vec(proptest::option::weighted(0.6, 1_u64..50), 16),
            wagons in proptest::collection::vec(0_u64..40, 8),
        ) {
            let (surplus, deficit) = wagons.split_at(4);
            let way = |from: usize, to: usize| cells[4 * from + to];
            let flows = cheapest_transport(surplus, deficit, way);
            prop_assert!(flows.iter().all(|flow| way(flow.from, flow.to).is_some()), "{flows:?}");
            for from in 0..4 {
                prop_assert!(moved(&flows, from).0 <= surplus[from]);
                prop_assert!(moved(&flows, from).1 <= deficit[from]);
                for to in (0..4).filter(|to| way(from, *to).is_some()) {
                    let is_all = moved(&flows, from).0 == surplus[from];
                    prop_assert!(is_all || moved(&flows, to).1 == deficit[to], "{from} to {to}");
                }
            }
        }
    }
}
