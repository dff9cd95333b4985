//! The relations by which one record points to another: one row each.

use crate::data::Kind;

/// A relation between two kinds of record, named from the record that states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// A meeting and somebody named for it.
    Participant,
    /// A meeting and who chaired it.
    Chair,
    /// A meeting and the organisation that held it.
    Host,
    /// A meeting and an organisation listed for it.
    Listed,
    /// A meeting and the organisation somebody came for.
    CameFor,
    /// A meeting and the organisation that led on its side.
    Lead,
    /// A meeting and what it discussed.
    Discussed,
    /// A meeting and the larger one it was part of.
    PartOf,
    /// A meeting and a source of any of its facts.
    MeetingSource,
    /// A person and the organisation of a role.
    RoleAt,
    /// A person and a source.
    PersonSource,
    /// An organisation and the one it is part of.
    Parent,
    /// An organisation and the one whose work it took over.
    SuccessorOf,
    /// An organisation and a source.
    OrganisationSource,
    /// A topic and a wider one that it is part of.
    Broader,
    /// A topic and one beside it.
    Related,
    /// A topic and a source.
    TopicSource,
    /// An agreement and one of its parties.
    Party,
    /// An agreement and somebody who signed it.
    Signatory,
    /// An agreement and a topic of it.
    Subject,
    /// An agreement and the one it came after.
    Follows,
    /// An agreement and the one it changes.
    Amends,
    /// An agreement and the meeting at which it was made.
    MadeAt,
    /// An agreement and a source.
    AgreementSource,
    /// A source and another that says something about it.
    SourceSource,
}

/// What is known of a relation.
struct Row {
    from: Kind,
    to: Kind,
    /// The fields of the file in which the id of the other end stands.
    fields: &'static [&'static str],
}

const fn row(from: Kind, to: Kind, fields: &'static [&'static str]) -> Row {
    Row { from, to, fields }
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 25] = [
        Self::Participant,
        Self::Chair,
        Self::Host,
        Self::Listed,
        Self::CameFor,
        Self::Lead,
        Self::Discussed,
        Self::PartOf,
        Self::MeetingSource,
        Self::RoleAt,
        Self::PersonSource,
        Self::Parent,
        Self::SuccessorOf,
        Self::OrganisationSource,
        Self::Broader,
        Self::Related,
        Self::TopicSource,
        Self::Party,
        Self::Signatory,
        Self::Subject,
        Self::Follows,
        Self::Amends,
        Self::MadeAt,
        Self::AgreementSource,
        Self::SourceSource,
    ];

    const fn row(self) -> Row {
        use Kind::{Agreement, Meeting, Organisation, Person, Source, Topic};
        match self {
            Self::Participant => row(Meeting, Person, &["person"]),
            Self::Chair => row(Meeting, Person, &["chairs"]),
            Self::Host => row(Meeting, Organisation, &["hosts"]),
            Self::Listed => row(Meeting, Organisation, &["organisations"]),
            Self::CameFor | Self::Lead => row(Meeting, Organisation, &["organisation"]),
            Self::Discussed => row(Meeting, Topic, &["topics", "topic"]),
            Self::PartOf => row(Meeting, Meeting, &["part_of"]),
            Self::MeetingSource => row(Meeting, Source, &["sources"]),
            Self::RoleAt => row(Person, Organisation, &["organisation"]),
            Self::PersonSource => row(Person, Source, &["sources"]),
            Self::Parent => row(Organisation, Organisation, &["parent"]),
            Self::SuccessorOf => row(Organisation, Organisation, &["successor_of"]),
            Self::OrganisationSource => row(Organisation, Source, &["sources"]),
            Self::Broader => row(Topic, Topic, &["broader"]),
            Self::Related => row(Topic, Topic, &["related"]),
            Self::TopicSource => row(Topic, Source, &["sources"]),
            Self::Party => row(Agreement, Organisation, &["parties"]),
            Self::Signatory => row(Agreement, Person, &["signatories"]),
            Self::Subject => row(Agreement, Topic, &["topics"]),
            Self::Follows => row(Agreement, Agreement, &["follows"]),
            Self::Amends => row(Agreement, Agreement, &["amends"]),
            Self::MadeAt => row(Agreement, Meeting, &["meeting"]),
            Self::AgreementSource => row(Agreement, Source, &["sources"]),
            Self::SourceSource => row(Source, Source, &["sources"]),
        }
    }

    /// The kind that states the relation.
    #[must_use]
    pub const fn from(self) -> Kind {
        self.row().from
    }

    /// The kind it points to.
    #[must_use]
    pub const fn to(self) -> Kind {
        self.row().to
    }

    /// The fields of the file in which it is stated.
    #[must_use]
    pub const fn fields(self) -> &'static [&'static str] {
        self.row().fields
    }

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
    fn every_relation_stands_at_its_own_number() {
        for (number, relation) in Relation::ALL.into_iter().enumerate() {
            assert_eq!(relation as usize, number, "{relation:?}");
        }
    }

    #[test]
    fn sources_are_named_by_every_kind() {
        for kind in Kind::ALL {
            let relation = Relation::sources_of(kind);
            assert_eq!((relation.from(), relation.to()), (kind, Kind::Source));
        }
    }
}
