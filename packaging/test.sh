#!/usr/bin/env bash
# Set up, build everything, run every test.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/setup.sh
packaging/build.sh dev
export QT_QPA_PLATFORM=offscreen
ctest --preset dev --timeout 900 "$@"
