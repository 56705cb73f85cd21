//! Faults in tables: cells, rows and columns.

use crate::faults::check_faults;
use crate::fixture::{SCENARIO, World};
use expect_test::expect;

#[test]
fn cells_that_are_not_what_the_column_says() {
    check_faults(
        &World::new()
            .change(
                "tables/sections.csv",
                "rail,1435+1520,12,2",
                "rail,1234,12,2.5",
            )
            .change("tables/nodes.csv", "KZ,junction,46.9", "KAZ,juncton,96.9")
            .change("tables/profiles.csv", "flat,1,1", "flat,-1,")
            .change(
                "tables/streams.csv",
                "gondola,1400,flat,120,",
                "gondola,0,flt,120,9",
            ),
        SCENARIO,
        &[],
        expect![[r#"
            tables/nodes.csv:5:13: row AKG, country: "KAZ" is not a country; give two capital letters, like KZ
            tables/nodes.csv:5:17: row AKG, kind: "juncton" is not a kind of place; did you mean junction?
            tables/nodes.csv:5:25: row AKG, latitude_deg: 96.9 is not a latitude; give -90 to 90
            tables/profiles.csv:2:6: row flat, jan: -1 is not a weight; give zero or more
            tables/profiles.csv:2:9: row flat, feb: the cell is empty; fill it
            tables/sections.csv:3:22: row ALK-DOS, gauges: "1234" is not a gauge; give one of 1435, 1520, 1435+1520
            tables/sections.csv:3:30: row ALK-DOS, tracks: "2.5" is not a whole number; give one
            tables/streams.csv:2:78: row ore, lot_t: 0 is not the mass of a consignment; give 1 to 1000000
            tables/streams.csv:2:80: row ore, profile: "flt" is not a profile; did you mean flat?
            tables/streams.csv:2:88: row ore, t_per_teu: only container flats carry TEU; leave the cell empty
        "#]],
    );
}

#[test]
fn rows_too_short_and_too_long() {
    check_faults(
        &World::new()
            .change(
                "tables/nodes.csv",
                "URC,Urumqi,CN,yard,43.8,87.6,60,estimate,",
                "URC,Urumqi,CN,yard,43.8,87.6",
            )
            .change(
                "tables/volumes.csv",
                "estimate\nore,2021",
                "estimate, or so\nore,2021",
            ),
        SCENARIO,
        &[],
        expect![[r#"
            tables/nodes.csv:2:1: row URC: 6 cells under 9 columns; add the commas of the empty ones
            tables/volumes.csv:2:1: row ore: 6 cells under 5 columns; put a text that has commas in quotes
        "#]],
    );
}

#[test]
fn a_column_that_is_missing() {
    check_faults(
        &World::new().change("tables/sections.csv", "freight_speed_kmh", "freight_speed"),
        SCENARIO,
        &[],
        expect![[r#"
            tables/sections.csv:1:1: freight_speed_kmh: the column is missing; is it "freight_speed"?
        "#]],
    );
}

#[test]
fn names_that_are_there_twice() {
    check_faults(
        &World::new()
            .change("tables/nodes.csv", "AKG,Aktogay", "ALK,Aktogay")
            .change("tables/volumes.csv", "steel,2021,100", "steel,2020,100")
            .change("tables/profiles.csv", "summer,0", "flat,0"),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:36:19: trace.through[1]: "AKG" is not a node; give one of URC, ALK, DOS, ALK, MOY
            tables/nodes.csv:5:1: row ALK, node: the name is taken by line 3; give another
            tables/profiles.csv:3:1: row flat, profile: the name is taken by line 2; give another
            tables/sections.csv:4:13: row DOS-AKG, to: "AKG" is not a node; give one of URC, ALK, DOS, ALK, MOY
            tables/sections.csv:5:9: row AKG-MOY, from: "AKG" is not a node; give one of URC, ALK, DOS, ALK, MOY
            tables/streams.csv:3:1: row steel, stream: there is no volume for 2021; add a row to the table of volumes
            tables/streams.csv:3:28: row steel, destination: "AKG" is not a node; give one of URC, ALK, DOS, ALK, MOY
            tables/streams.csv:3:84: row steel, profile: "summer" is not a profile; give flat
            tables/volumes.csv:5:7: row steel, year: 2020 is there twice for this stream; take one out
        "#]],
    );
}
