//! People of one name, who may be one person with two records.

use super::Linker;
use crate::data::Kind;
use crate::data::columns::row;
use crate::data::model::key::written;
use crate::text::{excerpt, fold};

/// How many names are listed one by one.
const NAMES: usize = 1_000;

/// How many people of one name are listed by their ids.
const PEOPLE: usize = 8;

impl Linker<'_> {
    /// Notes people whose names are the same once accents and capitals are left off.
    pub(super) fn note_namesakes(&mut self) {
        let groups = self.namesakes();
        for people in groups.iter().take(NAMES) {
            self.note_people_of_one_name(people);
        }
        if let Some(more) = groups.len().checked_sub(NAMES).filter(|more| *more > 0) {
            let text = format!("{more} names more are those of several people");
            self.builder.problems.note("people", text);
        }
    }

    /// The numbers of people of one name, in the order of the file. One id is one person.
    fn namesakes(&self) -> Vec<Vec<u32>> {
        let draft = self.draft(Kind::Person);
        let rows = &self.rows[Kind::Person as usize];
        let is_first = |number: &u32| {
            let row = self.row_of_id(Kind::Person, draft.id(*number));
            row == Some(rows[*number as usize])
        };
        let mut people: Vec<(String, u32)> = (0..row(draft.count()))
            .filter(is_first)
            .map(|number| (fold(draft.name(number)).into_owned(), number))
            .filter(|(name, _)| !name.trim().is_empty())
            .collect();
        people.sort_unstable();
        let same = people.chunk_by(|one, other| one.0 == other.0);
        let groups = same.filter(|people| people.len() > 1);
        let numbers = |people: &[(String, u32)]| people.iter().map(|(_, number)| *number).collect();
        let mut groups: Vec<Vec<u32>> = groups.map(numbers).collect();
        groups.sort_unstable();
        groups
    }

    fn note_people_of_one_name(&mut self, people: &[u32]) {
        let Some((first, others)) = people.split_first() else {
            return;
        };
        let draft = self.draft(Kind::Person);
        let id = |number: &u32| format!("`{}`", written(draft.id(*number)));
        let mut ids: Vec<String> = others.iter().take(PEOPLE).map(id).collect();
        if others.len() > PEOPLE {
            ids.push(format!("{} more", others.len() - PEOPLE));
        }
        let name = excerpt(draft.name(*first));
        let text = format!(
            "`{name}` is the name of {} and of {} too",
            id(first),
            ids.join(", ")
        );
        let path = self.place(Kind::Person, *first).path("name");
        self.builder.problems.note(path, text);
    }
}
