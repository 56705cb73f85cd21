//! What one more unit of an element costs: `[unit_cost]`.

use super::datum::Datum;
use super::keys::Keys;
use crate::model::UnitCosts;

/// The most that one unit costs, in millions of US dollars: beyond it a slip is likelier.
const MUSD_MAX: f64 = 1e5;

/// Reads `[unit_cost]`, each key of which may be left out, as may all.
pub(super) fn unit_costs(keys: &Keys) -> UnitCosts {
    let costs = keys.maybe("unit_cost", |field| {
        field.table(&[], |keys| {
            Some(UnitCosts::new(|kind| {
                keys.maybe(&format!("{}_musd", kind.key()), |field| {
                    field.above_zero("a cost")?;
                    field.within(0.0, MUSD_MAX, "a cost in millions of US dollars")
                })
            }))
        })
    });
    costs.unwrap_or_default()
}
