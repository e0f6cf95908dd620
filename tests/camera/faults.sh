#!/bin/bash
# Run inside run-with-camera.sh: makes the emulated webcam fail in every way it can and checks what
# `doctor` says, within a time in which a person would still wait.
#   tests/camera/run-with-camera.sh --cam uvc --timeout 1500 -- tests/camera/faults.sh PROGRAM
set -u
program=$1
failed=0

ctl() { echo "$1" >/run/uvccam.ctl; sleep "${2:-1}"; }

# row NAME WANTED SAID SECONDS: one line; SAID must hold WANTED (extended regex).
row() {
    local verdict=ok
    [[ $3 =~ $2 ]] || { verdict=FAILED failed=1; }
    echo "case: doctor, $1 | $3 | $verdict ($4 s)"
}

# expect NAME WORDS SECONDS: doctor's line about the camera.
expect() {
    local started=$SECONDS said
    said=$(timeout "$3" "$program" doctor 2>/tmp/doctor.log | grep -A1 '^[a-z]* *camera ' | tr '\n' ' ' | tr -s ' ')
    row "$1" "$2" "$said" $((SECONDS - started))
}

expect "a good camera" '^(ok|warning) camera 640x480' 90
ctl stall
expect "stalled before it is opened" '^fault camera the camera stopped sending pictures' 90
ctl resume
expect "resumed" '^(ok|warning) camera 640x480' 90
ctl garbage
expect "noise instead of pictures" '^fault camera the camera sends unreadable pictures' 90
ctl truncate
expect "half pictures" '^fault camera the camera sends unreadable pictures' 90
ctl good
expect "good again" '^(ok|warning) camera 640x480' 90
ctl unplug 2
expect "unplugged" '^fault camera no camera' 90
ctl plug 8
expect "plugged in again" '^(ok|warning) camera 640x480' 90

# Another program has it.
v4l2-ctl -d /dev/video0 --stream-mmap --stream-count=100000 >/dev/null 2>&1 &
other=$!
sleep 3
expect "in use by another program" '^fault camera the camera is in use' 90
said=$(timeout 90 "$program" doctor 2>/dev/null | grep '^ok *all cameras .*video0' | tr -s ' ')
row "in use, and listed" '640x480 at 30/s; not taken' "$said" 0
kill $other
sleep 1

# No permission: a user who is not in the group.
chmod 600 /dev/video*
said=$(timeout 90 setpriv --reuid 65534 --regid 65534 --clear-groups "$program" doctor 2>/dev/null | grep '^[a-z]* *camera ' | tr -s ' ')
row "no permission" 'no permission' "$said" 0

exit $failed
