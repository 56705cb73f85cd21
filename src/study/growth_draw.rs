//! What is drawn for growth: drifts and shocks of every group, part of them in common.

use crate::engine::Streams;
use crate::model::{Growth, GrowthDraw};

/// Draws growth for each group over `n_years`.
pub(super) fn growth_draws(growth: &Growth, streams: Streams, n_years: usize) -> Vec<GrowthDraw> {
    let common = (
        growth.common_share.sqrt(),
        (1.0 - growth.common_share).sqrt(),
    );
    let mut all = streams.stream("growth of all groups", 0);
    let drift_of_all = all.standard_normal();
    let shocks_of_all: Vec<f64> = (0..n_years).map(|_| all.standard_normal()).collect();
    let of_group = |group: usize| {
        let mut own = streams.stream("growth of a group", group as u64);
        let mut mixed = |of_all: f64| common.0 * of_all + common.1 * own.standard_normal();
        GrowthDraw {
            drift: mixed(drift_of_all),
            shocks: shocks_of_all.iter().map(|shock| mixed(*shock)).collect(),
        }
    };
    (0..growth.groups.len()).map(of_group).collect()
}
