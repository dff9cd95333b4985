//! Who runs the errands: a thread for each sort of them, so that none waits for one of another sort.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::App;
use crate::browse::query::Memory;
use crate::errand::{Brought, Errand, Material, Stop};
use crate::file;

/// An errand on its way, and the means to call it back.
#[derive(Clone)]
struct Job {
    number: u64,
    errand: Errand,
    stop: Stop,
}

/// What a job brought; nothing when it was called back.
type Delivery = (u64, Option<Brought>);

/// The threads that run errands, and what they are at.
pub struct Crew {
    hands: [Option<Sender<(Job, Material)>>; Errand::SORTS],
    under_way: Vec<Job>,
    sent: u64,
    deliver: Sender<Delivery>,
    delivered: Receiver<Delivery>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Crew {
    /// A crew that wakes somebody whenever it has brought something. It has no threads until it is sent.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (deliver, delivered) = channel();
        Self {
            hands: [const { None }; Errand::SORTS],
            under_way: Vec::new(),
            sent: 0,
            deliver,
            delivered,
            wake: Arc::new(wake),
        }
    }

    /// Sends for all that the app lacks, and calls back whom nobody waits for any more.
    pub fn send(&mut self, app: &App) {
        let lacking: Vec<Errand> = app.lacks().collect();
        self.under_way.retain(|job| {
            let wanted = lacking.contains(&job.errand);
            if !wanted {
                job.errand.call_back(&job.stop);
            }
            wanted
        });
        for errand in lacking {
            if !self.under_way.iter().any(|job| job.errand == errand) {
                self.send_one(errand, app.session().material());
            }
        }
    }

    /// Whether somebody is still under way.
    #[must_use]
    pub fn is_out(&self) -> bool {
        !self.under_way.is_empty()
    }

    /// What has been brought since, as far as it is still waited for.
    pub fn take(&mut self) -> Vec<Brought> {
        let deliveries = self.delivered.try_iter();
        let under_way = &mut self.under_way;
        let wanted = deliveries.filter_map(|(number, brought)| {
            let at = under_way.iter().position(|job| job.number == number)?;
            under_way.swap_remove(at);
            brought
        });
        wanted.collect()
    }

    fn send_one(&mut self, errand: Errand, material: Material) {
        self.sent += 1;
        let job = Job {
            number: self.sent,
            errand,
            stop: Stop::default(),
        };
        let sort = job.errand.sort();
        let (deliver, wake) = (&self.deliver, &self.wake);
        let hand = self.hands[sort].get_or_insert_with(|| hire(deliver.clone(), Arc::clone(wake)));
        // A thread that is gone took the program with it: no panic is survived.
        let _ = hand.send((job.clone(), material));
        self.under_way.push(job);
    }
}

impl Drop for Crew {
    /// Nobody waits for anything any more.
    fn drop(&mut self) {
        for job in &self.under_way {
            job.errand.call_back(&job.stop);
        }
        file::abandon();
    }
}

/// A thread that runs one errand after the other.
fn hire(deliver: Sender<Delivery>, wake: Arc<dyn Fn() + Send + Sync>) -> Sender<(Job, Material)> {
    let (hand, jobs) = channel::<(Job, Material)>();
    thread::spawn(move || {
        let mut memory = Memory::default();
        for (job, material) in jobs {
            let brought = job.errand.run(&material, &job.stop, &mut memory);
            // Let go of the dataset before the other side counts on being alone with it.
            drop(material);
            if deliver.send((job.number, brought)).is_err() {
                return;
            }
            wake();
        }
    });
    hand
}
