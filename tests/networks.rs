//! Every program file against the ONNX file it was compiled from, which another program (rten) runs: on
//! noise, and on real pictures with a face.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use std::path::{Path, PathBuf};

use esscard_kiosk::net::{Instructions, Network, Program};
use image::RgbImage;
use image::imageops::{FilterType, resize};
use rten::{Model, ModelOptions, NodeId, ValueOrView};
use rten_tensor::{Layout, NdTensorView};

/// The largest difference of an output may be this share of its largest value (at least of 1): sums of up to
/// 50,000 products in another order.
const TOLERANCE: f32 = 1e-5;
/// The same where each product is rounded before it is added.
const TOLERANCE_UNFUSED: f32 = 4e-5;

/// Both forms of one network.
struct Pair {
    name: &'static str,
    programs: Vec<Network>,
    model: Model,
    outputs: Vec<(String, NodeId)>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/models")
}

impl Pair {
    fn load(name: &'static str, onnx: &str) -> Self {
        let bytes = std::fs::read(folder().join(name)).unwrap();
        let with = |i| Network::with_instructions(Program::read(&bytes).unwrap(), i);
        let model = ModelOptions::with_all_ops().load_file(folder().join("onnx").join(onnx)).unwrap();
        let named = |id: &NodeId| (model.node_info(*id).unwrap().name().unwrap().to_owned(), *id);
        let outputs = model.output_ids().iter().map(named).collect();
        Self { name, programs: vec![with(Instructions::Portable), with(Instructions::detect())], model, outputs }
    }

    /// Compares all outputs for an input of `height` rows of `width` pixels, channel by channel.
    fn compare(&mut self, height: usize, width: usize, input: &[f32]) {
        let channels = input.len() / (height * width);
        let mut planes = vec![0.0; input.len()];
        for (i, value) in input.iter().enumerate() {
            planes[i % channels * height * width + i / channels] = *value;
        }
        let view = NdTensorView::from_data([1, channels, height, width], planes.as_slice());
        let ids: Vec<NodeId> = self.outputs.iter().map(|(_, id)| *id).collect();
        let values = self.model.run(vec![(self.model.input_ids()[0], ValueOrView::from(view))], &ids, None).unwrap();
        for program in &mut self.programs {
            program.input(height, width).unwrap().copy_from_slice(input);
            program.run();
        }
        for ((output, _), value) in self.outputs.iter().zip(values) {
            let shape = value.shape().to_vec();
            let expected = value.into_tensor::<f32>().unwrap().into_data();
            // [1, C, H, W] lies plane by plane; other shapes are those of the program.
            let plane = if shape.len() == 4 { shape[2] * shape[3] } else { 1 };
            let depth = if shape.len() == 4 { shape[1] } else { 1 };
            let largest = expected.iter().fold(1.0f32, |m, v| m.max(v.abs()));
            for program in &self.programs {
                let unfused = program.instructions() == Instructions::Portable;
                let allowed = largest * if unfused { TOLERANCE_UNFUSED } else { TOLERANCE };
                let found = program.output(program.output_named(output).unwrap());
                assert_eq!(found.len(), expected.len(), "{} {output}", self.name);
                for (i, value) in found.iter().enumerate() {
                    let same = if depth > 1 { expected[i % depth * plane + i / depth] } else { expected[i] };
                    let with = program.instructions().name();
                    let near = (value - same).abs() <= allowed;
                    assert!(near, "{} {output} [{i}] {with}: {value}, expected {same} +- {allowed}", self.name);
                }
            }
        }
    }
}

/// Evenly spread numbers between 0 and `largest`.
fn noise(count: usize, largest: f32, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 16_777_216.0 * largest
    };
    (0..count).map(|_| next()).collect()
}

/// Some frames of the demo's recording.
fn frames() -> Vec<RgbImage> {
    let bytes = std::fs::read(folder().join("../demo/recording.mjpg")).unwrap();
    let starts: Vec<usize> = (0..bytes.len() - 2).filter(|i| bytes[*i..].starts_with(&[0xff, 0xd8, 0xff])).collect();
    let frame = |&start: &usize| image::load_from_memory(&bytes[start..]).ok().map(|i| i.to_rgb8());
    let frames: Vec<RgbImage> = starts.iter().step_by(60).filter_map(frame).collect();
    assert!(frames.len() >= 3, "the recording has {} pictures", starts.len());
    frames
}

/// A frame of this size as values; `swapped`: blue first.
fn values(frame: &RgbImage, height: u32, width: u32, scale: f32, swapped: bool) -> Vec<f32> {
    let small = resize(frame, width, height, FilterType::Triangle);
    let order = if swapped { [2, 1, 0] } else { [0, 1, 2] };
    small.pixels().flat_map(|p| order.map(|k| f32::from(p.0[k]) * scale)).collect()
}

#[test]
fn the_detector_is_the_one_it_was_compiled_from() {
    let mut pair = Pair::load("yunet.net", "yunet_dyn.onnx");
    for (height, width) in [(32, 32), (96, 224), (256, 320), (224, 96)] {
        pair.compare(height, width, &noise(height * width * 3, 255.0, 1));
    }
    for frame in &frames() {
        pair.compare(256, 320, &values(frame, 256, 320, 1.0, true));
    }
}

#[test]
fn the_mesh_is_the_one_it_was_compiled_from() {
    let mut pair = Pair::load("attn_backbone.net", "attn_backbone.onnx");
    pair.compare(192, 192, &noise(192 * 192 * 3, 1.0, 2));
    for frame in &frames() {
        pair.compare(192, 192, &values(frame, 192, 192, 1.0 / 255.0, false));
    }
}

#[test]
fn the_heads_of_the_mesh_are_those_they_were_compiled_from() {
    // What the trunk makes of a face is the only real input they have.
    let mut trunk = Network::load(&std::fs::read(folder().join("attn_backbone.net")).unwrap()).unwrap();
    let face = values(&frames()[0], 192, 192, 1.0 / 255.0, false);
    trunk.input(192, 192).unwrap().copy_from_slice(&face);
    trunk.run();
    let features = trunk.output(trunk.output_named("features").unwrap());
    let crop: Vec<f32> =
        features.chunks_exact(48 * 32).skip(10).take(16).flat_map(|row| &row[..512]).copied().collect();
    for (program, onnx) in [
        ("attn_left_eye.net", "attn_left_eye.onnx"),
        ("attn_right_eye.net", "attn_right_eye.onnx"),
        ("attn_lips.net", "attn_lips.onnx"),
    ] {
        let mut pair = Pair::load(program, onnx);
        pair.compare(16, 16, &noise(16 * 16 * 32, 1.0, 3));
        pair.compare(16, 16, &crop);
    }
}

#[test]
fn the_embedding_is_the_one_it_was_compiled_from() {
    let mut pair = Pair::load("sface.net", "sface_f16.onnx");
    pair.compare(112, 112, &noise(112 * 112 * 3, 255.0, 4));
    pair.compare(112, 112, &values(&frames()[0], 112, 112, 1.0, false));
}

/// A network nobody made for this program, with gates, averages and a softmax.
#[test]
fn a_presentation_network_can_be_compiled() {
    let mut pair = Pair::load("fr_liveness.net", "fr_liveness_2.7_128.onnx");
    pair.compare(128, 128, &noise(128 * 128 * 3, 255.0, 5));
    pair.compare(128, 128, &values(&frames()[0], 128, 128, 1.0, true));
}

#[test]
fn an_input_of_the_wrong_size_is_refused() {
    let bytes = std::fs::read(folder().join("sface.net")).unwrap();
    let mut network = Network::load(&bytes).unwrap();
    assert!(network.input(112, 111).is_err());
    let mut network = Network::load(&std::fs::read(folder().join("yunet.net")).unwrap()).unwrap();
    // The detector's grids do not fit every size: 40 is halved to 5, and 2 enlarged to 4.
    assert!(network.input(40, 40).is_err());
    assert!(network.input(128, 96).is_ok());
}
