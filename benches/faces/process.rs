//! What the system counts of this process.

use std::error::Error;
use std::time::Duration;

/// Processor time of this thread so far.
pub fn processor_time() -> Result<Duration, Box<dyn Error>> {
    parse(&std::fs::read_to_string("/proc/thread-self/schedstat")?)
}

/// Processor time so far of all threads of this process with this name.
pub fn processor_time_of(name: &str) -> Result<Duration, Box<dyn Error>> {
    let mut spent = Duration::ZERO;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let folder = thread?.path();
        if std::fs::read_to_string(folder.join("comm"))?.trim_end() == name {
            spent += parse(&std::fs::read_to_string(folder.join("schedstat"))?)?;
        }
    }
    Ok(spent)
}

fn parse(schedstat: &str) -> Result<Duration, Box<dyn Error>> {
    Ok(Duration::from_nanos(schedstat.split_whitespace().next().ok_or("an empty schedstat")?.parse()?))
}

/// Resident memory in KiB.
pub fn resident() -> Result<u64, Box<dyn Error>> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find(|l| l.starts_with("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.split_whitespace().nth(1).ok_or("no number")?.parse()?)
}
