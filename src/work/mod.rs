//! Threads: each worker owns its devices and answers through one outbox.
