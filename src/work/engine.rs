//! The face engine, one for all captures: who has it, what it forgets between them, and what follows a panic.

use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::fault::Fault;
use crate::face::{FaceEngine, FaceError};

use super::guarded::{Panicked, guarded};

/// Makes a face engine, with the presentation network that the kiosk was given.
type LoadEngine = Arc<dyn Fn() -> Result<FaceEngine, FaceError> + Send + Sync>;

/// Why there was no engine, or no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum EngineError {
    #[error(transparent)]
    Unavailable(Arc<FaceError>),
    #[error(transparent)]
    Panicked(#[from] Panicked),
}

impl EngineError {
    /// What the visitor or the staff is told.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::Unavailable(error) => error.fault(),
            Self::Panicked(_) => Fault::Internal,
        }
    }
}

/// A face engine that is lent to one user at a time, and comes back empty. Cheap to clone.
#[derive(Clone)]
pub struct SharedEngine {
    /// `None` until somebody needs it.
    slot: Arc<Mutex<Option<Result<FaceEngine, EngineError>>>>,
    load: LoadEngine,
}

impl SharedEngine {
    /// An engine that is loaded by its first user, and again after a panic.
    pub fn new(load: impl Fn() -> Result<FaceEngine, FaceError> + Send + Sync + 'static) -> Self {
        Self { slot: Arc::default(), load: Arc::new(load) }
    }

    /// Loads it now, on a thread of its own.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn load_ahead(&self) -> std::io::Result<()> {
        let shared = self.clone();
        // What goes wrong is told to whoever needs the engine: it stays in the slot.
        std::thread::Builder::new().name("face models".into()).spawn(move || drop(shared.lend(|_| ())))?;
        Ok(())
    }

    /// Runs `work` with the engine, waiting for whoever has it. On every way out of `work` the engine forgets what it
    /// saw before anybody else gets it; what a panic left half done is replaced.
    ///
    /// # Errors
    /// If the engine cannot be loaded, or `work` panicked.
    pub fn lend<T>(&self, work: impl FnOnce(&mut FaceEngine) -> T) -> Result<T, EngineError> {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        let engine = match slot.get_or_insert_with(|| self.fresh()) {
            Ok(engine) => engine,
            Err(error) => return Err(error.clone()),
        };
        let done = guarded(|| work(engine));
        if done.is_ok() {
            engine.reset();
        } else {
            *slot = Some(self.fresh());
        }
        Ok(done?)
    }

    fn fresh(&self) -> Result<FaceEngine, EngineError> {
        guarded(|| (self.load)())?.map_err(|error| EngineError::Unavailable(Arc::new(error)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::face::PresentationChoice;

    #[test]
    fn after_a_panic_the_same_networks_are_loaded_anew() {
        let loads = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&loads);
        let shared = SharedEngine::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            FaceEngine::load_with(&PresentationChoice::None)
        });
        let judged = || shared.lend(|engine| engine.presentation_policy().is_some());
        assert!(matches!(judged(), Ok(false)));
        assert!(matches!(judged(), Ok(false)));
        assert_eq!(loads.load(Ordering::SeqCst), 1);
        let broken: Result<(), _> = shared.lend(|_| panic!("on purpose"));
        assert_eq!(broken.unwrap_err().fault(), Fault::Internal);
        assert_eq!(loads.load(Ordering::SeqCst), 2, "whoever waits must not get the broken one");
        assert!(matches!(judged(), Ok(false)), "not the shipped network: there was to be none");
    }

    #[test]
    fn an_engine_that_cannot_be_loaded_is_told_to_everybody() {
        let shared = SharedEngine::new(|| Err(FaceError::Damaged { name: "yunet.net" }));
        for _ in 0..2 {
            let error = shared.lend(|_| ()).unwrap_err();
            assert_eq!(error.fault(), Fault::FaceEngineUnavailable);
            assert!(error.to_string().contains("yunet.net"));
        }
        let shared = SharedEngine::new(|| panic!("on purpose"));
        assert_eq!(shared.lend(|_| ()).unwrap_err().fault(), Fault::Internal);
    }
}
