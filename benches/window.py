"""The whole program in its window on a virtual screen, beside headless Chromium with a comparable form.

Start to first painted frame: ours, when its page stands in the virtual screen's memory; Chromium's, when its
page says that it was painted. Memory: proportional set size of the process and its children after a rest.
"""

import http.server
import mmap
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time

import machine

WIDTH, HEIGHT = 1366, 768
# The page's ground (src/ui/colours.rs, LIGHT, bg) as the screen's memory holds it: blue, green, red.
GROUND = bytes((0xF0, 0xF4, 0xF5))
STARTS = 5
REST = 5.0
PATIENCE = 60.0
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]

# The registration page: a header, three fields, a consent, two buttons, in both languages.
PAGE = """<!doctype html><meta charset="utf-8"><title>Registration</title>
<style>body{margin:0;background:#f5f4f0;font:20px sans-serif}main{padding:40px}label{display:block;margin:24px 0}
input{display:block;width:100%;height:52px;font-size:20px}button{height:60px;padding:0 40px;font-size:20px}</style>
<main><h1>Registration 注册</h1><form><label>Name 姓名<input name="name" autofocus></label>
<label>Work permit number 工作许可证号<input name="number"></label><label>Login password 登录密码<input type="password"></label>
<label><input type="checkbox"> I agree 我同意</label><button>Sign up and login 注册并登录</button> <button>Cancel 取消</button></form></main>
<script>requestAnimationFrame(()=>requestAnimationFrame(()=>fetch("/painted")))</script>"""


class Screen:
    """A virtual screen whose memory can be looked at."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", self.folder.name, "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise OSError("Xvfb does not start")
        self.display = ":" + number
        self.memory = (pathlib.Path(self.folder.name) / "Xvfb_screen0").open("rb")
        self.view = mmap.mmap(self.memory.fileno(), 0, prot=mmap.PROT_READ)

    def shows_a_page(self):
        """Whether the page's ground lies at a tenth of some places; before the first frame it lies nowhere."""
        start = len(self.view) - WIDTH * HEIGHT * 4
        places = [start + ((HEIGHT * k // 12) * WIDTH + WIDTH * j // 12) * 4 for k in range(1, 12) for j in range(1, 12)]
        return sum(self.view[at : at + 3] == GROUND for at in places) > len(places) // 10

    def close(self):
        self.view.close()
        self.memory.close()
        stop(self.server)
        self.folder.cleanup()


class Beacon(http.server.BaseHTTPRequestHandler):
    """Serves the page, and notes when it says that it was painted."""

    painted = None

    def do_GET(self):
        if self.path == "/painted":
            Beacon.painted.set()
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def measure(program):
    if not shutil.which("Xvfb"):
        return ["## The whole program", "", "Not measured: Xvfb is not installed."]
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    try:
        ours = [start_ours(program) for _ in range(STARTS)]
        theirs = [start_browser(browser) for _ in range(STARTS)] if browser else []
    except OSError as error:
        return ["## The whole program", "", f"Not measured: {error}."]
    lines = [
        "## The whole program",
        "",
        f"The demo in its window on a virtual screen of {WIDTH} x {HEIGHT} (drawn by the processor), and headless Chromium with one page "
        f"that holds a form of the same fields. Medians of {STARTS} starts, files in the cache.",
        "",
        "| | ours | Chromium | ratio |",
        "|---|---|---|---|",
    ]
    names = ["start to first painted frame, ms", f"memory after {REST:.0f} s, MiB", "processor time in a second at rest, ms"]
    for k, name in enumerate(names):
        mine = statistics.median(row[k] for row in ours)
        if theirs:
            peer = statistics.median(row[k] for row in theirs)
            ratio = f"{mine / peer:.2f}" if peer else ""
            lines.append(f"| {name} | {mine:.0f} | {peer:.0f} | {ratio} |")
        else:
            lines.append(f"| {name} | {mine:.0f} | not installed | |")
    if browser:
        version = subprocess.run([browser, "--version"], capture_output=True, text=True).stdout.split(" built")[0].strip()
        lines += ["", f"Chromium: {version}, memory of all its processes."]
    return lines + [""] + capture(program)


def start_ours(program):
    screen = Screen()
    with tempfile.TemporaryDirectory() as home:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [program, "demo", "--size", f"{WIDTH}x{HEIGHT}"], env=environment(home, screen.display), cwd=home,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while not screen.shows_a_page():
                if time.perf_counter() - begun > PATIENCE or process.poll() is not None:
                    raise OSError("the window does not come")
                time.sleep(0.002)
            painted = (time.perf_counter() - begun) * 1e3
            return painted, *at_rest(process.pid)
        finally:
            stop(process)
            screen.close()


def start_browser(browser):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Beacon)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Beacon.painted = threading.Event()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={home}/profile",
             f"--window-size={WIDTH},{HEIGHT}", "--remote-debugging-port=0", f"http://127.0.0.1:{server.server_port}/"],
            env=environment(home, ""), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            if not Beacon.painted.wait(PATIENCE):
                raise OSError("Chromium paints nothing")
            painted = (time.perf_counter() - begun) * 1e3
            return painted, *at_rest(process.pid)
        finally:
            stop(process)
            server.shutdown()
            server.server_close()


def at_rest(pid):
    """MiB of the process and its children after a rest, then milliseconds of processor time in a second."""
    time.sleep(REST)
    family = machine.family(pid)
    mib = sum(machine.proportional_kib(one) for one in family) / 1024
    spent = lambda: sum(sum(machine.threads(one).values()) for one in family)
    before = spent()
    time.sleep(REST)
    return mib, (spent() - before) / REST * 1e3


def capture(program):
    """A scripted visit: what its capture says of itself, and what its threads cost."""
    screen = Screen()
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [program, "demo", "--autoplay", "--size", f"{WIDTH}x{HEIGHT}", "--out", f"{home}/out"],
            env=environment(home, screen.display) | {"ESSCARD_LOG": "debug"}, cwd=home,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        costs = {}
        watcher = threading.Thread(target=watch, args=(process, costs), daemon=True)
        watcher.start()
        try:
            said = process.communicate(timeout=180)[1]
        except subprocess.TimeoutExpired:
            stop(process)
            said = ""
        watcher.join(5)
        screen.close()
    line = next((line for line in re.sub(r"\x1b\[[0-9;]*m", "", said).splitlines() if "a capture is over" in line), "")
    tally = {key: float(value) for key, value in re.findall(r"(\w+)=([\d.]+)", line)}
    if not tally:
        return ["The scripted visit did not come to its capture."]
    seconds = tally["seconds"]
    shares = ", ".join(f"{name} {share:.0%}" for name, share in sorted(costs.items()))
    return [
        f"A capture in that window, by the scripted visit's recording of 25 frames a second, {seconds:.1f} s from opening the camera to the "
        f"match: {tally['frames']:.0f} frames ({tally['frames'] / seconds:.1f} a second), {tally['shown']:.0f} shown, {tally['readings']:.0f} "
        f"readings, {tally['scores']:.0f} liveness scores. Shares of one core while it ran: {shares}. The processor draws "
        "here (Mesa's llvmpipe); a graphics card does that on a kiosk."
    ]


def watch(process, costs):
    """Shares of one core of the threads while a capture has its own."""
    first = last = None
    while process.poll() is None:
        now, spent = time.perf_counter(), machine.threads(process.pid)
        if {"camera", "face"} <= spent.keys():
            last = (now, spent)
            first = first or last
        elif first:
            break
        time.sleep(0.05)
    if not first or last[0] - first[0] < 1:
        return
    for name, spent in last[1].items():
        share = (spent - first[1].get(name, 0)) / (last[0] - first[0])
        if name in ("camera", "face"):
            costs[name] = share
        elif name == process_name(process):
            costs["window"] = share
        elif name.startswith("llvmpipe"):
            costs["drawing"] = costs.get("drawing", 0) + share
        else:
            costs["others"] = costs.get("others", 0) + share


def process_name(process):
    return pathlib.Path(process.args[0]).name[:15]


def environment(home, display):
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return kept | {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_RUNTIME_DIR": home, "DISPLAY": display}


def stop(process):
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
