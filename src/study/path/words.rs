//! The chains between two records, in words: a row a meeting, the hubs with their numbers.

use super::{Chain, ChainStep, Connection, Link};
use crate::data::{Dataset, Kind, ReadError};
use crate::facts::words::{cited, dated, dotted};
use crate::facts::{Fact, Sources, Sure};
use crate::study::column::{ALL, Column, ColumnLook, FILE, PEOPLE, SCREEN, TEXT};
use crate::study::options::Via;
use crate::study::report::{Cell, Report, ReportNote, ReportRow, Rests, Study, counted, date};
use crate::study::value::Value;

const COLUMNS: [Column; 17] = [
    Column::new("chain", FILE),
    Column::key("from"),
    Column::new("from", SCREEN),
    Column::called("from_as", "named as", ALL),
    Column::key("meeting"),
    Column::key("date"),
    Column::new("title", FILE),
    Column::new("meeting", SCREEN).look(ColumnLook::Key),
    Column::called("named", "names", ALL).look(ColumnLook::Number),
    Column::key("to"),
    Column::new("to", SCREEN),
    Column::called("to_as", "named as", ALL),
    Column::new("to_meetings", FILE).look(ColumnLook::Number),
    Column::new("from_sure", FILE),
    Column::new("to_sure", FILE),
    Column::new("rests on", SCREEN).look(ColumnLook::Dim),
    Column::new("sources", TEXT).look(ColumnLook::Dim),
];

impl Study for Connection {
    fn describe(&self, dataset: &Dataset, report: &mut Report) {
        let (from, to, shown) = (self.from, self.to, self.chains.len());
        let via = self.via.in_words();
        report.title = format!(
            "From {} to {}: {shown} of {} shortest chains, through {via}",
            dataset.name(from),
            dataset.name(to),
            self.count
        )
        .into();
        report.stop = "chain";
        report.counted = match self.count {
            0 => "none".to_owned(),
            1 => "1 chain".to_owned(),
            count => format!("{count} chains"),
        };
        let of_some = if self.of_some { " of those kept" } else { "" };
        report.nothing = format!(
            "no chain of meetings{of_some} leads from {} to {} through {via}",
            dataset.short(from),
            dataset.short(to)
        )
        .into();
        if self.chains.is_empty() {
            return;
        }
        report.columns = COLUMNS.to_vec();
        report.caption = caption(self).into();
        let chains = usize::try_from(self.count).unwrap_or(usize::MAX);
        report.more = vec![("chains", chains.into()), ("via", via.into())];
        for (nth, chain) in self.chains.iter().enumerate() {
            let heading = heading(dataset, nth + 1, chain);
            report.note(ReportNote::heading(PEOPLE, heading));
            for (at, step) in chain.steps(dataset).iter().enumerate() {
                let mut entry = step_row(dataset, nth + 1, chain, step);
                entry.is_stop = at == 0;
                report.push(entry);
            }
        }
    }
}

/// How many chains there are, and why they come in that order.
fn caption(study: &Connection) -> String {
    let (shown, count) = (study.chains.len(), study.count);
    let chains = if count == 1 { "chain" } else { "chains" };
    let meetings = study.chains.first().map_or(0, Chain::meetings);
    let meetings = counted(meetings, Kind::Meeting);
    let alone = match study.via {
        Via::Organisations | Via::Topics if study.is_widened => {
            " (there is none through people alone)"
        }
        _ => "",
    };
    format!(
        "The rarest first: how many each meeting names, and how many meetings name who or what stands between, are \
         multiplied. Each link says that both are named for one meeting, and no more. {shown} of {count} shortest \
         {chains}, of {meetings}, through {}{alone}.",
        study.via.in_words()
    )
}

/// `1  Pierre Vimont — 2nd SOM — DG HOME — 11th SOM — Amy Pope · via DG HOME, named in 9 meetings`.
fn heading(dataset: &Dataset, nth: usize, chain: &Chain) -> String {
    let names: Vec<&str> = chain.nodes.iter().map(|id| dataset.short(*id)).collect();
    let hubs = chain.hubs().map(|(hub, number)| {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        let meetings = counted(number, Kind::Meeting);
        format!("via {}, named in {meetings}", dataset.short(hub))
    });
    let chain = format!("CHAIN {nth}  {}", names.join(" — "));
    dotted([chain].into_iter().chain(hubs))
}

fn step_row(dataset: &Dataset, nth: usize, chain: &Chain, step: &ChainStep) -> ReportRow {
    let number = |id| {
        let nodes = chain.nodes.iter().zip(&chain.numbers);
        let number = nodes.into_iter().find(|(node, _)| **node == id);
        number.map(|(_, number)| usize::try_from(*number).unwrap_or(usize::MAX))
    };
    let key = |link: &Option<Link>| Value::from(link.as_ref().map(|it| dataset.key(it.record)));
    let name = |link: &Option<Link>| {
        let link = link.as_ref();
        link.map_or_else(Cell::default, |it| Cell::name(dataset, it.record))
    };
    let named_as = |link: &Option<Link>| {
        let link = link.as_ref();
        let cell = Cell::tie(dataset, link.map(|it| &it.tie));
        cell.to(link.map(|it| it.record))
    };
    // What cannot be read any more is an error where the row is written to a file.
    let ([from, to], unread) = match facts_of(dataset, step) {
        Ok(facts) => (facts, None),
        Err(error) => (Default::default(), Some(error.to_string())),
    };
    let sources = Sources::of_all(from.iter().chain(&to));
    let (publishers, keys) = match &unread {
        None => (
            Cell::sources(dataset, &sources, step.meeting),
            sources.keys(dataset).join("; "),
        ),
        Some(error) => (Cell::text(error), error.clone()),
    };
    let sure = |facts: &[Fact]| Cell::value(facts.iter().map(Fact::sure).max().map(Sure::word));
    let cells = vec![
        Cell::value(nth),
        Cell::value(key(&step.from)),
        name(&step.from),
        named_as(&step.from),
        Cell::value(dataset.key(step.meeting)),
        Cell::value(date(dataset, step.meeting)),
        Cell::value(dataset.name(step.meeting)),
        Cell::meeting(dataset, step.meeting),
        Cell::text(number(step.meeting).unwrap_or_default().to_string())
            .file(number(step.meeting))
            .to(Some(step.meeting)),
        Cell::value(key(&step.to)),
        name(&step.to),
        named_as(&step.to),
        Cell::value(step.to.as_ref().and_then(|link| number(link.record))),
        sure(&from),
        sure(&to),
        publishers,
        Cell::text(keys),
    ];
    let links = [&step.from, &step.to].into_iter().flatten();
    let named = links.clone().map(|link| {
        let (name, as_what) = (dataset.name(link.record), link.tie.said(dataset));
        format!("{name}: {as_what}")
    });
    let (when, title) = (dated(dataset, step.meeting), dataset.name(step.meeting));
    let cited = sources.ids.iter().map(|id| cited(dataset, *id));
    let description = [format!("{when} {title}")].into_iter().chain(named);
    ReportRow {
        marks: marks(from.iter().chain(&to), unread.is_some()),
        description: description
            .chain(cited)
            .collect::<Vec<String>>()
            .join(" · "),
        ..ReportRow::new(
            cells,
            Rests::OnLinks(links.map(|link| (link.meeting, link.record)).collect()),
        )
    }
}

/// The facts behind the two links of a step.
fn facts_of(dataset: &Dataset, step: &ChainStep) -> Result<[Vec<Fact>; 2], ReadError> {
    let facts = |link: &Option<Link>| match link {
        Some(link) => link.facts(dataset),
        None => Ok(Vec::new()),
    };
    Ok([facts(&step.from)?, facts(&step.to)?])
}

/// The marks of some facts, each once.
fn marks<'f>(facts: impl Iterator<Item = &'f Fact>, is_unread: bool) -> String {
    let all: String = facts.map(Fact::marks).collect();
    let mut marks: Vec<char> = all.chars().chain(is_unread.then_some('?')).collect();
    marks.sort_unstable();
    marks.dedup();
    marks.into_iter().collect()
}
