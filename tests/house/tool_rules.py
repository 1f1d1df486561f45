"""House rules that need a tool. As rules.py; a rule that cannot be checked
here raises unittest.SkipTest with the reason."""
import os
import re
import shutil
import subprocess
import unittest

CLANG_FORMAT = 14  # other versions format differently


def clang_format():
    for name in (f"clang-format-{CLANG_FORMAT}", "clang-format"):
        path = shutil.which(name)
        if path is None:
            continue
        version = subprocess.run([path, "--version"], capture_output=True,
                                 text=True, check=True).stdout
        if re.search(rf"version {CLANG_FORMAT}\.", version):
            return path
    raise unittest.SkipTest(f"clang-format {CLANG_FORMAT} is not installed")


def sources_are_formatted(tree):
    """Sources are as clang-format makes them."""
    program = clang_format()
    paths = tree.paths(".cc", ".h")
    answer = subprocess.run([program, "--dry-run", *paths], cwd=tree.root,
                            capture_output=True, text=True, check=False)
    seen = set(re.findall(r"^(\S+?):(\d+):\d+: warning", answer.stderr,
                          re.MULTILINE))
    for path, line in sorted(seen, key=lambda one: (one[0], int(one[1]))):
        yield path, int(line), f"run clang-format -i {path}"
    if answer.returncode != 0:
        yield ".clang-format", 0, answer.stderr.strip()


def is_shell(tree, path):
    return path.endswith(".sh") or \
        tree.texts[path].startswith("#!/usr/bin/env bash")


def shell_scripts_parse(tree):
    """Shell scripts pass bash -n, stop at failures and can be executed."""
    for path in sorted(p for p in tree.texts if is_shell(tree, p)):
        answer = subprocess.run(["bash", "-n"], input=tree.texts[path],
                                capture_output=True, text=True, check=False)
        if answer.returncode != 0:
            yield path, 0, answer.stderr.strip()
        if not re.search(r"^set -[eu]*uo? ", tree.texts[path], re.MULTILINE):
            yield path, 0, "says neither set -euo pipefail nor set -uo pipefail"
        if not os.access(tree.root / path, os.X_OK):
            yield path, 0, "cannot be executed: chmod +x"


RULES = (sources_are_formatted, shell_scripts_parse)
