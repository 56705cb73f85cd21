//! What may turn out otherwise in the years to come: `[projection]`.

use super::datum::Datum;
use super::distribution::{distribution, spread};
use super::keys::Keys;
use crate::model::{Calendar, Projection};

/// The most months that a plan comes late as a mean: twenty years.
const MONTHS_MAX: f64 = 240.0;

/// Reads `[projection]`, which may be left out.
pub(super) fn projection(keys: &Keys, calendar: Option<&Calendar>) -> Option<Projection> {
    keys.maybe("projection", |field| {
        field.table(&[], |keys| {
            let planned_from = keys.get("planned_from", |field| field.date());
            let delay = keys.get("delay_months", |field| {
                let delay = distribution(field)?;
                if !(delay.minimum() >= 0.0 && delay.mean() <= MONTHS_MAX) {
                    field.fault(format!("this is no delay; give 0 to {MONTHS_MAX} months"));
                    return None;
                }
                Some(delay)
            });
            let quota_factor = keys.get("quota_factor", |field| spread(field, 0.0));
            let share = |key| keys.get(key, |field| field.within(0.01, 1.0, "a share"));
            let (saturated_at, quota_used_at) = (share("saturated_at"), share("quota_used_at"));
            Some(Projection {
                planned_from: calendar?.time_of(planned_from?),
                delay_months: delay?,
                quota_factor: quota_factor?,
                saturated_at: saturated_at?,
                quota_used_at: quota_used_at?,
            })
        })
    })
}
