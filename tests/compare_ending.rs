//! What `corridor compare` says when a corridor stalls, and when a precision is out of reach.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Two months of the baseline, the second reported, in a folder that extends it.
fn short_scenario(folder: &Path) -> PathBuf {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    let text = format!(
        "extends = {base:?}\nstart = 2021-12-01\nreport_from = 2022-01-01\nend = 2022-02-01\n\
         trace.enabled = false\nroad.enabled = false\n"
    );
    let path = folder.join("short.toml");
    fs::write(&path, text).expect("the folder is writable");
    path
}

fn compare(folder: &Path, arguments: &[&str], what_if: &str) -> (Option<i32>, String, String) {
    let base = short_scenario(folder);
    let path = folder.join("what-if.toml");
    fs::write(&path, format!("extends = \"short.toml\"\n{what_if}")).expect("room");
    let mut command = Command::cargo_bin("corridor").expect("it is built");
    let command = command.current_dir(folder).arg("compare").args(arguments);
    let done = command.arg(base).arg(path).output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.code(), text(&done.stdout), text(&done.stderr))
}

/// No train may go over any border, nor to the sea: after a week nothing moves, in the what-if alone.
#[test]
fn a_what_if_that_stalls_is_told_with_its_results_and_exit_code_2() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let from = "from = 2021-12-02, until = 2022-02-01, closed = true";
    let mut shut = "stall.after_days = 7\n[disruption]\n".to_owned();
    for crossing in ["dostyk", "khorgos", "brest"] {
        shut.push_str(&format!(
            "{crossing} = {{ {from}, crossing = \"{crossing}\" }}\n"
        ));
    }
    // The ways to the Caspian.
    for section in ["SHK-BEY", "BEY-MNG"] {
        shut.push_str(&format!(
            "{section} = {{ {from}, section = \"{section}\" }}\n"
        ));
    }
    let asked = ["--replications", "2", "--json", "--quiet"];
    let (code, out, said) = compare(folder.path(), &asked, &shut);
    let all: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{said}"));
    let stuck = all["stuck"].as_array().expect("a list");
    assert_eq!(stuck.len(), 1, "{stuck:?}");
    assert_eq!(stuck[0]["scenario"], "what-if");
    let still = stuck[0]["stood_still"].to_string();
    assert!(still.contains("Dostyk, to China"), "{still}");
    assert_eq!(stuck[0]["stalled"], 2, "{stuck:?}");
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("the corridor stalled in 2 of 4 trials"),
        "{said}"
    );
    let page = folder.path().join("output/compare-short/report.html");
    let page = fs::read_to_string(page).expect("results are written");
    assert!(page.contains("what-if stalled in 2 of 2 replications"));
    assert!(page.contains("stood still when 2 of 2 replications ended"));
}

#[test]
fn verdicts_stand_beside_p_values_that_are_adjusted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let asked = ["--replications", "3", "--json", "--quiet"];
    let more = "crossing.dostyk.to_china.quota_trains_per_day = 20\n";
    let (code, out, said) = compare(folder.path(), &asked, more);
    assert_eq!(code, Some(0), "{said}");
    let all: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(all["stuck"], serde_json::json!([]));
    assert_eq!(all["precision_missed"], Value::Null);
    let rows = all["what_ifs"][0]["differences"]
        .as_array()
        .expect("a list");
    let mut evident = 0;
    for row in rows {
        let verdict = row["verdict"].as_str().expect("a text");
        let (p, adjusted) = (row["p_value"].as_f64(), row["adjusted_p"].as_f64());
        match verdict {
            "the same" => assert_eq!(adjusted, None, "{row}"),
            "better" | "worse" => assert!(adjusted.is_some_and(|it| it <= 0.05), "{row}"),
            "perhaps" => assert!(p < Some(0.05) && adjusted > Some(0.05), "{row}"),
            _ => assert!(p >= Some(0.05) && adjusted >= p, "{row}"),
        }
        evident += usize::from(verdict == "better");
    }
    assert!(evident > 0, "twice the trains are no better: {out}");
}
