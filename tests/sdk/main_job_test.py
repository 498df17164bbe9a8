"""The main job: from a call in any account to a signed, encrypted file in the log archive."""
import re
import unittest

import house

TRIES = {"StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"}


class MainJob(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.organization = house.Organization(cls.server).set_up_trail()

    def try_to_blind(self, profile):
        ct, trail = self.server.client(profile, "cloudtrail"), self.organization.trail
        selectors = [{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": True}]
        return [house.error_code(ct.stop_logging, Name=trail), house.error_code(ct.delete_trail, Name=trail),
                house.error_code(ct.update_trail, Name=trail, EnableLogFileValidation=False),
                house.error_code(ct.put_event_selectors, TrailName=trail, EventSelectors=selectors)]

    def test_members_cannot_blind_the_trail_and_their_denial_is_delivered(self):
        for profile in ("payments", "payments-root"):
            self.assertEqual(self.try_to_blind(profile), ["NotOrganizationMasterAccountException"] * 4)
        self.server.advance("5m")
        denied = {(r["userIdentity"]["type"], r["eventName"]) for r in self.organization.records("payments")
                  if r.get("errorCode") == "NotOrganizationMasterAccountException"}
        self.assertEqual(denied, {(who, name) for who in ("AssumedRole", "Root") for name in TRIES})
        self.assertTrue(self.server.client("management", "cloudtrail").get_trail_status(Name=self.organization.TRAIL)["IsLogging"])

    def test_calls_of_every_region_arrive_once_under_the_documented_names(self):
        called = set()
        for region in ("us-east-1", "eu-west-1", "ap-southeast-2"):
            answer = self.server.client("shop", "kms", region).create_key(Description="once")
            called.add(answer["ResponseMetadata"]["RequestId"])
        self.server.client("shop", "iam").create_user(UserName="global")
        self.server.advance("5m")
        records = self.organization.records("shop")
        ids = [r["eventID"] for r in records]
        self.assertEqual(len(ids), len(set(ids)))
        created = [r for r in records if r["eventName"] == "CreateKey"]
        self.assertEqual({r["requestID"] for r in created}, called)
        self.assertEqual({r["awsRegion"] for r in records if r["eventSource"] == "iam.amazonaws.com"}, {"us-east-1"})
        account, form = self.organization.accounts["shop"], self.organization.id
        name = re.compile(rf"AWSLogs/{form}/{account}/CloudTrail/([a-z0-9-]+)/\d{{4}}/\d\d/\d\d/{account}_CloudTrail_\1_\d{{8}}T\d{{4}}Z_[A-Za-z0-9]{{16}}\.json\.gz")
        for key in self.organization.keys("shop"):
            self.assertRegex(key, name)

    def test_files_are_encrypted_under_the_trails_key(self):
        self.server.client("shop", "iam").list_users()
        self.server.advance("5m")
        key = self.organization.keys("shop")[0]
        head = self.server.client("log-archive", "s3").head_object(Bucket=self.organization.BUCKET, Key=key)
        self.assertEqual(head["ServerSideEncryption"], "aws:kms")
        self.assertIn(f":{self.organization.accounts['audit']}:key/", head["SSEKMSKeyId"])
        stranger = self.server.client("shop", "s3")
        self.assertEqual(house.error_code(stranger.get_object, Bucket=self.organization.BUCKET, Key=key), "AccessDenied")

    def test_a_region_that_is_not_enabled_knows_nobody(self):
        self.assertEqual(house.error_code(self.server.client("shop", "kms", "moon-north-1").create_key), "UnrecognizedClientException")

    def test_the_scp_keeps_members_in(self):
        for profile in ("shop", "shop-root"):
            self.assertEqual(house.error_code(self.server.client(profile, "organizations").leave_organization), "AccessDeniedException")

    def test_digests_validate_and_a_flipped_byte_does_not(self):
        import gzip
        self.server.client("payments", "iam").list_roles()
        self.server.advance("1h")
        self.server.advance("1h")
        out = self.organization.validate("payments")
        self.assertNotIn("INVALID", out)
        self.assertRegex(out, r"(\d+)/\1 digest files valid")
        self.assertRegex(out, r"(\d+)/\1 log files valid")
        s3, bucket = self.server.client("log-archive", "s3"), self.organization.BUCKET
        digest_listed = self.organization.keys("payments")[0]
        text = bytearray(gzip.decompress(s3.get_object(Bucket=bucket, Key=digest_listed)["Body"].read()))
        text[len(text) // 2] ^= 1
        forged = s3.put_object(Bucket=bucket, Key=digest_listed, Body=gzip.compress(bytes(text)), ServerSideEncryption="AES256")
        self.assertRegex(self.organization.validate("payments"), r"INVALID: hash value doesn't match")
        s3.delete_object(Bucket=bucket, Key=digest_listed, VersionId=forged["VersionId"])
        self.assertNotIn("INVALID", self.organization.validate("payments"))

    def test_a_new_accounts_calls_arrive_without_configuration(self):
        organizations = self.server.client("management", "organizations")
        request = organizations.create_account(Email="new@example.com", AccountName="new")["CreateAccountStatus"]["Id"]
        status = lambda: organizations.describe_create_account_status(CreateAccountRequestId=request)["CreateAccountStatus"]
        account = house.wait_for(lambda: status().get("AccountId"))
        self.assertTrue(account)
        self.organization.accounts["new"] = account
        self.server.control("profiles")
        self.server.client("new", "iam").create_user(UserName="first")
        self.server.advance("5m")
        self.assertIn("CreateUser", {r["eventName"] for r in self.organization.records("new")})

    def test_lookup_events(self):
        iam, ct = self.server.client("audit", "iam"), self.server.client("audit", "cloudtrail")
        iam.create_user(UserName="found")
        lookup = lambda key, value: ct.lookup_events(LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}])["Events"]
        event = house.wait_for(lambda: lookup("EventName", "CreateUser"))[0]
        self.assertEqual(event["EventSource"], "iam.amazonaws.com")
        self.assertEqual(event["Username"], "admin")
        self.assertEqual([e["EventId"] for e in lookup("EventId", event["EventId"])], [event["EventId"]])
        self.assertEqual(house.wait_for(lambda: lookup("ResourceName", "found"))[0]["EventId"], event["EventId"])
        self.assertEqual(lookup("EventName", "NoSuchThing"), [])
        newest = ct.lookup_events(MaxResults=5)
        self.assertEqual(len(newest["Events"]), 5)
        times = [e["EventTime"] for e in newest["Events"]]
        self.assertEqual(times, sorted(times, reverse=True))


if __name__ == "__main__":
    unittest.main()
