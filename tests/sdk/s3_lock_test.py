"""Object Lock as boto3 sees it: what is locked stays, whoever asks."""
import datetime
import gzip
import json
import unittest

import botocore
import botocore.exceptions

import house
from house import error_code

MODERN = tuple(map(int, botocore.__version__.split(".")[:2])) >= (1, 36)
UTC = datetime.timezone.utc
PROTECTED = "Access Denied because object protected by object lock."


def refusal(call, **arguments):
    """Code and message a call is refused with."""
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as e:
        return e.response["Error"]["Code"], e.response["Error"]["Message"]
    return None, None


class LockTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        organizations = cls.server.client("management", "organizations")
        cls.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
        cls.s3 = cls.server.client("shop", "s3")
        cls.root = cls.server.client("shop-root", "s3")
        cls.numbers = iter(range(10_000))

    def bucket(self, lock=True, **settings):
        name = f"locked-{next(self.numbers)}"
        if lock:
            settings["ObjectLockEnabledForBucket"] = True
        self.s3.create_bucket(Bucket=name, **settings)
        return name

    def ahead(self, days):
        """That many days after the server's now."""
        now = datetime.datetime.fromisoformat(self.server.control("clock").replace("Z", "+00:00"))
        return (now + datetime.timedelta(days=days)).replace(microsecond=0)

    def put(self, bucket, key="k", **settings):
        return self.s3.put_object(Bucket=bucket, Key=key, Body=b"kept", ChecksumAlgorithm="SHA256", **settings)["VersionId"]


class Configuration(LockTest):
    def test_with_the_bucket(self):
        name = self.bucket()
        self.assertEqual(self.s3.get_bucket_versioning(Bucket=name)["Status"], "Enabled")
        self.assertEqual(self.s3.get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"], {"ObjectLockEnabled": "Enabled"})
        self.assertEqual(refusal(self.s3.put_bucket_versioning, Bucket=name, VersioningConfiguration={"Status": "Suspended"}),
                         ("InvalidBucketState", "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."))
        self.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})

    def test_later(self):
        name = self.bucket(lock=False)
        enabled = {"ObjectLockEnabled": "Enabled"}
        self.assertEqual(error_code(self.s3.get_object_lock_configuration, Bucket=name), "ObjectLockConfigurationNotFoundError")
        self.assertEqual(refusal(self.s3.put_object_lock_configuration, Bucket=name, ObjectLockConfiguration=enabled),
                         ("InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"))
        self.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        self.s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=enabled)
        self.assertEqual(self.s3.get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"], enabled)

    def test_default_retention_is_kept_as_put(self):
        name = self.bucket()
        for retention in ({"Mode": "GOVERNANCE", "Days": 3}, {"Mode": "COMPLIANCE", "Years": 1}):
            wanted = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}
            self.s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=wanted)
            self.assertEqual(self.s3.get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"], wanted)
        self.s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})
        self.assertNotIn("Rule", self.s3.get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"])

    def test_refused_configurations(self):
        name = self.bucket()
        for retention, code in (({"Mode": "GOVERNANCE"}, "MalformedXML"), ({"Days": 1}, "MalformedXML"), ({"Mode": "NONE", "Days": 1}, "MalformedXML"),
                                ({"Mode": "GOVERNANCE", "Days": 1, "Years": 1}, "MalformedXML"), ({"Mode": "GOVERNANCE", "Days": 0}, "InvalidArgument"),
                                ({"Mode": "GOVERNANCE", "Days": 40_000}, "InvalidArgument")):
            wanted = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}
            self.assertEqual(error_code(self.s3.put_object_lock_configuration, Bucket=name, ObjectLockConfiguration=wanted), code, retention)
        self.assertEqual(error_code(self.s3.put_object_lock_configuration, Bucket=name, ObjectLockConfiguration={}), "MalformedXML")

    def test_a_bucket_without_it_takes_no_locks(self):
        name = self.bucket(lock=False)
        missing = ("InvalidRequest", "Bucket is missing Object Lock Configuration")
        self.s3.put_object(Bucket=name, Key="k", Body=b"x")
        self.assertEqual(refusal(self.s3.put_object, Bucket=name, Key="k", Body=b"x", ObjectLockLegalHoldStatus="ON"), missing)
        self.assertEqual(refusal(self.s3.create_multipart_upload, Bucket=name, Key="k", ObjectLockLegalHoldStatus="ON"), missing)
        self.assertEqual(refusal(self.s3.get_object_retention, Bucket=name, Key="k"), missing)
        self.assertEqual(refusal(self.s3.get_object_legal_hold, Bucket=name, Key="k"), missing)
        self.assertEqual(refusal(self.s3.put_object_legal_hold, Bucket=name, Key="k", LegalHold={"Status": "ON"}), missing)
        retention = {"Mode": "GOVERNANCE", "RetainUntilDate": self.ahead(1)}
        self.assertEqual(refusal(self.s3.put_object_retention, Bucket=name, Key="k", Retention=retention), missing)


class Retention(LockTest):
    def test_compliance_binds_everybody(self):
        name, until = self.bucket(), self.ahead(10)
        version = self.put(name, ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=until)
        for s3 in (self.s3, self.root):
            for bypass in ({}, {"BypassGovernanceRetention": True}):
                self.assertEqual(refusal(s3.delete_object, Bucket=name, Key="k", VersionId=version, **bypass), ("AccessDenied", PROTECTED))
                for shorter in ({"Mode": "COMPLIANCE", "RetainUntilDate": self.ahead(9)}, {"Mode": "GOVERNANCE", "RetainUntilDate": self.ahead(20)}, {}):
                    self.assertEqual(refusal(s3.put_object_retention, Bucket=name, Key="k", VersionId=version, Retention=shorter, **bypass),
                                     ("AccessDenied", PROTECTED), shorter)
        later = self.ahead(11)
        self.s3.put_object_retention(Bucket=name, Key="k", VersionId=version, Retention={"Mode": "COMPLIANCE", "RetainUntilDate": later})
        held = self.s3.get_object_retention(Bucket=name, Key="k", VersionId=version)["Retention"]
        self.assertEqual((held["Mode"], held["RetainUntilDate"]), ("COMPLIANCE", later))
        errors = self.root.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "k", "VersionId": version}]}, BypassGovernanceRetention=True)["Errors"]
        self.assertEqual([(e["Code"], e["Message"]) for e in errors], [("AccessDenied", PROTECTED)])
        self.assertEqual(self.s3.get_object(Bucket=name, Key="k", VersionId=version)["Body"].read(), b"kept")

    def test_a_marker_may_cover_what_is_locked(self):
        name = self.bucket()
        version = self.put(name, ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=self.ahead(10))
        marker = self.s3.delete_object(Bucket=name, Key="k")
        self.assertTrue(marker["DeleteMarker"])
        self.assertEqual(error_code(self.s3.get_object, Bucket=name, Key="k"), "NoSuchKey")
        self.assertEqual(error_code(self.s3.put_object_retention, Bucket=name, Key="k", VersionId=marker["VersionId"],
                                    Retention={"Mode": "GOVERNANCE", "RetainUntilDate": self.ahead(1)}), "MethodNotAllowed")
        self.s3.delete_object(Bucket=name, Key="k", VersionId=marker["VersionId"])
        self.assertEqual(self.s3.head_object(Bucket=name, Key="k")["VersionId"], version)
        self.assertEqual(error_code(self.s3.delete_bucket, Bucket=name), "BucketNotEmpty")

    def test_governance_yields_to_those_who_may_bypass_it(self):
        name = self.bucket()
        version = self.put(name, ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=self.ahead(10))
        named = {"Bucket": name, "Key": "k", "VersionId": version}
        self.assertEqual(refusal(self.s3.delete_object, **named), ("AccessDenied", PROTECTED))
        self.assertEqual(refusal(self.s3.put_object_retention, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": self.ahead(9)}, **named),
                         ("AccessDenied", PROTECTED))
        self.s3.put_object_retention(Retention={"Mode": "GOVERNANCE", "RetainUntilDate": self.ahead(12)}, **named)
        keeper = self.someone(name, "s3:GetObject*", "s3:DeleteObject*", "s3:PutObjectRetention")
        code, text = refusal(keeper.delete_object, BypassGovernanceRetention=True, **named)
        self.assertEqual(code, "AccessDenied")
        self.assertIn("s3:BypassGovernanceRetention", text)
        self.assertEqual(error_code(keeper.put_object_retention, BypassGovernanceRetention=True, Retention={}, **named), "AccessDenied")
        self.s3.put_object_retention(BypassGovernanceRetention=True, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": self.ahead(1)}, **named)
        self.s3.put_object_retention(BypassGovernanceRetention=True, Retention={}, **named)
        self.assertEqual(error_code(self.s3.get_object_retention, **named), "NoSuchObjectLockConfiguration")
        self.s3.put_object_retention(Retention={"Mode": "GOVERNANCE", "RetainUntilDate": self.ahead(1)}, **named)
        self.s3.delete_object(BypassGovernanceRetention=True, **named)
        self.assertEqual(error_code(self.s3.head_object, **named), "404")

    def someone(self, bucket, *actions):
        """A user who may do just this in a bucket."""
        iam, name = self.server.client("shop", "iam"), f"someone-{next(self.numbers)}"
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": actions, "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}]}))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        client = self.server.client("shop", "s3")
        client._request_signer._credentials = botocore.credentials.Credentials(key["AccessKeyId"], key["SecretAccessKey"])
        return client

    def test_it_ends(self):
        name = self.bucket()
        self.s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 2}}})
        version = self.put(name)
        self.assertEqual(self.s3.head_object(Bucket=name, Key="k")["ObjectLockMode"], "COMPLIANCE")
        self.assertEqual(error_code(self.s3.delete_object, Bucket=name, Key="k", VersionId=version), "AccessDenied")
        self.server.advance("49h")
        self.s3.delete_object(Bucket=name, Key="k", VersionId=version)
        self.assertEqual(error_code(self.s3.head_object, Bucket=name, Key="k"), "404")

    def test_defaults_cover_every_way_of_writing(self):
        name = self.bucket()
        self.s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 5}}})
        self.put(name, "put")
        self.s3.copy_object(Bucket=name, Key="copy", CopySource=f"{name}/put")
        upload = self.s3.create_multipart_upload(Bucket=name, Key="parts", ChecksumAlgorithm="SHA256")["UploadId"]
        part = self.s3.upload_part(Bucket=name, Key="parts", UploadId=upload, PartNumber=1, Body=b"part", ChecksumAlgorithm="SHA256")
        self.s3.complete_multipart_upload(Bucket=name, Key="parts", UploadId=upload, MultipartUpload={"Parts": [
            {"PartNumber": 1, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]}]})
        for key in ("put", "copy", "parts"):
            head = self.s3.head_object(Bucket=name, Key=key)
            self.assertEqual(head["ObjectLockMode"], "GOVERNANCE", key)
            self.assertAlmostEqual((head["ObjectLockRetainUntilDate"] - self.ahead(5)).total_seconds(), 0, delta=120)
        self.s3.put_object(Bucket=name, Key="own", Body=b"", ChecksumAlgorithm="SHA256", ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=self.ahead(1))
        self.assertEqual(self.s3.head_object(Bucket=name, Key="own")["ObjectLockMode"], "COMPLIANCE")

    def test_locks_given_to_uploads_and_copies(self):
        name, until = self.bucket(), self.ahead(3)
        lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until, "ObjectLockLegalHoldStatus": "ON"}
        upload = self.s3.create_multipart_upload(Bucket=name, Key="parts", ChecksumAlgorithm="SHA256", **lock)["UploadId"]
        part = self.s3.upload_part(Bucket=name, Key="parts", UploadId=upload, PartNumber=1, Body=b"part", ChecksumAlgorithm="SHA256")
        self.s3.complete_multipart_upload(Bucket=name, Key="parts", UploadId=upload, MultipartUpload={"Parts": [
            {"PartNumber": 1, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]}]})
        self.s3.copy_object(Bucket=name, Key="copy", CopySource=f"{name}/parts", **lock)
        self.s3.copy_object(Bucket=name, Key="free", CopySource=f"{name}/parts")
        for key in ("parts", "copy"):
            head = self.s3.head_object(Bucket=name, Key=key)
            self.assertEqual((head["ObjectLockMode"], head["ObjectLockRetainUntilDate"], head["ObjectLockLegalHoldStatus"]), ("COMPLIANCE", until, "ON"))
        self.assertNotIn("ObjectLockMode", self.s3.head_object(Bucket=name, Key="free"))

    def test_refused_requests(self):
        name, until = self.bucket(), self.ahead(3)
        both = "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied"
        past = "The retain until date must be in the future!"
        for settings, text in (({"ObjectLockMode": "GOVERNANCE"}, both), ({"ObjectLockRetainUntilDate": until}, both),
                               ({"ObjectLockMode": "NONE", "ObjectLockRetainUntilDate": until}, "Unknown wormMode directive."),
                               ({"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": self.ahead(-1)}, past),
                               ({"ObjectLockLegalHoldStatus": "MAYBE"}, "Legal Hold must be either of 'ON' or 'OFF'")):
            self.assertEqual(refusal(self.s3.put_object, Bucket=name, Key="k", Body=b"", ChecksumAlgorithm="SHA256", **settings), ("InvalidArgument", text))
        self.put(name)
        self.assertEqual(refusal(self.s3.put_object_retention, Bucket=name, Key="k", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": self.ahead(-1)}),
                         ("InvalidArgument", past))
        for retention in ({"Mode": "GOVERNANCE"}, {"RetainUntilDate": until}, {"Mode": "NONE", "RetainUntilDate": until}):
            self.assertEqual(error_code(self.s3.put_object_retention, Bucket=name, Key="k", Retention=retention), "MalformedXML")
        self.assertEqual(error_code(self.s3.put_object_legal_hold, Bucket=name, Key="k", LegalHold={"Status": "MAYBE"}), "MalformedXML")
        self.assertEqual(error_code(self.s3.put_object_retention, Bucket=name, Key="none", Retention={}), "NoSuchKey")


    @unittest.skipUnless(MODERN, "this boto3 sends a digest always")
    def test_what_is_locked_comes_with_a_digest(self):
        name = self.bucket()
        plain = self.server.client("shop", "s3", config={"request_checksum_calculation": "when_required"})
        plain.put_object(Bucket=name, Key="k", Body=b"x")
        self.assertEqual(refusal(plain.put_object, Bucket=name, Key="k", Body=b"x", ObjectLockLegalHoldStatus="ON"),
                         ("InvalidRequest", "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters"))
        self.s3.put_object(Bucket=name, Key="k", Body=b"x", ObjectLockLegalHoldStatus="ON")


class LegalHold(LockTest):
    def test_it_holds_until_it_is_lifted(self):
        name = self.bucket()
        version = self.put(name)
        named = {"Bucket": name, "Key": "k", "VersionId": version}
        self.assertEqual(refusal(self.s3.get_object_legal_hold, **named),
                         ("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration"))
        self.s3.put_object_legal_hold(LegalHold={"Status": "ON"}, **named)
        self.assertEqual(self.s3.get_object_legal_hold(**named)["LegalHold"], {"Status": "ON"})
        for s3 in (self.s3, self.root):
            self.assertEqual(refusal(s3.delete_object, BypassGovernanceRetention=True, **named), ("AccessDenied", PROTECTED))
        self.s3.put_object_legal_hold(LegalHold={"Status": "OFF"}, **named)
        self.assertEqual(self.s3.head_object(**named)["ObjectLockLegalHoldStatus"], "OFF")
        self.s3.delete_object(**named)


class Policies(LockTest):
    def test_retention_may_be_limited_by_condition(self):
        name = self.bucket()
        self.s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Deny", "Principal": "*", "Action": ["s3:PutObject", "s3:PutObjectRetention"], "Resource": f"arn:aws:s3:::{name}/*",
             "Condition": {"NumericGreaterThan": {"s3:object-lock-remaining-retention-days": "10"}}},
            {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{name}/*",
             "Condition": {"StringEquals": {"s3:object-lock-mode": "COMPLIANCE"}}},
            {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObjectLegalHold", "Resource": f"arn:aws:s3:::{name}/*",
             "Condition": {"StringEquals": {"s3:object-lock-legal-hold": "OFF"}}}]}))
        put = dict(Bucket=name, Key="k", Body=b"", ChecksumAlgorithm="SHA256")
        self.assertEqual(error_code(self.s3.put_object, ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=self.ahead(30), **put), "AccessDenied")
        self.assertEqual(error_code(self.s3.put_object, ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=self.ahead(3), **put), "AccessDenied")
        self.assertIsNone(error_code(self.s3.put_object, ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=self.ahead(3), **put))
        self.assertEqual(error_code(self.s3.put_object_retention, Bucket=name, Key="k", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": self.ahead(30)}), "AccessDenied")
        self.s3.put_object_legal_hold(Bucket=name, Key="k", LegalHold={"Status": "ON"})
        self.assertEqual(error_code(self.s3.put_object_legal_hold, Bucket=name, Key="k", LegalHold={"Status": "OFF"}), "AccessDenied")

    def test_only_those_who_may_see_locks_are_shown_them(self):
        name = self.bucket()
        self.put(name, ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=self.ahead(3), ObjectLockLegalHoldStatus="ON")
        payments = self.server.client("payments", "s3")
        self.s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": self.accounts["payments"]}, "Action": ["s3:GetObject", "s3:GetObjectLegalHold"], "Resource": f"arn:aws:s3:::{name}/*"}]}))
        head = payments.head_object(Bucket=name, Key="k")
        self.assertEqual(head["ObjectLockLegalHoldStatus"], "ON")
        self.assertNotIn("ObjectLockMode", head)


class Archive(LockTest):
    def test_a_trails_files_are_kept_from_everybody(self):
        name, shop = self.bucket(), self.accounts["shop"]
        self.s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 7}}})
        self.s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["s3:GetBucketAcl", "s3:PutObject"],
             "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]}]}))
        cloudtrail = self.server.client("shop", "cloudtrail")
        cloudtrail.create_trail(Name="kept", S3BucketName=name)
        cloudtrail.start_logging(Name="kept")
        self.server.advance("10m")
        prefix = f"AWSLogs/{shop}/CloudTrail/us-east-1/"
        files = lambda: self.s3.list_object_versions(Bucket=name, Prefix=prefix).get("Versions", [])
        self.assertTrue(house.wait_for(files, 10))
        file = files()[0]
        named = {"Bucket": name, "Key": file["Key"], "VersionId": file["VersionId"]}
        self.assertEqual(self.s3.get_object_retention(**named)["Retention"]["Mode"], "COMPLIANCE")
        self.assertEqual(refusal(self.root.delete_object, BypassGovernanceRetention=True, **named), ("AccessDenied", PROTECTED))
        cloudtrail.delete_trail(Name="kept")


class Records(LockTest):
    def test_configurations_are_in_the_history(self):
        name = self.bucket()
        self.s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 3}}})
        found = house.wait_for(lambda: self.server.client("shop", "cloudtrail").lookup_events(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "PutBucketObjectLockConfiguration"}])["Events"])
        records = [json.loads(e["CloudTrailEvent"])["requestParameters"] for e in found]
        mine = [r for r in records if r["bucketName"] == name]
        self.assertEqual(mine[0]["ObjectLockConfiguration"]["Rule"], {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 3}})

    def test_locks_are_in_the_data_events(self):
        name, log, until = self.bucket(), self.bucket(lock=False), self.ahead(3)
        self.s3.put_bucket_policy(Bucket=log, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["s3:GetBucketAcl", "s3:PutObject"],
             "Resource": [f"arn:aws:s3:::{log}", f"arn:aws:s3:::{log}/*"]}]}))
        cloudtrail = self.server.client("shop", "cloudtrail")
        cloudtrail.create_trail(Name="data", S3BucketName=log)
        cloudtrail.put_event_selectors(TrailName="data", EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": False,
                                                                        "DataResources": [{"Type": "AWS::S3::Object", "Values": [f"arn:aws:s3:::{name}/"]}]}])
        cloudtrail.start_logging(Name="data")
        version = self.put(name, ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=until, ObjectLockLegalHoldStatus="OFF")
        self.s3.put_object_retention(Bucket=name, Key="k", VersionId=version, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": self.ahead(4)})
        self.assertEqual(error_code(self.root.delete_object, Bucket=name, Key="k", VersionId=version), "AccessDenied")
        self.server.advance("10m")
        records = {r["eventName"]: r for r in house.wait_for(lambda: self.delivered(log), 10)}
        put = records["PutObject"]["requestParameters"]
        self.assertEqual((put["x-amz-object-lock-mode"], put["x-amz-object-lock-legal-hold"]), ("GOVERNANCE", "OFF"))
        self.assertEqual(records["PutObjectRetention"]["requestParameters"]["Retention"]["Mode"], "GOVERNANCE")
        denied = records["DeleteObject"]
        self.assertEqual((denied["errorCode"], denied["errorMessage"], denied["userIdentity"]["type"]), ("AccessDenied", PROTECTED, "Root"))
        cloudtrail.delete_trail(Name="data")

    def delivered(self, bucket):
        out = []
        for o in self.s3.list_objects_v2(Bucket=bucket, Prefix=f"AWSLogs/{self.accounts['shop']}/CloudTrail/us-east-1/").get("Contents", []):
            out += json.loads(gzip.decompress(self.s3.get_object(Bucket=bucket, Key=o["Key"])["Body"].read()))["Records"]
        return out
