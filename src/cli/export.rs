//! `sommet export`: records, the meetings of a question, or everything, in the formats of others.

use std::io::{self, BufWriter, Write};

use super::args::{Export, Taken};
use super::asked::Opened;
use super::{Failure, shot};
use crate::export::Selection;
use crate::file::{self, Existing};

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
    deliver(export, |out| format.write(dataset, &chosen, out))
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
        return file::write(path, existing, content)
            .map_err(|unwritten| Failure::unreadable(unwritten.to_string()));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match content(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::unreadable(
            format!("the export broke off: {error}"),
        )),
        _ => Ok(()),
    }
}
