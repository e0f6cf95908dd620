#!/bin/sh
# Installs the Debian or Ubuntu packages that are missing.
#
#   packaging/install-debian-packages.sh build|run|demo|test ...
#
#   build  what compiling needs      run   what the window needs
#   demo   build, run, and a virtual display where there is no real one
#   test   build, run, and what the tests use (virtual display, print queue, video, PDF and QR tools)
#
# It says which packages are missing, and asks before it installs them unless it runs as root.
# Without a missing package it does nothing, so it works offline. ESSCARD_NO_INSTALL=1 only tells.
set -eu

build="gcc libc6-dev make perl pkg-config @libclang"
run="libgl1 libegl1 libgl1-mesa-dri libxkbcommon-x11-0 libxcursor1 libxi6 libxrandr2"
display="xvfb xauth"
test="mesa-vulkan-drivers xdotool openbox imagemagick ffmpeg poppler-utils qpdf zbar-tools
      cups cups-client cups-ipp-utils cups-filters avahi-daemon dbus"

say() { echo "packages: $*" >&2; }
fail() { say "$*"; exit 1; }

[ $# -gt 0 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }

wanted=
for set in "$@"; do
    case $set in
        build) wanted="$wanted $build" ;;
        run) wanted="$wanted $run" ;;
        demo) wanted="$wanted $build $run $display" ;;
        test) wanted="$wanted $build $run $display $test" ;;
        *) fail "\"$set\" is not build, run, demo or test" ;;
    esac
done

if ! command -v dpkg-query >/dev/null 2>&1; then
    say "this is not Debian or Ubuntu; the counterparts of these packages are needed:" $wanted
    exit 0
fi

installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Any version of libclang will do.
have_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] && return 0
    dpkg-query -W -f='${binary:Package} ${db:Status-Status}\n' 'libclang1-*' 'libclang-dev' 2>/dev/null |
        grep -q ' installed$'
}

missing=
for package in $wanted; do
    case " $missing " in *" $package "*) continue ;; esac
    case $package in
        @libclang) have_libclang || missing="$missing $package" ;;
        # These may come from elsewhere than a package of that name.
        gcc | make | pkg-config) command -v "$package" >/dev/null 2>&1 || missing="$missing $package" ;;
        *) installed "$package" || missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

shown=$(echo $missing | sed 's/@libclang/libclang1 (or libclang-dev)/')
say "missing: $shown"
[ -z "${ESSCARD_NO_INSTALL:-}" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || fail "run this as root: $0 $*"
    if [ -t 0 ] && [ -z "${CI:-}" ]; then
        printf 'packages: install them with sudo apt-get? [Y/n] ' >&2
        read -r answer || answer=n
        case $answer in [Nn]*) fail "not installed; install them yourself and start again" ;; esac
        as_root=sudo
    else
        # Nobody can be asked: only if no password is needed.
        sudo -n true 2>/dev/null || fail "run this as root: $0 $*"
        as_root="sudo -n"
    fi
fi

apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -q "$@" </dev/null >&2
}
candidate() {
    apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'
}

# A fresh image has no package lists at all.
for package in $missing; do
    case $package in @libclang) package=libclang-dev ;; esac
    candidate "$package" || { apt update; break; }
done

list=
for package in $missing; do
    if [ "$package" = @libclang ]; then
        # The library alone is enough and small; distributions name it after its version. 14 is the
        # tried one; without it the newest.
        package=libclang1-14
        candidate "$package" ||
            package=$(apt-cache search --names-only '^libclang1-[0-9]+$' 2>/dev/null | cut -d' ' -f1 | sort -V | tail -n 1)
        [ -n "$package" ] || package=libclang-dev
    fi
    list="$list $package"
done
apt install -y --no-install-recommends $list ||
    { apt update && apt install -y --no-install-recommends $list; } ||
    fail "apt-get could not install them; see above"
