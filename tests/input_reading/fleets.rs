//! What is said about wagon fleets that are wrong.

use crate::fixture::{SCENARIO, World};
use expect_test::{Expect, expect};

fn fleet(key: &str, wagon: &str, railway: &str, more: &str) -> String {
    format!(
        "[fleet.{key}]\nname = \"Wagons\"\nwagon = \"{wagon}\"\nrailway = \"{railway}\"\n\
         owner = \"Somebody\"\nwagons = 900\n{more}"
    )
}

/// One fleet for every kind of wagon that the small corridor needs.
fn sound() -> String {
    let kinds = ["gondola", "covered"].map(|wagon| {
        ["broad", "china"].map(|railway| fleet(&format!("{railway}_{wagon}"), wagon, railway, ""))
    });
    kinds.concat().concat()
}

fn check_faults(text: &str, overrides: &[&str], expected: Expect) {
    let world = World::new().with("x.toml", format!("extends = \"{SCENARIO}\"\n{text}"));
    let faults = world.read("x.toml", overrides).map(|_| ());
    let faults = faults.expect_err("the scenario is at fault");
    expected.assert_eq(&format!("{faults}\n"));
}

#[test]
fn sound_fleets_are_read_and_none_need_be_given() {
    let world = World::new().with("x.toml", format!("extends = \"{SCENARIO}\"\n{}", sound()));
    let with = world
        .read("x.toml", &[])
        .unwrap_or_else(|faults| panic!("{faults}"));
    let fleets = &with.scenario.fleets;
    assert!(fleets.limited && fleets.list.len() == 4);
    assert_eq!(fleets.cover.as_days(), 7.0);
    let without = world
        .read(SCENARIO, &[])
        .unwrap_or_else(|faults| panic!("{faults}"));
    let fleets = &without.scenario.fleets;
    assert!(
        !fleets.limited && fleets.list.len() == 4,
        "one of every kind that is used"
    );
    let off = world.read("x.toml", &["fleets.limited = false"]);
    let off = off.unwrap_or_else(|faults| panic!("{faults}"));
    assert!(!off.scenario.fleets.limited && off.scenario.fleets.list.len() == 4);
}

#[test]
fn names_and_values_that_are_wrong() {
    check_faults(
        &(fleet("ships", "gondola", "caspian", "")
            + &fleet("a", "gondolas", "broad", "stand_at = [\"URC\", \"MOI\"]\n")
            + &fleet(
                "b",
                "gondola",
                "broad",
                "stand_at = [\"URC\"]\ncommodities = [\"ore\"]\n",
            )
            + &fleet(
                "c",
                "gondola",
                "broad",
                "streams = [\"or\"]\ncommodities = []\n",
            )),
        &[
            "fleet.c.wagons = -1",
            "fleets.limited = 1",
            "fleets.notice_h = 0",
            "fleets.covr_days = 3",
        ],
        expect![[r#"
            command line:1:18: fleet.c.wagons: -1 is too few; give 0 or more
            command line:2:18: fleets.limited: this is a whole number; give true or false
            command line:3:19: fleets.notice_h: 0 is not a notice; give 0.1 to 720
            command line:4:8: fleets.covr_days: unknown key; did you mean cover_days?
            x.toml:5:11: fleet.ships.railway: "caspian" is not a railway with wagons; give one of china, broad, europe
            x.toml:10:9: fleet.a.wagon: "gondolas" is not a type of wagon; did you mean gondola?
            x.toml:14:13: fleet.a.stand_at[0]: no rails of 1520 mm lead there; give a place that has some
            x.toml:14:20: fleet.a.stand_at[1]: "MOI" is not a node; did you mean MOY?
            x.toml:21:13: fleet.b.stand_at[0]: no rails of 1520 mm lead there; give a place that has some
            x.toml:22:16: fleet.b.commodities[0]: "ore" is not a commodity; give one of the 14 that are there, or add it
            x.toml:29:12: fleet.c.streams[0]: "or" is not a stream; did you mean ore?
            x.toml:30:15: fleet.c.commodities: the list is empty; give one name or more, or leave the key out
        "#]],
    );
}

#[test]
fn wagons_are_to_be_limited_and_there_are_none() {
    check_faults(
        "[fleets]\nlimited = true\n",
        &[],
        expect![[r#"
        x.toml:2:1: fleets: there are no wagons to limit; add [fleet.NAME]
    "#]],
    );
}

#[test]
fn a_stream_without_wagons() {
    check_faults(
        &(fleet("ours", "gondola", "broad", "") + &fleet("theirs", "gondola", "china", "")),
        &[],
        expect![[r#"
            tables/streams.csv:3:72: row steel, wagon: no fleet has covered wagons for it on railway broad, as from DOS to AKG; add [fleet.broad_covered]
            tables/streams.csv:3:72: row steel, wagon: no fleet has covered wagons for it on railway china, as from URC to ALK; add [fleet.china_covered]
        "#]],
    );
}

#[test]
fn a_fleet_without_use() {
    check_faults(
        &(sound() + &fleet("spare", "tank", "broad", "")),
        &[],
        expect![[r#"
            x.toml:26:1: fleet.spare: no stream that it serves loads such wagons on this railway; take it out
        "#]],
    );
    check_faults(
        &(sound() + &fleet("spare", "gondola", "broad", "commodities = [\"grain\"]\n")),
        &[],
        expect![[r#"
            x.toml:26:1: fleet.spare: no stream that it serves loads such wagons on this railway; take it out
        "#]],
    );
}

#[test]
fn wagons_that_stand_where_no_rails_lead_to_their_loading() {
    let text = sound().replacen("wagons = 900\n", "wagons = 900\nstand_at = [\"FAR\"]\n", 1);
    let world = World::new().with("x.toml", format!("extends = \"{SCENARIO}\"\n{text}"));
    let nodes = world.text("tables/nodes.csv")
        + "FAR,Far,KZ,yard,50,50,0,estimate,\nOFF,Off,KZ,yard,51,50,0,estimate,\n";
    let sections =
        world.text("tables/sections.csv") + "FAR-OFF,FAR,OFF,rail,1520,10,1,,70,0,0,,,estimate\n";
    let world = world
        .with("tables/nodes.csv", nodes)
        .with("tables/sections.csv", sections);
    let faults = world
        .read("x.toml", &[])
        .map(|_| ())
        .expect_err("it is at fault");
    expect![[r#"
        tables/streams.csv:2:70: row ore, wagon: no rails lead from where fleet broad_gondola stands to MOY; let some of it stand there
    "#]].assert_eq(&format!("{faults}\n"));
}
