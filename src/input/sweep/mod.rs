//! The plan of a sweep: which scenario, which keys at which levels, by which design, and what is
//! measured. Knows nothing of how a design is laid out.

mod key;
mod measure;
mod variant;

pub use key::{Level, Range, SweepKey};
pub use measure::{Labels, SweepMeasure};
pub use variant::Variants;

use super::datum::Datum;
use super::document::{Document, Table};
use super::extend;
use super::fault::{FaultLog, Faults, Place};
use super::field::Field;
use super::files::{Files, Loader, ReadFile, beside, tidy};
use super::keys::Keys;
use super::parse;
use super::scenario;
use crate::model::Scenario;
use std::path::Path;

/// Base points of a Sobol design where the plan does not say how many.
const SOBOL_POINTS: u32 = 64;
/// The most base points: as many as the sequence has.
const SOBOL_POINTS_MAX: u32 = 65_536;
/// The most keys: the sequence has two dimensions for each.
const KEYS_MAX: usize = 128;
/// Trajectories of a Morris design where the plan does not say how many.
const TRAJECTORIES: u32 = 10;
/// The most points of a grid: beyond it a slip is likelier than a study.
const GRID_MAX: usize = 100_000;

/// What a sweep is to do.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepPlan {
    /// Its short name: that of its file.
    pub name: String,
    /// Its title.
    pub title: String,
    /// How points are laid out.
    pub space: Space,
    /// How many replications each point has.
    pub replications: u32,
    /// The seed of all random numbers, if it is not the scenario's.
    pub seed: Option<u64>,
    /// The keys that are changed.
    pub keys: Vec<SweepKey>,
    /// What is measured, the most important first; empty where the plan leaves it to the program.
    pub measures: Vec<SweepMeasure>,
}

/// How points are laid out, beside those that change one key at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// No further points.
    Tornado,
    /// Every level of each key with every level of the others.
    Grid,
    /// Points for Sobol indices.
    Sobol {
        /// How many base points; of either matrix.
        points: u32,
    },
    /// Trajectories for elementary effects.
    Morris {
        /// How many.
        trajectories: u32,
    },
}

/// A plan with what it was made from.
#[derive(Clone, Debug)]
pub struct SweepReading {
    /// The plan.
    pub plan: SweepPlan,
    /// The scenario as the plan has it before a key is changed.
    pub scenario: Scenario,
    /// Its variants.
    pub variants: Variants,
    /// Every file that took part, in the order in which they were read.
    pub files: Vec<ReadFile>,
}

/// Reads and checks the plan of a sweep, its scenario, and every key at its ends.
///
/// Each of `overrides` is `path.to.key=value`, laid over the scenario and over what the plan sets.
/// `labels` tells what the scenario measures.
///
/// # Errors
///
/// Every fault found, not just the first.
pub fn read_sweep(
    files: &dyn Files,
    path: &Path,
    overrides: &[String],
    labels: &Labels<'_>,
) -> Result<SweepReading, Faults> {
    let log = FaultLog::default();
    let loader = Loader::new(files, &log);
    let path = tidy(path);
    let whole = Place::whole(path.to_string_lossy().as_ref().into());
    let root = loader
        .source(&path, (&whole, ""))
        .map(|source| parse::table(&source, &log));
    let found = root
        .as_ref()
        .and_then(|root| checked(root, &path, &loader, overrides, labels));
    let files = loader.into_files();
    let found = found.map(|(plan, document, scenario)| {
        let stem = scenario.name.clone();
        let variants = Variants::new(&stem, document, &files, plan.keys.clone());
        (plan, scenario, variants)
    });
    if let Some((.., variants)) = found.as_ref().filter(|_| log.is_clean()) {
        for fault in variants.faults() {
            log.add(&fault.place, &fault.path, fault.message);
        }
    }
    match (log.into_faults(), found) {
        (None, Some((plan, scenario, variants))) => Ok(SweepReading {
            plan,
            scenario,
            variants,
            files,
        }),
        (Some(faults), _) => Err(faults),
        (None, None) => panic!("{}: no plan, and no fault that says why", path.display()),
    }
}

/// What a plan says, before it is held against its scenario.
struct Raw<'a> {
    title: Option<String>,
    document: Option<Document>,
    space: Option<Space>,
    replications: Option<u32>,
    seed: Option<u64>,
    keys: Vec<Option<SweepKey>>,
    measures: Vec<Field<'a>>,
}

fn checked(
    root: &Table,
    path: &Path,
    loader: &Loader<'_>,
    overrides: &[String],
    labels: &Labels<'_>,
) -> Option<(SweepPlan, Document, Scenario)> {
    let log = loader.log();
    let place = Place {
        file: path.to_string_lossy().into(),
        line: 1,
        column: 1,
    };
    let raw = Keys::read_root(root, &place, log, |keys| raw(keys, loader, overrides));
    let document = raw.document?;
    let scenario = scenario::scenario(
        &document,
        &stem(Path::new(&*document.place.file)),
        loader,
        log,
    );
    let keys: Vec<_> = raw
        .keys
        .into_iter()
        .map(|key| owned(key?, &document.root, log))
        .collect();
    let scenario = scenario?;
    let measures = measure::measures(&raw.measures, &scenario, labels)?;
    let plan = SweepPlan {
        name: stem(path),
        title: raw.title?,
        space: raw.space?,
        replications: raw.replications?,
        seed: raw.seed,
        keys: keys.into_iter().collect::<Option<_>>()?,
        measures,
    };
    if plan.space == Space::Grid {
        let sizes = plan.keys.iter().map(|key| key.levels().len());
        let size = sizes.fold(1_usize, usize::saturating_mul);
        if size > GRID_MAX {
            let message = format!(
                "this grid has {size} points; give fewer keys, values or steps, {GRID_MAX} points \
                 at most, or design = \"sobol\""
            );
            log.add(&place, "design", message);
        }
    }
    Some((plan, document, scenario))
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn raw<'a>(keys: &Keys<'a>, loader: &Loader<'_>, overrides: &[String]) -> Raw<'a> {
    let title = keys.get("title", |field| field.words());
    let document = keys.get("scenario", |field| {
        let path = beside(&field.place().file, &field.words()?);
        extend::file(loader, field.log, &path, (field.place(), "scenario"))
    });
    let set = keys.maybe("set", |field| field.whole_table());
    let changes = extend::changes(loader.log(), overrides);
    let document = document.map(|mut document| {
        for change in set.cloned().into_iter().chain(changes) {
            document.root.lay_over(change);
        }
        document
    });
    let replications = keys.get("replications", |field| field.count(1));
    let seed = keys.maybe("seed", |field| {
        let seed = u64::try_from(field.whole()?);
        if seed.is_err() {
            field.fault("this is not a seed; give zero or more");
        }
        seed.ok()
    });
    let measures = keys.maybe("measures", |field| field.elements());
    Raw {
        title,
        document,
        space: space(keys),
        replications,
        seed,
        keys: swept(keys),
        measures: measures.unwrap_or_default(),
    }
}

fn space(keys: &Keys) -> Option<Space> {
    let spaces = [
        ("tornado", Space::Tornado),
        ("grid", Space::Grid),
        (
            "sobol",
            Space::Sobol {
                points: SOBOL_POINTS,
            },
        ),
        (
            "morris",
            Space::Morris {
                trajectories: TRAJECTORIES,
            },
        ),
    ];
    match keys.get("design", |field| field.one_of("a design", &spaces))? {
        Space::Sobol { points } => {
            let given = keys.has("points").then(|| {
                keys.get("points", |field| {
                    let points = field.count(8)?;
                    let possible = points.is_power_of_two() && points <= SOBOL_POINTS_MAX;
                    if !possible {
                        let near = points.next_power_of_two().min(SOBOL_POINTS_MAX);
                        field.fault(format!(
                            "{points} is no power of two up to {SOBOL_POINTS_MAX}, by which the \
                             points are spread evenly; give {near}"
                        ));
                    }
                    possible.then_some(points)
                })
            });
            let points = given.unwrap_or(Some(points))?;
            Some(Space::Sobol { points })
        }
        Space::Morris { trajectories } => {
            let given = keys
                .has("trajectories")
                .then(|| keys.get("trajectories", |field| field.count(2)));
            let trajectories = given.unwrap_or(Some(trajectories))?;
            Some(Space::Morris { trajectories })
        }
        other => Some(other),
    }
}

fn swept(keys: &Keys) -> Vec<Option<SweepKey>> {
    let no_key = "there is no key to change; give one as [key.\"operation.loop_tracks\"]";
    if !keys.has("key") {
        keys.fault("key", no_key);
        return vec![None];
    }
    let entries = keys.maybe("key", |field| field.entries());
    let entries = entries.unwrap_or_default();
    if entries.is_empty() {
        keys.fault("key", no_key);
        return vec![None];
    }
    if entries.len() > KEYS_MAX {
        let message = format!(
            "{} keys are too many; give {KEYS_MAX} or fewer",
            entries.len()
        );
        keys.fault("key", message);
        return vec![None];
    }
    let read = |(path, field): &(&str, Field)| {
        let place = field.key_place;
        field.table(&[], |keys| key::key(path, keys, place))
    };
    entries.iter().map(read).collect()
}

/// Returns a key with what the scenario has of it, or leaves a fault where it has no such thing.
fn owned(key: SweepKey, root: &Table, log: &FaultLog) -> Option<SweepKey> {
    match variant::own(root, &key) {
        Ok(own) => Some(SweepKey { own, ..key }),
        Err(missing) => {
            let path = format!("key.{}", key.key);
            log.add(&key.place, &path, variant::why(&missing, &key.key));
            None
        }
    }
}
