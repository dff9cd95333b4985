//! What each kind of record holds in the file, and how it enters a dataset: one file a kind.
//!
//! Every field but `id` and the name or title may be absent. The names are those of the format
//! (`assets/dataset.schema.json`), which follow Popolo.

/// Describes an object of the format, a row a field: its name, its type, by which other rule it is read than that
/// of its type (`as`), whether it is `needed`, and by which relation (`=>`) the record is linked with what it
/// names. From the rows follow the type, how it is read, the rules by which flaws are named, and these links.
macro_rules! record {
    (
        $(#[$about:meta])*
        $name:ident<$a:lifetime> $(one_of $one_of:tt)? $(in_order $in_order:tt)? {
            $($(#[$says:meta])* $field:ident: $type:ty $(as $rule:expr)? $(, $needed:ident)? $(=> $to:ident)?;)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name<$a> {
            $($(#[$says])* pub $field: $type,)*
        }

        impl<$a> Record<$a> for $name<$a> {
            const FIELDS: &'static Fields = &fields!($(one_of $one_of)? $(in_order $in_order)? {
                $($field: record!(@rule $a $type $(as $rule)?) $(, $needed)?;)*
            });

            fn read_field<A: MapAccess<$a>>(
                &mut self,
                nth: usize,
                members: &mut A,
                site: Site<'_>,
            ) -> Result<(), A::Error> {
                #[expect(non_camel_case_types, reason = "the numbers of the fields")]
                enum Number {
                    $($field,)*
                }
                match nth {
                    $(nth if nth == Number::$field as usize => self.$field = site.value(members)?,)*
                    _ => {}
                }
                Ok(())
            }
        }

        impl<'de: $a, $a> Deserialize<'de> for $name<$a> {
            fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
                read::<$name<'de>, D>(json, &Checks::default())
            }
        }

        impl LinkFields for $name<'_> {
            fn link_fields(&self, builder: &mut Builder) {
                let _ = &builder;
                $($(self.$field.each_id(&mut |id| builder.link(Relation::$to, id));)?)*
            }
        }
    };
    (@rule $a:lifetime $type:ty) => { <$type as Value<$a>>::RULE };
    (@rule $a:lifetime $type:ty as $rule:expr) => { $rule };
}

mod agreement;
mod conflict;
mod meeting;
mod organisation;
mod person;
mod series;
mod source;
mod topic;

pub use agreement::Agreement;
pub use conflict::{ConflictEntry, ReadingEntry};
pub use meeting::{Lead, Meeting, Participant, Subject};
pub use organisation::Organisation;
pub use person::{Person, Role};
pub use series::{Frequency, Series};
pub use source::Source;
pub use topic::Topic;

use self::prelude::*;
use crate::data::FactBasis;

/// What the file of each kind is made of.
mod prelude {
    pub(super) use serde::de::{Deserialize, Deserializer, MapAccess};

    pub(super) use super::{EachId, FieldEvidence, LinkFields, NAMES};
    pub(super) use crate::data::build::{Arrival, Builder, Entry, Names};
    pub(super) use crate::data::format::de::{
        Checks, Clean, IdOr, Items, Prose, RawId, Record, Site, Value, Worded, read,
    };
    pub(super) use crate::data::format::fields::{FieldRule, FieldSpec, Fields};
    pub(super) use crate::data::format::fields::{fields, names};
    pub(super) use crate::data::{Kind, Relation};
}

/// The fields of a record of that kind.
pub(in crate::data) const fn fields_of(kind: Kind) -> &'static Fields {
    match kind {
        Kind::Meeting => Meeting::FIELDS,
        Kind::Person => Person::FIELDS,
        Kind::Organisation => Organisation::FIELDS,
        Kind::Topic => Topic::FIELDS,
        Kind::Agreement => Agreement::FIELDS,
        Kind::Source => Source::FIELDS,
    }
}

/// What the dataset says of itself, beside its lists.
pub(in crate::data) const OWN: Fields = fields!({
    format: FieldRule::Format, needed;
    title: FieldRule::Prose;
    description: FieldRule::Prose;
    version: FieldRule::Prose;
    as_of: FieldRule::Date;
    licence: FieldRule::Prose;
    language: FieldRule::Prose;
    exported: FieldRule::Object(&EXPORTED);
    gaps: SAYINGS;
});

const EXPORTED: Fields = fields!({
    program: FieldRule::Line;
    asked: FieldRule::Line;
    left_out: FieldRule::Count;
});

/// Other names.
const NAMES: FieldRule = FieldRule::List(&FieldRule::Name);

/// Texts of several lines.
const SAYINGS: FieldRule = FieldRule::List(&FieldRule::Saying);

record! {
    /// Where one field of a record comes from, more exactly than the record's own sources say.
    FieldEvidence<'a> {
        /// The field it is about, e.g. `date`.
        field: Clean<'a> as FieldRule::FieldName, needed;
        /// The sources that this one fact rests on.
        sources: Items<RawId<'a>>;
        /// Whether the sources state it or it was inferred.
        basis: Worded<FactBasis>;
        /// Why, in words.
        note: Prose<'a>;
    }
}

/// What links a record with others, row by row of its description.
trait LinkFields {
    /// Links what the rows name; a row links with its ids, or with the sources of what stands there.
    fn link_fields(&self, builder: &mut Builder);
}

/// An id, several, or what has sources of its own.
trait EachId {
    fn each_id(&self, each: &mut impl FnMut(&RawId<'_>));
}

impl EachId for RawId<'_> {
    fn each_id(&self, each: &mut impl FnMut(&RawId<'_>)) {
        each(self);
    }
}

impl<T: EachId> EachId for Items<T> {
    fn each_id(&self, each: &mut impl FnMut(&RawId<'_>)) {
        self.iter().for_each(|item| item.each_id(each));
    }
}

macro_rules! sources_of {
    ($($type:ident),*) => {$(
        impl EachId for $type<'_> {
            fn each_id(&self, each: &mut impl FnMut(&RawId<'_>)) {
                self.sources.each_id(each);
            }
        }
    )*};
}

sources_of!(FieldEvidence, Frequency, Participant, Role, Subject);

#[cfg(test)]
mod tests;
