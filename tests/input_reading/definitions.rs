//! Reported figures: by what definition they count, and how much.

use crate::faults::check_faults;
use crate::fixture::{SCENARIO, World};
use expect_test::expect;

const HEADING: &str = "id,measure,place,direction,commodity,period,value,low,high,unit,status,definition,fitted,weight,source\n";

fn world(rows: &str) -> World {
    World::new().with("tables/observed.csv", format!("{HEADING}{rows}"))
}

#[test]
fn a_figure_by_another_definition_is_refused() {
    let counts = "[definition.border_tonnage]\ncounts = [\"Kazakh railway\"]\n";
    check_faults(
        &world("cn,border_tonnage,all,both,all,2021,0.4,,,Mt,reported,China Railway,no,1,test\n")
            .appended(counts),
        SCENARIO,
        &[],
        expect![[r#"
            tables/observed.csv:2:55: row cn, definition: "China Railway" is not what border_tonnage counts; give one that begins with "Kazakh railway", or this figure a measure of its own
        "#]],
    );
}

#[test]
fn one_figure_has_one_definition() {
    check_faults(
        &world(
            "a,border_tonnage,all,both,all,2021,0.4,,,Mt,reported,Kazakh railway,no,1,test\n\
             b,border_tonnage,all,both,all,2021,0.5,,,Mt,reported,China Railway,no,1,test\n",
        ),
        SCENARIO,
        &[],
        expect![[r#"
            tables/observed.csv:3:54: row b, definition: this is a under another definition; give it a measure of its own, or say in [definition.border_tonnage] that both count the same
        "#]],
    );
}

#[test]
fn a_weight_is_above_zero_and_no_more_than_one() {
    check_faults(
        &world(
            "a,border_tonnage,all,both,all,2021,0.4,,,Mt,reported,Kazakh railway,no,0,test\n\
             b,border_tonnage,all,both,all,2020,0.5,,,Mt,reported,Kazakh railway,no,2,test\n",
        ),
        SCENARIO,
        &[],
        expect![[r#"
            tables/observed.csv:2:72: row a, weight: 0 is not a weight; give more than zero
            tables/observed.csv:3:72: row b, weight: 2 is not a weight; give 0 to 1
        "#]],
    );
}

#[test]
fn a_figure_without_a_weight_has_that_of_its_status() {
    let rows = "a,border_tonnage,all,both,all,2021,0.4,,,Mt,derived,Kazakh railway,no,,test\n\
                b,border_tonnage,all,both,all,2020,0.5,,,Mt,derived,Kazakh railway,no,0.8,test\n";
    let reading = world(rows).read(SCENARIO, &[]).expect("it is sound");
    let weights: Vec<f64> = reading
        .scenario
        .observations
        .iter()
        .map(|it| it.weight)
        .collect();
    assert_eq!(weights, [0.5, 0.8]);
}
