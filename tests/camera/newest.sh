#!/bin/sh
# Runs the newest program that `cargo test --no-run --test NAME` made: its file name ends in a hash.
#   tests/camera/newest.sh NAME [arguments...]
name=$1
shift
program=$(find "$(dirname "$0")/../../target/debug/deps" -maxdepth 1 -name "$name-*" -executable -type f -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-)
[ -n "$program" ] || { echo "there is no test $name; run: cargo test --no-run --test $name" >&2; exit 1; }
exec "$program" "$@"
