"""Lifecycle rules as boto3 sees them, on a clock that is moved from midnight to midnight."""
import datetime
import gzip
import json
import unittest

import botocore
import botocore.exceptions

import house
from house import error_code

MODERN = tuple(map(int, botocore.__version__.split(".")[:2])) >= (1, 36)
START = "2026-01-01T10:00:00Z"


def rule(**settings):
    return {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": ""}, **settings}


class LifecycleTest(unittest.TestCase):
    def setUp(self):
        self.server = house.Server(clock=START).start()
        self.addCleanup(self.server.stop)
        self.s3 = self.server.client("shop", "s3")
        self.s3.create_bucket(Bucket="box")

    def versioned(self, status="Enabled"):
        self.s3.put_bucket_versioning(Bucket="box", VersioningConfiguration={"Status": status})

    def put(self, *keys, body=b"x", **settings):
        return [self.s3.put_object(Bucket="box", Key=k, Body=body, **settings).get("VersionId") for k in keys][0]

    def rules(self, *rules):
        self.s3.put_bucket_lifecycle_configuration(Bucket="box", LifecycleConfiguration={"Rules": list(rules)})

    def keys(self):
        return [o["Key"] for o in self.s3.list_objects_v2(Bucket="box").get("Contents", [])]

    def versions(self):
        """(key, kind) of all versions, newest first."""
        page = self.s3.list_object_versions(Bucket="box")
        return [(v["Key"], "version") for v in page.get("Versions", [])] + [(m["Key"], "marker") for m in page.get("DeleteMarkers", [])]

    def becomes(self, call, wanted):
        house.wait_for(lambda: call() == wanted, 10)
        self.assertEqual(call(), wanted)


class Expiration(LifecycleTest):
    def test_objects_expire_at_midnight(self):
        self.rules(rule(Expiration={"Days": 1}, Filter={"Prefix": "old/"}))
        header = self.s3.put_object(Bucket="box", Key="old/a", Body=b"x")["Expiration"]
        self.assertEqual(header, 'expiry-date="Sat, 03 Jan 2026 00:00:00 GMT", rule-id="r"')
        self.assertEqual(self.s3.head_object(Bucket="box", Key="old/a")["Expiration"], header)
        self.put("new/a")
        self.assertNotIn("Expiration", self.s3.head_object(Bucket="box", Key="new/a"))
        self.server.advance("15h")                       # the next day
        self.assertEqual(self.keys(), ["new/a", "old/a"])
        self.server.advance("24h")
        self.becomes(self.keys, ["new/a"])

    def test_by_date_size_and_tags(self):
        day = datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)
        self.rules(rule(ID="1", Expiration={"Date": day}, Filter={"And": {"Prefix": "t/", "Tags": [{"Key": "temporary", "Value": "yes"}, {"Key": "a", "Value": "b"}]}}),
                   rule(ID="2", Expiration={"Date": day}, Filter={"ObjectSizeGreaterThan": 1000}), rule(ID="3", Status="Disabled", Expiration={"Days": 1}))
        self.put("t/tagged", Tagging="temporary=yes&a=b&c=d")
        self.put("t/half", Tagging="temporary=yes")
        self.put("big", body=b"x" * 1001)
        self.put("small", body=b"x" * 1000)
        self.server.advance("24h")
        self.becomes(self.keys, ["small", "t/half"])

    def test_with_versioning_a_marker_is_made_and_later_removed(self):
        self.versioned()
        self.rules(rule(Expiration={"Days": 1}, NoncurrentVersionExpiration={"NoncurrentDays": 2}))
        self.put("k")
        self.server.advance("48h")
        self.becomes(self.versions, [("k", "version"), ("k", "marker")])
        self.assertEqual(self.keys(), [])
        self.server.advance("48h")
        self.becomes(self.versions, [("k", "version"), ("k", "marker")])
        self.server.advance("24h")
        self.becomes(self.versions, [("k", "marker")])
        self.server.advance("24h")
        self.becomes(self.versions, [])

    def test_with_versioning_suspended_the_null_version_gives_way(self):
        self.versioned("Suspended")
        self.rules(rule(Expiration={"Days": 1}))
        self.put("k")
        self.server.advance("48h")
        self.becomes(self.versions, [("k", "marker")])
        self.assertEqual(self.s3.list_object_versions(Bucket="box")["DeleteMarkers"][0]["VersionId"], "null")

    def test_noncurrent_versions_are_kept_by_number(self):
        self.versioned()
        self.rules(rule(NoncurrentVersionExpiration={"NoncurrentDays": 1, "NewerNoncurrentVersions": 2}))
        ids = [self.put("k", body=bytes([n])) for n in range(5)]
        self.server.advance("72h")
        self.becomes(lambda: [v["VersionId"] for v in self.s3.list_object_versions(Bucket="box")["Versions"]], ids[:1:-1])

    def test_markers_that_cover_nothing(self):
        self.versioned()
        version = self.put("k")
        self.s3.delete_object(Bucket="box", Key="k")
        self.put("other")
        self.s3.delete_object(Bucket="box", Key="other")
        self.s3.delete_object(Bucket="box", Key="k", VersionId=version)
        self.rules(rule(Expiration={"ExpiredObjectDeleteMarker": True}))
        self.server.advance("24h")
        self.becomes(self.versions, [("other", "version"), ("other", "marker")])

    def test_uploads_are_aborted(self):
        self.rules(rule(AbortIncompleteMultipartUpload={"DaysAfterInitiation": 1}))
        begun = self.s3.create_multipart_upload(Bucket="box", Key="k")
        self.assertEqual((begun["AbortRuleId"], begun["AbortDate"].isoformat()), ("r", "2026-01-03T00:00:00+00:00"))
        self.s3.upload_part(Bucket="box", Key="k", UploadId=begun["UploadId"], PartNumber=1, Body=b"x" * 100_000)
        self.server.advance("24h")
        self.assertEqual(len(self.s3.list_multipart_uploads(Bucket="box")["Uploads"]), 1)
        self.server.advance("24h")
        self.becomes(lambda: "Uploads" in self.s3.list_multipart_uploads(Bucket="box"), False)
        self.assertEqual(error_code(self.s3.list_parts, Bucket="box", Key="k", UploadId=begun["UploadId"]), "NoSuchUpload")

    def test_transitions_change_the_class(self):
        self.rules(rule(Transitions=[{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 60, "StorageClass": "GLACIER_IR"}]))
        self.put("k", body=b"x" * 200_000)
        self.put("small")
        self.server.advance("768h")
        storage_class = lambda key: self.s3.head_object(Bucket="box", Key=key).get("StorageClass")
        self.becomes(lambda: storage_class("k"), "STANDARD_IA")
        self.server.advance("768h")
        self.becomes(lambda: storage_class("k"), "GLACIER_IR")
        self.assertIsNone(storage_class("small"))
        self.assertEqual(self.s3.get_object(Bucket="box", Key="k")["Body"].read(), b"x" * 200_000)

    def test_locked_versions_outlive_their_rules(self):
        self.s3.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
        until = datetime.datetime(2026, 1, 20, tzinfo=datetime.timezone.utc)
        put = lambda **lock: self.s3.put_object(Bucket="locked", Key="k", Body=b"x", ChecksumAlgorithm="SHA256", **lock)["VersionId"]
        locked = put(ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=until)
        held, free, current = put(ObjectLockLegalHoldStatus="ON"), put(), put()
        self.s3.put_bucket_lifecycle_configuration(Bucket="locked", LifecycleConfiguration={"Rules": [rule(NoncurrentVersionExpiration={"NoncurrentDays": 1})]})
        left = lambda: [v["VersionId"] for v in self.s3.list_object_versions(Bucket="locked")["Versions"]]
        self.server.advance("96h")
        self.becomes(left, [current, held, locked])
        self.server.advance("480h")
        self.becomes(left, [current, held])

    def test_many_objects(self):
        for n in range(450):
            self.put(f"k{n:04}")
        self.rules(rule(Expiration={"Days": 1}))
        self.server.advance("48h")
        self.becomes(self.keys, [])


class Records(LifecycleTest):
    def test_what_a_rule_did_is_recorded_as_data_of_the_bucket(self):
        shop = self.server.client("shop", "sts").get_caller_identity()["Account"]
        self.s3.create_bucket(Bucket="trail-of-data")
        self.s3.put_bucket_policy(Bucket="trail-of-data", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["s3:GetBucketAcl", "s3:PutObject"],
             "Resource": ["arn:aws:s3:::trail-of-data", "arn:aws:s3:::trail-of-data/*"]}]}))
        cloudtrail = self.server.client("shop", "cloudtrail")
        cloudtrail.create_trail(Name="data", S3BucketName="trail-of-data")
        cloudtrail.put_event_selectors(TrailName="data", EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": False,
                                                                        "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::box/"]}]}])
        cloudtrail.start_logging(Name="data")
        self.rules(rule(Expiration={"Days": 1}))
        self.put("k")
        self.server.advance("48h")
        self.becomes(self.keys, [])
        self.server.advance("10m")
        records = house.wait_for(lambda: [r for r in self.delivered(shop) if r["eventName"] == "LifecycleExpiration"], 10)
        self.assertEqual(len(records), 1)
        record = records[0]
        self.assertEqual((record["eventType"], record["eventCategory"], record["managementEvent"], record["readOnly"]), ("AwsServiceEvent", "Data", False, False))
        self.assertEqual(record["serviceEventDetails"], {"operation": "S3.EXPIRE.OBJECT", "bucketName": "box", "key": "k", "lifecycleRuleId": "r"})
        events = cloudtrail.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "LifecycleExpiration"}])["Events"]
        self.assertEqual(events, [])

    def delivered(self, account):
        out = []
        for o in self.s3.list_objects_v2(Bucket="trail-of-data", Prefix=f"AWSLogs/{account}/CloudTrail/us-east-1/").get("Contents", []):
            out += json.loads(gzip.decompress(self.s3.get_object(Bucket="trail-of-data", Key=o["Key"])["Body"].read()))["Records"]
        return out


class Configuration(LifecycleTest):
    def test_it_is_answered_as_it_was_put(self):
        self.assertEqual(error_code(self.s3.get_bucket_lifecycle_configuration, Bucket="box"), "NoSuchLifecycleConfiguration")
        rules = [rule(ID="everything", Filter={"And": {"Prefix": "a/", "Tags": [{"Key": "k", "Value": "v"}], "ObjectSizeLessThan": 9}}, Expiration={"Days": 400},
                      Transitions=[{"Days": 30, "StorageClass": "STANDARD_IA"}], NoncurrentVersionExpiration={"NoncurrentDays": 3, "NewerNoncurrentVersions": 2},
                      NoncurrentVersionTransitions=[{"NoncurrentDays": 30, "StorageClass": "ONEZONE_IA"}]),
                 rule(ID="uploads", Status="Disabled", AbortIncompleteMultipartUpload={"DaysAfterInitiation": 7})]
        self.rules(*rules)
        self.assertEqual(self.s3.get_bucket_lifecycle_configuration(Bucket="box")["Rules"], rules)
        self.s3.delete_bucket_lifecycle(Bucket="box")
        self.assertEqual(error_code(self.s3.get_bucket_lifecycle_configuration, Bucket="box"), "NoSuchLifecycleConfiguration")
        self.assertNotIn("Expiration", self.s3.put_object(Bucket="box", Key="k", Body=b""))

    def test_rules_without_an_id_get_one(self):
        self.s3.put_bucket_lifecycle_configuration(Bucket="box", LifecycleConfiguration={"Rules": [{"Status": "Enabled", "Prefix": "p", "Expiration": {"Days": 1}}]})
        kept = self.s3.get_bucket_lifecycle_configuration(Bucket="box")["Rules"][0]
        self.assertEqual((kept["Prefix"], len(kept["ID"])), ("p", 48))

    def test_refused_rules(self):
        def refusal(*rules):
            try:
                self.rules(*rules)
            except botocore.exceptions.ClientError as e:
                return e.response["Error"]["Code"], e.response["Error"]["Message"]
            return None
        midnight = datetime.datetime(2026, 1, 1, 1, tzinfo=datetime.timezone.utc)
        for rules, code, text in (
                ([rule()], "InvalidRequest", "At least one action needs to be specified in a rule"),
                ([rule(Expiration={"Days": 0})], "InvalidArgument", "'Days' for Expiration action must be a positive integer"),
                ([rule(Expiration={"Date": midnight})], "InvalidArgument", "'Date' must be at midnight GMT"),
                ([rule(Expiration={"Days": 1}), rule(Expiration={"Days": 2})], "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule"),
                ([rule(ID="x" * 256, Expiration={"Days": 1})], "InvalidArgument", "ID length should not exceed allowed limit of 255"),
                ([rule(Expiration={"Days": 1}, Status="enabled")], "MalformedXML", None),
                ([rule(Expiration={"Days": 1, "ExpiredObjectDeleteMarker": True})], "MalformedXML", None),
                ([rule(Expiration={"Days": 1}, Filter={"And": {"Prefix": "a"}})], "MalformedXML", None),
                ([rule(Expiration={"Days": 1}, Filter={"And": {"Tags": [{"Key": "k", "Value": "1"}, {"Key": "k", "Value": "2"}]}})], "InvalidRequest", "Duplicate Tag Keys are not allowed."),
                ([rule(AbortIncompleteMultipartUpload={"DaysAfterInitiation": 1}, Filter={"Tag": {"Key": "k", "Value": "v"}})], "InvalidRequest",
                 "AbortIncompleteMultipartUpload cannot be specified with Tags."),
                ([rule(Transitions=[{"Days": 1, "StorageClass": "DEEP_ARCHIVE"}])], "NotImplemented", None),
                ([rule(Transitions=[{"Days": 29, "StorageClass": "STANDARD_IA"}])], "InvalidArgument", None),
                ([rule(Expiration={"Days": 30}, Transitions=[{"Days": 30, "StorageClass": "STANDARD_IA"}])], "InvalidArgument", None)):
            refused = refusal(*rules)
            self.assertEqual(refused[0], code, rules)
            if text:
                self.assertEqual(refused[1], text)
        self.assertEqual(refusal(), ("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema"))
        self.assertEqual(error_code(self.s3.get_bucket_lifecycle_configuration, Bucket="box"), "NoSuchLifecycleConfiguration")

    @unittest.skipUnless(MODERN, "this boto3 cannot ask for it")
    def test_the_smallest_size_moved(self):
        self.rules(rule(Expiration={"Days": 1}))
        self.assertEqual(self.s3.get_bucket_lifecycle_configuration(Bucket="box")["TransitionDefaultMinimumObjectSize"], "all_storage_classes_128K")
        put = dict(Bucket="box", LifecycleConfiguration={"Rules": [rule(Expiration={"Days": 1})]})
        self.assertEqual(error_code(self.s3.put_bucket_lifecycle_configuration, TransitionDefaultMinimumObjectSize="none", **put), "InvalidArgument")
        self.s3.put_bucket_lifecycle_configuration(TransitionDefaultMinimumObjectSize="varies_by_storage_class", **put)
        self.assertEqual(self.s3.get_bucket_lifecycle_configuration(Bucket="box")["TransitionDefaultMinimumObjectSize"], "varies_by_storage_class")
