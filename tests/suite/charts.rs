//! Charts: that a scale covers its figures, that no figures break a drawing, and what becomes
//! of a chart on the page and beside it.

use std::sync::Arc;

use attache::chart::{self, Cell, Chart, Figures, KINDS, Language, Place, Room, Scale, fitting};
use attache::date::{PartialDate, Timestamp};
use attache::diagnostic::Report;
use attache::pipeline::{self, Memory};
use proptest::prelude::*;

use super::project::Project;

fn figures(rows: &[Vec<String>]) -> Figures {
    let cells = |row: &Vec<String>| {
        let cells = row.iter().map(|text| Cell {
            text: text.clone(),
            at: (),
        });
        cells.collect()
    };
    chart::read(rows.iter().map(cells).collect(), ()).0
}

fn drawn(figures: &Figures, kind: chart::Kind, is_rtl: bool) -> String {
    let language = Language {
        number: &str::to_owned,
        date: &|date: &PartialDate| date.to_string(),
        words: &|key, _| key.to_owned(),
        is_rtl,
    };
    chart::draw(&Chart {
        figures,
        kind,
        title: "A <title>",
        unit: Some("unit"),
        description: None,
        language: &language,
    })
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        (-1000..1000_i64).prop_map(|number| number.to_string()),
        (-1_000_000_000_000_000..1_000_000_000_000_000_i64).prop_map(|number| number.to_string()),
        "-?[0-9]{1,3}\\.[0-9]{1,12}",
        Just("0".to_owned()),
    ]
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        (1900..2100_i32).prop_map(|year| year.to_string()),
        (1990..2030_i32, 1..13).prop_map(|(year, month)| format!("{year}-{month:02}")),
        "[a-zé漢<&\" ]{1,60}",
    ]
}

proptest! {
    #[test]
    fn a_scale_covers_its_figures_with_few_round_numbers(
        one in number(), other in number(), most in 2..9_i64,
    ) {
        let value = |text: &str| text.parse::<f64>().unwrap_or_default();
        let (low, high) = (value(&one).min(value(&other)), value(&one).max(value(&other)));
        let scale = Scale::covering(low, high, most);
        let ticks = &scale.ticks;
        prop_assert!(ticks.len() >= 2 && ticks.len() as i64 <= most + 1, "{ticks:?}");
        let near = (high - low).abs().max(1e-9) * 1e-6;
        prop_assert!(ticks[0].value <= low + near, "{low} {ticks:?}");
        prop_assert!(ticks[ticks.len() - 1].value >= high - near, "{high} {ticks:?}");
        for tick in ticks {
            let written: f64 = tick.written.parse().unwrap();
            prop_assert!((written - tick.value).abs() <= written.abs() * 1e-9, "{tick:?}");
        }
        for pair in ticks.windows(2) {
            prop_assert!(pair[0].value < pair[1].value, "{ticks:?}");
        }
    }

    #[test]
    fn any_figures_make_a_whole_drawing(
        labels in proptest::collection::vec(label(), 1..30),
        numbers in proptest::collection::vec(number(), 120),
        series in 1..5_usize,
        is_rtl in any::<bool>(),
    ) {
        let head = (0..=series).map(|number| format!("Column {number}")).collect();
        let mut rows: Vec<Vec<String>> = vec![head];
        for (index, label) in labels.iter().enumerate() {
            let values = (0..series).map(|one| numbers[(index * series + one) % 120].clone());
            rows.push([label.clone()].into_iter().chain(values).collect());
        }
        let figures = figures(&rows);
        for (_, kind) in KINDS {
            let html = drawn(&figures, *kind, is_rtl);
            prop_assert_eq!(&html, &drawn(&figures, *kind, is_rtl));
            let svg = format!("<p>{html}</p>");
            let parsed = roxmltree::Document::parse(&svg);
            prop_assert!(parsed.is_ok(), "{html}");
            for node in parsed.unwrap().descendants() {
                for attribute in node.attributes() {
                    let value = attribute.value();
                    prop_assert!(!value.contains("NaN") && !value.contains("inf"), "{html}");
                    let is_width = matches!(attribute.name(), "width" | "height" | "r");
                    prop_assert!(!is_width || !value.starts_with('-'), "{html}");
                }
            }
        }
    }

    #[test]
    fn names_below_a_chart_do_not_touch(
        places in proptest::collection::vec((0.0..1.0_f64, 0.5..9.0_f64), 0..40),
        across in 5.0..60.0_f64,
    ) {
        let mut places: Vec<Place> = (0..)
            .zip(places)
            .map(|(number, (at, width))| Place { at, width, number })
            .collect();
        places.sort_by(|one, other| one.at.total_cmp(&other.at));
        let kept = fitting(&places, &[1, 2, 5, 10], Room::of(across, 0.0, 0.0));
        prop_assert_eq!(kept.len(), places.len());
        let kept: Vec<&Place> = places.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(it, _)| it).collect();
        prop_assert!(kept.len() < 2 || kept.iter().map(|place| place.width).sum::<f64>() <= across);
    }
}

#[test]
fn dates_stand_in_time_in_whatever_order_they_are_written() {
    let rows = |order: &[&str]| -> Vec<Vec<String>> {
        let head = ["Year", "Wells"].map(str::to_owned).to_vec();
        let rows = order
            .iter()
            .map(|year| vec![(*year).to_owned(), year[3..].to_owned()]);
        [head].into_iter().chain(rows).collect()
    };
    let (old, new) = (["2021", "2022", "2024"], ["2024", "2021", "2022"]);
    for (_, kind) in chart::KINDS {
        let [old, new] = [&old, &new].map(|order| drawn(&figures(&rows(order)), *kind, false));
        assert_eq!(old, new);
    }
}

#[test]
fn a_day_that_is_in_no_calendar_is_a_mistake_and_a_season_is_a_name() {
    let mistakes = |label: &str| {
        let cell = |text: &str| chart::Cell {
            text: text.to_owned(),
            at: (),
        };
        let rows = vec![
            vec![cell("Day"), cell("Wells")],
            vec![cell(label), cell("1")],
        ];
        let (_, mistakes) = chart::read(rows, ());
        mistakes
            .into_iter()
            .map(|one| one.message)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        mistakes("2024-02-30"),
        ["`2024-02-30` is not in the calendar"]
    );
    for label in ["2024-02-29", "2023-24", "2024", "A-b-c"] {
        assert!(mistakes(label).is_empty(), "{label}");
    }
}

#[test]
fn what_is_drawn_is_escaped_and_the_signs_of_numbers_stay() {
    let rows = [vec!["", "<b>"], vec!["<i>&\"", "-5"]];
    let rows = rows.map(|row| row.into_iter().map(str::to_owned).collect());
    let html = drawn(&figures(&rows), chart::Kind::Bars, true);
    assert!(html.contains("<title>A &lt;title&gt;</title>"), "{html}");
    assert!(html.contains(">&lt;i&gt;&amp;\"</text>"), "{html}");
    assert!(html.contains(">\u{200e}-5</text>"), "{html}");
}

/// A page with a chart of a CSV file.
fn project(settings: &str) -> Project {
    let project = Project::of("");
    project
        .write("site.yaml", settings)
        .write("content/sources/a.yaml", "title: A report\n")
        .write("content/rain.csv", "Year,Rain\n2023,1.50\n2024,\n")
        .write("content/secret.csv", "Year,Rain\n2023,77.25\n");
    let chart = |file: &str| {
        format!("```chart\ntitle: It rained\nkind: lines\nunit: mm\ncsv: {file}\nsource: a\n```")
    };
    project.page("index.md", &chart("rain.csv"));
    let draft = format!(
        "---\ntitle: A draft\ndraft: true\n---\n{}\n",
        chart("secret.csv")
    );
    project.write("content/draft.md", draft);
    project
}

#[test]
fn a_chart_has_its_table_and_its_file_and_no_more() {
    let project = project("");
    project.build(&[]).assert_good();
    let html = project.read("public/index.html");
    for part in [
        "role=\"img\" width=\"100%\"",
        "<title>It rained</title>",
        "<desc>Line chart, from 2023 to 2024. Unit: mm. Rain: highest 1.50 (2023)",
        "<td class=\"right\">1.50</td>",
        "<td class=\"right\">no figure</td>",
        "<a href=\"rain.csv\" download>",
    ] {
        assert!(html.contains(part), "no {part} in {html}");
    }
    assert!(!html.contains(" style="), "{html}");
    assert_eq!(
        project.read("public/rain.csv"),
        "Year,Rain\n2023,1.50\n2024,\n"
    );
    assert!(!project.has("public/secret.csv"));
    for (path, bytes) in project.tree("public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("77.25"), "{path}");
    }
}

/// A phone has room for some 22 em.
#[test]
fn a_drawing_has_room_whatever_stands_beside_it() {
    let table = |labels: [&str; 2], names: &[&str]| {
        let cells = |first: &str, others: &[&str]| {
            [&[first][..], others]
                .concat()
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let wide = ["-1000000000000", "100000000000.55"];
        let rows = [
            cells("", names),
            cells(labels[0], &wide[..names.len()]),
            cells(labels[1], &[wide[1], wide[0]][..names.len()]),
        ];
        figures(&rows)
    };
    let names = ["The northernmost provinces", "Southernprovincesandislands"];
    for labels in [["2020", "2021"], ["North", "South"]] {
        for names in [&names[..], &names[..1]] {
            for (name, kind) in KINDS {
                let svg = drawn(&table(labels, names), *kind, false);
                let class = svg.split("class=\"drawing lead-").nth(1).unwrap();
                let (lead, room) = class.split_once(" room-").unwrap();
                let room = room.split_once('"').unwrap().0;
                let beside: usize = lead.parse::<usize>().unwrap() + room.parse::<usize>().unwrap();
                assert!(beside <= 13, "{name} {labels:?}: {beside}");
                // Names that do not stand beside the lines stand above them.
                let is_named = names.iter().all(|name| svg.contains(name));
                let says = is_named || svg.contains("class=\"name in-1\"") || names.len() == 1;
                assert!(says, "{svg}");
            }
        }
    }
}

/// Two pages may draw one file, and each is asked for it more than once.
#[test]
fn a_file_is_read_once_however_often_it_is_drawn() {
    let project = project("");
    let root = project.path("");
    let memory = &mut Memory::new(&root);
    let (moment, report) = (Timestamp::UNIX_EPOCH, &mut Report::default());
    let renderer = pipeline::prepare(
        &pipeline::Project {
            root: &root,
            base_url: None,
            drafts: false,
            now: moment,
            strict: false,
        },
        memory,
        report,
    );
    let site = &renderer.unwrap().site;
    let (one, other) = (
        site.figures("index.md", "rain.csv"),
        site.figures("a/b.md", "/rain.csv"),
    );
    assert!(Arc::ptr_eq(&one.unwrap(), &other.unwrap()));
}

/// What is searched and given away as Markdown is the table, and not the scale.
#[test]
fn the_texts_of_a_chart_are_those_of_its_table() {
    let project = project("");
    project.build(&[]).assert_good();
    let markdown = project.read("public/index.md");
    for lines in [
        "It rained",
        "mm",
        "\n|-|-|\n|2023|1.50|\n|2024|no figure|\n",
    ] {
        assert!(markdown.contains(lines), "no {lines} in {markdown}");
    }
    assert!(!markdown.contains("0.5"), "{markdown}");
}

#[test]
fn a_chart_stands_beside_html_that_is_cleaned() {
    let (plain, cleaned) = (project(""), project("markdown: {raw_html: true}\n"));
    let drawing = |project: &Project| {
        project.build(&[]).assert_good();
        let html = project.read("public/index.html");
        let start = html.find("<svg class=\"drawing").unwrap();
        let end = html[start..].find("</figure>").unwrap();
        html[start..start + end].to_owned()
    };
    cleaned.write("content/other.md", "---\ntitle: Other\n---\n<p>x</p>\n");
    let normal = |html: String| {
        let elements = ["rect", "line", "circle", "polyline"];
        let closed = elements.map(|name| format!("></{name}>"));
        closed
            .iter()
            .fold(html, |html, end| html.replace(end, "/>"))
            .matches('<')
            .count()
    };
    assert_eq!(normal(drawing(&plain)), normal(drawing(&cleaned)));
    assert!(drawing(&cleaned).contains("viewBox=\"0 0 1000 1000\""));
}

#[test]
fn columns_are_seen_however_close_their_days_and_a_year_is_no_month() {
    let rows = |rows: &[[&str; 2]]| -> Vec<Vec<String>> {
        let head = [["Day", "Wells"]];
        let rows = head.iter().chain(rows);
        rows.map(|row| row.map(str::to_owned).to_vec()).collect()
    };
    let close = rows(&[
        ["1900-01-01", "5"],
        ["2024-01-01", "6"],
        ["2024-01-02", "7"],
    ]);
    let html = drawn(&figures(&close), chart::Kind::Bars, false);
    assert!(!html.contains("width=\"0%\""), "{html}");
    let mixed = rows(&[["2024", "5"], ["2024-01", "6"], ["2024-03", "7"]]);
    assert_eq!(figures(&mixed).dates(), None);
}
