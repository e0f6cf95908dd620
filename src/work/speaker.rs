//! The thread that speaks: announcements in order, and room for the newest at once.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::domain::speech::VoiceState;
use crate::speech::{SpeechError, Utterance, Voice};

/// Utterances that may wait; a page has fewer.
const WAITING: usize = 64;
/// How often a voice that speaks is asked whether it has ended.
const LOOK: Duration = Duration::from_millis(40);
/// What a speech program may take to wake up, whatever it says.
const AWAKE: Duration = Duration::from_secs(10);

/// How long `utterance` may take: well beyond what a slow voice needs.
fn longest(utterance: &Utterance) -> Duration {
    // A capital, a figure or a Chinese character may be a whole word.
    let of = |c: char| if c.is_ascii_lowercase() || c == ' ' { 150 } else { 600 };
    AWAKE + Duration::from_millis(utterance.text.chars().map(of).sum())
}

#[derive(Default)]
struct Inbox {
    waiting: VecDeque<Utterance>,
    /// What is being said must make way.
    hush: bool,
    /// Something is being said, as far as is known.
    speaking: bool,
    closed: bool,
    state: VoiceState,
}

/// A voice on a thread of its own. Dropping it ends speech and thread.
pub struct Speaker {
    shared: Arc<(Mutex<Inbox>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Speaker {
    /// Starts the thread; `wake` is called when [`Speaker::state`] has changed.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(voice: Box<dyn Voice>, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        Self::start_with(voice, wake, longest)
    }

    fn start_with(
        voice: Box<dyn Voice>,
        wake: impl Fn() + Send + 'static,
        longest: fn(&Utterance) -> Duration,
    ) -> std::io::Result<Self> {
        let inbox = Inbox { state: voice.state(), ..Inbox::default() };
        let shared = Arc::new((Mutex::new(inbox), Condvar::new()));
        let for_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("speaker".into())
            .spawn(move || run(&for_thread, voice, &wake, longest))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Says `utterances` after what waits, or with `interrupt` instead of it. Never waits; what
    /// finds no room is not said.
    pub fn say(&self, utterances: impl IntoIterator<Item = Utterance>, interrupt: bool) {
        let mut inbox = lock(&self.shared.0);
        if interrupt {
            inbox.waiting.clear();
            inbox.hush = true;
        }
        let room = WAITING - inbox.waiting.len();
        inbox.waiting.extend(utterances.into_iter().take(room));
        self.shared.1.notify_one();
    }

    /// A voice that could not be heard is given another chance.
    pub fn try_again(&self) {
        let mut inbox = lock(&self.shared.0);
        if inbox.state == VoiceState::Silent {
            inbox.state = VoiceState::Ready;
        }
    }

    /// Nothing more is said.
    pub fn hush(&self) {
        self.say([], true);
    }

    /// Is something being said, or does it wait? Comes to an end whatever the speech program does.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let inbox = lock(&self.shared.0);
        inbox.speaking && !inbox.hush || !inbox.waiting.is_empty()
    }

    /// Can anything be heard?
    #[must_use]
    pub fn state(&self) -> VoiceState {
        lock(&self.shared.0).state
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        lock(&self.shared.0).closed = true;
        self.shared.1.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panic there was reported by the panic hook.
            let _ = thread.join();
        }
    }
}

fn lock(inbox: &Mutex<Inbox>) -> MutexGuard<'_, Inbox> {
    // Every change is whole before the lock is let go.
    inbox.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the thread does next. All of it may take a while, so nobody else waits for it.
enum Task {
    Stop,
    Say(Utterance),
    Look,
}

/// Waits for something to do; `None` once nothing more will be said.
fn next_task((inbox, woken): &(Mutex<Inbox>, Condvar)) -> Option<Task> {
    let mut inbox = lock(inbox);
    loop {
        if inbox.closed {
            return None;
        }
        if std::mem::take(&mut inbox.hush) {
            // So that the visitor is not taken for a listener meanwhile.
            inbox.speaking = false;
            return Some(Task::Stop);
        }
        if inbox.speaking {
            inbox = woken.wait_timeout(inbox, LOOK).map_or_else(|e| e.into_inner().0, |(guard, _)| guard);
            if !inbox.hush && !inbox.closed {
                return Some(Task::Look);
            }
        } else if let Some(utterance) = inbox.waiting.pop_front() {
            inbox.speaking = true;
            return Some(Task::Say(utterance));
        } else {
            inbox = woken.wait(inbox).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn run(
    shared: &(Mutex<Inbox>, Condvar),
    mut voice: Box<dyn Voice>,
    wake: &impl Fn(),
    longest: fn(&Utterance) -> Duration,
) {
    // Until when what is being said has time.
    let mut until = Instant::now();
    while let Some(task) = next_task(shared) {
        let looked = matches!(task, Task::Look);
        let outcome = match task {
            Task::Stop => {
                voice.stop();
                Ok(false)
            }
            Task::Say(utterance) => {
                until = Instant::now() + longest(&utterance);
                voice.begin(&utterance).map(|()| true)
            }
            Task::Look => match voice.is_speaking() {
                Ok(true) if Instant::now() >= until => {
                    voice.stop();
                    Err(SpeechError::Endless)
                }
                outcome => outcome,
            },
        };
        let mut inbox = lock(&shared.0);
        match outcome {
            Ok(still) => {
                if looked && !still {
                    // Said to its end: a voice that was silent is heard again.
                    become_state(&mut inbox, voice.state(), wake);
                }
                inbox.speaking = still;
            }
            Err(error) => {
                inbox.speaking = false;
                if inbox.state != VoiceState::Silent {
                    // Once, not with every sentence of every page.
                    tracing::warn!(%error, "spoken guidance cannot be heard");
                }
                become_state(&mut inbox, VoiceState::Silent, wake);
                // The rest would fail as well; the next announcement tries again.
                inbox.waiting.clear();
            }
        }
    }
}

fn become_state(inbox: &mut Inbox, state: VoiceState, wake: &impl Fn()) {
    if inbox.state != state {
        inbox.state = state;
        wake();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::{Duration, Instant};

    use super::*;
    use crate::domain::speech::Level;
    use crate::speech::{SpeechError, Utterance, Voice};

    /// Tells what it is asked; "long" is said until it is stopped, "broken" fails.
    struct Pretend {
        told: Sender<String>,
        long: bool,
        broken: bool,
    }

    impl Voice for Pretend {
        fn begin(&mut self, utterance: &Utterance) -> Result<(), SpeechError> {
            self.long = utterance.text.starts_with("long");
            self.broken = utterance.text.starts_with("broken");
            self.told.send(utterance.text.clone()).unwrap();
            Ok(())
        }

        fn is_speaking(&mut self) -> Result<bool, SpeechError> {
            if self.broken {
                return Err(SpeechError::Failed { program: "pretend", detail: "no sound".into() });
            }
            Ok(self.long)
        }

        fn stop(&mut self) {
            self.long = false;
            self.told.send("stop".into()).unwrap();
        }

        fn state(&self) -> VoiceState {
            VoiceState::Ready
        }
    }

    fn speaker() -> (Speaker, Receiver<String>) {
        let (told, heard) = channel();
        (Speaker::start(Box::new(Pretend { told, long: false, broken: false }), || {}).unwrap(), heard)
    }

    fn say(text: &str) -> Utterance {
        Utterance { text: text.into(), language: "en".into(), volume: Level::Middle, rate: Level::Middle }
    }

    fn next(heard: &Receiver<String>) -> String {
        heard.recv_timeout(Duration::from_secs(30)).unwrap()
    }

    #[test]
    fn sentences_are_said_in_order() {
        let (speaker, heard) = speaker();
        speaker.say([say("one"), say("two")], false);
        speaker.say([say("three")], false);
        assert_eq!([next(&heard), next(&heard), next(&heard)], ["one", "two", "three"]);
    }

    #[test]
    fn the_newest_interrupts_and_what_waited_is_dropped() {
        let (speaker, heard) = speaker();
        speaker.say([say("long page"), say("never said")], false);
        assert_eq!(next(&heard), "long page");
        speaker.say([say("blink")], true);
        assert_eq!([next(&heard), next(&heard)], ["stop", "blink"]);
        drop(speaker);
        assert!(heard.try_iter().all(|text| text == "stop"));
    }

    #[test]
    fn it_is_busy_until_all_is_said() {
        let (speaker, heard) = speaker();
        assert!(!speaker.is_busy());
        speaker.say([say("long page"), say("more")], false);
        assert!(speaker.is_busy());
        assert_eq!(next(&heard), "long page");
        assert!(speaker.is_busy());
        speaker.hush();
        assert!(!speaker.is_busy(), "nobody listens to what was stopped");
        speaker.say([say("short")], false);
        let until = Instant::now() + Duration::from_secs(30);
        while speaker.is_busy() {
            assert!(Instant::now() < until);
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!([next(&heard), next(&heard)], ["stop", "short"]);
    }

    #[test]
    fn a_voice_that_never_ends_is_stopped_and_counts_as_silent() {
        let (told, heard) = channel();
        let voice = Box::new(Pretend { told, long: false, broken: false });
        let speaker = Speaker::start_with(voice, || {}, |_| Duration::from_millis(200)).unwrap();
        speaker.say([say("long page"), say("never said")], false);
        assert_eq!([next(&heard), next(&heard)], ["long page", "stop"]);
        let until = Instant::now() + Duration::from_secs(30);
        while speaker.is_busy() {
            assert!(Instant::now() < until);
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(speaker.state(), VoiceState::Silent);
        drop(speaker);
        assert!(heard.try_iter().all(|text| text == "stop"));
    }

    #[test]
    fn a_page_has_time_to_be_said_slowly_but_not_for_ever() {
        // 120 words a minute.
        let page = "word ".repeat(400);
        assert!(longest(&say(&page)) > Duration::from_secs(200));
        // Three characters a second.
        let page = "字".repeat(600);
        assert!(longest(&say(&page)) > Duration::from_secs(200));
        assert!(longest(&say(&page)) < Duration::from_mins(10));
    }

    #[test]
    fn silence_is_known_and_the_next_announcement_tries_again() {
        let (speaker, heard) = speaker();
        speaker.say([say("broken"), say("dropped")], false);
        assert_eq!(next(&heard), "broken");
        let until = Instant::now() + Duration::from_secs(30);
        while speaker.state() != VoiceState::Silent {
            assert!(Instant::now() < until);
            std::thread::sleep(Duration::from_millis(5));
        }
        speaker.say([say("again")], false);
        assert_eq!(next(&heard), "again");
        while speaker.state() != VoiceState::Ready {
            assert!(Instant::now() < until);
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}
