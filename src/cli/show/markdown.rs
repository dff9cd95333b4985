//! A record in Markdown.

use std::fmt::Write as _;

use super::{PageLine, RecordPage};
use crate::browse::page::Body;
use crate::export::{key_in_markdown as code, text_in_markdown as markdown};

impl RecordPage<'_> {
    /// Its title, its facts, and a heading for each section.
    pub(super) fn markdown(&self) -> String {
        let mut text = format!("# {}\n\n", markdown(&self.page.title));
        let _ = write!(text, "{}", code(&self.dataset.key(self.id)));
        for fact in &self.page.facts {
            let _ = write!(text, "  \n{}", markdown(fact));
        }
        text.push('\n');
        for section in &self.page.sections {
            text.push('\n');
            if !section.heading.is_empty() {
                let _ = writeln!(text, "## {}\n", markdown(&title_case(section.heading)));
            }
            if let Body::Prose(texts) = &section.body {
                let texts: Vec<String> = texts.iter().map(|text| markdown(text)).collect();
                let _ = writeln!(text, "{}", texts.join("\n\n"));
            }
            for entry in self.entries(section) {
                let _ = writeln!(text, "- {}", entry.markdown());
            }
        }
        text
    }
}

impl PageLine {
    fn markdown(&self) -> String {
        let mut text = String::new();
        if !self.lead.is_empty() {
            let _ = write!(text, "{} ", markdown(&self.lead));
        }
        text.push_str(&markdown(&self.name));
        if !self.detail.is_empty() {
            let _ = write!(text, " — {}", markdown(&self.detail));
        }
        if !self.key.is_empty() {
            let _ = write!(text, " ({})", code(&self.key));
        }
        text
    }
}

/// `IN THE SERIES` as `In the series`.
fn title_case(heading: &str) -> String {
    let mut letters = heading.chars();
    let mut text = String::new();
    for letter in letters.by_ref() {
        text.push(letter);
        if letter.is_alphabetic() {
            break;
        }
    }
    text.push_str(&letters.as_str().to_lowercase());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_a_sentence() {
        assert_eq!(title_case("IN THE SERIES"), "In the series");
        assert_eq!(title_case("! CONTESTED"), "! Contested");
    }
}
