//! What queries keep and find in the bundled dialogue.

use super::span::TimeSpan;
use super::*;
use crate::data::{Dataset, Kind, Origin, Overlap, RecordId, load, load_text};
use crate::search::equivalence::{Dice, phrase, some_dataset};
use crate::search::{Index, Stop};

struct World {
    dataset: Dataset,
    index: Index,
}

impl World {
    fn bundled() -> Self {
        Self::of(load(&Origin::Bundled).expect("bundled"))
    }

    fn of(dataset: Dataset) -> Self {
        let index = Index::new(&dataset);
        Self { dataset, index }
    }

    fn matcher(&self) -> Matcher<'_> {
        Matcher::new(&self.dataset, &self.index)
    }

    fn keep(&self, text: &str) -> Vec<String> {
        let query = Query::parse(text).expect(text);
        let rows = self.matcher().keep(&query).into_iter();
        let id = |row| self.dataset.raw_id(RecordId::meeting(row)).to_owned();
        rows.map(id).collect()
    }

    fn find(&self, text: &str, kind: Option<Kind>) -> Vec<(String, usize)> {
        let query = Query::parse(text).expect(text);
        let answer = self.matcher().find_all(&query, kind);
        let hits = answer.found.hits().iter();
        hits.map(|hit| {
            (
                self.dataset.key(hit.id),
                answer.count(&self.dataset, hit.id).all(),
            )
        })
        .collect()
    }

    fn part(&self, key: &str) -> Expr {
        Expr::meetings_of(&self.dataset, self.dataset.find_key(key).expect(key))
    }

    fn why(&self, text: &str) -> String {
        let query = Query::parse(text).expect(text);
        query.why_nothing(&self.matcher(), &self.dataset)
    }
}

#[test]
fn several_terms_mean_all_of_them() {
    let world = World::bundled();
    assert_eq!(
        world.keep("person:swing in:2013..2014"),
        ["som-01", "hld-2013-10", "easo-visit-2013", "som-02"]
            .into_iter()
            .filter(|id| world.keep("person:swing").contains(&(*id).to_owned()))
            .collect::<Vec<_>>()
    );
    assert_eq!(
        world.keep("person:william-lacy-swing topic:climate-migration"),
        ["som-01", "som-02", "som-03"]
    );
    let both = world.keep("person:swing -topic:climate");
    assert!(!both.is_empty() && !both.contains(&"som-02".to_owned()));
}

#[test]
fn or_not_and_parentheses() {
    let world = World::bundled();
    let any = world.keep("topic:libya or topic:ukraine");
    let (libya, ukraine) = (world.keep("topic:libya"), world.keep("topic:ukraine"));
    assert!(libya.iter().chain(&ukraine).all(|id| any.contains(id)));
    let left = world.keep("-(topic:libya or topic:ukraine)");
    assert_eq!(left.len() + any.len(), world.dataset.count(Kind::Meeting));
    assert_eq!(world.keep("not not series:som"), world.keep("series:som"));
}

#[test]
fn an_id_means_that_record_alone_and_a_word_begins_one() {
    let world = World::bundled();
    assert_eq!(world.keep("org:iom").len(), world.keep("o:iom").len());
    assert!(world.keep("org:iom-brussels").len() < world.keep("org:iom").len());
    assert!(world.keep("person:ørens").is_empty());
    assert_eq!(world.keep("person:SØREN"), ["som-01", "som-02"]);
    assert_eq!(
        world
            .keep("role:\"director general\" org:echo person:claus")
            .len(),
        2
    );
    assert_eq!(
        world.keep("series:som"),
        world.keep("series:\"senior off\"")
    );
    assert_eq!(world.keep("meeting:som-02"), world.keep("series:som"));
}

#[test]
fn times_places_and_what_is_known() {
    let world = World::bundled();
    assert_eq!(world.keep("series:som in:2018"), ["som-05"]);
    assert_eq!(world.keep("series:som after:2022"), ["som-10", "som-11"]);
    assert_eq!(world.keep("series:som before:2014"), ["som-01"]);
    assert!(world.keep("place:brussels").contains(&"som-05".to_owned()));
    assert!(world.keep("has:conflict").contains(&"som-06".to_owned()));
    let (with, without) = (world.keep("has:place"), world.keep("-has:place"));
    assert_eq!(
        with.len() + without.len(),
        world.dataset.count(Kind::Meeting)
    );
    assert!(
        world
            .keep("text:\"fifth EU service\"")
            .contains(&"som-03".to_owned())
    );
}

#[test]
fn words_ask_the_record_and_fields_its_meetings() {
    let world = World::bundled();
    let found = world.find("sorensen in:2014", Some(Kind::Person));
    assert_eq!(found, [("person/claus-sorensen".to_owned(), 1)]);
    assert_eq!(world.find("sorensen in:2020", Some(Kind::Person)), []);
    let topics = world.find("meeting:eeas-visit-2015", Some(Kind::Topic));
    assert!(topics.iter().all(|(_, count)| *count == 1), "{topics:?}");
    let found = world.find("\"lacy swing\"", None);
    assert_eq!(found[0].0, "person/william-lacy-swing");
    assert_eq!(world.find("\"swing lacy\"", Some(Kind::Person)), []);
    let without = world.find("director -sorensen", Some(Kind::Person));
    assert!(!without.is_empty());
    assert!(
        without
            .iter()
            .all(|(key, _)| key != "person/claus-sorensen")
    );
    let either = world.find("(sorensen or person:pope)", Some(Kind::Person));
    let keys: Vec<&str> = either.iter().map(|(key, _)| key.as_str()).collect();
    assert!(keys.contains(&"person/claus-sorensen") && keys.contains(&"person/amy-pope"));
}

#[test]
fn without_words_the_latest_meeting_comes_first() {
    let world = World::bundled();
    let found = world.find("person:swing in:2013..2014", Some(Kind::Meeting));
    let ids: Vec<String> = world.keep("person:swing in:2013..2014");
    let keys: Vec<String> = { ids.iter().rev() }
        .map(|id| format!("meeting/{id}"))
        .collect();
    assert_eq!(
        found.into_iter().map(|(key, _)| key).collect::<Vec<_>>(),
        keys
    );
}

#[test]
fn a_part_is_added_once_and_its_opposite_takes_its_place() {
    let world = World::bundled();
    let part = world.part("person/amy-pope");
    let once = Query::default().with(part.clone()).expect("new");
    assert_eq!(once.with(part.clone()), None);
    let opposite = once.with(part.negated()).expect("changed");
    assert_eq!(opposite.to_string(), "-person:amy-pope");
    assert_eq!(opposite.without_last(), Query::default());
}

#[test]
fn nothing_is_explained() {
    let world = World::bundled();
    assert_eq!(
        world.why("series:som in:2015"),
        "no meeting has both; for 2015 there is no EU–IOM Senior Officials Meeting on record"
    );
    assert_eq!(world.why("in:1999"), "no meeting in 1999 on record");
    assert_eq!(
        world.why("topic:zzz"),
        "no meeting with topic:zzz on record"
    );
}

#[test]
fn a_query_is_explained_part_by_part() {
    let world = World::bundled();
    let query = Query::parse("swing (t:clim or -org:zzz) after:2018-04").expect("query");
    assert_eq!(
        query.explained(&world.matcher(), &world.dataset),
        "swing (topic:clim or -org:zzz) after:2018-04\n  \
         the word swing matches the record\n  any of\n    \
         meetings of the topic Climate change, environmental degradation and migration\n    \
         leave out\n      meetings of a organisation named zzz: there is none\n  \
         held from 2018-05-01 on\n"
            .replace("a organisation", "an organisation")
    );
}

#[test]
fn chips_say_names() {
    let world = World::bundled();
    let label = |expr: Expr| expr.label(&world.dataset);
    assert_eq!(label(world.part("person/amy-pope")), "Amy Pope");
    assert_eq!(label(world.part("meeting/som-02").negated()), "not SOM");
    assert_eq!(label(Expr::in_year(2015)), "2015");
    let query = Query::parse("topic:clim").expect("query");
    assert_eq!(label(query.parts()[0].clone()), "topic:clim");
}

#[test]
fn an_id_with_odd_letters_is_written_as_it_is_found_again() {
    let json = r#"{"format":"sommet/1","topics":[{"id":"a b\u001b","name":"x"}]}"#;
    let world = World::of(load_text(json).expect("dataset"));
    let id = world.dataset.all(Kind::Topic).next().expect("one");
    let part = Expr::meetings_of(&world.dataset, id);
    assert_eq!(part.shown(), "topic:a%20b%1B");
    assert_eq!(part.record(&world.dataset), Some(id));
    assert_eq!(
        Query::parse(&part.to_string()).expect("query").parts(),
        [part]
    );
}

#[test]
fn meetings_of_a_time_are_those_that_may_fall_within() {
    let mut dice = Dice::new(8);
    for _ in 0..12 {
        let world = World::of(some_dataset(&mut dice));
        for text in [
            "in:2012",
            "in:2013-03..2015",
            "after:2014-05",
            "before:2013",
            "in:..2011",
            "after:2030",
        ] {
            let query = Query::parse(text).expect(text);
            let Some(Expr::Field(field, value)) = query.parts().first() else {
                panic!("{text} is a field");
            };
            let span = TimeSpan::parse(*field, value).expect(text);
            let meetings = world.dataset.all(Kind::Meeting);
            let held = meetings.filter(|id| {
                world
                    .dataset
                    .when(*id)
                    .is_some_and(|when| span.holds(when) != Overlap::Not)
            });
            let rows: Vec<u32> = held.map(|id| id.row).collect();
            assert_eq!(world.matcher().keep(&query), rows, "{text}");
        }
    }
}

#[test]
fn asked_for_fewer_the_first_are_the_same_whatever_is_remembered() {
    let mut dice = Dice::new(9);
    let fields = [
        "",
        " in:2012..2016",
        " topic:climate",
        " -person:sor",
        " (iom or in:2013)",
        " -\"DG ECHO\"",
    ];
    for _ in 0..8 {
        let world = World::of(some_dataset(&mut dice));
        let mut memory = QueryCache::default();
        for _ in 0..30 {
            let words = if dice.chance(70) {
                phrase(&mut dice, 2)
            } else {
                String::new()
            };
            let text = format!("{words}{}", dice.one_of(&fields));
            let Ok(query) = Query::parse(&text) else {
                continue;
            };
            let all = world.matcher().find_all(&query, None);
            for limit in [2, 7, 3] {
                let matcher = world.matcher();
                let some = matcher.find(&query, None, limit, &Stop::default(), &mut memory);
                let some = some.expect("nobody stops it");
                assert_eq!(some.found.total(), all.found.hits().len(), "{text}");
                let first: Vec<_> = all.found.hits().iter().take(limit).collect();
                assert_eq!(
                    some.found.hits().iter().collect::<Vec<_>>(),
                    first,
                    "{text}"
                );
                for hit in first {
                    let counts = [&some, &all].map(|answer| answer.count(&world.dataset, hit.id));
                    assert_eq!(counts[0], counts[1], "{text}");
                }
            }
        }
    }
}
