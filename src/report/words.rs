//! Labels of figures in words a reader knows.

use crate::model::Standing;
use jiff::ToSpan;
use jiff::civil::Date;

/// The two directions over a border, in the order in which they are shown.
pub(super) const DIRECTIONS: [&str; 2] = ["to_china", "from_china"];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Returns the name of a measure.
pub(super) fn measure(key: &str) -> String {
    let known = match key {
        "border_tonnage" => "Tonnage over the border",
        "border_tonnage_growth" => "Growth of the tonnage in a year",
        "border_tonnage_export" => "Exports of Kazakhstan by rail",
        "border_tonnage_import" => "Imports of Kazakhstan by rail",
        "border_tonnage_transit" => "Transit through Kazakhstan by rail",
        "border_tonnage_cn_old" => "Tonnage over the border as China counted it before",
        "border_tonnage_cn" => "Tonnage over the border as China counts it",
        "border_trains" => "Trains over the border",
        "border_trains_per_day" => "Trains a day over the border",
        "border_container_trains" => "Container trains over the border",
        "border_container_trains_per_day" => "Container trains a day over the border",
        "border_teu" => "TEU over the border",
        "teu_per_train" => "TEU a container train",
        "tonnes_per_train" => "Tonnes a container train",
        "border_stock" => "Wagons at the crossing",
        "held_wagons" => "Wagons held before the crossing",
        "held_wagons_max" => "Wagons held before the crossing, most at the end of a day",
        "held_wagons_end" => "Wagons held before the crossing at the end of the period",
        "set_aside_trains" => "Trains set aside on the line",
        "set_aside_trains_end" => "Trains set aside on the line at the end of the period",
        "set_aside_trains_max" => "Trains set aside on the line, most at the end of a day",
        "embargo_days" => "Days of embargo at the origins",
        "recovery_days" => "Days to recover from a fall of the quota",
        "border_dwell" => "Dwell at the western border station",
        "border_dwell_east" => "Dwell at the eastern border station",
        "border_stay" => "Stay of loaded wagons at the crossing",
        "border_wait_turn" => "Wait at the crossing for others to be served",
        "border_wait_hours" => "Wait at the crossing for working hours",
        "border_wait_weather" => "Wait at the crossing for the weather",
        "border_wait_acceptance" => "Wait at the crossing for acceptance beyond it",
        "border_weather_hours" => "Hours in which weather stopped work at the crossing",
        "weather_days" => "Days with such weather",
        "weather_hours" => "Hours of such weather",
        "weather_spells" => "Spells of such weather",
        "transit_teu" => "TEU in transit through Kazakhstan",
        "transit_time" => "Transit time, mean",
        "transit_time_median" => "Transit time, median",
        "transit_time_p90" => "Transit time, 90th percentile",
        "transit_running" => "Days of the way on running trains",
        "transit_other_trains" => "Days of the way lost to other trains",
        "transit_locomotive" => "Days of the way lost for want of a locomotive",
        "transit_border" => "Days of the way set aside, and at the sending border station",
        "transit_gauge" => "Days of the way for papers and change of gauge",
        "transit_next_train" => "Days of the way until the next train is full",
        "transit_sea" => "Days of the way at sea",
        "train_speed" => "Way of a train in a day",
        "train_speed_moving" => "Speed of trains between stops",
        "train_speed_with_delay" => "Speed of trains with waits at borders",
        "section_delay" => "Time that a train loses on sections",
        "section_overtakes" => "Trains overtaken on sections",
        "train_delay" => "Time that trains lose on 100 km",
        "section_capacity" => "Capacity of sections",
        "section_occupation" => "Occupation of sections",
        "section_pairs_per_day" => "Pairs of trains a day on sections",
        "crane_occupation" => "Occupation of cranes",
        "dry_port_teu" => "TEU handled at the dry port",
        "dry_port_trains_per_day" => "Trains a day at the dry port",
        "terminal_teu" => "TEU of the terminal",
        "terminal_trains" => "Container trains of the terminal",
        "caspian_teu" => "TEU over the Caspian",
        "caspian_tonnage" => "Tonnage over the Caspian",
        "route_share" => "Share of the route in its cargo",
        "route_cost" => "Generalised cost of the route",
        "tonne_km" => "Tonne-kilometers",
        "cost_per_tonne" => "Freight a tonne",
        "cost_total" => "Freight in all",
        "emission_per_tonne" => "Emissions a tonne",
        "emission_per_tkm" => "Emissions a tonne-kilometer",
        "emission_total" => "Emissions in all",
        "locomotives" => "Locomotives",
        "locomotive_utilisation" => "Share of time with a train",
        "locomotive_km" => "Locomotive-kilometers",
        "locomotive_run" => "Run of a locomotive in a day",
        "light_engine_share" => "Share of locomotive-kilometers run light",
        "locomotive_wait" => "Trains waiting for a locomotive",
        "locomotive_wait_share" => "Share of trains that waited for a locomotive",
        "locomotive_wait_mean" => "Wait for a locomotive, mean over all trains",
        "crew_reliefs" => "Reliefs of crews beyond the technical stops",
        "crew_relief_wait" => "Trains standing for a relief of the crew",
        "crew_overruns" => "Crews past their longest stretch",
        "crew_overrun_time" => "Duty past the longest stretch",
        "wagons_loaded" => "Wagons with cargo",
        "wagons_empty" => "Wagons on their way empty",
        "wagons_standing" => "Empty wagons that stand",
        "wagon_loadings_per_day" => "Wagons loaded a day",
        "wagon_turnaround" => "Wagon turnaround, load to load",
        "wagon_wait" => "Hours of trains that wait for wagons",
        "fleet_utilisation" => "Share of the fleet that runs",
        "empty_wagon_km" => "Share of wagon-kilometers run empty",
        "road_border_trucks" => "Trucks over the border",
        "road_border_trucks_per_day" => "Trucks a day over the border",
        "road_border_tonnage" => "Tonnage by road over the border",
        "road_border_tonnage_transit" => "Transit through Kazakhstan by road",
        "road_border_queue" => "Trucks waiting before the border",
        "road_border_time" => "Time of a truck at the border",
        "road_border_wait_sending" => "Wait of a truck before the border",
        "road_border_time_sending" => "Time of a truck on the sending side",
        "road_border_wait_receiving" => "Wait of a truck on the receiving side",
        "road_border_time_receiving" => "Time of a truck on the receiving side",
        "booth_utilisation_sending" => "Utilisation of booths on the sending side",
        "booth_utilisation_receiving" => "Utilisation of booths on the receiving side",
        "road_offered_tonnage" => "Tonnage offered by road",
        "road_delivered_tonnage" => "Tonnage delivered by road",
        "road_trucks_loaded" => "Trucks loaded",
        "road_transit_time" => "Transit time by road, mean",
        "road_transit_time_median" => "Transit time by road, median",
        "road_transit_time_p90" => "Transit time by road, 90th percentile",
        "road_rest_time" => "Rests of drivers on the way",
        "road_border_time_of_transit" => "Time at borders on the way by road",
        "yard_stock" => "Cargo in the yard, mean",
        "yard_stock_max" => "Cargo in the yard, most",
        "yard_occupation" => "Occupation of yards",
        "yard_held_up" => "Time in which trains or ships waited for room in a yard",
        "base_trains_per_day" => "Trains a day at the base",
        "base_turned_away" => "Cargo that a full base turned away",
        "base_turned_away_share" => "Share of what came to a base that was turned away",
        "track_occupation" => "Occupation of tracks",
        "parcel_calls" => "Calls of ships with parcels",
        "parcel_teu" => "TEU in ships' parcels",
        "parcel_tonnage" => "Tonnage in ships' parcels",
        "ship_sailings" => "Sailings",
        "ship_load_factor" => "Load factor of ships",
        "ship_time_in_port" => "Time of a ship in port",
        "ship_wait_for_weather" => "Wait of a ship for the weather",
        "offered_tonnage" => "Tonnage offered",
        "delivered_tonnage" => "Tonnage delivered",
        _ => return capitalized(&key.replace('_', " ")),
    };
    known.to_owned()
}

/// Returns a unit in words: `trains a day`.
pub(super) fn unit(key: &str) -> String {
    let key = key.replace("_per_day", " a day").replace("/day", " a day");
    key.replace("_per_h", "/h").replace('_', " ")
}

/// Returns the name of a direction.
pub(super) fn direction(key: &str) -> &str {
    match key {
        "to_china" => "to China",
        "from_china" => "from China",
        "both" => "both ways",
        _ => key,
    }
}

/// Returns the name of a commodity group.
pub(super) fn commodity(key: &str) -> String {
    match key {
        "coal_coke" => "coal and coke".to_owned(),
        _ => key.replace("non_", "non-").replace('_', " "),
    }
}

/// Returns a period in words: `2022`, `Q3 2022`, `Sep 2022`, `Jan–Oct 2022`, `Nov 2020 – Jan 2021`.
pub(super) fn period(key: &str) -> String {
    if let Some((first, last)) = key.split_once("..") {
        let (from, until) = (period(first), period(last));
        return match (from.split_once(' '), until.split_once(' ')) {
            (Some((from, year)), Some((until, same))) if year == same => {
                format!("{from}–{until} {year}")
            }
            _ => format!("{from} – {until}"),
        };
    }
    match key.split_once('-') {
        Some((year, part)) => match part.parse::<usize>().ok().and_then(month) {
            Some(month) => format!("{month} {year}"),
            None => format!("{part} {year}"),
        },
        None => key.to_owned(),
    }
}

/// Returns the short name of a month, from 1.
pub(super) fn month(number: usize) -> Option<&'static str> {
    number
        .checked_sub(1)
        .and_then(|index| MONTHS.get(index))
        .copied()
}

/// Returns the day so many days after an ISO date, in words: `4 Mar 2022`.
pub(super) fn day(iso: &str, n_after: i64) -> String {
    let date: Option<Date> = iso.parse().ok();
    match date.and_then(|date| date.checked_add(n_after.days()).ok()) {
        Some(date) => {
            let month = usize::try_from(date.month())
                .ok()
                .and_then(month)
                .unwrap_or_default();
            format!("{} {month} {}", date.day(), date.year())
        }
        None => iso.to_owned(),
    }
}

/// Returns the ISO date so many days after another.
pub(super) fn iso_day(iso: &str, n_after: usize) -> String {
    let date: Option<Date> = iso.parse().ok();
    let days = i64::try_from(n_after).unwrap_or(i64::MAX);
    let later = date.and_then(|date| date.checked_add(days.days()).ok());
    later.map_or_else(|| iso.to_owned(), |date| date.to_string())
}

/// Returns how a figure came to be known: `reported`, `derived`, `reported (weak)`.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Reported => "reported",
        Standing::Derived => "derived",
        Standing::Weak => "reported (weak)",
    }
}

/// Returns the text with its first letter as a capital.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Returns `singular` or `plural` behind the number: `1 train`, `4 trains`.
pub(super) fn counted(n: usize, singular: &str, plural: &str) -> String {
    format!("{n} {}", if n == 1 { singular } else { plural })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_words() {
        assert_eq!(commodity("non_ferrous_ore"), "non-ferrous ore");
        assert_eq!(unit("trains_per_day"), "trains a day");
        assert_eq!(unit("km_per_h"), "km/h");
        assert_eq!(period("2022-Q3"), "Q3 2022");
        assert_eq!(period("2022-09"), "Sep 2022");
        assert_eq!(period("2022-01..2022-10"), "Jan–Oct 2022");
        assert_eq!(period("2020-11..2021-01"), "Nov 2020 – Jan 2021");
        assert_eq!(measure("pilot_boats"), "Pilot boats");
        assert_eq!(month(0), None);
        assert_eq!(day("2022-02-28", 1), "1 Mar 2022");
    }
}
