"""Condition keys, each tried over the running server: with the value a request has it is allowed, with another it is denied, and
a key that a request has not is absent.

Someone may do everything but one action, and that only under a condition. What allows is any answer but a denial of that action:
the requests name things that are there, or that are not where that makes no difference.
"""
import contextlib
import io
import json
import pathlib
import subprocess
import tempfile
import unittest
import zipfile

import boto3
import botocore
import botocore.config
import botocore.exceptions

import house

DENIED = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException", "403"}
ABSENT = object()
TAGS = [{"Key": "team", "Value": "red"}]


class Like(str):
    """A value with wildcards."""


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def holds(key, value):
    """A condition that the key has this value."""
    if value is ABSENT:
        return {"Null": {key: "true"}}
    if isinstance(value, dict):                      # an operator of its own
        return {operator: {key: text} for operator, text in value.items()}
    return {"ForAllValues:StringEquals" if isinstance(value, list) else "StringLike" if isinstance(value, Like) else "StringEquals": {key: value}, "Null": {key: "false"}}


def together(conditions):
    out = {}
    for condition in conditions:
        for operator, keys in condition.items():
            out.setdefault(operator, {}).update(keys)
    return out


def fails(key, value):
    """A condition that it has another."""
    if value is ABSENT:
        return {"Null": {key: "false"}}
    if isinstance(value, dict):
        opposite = {"DateGreaterThan": "DateLessThan", "NumericGreaterThan": "NumericLessThan", "DateLessThan": "DateGreaterThan", "NumericLessThan": "NumericGreaterThan",
                    "IpAddress": "NotIpAddress"}
        return {opposite[operator]: {key: text} for operator, text in value.items()}
    return {"StringEquals": {key: "something else"}}


# Services whose own keys are tried here, and those whose are tried elsewhere or that have none.
HERE = {"iam", "sts", "kms", "s3", "sqs", "sns", "logs", "events", "cloudtrail", "organizations", "ssm", "secretsmanager", "lambda", "cloudformation", "ecr"}
ELSEWHERE = {"cloudtrail-data": "no channel is ever found"}


class Declared(unittest.TestCase):
    def test_no_service_without_its_keys(self):
        there = {e["service"] for e in json.loads(subprocess.run([house.SERVER, "shapes"], check=True, stdout=subprocess.PIPE).stdout)}
        self.assertEqual(there - HERE - set(ELSEWHERE), set(), "say in this file where the new service's condition keys are tried")
        tried = {name[len("test_"):] for tests in (ServiceKeys, OrganizationKeys) for name in dir(tests) if name.startswith("test_")}
        self.assertLessEqual(HERE, tried)


class House(unittest.TestCase):
    maxDiff = None
    server = None

    @classmethod
    def setUpClass(cls):
        """One server for all of them."""
        if House.server:
            return
        House.server = house.Server(config=house.LANDING_ZONE).start()
        unittest.addModuleCleanup(House.server.stop)
        House.management = House.server.client("management", "organizations")
        House.accounts = {a["Name"]: a["Id"] for a in House.management.list_accounts()["Accounts"]}
        House.account, House.organization = House.accounts["shop"], House.management.describe_organization()["Organization"]["Id"]
        House.root = House.management.list_roots()["Roots"][0]["Id"]
        unit = House.management.list_parents(ChildId=House.account)["Parents"][0]["Id"]
        House.path = f"{House.organization}/{House.root}/{unit}/"
        House.iam = House.admin("iam")
        House.user = House.iam.create_user(UserName="keyed", Tags=TAGS)["User"]
        House.key = House.iam.create_access_key(UserName="keyed")["AccessKey"]

    @classmethod
    def admin(cls, service, **more):
        return cls.server.client("shop", service, **more)

    def client(self, service, credentials=None, region=house.REGION, **settings):
        return self.server.client_with(credentials or self.key, service, region, **settings)

    def limit(self, action, condition):
        """The user may do this action under a condition only."""
        self.iam.put_user_policy(UserName="keyed", PolicyName="limit", PolicyDocument=document(
            {"Effect": "Allow", "NotAction": action, "Resource": "*"}, {"Effect": "Allow", "Action": action, "Resource": "*", "Condition": condition}))

    @staticmethod
    def denied(call, action, arguments):
        """Whether the call is denied that action; other refusals come after authorization. Strangers of S3 are not told which."""
        try:
            call(**arguments)
        except botocore.exceptions.ClientError as e:
            error = e.response["Error"]
            said = error.get("Message", "")
            return error["Code"] in DENIED and (action.lower() in said.lower() or said == "Access Denied" or error["Code"] == "403")
        return False

    def judged(self, limit, call, action, arguments, keys):
        """Each key with another value denies; all of them as they are allow. A policy holds only so many."""
        if len(keys) > 10:
            several = list(keys.items())
            self.judged(limit, call, action, arguments, dict(several[:10]))
            return self.judged(limit, call, action, arguments, dict(several[10:]))
        for key, value in keys.items():
            limit(action, fails(key, value))
            with self.subTest(f"{action} {key}: not as it is"):
                self.assertTrue(self.denied(call, action, arguments))
        limit(action, together(holds(key, value) for key, value in keys.items()))
        if not self.denied(call, action, arguments):
            return None
        for key, value in keys.items():                  # which of them it is
            limit(action, holds(key, value))
            with self.subTest(f"{action} {key}: as it is"):
                self.assertFalse(self.denied(call, action, arguments))
        return self.fail(f"{action} is denied with all keys as they are")

    def rows(self, service, rows, client=None):
        """(action, method, arguments, {key: value}) each."""
        client = client or self.client(service)
        for action, method, arguments, keys in rows:
            self.judged(self.limit, getattr(client, method), action, arguments, keys)


class GlobalKeys(House):
    """What every request of a caller with an account has."""

    NEVER = ("aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp", "aws:SourceVpcArn", "aws:CalledVia",
             "aws:CalledViaFirst", "aws:CalledViaLast", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", "aws:Ec2InstanceSourceVpc", "aws:Ec2InstanceSourcePrivateIPv4",
             "ec2:SourceInstanceArn", "ec2:RoleDelivery", "aws:AssumedRoot", "aws:SignInSessionArn", "aws:RequestTag/team", "aws:TagKeys", "kms:ViaService")
    ALWAYS = {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false", "aws:SecureTransport": "true", "aws:SourceIp": {"IpAddress": "127.0.0.0/8"}, "aws:UserAgent": Like("Boto*"),
              "aws:RequestedRegion": "eu-west-1", "aws:CurrentTime": {"DateGreaterThan": "2020-01-01T00:00:00Z"}, "aws:EpochTime": {"NumericGreaterThan": "1577836800"}}

    def of_the_shop(self):
        return {"aws:PrincipalAccount": self.account, "aws:PrincipalOrgID": self.organization, "aws:PrincipalOrgPaths": [self.path], "aws:PrincipalOrgMasterAccountId": self.accounts["management"],
                "aws:ResourceAccount": self.account, "aws:ResourceOrgID": self.organization, "aws:ResourceOrgPaths": [self.path]}

    def test_of_a_user(self):
        keys = {**self.ALWAYS, **self.of_the_shop(), **dict.fromkeys(self.NEVER, ABSENT), "aws:PrincipalArn": self.user["Arn"], "aws:PrincipalType": "User", "aws:userid": self.user["UserId"],
                "aws:username": "keyed", "aws:PrincipalTag/team": "red", "aws:PrincipalTag/other": ABSENT, "aws:MultiFactorAuthPresent": ABSENT, "aws:MultiFactorAuthAge": ABSENT,
                "aws:TokenIssueTime": ABSENT, "aws:FederatedProvider": ABSENT, "aws:SourceIdentity": ABSENT}
        self.rows("sqs", [("sqs:ListQueues", "list_queues", {}, keys)], self.client("sqs", region="eu-west-1"))

    def test_of_a_users_session(self):
        session = self.client("sts").get_session_token()["Credentials"]
        keys = {"aws:PrincipalArn": self.user["Arn"], "aws:PrincipalType": "User", "aws:userid": self.user["UserId"], "aws:username": "keyed", "aws:PrincipalTag/team": "red",
                "aws:MultiFactorAuthPresent": "false", "aws:MultiFactorAuthAge": ABSENT, "aws:TokenIssueTime": {"DateGreaterThan": "2020-01-01T00:00:00Z"}}
        self.rows("sqs", [("sqs:ListQueues", "list_queues", {}, keys)], self.client("sqs", session))

    def test_of_a_federated_user(self):
        self.limit("none:None", {"Null": {"aws:userid": "true"}})
        session = self.client("sts").get_federation_token(Name="guest", Policy=document({"Effect": "Allow", "Action": "*", "Resource": "*"}), Tags=[{"Key": "shift", "Value": "night"}])["Credentials"]
        keys = {**self.of_the_shop(), "aws:PrincipalArn": f"arn:aws:sts::{self.account}:federated-user/guest", "aws:PrincipalType": "FederatedUser", "aws:userid": f"{self.account}:guest",
                "aws:username": ABSENT, "aws:PrincipalTag/shift": "night", "aws:TokenIssueTime": {"DateGreaterThan": "2020-01-01T00:00:00Z"}, "aws:PrincipalIsAWSService": "false"}
        self.rows("sqs", [("sqs:ListQueues", "list_queues", {}, keys)], self.client("sqs", session))

    def test_of_a_role(self):
        """A role's own ARN with its path, its tags under the session's."""
        role = self.iam.create_role(RoleName="keyed", Path="/teams/", Tags=TAGS + [{"Key": "shift", "Value": "day"}], AssumeRolePolicyDocument=document(
            {"Effect": "Allow", "Principal": {"AWS": self.user["Arn"]}, "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}))["Role"]
        session = self.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="here", SourceIdentity="Ann", Tags=[{"Key": "shift", "Value": "night"}])["Credentials"]
        limit = lambda action, condition: self.iam.put_role_policy(RoleName="keyed", PolicyName="limit", PolicyDocument=document(
            {"Effect": "Allow", "Action": action, "Resource": "*", "Condition": condition}))
        keys = {**self.ALWAYS, **self.of_the_shop(), **dict.fromkeys(self.NEVER, ABSENT), "aws:PrincipalArn": role["Arn"], "aws:PrincipalType": "AssumedRole", "aws:userid": f"{role['RoleId']}:here",
                "aws:username": ABSENT, "aws:PrincipalTag/team": "red", "aws:PrincipalTag/shift": "night", "aws:MultiFactorAuthPresent": "false", "aws:SourceIdentity": "Ann",
                "aws:TokenIssueTime": {"DateGreaterThan": "2020-01-01T00:00:00Z"}, "aws:FederatedProvider": ABSENT}
        self.judged(limit, self.client("sqs", session, region="eu-west-1").list_queues, "sqs:ListQueues", {}, keys)

    def test_global_services_are_asked_in_one_region(self):
        self.rows("iam", [("iam:ListUsers", "list_users", {}, {"aws:RequestedRegion": "us-east-1"})], self.client("iam", region="eu-west-1"))
        self.rows("organizations", [("organizations:DescribeOrganization", "describe_organization", {}, {"aws:RequestedRegion": "us-east-1"})])

    def test_names_of_keys_know_no_case(self):
        self.rows("sqs", [("sqs:ListQueues", "list_queues", {}, {"AWS:principalaccount": self.account, "aws:principaltag/TEAM": "red"})])


class ServicesKeys(House):
    """What services bring that act for somebody, and what those bring who come without credentials."""

    def bucket(self, name, admin="shop"):
        s3 = self.server.client(admin, "s3")
        s3.create_bucket(Bucket=name)
        return s3, [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]

    def test_of_a_service_itself(self):
        """CloudTrail asks the bucket before it makes a trail."""
        name = f"service-{self.account}"
        s3, resources = self.bucket(name)
        trails, arn = self.admin("cloudtrail"), f"arn:aws:cloudtrail:{house.REGION}:{self.account}:trail/asking"

        def limit(_, condition):
            s3.put_bucket_policy(Bucket=name, Policy=document({"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:*", "Resource": resources, "Condition": condition}))

        keys = {"aws:SourceArn": arn, "aws:SourceAccount": self.account, "aws:SourceOrgID": self.organization, "aws:SourceOrgPaths": [self.path], "aws:PrincipalServiceName": "cloudtrail.amazonaws.com",
                "aws:PrincipalServiceNamesList": ["cloudtrail.amazonaws.com"], "aws:PrincipalIsAWSService": "true", "aws:SecureTransport": "true", "aws:ViaAWSService": "false",
                "aws:ResourceAccount": self.account, "aws:ResourceOrgID": self.organization, "aws:ResourceOrgPaths": [self.path], "aws:RequestedRegion": house.REGION,
                **dict.fromkeys(("aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:userid", "aws:username", "aws:TokenIssueTime", "aws:SourceIp",
                                 "aws:CalledVia", "kms:ViaService"), ABSENT)}
        for key, value in keys.items():
            for condition, allowed in ((fails(key, value), False), (holds(key, value), True)):
                limit("s3:*", condition)
                with self.subTest(f"{key} {'as it is' if allowed else 'not as it is'}"):
                    code = house.error_code(trails.create_trail, Name="asking", S3BucketName=name)
                    self.assertEqual(code, None if allowed else "InsufficientS3BucketPolicyException")
                with contextlib.suppress(botocore.exceptions.ClientError):
                    trails.delete_trail(Name="asking")

    def test_of_a_service_that_uses_the_callers_identity(self):
        """S3 decrypts for whoever gets the object."""
        name = f"via-{self.account}"
        s3, _ = self.bucket(name)
        key = self.admin("kms").create_key()["KeyMetadata"]["Arn"]
        s3.put_object(Bucket=name, Key="x", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
        keys = {"aws:ViaAWSService": "true", "aws:CalledVia": ["s3.amazonaws.com"], "aws:CalledViaFirst": "s3.amazonaws.com", "aws:CalledViaLast": "s3.amazonaws.com",
                "kms:ViaService": f"s3.{house.REGION}.amazonaws.com", "aws:SourceIp": ABSENT, "aws:PrincipalArn": self.user["Arn"], "aws:PrincipalIsAWSService": "false",
                "kms:CallerAccount": self.account, "kms:EncryptionContext:aws:s3:arn": f"arn:aws:s3:::{name}/x", "kms:EncryptionContextKeys": ["aws:s3:arn"]}
        self.judged(self.limit, self.client("s3").get_object, "kms:Decrypt", {"Bucket": name, "Key": "x"}, keys)

    def test_of_nobody(self):
        name = f"open-{self.account}"
        s3, resources = self.bucket(name)
        s3.delete_public_access_block(Bucket=name)
        s3.put_object(Bucket=name, Key="x", Body=b"x")
        with house.environment(HTTPS_PROXY=f"http://{self.server.endpoint}"):
            nobody = boto3.Session().client("s3", region_name=house.REGION, verify=str(self.server.profiles / "ca.pem"), config=botocore.config.Config(
                signature_version=botocore.UNSIGNED, proxies={"https": f"http://{self.server.endpoint}"}, retries={"total_max_attempts": 1}))
        limit = lambda action, condition: s3.put_bucket_policy(Bucket=name, Policy=document({"Effect": "Allow", "Principal": "*", "Action": action, "Resource": resources, "Condition": condition}))
        keys = {"aws:PrincipalType": "Anonymous", "aws:PrincipalAccount": "anonymous", "aws:userid": "anonymous", "aws:SecureTransport": "true", "aws:SourceIp": {"IpAddress": "127.0.0.0/8"},
                "aws:ResourceAccount": self.account, **dict.fromkeys(("aws:PrincipalIsAWSService", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:username", "aws:TokenIssueTime",
                                                                       "s3:signatureversion", "s3:authType"), ABSENT)}
        self.judged(limit, nobody.get_object, "s3:GetObject", {"Bucket": name, "Key": "x"}, keys)


class ServiceKeys(House):
    """Each service's own keys, as the Service Authorization Reference lists them for its actions."""

    def test_iam(self):
        iam = self.iam
        managed = iam.create_policy(PolicyName="managed", PolicyDocument=document({"Effect": "Allow", "Action": "*", "Resource": "*"}), Tags=TAGS)["Policy"]["Arn"]
        iam.create_user(UserName="other", Tags=TAGS, PermissionsBoundary=managed)
        iam.create_group(GroupName="group")
        trust = document({"Effect": "Allow", "Principal": {"Service": ["cloudtrail.amazonaws.com", "events.amazonaws.com"]}, "Action": "sts:AssumeRole"})
        role = iam.create_role(RoleName="other", Tags=TAGS, PermissionsBoundary=managed, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        iam.create_instance_profile(InstanceProfileName="other", Tags=TAGS)
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName="other", Tags=TAGS)["VirtualMFADevice"]["SerialNumber"]
        oidc = iam.create_open_id_connect_provider(Url="https://id.example.com", ThumbprintList=["0" * 40], Tags=TAGS)["OpenIDConnectProviderArn"]
        inline = document({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
        tagged = {"aws:ResourceTag/team": "red", "iam:ResourceTag/team": "red"}
        bounded, tagging = {**tagged, "iam:PermissionsBoundary": managed}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}
        night = [{"Key": "shift", "Value": "night"}]
        key, certificate = self.certificate()
        upload = {"CertificateBody": certificate, "PrivateKey": key}
        iam.upload_server_certificate(ServerCertificateName="other", Tags=TAGS, **upload)
        rows = [("iam:UploadServerCertificate", "upload_server_certificate", {"ServerCertificateName": "a", "Tags": night, **upload}, tagging),
                ("iam:GetServerCertificate", "get_server_certificate", {"ServerCertificateName": "other"}, tagged),
                ("iam:TagServerCertificate", "tag_server_certificate", {"ServerCertificateName": "other", "Tags": night}, {**tagged, **tagging}),
                ("iam:UntagServerCertificate", "untag_server_certificate", {"ServerCertificateName": "other", "TagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                ("iam:CreateUser", "create_user", {"UserName": "a", "Tags": night, "PermissionsBoundary": managed}, {**tagging, "iam:PermissionsBoundary": managed}),
                ("iam:CreateRole", "create_role", {"RoleName": "a", "AssumeRolePolicyDocument": trust, "Tags": night, "PermissionsBoundary": managed}, {**tagging, "iam:PermissionsBoundary": managed}),
                ("iam:CreatePolicy", "create_policy", {"PolicyName": "a", "PolicyDocument": inline, "Tags": night}, tagging),
                ("iam:CreateInstanceProfile", "create_instance_profile", {"InstanceProfileName": "a", "Tags": night}, tagging),
                ("iam:CreateVirtualMFADevice", "create_virtual_mfa_device", {"VirtualMFADeviceName": "a", "Tags": night}, tagging),
                ("iam:CreateOpenIDConnectProvider", "create_open_id_connect_provider", {"Url": "https://id2.example.com", "ThumbprintList": ["0" * 40], "Tags": night}, tagging),
                ("iam:GetUser", "get_user", {"UserName": "other"}, tagged), ("iam:GetRole", "get_role", {"RoleName": "other"}, tagged),
                ("iam:GetPolicy", "get_policy", {"PolicyArn": managed}, tagged), ("iam:GetInstanceProfile", "get_instance_profile", {"InstanceProfileName": "other"}, tagged),
                ("iam:GetOpenIDConnectProvider", "get_open_id_connect_provider", {"OpenIDConnectProviderArn": oidc}, tagged),
                ("iam:ListMFADeviceTags", "list_mfa_device_tags", {"SerialNumber": device}, tagged),
                ("iam:UpdateAssumeRolePolicy", "update_assume_role_policy", {"RoleName": "other", "PolicyDocument": trust}, tagged),
                ("iam:TagUser", "tag_user", {"UserName": "other", "Tags": night}, {**tagged, **tagging}), ("iam:UntagUser", "untag_user", {"UserName": "other", "TagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                ("iam:TagRole", "tag_role", {"RoleName": "other", "Tags": night}, {**tagged, **tagging}), ("iam:UntagRole", "untag_role", {"RoleName": "other", "TagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                ("iam:TagPolicy", "tag_policy", {"PolicyArn": managed, "Tags": night}, {**tagged, **tagging}), ("iam:UntagPolicy", "untag_policy", {"PolicyArn": managed, "TagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                ("iam:TagInstanceProfile", "tag_instance_profile", {"InstanceProfileName": "other", "Tags": night}, {**tagged, **tagging}),
                ("iam:TagMFADevice", "tag_mfa_device", {"SerialNumber": device, "Tags": night}, {**tagged, **tagging}),
                ("iam:TagOpenIDConnectProvider", "tag_open_id_connect_provider", {"OpenIDConnectProviderArn": oidc, "Tags": night}, {**tagged, **tagging}),
                ("iam:AttachUserPolicy", "attach_user_policy", {"UserName": "other", "PolicyArn": managed}, {**bounded, "iam:PolicyARN": managed}),
                ("iam:DetachUserPolicy", "detach_user_policy", {"UserName": "other", "PolicyArn": managed}, {**bounded, "iam:PolicyARN": managed}),
                ("iam:AttachRolePolicy", "attach_role_policy", {"RoleName": "other", "PolicyArn": managed}, {**bounded, "iam:PolicyARN": managed}),
                ("iam:DetachRolePolicy", "detach_role_policy", {"RoleName": "other", "PolicyArn": managed}, {**bounded, "iam:PolicyARN": managed}),
                ("iam:AttachGroupPolicy", "attach_group_policy", {"GroupName": "group", "PolicyArn": managed}, {"iam:PolicyARN": managed}),
                ("iam:DetachGroupPolicy", "detach_group_policy", {"GroupName": "group", "PolicyArn": managed}, {"iam:PolicyARN": managed}),
                ("iam:PutUserPolicy", "put_user_policy", {"UserName": "other", "PolicyName": "p", "PolicyDocument": inline}, bounded),
                ("iam:DeleteUserPolicy", "delete_user_policy", {"UserName": "other", "PolicyName": "p"}, bounded),
                ("iam:PutRolePolicy", "put_role_policy", {"RoleName": "other", "PolicyName": "p", "PolicyDocument": inline}, bounded),
                ("iam:DeleteRolePolicy", "delete_role_policy", {"RoleName": "other", "PolicyName": "p"}, bounded),
                ("iam:PutUserPermissionsBoundary", "put_user_permissions_boundary", {"UserName": "other", "PermissionsBoundary": managed}, bounded),
                ("iam:PutRolePermissionsBoundary", "put_role_permissions_boundary", {"RoleName": "other", "PermissionsBoundary": managed}, bounded),
                ("iam:CreateServiceLinkedRole", "create_service_linked_role", {"AWSServiceName": "context.cloudtrail.amazonaws.com"}, {"iam:AWSServiceName": "context.cloudtrail.amazonaws.com"}),
                ("iam:DeleteServiceLinkedRole", "delete_service_linked_role", {"RoleName": "AWSServiceRoleForCloudTrailEventContext"}, {"iam:AWSServiceName": "context.cloudtrail.amazonaws.com"})]
        self.rows("iam", rows)
        self.admin("events").put_rule(Name="passing", EventPattern='{"source":["x"]}')
        target = {"Id": "1", "Arn": f"arn:aws:events:{house.REGION}:{self.accounts['audit']}:event-bus/default", "RoleArn": role}
        self.rows("events", [("iam:PassRole", "put_targets", {"Rule": "passing", "Targets": [target]},
                              {"iam:PassedToService": "events.amazonaws.com", "iam:AssociatedResourceArn": f"arn:aws:events:{house.REGION}:{self.account}:rule/passing"})])

    @staticmethod
    def certificate():
        """A private key and a certificate that it signed itself, as PEM."""
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "certificate", "-subj", "/CN=x"], cwd=folder, check=True, stderr=subprocess.DEVNULL)
            return tuple(pathlib.Path(folder, name).read_text() for name in ("key", "certificate"))

    def test_sts(self):
        role = self.iam.create_role(RoleName="assumed", Tags=TAGS, AssumeRolePolicyDocument=document(
            {"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}))["Role"]["Arn"]
        arguments = {"RoleArn": role, "RoleSessionName": "session", "ExternalId": "external", "SourceIdentity": "Ann", "Tags": [{"Key": "shift", "Value": "night"}], "TransitiveTagKeys": ["shift"]}
        keys = {"sts:RoleSessionName": "session", "sts:ExternalId": "external", "sts:SourceIdentity": "Ann", "sts:TransitiveTagKeys": ["shift"], "aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"],
                "aws:ResourceTag/team": "red", "iam:ResourceTag/team": "red", "aws:ResourceAccount": self.account}
        self.rows("sts", [(action, "assume_role", arguments, keys) for action in ("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity")])
        self.rows("sts", [("sts:GetFederationToken", "get_federation_token", {"Name": "guest", "Tags": [{"Key": "shift", "Value": "night"}]}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]})])

    def test_kms(self):
        kms = self.admin("kms")
        key = kms.create_key(Tags=[{"TagKey": "team", "TagValue": "red"}])["KeyMetadata"]["Arn"]
        other = kms.create_key()["KeyMetadata"]["Arn"]
        kms.create_alias(AliasName="alias/keyed", TargetKeyId=key)
        context = {"project": "x"}
        sealed = kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)["CiphertextBlob"]
        of_key = {"kms:CallerAccount": self.account, "kms:KeySpec": "SYMMETRIC_DEFAULT", "kms:KeyUsage": "ENCRYPT_DECRYPT", "kms:KeyOrigin": "AWS_KMS", "kms:MultiRegion": "false",
                  "kms:MultiRegionKeyType": ABSENT, "kms:ResourceAliases": ["alias/keyed"], "aws:ResourceTag/team": "red", "kms:ViaService": ABSENT}
        with_context = {"kms:EncryptionContext:project": "x", "kms:EncryptionContextKeys": ["project"], "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT"}
        night = [{"TagKey": "shift", "TagValue": "night"}]
        grant = {"KeyId": key, "GranteePrincipal": self.user["Arn"], "RetiringPrincipal": self.user["Arn"], "Operations": ["Decrypt"], "Constraints": {"EncryptionContextEquals": context}}
        held = lambda name: kms.create_grant(KeyId=key, Name=name, GranteePrincipal=f"arn:aws:iam::{self.accounts['audit']}:root", Operations=["Decrypt"],
                                             Constraints={"EncryptionContextSubset": context})["GrantId"]
        self.rows("kms", [
            ("kms:DescribeKey", "describe_key", {"KeyId": "alias/keyed"}, {**of_key, "kms:RequestAlias": "alias/keyed"}),
            ("kms:DescribeKey", "describe_key", {"KeyId": key}, {"kms:RequestAlias": ABSENT}),
            ("kms:Encrypt", "encrypt", {"KeyId": "alias/keyed", "Plaintext": b"x", "EncryptionContext": context}, {**of_key, **with_context, "kms:RequestAlias": "alias/keyed"}),
            ("kms:Encrypt", "encrypt", {"KeyId": key, "Plaintext": b"x"}, {"kms:EncryptionContext:project": ABSENT, "kms:EncryptionContextKeys": ABSENT}),
            ("kms:Decrypt", "decrypt", {"CiphertextBlob": sealed, "EncryptionContext": context}, with_context),
            ("kms:GenerateDataKey", "generate_data_key", {"KeyId": key, "KeySpec": "AES_256", "EncryptionContext": context}, with_context),
            ("kms:GenerateDataKeyWithoutPlaintext", "generate_data_key_without_plaintext", {"KeyId": key, "KeySpec": "AES_256", "EncryptionContext": context}, with_context),
            ("kms:GenerateDataKeyPair", "generate_data_key_pair", {"KeyId": key, "KeyPairSpec": "ECC_NIST_P256", "EncryptionContext": context}, {**with_context, "kms:DataKeyPairSpec": "ECC_NIST_P256"}),
            ("kms:ReEncryptFrom", "re_encrypt", {"CiphertextBlob": sealed, "SourceEncryptionContext": context, "DestinationKeyId": other}, {**with_context, "kms:ReEncryptOnSameKey": "false"}),
            ("kms:ReEncryptTo", "re_encrypt", {"CiphertextBlob": sealed, "SourceEncryptionContext": context, "DestinationKeyId": key}, {"kms:EncryptionContext:project": ABSENT, "kms:ReEncryptOnSameKey": "true"}),
            ("kms:CreateGrant", "create_grant", grant, {**of_key, "kms:GranteePrincipal": self.user["Arn"], "kms:RetiringPrincipal": self.user["Arn"], "kms:GrantOperations": ["Decrypt"],
                                                        "kms:GrantConstraintType": "EncryptionContextEquals", "kms:GrantIsForAWSResource": "false",
                                                        "kms:EncryptionContext:project": "x", "kms:EncryptionContextKeys": ["project"]}),
            ("kms:RetireGrant", "retire_grant", {"KeyId": key, "GrantId": held("retired")}, {"kms:GrantConstraintType": "EncryptionContextSubset", "kms:EncryptionContext:project": "x", "kms:EncryptionContextKeys": ["project"]}),
            ("kms:ListGrants", "list_grants", {"KeyId": key}, {"kms:GrantIsForAWSResource": "false"}),
            ("kms:RevokeGrant", "revoke_grant", {"KeyId": key, "GrantId": held("revoked")}, {"kms:GrantIsForAWSResource": "false"}),
            ("kms:ScheduleKeyDeletion", "schedule_key_deletion", {"KeyId": other, "PendingWindowInDays": 8}, {"kms:ScheduleKeyDeletionPendingWindowInDays": "8"}),
            ("kms:PutKeyPolicy", "put_key_policy", {"KeyId": key, "PolicyName": "default", "Policy": kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"], "BypassPolicyLockoutSafetyCheck": True},
             {"kms:BypassPolicyLockoutSafetyCheck": "true"}),
            ("kms:CreateKey", "create_key", {"Tags": night, "BypassPolicyLockoutSafetyCheck": True},
             {"kms:KeySpec": "SYMMETRIC_DEFAULT", "kms:KeyUsage": "ENCRYPT_DECRYPT", "kms:KeyOrigin": "AWS_KMS", "kms:MultiRegion": "false", "kms:BypassPolicyLockoutSafetyCheck": "true",
              "kms:CallerAccount": self.account, "aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}),
            ("kms:TagResource", "tag_resource", {"KeyId": key, "Tags": night}, {**of_key, "aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}),
            ("kms:UntagResource", "untag_resource", {"KeyId": key, "TagKeys": ["shift"]}, {"aws:TagKeys": ["shift"], "aws:ResourceTag/team": "red"}),
            ("kms:CreateAlias", "create_alias", {"AliasName": "alias/another", "TargetKeyId": key}, {"kms:CallerAccount": self.account}),
            ("kms:ListKeys", "list_keys", {}, {"kms:ViaService": ABSENT})])

    def test_s3(self):
        s3, bucket, kms = self.admin("s3"), f"keyed-{self.account}", self.admin("kms").create_key()["KeyMetadata"]["Arn"]
        s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
        version = s3.put_object(Bucket=bucket, Key="x", Body=b"x", Tagging="team=red")["VersionId"]
        at = {"Bucket": bucket, "Key": "x"}
        s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": TAGS})
        always = {"s3:authType": "REST-HEADER", "s3:signatureversion": "AWS4-HMAC-SHA256", "s3:ResourceAccount": self.account, "s3:TlsVersion": {"NumericGreaterThan": "1.1"}}
        tagging = {"s3:RequestObjectTag/shift": "night", "s3:RequestObjectTagKeys": ["shift"]}
        tag_set = {"TagSet": [{"Key": "shift", "Value": "night"}]}
        until = "2999-01-01T00:00:00Z"
        self.rows("s3", [
            ("s3:GetObject", "get_object", at, {**always, "s3:ExistingObjectTag/team": "red", "s3:ExistingObjectTag/other": ABSENT, "s3:VersionId": ABSENT}),
            ("s3:GetObjectVersion", "get_object", {**at, "VersionId": version}, {"s3:VersionId": version, "s3:ExistingObjectTag/team": "red"}),
            ("s3:GetObject", "head_object", at, {"s3:ExistingObjectTag/team": "red"}),
            ("s3:GetObjectTagging", "get_object_tagging", at, {"s3:ExistingObjectTag/team": "red"}),
            ("s3:PutObjectTagging", "put_object_tagging", {**at, "Tagging": tag_set}, tagging),
            ("s3:PutObjectVersionTagging", "put_object_tagging", {**at, "VersionId": version, "Tagging": tag_set}, {**tagging, "s3:VersionId": version}),
            ("s3:ListBucket", "list_objects_v2", {"Bucket": bucket, "Prefix": "a", "Delimiter": "/", "MaxKeys": 7}, {**always, "s3:prefix": "a", "s3:delimiter": "/", "s3:max-keys": "7"}),
            ("s3:ListBucketVersions", "list_object_versions", {"Bucket": bucket, "Prefix": "a", "Delimiter": "/", "MaxKeys": 7}, {"s3:prefix": "a", "s3:delimiter": "/", "s3:max-keys": "7"}),
            ("s3:PutObject", "put_object", {**at, "Body": b"x", "ACL": "bucket-owner-full-control", "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms, "StorageClass": "STANDARD_IA",
                                            "Tagging": "shift=night", "WebsiteRedirectLocation": "/y"},
             {**always, **tagging, "s3:x-amz-acl": "bucket-owner-full-control", "s3:x-amz-server-side-encryption": "aws:kms", "s3:x-amz-server-side-encryption-aws-kms-key-id": kms,
              "s3:x-amz-storage-class": "STANDARD_IA", "s3:x-amz-website-redirect-location": "/y", "s3:x-amz-copy-source": ABSENT, "s3:if-none-match": ABSENT, "s3:ObjectCreationOperation": "true"}),
            ("s3:PutObject", "put_object", {**at, "Body": b"x"}, {"s3:x-amz-server-side-encryption": ABSENT, "s3:x-amz-acl": ABSENT}),
            ("s3:PutObject", "put_object", {**at, "GrantRead": "id=0", "GrantReadACP": "id=1", "GrantWriteACP": "id=3", "GrantFullControl": "id=4"},
             {"s3:x-amz-grant-read": "id=0", "s3:x-amz-grant-read-acp": "id=1", "s3:x-amz-grant-write-acp": "id=3", "s3:x-amz-grant-full-control": "id=4"}),
            ("s3:PutObject", "copy_object", {**at, "CopySource": f"{bucket}/x", "MetadataDirective": "REPLACE"},
             {"s3:x-amz-copy-source": f"{bucket}/x", "s3:x-amz-metadata-directive": "REPLACE", "s3:ObjectCreationOperation": "true"}),
            ("s3:PutObject", "create_multipart_upload", {**at, "StorageClass": "STANDARD_IA"}, {"s3:x-amz-storage-class": "STANDARD_IA", "s3:ObjectCreationOperation": "false"}),
            ("s3:PutObjectAcl", "put_object_acl", {**at, "ACL": "bucket-owner-full-control"}, {"s3:x-amz-acl": "bucket-owner-full-control", "s3:ExistingObjectTag/team": ABSENT}),
            ("s3:PutObjectAcl", "put_object_acl", {**at, "GrantRead": "id=0"}, {"s3:x-amz-grant-read": "id=0"}),
            ("s3:PutBucketAcl", "put_bucket_acl", {"Bucket": bucket, "ACL": "private"}, {"s3:x-amz-acl": "private"}),
            ("s3:PutBucketAcl", "put_bucket_acl", {"Bucket": bucket, "GrantWrite": "id=2"}, {"s3:x-amz-grant-write": "id=2"}),
            ("s3:CreateBucket", "create_bucket", {"Bucket": bucket, "ACL": "private", "ObjectOwnership": "BucketOwnerEnforced"}, {"s3:x-amz-acl": "private", "s3:x-amz-object-ownership": "BucketOwnerEnforced"}),
            ("s3:GetBucketTagging", "get_bucket_tagging", {"Bucket": bucket}, {"aws:ResourceTag/team": ABSENT}),      # as long as nobody has turned that on
            ("s3:PutObjectRetention", "put_object_retention", {**at, "Retention": {"Mode": "GOVERNANCE", "RetainUntilDate": until}},
             {"s3:object-lock-mode": "GOVERNANCE", "s3:object-lock-remaining-retention-days": {"NumericGreaterThan": "10000"}, "s3:object-lock-retain-until-date": {"DateGreaterThan": "2998-01-01T00:00:00Z"}}),
            ("s3:PutObjectLegalHold", "put_object_legal_hold", {**at, "LegalHold": {"Status": "ON"}}, {"s3:object-lock-legal-hold": "ON"})])
        self.rows("s3", [("s3:CreateBucket", "create_bucket", {"Bucket": f"{bucket}-eu", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}, {"s3:LocationConstraint": "eu-west-1"})],
                  self.client("s3", region="eu-west-1"))

    def test_s3_by_a_signed_address(self):
        s3, bucket = self.admin("s3"), f"signed-{self.account}"
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key="x", Body=b"x")
        address = self.client("s3", signature_version="s3v4").generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "x"})

        def fetched():
            done = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--referer", "https://example.com/page", "--proxy", f"http://{self.server.endpoint}", "--cacert", str(self.server.profiles / "ca.pem"), address],
                                  stdout=subprocess.PIPE, check=True)
            return done.stdout.decode()

        keys = {"s3:authType": "REST-QUERY-STRING", "s3:signatureAge": {"NumericLessThan": "600000"}, "s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD",
                "aws:Referer": "https://example.com/page"}
        for key, value in keys.items():
            for condition, status in ((fails(key, value), "403"), (holds(key, value), "200")):
                self.limit("s3:GetObject", condition)
                with self.subTest(key):
                    self.assertEqual(fetched(), status)

    def test_sqs(self):
        queue = self.admin("sqs").create_queue(QueueName="keyed", tags={"team": "red"})["QueueUrl"]
        tagged, tagging = {"aws:ResourceTag/team": "red"}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}
        self.rows("sqs", [("sqs:CreateQueue", "create_queue", {"QueueName": "new", "tags": {"shift": "night"}}, tagging),
                          ("sqs:TagQueue", "tag_queue", {"QueueUrl": queue, "Tags": {"shift": "night"}}, {**tagged, **tagging}),
                          ("sqs:UntagQueue", "untag_queue", {"QueueUrl": queue, "TagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                          *((f"sqs:{action}", method, {"QueueUrl": queue, **more}, tagged) for action, method, more in (
                              ("SendMessage", "send_message", {"MessageBody": "x"}), ("ReceiveMessage", "receive_message", {}), ("GetQueueAttributes", "get_queue_attributes", {}),
                              ("SetQueueAttributes", "set_queue_attributes", {"Attributes": {"DelaySeconds": "0"}}), ("ListQueueTags", "list_queue_tags", {}), ("PurgeQueue", "purge_queue", {})))])

    def test_sns(self):
        topic = self.admin("sns").create_topic(Name="keyed", Tags=TAGS)["TopicArn"]
        tagged, tagging, night = {"aws:ResourceTag/team": "red"}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}, [{"Key": "shift", "Value": "night"}]
        queue = f"arn:aws:sqs:{house.REGION}:{self.account}:none"
        self.rows("sns", [("sns:CreateTopic", "create_topic", {"Name": "new", "Tags": night}, tagging),
                          ("sns:TagResource", "tag_resource", {"ResourceArn": topic, "Tags": night}, {**tagged, **tagging}),
                          ("sns:UntagResource", "untag_resource", {"ResourceArn": topic, "TagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                          ("sns:Publish", "publish", {"TopicArn": topic, "Message": "x"}, tagged), ("sns:GetTopicAttributes", "get_topic_attributes", {"TopicArn": topic}, tagged),
                          ("sns:SetTopicAttributes", "set_topic_attributes", {"TopicArn": topic, "AttributeName": "DisplayName", "AttributeValue": "x"}, tagged),
                          ("sns:Subscribe", "subscribe", {"TopicArn": topic, "Protocol": "sqs", "Endpoint": queue}, {**tagged, "sns:Protocol": "sqs", "sns:Endpoint": queue})])

    def test_logs(self):
        logs = self.admin("logs")
        logs.create_log_group(logGroupName="keyed", tags={"team": "red"})
        logs.create_log_stream(logGroupName="keyed", logStreamName="s")
        group = f"arn:aws:logs:{house.REGION}:{self.account}:log-group:keyed"
        tagged, tagging = {"aws:ResourceTag/team": "red"}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}
        destination = f"arn:aws:lambda:{house.REGION}:{self.account}:function:none"
        self.rows("logs", [("logs:CreateLogGroup", "create_log_group", {"logGroupName": "new", "tags": {"shift": "night"}}, tagging),
                           ("logs:TagLogGroup", "tag_log_group", {"logGroupName": "keyed", "tags": {"shift": "night"}}, {**tagged, **tagging}),
                           ("logs:UntagLogGroup", "untag_log_group", {"logGroupName": "keyed", "tags": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                           ("logs:TagResource", "tag_resource", {"resourceArn": group, "tags": {"shift": "night"}}, {**tagged, **tagging}),
                           ("logs:UntagResource", "untag_resource", {"resourceArn": group, "tagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                           ("logs:PutSubscriptionFilter", "put_subscription_filter", {"logGroupName": "keyed", "filterName": "f", "filterPattern": "", "destinationArn": destination},
                            {**tagged, "logs:DestinationArn": destination}),
                           *((f"logs:{action}", method, {"logGroupName": "keyed", **more}, tagged) for action, method, more in (
                               ("CreateLogStream", "create_log_stream", {"logStreamName": "t"}), ("DescribeLogStreams", "describe_log_streams", {}), ("FilterLogEvents", "filter_log_events", {}),
                               ("PutRetentionPolicy", "put_retention_policy", {"retentionInDays": 7}), ("GetLogEvents", "get_log_events", {"logStreamName": "s"})))])

    def test_events(self):
        events, mine = self.admin("events"), f"arn:aws:events:{house.REGION}:{self.account}"
        events.put_rule(Name="keyed", EventPattern='{"source":["x"]}', Tags=TAGS)
        events.create_event_bus(Name="keyed", Tags=TAGS)
        queue = f"arn:aws:sqs:{house.REGION}:{self.account}:none"
        tagged, tagging, night = {"aws:ResourceTag/team": "red"}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}, [{"Key": "shift", "Value": "night"}]
        entry = {"Source": "mine", "DetailType": "order", "Detail": "{}"}
        pattern = json.dumps({"source": ["mine"], "detail-type": ["order"], "detail": {"service": ["S3"], "eventTypeCode": ["A"], "userIdentity": {"principalId": ["AIDA"]}}})
        self.rows("events", [("events:PutRule", "put_rule", {"Name": "new", "EventPattern": pattern, "Tags": night},
                              {**tagging, "events:source": ["mine"], "events:detail-type": ["order"], "events:detail.service": ["S3"], "events:detail.eventTypeCode": ["A"],
                               "events:detail.userIdentity.principalId": ["AIDA"]}),
                             ("events:PutRule", "put_rule", {"Name": "keyed", "EventPattern": '{"source":["x"]}'}, {**tagged, "events:creatorAccount": self.account, "events:ManagedBy": ABSENT}),
                             ("events:DescribeRule", "describe_rule", {"Name": "keyed"}, {**tagged, "events:creatorAccount": self.account}),
                             ("events:PutTargets", "put_targets", {"Rule": "keyed", "Targets": [{"Id": "1", "Arn": queue}]}, {**tagged, "events:TargetArn": [queue], "events:creatorAccount": self.account}),
                             ("events:RemoveTargets", "remove_targets", {"Rule": "keyed", "Ids": ["2"]}, {**tagged, "events:creatorAccount": self.account}),
                             ("events:DisableRule", "disable_rule", {"Name": "keyed"}, {**tagged, "events:creatorAccount": self.account}),
                             ("events:ListTargetsByRule", "list_targets_by_rule", {"Rule": "keyed"}, {**tagged, "events:creatorAccount": self.account}),
                             ("events:PutEvents", "put_events", {"Entries": [entry]}, {"events:source": "mine", "events:detail-type": "order", "events:eventBusInvocation": "false"}),
                             ("events:CreateEventBus", "create_event_bus", {"Name": "new", "Tags": night}, tagging),
                             ("events:DescribeEventBus", "describe_event_bus", {"Name": "keyed"}, tagged),
                             ("events:TagResource", "tag_resource", {"ResourceARN": f"{mine}:rule/keyed", "Tags": night}, {**tagged, **tagging}),
                             ("events:UntagResource", "untag_resource", {"ResourceARN": f"{mine}:event-bus/keyed", "TagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                             ("events:DeleteEventBus", "delete_event_bus", {"Name": "keyed"}, tagged)])

    def test_cloudtrail(self):
        """Trails have tags, but none that policies could ask for."""
        name = f"trails-{self.account}"
        self.admin("s3").create_bucket(Bucket=name)
        arn = f"arn:aws:cloudtrail:{house.REGION}:{self.account}:trail/keyed"
        self.admin("s3").put_bucket_policy(Bucket=name, Policy=document({"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:*", "Resource": [
            f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"], "Condition": {"StringEquals": {"aws:SourceArn": arn}}}))
        self.admin("cloudtrail").create_trail(Name="keyed", S3BucketName=name, TagsList=TAGS)
        tagging, night = {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}, [{"Key": "shift", "Value": "night"}]
        self.rows("cloudtrail", [("cloudtrail:CreateTrail", "create_trail", {"Name": "new", "S3BucketName": "none", "TagsList": night}, tagging),
                                 ("cloudtrail:AddTags", "add_tags", {"ResourceId": arn, "TagsList": night}, tagging),
                                 ("cloudtrail:RemoveTags", "remove_tags", {"ResourceId": arn, "TagsList": night}, {"aws:TagKeys": ["shift"]}),
                                 ("cloudtrail:GetTrail", "get_trail", {"Name": arn}, {"aws:ResourceTag/team": ABSENT, "aws:ResourceAccount": self.account})])


    def test_ssm(self):
        ssm = self.admin("ssm")
        ssm.put_parameter(Name="/keyed/x", Value="x", Type="String", Tags=TAGS)
        tagged, tagging, night = {"aws:ResourceTag/team": "red", "ssm:resourceTag/team": "red"}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}, [{"Key": "shift", "Value": "night"}]
        at, tag = {"Name": "/keyed/x"}, {"ResourceType": "Parameter", "ResourceId": "/keyed/x"}
        self.rows("ssm", [("ssm:GetParameter", "get_parameter", at, tagged), ("ssm:GetParameters", "get_parameters", {"Names": ["/keyed/x"]}, tagged), ("ssm:GetParameterHistory", "get_parameter_history", at, tagged),
                          ("ssm:GetParametersByPath", "get_parameters_by_path", {"Path": "/keyed", "Recursive": True}, {"ssm:Recursive": "true"}),
                          ("ssm:PutParameter", "put_parameter", {**at, "Value": "y", "Type": "String", "Overwrite": True, "DataType": "text"}, {**tagged, "ssm:Overwrite": "true", "ssm:DataType": "text"}),
                          ("ssm:PutParameter", "put_parameter", {"Name": "/keyed/y", "Value": "y", "Type": "String", "Tags": night}, {**tagging, "ssm:Overwrite": "false"}),
                          ("ssm:LabelParameterVersion", "label_parameter_version", {**at, "Labels": ["a"]}, tagged),
                          ("ssm:AddTagsToResource", "add_tags_to_resource", {**tag, "Tags": night}, {**tagged, **tagging}),
                          ("ssm:RemoveTagsFromResource", "remove_tags_from_resource", {**tag, "TagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                          ("ssm:DeleteParameter", "delete_parameter", {"Name": "/keyed/x"}, {"aws:ResourceTag/other": ABSENT})])

    def test_secretsmanager(self):
        secrets = self.admin("secretsmanager")
        made = secrets.create_secret(Name="keyed", SecretString="x", Tags=TAGS)
        arn, at = made["ARN"], {"SecretId": "keyed"}
        tagged, tagging, night = {"aws:ResourceTag/team": "red", "secretsmanager:ResourceTag/team": "red"}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}, [{"Key": "shift", "Value": "night"}]
        own = {**tagged, "secretsmanager:SecretId": arn}
        open_policy = document({"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"})
        self.rows("secretsmanager", [("secretsmanager:CreateSecret", "create_secret", {"Name": "new", "SecretString": "x", "Description": "d", "KmsKeyId": "alias/aws/secretsmanager", "Tags": night},
                                      {**tagging, "secretsmanager:Name": "new", "secretsmanager:Description": "d", "secretsmanager:KmsKeyId": "alias/aws/secretsmanager"}),
                                     ("secretsmanager:GetSecretValue", "get_secret_value", {**at, "VersionStage": "AWSCURRENT", "VersionId": made["VersionId"]},
                                      {**own, "secretsmanager:VersionStage": "AWSCURRENT", "secretsmanager:VersionId": made["VersionId"]}),
                                     ("secretsmanager:DescribeSecret", "describe_secret", at, own), ("secretsmanager:PutSecretValue", "put_secret_value", {**at, "SecretString": "y"}, own),
                                     ("secretsmanager:PutResourcePolicy", "put_resource_policy", {**at, "ResourcePolicy": open_policy, "BlockPublicPolicy": True}, {**own, "secretsmanager:BlockPublicPolicy": "true"}),
                                     ("secretsmanager:TagResource", "tag_resource", {**at, "Tags": night}, {**own, **tagging}),
                                     ("secretsmanager:UntagResource", "untag_resource", {**at, "TagKeys": ["shift"]}, {**own, "aws:TagKeys": ["shift"]}),
                                     ("secretsmanager:DeleteSecret", "delete_secret", {**at, "RecoveryWindowInDays": 8}, {"secretsmanager:RecoveryWindowInDays": "8"})])

    def test_lambda(self):
        functions = self.admin("lambda")
        role = self.iam.create_role(RoleName="functions", AssumeRolePolicyDocument=document({"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}))["Role"]["Arn"]
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as out:
            out.writestr("f.py", "def handler(event, context): return 1")
        new = lambda name, **more: {"FunctionName": name, "Runtime": "python3.12", "Role": role, "Handler": "f.handler", "Code": {"ZipFile": held.getvalue()}, **more}
        arn = functions.create_function(**new("keyed", Tags={"team": "red"}))["FunctionArn"]
        tagged, tagging, at = {"aws:ResourceTag/team": "red"}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}, {"FunctionName": "keyed"}
        self.rows("lambda", [("lambda:CreateFunction", "create_function", new("new", Tags={"shift": "night"}), tagging),
                             ("iam:PassRole", "create_function", new("passing"), {"iam:PassedToService": "lambda.amazonaws.com", "iam:AssociatedResourceArn": arn.replace("keyed", "passing")}),
                             ("lambda:GetFunction", "get_function", at, tagged), ("lambda:UpdateFunctionConfiguration", "update_function_configuration", {**at, "Timeout": 5}, tagged),
                             ("lambda:UpdateFunctionCode", "update_function_code", {**at, "ZipFile": held.getvalue()}, tagged),
                             ("lambda:AddPermission", "add_permission", {**at, "StatementId": "x", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"}, {**tagged, "lambda:Principal": "s3.amazonaws.com"}),
                             ("lambda:TagResource", "tag_resource", {"Resource": arn, "Tags": {"shift": "night"}}, {**tagged, **tagging}),
                             ("lambda:UntagResource", "untag_resource", {"Resource": arn, "TagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                             ("lambda:DeleteFunction", "delete_function", {"FunctionName": "none"}, {"aws:ResourceTag/team": ABSENT})])

    def test_ecr(self):
        ecr = self.admin("ecr")
        arn = ecr.create_repository(repositoryName="keyed", tags=TAGS)["repository"]["repositoryArn"]
        tagged, tagging, night = {"aws:ResourceTag/team": "red", "ecr:ResourceTag/team": "red"}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}, [{"Key": "shift", "Value": "night"}]
        self.rows("ecr", [("ecr:CreateRepository", "create_repository", {"repositoryName": "new", "tags": night}, tagging),
                          ("ecr:DescribeRepositories", "describe_repositories", {"repositoryNames": ["keyed"]}, tagged),
                          ("ecr:PutImageTagMutability", "put_image_tag_mutability", {"repositoryName": "keyed", "imageTagMutability": "IMMUTABLE"}, tagged),
                          ("ecr:TagResource", "tag_resource", {"resourceArn": arn, "tags": night}, {**tagged, **tagging}),
                          ("ecr:UntagResource", "untag_resource", {"resourceArn": arn, "tagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
                          ("ecr:DeleteRepository", "delete_repository", {"repositoryName": "keyed"}, tagged)])

    def test_cloudformation(self):
        stacks = self.admin("cloudformation")
        body = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
        role = self.iam.create_role(RoleName="stacks", AssumeRolePolicyDocument=document({"Effect": "Allow", "Principal": {"Service": "cloudformation.amazonaws.com"}, "Action": "sts:AssumeRole"}))["Role"]["Arn"]
        stacks.create_stack(StackName="keyed", TemplateBody=body, Tags=TAGS)
        done = lambda: not stacks.describe_stacks(StackName="keyed")["Stacks"][0]["StackStatus"].endswith("IN_PROGRESS")
        self.assertTrue(house.wait_for(done))
        new = {"StackName": "new", "TemplateBody": body, "Tags": [{"Key": "shift", "Value": "night"}], "RoleARN": role, "ResourceTypes": ["AWS::SNS::*"]}
        self.rows("cloudformation", [("cloudformation:CreateStack", "create_stack", new, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"], "cloudformation:RoleArn": role, "cloudformation:ResourceTypes": ["AWS::SNS::*"]}),
                                     ("iam:PassRole", "create_stack", {**new, "StackName": "passing"}, {"iam:PassedToService": "cloudformation.amazonaws.com"}),
                                     ("cloudformation:DescribeStacks", "describe_stacks", {"StackName": "keyed"}, {"aws:ResourceTag/team": "red"}),
                                     ("cloudformation:CreateChangeSet", "create_change_set", {"StackName": "keyed", "ChangeSetName": "change", "TemplateBody": body}, {"cloudformation:ChangeSetName": "change", "aws:ResourceTag/team": "red"}),
                                     ("cloudformation:DeleteStack", "delete_stack", {"StackName": "keyed"}, {"aws:ResourceTag/team": "red"})])


class OrganizationKeys(House):
    """Of a user of the management account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.iam = cls.server.client("management", "iam")
        cls.iam.create_user(UserName="keyed")
        cls.key = cls.iam.create_access_key(UserName="keyed")["AccessKey"]

    def test_organizations(self):
        organizations, kind, service = self.management, {"organizations:PolicyType": "TAG_POLICY"}, {"organizations:ServicePrincipal": "cloudtrail.amazonaws.com"}
        unit = organizations.create_organizational_unit(ParentId=self.root, Name="Keyed", Tags=TAGS)["OrganizationalUnit"]["Id"]
        content = json.dumps({"tags": {}})
        policy = organizations.create_policy(Name="keyed", Description="", Type="TAG_POLICY", Content=content, Tags=TAGS)["Policy"]["PolicySummary"]["Id"]
        organizations.tag_resource(ResourceId=self.account, Tags=TAGS)
        tagged, tagging, night = {"aws:ResourceTag/team": "red"}, {"aws:RequestTag/shift": "night", "aws:TagKeys": ["shift"]}, [{"Key": "shift", "Value": "night"}]
        self.rows("organizations", [
            ("organizations:DescribeAccount", "describe_account", {"AccountId": self.account}, tagged), ("organizations:DescribeOrganizationalUnit", "describe_organizational_unit", {"OrganizationalUnitId": unit}, tagged),
            ("organizations:DescribePolicy", "describe_policy", {"PolicyId": policy}, {**tagged, **kind}), ("organizations:UpdatePolicy", "update_policy", {"PolicyId": policy, "Description": "x"}, {**tagged, **kind}),
            ("organizations:AttachPolicy", "attach_policy", {"PolicyId": policy, "TargetId": unit}, {**tagged, **kind}), ("organizations:DetachPolicy", "detach_policy", {"PolicyId": policy, "TargetId": unit}, {**tagged, **kind}),
            ("organizations:CreatePolicy", "create_policy", {"Name": "new", "Description": "", "Type": "TAG_POLICY", "Content": content, "Tags": night}, {**kind, **tagging}),
            ("organizations:ListPolicies", "list_policies", {"Filter": "TAG_POLICY"}, kind), ("organizations:ListPoliciesForTarget", "list_policies_for_target", {"TargetId": unit, "Filter": "TAG_POLICY"}, kind),
            ("organizations:DescribeEffectivePolicy", "describe_effective_policy", {"PolicyType": "TAG_POLICY"}, kind),
            ("organizations:EnablePolicyType", "enable_policy_type", {"RootId": self.root, "PolicyType": "TAG_POLICY"}, kind), ("organizations:DisablePolicyType", "disable_policy_type", {"RootId": self.root, "PolicyType": "TAG_POLICY"}, kind),
            ("organizations:EnableAWSServiceAccess", "enable_aws_service_access", {"ServicePrincipal": "cloudtrail.amazonaws.com"}, service),
            ("organizations:RegisterDelegatedAdministrator", "register_delegated_administrator", {"AccountId": self.account, "ServicePrincipal": "cloudtrail.amazonaws.com"}, service),
            ("organizations:ListDelegatedAdministrators", "list_delegated_administrators", {"ServicePrincipal": "cloudtrail.amazonaws.com"}, service),
            ("organizations:DeregisterDelegatedAdministrator", "deregister_delegated_administrator", {"AccountId": self.account, "ServicePrincipal": "cloudtrail.amazonaws.com"}, service),
            ("organizations:DisableAWSServiceAccess", "disable_aws_service_access", {"ServicePrincipal": "cloudtrail.amazonaws.com"}, service),
            ("organizations:TagResource", "tag_resource", {"ResourceId": unit, "Tags": night}, {**tagged, **tagging}), ("organizations:UntagResource", "untag_resource", {"ResourceId": unit, "TagKeys": ["shift"]}, {**tagged, "aws:TagKeys": ["shift"]}),
            ("organizations:CreateOrganizationalUnit", "create_organizational_unit", {"ParentId": self.root, "Name": "Keyed", "Tags": night}, tagging),
            ("organizations:ListTagsForResource", "list_tags_for_resource", {"ResourceId": self.account}, tagged),
            ("organizations:ListParents", "list_parents", {"ChildId": self.account}, tagged),
            ("organizations:TagResource", "tag_resource", {"ResourceId": policy, "Tags": night}, {**tagged, **tagging, **kind}),
            ("organizations:MoveAccount", "move_account", {"AccountId": self.account, "SourceParentId": unit, "DestinationParentId": self.root}, {"aws:PrincipalOrgID": self.organization})])


if __name__ == "__main__":
    unittest.main()
