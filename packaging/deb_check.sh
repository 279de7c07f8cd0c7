#!/usr/bin/env bash
# Install a package on a clean Debian 12, start both programs, remove it, and see that the user's store stays.
#   packaging/deb_check.sh PACKAGE.deb [FOLDER]
# Needs root, debootstrap and the network. FOLDER keeps the bare system for the next time; it is made if missing.
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: $0 PACKAGE.deb [FOLDER]" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "deb_check: run as root: a bare Debian is installed into a folder" >&2; exit 1; }
package=$(realpath "$1")
root=${2:-$(mktemp -d)}
[ -n "${2:-}" ] || trap 'rm -rf --one-file-system "$root"' EXIT
[ -e "$root/etc/debian_version" ] || debootstrap --variant=minbase bookworm "$root" http://deb.debian.org/debian >/dev/null

inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
  XDG_RUNTIME_DIR=/tmp QT_QPA_PLATFORM="${platform:-offscreen}" DISPLAY="${display:-}" "$@"; }
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$package" "$root/tmp/espalier.deb"
[ -e "$root/proc/self" ] || mount -t proc proc "$root/proc"
trap 'umount "$root/proc" 2>/dev/null || true; [ -n "${2:-}" ] || rm -rf --one-file-system "$root"' EXIT

inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends /tmp/espalier.deb >/dev/null
inside apt-get install -y -qq --no-install-recommends xvfb xauth >/dev/null
echo "installed: $(inside dpkg-query -W -f='${Package} ${Version}, ${Installed-Size} kB' espalier)"
inside espalier-cli doctor
inside espalier-cli inspect yolo_world_v2_n --json >/dev/null
inside espalier-cli run /usr/share/espalier/experiments/demo/step2.yaml --set train.epochs=1 \
  --set data.train_images=8 --set data.val_images=4 --set train.eval_every=1 --accept schedule-shorter-than-run
inside espalier-cli runs
inside espalier --place runs --size 1280x800 --after 3 --screenshot /tmp/offscreen.png
platform=xcb inside xvfb-run -a espalier --size 1280x800 --after 6 --screenshot /tmp/xvfb.png \
  /usr/share/espalier/experiments/demo/step2.yaml
[ -s "$root/tmp/offscreen.png" ] && [ -s "$root/tmp/xvfb.png" ]
echo "started: headless, offscreen and under an X server"

before=$(sha256sum <"$root/root/.local/share/espalier/espalier.db")
inside apt-get purge -y -qq espalier >/dev/null
[ "$before" = "$(sha256sum <"$root/root/.local/share/espalier/espalier.db")" ]
left=$(find "$root/usr" "$root/etc" -name '*espalier*' | head)
[ -z "$left" ] || { echo "deb_check: left behind: $left" >&2; exit 1; }
echo "removed: nothing of the package is left, the store is as it was"
