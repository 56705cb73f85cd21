//! What waited before the crossings, where something was done about it.

use super::{Dress, align_right, plain_table};
use crate::report::held::{HEADINGS, rows};
use crate::report::view::View;
use comfy_table::Table;

/// Returns the table, or nothing where no train was set aside, no embargo in force and no quota fell.
pub(super) fn table(view: View<'_>, dress: Dress) -> Option<Table> {
    let mut table = plain_table(&HEADINGS.map(str::to_owned), dress);
    for row in rows(view) {
        table.add_row(row);
    }
    align_right(&mut table, 3..HEADINGS.len());
    (!table.is_empty()).then_some(table)
}
