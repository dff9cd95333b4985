//! Comparisons of the bundled data, and of a small dataset.

use super::*;
use crate::data::{Origin, load, load_text};

fn compare(dataset: &Dataset, keys: &[&str]) -> Result<Compare, String> {
    let who: Vec<RecordId> = keys
        .iter()
        .map(|key| dataset.find_key(key).expect(key))
        .collect();
    let kept: Vec<u32> = dataset.all(Kind::Meeting).map(|id| id.row).collect();
    Compare::new(dataset, &who, &kept)
}

#[test]
fn two_who_were_named_together_twice() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let keys = ["person/claus-sorensen", "person/william-lacy-swing"];
    let compare = compare(&dataset, &keys).expect("fit");
    assert_eq!(compare.all_together, 2);
    assert_eq!(compare.pairs[0].together, 2);
    let both = compare.rows.iter().filter(|row| row.named == 3);
    let told: Vec<(String, String, String)> = both
        .map(|row| {
            let said = |nth| compare.presence(&dataset, *row, nth).in_short(&dataset);
            (dataset.key(row.meeting), said(0), said(1))
        })
        .collect();
    let echo = "Director General, DG ECHO (announced)".to_owned();
    let iom = "Director General, IOM (announced)".to_owned();
    assert_eq!(
        told,
        [
            ("meeting/som-01".to_owned(), echo.clone(), iom.clone()),
            ("meeting/som-02".to_owned(), echo, iom)
        ]
    );
    let climate = dataset
        .find_key("topic/climate-migration")
        .expect("climate");
    assert!(compare.topics.contains(&(climate, 2)));
    let alone = compare
        .rows
        .iter()
        .find(|row| row.named == 2)
        .expect("Swing alone");
    assert!(matches!(
        compare.presence(&dataset, *alone, 0),
        Naming::NotNamed(_)
    ));
    assert!(compare.rows.iter().any(|row| row.named == 3));
}

#[test]
fn a_post_has_all_its_holders_in_order() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let keys = ["person/amy-pope", "person/william-lacy-swing"];
    let compare = compare(&dataset, &keys).expect("fit");
    assert_eq!(compare.all_together, 0);
    let post = compare.posts.iter().find(|post| post.title.contains("IOM"));
    let holders = post.expect("the post").holders.iter();
    let names: Vec<&str> = holders.map(|it| dataset.name(it.person)).collect();
    assert_eq!(
        names,
        ["William Lacy Swing", "António Vitorino", "Amy Pope"]
    );
}

#[test]
fn organisations_and_lists() {
    let json = r#"{"format":"sommet/1","people":[{"id":"p","name":"P"}],
        "organisations":[{"id":"a","name":"A"},{"id":"b","name":"B","successor_of":"a"}],"meetings":[
        {"id":"m","title":"M","date":"2020","hosts":["a"],"attendance":"complete",
         "participants":[{"person":"p","organisation":"a"}]},
        {"id":"n","title":"N","date":"2021","organisations":["b"]}]}"#;
    let dataset = load_text(json).expect("dataset");
    let compare = compare(&dataset, &["organisation/a", "organisation/b"]).expect("fit");
    let cells: Vec<[String; 2]> = compare
        .rows
        .iter()
        .map(|row| [0, 1].map(|nth| compare.presence(&dataset, *row, nth).in_short(&dataset)))
        .collect();
    assert_eq!(cells, [["P, host", "·"], ["·?", "listed"]]);
    assert_eq!(compare.succession, [(compare.who[1], compare.who[0])]);
}

#[test]
fn what_cannot_be_compared_is_told() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let refused = |keys: &[&str]| compare(&dataset, keys).expect_err("refused");
    let swing = "person/william-lacy-swing";
    assert!(refused(&[swing]).contains("one alone"));
    assert!(refused(&[swing, swing]).contains("once only"));
    assert!(refused(&[swing, "topic/libya"]).contains("topic/libya is a topic"));
    let many: Vec<String> = dataset
        .all(Kind::Person)
        .take(7)
        .map(|id| dataset.key(id))
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(refused(&many).contains("7 are too many"));
    assert!(compare(&dataset, &many[..6]).is_ok());
}
