//! One value as the user wrote it, and the quantities it can be read as. Knows what is possible,
//! not what it is for.

use super::names::remedy;
use crate::units::{Duration, Length, Mass, Speed};
use jiff::civil::Date;
use std::fmt::Display;

/// The most of anything that is counted: beyond it a slip is likelier than a corridor.
const COUNT_MAX: i64 = 100_000;
/// The longest span, in hours: ten years.
const SPAN_MAX_H: f64 = 87_660.0;
/// The greatest number of any other quantity.
const NUMBER_MAX: f64 = 1e12;

/// A value with the place where it stands: of a key in a scenario file, or of a cell in a table.
///
/// Each method returns what the value means, or leaves a fault and returns `None`.
pub(super) trait Datum {
    /// Leaves a fault about this value.
    fn fault(&self, message: impl Display);

    fn text(&self) -> Option<&str>;

    /// A number of any sign and size.
    fn any_number(&self) -> Option<f64>;

    fn whole(&self) -> Option<i64>;

    fn date(&self) -> Option<Date>;

    /// A finite number of a size that something in a corridor may have.
    fn number(&self) -> Option<f64> {
        let number = self.any_number()?;
        let possible = number.abs() <= NUMBER_MAX;
        if !possible {
            self.fault(format!(
                "{number:?} is out of all bounds; give a number that a corridor can have"
            ));
        }
        possible.then_some(number)
    }

    /// A number that is at least zero; `what` names it with its article.
    fn at_least_zero(&self, what: &str) -> Option<f64> {
        let number = self.number()?;
        let possible = number >= 0.0;
        if !possible {
            self.fault(format!("{number} is not {what}; give zero or more"));
        }
        possible.then_some(number)
    }

    /// A number above zero; `what` names it with its article.
    fn above_zero(&self, what: &str) -> Option<f64> {
        let number = self.number()?;
        let possible = number > 0.0;
        if !possible {
            self.fault(format!("{number} is not {what}; give more than zero"));
        }
        possible.then_some(number)
    }

    /// A number from `low` to `high`; `what` names it with its article.
    fn within(&self, low: f64, high: f64, what: &str) -> Option<f64> {
        let number = self.number()?;
        let possible = (low..=high).contains(&number);
        if !possible {
            self.fault(format!("{number} is not {what}; give {low} to {high}"));
        }
        possible.then_some(number)
    }

    /// A whole number of things, `least` or more.
    fn count(&self, least: u32) -> Option<u32> {
        let count = self.whole()?;
        if count < i64::from(least) {
            self.fault(format!("{count} is too few; give {least} or more"));
            return None;
        }
        if count > COUNT_MAX {
            self.fault(format!("{count} is too many; give {COUNT_MAX} or fewer"));
            return None;
        }
        u32::try_from(count).ok()
    }

    fn minutes(&self) -> Option<Duration> {
        let minutes = self.at_least_zero("a span of time")?;
        self.span(minutes / 60.0)?;
        Duration::from_minutes(minutes)
    }

    /// A span in minutes of at least one: what one district tells another needs some notice.
    fn notice(&self) -> Option<Duration> {
        self.within(1.0, 1_440.0, "a notice")?;
        self.minutes()
    }

    fn hours(&self) -> Option<Duration> {
        let hours = self.at_least_zero("a span of time")?;
        self.span(hours)?;
        Duration::from_hours(hours)
    }

    /// Returns a span that is not longer than anything in a corridor.
    fn span(&self, hours: f64) -> Option<f64> {
        let possible = hours <= SPAN_MAX_H;
        if !possible {
            self.fault("this is more than ten years; give a shorter span");
        }
        possible.then_some(hours)
    }

    /// A length above zero, of no more than the way around the Earth.
    fn length_km(&self) -> Option<Length> {
        self.above_zero("a length")?;
        let km = self.within(0.0, 40_000.0, "a length of a section")?;
        Length::from_km(km)
    }

    /// A speed that something in a corridor may have: so low a one as to stall it is a slip.
    fn speed_kmh(&self) -> Option<Speed> {
        self.above_zero("a speed")?;
        let kmh = self.within(1.0, 1_000.0, "a speed of trains, trucks or ships")?;
        Speed::from_kmh(kmh)
    }

    /// A mass of at least one kilogram.
    fn mass_t(&self) -> Option<Mass> {
        let mass = Mass::from_tonnes(self.above_zero("a mass")?);
        let mass = mass.filter(|mass| *mass > Mass::ZERO);
        if mass.is_none() {
            self.fault("this is less than a kilogram; give more");
        }
        mass
    }

    /// A text that is not empty.
    fn words(&self) -> Option<String> {
        let text = self.text()?.trim();
        if text.is_empty() {
            self.fault("the text is empty; give one");
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// One of a few names; `what` names the kind of thing with its article.
    fn one_of<T: Copy>(&self, what: &str, names: &[(&'static str, T)]) -> Option<T> {
        let name = self.text()?;
        let found = names.iter().find(|(key, _)| *key == name);
        if found.is_none() {
            let keys = names.iter().map(|(key, _)| *key);
            self.fault(format!("{name:?} is not {what}; {}", remedy(name, keys)));
        }
        found.map(|(_, value)| *value)
    }
}
