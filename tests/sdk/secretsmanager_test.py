"""Secrets Manager as boto3 sees it."""
import datetime
import io
import json
import string
import unittest
import uuid
import zipfile

import boto3
import botocore.exceptions

import house
from house import REGION, error_code, wait_for


class Secrets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.sm = cls.server.client("shop", "secretsmanager")
        cls.account = cls.server.client("shop", "sts").get_caller_identity()["Account"]
        cls.other = cls.server.client("audit", "sts").get_caller_identity()["Account"]
        cls.numbers = iter(range(10_000))

    def name(self):
        return f"test/s{next(self.numbers)}"

    def secret(self, value="v", **more):
        """The ARN of a new one."""
        return self.sm.create_secret(Name=self.name(), **({"SecretString": value} if value else {}), **more)["ARN"]

    def refused(self, code, call, text="", **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code, error)
        self.assertIn(text, error.get("Message", ""))

    def value(self, secret, client=None, **more):
        return (client or self.sm).get_secret_value(SecretId=secret, **more)["SecretString"]

    def stages(self, secret):
        return {tuple(sorted(stages)): version for version, stages in self.sm.describe_secret(SecretId=secret).get("VersionIdsToStages", {}).items()}

    def user(self, name, *statements):
        iam = self.server.client("shop", "iam")
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return self.server.client_with(key, "secretsmanager")

    def records(self, event, profile="shop"):
        pages = self.server.client(profile, "cloudtrail").get_paginator("lookup_events").paginate(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": event}])
        return [json.loads(e["CloudTrailEvent"]) for page in pages for e in page["Events"]]


class Values(Secrets):
    def test_a_secret_is_made_read_and_changed(self):
        name = self.name()
        made = self.sm.create_secret(Name=name, SecretString="one", Description="d", Tags=[{"Key": "k", "Value": "v"}])
        self.assertRegex(made["ARN"], f"^arn:aws:secretsmanager:{REGION}:{self.account}:secret:{name}-[A-Za-z0-9]{{6}}$")
        for handle in (name, made["ARN"], made["ARN"][:-7]):
            got = self.sm.get_secret_value(SecretId=handle)
            self.assertEqual([got[k] for k in ("ARN", "Name", "VersionId", "SecretString", "VersionStages")], [made["ARN"], name, made["VersionId"], "one", ["AWSCURRENT"]])
        put = self.sm.put_secret_value(SecretId=name, SecretBinary=b"\x00\x01")
        self.assertEqual(put["VersionStages"], ["AWSCURRENT"])
        got = self.sm.get_secret_value(SecretId=name)
        self.assertEqual(got["SecretBinary"], b"\x00\x01")
        self.assertNotIn("SecretString", got)
        self.assertEqual(self.value(name, VersionStage="AWSPREVIOUS"), "one")
        self.assertEqual(self.value(name, VersionId=made["VersionId"]), "one")
        updated = self.sm.update_secret(SecretId=name, SecretString="three", Description="changed")
        self.assertEqual(self.stages(name), {("AWSCURRENT",): updated["VersionId"], ("AWSPREVIOUS",): put["VersionId"]})
        self.assertNotIn("VersionId", self.sm.update_secret(SecretId=name, Description="changed"))
        described = self.sm.describe_secret(SecretId=name)
        self.assertEqual([described[k] for k in ("ARN", "Name", "Description", "Tags")], [made["ARN"], name, "changed", [{"Key": "k", "Value": "v"}]])
        self.assertNotIn("KmsKeyId", described)
        ids = lambda **more: {v["VersionId"] for v in self.sm.list_secret_version_ids(SecretId=name, **more)["Versions"]}
        self.assertEqual(ids(), {put["VersionId"], updated["VersionId"]})
        self.assertEqual(ids(IncludeDeprecated=True) - ids(), {made["VersionId"]})

    def test_tokens_make_requests_idempotent(self):
        name, token = self.name(), str(uuid.uuid4())
        first = self.sm.create_secret(Name=name, SecretString="a", ClientRequestToken=token)
        self.assertEqual(first["VersionId"], token)
        self.assertEqual(self.sm.create_secret(Name=name, SecretString="a", ClientRequestToken=token)["ARN"], first["ARN"])
        self.refused("ResourceExistsException", self.sm.create_secret, f"the secret {name} already exists", Name=name, SecretString="b", ClientRequestToken=token)
        next_token = str(uuid.uuid4())
        for _ in range(2):
            self.assertEqual(self.sm.put_secret_value(SecretId=name, SecretString="b", ClientRequestToken=next_token)["VersionId"], next_token)
        self.assertEqual(self.stages(name), {("AWSCURRENT",): next_token, ("AWSPREVIOUS",): token})
        self.refused("ResourceExistsException", self.sm.put_secret_value, "can't modify an existing version", SecretId=name, SecretString="c", ClientRequestToken=next_token)
        self.refused("ResourceExistsException", self.sm.update_secret, "can't modify an existing version", SecretId=name, SecretString="b", ClientRequestToken=next_token)

    def test_labels_move(self):
        arn = self.secret("one")
        first = self.stages(arn)[("AWSCURRENT",)]
        pending = self.sm.put_secret_value(SecretId=arn, SecretString="two", VersionStages=["AWSPENDING", "mine"])["VersionId"]
        self.assertEqual((self.value(arn), self.value(arn, VersionStage="AWSPENDING"), self.value(arn, VersionStage="mine")), ("one", "two", "two"))
        move = lambda **more: self.sm.update_secret_version_stage(SecretId=arn, **more)
        self.refused("InvalidParameterException", move, f"currently attached to version {first}", VersionStage="AWSCURRENT", MoveToVersionId=pending)
        move(VersionStage="AWSCURRENT", MoveToVersionId=pending, RemoveFromVersionId=first)
        self.assertEqual(self.stages(arn), {("AWSPREVIOUS",): first, ("AWSCURRENT", "AWSPENDING", "mine"): pending})
        move(VersionStage="mine", RemoveFromVersionId=pending)
        self.refused("InvalidParameterException", move, "only move staging label AWSCURRENT", VersionStage="AWSCURRENT", RemoveFromVersionId=pending)
        self.refused("ResourceNotFoundException", move, VersionStage="x", MoveToVersionId=str(uuid.uuid4()))
        move(VersionStage="AWSCURRENT", MoveToVersionId=first, RemoveFromVersionId=pending)                 # back again
        self.assertEqual(self.stages(arn), {("AWSCURRENT",): first, ("AWSPENDING", "AWSPREVIOUS"): pending})

    def test_what_is_not_there_or_makes_no_sense(self):
        self.refused("ResourceNotFoundException", self.sm.get_secret_value, "can't find the specified secret.", SecretId="nowhere")
        empty = self.secret(value=None)
        self.refused("ResourceNotFoundException", self.sm.get_secret_value, "can't find the specified secret value for staging label: AWSCURRENT", SecretId=empty)
        arn, version = self.secret(), str(uuid.uuid4())
        self.refused("ResourceNotFoundException", self.sm.get_secret_value, f"for VersionId: {version}", SecretId=arn, VersionId=version)
        self.refused("InvalidRequestException", self.sm.get_secret_value, "not associated", SecretId=arn, VersionId=version, VersionStage="AWSCURRENT")
        self.refused("ValidationException", self.sm.create_secret, "Invalid name", Name="a b")
        self.refused("InvalidParameterException", self.sm.create_secret, "both a binary secret value and a string", Name=self.name(), SecretString="a", SecretBinary=b"b")
        self.refused("InvalidRequestException", self.sm.put_secret_value, "SecretString or SecretBinary", SecretId=arn)
        self.refused("ValidationException", self.sm.create_secret, "less than or equal to 65536", Name=self.name(), SecretString="x" * 65537)
        self.refused("InvalidParameterException", self.sm.create_secret, "reserved", Name=self.name(), Tags=[{"Key": "aws:x", "Value": "v"}])
        self.refused("EncryptionFailure", self.sm.create_secret, "Secrets Manager can't encrypt", Name=self.name(), SecretString="v", KmsKeyId="alias/nowhere")
        self.assertEqual(self.value(self.secret("x" * 65536)), "x" * 65536)

    def test_old_versions_without_labels_go(self):
        arn = self.secret()
        for i in range(99):
            self.sm.put_secret_value(SecretId=arn, SecretString=str(i))
        self.refused("LimitExceededException", self.sm.put_secret_value, "100 versions", SecretId=arn, SecretString="x")
        self.server.advance("25h")
        sm = self.server.client("shop", "secretsmanager")
        sm.put_secret_value(SecretId=arn, SecretString="x")
        type(self).sm = sm
        first = sm.list_secret_version_ids(SecretId=arn, IncludeDeprecated=True, MaxResults=99)
        rest = sm.list_secret_version_ids(SecretId=arn, IncludeDeprecated=True, NextToken=first["NextToken"])
        self.assertEqual((len(first["Versions"]), len(rest["Versions"])), (99, 1))
        self.assertNotIn("NextToken", rest)

    def test_passwords(self):
        get = lambda **more: self.sm.get_random_password(**more)["RandomPassword"]
        self.assertEqual(len(get()), 32)
        for _ in range(20):
            word = get(PasswordLength=4)
            self.assertTrue(all(any(c in kind for c in word) for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation)), word)
        self.assertTrue(set(get(PasswordLength=500, ExcludePunctuation=True, ExcludeNumbers=True, ExcludeUppercase=True, ExcludeCharacters="abc")) <= set(string.ascii_lowercase) - set("abc"))
        self.assertIn(" ", get(PasswordLength=4000, IncludeSpace=True))
        self.refused("InvalidParameterException", self.sm.get_random_password, "too short", PasswordLength=3)
        self.refused("InvalidParameterException", self.sm.get_random_password, ExcludePunctuation=True, ExcludeNumbers=True, ExcludeUppercase=True, ExcludeLowercase=True)
        self.assertNotIn("randomPassword", json.dumps(self.records("GetRandomPassword")))

    def test_records_show_no_values(self):
        name = self.name()
        arn = self.sm.create_secret(Name=name, SecretString="never-shown-1")["ARN"]
        self.sm.put_secret_value(SecretId=arn, SecretBinary=b"never-shown-2")
        self.sm.get_secret_value(SecretId=name)
        created = next(r for r in self.records("CreateSecret") if r["requestParameters"] and r["requestParameters"]["name"] == name)
        self.assertEqual(sorted(created["requestParameters"]), ["clientRequestToken", "name"])
        self.assertEqual(created["responseElements"]["arn"], arn)
        got = next(r for r in self.records("GetSecretValue") if r["requestParameters"]["secretId"] == name)
        self.assertEqual((got["requestParameters"], got["responseElements"], got["readOnly"]), ({"secretId": name}, None, True))
        self.assertNotIn("never-shown", json.dumps([self.records(e) for e in ("CreateSecret", "PutSecretValue", "GetSecretValue", "GenerateDataKey")]))


class Keys(Secrets):
    def test_values_are_encrypted_by_kms_for_their_caller(self):
        kms = self.server.client("shop", "kms")
        key = kms.create_key()["KeyMetadata"]["Arn"]
        arn = self.secret("one", KmsKeyId=key)
        version = self.stages(arn)[("AWSCURRENT",)]
        made = next(r for r in self.records("GenerateDataKey") if r["requestParameters"]["encryptionContext"].get("SecretARN") == arn)
        self.assertEqual((made["requestParameters"]["encryptionContext"], made["requestParameters"]["keyId"], made["userIdentity"]["invokedBy"]),
                         ({"SecretARN": arn, "SecretVersionId": version}, key, "secretsmanager.amazonaws.com"))
        self.assertEqual(self.sm.describe_secret(SecretId=arn)["KmsKeyId"], key)
        self.assertEqual(self.sm.list_secret_version_ids(SecretId=arn)["Versions"][0]["KmsKeyIds"], [key])
        reader = self.user("reader", {"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"})
        self.refused("AccessDeniedException", reader.get_secret_value, "Access to KMS is not allowed", SecretId=arn)
        self.assertEqual(self.value(self.secret("open"), reader), "open")                  # aws/secretsmanager: for the whole account
        kms.disable_key(KeyId=key)
        self.refused("DecryptionFailure", self.sm.get_secret_value, "Secrets Manager can't decrypt", SecretId=arn)
        self.refused("EncryptionFailure", self.sm.put_secret_value, SecretId=arn, SecretString="two")
        kms.enable_key(KeyId=key)
        self.sm.update_secret(SecretId=arn, KmsKeyId="alias/aws/secretsmanager")              # sealed anew
        kms.disable_key(KeyId=key)
        self.assertEqual(self.value(arn), "one")

    def test_other_accounts_need_both_policies_and_a_customers_key(self):
        kms = self.server.client("shop", "kms")
        key = kms.create_key(Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "kms:*", "Resource": "*"},
            {"Effect": "Allow", "Principal": {"AWS": self.other}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": f"secretsmanager.{REGION}.amazonaws.com"}}}]}))["KeyMetadata"]["Arn"]
        audit = self.server.client("audit", "secretsmanager")
        arn, default = self.secret("shared", KmsKeyId=key), self.secret("kept")
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.other}:root"}, "Action": "secretsmanager:GetSecretValue",
                                                                    "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"secretsmanager:VersionStage": "AWSCURRENT"}}}]})
        self.refused("AccessDeniedException", audit.get_secret_value, "no resource-based policy allows", SecretId=arn)
        for secret in (arn, default):
            self.sm.put_resource_policy(SecretId=secret, ResourcePolicy=policy, BlockPublicPolicy=True)
        self.assertEqual(self.value(arn, audit), "shared")
        self.assertEqual(self.value(arn, audit, VersionStage="AWSCURRENT"), "shared")
        self.assertEqual(self.value(arn, audit, VersionId=self.stages(arn)[("AWSCURRENT",)]), "shared")
        self.assertEqual(error_code(audit.get_secret_value, SecretId=arn, VersionStage="AWSPREVIOUS"), "AccessDeniedException")
        self.assertEqual(error_code(audit.describe_secret, SecretId=arn), "AccessDeniedException")
        self.refused("InvalidRequestException", audit.get_secret_value, "default KMS service key", SecretId=default)
        self.assertEqual(error_code(audit.get_secret_value, SecretId=arn.split(":secret:")[1]), "ResourceNotFoundException")
        for profile in ("audit", "shop"):
            self.assertIn(arn, [r["requestParameters"]["secretId"] for r in self.records("GetSecretValue", profile) if r["requestParameters"]])
        self.sm.delete_resource_policy(SecretId=arn)
        self.assertEqual(error_code(audit.get_secret_value, SecretId=arn), "AccessDeniedException")

    def test_resource_policies(self):
        arn = self.secret()
        statement = lambda principal, effect="Allow", action="secretsmanager:GetSecretValue", **condition: json.dumps({"Version": "2012-10-17", "Statement": [
            dict({"Effect": effect, "Principal": principal, "Action": action, "Resource": "*"}, **({"Condition": condition} if condition else {}))]})
        put = lambda policy, **more: self.sm.put_resource_policy(SecretId=arn, ResourcePolicy=policy, **more)
        self.assertNotIn("ResourcePolicy", self.sm.get_resource_policy(SecretId=arn))
        self.refused("MalformedPolicyDocumentException", put, policy='{"Version":"2012-10-17"}')
        self.refused("PublicPolicyException", put, policy=statement("*"), BlockPublicPolicy=True)
        for held in (statement("*", StringEquals={"aws:PrincipalOrgID": "o-0123456789"}), statement({"AWS": self.other}), statement("*", IpAddress={"aws:SourceIp": "192.0.2.0/24"})):
            put(held, BlockPublicPolicy=True)
        put(statement("*"))
        self.assertEqual(self.sm.get_resource_policy(SecretId=arn)["ResourcePolicy"], statement("*"))
        validate = lambda policy: self.sm.validate_resource_policy(SecretId=arn, ResourcePolicy=policy)
        self.assertEqual(validate(statement({"AWS": self.other}))["PolicyValidationPassed"], True)
        self.assertEqual([e["CheckName"] for e in validate(statement("*"))["ValidationErrors"]], ["BLOCK_PUBLIC_POLICY"])
        self.assertEqual([e["CheckName"] for e in validate(statement("*", "Deny", "secretsmanager:*"))["ValidationErrors"]], ["LOCKOUT_CHECK"])
        self.assertEqual(validate("no policy")["PolicyValidationPassed"], False)
        put(statement({"AWS": self.account}, "Deny"))
        self.refused("AccessDeniedException", self.sm.get_secret_value, "explicit deny in a resource-based policy", SecretId=arn)


class Access(Secrets):
    def test_condition_keys(self):
        allow = lambda action, resource="*", **condition: dict({"Effect": "Allow", "Action": action, "Resource": resource}, **({"Condition": condition} if condition else {}))
        here = f"arn:aws:secretsmanager:{REGION}:{self.account}:secret"
        limited = self.user("limited", allow("secretsmanager:GetSecretValue", StringEquals={"secretsmanager:ResourceTag/open": "yes"}),
                            allow("secretsmanager:CreateSecret", f"{here}:mine/*", StringLike={"secretsmanager:Name": "mine/*"}),
                            allow("secretsmanager:DeleteSecret", NumericGreaterThan={"secretsmanager:RecoveryWindowInDays": "20"}),
                            allow("secretsmanager:DescribeSecret", f"{here}:mine/one-??????"))
        marked = self.secret("open", Tags=[{"Key": "open", "Value": "yes"}])
        self.assertEqual(self.value(marked, limited), "open")
        self.refused("AccessDeniedException", limited.get_secret_value, "secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager", SecretId=self.secret())
        limited.create_secret(Name="mine/one", SecretString="v")
        limited.describe_secret(SecretId="mine/one")
        self.assertEqual(error_code(limited.create_secret, Name="mine/two", SecretString="v", Tags=[{"Key": "k", "Value": "v"}]), "AccessDeniedException")
        self.assertEqual(error_code(limited.create_secret, Name="yours/one", SecretString="v"), "AccessDeniedException")
        for window in ({}, {"RecoveryWindowInDays": 7}, {"ForceDeleteWithoutRecovery": True}):
            self.assertEqual(error_code(limited.delete_secret, SecretId=marked, **window), "AccessDeniedException")
        limited.delete_secret(SecretId=marked, RecoveryWindowInDays=21)

    def test_condition_keys_of_requests(self):
        key = self.server.client("shop", "kms").create_key()["KeyMetadata"]["Arn"]
        arn, version = self.secret(), str(uuid.uuid4())
        allow = lambda action, **condition: {"Effect": "Allow", "Action": action, "Resource": "*", "Condition": condition}
        keyed = self.user("keyed", allow("secretsmanager:CreateSecret", StringEquals={"secretsmanager:KmsKeyArn": key, "aws:RequestTag/k": "v", "secretsmanager:Description": "d"}),
                          allow("secretsmanager:TagResource", **{"ForAllValues:StringEquals": {"aws:TagKeys": ["k"]}}), {"Effect": "Allow", "Action": "kms:*", "Resource": "*"},
                          allow("secretsmanager:DescribeSecret", ArnEquals={"secretsmanager:SecretId": arn}),
                          allow("secretsmanager:PutResourcePolicy", Bool={"secretsmanager:BlockPublicPolicy": "true"}),
                          allow("secretsmanager:GetSecretValue", StringEquals={"secretsmanager:VersionId": version}),
                          allow("secretsmanager:UpdateSecretVersionStage", **{"ForAllValues:StringEquals": {"secretsmanager:VersionStage": ["mine"]}}),
                          allow("secretsmanager:RotateSecret", Bool={"secretsmanager:ModifyRotationRules": "false"}),
                          allow("secretsmanager:ReplicateSecretToRegions", **{"ForAllValues:StringEquals": {"secretsmanager:AddReplicaRegions": ["eu-west-1"]}}))
        make = lambda **more: error_code(keyed.create_secret, **dict({"Name": self.name(), "SecretString": "v", "Description": "d", "KmsKeyId": key, "Tags": [{"Key": "k", "Value": "v"}]}, **more))
        self.assertIsNone(make())
        self.assertIsNone(make(KmsKeyId=key.split("/")[1]))
        for more in ({"KmsKeyId": "alias/aws/secretsmanager"}, {"Description": "x"}, {"Tags": [{"Key": "k", "Value": "x"}]}):
            self.assertEqual(make(**more), "AccessDeniedException", more)
        denied = "AccessDeniedException"
        self.assertEqual((error_code(keyed.describe_secret, SecretId=arn), error_code(keyed.describe_secret, SecretId=self.secret())), (None, denied))
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": self.other}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]})
        self.assertEqual([error_code(keyed.put_resource_policy, SecretId=arn, ResourcePolicy=policy, BlockPublicPolicy=b) for b in (True, False)], [None, denied])
        self.sm.put_secret_value(SecretId=arn, SecretString="two", ClientRequestToken=version)
        self.assertEqual((error_code(keyed.get_secret_value, SecretId=arn, VersionId=version), error_code(keyed.get_secret_value, SecretId=arn)), (None, denied))
        self.assertEqual([error_code(keyed.update_secret_version_stage, SecretId=arn, VersionStage=s, MoveToVersionId=version) for s in ("mine", "yours")], [None, denied])
        self.assertEqual(error_code(keyed.rotate_secret, SecretId=arn), "InvalidRequestException")
        self.assertEqual(error_code(keyed.rotate_secret, SecretId=arn, RotationRules={"AutomaticallyAfterDays": 1}), denied)
        self.assertEqual([error_code(keyed.replicate_secret_to_regions, SecretId=arn, AddReplicaRegions=[{"Region": r}]) for r in ("eu-west-1", "eu-west-2")], [None, denied])

    def test_who_would_lose_his_rights_by_a_tag_keeps_the_tag(self):
        tagger = self.user("tagger", {"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "red"}}})
        arn = self.secret(Tags=[{"Key": "team", "Value": "red"}])
        tagger.tag_resource(SecretId=arn, Tags=[{"Key": "x", "Value": "y"}])
        for call, more in ((tagger.tag_resource, {"Tags": [{"Key": "team", "Value": "blue"}]}), (tagger.untag_resource, {"TagKeys": ["team"]})):
            self.assertEqual(error_code(call, SecretId=arn, **more), "AccessDeniedException")
        self.assertEqual(self.sm.describe_secret(SecretId=arn)["Tags"], [{"Key": "team", "Value": "red"}, {"Key": "x", "Value": "y"}])
        self.sm.untag_resource(SecretId=arn, TagKeys=["x", "none"])
        self.assertEqual(self.sm.describe_secret(SecretId=arn)["Tags"], [{"Key": "team", "Value": "red"}])

    def test_batches_say_what_each_secret_answers(self):
        if not hasattr(self.sm, "batch_get_secret_value"):
            self.skipTest("this SDK has no BatchGetSecretValue")
        tag = [{"Key": "batch", "Value": "yes"}]
        one, two = self.secret("1", Tags=tag), self.secret("2", Tags=tag)
        got = self.sm.batch_get_secret_value(SecretIdList=[one, two, "nowhere"])
        self.assertEqual([v["SecretString"] for v in got["SecretValues"]], ["1", "2"])
        self.assertEqual([(e["SecretId"], e["ErrorCode"]) for e in got["Errors"]], [("nowhere", "ResourceNotFoundException")])
        got = self.sm.batch_get_secret_value(Filters=[{"Key": "tag-key", "Values": ["batch"]}], MaxResults=1)
        self.assertEqual([v["SecretString"] for v in got["SecretValues"]], ["1"])
        got = self.sm.batch_get_secret_value(Filters=[{"Key": "tag-key", "Values": ["batch"]}], NextToken=got["NextToken"])
        self.assertEqual([v["SecretString"] for v in got["SecretValues"]], ["2"])
        self.refused("InvalidParameterException", self.sm.batch_get_secret_value, "SecretIdList")
        self.assertEqual([r["requestParameters"]["secretId"] for r in self.records("GetSecretValue")].count(two), 2)

    def test_lists(self):
        for name, description in (("list/alpha", "first of all"), ("list/beta", "the second"), ("list/gamma", "third")):
            self.sm.create_secret(Name=name, SecretString="v", Description=description, Tags=[{"Key": "greek", "Value": name[5:]}])
        names = lambda *filters, **more: [s["Name"] for s in self.sm.list_secrets(Filters=[{"Key": "name", "Values": ["list/"]}, *({"Key": k, "Values": v} for k, v in filters)], **more)["SecretList"]]
        self.assertEqual(names(), ["list/alpha", "list/beta", "list/gamma"])
        self.assertEqual(names(SortOrder="desc"), ["list/gamma", "list/beta", "list/alpha"])
        self.assertEqual(names(("description", ["second"])), ["list/beta"])
        self.assertEqual(names(("tag-value", ["alpha", "beta"])), ["list/alpha", "list/beta"])
        self.assertEqual(names(("tag-value", ["!alpha"])), ["list/beta", "list/gamma"])
        self.assertEqual(names(("all", ["THIRD"])), ["list/gamma"])
        self.assertEqual(names(("primary-region", ["us"])), [])
        pages = self.sm.get_paginator("list_secrets").paginate(Filters=[{"Key": "name", "Values": ["list/"]}], PaginationConfig={"PageSize": 2})
        self.assertEqual([len(p["SecretList"]) for p in pages], [2, 1])
        self.refused("InvalidNextTokenException", self.sm.list_secrets, NextToken="?")


class Life(Secrets):
    def test_deletion_has_a_window(self):
        name = self.name()
        arn = self.sm.create_secret(Name=name, SecretString="v")["ARN"]
        delete = lambda **more: self.sm.delete_secret(SecretId=name, **more)
        lax = self.server.client("shop", "secretsmanager", config={"parameter_validation": False})          # older SDKs know the limit
        self.refused("InvalidParameterException", lax.delete_secret, "between 7 and 30", SecretId=name, RecoveryWindowInDays=6)
        self.refused("InvalidParameterException", delete, "in conjunction", RecoveryWindowInDays=7, ForceDeleteWithoutRecovery=True)
        when = delete(RecoveryWindowInDays=7)["DeletionDate"]
        self.assertEqual(self.sm.describe_secret(SecretId=name)["DeletedDate"], when)
        for call, more in ((self.sm.get_secret_value, {}), (self.sm.put_secret_value, {"SecretString": "x"}), (self.sm.update_secret, {"Description": "x"}), (self.sm.get_resource_policy, {})):
            self.refused("InvalidRequestException", call, "marked for deletion", SecretId=name, **more)
        self.refused("InvalidRequestException", delete, "already scheduled for deletion")
        self.refused("InvalidRequestException", self.sm.create_secret, "already scheduled for deletion", Name=name, SecretString="v")
        listed = lambda **more: [s["ARN"] for s in self.sm.list_secrets(Filters=[{"Key": "name", "Values": [name]}], **more)["SecretList"]]
        self.assertEqual(listed(), [])
        if "IncludePlannedDeletion" in self.sm.meta.service_model.operation_model("ListSecrets").input_shape.members:
            self.assertEqual(listed(IncludePlannedDeletion=True), [arn])
        self.assertEqual(self.sm.restore_secret(SecretId=name)["ARN"], arn)
        self.assertEqual(self.value(name), "v")
        delete(RecoveryWindowInDays=7)
        self.server.advance("168h")
        sm = type(self).sm = self.server.client("shop", "secretsmanager")
        self.assertTrue(wait_for(lambda: error_code(sm.describe_secret, SecretId=name) == "ResourceNotFoundException"))
        ended = next(r for r in self.records("EndSecretVersionDelete") if r["additionalEventData"]["SecretId"] == arn)
        self.assertEqual((ended["eventType"], ended["userIdentity"]), ("AwsServiceEvent", {"accountId": self.account, "invokedBy": "secretsmanager.amazonaws.com"}))
        again = sm.create_secret(Name=name, SecretString="new")["ARN"]
        self.assertNotEqual(again, arn)
        self.refused("ResourceNotFoundException", sm.get_secret_value, SecretId=arn)
        sm.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
        self.refused("ResourceNotFoundException", sm.get_secret_value, SecretId=name)
        sm.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)

    def test_replicas_follow(self):
        name, there = self.name(), self.server.client("shop", "secretsmanager", region="eu-west-1")
        arn = self.sm.create_secret(Name=name, SecretString="one", AddReplicaRegions=[{"Region": "eu-west-1"}])["ARN"]
        copy = arn.replace(REGION, "eu-west-1")
        self.assertEqual(self.value(name, there), "one")
        self.sm.put_secret_value(SecretId=name, SecretString="two")
        self.assertEqual((self.value(copy, there), self.value(copy, there, VersionStage="AWSPREVIOUS")), ("two", "one"))
        self.assertEqual(self.sm.describe_secret(SecretId=name)["ReplicationStatus"], [{"Region": "eu-west-1", "KmsKeyId": "alias/aws/secretsmanager", "Status": "InSync"}])
        self.assertEqual(there.describe_secret(SecretId=name)["PrimaryRegion"], REGION)
        self.refused("InvalidRequestException", there.put_secret_value, "replica secret", SecretId=name, SecretString="x")
        self.refused("InvalidRequestException", self.sm.delete_secret, "eu-west-1", SecretId=name)
        self.refused("InvalidParameterException", self.sm.replicate_secret_to_regions, "Invalid replica region", SecretId=name, AddReplicaRegions=[{"Region": "mars-north-1"}])
        third = self.server.client("shop", "secretsmanager", region="eu-central-1")
        third.create_secret(Name=name, SecretString="another")
        replicated = lambda **more: self.sm.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": "eu-central-1"}], **more)["ReplicationStatus"][1]
        self.assertEqual(replicated()["Status"], "Failed")
        self.assertEqual(self.value(name, third), "another")
        self.assertEqual(replicated(ForceOverwriteReplicaSecret=True)["Status"], "InSync")
        self.assertEqual(self.value(name, third), "two")
        third.stop_replication_to_replica(SecretId=name)
        third.put_secret_value(SecretId=name, SecretString="own")
        self.assertEqual(self.sm.remove_regions_from_replication(SecretId=name, RemoveReplicaRegions=["eu-west-1"])["ReplicationStatus"], [])
        self.assertEqual(error_code(there.get_secret_value, SecretId=name), "ResourceNotFoundException")
        self.assertEqual((self.value(name), self.value(name, third)), ("two", "own"))
        self.sm.delete_secret(SecretId=name)

    def test_the_day_of_the_last_reading_is_kept(self):
        arn = self.secret()
        self.assertNotIn("LastAccessedDate", self.sm.describe_secret(SecretId=arn))
        self.value(arn)
        self.server.advance("2m")
        read = wait_for(lambda: self.sm.describe_secret(SecretId=arn).get("LastAccessedDate"))
        self.assertEqual(read.astimezone(datetime.timezone.utc).strftime("%H:%M:%S"), "00:00:00")

    def test_rotation_needs_a_function(self):
        arn = self.secret()
        self.refused("InvalidRequestException", self.sm.rotate_secret, "No Lambda rotation function ARN", SecretId=arn)
        self.refused("InvalidParameterException", self.sm.rotate_secret, "Invalid Lambda function ARN", SecretId=arn, RotationLambdaARN="arn:aws:sns:us-east-1:123456789012:x")
        nowhere = f"arn:aws:lambda:{REGION}:{self.account}:function:nowhere"
        self.assertIn(error_code(self.sm.rotate_secret, SecretId=arn, RotationLambdaARN=nowhere), ("AccessDeniedException", "InvalidRequestException"))
        for rules in ({"AutomaticallyAfterDays": 7, "ScheduleExpression": "rate(10 days)"}, {"ScheduleExpression": "cron(x)"}):
            self.refused("InvalidParameterException", self.sm.rotate_secret, "ScheduleExpression", SecretId=arn, RotationLambdaARN=nowhere, RotationRules=rules)
        self.assertNotIn("RotationEnabled", self.sm.describe_secret(SecretId=arn))
        self.sm.cancel_rotate_secret(SecretId=arn)


ROTATOR = """
import boto3

def handler(event, context):
    sm = boto3.client("secretsmanager")
    secret = {"SecretId": event["SecretId"]}
    if event["Step"] == "createSecret":
        sm.put_secret_value(ClientRequestToken=event["ClientRequestToken"], SecretString="made " + event["ClientRequestToken"], VersionStages=["AWSPENDING"], **secret)
    if event["Step"] == "testSecret" and sm.get_secret_value(VersionStage="AWSCURRENT", **secret)["SecretString"] == "bad":
        raise ValueError("this one cannot be rotated")
    if event["Step"] == "finishSecret":
        stages = sm.describe_secret(**secret)["VersionIdsToStages"]
        current = next(version for version in stages if "AWSCURRENT" in stages[version])
        sm.update_secret_version_stage(VersionStage="AWSCURRENT", MoveToVersionId=event["ClientRequestToken"], RemoveFromVersionId=current, **secret)
"""


def functions_of(server, *names):
    """ARNs of functions that rotate; Secrets Manager may invoke the first."""
    iam, functions = server.client("shop", "iam"), server.client("shop", "lambda")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName="rotator", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName="rotator", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["secretsmanager:*", "logs:*"], "Resource": "*"}]}))
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as z:
        z.writestr("rotator.py", ROTATOR)
    arns = [functions.create_function(FunctionName=name, Runtime="python3.11", Role=role, Handler="rotator.handler", Code={"ZipFile": code.getvalue()}, Timeout=30)["FunctionArn"]
            for name in names]
    wait_for(lambda: functions.get_function_configuration(FunctionName=names[0])["State"] == "Active", 10)
    if error_code(functions.invoke, FunctionName=names[0], Payload=b'{"Step": "", "SecretId": ""}') == "ServiceException":
        raise unittest.SkipTest("this machine cannot run functions")
    functions.add_permission(FunctionName=names[0], StatementId="sm", Action="lambda:InvokeFunction", Principal="secretsmanager.amazonaws.com", SourceAccount=arns[0].split(":")[4])
    return arns


@house.with_functions
class Rotation(Secrets):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.function, cls.closed = functions_of(cls.server, "rotator", "closed")

    def happened(self, event, arn):
        return sum(r["additionalEventData"]["SecretId"] == arn for r in self.records(event))

    def test_a_function_rotates_in_four_steps_and_again_by_the_clock(self):
        arn = self.secret("first")
        self.refused("AccessDeniedException", self.sm.rotate_secret, "cannot invoke the specified Lambda function", SecretId=arn, RotationLambdaARN=self.closed)
        version = self.sm.rotate_secret(SecretId=arn, RotationLambdaARN=self.function, RotationRules={"ScheduleExpression": "rate(7 days)", "Duration": "2h"})["VersionId"]
        self.assertTrue(wait_for(lambda: self.happened("RotationSucceeded", arn)), self.sm.describe_secret(SecretId=arn))
        self.assertEqual(self.value(arn), f"made {version}")
        described = self.sm.describe_secret(SecretId=arn)
        self.assertEqual([described[k] for k in ("RotationEnabled", "RotationLambdaARN", "RotationRules")], [True, self.function, {"ScheduleExpression": "rate(7 days)", "Duration": "2h"}])
        self.assertEqual({s for stages in described["VersionIdsToStages"].values() for s in stages}, {"AWSCURRENT", "AWSPREVIOUS"})
        if "NextRotationDate" in described:
            self.assertEqual((described["NextRotationDate"] - described["LastRotatedDate"]).days, 7)
        self.server.advance("169h")
        self.assertTrue(wait_for(lambda: self.happened("RotationSucceeded", arn) == 2), self.sm.describe_secret(SecretId=arn))
        self.assertNotEqual(self.value(arn), f"made {version}")
        self.sm.cancel_rotate_secret(SecretId=arn)
        self.assertEqual(self.sm.describe_secret(SecretId=arn)["RotationEnabled"], False)
        self.assertEqual(self.happened("RotationStarted", arn), 2)

    def test_a_failed_step_ends_a_rotation_with_its_label_left(self):
        arn = self.secret("bad")
        version = self.sm.rotate_secret(SecretId=arn, RotationLambdaARN=self.function)["VersionId"]

        def failed():
            self.server.advance("2m")                    # Lambda tries a failing event again after some minutes
            return self.happened("RotationFailed", arn)

        self.assertTrue(wait_for(lambda: version in self.sm.describe_secret(SecretId=arn)["VersionIdsToStages"]))
        self.assertTrue(wait_for(failed))
        self.assertEqual(self.stages(arn)[("AWSPENDING",)], version)
        self.assertEqual(self.value(arn), "bad")
        self.refused("InvalidRequestException", self.sm.rotate_secret, "previous rotation isn't complete", SecretId=arn)

    def test_a_later_rotation_is_tried_now(self):
        if "RotateImmediately" not in self.sm.meta.service_model.operation_model("RotateSecret").input_shape.members:
            self.skipTest("this SDK has no RotateImmediately")
        arn = self.secret("first")
        made = self.sm.rotate_secret(SecretId=arn, RotationLambdaARN=self.function, RotationRules={"AutomaticallyAfterDays": 1}, RotateImmediately=False)
        self.assertNotIn("VersionId", made)
        self.assertTrue(wait_for(lambda: len(self.stages(arn)) == 1))
        self.assertEqual((self.value(arn), self.happened("RotationStarted", arn)), ("first", 0))
        self.server.advance("25h")
        self.assertTrue(wait_for(lambda: self.happened("RotationSucceeded", arn)))
        self.assertNotEqual(self.value(arn), "first")

    def test_a_new_value_abandons_a_rotation(self):
        arn = self.secret("bad")
        self.sm.rotate_secret(SecretId=arn, RotationLambdaARN=self.function)
        self.sm.put_secret_value(SecretId=arn, SecretString="by hand")
        self.assertTrue(wait_for(lambda: self.happened("RotationAbandoned", arn)))
        self.assertEqual((self.value(arn), self.happened("RotationSucceeded", arn)), ("by hand", 0))


class Kept(unittest.TestCase):
    def test_secrets_outlive_a_kill(self):
        with house.temporary_home() as home:
            server = house.Server(home).start()
            self.addCleanup(server.stop)
            arn = server.client("shop", "secretsmanager").create_secret(Name="kept", SecretString="v")["ARN"]
            server.kill()
            server.start()
            got = server.client("shop", "secretsmanager").get_secret_value(SecretId="kept")
            self.assertEqual((got["ARN"], got["SecretString"]), (arn, "v"))
            server.stop()

    def test_a_rotation_goes_on_after_a_kill(self):
        with house.temporary_home() as home:
            server = house.Server(home).start()
            self.addCleanup(server.stop)
            function, = functions_of(server, "rotator")
            sm = server.client("shop", "secretsmanager")
            sm.create_secret(Name="kept", SecretString="first")
            sm.rotate_secret(SecretId="kept", RotationLambdaARN=function)
            server.kill()
            server.start()
            sm = server.client("shop", "secretsmanager")
            self.assertTrue(wait_for(lambda: "LastRotatedDate" in sm.describe_secret(SecretId="kept")))
            self.assertTrue(sm.get_secret_value(SecretId="kept")["SecretString"].startswith("made "))
            server.stop()


if __name__ == "__main__":
    unittest.main()
