//! The points of a sweep, each once, and what each is for. Knows no simulation.

use crate::engine::Streams;
use crate::input::{Level, Space, SweepKey, SweepPlan};
use crate::study::sensitivity::{combinations, sobol_points, walks};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write;

/// Digits of a point's name; more where two points would have the same.
const DIGITS: usize = 8;

/// The points of a sweep. Points with the same levels are one, whatever they are for.
#[derive(Clone, Debug)]
pub struct SweepDesign {
    /// The points, in the order in which they are run.
    pub points: Vec<DesignPoint>,
    /// The point that the scenario is.
    pub base: usize,
    /// For each key the points at its low and its high end, all others as in the scenario.
    pub ends: Vec<[usize; 2]>,
    /// The other points.
    pub laid: Laid,
}

/// A point of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignPoint {
    /// A short name that depends on the levels alone.
    pub id: String,
    /// The level of each key.
    pub levels: Vec<Level>,
}

/// How the points of a design lie to each other, as positions among all.
#[derive(Clone, Debug)]
pub enum Laid {
    /// There are none but those of the tornado.
    Tornado,
    /// Every level of each key with every level of the others; the last key changes fastest.
    Grid {
        /// How many levels each key has.
        sizes: Vec<usize>,
        /// The points.
        points: Vec<usize>,
    },
    /// Base points: at A, at B, and at A with each key from B.
    Sobol(Vec<(usize, usize, Vec<usize>)>),
    /// Walks: steps from one point to another by a share of the range of one key.
    Morris(Vec<Vec<Move>>),
}

/// A step of a walk, between points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// The key that it changes.
    pub key: usize,
    /// The share of its range, once levels are rounded; with its sign.
    pub by: f64,
    /// The point before.
    pub before: usize,
    /// The point after.
    pub after: usize,
}

/// What a point is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// `tornado`, `grid`, `sobol` or `morris`.
    pub part: &'static str,
    /// The row of a design, or the walk, from 1.
    pub row: usize,
    /// `base`, `low`, `high`, `A`, `B`, `AB`, `step` or `point`.
    pub role: &'static str,
    /// The key that is changed, if it is one.
    pub key: Option<usize>,
    /// The point.
    pub point: usize,
}

impl SweepDesign {
    /// Lays out the points of a plan under a seed.
    pub fn of(plan: &SweepPlan, seed: u64) -> Self {
        let mut points = Points::of(&plan.keys);
        let own: Vec<Level> = plan.keys.iter().map(|key| key.own.clone()).collect();
        let base = points.at(own.clone());
        let mut end = |n: usize, share: f64| {
            let mut levels = own.clone();
            levels[n] = plan.keys[n].at(share).0;
            points.at(levels)
        };
        let ends = (0..own.len()).map(|n| [end(n, 0.0), end(n, 1.0)]).collect();
        let laid = match plan.space {
            Space::Tornado => Laid::Tornado,
            Space::Grid => grid(&plan.keys, &mut points),
            Space::Sobol { points: n } => sobol(n, seed, &mut points),
            Space::Morris { trajectories } => morris(trajectories, seed, &mut points),
        };
        Self {
            points: points.named(),
            base,
            ends,
            laid,
        }
    }

    /// Returns what every point is for; one may be for several things.
    pub fn roles(&self) -> Vec<Role> {
        let mut roles = vec![role("tornado", 1, "base", None, self.base)];
        for (key, [low, high]) in self.ends.iter().enumerate() {
            roles.push(role("tornado", 1, "low", Some(key), *low));
            roles.push(role("tornado", 1, "high", Some(key), *high));
        }
        match &self.laid {
            Laid::Tornado => {}
            Laid::Grid { points, .. } => {
                let points = points.iter().enumerate();
                roles.extend(points.map(|(n, point)| role("grid", n + 1, "point", None, *point)));
            }
            Laid::Sobol(rows) => {
                for (n, (a, b, crossed)) in rows.iter().enumerate() {
                    roles.push(role("sobol", n + 1, "A", None, *a));
                    roles.push(role("sobol", n + 1, "B", None, *b));
                    let crossed = crossed.iter().enumerate();
                    roles.extend(
                        crossed.map(|(key, point)| role("sobol", n + 1, "AB", Some(key), *point)),
                    );
                }
            }
            Laid::Morris(walks) => {
                for (n, walk) in walks.iter().enumerate() {
                    let first = walk.first().map(|step| step.before);
                    roles.extend(first.map(|point| role("morris", n + 1, "point", None, point)));
                    let steps = walk.iter();
                    roles.extend(
                        steps.map(|it| role("morris", n + 1, "step", Some(it.key), it.after)),
                    );
                }
            }
        }
        roles
    }
}

fn role(
    part: &'static str,
    row: usize,
    role: &'static str,
    key: Option<usize>,
    point: usize,
) -> Role {
    Role {
        part,
        row,
        role,
        key,
        point,
    }
}

/// Points while they are laid out.
struct Points<'a> {
    keys: &'a [SweepKey],
    known: BTreeMap<String, usize>,
    levels: Vec<(String, Vec<Level>)>,
}

impl<'a> Points<'a> {
    fn of(keys: &'a [SweepKey]) -> Self {
        Self {
            keys,
            known: BTreeMap::new(),
            levels: Vec::new(),
        }
    }

    /// Returns the position of the point with these levels.
    fn at(&mut self, levels: Vec<Level>) -> usize {
        let text = self.text(&levels);
        match self.known.entry(text) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let position = self.levels.len();
                self.levels.push((entry.key().clone(), levels));
                *entry.insert(position)
            }
        }
    }

    /// Returns the position of a point of the unit cube, and how far along the range of each key it
    /// is.
    fn at_shares(&mut self, shares: &[f64]) -> (usize, Vec<f64>) {
        let at = self.keys.iter().zip(shares);
        let (levels, along) = at.map(|(key, share)| key.at(*share)).unzip();
        (self.at(levels), along)
    }

    /// All levels in one text, whatever the order in which a plan names its keys.
    fn text(&self, levels: &[Level]) -> String {
        let pairs = self.keys.iter().zip(levels);
        let mut lines: Vec<String> = pairs
            .map(|(key, level)| {
                let sign = match level {
                    Level::Factor { .. } => "×",
                    _ => "",
                };
                format!("{} = {sign}{level}\n", key.key)
            })
            .collect();
        lines.sort();
        lines.concat()
    }

    fn named(self) -> Vec<DesignPoint> {
        let hashes: Vec<String> = self.levels.iter().map(|(text, _)| hash(text)).collect();
        let is_unique = |digits: &usize| {
            let mut names: Vec<&str> = hashes.iter().map(|hash| &hash[..*digits]).collect();
            names.sort_unstable();
            names.windows(2).all(|pair| pair[0] != pair[1])
        };
        let whole = Sha256::output_size() * 2;
        let digits = (DIGITS..whole).find(is_unique).unwrap_or(whole);
        let point = |((_, levels), hash): ((String, Vec<Level>), &String)| DesignPoint {
            id: hash[..digits].to_owned(),
            levels,
        };
        self.levels.into_iter().zip(&hashes).map(point).collect()
    }
}

/// The SHA-256 of a text, in hexadecimal.
fn hash(text: &str) -> String {
    let mut hash = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

fn grid(keys: &[SweepKey], points: &mut Points<'_>) -> Laid {
    let levels: Vec<Vec<Level>> = keys.iter().map(SweepKey::levels).collect();
    let sizes: Vec<usize> = levels.iter().map(Vec::len).collect();
    let mut point = |chosen: Vec<usize>| {
        let chosen = chosen.into_iter().zip(&levels);
        points.at(chosen.map(|(n, levels)| levels[n].clone()).collect())
    };
    Laid::Grid {
        points: combinations(&sizes).into_iter().map(&mut point).collect(),
        sizes,
    }
}

fn sobol(n: u32, seed: u64, points: &mut Points<'_>) -> Laid {
    let n_keys = points.keys.len();
    let drawn = sobol_points(n, n_keys as u32, seed);
    let row = |n: usize| {
        let a = points.at_shares(&drawn.a[n]).0;
        let b = points.at_shares(&drawn.b[n]).0;
        let crossed = (0..n_keys).map(|key| points.at_shares(&drawn.crossed(n, key)).0);
        (a, b, crossed.collect())
    };
    Laid::Sobol((0..n as usize).map(row).collect())
}

fn morris(n: u32, seed: u64, points: &mut Points<'_>) -> Laid {
    let mut stream = Streams::new(seed, 0).stream("walks of a sweep", 0);
    let mut laid = Vec::new();
    for walk in walks(n, points.keys.len(), &mut stream) {
        let at: Vec<_> = walk
            .points
            .iter()
            .map(|shares| points.at_shares(shares))
            .collect();
        let step = |(pair, key): (&[(usize, Vec<f64>)], &usize)| Move {
            key: *key,
            by: pair[1].1[*key] - pair[0].1[*key],
            before: pair[0].0,
            after: pair[1].0,
        };
        laid.push(at.windows(2).zip(&walk.inputs).map(step).collect());
    }
    Laid::Morris(laid)
}
