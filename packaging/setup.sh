#!/usr/bin/env bash
# Install what is missing from Debian's packages. Safe to run twice; says what it does; asks for root only if it must.
set -euo pipefail

packages=(
  g++ cmake ninja-build ccache pkg-config git
  qt6-base-dev qt6-base-dev-tools qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libqt6svg6-dev
  libtorch-dev libopenblas0-pthread libqcustomplot-dev libopencv-dev
  libsqlite3-dev libsqlitecpp-dev libyaml-cpp-dev libpugixml-dev nlohmann-json3-dev libcli11-dev libexpected-dev libicu-dev
  libgtest-dev libgmock-dev libbenchmark-dev
  fonts-inter fonts-jetbrains-mono fonts-noto-cjk
  dpkg-dev desktop-file-utils appstream shared-mime-info mandoc
)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "setup: nothing is missing"
  exit 0
fi

root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: run as root, or install: ${missing[*]}" >&2; exit 1; }
  root=(sudo)
fi
echo "setup: installing ${missing[*]}"
"${root[@]}" apt-get update -qq
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "setup: done"
