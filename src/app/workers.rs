//! The threads that run jobs: one for each kind of job, so that none waits for one of another kind.

use std::collections::HashMap;
use std::io;
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::App;
use crate::data::LoadError;
use crate::file;
use crate::jobs::{Job, JobResult, Material, Stop};
use crate::parallel;
use crate::query::QueryCache;

/// A job that runs, and the means to cancel it.
#[derive(Clone)]
struct RunningJob {
    number: u64,
    job: Job,
    stop: Stop,
}

/// The result of the job of that number; nothing when it was cancelled.
type Delivery = (u64, Option<JobResult>);

/// No more threads than this run or hang at a time.
const MOST: usize = 40;

/// The threads, and the jobs they run.
pub struct Workers {
    /// Every thread holds one too.
    alive: Arc<()>,
    threads: HashMap<Discriminant<Job>, Sender<(RunningJob, Material)>>,
    running: Vec<RunningJob>,
    count: u64,
    deliver: Sender<Delivery>,
    delivered: Receiver<Delivery>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Workers {
    /// Workers that wake somebody with every result. There are no threads before there are jobs.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (deliver, delivered) = channel();
        Self {
            alive: Arc::new(()),
            threads: HashMap::new(),
            running: Vec::new(),
            count: 0,
            deliver,
            delivered,
            wake: Arc::new(wake),
        }
    }

    /// Starts jobs for all that the app lacks, and cancels those that nobody waits for any more. A file may keep a reader
    /// waiting for ever: a reader that is cancelled is left to end by itself, and the next one is another.
    pub fn start_jobs(&mut self, app: &App) {
        let lacking: Vec<Job> = app.lacking().collect();
        let threads = &mut self.threads;
        self.running.retain(|running| {
            let wanted = lacking.contains(&running.job);
            if !wanted {
                running.job.cancel(&running.stop);
                if let Job::Read(..) = running.job {
                    threads.remove(&discriminant(&running.job));
                }
            }
            wanted
        });
        for job in lacking {
            if !self.running.iter().any(|running| running.job == job) {
                self.start(job, app.session().material());
            }
        }
    }

    /// Whether a job is running.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.running.is_empty()
    }

    /// The results since, as far as they are still waited for; waits for the first of them, but no longer than that.
    pub fn results(&mut self, at_most: Duration) -> Vec<JobResult> {
        let first = self.delivered.recv_timeout(at_most).ok();
        let deliveries = first.into_iter().chain(self.delivered.try_iter());
        let running = &mut self.running;
        let wanted = deliveries.filter_map(|(number, result)| {
            let at = running.iter().position(|job| job.number == number)?;
            running.swap_remove(at);
            result
        });
        wanted.collect()
    }

    fn start(&mut self, job: Job, material: Material) {
        self.count += 1;
        let kind = discriminant(&job);
        let running = RunningJob {
            number: self.count,
            job,
            stop: Stop::default(),
        };
        self.running.push(running.clone());
        if !self.threads.contains_key(&kind)
            && Arc::strong_count(&self.alive) <= MOST
            && let Ok(thread) = self.spawn()
        {
            self.threads.insert(kind, thread);
        }
        if let Some(thread) = self.threads.get(&kind) {
            // A thread that is gone took the program with it: no panic is survived.
            let _ = thread.send((running, material));
        } else {
            self.run_here(&running, &material);
        }
    }

    /// A thread that runs one job after the other.
    fn spawn(&self) -> io::Result<Sender<(RunningJob, Material)>> {
        let (alive, deliver) = (Arc::clone(&self.alive), self.deliver.clone());
        let wake = Arc::clone(&self.wake);
        let (thread, jobs) = channel::<(RunningJob, Material)>();
        parallel::start("jobs", move || {
            let mut memory = QueryCache::default();
            for (job, material) in jobs {
                let result = job.job.run(&material, &job.stop, &mut memory);
                // Let go of the dataset before the other side counts on being alone with it.
                drop(material);
                if deliver.send((job.number, result)).is_err() {
                    break;
                }
                wake();
            }
            drop(alive);
        })?;
        Ok(thread)
    }

    /// Runs a job on this thread, where no other can be had, while everything waits. But nothing is read where readers
    /// hang.
    fn run_here(&mut self, job: &RunningJob, material: &Material) {
        let hanging = Arc::strong_count(&self.alive) > MOST;
        let result = match &job.job {
            Job::Read(origin, _, filter) if hanging => {
                let text = "too many readings of it have not come to an end; leave the program";
                let error = LoadError::Unreadable {
                    origin: origin.clone(),
                    error: io::Error::other(text),
                };
                Some(JobResult::Read(filter.clone(), Err(error)))
            }
            work => work.run(material, &job.stop, &mut QueryCache::default()),
        };
        let _ = self.deliver.send((job.number, result));
        (self.wake)();
    }
}

impl Drop for Workers {
    /// Nobody waits for anything any more.
    fn drop(&mut self) {
        for job in &self.running {
            job.job.cancel(&job.stop);
        }
        file::abandon();
    }
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
            workers.start_jobs(app);
        }
    }

    /// Waits until what is read again is there.
    fn read(app: &mut App, workers: &mut Workers) {
        for _ in 0..100 {
            for result in workers.results(Duration::from_millis(200)) {
                app.receive(result);
            }
            if app.session().loading.is_none() {
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
            let results = workers.results(Duration::from_millis(20));
            let is_read = |it: &JobResult| matches!(it, JobResult::Read(..));
            assert!(!results.iter().any(is_read), "it hangs");
            press("<Esc>", &mut app, &mut workers);
            assert!(app.session().loading.is_none());
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
        let message = app.session().message.clone().unwrap_or_default();
        assert!(
            message.starts_with("kept what was read before"),
            "{message}"
        );
        drop(hanging);
        press("R", &mut app, &mut workers);
        read(&mut app, &mut workers);
        assert_eq!(app.session().message.as_deref(), Some("read again"));
        fs::remove_file(&path).expect("gone");
    }

    #[test]
    fn where_no_thread_can_be_started_jobs_are_run_all_the_same() {
        let path = path_of("threads");
        let (mut app, mut workers) = (showing(&path), Workers::new(|| ()));
        fs::write(&path, dataset("After")).expect("a file");
        refused::after(0, || press("R", &mut app, &mut workers));
        for result in workers.results(Duration::ZERO) {
            app.receive(result);
        }
        assert_eq!(title(&app), "After");
        fs::remove_file(&path).expect("gone");
    }
}
