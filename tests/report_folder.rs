//! What is in a report's folder, and what becomes of a folder that is in its way.

mod report_fixture;

use corridor::report::{self, ReportError};
use report_fixture::{manifest, nothing, tiny, written};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_chart_is_a_whole_picture() {
    let names = [
        "border_state",
        "observed_other",
        "observed_tonnage",
        "occupation",
        "time_distance",
        "tonnage",
        "trains",
    ];
    written(&tiny(), |out| {
        for name in names {
            let svg = fs::read_to_string(out.join(format!("charts/{name}.svg"))).expect("a chart");
            assert!(
                svg.starts_with("<svg ") && svg.ends_with("</svg>\n"),
                "{name}.svg is cut"
            );
            assert!(
                svg.contains("<title>") && svg.contains("<text "),
                "{name}.svg says nothing"
            );
            let png = fs::read(out.join(format!("charts/{name}.png"))).expect("a chart");
            assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n", "{name}.png is no PNG");
            let width = u32::from_be_bytes(png[16..20].try_into().expect("four bytes"));
            assert_eq!(width, 1920, "{name}.png is not two pixels a point");
        }
        assert_eq!(files_below(&out.join("charts")).len(), 2 * names.len());
    });
}

#[test]
fn without_figures_there_is_a_report_without_charts() {
    written(&nothing(), |out| {
        let names = files_below(out);
        assert!(
            !names
                .iter()
                .any(|path| path.extension().is_some_and(|ending| ending == "svg"))
        );
        let page = fs::read_to_string(out.join("report.html")).expect("a page");
        assert!(page.contains("Достық &amp; Małaszewicze") && !page.contains("NaN"));
    });
}

#[test]
fn the_page_stands_alone() {
    written(&tiny(), |out| {
        let page = fs::read_to_string(out.join("report.html")).expect("a page");
        for foreign in ["<script", "<link", "src=", "@import", "url("] {
            assert!(!page.contains(foreign), "the page needs {foreign}");
        }
        assert_eq!(page.matches("<svg ").count(), 7);
        assert!(page.contains("The busiest section is Sayak – Balkhash-1"));
        assert!(page.contains("within quota") && page.contains("Jan–Oct 2022"));
        assert!(page.contains("release?id=1&amp;lang=kk"));
    });
}

#[test]
fn months_before_the_reported_years_are_not_drawn() {
    let mut results = tiny();
    let early = results
        .figures
        .iter()
        .find(|figure| figure.period == "2022-09");
    let mut early = early.expect("a month").clone();
    early.period = "2020-11".to_owned();
    results.figures.push(early);
    written(&results, |out| {
        let chart = fs::read_to_string(out.join("charts/tonnage.svg")).expect("a chart");
        assert!(chart.contains("2022") && !chart.contains("2020"), "{chart}");
    });
}

#[test]
fn the_same_results_write_the_same_bytes() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let [one, other] = [1, 900].map(|seconds| {
        let out = parent.path().join(format!("out-{seconds}"));
        report::write(&tiny(), &out, manifest(Duration::from_secs(seconds))).expect("room");
        out
    });
    let files = files_below(&one);
    assert_eq!(files.len(), files_below(&other).len());
    for file in files {
        let name = file.strip_prefix(&one).expect("it is in the folder");
        let bytes = [&one, &other].map(|out| fs::read(out.join(name)).expect("it is in both"));
        let is_manifest = name == Path::new("manifest.json");
        assert_eq!(bytes[0] == bytes[1], !is_manifest, "{}", name.display());
    }
}

#[test]
fn an_older_report_is_replaced_whole() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("out");
    report::write(&tiny(), &out, manifest(Duration::ZERO)).expect("room");
    report::write(&nothing(), &out, manifest(Duration::ZERO)).expect("the older one gives way");
    assert!(
        !out.join("charts").exists(),
        "charts of the older report are left"
    );
    assert_eq!(fs::read_dir(parent.path()).expect("a folder").count(), 1);
}

#[test]
fn what_somebody_else_wrote_is_left_alone() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in [
        ("notes.txt", "mine"),
        ("manifest.json", r#"{"program": "other"}"#),
    ] {
        let out = parent.path().join(name.replace('.', "-"));
        fs::create_dir(&out).expect("room");
        fs::write(out.join(name), content).expect("room");
        let outcome = report::write(&tiny(), &out, manifest(Duration::ZERO));
        assert!(
            matches!(outcome, Err(ReportError::NotOurs(_))),
            "{outcome:?}"
        );
        assert_eq!(
            fs::read_to_string(out.join(name)).expect("still there"),
            content
        );
    }
    assert_eq!(fs::read_dir(parent.path()).expect("a folder").count(), 2);
}

#[test]
fn a_place_that_cannot_hold_a_folder_is_an_error() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let file = parent.path().join("file");
    fs::write(&file, "not a folder").expect("room");
    let outcome = report::write(&tiny(), &file.join("out"), manifest(Duration::ZERO));
    let message = outcome.expect_err("a file holds no folder").to_string();
    assert!(
        message.starts_with("no folder can be made in ") && message.contains("name another place"),
        "{message}"
    );
    assert_eq!(
        fs::read_to_string(&file).expect("still there"),
        "not a folder"
    );
    let outcome = report::write(&tiny(), Path::new("/"), manifest(Duration::ZERO));
    assert!(
        matches!(outcome, Err(ReportError::NotAName(_))),
        "{outcome:?}"
    );
}
