//! `sommet export`: records, the meetings of a question, or everything, in the formats of others.

use std::io::{self, Write};

use super::args::{Export, Taken};
use super::asked::Opened;
use super::{Failure, complain, out, shot};
use crate::browse::query::Query;
use crate::data::{Kind, RecordId};
use crate::export::{Format, Selection, Studied};
use crate::file::{self, Existing};
use crate::study::compare::Compare;
use crate::study::diff::Diff;
use crate::study::evidence::Evidence;
use crate::study::path::{Question, connection};
use crate::study::strands::{By, Order, Strands};
use crate::terminal::tidy_at_end;

/// Writes what was asked for.
pub(super) fn run(export: &Export) -> Result<(), Failure> {
    let format = match export.format {
        Taken::Data(format) => format,
        Taken::Screen(picture) => {
            let text = shot::take(&export.as_shot(picture))?;
            return deliver(export, |out| out.write_all(text.as_bytes()));
        }
    };
    let query = export.asking.query()?;
    if let Some((view, keys)) = export.view() {
        let opened = Opened::new(&export.input, export.quiet)?;
        if export.asking.explain {
            return opened.explain(&query);
        }
        return study(export, &opened, view, keys, &query, format);
    }
    if !export.keys.is_empty() && !query.is_empty() {
        let text = "records or --where: the meetings of a record are found by --where too, \
                    as in --where person:swing";
        return Err(Failure::misused(text));
    }
    let opened = Opened::new(&export.input, export.quiet)?;
    if export.asking.explain {
        return opened.explain(&query);
    }
    let dataset = &opened.dataset;
    let chosen = if !export.keys.is_empty() {
        let ids = export.keys.iter().map(|key| opened.record(key));
        Selection::records(dataset, &ids.collect::<Result<Vec<_>, Failure>>()?)
    } else if query.is_empty() {
        Selection::everything(dataset)
    } else {
        let rows = opened.matcher().keep(&query);
        if rows.is_empty() {
            return Err(Failure::nothing(opened.why_nothing(&query)));
        }
        Selection::meetings(rows, &query.to_string())
    };
    if let Some(why) = format.is_empty(dataset, &chosen) {
        return Err(Failure::nothing(why));
    }
    deliver(export, |out| format.write(dataset, &chosen, out))?;
    if let Some(left_out) = format
        .leaves_out(dataset, &chosen)
        .filter(|_| !export.quiet)
    {
        complain(&left_out);
    }
    Ok(())
}

/// Writes the answer of an analysis.
fn study(
    export: &Export,
    opened: &Opened,
    view: &str,
    keys: &[String],
    query: &Query,
    format: Format,
) -> Result<(), Failure> {
    if !Studied::fits(format) {
        let text =
            format!("{view} is written as markdown, csv or json; of a record there are more");
        return Err(Failure::misused(text));
    }
    let dataset = &opened.dataset;
    let ids = keys.iter().map(|key| opened.record(key));
    let ids = ids.collect::<Result<Vec<RecordId>, Failure>>()?;
    let kept = opened.matcher().keep(query);
    let studied = match (view, ids.as_slice()) {
        ("evidence", [id]) => Studied::evidence(dataset, &Evidence::new(dataset, *id))?,
        ("topics", []) => {
            let strands = Strands::new(dataset, &kept, By::Meeting, Order::First);
            Studied::strands(dataset, &strands, By::Meeting, &query.to_string())?
        }
        ("who", who) => {
            let compare = Compare::new(dataset, who, &kept).map_err(Failure::misused)?;
            Studied::compare(dataset, &compare)?
        }
        ("connection", [from, to]) if from != to => {
            let question = Question {
                from: *from,
                to: *to,
                kept: &kept,
                without: &[],
                via: None,
                most: CHAINS,
            };
            let found = connection(dataset, &question);
            let nothing = || Failure::nothing("no chain of meetings leads from one to the other");
            Studied::path(dataset, &found.ok_or_else(nothing)?)?
        }
        ("changes", [before, after])
            if [before, after].iter().all(|id| id.kind == Kind::Meeting) =>
        {
            Studied::diff(dataset, &Diff::new(dataset, *before, *after))?
        }
        _ => {
            let text = "write topics, evidence KIND/ID, who KIND/ID KIND/ID…, \
                        connection KIND/ID KIND/ID or changes meeting/ID meeting/ID";
            return Err(Failure::misused(text));
        }
    };
    if studied.is_empty() {
        return Err(Failure::nothing(opened.why_nothing(query)));
    }
    deliver(export, |out| studied.write(format, dataset, out))
}

/// What the analyses are called, now and before.
const VIEWS: [(&str, &str); 5] = [
    ("evidence", "evidence"),
    ("topics", "strands"),
    ("who", "compare"),
    ("connection", "path"),
    ("changes", "diff"),
];

/// So many of the shortest chains are written.
const CHAINS: usize = 9;

impl Export {
    /// The analysis that is asked for, and the records that it is about.
    fn view(&self) -> Option<(&str, &[String])> {
        let (first, keys) = self.keys.split_first()?;
        let named = |(name, old): &&(&str, &str)| first == name || first == old;
        let (view, _) = VIEWS.iter().find(named)?;
        Some((view, keys))
    }
}

/// Writes to the file that was named, or else to standard output.
fn deliver(
    export: &Export,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    if let Some(path) = &export.output {
        let existing = if export.force {
            Existing::Replace
        } else {
            Existing::Keep
        };
        // Without that it is written all the same.
        let _ = tidy_at_end();
        return file::write(path, existing, content)
            .map_err(|unwritten| Failure::unreadable(unwritten.to_string()));
    }
    out::write(content)
}
