//! An invented world: who meets whom follows from the seed, record by record, so that none is kept.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::chance::Chance;
use super::names::{INITIALS, KINDS, ORGANISATIONS, PEOPLE, PLACES, PUBLISHERS, ROLES, WORDS};

/// How large the world is.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many meetings.
    pub meetings: u32,
    /// How many people.
    pub people: u32,
    /// How many organisations.
    pub organisations: u32,
    /// How many topics.
    pub topics: u32,
    /// Another seed gives another world.
    pub seed: u64,
}

impl Plan {
    /// As many people, organisations and topics as so many meetings have in the records of councils
    /// and transparency registers: for a million 200,000, 10,000 and 20,000.
    pub fn for_meetings(meetings: u32, seed: u64) -> Self {
        Self {
            meetings,
            people: (meetings / 5).max(400).min(meetings.max(1)),
            organisations: (meetings / 100).clamp(1, 10_000).max(120.min(meetings)),
            topics: (meetings / 50).clamp(1, 20_000).max(100.min(meetings)),
            seed,
        }
    }
}

/// The world; serialized, it is a dataset of the format `sommet/1`.
pub struct World {
    plan: Plan,
    /// By what step busy people are spread over the list.
    stride: u32,
}

// One sort of chance for each sort of thing.
const MEETING: u64 = 1;
const PERSON: u64 = 2;
const ORGANISATION: u64 = 3;
const TOPIC: u64 = 4;

impl World {
    /// The world of that plan. There is somebody, some organisation and some topic in every world.
    pub fn new(plan: Plan) -> Self {
        let plan = Plan {
            people: plan.people.max(1),
            organisations: plan.organisations.max(1),
            topics: plan.topics.max(1),
            ..plan
        };
        let steps = plan.people / 3 * 2..=plan.people;
        let stride = { steps }.find(|step| coprime(*step, plan.people));
        let stride = stride.unwrap_or(1);
        Self { plan, stride }
    }

    fn chance(&self, sort: u64, number: u32) -> Chance {
        Chance::new(self.plan.seed, sort, number)
    }

    fn sources(&self) -> u32 {
        (self.plan.meetings / 500).clamp(2, 2_000)
    }

    fn series(&self) -> u32 {
        (self.plan.meetings / 1_000).clamp(1, 200)
    }

    /// The person of that rank among the busy ones.
    fn busy(&self, rank: u32) -> u32 {
        let people = u64::from(self.plan.people);
        let number = u64::from(rank) * u64::from(self.stride) % people;
        u32::try_from(number).unwrap_or_default()
    }

    fn person_name(&self, number: u32) -> String {
        let chance = &mut self.chance(PERSON, number);
        let languages = u32::try_from(PEOPLE.len()).unwrap_or_default();
        let (first, last) = PEOPLE[chance.below(languages) as usize];
        let mut name = chance.word(first).to_owned();
        match chance.below(10) {
            0..4 => name.extend([" ", chance.word(first)]),
            4..7 => name.extend([" ", chance.word(INITIALS)]),
            _ => {}
        }
        name.extend([" ", chance.word(last)]);
        if chance.percent(30) {
            name.extend(["-", chance.word(last)]);
        }
        name
    }

    /// The organisation that somebody belongs to.
    fn home(&self, person: u32) -> u32 {
        self.chance(PERSON, person).below(self.plan.organisations)
    }

    fn organisation_name(&self, number: u32) -> String {
        let chance = &mut self.chance(ORGANISATION, number);
        let parts = ORGANISATIONS.map(|words| chance.word(words));
        let place = chance.of(PLACES);
        format!("{} {place}", parts.join(" "))
    }

    fn topic_name(&self, number: u32) -> String {
        let chance = &mut self.chance(TOPIC, number);
        let words = [(); 2].map(|()| chance.word(WORDS));
        format!("{} {number}", words.join(" "))
    }

    fn phrase(chance: &mut Chance, words: u32) -> String {
        let count = u32::try_from(WORDS.split(' ').count()).unwrap_or_default();
        let mut phrase = String::new();
        for nth in 0..words {
            let word = WORDS.split(' ').nth(chance.zipf(count) as usize);
            let word = word.unwrap_or_default();
            if nth > 0 {
                phrase.push(' ');
            }
            match chance.below(150) {
                0 => phrase.extend(["“", word, "”"]),
                1 => phrase.extend(["\"", word, "\""]),
                2 => phrase.extend([word, ".\n"]),
                _ => phrase.push_str(word),
            }
        }
        phrase
    }

    fn meeting(&self, number: u32) -> Record {
        let chance = &mut self.chance(MEETING, number);
        let kind = chance.of(KINDS);
        let mut topics: Vec<u32> = Vec::new();
        for _ in 0..=chance.below(4) {
            let topic = chance.zipf(self.plan.topics);
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        let subject = self.topic_name(topics[0]);
        let mut title =
            format!("{kind} on {subject}: {}", Self::phrase(chance, 5)).replace('\n', "");
        if chance.percent(33) {
            let host = self.organisation_name(chance.below(self.plan.organisations));
            title.extend([" – ", &host]);
        }
        let mut record = Record::new();
        record
            .text("id", id('m', number))
            .text("title", title)
            .text("kind", kind);
        record
            .text("date", day(chance))
            .text("place", chance.of(PLACES));
        if chance.percent(2) {
            let series = number % self.series();
            record.text("series", id('r', series));
        }
        record.list("participants", self.participants(chance));
        let topics = topics.into_iter().map(|topic| Field::Text(id('t', topic)));
        record.list("topics", topics.collect());
        let words = 20 + chance.below(44);
        record.text("summary", Self::phrase(chance, words));
        let source = chance.below(self.sources());
        record.list("sources", vec![Field::Text(id('s', source))]);
        record
    }

    /// Four or so, each once.
    fn participants(&self, chance: &mut Chance) -> Vec<Field> {
        let count = 2 + chance.below(6).min(chance.below(8));
        let mut people: Vec<u32> = (0..count)
            .map(|_| self.busy(chance.zipf(self.plan.people)))
            .collect();
        people.sort_unstable();
        people.dedup();
        let as_record = |person: u32| {
            let mut record = Record::new();
            record
                .text("person", id('p', person))
                .text("role", chance.of(ROLES));
            let organisation = if chance.percent(80) {
                self.home(person)
            } else {
                chance.below(self.plan.organisations)
            };
            record.text("organisation", id('o', organisation));
            Field::Object(record)
        };
        people.into_iter().map(as_record).collect()
    }

    fn person(&self, number: u32) -> Record {
        let mut role = Record::new();
        let chance = &mut self.chance(PERSON, number);
        role.text("title", chance.of(ROLES))
            .text("organisation", id('o', self.home(number)));
        role.text("from", (1990 + chance.below(30)).to_string());
        let mut record = Record::new();
        record
            .text("id", id('p', number))
            .text("name", self.person_name(number));
        record.list("roles", vec![Field::Object(role)]);
        record
    }

    fn organisation(&self, number: u32) -> Record {
        let mut record = Record::new();
        record
            .text("id", id('o', number))
            .text("name", self.organisation_name(number));
        record.text("kind", "association");
        record
    }

    fn topic(&self, number: u32) -> Record {
        let mut record = Record::new();
        record
            .text("id", id('t', number))
            .text("name", self.topic_name(number));
        record
    }

    fn source(number: u32) -> Record {
        let mut record = Record::new();
        let chance = &mut Chance::new(0, 0, number);
        record
            .text("id", id('s', number))
            .text("title", format!("Bulletin no. {number}"));
        record
            .text("publisher", chance.of(PUBLISHERS))
            .text("date", day(chance));
        record.text("url", format!("https://example.org/bulletin/{number}"));
        record
    }

    fn one_series(number: u32) -> Record {
        let mut record = Record::new();
        record
            .text("id", id('r', number))
            .text("name", format!("Series no. {number}"));
        record
    }
}

impl Serialize for World {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plan = &self.plan;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", "sommet/1")?;
        map.serialize_entry("title", &format!("An invented world, no. {}", plan.seed))?;
        map.serialize_entry("meetings", &Each(plan.meetings, |n| self.meeting(n)))?;
        map.serialize_entry("people", &Each(plan.people, |n| self.person(n)))?;
        let organisations = Each(plan.organisations, |n| self.organisation(n));
        map.serialize_entry("organisations", &organisations)?;
        map.serialize_entry("topics", &Each(plan.topics, |n| self.topic(n)))?;
        map.serialize_entry("sources", &Each(self.sources(), Self::source))?;
        map.serialize_entry("series", &Each(self.series(), Self::one_series))?;
        map.end()
    }
}

/// A list whose records are made one after the other, when they are written.
struct Each<F>(u32, F);

impl<F: Fn(u32) -> Record> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.0).map(&self.1))
    }
}

/// The members of an object, in order.
struct Record(Vec<(&'static str, Field)>);

enum Field {
    Text(String),
    List(Vec<Field>),
    Object(Record),
}

impl Record {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn text(&mut self, name: &'static str, text: impl Into<String>) -> &mut Self {
        self.0.push((name, Field::Text(text.into())));
        self
    }

    fn list(&mut self, name: &'static str, items: Vec<Field>) {
        self.0.push((name, Field::List(items)));
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, field)| (name, field)))
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::List(items) => items.serialize(serializer),
            Self::Object(record) => record.serialize(serializer),
        }
    }
}

fn id(letter: char, number: u32) -> String {
    format!("{letter}{:06}", number + 1)
}

/// A day in three decades; now and then only its month is known, or it is uncertain.
fn day(chance: &mut Chance) -> String {
    let (year, month) = (1996 + chance.below(30), 1 + chance.below(12));
    let day = 1 + chance.below(28);
    match chance.below(100) {
        0 => format!("{year}-{month:02}"),
        1 => format!("{year}-{month:02}-{day:02}?"),
        _ => format!("{year}-{month:02}-{day:02}"),
    }
}

fn coprime(a: u32, b: u32) -> bool {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a == 1
}
