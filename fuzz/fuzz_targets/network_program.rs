//! Network programs (`net`): an error, or a network that runs.

#![no_main]

use esscard_kiosk_fuzz::net::Network;
use libfuzzer_sys::fuzz_target;

/// Longest side of the input it is given.
const SIDE: usize = 48;

fuzz_target!(|data: &[u8]| {
    let Ok(mut network) = Network::load(data) else { return };
    let (height, width) = network.fixed_size();
    let side = |fixed: Option<usize>| fixed.unwrap_or(SIDE).min(SIDE);
    let Ok(input) = network.input(side(height), side(width)) else { return };
    input.fill(1.0);
    network.run();
});
