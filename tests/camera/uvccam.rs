//! uvccam: a USB webcam (UVC 1.1, bulk streaming) emulated in user space and plugged into this
//! kernel through `vhci_hcd` (USB/IP's virtual host controller) over a socket pair. Standard library only.
//!
//!   uvccam DIR [FPS,...] [VENDOR:PRODUCT:SERIAL] [CTL]
//!       DIR holds mjpeg-WxH.mjpg (concatenated JPEGs) and/or yuyv-WxH.raw; several may run, each with its own CTL
//!
//! It has the controls auto_exposure, exposure_dynamic_framerate, exposure_time_absolute and power_line_frequency;
//! a camera that was just plugged in comes with a fixed exposure and 60 Hz.
//!
//! Commands, one per line, on the FIFO CTL (/run/uvccam.ctl):
//!   unplug | plug | stall | resume | good
//!   garbage      pictures of noise          truncate    the first half of each picture
//!   garble-mjpeg pictures of noise in MJPEG, good ones in YUYV
//!   feed DIR     plays another folder of the same modes; also a NAME of /run/feeds/NAME
use std::collections::VecDeque;
use std::io::{BufRead, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// A picture that the camera offers. Its frames are replaced by `feed`.
struct Mode {
    mjpeg: bool,
    w: u16,
    h: u16,
    frames: Mutex<Arc<Vec<Vec<u8>>>>,
}
struct Link {
    pending: VecDeque<(u32, u32)>,
    probe: [u8; 34],
    streaming: bool,
    stalled: bool,
    bad: u8,
    dead: bool,
    plugging: u64,
    knobs: [u32; 4],
}
fn fresh(plugging: u64) -> Link {
    Link {
        pending: VecDeque::new(),
        probe: [0; 34],
        streaming: false,
        stalled: false,
        bad: 0,
        dead: false,
        plugging,
        knobs: KNOBS.map(|k| k.first),
    }
}
/// A control: its entity (with interface 0) and selector as in wIndex and wValue, its bytes, and its values.
struct Knob {
    entity: u16,
    selector: u16,
    bytes: usize,
    least: u32,
    most: u32,
    /// The step; of the exposure's mode the modes there are.
    step: u32,
    first: u32,
}
const fn knob(entity: u16, selector: u16, bytes: usize, [least, most, step, first]: [u32; 4]) -> Knob {
    Knob { entity, selector, bytes, least, most, step, first }
}
const KNOBS: [Knob; 4] = [
    // Manual (1) and aperture priority (8).
    knob(0x100, 0x200, 1, [1, 8, 9, 1]),
    knob(0x100, 0x300, 1, [0, 1, 1, 1]),
    knob(0x100, 0x400, 4, [1, 10_000, 1, 3]),
    knob(0x200, 0x500, 1, [0, 2, 1, 2]),
];
struct Webcam {
    st: Mutex<Link>,
    cv: Condvar,
    modes: Vec<Mode>,
    fps: Vec<u32>,
    cfg: Vec<u8>,
    vendor: u16,
    product: u16,
    serial: String,
}

fn le16(v: &mut Vec<u8>, x: u16) {
    v.extend_from_slice(&x.to_le_bytes())
}
fn le32(v: &mut Vec<u8>, x: u32) {
    v.extend_from_slice(&x.to_le_bytes())
}
const URB: u32 = 16384;

fn config(modes: &[Mode], fps: &[u32]) -> Vec<u8> {
    let mut vc = vec![];
    vc.extend([0x12, 0x24, 2, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0x0e, 0, 0]); // camera terminal 1: exposure
    vc.extend([12, 0x24, 5, 2, 1, 0, 0, 2, 0, 4, 0, 0]); // processing unit 2: power line
    vc.extend([9, 0x24, 3, 3, 1, 1, 0, 2, 0]); // output terminal 3
    let mut hdr = vec![13, 0x24, 1, 0x10, 1];
    le16(&mut hdr, 13 + vc.len() as u16);
    le32(&mut hdr, 48_000_000);
    hdr.extend([1, 1]);
    let mut vs = vec![];
    let mut nf = 0u8;
    for mj in [true, false] {
        let m: Vec<&Mode> = modes.iter().filter(|m| m.mjpeg == mj).collect();
        if m.is_empty() {
            continue;
        }
        nf += 1;
        if mj {
            vs.extend([11, 0x24, 6, nf, m.len() as u8, 1, 1, 0, 0, 0, 0]);
        } else {
            vs.extend([27, 0x24, 4, nf, m.len() as u8]);
            vs.extend(b"YUY2\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71");
            vs.extend([16, 1, 0, 0, 0, 0]);
        }
        for (i, x) in m.iter().enumerate() {
            vs.extend([26 + 4 * fps.len() as u8, 0x24, if mj { 7 } else { 5 }, i as u8 + 1, 0]);
            le16(&mut vs, x.w);
            le16(&mut vs, x.h);
            let sz = x.w as u32 * x.h as u32 * 2;
            le32(&mut vs, sz * 8 * 5);
            le32(&mut vs, sz * 8 * 30);
            le32(&mut vs, sz);
            le32(&mut vs, 10_000_000 / fps[0]);
            vs.push(fps.len() as u8);
            for f in fps {
                le32(&mut vs, 10_000_000 / f);
            }
        }
        vs.extend([6, 0x24, 13, 1, 1, 4]);
    }
    let l = 13 + nf;
    let mut vsh = vec![l, 0x24, 1, nf];
    le16(&mut vsh, l as u16 + vs.len() as u16);
    vsh.extend([0x81, 0, 3, 0, 0, 0, 1]);
    vsh.extend(vec![0; nf as usize]);
    let mut body = vec![8, 11, 0, 2, 14, 3, 0, 2, 9, 4, 0, 0, 0, 14, 1, 0, 2];
    body.extend(hdr);
    body.extend(vc);
    body.extend([9, 4, 1, 0, 1, 14, 2, 0, 0]);
    body.extend(vsh);
    body.extend(vs);
    body.extend([7, 5, 0x81, 2, 0, 2, 0]);
    let mut c = vec![9, 2];
    le16(&mut c, 9 + body.len() as u16);
    c.extend([2, 1, 0, 0x80, 250]);
    c.extend(body);
    c
}

impl Webcam {
    fn mode(&self, fi: u8, fr: u8) -> &Mode {
        let has_mj = self.modes.iter().any(|m| m.mjpeg);
        let mj = has_mj && fi <= 1;
        let v: Vec<&Mode> = self.modes.iter().filter(|m| m.mjpeg == mj).collect();
        v[(fr.max(1) as usize - 1).min(v.len() - 1)]
    }
    fn negotiate(&self, d: &[u8]) -> [u8; 34] {
        let mut p = [0u8; 34];
        let n = d.len().min(34);
        p[..n].copy_from_slice(&d[..n]);
        p[2] = p[2].max(1);
        p[3] = p[3].max(1);
        let m = self.mode(p[2], p[3]);
        let want = u32::from_le_bytes(p[4..8].try_into().unwrap());
        let best = self.fps.iter().map(|f| 10_000_000 / f).min_by_key(|i| (*i as i64 - want as i64).abs()).unwrap();
        p[4..8].copy_from_slice(&(if want == 0 { 10_000_000 / self.fps[0] } else { best }).to_le_bytes());
        p[18..22].copy_from_slice(&(m.w as u32 * m.h as u32 * 2).to_le_bytes());
        p[22..26].copy_from_slice(&URB.to_le_bytes());
        p[26..30].copy_from_slice(&48_000_000u32.to_le_bytes());
        p[30] = 3;
        p
    }
    fn control(&self, s: &[u8; 8], data: &[u8]) -> Result<Vec<u8>, i32> {
        let (rt, rq, val, idx) = (s[0], s[1], u16::from_le_bytes([s[2], s[3]]), u16::from_le_bytes([s[4], s[5]]));
        match (rt, rq) {
            (0x80, 6) => match val >> 8 {
                1 => {
                    let mut v = vec![18, 1, 0, 2, 0xef, 2, 1, 64];
                    le16(&mut v, self.vendor);
                    le16(&mut v, self.product);
                    v.extend([0, 1, 1, 2, 3, 1]);
                    Ok(v)
                }
                2 => Ok(self.cfg.clone()),
                3 => {
                    let name = format!("Emulated UVC Camera {:04x}", self.product);
                    let t = ["", "kiosk-test", &name, &self.serial];
                    let i = (val & 255) as usize;
                    if i == 0 {
                        return Ok(vec![4, 3, 9, 4]);
                    }
                    if i > 3 {
                        return Err(-32);
                    }
                    let mut v = vec![2 + 2 * t[i].len() as u8, 3];
                    for c in t[i].bytes() {
                        v.extend([c, 0])
                    }
                    Ok(v)
                }
                _ => Err(-32),
            },
            (0x80, 0) | (0x81, 0) | (0x82, 0) => Ok(vec![0, 0]),
            (0x80, 8) => Ok(vec![1]),
            (0x81, 10) => Ok(vec![0]),
            (0, 9) | (1, 11) | (0, 1) | (0, 3) | (1, 1) => Ok(vec![]),
            (2, 1) => {
                let mut st = self.st.lock().unwrap();
                st.streaming = false;
                st.pending.clear();
                Ok(vec![])
            }
            (0x21, 1) if idx == 1 && (val == 0x100 || val == 0x200) => {
                let p = self.negotiate(data);
                let mut st = self.st.lock().unwrap();
                st.probe = p;
                if val == 0x200 {
                    st.streaming = true;
                    eprintln!(
                        "commit {}x{} mjpeg={} interval={}",
                        self.mode(p[2], p[3]).w,
                        self.mode(p[2], p[3]).h,
                        self.mode(p[2], p[3]).mjpeg,
                        u32::from_le_bytes(p[4..8].try_into().unwrap())
                    );
                    self.cv.notify_all();
                }
                Ok(vec![])
            }
            (0xa1, r) if idx == 1 && (val == 0x100 || val == 0x200) => match r {
                0x81 | 0x82 | 0x83 | 0x87 => {
                    let st = self.st.lock().unwrap();
                    let p = if r == 0x81 { st.probe } else { [0; 34] };
                    Ok(self.negotiate(&p).to_vec())
                }
                0x85 => Ok(vec![34, 0]),
                0x86 => Ok(vec![3]),
                _ => Err(-32),
            },
            (0x21, 1) | (0xa1, _) => {
                let found = KNOBS.iter().position(|k| (k.entity, k.selector) == (idx, val)).ok_or(-32)?;
                let k = &KNOBS[found];
                let mut st = self.st.lock().unwrap();
                let value = match rq {
                    1 => {
                        let mut wide = [0; 4];
                        wide[..data.len().min(4)].copy_from_slice(&data[..data.len().min(4)]);
                        st.knobs[found] = u32::from_le_bytes(wide);
                        return Ok(vec![]);
                    }
                    0x81 => st.knobs[found],
                    0x82 => k.least,
                    0x83 => k.most,
                    0x84 => k.step,
                    0x85 => return Ok(vec![k.bytes as u8, 0]),
                    0x86 => return Ok(vec![3]),
                    0x87 => k.first,
                    _ => return Err(-32),
                };
                Ok(value.to_le_bytes()[..k.bytes].to_vec())
            }
            _ => Err(-32),
        }
    }
}

fn reply(sock: &Mutex<UnixStream>, seq: u32, status: i32, len: u32, data: &[u8]) -> std::io::Result<()> {
    let mut b = Vec::with_capacity(48 + data.len());
    for x in [3, seq, 0, 0, 0, status as u32, len, 0, 0, 0, 0, 0] {
        b.extend_from_slice(&x.to_be_bytes())
    }
    b.extend_from_slice(data);
    sock.lock().unwrap().write_all(&b)
}

fn reader(dev: Arc<Webcam>, mut rx: UnixStream, tx: Arc<Mutex<UnixStream>>) -> std::io::Result<()> {
    let mut h = [0u8; 48];
    loop {
        rx.read_exact(&mut h)?;
        let u = |i: usize| u32::from_be_bytes(h[i..i + 4].try_into().unwrap());
        let (cmd, seq, dir, ep) = (u(0), u(4), u(12), u(16));
        if cmd == 1 {
            let len = u(24);
            let mut data = vec![];
            if dir == 0 {
                data = vec![0; len as usize];
                rx.read_exact(&mut data)?;
            }
            if ep == 0 {
                let setup: [u8; 8] = h[40..48].try_into().unwrap();
                match dev.control(&setup, &data) {
                    Ok(mut v) => {
                        v.truncate(len as usize);
                        if dir == 1 { reply(&tx, seq, 0, v.len() as u32, &v)? } else { reply(&tx, seq, 0, len, &[])? }
                    }
                    Err(e) => reply(&tx, seq, e, 0, &[])?,
                }
            } else {
                let mut st = dev.st.lock().unwrap();
                st.pending.push_back((seq, len));
                dev.cv.notify_all();
            }
        } else if cmd == 2 {
            let victim = u(20);
            let mut st = dev.st.lock().unwrap();
            let n = st.pending.len();
            st.pending.retain(|p| p.0 != victim);
            let found = st.pending.len() != n;
            drop(st);
            let mut b = vec![];
            for x in [4, seq, 0, 0, 0, if found { -104i32 as u32 } else { 0 }, 0, 0, 0, 0, 0, 0] {
                b.extend_from_slice(&x.to_be_bytes())
            }
            tx.lock().unwrap().write_all(&b)?;
        }
    }
}

fn streamer(dev: Arc<Webcam>, tx: Arc<Mutex<UnixStream>>, plugging: u64) {
    let (mut n, mut fid) = (0usize, 0u8);
    let mut playing = Arc::new(vec![]);
    let mut next = Instant::now();
    loop {
        let mut st = dev.st.lock().unwrap();
        while !st.dead && st.plugging == plugging && (!st.streaming || st.stalled || st.pending.is_empty()) {
            st = dev.cv.wait_timeout(st, Duration::from_millis(200)).unwrap().0;
        }
        if st.dead || st.plugging != plugging {
            return;
        }
        let p = st.probe;
        let bad = st.bad;
        drop(st);
        let iv = Duration::from_nanos(u32::from_le_bytes(p[4..8].try_into().unwrap()) as u64 * 100);
        let now = Instant::now();
        if next > now {
            std::thread::sleep(next - now)
        } else if now - next > iv {
            next = now
        }
        next += iv;
        let m = dev.mode(p[2], p[3]);
        let frames = Arc::clone(&m.frames.lock().unwrap());
        if !Arc::ptr_eq(&frames, &playing) {
            playing = Arc::clone(&frames);
            n = 0;
        }
        let f = &frames[n % frames.len()];
        n += 1;
        fid ^= 1;
        let junk: Vec<u8>;
        let mut d: &[u8] = f;
        match bad {
            1 | 3 if bad == 1 || m.mjpeg => {
                junk = (0..f.len()).map(|i| (i * 7919 >> 3) as u8).collect();
                d = &junk
            }
            2 => d = &f[..f.len() / 2],
            _ => {}
        }
        let cs = URB as usize - 2;
        let total = d.len().div_ceil(cs);
        for (i, c) in d.chunks(cs).enumerate() {
            let mut st = dev.st.lock().unwrap();
            while !st.dead && st.plugging == plugging && st.streaming && st.pending.is_empty() {
                st = dev.cv.wait_timeout(st, Duration::from_millis(200)).unwrap().0;
            }
            if st.dead || st.plugging != plugging {
                return;
            }
            if !st.streaming {
                break;
            }
            let (seq, len) = st.pending.pop_front().unwrap();
            drop(st);
            let mut b = vec![2u8, 0x80 | fid | if i + 1 == total { 2 } else { 0 }];
            b.extend_from_slice(c);
            b.truncate(len as usize);
            if reply(&tx, seq, 0, b.len() as u32, &b).is_err() {
                return;
            }
        }
    }
}

fn plug(dev: &Arc<Webcam>) -> std::io::Result<UnixStream> {
    let (a, b) = UnixStream::pair()?;
    let plugging = {
        let mut st = dev.st.lock().unwrap();
        *st = fresh(st.plugging + 1);
        st.plugging
    };
    let tx = Arc::new(Mutex::new(b.try_clone()?));
    let (d, t, r) = (dev.clone(), tx.clone(), b.try_clone()?);
    std::thread::spawn(move || {
        let e = reader(d.clone(), r, t);
        eprintln!("link closed: {e:?}");
        {
            let mut st = d.st.lock().unwrap();
            if st.plugging == plugging {
                st.dead = true
            }
        }
        d.cv.notify_all();
    });
    let (d, t) = (dev.clone(), tx);
    std::thread::spawn(move || streamer(d, t, plugging));
    for port in 0..8 {
        // a port just vacated may still be busy
        let r = std::fs::write(
            "/sys/devices/platform/vhci_hcd.0/attach",
            format!("{} {} {} {}", port, a.as_raw_fd(), 0x10000 | u32::from(dev.product), 3),
        );
        eprintln!("attach port {port}: {r:?}");
        if r.is_ok() {
            return Ok(b);
        }
    }
    Err(std::io::Error::other("no free vhci port"))
}

/// All modes of a folder, by file name.
fn load(folder: &str) -> std::io::Result<Vec<Mode>> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    let mut modes = vec![];
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some((kind, rest)) = name.split_once('-') else { continue };
        let size = rest.split_once('.').and_then(|(size, _)| size.split_once('x'));
        let Some((Ok(w), Ok(h))) = size.map(|(w, h)| (w.parse::<u16>(), h.parse::<u16>())) else { continue };
        let bytes = std::fs::read(&path)?;
        let frames: Vec<Vec<u8>> = match kind {
            "yuyv" => bytes.chunks_exact(w as usize * h as usize * 2).map(<[u8]>::to_vec).collect(),
            "mjpeg" => pictures(&bytes),
            _ => continue,
        };
        eprintln!("{name}: {} frames", frames.len());
        if !frames.is_empty() {
            modes.push(Mode { mjpeg: kind == "mjpeg", w, h, frames: Mutex::new(Arc::new(frames)) });
        }
    }
    Ok(modes)
}

/// Cuts concatenated JPEGs apart.
fn pictures(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (mut found, mut start, mut i) = (vec![], None, 0);
    while i + 1 < bytes.len() {
        match (bytes[i], bytes[i + 1]) {
            (0xff, 0xd8) => {
                start.get_or_insert(i);
                i += 2;
            }
            (0xff, 0xd9) => {
                if let Some(start) = start.take() {
                    found.push(bytes[start..i + 2].to_vec());
                }
                i += 2;
            }
            _ => i += 1,
        }
    }
    found
}

/// Replaces the frames of every mode that the folder has, too.
fn feed(dev: &Webcam, name: &str) -> std::io::Result<()> {
    let folder = if name.starts_with('/') { name.to_owned() } else { format!("/run/feeds/{name}") };
    for new in load(&folder)? {
        for mode in dev.modes.iter().filter(|m| (m.mjpeg, m.w, m.h) == (new.mjpeg, new.w, new.h)) {
            *mode.frames.lock().unwrap() = Arc::clone(&new.frames.lock().unwrap());
        }
    }
    Ok(())
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let fps = arguments.get(2).map_or(vec![30, 15], |s| s.split(',').map(|x| x.parse().unwrap()).collect());
    let modes = load(&arguments[1]).unwrap();
    let cfg = config(&modes, &fps);
    let id = arguments.get(3).map_or("1209:0001:A1", String::as_str);
    let mut id = id.splitn(3, ':');
    let mut hex = || u16::from_str_radix(id.next().unwrap(), 16).unwrap();
    let (vendor, product) = (hex(), hex());
    let serial = id.next().unwrap().to_owned();
    let dev = Webcam { st: Mutex::new(fresh(0)), cv: Condvar::new(), modes, fps, cfg, vendor, product, serial };
    let dev = Arc::new(dev);
    let ctl = arguments.get(4).map_or("/run/uvccam.ctl", String::as_str);
    let _ = std::process::Command::new("mkfifo").arg(ctl).status();
    let mut link = Some(plug(&dev).unwrap());
    loop {
        for line in std::io::BufReader::new(std::fs::File::open(ctl).unwrap()).lines() {
            let line = line.unwrap();
            eprintln!("ctl: {line}");
            let (command, argument) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
            match command {
                "unplug" => {
                    if let Some(l) = link.take() {
                        let _ = l.shutdown(std::net::Shutdown::Both);
                    }
                }
                "plug" => match plug(&dev) {
                    Ok(l) => link = Some(l),
                    Err(e) => eprintln!("plug: {e}"),
                },
                "feed" => match feed(&dev, argument) {
                    Ok(()) => {}
                    Err(e) => eprintln!("feed {argument}: {e}"),
                },
                "stall" => dev.st.lock().unwrap().stalled = true,
                "resume" => dev.st.lock().unwrap().stalled = false,
                "garbage" => dev.st.lock().unwrap().bad = 1,
                "garble-mjpeg" => dev.st.lock().unwrap().bad = 3,
                "truncate" => dev.st.lock().unwrap().bad = 2,
                "good" => dev.st.lock().unwrap().bad = 0,
                other => eprintln!("not a command: {other}"),
            }
            dev.cv.notify_all();
        }
    }
}
