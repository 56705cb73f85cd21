//! `corridor check`: reads a scenario and says what is in it.

use super::arguments::Check;
use super::{CliError, print};
use crate::input;

pub(super) fn check(arguments: &Check) -> Result<(), CliError> {
    let reading = input::read(&arguments.scenario.path, &arguments.scenario.set)?;
    if arguments.resolved {
        return print(&reading.document.resolved());
    }
    let scenario = &reading.scenario;
    let calendar = &scenario.calendar;
    print(&format!(
        "{}: {}\n{} places, {} sections, {} crossings, {} facilities, {} streams, {} observations\n\
         {} to {}, reported from {}\nno faults\n",
        scenario.name,
        scenario.title,
        scenario.network.node_count(),
        scenario.network.section_count(),
        scenario.crossings.len(),
        scenario.facilities.len(),
        scenario.streams.len(),
        scenario.observations.len(),
        calendar.start(),
        calendar.end(),
        calendar.report_from(),
    ))
}
