"""A server of one test's own, and sessions of boto3 and the AWS CLI in it, as its profiles give them to any user."""
import contextlib
import gzip
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

import boto3
import botocore.config
import botocore.exceptions

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SERVER = os.environ.get("ORGTRAIL", str(ROOT / "build/src/orgtrail"))
AWS = os.environ.get("AWS_CLI") or ("/usr/bin/aws" if os.access("/usr/bin/aws", os.X_OK) else "aws")
LANDING_ZONE = ROOT / "examples/landing-zone.yaml"
REGION = "us-east-1"
FOREIGN = {"ssl_cert_file", "ssl_cert_dir", "requests_ca_bundle", "curl_ca_bundle", "http_proxy", "https_proxy", "all_proxy", "no_proxy"}
LOG = None if os.environ.get("ORGTRAIL_TEST_LOG") else subprocess.DEVNULL      # set it to see what the servers log

# Whose tests these are has settings of his own: they lead elsewhere, and trust other authorities than the server's.
for name in [n for n in os.environ if n.startswith("AWS_") and n != "AWS_CLI" or n.lower() in FOREIGN]:
    del os.environ[name]


class Server:
    """`orgtrail serve` on a free port. With a home it is durable, without one it lives in memory."""

    def __init__(self, home=None, config=LANDING_ZONE, clock="now", options=()):
        self.home, self.config, self.clock, self.options = home, config, clock, options
        self.process = None
        self.endpoint = ""

    def start(self):
        command = [SERVER, "serve", "--listen", "127.0.0.1:0", *self.options]
        command += ["--home", str(self.home)] if self.home else ["--ephemeral"]
        if self.config:
            command += ["--config", str(self.config)]
        if self.clock:
            command += ["--clock", self.clock]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=LOG, text=True)
        first, second = self.process.stdout.readline(), self.process.stdout.readline()
        if not second:
            raise RuntimeError(f"the server did not start: status {self.process.wait()}")
        self.endpoint = first.split()[-1]
        self.profiles = pathlib.Path(second.split(maxsplit=1)[1].strip())
        return self

    def stop(self, with_signal=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(with_signal)
            self.process.wait(30)
            self.process.stdout.close()
        status, self.process = self.process.returncode if self.process else None, None
        return status

    def kill(self):
        return self.stop(signal.SIGKILL)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def control(self, *words):
        done = subprocess.run([SERVER, *words, "--profiles", str(self.profiles)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.strip()

    def advance(self, duration):
        return self.control("clock", "advance", duration)

    def advance_quietly(self, duration="5m"):
        """The same while the server may die."""
        with contextlib.suppress(RuntimeError):
            self.advance(duration)

    def client(self, profile, service, region=REGION, **options):
        """A client that reaches AWS's own host names through the server's proxy, as `orgtrail exec` sets it up."""
        with environment(HTTPS_PROXY=f"http://{self.endpoint}", NO_PROXY="", AWS_CA_BUNDLE=str(self.profiles / "ca.pem"), AWS_EC2_METADATA_DISABLED="true",
                         AWS_CONFIG_FILE=str(self.profiles / "config"), AWS_SHARED_CREDENTIALS_FILE=str(self.profiles / "credentials")):
            settings = botocore.config.Config(proxies={"https": f"http://{self.endpoint}"}, retries={"total_max_attempts": 1}, read_timeout=20,
                                              **options.pop("config", {}))
            session = boto3.Session(profile_name=profile)
            session.get_credentials().get_frozen_credentials()       # of the role, while the proxy is known
            return session.client(service, region_name=region, verify=str(self.profiles / "ca.pem"), config=settings, **options)

    def client_with(self, credentials, service, region=REGION, **settings):
        """The same of credentials as IAM and STS answer them, instead of a profile's."""
        with environment(HTTPS_PROXY=f"http://{self.endpoint}"):
            return boto3.Session().client(
                service, region_name=region, verify=str(self.profiles / "ca.pem"), aws_access_key_id=credentials["AccessKeyId"],
                aws_secret_access_key=credentials["SecretAccessKey"], aws_session_token=credentials.get("SessionToken"),
                config=botocore.config.Config(proxies={"https": f"http://{self.endpoint}"}, retries={"total_max_attempts": 1}, **settings))

    def aws(self, profile, *words, region=None):
        """The AWS CLI through `orgtrail exec`: status, output, error."""
        command = [SERVER, "exec", "--profiles", str(self.profiles), "--profile", profile, *(["--region", region] if region else []), "--", AWS, *words]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return done.returncode, done.stdout.decode(), done.stderr.decode().strip()


@contextlib.contextmanager
def environment(**changes):
    before = {k: os.environ.get(k) for k in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


def sandboxes():
    """Whether this machine lets a function have a sandbox: without one no function runs."""
    words = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"]
    try:
        return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


with_functions = unittest.skipUnless(sandboxes(), "this machine makes no sandboxes: no function runs here")


def error_code(call, **arguments):
    """The code a call is refused with; None when it is not."""
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as e:
        return e.response["Error"]["Code"]
    return None


class Organization:
    """The landing zone with an organization trail, set up by ordinary calls, and its archive as its keepers see it."""

    TRAIL, BUCKET = "organization-trail", "example-log-archive"

    def __init__(self, server):
        self.server = server
        organizations = server.client("management", "organizations")
        self.id = organizations.describe_organization()["Organization"]["Id"]
        self.accounts = {a["Name"]: a["Id"] for page in organizations.get_paginator("list_accounts").paginate() for a in page["Accounts"]}
        self.trail = f"arn:aws:cloudtrail:{REGION}:{self.accounts['management']}:trail/{self.TRAIL}"

    def set_up_trail(self):
        server, management, archive = self.server, self.accounts["management"], self.accounts["log-archive"]
        server.client("management", "organizations").enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
        cloudtrail = {"Service": "cloudtrail.amazonaws.com"}
        source = {"StringEquals": {"aws:SourceArn": self.trail}}
        statement = lambda principal, action, resource="*", **condition: dict(
            {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}, **({"Condition": condition} if condition else {}))
        root = lambda *accounts: {"AWS": [f"arn:aws:iam::{a}:root" for a in accounts]}
        key = server.client("audit", "kms").create_key(Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            statement(root(self.accounts["audit"]), "kms:*"),
            statement(cloudtrail, "kms:GenerateDataKey*", StringLike={"kms:EncryptionContext:aws:cloudtrail:arn": f"arn:aws:cloudtrail:*:{management}:trail/*"}, **source),
            statement(cloudtrail, "kms:DescribeKey", **source),
            statement(root(archive, management), "kms:Decrypt", Null={"kms:EncryptionContext:aws:cloudtrail:arn": "false"})]}))["KeyMetadata"]["Arn"]
        s3 = server.client("log-archive", "s3")
        s3.create_bucket(Bucket=self.BUCKET)
        s3.put_bucket_versioning(Bucket=self.BUCKET, VersioningConfiguration={"Status": "Enabled"})
        arn = f"arn:aws:s3:::{self.BUCKET}"
        s3.put_bucket_policy(Bucket=self.BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            statement(cloudtrail, "s3:GetBucketAcl", arn, **source),
            statement(cloudtrail, "s3:PutObject", [f"{arn}/AWSLogs/{management}/*", f"{arn}/AWSLogs/{self.id}/*"],
                      StringEquals={"aws:SourceArn": self.trail, "s3:x-amz-acl": "bucket-owner-full-control"}),
            statement(root(management), ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"], [arn, f"{arn}/*"])]}))
        ct = server.client("management", "cloudtrail")
        ct.create_trail(Name=self.TRAIL, S3BucketName=self.BUCKET, IsOrganizationTrail=True, IsMultiRegionTrail=True, EnableLogFileValidation=True, KmsKeyId=key)
        ct.start_logging(Name=self.TRAIL)
        self.started = server.control("clock")
        return self

    def keys(self, name, folder="CloudTrail"):
        s3 = self.server.client("log-archive", "s3")
        prefix = f"AWSLogs/{self.id}/{self.accounts[name]}/{folder}/"
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=self.BUCKET, Prefix=prefix)
        return [o["Key"] for page in pages for o in page.get("Contents", []) if not o["Key"].endswith("/")]

    def records(self, name):
        s3 = self.server.client("log-archive", "s3")
        out = []
        for key in self.keys(name):
            body = s3.get_object(Bucket=self.BUCKET, Key=key)["Body"].read()
            out += json.loads(gzip.decompress(body))["Records"]
        return out

    def validate(self, name):
        """What `aws cloudtrail validate-logs` of the installed AWS CLI says of one member's files."""
        status, out, error = self.server.aws("management", "cloudtrail", "validate-logs", "--trail-arn", self.trail, "--account-id", self.accounts[name],
                                             "--start-time", self.started, "--end-time", self.server.control("clock"), "--verbose")
        return out + error


def wait_for(condition, seconds=20):
    """The first truthy value of condition(), asked again and again."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.05)


def temporary_home():
    return tempfile.TemporaryDirectory(prefix="orgtrail-test-")
