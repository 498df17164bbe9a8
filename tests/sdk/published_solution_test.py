"""The cloudtrail_org solution of the AWS Security Reference Architecture, byte for byte as published, with its prerequisites.

Nothing of it is kept here. PUBLISHED_SOLUTION names a folder that has two checkouts' content: aws_sra_examples/ of the repository
aws-samples/aws-security-reference-architecture-examples, and crhelper/ of aws-cloudformation/custom-resource-helper. Without it these
tests are skipped; solution_test.py goes the same way with templates of our own. Deleting takes two minutes: the function sleeps.
"""
import importlib.util
import os
import pathlib
import tempfile
import unittest
import zipfile

import house
from solution_test import DONE, Rollout

FOLDER = os.environ.get("PUBLISHED_SOLUTION")
REGIONS, SOLUTION = "us-east-1", "cloudtrail/cloudtrail_org"


def zip_of(to, *places, below=""):
    """`places`: (folder, name in the archive) pairs."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as z:
        for folder, name in places:
            for file in sorted(pathlib.Path(folder).rglob("*")):
                if file.is_file() and "__pycache__" not in file.parts:
                    z.write(file, pathlib.PurePosixPath(below, name, file.relative_to(folder).as_posix()))
    return to


def library(name):
    return pathlib.Path(importlib.util.find_spec(name).origin).parent


class Published(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.rollout = Rollout(cls.server)
        cls.rollout.enable_stack_sets()
        cls.bucket = f"sra-org-trail-logs-{cls.rollout.accounts['log-archive']}-us-east-1"
        cls.solutions = pathlib.Path(FOLDER, "aws_sra_examples/solutions")

    def templates(self, part):
        return self.solutions / part / "templates"

    def stage(self, part):
        """As the staging script lays it out: templates, the function's code with its requirements, the layer with boto3."""
        s3, bucket, name = self.server.client("management", "s3"), f"sra-staging-{self.rollout.accounts['management']}-us-east-1", "sra-" + part.split("/")[-1].replace("_", "-")
        put = lambda key, file: s3.put_object(Bucket=bucket, Key=f"{name}/{key}", Body=pathlib.Path(file).read_bytes())
        for template in self.templates(part).glob("*.yaml"):
            put(f"templates/{template.name}", template)
        with tempfile.TemporaryDirectory() as folder:
            code = zip_of(pathlib.Path(folder, "code.zip"), (self.solutions / part / "lambda/src", ""), (pathlib.Path(FOLDER, "crhelper/crhelper"), "crhelper"))
            put(f"lambda_code/{name}.zip", code)
            if (self.solutions / part / "layer").exists():
                put(f"layer_code/{name}-layer.zip", self.layer(pathlib.Path(folder, "layer.zip")))

    @staticmethod
    def layer(to):
        """boto3 as it is installed here, without the models that nothing asks for."""
        wanted = {"cloudtrail", "organizations", "sts", "ssm", "cloudformation", "lambda", "events", "logs"}
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as z:
            for name in ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3"):
                for file in sorted(library(name).rglob("*")):
                    inside = file.relative_to(library(name))
                    model = name == "botocore" and inside.parts[:1] == ("data",) and len(inside.parts) > 2 and inside.parts[1] not in wanted
                    if file.is_file() and not model and file.suffix != ".pyc":
                        z.write(file, pathlib.PurePosixPath("python", name, inside.as_posix()))
            six = pathlib.Path(importlib.util.find_spec("six").origin)
            z.write(six, "python/six.py")
        return to

    def deploy(self, part, template, stack, profile="management", **parameters):
        self.assertIsNone(self.rollout.deploy(self.templates(part) / template, stack, profile, **parameters))
        made = self.server.client(profile, "cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        self.assertIn(made["StackStatus"], DONE)
        return {o["OutputKey"]: o["OutputValue"] for o in made.get("Outputs", [])}

    def staging_bucket(self):
        self.deploy("common/common_prerequisites", "sra-common-prerequisites-staging-s3-bucket.yaml", "sra-common-prerequisites-staging-s3-bucket")

    def records_arrive(self):
        self.assertEqual(self.rollout.accounts_without_records(self.bucket), [])


@unittest.skipUnless(FOLDER, "PUBLISHED_SOLUTION names no folder")
class EachTemplateWithItsParameters(Published):
    def test_key_bucket_and_trail_by_explicit_parameters(self):
        r, part = self.rollout, SOLUTION
        self.staging_bucket()
        self.stage(part)
        management = r.accounts["management"]
        key = self.deploy(part, "sra-cloudtrail-org-kms.yaml", "key", "audit", pManagementAccountId=management, pLogArchiveAccountId=r.accounts["log-archive"],
                          pSRASecretsKeyAliasArn="")["oOrganizationCloudTrailKeyArn"]
        self.deploy(part, "sra-cloudtrail-org-bucket.yaml", "bucket", "log-archive", pManagementAccountId=management, pOrganizationCloudTrailKMSKeyId=key,
                    pOrganizationId=r.id, pSRASecretsKeyAliasArn="")
        self.deploy(part, "sra-cloudtrail-org.yaml", "trail", pCloudTrailS3BucketName=self.bucket, pCloudTrailLogGroupKmsKey="",
                    pLambdaLogGroupKmsKey="", pDelegatedAdminAccountId=r.accounts["audit"], pEnableDataEventsOnly="false", pOrganizationCloudTrailKMSKeyId=key,
                    pSRAStagingS3BucketName=f"sra-staging-{management}-us-east-1")
        trail = self.server.client("management", "cloudtrail").get_trail(Name="sra-org-trail")["Trail"]
        self.assertEqual((trail["IsOrganizationTrail"], trail["KmsKeyId"]), (True, key))
        self.records_arrive()


@unittest.skipUnless(FOLDER, "PUBLISHED_SOLUTION names no folder")
class PublishedSolutionTest(Published):
    def prerequisites(self):
        r, part = self.rollout, "common/common_prerequisites"
        self.staging_bucket()
        self.stage(part)
        self.deploy(part, "sra-common-prerequisites-management-account-parameters.yaml", "sra-common-prerequisites-management-account-parameters", pControlTower="false",
                    pLogArchiveAccountId=r.accounts["log-archive"], pSecurityAccountId=r.accounts["audit"], pGovernedRegions=REGIONS)
        self.deploy(part, "sra-common-prerequisites-main-ssm.yaml", "sra-common-prerequisites-main-ssm", pControlTower="false")

    def test_the_whole_way(self):
        part = SOLUTION
        self.prerequisites()
        self.stage(part)
        self.deploy(part, "sra-cloudtrail-org-main-ssm.yaml", "sra-cloudtrail-org-main-ssm", pEnableDataEventsOnly="false")
        cloudtrail = self.server.client("management", "cloudtrail")
        trail = cloudtrail.get_trail(Name="sra-org-trail")["Trail"]
        self.assertTrue(trail["IsOrganizationTrail"])
        self.assertTrue(cloudtrail.get_trail_status(Name="sra-org-trail")["IsLogging"])
        self.records_arrive()
        self.hardened(trail["KmsKeyId"])
        self.deploy(part, "sra-cloudtrail-org-main-ssm.yaml", "sra-cloudtrail-org-main-ssm", pEnableDataEventsOnly="false", pEnableS3DataEvents="false", pEnableLambdaDataEvents="false",
                    pCloudTrailLogGroupRetention="90")
        selectors = cloudtrail.get_event_selectors(TrailName="sra-org-trail")
        self.assertFalse(any(s["DataResources"] for s in selectors.get("EventSelectors", [])))
        groups = self.server.client("management", "logs").describe_log_groups(logGroupNamePrefix="sra/")["logGroups"]
        self.assertEqual([g.get("retentionInDays") for g in groups], [90])
        self.delete(cloudtrail)

    def hardened(self, key):
        self.rollout.harden(self.bucket, key)
        before = len(self.rollout.archive(self.bucket, "shop"))
        self.server.client("shop", "sqs", region="eu-west-1").create_queue(QueueName="returns")
        self.server.advance("6m")
        self.assertTrue(house.wait_for(lambda: len(self.rollout.archive(self.bucket, "shop")) > before))

    def delete(self, cloudtrail):
        r = self.rollout
        r.cloudformation.delete_stack(StackName="sra-cloudtrail-org-main-ssm")
        r.cloudformation.get_waiter("stack_delete_complete").wait(StackName="sra-cloudtrail-org-main-ssm", WaiterConfig={"Delay": 3, "MaxAttempts": 120})
        self.assertEqual(house.error_code(cloudtrail.get_trail, Name="sra-org-trail"), "TrailNotFoundException")
        self.assertIn(self.bucket, [b["Name"] for b in self.server.client("log-archive", "s3").list_buckets()["Buckets"]])
        self.assertEqual([g["logGroupName"] for g in self.server.client("management", "logs").describe_log_groups(logGroupNamePrefix="sra/")["logGroups"]], ["sra/sra-org-trail"])


if __name__ == "__main__":
    unittest.main()
