"""The organization's trail rolled out by CloudFormation, as examples/solution does it: StackSets into the audit and log archive
accounts, secrets shared across accounts, a function of a custom resource that makes the trail, and all of it changed and removed."""
import json
import pathlib
import tempfile
import unittest
import zipfile

import botocore.exceptions

import house

SOLUTION = house.ROOT / "examples/solution"
TRAIL = "organization-trail"
DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")


def zipped(folder, to):
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as z:
        for file in sorted(pathlib.Path(folder).rglob("*")):
            if file.is_file():
                z.write(file, file.relative_to(folder))
    return to


class Rollout:
    """A management account that deploys, and looks into the others."""

    def __init__(self, server):
        self.server = server
        self.organizations = server.client("management", "organizations")
        self.id = self.organizations.describe_organization()["Organization"]["Id"]
        self.root = self.organizations.list_roots()["Roots"][0]["Id"]
        self.accounts = {a["Name"]: a["Id"] for page in self.organizations.get_paginator("list_accounts").paginate() for a in page["Accounts"]}
        self.cloudformation = server.client("management", "cloudformation")
        self.staging = f"staging-{self.accounts['management']}-us-east-1"

    def enable_stack_sets(self):
        self.organizations.enable_aws_service_access(ServicePrincipal="member.org.stacksets.cloudformation.amazonaws.com")

    def stage(self, files):
        """`files`: name in the bucket -> path."""
        s3 = self.server.client("management", "s3")
        s3.create_bucket(Bucket=self.staging)
        policy = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{self.staging}/*",
             "Condition": {"StringEquals": {"aws:PrincipalOrgID": self.id}}}]}
        s3.put_bucket_policy(Bucket=self.staging, Policy=json.dumps(policy))
        for name, path in files.items():
            s3.put_object(Bucket=self.staging, Key=name, Body=pathlib.Path(path).read_bytes())

    def deploy(self, template, stack, profile="management", **parameters):
        """`aws cloudformation deploy` of the installed AWS CLI; why it failed, or nothing."""
        words = ["cloudformation", "deploy", "--template-file", str(template), "--stack-name", stack, "--capabilities", "CAPABILITY_NAMED_IAM"]
        if parameters:
            words += ["--parameter-overrides", *[f"{k}={v}" for k, v in parameters.items()]]
        status, out, error = self.server.aws(profile, *words, region="us-east-1")
        return None if status == 0 else f"{out}\n{error}\n" + "\n".join(self.troubles(stack, profile))

    def troubles(self, stack, profile="management"):
        events = self.server.client(profile, "cloudformation").get_paginator("describe_stack_events").paginate(StackName=stack)
        try:
            return [f"{e['LogicalResourceId']} {e['ResourceStatus']} {e.get('ResourceStatusReason', '')}" for page in events for e in page["StackEvents"]
                    if "FAILED" in e["ResourceStatus"] or "ROLLBACK" in e["ResourceStatus"]]
        except self.cloudformation.exceptions.ClientError as e:
            return [str(e)]

    def status(self, stack):
        return self.cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]

    def archive(self, bucket, account, folder="CloudTrail"):
        pages = self.server.client("log-archive", "s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"AWSLogs/{self.id}/{self.accounts[account]}/{folder}/")
        return [o["Key"] for page in pages for o in page.get("Contents", [])]

    def accounts_without_records(self, bucket):
        """Of four, after a call in each and the time of a delivery."""
        accounts = ("management", "audit", "log-archive", "shop")
        for account in accounts:
            self.server.client(account, "sqs", region="eu-west-1").create_queue(QueueName="orders")
        self.server.advance("6m")
        return [account for account in accounts if not house.wait_for(lambda: self.archive(bucket, account))]

    def harden(self, bucket, key):
        """Adds the statements that demand the trail's key."""
        s3 = self.server.client("log-archive", "s3")
        policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
        deny = lambda sid, condition: {"Sid": sid, "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*",
                                       "Condition": {"StringNotEquals": condition}}
        policy["Statement"] += [deny("DenyUnencryptedObjectUploads", {"s3:x-amz-server-side-encryption": "aws:kms"}),
                                deny("DenyWrongKMSKey", {"s3:x-amz-server-side-encryption-aws-kms-key-id": key})]
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))

    def delete(self, stack):
        """Why it failed, or nothing."""
        self.cloudformation.delete_stack(StackName=stack)
        try:
            self.cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 90})
        except botocore.exceptions.WaiterError:
            return "\n".join(self.troubles(stack))


def own_files(folder):
    files = {f.name: f for f in SOLUTION.glob("*.yaml")}
    files["function.zip"] = zipped(SOLUTION / "function", folder / "function.zip")
    files["layer.zip"] = zipped(SOLUTION / "layer", folder / "layer.zip")
    return files


@house.with_functions
class SolutionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.rollout = Rollout(cls.server)
        cls.rollout.enable_stack_sets()
        with tempfile.TemporaryDirectory() as folder:
            cls.rollout.stage(own_files(pathlib.Path(folder)))
        cls.bucket = f"organization-trail-{cls.rollout.accounts['log-archive']}-us-east-1"

    def prerequisites(self):
        r = self.rollout
        self.assertIsNone(r.deploy(SOLUTION / "prerequisites.yaml", "trail-prerequisites", AuditAccount=r.accounts["audit"], LogArchiveAccount=r.accounts["log-archive"],
                                   OrganizationId=r.id, RootId=r.root, StagingBucket=r.staging))

    def test_deployed_changed_and_removed(self):
        r, cloudtrail = self.rollout, self.server.client("management", "cloudtrail")
        self.prerequisites()
        self.assertIsNone(r.deploy(SOLUTION / "main.yaml", "organization-trail"))
        self.assertIn(r.status("organization-trail"), DONE)
        trail = cloudtrail.get_trail(Name=TRAIL)["Trail"]
        self.assertTrue(trail["IsOrganizationTrail"] and trail["IsMultiRegionTrail"] and trail["LogFileValidationEnabled"])
        self.assertIn(f":{r.accounts['audit']}:key/", trail["KmsKeyId"])
        self.assertIn(":log-group:trail/organization-trail:", trail["CloudWatchLogsLogGroupArn"])
        self.assertTrue(cloudtrail.get_trail_status(Name=TRAIL)["IsLogging"])
        exported = {e["Name"]: e["Value"] for e in r.cloudformation.list_exports()["Exports"]}
        self.assertEqual(exported["organization-trail-arn"], trail["TrailARN"])
        self.records_arrive()
        self.hardened()
        self.changed(cloudtrail)
        self.removed(cloudtrail)

    def records_arrive(self):
        self.assertEqual(self.rollout.accounts_without_records(self.bucket), [])
        groups = self.server.client("management", "logs").describe_log_groups(logGroupNamePrefix="trail/")["logGroups"]
        self.assertEqual([g.get("retentionInDays") for g in groups], [400])

    def hardened(self):
        """Statements that demand the trail's key, added afterwards: delivery goes on."""
        self.rollout.harden(self.bucket, self.server.client("management", "cloudtrail").get_trail(Name=TRAIL)["Trail"]["KmsKeyId"])
        self.assertEqual(house.error_code(self.server.client("log-archive", "s3").put_object, Bucket=self.bucket, Key="plain", Body=b"x"), "AccessDenied")
        before = len(self.rollout.archive(self.bucket, "payments"))
        self.server.client("payments", "sns").create_topic(Name="receipts")
        self.server.advance("6m")
        self.assertTrue(house.wait_for(lambda: len(self.rollout.archive(self.bucket, "payments")) > before))

    def changed(self, cloudtrail):
        r = self.rollout
        self.assertIsNone(r.deploy(SOLUTION / "main.yaml", "organization-trail", DataEvents="false", LogGroupRetention="90"))
        selectors = cloudtrail.get_event_selectors(TrailName=TRAIL)
        self.assertFalse(any(s["DataResources"] for s in selectors.get("EventSelectors", [])))
        groups = self.server.client("management", "logs").describe_log_groups(logGroupNamePrefix="trail/")["logGroups"]
        self.assertEqual([g.get("retentionInDays") for g in groups], [90])
        status, out, error = self.server.aws("management", "cloudformation", "deploy", "--template-file", str(SOLUTION / "prerequisites.yaml"), "--stack-name",
                                             "trail-prerequisites", "--capabilities", "CAPABILITY_NAMED_IAM", "--no-fail-on-empty-changeset", region="us-east-1")
        self.assertEqual(status, 0, error)
        self.assertIn("No changes to deploy", out + error)

    def removed(self, cloudtrail):
        r = self.rollout
        self.assertIsNone(r.delete("organization-trail"))
        self.assertEqual(house.error_code(cloudtrail.get_trail, Name=TRAIL), "TrailNotFoundException")
        kept = self.server.client("log-archive", "s3").list_buckets()["Buckets"]
        self.assertIn(self.bucket, [b["Name"] for b in kept])
        keys = self.server.client("audit", "kms")
        self.assertTrue(any(keys.describe_key(KeyId=k["KeyId"])["KeyMetadata"].get("Description") == "Log files of the organization's trail" for k in keys.list_keys()["Keys"]))
        self.assertEqual(self.server.client("audit", "kms").list_aliases()["Aliases"] and [a for a in keys.list_aliases()["Aliases"] if a["AliasName"] == "alias/organization-trail"], [])
        self.assertEqual([g["logGroupName"] for g in self.server.client("management", "logs").describe_log_groups(logGroupNamePrefix="trail/")["logGroups"]], ["trail/organization-trail"])
        self.assertEqual([s["StackSetName"] for s in r.cloudformation.list_stack_sets(Status="ACTIVE")["Summaries"] if s["StackSetName"] in ("trail-key", "trail-bucket")], [])


if __name__ == "__main__":
    unittest.main()
