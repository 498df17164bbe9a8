"""MFA devices, sessions with their codes, passwords, and what revokes sessions, as boto3 uses them."""
import base64
import hashlib
import hmac
import json
import struct
import time
import unittest

import botocore.exceptions

import house

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
WRONG = "MultiFactorAuthentication failed with invalid MFA one time pass code."


def statement(effect, action, resource="*", **condition):
    return dict({"Effect": effect, "Action": action, "Resource": resource}, **({"Condition": condition} if condition else {}))


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def trust(principal, **condition):
    return json.dumps({"Version": "2012-10-17", "Statement": [dict({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"},
                                                                  **({"Condition": condition} if condition else {}))]})


def step():
    return int(time.time()) // 30


def code(seed, at):
    """RFC 6238."""
    mac = hmac.new(base64.b32decode(seed), struct.pack(">Q", at), hashlib.sha1).digest()
    where = mac[19] & 15
    return f"{(struct.unpack('>I', mac[where:where + 4])[0] & 0x7fffffff) % 1_000_000:06d}"


class Test(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.iam = cls.server.client("shop", "iam")
        cls.account = cls.server.client("shop", "sts").get_caller_identity()["Account"]

    def as_key(self, credentials, service):
        return self.server.client_with(credentials, service)

    def user(self, name, *attached):
        self.iam.create_user(UserName=name)
        for arn in attached:
            self.iam.attach_user_policy(UserName=name, PolicyArn=arn)
        return self.iam.create_access_key(UserName=name)["AccessKey"]

    def refused(self, wanted, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], wanted)
        return caught.exception.response["Error"]["Message"]

    def device(self, user, name=None, at=None):
        """A device that is enabled with two codes of the past, so that the present one is still good: serial number and seed."""
        made = self.iam.create_virtual_mfa_device(VirtualMFADeviceName=name or user)["VirtualMFADevice"]
        serial, seed = made["SerialNumber"], made["Base32StringSeed"].decode()
        at = at or step()
        self.iam.enable_mfa_device(UserName=user, SerialNumber=serial, AuthenticationCode1=code(seed, at - 2), AuthenticationCode2=code(seed, at - 1))
        return serial, seed

    def records(self, name):
        ct = self.server.client("shop", "cloudtrail")
        found = house.wait_for(lambda: ct.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])["Events"])
        return [json.loads(e["CloudTrailEvent"]) for e in found]


class Devices(Test):
    def test_a_device_from_its_making_to_its_end(self):
        iam = self.iam
        self.user("ann")
        made = iam.create_virtual_mfa_device(VirtualMFADeviceName="ann", Path="/ops/", Tags=[{"Key": "team", "Value": "red"}])["VirtualMFADevice"]
        serial, seed = made["SerialNumber"], made["Base32StringSeed"].decode()
        self.assertEqual(serial, f"arn:aws:iam::{self.account}:mfa/ops/ann")
        self.assertEqual(len(base64.b32decode(seed)), 40)
        self.assertNotIn("QRCodePNG", made)
        self.refused("EntityAlreadyExists", iam.create_virtual_mfa_device, VirtualMFADeviceName="ann", Path="/ops/")
        self.assertEqual([d["SerialNumber"] for d in iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")["VirtualMFADevices"]], [serial])
        now = step()
        enable = dict(UserName="ann", SerialNumber=serial)
        for first, second in ((code(seed, now), code(seed, now)), (code(seed, now), code(seed, now - 1)), (code(seed, now - 900), code(seed, now - 899)), ("000000", code(seed, now))):
            self.refused("InvalidAuthenticationCode", iam.enable_mfa_device, AuthenticationCode1=first, AuthenticationCode2=second, **enable)
        self.refused("NoSuchEntity", iam.enable_mfa_device, UserName="ann", SerialNumber=serial + "x", AuthenticationCode1="000000", AuthenticationCode2="000001")
        iam.enable_mfa_device(AuthenticationCode1=code(seed, now - 2), AuthenticationCode2=code(seed, now - 1), **enable)
        self.refused("EntityAlreadyExists", iam.enable_mfa_device, AuthenticationCode1=code(seed, now - 1), AuthenticationCode2=code(seed, now), **enable)
        listed = iam.list_mfa_devices(UserName="ann")["MFADevices"]
        self.assertEqual([(d["UserName"], d["SerialNumber"]) for d in listed], [("ann", serial)])
        if hasattr(iam, "get_mfa_device"):
            self.assertEqual(iam.get_mfa_device(UserName="ann", SerialNumber=serial)["UserName"], "ann")
        assigned = iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"]
        self.assertEqual([d["User"]["UserName"] for d in assigned if d["SerialNumber"] == serial], ["ann"])
        self.assertTrue(all("Base32StringSeed" not in d for d in assigned))
        self.assertEqual(iam.list_mfa_device_tags(SerialNumber=serial)["Tags"], [{"Key": "team", "Value": "red"}])
        iam.tag_mfa_device(SerialNumber=serial, Tags=[{"Key": "x", "Value": "1"}])
        iam.untag_mfa_device(SerialNumber=serial, TagKeys=["team"])
        self.assertEqual(iam.list_mfa_device_tags(SerialNumber=serial)["Tags"], [{"Key": "x", "Value": "1"}])
        summary = iam.get_account_summary()["SummaryMap"]
        self.assertGreaterEqual(summary["MFADevicesInUse"], 1)
        self.assertEqual(self.refused("DeleteConflict", iam.delete_virtual_mfa_device, SerialNumber=serial), "MFA VirtualDevice in use. Must deactivate first.")
        for key in iam.list_access_keys(UserName="ann")["AccessKeyMetadata"]:
            iam.delete_access_key(UserName="ann", AccessKeyId=key["AccessKeyId"])
        self.refused("DeleteConflict", iam.delete_user, UserName="ann")
        iam.resync_mfa_device(AuthenticationCode1=code(seed, now + 60), AuthenticationCode2=code(seed, now + 61), **enable)
        self.refused("InvalidAuthenticationCode", iam.resync_mfa_device, AuthenticationCode1=code(seed, now + 60), AuthenticationCode2=code(seed, now + 61), **enable)
        iam.deactivate_mfa_device(UserName="ann", SerialNumber=serial)
        self.refused("NoSuchEntity", iam.deactivate_mfa_device, UserName="ann", SerialNumber=serial)
        self.assertEqual(iam.list_mfa_devices(UserName="ann")["MFADevices"], [])
        iam.delete_virtual_mfa_device(SerialNumber=serial)
        self.refused("NoSuchEntity", iam.delete_virtual_mfa_device, SerialNumber=serial)
        iam.delete_user(UserName="ann")
        record = next(r for r in self.records("CreateVirtualMFADevice") if not r.get("errorCode"))
        self.assertEqual(record["responseElements"]["virtualMFADevice"]["serialNumber"], serial)
        for recorded in self.records("CreateVirtualMFADevice") + self.records("EnableMFADevice"):
            text = json.dumps(recorded)
            self.assertNotIn(seed, text)
            self.assertNotIn("uthenticationCode", text.replace("InvalidAuthenticationCode", ""))

    def test_eight_devices_a_user(self):
        self.user("many")
        for i in range(8):
            self.device("many", f"many{i}")
        made = self.iam.create_virtual_mfa_device(VirtualMFADeviceName="many8")["VirtualMFADevice"]
        seed = made["Base32StringSeed"].decode()
        self.refused("LimitExceeded", self.iam.enable_mfa_device, UserName="many", SerialNumber=made["SerialNumber"],
                     AuthenticationCode1=code(seed, step() - 2), AuthenticationCode2=code(seed, step() - 1))
        pages = list(self.iam.get_paginator("list_mfa_devices").paginate(UserName="many", PaginationConfig={"PageSize": 3}))
        self.assertEqual(len([d for p in pages for d in p["MFADevices"]]), 8)
        self.assertGreater(len(pages), 2)

    def test_the_root_user(self):
        root = self.server.client("shop-root", "iam")
        made = root.create_virtual_mfa_device(VirtualMFADeviceName="root-account-mfa-device")["VirtualMFADevice"]
        serial, seed = made["SerialNumber"], made["Base32StringSeed"].decode()
        root.enable_mfa_device(UserName=self.account, SerialNumber=serial, AuthenticationCode1=code(seed, step() - 2), AuthenticationCode2=code(seed, step() - 1))
        self.assertEqual(self.iam.get_account_summary()["SummaryMap"]["AccountMFAEnabled"], 1)
        self.assertEqual([d["SerialNumber"] for d in root.list_mfa_devices()["MFADevices"]], [serial])
        session = self.server.client("shop-root", "sts").get_session_token(SerialNumber=serial, TokenCode=code(seed, step()))["Credentials"]
        self.assertTrue(self.as_key(session, "iam").get_account_summary())
        root.deactivate_mfa_device(UserName=self.account, SerialNumber=serial)
        root.delete_virtual_mfa_device(SerialNumber=serial)
        self.assertEqual(self.iam.get_account_summary()["SummaryMap"]["AccountMFAEnabled"], 0)


class Sessions(Test):
    def test_session_tokens(self):
        key = self.user("sue", ADMIN)
        self.iam.put_user_policy(UserName="sue", PolicyName="mfa", PolicyDocument=policy(
            statement("Deny", "s3:*", BoolIfExists={"aws:MultiFactorAuthPresent": "false"}), statement("Deny", "kms:*", NumericGreaterThan={"aws:MultiFactorAuthAge": "3600"})))
        serial, seed = self.device("sue")
        sts = self.as_key(key, "sts")
        plain = sts.get_session_token()["Credentials"]
        self.assertIn("explicit deny", self.refused("AccessDenied", self.as_key(plain, "s3").list_buckets))
        now = step()
        self.assertEqual(self.refused("AccessDenied", sts.get_session_token, SerialNumber=serial, TokenCode="000000" if code(seed, now) != "000000" else "000001"), WRONG)
        self.assertIn("must provide both", self.refused("AccessDenied", sts.get_session_token, SerialNumber=serial))
        self.assertIn("unable to validate", self.refused("AccessDenied", sts.get_session_token, SerialNumber=serial + "x", TokenCode=code(seed, now)))
        once = dict(SerialNumber=serial, TokenCode=code(seed, now))
        session = sts.get_session_token(**once)["Credentials"]
        self.assertEqual(self.refused("AccessDenied", sts.get_session_token, **once), WRONG)
        self.as_key(session, "s3").list_buckets()
        self.as_key(session, "iam").list_users(MaxItems=1)                # which sessions without MFA may not call
        self.refused("InvalidClientTokenId", self.as_key(plain, "iam").list_users)
        self.as_key(session, "kms").list_keys()
        self.server.advance("2h")
        self.assertIn("explicit deny", self.refused("AccessDeniedException", self.as_key(session, "kms").list_keys))
        with_mfa = [r for r in self.records("ListUsers") if r["userIdentity"].get("userName") == "sue" and not r.get("errorCode")]
        self.assertEqual(with_mfa[0]["userIdentity"]["sessionContext"]["attributes"]["mfaAuthenticated"], "true")

    def test_somebody_elses_device(self):
        self.user("owner")
        serial, seed = self.device("owner")
        other = self.as_key(self.user("other", ADMIN), "sts")
        self.assertIn("unable to validate", self.refused("AccessDenied", other.get_session_token, SerialNumber=serial, TokenCode=code(seed, step())))

    def test_few_guesses(self):
        key = self.user("guess")
        serial, seed = self.device("guess")
        sts = self.as_key(key, "sts")
        # The server counts by steps of time: a step must not end between the guesses and the right code.
        if time.time() % 30 > 22:
            time.sleep(31 - time.time() % 30)
        near = {code(seed, step() + i) for i in range(-2, 3)}
        for guess in [g for g in (f"{n:06d}" for n in range(20)) if g not in near][:10]:
            self.refused("AccessDenied", sts.get_session_token, SerialNumber=serial, TokenCode=guess)
        self.assertEqual(self.refused("AccessDenied", sts.get_session_token, SerialNumber=serial, TokenCode=code(seed, step())), WRONG)

    def test_roles_that_ask_for_mfa(self):
        key = self.user("bob")
        self.iam.create_role(RoleName="guarded", AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{self.account}:user/bob"}, Bool={"aws:MultiFactorAuthPresent": "true"}))
        self.iam.put_role_policy(RoleName="guarded", PolicyName="all", PolicyDocument=policy(statement("Allow", "iam:List*", Bool={"aws:MultiFactorAuthPresent": "true"})))
        serial, seed = self.device("bob")
        sts = self.as_key(key, "sts")
        ask = dict(RoleArn=f"arn:aws:iam::{self.account}:role/guarded", RoleSessionName="bob")
        self.refused("AccessDenied", sts.assume_role, **ask)
        now = step()
        session = sts.assume_role(SerialNumber=serial, TokenCode=code(seed, now), **ask)["Credentials"]
        self.as_key(session, "iam").list_users()
        self.assertEqual(self.refused("AccessDenied", sts.assume_role, SerialNumber=serial, TokenCode=code(seed, now), **ask), WRONG)
        self.assertIn("unable to validate", self.refused("AccessDenied", self.as_key(session, "sts").assume_role, SerialNumber=serial, TokenCode=code(seed, now + 1), **ask))
        record = next(r for r in self.records("AssumeRole") if r["requestParameters"] and r["requestParameters"].get("serialNumber") == serial and not r.get("errorCode"))
        self.assertNotIn("tokenCode", record["requestParameters"])

    def test_codes_of_before_a_restart_are_not_taken_again(self):
        with house.temporary_home() as home:
            with house.Server(home=home) as first:
                iam = first.client("shop", "iam")
                iam.create_user(UserName="ann")
                key = iam.create_access_key(UserName="ann")["AccessKey"]
                made = iam.create_virtual_mfa_device(VirtualMFADeviceName="ann")["VirtualMFADevice"]
                serial, seed = made["SerialNumber"], made["Base32StringSeed"].decode()
                iam.enable_mfa_device(UserName="ann", SerialNumber=serial, AuthenticationCode1=code(seed, step() - 2), AuthenticationCode2=code(seed, step() - 1))
                before = step()
            with house.Server(home=home) as second:
                self.server, kept = second, self.server
                try:
                    sts = self.as_key(key, "sts")
                    self.assertEqual(self.refused("AccessDenied", sts.get_session_token, SerialNumber=serial, TokenCode=code(seed, before)), WRONG)
                finally:
                    self.server = kept


class Revocation(Test):
    def role_session(self, name):
        key = self.user(f"{name}-user")
        self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{self.account}:user/{name}-user"}))
        self.iam.put_role_policy(RoleName=name, PolicyName="list", PolicyDocument=policy(statement("Allow", "iam:List*")))
        ask = lambda: self.as_key(key, "sts").assume_role(RoleArn=f"arn:aws:iam::{self.account}:role/{name}", RoleSessionName="session")["Credentials"]
        return key, ask

    def test_revoke_older_sessions(self):
        _, ask = self.role_session("older")
        old = self.as_key(ask(), "iam")
        old.list_users()
        self.server.advance("10s")
        revoke = policy(statement("Deny", "*", DateLessThan={"aws:TokenIssueTime": self.server.control("clock")}))
        self.iam.put_role_policy(RoleName="older", PolicyName="AWSRevokeOlderSessions", PolicyDocument=revoke)
        self.assertIn("explicit deny in an identity-based policy", self.refused("AccessDenied", old.list_users))
        self.server.advance("10s")
        self.as_key(ask(), "iam").list_users()

    def test_changes_count_from_the_next_call(self):
        key, ask = self.role_session("changing")
        session = self.as_key(ask(), "iam")
        session.list_users()
        self.iam.delete_role_policy(RoleName="changing", PolicyName="list")
        self.refused("AccessDenied", session.list_users)
        self.iam.put_role_policy(RoleName="changing", PolicyName="list", PolicyDocument=policy(statement("Allow", "iam:List*")))
        session.list_users()
        mine = self.as_key(key, "sts")
        mine.get_caller_identity()
        self.iam.update_access_key(UserName="changing-user", AccessKeyId=key["AccessKeyId"], Status="Inactive")
        self.refused("InvalidClientTokenId", mine.get_caller_identity)
        self.iam.delete_role_policy(RoleName="changing", PolicyName="list")
        self.iam.delete_role(RoleName="changing")
        self.refused("InvalidClientTokenId", session.list_users)

    def test_a_deleted_user_has_no_sessions(self):
        key = self.user("leaver")
        sts = self.as_key(key, "sts")
        session = self.as_key(sts.get_session_token()["Credentials"], "sts")
        session.get_caller_identity()
        self.iam.delete_access_key(UserName="leaver", AccessKeyId=key["AccessKeyId"])
        self.refused("InvalidClientTokenId", sts.get_caller_identity)
        self.iam.delete_user(UserName="leaver")
        self.refused("InvalidClientTokenId", session.get_caller_identity)

    def test_what_others_answer(self):
        key = self.user("plain", ADMIN)
        sts = self.as_key(key, "sts")
        self.refused("InvalidAuthorizationMessageException", sts.decode_authorization_message, EncodedMessage="x" * 40)
        if hasattr(sts, "assume_root"):
            self.refused("InvalidAction", sts.assume_root, TargetPrincipal=self.account, TaskPolicyArn={"arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"})


class Passwords(Test):
    OLD, NEW = "Correct-Horse-1", "Battery-Staple-2"

    def tearDown(self):
        try:
            self.iam.delete_account_password_policy()
        except self.iam.exceptions.NoSuchEntityException:
            pass

    def test_change_password(self):
        key = self.user("pat")
        mine = self.as_key(key, "iam")
        change = dict(OldPassword=self.OLD, NewPassword=self.NEW)
        self.refused("AccessDenied", mine.change_password, **change)
        self.iam.update_account_password_policy(AllowUsersToChangePassword=True, MinimumPasswordLength=12, RequireNumbers=True, PasswordReusePrevention=2)
        self.refused("NoSuchEntity", mine.change_password, **change)
        self.refused("PasswordPolicyViolation", self.iam.create_login_profile, UserName="pat", Password="Short-1")
        self.iam.create_login_profile(UserName="pat", Password=self.OLD, PasswordResetRequired=True)
        self.refused("AccessDenied", mine.change_password, OldPassword="wrong", NewPassword=self.NEW)
        self.refused("PasswordPolicyViolation", mine.change_password, OldPassword=self.OLD, NewPassword="No-Digits-In-It")
        mine.change_password(**change)
        self.refused("AccessDenied", mine.change_password, **change)
        self.refused("PasswordPolicyViolation", mine.change_password, OldPassword=self.NEW, NewPassword=self.OLD)
        mine.change_password(OldPassword=self.NEW, NewPassword="Third-Password-3")
        mine.change_password(OldPassword="Third-Password-3", NewPassword="Fourth-Password-4")
        mine.change_password(OldPassword="Fourth-Password-4", NewPassword=self.NEW)
        self.refused("PasswordPolicyViolation", self.iam.update_login_profile, UserName="pat", Password=self.NEW)
        self.assertFalse(self.iam.get_login_profile(UserName="pat")["LoginProfile"]["PasswordResetRequired"])
        self.refused("InvalidUserType", self.server.client("shop-root", "iam").change_password, **change)
        for record in self.records("ChangePassword"):
            self.assertNotIn(self.NEW, json.dumps(record))


if __name__ == "__main__":
    unittest.main()
