"""Runs every bench and writes RESULTS.md, a section each.

    python benches/run.py FOLDER [faces pages window]    FOLDER holds the release programs; without names all

A section that is not run, or cannot be measured here, keeps what RESULTS.md holds.
"""

import pathlib
import platform
import re
import sys

import faces
import machine
import pages
import window

RESULTS = pathlib.Path(__file__).resolve().parent / "RESULTS.md"
SECTIONS = {
    "faces": ("## The face check", lambda folder: faces.measure(folder / "bench-faces")),
    "pages": ("## The pages", lambda folder: pages.measure(folder / "bench-pages")),
    "window": ("## The whole program", lambda folder: window.measure(folder.resolve() / "esscard-kiosk")),
}


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, chosen = pathlib.Path(sys.argv[1]), sys.argv[2:] or list(SECTIONS)
    described = f"{machine.description()}, Python {platform.python_version()}"
    text = RESULTS.read_text() if RESULTS.exists() else ""
    kept = {part.splitlines()[0]: part.rstrip() for part in re.split(r"(?m)^(?=## )", text) if part.startswith("## ")}
    for name in chosen:
        title, measure = SECTIONS[name]
        print(f"bench: {title[3:].lower()}", file=sys.stderr, flush=True)
        lines = measure(folder)
        if lines[2].startswith("Not measured") and title in kept:
            print(f"bench: {lines[2]} RESULTS.md keeps what it holds.", file=sys.stderr)
            continue
        kept[title] = "\n".join(lines).rstrip() + f"\n\nMachine: {described}."
        write(kept)
    print(RESULTS.read_text())


def write(kept):
    head = "# Speed\n\nWritten by `make bench`; figures depend on the machine and on what else it does, ratios less.\n\n"
    RESULTS.write_text(head + "\n\n".join(kept[title] for title, _ in SECTIONS.values() if title in kept) + "\n")


if __name__ == "__main__":
    main()
