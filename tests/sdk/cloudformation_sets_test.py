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
TOPICS = "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}\n"
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

    def test_large_templates_and_lists_of_accounts_from_a_bucket(self):
        cfn, s3, audit, shop = self.cfn, self.server.client("management", "s3"), self.accounts["audit"], self.accounts["shop"]
        s3.create_bucket(Bucket="rollouts")
        large = "Metadata:\n  About: " + "x" * 900_000 + "\nResources:\n  Topic: {Type: 'AWS::SNS::Topic', Properties: {TopicName: large}}\n"
        s3.put_object(Bucket="rollouts", Key="large.yaml", Body=large)
        s3.put_object(Bucket="rollouts", Key="too-large.yaml", Body="#" * 1_000_001)
        s3.put_object(Bucket="rollouts", Key="accounts.csv", Body=f"{audit},\n{shop}\r\n")
        s3.put_object(Bucket="rollouts", Key="names.txt", Body="audit")
        url = "https://rollouts.s3.us-east-1.amazonaws.com/"
        self.assertEqual(error_code(cfn.create_stack_set, StackSetName="large", TemplateURL=url + "too-large.yaml"), "ValidationError")
        cfn.create_stack_set(StackSetName="large", TemplateURL=url + "large.yaml")
        self.assertEqual(cfn.get_template_summary(StackSetName="large")["ResourceTypes"], ["AWS::SNS::Topic"])
        ask = lambda **targets: dict(StackSetName="large", Regions=["eu-west-1", "us-east-1"], DeploymentTargets=targets)
        if "AccountsUrl" not in cfn.meta.service_model.shape_for("DeploymentTargets").members:
            return self.skipTest("this SDK knows no AccountsUrl")
        for wrong in ({"AccountsUrl": url + "names.txt"}, {"AccountsUrl": url + "large.yaml"}, {"AccountsUrl": url + "accounts.csv", "Accounts": [audit]}, {"AccountsUrl": url + "none.csv"}):
            self.assertEqual(error_code(cfn.create_stack_instances, **ask(**wrong)), "ValidationError")
        for step, key in ((cfn.create_stack_instances, url + "accounts.csv"), (cfn.update_stack_instances, "s3://rollouts/accounts.csv")):
            status, places = self.outcome("large", step(**ask(AccountsUrl=key))["OperationId"])
            self.assertEqual((status, len(places)), ("SUCCEEDED", 4), places)
        self.assertIn("large", self.topics("audit", "eu-west-1"))
        gone = cfn.delete_stack_instances(**ask(AccountsUrl=url + "accounts.csv"), RetainStacks=False)
        self.assertEqual(self.outcome("large", gone["OperationId"])[0], "SUCCEEDED")

    def test_the_order_of_regions(self):
        cfn, payments = self.cfn, self.accounts["payments"]
        cfn.create_stack_set(StackSetName="ordered", TemplateBody=QUEUE)
        made = cfn.create_stack_instances(StackSetName="ordered", Accounts=[payments], Regions=["eu-west-1", "us-east-1", "us-west-2"],
                                          OperationPreferences={"RegionOrder": ["us-west-2", "us-east-1"], "RegionConcurrencyType": "SEQUENTIAL"})
        status, places = self.outcome("ordered", made["OperationId"])
        self.assertEqual((status, {r: s for (_, r), (s, _) in places.items()}), ("FAILED", {"us-west-2": "FAILED", "us-east-1": "CANCELLED", "eu-west-1": "CANCELLED"}))

    def test_a_creation_asked_for_twice(self):
        make = lambda token: self.cfn.create_stack_set(StackSetName="twice", TemplateBody=QUEUE, ClientRequestToken=token)["StackSetId"]
        self.assertEqual(make("one"), make("one"))
        self.assertEqual(error_code(make, token="two"), "NameAlreadyExistsException")

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
    AUTOMATIC = dict(PermissionModel="SERVICE_MANAGED", AutoDeployment={"Enabled": True, "RetainStacksOnAccountRemoval": False})

    def setUp(self):
        self.addCleanup(self.settle)

    def settle(self):
        """Where the accounts were, and nothing deployed any more."""
        for name in [s["StackSetName"] for s in self.cfn.list_stack_sets(Status="ACTIVE")["Summaries"]]:
            units = [t["OrganizationalUnitId"] for t in self.cfn.list_stack_set_auto_deployment_targets(StackSetName=name)["Summaries"]] if hasattr(self.cfn, "list_stack_set_auto_deployment_targets") else [self.units["Workloads"]]
            if units:
                gone = self.cfn.delete_stack_instances(StackSetName=name, DeploymentTargets={"OrganizationalUnitIds": units}, Regions=["eu-west-1", "us-east-1"], RetainStacks=False)
                self.outcome(name, gone["OperationId"])

    def enter(self, name):
        self.organizations.move_account(AccountId=self.accounts[name], SourceParentId=self.units["Security"], DestinationParentId=self.units["Workloads"])

    def leave(self, name):
        self.organizations.move_account(AccountId=self.accounts[name], SourceParentId=self.units["Workloads"], DestinationParentId=self.units["Security"])

    def instances(self, name):
        return {(i["Account"], i["Region"]): i["Status"] for i in self.cfn.list_stack_instances(StackSetName=name)["Summaries"]}

    def deploy(self, name, region="eu-west-1", **targets):
        made = self.cfn.create_stack_instances(StackSetName=name, DeploymentTargets=dict(OrganizationalUnitIds=[self.units["Workloads"]], **targets), Regions=[region])
        status, places = self.outcome(name, made["OperationId"])
        self.assertEqual(status, "SUCCEEDED", places)
        return {a for a, _ in places}

    def test_1_accounts_that_come_and_go(self):
        self.assertEqual(error_code(self.cfn.create_stack_set, StackSetName="queues", TemplateBody=QUEUE, **self.AUTOMATIC), "ValidationError")       # no trust yet
        self.organizations.enable_aws_service_access(ServicePrincipal="member.org.stacksets.cloudformation.amazonaws.com")
        self.cfn.create_stack_set(StackSetName="queues", TemplateBody=QUEUE, **self.AUTOMATIC)
        self.assertEqual(self.deploy("queues"), {self.accounts["shop"], self.accounts["payments"]})
        audit = (self.accounts["audit"], "eu-west-1")
        self.enter("audit")
        self.assertTrue(house.wait_for(lambda: self.instances("queues").get(audit) == "CURRENT"), self.instances("queues"))
        self.assertEqual(len(self.server.client("audit", "sqs", region="eu-west-1").list_queues()["QueueUrls"]), 1)
        self.leave("audit")
        self.assertTrue(house.wait_for(lambda: audit not in self.instances("queues")), self.instances("queues"))
        self.assertEqual(self.server.client("audit", "sqs", region="eu-west-1").list_queues().get("QueueUrls", []), [])

    def test_2_filters_of_accounts(self):
        cfn, shop, payments, audit = self.cfn, self.accounts["shop"], self.accounts["payments"], self.accounts["audit"]
        cfn.create_stack_set(StackSetName="filtered", TemplateBody=TOPICS, **self.AUTOMATIC)
        ask = lambda **targets: error_code(cfn.create_stack_instances, StackSetName="filtered", Regions=["eu-west-1"], DeploymentTargets=targets)
        units = {"OrganizationalUnitIds": [self.units["Workloads"]]}
        self.assertEqual([ask(Accounts=[shop]), ask(**units, Accounts=[shop]), ask(**units, Accounts=[shop], AccountFilterType="UNION")], ["ValidationError"] * 3)
        self.assertEqual(self.deploy("filtered", Accounts=[shop], AccountFilterType="DIFFERENCE"), {payments})
        self.assertEqual(self.deploy("filtered", "us-east-1", Accounts=[payments], AccountFilterType="INTERSECTION"), {payments})
        # Who was left out stays out; who comes is deployed to, as the unit is.
        self.enter("audit")
        self.assertTrue(house.wait_for(lambda: [self.instances("filtered").get((audit, r)) for r in ("eu-west-1", "us-east-1")] == ["CURRENT"] * 2), self.instances("filtered"))
        self.assertEqual({a for a, _ in self.instances("filtered")}, {payments, audit})
        gone = cfn.delete_stack_instances(StackSetName="filtered", DeploymentTargets=dict(units, Accounts=[payments], AccountFilterType="INTERSECTION"), Regions=["us-east-1"], RetainStacks=False)
        self.assertEqual(self.outcome("filtered", gone["OperationId"])[0], "SUCCEEDED")
        self.leave("audit")
        self.assertTrue(house.wait_for(lambda: self.instances("filtered") == {(payments, "eu-west-1"): "CURRENT"}), self.instances("filtered"))

    def test_3_one_set_after_another(self):
        if "DependsOn" not in self.cfn.meta.service_model.shape_for("AutoDeployment").members:
            self.skipTest("this SDK knows no AutoDeployment.DependsOn")
        first = "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}\nOutputs: {Topic: {Value: !Ref Topic, Export: {Name: base-topic}}}\n"
        second = "Resources: {Kept: {Type: 'AWS::SSM::Parameter', Properties: {Type: String, Value: !ImportValue base-topic}}}\n"
        make = lambda name, body, *before: self.cfn.create_stack_set(StackSetName=name, TemplateBody=body, PermissionModel="SERVICE_MANAGED",
                                                                     AutoDeployment=dict(self.AUTOMATIC["AutoDeployment"], DependsOn=list(before)))["StackSetId"]
        arn = lambda name: self.cfn.describe_stack_set(StackSetName=name)["StackSet"]["StackSetARN"]
        make("z-base", first)
        make("a-leaning", second, arn("z-base"))
        self.assertEqual(self.cfn.describe_stack_set(StackSetName="a-leaning")["StackSet"]["AutoDeployment"]["DependsOn"], [arn("z-base")])
        self.assertEqual(error_code(make, name="astray", body=QUEUE), None)
        self.assertEqual(error_code(lambda: make("more", QUEUE, arn("z-base") + "x")), "ValidationError")
        circle = dict(StackSetName="z-base", UsePreviousTemplate=True, AutoDeployment=dict(self.AUTOMATIC["AutoDeployment"], DependsOn=[arn("a-leaning")]))
        self.assertEqual(error_code(self.cfn.update_stack_set, **circle), "ValidationError")
        self.deploy("z-base")
        self.deploy("a-leaning")
        self.enter("audit")
        place = (self.accounts["audit"], "eu-west-1")
        self.assertTrue(house.wait_for(lambda: self.instances("a-leaning").get(place) == "CURRENT"), self.instances("a-leaning"))
        actions = self.cfn.list_stack_set_operations(StackSetName="a-leaning")["Summaries"]
        self.assertEqual([o["Status"] for o in actions], ["SUCCEEDED"] * 2, actions)       # at the first attempt
        self.leave("audit")
        self.assertTrue(house.wait_for(lambda: place not in self.instances("a-leaning") and place not in self.instances("z-base")))


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
    test_large_templates_and_lists_of_accounts_from_a_bucket = test_the_order_of_regions = test_a_creation_asked_for_twice = None


if __name__ == "__main__":
    unittest.main()
