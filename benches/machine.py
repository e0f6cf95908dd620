"""What the system counts: memory and processor time of processes, and what machine this is."""

import os
import pathlib
import platform

TICKS = os.sysconf("SC_CLK_TCK")


def description():
    name = platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.split(":", 1)[1].strip()
            break
    load, nice = os.getloadavg()[0], os.nice(0)
    return f"{name}, {os.cpu_count()} processors, Linux {platform.release()}, load {load:.1f} when the run began, its nice level {nice}"


def resident_kib(pid="self"):
    return _field(f"/proc/{pid}/status", "VmRSS:")


def proportional_kib(pid):
    """Memory of one process, shared pages divided among those who share them."""
    return _field(f"/proc/{pid}/smaps_rollup", "Pss:")


def family(pid):
    """The process and all its descendants."""
    parents = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(_stat(folder / "stat")[1])
        except (OSError, IndexError):
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def threads(pid):
    """Processor seconds so far by name of thread; threads of one name are added up."""
    spent = {}
    for folder in pathlib.Path(f"/proc/{pid}/task").glob("*"):
        try:
            fields = _stat(folder / "stat")
            name = (folder / "comm").read_text().strip()
        except OSError:
            continue
        spent[name] = spent.get(name, 0) + (int(fields[11]) + int(fields[12])) / TICKS
    return spent


def _stat(file):
    """The fields after the name, which may hold spaces and brackets."""
    return file.read_text().rpartition(")")[2].split()


def _field(file, name):
    try:
        lines = pathlib.Path(file).read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(name))
