//! Footnotes: what a sentence rests on, each once for a record, numbered through the text.

use std::io::{self, Write};

use crate::data::kinds::Source;
use crate::data::{Dataset, RecordId};
use crate::export::body;
use crate::export::escape::{code, link, markdown as escaped, web_address};
use crate::facts::{Sources, Whose, words};

/// The footnotes that wait to be written.
#[derive(Debug, Default)]
pub(in crate::export) struct Notes {
    written: usize,
    waiting: Vec<Sources>,
}

impl Notes {
    /// The mark of a footnote behind a sentence.
    pub(in crate::export) fn mark(&mut self, sources: &Sources) -> String {
        let known = self.waiting.iter().position(|waiting| waiting == sources);
        let nth = known.unwrap_or_else(|| {
            self.waiting.push(sources.clone());
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
        for sources in std::mem::take(&mut self.waiting) {
            self.written += 1;
            let lead = match sources.whose {
                Whose::Own => "Sources of this fact: ",
                Whose::Record => {
                    "Sources of the record as a whole; which of them says this is not recorded: "
                }
                Whose::Nothing => "No source is given",
            };
            let known = sources.ids.iter().map(|id| cited(dataset, *id));
            let missing = sources.missing.iter().map(|id| {
                let key = code(&format!("source/{id}"));
                Ok(format!("{key}, which is not in this file"))
            });
            let sources = known.chain(missing).collect::<io::Result<Vec<String>>>()?;
            writeln!(out, "[^{}]: {lead}{}.", self.written, sources.join("; "))?;
        }
        writeln!(out)
    }
}

/// A source with its address, if that is one of the web.
pub(super) fn cited(dataset: &Dataset, id: RecordId) -> io::Result<String> {
    let body = body(dataset, id)?;
    let known: Source<'_> = body.read()?;
    let text = escaped(&words::cited(dataset, id));
    let key = code(&dataset.key(id));
    Ok(match web_address(&known.url) {
        Some(address) => format!("{} ({key})", link(&text, &address)),
        None if known.url.is_empty() => format!("{text} ({key})"),
        None => format!("{text}, address: {} ({key})", escaped(&known.url)),
    })
}
