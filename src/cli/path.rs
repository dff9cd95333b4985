//! `sommet connection`: the shortest chain between two records through meetings, with the evidence of each hop.

use super::args::{Between, Path};
use super::asked::Opened;
use super::format::{Column, Line, Table};
use super::value::Value;
use super::{Failure, deliver};
use crate::data::{Dataset, RecordId, Unread};
use crate::facts::{Fact, Sure};
use crate::study::path::{Chain, Connection, Hop, Link, Question, Via, connection};

const COLUMNS: [Column; 11] = [
    Column::data("chain"),
    Column::key("from"),
    Column::text("from_as"),
    Column::key("meeting"),
    Column::key("date"),
    Column::data("title"),
    Column::key("to"),
    Column::text("to_as"),
    Column::data("from_sure"),
    Column::data("to_sure"),
    Column::dim("sources"),
];

/// Lists the hops of the chains.
pub(super) fn run(path: &Path) -> Result<(), Failure> {
    let query = path.asking.query()?;
    let opened = Opened::new(&path.input, path.output.quiet)?;
    if path.asking.explain {
        return opened.explain(&query);
    }
    let dataset = &opened.dataset;
    let (from, to) = (opened.record(&path.from)?, opened.record(&path.to)?);
    if from == to {
        let text = format!("both ends are {}: name two records", dataset.key(from));
        return Err(Failure::misused(text));
    }
    let without = path.without.iter().map(|key| opened.record(key));
    let without = without.collect::<Result<Vec<RecordId>, Failure>>()?;
    if let Some(end) = without.iter().find(|id| **id == from || **id == to) {
        let text = format!(
            "{} is an end of the chain and cannot be left out",
            dataset.key(*end)
        );
        return Err(Failure::misused(text));
    }
    let kept = opened.matcher().keep(&query);
    let most = path.output.limit.unwrap_or(1);
    let found = connection(
        dataset,
        &Question {
            from,
            to,
            kept: &kept,
            without: &without,
            via: path.via.map(Into::into),
            most,
        },
    );
    let mut table = match found {
        Some(found) => chains(dataset, &found, path.via.is_none())?,
        None => Table::default(),
    };
    table.columns = COLUMNS.to_vec();
    table.about = opened.about(&query, table.about.count);
    // One chain is given unless more are asked for, which is said beside it.
    let output = super::args::Output {
        limit: None,
        ..path.output.clone()
    };
    deliver(&table, &output, || {
        let via = path.via.map_or(Via::Topics, Into::into).word();
        let (from, to) = (dataset.key(from), dataset.key(to));
        let bounded = if query.is_empty() {
            ""
        } else {
            " of those kept"
        };
        format!("no chain of meetings{bounded} leads from {from} to {to} through {via}")
    })
}

fn chains(dataset: &Dataset, found: &Connection, any: bool) -> Result<Table, Unread> {
    let mut lines = Vec::new();
    let mut count = 0;
    for (nth, chain) in found.chains.iter().enumerate() {
        let names: Vec<&str> = chain.nodes.iter().map(|id| dataset.short(*id)).collect();
        lines.push(Line::Heading(names.join(" — ")));
        for hop in chain.hops(dataset) {
            lines.push(Line::Record(cells(dataset, nth + 1, &hop)?));
            count += 1;
        }
    }
    let (shown, all, via) = (found.chains.len(), found.count, found.via.word());
    let meetings = found.chains.first().map_or(0, Chain::meetings);
    let chains = if all == 1 { "chain" } else { "chains" };
    let through = if meetings == 1 { "meeting" } else { "meetings" };
    let alone = if any && found.via != Via::People {
        "; there is none through people alone"
    } else {
        ""
    };
    lines.push(Line::Remark(format!(
        "{shown} of {all} shortest {chains}, through {meetings} {through} and {via}{alone}"
    )));
    let mut table = Table {
        lines,
        more: vec![
            (
                "chains",
                Value::Number(usize::try_from(all).unwrap_or(usize::MAX)),
            ),
            ("via", via.into()),
        ],
        ..Table::default()
    };
    table.about.count = count;
    Ok(table)
}

fn cells(dataset: &Dataset, chain: usize, hop: &Hop) -> Result<Vec<Value>, Unread> {
    let key = |link: &Option<Link>| Value::from(link.as_ref().map(|it| dataset.key(it.record)));
    let said = |link: &Option<Link>| Value::from(link.as_ref().map(|it| it.tie.said(dataset)));
    let facts = |link: &Option<Link>| {
        let link = link.as_ref();
        link.map_or_else(|| Ok(Vec::new()), |link| link.facts(dataset))
    };
    let (from, to) = (facts(&hop.from)?, facts(&hop.to)?);
    let mut sources: Vec<String> = Vec::new();
    for key in from
        .iter()
        .chain(&to)
        .flat_map(|fact| fact.sources.keys(dataset))
    {
        if !sources.contains(&key) {
            sources.push(key);
        }
    }
    Ok(vec![
        chain.into(),
        key(&hop.from),
        said(&hop.from),
        dataset.key(hop.meeting).into(),
        dataset
            .date(hop.meeting)
            .map(|date| date.to_string())
            .into(),
        dataset.name(hop.meeting).into(),
        key(&hop.to),
        said(&hop.to),
        from.iter().map(Fact::sure).max().map(Sure::word).into(),
        to.iter().map(Fact::sure).max().map(Sure::word).into(),
        Value::texts(sources),
    ])
}

impl From<Between> for Via {
    fn from(between: Between) -> Self {
        match between {
            Between::People => Self::People,
            Between::Organisations => Self::Organisations,
            Between::Topics => Self::Topics,
        }
    }
}
