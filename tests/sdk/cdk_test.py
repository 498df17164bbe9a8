"""The AWS CDK, as its users run it, bootstraps an account and deploys, and destroys, a small app.

CDK_MODULES names the folder where cdk/package.json is installed, as tests/run.py does it where npm can; without it there is nothing to run."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import house

MODULES = pathlib.Path(os.environ.get("CDK_MODULES", "."), "node_modules").resolve()
CLI = MODULES / "aws-cdk/bin/cdk"
APP = pathlib.Path(__file__).resolve().parent / "cdk"


@unittest.skipUnless(shutil.which("node") and CLI.exists() and (MODULES / "aws-cdk-lib").exists(), "CDK_MODULES has no aws-cdk and aws-cdk-lib")
class Cdk(unittest.TestCase):
    def setUp(self):
        self.server = house.Server().start()
        self.addCleanup(self.server.stop)
        self.account = next(a["Id"] for a in self.server.client("management", "organizations").list_accounts()["Accounts"] if a["Name"] == "shop")
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def cdk(self, *words):
        settings = {"NODE_PATH": str(MODULES), "CDK_DEFAULT_ACCOUNT": self.account, "CDK_DEFAULT_REGION": house.REGION, "CDK_DISABLE_CLI_TELEMETRY": "true", "CI": "1",
                    "HOME": self.folder.name, "TMPDIR": self.folder.name}
        command = [house.SERVER, "exec", "--profiles", str(self.server.profiles), "--profile", "shop", "--region", house.REGION, "--", "node", str(CLI), *words]
        done = subprocess.run(command, cwd=self.folder.name, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240, env={**os.environ, **settings})
        self.assertEqual(done.returncode, 0, done.stdout[-4000:])

    def test_bootstraps_deploys_and_destroys(self):
        self.cdk("bootstrap", f"aws://{self.account}/{house.REGION}")
        repository = self.server.client("shop", "ecr").describe_repositories()["repositories"][0]
        self.assertEqual((repository["repositoryName"], repository["imageTagMutability"]),
                         (f"cdk-hnb659fds-container-assets-{self.account}-{house.REGION}", "IMMUTABLE"))

        app = ["--app", f"node {APP / 'app.js'}", "--output", str(pathlib.Path(self.folder.name, "out"))]
        self.cdk("deploy", "Small", "--require-approval", "never", *app)
        stacks = self.server.client("shop", "cloudformation")
        stack = stacks.describe_stacks(StackName="Small")["Stacks"][0]
        outputs = {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}
        answer = self.server.client("shop", "lambda").invoke(FunctionName=outputs["Name"])["Payload"].read()
        self.assertEqual(json.loads(answer), outputs["BucketName"])
        self.assertEqual(len(self.server.client("shop", "cloudtrail").describe_trails()["trailList"]), 1)

        self.cdk("destroy", "Small", "--force", *app)
        self.assertEqual(stacks.describe_stacks(StackName=stack["StackId"])["Stacks"][0]["StackStatus"], "DELETE_COMPLETE")
        self.assertEqual(self.server.client("shop", "cloudtrail").describe_trails()["trailList"], [])


if __name__ == "__main__":
    unittest.main()
