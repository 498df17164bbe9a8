"""An organization trail with its key and bucket by unmodified Terraform, where Terraform and its AWS provider are installed.

TERRAFORM_PLUGINS names the folder of providers (as `terraform init -plugin-dir` takes it).
"""
import os
import shutil
import subprocess
import tempfile
import unittest

import house

PLUGINS = os.environ.get("TERRAFORM_PLUGINS", "")


@unittest.skipUnless(shutil.which("terraform") and PLUGINS, "no Terraform with an AWS provider: set TERRAFORM_PLUGINS")
class Terraform(unittest.TestCase):
    def terraform(self, *words):
        command = [house.SERVER, "exec", "--profiles", str(self.server.profiles), "--profile", "management", "--", "terraform", f"-chdir={self.folder}", *words, "-no-color"]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={k: v for k, v in os.environ.items() if k != "TF_CLI_CONFIG_FILE"})
        return done.returncode, done.stdout

    def test_apply_then_nothing_to_change_then_destroy(self):
        with house.Server() as self.server, tempfile.TemporaryDirectory() as self.folder:
            shutil.copy(house.ROOT / "examples/terraform/main.tf", self.folder)
            self.server.client("management", "organizations").enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
            self.assertEqual(self.terraform("init", f"-plugin-dir={PLUGINS}")[0], 0)
            status, out = self.terraform("apply", "-auto-approve")
            self.assertEqual(status, 0, out)
            self.server.client("shop", "iam").list_users()
            self.server.advance("5m")
            self.assertEqual(self.terraform("plan", "-detailed-exitcode")[0], 0, "a second plan wants to change something")
            keys = self.server.client("log-archive", "s3").list_objects_v2(Bucket="terraform-log-archive", Prefix="AWSLogs/o-")
            self.assertGreater(keys["KeyCount"], 0)
            status, out = self.terraform("destroy", "-auto-approve")
            self.assertEqual(status, 0, out)
            self.assertEqual(self.server.client("management", "cloudtrail").describe_trails()["trailList"], [])


if __name__ == "__main__":
    unittest.main()
