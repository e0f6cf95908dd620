#!/bin/bash
# Run inside run-with-camera.sh: makes the emulated webcam fail in every way it can and checks what
# `doctor` says, within a time in which a person would still wait.
#   tests/camera/run-with-camera.sh --cam uvc --timeout 600 -- tests/camera/faults.sh PROGRAM
set -u
program=$1
failed=0

ctl() { echo "$1" >/run/uvccam.ctl; sleep "${2:-1}"; }

# expect NAME WORDS SECONDS: doctor's line about the camera holds WORDS (extended regex).
expect() {
    local started=$SECONDS said
    said=$(timeout "$3" "$program" doctor 2>/tmp/doctor.log | grep -A1 ' camera ' | tr '\n' ' ' | tr -s ' ')
    local took=$((SECONDS - started))
    if [[ $said =~ $2 ]]; then
        echo "pass  $1 (${took} s): $said"
    else
        echo "FAIL  $1 (${took} s): wanted \"$2\", got: $said"
        tail -n 5 /tmp/doctor.log
        failed=1
    fi
}

expect "a good camera" '^(ok|warning) camera (640x480|1280x720)' 60
ctl stall
expect "stalled before it is opened" '^fault camera the camera stopped sending pictures' 60
ctl resume
expect "resumed" '^(ok|warning) camera 640x480' 60
ctl garbage
expect "noise instead of pictures" '^fault camera the camera sends unreadable pictures' 60
ctl truncate
expect "half pictures" '^fault camera the camera sends unreadable pictures' 60
ctl good
expect "good again" '^(ok|warning) camera 640x480' 60
ctl unplug 2
expect "unplugged" '^fault camera no camera' 60
ctl plug 8
expect "plugged in again" '^(ok|warning) camera 640x480' 60

# Another program has it.
v4l2-ctl -d /dev/video0 --stream-mmap --stream-count=100000 >/dev/null 2>&1 &
other=$!
sleep 3
expect "in use by another program" '^fault camera the camera is in use' 60
kill $other
sleep 1

# No permission: a user who is not in the group.
chmod 600 /dev/video*
said=$(timeout 60 setpriv --reuid 65534 --regid 65534 --clear-groups "$program" doctor 2>/dev/null | grep ' camera ')
if [[ $said == *"no permission"* ]]; then echo "pass  no permission: $said"; else echo "FAIL  no permission: $said"; failed=1; fi

exit $failed
