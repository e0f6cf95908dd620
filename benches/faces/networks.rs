//! Networks alone, against what the machine's arithmetic allows.

use std::error::Error;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use esscard_kiosk::net::{Network, Program, peak};

use super::process::processor_time;
use super::{Answer, at};

/// Name, file, and the rows and columns it is run with in the face check.
const NETWORKS: [(&str, &[u8], (usize, usize)); 7] = [
    ("yunet", include_bytes!("../../assets/models/yunet.net"), (256, 320)),
    ("attn_backbone", include_bytes!("../../assets/models/attn_backbone.net"), (192, 192)),
    ("attn_left_eye", include_bytes!("../../assets/models/attn_left_eye.net"), (16, 24)),
    ("attn_right_eye", include_bytes!("../../assets/models/attn_right_eye.net"), (16, 24)),
    ("attn_lips", include_bytes!("../../assets/models/attn_lips.net"), (24, 32)),
    ("sface", SFACE, (112, 112)),
    ("fr_liveness", include_bytes!("../../assets/models/fr_liveness.net"), (128, 128)),
];
const SFACE: &[u8] = include_bytes!("../../assets/models/sface.net");

/// A block of runs takes about so long: the system counts processor time in ticks of some milliseconds.
const BLOCK: Duration = Duration::from_millis(100);
const BLOCKS: usize = 9;

/// A network, an input for it, and the processor time a run in each block.
struct Measured {
    network: Network,
    size: (usize, usize),
    input: Vec<f32>,
    runs: u32,
    times: Vec<Duration>,
}

impl Measured {
    fn new(mut network: Network, size: (usize, usize)) -> Result<Self, Box<dyn Error>> {
        let (rows, columns) = network.fixed_size();
        let size = (rows.unwrap_or(size.0), columns.unwrap_or(size.1));
        // Like a picture: neither constant nor beyond the values of one.
        let length = network.input(size.0, size.1)?.len();
        let input = (0..length).map(|i| (i * 7919 % 251) as f32 / 251.0).collect();
        let mut measured = Self { network, size, input, runs: 1, times: Vec::new() };
        measured.run()?;
        let start = Instant::now();
        measured.run()?;
        measured.runs = (BLOCK.as_secs_f64() / start.elapsed().as_secs_f64()).ceil() as u32;
        Ok(measured)
    }

    fn run(&mut self) -> Result<(), Box<dyn Error>> {
        self.network.input(self.size.0, self.size.1)?.copy_from_slice(&self.input);
        self.network.run();
        Ok(())
    }

    fn block(&mut self) -> Result<(), Box<dyn Error>> {
        let start = processor_time()?;
        for _ in 0..self.runs {
            self.run()?;
        }
        self.times.push(processor_time()?.saturating_sub(start) / self.runs);
        Ok(())
    }
}

/// Thousand millions of multiply-adds a second of one thread; then of each network: name, multiply-adds,
/// milliseconds of processor time a run (median of blocks), milliseconds that the multiply-adds alone would
/// take. In turns, so that all see the same machine.
pub fn each() -> Answer {
    let mut networks = Vec::new();
    for (name, bytes, size) in NETWORKS {
        networks.push((name, Measured::new(Network::load(bytes)?, size)?));
    }
    let mut peak = 0.0f64;
    for _ in 0..BLOCKS {
        for (_, network) in &mut networks {
            peak = peak.max(multiply_adds_a_second());
            network.block()?;
        }
    }
    let mut line = format!("{:.1}", peak / 1e9);
    for (name, mut measured) in networks {
        let adds = measured.network.multiply_adds();
        write!(line, " {name} {adds} {:.4} {:.4}", at(&mut measured.times, 0.5), adds as f64 / peak * 1e3)?;
    }
    Ok(line)
}

/// The embedding as it is, with its 16-bit weights, and with the same weights widened beforehand: median
/// milliseconds of processor time of each, and the largest difference of their outputs.
pub fn widths() -> Answer {
    let mut half = Measured::new(Network::load(SFACE)?, (112, 112))?;
    let mut single = Measured::new(Network::new(Program::read(SFACE)?.widened()), (112, 112))?;
    for _ in 0..BLOCKS {
        half.block()?;
        single.block()?;
    }
    let outputs = half.network.output(0).iter().zip(single.network.output(0));
    let most = outputs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    Ok(format!("{:.3} {:.3} {most:e}", at(&mut half.times, 0.5), at(&mut single.times, 0.5)))
}

/// The best of some tries, one thread.
fn multiply_adds_a_second() -> f64 {
    let tries = (0..4).map(|_| {
        let start = Instant::now();
        let done = peak::multiply_adds(500_000);
        done as f64 / start.elapsed().as_secs_f64()
    });
    tries.fold(0.0, f64::max)
}
