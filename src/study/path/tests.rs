//! Chains of the bundled data, each link looked up; and small datasets whose chains can be counted by hand.

use super::*;
use crate::data::{Origin, Relation, load, load_text};

fn all(dataset: &Dataset) -> Vec<u32> {
    dataset.all(Kind::Meeting).map(|id| id.row).collect()
}

fn asked(
    dataset: &Dataset,
    ends: [&str; 2],
    without: &[&str],
    via: Option<Via>,
) -> Option<Connection> {
    let id = |key: &str| dataset.find_key(key).expect(key);
    let without: Vec<RecordId> = without.iter().map(|key| id(key)).collect();
    let kept = all(dataset);
    let question = Question {
        from: id(ends[0]),
        to: id(ends[1]),
        kept: &kept,
        without: &without,
        via,
        most: 50,
    };
    Some(connection(dataset, &question)).filter(|found| found.count > 0)
}

fn said(dataset: &Dataset, chain: &Chain) -> String {
    let ids = chain.nodes.iter().map(|id| dataset.raw_id(*id).to_owned());
    ids.collect::<Vec<String>>().join(" ")
}

#[test]
fn every_link_of_a_chain_is_in_the_data() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let ends = ["person/pierre-vimont", "person/amy-pope"];
    let found = asked(&dataset, ends, &[], None).expect("connected");
    assert!(found.count >= 1);
    for chain in &found.chains {
        assert_eq!(chain.nodes.first(), Some(&found.from));
        assert_eq!(chain.nodes.last(), Some(&found.to));
        let steps = chain.steps(&dataset).into_iter();
        let links: Vec<Link> = steps.flat_map(|it| [it.from, it.to]).flatten().collect();
        assert_eq!(links.len(), chain.nodes.len() - 1);
        for link in links {
            let relations = [
                Relation::Participant,
                Relation::Chair,
                Relation::CameFor,
                Relation::Host,
                Relation::Listed,
                Relation::Discussed,
            ];
            let mut named = relations
                .into_iter()
                .flat_map(|it| dataset.to(link.meeting, it));
            assert!(named.any(|id| id == link.record), "{link:?}");
        }
    }
}

const SQUARE: &str = r#"{"format":"sommet/1","people":[{"id":"a","name":"A"},{"id":"b","name":"B"},
    {"id":"c","name":"C"},{"id":"d","name":"D"},{"id":"z","name":"Z"}],
    "organisations":[{"id":"hub","name":"Hub"}],"topics":[{"id":"t","name":"T"}],
    "sources":[{"id":"s","title":"S"}],
    "meetings":[
    {"id":"ab","title":"AB","date":"2001","participants":[{"person":"a"},{"person":"b"}]},
    {"id":"ac","title":"AC","date":"2002","participants":[{"person":"a","basis":"announced"},{"person":"c"}]},
    {"id":"bd","title":"BD","date":"2003","participants":[{"person":"b"},{"person":"d"}],"sources":["s"]},
    {"id":"cd","title":"CD","date":"2004","participants":[{"person":"c"},{"person":"d"}]},
    {"id":"h","title":"H","date":"2005","participants":[{"person":"a"}],"organisations":["hub"]},
    {"id":"i","title":"I","date":"2006","participants":[{"person":"d"}],"organisations":["hub"],"topics":["t"]},
    {"id":"j","title":"J","date":"2007","participants":[{"person":"z"}],"topics":["t"]}]}"#;

#[test]
fn shortest_chains_are_counted_and_the_surest_comes_first() {
    let dataset = load_text(SQUARE).expect("dataset");
    let found = asked(&dataset, ["person/a", "person/d"], &[], None).expect("connected");
    assert_eq!((found.via, found.count), (Via::People, 2));
    let chains: Vec<String> = found.chains.iter().map(|it| said(&dataset, it)).collect();
    assert_eq!(chains, ["a ab b bd d", "a ac c cd d"]);
    let without = asked(&dataset, ["person/a", "person/d"], &["person/b"], None);
    assert_eq!(without.expect("the other way").count, 1);
    let hub = asked(
        &dataset,
        ["person/a", "person/d"],
        &["person/b", "meeting/cd"],
        None,
    );
    let hub = hub.expect("by the hub");
    assert_eq!(hub.via, Via::Organisations);
    assert_eq!(said(&dataset, &hub.chains[0]), "a h hub i d");
    let without = &["person/b", "person/c", "organisation/hub"];
    assert_eq!(
        asked(&dataset, ["person/a", "person/d"], without, None),
        None
    );
}

#[test]
fn ends_may_be_of_any_kind() {
    let dataset = load_text(SQUARE).expect("dataset");
    let chain = |ends: [&str; 2]| {
        let found = asked(&dataset, ends, &[], None).expect("connected");
        (said(&dataset, &found.chains[0]), found.via)
    };
    assert_eq!(chain(["meeting/ab", "meeting/cd"]).0, "ab b bd d cd");
    assert_eq!(chain(["meeting/ab", "person/a"]).0, "ab a");
    assert_eq!(chain(["person/a", "person/b"]).0, "a ab b");
    assert_eq!(chain(["source/s", "person/a"]).0, "s bd b ab a");
    assert_eq!(chain(["organisation/hub", "topic/t"]).0, "hub i t");
    assert_eq!(
        chain(["person/a", "person/z"]),
        ("a h hub i t j z".to_owned(), Via::Topics)
    );
    assert_eq!(
        asked(&dataset, ["person/a", "person/z"], &[], Some(Via::People)),
        None
    );
}

#[test]
fn time_is_bounded_by_the_meetings_kept() {
    let dataset = load_text(SQUARE).expect("dataset");
    let id = |key: &str| dataset.find_key(key).expect(key);
    let kept: Vec<u32> = all(&dataset)
        .into_iter()
        .filter(|row| *row != id("meeting/ab").row)
        .collect();
    let question = Question {
        from: id("person/a"),
        to: id("person/d"),
        kept: &kept,
        without: &[],
        via: None,
        most: 1,
    };
    let found = connection(&dataset, &question);
    assert_eq!(
        (found.count, said(&dataset, &found.chains[0])),
        (1, "a ac c cd d".to_owned())
    );
}

/// From A to Z there are three chains of two meetings: through B, who is at two meetings of two each; through H, who is
/// at four; through C, one of whose two meetings names five.
const RARE: &str = r#"{"format":"sommet/1","people":[{"id":"a","name":"A"},{"id":"b","name":"B"},{"id":"c","name":"C"},
    {"id":"e","name":"E"},{"id":"f","name":"F"},{"id":"g","name":"G"},{"id":"h","name":"H"},{"id":"z","name":"Z"}],
    "meetings":[
    {"id":"ac","title":"AC","date":"2001","participants":[{"person":"a"},{"person":"c"},{"person":"e"},{"person":"f"},
        {"person":"g"}]},
    {"id":"cz","title":"CZ","date":"2002","participants":[{"person":"c"},{"person":"z"}]},
    {"id":"ah","title":"AH","date":"2003","participants":[{"person":"a"},{"person":"h"}]},
    {"id":"hz","title":"HZ","date":"2004","participants":[{"person":"h"},{"person":"z"}]},
    {"id":"h1","title":"H1","date":"2005","participants":[{"person":"h"}]},
    {"id":"h2","title":"H2","date":"2006","participants":[{"person":"h"}]},
    {"id":"ab","title":"AB","date":"2007","participants":[{"person":"a"},{"person":"b","basis":"announced"}]},
    {"id":"bz","title":"BZ","date":"2008","participants":[{"person":"b"},{"person":"z"}]}]}"#;

#[test]
fn the_rarest_chain_comes_first_and_hubs_have_their_numbers() {
    let dataset = load_text(RARE).expect("dataset");
    let found = asked(&dataset, ["person/a", "person/z"], &[], None).expect("connected");
    let told = found.chains.iter().map(|chain| {
        let product: u64 = chain.numbers[1..4].iter().product();
        let hub = chain.hubs().next().expect("a hub");
        (said(&dataset, chain), product, dataset.name(hub.0), hub.1)
    });
    // 2 · 2 · 2, then 2 · 4 · 2, then 5 · 2 · 2; that a presence was only announced is told of equals.
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("a ab b bz z".to_owned(), 8, "B", 2),
            ("a ah h hz z".to_owned(), 16, "H", 4),
            ("a ac c cz z".to_owned(), 20, "C", 2),
        ]
    );
}

/// A dataset of so many people, each named for some of as many meetings, by a seed.
fn at_random(seed: u64, count: usize) -> Dataset {
    let mut state = seed;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let people: Vec<String> = (0..count)
        .map(|nth| format!(r#"{{"id":"p{nth}","name":"P{nth}"}}"#))
        .collect();
    let meetings: Vec<String> = (0..count)
        .map(|nth| {
            let named = (0..=random(4)).map(|_| {
                let basis = ["reported", "announced"][random(2)];
                format!(r#"{{"person":"p{}","basis":"{basis}"}}"#, random(count))
            });
            let named = named.collect::<Vec<String>>().join(",");
            format!(r#"{{"id":"m{nth}","title":"M{nth}","participants":[{named}]}}"#)
        })
        .collect();
    let (people, meetings) = (people.join(","), meetings.join(","));
    let json = format!(r#"{{"format":"sommet/1","people":[{people}],"meetings":[{meetings}]}}"#);
    load_text(json).expect("dataset")
}

#[test]
fn a_chain_that_is_rarer_in_every_link_never_comes_later() {
    let mut several = 0;
    for seed in 0..60 {
        let dataset = at_random(seed, 12);
        let kept = all(&dataset);
        for to in 1..12 {
            let ends = ["person/p0", &format!("person/p{to}")];
            let Some(found) = asked(&dataset, ends, &[], Some(Via::People)) else {
                continue;
            };
            assert_eq!(found.chains.len() as u64, found.count.min(50));
            let inner = |chain: &Chain| chain.numbers[1..chain.numbers.len() - 1].to_vec();
            for (nth, later) in found.chains.iter().enumerate() {
                for earlier in &found.chains[..nth] {
                    let mut pairs = inner(later).into_iter().zip(inner(earlier));
                    assert!(
                        !pairs.all(|(later, earlier)| later < earlier),
                        "{seed} {to}"
                    );
                    several += 1;
                }
            }
            // However few are asked for, these are the same first ones.
            let question = Question {
                from: found.from,
                to: found.to,
                kept: &kept,
                without: &[],
                via: Some(Via::People),
                most: 2,
            };
            let few = connection(&dataset, &question).chains;
            assert_eq!(few[..], found.chains[..few.len()], "{seed} {to}");
        }
    }
    assert!(several > 100, "{several}");
}
