//! Who runs the jobs: a thread for each sort of them, so that none waits for one of another sort.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::App;
use crate::data::LoadError;
use crate::file;
use crate::jobs::{Job, JobResult, Material, Stop};
use crate::parallel;
use crate::query::QueryCache;

/// An job on its way, and the means to call it back.
#[derive(Clone)]
struct RunningJob {
    number: u64,
    job: Job,
    stop: Stop,
}

/// What a job brought; nothing when it was called back.
type Delivery = (u64, Option<JobResult>);

/// No more threads than this run or hang at a time.
const MOST: usize = Job::SORTS + 32;

/// The threads that run jobs, and what they are at.
pub struct Workers {
    /// Every thread holds one too.
    alive: Arc<()>,
    threads: [Option<Sender<(RunningJob, Material)>>; Job::SORTS],
    under_way: Vec<RunningJob>,
    sent: u64,
    deliver: Sender<Delivery>,
    delivered: Receiver<Delivery>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Workers {
    /// A workers that wakes somebody whenever it has brought something. It has no threads until it is sent.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (deliver, delivered) = channel();
        Self {
            alive: Arc::new(()),
            threads: [const { None }; Job::SORTS],
            under_way: Vec::new(),
            sent: 0,
            deliver,
            delivered,
            wake: Arc::new(wake),
        }
    }

    /// Sends for all that the app lacks, and calls back whom nobody waits for any more. A file may keep a reader
    /// waiting for ever: who is called back from reading is left to end by itself, and the next one is another.
    pub fn send(&mut self, app: &App) {
        let lacking: Vec<Job> = app.lacks().collect();
        let threads = &mut self.threads;
        self.under_way.retain(|job| {
            let wanted = lacking.contains(&job.job);
            if !wanted {
                job.job.cancel(&job.stop);
                if let Job::Read(..) = job.job {
                    threads[job.job.sort()] = None;
                }
            }
            wanted
        });
        for job in lacking {
            if !self.under_way.iter().any(|running| running.job == job) {
                self.send_one(job, app.session().material());
            }
        }
    }

    /// Whether somebody is still under way.
    #[must_use]
    pub fn is_out(&self) -> bool {
        !self.under_way.is_empty()
    }

    /// What has been brought since, as far as it is still waited for.
    pub fn take(&mut self) -> Vec<JobResult> {
        self.take_with(None)
    }

    /// The same, once something has been brought, or so much time has passed.
    pub fn wait(&mut self, at_most: Duration) -> Vec<JobResult> {
        let first = self.delivered.recv_timeout(at_most);
        self.take_with(first.ok())
    }

    fn take_with(&mut self, first: Option<Delivery>) -> Vec<JobResult> {
        let deliveries = first.into_iter().chain(self.delivered.try_iter());
        let under_way = &mut self.under_way;
        let wanted = deliveries.filter_map(|(number, brought)| {
            let at = under_way.iter().position(|job| job.number == number)?;
            under_way.swap_remove(at);
            brought
        });
        wanted.collect()
    }

    fn send_one(&mut self, job: Job, material: Material) {
        self.sent += 1;
        let job = RunningJob {
            number: self.sent,
            job,
            stop: Stop::default(),
        };
        self.under_way.push(job.clone());
        let thread = &mut self.threads[job.job.sort()];
        if thread.is_none() {
            let alive = Arc::clone(&self.alive);
            let (deliver, wake) = (self.deliver.clone(), Arc::clone(&self.wake));
            let is_full = Arc::strong_count(&self.alive) > MOST;
            *thread = (!is_full)
                .then(|| spawn(alive, deliver, wake).ok())
                .flatten();
        }
        if let Some(thread) = thread {
            // A thread that is gone took the program with it: no panic is survived.
            let _ = thread.send((job, material));
        } else {
            self.run_here(&job, &material);
        }
    }

    /// What is done where no thread can be had: it is worked out here, while everything waits. But nothing is
    /// read where readers hang.
    fn run_here(&mut self, job: &RunningJob, material: &Material) {
        let hanging = Arc::strong_count(&self.alive) > MOST;
        let brought = match &job.job {
            Job::Read(origin, _, filter) if hanging => {
                let text = "too many readings of it have not come to an end; leave the program";
                let refusal = LoadError::Unreadable {
                    origin: origin.clone(),
                    error: io::Error::other(text),
                };
                Some(JobResult::Read(filter.clone(), Err(refusal)))
            }
            work => work.run(material, &job.stop, &mut QueryCache::default()),
        };
        let _ = self.deliver.send((job.number, brought));
        (self.wake)();
    }
}

impl Drop for Workers {
    /// Nobody waits for anything any more.
    fn drop(&mut self) {
        for job in &self.under_way {
            job.job.cancel(&job.stop);
        }
        file::abandon();
    }
}

/// A thread that runs one job after the other.
fn spawn(
    alive: Arc<()>,
    deliver: Sender<Delivery>,
    wake: Arc<dyn Fn() + Send + Sync>,
) -> io::Result<Sender<(RunningJob, Material)>> {
    let (thread, jobs) = channel::<(RunningJob, Material)>();
    parallel::start("jobs", move || {
        let mut memory = QueryCache::default();
        for (job, material) in jobs {
            let brought = job.job.run(&material, &job.stop, &mut memory);
            // Let go of the dataset before the other side counts on being alone with it.
            drop(material);
            if deliver.send((job.number, brought)).is_err() {
                break;
            }
            wake();
        }
        drop(alive);
    })?;
    Ok(thread)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use super::*;
    use crate::data::{Origin, load};
    use crate::keymap::{Keymap, script};
    use crate::parallel::refused;
    use crate::query::Query;
    use crate::session::Session;
    use crate::theme::{Glyphs, Styles};

    fn dataset(title: &str) -> String {
        format!(r#"{{"format":"sommet/1","title":"{title}","meetings":[]}}"#)
    }

    fn showing(path: &Path) -> App {
        let origin = Origin::File(path.to_owned());
        let keymap = Keymap::built_in().expect("keymap");
        let styles = Styles::named("default").expect("theme");
        let material = Material::new(load(&origin).expect("a dataset"), &Query::default());
        let session = Session::new(material, Query::default(), keymap, styles, &Glyphs::UNICODE);
        App::new(session, origin)
    }

    fn press(keys: &str, app: &mut App, workers: &mut Workers) {
        for key in script(keys).expect(keys) {
            app.handle(&crossterm::event::Event::Key(key.event()));
            workers.send(app);
        }
    }

    /// Waits until what is read again is there.
    fn read(app: &mut App, workers: &mut Workers) {
        for _ in 0..100 {
            for brought in workers.wait(Duration::from_millis(200)) {
                app.receive(brought);
            }
            if app.session().reading.is_none() {
                return;
            }
        }
    }

    fn title(app: &App) -> &str {
        &app.session().dataset.about().title
    }

    fn path_of(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("sommet-{}-{name}", std::process::id()));
        let _ = fs::remove_file(&path);
        fs::write(&path, dataset("Before")).expect("a file");
        path
    }

    #[test]
    fn a_reader_that_hangs_is_left_behind_and_another_one_reads() {
        let path = path_of("hangs");
        let (mut app, mut workers) = (showing(&path), Workers::new(|| ()));
        fs::remove_file(&path).expect("gone");
        let made = Command::new("mkfifo").arg(&path).status();
        assert!(made.expect("mkfifo").success());
        for _ in 0..3 {
            press("R", &mut app, &mut workers);
            let brought = workers.wait(Duration::from_millis(20));
            let is_read = |it: &JobResult| matches!(it, JobResult::Read(..));
            assert!(!brought.iter().any(is_read), "it hangs");
            press("<Esc>", &mut app, &mut workers);
            assert!(app.session().reading.is_none());
        }
        fs::remove_file(&path).expect("gone");
        fs::write(&path, dataset("After")).expect("a file");
        press("R", &mut app, &mut workers);
        read(&mut app, &mut workers);
        assert_eq!(title(&app), "After");
        fs::remove_file(&path).expect("gone");
    }

    #[test]
    fn readers_that_hang_are_bounded_in_number() {
        let path = path_of("many");
        let (mut app, mut workers) = (showing(&path), Workers::new(|| ()));
        let hanging: Vec<_> = (0..=MOST).map(|_| Arc::clone(&workers.alive)).collect();
        press("R", &mut app, &mut workers);
        read(&mut app, &mut workers);
        let told = app.session().message.clone().unwrap_or_default();
        assert!(told.starts_with("kept what was read before"), "{told}");
        drop(hanging);
        press("R", &mut app, &mut workers);
        read(&mut app, &mut workers);
        assert_eq!(app.session().message.as_deref(), Some("read again"));
        fs::remove_file(&path).expect("gone");
    }

    #[test]
    fn where_no_thread_can_be_started_errands_are_run_all_the_same() {
        let path = path_of("threads");
        let (mut app, mut workers) = (showing(&path), Workers::new(|| ()));
        fs::write(&path, dataset("After")).expect("a file");
        refused::after(0, || press("R", &mut app, &mut workers));
        for brought in workers.take() {
            app.receive(brought);
        }
        assert_eq!(title(&app), "After");
        fs::remove_file(&path).expect("gone");
    }
}
