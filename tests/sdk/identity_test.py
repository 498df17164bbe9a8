"""IAM and STS as boto3 uses them: names, limits, conflicts, policies in force, sessions and their records."""
import json
import unittest

import botocore.exceptions

import house

ASSUME = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]


def policy(action="*", effect="Allow", **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [dict({"Effect": effect, "Action": action}, **(more or {"Resource": "*"}))]})


def trust(principal, action=ASSUME, **condition):
    return policy(action, Principal=principal, **({"Condition": condition} if condition else {}))


class Identity(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server(config=house.LANDING_ZONE).start()
        cls.addClassCleanup(cls.server.stop)
        cls.iam = cls.server.client("shop", "iam")
        cls.shop = cls.server.client("shop", "sts").get_caller_identity()["Account"]
        cls.audit = cls.server.client("audit", "sts").get_caller_identity()["Account"]

    def as_key(self, credentials, service):
        """A client with these credentials instead of a profile's."""
        return self.server.client_with(credentials, service)

    def user(self, name, *attached, **options):
        self.iam.create_user(UserName=name, **options)
        for arn in attached:
            self.iam.attach_user_policy(UserName=name, PolicyArn=arn)
        return self.iam.create_access_key(UserName=name)["AccessKey"]

    def refused(self, code, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response["Error"]["Message"]

    def records(self, name, profile="shop"):
        ct = self.server.client(profile, "cloudtrail")
        found = house.wait_for(lambda: ct.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])["Events"])
        return [json.loads(e["CloudTrailEvent"]) for e in found]

    def test_ids_are_as_long_as_aws_makes_them(self):
        iam = self.iam
        made = [iam.create_user(UserName="long")["User"]["UserId"], iam.create_group(GroupName="long")["Group"]["GroupId"],
                iam.create_role(RoleName="long", AssumeRolePolicyDocument=trust({"AWS": self.shop}))["Role"]["RoleId"],
                iam.create_policy(PolicyName="long", PolicyDocument=policy())["Policy"]["PolicyId"],
                iam.create_instance_profile(InstanceProfileName="long")["InstanceProfile"]["InstanceProfileId"]]
        for one, prefix in zip(made, ("AIDA", "AGPA", "AROA", "ANPA", "AIPA")):
            self.assertRegex(one, f"^{prefix}[A-Z0-9]{{17}}$")
        self.assertRegex(iam.create_access_key(UserName="long")["AccessKey"]["AccessKeyId"], "^AKIA[A-Z0-9]{16}$")

    def test_patterns_as_aws_writes_them(self):
        self.assertIn(r"pattern: (\u002F)|(\u002F[\u0021-\u007E]+\u002F)", self.refused("ValidationError", self.iam.create_user, UserName="x", Path="no"))

    def test_users_and_groups(self):
        iam = self.iam
        user = iam.create_user(UserName="Ann", Path="/ops/", Tags=[{"Key": "team", "Value": "red"}])["User"]
        self.assertEqual(user["Arn"], f"arn:aws:iam::{self.shop}:user/ops/Ann")
        self.refused("EntityAlreadyExists", iam.create_user, UserName="aNN")
        self.refused("NoSuchEntity", iam.get_user, UserName="nobody")
        self.refused("ValidationError", iam.create_user, UserName="a b")
        iam.create_group(GroupName="Crew")
        iam.add_user_to_group(GroupName="crew", UserName="ann")
        iam.update_user(UserName="Ann", NewUserName="Anna")
        self.assertEqual([u["UserName"] for u in iam.get_group(GroupName="Crew")["Users"]], ["Anna"])
        self.assertEqual([g["GroupName"] for g in iam.list_groups_for_user(UserName="anna")["Groups"]], ["Crew"])
        self.refused("DeleteConflict", iam.delete_group, GroupName="Crew")
        self.refused("DeleteConflict", iam.delete_user, UserName="Anna")
        iam.remove_user_from_group(GroupName="Crew", UserName="Anna")
        iam.delete_user(UserName="Anna")
        iam.delete_group(GroupName="Crew")
        record = next(r for r in self.records("CreateUser") if r["requestParameters"]["userName"] == "Ann")
        self.assertEqual(record["responseElements"]["user"]["userId"], user["UserId"])
        self.assertEqual(record["awsRegion"], "us-east-1")

    def test_listings_by_pages_show_each_once(self):
        for i in range(7):
            self.iam.create_user(UserName=f"paged{i}", Path="/paged/")
        pages = self.iam.get_paginator("list_users").paginate(PathPrefix="/paged/", PaginationConfig={"PageSize": 3})
        self.assertEqual([u["UserName"] for p in pages for u in p["Users"]], [f"paged{i}" for i in range(7)])
        details = self.iam.get_paginator("get_account_authorization_details").paginate(PaginationConfig={"PageSize": 2})
        names = [u["UserName"] for p in details for u in p["UserDetailList"]]
        self.assertEqual(len(names), len(set(names)))
        self.assertLessEqual({f"paged{i}" for i in range(7)}, set(names))

    def test_managed_policies_and_versions(self):
        iam = self.iam
        arn = iam.create_policy(PolicyName="Lister", Path="/p/", PolicyDocument=policy("iam:List*"))["Policy"]["Arn"]
        key = self.user("lister", arn)
        mine = self.as_key(key, "iam")
        self.assertTrue(mine.list_users()["Users"])
        self.assertEqual(iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"], 1)
        self.assertEqual(iam.list_entities_for_policy(PolicyArn=arn)["PolicyUsers"][0]["UserName"], "lister")
        self.refused("DeleteConflict", iam.delete_policy, PolicyArn=arn)
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy("iam:Get*"), SetAsDefault=True)
        message = self.refused("AccessDenied", mine.list_users)
        self.assertEqual(message, f"User: arn:aws:iam::{self.shop}:user/lister is not authorized to perform: iam:ListUsers on resource: "
                                  f"arn:aws:iam::{self.shop}:user/ because no identity-based policy allows the iam:ListUsers action")
        for _ in range(3):
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy("iam:Get*"))
        self.refused("LimitExceeded", iam.create_policy_version, PolicyArn=arn, PolicyDocument=policy("iam:Get*"))
        self.assertEqual(iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"], json.loads(policy("iam:List*")))
        self.refused("MalformedPolicyDocument", iam.create_policy, PolicyName="Bad", PolicyDocument="{}")
        self.refused("LimitExceeded", iam.create_policy, PolicyName="Big", PolicyDocument=policy(["s3:" + "x" * 100 + str(i) for i in range(80)]))
        self.refused("AccessDenied", iam.delete_policy, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        self.refused("NoSuchEntity", iam.attach_user_policy, UserName="lister", PolicyArn="arn:aws:iam::aws:policy/Nothing")
        self.assertGreater(len(iam.list_policies(Scope="AWS", MaxItems=1000)["Policies"]), 20)

    def test_boundaries_inline_policies_and_tags(self):
        iam = self.iam
        key = self.user("bound", "arn:aws:iam::aws:policy/IAMFullAccess")
        mine = self.as_key(key, "iam")
        iam.put_user_permissions_boundary(UserName="bound", PermissionsBoundary="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
        self.assertIn("no permissions boundary allows", self.refused("AccessDenied", mine.create_group, GroupName="g"))
        iam.delete_user_permissions_boundary(UserName="bound")
        iam.put_user_policy(UserName="bound", PolicyName="no", PolicyDocument=policy("iam:CreateGroup", "Deny"))
        self.assertIn("explicit deny in an identity-based policy", self.refused("AccessDenied", mine.create_group, GroupName="g"))
        self.assertEqual(iam.get_user_policy(UserName="bound", PolicyName="no")["PolicyDocument"], json.loads(policy("iam:CreateGroup", "Deny")))
        iam.delete_user_policy(UserName="bound", PolicyName="no")
        mine.create_group(GroupName="g")
        many = [{"Key": f"k{i}", "Value": str(i)} for i in range(50)]
        iam.tag_user(UserName="bound", Tags=many)
        self.refused("LimitExceeded", iam.tag_user, UserName="bound", Tags=[{"Key": "one-more", "Value": ""}])
        self.assertEqual(len(iam.list_user_tags(UserName="bound")["Tags"]), 50)
        iam.untag_user(UserName="bound", TagKeys=["K1", "k2"])
        self.assertEqual(len(iam.list_user_tags(UserName="bound")["Tags"]), 48)

    def test_access_keys(self):
        key = self.user("keys", "arn:aws:iam::aws:policy/IAMFullAccess")
        mine = self.as_key(key, "iam")
        self.assertEqual(mine.get_user()["User"]["UserName"], "keys")
        self.iam.create_access_key(UserName="keys")
        self.refused("LimitExceeded", self.iam.create_access_key, UserName="keys")
        self.iam.update_access_key(UserName="keys", AccessKeyId=key["AccessKeyId"], Status="Inactive")
        self.refused("InvalidClientTokenId", mine.get_user)
        self.iam.update_access_key(UserName="keys", AccessKeyId=key["AccessKeyId"], Status="Active")
        mine.get_user()
        self.iam.delete_access_key(UserName="keys", AccessKeyId=key["AccessKeyId"])
        self.refused("InvalidClientTokenId", mine.get_user)
        made = next(r for r in self.records("CreateAccessKey") if key["AccessKeyId"] in json.dumps(r["responseElements"]))
        self.assertNotIn(key["SecretAccessKey"], json.dumps(made))

    def test_roles_across_accounts(self):
        key = self.user("caller", "arn:aws:iam::aws:policy/AdministratorAccess")
        sts, theirs = self.as_key(key, "sts"), self.server.client("audit", "iam")
        role = theirs.create_role(RoleName="Reader", Path="/x/", MaxSessionDuration=7200,
                                  AssumeRolePolicyDocument=trust({"AWS": self.shop}, StringEquals={"sts:ExternalId": "e1"}))["Role"]
        self.assertEqual(role["AssumeRolePolicyDocument"]["Version"], "2012-10-17")
        theirs.attach_role_policy(RoleName="Reader", PolicyArn="arn:aws:iam::aws:policy/IAMFullAccess")
        want = {"RoleArn": role["Arn"], "RoleSessionName": "s1"}
        refused = self.refused("AccessDenied", sts.assume_role, **want)
        missing = self.refused("AccessDenied", sts.assume_role, RoleArn=role["Arn"] + "2", RoleSessionName="s1")
        self.assertEqual(missing.replace("Reader2", "Reader"), refused)
        self.refused("ValidationError", sts.assume_role, ExternalId="e1", DurationSeconds=7201, **want)
        answer = sts.assume_role(ExternalId="e1", DurationSeconds=7200, Policy=policy("iam:List*"), SourceIdentity="Me",
                                 Tags=[{"Key": "a", "Value": "b"}], TransitiveTagKeys=["a"], **want)
        self.assertEqual(answer["AssumedRoleUser"]["Arn"], f"arn:aws:sts::{self.audit}:assumed-role/Reader/s1")
        session = self.as_key(answer["Credentials"], "iam")
        self.assertTrue(session.list_roles()["Roles"])
        self.assertIn("no session policy allows", self.refused("AccessDenied", session.get_role, RoleName="Reader"))
        theirs.detach_role_policy(RoleName="Reader", PolicyArn="arn:aws:iam::aws:policy/IAMFullAccess")
        self.assertIn("no identity-based policy allows", self.refused("AccessDenied", session.list_roles))
        copies = [[r for r in self.records("AssumeRole", p) if (r["requestParameters"] or {}).get("sourceIdentity") == "Me"] for p in ("shop", "audit")]
        (own,), (foreign,) = copies
        self.assertEqual(foreign["userIdentity"]["type"], "AWSAccount")
        self.assertEqual(own["sharedEventID"], foreign["sharedEventID"])
        self.assertNotIn("secretAccessKey", own["responseElements"]["credentials"])
        self.assertTrue(own["readOnly"])
        theirs.delete_role(RoleName="Reader")
        self.refused("InvalidClientTokenId", session.list_roles)
        theirs.create_role(RoleName="Reader", Path="/x/", AssumeRolePolicyDocument=trust({"AWS": self.shop}))
        self.refused("InvalidClientTokenId", session.list_roles)

    def test_policies_see_who_stood_at_the_beginning_of_a_session(self):
        key = self.user("beginner", "arn:aws:iam::aws:policy/AdministratorAccess")
        role = self.iam.create_role(RoleName="known-beginning", AssumeRolePolicyDocument=trust({"AWS": self.shop}))["Role"]
        self.iam.put_role_policy(RoleName="known-beginning", PolicyName="x", PolicyDocument=policy("iam:List*", Resource="*", Condition={"StringEquals": {"aws:SourceIdentity": "Ann"}}))
        for name in ("Ann", "Bob"):
            session = self.as_key(self.as_key(key, "sts").assume_role(RoleArn=role["Arn"], RoleSessionName="session", SourceIdentity=name)["Credentials"], "iam")
            with self.subTest(name):
                self.assertTrue(session.list_roles()["Roles"]) if name == "Ann" else self.refused("AccessDenied", session.list_roles)

    def test_services_make_their_roles_whatever_the_organization_denies(self):
        organizations = self.server.client("management", "organizations")
        denied = organizations.create_policy(Name="no-iam", Description="", Type="SERVICE_CONTROL_POLICY", Content=policy("iam:*", "Deny"))["Policy"]["PolicySummary"]["Id"]
        organizations.attach_policy(PolicyId=denied, TargetId=organizations.list_roots()["Roots"][0]["Id"])
        try:
            made = organizations.create_account(Email="locked@example.com", AccountName="locked")["CreateAccountStatus"]["Id"]
            done = house.wait_for(lambda: (lambda s: s if s["State"] != "IN_PROGRESS" else None)(organizations.describe_create_account_status(CreateAccountRequestId=made)["CreateAccountStatus"]))
            self.assertEqual(done["State"], "SUCCEEDED")
        finally:
            organizations.detach_policy(PolicyId=denied, TargetId=organizations.list_roots()["Roots"][0]["Id"])
        session = self.server.client("management", "sts").assume_role(RoleArn=f"arn:aws:iam::{done['AccountId']}:role/OrganizationAccountAccessRole", RoleSessionName="session")["Credentials"]
        events = self.as_key(session, "cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateServiceLinkedRole"}])["Events"]
        self.assertTrue(events)
        self.assertNotIn("errorCode", json.loads(events[0]["CloudTrailEvent"]))

    def test_a_user_made_again_is_not_trusted(self):
        iam = self.iam
        key = self.user("twice", "arn:aws:iam::aws:policy/AdministratorAccess")
        arn = f"arn:aws:iam::{self.shop}:user/twice"
        self.refused("MalformedPolicyDocument", iam.create_role, RoleName="R", AssumeRolePolicyDocument=trust({"AWS": arn + "-not"}))
        role = iam.create_role(RoleName="R", AssumeRolePolicyDocument=trust({"AWS": arn}))["Role"]["Arn"]
        self.as_key(key, "sts").assume_role(RoleArn=role, RoleSessionName="first")
        iam.delete_access_key(UserName="twice", AccessKeyId=key["AccessKeyId"])
        iam.detach_user_policy(UserName="twice", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        iam.delete_user(UserName="twice")
        key = self.user("twice", "arn:aws:iam::aws:policy/AdministratorAccess")
        self.refused("AccessDenied", self.as_key(key, "sts").assume_role, RoleArn=role, RoleSessionName="second")

    def test_trust_policies_read_back_with_present_names(self):
        iam = self.iam
        iam.create_user(UserName="moves")
        arn = f"arn:aws:iam::{self.shop}:user/moves"
        written = trust({"AWS": [arn, self.audit]}, StringEquals={"aws:PrincipalArn": arn})
        iam.create_role(RoleName="reads", AssumeRolePolicyDocument=written)
        read = lambda: iam.get_role(RoleName="reads")["Role"]["AssumeRolePolicyDocument"]
        self.assertEqual(read(), json.loads(written))
        iam.update_user(UserName="moves", NewUserName="moved", NewPath="/off/")
        self.assertEqual(read()["Statement"][0]["Principal"]["AWS"], [f"arn:aws:iam::{self.shop}:user/off/moved", self.audit])
        user = iam.get_user(UserName="moved")["User"]["UserId"]
        iam.delete_user(UserName="moved")
        self.assertEqual(read()["Statement"][0]["Principal"]["AWS"], [user, self.audit])
        self.assertEqual(read()["Statement"][0]["Condition"], json.loads(written)["Statement"][0]["Condition"])
        details = iam.get_account_authorization_details(Filter=["Role"])["RoleDetailList"]
        self.assertEqual([r["AssumeRolePolicyDocument"] for r in details if r["RoleName"] == "reads"], [read()])

    def test_an_entity_uses_a_policy_once(self):
        iam = self.iam
        arn = iam.create_policy(PolicyName="both", PolicyDocument=policy())["Policy"]["Arn"]
        iam.create_user(UserName="both")
        iam.attach_user_policy(UserName="both", PolicyArn=arn)
        iam.put_user_permissions_boundary(UserName="both", PermissionsBoundary=arn)
        for usage in ({}, {"PolicyUsageFilter": "PermissionsBoundary"}, {"PolicyUsageFilter": "PermissionsPolicy"}):
            self.assertEqual([u["UserName"] for u in iam.list_entities_for_policy(PolicyArn=arn, **usage)["PolicyUsers"]], ["both"])

    def test_who_makes_a_thing_with_tags_must_be_allowed_to_tag_it(self):
        key = self.user("maker")
        maker, tags = self.as_key(key, "iam"), [{"Key": "team", "Value": "red"}]
        made = {"User": (maker.create_user, {"UserName": "made"}), "Role": (maker.create_role, {"RoleName": "made", "AssumeRolePolicyDocument": trust({"AWS": self.shop})}),
                "Policy": (maker.create_policy, {"PolicyName": "made", "PolicyDocument": policy()}),
                "InstanceProfile": (maker.create_instance_profile, {"InstanceProfileName": "made"}),
                "OpenIDConnectProvider": (maker.create_open_id_connect_provider, {"Url": "https://made.example.com", "ThumbprintList": ["0" * 40]}),
                "VirtualMFADevice": (maker.create_virtual_mfa_device, {"VirtualMFADeviceName": "made"})}
        for kind, (create, arguments) in made.items():
            tagging = "iam:TagMFADevice" if kind == "VirtualMFADevice" else f"iam:Tag{kind}"
            with self.subTest(kind):
                self.iam.put_user_policy(UserName="maker", PolicyName="p", PolicyDocument=policy(f"iam:Create{kind}"))
                self.assertIn(f"perform: {tagging} on", self.refused("AccessDenied", create, Tags=tags, **arguments))
                self.iam.put_user_policy(UserName="maker", PolicyName="p", PolicyDocument=policy([f"iam:Create{kind}", tagging]))
                create(Tags=tags, **arguments)

    def test_tokens_for_oneself(self):
        key = self.user("self", "arn:aws:iam::aws:policy/AdministratorAccess")
        sts = self.as_key(key, "sts")
        mine = sts.get_session_token()["Credentials"]
        self.assertEqual(self.as_key(mine, "sts").get_caller_identity()["Arn"], f"arn:aws:iam::{self.shop}:user/self")
        self.refused("InvalidClientTokenId", self.as_key(mine, "iam").list_users)
        self.refused("AccessDenied", self.as_key(mine, "sts").get_session_token)
        federated = sts.get_federation_token(Name="guest", Policy=policy("cloudtrail:*"))["Credentials"]
        self.assertEqual(self.as_key(federated, "sts").get_caller_identity()["UserId"], f"{self.shop}:guest")
        self.as_key(federated, "cloudtrail").describe_trails()
        self.refused("AccessDeniedException", self.as_key(federated, "kms").list_keys)
        self.refused("InvalidAuthorizationMessageException", sts.decode_authorization_message, EncodedMessage="none")
        self.assertTrue(self.records("DecodeAuthorizationMessage")[0]["readOnly"])
        self.assertEqual(sts.get_access_key_info(AccessKeyId=federated["AccessKeyId"])["Account"], self.shop)
        forged = dict(federated, SessionToken=federated["SessionToken"][:-8] + "AAAAAAA=")
        self.refused("InvalidClientTokenId", self.as_key(forged, "sts").get_caller_identity)
        self.refused("InvalidClientTokenId", self.as_key(dict(mine, SessionToken=federated["SessionToken"]), "sts").get_caller_identity)

    def test_account_settings_and_passwords(self):
        iam = self.iam
        iam.create_account_alias(AccountAlias="the-shop")
        self.refused("EntityAlreadyExists", self.server.client("audit", "iam").create_account_alias, AccountAlias="the-shop")
        self.assertEqual(iam.list_account_aliases()["AccountAliases"], ["the-shop"])
        self.user("console")
        self.refused("PasswordPolicyViolation", iam.create_login_profile, UserName="console", Password="short")
        iam.create_login_profile(UserName="console", Password="Correct-horse-9", PasswordResetRequired=True)
        self.assertTrue(iam.get_login_profile(UserName="console")["LoginProfile"]["PasswordResetRequired"])
        self.refused("NoSuchEntity", iam.get_account_password_policy)
        iam.update_account_password_policy(MinimumPasswordLength=20, MaxPasswordAge=90)
        self.assertTrue(iam.get_account_password_policy()["PasswordPolicy"]["ExpirePasswords"])
        self.refused("PasswordPolicyViolation", iam.update_login_profile, UserName="console", Password="Correct-horse-9")
        self.assertNotIn("Correct-horse", json.dumps(self.records("CreateLoginProfile") + self.records("UpdateLoginProfile")))
        iam.delete_account_password_policy()
        self.assertIn("PasswordPolicy", self.refused("NoSuchEntity", iam.delete_account_password_policy))
        before = iam.get_account_summary()["SummaryMap"]
        self.assertGreaterEqual(before["Users"], 1)
        arn = iam.create_policy(PolicyName="two", PolicyDocument=policy())["Policy"]["Arn"]
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy("s3:*"))
        after = iam.get_account_summary()["SummaryMap"]
        self.assertEqual((after["PolicyVersionsInUse"], after["PolicyVersionsInUseQuota"]), (before["PolicyVersionsInUse"] + 2, 10000))

    def test_roles_of_services(self):
        iam = self.iam
        with self.assertRaises(botocore.exceptions.ClientError):
            iam.create_service_linked_role(AWSServiceName="nothing.amazonaws.com")
        role = iam.create_service_linked_role(AWSServiceName="context.cloudtrail.amazonaws.com")["Role"]
        self.assertTrue(role["Path"].startswith("/aws-service-role/"))
        self.refused("UnmodifiableEntity", iam.delete_role, RoleName=role["RoleName"])
        self.refused("UnmodifiableEntity", iam.put_role_policy, RoleName=role["RoleName"], PolicyName="x", PolicyDocument=policy())
        task = iam.delete_service_linked_role(RoleName=role["RoleName"])["DeletionTaskId"]
        self.assertEqual(iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"], "FAILED")      # in an organization
        iam.get_role(RoleName=role["RoleName"])

    def test_instance_profiles(self):
        iam = self.iam
        iam.create_role(RoleName="machine", AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}, "sts:AssumeRole"))
        iam.create_instance_profile(InstanceProfileName="machines")
        iam.add_role_to_instance_profile(InstanceProfileName="machines", RoleName="machine")
        self.refused("DeleteConflict", iam.delete_role, RoleName="machine")
        self.assertEqual(iam.list_instance_profiles_for_role(RoleName="machine")["InstanceProfiles"][0]["InstanceProfileName"], "machines")
        iam.remove_role_from_instance_profile(InstanceProfileName="machines", RoleName="machine")
        iam.delete_role(RoleName="machine")
        iam.delete_instance_profile(InstanceProfileName="machines")


if __name__ == "__main__":
    unittest.main()
