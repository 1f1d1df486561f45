#!/usr/bin/env bash
# Writes all golden texts and the members' tables in the READMEs anew. Read the
# diff: it is what the change means.
#
#   tests/update_goldens.sh [BUILD_FOLDER]      default build/release
#
# Goldens of replays stay as they are where their logs are missing (see
# tests/run.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release}
cmake --build "$build" --target golden_tests market_tests agents_tests
SOUK_UPDATE_GOLDEN=1 "$build/golden_tests" --gtest_brief=1
for room in market agents; do
  SOUK_UPDATE_README=1 "$build/${room}_tests" --gtest_brief=1 \
    --gtest_filter='Readme.*'
done
git status --short tests/golden '*/README.md' 2>/dev/null || true
