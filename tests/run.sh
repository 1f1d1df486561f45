#!/usr/bin/env bash
# Every test of souk: the same set-up as scenarios/run.sh and libtorch, then
# all test programs, then one closing line of counts.
#
#   tests/run.sh            everything
#   tests/run.sh --quick    without the slow tests (a few minutes)
#
# Tests that read real logs take them from SOUK_SHARED_DATA, or from
# ../shared/data beside this checkout, and skip where neither is there.
set -uo pipefail
cd "$(dirname "$0")/.."

filter=()
if [[ ${1:-} == --quick ]]; then
  filter=(-LE slow)
elif (($#)); then
  echo "tests/run.sh: what is '$1' for? Usage: tests/run.sh [--quick]" >&2
  exit 2
fi

scenarios/set_up.sh --training release || exit 1
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
GTEST_OUTPUT=json:$results/ ctest --test-dir build/release --output-on-failure \
  --timeout 1200 "${filter[@]}"
status=$?

# One closing line over all test programs.
python3 tests/count_results.py "$results" "$status"
