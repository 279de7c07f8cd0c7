#!/usr/bin/env bash
# Build the two programs for shipping and pack them: build/release/espalier_VERSION_ARCHITECTURE.deb.
# Install with: apt install ./build/release/espalier_*.deb
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/setup.sh
packaging/build.sh release --target espalier_desktop espalier-cli
cd build/release
rm -f espalier_*.deb
umask 022
cpack -G DEB >/dev/null
ls "$PWD"/espalier_*.deb
