#!/usr/bin/env bash
# Set-up shared by scenarios/run.sh and tests/run.sh: installs the Debian
# packages that are missing (asks nothing), then configures and builds a preset.
#
#   scenarios/set_up.sh [--training] PRESET [TARGET...]
#
# --training also installs libtorch (900 MB), which only `souk train` needs.
set -euo pipefail
cd "$(dirname "$0")/.."

training=()
if [[ ${1:-} == --training ]]; then
  training=(libtorch-dev libopenblas0-pthread)
  shift
fi
preset=${1:?usage: scenarios/set_up.sh [--training] PRESET [TARGET...]}
shift

packages=(
  g++ cmake ninja-build pkg-config
  libcaf-dev libssl-dev                       # actors
  coinor-libclp-dev                           # linear programs
  coinor-libipopt-dev                         # quadratic programs
  libprotobuf-dev protobuf-compiler           # scenario files
  libhdf5-dev libisal-dev libxxhash-dev       # traces
  libboost-program-options-dev libspdlog-dev  # command line
  libcpp-httplib-dev nlohmann-json3-dev       # command line
  libgtest-dev python3-h5py valgrind          # tests
)

missing=()
for package in "${packages[@]}" "${training[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null |
    grep -q '^install ok installed$' || missing+=("$package")
done

if ((${#missing[@]})); then
  echo "installing from Debian: ${missing[*]}"
  sudo=()
  if (($(id -u) != 0)); then
    command -v sudo >/dev/null || {
      echo "please run as root: apt-get install ${missing[*]}" >&2
      exit 1
    }
    sudo=(sudo)
  fi
  export DEBIAN_FRONTEND=noninteractive
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" \
    >/dev/null
fi

echo "building souk ($preset)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { cmake --preset "$preset" && cmake --build "build/$preset" \
       ${@:+--target "$@"}; } >"$log" 2>&1; then
  tail -60 "$log" >&2
  echo "the build failed" >&2
  exit 1
fi
