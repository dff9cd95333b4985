//! A record as a text, as wide as the terminal.

use super::{PageLine, RecordPage};
use crate::browse::page::{Body, Section};
use crate::cli::style::Style;
use crate::study::value::one_line;
use crate::text::{columns, wrap};

impl RecordPage<'_> {
    /// As the screen tells it, with the keys of all links.
    pub(super) fn text(&self, style: &Style) -> String {
        let title = folded(&self.page.title, 0, style);
        let mut lines: Vec<String> = title
            .iter()
            .map(|line| style.bold(line).into_owned())
            .collect();
        lines.push(style.dim(&self.dataset.key(self.id)).into_owned());
        let facts = self.page.facts.iter();
        lines.extend(facts.flat_map(|fact| folded(fact, 0, style)));
        for section in &self.page.sections {
            lines.push(String::new());
            if !section.heading.is_empty() {
                lines.push(heading(section, style));
            }
            lines.extend(match &section.body {
                Body::Prose(texts) => texts
                    .iter()
                    .flat_map(|text| folded(text, 2, style))
                    .collect(),
                Body::List(_) | Body::Names(_) | Body::Awaited => {
                    in_columns(&self.entries(section), style)
                }
            });
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

/// The heading, with what the last column tells.
fn heading(section: &Section, style: &Style) -> String {
    let heading = style.bold(section.heading);
    match section.column {
        "" => heading.into_owned(),
        detail => format!("{heading}  {}", style.dim(detail)),
    }
}

/// A text over as many lines as a terminal needs; in one line, each paragraph, when there is none.
fn folded(text: &str, indent: usize, style: &Style) -> Vec<String> {
    let blanks = " ".repeat(indent);
    let lines = match style.width {
        None => text.lines().collect(),
        Some(width) => wrap(text, width.saturating_sub(indent).max(1)),
    };
    lines
        .into_iter()
        .map(|line| format!("{blanks}{line}").trim_end().to_owned())
        .collect()
}

/// Entries in columns: lead, name, detail, key. One that does not fit takes several lines.
fn in_columns(entries: &[PageLine], style: &Style) -> Vec<String> {
    let width_of = |of: fn(&PageLine) -> &str| {
        let widths = entries.iter().map(|entry| columns(&one_line(of(entry))));
        style.widest(widths)
    };
    let widths = [
        width_of(|entry| &entry.lead),
        width_of(|entry| &entry.name),
        width_of(|line| &line.detail),
        width_of(|entry| &entry.key),
    ];
    let used = widths.iter().filter(|width| **width > 0);
    let total: usize = used.map(|width| width + 2).sum();
    let fits = style.width.is_none_or(|width| total <= width);
    let lines = entries.iter().flat_map(|entry| {
        if fits {
            vec![entry.in_line(widths, style)]
        } else {
            entry.stacked(widths[0], style)
        }
    });
    lines.collect()
}

impl PageLine {
    fn in_line(&self, widths: [usize; 4], style: &Style) -> String {
        let cells = [&self.lead, &self.name, &self.detail, &self.key].map(|cell| one_line(cell));
        let mut line = String::new();
        let mut blanks = 0;
        for (nth, (cell, width)) in cells.iter().zip(widths).enumerate() {
            if width == 0 && cell.is_empty() {
                continue;
            }
            blanks += 2;
            if !cell.is_empty() {
                line.push_str(&" ".repeat(blanks));
                let last = nth == cells.len() - 1;
                line.push_str(&if last {
                    style.dim(cell)
                } else {
                    cell.as_ref().into()
                });
                blanks = 0;
            }
            blanks += width.saturating_sub(columns(cell));
        }
        line
    }

    fn stacked(&self, lead: usize, style: &Style) -> Vec<String> {
        /// A lead wider than this goes over the edge by itself.
        const WIDEST: usize = 24;
        let hang = if lead == 0 { 2 } else { lead.min(WIDEST) + 4 };
        let mut lines = folded(&self.name, hang, style);
        if let Some(first) = lines.first_mut() {
            let rest = first.trim_start().to_owned();
            let gap = if self.lead.is_empty() { 0 } else { 2 };
            let blanks = (hang - 2).saturating_sub(columns(&self.lead)).max(gap);
            *first = format!("  {}{}{rest}", self.lead, " ".repeat(blanks));
        }
        if !self.detail.is_empty() {
            lines.extend(folded(&self.detail, hang + 2, style));
        }
        if !self.key.is_empty() {
            let keys = folded(&self.key, hang + 2, style);
            lines.extend(keys.iter().map(|line| style.dim(line).into_owned()));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Origin, load};

    #[test]
    fn a_page_fits_every_width_that_is_worth_one() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        for key in ["meeting/som-02", "person/claus-sorensen"] {
            let id = dataset.find_key(key).expect(key);
            let page = RecordPage::new(&dataset, id);
            for width in 48..160 {
                let style = Style {
                    width: Some(width),
                    ..Style::default()
                };
                let text = page.text(&style);
                let widest = text.lines().map(columns).max().unwrap_or_default();
                assert!(widest <= width, "{key} at {width}: {widest}\n{text}");
            }
        }
    }
}
