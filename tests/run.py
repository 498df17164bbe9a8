#!/usr/bin/env python3
"""Runs every test there is: unit tests, crash tests, fuzz targets for seconds, the arrows between layers, shapes against the vendor's models, and the SDK tests.

The latter two run with the system's boto3, and once more with another that the first python3 of the path may have.
The last line says how many passed and failed; the exit status says whether none failed.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Tally:
    def __init__(self):
        self.passed = self.failed = 0
        self.names = []

    def add(self, passed, failed, name):
        self.passed, self.failed = self.passed + passed, self.failed + failed
        print(f"{name}: {passed} passed, {failed} failed", flush=True)


def google_tests(build, program, name, tally):
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder, "report.json")
        status = subprocess.run([build / "tests" / program, "--gtest_brief=1", f"--gtest_output=json:{report}"], stdout=sys.stderr).returncode
        if not report.exists():
            return tally.add(0, 1, f"{name} ended with status {status}")
        counts = json.loads(report.read_text())
    tally.add(counts["tests"] - counts["failures"], counts["failures"], name)


def command(name, words, tally):
    status = subprocess.run(words, cwd=ROOT).returncode
    tally.add(int(status == 0), int(status != 0), name)


def fuzz_targets(build, tally, seconds="2"):
    for source in sorted((ROOT / "tests/fuzz").glob("*_fuzz.cc")):
        try:
            status = subprocess.run([build / "tests/fuzz" / f"{source.stem}_seconds", seconds], stdout=subprocess.DEVNULL, timeout=120).returncode
        except subprocess.TimeoutExpired:
            status = "none: an input takes two minutes"
        tally.add(int(status == 0), int(status != 0), f"{source.stem} for {seconds} s" + (f" (status {status})" if status else ""))


def conformance(build, python, tally):
    with tempfile.TemporaryDirectory() as folder:
        dump = pathlib.Path(folder, "shapes.json")
        dump.write_bytes(subprocess.run([build / "src/orgtrail", "shapes"], check=True, stdout=subprocess.PIPE).stdout)
        command("shapes against the installed models", [python, "-B", "tests/conform/conform.py", str(dump)], tally)
        dump.write_bytes(subprocess.run([build / "src/orgtrail", "resource-types"], check=True, stdout=subprocess.PIPE).stdout)
        command("resource types against AWS's schemas", [python, "-B", "tests/conform/resource_types.py", str(dump)], tally)


def python_tests(python, folder, tally, *options):
    with tempfile.TemporaryDirectory() as scratch:
        report = pathlib.Path(scratch, "report.json")
        status = subprocess.run([python, "-B", "tests/suite.py", folder, report, *options], cwd=ROOT).returncode
        if not report.exists():
            return tally.add(0, 1, f"{folder} ended with status {status}")
        counts = json.loads(report.read_text())
    for reason in counts["skipped"]:
        print(f"skipped {reason}")
    slowest = sorted(counts["seconds"].items(), key=lambda each: -each[1])[:5]
    print("the slowest: " + ", ".join(f"{name} {seconds} s" for name, seconds in slowest))
    for failure in counts["again"]:
        print(f"passed only when run again, alone: {failure}")
    tally.names += counts["failed"]
    tally.add(counts["passed"], len(counts["failed"]), folder)


def differential(build, tally):
    """The policy engine beside another one, where that is installed."""
    node = shutil.which("node")
    if not node:
        return print("skipped the policy engine beside another: no node here")
    done = subprocess.run([node, "tests/differential/differential.mjs", build / "tests/policy_judge", "2000"], cwd=ROOT)
    if done.returncode != 77:
        tally.add(int(done.returncode == 0), int(done.returncode != 0), "the policy engine beside another")


class Cdk:
    """The AWS CDK of tests/sdk/cdk/package.json, installed once into the build folder while other tests run."""

    def __init__(self, build):
        self.wanted, self.folder, self.install = ROOT / "tests/sdk/cdk/package.json", build / "cdk", None
        if "CDK_MODULES" in os.environ or self.installed():
            return
        npm = shutil.which("npm")
        if not npm:
            return print("skipped the AWS CDK: no npm here")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        shutil.copy(self.wanted, self.folder)
        words = [npm, "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--fetch-retries", "1",
                 "--fetch-retry-mintimeout", "1000", "--loglevel", "error"]
        self.install = subprocess.Popen(words, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def installed(self):
        there = self.folder / "installed.json"
        return there.exists() and there.read_bytes() == self.wanted.read_bytes()

    def ready(self):
        """Names the folder in the environment, where the installation has ended well."""
        if self.install:
            try:
                said = self.install.communicate(timeout=180)[0]
            except subprocess.TimeoutExpired:
                self.install.kill()
                said = self.install.communicate()[0] + "not in three minutes"
            if self.install.returncode == 0:
                shutil.copy(self.wanted, self.folder / "installed.json")
            else:
                print("skipped the AWS CDK: npm does not install it: " + " ".join(said.split())[:300])
            self.install = None
        if self.installed():
            os.environ.setdefault("CDK_MODULES", str(self.folder))


def sdks():
    """boto3's versions and the python3 that has each; the system's first."""
    found = {}
    for python in ("/usr/bin/python3", shutil.which("python3")):
        asked = subprocess.run([python, "-c", "import boto3; print(boto3.__version__)"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if asked.returncode == 0:
            found.setdefault(asked.stdout.strip(), python)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default=ROOT / "build", type=pathlib.Path)
    parser.add_argument("--sdk", metavar="PART", help="only the SDK tests whose name has PART in it")
    options = parser.parse_args()
    build = options.build.resolve()
    os.environ["ORGTRAIL"] = str(build / "src/orgtrail")
    tally = Tally()
    cdk = Cdk(build) if options.sdk is None or "cdk" in options.sdk else None
    if options.sdk is None:
        command("the arrows between layers", [sys.executable, "tools/check_layers.py"], tally)
        google_tests(build, "unit_tests", "unit tests", tally)
        google_tests(build, "crash_tests", "crash tests", tally)
        fuzz_targets(build, tally)
        differential(build, tally)
    found = sdks()
    if not found:
        tally.add(0, 1, "no python3 here has boto3")
    if cdk:
        cdk.ready()
    for turn, (version, python) in enumerate(found.items()):
        print(f"with boto3 {version} of {python}", flush=True)
        if options.sdk is None:
            conformance(build, python, tally)
            python_tests(python, "tests/conform", tally)
        once = ["--without", "terraform_test", "--without", "cdk_test"] if turn else []          # no SDK of ours takes part in them
        python_tests(python, "tests/sdk", tally, "--only", options.sdk or "", *once)
    for name in tally.names:
        print(f"failed {name}")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
