//! A named thread with a bounded queue.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use crate::domain::fault::Fault;

/// Jobs that may wait; one visitor cannot have more under way.
const QUEUE: usize = 16;

/// A thread that does jobs of one kind in order. Dropping it closes the queue and joins.
#[derive(Debug)]
pub struct Worker<J: Send + 'static> {
    queue: Option<SyncSender<J>>,
    thread: Option<JoinHandle<()>>,
}

impl<J: Send + 'static> Worker<J> {
    /// Starts a thread named `name` that runs `body` over the queue until it closes.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(name: &str, body: impl FnOnce(Receiver<J>) + Send + 'static) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || body(jobs))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Queues a job without waiting.
    ///
    /// # Errors
    /// [`Fault::Busy`] if the queue is full, [`Fault::Internal`] if the thread is gone.
    pub fn send(&self, job: J) -> Result<(), Fault> {
        let Some(queue) = &self.queue else { return Err(Fault::Internal) };
        queue.try_send(job).map_err(|e| match e {
            TrySendError::Full(_) => Fault::Busy,
            TrySendError::Disconnected(_) => Fault::Internal,
        })
    }
}

impl<J: Send + 'static> Drop for Worker<J> {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A panic in the thread was reported by the panic hook; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Worker;
    use crate::domain::fault::Fault;
    use std::sync::mpsc::channel;

    #[test]
    fn a_full_queue_is_a_fault_and_never_a_wait() {
        let (go, wait) = channel::<()>();
        let worker = Worker::start("test", move |jobs| {
            let _ = wait.recv();
            for () in jobs {}
        })
        .unwrap();
        let sent = (0..100).map(|_| worker.send(())).take_while(Result::is_ok).count();
        assert!(sent >= 16, "{sent}");
        assert_eq!(worker.send(()), Err(Fault::Busy));
        drop(go);
    }
}
