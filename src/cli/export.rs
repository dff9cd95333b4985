//! `sommet export`: records, the meetings of a question, or everything, in the formats of others.

use std::io::{self, BufWriter, Write};

use super::args::{Export, Taken};
use super::asked::Opened;
use super::{Failure, print, shot};
use crate::export::Selection;

/// Writes what was asked for, to standard output.
pub(super) fn run(export: &Export) -> Result<(), Failure> {
    let format = match export.format {
        Taken::Data(format) => format,
        Taken::Screen(picture) => return print(&shot::take(&export.as_shot(picture))?),
    };
    let query = export.asking.query()?;
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
    let mut out = BufWriter::new(io::stdout().lock());
    let written = format.write(dataset, &chosen, &mut out);
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::unreadable(
            format!("the export broke off: {error}"),
        )),
        _ => Ok(()),
    }
}
