//! Does a living face stand before the camera, or a picture of one? A replaceable network's opinion.
//!
//! The network comes with a contract in TOML: which file, how the face is cropped for it and how its answer is
//! read. The program carries one (`assets/models/fr_liveness.toml`); an office may name another. The score
//! is one signal among others: `domain::presentation` holds the rules.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::error::FaceError;
use super::raster::Picture;
use super::resample::{Area, Resampler};
use crate::domain::face::FaceBox;
use crate::domain::presentation::PresentationPolicy;
use crate::net::Network;

/// The contract the program carries, and its network.
const SHIPPED: (&str, &str, &[u8]) = (
    "fr_liveness.toml",
    include_str!("../../assets/models/fr_liveness.toml"),
    include_bytes!("../../assets/models/fr_liveness.net"),
);
/// Longest contract that is read, in bytes.
const LONGEST_CONTRACT: u64 = 16 * 1024;
/// Largest network that is read, in bytes.
const LARGEST_NETWORK: u64 = 64 * 1024 * 1024;
/// Sides an input may have, in pixels.
const SIDES: std::ops::RangeInclusive<usize> = 32..=512;
/// Most crops of one frame; each costs one run.
const MOST_CROPS: usize = 4;
/// Widest blur, in pixels.
const WIDEST_BLUR: f32 = 4.0;

/// Which network judges the presentation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PresentationChoice {
    /// The one in the program.
    #[default]
    Shipped,
    /// The contract of another one.
    File(PathBuf),
    /// None: only the challenge guards against pictures.
    None,
}

/// How a network is to be asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contract {
    file: PathBuf,
    sha256: String,
    side: usize,
    crop_scales: Vec<f32>,
    channels: Channels,
    values: [f32; 2],
    output: String,
    live: usize,
    blur: f32,
    live_from: f32,
    attack_below: f32,
    frames: usize,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Channels {
    Rgb,
    Bgr,
}

/// The network, ready to be asked.
pub struct Presentation {
    name: String,
    contract: Contract,
    network: Network,
    output: usize,
    resampler: Resampler,
}

impl Presentation {
    /// The network of `choice`, checked against its contract; `None` if there is to be none.
    ///
    /// # Errors
    /// [`FaceError::Presentation`] names what does not fit.
    pub fn load(choice: &PresentationChoice) -> Result<Option<Self>, FaceError> {
        match choice {
            PresentationChoice::None => Ok(None),
            PresentationChoice::Shipped => {
                let (name, contract, network) = SHIPPED;
                Self::new(name, contract, |_| Ok(network.to_vec())).map(Some)
            }
            PresentationChoice::File(path) => Self::read(path).map(Some),
        }
    }

    fn read(path: &Path) -> Result<Self, FaceError> {
        let name = path.display().to_string();
        let text = bounded(path, LONGEST_CONTRACT)
            .and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not text".into()))
            .map_err(|cause| wrong(&name, cause))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        Self::new(&name, &text, |file| bounded(&folder.join(file), LARGEST_NETWORK))
    }

    fn new(
        name: &str,
        contract: &str,
        network: impl FnOnce(&Path) -> Result<Vec<u8>, String>,
    ) -> Result<Self, FaceError> {
        let contract: Contract =
            toml::from_str(contract).map_err(|error| wrong(name, error.message().replace('\n', ", ")))?;
        contract.check().map_err(|cause| wrong(name, cause))?;
        let shown = contract.file.display().to_string();
        let bytes = network(&contract.file).map_err(|cause| wrong(name, format!("{shown}: {cause}")))?;
        let found = hex::encode(Sha256::digest(&bytes));
        if !found.eq_ignore_ascii_case(&contract.sha256) {
            return Err(wrong(name, format!("the SHA-256 of {shown} is {found}, expected {}", contract.sha256)));
        }
        let unusable = |cause: crate::net::NetError| wrong(name, format!("{shown}: {cause}"));
        let mut network = Network::load(&bytes).map_err(unusable)?;
        if network.channels() != 3 {
            return Err(wrong(name, format!("{shown} takes {} channels, expected 3", network.channels())));
        }
        let output = network.output_named(&contract.output).map_err(unusable)?;
        network.input(contract.side, contract.side).map_err(unusable)?;
        let numbers = network.output(output).len();
        if contract.live >= numbers {
            return Err(wrong(
                name,
                format!("live = {}, but {} has {numbers} numbers", contract.live, contract.output),
            ));
        }
        let resampler = Resampler::new(contract.blur);
        Ok(Self { name: name.to_owned(), contract, network, output, resampler })
    }

    /// The contract's name: a file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the contract says of the score.
    #[must_use]
    pub fn policy(&self) -> PresentationPolicy {
        let Contract { live_from, attack_below, frames, .. } = self.contract;
        PresentationPolicy { live_from, attack_below, frames }
    }

    /// How live the face in the detector's box `bounds` looks, 0 to 1.
    ///
    /// # Errors
    /// If the network fails.
    pub fn score(&mut self, picture: Picture<'_>, bounds: &FaceBox) -> Result<f32, FaceError> {
        let side = self.contract.side;
        let [black, white] = self.contract.values;
        let mut least = f32::INFINITY;
        for &scale in &self.contract.crop_scales {
            let area = crop(picture, bounds, scale);
            let failed = |cause: crate::net::NetError| wrong(&self.name, cause.to_string());
            let input = self.network.input(side, side).map_err(failed)?;
            self.resampler.resample(picture, area, side, input);
            for pixel in input.chunks_exact_mut(3) {
                if self.contract.channels == Channels::Bgr {
                    pixel.swap(0, 2);
                }
                for value in pixel {
                    *value = black + *value / 255.0 * (white - black);
                }
            }
            self.network.run();
            let live = self.network.output(self.output).get(self.contract.live).copied().unwrap_or(f32::NAN);
            if !live.is_finite() {
                return Err(wrong(&self.name, "the network's answer is not a number"));
            }
            least = least.min(live);
        }
        Ok(least)
    }

    /// Overwrites what it saw last.
    pub fn forget(&mut self) {
        self.network.forget();
        self.resampler.forget();
    }

    /// Whether anything of what it saw is left.
    #[cfg(test)]
    pub(crate) fn remembers(&self) -> bool {
        self.network.remembers() || self.resampler.remembers()
    }
}

impl Contract {
    fn check(&self) -> Result<(), String> {
        if self.file.file_name() != Some(self.file.as_os_str()) {
            return Err("file must be a name without folders: the network lies beside this file".into());
        }
        if !SIDES.contains(&self.side) {
            return Err(format!("side is {}; write {} to {}", self.side, SIDES.start(), SIDES.end()));
        }
        if self.crop_scales.is_empty()
            || self.crop_scales.len() > MOST_CROPS
            || !self.crop_scales.iter().all(|s| (0.5..=8.0).contains(s))
        {
            return Err(format!("crop_scales must be 1 to {MOST_CROPS} numbers from 0.5 to 8"));
        }
        if !self.values.iter().all(|v| v.is_finite()) || self.values[0] >= self.values[1] {
            return Err("values must be two numbers, black and white".into());
        }
        if !(0.0..=WIDEST_BLUR).contains(&self.blur) {
            return Err(format!("blur must be 0 to {WIDEST_BLUR} pixels"));
        }
        let in_order = 0.0 <= self.attack_below && self.attack_below <= self.live_from && self.live_from <= 1.0;
        if !in_order {
            return Err("attack_below and live_from must lie between 0 and 1, in this order".into());
        }
        if !(1..=100).contains(&self.frames) {
            return Err("frames must be 1 to 100".into());
        }
        Ok(())
    }
}

fn wrong(contract: &str, cause: impl Into<String>) -> FaceError {
    FaceError::Presentation { contract: contract.to_owned(), cause: cause.into() }
}

/// A file of at most `longest` bytes.
fn bounded(path: &Path, longest: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|e| e.to_string())?;
    let read = file.take(longest + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    if read as u64 > longest { Err(format!("it is longer than {longest} bytes")) } else { Ok(bytes) }
}

/// The box scaled about its centre by `scale`, or less where the picture is smaller, and moved inside.
fn crop(picture: Picture<'_>, bounds: &FaceBox, scale: f32) -> Area {
    let (all_width, all_height) = (picture.width() as f32, picture.height() as f32);
    let (face_width, face_height) = (bounds.width.max(1.0), bounds.height.max(1.0));
    let scale = scale.min(all_width / face_width).min(all_height / face_height);
    let (width, height) = (face_width * scale, face_height * scale);
    let inside = |centre: f32, length: f32, all: f32| (centre - length / 2.0).clamp(0.0, (all - length).max(0.0));
    Area {
        x: inside(bounds.x + bounds.width / 2.0, width, all_width),
        y: inside(bounds.y + bounds.height / 2.0, height, all_height),
        width,
        height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract_with(change: &str, to: &str) -> Result<Presentation, FaceError> {
        let (name, contract, network) = SHIPPED;
        assert!(contract.contains(change), "{change}");
        Presentation::new(name, &contract.replace(change, to), |_| Ok(network.to_vec()))
    }

    fn said(result: Result<Presentation, FaceError>) -> String {
        result.err().map(|error| error.to_string()).unwrap()
    }

    #[test]
    fn the_shipped_network_fits_its_contract_and_its_provenance() {
        let shipped = Presentation::load(&PresentationChoice::Shipped).unwrap().unwrap();
        assert!(include_str!("../../assets/models/PROVENANCE.md").contains(&shipped.contract.sha256));
        assert!(Presentation::load(&PresentationChoice::None).unwrap().is_none());
    }

    #[test]
    fn a_contract_that_does_not_fit_says_what() {
        assert!(said(contract_with("d482544a", "00000000")).contains("SHA-256"));
        assert!(said(contract_with("side = 128", "side = 112")).contains("112"));
        assert!(said(contract_with("live = 0", "live = 3")).contains("live = 3"));
        assert!(said(contract_with("\"prob\"", "\"logits\"")).contains("logits"));
        assert!(said(contract_with("\"bgr\"", "\"yuv\"")).contains("yuv"));
        assert!(said(contract_with("[1.5, 4.0]", "[]")).contains("crop_scales"));
        assert!(said(contract_with("live_from = 0.", "live_from = 1.")).contains("live_from"));
        assert!(said(contract_with("attack_below = 0.2", "attack_below = nan")).contains("attack_below"));
        assert!(said(contract_with("\"fr_liveness.net\"", "\"../x.net\"")).contains("without folders"));
        let (name, contract, _) = SHIPPED;
        let cut = Presentation::new(name, contract, |_| Err("no such file".into()));
        assert!(said(cut).contains("fr_liveness.net: no such file"));
    }

    #[test]
    fn another_contract_is_read_from_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own.toml");
        std::fs::write(&path, SHIPPED.1).unwrap();
        let choice = PresentationChoice::File(path);
        assert!(said(Presentation::load(&choice).map(Option::unwrap)).contains("fr_liveness.net"));
        std::fs::write(folder.path().join("fr_liveness.net"), SHIPPED.2).unwrap();
        assert!(Presentation::load(&choice).unwrap().is_some());
    }

    #[test]
    fn a_crop_stays_inside_and_keeps_the_shape_of_the_box() {
        let rgb = vec![0; 640 * 480 * 3];
        let picture = Picture::new(640, 480, &rgb).unwrap();
        let bounds = FaceBox { x: 560.0, y: 10.0, width: 60.0, height: 80.0 };
        let area = crop(picture, &bounds, 4.0);
        assert_eq!(area, Area { x: 400.0, y: 0.0, width: 240.0, height: 320.0 });
        let large = FaceBox { x: 100.0, y: 100.0, width: 300.0, height: 400.0 };
        let area = crop(picture, &large, 4.0);
        assert!((area.height - 480.0).abs() < 1e-3 && (area.width - 360.0).abs() < 1e-3, "{area:?}");
        assert!(area.y.abs() < 1e-6);
    }
}
