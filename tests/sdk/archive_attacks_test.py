"""What an organization's trail must survive, 18 to 21: the archive's own administrator changes, deletes and forges what lies in
it. The AWS CLI finds out what it can; what it passes over is in the records, and no digest lists what is forged."""
import contextlib
import gzip
import json
import re
import unittest

import house

MOVED, MISSING = "has been moved from its original location", "INVALID: not found"


class Archive(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.addClassCleanup(cls.server.stop)
        cls.organization = house.Organization(cls.server).set_up_trail()
        cls.bucket = cls.organization.BUCKET
        fields = {"eventCategory": "Data", "resources.type": "AWS::S3::Object", "eventName": "DeleteObject"}
        cls.server.client("management", "cloudtrail").put_event_selectors(TrailName=cls.organization.trail, AdvancedEventSelectors=[
            {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]},
            {"FieldSelectors": [{"Field": field, "Equals": [value]} for field, value in fields.items()]}])
        for _ in range(5):
            cls.server.client("shop", "iam").list_roles()
            cls.server.advance("1h")
        cls.s3 = cls.server.client("log-archive", "s3")
        cls.logs = sorted(cls.here("CloudTrail"))
        cls.digests = sorted(cls.here("CloudTrail-Digest"))

    @classmethod
    def here(cls, folder):
        return [key for key in cls.organization.keys("shop", folder) if "/us-east-1/" in key]

    def validate(self):
        return self.organization.validate("shop")

    def text(self, key):
        return gzip.decompress(self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read())

    @contextlib.contextmanager
    def replaced(self, key, text, **metadata):
        """Another object lies over this one for a while, with its metadata but for what is given."""
        before = self.s3.head_object(Bucket=self.bucket, Key=key)["Metadata"]
        forged = self.s3.put_object(Bucket=self.bucket, Key=key, Body=gzip.compress(text), Metadata={**before, **metadata}, ServerSideEncryption="AES256")
        yield before
        self.s3.delete_object(Bucket=self.bucket, Key=key, VersionId=forged["VersionId"])

    @contextlib.contextmanager
    def deleted(self, *keys):
        markers = [self.s3.delete_object(Bucket=self.bucket, Key=key)["VersionId"] for key in keys]
        yield
        for key, marker in zip(keys, markers):
            self.s3.delete_object(Bucket=self.bucket, Key=key, VersionId=marker)

    def deletions(self):
        return [r["requestParameters"]["key"] for r in self.organization.records("log-archive") if r["eventName"] == "DeleteObject"]

    def test_18_a_flipped_bit(self):
        for key in (self.logs[1], self.digests[1]):
            text = self.text(key)
            at = text.index(b"Z", len(text) // 2)                  # within a time: it still reads as JSON
            with self.replaced(key, text[:at - 1] + bytes([text[at - 1] ^ 1]) + text[at:]):
                self.assertRegex(self.validate(), "INVALID: hash value doesn't match" if key == self.logs[1] else "INVALID: signature verification failed")
        signature = self.s3.head_object(Bucket=self.bucket, Key=self.digests[1])["Metadata"]["signature"]
        with self.replaced(self.digests[1], self.text(self.digests[1]), signature=signature[:-1] + ("0" if signature[-1] != "0" else "1")):
            self.assertIn("INVALID: signature verification failed", self.validate())
        self.assertNotIn("INVALID", self.validate())

    def test_19_what_is_deleted_is_missed(self):
        with self.deleted(self.logs[1]):
            self.assertRegex(self.validate(), rf"Log file\ts3://\S+{re.escape(self.logs[1][-20:])}\t{MISSING}")
        for gone in (self.digests[1:2], self.digests[1:3]):
            with self.deleted(*gone):
                self.assertRegex(self.validate(), rf"Digest file\ts3://\S+{re.escape(gone[-1][-20:])}\t{MISSING}")
        self.assertNotIn("INVALID", self.validate())

    def test_20_what_the_cli_passes_over_is_recorded(self):
        for gone in ((self.digests[-1], self.logs[-1]), self.digests):
            with self.deleted(*gone):
                said = self.validate()
        self.assertNotRegex(said, r"[1-9]\d*/\d+ digest files valid", "with all digests gone nothing is called valid")
        self.server.control("flush")
        self.assertLessEqual({self.logs[-1], *self.digests}, set(self.deletions()))

    def test_21_what_is_forged_is_in_no_digest(self):
        forged = self.logs[1].replace(".json.gz", "x.json.gz")
        listed = {file["s3Object"] for key in self.digests for file in json.loads(self.text(key))["logFiles"]}
        with self.replaced_by_new(forged):
            first, last = sorted(listed)[0], sorted(listed)[-1]
            self.assertEqual({key for key in self.here("CloudTrail") if first <= key <= last} - listed, {forged})

    def test_21_an_old_digest_in_a_newer_ones_place(self):
        with self.replaced(self.digests[2], self.text(self.digests[1]), **self.s3.head_object(Bucket=self.bucket, Key=self.digests[1])["Metadata"]):
            self.assertIn(MOVED, self.validate())

    @contextlib.contextmanager
    def replaced_by_new(self, key):
        made = self.s3.put_object(Bucket=self.bucket, Key=key, Body=gzip.compress(b'{"Records":[]}'), ServerSideEncryption="AES256")
        yield
        self.s3.delete_object(Bucket=self.bucket, Key=key, VersionId=made["VersionId"])


if __name__ == "__main__":
    unittest.main()
