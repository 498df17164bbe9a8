"""Known ways from few rights to many, each tried as an attacker would: by someone who may do much, but not that.

Mallory may do everything except what each way takes; she is refused there, and nothing has changed. Where the way leads through a
service that acts for her, the service is refused too.
"""
import io
import json
import subprocess
import unittest
import zipfile

import botocore.exceptions

import house

DENIED = {"AccessDenied", "AccessDeniedException", "AuthorizationError"}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action="*", resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


ADMIN = document(allow())
# What would make Mallory more than she is.
WITHHELD = [
    "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:AttachUserPolicy",
    "iam:AttachGroupPolicy", "iam:AttachRolePolicy", "iam:PutUserPolicy", "iam:PutGroupPolicy", "iam:PutRolePolicy", "iam:AddUserToGroup", "iam:UpdateAssumeRolePolicy",
    "iam:PutUserPermissionsBoundary", "iam:DeleteUserPermissionsBoundary", "iam:DeleteUserPolicy", "iam:DetachUserPolicy", "iam:PassRole", "iam:CreateUser", "iam:CreateRole",
    "sts:AssumeRole", "kms:PutKeyPolicy", "kms:CreateGrant", "kms:Decrypt", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPublicAccessBlock",
    "sqs:AddPermission", "sqs:SetQueueAttributes", "sns:AddPermission", "sns:SetTopicAttributes", "events:PutPermission", "logs:PutResourcePolicy",
    "lambda:UpdateFunctionCode", "lambda:AddPermission", "lambda:InvokeFunction", "secretsmanager:GetSecretValue", "secretsmanager:PutResourcePolicy", "ssm:GetParameter"]
SERVICES = {e["service"] for e in json.loads(subprocess.run([house.SERVER, "shapes"], check=True, stdout=subprocess.PIPE).stdout)}


def needs(service):
    return unittest.skipUnless(service in SERVICES, f"{service} is not part of this server")


class Escalation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        cls.iam = iam = cls.server.client("shop", "iam")
        cls.account = cls.server.client("shop", "sts").get_caller_identity()["Account"]
        cls.audit = cls.server.client("audit", "sts").get_caller_identity()["Account"]
        cls.admin_policy = iam.create_policy(PolicyName="everything", PolicyDocument=ADMIN)["Policy"]["Arn"]
        cls.own_policy = iam.create_policy(PolicyName="own", PolicyDocument=document(allow("sqs:ListQueues")))["Policy"]["Arn"]
        trust = lambda principal: document({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})
        cls.admin_role = iam.create_role(RoleName="admin", AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{cls.account}:root"}))["Role"]["Arn"]
        iam.attach_role_policy(RoleName="admin", PolicyArn=cls.admin_policy)
        cls.service_role = iam.create_role(RoleName="service", AssumeRolePolicyDocument=trust({"Service": ["cloudtrail.amazonaws.com", "events.amazonaws.com"]}))["Role"]["Arn"]
        iam.create_group(GroupName="admins")
        iam.attach_group_policy(GroupName="admins", PolicyArn=cls.admin_policy)
        iam.create_user(UserName="boss")
        iam.create_user(UserName="mallory", PermissionsBoundary=iam.create_policy(PolicyName="bound", PolicyDocument=document(allow()))["Policy"]["Arn"])
        iam.attach_user_policy(UserName="mallory", PolicyArn=cls.own_policy)
        iam.put_user_policy(UserName="mallory", PolicyName="almost-everything", PolicyDocument=document({"Effect": "Allow", "NotAction": WITHHELD, "Resource": "*"}))
        cls.mallorys_key = iam.create_access_key(UserName="mallory")["AccessKey"]
        cls.key = cls.server.client("shop", "kms").create_key()["KeyMetadata"]["Arn"]
        cls.bucket = f"treasure-{cls.account}"
        cls.server.client("shop", "s3").create_bucket(Bucket=cls.bucket)
        cls.queue = cls.server.client("shop", "sqs").create_queue(QueueName="jobs")["QueueUrl"]
        cls.topic = cls.server.client("shop", "sns").create_topic(Name="alarms")["TopicArn"]

    def mallory(self, service, key=None):
        return self.server.client_with(key or self.mallorys_key, service)

    def refused(self, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        self.assertIn(caught.exception.response["Error"]["Code"], DENIED)
        return caught.exception.response["Error"]["Message"]

    def rights(self):
        """Everything that says who may do what in the account."""
        details = self.iam.get_account_authorization_details()
        for role in details["RoleDetailList"]:
            del role["RoleLastUsed"]
        found = [details[part] for part in ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")]
        found.append(self.server.client("shop", "kms").get_key_policy(KeyId=self.key, PolicyName="default")["Policy"])
        found.append(self.server.client("shop", "kms").list_grants(KeyId=self.key)["Grants"])
        found.append(self.server.client("shop", "sqs").get_queue_attributes(QueueUrl=self.queue, AttributeNames=["Policy"]).get("Attributes"))
        found.append(self.server.client("shop", "sns").get_topic_attributes(TopicArn=self.topic)["Attributes"]["Policy"])
        return json.dumps(found, default=str, sort_keys=True)

    def test_ways_through_iam(self):
        before, iam = self.rights(), self.mallory("iam")
        for call, arguments in [
                (iam.create_policy_version, {"PolicyArn": self.own_policy, "PolicyDocument": ADMIN, "SetAsDefault": True}),
                (iam.set_default_policy_version, {"PolicyArn": self.own_policy, "VersionId": "v1"}),
                (iam.create_access_key, {"UserName": "boss"}),
                (iam.create_login_profile, {"UserName": "boss", "Password": "Correct-Horse-9"}),
                (iam.attach_user_policy, {"UserName": "mallory", "PolicyArn": self.admin_policy}),
                (iam.attach_group_policy, {"GroupName": "admins", "PolicyArn": self.admin_policy}),
                (iam.attach_role_policy, {"RoleName": "service", "PolicyArn": self.admin_policy}),
                (iam.put_user_policy, {"UserName": "mallory", "PolicyName": "more", "PolicyDocument": ADMIN}),
                (iam.put_group_policy, {"GroupName": "admins", "PolicyName": "more", "PolicyDocument": ADMIN}),
                (iam.put_role_policy, {"RoleName": "service", "PolicyName": "more", "PolicyDocument": ADMIN}),
                (iam.add_user_to_group, {"GroupName": "admins", "UserName": "mallory"}),
                (iam.update_assume_role_policy, {"RoleName": "admin", "PolicyDocument": document({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})}),
                (iam.put_user_permissions_boundary, {"UserName": "mallory", "PermissionsBoundary": self.admin_policy}),
                (iam.delete_user_permissions_boundary, {"UserName": "mallory"}),
                (iam.delete_user_policy, {"UserName": "mallory", "PolicyName": "almost-everything"}),
                (iam.detach_user_policy, {"UserName": "mallory", "PolicyArn": self.own_policy}),
                (iam.create_user, {"UserName": "accomplice"}),
                (iam.create_role, {"RoleName": "accomplice", "AssumeRolePolicyDocument": document({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})})]:
            with self.subTest(call.__name__):
                self.refused(call, **arguments)
        self.assertEqual(self.rights(), before)

    def test_a_role_that_trusts_the_account_needs_the_callers_own_right(self):
        self.refused(self.mallory("sts").assume_role, RoleArn=self.admin_role, RoleSessionName="mallory")

    def test_a_role_is_passed_only_with_the_right_to(self):
        s3, logs = self.server.client("shop", "s3"), self.server.client("shop", "logs")
        source = {"StringEquals": {"aws:SourceArn": f"arn:aws:cloudtrail:{house.REGION}:{self.account}:trail/mine"}}
        s3.create_bucket(Bucket=f"trail-{self.account}")
        s3.put_bucket_policy(Bucket=f"trail-{self.account}", Policy=document(
            allow("s3:*", [f"arn:aws:s3:::trail-{self.account}", f"arn:aws:s3:::trail-{self.account}/*"], Principal={"Service": "cloudtrail.amazonaws.com"}, Condition=source)))
        logs.create_log_group(logGroupName="trail")
        group = f"arn:aws:logs:{house.REGION}:{self.account}:log-group:trail:*"
        message = self.refused(self.mallory("cloudtrail").create_trail, Name="mine", S3BucketName=f"trail-{self.account}", CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=self.service_role)
        self.assertIn("iam:PassRole", message)
        self.assertEqual(self.server.client("shop", "cloudtrail").describe_trails()["trailList"], [])
        events = self.mallory("events")
        events.put_rule(Name="hers", EventPattern='{"source":["x"]}')
        self.refused(events.put_targets, Rule="hers", Targets=[{"Id": "1", "Arn": f"arn:aws:events:{house.REGION}:{self.audit}:event-bus/default", "RoleArn": self.admin_role}])
        self.assertEqual(events.list_targets_by_rule(Rule="hers")["Targets"], [])

    @needs("lambda")
    def test_ways_through_functions(self):
        """A function does what its role may do: whoever writes its code, or gives it its role, may do it too."""
        admin = self.server.client("shop", "lambda")
        archive = lambda text: self.archive(f"def handler(event, context): return {text!r}")
        role = self.iam.create_role(RoleName="functions", AssumeRolePolicyDocument=document({"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}))["Role"]["Arn"]
        self.iam.attach_role_policy(RoleName="functions", PolicyArn=self.admin_policy)
        admin.create_function(FunctionName="trusted", Runtime="python3.12", Role=role, Handler="f.handler", Code={"ZipFile": archive("good")})
        state = lambda: json.dumps({k: v for k, v in admin.get_function_configuration(FunctionName="trusted").items() if k in ("CodeSha256", "Role", "RevisionId", "Handler", "Layers", "Environment")}, sort_keys=True)
        before, mallory = state(), self.mallory("lambda")
        for call, arguments, action in [
                (mallory.update_function_code, {"FunctionName": "trusted", "ZipFile": archive("evil")}, "lambda:UpdateFunctionCode"),
                (mallory.create_function, {"FunctionName": "hers", "Runtime": "python3.12", "Role": role, "Handler": "f.handler", "Code": {"ZipFile": archive("evil")}}, "iam:PassRole"),
                (mallory.update_function_configuration, {"FunctionName": "trusted", "Role": self.service_role}, "iam:PassRole"),
                (mallory.add_permission, {"FunctionName": "trusted", "StatementId": "x", "Action": "lambda:InvokeFunction", "Principal": "*"}, "lambda:AddPermission"),
                (mallory.invoke, {"FunctionName": "trusted"}, "lambda:InvokeFunction")]:
            with self.subTest(call.__name__):
                self.assertIn(action, self.refused(call, **arguments))
        self.assertEqual(state(), before)
        self.assertEqual([f["FunctionName"] for f in admin.list_functions()["Functions"]], ["trusted"])

    @staticmethod
    def archive(text):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as out:
            out.writestr("f.py", text)
        return held.getvalue()

    @needs("cloudformation")
    def test_ways_through_stacks(self):
        """A stack with a role does what the role may do."""
        template = json.dumps({"Resources": {"User": {"Type": "AWS::IAM::User", "Properties": {"UserName": "accomplice"}}}})
        role = self.iam.create_role(RoleName="stacks", AssumeRolePolicyDocument=document({"Effect": "Allow", "Principal": {"Service": "cloudformation.amazonaws.com"}, "Action": "sts:AssumeRole"}))["Role"]["Arn"]
        self.iam.attach_role_policy(RoleName="stacks", PolicyArn=self.admin_policy)
        mallory = self.mallory("cloudformation")
        message = self.refused(mallory.create_stack, StackName="hers", TemplateBody=template, RoleARN=role, Capabilities=["CAPABILITY_NAMED_IAM"])
        self.assertIn("iam:PassRole", message)
        mallory.create_stack(StackName="alone", TemplateBody=template, Capabilities=["CAPABILITY_NAMED_IAM"])      # in her own name
        done = house.wait_for(lambda: (lambda s: None if s.endswith("IN_PROGRESS") else s)(mallory.describe_stacks(StackName="alone")["Stacks"][0]["StackStatus"]))
        self.assertEqual(done, "ROLLBACK_COMPLETE")
        self.assertNotIn("accomplice", [u["UserName"] for u in self.iam.list_users()["Users"]])

    @needs("secretsmanager")
    def test_ways_to_secrets(self):
        secrets = self.server.client("shop", "secretsmanager")
        arn = secrets.create_secret(Name="treasure", SecretString="x")["ARN"]
        mallory = self.mallory("secretsmanager")
        self.refused(mallory.get_secret_value, SecretId=arn)
        self.refused(mallory.put_resource_policy, SecretId=arn, ResourcePolicy=document({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.account}:user/mallory"}, "Action": "secretsmanager:*", "Resource": "*"}))
        self.assertNotIn("ResourcePolicy", secrets.get_resource_policy(SecretId=arn))

    def test_ways_through_resources_of_others(self):
        before = self.rights()
        root = f"arn:aws:iam::{self.account}:user/mallory"
        everyone = lambda action: document({"Effect": "Allow", "Principal": "*", "Action": action, "Resource": "*"})
        for service, call, arguments in [
                ("kms", "put_key_policy", {"KeyId": self.key, "PolicyName": "default", "Policy": everyone("kms:*")}),
                ("kms", "create_grant", {"KeyId": self.key, "GranteePrincipal": root, "Operations": ["Decrypt"]}),
                ("s3", "put_bucket_policy", {"Bucket": self.bucket, "Policy": everyone("s3:*")}),
                ("s3", "delete_public_access_block", {"Bucket": self.bucket}),
                ("sqs", "add_permission", {"QueueUrl": self.queue, "Label": "x", "AWSAccountIds": [self.audit], "Actions": ["*"]}),
                ("sqs", "set_queue_attributes", {"QueueUrl": self.queue, "Attributes": {"Policy": everyone("sqs:*")}}),
                ("sns", "add_permission", {"TopicArn": self.topic, "Label": "x", "AWSAccountId": [self.audit], "ActionName": ["Publish"]}),
                ("sns", "set_topic_attributes", {"TopicArn": self.topic, "AttributeName": "Policy", "AttributeValue": everyone("sns:Publish")}),
                ("logs", "put_resource_policy", {"policyName": "x", "policyDocument": everyone("logs:*")}),
                ("events", "put_permission", {"EventBusName": "default", "Action": "events:PutEvents", "Principal": "*", "StatementId": "x"})]:
            with self.subTest(f"{service}:{call}"):
                self.refused(getattr(self.mallory(service), call), **arguments)
        self.assertEqual(self.rights(), before)

    def test_a_session_is_never_more_than_its_role_nor_than_its_policy(self):
        self.iam.create_user(UserName="sessions")
        key = self.iam.create_access_key(UserName="sessions")["AccessKey"]
        self.iam.put_user_policy(UserName="sessions", PolicyName="x", PolicyDocument=document(allow("sts:AssumeRole")))
        self.iam.create_role(RoleName="narrow", AssumeRolePolicyDocument=document({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.account}:user/sessions"}, "Action": "sts:AssumeRole"}))
        self.iam.put_role_policy(RoleName="narrow", PolicyName="x", PolicyDocument=document(allow(["sqs:ListQueues", "iam:ListUsers"])))
        arn = f"arn:aws:iam::{self.account}:role/narrow"
        wide = self.mallory("sts", key).assume_role(RoleArn=arn, RoleSessionName="session", Policy=ADMIN)["Credentials"]
        self.refused(self.mallory("iam", wide).list_roles)
        self.assertTrue(self.mallory("iam", wide).list_users()["Users"])
        small = self.mallory("sts", key).assume_role(RoleArn=arn, RoleSessionName="session", Policy=document(allow("sqs:ListQueues")))["Credentials"]
        self.refused(self.mallory("iam", small).list_users)
        self.refused(self.mallory("sts", small).assume_role, RoleArn=self.admin_role, RoleSessionName="session")

    def test_a_member_does_not_loosen_what_the_organization_lays_upon_it(self):
        member, management = self.server.client("shop", "organizations"), self.server.client("management", "organizations")
        before = management.list_policies_for_target(TargetId=self.account, Filter="SERVICE_CONTROL_POLICY")["Policies"]
        for call, arguments in [(member.detach_policy, {"PolicyId": "p-FullAWSAccess", "TargetId": self.account}), (member.attach_policy, {"PolicyId": "p-FullAWSAccess", "TargetId": self.account}),
                                (member.leave_organization, {})]:
            self.refused(call, **arguments)
        self.assertEqual(management.list_policies_for_target(TargetId=self.account, Filter="SERVICE_CONTROL_POLICY")["Policies"], before)

    def test_a_confused_deputy_is_stopped_by_the_source(self):
        """CloudTrail writes for any trail that a bucket's policy lets in: only the source tells whose it is."""
        s3 = self.server.client("audit", "s3")
        bucket = f"deputy-{self.audit}"
        s3.create_bucket(Bucket=bucket)
        resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
        mine = f"arn:aws:cloudtrail:{house.REGION}:{self.audit}:trail/mine"
        s3.put_bucket_policy(Bucket=bucket, Policy=document(allow("s3:*", resources, Principal={"Service": "cloudtrail.amazonaws.com"}, Condition={"StringEquals": {"aws:SourceArn": mine}})))
        other = self.server.client("shop", "cloudtrail")
        with self.assertRaises(other.exceptions.InsufficientS3BucketPolicyException):
            other.create_trail(Name="mine", S3BucketName=bucket)
        self.assertEqual(self.server.client("audit", "cloudtrail").create_trail(Name="mine", S3BucketName=bucket)["TrailARN"], mine)


if __name__ == "__main__":
    unittest.main()
