//! How many threads a window gets: measured, not assumed.
//!
//! Two things make more threads slower: windows with too little work to pay for opening and
//! closing them, and cores that other programs are using. The governor sees both in one figure,
//! the events handled in a nanosecond, and now and then tries more or fewer threads. Results do
//! not depend on what it decides.

use super::Threads;

/// A window with fewer events than this is not worth opening to others.
const LITTLE: f64 = 40.0;
/// A measurement lasts this long.
const SPELL_NS: u64 = 1_000_000;
/// A trial lasts this long: most of them fail, and move what lies in the cache.
const TRIAL_NS: u64 = 250_000;
/// Spells between the first trials.
const FIRST_PATIENCE: u32 = 16;
/// Spells between trials that keep failing, at most.
const LAST_PATIENCE: u32 = 256;
/// A trial has to be this much quicker.
const GAIN: f64 = 1.08;

/// Decides the number of threads from the rate of events.
#[derive(Debug)]
pub(super) struct Governor {
    policy: Threads,
    most: usize,
    settled: usize,
    /// The number being tried, if it is not the settled one.
    trial: Option<usize>,
    /// Events a nanosecond with the settled number, smoothed.
    rate: f64,
    /// Events a window, smoothed.
    window_events: f64,
    spells: u32,
    patience: u32,
    try_fewer: bool,
    spell_ns: u64,
    spell_events: u64,
}

impl Governor {
    pub(super) fn new(policy: Threads, most: usize) -> Self {
        Self {
            policy,
            most,
            settled: most,
            trial: None,
            rate: 0.0,
            window_events: 4.0 * LITTLE,
            spells: 0,
            patience: FIRST_PATIENCE,
            try_fewer: true,
            spell_ns: 0,
            spell_events: 0,
        }
    }

    /// Returns the number of threads for the next window.
    pub(super) fn threads(&self) -> usize {
        match self.policy {
            Threads::All => self.most,
            Threads::Measured if self.window_events < LITTLE => 1,
            Threads::Measured => self.trial.unwrap_or(self.settled),
        }
    }

    /// Takes in a window that handled `events` in `elapsed_ns`.
    pub(super) fn observe(&mut self, events: u64, elapsed_ns: u64) {
        self.window_events += (events as f64 - self.window_events) / 16.0;
        if self.window_events < LITTLE {
            return;
        }
        self.spell_ns += elapsed_ns;
        self.spell_events += events;
        let lasts = match self.trial {
            None => SPELL_NS,
            Some(_) => TRIAL_NS,
        };
        if self.spell_ns >= lasts {
            let rate = self.spell_events as f64 / self.spell_ns as f64;
            (self.spell_ns, self.spell_events) = (0, 0);
            self.end_spell(rate);
        }
    }

    fn end_spell(&mut self, rate: f64) {
        if let Some(trial) = self.trial.take() {
            if rate > GAIN * self.rate {
                (self.settled, self.rate) = (trial, rate);
                self.patience = FIRST_PATIENCE;
            } else {
                self.patience = (self.patience * 2).min(LAST_PATIENCE);
            }
            return;
        }
        self.rate = if self.rate == 0.0 {
            rate
        } else {
            self.rate + (rate - self.rate) / 4.0
        };
        self.spells += 1;
        if self.spells >= self.patience {
            self.spells = 0;
            self.trial = self.neighbour();
        }
    }

    /// Returns half or twice the settled number, in turn where both are possible.
    fn neighbour(&mut self) -> Option<usize> {
        let fewer = (self.settled > 1).then(|| self.settled.div_ceil(2));
        let more = (self.settled < self.most).then(|| (self.settled * 2).min(self.most));
        self.try_fewer = !self.try_fewer;
        if self.try_fewer {
            more.or(fewer)
        } else {
            fewer.or(more)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a governor against a machine on which a window takes `ns(threads)`; returns the share
    /// of windows given to each number of threads.
    fn shares(most: usize, events: u64, windows: u32, ns: impl Fn(usize) -> u64) -> Vec<f64> {
        let mut governor = Governor::new(Threads::Measured, most);
        let mut counts = vec![0_u32; most + 1];
        for _ in 0..windows {
            let threads = governor.threads();
            counts[threads] += 1;
            governor.observe(events, ns(threads));
        }
        counts
            .into_iter()
            .map(|count| f64::from(count) / f64::from(windows))
            .collect()
    }

    #[test]
    fn quiet_cores_are_used() {
        let shares = shares(4, 1_000, 100_000, |threads| 60_000 / threads as u64);
        assert!(shares[4] > 0.97, "{shares:?}");
    }

    #[test]
    fn shared_cores_are_left() {
        let shares = shares(2, 1_000, 100_000, |threads| [0, 60_000, 300_000][threads]);
        assert!(shares[1] > 0.97, "{shares:?}");
    }

    #[test]
    fn little_work_is_done_alone() {
        let shares = shares(8, 10, 10_000, |_| 1_000);
        assert!(shares[1] > 0.98, "{shares:?}");
    }

    #[test]
    fn cores_that_become_free_are_used_again() {
        let mut governor = Governor::new(Threads::Measured, 2);
        for window in 0..200_000 {
            let shared = window < 20_000;
            let ns = if governor.threads() == 1 {
                60_000
            } else {
                30_000
            };
            governor.observe(1_000, if shared && ns < 60_000 { 300_000 } else { ns });
        }
        assert_eq!(governor.settled, 2);
    }
}
