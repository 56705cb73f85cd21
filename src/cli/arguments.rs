//! What can be asked on the command line.

use crate::study::Level;
use crate::study::worth::Judged;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use clap_complete::Shell;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  corridor run scenarios/baseline-2022.toml
  corridor run scenarios/what-if/quota-doubled-altynkol.toml --replications 4
  corridor check scenarios/baseline-2022.toml --resolved

Exit codes: 0 done, 1 the input is at fault, 2 the run failed, 130 interrupted.";

/// Simulates the rail freight corridors between China and Europe through Kazakhstan.
#[derive(Debug, Parser)]
#[command(name = "corridor", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run a scenario and write a folder of tables, charts and a report
    Run(Run),
    /// Carry a scenario into the years to come, in many paths
    Project(Project),
    /// Fit parameters of a scenario to reported figures, and write a layer with them
    Calibrate(Calibrate),
    /// Score a scenario against years that it has not seen
    Hindcast(Hindcast),
    /// Check a scenario without running it
    Check(Check),
    /// Compare what-ifs with a scenario, in pairs on the same random numbers
    Compare(Compare),
    /// Run a scenario at many points of its keys, and tell which of them matter
    Sweep(Sweep),
    /// Measure how fast this machine runs a scenario
    Bench(Bench),
    /// Tell of the keys that a scenario may have: unit, default, meaning, source
    Keys(Keys),
    /// Find what one element carries, or test official claims of capacity
    Capacity(Capacity),
    /// Find what one more unit of each element is worth, and which to buy in turn
    Worth(Worth),
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// What every command takes that runs a scenario many times.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// Seed of all random numbers [default: the scenario's]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Number of threads [default: one for each core]. No result depends on it
    #[arg(long, value_name = "T", value_parser = value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Folder for the results [default: one in output/, named after scenario and command]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Say what would run, and run nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print the results as JSON instead of tables
    #[arg(long)]
    pub json: bool,
    /// Print no progress and no remarks
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct Run {
    #[command(flatten)]
    pub scenario: Scenario,
    /// Number of replications [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=100_000))]
    pub replications: Option<u32>,
    /// What to do in parallel [default: chosen by replications and threads]
    #[arg(long, value_name = "LEVEL")]
    pub parallel: Option<Parallel>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub(super) struct Project {
    #[command(flatten)]
    pub scenario: Scenario,
    /// Last year of the projection
    #[arg(long, value_name = "YEAR", default_value_t = 2035, value_parser = value_parser!(i16).range(1901..=2198))]
    pub to: i16,
    /// Number of paths; blocks of four split the variance
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = value_parser!(u32).range(1..=100_000))]
    pub paths: u32,
    /// Seed of all random numbers [default: the scenario's]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Number of threads [default: one for each core]. No result depends on it
    #[arg(long, value_name = "T", value_parser = value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Folder for the results [default: output/NAME-to-YEAR]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print no progress and no remarks
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct Calibrate {
    #[command(flatten)]
    pub scenario: Scenario,
    /// Years whose reported figures are fitted to
    #[arg(long, value_name = "YEARS", required = true, value_delimiter = ',')]
    pub fit: Vec<i16>,
    /// Names of the parameters to fit [default: all of the scenario]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub parameters: Vec<String>,
    /// Number of replications of each point [default: 2]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=100_000))]
    pub replications: Option<u32>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub(super) struct Hindcast {
    #[command(flatten)]
    pub scenario: Scenario,
    /// Last years known, each in turn [default: every one that can be scored]
    #[arg(long, value_name = "YEARS", value_delimiter = ',')]
    pub known: Vec<i16>,
    /// Number of paths after each last year known; blocks of four make the interval
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = paths_in_blocks)]
    pub paths: u32,
    /// How demand grows after the last year known: trend, last or none
    #[arg(long, value_name = "RULE", default_value = "trend", value_parser = ["trend", "last", "none"])]
    pub growth: String,
    /// Number of replications of each point of the fit [default: 2]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(2..=100_000))]
    pub replications: Option<u32>,
    #[command(flatten)]
    pub common: Common,
}

/// Reads a number of paths that makes whole blocks, two at least.
fn paths_in_blocks(text: &str) -> Result<u32, String> {
    match text.trim().parse::<u32>() {
        Ok(paths) if (8..=10_000).contains(&paths) && paths.is_multiple_of(4) => Ok(paths),
        _ => Err("give a multiple of four from 8 to 10000".to_owned()),
    }
}

#[derive(Debug, Args)]
pub(super) struct Compare {
    /// Scenario file that the others are compared with
    #[arg(value_name = "BASE")]
    pub base: PathBuf,
    /// Scenario files to compare with it
    #[arg(value_name = "WHAT-IF", required = true)]
    pub what_ifs: Vec<PathBuf>,
    /// Change one value in all of them, as path.to.key=value; can be given again
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Number of replications of each [default: the base's]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(2..=100_000))]
    pub replications: Option<u32>,
    /// Add replications until the tonnage's difference is known to this share of the tonnage
    #[arg(long, value_name = "P%", value_parser = percent)]
    pub precision: Option<f64>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub(super) struct Sweep {
    /// Plan of the sweep: a TOML file that names a scenario, keys and levels
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
    /// Change one value of the scenario, as path.to.key=value; can be given again
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Number of replications of each point [default: the plan's]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=100_000))]
    pub replications: Option<u32>,
    /// Add replications until at every point the first measure is known to this share of it
    #[arg(long, value_name = "P%", value_parser = percent)]
    pub precision: Option<f64>,
    /// Run this one trial again, and print its rows of results.csv
    #[arg(long, value_name = "ID", conflicts_with_all = ["precision", "replications", "dry_run"])]
    pub only: Option<String>,
    #[command(flatten)]
    pub common: Common,
}

/// Reads `1%` or `0.5%` as a share.
fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim().strip_suffix('%').unwrap_or(text).trim();
    match number.parse::<f64>() {
        Ok(percent) if percent.is_finite() && percent > 0.0 => Ok(percent / 100.0),
        _ => Err("give a number of per cent above zero, such as 1%".to_owned()),
    }
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["element", "claims"])))]
pub(super) struct Capacity {
    #[command(flatten)]
    pub scenario: Scenario,
    /// What to load: a line as SAY-MOY, an exchange as dostyk:to_china, a facility, a base, or all
    #[arg(long, value_name = "NAME")]
    pub element: Option<String>,
    /// Test every official claim instead
    #[arg(long)]
    pub claims: bool,
    /// Table of claims [default: tables/claims.csv beside the scenario]
    #[arg(long, value_name = "FILE")]
    pub claims_table: Option<PathBuf>,
    /// Number of replications of each step [default: 4]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=100_000))]
    pub replications: Option<u32>,
    /// Add replications until the half-width of the capacity is this share of it
    #[arg(long, value_name = "P%", value_parser = percent, conflicts_with = "claims")]
    pub precision: Option<f64>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub(super) struct Worth {
    #[command(flatten)]
    pub scenario: Scenario,
    /// Try only units with one of these in their names, as train_path or server*khorgos [default:
    /// all at crossings to China and on the line]
    #[arg(long, value_name = "PATTERNS", value_delimiter = ',')]
    pub elements: Vec<String>,
    /// What units are ranked by
    #[arg(
        long,
        value_name = "MEASURE",
        default_value = "border_tonnage",
        value_parser = PossibleValuesParser::new(Judged::names())
    )]
    pub measure: String,
    /// Buy the best next unit again and again, for so many million US dollars
    #[arg(long, value_name = "MUSD", value_parser = musd)]
    pub budget_musd: Option<f64>,
    /// Number of single-track sections, the busiest, to try one more passing loop on
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = value_parser!(u32).range(0..=1_000))]
    pub loops: u32,
    /// Number of pairs of replications [default: 4]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(2..=100_000))]
    pub replications: Option<u32>,
    /// Add pairs until every difference is known to this share of the whole
    #[arg(long, value_name = "P%", value_parser = percent)]
    pub precision: Option<f64>,
    #[command(flatten)]
    pub common: Common,
}

/// Reads an amount of money.
fn musd(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(musd) if musd.is_finite() && musd > 0.0 => Ok(musd),
        _ => Err("give millions of US dollars above zero, such as 50".to_owned()),
    }
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub scenario: Scenario,
    /// Print the whole scenario, each value with the file and line that it comes from
    #[arg(long)]
    pub resolved: bool,
}

#[derive(Debug, Args)]
pub(super) struct Keys {
    /// Only those that contain this, as `crossing` or `quota`
    pub part: Option<String>,
    /// Print the keys as JSON instead of tables
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Bench {
    #[command(flatten)]
    pub scenario: Scenario,
    /// About how long to measure
    #[arg(long, value_name = "S", default_value_t = 20, value_parser = value_parser!(u32).range(1..=3600))]
    pub seconds: u32,
    /// Number of threads to measure with [default: one for each core]
    #[arg(long, value_name = "T", value_parser = value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Print the figures as JSON instead of a table
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Scenario {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub path: PathBuf,
    /// Change one value for this run, as path.to.key=value; can be given again
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Parallel {
    /// Replications, each on one thread
    Replications,
    /// Districts within one replication after the other
    Districts,
    /// Nothing
    None,
}

impl From<Parallel> for Level {
    fn from(parallel: Parallel) -> Self {
        match parallel {
            Parallel::Replications => Self::Replications,
            Parallel::Districts => Self::Districts,
            Parallel::None => Self::None,
        }
    }
}
