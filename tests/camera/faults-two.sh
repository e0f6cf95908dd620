#!/bin/bash
# Run inside run-with-camera.sh --cam two: what `doctor` says of two cameras, without and with one named by camera.usb.
#   tests/camera/run-with-camera.sh --cam two --timeout 900 -- tests/camera/faults-two.sh PROGRAM
set -u
program=$1
failed=0
cd "$(mktemp -d)" || exit 1
"$program" config example |
    sed -e 's/^demo_banner = .*/demo_banner = true/' -e 's/^folder = .*/folder = "data"/' -e 's/^#usb = .*/usb = "1209:0002:B2"/' >kiosk.toml

# row NAME WANTED SAID: one line; SAID must hold WANTED (extended regex).
row() {
    local verdict=ok
    [[ $3 =~ $2 ]] || { verdict=FAILED failed=1; }
    echo "case: doctor, $1 | $3 | $verdict"
}
cameras() { timeout 120 "$program" ${1:+--config "$1"} doctor 2>/dev/null | grep -E '^[a-z]+ +(camera|all cameras) ' | tr -s ' ' | tr '\n' ';'; }

row "two cameras, none named" 'video0 [^;]*1209:0001: MJPEG 640x480 at 30/s[^;]*; taken;.*video2 [^;]*1209:0002[^;]*; not needed' "$(cameras)"
row "two cameras, one named by USB" 'video0 [^;]*; not taken: [^;]*;.*video2 [^;]*1209:0002[^;]*; taken' "$(cameras kiosk.toml)"
echo unplug >/run/uvccam2.ctl
sleep 3
row "the named one unplugged" '^fault camera the camera is not admitted.*1209:0001' "$(cameras kiosk.toml)"
echo plug >/run/uvccam2.ctl
sleep 8
row "the named one plugged in again" '1209:0002[^;]*; taken' "$(cameras kiosk.toml)"
exit $failed
