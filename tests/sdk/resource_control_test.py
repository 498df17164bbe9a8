"""Resource control policies: what they limit, whom they bind and whom they leave alone, and what their denials say.

The shop's resources are open to an account outside the organization by policies of their own; what its organization lays upon it
decides all the same.
"""
import json
import subprocess
import unittest

import boto3
import botocore.config
import botocore.exceptions

import house
from house import error_code

DENIAL = "with an explicit deny in a resource control policy"


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def deny(action, resource="*", **condition):
    return {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": resource, **({"Condition": condition} if condition else {})}


def message(call, **arguments):
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as e:
        return e.response["Error"]["Message"]
    return None


class ResourceControl(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        cls.organizations = organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
        cls.organization = organizations.describe_organization()["Organization"]["Id"]
        cls.root = organizations.list_roots()["Roots"][0]["Id"]
        if "RESOURCE_CONTROL_POLICY" not in {t["Type"] for t in organizations.list_roots()["Roots"][0]["PolicyTypes"]}:
            organizations.enable_policy_type(RootId=cls.root, PolicyType="RESOURCE_CONTROL_POLICY")
        organizations.remove_account_from_organization(AccountId=cls.accounts["payments"])
        cls.shop, cls.stranger = cls.accounts["shop"], cls.accounts["payments"]
        cls.services = {e["service"] for e in json.loads(subprocess.run([house.SERVER, "shapes"], check=True, stdout=subprocess.PIPE).stdout)}
        cls.open_up()

    @classmethod
    def open_up(cls):
        """Resources of the shop that the stranger and a colleague in the organization may use."""
        friends = {"AWS": [cls.stranger, cls.accounts["audit"]]}
        client = lambda service: cls.server.client("shop", service)
        cls.bucket = f"open-{cls.shop}"
        client("s3").create_bucket(Bucket=cls.bucket)
        client("s3").put_bucket_policy(Bucket=cls.bucket, Policy=document(
            {"Effect": "Allow", "Principal": friends, "Action": "s3:*", "Resource": [f"arn:aws:s3:::{cls.bucket}", f"arn:aws:s3:::{cls.bucket}/*"]},
            {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:*", "Resource": [f"arn:aws:s3:::{cls.bucket}", f"arn:aws:s3:::{cls.bucket}/*"],
             "Condition": {"StringLike": {"aws:SourceArn": "arn:aws:cloudtrail:*"}}}))
        client("s3").put_object(Bucket=cls.bucket, Key="x", Body=b"x")
        cls.key = client("kms").create_key(Policy=document({"Effect": "Allow", "Principal": {"AWS": [f"arn:aws:iam::{cls.shop}:root", *friends["AWS"]]}, "Action": "kms:*", "Resource": "*"}))["KeyMetadata"]["Arn"]
        cls.queue = client("sqs").create_queue(QueueName="open")["QueueUrl"]
        client("sqs").set_queue_attributes(QueueUrl=cls.queue, Attributes={"Policy": document({"Effect": "Allow", "Principal": friends, "Action": "sqs:*", "Resource": "*"})})
        cls.role = client("iam").create_role(RoleName="open", AssumeRolePolicyDocument=document({"Effect": "Allow", "Principal": friends, "Action": "sts:AssumeRole"}))["Role"]["Arn"]
        cls.topic = client("sns").create_topic(Name="open")["TopicArn"]
        client("sns").set_topic_attributes(TopicArn=cls.topic, AttributeName="Policy", AttributeValue=document(
            {"Effect": "Allow", "Principal": friends, "Action": ["sns:GetTopicAttributes", "sns:Publish"], "Resource": cls.topic}))
        if "secretsmanager" in cls.services:
            cls.secret = client("secretsmanager").create_secret(Name="open", SecretString="x", KmsKeyId=cls.key)["ARN"]
            client("secretsmanager").put_resource_policy(SecretId=cls.secret, ResourcePolicy=document({"Effect": "Allow", "Principal": friends, "Action": "secretsmanager:*", "Resource": "*"}))

    def attached(self, *statements, target=None):
        """A policy laid upon the shop, or another target, until the test ends."""
        made = self.organizations.create_policy(Name=self.id().rsplit(".", 1)[-1], Description="", Type="RESOURCE_CONTROL_POLICY", Content=document(*statements))["Policy"]["PolicySummary"]["Id"]
        target = target or self.shop
        self.organizations.attach_policy(PolicyId=made, TargetId=target)
        self.addCleanup(self.organizations.delete_policy, PolicyId=made)
        self.addCleanup(self.organizations.detach_policy, PolicyId=made, TargetId=target)

    def uses(self, profile):
        """(what, call, arguments) of each resource that such policies protect."""
        client = lambda service: self.server.client(profile, service)
        found = [("s3:GetObject", client("s3").get_object, {"Bucket": self.bucket, "Key": "x"}), ("s3:ListBucket", client("s3").list_objects_v2, {"Bucket": self.bucket}),
                 ("kms:GenerateDataKey", client("kms").generate_data_key, {"KeyId": self.key, "KeySpec": "AES_256"}), ("sqs:SendMessage", client("sqs").send_message, {"QueueUrl": self.queue, "MessageBody": "x"}),
                 ("sts:AssumeRole", client("sts").assume_role, {"RoleArn": self.role, "RoleSessionName": "session"})]
        if "secretsmanager" in self.services:
            found.append(("secretsmanager:GetSecretValue", client("secretsmanager").get_secret_value, {"SecretId": self.secret}))
        return found

    def test_only_the_organizations_own(self):
        """The user guide's data perimeter: identities of others are kept out, services are not."""
        for profile in ("payments", "audit"):
            for action, call, arguments in self.uses(profile):
                self.assertIsNone(message(call, **arguments), f"{profile} {action}")
        self.attached(deny(["s3:*", "sqs:*", "kms:*", "sts:AssumeRole", "secretsmanager:*"], StringNotEqualsIfExists={"aws:PrincipalOrgID": self.organization}, BoolIfExists={"aws:PrincipalIsAWSService": "false"}))
        for action, call, arguments in self.uses("payments"):
            with self.subTest(f"a stranger's {action}"):
                said = message(call, **arguments)
                if action.startswith("s3:"):                     # which says why to its owner's organization only
                    self.assertEqual(said, "Access Denied")
                    continue
                self.assertIn(f"is not authorized to perform: {action} on resource: ", said)
                self.assertTrue(said.endswith(DENIAL), said)
        for action, call, arguments in self.uses("audit"):
            with self.subTest(f"a colleague's {action}"):
                self.assertIsNone(message(call, **arguments))
        trail = self.server.client("payments", "cloudtrail")
        trail.create_trail(Name="elsewhere", S3BucketName=self.bucket)
        trail.delete_trail(Name="elsewhere")

    def test_services_that_act_for_strangers(self):
        """The user guide's protection against confused deputies."""
        self.attached(deny("s3:*", StringNotEqualsIfExists={"aws:SourceOrgID": self.organization}, Null={"aws:SourceAccount": "false"}, Bool={"aws:PrincipalIsAWSService": "true"}))
        self.assertEqual(error_code(self.server.client("payments", "cloudtrail").create_trail, Name="elsewhere", S3BucketName=self.bucket), "InsufficientS3BucketPolicyException")
        ours = self.server.client("audit", "cloudtrail")
        ours.create_trail(Name="ours", S3BucketName=self.bucket)
        ours.delete_trail(Name="ours")

    def test_those_of_the_account_are_bound_too(self):
        self.attached(deny(["s3:PutBucketPolicy", "kms:ScheduleKeyDeletion", "sqs:PurgeQueue"]))
        client = lambda service: self.server.client("shop", service)
        self.assertTrue(message(client("s3").put_bucket_policy, Bucket=self.bucket, Policy=document()).endswith(DENIAL))
        self.assertTrue(message(client("kms").schedule_key_deletion, KeyId=self.key).endswith(DENIAL))
        self.assertTrue(message(client("sqs").purge_queue, QueueUrl=self.queue).endswith(DENIAL))
        client("s3").get_bucket_policy(Bucket=self.bucket)

    def test_sessions_of_a_role_are_bound_where_the_resource_is(self):
        """A session of the shop's role at a resource of the audit account: the audit account's policies count, not the shop's."""
        self.attached(deny("sqs:*"))
        theirs = self.server.client("audit", "sqs").create_queue(QueueName="theirs", Attributes={"Policy": document({"Effect": "Allow", "Principal": {"AWS": self.shop}, "Action": "sqs:*", "Resource": "*"})})["QueueUrl"]
        self.server.client("shop", "sqs").send_message(QueueUrl=theirs, MessageBody="x")
        self.assertTrue(message(self.server.client("audit", "sqs").send_message, QueueUrl=self.queue, MessageBody="x").endswith(DENIAL))

    def test_other_services_are_left_alone(self):
        self.attached(deny(["sns:*", "s3:ListBucket"]))
        self.server.client("audit", "sns").get_topic_attributes(TopicArn=self.topic)
        self.assertTrue(message(self.server.client("audit", "s3").list_objects_v2, Bucket=self.bucket).endswith(DENIAL))

    def test_log_groups_are_protected_since_2026(self):
        logs = self.server.client("shop", "logs")
        logs.create_log_group(logGroupName="open")
        self.attached(deny("logs:DeleteLogGroup"))
        self.assertTrue(message(logs.delete_log_group, logGroupName="open").endswith(DENIAL))

    def test_repositories_are_protected_too(self):
        if "ecr" not in self.services:
            self.skipTest("ecr is not part of this server")
        ecr = self.server.client("shop", "ecr")
        ecr.create_repository(repositoryName="open")
        self.attached(deny("ecr:DeleteRepository"))
        self.assertTrue(message(ecr.delete_repository, repositoryName="open").endswith(DENIAL))

    def test_the_management_account_is_exempt(self):
        s3, name = self.server.client("management", "s3"), f"exempt-{self.accounts['management']}"
        s3.create_bucket(Bucket=name)
        self.attached(deny(["s3:ListBucket"]), target=self.root)
        s3.list_objects_v2(Bucket=name)
        self.assertTrue(message(self.server.client("shop", "s3").list_objects_v2, Bucket=self.bucket).endswith(DENIAL))
        self.assertTrue(message(self.server.client("management", "s3").list_objects_v2, Bucket=self.bucket))

    def test_nobody_is_bound_as_well(self):
        s3 = self.server.client("shop", "s3")
        name = f"public-{self.shop}"
        s3.create_bucket(Bucket=name)
        s3.delete_public_access_block(Bucket=name)
        s3.put_bucket_policy(Bucket=name, Policy=document({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}))
        s3.put_object(Bucket=name, Key="x", Body=b"x")
        with house.environment(HTTPS_PROXY=f"http://{self.server.endpoint}"):
            nobody = boto3.Session().client("s3", region_name=house.REGION, verify=str(self.server.profiles / "ca.pem"), config=botocore.config.Config(
                signature_version=botocore.UNSIGNED, proxies={"https": f"http://{self.server.endpoint}"}))
        nobody.get_object(Bucket=name, Key="x")
        self.attached(deny("s3:*", StringNotEqualsIfExists={"aws:PrincipalOrgID": self.organization}, BoolIfExists={"aws:PrincipalIsAWSService": "false"}))
        self.assertEqual(message(nobody.get_object, Bucket=name, Key="x"), "Access Denied")

    def test_along_the_path_and_at_once(self):
        """A unit's policy binds those below it, and no longer who moves out."""
        unit = self.organizations.list_parents(ChildId=self.shop)["Parents"][0]["Id"]
        self.attached(deny("s3:ListBucket"), target=unit)
        s3 = self.server.client("shop", "s3")
        self.assertTrue(message(s3.list_objects_v2, Bucket=self.bucket).endswith(DENIAL))
        self.organizations.move_account(AccountId=self.shop, SourceParentId=unit, DestinationParentId=self.root)
        s3.list_objects_v2(Bucket=self.bucket)
        self.organizations.move_account(AccountId=self.shop, SourceParentId=self.root, DestinationParentId=unit)
        self.assertTrue(message(s3.list_objects_v2, Bucket=self.bucket).endswith(DENIAL))

    def test_full_access_is_attached_everywhere_and_stays(self):
        for target in (self.root, self.organizations.list_parents(ChildId=self.shop)["Parents"][0]["Id"], self.shop):
            self.assertIn("p-RCPFullAWSAccess", [p["Id"] for p in self.organizations.list_policies_for_target(TargetId=target, Filter="RESOURCE_CONTROL_POLICY")["Policies"]])
            self.assertEqual(error_code(self.organizations.detach_policy, PolicyId="p-RCPFullAWSAccess", TargetId=target), "InvalidInputException")

    def test_what_their_grammar_leaves_out(self):
        bad = lambda **statement: error_code(self.organizations.create_policy, Name="bad", Description="", Type="RESOURCE_CONTROL_POLICY", Content=document(dict(deny("s3:*"), **statement)))
        for statement in ({"Effect": "Allow"}, {"Principal": {"AWS": self.shop}}, {"Action": "*"}, {"Resource": []}):
            self.assertEqual(bad(**statement), "MalformedPolicyDocumentException", statement)
        for gone, there in (("Action", {"NotAction": "s3:GetObject"}), ("Principal", {"NotPrincipal": "*"}), ("Principal", {})):
            statement = deny("s3:*")
            del statement[gone]
            self.assertEqual(error_code(self.organizations.create_policy, Name="bad", Description="", Type="RESOURCE_CONTROL_POLICY", Content=document({**statement, **there})), "MalformedPolicyDocumentException")


if __name__ == "__main__":
    unittest.main()
