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
    let cost = |from| {
        let to_each = (0..deficit.len()).map(move |to| (from, to));
        to_each.map(|(from, to)| cost(from, to).map(|cost| cost as i64))
    };
    let mut transport = Transport {
        surplus: surplus.to_vec(),
        deficit: deficit.to_vec(),
        cost: (0..surplus.len()).flat_map(cost).collect(),
        flow: vec![0; surplus.len() * deficit.len()],
    };
    while let Some(path) = transport.cheapest_path() {
        transport.send(&path);
    }
    let width = deficit.len().max(1);
    let flows = transport.flow.iter().enumerate();
    let flow = |(n, wagons): (usize, &u64)| EmptyFlow {
        from: n / width,
        to: n % width,
        wagons: *wagons,
    };
    flows.map(flow).filter(|flow| flow.wagons > 0).collect()
}

struct Transport {
    /// What is still to be sent and to be brought.
    surplus: Vec<u64>,
    deficit: Vec<u64>,
    /// By place of surplus, then of deficit.
    cost: Vec<Option<i64>>,
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
    from: Vec<Option<(i64, Option<usize>)>>,
    /// Places of deficit, each with the place of surplus before it.
    to: Vec<Option<(i64, usize)>>,
}

impl Transport {
    /// The way that costs least more, from any place with surplus left to any with deficit left.
    ///
    /// Bellman and Ford: taking back a flow costs less than nothing.
    fn cheapest_path(&self) -> Option<Path> {
        let start = |left: &u64| (*left > 0).then_some((0, None));
        let mut reached = Reached {
            from: self.surplus.iter().map(start).collect(),
            to: vec![None; self.deficit.len()],
        };
        while self.go_on(&mut reached) | self.take_back(&mut reached) {}
        let places = self.deficit.iter().zip(&reached.to).enumerate();
        let wanting = places.filter(|(_, (left, _))| **left > 0);
        let costs = wanting.filter_map(|(to, (_, way))| way.map(|(cost, _)| (cost, to)));
        let (_, last) = costs.min()?;
        let mut hops = Vec::new();
        let mut next = Some(last);
        while let Some(to) = next {
            let (_, from) = reached.to[to].expect("it was reached");
            hops.push((to, from));
            next = reached.from[from].and_then(|(_, back)| back);
        }
        Some(Path { hops })
    }

    /// Goes on from every place of surplus that is reached; returns whether that is any cheaper.
    fn go_on(&self, reached: &mut Reached) -> bool {
        let mut cheaper = false;
        for (from, so_far) in reached.from.iter().enumerate() {
            let Some((so_far, _)) = *so_far else {
                continue;
            };
            for (to, best) in reached.to.iter_mut().enumerate() {
                let Some(cost) = self.cost[from * self.deficit.len() + to] else {
                    continue;
                };
                if best.is_none_or(|(best, _)| so_far + cost < best) {
                    *best = Some((so_far + cost, from));
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
        for (from, best) in reached.from.iter_mut().enumerate() {
            for (to, so_far) in reached.to.iter().enumerate() {
                let cell = from * self.deficit.len() + to;
                if self.flow[cell] == 0 {
                    continue;
                }
                let (Some((so_far, _)), Some(cost)) = (*so_far, self.cost[cell]) else {
                    continue;
                };
                if best.is_none_or(|(best, _)| so_far - cost < best) {
                    *best = Some((so_far - cost, Some(to)));
                    cheaper = true;
                }
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
                let sent: u64 = flows.iter().filter(|it| it.from == place).map(|it| it.wagons).sum();
                let came: u64 = flows.iter().filter(|it| it.to == place).map(|it| it.wagons).sum();
                prop_assert_eq!((sent, came), (wagons, wagons));
            }
        }
    }
}
