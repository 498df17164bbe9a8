"""A week of the clock under two trails of an organization, proved by `aws cloudtrail validate-logs`: a server away for a while, a
trail stopped and started, keys that rotate."""
import concurrent.futures
import gzip
import json
import pathlib
import re
import tempfile
import unittest

import house
import trails

REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")
ACCOUNTS = ("management", "audit", "shop", "payments")
WINDOW = 12                                                    # hours of a digest: the CLI follows a chain whatever its pace


class Week(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="orgtrail-test-")
        self.addCleanup(folder.cleanup)
        text = house.LANDING_ZONE.read_text().replace("digest_interval: 1h", f"digest_interval: {WINDOW}h\nregions: [{', '.join(REGIONS)}]")
        config = pathlib.Path(folder.name, "zone.yaml")
        config.write_text(text)
        self.server = house.Server(home=str(pathlib.Path(folder.name, "home")), config=config).start()
        self.addCleanup(self.server.stop)
        self.organization = house.Organization(self.server).set_up_trail()      # the landing zone's, under a key of the audit account
        s3 = self.server.client("management", "s3")
        self.second = trails.make_bucket(s3)
        self.ct = self.server.client("management", "cloudtrail")
        self.ct.create_trail(Name="second", S3BucketName=self.second, IsOrganizationTrail=True, IsMultiRegionTrail=True, EnableLogFileValidation=True)

    def calls(self, *regions):
        """Something in every account and in each of the Regions, and what it was."""
        for account in ACCOUNTS:
            for region in regions:
                self.server.client(account, "sqs", region).list_queues()

    def advance(self, hours):
        for _ in range(hours // WINDOW):
            self.server.advance(f"{WINDOW}h")

    def signers(self):
        self.ct = self.server.client("management", "cloudtrail")
        return {region: self.server.client("management", "cloudtrail", region).list_public_keys(StartTime=self.begin)["PublicKeyList"] for region in REGIONS}

    def live(self):
        """The week, which begins 27 days after the signing keys were made: they last for 30."""
        self.ct.start_logging(Name="second")
        self.begin = self.server.control("clock")
        self.assertTrue(house.wait_for(lambda: all(self.signers().values())))
        self.server.advance("27d")
        self.ct = self.server.client("management", "cloudtrail")
        self.ct.stop_logging(Name="second")
        self.server.advance("2h")
        self.begin = self.server.control("clock")
        self.ct.start_logging(Name="second")
        self.calls(*REGIONS)
        self.advance(24)
        self.calls("us-east-1")
        self.rotate_the_archives_key()
        self.advance(24)
        self.server.stop()                                     # the first trail's chain goes over the pause
        self.server.start()
        self.calls("us-east-1", "eu-west-1")
        self.advance(36)                                       # new signing keys
        self.calls("ap-southeast-2", "eu-west-1")
        self.ct = self.server.client("management", "cloudtrail")
        self.ct.stop_logging(Name="second")
        self.calls("us-east-1")
        self.advance(12)
        self.ct = self.server.client("management", "cloudtrail")
        self.ct.start_logging(Name="second")
        self.calls(*REGIONS)
        self.advance(72)
        self.end = self.server.control("clock")

    def rotate_the_archives_key(self):
        kms = self.server.client("audit", "kms")
        key = kms.list_keys()["Keys"][0]["KeyId"]
        if hasattr(kms, "rotate_key_on_demand"):
            kms.rotate_key_on_demand(KeyId=key)
        else:
            kms.enable_key_rotation(KeyId=key)

    def validate(self, trail, account, region):
        arn = f"arn:aws:cloudtrail:us-east-1:{self.organization.accounts['management']}:trail/{trail}"
        status, out, error = self.server.aws("management", "cloudtrail", "validate-logs", "--trail-arn", arn, "--account-id", self.organization.accounts[account],
                                             "--start-time", self.begin, "--end-time", self.end, "--verbose", "--region", region)
        self.assertEqual(status, 0, error)
        return out + error

    def test_every_file_of_both_trails_in_every_account_is_valid(self):
        self.live()
        self.assertEqual({region: len(keys) for region, keys in self.signers().items()}, {region: 2 for region in REGIONS})
        lanes = [(account, REGIONS[i % 3]) for i, account in enumerate(ACCOUNTS)] + [("shop", region) for region in REGIONS[:2]]
        asked = [(trail, *lane) for trail in (self.organization.TRAIL, "second") for lane in lanes]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            said = dict(zip(asked, pool.map(lambda lane: self.validate(*lane), asked)))
        for lane, out in said.items():
            with self.subTest(lane=lane):
                self.assertNotRegex(out, r"INVALID|not found")
                digests, files = re.search(r"(\d+)/\1 digest files valid", out), re.search(r"(\d+)/\1 log files valid", out)
                self.assertTrue(digests and files, out[-600:])
                self.assertIn(int(digests[1]), range(7 * 24 // WINDOW - 1, 7 * 24 // WINDOW + 3), out[-600:])
                self.assertGreaterEqual(int(files[1]), 3)
        self.every_file_is_listed()

    def every_file_is_listed(self):
        """What no digest lists would be valid by not being looked at."""
        s3 = self.server.client("management", "s3")
        listed, there = [], set()
        for key in trails.keys(s3, self.second):
            if "/CloudTrail/" in key and not key.endswith("/"):
                there.add(key)
            elif key.endswith(".json.gz"):
                listed += [f["s3Object"] for f in json.loads(gzip.decompress(s3.get_object(Bucket=self.second, Key=key)["Body"].read()))["logFiles"]]
        self.assertEqual(len(listed), len(set(listed)))
        self.assertEqual({k for k in there if k not in listed}, set())


if __name__ == "__main__":
    unittest.main()
