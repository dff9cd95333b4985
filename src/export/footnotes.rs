//! Footnotes: what a sentence rests on, each once for a record, numbered through the text.

use std::io::{self, Write};

use super::body;
use super::escape::{code, link, markdown as escaped, web_address};
use crate::data::kinds::Source;
use crate::data::{Dataset, RecordId};
use crate::facts::{Sources, Whose, words};

/// The footnotes that wait to be written.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    written: usize,
    waiting: Vec<Sources>,
}

impl Footnotes {
    /// The mark of a footnote behind a sentence.
    pub(super) fn mark(&mut self, sources: &Sources) -> String {
        let listed = self.waiting.iter().position(|waiting| waiting == sources);
        let nth = listed.unwrap_or_else(|| {
            self.waiting.push(sources.clone());
            self.waiting.len() - 1
        });
        format!("[^{}]", self.written + nth + 1)
    }

    /// Writes those that wait.
    pub(super) fn write(&mut self, dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
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
            let present = sources.ids.iter().map(|id| cited(dataset, *id));
            let missing = sources.missing.iter().map(|id| {
                let key = code(&format!("source/{id}"));
                Ok(format!("{key}, which is not in this file"))
            });
            let sources = present
                .chain(missing)
                .collect::<io::Result<Vec<String>>>()?;
            writeln!(out, "[^{}]: {lead}{}.", self.written, sources.join("; "))?;
        }
        writeln!(out)
    }
}

/// A source with its address, if that is one of the web.
pub(super) fn cited(dataset: &Dataset, id: RecordId) -> io::Result<String> {
    let body = body(dataset, id)?;
    let source: Source<'_> = body.read()?;
    let text = escaped(&words::cited(dataset, id));
    let key = code(&dataset.key(id));
    Ok(match web_address(&source.url) {
        Some(address) => format!("{} ({key})", link(&text, &address)),
        None if source.url.is_empty() => format!("{text} ({key})"),
        None => format!("{text}, address: {} ({key})", escaped(&source.url)),
    })
}
