"""readme_commands.sh, held to samples."""
import os
import pathlib
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent


class ReadmeCommands(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        program = self.folder / "program"
        program.write_text("#!/bin/sh\necho souk \"$@\" >>ran.txt\n")
        program.chmod(0o755)
        self.environment = dict(
            os.environ, SOUK_PROGRAM=str(program), SOUK_README_LIMIT="20",
            SOUK_SHARED_DATA=str(self.folder / "nowhere"))

    def run_readme(self, text):
        readme = self.folder / "SAMPLE.md"
        readme.write_text(text)
        return subprocess.run([HERE / "readme_commands.sh", readme],
                              env=self.environment, capture_output=True,
                              text=True, timeout=60, check=False)

    def test_blocks_run_in_order_in_a_copy(self):
        answer = self.run_readme(
            "```sh\nbuild/release/souk one\n```\n\n```\nfalse\n```\n"
            "```sh\ngrep -qx 'souk one' ran.txt\n"
            "test -f market/money.h\ntest ! -e build/release/CMakeCache.txt\n"
            "```\n")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(answer.stdout, "SAMPLE.md:1: running\n"
                         "SAMPLE.md:8: running\nSAMPLE.md: 2 blocks run\n")

    def test_the_first_failure_ends_a_block_and_is_told(self):
        answer = self.run_readme("text\n```sh\nls /nowhere/at/all\ntrue\n```\n")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("ls /nowhere/at/all\n", answer.stderr)
        self.assertIn("SAMPLE.md:2: FAILED with exit code 2", answer.stderr)

    def test_a_block_has_a_time_limit(self):
        self.environment["SOUK_README_LIMIT"] = "1"
        answer = self.run_readme("```sh\nsleep 30\n```\n")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("SAMPLE.md:1: FAILED, ran longer than 1 s",
                      answer.stderr)

    def test_blocks_for_logs_run_where_there_are_logs(self):
        text = "```sh\ntrue\n```\n```sh logs\ntest -d $LOGS/ipinyou\n```\n"
        answer = self.run_readme(text)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("SAMPLE.md:4: skipped, no real logs in ", answer.stdout)
        (self.folder / "nowhere" / "ipinyou").mkdir(parents=True)
        self.assertIn("SAMPLE.md: 2 blocks run", self.run_readme(text).stdout)

    def test_what_ci_does_itself_is_skipped(self):
        answer = self.run_readme(
            "```sh\nscenarios/run.sh  # all\n```\n```sh ci\ntests/run.sh\n```\n"
            "```sh\ntrue\n```\n")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(answer.stdout,
                         "SAMPLE.md:1: skipped, .ci/run does it\n"
                         "SAMPLE.md:4: skipped, .ci/run does it\n"
                         "SAMPLE.md:7: running\nSAMPLE.md: 1 blocks run\n")

    def test_an_unknown_kind_or_an_empty_readme_fails(self):
        answer = self.run_readme("```sh\ntrue\n```\n```sh later\nx\n```\n")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("SAMPLE.md:4: what is a block 'sh later'?",
                      answer.stderr)
        answer = self.run_readme("no commands\n")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("nothing to run in ", answer.stderr)

    def test_without_a_program_it_says_so(self):
        self.environment["SOUK_PROGRAM"] = str(self.folder / "absent")
        answer = self.run_readme("```sh\ntrue\n```\n")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("absent; build it first", answer.stderr)


if __name__ == "__main__":
    unittest.main()
