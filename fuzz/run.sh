#!/bin/sh
# Feeds each decoder of what comes from outside with anything, for so many seconds each, and fails with the first
# finding, which then lies in fuzz/artifacts: it becomes a test beside the code.
#   fuzz/run.sh SECONDS [--if-there]      --if-there: without the tools says so and is content
set -eu
cd "$(dirname "$0")"
seconds=${1:?how many seconds for each target}
if ! cargo +nightly --version >/dev/null 2>&1 || ! cargo +nightly fuzz --version >/dev/null 2>&1; then
    echo 'fuzz: not done: it needs `rustup toolchain install nightly` and `cargo install --locked cargo-fuzz`' >&2
    [ "${2:-}" = --if-there ] && exit 0
    exit 1
fi
# With everything compiled first, the seconds are the target's own.
cargo +nightly fuzz build --fuzz-dir .
for target in $(cargo +nightly fuzz list --fuzz-dir .); do
    echo "fuzz: $target"
    mkdir -p "corpus/$target"
    cargo +nightly fuzz run --fuzz-dir . "$target" "corpus/$target" "seeds/$target" -- \
        "-max_total_time=$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        2>&1 | tee "corpus/$target.log" | grep -E 'stat::(number_of_executed_units|average_exec)|SUMMARY|panicked|Test unit' || true
    # The pipe hides how the target ended.
    grep -q 'stat::number_of_executed_units' "corpus/$target.log" && ! grep -qE 'ERROR: |deadly signal' "corpus/$target.log" || {
        tail -n 40 "corpus/$target.log" >&2
        exit 1
    }
done
