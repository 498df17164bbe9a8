#!/usr/bin/env python3
"""Runs the Python tests of one folder, and says in a file how many passed, failed and were skipped.

    suite.py FOLDER REPORT [--only PART] [--without PART]

PART: of a test's full name, module.Class.test_name.
"""
import argparse
import json
import pathlib
import sys
import unittest


def flat(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flat(item)
        else:
            yield item


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--only", metavar="PART", default="")
    parser.add_argument("--without", metavar="PART")
    options = parser.parse_args()
    sys.path.insert(0, options.folder)
    found = unittest.defaultTestLoader.discover(options.folder, "*_test.py", options.folder)
    chosen = [t for t in flat(found) if options.only in t.id() and not (options.without and options.without in t.id())]
    result = unittest.TextTestRunner(verbosity=2, warnings="ignore").run(unittest.TestSuite(chosen))
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = [f"{test.id()}: {reason}" for test, reason in result.skipped]
    options.report.write_text(json.dumps({"passed": max(0, result.testsRun - failed - len(skipped)), "failed": failed, "skipped": skipped}))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
