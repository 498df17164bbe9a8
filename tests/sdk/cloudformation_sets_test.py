"""Stack sets: by roles of the accounts, and by the organization's trust; tolerance of failures; accounts that come and go; a manifest."""
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import house
from house import error_code

TOPIC = "Parameters: {Name: {Type: String}}\nResources:\n  Topic: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Ref Name}}\n"
QUEUE = "Resources:\n  Queue: {Type: 'AWS::SQS::Queue', Properties: {QueueName: added}}\n"
ADMINISTRATION, EXECUTION = "AWSCloudFormationStackSetAdministrationRole", "AWSCloudFormationStackSetExecutionRole"


def trust(principal):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]})


class Sets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.cfn = cls.server.client("management", "cloudformation")
        cls.organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for page in cls.organizations.get_paginator("list_accounts").paginate() for a in page["Accounts"]}
        cls.root = cls.organizations.list_roots()["Roots"][0]["Id"]
        cls.units = {u["Name"]: u["Id"] for u in cls.organizations.list_organizational_units_for_parent(ParentId=cls.root)["OrganizationalUnits"]}

    def outcome(self, name, operation):
        """The operation's status when it has ended, and each place's."""
        ended = lambda: self.cfn.describe_stack_set_operation(StackSetName=name, OperationId=operation)["StackSetOperation"]
        found = house.wait_for(lambda: (lambda o: o if o["Status"] not in ("RUNNING", "QUEUED", "STOPPING") else None)(ended()), 30)
        results = self.cfn.list_stack_set_operation_results(StackSetName=name, OperationId=operation)["Summaries"]
        return found and found["Status"], {(r["Account"], r["Region"]): (r["Status"], r.get("StatusReason", "")) for r in results}

    def topics(self, profile, region):
        return [t["TopicArn"].split(":")[-1] for t in self.server.client(profile, "sns", region=region).list_topics()["Topics"]]


class SelfManaged(Sets):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        iam = cls.server.client("management", "iam")
        iam.create_role(RoleName=ADMINISTRATION, AssumeRolePolicyDocument=trust({"Service": "cloudformation.amazonaws.com"}))
        iam.put_role_policy(RoleName=ADMINISTRATION, PolicyName="assume", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": f"arn:aws:iam::*:role/{EXECUTION}"}]}))
        for name in ("audit", "shop"):
            there = cls.server.client(name, "iam")
            there.create_role(RoleName=EXECUTION, AssumeRolePolicyDocument=trust({"AWS": cls.accounts["management"]}))
            there.attach_role_policy(RoleName=EXECUTION, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")

    def test_made_changed_and_removed(self):
        cfn, audit, shop = self.cfn, self.accounts["audit"], self.accounts["shop"]
        cfn.create_stack_set(StackSetName="topics", TemplateBody=TOPIC, Parameters=[{"ParameterKey": "Name", "ParameterValue": "news"}])
        self.assertEqual(error_code(cfn.create_stack_set, StackSetName="topics", TemplateBody=QUEUE), "NameAlreadyExistsException")
        many = {"MaxConcurrentPercentage": 100, "FailureTolerancePercentage": 100, "RegionConcurrencyType": "PARALLEL"}
        made = cfn.create_stack_instances(StackSetName="topics", Accounts=[audit, shop], Regions=["us-east-1", "eu-west-1"], OperationPreferences=many)
        status, places = self.outcome("topics", made["OperationId"])
        self.assertEqual((status, {s for s, _ in places.values()}), ("SUCCEEDED", {"SUCCEEDED"}), places)
        for name in ("audit", "shop"):
            for region in ("us-east-1", "eu-west-1"):
                self.assertEqual(self.topics(name, region), ["news"])
        changed = cfn.update_stack_instances(StackSetName="topics", Accounts=[shop], Regions=["eu-west-1"], ParameterOverrides=[{"ParameterKey": "Name", "ParameterValue": "nouvelles"}])
        self.assertEqual(self.outcome("topics", changed["OperationId"])[0], "SUCCEEDED")
        self.assertEqual((self.topics("shop", "eu-west-1"), self.topics("shop", "us-east-1")), (["nouvelles"], ["news"]))
        instance = cfn.describe_stack_instance(StackSetName="topics", StackInstanceAccount=shop, StackInstanceRegion="eu-west-1")["StackInstance"]
        self.assertEqual((instance["Status"], instance["ParameterOverrides"][0]["ParameterValue"]), ("CURRENT", "nouvelles"))
        self.assertEqual(error_code(cfn.delete_stack_set, StackSetName="topics"), "StackSetNotEmptyException")
        gone = cfn.delete_stack_instances(StackSetName="topics", Accounts=[audit, shop], Regions=["us-east-1", "eu-west-1"], RetainStacks=False, OperationPreferences=many)
        self.assertEqual(self.outcome("topics", gone["OperationId"])[0], "SUCCEEDED")
        self.assertEqual((self.topics("audit", "eu-west-1"), cfn.list_stack_instances(StackSetName="topics")["Summaries"]), ([], []))
        cfn.delete_stack_set(StackSetName="topics")
        self.assertEqual(error_code(cfn.list_stack_instances, StackSetName="topics"), "StackSetNotFoundException")

    def test_failures_and_their_tolerance(self):
        cfn, payments, audit = self.cfn, self.accounts["payments"], self.accounts["audit"]
        cfn.create_stack_set(StackSetName="partly", TemplateBody=QUEUE)
        made = cfn.create_stack_instances(StackSetName="partly", Accounts=[payments, audit], Regions=["us-east-1"], OperationPreferences={"FailureToleranceCount": 1, "MaxConcurrentCount": 2})
        status, places = self.outcome("partly", made["OperationId"])
        self.assertEqual((status, places[(audit, "us-east-1")][0]), ("SUCCEEDED", "SUCCEEDED"))
        failed, reason = places[(payments, "us-east-1")]
        self.assertEqual((failed, reason), ("FAILED", f"Account {payments} should have '{EXECUTION}' role with trust relationship to Role '{ADMINISTRATION}'."))
        again = cfn.create_stack_instances(StackSetName="partly", Accounts=[payments], Regions=["us-east-1", "eu-west-1"])
        status, places = self.outcome("partly", again["OperationId"])
        self.assertEqual((status, sorted(s for s, _ in places.values())), ("FAILED", ["CANCELLED", "FAILED"]))

    def test_refusals(self):
        cfn = self.cfn
        self.assertEqual(error_code(cfn.create_stack_set, StackSetName="no", TemplateBody="Resources: {X: {Type: 'AWS::IAM::User'}}"), "InsufficientCapabilitiesException")
        self.assertEqual(error_code(cfn.create_stack_set, StackSetName="no", TemplateBody=TOPIC), "ValidationError")
        self.assertEqual(error_code(cfn.create_stack_set, StackSetName="1no", TemplateBody=QUEUE), "ValidationError")
        self.assertEqual(error_code(cfn.describe_stack_set, StackSetName="none"), "StackSetNotFoundException")
        self.assertEqual(error_code(cfn.create_stack_instances, StackSetName="none", Accounts=[self.accounts["shop"]], Regions=["us-east-1"]), "StackSetNotFoundException")


class ServiceManaged(Sets):
    def test_accounts_that_come_and_go(self):
        cfn, workloads = self.cfn, self.units["Workloads"]
        model = dict(PermissionModel="SERVICE_MANAGED", AutoDeployment={"Enabled": True, "RetainStacksOnAccountRemoval": False})
        self.assertEqual(error_code(cfn.create_stack_set, StackSetName="queues", TemplateBody=QUEUE, **model), "ValidationError")       # no trust yet
        self.organizations.enable_aws_service_access(ServicePrincipal="member.org.stacksets.cloudformation.amazonaws.com")
        cfn.create_stack_set(StackSetName="queues", TemplateBody=QUEUE, **model)
        made = cfn.create_stack_instances(StackSetName="queues", DeploymentTargets={"OrganizationalUnitIds": [workloads]}, Regions=["eu-west-1"])
        status, places = self.outcome("queues", made["OperationId"])
        self.assertEqual((status, {a for a, _ in places}), ("SUCCEEDED", {self.accounts["shop"], self.accounts["payments"]}))
        instances = lambda: {i["Account"]: i["Status"] for i in cfn.list_stack_instances(StackSetName="queues")["Summaries"]}
        audit = self.accounts["audit"]
        self.organizations.move_account(AccountId=audit, SourceParentId=self.units["Security"], DestinationParentId=workloads)
        self.assertTrue(house.wait_for(lambda: instances().get(audit) == "CURRENT"), instances())
        self.assertEqual(len(self.server.client("audit", "sqs", region="eu-west-1").list_queues()["QueueUrls"]), 1)
        self.organizations.move_account(AccountId=audit, SourceParentId=workloads, DestinationParentId=self.units["Security"])
        self.assertTrue(house.wait_for(lambda: audit not in instances()), instances())
        self.assertEqual(self.server.client("audit", "sqs", region="eu-west-1").list_queues().get("QueueUrls", []), [])


@unittest.skipUnless(importlib.util.find_spec("yaml"), "this python3 has no yaml")
class Manifest(SelfManaged):
    def test_a_manifest_is_applied_twice(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "topic.yaml").write_text(TOPIC)
            pathlib.Path(folder, "policy.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sns:DeleteTopic", "Resource": "*"}]}))
            pathlib.Path(folder, "parameters.json").write_text(json.dumps([{"ParameterKey": "Name", "ParameterValue": "alerts"}]))
            manifest = pathlib.Path(folder, "manifest.yaml")
            manifest.write_text("region: us-east-1\nversion: 2021-03-15\nresources:\n"
                                "  - {name: alerts, resource_file: topic.yaml, parameter_file: parameters.json, deploy_method: stack_set, deployment_targets: {accounts: [audit]}, regions: [us-east-1]}\n"
                                "  - {name: KeepTopics, resource_file: policy.json, deploy_method: scp, deployment_targets: {organizational_units: [Workloads]}}\n")
            command = [house.SERVER, "exec", "--profiles", str(self.server.profiles), "--profile", "management", "--", sys.executable, str(house.ROOT / "tools/manifest.py"), str(manifest),
                       "--administration-role", ADMINISTRATION, "--execution-role", EXECUTION]
            for _ in range(2):
                done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
            self.assertEqual(self.topics("audit", "us-east-1"), ["alerts"])
            attached = self.organizations.list_policies_for_target(TargetId=self.units["Workloads"], Filter="SERVICE_CONTROL_POLICY")["Policies"]
            self.assertIn("KeepTopics", [p["Name"] for p in attached])
            manifest.write_text("version: 2021-03-15\nresources: [{name: x, resource_file: none.yaml, deploy_method: stack_set, deployment_targets: {accounts: [nobody]}}]\n")
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertNotEqual(done.returncode, 0)
            self.assertTrue(done.stderr.startswith("manifest: "), done.stderr)

    test_made_changed_and_removed = test_failures_and_their_tolerance = test_refusals = None


if __name__ == "__main__":
    unittest.main()
