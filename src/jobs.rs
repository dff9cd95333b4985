//! What may take long, and so is worked out beside the screen: a job is started for whatever is lacking, and its result
//! is shown when it is there.
//!
//! Jobs are values: whoever lacks something says so, two that ask for the same are equal, and the one that nobody lacks
//! any more is cancelled. They know the data and nothing of the screen.

mod save;

use std::sync::Arc;

use crate::browse::facets::{Facet, FacetCount, counts};
use crate::browse::listing::{Listing, Sort};
use crate::browse::page::Page;
use crate::browse::timeline::Timeline;
use crate::data::{Dataset, Kind, LoadError, Origin, RecordId, Watch, load_watched};
use crate::query::{Answer, Completion, Matcher, Number, Query, QueryCache, complete};
use crate::search::Index;
use crate::study::report::Study;
use crate::study::view::View;

pub use self::save::{Content, Save, Saved, SavedPart};
pub use crate::search::Stop;

/// A dataset that is ready to be shown: read, searchable, in order.
#[derive(Clone, Debug)]
pub struct Material {
    /// The data.
    pub dataset: Arc<Dataset>,
    /// What can be searched of it.
    pub index: Arc<Index>,
    /// The timeline under the filter that it was made ready for.
    pub timeline: Arc<Timeline>,
}

impl Default for Material {
    /// Nothing at all.
    fn default() -> Self {
        Self::new(Dataset::default(), &Query::default())
    }
}

impl Material {
    /// Makes a dataset ready, its timeline under a filter.
    #[must_use]
    pub fn new(dataset: Dataset, filter: &Query) -> Self {
        let index = Index::new(&dataset);
        let timeline = Timeline::new(&dataset, &index, filter);
        Self::of(dataset, index, timeline)
    }

    /// The same; `None` when it was stopped.
    #[must_use]
    pub fn until(dataset: Dataset, filter: &Query, stop: &Stop) -> Option<Self> {
        let index = Index::until(&dataset, stop)?;
        let timeline = Timeline::until(&dataset, &index, filter, stop)?;
        Some(Self::of(dataset, index, timeline))
    }

    fn of(dataset: Dataset, index: Index, timeline: Timeline) -> Self {
        Self {
            timeline: Arc::new(timeline.without_headings()),
            index: Arc::new(index),
            dataset: Arc::new(dataset),
        }
    }
}

/// What Find looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindJob {
    /// The query.
    pub query: Query,
    /// The only kind to be found.
    pub kind: Option<Kind>,
    /// How many of the best hits are to be there, in their order.
    pub at_least: usize,
    /// The typed line, when the field at its end may be completed.
    pub line: Option<String>,
}

/// Something to be worked out.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// Read a dataset and make it ready under this filter.
    Read(Origin, Watch, Query),
    /// Find records.
    Find(FindJob),
    /// The timeline under a filter.
    Narrow(Query),
    /// The whole page of a record, or of the dataset, under the filter of the timeline.
    Page(Option<RecordId>),
    /// How the meetings that a filter keeps are spread.
    Count(Query),
    /// A study of the meetings that a filter keeps.
    Study(View, Query),
    /// The records of a kind in that order, with how many of the meetings kept each has.
    List(Kind, Sort, Query),
    /// Something to be saved or copied.
    Save(Save),
}

/// The result of a job.
#[derive(Debug)]
pub enum JobResult {
    /// A dataset with its timeline under that filter, or why there is none.
    Read(Query, Result<Material, LoadError>),
    /// Records.
    Found(FindJob, Arc<Answer>, Option<Completion>),
    /// The timeline under that filter.
    Narrowed(Query, Arc<Timeline>),
    /// A whole page.
    Page(Arc<Page>),
    /// The facets of what that filter keeps, and how many meetings that are.
    Counted(Query, Arc<Vec<(Facet, Vec<FacetCount>)>>, Number),
    /// The answer of that view.
    Studied(View, Arc<dyn Study>),
    /// Records in an order, under that filter.
    Listed(Kind, Sort, Query, Arc<Listing>),
    /// What was saved, or a sentence that says why it was not.
    Saved(Save, Result<Saved, String>),
}

impl Job {
    /// Stops it: nobody waits for it any more.
    pub fn cancel(&self, stop: &Stop) {
        stop.now();
        match self {
            Self::Read(_, watch, _) => watch.stop(),
            Self::Save(save) => {
                // One that is whole by now stays.
                let _ = save.stop();
            }
            _ => {}
        }
    }

    /// Works it out. `None` when it was stopped. What was found before makes searching quicker, and changes
    /// nothing else.
    #[must_use]
    pub fn run(
        &self,
        material: &Material,
        stop: &Stop,
        memory: &mut QueryCache,
    ) -> Option<JobResult> {
        let Material { dataset, index, .. } = material;
        let matcher = || Matcher::new(dataset, index);
        let result = match self {
            Self::Read(origin, watch, filter) => {
                let loaded = match load_watched(origin, watch) {
                    Ok(dataset) => Ok(Material::until(dataset, filter, stop)?),
                    Err(error) => Err(error),
                };
                JobResult::Read(filter.clone(), loaded)
            }
            Self::Find(request) => {
                let matcher = matcher();
                let line = request.line.as_deref();
                let completion = line.and_then(|line| complete(line, &matcher, dataset));
                let (query, kind, at_least) = (&request.query, request.kind, request.at_least);
                let answer = matcher.find(query, kind, at_least, stop, memory)?;
                JobResult::Found(request.clone(), Arc::new(answer), completion)
            }
            Self::Narrow(filter) => {
                let timeline = Timeline::until(dataset, index, filter, stop)?;
                JobResult::Narrowed(filter.clone(), Arc::new(timeline.without_headings()))
            }
            Self::Page(about) => {
                let kept = material.timeline.rows_kept.clone();
                JobResult::Page(Arc::new(Page::whole(dataset, *about, kept)))
            }
            Self::Count(filter) => {
                let kept = matcher().kept_until(filter, stop)?;
                let facets = Facet::ALL.map(|facet| (facet, counts(dataset, &kept, facet)));
                JobResult::Counted(filter.clone(), Arc::new(facets.into()), kept.number())
            }
            Self::Study(view, filter) => {
                let kept = matcher().kept_until(filter, stop)?.rows();
                JobResult::Studied(view.clone(), view.study(dataset, &kept))
            }
            Self::List(kind, sort, filter) => {
                let kept = if filter.is_empty() {
                    None
                } else {
                    Some(matcher().kept_until(filter, stop)?.rows())
                };
                let listing = Listing::until(dataset, *kind, *sort, kept.as_deref(), stop)?;
                JobResult::Listed(*kind, *sort, filter.clone(), Arc::new(listing))
            }
            Self::Save(save) => {
                let saved = save.carry_out(stop)?;
                return Some(JobResult::Saved(save.clone(), saved));
            }
        };
        (!stop.is_asked()).then_some(result)
    }
}
