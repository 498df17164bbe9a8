#!/usr/bin/env python3
"""Runs every test there is: unit tests, the arrows between layers, shapes against the vendor's models, and the SDK tests.

The last line says how many passed and failed; the exit status says whether none failed.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Tally:
    def __init__(self):
        self.passed = self.failed = 0

    def add(self, passed, failed, name):
        self.passed, self.failed = self.passed + passed, self.failed + failed
        print(f"{name}: {passed} passed, {failed} failed", flush=True)


def unit_tests(build, tally):
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder, "report.json")
        status = subprocess.run([build / "tests/unit_tests", "--gtest_brief=1", f"--gtest_output=json:{report}"], stdout=sys.stderr).returncode
        if not report.exists():
            return tally.add(0, 1, f"unit tests ended with status {status}")
        counts = json.loads(report.read_text())
    tally.add(counts["tests"] - counts["failures"], counts["failures"], "unit tests")


def command(name, words, tally):
    status = subprocess.run(words, cwd=ROOT).returncode
    tally.add(status == 0, status != 0, name)


def conformance(build, tally):
    with tempfile.TemporaryDirectory() as folder:
        dump = pathlib.Path(folder, "shapes.json")
        dump.write_bytes(subprocess.run([build / "src/orgtrail", "shapes"], check=True, stdout=subprocess.PIPE).stdout)
        command("shapes against the installed models", ["/usr/bin/python3", "tests/conform/conform.py", str(dump)], tally)


def python_tests(folder, pattern, tally, only=None):
    sys.path.insert(0, str(folder))
    suite = unittest.defaultTestLoader.discover(str(folder), pattern, str(folder))
    if only:
        suite = unittest.TestSuite(t for t in flat(suite) if only in t.id())
    result = unittest.TextTestRunner(verbosity=2, warnings="ignore").run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    tally.add(result.testsRun - failed - len(result.skipped), failed, folder.relative_to(ROOT).as_posix())


def flat(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flat(item)
        else:
            yield item


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default=ROOT / "build", type=pathlib.Path)
    parser.add_argument("--sdk", metavar="PART", help="only the SDK tests whose name has PART in it")
    options = parser.parse_args()
    build = options.build.resolve()
    os.environ["ORGTRAIL"] = str(build / "src/orgtrail")
    sys.dont_write_bytecode = True
    tally = Tally()
    if options.sdk is None:
        command("the arrows between layers", [sys.executable, "tools/check_layers.py"], tally)
        unit_tests(build, tally)
        conformance(build, tally)
        python_tests(ROOT / "tests/conform", "*_test.py", tally)
    python_tests(ROOT / "tests/sdk", "*_test.py", tally, options.sdk)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
