//! Distributions: a plain number, or a table with a `kind` and its parameters.

use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use crate::engine::Distribution;

/// How far from 1 the mean of a relative spread may lie.
const MEAN_TOLERANCE: f64 = 0.01;

/// The kinds with the names that files use.
#[derive(Clone, Copy)]
enum Kind {
    Constant,
    Uniform,
    Triangular,
    Exponential,
    Normal,
    Lognormal,
    Erlang,
    Gamma,
    Weibull,
}

const KINDS: [(&str, Kind); 9] = [
    ("constant", Kind::Constant),
    ("uniform", Kind::Uniform),
    ("triangular", Kind::Triangular),
    ("exponential", Kind::Exponential),
    ("normal", Kind::Normal),
    ("lognormal", Kind::Lognormal),
    ("erlang", Kind::Erlang),
    ("gamma", Kind::Gamma),
    ("weibull", Kind::Weibull),
];

/// Reads a distribution.
pub(super) fn distribution(field: &Field) -> Option<Distribution> {
    field.form("distribution");
    if !field.is_table() {
        return Distribution::constant(field.at_least_zero("a quantity")?);
    }
    field.of_kind("DISTRIBUTION").table(&[], |keys| {
        let kind = keys.get("kind", |kind| kind.one_of("a kind of distribution", &KINDS));
        if kind.is_none() {
            keys.leave();
        }
        let kind = kind?;
        let (made, rule) = of_kind(kind, keys)?;
        if made.is_none() {
            field.fault(format!("there is no such distribution; give {rule}"));
        }
        made
    })
}

/// Reads a distribution around 1 that scales another quantity; none of it is under `least`.
pub(super) fn spread(field: &Field, least: f64) -> Option<Distribution> {
    let spread = distribution(field)?;
    if (spread.mean() - 1.0).abs() > MEAN_TOLERANCE {
        let mean = spread.mean();
        field.fault(format!("the mean of this spread is {mean:.3}; make it 1"));
        return None;
    }
    if spread.minimum() < least {
        let minimum = spread.minimum();
        field.fault(format!(
            "this can be as low as {minimum}; give a kind with {least} or more"
        ));
        return None;
    }
    Some(spread)
}

/// Reads the parameters of a kind. Returns what they make and the rule that they must keep, or
/// `None` if one of them is missing.
fn of_kind(kind: Kind, keys: &Keys) -> Option<(Option<Distribution>, &'static str)> {
    let number = |key| keys.get(key, |field| field.at_least_zero("a parameter"));
    let made = match kind {
        Kind::Constant => (
            Distribution::constant(number("value")?),
            "value of zero or more",
        ),
        Kind::Uniform => {
            let (low, high) = (number("low"), number("high"));
            (Distribution::uniform(low?, high?), "0 <= low <= high")
        }
        Kind::Triangular => {
            let (low, mode, high) = (number("low"), number("mode"), number("high"));
            (
                Distribution::triangular(low?, mode?, high?),
                "0 <= low <= mode <= high",
            )
        }
        Kind::Exponential => (
            Distribution::exponential(number("mean")?),
            "a mean of zero or more",
        ),
        Kind::Normal => {
            let (location, scale) = (number("location"), number("scale"));
            let made = Distribution::truncated_normal(location?, scale?);
            (made, "location and scale of zero or more")
        }
        Kind::Lognormal => {
            let (mean, variation) = (number("mean"), number("variation"));
            let made = Distribution::lognormal(mean?, variation?);
            (made, "a mean above zero and a variation of zero or more")
        }
        Kind::Erlang => {
            let (mean, stages) = (number("mean"), keys.get("stages", |field| field.count(1)));
            (
                Distribution::erlang(mean?, stages?),
                "a mean of zero or more",
            )
        }
        Kind::Gamma => {
            let (mean, shape) = (number("mean"), number("shape"));
            let made = Distribution::gamma(mean?, shape?);
            (made, "a mean of zero or more and a shape above zero")
        }
        Kind::Weibull => {
            let (scale, shape) = (number("scale"), number("shape"));
            let made = Distribution::weibull(scale?, shape?);
            (made, "a scale of zero or more and a shape above zero")
        }
    };
    Some(made)
}
