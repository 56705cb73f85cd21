//! The charts of a run. Each is a function from results to a picture, or to nothing where the
//! results have nothing to draw; pictures become SVG and PNG in one place.

mod axis;
mod border_state;
mod capacity;
mod claims;
mod compared;
mod fan;
mod frame;
mod hindcast;
mod observed;
mod occupation;
mod palette;
mod picture;
mod render;
mod staircase;
mod sweep;
mod time_distance;
mod tonnage;
mod trains;
mod transit;
mod worth;

pub(super) use fan::draw as fan;

pub(super) use compared::draw as draw_compared;
pub(super) use sweep::draw as sweep;

pub(super) use hindcast::draw as hindcast;

pub(super) use capacity::draw as capacity;
pub(super) use claims::draw as claims;
pub(super) use staircase::draw as staircase;
pub(super) use worth::draw as worth;

use super::view::View;
use crate::study::Results;
use picture::Picture;
use std::path::Path;

/// A chart, ready to be written.
pub(super) struct Chart {
    /// The name of its files, without ending.
    pub(super) name: &'static str,
    /// The message.
    pub(super) title: String,
    /// What is seen, for those who do not see it.
    pub(super) description: String,
    picture: Picture,
}

/// Returns every chart that the results have something for, in the order in which a reader wants
/// them.
pub(super) fn charts(results: &Results) -> Vec<Chart> {
    let view = View::of(results);
    let drawings: [fn(View<'_>) -> Option<Chart>; 8] = [
        tonnage::draw,
        observed::draw_tonnage,
        observed::draw_other,
        trains::draw,
        border_state::draw,
        transit::draw,
        occupation::draw,
        time_distance::draw,
    ];
    drawings.into_iter().filter_map(|draw| draw(view)).collect()
}

impl Chart {
    /// Returns the chart as SVG.
    ///
    /// # Errors
    ///
    /// What the drawing library says.
    pub(super) fn svg(&self) -> Result<String, String> {
        render::svg(&self.picture, &self.title, &self.description)
    }

    /// Writes the chart as PNG.
    ///
    /// # Errors
    ///
    /// What the drawing library or the system says.
    pub(super) fn write_png(&self, path: &Path) -> Result<(), String> {
        render::png(&self.picture, path)
    }
}
