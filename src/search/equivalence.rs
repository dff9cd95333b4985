//! The engine finds what the plain definition finds: the same records in the same order, ranked, counted,
//! marked and explained alike, however one types.

use super::reference::{AllTexts, find_plainly, texts};
use super::*;
use crate::data::{Dataset, Kind, Origin, RecordId, load, load_text};
use crate::text::words;

/// A small reproducible source of chance.
pub(crate) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }

    pub fn one_of<'a>(&mut self, some: &[&'a str]) -> &'a str {
        some[self.below(some.len())]
    }

    pub fn chance(&mut self, in_hundred: usize) -> bool {
        self.below(100) < in_hundred
    }
}

/// Words that stand inside, before and beside each other, with letters of all sorts.
const WORDS: [&str; 60] = [
    "Sørensen",
    "Sorensen",
    "sor",
    "Soren",
    "migration",
    "Migrations",
    "migrant",
    "immigration",
    "climate",
    "Climat",
    "clim",
    "energy",
    "sector",
    "hydrogen",
    "hydro",
    "hybrid",
    "EU-IOM",
    "IOM",
    "IoM",
    "DG",
    "ECHO",
    "O’Sullivan",
    "l’été",
    "d'un",
    "a",
    "e",
    "2013",
    "13",
    "2014-15",
    "COVID-19",
    "Straße",
    "Łódź",
    "Жуков",
    "漢字",
    "\u{1e922}\u{1e923}\u{1e922}",
    "\u{1e922}",
    "strategy",
    "strtgy",
    "senior",
    "officials",
    "—",
    "…",
    "mtg",
    "summit",
    "Zhukov",
    "ЖУКОВ",
    "жуковский",
    "Müller",
    "Mueller",
    "Muellerin",
    "Aarhus",
    "Århus",
    "U.N.",
    "UN",
    "I.O.M.",
    "&",
    "and",
    "אורון",
    "ורון",
    "Əliyev",
];

pub(crate) fn phrase(dice: &mut Dice, most: usize) -> String {
    let many = 1 + dice.below(most);
    let words: Vec<&str> = (0..many).map(|_| dice.one_of(&WORDS)).collect();
    words.join(dice.one_of(&[" ", " ", " ", "-", ", ", "/"]))
}

/// Records of every kind that the engine takes another way for.
pub(crate) fn some_dataset(dice: &mut Dice) -> Dataset {
    // No word has a letter that JSON would escape.
    let quoted = |text: String| format!("\"{text}\"");
    let many = 1 + dice.below(90);
    let several = 1 + dice.below(20);
    let list = |dice: &mut Dice, of: &str, count: usize, most: usize| {
        let ids: Vec<String> = (0..dice.below(most + 1))
            .map(|_| format!("\"{of}{}\"", dice.below(count)))
            .collect();
        ids.join(",")
    };
    let alias = |dice: &mut Dice| match dice.below(4) {
        0 => format!(r#","aliases":[{}]"#, quoted(phrase(dice, 3))),
        1 => format!(r#","short":{}"#, quoted(phrase(dice, 2))),
        _ => String::new(),
    };
    let people: Vec<String> = (0..many)
        .map(|nth| {
            let name = quoted(phrase(dice, 3));
            let alias = alias(dice).replace(",\"short\"", ",\"note\"");
            let roles = if dice.chance(50) {
                let title = quoted(phrase(dice, 2));
                let organisation = dice.below(several);
                format!(r#","roles":[{{"title":{title},"organisation":"o{organisation}"}}]"#)
            } else {
                String::new()
            };
            format!(r#"{{"id":"p{nth}","name":{name}{alias}{roles}}}"#)
        })
        .collect();
    let mut plain = |of: &str| {
        let records: Vec<String> = (0..several)
            .map(|nth| {
                let name = quoted(phrase(dice, 3));
                format!(r#"{{"id":"{of}{nth}","name":{name}{}}}"#, alias(dice))
            })
            .collect();
        records.join(",")
    };
    let (organisations, topics) = (plain("o"), plain("t"));
    let meetings: Vec<String> = (0..many * 2)
        .map(|nth| {
            let title = quoted(phrase(dice, 5));
            let year = 2010 + dice.below(12);
            let date = match dice.below(5) {
                0 => format!("{year}"),
                1 => format!("{year}-0{}", 1 + dice.below(9)),
                2 => format!("{year}-03-01/{}-02", year + dice.below(3) + 1),
                3 => String::new(),
                _ => format!("{year}-0{}-1{}", 1 + dice.below(9), dice.below(10)),
            };
            let alias = alias(dice);
            let mut guests: Vec<String> = (0..dice.below(4))
                .map(|_| {
                    let person = dice.below(many);
                    let role = quoted(phrase(dice, 1));
                    format!(r#"{{"person":"p{person}","role":{role}}}"#)
                })
                .collect();
            if dice.chance(20) {
                guests.push(format!(r#"{{"name":{}}}"#, quoted(phrase(dice, 2))));
            }
            let guests = guests.join(",");
            let topics = list(dice, "t", several, 2);
            let hosts = list(dice, "o", several, 1);
            let series = if dice.chance(30) { r#","series":"s""# } else { "" };
            let part = if dice.chance(10) && nth > 0 {
                format!(r#","part_of":"m{}""#, dice.below(nth))
            } else {
                String::new()
            };
            let place = quoted(phrase(dice, 1));
            format!(
                r#"{{"id":"m{nth}","title":{title},"date":"{date}","place":{place},"participants":[{guests}],"topics":[{topics}],"hosts":[{hosts}]{alias}{series}{part}}}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{"people":[{}],"organisations":[{organisations}],"topics":[{topics}],"series":[{{"id":"s","name":"Rounds"}}],"meetings":[{}]}}"#,
        people.join(","),
        meetings.join(",")
    );
    load_text(text).expect("it can be read")
}

/// A query, as it is typed: letters one by one, some taken back, words swapped, letters wrong.
fn keys(dice: &mut Dice) -> Vec<String> {
    let mut line: Vec<char> = phrase(dice, 2).chars().collect();
    if dice.chance(40) && line.len() > 3 {
        let at = 1 + dice.below(line.len() - 2);
        match dice.below(3) {
            0 => line.swap(at, at + 1),
            1 => drop(line.remove(at)),
            _ => line[at] = 'x',
        }
    }
    let mut typed = Vec::new();
    let mut now = String::new();
    for letter in line {
        now.push(letter);
        typed.push(now.clone());
        if dice.chance(15) {
            now.pop();
            typed.push(now.clone());
            now.push(letter);
        }
    }
    typed
}

struct Both<'d> {
    dataset: &'d Dataset,
    index: &'d Index,
    texts: AllTexts,
}

impl Both<'_> {
    fn compare(&self, query: &str, kind: Option<Kind>, limit: usize, keep_of: usize) {
        let terms: Vec<Term> = query.split_whitespace().map(Term::word).collect();
        self.compare_terms(&terms, query, kind, limit, keep_of);
    }

    fn compare_terms(
        &self,
        terms: &[Term],
        query: &str,
        kind: Option<Kind>,
        limit: usize,
        keep_of: usize,
    ) {
        let dataset = self.dataset;
        let keep = |id: RecordId| keep_of == 0 || !id.index().is_multiple_of(keep_of);
        let count = |id| dataset.meeting_count(id);
        let request = FindRequest {
            kind,
            limit,
            keep: (keep_of > 0).then_some(&keep),
            count: (limit != 3).then_some(&count),
            stop: &Stop::default(),
        };
        let found = find_among(self.index, dataset, terms.to_vec(), query, &request);
        let found = found.expect("nobody stops it");
        let plain = find_plainly(
            dataset,
            &self.texts,
            terms.to_vec(),
            query,
            kind,
            &keep,
            &count,
        );
        let said = format!("{query:?} of {kind:?}, at most {limit}, as {terms:?}");
        assert_eq!(found.total(), plain.total(), "{said}");
        let first: Vec<Hit> = plain.hits().iter().take(limit).copied().collect();
        assert_eq!(found.hits(), first, "{said}");
        assert_eq!(found.took_typos(), plain.took_typos(), "{said}");
        for &hit in first.iter().take(10) {
            let name = dataset.name(hit.id);
            assert_eq!(found.marks(hit, name), plain.marks(hit, name), "{said}");
            let reasons = |of: &Found| of.reasons(dataset, hit);
            assert_eq!(reasons(&found), reasons(&plain), "{said}");
        }
    }
}

#[test]
fn random_records_are_found_as_the_plain_definition_finds_them() {
    let mut dice = Dice::new(46);
    for _ in 0..9 {
        let dataset = some_dataset(&mut dice);
        let index = Index::new(&dataset);
        let both = Both {
            dataset: &dataset,
            index: &index,
            texts: texts(&dataset),
        };
        for _ in 0..12 {
            let kind = (dice.chance(30)).then(|| Kind::ALL[dice.below(4)]);
            let keep_of = [0, 0, 2, 3][dice.below(4)];
            for query in keys(&mut dice) {
                let limit = [1, 3, 10, usize::MAX][dice.below(4)];
                both.compare(&query, kind, limit, keep_of);
            }
            for _ in 0..4 {
                let text = phrase(&mut dice, 3);
                let text = match dice.below(4) {
                    0 => format!("^{text}"),
                    1 => format!("{text}$"),
                    2 => format!("^{text}$"),
                    _ => text,
                };
                let terms = [[Term::phrase(&text)], [Term::word(&text)]];
                both.compare_terms(&terms[dice.below(2)], &text, kind, usize::MAX, keep_of);
            }
        }
    }
}

#[test]
fn the_bundled_records_are_found_as_the_plain_definition_finds_them() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let index = Index::new(&dataset);
    let both = Both {
        dataset: &dataset,
        index: &index,
        texts: texts(&dataset),
    };
    for query in [
        "sorensen",
        "migration dg",
        "clmt",
        "hgih level",
        "iom u",
        "soresnen clas",
    ] {
        let typed = |end: usize| query.get(..end).unwrap_or_default();
        for end in 1..=query.len() {
            both.compare(typed(end), None, 20, 0);
        }
        for end in (1..query.len()).rev() {
            both.compare(typed(end), Some(Kind::Person), usize::MAX, 0);
        }
    }
}

#[test]
fn a_stopped_search_gives_nothing() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let index = Index::new(&dataset);
    let stop = Stop::default();
    stop.now();
    let request = FindRequest {
        kind: None,
        limit: 10,
        keep: None,
        count: None,
        stop: &stop,
    };
    let found = find_among(&index, &dataset, vec![Term::word("iom")], "iom", &request);
    assert!(found.is_none());
}

/// The order that people are told of, in its own words.
fn assert_in_told_order(dataset: &Dataset, query: &str, found: &Found) {
    let called_so = |id: RecordId| {
        let names = [dataset.name(id), dataset.short(id)].into_iter();
        let names = names.chain(dataset.aliases(id));
        // What is only transliterated is not as it was typed.
        let mut names = names.filter(|name| !crate::text::is_of_other_script(name));
        names.any(|name| {
            let folded = crate::text::fold(name);
            let mut begun = words(&folded).filter(|(_, word)| word.starts_with(query));
            begun.next().is_some()
        })
    };
    let place = |hit: &Hit| match hit.id.kind {
        Kind::Person | Kind::Topic | Kind::Organisation => 0,
        Kind::Agreement => 1,
        Kind::Meeting if !hit.related => 2,
        Kind::Meeting => 3,
        Kind::Source => 4,
    };
    let exact = |hit: &Hit| {
        (
            hit.rank > Rank::Inside,
            hit.respelt && hit.rank <= Rank::Inside,
        )
    };
    for pair in found.hits().windows(2) {
        let (one, other) = (&pair[0], &pair[1]);
        let said = format!("{query:?}: {one:?}, then {other:?}");
        assert!(exact(one) <= exact(other), "no guess stands above: {said}");
        if exact(one) != exact(other) {
            continue;
        }
        assert!(place(one) <= place(other), "the groups: {said}");
        let alike = |hit: &Hit| (hit.id.kind, place(hit), hit.respelt, hit.rank, hit.loss);
        if one.id.kind == Kind::Meeting && alike(one) == alike(other) {
            let newer = match (dataset.when(one.id), dataset.when(other.id)) {
                (Some(_), Some(_)) => one.id.row > other.id.row,
                (one, None) => one.is_some() || pair[0].id.row < pair[1].id.row,
                (None, Some(_)) => false,
            };
            assert!(newer, "the latest first: {said}");
        }
    }
    for hit in found
        .hits()
        .iter()
        .filter(|hit| exact(hit) == (false, false))
    {
        let is_naming = place(hit) == 3;
        assert!(
            !(is_naming && called_so(hit.id)),
            "{query:?}: {hit:?} is called so"
        );
    }
}

#[test]
fn what_is_found_stands_in_the_order_that_people_are_told_of() {
    let mut dice = Dice::new(8);
    for _ in 0..6 {
        let dataset = some_dataset(&mut dice);
        let index = Index::new(&dataset);
        for query in [
            "sor", "clim", "migra", "senior", "summit", "zhukov", "sorensn", "e", "strtgy",
        ] {
            assert_in_told_order(&dataset, query, &find(&index, &dataset, query, None));
        }
    }
    let dataset = load(&Origin::Bundled).expect("bundled");
    let index = Index::new(&dataset);
    for query in [
        "libya", "migr", "swing", "som", "climate", "vitornio", "task", "2019", "a",
    ] {
        assert_in_told_order(&dataset, query, &find(&index, &dataset, query, None));
    }
}

#[test]
fn a_meeting_called_so_stands_above_people_who_only_come_near() {
    let json = r#"{"people": [{"id": "p", "name": "Anna Valetta"}],
        "meetings": [{"id": "a", "title": "Valletta Summit", "date": "2015"},
            {"id": "b", "title": "Valletta follow-up", "date": "2017"}]}"#;
    let dataset = load_text(json).expect("it can be read");
    let found = find(&Index::new(&dataset), &dataset, "valletta", None);
    let keys: Vec<String> = found.hits().iter().map(|hit| dataset.key(hit.id)).collect();
    assert_eq!(keys, ["meeting/b", "meeting/a"]);
    let found = find(&Index::new(&dataset), &dataset, "vallett", None);
    assert!(found.hits().iter().all(|hit| hit.id.kind == Kind::Meeting));
}
