# Two commands are all that is needed to start: `make demo` and `make test`.

SHELL := /bin/sh
# A fresh installation of Rust is in the path of new shells only.
export PATH := $(PATH):$(HOME)/.cargo/bin
CARGO ?= cargo

.PHONY: help demo build test lint deny clean

help:
	@echo 'make demo   see a whole visit: in a window, or without a display as pictures in target/demo'
	@echo 'make test   formatting, lints, licences and all tests'
	@echo 'make lint   formatting and lints only'
	@echo 'make build  target/release/esscard-kiosk'

demo: build
	@packaging/install-debian-packages.sh demo
	@packaging/demo.sh target/release/esscard-kiosk

build: rust
	@packaging/install-debian-packages.sh build run
	$(CARGO) build --release --locked

test: rust
	@packaging/install-debian-packages.sh test
	@$(MAKE) --no-print-directory lint deny
	$(CARGO) test --locked

lint: rust
	@$(CARGO) fmt --version >/dev/null 2>&1 || rustup component add rustfmt
	@$(CARGO) clippy --version >/dev/null 2>&1 || rustup component add clippy
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings

# Licences and sources need no network; advisories do.
deny:
	@if $(CARGO) deny --version >/dev/null 2>&1; then \
	    $(CARGO) deny check bans licenses sources && \
	    if $(CARGO) deny fetch db; then $(CARGO) deny check advisories; \
	    else echo 'deny: no network, advisories are not checked'; fi; \
	else echo 'deny: cargo-deny is not installed, licences and advisories are not checked (cargo install --locked cargo-deny)'; fi

clean:
	$(CARGO) clean

.PHONY: rust
rust:
	@command -v $(CARGO) >/dev/null 2>&1 || { echo 'Rust is missing: https://rustup.rs' >&2; exit 1; }
