//! Facts in sentences: a line, a paragraph or a part of its own each, with the mark of its footnote.

use std::io::{self, Write};

use crate::data::{Dataset, RecordId};
use crate::export::escape::{code, markdown as escaped};
use crate::export::footnotes::Footnotes;
use crate::facts::words::{bracketed, certainty, known_to};
use crate::facts::{Fact, Presence, RoleIs, Sources, of_field, words};

/// Where sentences are written.
pub(super) struct Sentences<'d, 'n> {
    pub dataset: &'d Dataset,
    pub notes: &'n mut Footnotes,
    pub out: &'n mut dyn Write,
}

impl Sentences<'_, '_> {
    /// A line of a list, escaped already.
    pub(super) fn item(&mut self, text: &str, sources: &Sources) -> io::Result<()> {
        let note = self.notes.mark(sources);
        writeln!(self.out, "- {text}.{note}")
    }

    /// A heading of a part, with a remark below it.
    pub(super) fn part(
        &mut self,
        heading: &str,
        remark: &str,
        sources: &Sources,
    ) -> io::Result<()> {
        write!(self.out, "\n**{heading}**")?;
        if !remark.is_empty() {
            let note = self.notes.mark(sources);
            write!(self.out, " — {remark}.{note}")?;
        }
        writeln!(self.out, "\n")
    }

    /// The facts of a field in lines: those that rest on the same stand in one.
    pub(super) fn lines(&mut self, name: &str, facts: &[Fact], field: &str) -> io::Result<()> {
        let facts: Vec<&Fact> = of_field(facts, field).collect();
        self.named_lines(name, &facts)
    }

    /// Facts in lines under one name.
    pub(super) fn named_lines(&mut self, name: &str, facts: &[&Fact]) -> io::Result<()> {
        let is_alike = |a: &&Fact, b: &&Fact| a.sources == b.sources;
        for alike in facts.chunk_by(is_alike) {
            let values: Vec<String> = alike.iter().map(|fact| self.value(fact)).collect();
            let text = format!("{name}: {}", values.join(", "));
            let sources = alike.first().map(|fact| &fact.sources);
            self.item(&text, sources.unwrap_or(&Sources::default()))?;
        }
        Ok(())
    }

    /// The facts of a field as texts, a paragraph each.
    pub(super) fn prose(&mut self, heading: &str, facts: &[Fact], field: &str) -> io::Result<()> {
        let facts: Vec<&Fact> = of_field(facts, field).collect();
        for (nth, fact) in facts.into_iter().enumerate() {
            if nth == 0 {
                writeln!(self.out, "\n**{heading}**")?;
            }
            self.paragraphs(&fact.value, fact)?;
        }
        Ok(())
    }

    fn paragraphs(&mut self, text: &str, fact: &Fact) -> io::Result<()> {
        let remarks = remarks(fact);
        for text in text.split("\n\n") {
            let note = self.notes.mark(&fact.sources);
            writeln!(self.out, "\n{}{remarks}{note}", escaped(text))?;
        }
        Ok(())
    }

    /// What the record says of its date.
    pub(super) fn on_the_date(&mut self, facts: &[Fact]) -> io::Result<()> {
        for fact in of_field(facts, "date") {
            let note = fact.on_date().note;
            if !note.trim().is_empty() {
                writeln!(self.out, "\n**On the date**")?;
                self.paragraphs(&note, fact)?;
            }
        }
        Ok(())
    }

    /// What is said of whole fields, and the sources that are not there.
    pub(super) fn of_lists(&mut self, facts: &[Fact]) -> io::Result<()> {
        let is_of_list = |fact: &&Fact| fact.of_list || fact.field == "sources";
        let facts: Vec<&Fact> = facts.iter().filter(is_of_list).collect();
        if !facts.is_empty() {
            self.part("On whole fields", "", &Sources::default())?;
        }
        for fact in facts {
            let field = words::spoken(&fact.field);
            let value = escaped(fact.value.trim_end_matches('.'));
            let text = format!("{}: {value}{}", escaped(&field), remarks(fact));
            self.item(&text, &fact.sources)?;
        }
        Ok(())
    }

    /// A record by its name and key.
    pub(super) fn named(&self, id: RecordId) -> String {
        format!(
            "{} ({})",
            escaped(self.dataset.name(id)),
            code(&self.dataset.key(id))
        )
    }

    /// The value of a fact with all that has to be said of it.
    pub(super) fn value(&self, fact: &Fact) -> String {
        format!("{}{}", self.plain_value(fact), remarks(fact))
    }

    /// The value alone: a record with its key.
    pub(super) fn plain_value(&self, fact: &Fact) -> String {
        match fact.target {
            Some(id) => self.named(id),
            None if fact.missing.is_some() || (fact.unknown && fact.field == "series") => {
                format!("? {}", escaped(&fact.value))
            }
            None => escaped(fact.value.trim_end_matches('.')),
        }
    }

    /// The date of a record with all that has to be said of it.
    pub(super) fn date(&self, id: RecordId, fact: &Fact) -> String {
        let Some(date) = self.dataset.date(id) else {
            return format!("{}{}", escaped(&fact.value), contested(fact));
        };
        let doubt = match fact.why {
            Some(_) => inferred(fact),
            None => certainty(date.doubt()).to_owned(),
        };
        let remarks = [known_to(date), &doubt];
        format!(
            "{}{}{}",
            escaped(&date.in_words()),
            bracketed(remarks),
            contested(fact)
        )
    }

    /// What somebody was at a meeting, and how that is known.
    pub(super) fn role(&self, presence: &Presence) -> String {
        let dataset = self.dataset;
        let came_for = presence
            .came_for
            .map(|id| format!("for {}", escaped(dataset.name(id))));
        let missing = match &*presence.came_for_missing {
            "" => String::new(),
            id => format!("for ? organisation not in this file: {}", escaped(id)),
        };
        let side = match &*presence.side {
            "" => String::new(),
            side => format!("side: {}", escaped(side)),
        };
        let possible = match &*presence.possible {
            [] => String::new(),
            some => format!("role not known: {}", escaped(&some.join(" or "))),
        };
        let organisation = presence.organisation_inferred.map(|id| {
            let name = escaped(dataset.name(id));
            format!("organisation of that role, inferred: {name}")
        });
        let note = escaped(&presence.note);
        let remarks = [
            came_for.as_deref().unwrap_or_default(),
            &missing,
            &side,
            if presence.chair { "chair" } else { "" },
            inferred_role(presence),
            organisation.as_deref().unwrap_or_default(),
            &possible,
            words::presence(presence.basis),
            &note,
        ];
        format!("{}{}", escaped(&presence.role), bracketed(remarks))
    }
}

const fn inferred_role(presence: &Presence) -> &'static str {
    match presence.role_is {
        RoleIs::Stated => "",
        RoleIs::Inferred => "the role is inferred from those held at the time",
        RoleIs::InferredFromOpen => {
            "the role is inferred from those held at the time, of which no end is recorded"
        }
    }
}

/// The name of somebody, without a key.
pub(super) fn name_of(fact: &Fact) -> String {
    match fact.missing {
        Some(_) => format!("? {}", escaped(&fact.value)),
        None => escaped(&fact.value),
    }
}

/// That a fact is inferred, and why.
pub(super) fn inferred(fact: &Fact) -> String {
    match (fact.inferred, fact.why.as_deref()) {
        (false, _) => String::new(),
        (true, None | Some("")) => "inferred".to_owned(),
        (true, Some(why)) => format!("inferred: {}", escaped(why.trim_end_matches('.'))),
    }
}

/// That sources disagree, if they do.
pub(super) fn contested(fact: &Fact) -> &'static str {
    if fact.conflicts.is_empty() {
        ""
    } else {
        " — contested; the readings are among the doubts"
    }
}

/// What has to be said of a fact behind its value.
pub(super) fn remarks(fact: &Fact) -> String {
    let inferred = if fact.of_list && fact.inferred {
        // Why is its value.
        "inferred".to_owned()
    } else {
        inferred(fact)
    };
    format!("{}{}", bracketed([inferred.as_str()]), contested(fact))
}
