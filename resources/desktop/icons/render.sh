#!/usr/bin/env bash
# Draw the icon in the sizes that desktops look for. Needs rsvg-convert (librsvg2-bin); the pictures are kept in the
# repository, so that a build does not.
set -euo pipefail
cd "$(dirname "$0")"
for size in 16 22 24 32 48 64 128 256; do
  source=espalier.svg
  [ "$size" -gt 24 ] || source=espalier-small.svg
  rsvg-convert --width "$size" --height "$size" --output "espalier-$size.png" "$source"
done
