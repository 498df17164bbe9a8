"""Digests when trails change: `aws cloudtrail validate-logs` over a changed bucket, a stop and a start, validation off and on, and conversions."""
import gzip
import json
import unittest

import house
import trails

HOME = house.REGION


class DigestsTest(unittest.TestCase):
    def setUp(self):
        self.server = house.Server().start()
        self.addCleanup(self.server.stop)
        organizations = self.server.client("management", "organizations")
        self.organization_id = organizations.describe_organization()["Organization"]["Id"]
        self.accounts = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
        organizations.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
        self.s3 = self.server.client("management", "s3")
        self.buckets = [trails.make_bucket(self.s3), trails.make_bucket(self.s3)]
        self.ct = self.server.client("management", "cloudtrail")
        self.me = self.accounts["management"]
        self.arn = f"arn:aws:cloudtrail:{HOME}:{self.me}:trail/proof"
        self.ct.create_trail(Name="proof", S3BucketName=self.buckets[0], EnableLogFileValidation=True)
        self.start = self.server.control("clock")
        self.ct.start_logging(Name="proof")

    def hour(self, *profiles):
        for profile in profiles or ("management",):
            self.server.client(profile, "iam").list_users()
        self.server.advance("1h")

    def validate(self, *more):
        status, out, error = self.server.aws("management", "cloudtrail", "validate-logs", "--trail-arn", self.arn, "--start-time", self.start,
                                             "--end-time", self.server.control("clock"), "--verbose", *more)
        self.assertNotIn("INVALID", out + error)
        self.assertEqual(status, 0, error)
        return out

    def digests(self, bucket, account=None):
        account = account or self.me
        keys = [k for k in trails.keys(self.s3, bucket) if f"{account}_CloudTrail-Digest_" in k]
        return [json.loads(gzip.decompress(self.s3.get_object(Bucket=bucket, Key=k)["Body"].read())) for k in sorted(keys, key=lambda k: k[-24:])]

    def test_a_changed_bucket_keeps_the_chain(self):
        self.hour()
        self.hour()
        self.ct.update_trail(Name="proof", S3BucketName=self.buckets[1])
        self.hour()
        self.hour()
        first, second = self.digests(self.buckets[0]), self.digests(self.buckets[1])
        self.assertIsNone(first[0]["previousDigestS3Object"])
        self.assertEqual((second[0]["previousDigestS3Bucket"], second[0]["previousDigestS3Object"]), (self.buckets[0], first[-1]["digestS3Object"]))
        self.assertRegex(self.validate(), r"(\d+)/\1 digest files valid")

    def test_a_stop_ends_the_chain_and_a_start_begins_another(self):
        self.hour()
        self.ct.stop_logging(Name="proof")
        self.server.advance("1h")
        self.ct.start_logging(Name="proof")
        self.hour()
        chain = self.digests(self.buckets[0])
        self.assertEqual(sum(d["previousDigestS3Object"] is None for d in chain), 2)
        self.assertRegex(self.validate(), r"(\d+)/\1 log files valid")
        listed = {f["s3Object"] for d in chain for f in d["logFiles"]}
        self.assertEqual(listed, {k for k in trails.keys(self.s3, self.buckets[0]) if "/CloudTrail/" in k and not k.endswith("/")})

    def test_validation_off_and_on(self):
        self.hour()
        self.ct.update_trail(Name="proof", EnableLogFileValidation=False)
        self.server.advance("5m")
        before = len(self.digests(self.buckets[0]))
        self.hour()
        self.assertEqual(len(self.digests(self.buckets[0])), before)
        self.ct.update_trail(Name="proof", EnableLogFileValidation=True)
        self.hour()
        chain = self.digests(self.buckets[0])
        self.assertGreater(len(chain), before)
        self.assertIsNone(chain[before]["previousDigestS3Object"])
        self.validate()

    def test_deleted_and_made_again(self):
        self.hour()
        self.ct.delete_trail(Name="proof")
        self.server.advance("1h")
        before = len(self.digests(self.buckets[0]))
        self.ct.create_trail(Name="proof", S3BucketName=self.buckets[0], EnableLogFileValidation=True)
        self.ct.start_logging(Name="proof")
        self.hour()
        chain = self.digests(self.buckets[0])
        self.assertGreater(len(chain), before)
        self.assertEqual(sum(d["previousDigestS3Object"] is None for d in chain), 2)
        self.assertRegex(self.validate(), r"(\d+)/\1 log files valid")
        listed = [f["s3Object"] for d in chain for f in d["logFiles"]]
        self.assertEqual(sorted(listed), sorted(k for k in trails.keys(self.s3, self.buckets[0]) if "/CloudTrail/" in k and not k.endswith("/")))

    def test_conversions(self):
        self.hour()
        self.ct.update_trail(Name="proof", S3BucketName=self.buckets[1], IsOrganizationTrail=True)
        self.hour("management", "shop")
        self.hour("management", "shop")
        shop = self.accounts["shop"]
        self.assertRegex(self.validate("--account-id", shop), r"(\d+)/\1 log files valid")
        self.assertRegex(self.validate("--account-id", self.me), r"(\d+)/\1 digest files valid")
        self.ct.update_trail(Name="proof", S3BucketName=self.buckets[0], IsOrganizationTrail=False)
        self.hour("management", "shop")
        self.hour("management", "shop")
        members = len(self.digests(self.buckets[1], shop))
        self.hour()
        self.assertEqual(len(self.digests(self.buckets[1], shop)), members)            # its chain has ended
        self.assertEqual(self.digests(self.buckets[0], shop), [])
        self.assertRegex(self.validate(), r"(\d+)/\1 digest files valid")


if __name__ == "__main__":
    unittest.main()
