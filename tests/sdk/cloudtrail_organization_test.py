"""Trails of an organization: prerequisites, delegated administrators, what members see, and accounts that come and go."""
import json
import unittest

import house
import trails
from house import error_code
from trails import refusal

HOME = house.REGION
ONLY_MANAGEMENT = "You cannot configure or manage trails for an organization because this action requires being signed in with the management account."


class OrganizationTest(unittest.TestCase):
    def setUp(self):
        self.server = house.Server().start()
        self.addCleanup(self.server.stop)
        self.organizations = self.server.client("management", "organizations")
        self.organization_id = self.organizations.describe_organization()["Organization"]["Id"]
        self.accounts = {a["Name"]: a["Id"] for a in self.organizations.list_accounts()["Accounts"]}
        self.ct = self.server.client("management", "cloudtrail")
        self.archive = self.server.client("log-archive", "s3")
        self.bucket = trails.make_bucket(self.archive)
        self.arn = f"arn:aws:cloudtrail:{HOME}:{self.accounts['management']}:trail/org-trail"
        self.trail = dict(Name="org-trail", S3BucketName=self.bucket, IsOrganizationTrail=True, IsMultiRegionTrail=True)

    def trust(self):
        self.organizations.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")

    def start(self):
        self.trust()
        self.ct.create_trail(**self.trail)
        self.ct.start_logging(Name="org-trail")

    def renew(self):
        """Sessions end when the clock is moved far."""
        self.ct = self.server.client("management", "cloudtrail")
        self.archive = self.server.client("log-archive", "s3")

    def call(self, profile):
        """One call of the account: its request id."""
        return self.server.client(profile, "iam").list_users()["ResponseMetadata"]["RequestId"]

    def delivered(self, prefix="", bucket=None):
        self.server.advance("5m")
        return {r["requestID"] for r in trails.records(self.archive, bucket or self.bucket, prefix) if "requestID" in r}

    def has_role(self, profile):
        return error_code(self.server.client(profile, "iam").get_role, RoleName="AWSServiceRoleForCloudTrail") is None

    def test_prerequisites_in_their_order(self):
        ct = self.server.client("shop", "cloudtrail")
        self.assertEqual(refusal(ct.create_trail, **self.trail), ("NotOrganizationMasterAccountException", ONLY_MANAGEMENT))
        code, text = refusal(self.ct.create_trail, **self.trail)
        self.assertEqual(code, "CloudTrailAccessNotEnabledException")
        self.assertIn("enabled CloudTrail service access", text)
        self.trust()
        self.assertEqual(error_code(self.ct.create_trail, **{**self.trail, "S3BucketName": "no-such-bucket-at-all"}), "S3BucketDoesNotExistException")
        own = trails.make_bucket(self.archive, policy=False)
        arn = f"arn:aws:s3:::{own}"
        allow = lambda action, resource: {"Effect": "Allow", "Principal": trails.SERVICE, "Action": action, "Resource": resource}
        statements = [allow("s3:GetBucketAcl", arn), allow("s3:PutObject", f"{arn}/AWSLogs/{self.accounts['management']}/*")]
        put = lambda: self.archive.put_bucket_policy(Bucket=own, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
        put()
        self.assertEqual(error_code(self.ct.create_trail, **{**self.trail, "S3BucketName": own}), "InsufficientS3BucketPolicyException")
        statements.append(allow("s3:PutObject", f"{arn}/AWSLogs/{self.organization_id}/*"))
        put()
        self.assertFalse(self.has_role("management"))
        made = self.ct.create_trail(**{**self.trail, "S3BucketName": own})
        self.assertTrue(made["IsOrganizationTrail"])
        self.assertEqual(made["TrailARN"], self.arn)
        self.assertTrue(self.has_role("management"))
        self.assertTrue(house.wait_for(lambda: self.has_role("shop")))
        self.assertEqual(error_code(self.ct.create_trail, **{**self.trail, "IncludeGlobalServiceEvents": False}), "InvalidParameterCombinationException")

    def test_in_no_organization(self):
        self.organizations.remove_account_from_organization(AccountId=self.accounts["shop"])
        ct = self.server.client("shop", "cloudtrail")
        self.assertEqual(error_code(ct.create_trail, **self.trail), "OrganizationsNotInUseException")
        self.assertEqual(error_code(ct.register_organization_delegated_admin, MemberAccountId=self.accounts["audit"]), "OrganizationsNotInUseException")

    def test_a_caller_without_rights_in_organizations(self):
        self.trust()
        iam = self.server.client("management", "iam")
        allow = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "cloudtrail:*", "Resource": "*"}]})
        iam.create_user(UserName="limited")
        iam.put_user_policy(UserName="limited", PolicyName="p", PolicyDocument=allow)
        key = iam.create_access_key(UserName="limited")["AccessKey"]
        import boto3
        import botocore.config
        ct = boto3.client("cloudtrail", region_name=HOME, aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"],
                          verify=str(self.server.profiles / "ca.pem"), config=botocore.config.Config(proxies={"https": f"http://{self.server.endpoint}"}))
        self.assertEqual(error_code(ct.create_trail, **self.trail), "InsufficientDependencyServiceAccessPermissionException")
        self.assertEqual(error_code(ct.register_organization_delegated_admin, MemberAccountId=self.accounts["audit"]), "InsufficientIAMAccessPermissionException")

    def test_delegated_administrators(self):
        audit, shop = self.accounts["audit"], self.accounts["shop"]
        register = lambda account, who="management": error_code(self.server.client(who, "cloudtrail").register_organization_delegated_admin, MemberAccountId=account)
        deregister = lambda account, who="management": error_code(self.server.client(who, "cloudtrail").deregister_organization_delegated_admin, DelegatedAdminAccountId=account)
        self.assertEqual(register(audit), "CloudTrailAccessNotEnabledException")
        self.trust()
        self.assertEqual(register(audit, "shop"), "NotOrganizationManagementAccountException")
        self.assertEqual(register(self.accounts["management"]), "CannotDelegateManagementAccountException")
        self.assertEqual(register("999999999999"), "AccountNotFoundException")
        self.assertEqual(deregister(audit), "AccountNotRegisteredException")
        self.assertIsNone(register(audit))
        self.assertTrue(self.has_role("management"))
        self.assertIsNone(error_code(self.server.client("management", "iam").get_role, RoleName="AWSServiceRoleForCloudTrailEventContext"))
        self.assertEqual(register(audit), "AccountRegisteredException")
        for account in (shop, self.accounts["payments"]):
            self.assertIsNone(register(account))
        self.assertEqual(register(self.accounts["log-archive"]), "DelegatedAdminAccountLimitExceededException")
        self.assertEqual(error_code(self.organizations.disable_aws_service_access, ServicePrincipal="cloudtrail.amazonaws.com"), "ConstraintViolationException")
        listed = self.organizations.list_delegated_administrators(ServicePrincipal="cloudtrail.amazonaws.com")["DelegatedAdministrators"]
        self.assertEqual({a["Id"] for a in listed}, {audit, shop, self.accounts["payments"]})
        self.assertEqual(deregister(shop, "shop"), "NotOrganizationManagementAccountException")
        for account in (shop, audit):
            self.assertIsNone(deregister(account))
        self.assertEqual(deregister(audit), "AccountNotRegisteredException")

    def test_an_administrator_acts_by_arn_and_owns_nothing(self):
        self.trust()
        audit = self.server.client("audit", "cloudtrail")
        self.assertEqual(error_code(audit.create_trail, **self.trail), "NotOrganizationMasterAccountException")
        self.organizations.register_delegated_administrator(AccountId=self.accounts["audit"], ServicePrincipal="cloudtrail.amazonaws.com")
        self.assertEqual(error_code(audit.create_trail, **self.trail), "NoManagementAccountSLRExistsException")
        self.organizations.deregister_delegated_administrator(AccountId=self.accounts["audit"], ServicePrincipal="cloudtrail.amazonaws.com")
        self.ct.register_organization_delegated_admin(MemberAccountId=self.accounts["audit"])
        self.assertEqual(audit.create_trail(**self.trail)["TrailARN"], self.arn)
        self.assertEqual(refusal(self.ct.create_trail, **self.trail), ("TrailAlreadyExistsException", f"Trail org-trail already exists for customer: {self.accounts['management']}"))
        unknown = f"Unknown trail: arn:aws:cloudtrail:{HOME}:{self.accounts['audit']}:trail/org-trail for the user: {self.accounts['audit']}"
        for call in (audit.start_logging, audit.stop_logging, audit.update_trail, audit.delete_trail, audit.get_trail, audit.get_trail_status):
            self.assertEqual(refusal(call, Name="org-trail"), ("TrailNotFoundException", unknown))
        audit.start_logging(Name=self.arn)
        audit.update_trail(Name=self.arn, EnableLogFileValidation=True)
        audit.put_event_selectors(TrailName=self.arn, EventSelectors=[{"ReadWriteType": "All"}])
        audit.add_tags(ResourceId=self.arn, TagsList=[{"Key": "by", "Value": "audit"}])
        self.assertEqual(self.ct.list_tags(ResourceIdList=[self.arn])["ResourceTagList"][0]["TagsList"], [{"Key": "by", "Value": "audit"}])
        self.assertEqual(error_code(audit.update_trail, Name=self.arn, IsOrganizationTrail=False), "NotOrganizationMasterAccountException")
        mine = trails.make_bucket(self.server.client("audit", "s3"))
        audit.create_trail(Name="own", S3BucketName=mine)
        self.assertEqual(error_code(audit.update_trail, Name="own", IsOrganizationTrail=True), "NotOrganizationMasterAccountException")
        self.ct.deregister_organization_delegated_admin(DelegatedAdminAccountId=self.accounts["audit"])
        self.assertEqual(error_code(audit.stop_logging, Name=self.arn), "NotOrganizationMasterAccountException")
        self.assertTrue(self.ct.get_trail_status(Name="org-trail")["IsLogging"])

    def test_members_see_and_change_nothing(self):
        self.start()
        ct = self.server.client("shop", "cloudtrail")
        trail = ct.describe_trails()["trailList"][0]
        self.assertEqual((trail["TrailARN"], trail["IsOrganizationTrail"], trail["HomeRegion"]), (self.arn, True, HOME))
        self.assertEqual(ct.describe_trails(includeShadowTrails=False)["trailList"], [])
        self.assertEqual(ct.describe_trails(trailNameList=["org-trail"])["trailList"], [])
        self.assertEqual(ct.describe_trails(trailNameList=[self.arn])["trailList"], [trail])
        self.assertEqual(ct.list_trails()["Trails"], [{"TrailARN": self.arn, "Name": "org-trail", "HomeRegion": HOME}])
        self.assertEqual(ct.get_trail(Name=self.arn)["Trail"], trail)
        self.assertTrue(ct.get_trail_status(Name=self.arn)["IsLogging"])
        self.assertEqual(len(self.server.client("shop", "cloudtrail", "eu-west-1").describe_trails()["trailList"]), 1)
        own = f"arn:aws:cloudtrail:{HOME}:{self.accounts['shop']}:trail/org-trail"
        self.assertEqual(refusal(ct.get_trail, Name="org-trail"), ("TrailNotFoundException", f"Unknown trail: {own} for the user: {self.accounts['shop']}"))
        wrong = ("CloudTrailARNInvalidException", f"AccountID in ARN is wrong, you can only access resources with AccountID {self.accounts['shop']}.")
        tag = [{"Key": "a", "Value": "b"}]
        self.assertEqual(refusal(ct.list_tags, ResourceIdList=[self.arn]), wrong)
        self.assertEqual(refusal(ct.add_tags, ResourceId=self.arn, TagsList=tag), wrong)
        self.assertEqual(refusal(ct.remove_tags, ResourceId=self.arn, TagsList=tag), wrong)
        tries = [(ct.update_trail, {"Name": self.arn, "IsMultiRegionTrail": False}), (ct.delete_trail, {"Name": self.arn}), (ct.start_logging, {"Name": self.arn}),
                 (ct.stop_logging, {"Name": self.arn}), (ct.put_event_selectors, {"TrailName": self.arn, "EventSelectors": [{}]})]
        for profile in ("shop", "shop-root"):
            for call, arguments in tries:
                call = getattr(self.server.client(profile, "cloudtrail"), call.__name__)
                self.assertEqual(refusal(call, **arguments), ("NotOrganizationMasterAccountException", ONLY_MANAGEMENT))
        self.delivered()
        found = [r for r in trails.records(self.archive, self.bucket, f"AWSLogs/{self.organization_id}/{self.accounts['shop']}/")
                 if r.get("errorCode") == "NotOrganizationMasterAccountException"]
        self.assertEqual(len(found), 2 * len(tries))

    def test_two_trails_of_an_organization_side_by_side(self):
        self.start()
        second = trails.make_bucket(self.archive)
        self.ct.create_trail(**{**self.trail, "Name": "data-only", "S3BucketName": second})
        self.ct.put_event_selectors(TrailName="data-only", EventSelectors=[
            {"ReadWriteType": "All", "IncludeManagementEvents": False, "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}])
        self.ct.start_logging(Name="data-only")
        s3 = self.server.client("shop", "s3")
        s3.create_bucket(Bucket="a-bucket-of-shop")
        put = s3.put_object(Bucket="a-bucket-of-shop", Key="k", Body=b"x")["ResponseMetadata"]["RequestId"]
        called = self.call("shop")
        prefix = f"AWSLogs/{self.organization_id}/{self.accounts['shop']}/"
        management, data = self.delivered(prefix), self.delivered(prefix, second)
        self.assertIn(called, management)
        self.assertIn(put, data)
        self.assertNotIn(put, management)
        self.assertNotIn(called, data)

    def test_an_ordinary_trail_becomes_the_organizations_and_back(self):
        self.trust()
        ours = trails.make_bucket(self.server.client("management", "s3"))
        self.ct.create_trail(Name="org-trail", S3BucketName=ours, EnableLogFileValidation=True, IsMultiRegionTrail=True)
        self.ct.start_logging(Name="org-trail")
        alone = self.call("shop")
        first = self.call("management")
        self.server.advance("5m")
        self.assertEqual(error_code(self.server.client("shop", "cloudtrail").get_trail, Name=self.arn), "TrailNotFoundException")
        changed = self.ct.update_trail(Name="org-trail", S3BucketName=self.bucket, IsOrganizationTrail=True)
        self.assertTrue(changed["IsOrganizationTrail"])
        self.assertEqual(self.server.client("shop", "cloudtrail").get_trail(Name=self.arn)["Trail"]["S3BucketName"], self.bucket)
        second, theirs = self.call("management"), self.call("shop")
        for_shop, for_us = f"AWSLogs/{self.organization_id}/{self.accounts['shop']}/", f"AWSLogs/{self.organization_id}/{self.accounts['management']}/"
        self.assertIn(theirs, self.delivered(for_shop))
        self.assertIn(second, self.delivered(for_us))
        last = self.call("shop")                                               # owed when the trail is turned back
        self.ct.update_trail(Name="org-trail", S3BucketName=ours, IsOrganizationTrail=False)
        unseen, third = self.call("shop"), self.call("management")
        found = self.delivered(for_shop)
        self.assertIn(last, found)
        self.assertFalse(found & {alone, unseen})
        mine = {r["requestID"] for r in trails.records(self.server.client("management", "s3"), ours, f"AWSLogs/{self.accounts['management']}/") if "requestID" in r}
        self.assertTrue({first, third} <= mine)
        self.assertNotIn(second, mine)
        self.assertEqual(error_code(self.server.client("shop", "cloudtrail").get_trail, Name=self.arn), "TrailNotFoundException")

    def test_trusted_access_off_and_on_again(self):
        self.start()
        before = self.call("shop")
        self.organizations.disable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
        between, ours = self.call("shop"), self.call("management")
        self.assertTrue(self.has_role("management"))
        self.assertEqual(error_code(self.ct.update_trail, Name="org-trail", IsOrganizationTrail=True), "CloudTrailAccessNotEnabledException")
        self.trust()
        after = self.call("shop")
        found = self.delivered()
        self.assertEqual(found & {before, between, ours, after}, {before, ours, after})

    def test_an_account_is_invited_and_leaves(self):
        self.start()
        shop = self.accounts["shop"]
        self.assertTrue(house.wait_for(lambda: self.has_role("shop")))
        self.organizations.remove_account_from_organization(AccountId=shop)
        outside = self.call("shop")
        self.assertEqual(self.server.client("shop", "cloudtrail").describe_trails()["trailList"], [])
        self.assertTrue(house.wait_for(lambda: not self.has_role("shop")))
        handshake = self.organizations.invite_account_to_organization(Target={"Id": shop, "Type": "ACCOUNT"}, Notes="come back")["Handshake"]
        self.server.client("shop", "organizations").accept_handshake(HandshakeId=handshake["Id"])
        again = self.call("shop")
        self.assertEqual(len(self.server.client("shop", "cloudtrail").describe_trails()["trailList"]), 1)
        self.assertTrue(house.wait_for(lambda: self.has_role("shop")))
        found = self.delivered(f"AWSLogs/{self.organization_id}/{shop}/")
        self.assertIn(again, found)
        self.assertNotIn(outside, found)
        events = [r for r in trails.records(self.archive, self.bucket, f"AWSLogs/{self.organization_id}/{self.accounts['management']}/") if r["eventName"].startswith("Account")]
        self.assertEqual([(r["eventName"], r["eventType"], r["serviceEventDetails"]["accountId"]) for r in events],
                         [("AccountDepartedOrganization", "AwsServiceEvent", shop), ("AccountJoinedOrganization", "AwsServiceEvent", shop)])
        self.assertEqual([r["serviceEventDetails"].get("departedMethod", r["serviceEventDetails"].get("joinedMethod")) for r in events], ["Removed", "Invited"])

    def test_moved_and_closed_accounts_are_still_delivered(self):
        self.start()
        root = self.organizations.list_roots()["Roots"][0]["Id"]
        shop = self.accounts["shop"]
        parent = self.organizations.list_parents(ChildId=shop)["Parents"][0]["Id"]
        self.organizations.move_account(AccountId=shop, SourceParentId=parent, DestinationParentId=root)
        moved = self.call("shop")
        self.organizations.close_account(AccountId=shop)
        self.assertIn(moved, self.delivered(f"AWSLogs/{self.organization_id}/{shop}/"))
        self.assertTrue(self.ct.get_trail_status(Name="org-trail")["IsLogging"])

    def test_the_organization_is_deleted(self):
        self.start()
        for name in ("shop", "payments", "audit", "log-archive"):
            self.organizations.remove_account_from_organization(AccountId=self.accounts[name])
        for unit in self.units():
            self.organizations.delete_organizational_unit(OrganizationalUnitId=unit)
        self.organizations.delete_organization()
        self.assertTrue(house.wait_for(lambda: not self.ct.get_trail(Name="org-trail")["Trail"]["IsOrganizationTrail"]))
        called = self.call("management")
        self.assertIn(called, self.delivered(f"AWSLogs/{self.accounts['management']}/"))

    def units(self):
        root = self.organizations.list_roots()["Roots"][0]["Id"]
        return [u["Id"] for u in self.organizations.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"]]


if __name__ == "__main__":
    unittest.main()
