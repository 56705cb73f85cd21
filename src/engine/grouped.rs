//! One thread, in windows: groups of processes that hear of each other late, one after the other.

use super::horizons::{Done, Horizons};
use super::parallel::split;
use super::place::Place;
use super::reach::Reach;
use super::shard::Division;
use super::{Model, Observer, Outcome, Process, RunOptions, run_sequential_with};
use crate::units::Duration;

/// Runs `model` on this thread, group by group: of processes that channels join whose lookahead is
/// below `joined_below`.
///
/// In each window a group goes on by itself for as long as nothing can come from the others, to the
/// end where no channel leads to it. No process can tell the difference from the sequential
/// executor; but the state of one group stays in the cache for that long, where that of all groups
/// of a large model would not. Where all are joined there is one group, and the run is sequential.
///
/// # Panics
///
/// If the model is inconsistent, or a process breaks the promise of a channel.
pub fn run_grouped_with<P, O>(
    model: Model<P, O>,
    joined_below: Duration,
    options: RunOptions<'_>,
) -> Outcome<P, O>
where
    P: Process,
    O: Observer<P::Record>,
{
    model.assert_consistent();
    let firsts = model.channels.groups(joined_below);
    if firsts.len() <= 1 {
        return run_sequential_with(model, options);
    }
    let division = Division::From(firsts.into());
    let mut horizons = Horizons::new(Reach::new(&model.channels, &division));
    let shards = split(model, &division).into_iter();
    let places: Vec<_> = shards.map(|shard| Place::new(shard, 0)).collect();
    for place in &places {
        place.deliver_first(&places);
    }
    let mut done = Done::default();
    while !done.interrupted && horizons.set(&places, options.end) {
        let wanted = places.iter().zip(&horizons.wanted);
        for (place, _) in wanted.filter(|(_, wanted)| **wanted) {
            place.advance(&places, &options);
        }
        done.windows += 1;
        done.windows_alone += 1;
        done.interrupted = options.is_stopped();
    }
    done.outcome(places)
}
