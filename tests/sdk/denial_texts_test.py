"""What a denial says: who, what, on what, and which kind of policy denied it, explicitly or by not allowing it."""
import json
import unittest

import botocore.exceptions

import house


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action="*", resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action, resource="*", **more):
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


class DenialTexts(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        cls.management = cls.server.client("management", "organizations")
        cls.iam, cls.sqs = cls.server.client("shop", "iam"), cls.server.client("shop", "sqs")
        cls.shop, cls.audit = (cls.server.client(name, "sts").get_caller_identity()["Account"] for name in ("shop", "audit"))
        cls.bound = cls.iam.create_policy(PolicyName="bound", PolicyDocument=document(allow()))["Policy"]["Arn"]
        cls.user = cls.iam.create_user(UserName="asker", PermissionsBoundary=cls.bound)["User"]["Arn"]
        cls.key = cls.iam.create_access_key(UserName="asker")["AccessKey"]
        cls.queue = cls.sqs.create_queue(QueueName="asked")["QueueUrl"]
        cls.queue_arn = f"arn:aws:sqs:{house.REGION}:{cls.shop}:asked"
        cls.rights(allow())

    @classmethod
    def rights(cls, *statements):
        cls.iam.put_user_policy(UserName="asker", PolicyName="rights", PolicyDocument=document(*statements))

    def tearDown(self):
        self.rights(allow())

    def client(self, service, credentials=None):
        return self.server.client_with(credentials or self.key, service)

    def said(self, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        return caught.exception.response["Error"]["Message"]

    def asked(self, who=None):
        """What is said to who may not send to the queue."""
        return self.said(self.client("sqs", who).send_message, QueueUrl=self.queue, MessageBody="x")

    def expected(self, reason, who=None, action="sqs:SendMessage", resource=None):
        return f"User: {who or self.user} is not authorized to perform: {action} on resource: {resource or self.queue_arn} {reason}"

    def laid(self, kind, content, target=None):
        """A policy of the organization, attached to the shop until the test ends."""
        made = self.management.create_policy(Name=self.id().rsplit(".", 1)[-1], Description="", Type=kind, Content=content)["Policy"]["PolicySummary"]["Id"]
        self.management.attach_policy(PolicyId=made, TargetId=target or self.shop)
        self.addCleanup(self.management.delete_policy, PolicyId=made)
        self.addCleanup(self.management.detach_policy, PolicyId=made, TargetId=target or self.shop)
        return made

    def test_identity_policies(self):
        self.rights(allow("sqs:List*"))
        self.assertEqual(self.asked(), self.expected("because no identity-based policy allows the sqs:SendMessage action"))
        self.rights(allow(), deny("sqs:Send*"))
        self.assertEqual(self.asked(), self.expected("with an explicit deny in an identity-based policy"))

    def test_permissions_boundaries(self):
        for statement, reason in ((allow("sqs:List*"), "because no permissions boundary allows the sqs:SendMessage action"), (deny("sqs:Send*"), "with an explicit deny in a permissions boundary")):
            arn = self.iam.create_policy(PolicyName=f"bound{statement['Effect']}", PolicyDocument=document(statement, *([allow()] if statement["Effect"] == "Deny" else [])))["Policy"]["Arn"]
            self.iam.put_user_permissions_boundary(UserName="asker", PermissionsBoundary=arn)
            try:
                self.assertEqual(self.asked(), self.expected(reason))
            finally:
                self.iam.put_user_permissions_boundary(UserName="asker", PermissionsBoundary=self.bound)

    def test_session_policies(self):
        role = self.iam.create_role(RoleName="session", AssumeRolePolicyDocument=document({"Effect": "Allow", "Principal": {"AWS": self.user}, "Action": "sts:AssumeRole"}))["Role"]["Arn"]
        self.iam.put_role_policy(RoleName="session", PolicyName="x", PolicyDocument=document(allow()))
        who = f"arn:aws:sts::{self.shop}:assumed-role/session/here"
        for statements, reason in (([allow("sqs:List*")], "because no session policy allows the sqs:SendMessage action"), ([allow(), deny("sqs:Send*")], "with an explicit deny in a session policy")):
            session = self.client("sts").assume_role(RoleArn=role, RoleSessionName="here", Policy=document(*statements))["Credentials"]
            self.assertEqual(self.asked(session), self.expected(reason, who))

    def test_service_control_policies(self):
        self.laid("SERVICE_CONTROL_POLICY", document(deny("sqs:Send*")))
        self.assertEqual(self.asked(), self.expected("with an explicit deny in a service control policy"))

    def test_service_control_policies_that_do_not_allow(self):
        self.laid("SERVICE_CONTROL_POLICY", document(allow("iam:*"), allow("sts:*")))
        self.management.detach_policy(PolicyId="p-FullAWSAccess", TargetId=self.shop)
        self.addCleanup(self.management.attach_policy, PolicyId="p-FullAWSAccess", TargetId=self.shop)
        self.assertEqual(self.asked(), self.expected("because no service control policy allows the sqs:SendMessage action"))

    def test_resource_control_policies(self):
        root = self.management.list_roots()["Roots"][0]
        if "RESOURCE_CONTROL_POLICY" not in {t["Type"] for t in root["PolicyTypes"]}:
            self.management.enable_policy_type(RootId=root["Id"], PolicyType="RESOURCE_CONTROL_POLICY")
        self.laid("RESOURCE_CONTROL_POLICY", document(deny("sqs:Send*", Principal="*")))
        self.assertEqual(self.asked(), self.expected("with an explicit deny in a resource control policy"))

    def test_policies_of_resources(self):
        self.sqs.set_queue_attributes(QueueUrl=self.queue, Attributes={"Policy": document(deny("sqs:SendMessage", self.queue_arn, Principal="*"))})
        self.addCleanup(self.sqs.set_queue_attributes, QueueUrl=self.queue, Attributes={"Policy": ""})
        self.assertEqual(self.asked(), self.expected("with an explicit deny in a resource-based policy"))
        theirs = self.server.client("audit", "sqs").create_queue(QueueName="theirs")["QueueUrl"]
        said = self.said(self.client("sqs").send_message, QueueUrl=theirs, MessageBody="x")
        self.assertEqual(said, self.expected("because no resource-based policy allows the sqs:SendMessage action", resource=f"arn:aws:sqs:{house.REGION}:{self.audit}:theirs"))

    def test_trust_policies(self):
        trust = {"Effect": "Allow", "Principal": {"AWS": self.user}, "Action": "sts:AssumeRole"}
        role = self.iam.create_role(RoleName="trusting", AssumeRolePolicyDocument=document({**trust, "Principal": {"AWS": self.audit}}))["Role"]["Arn"]
        ask = lambda: self.said(self.client("sts").assume_role, RoleArn=role, RoleSessionName="here")
        self.assertEqual(ask(), self.expected("because no role trust policy allows the sts:AssumeRole action", action="sts:AssumeRole", resource=role))
        self.iam.update_assume_role_policy(RoleName="trusting", PolicyDocument=document(trust, {**trust, "Effect": "Deny"}))
        self.assertEqual(ask(), self.expected("with an explicit deny in the role trust policy", action="sts:AssumeRole", resource=role))

    def test_explicit_denials_come_first_and_the_organizations_before_all(self):
        self.rights(deny("sqs:*"))
        self.sqs.set_queue_attributes(QueueUrl=self.queue, Attributes={"Policy": document(deny("sqs:SendMessage", self.queue_arn, Principal="*"))})
        self.addCleanup(self.sqs.set_queue_attributes, QueueUrl=self.queue, Attributes={"Policy": ""})
        self.assertIn("with an explicit deny in a resource-based policy", self.asked())
        self.laid("SERVICE_CONTROL_POLICY", document(deny("sqs:Send*")))
        self.assertIn("with an explicit deny in a service control policy", self.asked())

    def test_keys_of_other_accounts(self):
        """Whether a key is there, who may use it, and whom it denies: the same answer to strangers."""
        kms = self.server.client("audit", "kms")
        root = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.audit}:root"}, "Action": "kms:*", "Resource": "*"}
        there = kms.create_key()["KeyMetadata"]["Arn"]
        denying = kms.create_key(Policy=document(root, deny("kms:DescribeKey", Principal={"AWS": self.shop})))["KeyMetadata"]["Arn"]
        absent = there[:-12] + "000000000000"
        for key in (there, denying, absent):
            said = self.said(self.client("kms").describe_key, KeyId=key)
            self.assertEqual(said, self.expected("because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
                                                 action="kms:DescribeKey", resource=key))

    def test_how_services_write_it(self):
        self.rights(allow("none:None"))
        bucket = f"texts-{self.shop}"
        self.server.client("shop", "s3").create_bucket(Bucket=bucket)
        no = "because no identity-based policy allows the"
        self.assertEqual(self.said(self.client("s3").get_object, Bucket=bucket, Key="k"), f'User: {self.user} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::{bucket}/k" {no} s3:GetObject action')
        self.assertEqual(self.said(self.client("cloudtrail").stop_logging, Name="any"),
                         f"User: {self.user} is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:{house.REGION}:{self.shop}:trail/any {no} cloudtrail:StopLogging action")
        self.assertEqual(self.said(self.client("organizations").describe_organization), f"User: {self.user} is not authorized to perform: organizations:DescribeOrganization on resource: * {no} organizations:DescribeOrganization action")
        self.assertEqual(self.said(self.client("sns").list_topics), f"User: {self.user} is not authorized to perform: SNS:ListTopics on resource: * {no} SNS:ListTopics action")


if __name__ == "__main__":
    unittest.main()
