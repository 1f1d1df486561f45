"""Adds up GoogleTest's JSON reports: count_results.py FOLDER CTEST_STATUS.

Prints "N passed, N failed, N skipped" and exits with 0 only if nothing failed
and ctest itself was content.
"""
import json
import pathlib
import sys


def outcome(test):
    if test.get("failures"):
        return "failed"
    if test.get("status") != "RUN" or test.get("result") == "SKIPPED":
        return "skipped"
    return "passed"


def main():
    folder, status = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for report in sorted(folder.glob("*.json")):
        for suite in json.loads(report.read_text())["testsuites"]:
            for test in suite["testsuite"]:
                counts[outcome(test)] += 1
    if status != 0 and counts["failed"] == 0:
        counts["failed"] = 1  # a program died, or ran into its time limit
    print(", ".join(f"{n} {word}" for word, n in counts.items()))
    sys.exit(1 if counts["failed"] or counts["passed"] == 0 else 0)


main()
