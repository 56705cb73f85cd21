//! What is said about routes and rules that are wrong.

use crate::fixture::{SCENARIO, World};
use expect_test::{Expect, expect};

const ROUTES: &str = "routes = { alternatives = 2, scale_usd_per_tonne = 20, largest_detour = 2, \
                      news_every_days = 7, news_notice_h = 24 }";

fn check(world: &World, overrides: &[&str], expected: Expect) {
    let faults = world.read(SCENARIO, overrides).map(|_| ());
    let faults = faults.expect_err("the scenario is at fault");
    expected.assert_eq(&format!("{faults}\n"));
}

#[test]
fn numbers_that_no_choice_can_have() {
    check(
        &World::new(),
        &[
            ROUTES,
            "routes.alternatives = 9",
            "routes.scale_usd_per_tonne = 0",
            "routes.largest_detour = 0.5",
            "routes.news_notice_h = 0",
            "routes.choose_crossing = [\"coal\"]",
        ],
        expect![[r#"
            command line:2:23: routes.alternatives: 9 is not a number of routes; give 1 to 5
            command line:3:30: routes.scale_usd_per_tonne: 0 is not a scale; give more than zero
            command line:4:25: routes.largest_detour: 0.5 is not a multiple of the cheapest; give 1 to 100
            command line:5:24: routes.news_notice_h: 0 is not a notice; give 1 to 1000
            command line:6:27: routes.choose_crossing[0]: "coal" is not a stream; give one of ore, steel
        "#]],
    );
}

#[test]
fn a_crossing_among_several_that_is_not_there() {
    check(
        &World::new().change(
            "tables/streams.csv",
            "MOY,URC,dostyk",
            "MOY,URC,dostyk|dostik",
        ),
        &[],
        expect![[r#"
            tables/streams.csv:2:38: row ore, crossing: "dostik" is not a crossing; did you mean dostyk?
        "#]],
    );
}

#[test]
fn a_rule_that_says_nothing_or_too_much() {
    check(
        &World::new(),
        &[
            "routing_rule.a = { from = 2021-01-01 }",
            "routing_rule.b = { from = 2021-03-01, until = 2021-02-01, forbid = {} }",
            "routing_rule.c = { from = 2021-03-01, forbid = { countries = [\"KS\"], modes = [\"rial\"] } }",
            "routing_rule.e = { from = 2021-03-01, forbid = { modes = [\"sea\"] }, destination = {} }",
            "routing_rule.d = { from = 2021-03-01, largest_share = { share = 2, crossings = [\"dostyk\"] }, origin = { place = [\"DOS\"] } }",
        ],
        expect![[r#"
            command line:1:14: routing_rule.a: the rule changes nothing; give require, forbid or largest_share
            command line:2:47: routing_rule.b.until: 2021-02-01 is not after 2021-03-01; give a later date
            command line:2:59: routing_rule.b.forbid: there is nothing in it; give crossings, places, countries or modes
            command line:3:63: routing_rule.c.forbid.countries[0]: "KS" is not a country with a place; did you mean KZ?
            command line:3:79: routing_rule.c.forbid.modes[0]: "rial" is not a mode; did you mean rail?
            command line:4:69: routing_rule.e.destination: there is nothing in it; give places or countries
            command line:5:65: routing_rule.d.largest_share.share: 2 is not a share; give 0 to 1
            command line:5:94: routing_rule.d.origin: there is nothing in it; give places or countries
            command line:5:105: routing_rule.d.origin.place: unknown key; did you mean places?
        "#]],
    );
}

#[test]
fn rules_that_leave_no_way() {
    check(
        &World::new(),
        &[
            ROUTES,
            "routing_rule.shut = { from = 2021-03-01, streams = [\"ore\"], forbid = { crossings = [\"dostyk\"] } }",
            "routing_rule.capped = { from = 2021-04-01, direction = \"from_china\", largest_share = { share = 0.2, crossings = [\"dostyk\"] } }",
        ],
        expect![[r#"
            tables/streams.csv:2:38: row ore, crossing: no way from MOY to URC is left from 2021-03-01 on: rule shut closes it; open one, or leave the stream out of the rule
            tables/streams.csv:3:32: row steel, crossing: a part of the cargo from URC to AKG has no way from 2021-04-01 on: rule capped allows a part alone; allow more, or leave the stream out of the rule
        "#]],
    );
}

#[test]
fn costs_and_emissions_that_cannot_be() {
    check(
        &World::new(),
        &[
            "cost = { rail_container_usd_per_tkm = -1, rail_bulk_usd_per_tkm = 0.05, road_usd_per_tkm = 0.1, sea_usd_per_tkm = 0.05 }",
            "emission = { enabled = 1, rail_diesel_g_per_tkm = 30, rail_electric_g_per_tkm = 10, rail_electric_g_per_tkm_in = { XX = 20 }, road_g_per_tkm = 9, sea_g_per_tkm = 9, transshipment_g_per_tonne = 1500 }",
        ],
        expect![[r#"
            command line:1:1: cost: missing key transshipment_usd_per_tonne
            command line:1:39: cost.rail_container_usd_per_tkm: -1 is not a rate; give 0 to 1000000
            command line:2:24: emission.enabled: this is a whole number; give true or false
            command line:2:116: emission.rail_electric_g_per_tkm_in.XX: unknown key; give one of CN, KZ
        "#]],
    );
}
