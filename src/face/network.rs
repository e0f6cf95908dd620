//! One loaded network: named inputs and outputs of known size.

use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, ValueOrView};
use rten_tensor::NdTensorView;

use super::error::FaceError;
use super::models::ModelFile;

/// A network with one input and `N` outputs of 32-bit floats.
pub(super) struct Network<const N: usize> {
    name: &'static str,
    model: Model,
    input: NodeId,
    outputs: [NodeId; N],
    options: RunOptions,
}

impl<const N: usize> Network<N> {
    /// Loads `file` and looks up its tensors by name.
    pub(super) fn load(file: ModelFile, outputs: [&str; N], threads: &Arc<ThreadPool>) -> Result<Self, FaceError> {
        let unusable = |cause: String| FaceError::Unusable { name: file.name, cause };
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load_static_slice(file.checked()?)
            .map_err(|e| unusable(e.to_string()))?;
        let &[input] = model.input_ids() else {
            return Err(unusable(format!("it has {} inputs", model.input_ids().len())));
        };
        let mut ids = [input; N];
        for (id, output) in ids.iter_mut().zip(outputs) {
            *id = model.node_id(output).map_err(|e| unusable(e.to_string()))?;
        }
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(threads)));
        Ok(Self { name: file.name, model, input, outputs: ids, options })
    }

    /// Runs the network on `planes`: `channels` planes of `height` rows of `width` values.
    pub(super) fn run(
        &self,
        planes: &[f32],
        channels: usize,
        height: usize,
        width: usize,
    ) -> Result<[Vec<f32>; N], FaceError> {
        let failed = |cause: String| FaceError::Failed { name: self.name, cause };
        let view =
            NdTensorView::try_from_data([1, channels, height, width], planes).map_err(|e| failed(e.to_string()))?;
        let values = self
            .model
            .run_n(vec![(self.input, ValueOrView::from(view))], self.outputs, Some(self.options.clone()))
            .map_err(|e| failed(e.to_string()))?;
        let mut out = [const { Vec::new() }; N];
        for (slot, value) in out.iter_mut().zip(values) {
            *slot = value
                .into_tensor::<f32>()
                .ok_or_else(|| failed("an output is not of 32-bit floats".into()))?
                .into_data();
        }
        Ok(out)
    }

    /// The error of an answer whose size is not what the contract says.
    pub(super) fn wrong_size(&self) -> FaceError {
        FaceError::Failed { name: self.name, cause: "an output has the wrong size".into() }
    }
}
