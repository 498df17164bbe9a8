"""A server whose memory is bounded: it bears a flood of large requests, and where memory ends it ends, with everything it
answered kept and nothing half done."""
import concurrent.futures
import json
import re
import resource
import tempfile
import unittest

import botocore.exceptions

import house

MIB = 1 << 20


class Memory(unittest.TestCase):
    def setUp(self):
        home = house.temporary_home()
        self.addCleanup(home.cleanup)
        self.log = tempfile.TemporaryFile("w+")
        self.addCleanup(self.log.close)
        before, house.LOG = house.LOG, self.log
        self.addCleanup(setattr, house, "LOG", before)
        self.server = house.Server(home=home.name).start()
        self.addCleanup(self.server.stop)
        self.clients = [self.server.client("shop", service) for service in ("iam", "s3", "kms")]
        self.clients[1].create_bucket(Bucket="example-large")

    def status(self, name):
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as status:
            return int(re.search(rf"{name}:\s+(\d+) kB", status.read()).group(1)) << 10

    def leave(self, more):
        """From now on the server's address space may grow by so much."""
        limit = self.status("VmSize") + more
        resource.prlimit(self.server.process.pid, resource.RLIMIT_AS, (limit, limit))

    def flood(self, requests):
        """Large requests of several kinds, many at a time; how many were answered, with whatever, and the keys that were made."""
        iam, s3, kms = self.clients
        document, body = json.dumps({"Version": "2012-10-17", "Statement": []}) + " " * MIB, b"x" * (8 * MIB)

        def one(i):
            try:
                if i % 3 == 0:
                    iam.create_policy(PolicyName=f"p{i}", PolicyDocument=document)
                elif i % 3 == 1:
                    s3.put_object(Bucket="example-large", Key=str(i), Body=body)
                else:
                    return kms.create_key(Description="x" * 8000, Tags=[{"TagKey": str(i), "TagValue": "v"}])["KeyMetadata"]["KeyId"]
            except botocore.exceptions.ClientError:
                return ""
            except (botocore.exceptions.BotoCoreError, OSError):
                return None
            return ""

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(one, range(requests)))
        return sum(a is not None for a in answers), [a for a in answers if a]

    def test_30_a_flood_of_large_requests_is_borne(self):
        self.leave(768 * MIB)                                  # of addresses, most of them never touched
        answered, keys = self.flood(60)
        self.assertEqual(answered, 60)
        self.assertEqual(len(keys), 20)
        self.assertLess(self.status("VmHWM"), 512 * MIB)

    def test_30_where_memory_ends_the_server_ends_and_what_it_answered_is_kept(self):
        self.leave(2 * MIB)
        made = []
        for _ in range(20):
            if self.server.process.poll() is None:
                made += self.flood(24)[1]
        self.assertIsNotNone(self.server.process.poll(), "goes on although it had no memory for what it was doing")
        self.log.seek(0)
        self.assertRegex(self.log.read(), "out of memory|fatal journal: std::bad_alloc")        # whoever it met first
        self.assertNotIn(self.server.stop(), (None, 0))
        self.server.start()
        listed = {k["KeyId"] for p in self.server.client("shop", "kms").get_paginator("list_keys").paginate() for k in p["Keys"]}
        self.assertLessEqual(set(made), listed)
        found = [json.loads(e["CloudTrailEvent"]) for p in self.server.client("shop", "cloudtrail").get_paginator("lookup_events").paginate(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateKey"}]) for e in p["Events"]]
        recorded = [r["responseElements"]["keyMetadata"]["keyId"] for r in found if r["responseElements"]]
        self.assertEqual(sorted(recorded), sorted(listed), "each key that is there is recorded once, and none that is not")


if __name__ == "__main__":
    unittest.main()
