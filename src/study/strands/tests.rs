//! Strands of the bundled data, and of small datasets where each mark stands alone.

use super::*;
use crate::data::{Origin, load, load_text};

fn all(dataset: &Dataset) -> Vec<u32> {
    dataset.all(Kind::Meeting).map(|id| id.row).collect()
}

fn strand<'s>(dataset: &Dataset, strands: &'s Strands, key: &str) -> (usize, &'s Strand) {
    let topic = dataset.find_key(key).expect(key);
    let mut found = strands.lanes.iter().enumerate();
    found.find(|(_, it)| it.of == topic).expect(key)
}

fn years(strands: &Strands, nth: usize, wanted: LaneCell) -> Vec<i16> {
    let columns = strands.columns.iter().enumerate();
    columns
        .filter(|(column, _)| strands.cell(nth, *column) == wanted)
        .filter_map(|(_, column)| column.year)
        .collect()
}

#[test]
fn climate_comes_back_after_a_silence() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    for by in [By::Year, By::Meeting] {
        let strands = Strands::new(&dataset, &all(&dataset), Kind::Topic, by, LaneOrder::First);
        let (nth, climate) = strand(&dataset, &strands, "topic/climate-migration");
        assert_eq!(years(&strands, nth, LaneCell::Strong), [2013, 2014, 2022]);
        assert_eq!(
            years(&strands, nth, LaneCell::Weak),
            [2016, 2021, 2024, 2025]
        );
        assert_eq!(climate.marks(), ["back after 5 years"]);
        let comeback = climate.comeback.expect("back");
        assert_eq!(dataset.key(comeback.last), "meeting/som-03");
        assert_eq!(dataset.key(comeback.back), "meeting/som-08");
        let (_, back) = strand(&dataset, &strands, "topic/syria");
        assert_eq!(back.marks(), ["back after 9 years"]);
        assert_eq!(
            dataset.key(back.comeback.expect("back").back),
            "meeting/som-11"
        );
    }
}

#[test]
fn not_listed_not_complete_and_not_known_are_told_apart() {
    let json = r#"{"format":"sommet/1","sources":[{"id":"s","title":"S"}],
        "topics":[{"id":"t","name":"T"},{"id":"u","name":"U"}],"meetings":[
        {"id":"a","title":"A","date":"2010","topics":["t"],"agenda":"complete","sources":["s"]},
        {"id":"b","title":"B","date":"2011","topics":["u"],"agenda":"complete","sources":["s"]},
        {"id":"c","title":"C","date":"2012","topics":["u"],"agenda":"partial","sources":["s"]},
        {"id":"d","title":"D","date":"2013","topics":["u"],"sources":["s"]},
        {"id":"e","title":"E","date":"2014","sources":["s"]},
        {"id":"f","title":"F","date":"2015","topics":["u"],"agenda":"complete"},
        {"id":"g","title":"G","topics":[{"topic":"t","weight":"context"}],"sources":["s"]}]}"#;
    let dataset = load_text(json).expect("dataset");
    let strands = Strands::new(
        &dataset,
        &all(&dataset),
        Kind::Topic,
        By::Meeting,
        LaneOrder::First,
    );
    let (nth, _) = strand(&dataset, &strands, "topic/t");
    let cells: Vec<LaneCell> = (0..strands.columns.len())
        .map(|column| strands.cell(nth, column))
        .collect();
    assert_eq!(
        cells,
        [
            LaneCell::Strong,
            LaneCell::NotListed(Completeness::Complete),
            LaneCell::NotListed(Completeness::Partial),
            LaneCell::NotListed(Completeness::Unknown),
            LaneCell::Nothing,
            LaneCell::NotListed(Completeness::Complete),
            LaneCell::Weak,
        ]
    );
    let words: Vec<&str> = cells
        .into_iter()
        .map(|cell| cell.word(Kind::Topic))
        .collect();
    assert_eq!(words, ["agenda", "·", "·?", "·?", "?", "·", "context"]);
    assert_eq!(strands.columns.last().and_then(|it| it.year), None);
}

#[test]
fn every_year_has_its_column_and_a_window_that_of_its_date() {
    let meeting =
        |id: &str, fields: &str| format!(r#"{{"id":"{id}","title":"M","topics":["t"],{fields}}}"#);
    let meetings = [
        meeting("a", r#""date":"2013""#),
        meeting(
            "w",
            r#""date":"2016","earliest":"2015-06","latest":"2016-02""#,
        ),
        meeting("b", r#""date":"2015-07-01""#),
        meeting("c", r#""date":"2030""#),
        meeting("u", r#""note":"Undated.""#),
    ];
    let json = format!(
        r#"{{"format":"sommet/1","topics":[{{"id":"t","name":"T"}}],"meetings":[{}]}}"#,
        meetings.join(",")
    );
    let dataset = load_text(json).expect("dataset");
    let strands = Strands::new(
        &dataset,
        &all(&dataset),
        Kind::Topic,
        By::Year,
        LaneOrder::First,
    );
    let columns = strands.columns.iter().enumerate();
    let told: Vec<String> = columns
        .map(|(nth, column)| {
            let years = column.years().unwrap_or_else(|| "undated".to_owned());
            format!(
                "{years} {} {}",
                column.meetings.len(),
                strands.cell(0, nth).word(Kind::Topic)
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "2013 1 agenda",
            "2014 0 ",
            "2015 1 agenda",
            "2016? 1 agenda",
            "2017..2029 0 ",
            "2030 1 agenda",
            "undated 1 agenda"
        ]
    );
    // From the end of February 2016 to the first day of 2030, without a meeting between.
    assert_eq!(strands.lanes[0].comeback, None);
    assert_eq!(strands.lanes[0].count, 5);
}

#[test]
fn a_source_changes_nothing_of_what_an_agenda_says() {
    let meeting = |nth: usize, topic: &str, agenda: &str, sources: &str| {
        format!(
            r#"{{"id":"{nth}","title":"M","date":"20{nth:02}","topics":["{topic}"],{agenda}"sources":[{sources}]}}"#
        )
    };
    for (agenda, word) in [
        ("", "·?"),
        (r#""agenda":"complete","#, "·"),
        (r#""agenda":"partial","#, "·?"),
    ] {
        let meetings = [
            meeting(1, "a", "", ""),
            meeting(2, "b", agenda, ""),
            meeting(3, "b", agenda, r#""s""#),
        ];
        let json = format!(
            r#"{{"format":"sommet/1","topics":[{{"id":"a","name":"A"}},{{"id":"b","name":"B"}}],
            "sources":[{{"id":"s","title":"S"}}],"meetings":[{}]}}"#,
            meetings.join(",")
        );
        let dataset = load_text(json).expect("dataset");
        for by in [By::Meeting, By::Year] {
            let strands = Strands::new(&dataset, &all(&dataset), Kind::Topic, by, LaneOrder::First);
            let (nth, _) = strand(&dataset, &strands, "topic/a");
            let words = [1, 2].map(|column| strands.cell(nth, column).word(Kind::Topic));
            assert_eq!(words, [word, word], "{agenda}");
        }
    }
}

#[test]
fn new_once_and_back() {
    let json = r#"{"format":"sommet/1","topics":[{"id":"new","name":"New"},{"id":"old","name":"Old"},
        {"id":"back","name":"Back"},{"id":"pause","name":"Pause"}],"meetings":[
        {"id":"a","title":"A","date":"2010-01-01","topics":["old","back"]},
        {"id":"b","title":"B","date":"2013-01-01","topics":["old"]},
        {"id":"c","title":"C","date":"2015-02-01","topics":["back"]},
        {"id":"d","title":"D","date":"2018-03-01","topics":["back","new"]}]}"#;
    let dataset = load_text(json).expect("dataset");
    let strands = Strands::new(
        &dataset,
        &all(&dataset),
        Kind::Topic,
        By::Meeting,
        LaneOrder::Comeback,
    );
    assert_eq!(strands.lanes.len(), 3, "what is never seen is not told");
    let marks = |key: &str| strand(&dataset, &strands, key).1.marks();
    assert_eq!(marks("topic/new"), ["new", "once"]);
    // Nothing was held between 2015 and 2018: a topic is not silent when nobody meets.
    assert_eq!(marks("topic/back"), ["back after 5 years"]);
    assert!(marks("topic/old").is_empty());
    let order: Vec<&str> = strands.lanes.iter().map(|it| dataset.name(it.of)).collect();
    assert_eq!(order, ["Back", "Old", "New"]);
    let silence = Strands::new(
        &dataset,
        &all(&dataset),
        Kind::Topic,
        By::Meeting,
        LaneOrder::Silence,
    );
    assert_eq!(dataset.name(silence.lanes[0].of), "Old");
    let count = Strands::new(
        &dataset,
        &all(&dataset),
        Kind::Topic,
        By::Meeting,
        LaneOrder::Count,
    );
    assert_eq!(count.lanes[0].count, 3);
}

#[test]
fn nothing_is_no_grid() {
    let dataset = load_text(r#"{"format":"sommet/1"}"#).expect("dataset");
    let strands = Strands::new(&dataset, &[], Kind::Topic, By::Year, LaneOrder::First);
    assert!(strands.columns.is_empty() && strands.lanes.is_empty());
    assert_eq!(strands.cell(3, 4), LaneCell::Nothing);
}

/// One meeting reports A, announces B, and has A come for O; the other lists all who came, B among them; a third has
/// P for host and names nobody.
const ROOM: &str = r#"{"format":"sommet/1","people":[{"id":"a","name":"A"},{"id":"b","name":"B"}],
    "organisations":[{"id":"o","name":"O"},{"id":"p","name":"P"}],"meetings":[
    {"id":"m","title":"M","date":"2010","participants":[{"person":"a","organisation":"o"},
        {"person":"b","basis":"announced"}]},
    {"id":"n","title":"N","date":"2013","participants":[{"person":"b"}],"attendance":"complete"},
    {"id":"h","title":"H","date":"2014","hosts":["p"]}]}"#;

#[test]
fn people_and_organisations_have_the_same_lanes() {
    let dataset = load_text(ROOM).expect("dataset");
    let cells = |of: Kind| {
        let study = Strands::new(&dataset, &all(&dataset), of, By::Meeting, LaneOrder::First);
        let rows = 0..study.lanes.len();
        let told = rows.map(|row| {
            let columns = 0..study.columns.len();
            let words: Vec<&str> = columns.map(|at| study.cell(row, at).word(of)).collect();
            format!("{}: {}", dataset.name(study.lanes[row].of), words.join(" "))
        });
        told.collect::<Vec<String>>()
    };
    assert_eq!(
        cells(Kind::Person),
        ["A: named · ?", "B: not reported named ?"]
    );
    // That the second names no organisation says nothing of them, however complete its list of people is.
    assert_eq!(
        cells(Kind::Organisation),
        ["O: named ? ·?", "P: ·? ? named"]
    );
    let years = Strands::new(
        &dataset,
        &all(&dataset),
        Kind::Person,
        By::Year,
        LaneOrder::Last,
    );
    assert_eq!(dataset.name(years.lanes[0].of), "B");
    // Nothing was held between the two: nobody is silent when nobody meets.
    assert_eq!(years.lanes[0].word(), "");
    let signs: Vec<(Sign, bool)> = (0..5).map(|at| years.sign(0, at)).collect();
    assert_eq!(
        signs,
        [
            (Sign::Weak, true),
            (Sign::Joint, true),
            (Sign::Joint, true),
            (Sign::Strong, false),
            (Sign::Blank, false)
        ]
    );
}
