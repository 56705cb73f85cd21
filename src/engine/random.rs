//! Random numbers from named streams.
//!
//! A stream is named by (seed, replication, purpose, entity). Two streams with different names are
//! independent for every practical purpose, and a stream does not depend on which others exist:
//! adding a crane leaves the arrivals of cargo as they were. That is what makes paired comparison
//! work. A stream costs 32 bytes and some nanoseconds to make; give every process its own.
//!
//! The generator is PCG64-DXSM, whose output is fixed by its definition. Names are hashed by a
//! function written out below, so a stream is the same in every build and on every machine.

use rand::RngExt;
use rand_distr::{Exp1, StandardNormal};
use rand_pcg::Pcg64Dxsm;

/// The streams of one replication under one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
    replication: u64,
}

/// The streams of one purpose in one replication.
#[derive(Clone, Copy, Debug)]
pub struct PurposeStreams {
    name: Name,
}

/// A stream of random numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream(Pcg64Dxsm);

impl Streams {
    /// Returns the streams of `replication` under `seed`.
    pub const fn new(seed: u64, replication: u64) -> Self {
        Self { seed, replication }
    }

    /// Returns the stream for `purpose` of `entity`, from its beginning.
    pub fn stream(&self, purpose: &'static str, entity: u64) -> Stream {
        self.of(purpose).stream(entity)
    }

    /// Returns the streams for one purpose: worth keeping where very many are made.
    pub fn of(&self, purpose: &'static str) -> PurposeStreams {
        let mut name = Name::default();
        name.absorb(self.seed);
        name.absorb(self.replication);
        name.absorb(purpose.len() as u64);
        for chunk in purpose.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            name.absorb(u64::from_le_bytes(word));
        }
        PurposeStreams { name }
    }
}

impl PurposeStreams {
    /// Returns the stream of `entity`, from its beginning.
    pub fn stream(&self, entity: u64) -> Stream {
        let mut name = self.name;
        name.absorb(entity);
        let [state_high, state_low, stream_high, stream_low] = [0; 4].map(|_: u8| name.squeeze());
        Stream(Pcg64Dxsm::new(
            wide(state_high, state_low),
            wide(stream_high, stream_low),
        ))
    }
}

impl Stream {
    /// Returns a number in [0, 1): a multiple of 2⁻⁵³, each as likely.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Returns a whole number in [0, n), each as likely.
    ///
    /// Multiplication instead of division; the few draws that would favour some numbers are
    /// redrawn (Lemire, *Fast Random Integer Generation in an Interval*, 2019).
    ///
    /// # Panics
    ///
    /// If `n` is zero.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        assert!(n > 0, "there is no number below zero");
        let mut product = u128::from(self.bits()) * u128::from(n);
        if (product as u64) < n {
            let unfair = n.wrapping_neg() % n;
            while (product as u64) < unfair {
                product = u128::from(self.bits()) * u128::from(n);
            }
        }
        (product >> 64) as u64
    }

    /// Returns a normal number with mean 0 and standard deviation 1.
    #[inline]
    pub fn standard_normal(&mut self) -> f64 {
        self.0.sample(StandardNormal)
    }

    /// Returns an exponential number with mean 1.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        self.0.sample(Exp1)
    }

    /// Returns the generator, for whatever else is to be drawn.
    pub fn generator(&mut self) -> &mut Pcg64Dxsm {
        &mut self.0
    }

    #[inline]
    fn bits(&mut self) -> u64 {
        self.0.random()
    }
}

/// A sponge over the words of a name: each is multiplied in and stirred by the finaliser of
/// SplitMix64 (Steele, Lea and Flood, 2014), which lets every bit in change every bit out.
#[derive(Clone, Copy, Debug, Default)]
struct Name(u64);

impl Name {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

    fn absorb(&mut self, word: u64) {
        self.0 = stirred(self.0.rotate_left(23).wrapping_add(Self::GOLDEN) ^ stirred(word));
    }

    fn squeeze(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(Self::GOLDEN);
        stirred(self.0)
    }
}

fn stirred(mut word: u64) -> u64 {
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

const fn wide(high: u64, low: u64) -> u128 {
    (high as u128) << 64 | low as u128
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_name_is_a_stream_and_any_part_of_it_matters() {
        let first = |streams: Streams, purpose, entity| {
            let mut stream = streams.stream(purpose, entity);
            [stream.uniform(), stream.uniform()].map(f64::to_bits)
        };
        let mut seen = BTreeSet::new();
        for seed in 0..8 {
            for replication in 0..8 {
                for purpose in ["", "a", "b", "ab", "arrivals", "arrivals\0"] {
                    for entity in 0..8 {
                        let streams = Streams::new(seed, replication);
                        seen.insert(first(streams, purpose, entity));
                        assert_eq!(
                            first(streams, purpose, entity),
                            first(streams, purpose, entity)
                        );
                    }
                }
            }
        }
        assert_eq!(seen.len(), 8 * 8 * 6 * 8);
    }

    #[test]
    fn whole_numbers_are_equally_likely() {
        let mut stream = Streams::new(5, 0).stream("whole numbers", 0);
        let mut counts = [0_u32; 7];
        for _ in 0..70_000 {
            counts[stream.below(7) as usize] += 1;
        }
        // Chi-square with 6 degrees of freedom; 22.5 is exceeded once in a thousand.
        let statistic = counts
            .iter()
            .map(|count| (f64::from(*count) - 10_000.0).powi(2) / 10_000.0)
            .sum::<f64>();
        assert!(statistic < 22.5, "{statistic}");
    }

    #[test]
    fn neighbouring_streams_are_uncorrelated() {
        let streams = Streams::new(1, 1);
        let n = 20_000;
        let product = (0..n)
            .map(|entity| {
                let mut a = streams.stream("x", entity);
                let mut b = streams.stream("x", entity + 1);
                (a.uniform() - 0.5) * (b.uniform() - 0.5)
            })
            .sum::<f64>();
        // The product of two such has variance 1/144.
        assert!(product.abs() < 4.0 * (n as f64 / 144.0).sqrt(), "{product}");
    }
}
