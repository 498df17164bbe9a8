#!/usr/bin/env python3
"""Runs the Python tests of one folder, several files at a time, and says in a file what passed, failed and was skipped.

    suite.py FOLDER REPORT [--only PART] [--without PART]... [--jobs N]

PART: of a test's full name, module.Class.test_name. A file's output is shown when it has ended. A file in which something failed
is run once more when nothing else runs: what passes then has not failed, but is told, since it depends on the machine's time.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

NOTHING = {"passed": 0, "failed": [], "again": [], "skipped": [], "seconds": {}}


def flat(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flat(item)
        else:
            yield item


def chosen(options, pattern):
    found = unittest.defaultTestLoader.discover(options.folder, pattern, options.folder)
    return [t for t in flat(found) if options.only in t.id() and not any(part in t.id() for part in options.without)]


def run_file(options):
    """The tests of one file, in this process."""
    begun = time.monotonic()
    result = unittest.TextTestRunner(verbosity=2, warnings="ignore").run(unittest.TestSuite(chosen(options, options.file)))
    failed = [f"{test.id()}: {text.strip().splitlines()[-1]}" for test, text in result.failures + result.errors]
    failed += [f"{test.id()}: passed although it should not" for test in result.unexpectedSuccesses]
    skipped = [f"{test.id()}: {reason}" for test, reason in result.skipped]
    return {**NOTHING, "passed": max(0, result.testsRun - len(failed) - len(skipped)), "failed": failed, "skipped": skipped,
            "seconds": {options.file: round(time.monotonic() - begun, 1)}}


def in_a_process(options, file):
    with tempfile.TemporaryDirectory() as scratch:
        report = pathlib.Path(scratch, "report.json")
        command = [sys.executable, "-B", __file__, options.folder, report, "--file", file, "--only", options.only]
        done = subprocess.run(command + [word for part in options.without for word in ("--without", part)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        sys.stderr.buffer.write(done.stdout)
        sys.stderr.flush()
        return json.loads(report.read_text()) if report.exists() else {**NOTHING, "failed": [f"{file}: ended with status {done.returncode}"]}


def name_of(failure):
    return failure.split(": ")[0]


def tried_again(options, file, first):
    """What the file comes to when it has the machine to itself."""
    if not first["failed"]:
        return first
    print(f"{file} is run again, alone", file=sys.stderr, flush=True)
    second = in_a_process(options, file)
    twice = {name_of(f) for f in first["failed"]} & {name_of(f) for f in second["failed"]}
    once = [f for f in first["failed"] + second["failed"] if name_of(f) not in twice]
    return {**second, "passed": second["passed"] + len(second["failed"]) - len(twice), "again": once,
            "failed": [f for f in second["failed"] if name_of(f) in twice]}


def run_folder(options):
    """Every file in a process of its own, the largest first."""
    files = sorted({pathlib.Path(sys.modules[type(t).__module__].__file__) for t in chosen(options, "*_test.py") if type(t).__module__ in sys.modules},
                   key=lambda f: -f.stat().st_size)
    broken = [t.id() for t in chosen(options, "*_test.py") if type(t).__module__.startswith("unittest")]
    total = {**NOTHING, "failed": [f"{name}: cannot be loaded" for name in broken]}
    names = [f.name for f in files if f.parent == pathlib.Path(options.folder).resolve()]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = dict(zip(names, pool.map(lambda name: in_a_process(options, name), names)))
    for one in [tried_again(options, name, result) for name, result in results.items()]:
        total = {what: {**total[what], **one[what]} if what == "seconds" else total[what] + one[what] for what in total}
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--only", metavar="PART", default="")
    parser.add_argument("--without", metavar="PART", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=(os.cpu_count() or 1) + 1, help="files at a time; they wait more than they work")
    parser.add_argument("--file", help="only this one, in this process")
    options = parser.parse_args()
    sys.path.insert(0, options.folder)
    counts = run_file(options) if options.file else run_folder(options)
    options.report.write_text(json.dumps(counts, indent=1))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
