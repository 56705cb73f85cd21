//! Small results in, text out.

mod report_fixture;

use corridor::report::{self, Dress};
use expect_test::{Expect, expect};
use report_fixture::{nothing, tiny, written};
use std::fs;

fn check_file(name: &str, expected: Expect) {
    written(&tiny(), |out| {
        expected.assert_eq(&fs::read_to_string(out.join(name)).expect("the file is there"));
    });
}

#[test]
fn the_summary_has_every_figure_that_was_measured() {
    check_file(
        "summary.json",
        expect![[r#"
            {
              "scenario": "tiny",
              "measures": [
                {"measure":"border_tonnage","place":"dostyk","direction":"to_china","commodity":"all","period":"2022","unit":"Mt","mean":9.2,"half_width":2.541240947,"replications":2},
                {"measure":"border_tonnage","place":"dostyk","direction":"to_china","commodity":"all","period":"2022-09","unit":"Mt","mean":0.7,"half_width":null,"replications":1},
                {"measure":"border_tonnage","place":"all","direction":"both","commodity":"all","period":"2022","unit":"Mt","mean":9.2,"half_width":2.541240947,"replications":2},
                {"measure":"border_trains_per_day","place":"dostyk","direction":"to_china","commodity":"all","period":"2022","unit":"trains/day","mean":12.5,"half_width":0.0,"replications":2},
                {"measure":"held_wagons","place":"dostyk","direction":"to_china","commodity":"all","period":"2022-09","unit":"wagons","mean":1250.0,"half_width":635.3102368,"replications":2},
                {"measure":"section_occupation","place":"SAY-BLK","direction":"both","commodity":"all","period":"2022","unit":"share","mean":0.72,"half_width":0.1270620474,"replications":2}
              ]
            }
        "#]],
    );
}

#[test]
fn the_long_table_has_a_row_per_figure_and_replication() {
    check_file(
        "results.csv",
        expect![[r#"
            scenario,replication,year,month,place,direction,commodity,measure,unit,value
            tiny,1,2022,,dostyk,to_china,all,border_tonnage,Mt,9
            tiny,2,2022,,dostyk,to_china,all,border_tonnage,Mt,9.4
            tiny,1,2022,9,dostyk,to_china,all,border_tonnage,Mt,0.7
            tiny,1,2022,,all,both,all,border_tonnage,Mt,9
            tiny,2,2022,,all,both,all,border_tonnage,Mt,9.4
            tiny,1,2022,,dostyk,to_china,all,border_trains_per_day,trains/day,12.5
            tiny,2,2022,,dostyk,to_china,all,border_trains_per_day,trains/day,12.5
            tiny,1,2022,9,dostyk,to_china,all,held_wagons,wagons,1200
            tiny,2,2022,9,dostyk,to_china,all,held_wagons,wagons,1300
            tiny,1,2022,,SAY-BLK,both,all,section_occupation,share,0.71
            tiny,2,2022,,SAY-BLK,both,all,section_occupation,share,0.73
        "#]],
    );
}

#[test]
fn the_comparison_keeps_definitions_beside_the_simulated_figures() {
    check_file(
        "comparison.csv",
        expect![[r#"
            key,measure,place,direction,commodity,period,unit,observed,low,high,standing,fitted,weight,definition,source,simulated,half_width,replications,relative_error,agrees
            border_tonnage_2022,border_tonnage,dostyk,to_china,all,2022,Mt,9.3,,,derived,true,0.5,"as the railway counts, ""both ways""",https://example.org/release?id=1&lang=kk,9.2,2.541240947,2,-0.01075268817,true
            border_trains_per_day_2022,border_trains_per_day,dostyk,to_china,all,2022,trains/day,14,,,derived,false,0.5,"as the railway counts, ""both ways""",https://example.org/release?id=1&lang=kk,12.5,0,2,-0.1071428571,false
            border_trains_per_day_2022,border_trains_per_day,dostyk,to_china,all,2022,trains/day,14,,,derived,false,0.5,agreed quota: the most trains a day,https://example.org/release?id=1&lang=kk,12.5,0,2,-0.1071428571,false
            border_tonnage_2022-01..2022-10,border_tonnage,dostyk,to_china,all,2022-01..2022-10,Mt,7.8,,,derived,false,0.5,"as the railway counts, ""both ways""",https://example.org/release?id=1&lang=kk,,,,,
            transit_time_2022,transit_time,XIA-ALA,both,all,2022,days,9,,,derived,false,0.5,"as the railway counts, ""both ways""",https://example.org/release?id=1&lang=kk,,,,,
        "#]],
    );
}

#[test]
fn the_manifest_names_what_the_run_was_made_from() {
    check_file(
        "manifest.json",
        expect![[r#"
        {
          "program": "corridor",
          "version": "0.1.0",
          "scenario": "tiny",
          "title": "Достық & Małaszewicze",
          "scenario_sha256": "e43598ea994d75d68501a20b9c4874824ff43250c3ba234228d558380945b428",
          "files": [
            {
              "path": "tiny.toml",
              "sha256": "d9ecc32527cfdfd27a0de549de70602ca917765d7519da3bb73beeddbbd21a79"
            }
          ],
          "seed": 7,
          "replications": 2,
          "start": "2020-10-01",
          "report_from": "2021-01-01",
          "end": "2023-01-01",
          "warm_up_mser5_days": null,
          "events": 0,
          "messages": 0,
          "districts": 0,
          "wall_time_s": 2.0
        }
    "#]],
    );
}

#[test]
fn the_terminal_table_marks_misses() {
    expect![[r#"
        Rail freight over the border, Mt a year (± 95 % confidence; * fitted; ✗ miss)
        crossing        direction          2022   reported
        ────────────────────────────────────────────────────
        Dostyk          to China    9.20 ± 2.54      9.30*
        All crossings   both ways   9.20 ± 2.54

        Reported figures that nothing was fitted to: of each measure the 4 farthest off; all are in comparison.csv
        where and when                                 simulated   reported   difference
        ─────────────────────────────────────────────────────────────────────────────────────────────────
        Trains a day over the border (to China, 202…                                       0 of 1 agree
          Dostyk                                        12.5 ± 0       14.0        −11 %   ✗ miss
          Dostyk (agreed quota)                         12.5 ± 0       14.0                within quota

        Of 1 reported figure that nothing was fitted to, 0 agree and 1 misses; of 1 fitted, 1 agree;
        of 1 quota or capacity, 1 is kept; 2 figures have no counterpart in the model.
    "#]].assert_eq(&report::table(&tiny(), Dress::Plain));
    assert_eq!(report::table(&nothing(), Dress::Plain), "");
}

#[test]
fn the_answer_is_one_sentence() {
    let answer = report::headline(&tiny()).expect("a year of tonnage");
    expect!["In 2022, 9.20 ± 2.54 Mt crossed the border by rail."].assert_eq(&answer);
    assert_eq!(report::headline(&nothing()), None);
}

#[test]
fn colors_are_only_put_on_when_asked_for() {
    assert!(!report::table(&tiny(), Dress::Plain).contains('\u{1b}'));
    assert!(report::table(&tiny(), Dress::Colored).contains('\u{1b}'));
}
