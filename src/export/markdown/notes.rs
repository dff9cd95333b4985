//! Footnotes: what a sentence rests on, each once for a record, numbered through the text.

use std::io::{self, Write};

use crate::browse::page;
use crate::data::kinds::Source;
use crate::data::{Dataset, RecordId};
use crate::export::account::{Rests, body};
use crate::export::escape::{code, link, markdown as escaped, web_address};

/// The footnotes that wait to be written.
#[derive(Debug, Default)]
pub(in crate::export) struct Notes {
    written: usize,
    waiting: Vec<Rests>,
}

impl Notes {
    /// The mark of a footnote behind a sentence.
    pub(in crate::export) fn mark(&mut self, rests: &Rests) -> String {
        let known = self.waiting.iter().position(|waiting| waiting == rests);
        let nth = known.unwrap_or_else(|| {
            self.waiting.push(rests.clone());
            self.waiting.len() - 1
        });
        format!("[^{}]", self.written + nth + 1)
    }

    /// Writes those that wait.
    pub(in crate::export) fn write(
        &mut self,
        dataset: &Dataset,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        for rests in std::mem::take(&mut self.waiting) {
            self.written += 1;
            let lead = match &rests {
                Rests::Own(_) => "Sources of this fact: ",
                Rests::Record(_) => {
                    "Sources of the record as a whole; which of them says this is not recorded: "
                }
                Rests::Nothing => "No source is given",
            };
            let sources = rests.sources().iter().map(|id| cited(dataset, *id));
            let sources = sources.collect::<io::Result<Vec<String>>>()?.join("; ");
            writeln!(out, "[^{}]: {lead}{sources}.", self.written)?;
        }
        writeln!(out)
    }
}

/// A source with its address, if that is one of the web.
pub(super) fn cited(dataset: &Dataset, id: RecordId) -> io::Result<String> {
    let body = body(dataset, id)?;
    let known: Source<'_> = body.read().unwrap_or_default();
    let text = escaped(&page::cited(dataset, id));
    let key = code(&dataset.key(id));
    Ok(match web_address(&known.url) {
        Some(address) => format!("{} ({key})", link(&text, &address)),
        None if known.url.is_empty() => format!("{text} ({key})"),
        None => format!("{text}, address: {} ({key})", escaped(&known.url)),
    })
}
