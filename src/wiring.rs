//! The only file that names concrete devices: real or simulated.
