#!/usr/bin/env bash
# A person's session with the built program, recorded: plan, run, watch an explosion, rewind, compare, export, by mouse
# and keyboard alone, under a display of its own. Takes about ten minutes.
#   packaging/session.sh OUT
# OUT gets a picture of every scene, the film (session.mp4), the times (session.log), what was exported, the store, and the
# program's own log (espalier.log), which must stay empty. ESPALIER names the program (default: build/dev/bin/espalier).
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: $0 OUT" >&2; exit 2; }
out=$(realpath -m "$1")
source=$(realpath "$(dirname "$0")/..")
program=$(realpath "${ESPALIER:-$source/build/dev/bin/espalier}")
[ -x "$program" ] || { echo "session: $program is missing: build it, or name the program in ESPALIER" >&2; exit 2; }
missing=()
while read -r tool package; do
  command -v "$tool" >/dev/null || [ -x "$tool" ] || missing+=("$package")
done <<'TOOLS'
Xvfb xvfb
openbox openbox
xdotool xdotool
import imagemagick
ffmpeg ffmpeg
dbus-run-session dbus
/usr/libexec/at-spi-bus-launcher at-spi2-core
TOOLS
/usr/bin/python3 -c 'import pyatspi' 2>/dev/null || missing+=(python3-pyatspi)
[ ${#missing[@]} -eq 0 ] || { echo "session: install ${missing[*]}" >&2; exit 2; }

mkdir -p "$out"
work=$(mktemp -d)
started=()
end() {
  [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
export HOME=$work XDG_RUNTIME_DIR=$work XDG_DATA_HOME=$out/data XDG_CONFIG_HOME=$work/config XDG_CACHE_HOME=$work/cache \
  QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 NO_AT_BRIDGE=0
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS

# A display that is free, told by the server itself.
exec {display}<> <(:)
Xvfb -displayfd "$display" -screen 0 1442x924x24 -nolisten tcp >/dev/null 2>&1 &
started+=($!)
read -r -t 20 -u "$display" number
export DISPLAY=:$number
openbox >/dev/null 2>&1 &
started+=($!)

ffmpeg -loglevel error -y -f x11grab -framerate 5 -video_size 1442x924 -i "$DISPLAY" -c:v libx264 -preset ultrafast \
  -pix_fmt yuv420p -vf "pad=ceil(iw/2)*2:ceil(ih/2)*2" "$out/session.mp4" </dev/null &
film=$!
answer=0
dbus-run-session -- bash -c '
  /usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 &
  "$0" --size 1440x900 --stalls >"$2/espalier.log" 2>&1 &
  program=$!
  answer=0
  PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$1" "$2" || answer=$?
  if [ $answer -ne 0 ]; then kill $program 2>/dev/null; fi
  wait $program || { echo "session: the program ended with $?" >&2; answer=1; }
  exit $answer' "$program" "$source/packaging/session.py" "$out" || answer=$?
kill -INT "$film" 2>/dev/null && wait "$film" || true

if grep -v '^espalier: longest stall' "$out/espalier.log" >"$work/said"; then
  echo "session: the program said:" >&2
  cat "$work/said" >&2
  answer=1
fi
grep '^espalier: longest stall' "$out/espalier.log" || true
exit "$answer"
