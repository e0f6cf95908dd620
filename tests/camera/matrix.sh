#!/bin/bash
# Every camera and every fault, one line each: the case, what was seen, whether it is as it must be.
#   tests/camera/matrix.sh [--short] PROGRAM        the table and the machines' output go to target/camera-test
# --short leaves out what takes longest (doctor's own words, a visit with the camera pulled out, a whole enrollment) and
# needs only the test program: cargo test --no-run --test webcam. Skipped, and said so, where there is no virtual machine.
set -u
short=
[ "${1:-}" != --short ] || { short=1; shift; }
program=${1:-}
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 1
out=$PWD/target/camera-test
mkdir -p "$out"
if [ -n "$short" ]; then
    for tool in qemu-system-x86_64 ffmpeg v4l2-ctl; do
        command -v $tool >/dev/null || { echo "camera-test-short: skipped, $tool is not installed"; exit 0; }
    done
    [ "$(id -u)" = 0 ] || { echo "camera-test-short: skipped, the virtual machine needs root"; exit 0; }
    [ -s "${CAMVM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/camera-vm}/kver" ] ||
        { echo "camera-test-short: skipped, no kernel for the virtual machine yet (tests/camera/run-with-camera.sh --setup)"; exit 0; }
else
    [ -x "$program" ] || { echo "usage: $0 [--short] PROGRAM" >&2; exit 2; }
    program=$(realpath "$program")
    [ "$(id -u)" = 0 ] || { echo "camera-test: the virtual machine needs root" >&2; exit 1; }
    # Installs the tools that are missing, ffmpeg among them.
    "$here/run-with-camera.sh" --setup || exit 1
fi

table=$out/RESULTS.txt
: >"$table"
failed=0
row() { printf '%s\n' "$1" | tee -a "$table"; case $1 in *"| FAILED"*) failed=1 ;; esac; }

# machine NAME LEAST ARGUMENTS...: runs one machine and shows its lines, of which there must be LEAST at least.
machine() {
    local name=$1 least=$2 rc=0 rows=0 line
    shift 2
    nice -n -5 "$here/run-with-camera.sh" --out "$out/$name" "$@" >"$out/$name.log" 2>&1 || rc=$?
    while read -r line; do row "$line"; rows=$((rows + 1)); done < <(tr -d '\r' <"$out/$name.log" | grep -ao 'case: .*' | sed 's/^case: //')
    [ $rc = 0 ] && [ $rows -ge "$least" ] || { [ $rc = 0 ] && rc="$rows lines"; row "$name as a whole | the machine ended with $rc, see $out/$name.log | FAILED"; }
}

# Red, green, blue and white: a mix-up of colours shows. With noise, because half of a still hides in an earlier one.
quarters=$out/quarters.mkv
[ -s "$quarters" ] || ffmpeg -nostdin -loglevel error -y -filter_complex \
    'color=red:320x240:r=30[a];color=lime:320x240:r=30[b];color=blue:320x240:r=30[c];color=white:320x240:r=30[d];[a][b]hstack[t];[c][d]hstack[u];[t][u]vstack,noise=alls=24:allf=t' \
    -frames:v 30 -c:v mjpeg -q:v 2 -pix_fmt yuvj444p "$quarters"
export CAMVM_FRAMES=${CAMVM_FRAMES:-30}
webcam="$here/newest.sh webcam --nocapture --test-threads=1"

# shellcheck disable=SC2086 # a command and its arguments
{
    machine uvc 14 --cam uvc --timeout 400 --feed "$quarters" -- $webcam
    machine two 8 --cam two --timeout 400 --feed "$quarters" -- $webcam
    machine metadata-first 3 --cam meta --timeout 300 --feed "$quarters" -- $webcam
    machine vivid 8 --cam vivid --timeout 300 -- $webcam
    machine loopback 6 --cam loopback --feed-fmt YUYV,NV12,RGB3,MJPG --feed-fps 15 --timeout 300 --feed "$quarters" -- $webcam
}
if [ -z "$short" ]; then
    machine doctor 11 --cam uvc --timeout 1500 -- "$here/faults.sh" "$program"
    machine doctor-two 4 --cam two --timeout 900 -- "$here/faults-two.sh" "$program"
    rc=0
    "$here/capture.sh" "$program" "$out/unplug" unplug >"$out/unplug.log" 2>&1 || rc=$?
    seen=$(grep -ao 'unplugged .* times, told .* times' "$out/unplug.log" | tail -n 1)
    verdict=ok
    [ $rc = 0 ] || verdict=FAILED
    row "the kiosk, its camera pulled out at each movement, then an enrollment | ${seen:-see $out/unplug.log} | $verdict"
fi
echo "$(grep -c '| ok' "$table") ok, $(grep -c '| FAILED' "$table") failed; the table is in $table"
exit $failed
