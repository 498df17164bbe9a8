"""An organization trail with its key and bucket by unmodified Terraform, where Terraform and its AWS provider are installed.

TERRAFORM_PLUGINS names the folder of providers (as `terraform init -plugin-dir` takes it); without it, the folders in
which Terraform itself looks, and any mirror under /opt. Nothing is downloaded.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import house

BUCKET = "terraform-log-archive"
TRAIL = "terraform-trail"


def plugins():
    """The folder that holds the AWS provider, or None."""
    named = os.environ.get("TERRAFORM_PLUGINS")
    usual = ["~/.terraform.d/plugins", "~/.local/share/terraform/plugins", "/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins"]
    mirrors = [p.parents[2] for p in pathlib.Path("/opt").glob("*/*/hashicorp/aws")]
    for folder in [named] if named else [os.environ.get("TF_PLUGIN_CACHE_DIR", ""), *usual, *mirrors]:
        folder = pathlib.Path(folder).expanduser()
        if any(folder.glob("*/hashicorp/aws/*")):
            return folder
    return None


PLUGINS = plugins() if shutil.which("terraform") else None


@unittest.skipUnless(shutil.which("terraform"), "terraform is not installed")
@unittest.skipUnless(PLUGINS, "Terraform's AWS provider is not installed: TERRAFORM_PLUGINS may name its folder")
class Terraform(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name
        self.server = house.Server().start()
        self.addCleanup(self.server.stop)
        shutil.copy(house.ROOT / "examples/terraform/main.tf", self.folder)
        self.server.client("management", "organizations").enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
        self.terraform("init", f"-plugin-dir={PLUGINS}")

    def terraform(self, *words):
        """Terraform through `orgtrail exec`: what it says. It must end with status 0."""
        own = {k: v for k, v in os.environ.items() if not k.startswith("TF_")} | {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
        command = [house.SERVER, "exec", "--profiles", str(self.server.profiles), "--profile", "management", "--",
                   "terraform", f"-chdir={self.folder}", *words, "-input=false", "-no-color"]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=own)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def test_apply_then_nothing_to_change_then_destroy(self):
        self.terraform("apply", "-auto-approve")
        self.check_resources()
        self.server.client("shop", "iam").list_users()
        self.server.advance("5m")
        self.terraform("plan", "-detailed-exitcode")                       # status 2, were there something to change
        self.check_delivery()
        self.terraform("destroy", "-auto-approve")
        self.check_destroyed()

    def check_resources(self):
        s3, kms, cloudtrail = (self.server.client(*who) for who in (("log-archive", "s3"), ("audit", "kms"), ("management", "cloudtrail")))
        self.key = kms.describe_key(KeyId=f"alias/{TRAIL}")["KeyMetadata"]["Arn"]
        trail = cloudtrail.get_trail(Name=TRAIL)["Trail"]
        self.assertEqual([trail[k] for k in ("S3BucketName", "KmsKeyId", "IsOrganizationTrail", "IsMultiRegionTrail", "LogFileValidationEnabled")],
                         [BUCKET, self.key, True, True, True])
        self.assertTrue(cloudtrail.get_trail_status(Name=TRAIL)["IsLogging"])
        self.assertTrue(kms.get_key_rotation_status(KeyId=self.key)["KeyRotationEnabled"])
        self.assertEqual(s3.get_bucket_versioning(Bucket=BUCKET)["Status"], "Enabled")
        rule = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual((rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"], rule["BucketKeyEnabled"]), (self.key, True))
        self.assertEqual(set(s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"].values()), {True})
        self.assertEqual(s3.get_bucket_ownership_controls(Bucket=BUCKET)["OwnershipControls"]["Rules"][0]["ObjectOwnership"], "BucketOwnerPreferred")
        self.assertEqual(len(json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]), 2)

    def check_delivery(self):
        s3 = self.server.client("log-archive", "s3")
        keys = [o["Key"] for o in s3.list_objects_v2(Bucket=BUCKET, Prefix="AWSLogs/o-").get("Contents", []) if o["Key"].endswith(".json.gz")]
        self.assertTrue(keys, "no log file was delivered")
        self.assertEqual(s3.head_object(Bucket=BUCKET, Key=keys[0])["SSEKMSKeyId"], self.key)

    def check_destroyed(self):
        self.assertEqual(self.server.client("management", "cloudtrail").describe_trails()["trailList"], [])
        self.assertEqual(self.server.client("log-archive", "s3").list_buckets()["Buckets"], [])
        self.assertEqual(self.server.client("audit", "kms").describe_key(KeyId=self.key)["KeyMetadata"]["KeyState"], "PendingDeletion")


if __name__ == "__main__":
    unittest.main()
