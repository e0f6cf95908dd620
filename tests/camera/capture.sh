#!/bin/sh
# One whole enrollment by the plain kiosk in the virtual machine, its face taken by the emulated USB webcam. The machine's clock
# counts instructions, so that the challenge's timers run as on real hardware, however slow the emulation is (about 20 minutes).
#   tests/camera/capture.sh PROGRAM OUT [unplug]     with "unplug" the camera is pulled out at every movement first
set -eu
program=$(realpath "$1")
out=$2
repository=$(cd "$(dirname "$0")/../.." && pwd)
clips=$repository/target/camera-clips
mkdir -p "$out" "$clips"

# The passages of the demo's recording, one clip each.
also=
for line in $(sed -n 's/^\([a-z]*\) = \[\([0-9]*\), \([0-9]*\)\]$/\1:\2:\3/p' "$repository/assets/demo/recording.toml"); do
    name=${line%%:*} span=${line#*:}
    clip=$clips/$name.mkv
    [ -s "$clip" ] || ffmpeg -nostdin -loglevel error -f mjpeg -framerate 15 -i "$repository/assets/demo/recording.mjpg" \
        -vf "select=between(n\\,${span%:*}\\,${span#*:}),setpts=N/15/TB" -c:v mjpeg -q:v 2 "$clip"
    [ "$name" = neutral ] || also="$also --also $name=$clip"
done
# shellcheck disable=SC2086 # a list of options
exec "$repository/tests/camera/run-with-camera.sh" --cam uvc --uvc-fps 5 --feed "$clips/neutral.mkv" $also \
    --screen 540x960 --mem 3072 --steady-clock --timeout "${CAMVM_TIMEOUT:-3000}" --out "$out" -- \
    "$repository/tests/camera/visit.sh" "$program" "$repository" ${3:+"$3"}
