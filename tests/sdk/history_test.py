"""Event history and the journal's long life: oversize and hostile records, ninety days, indexes lost, clocks that jump, second processes, old backups."""
import configparser
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import unittest

import botocore.auth
import botocore.awsrequest
import botocore.credentials

import house


def pages(cloudtrail, **arguments):
    """Every event of a chain of pages, and how many pages there were."""
    events, token, count = [], {}, 0
    while True:
        page = cloudtrail.lookup_events(**arguments, **token)
        events += page["Events"]
        count += 1
        if "NextToken" not in page:
            return events, count
        token = {"NextToken": page["NextToken"]}


def lookup(cloudtrail, key, value, **arguments):
    return pages(cloudtrail, LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}], **arguments)[0]


class Raw:
    """Signed requests whose bytes are the test's own."""

    def __init__(self, server, profile):
        keys = configparser.ConfigParser()
        keys.read(server.profiles / "credentials")
        self.server = server
        self.credentials = botocore.credentials.Credentials(keys[profile]["aws_access_key_id"], keys[profile]["aws_secret_access_key"])

    def send(self, service, body, headers, agent=None):
        request = botocore.awsrequest.AWSRequest("POST", f"http://{self.server.endpoint}/", data=body, headers=headers)
        botocore.auth.SigV4Auth(self.credentials, service, house.REGION).add_auth(request)
        connection = http.client.HTTPConnection(self.server.endpoint, timeout=20)
        connection.putrequest("POST", "/", skip_accept_encoding=True)
        for name, value in request.headers.items():
            connection.putheader(name, value)
        if agent is not None:
            connection.putheader("User-Agent", agent)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def json(self, service, target, body, **options):
        return self.send(service, body, {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}, **options)


class Oversize(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = house.Server().start()
        cls.organization = house.Organization(cls.server).set_up_trail()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def whole(self, note, event_id):
        """The whole record, as the operator's tool prints it; it is what the delivered record's note tells."""
        done = subprocess.run([house.SERVER, "record", event_id, "--profiles", str(self.server.profiles)], stdout=subprocess.PIPE)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(hashlib.sha256(done.stdout).hexdigest(), note["originalRecordSha256"])
        return json.loads(done.stdout)

    def check_note(self, note, part, size):
        self.assertEqual({k: note[k] for k in ("reason", "omitted")}, {"reason": f"{part} too large", "omitted": "true"})
        self.assertGreater(int(note["originalSize"]), size)
        self.assertEqual(set(note), {"reason", "omitted", "originalSize", "originalRecordSha256"})

    def test_a_padded_document_hides_nothing(self):
        iam = self.server.client("shop", "iam")
        trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": self.organization.accounts["shop"]}, "Action": "sts:AssumeRole"}]})
        padded = trust[:-1] + " " * 120_000 + "}"
        code = house.error_code(iam.create_role, RoleName="padded", AssumeRolePolicyDocument=padded)
        cloudtrail = self.server.client("shop", "cloudtrail")
        events = [e for e in lookup(cloudtrail, "EventName", "CreateRole") if '"too large' in e["CloudTrailEvent"] or "too large" in e["CloudTrailEvent"]]
        self.assertEqual(len(events), 1)
        record = json.loads(events[0]["CloudTrailEvent"])
        self.assertEqual(record.get("errorCode") is None, code is None)
        self.assertLess(len(events[0]["CloudTrailEvent"]), 256 * 1024)
        self.check_note(record["requestParameters"], "requestParameters", 120_000)
        whole = self.whole(record["requestParameters"], record["eventID"])
        self.assertEqual(whole["requestParameters"]["assumeRolePolicyDocument"], padded)
        self.assertEqual({k: v for k, v in whole.items() if k not in ("requestParameters", "responseElements")},
                         {k: v for k, v in record.items() if k not in ("requestParameters", "responseElements")})
        self.server.advance("6m")
        delivered = [r for r in self.organization.records("shop") if r["eventID"] == record["eventID"]]
        self.assertEqual(delivered, [record])
        self.assertEqual([r for r in self.organization.records("shop") if "/whole" in r["awsRegion"]], [])

    def test_requests_over_a_megabyte(self):
        raw = Raw(self.server, "management-root")
        cloudtrail = self.server.client("management", "cloudtrail")
        for size, kept in ((300_000, True), (2_000_000, True), (6_000_000, False)):
            name = f"big-{size}"
            body = json.dumps({"Name": name, "Description": "d", "Type": "SERVICE_CONTROL_POLICY", "Content": "{" + "x" * size}).encode()
            status, _ = raw.json("organizations", "AWSOrganizationsV20161128.CreatePolicy", body)
            self.assertEqual(status, 400)
            event = next(e for e in lookup(cloudtrail, "EventName", "CreatePolicy") if "too large" in e["CloudTrailEvent"])
            record = json.loads(event["CloudTrailEvent"])
            self.check_note(record["requestParameters"], "requestParameters", size)
            if kept:
                self.assertEqual(self.whole(record["requestParameters"], record["eventID"])["requestParameters"]["name"], name)
            else:
                shown = self.server.control("record", record["eventID"])           # by hash only: what is shown is the record itself
                self.assertEqual(json.loads(shown), record)
        events, count = pages(cloudtrail, LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreatePolicy"}], MaxResults=1)
        self.assertEqual(len(events), len({e["EventId"] for e in events}))
        self.assertGreaterEqual(len(events), 3)
        self.assertEqual(count, len(events))

    def test_only_the_operator_sees_more(self):
        with self.assertRaisesRegex(RuntimeError, "no record with the event id"):
            self.server.control("record", "00000000-0000-4000-8000-000000000000")

    def test_injected_text_stays_text(self):
        raw = Raw(self.server, "management-root")
        target = "AWSOrganizationsV20161128.CreateOrganizationalUnit"
        hostile = "a\r\nb\u0000c\u2028d\"}]}\\ \u001b[31m\U0001f600"
        before = len(lookup(self.server.client("management", "cloudtrail"), "EventName", "CreateOrganizationalUnit"))
        bodies = [json.dumps({"ParentId": "r-none", "Name": hostile}).encode(),
                  b'{"ParentId":"r-none","Name":"\xff\xfe\xc3\x28"}',                                # not UTF-8
                  b'{"ParentId":"r-none","Name":"\\ud800 alone"}',                                   # half a surrogate pair
                  b'{"ParentId":"r-none","Name":"first","Name":"second","Name":"third"}',
                  b'{"ParentId":"r-none","Name":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
                  b'{"ParentId":"r-none","Name":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
                  b'{"ParentId":"r-none","Name":"nul \x00 inside"}', b"\r\n\r\n", b"[]", b'"x"', b"{"]
        for body in bodies:
            status, answer = raw.json("organizations", target, body)
            self.assertEqual(status, 400, body[:60])
            self.assertIn("__type", json.loads(answer))
        agent = "agent\xff\t\"},{\"forged\":\"yes\"}"
        self.assertEqual(raw.json("organizations", target, bodies[0], agent=agent.encode("latin-1"))[0], 400)
        events = lookup(self.server.client("management", "cloudtrail"), "EventName", "CreateOrganizationalUnit")
        self.assertEqual(len(events) - before, len(bodies) + 1, "each attempt left its record")
        events = events[:len(events) - before]
        records = [json.loads(e["CloudTrailEvent"]) for e in events]
        names = [(r["requestParameters"] or {}).get("name") for r in records]
        self.assertEqual(names.count(hostile), 2)
        for event, record in zip(events, records):
            self.assertNotIn("\n", event["CloudTrailEvent"])
            self.assertNotIn("forged", record)
            self.assertEqual(record["eventName"], "CreateOrganizationalUnit")
            self.assertLess(len(event["CloudTrailEvent"]), 256 * 1024)
        self.assertTrue(any("forged" in r.get("userAgent", "") for r in records))
        self.server.advance("6m")
        ids = {r["eventID"] for r in records}
        delivered = [r for r in self.organization.records("management") if r["eventID"] in ids]
        self.assertEqual(sorted(r["eventID"] for r in delivered), sorted(ids))


class LongLife(unittest.TestCase):
    def setUp(self):
        home = house.temporary_home()
        self.addCleanup(home.cleanup)
        self.home = pathlib.Path(home.name)
        self.server = house.Server(home=home.name).start()
        self.addCleanup(self.server.stop)

    def journal(self, suffix):
        return sorted(p.name for p in (self.home / "data" / "journal").iterdir() if p.suffix == suffix)

    def refused(self):
        done = subprocess.run([house.SERVER, "serve", "--listen", "127.0.0.1:0", "--home", str(self.home), "--clock", "now"], stdout=-1, stderr=-1, text=True, timeout=30)
        self.assertEqual(done.returncode, 1)
        return done.stderr

    def test_ninety_days(self):
        organization = house.Organization(self.server).set_up_trail()
        self.server.client("shop", "kms").create_key(Description="old")
        first = lookup(self.server.client("shop", "cloudtrail"), "EventName", "CreateKey")
        self.assertEqual(len(first), 1)
        self.server.advance("45d")
        self.server.client("shop", "kms").create_key(Description="middle")
        self.assertEqual(len(lookup(self.server.client("shop", "cloudtrail"), "EventName", "CreateKey")), 2)
        self.server.advance("46d")
        self.server.client("shop", "kms").create_key(Description="new")
        found = lookup(self.server.client("shop", "cloudtrail"), "EventName", "CreateKey")
        self.assertEqual([json.loads(e["CloudTrailEvent"])["requestParameters"]["description"] for e in found], ["new", "middle"])
        self.assertNotIn("0000000001.seg", self.journal(".seg"), "what is older is off the disk")
        self.assertTrue((self.home / "data/journal/origin").exists())
        with self.assertRaisesRegex(RuntimeError, "no record"):
            self.server.control("record", first[0]["EventId"])
        # A restart finds chains and state whole, and delivery has lost nothing.
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.assertEqual(len(lookup(self.server.client("shop", "cloudtrail"), "EventName", "CreateKey")), 2)
        self.server.advance("1h")
        descriptions = [r["requestParameters"]["description"] for r in organization.records("shop") if r["eventName"] == "CreateKey"]
        self.assertEqual(sorted(descriptions), ["middle", "new", "old"])
        self.server.kill()
        self.server.start()
        self.assertEqual(len(self.server.client("shop", "kms").list_keys()["Keys"]), 3)

    def test_what_is_owed_is_kept(self):
        organization = house.Organization(self.server).set_up_trail()
        self.server.advance("10m")
        s3 = self.server.client("log-archive", "s3")
        policy = s3.get_bucket_policy(Bucket=organization.BUCKET)["Policy"]
        s3.delete_bucket_policy(Bucket=organization.BUCKET)
        for days in range(3):
            self.server.client("shop", "kms").create_key(Description=f"day {days}")
            self.server.advance("9d")
        s3.put_bucket_policy(Bucket=organization.BUCKET, Policy=policy)
        self.server.advance("10m")
        descriptions = [r["requestParameters"]["description"] for r in organization.records("shop") if r["eventName"] == "CreateKey"]
        self.assertEqual(sorted(descriptions), ["day 0", "day 1", "day 2"])

    def test_lost_indexes_are_made_again(self):
        kms = self.server.client("shop", "kms")
        for i in range(30):
            kms.create_alias(AliasName=f"alias/a{i}", TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
        self.server.advance("25h")                       # the day ends its segment
        ask = lambda: [e["CloudTrailEvent"] for e in lookup(self.server.client("shop", "cloudtrail"), "EventSource", "kms.amazonaws.com", MaxResults=7)]
        before = ask()
        self.assertEqual(len(before), 60)
        self.server.stop()
        indexes = {name: (self.home / "data/journal" / name).read_bytes() for name in self.journal(".idx")}
        self.assertTrue(indexes)
        for turn, (name, content) in enumerate(indexes.items()):
            path = self.home / "data/journal" / name
            if turn % 2:
                path.unlink()
            else:
                path.write_bytes(os.urandom(len(content)))
        self.server.start()
        self.assertEqual(ask(), before)
        self.server.stop()
        for name, content in indexes.items():
            self.assertEqual((self.home / "data/journal" / name).read_bytes(), content)

    def test_a_clock_that_jumps(self):
        organization = house.Organization(self.server).set_up_trail()
        kms = self.server.client("shop", "kms")
        for jump in ("1d", "1m", "25h"):
            kms.create_key(Description=jump)
            self.server.advance(jump)
        self.server.advance("1h")
        self.server.advance("1h")
        records = [r for r in organization.records("shop") if r["eventName"] == "CreateKey"]
        self.assertEqual([r["requestParameters"]["description"] for r in sorted(records, key=lambda r: r["eventTime"])], ["1d", "1m", "25h"])
        out = organization.validate("shop")
        self.assertNotIn("INVALID", out)
        self.assertRegex(out, r"([1-9]\d*)/\1 digest files valid")

    def test_an_old_process_is_fenced_off(self):
        kms = self.server.client("shop", "kms")
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        self.server.process.send_signal(signal.SIGSTOP)
        try:
            self.assertIn("another server is using", self.refused())
        finally:
            self.server.process.send_signal(signal.SIGCONT)
        self.assertEqual(kms.describe_key(KeyId=key)["KeyMetadata"]["KeyId"], key)

    def test_an_older_journal_is_noticed(self):
        kms = self.server.client("shop", "kms")
        kms.create_key()
        self.server.stop()
        backup = self.home / "backup"
        shutil.copytree(self.home / "data" / "journal", backup)
        self.server.start()
        for _ in range(3):
            self.server.client("shop", "kms").create_key()
        self.server.stop()
        shutil.rmtree(self.home / "data" / "journal")
        shutil.copytree(backup, self.home / "data" / "journal")
        self.assertIn("the state is newer than the journal", self.refused())

    def test_an_older_copy_of_everything_is_noticed(self):
        self.server.stop()
        backup = self.home / "backup"
        shutil.copytree(self.home / "data", backup)
        self.server.start()
        self.server.client("shop", "kms").create_key()
        self.server.stop()

        def put_back():
            shutil.rmtree(self.home / "data")
            shutil.copytree(backup, self.home / "data")

        put_back()
        self.assertIn("older than what was last seen", self.refused())
        seen = self.home / "root.key.seen"
        self.assertIn(str(seen), self.refused())
        kept = seen.read_text()
        seen.unlink()                                    # the operator means it
        self.server.start()
        kms = self.server.client("shop", "kms")
        for _ in range(20):
            kms.create_key()
        self.server.stop()
        seen.write_text(kept)                            # longer, but not the same history
        self.assertIn("another history", self.refused())


if __name__ == "__main__":
    unittest.main()
