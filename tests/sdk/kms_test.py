"""Keys as boto3 sees them: what their states allow, how they are named, and grants."""
import json
import unittest

import botocore.exceptions

import house
from house import REGION



class Kms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.kms = cls.server.client("shop", "kms", config={"parameter_validation": False})
        cls.account = cls.server.client("shop", "sts").get_caller_identity()["Account"]

    def key(self):
        metadata = self.kms.create_key()["KeyMetadata"]
        return metadata["KeyId"], metadata["Arn"]

    def refused(self, code, text, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        error = caught.exception.response["Error"]
        self.assertEqual((error["Code"], error["Message"]), (code, text))

    def test_a_key_pending_deletion_can_be_kept(self):
        """Developer Guide, "Key states of AWS KMS keys": its policy, grants and what is known of it stay in reach."""
        key, arn = self.key()
        grants = [self.kms.create_grant(KeyId=key, GranteePrincipal=f"arn:aws:iam::{self.account}:root", Operations=["Decrypt"])["GrantId"] for _ in range(2)]
        self.kms.create_alias(AliasName="alias/going", TargetKeyId=key)
        self.kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        policy = self.kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]
        self.kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy)
        self.assertEqual({g["GrantId"] for g in self.kms.list_grants(KeyId=key)["Grants"]}, set(grants))
        self.kms.revoke_grant(KeyId=key, GrantId=grants[0])
        self.kms.retire_grant(KeyId=arn, GrantId=grants[1])
        self.assertEqual(self.kms.list_grants(KeyId=key)["Grants"], [])
        if hasattr(self.kms, "list_key_rotations"):
            self.assertEqual(self.kms.list_key_rotations(KeyId=key)["Rotations"], [])
        for call, more in ((self.kms.enable_key, {}), (self.kms.encrypt, {"Plaintext": b"x"}), (self.kms.tag_resource, {"Tags": [{"TagKey": "a", "TagValue": "b"}]}),
                           (self.kms.create_grant, {"GranteePrincipal": self.account, "Operations": ["Decrypt"]})):
            self.refused("KMSInvalidStateException", f"{arn} is pending deletion.", call, KeyId=key, **more)

    def test_an_alias_moves_to_no_key_pending_deletion(self):
        going, arn = self.key()
        self.kms.create_alias(AliasName="alias/stays", TargetKeyId=going)
        self.kms.schedule_key_deletion(KeyId=going, PendingWindowInDays=7)
        self.refused("KMSInvalidStateException", f"{arn} is pending deletion.", self.kms.update_alias, AliasName="alias/stays", TargetKeyId=going)
        other, _ = self.key()
        self.kms.update_alias(AliasName="alias/stays", TargetKeyId=other)
        self.assertEqual(self.kms.describe_key(KeyId="alias/stays")["KeyMetadata"]["KeyId"], other)

    def test_keys_are_kept_by_id_or_arn_and_used_by_alias_too(self):
        key, _ = self.key()
        self.kms.create_alias(AliasName="alias/used", TargetKeyId=key)
        by_arn = f"arn:aws:kms:{REGION}:{self.account}:alias/used"
        for name in ("alias/used", by_arn):
            self.assertEqual(self.kms.describe_key(KeyId=name)["KeyMetadata"]["KeyId"], key)
            self.kms.encrypt(KeyId=name, Plaintext=b"x")
        for call, more in ((self.kms.disable_key, {}), (self.kms.schedule_key_deletion, {}), (self.kms.get_key_policy, {}), (self.kms.enable_key_rotation, {}),
                           (self.kms.get_key_rotation_status, {}), (self.kms.list_resource_tags, {}), (self.kms.list_grants, {}), (self.kms.list_aliases, {}),
                           (self.kms.create_grant, {"GranteePrincipal": self.account, "Operations": ["Decrypt"]})):
            self.refused("NotFoundException", "Invalid keyId 'alias/used'", call, KeyId="alias/used", **more)
            self.refused("InvalidArnException", f"Invalid arn {by_arn}", call, KeyId=by_arn, **more)
        self.assertEqual(self.kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"], "Enabled")

    def test_pages_of_aliases_hold_every_alias_once(self):
        key, _ = self.key()
        for name in ("alias/a0", "alias/awt", "alias/B/x", "alias/z"):
            self.kms.create_alias(AliasName=name, TargetKeyId=key)
        aliases = lambda **more: [a["AliasName"] for page in self.kms.get_paginator("list_aliases").paginate(**more) for a in page["Aliases"]]
        whole = aliases()
        self.assertEqual(whole, sorted(whole))
        self.assertIn("alias/aws/secretsmanager", whole)
        for size in (1, 2, 3, len(whole)):
            self.assertEqual(aliases(PaginationConfig={"PageSize": size}), whole)

    def test_aws_rotates_its_own_keys(self):
        managed = self.kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]["KeyId"]
        self.assertTrue(self.kms.get_key_rotation_status(KeyId=managed)["KeyRotationEnabled"])

    def test_grants_are_for_principals(self):
        key, _ = self.key()
        iam = f"arn:aws:iam::{self.account}:"
        for name in ("somebody", f"{iam}group/g", f"{iam}policy/p", f"{iam}user/", "arn:aws:s3:::bucket", "arn:aws:iam:::root"):
            for member in ("GranteePrincipal", "RetiringPrincipal"):
                with self.subTest(name, member=member), self.assertRaises(self.kms.exceptions.InvalidArnException):
                    self.kms.create_grant(KeyId=key, Operations=["Decrypt"], **{"GranteePrincipal": self.account, member: name})

    def test_a_failed_use_records_its_key(self):
        """Developer Guide, "Decrypt failure": the key that was named, though it could not decrypt; none where none was reached."""
        (key, arn), (other, _) = self.key(), self.key()
        blob = self.kms.encrypt(KeyId=other, Plaintext=b"x")["CiphertextBlob"]
        self.refused("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.", self.kms.decrypt, KeyId=key, CiphertextBlob=blob)
        self.kms.disable_key(KeyId=key)
        self.refused("DisabledException", f"{arn} is disabled.", self.kms.encrypt, KeyId=key, Plaintext=b"x")
        self.refused("NotFoundException", "Invalid keyId 'nothing'", self.kms.get_key_policy, KeyId="nothing")
        found = self.server.client("shop", "cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventSource", "AttributeValue": "kms.amazonaws.com"}])["Events"]
        failed = {e["errorCode"]: e.get("resources") for e in (json.loads(e["CloudTrailEvent"]) for e in found[:4]) if "errorCode" in e}
        resources = [{"accountId": self.account, "type": "AWS::KMS::Key", "ARN": arn}]
        self.assertEqual(failed, {"IncorrectKeyException": resources, "DisabledException": resources, "NotFoundException": None})

    def test_a_denied_stranger_is_recorded_in_its_own_account_alone(self):
        """Developer Guide, "Logging AWS KMS API calls": calls across accounts are logged in both, denied ones only in the caller's."""
        key, arn = self.key()
        stranger = self.server.client("payments", "kms")
        self.assertEqual(house.error_code(stranger.generate_data_key, KeyId=arn, KeySpec="AES_128"), "AccessDeniedException")
        both = [self.account, self.server.client("payments", "sts").get_caller_identity()["Account"]]
        allow = {"Effect": "Allow", "Principal": {"AWS": both}, "Action": "kms:*", "Resource": "*"}
        self.kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps({"Version": "2012-10-17", "Statement": [allow]}))
        stranger.generate_data_key(KeyId=arn, KeySpec="AES_128")
        self.kms.disable_key(KeyId=key)
        self.refused("DisabledException", f"{arn} is disabled.", stranger.generate_data_key, KeyId=arn, KeySpec="AES_128")

        def of(profile):
            by_name = [{"AttributeKey": "EventName", "AttributeValue": "GenerateDataKey"}]
            found = self.server.client(profile, "cloudtrail").lookup_events(LookupAttributes=by_name)["Events"]
            return [json.loads(e["CloudTrailEvent"]).get("errorCode") for e in reversed(found)]
        self.assertEqual(of("payments"), ["AccessDenied", None, "DisabledException"])
        self.assertEqual(of("shop"), [None, "DisabledException"])

    def test_what_is_missing_has_no_other_fault(self):
        null = "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null"
        self.refused("ValidationException", null.format("keyId"), self.kms.describe_key)
        self.refused("ValidationException", null.format("tags.1.member.tagKey"), self.kms.create_key, Tags=[{"TagValue": "v"}])
        self.refused("ValidationException", "1 validation error detected: Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1",
                     self.kms.describe_key, KeyId="")


if __name__ == "__main__":
    unittest.main()
