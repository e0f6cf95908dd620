//! One loaded network with its outputs looked up by name.

use super::error::FaceError;
use super::models::ModelFile;
use crate::net;

/// A network with `N` named outputs.
pub(super) struct Network<const N: usize> {
    name: &'static str,
    inner: net::Network,
    outputs: [usize; N],
}

impl<const N: usize> Network<N> {
    /// Loads `file` and looks up its outputs.
    pub(super) fn load(file: ModelFile, outputs: [&str; N]) -> Result<Self, FaceError> {
        let unusable = |cause: net::NetError| FaceError::Unusable { name: file.name, cause: cause.to_string() };
        let network = net::Network::load(file.checked()?).map_err(unusable)?;
        let mut numbers = [0; N];
        for (number, output) in numbers.iter_mut().zip(outputs) {
            *number = network.output_named(output).map_err(unusable)?;
        }
        Ok(Self { name: file.name, inner: network, outputs: numbers })
    }

    /// The input to fill before [`Self::run`]: `height` rows of `width` pixels, channel by channel
    /// within a pixel. What it holds before is undefined.
    pub(super) fn input(&mut self, height: usize, width: usize) -> Result<&mut [f32], FaceError> {
        self.inner.input(height, width).map_err(|cause| FaceError::Failed { name: self.name, cause: cause.to_string() })
    }

    /// Runs the network on its input.
    pub(super) fn run(&mut self) {
        self.inner.run();
    }

    /// Output `i`, in the order of [`Self::load`], channel by channel within a pixel.
    pub(super) fn output(&self, i: usize) -> &[f32] {
        self.inner.output(self.outputs[i])
    }

    /// The error of an answer whose size is not what the contract says.
    pub(super) fn wrong_size(&self) -> FaceError {
        FaceError::Failed { name: self.name, cause: "an output has the wrong size".into() }
    }

    /// Overwrites what it saw last.
    pub(super) fn forget(&mut self) {
        self.inner.forget();
    }

    /// Whether anything of what it saw is left.
    #[cfg(test)]
    pub(super) fn remembers(&self) -> bool {
        self.inner.remembers()
    }
}
