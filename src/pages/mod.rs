//! The visitor's pages, one per file.
