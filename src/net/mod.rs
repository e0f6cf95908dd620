//! Runs the small convolutional networks of the face check.
//!
//! A [`Program`] is a network read from a file and checked: layers, shapes, weights. A [`Network`] is a
//! program made ready for this machine: weights packed for its kernels, layers fused, buffers held. It
//! runs on the caller's thread and allocates nothing once the size of its input is settled.
//!
//! Values lie channel by channel within a pixel (NHWC), so that one instruction works on neighbouring
//! channels. Between layers the channels of a pixel are padded with zeros to a multiple of
//! [`LANES`](simd::LANES); the input is not padded.
//!
//! Program files are made from ONNX files by `assets/models/making/compile_program.py`.

mod buffer;
mod convolution;
mod depthwise;
mod elementwise;
mod error;
mod filter;
mod format;
mod half;
mod network;
pub mod peak;
mod plan;
mod product;
mod program;
#[cfg(test)]
mod reference;
mod simd;

pub use error::NetError;
pub use network::Network;
pub use program::Program;
pub use simd::Instructions;
