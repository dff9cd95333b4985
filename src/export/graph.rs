//! `GraphML`: people, organisations, topics and agreements around their meetings, for Gephi, networkx,
//! yEd and the like. Whatever is doubtful is an attribute of its node or edge.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::meetings::{doubts_of_date, evidence, organisations, source_keys};
use super::provenance::Provenance;
use super::selection::{Marked, Selection};
use super::spec::{Export, Spec};
use super::stated;
use super::unique::{CaseRule, UniqueNames};
use super::words::{precision, spoken, weight, word};
use crate::data::{Dataset, Kind, RecordId, Relation};
use crate::facts::{Detail, Fact, Sources};

/// The attributes: what each belongs to, its name.
const KEYS: [(&str, &str); 31] = [
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
    ("node", "missing"),
    ("node", "evidence"),
    ("edge", "relation"),
    ("edge", "role"),
    ("edge", "role_inferred"),
    ("edge", "organisation_inferred"),
    ("edge", "basis"),
    ("edge", "weight"),
    ("edge", "for"),
    ("edge", "date"),
    ("edge", "from"),
    ("edge", "to"),
    ("edge", "as_of"),
    ("edge", "sources"),
    ("edge", "source_level"),
    ("edge", "sure"),
    ("edge", "contested"),
];

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";

pub(super) static SPEC: Spec = Spec {
    name: "graphml",
    ending: "graphml",
    help: "who, when, what, as a graph",
    write,
    ..Spec::BARE
};

fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (dataset, chosen) = (export.dataset, export.chosen);
    let mut graph = Graph {
        dataset,
        xml: Writer::new_with_indent(out, b' ', 1),
        nodes: nodes(dataset, chosen),
        names: UniqueNames::new(dataset, &Kind::ALL, CaseRule::Exact),
    };
    graph.head(&export.provenance)?;
    for kind in Kind::ALL {
        let ids: Vec<RecordId> = graph.nodes.of(dataset, kind).collect();
        for id in ids {
            graph.node(id)?;
        }
    }
    for kind in Kind::ALL {
        let ids: Vec<RecordId> = graph.nodes.of(dataset, kind).collect();
        for id in ids {
            graph.edges_of(id)?;
        }
    }
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
    names: UniqueNames<'d>,
}

impl<W: Write> Graph<'_, W> {
    fn head(&mut self, provenance: &Provenance) -> io::Result<()> {
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
        self.data("graph", "dataset", &provenance.dataset)?;
        self.data("graph", "licence", &provenance.licence)?;
        self.data("graph", "export", &provenance.export())
    }

    fn node(&mut self, id: RecordId) -> io::Result<()> {
        let dataset = self.dataset;
        self.start("node", &[("id", &self.node_id(id))])?;
        self.data("node", "key", &dataset.key(id))?;
        self.data("node", "kind", id.kind.one())?;
        self.data("node", "label", dataset.name(id))?;
        if is_event(id.kind) {
            let date = dataset.date(id);
            let edtf = date.map(|date| date.to_string()).unwrap_or_default();
            self.data("node", "date", &edtf)?;
            self.data("node", "date_precision", precision(date))?;
        }
        let facts = stated(dataset, id)?;
        let doubts = doubts_of_date(dataset, id, &facts).join("; ");
        self.data("node", "date_doubts", &doubts)?;
        if id.kind == Kind::Meeting {
            self.data("node", "place", dataset.place(id))?;
            self.data("node", "attendance", word(dataset.attendance(id)))?;
            self.data("node", "agenda", word(dataset.agenda(id)))?;
        }
        let contested: Vec<&str> = dataset
            .conflicts_of(id)
            .map(|it| it.about.as_str())
            .collect();
        self.data("node", "contested", &contested.join("; "))?;
        let sources = source_keys(dataset, id, &facts);
        self.data("node", "sources", &sources.join("; "))?;
        // What leads to another record is an edge.
        let missing = facts.iter().filter(|fact| fact.missing.is_some());
        let missing = missing.map(|fact| format!("{}: {}", fact.field, fact.value));
        let missing: Vec<String> = missing.collect();
        self.data("node", "missing", &missing.join("; "))?;
        let without_edge = facts
            .iter()
            .filter(|fact| relation(fact).is_none() || fact.target.is_none());
        self.data("node", "evidence", &evidence(dataset, without_edge))?;
        self.end("node")
    }

    /// An edge for every fact that leads to another record.
    fn edges_of(&mut self, id: RecordId) -> io::Result<()> {
        let dataset = self.dataset;
        let facts = stated(dataset, id)?;
        let date = dataset.date(id).filter(|_| is_event(id.kind));
        let date = date.map_or_else(String::new, |date| date.to_string());
        for fact in &facts {
            let (Some(target), Some(relation)) = (fact.target, relation(fact)) else {
                continue;
            };
            // Meetings and agreements stand in the middle: what they name comes first.
            let ends = if is_event(id.kind) {
                (target, id)
            } else {
                (id, target)
            };
            let mut attributes = vec![("relation", relation.to_owned())];
            attributes.extend(self.of_detail(fact));
            attributes.push(("date", date.clone()));
            self.edge(ends, &attributes, &fact.sources, Some(fact))?;
        }
        let is_stated = |organisation| {
            let mut named = facts.iter().filter(|fact| relation(fact).is_some());
            named.any(|fact| fact.target == Some(organisation) && fact.field != "lead")
        };
        for (organisation, relation, sources) in organisations(&facts) {
            if !is_stated(organisation) {
                let attributes = [("relation", relation.to_owned()), ("date", date.clone())];
                self.edge((organisation, id), &attributes, &sources, None)?;
            }
        }
        Ok(())
    }

    /// What a fact says beside the record that it leads to.
    fn of_detail(&self, fact: &Fact) -> Vec<(&'static str, String)> {
        let key = |id: Option<RecordId>| id.map_or_else(String::new, |id| self.dataset.key(id));
        match &fact.detail {
            Detail::Presence(presence) => {
                let inferred = if presence.role.is_empty() {
                    ""
                } else {
                    yes_or_no(presence.role_is.is_inferred())
                };
                vec![
                    ("role", presence.role.clone()),
                    ("role_inferred", inferred.to_owned()),
                    ("organisation_inferred", key(presence.organisation_inferred)),
                    ("basis", presence.basis.map_or("", word).to_owned()),
                    ("for", key(presence.came_for)),
                ]
            }
            Detail::Weight(of_topic) => vec![("weight", weight(*of_topic).to_owned())],
            Detail::Held(held) => vec![
                ("role", held.title.clone()),
                ("role_inferred", yes_or_no(fact.inferred).to_owned()),
                ("from", held.from.clone()),
                ("to", held.to.clone()),
                ("as_of", held.as_of.clone()),
            ],
            _ if fact.field == "lead" => {
                let basis = fact.notes.first().map_or("", String::as_str);
                vec![("basis", spoken(basis))]
            }
            _ => Vec::new(),
        }
    }

    /// An edge, if both its ends are nodes.
    fn edge(
        &mut self,
        (from, to): (RecordId, RecordId),
        attributes: &[(&str, String)],
        sources: &Sources,
        fact: Option<&Fact>,
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
        let keys = sources.keys(self.dataset).join("; ");
        self.data("edge", "sources", &keys)?;
        self.data("edge", "source_level", sources.whose.word())?;
        if let Some(fact) = fact {
            self.data("edge", "sure", fact.sure().word())?;
            let conflicts = self.dataset.conflicts();
            let about = fact.conflicts.iter().filter_map(|nth| conflicts.get(*nth));
            let about: Vec<&str> = about.map(|conflict| conflict.about.as_str()).collect();
            self.data("edge", "contested", &about.join("; "))?;
        }
        self.end("edge")
    }

    /// The name of a node, the same in every export.
    fn node_id(&self, id: RecordId) -> String {
        format!("{}:{}", id.kind, self.names.of(id))
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

/// Whether it happened on a day.
const fn is_event(kind: Kind) -> bool {
    matches!(kind, Kind::Meeting | Kind::Agreement)
}

/// What the edge of a fact is called; nothing for one that makes none.
fn relation(fact: &Fact) -> Option<&'static str> {
    Some(match (&*fact.field, fact.of.kind) {
        _ if fact.of_list => return None,
        ("participants", _) => "named for",
        ("chairs", _) => "chaired",
        ("hosts", _) => "host",
        ("organisations", _) => "took part",
        ("lead", _) => "led",
        ("topics", Kind::Meeting) => "discussed",
        ("topics", _) => "about",
        ("parties", _) => "party",
        ("signatories", _) => "signed",
        ("meeting", _) => "made at",
        ("roles", _) => "held a role",
        ("part_of" | "parent" | "broader", _) => "part of",
        ("successor_of", _) => "took over from",
        ("related", _) => "related",
        ("follows", _) => "follows",
        ("amends", _) => "changes",
        _ => return None,
    })
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
