//! The program file, version 1. All numbers are little-endian; counts and sides are 32-bit.
//!
//! ```text
//! "ESSC-NET" version
//! channels height width                      of the input; a side of 0 is free
//! layers, each: kind source, and after it
//!   1 dense, 2 depthwise: kernel rows, columns, stride, zeros top, left, bottom, right, outputs,
//!                         activation (0 none, 1 ReLU, 2 PReLU), residual tensor + 1 or 0,
//!                         form of the weights (0 32-bit, 1 16-bit floats), weights, bias, slopes if PReLU
//!   3 maximum of 2 x 2    5 average
//!   4 upsample and add, 6 gate, 7 add: the other tensor
//!   8 affine: scales, shifts
//! outputs, each: length of the name, name, tensor, first channel, channels, 0 plain, 1 sigmoid, 2 softmax
//! ```
//!
//! A list starts with its length; weights, biases, slopes, scales and shifts do not, because the layer says
//! how many there are. Memory is taken only for values whose bytes are there; what packing makes of them
//! (channels are padded) is bounded.

use super::error::NetError;
use super::program::{
    Activation, Convolution, Finish, Layer, MAX_VALUES, Output, Padding, Pixel, Program, Shape, Weights,
};
use super::simd::LANES;

const MAGIC: &[u8] = b"ESSC-NET";
const VERSION: u32 = 1;
/// More than any network of this kind has; products of them stay far inside a `usize`.
const MAX_LAYERS: usize = 1024;
const MAX_CHANNELS: usize = 8192;
const MAX_SIDE: usize = 8192;
const MAX_KERNEL: usize = 32;
const MAX_STRIDE: usize = 8;
const MAX_OUTPUTS: usize = 64;
const MAX_NAME: usize = 64;

/// Reads and checks a program.
pub(super) fn read(bytes: &[u8]) -> Result<Program, NetError> {
    let mut reader = Reader { rest: bytes, place: "the head".into(), tensors: Vec::new(), packed: 0 };
    if reader.bytes(MAGIC.len()).ok() != Some(MAGIC) || reader.word().ok() != Some(VERSION) {
        return Err(NetError::NotAProgram(VERSION));
    }
    let input = Shape {
        channels: reader.number("channels", 1, MAX_CHANNELS)?,
        height: reader.number("height", 0, MAX_SIDE)?,
        width: reader.number("width", 0, MAX_SIDE)?,
    };
    let count = reader.number("number of layers", 1, MAX_LAYERS)?;
    let mut program = Program { input, layers: Vec::new(), outputs: Vec::new() };
    reader.tensors.push(Pixel { channels: input.channels, stride: input.channels });
    for k in 0..count {
        reader.place = format!("layer {k}");
        let layer = reader.layer()?;
        let made = layer.pixel(&reader.tensors);
        reader.tensors.push(made);
        program.layers.push(layer);
    }
    reader.place = "the outputs".into();
    for k in 0..reader.number("number of outputs", 1, MAX_OUTPUTS)? {
        reader.place = format!("output {k}");
        program.outputs.push(reader.output()?);
    }
    if !reader.rest.is_empty() {
        return Err(NetError::TooLong(reader.rest.len()));
    }
    if input.height > 0 && input.width > 0 {
        program.shapes(input.height, input.width)?;
    }
    Ok(program)
}

/// What is left of the file.
struct Reader<'a> {
    rest: &'a [u8],
    /// What is being read, for the error.
    place: String,
    /// A pixel of each tensor known so far.
    tensors: Vec<Pixel>,
    /// Weights so far, as many as they are when packed.
    packed: usize,
}

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Result<&'a [u8], NetError> {
        let Some((head, rest)) = self.rest.split_at_checked(count) else {
            return Err(NetError::Truncated { missing: count - self.rest.len(), place: self.place.clone() });
        };
        self.rest = rest;
        Ok(head)
    }

    fn word(&mut self) -> Result<u32, NetError> {
        let bytes = self.bytes(4)?;
        Ok(bytes.first_chunk().map_or(0, |word| u32::from_le_bytes(*word)))
    }

    fn invalid(&self, what: &'static str, found: impl ToString, expected: impl ToString) -> NetError {
        NetError::Invalid { what, place: self.place.clone(), found: found.to_string(), expected: expected.to_string() }
    }

    /// The next word, if it lies within these bounds.
    fn number(&mut self, what: &'static str, least: usize, most: usize) -> Result<usize, NetError> {
        let found = self.word()?;
        usize::try_from(found)
            .ok()
            .filter(|n| (least..=most).contains(n))
            .ok_or_else(|| self.invalid(what, found, format!("{least} to {most}")))
    }

    /// The number of a tensor that exists.
    fn tensor(&mut self, what: &'static str) -> Result<usize, NetError> {
        self.number(what, 0, self.tensors.len() - 1)
    }

    /// The number of a tensor whose pixels fill whole lanes; most layers can read no other.
    fn padded(&mut self, what: &'static str) -> Result<usize, NetError> {
        let tensor = self.tensor(what)?;
        let Pixel { channels, stride } = self.tensors[tensor];
        if stride.is_multiple_of(LANES) {
            return Ok(tensor);
        }
        Err(self.invalid(what, format!("an input of {channels} channels"), format!("a multiple of {LANES}")))
    }

    fn floats(&mut self, what: &'static str, count: usize) -> Result<Vec<f32>, NetError> {
        let (values, _) = self.bytes(count.saturating_mul(4))?.as_chunks();
        let values: Vec<f32> = values.iter().map(|v| f32::from_le_bytes(*v)).collect();
        match values.iter().find(|v| !v.is_finite()) {
            Some(value) => Err(self.invalid(what, value, "finite")),
            None => Ok(values),
        }
    }

    fn halves(&mut self, what: &'static str, count: usize) -> Result<Vec<u16>, NetError> {
        let (bits, _) = self.bytes(count.saturating_mul(2))?.as_chunks();
        let bits: Vec<u16> = bits.iter().map(|v| u16::from_le_bytes(*v)).collect();
        match bits.iter().find(|b| *b & 0x7c00 == 0x7c00) {
            Some(bits) => Err(self.invalid(what, format!("{bits:#06x}"), "finite")),
            None => Ok(bits),
        }
    }

    fn layer(&mut self) -> Result<Layer, NetError> {
        Ok(match self.number("kind", 1, 8)? {
            1 => {
                let source = self.tensor("source")?;
                Layer::Dense(self.convolution(source, false)?)
            }
            2 => {
                let source = self.padded("source")?;
                Layer::Depthwise(self.convolution(source, true)?)
            }
            3 => Layer::MaxPool { source: self.padded("source")? },
            4 => {
                let (source, onto) = self.pair()?;
                Layer::UpsampleAdd { source, onto }
            }
            5 => Layer::Average { source: self.padded("source")? },
            6 => {
                let (source, by) = self.pair()?;
                Layer::Gate { source, by }
            }
            7 => {
                let (source, other) = self.pair()?;
                Layer::Add { source, other }
            }
            _ => {
                let source = self.tensor("source")?;
                let channels = self.tensors[source].channels;
                Layer::Affine { source, scale: self.floats("scale", channels)?, shift: self.floats("shift", channels)? }
            }
        })
    }

    /// Two tensors of as many channels.
    fn pair(&mut self) -> Result<(usize, usize), NetError> {
        let (source, other) = (self.padded("source")?, self.padded("other tensor")?);
        let (found, expected) = (self.tensors[other].channels, self.tensors[source].channels);
        if found != expected {
            return Err(self.invalid("channels of the other tensor", found, expected));
        }
        Ok((source, other))
    }

    fn convolution(&mut self, source: usize, depthwise: bool) -> Result<Convolution, NetError> {
        let inputs = self.tensors[source].channels;
        let kernel = (self.number("kernel rows", 1, MAX_KERNEL)?, self.number("kernel columns", 1, MAX_KERNEL)?);
        let stride = self.number("stride", 1, MAX_STRIDE)?;
        // Less padding than kernel: every result sees at least one value.
        let padding = Padding {
            top: self.number("zeros on top", 0, kernel.0 - 1)?,
            left: self.number("zeros on the left", 0, kernel.1 - 1)?,
            bottom: self.number("zeros below", 0, kernel.0 - 1)?,
            right: self.number("zeros on the right", 0, kernel.1 - 1)?,
        };
        let outputs = self.number("outputs", 1, MAX_CHANNELS)?;
        if depthwise && outputs != inputs {
            return Err(self.invalid("outputs", outputs, inputs));
        }
        let activation = self.number("activation", 0, 2)?;
        let residual = self.number("residual", 0, self.tensors.len())?.checked_sub(1);
        if let Some(tensor) = residual {
            let Pixel { channels, stride } = self.tensors[tensor];
            if channels > outputs || !stride.is_multiple_of(LANES) {
                return Err(self.invalid("channels of the residual", channels, format!("at most {outputs}")));
            }
        }
        let taps = kernel.0 * kernel.1;
        let count = if depthwise { taps * outputs } else { taps * inputs * outputs };
        let weights = match self.number("form of the weights", 0, 1)? {
            0 => Weights::Single(self.floats("weight", count)?),
            _ => Weights::Half(self.halves("weight", count)?),
        };
        let padded = outputs.next_multiple_of(LANES);
        self.packed += taps * padded * if depthwise { 1 } else { self.tensors[source].stride };
        if self.packed > MAX_VALUES {
            return Err(self.invalid("number of weights", self.packed, format!("at most {MAX_VALUES}, packed")));
        }
        let bias = self.floats("bias", outputs)?;
        let activation = match activation {
            0 => Activation::None,
            1 => Activation::Relu,
            _ => Activation::PRelu(self.floats("slope", outputs)?),
        };
        Ok(Convolution { source, kernel, stride, padding, inputs, outputs, weights, bias, residual, activation })
    }

    fn output(&mut self) -> Result<Output, NetError> {
        let length = self.number("length of the name", 1, MAX_NAME)?;
        let name = self.bytes(length)?;
        let Some(name) = std::str::from_utf8(name).ok().filter(|n| n.chars().all(|c| c.is_ascii_graphic())) else {
            return Err(self.invalid("name", "unreadable", "ASCII"));
        };
        let tensor = self.tensor("tensor")?;
        let available = self.tensors[tensor].channels;
        let first = self.number("first channel", 0, available - 1)?;
        Ok(Output {
            name: name.to_owned(),
            tensor,
            first,
            channels: self.number("channels", 1, available - first)?,
            finish: match self.number("final function", 0, 2)? {
                0 => Finish::Plain,
                1 => Finish::Sigmoid,
                _ => Finish::Softmax,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Network;
    use super::*;

    const EXAMPLE: &[u8] = include_bytes!("../../assets/models/yunet.net");

    /// Runs `program` on a small input, if it takes one.
    fn run(program: Program) -> bool {
        let mut network = Network::new(program);
        let (height, width) = network.fixed_size();
        let Ok(input) = network.input(height.map_or(32, |h| h.min(64)), width.map_or(32, |w| w.min(64))) else {
            return false;
        };
        input.fill(1.0);
        network.run();
        true
    }

    /// Evenly spread numbers from a seed.
    struct Noise(u32);

    impl Noise {
        fn below(&mut self, end: u32) -> u32 {
            self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (self.0 >> 8) % end
        }
    }

    /// Layers whose heads are valid, but chosen without regard to what is around them: kernels over the edge,
    /// tensors of other sizes.
    fn noisy_program(noise: &mut Noise) -> Vec<u8> {
        let mut words = vec![VERSION, 1 + noise.below(40), noise.below(20), noise.below(20)];
        let mut channels = vec![words[1]];
        let layers = 1 + noise.below(4);
        words.push(layers);
        for _ in 0..layers {
            // Most often the latest tensor, which fits best.
            let latest = channels.len() as u32 - 1;
            let mut tensor = || if noise.below(3) > 0 { latest } else { noise.below(latest + 1) };
            let (source, other) = (tensor(), tensor());
            let inputs = channels[source as usize];
            let kind = if latest == 0 { 1 } else { 1 + noise.below(8) };
            words.extend([kind, source]);
            let mut made = inputs;
            match kind {
                1 | 2 => {
                    let kernel = (1 + noise.below(5), 1 + noise.below(5));
                    words.extend([kernel.0, kernel.1, 1 + noise.below(3)]);
                    words.extend([kernel.0, kernel.1, kernel.0, kernel.1].map(|end| noise.below(end)));
                    made = if kind == 2 { inputs } else { 1 + noise.below(40) };
                    let weights = kernel.0 * kernel.1 * made * if kind == 2 { 1 } else { inputs };
                    // 16-bit ones come in pairs here.
                    let form = if weights.is_multiple_of(2) { noise.below(2) } else { 0 };
                    let (activation, residual) = (noise.below(3), noise.below(2) * (other + 1));
                    words.extend([made, activation, residual, form]);
                    words.extend(
                        (0..weights >> form).map(|n| if form == 0 { (n as f32).to_bits() } else { 0x3c00_3800 }),
                    );
                    words.extend((0..made * if activation == 2 { 2 } else { 1 }).map(|n| (n as f32).to_bits()));
                }
                4 | 6 | 7 => words.push(other),
                8 => words.extend((0..2 * inputs).map(|n| (n as f32).to_bits())),
                _ => {}
            }
            channels.push(made);
        }
        let tensor = noise.below(layers + 1);
        words.extend([1, 1, 0]); // one output, a name of one byte, the name
        let name = words.len() - 1;
        words.extend([tensor, 0, channels[tensor as usize], noise.below(3)]);
        // Now and then any number anywhere.
        if noise.below(4) == 0 {
            let at = noise.below(words.len() as u32) as usize;
            words[at] = noise.below(50);
        }
        let bytes = words.iter().enumerate().flat_map(|(k, word)| {
            let all = word.to_le_bytes();
            if k == name { vec![b'o'] } else { all.to_vec() }
        });
        MAGIC.iter().copied().chain(bytes).collect()
    }

    #[test]
    fn a_cut_program_is_refused_wherever_it_is_cut() {
        for length in (0..400).chain((400..EXAMPLE.len()).step_by(997)) {
            let error = read(&EXAMPLE[..length]).unwrap_err();
            assert!(matches!(error, NetError::Truncated { .. } | NetError::NotAProgram(_)), "{length}: {error}");
        }
        let longer = [EXAMPLE, b"x"].concat();
        assert_eq!(read(&longer), Err(NetError::TooLong(1)));
    }

    #[test]
    fn counts_that_would_fill_the_memory_are_refused() {
        // Layer 0: everything valid until a kernel of 32 x 32 x 8192 x 8192 weights, of which none is there.
        let words = [1u32, 8192, 64, 64, 1, 1, 0, 32, 32, 1, 0, 0, 0, 0, 8192, 0, 0, 0];
        let bytes: Vec<u8> = MAGIC.iter().copied().chain(words.iter().flat_map(|w| w.to_le_bytes())).collect();
        assert!(matches!(read(&bytes), Err(NetError::Truncated { .. })));
    }

    #[test]
    fn weights_that_fill_the_memory_only_when_packed_are_refused() {
        // Tensors of one channel, which takes sixteen: 1024 weights become 262,144, in each of 257 layers.
        let mut words = vec![VERSION, 1, 0, 0, 258];
        words.extend([1, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
        for _ in 0..257 {
            words.extend([1, 1, 32, 32, 1, 0, 0, 0, 0, 1, 0, 0, 1]);
            words.resize(words.len() + 1024 / 2 + 1, 0);
        }
        let bytes: Vec<u8> = MAGIC.iter().copied().chain(words.iter().flat_map(|w| w.to_le_bytes())).collect();
        let error = read(&bytes).unwrap_err();
        assert!(matches!(&error, NetError::Invalid { what: "number of weights", .. }), "{error}");
    }

    #[test]
    fn another_version_is_not_read() {
        let mut bytes = EXAMPLE.to_vec();
        bytes[8] = 2;
        assert_eq!(read(&bytes), Err(NetError::NotAProgram(1)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// Whatever single or double change is made: an error, or a network that runs.
        #[test]
        fn a_changed_program_never_panics(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..3), near_the_head in any::<bool>(),
        ) {
            let mut bytes = EXAMPLE.to_vec();
            let reach = if near_the_head { 200 } else { bytes.len() };
            for (at, value) in changes {
                let at = at.index(reach);
                bytes[at] = value;
            }
            if let Ok(program) = read(&bytes) {
                run(program);
            }
        }

    }

    #[test]
    fn noise_in_layers_never_panics() {
        let mut ran = 0;
        for seed in 0..3000 {
            if let Ok(program) = read(&noisy_program(&mut Noise(seed))) {
                ran += usize::from(run(program));
            }
        }
        assert!(ran > 100, "only {ran} programs ran");
    }
}
