#!/usr/bin/env bash
# Configure and build one preset (default: dev). Used by run.sh and test.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
preset="${1:-dev}"
shift || true
cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset" "$@"
