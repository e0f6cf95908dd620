#!/bin/bash
# run-with-camera.sh -- run a command inside a throw-away VM whose kernel has a real /dev/video0.
# Guest kernel: Debian's stock linux-image-amd64, under qemu TCG (no KVM needed). Guest root: the
# host's own root, shared read-only over 9p with a RAM overlay (writes anywhere but $OUT are lost),
# so any binary, library or file of the host runs there as it is, in the same folder.
# Notes (seen on 2 cores, Debian 12, qemu 7.2):
#  - a whole run is 20-60 s: ~10 s boot, 2-8 s camera, then the command, a few times slower than native.
#  - setup (first run) downloads linux-image (70 MB) and keeps 25 MB in the cache folder ($CAMVM_CACHE).
#  - kernel and module versions follow Debian's linux-image-amd64: delete the cache to take a newer one.
#  - vivid starts at whatever format/rate its last user set, like a real camera: v4l2-ctl -v / --set-parm.
#  - uvc shows two nodes (video0 = capture, video1 = metadata), like real UVC webcams on Linux.
#  - needs no KVM: software emulation (TCG) is the tested way; no_timer_check, because on a busy host the
#    kernel finds no timer tick in time and panics at boot.
#  - the emulated processor is an old one (CAMVM_CPU): without AVX the face engine is three times faster here
#    (1.9 s a frame against 6.0 s).
# Needs root and Debian. Beside this script: uvccam.rs (an emulated UVC webcam), v4lfeed.c (feeder).
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
CACHE=${CAMVM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/camera-vm}
CAM=uvc CAMARGS= OUT= MEM=2048 SMP=1 TMO=170 FEED= ALSO=() SCREEN=1280x800 FEEDFMT=YUYV FEEDSIZE=640x480 FEEDFPS=30 XVFB=0 ACCEL=${CAMVM_ACCEL:-tcg,thread=multi} UVC=30,15
usage() { cat <<U
usage: $0 [options] -- command [args...]        (or: $0 --setup  to only install/fetch/build, once)
  --cam uvc        real uvcvideo driver, emulated USB webcam: MJPEG 640x480+1280x720, YUYV 640x480 (default)
                   in the guest: echo unplug|plug|stall|resume|garbage|garble-mjpeg|truncate|good > /run/uvccam.ctl
                   and: echo feed NAME > /run/uvccam.ctl (a NAME of --also, or main for --feed)
  --cam two        two of these, USB 1209:0001 with serial A1 and 1209:0002 with B2; the second listens at /run/uvccam2.ctl
  --cam meta       one of these behind a node of metadata (of vivid): /dev/video0 gives no pictures
  --cam vivid      kernel test driver: colour bars, many raw formats, error-injection controls (v4l2-ctl -c ...)
  --cam loopback   v4l2loopback: one fixed format; stop the feed with: kill \$(cat /run/feed.pid); several formats
                   make as many devices, /dev/video0 first, each with its /run/feed-N.pid
  --cam none       no camera
  --feed FILE      uvc/loopback: video or image that the camera shows (default: ffmpeg test pattern)
  --also NAME=FILE uvc: another video or image that \"feed NAME\" switches to while the camera runs (repeatable)
  --feed-fmt F,... loopback only: YUYV (default), NV12, RGB3, MJPG;  --feed-size WxH  --feed-fps N
  --uvc-fps LIST   uvc only: frame rates offered (default 30,15)
  --cam-args "..." more module parameters for vivid / v4l2loopback
  --out DIR        host folder, writable in the guest as \$OUT (default: a new temp folder)
  --screen WxH     size of that screen, e.g. 1080x1920 (implies --x)
  --mem MB --smp N --timeout SECONDS    (default $MEM, $SMP, $TMO)
  --steady-clock   the guest's clock counts instructions (one is a nanosecond) on one processor: a slow host makes
                   the run longer, not the guest slower. For what has timers, such as a liveness challenge.
  --x              start Xvfb in the guest (DISPLAY=:9, $SCREEN); screenshot: cp /run/fb/Xvfb_screen0 \$OUT/shot.xwd
exit status: the command's; 124 timed out; 125 the guest did not report
U
exit 2; }
SETUP=0 STEADY=0
while [ $# -gt 0 ]; do case $1 in
  --cam) CAM=$2; shift 2;; --cam-args) CAMARGS=$2; shift 2;; --feed) FEED=$2; shift 2;;
  --also) case $2 in [a-z]*=*) ALSO+=("$2"); shift 2;; *) usage;; esac;;
  --screen) SCREEN=$2; XVFB=1; shift 2;;
  --feed-fmt) FEEDFMT=$2; shift 2;; --feed-size) FEEDSIZE=$2; shift 2;; --feed-fps) FEEDFPS=$2; shift 2;;
  --uvc-fps) UVC=$2; shift 2;;
  --out) OUT=$2; shift 2;; --mem) MEM=$2; shift 2;; --smp) SMP=$2; shift 2;; --timeout) TMO=$2; shift 2;;
  --x) XVFB=1; shift;; --steady-clock) STEADY=1; shift;; --setup) SETUP=1; shift;; --) shift; break;; *) usage;; esac; done

say() { echo "[camvm] $*" >&2; }

packages() {   # a fresh image has no lists, or old ones
  say "apt-get install $*"
  apt() { DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@" >>"$CACHE/apt.log" 2>&1; }
  apt install -y --no-install-recommends "$@" || { apt update && apt install -y --no-install-recommends "$@"; } ||
    { say "apt-get could not install them; see $CACHE/apt.log"; exit 1; }
}

setup() {   # once: kernel, v4l2loopback, initramfs -> $CACHE
  mkdir -p "$CACHE"
  local need=() p
  for p in qemu-system-x86 busybox-static kmod cpio v4l-utils ffmpeg gcc iproute2; do
    dpkg -s $p >/dev/null 2>&1 || need+=($p); done
  [ ${#need[@]} = 0 ] || packages "${need[@]}"
  if [ ! -s "$CACHE/kver" ]; then
    local img; img=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: \(linux-image-[0-9][^ ]*\)$/\1/p' | head -1)
    [ -n "$img" ] || { say "apt knows no linux-image-amd64: the machine runs Debian's kernel (apt-get update?)"; exit 1; }
    say "kernel package $img"
    ( cd "$CACHE" && rm -rf kroot && mkdir kroot && apt-get download "$img" >/dev/null 2>&1 && dpkg-deb -x linux-image-*.deb kroot && rm -f linux-image-*.deb )
    local kv=${img#linux-image-}
    depmod -b "$CACHE/kroot" "$kv"
    cp "$CACHE/kroot/boot/vmlinuz-$kv" "$CACHE/vmlinuz"
    local M=lib/modules/$kv; rm -rf "$CACHE/kslim"; mkdir -p "$CACHE/kslim/$M"     # keep only what is used (MBs, not 400)
    cp "$CACHE/kroot/$M"/modules.{order,builtin,builtin.modinfo} "$CACHE/kslim/$M/"
    for p in virtio_pci virtio_rng 9pnet_virtio 9p overlay vivid videodev videobuf2-vmalloc uvcvideo vhci_hcd; do
      modprobe -d "$CACHE/kroot" -S "$kv" --show-depends $p | awk '$1=="insmod"{print $2}'; done | sort -u |
    while read -r f; do f=${f#"$CACHE/kroot/"}; install -D -m 644 "$CACHE/kroot/$f" "$CACHE/kslim/$f"; done
    rm -rf "$CACHE/kroot"; mv "$CACHE/kslim" "$CACHE/kroot"; depmod -b "$CACHE/kroot" "$kv"
    echo "$kv" >"$CACHE/kver"
  fi
  local kv; kv=$(cat "$CACHE/kver")
  if [ ! -s "$CACHE/v4l2loopback.ko" ] && [ "${CAMVM_NO_LOOPBACK:-0}" = 0 ]; then
    say "building v4l2loopback for $kv"
    packages "linux-headers-$kv" make
    ( set -e; cd "$CACHE"
      rm -rf lb lbsrc; mkdir lb; apt-get download v4l2loopback-dkms >/dev/null 2>&1; dpkg-deb -x v4l2loopback-dkms_*.deb lb; rm v4l2loopback-dkms_*.deb
      mv lb/usr/src/v4l2loopback-* lbsrc; rm -rf lb
      make -C /usr/src/linux-headers-$kv M=$PWD/lbsrc modules >lb-build.log 2>&1; cp lbsrc/v4l2loopback.ko . )
  fi
  [ "$CACHE/v4lfeed" -nt "$HERE/v4lfeed.c" ] || gcc -O2 -o "$CACHE/v4lfeed" "$HERE/v4lfeed.c"
  [ "$CACHE/uvccam" -nt "$HERE/uvccam.rs" ] || rustc --edition 2024 -O -o "$CACHE/uvccam" "$HERE/uvccam.rs"
  local I=$CACHE/initramfs
  if [ ! -s "$CACHE/initramfs.gz" ] || [ "$0" -nt "$CACHE/initramfs.gz" ]; then
    rm -rf "$I"; mkdir -p "$I"/{bin,proc,sys,dev,m,ro,rw,root}; cp /bin/busybox "$I/bin/"
    : >"$I/m/order"; local m f
    for m in virtio_pci 9pnet_virtio 9p overlay virtio_rng; do
      modprobe -d "$CACHE/kroot" -S "$kv" --show-depends $m 2>/dev/null | awk '$1=="insmod"{print $2}'; done |
    awk '!s[$0]++' | while read -r f; do cp "$f" "$I/m/"; basename "$f" >>"$I/m/order"; done
    cat >"$I/init" <<'INIT'
#!/bin/busybox sh
B=/bin/busybox
$B mount -t proc proc /proc; $B mount -t sysfs sysfs /sys; $B mount -t devtmpfs dev /dev
for f in $($B cat /m/order); do $B insmod /m/$f || echo "insmod $f failed"; done
O=trans=virtio,version=9p2000.L,msize=512000
$B mount -t 9p -o ro,cache=loose,$O hostroot /ro || { echo NO-9P; $B poweroff -f; }
$B mount -t tmpfs -o size=75% tmpfs /rw; $B mkdir /rw/u /rw/w
$B mount -t overlay -o lowerdir=/ro,upperdir=/rw/u,workdir=/rw/w overlay /root || { echo NO-OVERLAY; $B poweroff -f; }
$B mount --move /proc /root/proc; $B mount --move /sys /root/sys; $B mount --move /dev /root/dev
$B mkdir -p /root/camvm-out
$B mount -t 9p -o $O,cache=none out /root/camvm-out || { echo NO-OUT; $B poweroff -f; }
exec $B chroot /root /bin/bash /camvm-out/.guest.sh
INIT
    chmod +x "$I/init"; ( cd "$I" && find . | cpio -o -H newc --quiet | gzip -1 >"$CACHE/initramfs.gz" )
  fi
}
setup
[ $SETUP = 1 ] && { say "ready: $CACHE"; exit 0; }
[ $# -gt 0 ] || usage
# the clip is decoded here, once, so that the slow guest only copies frames
enc() { # size args... -> file
  local f=$1 sz=$2; shift 2; [ -s "$f" ] && return; local in=(-f lavfi -i testsrc2=s=640x480:r=30)
  if [ -n "$FEED" ]; then case $FEED in *.png|*.jpg|*.jpeg|*.ppm) in=(-loop 1 -i "$FEED");; *) in=(-i "$FEED");; esac; fi
  ffmpeg -nostdin -loglevel error -y "${in[@]}" -an -vf "scale=${sz/x/:}:force_original_aspect_ratio=increase,crop=${sz/x/:}" -frames:v "$FRAMES" "$@" "$f.part" && mv "$f.part" "$f"; }
FRAMES=${CAMVM_FRAMES:-90}; MJ=(-c:v mjpeg -q:v 4 -pix_fmt yuvj422p -f mjpeg)
folder_of() { # clip -> the folder of its frames in the cache
  echo "$CACHE/feeds/$( { echo "$1 $FRAMES"; [ -z "$1" ] || stat -c '%s %Y' "$1"; } | md5sum | cut -c1-12)"; }
enc_uvc() { enc "$1/mjpeg-640x480.mjpg" 640x480 "${MJ[@]}"; enc "$1/mjpeg-1280x720.mjpg" 1280x720 "${MJ[@]}"; enc "$1/yuyv-640x480.raw" 640x480 -pix_fmt yuyv422 -f rawvideo; }
[ -z "$FEED" ] || FEED=$(realpath "$FEED")
FD=$(folder_of "$FEED"); mkdir -p "$FD"
FEEDS=("main=$FD")
case $CAM in
  uvc|two|meta) enc_uvc "$FD"
    MAIN=$FEED
    for a in ${ALSO[@]+"${ALSO[@]}"}; do
      FEED=$(realpath "${a#*=}"); D=$(folder_of "$FEED"); mkdir -p "$D"; enc_uvc "$D"; FEEDS+=("${a%%=*}=$D"); done
    FEED=$MAIN;;
  loopback) for F in ${FEEDFMT//,/ }; do LF=$FD/loop-$F-$FEEDSIZE
    case $F in YUYV) enc "$LF" $FEEDSIZE -pix_fmt yuyv422 -f rawvideo;; NV12) enc "$LF" $FEEDSIZE -pix_fmt nv12 -f rawvideo;; RGB3) enc "$LF" $FEEDSIZE -pix_fmt rgb24 -f rawvideo;; MJPG) enc "$LF" $FEEDSIZE "${MJ[@]}";; *) usage;; esac; done;;
esac
[ -n "$OUT" ] || OUT=$(mktemp -d /tmp/camvm-out.XXXXXX)
mkdir -p "$OUT"; OUT=$(cd "$OUT" && pwd); rm -f "$OUT/.rc"
KV=$(cat "$CACHE/kver")
{ declare -p CAM CAMARGS FD FEEDS FEEDFMT FEEDSIZE FEEDFPS XVFB SCREEN KV CACHE HERE UVC
  printf 'CWD=%q\n' "$PWD"; printf 'CMD=('; printf '%q ' "$@"; printf ')\n'
  cat <<'GUEST'
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root OUT=/camvm-out TERM=dumb LC_ALL=C.UTF-8; PATH=$PATH:$HOME/.cargo/bin
mkdir -p /dev/pts /dev/shm; mount -t devpts devpts /dev/pts; mount -t tmpfs tmpfs /dev/shm; mount -t tmpfs tmpfs /run; ip link set lo up 2>/dev/null
stty -F /dev/ttyS1 raw -echo 2>/dev/null
say() { echo "[camvm guest $(cut -d' ' -f1 /proc/uptime)s] $*" >/dev/ttyS1; }
say "root up, kernel $(uname -r)"
mp() { modprobe -d "$CACHE/kroot" "$@"; }
case $CAM in
  vivid) mp vivid n_devs=1 node_types=0x1 num_inputs=1 input_types=0 no_error_inj=N $CAMARGS || say "modprobe vivid failed";;
  loopback)
    FMTS=(${FEEDFMT//,/ }) NRS=$(seq -s, 0 $((${#FMTS[@]} - 1))) ONES=$(printf '1,%.0s' "${FMTS[@]}") LABELS=$(printf 'LoopCam-%s,' "${FMTS[@]}")
    mp videodev; insmod "$CACHE/v4l2loopback.ko" devices=${#FMTS[@]} video_nr=$NRS exclusive_caps=${ONES%,} card_label=${LABELS%,} $CAMARGS || say "insmod v4l2loopback failed"
    feed() { "$CACHE/v4lfeed" /dev/video$1 ${FMTS[$1]} "$FEEDSIZE" "$FEEDFPS" "$FD/loop-${FMTS[$1]}-$FEEDSIZE" >"$OUT/feed-$1.log" 2>&1 & echo $! >/run/feed-$1.pid; }
    for n in ${!FMTS[@]}; do feed $n; done; cp /run/feed-0.pid /run/feed.pid
    for n in ${!FMTS[@]}; do for i in $(seq 100); do v4l2-ctl -d /dev/video$n --get-fmt-video >/dev/null 2>&1 && break; sleep .2; done; done
    echo "exec $CACHE/v4lfeed /dev/video0 ${FMTS[0]} $FEEDSIZE $FEEDFPS $FD/loop-${FMTS[0]}-$FEEDSIZE" >/run/feed-again;;
  uvc|two|meta) mkdir -p /run/feeds; for f in "${FEEDS[@]}"; do ln -s "${f#*=}" "/run/feeds/${f%%=*}"; done
    [ $CAM != meta ] || { mp vivid n_devs=1 node_types=0x20000 num_inputs=1 input_types=0 || say "modprobe vivid failed"; }
    mp vhci_hcd; mp uvcvideo; "$CACHE/uvccam" "$FD" "$UVC" >"$OUT/uvccam.log" 2>&1 & echo $! >/run/uvccam.pid
    nodes() { for i in $(seq 150); do [ -e /dev/video$1 ] && break; sleep .2; done; }
    nodes 1
    [ $CAM != two ] || { "$CACHE/uvccam" "$FD" "$UVC" 1209:0002:B2 /run/uvccam2.ctl >"$OUT/uvccam2.log" 2>&1 & nodes 3; };;
  none) ;;
esac
say "camera: $CAM: $(ls /dev/video* 2>/dev/null | tr '\n' ' ')"
[ $XVFB = 1 ] && { mkdir -p /run/fb; Xvfb :9 -screen 0 ${SCREEN}x24 -fbdir /run/fb >"$OUT/xvfb.log" 2>&1 & export DISPLAY=:9; for i in $(seq 100); do [ -e /tmp/.X11-unix/X9 ] && break; sleep .2; done; say "Xvfb :9"; }
cd "$CWD" 2>/dev/null
export -f say mp; export CACHE CAMVM=$CAM
"${CMD[@]}" </dev/null >/dev/ttyS1 2>&1; rc=$?
say "command ended, rc=$rc"
dmesg >"$OUT/dmesg.txt"; echo $rc >"$OUT/.rc"; sync
busybox poweroff -f
GUEST
} >"$OUT/.guest.sh"
ICOUNT=()
[ $STEADY = 0 ] || { ACCEL=tcg,thread=single SMP=1 ICOUNT=(-icount shift=0,sleep=off -rtc clock=vm); }
t0=$(date +%s.%N); rc=0
timeout --foreground "$TMO" qemu-system-x86_64 -accel "$ACCEL" -cpu ${CAMVM_CPU:-Nehalem} -machine q35 -m "$MEM" -smp "$SMP" -display none -vga none -no-reboot -nic none -monitor none \
  ${ICOUNT[@]+"${ICOUNT[@]}"} -serial file:"$OUT/console.log" -serial stdio -kernel "$CACHE/vmlinuz" -initrd "$CACHE/initramfs.gz" \
  -append "console=ttyS0 quiet panic=-1 mitigations=off no_timer_check" -device virtio-rng-pci \
  -virtfs local,path=/,mount_tag=hostroot,security_model=none,readonly=on,multidevs=remap \
  -virtfs local,path="$OUT",mount_tag=out,security_model=none </dev/null || rc=$?
say "wall $(echo "$(date +%s.%N) $t0" | awk '{printf "%.1f",$1-$2}') s, out: $OUT"
[ $rc = 124 ] && { say "timed out after $TMO s"; exit 124; }
[ -s "$OUT/.rc" ] || { say "no exit status from the guest; see $OUT/console.log"; tail -5 "$OUT/console.log" >&2; exit 125; }
exit "$(cat "$OUT/.rc")"
