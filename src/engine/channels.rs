//! Who may send to whom, and how much notice each sender promises.

use super::ProcessId;
use crate::units::Duration;
use std::collections::BTreeMap;

/// The channels of a model, each with its lookahead: the least delay of anything sent through it.
///
/// Lookahead is what parallel windows are made of. A channel with a short one holds back only the
/// processes that it reaches, and those only as far as the shortest way to them.
#[derive(Clone, Debug)]
pub struct Channels {
    process_count: u32,
    links: Links,
}

#[derive(Clone, Debug)]
enum Links {
    Sparse(BTreeMap<(ProcessId, ProcessId), Duration>),
    AllToAll(Duration),
}

impl Channels {
    /// Returns no channels among `process_count` processes: each can schedule for itself only.
    pub fn new(process_count: usize) -> Self {
        Self {
            process_count: checked_count(process_count),
            links: Links::Sparse(BTreeMap::new()),
        }
    }

    /// Returns a channel from every process to every other, all with the same `lookahead`.
    ///
    /// # Panics
    ///
    /// If `lookahead` is zero.
    pub fn all_to_all(process_count: usize, lookahead: Duration) -> Self {
        assert!(
            lookahead > Duration::ZERO,
            "the lookahead between processes cannot be zero"
        );
        Self {
            process_count: checked_count(process_count),
            links: Links::AllToAll(lookahead),
        }
    }

    /// Opens the channel `from` → `to`. Opened twice, it keeps the smaller lookahead.
    ///
    /// # Panics
    ///
    /// If `lookahead` is zero, if an end is not in the model or both ends are the same process,
    /// or if every channel is open already ([`Channels::all_to_all`]).
    pub fn connect(&mut self, from: ProcessId, to: ProcessId, lookahead: Duration) {
        let count = self.process_count;
        assert!(
            lookahead > Duration::ZERO,
            "the lookahead of {from} → {to} cannot be zero"
        );
        assert!(from != to, "{from} needs no channel to itself");
        assert!(
            from.0 < count && to.0 < count,
            "{from} → {to}: there are {count} processes"
        );
        let Links::Sparse(links) = &mut self.links else {
            panic!("{from} → {to}: every channel is open already");
        };
        let kept = links.entry((from, to)).or_insert(lookahead);
        *kept = lookahead.min(*kept);
    }

    /// Returns the lookahead of the channel `from` → `to`, or `None` if there is none.
    pub fn lookahead(&self, from: ProcessId, to: ProcessId) -> Option<Duration> {
        match &self.links {
            Links::Sparse(links) => links.get(&(from, to)).copied(),
            Links::AllToAll(lookahead) => {
                let count = self.process_count;
                (from != to && from.0 < count && to.0 < count).then_some(*lookahead)
            }
        }
    }

    /// Returns every channel with its lookahead, by sender and then receiver.
    pub fn iter(&self) -> impl Iterator<Item = (ProcessId, ProcessId, Duration)> + '_ {
        let (sparse, every) = match &self.links {
            Links::Sparse(links) => (Some(links), None),
            Links::AllToAll(lookahead) => (None, Some(*lookahead)),
        };
        let sparse = sparse
            .into_iter()
            .flatten()
            .map(|(&(from, to), &delay)| (from, to, delay));
        let count = self.process_count;
        let every = every.into_iter().flat_map(move |delay| {
            let pairs = (0..count).flat_map(move |from| (0..count).map(move |to| (from, to)));
            pairs
                .filter(|(from, to)| from != to)
                .map(move |(from, to)| (ProcessId(from), ProcessId(to), delay))
        });
        sparse.chain(every)
    }

    /// Returns the number of processes that the channels were made for.
    pub fn process_count(&self) -> usize {
        self.process_count as usize
    }

    /// Returns the first process of each group, in order: a run of consecutive processes, as short as
    /// it can be if channels with a lookahead below `joined_below` stay within one.
    pub(super) fn groups(&self, joined_below: Duration) -> Vec<u32> {
        let Links::Sparse(links) = &self.links else {
            return vec![0];
        };
        // By process: the least that it is joined with, or itself.
        let mut least: Vec<u32> = (0..self.process_count).collect();
        let joined = links
            .iter()
            .filter(|(_, lookahead)| **lookahead < joined_below);
        for ((from, to), _) in joined {
            let (low, high) = (from.0.min(to.0), from.0.max(to.0));
            let least = &mut least[high as usize];
            *least = low.min(*least);
        }
        let mut reached = self.process_count;
        let mut groups: Vec<u32> = (0..self.process_count)
            .rev()
            .filter(|process| {
                reached = reached.min(least[*process as usize]);
                reached == *process
            })
            .collect();
        groups.reverse();
        groups
    }

    /// Returns the lookahead that all channels share, if the model was opened all to all.
    pub(super) fn uniform(&self) -> Option<Duration> {
        match self.links {
            Links::AllToAll(lookahead) => Some(lookahead),
            Links::Sparse(_) => None,
        }
    }
}

fn checked_count(process_count: usize) -> u32 {
    u32::try_from(process_count)
        .unwrap_or_else(|_| panic!("{process_count} processes are more than {}", u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_opened_twice_keeps_the_smaller_lookahead() {
        let (a, b) = (ProcessId(0), ProcessId(1));
        let mut channels = Channels::new(2);
        for ms in [5, 3, 9] {
            channels.connect(a, b, Duration::from_ms(ms));
        }
        assert_eq!(channels.lookahead(a, b), Some(Duration::from_ms(3)));
        assert_eq!(channels.lookahead(b, a), None);
        assert_eq!(
            channels.iter().collect::<Vec<_>>(),
            [(a, b, Duration::from_ms(3))]
        );
    }

    #[test]
    fn a_group_ends_where_lookahead_is_long() {
        let ms = Duration::from_ms;
        let mut channels = Channels::new(7);
        // 2 lies between 1 and 3, so it belongs to them.
        for (a, b, lookahead) in [(0, 1, 9), (3, 1, 2), (3, 4, 10), (5, 6, 1)] {
            channels.connect(ProcessId(a), ProcessId(b), ms(lookahead));
        }
        assert_eq!(channels.groups(ms(10)), [0, 4, 5]);
        assert_eq!(channels.groups(ms(3)), [0, 1, 4, 5]);
        assert_eq!(Channels::all_to_all(4, ms(9)).groups(ms(1)), [0]);
    }

    #[test]
    fn all_to_all_has_no_channel_to_itself() {
        let channels = Channels::all_to_all(3, Duration::from_ms(7));
        assert_eq!(channels.iter().count(), 6);
        assert_eq!(channels.lookahead(ProcessId(1), ProcessId(1)), None);
        assert_eq!(channels.lookahead(ProcessId(1), ProcessId(3)), None);
    }

    #[test]
    #[should_panic(expected = "the lookahead of process 0 → process 1 cannot be zero")]
    fn a_channel_needs_lookahead() {
        Channels::new(2).connect(ProcessId(0), ProcessId(1), Duration::ZERO);
    }
}
