#!/bin/bash
# Run inside run-with-camera.sh (540x960): one enrollment by the plain kiosk, with its face taken by the emulated webcam through
# the kernel's UVC driver. A visitor's hands are xdotool; the face is a recording, and whoever holds it before the camera
# changes it to what the page asks for, which the kiosk's log names at the level "debug".
#   tests/camera/visit.sh PROGRAM REPOSITORY [unplug]    pictures of every page and the log go to $OUT
# With "unplug" the camera is pulled out at the first, the second and the third movement, plugged in again each time, and the
# visitor tries again: the same visit must come to its card.
set -u
program=$1 repository=$2 unplug=${3:-}
home=/tmp/kiosk
rm -rf $home
mkdir -p $home/photos
cd $home || exit 1

"$program" config example |
    sed -e 's/^demo_banner = .*/demo_banner = true/' -e 's/^fps = .*/fps = 5/' -e 's/^#\?language = .*/language = "en"/' \
        -e 's/^#\?warn_s = .*/warn_s = 500/' -e 's/^#\?end_s = .*/end_s = 600/' \
        -e 's/^folder = .*/folder = "data"/' -e 's/^kind = "ipp"/kind = "folder"\nfolder = "printed"/' -e '/^queue = /d' >kiosk.toml
cp "$repository/assets/demo/reference.png" photos/SP2026070100020002.png
cat >permits.csv <<CSV
number,name,category,citizenship_en,passport_number,employer_en,workplace_en,occupation_en,valid_from,valid_until,issued_on,photo
SP2026070100020002,Ivan Exemplarov,B,Demoland,DM0000099,Demo University,Demo City,Lecturer,2020-01-01,2099-01-01,2019-12-01,SP2026070100020002.png
CSV
"$program" register import permits.csv --config kiosk.toml --photos photos || exit 1

# Only a window manager makes a window fill the screen.
openbox >/dev/null 2>&1 &
sleep 2
ESSCARD_LOG=debug "$program" --config kiosk.toml >"$OUT/kiosk.log" 2>&1 &
kiosk=$!
shots=0
shot() { shots=$((shots + 1)); cp /run/fb/Xvfb_screen0 "$OUT/$(printf %02d $shots)-$1.xwd"; say "picture: $1"; }
tap() { xdotool mousemove "$1" "$2"; sleep .4; xdotool mousedown 1; sleep .3; xdotool mouseup 1; sleep "${3:-2}"; }
# until WORDS SECONDS: the log says so.
until_log() { for _ in $(seq "$2"); do grep -q "$1" "$OUT/kiosk.log" && return; sleep 1; done; say "the log never said: $1"; return 1; }

for _ in $(seq 60); do xdotool search --name . >/dev/null 2>&1 && break; sleep 1; done
sleep 6
shot home
tap 263 448; tap 263 277; shot portal
tap 263 381; shot before
tap 434 919
xdotool type --delay 30 "Ivan Exemplarov"; tap 270 358
xdotool type --delay 30 SP2026070100020002; tap 198 481
xdotool type --delay 30 Blue-river7
sleep 1; shot registration
tap 434 919 6; shot consent
tap 76 668; tap 148 802 0
shot capture

# The camera goes, the page says so, the camera comes back, and the visitor taps "Try again".
pulled=0 told=0
pull() {
    pulled=$((pulled + 1))
    echo unplug >/run/uvccam.ctl
    say "unplugged at movement $acts"
    for _ in $(seq 60); do
        [ "$(grep -c 'fault="x_absent"' "$OUT/kiosk.log")" -ge $pulled ] && told=$((told + 1)) && break
        sleep .5
    done
    sleep 2
    shot "unplugged-at-$acts"
    echo "feed main" >/run/uvccam.ctl
    echo plug >/run/uvccam.ctl
    sleep 4
    # What came after the fault belongs to the try before.
    seen=$(wc -l <"$OUT/kiosk.log")
    tap 148 704
    acts=0 asked=
}

# What the page asks for is held before the camera.
asked= acts=0 seen=0
for n in $(seq 2400); do
    now=$(tail -n +$((seen + 1)) "$OUT/kiosk.log" | sed -n 's/.*the challenge goes on.*cue=\(.*\)$/\1/p' | tail -n 1)
    if [ -n "$now" ] && [ "$now" != "$asked" ]; then
        asked=$now
        case $now in Act*) name=${now#Act(} name=${name%)} acts=$((acts + 1)) ;; *) name=main ;; esac
        say "asked for: $now"
        if [ -n "$unplug" ] && [ $pulled -lt 3 ] && [ $acts -gt $pulled ] && [ "$name" != main ]; then
            pull
            continue
        fi
        echo "feed ${name,,}" >/run/uvccam.ctl
        sleep 1.5
        shot "asked-${name,,}"
    fi
    # Looking into the store costs this slow machine as much as a face.
    [ $acts -ge 3 ] && [ $((n % 20)) = 0 ] && "$program" enrollments list --config kiosk.toml 2>/dev/null | grep -q '\*0002' && break
    kill -0 $kiosk 2>/dev/null || break
    [ $acts -ge 3 ] && [ $((n % 10)) = 0 ] && shot after
    sleep .3
done
sleep 3
shot end
"$program" enrollments list --config kiosk.toml | tee "$OUT/enrollments.txt"
kill $kiosk
[ -z "$unplug" ] || say "unplugged $pulled times, told $told times"
[ -z "$unplug" ] || { [ $pulled = 3 ] && [ $told = 3 ]; } || exit 1
# Lists mask the number.
grep -q '\*0002' "$OUT/enrollments.txt"
