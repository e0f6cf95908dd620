"""What a page costs before the graphics card: layout and tessellation, every page."""

import statistics
import subprocess

GOAL_MS = 4.0


def measure(program):
    run = subprocess.run([program], capture_output=True, text=True)
    if run.returncode:
        return ["## The pages", "", f"Not measured: {(run.stderr.strip().splitlines() or ['no answer'])[-1]}."]
    rows = [line.split() for line in run.stdout.splitlines()]
    lines = [
        "## The pages",
        "",
        "Milliseconds for layout and tessellation of a frame, one thread, no graphics card: English upright (1080 x 1920) and Chinese "
        "lying (1366 x 768) together, 150 frames each with a finger moving over the page; of three runs of the same frames the best "
        f"time of each. Goal: 99th percentile at most {GOAL_MS:.0f} ms. The first frame lays out and draws the glyphs of all that is new. "
        "At rest: frames the page asks for in a second in which nothing happens; goal 0 but where a mark goes round.",
        "",
        "| page | median | 99th percentile | first frame | at rest |",
        "|---|---|---|---|---|",
    ]
    for name, median, late, first, rest in rows:
        mark = "" if float(late) <= GOAL_MS else " (over)"
        lines.append(f"| {name} | {float(median):.2f} | {float(late):.2f}{mark} | {float(first):.1f} | {rest} |")
    numbers = [[float(word) for word in row[1:]] for row in rows]
    over = sum(row[1] > GOAL_MS for row in numbers)
    lines += [
        "",
        f"{len(rows)} pages: median of medians {statistics.median(row[0] for row in numbers):.2f} ms, worst 99th percentile "
        f"{max(row[1] for row in numbers):.2f} ms, {over} over the goal; worst first frame {max(row[2] for row in numbers):.1f} ms; "
        f"{sum(row[3] == 0 for row in numbers)} ask for nothing at rest.",
    ]
    return lines
