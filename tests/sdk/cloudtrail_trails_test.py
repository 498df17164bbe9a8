"""Trails as one account makes, changes and loses them: a story per operation and per documented refusal."""
import json
import unittest

import house
import trails
from house import error_code
from trails import refusal

HOME = house.REGION


class TrailsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}

    def account(self, profile="shop", region=HOME):
        return self.server.client(profile, "cloudtrail", region), self.server.client(profile, "s3", region)

    def setUp(self):
        self.ct, self.s3 = self.account()
        self.me = self.accounts["shop"]
        self.bucket = trails.make_bucket(self.s3)
        self.addCleanup(self.delete_trails)

    def delete_trails(self):
        for trail in self.ct.describe_trails()["trailList"]:
            self.server.client("shop", "cloudtrail", trail["HomeRegion"]).delete_trail(Name=trail["TrailARN"])

    def arn(self, name, region=HOME, account=None):
        return f"arn:aws:cloudtrail:{region}:{account or self.me}:trail/{name}"

    def test_create_answers_what_was_made(self):
        made = self.ct.create_trail(Name="plain", S3BucketName=self.bucket)
        made.pop("ResponseMetadata")
        self.assertEqual(made, {"Name": "plain", "S3BucketName": self.bucket, "IncludeGlobalServiceEvents": True, "IsMultiRegionTrail": False, "TrailARN": self.arn("plain"),
                                "LogFileValidationEnabled": False, "IsOrganizationTrail": False})
        described = self.ct.get_trail(Name="plain")["Trail"]
        self.assertEqual(described, {**made, "HomeRegion": HOME, "HasCustomEventSelectors": False, "HasInsightSelectors": False})
        self.assertFalse(self.ct.get_trail_status(Name="plain")["IsLogging"])

    def test_every_change_is_described_at_once(self):
        name = {"Name": "changing"}
        described = lambda: self.ct.describe_trails()["trailList"]
        self.assertEqual(described(), [])
        self.ct.create_trail(S3BucketName=self.bucket, **name)
        for change in (lambda: self.ct.update_trail(S3KeyPrefix="prefix", **name), lambda: self.ct.update_trail(IsMultiRegionTrail=True, **name),
                       lambda: self.ct.put_event_selectors(TrailName="changing", EventSelectors=[{"ReadWriteType": "WriteOnly"}]),
                       lambda: self.ct.put_insight_selectors(TrailName="changing", InsightSelectors=[{"InsightType": "ApiCallRateInsight"}]),
                       lambda: self.ct.put_insight_selectors(TrailName="changing", InsightSelectors=[])):
            before = described()
            change()
            self.assertNotEqual(described(), before)
            self.assertEqual(described(), [self.ct.get_trail(**name)["Trail"]])
        self.ct.delete_trail(**name)
        self.assertEqual(described(), [])
        self.assertEqual(self.ct.list_trails()["Trails"], [])

    def test_refused_names(self):
        for name, text in (("ab", "Trail name too short. Minimum allowed length: 3 characters. Specified name length: 2 characters."),
                           ("a" * 129, "Trail name too long. Maximum allowed length: 128 characters. Specified name length: 129 characters."),
                           ("-ab", "Trail name must starts with a letter or number."), ("ab-", "Trail name must ends with a letter or number."),
                           ("a b", "Trail name or ARN can contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).")):
            self.assertEqual(refusal(self.ct.create_trail, Name=name, S3BucketName=self.bucket), ("InvalidTrailNameException", text))
        for name in ("a..b", "a-_b", "192.168.5.4", self.arn("plain")):
            self.assertEqual(error_code(self.ct.create_trail, Name=name, S3BucketName=self.bucket), "InvalidTrailNameException")

    def test_refused_creations(self):
        create = lambda **more: refusal(self.ct.create_trail, **{"Name": "refused", "S3BucketName": self.bucket, **more})
        self.assertEqual(create(S3BucketName="nobody-has-this-bucket"), ("S3BucketDoesNotExistException", "S3 bucket nobody-has-this-bucket does not exist!"))
        self.assertEqual(create(S3BucketName="Not_A_Bucket")[0], "InvalidS3BucketNameException")
        self.assertEqual(create(S3KeyPrefix="p" * 201)[0], "InvalidS3PrefixException")
        self.assertEqual(create(IsMultiRegionTrail=True, IncludeGlobalServiceEvents=False),
                         ("InvalidParameterCombinationException", "Multi-Region trail must include global service events."))
        self.assertEqual(create(KmsKeyId="alias/nothing")[0], "KmsKeyNotFoundException")
        for bad in ("junk", "arn:aws:s3:::x", "nothing/alias"):
            self.assertEqual(create(KmsKeyId=bad), ("InvalidKmsKeyIdException", f"KMS key ID is not valid: {bad}"))
        self.assertEqual(create(TagsList=[{"Key": "aws:x", "Value": "y"}])[0], "InvalidTagParameterException")
        self.assertEqual(create(TagsList=[{"Key": "x", "Value": "y"}] * 2)[0], "InvalidTagParameterException")
        self.assertEqual(create(TagsList=[{"Key": str(n), "Value": "y"} for n in range(51)])[0], "TagsLimitExceededException")
        bare = trails.make_bucket(self.s3, policy=False)
        self.assertEqual(create(S3BucketName=bare), ("InsufficientS3BucketPolicyException", f"Incorrect S3 bucket policy is detected for bucket: {bare}"))
        self.assertEqual(self.ct.describe_trails()["trailList"], [])

    def test_the_same_name_twice_and_six_trails(self):
        self.ct.create_trail(Name="trail-0", S3BucketName=self.bucket)
        self.assertEqual(refusal(self.ct.create_trail, Name="trail-0", S3BucketName=self.bucket),
                         ("TrailAlreadyExistsException", f"Trail trail-0 already exists for customer: {self.me}"))
        west, _ = self.account(region="us-west-2")
        west.create_trail(Name="trail-0", S3BucketName=self.bucket, IsMultiRegionTrail=True)      # counts here too
        for n in range(1, 4):
            self.ct.create_trail(Name=f"trail-{n}", S3BucketName=self.bucket)
        self.assertEqual(refusal(self.ct.create_trail, Name="trail-5", S3BucketName=self.bucket),
                         ("MaximumNumberOfTrailsExceededException", f"User: {self.me} already has 5 trails in {HOME}."))
        self.assertEqual(len(self.ct.describe_trails()["trailList"]), 5)
        self.assertEqual({t["HomeRegion"] for t in self.ct.describe_trails(includeShadowTrails=False)["trailList"]}, {HOME})

    def test_home_region_and_shadows(self):
        self.ct.create_trail(Name="wide", S3BucketName=self.bucket, IsMultiRegionTrail=True)
        self.ct.create_trail(Name="narrow", S3BucketName=self.bucket)
        west, _ = self.account(region="eu-west-1")
        self.assertEqual([t["Name"] for t in west.describe_trails()["trailList"]], ["wide"])
        self.assertEqual(west.describe_trails(includeShadowTrails=False)["trailList"], [])
        self.assertEqual(west.describe_trails(trailNameList=["wide"])["trailList"], [])
        self.assertEqual([t["HomeRegion"] for t in west.describe_trails(trailNameList=[self.arn("wide"), self.arn("narrow")])["trailList"]], [HOME, HOME])
        self.assertEqual({t["Name"] for t in west.list_trails()["Trails"]}, {"wide", "narrow"})
        unknown = ("TrailNotFoundException", f"Unknown trail: {self.arn('wide', 'eu-west-1')} for the user: {self.me}")
        self.assertEqual(refusal(west.get_trail, Name="wide"), unknown)
        self.assertEqual(west.get_trail(Name=self.arn("wide"))["Trail"]["HomeRegion"], HOME)
        self.assertFalse(west.get_trail_status(Name=self.arn("wide"))["IsLogging"])
        away = ("InvalidHomeRegionException", f"Trail {self.arn('wide')} home region is {HOME}.")
        for call, more in ((west.start_logging, {}), (west.stop_logging, {}), (west.delete_trail, {}), (west.update_trail, {"S3KeyPrefix": "x"})):
            self.assertEqual(refusal(call, Name=self.arn("wide"), **more), away)
        self.assertEqual(refusal(west.put_event_selectors, TrailName=self.arn("wide"), EventSelectors=[{}]), away)
        self.assertEqual(error_code(west.list_tags, ResourceIdList=[self.arn("wide")]), "CloudTrailARNInvalidException")

    def test_arns(self):
        other = self.arn("mine", account=self.accounts["payments"])
        wrong = f"AccountID in ARN is wrong, you can only access resources with AccountID {self.me}."
        for call in (self.ct.get_trail, self.ct.get_trail_status, self.ct.start_logging, self.ct.stop_logging, self.ct.delete_trail, self.ct.update_trail):
            self.assertEqual(refusal(call, Name=other), ("CloudTrailARNInvalidException", wrong))
            self.assertEqual(error_code(call, Name="arn:aws:cloudtrail:us-east-1:trail/x"), "CloudTrailARNInvalidException")
            self.assertEqual(refusal(call, Name="nothing"), ("TrailNotFoundException", f"Unknown trail: {self.arn('nothing')} for the user: {self.me}"))
            self.assertEqual(error_code(call, Name="x"), "InvalidTrailNameException")
        self.assertEqual(self.ct.describe_trails(trailNameList=["nothing"])["trailList"], [])
        self.assertEqual(error_code(self.ct.describe_trails, trailNameList=["x"]), "InvalidTrailNameException")

    def test_start_and_stop_are_idempotent_and_delete_forgets(self):
        self.ct.create_trail(Name="going", S3BucketName=self.bucket)
        fresh = self.ct.get_trail_status(Name="going")
        self.assertEqual([fresh[m] for m in ("LatestDeliveryAttemptTime", "LatestNotificationAttemptTime", "LatestNotificationAttemptSucceeded", "LatestDeliveryAttemptSucceeded",
                                             "TimeLoggingStarted", "TimeLoggingStopped")], [""] * 6)
        for _ in range(2):
            self.ct.start_logging(Name="going")
        status = self.ct.get_trail_status(Name=self.arn("going"))
        self.assertTrue(status["IsLogging"])
        self.assertIn("StartLoggingTime", status)
        for _ in range(2):
            self.ct.stop_logging(Name="going")
        self.assertFalse(self.ct.get_trail_status(Name="going")["IsLogging"])
        self.ct.delete_trail(Name="going")
        self.assertEqual(error_code(self.ct.delete_trail, Name="going"), "TrailNotFoundException")

    def test_update_keeps_what_is_left_out_and_clears_what_is_empty(self):
        key = self.server.client("shop", "kms").create_key(Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.me}:root"}, "Action": "kms:*", "Resource": "*"},
            {"Effect": "Allow", "Principal": trails.SERVICE, "Action": "kms:*", "Resource": "*"}]}))["KeyMetadata"]
        self.ct.create_trail(Name="changing", S3BucketName=self.bucket, S3KeyPrefix="before")
        self.assertEqual(self.ct.update_trail(Name="changing", KmsKeyId=key["KeyId"])["KmsKeyId"], key["Arn"])
        after = self.ct.update_trail(Name="changing", S3KeyPrefix="", KmsKeyId="", EnableLogFileValidation=True)
        self.assertNotIn("KmsKeyId", after)
        self.assertNotIn("S3KeyPrefix", after)
        self.assertTrue(after["LogFileValidationEnabled"])
        self.assertTrue(self.ct.update_trail(Name="changing", IsMultiRegionTrail=True)["IsMultiRegionTrail"])
        self.assertEqual(error_code(self.ct.update_trail, Name="changing", IncludeGlobalServiceEvents=False), "InvalidParameterCombinationException")
        self.assertFalse(self.ct.update_trail(Name="changing", IsMultiRegionTrail=False, IncludeGlobalServiceEvents=False)["IncludeGlobalServiceEvents"])
        self.assertEqual(error_code(self.ct.update_trail, Name="changing", S3BucketName="nobody-has-this-bucket"), "S3BucketDoesNotExistException")
        self.assertEqual(self.ct.get_trail(Name="changing")["Trail"]["S3BucketName"], self.bucket)
        disabled = self.server.client("shop", "kms")
        disabled.disable_key(KeyId=key["KeyId"])
        self.assertEqual(error_code(self.ct.update_trail, Name="changing", KmsKeyId=key["KeyId"]), "KmsException")

    def test_key_and_bucket_stand_in_one_region_and_the_key_lets_cloudtrail_in(self):
        west = self.server.client("shop", "kms", "us-west-2").create_key()["KeyMetadata"]["Arn"]
        self.assertEqual(error_code(self.ct.create_trail, Name="keyed", S3BucketName=self.bucket, KmsKeyId=west), "KmsKeyNotFoundException")
        closed = self.server.client("shop", "kms").create_key()["KeyMetadata"]["Arn"]
        self.assertEqual(refusal(self.ct.create_trail, Name="keyed", S3BucketName=self.bucket, KmsKeyId=closed),
                         ("InsufficientEncryptionPolicyException", f"Insufficient permissions to access S3 bucket {self.bucket} or KMS key {closed}."))

    def test_a_bucket_that_demands_encryption_headers(self):
        deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{self.bucket}/*",
                "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}
        key = self.server.client("shop", "kms").create_key(Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{self.me}:root"}, "Action": "kms:*", "Resource": "*"},
            {"Effect": "Allow", "Principal": trails.SERVICE, "Action": "kms:*", "Resource": "*"}]}))["KeyMetadata"]["Arn"]
        strict = trails.bucket_policy(self.bucket, [deny])
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=strict)
        create = dict(Name="strict", S3BucketName=self.bucket, KmsKeyId=key)
        self.assertEqual(error_code(self.ct.create_trail, **create), "InsufficientS3BucketPolicyException")
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=trails.bucket_policy(self.bucket))
        self.ct.create_trail(**create)
        self.ct.start_logging(Name="strict")
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=strict)                  # added once the trail is there
        self.server.client("shop", "iam").list_users()
        self.server.advance("5m")
        self.assertIn("ListUsers", trails.names(trails.records(self.s3, self.bucket)))
        self.ct.update_trail(Name="strict", S3BucketName=self.bucket, KmsKeyId=key, IsMultiRegionTrail=True)      # where it delivers to stays as it was
        self.assertEqual(error_code(self.ct.update_trail, Name="strict", S3KeyPrefix="elsewhere"), "InsufficientS3BucketPolicyException")

    def test_the_access_test_leaves_its_markers(self):
        self.ct.create_trail(Name="marked", S3BucketName=self.bucket, S3KeyPrefix="here", EnableLogFileValidation=True)
        markers = [f"here/AWSLogs/{self.me}/CloudTrail-Digest/", f"here/AWSLogs/{self.me}/CloudTrail/"]
        found = house.wait_for(lambda: len(trails.keys(self.s3, self.bucket)) == 2 and trails.keys(self.s3, self.bucket))
        self.assertEqual(found, markers)
        self.assertEqual(self.s3.head_object(Bucket=self.bucket, Key=markers[0])["ContentLength"], 0)

    def test_two_trails_side_by_side_lose_and_double_nothing(self):
        second = trails.make_bucket(self.s3)
        self.ct.create_trail(Name="first", S3BucketName=self.bucket, IsMultiRegionTrail=True)
        self.ct.create_trail(Name="second", S3BucketName=second, IsMultiRegionTrail=True)
        for name in ("first", "second"):
            self.ct.start_logging(Name=name)
        iam = self.server.client("shop", "iam")
        called = {iam.list_users()["ResponseMetadata"]["RequestId"] for _ in range(20)}
        self.ct.stop_logging(Name="second")
        late = iam.list_users()["ResponseMetadata"]["RequestId"]
        self.server.advance("5m")
        for bucket, expected in ((self.bucket, called | {late}), (second, called)):
            found = trails.records(self.s3, bucket)
            self.assertEqual(len(found), len({r["eventID"] for r in found}))
            self.assertEqual({r["requestID"] for r in found if r["eventName"] == "ListUsers"}, expected)
            self.assertIn("StopLogging", trails.names(found))

    def test_one_region_of_a_trail_and_then_all(self):
        self.ct.create_trail(Name="growing", S3BucketName=self.bucket)
        self.ct.start_logging(Name="growing")
        kms = self.server.client("shop", "kms", "eu-west-1")
        before = kms.list_keys()["ResponseMetadata"]["RequestId"]
        self.ct.update_trail(Name="growing", IsMultiRegionTrail=True)
        during = kms.list_keys()["ResponseMetadata"]["RequestId"]
        self.ct.update_trail(Name="growing", IsMultiRegionTrail=False)
        after = kms.list_keys()["ResponseMetadata"]["RequestId"]
        self.server.advance("5m")
        found = {r["requestID"] for r in trails.records(self.s3, self.bucket) if r["awsRegion"] == "eu-west-1"}
        self.assertEqual(found & {before, during, after}, {during})

    def test_tags(self):
        self.ct.create_trail(Name="tagged", S3BucketName=self.bucket, TagsList=[{"Key": "a", "Value": "1"}])
        arn = self.arn("tagged")
        self.ct.add_tags(ResourceId=arn, TagsList=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "3"}])
        self.assertEqual(self.ct.list_tags(ResourceIdList=[arn])["ResourceTagList"], [{"ResourceId": arn, "TagsList": [{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "3"}]}])
        self.ct.remove_tags(ResourceId=arn, TagsList=[{"Key": "a"}, {"Key": "b", "Value": "another"}])
        self.assertEqual(self.ct.list_tags(ResourceIdList=[arn])["ResourceTagList"][0]["TagsList"], [{"Key": "b", "Value": "3"}])
        tag = dict(TagsList=[{"Key": "c", "Value": "1"}])
        self.assertEqual(error_code(self.ct.add_tags, ResourceId=self.arn("nothing"), **tag), "ResourceNotFoundException")
        self.assertEqual(error_code(self.ct.add_tags, ResourceId="nonsense", **tag), "CloudTrailARNInvalidException")
        self.assertEqual(error_code(self.ct.add_tags, ResourceId=arn.replace("trail/", "channel/"), **tag), "ResourceTypeNotSupportedException")
        self.assertEqual(error_code(self.ct.add_tags, ResourceId=self.arn("tagged", account=self.accounts["audit"]), **tag), "CloudTrailARNInvalidException")
        many = [{"Key": str(n), "Value": "x"} for n in range(50)]
        self.assertEqual(error_code(self.ct.add_tags, ResourceId=arn, TagsList=many), "TagsLimitExceededException")

    def test_an_archive_that_comes_back_within_thirty_days_gets_everything_once(self):
        self.ct.create_trail(Name="patient", S3BucketName=self.bucket)
        self.ct.start_logging(Name="patient")
        self.s3.delete_bucket_policy(Bucket=self.bucket)
        iam = self.server.client("shop", "iam")
        called = [iam.list_users()["ResponseMetadata"]["RequestId"]]
        self.server.advance("5m")
        status = self.ct.get_trail_status(Name="patient")
        self.assertEqual(status["LatestDeliveryError"], "AccessDenied")
        self.assertNotEqual(status["LatestDeliveryAttemptTime"], "")
        self.assertEqual(status["LatestDeliveryAttemptSucceeded"], "")
        for _ in range(3):
            self.server.advance("230h")
            called.append(self.server.client("shop", "iam").list_users()["ResponseMetadata"]["RequestId"])
        self.s3 = self.server.client("shop", "s3")
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=trails.bucket_policy(self.bucket))
        self.server.advance("5m")
        found = [r["requestID"] for r in trails.records(self.s3, self.bucket) if r["eventName"] == "ListUsers"]
        self.assertEqual(found, called)
        self.assertNotIn("LatestDeliveryError", self.server.client("shop", "cloudtrail").get_trail_status(Name="patient"))

    def test_what_was_refused_for_thirty_days_is_given_up(self):
        self.ct.create_trail(Name="impatient", S3BucketName=self.bucket)
        self.ct.start_logging(Name="impatient")
        self.s3.delete_bucket_policy(Bucket=self.bucket)
        old = self.server.client("shop", "iam").list_users()["ResponseMetadata"]["RequestId"]
        self.server.advance("5m")
        for _ in range(3):
            self.server.advance("250h")
        fresh = self.server.client("shop", "iam").list_users()["ResponseMetadata"]["RequestId"]
        self.server.advance("5m")
        self.s3 = self.server.client("shop", "s3")
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=trails.bucket_policy(self.bucket))
        self.server.advance("5m")
        found = {r["requestID"] for r in trails.records(self.s3, self.bucket)}
        self.assertNotIn(old, found)
        self.assertIn(fresh, found)

    def test_a_stream_whose_old_records_have_gone(self):
        west = self.server.client("payments", "sqs", "eu-west-1")
        west.list_queues()
        ct, s3 = self.account("payments")
        me = self.accounts["payments"]
        old = self.server.client("payments", "cloudtrail", "eu-west-1").lookup_events()["Events"][0]["EventId"]
        self.server.advance("25h")                              # the day ends its segment
        self.server.advance("91d")
        with self.assertRaisesRegex(RuntimeError, "no record"):
            self.server.control("record", old)
        bucket = trails.make_bucket(s3)
        ct.create_trail(Name="late", S3BucketName=bucket, IsMultiRegionTrail=True, EnableLogFileValidation=True)
        ct.start_logging(Name="late")
        self.server.control("flush")
        west.list_queues()
        self.server.control("flush")
        self.server.advance("1h")
        listed = lambda: trails.names(trails.records(s3, bucket, f"AWSLogs/{me}/CloudTrail/eu-west-1/"))
        self.assertEqual(listed(), ["ListQueues"])
        digests = lambda: [k for k in trails.keys(s3, bucket, f"AWSLogs/{me}/CloudTrail-Digest/eu-west-1/") if k.endswith(".gz")]
        self.assertEqual(len(digests()), 1)
        west.list_queues()
        ct.delete_trail(Name="late")                            # waits for nothing that has gone: the chain gets its end
        self.server.control("flush")
        self.assertEqual(listed(), ["ListQueues"] * 2)
        self.assertEqual(len(digests()), 2)

    def test_public_keys(self):
        self.ct.create_trail(Name="signed", S3BucketName=self.bucket, EnableLogFileValidation=True)
        self.ct.start_logging(Name="signed")
        key = house.wait_for(lambda: self.ct.list_public_keys()["PublicKeyList"])[0]
        self.assertEqual((key["ValidityEndTime"] - key["ValidityStartTime"]).days, 30)
        self.assertEqual(len(key["Value"]), 270)
        self.assertEqual(error_code(self.ct.list_public_keys, StartTime=200000, EndTime=100000), "InvalidTimeRangeException")


if __name__ == "__main__":
    unittest.main()
