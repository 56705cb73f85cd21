//! The cheapest sequences of breaks from an origin to a destination, one after the other.
//!
//! Two ways that differ only in the sections between the same breaks are one way, by the cheaper:
//! so the sequences are looked for in a small graph of breaks alone, whose costs are those of the
//! cheapest moves between them. Parts of sequences are extended best first, by cost so far and the
//! least cost still to come, which gives whole sequences in the order of their cost (A* without a
//! closed set; Hart, Nilsson and Raphael 1968).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// What the parts of a way cost, in US dollars a tonne; none where there is no such part.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// From the origin to the destination without a break.
    pub direct: Option<f64>,
    /// From the origin over each break.
    pub first: Vec<Option<f64>>,
    /// From each break over each other.
    pub next: Vec<Vec<Option<f64>>>,
    /// From each break to the destination.
    pub last: Vec<Option<f64>>,
    /// Breaks with the same number exclude each other: a way is not twice at one place.
    pub group: Vec<usize>,
}

/// Sequences of breaks with what each costs, cheapest first.
pub(super) struct Cheapest<'a> {
    parts: &'a Parts,
    /// The least cost from each break to the destination.
    to_come: Vec<f64>,
    open: BinaryHeap<Partial>,
}

/// The beginning of a sequence, or a whole one.
#[derive(Debug)]
struct Partial {
    /// What the whole sequence costs at least.
    bound: f64,
    spent: f64,
    breaks: Vec<usize>,
    whole: bool,
}

impl<'a> Cheapest<'a> {
    pub fn new(parts: &'a Parts) -> Self {
        let mut cheapest = Self {
            parts,
            to_come: parts.to_come(),
            open: BinaryHeap::new(),
        };
        if let Some(usd) = parts.direct {
            cheapest.open.push(Partial::whole(Vec::new(), usd));
        }
        cheapest.extend(&[], 0.0, &parts.first);
        cheapest
    }

    /// Adds every sequence that has one break more.
    fn extend(&mut self, breaks: &[usize], spent: f64, more: &[Option<f64>]) {
        let group = &self.parts.group;
        for (n, usd) in more.iter().enumerate() {
            let again = breaks.iter().any(|other| group[*other] == group[n]);
            let (Some(usd), false) = (usd, again) else {
                continue;
            };
            let spent = spent + usd;
            let bound = spent + self.to_come[n];
            if bound.is_finite() {
                let breaks = breaks.iter().copied().chain([n]).collect();
                self.open.push(Partial {
                    bound,
                    spent,
                    breaks,
                    whole: false,
                });
            }
        }
    }
}

impl Iterator for Cheapest<'_> {
    type Item = (f64, Vec<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let best = self.open.pop()?;
            if best.whole {
                return Some((best.spent, best.breaks));
            }
            let at = *best.breaks.last().expect("a beginning has a break");
            if let Some(usd) = self.parts.last[at] {
                let whole = Partial::whole(best.breaks.clone(), best.spent + usd);
                self.open.push(whole);
            }
            let parts = self.parts;
            self.extend(&best.breaks, best.spent, &parts.next[at]);
        }
    }
}

impl Parts {
    /// Returns the least cost from each break to the destination, however often it passes a place.
    fn to_come(&self) -> Vec<f64> {
        let n_breaks = self.last.len();
        let usd = |usd: &Option<f64>| usd.unwrap_or(f64::INFINITY);
        let mut to_come: Vec<f64> = self.last.iter().map(usd).collect();
        // As many rounds as breaks reach the longest sequence (Bellman 1958).
        for _ in 0..n_breaks {
            let mut cheaper = false;
            for n in 0..n_breaks {
                let over = self.next[n].iter().zip(&to_come);
                let least = over.map(|(next, rest)| usd(next) + rest);
                let least = least.fold(to_come[n], f64::min);
                cheaper |= least < to_come[n];
                to_come[n] = least;
            }
            if !cheaper {
                break;
            }
        }
        to_come
    }
}

impl Partial {
    fn whole(breaks: Vec<usize>, usd: f64) -> Self {
        Self {
            bound: usd,
            spent: usd,
            breaks,
            whole: true,
        }
    }
}

/// The greatest is the one to look at next: of the least bound, then whole, then first by number.
impl Ord for Partial {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = other.bound.total_cmp(&self.bound);
        let order = order.then(self.whole.cmp(&other.whole));
        order.then_with(|| other.breaks.cmp(&self.breaks))
    }
}

impl PartialOrd for Partial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Partial {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Partial {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two crossings (0, 1) and, beyond either, a port (2) with a second port (3) over the sea.
    fn parts() -> Parts {
        let none = None;
        Parts {
            direct: None,
            first: vec![Some(10.0), Some(12.0), none, none],
            next: vec![
                vec![none, none, Some(20.0), none],
                vec![none, none, Some(15.0), none],
                vec![none, none, none, Some(5.0)],
                vec![none, none, Some(1.0), none],
            ],
            last: vec![Some(40.0), Some(45.0), none, Some(8.0)],
            group: vec![0, 1, 2, 3],
        }
    }

    #[test]
    fn every_sequence_comes_once_and_the_cheapest_first() {
        let parts = parts();
        let found: Vec<(f64, Vec<usize>)> = Cheapest::new(&parts).collect();
        let expected: [(f64, &[usize]); 4] = [
            (40.0, &[1, 2, 3]),
            (43.0, &[0, 2, 3]),
            (50.0, &[0]),
            (57.0, &[1]),
        ];
        assert_eq!(found, expected.map(|(usd, breaks)| (usd, breaks.to_vec())));
    }

    #[test]
    fn a_way_is_not_twice_at_one_place() {
        let mut parts = parts();
        parts.group = vec![0, 1, 2, 2];
        let found: Vec<Vec<usize>> = Cheapest::new(&parts).map(|(_, breaks)| breaks).collect();
        assert_eq!(found, [vec![0], vec![1]]);
    }

    #[test]
    fn no_break_is_a_way_too() {
        let parts = Parts {
            direct: Some(45.0),
            ..parts()
        };
        let found: Vec<f64> = Cheapest::new(&parts).map(|(usd, _)| usd).collect();
        assert_eq!(found, [40.0, 43.0, 45.0, 50.0, 57.0]);
    }
}
