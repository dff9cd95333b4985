//! Somebody who was named for a meeting, held a role or signed.

use super::prelude::*;
use crate::data::Date;
use crate::data::columns::texts::Text;
use crate::data::model::tenure::RoleRow;

record! {
    /// A person, as it stands in `people`.
    Person<'a> {
        /// Unique among people.
        id: RawId<'a>, needed;
        /// The name as it is shown.
        name: Clean<'a> as FieldRule::Name, needed;
        /// The name as it is sorted, if that differs.
        sort_name: Clean<'a>;
        /// Other spellings and names.
        aliases: Items<Clean<'a>> as NAMES;
        /// What one should know of the person.
        note: Prose<'a>;
        /// The roles held, with dates.
        roles: Items<Role<'a>> => PersonSource;
        /// The sources that name the person.
        sources: Items<RawId<'a>> => PersonSource;
        /// Where single fields come from.
        evidence: Items<FieldEvidence<'a>> => PersonSource;
    }
}

record! {
    /// A role that a person held.
    Role<'a> in_order [from, to] {
        /// The role, e.g. `Director General, DG ECHO`.
        title: Clean<'a> as FieldRule::Name, needed;
        /// The organisation it is held in.
        organisation: RawId<'a>;
        /// Since when (EDTF).
        from: Clean<'a> as FieldRule::Date;
        /// Until when (EDTF).
        to: Clean<'a> as FieldRule::Date;
        /// A day on which it is known to be held (EDTF).
        as_of: Clean<'a> as FieldRule::Date;
        /// The sources that say so.
        sources: Items<RawId<'a>>;
    }
}

impl Entry for Person<'_> {
    fn enter(&self, builder: &mut Builder, arrival: Arrival) {
        let names = Names {
            sort: &self.sort_name,
            aliases: &self.aliases,
            ..Names::default()
        };
        builder.record(Kind::Person, arrival, &self.id, &self.name, &names);
        for role in &self.roles {
            role.enter(builder);
        }
        self.link_fields(builder);
    }
}

impl Role<'_> {
    fn enter(&self, builder: &mut Builder) {
        let given = [&self.from, &self.to, &self.as_of];
        let [from, to, as_of] = given.map(|text| Date::parse_lenient(text));
        let mut dates = given.into_iter().zip([from, to, as_of]);
        let unreadable = dates.any(|(text, date)| date.is_none() && !text.is_empty());
        let title = builder.texts.intern(&self.title);
        builder.roles.push(RoleRow {
            title,
            stray: Text::EMPTY,
            from,
            to,
            as_of,
            unreadable,
        });
        builder.link_or_gap(Relation::RoleAt, &self.organisation);
    }
}
