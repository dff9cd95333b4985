//! `sommet export`: records, the meetings of a question, or everything, in the formats of others.

use std::io::{self, Write};

use super::args::{Export, Taken};
use super::asked::Opened;
use super::study::{Asked, NAMES};
use super::{Failure, complain, out, shot};
use crate::export::study::Extent;
use crate::export::{self, Format, Selection};
use crate::file::{self, Existing};
use crate::query::Query;
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
    if let Some(asked) = export.study() {
        let opened = Opened::new(&export.input, export.quiet)?;
        if export.asking.explain {
            return opened.explain(&query);
        }
        return write_study(export, &asked, &opened, &query, format);
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

/// Writes the answer of a study.
fn write_study(
    export: &Export,
    asked: &Asked<'_>,
    opened: &Opened,
    query: &Query,
    format: Format,
) -> Result<(), Failure> {
    if !export::study::fits(format) {
        let text = format!(
            "{} is written as markdown, csv or json; of a record there are more",
            asked.name
        );
        return Err(Failure::misused(text));
    }
    let report = asked.report(opened, query, None)?;
    if report.count == 0 {
        return Err(Failure::nothing(asked.why_nothing(opened, query, &report)));
    }
    deliver(export, |out| {
        export::study::write(&report, &opened.dataset, format, Extent::WHOLE, out)
    })
}

impl Export {
    /// The study that is asked for, and the records that it is about.
    fn study(&self) -> Option<Asked<'_>> {
        let (first, keys) = self.keys.split_first()?;
        let named = |(name, old): &&(&'static str, &str)| first == name || first == old;
        let (name, _) = NAMES.iter().find(named)?;
        let asked = Asked::of(name, keys).lanes(self.lanes).along(&self.ways);
        Some(asked.among(&self.asking))
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
