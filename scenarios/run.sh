#!/usr/bin/env bash
# From nothing to a first result: installs what is missing from Debian, builds
# souk, runs the quickstart scenario, prints its results and where the trace
# lies. Fast the second time. Arguments go to `souk run`.
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd)

"$folder/set_up.sh" release souk
program=$folder/../build/release/souk
cd "$folder/.."
mkdir -p build/results
echo "running scenarios/library/quickstart.textproto"
"$program" run scenarios/library/quickstart.textproto \
  -o build/results/quickstart.h5 "$@"
