#!/usr/bin/env python3
"""The tour: an organization, its trail, and the proof that nobody in a member account can stop or forge it.

Everything is done by the unmodified AWS CLI, run by `orgtrail exec`. The laboratory's clock makes hours pass at once.
"""
import argparse
import gzip
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TRAIL, BUCKET, REGION = "organization-trail", "example-log-archive", "us-east-1"
BOLD, DIM, GREEN, RED, PLAIN = ("\033[1m", "\033[2m", "\033[32m", "\033[31m", "\033[0m") if sys.stdout.isatty() else ("",) * 5


class Server:
    """One `orgtrail serve` with all it has below `home`."""

    def __init__(self, binary, home, config=None, listen="127.0.0.1:4566"):
        self.binary, self.home, self.config, self.listen = binary, pathlib.Path(home), config, listen
        self.process = None

    def start(self):
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        command = [self.binary, "serve", "--home", self.home, "--clock", "now", "--listen", self.listen]
        if self.config:
            command += ["--config", self.config]
        with open(self.home / "server.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"the server did not start; {self.home / 'server.log'} ends with:\n" +
                     "".join((self.home / "server.log").read_text().splitlines(True)[-5:]))
        return line.strip()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
        self.process = None

    def control(self, *words):
        return subprocess.run([self.binary, *words, "--home", self.home], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def aws(self, profile, *words, region=None, stdin=None):
        """Runs the AWS CLI as a profile. Answers exit status, standard output, standard error."""
        command = [self.binary, "exec", "--home", self.home, "--profile", profile]
        if region:
            command += ["--region", region]
        done = subprocess.run([*command, "--", aws_cli(), *words], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return done.returncode, done.stdout, done.stderr.decode().strip()


def aws_cli():
    """Debian's, where it is installed: whatever else is called aws may be too old or too new to be told apart."""
    return os.environ.get("AWS_CLI") or ("/usr/bin/aws" if os.access("/usr/bin/aws", os.X_OK) else "aws")


class Tour:
    def __init__(self, server):
        self.server = server
        self.held = self.failed = 0
        self.accounts = {}
        self.names = {}                    # long values -> what stands for them on the screen

    # ---- what is shown

    def step(self, number, text):
        print(f"\n{BOLD}{number}. {text}{PLAIN}", flush=True)

    def say(self, text):
        print(f"   {text}", flush=True)

    def show(self, text, limit=12):
        lines = text.rstrip().splitlines()
        for line in lines[:limit]:
            print(f"     {DIM}{line if len(line) <= 170 else line[:169] + '…'}{PLAIN}")
        if len(lines) > limit:
            print(f"     {DIM}... {len(lines) - limit} more lines{PLAIN}")
        sys.stdout.flush()

    def check(self, holds, text):
        self.held, self.failed = self.held + bool(holds), self.failed + (not holds)
        print(f"   {GREEN}ok{PLAIN}   {text}" if holds else f"   {RED}FAIL {text}{PLAIN}", flush=True)
        return holds

    # ---- what is done

    def aws(self, profile, *words, region=None, shown=True):
        """A call that must succeed; its answer, read."""
        if shown:
            self.command(profile, words, region)
        status, out, error = self.server.aws(profile, *words, region=region)
        if status:
            self.check(False, f"{words[0]} {words[1]} as {profile}: {error}")
            raise SystemExit(1)
        try:
            return json.loads(out) if out.strip() else {}
        except ValueError:
            return out

    def refused(self, profile, *words, code, region=None):
        """A call that must be refused with this code."""
        self.command(profile, words, region)
        status, _, error = self.server.aws(profile, *words, region=region)
        error = error.splitlines()[-1] if error else ""
        self.show(error.split(" operation: ")[-1])
        self.check(status and code in error, f"refused: {code}")

    def command(self, profile, words, region):
        words = [self.names.get(w, w) for w in words]
        words = ["..." if len(w) > 90 or "\n" in w else f'"{w}"' if " " in w else w for w in words]
        print(f"   [{profile}{' in ' + region if region else ''}] aws {' '.join(words)}", flush=True)

    def pass_time(self, duration):
        self.say(f"the laboratory's clock is advanced by {duration}: {self.server.control('clock', 'advance', duration)}")

    def keys(self, prefix):
        listed = self.aws("log-archive", "s3api", "list-objects-v2", "--bucket", BUCKET, "--prefix", prefix, shown=False)
        return [o["Key"] for o in (listed or {}).get("Contents", []) if not o["Key"].endswith("/")]

    def log_file(self, key):
        """A log file's bytes as the log archive's administrator reads them: S3 decrypts, the reader unpacks."""
        status, out, error = self.server.aws("log-archive", "s3", "cp", f"s3://{BUCKET}/{key}", "-")
        if status:
            raise SystemExit(f"cannot read {key}: {error}")
        return gzip.decompress(out) if out[:2] == b"\x1f\x8b" else out

    def records(self, account, region):
        for key in self.keys(f"AWSLogs/{self.organization}/{account}/CloudTrail/{region}/"):
            yield from json.loads(self.log_file(key))["Records"]

    # ---- the steps

    def run(self):
        self.show_organization()
        self.set_up_trail()
        self.make_calls()
        self.look_at_archive()
        self.add_account()
        self.validate()
        self.forge_a_copy()

    def show_organization(self):
        self.step(1, "An organization from a readable file")
        self.organization = self.aws("management", "organizations", "describe-organization")["Organization"]["Id"]
        for account in self.aws("management", "organizations", "list-accounts")["Accounts"]:
            self.accounts[account["Name"]] = account["Id"]
            self.say(f"{account['Id']}  {account['Name']}")
        root = self.aws("management", "organizations", "list-roots", shown=False)["Roots"][0]["Id"]
        for unit in self.aws("management", "organizations", "list-organizational-units-for-parent", "--parent-id", root)["OrganizationalUnits"]:
            inside = self.aws("management", "organizations", "list-accounts-for-parent", "--parent-id", unit["Id"], shown=False)["Accounts"]
            self.say(f"{unit['Name']}: {', '.join(a['Name'] for a in inside)}")
        me = self.aws("shop", "sts", "get-caller-identity")
        self.show(me["Arn"])
        self.check(":assumed-role/OrganizationAccountAccessRole/" in me["Arn"], "members are entered by OrganizationAccountAccessRole")
        self.refused("shop", "organizations", "leave-organization", code="AccessDeniedException")

    def set_up_trail(self):
        self.step(2, "An organization trail, by ordinary AWS calls")
        management, audit, archive = (self.accounts[n] for n in ("management", "audit", "log-archive"))
        self.trail = f"arn:aws:cloudtrail:{REGION}:{management}:trail/{TRAIL}"
        self.aws("management", "organizations", "enable-aws-service-access", "--service-principal", "cloudtrail.amazonaws.com")
        key = self.aws("audit", "kms", "create-key", "--description", "the organization's trail", "--policy", json.dumps(self.key_policy()))["KeyMetadata"]["Arn"]
        self.aws("audit", "kms", "create-alias", "--alias-name", "alias/organization-trail", "--target-key-id", key)
        self.names |= {self.trail: "$TRAIL", key: "$KEY"}
        self.say(f"TRAIL={self.trail}")
        self.say(f"KEY={key}")
        bucket = ("--bucket", BUCKET)
        self.aws("log-archive", "s3api", "create-bucket", *bucket)
        self.aws("log-archive", "s3api", "put-bucket-versioning", *bucket, "--versioning-configuration", "Status=Enabled")
        self.aws("log-archive", "s3api", "put-public-access-block", *bucket, "--public-access-block-configuration",
                 "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true")
        self.aws("log-archive", "s3api", "put-bucket-encryption", *bucket, "--server-side-encryption-configuration", json.dumps(
            {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}, "BucketKeyEnabled": True}]}))
        self.aws("log-archive", "s3api", "put-bucket-policy", *bucket, "--policy", json.dumps(self.bucket_policy()))
        self.aws("management", "cloudtrail", "create-trail", "--name", TRAIL, "--s3-bucket-name", BUCKET, "--is-organization-trail",
                 "--is-multi-region-trail", "--enable-log-file-validation", "--kms-key-id", key)
        self.aws("management", "cloudtrail", "start-logging", "--name", TRAIL)
        self.started = self.server.control("clock")
        seen = self.aws("shop", "cloudtrail", "describe-trails", region="eu-west-1")["trailList"]
        self.check([t["TrailARN"] for t in seen] == [self.trail], "every member sees the trail in every Region")

    def key_policy(self):
        management, audit, archive = (self.accounts[n] for n in ("management", "audit", "log-archive"))
        cloudtrail, source = {"Service": "cloudtrail.amazonaws.com"}, {"StringEquals": {"aws:SourceArn": self.trail}}
        context = "kms:EncryptionContext:aws:cloudtrail:arn"
        return {"Version": "2012-10-17", "Statement": [
            {"Sid": "Administration", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{audit}:root"}, "Action": "kms:*", "Resource": "*"},
            {"Sid": "TrailEncrypts", "Effect": "Allow", "Principal": cloudtrail, "Action": "kms:GenerateDataKey*", "Resource": "*",
             "Condition": {**source, "StringLike": {context: f"arn:aws:cloudtrail:*:{management}:trail/*"}}},
            {"Sid": "TrailDescribes", "Effect": "Allow", "Principal": cloudtrail, "Action": "kms:DescribeKey", "Resource": "*", "Condition": source},
            {"Sid": "ArchiveReads", "Effect": "Allow", "Principal": {"AWS": [f"arn:aws:iam::{a}:root" for a in (archive, management)]}, "Action": "kms:Decrypt",
             "Resource": "*", "Condition": {"Null": {context: "false"}}}]}

    def bucket_policy(self):
        management = self.accounts["management"]
        arn, cloudtrail = f"arn:aws:s3:::{BUCKET}", {"Service": "cloudtrail.amazonaws.com"}
        return {"Version": "2012-10-17", "Statement": [
            {"Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
            {"Sid": "OrganizationOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"],
             "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": self.organization}, "Bool": {"aws:PrincipalIsAWSService": "false"}}},
            {"Sid": "TrailChecks", "Effect": "Allow", "Principal": cloudtrail, "Action": "s3:GetBucketAcl", "Resource": arn,
             "Condition": {"StringEquals": {"aws:SourceArn": self.trail}}},
            {"Sid": "TrailDelivers", "Effect": "Allow", "Principal": cloudtrail, "Action": "s3:PutObject",
             "Resource": [f"{arn}/AWSLogs/{management}/*", f"{arn}/AWSLogs/{self.organization}/*"],
             "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": self.trail}}},
            {"Sid": "ManagementValidates", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{management}:root"},
             "Action": ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"], "Resource": [arn, f"{arn}/*"]}]}

    def make_calls(self):
        self.step(3, "Calls in several accounts and Regions, some of them denied")
        self.aws("shop", "iam", "create-user", "--user-name", "cashier")
        self.aws("shop", "kms", "create-key", "--description", "till", region="eu-central-1")
        self.aws("shop", "sts", "get-caller-identity", region="eu-west-1")
        self.aws("payments", "s3api", "create-bucket", "--bucket", f"ledger-{self.accounts['payments']}", "--create-bucket-configuration",
                 "LocationConstraint=ap-southeast-2", region="ap-southeast-2")
        self.refused("payments", "kms", "describe-key", "--key-id", f"arn:aws:kms:{REGION}:{self.accounts['audit']}:alias/organization-trail", code="AccessDeniedException")
        self.say("a member's administrator and its root user try to blind the trail:")
        for profile in ("shop", "shop-root"):
            self.refused(profile, "cloudtrail", "stop-logging", "--name", self.trail, code="NotOrganizationMasterAccountException")
            self.refused(profile, "cloudtrail", "delete-trail", "--name", self.trail, code="NotOrganizationMasterAccountException")
            self.refused(profile, "cloudtrail", "update-trail", "--name", self.trail, "--no-enable-log-file-validation", code="NotOrganizationMasterAccountException")
            self.refused(profile, "cloudtrail", "put-event-selectors", "--trail-name", self.trail, "--event-selectors",
                         '[{"ReadWriteType":"ReadOnly","IncludeManagementEvents":true}]', code="NotOrganizationMasterAccountException")
        status = self.aws("management", "cloudtrail", "get-trail-status", "--name", TRAIL)
        self.check(status["IsLogging"] is True, "the trail is logging")

    def look_at_archive(self):
        self.step(4, "Log and digest files in the archive")
        self.pass_time("5m")
        self.pass_time("1h")
        shop = self.accounts["shop"]
        self.aws("log-archive", "s3api", "list-objects-v2", "--bucket", BUCKET, "--prefix", f"AWSLogs/{self.organization}/")
        logs = self.keys(f"AWSLogs/{self.organization}/{shop}/CloudTrail/")
        digests = self.keys(f"AWSLogs/{self.organization}/{shop}/CloudTrail-Digest/")
        self.show("\n".join(logs + digests[:3]))
        regions = {k.split("/")[4] for k in logs}
        self.check({"us-east-1", "eu-central-1", "eu-west-1"} <= regions, f"log files of {', '.join(sorted(regions))}")
        self.check(len(digests) >= len(regions), f"{len(digests)} digests for the account shop")
        head = self.aws("log-archive", "s3api", "head-object", "--bucket", BUCKET, "--key", logs[0])
        self.check(head.get("ServerSideEncryption") == "aws:kms", "they are encrypted under the key of the account audit")
        found = [r for r in self.records(shop, REGION) if r.get("errorCode") == "NotOrganizationMasterAccountException"]
        names = {(r["userIdentity"]["type"], r["eventName"]) for r in found}
        wanted = {(t, n) for t in ("AssumedRole", "Root") for n in ("StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors")}
        self.check(wanted <= names, f"{len(found)} denials are in the archive, of the administrator and of root; one of them:")
        for record in found[:1]:
            self.show(json.dumps(record, indent=1), 50)

    def add_account(self):
        self.step(5, "A new account: nobody configures anything")
        request = self.aws("management", "organizations", "create-account", "--email", "research@example.com", "--account-name", "research")["CreateAccountStatus"]["Id"]
        for _ in range(50):
            status = self.aws("management", "organizations", "describe-create-account-status", "--create-account-request-id", request, shown=False)["CreateAccountStatus"]
            if status["State"] != "IN_PROGRESS":
                break
            time.sleep(0.1)
        self.accounts["research"] = account = status["AccountId"]
        self.say(f"{account}  research")
        self.aws("research", "iam", "create-user", "--user-name", "first")
        self.pass_time("1h")
        names = [r["eventName"] for r in self.records(account, REGION)]
        self.show(", ".join(names))
        self.check("CreateUser" in names, "its calls are in the archive")
        self.pass_time("1h")

    def validate(self):
        self.step(6, "The AWS CLI validates the archive")
        for name, region in (("shop", REGION), ("shop", "eu-central-1"), ("payments", REGION), ("research", REGION)):
            out = self.validation(self.server, name, region)
            self.show(out)
            self.check("INVALID" not in out and "digest files valid" in out and "log files valid" in out, f"all valid for {name} in {region}")

    def validation(self, server, name, region=REGION):
        words = ("cloudtrail", "validate-logs", "--trail-arn", self.trail, "--account-id", self.accounts[name], "--start-time", self.started,
                 "--end-time", self.server.control("clock"), "--region", region)
        self.command("management", words, None)
        _, out, error = server.aws("management", *words)
        return "\n".join(line for line in (out.decode() + error).splitlines() if line.strip())

    def forge_a_copy(self):
        self.say("the server is stopped, its folder copied, and the copy served beside it:")
        copy = self.server.home / "copy"
        self.server.stop()
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir(mode=0o700)
        shutil.copytree(self.server.home / "data", copy / "data", ignore=shutil.ignore_patterns("control.sock"))
        shutil.copy(self.server.home / "root.key", copy / "root.key")
        self.server.start()
        forged = Server(self.server.binary, copy, self.server.config, "127.0.0.1:0")
        forged.start()
        try:
            self.flip(forged)
            out = self.validation(forged, "shop")
            self.show(out)
            self.check("INVALID" in out, "one flipped byte in the copy is found out")
        finally:
            forged.stop()
            shutil.rmtree(copy, ignore_errors=True)
        self.check("INVALID" not in self.validation(self.server, "shop"), "the archive itself goes on, valid, after the restart")

    def flip(self, server):
        """In the copy, someone with every right over the bucket replaces a log file by one that differs in one byte."""
        key = self.keys(f"AWSLogs/{self.organization}/{self.accounts['shop']}/CloudTrail/{REGION}/")[0]
        text = bytearray(self.log_file(key))
        at = text.index(b'"eventName":"') + len(b'"eventName":"')
        text[at] ^= 0x20
        with tempfile.NamedTemporaryFile() as file:
            file.write(gzip.compress(bytes(text)))
            file.flush()
            words = ("s3api", "put-object", "--bucket", BUCKET, "--key", key, "--body", file.name, "--server-side-encryption", "AES256",
                     "--content-type", "application/json", "--content-encoding", "gzip")
            self.command("log-archive, in the copy", words, None)
            status, _, error = server.aws("log-archive", *words)
        if status:
            raise SystemExit(f"cannot forge the copy: {error}")


def usage(server):
    print(f"""
{BOLD}The organization is yours now.{PLAIN}
   endpoint    http://{server.listen} and https://{server.listen}; certificate authority {server.home}/aws/ca.pem
   profiles    {', '.join(server.control('profiles').split())}
               in {server.home}/aws/config and credentials; <account> is its administrator, <account>-root its root user
   any tool    {server.binary} exec --home {server.home} --profile shop -- aws sts get-caller-identity
   the clock   {server.binary} clock advance 1h --home {server.home}
   again       make run goes on where this was; rm -r {server.home} begins anew
""", flush=True)


def serve(server):
    print("serving: end with Ctrl-C", flush=True)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        server.process.wait()
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default=ROOT / "build/src/orgtrail", type=pathlib.Path, help="the orgtrail binary")
    parser.add_argument("--home", default=ROOT / ".orgtrail", type=pathlib.Path, help="where the organization is kept")
    parser.add_argument("--config", default=ROOT / "examples/landing-zone.yaml", type=pathlib.Path)
    parser.add_argument("--listen", default="127.0.0.1:4566")
    parser.add_argument("--exit", action="store_true", help="end after the tour, in a folder of its own that is removed if everything held")
    options = parser.parse_args()
    binary = options.server.resolve()
    home = pathlib.Path(tempfile.mkdtemp(prefix="orgtrail-tour-")) if options.exit else options.home
    server = Server(binary, home, options.config, options.listen)
    again = (home / "toured").exists()
    if not again and not options.exit:
        shutil.rmtree(home, ignore_errors=True)        # a tour that was broken off begins anew
    print(server.start())
    try:
        if not again:
            begin = time.monotonic()
            tour = Tour(server)
            tour.run()
            print(f"\n{tour.held} held, {tour.failed} failed, in {time.monotonic() - begin:.0f} s")
            if tour.failed:
                return 1
            (home / "toured").touch()
        if options.exit:
            server.stop()
            shutil.rmtree(home)
            return 0
        usage(server)
        serve(server)
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
