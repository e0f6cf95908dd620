//! What a program means, said as simply as possible; and the kernels compared with it.

use proptest::prelude::*;

use super::network::Network;
use super::program::{Activation, Convolution, Finish, Layer, Output, Padding, Program, Shape, Weights};
use super::simd::Instructions;

/// Values by row, column and channel, without padding, summed in double precision.
struct Tensor {
    shape: Shape,
    values: Vec<f64>,
}

impl Tensor {
    fn at(&self, y: usize, x: usize, c: usize) -> f64 {
        self.values[(y * self.shape.width + x) * self.shape.channels + c]
    }

    /// Zero outside; `y` and `x` count from `top` and `left` before the first.
    fn padded(&self, y: usize, x: usize, c: usize, padding: Padding) -> f64 {
        match (y.checked_sub(padding.top), x.checked_sub(padding.left)) {
            (Some(y), Some(x)) if y < self.shape.height && x < self.shape.width => self.at(y, x, c),
            _ => 0.0,
        }
    }
}

fn convolve(c: &Convolution, depthwise: bool, made: &[Tensor], (y, x, o): (usize, usize, usize)) -> f64 {
    let source = &made[c.source];
    let mut sum = f64::from(c.bias[o]);
    for ky in 0..c.kernel.0 {
        for kx in 0..c.kernel.1 {
            let tap = ky * c.kernel.1 + kx;
            let at = |i| source.padded(y * c.stride + ky, x * c.stride + kx, i, c.padding);
            if depthwise {
                sum += at(o) * f64::from(c.weights.at(tap * c.outputs + o));
            } else {
                for i in 0..c.inputs {
                    sum += at(i) * f64::from(c.weights.at((tap * c.inputs + i) * c.outputs + o));
                }
            }
        }
    }
    if let Some(residual) = c.residual.map(|r| &made[r])
        && o < residual.shape.channels
    {
        sum += residual.at(y, x, o);
    }
    match &c.activation {
        Activation::Relu if sum < 0.0 => 0.0,
        Activation::PRelu(slopes) if sum < 0.0 => sum * f64::from(slopes[o]),
        _ => sum,
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn value(layer: &Layer, made: &[Tensor], (y, x, c): (usize, usize, usize)) -> f64 {
    match layer {
        Layer::Dense(conv) => convolve(conv, false, made, (y, x, c)),
        Layer::Depthwise(conv) => convolve(conv, true, made, (y, x, c)),
        Layer::MaxPool { source } => {
            let at = |dy, dx| made[*source].at(2 * y + dy, 2 * x + dx, c);
            at(0, 0).max(at(0, 1)).max(at(1, 0)).max(at(1, 1))
        }
        Layer::UpsampleAdd { source, onto } => made[*source].at(y / 2, x / 2, c) + made[*onto].at(y, x, c),
        Layer::Average { source } => {
            let from = &made[*source];
            let pixels = from.values.chunks_exact(from.shape.channels);
            pixels.map(|p| p[c]).sum::<f64>() / (from.shape.height * from.shape.width) as f64
        }
        Layer::Gate { source, by } => made[*source].at(y, x, c) * sigmoid(made[*by].at(0, 0, c)),
        Layer::Add { source, other } => made[*source].at(y, x, c) + made[*other].at(y, x, c),
        Layer::Affine { source, scale, shift } => made[*source].at(y, x, c) * f64::from(scale[c]) + f64::from(shift[c]),
    }
}

/// The outputs of `program` for `input`.
fn run(program: &Program, height: usize, width: usize, input: &[f32]) -> Vec<Vec<f64>> {
    let shapes = program.shapes(height, width).unwrap();
    let mut made = vec![Tensor { shape: shapes[0], values: input.iter().copied().map(f64::from).collect() }];
    for (layer, &shape) in program.layers.iter().zip(&shapes[1..]) {
        let mut values = Vec::new();
        for y in 0..shape.height {
            for x in 0..shape.width {
                values.extend((0..shape.channels).map(|c| value(layer, &made, (y, x, c))));
            }
        }
        made.push(Tensor { shape, values });
    }
    let slice = |o: &Output| -> Vec<f64> {
        let pixels = made[o.tensor].values.chunks_exact(shapes[o.tensor].channels);
        pixels
            .flat_map(|p| {
                let mut p = p[o.first..o.first + o.channels].to_vec();
                let sum: f64 = p.iter().map(|v| v.exp()).sum();
                for v in &mut p {
                    match o.finish {
                        Finish::Plain => {}
                        Finish::Sigmoid => *v = sigmoid(*v),
                        Finish::Softmax => *v = v.exp() / sum,
                    }
                }
                p
            })
            .collect()
    };
    program.outputs.iter().map(slice).collect()
}

/// Numbers between -1 and 1 from a seed; small, so that sums stay near one.
struct Noise(u32);

impl Noise {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as f32 / 8_388_608.0 - 1.0
    }

    fn list(&mut self, count: usize, size: f32) -> Vec<f32> {
        (0..count).map(|_| self.next() * size).collect()
    }
}

/// Builds programs layer by layer.
struct Builder {
    noise: Noise,
    program: Program,
}

impl Builder {
    fn new(channels: usize, seed: u32) -> Self {
        let input = Shape { height: 0, width: 0, channels };
        Self { noise: Noise(seed), program: Program { input, layers: Vec::new(), outputs: Vec::new() } }
    }

    fn push(&mut self, layer: Layer) -> usize {
        self.program.layers.push(layer);
        self.program.layers.len()
    }

    fn convolution(
        &mut self,
        source: usize,
        outputs: usize,
        (side, stride): (usize, usize),
        padding: Padding,
        depthwise: bool,
    ) -> Convolution {
        let inputs = self.program.pixels()[source].channels;
        let depth = side * side * if depthwise { 1 } else { inputs };
        let weights = Weights::Single(self.noise.list(depth * outputs, 1.0 / (depth as f32).sqrt()));
        let activation = match self.noise.0 >> 9 & 3 {
            0 => Activation::None,
            1 => Activation::Relu,
            _ => Activation::PRelu(self.noise.list(outputs, 0.5)),
        };
        let bias = self.noise.list(outputs, 0.5);
        let kernel = (side, side);
        Convolution { source, kernel, stride, padding, inputs, outputs, weights, bias, residual: None, activation }
    }

    /// Every tensor is an output, whole.
    fn with_all_outputs(mut self) -> Program {
        let pixels = self.program.pixels();
        for tensor in 1..pixels.len() {
            self.output(tensor, Finish::Plain);
        }
        self.program
    }

    fn output(&mut self, tensor: usize, finish: Finish) {
        let channels = self.program.pixels()[tensor].channels;
        self.program.outputs.push(Output { name: format!("o{tensor}"), tensor, first: 0, channels, finish });
    }
}

/// Runs `program` in every way there is and compares.
fn compare(program: &Program, height: usize, width: usize) {
    let mut noise = Noise(7);
    let input = noise.list(height * width * program.input.channels, 1.0);
    let expected = run(program, height, width, &input);
    for instructions in [Instructions::Portable, Instructions::detect()] {
        for join in [false, true] {
            let mut network = Network::with(program.clone(), instructions, join);
            // Twice: the second run finds the memory used.
            for _ in 0..2 {
                network.input(height, width).unwrap().copy_from_slice(&input);
                network.run();
            }
            for (i, expected) in expected.iter().enumerate() {
                let found = network.output(i);
                assert_eq!(found.len(), expected.len(), "length of output {i}");
                for (k, (a, b)) in found.iter().zip(expected).enumerate() {
                    let near = (f64::from(*a) - b).abs() <= 2e-5 * b.abs().max(1.0);
                    assert!(near, "output {i} at {k}: {a} instead of {b} ({instructions:?}, join {join})");
                }
            }
        }
    }
}

fn around(side: usize) -> Padding {
    Padding { top: side / 2, left: side / 2, bottom: side / 2, right: side / 2 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn dense_convolutions_of_odd_sizes(
        channels in 1usize..40, outputs in 1usize..40, side in 1usize..6, stride in 1usize..4,
        (top, left, bottom, right) in (0usize..5, 0usize..5, 0usize..5, 0usize..5),
        (height, width) in (5usize..15, 5usize..30), seed in any::<u32>(),
    ) {
        let most = side - 1;
        let padding = Padding { top: top.min(most), left: left.min(most), bottom: bottom.min(most), right: right.min(most) };
        let mut builder = Builder::new(channels, seed);
        let layer = builder.convolution(0, outputs, (side, stride), padding, false);
        builder.push(Layer::Dense(layer));
        compare(&builder.with_all_outputs(), height, width);
    }

    #[test]
    fn depthwise_convolutions_of_odd_sizes(
        channels in 1usize..40, side in 1usize..8, stride in 1usize..3, top in 0usize..3, left in 0usize..3,
        (height, width) in (7usize..15, 7usize..20), with_residual in any::<bool>(), seed in any::<u32>(),
    ) {
        let mut builder = Builder::new(3, seed);
        let first = builder.convolution(0, channels, (1, 1), Padding::default(), false);
        let first = builder.push(Layer::Dense(first));
        let padding = Padding { top: top.min(side - 1), left: left.min(side - 1), ..around(side) };
        let mut layer = builder.convolution(first, channels, (side, stride), padding, true);
        if with_residual && padding == around(side) && side % 2 == 1 && stride == 1 {
            layer.residual = Some(first);
        }
        builder.push(Layer::Depthwise(layer));
        compare(&builder.with_all_outputs(), height, width);
    }

    /// The shapes that are joined: depthwise then pointwise, pointwise then depthwise.
    #[test]
    fn joined_layers_mean_what_they_mean_alone(
        channels in 1usize..40, outputs in 1usize..50, stride in 1usize..3, fewer in any::<bool>(),
        (height, width) in (3usize..14, 3usize..30), depthwise_first in any::<bool>(), seed in any::<u32>(),
    ) {
        let mut builder = Builder::new(3, seed);
        let first = builder.convolution(0, channels, (3, 1), around(3), false);
        let first = builder.push(Layer::Dense(first));
        let last = if depthwise_first {
            let depthwise = builder.convolution(first, channels, (3, stride), around(3), true);
            let between = builder.push(Layer::Depthwise(depthwise));
            let mut pointwise = builder.convolution(between, outputs, (1, 1), Padding::default(), false);
            if fewer && stride == 1 && outputs >= channels {
                pointwise.residual = Some(first);
            }
            builder.push(Layer::Dense(pointwise))
        } else {
            let mut pointwise = builder.convolution(first, outputs, (1, 1), Padding::default(), false);
            pointwise.activation = Activation::None;
            let between = builder.push(Layer::Dense(pointwise));
            let mut depthwise = builder.convolution(between, outputs, (3, 1), around(3), true);
            if fewer && outputs >= channels {
                depthwise.residual = Some(first);
            }
            builder.push(Layer::Depthwise(depthwise))
        };
        builder.output(last, Finish::Plain);
        compare(&builder.program, height, width);
    }

    #[test]
    fn layers_without_weights(channels in 1usize..40, (rows, columns) in (1usize..7, 1usize..7), seed in any::<u32>()) {
        let mut builder = Builder::new(3, seed);
        let (scale, shift) = (builder.noise.list(3, 2.0), builder.noise.list(3, 2.0));
        let scaled = builder.push(Layer::Affine { source: 0, scale, shift });
        let layer = builder.convolution(scaled, channels, (3, 1), around(3), false);
        let wide = builder.push(Layer::Dense(layer));
        let pooled = builder.push(Layer::MaxPool { source: wide });
        let sum = builder.push(Layer::UpsampleAdd { source: pooled, onto: wide });
        let mean = builder.push(Layer::Average { source: sum });
        let gated = builder.push(Layer::Gate { source: sum, by: mean });
        let both = builder.push(Layer::Add { source: gated, other: wide });
        let (scale, shift) = (builder.noise.list(channels, 2.0), builder.noise.list(channels, 2.0));
        let last = builder.push(Layer::Affine { source: both, scale, shift });
        builder.output(last, Finish::Softmax);
        builder.output(both, Finish::Sigmoid);
        compare(&builder.with_all_outputs(), rows * 2, columns * 2);
    }

    /// A kernel over everything: the last layer of many a network.
    #[test]
    fn products_over_a_whole_tensor(channels in 1usize..20, outputs in 1usize..40, side in 1usize..8, seed in any::<u32>()) {
        let mut builder = Builder::new(channels, seed);
        let layer = builder.convolution(0, outputs, (side, 1), Padding::default(), false);
        builder.push(Layer::Dense(layer));
        compare(&builder.with_all_outputs(), side, side);
    }
}

#[test]
fn weights_of_16_bits_mean_what_they_mean_widened() {
    let mut builder = Builder::new(256, 3);
    let mut layer = builder.convolution(0, 4096, (1, 1), Padding::default(), false);
    // Bits of numbers between 1/32 and 1/16, of either sign.
    let bits = (0..256u32 * 4096).map(|i| 0x2800 | (i.wrapping_mul(2_654_435_761) >> 16) as u16 & 0x83ff).collect();
    layer.weights = Weights::Half(bits);
    builder.push(Layer::Dense(layer));
    compare(&builder.with_all_outputs(), 2, 2);
}

#[test]
fn an_input_may_change_its_size() {
    let mut builder = Builder::new(3, 1);
    let layer = builder.convolution(0, 8, (3, 2), around(3), false);
    builder.push(Layer::Dense(layer));
    let program = builder.with_all_outputs();
    let mut network = Network::new(program.clone());
    for (height, width) in [(8, 8), (20, 30), (5, 7), (20, 30)] {
        let input = vec![0.5; height * width * 3];
        network.input(height, width).unwrap().copy_from_slice(&input);
        network.run();
        let expected = run(&program, height, width, &input);
        assert_eq!(network.output(0).len(), expected[0].len());
        assert!(network.output(0).iter().zip(&expected[0]).all(|(a, b)| (f64::from(*a) - b).abs() < 1e-5));
    }
    assert!(network.input(0, 8).is_err() && network.input(9000, 9000).is_err());
    network.forget();
    assert!(network.output(0).iter().all(|v| *v == 0.0));
}
