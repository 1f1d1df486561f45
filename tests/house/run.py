"""Runs every *_test.py beside it: run.py [--match WORD].

Prints breaches one a line. With GTEST_OUTPUT=json:FOLDER/ it leaves a report
in GoogleTest's form there, so that tests/run.sh counts these tests too.
"""
import json
import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent


class Report(unittest.TextTestResult):
    """Remembers outcomes in GoogleTest's words."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.rows = {}

    def startTest(self, test):
        super().startTest(test)
        self.rows[test.id()] = {"name": test.id(), "status": "RUN",
                                "result": "COMPLETED"}

    def _fail(self, test, fault):
        row = self.rows.setdefault(test.id(), {"name": test.id(),
                                               "status": "RUN"})
        row["failures"] = [{"failure": fault}]

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._fail(test, str(err[1]))

    def addError(self, test, err):
        super().addError(test, err)
        self._fail(test, self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        print(f"skipped {test.id()}: {reason}")
        self.rows[test.id()]["result"] = "SKIPPED"

    def printErrors(self):
        for test, row in self.rows.items():
            for failure in row.get("failures", ()):
                print(f"FAILED {test}\n{failure['failure']}\n")

    def save(self):
        form, _, place = os.environ.get("GTEST_OUTPUT", "").partition(":")
        if form == "json" and place.endswith("/"):
            suites = [{"name": "house", "testsuite": list(self.rows.values())}]
            (pathlib.Path(place) / "house_tests.json").write_text(
                json.dumps({"testsuites": suites}))


def main():
    sys.path.insert(0, str(HERE))
    loader = unittest.TestLoader()
    if sys.argv[1:2] == ["--match"]:
        loader.testNamePatterns = [f"*{sys.argv[2]}*"]
    tests = loader.discover(str(HERE), "*_test.py")
    runner = unittest.TextTestRunner(resultclass=Report, verbosity=0,
                                     stream=sys.stdout)
    result = runner.run(tests)
    result.save()
    sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
