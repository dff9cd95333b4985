//! `GraphML`: people, organisations, topics and agreements around their meetings, for Gephi, networkx,
//! yEd and the like. Whatever is doubtful is an attribute of its node or edge.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::account::{Account, Ground, Rests, body, found, ground_of};
use super::selection::Marked;
use super::table::date_doubts;
use super::unique::{Names, Rule};
use super::words::{certainty, precision, spoken, word};
use super::{Imprint, Selection};
use crate::data::kinds::Person;
use crate::data::{Dataset, Date, Kind, RecordId, Relation};

/// The attributes: what each belongs to, its name.
const KEYS: [(&str, &str); 26] = [
    ("graph", "dataset"),
    ("graph", "licence"),
    ("graph", "export"),
    ("node", "key"),
    ("node", "kind"),
    ("node", "label"),
    ("node", "date"),
    ("node", "date_precision"),
    ("node", "date_doubts"),
    ("node", "place"),
    ("node", "attendance"),
    ("node", "agenda"),
    ("node", "contested"),
    ("node", "sources"),
    ("edge", "relation"),
    ("edge", "role"),
    ("edge", "role_inferred"),
    ("edge", "basis"),
    ("edge", "weight"),
    ("edge", "for"),
    ("edge", "date"),
    ("edge", "from"),
    ("edge", "to"),
    ("edge", "as_of"),
    ("edge", "sources"),
    ("edge", "source_level"),
];

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";

pub(super) fn write(
    dataset: &Dataset,
    chosen: &Selection,
    imprint: &Imprint,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut graph = Graph {
        dataset,
        xml: Writer::new_with_indent(out, b' ', 1),
        nodes: nodes(dataset, chosen),
        names: Names::new(dataset, &Kind::ALL, Rule::Exact),
    };
    graph.head(imprint)?;
    for kind in Kind::ALL {
        let ids: Vec<RecordId> = graph.nodes.of(dataset, kind).collect();
        for id in ids {
            graph.node(id)?;
        }
    }
    for id in chosen.all_meetings() {
        graph.edges_of_meeting(id)?;
    }
    graph.other_edges()?;
    graph.end("graph")?;
    graph.end("graphml")?;
    graph.xml.get_mut().write_all(b"\n")
}

/// What was chosen, and who and what belongs to its meetings.
fn nodes(dataset: &Dataset, chosen: &Selection) -> Marked {
    let mut nodes = chosen.own(dataset);
    if chosen.is_whole() {
        let all = Kind::ALL.into_iter().flat_map(|kind| dataset.all(kind));
        all.filter(|id| id.kind != Kind::Source).for_each(|id| {
            nodes.mark(id);
        });
    }
    for meeting in chosen.all_meetings() {
        let ends = dataset.people_at(meeting).into_iter();
        let ends = ends.chain(dataset.organisations_at(meeting));
        let ends = ends.chain(dataset.topics(meeting).map(|(topic, _)| topic));
        ends.chain(dataset.to(meeting, Relation::Lead))
            .for_each(|id| {
                nodes.mark(id);
            });
    }
    for id in chosen.roots() {
        let relations = [
            Relation::RoleAt,
            Relation::Party,
            Relation::Signatory,
            Relation::Subject,
        ];
        for end in relations
            .into_iter()
            .flat_map(|relation| dataset.to(*id, relation))
        {
            nodes.mark(end);
        }
    }
    nodes
}

struct Graph<'d, W: Write> {
    dataset: &'d Dataset,
    xml: Writer<W>,
    nodes: Marked,
    names: Names<'d>,
}

/// The attributes of an edge that say something.
type Attributes<'a> = [(&'a str, String)];

impl<W: Write> Graph<'_, W> {
    fn head(&mut self, imprint: &Imprint) -> io::Result<()> {
        let declaration = BytesDecl::new("1.0", Some("UTF-8"), None);
        self.xml.write_event(Event::Decl(declaration))?;
        self.start("graphml", &[("xmlns", NAMESPACE)])?;
        for (nth, (of, name)) in KEYS.iter().enumerate() {
            let id = format!("d{nth}");
            let attributes = [
                ("id", id.as_str()),
                ("for", of),
                ("attr.name", name),
                (
                    "attr.type",
                    if *name == "role_inferred" {
                        "boolean"
                    } else {
                        "string"
                    },
                ),
            ];
            let key = BytesStart::new("key").with_attributes(attributes);
            self.xml.write_event(Event::Empty(key))?;
        }
        self.start(
            "graph",
            &[("id", "meetings"), ("edgedefault", "undirected")],
        )?;
        let export = format!("{}: {}", imprint.program, imprint.asked);
        self.data("graph", "dataset", &imprint.dataset)?;
        self.data("graph", "licence", &imprint.licence)?;
        self.data("graph", "export", &export)
    }

    fn node(&mut self, id: RecordId) -> io::Result<()> {
        let dataset = self.dataset;
        self.start("node", &[("id", &self.node_id(id))])?;
        self.data("node", "key", &dataset.key(id))?;
        self.data("node", "kind", id.kind.one())?;
        self.data("node", "label", dataset.name(id))?;
        if matches!(id.kind, Kind::Meeting | Kind::Agreement) {
            let date = dataset.date(id);
            let edtf = date.map(|date| date.to_string()).unwrap_or_default();
            self.data("node", "date", &edtf)?;
            self.data("node", "date_precision", precision(date))?;
        }
        if id.kind == Kind::Meeting {
            let account = Account::of(dataset, id)?;
            self.data("node", "date_doubts", &date_doubts(dataset, id, &account))?;
            self.data("node", "place", dataset.place(id))?;
            self.data("node", "attendance", word(dataset.attendance(id)))?;
            self.data("node", "agenda", word(dataset.agenda(id)))?;
        } else if let Some(date) = dataset.date(id) {
            self.data("node", "date_doubts", certainty(date.doubt()))?;
        }
        let contested: Vec<&str> = dataset
            .conflicts_of(id)
            .map(|it| it.about.as_str())
            .collect();
        self.data("node", "contested", &contested.join("; "))?;
        let sources: Vec<RecordId> = dataset.to(id, Relation::sources_of(id.kind)).collect();
        self.data("node", "sources", &self.keys(&sources))?;
        self.end("node")
    }

    fn edges_of_meeting(&mut self, meeting: RecordId) -> io::Result<()> {
        let dataset = self.dataset;
        let account = Account::of(dataset, meeting)?;
        let date = dataset
            .date(meeting)
            .map(|date| date.to_string())
            .unwrap_or_default();
        for known in &account.people {
            let Some(id) = known.id else { continue };
            let came_for = known.came_for.map(|id| dataset.key(id)).unwrap_or_default();
            let relation = match (known.chair, known.basis) {
                (true, None) => "chaired",
                (true, Some(_)) => "named for and chaired",
                (false, _) => "named for",
            };
            let inferred = if known.role.is_empty() {
                ""
            } else {
                yes_or_no(known.role_inferred)
            };
            let attributes = [
                ("relation", relation.to_owned()),
                ("role", known.role.clone()),
                ("role_inferred", inferred.to_owned()),
                ("basis", known.basis.map_or("", word).to_owned()),
                ("for", came_for),
                ("date", date.clone()),
            ];
            self.edge((id, meeting), &attributes, &known.rests)?;
        }
        for (topic, weight, rests) in &account.topics {
            let attributes = [
                ("relation", "discussed".to_owned()),
                ("weight", word(*weight).to_owned()),
                ("date", date.clone()),
            ];
            self.edge((*topic, meeting), &attributes, rests)?;
        }
        let hosts: Vec<RecordId> = dataset.to(meeting, Relation::Host).collect();
        for organisation in dataset.organisations_at(meeting) {
            let host = hosts.contains(&organisation);
            let attributes = [
                (
                    "relation",
                    if host { "host" } else { "took part" }.to_owned(),
                ),
                ("date", date.clone()),
            ];
            let rests = account
                .ground
                .of(if host { "hosts" } else { "organisations" });
            self.edge((organisation, meeting), &attributes, &rests)?;
        }
        if let Some((lead, basis)) = &account.lead {
            let attributes = [
                ("relation", "led".to_owned()),
                ("basis", spoken(basis)),
                ("date", date),
            ];
            self.edge((*lead, meeting), &attributes, &account.ground.of("lead"))?;
        }
        Ok(())
    }

    /// Roles of people, and what agreements are between whom and about.
    fn other_edges(&mut self) -> io::Result<()> {
        let dataset = self.dataset;
        let people: Vec<RecordId> = self.nodes.of(dataset, Kind::Person).collect();
        for person in people {
            self.roles(person)?;
        }
        let relations = [
            (Relation::Party, "party", "parties"),
            (Relation::Signatory, "signed", "signatories"),
            (Relation::Subject, "about", "topics"),
            (Relation::MadeAt, "made at", "meeting"),
        ];
        let agreements: Vec<RecordId> = self.nodes.of(dataset, Kind::Agreement).collect();
        for agreement in agreements {
            let date = dataset.date(agreement).map(|date| date.to_string());
            let ground = ground_of(dataset, agreement)?;
            for (relation, name, field) in relations {
                for end in dataset.to(agreement, relation) {
                    let attributes = [
                        ("relation", name.to_owned()),
                        ("date", date.clone().unwrap_or_default()),
                    ];
                    self.edge((end, agreement), &attributes, &ground.of(field))?;
                }
            }
        }
        Ok(())
    }

    fn roles(&mut self, person: RecordId) -> io::Result<()> {
        let dataset = self.dataset;
        let body = body(dataset, person)?;
        let given: Person<'_> = body.read().unwrap_or_default();
        let ground = Ground::new(dataset, &given.sources, &given.evidence);
        let inferred = ground.inferred("roles").is_some();
        for (held, role) in dataset.roles(person).zip(&given.roles) {
            let Some(organisation) = held.organisation else {
                continue;
            };
            let said = |date: Option<Date>| date.map(|date| date.to_string());
            let attributes = [
                ("relation", "held a role".to_owned()),
                ("role", held.title.to_owned()),
                ("role_inferred", yes_or_no(inferred).to_owned()),
                ("from", said(held.from).unwrap_or_default()),
                ("to", said(held.to).unwrap_or_default()),
                ("as_of", said(held.as_of).unwrap_or_default()),
            ];
            let own = found(dataset, &role.sources);
            self.edge(
                (person, organisation),
                &attributes,
                &ground.with("roles", own),
            )?;
        }
        Ok(())
    }

    /// An edge, if both its ends are nodes.
    fn edge(
        &mut self,
        (from, to): (RecordId, RecordId),
        attributes: &Attributes<'_>,
        rests: &Rests,
    ) -> io::Result<()> {
        if !self.nodes.has(from) || !self.nodes.has(to) {
            return Ok(());
        }
        let ends = [("source", self.node_id(from)), ("target", self.node_id(to))];
        self.start(
            "edge",
            &ends.each_ref().map(|(name, id)| (*name, id.as_str())),
        )?;
        for (name, value) in attributes {
            self.data("edge", name, value)?;
        }
        self.data("edge", "sources", &self.keys(rests.sources()))?;
        self.data("edge", "source_level", rests.level())?;
        self.end("edge")
    }

    /// The name of a node, the same in every export.
    fn node_id(&self, id: RecordId) -> String {
        format!("{}:{}", id.kind, self.names.of(id))
    }

    fn keys(&self, ids: &[RecordId]) -> String {
        let keys: Vec<String> = ids.iter().map(|id| self.dataset.key(*id)).collect();
        keys.join("; ")
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.xml.write_event(Event::Start(start))
    }

    fn end(&mut self, name: &str) -> io::Result<()> {
        self.xml.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An attribute; nothing where there is nothing to say.
    fn data(&mut self, of: &str, name: &str, value: &str) -> io::Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        let nth = KEYS.iter().position(|key| *key == (of, name));
        let id = format!("d{}", nth.unwrap_or_default());
        self.start("data", &[("key", &id)])?;
        self.xml
            .write_event(Event::Text(BytesText::new(&fit(value))))?;
        self.end("data")
    }
}

fn yes_or_no(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

/// XML can write every character of clean text but two, which are no characters.
fn fit(text: &str) -> std::borrow::Cow<'_, str> {
    let forbidden = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) {
        text.replace(forbidden, "\u{fffd}").into()
    } else {
        text.into()
    }
}
