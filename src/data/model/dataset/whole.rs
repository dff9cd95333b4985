//! Records as they stand in the file, every text to the byte, for a dataset that is made of them.

use std::io;

use super::Dataset;
use crate::data::RecordId;
use crate::data::columns::body::{Body, ReadError};
use crate::data::format::de::Record;
use crate::data::format::fields::FieldRule;
use crate::data::format::kinds::{ConflictEntry, Series, fields_of};
use crate::data::format::walk::{Walked, walk};
use crate::data::watch::Watch;

impl Dataset {
    /// A record with all that the format knows of it.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub fn whole_record(&self, id: RecordId) -> io::Result<Walked> {
        whole(self.body(id), &FieldRule::Object(fields_of(id.kind)))
    }

    /// A series, by its row, with all that the format knows of it.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub fn whole_series(&self, series: usize) -> io::Result<Walked> {
        whole(self.series_body(series), &FieldRule::Object(Series::FIELDS))
    }

    /// A conflict, by its number, with all that the format knows of it.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub fn whole_conflict(&self, conflict: usize) -> io::Result<Walked> {
        whole(
            self.conflict_body(conflict),
            &FieldRule::Object(ConflictEntry::FIELDS),
        )
    }
}

fn whole(body: Result<Body<'_>, ReadError>, rule: &FieldRule) -> io::Result<Walked> {
    let body = body.map_err(io::Error::other)?;
    Ok(walk(body.json(), rule, &Watch::default(), &mut |_| ())?)
}
