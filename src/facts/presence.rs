//! How somebody was named for a meeting: the role on that day, for whom, and how that is known.

use super::words;
use crate::data::{Basis, Dataset, Participation, RecordId};

/// How somebody, or some organisation, was named for a meeting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Presence {
    /// The role on that day, as the meeting states it or as it was inferred; empty when it is not known.
    pub role: String,
    /// Where the role is from.
    pub role_is: RoleIs,
    /// Where none is stated and none alone can be inferred: those that may fit.
    pub possible: Vec<String>,
    /// Whether it is a person, of whom one would like to know the role.
    pub is_person: bool,
    /// The organisation that a person came for, as the meeting states it.
    pub came_for: Option<RecordId>,
    /// The same, where it is not in this file: its id, fit to be shown.
    pub came_for_missing: String,
    /// The organisation of an inferred role, where the meeting states none. It never counts as having taken
    /// part.
    pub organisation_inferred: Option<RecordId>,
    /// The side of the table.
    pub side: String,
    /// How it is known that they took part; `None` where the file does not say.
    pub basis: Option<Basis>,
    /// Whether they chaired, as the meeting states elsewhere.
    pub chair: bool,
    /// More, e.g. `opened the meeting`.
    pub note: String,
}

/// Where the role of somebody named for a meeting is from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoleIs {
    /// The meeting states it, or nothing does.
    #[default]
    Stated,
    /// It is taken from the dated roles of the person.
    Inferred,
    /// The same, from one of which no end is recorded.
    InferredFromOpen,
}

impl RoleIs {
    /// Whether it is taken from the dated roles of the person.
    pub(crate) const fn is_inferred(self) -> bool {
        matches!(self, Self::Inferred | Self::InferredFromOpen)
    }
}

/// The word for a role of which nothing is known.
const UNKNOWN: &str = "role ?";

impl Presence {
    /// What is kept ready of the participant of that number: all but the side, the note and what is missing.
    pub(crate) fn of(
        dataset: &Dataset,
        meeting: RecordId,
        nth: usize,
        known: &Participation<'_>,
    ) -> Self {
        let alone = known.person.is_none() && known.name.is_empty();
        let possible = match (known.person, known.role) {
            (Some(_), "") => dataset.possible_roles(meeting, nth),
            _ => Vec::new(),
        };
        let possible = possible.iter().map(|role| words::role(dataset, role));
        Self {
            role: known.role.to_owned(),
            role_is: match (known.role_inferred, known.role_open) {
                (false, _) => RoleIs::Stated,
                (true, false) => RoleIs::Inferred,
                (true, true) => RoleIs::InferredFromOpen,
            },
            possible: possible.collect(),
            is_person: known.person.is_some(),
            came_for: known.organisation.filter(|_| !alone),
            organisation_inferred: known.inferred_organisation,
            basis: known.basis,
            ..Self::default()
        }
    }

    /// The role as it is stated, with the organisation, and how the presence is known.
    pub(super) fn stated(&self, dataset: &Dataset) -> String {
        let role = if self.role_is.is_inferred() {
            ""
        } else {
            &self.role
        };
        let named = match role {
            "" => self.for_whom(dataset),
            role => words::joined(
                [
                    words::role_at(dataset, role, self.came_for),
                    self.for_missing(),
                ],
                ", ",
            ),
        };
        words::dotted([named, words::basis(self.basis).to_owned()])
    }

    /// `for DG ECHO`; nothing where no organisation is stated.
    fn for_whom(&self, dataset: &Dataset) -> String {
        match self.came_for {
            Some(id) => format!("for {}", dataset.short(id)),
            None => self.for_missing(),
        }
    }

    fn for_missing(&self) -> String {
        match &*self.came_for_missing {
            "" => String::new(),
            id => format!(
                "for ? {}",
                words::missing(crate::data::Kind::Organisation, id)
            ),
        }
    }

    /// The role in words, with its organisation: `~` before one that is inferred, `role ?` for one that is not
    /// known, with those that may fit.
    pub(crate) fn role_in_words(&self, dataset: &Dataset) -> String {
        match (&*self.role, &*self.possible) {
            ("", _) if !self.is_person => String::new(),
            ("", []) => UNKNOWN.to_owned(),
            ("", some) => format!("role ?: {}", some.join(" or ")),
            (role, _) if self.role_is.is_inferred() => {
                let at = self.came_for.or(self.organisation_inferred);
                format!("~ {}", words::role_at(dataset, role, at))
            }
            (role, _) => words::role_at(dataset, role, self.came_for),
        }
    }

    /// Role and basis: `Director General, DG ECHO (announced)`; nothing for a role of which nothing is known.
    pub(crate) fn said(&self, dataset: &Dataset) -> String {
        match &*self.role_in_words(dataset) {
            UNKNOWN => self.with_role(""),
            role => self.with_role(role),
        }
    }

    /// The same with a word for a role of which nothing is known.
    pub(crate) fn said_in_full(&self, dataset: &Dataset) -> String {
        self.with_role(&self.role_in_words(dataset))
    }

    fn with_role(&self, role: &str) -> String {
        let with_basis = with_basis(role, self.basis);
        words::joined([with_basis, self.for_missing()], ", ")
    }

    /// The same without marks that need a key.
    pub(crate) fn in_words(&self, dataset: &Dataset) -> String {
        let role = self.role_in_words(dataset);
        let said = match role.strip_prefix("~ ") {
            Some(role) => format!("{role} (the role is inferred)"),
            None => role.replacen(
                "role ?",
                "role not known",
                usize::from(self.role.is_empty()),
            ),
        };
        let basis = words::bracketed([words::presence(self.basis)]);
        let said = format!("{said}{basis}").trim().to_owned();
        words::joined([said, self.for_missing()], ", ")
    }
}

/// `Head (announced)`, `Head (~ implied)`, or the basis alone; nothing of it where it was reported, or where the
/// file does not say.
pub(super) fn with_basis(named: &str, basis: Option<Basis>) -> String {
    let sign = if basis == Some(Basis::Implied) {
        "~ "
    } else {
        ""
    };
    match (named, words::basis(basis)) {
        (named, "") => named.to_owned(),
        ("", word) => format!("{sign}{word}"),
        (named, word) => format!("{named} ({sign}{word})"),
    }
}
