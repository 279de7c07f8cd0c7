#!/usr/bin/env bash
# Set up, build, start the desktop with the demo experiment open. Without a display the same experiment runs headless,
# with a progress bar, and the result table is printed.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/setup.sh
packaging/build.sh dev --target espalier_desktop espalier-cli
experiment=experiments/demo/step2.yaml
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec build/dev/bin/espalier "$experiment" "$@"
fi
echo "No display: running $experiment here. The desktop opens with the same command where there is a screen."
build/dev/bin/espalier-cli run "$experiment" "$@"
build/dev/bin/espalier-cli runs --limit 5
