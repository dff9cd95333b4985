//! The relations by which one record points to another: one row each.

use super::kind::Kind;

/// Relations, a row each: which kind states it of which, and the fields of the file in which the id of the other
/// end stands.
macro_rules! relations {
    ($($(#[$about:meta])* $name:ident: $from:ident -> $to:ident $fields:tt;)*) => {
        /// A relation between two kinds of record, named from the record that states it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Relation {
            $($(#[$about])* $name,)*
        }

        impl Relation {
            /// Every relation, each at its own number.
            pub const ALL: [Self; [$(stringify!($name)),*].len()] = [$(Self::$name),*];

            /// The kind that states the relation.
            #[must_use]
            pub const fn from(self) -> Kind {
                match self {
                    $(Self::$name => Kind::$from,)*
                }
            }

            /// The kind it points to.
            #[must_use]
            pub const fn to(self) -> Kind {
                match self {
                    $(Self::$name => Kind::$to,)*
                }
            }

            /// The fields of the file in which it is stated.
            #[must_use]
            pub const fn fields(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &$fields,)*
                }
            }
        }
    };
}

relations! {
    /// A meeting and somebody named for it.
    Participant: Meeting -> Person ["person"];
    /// A meeting and who chaired it.
    Chair: Meeting -> Person ["chairs"];
    /// A meeting and the organisation that held it.
    Host: Meeting -> Organisation ["hosts"];
    /// A meeting and an organisation listed for it.
    Listed: Meeting -> Organisation ["organisations"];
    /// A meeting and the organisation somebody came for.
    CameFor: Meeting -> Organisation ["organisation"];
    /// A meeting and the organisation that led on its side.
    Lead: Meeting -> Organisation ["organisation"];
    /// A meeting and what it discussed.
    Discussed: Meeting -> Topic ["topics", "topic"];
    /// A meeting and the larger one it was part of.
    PartOf: Meeting -> Meeting ["part_of"];
    /// A meeting and a source of any of its facts.
    MeetingSource: Meeting -> Source ["sources"];
    /// A person and the organisation of a role.
    RoleAt: Person -> Organisation ["organisation"];
    /// A person and a source.
    PersonSource: Person -> Source ["sources"];
    /// An organisation and the one it is part of.
    Parent: Organisation -> Organisation ["parent"];
    /// An organisation and the one whose work it took over.
    SuccessorOf: Organisation -> Organisation ["successor_of"];
    /// An organisation and a source.
    OrganisationSource: Organisation -> Source ["sources"];
    /// A topic and a wider one that it is part of.
    Broader: Topic -> Topic ["broader"];
    /// A topic and one beside it.
    Related: Topic -> Topic ["related"];
    /// A topic and a source.
    TopicSource: Topic -> Source ["sources"];
    /// An agreement and one of its parties.
    Party: Agreement -> Organisation ["parties"];
    /// An agreement and somebody who signed it.
    Signatory: Agreement -> Person ["signatories"];
    /// An agreement and a topic of it.
    Subject: Agreement -> Topic ["topics"];
    /// An agreement and the one it came after.
    Follows: Agreement -> Agreement ["follows"];
    /// An agreement and the one it changes.
    Amends: Agreement -> Agreement ["amends"];
    /// An agreement and the meeting at which it was made.
    MadeAt: Agreement -> Meeting ["meeting"];
    /// An agreement and a source.
    AgreementSource: Agreement -> Source ["sources"];
    /// A source and another that says something about it.
    SourceSource: Source -> Source ["sources"];
}

impl Relation {
    /// The member of the record below which the fields stand, where others of the same name stand elsewhere.
    pub(in crate::data) const fn below(self) -> &'static str {
        match self {
            Self::CameFor => "participants",
            Self::Lead => "lead",
            _ => "",
        }
    }

    /// The relation by which records of that kind name their sources.
    #[must_use]
    pub const fn sources_of(kind: Kind) -> Self {
        match kind {
            Kind::Meeting => Self::MeetingSource,
            Kind::Person => Self::PersonSource,
            Kind::Organisation => Self::OrganisationSource,
            Kind::Topic => Self::TopicSource,
            Kind::Agreement => Self::AgreementSource,
            Kind::Source => Self::SourceSource,
        }
    }

    /// The relation whose links these stand beside, one by one; most stand for themselves.
    pub(in crate::data) const fn in_step_with(self) -> Self {
        match self {
            Self::CameFor => Self::Participant,
            other => other,
        }
    }

    /// Whether the same two records are linked once only, however often they are named together.
    #[must_use]
    pub const fn is_set(self) -> bool {
        !matches!(self, Self::Participant | Self::CameFor | Self::RoleAt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_named_by_every_kind() {
        for kind in Kind::ALL {
            let relation = Relation::sources_of(kind);
            assert_eq!((relation.from(), relation.to()), (kind, Kind::Source));
        }
    }
}
