//! The encrypted SQLite store: accounts, enrollments, register, audit.
