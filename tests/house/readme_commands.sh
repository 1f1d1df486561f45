#!/usr/bin/env bash
# Runs what the README shows: every block of it that is fenced as ```sh, in
# order, in a fresh copy of the checkout with the program as it is built.
#
#   tests/house/readme_commands.sh [README]
#
#   ```sh        run
#   ```sh logs   run with $LOGS where the real logs are: SOUK_SHARED_DATA, or
#                ../shared/data beside this checkout; skipped elsewhere
#   ```sh ci     skipped: .ci/run does that itself
#   ```sh no-run skipped
#
# So are scenarios/run.sh and tests/run.sh in any block. A block stops at the
# first command that fails, and after SOUK_README_LIMIT seconds (600).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
readme=$(realpath "${1:-$root/README.md}")
program=${SOUK_PROGRAM:-$root/build/release/souk}
limit=${SOUK_README_LIMIT:-600}
logs=${SOUK_SHARED_DATA:-$root/../shared/data}

if [[ ! -x $program ]]; then
  echo "readme_commands.sh: no program at $program; build it first" >&2
  exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/souk
mkdir -p "$copy/build/release" "$work/blocks"

# The checkout without what was built, and the program where it stands.
cd "$root"
git -c safe.directory='*' ls-files -z --cached --others --exclude-standard \
  >"$work/files" 2>/dev/null ||
  find . -path ./build -prune -o -path ./.git -prune -o -type f -print0 \
    >"$work/files"
tar --create --null --ignore-failed-read --files-from="$work/files" \
  2>/dev/null | tar --extract --directory="$copy"
ln -s "$program" "$copy/build/release/souk"

# One file for each block: NUMBER.LINE.KIND.
awk -v folder="$work/blocks" '
  !inside && /^```sh( |$)/ {
    kind = $2 == "" ? "run" : $2
    inside = 1
    file = sprintf("%s/%03d.%d.%s", folder, ++count, NR, kind)
    printf "" >file
    next
  }
  inside && /^```/ { inside = 0; close(file); next }
  inside { print >file }' "$readme"

status=0
ran=0
for block in "$work"/blocks/*; do
  [[ -e $block ]] || break
  IFS=. read -r _ line kind <<<"${block##*/}"
  place="$(basename "$readme"):$line"
  case $kind in
    run) ;;
    ci)
      echo "$place: skipped, .ci/run does it"
      continue
      ;;
    no-run)
      echo "$place: skipped, not to be run here"
      continue
      ;;
    logs)
      if [[ ! -d $logs/ipinyou ]]; then
        echo "$place: skipped, no real logs in $logs/ipinyou"
        continue
      fi
      ;;
    *)
      echo "$place: what is a block 'sh $kind'? known: sh, sh logs, sh ci, sh no-run" >&2
      status=1
      continue
      ;;
  esac
  grep -vE '^(scenarios|tests)/run\.sh( |$)' "$block" >"$work/script" || {
    echo "$place: skipped, .ci/run does it"
    continue
  }
  echo "$place: running"
  code=0
  (
    cd "$copy"
    LOGS=$logs timeout --kill-after=10 "$limit" \
      bash -euo pipefail -v "$work/script"
  ) >"$work/output" 2>&1 </dev/null || code=$?
  ran=$((ran + 1))
  if ((code)); then
    tail -40 "$work/output" >&2
    case $code in
      124 | 137) echo "$place: FAILED, ran longer than $limit s" >&2 ;;
      *) echo "$place: FAILED with exit code $code" >&2 ;;
    esac
    status=1
  fi
done
echo "$(basename "$readme"): $ran blocks run"
if ((ran == 0)); then
  echo "readme_commands.sh: nothing to run in $readme" >&2
  status=1
fi
exit $status
