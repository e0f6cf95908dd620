#!/bin/sh
# Opens the demo in a window. Without a display the visit plays by itself on a virtual one, and
# what it looked like lies in target/demo.
#
#   packaging/demo.sh PROGRAM [arguments of `demo`...]
set -eu

program=$1
shift

has_display() {
    [ -z "${WAYLAND_DISPLAY:-}" ] || return 0
    case ${DISPLAY:-} in
        "") return 1 ;;
        # A local display that is gone leaves its variable behind.
        :*) number=${DISPLAY#:}; [ -S "/tmp/.X11-unix/X${number%%.*}" ] ;;
        *) return 0 ;;
    esac
}

if has_display; then
    exec "$program" demo "$@"
fi

out=target/demo
rm -rf "$out"
mkdir -p "$out"
echo "There is no display: the visit plays by itself on a virtual one. This takes about a minute."
xvfb-run -a -s "-screen 0 1920x1920x24 -nolisten tcp" "$program" demo --autoplay --out "$out" "$@" >"$out/summary.json" || {
    status=$?
    cat "$out/summary.json"
    echo "The visit did not come to its end; the log above says why, pictures so far are in $out/."
    exit $status
}
echo "The visit ran from the first page to the printed letter. Look at:"
find "$out" -type f | sort | sed 's/^/  /'
